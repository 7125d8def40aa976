"""A batch from its sources to its results: so many cases in work at a time, whatever happens to any of them."""

from __future__ import annotations

import hashlib
import heapq
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

from advisor.batch.portfolio import discard
from advisor.batch.sources import Census, Inputs, Shard, Source
from advisor.batch.store import Store
from advisor.batch.work import DIED, DONE, HUNG, AnotherProgramError, Outcome, Settings, analyse, failure
from advisor.messages import Message, say, translate

MOST_SLOWEST = 3
MOST_RENEWALS = 3
_SECONDS_BETWEEN_LOOKS = 0.5

_LOST: dict[str, Message] = {
    HUNG: say("took longer than the time limit; see --timeout"),
    DIED: say("the worker died on this case, twice"),
}


@dataclass
class Progress:
    """How far a batch is."""

    total: int
    finished: int = 0
    failed: int = 0
    reused: int = 0
    """Of the finished: those that an earlier run had done."""
    begun: float = field(default_factory=time.monotonic)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    @property
    def rate(self) -> float:
        """Cases a second, those of earlier runs left out."""
        return (self.finished - self.reused) / max(self.seconds, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """None until there is something to judge by."""
        done_now = self.finished - self.reused
        return (self.total - self.finished) / self.rate if done_now else None

    def reuse(self, is_done: bool) -> None:
        """One more case, of which an earlier run told already what it is."""
        self.finished += 1
        self.reused += 1
        self.failed += not is_done

    def count(self, outcome: Outcome) -> None:
        """One more case."""
        self.finished += 1
        self.failed += outcome.status != DONE
        heapq.heappush(self.slowest, (sum(outcome.seconds.values()), outcome.id or outcome.source))
        if len(self.slowest) > MOST_SLOWEST:
            heapq.heappop(self.slowest)


class Batch:
    """One run over some inputs, into one store."""

    def __init__(
        self,
        inputs: Inputs,
        store: Store,
        settings: Settings,
        workers: Callable[[], Executor],
        *,
        window: int | Callable[[], int],
        shard: Shard | None = None,
        watch: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        """`workers` makes an executor, and another where that one breaks. `window`: cases in work at a time;
        it may change meanwhile.
        """
        self.inputs = inputs
        self.store = store
        self.settings = settings
        self.shard = shard or Shard()
        self._make_workers = workers
        self._window = window if callable(window) else lambda: window
        self._watch = watch
        self._digest = settings.digest()
        self._at_work: dict[Future[Outcome], Source] = {}
        self._suspects: list[Source] = []
        self.progress = Progress(0)
        self.forgotten = 0
        """Cases of an earlier run that are no longer among the inputs."""

    def run(self, census: Census) -> Progress:
        """Analyse what is not done yet. What is done so far is kept whatever ends the run."""
        self.progress = Progress(sum(slot in self.shard for slot in census.slots()))
        discard(self.store.folder)
        self._forget_others(census)
        executor = self._make_workers()
        try:
            for source in self._to_do():
                executor = self._submit(executor, source)
                while len(self._at_work) >= self._window():
                    executor = self._settle_some(executor)
            while self._at_work:
                executor = self._settle_some(executor)
            for suspect in self._suspects:  # alone, so that it is clear who ends a worker
                executor = self._try_alone(executor, suspect)
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            self.store.commit()
            raise
        executor.shutdown(wait=True)
        self.store.commit()
        return self.progress

    def _forget_others(self, census: Census) -> None:
        """A case that isn't there is forgotten, unless it may be where nothing can be read at the moment."""
        gone = [slot for slot in self.store.slots() if slot not in census or slot not in self.shard]
        for slot in gone:
            if any(_is_in(place, self.store.source_of(slot)) for place in census.closed):
                self.store.suspend(slot)
            else:
                self.store.forget(slot)
                self.forgotten += 1

    def _to_do(self) -> Iterator[Source]:
        """The cases without a result, one at a time."""
        for source in self.inputs:
            if source.slot not in self.shard:
                continue
            if self.store.has(source, self._key(source)):
                self.progress.reuse(self.store.is_done(source.slot))
                self._watch(self.progress)
            else:
                yield source

    def _key(self, source: Source) -> str:
        """Of all that the result of a case depends on."""
        return hashlib.sha256(f"{self._digest} {source.digest}".encode()).hexdigest()

    def _submit(self, executor: Executor, source: Source) -> Executor:
        try:
            future = executor.submit(analyse, source, self.settings)
        except BrokenExecutor:
            executor = self._renewed(executor)
            future = executor.submit(analyse, source, self.settings)
        self._at_work[future] = source
        return executor

    def _settle_some(self, executor: Executor) -> Executor:
        """Wait for a case or more to be finished."""
        finished, _ = wait(self._at_work, _SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
        for future in finished:
            source = self._at_work.pop(future)
            error = future.exception()
            if isinstance(error, BrokenExecutor):
                self._suspects.append(source)
            else:
                self._keep(source, self._outcome(source, future))
        if any(isinstance(one.exception(), BrokenExecutor) for one in finished) and _is_broken(executor):
            self._suspects += self._at_work.values()
            self._at_work.clear()
            executor = self._renewed(executor)
        self._watch(self.progress)
        return executor

    def _try_alone(self, executor: Executor, source: Source) -> Executor:
        executor = self._submit(executor, source)
        (future,) = self._at_work
        self._at_work.clear()
        if isinstance(future.exception(), BrokenExecutor):
            self._keep(source, self._lost(source, DIED))
            executor = self._renewed(executor) if _is_broken(executor) else executor
        else:
            self._keep(source, self._outcome(source, future))
        self._watch(self.progress)
        return executor

    def _outcome(self, source: Source, future: Future[Outcome]) -> Outcome:
        """What a worker made of a case. Raises what is wrong with all of them."""
        try:
            return future.result()
        except TimeoutError:
            return self._lost(source, HUNG)
        except (ImportError, AttributeError) as error:  # the worker lacks what it was asked for
            raise AnotherProgramError(str(error)) from error

    def _lost(self, source: Source, why: str) -> Outcome:
        told = f"{source.name}: {translate(_LOST[why], self.settings.language)}"
        return failure(source, why, (told,))

    def _keep(self, source: Source, outcome: Outcome) -> None:
        if outcome.status != DONE:
            outcome = replace(outcome, source=source.name)
        self.store.keep(outcome, self._key(source))
        self.progress.count(outcome)

    def _renewed(self, executor: Executor) -> Executor:
        """Another executor whose workers do work; that none can begin is no case's fault."""
        reason = ""
        for _ in range(MOST_RENEWALS):
            executor.shutdown(wait=False, cancel_futures=True)
            executor = self._make_workers()
            reason = _fault_of(executor)
            if not reason:
                return executor
        executor.shutdown(wait=False, cancel_futures=True)
        raise BrokenExecutor(reason)


def _is_in(place: str, file: str) -> bool:
    return file == place or file.startswith(f"{place.rstrip('/')}/")


def _is_broken(executor: Executor) -> bool:
    """Whether it takes no more tasks, as a pool of the standard library when a worker died; asked without waiting."""
    try:
        executor.submit(_nothing)
    except (BrokenExecutor, RuntimeError):
        return True
    return False


def _fault_of(executor: Executor) -> str:
    """Why a new executor can't work; empty if it can."""
    try:
        executor.submit(_nothing).result()
    except (BrokenExecutor, RuntimeError) as error:
        return str(error) or type(error).__name__
    return ""


def _nothing(*_: Any) -> None:
    """A task that shows whether anybody works."""
