"""Whatever happens to a batch, the same command goes on, and ends with the bytes of a run that nothing happened to."""

from __future__ import annotations

import contextlib
import csv
import ctypes
import json
import multiprocessing
import os
import random
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import misbehaving
import pytest
from batches import (
    ADVISOR,
    DECISIONS_WAIT,
    HOURS_ARE_UNKNOWN,
    LEA_WORKS_STILL_MORE,
    LEA_WORKS_TOO_MUCH,
    MISTAKEN,
    NETWORK,
    NO_DECISION_WAITS,
    WORK_IS_EVEN,
    analysed,
    case,
    contents,
    failed,
    line,
    names,
    numbered,
    results,
    written,
)
from conftest import CHECKOUT, Run, command_environment
from markdown_it import MarkdownIt
from misbehaving import WRONG
from test_robustness import HOSTILE, OWN_TAGS, assert_same_but_for_the_texts, harmless_for, hostile_for, plain

from advisor.assessment import advise, engine
from advisor.batch.changes import KINDS, Found, compare
from advisor.batch.executors import LocalWorkers
from advisor.batch.joining import join, opened
from advisor.batch.portfolio import MOST_FAILURES
from advisor.batch.running import Batch
from advisor.batch.sources import Census, Inputs, Shard, Source
from advisor.batch.store import FolderError, Store
from advisor.batch.work import Outcome, Settings, analyse, fingerprint, prepare, summary
from advisor.benchmarks import read_overlay
from advisor.case import JOINT, case_of_values
from advisor.reading import read_tree

EXAMPLES = sorted((CHECKOUT / "cases").glob("*.yaml"))[:6]
"""Cases of some size: a batch of them takes long enough to be disturbed."""


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example cases, and an output `undisturbed` beside it."""
    home = tmp_path_factory.mktemp("examples")
    (home / "cases").mkdir()
    for path in EXAMPLES:
        shutil.copy(path, home / "cases")
    done = subprocess.run(
        [*ADVISOR, "batch", "cases", "-o", "undisturbed"], cwd=home, env=command_environment(), check=True
    )
    assert done.returncode == 0
    return home


@pytest.fixture(scope="module")
def undisturbed(examples: Path) -> dict[str, bytes]:
    """What a batch of the examples gives that nothing happens to."""
    return contents(examples / "undisturbed")


@pytest.fixture
def home(examples: Path, tmp_path: Path) -> Path:
    """A folder with the example cases, in which `run` runs."""
    (tmp_path / "cases").symlink_to(examples / "cases")
    return tmp_path


def started(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """A batch as the first process of a session of its own."""
    return subprocess.Popen(
        [*ADVISOR, *arguments],
        cwd=home,
        env=command_environment(),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def session(leader: int) -> set[int]:
    """The processes of a session that are alive."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, *rest = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[2]) == leader and state != "Z":
            found.add(int(entry.name))
    return found


def wait_until(is_so: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.002)


def reports(folder: Path) -> int:
    return len(list(folder.glob("reports/*.md")))


# --- Killed ---------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_30_31_killed_eight_times_a_batch_ends_with_the_same_bytes_and_leaves_no_worker(
    home: Path, run: Run, undisturbed: dict[str, bytes]
) -> None:
    for number in range(8):
        running = started(home, "batch", "cases", "-o", "out")
        wait_until(lambda: len(session(running.pid)) > 1)  # noqa: B023
        time.sleep(0.08 * number)
        if number % 2 and running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()
        running.wait()
        wait_until(lambda: not session(running.pid), seconds=2)  # noqa: B023
    done = run("batch", "cases", "-o", "out")
    assert done.returncode == 0
    assert contents(home / "out") == undisturbed


DIES_BEFORE_A_FILE_TAKES_ITS_PLACE = """
import os, signal, sys
left, replace = int(sys.argv.pop(1)), os.replace
def replace_or_die(*names, **options):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*names, **options)
os.replace = replace_or_die
from advisor.cli import main
main()
"""


