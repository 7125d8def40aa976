"""Text from a case made safe to print: one bounded line, and Markdown that shows it literally."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 500

_NO_BREAK = ("\u00a0", "\u202f")
# Letters and symbols that draw nothing: a name made of them would look empty.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_INLINE = re.compile(
    r"""
      [\\`*_\[\]<|~$^{}]                              # has a meaning anywhere, in CommonMark, GFM or Jinja
    | (?<=\{)[%\#]                                   # {% and {# would still open with a backslash before
    | &(?=\#?\w*(?:;|$))                              # entity; the text after us may begin with `;`
    | /(?=/)                                          # http://, ftp://, //host
    | (?<=\S)@(?=\S)                                  # e-mail
    | (?<=[^\W\d_])\.(?=\S) | (?<=\S)\.(?=[^\W\d_])   # www.site, site.fr; not 3.5
    | (?<=\ )\#(?=\#*$)                               # closing sequence of a heading
    | !$                                              # an image, if the text after us begins with `[`
    """,
    re.VERBOSE,
)
_AT_START = re.compile(r"^([0-9]+(?=[.)](?![0-9]))|)([#+\-=>:.)])")


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


def one_line(text: object, limit: int = LONGEST) -> str:
    """Free text as one line of at most `limit` visible characters, cut with “…”.

    A no-break space stays where it is alone: French needs it. Other runs of white space
    become one space. Invisible and bidirectional formatting goes.
    """
    text = printable(str(text))
    # Composed last: removing a character can bring a letter and its accent together.
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"\s+", _one_space, text).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def printable(text: str) -> str:
    """The text without invisible formatting; a control character is a space, and so is what no file may hold."""
    if text.isprintable() and _BLANK.isdisjoint(text):
        return text
    return "".join(map(_printable, text))


def markdown(text: object) -> Markdown:
    """Markdown that reads as exactly `one_line(text)` wherever it is put, save inside code.

    In a table cell, keep a space between it and the pipes. GitHub alone still makes a link of
    an e-mail address: its parser looks for them after it has removed the backslashes.
    """
    if isinstance(text, Markdown):
        return text
    escaped = _INLINE.sub(r"\\\g<0>", one_line(text))
    return Markdown(_AT_START.sub(_escape_marker, escaped))


_MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*|`")


def plain(text: str) -> str:
    """Markdown of one paragraph as a terminal shows it: without its backslashes, marks of emphasis and of code."""
    return _MARKUP.sub(lambda found: found[1] or "", text)


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or character in _BLANK:
        return ""
    if category in ("Cc", "Cs", "Co") or _is_noncharacter(ord(character)):
        return " "
    return character


def _is_noncharacter(codepoint: int) -> bool:
    """Code points that are no text for ever, and that XML (so DOCX) refuses."""
    return codepoint & 0xFFFE == 0xFFFE or 0xFDD0 <= codepoint <= 0xFDEF


def _one_space(run: re.Match[str]) -> str:
    return run[0] if run[0] in _NO_BREAK else " "


def _escape_marker(start: re.Match[str]) -> str:
    digits, marker = start.groups()
    is_marker = (marker in ".)") if digits else (marker not in ".)")
    return f"{digits}\\{marker}" if is_marker else start[0]
