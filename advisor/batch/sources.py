"""Where the cases of a batch come from: files, folders, patterns, standard input; a file each, or a line each.

Cases are found again on each pass, never kept: a million lines take no more memory than one.
"""

from __future__ import annotations

import codecs
import glob
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO

from advisor.errors import AdvisorError, CaseError, Problem
from advisor.messages import Message, say
from advisor.reading import (
    KINDS,
    MAX_BYTES,
    STDIN,
    Kind,
    UnreadableError,
    expect_file,
    read_bytes,
    top_level_id,
)
from advisor.scalars import INVISIBLE, shown_path
from advisor.vocabulary import is_id

LINES = (".jsonl", ".ndjson")
"""Endings of files with one case a line."""
NOT_CASES = ".schema.json"
"""Ending of the schemas that editors use, which may lie beside cases."""
STATE_FOLDER = ".batch"
"""What marks a folder as the output of a batch, in which no cases are looked for."""
MOST_DUPLICATES = 20


@dataclass(frozen=True)
class Source:
    """One case as it was given: what to call it, and its bytes, not yet understood."""

    file: str
    """The file as the user named it."""
    line: int = 0
    """In a file with one case a line: which; otherwise 0."""
    kind: Kind = "yaml"
    data: bytes = b""
    fault: tuple[Problem, ...] = ()
    """Why it can't be read."""
    path: str = ""
    """The file as the system knows it, which may not be fit to be shown."""

    @property
    def name(self) -> str:
        """`cases/bakers.yaml`, or `cases.jsonl:17`."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @cached_property
    def slot(self) -> str:
        """What its result is kept under: the id that it gives itself, or `?` and its name where it gives none."""
        given = "" if self.fault else folded(top_level_id(self.data, self.kind))
        if is_id(given):
            return given
        odd = self.path and self.path != self.file  # two such names may look the same
        mark = f" ({hashlib.sha256(os.fsencode(self.path)).hexdigest()[:8]})" if odd else ""
        return f"?{self.name}{mark}"

    @property
    def digest(self) -> str:
        """Of its content and of how it is read, wherever it stands."""
        return hashlib.sha256(self.kind.encode() + (self.data or repr(self.fault).encode())).hexdigest()


def folded(id: str) -> str:
    """An id in the form in which two of them must differ: file systems don't tell more apart."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", id).strip()).casefold()


class Inputs:
    """The cases at some paths, a fresh pass each time they are iterated."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`-` is standard input, read once and spooled: a second pass must find the same."""
        self._stdin: IO[bytes] | None = None
        self._files = list(self._expanded(paths))

    def __iter__(self) -> Iterator[Source]:
        for path in self._files:
            yield from self._in_file(path)

    def _expanded(self, paths: Iterable[str]) -> Iterator[str | Source]:
        """Each file once, however often it was named, in the order of the command line."""
        seen = set()
        for path in paths:
            for file in self._matching(path):
                stands_for_itself = isinstance(file, Source) or file == "-"
                real = file if stands_for_itself else os.path.realpath(str(file))
                if real not in seen:
                    seen.add(real)
                    yield file

    def _matching(self, path: str) -> Iterator[str | Source]:
        if path == "-":
            yield "-"
        elif os.path.isdir(path):
            yield from _in_folder(path)
        elif glob.has_magic(path) and not os.path.lexists(path):
            found = sorted(one for one in glob.iglob(path, recursive=True) if not _is_output(one))
            inside = [one for one in found if os.path.isdir(one) or _may_hold_cases(one)]
            for one in inside:
                yield from _in_folder(one) if os.path.isdir(one) else (one,)
            if not inside:
                yield _unreadable(path, say("no file of a case matches this pattern"))
        else:
            yield path

    def _in_file(self, path: str | Source) -> Iterator[Source]:
        if isinstance(path, Source):
            yield path
        elif path == "-":
            yield from self._from_stdin()
        elif path.lower().endswith(LINES):
            yield from _lines_of_file(path)
        else:
            yield _whole_file(path)

    def _from_stdin(self) -> Iterator[Source]:
        try:
            spooled = self._spooled()
        except UnreadableError as error:
            yield Source(STDIN, fault=error.problems)
            return
        kind = _sniffed(spooled)
        if kind is None:
            yield from _lines_of(spooled, STDIN)
        elif (data := spooled.read(MAX_BYTES + 1)).removeprefix(codecs.BOM_UTF8).strip():
            yield Source(STDIN, kind=kind, data=data)

    def _spooled(self) -> IO[bytes]:
        if self._stdin is None:
            if sys.stdin is None:
                raise UnreadableError(Problem(STDIN, say("standard input is closed")))
            self._stdin = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as these inputs
            shutil.copyfileobj(sys.stdin.buffer, self._stdin)
        self._stdin.seek(0)
        return self._stdin


def _is_output(path: str) -> bool:
    """Whether a file is part of the output of a batch."""
    return any(os.path.isdir(os.path.join(parent, STATE_FOLDER)) for parent in Path(path).absolute().parents)


