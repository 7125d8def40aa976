"""A matcher for experta in the manner of TREAT, for the safe subset that `knowledge` admits.

Daniel P. Miranker, “TREAT: A Better Match Algorithm for AI Production Systems” (1987). A Rete keeps every
partial match of every rule; TREAT keeps only which facts fit which single pattern (*alpha memories*) and the
complete matches. When a fact comes in, the rules with a pattern that it fits are joined anew, starting
from that fact; the rest of the network sees nothing of it. It suits rules with few patterns over few facts.

- A pattern is compiled once into an `Alpha`; equal patterns of several rules share one. Facts find their alphas
  by type and by the value of one field that the pattern fixes (for a finding: its id).
- A join looks up facts by the variables that it shares with what is matched already (`Alpha.index`).
- For each `NOT`, a complete match counts the facts that forbid it; it is active while all counts are zero.

The interface is experta's own: `changes(adding, deleting)` returns the activations that came and went.
Equality with experta's Rete is tested on random rules and on the whole knowledge base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from experta import NOT, TEST, L, P, W
from experta.abstract import Matcher
from experta.activation import Activation
from experta.fieldconstraint import NOTFC

from advisor.knowledge import constraints

Values = dict[str, Any]
MISSING = object()


@dataclass(eq=False)
class Alpha:
    """The facts that fit one pattern taken by itself, each with the variables that it binds."""

    tests: tuple[tuple[str, Callable[[Any], bool]], ...]
    """Field and condition; the fields that the pattern only names have none."""
    named: tuple[str, ...]
    equal: tuple[tuple[str, str], ...]
    """Pairs of fields that must hold the same value: one variable twice."""
    binds: tuple[tuple[str, str], ...]
    """Variable and field; an empty field stands for the fact itself."""
    differs: tuple[tuple[str, str], ...]
    """Variable and field that must not hold its value."""
    facts: dict[int, tuple[Any, Values]] = field(default_factory=dict)
    indexes: dict[tuple[str, ...], dict[tuple[Any, ...], dict[int, tuple[Any, Values]]]] = field(
        default_factory=dict
    )
    users: list[tuple[Production, int]] = field(default_factory=list)
    forbids: list[tuple[Production, int]] = field(default_factory=list)

    def fit(self, fact: Any) -> Values | None:
        """The variables bound by a fact that fits, with the fields that `differs` asks for; None when it doesn't."""
        get = fact.get
        for name, test in self.tests:
            value = get(name, MISSING)
            if value is MISSING or not test(value):
                return None
        for name in self.named:
            if get(name, MISSING) is MISSING:
                return None
        for one, other in self.equal:
            if fact[one] != fact[other]:
                return None
        return {variable: fact[name] if name else fact for variable, name in self.binds}

    def add(self, fact: Any, values: Values) -> None:
        entry = fact, values
        self.facts[id(fact)] = entry
        for variables, index in self.indexes.items():
            index.setdefault(tuple(values[one] for one in variables), {})[id(fact)] = entry

    def remove(self, fact: Any) -> None:
        _, values = self.facts.pop(id(fact))
        for variables, index in self.indexes.items():
            del index[tuple(values[one] for one in variables)][id(fact)]

    def index(self, variables: tuple[str, ...]) -> None:
        """Keep the facts by the values of these variables too; called while the network is built."""
        self.indexes.setdefault(variables, {})

    def having(self, variables: tuple[str, ...], bound: Values) -> Iterable[tuple[Any, Values]]:
        """The facts that agree with what is bound."""
        if not variables:
            return self.facts.values()
        return self.indexes[variables].get(tuple(bound[one] for one in variables), {}).values()

    def clear(self) -> None:
        self.facts.clear()
        for index in self.indexes.values():
            index.clear()


@dataclass(eq=False)
class Match:
    """A complete match of a rule's positive patterns, and how many facts forbid it, a count a NOT."""

    facts: tuple[Any, ...]
    values: Values
    counts: list[int]
    activation: Activation | None = None


@dataclass(frozen=True)
class Step:
    """One pattern of a join: which alpha, and the variables known when its turn comes."""

    position: int
    alpha: Alpha
    shared: tuple[str, ...]


