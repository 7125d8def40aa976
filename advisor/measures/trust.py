"""Measures of trust: commitments kept out of those due."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord


@dataclass(frozen=True)
class Kept:
    """How many of its commitments a partner has kept."""

    partner: str
    due_count: int
    kept_count: int
    kept_share: float


@measure(Kept, per="partners", needs=("partners.commitments_due", "partners.commitments_kept"))
def kept(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Commitments kept / commitments due, once enough were due for the share to mean something."""
    for partner in listed(record, "partners"):
        due, number = partner.commitments_due, partner.commitments_kept
        if due is not None and number is not None and due >= max(1, benchmarks["trust.enough_commitments"]):
            yield Kept(partner.id, due, number, number / due)
