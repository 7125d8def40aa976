"""What a rule says about itself, and the loading of the knowledge base.

A rule is an experta `@Rule` (the IF) over one of the decorators of this module (the THEN):
`@finding`, `@strength`, `@defeat`, `@cause`, `@recommendation`. Its method is empty but for a
docstring; the arguments name the variables that its texts may use, and **the first argument is
the subject**: the id of the entry that the conclusion is about (no argument, or a whole fact or a
list: the partnership).

Loading refuses everything that experta would silently misunderstand, with the rule and its place.
"""

from __future__ import annotations

import functools
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from itertools import combinations
from typing import Any

from advisor.benchmarks import EVIDENCE, Benchmarks, default_benchmarks
from advisor.citations import citations
from advisor.errors import KnowledgeError
from advisor.facts import CONCLUDED, Cause, Finding, Recommendation, WorkingFact

from experta import NOT, TEST, L, P, Rule, W  # isort: skip  (after advisor.facts, which imports it safely)
from experta.fieldconstraint import ANDFC, NOTFC, ORFC  # isort: skip

from advisor.conditions import Bound, Comparison, FieldCondition, one_of  # isort: skip

THEMES = ("OBJ", "COM", "EXP", "TRU", "RSP", "KPI", "CON", "CEL", "REV", "FUT")
"""The ten themes, in the article's order; CAU are the root causes across them."""
SEVERITIES = ("critical", "important", "minor")
RANKS = ("protect", "cause", "symptom", "growth")
"""The order of advice: people, money and law; what causes; what shows; what comes next."""
ID = re.compile(r"(?P<theme>[A-Z]{3})-(?P<letter>[A-Z]?)\d+")
LETTERS = {"finding": "", "strength": "S", "defeat": "D", "cause": "", "recommendation": "R"}

# Phases of reasoning, as experta's salience: the higher fires first.
FROM_FACTS, DEFEATS, DEFEATS_OF_STRENGTHS, CHAINS, CAUSES, ADVICE, DEFEATED_ADVICE = (
    60,
    50,
    45,
    40,
    30,
    20,
    10,
)

TURNS = 10
"""Room between two phases for defeats that wait for each other."""


@dataclass(frozen=True)
class RuleCard:
    """All that can be said of a rule without running it."""

    id: str
    kind: str
    theme: str
    severity: str
    evidence: str
    cites: str
    """Places of the article, such as `3, table, row 1; 5, list, item 1`; empty for none. Where the evidence is
    not the article, the texts name the source in a line `: source — …`."""
    summary: str
    name: str
    place: str
    """File and line of the rule in the knowledge base."""
    arguments: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict, hash=False)
    conditions: tuple[Any, ...] = field(default=(), hash=False)
    phase: int = FROM_FACTS
    turn: int = 0
    """Within the phase: a defeat waits for those that may withdraw what it rests on."""

    @property
    def salience(self) -> int:
        """experta's: the higher fires first."""
        return TURNS * self.phase - self.turn

    @property
    def order(self) -> tuple[int, str]:
        """Where the rule stands in lists: by theme in the article's order, then by number."""
        return (THEMES.index(self.theme) if self.theme in THEMES else len(THEMES)), self.id

    def benchmarks(self) -> tuple[str, ...]:
        """The names of the benchmarks in its conditions."""
        bounds = (
            test for pattern, _ in patterns(self) for test in tests_of(pattern) if isinstance(test, Bound)
        )
        return tuple(dict.fromkeys(bound.benchmark for bound in bounds))


Decorator = Callable[[Callable[..., None]], Any]


def finding(id: str, *, severity: str, evidence: str, cites: str = "") -> Decorator:
    """Conclude that something is wrong. `severity` is critical, important or minor."""
    return _concludes("finding", id, severity, evidence, cites)


def strength(id: str, *, evidence: str, cites: str = "") -> Decorator:
    """Conclude that something is good and worth keeping."""
    return _concludes("strength", id, "", evidence, cites)


def defeat(
    id: str, *, of: str | tuple[str, ...], merges: bool = False, evidence: str, cites: str = ""
) -> Decorator:
    """Withdraw the findings or recommendations `of` (ids) about the subject; its text gives the reason.

    `merges`: the other recommendation that it matches contains the one withdrawn, and answers its findings too.

    Three phases have a defeat: findings that rest on facts, then strengths (a defeated finding
    speaks against no strength), and recommendations. Within a phase, a defeat waits for those that may
    withdraw what it rests on. What is concluded from findings comes later and never sees a defeated one.
    """
    options = {"of": (of,) if isinstance(of, str) else of, "merges": merges}
    return _concludes("defeat", id, "", evidence, cites, **options)