@dataclass(eq=False)
class Production:
    """One rule: its patterns, the order of joins from each of them, its exceptions, and its complete matches."""

    rule: Any
    patterns: tuple[Alpha, ...]
    forbidden: tuple[tuple[Alpha, tuple[str, ...]], ...]
    """The alpha of each NOT, with the variables that it shares with the positive patterns."""
    tests: tuple[Any, ...]
    joins: tuple[tuple[Step, ...], ...] = ()
    matches: dict[int, Match] = field(default_factory=dict)

    def matches_from(self, position: int, fact: Any, values: Values) -> Iterator[Match]:
        """Complete matches with this fact at `position`; at earlier ones it is left out, being matched from there."""
        facts: list[Any] = [None] * len(self.patterns)
        facts[position] = fact
        yield from self._join(self.joins[position], 0, position, fact, facts, values)

    def _join(
        self, steps: tuple[Step, ...], depth: int, start: int, new: Any, facts: list[Any], bound: Values
    ) -> Iterator[Match]:
        if depth == len(steps):
            if self._holds(facts, bound):
                counts = [self._count(alpha, shared, bound) for alpha, shared in self.forbidden]
                yield Match(tuple(facts), bound, counts)
            return
        step = steps[depth]
        for fact, values in list(step.alpha.having(step.shared, bound)):
            if fact is new and step.position < start:
                continue
            facts[step.position] = fact
            yield from self._join(steps, depth + 1, start, new, facts, {**bound, **values})

    def _holds(self, facts: list[Any], bound: Values) -> bool:
        if any(_differs_fails(*pair, bound) for pair in zip(self.patterns, facts, strict=True)):
            return False
        return all(test(**{one: bound[one] for one in (test.left, test.right)}) for test in self.tests)

    @staticmethod
    def _count(alpha: Alpha, shared: tuple[str, ...], bound: Values) -> int:
        return sum(not _differs_fails(alpha, fact, bound) for fact, _ in alpha.having(shared, bound))

    def concerned(self, number: int, fact: Any, values: Values) -> Iterator[Match]:
        """The complete matches that a fact forbids through the NOT with this number."""
        alpha, shared = self.forbidden[number]
        for match in self.matches.values():
            agrees = all(match.values[one] == values[one] for one in shared)
            if agrees and not _differs_fails(alpha, fact, match.values):
                yield match

    def clear(self) -> None:
        self.matches.clear()


def _differs_fails(alpha: Alpha, fact: Any, bound: Values) -> bool:
    return any(fact[name] == bound[variable] for variable, name in alpha.differs if variable in bound)


