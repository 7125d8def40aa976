"""A page as a DOCX, opened again: headings, lists that count right, tables, pictures; also in a template."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from conftest import Run
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from pages import HOSTILE, UNDRAWABLE, everything, hostile, shown, squeezed, texts

from advisor.formats import Page, convert
from advisor.formats.as_docx import TemplateError, opened

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(page: Page, template: bytes | None = None) -> Document:
    return docx.Document(io.BytesIO(convert(page, "docx", docx_template=template)))


def template(*, dotx: bool = False) -> bytes:
    """An organisation's letter: a header, margins, a font of its own, and a text that must go."""
    document = docx.Document()
    document.add_paragraph("Dear …")
    document.add_table(1, 1)
    document.sections[0].header.paragraphs[0].text = "Chamber of Crafts"
    document.sections[0].left_margin = Mm(40)
    document.styles["Heading 2"].font.name = "Georgia"
    for name in ("List Number", "List Continue 2", "Quote", "Heading 4"):
        document.styles.element.remove(document.styles[name].element)
    data = io.BytesIO()
    document.save(data)
    return renamed(data.getvalue()) if dotx else data.getvalue()


def renamed(data: bytes) -> bytes:
    """The document as a template, which Word tells by the type of its main part."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"document.main+xml", b"template.main+xml"))
    return target.getvalue()


def numbers(document: Document) -> Iterator[tuple[str, int]]:
    """Each numbered paragraph with its number, counted as Word counts."""
    counts: dict[int, int] = {}
    numbering = document.part.numbering_part.element
    for paragraph in document.paragraphs:
        if not paragraph.style.name.startswith("List Number"):
            continue
        reference = paragraph._p.pPr.numPr.numId.val
        (definition,) = (one for one in numbering.findall(qn("w:num")) if one.numId == reference)
        start = definition.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}").get(qn("w:val"))
        counts[reference] = counts.get(reference, int(start) - 1) + 1
        yield paragraph.text, counts[reference]


def test_headings_are_headings_in_their_order() -> None:
    headings = [
        (one.style.name, one.text)
        for one in written(everything()).paragraphs
        if one.style.name.startswith("Head")
    ]
    assert headings == [
        ("Heading 1", "Le tout"),
        ("Heading 2", "Les thèmes"),
        ("Heading 3", "Trois"),
        ("Heading 4", "Quatre"),
        ("Heading 5", "Les thèmes"),
    ]


def test_every_list_counts_from_its_own_start() -> None:
    expected = [("Un", 1), ("Un un", 1), ("Un deux", 2), ("Deux", 2), ("Trois", 3), ("Six", 6), ("Sept", 7)]
    assert list(numbers(written(everything()))) == expected
    assert list(numbers(written(everything(), template()))) == expected


def test_lists_in_lists_and_what_is_said_below_an_item_have_the_styles_for_it() -> None:
    styles = {one.text: one.style.name for one in written(everything()).paragraphs}
    assert [
        styles[text] for text in ("Un deux", "suite", "puce", "plus bas", "tout en bas", "dit dedans")
    ] == [
        "List Number 2",
        "List Continue 2",
        "List Bullet 3",
        "List Bullet 3",
        "List Bullet 3",
        "Quote",
    ]


def test_a_table_has_a_heading_that_is_repeated_and_rows_that_stay_whole() -> None:
    document = written(everything())
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["gauche", "milieu", "droite"],
        ["a", "b", "1"],
        ["☐ oui", "c", "2"],
    ]
    rows = [row._tr.trPr for row in table.rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(column.width for column in table.columns) - room) < Mm(1)


def test_a_picture_is_told_in_words() -> None:
    document = written(everything())
    described = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert described == ["Chambre & Fils", "Deux parts, la gauche verte"]
    assert [shape.width for shape in document.inline_shapes][1] < document.sections[0].page_width


def test_title_language_and_author_are_set_and_no_date() -> None:
    data = convert(everything(), "docx")
    document = docx.Document(io.BytesIO(data))
    core = document.core_properties
    assert (core.title, core.language, core.author) == ("Le tout", "fr-FR", "Chambre & Fils")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"dcterms" not in archive.read("docProps/core.xml").partition(b"<dc:title")[2]
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        languages = ElementTree.fromstring(archive.read("word/styles.xml")).iter(f"{W}lang")
        assert {one.get(f"{W}val") for one in languages} == {"fr-FR"}


def test_links_lead_to_addresses_and_to_headings() -> None:
    document = written(everything())
    links = list(document.element.body.iter(qn("w:hyperlink")))
    targets = [document.part.rels[one.get(qn("r:id"))].target_ref for one in links if one.get(qn("r:id"))]
    anchors = [one.get(qn("w:anchor")) for one in links if one.get(qn("w:anchor"))]
    assert targets == ["https://example.org/a?b=c&d=e"]
    assert anchors == [one.get(qn("w:name")) for one in document.element.body.iter(qn("w:bookmarkStart"))]


@pytest.mark.parametrize("in_template", [False, True])
def test_every_text_is_there(in_template: bool) -> None:
    document = written(everything(), template() if in_template else None)
    told = "".join(one.text or "" for one in document.element.body.iter(qn("w:t")))
    assert squeezed(told) == squeezed("Chambre & Fils" + "".join(texts(everything())))


def test_hostile_names_are_shown_literally() -> None:
    names = [*HOSTILE, *UNDRAWABLE]
    document = written(hostile(names))
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 2"] == shown(names)
    assert [one.text for one in document.paragraphs if one.style.name == "List Bullet"] == [
        f"{name} — {name}" for name in shown(names)
    ]
    assert [row.cells[1].text for row in document.tables[0].rows][1:] == shown(names)


# --- Templates -----------------------------------------------------------------------------


@pytest.mark.parametrize("dotx", [False, True])
def test_a_template_gives_styles_margins_and_header_and_loses_its_text(dotx: bool) -> None:
    document = written(everything(), template(dotx=dotx))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Chamber of Crafts"
    assert round(section.left_margin.mm) == 40
    assert document.styles["Heading 2"].font.name == "Georgia"
    assert "Dear …" not in [one.text for one in document.paragraphs]
    assert len(document.tables) == 1


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """The archive with the parts of these stems replaced, or left out."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = parts.get(Path(name).stem, source.read(name))
            if part is not None:
                archive.writestr(name, part)
    return target.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: b"id: x\n", id="a text"),
        pytest.param(lambda data: data[:-200], id="cut off"),
        pytest.param(lambda data: changed(data, document=None), id="without a document"),
        pytest.param(lambda data: changed(data, document=b"<w:document"), id="no XML"),
        pytest.param(lambda data: changed(data, document=b"<html/>"), id="other XML"),
        pytest.param(lambda data: changed(data, styles=b"<html/>"), id="no styles"),
        pytest.param(lambda data: changed(data, **{"[Content_Types]": None}), id="without types"),
        pytest.param(lambda data: changed(data, **{"[Content_Types]": b"<Types/>"}), id="of no type"),
    ],
)
def test_a_broken_template_is_named(make: Any) -> None:
    with pytest.raises(TemplateError, match=r"^mine\.docx: is no Word document or template"):
        opened(make(template()), "mine.docx")


def test_a_broken_template_is_a_mistake_of_the_user_s(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.docx").write_text("no")
    done = run("report", case, "-o", "a.docx", "--docx-template", "mine.docx")
    assert (done.returncode, done.stderr) == (
        65,
        "mine.docx: is no Word document or template (.docx, .dotx)\n",
    )
    assert not (tmp_path / "a.docx").exists()


def test_a_template_without_lists_and_sections_will_do() -> None:
    """As other programs write them: nothing but a text."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    bare = changed(
        template(),
        document=f"<w:document {word}><w:body><w:p/></w:body></w:document>".encode(),
        styles=f"<w:styles {word}/>".encode(),
        numbering=f"<w:numbering {word}/>".encode(),
    )
    assert list(numbers(written(everything(), bare)))[-1] == ("Sept", 7)
