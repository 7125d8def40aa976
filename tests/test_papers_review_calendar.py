"""The review calendar: its days follow from the case, and its file opens in any calendar."""

import copy
import datetime
import re
import sys

import pytest
from conftest import CHECKOUT
from dateutil.rrule import rrulestr
from icalendar import Calendar

from advisor.assessment import advise
from advisor.calendars import Recurrence
from advisor.case import case_of_values, read_case
from advisor.papers import documents

TODAY = datetime.date(2026, 11, 2)
BREWERY = read_case(CHECKOUT / "cases" / "brewery-and-distributor.yaml")


def values(**more):
    partners = [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}]
    return {"id": "case", "date": TODAY.isoformat(), "partners": partners} | more


def calendar(case, language="en", reader=None):
    case = case_of_values(copy.deepcopy(case)) if isinstance(case, dict) else case
    [paper] = documents(advise(case, audience=reader), language, ["review-calendar"])
    return paper


def events(paper):
    [text] = paper.beside.values()
    return {str(one["uid"]).partition(".")[0]: one for one in Calendar.from_ical(text.encode()).events}


def rows(paper, heading):
    part = paper.text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith("|")][2:]


def test_steps_of_different_partners_on_one_day_are_not_called_everybodys():
    architects = calendar(read_case(CHECKOUT / "cases" / "trois-architectes.yaml"))
    [line] = (one for one in rows(architects, "By date") if "`RSP-R13`" in one)
    assert "6 further steps of your plan are to be done" in line and "| by step |" in line


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        ("daily", ["2026-11-03", "2026-11-04"]),
        ("weekly", ["2026-11-05", "2026-11-12"]),
        ("fortnightly", ["2026-11-12", "2026-11-26"]),
        ("monthly", ["2026-11-19", "2026-12-17"]),
        ("quarterly", ["2026-12-17", "2027-03-18"]),
        ("half_yearly", ["2027-03-18", "2027-09-16"]),
        ("yearly", ["2027-09-16", "2028-09-21"]),
    ],
)
def test_what_comes_round_keeps_its_weekday(rhythm, expected):
    third_thursday = datetime.date(2026, 9, 17)
    days = Recurrence(rhythm, third_thursday).between(TODAY, datetime.date(2029, 1, 1))
    assert [next(days).isoformat(), next(days).isoformat()] == expected


def test_a_fifth_weekday_is_the_last_of_its_month():
    days = Recurrence("monthly", datetime.date(2026, 9, 30)).between(TODAY, datetime.date(2027, 2, 28))
    assert [day.isoformat() for day in days] == ["2026-11-25", "2026-12-30", "2027-01-27", "2027-02-24"]


@pytest.mark.parametrize("rhythm", ["daily", "weekly", "fortnightly", "monthly", "quarterly", "half_yearly"])
@pytest.mark.parametrize("last", ["2026-10-29", "2026-09-30", "2026-10-31"])
def test_another_reader_finds_the_same_days_in_the_file(rhythm, last):
    point = {"id": "point", "rhythm": rhythm, "last_held": last}
    entry = events(calendar(values(points=[point])))["point-point"]
    rule = entry["rrule"].to_ical().decode()
    read = rrulestr(rule, dtstart=datetime.datetime.combine(entry.decoded("dtstart"), datetime.time()))
    ours = Recurrence(rhythm, datetime.date.fromisoformat(last))
    assert [one.date() for one in read] == list(ours.between(TODAY, datetime.date(2027, 11, 2)))


def test_a_point_without_a_known_last_time_gets_a_blank_and_no_entry_in_the_file():
    paper = calendar(
        values(points=[{"id": "call", "rhythm": "weekly"}, {"id": "talk", "rhythm": "as_needed"}])
    )
    call, talk = rows(paper, "Your regular points")
    assert "| “call” | weekly | ………" in call
    assert talk == "| “talk” | as needed |  |  |  |"
    assert not [key for key in events(paper) if key.startswith("point")]


def test_a_point_that_is_never_held_is_no_point():
    assert "regular points" not in calendar(values(points=[{"id": "call", "rhythm": "never"}])).text


def test_the_file_is_lines_of_at_most_75_bytes_that_end_in_crlf():
    [text] = calendar(BREWERY, "fr").beside.values()
    lines = text.split("\r\n")
    assert lines[-1] == "" and "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75


def test_every_entry_of_the_file_is_a_whole_day_with_an_id_of_its_own():
    paper = calendar(BREWERY)
    [text] = paper.beside.values()
    entries = list(Calendar.from_ical(text.encode()).events)
    assert len(events(paper)) == len(entries)
    for one in entries:
        day = one.decoded("dtstart")
        assert type(day) is datetime.date
        assert one.decoded("dtend") - day == datetime.timedelta(days=1)
        assert one.decoded("dtstamp").date() == BREWERY.record.date


def test_the_table_and_the_file_have_the_same_days():
    paper = calendar(BREWERY)
    by_date = [row.split(" | ")[1] for row in rows(paper, "By date")]
    in_file = [one.decoded("dtstart") for key, one in events(paper).items() if not key.startswith("point")]
    assert sorted(by_date) == sorted(
        f"{day.day}\u00a0{day:%b}\u00a0{day.year}".replace("Sep\u00a0", "Sept\u00a0") for day in in_file
    )


