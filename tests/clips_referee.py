"""An outside referee: the whole knowledge base translated to CLIPS, which concludes by its own Rete.

Everything in Python that decides which rules match shares our reading of a pattern: the matcher, what the loader
allows, even a search by brute force. CLIPS shares nothing of it. This module writes each rule as CLIPS text, tells
CLIPS the facts that our engine starts from, lets it run, and reads back what was concluded and what was defeated.
It takes from `advisor` the patterns as the rules have them, the facts of a case, and the phases; never the matcher.

How it is written in CLIPS:

- A type of facts is a `deftemplate`; a field that holds a list is a multislot. A field that is not told holds the
  symbol `absent`, which no pattern that names the field accepts; one that is known to be none holds `none`.
- Texts are strings, days are symbols (`2026-11-02`), and every number is a float, yes and no as well (1.0 and 0.0):
  CLIPS tells 1 from 1.0, Python doesn't. What a list of a measure holds besides is a symbol that shows it.
- A rule is a `defrule` with the salience of its phase. It asserts `concluded`, which is never retracted, so
  that CLIPS itself sees to it that each pair of rule and subject is concluded once. Of that, three rules
  above all phases make the `Finding`, `Cause` or `Recommendation` on which other rules build.
- A defeat looks for what is concluded of its rules about its subject, asserts `defeated`, and retracts the fact.

What can't be said in the same sense (an order between lists, say) is refused with a ValueError.
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterable, Iterator
from typing import Any

import clips
from clips._clips import lib

from advisor import facts, measures, vocabulary
from advisor.conditions import Bound, Comparison, Holds, OneOfThese
from advisor.inference import Key
from advisor.knowledge import KnowledgeBase, RuleCard, constraints
from advisor.vocabulary import CaseRecord

from experta import NOT, TEST, L, P, Rule, W  # isort: skip  (after advisor, which imports it safely)
from experta.fieldconstraint import NOTFC  # isort: skip

ABSENT, NONE = clips.Symbol("absent"), clips.Symbol("none")
"""Not told, and known to be none."""
FIRST_OF_ALL = 10_000
"""The highest salience that CLIPS allows."""

KINDS: tuple[type[facts.WorkingFact], ...] = (
    *facts.GIVEN.values(),
    *facts.RELATIONS.values(),
    *facts.MEASURED.values(),
    *facts.CONCLUDED,
)


def _lists(kind: type[facts.WorkingFact]) -> frozenset[str]:
    """The fields of a type of facts that hold lists, as the vocabulary and the measures declare them."""
    if issubclass(kind, facts.Given):
        return frozenset(
            name for name, info in vocabulary.fields(kind.source).items() if info.shape == "list"
        )
    if issubclass(kind, facts.Measured):
        (result,) = (one for one, made in facts.MEASURED.items() if made is kind)
        return frozenset(name for name, hint in typing.get_type_hints(result).items() if _is_list(hint))
    return frozenset()


def _is_list(hint: Any) -> bool:
    return typing.get_origin(hint) is tuple or any(map(_is_list, typing.get_args(hint)))


LISTS = {kind: _lists(kind) for kind in KINDS}


# --- Values ---------------------------------------------------------------------------------


def slots_of(fact: facts.WorkingFact) -> dict[str, Any]:
    """The fields of a fact as clipspy takes them."""
    lists = LISTS[type(fact)]
    return {
        name: [NONE] if value is None and name in lists else value_in_clips(value)
        for name, value in fact.values_by_name().items()
    }


def value_in_clips(value: Any) -> Any:
    """A value as clipspy takes it: a symbol, a float or a string, or a list of them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return value + 0.0  # the same for 0 and -0.0, too
    if value is None:
        return NONE
    if isinstance(value, datetime.date):
        return clips.Symbol(value.isoformat())
    return [_item(item) for item in value]


def _item(item: Any) -> Any:
    simple = isinstance(item, str | bool | int | float | datetime.date)
    return value_in_clips(item) if simple else clips.Symbol(repr(item))


def literal(value: Any) -> str:
    """A value as text, for a rule; the items of a list are only put one after the other."""
    if isinstance(value, tuple):
        return " ".join(map(literal, value))
    told = value_in_clips(value)
    if isinstance(told, clips.Symbol):
        return str(told)
    return repr(told) if isinstance(told, float) else quoted(told)


