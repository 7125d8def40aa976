"""The conflict brief: neutral, dated, without a meeting where somebody may come to harm, none without a conflict."""

import datetime
import re

import pytest

from advisor.assessment import advise
from advisor.case import case_of_values
from advisor.papers import documents

BASE = {
    "id": "small",
    "date": "2026-11-02",
    "partners": [
        {"id": "ana", "name": "Ana"},
        {"id": "bruno", "name": "Bruno"},
        {"id": "chloe", "name": "Chloé"},
    ],
}
PRICES = {
    "id": "prices",
    "title": "The prices",
    "status": "open",
    "severity": 3,
    "on_agenda": True,
    "blame": "some",
    "parties": ["ana", "bruno"],
    "symptoms": ["disputed_sums", "hidden_accounts", "disrespect"],
}
ACCUSING = ("kept from view", "lack of respect", "breach", "not kept", "left out")


def briefs(*conflicts, reader=None, language="en"):
    assessment = advise(case_of_values(BASE | {"conflicts": list(conflicts)}), audience=reader)
    return documents(assessment, language, ["conflict-brief"])


def brief(**facts):
    (one,) = briefs(PRICES | facts)
    return one.text.replace("\u00a0", " ")


def test_each_conflict_has_a_brief_of_its_own_under_its_id():
    made = briefs(PRICES, PRICES | {"id": "names", "title": "The names"})
    assert [one.name for one in made] == ["conflict-brief-names", "conflict-brief-prices"]
    assert "The names" not in made[1].text


def test_the_question_is_named_without_saying_who_is_wrong():
    about = brief().split("## What it is about")[1].split("## ")[0]
    assert "disputed sums, the tone between you and access to the accounts" in about
    assert not any(word in about for word in ACCUSING)


def test_how_a_side_behaves_is_not_told():
    assert "win" not in brief(approach={"ana": "compete", "bruno": "avoid"}).split("## Ground rules")[0]


def test_only_the_parties_are_its_sides_and_what_they_did_not_tell_is_blank():
    text = brief(importance={"ana": 4})
    assert "| | Ana | Bruno |" in text
    assert "| How much this matters | 4 of 5 | ………………………… |" in text


def test_the_next_steps_are_dated_in_order():
    rows = re.findall(r"^\| (?:\*\*→\*\*)? \| .* \| (\d+ \w+ \d{4}) \|$", brief(), re.MULTILINE)
    days = [datetime.datetime.strptime(row, "%d %B %Y").date() for row in rows]
    assert len(days) > 2 and days == sorted(days) and days[0] > datetime.date(2026, 11, 2)


@pytest.mark.parametrize("parties", [["ana", "bruno"], ["ana", "bruno", "chloe"]])
def test_the_meeting_is_timed_to_the_minute(parties):
    text = brief(parties=parties)
    rows = re.findall(r"^\| (\d):(\d\d) \| (\d+) \| .", text, re.MULTILINE)
    ends = 0
    for hours, rest, minutes in rows:
        assert 60 * int(hours) + int(rest) == ends
        ends += int(minutes)
    assert f"\n{ends} minutes. Place and day" in text


def headings(text):
    return re.findall(r"^## (.*)$", text, re.MULTILINE)


def test_where_somebody_may_come_to_harm_even_the_subject_waits():
    text = brief(safety_concern=True)
    assert "**This brief contains no meeting.**" in text and "`CON-R18`" in text
    assert headings(text) == ["First: nobody comes to harm"]


def test_harm_in_one_conflict_keeps_the_others_apart_too():
    other = briefs(PRICES, PRICES | {"id": "threats", "safety_concern": True})[0]
    assert "**This brief contains no meeting.**" in other.text
    assert headings(other.text) == [
        "First: nobody comes to harm",
        "What it is about",
        "Questions for each side, alone",
    ]


def test_what_has_to_be_negotiated_waits_until_it_is_safe():
    stuck = PRICES | {"neutral_person": "failed", "disputed_sum": 900}
    text = briefs(stuck, PRICES | {"id": "threats", "safety_concern": True})[0].text
    first, then = text.split("## What it is about")
    assert not {"`CON-R17`", "`CON-R23`"} & set(re.findall(r"`CON-R\d+`", first))
    assert {"`CON-R17`", "`CON-R23`"} <= set(re.findall(r"`CON-R\d+`", then))


