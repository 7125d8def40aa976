"""What a measure says about itself, and how all of them are computed for a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from advisor import vocabulary
from advisor.benchmarks import Benchmarks
from advisor.vocabulary import CaseRecord

Results = Iterable[Any]
Function = Callable[[CaseRecord, Benchmarks], Results]


@dataclass(frozen=True)
class MeasureCard:
    """All that can be said of a measure without computing it.

    Its formula, its source and the words for its fields stand in the texts of the theme that uses it.
    """

    name: str
    result: type
    function: Function
    needs: tuple[str, ...]
    """Fields without which it can't be known, such as `expectations.target`, or whole lists (`objectives`)."""
    per: str
    """The list whose entries have one result each; empty for one result a case."""
    completed_by: tuple[str, ...] = ()
    """Fields that it can do without, and with which it would say more."""
    one_a_need: bool = False
    """Whether each needed field has results of its own, named in the result's first field."""


REGISTRY: dict[str, MeasureCard] = {}


@cache
def _field_paths() -> frozenset[str]:
    return frozenset(info.path for info in vocabulary.all_fields()) | frozenset(vocabulary.LISTS)


def measure(
    result: type,
    *,
    needs: tuple[str, ...],
    per: str = "",
    completed_by: tuple[str, ...] = (),
    one_a_need: bool = False,
) -> Callable[[Function], Function]:
    """Register a function that yields `result`s. The names are those of the vocabulary; a wrong one fails."""
    wrong = [name for name in (*needs, *completed_by) if name not in _field_paths()] + (
        [per] if per and per not in vocabulary.PARTS else []
    )
    if wrong:
        raise LookupError(f"{result.__name__}: the vocabulary has no {', '.join(wrong)}")

    def register(function: Function) -> Function:
        REGISTRY[result.__name__] = MeasureCard(
            result.__name__, result, function, needs, per, completed_by, one_a_need
        )
        return function

    return register


def compute(record: CaseRecord, benchmarks: Benchmarks) -> Iterator[Any]:
    """Every result of every measure for one case."""
    for card in REGISTRY.values():
        yield from card.function(record, benchmarks)


def listed(record: CaseRecord, name: str) -> list[Any]:
    """The entries of a list by id; empty when the list is unknown."""
    return sorted(getattr(record, name) or (), key=lambda entry: entry.id)
