"""The command line, run as a process: exit codes, streams, files, languages, interruptions."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import click
import pexpect
import pytest
from conftest import TWO_BAKERS, Run, command_environment

from advisor import cli, files, terminal

COMMANDS = sorted(cli.advisor.commands)
BAD_CASE = TWO_BAKERS.replace("date: 2026-05-04", "date: 2026-02-30")


# --- Help and languages --------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_opens_with_examples(run: Run, command: str) -> None:
    done = run(command, "-h")
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.index("Examples:") < done.stdout.index("Options:")
    assert done.stdout == run(command, "--help").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_french_throughout(run: Run, command: str) -> None:
    french, english = run("--lang", "fr", command, "-h").stdout, run(command, "-h").stdout
    same = {line.strip() for line in french.splitlines()} & {line.strip() for line in english.splitlines()}
    wordless = r"advisor .*|--[a-z-]+ \[\S+\]|"
    assert {line for line in same if not re.fullmatch(wordless, line)} == set()


def test_help_of_the_program_documents_the_exit_codes(run: Run) -> None:
    text = run("--help").stdout
    assert all(f"\n  {code}  " in text for code in terminal.EXIT_CODES)


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        ((), {}, "Usage:"),
        ((), {"LANG": "fr_FR.UTF-8"}, "Usage\u00a0:"),
        ((), {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "Usage:"),
        ((), {"LANG": "de_DE.UTF-8"}, "Usage:"),
        ((), {"LANG": "en_US.UTF-8", "ADVISOR_LANG": "fr"}, "Usage\u00a0:"),
        (("--lang", "fr"), {"ADVISOR_LANG": "en"}, "Usage\u00a0:"),
        (("--lang=fr",), {"LC_ALL": "C"}, "Usage\u00a0:"),
        (("--lang", "en"), {"LANG": "fr_FR.UTF-8"}, "Usage:"),
    ],
)
def test_language_is_chosen_by_option_then_environment(
    run: Run, arguments: tuple[str, ...], environment: dict[str, str], word: str
) -> None:
    done = run(*arguments, "--help", env=environment)
    assert done.stdout.startswith(word)


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [
        ("--hlp", "No such option '--hlp'. Did you mean '--help'?", "L’option « --hlp » n’existe pas."),
        ("reprot", "No such command 'reprot'.", "La commande « reprot » n’existe pas."),
        ("report", "Missing argument 'CASE'.", "Il manque l’argument 'CAS'."),
        ("report x --format odt", "'odt' is not one of 'md', 'json'", "« odt » n’est pas l’un de"),
        ("report x -o", "Option '-o' requires an argument.", "L’option « -o » demande une valeur."),
        ("report x --for a --adviser", "exclude each other", "s’excluent"),
    ],
)
def test_wrong_usage_is_explained_in_both_languages(
    run: Run, arguments: str, english: str, french: str
) -> None:
    for language, sentence in (("en", english), ("fr", french)):
        done = run(*arguments.split(), env={"ADVISOR_LANG": language})
        assert (done.returncode, done.stdout) == (2, "")
        assert sentence in done.stderr.replace("\u00a0", " ").replace("\u202f", " ")


def test_help_imports_nothing_that_takes_time() -> None:
    """`--help` is to answer in under 100 ms; what would break that are these imports."""
    show = "import sys; sys.argv = ['advisor', '--lang', 'fr', '--help']; from advisor.cli import main\n"
    show += "try: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, encoding="utf-8", env=command_environment()
    )
    assert {"experta", "pydantic", "jinja2", "yaml", "babel"}.isdisjoint(done.stderr.split())


def test_the_version_is_that_of_setup_cfg(run: Run) -> None:
    assert run("--version").stdout == "advisor 0.1.0\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_the_variable_of_its_name(command: str) -> None:
    """`--for` of `report` is ADVISOR_REPORT_FOR."""
    for option in cli.advisor.commands[command].params:
        if isinstance(option, click.Option):
            flag = max(option.opts, key=len).lstrip("-")
            variable = option.envvar or f"ADVISOR_{command}_{option.name}".upper()
            assert variable == f"ADVISOR_{command}_{flag}".upper().replace("-", "_")


# --- check -----------------------------------------------------------------------------------


def test_check_says_ok_for_a_good_case(run: Run, case: Path) -> None:
    done = run("check", case)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{case}: OK\n", "")


def test_check_lists_the_mistakes_of_every_case(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD_CASE)
    done = run("check", "bad.yaml", case)
    first, second = done.stdout.splitlines()
    assert first.startswith("bad.yaml:2:7: date: ")
    assert second == f"{case}: OK"
    assert (done.returncode, done.stderr) == (65, "")


def test_check_reports_an_unreadable_file_and_goes_on(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD_CASE)
    done = run("check", "missing.yaml", "bad.yaml", case)
    assert done.stdout.splitlines()[0].startswith("missing.yaml: ")
    assert done.stdout.splitlines()[-1] == f"{case}: OK"
    assert done.returncode == 74


def test_check_reads_standard_input(run: Run) -> None:
    done = run("check", "-", input=TWO_BAKERS)
    assert (done.returncode, done.stdout) == (0, "-: OK\n")


def test_check_speaks_french(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(TWO_BAKERS.replace("partners:", "partenrs:"))
    done = run("--lang", "fr", "check", "bad.yaml")
    assert done.returncode == 65
    assert "champ inconnu" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "never"), {}, False),
        ((), {"ADVISOR_COLOR": "always"}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_is_used_only_when_wanted(
    run: Run, case: Path, arguments: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    done = run(*arguments, "check", case, env=environment)
    assert ("\x1b[" in done.stdout) is coloured


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_colour_on_a_terminal(case: Path, environment: dict[str, str], coloured: bool) -> None:
    command = [sys.executable, "-m", "advisor", "check", str(case)]
    text, status = pexpect.run(
        " ".join(command), env=command_environment(**environment), withexitstatus=True, encoding="utf-8"
    )
    assert status == 0
    assert ("\x1b[" in text) is coloured


# --- Report and the others -------------------------------------------------------------------


def test_report_follows_the_language_of_the_case(run: Run, case: Path) -> None:
    english = run("--lang", "fr", "report", case)
    french = run("report", case, "--lang", "fr")
    assert english.returncode == french.returncode == 0
    assert english.stdout.startswith("# ") and french.stdout.startswith("# ")
    assert english.stdout != french.stdout


def test_report_as_json(run: Run, case: Path) -> None:
    assert isinstance(json.loads(run("report", case, "--format", "json").stdout), dict)


def test_options_come_from_the_environment(run: Run, case: Path) -> None:
    done = run("report", case, env={"ADVISOR_REPORT_FORMAT": "json", "ADVISOR_REPORT_FOR": "lea"})
    assert isinstance(json.loads(done.stdout), dict)


def test_an_unknown_partner_is_answered_with_the_known_ones(run: Run, case: Path) -> None:
    done = run("report", case, "--for", "zoe")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("this case has no partner zoe; choose from: lea, omar\n")


def test_a_bad_case_gives_no_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD_CASE)
    done = run("report", "bad.yaml", "-o", "advice.md")
    assert (done.returncode, done.stdout) == (65, "")
    assert done.stderr.startswith("bad.yaml:2:7: date: ")
    assert not (tmp_path / "advice.md").exists()


def test_an_unknown_finding_is_a_wrong_command_line(run: Run, case: Path) -> None:
    done = run("explain", case, "EXP-99")
    assert (done.returncode, done.stdout) == (2, "")
    assert "EXP-99" in done.stderr


def test_rules_are_listed_and_shown(run: Run) -> None:
    listed = run("rules")
    assert listed.returncode == 0 and "EXP-04" in listed.stdout
    assert run("rules", "EXP-04").returncode == 0
    assert run("rules", "XYZ-99").returncode == 2


def test_schema_is_json(run: Run) -> None:
    assert "$schema" in json.loads(run("schema").stdout)


def test_fields_are_described_in_both_languages(run: Run) -> None:
    english, french = run("fields").stdout, run("fields", "--lang", "fr").stdout
    assert english.startswith("#") and french.startswith("#") and english != french


# --- Files -----------------------------------------------------------------------------------


def test_output_is_announced_with_the_next_command(run: Run, case: Path, tmp_path: Path) -> None:
    done = run("report", case, "-o", "advice.md")
    assert (done.returncode, done.stdout) == (0, "")
    told = ("written: advice.themes.svg", "written: advice.md", f"next: advisor explain {case} ID")
    assert done.stderr.splitlines() == list(told)
    written = (tmp_path / "advice.md").read_text(encoding="utf-8").splitlines()
    pictures = [line for line in written if line.startswith("![")]
    assert [line.endswith("](advice.themes.svg)") for line in pictures] == [True]
    without = [line for line in written if line and line not in pictures]
    assert without == [line for line in run("report", case).stdout.splitlines() if line]


def test_the_picture_of_the_themes_is_a_picture_in_words_too(run: Run, case: Path, tmp_path: Path) -> None:
    run("report", case, "-o", "le bilan (1).md", "--lang", "fr")
    picture = (tmp_path / "le bilan (1).themes.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(picture)
    texts = [element.text for element in root.iter() if element.text and element.text.strip()]
    assert "Responsabilités" in texts and "Niveaux des dix thèmes" in texts
    assert root.get("role") == "img"
    report = (tmp_path / "le bilan (1).md").read_text(encoding="utf-8")
    assert "](le%20bilan%20%281%29.themes.svg)" in report
    assert "![Niveaux des dix thèmes" in report


def test_a_report_to_a_device_or_to_the_terminal_has_no_picture(run: Run, case: Path, tmp_path: Path) -> None:
    assert "![" not in run("report", case).stdout
    assert "![" not in run("report", case, "-o", "/dev/stdout").stdout
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".svg"] == []


def test_a_dash_is_standard_output(run: Run, case: Path) -> None:
    assert run("report", case, "-o", "-").stdout == run("report", case).stdout


def test_the_case_is_never_overwritten(run: Run, case: Path) -> None:
    assert run("report", case, "-o", case).returncode == 2
    assert case.read_text(encoding="utf-8") == TWO_BAKERS


def test_a_written_file_replaces_a_link_and_spares_its_target(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("mine")
    link.symlink_to(target)
    files.write_file(link, "advice")
    assert (link.is_symlink(), link.read_text(), target.read_text()) == (False, "advice", "mine")


def test_a_written_file_has_usual_permissions_or_those_it_had(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    old.write_text("")
    old.chmod(0o600)
    for path in (new, old):
        files.write_file(path, "é")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(new.stat().st_mode) == 0o666 & ~mask
    assert stat.S_IMODE(old.stat().st_mode) == 0o600
    assert new.read_bytes() == "é".encode()


def test_a_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "advice.md"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", _disk_full)
    with pytest.raises(OSError, match=r"advice\.md"):
        files.write_file(path, "new")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"advice.md": "old"}


def _disk_full(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("output", [".", "missing/advice.md", "/dev/full"])
def test_an_output_that_cannot_be_written_is_one_line(run: Run, output: str) -> None:
    done = run("schema", "-o", output)
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr.startswith(f"Error: {output}: ") and done.stderr.count("\n") == 1


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path, run: Run) -> None:
    done = run("schema", "-o", "/dev/stdout")
    assert json.loads(done.stdout)
    assert Path("/dev/stdout").is_symlink()


# --- Streams and interruptions ---------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "bakers.yaml"), ("fields",)])
def test_a_full_device_is_one_line(run: Run, case: Path, arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = run(*arguments, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 74
    assert done.stderr.count("\n") == 1 and "no space left" in done.stderr


def test_a_closed_standard_output_is_said(case: Path) -> None:
    command = f"{sys.executable} -m advisor check {case} >&-"
    done = subprocess.run(command, shell=True, env=command_environment(), capture_output=True, text=True)
    assert done.returncode == 74
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", ["--help", "check CASE CASE CASE", "fields", "schema"])
def test_a_reader_that_stops_early_hears_nothing(case: Path, arguments: str) -> None:
    words = arguments.replace("CASE", str(case))
    command = f"{sys.executable} -m advisor {words} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=command_environment(), capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_full_device_for_errors_breaks_nothing(run: Run) -> None:
    with open("/dev/full", "w") as full:
        done = run("check", "--hlp", stderr=full, stdout=subprocess.PIPE, capture_output=False)
    assert (done.returncode, done.stdout) == (2, "")


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "--lang", "fr", "--help"],
        env=command_environment(**ascii_only),
        capture_output=True,
    )
    assert "Codes de sortie\u00a0:" in done.stdout.decode("utf-8")


def test_a_file_name_that_is_no_utf_8_is_shown(run: Run) -> None:
    done = run("check", os.fsdecode(b"caf\xe9.yaml"))
    assert done.returncode == 74
    assert done.stdout == "caf\\xe9.yaml: there is no such file\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_with_130(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "advisor", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=command_environment(),
    )
    time.sleep(1)  # by now it waits for its input
    process.send_signal(number)
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) == (130, "")
    assert errors.strip() == "Interrupted."


BROKEN = """
import sys
from advisor import cli

def broken(*arguments, **options):
    raise ZeroDivisionError("of ours")

cli.schema.callback = broken
sys.argv = ["advisor", *sys.argv[1:]]
cli.main()
"""


@pytest.mark.parametrize(("debug", "lines"), [((), 1), (("--debug",), 10)])
def test_an_internal_error_is_one_line_unless_debugged(debug: tuple[str, ...], lines: int) -> None:
    command = [sys.executable, "-c", BROKEN, *debug, "schema"]
    done = subprocess.run(command, env=command_environment(), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.splitlines()[-1].startswith("internal error (ZeroDivisionError)")
    assert ("Traceback" in done.stderr) is bool(debug)
    assert done.stderr.count("\n") == 1 or debug


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_completion_is_offered() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "advisor"],
        env=command_environment(_ADVISOR_COMPLETE="bash_complete", COMP_WORDS="advisor rep", COMP_CWORD="1"),
        capture_output=True,
        text=True,
    )
    assert done.stdout == "plain,report\n"
