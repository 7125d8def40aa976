"""A page as a PDF, tagged for screen readers (PDF/UA), set by typst with the fonts that it carries.

Every text reaches typst as a string literal, in which nothing but the quote and the backslash has a meaning: no
name, however it is spelt, can become markup or code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence, Set
from functools import cache
from importlib.resources import files
from typing import Literal

import typst

from advisor.escaping import printable
from advisor.formats import Organisation, Page
from advisor.formats.pictures import LogoError
from advisor.formats.tree import (
    LINE_OF_A_TABLE,
    PADDING,
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
    column_shares,
    length,
    linked_anchors,
    pieces,
    plain,
    read,
)
from advisor.messages import say, translate

REGIONS = {"fr": "FR", "en": "GB"}
UNDRAWABLE = "□"
"""Stands for a character that none of typst's fonts has, such as a Chinese one or an emoji."""
MOST_TOGETHER = 1500
"""Characters of an item that is kept on one page."""
LONGEST_FOOTER = 90
PIXELS_PER_INCH = 220

_STYLES = {"emphasis": "emph", "strong": "strong", "small": "small"}
_SURELY_DRAWABLE = frozenset(map(chr, range(32, 0x180))) | frozenset("–—‘’“”…·•€\u202f☐☑→←█░")


def pdf_of(page: Page) -> bytes:
    """The whole file. Raises LogoError for a logo that can't be drawn."""
    blocks = read(page)
    if page.organisation and page.organisation.logo is not None:
        png_of_logo(page.organisation)  # which names a logo that can't be drawn
    source = _source(page, blocks, frozenset())
    unknown = {character for character in set(source) if not _is_drawable(character)}
    if unknown:
        source = _source(page, blocks, unknown)
    try:
        return compiled(source, "pdf")
    except typst.TypstError:  # characters that the fonts have one by one, and not as they stand together
        doubtful = {one for one in source if one.isprintable()} - _SURELY_DRAWABLE - {UNDRAWABLE}
        if not doubtful:
            raise
        return compiled(_source(page, blocks, unknown | doubtful), "pdf")


def compiled(source: str, form: Literal["pdf", "png"], ppi: float | None = None) -> bytes:
    """What typst makes of a source, without a look at the fonts of this machine."""
    standards = ["ua-1"] if form == "pdf" else []
    result = _compiler().compile(
        source.encode(),
        format=form,
        ppi=ppi,
        pdf_standards=standards,  # type: ignore[arg-type]
    )
    assert isinstance(result, bytes)
    return result


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


def png_of(svg: str) -> bytes:
    """A picture as PNG."""
    return _png(f'#image(bytes({literal(svg)}), format: "svg")')


def png_of_logo(organisation: Organisation) -> bytes:
    """The logo as PNG, whatever it is. Raises LogoError for what is no picture."""
    try:
        return _png("#" + _logo(organisation))
    except typst.TypstError as error:
        raise LogoError(organisation.file) from error


def _png(picture: str) -> bytes:
    nothing_around = "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
    return compiled(nothing_around + picture, "png", ppi=PIXELS_PER_INCH)


@cache
def _is_drawable(character: str) -> bool:
    """Whether one of the fonts has the character: a PDF/UA without it is refused."""
    if character in _SURELY_DRAWABLE or unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Zs"):
        return True
    try:
        compiled(f"#set document(title: [x])\n#{literal(character)}", "pdf")
    except typst.TypstError:
        return False
    return True


def _source(page: Page, blocks: Sequence[Block], unknown: Set[str]) -> str:
    """The page in typst's language, with a stand-in for each of the `unknown` characters, and a note about them."""
    writer = _Writer(blocks, unknown)
    title = writer.string(page.title)
    organisation = page.organisation
    author = f"{writer.string(organisation.name)}" if organisation and organisation.name else "()"
    short = page.title if len(page.title) <= LONGEST_FOOTER else page.title[:LONGEST_FOOTER] + "…"
    parts = [
        f"#let title = {title}\n#let short-title = {writer.string(short)}\n#let author = {author}\n",
        f"#let language = {literal(page.language)}\n#let region = {literal(REGIONS[page.language])}\n",
        (files("advisor.templates") / "page.typ").read_text(encoding="utf-8"),
    ]
    if organisation:
        parts.append(f"#organisation({_logo(organisation)}, {writer.string(organisation.name)})\n")
    parts.append(writer.blocks(blocks))
    if unknown:
        codes = ", ".join(f"U+{ord(character):04X}" for character in sorted(unknown))
        note = say(
            "{mark} stands for characters that the fonts of this PDF lack: {codes}. The HTML and the Word "
            "document have them.",
            mark=UNDRAWABLE,
            codes=codes,
        )
        parts.append(f"#small[#{literal(translate(note, page.language))};]\n")
    return "".join(parts)


