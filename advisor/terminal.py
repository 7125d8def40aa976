"""Manners of the command line: language, streams, files written whole, help with examples."""

from __future__ import annotations

import contextlib
import errno
import gettext
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TextIO

import click

from advisor.messages import LANGUAGES, Message, say, translate

DONE, USAGE, UNFINISHED, LOCKED, BAD_DATA, INTERNAL, INPUT_OUTPUT, INTERRUPTED = 0, 2, 3, 4, 65, 70, 74, 130

EXIT_CODES = {
    DONE: say("done"),
    USAGE: say("wrong command line"),
    UNFINISHED: say("the interview is not finished"),
    LOCKED: say("the file was changed by another program meanwhile"),
    BAD_DATA: say("a case or a file of benchmarks has mistakes"),
    INTERNAL: say("internal error: a fault of the program, not yours"),
    INPUT_OUTPUT: say("a file can’t be read or written"),
    INTERRUPTED: say("interrupted"),
}

_REASONS = {
    errno.EACCES: say("permission denied"),
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


def write_result(text: str) -> None:
    """Print a result to standard output, all of it or an OSError."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "stdout")
    try:
        click.echo(text, nl=not text.endswith("\n"))
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


def write_file(path: Path, text: str) -> None:
    """Write `text` to `path`, whole or not at all.

    A link at `path` is replaced and its target left alone; a device or a pipe is written to.
    """
    try:
        if is_plain_file(path) or path.is_dir():
            _replace_file(path, text)
        else:
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        # the user knows the path that was asked for, not the one beside it
        raise OSError(error.errno, error.strerror, str(path)) from error


def is_plain_file(path: Path) -> bool:
    """Whether `path` is a file, or may become one: no folder, device or pipe."""
    # /dev/stdout may lead to a plain file, and must not be replaced by one
    return (path.is_file() or not path.exists()) and not path.absolute().is_relative_to("/dev")


def _replace_file(path: Path, text: str) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        os.chmod(name, _mode_for(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a replaced file outlive a power cut, where the system lets a folder be written through."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _mode_for(path: Path) -> int:
    """The permissions of the file to be replaced, or those of any new file."""
    if path.is_file() and not path.is_symlink():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def reason(error: OSError) -> Message:
    """Why the system refused, in words of ours where they are known."""
    return _REASONS.get(error.errno or 0) or Message(error.strerror or type(error).__name__)


def complain(error: click.ClickException) -> None:
    """Show an error of the command line, as click does, on standard error."""
    with contextlib.suppress(OSError):
        error.show()
