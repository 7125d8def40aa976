"""Random rule bases within the subset that the matcher takes, random changes to working memory, and a naive matcher.

One seed is one scenario: a few rules, then facts that come and go, some of them twice, with a reset amid it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from types import SimpleNamespace
from typing import Any

from advisor.facts import WorkingFact
from advisor.inference import DeterministicStrategy
from advisor.matching import TreatMatcher

from experta import AS, MATCH, NOT, TEST, KnowledgeEngine, L, P, Rule, W  # isort: skip  (after advisor)
from experta.abstract import Matcher  # isort: skip
from experta.activation import Activation  # isort: skip
from experta.fieldconstraint import ANDFC, NOTFC, ORFC  # isort: skip
from experta.matchers.rete import ReteMatcher  # isort: skip

from advisor.conditions import compare, one_of, some  # isort: skip


class A(WorkingFact):
    """A fact of the first kind."""


class B(WorkingFact):
    """A fact of the second kind."""


class C(WorkingFact):
    """What rules conclude."""


FIELDS = ("p", "q", "r")
VARIABLES = ("x", "y", "z")
VALUES = (0, 1, 2, None, "a")
STEPS = 10


# --- Scenarios ------------------------------------------------------------------------------------


def pattern(rng: random.Random, bound: set[str]) -> tuple[WorkingFact, set[str]]:
    """A pattern, and the variables that it binds."""
    own: set[str] = set()
    excluded: set[str] = set()
    fields: dict[str, Any] = {}
    for name in rng.sample(FIELDS, rng.randint(1, 3)):
        variable = rng.choice(VARIABLES)
        match = getattr(MATCH, variable)
        kind = rng.randrange(12)
        if kind < 5:
            own.add(variable)
            fields[name] = match & rng.choice((one_of(0, 1), some(), ~L(2))) if kind == 0 else match
        elif kind == 5 and bound - excluded:
            other = rng.choice(sorted(bound - excluded))
            excluded.add(other)  # twice in a pattern is refused at load: experta loses one of them
            fields[name] = ~getattr(MATCH, other)
        else:
            plain = (
                1,
                L("a"),
                one_of(0, "a"),
                some(),
                ~L(1),
                ~one_of(1, 2),
                W(),
                P(_is_two),
                L(None),  # with a bare None, experta fails beside |
                L(0) | L("a"),
                ~(L(1) | L(2)),
            )
            fields[name] = rng.choice(plain)
    return rng.choice((A, B, B, C))(**fields), own


def _is_two(value: Any) -> bool:
    return value == 2


def rule(rng: random.Random, number: int) -> Rule:
    """A rule that concludes or withdraws a fact of the third kind."""
    bound: set[str] = set()
    conditions: list[Any] = []
    for position in range(rng.choice((1, 1, 2, 2, 3))):
        one, own = pattern(rng, bound)
        if one in conditions:  # refused at load: experta takes both for one
            continue
        conditions.append(getattr(AS, f"f{position}") << one if rng.random() < 0.2 else one)
        bound |= own
    for _ in range(rng.choice((0, 0, 1, 2))):
        conditions.append(NOT(pattern(rng, bound)[0]))
    if {"x", "y"} <= bound and rng.random() < 0.5:
        conditions.append(compare("x", "≠", "y"))
    concludes = {name: rng.choice(VALUES) for name in rng.sample(FIELDS, 2)}
    withdraws = rng.random() < 0.25

    def act(engine: Any, **values: Any) -> None:
        engine.fired.append((number, sorted((name, told(value)) for name, value in values.items())))
        standing = [fact for fact in engine.facts.values() if isinstance(fact, C)]
        if withdraws and standing:
            engine.retract(min(standing, key=lambda fact: fact.key))
        elif not withdraws and len(engine.fired) < 40:
            engine.declare(C(**concludes))

    act.__name__ = f"rule_{number}"
    act.card = SimpleNamespace(id=f"rule_{number}", arguments=tuple(sorted(bound)))  # type: ignore[attr-defined]
    return Rule(*conditions, salience=rng.choice((0, 0, 1)))(act)


def some_fields(rng: random.Random) -> dict[str, Any]:
    return {name: rng.choice(VALUES) for name in rng.sample(FIELDS, rng.randint(1, 3))}


@dataclass
class Scenario:
    """A rule base, and what happens to working memory: some facts by their fields, or one that goes."""

    rules: list[Rule]
    steps: list[tuple[str, Any]] = field(default_factory=list)


def scenario(seed: int) -> Scenario:
    """The same for the same seed."""
    rng = random.Random(seed)
    made = Scenario([rule(rng, number) for number in range(rng.randint(1, 4))])
    for _ in range(STEPS):
        chance = rng.random()
        if chance < 0.3:
            made.steps.append(("retract", rng.random()))
        elif chance < 0.34:
            made.steps.append(("reset", None))
        else:
            several = [
                (rng.choice((A, B, B, C)), some_fields(rng)) for _ in range(rng.choice((1, 1, 1, 2, 3)))
            ]
            made.steps.append(("declare", several))
    return made


# --- Engines ----------------------------------------------------------------------------------------


class Stock(KnowledgeEngine):
    """Rules that are given, over experta's own matcher; our agenda, since experta's has no order."""

    __strategy__ = DeterministicStrategy
    __matcher__: Any = ReteMatcher

    def __init__(self, rules: list[Rule]) -> None:
        self.given = rules
        self.fired: list[Any] = []
        self.active: list[Any] = []
        super().__init__()
        update = self.strategy._update_agenda

        def keep(agenda: Any, added: Any, removed: Any) -> None:
            for gone in removed:
                same = [one for one in self.active if _content(one) == _content(gone)]
                for one in same[:1]:
                    self.active.remove(one)
            self.active += added
            update(agenda, added, removed)

        self.strategy._update_agenda = keep

    def get_rules(self) -> list[Rule]:
        return self.given

    def reset(self, **kwargs: Any) -> None:
        self.active.clear()
        self.fired.clear()
        super().reset(**kwargs)


class Ours(Stock):
    """The same over our matcher."""

    __matcher__ = TreatMatcher


def over(matcher: Any) -> type[Stock]:
    """The same over another matcher."""
    return type("Over", (Stock,), {"__matcher__": matcher})


def history(kind: Callable[[list[Rule]], Any], of: Scenario) -> Iterator[Any]:
    """What holds after each step; then what fires, in which order, and which facts there are at the end."""
    engine = kind(of.rules)
    engine.reset()
    for what, detail in of.steps:
        standing = [fact for fact in engine.facts.values() if isinstance(fact, WorkingFact)]
        if what == "reset":
            engine.reset()
        elif what == "declare":
            engine.declare(*(sort(**fields) for sort, fields in detail))
        elif standing:
            engine.retract(standing[int(detail * len(standing))])
        yield activations(engine)
    engine.run()
    yield engine.fired, sorted(fact.key for fact in engine.facts.values() if isinstance(fact, WorkingFact))


def _content(activation: Any) -> Any:
    return activation.rule._wrapped, activation.facts, activation.context


def activations(engine: Any) -> list[Any]:
    """Those that are active, as plain data: rule, facts, values of the variables."""
    return sorted(
        (one.rule._wrapped.__name__, _ids(one.facts), _values(one.context)) for one in engine.active
    )


def _ids(facts: Any) -> list[int]:
    return sorted({fact["__factid__"] for fact in facts})


def _values(context: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, told(value)) for name, value in context.items() if not name.startswith("__"))


def told(value: Any) -> str:
    """A value as it is compared: a fact by its number, a word or a number as it is written."""
    return f"fact {value['__factid__']}" if isinstance(value, WorkingFact) else repr(value)


# --- The naive matcher -----------------------------------------------------------------------------------


def complete(
    rules: list[Rule], facts: list[WorkingFact]
) -> Iterator[tuple[Rule, tuple[WorkingFact, ...], dict[str, Any]]]:
    """All matches, by trying every combination of facts for every rule: slow, and plain to see."""
    for one in rules:
        positive = [part for part in one if isinstance(part, WorkingFact)]
        for chosen in product(facts, repeat=len(positive)):
            values = bound_by(zip(positive, chosen, strict=True), {})
            if values is None:
                continue
            nots = (part[0] for part in one if isinstance(part, NOT))
            forbidden = any(bound_by([(part, fact)], values) is not None for part in nots for fact in facts)
            tests = (part[0] for part in one if isinstance(part, TEST))
            if not forbidden and all(
                test(**{name: values[name] for name in (test.left, test.right)}) for test in tests
            ):
                yield one, chosen, values


class NaiveMatcher(Matcher):
    """Finds all matches anew at each change, and tells what came and went."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self.facts: list[WorkingFact] = []
        self.known: dict[Any, Activation] = {}

    def reset(self) -> None:
        self.facts.clear()
        self.known.clear()

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Activation], list[Activation]]:
        gone = [id(fact) for fact in deleting or ()]
        self.facts = [fact for fact in self.facts if id(fact) not in gone]
        self.facts += [
            fact for fact in adding or () if isinstance(fact, WorkingFact) and id(fact) not in gone
        ]
        now = {
            (id(rule), tuple(map(id, facts)), told_all(values)): (rule, facts, values)
            for rule, facts, values in complete(self.engine.get_rules(), self.facts)
        }
        added = {key: Activation(*match) for key, match in now.items() if key not in self.known}
        removed = [activation for key, activation in self.known.items() if key not in now]
        self.known = {key: self.known.get(key) or added[key] for key in now}
        return list(added.values()), removed


