"""The letter to one partner: what it told in confidence, what follows from it, and how it could be said.

What was told is found by comparison: whatever stands in the partner's own record and not in that of all together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor import vocabulary
from advisor.assessment import Advice, Assessment
from advisor.documents import Composer, StepView
from advisor.escaping import Markdown
from advisor.facts_in_words import label, split_path
from advisor.papers.base import Kind, Paper, keeps_apart
from advisor.unknowns import Missing
from advisor.versions import disputed
from advisor.vocabulary import CaseRecord, Entry, Facts, TrustEvent, Version

MOST_FIELDS = 6
"""Facts that are told of one entry; the others are counted."""
MOST_SENTENCES = 4
MOST_QUESTIONS = 4
MOST_STRENGTHS = 2
OWN_MOVES = {"competing_activity": "own_move", "unilateral_move": "own_move", "hidden_news": "own_news"}
LOAD = ("own_load_estimate", "finds_load_fair", "capacity_hours", "can_take_on_hours", "signs_of_strain")
OPENINGS = {
    "finance": "finance",
    "payments": "payments",
    "conflicts": "conflicts",
    "expectations": "expectations",
    "dependencies": "expectations",
    "objectives": "objectives",
    "tasks": "tasks",
    "workload": "tasks",
    "points": "points",
    "communication": "points",
    "indicators": "indicators",
    "deadlines": "deadlines",
    "future": "future",
    "pilots": "future",
    "review": "review",
    "partnership": "partnership",
    "clauses": "partnership",
    "versions": "versions",
}
"""The sentence that opens the talk, by the part of the case that a fact belongs to."""


@dataclass(frozen=True)
class Confided:
    """What was told in confidence about one section or entry."""

    section: str
    entry: Entry | None
    facts: Facts
    names: tuple[str, ...]
    """The fields told, in the order of the vocabulary."""
    whole: bool
    """Whether the entry as a whole was told in confidence."""

    @property
    def id(self) -> str:
        """The id of the entry; empty for a section."""
        return self.entry.id if self.entry else ""


@dataclass(frozen=True)
class ConclusionView:
    """Something that we conclude, in short."""

    id: str
    title: Markdown
    facts: Markdown


@dataclass(frozen=True)
class OpeningView:
    """A sentence with which to begin to speak of something."""

    about: Markdown
    sentence: Markdown


@dataclass(frozen=True)
class Letter:
    """The data of `letter.<language>.md.j2`."""

    told: tuple[Markdown, ...]
    """What was told in confidence, a line a section or entry."""
    verdict: Markdown
    """The verdict of this copy where it differs from that for all; else empty."""
    verdict_for_all: Markdown
    follows: tuple[ConclusionView, ...]
    """What only this partner is told."""
    falls: Markdown
    """Titles of what the papers for all say, and what was told shows otherwise."""
    steps: tuple[StepView, ...]
    """What rests on a confidence, and is for this partner alone to do or to leave."""
    decides: Markdown
    """What the papers for all must leave open, and what was told would decide."""
    disputes: tuple[Markdown, ...]
    openings: tuple[OpeningView, ...]
    apart: bool
    """Whether somebody may come to harm, so that nothing is to be said at a table."""
    counsel: bool
    """Whether to ask a lawyer before speaking."""
    own_steps: tuple[StepView, ...]
    """What this partner can do by itself, whatever it told."""
    strengths: tuple[Markdown, ...]


def _compose(composer: Composer) -> Iterable[Paper]:
    yield Paper(KIND.name, _Writing(composer).view())


KIND = Kind("letter", _compose, Letter, private=True)


def confided(assessment: Assessment) -> tuple[Confided, ...]:
    """What the reader of an assessment told in confidence, section by section, entry by entry."""
    if assessment.joint is None:
        return ()
    own, joint = assessment.case.record, assessment.joint.case.record
    return tuple(
        one for part in vocabulary.PARTS if part != "interview" for one in _of_part(part, own, joint)
    )


def _of_part(part: str, own: CaseRecord, joint: CaseRecord) -> Iterable[Confided]:
    if part in vocabulary.SECTIONS:
        facts, others = getattr(own, part), getattr(joint, part)
        if facts is not None and (names := _told(part, facts, others, own, joint)):
            yield Confided(part, None, facts, names, whole=False)
        return
    shared = {one.id: one for one in getattr(joint, part) or ()}
    for entry in sorted(getattr(own, part) or (), key=lambda one: one.id):
        names = _told(part, entry, shared.get(entry.id), own, joint)
        if names or entry.id not in shared:
            yield Confided(part, entry, entry, names, whole=entry.id not in shared)


def _told(
    part: str, facts: Facts, others: Facts | None, own: CaseRecord, joint: CaseRecord
) -> tuple[str, ...]:
    """The fields that the others don't know; not those that they lack only because what they point to is hidden."""
    known: Mapping[str, Any] = others.known() if others is not None else {}
    hidden = _ids(own) - _ids(joint)
    return tuple(
        name
        for name, value in facts.known().items()
        if name not in ("id", "title")
        and (name not in known or known[name] != value)
        and not (others is not None and _points_at_hidden(part, name, value, hidden))
    )


