"""How fast a batch is, stage by stage and as a whole, and how much memory it takes.

    python -m tests.benchmarks.batch              # some minutes: 1,000 cases, then 20,000
    python -m tests.benchmarks.batch --cases 200 --many 0

All figures of one run stand side by side, from the same generated cases (tests/benchmarks/generating.py), which
are checked for variety first. The command is run as a process, as a user runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import advisor  # noqa: F401  (experta can't be imported before it)
from advisor.batch.sources import Inputs, Source
from advisor.batch.store import Store
from advisor.batch.work import Settings, analyse, fingerprint, prepare
from advisor.inference import Engine
from tests.benchmarks.generating import generated, write_folder, write_lines

SEED = 20261128
SAMPLE = 300
STAGES = ("read", "validate", "measures", "inference", "rest of advising", "document", "summary", "write")


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=20_000, help="cases of the last, large run; 0: none")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, seed {SEED}\n")
        write_lines(generated(wanted.cases, seed=SEED), folder / "cases.jsonl")
        write_folder(generated(wanted.cases, seed=SEED), folder / "yaml")
        _variety(folder / "cases.jsonl")
        _stages(folder)
        _whole(folder, wanted.cases)
        if wanted.many:
            _many(folder, wanted.many)


# --- Stage by stage, in one process -----------------------------------------------------------------


def _variety(lines: Path) -> None:
    """What the generated cases lead to: a benchmark of one case a thousand times would tell little."""
    settings = Settings("en", form="none", fingerprint=fingerprint())
    results = [analyse(source, settings).result for source in _first(Inputs([str(lines)]), SAMPLE)]
    verdicts = Counter(one["verdict"] for one in results)
    rules = {found["id"] for one in results for found in one["findings"]}
    sets = {frozenset(found["id"] for found in one["findings"]) for one in results}
    print(f"variety, {len(results)} cases: verdicts {dict(verdicts.most_common())}")
    print(f"  {len(rules)} rules found something; {len(sets)} different sets of findings")
    sizes = sorted(len(one["findings"]) for one in results)
    print(f"  findings a case: {sizes[0]} to {sizes[-1]}, median {sizes[len(sizes) // 2]}\n")


def _stages(folder: Path) -> None:
    print(f"milliseconds a case by stage (one process, at most {SAMPLE} cases, after a warm-up)")
    print("  " + "".join(f"{stage:>18}" for stage in ("", *STAGES, "all", "outside inference")))
    for name, path in (("YAML", folder / "yaml"), ("JSON Lines", folder / "cases.jsonl")):
        for form in ("md", "none"):
            seconds = _seconds_by_stage(path, form)
            total = sum(seconds.values())
            cells = [f"{1000 * seconds[stage]:.2f}" for stage in STAGES]
            outside = f"{1 - seconds['inference'] / total:.0%}"
            print(
                "  "
                + "".join(
                    f"{cell:>18}" for cell in (f"{name}, {form}", *cells, f"{1000 * total:.1f}", outside)
                )
            )
    print()


def _seconds_by_stage(path: Path, form: str) -> dict[str, float]:
    """Of one case on average."""
    settings = Settings("en", form=form, fingerprint=fingerprint())
    prepare(settings)
    sources = list(_first(Inputs([str(path)]), SAMPLE))
    for source in sources[:20]:
        analyse(source, settings)
    spent: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as out,
        Store(Path(out) / "batch") as store,
        _timed(Engine, "consult", spent, "consult"),
        _timed(Engine, "_measured", spent, "measures"),
    ):
        for source in sources:
            outcome = analyse(source, settings)
            for stage, seconds in outcome.seconds.items():
                spent[stage] += seconds
            begun = time.perf_counter()
            store.keep(outcome, "key")
            spent["write"] += time.perf_counter() - begun
    inference = spent["consult"] - spent["measures"]
    whole = {
        **{stage: spent[stage] for stage in STAGES},
        "inference": inference,
        "rest of advising": spent["advise"] - spent["consult"],
    }
    return {stage: seconds / len(sources) for stage, seconds in whole.items()}


@contextmanager
def _timed(owner: Any, name: str, spent: Counter[str], stage: str) -> Iterator[None]:
    """Adds up the time that a function takes."""
    original: Callable[..., Any] = getattr(owner, name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        try:
            return original(*args, **kwargs)
        finally:
            spent[stage] += time.perf_counter() - begun

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, original)


def _first(sources: Iterable[Source], count: int) -> Iterator[Source]:
    return (source for source, _ in zip(sources, range(count), strict=False))


# --- The command as a whole ----------------------------------------------------------------------------


def _whole(folder: Path, count: int) -> None:
    print(f"the command as a whole, {count:,} cases (start-up, portfolio and all)")
    print(f"  {'':24}{'seconds':>10}{'cases/s':>10}{'parent MiB':>12}{'a worker MiB':>14}")
    for name, path in (("YAML", folder / "yaml"), ("JSON Lines", folder / "cases.jsonl")):
        for form in ("md", "none"):
            for workers in (1, 2):
                label = f"{name}, {form}, {workers} worker{'s' if workers > 1 else ''}"
                _report(label, count, *_run(path, folder / "out", form, workers))
    print()


def _many(folder: Path, count: int) -> None:
    lines = folder / "many.jsonl"
    begun = time.perf_counter()
    write_lines(generated(count, seed=SEED + 1), lines)
    print(
        f"{count:,} cases (generated in {time.perf_counter() - begun:.0f} s, {lines.stat().st_size / 2**20:.0f} MiB)"
    )
    print(f"  {'':24}{'seconds':>10}{'cases/s':>10}{'parent MiB':>12}{'a worker MiB':>14}")
    out = folder / "many"
    _report("results only, 2 workers", count, *_run(lines, out, "none", 2))
    _report("the same again", count, *_run(lines, out, "none", 2))


def _report(label: str, count: int, seconds: float, parent: int, worker: int) -> None:
    print(
        f"  {label:24}{seconds:10.1f}{count / seconds:10.1f}{parent / 1024:12.0f}{worker / 1024:14.0f}",
        flush=True,
    )


def _run(path: Path, out: Path, form: str, workers: int) -> tuple[float, int, int]:
    """Seconds, and the most memory (KiB) of the parent and of any of its workers."""
    if form != "none" or out.name == "out":
        subprocess.run(["rm", "-rf", str(out)], check=True)
    command = [sys.executable, "-m", "advisor", "batch", str(path), "-o", str(out)]
    begun = time.perf_counter()
    running = subprocess.Popen(
        [*command, "--format", form, "--workers", str(workers)], stderr=subprocess.PIPE, text=True
    )
    parent = worker = 0
    while running.poll() is None:
        parent = max(parent, _peak(running.pid))
        worker = max([worker, *(_peak(below) for below in _below(running.pid))])
        time.sleep(0.1)
    seconds = time.perf_counter() - begun
    assert running.returncode == 0, running.stderr.read() if running.stderr else ""
    done = sum(
        json.loads(line)["status"] == "done" for line in (out / "results.jsonl").open(encoding="utf-8")
    )
    assert done > 0
    return seconds, parent, worker


def _peak(process: int) -> int:
    """Most memory that a process ever had, in KiB; 0 when it has gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _below(process: int) -> Iterator[int]:
    """The processes that a process began, and those that these began."""
    for threads in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = threads.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


if __name__ == "__main__":
    main()
