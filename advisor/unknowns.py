"""Which unknown facts would decide rules that are still undecided: three-valued reasoning over conditions.

A condition is true, false, or unknown because its fact is. A rule is *undecided* when no condition
is false and at least one is unknown; the unknown fields of such a match are what to ask for, and the
conditions on them, its *hinges*, tell what each answer would mean. An exception (`NOT`) that is unknown
doesn't settle anything: the rule stays possible.

For findings, conclusions of other rules count as they stand. For root causes, a finding that is itself
undecided counts as possible, so that a cause can be *suspected* where its symptoms are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from experta import NOT, TEST, L, P, W
from experta.fieldconstraint import NOTFC

from advisor import measures, vocabulary
from advisor.conditions import Requirement, plain, test_of
from advisor.facts import GIVEN, MEASURED, RELATIONS, Finding, Given, Measured, Relation, WorkingFact
from advisor.inference import Key
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
    lacking: frozenset[Missing] = frozenset()
    """For a finding that is undecided itself: the fields that would decide it."""


class Hinge(NamedTuple):
    """A condition that an unknown fact leaves open: on which field of which fact, and what it asks."""

    missing: frozenset[Missing]
    fact: str
    field: str
    test: Requirement | None
    """None where any value would do, or where it is compared with another unknown."""


@dataclass(frozen=True)
class Undecided:
    """A rule that some unknown facts would decide, about one subject."""

    rule: str
    subject: str | None
    missing: frozenset[Missing]
    hinges: tuple[Hinge, ...] = ()
    certain: int = 0
    """Conditions that are met for certain already."""


@dataclass(frozen=True)
class Suspicion:
    """A root cause that can't be judged yet, though findings that it would explain are there."""

    cause: str
    symptoms: tuple[Key, ...]
    missing: frozenset[Missing]


@dataclass
class Openness:
    """What is undecided about one case, and which rules can't be judged at all."""

    undecided: list[Undecided] = field(default_factory=list)
    open_rules: set[str] = field(default_factory=set)
    """Rules that are undecided about at least one subject."""
    suspicions: list[Suspicion] = field(default_factory=list)
    withdrawals: list[Undecided] = field(default_factory=list)
    """Defeats that unknown facts would decide, of findings that stand: what could make them pass away."""


@dataclass(frozen=True)
class _Match:
    """How far the conditions of a rule are met: the variables known, what is missing, and where that matters."""

    variables: dict[str, Any]
    missing: frozenset[Missing] = frozenset()
    hinges: tuple[Hinge, ...] = ()
    certain: int = 0
    """Patterns that are met for certain."""


def openness(
    record: CaseRecord,
    knowledge: KnowledgeBase,
    facts: list[WorkingFact],
    fired: set[Key],
    within_reach: Callable[[frozenset[Missing]], bool] = lambda missing: len(missing) <= MOST_MISSING,
) -> Openness:
    """What is undecided, given every fact of working memory and the (rule, subject) pairs that fired.

    `within_reach`: whether so much that is missing can still be asked for.
    """
    possible = _possible_facts(record, facts)
    fired_rules = {id for id, _ in fired}
    found = Openness()
    for card in knowledge.cards.values():
        if card.kind == "defeat" and not fired_rules.isdisjoint(card.options["of"]):
            found.withdrawals += _withdrawals(record, card, knowledge, possible, fired)
        elif card.kind == "finding":
            search = _Search(possible)
            for match in search.matches(list(knowledge.rules[card.id]), _Match({})):
                subject = _subject(card, match)
                if match.missing and (card.id, subject) not in fired:
                    found.open_rules.add(card.id)
                    if within_reach(match.missing):
                        found.undecided.append(
                            Undecided(card.id, subject, match.missing, match.hinges, match.certain)
                        )
            unknown_lists = _unknown_lists(record, card)
            if search.gave_up or unknown_lists:
                found.open_rules.add(card.id)
            found.undecided += [Undecided(card.id, None, frozenset({one})) for one in unknown_lists]
    found.suspicions = list(_suspicions(knowledge, possible, facts, fired, found.undecided))
    return found


