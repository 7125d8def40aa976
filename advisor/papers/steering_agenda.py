"""The agenda of the next steering meeting: 60 or 90 minutes, timed, with the decisions to take and what can wait."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.documents import Composer, StepView
from advisor.escaping import Markdown
from advisor.measures.conflict import ladder
from advisor.papers.base import KEEPS_APART, Kind, Paper

LONG, SHORT = 90, 60
"""Minutes of a meeting in trouble, and of one in calm weather."""
MOST_DECISIONS = 4
MOST_DECISIONS_WHEN_WELL = 2
LEAST_FOR_A_DECISION = 10
MOST_STRENGTHS = 3
MOST_PARKED = 8
LED_BY_OTHERS = ("facilitated", "mediation", "under_way", "exit")
MINUTES = {"round": 5, "good": 5, "followed_up": 5, "ahead": 15, "parked": 5, "close": 10}
"""Of each part besides the decisions."""


@dataclass(frozen=True)
class Item:
    """One part of the meeting."""

    begins: str
    """Minutes from the beginning: `0:15`."""
    minutes: int
    kind: str
    """`decision`, or one of `round`, `good`, `followed_up`, `ahead`, `parked`, `close`."""
    what: Markdown
    decision: StepView | None = None


@dataclass(frozen=True)
class SteeringAgenda:
    """The data of `steering-agenda.<language>.md.j2`."""

    minutes: int
    day: Markdown
    """The day that the case sets for a review; empty where there is none."""
    at_the_latest: Markdown
    """The day by which the soonest decision is due; empty where nothing is to be decided."""
    is_soon: bool
    """Whether that day comes before the one that the case sets."""
    apart: bool
    """Whether somebody may come to harm: nobody is asked to one table."""
    strained: Markdown
    """The conflicts that somebody neutral leads the parties through, and that are no matter for this meeting."""
    in_trouble: bool
    items: tuple[Item, ...]
    decisions: tuple[StepView, ...]
    parked: tuple[StepView, ...]
    """Steps that several have to agree on and that this meeting has no time for: the first of them."""
    more_parked: int
    """How many more there are; the action plan has them all."""
    told: tuple[StepView, ...]
    """Steps that one partner takes alone, and tells how it goes; not those that protect, which are its own affair."""
    strengths: tuple[Markdown, ...]


def _compose(composer: Composer) -> Iterable[Paper]:
    yield Paper(KIND.name, _agenda(composer))


KIND = Kind("steering-agenda", _compose, SteeringAgenda)


def _agenda(composer: Composer) -> SteeringAgenda:
    assessment, language = composer.assessment, composer.writer.language
    strained = _strained(composer)
    steps = [step for step in composer.steps() if step.advice.subject not in strained or _protects(step)]
    together = [step for step in steps if len(step.advice.owners) > 1 and step.id != KEEPS_APART]
    first = [step for step in together if step.first] or together[:1]
    most = MOST_DECISIONS if assessment.in_trouble else MOST_DECISIONS_WHEN_WELL
    decisions = tuple(first[:most])
    waiting = [step for step in together if step not in decisions]
    parked = tuple(waiting[:MOST_PARKED])
    strengths = tuple(_strengths(composer))
    minutes = LONG if assessment.in_trouble or len(decisions) > MOST_DECISIONS_WHEN_WELL else SHORT
    soonest = min((step.advice.due for step in decisions), default=None)
    day = _day_set(composer)
    return SteeringAgenda(
        minutes=minutes,
        day=language.date(day) if day else Markdown(""),
        at_the_latest=language.date(soonest) if soonest else Markdown(""),
        is_soon=bool(day and soonest and soonest < day),
        apart=any(step.id == KEEPS_APART for step in steps),
        in_trouble=assessment.in_trouble,
        items=tuple(_items(composer, minutes, decisions, parked, strengths)),
        decisions=decisions,
        strained=composer.writer.title(strained) if strained else Markdown(""),
        parked=parked,
        more_parked=len(waiting) - len(parked),
        told=tuple(step for step in steps if len(step.advice.owners) == 1 and not _protects(step)),
        strengths=strengths,
    )


def _strained(composer: Composer) -> list[str]:
    """Conflicts that have come so far that the parties don't settle them between themselves."""
    assessment = composer.assessment
    steps = ladder(assessment.case.record, assessment.knowledge.benchmarks)
    return sorted(one.conflict for one in steps if one.next_step in LED_BY_OTHERS)


def _protects(step: StepView) -> bool:
    return step.advice.rank == "protect"


def _day_set(composer: Composer) -> datetime.date | None:
    record = composer.assessment.case.record
    day = record.review.next_review if record.review else None
    return day if day and day >= record.date else None


def _strengths(composer: Composer) -> Iterable[Markdown]:
    """What is good, from as many themes as possible; in trouble, none that praises one partner before the others."""
    assessment, themes = composer.assessment, set[str]()
    for one in assessment.strengths:
        if assessment.in_trouble and one.subject in assessment.case.partners:
            continue
        if one.theme not in themes and len(themes) < MOST_STRENGTHS:
            themes.add(one.theme)
            yield composer.title_of(one)


def _items(
    composer: Composer,
    minutes: int,
    decisions: tuple[StepView, ...],
    parked: tuple[StepView, ...],
    strengths: tuple[Markdown, ...],
) -> Iterable[Item]:
    """The parts in order; the decisions share the time that the others leave, and the last part takes the rest."""
    review = composer.assessment.case.record.review
    before = ["round"]
    before += ["good"] if strengths else []
    before += ["followed_up"] if review and review.actions_open else []
    after = ["ahead"] if not composer.assessment.in_trouble else []
    after += ["parked"] if parked else []
    after += ["close"]
    left = minutes - sum(MINUTES[name] for name in (*before, *after))
    each = max(LEAST_FOR_A_DECISION, left // len(decisions) // 5 * 5) if decisions else 0
    parts: list[tuple[str, int, StepView | None]] = [(name, MINUTES[name], None) for name in before]
    parts += [("decision", each, step) for step in decisions]
    parts += [(name, MINUTES[name], None) for name in after]
    over = minutes - sum(length for _, length, _ in parts)
    longest = "ahead" if "ahead" in after else "decision" if decisions else "round"
    begins = 0
    for name, length, step in parts:
        if name == longest:
            length, over = length + over, 0
        what = step.title if step else _what(composer, name, strengths)
        yield Item(f"{begins // 60}:{begins % 60:02}", length, name, what, step)
        begins += length


def _what(composer: Composer, name: str, strengths: tuple[Markdown, ...]) -> Markdown:
    """What a part is about, apart from the decisions."""
    sentence, review = composer.writer.sentence, composer.assessment.case.record.review
    if name == "good":
        return sentence("agenda.good", strengths=composer.facts.separate(strengths))
    if name == "followed_up" and review and review.actions_overdue:
        values = {"open": review.actions_open, "overdue": review.actions_overdue}
        return sentence("agenda.followed_up.overdue", **values)
    if name == "followed_up" and review:
        return sentence("agenda.followed_up", open=review.actions_open)
    return sentence(f"agenda.{name}")
