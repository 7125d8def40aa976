"""The terminal side of the interview: prints questions, reads lines, writes the file after each answer."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from advisor import terminal
from advisor.errors import AdvisorError
from advisor.escaping import one_line
from advisor.questionnaire.draft import ChangedOutsideError, Draft
from advisor.questionnaire.interview import Interview, Reply
from advisor.questionnaire.wording import Wording
from advisor.reading import UnreadableError

WIDEST = 80
MOST_MISSING = 12
PROMPT = "> "


class NoMoreAnswersError(Exception):
    """There is nobody to answer any more: the pipe, the file of answers or the terminal has ended."""


@dataclass
class Lines:
    """Where answers come from: a file of them first, then the keyboard or whatever feeds standard input."""

    prepared: Iterator[str]
    may_ask: bool
    """Whether standard input is read once the prepared answers are used up."""

    def next(self) -> str:
        """One answer, without its line end. Raises NoMoreAnswersError."""
        for line in self.prepared:
            text = line.rstrip("\r\n")
            if text.startswith("#"):
                continue
            terminal.tell(f"{PROMPT}{one_line(text)}")
            return text
        if not self.may_ask:
            raise NoMoreAnswersError
        return self._typed()

    def _typed(self) -> str:
        if sys.stdin is None:
            raise NoMoreAnswersError
        if sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty():
            return self._edited()
        with contextlib.suppress(OSError):
            click.echo(PROMPT, nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            terminal.tell("")
            raise NoMoreAnswersError
        if not sys.stdin.isatty():
            terminal.tell(one_line(line))
        return line.rstrip("\r\n")

    def _edited(self) -> str:
        """A line from a keyboard, with the arrow keys and what was typed before."""
        with contextlib.suppress(ImportError):
            import readline  # input() edits lines once it is imported

            for setting in ("input-meta on", "convert-meta off", "output-meta on", "disable-completion on"):
                readline.parse_and_bind(f"set {setting}")  # accents, whatever the locale
        try:
            return input(PROMPT)
        except EOFError:
            terminal.tell("")
            raise NoMoreAnswersError from None


def prepared_answers(path: Path | None) -> Iterator[str]:
    """The lines of a file of answers; none without a file. Raises OSError, AdvisorError."""
    if path is None:
        return iter(())
    from advisor.reading import read_text

    return iter(read_text(path).splitlines())


class Asking:
    """One interview in the terminal: its file, its words, and how to come back to it."""

    def __init__(self, draft: Draft, interview: Interview, lines: Lines, command: list[str]) -> None:
        self.draft = draft
        self.interview = interview
        self.lines = lines
        self.command = command
        self.words = interview.words

    def run(self) -> int:
        """Ask until it is done; the exit code. The answers are in the file whatever happens."""
        self._greet()
        shown: object = None
        try:
            while self.interview.state == "asking":
                if self.interview.question is not shown:
                    self._print(self.interview.prompt())
                    shown = self.interview.question
                reply = self.interview.feed(self.lines.next())
                shown = self._tell(reply, shown)
        except NoMoreAnswersError:
            return self._unfinished()
        except KeyboardInterrupt:
            terminal.tell("")
            self._how_to_resume()
            return terminal.INTERRUPTED
        except ChangedOutsideError as error:
            kept = str(error.kept)
            self._print([self.words.say("changed_outside", file=str(self.draft.path), kept=kept)])
            return terminal.LOCKED
        if self.interview.state == "quit":
            self._how_to_resume()
            return terminal.UNFINISHED
        return terminal.DONE

    def without_input(self) -> int:
        """Nobody is asked: say what is missing, or that nothing that matters is."""
        return self._unfinished() if self.interview.missing() else terminal.DONE

    def _tell(self, reply: Reply, shown: object) -> object:
        """Keep what changed, then say what came of the answer; the question still on screen, None to print it anew."""
        if reply.changed:
            kept = self.draft.write(self.interview.values)
            if kept is not None:
                reply.lines.append(self.words.say("damaged.aside", kept=str(kept)))
        if reply.save:
            reply.lines.append(self._kept())
        self._print(reply.lines)
        long = len(reply.lines) > 2
        return None if long or not reply.lines else shown

    def _greet(self) -> None:
        known = self.interview.answers or self.interview.told
        if self.draft.values is None:
            self._print(self.words.paragraphs("hello"))
            return
        self._print([self.words.say("resumed", answers=known, file=str(self.draft.path))])
        if self.interview.alone:
            name = self.words.name(self.interview.partner)
            self._print([self.words.say("resumed.alone", name=name)])

    def _kept(self) -> str:
        if self.draft.values is None:
            return self.words.say("kept.not_yet")
        return self.words.say("kept", file=str(self.draft.path))

    def _how_to_resume(self) -> None:
        lines = [self._kept()]
        if self.draft.values is not None:
            lines.append(self.words.say("resume", command=shlex.join(self.command)))
        self._print(lines)

    def _unfinished(self) -> int:
        self.list_missing()
        self._how_to_resume()
        return terminal.UNFINISHED

    def list_missing(self) -> bool:
        """Say what is still worth telling; whether there is anything."""
        missing = self.interview.missing()
        if not missing:
            return False
        lines = [self.words.say("incomplete")]
        for path, question in missing[:MOST_MISSING]:
            lines.append("  " + self.words.say("incomplete.one", path=path, question=question))
        if len(missing) > MOST_MISSING:
            lines.append("  " + self.words.say("incomplete.more", number=len(missing) - MOST_MISSING))
        self._print(lines)
        return True

    def _print(self, lines: list[str]) -> None:
        for line in lines:
            terminal.tell(wrapped(line))


def wrapped(line: str) -> str:
    """A line folded to the window, further lines under the text of the first; narrow spaces stay unbroken."""
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns) - 1
    indent = len(line) - len(line.lstrip())
    return textwrap.fill(
        line,
        max(width, 20),
        subsequent_indent=" " * (indent + 2 if indent else 0),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
        replace_whitespace=False,
    )


def opened(path: Path, language: str, *, restart: bool, lines: Lines) -> Draft | None:
    """The draft at `path`; where it can't be read, what is wrong, and a new one if that is wanted.

    None: the file stays as it is, and the person goes to mend it. Raises CaseError, UnreadableError, OSError.
    """
    if restart:
        return Draft.anew(path, language, "old")
    try:
        return Draft.open(path, language)
    except UnreadableError:
        raise
    except AdvisorError as error:
        if not path.exists():
            raise
        return _anew_if_wanted(path, language, error, lines)


def _anew_if_wanted(path: Path, language: str, error: AdvisorError, lines: Lines) -> Draft | None:
    """Name what is wrong with a file, and begin anew if the person at the terminal says so."""
    words = Wording(language)
    for line in (words.say("damaged", file=str(path)), *error.text(language).splitlines()):
        terminal.tell(wrapped(line))
    on_terminal = lines.may_ask and sys.stdin is not None and sys.stdin.isatty()
    terminal.tell(wrapped(words.say("damaged.choice" if on_terminal else "damaged.how")))
    if not on_terminal:
        return None
    try:
        wanted = lines.next().strip().casefold() in ("y", "yes", "o", "oui")
    except NoMoreAnswersError:
        wanted = False
    return Draft.anew(path, language, "damaged") if wanted else None
