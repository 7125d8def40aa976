"""The article place by place: an outline in our own words, and the rules that carry each place."""

from __future__ import annotations

from advisor.citations import citations
from advisor.knowledge import KnowledgeBase
from advisor.texts import Section, sections


def outline(language: str) -> dict[str, Section]:
    """Every place of the article by its key (`3, table, row 1`), in the article's order."""
    texts = sections("article", language)
    return {key: texts[key] for key in texts}


def carried_by(knowledge: KnowledgeBase) -> dict[str, list[str]]:
    """The ids of the rules that cite each place, in the article's order; a section is carried by all that cite it."""
    found: dict[str, list[str]] = {}
    for card in sorted(knowledge.cards.values(), key=lambda one: one.order):
        for place in citations(card.cites):
            section = place.partition(", ")[0]
            for key in dict.fromkeys((place, section)):
                found.setdefault(key, []).append(card.id)
    return found