def _points_at_hidden(part: str, name: str, value: Any, hidden: set[str]) -> bool:
    if not isinstance(vocabulary.fields(part)[name].type, vocabulary.Ref) or value is None:
        return False
    return not hidden.isdisjoint([value] if isinstance(value, str) else value)


def _ids(record: CaseRecord) -> set[str]:
    return {one.id for part in vocabulary.LISTS for one in getattr(record, part) or ()}


class _Writing:
    """The parts of one letter."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.writer = composer.writer
        self.facts = composer.facts
        self.assessment = composer.assessment
        self.record = self.assessment.case.record
        assert self.assessment.audience is not None, "a letter is for one partner"
        self.reader: str = self.assessment.audience
        self.confided = confided(self.assessment)

    def view(self) -> Letter:
        a, joint = self.assessment, self.assessment.joint
        differs = joint is not None and joint.verdict != a.verdict
        steps = self.composer.steps()
        return Letter(
            told=tuple(self._line(one) for one in self.confided if self._is_told_by_itself(one)),
            verdict=self.writer.phrase(f"verdict.{a.verdict}") if differs else Markdown(""),
            verdict_for_all=self.writer.phrase(f"verdict.{joint.verdict}") if joint else Markdown(""),
            follows=tuple(self._follows()),
            falls=self.facts.separate(self._falls()),
            steps=tuple(step for step in steps if step.private),
            decides=self.facts.separate(self._decides()),
            disputes=tuple(self.composer.disputes()),
            openings=tuple(self._openings()),
            apart=keeps_apart(a),
            counsel=self._needs_counsel(),
            own_steps=tuple(step for step in steps if self._is_own(step.advice)),
            strengths=tuple(self._strengths()),
        )

    # --- What was told ---

    def _is_told_by_itself(self, one: Confided) -> bool:
        """Whether it has a line: a version of a fact that stands in its place already has none."""
        if not isinstance(one.facts, Version) or one.facts.field is None:
            return True
        section, entry, name, _ = split_path(one.facts.field)
        told = {(each.section, each.id) for each in self.confided if name in each.names}
        return (section, entry) not in told or one.facts.field in disputed(self.record)

    def _line(self, one: Confided) -> Markdown:
        if isinstance(one.facts, Version) and one.facts.field and one.facts.told:
            told = self.facts.version(one.facts.field, one.facts.told)
            return Markdown(f"{self._about(one)}{self.facts.colon}{told}")
        parts = [self._fact(one, name) for name in one.names[:MOST_FIELDS]]
        if more := len(one.names) - MOST_FIELDS:
            parts += [self.writer.sentence("letter.more", more=more)] if more > 0 else []
        about = self._about(one)
        return Markdown(f"{about} — {self.facts.separate(parts)}") if parts else about

    def _about(self, one: Confided) -> Markdown:
        if isinstance(one.facts, Version) and one.facts.field:
            return self.facts.path(one.facts.field)
        if one.section == "partners" and one.id == self.reader:
            return self.writer.phrase("letter.you")
        return self.facts.entry(one.section, one.id or None)

    def _fact(self, one: Confided, name: str) -> Markdown:
        value = getattr(one.facts, name)
        name_in_words = label(f"{one.section}.{name}", self.writer.code)
        if isinstance(value, dict) and value:
            told = (
                f"{self.writer.name(who)}{self.facts.colon}{self.facts.value(one.section, name, of_one)}"
                for who, of_one in sorted(value.items())
            )
            return Markdown(f"{name_in_words} ({self.facts.separate(told)})")
        return Markdown(f"{name_in_words}{self.facts.colon}{self._value(one, name, value)}")

    def _value(self, one: Confided, name: str, value: Any) -> Markdown:
        unit = getattr(one.facts, "unit", None)
        is_amount = vocabulary.fields(one.section)[name].unit == "own_unit" and value is not None
        if unit and is_amount and not name.startswith(("capacity", "resources")):
            return self.writer.quantity(value, unit)
        if isinstance(value, list | dict):
            value = sorted(value)  # a mapping with something in it was told before
        return self.facts.value(one.section, name, value)

    # --- What follows ---

    def _follows(self) -> Iterable[ConclusionView]:
        joint = self.assessment.joint
        if joint is None:
            return
        shared = {one.key for one in (*joint.findings, *joint.causes)}
        for one in (*self.assessment.causes, *self.assessment.findings):
            if one.key not in shared:
                title = self.writer.wording(one.id, one.values).title
                yield ConclusionView(one.id, title, self.composer.facts_of(one.key))

    def _falls(self) -> Iterable[Markdown]:
        joint = self.assessment.joint
        own = {one.key for one in (*self.assessment.findings, *self.assessment.causes)}
        for one in (*joint.causes, *joint.findings) if joint is not None else ():
            if one.key not in own:
                yield Markdown(f"{self.writer.wording(one.id, one.values).title} (`{one.id}`)")

    def _decides(self) -> Iterable[Markdown]:
        """The open questions of the papers for all that this partner has answered."""
        joint = self.assessment.joint
        told = {Missing(one.section, one.id, name) for one in self.confided for name in one.names}
        told |= {Missing(one.section, "", "") for one in self.confided if one.whole}
        answered = [one for one in joint.questions if one.missing in told] if joint is not None else []
        for question in answered[:MOST_QUESTIONS]:
            yield self.facts.missing(question.missing)

    # --- How to say it ---

    def _openings(self) -> Iterable[OpeningView]:
        said: dict[str, list[Markdown]] = {}
        for one in self.confided:
            if self._is_told_by_itself(one):
                said.setdefault(self._opening(one), []).append(self._about(one))
        for key, several in list(said.items())[:MOST_SENTENCES]:
            listed = self.writer.language.listing(dict.fromkeys(several))
            yield OpeningView(listed, self.writer.sentence(f"say.{key}"))

    def _opening(self, one: Confided) -> str:
        if isinstance(one.facts, TrustEvent):
            own = OWN_MOVES.get(one.facts.kind or "") if one.facts.by == self.reader else None
            return own or "other_move"
        if one.section != "partners":
            return OPENINGS.get(one.section, "self")
        if one.id != self.reader:
            return "other_move"
        if "trust" in one.names:
            return "trust"
        if "satisfaction" in one.names:
            return "satisfaction"
        return "load" if any(name in LOAD for name in one.names) else "self"

    def _needs_counsel(self) -> bool:
        """Whether a word too early could cost a right: legal steps in view, or a move that exclusivity may forbid."""
        threatened = any(one.legal_threat for one in self.record.conflicts or ())
        exclusive = self.record.clauses is not None and self.record.clauses.exclusivity
        competing = any(
            isinstance(one.facts, TrustEvent) and one.facts.kind == "competing_activity"
            for one in self.confided
        )
        return bool(self.confided) and bool(threatened or (exclusive and competing))

    # --- By itself ---

    def _is_own(self, advice: Advice) -> bool:
        return advice.owners == (self.reader,) and not advice.private

    def _strengths(self) -> Iterable[Markdown]:
        mine = [one for one in self.assessment.strengths if one.subject == self.reader]
        for one in mine[:MOST_STRENGTHS]:
            yield Markdown(f"{self.writer.wording(one.id, one.values).paragraphs[0]} (`{one.id}`)")
