"""Case text is printed literally, wherever a template puts it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markdown_it import MarkdownIt

from advisor.escaping import Markdown, markdown, one_line

POSITIONS = {
    "alone": ("{}", "p"),
    "inline": ("Before {} after", "p"),
    "after a line": ("Before\n{}", "p"),
    "list item": ("- {}", "ul li"),
    "heading": ("## {}", "h2"),
    "end of a heading": ("## Before {}", "h2"),
    "bold": ("Before **{}** after", "p strong"),
    "emphasis": ("Before *{}* after", "p em"),
    "quotation": ("> {}", "blockquote p"),
    "table cell": ("| a | b |\n|---|---|\n| {} | x |", "table thead tr th tbody td"),
    "table heading": ("| {} | b |\n|---|---|\n| x | y |", "table thead tr th tbody td"),
    "before a link's bracket": ("Before {}[^1]", "p"),
    "before a semicolon": ("Before {}; after", "p"),
}
HOSTILE = [
    "a|b",
    r"a\|b",
    r"a\\|b\\",
    "back`tick ``two``",
    "# Title",
    "#",
    "## a ##",
    "C#",
    "1. one",
    "1) one",
    "123",
    "1.5",
    "- item",
    "+ item",
    "* item",
    "---",
    "- - -",
    "===",
    "~~~",
    "> quoted",
    ": definition",
    ":---",
    "[x](y)",
    "[x]: http://a.b",
    "[^1]",
    "[ ] task",
    "![](http://evil.example/x.png)",
    "Bravo!",
    "<script>alert(1)</script>",
    "<!-- comment",
    "<http://a.b>",
    "&amp; &lt",
    "R&D",
    "&#x3c;b&#x3e;",
    "http://a.b/c?d=e",
    "HTTPS://A.B",
    "ftp://a.b",
    "//localhost/x",
    "www.example.com",
    "www.1.com",
    "fournil.fr",
    "ana@fournil.fr",
    "mailto:ana@fournil.fr",
    "*bold* **bold** _em_ ~~gone~~ ~gone~",
    "snake_case_name",
    "$x^2$ and $$y$$",
    "{{7*7}}",
    "{% raw %}",
    "{# note #}",
    "#eval",
    "[/bad] [x]",
    "a\n# Title",
    "trailing\\",
    "two  spaces  ",
    "    code",
    "\u202eevil\u202c",
    "z\u200bero",
    "e\u200d\u0301",
]
SPECIALS = "\\`*_[]()<>|~$^{}#+-=.:;!?&@/'\"%a1 \tné\u00a0"
texts = st.one_of(
    st.text(max_size=40), st.text(SPECIALS, max_size=20), st.lists(st.sampled_from(HOSTILE)).map(" ".join)
)

parsers = [
    MarkdownIt("gfm-like"),
    MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]),
]


def visible(html: str) -> str:
    """The text between the tags, without the blanks and newlines that part blocks."""
    return unescape(re.sub(r"<[^>]*>", "", html)).strip(" \n")


def tags(html: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", html))


def assert_literal(text: str, position: str) -> None:
    # No template prints an empty text, and one of nothing but accents sticks to what precedes it.
    shown = one_line(text)
    if not shown:
        return
    template, containers = POSITIONS[position]
    for parser in parsers:
        html = parser.render(template.format(markdown(text)))
        frame = parser.render(template.format("FRAME"))
        assert visible(html) == visible(frame).replace("FRAME", shown), html
        assert tags(html) == set(containers.split()), html


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_literally(text: str, position: str) -> None:
    assert_literal(text, position)


@pytest.mark.parametrize("text", [text for text in HOSTILE if "@" not in text])
def test_github_s_own_parser_shows_it_literally_save_for_e_mail_addresses(text: str) -> None:
    cmarkgfm = pytest.importorskip("cmarkgfm")
    for template, containers in POSITIONS.values():
        html = cmarkgfm.github_flavored_markdown_to_html(template.format(markdown(text)))
        frame = cmarkgfm.github_flavored_markdown_to_html(template.format("FRAME"))
        assert visible(html) == visible(frame).replace("FRAME", one_line(text))
        assert tags(html) == set(containers.split())


@settings(max_examples=600, deadline=None)
@given(texts, st.sampled_from(sorted(POSITIONS)))
def test_any_text_is_shown_literally(text: str, position: str) -> None:
    assert_literal(text, position)


@settings(max_examples=200, deadline=None)
@given(texts)
@example("{{7*7}}{%x%}{#y#}")
def test_escaped_text_is_no_template(text: str) -> None:
    assert Environment().from_string(markdown(text)).render() == markdown(text)


@given(texts)
def test_markdown_is_escaped_once(text: str) -> None:
    assert markdown(markdown(text)) == markdown(text)
    assert type(markdown(text)) is Markdown


@given(st.text(max_size=60), st.integers(min_value=2, max_value=30))
def test_a_line_stays_as_it_is_and_within_its_limit(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert one_line(line, limit) == line
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a \t b\r\nc\u2028d  ", "a b c d"),
        ("e\u0301", "\u00e9"),
        ("e\u200d\u0301", "\u00e9"),
        ("a\u202eb\u2066c\u200e\ufeff\u200b\u00add", "abcd"),
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("12\u202f000\u00a0€", "12\u202f000\u00a0€"),
        ("a \u00a0 b", "a b"),
        ("a\ud800b\ufffec", "a b c"),
        ("\u3164\u2800", ""),
        ("abcdef", "abcd…"),
        ("abcd ef", "abcd…"),
        ("abcde", "abcde"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text, 5 if text.startswith("abcd") else 500) == line


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Ana Lopes", "Ana Lopes"),
        ("Dupont & Fils, 3.5 % (50/50)", "Dupont & Fils, 3.5 % (50/50)"),
        ("1. a", r"1\. a"),
        ("a-b #1", "a-b #1"),
        ("fournil.fr", r"fournil\.fr"),
        ("M. Le Goff", "M. Le Goff"),
        ("http://x", r"http:\//x"),
        ("ana@x.fr", r"ana\@x\.fr"),
        ("-5", r"\-5"),
        ("Bravo!", r"Bravo\!"),
    ],
)
def test_plain_text_stays_readable_in_the_source(text: str, escaped: str) -> None:
    assert markdown(text) == escaped
