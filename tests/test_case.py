"""A case file: what is accepted, and what is refused with its place."""

import copy
import datetime

import pytest

from advisor.case import ADVISER, JOINT, case_of_tree, case_of_values
from advisor.errors import CaseError
from advisor.reading import parse_tree

BAKERS = """\
id: two-bakers
title: The two bakers
date: 2026-11-02
partners:
  - id: ana
    name: Ana
    capacity_hours: 40
  - id: bruno
    name: Bruno
objectives:
  - id: second-shop
    deadline: 31/03/2027
    target: 120 000
    baseline: 51,5
"""


def read(text, kind="yaml"):
    return case_of_tree(parse_tree(text.encode(), "case.yaml", kind))


def complaints(text, language="en"):
    with pytest.raises(CaseError) as refused:
        read(text)
    return refused.value.text(language).splitlines()


def test_dates_and_numbers_are_read_as_people_write_them():
    objective = read(BAKERS).record.objectives[0]
    assert (objective.deadline, objective.target, objective.baseline) == (
        datetime.date(2027, 3, 31),
        120000,
        51.5,
    )


def test_where_each_fact_stands_is_remembered():
    case = read(BAKERS)
    assert case.place("objectives", "second-shop", "deadline") == (12, 15)
    assert case.place("partners", "ana", "capacity_hours") == (7, 21)


def test_all_mistakes_are_named_at_once_with_place_and_remedy():
    text = BAKERS.replace("deadline:", "dedline:").replace("capacity_hours: 40", "capacity_hours: -4") + (
        "tasks:\n  - id: baking\n    accountable: [anna]\n    criticality: 4\n"
    )
    assert complaints(text) == [
        "case.yaml:7:21: partners[0].capacity_hours: -4 is out of range; expected 0 to 10000",
        "case.yaml:12:5: objectives[0].dedline: unknown field; did you mean “deadline”?",
        "case.yaml:17:19: tasks[0].accountable[0]: “anna” is not in partners; did you mean “ana”?",
        "case.yaml:18:18: tasks[0].criticality: 4 is out of range; expected 1 to 3",
    ]


def test_a_reference_to_nobody_is_refused_with_a_suggestion():
    text = BAKERS + "tasks:\n  - id: baking\n    accountable: [anna]\n"
    assert complaints(text) == [
        "case.yaml:17:19: tasks[0].accountable[0]: “anna” is not in partners; did you mean “ana”?"
    ]


def test_a_reference_far_from_all_is_refused_with_those_that_exist():
    text = BAKERS + "tasks:\n  - id: baking\n    hours: {zoe: 3}\n"
    assert complaints(text) == [
        "case.yaml:17:18: tasks[0].hours.zoe: “zoe” is not in partners; there are: ana, bruno"
    ]


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("finance: {requests: 2, requests_unanswered: 3}", "3 is more than “requests” (2)"),
        ("tasks: [{id: baking, late: 5, total: 4}]", "5 is more than “total” (4)"),
        ("tasks: [{id: ana}]", "the id “ana” is already that of partners[0]"),
        ("review: {last_review: 2027-01-01}", "2027-01-01 is after the date of the case (2026-11-02)"),
        (
            "partnership: {start: 2026-01-01, renewal: 2025-01-01}",
            "2025-01-01 is before “start” (2026-01-01)",
        ),
        ("celebration: {last: 2026-02-30}", "there is no 30 February 2026"),
        (
            "conflicts: [{id: price, severity: null}]",
            "null says “known to be none”, which means nothing here",
        ),
        ("finance: null", "null says “known to be none”, which means nothing here"),
        ("conflicts: [{id: price, status: opne}]", "“opne” is not allowed; did you mean “open”?"),
        ("conflicts: [{id: price, status: tense}]", "expected one of: latent, open, blocked, settled"),
        ("conflicts: {id: price}", "expected a list"),
        ("finance: [none]", "expected a mapping"),
        ("conflicts: [price]", "expected an entry of its own"),
        ("workload: {agreed_fair: perhaps}", "perhaps"),
        ("satisfaction: 3", "unknown field here; it belongs to partners.satisfaction"),
        ("tasks: [{id: ../x}]", "“../x” can't be an id"),
        ("tasks: [{id: con}]", "“con” can't be an id"),
        ("tasks: [{id: -rf}]", "“-rf” can't be an id"),
        ("partnership: {in_confidence: {sectr: ana}}", "unknown field; did you mean “sector”?"),
        ("partnership: {told_in_confidence_by: zoe}", "“zoe” is not in partners"),
    ],
)
def test_what_cannot_be_is_refused(more, complaint):
    (line,) = complaints(BAKERS + more + "\n")
    assert complaint in line
    assert line.startswith("case.yaml:15:")


@pytest.mark.parametrize(
    ("partners", "accepted"), [(1, False), (2, True), (8, True), (9, False), (40, False)]
)
def test_a_case_has_two_to_eight_partners(partners, accepted):
    text = "id: many\ndate: 2026-11-02\npartners:\n" + "".join(f"  - id: p{n}\n" for n in range(partners))
    if accepted:
        assert len(read(text).partners) == partners
    else:
        assert complaints(text) == [
            f"case.yaml:4:3: partners: {partners} given; a case is about 2 to 8 partners"
        ]


