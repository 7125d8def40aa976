"""Where the cases of a batch come from, and what becomes of an input that is none."""

from __future__ import annotations

import ctypes
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from batches import NETWORK, analysed, case, contents, line, names, results, written
from conftest import Run

from advisor.batch.sources import Census, Inputs, Source
from advisor.batch.work import Clock, Settings, analyse, fingerprint, read
from advisor.errors import CaseError
from advisor.reading import MAX_BYTES


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(**files: str | bytes) -> None:
    """Files in the current folder and below: `a__b_yaml` is a/b.yaml."""
    for name, content in files.items():
        stem, _, ending = name.replace("__", "/").rpartition("_")
        path = Path(f"{stem}.{ending}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def slots(*paths: str) -> dict[str, str]:
    """Where each case was found, by its slot."""
    return {one.slot: one.name for one in Inputs(paths)}


def problems(source: Source) -> list[str]:
    """What is wrong with one case, as a batch tells it."""
    outcome = analyse(source, Settings("en", form="none", fingerprint=fingerprint()))
    return outcome.result.get("problems", [])


def all_problems(*paths: str) -> list[str]:
    return [one for source in Inputs(paths) for one in problems(source)]


# --- Files, folders, patterns -------------------------------------------------------------------


def test_cases_are_found_in_files_folders_and_patterns() -> None:
    put(
        one_yaml=case("one"),
        folder__two_yml=case("two"),
        folder__below__three_json=line("three"),
        folder__below__more_jsonl=line("four") + line("five"),
        folder__still_ndjson=line("six"),
        other__seven_yaml=case("seven"),
        other__eight_YAML=case("eight"),
    )
    assert slots("one.yaml", "folder", "other/*.y*") == {
        "one": "one.yaml",
        "six": "folder/still.ndjson:1",
        "two": "folder/two.yml",
        "four": "folder/below/more.jsonl:1",
        "five": "folder/below/more.jsonl:2",
        "three": "folder/below/three.json",
        "seven": "other/seven.yaml",
    }
    assert slots("other") == {"eight": "other/eight.YAML", "seven": "other/seven.yaml"}
    assert slots("**/*.json*") == slots("folder/below")


def test_in_a_folder_what_is_hidden_or_no_case_is_passed_over() -> None:
    put(
        folder__case_yaml=case("one"),
        folder__README_md="# Not a case",
        folder__case__schema_json="{}",
    )
    Path("folder/case/schema.json").rename("folder/case.schema.json")
    for hidden in (".hidden.yaml", ".git/config.yaml", "case.yaml~", "notes.txt"):
        path = Path("folder", hidden)
        path.parent.mkdir(exist_ok=True)
        path.write_text(case("hidden"))
    assert slots("folder") == {"one": "folder/case.yaml"}
    assert slots("folder/.hidden.yaml") == {"hidden": "folder/.hidden.yaml"}  # it was asked for


def test_in_a_folder_and_by_a_pattern_the_output_of_batches_is_passed_over() -> None:
    put(folder__one_json=line("one"))
    for form in ("json", "md"):
        analysed(Path("folder", form), "folder/one.json", form=form)
    assert slots("folder") == {"one": "folder/one.json"}
    assert slots(".") == {"one": "./folder/one.json"}
    assert slots("folder/**/*.json*") == {"one": "folder/one.json"}


def test_the_same_command_finds_the_same_cases_when_the_output_lies_among_them() -> None:
    put(one_json=line("one"))
    for pattern in (".", "**/*.json"):
        progress = [analysed(Path("out"), pattern, form="json") for _ in range(2)]
        assert [(one.total, one.failed) for one in progress] == [(1, 0), (1, 0)]


def test_a_file_named_twice_by_different_paths_is_one_case(tmp_path: Path) -> None:
    put(folder__one_yaml=case("one"))
    Path("link.yaml").symlink_to("folder/one.yaml")
    Path("other").symlink_to("folder")
    paths = (
        "folder",
        "folder/../folder/one.yaml",
        "link.yaml",
        f"{tmp_path}/folder/*.yaml",
        "other/one.yaml",
    )
    assert slots(*paths) == {"one": "folder/one.yaml"}
    assert slots(*reversed(paths)) == {"one": "other/one.yaml"}


def test_a_folder_that_leads_back_to_itself_has_an_end() -> None:
    put(folder__one_yaml=case("one"))
    Path("folder/again").symlink_to("..", target_is_directory=True)
    assert slots("folder") == {"one": "folder/one.yaml"}


def test_a_folder_named_like_a_file_is_a_folder() -> None:
    put(cases_yaml__one_yaml=case("one"))
    Path("cases_yaml").rename("cases.yaml")
    assert slots(".") == {"one": "./cases.yaml/one.yaml"}
    assert slots("cases.yaml") == slots("*.yaml") == {"one": "cases.yaml/one.yaml"}


def test_a_file_whose_name_looks_like_a_pattern_is_taken_by_its_name() -> None:
    Path("case[1].yaml").write_text(case("one"))
    Path("case1.yaml").write_text(case("other"))
    assert slots("case[1].yaml") == {"one": "case[1].yaml"}


def test_an_output_folder_is_no_input(run: Run) -> None:
    put(one_yaml=case("one"))
    analysed(Path("out"), "one.yaml")
    done = run("batch", "out", "-o", "new")
    assert (done.returncode, done.stderr) == (65, "advisor batch: no cases found in out\n")
    assert not Path("new").exists()


# --- What can't be read -------------------------------------------------------------------------


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


NO_FILE = "this is a pipe or a device, not a file; to read from a pipe, write “-”"


@pytest.mark.parametrize("ending", ["yaml", "jsonl"])
@pytest.mark.parametrize(
    ("make", "problem"), [(pipe, NO_FILE), (device, NO_FILE), (dangling, "there is no such file")]
)
def test_28_what_is_no_file_is_one_failed_case_and_is_not_waited_for(
    make: Callable[[Path], None], problem: str, ending: str
) -> None:
    put(folder__one_yaml=case("one"))
    path = f"folder/bad.{ending}"
    make(Path(path))
    assert slots("folder") == {"one": "folder/one.yaml", f"?{path}": path}
    assert all_problems("folder") == all_problems(path) == [f"{path}: {problem}"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("missing.yaml", "there is no such file"),
        ("missing.jsonl", "there is no such file"),
        ("missing", "there is no such file"),
        ("none/*.yaml", "no file of a case matches this pattern"),
        ("one.yaml/two.yaml", "there is no such file"),
        ("/dev/null", NO_FILE),
        ("notes.txt", "unknown kind of file; its name must end in .yaml, .yml, .json"),
    ],
)
def test_28_an_argument_that_leads_to_no_case_is_one_failed_case(path: str, problem: str) -> None:
    put(one_yaml=case("one"), notes_txt="")
    assert slots("one.yaml", path) == {"one": "one.yaml", f"?{path}": path}
    assert all_problems("one.yaml", path) == [f"{path}: {problem}"]


