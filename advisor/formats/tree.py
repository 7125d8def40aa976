"""A page as a tree: Markdown read once, for all formats that are written from it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from advisor.escaping import printable

if TYPE_CHECKING:
    from advisor.formats import Page

SMALL_OPENS, SMALL_CLOSES = "<sub>", "</sub>"
"""The only HTML that our templates write: small print."""
SCHEMES = ("", "http", "https", "mailto")
"""Where a link may lead; nowhere by name alone: to a file beside the page."""

_SUBTITLE = 90
"""Characters of a paragraph that is but a line below a heading."""
_SHORT_CELL = 18
"""Characters that a column may always have in one line: a date, a name."""
_LONGEST_IN_A_CELL = 20
"""Characters of the longest word for which a column makes room."""
LINE_OF_A_TABLE = 100
"""Characters that fit beside each other in a table as wide as the page."""
PADDING = 2
"""As much of a column as stays empty, in characters."""
_BAR = re.compile(r"([█░]{2,})")
_LONG_WORD = re.compile(r"\S{31,}")
"""Longer than the words of French and English: such a one may be broken anywhere."""
_PIECE = re.compile(r".{1,10}")
_MARK = "\0"  # in no text that is printable


class UnsupportedMarkdownError(Exception):
    """A fault of ours: a template wrote what the formats can't show."""


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar of letters, `██░░`: for the eye, beside words that say the same."""

    text: str


@dataclass(frozen=True)
class Code:
    text: str


@dataclass(frozen=True)
class Styled:
    style: Literal["emphasis", "strong", "small"]
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Link:
    target: str
    """An address, or `#anchor` of a heading of the same page."""
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class LineBreak:
    """A line that ends here whatever room is left."""


Inline = Text | Bar | Code | Styled | Link | LineBreak


@dataclass(frozen=True)
class Heading:
    level: int
    children: tuple[Inline, ...]
    anchor: str
    """As GitHub makes it, so that a link holds in the Markdown file too."""


@dataclass(frozen=True)
class Paragraph:
    children: tuple[Inline, ...]
    leads_in: bool = False
    """Whether it belongs on one page with what follows: a list, a table, a picture, the text of a section."""


@dataclass(frozen=True)
class Picture:
    """A picture that stands alone."""

    svg: str
    words: str
    """What it shows, for those who don't see it."""


@dataclass(frozen=True)
class Listing:
    start: int | None
    """The first number; None for bullets."""
    items: tuple[tuple[Block, ...], ...]
    tight: bool
    """Whether its items stand without space between them."""


@dataclass(frozen=True)
class Cell:
    children: tuple[Inline, ...]
    align: Literal["left", "center", "right"]


@dataclass(frozen=True)
class Table:
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> Iterator[list[str]]:
        """The texts of each column, its heading first."""
        for number in range(len(self.head)):
            yield [plain(row[number].children) for row in (self.head, *self.rows)]


@dataclass(frozen=True)
class Quotation:
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CodeBlock:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Divider:
    """A line across the page."""


Block = Heading | Paragraph | Picture | Listing | Table | Quotation | CodeBlock | Divider


def read(page: Page) -> tuple[Block, ...]:
    """The blocks of a page. Raises UnsupportedMarkdownError, also for a link or a picture that leads nowhere."""
    parser = MarkdownIt("commonmark").enable("table").disable("html_block")
    reader = _Reader(page.pictures)
    blocks = reader.blocks(SyntaxTreeNode(parser.parse(page.text)))
    missing = reader.linked - reader.anchors.keys()
    if missing:
        raise UnsupportedMarkdownError(f"no heading for the links to {sorted(missing)}")
    return blocks


