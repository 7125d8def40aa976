"""Measures of communication: how often, how long, how quickly."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.versions import disputed
from advisor.vocabulary import CaseRecord

TIMES_A_WEEK = {
    "daily": 5.0,
    "weekly": 1.0,
    "fortnightly": 1 / 2,
    "monthly": 12 / 52,
    "quarterly": 4 / 52,
    "half_yearly": 2 / 52,
    "yearly": 1 / 52,
    "never": 0.0,
}
"""How often each rhythm comes round; a daily one on five working days. “As needed” has no number."""
PURPOSES = ("operational", "strategic", "informal")
MEETINGS = ("operational", "strategic")
"""The purposes of points that are to be prepared and to leave a trace."""


@dataclass(frozen=True)
class PointRhythm:
    """How often the partners meet for one purpose, by the most frequent of its points."""

    purpose: str
    number: int
    rhythm: str | None
    times_a_week: float | None
    only_as_needed: bool
    weekly_minutes: float
    weekly_hours: float


@measure(PointRhythm, needs=("points", "points.purpose", "points.rhythm"))
def point_rhythm(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The most frequent point of a purpose, once the purpose of every point is known."""
    points = listed(record, "points")
    if record.points is None or any(point.purpose is None for point in points):
        return
    minutes = benchmarks["communication.point_minutes"]
    for purpose in PURPOSES:
        rhythms = [point.rhythm for point in points if point.purpose == purpose]
        held = [rhythm for rhythm in rhythms if rhythm != "never"]
        known = all(rhythm in TIMES_A_WEEK for rhythm in held)
        rhythm = max(held, key=TIMES_A_WEEK.__getitem__, default="never") if known else None
        yield PointRhythm(
            purpose,
            len(held),
            rhythm,
            None if rhythm is None else TIMES_A_WEEK[rhythm],
            bool(held) and all(rhythm == "as_needed" for rhythm in held),
            minutes,
            minutes / 60 * len(record.partners),
        )


@dataclass(frozen=True)
class ContactCost:
    """What the compulsory points cost, those whose length, rhythm and attendance are known."""

    points: tuple[str, ...]
    hours: float
    hours_each: float
    target_hours: float
    saved_hours: float
    chosen_by_all: bool


