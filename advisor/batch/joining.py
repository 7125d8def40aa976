"""One batch made of several shards, with the same bytes as if it had been run in one piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from advisor.batch.sources import STATE_FOLDER, Shard
from advisor.batch.store import FolderError, Row, Store
from advisor.batch.work import Settings, fingerprint
from advisor.benchmarks import Overlay
from advisor.errors import Problem
from advisor.messages import Message, say


def note(store: Store, settings: Settings, shard: Shard, *, finished: bool) -> None:
    """Write into a store what it holds the results of."""
    told = json.dumps(asdict(replace(settings, debug=False)))
    store.note(settings=told, shard=str(shard), finished="yes" if finished else "no")


@contextmanager
def opened(folders: Sequence[Path]) -> Iterator[tuple[list[Store], Settings]]:
    """The stores of all shards, and the settings that they were made with.

    Raises FolderError where a shard is missing, unfinished, given twice, or made with other settings.
    """
    with ExitStack() as stack:
        shards = []
        for folder in folders:
            if not (folder / STATE_FOLDER).is_dir():
                raise _refused(folder, say("holds no results of a batch"))
            shards.append(stack.enter_context(Store(folder, follow=True)))
        settings = _same_settings(shards)
        _expect_all(shards)
        yield shards, settings


def join(shards: Sequence[Store], store: Store, settings: Settings) -> list[Row]:
    """Copy the results of all shards into `store`. Gives the rows of cases that failed."""
    note(store, settings, Shard(), finished=False)
    for shard in shards:
        for slot in shard.slots():
            if not store.holds(slot, shard.key_of(slot)):
                store.copy(shard, slot)
    for slot in list(store.slots()):
        if all(shard.key_of(slot) is None for shard in shards):
            store.forget(slot)
    note(store, settings, Shard(), finished=True)
    return [row for row in store.rows() if not row.is_done]


def _same_settings(shards: Sequence[Store]) -> Settings:
    first = shards[0].about("settings") or "{}"
    for shard in shards:
        if shard.about("settings") != first:
            other = say("was made with other options than {first}", first=str(shards[0].folder))
            raise _refused(shard.folder, other)
    values = json.loads(first)
    if values.get("fingerprint") != fingerprint():
        raise _refused(
            shards[0].folder, say("was made with another version of the program; run the shards again")
        )
    overlay = values.pop("benchmarks")
    return Settings(**values, benchmarks=Overlay(**overlay) if overlay else None)


def _expect_all(shards: Sequence[Store]) -> None:
    by_name: dict[str, Path] = {}
    for shard in shards:
        name = shard.about("shard") or "1/1"
        if shard.about("finished") != "yes":
            raise _refused(shard.folder, say("shard {shard} is not finished; run it again", shard=name))
        if name in by_name:
            twice = say(
                "shard {shard} is given twice; it stands also in {first}",
                shard=name,
                first=str(by_name[name]),
            )
            raise _refused(shard.folder, twice)
        by_name[name] = shard.folder
    count = next(iter(by_name)).partition("/")[2]
    wanted = [f"{number}/{count}" for number in range(1, int(count) + 1)]
    missing = [name for name in wanted if name not in by_name]
    if missing or len(by_name) != len(wanted):
        lacking = say("these shards are missing: {missing}", missing=tuple(missing) or tuple(by_name))
        raise _refused(shards[0].folder.parent, lacking)


def _refused(folder: Path, message: Message) -> FolderError:
    return FolderError(Problem(str(folder), message))
