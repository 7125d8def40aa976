"""A batch in shards, joined: the same bytes as in one piece, or a refusal that says what is lacking."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import TWO_BAKERS, Run, command_environment

from advisor.batch import joining, portfolio
from advisor.batch.changes import Earlier
from advisor.batch.running import Batch
from advisor.batch.sources import Census, Inputs, Shard
from advisor.batch.store import FolderError, Store
from advisor.batch.work import Settings, fingerprint
from advisor.batching import Batching, Options
from advisor.cli import Settings as CommandSettings
from advisor.cli import advisor

IDS = [f"case-{number}" for number in range(1, 13)]


def settings(language: str = "en", form: str = "md") -> Settings:
    return Settings(language, form=form, fingerprint=fingerprint())


def write_cases(folder: Path = Path("cases"), *, broken: bool = False) -> None:
    """Twelve small cases; if `broken`, five more that fail, each in its own way."""
    folder.mkdir(exist_ok=True)
    for number, id in enumerate(IDS):
        text = TWO_BAKERS.replace("two-bakers", id) + f"title: Case {number}\n"
        (folder / f"{id}.yaml").write_text(text, encoding="utf-8")
    if broken:
        (folder / "a.yaml").write_text("id: no-date\n")
        (folder / "b.yaml").write_text("[]")
        (folder / "c.jsonl").write_text('{"id": "../x"}\n{"id": "line"}\n')
        (folder / "d.yaml").symlink_to("gone")


def analyse(
    output: str, shard: Shard | None = None, *, since: str = "", language: str = "en", form: str = "md"
) -> Path:
    """What `advisor batch cases -o output --shard …` does, without processes."""
    chosen, inputs = settings(language, form), Inputs(["cases"])
    part = shard or Shard()
    with Store(Path(output)) as store:
        batch = Batch(inputs, store, chosen, lambda: ThreadPoolExecutor(1), window=2, shard=part)
        joining.note(store, chosen, part, finished=False)
        batch.run(Census(inputs))
        joining.note(store, chosen, part, finished=True)
        if shard is None:
            portfolio.write(store, chosen, Earlier(Path(since), "joint") if since else None)
    return Path(output)


def analyse_in_shards(count: int = 3, *, form: str = "md") -> list[str]:
    return [str(analyse(f"part-{one}", Shard(one, count), form=form)) for one in range(1, count + 1)]


def join(*folders: str, output: str = "joined", since: str = "") -> int:
    """What `advisor batch --join folders -o output` does, and its exit code."""
    options = Options(
        folders, Path(output), settings(), workers=1, timeout=0, since=Path(since) if since else None
    )
    return Batching(options).join()


def files(folder: str) -> dict[str, bytes | None]:
    """All that a batch wrote but its state: files with their bytes, folders with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(Path(folder).rglob("*"))
        if ".batch" not in path.parts
    }


