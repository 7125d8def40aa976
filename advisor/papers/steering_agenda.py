"""The agenda of the next steering meeting: 60 or 90 minutes, timed, with the decisions to take and what can wait.

Where the partners can't sit at one table it becomes that of a talk with each of them apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.documents import Composer, StepView
from advisor.escaping import Markdown
from advisor.levels import UNCLEAR
from advisor.measures.conflict import ladder
from advisor.papers.base import KEEPS_APART, Kind, Paper, clock
from advisor.papers.conflict_brief import NEGOTIATED

LONG, SHORT = 90, 60
"""Minutes of a meeting in trouble, and of one in calm weather."""
APART_ROUND, APART_DECISION, APART_CLOSE = 5, 15, 10
"""Minutes of the parts of a talk with one partner."""
BLOCKED = "CON-11"
"""The finding that talks have stopped: no new round is begun beside them."""
MOST_DECISIONS = 4
MOST_DECISIONS_WHEN_WELL = 2
LEAST_FOR_A_DECISION = 10
MOST_STRENGTHS = 3
MOST_SUCCESSES = 2
MOST_DATES = 3
MOST_UNKNOWN = 3
MOST_PARKED = 8
LED_BY_OTHERS = ("facilitated", "mediation", "under_way", "exit")
MINUTES = {"round": 5, "good": 5, "followed_up": 5, "unknown": 10, "ahead": 15, "parked": 5, "close": 10}
"""Of each part besides the decisions."""


@dataclass(frozen=True)
class Item:
    """One part of the meeting."""

    begins: str
    """Minutes from the beginning: `0:15`."""
    minutes: int
    kind: str
    """`decision`, or one of `round`, `good`, `followed_up`, `unknown`, `ahead`, `parked`, `close`."""
    what: Markdown
    decision: StepView | None = None


@dataclass(frozen=True)
class Decision:
    """Something to decide."""

    step: StepView
    known: Markdown
    """The facts and figures behind it; empty where it answers no finding."""
    finding: str
    """The code of the finding that these are of."""


@dataclass(frozen=True)
class SteeringAgenda:
    """The data of `steering-agenda.<language>.md.j2`."""

    minutes: int
    """Of the meeting, or of the talk with each partner; none where nobody is to meet."""
    table: str
    """`one`; or, where the partners don't sit at one table, `unsafe` (somebody may come to harm) or `blocked`."""
    partners: tuple[Markdown, ...]
    safety: tuple[StepView, ...]
    """What keeps everybody safe, before anything else."""
    day: Markdown
    """The day that the case sets for a review; empty where there is none."""
    at_the_latest: Markdown
    """The day by which the soonest decision is due; empty where nothing is to be decided."""
    is_soon: bool
    """Whether that day comes before the one that the case sets."""
    stopped: Markdown
    """The conflicts about which talks have stopped; empty for none."""
    strained: Markdown
    """The conflicts that somebody neutral leads the parties through, and that are no matter for this meeting."""
    in_trouble: bool
    items: tuple[Item, ...]
    decisions: tuple[Decision, ...]
    parked: tuple[StepView, ...]
    """Steps that several have to agree on and that this meeting has no time for: the first of them."""
    more_parked: int
    """How many more there are; the action plan has them all."""
    told: tuple[StepView, ...]
    """Steps that one partner takes alone; none that protects it or rests on what it told in confidence."""
    strengths: tuple[Markdown, ...]


Part = tuple[str, int, StepView | None]
"""A part before it has its time: what kind, how many minutes, and for a decision its step."""


def _compose(composer: Composer) -> Iterable[Paper]:
    yield Paper(KIND.name, _agenda(composer))


KIND = Kind("steering-agenda", _compose, SteeringAgenda)


def _agenda(composer: Composer) -> SteeringAgenda:
    assessment, language = composer.assessment, composer.writer.language
    strained = _strained(composer)
    safety = tuple(step for step in composer.steps() if step.id == KEEPS_APART)
    stopped = sorted({one.subject for one in assessment.findings if one.id == BLOCKED and one.subject})
    table = "unsafe" if safety else "blocked" if stopped else "one"
    steps = [step for step in composer.steps() if step.advice.subject not in strained or step.protects]
    together = [step for step in steps if len(step.advice.owners) > 1 and step not in safety]
    first = [step for step in together if step.first] or together[:1]
    if table == "unsafe":
        first = [step for step in first if step.protects and step.id not in NEGOTIATED]
    most = MOST_DECISIONS if assessment.in_trouble else MOST_DECISIONS_WHEN_WELL
    decisions = tuple(first[:most])
    waiting = [step for step in together if step not in decisions]
    parked = tuple(waiting[:MOST_PARKED])
    strengths = tuple(_strengths(composer))
    if table == "one":
        items = tuple(_items(composer, decisions, parked, strengths))
    else:
        items = tuple(_items_apart(composer, decisions)) if table == "blocked" else ()
    soonest = min((step.advice.due for step in decisions), default=None)
    day = _day_set(composer)
    own = (step for step in steps if len(step.advice.owners) == 1 and not (step.protects or step.private))
    return SteeringAgenda(
        minutes=sum(item.minutes for item in items),
        table=table,
        partners=tuple(composer.writer.name(one) for one in assessment.case.partners),
        safety=safety,
        day=language.date(day) if day else Markdown(""),
        at_the_latest=language.date(soonest) if soonest else Markdown(""),
        is_soon=bool(day and soonest and soonest < day),
        in_trouble=assessment.in_trouble,
        items=items,
        decisions=tuple(_decision(composer, step) for step in decisions),
        stopped=composer.writer.title(stopped) if stopped else Markdown(""),
        strained=composer.writer.title(strained) if strained else Markdown(""),
        parked=parked,
        more_parked=len(waiting) - len(parked),
        told=tuple(own) if table != "unsafe" else (),
        strengths=strengths,
    )