@measure(ContactCost, needs=("points.compulsory", "points.minutes", "points.attendees", "points.rhythm"))
def contact_cost(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Minutes × attendees × times a week / 60 over all compulsory points; for one who attends all, without ×."""
    counted = [
        point
        for point in listed(record, "points")
        if point.compulsory and point.minutes and point.attendees and TIMES_A_WEEK.get(point.rhythm)
    ]
    if not counted:
        return
    each = sum(point.minutes * TIMES_A_WEEK[point.rhythm] for point in counted) / 60
    hours = sum(point.minutes * TIMES_A_WEEK[point.rhythm] * point.attendees for point in counted) / 60
    target = min(benchmarks["communication.contact_hours"], each / 2)
    yield ContactCost(
        points=tuple(point.id for point in counted),
        hours=hours,
        hours_each=each,
        target_hours=target,
        saved_hours=hours * (1 - target / each),
        chosen_by_all=all(point.knows("imposed_by") and point.imposed_by is None for point in counted),
    )


@dataclass(frozen=True)
class MeetingHabits:
    """Which operational and strategic points are known to go without agenda, minutes or decisions."""

    without_agenda: tuple[str, ...]
    without_minutes: tuple[str, ...]
    without_decisions: tuple[str, ...]
    weak: tuple[str, ...]
    in_order: tuple[str, ...]


@measure(
    MeetingHabits,
    needs=("points.purpose", "points.agenda", "points.minutes_kept", "points.decisions_taken"),
)
def meeting_habits(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Points by what they lack; a short daily point needs none of it. In order: if all keep minutes and decide."""
    short = benchmarks["expectation.short_contact"]
    meetings = [
        point
        for point in listed(record, "points")
        if point.purpose in MEETINGS
        and point.rhythm != "never"
        and not (point.rhythm == "daily" and point.minutes is not None and point.minutes <= short)
    ]
    if not meetings:
        return
    agenda, minutes, decisions = (
        tuple(point.id for point in meetings if getattr(point, name) is False)
        for name in ("agenda", "minutes_kept", "decisions_taken")
    )
    in_order = all(point.minutes_kept and point.decisions_taken for point in meetings)
    yield MeetingHabits(
        agenda,
        minutes,
        decisions,
        tuple(sorted({*agenda, *minutes, *decisions})),
        tuple(point.id for point in meetings) if in_order else (),
    )


@dataclass(frozen=True)
class AnswerTime:
    """How long a partner usually takes to answer, and how long suits the work."""

    partner: str
    days: float
    limit_days: float


def _answer_limit(record: CaseRecord, benchmarks: Benchmarks) -> float:
    closely = record.partnership is not None and record.partnership.work_linked == "closely"
    return benchmarks["communication.answer_days_linked" if closely else "communication.answer_days"]


@measure(AnswerTime, per="partners", needs=("partners.response_days",))
def answer_time(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days to answer, beside the limit for closely linked work or for any other."""
    limit = _answer_limit(record, benchmarks)
    for partner in listed(record, "partners"):
        if partner.response_days is not None:
            yield AnswerTime(partner.id, partner.response_days, limit)


@dataclass(frozen=True)
class SlowestAnswer:
    """How long the slowest of all partners takes to answer."""

    days: float
    limit_days: float


@measure(SlowestAnswer, needs=("partners.response_days",))
def slowest_answer(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The longest time to answer, once that of every partner is known."""
    known = [partner.response_days for partner in record.partners if partner.response_days is not None]
    if len(known) == len(record.partners):
        yield SlowestAnswer(max(known), _answer_limit(record, benchmarks))


@dataclass(frozen=True)
class AttendanceFall:
    """How far attendance at a point has fallen."""

    point: str
    before_share: float
    now_share: float
    fall: float


@measure(AttendanceFall, per="points", needs=("points.attendance", "points.attendance_before"))
def attendance_fall(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Attendance of the three months before, less that of the last three, where it has fallen."""
    for point in listed(record, "points"):
        before, now = point.attendance_before, point.attendance
        if before is not None and now is not None and now < before:
            yield AttendanceFall(point.id, before, now, round(before - now, 6))


@dataclass(frozen=True)
class HeldShare:
    """How many of the times planned a point took place."""

    point: str
    planned_count: int
    held_count: int
    held_share: float


@measure(HeldShare, per="points", needs=("points.planned", "points.held"))
def held_share(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Times held / times planned, once enough were planned for the share to mean something."""
    enough = max(1, benchmarks["communication.enough_planned"])
    for point in listed(record, "points"):
        planned, held = point.planned, point.held
        if planned is not None and held is not None and planned >= enough:
            yield HeldShare(point.id, planned, held, held / planned)


@dataclass(frozen=True)
class PointSilence:
    """How long ago a point last took place, against its rhythm."""

    point: str
    days: int
    rhythm: str
    rounds: float


@measure(PointSilence, per="points", needs=("points.last_held", "points.rhythm"))
def point_silence(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since it was last held / days between two times."""
    for point in listed(record, "points"):
        times = TIMES_A_WEEK.get(point.rhythm)
        if times and point.last_held is not None and point.last_held <= record.date:
            days = (record.date - point.last_held).days
            yield PointSilence(point.id, days, point.rhythm, days * times / 7)


@dataclass(frozen=True)
class Disputes:
    """Facts that the partners tell differently."""

    number: int


@measure(Disputes, needs=())
def disputes(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """How many facts have versions that differ; nothing where none has. Definition."""
    number = len(disputed(record))
    if number:
        yield Disputes(number)
