"""The terminal side of a batch: progress, a summary, and what to type to go on."""

from __future__ import annotations

import contextlib
import gc
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import click

from advisor import terminal
from advisor.batch import joining, portfolio
from advisor.batch.changes import Earlier
from advisor.batch.cluster import ClusterWorkers
from advisor.batch.executors import LocalWorkers
from advisor.batch.running import Batch, Progress
from advisor.batch.sources import STATE_FOLDER, Census, Inputs, Shard
from advisor.batch.store import LockedError, Store
from advisor.batch.work import DATA, AnotherProgramError, Settings, prepare
from advisor.errors import CaseError, Problem, installing
from advisor.language import Language, language
from advisor.messages import Message, say, translate
from advisor.reading import KINDS

IN_WORK_A_WORKER = 4
"""Cases handed out for each worker: enough that none waits for the next, few enough to stay small."""
WORTH_TELLING = 0.1
"""Seconds that a slow case took."""
MOST_FAILED_TOLD = 10
_BAR_WIDTH = 12


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    paths: Sequence[str]
    output: Path
    settings: Settings
    workers: int
    timeout: float
    since: Path | None = None
    shard: Shard | None = None
    scheduler: str = ""
    follow: bool = False
    join: bool = False


class Batching:
    """One `advisor batch`."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.code = options.settings.language
        self.words: Language = language(self.code)
        self._cluster: ClusterWorkers | None = None
        self._deserted = False
        self._bar: Any = None
        self._state = ""

    def run(self) -> int:
        """Analyse, write, and tell. Gives the exit code."""
        gc.enable()  # a command of half a second does without; this one may run for hours
        options = self.options
        if not options.scheduler:
            return self._begin()
        try:
            self._cluster = ClusterWorkers(options.scheduler, options.timeout or None)
        except ModuleNotFoundError:
            install = installing("cluster")
            self._say(say("--scheduler needs Dask; to install it: {command}", command=install))
            return terminal.USAGE
        try:
            return self._begin()
        finally:
            self._cluster.shutdown(cancel_futures=True)

    def _begin(self) -> int:
        options = self.options
        since = self._earlier()
        known = (options.output / STATE_FOLDER).is_dir()
        store = self._open() if known else None  # before anything is read: another run may be at it
        inputs = Inputs(options.paths)
        census = Census(inputs)
        if not len(census):
            places = tuple(options.paths)
            raise CaseError(Problem("advisor batch", say("no cases found in {places}", places=places)))
        store = self._open() if store is None else store
        try:
            return self._run(store, inputs, census, since)
        finally:
            with contextlib.suppress(OSError):
                store.close()

    def join(self) -> int:
        """Make one batch of the shards in the folders. Gives the exit code."""
        gc.enable()
        with joining.opened([Path(path) for path in self.options.paths]) as (shards, settings):
            since = self._earlier(settings)
            with self._open() as store:
                portfolio.discard(store.folder)
                failed = joining.join(shards, store, settings)
                for kept in store.set_aside:
                    self._say(say("changed by hand, and kept as {file}", file=kept))
                self._finish(store, settings, since)
        return terminal.FAILED if failed else terminal.DONE

    def _open(self) -> Store:
        return Store(self.options.output, follow=self.options.follow)

    def _earlier(self, settings: Settings | None = None) -> Earlier | None:
        settings = settings or self.options.settings
        if self.options.since is None:
            return None
        return Earlier(self.options.since, "adviser" if settings.adviser else "joint")

    def _run(self, store: Store, inputs: Inputs, census: Census, since: Earlier | None) -> int:
        settings, shard = self.options.settings, self.options.shard or Shard()
        batch = Batch(
            inputs,
            store,
            settings,
            self._workers,
            window=self._window,
            shard=shard,
            watch=self._watch,
        )
        joining.note(store, settings, shard, finished=False)
        try:
            with self._progress_bar(sum(slot in shard for slot in census.slots())):
                progress = batch.run(census)
            joining.note(store, settings, shard, finished=True)
            self._summarise(store, batch, progress)
            if shard.count > 1:
                self._say(say("next: {command}", command="advisor batch --join DIR... -o DIR"))
            else:
                self._finish(store, settings, since)
        except KeyboardInterrupt:
            self._tell_how_to_go_on(store, batch.progress)
            return terminal.INTERRUPTED
        except OSError:
            self._tell_how_to_go_on(store, batch.progress)
            raise
        except (BrokenExecutor, AnotherProgramError) as error:
            self._tell_how_to_go_on(store, batch.progress)
            another = say(
                "a worker has another version of the program ({version}); install the same for all",
                version=str(error),
            )
            self._say(
                another
                if isinstance(error, AnotherProgramError)
                else say("the workers can’t work: {reason}", reason=str(error))
            )
            return terminal.USAGE if isinstance(error, AnotherProgramError) else terminal.INTERNAL
        return terminal.FAILED if progress.failed else terminal.DONE

    # --- Workers ---

    def _workers(self) -> Executor:
        options = self.options
        if self._cluster:
            return self._cluster
        return LocalWorkers(options.workers, partial(prepare, options.settings), options.timeout or None)

    def _window(self) -> int:
        workers = self._cluster.workers if self._cluster else self.options.workers
        return max(1, workers) * IN_WORK_A_WORKER

    # --- What is told meanwhile ---

    @contextlib.contextmanager
    def _progress_bar(self, total: int) -> Iterator[None]:
        """On a terminal only; elsewhere the line at the end says all."""
        if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield
            return
        with click.progressbar(
            length=total,
            file=sys.stderr,
            show_eta=False,
            show_percent=False,
            show_pos=True,
            width=_BAR_WIDTH,
            item_show_func=lambda _: self._state,
        ) as self._bar:
            yield

    def _watch(self, progress: Progress) -> None:
        deserted = self._cluster is not None and not self._cluster.workers
        if deserted and not self._deserted:
            self._say(say("the cluster has no workers now; waiting for some"))
        self._deserted = deserted
        if self._bar is None:
            return
        told = [self._word(say("{failed} failed", failed=self.words.number(progress.failed)))]
        if progress.seconds_left is not None:
            rate = self.words.number(progress.rate, 1)
            told.append(self._word(say("{rate} cases a second", rate=rate)))
            left = self._duration(progress.seconds_left)
            told.append(self._word(say("{time} left", time=left)))
        self._state = " · ".join(told)
        self._bar.update(progress.finished - self._bar.pos, progress.finished)

    # --- What is told at the end ---

    def _summarise(self, store: Store, batch: Batch, progress: Progress) -> None:
        number = self.words.number
        self._say(
            say(
                "{total} cases in {time} ({rate} a second): {done} analysed, {failed} failed",
                total=number(progress.total),
                done=number(progress.finished - progress.failed),
                failed=number(progress.failed),
                time=self._duration(progress.seconds),
                rate=number(progress.rate, 1),
            )
        )
        if progress.reused:
            self._say(say("done in an earlier run: {count}", count=number(progress.reused)))
        slowest = [
            f"{name} {self._duration(seconds)}"
            for seconds, name in sorted(progress.slowest, reverse=True)
            if seconds >= WORTH_TELLING
        ]
        if slowest:
            self._say(say("slowest: {cases}", cases=tuple(slowest)))
        if batch.forgotten:
            self._say(say("no longer among the cases, and removed: {count}", count=number(batch.forgotten)))
        for kept in store.set_aside:
            self._say(say("changed by hand, and kept as {file}", file=kept))
        failed = (row for row in store.rows() if not row.is_done)
        for row in islice(failed, MOST_FAILED_TOLD):
            problems = row.result["problems"]
            more = say("{problem} (and {count} more)", problem=problems[0], count=number(len(problems) - 1))
            terminal.tell(self._word(more) if len(problems) > 1 else problems[0])
        if next(failed, None):
            self._say(say("more failed; portfolio.csv lists all"))

    def _finish(self, store: Store, settings: Settings, since: Earlier | None) -> None:
        for path in portfolio.write(store, settings, since):
            self._say(say("written: {file}", file=str(path)))
        wrong = (row.source for row in store.rows() if row.status == DATA)
        to_check = next((source for source in wrong if Path(source).suffix.lower() in KINDS), None)
        join = ["--join"] if self.options.join else []
        since_now = ["-o", "DIR", "--since", str(store.folder)]
        following = (
            ["advisor", "check", to_check]
            if to_check
            else ["advisor", "batch", *join, *self.options.paths, *since_now]
        )
        self._say(say("next: {command}", command=shlex.join(following)))

    def _tell_how_to_go_on(self, store: Store, progress: Progress) -> None:
        with contextlib.suppress(OSError):  # a full disk may not even let it count
            kept, total = self.words.number(store.count()), self.words.number(progress.total)
            self._say(say("{kept} of {total} cases are done and kept.", kept=kept, total=total))
        self._say(say("To go on: {command}", command=shlex.join(["advisor", *sys.argv[1:]])))

    def _duration(self, seconds: float) -> str:
        """“0.3 s”, “12 s”, “3 min 20 s”, “2 h 5 min”."""
        if seconds < 10:
            return f"{self.words.number(seconds, 1)}\u00a0s"
        whole = round(seconds)
        if whole < 60:
            return f"{whole}\u00a0s"
        big, small, units = (
            (whole // 60, whole % 60, ("min", "s"))
            if whole < 3600
            else (whole // 3600, whole % 3600 // 60, ("h", "min"))
        )
        return f"{big}\u00a0{units[0]} {small}\u00a0{units[1]}"

    def _word(self, message: Message) -> str:
        return translate(message, self.code)

    def _say(self, message: Message) -> None:
        terminal.tell(self._word(message))


def refuse_locked(run: Callable[[], int], code: str) -> int:
    """Run, unless another run is writing to the folder."""
    try:
        return run()
    except LockedError as locked:
        terminal.tell(translate(say("another run is writing to {folder}", folder=str(locked)), code))
        return terminal.LOCKED
