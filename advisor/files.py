"""Files written whole or not at all: under another name first, then moved to their own."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any


def write_file(path: Path, content: str | bytes) -> None:
    """Write `content` to `path`, whole or not at all.

    A link at `path` is replaced and its target left alone; a device or a pipe is written to.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if is_plain_file(path) or path.is_dir():
            with _replacing(path, "wb") as file:
                file.write(data)
        else:
            path.write_bytes(data)
    except OSError as error:
        # the user knows the path that was asked for, not the one beside it
        raise OSError(error.errno, error.strerror, str(path)) from error


def holds(path: Path, content: str | bytes) -> bool:
    """Whether a file has exactly this content."""
    data = content.encode() if isinstance(content, str) else content
    return path.is_file() and path.read_bytes() == data


def is_plain_file(path: Path) -> bool:
    """Whether `path` is a file, or may become one: no folder, device or pipe."""
    # /dev/stdout may lead to a plain file, and must not be replaced by one
    return (path.is_file() or not path.exists()) and not path.absolute().is_relative_to("/dev")


def replacing(
    path: Path, *, scratch: Path | None = None, durable: bool = True
) -> contextlib.AbstractContextManager[IO[str]]:
    """A file to write to, which takes the place of `path` when all went well, and else disappears.

    `scratch`: the folder where it grows, on the same file system; by default that of `path`.
    `durable`: whether it must outlive a power cut from this moment on.
    """
    return _replacing(path, "w", scratch=scratch, durable=durable, encoding="utf-8", newline="\n")


@contextlib.contextmanager
def _replacing(
    path: Path, mode: str, *, scratch: Path | None = None, durable: bool = True, **text: str
) -> Iterator[IO[Any]]:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=scratch or path.parent)
    try:
        with open(descriptor, mode, **text) as file:  # type: ignore[call-overload]
            yield file
            file.flush()
            if durable:
                os.fsync(descriptor)
        os.chmod(name, _mode_for(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    if durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
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
