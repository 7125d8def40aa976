"""How fast the reasoning is: stock experta, our engine, and CLIPS (a Rete in C), side by side in one run.

    python -m tests.benchmarks.inference          # some minutes
    python -m tests.benchmarks.inference --rounds 2 --cases 10

Each gets the same facts, made anew for it outside the clock: those of a case, and the measures. Its time is to forget
the case before, take the facts, conclude, and give back what was concluded and what was withdrawn, as pairs of rule and
subject. Rounds alternate; the best one counts. The figures of one run can be compared, those of two runs can't.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from advisor import facts
from advisor.case import case_of_values, read_case
from advisor.inference import Conclusions, Engine, Key, TracingAgenda
from advisor.knowledge import KnowledgeBase, load
from tests.benchmarks.by_hand import BY_HAND, conclude_by_hand
from tests.benchmarks.generating import generated
from tests.clips_referee import Clips

from experta import KnowledgeEngine  # isort: skip  (after advisor, which imports it safely)
from experta.matchers.rete import ReteMatcher  # isort: skip
from experta.strategies import DepthStrategy  # isort: skip

SEED = 20261128
EXAMPLES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))
SIZES = (30, 100, 300, 1_000, 3_000)
LARGEST_FOR_STOCK = 1_000
"""It would take minutes for more."""

Pairs = tuple[set[Key], set[Key]]
Fact = facts.WorkingFact


class Rete(Engine):
    """Our engine over experta's matcher."""

    __matcher__ = ReteMatcher


class Stock(Engine):
    """experta as it is: its matcher, agenda, fact list and loop. Only what a rule does when it fires is ours."""

    __matcher__ = ReteMatcher
    __strategy__ = DepthStrategy
    get_deffacts = KnowledgeEngine.get_deffacts
    declare = KnowledgeEngine.declare
    run = KnowledgeEngine.run

    def reset(self, **kwargs: Any) -> None:
        KnowledgeEngine.reset(self, **kwargs)
        agenda = TracingAgenda()
        agenda.activations = self.agenda.activations
        self.agenda = agenda
        self.conclusions = Conclusions()
        self._declared = {}


def by(engine: Engine) -> Callable[[list[Fact]], Pairs]:
    """What an engine concludes from facts."""

    def conclude(given: list[Fact]) -> Pairs:
        engine.reset()
        engine.declare(*given)
        engine.run()
        return set(engine.conclusions.by_key), set(engine.conclusions.defeated)

    return conclude


def by_clips(clips: Clips) -> Callable[[list[Fact]], Pairs]:
    def conclude(given: list[Fact]) -> Pairs:
        clips.declare(given)
        clips.run()
        return clips.conclusions()

    return conclude


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cases", type=int, default=60, help="generated cases")
    wanted = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, seed {SEED}\n")
    knowledge = load()
    _construction(knowledge)
    ours, stock, clips = Engine(knowledge), Stock(knowledge), Clips(knowledge)
    gc.collect()
    gc.freeze()  # as the workers of a batch do
    contestants = {
        "stock experta": by(stock),
        "our engine over experta's Rete": by(Rete(knowledge)),
        "ours": by(ours),
        "CLIPS, with reading back": by_clips(clips),
    }
    examples = [clips.facts(read_case(path).record) for path in EXAMPLES]
    made = [clips.facts(case_of_values(one).record) for one in generated(wanted.cases, seed=SEED)]
    print(f"{len(knowledge.rules)} rules, milliseconds a case")
    _table(f"{len(examples)} example cases", contestants, examples, wanted.rounds)
    _table(f"{len(made)} generated cases", contestants, made, wanted.rounds)
    _few_rules(knowledge, examples, wanted.rounds)
    _growth(contestants, made, wanted.rounds)
    _one_fact({"stock experta": stock, "ours": ours}, examples, wanted.rounds)


def anew(given: Iterable[Fact]) -> list[Fact]:
    """The same facts, not declared yet."""
    return [type(fact)(**fact.values_by_name()) for fact in given]


# --- Whole cases -------------------------------------------------------------------------------


def _table(
    title: str, contestants: dict[str, Callable[[list[Fact]], Any]], cases: Sequence[list[Fact]], rounds: int
) -> None:
    """Milliseconds a case, and how many times as long as ours."""
    best = _best(contestants, cases, rounds)
    mean = sum(map(len, cases)) / len(cases)
    print(f"  {title}, {mean:.0f} facts each")
    for name, seconds in best.items():
        print(f"    {name:32}{1000 * seconds:9.3f}{seconds / best['ours']:9.2f} x ours")
    print(flush=True)


def _best(
    contestants: dict[str, Callable[[list[Fact]], Any]], cases: Sequence[list[Fact]], rounds: int
) -> dict[str, float]:
    """Seconds a case in the best round, by contestant; experta's own takes part in two rounds only."""
    best = dict.fromkeys(contestants, float("inf"))
    for number in range(rounds):
        for name, conclude in contestants.items():
            if number < 2 or "experta" not in name:
                best[name] = min(best[name], _seconds(conclude, cases) / len(cases))
    return best


