"""The same case gives the same bytes, whatever the process and its hash seed."""

import subprocess
import sys
from pathlib import Path

from conftest import command_environment

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))

ALL_CASES = """
import sys
from advisor.assessment import advise
from advisor.case import read_case
from advisor.documents import report
for path in sys.argv[1:]:
    assessment = advise(read_case(path))
    print(assessment.to_json(), report(assessment, "en"), report(assessment, "fr"))
"""


def everything(seed):
    """The JSON and both reports of every example case, from a process of its own."""
    command = [sys.executable, "-c", ALL_CASES, *map(str, CASES)]
    env = command_environment(PYTHONHASHSEED=str(seed), PYTHONIOENCODING="utf-8")
    return subprocess.run(command, env=env, capture_output=True, check=True).stdout


def test_ten_hash_seeds_give_the_same_bytes():
    first = everything(0)
    assert len(CASES) >= 10 and len(first) > 100_000
    assert [seed for seed in range(1, 10) if everything(seed) != first] == []


def test_the_command_gives_the_same_bytes_for_two_hash_seeds(run):
    one, other = (run("report", CASES[0], "--lang", "fr", env={"PYTHONHASHSEED": seed}) for seed in "12")
    assert one.stdout and one.stdout == other.stdout
