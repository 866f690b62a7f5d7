"""Tables to pages and files; computes nothing."""
