"""Measures of celebration: which successes are marked, whose they are, and what form would suit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.measures.conflict import conflict_type, temper
from advisor.measures.money import cash
from advisor.measures.objectives import status_of
from advisor.vocabulary import CaseRecord, Conflict, Objective, Success

# --- Successes -------------------------------------------------------------------------------


def _age_days(record: CaseRecord, success: Success) -> int | None:
    return None if success.date is None else (record.date - success.date).days


def _recent(record: CaseRecord, benchmarks: Benchmarks) -> Iterator[Success]:
    """The successes that are not known to be older than some months; the list is of recent ones by its meaning."""
    for success in listed(record, "successes"):
        days = _age_days(record, success)
        if days is None or days <= benchmarks["celebration.recent_days"]:
            yield success


def _ids(record: CaseRecord) -> set[str]:
    return {partner.id for partner in record.partners}


def _left_in_the_dark(record: CaseRecord, success: Success) -> tuple[str, ...]:
    """The partners who don't know of it. Contributors do; where they are unknown, an empty list tells nothing."""
    if success.known_to is None or not (success.known_to or success.contributors):
        return ()
    return tuple(sorted(_ids(record) - set(success.known_to) - set(success.contributors or ())))


def _unnamed(success: Success) -> tuple[str, ...]:
    """The contributors who were not named while somebody was."""
    if not success.contributors or not success.credited:
        return ()
    return tuple(sorted(set(success.contributors) - set(success.credited)))


def _wrongly_named(success: Success) -> tuple[str, ...]:
    """Those who were named without having contributed, where a contributor was not."""
    return (
        tuple(sorted(set(success.credited or ()) - set(success.contributors or ())))
        if _unnamed(success)
        else ()
    )


@dataclass(frozen=True)
class Wins:
    """The recent successes, dated or not."""

    successes: tuple[str, ...]
    number: int


