"""Where heavy libraries are loaded, lazily, and nowhere else."""
