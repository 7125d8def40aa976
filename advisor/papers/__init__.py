"""Papers: what people take to the meeting, each rendered from an assessment and laid out by a template.

A module a kind; `base` says how one is made. The report is no paper: see `advisor.documents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from advisor.assessment import Assessment
from advisor.documents import Composer, tidy
from advisor.escaping import plain
from advisor.formats import Organisation, Page, convert
from advisor.layout import Layout, layout
from advisor.messages import Message
from advisor.papers import (
    action_plan,
    conflict_brief,
    framework_agreement,
    letter,
    responsibility_matrix,
    review_calendar,
    steering_agenda,
    targets,
)
from advisor.papers.base import Head, Kind, Paper, head_of

KINDS: Mapping[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (
        action_plan,
        responsibility_matrix,
        targets,
        conflict_brief,
        steering_agenda,
        framework_agreement,
        review_calendar,
        letter,
    )
}
"""Every kind of paper, in the order in which they are listed and written."""


@dataclass(frozen=True)
class Document:
    """A paper laid out."""

    kind: str
    name: str
    """The name of its files, without what comes after the dot."""
    language: str
    title: str
    """Its heading, as plain text."""
    text: str
    pictures: Mapping[str, str]
    """SVG by the name of its file, as the text links to it."""
    beside: Mapping[str, str]
    """Other files by name."""
    lacks: tuple[Message, ...] = ()
    """What could not be written beside it, and what would be needed."""
    own_templates: str = ""
    """The folder of templates of somebody else's that laid it out; empty for ours alone."""


def page_of(document: Document, organisation: Organisation | None = None) -> Page:
    """A document as a page to print or to send."""
    return Page(
        document.text,
        document.title,
        document.language,
        document.pictures,
        organisation,
        document.own_templates,
    )


def files_of(
    document: Document,
    form: str,
    organisation: Organisation | None = None,
    docx_template: bytes | None = None,
) -> dict[str, str | bytes]:
    """The files of a document in one of `formats.FORMATS`, by name: pictures come beside Markdown, else within."""
    beside: dict[str, str | bytes] = dict(document.beside)
    if form == "md":
        return {**document.pictures, **beside, f"{document.name}.md": document.text}
    page = page_of(document, organisation)
    return {**beside, f"{document.name}.{form}": convert(page, form, docx_template=docx_template)}


@dataclass(frozen=True)
class PlacedPicture:
    """A picture as a template sees it."""

    file: str
    """The name of its file, ready for a link."""
    words: str


def documents(
    assessment: Assessment,
    language: str,
    kinds: Iterable[str],
    *,
    organisation: str = "",
    own_templates: Path | None = None,
) -> list[Document]:
    """The papers of some kinds for the reader of an assessment, in `language`.

    Raises TemplateError for a template of one's own that can't be filled.
    """
    composer = Composer(assessment, language)
    head = head_of(composer, organisation)
    laid_out = layout(language, own_templates)
    made = (paper for kind in kinds for paper in KINDS[kind].compose(composer))
    return [_document(paper, head, laid_out, assessment.audience) for paper in made]


def kinds_for(reader: str | None) -> list[str]:
    """The kinds of paper that a partner may have, or all together (None): nothing private for all."""
    return [kind.name for kind in KINDS.values() if reader or not kind.private]


def _document(paper: Paper, head: Head, layout: Layout, reader: str | None) -> Document:
    """A paper laid out, under a name that says for whom it is."""
    name = f"{paper.name}.for-{reader}" if reader else paper.name  # nobody takes one copy for another
    files = {key: f"{name}.{key}.svg" for key in paper.pictures}
    drawn = {files[key]: layout.picture(one) for key, one in paper.pictures.items()}
    placed = {key: PlacedPicture(quote(files[key]), one.words) for key, one in paper.pictures.items()}
    text = tidy(layout.document(paper.kind, paper=paper.view, head=head, pictures=placed))
    return Document(
        kind=paper.kind,
        name=name,
        language=layout.language,
        title=plain(next((line[2:] for line in text.splitlines() if line.startswith("# ")), name)),
        text=text,
        pictures=drawn,
        beside={f"{name}.{end}": content for end, content in paper.beside.items()},
        lacks=paper.lacks,
        own_templates=str(layout.own or ""),
    )
