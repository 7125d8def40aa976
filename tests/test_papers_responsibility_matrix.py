"""The responsibility matrix: its moves are those that were advised, and what is unknown is left to be filled in."""

import copy
from pathlib import Path

import pytest
from benchmarks.generating import generated

from advisor.assessment import advise
from advisor.case import case_of_values, read_case
from advisor.language import check_typography
from advisor.measures.load import can_take, load, rebalancing
from advisor.papers import documents

CASES = Path(__file__).parent.parent / "cases"
BLANK = "………"
TASK = {"id": "books", "title": "Keep the books", "accountable": ["ana"], "doing": ["ana"]}
CASE = {
    "id": "c",
    "date": "2026-10-05",
    "partners": [
        {"id": "ana", "name": "Ana", "capacity_hours": 20, "skills": ["sales"]},
        {"id": "bruno", "name": "Bruno", "capacity_hours": 30, "can_take_on_hours": 20, "skills": ["sales"]},
    ],
    "tasks": [
        {**TASK, "hours": {"ana": 12}, "movable": True, "skill": None, "deliverable": "the month's figures"},
        {"id": "shop", "title": "Run the shop", "hours": {"ana": 18, "bruno": 2}, "accountable": ["ana"],
         "doing": ["ana", "bruno"], "movable": False, "deliverable": "the takings"},
    ],
}  # fmt: skip


def matrix(case, language="en", reader=None):
    """The paper about a case given as values or by name; None for none."""
    read = read_case(CASES / f"{case}.yaml") if isinstance(case, str) else case_of_values(copy.deepcopy(case))
    made = documents(advise(read, audience=reader), language, ["responsibility-matrix"])
    return made[0] if made else None


