"""The portfolio of a batch: the document that a network's manager reads, and what changed since the last quarter."""

from __future__ import annotations

import csv
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import CHECKOUT
from markdown_it import MarkdownIt

from advisor.assessment import engine
from advisor.batch import portfolio
from advisor.batch.changes import KINDS, Change, Earlier, Found, compare
from advisor.batch.running import Batch
from advisor.batch.sources import Census, Inputs
from advisor.batch.store import FolderError, Store
from advisor.batch.work import Settings, fingerprint
from advisor.knowledge import held_values
from advisor.language import check_typography

GOLDEN = Path(__file__).parent / "golden"

LAST_QUARTER = {
    "agency-and-dairy": [("decisions_waiting: 3", "decisions_waiting: 2")],
    "halle-et-cave": [
        ("status: blocked", "status: open"),
        ("irreversible_step: la résiliation de la convention avant Noël, irreversible_step_by: cave,", ""),
    ],
    "trois-architectes": [("claire: 14,", "claire: 8,")],
    "knitwear-and-stores": [
        ("documents_shared: yes", "documents_shared: no"),
        ("one_way: yes", "one_way: no"),
    ],
    "nord-atelier": [("finds_load_fair: yes", "finds_load_fair: no")],
}
"""Edits that take a case back to what it was; a case that isn't named here was the same."""
NEW_THIS_QUARTER = "voile-et-gites"
GONE_SINCE = "old-studio"


def analysed(folder: Path, inputs: Path, language: str, since: Path | None = None) -> Path:
    """The output of a batch over a folder of cases, without processes."""
    settings = Settings(language, form="none", fingerprint=fingerprint())
    sources = Inputs([str(inputs)])
    with Store(folder) as store:
        Batch(sources, store, settings, lambda: ThreadPoolExecutor(1), window=2).run(Census(sources))
        portfolio.write(store, settings, Earlier(since, "joint") if since else None)
    return folder


@pytest.fixture(scope="module")
def last_quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases a quarter ago, and their results."""
    folder = tmp_path_factory.mktemp("quarter")
    cases = folder / "cases"
    cases.mkdir()
    for path in sorted((CHECKOUT / "cases").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for now, then in LAST_QUARTER.get(path.stem, []):
            assert now in text, (path.stem, now)
            text = text.replace(now, then)
        if path.stem == "web-studio":
            (cases / f"{GONE_SINCE}.yaml").write_text(text.replace("id: web-studio", f"id: {GONE_SINCE}"))
        if path.stem != NEW_THIS_QUARTER:
            (cases / path.name).write_text(text, encoding="utf-8")
    return analysed(folder / "last-quarter", cases, "en")


@pytest.fixture(scope="module", params=["en", "fr"])
def batch(
    request: pytest.FixtureRequest, last_quarter: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """This quarter, compared with the last one; with a case that can't be read."""
    cases = tmp_path_factory.mktemp("quarter") / "cases"
    cases.mkdir()
    for path in (CHECKOUT / "cases").glob("*.yaml"):
        (cases / path.name).symlink_to(path)
    (cases / "unreadable.yaml").write_text("id: unreadable\ndate: 2026-02-30\npartners: []\n")
    folder = tmp_path_factory.mktemp("out") / "batch"
    os.chdir(cases.parent)  # the document names folders as they were typed
    return analysed(folder, Path(cases.name), request.param, Path(os.path.relpath(last_quarter)))


def page(batch: Path) -> Path:
    (found,) = batch.glob("portfolio.??.md")
    return found


# --- The document -------------------------------------------------------------------------------


def test_the_portfolio_is_the_one_that_was_read_and_found_good(batch: Path) -> None:
    """`UPDATE_GOLDEN=1 python -m pytest tests/test_portfolio.py` writes it anew; read the difference."""
    text = re.sub(
        r"(since|depuis) \S+last-quarter", r"\1 last-quarter", page(batch).read_text(encoding="utf-8")
    )
    kept = GOLDEN / page(batch).name
    if os.environ.get("UPDATE_GOLDEN"):
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


def test_the_french_portfolio_is_set_as_french_is() -> None:
    text = (GOLDEN / "portfolio.fr.md").read_text(encoding="utf-8")
    text = text.replace("2.4 tonnes", "tonnes")  # in the title of an English case
    assert [str(one) for one in check_typography(text)] == []