@pytest.fixture(scope="module")
def in_french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three cases with an English batch of them, `before`, and a French one, `after`."""
    home = tmp_path_factory.mktemp("three")
    numbered(home / "three.jsonl", 3)
    os.chdir(home)
    analysed(home / "before", "three.jsonl")
    analysed(home / "after", "three.jsonl", language="fr", report_language="fr")
    return home


@pytest.mark.parametrize("moved", [0, 1, 2, 5, 6, 8, 9])
def test_30_a_batch_that_is_killed_before_any_file_takes_its_place_goes_on_to_the_same_bytes(
    in_french: Path, tmp_path: Path, run: Run, moved: int
) -> None:
    """Six files of reports are moved to their place, then four of the portfolio; each was there before in English."""
    shutil.copytree(in_french, tmp_path, dirs_exist_ok=True)
    command = ["batch", "three.jsonl", "-o", "before", "--lang", "fr", "--workers", "1"]
    killed = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_A_FILE_TAKES_ITS_PLACE, str(moved), *command],
        cwd=tmp_path,
        env=command_environment(),
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL
    assert run(*command).returncode == 0
    assert contents(tmp_path / "before") == contents(in_french / "after")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_32_an_interrupted_batch_keeps_what_is_done_and_says_how_to_go_on(
    home: Path, run: Run, undisturbed: dict[str, bytes], number: signal.Signals
) -> None:
    running = started(home, "batch", "cases", "-o", "out of order")
    wait_until(lambda: reports(home / "out of order") >= 2)
    os.killpg(running.pid, number)  # all of them, as a terminal does it
    _, told = running.communicate(timeout=10)
    assert running.returncode == 130
    found = re.fullmatch(r"(\d+) of 6 cases are done and kept\.\nTo go on: (advisor .*)\n", told)
    assert found, told
    wait_until(lambda: not session(running.pid), seconds=2)
    kept, command = int(found[1]), shlex.split(found[2])
    assert kept >= 1
    assert command == ["advisor", "batch", "cases", "-o", "out of order"]
    done = run(*command[1:])
    assert done.returncode == 0
    assert f"done in an earlier run: {kept}\n" in done.stderr
    assert contents(home / "out of order") == undisturbed


def test_32_interrupted_before_the_workers_are_ready_a_batch_shows_no_traceback(home: Path) -> None:
    for delay in (0.0, 0.02, 0.05):
        running = started(home, "batch", "cases", "-o", "out")
        wait_until(lambda: len(session(running.pid)) > 2)  # noqa: B023
        time.sleep(delay)
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=10)
        assert running.returncode == 130
        assert re.fullmatch(
            r"\d+ of 6 cases are done and kept\.\nTo go on: advisor batch cases -o out\n", told
        )


def test_34_a_second_run_into_a_folder_is_refused_at_once_and_the_first_ends_well(
    home: Path, run: Run, undisturbed: dict[str, bytes]
) -> None:
    running = started(home, "batch", "cases", "-o", "out")
    wait_until(lambda: reports(home / "out"))
    begun = time.monotonic()
    second = run("batch", "cases", "-o", "out")
    assert (second.returncode, second.stderr) == (4, "another run is writing to out\n")
    assert time.monotonic() - begun < 5
    running.communicate(timeout=30)
    assert running.returncode == 0
    assert contents(home / "out") == undisturbed


# --- No room ------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a quarter of a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=250k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_29_on_a_full_disk_a_batch_ends_with_one_line_and_goes_on_when_there_is_room(
    small_disk: Path, tmp_path: Path, run: Run
) -> None:
    numbered(tmp_path / "cases.jsonl", 24)
    os.chdir(tmp_path)
    analysed(tmp_path / "fresh", "cases.jsonl")
    full = run("batch", "cases.jsonl", "-o", "disk/out")
    assert full.returncode == 74
    kept, go_on, error = full.stderr.splitlines()
    found = re.fullmatch(r"(\d+) of 24 cases are done and kept\.", kept)
    assert found and go_on == "To go on: advisor batch cases.jsonl -o disk/out"
    assert re.fullmatch(r"Error: disk/out\S*: no space left on the device", error)
    assert contents(small_disk / "out").items() <= contents(tmp_path / "fresh").items()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    done = run("batch", "cases.jsonl", "-o", "disk/out")
    assert done.returncode == 0
    assert contents(small_disk / "out") == contents(tmp_path / "fresh")
    reused = re.search(r"done in an earlier run: (\d+)", done.stderr)
    assert (reused[1] if reused else "0") == found[1]  # what was told to be kept was kept


def test_29_where_files_may_not_grow_nothing_is_half_written(tmp_path: Path, run: Run) -> None:
    numbered(tmp_path / "cases.jsonl", 24)
    os.chdir(tmp_path)
    analysed(tmp_path / "fresh", "cases.jsonl")
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (20_000, 20_000))
    full = run("batch", "cases.jsonl", "-o", "out", preexec_fn=limit)
    assert full.returncode == 74
    assert [
        one for one in full.stderr.splitlines() if one.startswith("Error: out")
    ] == full.stderr.splitlines()[-1:]
    assert contents(tmp_path / "out").items() <= contents(tmp_path / "fresh").items()
    assert run("batch", "cases.jsonl", "-o", "out").returncode == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


# --- Workers --------------------------------------------------------------------------------------

SETTINGS = Settings("en", form="none", fingerprint=fingerprint())
Task = Callable[[Source, Settings], Outcome]


def segfault_on_one(source: Source, settings: Settings) -> Outcome:
    return ctypes.string_at(0) if source.slot == WRONG else analyse(source, settings)  # type: ignore[return-value]


def die_the_first_time(source: Source, settings: Settings) -> Outcome:
    died = Path(source.file).with_suffix(".died")
    if source.slot == WRONG and not died.exists():
        died.touch()
        misbehaving.die()
    return analyse(source, settings)


class Misled(Executor):
    """An executor whose workers do another task than that which they are asked."""

    def __init__(self, workers: Executor, task: Task) -> None:
        self._workers = workers
        self._task = task

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._workers.submit(self._task if function is analyse else function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._workers.shutdown(wait, cancel_futures=cancel_futures)


def local(timeout: float | None = None) -> LocalWorkers:
    return LocalWorkers(2, partial(prepare, SETTINGS), timeout)


def pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("forkserver"))


def outcome(folder: Path, workers: Callable[[], Executor]) -> tuple[dict[str, str], list[str]]:
    """Why cases failed, and the slots of those that did not, of sixteen small ones."""
    inputs = Inputs([str(numbered(folder / "cases.jsonl", 16))])
    with Store(folder / "out") as store:
        Batch(inputs, store, SETTINGS, workers, window=8).run(Census(inputs))
        rows = list(store.rows())
    return failed(rows), [row.slot for row in rows if row.is_done]


ALL = [f"case-{number:02}" for number in range(16)]
OTHERS = [id for id in ALL if id != WRONG]


@pytest.mark.parametrize(
    ("workers", "task", "why"),
    [
        pytest.param(local, misbehaving.die_on_one, "died", id="killed"),
        pytest.param(local, segfault_on_one, "died", id="crashed"),
        pytest.param(partial(local, 0.7), misbehaving.hang_on_one, "hung", id="hung"),
        pytest.param(pool, misbehaving.die_on_one, "died", id="killed in a pool of the standard library"),
    ],
)
def test_33_only_the_case_that_ends_or_hangs_its_worker_is_marked(
    tmp_path: Path, workers: Callable[[], Executor], task: Task, why: str
) -> None:
    assert outcome(tmp_path, lambda: Misled(workers(), task)) == ({WRONG: why}, OTHERS)


@pytest.mark.parametrize("workers", [local, pool])
def test_33_a_case_is_tried_again_before_it_is_said_to_end_workers(
    tmp_path: Path, workers: Callable[[], Executor]
) -> None:
    assert outcome(tmp_path, lambda: Misled(workers(), die_the_first_time)) == ({}, ALL)


@pytest.mark.parametrize("workers", [pool, partial(ThreadPoolExecutor, 3)])
def test_executors_of_the_standard_library_give_the_same_batch(
    tmp_path: Path, workers: Callable[[], Executor]
) -> None:
    inputs = Inputs([str(written(tmp_path / "cases"))])
    with Store(tmp_path / "out") as store:
        Batch(inputs, store, Settings("en", fingerprint=fingerprint()), workers, window=4).run(Census(inputs))
    analysed(tmp_path / "fresh", tmp_path / "cases")
    documents = {
        name: text for name, text in contents(tmp_path / "fresh").items() if name.startswith("reports/")
    }
    assert len(documents) == 2 * len(NETWORK)
    assert contents(tmp_path / "out") == documents


def end_at_once() -> NoReturn:
    os._exit(3)


@pytest.mark.parametrize(
    ("prepared", "error"), [(end_at_once, BrokenExecutor), (misbehaving.refuse, ValueError)]
)
def test_workers_that_cannot_begin_end_the_run_and_blame_no_case(
    tmp_path: Path, prepared: Callable[[], object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        outcome(tmp_path, lambda: LocalWorkers(2, prepared))
    with Store(tmp_path / "out") as store:
        assert list(store.rows()) == []


def test_too_few_files_for_workers_end_the_run_with_a_sentence(tmp_path: Path, run: Run) -> None:
    numbered(tmp_path / "cases.jsonl", 40)
    limit = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (40, 40))
    done = run("batch", "cases.jsonl", "-o", "out", "--workers", "30", preexec_fn=limit)
    assert done.returncode not in (0, 1)
    assert "the workers can’t work: " in done.stderr and "Traceback" not in done.stderr


# --- The output folder --------------------------------------------------------------------------


def test_27_an_output_folder_that_is_a_link_is_refused_unless_it_is_followed(
    tmp_path: Path, run: Run
) -> None:
    numbered(tmp_path / "cases.jsonl", 1)
    (tmp_path / "target").mkdir()
    (tmp_path / "out").symlink_to("target")
    done = run("batch", "cases.jsonl", "-o", "out")
    told = f"out: is a link to {tmp_path / 'target'}; name that folder, or add --follow\n"
    assert (done.returncode, done.stderr) == (65, told)
    assert names(tmp_path / "target") == []
    assert run("batch", "cases.jsonl", "-o", "out", "--follow").returncode == 0
    assert "results.jsonl" in names(tmp_path / "target")


def test_27_a_folder_of_reports_that_became_a_link_to_elsewhere_is_not_written_through(
    tmp_path: Path,
) -> None:
    cases = numbered(tmp_path / "cases.jsonl", 1)
    analysed(tmp_path / "out", cases)
    shutil.rmtree(tmp_path / "out" / "reports")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "case-00.md").write_text("Not a report.\n")
    (tmp_path / "out" / "reports").symlink_to("../elsewhere")
    with pytest.raises(FolderError):
        analysed(tmp_path / "out", cases)
    assert contents(tmp_path / "elsewhere") == {"case-00.md": b"Not a report.\n"}


def test_27_links_in_place_of_files_are_replaced_and_their_targets_left_alone(tmp_path: Path) -> None:
    cases, out, target = numbered(tmp_path / "cases.jsonl", 1), tmp_path / "out", tmp_path / "target"
    analysed(out, cases)
    before = contents(out)
    target.write_text("mine\n")
    for name in before:
        (out / name).unlink()
        (out / name).symlink_to(target)
    analysed(out, cases)
    assert contents(out) == before
    assert target.read_text() == "mine\n"


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path, run: Run) -> None:
    numbered(tmp_path / "cases.jsonl", 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("")
    done = run("batch", "cases.jsonl", "-o", "out")
    told = "out: holds other files; give a new or empty folder, or that of an earlier batch\n"
    assert (done.returncode, done.stderr) == (65, told)
    assert contents(tmp_path / "out", state=True) == {"thesis.tex": b""}
    done = run("batch", "cases.jsonl", "-o", "cases.jsonl")
    assert (done.returncode, done.stderr) == (65, "cases.jsonl: is a file, not a folder\n")


def text_instead(state: Path) -> None:
    state.write_text("not a database")


def cut_short(state: Path) -> None:
    os.truncate(state, 5_000)


def page_of_noise(state: Path) -> None:
    with state.open("r+b") as file:
        file.seek(4_096)
        file.write(random.Random(1).randbytes(3_000))


def folder_instead(state: Path) -> None:
    state.unlink()
    state.mkdir()


def removed(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def of_another_program(state: Path) -> None:
    import sqlite3

    with contextlib.closing(sqlite3.connect(state, isolation_level=None)) as tables:
        tables.execute("DROP TABLE cases")
        tables.execute("CREATE TABLE cases (id TEXT)")


@pytest.mark.parametrize(
    "damage", [text_instead, cut_short, page_of_noise, folder_instead, of_another_program]
)
def test_a_damaged_state_is_named_and_its_remedy_works(
    tmp_path: Path, run: Run, damage: Callable[[Path], None]
) -> None:
    cases, out = numbered(tmp_path / "cases.jsonl", 2), tmp_path / "out"
    os.chdir(tmp_path)
    analysed(out, cases.name)
    before = contents(out)
    damage(out / ".batch" / "state.sqlite")
    done = run("batch", "cases.jsonl", "-o", "out")
    assert done.returncode == 65
    found = re.fullmatch(
        r"(out/\.batch/state\.sqlite): the state of the batch is damaged \([^\n]+\); remove this file\n",
        done.stderr,
    )
    assert found, done.stderr
    assert contents(out) == before
    removed(tmp_path / found[1])
    analysed(out, cases.name)
    assert contents(out) == before


# --- What is stale is done again ----------------------------------------------------------------


def correct(home: Path) -> None:
    (home / "cases" / "mistaken.yaml").write_text(MISTAKEN.replace("02-30", "02-28"))


def mistake(home: Path) -> None:
    (home / "cases" / "bakers.yaml").write_text(case("bakers", "objetives: []\n"))


def change(home: Path) -> None:
    (home / "cases" / "bakers.yaml").write_text(case("bakers", WORK_IS_EVEN), encoding="utf-8")


def remove(home: Path) -> None:
    (home / "cases" / "bakers.yaml").unlink()


def add(home: Path) -> None:
    (home / "cases" / "zoo.yaml").write_text(case("zoo"), encoding="utf-8")


def rename(home: Path) -> None:
    (home / "cases" / "bakers.yaml").rename(home / "cases" / "a-bakery.yaml")
    (home / "cases" / "mistaken.yaml").rename(home / "cases" / "wrong.yaml")


def renumber(home: Path) -> None:
    """One case moves to another line, and so do the mistakes of the next."""
    path = home / "cases" / "lines.jsonl"
    path.write_text("\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def swap_ids(home: Path) -> None:
    for id, other in (("bakers", "brewers"), ("brewers", "bakers")):
        (home / "cases" / f"{id}.yaml").write_text(case(other, NETWORK[id]), encoding="utf-8")


def nothing(home: Path) -> None:
    pass


OURS = '[load.overload]\nvalue = 1.5\nsource = "our own survey"\n'


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cases as files and lines, two with mistakes, and a batch of them in `out`."""
    home = tmp_path_factory.mktemp("network")
    cases = written(home / "cases")
    (cases / "mistaken.yaml").write_text(MISTAKEN)
    (cases / "lines.jsonl").write_text(line("one") + line("two", date="never") + line("three"))
    (home / "ours.toml").write_text(OURS)
    os.chdir(home)
    analysed(home / "out", "cases")
    return home