def _in_folder(folder: str) -> Iterator[str | Source]:
    """The files of cases in a folder and below, hidden ones and the output of batches left out."""
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        if STATE_FOLDER in folders:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if _may_hold_cases(name):
                yield os.path.join(parent, name)
    for error in closed:
        reason = say("the folder can't be read: {reason}", reason=str(error.strerror))
        yield _unreadable(str(error.filename), reason)


def _may_hold_cases(path: str) -> bool:
    name = os.path.basename(path).lower()
    return name.endswith((*KINDS, *LINES)) and not name.endswith(NOT_CASES) and not name.startswith(".")


def _whole_file(path: str) -> Source:
    name = shown_path(path)
    try:
        data, kind = read_bytes(path)
    except CaseError as error:
        return Source(name, fault=error.problems, path=path)
    return Source(name, kind=kind, data=data, path=path)


def _lines_of_file(path: str) -> Iterator[Source]:
    name = shown_path(path)
    try:
        expect_file(path)
        with open(path, "rb") as lines:
            yield from _lines_of(lines, name, path)
    except CaseError as error:
        yield Source(name, fault=error.problems, path=path)
    except OSError as error:
        yield _unreadable(path, say("the file can't be read: {reason}", reason=str(error.strerror)))


def _lines_of(lines: IO[bytes], name: str, path: str = "") -> Iterator[Source]:
    """One case a line; empty lines are passed over."""
    for number, data in enumerate(_bounded(lines), 1):
        if data.strip():
            yield Source(name, number, "json", data, path=path)


def _bounded(lines: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file without their ends and its mark; of one that is too long no more is read than is refused."""
    first = True
    while data := lines.readline(MAX_BYTES + 2):
        rest = data
        while not rest.endswith(b"\n") and len(data) > MAX_BYTES and (rest := lines.readline(MAX_BYTES)):
            pass
        data = data.removeprefix(codecs.BOM_UTF8) if first else data
        first = False
        yield data.rstrip(b"\r\n")


def _sniffed(spooled: IO[bytes]) -> Kind | None:
    """What standard input holds: YAML, one JSON text, or (None) one JSON text a line."""
    filled = (line for line in _bounded(spooled) if line.strip())
    first, second = next(filled, b""), next(filled, b"")
    spooled.seek(0)
    if _is_json(first) or _is_json(second):
        return None  # one of the two may be broken: that is a case that fails alone
    whole = spooled.read(MAX_BYTES + 1)
    spooled.seek(0)
    if not first.lstrip().startswith(b"{"):
        return "yaml"
    return None if second.startswith(b"{") and not _is_json(whole) else "json"


def _is_json(text: bytes) -> bool:
    """Whether it is a JSON text with braces around it."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _unreadable(path: str, message: Message) -> Source:
    name = shown_path(path)
    return Source(name, fault=(Problem(name, message),), path=path)


# --- Which cases there are ----------------------------------------------------------------------


class Census:
    """Every case of a batch by its slot, on disk where there are many. Raises CaseError for an id that stands twice."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._cases = sqlite3.connect("")  # a temporary file, which SQLite writes when memory is not enough
        self._cases.execute("CREATE TABLE cases (slot TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID")
        twice: list[Problem] = []
        self.closed: list[str] = []
        """Files and folders that can't be read."""
        for source in sources:
            if source.fault:
                self.closed.append(source.file)
            try:
                self._cases.execute("INSERT INTO cases VALUES (?, ?)", (source.slot, source.name))
            except sqlite3.IntegrityError:
                twice.append(self._stands_twice(source))
                if len(twice) == MOST_DUPLICATES:
                    break
        if twice:
            raise CaseError(*twice)

    def _stands_twice(self, source: Source) -> Problem:
        ((first,),) = self._cases.execute("SELECT name FROM cases WHERE slot = ?", (source.slot,))
        twice = say("the id “{id}” stands already in {first}", id=source.slot, first=first)
        return Problem(source.name, twice, path="id")

    def __len__(self) -> int:
        ((count,),) = self._cases.execute("SELECT count(*) FROM cases")
        return int(count)

    def slots(self) -> Iterator[str]:
        """All slots, in order."""
        return (row[0] for row in self._cases.execute("SELECT slot FROM cases ORDER BY slot"))

    def __contains__(self, slot: str) -> bool:
        return bool(self._cases.execute("SELECT 1 FROM cases WHERE slot = ?", (slot,)).fetchone())


# --- Shards -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shard:
    """One of `count` parts of a batch, numbered from 1; which case is in it follows from its slot alone."""

    number: int = 1
    count: int = 1

    def __contains__(self, slot: str) -> bool:
        share = int.from_bytes(hashlib.sha256(slot.encode("utf-8", "surrogateescape")).digest()[:8])
        return share % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def problems_in_line(error: AdvisorError, source: Source) -> tuple[Problem, ...]:
    """The problems of a case, with the line of the file that it stands in."""
    if not source.line:
        return error.problems
    return tuple(replace(one, line=source.line) for one in error.problems)
