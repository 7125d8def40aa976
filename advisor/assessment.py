"""The result of advising on a case: verdict, findings, causes, advice in order, and the grounds of all of it.

An assessment holds ids, numbers and dates, no sentences: every document in every language is
rendered from it, and its JSON form is versioned so that a result can be kept and compared.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

from advisor import levels, version
from advisor.benchmarks import Overlay, load_benchmarks
from advisor.case import ADVISER, JOINT, Case
from advisor.facts import Recommendation, WorkingFact
from advisor.inference import Conclusions, Engine, Firing, Key
from advisor.knowledge import RANKS, SEVERITIES, THEMES, KnowledgeBase, RuleCard, constraints, load
from advisor.levels import IN_TROUBLE, ThemeLevel, VerdictBasis
from advisor.questions import WEIGHTS, OpenQuestion, SuspectedCause, open_questions, suspected_causes
from advisor.unknowns import openness

SCHEMA_VERSION = 1
MOST_FIRST_STEPS = 7
MOST_FIRST_STEPS_WHEN_WELL = 3
PLACES_FOR_CAUSES = 2
"""First steps kept for what lies beneath, so that a list of protective steps doesn't leave the cause for later."""


@dataclass(frozen=True)
class UsedFact:
    """A fact that a rule matched: what kind, which of its fields the rule looked at, and its values."""

    fact: str
    values: dict[str, Any]
    looked_at: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """One way in which a conclusion was reached: a rule that fired, on these facts."""

    rule: str
    step: int
    facts: tuple[UsedFact, ...]


@dataclass(frozen=True)
class TraceStep:
    """One rule that fired: what it concluded about, with which values, on which facts."""

    step: int
    rule: str
    subject: str | None
    values: dict[str, Any]
    facts: tuple[UsedFact, ...]


@dataclass(frozen=True)
class Conclusion:
    """A finding, cause or strength about one subject."""

    id: str
    kind: str
    theme: str
    severity: str
    subject: str | None
    evidence: str
    cites: str
    values: dict[str, Any]
    grounds: tuple[Ground, ...]
    explains: tuple[Key, ...] = ()
    """For a cause: the findings that are its symptoms."""
    explained_by: tuple[Key, ...] = ()
    """For a finding: the causes of which it is a symptom."""
    withdrawn_by: tuple[Key, ...] = ()
    """For a defeated finding: the defeats that withdrew it."""
    confidential_to: tuple[str, ...] | None = None
    """In the adviser's copy: the partners who may learn of it; None when all may."""

    @property
    def key(self) -> Key:
        return self.id, self.subject


@dataclass(frozen=True)
class Advice:
    """One recommendation: who does what by when, and which conclusions it answers."""

    id: str
    theme: str
    subject: str | None
    rank: str
    owners: tuple[str, ...]
    due: datetime.date
    evidence: str
    cites: str
    values: dict[str, Any]
    answers: tuple[Key, ...]
    grounds: tuple[Ground, ...]
    first_step: bool = False
    waits_for_cause: bool = False
    """Whether everything it answers is a symptom of a cause: it comes after the cause is dealt with."""
    private: bool = False
    """In a partner's own copy: whether it rests on what that partner told in confidence."""
    confidential_to: tuple[str, ...] | None = None

    @property
    def key(self) -> Key:
        return self.id, self.subject