def cause(
    id: str,
    *,
    explains: tuple[str, ...],
    everywhere: tuple[str, ...] = (),
    remedies: tuple[str, ...] = (),
    severity: str,
    evidence: str,
    cites: str = "",
) -> Decorator:
    """Conclude a root cause. Findings with an id in `explains` that the rule matched, or that are about an entry
    among its values, are its symptoms; those `everywhere`, whatever they are about.

    Advice that answers symptoms only comes after the cause is dealt with, unless it is one of `remedies`:
    then it answers the cause itself.
    """
    options = {"explains": (*explains, *everywhere), "everywhere": everywhere, "remedies": remedies}
    return _concludes("cause", id, severity, evidence, cites, **options)


def recommendation(
    id: str,
    *,
    rank: str,
    owner: str,
    within_days: int,
    due: str = "",
    evidence: str,
    cites: str = "",
) -> Decorator:
    """Recommend one action that answers the findings and causes matched.

    `rank`: protect, cause, symptom or growth. `owner`: the argument that holds the partner who
    acts (an id, or a tuple of ids), or "all". The action is due `within_days` of the case's date,
    or on the date in the argument `due` if that is sooner.
    """
    return _concludes(
        "recommendation",
        id,
        "",
        evidence,
        cites,
        rank=rank,
        owner=owner,
        within_days=within_days,
        due=due,
    )


def _concludes(kind: str, id: str, severity: str, evidence: str, cites: str, **options: Any) -> Decorator:
    def decorate(method: Callable[..., None]) -> Any:
        code = method.__code__
        arguments = code.co_varnames[1 : code.co_argcount]
        file = code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
        match = ID.fullmatch(id)
        card = RuleCard(
            id=id,
            kind=kind,
            theme=match["theme"] if match else "",
            severity=severity,
            evidence=evidence,
            cites=cites,
            summary=inspect.getdoc(method) or "",
            name=method.__name__,
            place=f"rules/{file}:{code.co_firstlineno}",
            arguments=arguments,
            options=options,
        )

        @functools.wraps(method)
        def conclude(engine: Any, **values: Any) -> None:
            engine.conclude(card.id, values)

        conclude.card = card  # type: ignore[attr-defined]
        return conclude

    return decorate


# --- Reading a rule's conditions ---------------------------------------------------------


def patterns(card: RuleCard) -> Iterator[tuple[WorkingFact, bool]]:
    """The patterns of a rule, each with whether it is negated."""
    for condition in card.conditions:
        if isinstance(condition, WorkingFact):
            yield condition, False
        elif isinstance(condition, NOT):
            yield condition[0], True


def constraints(pattern: WorkingFact) -> tuple[tuple[str, Any], ...]:
    """The fields that a pattern names, each with one of its constraints. Kept on the pattern, which never changes."""
    try:
        known: tuple[tuple[str, Any], ...] = pattern._constraints
    except AttributeError:
        known = tuple(
            (name, _as_one(part))
            for name, constraint in pattern.items()
            if not pattern.is_special(name)
            for part in (constraint if isinstance(constraint, ANDFC) else (constraint,))
        )
        pattern._constraints = known
    return known


def _as_one(part: Any) -> Any:
    """Alternatives between values as the one condition that they are: `L("a") | L("b")` is `one_of("a", "b")`."""
    if isinstance(part, NOTFC):
        return NOTFC(_as_one(part[0])) if isinstance(part[0], ORFC) else part
    if isinstance(part, ORFC) and all(isinstance(one, L) and not one.__bind__ for one in part):
        return one_of(*dict.fromkeys(one.value for one in part))
    return part


def tests_of(pattern: WorkingFact) -> Iterator[FieldCondition]:
    """The conditions of ours in a pattern."""
    for _, part in constraints(pattern):
        inner = part[0] if isinstance(part, NOTFC) else part
        if isinstance(inner, P):
            yield inner.match


def variables(pattern: WorkingFact) -> dict[str, str]:
    """Variables bound by a pattern, each with its field."""
    found = {
        part.__bind__: name
        for name, part in constraints(pattern)
        if isinstance(part, W | P | L) and part.__bind__
    }
    if pattern.__bind__:
        found[pattern.__bind__] = ""
    return found


@dataclass(frozen=True)
class Held:
    """A value of a conclusion that its rule holds against a benchmark."""

    sign: str
    benchmark: str
    kind: type[WorkingFact]
    field: str

    def is_worse(self, before: float, now: float) -> bool:
        """Whether the value moved on in the direction that made it a finding."""
        return now > before if self.sign in ("≥", ">") else now < before


