"""Methods of agreement between coders."""
