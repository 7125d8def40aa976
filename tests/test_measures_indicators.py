"""Measures of indicators, on both sides of each line, and silent where something is unknown."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures import indicators as measured
from advisor.measures.indicators import (
    FirstMeasure,
    Followed,
    IndicatorAge,
    IndicatorMix,
    IndicatorsMet,
    IndicatorsRevised,
    MissModel,
    ObjectiveStand,
    OnTarget,
    RevisionAge,
    Unfollowed,
    Unseen,
    WellKept,
)

PARTNERS = [{"id": "ana"}, {"id": "bruno"}, {"id": "chloe"}]


def results(measure, **parts):
    values = {"id": "bakery", "date": "2026-11-02", "partners": PARTNERS, **parts}
    return list(measure(case_of_values(values).record, default_benchmarks()))


def of_indicator(measure, **fields):
    return results(measure, indicators=[{"id": "loaves", **fields}])


def of_objective(measure, **fields):
    return results(measure, objectives=[{"id": "sales", **fields}])


# --- Objectives and their indicators ---


def test_an_objective_is_followed_by_those_that_name_it():
    found = results(
        measured.followed,
        objectives=[{"id": "sales"}, {"id": "shop", "pursued_by": ["ana"]}],
        indicators=[
            {"id": "visits", "objective": "sales", "measures": "activity"},
            {"id": "calls", "objective": "sales", "measures": "activity"},
            {"id": "staff", "objective": None},
        ],
    )
    assert found == [
        Followed("sales", 2, ("calls", "visits"), all_activity=True),
        Followed("shop", 0, (), own=True),
    ]


@pytest.mark.parametrize(
    ("other", "all_activity"), [({}, None), ({"measures": "result"}, False), ({"measures": "activity"}, True)]
)
def test_all_is_activity_only_if_all_is_known(other, all_activity):
    found = results(
        measured.followed,
        objectives=[{"id": "sales"}],
        indicators=[
            {"id": "visits", "objective": "sales", "measures": "activity"},
            {"id": "loaves", "objective": "sales", **other},
        ],
    )
    assert [one.all_activity for one in found] == [all_activity]


@pytest.mark.parametrize("measure", [measured.followed, measured.unfollowed])
def test_unknown_indicators_and_unknown_objectives_of_them_say_nothing(measure):
    assert results(measure, objectives=[{"id": "sales"}]) == []
    assert results(measure, objectives=[{"id": "sales"}], indicators=[{"id": "loaves"}]) == []


def test_common_objectives_not_reached_that_name_something_are_unfollowed():
    found = results(
        measured.unfollowed,
        objectives=[
            {"id": "name"},
            {"id": "sales"},
            {"id": "own", "pursued_by": ["ana"]},
            {"id": "vague", "indicator": None},
            {"id": "done", "baseline": 1, "target": 3, "actual": 3},
        ],
        indicators=[{"id": "loaves", "objective": "sales"}],
    )
    assert found == [Unfollowed(("name",))]


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "reached"),
    [
        (1, 3, 3, True),
        (1, 3, 4, True),
        (1, 3, 2.9, False),
        (20, 10, 10, True),
        (20, 10, 9, True),
        (20, 10, 11, False),
    ],
)
def test_the_starting_value_tells_the_direction(baseline, target, actual, reached):
    found = of_objective(measured.objective_stand, baseline=baseline, target=target, actual=actual)
    assert found == [ObjectiveStand("sales", actual, "", reached)]


def test_without_a_direction_only_the_target_itself_is_reached():
    assert of_objective(measured.objective_stand, target=3, actual=4) == []
    assert of_objective(measured.objective_stand, baseline=None, target=3, actual=4) == []
    assert of_objective(measured.objective_stand, baseline=1, target=3) == []
    assert of_objective(measured.objective_stand, target=3, actual=3)[0].reached


@pytest.mark.parametrize(
    ("fields", "expected", "missing"),
    [
        ({"deadline": "2026-11-01"}, 200, 0.4),
        ({"deadline": "2026-11-02"}, None, None),
        ({"deadline": "2026-11-01", "actual_date": "2026-10-31"}, None, None),
        ({"deadline": "2026-11-01", "actual_date": "2026-11-01"}, 200, 0.4),
        ({"deadline": "2027-11-01", "plan_to_date": 180}, 180, 0.25),
        ({"plan_to_date": 160}, None, None),
        ({"plan_to_date": 100}, None, None),
        ({"plan_to_date": 90}, None, None),
    ],
)
def test_what_is_due_is_the_target_after_the_deadline_and_the_plan_before(fields, expected, missing):
    (found,) = of_objective(
        measured.objective_stand, baseline=100, target=200, actual=160, unit="loaves", **fields
    )
    assert (found.expected, found.missing_share) == (expected, missing)


# --- One indicator ---


@pytest.mark.parametrize(
    ("fields", "met", "gap"),
    [
        ({"actual": 10, "lower_is_better": False}, True, None),
        ({"actual": 12, "lower_is_better": False}, True, None),
        ({"actual": 9, "lower_is_better": False}, False, 0.1),
        ({"actual": 9, "lower_is_better": True}, True, None),
        ({"actual": 12, "lower_is_better": True}, False, 0.2),
        ({"actual": 10}, True, None),
        ({"actual": 9, "missed_periods": 1}, False, 0.1),
        ({"actual": 9, "missed_periods": 0}, True, None),
    ],
)
def test_a_value_against_its_target(fields, met, gap):
    assert of_indicator(measured.on_target, target=10, **fields) == [
        OnTarget("loaves", met, fields["actual"], 10, "", None, gap)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"actual": 9},
        {"lower_is_better": False},
        {"actual": 9, "lower_is_better": False, "missed_periods": 0},
        {"actual": 10, "missed_periods": 2},
    ],
)
def test_no_direction_no_value_and_contradictions_say_nothing(fields):
    assert of_indicator(measured.on_target, target=10, **fields) == []


def test_a_target_of_nothing_has_no_share():
    (found,) = of_indicator(measured.on_target, target=0, actual=2, lower_is_better=True)
    assert (found.met, found.gap_share) == (False, None)


def test_age_is_counted_in_periods():
    assert of_indicator(measured.indicator_age, rhythm="weekly", last_measured="2026-10-12") == [
        IndicatorAge("loaves", "weekly", 21, 3)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"rhythm": "as_needed", "last_measured": "2026-10-12"},
        {"rhythm": "never", "last_measured": "2026-10-12"},
        {"last_measured": "2026-10-12"},
        {"rhythm": "weekly"},
        {"rhythm": "weekly", "last_measured": None},
    ],
)
def test_without_a_rhythm_or_a_day_nothing_is_late(fields):
    assert of_indicator(measured.indicator_age, **fields) == []


def test_the_first_measure_may_wait_a_period_and_a_half():
    fields = {"rhythm": "monthly", "last_measured": None}
    assert of_indicator(measured.first_measure, last_revised="2026-09-16", **fields) == [
        FirstMeasure("loaves", datetime.date(2026, 11, 2))
    ]
    assert of_indicator(measured.first_measure, last_revised="2026-09-15", **fields) == []
    assert of_indicator(measured.first_measure, last_revised=None, **fields) == []
    assert of_indicator(measured.first_measure, last_revised="2026-09-16", rhythm="monthly") == []


def test_what_was_never_revised_counts_from_the_beginning():
    start = {"start": "2025-11-02"}
    indicators = [{"id": "loaves", "last_revised": None}, {"id": "waste", "last_revised": "2026-10-02"}]
    assert results(measured.revision_age, partnership=start, indicators=indicators) == [
        RevisionAge("loaves", 365),
        RevisionAge("waste", 31),
    ]
    assert results(measured.revision_age, indicators=indicators) == [RevisionAge("waste", 31)]
    assert results(measured.revision_age, partnership=start, indicators=[{"id": "loaves"}]) == []


@pytest.mark.parametrize(
    ("kind", "fields", "model"),
    [
        ("commercial", {}, "conversion"),
        ("visibility", {}, "conversion"),
        ("quality", {}, "satisfaction"),
        ("social", {"lower_is_better": False}, "satisfaction"),
        ("commercial", {"lower_is_better": True}, "delivery"),
        ("commercial", {"lower_is_better": True, "nature": "qualitative"}, "satisfaction"),
    ],
)
def test_the_row_of_the_table_that_an_indicator_resembles(kind, fields, model):
    found = results(
        measured.miss_model,
        objectives=[{"id": "sales", "kind": kind}],
        indicators=[{"id": "loaves", "objective": "sales", **fields}],
    )
    assert found == [MissModel("loaves", model)]


@pytest.mark.parametrize("objective", [{"id": "sales"}, {"id": "sales", "kind": "financial"}])
def test_no_row_fits_an_objective_of_another_or_unknown_kind(objective):
    indicators = [{"id": "loaves", "objective": "sales"}, {"id": "staff", "objective": None}]
    assert results(measured.miss_model, objectives=[objective], indicators=indicators) == []


# --- All indicators ---


def test_gaps_are_what_is_known_to_lack():
    (found,) = results(
        measured.indicator_gaps,
        indicators=[
            {"id": "costs", "owner": "ana", "shared_with": ["bruno"], "rewarded": True},
            {"id": "loaves", "owner": None, "action_if_missed": None},
            {"id": "staff", "rhythm": "never", "last_measured": None},
            {"id": "visits", "rhythm": "as_needed"},
            {"id": "waste", "shared_with": []},
        ],
    )
    assert found.incomplete == ("costs", "loaves", "visits", "waste")
    assert (found.unkept, found.without_action, found.without_rhythm) == (
        ("loaves",),
        ("loaves",),
        ("visits",),
    )
    assert (found.unseen, found.hidden) == (("waste",), (Unseen("waste", ("ana", "bruno", "chloe")),))
    assert (found.rewarded_unseen, found.rewarded_hidden) == (("costs",), (Unseen("costs", ("chloe",)),))


def test_a_complete_list_and_an_unknown_one_have_no_gaps():
    complete = {"owner": "ana", "shared_with": ["bruno", "chloe"], "rhythm": "weekly"}
    assert of_indicator(measured.indicator_gaps, **complete, action_if_missed="a talk") == []
    assert of_indicator(measured.indicator_gaps) == []


def test_the_mix_counts_once_all_natures_are_known():
    figure, judgement = (
        {"id": "loaves", "nature": "quantitative"},
        {"id": "staff", "nature": "qualitative"},
    )
    assert results(measured.indicator_mix, indicators=[figure, judgement]) == [IndicatorMix(2, 1, 1)]
    assert results(measured.indicator_mix, indicators=[figure, {"id": "waste"}]) == []
    assert results(measured.indicator_mix, indicators=[]) == []


def test_all_are_met_or_not_once_each_is_known():
    met, missed = (
        {"id": "loaves", "target": 10, "actual": 10},
        {"id": "waste", "target": 5, "actual": 6, "lower_is_better": True},
    )
    assert results(measured.indicators_met, indicators=[met]) == [IndicatorsMet(1, True)]
    assert results(measured.indicators_met, indicators=[met, missed]) == [IndicatorsMet(2, False)]
    assert results(measured.indicators_met, indicators=[met, {"id": "staff"}]) == []
    assert results(measured.indicators_met, indicators=[]) == []


def test_the_oldest_revision_counts_once_each_has_a_date():
    new, old = (
        {"id": "loaves", "last_revised": "2026-11-01"},
        {"id": "waste", "last_revised": "2026-10-02"},
    )
    assert results(measured.indicators_revised, indicators=[new, old]) == [IndicatorsRevised(2, 31)]
    never = {"id": "staff", "last_revised": None}
    assert results(measured.indicators_revised, indicators=[new, never]) == []


KEPT = {
    "objective": "sales",
    "owner": "ana",
    "shared_with": ["bruno", "chloe"],
    "rhythm": "monthly",
    "last_measured": "2026-09-17",
}


@pytest.mark.parametrize(
    "otherwise",
    [
        {"objective": None},
        {"owner": None},
        {"shared_with": ["bruno"]},
        {"last_measured": "2026-09-16"},
        {"rhythm": "as_needed"},
        {"measures": "activity"},
    ],
)
def test_one_thing_lacking_is_not_well_kept(otherwise):
    objectives = [{"id": "sales"}]
    whole = [{"id": "loaves", **KEPT}]
    lacking = [{"id": "loaves", **KEPT, **otherwise}]
    assert results(measured.well_kept, objectives=objectives, indicators=whole) == [WellKept(("loaves",))]
    assert results(measured.well_kept, objectives=objectives, indicators=lacking) == []
