"""Measures of time: how long ago something last happened, counted from the date of the case."""

from __future__ import annotations

from dataclasses import dataclass

from advisor import vocabulary
from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, measure
from advisor.vocabulary import CaseRecord

DATED = (
    "workload.last_measured",
    "workload.last_rebalanced",
    "finance.last_shared",
    "celebration.last",
    "review.last_review",
    "review.last_survey",
    "partnership.start",
    "conflicts.since",
    "future.last_revised",
    "points.last_held",
    "indicators.last_measured",
    "indicators.last_revised",
)


@dataclass(frozen=True)
class Elapsed:
    """Days from a date in the past to the date of the case. `field` is the date's field, `entry` its entry."""

    field: str
    days: int
    entry: str | None = None


@measure(Elapsed, needs=DATED, one_a_need=True)
def elapsed(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since each dated fact of the past."""
    for path in DATED:
        section, _, name = path.partition(".")
        part = getattr(record, section)
        for facts in part if isinstance(part, list) else [part]:
            day = getattr(facts, name, None)
            if day is not None and day <= record.date:
                entry = facts.id if section in vocabulary.LISTS else None
                yield Elapsed(path, (record.date - day).days, entry)
