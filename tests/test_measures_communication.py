"""Measures of communication, against figures worked out by hand."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures.communication import (
    AnswerTime,
    AttendanceFall,
    ContactCost,
    HeldShare,
    MeetingHabits,
    SlowestAnswer,
    answer_time,
    attendance_fall,
    contact_cost,
    held_share,
    meeting_habits,
    point_rhythm,
    point_silence,
    slowest_answer,
)

DATE = datetime.date(2026, 11, 2)


def measured(function, *points, **parts):
    values = {"id": "talk", "date": DATE, "partners": [{"id": "ana"}, {"id": "bruno"}], **parts}
    if points:
        values["points"] = [{"id": f"p{n}", **point} for n, point in enumerate(points)]
    return list(function(case_of_values(values).record, default_benchmarks()))


def operational(*rhythms):
    points = [{"purpose": "operational", "rhythm": rhythm} for rhythm in rhythms]
    return next(
        one for one in measured(point_rhythm, points=_with_ids(points)) if one.purpose == "operational"
    )


def _with_ids(points):
    return [{"id": f"p{n}", **point} for n, point in enumerate(points)]


@pytest.mark.parametrize(
    ("rhythms", "rhythm", "times"),
    [
        (["monthly", "fortnightly"], "fortnightly", 0.5),
        (["daily"], "daily", 5),
        (["never", "yearly"], "yearly", 1 / 52),
        (["never"], "never", 0),
        ([], "never", 0),
        (["monthly", "as_needed"], None, None),
    ],
)
def test_the_most_frequent_point_counts(rhythms, rhythm, times):
    found = operational(*rhythms)
    assert (found.rhythm, found.times_a_week) == (rhythm, times)


def test_a_point_that_never_takes_place_is_no_point():
    assert (operational("never").number, operational("never", "weekly").number) == (0, 1)


def test_only_as_needed_is_told_from_nothing():
    assert operational("as_needed").only_as_needed
    assert not operational().only_as_needed
    assert not operational("as_needed", "weekly").only_as_needed


def test_half_an_hour_a_week_of_both():
    assert (operational().weekly_minutes, operational().weekly_hours) == (30, 1)


def test_an_unknown_purpose_or_an_unknown_list_says_nothing():
    assert measured(point_rhythm, {"rhythm": "weekly"}) == []
    assert measured(point_rhythm) == []


def test_an_unknown_rhythm_leaves_the_frequency_open():
    points = [{"purpose": "operational"}, {"purpose": "operational", "rhythm": "monthly"}]
    found = measured(point_rhythm, *points)[0]
    assert (found.number, found.rhythm, found.times_a_week) == (2, None, None)


def test_what_compulsory_contact_costs():
    desk = {"compulsory": True, "minutes": 60, "attendees": 4, "rhythm": "daily"}
    call = {"compulsory": True, "minutes": 30, "attendees": 2, "rhythm": "fortnightly", "imposed_by": None}
    assert measured(contact_cost, desk, call) == [
        ContactCost(("p0", "p1"), 20.5, 5.25, 2.5, pytest.approx(20.5 - 20.5 * 2.5 / 5.25), False)
    ]


def test_the_target_is_half_where_that_is_less_than_the_limit():
    desk = {"compulsory": True, "minutes": 180, "attendees": 4, "rhythm": "weekly"}
    cost = measured(contact_cost, desk)[0]
    assert (cost.hours, cost.hours_each, cost.target_hours, cost.saved_hours) == (12, 3, 1.5, 6)


def test_points_chosen_by_all():
    call = {"compulsory": True, "minutes": 30, "attendees": 2, "rhythm": "weekly", "imposed_by": None}
    cost = measured(contact_cost, call)[0]
    assert cost.chosen_by_all


@pytest.mark.parametrize("unknown", ["compulsory", "minutes", "attendees", "rhythm"])
def test_a_compulsory_point_of_which_something_is_unknown_is_not_counted(unknown):
    desk = {"compulsory": True, "minutes": 60, "attendees": 4, "rhythm": "daily"}
    assert measured(contact_cost, desk) != []
    assert measured(contact_cost, {name: value for name, value in desk.items() if name != unknown}) == []


def test_what_meetings_lack():
    talk = {"purpose": "strategic", "agenda": False, "minutes_kept": True, "decisions_taken": True}
    call = {"purpose": "operational", "minutes_kept": False, "decisions_taken": False}
    lunch = {"purpose": "informal", "agenda": False, "minutes_kept": False}
    assert measured(meeting_habits, talk, call, lunch) == [
        MeetingHabits(("p0",), ("p1",), ("p1",), ("p0", "p1"), ())
    ]
    assert measured(meeting_habits, talk)[0].in_order == ("p0",)
    assert measured(meeting_habits, lunch) == []


@pytest.mark.parametrize(
    ("rhythm", "minutes", "weak"), [("daily", 15, ()), ("daily", 16, ("p0",)), ("weekly", 15, ("p0",))]
)
def test_a_short_daily_point_needs_no_agenda(rhythm, minutes, weak):
    point = {"purpose": "operational", "rhythm": rhythm, "minutes": minutes, "agenda": False}
    found = measured(meeting_habits, point)
    assert (found[0].weak if found else ()) == weak


def test_time_to_answer_beside_what_the_work_asks_for():
    partners = [{"id": "ana", "response_days": 3}, {"id": "bruno"}]
    assert measured(answer_time, partners=partners) == [AnswerTime("ana", 3, 5)]
    linked = {"work_linked": "closely"}
    assert measured(answer_time, partners=partners, partnership=linked) == [AnswerTime("ana", 3, 2)]


def test_the_slowest_answer_once_all_are_known():
    partners = [{"id": "ana", "response_days": 3}, {"id": "bruno", "response_days": 0.5}]
    assert measured(slowest_answer, partners=partners) == [SlowestAnswer(3, 5)]
    assert measured(slowest_answer, partners=[partners[0], {"id": "bruno"}]) == []


def test_attendance_that_falls():
    assert measured(attendance_fall, {"attendance_before": 0.95, "attendance": 0.8}) == [
        AttendanceFall("p0", 0.95, 0.8, 0.15)
    ]
    assert measured(attendance_fall, {"attendance_before": 0.8, "attendance": 0.8}) == []
    assert measured(attendance_fall, {"attendance": 0.2}) == []


def test_times_held_of_those_planned():
    assert measured(held_share, {"planned": 3, "held": 2}) == [HeldShare("p0", 3, 2, 2 / 3)]
    assert measured(held_share, {"planned": 2, "held": 0}) == []
    assert measured(held_share, {"planned": 3}) == []


def test_how_long_a_point_has_been_silent():
    last = DATE - datetime.timedelta(days=21)
    found = measured(point_silence, {"rhythm": "weekly", "last_held": last})[0]
    assert (found.days, found.rhythm, found.rounds) == (21, "weekly", 3)


@pytest.mark.parametrize("rhythm", ["as_needed", "never", None])
def test_a_point_without_a_rhythm_is_not_silent(rhythm):
    point = {"last_held": "2025-01-01"} | ({"rhythm": rhythm} if rhythm else {})
    assert measured(point_silence, point) == []


def test_an_unknown_date_is_no_silence():
    assert measured(point_silence, {"rhythm": "weekly"}) == []
    assert measured(point_silence, {"rhythm": "weekly", "last_held": None}) == []
