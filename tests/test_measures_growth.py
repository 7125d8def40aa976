"""The measures of expectations, against numbers worked out by hand."""

import datetime
import math

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.examples import BASE
from advisor.measures import growth as measures

BENCHMARKS = default_benchmarks()
PERMIT = {"id": "permit", "expectation": "sales"}


def expected(function, *expectations, **facts):
    entries = [{"id": "sales", "holder": "ana", **one} for one in expectations]
    case = case_of_values({**BASE, "expectations": entries, **facts})
    return list(function(case.record, BENCHMARKS))


def the_one(function, expectation, **facts):
    (result,) = expected(function, expectation, **facts)
    return result


def test_doubling_in_three_months_is_26_percent_a_month():
    result = the_one(measures.growth, {"ratio": 2, "horizon_months": 3})
    assert result.monthly_rate == pytest.approx(0.2599, abs=1e-4)
    assert result.article_change == pytest.approx(0.0954, abs=1e-4)
    assert result.article_months == pytest.approx(22.81, abs=0.01)
    assert (result.after_3, result.after_6) == pytest.approx((0.0954, 0.2), abs=1e-4)


def test_twenty_percent_in_six_months_is_the_article_s_pace():
    result = the_one(measures.growth, {"baseline": 100, "target": 120, "horizon_months": 6})
    assert result.monthly_rate == pytest.approx(0.0309, abs=1e-4)
    assert result.pace_over_article == pytest.approx(1)
    assert result.article_months == pytest.approx(6)


def test_fifteen_percent_in_a_year_is_1_17_percent_a_month():
    result = the_one(measures.growth, {"ratio": 1.15, "horizon_months": 12})
    assert result.monthly_rate == pytest.approx(0.0117, abs=1e-4)


def test_best_pace_seen_gives_a_second_offer():
    result = the_one(measures.growth, {"ratio": 2, "horizon_months": 3, "best_monthly_rate": 0.05})
    assert result.best_change == pytest.approx(1.05**3 - 1)
    assert result.best_months == pytest.approx(14.21, abs=0.01)
    assert result.soonest_months == result.best_months
    assert result.pace_over_best == pytest.approx(5.198, abs=1e-3)


def test_a_date_gives_the_months():
    result = the_one(measures.growth, {"ratio": 2, "due": "2027-02-02"})
    assert result.months == pytest.approx(92 / 30.4375)


def test_less_than_a_month_counts_as_one():
    result = the_one(measures.growth, {"ratio": 1.05, "horizon_months": 0.25})
    assert result.monthly_rate == pytest.approx(0.05)


@pytest.mark.parametrize(
    "expectation",
    [
        {"ratio": 2},
        {"ratio": 2, "horizon_months": 0},
        {"ratio": 1, "horizon_months": 3},
        {"ratio": 0.5, "horizon_months": 3},
        {"baseline": 0, "target": 100, "horizon_months": 3},
        {"baseline": -5, "target": 100, "horizon_months": 3},
        {"ratio": 2, "due": "2026-10-01"},
        {"ratio": 2, "horizon_months": 3, "about": "contact_rhythm"},
    ],
)
def test_no_growth_is_read_where_none_is_known_or_meant(expectation):
    assert expected(measures.growth, expectation) == []


@pytest.mark.parametrize(
    "expectation",
    [
        {"ratio": 1_000_000, "horizon_months": 0.001},
        {"ratio": 1_000_000, "horizon_months": 600, "best_monthly_rate": 1e-12},
        {"ratio": 1.0000001, "horizon_months": 600, "best_monthly_rate": 1},
        {"baseline": 1e-15, "target": 1e15, "horizon_months": 1, "best_monthly_rate": 1e-6},
    ],
)
def test_extremes_stay_numbers(expectation):
    result = the_one(measures.growth, expectation)
    numbers = [value for value in vars(result).values() if isinstance(value, float)]
    assert all(number >= 0 and math.isfinite(number) for number in numbers)
    assert expected(measures.offer, expectation)


