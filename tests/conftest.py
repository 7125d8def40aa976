"""What the tests share: the command, run as a process in a known environment, and a small case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import advisor  # noqa: F401  (experta can't be imported before it)

# Begun in the background, as by `nohup … &`, a process ignores these, and so would each command under test.
for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, handler)

CHECKOUT = Path(__file__).resolve().parent.parent

TWO_BAKERS = """\
id: two-bakers
date: 2026-05-04
language: en
partners:
- {id: lea, name: Léa}
- {id: omar, name: Omar}
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


def command_environment(**changes: str) -> dict[str, str]:
    """The environment of a person who has set nothing, with `changes`."""
    dropped = ("ADVISOR_", "_ADVISOR", "LC_", "LANG", "NO_COLOR", "TERM", "COLUMNS", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    kept["PYTHONPATH"] = str(CHECKOUT)
    return kept | {"COLUMNS": "100"} | changes


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `advisor` with arguments in an empty folder and returns the finished process."""

    def run_advisor(*arguments: str | Path, env: dict[str, str] | None = None, **options: object):
        options.setdefault("input", "")
        command = [sys.executable, "-m", "advisor", *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=command_environment(**env or {}),
            encoding="utf-8",
            timeout=60,
            **({"capture_output": True} | options),
        )

    return run_advisor


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A small case in English, with two partners: lea and omar."""
    path = tmp_path / "bakers.yaml"
    path.write_text(TWO_BAKERS, encoding="utf-8")
    return path
