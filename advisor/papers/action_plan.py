"""The action plan: every step with who, by when, how often and how one will see it; a table to tick; a timeline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.documents import Composer, StepView
from advisor.escaping import Markdown
from advisor.papers.base import Kind, Paper, Picture

MOST_ON_THE_LINE = 20
"""Steps that the timeline shows: the first ones by date."""
NEAR = 0.12
"""How near, in lengths of the line, two dates can't be written above it side by side."""


@dataclass(frozen=True)
class OwnerSteps:
    """What all partners do together, or what one of them does besides."""

    who: Markdown
    steps: tuple[StepView, ...]
    numbers: Markdown
    """The numbers of the steps, as they are listed in a sentence."""


@dataclass(frozen=True)
class Mark:
    """One step on the timeline."""

    number: int
    title: Markdown
    due: Markdown
    place: float
    """Where it stands on the line: 0 is the date of the case, 1 the end."""
    first: bool


@dataclass(frozen=True)
class Tick:
    """A date above the timeline: that of the case, and the first day of a month."""

    words: Markdown
    place: float


@dataclass(frozen=True)
class Timeline:
    """The steps by date."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class ActionPlan:
    """The data of `action-plan.<language>.md.j2`."""

    verdict: str
    verdict_words: Markdown
    first_steps: tuple[StepView, ...]
    later_steps: tuple[StepView, ...]
    by_date: tuple[StepView, ...]
    """All steps, the soonest first."""
    owners: tuple[OwnerSteps, ...]
    left_out: int
    """How many steps the timeline doesn't show, for want of room."""


def _compose(composer: Composer) -> Iterable[Paper]:
    steps = composer.steps()
    by_date = tuple(sorted(steps, key=lambda step: (step.advice.due, step.number)))
    plan = ActionPlan(
        verdict=composer.assessment.verdict,
        verdict_words=composer.writer.phrase(f"verdict.{composer.assessment.verdict}"),
        first_steps=tuple(step for step in steps if step.first),
        later_steps=tuple(step for step in steps if not step.first),
        by_date=by_date,
        owners=tuple(_owners(composer, steps)),
        left_out=max(0, len(steps) - MOST_ON_THE_LINE),
    )
    pictures = {"timeline": _picture(composer, by_date[:MOST_ON_THE_LINE])} if steps else {}
    yield Paper(KIND.name, plan, pictures=pictures)


KIND = Kind("action-plan", _compose, ActionPlan, {"timeline": Timeline})


def _owners(composer: Composer, steps: Iterable[StepView]) -> Iterable[OwnerSteps]:
    partners = composer.assessment.case.partners
    together = tuple(step for step in steps if set(step.advice.owners) == set(partners))
    if together:
        yield _owner(composer, composer.writer.phrase("plan.together"), together)
    for who in partners:
        own = tuple(step for step in steps if who in step.advice.owners and step not in together)
        if own:
            yield _owner(composer, composer.writer.name(who), own)


def _owner(composer: Composer, who: Markdown, steps: tuple[StepView, ...]) -> OwnerSteps:
    numbers = [Markdown(str(step.number)) for step in steps]
    return OwnerSteps(who, steps, composer.writer.language.listing(numbers))


def _picture(composer: Composer, steps: tuple[StepView, ...]) -> Picture:
    begins = composer.assessment.case.record.date
    ends = max(step.advice.due for step in steps)
    days = max((ends - begins).days, 1)
    language = composer.writer.language
    months = [(day, (day - begins).days / days) for day in _months(begins, ends)]
    ticks = [Tick(language.short_date(day), place) for day, place in months if place > NEAR]
    timeline = Timeline(
        marks=tuple(
            Mark(step.number, step.title, step.due_short, (step.advice.due - begins).days / days, step.first)
            for step in steps
        ),
        ticks=(Tick(language.short_date(begins), 0), *ticks),
    )
    told = (
        composer.writer.sentence("timeline.mark", number=step.number, what=step.title, due=step.due)
        for step in steps
    )
    title = composer.writer.phrase("timeline.title")
    return Picture(
        "timeline", timeline, title, Markdown(f"{title}{composer.facts.colon}{composer.facts.separate(told)}")
    )


def _months(begins: datetime.date, ends: datetime.date) -> Iterable[datetime.date]:
    """The first of each month between two days; every second, third … where there are many."""
    first = begins.year * 12 + begins.month
    last = ends.year * 12 + ends.month - 1
    for month in range(first, last + 1, 1 + max(0, last - first) // 8):
        yield datetime.date(month // 12, month % 12 + 1, 1)
