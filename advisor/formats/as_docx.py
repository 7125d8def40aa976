"""A page as a DOCX, for who wants to write in it: real headings, lists and tables, also in a template of one's own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from advisor.errors import AdvisorError, Problem
from advisor.escaping import printable
from advisor.formats import Organisation, Page
from advisor.formats.as_pdf import png_of, png_of_logo
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
    column_shares,
    length,
    linked_anchors,
    read,
)
from advisor.messages import say

MOST_TOGETHER = 1500
"""Characters of an item of a list that is kept on one page."""
REGIONS = {"fr": "fr-FR", "en": "en-GB"}
QUOTE = "Quote"
SMALL, BAR, INLINE_CODE, CODE = "Small Print", "Bar", "Inline Code", "Code Block"
IN_TABLE, HEAD, TABLE = "Table Text", "Table Heading", "Advice Table"
"""Styles of our own, which a template may define to its taste."""

_ACCENT, _SOFT, _INK, _LINE, _LINK = (
    RGBColor.from_string(one) for one in ("1D4560", "4A5560", "1F2933", "C9D1D8", "0B5394")
)
_FONT, _CODE_FONT = "Calibri", "Consolas"
_DEPTHS = 3
"""Lists in lists have styles of their own so far down; deeper ones look like the last of these."""
_STEP = Mm(6.3)
"""How far a list is indented in the one around it."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of all that is in the file: the first that a ZIP archive can hold."""
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


class TemplateError(AdvisorError):
    """What should be a Word template is none."""

    def __init__(self, file: str) -> None:
        super().__init__(Problem(file, say("is no Word document or template (.docx, .dotx)")))


def docx_of(page: Page, template: bytes | None = None) -> bytes:
    """The whole file. Raises TemplateError and LogoError."""
    document = opened(template) if template is not None else docx.Document()
    blocks = read(page)
    if template is None:
        _set_our_look(document)
    _add_missing_styles(document)
    _set_properties(document, page)
    if page.organisation:
        _put_organisation(document, page.organisation)
    _Writer(document, blocks).write(blocks)
    return _same_bytes(document)


