"""Measures of objectives: how complete, how far, how important to whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.measures.growth import DAYS_A_MONTH, monthly_rate
from advisor.vocabulary import CaseRecord, Objective

SMART = ("specific", "indicator", "deadline", "baseline", "target")
"""What makes an objective more than a wish, in the order in which it is asked for."""
MILESTONE_ALWAYS = frozenset({"innovation"})
MILESTONE_WITH_INDICATOR = frozenset({"social", "quality", "other"})
"""Kinds of objective for which a dated event can stand in for a figure; the latter need an indicator for it."""
SUGGESTED = frozenset({"commercial", "innovation", "visibility"})
"""Kinds for which the article names an indicator (section 1, table)."""
LATEST_ARRIVAL_DAYS = 3_660


# --- How complete ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """Something that an objective is known to lack."""

    objective: str


@dataclass(frozen=True)
class GrowthExample:
    """The article's example of a commercial target, from the objective's own start."""

    baseline: float
    target: float
    change: float
    months: float
    monthly_rate: float
    unit: str


@dataclass(frozen=True)
class Smart:
    """What an objective is known to lack before it can guide anybody."""

    objective: str
    lacks: tuple[str, ...]
    lacks_count: int
    complete: bool
    milestone: bool
    unexamined: bool
    suggestion: str
    change: float
    months: float
    monthly_rate: float
    no_specific: tuple[Gap, ...]
    no_indicator: tuple[Gap, ...]
    no_deadline: tuple[Gap, ...]
    no_baseline: tuple[Gap, ...]
    no_target: tuple[Gap, ...]
    no_plan: tuple[Gap, ...]
    no_lead: tuple[Gap, ...]
    no_needs: tuple[Gap, ...]
    no_means: tuple[Gap, ...]
    example: tuple[GrowthExample, ...]


@measure(
    Smart,
    per="objectives",
    needs=(
        "objectives.specific",
        "objectives.indicator",
        "objectives.baseline",
        "objectives.target",
        "objectives.deadline",
    ),
)
def smart(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Which of the five marks each objective is known to lack; what is unknown counts on neither side."""
    age = age_days(record)
    young = age is not None and age < benchmarks["objectives.young_days"]
    change = benchmarks["objectives.commercial_change"]
    months = max(benchmarks["objectives.commercial_months"], 1)
    rate = monthly_rate(1 + max(change, 0), months)
    for one in listed(record, "objectives"):
        known = one.known()
        milestone = is_milestone(one)
        excused = {"baseline", "target"} if milestone else {"baseline"} if young else set()
        missing = [name for name in SMART if name in known and _says_none(known[name])]
        lacks = tuple(name for name in missing if name not in excused)
        needed = set(SMART) - ({"baseline", "target"} if milestone else set())
        has = {name for name in SMART if name in known and name not in missing}
        by_name = {name: (Gap(one.id),) if name in lacks else () for name in SMART}
        yield Smart(
            objective=one.id,
            lacks=lacks,
            lacks_count=len(lacks),
            complete=has >= needed,
            milestone=milestone,
            unexamined=False in (one.needs_analysed, one.resources_analysed),
            suggestion=one.kind if one.kind in SUGGESTED and "indicator" in lacks else "none",
            change=change,
            months=months,
            monthly_rate=rate,
            no_specific=by_name["specific"],
            no_indicator=by_name["indicator"],
            no_deadline=by_name["deadline"],
            no_baseline=by_name["baseline"],
            no_target=by_name["target"],
            no_plan=_gap(one, one.plan_steps == 0 and not young),
            no_lead=_gap(one, "owner" in known and one.owner is None),
            no_needs=_gap(one, one.needs_analysed is False),
            no_means=_gap(one, one.resources_analysed is False),
            example=_example(one, "target" in lacks, change, months, rate),
        )


def _says_none(value: object) -> bool:
    """Whether what was given says that the mark is lacking; the number 0 is a value."""
    return value is None or value is False


def _gap(one: Objective, lacking: bool) -> tuple[Gap, ...]:
    return (Gap(one.id),) if lacking else ()


