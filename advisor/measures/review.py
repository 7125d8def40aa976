"""Measures of review: what is due, overdue and prepared."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord

MONTH = 31
LONGEST_DAYS = {
    "daily": MONTH,
    "weekly": MONTH,
    "fortnightly": MONTH,
    "monthly": MONTH,
    "quarterly": 92,
    "half_yearly": 184,
    "yearly": 366,
}
"""Days of the longest period of each rhythm. A partnership as a whole is not late before a month is over."""


# --- The review itself -------------------------------------------------------------------------


@dataclass(frozen=True)
class ReviewAge:
    """How long ago the last review was, against the rhythm planned."""

    age_days: int
    rhythm_days: float
    times_rhythm: float


@measure(ReviewAge, needs=("review.last_review",))
def review_age(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the last review / days of the rhythm planned; a quarter where no rhythm is known."""
    review = record.review
    if review is None or review.last_review is None or review.last_review > record.date:
        return
    days = (record.date - review.last_review).days
    rhythm = LONGEST_DAYS.get(review.rhythm or "", benchmarks["review.quarter_days"])
    yield ReviewAge(days, rhythm, days / max(rhythm, 1))


@dataclass(frozen=True)
class ReviewPlanned:
    """A day is set for the next review."""

    day: datetime.date
    days_left: int


