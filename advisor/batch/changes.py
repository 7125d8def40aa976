"""What changed between two batches: findings of a case that are new, solved or worse, and those not known any more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from advisor.batch.sources import folded
from advisor.batch.store import FolderError, Row
from advisor.batch.work import DONE
from advisor.errors import Problem
from advisor.knowledge import SEVERITIES, RuleCard, held_values
from advisor.levels import IN_TROUBLE, LEVELS
from advisor.messages import say

RESULTS = "results.jsonl"
MOST_GONE = 10
WORTH_TELLING = 0.1
"""A value counts as worse when it moved by at least this share of what it was."""


class Found(NamedTuple):
    """A finding of one case, by what the reader calls its subject."""

    id: str
    subject: str | None
    about: str | None
    severity: str


class Value(NamedTuple):
    """A value that moved, named as the texts name it: `load.share`."""

    name: str
    before: float
    now: float


class Movement(NamedTuple):
    """A finding that became worse or lighter, by its values or in that another took its place."""

    found: Found
    values: tuple[Value, ...] = ()
    instead_of: Found | None = None


@dataclass(frozen=True)
class Change:
    """How one case differs from what it was."""

    slot: str
    before: str
    """The verdict of the earlier batch."""
    now: str
    new: tuple[Found, ...] = ()
    learned: tuple[Found, ...] = ()
    """Found now, but too little was known then to judge: it may have been so before."""
    worse: tuple[Movement, ...] = ()
    eased: tuple[Movement, ...] = ()
    solved: tuple[Found, ...] = ()
    unclear: tuple[Found, ...] = ()
    """No longer found, but because too little is known now to judge: nobody should take it for solved."""
    same_rules: bool = True
    """Whether both batches were made with the same rules and benchmarks."""

    @property
    def is_one(self) -> bool:
        return self.before != self.now or any(getattr(self, kind) for kind in KINDS)

    @property
    def fell(self) -> bool:
        """Whether the verdict became worse, and calls for action now."""
        return self.now in IN_TROUBLE and self.before in LEVELS and _rank(self.now) > _rank(self.before)

    @property
    def weight(self) -> tuple[Any, ...]:
        """What a reader should see first has the smallest."""
        severities = [one.severity for one in (*self.new, *self.learned)]
        severities += [one.found.severity for one in self.worse]
        counts = tuple(-severities.count(severity) for severity in SEVERITIES)
        return (not self.fell, *counts, -len(self.solved), self.slot)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for a line of `changes.jsonl`."""
        verdict = {"before": self.before, "now": self.now}
        told = {kind: [_plain(one) for one in getattr(self, kind)] for kind in KINDS}
        return {"case": self.slot, "verdict": verdict, **told, "same_rules": self.same_rules}


KINDS = ("new", "learned", "worse", "eased", "solved", "unclear")
"""The sorts of change, in the order in which they are told."""


def _plain(one: Found | Movement) -> dict[str, Any]:
    if isinstance(one, Found):
        return one._asdict()
    instead = one.instead_of._asdict() if one.instead_of else None
    return one.found._asdict() | {"values": [value._asdict() for value in one.values], "instead_of": instead}


def _rank(verdict: str) -> int:
    return LEVELS.index(verdict) if verdict in LEVELS else 0


def compare(slot: str, before: dict[str, Any], now: dict[str, Any], cards: Mapping[str, RuleCard]) -> Change:
    """The change from one result of a case to another."""
    earlier = {(one["id"], one["subject"]): one for one in before["findings"]}
    current = {(one["id"], one["subject"]): one for one in now["findings"]}
    gone = {key: one for key, one in earlier.items() if key not in current}
    come = {key: one for key, one in current.items() if key not in earlier}
    worse: list[Movement] = []
    eased: list[Movement] = []
    for key, one in current.items():
        if key in earlier and one["id"] in cards:
            worse += _worsened(earlier[key], one, cards[one["id"]])
    for key, other, movement, is_worse in list(_replacements(gone, come, cards)):
        if gone.pop(key, None) and come.pop(other, None):
            (worse if is_worse else eased).append(movement)
    said_by_another = {(one["id"], one["subject"]) for one in now["withdrawn"] if one["merged"]}
    left = [
        _found(one)
        for key, one in gone.items()
        if key not in said_by_another and not any(_outweighs(new, one) for new in come.values())
    ]
    undecided_before = set(before["open_rules"])
    unclear = [one for one in left if not _is_solved(one, before, now)]
    return Change(
        slot,
        before["verdict"],
        now["verdict"],
        new=tuple(_found(one) for one in come.values() if one["id"] not in undecided_before),
        learned=tuple(_found(one) for one in come.values() if one["id"] in undecided_before),
        worse=tuple(worse),
        eased=tuple(eased),
        solved=tuple(one for one in left if one not in unclear),
        unclear=tuple(unclear),
        same_rules=(before["knowledge"], before["benchmarks"]) == (now["knowledge"], now["benchmarks"]),
    )


def _found(one: dict[str, Any]) -> Found:
    return Found(one["id"], one["subject"], one["about"], one["severity"])