@dataclass(frozen=True)
class Assessment:
    """Everything concluded about one case, for one audience."""

    case: Case = field(repr=False)
    knowledge: KnowledgeBase = field(repr=False)
    audience: str | None
    verdict: str
    """`healthy`, `watch`, `at_risk`, `in_danger`, from good to bad; or `unclear`."""
    verdict_basis: VerdictBasis
    findings: tuple[Conclusion, ...]
    """Not defeated, by weight; those explained by a cause included."""
    causes: tuple[Conclusion, ...]
    strengths: tuple[Conclusion, ...]
    withdrawn: tuple[Conclusion, ...]
    defeats: tuple[Conclusion, ...]
    advice: tuple[Advice, ...]
    themes: tuple[ThemeLevel, ...]
    questions: tuple[OpenQuestion, ...]
    suspected: tuple[SuspectedCause, ...]
    trace: tuple[TraceStep, ...] = field(repr=False)
    open_rules: frozenset[str] = frozenset()
    """Rules that too little is known to judge, about one subject at least."""
    joint: Assessment | None = field(default=None, repr=False)
    """In a partner's own copy of a case with confidences: what all partners are told, to compare with."""

    @property
    def reader(self) -> str:
        """Whom it is for, in one word: `joint`, `adviser`, or the id of a partner."""
        return "adviser" if self.audience == ADVISER else self.audience or "joint"

    @property
    def in_trouble(self) -> bool:
        """Whether the verdict is one of the two that call for action."""
        return self.verdict in IN_TROUBLE

    @property
    def first_steps(self) -> tuple[Advice, ...]:
        return tuple(one for one in self.advice if one.first_step)

    def find(self, id: str) -> list[Conclusion | Advice]:
        """Every conclusion, defeated ones included, and every recommendation with this id."""
        everything: tuple[Conclusion | Advice, ...] = (
            *self.findings,
            *self.causes,
            *self.strengths,
            *self.withdrawn,
            *self.defeats,
            *self.advice,
        )
        return [one for one in everything if one.id == id]

    def to_json(self) -> str:
        """The versioned JSON form: fixed order of keys, two spaces, one line end."""
        return _json(self._form()) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """The assessment as plain data."""
        return {name: _data(part) for name, part in self._form().items()}

    def _form(self) -> dict[str, Any]:
        """What the JSON form holds, by its keys, not yet as plain data."""
        record = self.case.record
        return {
            "schema": SCHEMA_VERSION,
            "advisor": version(),
            "case": {"id": record.id, "title": record.title, "date": record.date.isoformat()},
            "audience": self.reader,
            "benchmarks": self.knowledge.benchmarks.overlay or None,
            "verdict": self.verdict,
            "verdict_basis": self.verdict_basis,
            "first_steps": [{"id": one.id, "subject": one.subject} for one in self.first_steps],
            "findings": self.findings,
            "causes": self.causes,
            "recommendations": self.advice,
            "strengths": self.strengths,
            "withdrawn": self.withdrawn,
            "defeats": self.defeats,
            "themes": self.themes,
            "questions": self.questions,
            "suspected_causes": self.suspected,
            "trace": self.trace,
        }


def _data(value: Any) -> Any:
    """Plain data for JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    if names := _field_names(value):
        return {name: _data(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(name): _data(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_data(part) for part in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _json(value: Any, line: str = "\n") -> str:
    """As `json.dumps(_data(value), ensure_ascii=False, indent=2)`, at a third of its time.

    `line`: what ends a line and indents the next.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return repr(value)
    inner = line + "  "
    if names := _field_names(value):
        parts = [f'"{name}": {_json(getattr(value, name), inner)}' for name in names]
    elif isinstance(value, Mapping):
        parts = [f"{encode_basestring(str(name))}: {_json(part, inner)}" for name, part in value.items()]
    elif isinstance(value, list | tuple):
        parts = [_json(part, inner) for part in value]
        return f"[{inner}{f',{inner}'.join(parts)}{line}]" if parts else "[]"
    else:
        return json.dumps(_data(value))
    return f"{{{inner}{f',{inner}'.join(parts)}{line}}}" if parts else "{}"


def _field_names(value: Any) -> tuple[str, ...]:
    """The fields of a dataclass or of a named tuple, in order; none for another value."""
    return getattr(value, "__match_args__", ())


_WORDS = {None: "null", True: "true", False: "false"}


# --- Advising -----------------------------------------------------------------------------


@cache
def engine(overlay: Overlay | None = None) -> Engine:
    """The engine for our benchmarks, or for those of an organisation: built once, used for every case."""
    return Engine(load(load_benchmarks(overlay)))


