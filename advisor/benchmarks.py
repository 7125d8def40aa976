"""The numbers that are judgements: each with value, unit, source and how strong the source is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from advisor.errors import BenchmarkError, KnowledgeError, Problem
from advisor.messages import LANGUAGES, Message, say, translate
from advisor.scalars import did_you_mean

EVIDENCE = ("article", "literature", "house")
"""How well founded a number or a rule is: the article says it, the literature does, or it is our own default."""

KEYS = {"value", "unit", "source", "evidence"}
"""What each entry of the table has; `source` has a text for each language."""


@dataclass(frozen=True)
class Benchmark:
    """One number. `source`, by language, cites the article or the literature, or says why we chose it."""

    name: str
    value: float
    unit: str
    """Key of the unit in the vocabulary's texts."""
    evidence: str
    source: Mapping[str, str]
    overlaid: bool = False
    """Whether an organisation's own file set the value."""


@dataclass(frozen=True)
class Benchmarks:
    """The table of benchmarks, with an organisation's own numbers laid over it."""

    table: Mapping[str, Benchmark]
    overlay: str = ""
    """File name of the overlay, or empty."""

    def __getitem__(self, name: str) -> float:
        return self.table[name].value


@cache
def default_benchmarks() -> Benchmarks:
    """The table in `rules/benchmarks.toml`."""
    text = (files("advisor.rules") / "benchmarks.toml").read_text(encoding="utf-8")
    table = {}
    for group, entries in tomllib.loads(text).items():
        for short, entry in entries.items():
            name = f"{group}.{short}"
            complete = set(entry) == KEYS and set(entry["source"]) == set(LANGUAGES)
            if not complete or entry["evidence"] not in EVIDENCE:
                raise KnowledgeError(f"rules/benchmarks.toml: {name}: needs {', '.join(sorted(KEYS))}")
            table[name] = Benchmark(name, **entry)
    return Benchmarks(table)


@dataclass(frozen=True)
class Overlay:
    """An organisation's own file of numbers, as text: it may be read on another machine than it is used on."""

    file: str
    """The file as the user named it."""
    text: str

    @property
    def name(self) -> str:
        """The name that reports give to it."""
        return Path(self.file).name


def read_overlay(path: Path) -> Overlay:
    """The overlay in a file. Raises BenchmarkError where it can't be read or is wrong."""
    try:
        overlay = Overlay(str(path), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BenchmarkError(Problem(str(path), say("can't be read ({reason})", reason=reason))) from None
    load_benchmarks(overlay)
    return overlay


def load_benchmarks(overlay: Overlay | None) -> Benchmarks:
    """Our table, with an overlay on it. Raises BenchmarkError.

    The overlay has the same form; an entry needs a `value` and may give a `source`.
    """
    ours = default_benchmarks()
    if overlay is None:
        return ours
    problems: list[Problem] = []

    def complain(name: str, message: Message) -> None:
        problems.append(Problem(overlay.file, message, path=name))

    table = dict(ours.table)
    for group, entries in _entries(overlay).items():
        if not isinstance(entries, dict):
            complain(group, say("expected a group of benchmarks, such as [growth]"))
            continue
        for short, entry in entries.items():
            name = f"{group}.{short}"
            value = entry.get("value") if isinstance(entry, dict) else entry
            source = entry.get("source", "") if isinstance(entry, dict) else ""
            if name not in table:
                meant = did_you_mean(name, list(table))
                complain(
                    name,
                    say("no such benchmark; did you mean “{meant}”?", meant=meant)
                    if meant
                    else say("no such benchmark; those that exist are: {known}", known=tuple(table)),
                )
            elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
                complain(
                    name, say("expected a number of 0 or more, in the unit “{unit}”", unit=table[name].unit)
                )
            else:
                own = say("number of your own, from {file}", file=overlay.name)
                sources = {code: str(source) or translate(own, code) for code in LANGUAGES}
                table[name] = replace(
                    table[name], value=value, source=sources, evidence="house", overlaid=True
                )
    if problems:
        raise BenchmarkError(*problems)
    return Benchmarks(table, overlay.name)


def _entries(overlay: Overlay) -> dict[str, Any]:
    try:
        return tomllib.loads(overlay.text)
    except tomllib.TOMLDecodeError as error:
        raise BenchmarkError(
            Problem(overlay.file, say("is not valid TOML ({reason})", reason=str(error)))
        ) from None
