"""The experta engine of the advisor: a deterministic agenda, and the grounds of each conclusion.

Stock experta orders activations of equal salience by sets hashed by id, so that the firing order
changes from process to process, and loses track of retracted facts. Here the order depends only on
salience, rule id and the content of the facts, and removal is exact.
"""

from __future__ import annotations

import bisect
import dataclasses
import math
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from experta import KnowledgeEngine
from experta.abstract import Strategy
from experta.agenda import Agenda
from experta.factlist import FactList

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
from advisor.matching import TreatMatcher
from advisor.vocabulary import CaseRecord

Key = tuple[str, str | None]
"""A conclusion: id of its rule, and its subject (None: the partnership)."""


@dataclass(eq=False)
class Firing:
    """One rule that fired: its number in the sequence, and on what."""

    number: int
    rule: str
    subject: str | None
    bound: dict[str, Any]
    """The variables that the texts of the rule may use, as they were matched."""
    matched: tuple[WorkingFact, ...]

    @cached_property
    def values(self) -> dict[str, Any]:
        """The variables as plain data; a whole fact is a dict of its fields."""
        return {name: _plain(value) for name, value in self.bound.items()}

    @cached_property
    def facts(self) -> tuple[WorkingFact, ...]:
        """The facts that it rests on, each once, in an order that only depends on their content."""
        return tuple(sorted({id(fact): fact for fact in self.matched}.values(), key=lambda fact: fact.key))


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
_key = attrgetter("key")


class DeterministicStrategy(Strategy):
    """Keeps the agenda sorted by salience, rule id and facts; the next to fire is the last."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[int, tuple[int, ...]]] = {}

    def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:
        waiting = agenda.activations
        for activation in removed:
            self._put_in_order(activation)
            _drop(waiting, activation)
        for activation in added:
            self._put_in_order(activation)
        if len(added) < _FEW:
            for activation in added:
                bisect.insort(waiting, activation, key=_key)
        else:
            waiting += added
            waiting.sort(key=_key)

    def _put_in_order(self, activation: Any) -> None:
        if activation.key is None:
            id = activation.rule._wrapped.card.id
            place = self._places.get(id)
            if place is None:
                backwards = *(-ord(letter) for letter in id), 1  # the end comes after any letter
                place = self._places[id] = activation.rule.salience, backwards
            activation.key = place, _Last(activation)


class _Last:
    """Orders activations of one rule from last to first, since experta's agenda fires from its end; by content alone:
    by their subject, then by the facts that they rest on, then by which part each has.

    Few activations of a rule have the same subject: the facts are not looked at before they are compared.
    """

    __slots__ = ("_facts", "activation", "subject")

    def __init__(self, activation: Any) -> None:
        self.activation = activation
        arguments = activation.rule._wrapped.card.arguments
        first = activation.context[arguments[0]] if arguments else None
        self.subject = first if isinstance(first, str) else ""
        self._facts: list[tuple[str, str]] | None = None

    def __lt__(self, other: _Last) -> bool:
        if self.subject != other.subject:
            return other.subject < self.subject
        if self.facts() != other.facts():
            return other.facts() < self.facts()
        return other.values() < self.values()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, _Last)
            and self.subject == other.subject
            and self.facts() == other.facts()
            and self.values() == other.values()
        )

    def facts(self) -> list[tuple[str, str]]:
        """What orders the facts that it rests on."""
        if self._facts is None:
            self._facts = sorted(
                {fact.key for fact in self.activation.facts if isinstance(fact, WorkingFact)}
            )
        return self._facts

    def values(self) -> list[tuple[str, str]]:
        """What the variables stand for."""
        context = self.activation.context.items()
        return sorted(
            (name, str(getattr(value, "key", repr(value))))
            for name, value in context
            if not name.startswith("__")  # a name that experta gives to a pattern
        )


def _drop(waiting: list[Any], activation: Any) -> None:
    """Take an activation out, which has fired already if it isn't there."""
    at = bisect.bisect_left(waiting, activation.key, key=_key)
    if at < len(waiting) and waiting[at].key == activation.key:
        del waiting[at]


class WorkingMemory(FactList):
    """experta's list of facts, for facts that hold plain values and were validated when the case was read."""

    @staticmethod
    def _get_fact_id(fact: Any) -> Any:
        """What makes two facts the same: type and fields."""
        content = fact.items() if NUMBER not in fact else fact.values_by_name().items()
        return type(fact), frozenset(content)

    def declare(self, fact: Any) -> Any:
        """As experta's: None for a fact that is there already. It would look at each key and log each fact."""
        content = self._get_fact_id(fact)
        if content in self.reference_counter:
            return None
        self.reference_counter[content] = 1
        dict.__setitem__(fact, NUMBER, self.last_index)
        self[self.last_index] = fact
        self.last_index += 1
        self.added.append(fact)
        return fact


NUMBER = "__factid__"
"""Where experta keeps the number of a declared fact."""


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

    def reset(self, **kwargs: Any) -> None:
        """As experta's, but without its InitialFact, which no rule of the safe subset needs."""
        self.agenda: Any = TracingAgenda()
        self.facts = WorkingMemory()
        self.matcher.reset()
        self.running = False
        self.conclusions = Conclusions()
        self._declared = {}

    def declare(self, *facts: WorkingFact) -> Any:
        """As experta's, which would first look in every fact for what only a pattern may hold."""
        declared = None
        for fact in facts:
            declared = self.facts.declare(fact)
        if not self.running:
            self._update_agenda()
        return declared

    def _update_agenda(self) -> None:
        self.strategy._update_agenda(self.agenda, *self.get_activations())

    def run(self, steps: float = math.inf) -> None:
        """As experta's, which would write a line for its log at each step; ours is in `conclusions`."""
        self.running = True
        while steps > 0 and self.running:
            if self.facts.added or self.facts.removed:
                self._update_agenda()
            activation = self.agenda.get_next()
            if activation is None:
                break
            steps -= 1
            activation.rule(self, **activation.context)
        self.running = False

    def consult(self, record: CaseRecord) -> Conclusions:
        """What follows from the facts of one case."""
        self.reset()
        self.declare(*facts_of(record), *self._measured(record))
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
        bound = {name: values[name] for name in card.arguments}
        first = values[card.arguments[0]] if card.arguments else None
        subject = first if isinstance(first, str) else None
        return Firing(
            len(self.conclusions.firings) + 1, card.id, subject, bound, tuple(self.agenda.firing.facts)
        )

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