class _Reader:
    """Reads one page, and remembers its anchors."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        self.pictures = pictures
        self.anchors: Counter[str] = Counter()
        self.linked: set[str] = set()

    def blocks(self, parent: SyntaxTreeNode) -> tuple[Block, ...]:
        found = [self.block(node) for node in parent.children]
        places = zip((None, *found), found, (*found[1:], None), strict=False)
        return tuple(_placed(before, block, after) for before, block, after in places)

    def block(self, node: SyntaxTreeNode) -> Block:
        match node.type:
            case "heading":
                children = self.content(node)
                return Heading(int(node.tag[1]), children, self.anchor(plain(children)))
            case "paragraph":
                return self.picture(node) or Paragraph(self.content(node))
            case "bullet_list" | "ordered_list":
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                tight = any(child.hidden for item in node.children for child in item.children)
                return Listing(start, tuple(self.blocks(item) for item in node.children), tight)
            case "table":
                rows = [self.row(row) for part in node.children for row in part.children]
                return Table(rows[0], tuple(rows[1:]))
            case "blockquote":
                return Quotation(self.blocks(node))
            case "fence" | "code_block":
                return CodeBlock(
                    tuple(printable(line) for line in node.content.removesuffix("\n").split("\n"))
                )
            case "hr":
                return Divider()
        raise UnsupportedMarkdownError(node.type)

    def anchor(self, title: str) -> str:
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") or "section"
        self.anchors[slug] += 1
        if self.anchors[slug] == 1:
            return slug
        numbered = f"{slug}-{self.anchors[slug] - 1}"
        self.anchors[numbered] += 1
        return numbered

    def row(self, row: SyntaxTreeNode) -> tuple[Cell, ...]:
        return tuple(Cell(self.content(cell), _alignment(cell)) for cell in row.children)

    def picture(self, paragraph: SyntaxTreeNode) -> Picture | None:
        """The picture that is all of a paragraph, if there is one."""
        parts = [part for inline in paragraph.children for part in inline.children]
        if [part.type for part in parts] != ["image"]:
            return None
        name = unquote(str(parts[0].attrs["src"]))
        if name not in self.pictures:
            raise UnsupportedMarkdownError(f"no picture {name}")
        return Picture(self.pictures[name], printable(parts[0].content))

    def content(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """What a paragraph, heading or cell says."""
        return tuple(part for inline in node.children for part in self.inlines(inline.children))

    def inlines(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
        parts: list[Inline] = []
        opened: list[int] = []
        for node in nodes:
            if node.type == "html_inline" and node.content == SMALL_OPENS:
                opened.append(len(parts))
                parts.append(Text(SMALL_OPENS))  # stays, if nothing closes it
            elif node.type == "html_inline" and node.content == SMALL_CLOSES and opened:
                begin = opened.pop()
                parts[begin:] = [Styled("small", tuple(parts[begin + 1 :]))]
            elif node.type in ("text", "html_inline"):  # other HTML is shown as it is typed
                parts += _texts(printable(node.content))
            else:
                parts.append(self.inline(node))
        return tuple(parts)

    def inline(self, node: SyntaxTreeNode) -> Inline:
        match node.type:
            case "softbreak":
                return Text(" ")
            case "hardbreak":
                return LineBreak()
            case "code_inline":
                return Code(printable(node.content))
            case "em":
                return Styled("emphasis", self.inlines(node.children))
            case "strong":
                return Styled("strong", self.inlines(node.children))
            case "link":
                target = str(node.attrs["href"])
                if target.startswith("#"):
                    target = unquote(target)
                    self.linked.add(target[1:])
                elif urlsplit(target).scheme not in SCHEMES:
                    raise UnsupportedMarkdownError(f"a link to {target}")
                return Link(target, self.inlines(node.children))
        raise UnsupportedMarkdownError(node.type)


def _texts(text: str) -> Iterator[Inline]:
    for number, part in enumerate(_BAR.split(text)):
        if part:
            yield Bar(part) if number % 2 else Text(part)


def _placed(before: Block | None, block: Block, after: Block | None) -> Block:
    """A block that knows whether it must stay with the next one."""
    if not isinstance(block, Paragraph):
        return block
    is_subtitle = (
        isinstance(before, Heading) and len(plain(block.children)) <= _SUBTITLE and after is not None
    )
    leads_in = is_subtitle or isinstance(after, Listing | Table | Picture)
    return replace(block, leads_in=leads_in)


def _alignment(cell: SyntaxTreeNode) -> Literal["left", "center", "right"]:
    match str(cell.attrs.get("style", "")).removeprefix("text-align:"):
        case "right":
            return "right"
        case "center":
            return "center"
    return "left"


def plain(parts: Sequence[Inline]) -> str:
    """The text without its styles."""
    return "".join(map(_plain, parts))


def _plain(part: Inline) -> str:
    match part:
        case Text(text) | Bar(text) | Code(text):
            return text
        case LineBreak():
            return " "
        case Styled(_, children) | Link(_, children):
            return plain(children)


def linked_anchors(blocks: Sequence[Block]) -> set[str]:
    """The anchors to which a link of the page leads."""
    return {link.target[1:] for link in _links(blocks) if link.target.startswith("#")}


def _links(parts: Sequence[Block | Inline]) -> Iterator[Link]:
    for part in parts:
        match part:
            case Link(_, children):
                yield part
                yield from _links(children)
            case Heading(children=children) | Paragraph(children) | Styled(children=children):
                yield from _links(children)
            case Quotation(blocks):
                yield from _links(blocks)
            case Listing(items=items):
                for item in items:
                    yield from _links(item)
            case Table(head, rows):
                for row in (head, *rows):
                    for cell in row:
                        yield from _links(cell.children)


def length(blocks: Sequence[Block]) -> int:
    """Characters of paragraphs and lists, by which to tell what may be kept on one page."""
    count = 0
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(children=children):
                count += len(plain(children))
            case Listing(items=items):
                count += sum(map(length, items))
            case _:
                count += 1000  # a table, a picture, a quotation: never small
    return count


def pieces(text: str) -> list[str]:
    """The text in pieces between which a line may end, which matters inside very long words only."""
    return _LONG_WORD.sub(lambda word: _MARK.join(_PIECE.findall(word[0])), text).split(_MARK)


def _width(text: str) -> int:
    """How wide a text is, in letters; the dots that are filled in by hand take two each."""
    return len(text) + text.count("…")


def column_shares(table: Table) -> list[float]:
    """The width of each column as a share of the whole: enough for its words, more where there is more to read."""
    least, wishes = [], []
    for column in table.columns:
        longest = max(map(_width, column))
        word = max(_width(word) for text in column for word in [*text.split(), ""])
        width = PADDING + max(longest if longest <= _SHORT_CELL else min(word, _LONGEST_IN_A_CELL), 3)
        least.append(width)
        wishes.append(math.sqrt(max(longest + PADDING - width, 0)))
    room = max(LINE_OF_A_TABLE - sum(least), 0)
    share_of_room = room / (sum(wishes) or 1)
    widths = [width + wish * share_of_room for width, wish in zip(least, wishes, strict=True)]
    return [width / sum(widths) for width in widths]
