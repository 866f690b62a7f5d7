"""The methods section as code: pure functions from tables and values to tables and values."""