def edit(id: str, old: str, new: str) -> None:
    path = Path("cases", f"{id}.yaml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(autouse=True)
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- The same bytes ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_every_case_is_in_exactly_one_shard(count: int) -> None:
    slots = [*IDS, "?cases/b.yaml", "?cases/\\xff.yaml", "?no/*.yaml", *(f"x{one}" for one in range(300))]
    shards = [Shard(number, count) for number in range(1, count + 1)]
    assert [sum(slot in shard for shard in shards) for slot in slots] == [1] * len(slots)
    shares = [sum(slot in shard for slot in slots) for shard in shards]
    assert min(shares) > 0.5 * len(slots) / count


@pytest.mark.parametrize("broken", [False, True], ids=["sound", "some fail"])
def test_shards_joined_are_the_same_bytes_as_the_batch_in_one_piece(broken: bool) -> None:
    write_cases(broken=broken)
    whole = analyse("whole")
    parts = analyse_in_shards(3)
    assert [sorted(file for file in files(part) if not file.startswith("reports")) for part in parts] == [
        [] for _ in parts
    ]
    assert join(*parts) == (1 if broken else 0)
    assert files("joined") == files(str(whole))
    assert len((whole / "results.jsonl").read_text().splitlines()) == (17 if broken else 12)
    assert join(*reversed(parts), output="again") == (1 if broken else 0)
    assert files("again") == files("joined")


def test_shards_joined_since_an_earlier_batch_are_the_same_bytes_too() -> None:
    write_cases(broken=True)
    analyse("earlier")
    with open("cases/case-3.yaml", "a", encoding="utf-8") as case:
        case.write("meetings: {frequency: none}\n")
    Path("cases/case-5.yaml").unlink()
    Path("cases/new.yaml").write_text(TWO_BAKERS, encoding="utf-8")
    analyse("whole", since="earlier")
    assert join(*analyse_in_shards(3), since="earlier") == 1
    assert files("joined") == files("whole")
    assert "changes.jsonl" in files("joined")


@pytest.mark.parametrize("form", ["none"])
def test_shards_without_reports_joined_are_the_same_bytes_too(form: str) -> None:
    write_cases()
    analyse("whole", form=form)
    assert join(*analyse_in_shards(2, form=form)) == 0
    assert files("joined") == files("whole")


def test_one_whole_batch_joins_to_itself() -> None:
    write_cases()
    analyse("whole")
    assert join("whole") == 0
    assert files("joined") == files("whole")


def test_more_shards_than_cases_join_too() -> None:
    write_cases()
    for id in IDS[2:]:
        Path("cases", f"{id}.yaml").unlink()
    analyse("whole")
    assert join(*analyse_in_shards(5)) == 0
    assert files("joined") == files("whole")


# --- Joining again -------------------------------------------------------------------------------


def test_joining_again_takes_over_what_changed_and_what_is_gone() -> None:
    write_cases()
    parts = analyse_in_shards(3)
    join(*parts)
    edit("case-2", "title: Case 1", "title: Another title")
    Path("cases/case-7.yaml").unlink()
    Path("cases/new.yaml").write_text(TWO_BAKERS, encoding="utf-8")
    analyse_in_shards(3)
    assert join(*parts) == 0
    analyse("whole")
    assert files("joined") == files("whole")


def test_joining_again_removes_the_report_of_a_case_that_fails_by_now() -> None:
    write_cases()
    parts = analyse_in_shards(3)
    join(*parts)
    edit("case-4", "date: 2026-05-04", "date: never")
    analyse_in_shards(3)
    assert join(*parts) == 1
    analyse("whole")
    assert files("joined") == files("whole")


def test_joining_again_in_another_format_leaves_no_reports_of_the_first() -> None:
    write_cases()
    parts = analyse_in_shards(2)
    join(*parts)
    analyse_in_shards(2, form="json")
    assert join(*parts) == 0
    analyse("whole", form="json")
    assert files("joined") == files("whole")


@pytest.mark.parametrize("changed_since", [False, True])
def test_a_report_edited_by_hand_is_kept_when_shards_are_joined_again(changed_since: bool) -> None:
    write_cases()
    parts = analyse_in_shards(2)
    join(*parts)
    before = files("joined")
    Path("joined/reports/case-1.md").write_text("Notes of our meeting.\n")
    if changed_since:
        edit("case-1", "title: Case 0", "title: Another")
        analyse_in_shards(2)
    join(*parts)
    kept = files("joined")
    assert kept["reports/case-1.changed-1.md"] == b"Notes of our meeting.\n"
    if not changed_since:
        assert kept == before | {"reports/case-1.changed-1.md": b"Notes of our meeting.\n"}


def test_a_report_edited_in_a_shard_does_not_pass_for_ours() -> None:
    write_cases()
    parts = analyse_in_shards(1)
    analyse("whole")
    Path("part-1/reports/case-1.md").write_text("Edited.\n")
    try:
        join(*parts)
    except FolderError:
        return
    assert files("joined")["reports/case-1.md"] == files("whole")["reports/case-1.md"]


# --- Refusals ------------------------------------------------------------------------------------


def test_a_missing_shard_is_refused_and_named() -> None:
    write_cases()
    parts = analyse_in_shards(3)
    with pytest.raises(FolderError) as refused:
        join(parts[0], parts[2])
    assert refused.value.text() == ".: these shards are missing: 2/3"
    with pytest.raises(FolderError) as refused:
        join(parts[1])
    assert refused.value.text() == ".: these shards are missing: 1/3, 3/3"
    assert files("joined") == {}


def test_a_shard_given_twice_is_refused_with_both_folders() -> None:
    write_cases()
    parts = analyse_in_shards(2)
    shutil.copytree("part-2", "copy")
    with pytest.raises(FolderError) as refused:
        join(*parts, "copy")
    assert refused.value.text() == "copy: shard 2/2 is given twice; it stands also in part-2"


def test_shards_of_another_number_are_refused() -> None:
    write_cases()
    parts = analyse_in_shards(2)
    analyse("third", Shard(3, 3))
    with pytest.raises(FolderError) as refused:
        join(*parts, "third")
    assert refused.value.text() == ".: these shards are missing: 1/2, 2/2, 3/3"


def test_shards_made_with_other_options_are_refused() -> None:
    write_cases()
    analyse("part-1", Shard(1, 2))
    analyse("part-2", Shard(2, 2), language="fr")
    with pytest.raises(FolderError) as refused:
        join("part-1", "part-2")
    assert refused.value.text() == "part-2: was made with other options than part-1"


def test_a_folder_that_is_no_batch_is_refused_and_left_alone() -> None:
    write_cases()
    (part,) = analyse_in_shards(1)
    for folder in ("cases", "nowhere", "cases/case-1.yaml"):
        with pytest.raises(FolderError) as refused:
            join(part, folder)
        assert refused.value.text() == f"{folder}: holds no results of a batch"
    assert not Path("nowhere").exists() and not Path("cases/.batch").exists()


def test_a_refused_join_leaves_what_was_joined_before() -> None:
    write_cases()
    parts = analyse_in_shards(2)
    join(*parts)
    before = files("joined")
    with pytest.raises(FolderError):
        join(parts[0])
    assert files("joined") == before


def test_joining_into_one_of_the_shards_is_refused_and_leaves_it(run: Run) -> None:
    write_cases()
    parts = analyse_in_shards(2)
    before = files("part-1")
    done = run("batch", "--join", *parts, "-o", "part-1")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "another run is writing to part-1\n"
    assert files("part-1") == before


# --- The command ---------------------------------------------------------------------------------


def test_an_interrupted_shard_is_refused_until_it_is_finished(run: Run, there: Path) -> None:
    write_cases()
    analyse("part-1", Shard(1, 2))
    with open("bulk.jsonl", "w") as bulk:
        for number in range(4000):
            case = {"id": f"x{number}", "date": "2026-05-04", "partners": [{"id": "a"}, {"id": "b"}]}
            bulk.write(json.dumps(case) + "\n")
    command = [sys.executable, "-m", "advisor", "batch", "cases", "-o", "part-2", "--shard", "2/2"]
    process = subprocess.Popen(
        [*command, "bulk.jsonl", "--workers", "1"], env=command_environment(), stderr=subprocess.PIPE
    )
    while process.poll() is None and not list(Path("part-2").glob("reports/*.md")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    with pytest.raises(FolderError) as refused:
        join("part-1", "part-2")
    assert refused.value.text() == "part-2: shard 2/2 is not finished; run it again"
    analyse("part-2", Shard(2, 2))
    analyse("whole")
    assert join("part-1", "part-2") == 0
    assert files("joined") == files("whole")


def test_the_command_makes_shards_and_joins_them(run: Run) -> None:
    write_cases(broken=True)
    for number in (1, 2):
        done = run("batch", "cases", "-o", f"part-{number}", "--shard", f"{number}/2", "--workers", "1")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines()[-1] == "next: advisor batch --join DIR... -o DIR"
    done = run("batch", "--join", "part-1", "part-2", "-o", "joined")
    assert (done.returncode, done.stdout) == (1, "")
    analyse("whole")
    assert files("joined") == files("whole")
    done = run("batch", "--join", "part-1", "-o", "joined")
    assert (done.returncode, done.stdout, done.stderr) == (65, "", ".: these shards are missing: 2/2\n")


@pytest.mark.parametrize("wish", ["0/3", "4/3", "x", "1", "1/0", "-1/3", "1/3/5", "1.5/3", "/", "²/3"])
def test_what_is_no_shard_is_a_usage_error(wish: str) -> None:
    assert usage_error("cases", f"--shard={wish}").endswith("expected a part of the whole, such as 2/8")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--join", "--shard", "1/2"], "--join excludes --shard and --scheduler"),
        (
            ["--since", "x", "--shard", "1/2"],
            "--since and --shard exclude each other; give --since to --join",
        ),
        (["--since", "out"], "--since: the output can’t be its own past; give another folder"),
        (["--join", "--scheduler", "localhost:1"], "--join excludes --shard and --scheduler"),
    ],
)
def test_options_that_exclude_each_other_are_a_usage_error(arguments: list[str], problem: str) -> None:
    assert usage_error("cases", *arguments).endswith(problem)


def test_a_shard_that_is_none_ends_the_command_with_2(run: Run) -> None:
    write_cases()
    done = run("batch", "cases", "-o", "out", "--shard", "0/3")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith("expected a part of the whole, such as 2/8")
    assert not Path("out").exists()


def usage_error(*arguments: str) -> str:
    """The last line that the command tells of arguments that it refuses."""
    write_cases()
    done = CliRunner().invoke(advisor, ["batch", *arguments, "-o", "out"], obj=CommandSettings("en"))
    assert done.exit_code == 2, done.output
    assert not Path("out").exists()
    return done.output.strip().splitlines()[-1]
