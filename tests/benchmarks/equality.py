"""The whole knowledge base on many generated cases: our matcher against experta's Rete, firing by firing.

    python -m tests.benchmarks.equality          # a thousand cases, some minutes
    python -m tests.benchmarks.equality 50 --seed 3

The tests do the same with a few; CLIPS as a third judge is in tests/test_clips.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from advisor.case import case_of_values
from advisor.inference import Engine
from advisor.knowledge import load
from advisor.vocabulary import CaseRecord
from tests.benchmarks.generating import generated

from experta.matchers.rete import ReteMatcher  # isort: skip  (after advisor, which imports it safely)


class WithRete(Engine):
    """Our engine over experta's own matcher."""

    __matcher__ = ReteMatcher


def main() -> None:
    """Compare, and tell the first cases that differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=1_000)
    parser.add_argument("--seed", type=int, default=20261128)
    wanted = parser.parse_args()
    knowledge = load()
    ours, stock = Engine(knowledge), WithRete(knowledge)
    seconds = {"ours": 0.0, "stock": 0.0}
    differing = []
    for values in generated(wanted.count, seed=wanted.seed):
        record = case_of_values(values).record
        if _timed(ours, record, seconds, "ours") != _timed(stock, record, seconds, "stock"):
            differing.append(values["id"])
    each = {name: f"{1000 * spent / wanted.count:.1f} ms" for name, spent in seconds.items()}
    print(
        f"{wanted.count:,} cases, {len(differing)} differ; {each} a case, {seconds['stock'] / seconds['ours']:.1f} to 1"
    )
    if differing:
        sys.exit(f"differing: {', '.join(differing[:5])}")


def _timed(engine: Engine, record: CaseRecord, seconds: dict[str, float], name: str) -> list[Any]:
    begun = time.perf_counter()
    fired = engine.consult(record).firings
    seconds[name] += time.perf_counter() - begun
    return [(one.rule, one.subject, repr(one.values), [fact.key for fact in one.facts]) for one in fired]


if __name__ == "__main__":
    main()
