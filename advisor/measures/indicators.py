"""Measures of indicators: how fresh, on target or not, of which objective."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.measures.objectives import way_share
from advisor.vocabulary import CaseRecord, Indicator, Objective

RHYTHM_DAYS: Mapping[str, int] = MappingProxyType(
    {
        "daily": 1,
        "weekly": 7,
        "fortnightly": 14,
        "monthly": 31,
        "quarterly": 92,
        "half_yearly": 183,
        "yearly": 366,
    }
)
"""The longest that a period of each rhythm lasts; the other rhythms have none."""

MODEL_BY_KIND: Mapping[str, str] = MappingProxyType(
    {
        "commercial": "conversion",
        "visibility": "conversion",
        "quality": "satisfaction",
        "social": "satisfaction",
    }
)
"""The row of the article's table that an indicator resembles, by the kind of its objective."""


# --- Objectives and their indicators -------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """The indicators that follow an objective."""

    objective: str
    number: int
    indicators: tuple[str, ...]
    own: bool | None = None
    all_activity: bool | None = None


@measure(Followed, per="objectives", needs=("indicators", "indicators.objective"))
def followed(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Indicators of each objective, once it is known of every indicator which objective it measures."""
    for objective in listed(record, "objectives"):
        indicators = _following(record, objective)
        if indicators is None:
            continue
        own = None if objective.pursued_by is None else len(set(objective.pursued_by)) == 1
        yield Followed(
            objective.id, len(indicators), tuple(one.id for one in indicators), own, _all_activity(indicators)
        )


def _following(record: CaseRecord, objective: Objective) -> list[Indicator] | None:
    indicators: list[Indicator] = listed(record, "indicators")
    if record.indicators is None or any(not one.knows("objective") for one in indicators):
        return None
    return [one for one in indicators if one.objective == objective.id]


def _all_activity(indicators: list[Indicator]) -> bool | None:
    kinds = {one.measures for one in indicators}
    if "result" in kinds:
        return False
    return True if kinds == {"activity"} else None


@dataclass(frozen=True)
class Unfollowed:
    """The common objectives, not reached yet, that no indicator follows."""

    objectives: tuple[str, ...]


@measure(Unfollowed, needs=("objectives", "indicators", "indicators.objective"))
def unfollowed(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Objectives without an indicator in the list; those that name no indicator at all are left out."""
    found = []
    for objective in listed(record, "objectives"):
        nameless = objective.knows("indicator") and objective.indicator is None
        own = objective.pursued_by is not None and len(set(objective.pursued_by)) == 1
        if _following(record, objective) == [] and not nameless and not own and not _reached(objective):
            found.append(objective.id)
    if found:
        yield Unfollowed(tuple(found))


@dataclass(frozen=True)
class ObjectiveStand:
    """Where an objective stands: reached, or short of what is due by now."""

    objective: str
    actual: float
    unit: str
    reached: bool
    expected: float | None = None
    missing_share: float | None = None


@measure(
    ObjectiveStand,
    per="objectives",
    needs=("objectives.baseline", "objectives.target", "objectives.actual"),
)
def objective_stand(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """(expected − actual) / (expected − baseline); expected is the target once due, the plan before that."""
    for objective in listed(record, "objectives"):
        reached = _reached(objective)
        if reached is None:
            continue
        expected = None if reached else _expected(objective, record.date)
        missing = (
            None if expected is None else (expected - objective.actual) / (expected - objective.baseline)
        )
        if missing is None or missing <= 0:
            expected = missing = None
        yield ObjectiveStand(objective.id, objective.actual, objective.unit or "", reached, expected, missing)


def _reached(objective: Objective) -> bool | None:
    """Whether the target is reached; the way from the baseline to the target tells the direction."""
    if objective.target is not None and objective.actual == objective.target:
        return True
    done = way_share(objective)
    return None if done is None else done >= 1


def _expected(objective: Objective, today: datetime.date) -> float | None:
    """The target after the deadline, else the value planned for today, if it lies on the way to the target."""
    deadline, measured, plan = objective.deadline, objective.actual_date, objective.plan_to_date
    if deadline is not None and deadline < today and (measured is None or measured >= deadline):
        return objective.target
    assert objective.target is not None and objective.baseline is not None
    way = objective.target - objective.baseline
    return plan if plan is not None and (plan - objective.baseline) * way > 0 else None


# --- One indicator -------------------------------------------------------------------------


@dataclass(frozen=True)
class OnTarget:
    """Whether an indicator met its target at the last measure, and by how much it missed."""

    indicator: str
    met: bool
    actual: float
    target: float
    unit: str
    objective: str | None = None
    gap_share: float | None = None


@measure(
    OnTarget,
    per="indicators",
    needs=("indicators.target", "indicators.actual", "indicators.lower_is_better"),
)
def on_target(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Actual against target, in the direction given; a miss is |actual − target| / |target|."""
    for one in listed(record, "indicators"):
        met = _met(one)
        if met is not None:
            gap = abs(one.actual - one.target) / abs(one.target) if not met and one.target else None
            yield OnTarget(one.id, met, one.actual, one.target, one.unit or "", one.objective, gap)


def _met(one: Indicator) -> bool | None:
    """Unknown without a direction, and where target and periods missed contradict each other."""
    if one.target is None or one.actual is None:
        return None
    told = None if one.missed_periods is None else one.missed_periods == 0
    if one.actual == one.target:
        shown: bool | None = True
    elif one.lower_is_better is None:
        shown = told
    else:
        shown = (one.actual < one.target) == one.lower_is_better
    return None if told is not None and told != shown else shown


@dataclass(frozen=True)
class IndicatorAge:
    """How long ago an indicator was measured, against its rhythm."""

    indicator: str
    rhythm: str
    days: int
    rhythms: float


@measure(IndicatorAge, per="indicators", needs=("indicators.rhythm", "indicators.last_measured"))
def indicator_age(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the last measure / days of a period."""
    for one in listed(record, "indicators"):
        age = _age(one, record.date)
        if age is not None:
            yield age


def _age(one: Indicator, today: datetime.date) -> IndicatorAge | None:
    period = RHYTHM_DAYS.get(one.rhythm or "")
    if one.rhythm is None or period is None or one.last_measured is None or one.last_measured > today:
        return None
    days = (today - one.last_measured).days
    return IndicatorAge(one.id, one.rhythm, days, days / period)


@dataclass(frozen=True)
class FirstMeasure:
    """The first measure of an indicator agreed lately, which is not late yet."""

    indicator: str
    due: datetime.date


@measure(
    FirstMeasure,
    per="indicators",
    needs=("indicators.rhythm", "indicators.last_measured", "indicators.last_revised"),
)
def first_measure(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Last revision + the longest time between two measures, for what was never measured."""
    for one in listed(record, "indicators"):
        never = one.knows("last_measured") and one.last_measured is None
        if never and one.last_revised is not None and one.rhythm in RHYTHM_DAYS:
            wait = math.ceil(benchmarks["indicators.stale"] * RHYTHM_DAYS[one.rhythm])
            due = one.last_revised + datetime.timedelta(days=wait)
            if due >= record.date:
                yield FirstMeasure(one.id, due)


@dataclass(frozen=True)
class RevisionAge:
    """How long nobody has asked whether an indicator is still the right one."""

    indicator: str
    days: int


@measure(RevisionAge, per="indicators", needs=("indicators.last_revised", "partnership.start"))
def revision_age(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the last revision; since the partnership began, if there was none."""
    start = record.partnership.start if record.partnership else None
    for one in listed(record, "indicators"):
        if one.knows("last_revised"):
            day = one.last_revised or start
            if day is not None and day <= record.date:
                yield RevisionAge(one.id, (record.date - day).days)


@dataclass(frozen=True)
class MissModel:
    """The row of the article's table that says what to do when this indicator misses its target."""

    indicator: str
    model: str


@measure(
    MissModel,
    per="indicators",
    needs=("indicators.nature", "indicators.lower_is_better", "indicators.objective", "objectives.kind"),
)
def miss_model(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """A judgement is like satisfaction, what should fall like delivery times; else by the kind of objective."""
    kinds = {objective.id: objective.kind for objective in listed(record, "objectives")}
    for one in listed(record, "indicators"):
        if one.nature == "qualitative":
            yield MissModel(one.id, "satisfaction")
        elif one.lower_is_better:
            yield MissModel(one.id, "delivery")
        else:
            model = MODEL_BY_KIND.get(kinds.get(one.objective) or "")
            if model:
                yield MissModel(one.id, model)


# --- All indicators ------------------------------------------------------------------------


@dataclass(frozen=True)
class Unseen:
    """An indicator and the partners who do not see it."""

    indicator: str
    partners: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorGaps:
    """What is known to be missing in the list of indicators."""

    incomplete: tuple[str, ...]
    unkept: tuple[str, ...]
    without_action: tuple[str, ...]
    without_rhythm: tuple[str, ...]
    unseen: tuple[str, ...]
    hidden: tuple[Unseen, ...]
    rewarded_unseen: tuple[str, ...]
    rewarded_hidden: tuple[Unseen, ...]


@measure(
    IndicatorGaps,
    needs=(
        "indicators.owner",
        "indicators.action_if_missed",
        "indicators.rhythm",
        "indicators.shared_with",
    ),
)
def indicator_gaps(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Indicators without a keeper, an agreed action, a rhythm, or hidden from a partner; nothing if all is well."""
    indicators = listed(record, "indicators")
    unkept = _none(indicators, "owner")
    without_action = _none(indicators, "action_if_missed")
    never_measured = _none(indicators, "last_measured")
    without_rhythm = tuple(
        one.id for one in indicators if one.rhythm in ("as_needed", "never") and one.id not in never_measured
    )
    hidden = [(one, Unseen(one.id, left_out)) for one in indicators if (left_out := _left_out(record, one))]
    unseen = tuple(pair for one, pair in hidden if not one.rewarded)
    rewarded = tuple(pair for one, pair in hidden if one.rewarded)
    lists = (
        unkept,
        without_action,
        without_rhythm,
        tuple(pair.indicator for pair in unseen),
        tuple(pair.indicator for pair in rewarded),
    )
    incomplete = tuple(sorted({id for ids in lists for id in ids}))
    if incomplete:
        yield IndicatorGaps(incomplete, *lists[:4], unseen, lists[4], rewarded)


def _none(indicators: list[Indicator], name: str) -> tuple[str, ...]:
    """The indicators of which this is known to be none."""
    return tuple(one.id for one in indicators if one.knows(name) and getattr(one, name) is None)


def _left_out(record: CaseRecord, one: Indicator) -> tuple[str, ...]:
    """The partners who do not see it; whoever keeps it does."""
    if one.shared_with is None:
        return ()
    return tuple(sorted({partner.id for partner in record.partners} - {*one.shared_with, one.owner}))


@dataclass(frozen=True)
class IndicatorMix:
    """How many indicators are counts, and how many are judgements."""

    number: int
    quantitative: int
    qualitative: int


@measure(IndicatorMix, needs=("indicators", "indicators.nature"))
def indicator_mix(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Indicators by nature, once the nature of all is known."""
    natures = [one.nature for one in listed(record, "indicators")]
    if natures and None not in natures:
        yield IndicatorMix(len(natures), natures.count("quantitative"), natures.count("qualitative"))


@dataclass(frozen=True)
class IndicatorsMet:
    """Whether all indicators met their target at the last measure."""

    number: int
    all_met: bool


@measure(
    IndicatorsMet,
    needs=("indicators", "indicators.target", "indicators.actual", "indicators.lower_is_better"),
)
def indicators_met(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """All on target, once it is known of every indicator."""
    met = [_met(one) for one in listed(record, "indicators")]
    if met and None not in met:
        yield IndicatorsMet(len(met), all(met))


@dataclass(frozen=True)
class IndicatorsRevised:
    """How long ago the indicator was revised whose revision is the oldest."""

    number: int
    oldest_days: int


@measure(IndicatorsRevised, needs=("indicators", "indicators.last_revised"))
def indicators_revised(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The most days since a revision, once every indicator has a date of revision."""
    days = [one.last_revised for one in listed(record, "indicators")]
    if days and None not in days and max(days) <= record.date:
        yield IndicatorsRevised(len(days), (record.date - min(days)).days)


@dataclass(frozen=True)
class WellKept:
    """The indicators that are measured in time, kept by somebody and seen by all."""

    indicators: tuple[str, ...]


@measure(
    WellKept,
    needs=(
        "indicators.objective",
        "indicators.rhythm",
        "indicators.last_measured",
        "indicators.owner",
        "indicators.shared_with",
    ),
)
def well_kept(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Indicators of an objective with a keeper, seen by all partners, no later than a period and a half."""
    found = []
    for one in listed(record, "indicators"):
        age = _age(one, record.date)
        fresh = age is not None and age.rhythms <= benchmarks["indicators.stale"]
        seen = one.shared_with is not None and not _left_out(record, one)
        if fresh and seen and one.objective and one.owner and one.measures != "activity":
            found.append(one.id)
    if found:
        yield WellKept(tuple(found))
