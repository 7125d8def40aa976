"""Which unknown facts would decide rules that are still undecided: three-valued reasoning over conditions.

A condition is true, false, or unknown because its fact is. A rule is *undecided* when no condition
is false and at least one is unknown; the unknown fields of such a match are what to ask for. An
exception (`NOT`) that is unknown doesn't settle anything: the rule stays possible. Conclusions of
other rules count as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from experta import NOT, TEST, L, P, W
from experta.fieldconstraint import NOTFC

from advisor import measures, vocabulary
from advisor.facts import GIVEN, MEASURED, RELATIONS, Given, Measured, Relation, WorkingFact
from advisor.knowledge import KnowledgeBase, RuleCard, constraints
from advisor.vocabulary import CaseRecord

MOST_MISSING = 3
"""A match that lacks more facts than this is too far from being decided to ask for them one by one."""
MOST_STEPS = 3_000
"""Combinations tried for one rule; beyond them the rule counts as undecided and nothing is asked for it."""


class Missing(NamedTuple):
    """One unknown field: of the entry with this id, or of a section (empty id). Without a name: a whole list."""

    section: str
    entry: str
    name: str


@dataclass(frozen=True)
class Possible:
    """A fact as far as it is known, with what is missing to know the rest of it."""

    kind: type[WorkingFact]
    known: dict[str, Any]
    missing: dict[str, frozenset[Missing]]
    """For each field that is unknown: the fields of the case that would tell it."""


@dataclass(frozen=True)
class Undecided:
    """A rule that some unknown facts would decide, about one subject."""

    rule: str
    subject: str | None
    missing: frozenset[Missing]


@dataclass
class Openness:
    """What is undecided about one case, and which rules can't be judged at all."""

    undecided: list[Undecided] = field(default_factory=list)
    open_rules: set[str] = field(default_factory=set)
    """Rules that are undecided about at least one subject."""


def openness(
    record: CaseRecord, knowledge: KnowledgeBase, facts: list[WorkingFact], fired: set[Any]
) -> Openness:
    """What is undecided, given every fact of working memory and the (rule, subject) pairs that fired."""
    possible = _possible_facts(record, facts)
    found = Openness()
    for card in knowledge.cards.values():
        if card.kind == "finding":
            search = _Search(possible)
            matches = search.matches(list(knowledge.rules[card.id]), {}, frozenset())
            for variables, missing in matches:
                first = variables.get(card.arguments[0]) if card.arguments else None
                subject = first if isinstance(first, str) else None
                if missing and (card.id, subject) not in fired:
                    found.open_rules.add(card.id)
                    if len(missing) <= MOST_MISSING:
                        found.undecided.append(Undecided(card.id, subject, missing))
            if search.gave_up or _list_unknown(record, card):
                found.open_rules.add(card.id)
    return found


def _list_unknown(record: CaseRecord, card: RuleCard) -> bool:
    """Whether a condition is about entries of a list of which the case says nothing."""
    for condition in card.conditions:
        if isinstance(condition, Given | Relation) and condition.source in vocabulary.LISTS:
            if getattr(record, condition.source) is None:
                return True
        elif isinstance(condition, Measured):
            per = measures.REGISTRY[condition.source].per
            if per in vocabulary.LISTS and getattr(record, per) is None:
                return True
    return False


# --- Facts as far as they are known --------------------------------------------------------


def _possible_facts(record: CaseRecord, facts: list[WorkingFact]) -> dict[type, list[Possible]]:
    found: dict[type, list[Possible]] = {}

    def add(possible: Possible) -> None:
        found.setdefault(possible.kind, []).append(possible)

    for fact in facts:
        if not isinstance(fact, Given):
            add(Possible(type(fact), fact.values_by_name(), {}))
    for section, entry, part in _parts(record):
        known = part.known() if part is not None else {}
        add(_possible_given(section, entry, facts_known=known))
        for path, relation in RELATIONS.items():
            owner, _, name = path.partition(".")
            if owner == section and name not in known:
                add(_possible_relation(relation, section, entry, name))
    for possible in _possible_measures(record, facts):
        add(possible)
    return found


def _parts(record: CaseRecord) -> Iterator[tuple[str, str, Any]]:
    """Every section, given or not, and every entry, with its id."""
    for section in vocabulary.SECTIONS:
        yield section, "", getattr(record, section)
    for section in vocabulary.LISTS:
        for entry in measures.listed(record, section):
            yield section, entry.id, entry


def _possible_given(section: str, entry: str, facts_known: dict[str, Any]) -> Possible:
    kind = GIVEN[section]
    known = {
        name: tuple(sorted(value)) if isinstance(value, list) else value
        for name, value in facts_known.items()
        if name in kind.fields
    }
    missing = {name: frozenset({Missing(section, entry, name)}) for name in kind.fields if name not in known}
    return Possible(kind, known, missing)


def _possible_relation(relation: type[Relation], section: str, entry: str, name: str) -> Possible:
    known = {relation.fields[0]: entry} if entry else {}
    lacking = frozenset({Missing(section, entry, name)})
    return Possible(relation, known, {part: lacking for part in relation.fields if part not in known})


