"""What workers are given in tests: tasks that end them, never end, or can't be told of. Importable in each of them."""

from __future__ import annotations

import gc
import os
import signal
import struct
import time
from multiprocessing.connection import Connection
from typing import Any

from advisor.assessment import engine
from advisor.batch.sources import Source
from advisor.batch.work import Outcome, Settings, analyse

WRONG = "case-07"
"""The case that misbehaves."""


def die(*_: Any) -> None:
    """End this worker, as the kernel does when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def hang(*_: Any) -> None:
    while True:
        time.sleep(0.1)


def die_on_one(source: Source, settings: Settings) -> Outcome:
    return die() if source.slot == WRONG else analyse(source, settings)  # type: ignore[return-value]


def hang_on_one(source: Source, settings: Settings) -> Outcome:
    return hang() if source.slot == WRONG else analyse(source, settings)  # type: ignore[return-value]


def engines_built(*_: Any) -> tuple[int, int]:
    """This worker, and how many engines it built."""
    return os.getpid(), engine.cache_info().misses


def double(number: int) -> int:
    return 2 * number


def who(seconds: float = 0) -> int:
    """The process at work."""
    time.sleep(seconds)
    return os.getpid()


def big(megabytes: int) -> bytes:
    return b"x" * (megabytes << 20)


def die_amid_answer() -> None:
    """Write the beginning of a megabyte to the pipe, as a worker does that is killed meanwhile."""
    for one in gc.get_objects():
        if isinstance(one, Connection) and one.writable:
            os.write(one.fileno(), struct.pack("!i", 1 << 20) + b"x" * 1000)
    die()


def unpicklable() -> Any:
    return lambda: None


class OddError(Exception):
    """Pickled well, but not unpickled: it needs two arguments and keeps one."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


class SecretiveError(Exception):
    """Not even pickled."""

    def __init__(self) -> None:
        super().__init__("kept to itself")
        self.secret = lambda: None


def raise_odd() -> None:
    raise OddError("a", "b")


def raise_secretive() -> None:
    raise SecretiveError


def refuse() -> None:
    raise ValueError("no benchmarks")


def nothing() -> None:
    pass
