"""Measures of review: what is due, overdue and prepared."""