def row(text, first):
    """The cells of the first row of a table that begins with these words."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def changed(**task):
    """The case with the first task changed; None takes a fact away."""
    values = copy.deepcopy(CASE)
    values["tasks"][0] = {
        name: value for name, value in (values["tasks"][0] | task).items() if value is not None
    }
    return values


def test_the_moves_and_the_loads_are_those_of_the_measures():
    text = matrix("trois-architectes").text
    assert row(text, "Monter les dossiers de permis")[1:4] == ["9\u00a0h", "Claire Moreau", "Solène Le Goff"]
    assessment = advise(read_case(CASES / "trois-architectes.yaml"))
    record, benchmarks = assessment.case.record, assessment.knowledge.benchmarks
    today = {one.partner: one.hours for one in load(record, benchmarks)}
    (plan,) = rebalancing(record, benchmarks)
    after = today | {one.partner: one.after for one in plan.shifts}
    names = assessment.case.names
    for partner, hours in today.items():
        cells = row(text, names[partner])
        assert (cells[2], cells[4]) == (f"{hours:g}\u00a0h", f"{after[partner]:g}\u00a0h")


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_proposed_to_somebody_without_the_skill_or_beyond_what_it_can_give(seed):
    for values in generated(25, seed=seed):
        assessment = advise(case_of_values(values))
        record = assessment.case.record
        plans = [one.values["plan"] for one in assessment.advice if one.id in ("RSP-R2", "RSP-R3")]
        (paper,) = documents(assessment, "en", ["responsibility-matrix"]) or [None]
        assert ("## What moves" in paper.text if paper else False) == bool(plans)
        for move in plans[0]["moves"] if plans else ():
            task = next(one for one in record.tasks if one.id == move["task"])
            taker = next(one for one in record.partners if one.id == move["taker"])
            assert can_take(task, taker)
            shift = next(one for one in plans[0]["shifts"] if one["partner"] == taker.id)
            assert taker.capacity_hours is None or shift["after"] <= taker.capacity_hours


def test_no_hours_move_that_no_advice_asks_for_though_the_measures_know_of_some():
    text = matrix("knitwear-and-stores").text
    assert "No hours have to move" in text
    assert "What moves" not in text and "as proposed" not in text


def test_why_a_partner_can_take_a_task_is_said_and_so_is_what_is_unknown():
    text = matrix(CASE).text
    assert (
        row(text, "Keep the books")[4] == "No special skill is needed; has room for 20\u00a0h a week in all"
    )
    open_room = copy.deepcopy(CASE)
    for partner in open_room["partners"]:
        del partner["capacity_hours"]
        partner.pop("can_take_on_hours", None)
    assert "how many hours can be taken on isn’t known: ask first" in matrix(open_room).text


def test_a_task_left_by_the_one_who_answers_for_it_is_named():
    assert "Ana answers for “Keep the books” today and would no longer work on it" in matrix(CASE).text


def test_what_stays_above_capacity_is_named():
    assert (
        "Canal Cycles stays 11\u00a0h a week above what can be given" in matrix("franchise-in-dispute").text
    )


def test_who_answers_is_a_blank_where_it_is_nobody_several_or_unknown():
    proposed = {
        "nobody": [],
        "several": ["ana", "bruno"],
        "unknown": None,
    }
    answers = {}
    for what, accountable in proposed.items():
        text = matrix(changed(accountable=accountable, movable=False)).text
        answers[what] = row(text.split("## Who does what")[1], "Keep the books")[1]
    assert all(BLANK in one for one in answers.values())
    assert "`RSP-09`" in answers["nobody"]
    assert "(today Ana and Bruno) `RSP-10`" in answers["several"]
    assert "`" not in answers["unknown"]  # unknown is never “nobody”


def test_an_unknown_deliverable_is_asked_for_and_none_is_told_as_such():
    unknown = matrix(changed(deliverable=None)).text
    assert "It isn’t known what is handed over** for “Keep the books”" in unknown
    none = matrix(changed(deliverable="none")).text
    assert "No deliverable is agreed** for “Keep the books”" in none and "`RSP-13`" in none


def test_unknown_hours_are_blanks_and_no_load_is_told_of_too_few_tasks():
    text = matrix(changed(hours=None)).text
    assert row(text, "Keep the books")[2].startswith(f"Ana\u00a0{BLANK}")
    assert "The hours of too few tasks are known" in text and "## The loads" not in text


def test_a_healthy_case_gets_a_short_matrix_and_a_case_without_tasks_none():
    text = matrix("web-studio").text
    assert "No hours have to move" in text and "`RSP-S1`" in text
    assert text.count("##") == 2
    assert matrix({**CASE, "tasks": []}) is None
    assert matrix({name: value for name, value in CASE.items() if name != "tasks"}) is None


def test_a_task_told_in_confidence_stands_in_the_copy_of_the_teller_only():
    secret = {
        **TASK,
        "id": "rival",
        "title": "Talk with a rival",
        "told_in_confidence_by": "ana",
        "hours": {"ana": 9},
    }
    values = {**CASE, "tasks": [*CASE["tasks"], secret]}
    assert matrix(values).text == matrix(CASE).text
    assert "Talk with a rival" in matrix(values, reader="ana").text
    assert matrix(values, reader="bruno").text.split("**For Bruno alone**")[1].count("rival") == 0


def test_names_that_look_like_markup_and_long_ones_are_shown_as_they_are():
    values = changed(title="| <b>x</b> `y` ![z](http://z) " + "long " * 30)
    values["partners"][1]["name"] = "*B* & <script>|" + "n" * 80
    made = matrix(values)
    assert "<script>" not in made.text.replace("\\<script>", "")
    (svg,) = made.pictures.values()
    assert "<script>" not in svg and "&lt;script&gt;" in svg


@pytest.mark.parametrize("name", ["trois-architectes", "theatre-et-lycee", "deux-boulangers"])
def test_french_matrices_are_set_as_french_is(name):
    assert list(check_typography(matrix(name, "fr").text)) == []
