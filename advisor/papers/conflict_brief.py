"""The conflict brief, one a conflict: its subject, what each side cares for, the next steps by date, a first meeting.

It is read by both sides and by whoever leads their talk. So it says what could be seen and leaves out how each side
behaves, and what only the advisor infers about people. Where somebody may come to harm there is no meeting in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from advisor.benchmarks import Benchmarks
from advisor.documents import Composer, StepView
from advisor.escaping import Markdown
from advisor.measures.conflict import STEPS, ConflictType, Ladder, conflict_type, ladder, parties, temper
from advisor.papers.base import KEEPS_APART, Kind, Paper
from advisor.vocabulary import Conflict

MOST_IMPORTANT = 5
"""The top of the scale of importance."""
MINUTES_OF_ALL, MINUTES_A_SIDE = 55, 15
REWORDED_KINDS = frozenset({"commitment", "relation"})
REWORDED_SYMPTOMS = frozenset(
    {
        "broken_commitment",
        "disrespect",
        "exclusion_from_decisions",
        "exclusivity_breach",
        "hidden_accounts",
        "unpaid_share",
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
    """`settled`, `apart` (somebody may come to harm), or `open`."""
    about: tuple[Markdown, ...]
    """What it is about, a line each: kind, what could be seen, objectives, tasks, sums, what stands still."""
    is_named_otherwise: Markdown
    """A sentence where the name that the parties give it is another one; empty else."""
    agreed: tuple[Markdown, ...]
    """What the parties have in common or have agreed on already, a sentence each."""
    rungs: tuple[Rung, ...]
    led_by_somebody_neutral: bool
    in_mediation: bool
    minutes: int
    meeting: tuple[Part, ...]
    protect: tuple[StepView, ...]
    """Steps that come before any talk."""
    steps: tuple[StepView, ...]
    """The other steps about this conflict."""
    settlement: Markdown
    """For a settled conflict: how its commitments are kept, as far as that is known."""
    rows: tuple[int, ...] = field(default=(1, 2, 3, 4, 5))
    """The numbers of the lines of the agreement to be filled in."""


def _compose(composer: Composer) -> Iterable[Paper]:
    record, benchmarks = composer.assessment.case.record, composer.assessment.knowledge.benchmarks
    harmless = {one.conflict for one in temper(record, benchmarks)}
    for conflict in sorted(record.conflicts or (), key=lambda one: one.id):
        if conflict.id not in harmless:
            yield Paper(KIND.name, _brief(composer, conflict, benchmarks), about=conflict.id)


KIND = Kind("conflict-brief", _compose, ConflictBrief)


def _brief(composer: Composer, conflict: Conflict, benchmarks: Benchmarks) -> ConflictBrief:
    record, writer = composer.assessment.case.record, composer.writer
    involved = parties(record, conflict)
    steps = composer.steps()
    own = tuple(step for step in steps if step.advice.subject == conflict.id)
    kind = next((one for one in conflict_type(record, benchmarks) if one.conflict == conflict.id), None)
    rungs = next((one for one in ladder(record, benchmarks) if one.conflict == conflict.id), None)
    apart = bool(conflict.safety_concern) or any(step.id == KEEPS_APART for step in steps)
    return ConflictBrief(
        title=writer.title(conflict.id),
        parties=writer.name(list(involved)),
        sides=tuple(_side(composer, conflict, who) for who in involved),
        state=_state(conflict, apart),
        about=tuple(_about(composer, conflict, kind)),
        is_named_otherwise=_named_otherwise(composer, kind),
        agreed=tuple(_agreed(composer, conflict, involved)),
        rungs=tuple(_rungs(composer, rungs)) if rungs and not apart else (),
        led_by_somebody_neutral=rungs is not None and rungs.next_step in LED,
        in_mediation=rungs is not None and rungs.next_step == "under_way",
        minutes=MINUTES_OF_ALL + MINUTES_A_SIDE * len(involved),
        meeting=tuple(_meeting(composer, len(involved))),
        protect=tuple(step for step in steps if step.id == KEEPS_APART or (step in own and _protects(step))),
        steps=tuple(step for step in own if not _protects(step)),
        settlement=_settlement(composer, conflict),
    )


def _state(conflict: Conflict, apart: bool) -> str:
    if conflict.status == "settled" and not conflict.safety_concern:
        return "settled"
    return "apart" if apart else "open"


def _protects(step: StepView) -> bool:
    return step.advice.rank == "protect"


def _side(composer: Composer, conflict: Conflict, who: str) -> Side:
    record = composer.assessment.case.record
    at_stake = set(conflict.about_objectives or ())
    pursued = [
        one.id
        for one in record.objectives or ()
        if one.id in at_stake and (one.owner == who or who in (one.pursued_by or ()))
    ]
    return Side(
        who=composer.writer.name(who),
        matter=_grade(composer, conflict.importance, who),
        relation=_grade(composer, conflict.relation_importance, who),
        pursues=composer.writer.title(sorted(pursued)) if pursued else Markdown(""),
    )


def _grade(composer: Composer, grades: dict[str, float] | None, who: str) -> Markdown:
    grade = (grades or {}).get(who)
    if grade is None:
        return Markdown("")
    return composer.writer.sentence("brief.grade", grade=grade, most=MOST_IMPORTANT)


def _about(composer: Composer, conflict: Conflict, kind: ConflictType | None) -> Iterable[Markdown]:
    """What can be said of the matter without taking sides."""
    writer = composer.writer
    if kind is not None:
        yield writer.sentence("brief.kind", kind=_kind(composer, kind.kind))
    if conflict.status in ("latent", "open", "blocked"):
        yield writer.sentence(f"brief.status.{conflict.status}")
    if conflict.since is not None:
        yield writer.sentence("brief.since", day=conflict.since)
    if conflict.symptoms:
        topics = [_topic(composer, one) for one in sorted(set(conflict.symptoms))]
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


def _named_otherwise(composer: Composer, kind: ConflictType | None) -> Markdown:
    if kind is None or kind.called is None:
        return Markdown("")
    return composer.writer.sentence(
        "brief.named_otherwise", called=_kind(composer, kind.called), kind=_kind(composer, kind.kind)
    )


def _kind(composer: Composer, kind: str) -> Markdown:
    if kind in REWORDED_KINDS:
        return composer.writer.phrase(f"brief.kind.{kind}")
    return composer.facts.value("conflicts", "kind", kind)


def _topic(composer: Composer, symptom: str) -> Markdown:
    if symptom in REWORDED_SYMPTOMS:
        return composer.writer.phrase(f"brief.topic.{symptom}")
    return composer.facts.value("conflicts", "symptoms", symptom)


def _agreed(composer: Composer, conflict: Conflict, involved: tuple[str, ...]) -> Iterable[Markdown]:
    writer = composer.writer
    relation = [
        grade for who in involved if (grade := (conflict.relation_importance or {}).get(who)) is not None
    ]
    if len(relation) == len(involved) and min(relation) > MOST_IMPORTANT / 2:
        yield writer.sentence("brief.want_to_go_on")
    if conflict.both_want_unblocked and conflict.blocks:
        yield writer.sentence(
            "brief.want_unblocked", what=composer.facts.value("conflicts", "blocks", sorted(conflict.blocks))
        )
    if conflict.neutral_person in ("accepted", "under_way"):
        yield writer.sentence(f"brief.neutral_{conflict.neutral_person}")
    if conflict.documented:
        yield writer.sentence("brief.documented")


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


PARTS = (
    ("open", 5, False),
    ("tell", 10, True),
    ("repeat", 5, True),
    ("pause", 5, False),
    ("matter", 15, False),
    ("options", 15, False),
    ("choose", 10, False),
    ("close", 5, False),
)
"""The parts of a first meeting: what, how many minutes, and whether each side has that much."""


def _meeting(composer: Composer, sides: int) -> Iterable[Part]:
    begins = 0
    for name, each, for_each_side in PARTS:
        minutes = each * sides if for_each_side else each
        hours, rest = divmod(begins, 60)
        yield Part(
            f"{hours}:{rest:02}", minutes, composer.writer.sentence(f"brief.part.{name}", minutes=each)
        )
        begins += minutes


def _settlement(composer: Composer, conflict: Conflict) -> Markdown:
    due, kept = conflict.settlement_due, conflict.settlement_kept
    if conflict.status != "settled" or due is None or kept is None:
        return Markdown("")
    return composer.writer.sentence("brief.settlement", due=due, kept=kept)
