"""From a fact in one memory through the others to the complete matches of a rule.

A join is a chain of functions, put together once. Each hands on one flat tuple: the rows matched so far, one after the
other. So a variable is a place in it, and what the next step looks up is taken out by an `itemgetter`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from advisor.matching.memories import NOTHING, Match, Memory, Row, Watch, at, tuple_at
from advisor.matching.patterns import Pattern, Production, Selection

Step = Callable[[Row], None]
Condition = Callable[[Row], bool]


class _Lookup(NamedTuple):
    """Where the rows of a memory are that agree with what is known, and what takes their key out of it."""

    rows: dict[Any, dict[int, Row]]
    key_of: Callable[[Row], Any]


def join_from(
    start: int,
    production: Production,
    memories: dict[Selection, Memory],
    watches: tuple[Watch, ...],
    enter: Callable[[Match], None],
) -> Step:
    """What takes a row of the memory at `start`, and enters every match with it.

    A fact is offered to one memory after the other, and joined before the next one sees it. So a match with the fact in
    two memories is found once, from the later one; with the fact twice in the same memory, from the first position.
    """
    layout = _Layout()
    stages: list[tuple[_Lookup | None, list[Condition]]] = []
    for position in production.orders[start]:
        pattern = production.patterns[position]
        memory = memories[pattern.selection]
        looked_up = None if position == start else _lookup(pattern, memory, layout)
        layout.add(position, pattern, memory)
        conditions = layout.decided(production)
        if position < start and memory is memories[production.patterns[start].selection]:
            conditions.append(_another(layout.facts[position]))
        stages.append((looked_up, conditions))
    step = _matched(production.rule, layout, watches, enter)
    for looked_up, conditions in reversed(stages):
        step = _checked(conditions, step) if conditions else step
        step = _looked_up(looked_up, step) if looked_up else step
    return step


def _lookup(pattern: Pattern, memory: Memory, layout: _Layout) -> _Lookup:
    shared = pattern.shared(layout.variables)
    key_of = at([layout.variables[one] for one in shared])
    return _Lookup(memory.index(pattern.fields_of(shared)).rows, key_of)


class _Layout:
    """What stands where in the flat tuple."""

    def __init__(self) -> None:
        self.variables: dict[str, int] = {}
        self.facts: dict[int, int] = {}
        """The fact of each pattern, by the pattern's position in the rule."""
        self._fields: dict[tuple[int, str], int] = {}
        self._end = 0
        self._decided: set[Any] = set()

    def add(self, position: int, pattern: Pattern, memory: Memory) -> None:
        """The row of one more pattern is put behind."""
        self.facts[position] = self._end
        for name in pattern.selection.fields:
            self._fields[position, name] = self._end + memory.place(name)
        for variable, name in pattern.variables.items():
            self.variables.setdefault(variable, self._end + memory.place(name))
        self._end += memory.width

    def decided(self, production: Production) -> list[Condition]:
        """What a rule asks of several patterns at once, as soon as all of it is there; each once."""
        found: list[Condition] = []
        for position, pattern in enumerate(production.patterns):
            for name, variable in pattern.differs:
                places = self._fields.get((position, name)), self.variables.get(variable)
                self._decide(found, (position, name, variable), _unlike, places)
        for number, comparison in enumerate(production.comparisons):
            places = self.variables.get(comparison.left), self.variables.get(comparison.right)
            self._decide(found, number, partial(_compared, comparison.between), places)
        return found

    def _decide(
        self, found: list[Condition], asked: Any, condition: Any, places: tuple[int | None, int | None]
    ) -> None:
        if None not in places and asked not in self._decided:
            self._decided.add(asked)
            found.append(condition(*places))


# --- The parts of a chain ----------------------------------------------------------------------


def _looked_up(lookup: _Lookup, then: Step) -> Step:
    """Go on with each row that agrees with what is known."""
    rows, key_of = lookup

    def step(known: Row) -> None:
        if rows:
            for row in rows.get(key_of(known), NOTHING).values():
                then(known + row)

    return step


def _checked(conditions: list[Condition], then: Step) -> Step:
    def step(known: Row) -> None:
        for holds in conditions:
            if not holds(known):
                return
        then(known)

    return step


def _matched(rule: Any, layout: _Layout, watches: tuple[Watch, ...], enter: Callable[[Match], None]) -> Step:
    """The end of a chain: a match."""
    facts_of = tuple_at([layout.facts[position] for position in sorted(layout.facts)])
    names, values_of = tuple(layout.variables), tuple_at(list(layout.variables.values()))

    def step(known: Row) -> None:
        match = Match(rule, facts_of(known), dict(zip(names, values_of(known), strict=True)), watches)
        for watch in watches:
            watch.enter(match)
        enter(match)

    return step


# --- Conditions on several patterns ------------------------------------------------------------


def _unlike(place: int, other: int) -> Condition:
    return lambda known: bool(known[place] != known[other])


def _compared(between: Callable[[Any, Any], bool], left: int, right: int) -> Condition:
    return lambda known: between(known[left], known[right])


def _another(place: int) -> Condition:
    """It is another fact than that from which the join started."""
    return lambda known: known[place] is not known[0]
