"""The same case gives the same bytes: in ten processes with ten hash seeds, and again in one process."""

from pathlib import Path

import pytest

CASES = Path(__file__).parent.parent / "cases"


def report(run, path, seed, *options):
    done = run("report", path, *options, env={"PYTHONHASHSEED": str(seed)})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("options", [("--lang", "fr"), ("--format", "json")])
def test_ten_hash_seeds_give_the_same_bytes(run, options):
    path = sorted(CASES.glob("*.yaml"))[0]
    first = report(run, path, 0, *options)
    assert all(report(run, path, seed, *options) == first for seed in range(1, 10))


def test_each_case_is_the_same_for_two_hash_seeds(run):
    for path in sorted(CASES.glob("*.yaml")):
        assert report(run, path, 1, "--format", "json") == report(run, path, 2, "--format", "json"), path.name
