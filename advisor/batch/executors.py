"""The workers of a batch: processes of this machine, or a Dask cluster, each as a `concurrent.futures` executor.

A batch runs on any executor. These two also end a task that takes too long (its future raises
TimeoutError), and go on when a worker dies (only the future of its own task raises BrokenExecutor).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

PATIENCE = 5.0
"""Seconds for a worker to end by itself before it is made to."""


class _Task(NamedTuple):
    future: Future[Any]
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class LocalWorkers(Executor):
    """Processes of this machine, each with a pipe of its own.

    The pools of the standard library and of others share one pipe among all workers: a worker killed
    while it writes its result leaves half a message and a lock in it, and all wait for ever.
    """

    def __init__(self, count: int, prepare: Callable[[], object], timeout: float | None = None) -> None:
        """`prepare` runs once in each worker, before its first task; `timeout` in seconds a task."""
        self._count = count
        self._prepare = prepare
        self._timeout = timeout
        self._context = _context()
        self._lock = threading.Lock()
        self._waiting: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        self._ending = False
        self._fault: BaseException | None = None
        self._wake, self._waker = self._context.Pipe(duplex=False)
        self._manager = threading.Thread(target=self._manage, name="workers", daemon=True)
        self._manager.start()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self._lock:
            if self._ending or self._fault:
                raise self._fault or RuntimeError("these workers were dismissed")
            self._waiting.append(_Task(future, (function, args, kwargs)))
        self._waker.send(None)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Dismiss the workers; with `cancel_futures` at once, whatever they are doing."""
        with self._lock:
            self._ending = True
            if cancel_futures:
                while self._waiting:
                    self._waiting.popleft().future.cancel()
                for worker in self._workers:
                    worker.kill()
        with contextlib.suppress(OSError):
            self._waker.send(None)
        if wait:
            self._manager.join()

    # --- In the thread that manages the workers ---

    def _manage(self) -> None:
        try:
            while self._assign():
                ready = wait([self._wake, *self._sources()], self._until_deadline())
                while self._wake.poll():
                    self._wake.recv()
                for worker in list(self._workers):
                    self._look_at(worker, ready)
        finally:
            for worker in self._workers:
                worker.dismiss()

    def _assign(self) -> bool:
        """Give tasks to idle workers, and hire as many as are needed. False when all is done and no more comes."""
        with self._lock:
            for worker in self._workers:
                if worker.is_idle and self._waiting:
                    worker.begin(self._waiting.popleft(), self._timeout)
            needed = min(self._count, len(self._waiting) + sum(one.task is not None for one in self._workers))
            while len(self._workers) < needed:
                self._workers.append(_Worker(self._context, self._prepare))
            at_work = any(worker.task for worker in self._workers)
            return at_work or bool(self._waiting) or not self._ending

    def _sources(self) -> list[Any]:
        return [source for one in self._workers for source in (one.connection, one.process.sentinel)]

    def _until_deadline(self) -> float | None:
        deadlines = [worker.deadline for worker in self._workers if worker.deadline]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _look_at(self, worker: _Worker, ready: list[Any]) -> None:
        if worker.connection in ready:
            self._listen(worker)
        elif worker.process.sentinel in ready:
            self._bury(worker, BrokenExecutor("the worker died"))
        elif worker.deadline and time.monotonic() >= worker.deadline:
            worker.kill()
            self._bury(worker, TimeoutError())

    def _listen(self, worker: _Worker) -> None:
        try:
            failed, answer = worker.connection.recv()
        except Exception:  # the pipe ended, perhaps amid a message
            self._bury(worker, BrokenExecutor("the worker died"))
            return
        task, worker.task, worker.deadline = worker.task, None, None
        if task is None and failed:  # it could not even prepare: no other will
            self._give_up(answer)
        elif task is None:
            worker.is_ready = True
        elif failed:
            task.future.set_exception(answer)
        else:
            task.future.set_result(answer)

    def _bury(self, worker: _Worker, error: Exception) -> None:
        self._workers.remove(worker)
        worker.dismiss()
        if worker.task:
            worker.task.future.set_exception(error)
        elif not worker.is_ready and not self._ending:
            self._give_up(BrokenExecutor("a worker died before it was ready"))

    def _give_up(self, error: BaseException) -> None:
        with self._lock:
            self._fault = error
            while self._waiting:
                future = self._waiting.popleft().future
                if future.set_running_or_notify_cancel():
                    future.set_exception(error)


