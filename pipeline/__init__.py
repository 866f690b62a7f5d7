"""From focus-group and survey transcripts to theme frequencies that can be defended, in one command."""
