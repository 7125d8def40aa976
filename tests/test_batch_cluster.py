"""A batch on a Dask cluster, of processes of this machine: the same results whatever happens to them."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import misbehaving
import pytest
from conftest import CHECKOUT, Run, command_environment

from advisor import version
from advisor.batch.cluster import ClusterWorkers
from advisor.batch.running import Batch, Progress
from advisor.batch.sources import Census, Inputs
from advisor.batch.store import Store
from advisor.batch.work import Settings, fingerprint

distributed = pytest.importorskip("distributed")

SMALL = '{{"id": "case-{:02}", "date": "2026-05-04", "partners": [{{"id": "lea"}}, {{"id": "omar"}}]}}\n'
SETTINGS = Settings("en", fingerprint=fingerprint())
COUNT = 60
TOTAL = COUNT + 1
"""With the one that has mistakes."""
SOME = 10


class Cluster:
    """A scheduler and two workers, each a process of its own with a nanny; put right again before each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        self._names = (f"worker-{number}" for number in count(1))

    def put_right(self) -> Cluster:
        if self.scheduler is None or self.scheduler.poll() is not None:
            self.stop()
            self._file.unlink(missing_ok=True)
            self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", self._file)
        for _ in range(2 - len(self.workers)):
            self.add_worker()
        self.wait()
        return self

    def wait(self) -> None:
        """Until those workers that live, and no others, are at the scheduler."""
        until = time.monotonic() + 20
        with self.client() as client:
            while {one["name"] for one in client.scheduler_info()["workers"].values()} != self.workers.keys():
                assert time.monotonic() < until, (self.folder / "log").read_text()
                time.sleep(0.05)

    def add_worker(self, **environment: str) -> str:
        name = next(self._names)
        options = (
            "--scheduler-file",
            self._file,
            "--nthreads",
            "1",
            "--local-directory",
            self.folder / "dask",
        )
        self.workers[name] = self._start("worker", *options, "--name", name, **environment)
        return name

    def kill_worker(self, name: str = "") -> None:
        """With its nanny, so that it stays away."""
        end(self.workers.pop(name or next(iter(self.workers))))

    def _start(self, what: str, *options: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        where = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
        paths = os.pathsep.join([str(CHECKOUT), str(Path(__file__).parent)])
        settings = {"PYTHONPATH": paths, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", "dask", what, *map(str, options), *where],
            env=command_environment(**settings | environment),
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("ab"),
            cwd=self.folder,
            start_new_session=True,
        )

    @property
    def _file(self) -> Path:
        return self.folder / "scheduler.json"

    def client(self) -> Any:
        return distributed.Client(scheduler_file=str(self._file), set_as_default=False, timeout=20)

    @property
    def address(self) -> str:
        with self.client() as client:
            return str(client.scheduler.address)

    def stop(self) -> None:
        for process in (*self.workers.values(), *filter(None, [self.scheduler])):
            end(process)
        self.workers = {}


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all that it started; nobody has time to say goodbye."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def one_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.stop()


@pytest.fixture
def cluster(one_cluster: Cluster) -> Cluster:
    return one_cluster.put_right()


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many small cases, and one with mistakes."""
    path = tmp_path_factory.mktemp("cases") / "cases.jsonl"
    small = [SMALL.format(number) for number in range(COUNT)]
    path.write_text("".join(small) + '{"id": "wrong", "partners": 3}\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def local(cases: Path) -> dict[str, bytes]:
    """What the batch without a cluster writes."""
    folder = cases.parent / "local"
    done = subprocess.run(
        command(cases, folder, "--workers", "2"), env=command_environment(), capture_output=True
    )
    assert done.returncode == 1, done.stderr
    return written(folder)


@pytest.fixture(scope="module", autouse=True)
def unanswered(cases: Path) -> Iterator[subprocess.Popen[str]]:
    """A batch that finds no scheduler, which takes some seconds: begun before all else."""
    typed = command(cases, cases.parent / "unanswered", "--scheduler", "tcp://127.0.0.1:1")
    with subprocess.Popen(
        typed, env=command_environment(), stderr=subprocess.PIPE, encoding="utf-8"
    ) as running:
        yield running


def command(cases: Path, folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "advisor", "batch", str(cases), "-o", str(folder), *options]


def written(folder: Path) -> dict[str, bytes]:
    """All files of a batch but its own notes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in files
        if ".batch" not in path.relative_to(folder).parts
    }


