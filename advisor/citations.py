"""Places in the article: `3, table, row 1` and its like, checked and put into words."""

from __future__ import annotations

import re

SECTIONS = range(1, 11)
PARTS = {"list, item": 5, "table, row": 3}
"""Each section of the article has a list of five items and a table of three rows."""
PARAGRAPHS = 4
QUESTIONS = 5
FAQ = "FAQ"

_CITATION = re.compile(
    r"(?P<section>\d+|FAQ)(, (?P<part>list, item|table, row|paragraph|question) (?P<number>\d+))?"
)


def citations(cites: str) -> list[str]:
    """The single places in `3, table, row 1; 5, list, item 1`. Raises ValueError on one that isn't there."""
    places = [place.strip() for place in cites.split(";") if place.strip()]
    for place in places:
        if not _exists(place):
            raise ValueError(f"the article has no “{place}”")
    return places


def _exists(place: str) -> bool:
    match = _CITATION.fullmatch(place)
    if match is None:
        return False
    part, number = match["part"], int(match["number"] or 1)
    if match["section"] == FAQ:
        return part in (None, "question") and 1 <= number <= QUESTIONS
    most = PARTS.get(part or "", PARAGRAPHS if part == "paragraph" else 0 if part else 1)
    return int(match["section"]) in SECTIONS and 1 <= number <= most
