"""The matcher against experta's own Rete: the same activations after every change, the same firings on every case."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import cases

from advisor.case import case_of_values, read_case
from advisor.facts import WorkingFact
from advisor.inference import Engine
from advisor.knowledge import load
from advisor.matcher import TreatMatcher

from experta import AS, MATCH, NOT, KnowledgeEngine, Rule  # isort: skip  (after advisor, which imports it safely)
from experta.matchers.rete import ReteMatcher  # isort: skip

from advisor.conditions import compare, one_of, positive  # isort: skip

KNOWLEDGE = load()
CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))


class WithRete(Engine):
    """Our engine over experta's own matcher."""

    __matcher__ = ReteMatcher


OURS, STOCK = Engine(KNOWLEDGE), WithRete(KNOWLEDGE)


def firings(engine, record):
    return [
        (one.rule, one.subject, repr(one.values), [fact.key for fact in one.facts])
        for one in engine.consult(record).firings
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_whole_knowledge_base_fires_as_with_rete(path):
    record = read_case(path).record
    assert firings(OURS, record) == firings(STOCK, record)


@given(cases())
@settings(max_examples=15, deadline=None, derandomize=True)
def test_random_cases_fire_as_with_rete(values):
    record = case_of_values(values).record
    assert firings(OURS, record) == firings(STOCK, record)


# --- Random rules over random facts, under declaring and retracting -------------------------


class A(WorkingFact):
    """A fact of the first kind."""


class B(WorkingFact):
    """A fact of the second kind."""


class Bare(KnowledgeEngine):
    """An engine whose rules are given, and whose agenda is not run."""

    def __init__(self, rules):
        self.given = rules
        super().__init__()

    def get_rules(self):
        return self.given


class BareTreat(Bare):
    """The same with our matcher."""

    __matcher__ = TreatMatcher


FIELDS = ("p", "q", "r")
VARIABLES = ("x", "y")


def random_pattern(rng, bound):
    """A pattern, and the variables that it binds."""
    own, fields = set(), {}
    for name in rng.sample(FIELDS, rng.randint(1, 3)):
        kind = rng.choice(("literal", "variable", "variable", "one_of", "positive", "both"))
        variable = rng.choice(VARIABLES)
        if kind == "literal":
            fields[name] = rng.randint(0, 2)
        elif kind == "one_of":
            fields[name] = one_of(0, 2)
        elif kind == "positive":
            fields[name] = positive()
        else:
            own.add(variable)
            match = getattr(MATCH, variable)
            fields[name] = match & one_of(0, 1) if kind == "both" else match
    if bound and rng.random() < 0.2:
        free = [name for name in FIELDS if name not in fields]
        if free:
            fields[free[0]] = ~getattr(MATCH, rng.choice(sorted(bound)))
    return rng.choice((A, B))(**fields), own


def random_rule(rng, number):
    bound, conditions = set(), []
    for position in range(rng.randint(1, 3)):
        pattern, own = random_pattern(rng, bound)
        named = rng.random() < 0.2
        conditions.append(getattr(AS, f"f{position}") << pattern if named else pattern)
        bound |= own
    for _ in range(rng.choice((0, 0, 1, 2))):
        pattern, _ = random_pattern(rng, bound)
        conditions.append(NOT(pattern))
    if {"x", "y"} <= bound and rng.random() < 0.5:
        conditions.append(compare("x", rng.choice(("<", "≥", "≠")), "y"))

    def act(*args, **values):
        raise AssertionError("the agenda is never run")

    act.__name__ = f"rule_{number}"
    return Rule(*conditions)(act)


def seen(activations):
    """Activations as plain data: rule, facts, and the values of the variables."""
    return sorted(
        (
            activation.rule._wrapped.__name__,
            sorted(fact["__factid__"] for fact in activation.facts),
            sorted(
                (name, repr(value)) for name, value in activation.context.items() if not name.startswith("__")
            ),
        )
        for activation in activations
    )


class Mirror:
    """Keeps what an engine's changes add up to."""

    def __init__(self, kind, rules):
        self.engine = kind(rules)
        self.active = []
        self.engine.strategy._update_agenda = self.update
        self.engine.reset()

    def update(self, agenda, added, removed):
        for gone in removed:
            self.active.remove(gone) if gone in self.active else None
        self.active += added


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_random_rules_have_the_same_activations_as_with_rete_after_every_change(seed):
    rng = random.Random(seed)
    rules = [random_rule(rng, number) for number in range(rng.randint(1, 5))]
    ours, stock = Mirror(BareTreat, rules), Mirror(Bare, rules)
    declared = []
    for _ in range(12):
        if declared and rng.random() < 0.3:
            pair = declared.pop(rng.randrange(len(declared)))
            for mirror, fact in zip((ours, stock), pair, strict=True):
                mirror.engine.retract(fact)
        else:
            kind = rng.choice((A, B))
            fields = {name: rng.randint(0, 2) for name in rng.sample(FIELDS, rng.randint(1, 3))}
            pair = [mirror.engine.declare(kind(**fields)) for mirror in (ours, stock)]
            if all(fact is not None for fact in pair):
                declared.append(pair)
        assert seen(ours.active) == seen(stock.active)