def test_a_cluster_gives_the_same_bytes_and_nothing_of_dask_is_seen(
    run: Run, cluster: Cluster, cases: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    ended = run("batch", cases, "-o", "out", "--scheduler", cluster.address)
    assert written(tmp_path / "out") == local
    told = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (1, "")
    assert told[0].startswith(f"{TOTAL} cases in ")
    assert [line.partition(":")[0] for line in told[-4:]] == ["written"] * 3 + ["next"]
    assert len(told) <= 8, ended.stderr
    with cluster.client() as client:
        built = dict(client.run(misbehaving.engines_built).values())
    assert set(built.values()) == {1}, "one engine for each worker"


# --- Workers that die or hang --------------------------------------------------------------------


class Replaced(ClusterWorkers):
    """Workers that do something else than they are asked to."""

    def __init__(self, address: str, instead: Callable[..., Any], timeout: float | None = None) -> None:
        super().__init__(address, timeout)
        self.instead = instead

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(self.instead if args else function, *args, **kwargs)


def batch(
    cases: Path, folder: Path, workers: ClusterWorkers, watch: Callable[[Progress], None] = lambda _: None
) -> dict[str, str]:
    """Run a batch on the workers. Gives the status of each case."""
    inputs = Inputs([str(cases)])
    with Store(folder) as store:
        Batch(inputs, store, SETTINGS, lambda: workers, window=8, watch=watch).run(Census(inputs))
        return {row.slot: row.status for row in store.rows()}


def expected(status: str = "done") -> dict[str, str]:
    """All are done; one has mistakes, and one the status that it is made to have."""
    done = {f"case-{number:02}": "done" for number in range(COUNT)}
    return done | {"wrong": "data", misbehaving.WRONG: status}


def test_cases_of_a_worker_that_is_killed_are_done_by_the_other(
    cluster: Cluster, cases: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    def kill_one(progress: Progress) -> None:
        assert len(workers._client.futures) < COUNT // 2, "answers are let go of"
        if progress.finished >= COUNT // 2 and len(cluster.workers) == 2:
            cluster.kill_worker()

    workers = ClusterWorkers(cluster.address, timeout=60)
    assert batch(cases, tmp_path / "out", workers, kill_one) == expected()
    assert len(cluster.workers) == 1
    assert written(tmp_path / "out" / "reports") == reports(local)


def reports(files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        name.removeprefix("reports/"): data for name, data in files.items() if name.startswith("reports/")
    }


def test_only_the_case_that_ends_its_workers_is_marked_died(
    cluster: Cluster, cases: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    workers = Replaced(cluster.address, misbehaving.die_on_one)
    assert batch(cases, tmp_path / "out", workers) == expected("died")


def test_only_the_case_that_hangs_is_marked_hung_and_its_worker_starts_anew(
    cluster: Cluster, cases: Path, tmp_path: Path
) -> None:
    with cluster.client() as client:
        before = set(client.run(os.getpid).values())
    workers = Replaced(cluster.address, misbehaving.hang_on_one, timeout=1)
    assert batch(cases, tmp_path / "out", workers) == expected("hung")
    cluster.wait()
    with cluster.client() as client:
        after = set(client.run(os.getpid).values())
    assert len(before & after) == 1
    assert len(after) == 2


# --- A scheduler that is not there, or goes away; Ctrl-C -----------------------------------------------


def half_way(folder: Path) -> None:
    """Wait until some cases are done, and others are not."""
    until = time.monotonic() + 20
    while time.monotonic() < until and sum(1 for _ in folder.glob("reports/*.md")) < SOME:
        time.sleep(0.005)


def test_when_the_scheduler_dies_what_is_done_is_kept_and_the_run_goes_on_without_a_cluster(
    run: Run, cluster: Cluster, cases: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    address = cluster.address
    typed = command(cases, tmp_path / "out", "--scheduler", address)
    running = subprocess.Popen(typed, env=command_environment(), stderr=subprocess.PIPE, encoding="utf-8")
    half_way(tmp_path / "out")
    assert cluster.scheduler
    end(cluster.scheduler)
    _, told = running.communicate(timeout=20)
    kept, go_on, error = told.splitlines()
    assert kept.endswith(f" of {TOTAL} cases are done and kept.")
    assert SOME <= int(kept.split()[0]) < TOTAL
    assert go_on == f"To go on: advisor batch {cases} -o {tmp_path / 'out'} --scheduler {address}"
    assert error == f"Error: {address}: the connection to the scheduler was lost"
    assert running.returncode == 74

    resumed = run("batch", cases, "-o", "out", "--workers", "2")
    assert f"done in an earlier run: {kept.split()[0]}" in resumed.stderr
    assert written(tmp_path / "out") == local


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(
    cluster: Cluster, cases: Path, tmp_path: Path
) -> None:
    typed = command(cases, tmp_path / "out", "--scheduler", cluster.address)
    running = subprocess.Popen(typed, env=command_environment(), stderr=subprocess.PIPE, encoding="utf-8")
    half_way(tmp_path / "out")
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=20)
    kept, go_on = told.splitlines()
    assert kept.endswith(f" of {TOTAL} cases are done and kept.")
    assert go_on.startswith("To go on: advisor batch ")
    assert running.returncode == 130
    cluster.wait()


def test_no_scheduler_at_the_address_is_said_in_one_line(
    cases: Path, unanswered: subprocess.Popen[str]
) -> None:
    _, told = unanswered.communicate(timeout=20)
    assert (unanswered.returncode, told) == (74, "Error: tcp://127.0.0.1:1: no scheduler answers there\n")
    assert not (cases.parent / "unanswered").exists()


@pytest.mark.parametrize(
    "address", ["head", "tcp://head", "tcp://:8786", "http://head:1", "head:x", "tcp://head:99999"]
)
def test_a_malformed_address_is_an_error_of_usage(run: Run, cases: Path, address: str) -> None:
    ended = run("batch", cases, "-o", "out", "--scheduler", address)
    assert ended.returncode == 2
    wrong = "Error: Invalid value for '--scheduler': expected an address such as tcp://head:8786"
    assert ended.stderr.splitlines()[-1] == wrong


def test_workers_and_scheduler_exclude_each_other(run: Run, cases: Path) -> None:
    ended = run("batch", cases, "-o", "out", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2")
    assert ended.returncode == 2
    wrong = "Error: --workers and --scheduler exclude each other; a cluster has workers of its own"
    assert ended.stderr.splitlines()[-1] == wrong


# --- Other programs, or none --------------------------------------------------------------------------


def test_a_worker_with_another_version_is_refused(
    run: Run, cluster: Cluster, cases: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    for folder in ("advisor", "rules", "templates"):
        shutil.copytree(CHECKOUT / folder, other / folder)
    shutil.copy(CHECKOUT / "setup.cfg", other)  # which makes it a checkout, with rules of its own
    with (other / "rules" / "report.en.md").open("a", encoding="utf-8") as text:
        text.write("\n")
    cluster.kill_worker()
    another = cluster.add_worker(PYTHONPATH=str(other))
    cluster.wait()
    ended = run("batch", cases, "-o", "out", "--scheduler", cluster.address)
    cluster.kill_worker(another)
    told = f"a worker has another version of the program ({version()}, {platform.node()}); install the same for all"
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (2, told)


def test_workers_are_waited_for_and_one_without_the_program_is_refused_and_lives_on(
    cluster: Cluster, cases: Path, tmp_path: Path
) -> None:
    (tmp_path / "lacking.py").write_text("import sys\nsys.modules['advisor'] = None\n", encoding="utf-8")
    for _ in range(2):
        cluster.kill_worker()
    cluster.wait()
    typed = command(cases, tmp_path / "out", "--scheduler", cluster.address)
    running = subprocess.Popen(typed, env=command_environment(), stderr=subprocess.PIPE, encoding="utf-8")
    assert running.stderr
    assert running.stderr.readline() == "the cluster has no workers now; waiting for some\n"
    another = cluster.add_worker(PYTHONPATH=str(tmp_path), DASK_DISTRIBUTED__WORKER__PRELOAD="lacking")
    _, told = running.communicate(timeout=20)
    assert "a worker has another version of the program (" in told.splitlines()[-1]
    assert running.returncode == 2
    cluster.wait()
    cluster.kill_worker(another)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_without_dask_the_command_that_installs_it_is_named(cases: Path, tmp_path: Path, lang: str) -> None:
    script = "import sys; sys.modules['distributed'] = None; from advisor.cli import main; main()"
    options = ("batch", str(cases), "-o", str(tmp_path / "out"), "--scheduler", "head:8786", "--lang", lang)
    ended = subprocess.run(
        [sys.executable, "-c", script, *options],
        env=command_environment(),
        capture_output=True,
        encoding="utf-8",
    )
    install = "pip install 'partnership-advisor[cluster]'"
    told = {
        "en": f"--scheduler needs Dask; to install it: {install}\n",
        "fr": f"--scheduler a besoin de Dask\u202f; pour l’installer\u00a0: {install}\n",
    }
    assert (ended.returncode, ended.stderr) == (2, told[lang])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "options", [["--help"], ["batch", "CASES", "-o", "OUT", "--format", "none", "--workers", "1"]]
)
def test_without_a_scheduler_dask_is_never_imported(tmp_path: Path, options: list[str]) -> None:
    one = tmp_path / "one.jsonl"
    one.write_text(SMALL.format(1), encoding="utf-8")
    options = [{"CASES": str(one), "OUT": str(tmp_path / "out")}.get(word, word) for word in options]
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "advisor", *options],
        env=command_environment(),
        capture_output=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0
    assert not [line for line in ended.stderr.splitlines() if line.endswith((" dask", " distributed"))]