@measure(ReviewPlanned, needs=("review.next_review",))
def review_planned(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days until the next review, where its day is not over."""
    day = record.review.next_review if record.review else None
    if day is not None and day >= record.date:
        yield ReviewPlanned(day, (day - record.date).days)


@dataclass(frozen=True)
class ReviewMissed:
    """The day set for a review has passed without one."""

    day: datetime.date
    late_days: int


@measure(ReviewMissed, needs=("review.next_review", "review.last_review"))
def review_missed(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the day that was set for a review, where none is known to have been held from then on."""
    review = record.review
    if review is None or review.next_review is None or not review.knows("last_review"):
        return
    day, last = review.next_review, review.last_review
    if day < record.date and (last is None or last < day):
        yield ReviewMissed(day, (record.date - day).days)


@dataclass(frozen=True)
class ReviewVoices:
    """Which partners had their say at the last review, and which had not."""

    missing: tuple[str, ...]
    missing_share: float
    all_heard: bool


@measure(ReviewVoices, needs=("review.voices",))
def review_voices(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Partners who are not among the voices of the last review, unless there never was a review."""
    review = record.review
    if review is None or review.voices is None:
        return
    known = review.known()
    if "last_review" in known and known["last_review"] is None:
        return
    missing = tuple(partner.id for partner in listed(record, "partners") if partner.id not in review.voices)
    yield ReviewVoices(missing, len(missing) / len(record.partners), not missing)


@dataclass(frozen=True)
class ResultsAge:
    """How old the newest result of the objectives under way is."""

    newest: datetime.date
    age_days: int
    objectives_count: int


@measure(ResultsAge, needs=("objectives.actual_date",))
def results_age(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the newest date of a result, once every objective whose deadline isn't over has one."""
    under_way = [
        one for one in listed(record, "objectives") if one.deadline is None or one.deadline >= record.date
    ]
    dates = [one.actual_date for one in under_way if one.actual_date is not None]
    if dates and len(dates) == len(under_way):
        newest = max(dates)
        yield ResultsAge(newest, (record.date - newest).days, len(under_way))


# --- What came of it ---------------------------------------------------------------------------


@dataclass(frozen=True)
class OverdueActions:
    """How many of the actions that a review decided are past their date."""

    open_count: int
    overdue_count: int
    overdue_share: float


@measure(OverdueActions, needs=("review.actions_open", "review.actions_overdue"))
def overdue_actions(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Actions past their date / actions open."""
    review = record.review
    if review is not None and review.actions_open and review.actions_overdue is not None:
        whole, part = review.actions_open, review.actions_overdue
        yield OverdueActions(whole, part, part / whole)


@dataclass(frozen=True)
class GapsCorrected:
    """For how many of the gaps that the last review named something was done."""

    named_count: int
    corrected_count: int
    corrected_share: float


@measure(GapsCorrected, needs=("review.gaps_named", "review.gaps_corrected"))
def gaps_corrected(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Gaps for which something was done / gaps named."""
    review = record.review
    if review is not None and review.gaps_named and review.gaps_corrected is not None:
        named, done = review.gaps_named, review.gaps_corrected
        yield GapsCorrected(named, done, done / named)


@dataclass(frozen=True)
class Turnout:
    """How attendance of all common meetings has moved from one quarter to the next."""

    now_share: float
    before_share: float
    fall_share: float
    rise_share: float


@measure(Turnout, needs=("review.attendance", "review.attendance_before"))
def turnout(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Attendance before less attendance now, and the other way round."""
    review = record.review
    if review is not None and review.attendance is not None and review.attendance_before is not None:
        fall = round(review.attendance_before - review.attendance, 6)  # 0.8 - 0.65 is a little over 0.15
        yield Turnout(review.attendance, review.attendance_before, max(fall, 0.0), max(-fall, 0.0))


# --- Dates ahead -------------------------------------------------------------------------------


@dataclass(frozen=True)
class RenewalNear:
    """The day on which the agreement ends or is renewed, and whether a review has prepared it."""

    day: datetime.date
    days_left: int
    reviewed: bool | None = None
    """Whether the last review is at most a quarter old; unknown where the last review is."""


@measure(RenewalNear, needs=("partnership.renewal",))
def renewal_near(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days until the agreement ends or is renewed."""
    day = record.partnership.renewal if record.partnership else None
    if day is not None and day >= record.date:
        yield RenewalNear(day, (day - record.date).days, _reviewed_lately(record, benchmarks))


def _reviewed_lately(record: CaseRecord, benchmarks: Benchmarks) -> bool | None:
    if record.review is None or not record.review.knows("last_review"):
        return None
    last = record.review.last_review
    return last is not None and (record.date - last).days <= benchmarks["review.quarter_days"]


@dataclass(frozen=True)
class RenewalPassed:
    """The agreement was to end or be renewed on a day that is over."""

    day: datetime.date
    past_days: int


@measure(RenewalPassed, needs=("partnership.renewal",))
def renewal_passed(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the agreement was to end or be renewed."""
    day = record.partnership.renewal if record.partnership else None
    if day is not None and day < record.date:
        yield RenewalPassed(day, (record.date - day).days)


@dataclass(frozen=True)
class DeadlineAhead:
    """How many days are left until a date set from outside, and until work on it must start."""

    deadline: str
    day: datetime.date
    days_left: int
    lead_days: float | None = None
    slack_days: int | None = None
    start_by: datetime.date | None = None
    """The last day on which work can start; it may be over."""


@measure(DeadlineAhead, per="deadlines", needs=("deadlines.date",))
def deadline_ahead(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days until the deadline, and what remains of them when the time to get ready is taken off, where it is known."""
    for one in listed(record, "deadlines"):
        if one.date is None or one.date < record.date:
            continue
        left = (one.date - record.date).days
        if one.lead_days is None:
            yield DeadlineAhead(one.id, one.date, left)
        else:
            lead = math.ceil(one.lead_days)
            start_by = one.date - datetime.timedelta(days=lead)
            yield DeadlineAhead(one.id, one.date, left, one.lead_days, left - lead, start_by)


@dataclass(frozen=True)
class DeadlinePassed:
    """A date set from outside is over."""

    deadline: str
    day: datetime.date
    past_days: int


@measure(DeadlinePassed, per="deadlines", needs=("deadlines.date",))
def deadline_passed(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the deadline."""
    for one in listed(record, "deadlines"):
        if one.date is not None and one.date < record.date:
            yield DeadlinePassed(one.id, one.date, (record.date - one.date).days)
