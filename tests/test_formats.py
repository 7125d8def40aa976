"""Every report as a page: all of it, the same each time, and nothing of it run, whatever the names."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CHECKOUT, Run, command_environment
from pages import EVERYTHING, HOSTILE, PICTURE, Html, everything, hostile, shown, squeezed, texts

from advisor import formats
from advisor.assessment import advise
from advisor.case import read_case
from advisor.documents import page
from advisor.escaping import markdown
from advisor.formats import FORMATS, MissingExtraError, Organisation, Page, convert
from advisor.formats.pictures import LogoError, read_organisation
from advisor.formats.tree import (
    LINE_OF_A_TABLE,
    Bar,
    Code,
    Heading,
    LineBreak,
    Listing,
    Paragraph,
    Styled,
    Table,
    Text,
    UnsupportedMarkdownError,
    column_shares,
    pieces,
    plain,
    read,
)
from advisor.vocabulary_pages import fields_page

CASES = sorted((CHECKOUT / "cases").glob("*.yaml"))
LANGUAGES = ("en", "fr")
SOME = ("agency-and-dairy", "deux-boulangers", "laundry-and-hotels", "theatre-ecole")
"""Of so many the PDF is made too."""


@pytest.fixture(scope="module")
def reports() -> dict[tuple[str, str], Page]:
    """Each example report in each language."""
    assessments = {path.stem: advise(read_case(path)) for path in CASES}
    return {(name, code): page(one, code) for name, one in assessments.items() for code in LANGUAGES}


# --- The tree ------------------------------------------------------------------------------


def tree(text: str) -> tuple[object, ...]:
    return read(Page(text, "", "en", {"a b.svg": PICTURE}))


def test_small_print_is_the_only_html() -> None:
    small = Styled("small", (Text("a "), Styled("strong", (Text("b"),))))
    assert tree("<sub>a **b**</sub>") == (Paragraph((small,)),)
    assert plain(tree("a <b>c</b> <!-- d -->")[0].children) == "a <b>c</b> <!-- d -->"
    assert plain(tree("<div>\n# no block\n</div>")[0].children) == "<div>"


@pytest.mark.parametrize("text", ["a <sub>b", "a</sub> b", r"a \<sub>b\</sub>", "*a <sub>* b</sub>"])
def test_small_print_that_is_not_closed_where_it_was_opened_is_text(text: str) -> None:
    assert squeezed(plain(tree(text)[0].children)) == squeezed(text.replace("\\", "").replace("*", ""))


def test_a_line_break_a_soft_one_and_a_bar_are_told_apart() -> None:
    parts = (Text("a"), LineBreak(), Text("b"), Text(" "), Text("c "), Bar("██░░"), Text(" "), Code("d"))
    assert tree("a  \nb\nc ██░░ `d`") == (Paragraph(parts),)


def test_headings_have_the_anchors_that_github_gives() -> None:
    anchors = [one.anchor for one in tree("# En bref\u00a0: été\n# A-b_c, d!\n# A\n# A\n# A 1\n# …\n# a-1")]
    assert anchors == ["en-bref-été", "a-b_c-d", "a", "a-1", "a-1-1", "section", "a-1-2"]


def test_a_list_knows_its_first_number_and_whether_it_is_tight() -> None:
    six, bullets = tree("6. a\n\n   b\n7. c\n\ntext\n\n- d\n  - e")[::2]
    assert (six.start, six.tight, len(six.items)) == (6, False, 2)
    assert (bullets.start, bullets.tight) == (None, True)
    assert isinstance(bullets.items[0][1], Listing)


def test_a_paragraph_leads_in_what_follows_and_a_line_below_a_heading_its_section() -> None:
    blocks = tree("# A\n\n*line*\n\ntext\n\nlist:\n\n- a\n\nend")
    assert [(plain(one.children), one.leads_in) for one in blocks if isinstance(one, Paragraph)] == [
        ("line", True),
        ("text", False),
        ("list:", True),
        ("end", False),
    ]


@pytest.mark.parametrize(
    "text",
    ["![a](unknown.svg)", "a ![b](a%20b.svg)", "[a](#nowhere)", "[a](ftp://b)", "![a](http://b/c.svg)"],
)
def test_what_no_format_can_show_is_a_fault_and_not_left_out(text: str) -> None:
    with pytest.raises(UnsupportedMarkdownError):
        tree(text)


def test_a_long_word_may_be_broken_and_others_not() -> None:
    assert pieces("anticonstitutionnellement 12\u202f000\u00a0€") == [
        "anticonstitutionnellement 12\u202f000\u00a0€"
    ]
    assert pieces(f"«\u202f{'w' * 35} x") == [f"«\u202f{'w' * 10}", "w" * 10, "w" * 10, "w" * 5 + " x"]


def test_a_short_column_keeps_its_words_in_one_line_and_the_longest_gets_most() -> None:
    (table,) = tree("| | When | What |\n|---|---|---|\n| 1 | 26/10/2026 | " + "some words " * 20 + "|\n")
    assert isinstance(table, Table)
    number, date, words = column_shares(table)
    assert number < date < words and date >= 0.12 and abs(number + date + words - 1) < 1e-9


def test_a_column_of_blanks_to_be_filled_in_has_room_for_them() -> None:
    (table,) = tree("| Name | Signature |\n|---|---|\n| " + "some words " * 20 + "| ………………………… |\n")
    assert isinstance(table, Table)
    assert column_shares(table)[1] * LINE_OF_A_TABLE >= 2 * 9


# --- All reports, all formats --------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", [path.stem for path in CASES])
def test_every_example_report_converts(reports: dict[tuple[str, str], Page], name: str, code: str) -> None:
    one = reports[name, code]
    assert squeezed(Html(convert(one, "html")).text) == squeezed("".join(texts(one)))
    assert convert(one, "docx").startswith(b"PK")
    if name in SOME:
        assert convert(one, "pdf").startswith(b"%PDF-")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_other_documents_convert_too(form: str, code: str) -> None:
    portfolio = (CHECKOUT / "tests" / "golden" / f"portfolio.{code}.md").read_text(encoding="utf-8")
    assert convert(Page(portfolio, "Portfolio", code, {f"portfolio.{code}.svg": PICTURE}), form)
    assert convert(Page(fields_page(code), "Fields", code), form)


def test_markdown_stays_as_it_is() -> None:
    assert convert(everything(), "md") == EVERYTHING.encode()


def test_there_is_no_other_format() -> None:
    with pytest.raises(ValueError, match="odt"):
        convert(everything(), "odt")


DIGESTS = """
import hashlib, sys
from pages import everything, hostile
from advisor.formats import FORMATS, convert
for make in (everything, hostile):
    for form in FORMATS:
        print(hashlib.sha256(convert(make(), form)).hexdigest())
