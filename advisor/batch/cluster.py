"""The workers of a Dask cluster, as a `concurrent.futures` executor."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import pickle
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterable
from concurrent import futures
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, NamedTuple

from advisor.batch.executors import PATIENCE, Call


class ClusterWorkers(Executor):
    """The workers of a Dask cluster, which come and go as they please.

    Raises ImportError without dask.distributed, OSError where no scheduler answers or when it is lost.
    """

    def __init__(self, address: str, timeout: float | None = None) -> None:
        """`timeout` in seconds a task. Of several threads of a worker the oldest task is taken to be at work."""
        self.address = address
        self._client = _client(address)
        self._timeout = timeout
        self._lock = threading.Lock()
        self._asked: dict[str, tuple[Any, Future[Any]]] = {}
        """What is not answered yet, by Dask's key, in the order in which it was asked."""
        self._queues: dict[str, _Queue] = {}
        self._look()
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="deadlines", daemon=True)
        self._watcher.start()

    @property
    def workers(self) -> int:
        """How many there were a moment ago."""
        return len(self._queues)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._client.status != "running":
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET), self.address)
        told: Future[Any] = Future()
        told.set_running_or_notify_cancel()
        # As bytes, for the scheduler needs none of our modules then, and a worker that lacks them
        # raises ImportError: what Dask itself can't unpickle would end it.
        call = pickle.dumps(Call(function, args, kwargs))
        key = f"{getattr(function, '__name__', 'task')}-{uuid.uuid4()}"
        with self._lock:
            asked = self._client.submit(pickle.loads, call, key=key, pure=False)
            self._asked[key] = asked, told
        self._client.loop.add_callback(self._follow, asked)
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which goes on; with `cancel_futures`, what was asked of it is taken back."""
        if wait and not cancel_futures:
            futures.wait([told for _, told in list(self._asked.values())])
        self._stop.set()
        self._watcher.join(PATIENCE)
        with contextlib.suppress(Exception):  # the scheduler may be gone
            self._client.close(timeout=PATIENCE)
        for key in list(self._asked):
            self._tell(key, BrokenExecutor("these workers were dismissed"))

    async def _follow(self, asked: Any) -> None:
        """In Dask's thread, where nothing blocks: its own way to call back ends with an exit that waits for ever."""
        try:
            self._tell(asked.key, None, await asked)
        except Exception as error:
            self._tell(asked.key, error if _is_its_own(error, asked) else BrokenExecutor(str(error)))

    def _tell(self, key: str, error: Exception | None, answer: object = None) -> bool:
        """Give an answer to who waits for it. False where it was given already."""
        with self._lock:
            _, told = self._asked.pop(key, (None, None))
        if told and error:
            told.set_exception(error)
        elif told:
            told.set_result(answer)
        return told is not None

    # --- In the thread that watches the workers ---

    def _watch(self) -> None:
        pause = min(1.0, self._timeout / 4) if self._timeout else 1.0
        while not self._stop.wait(pause):
            with contextlib.suppress(Exception):  # the scheduler may be gone: submitting tells
                self._look()
                self._end_what_hangs()

    def _look(self) -> None:
        """Note who is at work on what. Dask tells only what each worker has, not in which order."""
        processing = self._client.processing()
        with self._lock:
            asked = list(self._asked)
        self._queues = {
            worker: self._queues.get(worker, _Queue()).followed_by([key for key in asked if key in keys])
            for worker, keys in processing.items()
        }

    def _end_what_hangs(self) -> None:
        """Dask has no limit of time: a worker that is over ours is started anew."""
        for worker, queue in self._queues.items():
            if not (self._timeout and queue.keys and time.monotonic() - queue.since >= self._timeout):
                continue
            asked, _ = self._asked.get(queue.keys[0], (None, None))
            if asked and self._tell(asked.key, TimeoutError()):
                asked.cancel()
                self._replace(worker)

    def _replace(self, worker: str) -> None:
        try:
            self._client.restart_workers([worker], timeout=PATIENCE)
        except ValueError:  # it has no nanny who could start it anew
            self._client.retire_workers([worker])


class _Queue(NamedTuple):
    """The tasks of one worker: at work on the first since a time, the others behind it."""

    keys: tuple[str, ...] = ()
    since: float = 0.0

    def followed_by(self, now: Iterable[str]) -> _Queue:
        """The queue as it is now: those that were there before come first."""
        now = list(now)
        keys = tuple(key for key in self.keys if key in now)
        keys += tuple(key for key in now if key not in keys)
        return _Queue(keys, self.since if keys[:1] == self.keys[:1] else time.monotonic())


def _client(address: str) -> Any:
    """A client of the scheduler at `address`, which leaves it to us to say what goes wrong."""
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

    warnings.simplefilter("ignore", VersionMismatchWarning)  # a table; the programs are compared case by case
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False, name="advisor batch")
    except OSError as error:  # with a reason in words of its own only
        raise ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED), address) from error


def _is_its_own(error: Exception, asked: Any) -> bool:
    """Whether a task raised the error itself: it, or its worker, may also have been lost."""
    from distributed import KilledWorker

    return asked.status == "error" and not isinstance(error, KilledWorker)
