"""The framework agreement: what is known stands in it, what is missing and what is unknown are told apart."""

import copy
import re

import pytest
from conftest import CHECKOUT

from advisor.assessment import advise
from advisor.benchmarks import load_benchmarks
from advisor.case import case_of_values, read_case
from advisor.knowledge import load
from advisor.papers import documents, framework_agreement
from advisor.vocabulary import LISTS, all_fields

CASES = CHECKOUT / "cases"


def values(**more):
    partners = [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}]
    return {"id": "case", "date": "2026-11-02", "partners": partners} | more


def agreement(case, language="en", reader=None):
    case = case_of_values(copy.deepcopy(case)) if isinstance(case, dict) else case
    [paper] = documents(advise(case, audience=reader), language, ["framework-agreement"])
    return paper.text


def headings(text):
    return re.findall("^## (.*)", text, re.MULTILINE)


def row(text, word):
    return next(line for line in text.splitlines() if line.startswith("|") and word in line)


def line(text, word):
    return next(line for line in text.splitlines() if line.startswith(f"- **{word}"))


def test_every_code_that_it_may_name_is_a_recommendation():
    cards = load(load_benchmarks(None)).cards
    named = {
        *framework_agreement.FIRST,
        *(one for ids in framework_agreement.ASKED_BY.values() for one in ids),
    }
    assert {id for id in named if cards[id].kind != "recommendation"} == set()


def test_every_gap_is_a_fact_of_the_vocabulary():
    known = {info.path for info in all_fields()} | set(LISTS)
    assert set(framework_agreement.ASKED_BY) <= known


@pytest.mark.parametrize(
    ("clauses", "words", "today"),
    [
        ({"exit": True}, "This is in writing already; refer to it", None),
        (
            {"exit": False},
            "Your case says that nothing is in writing on this. To agree: notice",
            "not settled",
        ),
        ({"deadlock": True}, None, None),
    ],
)
def test_a_clause_that_is_there_is_referred_to_and_one_that_is_missing_is_outlined(clauses, words, today):
    text = agreement(values(clauses=clauses, partnership={"agreement": "signed", "renewal": "2028-01-31"}))
    expected = words or "We do not know whether anything is in writing on this: look first."
    assert expected in line(text, "Leaving")
    assert ("Exit terms | not settled" in text) == (today == "not settled")


def test_where_no_agreement_is_written_no_clause_can_be():
    case = values(partnership={"agreement": "oral", "renewal": "2028-01-31"})
    text = agreement(case)
    assert "There is no written agreement, so nothing is in writing on this yet." in line(text, "Leaving")
    assert "do not know whether" not in text.partition("## Disputes")[2].partition("## Conf")[0]


def test_a_gap_names_the_recommendation_that_asks_for_it():
    task = {"id": "stand", "title": "The stand", "hours": {"ana": 10, "bruno": 10}, "accountable": []}
    text = agreement(values(tasks=[task]))
    assert row(text, "Accountable: “The stand”").endswith("| not settled | `RSP-R8` |")
    assert "none yet: ………" in row(text, "| “The stand”")


def test_a_recommendation_about_another_entry_asks_for_nothing_here():
    known = {"indicator": "shops", "baseline": 2, "unit": "shops", "specific": True, "owner": "ana"}
    given = {"validated_by": ["ana", "bruno"], "pursued_by": ["ana", "bruno"], "deadline": "2027-06-30"}
    objectives = [
        {"id": "more", "title": "More", "kind": "commercial", "target": None} | known | given,
        {"id": "other", "title": "Other", "kind": "commercial"} | known | given,
    ]
    text = agreement(values(objectives=objectives))
    assert row(text, "Target: “More”").endswith("| not settled | `OBJ-R2` |")
    assert row(text, "Target: “Other”").endswith("| not known to us |  |")


def test_what_is_unknown_is_left_blank_and_never_called_missing():
    text = agreement(values(tasks=[{"id": "stand", "title": "The stand"}]))
    assert row(text, "| “The stand” |") == "| “The stand” | ……………… | ……………… | ……………… |"
    assert "not settled |" not in text


def test_hours_tell_who_does_a_task_as_they_do_in_the_matrix():
    hours = {"id": "stand", "title": "The stand", "hours": {"ana": 3, "bruno": 0}}
    assert row(agreement(values(tasks=[hours])), "| “The stand” |").split(" | ")[2] == "Ana"


@pytest.mark.parametrize(("share", "together"), [(0.33, "100%"), (0.32, "96%")])
def test_thirds_in_whole_hundredths_are_a_whole(share, together):
    names = ("Ana", "Bruno", "Chloé")
    partners = [{"id": name[:3].lower(), "name": name, "benefit_share": share} for name in names]
    assert together in row(agreement(values() | {"partners": partners}), "*together*")


def test_of_two_objectives_that_exclude_each_other_both_are_named():
    objectives = [{"id": "a", "title": "A", "conflicts_with": ["b"]}, {"id": "b", "title": "B"}]
    assert "“A” and “B”" in row(agreement(values(objectives=objectives)), "Incompatible objectives")


def test_an_objective_of_one_partner_or_with_a_date_that_is_over_is_left_out():
    objectives = [
        {"id": "own", "title": "Own", "pursued_by": ["ana"]},
        {"id": "past", "title": "Past", "deadline": "2026-06-30"},
    ]
    text = agreement(values(objectives=objectives))
    assert "no part of this agreement: “Own”" in text
    assert "the date is over: “Past”" in text
    assert "| Objective |" not in text


def test_shares_are_those_of_the_case_and_added_up_only_when_all_are_known():
    case = values()
    case["partners"][0] |= {"benefit_share": 0.6, "risk_share": 0.5}
    case["partners"][1] |= {"benefit_share": 0.4}
    text = agreement(case)
    assert row(text, "| Ana | 60%") == "| Ana | 60% | 50% |"
    assert row(text, "*together*") == "| *together* | 100% | ……………… |"


def test_what_is_urgent_comes_before_any_drafting():
    text = agreement(read_case(CASES / "franchise-in-dispute.yaml"))
    assert text.index("Not before this.") < text.index("## Parties")
    assert "`CON-R20`" in text.partition("## Parties")[0]
    assert "Not before this." not in agreement(read_case(CASES / "web-studio.yaml"))


def test_of_an_empty_case_each_section_is_one_line():
    text = agreement(values())
    assert headings(text) == [
        "Parties and purpose",
        "Disputes",
        "Confidentiality",
        "Review",
        "Also to agree on",
        "Still to settle",
    ]
    assert text.count("\n| ☐ |") == 3


def test_three_partners_all_have_their_line():
    text = agreement(read_case(CASES / "trois-architectes.yaml"), "fr")
    assert text.count("\n| Claire Moreau | ") == 2
    assert "Claire Moreau, Idris Haddad ou Solène Le Goff, en choisir un" in text


def test_names_and_reasons_of_a_case_stay_text():
    case = values(workload={"agreed_fair": True, "fair_because": "a | b **c** {{ 7*7 }}"})
    case["partners"][0]["name"] = "Zoë | `x`"
    text = agreement(case)
    assert "Zoë \\| \\`x\\`" in text and "49" not in text and "a \\| b \\*\\*c" in text


def test_a_confidence_shows_in_the_partners_own_outline_only():
    case = values(clauses={"exit": False, "in_confidence": {"exit": "ana"}}, partnership={"renewal": None})
    assert "Your case says that nothing" in line(agreement(case, reader="ana"), "Leaving")
    assert "We do not know" in line(agreement(case), "Leaving")
    assert "We do not know" in line(agreement(case, reader="bruno"), "Leaving")
