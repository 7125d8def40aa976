"""Realistic targets: their figures are those of the measures, and nothing is made up where something is unknown."""

import copy
import re
from pathlib import Path

import pytest
from benchmarks.generating import generated

from advisor.assessment import advise
from advisor.case import case_of_values, read_case
from advisor.language import check_typography
from advisor.measures.growth import growth_of
from advisor.papers import documents

CASES = Path(__file__).parent.parent / "cases"
BLANK = "………"
SALES = {
    "id": "sales", "title": "Double our sales", "holder": "ana", "about": "growth", "unit": "boxes a month",
    "baseline": 10_000, "target": 20_000, "horizon_months": 12, "evidence": "opinion",
}  # fmt: skip
MODEST = SALES | {"target": 11_500, "evidence": "history"}


def case(*expectations, **others):
    partners = [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}]
    values = {"id": "c", "date": "2026-10-05", "partners": partners, "expectations": list(expectations)}
    return values | others


def sheet(given, language="en", reader=None):
    """The paper about a case given as values or by name; None for none."""
    read = (
        read_case(CASES / f"{given}.yaml") if isinstance(given, str) else case_of_values(copy.deepcopy(given))
    )
    made = documents(advise(read, audience=reader), language, ["targets"])
    return made[0] if made else None


def rows(text, heading):
    """The rows of cells under a heading."""
    part = re.split(r"^#+ ", text.split(heading, 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def number(words):
    return float(words.replace(",", "").split()[0])


def steep(**changes):
    """A target that needs almost twice in three months."""
    return SALES | {"horizon_months": 3} | changes


def test_the_milestones_of_the_counter_offer_are_at_the_pace_of_the_article():
    values = case(SALES | {"target": 40_000})
    assessment = advise(case_of_values(values))
    record, benchmarks = assessment.case.record, assessment.knowledge.benchmarks
    growth = growth_of(record.expectations[0], record, benchmarks)
    (one, three, six, end) = rows(sheet(values).text, "### The path")
    for cells, change in ((one, growth.after_1), (three, growth.after_3), (six, growth.after_6)):
        assert number(cells[3]) == pytest.approx(10_000 * (1 + change), rel=0.005)
    assert number(end[3]) == pytest.approx(10_000 * (1 + growth.article_change), rel=0.005)
    assert number(one[2]) == pytest.approx(10_000 * (1 + growth.first_month), rel=0.005)
    assert number(end[2]) == 40_000


def test_the_calculation_shows_each_number_on_the_way():
    text = sheet(case(steep())).text
    for step in (
        "20,000 ÷ 10,000 = 2: the original target is 2 times the start.",
        r"2^(1 ÷ 3) − 1 = 25.99% a month",
        r"+20% in 6\u00a0months: 1.2^(1 ÷ 6) − 1 = 3.085% a month".replace(r"\u00a0", "\u00a0"),
        r"(1 + 3.085%)^3 − 1 = +9.5%, which makes about 11,000 boxes a month",
        "ln 2 ÷ ln 1.03085 = 22.8\u00a0months",
    ):
        assert step in text


def test_the_picture_ends_with_the_figures_of_the_table():
    made = sheet("care-and-council")
    (svg,) = made.pictures.values()
    for level in rows(made.text, "### The path")[-1][2:5]:
        assert f">{level} volunteers</text>" in svg
    assert (
        svg.count("<polyline") == 3 and len(set(re.findall(r'stroke-dasharray="([^"]+)" points', svg))) == 3
    )


def test_what_is_unknown_is_a_blank():
    text = sheet(case(steep() | {"evidence": "opinion"})).text
    conditions = {cells[0].split("**")[1]: cells[1] for cells in rows(text, "### What the original")}
    assert BLANK in conditions["Pace"] and BLANK in conditions["Capacity"]
    assert not {"Money", "Hours", "Orders", "Consent"} & set(conditions)  # nothing is known of them


def test_a_target_that_holds_is_confirmed_in_a_line_with_its_milestones():
    text = sheet(case(MODEST)).text
    assert "Nothing known here has to be negotiated anew" in text and "`EXP-S5`" in text
    assert rows(text, "## Milestones") == [
        [
            "Double our sales",
            "10,100",
            "10,400",
            "10,700",
            "–",
            "11,500 boxes a month by 5\u00a0Oct\u00a02027",
        ]
    ]
    assert "### " not in text and not sheet(case(MODEST)).pictures


def test_a_modest_target_without_known_grounds_is_not_called_sound():
    text = sheet(case({name: value for name, value in MODEST.items() if name != "evidence"})).text
    assert f"what it rests on isn’t known: {BLANK}" in text and "`EXP-S" not in text


def test_a_start_of_nothing_and_a_date_have_no_path():
    volume = SALES | {
        "baseline": 0,
        "capacity_needed": 20_000,
        "capacity_available": 5_000,
        "about": "volume",
    }
    made = sheet(case(volume))
    assert "EXP-R6" in made.text and "### The path" not in made.text and not made.pictures
    opening = {"id": "opening", "title": "The opening", "about": "deadline", "due": "2027-01-04"}
    permit = {"id": "permit", "title": "The permit", "expectation": "opening", "secured": False}
    dated = sheet(case(opening, dependencies=[permit | {"earliest": "2027-03-01", "latest": "2027-06-01"}]))
    assert rows(dated.text, "## Dates") == [
        ["The opening", "4\u00a0Jan\u00a02027", "1\u00a0Mar\u00a02027", "1\u00a0Jun\u00a02027", "The permit",
         "56\u00a0days too early `EXP-12`"]
    ]  # fmt: skip
    assert not dated.pictures


def test_where_only_the_ratio_is_known_the_start_is_100():
    given = {name: value for name, value in steep().items() if name not in ("baseline", "target")}
    made = sheet(case(given | {"ratio": 2}))
    assert rows(made.text, "### The path")[-1][2:4] == ["200", "110"]
    assert "200 (start = 100)" in next(iter(made.pictures.values()))


def test_time_that_has_gone_by_is_spoken_of():
    text = sheet("agency-and-dairy").text
    assert rows(text, "### The path")[0][1] == "30\u00a0May\u00a02026"
    assert "The time counts from 30\u00a0April 2026" in text
    assert "The time counts from" not in sheet("deux-boulangers").text


def test_a_capacity_below_today_is_told_and_not_drawn():
    text = sheet(case(steep(capacity_needed=20_000, capacity_available=8_000, capacity_unit="boxes a month")))
    assert "capacity leaves no room for growth" in text.text and not text.pictures


def test_two_figures_for_one_thing_are_told_of_both_and_neither_gets_milestones():
    other = MODEST | {"id": "mine", "holder": "bruno", "topic": "sales", "title": "Sell a little more"}
    text = sheet(case(SALES | {"target": 14_500, "topic": "sales", "evidence": "history"}, other)).text
    assert text.count("`EXP-16`") == 2 and "## Milestones" not in text


def test_an_expectation_told_in_confidence_stands_in_the_copy_of_the_teller_only():
    secret = steep() | {"id": "leave", "title": "Leave in spring", "told_in_confidence_by": "ana"}
    assert sheet(case(MODEST, secret)).text == sheet(case(MODEST)).text
    assert "Leave in spring" in sheet(case(MODEST, secret), reader="ana").text
    assert "Leave in spring" not in sheet(case(MODEST, secret), reader="bruno").text
    assert sheet(case(secret)) is None


def test_a_case_without_expectations_gets_no_sheet():
    assert sheet(case()) is None and sheet("web-studio") is None


def test_names_that_look_like_markup_are_shown_as_they_are():
    made = sheet(case(steep(title="| <b>x</b> `y` *z* " + "long " * 30, unit="<i>|`boxes`" + "x" * 60)))
    assert "<b>" not in made.text.replace("\\<b>", "") and "<i>" not in made.text.replace("\\<i>", "")
    (svg,) = made.pictures.values()
    assert "<b>" not in svg and "<i>" not in svg


@pytest.mark.parametrize("language", ["en", "fr"])
def test_generated_cases_get_sheets_without_holes(language):
    for values in generated(40, seed=9):
        made = sheet(values, language)
        if made is not None:
            assert not re.search(r"\b(None|nan|inf)\b", made.text)
            assert not re.search(r"^\| +\|", made.text, re.MULTILINE)


@pytest.mark.parametrize(
    "name", ["deux-boulangers", "capteurs-et-presses", "theatre-ecole", "voile-et-gites"]
)
def test_french_sheets_are_set_as_french_is(name):
    assert list(check_typography(sheet(name, "fr").text)) == []


def test_an_expectation_of_which_nothing_is_known_is_not_said_to_be_able_to_stand():
    partners = [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}]
    case = {"id": "c", "date": "2026-11-02", "partners": partners, "expectations": [{"id": "hopes"}]}
    for language, wrong, right in (
        ("en", r"you count on can|## What can stand|speaks against", "## Too little known to say"),
        ("fr", r"vous comptez peut|## Ce qui peut|oppose", "## Trop peu connu pour en juger"),
    ):
        (one,) = documents(advise(case_of_values(case)), language, ["targets"])
        assert right in one.text and not re.search(wrong, one.text)