def told_all(values: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, told(value)) for name, value in values.items()))


def bound_by(pairs: Any, known: dict[str, Any]) -> dict[str, Any] | None:
    """The variables after each fact was taken for its pattern; None where one doesn't fit."""
    values = dict(known)
    for part, fact in pairs:
        if type(part) is not type(fact):
            return None
        for name, constraint in part.items():
            if name != "__bind__" and not (name in fact and fits(constraint, fact[name], values)):
                return None
        if part.__bind__ and values.setdefault(part.__bind__, fact) is not fact:
            return None
    return values


def fits(constraint: Any, value: Any, values: dict[str, Any]) -> bool:
    """Whether a value meets a constraint; the variables that it binds come into `values`."""
    if isinstance(constraint, ANDFC):
        return all(fits(part, value, values) for part in constraint)
    if isinstance(constraint, ORFC):
        return any(fits(part, value, values) for part in constraint)
    if isinstance(constraint, NOTFC):
        inner = constraint[0]
        if isinstance(inner, W):
            return bool(inner.__bind__ not in values or values[inner.__bind__] != value)
        return not fits(inner, value, values)
    if isinstance(constraint, P) and not constraint.match(value):
        return False
    if isinstance(constraint, L) and constraint.value != value:
        return False
    if not isinstance(constraint, P | L | W):
        return bool(constraint == value)
    return constraint.__bind__ is None or bool(values.setdefault(constraint.__bind__, value) == value)
