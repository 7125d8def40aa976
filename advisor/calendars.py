"""Dates that come round, and files that calendars import (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.errors import installing

INSTALL = installing("ics")
"""What installs the library that writes the files."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = WEEKDAYS[:5]
WEEKS_BETWEEN = {"weekly": 1, "fortnightly": 2}
MONTHS_BETWEEN = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
PRODUCER = "-//partnership-advisor//review calendar//"


@dataclass(frozen=True)
class Recurrence:
    """A rhythm of the vocabulary from a day on. Months are counted on the same weekday: the third Thursday."""

    rhythm: str
    since: datetime.date
    """A day on which it took place, or will for the first time."""

    @staticmethod
    def comes_round(rhythm: str | None) -> bool:
        """Whether a rhythm has dates: “as needed” and “never” have none."""
        return rhythm == "daily" or rhythm in WEEKS_BETWEEN or rhythm in MONTHS_BETWEEN

    def between(self, after: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        """Its days later than `after`, up to `last`, `since` among them."""
        for day in self._days(after):
            if day > last:
                return
            if day > after:
                yield day

    def first_after(self, day: datetime.date) -> datetime.date | None:
        """Its next day; None beyond the last year there is."""
        return next(self.between(day, datetime.date.max), None)

    def rule(self, last: datetime.date) -> dict[str, object]:
        """The same as an RRULE up to `last`."""
        if self.rhythm == "daily":
            return {"FREQ": "WEEKLY", "BYDAY": list(WORKING_DAYS), "UNTIL": last}
        if self.rhythm in WEEKS_BETWEEN:
            return {"FREQ": "WEEKLY", "INTERVAL": WEEKS_BETWEEN[self.rhythm], "UNTIL": last}
        day = f"{self._week or -1}{WEEKDAYS[self.since.weekday()]}"
        return {
            "FREQ": "MONTHLY",
            "INTERVAL": MONTHS_BETWEEN[self.rhythm],
            "BYDAY": day,
            "UNTIL": last,
        }

    @property
    def _week(self) -> int:
        """Which such weekday of its month it is; 0 for the last, since not every month has a fifth."""
        return ((self.since.day - 1) // 7 + 1) % 5

    def _days(self, after: datetime.date) -> Iterator[datetime.date]:
        """The days in order, beginning near `after`."""
        try:
            if self.rhythm in MONTHS_BETWEEN:
                yield from self._days_by_months(after)
            else:
                yield from self._days_by_weeks(after)
        except (OverflowError, ValueError):  # the year 10000
            return

    def _days_by_weeks(self, after: datetime.date) -> Iterator[datetime.date]:
        step = 1 if self.rhythm == "daily" else 7 * WEEKS_BETWEEN[self.rhythm]
        rounds = max(0, (after - self.since).days // step)
        day = self.since + datetime.timedelta(days=rounds * step)
        while True:
            if self.rhythm != "daily" or day.weekday() < len(WORKING_DAYS):
                yield day
            day += datetime.timedelta(days=step)

    def _days_by_months(self, after: datetime.date) -> Iterator[datetime.date]:
        step = MONTHS_BETWEEN[self.rhythm]
        first = self.since.year * 12 + self.since.month - 1
        rounds = max(0, (after.year * 12 + after.month - 1 - first) // step)
        month = first + rounds * step
        while True:
            yield self._in_month(*divmod(month, 12))
            month += step

    def _in_month(self, year: int, month: int) -> datetime.date:
        weekday = self.since.weekday()
        if self._week:
            first = datetime.date(year, month + 1, 1)
            return first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (self._week - 1))
        next_month = datetime.date(year + month // 11, (month + 1) % 12 + 1, 1)
        last = next_month - datetime.timedelta(days=1)
        return last - datetime.timedelta(days=(last.weekday() - weekday) % 7)


@dataclass(frozen=True)
class Event:
    """Something on a whole day, once or again and again. Its texts are plain, without Markdown."""

    key: str
    """What it is, the same in every version of the calendar: `point-thursday-call`."""
    day: datetime.date
    title: str
    description: str
    again: Recurrence | None = None


def calendar_file(
    events: Iterable[Event],
    *,
    about: str,
    name: str,
    language: str,
    date: datetime.date,
    until: datetime.date,
    private: bool,
) -> str:
    """The events as an iCalendar file, the same bytes for the same events.

    Raises ModuleNotFoundError without the extra.
    `about`: the id of the case, which makes the events' own ids. `date`: of the assessment, from which a calendar
    sees which version is newer. `private`: whether others who see the calendar are to see no more than “busy”.
    """
    from icalendar import Calendar
    from icalendar import Event as Entry

    file = Calendar()
    file.add("prodid", PRODUCER + language.upper())
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("x-wr-calname", name)
    stamp = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    for one in events:
        entry = Entry()
        entry.add("uid", f"{one.key}.{about}@partnership-advisor")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", one.day)
        entry.add("dtend", one.day + datetime.timedelta(days=1))
        if one.again is not None and one.day <= until:  # no rule may end before it begins
            entry.add("rrule", one.again.rule(until))
        entry.add("summary", one.title)
        if one.description:
            entry.add("description", one.description)
        entry.add("transp", "TRANSPARENT")  # it is to be looked at on the day, which stays free
        if private:
            entry.add("class", "PRIVATE")
        file.add_component(entry)
    return bytes(file.to_ical()).decode()
