"""The review calendar: what to look at together and when, as a table by date and as a file that calendars import."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from advisor.assessment import Advice
from advisor.benchmarks import Benchmarks
from advisor.calendars import INSTALL, Event, Recurrence, calendar_file
from advisor.case import JOINT
from advisor.documents import RHYTHMS_OF_THE_ARTICLE, Composer, StepView, later
from advisor.escaping import Markdown, markdown, one_line, plain
from advisor.measures.base import listed
from advisor.measures.review import deadline_ahead, deadline_passed, renewal_passed, review_missed
from advisor.messages import say
from advisor.papers.base import BLANK, KEEPS_APART, SHORT_BLANK, Kind, Paper, advice_about, codes, keeps_apart
from advisor.vocabulary import Payment

NOTHING = Markdown("")
COMING_MONTHS = 3
"""How far ahead the times of a point are counted."""
FILE_MONTHS = 12
"""How far ahead the file repeats what comes round."""
MOST_DATES = 4
"""Dates that a cell lists; more of them are counted."""
LONGEST_TITLE = 120
CHANGE_THE_PATTERN = ("COM-R1", "COM-R2", "COM-R3", "COM-R5", "COM-R8", "COM-R17", "EXP-R23", "EXP-R24")
"""The recommendations that change how often the partners meet, whatever the point."""
RHYTHM_BY_MONTHS = {1: "monthly", 3: "quarterly", 6: "half_yearly", 12: "yearly"}
ASKED_BY = {
    "attendance": ("REV-R8",),
    "objectives": ("OBJ-R6", "OBJ-R7"),
    "communication": ("REV-R5",),
    "review": ("REV-R1", "REV-R2", "REV-R3", "REV-R6", "REV-R17"),
    "renewal": ("REV-R4", "REV-R15", "REV-R19"),
}
"""The recommendations that speak of a date which belongs to no entry of the case."""
SETS_THE_REVIEW = ("REV-R1", "REV-R3", "REV-R17")
"""The recommendations that give the next review its day themselves."""


@dataclass(frozen=True)
class PointView:
    """A regular point and its next times."""

    title: Markdown
    rhythm: Markdown
    next: Markdown
    """A blank where no last time is known to count from."""
    coming: Markdown
    """Its days in the coming months, or how many there are."""
    codes: Markdown


@dataclass(frozen=True)
class RowView:
    """A line of the table by date."""

    day: Markdown
    what: Markdown
    again: Markdown
    who: Markdown
    codes: Markdown
    private: bool
    """Whether a step of it rests on what the reader told in confidence."""


@dataclass(frozen=True)
class ReviewCalendar:
    """The data of `review-calendar.<language>.md.j2`."""

    points: tuple[PointView, ...]
    changed_by: tuple[StepView, ...]
    """The steps that change the pattern of points."""
    waiting: Markdown
    """The points that wait while somebody may come to harm; empty for none."""
    apart: bool
    """Whether all meetings wait."""
    until: Markdown
    """The end of the months for which the times of points are counted."""
    rows: tuple[RowView, ...]
    has_steps: bool
    undated: tuple[Markdown, ...]
    """What comes round, and has no known day to count from."""
    passed: tuple[Markdown, ...]
    """Days that are over, with what they were set for."""
    install: str
    """What to type for the file, where it could not be written; empty where it was."""


@dataclass(frozen=True)
class _Dated:
    """Something on a day, for the table and the file."""

    key: str
    day: datetime.date
    what: Markdown
    rank: int = 2
    """What comes first on one day: the first steps, then dates that the case sets, at last what can wait."""
    who: Markdown = NOTHING
    codes: Markdown = NOTHING
    again: Recurrence | None = None
    more: Markdown = NOTHING
    """What the file says besides."""
    together: bool = False
    """Whether several partners are to do it."""
    private: bool = False


def _compose(composer: Composer) -> Iterable[Paper]:
    calendar = _Calendar(composer)
    dated = sorted(calendar.dated(), key=lambda one: (one.day, one.rank, one.key))
    beside = {}
    try:
        beside["ics"] = calendar.file([*calendar.meetings(), *dated])
    except ModuleNotFoundError:
        missing = say("the file for calendars needs icalendar; to install it: {command}", command=INSTALL)
    view = ReviewCalendar(
        points=tuple(calendar.points()),
        changed_by=tuple(step for step in composer.steps() if step.id in CHANGE_THE_PATTERN),
        waiting=composer.writer.title(calendar.waiting()) if calendar.waiting() else NOTHING,
        apart=calendar.apart,
        until=composer.writer.language.date(calendar.coming_until),
        rows=tuple(calendar.row(one) for one in dated),
        has_steps=bool(composer.assessment.advice),
        undated=tuple(calendar.undated()),
        passed=tuple(calendar.passed()),
        install="" if beside else INSTALL,
    )
    yield Paper(KIND.name, view, beside=beside, lacks=() if beside else (missing,))


KIND = Kind("review-calendar", _compose, ReviewCalendar)


class _Calendar:
    """The dates of one assessment."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.writer = composer.writer
        self.assessment = composer.assessment
        self.record = self.assessment.case.record
        self.today = self.record.date
        self.apart = keeps_apart(self.assessment)
        self.coming_until = later(self.today, months=COMING_MONTHS)
        self._points = [one for one in listed(self.record, "points") if one.rhythm != "never"]

    # --- Points ---

    def waiting(self) -> list[str]:
        return [one.id for one in self._points] if self.apart else []

    def points(self) -> Iterable[PointView]:
        for one in self._points if not self.apart else ():
            again = _since(one.rhythm, one.last_held)
            first = again.first_after(self.today) if again else None
            yield PointView(
                title=self.writer.title(one.id),
                rhythm=self.composer.facts.value("points", "rhythm", one.rhythm) if one.rhythm else BLANK,
                next=self._short(first) if first else NOTHING if one.rhythm == "as_needed" else BLANK,
                coming=self._coming(again) if again else NOTHING,
                codes=codes(advice_about(self.assessment, one.id)),
            )

    def _coming(self, again: Recurrence) -> Markdown:
        days = list(again.between(self.today, self.coming_until))
        if len(days) > MOST_DATES:
            return self.writer.sentence("review.times", times=len(days))
        return self.composer.facts.separate(self._short(day) for day in days)

    def meetings(self) -> Iterable[_Dated]:
        for one in self._points if not self.apart else ():
            again = _since(one.rhythm, one.last_held)
            first = again.first_after(self.today) if again else None
            if again and first:
                found = codes(advice_about(self.assessment, one.id))
                yield _Dated(f"point-{one.id}", first, self.writer.name(one.id), codes=found, again=again)

    # --- By date ---

    def dated(self) -> Iterable[_Dated]:
        """Everything with a day, the points apart."""
        yield from self._steps()
        yield from self._looks()
        yield from self._review_by_rhythm()
        yield from self._indicators()
        yield from self._given_dates()

    def _steps(self) -> Iterable[_Dated]:
        steps = self.composer.steps()
        for step in steps:
            if step.first:
                yield _Dated(
                    "-".join(("step", step.id, step.advice.subject or "")).strip("-"),
                    step.advice.due,
                    step.title,
                    rank=0,
                    who=self._who(step.advice.owners),
                    codes=codes([step.advice]),
                    more=step.result,
                    together=_is_together(step),
                    private=step.private,
                )
        others = sorted((one for one in steps if not one.first), key=lambda one: (one.advice.due, one.number))
        for day, group in groupby(others, key=lambda one: one.advice.due):
            yield self._further_steps(day, list(group))

    def _further_steps(self, day: datetime.date, steps: list[StepView]) -> _Dated:
        several = self.writer.sentence("review.steps", number=len(steps))
        return _Dated(
            f"steps-{day}",
            day,
            steps[0].title if len(steps) == 1 else several,
            rank=3,
            who=self._owners_of(steps),
            codes=codes(step.advice for step in steps),
            more=self.composer.facts.separate(step.title for step in steps)
            if len(steps) > 1
            else steps[0].result,
            together=any(map(_is_together, steps)),
            private=any(step.private for step in steps),
        )

    def _owners_of(self, steps: list[StepView]) -> Markdown:
        """Whose some steps are, where they are all the same partners'; the action plan tells the others apart."""
        owners = {tuple(sorted(step.advice.owners)) for step in steps}
        return self._who(owners.pop()) if len(owners) == 1 else self.writer.phrase("review.by_step")

    def _looks(self) -> Iterable[_Dated]:
        """The dates that the report has too: looks back, the renewal, deadlines."""
        for one in self.composer.dates():
            if one.what == "deadline":
                found: Iterable[Advice] = advice_about(self.assessment, one.entry)
                needs = next(each.needs for each in self.record.deadlines or () if each.id == one.entry)
                yield _Dated(
                    f"deadline-{one.entry}",
                    one.day,
                    one.words,
                    rank=1,
                    who=BLANK,
                    codes=codes(found),
                    more=markdown(needs) if needs else NOTHING,
                )
            elif one.what == "renewal" or not self.apart:
                months = RHYTHMS_OF_THE_ARTICLE.get(one.what)
                again = Recurrence(RHYTHM_BY_MONTHS[months], one.day) if months else None
                who = self.writer.phrase("review.all")
                asked = self._asked(one.what)
                yield _Dated(one.what, one.day, one.words, who=who, codes=asked, again=again)
        for ahead in deadline_ahead(self.record, self._benchmarks):
            if ahead.start_by is not None and ahead.start_by > self.today:
                what = self.writer.sentence("review.start", deadline=self.writer.title(ahead.deadline))
                found = advice_about(self.assessment, ahead.deadline)
                yield _Dated(
                    f"start-{ahead.deadline}", ahead.start_by, what, rank=1, who=BLANK, codes=codes(found)
                )

    def _review_by_rhythm(self) -> Iterable[_Dated]:
        """The next review by its rhythm, where that day is still to come."""
        first = self._review_due()
        if first is not None and first > self.today:
            what, who = self.writer.phrase("calendar.review"), self.writer.phrase("review.all")
            yield _Dated("review", first, what, who=who, codes=self._asked("review"))

    def _review_due(self) -> datetime.date | None:
        """The day of the next review by its rhythm, where none is set and no step sets one."""
        review = self.record.review
        if review is None or review.next_review is not None or self.apart:
            return None
        again = _since(review.rhythm, review.last_review, working_day=True)
        if again is None or any(one.id in SETS_THE_REVIEW for one in self.assessment.advice):
            return None
        return again.first_after(again.since)

    def _indicators(self) -> Iterable[_Dated]:
        for one in listed(self.record, "indicators"):
            again = _since(one.rhythm, one.last_measured, working_day=True)
            first = again.first_after(self.today) if again else None
            if again and first:
                yield _Dated(
                    f"indicator-{one.id}",
                    first,
                    self.writer.sentence("review.measure", indicator=self.writer.title(one.id)),
                    who=self._named(one.owner),
                    codes=codes(advice_about(self.assessment, one.id)),
                    again=again,
                )

    def _given_dates(self) -> Iterable[_Dated]:
        """What falls due by the case itself."""
        for section, field, owners in (
            ("objectives", "deadline", "owner"),
            ("tasks", "due", "accountable"),
            ("payments", "due", "payer"),
        ):
            for one in listed(self.record, section):
                day, who = getattr(one, field), getattr(one, owners)
                if day is not None and day >= self.today:
                    amount = getattr(one, "amount", None)
                    yield _Dated(
                        f"{section}-{one.id}",
                        day,
                        self.writer.sentence(
                            f"review.{section}",
                            title=self.writer.title(one.id),
                            amount=f", {self.writer.money(amount)}" if amount is not None else "",
                        ),
                        rank=1,
                        who=self._payer(one) if section == "payments" else self._named(who),
                        codes=codes(advice_about(self.assessment, one.id)),
                    )
        next_one = self.record.celebration.next if self.record.celebration else None
        if next_one is not None and next_one >= self.today and not self.apart:
            yield _Dated(
                "celebration",
                next_one,
                self.writer.phrase("review.celebration"),
                who=self.writer.phrase("review.all"),
            )

    def _payer(self, payment: Payment) -> Markdown:
        if payment.payer:
            return self.writer.name(payment.payer)
        return (
            self.writer.phrase("review.common_cash", blank=SHORT_BLANK) if payment.knows("payer") else BLANK
        )

    def row(self, one: _Dated) -> RowView:
        rhythm = one.again.rhythm if one.again else None
        again = self.composer.facts.value("points", "rhythm", rhythm) if rhythm else NOTHING
        return RowView(self._short(one.day), one.what, again, one.who, one.codes, one.private)

    # --- Without a day, or past it ---

    def undated(self) -> Iterable[Markdown]:
        for one in listed(self.record, "indicators"):
            if one.rhythm not in ("as_needed", "never") and not _since(one.rhythm, one.last_measured):
                rhythm = (
                    self.composer.facts.value("indicators", "rhythm", one.rhythm) if one.rhythm else BLANK
                )
                yield self.writer.sentence(
                    "review.undated", what=self.writer.title(one.id), rhythm=rhythm, day=BLANK
                )

    def passed(self) -> Iterable[Markdown]:
        for missed in review_missed(self.record, self._benchmarks):
            what = self.writer.phrase("calendar.review")
            yield self._over(missed.day, what, self._asked("review"))
        due = self._review_due()
        if due is not None and due <= self.today:
            yield self._over(due, self.writer.phrase("calendar.review"), self._asked("review"))
        for renewal in renewal_passed(self.record, self._benchmarks):
            yield self._over(renewal.day, self.writer.phrase("calendar.renewal"), self._asked("renewal"))
        for one in deadline_passed(self.record, self._benchmarks):
            found = codes(advice_about(self.assessment, one.deadline))
            yield self._over(one.day, self.writer.name(one.deadline), found)

    def _over(self, day: datetime.date, what: Markdown, found: Markdown) -> Markdown:
        return Markdown(f"{self.writer.language.date(day)}{self.composer.facts.colon}{what} {found}".rstrip())

    # --- The file ---

    def file(self, dated: Iterable[_Dated]) -> str:
        """The dates as an iCalendar file. Raises ModuleNotFoundError without the library."""
        renewal = self.record.partnership.renewal if self.record.partnership else None
        until = later(self.today, months=FILE_MONTHS)
        if renewal is not None and renewal >= self.today:
            until = min(until, renewal)
        title = markdown(self.record.title or self.record.id)
        name = self.writer.sentence("review.file", case=title)
        return calendar_file(
            (self._event(one) for one in dated),
            about=self.record.id,
            name=plain(name),
            language=self.writer.code,
            date=self.today,
            until=until,
            private=self.assessment.audience != JOINT,
        )

    def _event(self, one: _Dated) -> Event:
        apart = self.writer.sentence("review.apart") if self.apart and one.together else NOTHING
        parts = (apart, one.who, one.more, one.codes)
        details = (plain(part) for part in parts if part and part != BLANK)
        return Event(
            one.key, one.day, one_line(plain(one.what), LONGEST_TITLE), "\n".join(details), one.again
        )

    # --- Small parts ---

    @property
    def _benchmarks(self) -> Benchmarks:
        return self.assessment.knowledge.benchmarks

    def _named(self, who: str | list[str] | None) -> Markdown:
        """One partner, or several; a blank for nobody known."""
        return self._who([who] if isinstance(who, str) else who) if who else BLANK

    def _who(self, owners: Iterable[str]) -> Markdown:
        """Partners by name; all of them in a word."""
        named = sorted(owners)
        everybody = named == self.assessment.case.partners
        return self.writer.phrase("review.all") if everybody else self.writer.name(named)

    def _short(self, day: datetime.date) -> Markdown:
        return self.writer.language.short_date(day)

    def _asked(self, what: str) -> Markdown:
        return codes(one for one in self.assessment.advice if one.id in ASKED_BY.get(what, ()))


def _is_together(step: StepView) -> bool:
    """Whether a step may bring several to one table; the one that keeps them apart does not."""
    return len(step.advice.owners) > 1 and step.id != KEEPS_APART


def _since(rhythm: str | None, last: datetime.date | None, *, working_day: bool = False) -> Recurrence | None:
    """What comes round from its last day on; None where the rhythm has no dates, or no day is known to count from."""
    if rhythm is None or last is None or not Recurrence.comes_round(rhythm):
        return None
    return Recurrence(rhythm, later(last) if working_day else last)
