"""From a line of a report down to the rule, the facts with their lines, and the passage."""

from pathlib import Path

import pytest

from advisor.assessment import advise
from advisor.case import JOINT, case_of_tree, read_case
from advisor.explanation import UnknownIdError, explain, rule_page, rules_table
from advisor.knowledge import load
from advisor.reading import parse_tree

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))

SALES = b"""\
id: sales
date: 2026-11-02
partners:
  - {id: ana, name: Ana}
  - {id: bruno, name: Bruno}
expectations:
  - id: double
    title: Twice the sales
    holder: ana
    about: growth
    baseline: 100
    target: 200
    horizon_months: 3
    told_in_confidence_by: ana
"""


def sales(confidential=False):
    data = SALES if confidential else SALES.replace(b"    told_in_confidence_by: ana\n", b"")
    return case_of_tree(parse_tree(data, "sales.yaml", "yaml"))


def test_the_chain_goes_from_the_finding_to_the_lines_of_the_file():
    text = explain(advise(sales()), "exp-04", "en")
    assert "# EXP-04 — " in text
    assert "(1 / months)" in text  # the formula
    for line in (
        "“Twice the sales” — starting value: 100 (sales.yaml:11)",
        "(sales.yaml:12)",
        "(sales.yaml:13)",
    ):
        assert line in text
    assert "at least 26% a month (`growth.out_of_reach`)" in text
    assert "passage: article, section 3, table, row 1" in text
    assert "written in rules/expectations.py:" in text


def test_an_id_that_concluded_nothing_names_those_that_did():
    with pytest.raises(UnknownIdError) as refused:
        explain(advise(sales()), "RSP-01", "en")
    assert "EXP-04" in refused.value.candidates


def test_what_was_told_in_confidence_is_not_explained_to_all():
    case = sales(confidential=True)
    with pytest.raises(UnknownIdError):
        explain(advise(case, audience=JOINT), "EXP-04", "en")
    assert "Twice the sales" in explain(advise(case, audience="ana"), "EXP-04", "en")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_everything_in_a_report_can_be_explained(path, language):
    found = advise(read_case(path))
    for one in (*found.findings, *found.causes, *found.strengths, *found.withdrawn, *found.advice):
        text = explain(found, one.id, language)
        assert "{{" not in text
        assert load().cards[one.id].place in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_has_a_page_with_its_examples(language):
    for id, card in load().cards.items():
        page = rule_page(id, language)
        assert card.place in page
        assert page.count("```yaml") >= 2


def test_the_table_lists_every_rule_once():
    ids = [line.split()[0] for line in rules_table("en").splitlines()]
    assert sorted(ids) == sorted(load().cards)


def test_the_verdict_is_explained_by_its_number_and_the_findings_that_count():
    text = explain(advise(sales()), "verdict", "en")
    assert text.startswith("# At risk\n")
    assert "`verdict.risk_important`: 3" in text
    assert "- EXP-04 (critical) " in text


def test_a_theme_is_explained_by_its_findings_and_the_rules_that_could_not_be_judged():
    text = explain(advise(sales()), "exp", "fr")
    assert text.startswith("# Attentes\u00a0: en danger\n")
    assert "- EXP-04 (critique) " in text
    open_rules = next(one for one in advise(sales()).themes if one.theme == "EXP").open_rules
    assert open_rules and all(f"- {id}\u00a0: " in text for id in open_rules)


def test_a_suspected_cause_is_explained_as_a_question():
    case = read_case(next(path for path in CASES if path.stem == "agency-and-dairy"))
    assessment = advise(case)
    suspected = assessment.suspected[0]
    text = explain(assessment, suspected.id, "en")
    assert "This cause is not stated" in text
    for id, _ in suspected.would_explain:
        assert f"- {id} (" in text


@pytest.mark.parametrize(
    ("rule", "said"), [("OBJ-01", "= Les objectifs"), ("REV-01", "= début du partenariat")]
)
def test_a_rule_page_names_the_part_of_the_case_that_a_measure_is_about(rule, said):
    assert said in rule_page(rule, "fr")
    assert "= objectives" not in rule_page(rule, "fr")
