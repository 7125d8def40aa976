"""`advisor ask`, run as a process: pipes, terminals, interruptions, kills, damaged files, locales, files by hand."""

from __future__ import annotations

import compileall
import datetime
import difflib
import io
import os
import re
import resource
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
from answering import Person
from conftest import CHECKOUT, TWO_BAKERS, Run, command_environment

from advisor import asking, documents
from advisor.assessment import advise
from advisor.case import read_case
from advisor.errors import CaseError
from advisor.questionnaire.draft import text_of
from advisor.questionnaire.interview import Interview
from advisor.questionnaire.state import Values, values_of
from advisor.questionnaire.wording import Wording

GREENLINE = CHECKOUT / "cases" / "greenline-vans.yaml"
WEB_STUDIO = CHECKOUT / "cases" / "web-studio.yaml"
PATIENCE = 30
"""Seconds after which a process that says nothing hangs."""

NAMES = "Léa Martin ; Omar"
OPENING = (NAMES, "conflicts", "none")
DAMAGED = "id: two-bakers\ndate: 2026-02-30\n"


def flat(*texts: str) -> str:
    """Texts as one line, however they were folded."""
    return " ".join(" ".join(texts).split())


def engine(values: Values | None = None, *lines: str, language: str = "en", **options: Any) -> Interview:
    """The interview without a terminal, after these lines."""
    one = Interview(values, today=datetime.date.today(), language=language, **options)
    for line in lines:
        one.feed(line)
    return one


def told_in(path: Path) -> Values:
    """What a case file tells, if it is one."""
    return values_of(read_case(path).record)


def report_on(path: Path, language: str = "en", audience: str | None = None) -> str:
    """What `advisor report` prints about a case."""
    return documents.report(advise(read_case(path), audience=audience), language).rstrip("\n") + "\n"


def problems_of(path: Path) -> str:
    """What `advisor check` prints about a case in the folder where it runs."""
    with pytest.raises(CaseError) as caught:
        read_case(path)
    return caught.value.text("en").replace(str(path), path.name) + "\n"


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fed(*lines: str) -> str:
    """Lines as a pipe holds them."""
    return "".join(f"{line}\n" for line in lines)


def missing_in_words(one: Interview) -> str:
    """What is said at the end about what is still worth telling."""
    missing = one.missing()
    say = one.words.say
    lines = [say("incomplete.one", path=path, question=question) for path, question in missing]
    more = [say("incomplete.more", number=len(lines) - asking.MOST_MISSING)]
    shown = lines[: asking.MOST_MISSING] + (more if len(lines) > asking.MOST_MISSING else [])
    return flat(say("incomplete"), *shown)


def welcome_back(one: Interview, path: str = "case.yaml") -> str:
    """The first words of an interview that is taken up again."""
    say = one.words.say
    lines = [say("resumed", answers=one.answers or one.told, file=path)]
    return flat(*lines, *([say("resumed.alone", name=one.words.name(one.partner))] if one.alone else []))


def how_to_resume(one: Interview, path: str = "case.yaml", *options: str) -> str:
    """The last words of an interview that isn't finished."""
    command = shlex.join(["advisor", "ask", path, *options])
    return flat(one.words.say("kept", file=path), one.words.say("resume", command=command))


Watch = Callable[[Any], Any]


class Piped:
    """`advisor ask` fed through a pipe that stays open."""

    def __init__(self, folder: Path, *arguments: str, program: tuple[str, ...] = ("-m", "advisor")) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *program, "ask", *arguments],
            cwd=folder,
            env=command_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.stderr = self.process.stderr.fileno()
        self.start = self.until_prompt()

    def type(self, line: str) -> str:
        """Answer, and wait for what comes up to the next prompt; all that comes if the process ends."""
        self.send(line)
        return self.until_prompt()

    def send(self, line: str) -> None:
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def until_prompt(self) -> str:
        said = b""
        while not said.endswith(b"\n> "):
            assert select.select([self.stderr], [], [], PATIENCE)[0], said
            chunk = os.read(self.stderr, 1 << 16)
            if not chunk:
                break
            said += chunk
        return said.decode()

    def ends(self, number: signal.Signals | None = None) -> int:
        """The exit code, after a signal if one is given."""
        if number:
            self.process.send_signal(number)
        self.last_words = self.process.communicate(timeout=PATIENCE)[1].decode()
        return self.process.returncode


class Terminal:
    """`advisor ask` in a terminal of 24 lines and 80 columns."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.begin(folder, sys.executable, ["-m", "advisor", "ask", *arguments], environment)

    def begin(self, folder: Path, program: str, arguments: list[str], environment: dict[str, str]) -> None:
        known = command_environment(**environment)
        if "COLUMNS" not in environment:
            del known["COLUMNS"]
        self.process = pexpect.spawn(
            program,
            arguments,
            cwd=str(folder),
            env=known,
            encoding="utf-8",
            timeout=PATIENCE,
            dimensions=(24, 80),
        )
        self.process.logfile_read = io.StringIO()
        self.process.delaybeforesend = None  # a prompt on the screen can be answered
        self.start = self.until_prompt()

    def type(self, line: str) -> str:
        """Type a line; what the screen shows from it to the next prompt, or to the end."""
        self.process.sendline(line)
        return self.until_prompt()

    def until_prompt(self) -> str:
        self.process.expect(["\r\n> ", pexpect.EOF])
        return self.process.before

    def ends(self) -> int | None:
        """The exit code; None after a signal."""
        self.process.expect(pexpect.EOF)
        self.last_words = self.process.before
        self.process.wait()
        return self.process.exitstatus

    @property
    def screen(self) -> str:
        return self.process.logfile_read.getvalue()

    @property
    def widest(self) -> int:
        return max(map(len, re.split(r"[\r\n]+", self.screen)))


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """The program begins many times here; where Python may not keep what it compiles, each time a fifth slower."""
    compileall.compile_dir(CHECKOUT / "advisor", quiet=1)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Ends what a failed test leaves running."""
    running: list[Any] = []
    yield lambda one: running.append(one) or one
    for one in running:
        if isinstance(one, Terminal):
            one.process.close(force=True)
        else:
            one.process.kill()
            one.process.communicate()


# --- Through a pipe -------------------------------------------------------------------------------


def test_through_a_pipe_questions_go_to_standard_error_and_nothing_but_the_report_to_standard_output(
    run: Run, tmp_path: Path
) -> None:
    lines = (*OPENING, ":done", "")
    done = run("ask", input=fed(*lines))
    assert done.returncode == 0
    assert done.stdout == report_on(tmp_path / "case.yaml")
    assert len(re.findall("^> ", done.stderr, re.MULTILINE)) == len(lines)


