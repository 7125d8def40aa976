"""Templates: ours, and those of an organisation in their place."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn, Protocol

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from advisor.errors import AdvisorError, Problem
from advisor.escaping import one_line, plain
from advisor.language import typography
from advisor.messages import LANGUAGES, say

LONGEST_REASON = 200


class TemplateError(AdvisorError):
    """A template of one's own that is wrong."""


class Picture(Protocol):
    """What is drawn by the template `<template>.svg.j2`, which gets the rest."""

    @property
    def template(self) -> str: ...
    @property
    def view(self) -> Any: ...
    @property
    def title(self) -> str: ...
    @property
    def words(self) -> str: ...


class Layout:
    """Lays documents out in one language."""

    def __init__(self, language: str, own: Path | None = None) -> None:
        """`own`: a folder with templates that take the place of ours, by name.

        Raises TemplateError where it holds none that we know.
        """
        self.language = language
        self.own = own
        self._environment = templates()
        if own is not None:
            _check_names(own)
            loader = ChoiceLoader([_TypesetFolder(own), _Typeset("advisor.templates", "")])
            # sandboxed: a template from elsewhere lays out, and reaches nothing else
            self._environment = _configured(SandboxedEnvironment, loader)

    def document(self, name: str, **data: Any) -> str:
        """A document as Markdown."""
        return self._fill(f"{name}.{self.language}.md.j2", data)

    def picture(self, picture: Picture) -> str:
        """A picture as SVG."""
        about = {"view": picture.view, "title": picture.title, "words": picture.words}
        return self._fill(f"{picture.template}.svg.j2", {**about, "language": self.language})

    def _fill(self, name: str, data: Mapping[str, Any]) -> str:
        try:
            return self._environment.get_template(name).render(data)
        except TemplateError:
            raise
        except Exception as error:  # a template of somebody else's may fail in any way
            if self.own is None:
                raise
            _complain(self.own, error)


@cache
def layout(language: str, own: Path | None = None) -> Layout:
    """The layout in a language, with the templates of a folder in the place of ours."""
    return Layout(language, own)


def _complain(own: Path, error: Exception) -> NoReturn:
    """Tell where a template of one's own went wrong; what is wrong in ours is a fault of the program."""
    if isinstance(error, TemplateSyntaxError):
        places = [(error.filename or "", error.lineno)]
    else:
        places = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    in_own = [(file, line) for file, line in places if Path(file).is_relative_to(own)]
    shared = sorted(own.glob("paper.*.j2"))  # ours call what is in these
    if not in_own and isinstance(error, UndefinedError) and shared:
        in_own = [(str(shared[0]), 0)]
    if not in_own:
        raise error
    file, line = in_own[-1]
    reason = one_line(f"{type(error).__name__}: {error}", LONGEST_REASON)
    raise TemplateError(Problem(file, say("{reason}", reason=reason), line or None)) from error


def own_names() -> list[str]:
    """The templates that a folder of one's own may replace."""
    ours = (name for name in templates().list_templates() if name.endswith(".j2"))
    return sorted(name for name in ours if not name.startswith(_NOT_REPLACED))


_NOT_REPLACED = ("fields.", "portfolio.")
"""Pages of the vocabulary and of a batch, which are no documents on a case."""


def _check_names(own: Path) -> None:
    if not own.is_dir():
        raise TemplateError(Problem(str(own), say("there is no such folder of templates")))
    known = own_names()
    found = sorted(file.name for file in own.glob("*.j2"))
    for name in found:
        if name not in known:
            problem = say("no template has this name; choose from: {names}", names=tuple(known))
            raise TemplateError(Problem(str(own / name), problem))
        if not (own / name).is_file() or not _is_within(own / name, own):
            raise TemplateError(Problem(str(own / name), say("is no file in this folder")))
    if not found:
        problem = say("no template there; choose from: {names}", names=tuple(known))
        raise TemplateError(Problem(str(own), problem))


def _is_within(file: Path, folder: Path) -> bool:
    """Whether a file is in a folder, and no link to one elsewhere."""
    return file.resolve().is_relative_to(folder.resolve())


def source_of(name: str) -> str:
    """One of our templates as it is written."""
    return (files("advisor.templates") / name).read_text(encoding="utf-8")


class _Typeset(PackageLoader):
    """Loads our templates in the typography of their language, which `.fr.` or `.en.` in the name tells."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        source, file, current = super().get_source(environment, template)
        return _typeset(source, template), file, current


class _TypesetFolder(FileSystemLoader):
    """The same for the templates in a folder."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        try:
            source, file, current = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateError(
                Problem(str(Path(self.searchpath[0]) / template), say("is no text in UTF-8"))
            ) from error
        if not _is_within(Path(file), Path(self.searchpath[0])):
            raise TemplateNotFound(template)
        return _typeset(source, template), file, current


def _typeset(source: str, template: str) -> str:
    code = template.split(".")[1]
    return typography(source, code) if code in LANGUAGES else source


@cache
def templates() -> Environment:
    """Our own templates."""
    return _configured(Environment, _Typeset("advisor.templates", ""))


def _configured(kind: type[Environment], loader: BaseLoader) -> Environment:
    environment = kind(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"plain": plain, "short": one_line}
    return environment
