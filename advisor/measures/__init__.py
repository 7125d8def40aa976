"""Quantities computed from the facts of a case; each a small pure function with formula, unit and source.

A measure takes the case and the benchmarks and yields results, one an entry or one for the
whole partnership. It yields nothing where a fact that it needs is unknown, and says in `needs`
which facts those are, so that the unknown can be asked for. The results become facts that
rules match by the names of their fields.
"""

from advisor.measures import (
    celebration,
    communication,
    conflict,
    future,
    growth,
    indicators,
    lists,
    load,
    money,
    objectives,
    review,
    time,
    trust,
)
from advisor.measures.base import REGISTRY, MeasureCard, Results, compute, listed, measure

RESULTS = tuple(card.result for card in REGISTRY.values())

__all__ = [
    "REGISTRY",
    "RESULTS",
    "MeasureCard",
    "Results",
    "celebration",
    "communication",
    "compute",
    "conflict",
    "future",
    "growth",
    "indicators",
    "listed",
    "lists",
    "load",
    "measure",
    "money",
    "objectives",
    "review",
    "time",
    "trust",
]
