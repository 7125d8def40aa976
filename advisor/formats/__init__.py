"""A Markdown document of ours as a page to print or to send: HTML, DOCX, PDF.

Each format needs a package that is not installed with the advisor; what is missing is named, with the
command that installs it. The same page gives the same bytes, whatever the machine and the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from advisor.errors import AdvisorError, Problem, installing
from advisor.escaping import one_line
from advisor.messages import say

LONGEST_REASON = 200
FORMATS = ("md", "html", "docx", "pdf")
PACKAGES = {
    "html": {"markdown_it": "markdown-it-py", "nh3": "nh3"},
    "docx": {"markdown_it": "markdown-it-py", "docx": "python-docx", "typst": "typst"},
    "pdf": {"markdown_it": "markdown-it-py", "typst": "typst"},
}
"""What the extra of each format installs, by the name under which it is imported. typst draws a DOCX's pictures too."""


@dataclass(frozen=True)
class Organisation:
    """Who gives the advice: stands above the title."""

    name: str = ""
    logo: bytes | None = None
    suffix: str = ""
    """What kind of picture the logo is: png, jpg or svg."""
    file: str = "logo"
    """Where the logo comes from, for messages about it."""


@dataclass(frozen=True)
class Page:
    """One document, and what it takes to set it."""

    text: str
    """Markdown as our templates write it: CommonMark, tables, and `<sub>…</sub>` for small print."""
    title: str
    language: str
    pictures: Mapping[str, str] = field(default_factory=dict)
    """SVG by the name under which the text links it; percent-quoted there, not here."""
    organisation: Organisation | None = None
    own_templates: str = ""
    """The folder of templates of somebody else's that wrote it; empty for ours alone."""


class MissingExtraError(AdvisorError):
    """A format needs a package that is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        message = say(
            "this format needs {package}; to install it: {command}",
            package=package,
            command=installing(extra),
        )
        super().__init__(Problem(extra, message))


def require(form: str) -> None:
    """Raises MissingExtraError if a format can't be written here."""
    for module, package in PACKAGES.get(form, {}).items():
        if find_spec(module) is None:
            raise MissingExtraError(form, package)


def convert(page: Page, form: str, *, docx_template: bytes | None = None) -> bytes:
    """The page in one of FORMATS.

    `docx_template`: a .docx or .dotx file in whose styles, margins, header and footer a DOCX is written.
    Raises MissingExtraError, and AdvisorError for a template or a logo that can't be used.
    """
    require(form)
    try:
        return _converted(page, form, docx_template)
    except AdvisorError:
        raise
    except Exception as error:  # what somebody else's template wrote may be anything
        if not page.own_templates:
            raise
        reason = one_line(f"{type(error).__name__}: {error}", LONGEST_REASON)
        problem = say(
            "what these templates write can't be shown as {form}: {reason}", form=form, reason=reason
        )
        raise AdvisorError(Problem(page.own_templates, problem)) from error


def _converted(page: Page, form: str, docx_template: bytes | None) -> bytes:
    match form:
        case "md":
            return page.text.encode()
        case "html":
            from advisor.formats.as_html import html_of

            return html_of(page)
        case "docx":
            from advisor.formats.as_docx import docx_of

            return docx_of(page, docx_template)
        case "pdf":
            from advisor.formats.as_pdf import pdf_of

            return pdf_of(page)
    raise ValueError(form)
