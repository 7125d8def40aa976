"""Measures of the future: pilots, dependence, stages."""
