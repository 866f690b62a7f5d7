"""Commands beside the analysis: one file each, called by the command line."""