def quoted(text: str) -> str:
    """A string of CLIPS."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- Templates and what belongs to no rule ---------------------------------------------------


def template(kind: type[facts.WorkingFact]) -> str:
    """The `deftemplate` of a type of facts."""
    slots = (
        f"({'multislot' if name in LISTS[kind] else 'slot'} {name} (default {ABSENT}))"
        for name in kind.fields
    )
    return f"(deftemplate {kind.__name__} {' '.join(slots)})"


COMMON = (
    "(deftemplate concluded (slot rule) (slot subject) (slot kind) (slot theme) (slot severity))",
    "(deftemplate defeated (slot rule) (slot subject))",
    # The order of numbers, and that of days, which is the order of their letters.
    """(deffunction below (?one ?other)
         (if (numberp ?one) then (< ?one ?other) else (< (str-compare ?one ?other) 0)))""",
    """(deffunction at-most (?one ?other)
         (if (numberp ?one) then (<= ?one ?other) else (<= (str-compare ?one ?other) 0)))""",
    """(deffunction subject-of (?value)
         (if (stringp ?value) then ?value else absent))""",
    *(
        f"""(defrule believe-{kind} (declare (salience {FIRST_OF_ALL}))
              (concluded (kind {kind}) (rule ?rule) (subject ?subject) (theme ?theme) (severity ?severity))
              => (assert ({name} (id ?rule) (subject ?subject) (theme ?theme) {more})))"""
        for kind, name, more in (
            ("finding", "Finding", "(severity ?severity)"),
            ("cause", "Cause", ""),
            ("recommendation", "Recommendation", ""),
        )
    ),
    """(deffunction withdraw (?rule ?subject)
         (do-for-fact ((?one concluded)) (and (eq ?one:rule ?rule) (eq ?one:subject ?subject))
           (assert (defeated (rule ?rule) (subject ?subject)))
           (do-for-all-facts ((?fact Finding Cause Recommendation))
               (and (eq ?fact:id ?rule) (eq ?fact:subject ?subject))
             (retract ?fact))))""",
    *(
        f"""(deffunction all-{template} ()
              (bind ?all (create$))
              (do-for-all-facts ((?one {template})) TRUE (bind ?all (create$ ?all ?one:rule ?one:subject)))
              ?all)"""
        for template in ("concluded", "defeated")
    ),
)


def constructs(knowledge: KnowledgeBase, *, by_id: bool = True) -> Iterator[str]:
    """The knowledge base as CLIPS takes it, one construct after the other.

    `by_id`: the rules of a phase fire in the order of their ids, as our engine has it; else as CLIPS likes.
    """
    yield from map(template, KINDS)
    yield from COMMON
    cards = sorted(knowledge.cards.values(), key=lambda card: (-card.salience, card.id))
    for place, card in enumerate(cards):
        salience = FIRST_OF_ALL - 1 - place if by_id else card.salience
        yield defrule(card, knowledge.rules[card.id], salience)


# --- Rules ------------------------------------------------------------------------------------


def defrule(card: RuleCard, rule: Rule, salience: int) -> str:
    """One rule, with its benchmarks bound to numbers, as a `defrule`."""
    left = LeftSide(rule)
    then = _then(card, left.subject(card.arguments))
    return f"(defrule {card.id} (declare (salience {salience}))\n  {left.text}\n  => {then})"


def _then(card: RuleCard, subject: str) -> str:
    severity = quoted(card.severity)
    concluded = (
        f"(assert (concluded (rule {quoted(card.id)}) (subject {subject}) (kind {card.kind})"
        f" (theme {quoted(card.theme)}) (severity {severity})))"
    )
    if card.kind != "defeat":
        return concluded
    return " ".join((concluded, *(f"(withdraw {quoted(id)} {subject})" for id in card.options["of"])))


SIGNS = {"≥": ">=", ">": ">", "≤": "<=", "<": "<"}


class LeftSide:
    """The conditions of one rule, written one after the other, since each must know what those before it bind."""

    def __init__(self, rule: Rule) -> None:
        self.is_list: dict[str, bool] = {}
        """The variables that positive patterns bind to a field, and whether the field is a list."""
        self._patterns = 0
        self._differ: list[str] = []
        """Tests that fields of positive patterns differ from variables, which a later pattern may bind."""
        positive = [self._positive(one) for one in rule if not isinstance(one, NOT | TEST)]
        negative = [f"(not {self._pattern(one[0], within_not=True)})" for one in rule if isinstance(one, NOT)]
        tests = [f"(test {self._compared(one[0])})" for one in rule if isinstance(one, TEST)]
        self.text = "\n  ".join((*positive, *self._differ, *negative, *tests))

    def subject(self, arguments: tuple[str, ...]) -> str:
        """The first argument where it is a text; a list, a whole fact or no argument is no subject."""
        may_be_text = bool(arguments) and self.is_list.get(arguments[0]) is False
        return f"(subject-of ?{arguments[0]})" if may_be_text else ABSENT

    def _positive(self, pattern: facts.WorkingFact) -> str:
        whole = f"?{pattern.__bind__} <- " if pattern.__bind__ else ""
        return whole + self._pattern(pattern, within_not=False)

    def _pattern(self, pattern: facts.WorkingFact, *, within_not: bool) -> str:
        self._patterns += 1
        kind = type(pattern)
        parts: dict[str, list[Any]] = {}
        for name, part in constraints(pattern):
            parts.setdefault(name, []).append(part)
        fields = list(parts.items())
        fields.sort(key=lambda field: any(map(_differs, field[1])))  # another field may bind the variable
        slots = (self._slot(kind, name, parts, within_not) for name, parts in fields)
        return f"({' '.join((kind.__name__, *slots))})"

    def _slot(self, kind: type, name: str, parts: list[Any], within_not: bool) -> str:
        """What a pattern asks of one field; in any case that it is told."""
        is_list = name in LISTS[kind]
        plain = _plain(parts[0], is_list) if len(parts) == 1 else None
        if plain is not None:
            return f"({name} {plain})"
        bound = [part.__bind__ for part in parts if not _differs(part) and getattr(part, "__bind__", None)]
        if len(bound) > 1:
            raise ValueError(f"{kind.__name__}.{name}: two variables, {' and '.join(bound)}")
        variable = bound[0] if bound else f"{name}-{self._patterns}"
        if bound and not within_not:
            self.is_list[variable] = is_list
        differ = [f"(neq ?{variable} ?{part[0].__bind__})" for part in parts if _differs(part)]
        if not within_not:
            self._differ += [f"(test {one})" for one in differ]
            differ = []
        asked = [one for part in parts if (one := _asked(part, variable, is_list))]
        told = f"$?{variable}&:(not (member$ absent ?{variable}))" if is_list else f"?{variable}&~absent"
        return f"({name} {'&:'.join((told, *asked, *differ))})"

    def _compared(self, test: Comparison) -> str:
        one, other = f"?{test.left}", f"?{test.right}"
        lists = self.is_list[test.left], self.is_list[test.right]
        if test.sign == "≠":
            return f"(neq {one} {other})"
        if test.sign in ("∈", "∉"):
            if lists != (False, True):
                raise ValueError(f"{test}: {test.sign} is between one value and a list")
            is_in = f"(member$ {one} {other})"
            return f"(and (not (member$ none {other})) {is_in if test.sign == '∈' else f'(not {is_in})'})"
        if any(lists):
            raise ValueError(f"{test}: lists have no order")
        order = {
            "<": f"(below {one} {other})",
            "≤": f"(at-most {one} {other})",
            ">": f"(below {other} {one})",
            "≥": f"(at-most {other} {one})",
        }[test.sign]
        return f"(and (neq {one} none) (neq {other} none) {order})"


def _differs(part: Any) -> bool:
    """Whether a part of a constraint says that the field is not what a variable stands for."""
    return isinstance(part, NOTFC) and isinstance(part[0], W) and bool(part[0].__bind__)


def _plain(part: Any, is_list: bool) -> str | None:
    """A constraint that CLIPS writes without a variable: a literal, or one of several."""
    if getattr(part, "__bind__", None) or isinstance(part, NOTFC | W):
        return None
    if isinstance(part, P):
        words = part.match.words if isinstance(part.match, OneOfThese) and not is_list else ()
        return "|".join(map(literal, words)) or None
    return _literal_of_field(part.value if isinstance(part, L) else part, is_list)


def _literal_of_field(value: Any, is_list: bool) -> str:
    if value is not None and isinstance(value, tuple) is not is_list:
        raise ValueError(f"{value!r} is asked of {'a list' if is_list else 'a field that holds no list'}")
    return literal(value)


def _asked(part: Any, variable: str, is_list: bool) -> str:
    """What a part of a constraint asks of the value of a variable, as an expression; empty where it asks nothing."""
    if isinstance(part, NOTFC):
        opposite = _asked(part[0], variable, is_list)
        return f"(not {opposite})" if opposite else ""
    if isinstance(part, W):
        return ""
    if not isinstance(part, P):
        told = _literal_of_field(part.value if isinstance(part, L) else part, is_list)
        return f"(eq ?{variable} (create$ {told}))" if is_list else f"(eq ?{variable} {told})"
    test, value = part.match, f"?{variable}"
    match test:
        case Holds("some"):
            return f"(not (member$ none {value}))" if is_list else f"(neq {value} none)"
        case Holds("nonempty") if is_list:
            return f"(and (not (member$ none {value})) (> (length$ {value}) 0))"
        case Holds("nonempty"):
            return f'(and (stringp {value}) (neq {value} ""))'
        case Holds("positive") if not is_list:
            return f"(and (numberp {value}) (> {value} 0.0))"
        case Bound() if not is_list:
            return f"(and (numberp {value}) ({SIGNS[test.sign]} {value} {literal(test.value)}))"
        case OneOfThese() if not is_list:
            return f"(member$ {value} (create$ {' '.join(map(literal, test.words))}))"
    raise ValueError(f"no translation for {test} of a {'list' if is_list else 'value'}")


# --- Running ------------------------------------------------------------------------------------


class Clips:
    """CLIPS with a knowledge base in it: built once, and reset for each case."""

    def __init__(self, knowledge: KnowledgeBase, *, by_id: bool = True) -> None:
        self.knowledge = knowledge
        self._environment = clips.Environment()
        for construct in constructs(knowledge, by_id=by_id):
            self._environment.build(construct)
        self._templates = {kind: self._environment.find_template(kind.__name__) for kind in KINDS}

    def consult(self, record: CaseRecord) -> tuple[set[Key], set[Key]]:
        """What CLIPS concludes about one case, and what of it is defeated."""
        self.declare(self.facts(record))
        self.run()
        return self.conclusions()

    # The same in steps, so that each can be timed by itself.

    def facts(self, record: CaseRecord) -> list[facts.WorkingFact]:
        """The facts that the reasoning starts from: those of the case, and the measures."""
        results = measures.compute(record, self.knowledge.benchmarks)
        return [*facts.facts_of(record), *map(facts.fact_of_measure, results)]

    def declare(self, given: Iterable[facts.WorkingFact]) -> None:
        """Forget the case before, and assert these facts."""
        self._environment.reset()
        for fact in given:
            _release(self._templates[type(fact)].assert_fact(**slots_of(fact)))

    def run(self) -> int:
        """Fire all that can fire; how many times a rule fired, the rules that make `Finding` and its like included."""
        fired: int = self._environment.run()
        return fired

    def conclusions(self) -> tuple[set[Key], set[Key]]:
        """Rule and subject of all that was concluded, and of what was defeated."""
        return self._keys("concluded"), self._keys("defeated")

    def _keys(self, template: str) -> set[Key]:
        told = self._environment.eval(f"(all-{template})")
        pairs = zip(told[::2], told[1::2], strict=True)
        return {(rule, None if isinstance(subject, clips.Symbol) else subject) for rule, subject in pairs}


def _release(fact: clips.TemplateFact) -> None:
    """Let CLIPS forget a fact once it is retracted.

    clipspy 1.0.6 means to do so when the Python object goes, but calls ReleaseFact with an argument too many and
    swallows the TypeError: each fact of each case stays, and after thousands every call to CLIPS is slow.
    """
    pointer = fact._fact
    del fact._fact  # so that a clipspy that does it right won't do it a second time
    lib.ReleaseFact(pointer)
