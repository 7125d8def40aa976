"""Answers that are questioned once: what is rare, and what seldom goes together.

The bounds stand in `rules/questionnaire.toml`; nothing is refused here, a confirmed answer stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from advisor import measures
from advisor.assessment import engine
from advisor.questionnaire.state import (
    UNSET,
    Place,
    Requirement,
    Values,
    known_places,
    place_of_field,
    requirement,
    settings,
    value_at,
)
from advisor.scalars import DAYS_PER_YEAR
from advisor.vocabulary import CaseRecord


@dataclass(frozen=True)
class Doubt:
    """Something to ask about once more: a rare value, a rare result, or two answers side by side."""

    kind: str
    """`rare`, `pace` or `clash`: the key of its words."""
    place: Place
    value: Any
    other: Place | None = None
    other_value: Any = None
    bound: float | None = None


def doubts(record: CaseRecord, values: Values, place: Place) -> Iterator[Doubt]:
    """What is doubtful in a case because of the answer that now stands at `place`."""
    for one in _single_places(values, place):
        yield from _rare(values, one, record.date)
        yield from _clashes(values, one)
    yield from _rare_measures(record, place)


def _single_places(values: Values, place: Place) -> list[Place]:
    """The place, or one for each partner where it is about all of them."""
    if place.section == "partners" and place.name and not place.entry:
        return [place._replace(entry=one["id"]) for one in values["partners"]]
    return [] if place.is_list else [place]


def _rare(values: Values, place: Place, today: datetime.date) -> Iterator[Doubt]:
    told = value_at(values, place)
    several = list(told.values()) if isinstance(told, dict) else [told]
    for one in settings()["rare"]:
        if place.field not in one["fields"]:
            continue
        excused = one.get("unless")
        if excused and (value_at(values, place._replace(name=excused)) not in (UNSET, None, 0, 1)):
            continue
        for value in several:
            bound = _exceeded(one, value, today)
            if bound is not None:
                yield Doubt("rare", place, value, bound=bound)


def _exceeded(one: dict[str, Any], value: Any, today: datetime.date) -> float | None:
    """The bound that a value is beyond; None where it is within."""
    if isinstance(value, bool) or value is UNSET or value is None:
        return None
    if isinstance(value, int | float):
        above = one.get("above")
        return float(above) if above is not None and value > above else None
    if isinstance(value, str) and ("before_years" in one or "after_years" in one):
        years = (datetime.date.fromisoformat(value) - today).days / DAYS_PER_YEAR
        too_early = "before_years" in one and years < -one["before_years"]
        too_late = "after_years" in one and years > one["after_years"]
        if too_early or too_late:
            return float(one["before_years"] if too_early else one["after_years"])
    return None


def _rare_measures(record: CaseRecord, place: Place) -> Iterator[Doubt]:
    for one in settings()["rare_measure"]:
        card = measures.REGISTRY[one["measure"]]
        if place.is_list or place.field not in (*card.needs, *card.completed_by):
            continue
        for result in card.function(record, engine().knowledge.benchmarks):
            value = getattr(result, one["value"])
            if getattr(result, one["about"]) == place.entry and value is not None and value > one["above"]:
                yield Doubt("pace", place, value, bound=one["above"])


def _clashes(values: Values, place: Place) -> Iterator[Doubt]:
    for clash in settings()["clash"]:
        one, other = requirement(clash["one"]), requirement(clash["other"])
        for mine, theirs in ((one, other), (other, one)):
            if not _is_about(mine, place) or not mine.holds(value_at(values, place)):
                continue
            for where in _places_of(theirs, values, place):
                if theirs.holds(value_at(values, where)):
                    yield Doubt("clash", place, value_at(values, place), where, value_at(values, where))
                    break


def _is_about(one: Requirement, place: Place) -> bool:
    section, _, name = one.field.partition(".")
    return place.section == section and name in (place.name, "*")


def _places_of(one: Requirement, values: Values, near: Place) -> Iterator[Place]:
    """The answers that a condition speaks of: of the same entry where both are of one list."""
    section, _, name = one.field.partition(".")
    if section == near.section and near.entry:
        yield near._replace(name=name, key="")
        return
    field = place_of_field(one.field)
    for place in known_places(values):
        if place.section == field.section and not place.is_list and name in (place.name, "*"):
            yield place