"""


def test_the_same_page_gives_the_same_bytes_in_every_process() -> None:
    here = [
        hashlib.sha256(convert(make(), form)).hexdigest()
        for make in (everything, hostile)
        for form in FORMATS
    ]
    for seed in ("1", "2"):
        # fonts, time zone and home are another machine's
        changes = {
            "PYTHONHASHSEED": seed,
            "TZ": "Asia/Tokyo",
            "HOME": "/nonexistent",
            "FONTCONFIG_FILE": "/dev/null",
        }
        environment = command_environment(**changes)
        environment["PYTHONPATH"] += f":{CHECKOUT / 'tests'}"
        done = subprocess.run(
            [sys.executable, "-c", DIGESTS], capture_output=True, encoding="utf-8", env=environment, cwd="/"
        )
        assert done.stdout.split() == here, done.stderr


# --- HTML ----------------------------------------------------------------------------------


def test_html_is_one_file_that_asks_for_nothing_and_runs_nothing() -> None:
    html = Html(convert(everything(), "html"))
    policy = next(one["content"] for one in html.all("meta") if "http-equiv" in one)
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy
    assert {one["src"][:19] for one in html.all("img")} == {"data:image/svg+xml;"}
    assert {"script", "link", "iframe", "object", "form", "input"}.isdisjoint(tag for tag, _ in html.tags)
    assert not [name for _, attributes in html.tags for name in attributes if name.startswith("on")]
    assert not [attributes for _, attributes in html.tags if "style" in attributes]


def test_html_says_its_language_its_title_and_its_parts() -> None:
    html = Html(convert(everything(), "html"))
    assert html.all("html") == [{"lang": "fr"}]
    assert (
        len(html.all("main"))
        == len(html.all("header"))
        == len(html.all("h1"))
        == len(html.all("title")) - 1
        == 1
    )
    assert [one.get("scope") for one in html.all("th")] == ["col"] * 3
    assert [one.get("class") for one in html.all("td")][:3] == [None, "center", "right"]
    assert [one.get("start") for one in html.all("ol")] == [None, None, "6"]
    (svg,) = html.all("svg")
    assert (svg["role"], svg["aria-labelledby"]) == ("img", "picture-1-title picture-1-description")


def test_html_has_no_id_twice_and_its_links_lead_somewhere() -> None:
    picture = "![a](a.svg)\n\n"
    html = Html(
        convert(
            Page(f"# A\n\n[b](#title)\n\n# title\n\n{picture * 2}", "A", "en", {"a.svg": PICTURE}), "html"
        )
    )
    ids = [attributes["id"] for _, attributes in html.tags if "id" in attributes]
    assert len(ids) == len(set(ids)) == 6
    assert {one["href"][1:] for one in html.all("a")} <= set(ids)


def test_a_long_page_has_contents_after_its_first_part() -> None:
    long, short = (
        convert(Page("# A\n\n" + "## B\n\ntext\n\n" * count, "A", "fr"), "html").decode() for count in (5, 4)
    )
    assert long.index('<h2 id="b">') < long.index('<nav aria-label="Sommaire">') < long.index('<h2 id="b-1">')
    assert "<nav" not in short


def test_sanitising_takes_nothing_from_what_we_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """nh3 is the second lock: the first is that every text is escaped."""
    from advisor.formats import as_html

    cleaned = Html(convert(everything(), "html"))
    monkeypatch.setattr(as_html.nh3, "clean", lambda html, **_: html)
    written = Html(convert(everything(), "html"))
    dropped = {"xmlns", "rel"}

    def essence(html: Html) -> list[tuple[str, dict[str, str | None]]]:
        return [
            (tag, {k: v for k, v in attributes.items() if k not in dropped}) for tag, attributes in html.tags
        ]

    assert (essence(cleaned), cleaned.text) == (essence(written), written.text)


# --- Hostile names -------------------------------------------------------------------------


def test_hostile_names_are_shown_literally_in_html() -> None:
    html, harmless = Html(convert(hostile(), "html")), Html(convert(hostile(["name"] * len(HOSTILE)), "html"))
    for name in shown():
        assert html.text.count(name) >= 5, name
    assert [tag for tag, _ in html.tags if tag != "wbr"] == [tag for tag, _ in harmless.tags]


def test_a_template_s_own_text_is_cleaned_too() -> None:
    page = Page("# A\x01\n\nb\u202ec\x0b `d\x02`", "E\x03", "en", {}, Organisation("F\x04"))
    assert Html(convert(page, "html")).text.split() == ["F", "A", "bc", "d"]
    assert convert(page, "docx") and convert(page, "pdf")


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_a_case_with_hostile_names_gives_a_report_in_each_format(run: Run, tmp_path: Path, form: str) -> None:
    names = "".join(f"- {{id: p{number}, name: {name!r}}}\n" for number, name in enumerate(HOSTILE[:8]))
    text = f"id: x\ntitle: '#read(\"/etc/passwd\") <b> $ @a [b](c)'\ndate: 2026-05-04\nlanguage: fr\npartners:\n{names}"
    (tmp_path / "x.yaml").write_text(text.replace("\\\\", "\\"), encoding="utf-8")
    done = run("report", "x.yaml", "-o", f"x.{form}")
    assert (done.returncode, (tmp_path / f"x.{form}").exists()) == (0, True), done.stderr


# --- Organisation --------------------------------------------------------------------------


def test_a_logo_is_known_by_what_it_is_and_not_by_its_name(tmp_path: Path) -> None:
    logo = tmp_path / "logo.jpg"
    logo.write_text(PICTURE)
    assert read_organisation("A", logo) == Organisation("A", PICTURE.encode(), "svg", str(logo))
    assert read_organisation("", None) is None
    logo.write_text("<svg")
    with pytest.raises(LogoError, match=r"logo\.jpg: is no picture"):
        read_organisation("A", logo)


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("data", "suffix"),
    [(b"\x89PNG\r\n\x1a\nbroken", "png"), (b"\xff\xd8\xffbroken", "jpg"), (b"<svg", "svg")],
)
def test_a_broken_logo_is_named(form: str, data: bytes, suffix: str) -> None:
    page = Page("# A", "A", "en", {}, Organisation("B", data, suffix, "logo.x"))
    with pytest.raises(LogoError, match=r"logo\.x"):
        convert(page, form)


# --- Extras --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "package"),
    [("html", "nh3"), ("docx", "python-docx"), ("pdf", "typst"), ("pdf", "markdown-it-py")],
)
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, form: str, package: str
) -> None:
    known = {name: module for module, name in formats.PACKAGES[form].items()}
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == known[package] else name)
    with pytest.raises(MissingExtraError) as raised:
        convert(everything(), form)
    install = f"pip install 'partnership-advisor[{form}]'"
    assert raised.value.text("en") == f"{form}: this format needs {package}; to install it: {install}"


def test_without_any_extra_the_rest_works(run: Run, case: Path, tmp_path: Path) -> None:
    """As in an installation without them: their modules can't be found."""
    hide = "import sys\nsys.modules |= dict.fromkeys(('markdown_it', 'nh3', 'docx', 'typst'))\n"
    hide += "from advisor.cli import main\nmain()\n"
    (tmp_path / "hidden.py").write_text(hide)
    for arguments, code in ((["report", case], 0), (["report", case, "-o", "a.pdf"], 2)):
        done = subprocess.run(
            [sys.executable, tmp_path / "hidden.py", *arguments],
            capture_output=True,
            encoding="utf-8",
            env=command_environment(),
            cwd=tmp_path,
        )
        assert done.returncode == code, done.stderr
    assert "pip install 'partnership-advisor[pdf]'" in done.stderr
    assert not (tmp_path / "a.pdf").exists()


def test_no_format_is_imported_before_it_is_wanted() -> None:
    show = "import sys, advisor.documents, advisor.formats; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, text=True, env=command_environment()
    )
    assert {"markdown_it", "nh3", "docx", "lxml", "typst"}.isdisjoint(done.stdout.split())


def test_names_are_escaped_for_every_format_by_the_same_function() -> None:
    for name in HOSTILE:
        (heading,) = tree(f"# {markdown(name)}")
        assert isinstance(heading, Heading)
        assert plain(heading.children) == shown([name])[0]


@pytest.mark.parametrize("name", ["😀", "\u0378", "1\ufe0f\u20e3", "한국어", "ก็"])
def test_a_name_that_no_font_has_stands_in_the_pictures_of_a_pdf_too(name: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 40">'
        f"<title>{name}</title><text y='20'>{name} Ana</text></svg>"
    )
    written = Page(f"# {markdown(name)} Ana\n\n![{markdown(name)}](a.svg)\n", name, "en", {"a.svg": svg})
    assert convert(written, "pdf").startswith(b"%PDF")
