"""The knowledge base: one module of rules a theme, its texts in French and English beside it."""

from advisor._experta import import_experta

import_experta()