def test_a_pipe_that_ends_early_leaves_its_answers_and_tells_what_is_missing(
    run: Run, tmp_path: Path
) -> None:
    done = run("ask", input=fed(*OPENING))
    known = engine(None, *OPENING)
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr).endswith(flat(">", missing_in_words(known), how_to_resume(known)))
    assert told_in(tmp_path / "case.yaml") == known.values
    assert files_in(tmp_path) == ["case.yaml"]


def test_the_same_command_goes_on_where_the_last_pipe_ended(run: Run, tmp_path: Path) -> None:
    run("ask", input=fed(*OPENING[:2]))
    half = told_in(tmp_path / "case.yaml")
    done = run("ask", input=fed(OPENING[2], "2021", ":done", ""))
    assert half["interview"] == {"worries": ["conflicts"], "answers": 2}
    assert flat(done.stderr).startswith(flat(welcome_back(engine(half)), *engine(half).prompt(), "> none"))
    assert (done.returncode, done.stdout) == (0, report_on(tmp_path / "case.yaml"))
    assert told_in(tmp_path / "case.yaml") == engine(None, *OPENING, "2021").values


def test_a_last_answer_without_a_line_end_counts_and_windows_line_ends_are_no_part_of_answers(
    run: Run, tmp_path: Path
) -> None:
    assert run("ask", input="Léa ; Omar\r\nconflicts").returncode == 3
    assert told_in(tmp_path / "case.yaml") == engine(None, "Léa ; Omar", "conflicts").values


def test_bytes_that_are_no_text_are_refused_and_asked_for_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "latin-1").write_bytes(b"caf\xe9 ; Omar\nLa halle ; Omar\n")
    with open(tmp_path / "latin-1", "rb") as answers:
        done = run("ask", input=None, stdin=answers)
    assert done.returncode == 3
    assert flat("> caf ; Omar", Wording("en").say("answer.control"), "> La halle ; Omar") in flat(done.stderr)
    assert [one["name"] for one in told_in(tmp_path / "case.yaml")["partners"]] == ["La halle", "Omar"]


def test_a_line_that_is_too_long_is_refused_whole_and_the_longest_is_kept_whole(
    run: Run, tmp_path: Path
) -> None:
    note = "é" * (2000 - len(":note "))
    done = run("ask", input=fed("a" * 1994 + " ; Omar", NAMES, ":go partners", f":note {note}"))
    say = Wording("en").say
    assert flat(say("answer.too_long", most=2000), ">", NAMES, say("noted", answer="")) in flat(done.stderr)
    known = engine(None, NAMES)
    assert told_in(tmp_path / "case.yaml") == known.values | {"note": note}


# --- Prepared answers, and no answers at all ------------------------------------------------------


def test_a_file_of_answers_is_read_first_without_its_comments_then_the_pipe(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.txt").write_text(f"# who\n{NAMES}\n# what worries\nconflicts\n", encoding="utf-8")
    done = run("ask", "--answers", "answers.txt", input=fed("none"))
    assert (done.returncode, done.stdout) == (3, "")
    assert told_in(tmp_path / "case.yaml") == engine(None, *OPENING).values


def test_prepared_answers_without_input_leave_the_pipe_unread(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.txt").write_text(fed(*OPENING), encoding="utf-8")
    done = run("ask", "--answers", "answers.txt", "--no-input", input=fed("2021"))
    known = engine(None, *OPENING)
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr).endswith(flat(missing_in_words(known), how_to_resume(known)))
    assert told_in(tmp_path / "case.yaml") == known.values


def test_a_whole_file_of_answers_makes_the_report_without_a_person(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.txt").write_text(fed(*OPENING, ":done", ""), encoding="utf-8")
    done = run("ask", "--answers", "answers.txt", "--no-input", "-o", "advice.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert files_in(tmp_path) == ["advice.md", "advice.themes.svg", "answers.txt", "case.yaml"]
    assert done.stderr.splitlines()[-3:] == [
        "written: advice.themes.svg",
        "written: advice.md",
        "next: advisor explain case.yaml ID",
    ]


def test_a_missing_file_of_answers_is_said_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    done = run("ask", "--answers", "answers.txt")
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr == "answers.txt: there is no such file\n"
    assert files_in(tmp_path) == []


def test_without_input_a_new_case_lacks_its_partners_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    done = run("ask", "--no-input", input=fed(*OPENING))
    known = engine()
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr) == flat(missing_in_words(known), known.words.say("kept.not_yet"))
    assert files_in(tmp_path) == []


def test_without_input_a_half_told_case_lists_what_is_missing_and_stays_as_it_is(
    run: Run, case: Path
) -> None:
    done = run("ask", case.name, "--no-input", input=fed("conflicts"))
    known = engine(told_in(case))
    assert known.question.place.path in [path for path, _ in known.missing()]
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr) == flat(missing_in_words(known), how_to_resume(known, case.name))
    assert case.read_text(encoding="utf-8") == TWO_BAKERS


def test_without_input_a_case_written_by_hand_in_full_still_lacks_what_worries_and_what_goes_well(
    run: Run, tmp_path: Path
) -> None:
    case = shutil.copy(GREENLINE, tmp_path)
    done = run("ask", GREENLINE.name, "--no-input")
    known = engine(told_in(GREENLINE))
    assert [path for path, _ in known.missing()][:2] == ["interview.worries", "interview.going_well"]
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr) == flat(missing_in_words(known), how_to_resume(known, GREENLINE.name))
    assert Path(case).read_bytes() == GREENLINE.read_bytes()


def test_without_input_a_case_in_which_nothing_is_missing_gives_its_report(run: Run, tmp_path: Path) -> None:
    known = engine(told_in(GREENLINE))
    while known.missing():
        path, _ = known.missing()[0]
        answer = "none" if path.startswith("interview") else "-"
        known = engine(engine(known.values, f":go {path}", answer).values)
    case = tmp_path / "case.yaml"
    case.write_text(text_of(known.values, None, "en"), encoding="utf-8")
    before = case.read_bytes()
    done = run("ask", "--no-input")
    assert (done.returncode, done.stdout) == (0, report_on(tmp_path / "case.yaml"))
    assert flat(done.stderr) == flat(known.words.say("finished", answers=known.told, file="case.yaml"))
    assert case.read_bytes() == before


# --- In a terminal --------------------------------------------------------------------------------