def _withdrawals(
    record: CaseRecord,
    card: RuleCard,
    knowledge: KnowledgeBase,
    possible: dict[type, list[Possible]],
    fired: set[Key],
) -> Iterator[Undecided]:
    """The ways in which unknown facts would withdraw a finding that fired."""
    for one in _unknown_lists(record, card):
        yield Undecided(card.id, None, frozenset({one}))
    for match in _Search(possible).matches(list(knowledge.rules[card.id]), _Match({})):
        subject = _subject(card, match)
        stands = (card.id, subject) not in fired and any((id, subject) in fired for id in card.options["of"])
        if stands and match.missing and len(match.missing) <= MOST_MISSING:
            yield Undecided(card.id, subject, match.missing, match.hinges, match.certain)


def _subject(card: RuleCard, match: _Match) -> str | None:
    first = match.variables.get(card.arguments[0]) if card.arguments else None
    return first if isinstance(first, str) else None


def _unknown_lists(record: CaseRecord, card: RuleCard) -> list[Missing]:
    """The lists that a rule's conditions are about, and of which the case says nothing."""
    return [Missing(name, "", "") for name in _lists_of(card) if getattr(record, name) is None]


@cache
def _lists_of(card: RuleCard) -> tuple[str, ...]:
    names = set()
    for condition in card.conditions:
        if isinstance(condition, Given | Relation):
            names.add(condition.source)
        elif isinstance(condition, Measured):
            names.add(measures.REGISTRY[condition.source].per)
    return tuple(sorted(names & vocabulary.LISTS.keys()))


def _suspicions(
    knowledge: KnowledgeBase,
    possible: dict[type, list[Possible]],
    facts: list[WorkingFact],
    fired: set[Key],
    undecided: list[Undecided],
) -> Iterator[Suspicion]:
    """Root causes that open facts would decide, where at least one finding stands that they would explain.

    At least as many of their conditions are met as facts are missing, so that nobody is asked on a mere idea.
    """
    standing = [(fact["id"], fact.get("subject")) for fact in facts if isinstance(fact, Finding)]
    with_findings = {
        **possible,
        Finding: [*possible.get(Finding, []), *_possible_findings(knowledge, undecided)],
    }
    for card in knowledge.cards.values():
        if card.kind != "cause":
            continue
        symptoms_of = [key for key in standing if key[0] in card.options["explains"]]
        if not symptoms_of:
            continue
        found: dict[frozenset[Missing], set[Key]] = {}
        for match in _Search(with_findings).matches(list(knowledge.rules[card.id]), _Match({})):
            about = {None, *(value for value in match.variables.values() if isinstance(value, str))}
            symptoms = {key for key in symptoms_of if key[1] in about or key[0] in card.options["everywhere"]}
            judged = not match.missing or (card.id, _subject(card, match)) in fired
            supported = match.certain >= len(match.missing)
            if symptoms and supported and not judged:
                found.setdefault(match.missing, set()).update(symptoms)
        for missing, explained in sorted(found.items(), key=lambda one: (len(one[0]), sorted(one[0]))):
            in_order = sorted(explained, key=lambda key: (key[0], key[1] or ""))
            yield Suspicion(card.id, tuple(in_order), missing)


def _possible_findings(knowledge: KnowledgeBase, undecided: list[Undecided]) -> Iterator[Possible]:
    for one in undecided:
        card = knowledge.cards[one.rule]
        if one.hinges:
            about = {} if one.subject is None else {"subject": one.subject}
            known = {"id": card.id, "theme": card.theme, "severity": card.severity, **about}
            yield Possible(Finding, known, {}, one.missing)


# --- Facts as far as they are known --------------------------------------------------------


def _possible_facts(record: CaseRecord, facts: list[WorkingFact]) -> dict[type, list[Possible]]:
    found: dict[type, list[Possible]] = {}

    def add(possible: Possible) -> None:
        found.setdefault(possible.kind, []).append(possible)

    for fact in facts:
        if not isinstance(fact, Given):
            known = fact.values_by_name()
            missing = _left_open(record, fact, known) if isinstance(fact, Measured) else {}
            add(Possible(type(fact), known, missing))
    for section, entry, part in _parts(record):
        known = part.known() if part is not None else {}
        add(_possible_given(section, entry, facts_known=known))
        for name, relation in _RELATIONS_OF[section].items():
            if name not in known:
                add(_possible_relation(relation, section, entry, name))
    for possible in _possible_measures(record, facts):
        add(possible)
    return found


_RELATIONS_OF = {
    section: {path.partition(".")[2]: kind for path, kind in RELATIONS.items() if kind.source == section}
    for section in vocabulary.PARTS
}
"""Relations by list or section, and by the field that they come from."""


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
    names = {name for name, _ in computed}
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
        elif card.name not in names:
            yield from _possible_unless_known(kind, {}, _lacking(record, card.needs, "", None))


