"""The open questions of a case: which unknown fact to ask for first, and what each answer would mean.

They come from the rules themselves, through the three-valued reasoning of `unknowns`: a fact is worth
asking for by the severity of the undecided rules that it would decide. Nothing of an assessment rests on
them; the report prints the weightiest, and an interview can ask them one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from advisor import measures, vocabulary
from advisor.conditions import Requirement
from advisor.inference import Key
from advisor.knowledge import KnowledgeBase
from advisor.questionnaire.state import Place, is_asked, values_of
from advisor.unknowns import Missing, Openness, Undecided
from advisor.vocabulary import CaseRecord

WEIGHTS = {"critical": 9, "important": 3, "minor": 1}
"""How much deciding a rule is worth, by its severity."""
WHOLE_LIST = 0.05
"""Of that, what a list of which nothing is said is worth: it may well have no such entry."""


class Condition(NamedTuple):
    """A condition on one field of a fact: a part of the case, a relation or a measure."""

    fact: str
    field: str
    requirement: Requirement


@dataclass(frozen=True)
class Branch:
    """What one answer would mean: the rule that would hold, and the conditions on the unknown, all of them needed."""

    rule: str
    subject: str | None
    requirements: tuple[Condition, ...]
    """Empty where the answer is compared with something else, where any answer would do, and for a whole list."""
    together_with: tuple[Missing, ...]
    """Other unknown facts that the rule needs as well."""
    answers: tuple[Any, ...] = ()
    """Of a field with few possible values that a measure is computed from: those with which the rule would hold."""


@dataclass(frozen=True)
class OpenQuestion:
    """An unknown fact, and the rules that it would decide, the weightiest first."""

    section: str
    entry: str
    name: str
    weight: float
    branches: tuple[Branch, ...]

    @property
    def missing(self) -> Missing:
        return Missing(self.section, self.entry, self.name)

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.rule for one in self.branches))


@dataclass(frozen=True)
class SuspectedCause:
    """A root cause that open facts would decide: asked of each partner, never stated."""

    id: str
    would_explain: tuple[Key, ...]
    missing: tuple[Missing, ...]


def open_questions(
    unknown: Openness,
    knowledge: KnowledgeBase,
    record: CaseRecord,
    in_good_hands: Iterable[str | None] = (),
) -> tuple[OpenQuestion, ...]:
    """The unknown facts by the weight of the rules that they would decide, shared among what is missing.

    `in_good_hands`: entries of which no more is asked.
    """
    spared = set(in_good_hands)
    declined = _declined(record)
    values = values_of(record)

    @cache
    def means_something(missing: Missing) -> bool:
        return not missing.name or is_asked(values, Place(*missing))

    weight: dict[Missing, dict[str, float]] = {}
    branches: dict[Missing, dict[tuple[Any, ...], Branch]] = {}
    for one in unknown.undecided:
        for missing in one.missing:
            if missing.entry in spared or missing in declined or not means_something(missing):
                continue
            share = _worth(one, missing, knowledge)
            by_rule = weight.setdefault(missing, {})
            by_rule[one.rule] = max(by_rule.get(one.rule, 0), share)
            branch = _branch(one, missing)
            branches.setdefault(missing, {}).setdefault((branch.rule, branch.requirements), branch)

    trial = _Trial(record, knowledge)

    def questions() -> Iterator[OpenQuestion]:
        for missing, by_rule in weight.items():
            ordered = sorted(
                branches[missing].values(),
                key=lambda one: (-by_rule[one.rule], one.rule, one.subject or "", str(one.requirements)),
            )
            told = tuple(trial.with_answers(branch, missing) for branch in ordered)
            yield OpenQuestion(*missing, weight=round(sum(by_rule.values()), 4), branches=told)

    return tuple(sorted(questions(), key=lambda one: (-one.weight, one.missing)))


def _declined(record: CaseRecord) -> set[Missing]:
    """What was asked and isn't asked again: it doesn't apply, or they'd rather not say."""
    final = ("not_applicable", "not_said")
    found = {Missing(name, "", "") for name, why in (record.unanswered or {}).items() if why in final}
    for section in vocabulary.PARTS:
        part = getattr(record, section)
        for one in part if isinstance(part, list) else [part] if part else []:
            marks = one.unanswered or {}
            found |= {
                Missing(section, getattr(one, "id", ""), name) for name in marks if marks[name] in final
            }
    return found


