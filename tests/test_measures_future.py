"""Measures of the future, against figures worked out by hand."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures.future import (
    ContractCover,
    PilotEnd,
    PilotTally,
    Reliance,
    RelianceOfAll,
    RoadmapReach,
    contract_cover,
    pilot_end,
    pilot_tally,
    reliance,
    reliance_of_all,
    roadmap_reach,
)


def measured(measure, **parts):
    base = {"id": "future", "date": "2026-11-02", "partners": [{"id": "ana"}, {"id": "bruno"}]}
    return list(measure(case_of_values({**base, **parts}).record, default_benchmarks()))


def depending(*shares):
    """Partners p0, p1 … with these shares; None is unknown."""
    return [
        {"id": f"p{n}"} | ({} if share is None else {"dependence_share": share})
        for n, share in enumerate(shares)
    ]


# --- Trials -------------------------------------------------------------------------------------


def test_trials_are_begun_once_they_run():
    results = ("planned", "running", "confirmed", "mixed", "failed")
    pilots = [{"id": result, "result": result} for result in results]
    assert measured(pilot_tally, pilots=pilots) == [PilotTally(4, ("planned",))]


def test_an_empty_list_of_trials_is_none_begun():
    assert measured(pilot_tally, pilots=[]) == [PilotTally(0, ())]


def test_trials_that_are_not_listed_are_not_counted():
    assert measured(pilot_tally) == []


def test_a_trial_of_unknown_result_leaves_the_number_open():
    assert measured(pilot_tally, pilots=[{"id": "stall", "result": "planned"}, {"id": "van"}]) == []


@pytest.mark.parametrize(
    ("ended", "days"), [("2026-11-02", 0), ("2026-11-01", 1), ("2026-08-04", 90), ("2026-08-03", 91)]
)
def test_days_since_the_end_of_a_trial(ended, days):
    assert measured(pilot_end, pilots=[{"id": "stall", "ended": ended}]) == [PilotEnd("stall", days)]


def test_a_trial_without_an_end_in_the_past_says_nothing():
    assert measured(pilot_end, pilots=[{"id": "stall", "result": "running"}]) == []


# --- Dependence -----------------------------------------------------------------------------------


def test_gap_to_the_least_dependent_and_the_share_of_next_year():
    assert measured(reliance, partners=depending(0.8, 0.04)) == [
        Reliance("p0", 0.8, 0.7, ("p1",), 0.04, 0.76),
        Reliance("p1", 0.04, 0.0),
    ]


def test_all_who_depend_least_are_named():
    first, *others = measured(reliance, partners=depending(0.5, 0.1, 0.1))
    assert (first.least, first.gap_share) == (("p1", "p2"), 0.4)
    assert all(one.least is None for one in others)


def test_a_gap_is_exact_where_floating_point_is_not():
    assert measured(reliance, partners=depending(0.7, 0.4))[0].gap_share == 0.3


def test_partners_of_unknown_share_are_left_out():
    assert measured(reliance, partners=depending(0.6, None)) == [Reliance("p0", 0.6, 0.5)]
    assert measured(reliance, partners=depending(None, None)) == []


@pytest.mark.parametrize(
    ("share", "in_a_year"), [(1, 0.9), (0.41, 0.31), (0.35, 0.3), (0.31, 0.3), (0.3, 0.2), (0.05, 0)]
)
def test_the_share_comes_down_by_ten_points_to_the_line_of_watch(share, in_a_year):
    assert measured(reliance, partners=depending(share, None))[0].next_share == in_a_year


def test_least_and_most_of_all():
    assert measured(reliance_of_all, partners=depending(0.2, 0.55, 0.3)) == [RelianceOfAll(0.2, 0.55)]


def test_one_unknown_share_leaves_the_whole_open():
    assert measured(reliance_of_all, partners=depending(0.2, None)) == []


# --- Roadmap and agreement ----------------------------------------------------------------------------


def reach(future, *deadlines):
    objectives = [
        {"id": f"o{n}"} | ({} if deadline is None else {"deadline": deadline})
        for n, deadline in enumerate(deadlines)
    ]
    return measured(roadmap_reach, future=future, objectives=objectives)


def test_months_from_the_end_of_the_roadmap_to_the_last_deadline():
    assert reach({"roadmap_months": 12}, "2027-03-01", "2028-05-02", None) == [
        RoadmapReach("o1", datetime.date(2028, 5, 2), 12, 6.0)
    ]


def test_a_roadmap_that_reaches_the_last_deadline_says_nothing():
    assert reach({"roadmap_months": 18}, "2028-05-02") == []
    assert reach({"roadmap_months": 17.9}, "2028-05-02") != []


@pytest.mark.parametrize("future", [{}, {"roadmap": True}, {"roadmap": False, "roadmap_months": 12}])
def test_no_reach_without_a_roadmap_of_known_length(future):
    assert reach(future, "2028-05-02") == []


def test_no_reach_without_a_deadline():
    assert reach({"roadmap_months": 12}, None) == []
    assert measured(roadmap_reach, future={"roadmap_months": 12}) == []


def test_two_objectives_due_on_one_day_give_the_first_by_id():
    assert reach({"roadmap_months": 1}, "2028-05-02", "2028-05-02")[0].objective == "o0"


@pytest.mark.parametrize("agreement", ["written", "signed"])
def test_days_that_an_agreement_in_writing_still_runs(agreement):
    partnership = {"agreement": agreement, "renewal": "2028-11-01"}
    assert measured(contract_cover, partnership=partnership) == [
        ContractCover(datetime.date(2028, 11, 1), 730)
    ]


@pytest.mark.parametrize(
    "partnership",
    [
        {"agreement": "oral", "renewal": "2028-11-01"},
        {"renewal": "2028-11-01"},
        {"agreement": "signed"},
        {"agreement": "signed", "renewal": None},
        {"agreement": "signed", "renewal": "2026-11-02"},
    ],
)
def test_no_cover_without_a_written_agreement_that_runs_on(partnership):
    assert measured(contract_cover, partnership=partnership) == []