@pytest.mark.parametrize(
    ("start", "end", "unit", "tiny"),
    [
        (2, 4, "clients", True),
        (2, 4, None, True),
        (10, 30, "clients", True),
        (11, 22, "clients", False),
        (2, 31, "clients", False),
        (2, 4, "M EUR", False),
        (2, 4, "k€", False),
        (2, 4, "%", False),
        (2, 4, "heures par semaine", False),
        (2.5, 5, "clients", False),
        (10_000, 20_000, "EUR", False),
    ],
)
def test_a_start_is_tiny_when_things_are_counted_one_by_one(start, end, unit, tiny):
    facts = {"baseline": start, "target": end, "horizon_months": 6} | ({"unit": unit} if unit else {})
    assert the_one(measures.growth, facts).tiny is tiny


def test_months_after_a_day_keep_to_the_calendar():
    assert measures.later(datetime.date(2026, 11, 30), 3) == datetime.date(2027, 2, 28)
    assert measures.later(datetime.date(2026, 11, 2), 1.5) == datetime.date(2026, 12, 17)
    assert measures.later(datetime.date(9999, 6, 1), 600) == datetime.date.max
    assert measures.later(datetime.date(9998, 12, 31), 0.9) <= datetime.date.max


def test_the_last_of_the_dependencies_decides():
    dependencies = [
        PERMIT | {"starts": "2026-11-02", "months_min": 4, "months_max": 6},
        {"id": "oven", "expectation": "sales", "earliest": "2027-01-10", "latest": "2027-06-10"},
    ]
    result = the_one(measures.timing, {"due": "2027-02-01"}, dependencies=dependencies)
    assert (result.dependency, result.reach, result.days_short) == ("permit", "impossible", 29)
    assert (result.earliest, result.latest) == (datetime.date(2027, 3, 2), datetime.date(2027, 6, 10))


def test_what_is_secured_holds_nothing_up():
    dependencies = [PERMIT | {"secured": True, "earliest": "2027-06-01"}]
    result = the_one(measures.timing, {"due": "2027-02-01"}, dependencies=dependencies)
    assert (result.reach, result.unsettled, result.knows) == (None, (), "nothing")


def test_one_date_too_late_is_enough_though_another_is_unknown():
    dependencies = [PERMIT | {"earliest": "2027-06-01"}, {"id": "oven", "expectation": "sales"}]
    result = the_one(measures.timing, {"due": "2027-02-01"}, dependencies=dependencies)
    assert (result.reach, result.latest) == ("impossible", None)


def test_capacity_scales_the_target_down():
    facts = {"baseline": 100, "target": 205, "capacity_needed": 500, "capacity_available": 400}
    result = the_one(measures.capacity, facts)
    assert (result.cover, result.scaled_target) == (0.8, 164)


def test_a_large_target_is_scaled_to_a_round_figure():
    facts = {"baseline": 18_000, "target": 36_000, "capacity_needed": 520, "capacity_available": 320}
    assert the_one(measures.capacity, facts).scaled_target == 22_100


def test_a_target_is_not_scaled_below_the_start():
    facts = {"baseline": 100, "target": 200, "capacity_needed": 500, "capacity_available": 200}
    assert the_one(measures.capacity, facts).scaled_target is None


def test_a_target_in_the_unit_of_capacity_is_the_need():
    facts = {"target": 500, "unit": "Loaves", "capacity_unit": "loaves", "capacity_available": 200}
    result = the_one(measures.capacity, facts)
    assert (result.needed, result.cover, result.scaled_target) == (500, 0.4, None)


@pytest.mark.parametrize("known", [{}, {"capacity_needed": 0}, {"capacity_needed": 5}])
def test_no_capacity_is_compared_where_one_side_is_unknown_or_nothing_is_needed(known):
    expectation = {"capacity_available": 3} if known != {"capacity_needed": 5} else {}
    assert expected(measures.capacity, expectation | known) == []


@pytest.mark.parametrize(
    ("facts", "pilots", "kind"),
    [
        ({"evidence": "opinion"}, [], "weak"),
        ({"evidence": "history"}, [], "figures"),
        ({"evidence": "orders"}, [], "orders"),
        ({"evidence": "orders", "orders_share": 0.3}, [], None),
        ({"evidence": "pilot"}, [], "pilot_said"),
        ({"evidence": "opinion"}, [{"result": "running"}], "trial_open"),
        ({"evidence": "opinion"}, [{"result": "confirmed"}], "pilot"),
        ({"evidence": "opinion"}, [{"result": "confirmed", "monthly_rate": 0.1}], "weak"),
        ({"evidence": "pilot"}, [{"result": "failed"}], None),
    ],
)
def test_the_strongest_ground_counts(facts, pilots, kind):
    pilots = [{"id": "shop", "supports": "sales", **one} for one in pilots]
    found = expected(measures.backing, {"ratio": 2, "horizon_months": 3, **facts}, pilots=pilots)
    assert [one.kind for one in found] == ([kind] if kind else [])


