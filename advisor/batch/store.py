"""What a batch has done so far, in its output folder: results in SQLite, documents as files.

A row is written after the files that it speaks of, so that whatever ends a run, the next one finds each
case either done or still to do. SQLite's own lock keeps a second run out, and ends with the process.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.batch.sources import STATE_FOLDER, Source
from advisor.batch.work import DONE, WORTH_ANOTHER_TRY, Outcome
from advisor.errors import AdvisorError, Problem
from advisor.files import replacing
from advisor.messages import Message, say

STATE_VERSION = "1"
PENDING = "pending"
"""Status of a case whose documents are being replaced; no result of it is known."""
SECONDS_BETWEEN_COMMITS = 0.2
DOCUMENTS = "reports"
"""Folder of the documents of the cases."""

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cases (
    slot TEXT PRIMARY KEY, key TEXT, source TEXT, status TEXT, result TEXT, page TEXT, documents TEXT, seconds REAL
) WITHOUT ROWID;
"""


_COLUMNS = "slot, key, source, status, result, page, documents, seconds"
_FAULTS = {
    "SQLITE_FULL": errno.ENOSPC,
    "SQLITE_IOERR": errno.EIO,
    "SQLITE_PERM": errno.EACCES,
    "SQLITE_READONLY": errno.EACCES,
}
"""SQLite's errors that are not about what stands in the file."""


class LockedError(Exception):
    """Another run is writing to this folder."""


class FolderError(AdvisorError):
    """The output folder is not one that a batch may write to."""


@dataclass(frozen=True)
class Row:
    """What is kept of one case."""

    slot: str
    source: str
    status: str
    result: dict[str, Any]
    page: dict[str, Any]
    seconds: float

    @property
    def is_done(self) -> bool:
        return self.status == DONE


