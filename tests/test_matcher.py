"""The matcher against experta's own Rete and against trying everything: the same activations after every change,
the same firings, the same facts at the end; on random rules, and with the whole knowledge base on every case.
"""

import importlib.util
import itertools
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

from experta import MATCH, Rule  # isort: skip  (after advisor, which imports it safely)
from experta.matchers.rete import ReteMatcher  # isort: skip

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


def test_what_came_and_went_in_one_step_was_never_there():
    engine = Ours([Rule(random_rules.A(p=MATCH.x))(lambda engine, x: None)])
    engine.reset()
    fact = random_rules.A(p=1)
    assert engine.matcher.changes(adding=[fact], deleting=[fact]) == ([], [])
    assert engine.matcher.changes(adding=[random_rules.A(p=2)], deleting=[])[0][0].context == {"x": 2}


# --- Faults put into the matcher on purpose: each must be found -----------------------------------------

PACKAGE = Path(sys.modules[random_rules.TreatMatcher.__module__].__file__).parent
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("*.py"))}

FAULTS = {
    "a test of a field is not asked": ("if value is ABSENT or not test(value):", "if value is ABSENT:"),
    "an absent field fits": (
        "if value is ABSENT or not test(value):",
        "if value is not ABSENT and not test(value):",
    ),
    "a field that a variable stands for may be absent": (
        "row += values_of(fact)",
        "row += values_of({name: fact.get(name) for name in fields})",
    ),
    "one variable twice may differ": ("if fact[one] != fact[other]:", "if False:"),
    "a new fact comes into no index": ("for key_of, found in indexes:", "for key_of, found in ():"),
    "a new fact takes the place of the one before it": (
        "found[key][number] = row",
        "found[key] = {number: row}",
    ),
    "a retracted fact stays in the indexes": ("del index.rows[key][id(fact)]", "pass"),
    "a join doesn't look at shared variables": (
        "shared = pattern.shared(layout.variables)",
        "shared = ()",
    ),
    "a fact that fits two patterns is matched twice": (
        "return lambda known: known[place] is not known[0]",
        "return lambda known: True",
    ),
    "a fact is never matched with itself": (
        "if position < start and memory is",
        "if position != start and memory is",
    ),
    "a variable that must differ is not looked at": (
        "return lambda known: bool(known[place] != known[other])",
        "return lambda known: True",
    ),
    "only one of several conditions is asked": (
        "for holds in conditions:",
        "for holds in conditions[:1]:",
    ),
    "a variable that must differ is not looked at under NOT": (
        "row[place] != match.context[variable] for",
        "True for",
    ),
    "a comparison is not made": (
        "return lambda known: between(known[left], known[right])",
        "return lambda known: True",
    ),
    "a new match counts nothing that forbids it": ("match.blockers += len(rows)", "pass"),
    "a new match counts what is unlike it as well": (
        "match.blockers += sum(self._is_unlike(row, match) for row in rows.values())",
        "match.blockers += len(rows)",
    ),
    "a new fact forbids nothing": ("                    block(match)", "                    pass"),
    "a retracted fact still forbids": ("match.blockers -= 1", "pass"),
    "a fact forbids matches of others": ("shared = pattern.shared(bound)", "shared = ()"),
    "a match outlives its facts": (
        "            if not match.blockers:\n                self._deactivate(match)\n        dispatch",
        "        dispatch",
    ),
    "a forbidden match is active": (
        "        self._unfiled.append(match)\n        if not match.blockers:",
        "        self._unfiled.append(match)\n        if True:",
    ),
    "one of two facts that forbid is enough to allow": (
        "                    if not match.blockers:\n                        self._added",
        "                    if True:\n                        self._added",
    ),
    "a dead match comes back when what forbade it goes": (
        "                watch.leave(match)",
        "                pass",
    ),
    "a match is found under its first fact only": ("for one in match.facts:", "for one in match.facts[:1]:"),
    "a reset leaves facts behind": ("                memory.clear()\n", "                pass\n"),
    "a reset leaves forbidden matches behind": ("            matches.clear()\n", "            pass\n"),
    "what came and went in one change is told": ("if self._added.pop(id(match), None) is None:", "if True:"),
    "patterns of another value share a memory": (
        'return "is", part.value if isinstance(part, L) else part',
        'return "is"',
    ),
    "patterns of other fields share a memory": (
        "asked=frozenset((name, _content(part))",
        "asked=frozenset((_content(part),)",
    ),
    "a negated condition is kept apart from none": (
        'return "not", _content(part[0])',
        "return _content(part[0])",
    ),
    "facts are found by what they must not hold": (
        "    if isinstance(part, NOTFC):\n        return ()",
        "    if isinstance(part, NOTFC):\n        part = part[0]",
    ),
    "the first of several values finds a fact": (
        "for value in dict.fromkeys(values):",
        "for value in values[:1]:",
    ),
}
TRIED = 4_000


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_matcher_is_found(name):
    right, wrong = FAULTS[name]
    (place,) = (stem for stem, text in TEXTS.items() if right in text)
    assert TEXTS[place].count(right) == 1
    faulty = over(matcher_of(TEXTS | {place: TEXTS[place].replace(right, wrong)}))
    assert any(differs(faulty, seed) for seed in range(TRIED))


def matcher_of(texts):
    """The matcher in a changed source."""
    for stem in ("patterns", "memories", "joins", "treat"):  # each after those that it imports
        spec = importlib.util.spec_from_loader(f"faulty.{stem}", loader=None)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        text = texts[stem].replace("from advisor.matching.", "from faulty.")
        exec(compile(text, f"faulty_{stem}.py", "exec"), module.__dict__)
    return module.TreatMatcher


def differs(faulty, seed):
    """Whether the faulty one goes another way, or fails."""
    of = scenario(seed)
    try:
        return list(history(faulty, of)) != list(history(Ours, of))
    except Exception:  # a fault may end in any error
        return True


def test_an_unchanged_copy_of_the_matcher_differs_in_nothing():
    copy = over(matcher_of(TEXTS))
    assert not any(differs(copy, seed) for seed in range(300))
