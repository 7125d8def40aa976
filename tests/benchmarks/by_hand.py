"""A few rules written by hand in plain Python: the limit that a rule engine is measured against.

It is what a program without rules would look like: fast, and neither explained, nor tested, nor changed one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from advisor.benchmarks import Benchmarks
from advisor.facts import WorkingFact
from advisor.inference import Key

BY_HAND = ("EXP-04", "EXP-07", "EXP-31", "RSP-01", "RSP-02", "RSP-03", "RSP-D1")


def conclude_by_hand(given: Iterable[WorkingFact], benchmarks: Benchmarks) -> tuple[set[Key], set[Key]]:
    """What the rules of `BY_HAND` conclude from the facts of a case, and what of it is withdrawn."""
    known: dict[str, list[WorkingFact]] = defaultdict(list)
    for fact in given:
        known[type(fact).__name__].append(fact)
    concluded: set[Key] = set()
    for growth in known["Growth"]:
        if growth.get("monthly_rate", 0) >= benchmarks["growth.out_of_reach"]:
            concluded.add(("EXP-04", growth["expectation"]))
        faster = growth.get("pace_over_best", 0) > benchmarks["growth.pace_over_best"]
        if faster and growth.get("monthly_rate", 0) > benchmarks["growth.plausible"]:
            concluded.add(("EXP-07", growth["expectation"]))
    set_anew = {one["id"] for one in known["Expectation"] if one.get("rebaselined") is True}
    for pilot in known["Pilot"]:
        supports = pilot.get("supports")
        if pilot.get("result") == "failed" and supports is not None and supports not in set_anew:
            concluded.add(("EXP-31", supports))
    uneven = _uneven(known, benchmarks)
    withdrawn = {key for key in uneven if _is_agreed(known, key[1])}
    return concluded | uneven | {("RSP-D1", who) for _, who in withdrawn}, withdrawn


def _uneven(known: dict[str, list[WorkingFact]], benchmarks: Benchmarks) -> set[Key]:
    severe, unbalanced, balanced = (
        benchmarks[f"load.{name}"] for name in ("severe", "unbalanced", "balanced")
    )
    noise, weighty = benchmarks["load.noise_hours"], benchmarks["load.weighty_hours"]
    found: set[Key] = set()
    for balance in known["Balance"]:
        fairness, hours, who = balance["fairness"], balance["excess_hours"], balance["heaviest"]
        if fairness < severe and hours >= weighty:
            found.add(("RSP-03", who))
        elif fairness < unbalanced and hours >= noise:
            found.add(("RSP-02", who))
        elif unbalanced <= fairness < balanced and hours >= noise:
            found.add(("RSP-01", who))
    return found


def _is_agreed(known: dict[str, list[WorkingFact]], who: str | None) -> bool:
    agreed = any(workload.get("agreed_fair") is True for workload in known["Workload"])
    objects = any(partner.get("finds_load_fair") is False for partner in known["Partner"])
    strained = any(
        partner.get("id") == who and partner.get("signs_of_strain") for partner in known["Partner"]
    )
    return agreed and not objects and not strained
