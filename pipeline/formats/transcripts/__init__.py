"""Transcripts to passages: every character kept in speech or skipped with a reason."""