def _left_open(record: CaseRecord, fact: Measured, known: dict[str, Any]) -> dict[str, frozenset[Missing]]:
    """For the fields that a computed measure left open: the facts that would tell them."""
    card = measures.REGISTRY[fact.source]
    absent = [name for name in fact.fields if name not in known]
    if not absent or card.one_a_need:
        return {}
    about = known.get(fact.fields[0])
    entry = next((one for one in _entries(record, card.per) if one.id == about), None)
    paths = (*card.needs, *card.completed_by)
    lacking = _lacking(record, paths, card.per if entry else "", entry)
    return dict.fromkeys(absent, lacking) if lacking else {}


def _entries(record: CaseRecord, part: str) -> list[Any]:
    return measures.listed(record, part) if part in vocabulary.LISTS else []


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
            if not entry.knows(name):
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
        known = part is not None and part.knows(name)
        yield "", frozenset() if known else frozenset({Missing(section, "", name)})
        return
    if getattr(record, section) is None:  # there may be entries that nobody has told of
        yield "", frozenset({Missing(section, "", "")})
    for entry in measures.listed(record, section):
        yield (
            entry.id,
            frozenset() if entry.knows(name) else frozenset({Missing(section, entry.id, name)}),
        )


# --- Matching -------------------------------------------------------------------------------

UNKNOWN = object()


class _Search:
    """Backtracking over the conditions of one rule."""

    def __init__(self, possible: dict[type, list[Possible]]) -> None:
        self.possible = possible
        self.steps = 0
        self.gave_up = False

    def matches(self, conditions: list[Any], match: _Match) -> Iterator[_Match]:
        """Each way in which no condition is false."""
        if not conditions:
            yield match
            return
        first, rest = conditions[0], conditions[1:]
        if isinstance(first, WorkingFact):
            for possible in self.possible.get(type(first), ()):
                self.steps += 1
                if self.steps > MOST_STEPS:
                    self.gave_up = True
                    return
                extended = _matched(first, possible, match)
                if extended is not None:
                    yield from self.matches(rest, extended)
        elif isinstance(first, NOT):
            if not self._surely(first[0], match.variables):
                yield from self.matches(rest, match)
        elif isinstance(first, TEST):
            comparison = first[0]
            values = {
                name: match.variables.get(name, UNKNOWN) for name in (comparison.left, comparison.right)
            }
            if UNKNOWN in values.values() or comparison(**values):
                yield from self.matches(rest, match)

    def _surely(self, pattern: WorkingFact, variables: dict[str, Any]) -> bool:
        """Whether a known fact matches the pattern for certain."""
        for possible in self.possible.get(type(pattern), ()):
            match = _matched(pattern, possible, _Match(variables))
            if match is not None and not match.missing:
                return True
        return False


def _matched(pattern: WorkingFact, possible: Possible, match: _Match) -> _Match | None:
    """The match with this fact taken for the pattern; None when the fact can't match."""
    known = possible.known
    for name, test in _constant(pattern):  # what fails fails here, before anything is made
        if name in known and not test(known[name]):
            return None
    bound = dict(match.variables)
    missing = match.missing | possible.lacking if possible.lacking else match.missing
    hinges = match.hinges
    for name, part in constraints(pattern):
        value = known.get(name, UNKNOWN)
        if value is UNKNOWN:
            if name not in possible.missing:
                return None  # known to be without it: a measure that was computed, a conclusion
            missing |= possible.missing[name]
            hinges = (*hinges, Hinge(possible.missing[name], type(pattern).__name__, name, plain(part)))
        elif not _holds(part, value, bound):
            return None
    return _Match(bound, missing, hinges, match.certain + (missing == match.missing))


def _constant(pattern: WorkingFact) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
    """The conditions of a pattern that no other pattern has a say in. Kept on the pattern, which never changes."""
    try:
        known: tuple[tuple[str, Callable[[Any], bool]], ...] = pattern._constant
    except AttributeError:
        parts = ((name, part) for name, part in constraints(pattern) if not isinstance(part, W))
        known = tuple(
            (name, test_of(part))
            for name, part in parts
            if not (isinstance(part, NOTFC) and isinstance(part[0], W))
        )
        pattern._constant = known
    return known


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
