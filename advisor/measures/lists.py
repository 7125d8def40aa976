"""Measures of lists: how many entries a case gives, so that “none” can be told from “unknown”."""

from __future__ import annotations

from dataclasses import dataclass

from advisor import vocabulary
from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, measure
from advisor.vocabulary import CaseRecord


@dataclass(frozen=True)
class Listed:
    """How many entries a list of the case has. `part` is the list's key."""

    part: str
    number: int


@measure(Listed, needs=tuple(vocabulary.LISTS), one_a_need=True)
def listed_entries(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Entries of each list that the case gives; a list left out is unknown and counts nothing."""
    for part in vocabulary.LISTS:
        entries = getattr(record, part)
        if entries is not None:
            yield Listed(part, len(entries))