@pytest.fixture
def earlier(network: Path, tmp_path: Path) -> Path:
    """The same, to be changed; the current folder."""
    shutil.copytree(network, tmp_path, dirs_exist_ok=True)
    os.chdir(tmp_path)
    return tmp_path


TEN = len(NETWORK) + 4


@pytest.mark.parametrize(
    ("edit", "options", "reused"),
    [
        (nothing, {}, TEN),
        (change, {}, TEN - 1),
        (correct, {}, TEN - 1),
        (mistake, {}, TEN - 1),
        (remove, {}, TEN - 1),
        (add, {}, TEN),
        (rename, {}, TEN - 1),
        (renumber, {}, TEN - 1),
        (swap_ids, {}, TEN - 2),
        (nothing, {"language": "fr"}, 0),
        (nothing, {"report_language": "fr"}, 0),
        (nothing, {"form": "json"}, 0),
        (nothing, {"form": "none"}, 0),
        (nothing, {"adviser": True}, 0),
        (nothing, {"benchmarks": "ours.toml"}, 0),
        (change, {"form": "json", "language": "fr"}, 0),
    ],
)
def test_35_after_a_change_the_folder_is_as_if_it_were_new(
    earlier: Path, edit: Callable[[Path], None], options: dict[str, Any], reused: int
) -> None:
    if "benchmarks" in options:
        options = {"benchmarks": read_overlay(earlier / options["benchmarks"])}
    edit(earlier)
    progress = analysed(earlier / "out", "cases", **options)
    analysed(earlier / "fresh", "cases", **options)
    assert contents(earlier / "out") == contents(earlier / "fresh")
    assert progress.reused == reused


