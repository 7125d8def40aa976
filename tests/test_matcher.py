"""The matcher against experta's own Rete and against trying everything: the same activations after every change,
the same firings, the same facts at the end; on random rules, and with the whole knowledge base on every case.
"""

import importlib.util
import sys
from pathlib import Path

import pytest
import random_rules
from benchmarks.generating import generated
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rules import NaiveMatcher, Ours, Stock, history, over, scenario
from strategies import cases

from advisor.case import case_of_values, read_case
from advisor.inference import Engine
from advisor.knowledge import load

from experta.matchers.rete import ReteMatcher  # isort: skip  (after advisor, which imports it safely)
import itertools

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


def test_generated_cases_fire_as_with_rete():
    """`python -m tests.benchmarks.equality` does the same with a thousand."""
    for values in generated(40, seed=11):
        record = case_of_values(values).record
        assert firings(OURS, record) == firings(STOCK, record)


@given(cases())
@settings(max_examples=15, deadline=None, derandomize=True)
def test_random_cases_fire_as_with_rete(values):
    record = case_of_values(values).record
    assert firings(OURS, record) == firings(STOCK, record)


# --- Random rules, under declaring, retracting and resetting -----------------------------------------

Naive = over(NaiveMatcher)
MANY = 5_000


@given(st.integers(0, 2**40))
@settings(max_examples=MANY, deadline=None, derandomize=True, database=None)
def test_random_rules_match_fire_and_end_as_with_rete_and_as_by_trying_everything(seed):
    """Activations after every change, then the firing sequence, then the facts that are left."""
    of = scenario(seed)
    ours = list(history(Ours, of))
    assert ours == list(history(Stock, of))
    assert ours == list(history(Naive, of))


def test_random_rules_are_worth_trying():
    """Enough of them match, fire, withdraw something, and forbid something."""
    seen = [list(history(Ours, scenario(seed))) for seed in range(400)]
    assert sum(bool(one[-1][0]) for one in seen) > 60  # fire
    assert sum(any(one[:-1]) for one in seen) > 160  # match
    assert sum(any(a and not b for a, b in itertools.pairwise(one)) for one in seen) > 40  # lose a match


# --- Faults put into the matcher on purpose: each must be found -----------------------------------------

SOURCE = Path(random_rules.TreatMatcher.__module__.replace(".", "/") + ".py")
TEXT = (Path(__file__).parent.parent / SOURCE).read_text(encoding="utf-8")

FAULTS = {
    "a test of a field is not asked": ("if value is MISSING or not test(value):", "if value is MISSING:"),
    "an absent field fits": (
        "if value is MISSING or not test(value):",
        "if value is not MISSING and not test(value):",
    ),
    "a field that is only named may be absent": ("if get(name, MISSING) is MISSING:", "if False:"),
    "one variable twice may differ": ("if fact[one] != fact[other]:", "if False:"),
    "a new fact comes into no index": (
        "for variables, index in self.indexes.items():\n            index.setdefault",
        "for variables, index in ():\n            index.setdefault",
    ),
    "a retracted fact stays in its memory": (
        "_, values = self.facts.pop(id(fact))",
        "_, values = self.facts[id(fact)]",
    ),
    "a join doesn't look at shared variables": ("shared = tuple(sorted(own[chosen] & known))", "shared = ()"),
    "a fact that fits two patterns is matched twice": (
        "if fact is new and step.position < start:",
        "if False:",
    ),
    "a fact is never matched with itself": ("if fact is new and step.position < start:", "if fact is new:"),
    "a variable that must differ is not looked at": (
        "return any(fact[name] == bound[variable]",
        "return any(False and fact[name] == bound[variable]",
    ),
    "a comparison is not made": ("return all(test(**", "return all(True or test(**"),
    "a new match counts nothing that forbids it": (
        "counts = [self._count(alpha, shared, bound)",
        "counts = [0 * self._count(alpha, shared, bound)",
    ),
    "a new fact forbids nothing": ("match.counts[number] += 1", "pass"),
    "a retracted fact still forbids": ("match.counts[number] -= 1", "pass"),
    "a fact forbids matches of others": (
        "agrees = all(match.values[one] == values[one] for one in shared)",
        "agrees = True",
    ),
    "a match outlives its facts": ("if production.matches.pop(id(match), None) is not None:", "if False:"),
    "a forbidden match is active": ("if any(match.counts):", "if False:"),
    "only the first exception counts": (
        "if any(match.counts):",
        "if match.counts[:1] != [0] and match.counts:",
    ),
    "a reset leaves facts behind": ("            touched.clear()\n", "            pass\n"),
    "what came and went in one change is told": ("self._added.pop(id(activation), None) is None", "True"),
    "patterns of another value share a memory": (
        'return "L", type(value), value, getattr(part, "__bind__", None)',
        'return "L", getattr(part, "__bind__", None)',
    ),
    "a negated literal is taken as it stands": (
        "tests.append((name, _negated(same) if isinstance(part, NOTFC) else same))",
        "tests.append((name, same))",
    ),
    "a negated predicate is taken as it stands": (
        "_negated(inner.match) if isinstance(part, NOTFC) else inner.match",
        "inner.match",
    ),
}
TRIED = 4_000


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_matcher_is_found(name):
    right, wrong = FAULTS[name]
    assert TEXT.count(right) == 1
    faulty = over(matcher_of(TEXT.replace(right, wrong)))
    assert any(differs(faulty, seed) for seed in range(TRIED))


def matcher_of(text):
    """The matcher in a changed source."""
    spec = importlib.util.spec_from_loader("faulty_matcher", loader=None)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look up their annotations
    exec(compile(text, "faulty_matcher.py", "exec"), module.__dict__)
    return module.TreatMatcher


def differs(faulty, seed):
    """Whether the faulty one goes another way, or fails."""
    of = scenario(seed)
    try:
        return list(history(faulty, of)) != list(history(Ours, of))
    except Exception:  # a fault may end in any error
        return True


def test_an_unchanged_copy_of_the_matcher_differs_in_nothing():
    copy = over(matcher_of(TEXT))
    assert not any(differs(copy, seed) for seed in range(300))
