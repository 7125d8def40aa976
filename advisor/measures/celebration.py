"""Measures of celebration: which successes are marked, and whose."""
