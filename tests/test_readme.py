"""The README is true: its table is current, its tour is real output, its commands are first."""

import os
import re
from pathlib import Path

import pytest

from advisor.assessment import engine
from advisor.knowledge import THEMES
from advisor.papers import KINDS as PAPERS
from advisor.texts import sections

README = Path(__file__).parent.parent / "README.md"
KINDS = ("finding", "cause", "strength", "defeat", "recommendation")


def coverage():
    """The table of what is covered, from the rules themselves."""
    cards = engine().knowledge.cards.values()
    lines = [
        "| theme | findings | causes | strengths | withdrawals | recommendations |",
        "|---|---|---|---|---|---|",
    ]
    for theme in (*THEMES, "CAU"):
        counts = [sum(card.theme == theme and card.kind == kind for card in cards) for kind in KINDS]
        if any(counts):
            name = sections("report", "en")[f"theme.{theme}"].title
            lines.append(f"| {name} ({theme}) | " + " | ".join(str(count or "–") for count in counts) + " |")
    return "\n".join(lines)


def tour(run):
    """What a newcomer sees, with the middle of the report left out."""
    checked = run("check", README.parent / "cases" / "agency-and-dairy.yaml").stdout
    report = run("report", README.parent / "cases" / "agency-and-dairy.yaml").stdout.split("\n## ")
    first_page = "\n## ".join(report[:2]).rstrip()
    explained = run("explain", README.parent / "cases" / "agency-and-dairy.yaml", "EXP-10").stdout
    parts = (
        ("check", "", checked),
        ("report", "", f"{first_page}\n\n[…]"),
        ("explain", " EXP-10", explained.rstrip()),
    )
    shown = [
        f"    $ advisor {name} cases/agency-and-dairy.yaml{more}\n{_indented(text)}"
        for name, more, text in parts
    ]
    return "\n\n".join(shown)


def _indented(text):
    text = text.replace(f"{README.parent}/", "")
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip().splitlines())


TYPED = (
    "Ana Lopez and Le Fournil",
    "responsibilities, conflicts",
    "trust",
    "2021",
    "company",
    "baking ; the counter",
)
ASKED_AFTER = ("?", "the new oven", ":quit")


def interview(run, folder):
    """The beginning of an interview, as the terminal shows it."""
    answers = folder / "answers.txt"
    answers.write_text("\n".join([*TYPED, *ASKED_AFTER]), encoding="utf-8")
    shown = run("ask", "bakery.yaml", "--answers", answers).stderr
    return f"    $ advisor ask bakery.yaml\n{_indented(shown)}"


SHOWN = 23
"""Lines of the portfolio: its counts, and the first calls."""


def portfolio(run, folder):
    """A batch over the example cases, and how its document begins."""
    (folder / "cases").symlink_to(README.parent / "cases")
    run("batch", "cases", "-o", "results", "--format", "md")
    written = ["results.jsonl", *sorted(path.name for path in (folder / "results").glob("portfolio*"))]
    page = (folder / "results" / "portfolio.en.md").read_text(encoding="utf-8").splitlines()
    listed = "  ".join([*written, "reports/"])
    command = "    $ advisor batch cases -o results && ls results"
    return f"{command}\n    {listed}\n\n    $ cat results/portfolio.en.md\n" + _indented(
        "\n".join([*page[:SHOWN], "[…]"])
    )


@pytest.mark.parametrize("part", ["coverage", "tour", "interview", "portfolio"])
def test_generated_parts_are_current(part, run, tmp_path):
    """`UPDATE_GOLDEN=1 python -m pytest tests/test_readme.py` writes them anew."""
    makers = {
        "coverage": coverage,
        "tour": lambda: tour(run),
        "interview": lambda: interview(run, tmp_path),
        "portfolio": lambda: portfolio(run, tmp_path),
    }
    wanted = makers[part]()
    text = README.read_text(encoding="utf-8")
    between = re.compile(rf"(<!-- {part} -->\n).*?(<!-- /{part} -->)", re.DOTALL)
    current = between.sub(lambda found: f"{found[1]}{wanted}\n{found[2]}", text)
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(current, encoding="utf-8")
        text = current
    assert text == current


def test_the_readme_opens_with_its_two_commands():
    commands = [
        line.strip() for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("    ")
    ][:2]
    assert [command.split(" && ")[0] for command in commands] == ["python3 -m venv .venv"] * 2
    assert commands[0].endswith("advisor report cases/agency-and-dairy.yaml")
    assert commands[1].endswith("-m pytest")


def test_every_paper_has_its_line():
    listed = re.findall(r"^\| `([a-z-]+)` \| ", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in listed if name in PAPERS] == list(PAPERS)
