"""`advisor report` in each format: which one is chosen, where it may go, what is asked of the options of a page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from conftest import CHECKOUT, Run, command_environment
from pages import PICTURE

BEGINNINGS = {"md": b"# ", "json": b"{", "html": b"<!DOCTYPE html>", "docx": b"PK", "pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", ["md", "json", "html", "PDF"])
def test_the_suffix_of_the_output_chooses_the_format(
    run: Run, case: Path, tmp_path: Path, suffix: str
) -> None:
    done = run("report", case, "-o", f"advice.{suffix}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"advice.{suffix}").read_bytes().startswith(BEGINNINGS[suffix.lower()])
    beside = ["advice.themes.svg"] if suffix == "md" else []
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".svg"] == beside


def test_a_format_that_is_asked_for_wins_over_the_suffix(run: Run, case: Path, tmp_path: Path) -> None:
    run("report", case, "-o", "a.pdf", env={"ADVISOR_REPORT_FORMAT": "html"})
    assert (tmp_path / "a.pdf").read_bytes().startswith(BEGINNINGS["html"])


def test_a_pipe_gets_the_same_bytes_as_a_file(run: Run, case: Path, tmp_path: Path) -> None:
    run("report", case, "-o", "advice.docx")
    command = [sys.executable, "-m", "advisor", "report", case, "--format", "docx"]
    piped = subprocess.run(command, capture_output=True, env=command_environment())
    assert piped.stdout == (tmp_path / "advice.docx").read_bytes()
    assert piped.stderr == b""


@pytest.mark.parametrize("arguments", [["--format", "pdf"], ["--format", "docx", "-o", "-"]])
def test_a_terminal_is_spared_what_it_cannot_show(case: Path, arguments: list[str]) -> None:
    text, status = pexpect.run(
        f"{sys.executable} -m advisor report {case} {' '.join(arguments)}",
        env=command_environment(),
        encoding="utf-8",
        withexitstatus=True,
    )
    assert status == 2
    assert f"a terminal can’t show {arguments[1].upper()}; name a file with -o" in text
    assert len(text) < 400


def test_html_may_go_to_a_terminal(case: Path) -> None:
    command = f"{sys.executable} -m advisor report {case} --format html"
    text, status = pexpect.run(command, env=command_environment(), encoding="utf-8", withexitstatus=True)
    assert status == 0 and "</html>" in text


def test_an_organisation_stands_above_the_title(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(PICTURE)
    run("report", case, "-o", "a.html", "--organisation", "Chamber <b>", "--logo", "logo.svg")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    header = text[text.index("<header") : text.index("</header>")]
    assert "<p>Chamber &lt;b&gt;</p>" in header
    assert '<img src="data:image/svg+xml;base64,' in header
    assert text.index("</header>") < text.index("<h1")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--organisation", "X"], "--organisation needs --format html, docx, pdf"),
        (["--logo", "x.png", "--format", "json"], "--logo needs --format html, docx, pdf"),
        (["--docx-template", "x.docx", "-o", "a.pdf"], "--docx-template needs --format docx"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    run: Run, case: Path, arguments: list[str], sentence: str
) -> None:
    done = run("report", case, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_an_option_of_the_environment_waits_for_its_format(run: Run, case: Path) -> None:
    environment = {"ADVISOR_REPORT_ORGANISATION": "X", "ADVISOR_REPORT_DOCX_TEMPLATE": "nowhere.docx"}
    assert run("report", case, env=environment).returncode == 0


@pytest.mark.parametrize("option", ["--logo", "--docx-template"])
def test_a_file_that_is_not_there_is_named_before_any_work(run: Run, option: str) -> None:
    done = run("report", "no-case.yaml", "-o", "a.docx", option, "nowhere")
    assert (done.returncode, done.stderr) == (74, "Error: nowhere: no such file or folder\n")


def test_a_failed_conversion_leaves_the_old_file(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("old")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("report", case, "-o", "a.pdf", "--logo", "logo.png")
    assert (done.returncode, done.stderr) == (
        65,
        "logo.png: is no picture that a page can show; give a PNG, JPEG or SVG\n",
    )
    assert (tmp_path / "a.pdf").read_text() == "old"


def test_a_full_device_is_one_line(case: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "advisor", "report", case, "--format", "pdf"],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=command_environment(),
        )
    assert (done.returncode, done.stderr) == (74, "Error: stdout: no space left on the device\n")


def test_an_interview_ends_with_a_report_in_the_format_of_its_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bakery.yaml").write_bytes((CHECKOUT / "cases" / "deux-boulangers.yaml").read_bytes())
    (tmp_path / "answers.txt").write_text(":done\n\n")
    done = run("ask", "bakery.yaml", "--answers", "answers.txt", "-o", "advice.html", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "advice.html").read_bytes().startswith(BEGINNINGS["html"])
