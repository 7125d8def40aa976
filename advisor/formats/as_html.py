"""A page as one HTML file: for a phone, a screen and a printer, with nothing beside it and nothing that runs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

import nh3

from advisor.escaping import printable
from advisor.formats import Organisation, Page
from advisor.formats.pictures import MEDIA_TYPES, title_of, with_own_ids
from advisor.formats.tree import (
    Bar,
    Block,
    Cell,
    Code,
    CodeBlock,
    Divider,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quotation,
    Styled,
    Table,
    Text,
    pieces,
    plain,
    read,
)
from advisor.messages import say, translate

WIDE = 4
"""A table of so many columns is shown as cards on a phone, and may be wider than the text on a screen."""
SECTIONS_OF_A_LONG_PAGE = 5

_TAGS = {"emphasis": "em", "strong": "strong", "small": "small"}
_TABLE = {"table": {"role"}, "thead": {"role"}, "tbody": {"role"}, "tr": {"role"}}
_SHAPE = {"x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "stroke-dasharray"}
_ALLOWED = {
    **{tag: {"id"} for tag in ("h1", "h2", "h3", "h4", "h5", "h6")},
    **{tag: set() for tag in ("main", "details", "summary", "br", "hr", "pre", "code", "blockquote")},
    **{tag: set() for tag in ("em", "strong", "small", "wbr")},
    **_TABLE,
    "header": {"class"},
    "p": {"class"},
    "nav": {"aria-label"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "span": {"class", "aria-hidden"},
    "a": {"href"},
    "img": {"src", "alt"},
    "li": {"class"},
    "ul": {"class"},
    "ol": {"class", "start"},
    "th": {"role", "scope", "class"},
    "td": {"role", "class", "data-label"},
    "svg": {"viewBox", "width", "height", "role", "aria-labelledby", "xml:lang", "lang"},
    "g": {"font-family", "font-size", "fill"},
    "rect": _SHAPE,
    "text": {"x", "y", "font-size", "font-weight", "text-anchor", "fill"},
    "title": {"id"},
    "desc": {"id"},
}
"""What a page may hold; all else, event handlers and styles included, is taken out."""


def html_of(page: Page) -> bytes:
    """The whole file."""
    body = nh3.clean(
        "".join(_Writer(page).body()),
        tags=set(_ALLOWED),
        attributes=_ALLOWED,
        url_schemes={"http", "https", "mailto", "data"},
    )
    style, policy = _style()
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(page.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(printable(page.title))}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    ).encode()


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and the policy that allows it, pictures within the page, and nothing else."""
    style = (files("advisor.templates") / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


class _Writer:
    """Writes one page; counts its pictures."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pictures = 0

    def body(self) -> Iterator[str]:
        blocks = read(self.page)
        sections = [block for block in blocks if isinstance(block, Heading) and block.level == 2]
        if self.page.organisation:
            yield from _organisation(self.page.organisation)
        yield "<main>\n"
        for block in blocks:
            if len(sections) >= SECTIONS_OF_A_LONG_PAGE and block is sections[1]:
                yield from self.contents(sections)  # after the part that everybody reads
            yield self.block(block)
        yield "</main>\n"

    def contents(self, sections: Sequence[Heading]) -> Iterator[str]:
        words = escape(translate(say("Contents"), self.page.language))
        yield f'<nav aria-label="{words}">\n<details><summary>{words}</summary>\n<ul>\n'
        for one in sections:
            yield f'<li><a href="#{escape(one.anchor)}">{_text(plain(one.children))}</a></li>\n'
        yield "</ul>\n</details>\n</nav>\n"

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, children, anchor):
                return f'<h{level} id="{escape(anchor)}">{_inlines(children)}</h{level}>\n'
            case Paragraph((Styled("small", children),)):
                return f'<p class="small"><small>{_inlines(children)}</small></p>\n'
            case Paragraph(children):
                return f"<p>{_inlines(children)}</p>\n"
            case Picture(svg, words):
                return self.picture(svg, words)
            case Listing(start, items, tight):
                return self.listing(start, items, tight)
            case Table():
                return _table(block)
            case Quotation(blocks):
                return f"<blockquote>\n{''.join(map(self.block, blocks))}</blockquote>\n"
            case CodeBlock(lines):
                return f"<pre><code>{escape(chr(10).join(lines), quote=False)}\n</code></pre>\n"
            case Divider():
                return "<hr>\n"

    def picture(self, svg: str, words: str) -> str:
        """The picture in a box of its own, which can be scrolled where it is narrow, also by keyboard."""
        self.pictures += 1
        drawn = with_own_ids(svg, f"picture-{self.pictures}")
        label = escape(title_of(svg) or words)
        return f'<div class="picture" role="group" tabindex="0" aria-label="{label}">{drawn}</div>\n'

    def listing(self, start: int | None, items: Sequence[Sequence[Block]], tight: bool) -> str:
        tag = "ul" if start is None else "ol"
        begin = "" if start in (None, 1) else f' start="{start}"'
        loose = "" if tight else ' class="loose"'
        written = "".join(f"<li{_size(item)}>{self.item(item, tight)}</li>\n" for item in items)
        return f"<{tag}{begin}{loose}>\n{written}</{tag}>\n"

    def item(self, item: Sequence[Block], tight: bool) -> str:
        return "".join(
            _inlines(block.children) if tight and isinstance(block, Paragraph) else self.block(block)
            for block in item
        )


def _size(item: Sequence[Block]) -> str:
    """Marks an item of small print alone, whose lines stand closer."""
    match item:
        case (Paragraph((Styled("small"),)),):
            return ' class="small"'
    return ""


def _organisation(organisation: Organisation) -> Iterator[str]:
    yield '<header class="organisation">\n'
    if organisation.logo is not None:
        data = base64.b64encode(organisation.logo).decode()
        words = "" if organisation.name else "logo"
        yield f'<img src="data:{MEDIA_TYPES[organisation.suffix]};base64,{data}" alt="{words}">\n'
    if organisation.name:
        yield f"<p>{_text(printable(organisation.name))}</p>\n"
    yield "</header>\n"


def _table(table: Table) -> str:
    """A table with its roles spelt out, since those of a table are lost where its rows are shown as cards."""
    wide = len(table.head) >= WIDE
    head = "".join(_heading(cell, wide) for cell in table.head)
    labels = [plain(cell.children) if wide else "" for cell in table.head]
    rows = "".join(
        f"<tr{_role('row', wide)}>{''.join(map(_cell, row, labels, [wide] * len(row)))}</tr>\n"
        for row in table.rows
    )
    return (
        f'<div class="table{" wide" if wide else ""}"><table{_role("table", wide)}>\n'
        f"<thead{_role('rowgroup', wide)}><tr{_role('row', wide)}>{head}</tr></thead>\n"
        f"<tbody{_role('rowgroup', wide)}>\n{rows}</tbody>\n</table></div>\n"
    )


def _role(role: str, wide: bool) -> str:
    return f' role="{role}"' if wide else ""


def _heading(cell: Cell, wide: bool) -> str:
    """A column without a title has no heading: an empty one would be announced."""
    if not cell.children:
        return f"<td{_role('cell', wide)}></td>"
    return f'<th{_role("columnheader", wide)} scope="col"{_aligned(cell)}>{_inlines(cell.children)}</th>'


def _cell(cell: Cell, label: str, wide: bool) -> str:
    named = f' data-label="{escape(label)}"' if label else ""
    return f"<td{_role('cell', wide)}{_aligned(cell)}{named}>{_inlines(cell.children)}</td>"


def _aligned(cell: Cell) -> str:
    return "" if cell.align == "left" else f' class="{cell.align}"'


def _inlines(parts: Sequence[Inline]) -> str:
    return "".join(map(_inline, parts))


def _inline(part: Inline) -> str:
    match part:
        case Text(text):
            return _text(text)
        case Bar(text):
            return f'<span class="bar" aria-hidden="true">{text}</span>'
        case Code(text):
            return f"<code>{_text(text)}</code>"
        case Styled(style, children):
            return f"<{_TAGS[style]}>{_inlines(children)}</{_TAGS[style]}>"
        case Link(target, children):
            return f'<a href="{escape(target)}">{_inlines(children)}</a>'
        case LineBreak():
            return "<br>\n"


def _text(text: str) -> str:
    """Text in which very long words may be broken."""
    return "<wbr>".join(escape(piece, quote=False) for piece in pieces(text))
