"""The agenda of the steering meeting: timed to the minute, few decisions, and nothing that has a table of its own."""

import re
from pathlib import Path

import pytest

from advisor.assessment import advise
from advisor.case import case_of_values, read_case
from advisor.documents import Composer
from advisor.papers import documents

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))
BASE = {
    "id": "small",
    "date": "2026-11-02",
    "partners": [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}],
}
QUARREL = {
    "id": "prices",
    "title": "The prices",
    "status": "open",
    "severity": 4,
    "on_agenda": True,
    "blame": "rising",
    "parties": ["ana", "bruno"],
    "symptoms": ["disputed_sums"],
}

MILDER = {"severity": 3, "blame": "some"}


def agenda(case, reader=None):
    (one,) = documents(advise(case, audience=reader), "en", ["steering-agenda"])
    return one.text.replace("\u00a0", " ")


def rows(text):
    return re.findall(r"^\| (\d):(\d\d) \| (\d+) \| (.*) \|$", text, re.MULTILINE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_parts_fill_the_meeting_to_the_minute_and_leave_time_for_each_decision(path):
    text, ends = agenda(read_case(path)), 0
    length = int(re.search(r"^(?:- \*\*Length\*\*: )?(\d+) minutes", text, re.MULTILINE)[1])
    assert length in ((30, 45, 60, 75) if "apart, not at one table" in text else (60, 90))
    for hours, rest, minutes, what in rows(text):
        assert 60 * int(hours) + int(rest) == ends
        assert int(minutes) >= (10 if "**Decision**" in what else 5)
        ends += int(minutes)
    assert ends == length
    assert sum("**Decision**" in what for *_, what in rows(text)) <= 4


def test_a_case_that_says_nothing_gets_a_meeting_without_decisions():
    text = agenda(case_of_values(BASE))
    assert "**Decision**" not in text and "## To decide" not in text and "The way ahead" in text


def test_the_day_that_is_set_is_taken_and_a_decision_due_before_it_is_named():
    text = agenda(
        case_of_values(BASE | {"review": {"next_review": "2027-03-01"}, "conflicts": [QUARREL | MILDER]})
    )
    assert "**Day**: 1 March 2027 (the soonest of these decisions is due by" in text
    assert "meet before that, or settle it in writing" in text


def test_a_conflict_that_needs_somebody_neutral_is_not_on_the_table():
    text = agenda(case_of_values(BASE | {"conflicts": [QUARREL]}))
    assert (
        "Have somebody whom all of you accept chair this meeting while this is not settled: “The prices”."
        in text
    )
    assert not any("The prices" in what for *_, what in rows(text))


def test_nobody_is_asked_to_one_table_where_somebody_may_come_to_harm():
    money = {"finance": {"cash": 100}, "payments": [{"id": "rent", "amount": 900, "due": "2026-11-20"}]}
    text = agenda(case_of_values(BASE | money | {"conflicts": [QUARREL | {"safety_concern": True}]}))
    assert "**Do not hold this meeting at one table for the time being.**" in text and "`CON-R18`" in text
    assert rows(text) == [] and "In the chair" not in text and "next meeting" not in text
    settled = text.partition("## To settle in writing")[2].partition("\n## ")[0]
    assert re.findall(r"`[A-Z]{3}-R\d+`", settled) == ["`EXP-R33`"]


def test_without_anything_to_protect_nothing_is_on_the_agenda_but_safety():
    text = agenda(case_of_values(BASE | {"conflicts": [QUARREL | {"safety_concern": True}]}))
    assert "## To settle in writing" not in text and "What we decided" not in text


def test_where_talks_have_stopped_each_is_spoken_with_apart():
    text = agenda(
        case_of_values(BASE | {"conflicts": [QUARREL | {"status": "blocked", "failed_meetings": 2}]})
    )
    assert "**Hold this meeting apart, not at one table.** Talks about “The prices” have stopped" in text
    assert "In the chair" not in text and "| Ana | …" in text and "| Bruno | …" in text


def test_a_decision_comes_with_the_figures_that_are_known():
    money = {"finance": {"cash": 100}, "payments": [{"id": "rent", "amount": 900, "due": "2026-11-20"}]}
    assert "€900 in all. At hand: €100." in agenda(case_of_values(BASE | money))


def test_what_a_partner_told_in_confidence_is_nothing_to_tell_at_the_meeting():
    for path in CASES:
        case = read_case(path)
        for reader in case.partners if case.has_confidences() else ():
            told = agenda(case, reader).partition("## Only told")[2].partition("## ")[0]
            assert "in confidence" not in told


def test_what_was_achieved_and_not_celebrated_has_its_word_in_calm_weather():
    won = {"successes": [{"id": "stall", "title": "The stall on the market", "date": "2026-10-20"}]}
    assert "“The stall on the market”" in agenda(case_of_values(BASE | won))
    assert "The stall" not in agenda(
        case_of_values(BASE | {"successes": [won["successes"][0] | {"celebrated": True}]})
    )


def test_of_a_case_hardly_known_it_is_asked_what_is_not_known():
    assert "What we don’t know yet, and who finds it out by when: " in agenda(case_of_values(BASE))


def test_the_steps_of_one_partner_are_told_in_the_singular_where_there_is_one():
    text = agenda(read_case(next(one for one in CASES if one.stem == "trois-architectes")))
    assert "This step is up to one of you" in text and "Each of these" not in text


def test_earlier_steps_are_asked_about_where_some_are_known_to_be_open():
    told = agenda(case_of_values(BASE | {"review": {"actions_open": 3, "actions_overdue": 1}}))
    assert "What became of the 3 earlier steps that are open, 1 of them overdue?" in told
    late = agenda(case_of_values(BASE | {"review": {"actions_open": 3, "actions_overdue": 3}}))
    assert "What became of the 3 earlier steps that are open, all of them overdue?" in late
    assert "What became of" not in agenda(case_of_values(BASE | {"review": {"actions_open": 0}}))
    assert "What became of" not in agenda(case_of_values(BASE))


@pytest.mark.parametrize("reader", ["auberge", "domaine"])
def test_whatever_touches_a_confidence_is_left_out_or_marked(reader):
    """A copy for one is easily laid on the table of all."""
    case = next(path for path in CASES if path.stem == "vigne-et-auberge")
    assessment = advise(read_case(case), audience=reader)
    titles = [step.title for step in Composer(assessment, "en").steps() if step.private]
    (one,) = documents(assessment, "en", ["steering-agenda"])
    parts = re.split(r"\n(?=[|-] |### )", one.text)
    named = [part for part in parts if any(title in part for title in titles)]
    assert titles and all("*(touches what you told in confidence)*" in part for part in named)
