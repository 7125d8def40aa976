"""Measures of expectations: the pace behind a target, what it rests on, the counter-offer, and possible dates."""

from __future__ import annotations

import calendar
import datetime
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord, Dependency, Expectation, Pilot

DAYS_A_MONTH = 365.25 / 12
GROWS = frozenset({"growth", "volume", "return", None})
"""What an expectation may be about for its target to be read as growth; None: not said."""
SUPPORTS = {
    "none": 0,
    "opinion": 1,
    "competitor": 2,
    "history": 3,
    "market_study": 4,
    "orders": 5,
    "pilot": 6,
}
"""Evidence from the weakest to the strongest."""
WEAK = frozenset({"none", "opinion", "competitor"})
UNCOUNTED = re.compile(
    r"[€$£¥%‰]|\b(?:[a-z]{0,1}(?:eur|usd|chf|gbp|cad|xof|mad|tnd)|euros?|dollars?|francs?|livres?|pounds?|k|m|"
    r"milliers?|thousands?|millions?|milliards?|billions?|percent|per cent|pour ?cent|points?|taux|rates?|"
    r"tonnes?|tons?|t|kg|kilos?|g|litres?|l|hl|m2|m²|km|kwh|mwh|h|hours?|heures?|jours?|days?|mois|months?)\b",
    re.IGNORECASE,
)
"""Units whose figures are amounts, not things that are counted one by one."""


# --- The pace -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Growth:
    """The growth that an expectation counts on, and what the article's pace offers instead."""

    expectation: str
    holder: str | None
    ratio: float
    change: float
    months: float
    monthly_rate: float
    article_change: float
    article_months: float
    pace_over_article: float
    tiny: bool
    after_1: float
    after_3: float
    after_6: float
    first_month: float
    best_monthly_rate: float | None = None
    best_change: float | None = None
    best_months: float | None = None
    soonest_months: float | None = None
    pace_over_best: float | None = None