def test_35_numbers_that_changed_in_their_file_are_used(earlier: Path) -> None:
    for value in ("1.5", "1.01"):
        (earlier / "ours.toml").write_text(OURS.replace("1.5", value))
        analysed(earlier / "out", "cases", benchmarks=read_overlay(earlier / "ours.toml"))
    analysed(earlier / "fresh", "cases", benchmarks=read_overlay(earlier / "ours.toml"))
    assert contents(earlier / "out") == contents(earlier / "fresh")


def test_35_results_of_another_version_are_done_again(earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.batch import work

    for module in (work, sys.modules["batches"]):
        monkeypatch.setattr(module, "fingerprint", lambda: "0" * 64)
    assert analysed(earlier / "out", "cases").reused == 0


def test_35_text_that_becomes_another_kind_of_file_is_read_again(tmp_path: Path) -> None:
    """As YAML it is a case with a title; as JSON it is refused, since NaN is none."""
    (tmp_path / "case.yaml").write_text(line("bakers", title="").replace('""', "NaN"))
    os.chdir(tmp_path)
    assert analysed(tmp_path / "out", "case.yaml").failed == 0
    (tmp_path / "case.yaml").rename(tmp_path / "case.json")
    analysed(tmp_path / "out", "case.json")
    analysed(tmp_path / "fresh", "case.json")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_report_that_somebody_worked_in_is_kept_under_another_name(earlier: Path) -> None:
    report, before = earlier / "out" / "reports" / "bakers.md", contents(earlier / "out")
    for written_by_hand in ("Call them on Monday.\n", "They called.\n"):
        report.write_text(written_by_hand)
        analysed(earlier / "out", "cases")
    kept = {
        "reports/bakers.changed-1.md": b"Call them on Monday.\n",
        "reports/bakers.changed-2.md": b"They called.\n",
    }
    assert contents(earlier / "out") == before | kept
    report.write_text("Now they left.\n")
    (earlier / "cases" / "bakers.yaml").unlink()
    analysed(earlier / "out", "cases")
    of_the_bakers = {name: text for name, text in contents(earlier / "out").items() if "/bakers" in name}
    assert of_the_bakers == kept | {"reports/bakers.changed-3.md": b"Now they left.\n"}


def test_where_reports_are_kept_the_command_says_so(earlier: Path, run: Run) -> None:
    (earlier / "out" / "reports" / "bakers.md").write_text("Call them on Monday.\n")
    done = run("batch", "cases", "-o", "out")
    assert "changed by hand, and kept as out/reports/bakers.changed-1.md\n" in done.stderr


@pytest.mark.parametrize(
    "name", ["reports/bakers.md", "reports/bakers.themes.svg", "results.jsonl", "portfolio.csv"]
)
@pytest.mark.parametrize("size", [0, None])
def test_files_that_were_emptied_or_deleted_are_written_again(
    earlier: Path, name: str, size: int | None
) -> None:
    before = contents(earlier / "out")
    if size is None:
        (earlier / "out" / name).unlink()
    else:
        os.truncate(earlier / "out" / name, size)
    analysed(earlier / "out", "cases")
    assert contents(earlier / "out") == before


# --- Streams and environments -------------------------------------------------------------------


def close_stderr() -> None:
    os.close(2)


def close_all() -> None:
    for descriptor in range(3):
        os.close(descriptor)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"preexec_fn": close_stderr}, id="stderr closed"),
        pytest.param({"preexec_fn": close_all}, id="all streams closed"),
        pytest.param({"env": {"LC_ALL": "C", "NO_COLOR": "1", "TERM": "dumb"}}, id="C, no colour, dumb"),
    ],
)
def test_29_38_streams_and_environment_make_no_difference(
    tmp_path: Path, run: Run, options: dict[str, Any]
) -> None:
    (tmp_path / "été.yaml").write_text(case("ferme", NETWORK["ferme"]), encoding="utf-8")
    os.chdir(tmp_path)
    analysed(tmp_path / "fresh", "été.yaml")
    done = run("batch", "été.yaml", "-o", "out", **options)
    assert done.returncode == 0
    assert "\x1b" not in done.stderr and "Traceback" not in done.stderr
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_29_a_reader_who_has_seen_enough_stops_nothing(tmp_path: Path) -> None:
    numbered(tmp_path / "cases.jsonl", 2)
    running = started(tmp_path, "batch", "cases.jsonl", "-o", "out", "--format", "none")
    assert running.stderr
    running.stderr.close()
    assert running.wait(20) == 0
    assert "results.jsonl" in names(tmp_path / "out")