def test_the_file_names_the_rule_of_a_step():
    paper = calendar(BREWERY)
    first = advise(BREWERY).first_steps[0]
    assert first.id in str(events(paper)[f"step-{first.id}-{first.subject}"]["description"])


def test_a_hostile_title_comes_out_of_the_file_as_it_went_in():
    title = "A; b, c\\ d\\n **x** `y` {{ 7*7 }} BEGIN:VEVENT"
    deadline = {"id": "grant", "title": title, "date": "2027-01-15"}
    assert str(events(calendar(values(deadlines=[deadline])))["deadline-grant"]["summary"]) == title


def test_the_dates_of_the_report_are_in_the_calendar():
    from advisor.documents import Composer

    words = {one.words for one in Composer(advise(BREWERY), "en").dates()}
    assert words and all(any(one in row for row in rows(calendar(BREWERY), "By date")) for one in words)


def test_nothing_comes_round_after_the_end_of_the_agreement():
    for one in events(calendar(BREWERY)).values():
        if "rrule" in one:
            assert one["rrule"]["UNTIL"] == [BREWERY.record.partnership.renewal]


def test_a_review_that_is_overdue_is_not_put_off_by_a_year():
    paper = calendar(values(review={"rhythm": "yearly", "last_review": "2025-09-30"}))
    assert "29\u00a0September 2026: Your next review" in paper.text.partition("Days that are over")[2]
    assert "review" not in events(paper)


def test_nobody_is_sent_to_a_meeting_while_somebody_may_come_to_harm():
    conflict = {"id": "row", "status": "open", "parties": ["ana", "bruno"], "safety_concern": True}
    case = values(
        conflicts=[conflict],
        points=[{"id": "monday", "title": "Monday point", "rhythm": "weekly", "last_held": "2026-10-26"}],
        deadlines=[{"id": "grant", "title": "The grant", "date": "2027-01-15"}],
    )
    paper = calendar(case)
    assert "No meeting is due before step `CON-R18`" in paper.text and "Monday point" in paper.text
    assert "regular points" not in paper.text
    kept = events(paper)
    assert "deadline-grant" in kept
    assert not [key for key in kept if key.split("-")[0] not in ("step", "steps", "deadline", "start")]


def test_without_the_library_the_paper_is_written_and_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    for language in ("en", "fr"):
        paper = calendar(BREWERY, language)
        assert "pip install 'partnership-advisor[ics]'" in paper.text
        assert not paper.beside and len(paper.lacks) == 1
        assert rows(paper, "By date" if language == "en" else "Par date")


def test_a_partners_own_calendar_holds_its_confidence_marked_private():
    own, joint = calendar(BREWERY, reader="severn"), calendar(BREWERY)
    assert "payments-excise-arrears" in events(own) and "payments-excise-arrears" not in events(joint)
    assert {str(one["class"]) for one in events(own).values()} == {"PRIVATE"}
    assert not [one for one in events(joint).values() if "class" in one]


def test_an_empty_case_gets_the_rhythms_of_the_article_and_no_empty_table():
    paper = calendar(values())
    assert len(rows(paper, "By date")) == 3
    assert re.findall("^## (.*)", paper.text, re.MULTILINE) == ["By date"]


def test_a_payer_who_is_not_known_is_left_blank():
    payments = [{"id": "rent", "due": "2026-12-01"}, {"id": "tax", "due": "2026-12-02", "payer": None}]
    rent, tax = (row for row in rows(calendar(values(payments=payments)), "By date") if "Payment" in row)
    assert "| …………" in rent and "common money" not in rent
    assert "common money, or ……" in tax


def test_the_file_says_beside_each_joint_step_that_it_brings_nobody_to_one_table():
    row = {"id": "row", "status": "open", "parties": ["ana", "bruno"], "safety_concern": True}
    old = {"id": "old", "status": "settled", "parties": ["ana", "bruno"], "documented": False}
    for language, said in (("en", "asked to one table"), ("fr", "une même table")):
        kept = events(calendar(values(conflicts=[row, old]), language))
        described = {key: str(one.get("description", "")) for key, one in kept.items()}
        step = next(text for text in described.values() if "CON-R24" in text)
        assert said in step and "CON-R18" in step and "`" not in step
        assert said not in described["step-CON-R18-row"]
        without = events(calendar(values(conflicts=[old]), language))
        assert not any(said in str(one.get("description", "")) for one in without.values())


def test_a_row_that_touches_a_confidence_is_marked_in_its_tellers_copy():
    own, joint = calendar(BREWERY, reader="severn"), calendar(BREWERY)
    assert "*(touches what you told in confidence)*" in own.text.partition("## By date")[2]
    assert "in confidence" not in joint.text


def test_what_first_comes_round_after_the_end_of_the_file_stands_in_it_once():
    point = {"id": "monday", "rhythm": "monthly", "last_held": "2026-10-26"}
    kept = events(calendar(values(points=[point], partnership={"renewal": "2026-11-20"})))
    assert kept["point-monday"].decoded("dtstart") == datetime.date(2026, 11, 23)
    assert not [key for key, one in kept.items() if "rrule" in one]
