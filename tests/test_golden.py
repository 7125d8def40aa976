"""Whole reports, kept as files and compared byte for byte: troubled and healthy cases, in both languages.

After a wanted change, `UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py` writes them anew; read the difference.
"""

import os
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from advisor.assessment import advise
from advisor.case import read_case
from advisor.documents import Composer, report
from advisor.language import check_typography

CASES = Path(__file__).parent.parent / "cases"
GOLDEN = Path(__file__).parent / "golden"
KEPT = (
    "agency-and-dairy",
    "deux-boulangers",
    "franchise-in-dispute",
    "laundry-and-hotels",
    "magasin-de-producteurs",
    "recyclerie-des-quais",
    "vigne-et-auberge",
    "voile-et-gites",
)
IN_FRENCH = sorted(path.stem for path in CASES.glob("*.yaml") if read_case(path).language == "fr")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", KEPT)
def test_report_is_the_one_that_was_read_and_found_good(name, language):
    text = report(advise(read_case(CASES / f"{name}.yaml")), language)
    kept = GOLDEN / f"{name}.{language}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", IN_FRENCH)
def test_french_report_is_set_as_french_is(name):
    text = report(advise(read_case(CASES / f"{name}.yaml")), "fr")
    assert [str(complaint) for complaint in check_typography(text)] == []


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_report_is_well_formed_markdown(path):
    """Each step with its paragraphs stays one item of a list, and each table is a table."""
    assessment = advise(read_case(path))
    view = Composer(assessment, "fr").report("")
    html = MarkdownIt("commonmark").enable("table").render(report(assessment, "fr"))
    lists = bool(view.first_steps) + any(not one.small for one in view.later_steps)
    assert html.count("<ol") == lists
    assert html.count("<table>") == (3 if assessment.advice else 2)
    assert "<p>|" not in html
