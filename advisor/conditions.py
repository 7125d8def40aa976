"""Conditions that a rule may use besides experta's own, so that a program can read them too.

experta takes any callable for a field; a bare lambda with a number in it can't be shown to a
reader, overlaid by an organisation, or tried at its boundary. These can.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from experta import TEST, L, P, W
from experta.fieldconstraint import NOTFC

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "≥": operator.ge,
    ">": operator.gt,
    "≤": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True)
class Bound:
    """Compares a field with a benchmark, named `group.name`. Unusable until it is given the value."""

    sign: str
    benchmark: str
    value: float | None = None

    def __call__(self, known: Any) -> bool:
        assert self.value is not None, f"{self.benchmark} was not bound to its value"
        return known is not None and COMPARE[self.sign](known, self.value)

    def bound_to(self, benchmarks: Any) -> Bound:
        return replace(self, value=benchmarks[self.benchmark])


@dataclass(frozen=True)
class OneOfThese:
    """The field holds one of these words."""

    words: tuple[Any, ...]

    def __call__(self, known: Any) -> bool:
        return known in self.words


@dataclass(frozen=True)
class Holds:
    """A named yes/no question about one value: `some` (not none), `empty`, `nonempty`, `positive`."""

    name: str
    test: Callable[[Any], bool]

    def __call__(self, known: Any) -> bool:
        return self.test(known)


FieldCondition = Bound | OneOfThese | Holds


def at_least(benchmark: str) -> P:
    """The value is known and ≥ the benchmark."""
    return P(Bound("≥", benchmark))


def above(benchmark: str) -> P:
    """The value is known and > the benchmark."""
    return P(Bound(">", benchmark))


def at_most(benchmark: str) -> P:
    """The value is known and ≤ the benchmark."""
    return P(Bound("≤", benchmark))


def below(benchmark: str) -> P:
    """The value is known and < the benchmark."""
    return P(Bound("<", benchmark))


def one_of(*words: Any) -> P:
    """The value is one of `words`. experta's own `L(a) | L(b)` would fire once for each."""
    return P(OneOfThese(words))


def _is_some(known: Any) -> bool:
    return known is not None


def _is_nonempty(known: Any) -> bool:
    return known is not None and len(known) > 0


def _is_positive(known: Any) -> bool:
    return known is not None and known > 0


QUESTIONS: dict[str, Callable[[Any], bool]] = {
    "some": _is_some,
    "nonempty": _is_nonempty,
    "positive": _is_positive,
}


def some() -> P:
    """The value is known and not none."""
    return P(Holds("some", QUESTIONS["some"]))


def nonempty() -> P:
    """The list is known and has an entry."""
    return P(Holds("nonempty", QUESTIONS["nonempty"]))


def positive() -> P:
    """The number is known and more than zero."""
    return P(Holds("positive", QUESTIONS["positive"]))


@dataclass(frozen=True)
class Comparison:
    """Compares the values of two variables, for `TEST`."""

    left: str
    sign: str
    right: str

    @property
    def __signature__(self) -> inspect.Signature:
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        return inspect.Signature([inspect.Parameter(name, kind) for name in (self.left, self.right)])

    def __call__(self, **values: Any) -> bool:
        return self.between(values[self.left], values[self.right])

    def between(self, left: Any, right: Any) -> bool:
        """What it says of two values."""
        if self.sign == "≠":
            return bool(left != right)
        if self.sign == "∉":
            return right is not None and left not in right
        if self.sign == "∈":
            return right is not None and left in right
        return left is not None and right is not None and COMPARE[self.sign](left, right)


def compare(left: str, sign: str, right: str) -> TEST:
    """`compare("one", "<", "other")`: a TEST on two variables; signs are < ≤ > ≥ ≠ ∈ ∉."""
    if sign not in COMPARE and sign not in "≠∈∉":
        raise ValueError(f"unknown sign {sign!r}")
    return TEST(Comparison(left, sign, right))


def test_of(part: Any) -> Callable[[Any], bool]:
    """What a literal or a predicate, negated or not, asks of one value; what it binds is another matter."""
    if isinstance(part, NOTFC):
        inner = test_of(part[0])
        return lambda known: not inner(known)
    if isinstance(part, P):
        match: Callable[[Any], bool] = part.match
        return match
    value = part.value if isinstance(part, L) else part
    return lambda known: bool(known == value)


OPPOSITE = {"=": "≠", "∈": "∉", "≥": "<", "<": "≥", ">": "≤", "≤": ">"}


class Requirement(NamedTuple):
    """A condition on one field as plain data: `("≥", 0.259, "growth.out_of_reach")`, `("=", "none", "")`."""

    sign: str
    """One of ≥ > ≤ < = ≠ ∈ ∉, or the name of a yes/no question (`some`, `nonempty`, `positive`)."""
    value: Any = None
    benchmark: str = ""

    def met_by(self, known: Any) -> bool:
        """Whether a value meets it."""
        if self.sign in COMPARE:
            return known is not None and COMPARE[self.sign](known, self.value)
        if self.sign in QUESTIONS:
            return QUESTIONS[self.sign](known)
        among = known in self.value if self.sign in ("∈", "∉") else known == self.value
        return among == (self.sign in ("=", "∈"))


def plain(part: Any) -> Requirement | None:
    """What one constraint of a pattern asks of its field; None where it asks nothing (a bare variable)."""
    if isinstance(part, NOTFC):
        inner = plain(part[0])
        opposite = inner and OPPOSITE.get(inner.sign)
        return inner._replace(sign=opposite) if inner and opposite else None
    if isinstance(part, W):
        return None
    if isinstance(part, P):
        test = part.match
        if isinstance(test, Bound):
            return Requirement(test.sign, test.value, test.benchmark)
        return Requirement("∈", test.words) if isinstance(test, OneOfThese) else Requirement(test.name)
    return Requirement("=", part.value if isinstance(part, L) else part)
