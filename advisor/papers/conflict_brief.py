"""The conflict brief, one a conflict: its subject, what each side cares for, the next steps by date, a first meeting.

It is read by both sides and by whoever leads their talk. So it says what could be seen and leaves out how each side
behaves, and what only the advisor infers about people. Where somebody may come to harm there is no meeting in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from advisor.assessment import Conclusion
from advisor.benchmarks import Benchmarks
from advisor.case import JOINT
from advisor.documents import Composer, StepView
from advisor.escaping import Markdown
from advisor.facts_in_words import label
from advisor.measures.conflict import STEPS, Ladder, ladder, parties, temper
from advisor.papers.base import KEEPS_APART, Kind, Paper, clock, keeps_apart
from advisor.vocabulary import Conflict, Objective

NEGOTIATED = frozenset({"CON-R17", "CON-R21", "CON-R23"})
"""Advice that protects and yet has to be negotiated: it waits while somebody may come to harm (as by CON-D7)."""
MOST_IMPORTANT = 5
"""The top of the scale of importance."""
MOST_GOALS = 3
REWORDED_KINDS = frozenset({"commitment", "relation"})
REWORDED_SYMPTOMS = frozenset(
    {
        "broken_commitment",
        "curt_messages",
        "disrespect",
        "exclusion_from_decisions",
        "exclusivity_breach",
        "hidden_accounts",
        "late_answers",
        "late_work",
        "missed_meetings",
        "missing_information",
        "unpaid_share",
        "work_undone",
    }
)
"""Words of the vocabulary that say who is wrong; here they name the question."""
LED = ("facilitated", "mediation")
"""Rungs on which somebody neutral leads the talk."""


@dataclass(frozen=True)
class Side:
    """One party, as far as it has told."""

    who: Markdown
    matter: Markdown
    """How much the matter counts for it, such as “4 of 5”; empty where that is not known."""
    relation: Markdown
    """How much it counts for it to go on together; empty where that is not known."""
    pursues: Markdown
    """The objectives at stake that it pursues; empty where none is known."""
    expects: Markdown
    """The expectations at stake that it holds; empty where none is known."""


@dataclass(frozen=True)
class Rung:
    """One step of the ladder."""

    what: Markdown
    by: Markdown
    is_next: bool


@dataclass(frozen=True)
class Part:
    """One part of the first meeting."""

    begins: str
    """Minutes from the beginning: `0:15`."""
    minutes: int
    what: Markdown


@dataclass(frozen=True)
class ConflictBrief:
    """The data of `conflict-brief.<language>.md.j2`."""

    title: Markdown
    parties: Markdown
    sides: tuple[Side, ...]
    state: str
    """How it is laid out: one of

    - `settled`;
    - `unsafe`: somebody may come to harm in this conflict, so that even its subject waits;
    - `apart`: somebody may come to harm in another one, so that nobody is seated at one table;
    - `untold`: in a partner's own copy, of what the other side may not know that it has been raised;
    - `unclear`: no next step follows from what is known;
    - `exit`: a mediation failed, and two plans are laid side by side;
    - `mediation`: it is in the hands of a mediator;
    - `talk`: a meeting comes next.
    """
    about: tuple[Markdown, ...]
    """What it is about, a line each: kind, what could be seen, objectives, tasks, sums, what stands still."""
    told_differently: tuple[Markdown, ...]
    """What the partners tell differently of it, a line each."""
    is_named_otherwise: Markdown
    """A sentence where the name that the parties give it is another one; empty else."""
    asks_objectives: bool
    """Whether objectives are, or may be, at stake."""
    asks_expectations: bool
    agreed: tuple[Markdown, ...]
    """What the parties have in common or have agreed on already, a sentence each."""
    unknown: tuple[Markdown, ...]
    """What would have to be known to name a next step."""
    rungs: tuple[Rung, ...]
    led_by_somebody_neutral: bool
    minutes: int
    meeting: tuple[Part, ...]
    """Empty where no meeting comes next."""
    protect: tuple[StepView, ...]
    """Steps that come before any talk."""
    steps: tuple[StepView, ...]
    """The other steps about this conflict."""
    settlement: Markdown
    """For a settled conflict: how its commitments are kept, as far as that is known."""
    look_back: Markdown
    """The day that the case sets for its next review; empty where there is none."""
    rows: tuple[int, ...] = field(default=(1, 2, 3, 4, 5))
    """The numbers of the lines of the agreement to be filled in."""


def _compose(composer: Composer) -> Iterable[Paper]:
    record, benchmarks = composer.assessment.case.record, composer.assessment.knowledge.benchmarks
    harmless = {one.conflict for one in temper(record, benchmarks)}
    reader = composer.assessment.audience
    for conflict in sorted(record.conflicts or (), key=lambda one: one.id):
        concerned = reader is JOINT or reader in parties(record, conflict)
        if concerned and conflict.id not in harmless:
            yield Paper(KIND.name, _brief(composer, conflict, benchmarks), about=conflict.id)


KIND = Kind("conflict-brief", _compose, ConflictBrief)


def _brief(composer: Composer, conflict: Conflict, benchmarks: Benchmarks) -> ConflictBrief:
    record, writer = composer.assessment.case.record, composer.writer
    involved = parties(record, conflict)
    steps = composer.steps()
    own = tuple(step for step in steps if step.advice.subject == conflict.id)
    rungs = _ladder_advised(composer, conflict, own)
    state = _state(composer, conflict, rungs)
    has_table = state in ("exit", "mediation", "talk")
    waiting = NEGOTIATED if state in ("unsafe", "apart") else frozenset()
    protect = [step for step in own if step.protects and step.id not in waiting]
    is_led = rungs is not None and rungs.next_step in LED
    meeting = tuple(_meeting(composer, len(involved), is_led)) if state == "talk" else ()
    review = record.review.next_review if record.review else None
    return ConflictBrief(
        title=writer.title(conflict.id),
        parties=writer.name(list(involved)),
        sides=tuple(_side(composer, conflict, who) for who in involved),
        state=state,
        about=tuple(_about(composer, conflict)),
        told_differently=tuple(composer.disputes(f"conflicts.{conflict.id}.")),
        is_named_otherwise=_named_otherwise(composer, conflict),
        asks_objectives=conflict.about_objectives != [],
        asks_expectations=conflict.about_expectations != [],
        agreed=tuple(_agreed(composer, conflict, involved)),
        unknown=tuple(_unknown(composer, conflict)) if state == "unclear" else (),
        rungs=tuple(_rungs(composer, rungs)) if rungs and has_table else (),
        led_by_somebody_neutral=is_led,
        minutes=sum(part.minutes for part in meeting),
        meeting=meeting,
        protect=tuple(step for step in steps if step.id == KEEPS_APART or step in protect),
        steps=tuple(step for step in own if step not in protect and step.id != KEEPS_APART),
        settlement=_settlement(composer, conflict),
        look_back=writer.language.date(review) if review and review >= record.date else Markdown(""),
    )


def _ladder_advised(composer: Composer, conflict: Conflict, own: Iterable[StepView]) -> Ladder | None:
    """The ladder, where a rule advises its next step: the measure alone counts what is unknown as not so."""
    assessment = composer.assessment
    if not any("ladder" in step.advice.values for step in own):
        return None
    found = ladder(assessment.case.record, assessment.knowledge.benchmarks)
    return next((one for one in found if one.conflict == conflict.id), None)


def _state(composer: Composer, conflict: Conflict, rungs: Ladder | None) -> str:
    joint = composer.assessment.joint
    if conflict.safety_concern:
        return "unsafe"
    if conflict.status == "settled":
        return "settled"
    if keeps_apart(composer.assessment):
        return "apart"
    if joint is not None and conflict.id not in {one.id for one in joint.case.record.conflicts or ()}:
        return "untold"
    if rungs is None:
        return "unclear"
    return {"exit": "exit", "under_way": "mediation"}.get(rungs.next_step, "talk")


def _side(composer: Composer, conflict: Conflict, who: str) -> Side:
    record = composer.assessment.case.record
    at_stake = {*(conflict.about_objectives or ()), *(conflict.about_expectations or ())}
    pursued = [
        one.id
        for one in record.objectives or ()
        if one.id in at_stake and (one.owner == who or who in (one.pursued_by or ()))
    ]
    held = [one.id for one in record.expectations or () if one.id in at_stake and one.holder == who]
    return Side(
        who=composer.writer.name(who),
        matter=_grade(composer, conflict.importance, who),
        relation=_grade(composer, conflict.relation_importance, who),
        pursues=composer.writer.title(sorted(pursued)) if pursued else Markdown(""),
        expects=composer.writer.title(sorted(held)) if held else Markdown(""),
    )


def _grade(composer: Composer, grades: dict[str, float] | None, who: str) -> Markdown:
    grade = (grades or {}).get(who)
    if grade is None:
        return Markdown("")
    return composer.writer.sentence("brief.grade", grade=grade, most=MOST_IMPORTANT)


def _about(composer: Composer, conflict: Conflict) -> Iterable[Markdown]:
    """What can be said of the matter without taking sides."""
    writer = composer.writer
    for one in _findings(composer, conflict):
        if "second" in one.values:
            yield writer.sentence("brief.second", kind=_kind(composer, one.values["second"]), code=one.id)
        elif "type" in one.values and "called" not in one.values:
            kind = _kind(composer, one.values["type"]["kind"])
            yield writer.sentence("brief.kind", kind=kind, code=one.id)
    if conflict.status not in (None, "settled"):
        yield writer.sentence(f"brief.status.{conflict.status}")
    if conflict.since is not None:
        yield writer.sentence("brief.since", day=conflict.since)
    if conflict.failed_meetings:
        yield writer.sentence("brief.failed_meetings", meetings=conflict.failed_meetings)
    if conflict.symptoms:
        topics = {_topic(composer, one): None for one in sorted(set(conflict.symptoms))}
        yield writer.sentence("brief.raised", topics=writer.language.listing(topics))
    for name in ("about_objectives", "about_tasks", "about_expectations"):
        entries = getattr(conflict, name)
        if entries:
            yield writer.sentence(f"brief.{name}", entries=sorted(entries))
    if conflict.disputed_sum:
        yield writer.sentence("brief.sum", amount=conflict.disputed_sum)
    if conflict.blocks:
        yield writer.sentence(
            "brief.blocks", what=composer.facts.value("conflicts", "blocks", sorted(conflict.blocks))
        )


def _findings(composer: Composer, conflict: Conflict) -> list[Conclusion]:
    """What stands about it, by its code: the kind before the second one."""
    return sorted(
        (one for one in composer.assessment.findings if one.subject == conflict.id), key=lambda one: one.id
    )


def _named_otherwise(composer: Composer, conflict: Conflict) -> Markdown:
    for one in _findings(composer, conflict):
        if "called" in one.values:
            called, kind = one.values["called"], one.values["type"]["kind"]
            values = {"called": _kind(composer, called), "kind": _kind(composer, kind), "code": one.id}
            return composer.writer.sentence("brief.named_otherwise", **values)
    return Markdown("")


def _unknown(composer: Composer, conflict: Conflict) -> Iterable[Markdown]:
    for name in ("status", "on_agenda", "failed_meetings", "neutral_person"):
        if not conflict.knows(name):
            yield Markdown(label(f"conflicts.{name}", composer.code))


def _kind(composer: Composer, kind: str) -> Markdown:
    if kind in REWORDED_KINDS:
        return composer.writer.phrase(f"brief.kind.{kind}")
    return composer.facts.value("conflicts", "kind", kind)


def _topic(composer: Composer, symptom: str) -> Markdown:
    if symptom in REWORDED_SYMPTOMS:
        return composer.writer.phrase(f"brief.topic.{symptom}")
    return composer.facts.value("conflicts", "symptoms", symptom)


def _agreed(composer: Composer, conflict: Conflict, involved: tuple[str, ...]) -> Iterable[Markdown]:
    """What the rules call good, what all want to move, and goals approved by all that are not at stake."""
    writer = composer.writer
    if conflict.documented:
        yield writer.sentence("brief.documented")
    if conflict.status == "settled":
        return
    for one in composer.assessment.strengths:
        if one.theme == "CON" and one.subject in (conflict.id, None):
            yield writer.sentence("brief.good", title=composer.title_of(one), code=one.id)
    if conflict.both_want_unblocked and conflict.blocks:
        yield writer.sentence(
            "brief.want_unblocked", what=composer.facts.value("conflicts", "blocks", sorted(conflict.blocks))
        )
    goals = sorted(
        one.id
        for one in composer.assessment.case.record.objectives or ()
        if one.id not in (conflict.about_objectives or ()) and _approved_by(one, involved)
    )
    if goals and conflict.about_objectives is not None:
        yield writer.sentence("brief.approved", goals=goals[:MOST_GOALS])


def _approved_by(objective: Objective, involved: tuple[str, ...]) -> bool:
    """Whether all these partners have approved an objective, none of them half-heartedly as far as is known."""
    conviction = objective.conviction or {}
    return set(involved) <= set(objective.validated_by or ()) and False not in conviction.values()


def _rungs(composer: Composer, steps: Ladder) -> Iterable[Rung]:
    """The rungs from the next one on; that of parting only where the conflict is grave enough to name it."""
    first = "mediation" if steps.next_step == "under_way" else steps.next_step
    for rung in STEPS[STEPS.index(first) :]:
        by: datetime.date | None = getattr(steps, f"{rung}_by")
        if by is None or (rung == "exit" and first != "exit" and not steps.parting):
            continue
        key = steps.next_step if rung == first else rung
        yield Rung(
            composer.writer.phrase(f"brief.rung.{key}"), composer.writer.language.date(by), rung == first
        )


SHORT, LONGER, LONG = 60, 90, 120
"""Minutes of a talk between a few, of one between many, and of one that somebody neutral leads."""
A_FEW = 3
PARTS = {
    SHORT: {"open": 4, "matter": 9, "options": 10, "choose": 9, "close": 4},
    LONGER: {"open": 5, "matter": 15, "options": 15, "choose": 12, "close": 5},
    LONG: {"open": 7, "pause": 10, "matter": 20, "options": 18, "choose": 12, "close": 5},
}
"""Minutes of what all do together; the rest is for telling and repeating, as much for each side."""
ORDER = ("open", "tell", "repeat", "pause", "matter", "options", "choose", "close")


def _meeting(composer: Composer, sides: int, is_led: bool) -> Iterable[Part]:
    """The parts of the first meeting, as long as the advice says that it takes."""
    length = LONG if is_led else SHORT if sides <= A_FEW else LONGER
    minutes = dict(PARTS[length])
    a_side = (length - sum(minutes.values())) // sides
    each = {"tell": a_side - a_side // 3, "repeat": a_side // 3}
    minutes |= {name: sides * one for name, one in each.items()}
    minutes["options"] += length - sum(minutes.values())
    begins = 0
    for name in (name for name in ORDER if minutes.get(name)):
        words = composer.writer.sentence(f"brief.part.{name}", minutes=each.get(name, minutes[name]))
        yield Part(clock(begins), minutes[name], words)
        begins += minutes[name]


def _settlement(composer: Composer, conflict: Conflict) -> Markdown:
    due, kept = conflict.settlement_due, conflict.settlement_kept
    if conflict.status != "settled" or not due or kept is None:
        return Markdown("")
    return composer.writer.sentence("brief.settlement", due=due, kept=kept)
