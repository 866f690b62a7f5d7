"""Methods on text: who speaks, what identifies, where to cut."""
