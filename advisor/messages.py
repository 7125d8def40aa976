"""Sentences of the program itself (errors, help), written in English and translated from a catalogue.

Advice is not here: it lives in Markdown beside the rules. A message is made without
knowing the reader's language and put into words where it is printed.
"""

from __future__ import annotations

from ast import literal_eval
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Message:
    """A sentence with named values, not yet in any language.

    A value may be a `Message` itself or a tuple of strings (printed as a list).
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return translate(self, "en")


def say(text: str, **values: Any) -> Message:
    """A message: `say("unknown field; did you mean “{meant}”?", meant="deadline")`.

    The English text is the key in the catalogue `locale/<language>.po`.
    """
    return Message(text, values)


def translate(message: Message | str, language: str) -> str:
    """The message in `language`; the English text where the catalogue has none."""
    if isinstance(message, str):
        message = Message(message)
    values = {name: _in_words(value, language) for name, value in message.values.items()}
    text = catalogue(language).get(message.text) or message.text
    return text.format(**values) if values else text


def _in_words(value: Any, language: str) -> Any:
    if isinstance(value, Message):
        return translate(value, language)
    if isinstance(value, tuple | list):
        return ", ".join(str(_in_words(item, language)) for item in value)
    return value


@cache
def catalogue(language: str) -> dict[str, str]:
    """Translations by English text, from `locale/<language>.po`; empty for English.

    Babel's reader takes 20 ms, a fifth of what `advisor --help` may take; this one reads what our
    own catalogue has: one-line entries, which a test checks against Babel's reading.
    """
    if language == "en":
        return {}
    texts: list[str] = []
    source = (files("advisor") / "locale" / f"{language}.po").read_text(encoding="utf-8")
    for line in source.splitlines():
        if line.startswith(("msgid ", "msgstr ")):
            texts.append("")
        if line and not line.startswith("#"):
            texts[-1] += literal_eval(line[line.index('"') :])
    return dict(zip(texts[::2], texts[1::2], strict=True))