TYPED = {
    "en": (
        "?", NAMES, ":help", "trust", "<", "communication", "", "none", "2021", ":list", ":later",
        ":note à vérifier", ":go partners.satisfaction", ":secret Omar 7 ; 3",
        ":go partnership.days_to_decide", "400", "",
    ),
    "fr": (
        "?", NAMES, ":aide", "4", "<", "2", "", "aucun", "2021", ":liste", ":plus-tard",
        ":note à vérifier", ":aller partners.satisfaction", ":confidence Omar 7 ; 3",
        ":aller partnership.days_to_decide", "400 jours", "oui",
    ),
}  # fmt: skip
LAST = {"en": (":save", ":quit", ":done"), "fr": (":enregistrer", ":quitter", ":finir")}


@pytest.mark.parametrize("language", TYPED)
def test_a_terminal_shows_what_the_interview_says_stops_and_goes_on_to_the_report(
    run: Run, tmp_path: Path, watch: Watch, language: str
) -> None:
    save, leave, finish_now = LAST[language]
    known = engine(language=language)
    say = known.words.say
    one = watch(Terminal(tmp_path, "--lang", language))
    assert flat(one.start) == flat(*known.words.paragraphs("hello"), *known.prompt())
    for line in TYPED[language]:
        told = flat(line, *known.feed(line).lines)
        assert flat(one.type(line)) in (told, flat(told, *known.prompt()))
    kept = say("kept", file="case.yaml")
    assert flat(one.type(save)) == flat(save, kept)
    last_words = flat(kept, say("resume", command=f"advisor ask case.yaml --lang {language}"))
    assert flat(one.type(leave)) == flat(leave, last_words)
    assert one.ends() == 3
    assert told_in(tmp_path / "case.yaml") == known.values
    lea, omar = known.values["partners"]
    assert known.values["interview"] == {
        "worries": ["communication"],
        "going_well": [],
        "answers": known.answers,
    }
    assert (lea["satisfaction"], omar["satisfaction"]) == (7, 3)
    assert [part["in_confidence"] for part in (lea, omar) if "in_confidence" in part] == [
        {"satisfaction": "omar"}
    ]
    assert known.values["partnership"]["days_to_decide"] == 400
    assert "later" in known.values["partnership"]["unanswered"].values()
    assert "à vérifier" in str(known.values)
    assert (one.widest <= 80, "\x1b" in one.screen) == (True, False)

    again = engine(known.values, language=language)
    one = watch(Terminal(tmp_path, "case.yaml", "--lang", language))
    assert flat(one.start) == flat(welcome_back(again), *again.prompt())
    for line, kind in ((finish_now, "place"), ("-", "review")):  # what was put off comes before the review
        told = again.feed(line).lines
        assert again.question.kind == kind
        assert flat(one.type(line)) == flat(line, *told, *again.prompt())
    printed = one.type("").replace("\r\n", "\n")
    assert one.ends() == 0
    finished = say("finished", answers=again.told, file="case.yaml")
    report = report_on(tmp_path / "case.yaml", language)
    assert flat(printed) == flat(finished, report)
    assert printed.endswith(report)


def test_a_report_into_a_file_is_announced_in_the_terminal_with_the_next_command(
    run: Run, tmp_path: Path, watch: Watch, case: Path
) -> None:
    known = engine(told_in(case))
    one = watch(Terminal(tmp_path, case.name, "-o", "advice.md"))
    one.type(":done")
    told = one.type("").splitlines()[1:]
    assert one.ends() == 0
    assert told == [
        known.words.say("finished", answers=known.told, file=case.name),
        "written: advice.themes.svg",
        "written: advice.md",
        f"next: advisor explain {case.name} ID",
    ]
    written = (tmp_path / "advice.md").read_text(encoding="utf-8")
    pictures = [line for line in written.splitlines() if line.startswith("![")]
    assert [line.endswith("](advice.themes.svg)") for line in pictures] == [True]
    assert flat(written.replace(pictures[0], "")) == flat(report_on(case))


def test_a_report_sent_elsewhere_by_the_shell_holds_no_question(
    run: Run, tmp_path: Path, watch: Watch, case: Path
) -> None:
    command = shlex.join([sys.executable, "-m", "advisor", "ask", case.name])
    one = watch(Terminal.__new__(Terminal))
    one.begin(tmp_path, "/bin/sh", ["-c", f"{command} > advice.md"], {})
    known = engine(told_in(case))
    assert flat(one.start).endswith(flat(*known.prompt()))
    one.type(":done")
    one.type("")
    assert one.ends() == 0
    assert (tmp_path / "advice.md").read_text(encoding="utf-8") == report_on(case)


def test_ctrl_c_keeps_the_answers_drops_the_line_begun_and_tells_how_to_go_on(
    tmp_path: Path, watch: Watch
) -> None:
    one = watch(Terminal(tmp_path, "--lang", "fr", "--full"))
    one.type(NAMES)
    one.process.send("confl")
    one.process.expect("confl")
    one.process.sendintr()
    assert one.ends() == 130
    known = engine(None, NAMES, language="fr")
    assert flat(one.last_words).endswith(how_to_resume(known, "case.yaml", "--full", "--lang", "fr"))
    assert told_in(tmp_path / "case.yaml") == known.values
    assert one.widest <= 80


def test_ctrl_c_before_the_first_answer_leaves_no_file(tmp_path: Path, watch: Watch) -> None:
    one = watch(Terminal(tmp_path))
    one.process.sendintr()
    assert one.ends() == 130
    assert flat(one.last_words.removeprefix("^C")) == flat(Wording("en").say("kept.not_yet"))
    assert files_in(tmp_path) == []


def test_ctrl_d_ends_as_a_pipe_does(tmp_path: Path, watch: Watch) -> None:
    one = watch(Terminal(tmp_path))
    one.type(NAMES)
    one.process.sendeof()
    assert one.ends() == 3
    known = engine(None, NAMES)
    assert flat(one.last_words) == flat(missing_in_words(known), how_to_resume(known))
    assert told_in(tmp_path / "case.yaml") == known.values
    assert one.widest <= 80


# --- Answers in doubt ----------------------------------------------------------------------------


def hours_of_lea(values: Values) -> Any:
    return next(partner for partner in values["partners"] if partner["id"] == "lea").get("capacity_hours")