def test_shares_of_one_whole_add_up_to_one_at_most():
    text = BAKERS.replace("name: Ana", "benefit_share: 70 %").replace("name: Bruno", "benefit_share: 0.4")
    (line,) = complaints(text)
    assert "the shares of all partners add up to 110 %" in line


def test_shares_may_be_rounded_to_whole_percents():
    text = BAKERS.replace("name: Ana", "benefit_share: 0.505").replace("name: Bruno", "benefit_share: 0.505")
    assert read(text).record.partners[0].benefit_share == 0.505


def test_a_missing_date_is_explained():
    assert complaints(BAKERS.replace("date: 2026-11-02\n", "")) == [
        "case.yaml:1:1: “date” is missing: the date of the assessment, from which due dates are counted"
    ]


@pytest.mark.parametrize("word", ["none", "aucun", "null", "~", "[]"])
def test_a_list_can_be_known_to_be_empty(word):
    record = read(BAKERS + f"conflicts: {word}\n").record
    assert record.conflicts == []


@pytest.mark.parametrize("word", ["none", "aucune", "null", "~"])
def test_a_field_can_be_known_to_be_none(word):
    objective = read(BAKERS + f"    indicator: {word}\n").record.objectives[0]
    assert objective.known()["indicator"] is None


def test_a_field_left_blank_is_unknown():
    objective = read(BAKERS + "    indicator:\n").record.objectives[0]
    assert "indicator" not in objective.known()


@pytest.mark.parametrize("word", ["no", "NO", "non", "false", "off"])
def test_no_is_read_in_both_languages_where_yes_or_no_is_expected(word):
    assert read(BAKERS + f"workload: {{agreed_fair: {word}}}\n").record.workload.agreed_fair is False


def test_no_is_text_elsewhere():
    assert read(BAKERS + "finance: {note: no}\n").record.finance.note == "no"


def test_json_gives_the_same_case_as_yaml():
    text = '{"id": "two-bakers", "date": "2026-11-02", "partners": [{"id": "ana"}, {"id": "bruno"}]}'
    same = "id: two-bakers\ndate: 2026-11-02\npartners: [{id: ana}, {id: bruno}]\n"
    assert read(text, "json").record == read(same).record


def test_a_problem_is_told_in_french():
    (line,) = complaints(BAKERS.replace("deadline:", "dedline:"), "fr")
    assert line.startswith("case.yaml:12:5: objectives[0].dedline")
    assert "«\u202fdeadline\u202f»" in line


def test_values_without_a_file_are_refused_without_a_place():
    with pytest.raises(CaseError) as refused:
        case_of_values({"id": "Bad Id", "date": "2026-11-02", "partners": [{"id": "ana"}, {"id": "bruno"}]})
    assert refused.value.text().startswith("case: id: “Bad Id” can't be an id; expected a short name")


# --- Confidence ---------------------------------------------------------------------------

CONFIDENTIAL = {
    "id": "quiet",
    "date": "2026-11-02",
    "partners": [
        {"id": "ana", "name": "Ana", "satisfaction": 2, "trust": {"bruno": 3}}
        | {"in_confidence": {"satisfaction": "ana"}},
        {"id": "bruno", "name": "Bruno", "satisfaction": 9, "told_in_confidence_by": "bruno"},
    ],
    "trust_events": [
        {"id": "offer", "kind": "competing_activity", "by": "bruno", "told_in_confidence_by": "bruno"},
    ],
    "conflicts": [
        {"id": "price", "status": "open", "parties": ["ana", "bruno"]},
        {"id": "secret", "status": "open", "about_tasks": ["till"], "told_in_confidence_by": "ana"},
    ],
    "tasks": [{"id": "till", "hours": {"ana": 4}}, {"id": "books", "duplicates": "till"}],
    "pilots": [{"id": "trial", "supports": "growth"}],
    "expectations": [{"id": "growth", "ratio": 2, "told_in_confidence_by": "bruno"}],
}  # fmt: skip


def seen_by(audience):
    return case_of_values(copy.deepcopy(CONFIDENTIAL)).visible_to(audience).record


def test_all_partners_together_see_nothing_told_in_confidence():
    joint = seen_by(JOINT)
    ana, bruno = joint.partners
    assert ana.known() == {"id": "ana", "name": "Ana", "trust": {"bruno": 3}}
    assert bruno.known() == {"id": "bruno", "name": "Bruno"}
    assert [conflict.id for conflict in joint.conflicts] == ["price"]


def test_a_list_that_loses_its_last_entry_becomes_unknown_and_not_empty():
    joint = seen_by(JOINT)
    assert joint.trust_events is None
    assert joint.expectations is None
    assert {"trust_events", "expectations"}.isdisjoint(joint.model_fields_set)


def test_a_reference_to_what_was_taken_away_becomes_unknown():
    assert seen_by(JOINT).pilots[0].known() == {"id": "trial"}


def test_each_partner_sees_what_it_told_itself():
    assert [conflict.id for conflict in seen_by("ana").conflicts] == ["price", "secret"]
    assert seen_by("ana").trust_events is None
    assert seen_by("bruno").partners[1].satisfaction == 9
    assert seen_by("bruno").pilots[0].supports == "growth"


def test_the_adviser_sees_everything():
    assert seen_by(ADVISER) == case_of_values(copy.deepcopy(CONFIDENTIAL)).record