@cache
def held_values(card: RuleCard) -> dict[str, Held]:
    """What of a rule's values is held against a benchmark, named as texts name it: `hours`, `load.share`."""
    found = {}
    for pattern, negated in patterns(card):
        if negated:
            continue
        by_field = {of: variable for variable, of in variables(pattern).items()}
        whole = by_field.get("")
        for of, part in constraints(pattern):
            if isinstance(part, P) and isinstance(part.match, Bound):
                name = by_field.get(of) or (f"{whole}.{of}" if whole else "")
                if name.partition(".")[0] in card.arguments:
                    found[name] = Held(part.match.sign, part.match.benchmark, type(pattern), of)
    return found


# --- Loading -----------------------------------------------------------------------------


@dataclass(frozen=True)
class KnowledgeBase:
    """The rules, checked, with the benchmarks that their conditions are bound to."""

    rules: dict[str, Rule]
    cards: dict[str, RuleCard]
    benchmarks: Benchmarks

    @cached_property
    def chained(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The rules that rest on what others conclude, each with those."""
        named = ((card.id, _conclusions_named(card)) for card in self.cards.values())
        return tuple((id, grounds) for id, grounds in named if grounds)


def _conclusions_named(card: RuleCard) -> frozenset[str]:
    matched = (pattern for pattern, _ in patterns(card) if isinstance(pattern, CONCLUDED))
    return frozenset(id for pattern in matched for id in _ids_named(pattern))


def load(benchmarks: Benchmarks | None = None) -> KnowledgeBase:
    """Every rule of `rules/`, in the order of its id. Raises KnowledgeError at the first that is not sound."""
    table = benchmarks or default_benchmarks()
    rules, cards = {}, {}
    for id, (card, rule) in sorted(_rules().items()):
        conditions = tuple(_bind(condition, table, card) for condition in rule)
        rules[id] = Rule(*conditions, salience=card.salience)(rule._wrapped)
        cards[id] = card
    return KnowledgeBase(rules, cards, table)


@cache
def _rules() -> dict[str, tuple[RuleCard, Rule]]:
    package = import_module("advisor.rules")
    found: dict[str, tuple[RuleCard, Rule]] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        for rule in _rules_of(import_module(f"advisor.rules.{module}")):
            card = checked(rule)
            if card.id in found:
                raise KnowledgeError(f"{card.place}: {card.id} is also the id of {found[card.id][0].place}")
            found[card.id] = card, rule
    _check_references(found)
    _give_turns([card for card, _ in found.values()])
    return found


def _rules_of(module: Any) -> Iterator[Rule]:
    for value in vars(module).values():
        if isinstance(value, Rule):
            yield value


def checked(rule: Rule) -> RuleCard:
    """The card of one rule, completed with its conditions and its phase. Raises KnowledgeError."""
    card: RuleCard | None = getattr(rule._wrapped, "card", None)
    if card is None:
        raise KnowledgeError(
            f"{rule!r}: an experta rule without @finding, @recommendation or the like under it"
        )
    complaint = _complaint(card, rule)
    if complaint:
        raise KnowledgeError(f"{card.place}: {card.id} ({card.name}): {complaint}")
    matched = {type(part) for part in rule if isinstance(part, WorkingFact)}
    object.__setattr__(card, "conditions", tuple(rule))
    object.__setattr__(card, "phase", _phase(card, matched))
    return card


def _phase(card: RuleCard, matched: set[type]) -> int:
    from_conclusions = not matched.isdisjoint(CONCLUDED)
    match card.kind:
        case "defeat" if Recommendation in matched:
            return DEFEATED_ADVICE
        case "defeat":
            of_strengths = all(_letter(id) == LETTERS["strength"] for id in card.options["of"])
            return DEFEATS_OF_STRENGTHS if of_strengths else DEFEATS
        case "cause":
            return CAUSES
        case "recommendation":
            return ADVICE
        case _:
            return CHAINS if from_conclusions else FROM_FACTS


def _letter(id: str) -> str:
    match = ID.fullmatch(id)
    return match["letter"] if match else ""


def _complaint(card: RuleCard, rule: Rule) -> str:
    """What is wrong with a rule taken by itself; empty when it is sound."""
    match = ID.fullmatch(card.id)
    if not match or card.theme not in (*THEMES, "CAU") or match["letter"] != LETTERS[card.kind]:
        example = f"EXP-{LETTERS[card.kind]}1"
        return f"the id of a {card.kind} looks like {example}, with a theme of {', '.join(THEMES)} or CAU"
    if card.evidence not in EVIDENCE:
        return f"evidence is one of {', '.join(EVIDENCE)}"
    if card.kind in ("finding", "cause") and card.severity not in SEVERITIES:
        return f"severity is one of {', '.join(SEVERITIES)}"
    if card.evidence == "article" and not card.cites:
        return "evidence “article” needs cites="
    try:
        citations(card.cites)
    except ValueError as error:
        return str(error)
    if not card.summary or "\n" in card.summary:
        return "the docstring is one line that says what is wrong"
    return _unsafe(rule) or _misspelt(rule) or _unbound(card, rule)


def _unsafe(rule: Rule) -> str:
    """Constructs outside the subset in which experta is right (see README, “Why”)."""
    stage = 0
    for condition in rule:
        if isinstance(condition, WorkingFact):
            position = 0
        elif isinstance(condition, NOT) and len(condition) == 1 and isinstance(condition[0], WorkingFact):
            position = 1
        elif isinstance(condition, TEST):
            position = 2
            if not isinstance(condition[0], Comparison):
                return "TEST takes compare(…), so that the rule can be read"
        else:
            return f"{type(condition).__name__} is not safe in experta; use patterns, NOT(one fact), then compare(…)"
        if position < stage:
            return "patterns come first, then NOT(…), then compare(…)"
        stage = position
        if position < 2:
            pattern = condition if position == 0 else condition[0]
            excluded = [part[0].__bind__ for _, part in constraints(pattern) if _excludes(part)]
            if len(excluded) > len(set(excluded)):
                return f"~MATCH.{excluded[0]} stands twice in a pattern, and experta loses one of them"
            for name, part in constraints(pattern):
                inner = part[0] if isinstance(part, NOTFC) else part
                if isinstance(inner, P) and not isinstance(inner.match, FieldCondition):
                    return f"{name}: use at_least(…), one_of(…) and their like, not a bare function"
                if isinstance(inner, ORFC):
                    return f"{name}: | is for values only; experta fires once for each alternative that holds"
    positive = [condition for condition in rule if isinstance(condition, WorkingFact)]
    if any(one == other for one, other in combinations(positive, 2)):
        return "a pattern stands there twice, and experta takes both for one; give the second other variables"
    if any(one[0].__bind__ for one in rule if isinstance(one, NOT)):
        return "AS names a fact that isn't there under NOT"
    whole = [one.__bind__ for one in positive if one.__bind__]
    fields = {part.__bind__ for one in positive for _, part in constraints(one) if hasattr(part, "__bind__")}
    if len(whole) > len(set(whole)) or fields & set(whole):
        return "a variable that stands for a whole fact has a name of its own"
    if not rule or not isinstance(rule[0], WorkingFact):
        return "the first condition is a pattern: nothing may follow from silence"
    return ""


def _excludes(part: Any) -> bool:
    """Whether it is a variable that the field must not hold: `~MATCH.x`."""
    return isinstance(part, NOTFC) and isinstance(part[0], W) and bool(part[0].__bind__)


def _misspelt(rule: Rule) -> str:
    for condition in rule:
        pattern = condition[0] if isinstance(condition, NOT) else condition
        if isinstance(pattern, TEST | Comparison):
            continue
        allowed = type(pattern).fields
        for name, _ in constraints(pattern):
            if name not in allowed:
                return f"{type(pattern).__name__} has no field “{name}”; it has {', '.join(allowed)}"
    return ""


def _unbound(card: RuleCard, rule: Rule) -> str:
    bound: set[str] = set()
    binding = {name for one in rule if isinstance(one, WorkingFact) for name in variables(one)}
    for condition in rule:
        pattern = condition[0] if isinstance(condition, NOT) else condition
        if isinstance(pattern, WorkingFact):
            excluded = {part[0].__bind__ for _, part in constraints(pattern) if _excludes(part)}
            missing = excluded - binding
            if missing:
                return f"~MATCH.{min(missing)} excludes what no pattern binds"
        if isinstance(condition, WorkingFact):
            bound |= set(variables(condition))
        elif isinstance(condition, TEST):
            missing = {condition[0].left, condition[0].right} - bound
            if missing:
                return f"compare(…) names {', '.join(sorted(missing))}, which no pattern binds"
    wanted = {card.options.get("owner"), card.options.get("due")} - {"all", "", None}
    missing = (set(card.arguments) | wanted) - bound
    if missing:
        return f"no pattern binds {', '.join(sorted(missing))}"
    if card.options.get("rank", "cause") not in RANKS:
        return f"rank is one of {', '.join(RANKS)}"
    return ""


def _check_references(found: dict[str, tuple[RuleCard, Rule]]) -> None:
    """Ids that rules name must exist, and what a rule relies on must have been settled before it fires."""
    for card, _ in found.values():
        named = {id for option in ("of", "explains", "remedies") for id in card.options.get(option, ())}
        for pattern, negated in patterns(card):
            if not isinstance(pattern, CONCLUDED):
                continue
            kinds = {Finding: ("finding", "cause"), Recommendation: ("recommendation",), Cause: ("cause",)}[
                type(pattern)
            ]
            for id in _ids_named(pattern):
                if id not in found or found[id][0].kind not in kinds:
                    raise KnowledgeError(f"{card.place}: {card.id}: no {kinds[0]} {id}")
                settled = found[id][0].phase > card.phase
                if negated and not settled:
                    raise KnowledgeError(
                        f"{card.place}: {card.id}: NOT({id}) is asked before {id} is settled"
                    )
        for id in sorted(named):
            if id not in found:
                raise KnowledgeError(f"{card.place}: {card.id}: no rule {id}")
        _check_defeat(card, found)


def _give_turns(cards: Iterable[RuleCard]) -> None:
    """Have each defeat fire after those that may withdraw what it rests on: none may stand on nothing in the end."""
    defeats = [card for card in cards if card.kind == "defeat"]
    awaited = {one: [other for other in defeats if _must_wait(one, other)] for one in defeats}
    try:
        in_order = list(TopologicalSorter(awaited).static_order())
    except CycleError as error:
        one, *circle = error.args[1]
        ids = " → ".join(card.id for card in (one, *circle))
        raise KnowledgeError(f"{one.place}: {one.id}: these defeats wait for each other: {ids}") from None
    for card in in_order:
        turn = 1 + max((other.turn for other in awaited[card]), default=-1)
        object.__setattr__(card, "turn", turn)
        if turn >= TURNS:
            raise KnowledgeError(f"{card.place}: {card.id}: waits for {turn} defeats, one after the other")


def _must_wait(card: RuleCard, other: RuleCard) -> bool:
    """Whether the other defeat may withdraw what this one rests on, and doesn't withdraw itself."""
    rests_on = {
        id
        for pattern, negated in patterns(card)
        if isinstance(pattern, CONCLUDED) and not negated
        for id in _ids_named(pattern)
    }
    return other.phase == card.phase and not (rests_on - set(card.options["of"])).isdisjoint(
        other.options["of"]
    )


def _ids_named(pattern: WorkingFact) -> tuple[str, ...]:
    value = pattern.get("id")
    if isinstance(value, str):
        return (value,)
    return tuple(
        word
        for name, part in constraints(pattern)
        if name == "id" and isinstance(part, P)
        for word in part.match.words
    )


def _check_defeat(card: RuleCard, found: dict[str, tuple[RuleCard, Rule]]) -> None:
    for id in card.options.get("of", ()):
        other = found[id][0]
        if other.phase <= card.phase:
            raise KnowledgeError(
                f"{card.place}: {card.id}: {id} is concluded after this defeat; it can't withdraw it"
            )


def _bind(condition: Any, benchmarks: Benchmarks, card: RuleCard) -> Any:
    """The condition with each benchmark replaced by its value."""
    if isinstance(condition, NOT):
        return NOT(_bind(condition[0], benchmarks, card))
    if not isinstance(condition, WorkingFact):
        return condition
    fields = {
        name: _bind_constraint(part, benchmarks, card)
        for name, part in condition.items()
        if not condition.is_special(name)
    }
    bound = type(condition)(**fields)
    if condition.__bind__:
        bound.__bind__ = condition.__bind__
    return bound


def _bind_constraint(part: Any, benchmarks: Benchmarks, card: RuleCard) -> Any:
    if isinstance(part, ANDFC):
        return ANDFC(*(_bind_constraint(inner, benchmarks, card) for inner in part))
    if isinstance(part, NOTFC):
        return NOTFC(_bind_constraint(part[0], benchmarks, card))
    if isinstance(part, P) and isinstance(part.match, Bound):
        if part.match.benchmark not in benchmarks.table:
            raise KnowledgeError(f"{card.place}: {card.id}: no benchmark {part.match.benchmark}")
        return P(part.match.bound_to(benchmarks), __bind__=part.__bind__)
    return part