def test_an_answer_in_doubt_waits_while_one_looks_around_and_is_kept_when_one_goes_away(
    case: Path, watch: Watch
) -> None:
    known = engine(told_in(case), "conflicts", "trust")
    case.write_text(text_of(known.values, None, "en"), encoding="utf-8")
    one = watch(Piped(case.parent, case.name))
    here = ":go partners.lea.capacity_hours"

    def doubted(hours: int) -> None:
        before = hours_of_lea(told_in(case))
        one.type(here)
        known.feed(here)
        doubt = flat(str(hours), *known.feed(str(hours)).lines, ">")
        assert flat(one.type(str(hours))) == doubt
        assert hours_of_lea(told_in(case)) == before

    doubted(101)
    for looking in (":list", ":save", "?", ":help"):
        one.type(looking)
        known.feed(looking)
        assert hours_of_lea(told_in(case)) is None
    noted = known.words.say("noted", answer="101 h a week")
    assert flat(one.type("yes")).startswith(flat("yes", noted))
    known.feed("yes")
    assert told_in(case) == known.values
    for hours, leaving in enumerate(("<", ":go conflicts", ":done", ":quit"), 102):
        doubted(hours)
        told = flat(leaving, *known.feed(leaving).lines)
        assert told.startswith(flat(leaving, known.words.say("noted", answer=f"{hours} h a week")))
        assert flat(one.type(leaving)).startswith(told)
        assert hours_of_lea(told_in(case)) == hours
        assert told_in(case) == known.values
    assert one.ends() == 3
    assert flat(one.last_words) == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((":lst", "yes"), {"capacity_hours": 400}),
        ((":secret Léa 40",), {"capacity_hours": 40, "in_confidence": {"capacity_hours": "lea"}}),
        ((":note in summer",), {"note": "hours available: in summer"}),
    ],
    ids=["command mistyped", "answer again in confidence", "remark"],
)
def test_what_is_typed_at_an_answer_in_doubt_is_about_that_answer(
    case: Path, typed: tuple[str, ...], told: Values
) -> None:
    lea, _ = engine(told_in(case), ":go partners.lea.capacity_hours", "400", *typed).values["partners"]
    assert lea == {"id": "lea", "name": "Léa"} | lea | told


# --- Killed ---------------------------------------------------------------------------------------

STUDIO = {
    "id": "web-studio",
    "title": "Plum & Ferry",
    "date": "2026-10-15",
    "language": "en",
    "partners": [{"id": "hanna", "name": "Hanna Plum"}, {"id": "joris", "name": "Joris Ferry"}],
}
"""The beginning of the example case, with its date: what is asked doesn't depend on the day of the test."""


LONGEST = 500
"""More questions than any interview has: a question that comes again and again is a fault."""


class Recorded(Interview):
    """An interview that remembers what it was fed."""

    def feed(self, text: str) -> Any:
        self.__dict__.setdefault("fed", []).append(text)
        return super().feed(text)


def studio(values: Values, **options: Any) -> tuple[Recorded, Person]:
    """The interview about the example case, and who can answer it."""
    person = Person(read_case(WEB_STUDIO))
    person.pairs = {"hanna": "hanna", "joris": "joris"}
    return Recorded(values, today=datetime.date(2026, 10, 15), language="en", **options), person


def lines_of_one_answer(interview: Recorded, person: Person) -> list[str]:
    """What is typed at the question on screen: the answer, and “yes” by Enter where it is doubted."""
    interview.fed = []
    person.answer(interview)
    assert len(person.asked) < LONGEST
    return interview.fed


def test_at_each_question_of_a_full_interview_the_file_holds_the_answers_before_it(
    tmp_path: Path, watch: Watch
) -> None:
    """A process that waits at a question does nothing to its file, so this is what a kill would leave."""
    case = tmp_path / "case.json"  # in which an answer is written faster than in YAML
    case.write_text(text_of(STUDIO, case, "en"), encoding="utf-8")
    interview, person = studio(told_in(case), full=True)
    one = watch(Piped(tmp_path, case.name, "--full"))
    questions = 0
    lines = lines_of_one_answer(interview, person)
    while lines:
        questions += 1
        for line in lines[:-1]:
            one.type(line)
        one.send(lines[-1])
        question, values = flat(*interview.prompt(), ">"), interview.values
        # the next answer is thought of while the process is busy with this one
        lines = lines_of_one_answer(interview, person) if interview.question.kind == "place" else []
        assert flat(one.until_prompt()).endswith(question)
        assert told_in(case) == values
        assert files_in(tmp_path) == [case.name]
    assert questions > 150
    assert one.ends(signal.SIGKILL) == -signal.SIGKILL
    assert text_of(values, None, "en")  # YAML can hold all of it as well


def test_however_often_it_is_killed_no_answer_is_lost_and_the_interview_is_hardly_longer_than_in_one_go(
    tmp_path: Path, watch: Watch
) -> None:
    """Killed after one answer, then after two more, four more, and so on to the end."""
    case = tmp_path / "case.yaml"
    case.write_text(text_of(STUDIO, None, "en"), encoding="utf-8")
    in_one_go, person = studio(told_in(case))
    while in_one_go.question.kind == "place":
        lines_of_one_answer(in_one_go, person)
    kills = 0
    while True:
        interview, person = studio(told_in(case))
        one = watch(Piped(tmp_path))
        assert flat(one.start).endswith(flat(*interview.prompt(), ">"))
        for _ in range(2**kills):
            if interview.question.kind != "place":
                break
            for line in lines_of_one_answer(interview, person):
                shown = one.type(line)
            assert flat(shown).endswith(flat(*interview.prompt(), ">"))
        if interview.question.kind != "place":
            break
        assert one.ends(signal.SIGKILL) == -signal.SIGKILL
        kills += 1
        assert told_in(case) == interview.values
        assert files_in(tmp_path) == ["case.yaml"]
    assert kills > 3
    assert 10 < told_in(case)["interview"]["answers"] < 1.2 * in_one_go.answers
    one.type(":done")
    one.type("")
    assert one.ends() == 0


def test_a_kill_at_the_first_question_leaves_no_file(tmp_path: Path, watch: Watch) -> None:
    one = watch(Piped(tmp_path))
    assert one.ends(signal.SIGKILL) == -signal.SIGKILL
    assert files_in(tmp_path) == []


KILLED_WITHIN = """
import os, signal, sys

original, calls = os.{name}, []

def dies(*arguments):
    calls.append(arguments)
    if len(calls) == {nth}:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*arguments)

os.{name} = dies
sys.argv = ["advisor", *sys.argv[1:]]
from advisor.cli import main
main()
"""


