"""Survey exports to answers."""