def test_money_before_proof_counts_whatever_the_sum():
    assert the_one(measures.stake, {"committed_before_proof": True}).amount is None
    assert expected(measures.stake, {"committed_before_proof": True, "committed_money": 0}) == []


@pytest.mark.parametrize(
    ("facts", "basis"),
    [
        ({"capacity_needed": 10, "capacity_available": 5, "ramp_up_months": 9}, "capacity_only"),
        ({"capacity_needed": 10, "capacity_available": 9}, "capacity_and_pace"),
        ({"resources_needed": 10, "resources_available": 5, "ramp_up_months": 9}, "resources"),
        ({"ramp_up_months": 9, "best_monthly_rate": 0.05}, "ramp_up"),
        ({"best_monthly_rate": 0.05}, "best"),
        ({"best_monthly_rate": 0.5}, "pace"),
        ({}, "pace"),
        ({"ratio": 10}, "far"),
        ({"ratio": 1.05}, "nothing"),
    ],
)
def test_the_tightest_limit_makes_the_offer(facts, basis):
    assert the_one(measures.offer, {"ratio": 2, "horizon_months": 3, **facts}).basis == basis


def test_targets_of_two_partners_are_compared():
    ours = {"topic": "Orders", "target": 201, "evidence": "opinion"}
    theirs = {"id": "theirs", "holder": "bruno", "topic": "orders", "target": 100}
    (gap,) = expected(measures.target_gaps, ours, theirs)
    assert (gap.expectation, gap.gap, gap.start, gap.start_from) == ("sales", 1.01, 150, "middle")
    (gap,) = expected(measures.target_gaps, ours, theirs | {"evidence": "history"})
    assert (gap.start, gap.start_from, gap.start_holder) == (100, "evidence", "bruno")


@pytest.mark.parametrize(
    "theirs",
    [
        {"holder": "ana"},
        {"topic": "visitors"},
        {"unit": "loaves"},
        {"horizon_months": 12},
        {"target": 0},
    ],
)
def test_targets_are_not_compared_unless_they_are_for_one_thing(theirs):
    ours = {"topic": "orders", "target": 200, "unit": "orders", "horizon_months": 6}
    other = {"id": "theirs", "holder": "bruno", "topic": "orders", "target": 100, **theirs}
    assert expected(measures.target_gaps, ours, other) == []


def test_dates_of_two_partners_are_compared():
    ours = {"topic": "launch", "about": "deadline", "due": "2027-01-01"}
    theirs = {"id": "theirs", "holder": "bruno", "topic": "launch", "due": "2027-03-02"}
    (gap,) = expected(measures.date_gaps, ours, theirs)
    assert (gap.days, gap.middle, gap.late_holder) == (60, datetime.date(2027, 1, 31), "bruno")


def test_who_has_agreed_has_seen_it():
    result = the_one(measures.sharing, {"shown_to": [], "agreed_by": ["bruno"]})
    assert (result.unseen_by, result.agreed_by_all) == ((), True)


def test_daily_contact_of_two_for_half_an_hour_costs_five_hours():
    facts = {"contacts_a_week": 5, "contact_minutes": 30, "compulsory": True}
    result = the_one(measures.daily_contact, facts)
    assert (result.hours, result.weekly_minutes, result.weekly_hours, result.saved_hours) == (5, 45, 1.5, 3.5)


def test_a_meeting_that_meets_the_demand_counts_once():
    facts = {"contacts_a_week": 5, "contact_minutes": 30, "compulsory": True}
    point = {"id": "call", "rhythm": "daily", "compulsory": True, "minutes": 12, "attendees": 3}
    result = the_one(measures.daily_contact, facts, points=[point])
    assert (result.entry, result.hours, result.weekly_minutes, result.weekly_hours) == ("sales", 3, 24, 1.2)


def test_effort_is_equal_within_five_points():
    assert the_one(measures.effort_demand, {"regardless_of_skills": True}).share == 0.5
    assert expected(measures.effort_demand, {"regardless_of_skills": True, "effort_demanded": 0.7}) == []