def _logo(organisation: Organisation) -> str:
    """The logo as a typst expression."""
    if organisation.logo is None:
        return "none"
    data = ",".join(map(str, organisation.logo))
    words = literal(organisation.name or "logo")
    return f'image(bytes(({data},)), format: "{organisation.suffix}", alt: {words}, height: 14mm)'


def literal(text: str) -> str:
    """A string of typst's that holds exactly this text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


class _Writer:
    """Writes one page in typst's language."""

    def __init__(self, blocks: Sequence[Block], unknown: Set[str]) -> None:
        self.stand_ins = str.maketrans(dict.fromkeys(unknown, UNDRAWABLE))
        self.linked = linked_anchors(blocks)

    def string(self, text: str) -> str:
        """A literal in which very long words may be broken."""
        return literal("\u200b".join(pieces(printable(text).translate(self.stand_ins))))

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, children, anchor):
                label = f"#label({literal(anchor)})" if anchor in self.linked else ""
                return f"#heading(level: {level})[{self.inlines(children)}]{label}\n\n"
            case Paragraph(children, leads_in):
                return f"#{'leading-in' if leads_in else 'par'}[{self.inlines(children)}]\n"
            case Picture(svg, words):
                drawn = literal(svg.translate(self.stand_ins))
                return f'#image(bytes({drawn}), format: "svg", alt: {self.string(words)}, width: 85%)\n'
            case Listing():
                return self.listing(block)
            case Table():
                return self.table(block)
            case Quotation(blocks):
                return f"#quote(block: true)[\n{self.blocks(blocks)}]\n"
            case CodeBlock(lines):
                return f"#raw({literal(chr(10).join(lines).translate(self.stand_ins))}, block: true)\n"
            case Divider():
                return "#divider\n"

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "".join(map(self.block, blocks))

    def listing(self, listing: Listing) -> str:
        items = ", ".join(f"[\n{self.item(item, listing.tight)}]" for item in listing.items)
        tight = "true" if listing.tight else "false"
        spacing = ".8em" if listing.tight else "1.3em"
        if listing.start is None:
            return f"#list(tight: {tight}, spacing: {spacing}, {items})\n"
        return f"#enum(tight: {tight}, spacing: {spacing}, start: {listing.start}, {items})\n"

    def item(self, item: Sequence[Block], tight: bool) -> str:
        match item:
            case (Paragraph(children),) if tight:
                return self.inlines(children)
        written = self.blocks(item)
        return f"#together[\n{written}]" if length(item) <= MOST_TOGETHER else written

    def table(self, table: Table) -> str:
        shares = column_shares(table)
        columns = ", ".join(f"{share:.4f}fr" for share in shares)
        aligned = ", ".join(cell.align for cell in table.head)
        head, *rows = (", ".join(map(self.cell, row, shares)) for row in (table.head, *table.rows))
        cells = "".join(f"  {row},\n" for row in rows)
        return f"#table(columns: ({columns},), align: ({aligned},), table.header({head}),\n{cells})\n"

    def cell(self, cell: Cell, share: float) -> str:
        """A cell, hyphenated only where a word doesn't fit: no name is cut for looks."""
        longest = max(map(len, plain(cell.children).split()), default=0)
        written = self.inlines(cell.children)
        return f"[#hyphenated[{written}]]" if longest > share * LINE_OF_A_TABLE - PADDING else f"[{written}]"

    def inlines(self, parts: Sequence[Inline]) -> str:
        return "".join(map(self.inline, parts))

    def inline(self, part: Inline) -> str:
        match part:
            case Text(text):
                return f"#{self.string(text)};"
            case Bar(text):
                return f"#bar({literal(text)});"
            case Code(text):
                return f"#raw({self.string(text)});"
            case Styled(style, children):
                return f"#{_STYLES[style]}[{self.inlines(children)}];"
            case Link(target, children):
                where = f"label({literal(target[1:])})" if target.startswith("#") else literal(target)
                return f"#link({where})[{self.inlines(children)}];"
            case LineBreak():
                return "#linebreak();"
