"""Measures of objectives, against figures worked out by hand."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures import objectives as measures

LOAVES = {
    "id": "loaves",
    "unit": "loaves",
    "baseline": 100,
    "baseline_date": "2026-01-01",
    "target": 200,
    "deadline": "2026-12-31",
    "actual": 150,
    "actual_date": "2026-10-31",
}


def measured(function, *objectives, partners=("ana", "bruno"), **parts):
    values = {
        "id": "bread",
        "date": "2026-11-02",
        "partners": [{"id": partner} for partner in partners],
        "objectives": [{"id": f"o{n}", **one} for n, one in enumerate(objectives)],
        **parts,
    }
    return list(function(case_of_values(values).record, default_benchmarks()))


def only(function, *objectives, **parts):
    (found,) = measured(function, *objectives, **parts)
    return found


def without(*names, **changed):
    return {name: value for name, value in LOAVES.items() if name not in names} | changed


# --- How complete ---


def test_what_is_unknown_is_not_counted_as_lacking():
    found = only(measures.smart, {"id": "grow"})
    assert (found.lacks, found.complete, found.unexamined) == ((), False, False)


def test_each_mark_known_to_be_lacking_counts():
    found = only(
        measures.smart,
        {"specific": False, "indicator": None, "deadline": None, "baseline": None, "target": None},
    )
    assert found.lacks == ("specific", "indicator", "deadline", "baseline", "target")
    assert found.lacks_count == 5


def test_zero_is_a_figure():
    found = only(
        measures.smart,
        {
            "specific": True,
            "indicator": "bags",
            "deadline": "2027-01-01",
            "baseline": 0,
            "target": 30,
        },
    )
    assert (found.lacks, found.complete) == ((), True)


@pytest.mark.parametrize(
    ("objective", "lacks"),
    [
        ({"kind": "innovation", "deadline": "2027-09-30"}, ()),
        ({"kind": "social", "deadline": "2027-09-30", "indicator": "the meal"}, ()),
        ({"kind": "social", "deadline": "2027-09-30"}, ("baseline", "target")),
        ({"kind": "commercial", "deadline": "2027-09-30", "indicator": "sales"}, ("baseline", "target")),
        ({"kind": "innovation", "deadline": None}, ("deadline", "baseline", "target")),
    ],
)
def test_a_dated_event_needs_no_figures(objective, lacks):
    assert only(measures.smart, {**objective, "baseline": None, "target": None}).lacks == lacks


@pytest.mark.parametrize(("start", "lacks"), [("2026-09-04", ()), ("2026-09-03", ("baseline",))])
def test_the_start_may_still_be_measured_in_the_first_two_months(start, lacks):
    assert only(measures.smart, {"baseline": None}, partnership={"start": start}).lacks == lacks


def test_the_example_of_the_article_is_1_17_percent_a_month():
    found = only(measures.smart, {"kind": "commercial", "baseline": 20_000, "target": None, "unit": "EUR"})
    assert found.monthly_rate == pytest.approx(0.0117, abs=5e-5)
    assert found.example[0].target == pytest.approx(23_000)


@pytest.mark.parametrize(
    "objective", [{"kind": "quality", "baseline": 10}, {"kind": "commercial", "baseline": 0}]
)
def test_there_is_no_example_for_other_kinds_and_from_nothing(objective):
    assert only(measures.smart, {**objective, "target": None}).example == ()


@pytest.mark.parametrize(("ceiling", "cover", "missing"), [(150, 0.75, 50), (200, 1, 0), (250, 1.25, 0)])
def test_what_the_means_allow_of_the_target(ceiling, cover, missing):
    found = only(measures.objective_ceiling, {"target": 200, "capacity_ceiling": ceiling})
    assert (found.cover_share, found.missing) == (cover, missing)


@pytest.mark.parametrize(
    "objective",
    [
        {"target": 200},
        {"target": 0, "capacity_ceiling": 10},
        {"target": 200, "capacity_ceiling": 150, "baseline": 200},
        {"target": 200, "capacity_ceiling": 150, "deadline": "2026-11-01"},
    ],
)
def test_a_ceiling_says_nothing_of_a_target_unknown_over_or_below_the_start(objective):
    assert measured(measures.objective_ceiling, objective) == []


def test_objectives_that_are_over_are_not_pursued():
    reached = {"baseline": 1, "target": 2, "actual": 2}
    found = only(
        measures.open_objectives, {}, reached, {"deadline": "2026-11-01"}, {"deadline": "2026-11-02"}
    )
    assert (found.number, found.objectives) == (2, ("o0", "o3"))


def test_the_age_is_below_zero_before_the_start():
    assert only(measures.partnership_age, partnership={"start": "2026-11-12"}).days == -10
    assert measured(measures.partnership_age) == []


# --- Who wants it ---


def test_who_has_not_said_yes_and_who_did_without_conviction():
    found = only(
        measures.objective_approval,
        {"validated_by": ["ana", "bruno"], "conviction": {"bruno": False, "chloe": False}},
        partners=("ana", "bruno", "chloe"),
    )
    assert (found.missing, found.doubters, found.ask) == (("chloe",), ("bruno",), ("chloe", "bruno"))


def test_approval_and_conviction_are_unknown_apart_from_each_other():
    assert only(measures.objective_approval, {"validated_by": ["ana", "bruno"]}).doubters is None
    found = only(measures.objective_approval, {"conviction": {"ana": True, "bruno": True}})
    assert (found.missing, found.wholehearted) == (None, False)
    assert measured(measures.objective_approval, {}) == []


def test_importance_needs_two_grades():
    assert measured(measures.importance_gap, {"importance": {"ana": 5}}) == []
    found = only(
        measures.importance_gap,
        {"importance": {"ana": 5, "bruno": 1, "chloe": 1}},
        partners=("ana", "bruno", "chloe"),
    )
    assert (found.gap, found.high_partners, found.low_partners) == (4, ("ana",), ("bruno", "chloe"))


def test_incompatible_objectives_are_grouped_and_each_pair_told_once():
    found = only(
        measures.objective_clash,
        {"conflicts_with": ["o1"]},
        {"conflicts_with": ["o0", "o2"]},
        {},
        {"conflicts_with": []},
    )
    assert found.members == ("o0", "o1", "o2")
    assert [(pair.objective, pair.other) for pair in found.pairs] == [("o0", "o1"), ("o1", "o2")]


def test_two_separate_pairs_are_two_groups():
    found = measured(measures.objective_clash, {"conflicts_with": ["o3"]}, {"conflicts_with": ["o2"]}, {}, {})
    assert [one.members for one in found] == [("o0", "o3"), ("o1", "o2")]


def test_what_is_over_is_in_nobodys_way():
    assert measured(measures.clash_side, {"conflicts_with": ["o1"]}, {"deadline": "2026-11-01"}) == []


def test_an_own_objective_is_known_to_be_in_nobodys_way():
    own = {"pursued_by": ["ana"], "conflicts_with": []}
    assert [one.objective for one in measured(measures.own_objective, own, {})] == ["o0"]
    assert measured(measures.own_objective, own, {"conflicts_with": ["o0"]}) == []
    assert measured(measures.own_objective, {"pursued_by": ["ana"]}, {}) == []


def test_common_objectives_are_counted_once_all_are_known():
    own, shared = {"pursued_by": ["ana"]}, {"pursued_by": ["ana", "bruno"]}
    assert only(measures.common_objectives, own, shared).number == 1
    assert only(measures.common_objectives, own).number == 0
    assert measured(measures.common_objectives, own, {}) == []
    assert measured(measures.common_objectives) == []
    for_all = own | {"validated_by": ["ana", "bruno"], "benefits": ["ana", "bruno"]}
    assert only(measures.common_objectives, for_all).number == 1


def test_gain_is_told_only_when_known_of_every_objective():
    assert [one.partner for one in measured(measures.no_gain, {"benefits": ["ana"]})] == ["bruno"]
    assert measured(measures.no_gain, {"benefits": ["ana"]}, {}) == []
    assert measured(measures.no_gain) == []
    assert only(measures.mutual_gain, {"benefits": ["ana"]}, {"benefits": ["bruno"]}).number == 2
    assert measured(measures.mutual_gain, {"benefits": ["ana", "bruno"]}, {}) == []
    assert measured(measures.mutual_gain) == []


# --- How far ---


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"actual": 200}, "reached"),
        ({"baseline": 300, "actual": 200}, "reached"),
        ({"deadline": "2026-11-01", "actual_date": "2026-11-01"}, "missed"),
        ({"deadline": "2026-11-01", "actual_date": "2026-10-31"}, "unmeasured"),
    ],
)
def test_how_an_objective_ended(changed, status):
    assert only(measures.objective_outcome, LOAVES | changed).status == status


@pytest.mark.parametrize(
    "objective",
    [
        LOAVES,
        without("actual_date", deadline="2026-11-02"),
        without("baseline", deadline="2026-11-01"),
        without("actual", "actual_date", deadline="2026-11-01"),
        without("baseline", baseline=200, deadline="2026-11-01"),
        without("deadline"),
    ],
)
def test_no_end_is_told_while_it_is_under_way_or_unknown(objective):
    assert measured(measures.objective_outcome, objective) == []


def test_pace_so_far_and_what_the_rest_would_take():
    found = only(measures.run_rate, LOAVES)  # 303 of 364 days gone, half of the way done
    assert found.by == "pace"
    assert found.expected == pytest.approx(100 + 100 * 303 / 364)
    assert found.lag_share == pytest.approx(0.5 * 364 / 303, abs=1e-6)
    assert (found.missing, found.days_left) == (50, 59)
    assert found.needed == pytest.approx(50 / (59 / 30.4375))
    assert found.end == pytest.approx(100 + 50 * 364 / 303)
    assert found.at_pace[0].pace == pytest.approx(50 / (303 / 30.4375))
    assert found.offers[0].arrival == datetime.date(2026, 1, 1) + datetime.timedelta(days=606)


def test_a_falling_target_is_measured_in_its_own_direction():
    found = only(measures.run_rate, LOAVES | {"baseline": 21, "target": 14, "actual": 19})
    assert found.expected == pytest.approx(21 - 7 * 303 / 364)
    assert found.end == pytest.approx(21 - 2 * 364 / 303)
    assert found.at_pace[0].pace > 0


def test_what_goes_backwards_offers_no_date():
    found = only(measures.run_rate, LOAVES | {"actual": 90})
    assert found.lag_share < 0
    assert found.at_pace[0].pace < 0
    assert found.offers == ()


def test_a_plan_goes_before_an_even_pace():
    found = only(measures.run_rate, LOAVES | {"plan_to_date": 150})
    assert (found.by, found.lag_share, found.expected) == ("plan", 1, 150)


def test_a_plan_needs_no_dates():
    found = only(measures.run_rate, without("baseline_date", "actual_date", plan_to_date=180))
    assert (found.by, found.lag_share, found.end, found.at_pace) == ("plan", 0.625, None, ())


def test_in_the_last_weeks_the_rest_is_not_blown_up_to_a_month():
    assert only(measures.run_rate, LOAVES | {"deadline": "2026-11-10"}).needed == 50


@pytest.mark.parametrize(
    "objective",
    [
        without("baseline"),
        without("baseline_date"),
        without("actual"),
        without("actual_date"),
        without("deadline"),
        LOAVES | {"deadline": "2026-11-02"},
        LOAVES | {"actual": 200},
        LOAVES | {"baseline": 200},
        LOAVES | {"plan_to_date": 100},
        LOAVES | {"baseline_date": "2026-10-31"},
        LOAVES | {"baseline_date": "2026-09-01", "deadline": "2027-09-01"},
    ],
)
def test_no_pace_is_told_without_its_facts_or_too_early(objective):
    assert measured(measures.run_rate, objective) == []


def test_a_quarter_of_the_time_is_enough():
    quarter = LOAVES | {"baseline_date": "2026-01-01", "deadline": "2027-01-01", "actual_date": "2026-04-03"}
    assert measured(measures.run_rate, quarter) != []
    assert measured(measures.run_rate, quarter | {"actual_date": "2026-04-02"}) == []


def test_no_pace_leads_beyond_what_the_means_allow():
    found = only(measures.run_rate, LOAVES | {"capacity_ceiling": 155})
    assert (found.end, found.at_pace[0].end, found.offers) == (155, 155, ())
    enough = only(measures.run_rate, LOAVES | {"capacity_ceiling": 200})
    assert enough.offers == only(measures.run_rate, LOAVES).offers