def opened(template: bytes, file: str = "docx_template") -> Document:
    """A template without its text, of which styles, margins, headers and footers stay. `file`: its name in an error."""
    try:
        document = docx.Document(io.BytesIO(_as_document(template)))
        document.element.body.get_or_add_sectPr()
        list(document.styles)
    # lxml's error for what is no XML is a SyntaxError
    except (OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise TemplateError(file) from error
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    return document


def _as_document(template: bytes) -> bytes:
    """A .dotx differs from a .docx by the name of its main part's type, which python-docx refuses."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(_TEMPLATE_MAIN.encode(), _MAIN.encode())
            target.writestr(name, data)
    return written.getvalue()


def _same_bytes(document: Document) -> bytes:
    """The file, with nothing in it that tells when it was written."""
    saved, written = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the system that wrote it
            target.writestr(info, source.read(name))
    return written.getvalue()


# --- Look ---


def _set_our_look(document: Document) -> None:
    """A4, one sans-serif for all, headings in our colour, the number of the page below."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # of python-docx's own template
            del package.rels[key]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    _set_style(document, "Normal", size=10.5, color=_INK, after=6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.12
    for level, size, before in ((1, 20, 0), (2, 14.5, 18), (3, 11.5, 12), (4, 10.5, 10)):
        _set_style(document, f"Heading {level}", size=size, color=_ACCENT, before=before, after=5, bold=True)
    for kind in ("List Bullet", "List Number", "List Continue"):
        for depth in range(_DEPTHS):
            _set_style(document, _of_depth(kind, depth), after=4)
            for spacing in _style(document, _of_depth(kind, depth)).element.iter(qn("w:contextualSpacing")):
                spacing.getparent().remove(spacing)
                break
    _set_style(document, QUOTE, color=_SOFT)
    _style(document, QUOTE).paragraph_format.left_indent = _STEP
    _set_page_number(document)


def _set_style(
    document: Document,
    name: str,
    *,
    size: float | None = None,
    color: RGBColor | None = None,
    before: float | None = None,
    after: float | None = None,
    bold: bool | None = None,
) -> None:
    style = _style(document, name)
    _set_font(style, _FONT)
    if size is not None:
        style.font.size = Pt(size)
    if color is not None:
        style.font.color.rgb = color
    if bold is not None:
        style.font.bold = bold
    if before is not None:
        style.paragraph_format.space_before = Pt(before)
    if after is not None:
        style.paragraph_format.space_after = Pt(after)


def _set_font(style: Any, name: str) -> None:
    """The font of a style, in place of that of the theme."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for attribute in [one for one in fonts.attrib if one.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("w:cs", "w:hAnsi"):
        fonts.set(qn(script), name)


def _set_page_number(document: Document) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for number, field in enumerate(("PAGE", "NUMPAGES")):
        if number:
            paragraph.add_run(" / ")
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        run = paragraph.add_run("1")
        simple.append(run._r)
        paragraph._p.append(simple)
    for one in paragraph._p.iter(qn("w:r")):
        one.get_or_add_rPr().get_or_add_sz().val = Pt(8.5)


def _style(document: Document, name: str) -> Any:
    return document.styles[name]


def _of_depth(kind: str, depth: int) -> str:
    """`List Bullet`, `List Bullet 2`, `List Bullet 3`."""
    return kind if depth == 0 else f"{kind} {min(depth, _DEPTHS - 1) + 1}"


def _add_missing_styles(document: Document) -> None:
    """Every style that the writer uses, as a template may lack it; what it has stays as it is."""
    names = {style.name for style in document.styles}

    def added(name: str, kind: WD_STYLE_TYPE, base: str | None = None) -> Any:
        if name in names:
            return None
        style: BaseStyle = document.styles.add_style(name, kind, builtin=not _is_ours(name))
        if isinstance(style, ParagraphStyle):
            style.base_style = document.styles[base] if base else None
            style.quick_style = True
        return style

    paragraph, character = WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER
    kinds = {INLINE_CODE: character, CODE: paragraph}
    if style := added("Normal", paragraph):
        style.element.set(qn("w:default"), "1")
    for level in (1, 2, 3, 4, 5, 6):
        if style := added(f"Heading {level}", paragraph, "Normal"):
            style.font.bold = True
            style.font.size = Pt((20, 15, 12, 11, 11, 11)[level - 1])
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(4)
            style.element.get_or_add_pPr().append(_element("w:outlineLvl", str(level - 1)))
    for kind in ("List Bullet", "List Number", "List Continue"):
        for depth in range(_DEPTHS):
            if style := added(_of_depth(kind, depth), paragraph, "Normal"):
                style.paragraph_format.left_indent = _STEP * (depth + 1)
    if style := added(QUOTE, paragraph, "Normal"):
        style.font.italic = True
        style.paragraph_format.left_indent = _STEP
    if style := added(SMALL, character):
        style.font.size, style.font.color.rgb = Pt(8.5), _SOFT
    if style := added(BAR, character):
        style.font.size, style.font.color.rgb = Pt(6.5), _ACCENT
    for name in (INLINE_CODE, CODE):
        if style := added(name, kinds[name], "Normal"):
            _set_font(style, _CODE_FONT)
            style.font.size = Pt(9)
    if style := added(IN_TABLE, paragraph, "Normal"):
        style.font.size = Pt(9)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    if style := added(HEAD, paragraph, IN_TABLE):
        style.font.bold, style.font.color.rgb = True, _ACCENT
        style.paragraph_format.keep_with_next = True
    if TABLE not in names:
        document.styles.element.append(parse_xml(_table_style()))


def _is_ours(name: str) -> bool:
    return name in (SMALL, BAR, INLINE_CODE, CODE, IN_TABLE, HEAD, TABLE)


def _table_style() -> str:
    """Lines below the rows, a stronger one below the heading."""
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE.replace(" ", "")}">'
        f'<w:name w:val="{TABLE}"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:tblPr><w:tblBorders>'
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_ACCENT}"/>'
        "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
    )


def _set_properties(document: Document, page: Page) -> None:
    """Title, language and author; no date, and nothing of who last wrote the template."""
    properties = document.core_properties
    properties.title = printable(page.title)[:255]
    properties.language = REGIONS[page.language]
    properties.author = printable(page.organisation.name)[:255] if page.organisation else ""
    properties.last_modified_by = properties.comments = ""
    properties.revision = 1
    core = document.part.package.core_properties._element
    for name in ("dcterms:created", "dcterms:modified", "cp:lastPrinted"):
        for date in core.findall(qn(name)):
            core.remove(date)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    languages = [] if defaults is None else [defaults.find(qn("w:lang"))]
    for one in languages:
        if one is None and defaults is not None:
            one = OxmlElement("w:lang")
            defaults.append(one)
        one.set(qn("w:val"), REGIONS[page.language])
    normal = document.styles["Normal"].element.get_or_add_rPr()
    for old in normal.findall(qn("w:lang")):
        normal.remove(old)
    normal.append(_element("w:lang", REGIONS[page.language]))


def _element(tag: str, value: str | None = None) -> Any:
    element = OxmlElement(tag)
    if value is not None:
        element.set(qn("w:val"), value)
    return element


def _put_organisation(document: Document, organisation: Organisation) -> None:
    paragraph = document.add_paragraph()
    name = printable(organisation.name)
    if organisation.logo is not None:
        # drawn anew: python-docx reads neither SVG nor every kind of JPEG
        shape = paragraph.add_run().add_picture(io.BytesIO(png_of_logo(organisation)), height=Mm(14))
        shape._inline.docPr.set("descr", name or "logo")
        paragraph.add_run("\u2003" if name else "")
    run = paragraph.add_run(name)
    run.bold, run.font.color.rgb = True, _SOFT


# --- Lists ---


class _Numbering:
    """The lists of a document: those of its styles, each counting from its own start."""

    def __init__(self, document: Document) -> None:
        self.document = document
        part = document.part
        try:
            numbering = part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            numbering = NumberingPart(
                PackURI("/word/numbering.xml"),
                CONTENT_TYPE.WML_NUMBERING,
                parse_xml(f"<w:numbering {nsdecls('w')}/>"),
                part.package,
            )
            part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
        self.root: Any = numbering.element  # type: ignore[attr-defined]

    def of_style(self, name: str) -> tuple[int, int] | None:
        """The abstract list and the level that a style belongs to, itself or by the style it is based on."""
        style = self.document.styles[name]
        while style is not None:
            reference = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            number = None if reference is None else reference.find(qn("w:numId"))
            if number is not None:
                level = reference.find(qn("w:ilvl"))
                for one in self.root.findall(qn("w:num")):
                    if one.get(qn("w:numId")) == number.get(qn("w:val")):
                        abstract = int(one.find(qn("w:abstractNumId")).get(qn("w:val")))
                        return abstract, int(level.get(qn("w:val"))) if level is not None else 0
            style = style.base_style
        return None

    def counted_from(self, abstract: int, level: int, start: int) -> int:
        """The id of a new list of that look, which begins with `start`."""
        number = self.root.add_num(abstract)
        number.add_lvlOverride(level).add_startOverride(start)
        return int(number.numId)

    def new_look(self, depth: int, *, numbered: bool) -> int:
        """An abstract list for a style that has none."""
        ids = [int(one.get(qn("w:abstractNumId"))) for one in self.root.findall(qn("w:abstractNum"))]
        abstract = max(ids, default=-1) + 1
        kind, mark = ("decimal", "%1.") if numbered else ("bullet", "•–·"[min(depth, 2)])
        indent, hanging = _STEP.twips * (depth + 1), _STEP.twips
        element = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{mark}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
            "</w:abstractNum>"
        )
        numbers = self.root.findall(qn("w:num"))
        if numbers:
            numbers[0].addprevious(element)
        else:
            self.root.append(element)
        return abstract


# --- Text ---


class _Writer:
    """Writes the blocks of one page at the end of a document."""

    def __init__(self, document: Document, blocks: Sequence[Block]) -> None:
        self.document = document
        self.numbering = _Numbering(document)
        self.styles = {style.name: style.style_id for style in document.styles}
        """Ids by name, since python-docx looks a style up anew for each paragraph, in all styles of the file."""
        self.looks: dict[tuple[bool, int], tuple[int, int]] = {}
        self.bookmarks = {
            anchor: f"heading_{n}" for n, anchor in enumerate(sorted(linked_anchors(blocks)), 1)
        }
        section = document.sections[-1]
        margins = sum(one or 0 for one in (section.left_margin, section.right_margin, section.gutter))
        self.width = (section.page_width or Mm(210)) - margins

    def write(self, blocks: Sequence[Block], depth: int = 0, style: str = "Normal") -> None:
        """Blocks inside `depth` lists; `style` is that of their paragraphs."""
        for block in blocks:
            match block:
                case Heading(level, children, anchor):
                    self.heading(level, children, anchor)
                case Paragraph(children, leads_in):
                    paragraph = self.paragraph(children, style)
                    if leads_in:
                        paragraph.paragraph_format.keep_with_next = True
                    if style == QUOTE and depth:  # further in than the style has it
                        paragraph.paragraph_format.left_indent = Length(_STEP * (depth + 1))
                case Picture(svg, words):
                    self.picture(svg, words, style)
                case Listing():
                    self.listing(block, depth + 1 if style == QUOTE else depth)
                case Table():
                    self.table(block)
                case Quotation(quoted):
                    self.write(quoted, depth, QUOTE)
                case CodeBlock(lines):
                    self.code(lines)
                case Divider():
                    self.divider()

    def paragraph(self, children: Sequence[Inline], style: str) -> WordParagraph:
        paragraph = self.empty(style)
        self.fill(paragraph, children)
        return paragraph

    def empty(self, style: str = "Normal") -> WordParagraph:
        """A new paragraph at the end of the document."""
        element = self.document.element.body.add_p()
        element.style = self.styles[style]
        return WordParagraph(element, self.document._body)

    def heading(self, level: int, children: Sequence[Inline], anchor: str) -> None:
        paragraph = self.paragraph(children, f"Heading {level}")
        if name := self.bookmarks.get(anchor):
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for element in (start, end):
                element.set(qn("w:id"), name.removeprefix("heading_"))
            start.set(qn("w:name"), name)
            paragraph._p.get_or_add_pPr().addnext(start)
            paragraph._p.append(end)

    def picture(self, svg: str, words: str, style: str) -> None:
        paragraph = self.empty(style)
        shape = paragraph.add_run().add_picture(io.BytesIO(png_of(svg)), width=Length(int(self.width * 0.85)))
        shape._inline.docPr.set("descr", words)

    def code(self, lines: Sequence[str]) -> None:
        paragraph = self.empty(CODE)
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(line)

    def divider(self) -> None:
        paragraph = self.empty()
        borders, line = OxmlElement("w:pBdr"), _element("w:bottom", "single")
        for name, value in (("sz", "6"), ("space", "1"), ("color", str(_LINE))):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")

    def listing(self, listing: Listing, depth: int) -> None:
        numbered = listing.start is not None
        style = _of_depth("List Number" if numbered else "List Bullet", depth)
        abstract, level = self.look(style, depth, numbered)
        number = None
        if listing.start is not None:
            number = self.numbering.counted_from(abstract, level, listing.start)
        elif not self.numbering.of_style(style):
            number = self.numbering.counted_from(abstract, level, 1)
        for item in listing.items:
            self.item(item, depth, style, number, level)

    def look(self, style: str, depth: int, numbered: bool) -> tuple[int, int]:
        key = numbered, min(depth, _DEPTHS - 1)
        if key not in self.looks:
            of_style = self.numbering.of_style(style)
            self.looks[key] = of_style or (self.numbering.new_look(key[1], numbered=numbered), 0)
        return self.looks[key]

    def item(self, item: Sequence[Block], depth: int, style: str, number: int | None, level: int) -> None:
        """One item: its first paragraph bears the mark, what follows stands below it."""
        body = self.document.element.body
        before = len(body)
        first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (None, item)
        paragraph = self.paragraph(first.children if first else (), style)
        if number is not None:
            reference = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            reference.get_or_add_ilvl().val = level
            reference.get_or_add_numId().val = number
        self.write(rest, depth + 1, _of_depth("List Continue", depth))
        if length(item) <= MOST_TOGETHER:
            paragraphs = [
                WordParagraph(one, self.document) for one in body[before - 1 : -1] if one.tag == qn("w:p")
            ]
            for one in paragraphs:
                one.paragraph_format.keep_together = True
            for one in paragraphs[:-1]:
                one.paragraph_format.keep_with_next = True

    def table(self, table: Table) -> None:
        widths = [int(self.width * share) for share in column_shares(table)]
        rows = (table.head, *table.rows)
        written = self.document.add_table(len(rows), len(table.head))
        written.style = self.document.styles[TABLE]
        written.autofit = False
        self.describe(written)
        for column, width in zip(written.columns, widths, strict=True):
            column.width = Length(width)
        for number, (row, cells) in enumerate(zip(written.rows, rows, strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for place, cell, width in zip(row._tr.tc_lst, cells, widths, strict=True):
                place.width = Length(width)
                self.cell(WordParagraph(place.p_lst[0], written), cell, IN_TABLE if number else HEAD)
        self.empty().paragraph_format.space_after = Pt(2)

    def describe(self, table: Any) -> None:
        """Says that the first row is a heading and the first column is not."""
        properties = table._tbl.tblPr
        for look in properties.findall(qn("w:tblLook")):
            properties.remove(look)
        look = OxmlElement("w:tblLook")
        for name, value in (("val", "0020"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "0")):
            look.set(qn(f"w:{name}"), value)
        for name, value in (("lastColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), value)
        properties.append(look)

    def cell(self, paragraph: WordParagraph, cell: Cell, style: str) -> None:
        paragraph._p.style = self.styles[style]
        if cell.align != "left":
            sides = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
            paragraph.alignment = sides[cell.align]
        self.fill(paragraph, cell.children)

    def fill(self, paragraph: WordParagraph, parts: Sequence[Inline]) -> None:
        for element in self.runs(parts, frozenset()):
            paragraph._p.append(element)

    def runs(self, parts: Sequence[Inline], styles: frozenset[str]) -> Iterator[Any]:
        for part in parts:
            match part:
                case Text(text):
                    yield self.run(text, styles)
                case Bar(text):
                    yield self.run(text, styles | {"bar"})
                case Code(text):
                    yield self.run(text, styles | {"code"})
                case LineBreak():
                    run = OxmlElement("w:r")
                    run.append(OxmlElement("w:br"))
                    yield run
                case Styled(style, children):
                    yield from self.runs(children, styles | {style})
                case Link(target, children):
                    yield self.link(target, list(self.runs(children, styles | {"link"})))

    def run(self, text: str, styles: frozenset[str]) -> Any:
        """A run, put together from XML: python-docx looks at each of them several times."""
        element = OxmlElement("w:r")
        written = OxmlElement("w:t")
        written.text = text
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        element.append(written)
        if styles:
            self.dress(Run(element, self.document._body), styles)
        return element

    def dress(self, run: Run, styles: frozenset[str]) -> None:
        if "strong" in styles:
            run.bold = True
        if "emphasis" in styles:
            run.italic = True
        if "code" in styles:
            run._r.style = self.styles[INLINE_CODE]
            if "small" in styles:
                run.font.size, run.font.color.rgb = Pt(8), _SOFT
        elif "bar" in styles:
            run._r.style = self.styles[BAR]
        elif "small" in styles:
            run._r.style = self.styles[SMALL]
        if "link" in styles:
            run.font.underline, run.font.color.rgb = True, _LINK

    def link(self, target: str, runs: Sequence[Any]) -> Any:
        link = OxmlElement("w:hyperlink")
        if target.startswith("#"):
            link.set(qn("w:anchor"), self.bookmarks[target[1:]])
        else:
            link.set(
                qn("r:id"),
                self.document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
            )
        link.extend(runs)
        return link