def test_the_portfolio_is_well_formed_markdown(batch: Path) -> None:
    html = MarkdownIt("commonmark").enable("table").render(page(batch).read_text(encoding="utf-8"))
    assert html.count("<ol>") == 1  # the calls, each with its paragraphs
    assert html.count("<table>") == 8
    assert "<p>|" not in html and "**" not in html


def test_the_picture_is_svg_that_says_in_words_what_it_shows(batch: Path) -> None:
    root = ElementTree.fromstring(
        (batch / page(batch).name.replace(".md", ".svg")).read_text(encoding="utf-8")
    )
    title, described = root[0].text or "", root[1].text or ""
    assert described.startswith(title)
    (shown,) = re.findall(r"!\[(.*)\]\(portfolio\...\.svg\)", page(batch).read_text(encoding="utf-8"))
    assert described == shown
    widths = [float(part.get("width", 0)) for part in root.iter() if part.get("height") == "22"]
    assert sum(widths) == pytest.approx(10 * 540, abs=5)


def test_counts_of_the_portfolio_add_up(batch: Path) -> None:
    results = [json.loads(line) for line in (batch / "results.jsonl").read_text().splitlines()]
    done = [one for one in results if one["status"] == "done"]
    rows = list(
        csv.reader((batch / "portfolio.csv").open(encoding="utf-8-sig", newline=""), delimiter=_comma(batch))
    )
    assert len(rows) == 1 + len(results) == 31
    assert {len(row) for row in rows} == {29}
    assert [row[0] for row in rows[1:]] == [one["case"]["id"] or "" for one in results]
    called = [row[0] for row in rows[1:] if row[5]]
    assert called == [one["case"]["id"] for one in done if one["call"]]  # no verdict fell since last quarter


def _comma(batch: Path) -> str:
    return ";" if page(batch).name == "portfolio.fr.md" else ","


# --- Changes --------------------------------------------------------------------------------------

CARDS = engine().knowledge.cards


def result(*findings: dict[str, Any], verdict: str = "watch", **more: Any) -> dict[str, Any]:
    nothing = {"open_rules": [], "told": {}, "withdrawn": [], "knowledge": "k", "benchmarks": None}
    return {"verdict": verdict, "findings": list(findings), **nothing, **more}


def found(id: str, subject: str | None = "ana", **measured: float) -> dict[str, Any]:
    severity = CARDS[id].severity
    return {"id": id, "subject": subject, "about": "Ana", "severity": severity, "measured": measured}


def told(change: Change) -> dict[str, list[str]]:
    """The ids by sort of change, without the sorts that are empty."""
    sorts = {kind: getattr(change, kind) for kind in KINDS}
    return {
        kind: [one.id if isinstance(one, Found) else one.found.id for one in ones]
        for kind, ones in sorts.items()
        if ones
    }


@pytest.mark.parametrize(
    ("before", "now", "sorts"),
    [
        pytest.param(result(found("TRU-19")), result(found("TRU-19")), {}, id="nothing changed"),
        pytest.param(result(), result(found("TRU-19")), {"new": ["TRU-19"]}, id="a new finding"),
        pytest.param(
            result(open_rules=["TRU-19"]),
            result(found("TRU-19")),
            {"learned": ["TRU-19"]},
            id="unknown before",
        ),
        pytest.param(result(found("TRU-19")), result(), {"solved": ["TRU-19"]}, id="solved"),
        pytest.param(
            result(found("TRU-19")),
            result(open_rules=["TRU-19"]),
            {"unclear": ["TRU-19"]},
            id="not known any more",
        ),
        pytest.param(
            result(found("CON-12")),
            result(withdrawn=[{"id": "CON-12", "subject": "ana", "merged": True}]),
            {},
            id="said by another finding now",
        ),
        pytest.param(
            result(found("RSP-02")),
            result(withdrawn=[{"id": "RSP-02", "subject": "ana", "merged": False}]),
            {"solved": ["RSP-02"]},
            id="withdrawn, since it is agreed on",
        ),
        pytest.param(
            result(found("CON-33")),
            result(found("CON-11")),
            {"new": ["CON-11"]},
            id="outweighed by a new one",
        ),
        pytest.param(
            result(found("CON-33")),
            result(found("CON-11", "bruno")),
            {"new": ["CON-11"], "solved": ["CON-33"]},
            id="a new one about something else",
        ),
        pytest.param(
            result(found("RSP-01", **{"balance.fairness": 0.93})),
            result(found("RSP-02", **{"balance.fairness": 0.85})),
            {"worse": ["RSP-02"]},
            id="a graver finding of the same measure",
        ),
        pytest.param(
            result(found("RSP-02", **{"balance.fairness": 0.85})),
            result(found("RSP-01", **{"balance.fairness": 0.93})),
            {"eased": ["RSP-01"]},
            id="a lighter finding of the same measure",
        ),
        pytest.param(
            result(found("RSP-05", **{"load.above_capacity": 10.0})),
            result(found("RSP-05", **{"load.above_capacity": 11.5})),
            {"worse": ["RSP-05"]},
            id="worse by a tenth and more",
        ),
        pytest.param(
            result(found("RSP-05", **{"load.above_capacity": 10.0})),
            result(found("RSP-05", **{"load.above_capacity": 10.5})),
            {},
            id="hardly worse",
        ),
        pytest.param(
            result(found("RSP-05", **{"load.above_capacity": 20.0})),
            result(found("RSP-05", **{"load.above_capacity": 10.0})),
            {},
            id="better, and still there",
        ),
        pytest.param(
            result({**found("TRU-19"), "id": "XXX-99"}),
            result(),
            {"solved": ["XXX-99"]},
            id="a rule that there is no more",
        ),
    ],
)
def test_changes_are_told_by_their_sort(before: Any, now: Any, sorts: dict[str, list[str]]) -> None:
    assert told(compare("two-bakers", before, now, CARDS)) == sorts


