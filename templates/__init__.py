"""Jinja2 templates of the documents: layout and order, never advice."""
