"""The experta engine of the advisor: a deterministic agenda, and the grounds of each conclusion.

Stock experta orders activations of equal salience by sets hashed by id, so that the firing order
changes from process to process, and loses track of retracted facts. Here the order depends only on
salience, rule id and the content of the facts, and removal is exact.
"""

from __future__ import annotations

import bisect
import dataclasses
from dataclasses import dataclass, field
from typing import Any

from experta import KnowledgeEngine
from experta.abstract import Strategy
from experta.agenda import Agenda

from advisor import measures
from advisor.facts import (
    Cause,
    Finding,
    Measured,
    Recommendation,
    WorkingFact,
    fact_of_measure,
    facts_of,
)
from advisor.knowledge import KnowledgeBase, RuleCard
from advisor.matcher import TreatMatcher
from advisor.vocabulary import CaseRecord

Key = tuple[str, str | None]
"""A conclusion: id of its rule, and its subject (None: the partnership)."""


@dataclass(frozen=True)
class Firing:
    """One rule that fired: its number in the sequence, on which facts, with which values."""

    number: int
    rule: str
    subject: str | None
    values: dict[str, Any]
    facts: tuple[WorkingFact, ...]


@dataclass
class Conclusions:
    """What the engine concluded about one case."""

    firings: list[Firing] = field(default_factory=list)
    by_key: dict[Key, list[Firing]] = field(default_factory=dict)
    """Each conclusion with every firing that reached it; the first gives its values."""
    defeated: dict[Key, list[Firing]] = field(default_factory=dict)
    """Conclusions withdrawn, with the defeats that did it."""

    def fired(self, rule: str) -> bool:
        """Whether the rule fired at all."""
        return any(firing.rule == rule for firing in self.firings)


_FEW = 8
"""Activations that are put in one by one rather than by sorting all."""


class DeterministicStrategy(Strategy):
    """Keeps the agenda sorted by salience, rule id and facts; the next to fire is the last."""

    def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:
        for activation in removed:
            _drop(agenda.activations, activation)
        for activation in added:
            activation.key = _Last(activation)
        if len(added) < _FEW:
            for activation in added:
                bisect.insort(agenda.activations, activation)
        else:
            agenda.activations += added
            agenda.activations.sort()


class _Last:
    """Orders activations from last to first, since experta's agenda fires from its end; by content alone."""

    __slots__ = ("activation", "key")

    def __init__(self, activation: Any) -> None:
        self.activation = activation
        facts = sorted({fact.key for fact in activation.facts if isinstance(fact, WorkingFact)})
        self.key = -activation.rule.salience, activation.rule._wrapped.card.id, facts

    def __lt__(self, other: _Last) -> bool:
        if self.key == other.key:  # the same facts, in each other's part
            return other.values() < self.values()
        return other.key < self.key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Last) and self.key == other.key and self.values() == other.values()

    def values(self) -> list[tuple[str, str]]:
        """What the variables stand for."""
        context = self.activation.context.items()
        return sorted(
            (name, str(getattr(value, "key", repr(value))))
            for name, value in context
            if not name.startswith("__")  # a name that experta gives to a pattern
        )


def _drop(activations: list[Any], activation: Any) -> None:
    for index, waiting in enumerate(activations):
        same = waiting.rule is activation.rule and waiting.facts == activation.facts
        if same and waiting.context == activation.context:
            del activations[index]
            return


class TracingAgenda(Agenda):
    """An agenda that remembers which activation is firing."""

    firing: Any = None

    def get_next(self) -> Any:
        self.firing = super().get_next()
        return self.firing


class Engine(KnowledgeEngine):
    """The inference engine. Build it once for a knowledge base; `consult` it for each case."""

    __strategy__ = DeterministicStrategy
    __matcher__ = TreatMatcher

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.conclusions = Conclusions()
        self._declared: dict[Key, WorkingFact] = {}
        super().__init__()

    def get_rules(self) -> list[Any]:
        """The rules of the knowledge base; experta would look for methods of this class."""
        return list(self.knowledge.rules.values())

    def get_deffacts(self) -> list[Any]:
        """Only experta's InitialFact; it would look through all attributes for more at each reset."""
        self._declare_initial_fact.ke = self
        return [self._declare_initial_fact]

    def reset(self, **kwargs: Any) -> None:
        super().reset(**kwargs)
        agenda = TracingAgenda()
        agenda.activations = self.agenda.activations
        self.agenda: Any = agenda
        self.conclusions = Conclusions()
        self._declared = {}

    def declare(self, *facts: WorkingFact) -> Any:
        """As experta's, which would first look in every fact for what only a pattern may hold."""
        declared = None
        for fact in facts:
            declared = self.facts.declare(fact)
        if not self.running:
            self.strategy.update_agenda(self.agenda, *self.get_activations())
        return declared

    def consult(self, record: CaseRecord) -> Conclusions:
        """What follows from the facts of one case."""
        self.reset()
        given = sorted(facts_of(record), key=lambda fact: fact.key)
        computed = sorted(self._measured(record), key=lambda fact: fact.key)
        self.declare(*given, *computed)
        self.run()
        return self.conclusions

    def _measured(self, record: CaseRecord) -> list[Measured]:
        results = measures.compute(record, self.knowledge.benchmarks)
        return [fact_of_measure(result) for result in results]

    def conclude(self, rule: str, values: dict[str, Any]) -> None:
        """Called by a rule that fires: remember why, and put its conclusion into working memory."""
        card = self.knowledge.cards[rule]
        firing = self._firing(card, values)
        self.conclusions.firings.append(firing)
        key = (card.id, firing.subject)
        first = key not in self.conclusions.by_key
        self.conclusions.by_key.setdefault(key, []).append(firing)
        if card.kind == "defeat":
            self._withdraw(card, firing)
        elif first:
            fact = _fact_of(card, firing.subject)
            if fact is not None:
                self._declared[key] = self.declare(fact)

    def _firing(self, card: RuleCard, values: dict[str, Any]) -> Firing:
        matched = sorted(
            (fact for fact in self.agenda.firing.facts if isinstance(fact, WorkingFact)),
            key=lambda fact: fact.key,
        )
        ordered = {name: _plain(values[name]) for name in card.arguments}
        first = ordered[card.arguments[0]] if card.arguments else None
        subject = first if isinstance(first, str) else None
        return Firing(len(self.conclusions.firings) + 1, card.id, subject, ordered, tuple(matched))

    def _withdraw(self, card: RuleCard, firing: Firing) -> None:
        for id in card.options["of"]:
            key = (id, firing.subject)
            if key in self.conclusions.by_key:
                self.conclusions.defeated.setdefault(key, []).append(firing)
                fact = self._declared.pop(key, None)
                if fact is not None:
                    self.retract(fact)


def _fact_of(card: RuleCard, subject: str | None) -> WorkingFact | None:
    about = {} if subject is None else {"subject": subject}
    match card.kind:
        case "finding":
            return Finding(id=card.id, theme=card.theme, severity=card.severity, **about)
        case "cause":
            return Cause(id=card.id, theme=card.theme, **about)
        case "recommendation":
            return Recommendation(id=card.id, theme=card.theme, **about)
    return None


def _plain(value: Any) -> Any:
    """A matched value without experta's wrappers; a whole fact becomes a dict of its fields."""
    if isinstance(value, WorkingFact):
        return {name: _plain(part) for name, part in value.values_by_name().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    return value