def test_a_verdict_that_fell_into_trouble_is_a_reason_to_call() -> None:
    fell = compare("two-bakers", result(verdict="healthy"), result(verdict="at_risk"), CARDS)
    rose = compare("two-bakers", result(verdict="at_risk"), result(verdict="watch"), CARDS)
    slightly = compare("two-bakers", result(verdict="healthy"), result(verdict="watch"), CARDS)
    learned = compare("two-bakers", result(verdict="unclear"), result(verdict="at_risk"), CARDS)
    assert [one.fell for one in (fell, rose, slightly, learned)] == [True, False, False, False]
    calm = {"call": []}
    assert [portfolio.reasons_to_call(calm, one) for one in (fell, rose, None)] == [["fell"], [], []]


def test_other_rules_are_told_to_be_a_reason_for_changes() -> None:
    assert compare("two-bakers", result(), result(), CARDS).same_rules
    assert not compare("two-bakers", result(knowledge="other"), result(), CARDS).same_rules
    assert not compare("two-bakers", result(benchmarks="ours.toml"), result(), CARDS).same_rules


def test_every_change_of_the_quarter_stands_in_changes_jsonl(batch: Path) -> None:
    lines = [json.loads(line) for line in (batch / "changes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["case"] for one in lines] == sorted(LAST_QUARTER)
    assert [list(one) for one in lines] == [["case", "verdict", *KINDS, "same_rules"]] * len(lines)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is no result of a batch"),
        ("[]", "is no result of a batch"),
        ('{"status": "done"}', "is no result of a batch"),
        ('{"status": "done", "audience": "adviser"}', "was made for other readers"),
    ],
)
def test_results_that_can_t_be_compared_with_are_named_with_their_line(
    line: str, problem: str, tmp_path: Path
) -> None:
    (tmp_path / "results.jsonl").write_text(f'{{"status": "failed"}}\n{line}\n')
    with pytest.raises(FolderError, match=problem) as refused:
        list(Earlier(tmp_path, "joint").paired(iter([])))
    assert str(refused.value).startswith(f"{tmp_path / 'results.jsonl'}:2: ")


def test_a_folder_without_results_can_t_be_compared_with(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"holds no results of a batch \(results\.jsonl\)"):
        Earlier(tmp_path, "joint")


# --- Many -------------------------------------------------------------------------------------------


def test_only_the_gravest_of_many_are_told_and_the_others_counted() -> None:
    few = portfolio._Few(3)
    for number in (5, 1, 9, 3, 7):
        few.add((number,), f"case {number}")
    assert few.in_order() == ["case 1", "case 3", "case 5"]


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert portfolio.cell(text) == f"'{text}"


def test_an_ordinary_cell_is_as_it_was() -> None:
    assert portfolio.cell("Léa & Omar = amis") == "Léa & Omar = amis"


def test_held_values_tell_in_which_direction_a_finding_worsens() -> None:
    held = held_values(CARDS["RSP-02"])["balance.fairness"]
    assert (held.is_worse(0.9, 0.8), held.is_worse(0.8, 0.9)) == (True, False)