def drop_root_s_rights() -> None:
    """What root may do besides its own files: read and search whatever it likes."""
    library = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        library.prctl(24, capability, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="rights of root are dropped as Linux does it")
def test_28_a_file_and_a_folder_that_may_not_be_read_are_told_and_no_report_is_lost(run: Run) -> None:
    put(cases__one_yaml=case("one"), cases__two_yaml=case("two"), cases__below__three_yaml=case("three"))
    analysed(Path("out"), "cases")
    before = contents(Path("out"))
    Path("cases/two.yaml").chmod(0)
    Path("cases/below").chmod(0)
    done = run("batch", "cases", "-o", "out", preexec_fn=drop_root_s_rights)
    Path("cases/below").chmod(0o755)
    assert done.returncode == 1
    assert "cases/two.yaml: the file may not be read: permission denied\n" in done.stderr
    assert "cases/below: " in done.stderr
    kept = [name for name in before if name.startswith("reports/three")]
    assert [name for name in names(Path("out")) if name.startswith("reports/three")] == kept


def test_a_name_that_is_no_utf_8_is_shown_with_its_bytes(run: Run) -> None:
    Path(os.fsdecode(b"good\xff.yaml")).write_text(case("good"))
    Path(os.fsdecode(b"bad\xff.yaml")).write_text("{}")
    Path(os.fsdecode(b"bad\xfe.yaml")).write_text("{}")
    assert sorted(slots(".").values()) == ["./bad\\xfe.yaml", "./bad\\xff.yaml", "./good\\xff.yaml"]
    done = run("batch", ".", os.fsdecode(b"no\xff.yaml"), "-o", "out")
    assert done.returncode == 1
    assert "./bad\\xff.yaml:1:1: " in done.stderr
    assert "no\\xff.yaml: there is no such file" in done.stderr
    assert [one["source"] for one in results(Path("out"))] == [
        *("./good\\xff.yaml", "./bad\\xfe.yaml", "./bad\\xff.yaml", "no\\xff.yaml")
    ]