def advise(case: Case, *, audience: str | None = JOINT, reasoner: Engine | None = None) -> Assessment:
    """What `audience` may be told about the case: all partners together (None), one partner, or the adviser.

    The reasoning itself sees only the facts that the audience may see. `reasoner`: an engine with
    benchmarks of one's own.
    """
    reasoner = reasoner or engine()
    seen = case.visible_to(audience)
    assessment = _assess(seen, reasoner, audience)
    if audience == JOINT or not case.has_confidences():
        return assessment
    if audience == ADVISER:
        return _marked_confidential(assessment, case, reasoner)
    joint = _assess(case.visible_to(JOINT), reasoner, JOINT)
    own = _with_private_advice(assessment, _told(joint), audience)
    return dataclasses.replace(own, joint=joint)


def _assess(case: Case, reasoner: Engine, audience: str | None) -> Assessment:
    knowledge = reasoner.knowledge
    concluded = reasoner.consult(case.record)
    trace = tuple(_trace(concluded, knowledge))
    grounds = {one.step: Ground(one.rule, one.step, one.facts) for one in trace}
    made = [_conclusion(key, concluded, knowledge, grounds) for key in _in_order(concluded.by_key, knowledge)]
    standing = [one for one in made if one.key not in concluded.defeated]
    causes = [one for one in standing if one.kind == "cause"]
    explained = {symptom: cause.key for cause in reversed(causes) for symptom in cause.explains}
    findings = _by_weight(_with_causes(one, explained) for one in standing if one.kind == "finding")
    unknown = openness(case.record, knowledge, working_memory(reasoner), set(concluded.by_key))
    themes = levels.theme_levels(findings, knowledge, unknown.open_rules)
    advice = _advice(case, concluded, knowledge, grounds, findings, causes)
    verdict, basis = levels.verdict(findings, themes, knowledge.benchmarks)
    return Assessment(
        case=case,
        knowledge=knowledge,
        audience=audience,
        verdict=verdict,
        verdict_basis=basis,
        findings=findings,
        causes=_by_reach(causes, findings),
        strengths=tuple(one for one in standing if one.kind == "strength"),
        withdrawn=tuple(one for one in made if one.key in concluded.defeated and one.kind == "finding"),
        defeats=tuple(one for one in standing if one.kind == "defeat"),
        advice=_with_first_steps(advice, findings, causes, verdict, knowledge.cards),
        themes=themes,
        questions=open_questions(
            unknown, knowledge, case.record, _in_good_hands(verdict, standing, made, concluded)
        ),
        suspected=suspected_causes(unknown, explained),
        open_rules=frozenset(unknown.open_rules),
        trace=trace,
    )


def _in_order(keys: Iterable[Key], knowledge: KnowledgeBase) -> list[Key]:
    return sorted(keys, key=lambda key: (*knowledge.cards[key[0]].order, key[1] or ""))


def _by_weight(conclusions: Iterable[Conclusion]) -> tuple[Conclusion, ...]:
    """The weightiest first; among equals those with a cause behind them last, then in the article's order."""
    return tuple(
        sorted(
            conclusions,
            key=lambda one: (
                SEVERITIES.index(one.severity),
                bool(one.explained_by),
                _theme_index(one.theme),
                one.id,
                one.subject or "",
            ),
        )
    )


def _by_reach(causes: Iterable[Conclusion], findings: Iterable[Conclusion]) -> tuple[Conclusion, ...]:
    """The cause that explains most first, by the severity of its symptoms."""
    worth = {one.key: WEIGHTS[one.severity] for one in findings}

    def reach(cause: Conclusion) -> int:
        return sum(worth.get(key, 0) for key in cause.explains)

    return tuple(
        sorted(
            causes, key=lambda one: (SEVERITIES.index(one.severity), -reach(one), one.id, one.subject or "")
        )
    )


def _theme_index(theme: str) -> int:
    return THEMES.index(theme) if theme in THEMES else -1