@pytest.mark.parametrize(("name", "nth"), [("fsync", 3), ("replace", 2)])
def test_a_kill_amid_writing_leaves_the_file_of_the_answers_before_and_the_next_run_works(
    run: Run, tmp_path: Path, watch: Watch, name: str, nth: int
) -> None:
    """Each answer is written through twice, the file and its folder, and replaces the file once."""
    one = watch(Piped(tmp_path, program=("-c", KILLED_WITHIN.format(name=name, nth=nth))))
    one.type(NAMES)
    one.type("conflicts")
    assert one.ends() == -signal.SIGKILL
    assert told_in(tmp_path / "case.yaml") == engine(None, NAMES).values
    assert len(files_in(tmp_path)) == 2  # the file half written is left, under a name of its own
    assert run("ask", input=fed("trust")).returncode == 3
    assert told_in(tmp_path / "case.yaml") == engine(None, NAMES, "trust").values


# --- Terminals that close, and other signals ------------------------------------------------------


def test_a_closed_terminal_leaves_the_answers(tmp_path: Path, watch: Watch) -> None:
    one = watch(Terminal(tmp_path))
    one.type(NAMES)
    one.process.ptyproc.fileobj.close()  # the window is closed: the process hears SIGHUP
    deadline = time.monotonic() + PATIENCE
    while one.process.isalive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not one.process.isalive()
    assert told_in(tmp_path / "case.yaml") == engine(None, NAMES).values
    assert files_in(tmp_path) == ["case.yaml"]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 130), (signal.SIGINT, 130), (signal.SIGHUP, -1)]
)
def test_a_signal_leaves_the_answers(tmp_path: Path, watch: Watch, number: signal.Signals, code: int) -> None:
    one = watch(Piped(tmp_path))
    one.type(NAMES)
    assert one.ends(number) == code
    known = engine(None, NAMES)
    assert flat(one.last_words) == (how_to_resume(known) if code > 0 else "")
    assert told_in(tmp_path / "case.yaml") == known.values
    assert files_in(tmp_path) == ["case.yaml"]


def test_sigterm_in_a_terminal_ends_the_interview_as_ctrl_c_does(tmp_path: Path, watch: Watch) -> None:
    one = watch(Terminal(tmp_path))
    one.type(NAMES)
    one.process.kill(signal.SIGTERM)
    assert one.ends() == 130
    assert flat(one.last_words) == how_to_resume(engine(None, NAMES))


# --- Files that are no good -----------------------------------------------------------------------


def damaged_in_words(path: Path) -> str:
    return flat(Wording("en").say("damaged", file=path.name), problems_of(path))


def test_without_a_terminal_a_damaged_case_is_named_with_its_place_and_left_alone(
    run: Run, case: Path
) -> None:
    case.write_text(DAMAGED, encoding="utf-8")
    done = run("ask", case.name, input=fed("yes", *OPENING))
    assert (done.returncode, done.stdout) == (65, "")
    assert f"\n{case.name}:2:7: date: " in done.stderr
    assert flat(done.stderr) == flat(damaged_in_words(case), Wording("en").say("damaged.how"))
    assert (files_in(case.parent), case.read_text(encoding="utf-8")) == ([case.name], DAMAGED)


def test_restart_keeps_a_damaged_case_byte_for_byte_beside_the_new_one(run: Run, tmp_path: Path) -> None:
    rubbish = [b"\xff\xfe{[\r\n", DAMAGED.encode()]
    for number, bytes_ in enumerate(rubbish, 1):
        (tmp_path / "case.yaml").write_bytes(bytes_)
        done = run("ask", "--restart", input=fed(NAMES))
        kept = "case.old.yaml" if number == 1 else f"case.old-{number}.yaml"
        known = engine()
        told = flat(*known.words.paragraphs("hello"), *known.prompt(), ">", NAMES, *known.feed(NAMES).lines)
        aside = known.words.say("damaged.aside", kept=kept)
        assert done.returncode == 3
        assert flat(done.stderr).startswith(flat(told, aside, *known.prompt(), ">"))
        assert (tmp_path / kept).read_bytes() == bytes_
        assert told_in(tmp_path / "case.yaml") == engine(None, NAMES).values
    assert files_in(tmp_path) == ["case.old-2.yaml", "case.old.yaml", "case.yaml"]


@pytest.mark.parametrize("answer", ["no", "", "yes"])
def test_in_a_terminal_a_damaged_case_is_begun_anew_only_if_wanted(
    run: Run, case: Path, watch: Watch, answer: str
) -> None:
    case.write_text(DAMAGED, encoding="utf-8")
    say = Wording("en").say
    one = watch(Terminal(case.parent, case.name))
    assert flat(one.start) == flat(damaged_in_words(case), say("damaged.choice"))
    assert one.widest <= 80
    told = flat(one.type(answer))
    if answer != "yes":
        assert (told, one.ends()) == (answer, 65)
        assert (files_in(case.parent), case.read_text(encoding="utf-8")) == ([case.name], DAMAGED)
        return
    known = engine()
    kept = f"{case.stem}.damaged.yaml"
    assert told == flat(answer, *known.words.paragraphs("hello"), *known.prompt())
    assert (files_in(case.parent), case.read_text(encoding="utf-8")) == ([case.name], DAMAGED)
    told = flat(NAMES, *known.feed(NAMES).lines, say("damaged.aside", kept=kept), *known.prompt())
    assert flat(one.type(NAMES)) == told
    assert (case.parent / kept).read_text(encoding="utf-8") == DAMAGED
    assert told_in(case) == known.values
    assert files_in(case.parent) == [kept, case.name]


def test_a_case_changed_by_an_editor_meanwhile_is_left_alone_and_the_answers_go_beside_it(
    case: Path, watch: Watch
) -> None:
    known = engine(told_in(case), "conflicts", "trust")
    one = watch(Piped(case.parent, case.name))
    one.type("conflicts")
    edited = TWO_BAKERS.replace("Omar", "Omar B.")
    case.write_text(edited, encoding="utf-8")
    told = one.type("trust")
    assert one.ends() == 4
    kept = f"{case.stem}.mine.yaml"
    said = known.words.say("changed_outside", file=case.name, kept=kept)
    assert flat(told, one.last_words).endswith(flat(said))
    assert case.read_text(encoding="utf-8") == edited
    assert told_in(case.parent / kept) == known.values


def test_a_case_that_somebody_else_began_meanwhile_is_not_overwritten(tmp_path: Path, watch: Watch) -> None:
    one = watch(Piped(tmp_path))
    (tmp_path / "case.yaml").write_text(TWO_BAKERS, encoding="utf-8")
    one.type(NAMES)
    assert one.ends() == 4
    assert (tmp_path / "case.yaml").read_text(encoding="utf-8") == TWO_BAKERS
    assert told_in(tmp_path / "case.mine.yaml") == engine(None, NAMES).values