# --- Confidences --------------------------------------------------------------------------------

CONFIDING = """\
tasks:
- {id: oven, hours: {lea: 50, omar: 20}}
conflicts:
- {id: rent, title: Quarrel about Zwetschgen, told_in_confidence_by: lea, status: blocked, parties: [lea, omar]}
trust_events:
- {id: talks, title: Talks with Quittenhof, told_in_confidence_by: lea, kind: competing_activity, by: lea,
   concerning: [omar], date: 2026-04-03, declared: no}
objectives:
- {id: growth, title: A second shop, note: Mirabellen, in_confidence: {note: omar}}
"""
SECRETS = (b"Zwetschgen", b"Quittenhof", b"Mirabellen", b'"rent"', b'"talks"')


def secrets_in(folder: Path) -> dict[bytes, list[str]]:
    """The files that tell of each secret."""
    files = contents(folder, state=True)
    return {secret: [name for name, text in files.items() if secret in text] for secret in SECRETS}


@pytest.mark.parametrize("form", ["md", "json"])
def test_nothing_told_in_confidence_is_in_any_file_of_a_joint_batch(tmp_path: Path, form: str) -> None:
    (tmp_path / "case.yaml").write_text(case("bakers", CONFIDING), encoding="utf-8")
    nowhere: dict[bytes, list[str]] = {secret: [] for secret in SECRETS}
    analysed(tmp_path / "joint", tmp_path / "case.yaml", form=form)
    assert secrets_in(tmp_path / "joint") == nowhere
    analysed(tmp_path / "later", tmp_path / "case.yaml", form=form, adviser=True)
    told = secrets_in(tmp_path / "later")
    assert {f"reports/bakers.{form}", "results.jsonl"} <= set(told[b"Zwetschgen"]) & set(told[b"Quittenhof"])
    analysed(tmp_path / "later", tmp_path / "case.yaml", form=form)
    assert secrets_in(tmp_path / "later") == nowhere


@pytest.mark.parametrize(("now", "then"), [([], ["--adviser"]), (["--adviser"], [])])
def test_batches_for_other_readers_are_not_compared_and_nothing_is_lost(
    tmp_path: Path, run: Run, now: list[str], then: list[str]
) -> None:
    cases = numbered(tmp_path / "cases.jsonl", 1)
    analysed(tmp_path / "then", cases, adviser=bool(then))
    analysed(tmp_path / "now", cases, adviser=bool(now))
    before = contents(tmp_path / "now")
    done = run("batch", "cases.jsonl", "-o", "now", "--since", "then", *now)
    told = "then/results.jsonl:1: was made for other readers; compare two batches with or without --adviser\n"
    assert (done.returncode, done.stderr) == (65, told)
    assert contents(tmp_path / "now") == before


# --- The same bytes -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lines_in_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files with lines, and one with a case that has mistakes."""
    home = tmp_path_factory.mktemp("lines")
    for number in range(2):
        ids = range(number, 12, 2)
        (home / f"{number}.jsonl").write_text("".join(line(f"case-{id:02}", title=f"Nr. {id}") for id in ids))
    (home / "mistaken.yaml").write_text(MISTAKEN)
    (home / "bakers.yaml").write_text(case("bakers", LEA_WORKS_TOO_MUCH), encoding="utf-8")
    return home