def _conclusion(
    key: Key, concluded: Conclusions, knowledge: KnowledgeBase, grounds: Mapping[int, Ground]
) -> Conclusion:
    card = knowledge.cards[key[0]]
    firings = concluded.by_key[key]
    symptoms = _symptoms(card, firings, concluded) if card.kind == "cause" else set()
    return Conclusion(
        id=card.id,
        kind=card.kind,
        theme=card.theme,
        severity=card.severity,
        subject=key[1],
        evidence=_evidence(card, knowledge),
        cites=card.cites,
        values=firings[0].values,
        grounds=tuple(grounds[one.number] for one in firings),
        explains=tuple(sorted(symptoms, key=lambda one: (one[0], one[1] or ""))),
        withdrawn_by=tuple(dict.fromkeys((one.rule, one.subject) for one in concluded.defeated.get(key, ()))),
    )


def _symptoms(card: RuleCard, firings: list[Firing], concluded: Conclusions) -> set[Key]:
    """The findings that a cause explains: those it matched, others about its entries, some whatever they are about."""
    matched = {
        (fact["id"], fact.get("subject"))
        for one in firings
        for fact in one.facts
        if type(fact).__name__ == "Finding"
    }
    about = {value for one in firings for value in one.values.values() if isinstance(value, str)}
    standing = (key for key in concluded.by_key if key not in concluded.defeated)
    everywhere = card.options["everywhere"]
    return {
        key
        for key in standing
        if key[0] in card.options["explains"] and (key in matched or key[1] in about or key[0] in everywhere)
    }


def _evidence(card: RuleCard, knowledge: KnowledgeBase) -> str:
    """The rule's evidence; our own default when a number that it rests on was changed by an overlay."""
    overlaid = knowledge.benchmarks.overlay and any(
        knowledge.benchmarks.table[name].overlaid for name in card.benchmarks()
    )
    return "house" if overlaid else card.evidence


def _trace(concluded: Conclusions, knowledge: KnowledgeBase) -> Iterable[TraceStep]:
    for one in concluded.firings:
        card = knowledge.cards[one.rule]
        used = tuple(_used(fact, card) for fact in one.facts)
        yield TraceStep(one.number, one.rule, one.subject, one.values, used)


def _used(fact: WorkingFact, card: RuleCard) -> UsedFact:
    named = {
        name
        for condition in card.conditions
        if type(condition) is type(fact)
        for name, _ in constraints(condition)
    }
    values = {name: _plain(value) for name, value in sorted(fact.values_by_name().items())}
    return UsedFact(type(fact).__name__, values, tuple(sorted(named & set(values))))


def _plain(value: Any) -> Any:
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _with_causes(finding: Conclusion, explained: Mapping[Key, Key]) -> Conclusion:
    cause = explained.get(finding.key)
    return dataclasses.replace(finding, explained_by=(cause,)) if cause else finding


def working_memory(reasoner: Engine) -> list[WorkingFact]:
    """Every fact that the engine holds at the end, without experta's own."""
    return [fact for fact in reasoner.facts.values() if isinstance(fact, WorkingFact)]


# --- Advice in order ------------------------------------------------------------------------


def _advice(
    case: Case,
    concluded: Conclusions,
    knowledge: KnowledgeBase,
    grounds: Mapping[int, Ground],
    findings: Iterable[Conclusion],
    causes: list[Conclusion],
) -> list[Advice]:
    standing = {one.key: one for one in (*findings, *causes)}
    absorbed = _absorbed(concluded, knowledge)
    made = []
    for key in _in_order(concluded.by_key, knowledge):
        card = knowledge.cards[key[0]]
        if card.kind != "recommendation" or key in concluded.defeated:
            continue
        firings = concluded.by_key[key]
        remedied = [
            one.key
            for one in causes
            if key[0] in _remedies(one, knowledge) and (one.subject is None or key[1] in (None, one.subject))
        ]
        taken_over = [firing for one in absorbed.get(key, ()) for firing in concluded.by_key[one]]
        answers = _answers([*firings, *taken_over], remedied, standing)
        made.append(
            Advice(
                id=card.id,
                theme=card.theme,
                subject=key[1],
                rank=card.options["rank"],
                owners=_owners(card, firings, case),
                due=_due(card, firings[0], case.record.date),
                evidence=_evidence(card, knowledge),
                cites=card.cites,
                values=firings[0].values,
                answers=answers,
                grounds=tuple(grounds[one.number] for one in firings),
                waits_for_cause=_waits(card, answers, standing),
            )
        )
    return sorted(made, key=lambda one: _priority(one, standing))


