"""The stages: one file each, load, compute, write; they meet in tables, never in imports."""
