"""A batch takes the same memory whatever the number of its cases."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import command_environment

FEW, MANY = 500, 10_000
ALLOWED_GROWTH = 24 * 1024
"""KiB: of the parent and of a worker, from few cases to many; to keep all results would take ten times as much."""


def peak_memory(folder: Path, count: int) -> tuple[int, int]:
    """The most memory, in KiB, of the command and of any of its workers, over `count` small cases."""
    lines = folder / f"{count}.jsonl"
    case = '{{"id": "case-{}", "date": "2026-05-04", "partners": [{{"id": "lea"}}, {{"id": "omar"}}]}}\n'
    lines.write_text("".join(case.format(number) for number in range(count)), encoding="utf-8")
    command = [sys.executable, "-m", "advisor", "batch", str(lines), "-o", str(folder / f"out-{count}")]
    running = subprocess.Popen(
        [*command, "--format", "none", "--workers", "2"], env=command_environment(), stderr=subprocess.PIPE
    )
    parent = worker = 0
    while running.poll() is None:
        parent = max(parent, peak(running.pid))
        worker = max([worker, *map(peak, below(running.pid))])
        time.sleep(0.1)
    assert running.stderr
    assert running.returncode == 0, running.stderr.read()
    return parent, worker


def peak(process: int) -> int:
    """Most memory that a process ever had, in KiB; 0 when it has gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def below(process: int) -> list[int]:
    """The processes that a process began, and those that these began."""
    children: list[int] = []
    for threads in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            children += map(int, threads.read_text().split())
    return [one for child in children for one in (child, *below(child))]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="memory is looked up in /proc")
def test_ten_thousand_cases_take_no_more_memory_than_five_hundred(tmp_path: Path) -> None:
    few, many = peak_memory(tmp_path, FEW), peak_memory(tmp_path, MANY)
    assert len((tmp_path / f"out-{MANY}" / "results.jsonl").read_text(encoding="utf-8").splitlines()) == MANY
    assert all(few)
    grown = [after - before for before, after in zip(few, many, strict=True)]
    assert max(grown) < ALLOWED_GROWTH, (few, many)