def _seconds(conclude: Callable[[list[Fact]], Any], cases: Sequence[list[Fact]]) -> float:
    spent = 0.0
    for case in cases:
        given = anew(case)
        begun = time.perf_counter()
        conclude(given)
        spent += time.perf_counter() - begun
    return spent


def _few_rules(knowledge: KnowledgeBase, cases: Sequence[list[Fact]], rounds: int) -> None:
    """A few rules, against the same logic by hand in plain Python: what no rule engine can undercut."""
    few = KnowledgeBase(
        {id: knowledge.rules[id] for id in BY_HAND},
        {id: knowledge.cards[id] for id in BY_HAND},
        knowledge.benchmarks,
    )
    contestants = {
        "stock experta": by(Stock(few)),
        "ours": by(Engine(few)),
        "CLIPS, with reading back": by_clips(Clips(few)),
        "by hand in plain Python": lambda given: conclude_by_hand(given, knowledge.benchmarks),
    }
    for case in cases:
        assert contestants["ours"](anew(case)) == contestants["by hand in plain Python"](anew(case))
    _table(f"only {len(few.rules)} rules, example cases", contestants, cases, rounds)


# --- More facts ----------------------------------------------------------------------------------


def _growth(
    contestants: dict[str, Callable[[list[Fact]], Any]], cases: Sequence[list[Fact]], rounds: int
) -> None:
    """Ever larger partnerships, put together out of cases; microseconds a fact: a straight line would stay flat."""
    everything = put_together(cases)
    random.Random(SEED).shuffle(everything)
    print("  more facts: microseconds a fact")
    print(f"    {'':32}" + "".join(f"{size:>9,}" for size in SIZES))
    for name, conclude in contestants.items():
        cells = []
        for size in SIZES:
            if size > LARGEST_FOR_STOCK and "experta" in name:
                cells.append(f"{'–':>9}")
                continue
            seconds = min(_seconds(conclude, [everything[:size]]) for _ in range(min(rounds, 3)))
            cells.append(f"{1e6 * seconds / size:9.1f}")
        print(f"    {name:32}{''.join(cells)}", flush=True)
    print()


def put_together(cases: Sequence[list[Fact]]) -> list[Fact]:
    """One large partnership: the facts of the first case, and of the others those about an entry, under other ids."""
    whole = list(cases[0])
    for number, case in enumerate(cases[1:], 2):
        ids = {fact["id"] for fact in case if "id" in fact}
        for fact in case:
            values = {name: _under(number, value, ids) for name, value in fact.values_by_name().items()}
            if values != fact.values_by_name():
                whole.append(type(fact)(**values))
    return whole


def _under(number: int, value: Any, ids: set[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_under(number, one, ids) for one in value)
    return f"{value}-{number}" if isinstance(value, str) and value in ids else value


# --- One fact ------------------------------------------------------------------------------------------


def _one_fact(engines: dict[str, Engine], cases: Sequence[list[Fact]], rounds: int) -> None:
    """One fact of a case is retracted and declared again, with the matches and the agenda kept current."""
    print("  one fact retracted and declared again, microseconds; and how often that goes into a whole case")
    for name, engine in engines.items():
        best = float("inf")
        for _ in range(2 if "experta" in name else rounds):
            seconds = [one for case in cases for one in _seconds_of_changes(engine, case)]
            best = min(best, sum(seconds) / len(seconds))
        whole = min(_seconds(by(engine), cases) for _ in range(2)) / len(cases)
        print(f"    {name:32}{1e6 * best:9.1f}{whole / best:9.0f} x")
    print(flush=True)


def _seconds_of_changes(engine: Engine, case: list[Fact]) -> Iterator[float]:
    """Of some facts of a case that has been concluded about."""
    by(engine)(anew(case))
    declared = [fact for fact in engine.facts.values() if isinstance(fact, Fact)]
    for fact in random.Random(SEED).sample(declared, min(20, len(declared))):
        (again,) = anew([fact])
        begun = time.perf_counter()
        engine.retract(fact)
        engine.declare(again)
        yield time.perf_counter() - begun


# --- Construction ----------------------------------------------------------------------------------------


def _construction(knowledge: KnowledgeBase) -> None:
    print("construction, milliseconds: the first in this process, and one more")
    makers: dict[str, Callable[[], Any]] = {
        "ours": lambda: Engine(knowledge),
        "stock experta": lambda: Stock(knowledge),
        "CLIPS": lambda: Clips(knowledge),
    }
    for name, make in makers.items():
        seconds = []
        for _ in range(2):
            gc.collect()
            begun = time.perf_counter()
            make()
            seconds.append(time.perf_counter() - begun)
        print(f"    {name:32}" + "".join(f"{1000 * one:9.1f}" for one in seconds))
    begun = time.perf_counter()
    load()
    print(f"    {'(loading the rules, again)':32}{1000 * (time.perf_counter() - begun):9.1f}\n", flush=True)


if __name__ == "__main__":
    main()