class Store:
    """The state of a batch in `folder`, which it locks until it is closed.

    Raises LockedError; FolderError for a folder with other things in it, or that is a link to elsewhere.
    """

    def __init__(self, folder: Path, *, follow: bool = False) -> None:
        """`follow`: whether the folder may be a link."""
        self.folder = folder
        self.documents = folder / DOCUMENTS
        self._state = folder / STATE_FOLDER
        self._file = self._state / "state.sqlite"
        self.scratch = self._state / "scratch"
        """Where files grow before they take their places."""
        self.set_aside: list[str] = []
        """Documents that somebody had changed, by the names under which they are kept now."""
        _expect_ours(folder, follow)
        self.scratch.mkdir(parents=True, exist_ok=True)
        self._rows = self._locked()
        self._committed = time.monotonic()
        self._clear_scratch()

    def _locked(self) -> sqlite3.Connection:
        with self._explained():
            rows = sqlite3.connect(self._file, timeout=0, isolation_level=None)
        try:
            with self._explained():
                rows.execute("PRAGMA locking_mode = EXCLUSIVE")
                rows.execute("PRAGMA journal_mode = WAL")
                rows.execute("PRAGMA synchronous = NORMAL")
                rows.execute("PRAGMA secure_delete = ON")  # what was told in confidence goes for good
                rows.executescript(_TABLES)
                rows.execute("BEGIN IMMEDIATE")
                rows.execute("INSERT OR IGNORE INTO about VALUES ('version', ?)", (STATE_VERSION,))
                (version,) = rows.execute("SELECT value FROM about WHERE name = 'version'").fetchone()
                rows.execute(f"SELECT {_COLUMNS} FROM cases LIMIT 1")
            if version != STATE_VERSION:
                raise self._unusable(say("was made by another version of the program; remove this file"))
        except BaseException:
            rows.close()
            raise
        return rows

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """SQLite's errors in terms of the folder."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise LockedError(str(self.folder)) from None
            code = next((code for start, code in _FAULTS.items() if name.startswith(start)), 0)
            if code:
                raise OSError(code, os.strerror(code), str(self.folder)) from error
            damaged = say("the state of the batch is damaged ({reason}); remove this file", reason=str(error))
            raise self._unusable(damaged) from None

    def _loaded(self, text: str) -> dict[str, Any]:
        """The mapping that a column holds."""
        try:
            return dict(json.loads(text))
        except (TypeError, ValueError) as error:
            damaged = say("the state of the batch is damaged ({reason}); remove this file", reason=str(error))
            raise self._unusable(damaged) from None

    def _unusable(self, message: Message) -> FolderError:
        return FolderError(Problem(str(self._file), message))

    def _clear_scratch(self) -> None:
        for leftover in self.scratch.iterdir():
            leftover.unlink()

    def close(self) -> None:
        """Keep what was done and let others in."""
        self.commit()
        self._rows.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def commit(self) -> None:
        """Keep what was done so far, come what may."""
        with self._explained():
            if self._rows.in_transaction:
                self._rows.execute("COMMIT")
            self._committed = time.monotonic()

    # --- What the batch is ---

    def about(self, name: str) -> str | None:
        """A note on the batch as a whole."""
        with self._explained():
            row = self._rows.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def note(self, **values: str) -> None:
        """Notes on the batch as a whole."""
        with self._explained():
            self._begin()
            self._rows.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", values.items())
        self.commit()

    def _begin(self) -> None:
        if not self._rows.in_transaction:
            self._rows.execute("BEGIN IMMEDIATE")

    # --- Cases ---

    def has(self, source: Source, key: str) -> bool:
        """Whether the result of exactly this case is there, with its documents, and needs no other try."""
        with self._explained():
            row = self._rows.execute(
                "SELECT key, source, status, documents FROM cases WHERE slot = ?", (source.slot,)
            ).fetchone()
        if row is None or row[0] != key or row[2] in WORTH_ANOTHER_TRY:
            return False
        if row[2] != DONE:
            return bool(row[1] == source.name)  # its problems name the file and the line
        if not self._are_there(row[3]):
            return False
        if row[1] != source.file:
            self._move(source.slot, source.file)
        return True

    def _move(self, slot: str, source: str) -> None:
        """The same case in another file: everything else about it holds."""
        with self._explained():
            self._begin()
            ((text,),) = self._rows.execute("SELECT result FROM cases WHERE slot = ?", (slot,))
            result = json.dumps(json.loads(text) | {"source": source}, ensure_ascii=False)
            self._rows.execute(
                "UPDATE cases SET source = ?, result = ? WHERE slot = ?", (source, result, slot)
            )

    def count(self) -> int:
        """How many cases are done, or failed."""
        with self._explained():
            ((count,),) = self._rows.execute("SELECT count(*) FROM cases WHERE status != ?", (PENDING,))
        return int(count)

    def is_done(self, slot: str) -> bool:
        """Whether a case could be analysed."""
        ((status,),) = self._rows.execute("SELECT status FROM cases WHERE slot = ?", (slot,))
        return bool(status == DONE)

    def keep(self, outcome: Outcome, key: str) -> None:
        """The documents of a case, then its row; documents that it had before and has no more are removed."""
        named = {f"{outcome.id}{ending}": text for ending, text in outcome.documents.items()}
        row = (
            outcome.slot,
            key,
            outcome.source,
            outcome.status,
            json.dumps(outcome.result, ensure_ascii=False),
            json.dumps(outcome.page, ensure_ascii=False),
            json.dumps({name: [_digest(text.encode())] for name, text in named.items()}),
            sum(outcome.seconds.values()),
        )
        self._replace(row, named)

    def _replace(self, row: tuple[Any, ...], named: dict[str, str]) -> None:
        """Put a row and its documents in the place of those that there were.

        What is about to be written is noted first: after a run that was ended amid it, the next one must not
        take its half for the work of a person, nor leave it behind.
        """
        slot, digests = row[0], json.loads(row[6])
        before = self._documents_of(slot)
        for name, known in before.items():
            self._spare(name, known)
        if before or named:
            both = {name: [*before.get(name, ()), *digests.get(name, ())] for name in {**before, **digests}}
            self._insert(slot, "", "", PENDING, "{}", "{}", json.dumps(both), 0.0)
            self.commit()
        if named:
            self.documents.mkdir(exist_ok=True)
        for name, text in named.items():
            self._write(self.documents / name, text)
        for name in before.keys() - named.keys():
            (self.documents / name).unlink(missing_ok=True)
        self._insert(*row)

    def _write(self, path: Path, text: str) -> None:
        try:
            with replacing(path, scratch=self.scratch, durable=False) as file:
                file.write(text)
        except OSError as error:  # the user knows this file, not the one that it grows in
            raise OSError(error.errno, error.strerror, str(path)) from error

    def _insert(self, *row: Any) -> None:
        with self._explained():
            self._begin()
            self._rows.execute("INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        if time.monotonic() - self._committed > SECONDS_BETWEEN_COMMITS:
            self.commit()

    def forget(self, slot: str) -> None:
        """A case that is no longer among those of the batch, and its documents."""
        for name, known in self._documents_of(slot).items():
            self._spare(name, known)
            (self.documents / name).unlink(missing_ok=True)
        with self._explained():
            self._begin()
            self._rows.execute("DELETE FROM cases WHERE slot = ?", (slot,))

    def suspend(self, slot: str) -> None:
        """Of a case that can't be read at the moment its documents stay, and no result is told."""
        with self._explained():
            self._begin()
            self._rows.execute("UPDATE cases SET key = '', status = ? WHERE slot = ?", (PENDING, slot))

    def source_of(self, slot: str) -> str:
        """The file that a case came from; empty where there is no such case."""
        with self._explained():
            row = self._rows.execute("SELECT source FROM cases WHERE slot = ?", (slot,)).fetchone()
        return row[0] if row else ""

    def slots(self) -> Iterator[str]:
        """The slots of all rows, in order."""
        return (row[0] for row in self._in_order("slot"))

    def rows(self) -> Generator[Row, None, None]:
        """All rows in the order of ids, those without one at the end; one at a time."""
        for slot, source, status, result, page, seconds in self._in_order(
            "slot, source, status, result, page, seconds"
        ):
            if status == PENDING:
                continue
            yield Row(slot, source, status, self._loaded(result), self._loaded(page), seconds)

    def _in_order(self, columns: str) -> Iterator[tuple[Any, ...]]:
        """Ids are above `@`, the slots without one below: so neither needs to be sorted, whatever their number."""
        with self._explained():
            for where in ("slot > '@'", "slot < '@'"):
                yield from self._rows.execute(f"SELECT {columns} FROM cases WHERE {where} ORDER BY slot")

    def copy(self, other: Store, slot: str) -> None:
        """One case of another batch, with its documents."""
        with self._explained():
            (row,) = other._rows.execute(f"SELECT {_COLUMNS} FROM cases WHERE slot = ?", (slot,))
        for name, known in self._loaded(row[6]).items():
            if other._digest_of(name) not in known:
                changed = say(
                    "is not as it was written; run the shard again, which keeps it under another name"
                )
                raise FolderError(Problem(str(other.documents / name), changed))
        names = self._loaded(row[6])
        self._replace(row, {name: (other.documents / name).read_text(encoding="utf-8") for name in names})

    def holds(self, slot: str, key: str | None) -> bool:
        """Whether exactly this result is there, with its documents."""
        row = self._rows.execute("SELECT key, documents FROM cases WHERE slot = ?", (slot,)).fetchone()
        return bool(row) and row[0] == key and self._are_there(row[1])

    def _are_there(self, documents: str) -> bool:
        return all([self._digest_of(name)] == known for name, known in self._loaded(documents).items())

    def key_of(self, slot: str) -> str | None:
        """The key of a case; None where there is no such case."""
        row = self._rows.execute("SELECT key FROM cases WHERE slot = ?", (slot,)).fetchone()
        return row[0] if row else None

    # --- Documents ---

    def _documents_of(self, slot: str) -> dict[str, list[str]]:
        """The documents of a case by name, each with the digests that it may have if only we wrote it."""
        with self._explained():
            row = self._rows.execute("SELECT documents FROM cases WHERE slot = ?", (slot,)).fetchone()
        return self._loaded(row[0]) if row else {}

    def _digest_of(self, name: str) -> str:
        try:
            return _digest((self.documents / name).read_bytes())
        except OSError:
            return ""

    def _spare(self, name: str, known: list[str]) -> None:
        """Put a document aside that is not as we wrote it: somebody may have worked in it."""
        path = self.documents / name
        if path.is_symlink() or not path.is_file() or not path.stat().st_size:
            return
        if self._digest_of(name) not in known:
            kept = _unused(path)
            path.rename(kept)
            self.set_aside.append(str(kept))


def _unused(path: Path) -> Path:
    """`reports/bakers.changed-1.md` for `reports/bakers.md`."""
    stem, dot, endings = path.name.partition(".")
    number = 1
    while (kept := path.with_name(f"{stem}.changed-{number}{dot}{endings}")).exists():
        number += 1
    return kept


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _expect_ours(folder: Path, follow: bool) -> None:
    """Refuses to mix results with other things, or to write where a link leads unasked."""
    if folder.is_symlink() and not follow:
        leads = say(
            "is a link to {target}; name that folder, or add --follow", target=os.path.realpath(folder)
        )
        raise FolderError(Problem(str(folder), leads))
    documents = folder / DOCUMENTS
    if documents.is_symlink() and not follow:
        leads = say("is a link to {target}; remove it, or add --follow", target=os.path.realpath(documents))
        raise FolderError(Problem(str(documents), leads))
    if folder.exists() and not folder.is_dir():
        raise FolderError(Problem(str(folder), say("is a file, not a folder")))
    if folder.is_dir() and not (folder / STATE_FOLDER).is_dir() and any(folder.iterdir()):
        taken = say("holds other files; give a new or empty folder, or that of an earlier batch")
        raise FolderError(Problem(str(folder), taken))