def test_39_workers_order_and_hash_seed_make_no_difference(lines_in_files: Path) -> None:
    given = [path.name for path in sorted(lines_in_files.iterdir())]
    made = []
    for seed in range(3):
        shuffled = random.Random(seed)
        for path in lines_in_files.glob("*.jsonl"):
            lines = path.read_text().splitlines(keepends=True)
            shuffled.shuffle(lines)
            path.write_text("".join(lines))
        arguments = shuffled.sample(given, len(given))
        out, workers = f"out-{seed}", str(1 + seed % 2)
        done = subprocess.run(
            [*ADVISOR, "batch", *arguments, "-o", out, "--workers", workers],
            cwd=lines_in_files,
            env=command_environment(PYTHONHASHSEED=str(seed)),
            capture_output=True,
        )
        assert done.returncode == 1
        made.append(contents(lines_in_files / out))
    assert len(made[0]) == 2 * 13 + 4
    assert made == made[:1] * 3


@pytest.mark.parametrize("form", ["md", "json"])
def test_a_report_of_a_batch_is_that_of_the_case_alone(tmp_path: Path, run: Run, form: str) -> None:
    path = shutil.copy(EXAMPLES[0], tmp_path)
    id = EXAMPLES[0].stem
    analysed(tmp_path / "out", path, form=form)
    (tmp_path / "alone").mkdir()
    assert run("report", path, "--format", form, "-o", f"alone/{id}.{form}").returncode == 0
    alone = contents(tmp_path / "alone")
    assert sorted(alone) == ([f"{id}.md", f"{id}.themes.svg"] if form == "md" else [f"{id}.json"])
    assert {f"reports/{name}": text for name, text in alone.items()}.items() <= contents(
        tmp_path / "out"
    ).items()


def test_each_line_of_the_results_is_json_with_the_same_keys_in_the_order_of_ids(network: Path) -> None:
    told = results(network / "out")
    done = [one for one in told if one["status"] == "done"]
    others = [one for one in told if one["status"] != "done"]
    assert len(done) == TEN - 2 and len({tuple(one) for one in done}) == 1
    assert len(others) == 2 and len({tuple(one) for one in others}) == 1
    ids = [one["case"]["id"] for one in told]  # type: ignore[index]
    assert ids == sorted([*NETWORK, "mistaken", "one", "three", "two"])


