"""The workers of a batch: processes of this machine, as a `concurrent.futures` executor.

A batch runs on any executor. This one, and that of a cluster, also end a task that takes too long (its future
raises TimeoutError), and go on when a worker dies (only the future of its own task raises BrokenExecutor).
"""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

PATIENCE = 5.0
"""Seconds for a worker to end by itself before it is made to."""
FILES_A_WORKER = 6
FILES_BESIDE = 24
"""Open files that workers take, and what else a run needs."""


class Call:
    """A call that is pickled, and made where it is unpickled."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._function = partial(function, **kwargs) if kwargs else function
        self._args = args

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._function, self._args


class _Task(NamedTuple):
    future: Future[Any]
    call: bytes


class LocalWorkers(Executor):
    """Processes of this machine, each with a pipe of its own.

    The pools of the standard library and of others share one pipe among all workers: a worker killed
    while it writes its result leaves half a message and a lock in it, and all wait for ever.
    """

    def __init__(self, count: int, prepare: Callable[[], object], timeout: float | None = None) -> None:
        """`prepare` runs once in each worker, before its first task; `timeout` in seconds a task."""
        _expect_files_for(count)
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
        task = _Task(Future(), pickle.dumps(Call(function, args, kwargs)))
        with self._lock:
            if self._ending or self._fault:
                raise self._fault or RuntimeError("these workers were dismissed")
            self._waiting.append(task)
        with contextlib.suppress(OSError):  # dismissed meanwhile, and told so
            self._waker.send(None)
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Dismiss the workers; with `cancel_futures` at once, whatever they are doing."""
        with self._lock:
            self._ending = True
            if cancel_futures:
                while self._waiting:
                    future = self._waiting.popleft().future
                    future.cancel()
                    future.set_running_or_notify_cancel()  # or who waits for it is never told
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
        except Exception as error:  # such as no more processes or files: whoever waits must hear of it
            self._give_up(BrokenExecutor(str(error)))
        finally:
            for worker in self._workers:
                worker.connection.close()  # all end at the same time
            for worker in list(self._workers):
                self._bury(worker, BrokenExecutor("the workers were dismissed"))
            self._wake.close()
            self._waker.close()

    def _assign(self) -> bool:
        """Give tasks to idle workers, and hire as many as are needed. False when all is done and no more comes."""
        with self._lock:
            for worker in self._workers:
                while worker.is_idle and self._waiting:  # not once: a task may have been cancelled
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
            message = worker.connection.recv_bytes()
        except (EOFError, OSError):  # the pipe ended, perhaps amid a message
            self._bury(worker, BrokenExecutor("the worker died"))
            return
        failed, answer = _unpickled(message)
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
            self._fault = self._fault or error
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
            self.connection.send_bytes(task.call)

    def kill(self) -> None:
        self.process.kill()

    def dismiss(self) -> None:
        """Let it end by itself, which it does when nothing more can come."""
        self.connection.close()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _expect_files_for(workers: int) -> None:
    """Refuses what the system would refuse half-way, in processes that then end with a traceback each."""
    try:
        import resource
    except ImportError:  # no such limit
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = FILES_BESIDE + FILES_A_WORKER * workers
    if allowed < needed <= most or (allowed < needed and most == resource.RLIM_INFINITY):
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))
    elif allowed < needed:
        raise BrokenExecutor(os.strerror(errno.EMFILE))


def _context() -> Any:
    """Fresh processes: a fork of this one, which has threads, could wait for a lock that nobody holds."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["advisor.batch.work"])
    resource_tracker.ensure_running()  # which lets Ctrl-C through again when it runs
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)  # or it might import another copy of the program
    try:
        forkserver.ensure_running()  # which ignores Ctrl-C, but not before it has imported all that
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.environ.pop("PYTHONPATH") if path is None else os.environ.update(PYTHONPATH=path)
    return context


def _serve(connection: Connection, prepare: Callable[[], object]) -> None:
    """The life of a worker: one task after the other, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal; the parent decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        connection.send_bytes(_answer(prepare))
        while True:
            call = connection.recv_bytes()
            connection.send_bytes(_answer(pickle.loads, call))
    except (EOFError, OSError):
        return


def _answer(function: Callable[..., Any], *args: Any) -> bytes:
    """Whether it failed, and what it gave or raised; that it can't be pickled is a failure like any other."""
    try:
        return pickle.dumps((False, function(*args)))
    except Exception as error:
        try:
            return pickle.dumps((True, error))
        except Exception:
            return pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))


def _unpickled(answer: bytes) -> tuple[bool, Any]:
    try:
        failed, told = pickle.loads(answer)
        return failed, told
    except Exception as error:  # one that needs more arguments than it keeps, or of a class that is not here
        return True, error


def _end_with_parent() -> None:
    """However the parent ended: a worker that hangs would outlive it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
