"""Every sentence of the program exists in French, with the same values in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import metadata
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, BinaryIO

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from conftest import CHECKOUT

from advisor import cli

LOCALE = CHECKOUT / "advisor" / "locale"
CLICK = LOCALE / "fr" / "LC_MESSAGES" / "click.po"


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="fr")


def said() -> Iterator[tuple[str, str]]:
    """Place and text of every `say("…")` of the program; the text must stand there or in a local name."""
    for path in sorted((CHECKOUT / "advisor").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for scope in (tree, *functions):
            names = named_texts(scope)
            for call in calls_of_say(scope):
                text = call.args[0]
                place = f"{path.name}:{call.lineno}"
                if isinstance(text, ast.Constant):
                    yield place, text.value
                elif scope is not tree:
                    assert getattr(text, "id", None) in names, f"{place}: say() of no literal text"
                    yield place, names[text.id]


def calls_of_say(scope: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "say":
            yield node


def named_texts(scope: ast.AST) -> dict[str, str]:
    """Texts given to a name inside a function."""
    return {
        node.targets[0].id: node.value.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def helped(command: click.Command = cli.advisor) -> Iterator[tuple[str, str]]:
    """Place and text of every help of the command line."""
    for name in ("help", "subcommand_metavar"):
        if text := getattr(command, name, None):
            yield f"advisor {command.name}", text
    for parameter in command.params:
        for text in filter(None, (getattr(parameter, "help", None), parameter.metavar)):
            yield f"advisor {command.name}, {parameter.name}", text
    for below in getattr(command, "commands", {}).values():
        yield from helped(below)


def places(text: str) -> set[str]:
    """Names of the values in a text; empty where its braces are plain characters."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return set()


FRENCH = catalogue(LOCALE / "fr.po")
MESSAGES = {text: place for place, text in [*helped(), *said()]}


def test_every_message_has_a_french_translation() -> None:
    translated = {entry.id for entry in FRENCH if entry.string}
    missing = [f"{place}: {text}" for text, place in MESSAGES.items() if text not in translated]
    assert not missing, "add to advisor/locale/fr.po:\n" + "\n".join(missing)


def test_no_translation_is_left_over() -> None:
    assert [str(entry.id) for entry in FRENCH if entry.id and entry.id not in MESSAGES] == []


def test_a_translation_keeps_the_values_of_its_message() -> None:
    assert [entry.id for entry in FRENCH if places(entry.string) != places(entry.id)] == []


FRENCH_TEXTS = [
    text
    for path in (LOCALE / "fr.po", CLICK)
    for entry in catalogue(path)
    if entry.id
    for text in ([entry.string] if isinstance(entry.string, str) else entry.string)
]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(r"[^\u202f\W][;!?]|[ \u00a0][;!?]", id="a narrow no-break space stands before ; ! ?"),
        pytest.param(r" :|\w:(?=\s|$)", id="a no-break space stands before a colon"),
        pytest.param(
            r"« | »|«(?!\u202f)|(?<!\u202f)»|[“”\"]", id="quotes are « and », with narrow no-break spaces"
        ),
        pytest.param(r"\w'\w", id="the apostrophe is ’"),
    ],
)
def test_french_typography(wrong: str) -> None:
    # what stands between ` ` is typed by the reader, and a value has a typography of its own
    prose = [re.sub(r"`[^`]*`|\{[^{}]*\}", "…", text) for text in FRENCH_TEXTS]
    assert [text for text in prose if re.search(wrong, text)] == []


def test_click_is_translated_whole() -> None:
    if not metadata.version("click").startswith("8.5."):
        pytest.skip("click.po is made for click 8.5")
    method = [("**.py", "python")]
    texts = {found[2] for found in extract_from_dir(Path(click.__file__).parent, method_map=method)}
    known = catalogue(CLICK)
    assert [text for text in texts if text not in known] == []


def test_the_compiled_catalogue_of_click_is_current() -> None:
    """But for its header, which names the version of Babel that wrote it."""

    def translations(compiled: BinaryIO) -> dict[str, Any]:
        return {str(one.id): one.string for one in read_mo(compiled) if one.id}

    compiled = BytesIO()
    write_mo(compiled, catalogue(CLICK))
    compiled.seek(0)
    message = "run: pybabel compile -D click -d advisor/locale"
    with CLICK.with_suffix(".mo").open("rb") as shipped:
        assert translations(shipped) == translations(compiled), message


def test_our_reader_of_the_catalogue_reads_what_babel_reads() -> None:
    from advisor.messages import catalogue as ours

    theirs = {str(entry.id): str(entry.string) for entry in FRENCH if entry.id}
    assert {text: words for text, words in ours("fr").items() if text} == theirs