@measure(Wins, needs=("successes",))
def wins(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The successes listed, less those dated more than some months ago."""
    if record.successes is not None:
        found = tuple(one.id for one in _recent(record, benchmarks))
        yield Wins(found, len(found))


@dataclass(frozen=True)
class Uncelebrated:
    """The recent successes that were not marked in any way."""

    successes: tuple[str, ...]
    number: int
    oldest_days: int
    """Days since the first of them."""


@measure(Uncelebrated, needs=("successes", "successes.date", "successes.celebrated"))
def uncelebrated(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Successes of a known date within some months that are known not to have been marked."""
    ages = {one.id: _age_days(record, one) for one in _recent(record, benchmarks) if one.celebrated is False}
    dated = {id: days for id, days in ages.items() if days is not None}
    if dated:
        yield Uncelebrated(tuple(dated), len(dated), max(dated.values()))


@dataclass(frozen=True)
class Uncredited:
    """The successes for which others were named and this partner, who contributed, was not."""

    partner: str
    successes: tuple[str, ...]
    number: int
    contributed_count: int
    """Successes to which it contributed, as far as is known who was named for them."""
    named: tuple[str, ...]
    """The partners who were."""
    wrongly_named: bool
    """Whether somebody was named who had not contributed."""
    unmarked: bool
    """Whether none of them is marked yet, so that all could be named when it is."""


@measure(Uncredited, per="partners", needs=("successes", "successes.contributors", "successes.credited"))
def uncredited(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Contributors less those credited, where at least one partner was credited."""
    successes = listed(record, "successes")
    to_mark = {id for result in uncelebrated(record, benchmarks) for id in result.successes}
    for partner in listed(record, "partners"):
        of_it = [one for one in successes if partner.id in _unnamed(one)]
        if of_it:
            contributed = [
                one
                for one in successes
                if one.credited is not None and partner.id in (one.contributors or ())
            ]
            yield Uncredited(
                partner=partner.id,
                successes=tuple(one.id for one in of_it),
                number=len(of_it),
                contributed_count=len(contributed),
                named=tuple(sorted({id for one in of_it for id in one.credited})),
                wrongly_named=any(_wrongly_named(one) for one in of_it),
                unmarked=all(one.id in to_mark for one in of_it),
            )


@dataclass(frozen=True)
class Miscredited:
    """A success for which somebody was named who had not contributed, and a contributor was not."""

    success: str
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    unmarked: bool
    """Whether it is not marked yet, so that all could be named when it is."""


@measure(Miscredited, per="successes", needs=("successes.contributors", "successes.credited"))
def miscredited(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Credited less contributors, where contributors less credited is not empty either."""
    to_mark = {id for result in uncelebrated(record, benchmarks) for id in result.successes}
    for success in listed(record, "successes"):
        named = _wrongly_named(success)
        if named:
            yield Miscredited(success.id, named, _unnamed(success), success.id in to_mark)


@dataclass(frozen=True)
class Unthanked:
    """A recent success that was marked without anybody being named."""

    success: str


@measure(Unthanked, per="successes", needs=("successes.credited", "successes.celebrated"))
def unthanked(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """A success that is celebrated, with nobody credited."""
    for success in _recent(record, benchmarks):
        if success.celebrated and success.credited == []:
            yield Unthanked(success.id)


@dataclass(frozen=True)
class Unheard:
    """A recent success of which some partners don't know."""

    success: str
    partners: tuple[str, ...]
    days: int | None
    """Days since it was achieved; unknown without its date."""


@measure(Unheard, per="successes", needs=("successes.known_to",))
def unheard(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """All partners, less those who know of it and those who contributed."""
    for success in _recent(record, benchmarks):
        partners = _left_in_the_dark(record, success)
        if partners:
            yield Unheard(success.id, partners, _age_days(record, success))


@dataclass(frozen=True)
class SharedWins:
    """The recent successes that were marked, with all contributors named and all partners in the know."""

    successes: tuple[str, ...]
    number: int


@measure(
    SharedWins,
    needs=(
        "successes",
        "successes.celebrated",
        "successes.contributors",
        "successes.credited",
        "successes.known_to",
    ),
)
def shared_wins(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Celebrated, contributors and all of them credited, and no partner left in the dark."""
    found = tuple(one.id for one in _recent(record, benchmarks) if _is_shared(record, one))
    if found:
        yield SharedWins(found, len(found))


def _is_shared(record: CaseRecord, success: Success) -> bool:
    all_named = success.contributors and success.credited and not _unnamed(success)
    all_know = success.known_to is not None and not _left_in_the_dark(record, success)
    return bool(success.celebrated and all_named and all_know)


@dataclass(frozen=True)
class ReachedGoal:
    """An objective whose figure lately stood at its target or beyond."""

    objective: str
    actual: float
    target: float
    unit: str
    contributors: tuple[str, ...]
    """The partners who pursue it, as far as they are named."""


@measure(
    ReachedGoal,
    per="objectives",
    needs=("objectives.baseline", "objectives.target", "objectives.actual", "objectives.actual_date"),
)
def reached_goal(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """From the baseline, the figure has gone as far as the target, and was taken within some months."""
    for objective in listed(record, "objectives"):
        if _lately_reached(record, objective, benchmarks):
            yield ReachedGoal(
                objective.id,
                objective.actual,
                objective.target,
                objective.unit or "",
                tuple(sorted(objective.pursued_by or ())),
            )


def _lately_reached(record: CaseRecord, objective: Objective, benchmarks: Benchmarks) -> bool:
    if objective.actual_date is None or status_of(objective, record) != "reached":
        return False
    return (record.date - objective.actual_date).days <= benchmarks["celebration.recent_days"]


# --- What a celebration would cost, and when the next one is -----------------------------------


@dataclass(frozen=True)
class CelebrationBudget:
    """What may be spent on celebrations in a year, against the cash at hand."""

    budget_money: float
    cash_money: float
    affordable_money: float
    """What the means allow for."""
    cash_short: bool
    """Whether there is no cash, or less than falls due in the coming weeks."""
    budget_share: float | None
    """Of the cash at hand; unknown where there is none."""


@measure(CelebrationBudget, needs=("celebration.budget", "finance.cash"))
def celebration_budget(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Budget / cash at hand; the means allow for a set share of the cash, and for nothing while it is short."""
    budget = record.celebration.budget if record.celebration else None
    at_hand = record.finance.cash if record.finance else None
    if budget is None or at_hand is None:
        return
    least = max(benchmarks["expectation.cash_short"], 0.01)
    is_short = at_hand < least or any(result.short_money >= least for result in cash(record, benchmarks))
    yield CelebrationBudget(
        budget_money=budget,
        cash_money=at_hand,
        affordable_money=0
        if is_short
        else float(int(at_hand * min(benchmarks["celebration.budget_share"], 1))),
        cash_short=is_short,
        budget_share=budget / at_hand if at_hand >= least else None,
    )


@dataclass(frozen=True)
class NextCelebration:
    """The celebration that is planned."""

    date: datetime.date
    days: int


@measure(NextCelebration, needs=("celebration.next",))
def next_celebration(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days from the date of the case to the next celebration, where that is not in the past."""
    day = record.celebration.next if record.celebration else None
    if day is not None and day >= record.date:
        yield NextCelebration(day, (day - record.date).days)


# --- When not to celebrate ---------------------------------------------------------------------


@dataclass(frozen=True)
class DeepConflict:
    """A conflict that goes too deep for celebrations."""

    conflict: str


@measure(DeepConflict, per="conflicts", needs=("conflicts.status", "conflicts.severity"))
def deep_conflict(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Not settled, and severe, blocked, recurring, unsafe, before lawyers or a mediator, or about manners."""
    harmless = {result.conflict for result in temper(record, benchmarks)}
    personal = {result.conflict for result in conflict_type(record, benchmarks) if result.kind == "relation"}
    for conflict in listed(record, "conflicts"):
        is_live = conflict.status != "settled" and conflict.id not in harmless
        if is_live and (conflict.id in personal or _goes_deep(conflict, benchmarks)):
            yield DeepConflict(conflict.id)


def _goes_deep(conflict: Conflict, benchmarks: Benchmarks) -> bool:
    return bool(
        conflict.status == "blocked"
        or conflict.legal_threat
        or conflict.safety_concern
        or conflict.recurring
        or conflict.neutral_person in ("under_way", "failed")
        or (conflict.severity or 0) >= benchmarks["conflict.severe"]
        or (conflict.failed_meetings or 0) >= benchmarks["conflict.meetings_failed"]
    )


# --- What form would suit ------------------------------------------------------------------------


@dataclass(frozen=True)
class Occasion:
    """The successes still to be marked, and the form that suits the partners, apart from what forbids one."""

    form: str
    """`words`, `event`, `newsletter`, `award`, `board` or `testimonials`."""
    successes: tuple[str, ...]
    number: int
    contributors: tuple[str, ...]
    """The partners who are known to have brought them about."""
    tellable: tuple[str, ...]
    """Those of the successes that may be told to others."""
    honoured: tuple[str, ...]
    """Contributors who say that their work is not recognised."""
    people_count: int | None
    """The people of all partners together; unknown where a partner's are."""
    event_money: float | None
    """What one event may cost; unknown without a budget."""


@measure(Occasion, needs=("successes",))
def occasion(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Words at a meeting, unless the number of people, the money, the aims or the number of wins speak for more."""
    recent = list(_recent(record, benchmarks))
    unmarked = [one for one in recent if one.celebrated is False or _needs_telling(record, one)]
    successes = unmarked or recent
    if not successes:
        return
    contributors = tuple(sorted({id for one in successes for id in one.contributors or ()}))
    tellable = tuple(one.id for one in successes if not one.confidential)
    honoured = tuple(
        one.id
        for one in listed(record, "partners")
        if one.feels_recognised is False and one.id in contributors
    )
    people, money = _people(record), _event_money(record, benchmarks)
    yield Occasion(
        form=_form(record, len(successes), bool(tellable), bool(honoured), benchmarks),
        successes=tuple(one.id for one in successes),
        number=len(successes),
        contributors=contributors,
        tellable=tellable,
        honoured=honoured,
        people_count=people,
        event_money=money,
    )


def _needs_telling(record: CaseRecord, success: Success) -> bool:
    nobody_named = bool(success.celebrated) and success.credited == []
    return nobody_named or bool(_left_in_the_dark(record, success))


def _form(record: CaseRecord, number: int, may_tell: bool, honours: bool, benchmarks: Benchmarks) -> str:
    people = _people(record)
    if people is not None and people > benchmarks["celebration.small_circle"]:
        if honours:
            return "award"
        if may_tell and people >= benchmarks["celebration.many_people"]:
            return "newsletter"
        if _event_money(record, benchmarks):
            return "event"
    if may_tell and any(one.kind == "visibility" for one in listed(record, "objectives")):
        return "testimonials"
    return "board" if number >= benchmarks["celebration.board_wins"] else "words"


def _people(record: CaseRecord) -> int | None:
    counts: Iterable[int | None] = (
        one.people if one.people is not None else 1 if one.kind == "person" else None
        for one in record.partners
    )
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(record.partners) else None


def _event_money(record: CaseRecord, benchmarks: Benchmarks) -> float | None:
    """The budget, or what the means allow for if that is less. A lack of cash has a rule of its own."""
    budget = record.celebration.budget if record.celebration else None
    if not budget:
        return None
    allowed = [
        result.affordable_money for result in celebration_budget(record, benchmarks) if not result.cash_short
    ]
    return min([budget, *allowed]) or None
