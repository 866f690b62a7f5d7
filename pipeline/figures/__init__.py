"""Figures: each paints one table on the axes it is given; the only importers of matplotlib."""
