"""Which question settles most: the unknown facts by the severity of what they would decide, against the effort.

The worth of a fact comes from the three-valued reasoning of `advisor.unknowns` over the rules, not from
a script: findings that it would decide, findings that it would withdraw, root causes that are suspected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from advisor import vocabulary
from advisor.assessment import engine, working_memory
from advisor.inference import Key
from advisor.knowledge import KnowledgeBase
from advisor.levels import UNCLEAR, theme_levels
from advisor.questionnaire.state import (
    UNSET,
    Place,
    Values,
    asked_together,
    guard_place,
    guards,
    is_asked,
    part_of,
    settings,
    unanswered,
    value_at,
)
from advisor.questions import WEIGHTS
from advisor.unknowns import Missing, Openness, openness
from advisor.vocabulary import CaseRecord, FieldInfo

THEME_OF_TOPIC = {
    "objectives": "OBJ",
    "communication": "COM",
    "expectations": "EXP",
    "trust": "TRU",
    "responsibilities": "RSP",
    "indicators": "KPI",
    "conflicts": "CON",
    "celebration": "CEL",
    "review": "REV",
    "future": "FUT",
}


@dataclass(frozen=True)
class Candidate:
    """A question that could be asked next."""

    place: Place
    worth: float
    """What it would settle, by severity, for one word of effort."""
    rules: tuple[str, ...]
    """The rules that it would help to decide, the weightiest first."""


@dataclass(frozen=True)
class Interest:
    """What the person asked is interested in."""

    worries: frozenset[str] = frozenset()
    """Themes, by their prefix."""
    going_well: frozenset[str] = frozenset()
    only: str = ""
    """The only theme that is asked about; empty for all."""

    def weight(self, theme: str) -> float:
        table = settings()["choosing"]
        if self.only and theme not in (self.only, "CAU"):
            return 0.0
        if theme in self.worries:
            return float(table["worry"])
        return float(table["going_well"]) if theme in self.going_well else 1.0


def interest_of(values: Values, only: str = "") -> Interest:
    """The interest that the opening answers tell."""
    told = values.get("interview") or {}
    themes = {
        name: frozenset(THEME_OF_TOPIC[one] for one in told.get(name) or ())
        for name in ("worries", "going_well")
    }
    return Interest(themes["worries"], themes["going_well"] - themes["worries"], only)


def candidates(
    record: CaseRecord, values: Values, interest: Interest, asked_of: Callable[[Place], Place | None]
) -> list[Candidate]:
    """Every question that would settle something, the most worth first.

    `asked_of`: the place as the person asked may answer it; None where it is none of that person's business.
    """
    reasoner = engine()
    concluded = reasoner.consult(record)
    most_missing = settings()["choosing"]["most_missing"]
    unknown = openness(
        record,
        reasoner.knowledge,
        working_memory(reasoner),
        set(concluded.by_key),
        lambda missing: _fields_of(missing) <= most_missing,
    )
    worth = _worth_by_place(unknown, reasoner.knowledge, interest, set(concluded.by_key))
    found = []
    by_place: dict[Place, dict[str, float]] = defaultdict(dict)
    for about, by_rule in worth.items():
        place = asked_of(_first_to_ask(about, values))
        if place is not None and is_open(values, place):
            for rule, weight in by_rule.items():
                by_place[place][rule] = max(by_place[place].get(rule, 0.0), weight)
    for place, by_rule in by_place.items():
        rules = tuple(sorted(by_rule, key=lambda rule: (-by_rule[rule], rule)))
        total = _together(by_rule[rule] for rule in rules)
        if place.is_list:
            total *= settings()["list_prior"].get(place.section, 0.1)
        total *= _freshness(values, place)
        found.append(Candidate(place, round(total / effort(place, record), 4), rules))
    position = {
        entry["id"]: number
        for name in vocabulary.LISTS
        for number, entry in enumerate(values.get(name) or ())
    }
    return sorted(found, key=lambda one: (-one.worth, position.get(one.place.entry, 0), one.place))


def _first_to_ask(place: Place, values: Values) -> Place:
    """The place, or what must be known before it means anything."""
    guard = None if place.is_list else guards().get(place.field)
    if guard is None or is_asked(values, place):
        return place
    where = guard_place(place, guard)
    if value_at(values, where) is UNSET and not unanswered(values, where):
        return _first_to_ask(where, values)
    return place


def _freshness(values: Values, place: Place) -> float:
    """Less than 1 the more was told about an entry or part already, and the more of it nobody knows."""
    part = None if place.is_list or not place.section else part_of(values, place)
    if part is None:
        return 1.0
    table = settings()["choosing"]
    not_known = len(part.get("unanswered") or {})
    return float(table["fresh"]) ** len(part) * float(table["not_known"]) ** not_known


def _together(weights: Iterable[float]) -> float:
    """Weights in falling order as one: each further rule adds less, since many speak of one matter."""
    share = float(settings()["choosing"]["further_rule"])
    return sum(weight * share**number for number, weight in enumerate(weights))


def is_open(values: Values, place: Place) -> bool:
    """Whether a place may be asked: it means something, is unknown, and was not asked before."""
    return not unanswered(values, place) and is_asked(values, place) and not is_known(values, place)


def is_known(values: Values, place: Place) -> bool:
    """Whether there is an answer; for a field of every partner: whether each has answered or declined."""
    if place.section == "partners" and place.name and not place.entry:
        each = [place._replace(entry=one["id"]) for one in values["partners"]]
        return all(
            value_at(values, one) is not UNSET or unanswered(values, one) or not is_asked(values, one)
            for one in each
        )
    return value_at(values, place) is not UNSET


def _fields_of(missing: Iterable[Missing]) -> int:
    """How many fields are missing: the hours of ten tasks are one."""
    return len({(one.section, one.name) for one in missing})


def _unclear_themes(unknown: Openness, knowledge: KnowledgeBase, fired: set[Key]) -> frozenset[str]:
    """The themes of which so little is known that no good news could be told of them."""
    levels = theme_levels((), knowledge, unknown.open_rules - {id for id, _ in fired})
    return frozenset(one.theme for one in levels if one.level == UNCLEAR)


def _worth_by_place(
    unknown: Openness, knowledge: KnowledgeBase, interest: Interest, fired: set[Key]
) -> dict[Place, dict[str, float]]:
    table = settings()["choosing"]
    unclear = _unclear_themes(unknown, knowledge, fired)
    worth: dict[Place, dict[str, float]] = defaultdict(dict)

    def add(missing: Iterable[Missing], rule: str, weight: float, certain: int) -> None:
        several = list(missing)
        theme = knowledge.cards[rule].theme
        weight *= interest.weight(theme) * (float(table["unclear"]) if theme in unclear else 1)
        fields = _fields_of(several)
        weight *= (1 + certain) / (1 + certain + fields)  # what is met already makes the rest likelier
        questions = len({question_about(one) for one in several})
        for one in several:
            if one.section in vocabulary.ABOUT_THE_CASE or weight <= 0:
                continue
            place = question_about(one)
            share = weight / questions ** float(table["further_fact"])
            known = worth[place]
            known[rule] = max(known.get(rule, 0.0), share)

    for undecided in unknown.undecided:
        add(
            undecided.missing,
            undecided.rule,
            WEIGHTS[knowledge.cards[undecided.rule].severity],
            undecided.certain,
        )
    for undecided in unknown.withdrawals:
        targets = (knowledge.cards[id].severity for id in knowledge.cards[undecided.rule].options["of"])
        most = max((WEIGHTS.get(severity, 0) for severity in targets), default=0)
        add(undecided.missing, undecided.rule, most * table["withdrawal"], undecided.certain)
    for suspicion in unknown.suspicions:
        add(suspicion.missing, suspicion.cause, table["suspected_cause"], 1)
    return worth


def question_about(missing: Missing) -> Place:
    """The question that would tell an unknown fact: of partners, all are asked in one line where one value is meant."""
    place = Place(missing.section, missing.entry, missing.name)
    if missing.section == "partners" and missing.name and asked_together(place.info):
        return place._replace(entry="")
    return place


def effort(place: Place, record: CaseRecord) -> float:
    """What it costs to answer, against one word."""
    table = settings()["effort"]
    if place.is_list:
        return float(table["list"])
    base = float(table[_kind_of_effort(place.info)])
    in_one_line = place.info.shape == "mapping" or (place.section == "partners" and not place.entry)
    more = len(record.partners) - 1 if in_one_line and not place.key else 0
    return base + more * float(table["each_partner"])


def _kind_of_effort(info: FieldInfo) -> str:
    match info.type:
        case _ if info.shape == "list":
            return "several"
        case vocabulary.YesOrNo():
            return "yes_no"
        case vocabulary.OneOf():
            return "choice"
        case vocabulary.Ref():
            return "entry"
        case vocabulary.Day():
            return "date"
        case vocabulary.Number():
            return "number"
        case _:
            return "text"


def in_context(found: list[Candidate], last: Place | None) -> list[Candidate]:
    """The candidates with what they are worth after the subject just spoken of, the most worth first."""
    table = settings()["choosing"]

    def value(one: Candidate) -> float:
        if last is None or one.place.section != last.section:
            return one.worth
        same_topic = one.place.entry == last.entry
        return one.worth * float(table["same_topic" if same_topic else "same_part"])

    valued = [replace(one, worth=value(one)) for one in found]
    return sorted(valued, key=lambda one: -one.worth)  # stable: equals stay in their order


def limit(answers: int) -> float:
    """The worth below which a question changes little: it grows with the answers already given."""
    table = settings()["choosing"]
    return float(table["enough"]) * float(2 ** (answers / table["patience"]))