@pytest.mark.parametrize("arguments", [("-o", "/dev/full"), ("-o", ".")])
def test_a_report_that_cannot_be_written_is_one_line_and_the_answers_are_kept(
    run: Run, case: Path, arguments: tuple[str, ...]
) -> None:
    done = run("ask", case.name, *arguments, input=fed("conflicts", ":done", ""))
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert told_in(case)["interview"] == {"worries": ["conflicts"], "answers": 1}
    assert files_in(case.parent) == [case.name]


def test_a_full_disk_behind_standard_output_is_one_line_and_the_answers_are_kept(
    run: Run, case: Path
) -> None:
    with open("/dev/full", "w") as full:
        done = run(
            "ask", case.name, input=fed("conflicts", ":done", ""),
            stdout=full, stderr=subprocess.PIPE, capture_output=False,
        )  # fmt: skip
    assert done.returncode == 74
    assert done.stderr.splitlines()[-1] == "Error: stdout: no space left on the device"
    assert told_in(case)["interview"] == {"worries": ["conflicts"], "answers": 1}


def test_a_full_disk_behind_standard_error_disturbs_nothing(run: Run, case: Path) -> None:
    with open("/dev/full", "w") as full:
        done = run(
            "ask", case.name, input=fed("conflicts", ":done", ""),
            stderr=full, stdout=subprocess.PIPE, capture_output=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, report_on(case))


def test_an_answer_for_which_there_is_no_room_leaves_the_case_of_the_answers_before(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "case.yaml").write_text(text_of(engine(None, NAMES).values, None, "en"), encoding="utf-8")
    before = (tmp_path / "case.yaml").read_bytes()
    room = len(before) + 8

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = run("ask", input=fed("conflicts", "none"), preexec_fn=little_room)
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr.splitlines()[-1].startswith("Error: case.yaml: ")
    assert "Traceback" not in done.stderr
    assert (files_in(tmp_path), (tmp_path / "case.yaml").read_bytes()) == (["case.yaml"], before)


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (("missing/case.yaml",), "missing/case.yaml"),
        (("missing/case.yaml", "--restart"), "missing/case.yaml"),
        (("case.yaml", "-o", "missing/advice.md"), "missing/advice.md"),
    ],
)
def test_a_folder_that_is_not_there_is_said_before_anything_is_asked(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], missing: str
) -> None:
    done = run("ask", *arguments, input=fed(NAMES, ":done", ""))
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr == f"Error: {missing}: no such file or folder\n"
    assert files_in(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    done = run("ask", "closed/case.yaml", input=fed(NAMES))
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr == "Error: closed/case.yaml: permission denied\n"


def make_folder(path: Path) -> None:
    path.mkdir()


def make_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


@pytest.mark.parametrize("make", [os.mkfifo, make_folder, make_dangling_link])
def test_what_is_no_file_is_refused_at_once(run: Run, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "case.yaml")
    done = run("ask", input=fed(NAMES))
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr == problems_of(tmp_path / "case.yaml")
    assert files_in(tmp_path) == ["case.yaml"]


@pytest.mark.parametrize("make", [os.mkfifo, make_folder])
def test_restart_renames_nothing_but_files(run: Run, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "case.yaml")
    done = run("ask", "--restart", input=fed(NAMES))
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr == problems_of(tmp_path / "case.yaml")
    assert files_in(tmp_path) == ["case.yaml"]


def test_restart_renames_no_file_that_cannot_be_a_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Omar,\n", encoding="utf-8")
    done = run("ask", "letter.txt", "--restart", input=fed(NAMES))
    assert (done.returncode, done.stdout, files_in(tmp_path)) == (65, "", ["letter.txt"])
    assert done.stderr == "letter.txt: unknown kind of file; its name must end in .yaml, .yml, .json\n"


def test_restart_moves_nothing_before_the_first_answer(run: Run, case: Path) -> None:
    done = run("ask", case.name, "--restart", input=fed("?", "Léa", ":quit"))
    known = engine()
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr).endswith(flat("> :quit", known.words.say("kept.not_yet")))
    assert (files_in(case.parent), case.read_text(encoding="utf-8")) == ([case.name], TWO_BAKERS)


def test_restart_is_not_for_those_who_answer_nothing(run: Run, case: Path) -> None:
    done = run("ask", case.name, "--restart", "--no-input")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("Error: --restart and --no-input exclude each other\n")
    assert (files_in(case.parent), case.read_text(encoding="utf-8")) == ([case.name], TWO_BAKERS)


def test_a_case_that_is_a_link_is_written_where_the_link_leads(run: Run, tmp_path: Path, case: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "folder" / "link.yaml"
    link.symlink_to(f"../{case.name}")
    known = engine(told_in(case), "conflicts")
    done = run("ask", "folder/link.yaml", input=fed("conflicts"))
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr).endswith(how_to_resume(known, "folder/link.yaml"))
    assert (os.readlink(link), told_in(case)) == (f"../{case.name}", known.values)
    assert (files_in(tmp_path), files_in(link.parent)) == ([case.name, "folder"], ["link.yaml"])


def test_ctrl_d_at_the_choice_about_a_damaged_case_leaves_it_alone(case: Path, watch: Watch) -> None:
    case.write_text(DAMAGED, encoding="utf-8")
    one = watch(Terminal(case.parent, case.name))
    one.process.sendeof()
    assert (one.ends(), flat(one.last_words)) == (65, "")
    assert (files_in(case.parent), case.read_text(encoding="utf-8")) == ([case.name], DAMAGED)


@pytest.mark.parametrize(
    "output",
    [
        "case.yaml",
        "folder/../case.yaml",
    ],
)
def test_the_report_never_replaces_the_case_that_was_just_told(run: Run, tmp_path: Path, output: str) -> None:
    (tmp_path / "folder").mkdir()
    done = run("ask", "case.yaml", "-o", output, input=fed(NAMES, ":done", ""))
    assert (done.returncode, done.stdout, files_in(tmp_path)) == (2, "", ["folder"])
    assert done.stderr.endswith(f"Error: {output} is the case itself\n")


# --- Locales, terminals, colours ------------------------------------------------------------------