def _decision(composer: Composer, step: StepView) -> Decision:
    if not step.advice.answers:
        return Decision(step, Markdown(""), "")
    weightiest = step.advice.answers[0]
    return Decision(step, composer.facts_of(weightiest), weightiest[0])


def _strained(composer: Composer) -> list[str]:
    """Conflicts that have come so far that the parties don't settle them between themselves."""
    assessment = composer.assessment
    steps = ladder(assessment.case.record, assessment.knowledge.benchmarks)
    return sorted(one.conflict for one in steps if one.next_step in LED_BY_OTHERS)


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
    decisions: tuple[StepView, ...],
    parked: tuple[StepView, ...],
    strengths: tuple[Markdown, ...],
) -> Iterable[Item]:
    """The parts in order; the decisions share the time that the others leave, and the last part takes the rest."""
    assessment = composer.assessment
    minutes = LONG if assessment.in_trouble or len(decisions) > MOST_DECISIONS_WHEN_WELL else SHORT
    review = assessment.case.record.review
    before = ["round"]
    before += ["good"] if strengths or _achieved(composer) else []
    before += ["followed_up"] if review and review.actions_open else []
    after = ["unknown"] if assessment.verdict == UNCLEAR and assessment.questions else []
    after += ["ahead"] if not assessment.in_trouble else []
    after += ["parked"] if parked else []
    after += ["close"]
    left = minutes - sum(MINUTES[name] for name in (*before, *after))
    each = max(LEAST_FOR_A_DECISION, left // len(decisions) // 5 * 5) if decisions else 0
    parts: list[Part] = [(name, MINUTES[name], None) for name in before]
    parts += [("decision", each, step) for step in decisions]
    parts += [(name, MINUTES[name], None) for name in after]
    over = minutes - sum(length for _, length, _ in parts)
    longest = next(
        (name for name in ("unknown", "ahead") if name in after), "decision" if decisions else "round"
    )
    fitted: list[Part] = []
    for name, length, step in parts:
        if name == longest:
            length, over = length + over, 0
        fitted.append((name, length, step))
    return _timed(composer, fitted, strengths)


def _items_apart(composer: Composer, decisions: tuple[StepView, ...]) -> Iterable[Item]:
    """The parts of a talk with one partner."""
    parts: list[Part] = [("round.apart", APART_ROUND, None)]
    parts += [("decision", APART_DECISION, step) for step in decisions]
    parts += [("close.apart", APART_CLOSE, None)]
    return _timed(composer, parts, ())


def _timed(composer: Composer, parts: Iterable[Part], strengths: tuple[Markdown, ...]) -> Iterable[Item]:
    begins = 0
    for name, length, step in parts:
        what = step.title if step else _what(composer, name, strengths)
        yield Item(clock(begins), length, name.partition(".")[0], what, step)
        begins += length


def _what(composer: Composer, name: str, strengths: tuple[Markdown, ...]) -> Markdown:
    """What a part is about, apart from the decisions."""
    sentence, review = composer.writer.sentence, composer.assessment.case.record.review
    if name == "good":
        told = [sentence("agenda.good", strengths=composer.facts.separate(strengths))] if strengths else []
        done = _achieved(composer)
        told += [sentence("agenda.achieved", successes=done)] if done else []
        return Markdown(" ".join(told))
    if name == "ahead" and (dates := composer.facts.separate(_dates_ahead(composer))):
        return sentence("agenda.ahead.dates", dates=dates)
    if name == "unknown":
        return sentence("agenda.unknown", what=composer.facts.separate(_unknown(composer)))
    if name == "followed_up" and review:
        still, overdue = review.actions_open, review.actions_overdue or 0
        how = "" if not overdue else ".all_overdue" if overdue == still else ".overdue"
        return sentence(f"agenda.followed_up{how}", open=still, overdue=overdue)
    return sentence(f"agenda.{name}")


def _achieved(composer: Composer) -> list[str]:
    """In calm weather: the successes that are not known to have been celebrated, the newest first."""
    if composer.assessment.in_trouble:
        return []
    known = [
        one for one in composer.assessment.case.record.successes or () if one.title and not one.celebrated
    ]
    newest = sorted(known, key=lambda one: (-one.date.toordinal() if one.date else 0, one.id))
    return [one.id for one in newest[:MOST_SUCCESSES]]


def _dates_ahead(composer: Composer) -> Iterable[Markdown]:
    """The next days that the case sets, each with what is due."""
    record = composer.assessment.case.record
    dated = [(one.deadline, one.id) for one in record.objectives or ()]
    dated += [(one.date, one.id) for one in record.deadlines or ()]
    ahead = sorted((day, id) for day, id in dated if day and day >= record.date)
    for day, id in ahead[:MOST_DATES]:
        yield Markdown(f"{composer.writer.title(id)}, {composer.writer.language.date(day)}")


def _unknown(composer: Composer) -> Iterable[Markdown]:
    """What is asked first of a case of which too little is known, each fact once."""
    asked = dict.fromkeys((one.section, one.name) for one in composer.assessment.questions)
    for what in list(asked)[:MOST_UNKNOWN]:
        alike = [one.missing for one in composer.assessment.questions if (one.section, one.name) == what]
        yield composer.facts.missing_of(alike)