def _example(
    one: Objective, no_target: bool, change: float, months: float, rate: float
) -> tuple[GrowthExample, ...]:
    if one.kind != "commercial" or not no_target or not one.baseline or one.baseline <= 0:
        return ()
    return (GrowthExample(one.baseline, one.baseline * (1 + change), change, months, rate, one.unit or ""),)


def is_milestone(one: Objective) -> bool:
    """Whether a dated event stands in for a figure: a launch, or an event that an indicator names."""
    if one.deadline is None or one.target is not None:
        return False
    named = one.kind in MILESTONE_WITH_INDICATOR and one.indicator is not None
    return one.kind in MILESTONE_ALWAYS or named


@dataclass(frozen=True)
class ObjectiveCeiling:
    """How much of a growing target the present means allow."""

    objective: str
    target: float
    ceiling: float
    missing: float
    cover_share: float
    unit: str


@measure(ObjectiveCeiling, per="objectives", needs=("objectives.target", "objectives.capacity_ceiling"))
def objective_ceiling(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Ceiling / target, for targets above the start that are still ahead."""
    for one in listed(record, "objectives"):
        if one.target is None or one.capacity_ceiling is None or one.target <= 0 or is_over(one, record):
            continue
        if one.baseline is not None and one.baseline >= one.target:
            continue
        yield ObjectiveCeiling(
            objective=one.id,
            target=one.target,
            ceiling=one.capacity_ceiling,
            missing=max(one.target - one.capacity_ceiling, 0),
            cover_share=round(one.capacity_ceiling / one.target, 6),
            unit=one.unit or "",
        )


@dataclass(frozen=True)
class OpenObjectives:
    """The objectives pursued at once."""

    number: int
    keep: int
    objectives: tuple[str, ...]


@measure(OpenObjectives, needs=("objectives",))
def open_objectives(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Objectives listed, less those known to be reached or past their deadline."""
    if record.objectives is not None:
        still = tuple(one.id for one in listed(record, "objectives") if not is_over(one, record))
        yield OpenObjectives(len(still), max(int(benchmarks["objectives.focus"]), 1), still)


@dataclass(frozen=True)
class PartnershipAge:
    """Days since the partnership began; below zero while it has yet to begin."""

    days: int


@measure(PartnershipAge, needs=("partnership.start",))
def partnership_age(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Date of the case − start."""
    days = age_days(record)
    if days is not None:
        yield PartnershipAge(days)


def age_days(record: CaseRecord) -> int | None:
    """Days since the partnership began; None when unknown."""
    start = record.partnership.start if record.partnership else None
    return None if start is None else (record.date - start).days


# --- Who wants it ---------------------------------------------------------------------------


@dataclass(frozen=True)
class ObjectiveApproval:
    """Who has not said yes to an objective, and who did without conviction."""

    objective: str
    wholehearted: bool
    ask: tuple[str, ...]
    missing: tuple[str, ...] | None = None
    doubters: tuple[str, ...] | None = None


@measure(ObjectiveApproval, per="objectives", needs=("objectives.validated_by", "objectives.conviction"))
def objective_approval(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """All partners less those who approved; and those who approved without conviction."""
    partners = [partner.id for partner in listed(record, "partners")]
    for one in listed(record, "objectives"):
        if one.validated_by is None and one.conviction is None:
            continue
        missing = None
        if one.validated_by is not None:
            missing = tuple(partner for partner in partners if partner not in one.validated_by)
        convinced = one.conviction or {}
        doubters = tuple(
            partner
            for partner in partners
            if convinced.get(partner) is False and partner not in (missing or ())
        )
        yield ObjectiveApproval(
            objective=one.id,
            wholehearted=missing == () and all(convinced.get(partner) for partner in partners),
            ask=(*(missing or ()), *doubters),
            missing=missing,
            doubters=doubters if one.conviction is not None else None,
        )


@dataclass(frozen=True)
class ImportanceGap:
    """How far apart the partners are on what an objective matters to them."""

    objective: str
    high: float
    high_partners: tuple[str, ...]
    low: float
    low_partners: tuple[str, ...]
    gap: float


@measure(ImportanceGap, per="objectives", needs=("objectives.importance",))
def importance_gap(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Highest grade − lowest grade, where two partners or more gave one."""
    for one in listed(record, "objectives"):
        grades = one.importance or {}
        if len(grades) < 2 or is_over(one, record):
            continue
        high, low = max(grades.values()), min(grades.values())
        yield ImportanceGap(
            objective=one.id,
            high=high,
            high_partners=tuple(sorted(name for name, grade in grades.items() if grade == high)),
            low=low,
            low_partners=tuple(sorted(name for name, grade in grades.items() if grade == low)),
            gap=high - low,
        )


@dataclass(frozen=True)
class IncompatiblePair:
    """Two objectives that can't both be reached."""

    objective: str
    other: str


@dataclass(frozen=True)
class ObjectiveClash:
    """Objectives that stand in each other's way, directly or through a third."""

    objective: str
    members: tuple[str, ...]
    pairs: tuple[IncompatiblePair, ...]


@measure(ObjectiveClash, per="objectives", needs=("objectives.conflicts_with",))
def objective_clash(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Groups of open objectives that are joined by being incompatible, each pair once."""
    yield from clashes(record)


@dataclass(frozen=True)
class ClashSide:
    """An objective that belongs to a group of objectives in each other's way."""

    objective: str
    member: str


@measure(ClashSide, per="objectives", needs=("objectives.conflicts_with",))
def clash_side(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Each objective of each group."""
    for clash in clashes(record):
        for member in clash.members:
            yield ClashSide(clash.objective, member)


def clashes(record: CaseRecord) -> Iterator[ObjectiveClash]:
    """The groups, each under the first of its objectives."""
    pairs = incompatible_pairs(record)
    seen: set[str] = set()
    for start in sorted({name for pair in pairs for name in pair}):
        if start in seen:
            continue
        group = {start}
        while True:
            wider = group | {name for pair in pairs if group & set(pair) for name in pair}
            if wider == group:
                break
            group = wider
        seen |= group
        yield ObjectiveClash(
            objective=start,
            members=tuple(sorted(group)),
            pairs=tuple(IncompatiblePair(*pair) for pair in pairs if pair[0] in group),
        )


def incompatible_pairs(record: CaseRecord) -> list[tuple[str, str]]:
    """Pairs of open objectives of which either names the other, each once."""
    still = {one.id for one in listed(record, "objectives") if not is_over(one, record)}
    named = {
        (min(one.id, other), max(one.id, other))
        for one in listed(record, "objectives")
        for other in one.conflicts_with or ()
        if other != one.id
    }
    return sorted(pair for pair in named if set(pair) <= still)


@dataclass(frozen=True)
class OwnObjective:
    """An objective that one partner pursues alone, and that is in the way of no other."""

    objective: str
    partner: str


@measure(OwnObjective, per="objectives", needs=("objectives.pursued_by", "objectives.conflicts_with"))
def own_objective(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """One partner pursues it, and it is known to be compatible with the others."""
    clashing = {name for pair in incompatible_pairs(record) for name in pair}
    for one in listed(record, "objectives"):
        alone = one.pursued_by is not None and len(set(one.pursued_by)) == 1
        if alone and one.conflicts_with == [] and one.id not in clashing:
            yield OwnObjective(one.id, one.pursued_by[0])


@dataclass(frozen=True)
class CommonObjectives:
    """How many objectives are common to several partners."""

    number: int
    objectives: tuple[str, ...]
    holders: tuple[str, ...]


@measure(CommonObjectives, needs=("objectives.pursued_by",))
def common_objectives(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Objectives that two partners or more pursue, or that all approved and all gain from."""
    objectives = listed(record, "objectives")
    if not objectives or not all(one.pursued_by for one in objectives):
        return
    everybody = {partner.id for partner in record.partners}
    common = [one for one in objectives if len(set(one.pursued_by)) > 1 or _is_everybodys(one, everybody)]
    yield CommonObjectives(
        number=len(common),
        objectives=tuple(one.id for one in objectives),
        holders=tuple(sorted({partner for one in objectives for partner in one.pursued_by})),
    )


def _is_everybodys(one: Objective, everybody: set[str]) -> bool:
    return everybody <= set(one.validated_by or ()) and everybody <= set(one.benefits or ())


@dataclass(frozen=True)
class NoGain:
    """A partner who gains from none of the objectives."""

    partner: str
    objectives: tuple[str, ...]


@measure(NoGain, per="partners", needs=("objectives.benefits",))
def no_gain(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Partners in none of the lists of those who gain, once every objective has one."""
    objectives, gaining = _gains(record)
    for partner in listed(record, "partners"):
        if objectives and partner.id not in gaining:
            yield NoGain(partner.id, objectives)


@dataclass(frozen=True)
class MutualGain:
    """Every partner gains from an objective."""

    number: int
    objectives: tuple[str, ...]


@measure(MutualGain, needs=("objectives.benefits",))
def mutual_gain(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """All partners are in the lists of those who gain, and every objective has one."""
    objectives, gaining = _gains(record)
    if objectives and gaining >= {partner.id for partner in record.partners}:
        yield MutualGain(len(objectives), objectives)


def _gains(record: CaseRecord) -> tuple[tuple[str, ...], set[str]]:
    """The objectives, if it is known of each who gains from it, and all who do."""
    objectives = listed(record, "objectives")
    if any(one.benefits is None for one in objectives):
        return (), set()
    return tuple(one.id for one in objectives), {partner for one in objectives for partner in one.benefits}


# --- How far ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ObjectiveOutcome:
    """Where an objective stands that is reached, or whose deadline has passed."""

    objective: str
    status: str
    baseline: float | None
    target: float
    actual: float
    short: float
    unit: str
    way_share: float | None = None
    deadline: datetime.date | None = None
    actual_date: datetime.date | None = None


@measure(
    ObjectiveOutcome,
    per="objectives",
    needs=("objectives.baseline", "objectives.target", "objectives.actual", "objectives.deadline"),
)
def objective_outcome(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Reached; missed; or, with a last figure from before the deadline, not measured since."""
    for one in listed(record, "objectives"):
        status = status_of(one, record)
        if status and one.target is not None and one.actual is not None:
            yield ObjectiveOutcome(
                objective=one.id,
                status=status,
                baseline=one.baseline,
                target=one.target,
                actual=one.actual,
                short=abs(one.target - one.actual),
                unit=one.unit or "",
                way_share=way_share(one),
                deadline=one.deadline,
                actual_date=one.actual_date,
            )


def way_share(one: Objective) -> float | None:
    """How much of the way from start to target is done; None when the direction is unknown."""
    if one.baseline is None or one.target is None or one.actual is None or one.baseline == one.target:
        return None
    return (one.actual - one.baseline) / (one.target - one.baseline)


def status_of(one: Objective, record: CaseRecord) -> str:
    """“reached”, “missed” or “unmeasured”; empty while it is under way, and where too little is known."""
    done = way_share(one)
    if done is None:
        return ""
    if done >= 1:
        return "reached"
    if one.deadline is None or one.deadline >= record.date:
        return ""
    measured_before = one.actual_date is not None and one.actual_date < one.deadline
    return "unmeasured" if measured_before else "missed"


def is_over(one: Objective, record: CaseRecord) -> bool:
    """Whether it is known to be reached, or its deadline has passed."""
    past = one.deadline is not None and one.deadline < record.date
    return past or status_of(one, record) == "reached"


@dataclass(frozen=True)
class AtPace:
    """Where the objective will stand on its deadline, at the pace so far."""

    end: float
    pace: float
    unit: str
    deadline: datetime.date


@dataclass(frozen=True)
class PaceOffer:
    """What the pace so far can promise instead: less, or later."""

    end: float
    arrival: datetime.date
    unit: str
    deadline: datetime.date


@dataclass(frozen=True)
class RunRate:
    """How an objective under way stands against its plan, or else against an even pace."""

    objective: str
    by: str
    baseline: float
    target: float
    actual: float
    expected: float
    lag_share: float
    way_share: float
    missing: float
    needed: float
    days_left: int
    deadline: datetime.date
    unit: str
    at_pace: tuple[AtPace, ...]
    offers: tuple[PaceOffer, ...]
    time_share: float | None = None
    end: float | None = None


@measure(
    RunRate,
    per="objectives",
    needs=(
        "objectives.baseline",
        "objectives.baseline_date",
        "objectives.target",
        "objectives.deadline",
        "objectives.actual",
        "objectives.actual_date",
    ),
)
def run_rate(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Way done / way due by then: by the plan where there is one, else in proportion to the time gone."""
    for one in listed(record, "objectives"):
        rate = run_rate_of(one, record, benchmarks)
        if rate is not None:
            yield rate


def run_rate_of(one: Objective, record: CaseRecord, benchmarks: Benchmarks) -> RunRate | None:
    """How an objective under way stands; None when unknown, when it is over, and when it is too early to say."""
    done = way_share(one)
    if done is None or is_over(one, record) or one.deadline is None or one.deadline <= record.date:
        return None
    baseline, target, actual = one.baseline, one.target, one.actual
    assert baseline is not None and target is not None and actual is not None
    time_share = time_gone(one)
    if time_share is not None and time_share < benchmarks["objectives.drift_time"]:
        return None
    if one.plan_to_date is not None:
        by, due_share = "plan", (one.plan_to_date - baseline) / (target - baseline)
    elif time_share is not None:
        by, due_share = "pace", time_share
    else:
        return None
    if due_share <= 0:
        return None
    days_left = (one.deadline - record.date).days
    end = None if time_share is None else baseline + (actual - baseline) / time_share
    ceiling = _ceiling_below_target(one)
    if end is not None and ceiling is not None:
        end = min(end, ceiling)
    return RunRate(
        objective=one.id,
        by=by,
        baseline=baseline,
        target=target,
        actual=actual,
        expected=baseline + due_share * (target - baseline),
        lag_share=round(done / due_share, 6),
        way_share=done,
        missing=abs(target - actual),
        needed=abs(target - actual) / max(days_left / DAYS_A_MONTH, 1),
        days_left=days_left,
        deadline=one.deadline,
        unit=one.unit or "",
        at_pace=tuple(_at_pace(one, done, end)),
        offers=() if ceiling is not None else tuple(_offers(one, done, end, record)),
        time_share=time_share,
        end=end,
    )


def _ceiling_below_target(one: Objective) -> float | None:
    """What the present means allow, where a growing target lies beyond it: no pace leads further."""
    if one.baseline is None or one.target is None or one.capacity_ceiling is None:
        return None
    return one.capacity_ceiling if one.baseline < one.capacity_ceiling < one.target else None


def time_gone(one: Objective) -> float | None:
    """Share of the time from start to deadline that was gone at the last count; None when unknown."""
    if one.baseline_date is None or one.actual_date is None or one.deadline is None:
        return None
    gone, whole = (one.actual_date - one.baseline_date).days, (one.deadline - one.baseline_date).days
    return gone / whole if gone > 0 and whole > 0 else None


def _at_pace(one: Objective, done: float, end: float | None) -> Iterator[AtPace]:
    """The pace is counted towards the target: below zero, it leads away from it."""
    if end is None or one.deadline is None or one.actual_date is None or one.baseline_date is None:
        return
    assert one.target is not None and one.baseline is not None
    way = done * abs(one.target - one.baseline)
    months = (one.actual_date - one.baseline_date).days / DAYS_A_MONTH
    yield AtPace(end, way / months, one.unit or "", one.deadline)


def _offers(one: Objective, done: float, end: float | None, record: CaseRecord) -> Iterator[PaceOffer]:
    """Only where the pace leads to the target, late, within ten years."""
    if (
        end is None
        or one.deadline is None
        or one.actual_date is None
        or one.baseline_date is None
        or done <= 0
    ):
        return
    days = (one.actual_date - one.baseline_date).days / done
    if days > LATEST_ARRIVAL_DAYS:
        return
    arrival = one.baseline_date + datetime.timedelta(days=round(days))
    if arrival > max(one.deadline, record.date):
        yield PaceOffer(end, arrival, one.unit or "", one.deadline)
