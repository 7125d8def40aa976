"""Manners of the command line: language, streams, files written whole, help with examples."""

from __future__ import annotations

import contextlib
import errno
import gettext
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TextIO

import click

from advisor.messages import LANGUAGES, Message, say, translate

DONE, FAILED, USAGE, UNFINISHED, LOCKED = 0, 1, 2, 3, 4
BAD_DATA, INTERNAL, INPUT_OUTPUT, INTERRUPTED = 65, 70, 74, 130

EXIT_CODES = {
    DONE: say("done"),
    FAILED: say("some cases of a batch failed"),
    USAGE: say("wrong command line"),
    UNFINISHED: say("the interview is not finished"),
    LOCKED: say("another run or program is writing there"),
    BAD_DATA: say("a case, or another file that you gave, has mistakes"),
    INTERNAL: say("internal error: a fault of the program, not yours"),
    INPUT_OUTPUT: say("a file can’t be read or written"),
    INTERRUPTED: say("interrupted"),
}

_REASONS = {
    errno.EACCES: say("permission denied"),
    errno.ECONNREFUSED: say("no scheduler answers there"),
    errno.ECONNRESET: say("the connection to the scheduler was lost"),
    errno.EISDIR: say("is a folder, not a file"),
    errno.ENOENT: say("no such file or folder"),
    errno.ENOSPC: say("no space left on the device"),
    errno.ENOTDIR: say("a part of the path is not a folder"),
    errno.EPERM: say("not permitted"),
    errno.EROFS: say("the file system is read-only"),
}


def interface_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Language of help and messages: the first `--lang`, ADVISOR_LANG, the locale, English.

    Looked up before the command line is parsed, because parsing it may already fail with a message.
    """
    words = [*_before_dashes(arguments), ""]
    asked = [
        following if word == "--lang" else word.partition("=")[2]
        for word, following in pairwise(words)
        if word == "--lang" or word.startswith("--lang=")
    ]
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    for wish in (*asked[:1], environment.get("ADVISOR_LANG", ""), locale[:2]):
        if wish.lower() in LANGUAGES:
            return wish.lower()
    return "en"


def _before_dashes(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments up to `--`, after which nothing is an option."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def prepare_process(language: str) -> None:
    """Make this process speak `language`, in UTF-8 whatever the locale, and end in order on SIGTERM."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            # a file name may hold bytes that are no UTF-8: shown as \udc.., never a crash
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    # click looks its own messages up in gettext's current domain, and ships no catalogue.
    # gettext reads nothing but .mo files, hence the compiled one beside click.po; this is
    # its public interface, and works in a checkout too, where no build step has run.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("click", str(Path(__file__).parent / "locale"))
    gettext.textdomain("click")
    if sys.stdin is not None:  # whatever the locale says, answers are read as UTF-8
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def localize(command: click.Command, language: str) -> None:
    """Put the help of a command, and of all commands below it, into `language`."""
    _localize_texts(command, ("help", "options_metavar", "subcommand_metavar"), language)
    for parameter in command.params:
        _localize_texts(parameter, ("help", "metavar"), language)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            localize(below, language)


def _localize_texts(owner: Any, names: Sequence[str], language: str) -> None:
    for name in names:
        if text := getattr(owner, name, None):
            setattr(owner, name, translate(text, language))


class Command(click.Command):
    """A command whose help shows examples before the options."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.examples = examples

    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole sentence of the command, which click would cut in the list of commands."""
        return super().get_short_help_str(limit=1000)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sentence of the command, then its examples."""
        super().format_help_text(ctx, formatter)
        write_section(ctx, formatter, say("Examples"), self.examples)


class Group(Command, click.Group):
    """The whole program: its help ends with what holds for all commands."""

    command_class = Command

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Environment, completion and exit codes."""
        language = language_of(ctx)
        environment = ("ADVISOR_LANG=fr", "ADVISOR_REPORT_FORMAT=json", "ADVISOR_REPORT_FOR=lea")
        completion = ('eval "$(_ADVISOR_COMPLETE=bash_source advisor)"',)
        write_section(ctx, formatter, say("Every option can be set in the environment"), environment)
        write_section(ctx, formatter, say("Completion, for bash, zsh or fish"), completion)
        with formatter.section(_heading(say("Exit codes"), language)):
            formatter.write_dl([(str(code), translate(text, language)) for code, text in EXIT_CODES.items()])


def write_section(
    ctx: click.Context, formatter: click.HelpFormatter, title: Message, lines: Sequence[str]
) -> None:
    """A titled list of lines to type, which are never wrapped."""
    if not lines:
        return
    with formatter.section(_heading(title, language_of(ctx))):
        for line in lines:
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _heading(title: Message, language: str) -> str:
    """click adds a colon to a heading; French has a space before it."""
    return translate(title, language) + ("\N{NO-BREAK SPACE}" if language == "fr" else "")


def language_of(ctx: click.Context) -> str:
    """The interface language of this run."""
    return getattr(ctx.find_root().obj, "language", "en")


def write_result(content: str | bytes) -> None:
    """Print a result to standard output, all of it or an OSError."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "stdout")
    try:
        click.echo(content, nl=isinstance(content, str) and not content.endswith("\n"))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, "stdout") from error


def tell(text: str) -> None:
    """Say something about the run on standard error; that it can't be said stops nothing."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def abandon(stream: TextIO | None) -> None:
    """Let go of what a stream still holds, or Python's exit would fail on it once more."""
    try:
        if stream is not None:
            stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]


def reason(error: OSError) -> Message:
    """Why the system refused, in words of ours where they are known."""
    return _REASONS.get(error.errno or 0) or Message(error.strerror or type(error).__name__)


def complain(error: click.ClickException) -> None:
    """Show an error of the command line, as click does, on standard error."""
    with contextlib.suppress(OSError):
        error.show()