def test_a_name_of_several_lines_is_one_line(run: Run) -> None:
    Path("a\nb.yaml").write_text("{}")
    done = run("batch", ".", "-o", "out", "--format", "none")
    assert [one for one in done.stderr.splitlines() if "b.yaml:1:1: " in one] == [
        one for one in done.stderr.splitlines() if one.startswith("./a�b.yaml")
    ]


# --- Standard input -----------------------------------------------------------------------------


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Puts bytes into standard input."""

    def put_in(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    return put_in


TWO_LINES = (line("one") + line("two")).encode()
PRETTY = b'{"id": "one", "date": "2026-05-04", "partners": [\n{"id": "lea"}, {"id": "omar"}\n]}\n'
BOM = b"\xef\xbb\xbf"
LINES_OF_STDIN = {"one": "<stdin>:1", "two": "<stdin>:2"}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(case("one").encode(), {"one": "<stdin>"}, id="YAML"),
        pytest.param(line("one").encode(), {"one": "<stdin>:1"}, id="one line of JSON"),
        pytest.param(b'{\n"id": "one",\n"x": 1}', {"one": "<stdin>"}, id="JSON on several lines"),
        pytest.param(PRETTY, {"one": "<stdin>"}, id="JSON with a line for the partners"),
        pytest.param(TWO_LINES, LINES_OF_STDIN, id="JSON Lines"),
        pytest.param(TWO_LINES.rstrip(), LINES_OF_STDIN, id="no end of the last line"),
        pytest.param(TWO_LINES.replace(b"\n", b"\r\n"), LINES_OF_STDIN, id="Windows"),
        pytest.param(BOM + TWO_LINES, LINES_OF_STDIN, id="a byte order mark"),
        pytest.param(BOM + case("one").encode(), {"one": "<stdin>"}, id="YAML with a byte order mark"),
        pytest.param(
            b"\n  \n" + TWO_LINES.replace(b"\n", b"\n\r\n\t\n"),
            {"one": "<stdin>:3", "two": "<stdin>:6"},
            id="empty lines",
        ),
        pytest.param(
            BOM + b"\r\n" + line("one").encode(), {"one": "<stdin>:2"}, id="an empty line after the mark"
        ),
        pytest.param(
            b'{"id": "zero"\n' + TWO_LINES,
            {"?<stdin>:1": "<stdin>:1", "one": "<stdin>:2", "two": "<stdin>:3"},
            id="a broken first line",
        ),
        pytest.param(
            b"oops\n" + TWO_LINES,
            {"?<stdin>:1": "<stdin>:1", "one": "<stdin>:2", "two": "<stdin>:3"},
            id="a first line that is no JSON at all",
        ),
    ],
)
def test_standard_input_may_be_yaml_json_or_json_lines(
    stdin: Callable[[bytes], None], data: bytes, found: dict[str, str]
) -> None:
    stdin(data)
    inputs = Inputs(["-", "-"])
    assert [{one.slot: one.name for one in inputs} for _ in range(2)] == [found, found]


def test_cases_from_standard_input_are_those_of_files(run: Run) -> None:
    written(Path("cases"), {"bakers": NETWORK["bakers"]})
    lines = line("one") + line("two")
    Path("cases/lines.jsonl").write_text(lines)
    analysed(Path("files"), "cases")
    done = run("batch", "-", "cases/bakers.yaml", "-o", "out", input=lines)
    assert done.returncode == 0
    read, out = contents(Path("files")), contents(Path("out"))
    changed = {name for name in read if read[name] != out[name]}
    assert changed == {"results.jsonl", "portfolio.csv"}  # which name the files
    told = [one | {"source": ""} for one in results(Path("out"))]
    assert told == [one | {"source": ""} for one in results(Path("files"))]


@pytest.mark.parametrize("data", ["", "\n\n"])
def test_empty_standard_input_is_no_case(run: Run, data: str) -> None:
    done = run("batch", "-", "-o", "out", input=data)
    assert (done.returncode, done.stderr) == (65, "advisor batch: no cases found in -\n")


def test_closed_standard_input_is_a_failed_case(run: Run) -> None:
    done = run("batch", "-", "-o", "out", input=None, preexec_fn=lambda: os.close(0))
    assert done.returncode == 1
    assert "<stdin>: standard input is closed\n" in done.stderr


# --- Lines --------------------------------------------------------------------------------------


def test_mistakes_in_a_line_are_told_with_file_line_and_column() -> None:
    lines = [line(f"case-{number}") for number in range(20)]
    lines[4] = '{"id": "case-4",}\n'
    lines[16] = line("case-16", objetives=[])
    lines[17] = BOM.decode() + line("case-17", zz=1)
    lines[18] = "\n"
    Path("bulk.jsonl").write_text("".join(lines), encoding="utf-8")
    column = line("case-16", objetives=[]).index('"objetives"') + 1
    unknown = "unknown field; “advisor fields” lists those that exist"
    assert all_problems("bulk.jsonl") == [
        "bulk.jsonl:5:16: a “,” stands before “}”; remove it",
        f"bulk.jsonl:17:{column}: objetives: unknown field; did you mean “objectives”?",
        f"bulk.jsonl:18:{column}: zz: {unknown}",
    ]


def test_the_command_to_go_on_with_after_mistakes_in_a_line_can_be_typed(run: Run) -> None:
    put(bulk_jsonl=line("one") + line("two", zz=1))
    done = run("batch", "bulk.jsonl", "-o", "out")
    assert done.returncode == 1
    (following,) = [one for one in done.stderr.splitlines() if one.startswith("next: ")]
    assert "advisor check" not in following  # which reads no lines


def test_a_line_above_the_limit_fails_alone_and_is_not_kept() -> None:
    long = line("long", note="x" * (3 * MAX_BYTES))
    put(bulk_jsonl=line("one") + long + line("two") + long.rstrip())
    sources = list(Inputs(["bulk.jsonl"]))
    assert [one.name for one in sources] == [f"bulk.jsonl:{number}" for number in (1, 2, 3, 4)]
    assert [one.slot for one in sources] == ["one", "?bulk.jsonl:2", "two", "?bulk.jsonl:4"]
    assert max(len(one.data) for one in sources) <= MAX_BYTES + 2
    limit = "the file is larger than 1024 KiB; is it a case?"
    assert all_problems("bulk.jsonl") == [f"bulk.jsonl:2: {limit}", f"bulk.jsonl:4: {limit}"]


def padded(size: int) -> bytes:
    return line("big").encode().rstrip().ljust(size)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
@pytest.mark.parametrize(
    ("size", "fits"), [(MAX_BYTES, True), (MAX_BYTES + 1, False), (MAX_BYTES + 2, False)]
)
def test_the_limit_of_a_line_is_that_of_a_file(size: int, fits: bool, end: bytes) -> None:
    put(lines_jsonl=padded(size) + end + (line("one").encode() if end else b""), file_json=padded(size))
    first, *others = Inputs(["lines.jsonl"])
    assert [one.slot for one in others] == (["one"] if end else [])
    for one in (first, *Inputs(["file.json"])):
        assert (one.slot == "big") == fits == (not problems(one))


def test_a_line_is_taken_as_it_is_and_not_as_yaml() -> None:
    put(bulk_jsonl="id: one\n" + "- x\n" + "null\n" + '"text"\n' + "[1]\n")
    assert list(slots("bulk.jsonl")) == [f"?bulk.jsonl:{number}" for number in range(1, 6)]
    assert len(all_problems("bulk.jsonl")) == 5


def test_a_file_without_lines_has_no_case(run: Run) -> None:
    put(bulk_jsonl="\n\n")
    Path("folder").mkdir()
    done = run("batch", "bulk.jsonl", "folder", "-o", "out")
    assert (done.returncode, done.stderr) == (65, "advisor batch: no cases found in bulk.jsonl, folder\n")
    assert not Path("out").exists()


# --- Ids ----------------------------------------------------------------------------------------


def twice(*paths: str) -> list[str]:
    with pytest.raises(CaseError) as refused:
        Census(Inputs(paths))
    return refused.value.text("en").splitlines()


@pytest.mark.parametrize("other", ["bakers", "Bakers", "BAKERS", "' bakers '", '"bakers"'])
def test_23_an_id_that_stands_twice_is_refused_and_both_places_are_named(other: str) -> None:
    put(a_yaml=case("bakers"), b_yaml=case(other))
    assert twice("a.yaml", "b.yaml") == ["b.yaml: id: the id “bakers” stands already in a.yaml"]


def test_23_an_id_that_stands_twice_in_lines_is_named_with_both_lines() -> None:
    put(bulk_jsonl=line("one") + line("two") + line("one") + line("two"))
    assert twice("bulk.jsonl") == [
        "bulk.jsonl:3: id: the id “one” stands already in bulk.jsonl:1",
        "bulk.jsonl:4: id: the id “two” stands already in bulk.jsonl:2",
    ]


def test_23_ids_that_stand_twice_end_the_command_before_anything_is_written(run: Run) -> None:
    put(a_yaml=case("bakers"), b_yaml=case("Bakers"), c_yaml=case("other"))
    told = "b.yaml: id: the id “bakers” stands already in a.yaml\n"
    done = run("batch", "a.yaml", "b.yaml", "-o", "out")
    assert (done.returncode, done.stderr) == (65, told)
    assert not Path("out").exists()
    analysed(Path("out"), "a.yaml", "c.yaml")
    before = contents(Path("out"))
    assert run("batch", "a.yaml", "b.yaml", "-o", "out").returncode == 65
    assert contents(Path("out")) == before


@pytest.mark.parametrize(
    "text", ["", "{}", "id:\n", "id: null\n", "id: ~\n", "a: &x b\nid: *x\ndate: 2026-05-04\n"]
)
def test_cases_without_an_id_are_never_the_same_case(text: str) -> None:
    put(a_yaml=text, b_yaml=text, c_yaml=case("good"))
    assert slots("a.yaml", "b.yaml", "c.yaml") == {"?a.yaml": "a.yaml", "?b.yaml": "b.yaml", "good": "c.yaml"}
    assert len(Census(Inputs(["a.yaml", "b.yaml", "c.yaml"]))) == 3


@pytest.mark.parametrize(
    "written_id",
    [
        "one",
        "'one'",
        '"one"',
        '"\\u006fne"',
        "  one  ",
        "!!str one",
        "|\n  one",
        "&a one",
        "o\u200bne",
        '"o\\u200bne"',
        "\u2060one",
        "' one'",
        "'one\u00a0'",
        "[one]",
        "{one: two}",
        "One",
        "öne",
        "1",
        "none",
    ],
)
@pytest.mark.parametrize("before", ["", "tasks: [{id: wrong}]\n"])
def test_the_id_that_is_found_at_a_glance_is_that_of_the_case(written_id: str, before: str) -> None:
    put(case_yaml=before + case(written_id))
    (source,) = Inputs(["case.yaml"])
    try:
        id = read(source, Clock()).id
    except CaseError:
        return
    assert source.slot == id


def test_an_id_with_an_invisible_character_is_no_internal_error() -> None:
    put(case_yaml=case("o\u200bne"))
    assert all_problems("case.yaml") == []