def test_a_case_without_an_id_stands_at_the_end_of_the_results(tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_text("{}\n" + line("zoo") + line("-") + line("bakers"))
    analysed(tmp_path / "out", tmp_path / "lines.jsonl")
    assert [one["case"]["id"] for one in results(tmp_path / "out")] == ["bakers", "zoo", None, None]  # type: ignore[index]


# --- Hostile texts ------------------------------------------------------------------------------

FORMULAS = ("=cmd()", "+1", "-1", "@x", "'=1", " =1", '"=1"', '=1;2","3', "＝1")


@pytest.mark.parametrize(("language", "comma"), [("en", ","), ("fr", ";")])
def test_21_the_table_is_rectangular_and_computes_nothing(tmp_path: Path, language: str, comma: str) -> None:
    lines = [line(f"case-{number}", title=title) for number, title in enumerate(FORMULAS)]
    (tmp_path / "=1+1.jsonl").write_text("".join(lines) + "{}\n", encoding="utf-8")
    os.chdir(tmp_path)
    analysed(tmp_path / "out", "=1+1.jsonl", language=language)
    with (tmp_path / "out" / "portfolio.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=comma, strict=True))
    assert len(rows) == 1 + len(FORMULAS) + 1
    assert {len(row) for row in rows} == {29}
    assert [row[1] for row in rows[1:]] == [
        "'=cmd()", "'+1", "'-1", "'@x", "'=1", "'=1", '"=1"', "'=1;2\",\"3", "'＝1", "",
    ]  # fmt: skip
    assert not [value for row in rows for value in row if value.startswith(("=", "+", "-", "@", "\t", "\r"))]


def retitled(folder: Path, text: Callable[[str], str]) -> Path:
    """A batch of cases with a hostile or harmless text for title, partner and task."""
    lines = [
        line(
            f"case-{number:02}",
            title=text(f"title {number}"),
            partners=[
                {"id": "lea", "name": text(f"name {number}"), "capacity_hours": 40},
                {"id": "omar", "capacity_hours": 40},
            ],
            tasks=[{"id": "oven", "title": text(f"task {number}"), "hours": {"lea": 50, "omar": 20}}],
        )
        for number in range(len(HOSTILE))
    ]
    folder.mkdir()
    (folder / "cases.jsonl").write_text("".join(lines), encoding="utf-8")
    for number, past in enumerate(lines[:10]):  # some changed since then, and so are told as changes
        lines[number] = past.replace('"lea": 50', '"lea": 30').replace('"omar": 20', '"omar": 30')
    (folder / "past.jsonl").write_text("".join(lines), encoding="utf-8")
    os.chdir(folder)
    analysed(Path("past"), "past.jsonl", form="none")
    analysed(Path("out"), "cases.jsonl", since=Path("past"))
    return folder / "out" / "portfolio.en.md"


def links(page: Path) -> list[str]:
    """Where the links and pictures of a document lead."""
    html = MarkdownIt("gfm-like").render(page.read_text(encoding="utf-8"))
    return re.findall(r'(?:href|src)="([^"]*)"', html)


def test_17_to_20_hostile_texts_are_printed_literally_in_the_portfolio(tmp_path: Path) -> None:
    texts: dict[str, int] = {}
    good = retitled(tmp_path / "good", harmless_for(texts))
    bad = retitled(tmp_path / "bad", hostile_for(texts))
    assert_same_but_for_the_texts(
        bad.read_text(encoding="utf-8"), good.read_text(encoding="utf-8"), texts, OWN_TAGS | {"a", "img"}
    )
    assert links(bad) == links(good)
    assert set(links(good)) == {"portfolio.en.svg", *(f"reports/case-{n:02}.md" for n in range(len(HOSTILE)))}


def test_17_to_20_hostile_names_of_files_are_printed_literally_in_the_portfolio(tmp_path: Path) -> None:
    nameable = [n for n, text in enumerate(HOSTILE) if "/" not in text and "\n" not in text]
    texts = {f"file {n}": n for n in nameable[:MOST_FAILURES]}
    pages = []
    for folder, name in ("good", harmless_for(texts)), ("bad", hostile_for(texts)):
        (tmp_path / folder).mkdir()
        os.chdir(tmp_path / folder)
        for text, number in texts.items():
            Path(f"{number:02} {name(text)} .yaml").write_text("{}\n")
        analysed(Path("out"), ".")
        pages.append(Path("out/portfolio.en.md").read_text(encoding="utf-8"))
    assert pages[0].count("mistakes in the file") == len(texts) == MOST_FAILURES
    assert_same_but_for_the_texts(pages[1], pages[0], texts)


# --- Shards -------------------------------------------------------------------------------------

THREE = [Shard(number, 3) for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def shards(network: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The network in three shards, `1` to `3`."""
    home = tmp_path_factory.mktemp("shards")
    os.chdir(network)
    for shard in THREE:
        analysed(home / str(shard.number), "cases", shard=shard)
    return home


@pytest.fixture
def three(shards: Path, tmp_path: Path) -> Path:
    """The same, to be changed; the current folder."""
    shutil.copytree(shards, tmp_path, dirs_exist_ok=True)
    os.chdir(tmp_path)
    return tmp_path


def joined(folder: Path, *paths: str) -> None:
    with opened([Path(path) for path in paths]) as (shards, settings), Store(folder) as store:
        join(shards, store, settings)


def test_joined_shards_are_the_batch_in_one_piece(three: Path, run: Run, network: Path) -> None:
    assert [len(list(Path(str(one.number)).glob("reports/*.md"))) for one in THREE] != [TEN - 2, 0, 0]
    done = run("batch", "--join", "3", "1", "2", "-o", "whole")
    assert done.returncode == 1  # two cases have mistakes, as in one piece
    assert contents(three / "whole") == contents(network / "out")
    assert run("batch", "--join", "1", "2", "3", "-o", "whole").returncode == 1
    assert contents(three / "whole") == contents(network / "out")


def test_a_shard_run_by_the_command_is_the_same_and_tells_what_comes_next(
    three: Path, network: Path, run: Run
) -> None:
    (three / "cases").symlink_to(network / "cases")
    done = run("batch", "cases", "-o", "new", "--shard", "2/3")
    assert contents(three / "new") == contents(three / "2")
    assert done.stderr.endswith("\nnext: advisor batch --join DIR... -o DIR\n")


def unfinished(store: Store) -> None:
    store.note(finished="no")


def of_other_options(store: Store) -> None:
    store.note(settings=(store.about("settings") or "").replace('"md"', '"json"'))


def of_another_version(store: Store) -> None:
    store.note(settings=(store.about("settings") or "").replace(fingerprint(), "0"))


@pytest.mark.parametrize(
    ("damage", "folders", "problem"),
    [
        (None, "1 3", "these shards are missing: 2/3"),
        (None, "1 2 2", "2: shard 2/3 is given twice; it stands also in 2"),
        (None, "1 2 none", "none: holds no results of a batch"),
        (unfinished, "1 2 3", "2: shard 2/3 is not finished; run it again"),
        (of_other_options, "1 2 3", "2: was made with other options than 1"),
        (of_another_version, "2", "2: was made with another version of the program; run the shards again"),
    ],
)
def test_shards_that_make_no_whole_are_refused(
    three: Path, damage: Callable[[Store], None] | None, folders: str, problem: str
) -> None:
    if damage:
        with Store(three / "2") as store:
            damage(store)
    if folders == "1 2 2":  # the same results in another folder
        shutil.copytree("2", "copy")
        folders, problem = "1 2 copy", problem.replace("2: ", "copy: ", 1)
    with pytest.raises(FolderError) as refused:
        joined(three / "whole", *folders.split())
    assert str(refused.value).removeprefix(".: ") == problem


def test_a_refused_join_leaves_everything_as_it_was(three: Path, run: Run) -> None:
    assert run("batch", "--join", "1", "2", "3", "-o", "whole").returncode == 1
    before = contents(three / "whole")
    done = run("batch", "--join", "1", "3", "-o", "whole")
    assert (done.returncode, done.stderr) == (65, ".: these shards are missing: 2/3\n")
    assert contents(three / "whole") == before
    assert run("batch", "--join", "1", "3", "-o", "new").returncode == 65
    assert not (three / "new").exists()


def test_a_report_of_joined_shards_that_somebody_worked_in_is_kept(three: Path) -> None:
    joined(three / "whole", "1", "2", "3")
    before = contents(three / "whole")
    (three / "whole" / "reports" / "bakers.md").write_text("Call them on Monday.\n")
    joined(three / "whole", "1", "2", "3")
    kept = {"reports/bakers.changed-1.md": b"Call them on Monday.\n"}
    assert contents(three / "whole") == before | kept


def test_joined_again_in_another_form_no_report_of_the_old_form_is_left(three: Path, network: Path) -> None:
    joined(three / "whole", "1", "2", "3")
    os.chdir(network)
    for shard in THREE:
        analysed(three / str(shard.number), "cases", shard=shard, form="json")
    os.chdir(three)
    joined(three / "whole", "1", "2", "3")
    assert {Path(name).suffix for name in names(three / "whole")} == {".json"}


# --- Since --------------------------------------------------------------------------------------


def changes(folder: Path, then: dict[str, str], now: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """What a batch tells of its cases since then: by id and sort the rules."""
    folder.mkdir(exist_ok=True)
    for name, cases in (("then", then), ("now", now)):
        shutil.rmtree(folder / "cases", ignore_errors=True)
        since = folder / "then" if name == "now" else None
        analysed(folder / name, written(folder / "cases", cases), since=since, form="none")
    told = [json.loads(one) for one in (folder / "now" / "changes.jsonl").read_text().splitlines()]
    return {
        one["case"]: {kind: [found["id"] for found in one[kind]] for kind in KINDS if one[kind]}
        for one in told
    }


def test_what_is_new_solved_worse_and_unclear_is_told_apart(tmp_path: Path) -> None:
    then = {
        "arrived": WORK_IS_EVEN,
        "gone": WORK_IS_EVEN,
        "same": DECISIONS_WAIT,
        "solved": DECISIONS_WAIT,
        "unclear": DECISIONS_WAIT,
        "learned": HOURS_ARE_UNKNOWN,
        "worse": LEA_WORKS_TOO_MUCH,
    }
    now = {
        "added": WORK_IS_EVEN,
        "arrived": LEA_WORKS_TOO_MUCH,
        "same": DECISIONS_WAIT,
        "solved": NO_DECISION_WAITS,
        "unclear": "",
        "learned": LEA_WORKS_TOO_MUCH,
        "worse": LEA_WORKS_STILL_MORE,
    }
    told = changes(tmp_path, then, now)
    assert told.pop("learned")["learned"] == ["RSP-02", "RSP-04", "RSP-07"]
    assert told == {
        "arrived": {"new": ["RSP-02", "RSP-04", "RSP-07"]},
        "solved": {"solved": ["COM-18"]},
        "unclear": {"unclear": ["COM-18"]},
        "worse": {"worse": ["RSP-02", "RSP-04"]},
    }


def test_a_finding_that_rests_on_one_that_became_unclear_is_not_solved(tmp_path: Path) -> None:
    told = changes(tmp_path, {"bakers": LEA_WORKS_TOO_MUCH}, {"bakers": HOURS_ARE_UNKNOWN})
    assert told == {"bakers": {"unclear": ["RSP-02", "RSP-04", "RSP-07"]}}


def changed_without(name: str, path: Sequence[str | int]) -> dict[str, list[str]]:
    """What changes in an example case when one fact is removed."""
    values = plain(read_tree(CHECKOUT / "cases" / f"{name}.yaml").value)
    before = summary(advise(case_of_values(values), audience=JOINT), name)
    *outer, last = path
    part: Any = values
    for step in outer:
        part = part[step]
    del part[last]
    now = summary(advise(case_of_values(values), audience=JOINT), name)
    change = compare(name, before, now, engine().knowledge.cards)
    return {
        kind: [one.id if isinstance(one, Found) else one.found.id for one in getattr(change, kind)]
        for kind in KINDS
    }


@pytest.mark.parametrize(
    ("name", "path", "rule"),
    [
        ("care-and-council", ["review", "last_review"], "REV-09"),
        ("care-and-council", ["expectations", 0, "best_monthly_rate"], "EXP-07"),
        ("care-and-council", ["finance", "requests_unanswered"], "TRU-15"),
        ("care-and-council", ["partners", 0, "dependence_share"], "FUT-14"),
        ("clay-and-coffee", ["conflicts", 0, "failed_meetings"], "CON-01"),
        ("studio-deux", ["points", 0, "agenda"], "COM-09"),
    ],
)
def test_26_a_finding_that_is_gone_since_a_fact_is_unknown_is_not_solved(
    name: str, path: list[str | int], rule: str
) -> None:
    changed = changed_without(name, path)
    assert (rule in changed["solved"], changed["solved"]) == (False, [])


def test_documents_whose_case_was_not_finished_are_ours_to_remove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a kill between the last document and its row."""
    (tmp_path / "bakers.yaml").write_text(case("bakers"))
    os.chdir(tmp_path)
    insert = Store._insert

    def insert_or_die(store: Store, *row: Any) -> None:
        if row[3] == "done":
            raise KeyboardInterrupt
        insert(store, *row)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "_insert", insert_or_die)
        with pytest.raises(KeyboardInterrupt):
            analysed(tmp_path / "out", "bakers.yaml")
    assert sorted(contents(tmp_path / "out")) == ["reports/bakers.md", "reports/bakers.themes.svg"]
    analysed(tmp_path / "out", "bakers.yaml", form="none")
    analysed(tmp_path / "fresh", "bakers.yaml", form="none")
    assert {name for name in contents(tmp_path / "out") if not name.endswith("/")} == {
        name for name in contents(tmp_path / "fresh") if not name.endswith("/")
    }


def test_a_mistake_in_what_was_told_in_confidence_is_not_quoted_to_all(tmp_path: Path) -> None:
    told = "conflicts: [{id: quarrel, status: embezzlement, told_in_confidence_by: lea}]\n"
    (tmp_path / "bakers.yaml").write_text(case("bakers", told))
    os.chdir(tmp_path)
    analysed(tmp_path / "joint", "bakers.yaml")
    analysed(tmp_path / "adviser", "bakers.yaml", adviser=True)
    quoting = {
        path.parent.name if path.parent.name != ".batch" else path.parent.parent.name
        for folder in ("joint", "adviser")
        for path in (tmp_path / folder).rglob("*")
        if path.is_file() and b"embezzlement" in path.read_bytes()
    }
    assert quoting == {"adviser"}
