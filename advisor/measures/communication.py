"""Measures of communication: how often, how long, how quickly."""
