"""Outside formats to our tables, and back."""