SURROUNDINGS = [
    {"LC_ALL": "C", "TERM": "dumb"},
    {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color"},
    {"TERM": "xterm-256color", "NO_COLOR": "1"},
    {"PYTHONIOENCODING": "ascii", "COLUMNS": "40"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


def in_words(surroundings: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in surroundings.items())


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=in_words)
def test_accents_typed_and_shown_survive_wherever_it_runs(
    tmp_path: Path, watch: Watch, surroundings: dict[str, str]
) -> None:
    lines = (
        "Élodie du Fournil ; Çağla Œuvrard",
        ":note pâte à levée",
        ":go partnership.sector",
        "le pain bio, là-haut",
    )
    known = engine(None, language="fr")
    one = watch(Terminal(tmp_path, "--lang", "fr", **surroundings))
    assert flat(one.start) == flat(*known.words.paragraphs("hello"), *known.prompt())
    for line in lines:
        told = flat(line, *known.feed(line).lines)
        assert flat(one.type(line)) in (told, flat(told, *known.prompt()))
    one.type(":quit")
    assert one.ends() == 3
    assert told_in(tmp_path / "case.yaml") == known.values
    assert "Çağla Œuvrard" in (tmp_path / "case.yaml").read_text(encoding="utf-8")
    assert (one.widest <= int(surroundings.get("COLUMNS", "80")), "\x1b" in one.screen) == (True, False)


@pytest.mark.parametrize("surroundings", SURROUNDINGS[-2:], ids=in_words)
def test_accents_survive_a_pipe_wherever_it_runs(
    run: Run, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    names = "Élodie ; Çağla Œuvrard"
    done = run("ask", "--lang", "fr", input=fed(names, ":done", ""), env=surroundings)
    assert done.returncode == 0
    assert done.stdout == report_on(tmp_path / "case.yaml", "fr")
    assert told_in(tmp_path / "case.yaml") == engine(None, names, language="fr").values
    assert names in done.stderr
    told = done.stderr.splitlines()
    assert max(map(len, told)) <= int(surroundings.get("COLUMNS", "80"))
    assert "\x1b" not in done.stdout + done.stderr


def test_a_typing_error_is_mended_with_the_backspace_key_across_accents(tmp_path: Path, watch: Watch) -> None:
    one = watch(Terminal(tmp_path, LC_ALL="C.UTF-8"))
    one.type("Léà\x7fo\x7f\x7féa ; Omar")
    assert [partner["name"] for partner in told_in(tmp_path / "case.yaml")["partners"]] == ["Léa", "Omar"]


# --- The language of a draft ----------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "language"), [((), "fr"), (("--lang", "en"), "en")])
def test_a_draft_goes_on_in_its_own_language_unless_another_is_wished(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], language: str
) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(text_of(engine(None, NAMES, language="fr").values, None, "fr"), encoding="utf-8")
    known = engine(told_in(case), language=language)
    done = run("ask", *arguments, input=fed(":done", ""))
    told = flat(welcome_back(known), *known.prompt(), "> :done")
    known.feed(":done")
    finished = known.words.say("finished", answers=known.told, file="case.yaml")
    assert flat(done.stderr) == flat(told, *known.prompt(), ">", finished)
    assert (done.returncode, done.stdout) == (0, report_on(case, language))


# --- One partner alone, one theme, everything -----------------------------------------------------


def test_alone_in_a_new_case_is_a_partner_of_that_name_and_stays_alone(run: Run, tmp_path: Path) -> None:
    done = run("ask", "--as", "Léa Martin", input=fed("Omar", "conflicts"))
    known = engine(None, "Omar", "conflicts", partner="Léa Martin")
    assert (done.returncode, done.stdout) == (3, "")
    assert flat(done.stderr).endswith(
        flat(missing_in_words(known), how_to_resume(known, "case.yaml", "--as", "Léa Martin"))
    )
    told = told_in(tmp_path / "case.yaml")
    assert told == known.values
    assert told["interview"] == {"partner": "lea-martin", "worries": ["conflicts"], "answers": 2}
    again = run("ask", "--no-input")
    assert flat(again.stderr).startswith(missing_in_words(engine(told, partner="lea-martin")))


def test_alone_in_a_known_case_is_the_partner_of_that_name_however_it_is_written(
    run: Run, case: Path
) -> None:
    done = run("ask", case.name, "--as", "OMAR")
    known = engine(told_in(case), partner="omar")
    assert done.returncode == 3
    assert flat(done.stderr).startswith(flat(welcome_back(known, case.name), *known.prompt(), "> "))
    assert case.read_text(encoding="utf-8") == TWO_BAKERS


def test_one_partner_alone_gets_the_copy_of_that_partner(run: Run, case: Path) -> None:
    lines = ("conflicts", ":go finance.cash", ":secret 5", ":done", "no", "")
    done = run("ask", case.name, "--as", "lea", input=fed(*lines))
    assert told_in(case)["finance"] == {"cash": 5, "in_confidence": {"cash": "lea"}}
    assert (done.returncode, done.stdout) == (0, report_on(case, audience="lea"))


def test_what_one_partner_began_alone_all_go_on_with_together(run: Run, case: Path) -> None:
    alone = engine(told_in(case), "conflicts", partner="omar").values
    case.write_text(text_of(alone, None, "en"), encoding="utf-8")
    together = engine(alone | {"interview": {"worries": ["conflicts"], "answers": 1}})
    begin = flat(welcome_back(together, case.name), *together.prompt(), "> trust")
    done = run("ask", case.name, "--as", "all", input=fed("trust"))
    together.feed("trust")
    assert done.returncode == 3
    assert flat(done.stderr).startswith(begin)
    assert told_in(case) == together.values
    assert together.values["interview"] == {"worries": ["conflicts"], "going_well": ["trust"], "answers": 2}


def test_what_all_began_together_one_partner_goes_on_with_alone(run: Run, case: Path) -> None:
    together = engine(told_in(case), "conflicts").values
    case.write_text(text_of(together, None, "en"), encoding="utf-8")
    assert run("ask", case.name, "--as", "omar", input=fed("trust")).returncode == 3
    assert told_in(case) == engine(together, "trust", partner="omar").values


def test_what_one_partner_told_alone_another_does_not_go_on_with(run: Run, case: Path) -> None:
    alone = engine(told_in(case), "conflicts", partner="lea").values
    case.write_text(text_of(alone, None, "en"), encoding="utf-8")
    before = case.read_bytes()
    done = run("ask", case.name, "--as", "omar", input=fed("trust"))
    assert (done.returncode, done.stdout, case.read_bytes()) == (2, "", before)
    assert done.stderr.endswith("Error: --as: this file is what lea told; use another file\n")


def test_all_in_a_new_case_is_nobody_s_name(run: Run, tmp_path: Path) -> None:
    assert run("ask", "--as", "all", input=fed(NAMES)).returncode == 3
    assert told_in(tmp_path / "case.yaml") == engine(None, NAMES).values


def test_a_partner_that_does_not_exist_is_answered_with_those_that_do(run: Run, case: Path) -> None:
    done = run("ask", case.name, "--as", "zoe")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("this case has no partner zoe; choose from: lea, omar\n")
    assert case.read_text(encoding="utf-8") == TWO_BAKERS


def test_a_theme_that_does_not_exist_is_answered_with_those_that_do(run: Run, tmp_path: Path) -> None:
    done = run("ask", "--theme", "oven")
    assert (done.returncode, done.stdout, files_in(tmp_path)) == (2, "", [])
    assert done.stderr.endswith(
        "there is no theme oven; choose from: OBJ, COM, EXP, TRU, RSP, KPI, CON, CEL, REV, FUT\n"
    )


@pytest.mark.parametrize(
    ("arguments", "options"), [(("--full",), {"full": True}), (("--theme", "cel"), {"theme": "CEL"})]
)
def test_everything_or_one_theme_is_asked_and_the_command_to_go_on_says_so(
    run: Run, case: Path, arguments: tuple[str, ...], options: dict[str, Any]
) -> None:
    done = run("ask", case.name, *arguments)
    known = engine(told_in(case), **options)
    missing = missing_in_words(known) if known.missing() else ""
    end = flat(missing, how_to_resume(known, case.name, *arguments))
    told = flat(welcome_back(known, case.name), *known.prompt(), ">", end)
    assert (done.returncode, flat(done.stderr)) == (3, told)


@pytest.mark.parametrize("arguments", [("--as", "lea"), ("--full",), ("--theme", "CEL")])
def test_without_input_the_question_that_would_be_asked_is_among_what_is_missing(
    run: Run, case: Path, arguments: tuple[str, ...]
) -> None:
    options = {arguments[0].replace("as", "partner")[2:]: arguments[-1]}
    known = engine(told_in(case), **options)
    asked = known.question.place.path
    done = run("ask", case.name, *arguments, "--no-input")
    assert (done.returncode, done.stdout) == (3, "")
    assert f"\n  {asked} — " in done.stderr
    told = flat(missing_in_words(known), how_to_resume(known, case.name, *arguments))
    assert flat(done.stderr) == told


def test_options_come_from_the_environment(run: Run, case: Path) -> None:
    done = run("ask", case.name, env={"ADVISOR_ASK_AS": "Omar", "ADVISOR_ASK_NO_INPUT": "1"})
    known = engine(told_in(case), partner="omar")
    told = flat(missing_in_words(known), how_to_resume(known, case.name, "--as", "Omar"))
    assert (done.returncode, done.stdout, flat(done.stderr)) == (3, "", told)


# --- The file: its ending, its hand ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["case", "-", "case.yaml.bak"])
def test_another_ending_than_yaml_or_json_is_refused_before_a_question(
    run: Run, tmp_path: Path, name: str
) -> None:
    done = run("ask", "--", name, input=fed(NAMES))
    assert (done.returncode, done.stdout, files_in(tmp_path)) == (65, "", [])
    assert f"{name}: unknown kind of file; its name must end in .yaml, .yml, .json\n" in done.stderr
    assert Wording("en").paragraphs("hello")[0].split()[0] not in done.stderr


def test_a_draft_in_json_stays_json(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    assert run("ask", case.name, input=fed(*OPENING[:2])).returncode == 3
    assert run("ask", case.name, input=fed(OPENING[2])).returncode == 3
    known = engine(None, *OPENING)
    assert told_in(case) == known.values
    assert case.read_text(encoding="utf-8") == text_of(known.values, case, "en")
    assert case.read_text(encoding="utf-8").startswith("{\n")


BY_HAND = """\
# Our bakery, as we see it

id: two-bakers  # for the file's name
title: The oven
  and the shop
date: 2026-05-04
language:  en

# the two of us
partners:
  - id: lea
    name: 'Léa'      # who bakes
    capacity_hours: 37,5
    skills:
      - baking

      - wood fires
  - {id: omar,
     name: "Omar", skills: [selling,
       buying]}

note: |
  Ask the notary
    before May.

tasks:
  - {id: shop,
     title: The shop}

finance:  {cash: 1200,
  requests: 2}  # in euros

# what is written down
partnership:
  start: 01/03/2021  # by the French calendar
  revenue_shared: oui
  form:

# here ends what we know
"""
MORE = (
    "conflicts", "none", ":go partnership.agreement", "signed",
    ":go partners.lea.capacity_hours", "30", ":go tasks", "the oven", "",
)  # fmt: skip


def changes(before: str, after: str) -> list[str]:
    """What was taken out and put in, a line each."""
    compared = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in compared if line[0] in "+-"]


def as_it_is(text: str) -> str:
    return text


def with_windows_line_ends(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_a_byte_order_mark(text: str) -> str:
    return f"\ufeff{text}"


def with_tabs_for_spaces(text: str) -> str:
    return text.replace(":  ", ":\t")


def between_document_marks(text: str) -> str:
    return f"---\n{text}...\n"


def with_dashes_at_two_depths(text: str) -> str:
    return text.replace("  - {id: shop,\n     title", "- {id: shop,\n   title")


@pytest.mark.parametrize(
    "written",
    [
        as_it_is,
        with_a_byte_order_mark,
        with_windows_line_ends,
        with_tabs_for_spaces,
        between_document_marks,
        with_dashes_at_two_depths,
    ],
)
def test_a_case_by_hand_keeps_every_line_that_was_not_answered(
    run: Run, case: Path, written: Callable[[str], str]
) -> None:
    before = written(BY_HAND)
    case.write_text(before, encoding="utf-8", newline="")
    assert run("ask", case.name, input=fed(*MORE)).returncode == 3
    after = case.read_bytes().decode()
    assert [" ".join(line.split()) for line in changes(before, after)] == [
        "- capacity_hours: 37,5",
        "+ capacity_hours: 30",
        "+ - id: the-oven",
        "+ title: the oven",
        "+ agreement: signed",
        "+ interview:",
        "+ worries: [conflicts]",
        "+ going_well: []",
        "+ answers: 5",
    ]
    assert after.count("\r\n") in (0, after.count("\n"))


def test_a_case_by_hand_is_not_touched_by_looking_at_it(run: Run, case: Path) -> None:
    case.write_text(BY_HAND, encoding="utf-8")
    assert run("ask", case.name, input=fed("?", ":list", ":help", ":done", "")).returncode == 0
    assert case.read_text(encoding="utf-8") == BY_HAND