def _is_solved(gone: Found, before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether a finding that is gone may be called solved.

    Not where its rule can't be judged now, where what it was about is told of no more, or where anything of the
    case is told of less than before: what a measure makes of a gap is seldom plain to see.
    """
    told_less = any(
        now["told"].get(name, 0) < count for name, count in before["told"].items() if _stays(name, now)
    )
    known_entries = {name.partition(".")[2] for name in now["told"]}
    was_an_entry = gone.subject in {name.partition(".")[2] for name in before["told"] if "." in name}
    return (
        gone.id not in now["open_rules"]
        and not told_less
        and (not was_an_entry or gone.subject in known_entries)
    )


def _stays(name: str, now: dict[str, Any]) -> bool:
    """Whether a part of a case is there still; a section always is, if only with nothing in it."""
    return name in now["told"] or "." not in name


def _outweighs(new: dict[str, Any], gone: dict[str, Any]) -> bool:
    """Whether a new finding speaks of the same matter at least as heavily: what it makes silent is not solved."""
    same = new["subject"] == gone["subject"] and new["id"].partition("-")[0] == gone["id"].partition("-")[0]
    heavier = SEVERITIES.index(new["severity"]) <= SEVERITIES.index(gone["severity"])
    return bool(same and new["subject"] and heavier)


def _worsened(before: dict[str, Any], now: dict[str, Any], card: RuleCard) -> Iterator[Movement]:
    """A finding that stands as it stood, where its values moved on clearly."""
    values = []
    for name, held in held_values(card).items():
        old, new = before["measured"].get(name), now["measured"].get(name)
        if old is None or new is None or not held.is_worse(old, new):
            continue
        if abs(new - old) >= WORTH_TELLING * max(abs(old), abs(new)):
            values.append(Value(name, old, new))
    if values:
        yield Movement(_found(now), tuple(values))


Key = tuple[str, str | None]


def _replacements(
    gone: Mapping[Key, dict[str, Any]], come: Mapping[Key, dict[str, Any]], cards: Mapping[str, RuleCard]
) -> Iterator[tuple[Key, Key, Movement, bool]]:
    """Findings of which another took the place, since both look at one measure: “leans”, then “very uneven”."""
    for key, old in gone.items():
        for other, new in come.items():
            if old["subject"] != new["subject"] or not {old["id"], new["id"]} <= cards.keys():
                continue
            theirs = {(held.kind, held.field): name for name, held in held_values(cards[old["id"]]).items()}
            for name, held in held_values(cards[new["id"]]).items():
                before = old["measured"].get(theirs.get((held.kind, held.field), ""))
                now = new["measured"].get(name)
                if before is not None and now is not None and before != now:
                    movement = Movement(_found(new), (Value(name, before, now),), _found(old))
                    yield key, other, movement, held.is_worse(before, now)


class Earlier:
    """The results of an earlier batch. Raises FolderError where there are none."""

    def __init__(self, folder: Path, audience: str) -> None:
        """`audience`: for whom results must have been reasoned; others would tell what these may not."""
        self.folder = folder
        self._file = folder / RESULTS
        self._audience = audience
        self.gone: list[str] = []
        """Some cases of the earlier batch that are no longer there, as far as paired, by their titles."""
        self.gone_count = 0
        if not self._file.is_file():
            missing = say("holds no results of a batch ({file})", file=RESULTS)
            raise FolderError(Problem(str(folder), missing))
        next(self._results(), None)  # made for other readers, it is refused before anything is done

    def paired(self, rows: Iterator[Row]) -> Iterator[tuple[Row, dict[str, Any] | None]]:
        """Each row with the earlier result of its case, if there is one. Both come in the order of ids."""
        earlier = self._results()
        before = next(earlier, None)
        for row in rows:
            while before is not None and not row.slot.startswith("?") and _slot(before) < row.slot:
                self._leave(before)
                before = next(earlier, None)
            if before is not None and _slot(before) == row.slot:
                yield row, before
                before = next(earlier, None)
            else:
                yield row, None
        while before is not None:
            self._leave(before)
            before = next(earlier, None)

    def _leave(self, result: dict[str, Any]) -> None:
        self.gone_count += 1
        if len(self.gone) < MOST_GONE:
            self.gone.append(str(result["case"]["title"] or result["case"]["id"]))

    def _results(self) -> Iterator[dict[str, Any]]:
        """The results of cases that could be analysed; those without an id stand at the end and are passed over."""
        with self._file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    result = json.loads(line)
                    if result["status"] != DONE:
                        continue
                    if result["audience"] != self._audience:
                        other = say(
                            "was made for other readers; compare two batches with or without --adviser"
                        )
                        raise FolderError(Problem(str(self._file), other, number))
                    _expect_all_that_is_compared(result)
                except (ValueError, KeyError, TypeError, AttributeError):
                    damaged = say("is no result of a batch; the file may be damaged")
                    raise FolderError(Problem(str(self._file), damaged, number)) from None
                yield result


def _expect_all_that_is_compared(result: dict[str, Any]) -> None:
    """Raises KeyError or TypeError where something is missing."""
    for name in ("verdict", "open_rules", "told", "knowledge", "benchmarks"):
        result[name]
    result["case"]["id"].casefold()
    result["case"]["title"]
    for one in result["findings"]:
        _found(one), one["measured"].items()
    for one in result["withdrawn"]:
        one["id"], one["subject"], one["merged"]


def _slot(result: dict[str, Any]) -> str:
    return folded(result["case"]["id"])
