"""A page as a PDF, read again: all of its text, tags, fonts and language; on any machine the same."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from conftest import CHECKOUT
from pages import HOSTILE, UNDRAWABLE, everything, hostile, shown, squeezed, texts
from pypdf import PdfReader

from advisor.assessment import advise
from advisor.case import read_case
from advisor.documents import page
from advisor.formats import Organisation, Page, convert
from advisor.formats.as_pdf import _SURELY_DRAWABLE, compiled, literal


def read(one: Page) -> PdfReader:
    return PdfReader(io.BytesIO(convert(one, "pdf")))


def told(reader: PdfReader) -> str:
    """The text of all pages, without what stands below each page."""
    footer = r"[^\n]*\n?\d+ / \d+\s*$"
    return "".join(re.sub(footer, "", sheet.extract_text()) for sheet in reader.pages)


def fonts(reader: PdfReader) -> list[Any]:
    """The descriptors of all fonts."""
    found = [font.get_object() for sheet in reader.pages for font in sheet["/Resources"]["/Font"].values()]
    return [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in found]


def tags(reader: PdfReader) -> list[str]:
    """The kinds of all elements of the structure."""

    def below(element: Any) -> list[str]:
        element = element.get_object()
        if isinstance(element, list):
            return [kind for one in element for kind in below(one)]
        if not isinstance(element, dict):
            return []
        return [str(element.get("/S", ""))[1:]] + (below(element["/K"]) if "/K" in element else [])

    return [kind for kind in below(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]) if kind]


@pytest.mark.parametrize("name", ["deux-boulangers", "agency-and-dairy"])
def test_every_text_of_a_report_is_there(name: str) -> None:
    case = read_case(CHECKOUT / "cases" / f"{name}.yaml")
    one = page(advise(case), case.language)
    found = squeezed(told(read(one)))
    assert [text for text in texts(one) if squeezed(text) not in found] == []


def test_every_text_of_a_page_with_everything_is_there() -> None:
    found = squeezed(told(read(everything())))
    assert [text for text in ["Chambre & Fils", *texts(everything())] if squeezed(text) not in found] == []


def test_it_is_tagged_and_says_title_and_language() -> None:
    reader = read(everything())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (reader.metadata.title, reader.metadata.author) == ("Le tout", "Chambre & Fils")
    assert str(root["/Lang"]) == "fr-FR"
    assert "pdfuaid:part>1<" in root["/Metadata"].get_data().decode().replace("</pdfuaid", "<")
    assert {
        "H1",
        "H2",
        "H3",
        "H4",
        "L",
        "LI",
        "Table",
        "TH",
        "TD",
        "Figure",
        "BlockQuote",
        "Link",
        "P",
    } <= set(tags(reader))


def test_it_carries_no_date() -> None:
    data = convert(everything(), "pdf")
    assert b"CreationDate" not in data and b"ModDate" not in data
    assert PdfReader(io.BytesIO(data)).metadata.creation_date is None


def test_all_fonts_are_inside_and_none_is_of_the_system() -> None:
    descriptors = fonts(read(everything()))
    assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)
    names = {str(one["/FontName"]).partition("+")[2] for one in descriptors}
    assert {re.match(r"LibertinusSerif|DejaVuSansMono|NewCM", name) is not None for name in names} == {True}


def test_pictures_are_drawn_and_not_pixels() -> None:
    assert [image for sheet in read(everything()).pages for image in sheet.images] == []


def test_hostile_names_are_shown_literally_and_nothing_is_run() -> None:
    reader = read(hostile())
    found = squeezed(told(reader))
    for name in shown():
        if not re.search(r"[\u0590-\u06ff]", name):  # read from right to left
            assert found.count(squeezed(name)) >= 5, name
    assert "root:" not in found
    assert [sheet["/Annots"] for sheet in reader.pages if "/Annots" in sheet] == []
    assert "/JavaScript" not in str(reader.trailer["/Root"]) and "/AA" not in reader.trailer["/Root"]


def test_a_character_that_no_font_has_is_marked_and_named() -> None:
    found = told(read(Page("# 陈 Ltd\n\n`🙂`", "陈", "fr", {}, Organisation("ไ"))))
    assert "□ Ltd" in found
    assert "□ remplace" in found and "U+0E44, U+9648, U+1F642" in found


@pytest.mark.parametrize("name", [*HOSTILE, *UNDRAWABLE])
def test_a_literal_holds_exactly_its_text(name: str) -> None:
    text = name.encode("utf-8", "replace").decode()
    source = f"#set document(title: [x])\n#assert({literal(text)}.codepoints().map(str.to-unicode) == {codes(text)})\nx"
    assert compiled(source, "pdf")


def codes(text: str) -> str:
    return "(" + "".join(f"{ord(one)}," for one in text) + ")"


def test_what_is_taken_to_be_drawable_is() -> None:
    text = "".join(sorted(one for one in _SURELY_DRAWABLE if one.isprintable()))
    assert compiled(f"#set document(title: [x])\n#{literal(text)}", "pdf")


def test_links_lead_to_addresses_and_to_headings() -> None:
    links = [note.get_object() for sheet in read(everything()).pages for note in sheet.get("/Annots", [])]
    assert {str(one["/A"]["/URI"]) for one in links if "/A" in one and "/URI" in one["/A"]} == {
        "https://example.org/a?b=c&d=e"
    }
    assert any("/Dest" in one or one["/A"].get("/S") == "/GoTo" for one in links)
