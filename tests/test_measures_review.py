"""Measures of review and deadlines, against days counted by hand on a calendar."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures import review
from advisor.measures.review import (
    DeadlineAhead,
    DeadlinePassed,
    GapsCorrected,
    OverdueActions,
    RenewalNear,
    RenewalPassed,
    ResultsAge,
    ReviewAge,
    ReviewMissed,
    ReviewPlanned,
    ReviewVoices,
    Turnout,
)

TODAY = datetime.date(2026, 11, 2)


def measured(function, partners=("ana", "bruno"), **facts):
    values = {
        "id": "review",
        "date": "2026-11-02",
        "partners": [{"id": one} for one in partners],
        **facts,
    }
    return list(function(case_of_values(values).record, default_benchmarks()))


# --- The review itself ---


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [("quarterly", 92), ("half_yearly", 184), ("yearly", 366), ("monthly", 31), ("weekly", 31)],
)
def test_a_review_is_as_old_as_its_rhythm_makes_it(rhythm, days):
    found = measured(review.review_age, review={"last_review": "2026-08-02", "rhythm": rhythm})
    assert found == [ReviewAge(92, days, 92 / days)]


@pytest.mark.parametrize("rhythm", ["as_needed", "never", None])
def test_without_a_rhythm_the_quarter_of_the_article_holds(rhythm):
    given = {"last_review": "2026-05-02"} | ({"rhythm": rhythm} if rhythm else {})
    assert measured(review.review_age, review=given) == [ReviewAge(184, 92, 2)]


@pytest.mark.parametrize("given", [{}, {"last_review": "none"}, {"rhythm": "yearly"}])
def test_no_review_has_no_age(given):
    assert measured(review.review_age, review=given) == []


def test_a_review_of_today_is_still_planned():
    found = measured(review.review_planned, review={"next_review": "2026-11-02"})
    assert found == [ReviewPlanned(TODAY, 0)]


def test_a_day_that_is_over_plans_nothing():
    assert measured(review.review_planned, review={"next_review": "2026-11-01"}) == []
    assert measured(review.review_planned, review={"next_review": "none"}) == []


@pytest.mark.parametrize("last", ["none", "2026-10-17"])
def test_a_day_without_its_review_was_missed(last):
    found = measured(review.review_missed, review={"next_review": "2026-10-18", "last_review": last})
    assert found == [ReviewMissed(datetime.date(2026, 10, 18), 15)]


@pytest.mark.parametrize(
    "given",
    [
        {"next_review": "2026-10-18", "last_review": "2026-10-18"},
        {"next_review": "2026-11-02", "last_review": "2026-08-01"},
        {"next_review": "2026-10-18"},
        {"last_review": "2026-08-01"},
    ],
)
def test_no_review_was_missed(given):
    assert measured(review.review_missed, review=given) == []


def test_partners_without_a_say():
    found = measured(review.review_voices, ("dora", "chloe", "bruno", "ana"), review={"voices": ["bruno"]})
    assert found == [ReviewVoices(("ana", "chloe", "dora"), 0.75, False)]


def test_all_had_a_say():
    assert measured(review.review_voices, review={"voices": ["bruno", "ana"]}) == [ReviewVoices((), 0, True)]


def test_nobody_is_missed_where_there_was_no_review():
    assert measured(review.review_voices, review={"voices": [], "last_review": "none"}) == []
    assert measured(review.review_voices, review={"last_review": "2026-08-01"}) == []


def objective(id, actual_date=None, deadline=None):
    given = {"id": id, "actual_date": actual_date, "deadline": deadline}
    return {name: value for name, value in given.items() if value}


def test_the_newest_result_counts():
    found = measured(
        review.results_age, objectives=[objective("a", "2026-07-02"), objective("b", "2026-05-01")]
    )
    assert found == [ResultsAge(datetime.date(2026, 7, 2), 123, 2)]


def test_an_objective_whose_day_is_over_is_left_out():
    found = measured(
        review.results_age,
        objectives=[objective("a", "2026-07-02", "2026-11-02"), objective("b", deadline="2026-11-01")],
    )
    assert found == [ResultsAge(datetime.date(2026, 7, 2), 123, 1)]


def test_one_result_of_unknown_age_leaves_all_open():
    assert measured(review.results_age, objectives=[objective("a", "2026-07-02"), objective("b")]) == []
    assert measured(review.results_age, objectives=[]) == []
    assert measured(review.results_age) == []


# --- What came of it ---


def test_actions_overdue_of_those_open():
    found = measured(review.overdue_actions, review={"actions_open": 8, "actions_overdue": 2})
    assert found == [OverdueActions(8, 2, 0.25)]


@pytest.mark.parametrize(
    "given", [{}, {"actions_open": 8}, {"actions_overdue": 2}, {"actions_open": 0, "actions_overdue": 0}]
)
def test_no_share_of_unknown_or_no_actions(given):
    assert measured(review.overdue_actions, review=given) == []


def test_gaps_corrected_of_those_named():
    found = measured(review.gaps_corrected, review={"gaps_named": 4, "gaps_corrected": 3})
    assert found == [GapsCorrected(4, 3, 0.75)]


@pytest.mark.parametrize(
    "given", [{}, {"gaps_named": 4}, {"gaps_corrected": 3}, {"gaps_named": 0, "gaps_corrected": 0}]
)
def test_no_share_of_unknown_or_no_gaps(given):
    assert measured(review.gaps_corrected, review=given) == []


def test_attendance_falls_by_just_fifteen_points():
    found = measured(review.turnout, review={"attendance": 0.8, "attendance_before": 0.95})
    assert found == [Turnout(0.8, 0.95, 0.15, 0)]


def test_attendance_rises():
    found = measured(review.turnout, review={"attendance": 0.6, "attendance_before": 0.5})
    assert found == [Turnout(0.6, 0.5, 0, 0.1)]


def test_one_attendance_shows_no_trend():
    assert measured(review.turnout, review={"attendance": 0.6}) == []
    assert measured(review.turnout, review={"attendance_before": 0.6}) == []


# --- Dates ahead ---


@pytest.mark.parametrize(
    ("given", "reviewed"),
    [
        ({"last_review": "2026-08-02"}, True),
        ({"last_review": "2026-08-01"}, False),
        ({"last_review": "none"}, False),
        ({"rhythm": "yearly"}, None),
    ],
)
def test_a_review_of_the_last_quarter_prepares_the_renewal(given, reviewed):
    found = measured(review.renewal_near, partnership={"renewal": "2027-05-01"}, review=given)
    assert found == [RenewalNear(datetime.date(2027, 5, 1), 180, reviewed)]


def test_the_last_day_of_the_agreement_is_not_over():
    assert measured(review.renewal_near, partnership={"renewal": "2026-11-02"}) == [RenewalNear(TODAY, 0)]
    assert measured(review.renewal_passed, partnership={"renewal": "2026-11-02"}) == []


def test_the_day_after_is():
    yesterday = datetime.date(2026, 11, 1)
    assert measured(review.renewal_near, partnership={"renewal": "2026-11-01"}) == []
    assert measured(review.renewal_passed, partnership={"renewal": "2026-11-01"}) == [
        RenewalPassed(yesterday, 1)
    ]


@pytest.mark.parametrize("partnership", [{}, {"renewal": "none"}])
def test_no_term_is_neither_near_nor_over(partnership):
    assert measured(review.renewal_near, partnership=partnership) == []
    assert measured(review.renewal_passed, partnership=partnership) == []


def test_the_last_day_to_start_is_counted_back():
    found = measured(
        review.deadline_ahead, deadlines=[{"id": "grant", "date": "2026-12-09", "lead_days": 30}]
    )
    day, start_by = datetime.date(2026, 12, 9), datetime.date(2026, 11, 9)
    assert found == [DeadlineAhead("grant", day, 37, 30, 7, start_by)]


def test_half_a_day_of_work_takes_a_day():
    found = measured(
        review.deadline_ahead, deadlines=[{"id": "grant", "date": "2026-11-03", "lead_days": 1.5}]
    )
    assert (found[0].slack_days, found[0].start_by) == (-1, datetime.date(2026, 11, 1))


def test_deadlines_come_by_their_ids_and_those_over_or_undated_not_at_all():
    found = measured(
        review.deadline_ahead,
        deadlines=[
            {"id": "lease", "date": "2026-11-02"},
            {"id": "grant", "date": "2026-11-12"},
            {"id": "licence", "date": "2026-11-01"},
            {"id": "tender"},
        ],
    )
    assert found == [
        DeadlineAhead("grant", datetime.date(2026, 11, 12), 10),
        DeadlineAhead("lease", TODAY, 0),
    ]


def test_a_deadline_is_over_the_day_after():
    deadlines = [{"id": "lease", "date": "2026-11-02"}, {"id": "licence", "date": "2026-11-01"}]
    assert measured(review.deadline_passed, deadlines=deadlines) == [
        DeadlinePassed("licence", datetime.date(2026, 11, 1), 1)
    ]
