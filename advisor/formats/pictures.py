"""Pictures: an SVG of ours put into a page, an organisation's logo looked at before it is used."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from advisor.errors import AdvisorError, Problem
from advisor.formats import Organisation
from advisor.messages import say

MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}
_BEGINNINGS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
_SVG = "{http://www.w3.org/2000/svg}svg"
_ID = re.compile(r"""(?<=\sid=")[^"]+(?=")""")
_LABELS = re.compile(r"""(?<=\saria-labelledby=")[^"]+(?=")""")
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>")
_REFERENCE = re.compile(r"""(?<=url\(#)[^)]+(?=\))|(?<=href="#)[^"]+(?=")""")


class LogoError(AdvisorError):
    """A logo is no picture that a page can show."""

    def __init__(self, file: str) -> None:
        super().__init__(Problem(file, say("is no picture that a page can show; give a PNG, JPEG or SVG")))


def read_organisation(name: str | None, logo: Path | None) -> Organisation | None:
    """The organisation above the title, or None for nobody. Raises OSError, and LogoError for what is no picture."""
    if logo is None:
        return Organisation(name) if name else None
    data = logo.read_bytes()
    suffix = next((one for one, begin in _BEGINNINGS.items() if data.startswith(begin)), "")
    if not suffix and _is_svg(data):
        suffix = "svg"
    if not suffix:
        raise LogoError(str(logo))
    return Organisation(name or "", data, suffix, str(logo))


def _is_svg(data: bytes) -> bool:
    try:
        return ElementTree.fromstring(data).tag == _SVG
    except ElementTree.ParseError:
        return False


def with_own_ids(svg: str, prefix: str) -> str:
    """The SVG with ids that no other picture of the page has."""

    def own(found: re.Match[str]) -> str:
        return " ".join(f"{prefix}-{name}" for name in found[0].split())

    for pattern in (_ID, _LABELS, _REFERENCE):
        svg = pattern.sub(own, svg)
    return svg


def title_of(svg: str) -> str:
    """The title of an SVG, empty if it has none."""
    return unescape(found[1]) if (found := _TITLE.search(svg)) else ""
