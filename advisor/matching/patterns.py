"""Rules as the matcher needs them: what a pattern asks of a fact by itself, and how the patterns of a rule join."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from experta import NOT, TEST, L, P, W
from experta.fieldconstraint import NOTFC

from advisor.conditions import OneOfThese, test_of
from advisor.knowledge import constraints


@dataclass(frozen=True)
class Selection:
    """What a pattern asks of a fact by itself. Two that ask the same are equal, and share one memory."""

    kind: type
    asked: frozenset[tuple[str, Any]]
    """Field and the content of its condition: what makes two selections equal."""
    fields: tuple[str, ...]
    """The fields that variables stand for or that are only named: they must be there, and are kept beside the fact."""
    equal: tuple[tuple[str, str], ...]
    """Pairs of `fields` that must hold the same value: one variable twice."""
    fixed: tuple[str, tuple[Any, ...]] | None = field(compare=False)
    """A field that must hold one of a few values, by which facts find the selection; None where there is none."""
    tests: tuple[tuple[str, Callable[[Any], bool]], ...] = field(compare=False)
    """Field and what its value must meet besides."""


@dataclass(frozen=True)
class Pattern:
    """One pattern of one rule."""

    selection: Selection
    variables: dict[str, str]
    """Variable and the field that it stands for; an empty field is the fact itself."""
    differs: tuple[tuple[str, str], ...]
    """Field, and the variable whose value it must not hold."""

    def shared(self, known: Iterable[str]) -> tuple[str, ...]:
        """The variables that it has in common with what is matched already."""
        return tuple(sorted(self.variables.keys() & set(known)))

    def fields_of(self, variables: Iterable[str]) -> tuple[str, ...]:
        """The fields that variables stand for."""
        return tuple(self.variables[one] for one in variables)


@dataclass(eq=False)
class Production:
    """One rule: its positive patterns, its exceptions, and its comparisons of variables."""

    rule: Any
    patterns: tuple[Pattern, ...]
    exceptions: tuple[Pattern, ...]
    comparisons: tuple[Any, ...]

    @cached_property
    def orders(self) -> tuple[tuple[int, ...], ...]:
        """For each pattern, the positions of all in the order of a join that begins there."""
        return tuple(map(self._order_from, range(len(self.patterns))))

    def _order_from(self, start: int) -> tuple[int, ...]:
        """The most shared variables first."""
        order, known = [start], set(self.patterns[start].variables)
        while len(order) < len(self.patterns):
            waiting = (at for at in range(len(self.patterns)) if at not in order)
            chosen = max(waiting, key=lambda at: (len(self.patterns[at].shared(known)), -at))
            order.append(chosen)
            known |= self.patterns[chosen].variables.keys()
        return tuple(order)


def production_of(rule: Any) -> Production:
    """A rule of the safe subset, read."""
    return Production(
        rule,
        tuple(_pattern(one) for one in rule if not isinstance(one, NOT | TEST)),
        tuple(_pattern(one[0]) for one in rule if isinstance(one, NOT)),
        tuple(one[0] for one in rule if isinstance(one, TEST)),
    )


def _pattern(pattern: Any) -> Pattern:
    variables: dict[str, str] = {}
    conditions, fields, equal, differs = [], [], [], []
    for name, part in constraints(pattern):
        inner = part[0] if isinstance(part, NOTFC) else part
        variable = getattr(inner, "__bind__", None)
        if not isinstance(inner, W):
            conditions.append((name, part))
        if variable or isinstance(inner, W):
            fields.append(name)
        if variable and part is not inner and isinstance(inner, W):
            differs.append((name, variable))
        elif variable in variables:
            equal.append((variables[variable], name))
        elif variable:
            variables[variable] = name
    if pattern.__bind__:
        variables[pattern.__bind__] = ""
    fixing = next((condition for condition in conditions if _values(condition[1])), None)
    selection = Selection(
        kind=type(pattern),
        asked=frozenset((name, _content(part)) for name, part in conditions),
        fields=tuple(sorted(set(fields))),
        equal=tuple(sorted(equal)),
        fixed=fixing and (fixing[0], _values(fixing[1])),
        tests=tuple((name, test_of(part)) for name, part in conditions if (name, part) != fixing),
    )
    return Pattern(selection, variables, tuple(differs))


def _content(part: Any) -> Any:
    """A condition as something that can be compared."""
    if isinstance(part, NOTFC):
        return "not", _content(part[0])
    if isinstance(part, P):
        return "meets", part.match
    return "is", part.value if isinstance(part, L) else part


def _values(part: Any) -> tuple[Any, ...]:
    """The values that a condition allows, where they are a few; else nothing."""
    if isinstance(part, NOTFC):
        return ()
    if isinstance(part, P):
        return part.match.words if isinstance(part.match, OneOfThese) else ()
    return (part.value if isinstance(part, L) else part,)
