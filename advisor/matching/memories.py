"""What the matcher remembers: the facts that meet a pattern, and the matches that a fact may forbid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from experta.activation import Activation

from advisor.matching.patterns import Pattern, Selection

Row = tuple[Any, ...]
"""A fact that meets a selection, and its fields after it."""

ABSENT = object()
"""What a field holds that a fact doesn't have."""
NOTHING: dict[Any, Any] = {}


class Match(Activation):
    """A complete match of a rule's positive patterns. It is active while nothing forbids it."""

    def __init__(
        self, rule: Any, facts: tuple[Any, ...], context: dict[str, Any], watches: tuple[Watch, ...]
    ) -> None:
        self.rule = rule
        self.facts = facts
        """In the order of the patterns; experta's holds a set."""
        self.context = context
        self.key = None
        self.watches = watches
        self.blockers = 0
        """How many facts forbid it."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Memory:
    """The facts that meet one selection."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.rows: dict[int, Row] = {}
        self.indexes: dict[tuple[str, ...], Index] = {}
        """The same rows by the values of some fields, or of none."""
        self.watches: list[Watch] = []
        """The exceptions that ask for these facts."""
        self.joins: list[Callable[[Row], None]] = []
        """For each rule with the selection among its positive patterns, the join that starts there."""
        self.enter: Callable[[Any], None]
        """What a fact is offered to: `entering`, once all of the above is known."""

    def index(self, fields: tuple[str, ...]) -> Index:
        """Keep the rows by these fields too; called while the network is built."""
        if fields not in self.indexes:
            self.indexes[fields] = Index(self.key_of(fields))
        return self.indexes[fields]

    @property
    def width(self) -> int:
        """How many values a row has."""
        return 1 + len(self.selection.fields)

    def place(self, name: str) -> int:
        """Where a row holds a field; an empty name is the fact itself."""
        return ("", *self.selection.fields).index(name)

    def key_of(self, fields: Sequence[str]) -> Callable[[Row], Any]:
        """What takes these fields out of a row."""
        return at([self.place(name) for name in fields])

    def remove(self, fact: Any) -> Row | None:
        """Forget a fact; its row, where it had one."""
        row = self.rows.pop(id(fact), None)
        if row is not None:
            for index in self.indexes.values():
                key = index.key_of(row)
                del index.rows[key][id(fact)]
                if not index.rows[key]:
                    del index.rows[key]
        return row

    def clear(self) -> None:
        self.rows.clear()
        for index in self.indexes.values():
            index.rows.clear()


def entering(memory: Memory, block: Callable[[Match], None]) -> Callable[[Any], None]:
    """A function of a fact: does it fit, keep it, forbid what it forbids, and go on to the joins.

    Nearly all the time of the matcher goes by here, so all that it needs is looked up beforehand.
    """
    selection, rows, joins, watches = memory.selection, memory.rows, memory.joins, memory.watches
    tests, fields, equal = selection.tests, selection.fields, selection.equal
    values_of = tuple_at(fields)
    indexes = [(index.key_of, index.rows) for index in memory.indexes.values()]
    is_kept = bool(indexes)

    def enter(fact: Any) -> None:
        for name, test in tests:
            value = fact.get(name, ABSENT)
            if value is ABSENT or not test(value):
                return
        row: Row = (fact,)
        if fields:
            try:
                row += values_of(fact)
            except KeyError:  # a field that the fact doesn't have
                return
            for one, other in equal:
                if fact[one] != fact[other]:
                    return
        if is_kept:
            number = id(fact)
            rows[number] = row
            for key_of, found in indexes:
                key = key_of(row)
                if key in found:
                    found[key][number] = row
                else:
                    found[key] = {number: row}
            for watch in watches:
                for match in watch.forbidden_by(row):
                    block(match)
        for join in joins:
            join(row)

    return enter


@dataclass(eq=False)
class Index:
    """The rows of a memory by a key."""

    key_of: Callable[[Row], Any]
    rows: dict[Any, dict[int, Row]] = field(default_factory=dict)


class Watch:
    """One exception of one rule: the facts that may forbid a match, and the matches that a fact may forbid."""

    def __init__(self, pattern: Pattern, memory: Memory, bound: set[str]) -> None:
        """`bound`: the variables of the rule's positive patterns."""
        shared = pattern.shared(bound)
        fields = pattern.fields_of(shared)
        self.matches: dict[Any, dict[int, Match]] = {}
        self._rows = memory.index(fields).rows
        self._key_of_row = memory.key_of(fields)
        self._key_of_values = at(shared)
        self._differs = [
            (memory.place(name), variable) for name, variable in pattern.differs if variable in bound
        ]
        memory.watches.append(self)

    def enter(self, match: Match) -> None:
        """Count what forbids a new match, and keep it for facts that come."""
        key = self._key_of_values(match.context)
        self.matches.setdefault(key, {})[id(match)] = match
        rows = self._rows.get(key, NOTHING)
        if self._differs:
            match.blockers += sum(self._is_unlike(row, match) for row in rows.values())
        else:
            match.blockers += len(rows)

    def leave(self, match: Match) -> None:
        """Forget a match."""
        key = self._key_of_values(match.context)
        del self.matches[key][id(match)]
        if not self.matches[key]:
            del self.matches[key]

    def forbidden_by(self, row: Row) -> Iterator[Match]:
        """The matches that a fact forbids."""
        for match in self.matches.get(self._key_of_row(row), NOTHING).values():
            if self._is_unlike(row, match):
                yield match

    def _is_unlike(self, row: Row, match: Match) -> bool:
        """Whether the fact holds other values than the match where the pattern says so."""
        return all(row[place] != match.context[variable] for place, variable in self._differs)


def at(places: Sequence[Any]) -> Callable[[Any], Any]:
    """What takes the values at some places as a tuple, or the value itself where it is one."""
    return itemgetter(*places) if places else lambda values: ()


def tuple_at(places: Sequence[Any]) -> Callable[[Any], Row]:
    """What takes the values at some places as a tuple."""
    if len(places) == 1:
        (place,) = places
        return lambda values: (values[place],)
    return at(places)