class TreatMatcher(Matcher):
    """Which rules match which facts, kept current under declaring and retracting."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._alphas: dict[Any, Alpha] = {}
        self._by_type: dict[type, _Dispatch] = {}
        self._productions = [self._compiled(rule) for rule in engine.get_rules()]
        self._matches_of: dict[int, list[tuple[Production, Match]]] = {}
        self._added: dict[int, Activation] = {}
        self._removed: dict[int, Activation] = {}
        self._touched: set[Alpha | Production] = set()
        """What holds anything, and is cleared by a reset."""

    # --- experta's interface ---

    def reset(self) -> None:
        for touched in self._touched:
            touched.clear()
        self._touched.clear()
        self._matches_of.clear()
        self._added.clear()
        self._removed.clear()

    def changes(
        self, adding: Iterable[Any] | None = None, deleting: Iterable[Any] | None = None
    ) -> tuple[list[Activation], list[Activation]]:
        """The activations that came and went with these facts."""
        for fact in deleting or ():
            self._delete(fact)
        for fact in adding or ():
            self._add(fact)
        changed = list(self._added.values()), list(self._removed.values())
        self._added.clear()
        self._removed.clear()
        return changed

    # --- Facts come and go ---

    def _add(self, fact: Any) -> None:
        dispatch = self._by_type.get(type(fact))
        if dispatch is None:
            return
        fitting = []
        for alpha in dispatch.alphas_for(fact):
            values = alpha.fit(fact)
            if values is not None:
                alpha.add(fact, values)
                self._touched.add(alpha)
                fitting.append((alpha, values))
        for alpha, values in fitting:
            for production, number in alpha.forbids:
                for match in production.concerned(number, fact, values):
                    match.counts[number] += 1
                    self._settle(production, match)
        for alpha, values in fitting:
            for production, position in alpha.users:
                for match in production.matches_from(position, fact, values):
                    self._enter(production, match)

    def _delete(self, fact: Any) -> None:
        for production, match in self._matches_of.pop(id(fact), ()):
            if production.matches.pop(id(match), None) is not None:
                self._deactivate(match)
        dispatch = self._by_type.get(type(fact))
        for alpha in dispatch.alphas_for(fact) if dispatch else ():
            entry = alpha.facts.get(id(fact))
            if entry is not None:
                alpha.remove(fact)
                for production, number in alpha.forbids:
                    for match in production.concerned(number, fact, entry[1]):
                        match.counts[number] -= 1
                        self._settle(production, match)

    def _enter(self, production: Production, match: Match) -> None:
        production.matches[id(match)] = match
        self._touched.add(production)
        for fact in {id(one): one for one in match.facts}:
            self._matches_of.setdefault(fact, []).append((production, match))
        self._settle(production, match)

    def _settle(self, production: Production, match: Match) -> None:
        """Make the match active or not, as its counts say."""
        if any(match.counts):
            self._deactivate(match)
        elif match.activation is None:
            match.activation = Activation(production.rule, match.facts, match.values)
            self._added[id(match.activation)] = match.activation

    def _deactivate(self, match: Match) -> None:
        activation, match.activation = match.activation, None
        if activation is not None and self._added.pop(id(activation), None) is None:
            self._removed[id(activation)] = activation

    # --- Building ---

    def _compiled(self, rule: Any) -> Production:
        patterns = [self._alpha(one) for one in rule if not isinstance(one, NOT | TEST)]
        known = {variable for alpha in patterns for variable, _ in alpha.binds}
        forbidden = []
        for one in rule:
            if isinstance(one, NOT):
                alpha = self._alpha(one[0])
                shared = tuple(sorted(known & {variable for variable, _ in alpha.binds}))
                alpha.index(shared)
                forbidden.append((alpha, shared))
        tests = tuple(one[0] for one in rule if isinstance(one, TEST))
        production = Production(rule, tuple(patterns), tuple(forbidden), tests)
        production.joins = tuple(_joins(patterns, position) for position in range(len(patterns)))
        for position, alpha in enumerate(patterns):
            alpha.users.append((production, position))
        for number, (alpha, _) in enumerate(forbidden):
            alpha.forbids.append((production, number))
        return production

    def _alpha(self, pattern: Any) -> Alpha:
        signature = _signature(pattern)
        if signature not in self._alphas:
            self._alphas[signature] = alpha = _alpha_of(pattern)
            self._by_type.setdefault(type(pattern), _Dispatch()).add(alpha, _fixed(pattern))
        return self._alphas[signature]


class _Dispatch:
    """The alphas of one type of facts, those that fix a field to a few values found by the value."""

    def __init__(self) -> None:
        self.plain: list[Alpha] = []
        self.by_value: dict[str, dict[Any, list[Alpha]]] = {}

    def add(self, alpha: Alpha, fixed: tuple[str, tuple[Any, ...]] | None) -> None:
        if fixed is None:
            self.plain.append(alpha)
            return
        name, values = fixed
        for value in dict.fromkeys(values):
            self.by_value.setdefault(name, {}).setdefault(value, []).append(alpha)

    def alphas_for(self, fact: Any) -> Iterator[Alpha]:
        found = (by_value.get(fact.get(name), ()) for name, by_value in self.by_value.items())
        return chain(self.plain, *found)


def _joins(patterns: list[Alpha], start: int) -> tuple[Step, ...]:
    """The order in which the other patterns are joined, starting from one: the most shared variables first."""
    known = {variable for variable, _ in patterns[start].binds}
    waiting = [position for position in range(len(patterns)) if position != start]
    steps = []
    while waiting:
        own = {at: {variable for variable, _ in patterns[at].binds} for at in waiting}
        chosen = max(waiting, key=lambda at: (len(own[at] & known), -at))
        shared = tuple(sorted(own[chosen] & known))
        patterns[chosen].index(shared)
        steps.append(Step(chosen, patterns[chosen], shared))
        known |= own[chosen]
        waiting.remove(chosen)
    return tuple(steps)


def _signature(pattern: Any) -> Any:
    """What makes two patterns the same: type, conditions and variables."""
    parts = frozenset((name, _content(part)) for name, part in constraints(pattern))
    return type(pattern), parts, pattern.__bind__


def _content(part: Any) -> Any:
    if isinstance(part, NOTFC):
        return "not", _content(part[0])
    if isinstance(part, P):
        return "P", part.match, part.__bind__
    if isinstance(part, W):
        return "W", part.__bind__
    value = part.value if isinstance(part, L) else part
    return "L", type(value), value, getattr(part, "__bind__", None)


def _fixed(pattern: Any) -> tuple[str, tuple[Any, ...]] | None:
    """A field that the pattern fixes to one value or a few; none where there is no such field."""
    for name, part in constraints(pattern):
        if isinstance(part, L) or not isinstance(part, NOTFC | P | W):
            value = part.value if isinstance(part, L) else part
            return name, (value,)
        words = getattr(getattr(part, "match", None), "words", None)
        if isinstance(part, P) and words:
            return name, tuple(words)
    return None


def _alpha_of(pattern: Any) -> Alpha:
    tests: list[tuple[str, Callable[[Any], bool]]] = []
    named: list[str] = []
    equal: list[tuple[str, str]] = []
    binds: dict[str, str] = {}
    differs: list[tuple[str, str]] = []
    for name, part in constraints(pattern):
        inner = part[0] if isinstance(part, NOTFC) else part
        variable = getattr(inner, "__bind__", None)
        if isinstance(part, NOTFC) and isinstance(inner, W):
            named.append(name)
            if variable:
                differs.append((variable, name))
            continue
        if isinstance(inner, P):
            tests.append((name, _negated(inner.match) if isinstance(part, NOTFC) else inner.match))
        elif isinstance(inner, W):
            named.append(name)
        else:
            same = _equals(inner.value if isinstance(inner, L) else inner)
            tests.append((name, _negated(same) if isinstance(part, NOTFC) else same))
        if variable and variable in binds:
            equal.append((binds[variable], name))
        elif variable:
            binds[variable] = name
    if pattern.__bind__:
        binds[pattern.__bind__] = ""
    return Alpha(tuple(tests), tuple(named), tuple(equal), tuple(binds.items()), tuple(differs))


def _equals(value: Any) -> Callable[[Any], bool]:
    return lambda known: bool(known == value)


def _negated(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda known: not test(known)
