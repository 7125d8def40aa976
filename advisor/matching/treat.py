"""The matches kept current under declaring and retracting: what experta calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from experta.abstract import Matcher

from advisor.matching.joins import join_from
from advisor.matching.memories import ABSENT, NOTHING, Match, Memory, Watch, entering
from advisor.matching.patterns import Production, Selection, production_of


class TreatMatcher(Matcher):
    """Which rules match which facts. A change costs what the rules cost whose patterns it meets."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._matches_of: dict[int, dict[int, Match]] = {}
        self._unfiled: list[Match] = []
        """Matches that `_matches_of` doesn't have yet: only a retraction asks for them."""
        self._added: dict[int, Match] = {}
        self._removed: dict[int, Match] = {}
        self._memories: dict[Selection, Memory] = {}
        self._by_type: dict[type, _Dispatch] = {}
        for rule in engine.get_rules():
            self._connect(production_of(rule))
        self._all = list(self._memories.values())
        for memory in self._all:
            memory.enter = entering(memory, self._block)
            self._by_type.setdefault(memory.selection.kind, _Dispatch()).add(memory)
        self._watched = [watch.matches for memory in self._all for watch in memory.watches]

    # --- Building ---

    def _connect(self, production: Production) -> None:
        """Have the memories of a rule's patterns call each other."""
        for pattern in (*production.patterns, *production.exceptions):
            self._provide(pattern.selection)
        bound = {variable for pattern in production.patterns for variable in pattern.variables}
        watches = tuple(
            Watch(pattern, self._memories[pattern.selection], bound) for pattern in production.exceptions
        )
        for start, pattern in enumerate(production.patterns):
            join = join_from(start, production, self._memories, watches, self._enter)
            self._memories[pattern.selection].joins.append(join)

    def _provide(self, selection: Selection) -> None:
        if selection not in self._memories:
            self._memories[selection] = Memory(selection)

    # --- experta's interface ---

    def reset(self) -> None:
        for memory in self._all:
            if memory.rows:
                memory.clear()
        for matches in self._watched:
            matches.clear()
        self._matches_of.clear()
        self._unfiled.clear()
        self._added.clear()
        self._removed.clear()

    def changes(
        self, adding: Iterable[Any] | None = None, deleting: Iterable[Any] | None = None
    ) -> tuple[list[Match], list[Match]]:
        """The activations that came and went with these facts."""
        if adding and deleting:  # what came and went in one step was never there
            adding, deleting = _without(adding, deleting), _without(deleting, adding)
        for fact in deleting or ():
            self._delete(fact)
        for fact in adding or ():
            dispatch = self._by_type.get(type(fact))
            for memory in dispatch.memories_for(fact) if dispatch else ():
                memory.enter(fact)
        changed = list(self._added.values()), list(self._removed.values())
        self._added.clear()
        self._removed.clear()
        return changed

    # --- Facts come and go ---

    def _delete(self, fact: Any) -> None:
        for match in self._matches_with(fact):
            for watch in match.watches:
                watch.leave(match)
            if not match.blockers:
                self._deactivate(match)
        dispatch = self._by_type.get(type(fact))
        for memory in dispatch.memories_for(fact) if dispatch else ():
            row = memory.remove(fact)
            if row is None:
                continue
            for watch in memory.watches:
                for match in watch.forbidden_by(row):
                    match.blockers -= 1
                    if not match.blockers:
                        self._added[id(match)] = match

    # --- Matches come and go ---

    def _enter(self, match: Match) -> None:
        self._unfiled.append(match)
        if not match.blockers:
            self._added[id(match)] = match

    def _block(self, match: Match) -> None:
        match.blockers += 1
        if match.blockers == 1:
            self._deactivate(match)

    def _deactivate(self, match: Match) -> None:
        if self._added.pop(id(match), None) is None:
            self._removed[id(match)] = match

    def _matches_with(self, fact: Any) -> list[Match]:
        """The matches that rest on a fact; they are forgotten."""
        for match in self._unfiled:
            for one in match.facts:
                if id(one) in self._matches_of:
                    self._matches_of[id(one)][id(match)] = match
                else:
                    self._matches_of[id(one)] = {id(match): match}
        self._unfiled.clear()
        found = list(self._matches_of.pop(id(fact), NOTHING).values())
        for match in found:
            for other in match.facts:
                self._matches_of.get(id(other), {}).pop(id(match), None)
        return found


class _Dispatch:
    """The memories of one type of facts, those that ask a field to hold one of a few values found by the value."""

    def __init__(self) -> None:
        self._plain: list[Memory] = []
        self._by_value: dict[str, dict[Any, list[Memory]]] = {}

    def add(self, memory: Memory) -> None:
        if memory.selection.fixed is None:
            self._plain.append(memory)
            return
        name, values = memory.selection.fixed
        for value in dict.fromkeys(values):
            self._by_value.setdefault(name, {}).setdefault(value, []).append(memory)

    def memories_for(self, fact: Any) -> list[Memory]:
        """The memories that may take a fact."""
        found = self._plain
        for name, by_value in self._by_value.items():
            fixed = by_value.get(fact.get(name, ABSENT))
            if fixed:
                found = found + fixed
        return found


def _without(facts: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    gone = set(map(id, others))
    return [fact for fact in facts if id(fact) not in gone]
