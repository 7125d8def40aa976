"""The workers of this machine: each task is answered, whatever becomes of a worker, and nothing is left behind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import misbehaving
import pytest
from conftest import CHECKOUT
from misbehaving import double, who

from advisor.batch.executors import LocalWorkers
from advisor.batch.sources import Inputs
from advisor.batch.work import Settings, analyse, fingerprint

Workers = Callable[..., LocalWorkers]


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Makes workers, who are dismissed at the end."""
    hired = []

    def hire(
        number: int = 1, timeout: float | None = None, prepare: Callable[[], object] = misbehaving.nothing
    ) -> LocalWorkers:
        hired.append(LocalWorkers(number, prepare, timeout))
        return hired[-1]

    yield hire
    for one in hired:
        one.shutdown(cancel_futures=True)


def error_of(future: Future[Any]) -> BaseException | None:
    return future.exception(timeout=10)


def test_every_task_has_its_own_answer_or_exception(workers: Workers) -> None:
    two = workers(2)
    asked = [two.submit(double, number) for number in range(100)]
    wrong = two.submit(int, "x", base=10)
    assert [future.result(10) for future in asked] == [2 * number for number in range(100)]
    assert repr(error_of(wrong)) == repr(ValueError("invalid literal for int() with base 10: 'x'"))
    assert len({two.submit(who, 0.05).result(10) for _ in range(4)}) <= 2


def test_no_more_workers_are_hired_than_there_are_tasks(workers: Workers) -> None:
    many = workers(50)
    assert many.submit(double, 2).result(10) == 4
    assert len(many._workers) == 1


def test_a_cancelled_task_does_not_keep_the_next_from_being_done(workers: Workers) -> None:
    one = workers()
    at_work = one.submit(who, 0.3)
    second, third, fourth = (one.submit(double, number) for number in range(3))
    assert second.cancel()
    assert third.cancel()
    assert at_work.result(10) > 0
    assert fourth.result(10) == 4


def test_a_worker_that_dies_costs_its_own_task_only(workers: Workers) -> None:
    two = workers(2)
    asked = [two.submit(double, number) for number in range(20)]
    deadly = two.submit(misbehaving.die)
    asked += [two.submit(double, number) for number in range(20, 40)]
    assert isinstance(error_of(deadly), BrokenExecutor)
    assert [future.result(10) for future in asked] == [2 * number for number in range(40)]


def test_a_worker_that_hangs_is_ended_and_its_task_is_told_so(workers: Workers) -> None:
    two = workers(2, timeout=0.5)
    hanging = two.submit(misbehaving.hang)
    asked = [two.submit(double, number) for number in range(20)]
    assert isinstance(error_of(hanging), TimeoutError)
    assert [future.result(10) for future in asked] == [2 * number for number in range(20)]


def test_a_big_answer_arrives_whole_and_one_cut_off_by_death_is_no_answer(workers: Workers) -> None:
    two = workers(2)
    whole, cut = two.submit(misbehaving.big, 20), two.submit(misbehaving.die_amid_answer)
    assert len(whole.result(10)) == 20 << 20
    assert isinstance(error_of(cut), BrokenExecutor)
    assert two.submit(double, 1).result(10) == 2


def test_what_cannot_be_pickled_is_an_exception_of_its_task_and_the_worker_lives(workers: Workers) -> None:
    one = workers()
    process = one.submit(who).result(10)
    with pytest.raises(AttributeError, match="local object"):
        one.submit(lambda: None)
    assert isinstance(error_of(one.submit(misbehaving.unpicklable)), AttributeError)
    assert isinstance(error_of(one.submit(misbehaving.raise_odd)), TypeError)
    assert (
        repr(error_of(one.submit(misbehaving.raise_secretive)))
        == "RuntimeError('SecretiveError: kept to itself')"
    )
    assert one.submit(who).result(10) == process


@pytest.mark.parametrize(
    ("prepare", "error"), [(misbehaving.refuse, ValueError), (misbehaving.die, BrokenExecutor)]
)
def test_where_a_worker_cannot_be_prepared_nobody_waits(
    workers: Workers, prepare: Callable[[], object], error: type[Exception]
) -> None:
    two = workers(2, prepare=prepare)
    asked = [two.submit(double, number) for number in range(10)]
    assert {type(error_of(future)) for future in asked} == {error}
    with pytest.raises(error):
        two.submit(double, 1)


def test_where_no_process_can_be_begun_nobody_waits(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("advisor.batch.executors._Worker", refuse)
    one = workers()
    assert isinstance(error_of(one.submit(double, 1)), BrokenExecutor)


def test_shutdown_waits_for_what_was_asked(workers: Workers) -> None:
    two = workers(2)
    asked = [two.submit(who, 0.05) for _ in range(6)]
    two.shutdown()
    assert all(future.done() for future in asked)
    with pytest.raises(RuntimeError, match="dismissed"):
        two.submit(double, 1)


def test_shutdown_at_once_waits_for_nobody(workers: Workers) -> None:
    two = workers(2)
    asked = [two.submit(misbehaving.hang) for _ in range(4)]
    until = time.monotonic() + 10
    while sum(future.running() for future in asked) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    begun = time.monotonic()
    two.shutdown(cancel_futures=True)
    assert time.monotonic() - begun < 2
    assert not wait(asked, 5).not_done
    assert [future.cancelled() for future in asked] == [False, False, True, True]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are looked up in /proc")
def test_shutdown_leaves_no_process_thread_or_file_behind(workers: Workers) -> None:
    workers().submit(who).result(10)  # the server that forks workers stays until the end
    before, threads = open_files(), threading.active_count()
    for timeout in (None, 0.2):
        two = workers(2, timeout)
        processes = {two.submit(who, 0.1).result(10) for _ in range(3)}
        wait([two.submit(misbehaving.die), two.submit(misbehaving.hang if timeout else who)], 10)
        two.shutdown()
        assert not [one for one in processes if Path(f"/proc/{one}").exists()]
    assert (open_files(), threading.active_count()) == (before, threads)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_cases_analysed_in_threads_are_not_mixed_up() -> None:
    names = ("deux-boulangers.yaml", "studio-deux.yaml", "web-studio.yaml")
    sources = list(Inputs([str(CHECKOUT / "cases" / name) for name in names]))
    settings = Settings("en", form="json", fingerprint=fingerprint())
    alone = [analyse(source, settings).documents for source in sources]
    with ThreadPoolExecutor(3) as threads:
        together = threads.map(lambda source: analyse(source, settings).documents, sources * 2)
    assert list(together) == alone * 2