class _Worker:
    """One process and its pipe."""

    def __init__(self, context: Any, prepare: Callable[[], object]) -> None:
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, prepare), daemon=True)
        self.process.start()
        theirs.close()  # or the end of the process would not be the end of the pipe
        self.is_ready = False
        self.task: _Task | None = None
        self.deadline: float | None = None

    @property
    def is_idle(self) -> bool:
        return self.is_ready and self.task is None

    def begin(self, task: _Task, timeout: float | None) -> None:
        if not task.future.set_running_or_notify_cancel():
            return
        self.task = task
        self.deadline = time.monotonic() + timeout if timeout else None
        with contextlib.suppress(OSError):  # it has died: its sentinel tells
            self.connection.send(task.call)

    def kill(self) -> None:
        self.process.kill()

    def dismiss(self) -> None:
        """Let it end by itself, which it does when nothing more can come."""
        self.connection.close()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _context() -> Any:
    """Fresh processes: a fork of this one, which has threads, could wait for a lock that nobody holds."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["advisor.batch.work"])
    return context


def _serve(connection: Connection, prepare: Callable[[], object]) -> None:
    """The life of a worker: one task after the other, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal; the parent decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        connection.send(_answer(prepare))
        while True:
            function, args, kwargs = connection.recv()
            connection.send(_answer(function, *args, **kwargs))
    except (EOFError, OSError):
        return


def _answer(function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[bool, Any]:
    """Whether it failed, and what it gave or raised."""
    try:
        return False, function(*args, **kwargs)
    except Exception as error:
        return True, error


def _end_with_parent() -> None:
    """However the parent ended: a worker that hangs would outlive it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


# --- A cluster --------------------------------------------------------------------------------------


class ClusterWorkers(Executor):
    """The workers of a Dask cluster. Raises ImportError without dask.distributed, OSError without a scheduler."""

    def __init__(self, address: str, timeout: float | None = None, patience: float = 10.0) -> None:
        from distributed import Client

        self._client: Any = Client(address, timeout=patience, set_as_default=False, name="advisor batch")
        self._timeout = timeout
        self._lock = threading.Lock()
        self._futures: dict[str, tuple[Any, Future[Any]]] = {}
        self._since: dict[str, float] = {}
        self._stop = threading.Event()
        if timeout:
            threading.Thread(target=self._watch, name="deadlines", daemon=True).start()

    @property
    def workers(self) -> int:
        """How many tasks the cluster can do at once."""
        return sum(self._client.nthreads().values())

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._client.status != "running":
            raise ConnectionError(f"the scheduler is gone ({self._client.status})")
        told: Future[Any] = Future()
        asked = self._client.submit(function, *args, pure=False, **kwargs)
        with self._lock:
            self._futures[asked.key] = asked, told
        told.set_running_or_notify_cancel()
        asked.add_done_callback(self._done)
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which goes on; what was asked of it is taken back."""
        self._stop.set()
        with contextlib.suppress(Exception):  # the scheduler may be gone
            self._client.close(timeout=PATIENCE)

    def _done(self, asked: Any) -> None:
        with self._lock:
            _, told = self._futures.pop(asked.key, (None, None))
            self._since.pop(asked.key, None)
        if told is None:  # it took too long, and was told so
            return
        try:
            told.set_result(asked.result(timeout=PATIENCE))
        except CancelledError as error:
            told.set_exception(BrokenExecutor(str(error)))
        except Exception as error:
            from distributed import KilledWorker

            died = isinstance(error, KilledWorker | OSError)
            told.set_exception(BrokenExecutor(str(error)) if died else error)

    def _watch(self) -> None:
        """End what takes too long. Dask has no such limit: its worker is started anew."""
        assert self._timeout is not None
        while not self._stop.wait(min(1.0, self._timeout / 4)):
            with contextlib.suppress(Exception):  # the scheduler may be gone: submitting tells
                for worker, keys in self._client.processing().items():
                    self._look_at(worker, [key for key in keys if key in self._futures])

    def _look_at(self, worker: str, keys: list[str]) -> None:
        """Of the tasks of one worker the oldest is at work; the others wait behind it, and their time begins anew."""
        now = time.monotonic()
        for key in keys:
            self._since.setdefault(key, now)
        if not keys or now - self._since[keys[0]] < (self._timeout or now):
            return
        with self._lock:
            late = self._futures.pop(keys[0], None)
            for key in keys:
                self._since.pop(key, None)
        if late:
            asked, told = late
            asked.cancel()
            told.set_exception(TimeoutError())
            with contextlib.suppress(Exception):  # a worker without a nanny can't be started anew
                self._client.restart_workers([worker], timeout=PATIENCE * 4)