def _absorbed(concluded: Conclusions, knowledge: KnowledgeBase) -> dict[Key, list[Key]]:
    """The recommendations that each one stands for: those withdrawn because it says the same, or more."""
    found: dict[Key, list[Key]] = {}
    for key, defeats in concluded.defeated.items():
        if knowledge.cards[key[0]].kind != "recommendation":
            continue
        merging = (firing for firing in defeats if knowledge.cards[firing.rule].options["merges"])
        for fact in (fact for firing in merging for fact in firing.facts):
            if isinstance(fact, Recommendation):
                stronger = fact["id"], fact.get("subject")
                if stronger != key and stronger not in concluded.defeated:
                    found.setdefault(stronger, []).append(key)
    return found


def _waits(card: RuleCard, answers: tuple[Key, ...], standing: Mapping[Key, Conclusion]) -> bool:
    """Whether a step treats symptoms only. What protects people, money or law waits for nothing."""
    only_symptoms = bool(answers) and all(standing[one].explained_by for one in answers)
    return only_symptoms and card.options["rank"] != "protect"


def _remedies(cause: Conclusion, knowledge: KnowledgeBase) -> tuple[str, ...]:
    remedies: tuple[str, ...] = knowledge.cards[cause.id].options["remedies"]
    return remedies


def _answers(
    firings: Iterable[Firing], remedied: Iterable[Key], standing: Mapping[Key, Conclusion]
) -> tuple[Key, ...]:
    """The findings that the recommendation matched and the causes that it remedies, the weightiest first."""
    matched = {
        (fact["id"], fact.get("subject"))
        for firing in firings
        for fact in firing.facts
        if type(fact).__name__ in ("Finding", "Cause")
    }
    found = [standing[key] for key in {*matched, *remedied} if key in standing]
    return tuple(one.key for one in _by_weight(found))


def _owners(card: RuleCard, firings: Iterable[Firing], case: Case) -> tuple[str, ...]:
    """Who acts: the partners that the rule names, everybody when it names nobody who is a partner."""
    name = card.options["owner"]
    if name == "all":
        return tuple(case.partners)
    named: set[str] = set()
    for firing in firings:
        value = firing.values.get(name)
        named |= set(value) if isinstance(value, list) else {value} if value else set()
    owners = tuple(sorted(named & set(case.partners)))
    return owners or tuple(case.partners)


def _due(card: RuleCard, firing: Firing, today: datetime.date) -> datetime.date:
    """Days after the date of the case, sooner if the case sets a date; never on a weekend."""
    due = today + datetime.timedelta(days=card.options["within_days"])
    limit = firing.values.get(card.options["due"]) if card.options["due"] else None
    if isinstance(limit, datetime.date) and today <= limit < due:
        due = limit
    past_friday = max(0, due.weekday() - 4)
    friday = due - datetime.timedelta(days=past_friday)
    return friday if friday > today or not past_friday else due + datetime.timedelta(days=3 - past_friday)


def _priority(one: Advice, standing: Mapping[Key, Conclusion]) -> tuple[Any, ...]:
    worst = min((SEVERITIES.index(standing[key].severity) for key in one.answers), default=len(SEVERITIES))
    rank = max(RANKS.index(one.rank), RANKS.index("symptom") if one.waits_for_cause else 0)
    answers_cause = any(standing[key].kind == "cause" for key in one.answers)
    return rank, not answers_cause, worst, -len(one.answers), one.due, one.id, one.subject or ""


