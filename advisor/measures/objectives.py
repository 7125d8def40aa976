"""Measures of objectives: how complete, how far, how important to whom."""
