"""Coders' files to codings."""
