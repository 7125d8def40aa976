"""Measures of loads."""