def _with_first_steps(
    advice: list[Advice],
    findings: Iterable[Conclusion],
    causes: Iterable[Conclusion],
    verdict: str,
    cards: Mapping[str, RuleCard],
) -> tuple[Advice, ...]:
    """At most seven first steps; in calm weather three, since a healthy partnership needs no programme."""
    severity = {one.key: one.severity for one in (*findings, *causes)}
    in_trouble = verdict in IN_TROUBLE

    def is_due_first(one: Advice) -> bool:
        weighty = any(severity[key] != "minor" for key in one.answers)
        return not one.waits_for_cause and one.rank != "growth" and (weighty or not in_trouble)

    due_first = [one for one in advice if is_due_first(one)]
    most = MOST_FIRST_STEPS if in_trouble else MOST_FIRST_STEPS_WHEN_WELL
    protective = [one for one in due_first if one.rank == "protect"]
    others = [one for one in due_first if one.rank != "protect"]
    kept_for_causes = min(PLACES_FOR_CAUSES, len(others))
    chosen_first = [*protective[: most - kept_for_causes], *others]
    chosen = {one.key for one in chosen_first[:most]}
    first = [dataclasses.replace(one, first_step=True) for one in advice if one.key in chosen]
    first.sort(key=lambda one: (one.rank != "protect", one.due))
    return (*first, *_later(first, [one for one in advice if one.key not in chosen], cards))


def _later(first: list[Advice], others: list[Advice], cards: Mapping[str, RuleCard]) -> list[Advice]:
    """The other steps, by date; what waits for a cause is not due before the first steps are done."""
    done = max((one.due for one in first), default=datetime.date.min)
    moved = [
        dataclasses.replace(one, due=min(max(one.due, done), _latest(one, cards)))
        if one.waits_for_cause
        else one
        for one in others
    ]
    return sorted(moved, key=lambda one: one.due)


def _latest(one: Advice, cards: Mapping[str, RuleCard]) -> datetime.date:
    """The day that the case sets for a step, which its text names: the step can't come after it."""
    limit = one.values.get(cards[one.id].options["due"])
    return max(one.due, limit) if isinstance(limit, datetime.date) else datetime.date.max


# --- Open questions ---------------------------------------------------------------------------


def _in_good_hands(
    verdict: str, standing: Iterable[Conclusion], made: Iterable[Conclusion], concluded: Conclusions
) -> set[str | None]:
    """In calm weather: subjects with a strength, or with a finding withdrawn. To ask more of them would alarm."""
    if verdict not in ("healthy", "watch"):
        return set()
    strong = {one.subject for one in standing if one.kind == "strength"}
    return (strong | {one.subject for one in made if one.key in concluded.defeated}) - {None}


# --- Copies that are not for all -----------------------------------------------------------


def _with_private_advice(assessment: Assessment, told_to_all: set[Told], reader: str) -> Assessment:
    """The partner's own copy: what rests on its confidences is for it alone to do, or not to do."""
    advice = tuple(
        one
        if ("advice", one.key) in told_to_all
        else dataclasses.replace(one, private=True, owners=(reader,))
        for one in assessment.advice
    )
    return dataclasses.replace(assessment, advice=advice)


def _marked_confidential(full: Assessment, case: Case, reasoner: Engine) -> Assessment:
    """The adviser's assessment, with what may not be said to all marked by who may learn of it.

    Found by reasoning again as each audience would, so that it holds for defeats and gaps too.
    """
    joint = _told(_assess(case.visible_to(JOINT), reasoner, JOINT))
    told = {partner: _told(_assess(case.visible_to(partner), reasoner, partner)) for partner in case.partners}

    def marked(part: str, one: Any) -> Any:
        if (part, one.key) in joint:
            return one
        knowing = tuple(partner for partner in case.partners if (part, one.key) in told[partner])
        return dataclasses.replace(one, confidential_to=knowing)

    changed: dict[str, Any] = {
        part: tuple(marked(part, one) for one in getattr(full, part)) for part in TELLING
    }
    return dataclasses.replace(full, **changed)


TELLING = ("findings", "causes", "strengths", "withdrawn", "defeats", "advice")
Told = tuple[str, Key]
"""What is told, and as what: a finding that stands is another thing than one that was withdrawn."""


def _told(assessment: Assessment) -> set[Told]:
    return {(part, one.key) for part in TELLING for one in getattr(assessment, part)}