@measure(
    Growth,
    per="expectations",
    needs=("expectations.baseline", "expectations.target", "expectations.horizon_months"),
)
def growth(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Monthly rate that turns 1 into `ratio` in `months`. Article §3: +20 % in 6 months is 3.09 %."""
    for expectation in listed(record, "expectations"):
        one = growth_of(expectation, record, benchmarks)
        if one is not None:
            yield one


def growth_of(expectation: Expectation, record: CaseRecord, benchmarks: Benchmarks) -> Growth | None:
    """The growth that an expectation counts on; None when unknown, or when no growth is meant."""
    ratio, months = growth_ratio(expectation), months_allowed(expectation, record)
    if expectation.about not in GROWS or ratio is None or ratio <= 1 or months is None or months <= 0:
        return None
    rate = monthly_rate(ratio, months)
    pace = article_pace(benchmarks)
    best = expectation.best_monthly_rate or 0
    has_best = best >= 1e-6
    months_at_best = months_at(best, ratio) if has_best else None
    return Growth(
        expectation=expectation.id,
        holder=expectation.holder,
        ratio=ratio,
        change=ratio - 1,
        months=months,
        monthly_rate=rate,
        article_change=change_at(pace, months),
        article_months=months_at(pace, ratio),
        pace_over_article=rate / pace,
        tiny=is_tiny(expectation, benchmarks),
        after_1=change_at(pace, 1),
        after_3=change_at(pace, 3),
        after_6=change_at(pace, 6),
        first_month=change_at(rate, min(months, 1)),
        best_monthly_rate=best if has_best else None,
        best_change=change_at(best, months) if has_best else None,
        best_months=months_at_best,
        soonest_months=None if months_at_best is None else min(months_at_best, months_at(pace, ratio)),
        pace_over_best=round(rate / best, 6) if has_best else None,
    )


def growth_ratio(expectation: Expectation) -> float | None:
    """Target over baseline, or the ratio as given; None when unknown, and from a baseline of zero or less."""
    if expectation.ratio is not None:
        return expectation.ratio
    if expectation.target is None or expectation.baseline is None or expectation.baseline <= 0:
        return None
    return expectation.target / expectation.baseline


def monthly_rate(ratio: float, months: float) -> float:
    """Monthly rate (a share) that turns 1 into `ratio` in `months`; what is asked in less counts as one month's.

    Capped so that it stays a number.
    """
    exponent = math.log(ratio) / max(months, 1)
    return min(math.expm1(min(exponent, 20)), 1e6)


def change_at(rate: float, months: float) -> float:
    """Growth (a share) after `months` at a monthly `rate`; capped so that it stays a number."""
    return math.expm1(min(months * math.log1p(rate), 60))


def months_at(rate: float, ratio: float) -> float:
    """Months that a monthly `rate` takes to reach `ratio`."""
    return math.log(ratio) / math.log1p(rate)


def article_pace(benchmarks: Benchmarks) -> float:
    """The monthly rate of the article's advised growth; never zero, so that it can divide."""
    rate = monthly_rate(1 + benchmarks["growth.article_change"], benchmarks["growth.article_months"])
    return max(rate, 1e-6)


def is_tiny(expectation: Expectation, benchmarks: Benchmarks) -> bool:
    """Whether so few things are counted that a percentage says little: from 2 clients to 4."""
    start, end = expectation.baseline, expectation.target
    if start is None or end is None or start != int(start) or end != int(end):
        return False
    is_amount = expectation.about == "return" or UNCOUNTED.search(expectation.unit or "") is not None
    few = 0 < start <= benchmarks["growth.tiny_baseline"] and end <= benchmarks["growth.tiny_target"]
    return few and not is_amount


# --- Dates --------------------------------------------------------------------------------


def months_allowed(expectation: Expectation, record: CaseRecord) -> float | None:
    """The horizon as given, else the months from the date of the case to the date counted on."""
    if expectation.horizon_months is not None:
        return expectation.horizon_months
    if expectation.due is None:
        return None
    return (expectation.due - record.date).days / DAYS_A_MONTH


def date_allowed(expectation: Expectation, record: CaseRecord) -> datetime.date | None:
    """The date counted on as given, else the date of the case and the horizon."""
    if expectation.due is not None:
        return expectation.due
    if expectation.horizon_months is None:
        return None
    return later(record.date, expectation.horizon_months)


def later(day: datetime.date, months: float) -> datetime.date:
    """The same day of the month, `months` later; the last day of a shorter month; parts of a month in days."""
    whole = int(months)
    years, month = divmod(day.month - 1 + whole, 12)
    year = day.year + years
    if year >= datetime.MAXYEAR:
        return datetime.date.max
    last = calendar.monthrange(year, month + 1)[1]
    moved = datetime.date(year, month + 1, min(day.day, last))
    return moved + datetime.timedelta(days=round((months - whole) * DAYS_A_MONTH))


@dataclass(frozen=True)
class Horizon:
    """The time an expectation allows itself, and the same with a margin."""

    expectation: str
    months: float
    target_date: datetime.date
    with_margin_months: float
    quick: bool
    about: str | None = None
    ramp_up_months: float | None = None
    ramp_up_with_margin: float | None = None
    ramp_up_short: bool | None = None


@measure(Horizon, per="expectations", needs=("expectations.horizon_months",))
def horizon(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The months allowed, the date they lead to, and both with the share of margin added."""
    for expectation in listed(record, "expectations"):
        months, date = months_allowed(expectation, record), date_allowed(expectation, record)
        if months is None or date is None or months <= 0:
            continue
        ramp_up = expectation.ramp_up_months
        with_margin = 1 + benchmarks["expectation.margin_share"]
        yield Horizon(
            expectation=expectation.id,
            months=months,
            target_date=date,
            with_margin_months=months * with_margin,
            quick=months <= benchmarks["expectation.quick_months"]
            and _waits_for_first_results(expectation, record, benchmarks),
            about=expectation.about,
            ramp_up_months=ramp_up,
            ramp_up_with_margin=None if ramp_up is None else ramp_up * with_margin,
            ramp_up_short=None if ramp_up is None else months < ramp_up,
        )


def _waits_for_first_results(expectation: Expectation, record: CaseRecord, benchmarks: Benchmarks) -> bool:
    """Whether a result is counted on of which no pace is known. A known pace is judged by itself."""
    ratio = growth_ratio(expectation)
    has_pace = growth_of(expectation, record, benchmarks) is not None
    shrinks = ratio is not None and ratio <= 1
    return expectation.about in ("growth", "return", "volume") and not has_pace and not shrinks


@dataclass(frozen=True)
class Timing:
    """The date counted on, against what it depends on."""

    expectation: str
    target_date: datetime.date
    knows: str
    unsettled: tuple[str, ...]
    dependency: str | None = None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    reach: str | None = None
    days_short: int | None = None


@measure(
    Timing,
    per="expectations",
    needs=(
        "expectations.horizon_months",
        "dependencies.expectation",
        "dependencies.starts",
        "dependencies.months_min",
    ),
)
def timing(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The latest of the earliest dates of all dependencies not yet in hand, and of their latest dates."""
    for expectation in listed(record, "expectations"):
        target = date_allowed(expectation, record)
        mine = [one for one in listed(record, "dependencies") if one.expectation == expectation.id]
        if target is None or not mine:
            continue
        waiting = [one for one in mine if not one.secured]
        firsts = [(day, one.id) for one in waiting if (day := earliest(one)) is not None]
        lasts = [latest(one) for one in waiting]
        first, binding = max(firsts) if firsts else (None, None)
        known_lasts = [day for day in lasts if day is not None]
        last = max(known_lasts) if waiting and len(known_lasts) == len(waiting) else None
        if first is not None and last is not None:
            last = max(first, last)
        reach = None
        if first is not None and target < first:
            reach = "impossible"
        elif last is not None and last <= target:
            reach = "safe"
        elif first is not None and any(day > target for day in known_lasts):
            reach = "tight"
        open_still = tuple(one.id for one in waiting if one.secured is False)
        yield Timing(
            expectation=expectation.id,
            target_date=target,
            knows="nothing" if first is None else "earliest" if last is None else "both",
            unsettled=() if reach == "safe" else open_still,
            dependency=binding,
            earliest=first,
            latest=last,
            reach=reach,
            days_short=(first - target).days if first is not None and target < first else None,
        )


def earliest(dependency: Dependency) -> datetime.date | None:
    """The first date on which it can be in hand, as given or from its start."""
    if dependency.earliest is not None or dependency.starts is None or dependency.months_min is None:
        return dependency.earliest
    return later(dependency.starts, dependency.months_min)


def latest(dependency: Dependency) -> datetime.date | None:
    """The last date on which it should be in hand, as given or from its start."""
    if dependency.latest is not None or dependency.starts is None or dependency.months_max is None:
        return dependency.latest
    return later(dependency.starts, dependency.months_max)


# --- What it rests on ---------------------------------------------------------------------


@dataclass(frozen=True)
class PilotPace:
    """The pace that a pilot showed, against the pace counted on."""

    expectation: str
    pilot: str
    result: str
    pilot_rate: float
    needed_rate: float
    enough: bool
    pilot_change: float
    pilot_months: float | None
    months: float


@measure(PilotPace, per="pilots", needs=("pilots.supports", "pilots.result", "pilots.monthly_rate"))
def pilot_pace(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Pilot's monthly rate against the rate needed; enough from a share of it on."""
    for expectation in listed(record, "expectations"):
        counted_on = growth_of(expectation, record, benchmarks)
        for pilot in _pilots_of(expectation, record):
            if counted_on is None or pilot.monthly_rate is None or pilot.result in (None, "planned"):
                continue
            rate = pilot.monthly_rate
            yield PilotPace(
                expectation=expectation.id,
                pilot=pilot.id,
                result=str(pilot.result),
                pilot_rate=rate,
                needed_rate=counted_on.monthly_rate,
                enough=_confirms_the_pace(pilot, counted_on, benchmarks),
                pilot_change=change_at(rate, counted_on.months),
                pilot_months=months_at(rate, counted_on.ratio) if rate >= 1e-6 else None,
                months=counted_on.months,
            )


def _pilots_of(expectation: Expectation, record: CaseRecord) -> list[Pilot]:
    return [pilot for pilot in listed(record, "pilots") if pilot.supports == expectation.id]


def _confirms_the_pace(pilot: Pilot, counted_on: Growth | None, benchmarks: Benchmarks) -> bool:
    """True too where one of the two paces is unknown: then the pilot's own result counts."""
    if counted_on is None or pilot.monthly_rate is None:
        return True
    return pilot.monthly_rate >= counted_on.monthly_rate * benchmarks["growth.pilot_share"]


@dataclass(frozen=True)
class Backing:
    """What an expectation rests on: the strongest ground that is known."""

    expectation: str
    kind: str
    needed: bool
    pilot: str | None = None
    evidence: str | None = None
    orders_share: float | None = None


@measure(
    Backing,
    per="expectations",
    needs=("expectations.evidence", "expectations.orders_share", "pilots.supports", "pilots.result"),
)
def backing(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """A pilot that confirmed the pace, then firm orders, then figures, then a trial still open, then nothing."""
    for expectation in listed(record, "expectations"):
        one = backing_of(expectation, record, benchmarks)
        if one is not None:
            yield one


def backing_of(expectation: Expectation, record: CaseRecord, benchmarks: Benchmarks) -> Backing | None:
    counted_on = growth_of(expectation, record, benchmarks)
    pilots = _pilots_of(expectation, record)
    confirmed = [
        pilot.id
        for pilot in pilots
        if pilot.result == "confirmed" and _confirms_the_pace(pilot, counted_on, benchmarks)
    ]
    share, evidence = expectation.orders_share, expectation.evidence
    ordered = share >= benchmarks["growth.orders_share"] if share is not None else evidence == "orders"
    if confirmed:
        kind = "pilot"
    elif ordered:
        kind = "orders"
    elif evidence == "pilot" and not pilots:
        kind = "pilot_said"
    elif evidence in ("history", "market_study"):
        kind = "figures"
    elif any(pilot.result in ("planned", "running") for pilot in pilots):
        kind = "trial_open"
    elif evidence in WEAK and not share:
        kind = "weak"
    else:
        return None
    return Backing(
        expectation=expectation.id,
        kind=kind,
        needed=_needs_evidence(expectation, counted_on, benchmarks),
        pilot=confirmed[0] if confirmed else None,
        evidence=evidence,
        orders_share=share,
    )


def _needs_evidence(expectation: Expectation, counted_on: Growth | None, benchmarks: Benchmarks) -> bool:
    """Whether the figure is bold enough to ask what it rests on. A modest pace may be taken on trust."""
    if counted_on is not None:
        return counted_on.monthly_rate > benchmarks["growth.plausible"] and not counted_on.tiny
    ratio = growth_ratio(expectation)
    shrinks = ratio is not None and ratio <= 1
    return not shrinks and expectation.about in ("growth", "volume", "return")


@dataclass(frozen=True)
class Stake:
    """Money bound to a figure before it is proved."""

    expectation: str
    unsupported: bool
    irreversible: bool
    amount: float | None = None
    evidence: str | None = None


@measure(
    Stake,
    per="expectations",
    needs=("expectations.committed_money", "expectations.committed_before_proof", "expectations.reversible"),
)
def stake(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Money committed on weak evidence, or said to be committed before proof."""
    for expectation in listed(record, "expectations"):
        amount, before_proof = expectation.committed_money, expectation.committed_before_proof
        rests_on = backing_of(expectation, record, benchmarks)
        weak = rests_on is not None and rests_on.kind == "weak" and rests_on.needed
        unsupported = weak and amount is not None and amount > 0 and before_proof is not False
        if (amount is not None and amount <= 0) or not (unsupported or before_proof):
            continue
        yield Stake(
            expectation=expectation.id,
            unsupported=unsupported,
            irreversible=expectation.reversible is False,
            amount=amount,
            evidence=expectation.evidence,
        )


# --- Means --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Capacity:
    """What can be delivered, against what is promised."""

    expectation: str
    needed: float
    available: float
    cover: float
    unit: str
    scaled_target: float | None = None
    target_unit: str = ""


@measure(
    Capacity,
    per="expectations",
    needs=("expectations.capacity_needed", "expectations.capacity_available"),
)
def capacity(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Available over needed; the target in the same proportion. A target in the unit of capacity is the need."""
    for expectation in listed(record, "expectations"):
        one = capacity_of(expectation)
        if one is not None:
            yield one


def capacity_of(expectation: Expectation) -> Capacity | None:
    available, target = expectation.capacity_available, expectation.target
    needed = expectation.capacity_needed
    units = [unit.casefold() if unit else None for unit in (expectation.unit, expectation.capacity_unit)]
    from_nothing = expectation.baseline is not None and expectation.baseline <= 0
    same_unit = (units[0] == units[1] and units[0] is not None) or (from_nothing and None in units)
    if needed is None and same_unit and expectation.about in GROWS:
        needed = target
    if needed is None or available is None or needed <= 0 or available < 0:
        return None
    cover = available / needed
    scaled = target * cover if target is not None and expectation.about in GROWS else None
    if scaled is not None and target == int(target or 0):
        scaled = _rounded_down(scaled)
    is_below_start = (
        scaled is not None and expectation.baseline is not None and scaled < max(expectation.baseline, 0)
    )
    is_the_need = target == needed
    return Capacity(
        expectation=expectation.id,
        needed=needed,
        available=available,
        cover=cover,
        unit=expectation.capacity_unit or (expectation.unit if same_unit else None) or "",
        scaled_target=None if is_below_start or is_the_need or cover <= 0 else scaled,
        target_unit=expectation.unit or "",
    )


def _rounded_down(amount: float) -> float:
    """A whole number of at most three significant digits: nobody negotiates over 22,153."""
    step: float = 10 ** max(len(str(int(abs(amount)))) - 3, 0)
    return math.floor(amount / step) * step


@dataclass(frozen=True)
class Resources:
    """The means there are, against the means that an expectation needs."""

    expectation: str
    needed: float
    available: float
    cover: float
    missing: float
    unit: str


@measure(
    Resources,
    per="expectations",
    needs=("expectations.resources_needed", "expectations.resources_available"),
)
def resources(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Available over needed, and what is missing."""
    for expectation in listed(record, "expectations"):
        needed, available = expectation.resources_needed, expectation.resources_available
        if needed is None or available is None or needed <= 0 or available < 0:
            continue
        yield Resources(
            expectation=expectation.id,
            needed=needed,
            available=available,
            cover=available / needed,
            missing=max(needed - available, 0),
            unit=expectation.resources_unit or "",
        )


# --- The counter-offer --------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """Which counter-offer fits: the tightest limit that is known decides."""

    expectation: str
    basis: str


@measure(Offer, per="expectations", needs=("expectations.horizon_months",))
def offer(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The first limit known: capacity, resources, ramp-up, a pilot's pace, the best pace seen, the article's."""
    short_of_means = {
        one.expectation
        for one in resources(record, benchmarks)
        if one.cover < benchmarks["expectation.resources"]
    }
    slower = {
        one.expectation for one in pilot_pace(record, benchmarks) if not one.enough and one.pilot_months
    }
    horizons = {one.expectation: one for one in horizon(record, benchmarks)}
    for expectation in listed(record, "expectations"):
        counted_on = growth_of(expectation, record, benchmarks)
        limit, time = capacity_of(expectation), horizons.get(expectation.id)
        if limit is not None and limit.cover < benchmarks["expectation.capacity"]:
            basis = "capacity_only" if limit.scaled_target is None else "capacity"
            if counted_on is not None and _is_steep(counted_on, limit.cover, benchmarks):
                basis = "capacity_and_pace"
        elif expectation.id in short_of_means:
            basis = "resources"
        elif time is not None and time.ramp_up_short:
            basis = "ramp_up"
        elif expectation.id in slower:
            basis = "pilot"
        elif counted_on is not None:
            basis = _pace_to_offer(counted_on, benchmarks)
        elif time is not None and time.quick:
            basis = "quick"
        else:
            basis = "nothing"
        yield Offer(expectation.id, basis)


def _is_steep(counted_on: Growth, cover: float, benchmarks: Benchmarks) -> bool:
    """Whether even the part of the target that capacity covers takes too fast a pace."""
    ratio = counted_on.ratio * cover
    if ratio <= 1:
        return False
    rate, best = monthly_rate(ratio, counted_on.months), counted_on.best_monthly_rate
    never_seen = best is not None and rate > best * benchmarks["growth.pace_over_best"]
    return rate >= benchmarks["growth.stretch"] or (never_seen and rate > benchmarks["growth.plausible"])


def _pace_to_offer(counted_on: Growth, benchmarks: Benchmarks) -> str:
    if counted_on.monthly_rate <= benchmarks["growth.plausible"]:
        return "nothing"  # an offer at the article's pace would be more than the target
    longest = benchmarks["growth.longest_plan"]
    best = counted_on.best_monthly_rate
    if best is not None and best < counted_on.monthly_rate:
        is_near = counted_on.soonest_months is not None and counted_on.soonest_months <= longest
        return "best" if is_near else "far"
    return "pace" if counted_on.article_months <= longest else "far"


# --- Shared or not ------------------------------------------------------------------------


@dataclass(frozen=True)
class Sharing:
    """Who has seen an expectation, and who has agreed to it. A field is left out where it is unknown."""

    expectation: str
    compared: bool
    unseen_by: tuple[str, ...] | None = None
    seen_by_none: bool | None = None
    not_agreed_by: tuple[str, ...] | None = None
    agreed_by_all: bool | None = None


@measure(Sharing, per="expectations", needs=("expectations.shown_to", "expectations.agreed_by"))
def sharing(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The other partners, less those who have seen it; and less those who have agreed."""
    everybody = sorted(partner.id for partner in record.partners)
    compared = {
        member
        for gaps in (target_gaps(record, benchmarks), date_gaps(record, benchmarks))
        for gap in gaps
        for member in gap.members
    }
    for expectation in listed(record, "expectations"):
        shown, agreed = expectation.shown_to, expectation.agreed_by
        others = [partner for partner in everybody if partner != expectation.holder]
        aware = {*(shown or ()), *(agreed or ()), *(expectation.imposed_on or ())}
        unseen = tuple(one for one in others if one not in aware)
        unseen_by = None if shown is None or expectation.holder is None else unseen
        not_agreed = None
        if agreed is not None:
            imposed = expectation.imposed_on or () if expectation.holder else ()
            said_elsewhere = {*(unseen_by or ()), *imposed}
            not_agreed = tuple(one for one in others if one not in agreed and one not in said_elsewhere)
        yield Sharing(
            expectation=expectation.id,
            compared=expectation.id in compared,
            unseen_by=unseen_by,
            seen_by_none=None if unseen_by is None else len(unseen_by) == len(others),
            not_agreed_by=not_agreed,
            agreed_by_all=None if agreed is None else all(one in agreed for one in others),
        )


@dataclass(frozen=True)
class TargetGap:
    """Targets of different partners on one topic, furthest apart."""

    expectation: str
    low_expectation: str
    members: tuple[str, ...]
    kind: str
    high: float
    high_holder: str
    low: float
    low_holder: str
    gap: float
    start: float
    start_from: str
    unit: str
    start_holder: str | None = None


@measure(TargetGap, needs=("expectations.topic", "expectations.holder", "expectations.target"))
def target_gaps(record: CaseRecord, benchmarks: Benchmarks) -> Iterator[TargetGap]:
    """Highest over lowest, less 1, of what different partners count on for the same topic, unit and time."""
    for group in _same_topic(record):
        for kind, value in (("target", _target), ("change", _change)):
            pairs = [
                (high, low)
                for one, other in combinations(group, 2)
                for high, low in [_ordered(one, other, value)]
                if _comparable(high, low, record) and value(high) is not None and _positive(value(low))
                if not (_agreed_by_all(high, record) and _agreed_by_all(low, record))
            ]
            if not pairs:
                continue
            high, low = max(pairs, key=lambda pair: (_ratio_between(pair, value), pair[0].id, pair[1].id))
            levels = [_level(value(high), kind), _level(value(low), kind)]
            gap = round(levels[0] / levels[1] - 1, 6)
            if gap > benchmarks["expectation.targets_gap"]:
                yield _gap_of(high, low, group, kind, value(high), value(low), gap)
                break


def _gap_of(
    high: Expectation,
    low: Expectation,
    group: list[Expectation],
    kind: str,
    most: float | None,
    least: float | None,
    gap: float,
) -> TargetGap:
    assert most is not None and least is not None and high.holder and low.holder
    strengths = [SUPPORTS.get(str(one.evidence), 0) for one in (high, low)]
    is_better_founded = strengths[0] != strengths[1] and max(strengths) >= SUPPORTS["history"]
    founded = high if strengths[0] > strengths[1] else low
    middle = (most + least) / 2
    if most == int(most) and least == int(least):
        middle = math.floor(middle)
    return TargetGap(
        expectation=high.id,
        low_expectation=low.id,
        members=tuple(one.id for one in group),
        kind=kind,
        high=most,
        high_holder=high.holder,
        low=least,
        low_holder=low.holder,
        gap=gap,
        start=(most if founded is high else least) if is_better_founded else middle,
        start_from="evidence" if is_better_founded else "middle",
        unit=high.unit or low.unit or "",
        start_holder=founded.holder if is_better_founded else None,
    )


def _same_topic(record: CaseRecord) -> list[list[Expectation]]:
    """Expectations of several holders with the same topic, or the same title."""
    groups: dict[str, list[Expectation]] = {}
    for expectation in listed(record, "expectations"):
        topic = expectation.topic or expectation.title
        if topic and expectation.holder:
            groups.setdefault(topic.casefold(), []).append(expectation)
    return [group for group in groups.values() if len({one.holder for one in group}) > 1]


Value = Callable[[Expectation], float | None]


def _target(expectation: Expectation) -> float | None:
    return expectation.target if expectation.about in GROWS else None


def _change(expectation: Expectation) -> float | None:
    ratio = growth_ratio(expectation)
    return None if ratio is None or expectation.about not in GROWS else ratio - 1


def _level(value: float | None, kind: str) -> float:
    assert value is not None
    return value if kind == "target" else value + 1


def _ordered(one: Expectation, other: Expectation, value: Value) -> tuple[Expectation, Expectation]:
    first, second = value(one), value(other)
    is_higher = (first is not None and second is not None and first >= second) or second is None
    return (one, other) if is_higher else (other, one)


def _ratio_between(pair: tuple[Expectation, Expectation], value: Value) -> float:
    return (value(pair[0]) or 0) / (value(pair[1]) or 1)


def _positive(value: float | None) -> bool:
    return value is not None and value > 0


def _comparable(one: Expectation, other: Expectation, record: CaseRecord) -> bool:
    """Two holders, no two different units, and the same time allowed where both are known."""
    units = {unit.casefold() for unit in (one.unit, other.unit) if unit}
    times = [
        months
        for months in (months_allowed(one, record), months_allowed(other, record))
        if months is not None
    ]
    same_time = len(times) < 2 or abs(times[0] - times[1]) <= max(0.5, 0.1 * max(times))
    return one.holder != other.holder and len(units) < 2 and same_time


def _agreed_by_all(expectation: Expectation, record: CaseRecord) -> bool:
    agreed = expectation.agreed_by or ()
    return all(one.id in agreed or one.id == expectation.holder for one in record.partners)


@dataclass(frozen=True)
class DateGap:
    """Dates that different partners count on for one topic, furthest apart."""

    expectation: str
    late_expectation: str
    members: tuple[str, ...]
    early: datetime.date
    early_holder: str
    late: datetime.date
    late_holder: str
    days: int
    middle: datetime.date


@measure(DateGap, needs=("expectations.topic", "expectations.holder", "expectations.horizon_months"))
def date_gaps(record: CaseRecord, benchmarks: Benchmarks) -> Iterator[DateGap]:
    """Days between the earliest and the latest date that partners count on for one topic, up to the same target."""
    for group in _same_topic(record):
        dated = sorted(
            ((day, one.id, one) for one in group if (day := date_allowed(one, record)) is not None),
            key=lambda found: found[:2],
        )
        pairs = [
            (first, second)
            for first, second in combinations(dated, 2)
            if first[2].holder != second[2].holder and _same_target(first[2], second[2])
            if not (_agreed_by_all(first[2], record) and _agreed_by_all(second[2], record))
        ]
        if not pairs:
            continue
        first, second = max(pairs, key=lambda pair: ((pair[1][0] - pair[0][0]).days, pair[0][1], pair[1][1]))
        days = (second[0] - first[0]).days
        if days > benchmarks["expectation.dates_gap"]:
            yield DateGap(
                expectation=first[1],
                late_expectation=second[1],
                members=tuple(one.id for one in group),
                early=first[0],
                early_holder=str(first[2].holder),
                late=second[0],
                late_holder=str(second[2].holder),
                days=days,
                middle=first[0] + datetime.timedelta(days=days // 2),
            )


def _same_target(one: Expectation, other: Expectation) -> bool:
    """Whether the dates are for the same thing: a deadline, or the same figure."""
    if "deadline" in (one.about, other.about):
        return one.about in ("deadline", None) and other.about in ("deadline", None)
    if one.target is not None and other.target is not None:
        return one.target == other.target
    return one.ratio is not None and one.ratio == other.ratio


# --- Rhythm and effort --------------------------------------------------------------------


@dataclass(frozen=True)
class DailyContact:
    """What compulsory contact on every working day costs all partners together, against one fixed weekly point."""

    entry: str
    timed: bool
    hours: float | None = None
    weekly_minutes: float | None = None
    weekly_hours: float | None = None
    saved_hours: float | None = None


@measure(
    DailyContact, needs=("expectations.contacts_a_week", "expectations.contact_minutes", "points.minutes")
)
def daily_contact(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Contacts a week × minutes × those who take part; less one weekly point twice as long, up to a longest."""
    often = benchmarks["expectation.daily_contacts"]
    everybody = len(record.partners)
    points = [
        (one.id, often, one.minutes, one.attendees or everybody)
        for one in listed(record, "points")
        if one.rhythm == "daily" and one.compulsory
    ]
    wanted = [
        (one.id, one.contacts_a_week, one.contact_minutes, everybody)
        for one in listed(record, "expectations")
        if one.compulsory and one.contacts_a_week is not None and one.contacts_a_week >= often
    ]
    # The demand and the meeting that meets it are one contact: the meetings count where they are timed.
    daily = points if points and all(minutes for _, _, minutes, _ in points) else wanted or points
    if not daily:
        return
    entry = (wanted or points)[0][0]
    if not all(minutes for _, _, minutes, _ in daily):
        yield DailyContact(entry, timed=False)
        return
    now = sum(number * (minutes or 0) * people for _, number, minutes, people in daily) / 60
    longest = max(minutes or 0 for _, _, minutes, _ in daily)
    weekly_minutes = max(min(2 * longest, benchmarks["expectation.weekly_minutes"]), longest)
    weekly = weekly_minutes * max(people for *_, people in daily) / 60
    yield DailyContact(entry, True, now, weekly_minutes, weekly, max(now - weekly, 0))


@dataclass(frozen=True)
class EffortDemand:
    """The same effort asked of each partner, whatever the skills."""

    expectation: str
    holder: str | None
    share: float


@measure(
    EffortDemand,
    per="expectations",
    needs=("expectations.effort_demanded", "expectations.regardless_of_skills"),
)
def effort_demand(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """One over the number of partners, where the share demanded is about that and skills play no part."""
    equal = 1 / len(record.partners)
    for expectation in listed(record, "expectations"):
        demanded = expectation.effort_demanded
        about_equal = demanded is None or abs(demanded - equal) <= benchmarks["expectation.equal_effort"]
        if expectation.regardless_of_skills and about_equal:
            yield EffortDemand(expectation.id, expectation.holder, equal)
