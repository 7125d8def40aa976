"""Measures of conflicts."""