def _worth(one: Undecided, missing: Missing, knowledge: KnowledgeBase) -> float:
    worth = WEIGHTS[knowledge.cards[one.rule].severity] / len(one.missing) ** 2
    return worth if missing.name else worth * WHOLE_LIST


def _branch(one: Undecided, missing: Missing) -> Branch:
    conditions = (
        Condition(hinge.fact, hinge.field, hinge.test)
        for hinge in one.hinges
        if missing in hinge.missing and hinge.test is not None
    )
    others = tuple(sorted(one.missing - {missing}))
    return Branch(one.rule, one.subject, tuple(dict.fromkeys(conditions)), others)


# --- What each answer would do to a measure -------------------------------------------------


class _Trial:
    """Tries answers on the measures of one case; what a measure gives for an answer is computed once."""

    def __init__(self, record: CaseRecord, knowledge: KnowledgeBase) -> None:
        self.record = record
        self.benchmarks = knowledge.benchmarks
        self.new_results = cache(self._new_results)
        self.results_today = cache(self._results_today)

    def with_answers(self, branch: Branch, missing: Missing) -> Branch:
        """The branch with the answers that would bring it about, found by trying each of a few."""
        conditions = branch.requirements
        facts = {one.fact for one in conditions}
        by_number = any(one.requirement.benchmark for one in conditions)
        candidates = _candidates(missing) if missing.name else ()
        settled_by_one = len(facts) == 1 and facts <= measures.REGISTRY.keys() and not branch.together_with
        if by_number or not settled_by_one:
            return branch

        def holds(value: Any) -> bool:
            results = self.new_results(conditions[0].fact, missing, value)
            return any(
                all(one.requirement.met_by(getattr(result, one.field)) for one in conditions)
                for result in results
            )

        return replace(branch, answers=tuple(filter(holds, candidates)))

    def _new_results(self, measure: str, missing: Missing, value: Any) -> list[Any]:
        """What the measure gives with this answer, and didn't before."""
        record = answered(self.record, missing, value)
        results = measures.REGISTRY[measure].function(record, self.benchmarks)
        return [one for one in results if repr(one) not in self.results_today(measure)]

    def _results_today(self, measure: str) -> frozenset[str]:
        return frozenset(map(repr, measures.REGISTRY[measure].function(self.record, self.benchmarks)))


def _candidates(missing: Missing) -> tuple[Any, ...]:
    info = vocabulary.fields(missing.section)[missing.name]
    if info.shape != "value":
        return ()
    return (True, False) if isinstance(info.type, vocabulary.YesOrNo) else info.choices


def answered(record: CaseRecord, missing: Missing, value: Any) -> CaseRecord:
    """The case with one more field known."""
    part = getattr(record, missing.section)
    if isinstance(part, list):
        known: Any = [
            one.model_copy(update={missing.name: value}) if one.id == missing.entry else one for one in part
        ]
    elif part is None:
        known = vocabulary.PARTS[missing.section].model_construct(
            _fields_set={missing.name}, **{missing.name: value}
        )
    else:
        known = part.model_copy(update={missing.name: value})
    return record.model_copy(update={missing.section: known})


def suspected_causes(unknown: Openness, explained: Iterable[Key]) -> tuple[SuspectedCause, ...]:
    """The causes to ask about, one a cause: of several ways to judge it, the one that needs the fewest facts.

    `explained`: findings that a root cause already found explains; for those nothing more is suspected.
    """
    settled = set(explained)
    found: dict[str, SuspectedCause] = {}
    for one in unknown.suspicions:
        open_symptoms = tuple(key for key in one.symptoms if key not in settled)
        if open_symptoms:
            found.setdefault(one.cause, SuspectedCause(one.cause, open_symptoms, tuple(sorted(one.missing))))
    return tuple(found[id] for id in sorted(found))