def _possible_measures(record: CaseRecord, facts: list[WorkingFact]) -> Iterator[Possible]:
    computed = {
        (type(fact).__name__, fact.get(type(fact).fields[0])) for fact in facts if isinstance(fact, Measured)
    }
    for card in measures.REGISTRY.values():
        kind = MEASURED[card.result]
        first = kind.fields[0]
        if card.one_a_need:
            for path in card.needs:
                for entry, lacking in _lacking_by_entry(record, path):
                    if lacking:
                        known = {first: path, **({"entry": entry} if entry else {})}
                        yield _possible_measure(kind, known, lacking)
        elif card.per in vocabulary.LISTS:
            for entry in measures.listed(record, card.per):
                if (card.name, entry.id) not in computed:
                    yield from _possible_unless_known(
                        kind, {first: entry.id}, _lacking(record, card.needs, card.per, entry)
                    )
        elif not any(name == card.name for name, _ in computed):
            yield from _possible_unless_known(kind, {}, _lacking(record, card.needs, "", None))


def _possible_unless_known(
    kind: type[Measured], known: dict[str, Any], lacking: frozenset[Missing]
) -> Iterator[Possible]:
    if lacking:
        yield _possible_measure(kind, known, lacking)


def _possible_measure(kind: type[Measured], known: dict[str, Any], lacking: frozenset[Missing]) -> Possible:
    return Possible(kind, known, {name: lacking for name in kind.fields if name not in known})


def _lacking(record: CaseRecord, needs: tuple[str, ...], per: str, entry: Any) -> frozenset[Missing]:
    """The needed fields that are unknown, of this entry and of everything else that is needed."""
    found: set[Missing] = set()
    for path in needs:
        section, _, name = path.partition(".")
        if section == per and entry is not None:
            if name not in entry.known():
                found.add(Missing(section, entry.id, name))
        else:
            for _, lacking in _lacking_by_entry(record, path):
                found |= lacking
    return frozenset(found)


def _lacking_by_entry(record: CaseRecord, path: str) -> Iterator[tuple[str, frozenset[Missing]]]:
    section, _, name = path.partition(".")
    if not name:
        yield (
            "",
            frozenset() if getattr(record, section) is not None else frozenset({Missing(section, "", "")}),
        )
        return
    if section in vocabulary.SECTIONS:
        part = getattr(record, section)
        known = part is not None and name in part.known()
        yield "", frozenset() if known else frozenset({Missing(section, "", name)})
        return
    for entry in measures.listed(record, section):
        yield (
            entry.id,
            frozenset() if name in entry.known() else frozenset({Missing(section, entry.id, name)}),
        )


# --- Matching -------------------------------------------------------------------------------

UNKNOWN = object()


class _Search:
    """Backtracking over the conditions of one rule."""

    def __init__(self, possible: dict[type, list[Possible]]) -> None:
        self.possible = possible
        self.steps = 0
        self.gave_up = False

    def matches(
        self, conditions: list[Any], variables: dict[str, Any], missing: frozenset[Missing]
    ) -> Iterator[tuple[dict[str, Any], frozenset[Missing]]]:
        """Each way in which no condition is false: the variables known, and what is missing."""
        if not conditions:
            yield variables, missing
            return
        first, rest = conditions[0], conditions[1:]
        if isinstance(first, WorkingFact):
            for possible in self.possible.get(type(first), ()):
                self.steps += 1
                if self.steps > MOST_STEPS:
                    self.gave_up = True
                    return
                matched = _matched(first, possible, variables)
                if matched is not None:
                    yield from self.matches(rest, matched[0], missing | matched[1])
        elif isinstance(first, NOT):
            if not self._surely(first[0], variables):
                yield from self.matches(rest, variables, missing)
        elif isinstance(first, TEST):
            comparison = first[0]
            values = {name: variables.get(name, UNKNOWN) for name in (comparison.left, comparison.right)}
            if UNKNOWN in values.values() or comparison(**values):
                yield from self.matches(rest, variables, missing)

    def _surely(self, pattern: WorkingFact, variables: dict[str, Any]) -> bool:
        """Whether a known fact matches the pattern for certain."""
        for possible in self.possible.get(type(pattern), ()):
            matched = _matched(pattern, possible, variables)
            if matched is not None and not matched[1]:
                return True
        return False


def _matched(
    pattern: WorkingFact, possible: Possible, variables: dict[str, Any]
) -> tuple[dict[str, Any], frozenset[Missing]] | None:
    """The variables and the missing facts with which the pattern may match; None when it can't."""
    bound = dict(variables)
    missing: frozenset[Missing] = frozenset()
    for name, part in constraints(pattern):
        value = possible.known.get(name, UNKNOWN)
        if value is UNKNOWN:
            if name not in possible.missing:
                return None  # known to be without it: a measure that was computed, a conclusion
            missing |= possible.missing[name]
        elif not _holds(part, value, bound):
            return None
    return bound, missing


def _holds(part: Any, value: Any, bound: dict[str, Any]) -> bool:
    if isinstance(part, NOTFC):
        inner = part[0]
        if isinstance(inner, W):
            return inner.__bind__ not in bound or bound[inner.__bind__] != value
        return not _holds(inner, value, bound)
    if isinstance(part, P):
        return bool(part.match(value)) and _bind(part.__bind__, value, bound)
    if isinstance(part, L):
        return bool(part.value == value) and _bind(part.__bind__, value, bound)
    if isinstance(part, W):
        return _bind(part.__bind__, value, bound)
    return bool(part == value)


def _bind(name: str | None, value: Any, bound: dict[str, Any]) -> bool:
    if name is None:
        return True
    return bool(bound.setdefault(name, value) == value)
