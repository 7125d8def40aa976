"""Measures of indicators: how fresh, on target or not, of which objective."""