def test_after_a_mediation_that_failed_two_plans_take_the_place_of_another_round():
    text = brief(neutral_person="failed")
    assert "Two plans, side by side" in headings(text) and "`CON-R17`" in text
    assert not {"Agenda of the first meeting", "Our agreement"} & set(headings(text))


def test_a_matter_in_mediation_is_left_to_the_mediator():
    text = brief(neutral_person="under_way")
    assert "The matter is with the mediator" in text and "Agenda of the first meeting" not in headings(text)


@pytest.mark.parametrize("facts", [{}, {"status": "open", "on_agenda": True}, {"symptoms": []}])
def test_no_step_is_named_where_no_rule_advises_one(facts):
    (one,) = briefs({"id": "prices", "title": "The prices", "parties": ["ana", "bruno"]} | facts)
    assert "What has to be known first" in headings(one.text)
    assert not {"The next step, and those after it", "Agenda of the first meeting"} & set(headings(one.text))
    assert ("- state of the conflict: …" in one.text) == ("status" not in facts)


def test_the_meeting_is_as_long_as_the_advice_says():
    assert "\n60 minutes." in brief() and "Take an hour" in brief()
    assert "\n120 minutes." in brief(failed_meetings=1) and "two hours" in brief(failed_meetings=1)


def test_what_is_good_is_what_the_rules_call_so():
    assert "CON-S7" not in brief(relation_importance={"ana": 3, "bruno": 5})
    assert "You want to go on together (`CON-S7`)." in brief(relation_importance={"ana": 4, "bruno": 5})


def test_each_side_is_told_by_its_own_expectations():
    expected = {"id": "dearer", "title": "Dearer bread", "holder": "bruno"}
    case = BASE | {"expectations": [expected], "conflicts": [PRICES | {"about_expectations": ["dearer"]}]}
    (one,) = documents(advise(case_of_values(case)), "en", ["conflict-brief"])
    assert "| Expectations at stake | ………………………… | “Dearer bread” |" in one.text


def test_a_settled_conflict_is_not_opened_again():
    text = brief(status="settled", settlement_due=3, settlement_kept=2)
    assert "Of 3 commitments that have fallen due, 2 were kept." in text
    assert "`CON-R25`" in text and "want this to move" not in text
    assert "Ground rules" not in text and "next step" not in text


def test_a_small_disagreement_has_no_brief():
    assert (
        briefs(
            PRICES
            | {
                "severity": 1,
                "blame": "none",
                "symptoms": [],
                "approach": {"ana": "collaborate", "bruno": "collaborate"},
            }
        )
        == []
    )
    assert briefs() == []


def test_a_conflict_told_in_confidence_is_briefed_to_nobody_else():
    told = PRICES | {"told_in_confidence_by": "ana"}
    assert briefs(told) == [] == briefs(told, reader="bruno")
    (own,) = briefs(told, reader="ana")
    assert own.name == "conflict-brief-prices.for-ana"
    assert headings(own.text) == ["Before you speak of it", "What it is about"]


def test_who_is_no_party_gets_no_copy_of_its_own():
    assert briefs(PRICES, reader="chloe") == []
    assert len(briefs(PRICES, reader="bruno")) == 1


def test_another_name_for_it_is_asked_about_and_not_taken_for_granted():
    text = brief(claimed_kind="communication")
    assert (
        "It has also been called a communication problem. What is known points rather to a financial dispute (`CON-09`)"
        in text
    )


def test_a_settled_conflict_in_which_somebody_may_come_to_harm_is_looked_at_by_nobody_together():
    text = brief(status="settled", documented=False, safety_concern=True)
    assert "**This brief contains no meeting.**" in text
    assert "look at it again" not in text and "reads it aloud" not in text


def test_a_settled_conflict_brings_nobody_to_one_table_while_another_may_harm():
    settled = PRICES | {"status": "settled", "documented": False}
    text = briefs(settled, PRICES | {"id": "threats", "safety_concern": True})[0].text
    assert "You have settled this" in text and "nobody is asked to one table (`CON-R18`)" in text
