"""Strict reading of YAML and JSON into a tree of texts, with the place of every value."""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn, TypeAlias

import yaml

from advisor.errors import MOST_SHOWN, CaseError, Problem
from advisor.messages import Message, say
from advisor.scalars import INVISIBLE, shown, shown_path

MAX_BYTES = 1 << 20
MAX_NODES = 20_000
MAX_DEPTH = 32
MAX_CHARACTERS = 20_000
MAX_MARKS = 30  # on one letter, as in Unicode's stream-safe format: normalising more takes quadratic time

STDIN = "<stdin>"
Kind: TypeAlias = Literal["yaml", "json"]
PathKey: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "dict[str, Value] | list[Value] | Scalar | None"

KINDS: dict[str, Kind] = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}


class UnreadableError(CaseError):
    """The file is missing, is no ordinary file, or may not be read."""


class Scalar(str):
    """A leaf as written; what it means is decided by the field that it fills.

    `plain` is true for what could be a number, a date or yes/no: unquoted in YAML, not a string in JSON.
    """

    __slots__ = ("plain",)
    plain: bool

    def __new__(cls, text: str, plain: bool = False) -> Scalar:
        scalar = super().__new__(cls, text)
        scalar.plain = plain
        return scalar


class Place(NamedTuple):
    """Line and column, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Tree:
    """What a file says, not yet understood: mappings, lists, `Scalar` and None.

    A field with nothing after its colon is left out of the mapping; its key keeps its place.
    """

    file: str
    value: dict[str, Value]
    places: Mapping[PathKey, Place]
    key_places: Mapping[PathKey, Place]

    def place(self, path: PathKey) -> Place | None:
        """Place of the value at `path`, of its key, or of the nearest ancestor that is known.

        None in a tree that came without places, such as one made of Python values.
        """
        while path and path not in self.places and path not in self.key_places:
            path = path[:-1]
        return self.places.get(path) or self.key_places.get(path)

    def key_place(self, path: PathKey) -> Place | None:
        """Place of the key at the end of `path`; as `place` where it is no key."""
        return self.key_places.get(path) or self.place(path)

    def blanks(self) -> Iterator[PathKey]:
        """The keys with nothing after their colon."""
        return (path for path in self.key_places if path not in self.places)


def read_tree(path: Path | str) -> Tree:
    """The tree in a file, or in standard input for `-`. Raises CaseError, UnreadableError."""
    if str(path) == "-":
        data = _read_stdin()
        return parse_tree(data, STDIN, _sniffed_kind(data))
    data, kind = read_bytes(path)
    return parse_tree(data, shown_path(path), kind)


def read_bytes(path: Path | str) -> tuple[bytes, Kind]:
    """The content of a file that should hold a case, and its kind by its name. Raises CaseError, UnreadableError."""
    name = shown_path(path)
    expect_file(path)
    kind = KINDS.get(Path(path).suffix.lower())
    if kind is None:
        endings = tuple(KINDS)
        raise CaseError(
            Problem(name, say("unknown kind of file; its name must end in {endings}", endings=endings))
        )
    return _read_file(path, name), kind


def top_level_id(data: bytes, kind: Kind) -> str:
    """The id that a case gives itself, without reading more of it than that; empty where there is none to be found."""
    if len(data) > MAX_BYTES:
        return ""
    try:
        return _id_in_json(data) if kind == "json" else _id_in_yaml(data)
    except (ValueError, RecursionError, yaml.YAMLError):
        return ""


def _id_in_json(data: bytes) -> str:
    values = json.loads(data, parse_int=str, parse_float=str)  # a number may have thousands of digits
    found = values.get("id") if isinstance(values, dict) else ""
    if isinstance(found, bool):
        return str(found).lower()
    return found if isinstance(found, str) else ""


def _id_in_yaml(data: bytes) -> str:
    """The value after `id` in the outermost mapping, found among the events of the text."""
    parser = yaml.CSafeLoader(data)
    depth, awaited, key = 0, "key", ""
    try:
        while (event := parser.get_event()) is not None:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                if depth == 1:
                    key, awaited = "", "value" if awaited == "key" else "key"
            elif depth == 1 and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                text = _text_of(event)
                if awaited == "value" and key == "id":
                    return text
                key = text if awaited == "key" else ""
                awaited = "value" if awaited == "key" else "key"
    finally:
        parser.dispose()
    return ""


def parse_tree(data: bytes, name: str, kind: Kind) -> Tree:
    """The tree in `data`; `name` stands for the file in errors. Raises CaseError."""
    problems = _Problems(name)
    if len(data) > MAX_BYTES:
        problems.stop(say("the file is larger than {limit} KiB; is it a case?", limit=MAX_BYTES // 1024))
    text = _without_refused(_decoded(data, problems), problems)
    builder = _Builder(problems)
    if kind == "json":
        _build_from_json(text, builder, problems)
    else:
        _build_from_yaml(text, builder, problems)
    return builder.tree()


def _text_of(event: yaml.ScalarEvent | yaml.AliasEvent) -> str:
    """What a leaf says; empty for null and for what stands elsewhere."""
    if isinstance(event, yaml.AliasEvent) or (event.implicit[0] and event.value in _NULLS):
        return ""
    return str(event.value)


def read_text(path: Path | str) -> str:
    """The text of an ordinary UTF-8 file that is no case. Raises CaseError, UnreadableError."""
    name = shown_path(path)
    expect_file(path)
    return _decoded(_read_file(path, name), _Problems(name))


# Bytes


def expect_file(path: Path | str) -> None:
    """Refuses what is no file without opening it: a pipe or a device could wait for ever. Raises UnreadableError."""
    name = shown_path(path)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        _unreadable(name, _fault(error))
    if stat.S_ISDIR(mode):
        _unreadable(name, say("this is a folder, not a file"))
    if not stat.S_ISREG(mode):
        _unreadable(name, say("this is a pipe or a device, not a file; to read from a pipe, write “-”"))


def _read_file(path: Path | str, name: str) -> bytes:
    try:
        with open(path, "rb") as source:
            return source.read(MAX_BYTES + 1)
    except OSError as error:
        _unreadable(name, _fault(error))


def _read_stdin() -> bytes:
    if sys.stdin is None:
        _unreadable(STDIN, say("standard input is closed"))
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        _unreadable(STDIN, _fault(error))


def _fault(error: OSError | ValueError) -> Message:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return say("there is no such file")
    if isinstance(error, PermissionError):
        return say("the file may not be read: permission denied")
    return say("the file can't be read: {reason}", reason=getattr(error, "strerror", None) or str(error))


def _unreadable(name: str, message: Message) -> NoReturn:
    raise UnreadableError(Problem(name, message)) from None


def _sniffed_kind(data: bytes) -> Kind:
    return "json" if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") else "yaml"


# Characters

_REFUSED_RANGES = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab and ends of lines
    "\u2028\u2029"  # ends of lines to YAML only: the lines would be counted differently
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
)
_REFUSED = re.compile(f"[{_REFUSED_RANGES}]")
_REFUSED_IN_KEY = re.compile(f"[{_REFUSED_RANGES}\t\r\n]")
_LINE_END = re.compile(r"\r\n?|\n")
_REPLACEMENT = "\ufffd"

_ENCODINGS_BY_BOM = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def _decoded(data: bytes, problems: _Problems) -> str:
    suspected = _wide_encoding(data)
    if suspected:
        problems.stop(say("the file is in {encoding}; save it as UTF-8", encoding=suspected))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        byte = f"0x{error.object[error.start]:02X}"
        wrong = say(
            "the file is not in UTF-8 (byte {byte}) but perhaps in Latin-1 or Windows-1252; save it as UTF-8",
            byte=byte,
        )
        problems.stop(wrong, _Lines(before).place(len(before)))


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by its mark, or by the zero bytes that Latin letters have in it."""
    for mark, encoding in _ENCODINGS_BY_BOM:
        if data.startswith(mark):
            return encoding
    zeros = [byte == 0 for byte in data[:4]]
    if zeros in ([False, True, True, True], [True, True, True, False]):
        return "UTF-32"
    if zeros in ([False, True, False, True], [True, False, True, False]):
        return "UTF-16"
    return None


def _without_refused(text: str, problems: _Problems) -> str:
    """Reports the characters refused anywhere, and puts others there so that reading can go on."""
    if not _REFUSED.search(text):
        return text
    lines = _Lines(text)
    for match in _REFUSED.finditer(text):
        problems.add(_refusal(match.group()), lines.place(match.start()))
    return _REFUSED.sub(_REPLACEMENT, text)


def _refusal(character: str) -> Message:
    return say("the character {code} is not allowed; remove it", code=_code(character))


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _has_stacked_marks(text: str) -> bool:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MAX_MARKS:
            return True
    return False


class _Lines:
    """Finds the place of an index in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, index: int) -> Place:
        line = bisect_right(self._starts, index)
        return Place(line, index - self._starts[line - 1] + 1)


# The tree


@dataclass
class _Problems:
    """Collects what is wrong in one file."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, message: Message, place: Place | None = None) -> None:
        self.found.append(Problem(self.file, message, *(place or ())))
        if len(self.found) > MOST_SHOWN:
            raise self.error()

    def stop(self, message: Message, place: Place | None = None) -> NoReturn:
        self.add(message, place)
        raise self.error()

    def error(self) -> CaseError:
        return CaseError(*sorted(self.found, key=lambda problem: (problem.line or 0, problem.column or 0)))


class _Open:
    """A mapping or list that has begun and not ended."""

    __slots__ = ("container", "key", "keys", "path")

    def __init__(self, container: dict[str, Value] | list[Value], path: PathKey) -> None:
        self.container = container
        self.path = path
        self.keys: dict[str, Place] = {}
        self.key: str | None = None


class _Builder:
    """Builds the tree from keys and values in the order of the file."""

    def __init__(self, problems: _Problems) -> None:
        self._problems = problems
        self._root: dict[str, Value] | None = None
        self._places: dict[PathKey, Place] = {}
        self._key_places: dict[PathKey, Place] = {}
        self._open: list[_Open] = []
        self._nodes = 0

    def expects_key(self) -> bool:
        return bool(self._open) and self._open[-1].key is None and type(self._open[-1].container) is dict

    def tree(self) -> Tree:
        if self._problems.found:
            raise self._problems.error()
        if self._root is None:
            self._problems.stop(_must_be_mapping(say("the file is empty")))
        return Tree(self._problems.file, self._root, self._places, self._key_places)

    def key(self, text: str, place: Place) -> None:
        self._count(place)
        top = self._open[-1]
        key = self._clean_key(text, place)
        first = top.keys.setdefault(key, place)
        if first is not place:
            first_place = f"{first.line}:{first.column}"
            twice = say(
                "duplicate key “{key}”; it stands already at {first}", key=shown(key), first=first_place
            )
            self._problems.add(twice, place)
        top.key = key
        self._key_places[(*top.path, key)] = place

    def scalar(self, text: str, plain: bool, place: Place) -> None:
        self._count(place)
        if not self._open:
            self._problems.stop(_must_be_mapping(say("the file holds a text")), place)
        self._put(Scalar(self._clean_text(text, place), plain), place)

    def null(self, place: Place) -> None:
        self._count(place)
        if not self._open:
            self._problems.stop(_must_be_mapping(say("the file is empty")))
        self._put(None, place)

    def absent(self, place: Place) -> None:
        """A place for a value with nothing in it."""
        self._count(place)
        if not self._open:
            return
        if type(self._open[-1].container) is list:
            self._problems.add(say("empty entry in a list; fill it in or remove it"), place)
        self._open[-1].key = None

    def start(self, container: dict[str, Value] | list[Value], place: Place) -> None:
        self._count(place)
        if len(self._open) == MAX_DEPTH:
            self._problems.stop(_TOO_DEEP, place)
        path: PathKey = ()
        if self._open:
            path = self._put(container, place)
        elif isinstance(container, list):
            self._problems.stop(_must_be_mapping(say("the file holds a list")), place)
        else:
            self._root = container
            self._places[path] = place
        self._open.append(_Open(container, path))

    def end(self) -> None:
        self._open.pop()

    def _put(self, value: Value, place: Place) -> PathKey:
        top = self._open[-1]
        if isinstance(top.container, list):
            path = (*top.path, len(top.container))
            top.container.append(value)
        else:
            assert top.key is not None
            path = (*top.path, top.key)
            top.container[top.key] = value
            top.key = None
        self._places[path] = place
        return path

    def _count(self, place: Place) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._problems.stop(
                say("the file holds more than {limit} keys and values", limit=MAX_NODES), place
            )

    def _clean_key(self, text: str, place: Place) -> str:
        if text.isascii() and text.isprintable() and 0 < len(text) <= MAX_CHARACTERS:
            return text
        if not text:
            self._problems.add(say("a key is missing before the “:”"), place)
        text = self._normalized(text, place)
        refused = _REFUSED_IN_KEY.search(text)
        invisible = INVISIBLE.search(text)
        if refused and refused.group() in "\r\n":
            self._problems.add(
                say("a key can't go on in the next line; check the quotes and commas here"), place
            )
        elif refused:
            self._problems.add(_refusal(refused.group()), place)
        elif invisible:
            self._problems.add(_invisible(invisible.group()), place)
        elif text[:1].isspace():  # a no-break space, which YAML takes for a letter
            self._problems.add(_odd_indentation(text[0]), place)
        return text

    def _clean_text(self, text: str, place: Place) -> str:
        if text.isascii() and text.isprintable() and len(text) <= MAX_CHARACTERS:
            return text
        text = _LINE_END.sub("\n", self._normalized(INVISIBLE.sub("", text), place))
        refused = _REFUSED.search(text)
        if refused:
            self._problems.add(_refusal(refused.group()), place)
        return text

    def _normalized(self, text: str, place: Place) -> str:
        """`text` in NFC; a shorter one where its length or its marks are refused."""
        if len(text) > MAX_CHARACTERS:
            self._problems.add(say("text longer than {limit} characters", limit=MAX_CHARACTERS), place)
            return text[:1]
        if not text.isascii() and _has_stacked_marks(text):
            self._problems.add(say("more than {limit} accents on one letter", limit=MAX_MARKS), place)
            return text[:1]
        return unicodedata.normalize("NFC", text)


def _must_be_mapping(what: Message) -> Message:
    return say("{what}, but a case must be a mapping: lines such as “field: value”", what=what)


def _invisible(character: str) -> Message:
    return say(
        "the invisible character {code} is not allowed here; type the line again", code=_code(character)
    )


# YAML

_NULLS = frozenset({"null", "Null", "NULL", "~"})

_NO_ANCHORS = say(
    "anchors and aliases (& and *) are not allowed; write the value out, or put the text in quotes"
)
_NO_TAGS = say("tags (!) are not allowed; write the value alone, or put the text in quotes")
_ONE_CASE = say("a file holds one case; put what follows “---” into a file of its own")
_MISALIGNED = say("the line doesn't fit what stands above; check its indentation and its quotes")
_UNCLOSED_QUOTE = say("the quote that opens here is never closed")
_STRAY_COLON = say("“:” is not expected here; check the indentation, and put a text with “: ” in quotes")
_NO_COLON = say("a “:” is missing; write “field: value”")
_UNCLOSED_BRACKET = say("a “,” or a closing bracket is missing before this")

# By a part of libyaml's own sentence, or of its "while …"; the first that fits counts.
_TOO_DEEP = say("nested deeper than {limit} levels", limit=MAX_DEPTH)

_YAML_PROBLEMS = (
    ("maximum nesting depth", _TOO_DEEP),  # libyaml's own limit, which a run of “[” meets before ours
    ("while scanning an alias", _NO_ANCHORS),
    ("while scanning an anchor", _NO_ANCHORS),
    ("tag", _NO_TAGS),
    ("directive", say("a line that begins with “%” is not allowed; put the text in quotes")),
    ("incompatible YAML document", say("this version of YAML is not known; remove the line")),
    ("found unexpected end of stream", _UNCLOSED_QUOTE),
    ("found unexpected document indicator", _UNCLOSED_QUOTE),
    (
        "found unknown escape character",
        say("after “\\” in double quotes comes a letter that means nothing; write “\\\\” for “\\”"),
    ),
    ("hexdecimal", say("“\\x” and “\\u” need a hexadecimal number; write the character itself")),
    ("invalid Unicode character", say("this number is no character; write the character itself")),
    ("mapping values are not allowed", _STRAY_COLON),
    ("found unexpected ':'", _STRAY_COLON),
    ("could not find expected ':'", _NO_COLON),
    ("cannot start any token", say("a text can't begin with this character; put it in quotes")),
    ("did not find expected ',' or", _UNCLOSED_BRACKET),
    ("while parsing a flow node", say("a value or a closing bracket is missing here")),
    ("did not find expected node content", say("a text can't begin with this character; put it in quotes")),
    ("sequence entries are not allowed", say("a list can't begin here; begin it on a line of its own")),
    ("mapping keys are not allowed", say("“?” is not expected here; put the text in quotes")),
    ("did not find expected comment or line break", say("begin a text after “|” or “>” on the next line")),
    ("did not find expected '-' indicator", say("a “-” is missing; check the indentation of the list")),
    ("did not find expected key", _MISALIGNED),
    ("did not find expected <document start>", _MISALIGNED),
)
_POINT_TO_THE_START = (_UNCLOSED_QUOTE, _NO_COLON)
_ODD_INDENTATION = re.compile(rf" *([^\S ]|{INVISIBLE.pattern})")


def _build_from_yaml(text: str, builder: _Builder, problems: _Problems) -> None:
    parser = yaml.CSafeLoader(text)
    try:
        _take_events(parser, text, builder, problems)
    except yaml.YAMLError as error:
        _stop_at_yaml_error(error, text, problems)
    finally:
        parser.dispose()


def _take_events(parser: yaml.CSafeLoader, text: str, builder: _Builder, problems: _Problems) -> None:
    documents = 0
    key: yaml.ScalarEvent | None = None
    while (event := parser.get_event()) is not None:
        if isinstance(event, yaml.ScalarEvent):
            place = _undecorated_place(event, problems)
            if builder.expects_key():
                key = event
            elif key is not None and _has_no_colon(key, event, text):
                problems.add(_no_colon_after(key.value), _place(key))
            _take_scalar(event, place, builder, problems)
        elif isinstance(event, yaml.CollectionStartEvent):
            place = _undecorated_place(event, problems)
            if builder.expects_key():
                problems.stop(say("a key must be a text; put it in quotes"), place)
            builder.start({} if isinstance(event, yaml.MappingStartEvent) else [], place)
        elif isinstance(event, yaml.CollectionEndEvent):
            builder.end()
        elif isinstance(event, yaml.AliasEvent):
            problems.stop(_NO_ANCHORS, _place(event))
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                problems.stop(_ONE_CASE, _place(event))


def _has_no_colon(key: yaml.ScalarEvent, value: yaml.ScalarEvent, text: str) -> bool:
    """Whether the key stands alone between two commas: to YAML, `{ana: 3,5}` has a key `5`."""
    if value.value or not value.implicit[0]:
        return False
    assert key.end_mark is not None and value.start_mark is not None
    return ":" not in text[key.end_mark.index : value.start_mark.index]


def _no_colon_after(key: str) -> Message:
    return say(
        "a “:” and a value are missing after “{key}”; "
        "if the comma before it belongs to a text or a number, put that in quotes",
        key=shown(key),
    )


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    assert mark is not None
    return Place(mark.line + 1, mark.column + 1)


def _undecorated_place(event: yaml.ScalarEvent | yaml.CollectionStartEvent, problems: _Problems) -> Place:
    """Place of a value, which must have no anchor and no tag."""
    place = _place(event)
    if event.anchor:
        problems.stop(_NO_ANCHORS, place)
    if event.tag:
        problems.stop(_NO_TAGS, place)
    return place


def _take_scalar(event: yaml.ScalarEvent, place: Place, builder: _Builder, problems: _Problems) -> None:
    plain = event.implicit[0]
    if builder.expects_key():
        if plain and event.value == "<<":
            problems.stop(say("merge keys (<<) are not allowed; write the fields out"), place)
        builder.key(event.value, place)
    elif not plain:
        builder.scalar(event.value, False, place)
    elif event.value == "":
        builder.absent(place)
    elif event.value in _NULLS:
        builder.null(place)
    else:
        builder.scalar(event.value, True, place)


def _stop_at_yaml_error(error: yaml.YAMLError, text: str, problems: _Problems) -> NoReturn:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        problems.stop(say("this is not YAML: {reason}", reason=shown(str(error))))
    message = _yaml_message(error)
    if message in _POINT_TO_THE_START:
        mark = getattr(error, "context_mark", None) or mark
    line = _line(text, mark.line)
    hidden = _ODD_INDENTATION.match(line)
    if hidden:
        problems.stop(_odd_indentation(hidden.group(1)), Place(mark.line + 1, hidden.end()))
    problems.stop(message, Place(mark.line + 1, mark.column + 1))


def _yaml_message(error: yaml.YAMLError) -> Message:
    reason = ", ".join(filter(None, (getattr(error, "context", None), getattr(error, "problem", None))))
    for part, message in _YAML_PROBLEMS:
        if part in reason:
            return message
    return say("this is not YAML: {reason}", reason=reason)


def _line(text: str, number: int) -> str:
    """Line `number`, counted from 0; empty past the end."""
    lines = _LINE_END.split(text)
    return lines[number] if number < len(lines) else ""


def _odd_indentation(character: str) -> Message:
    if character == "\t":
        return say("the line is indented with a tab; use spaces")
    if character.isspace():
        return say("the line is indented with {code}; use ordinary spaces", code=_code(character))
    return _invisible(character)


# JSON: not through YAML, which can't read "\ud83d\ude00" as other programs write it.

_JSON_SPACE = re.compile(r"[ \t\r\n]*")
_JSON_WORD = re.compile(r"[^\s\[\]{},:\"]+")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_JSON_STRING = JSONDecoder()  # used at a quote only, so that it reads one string
_JSON_CLOSING = {"{": "}", "[": "]"}

_JSON_EXPECTED: dict[str, Message] = {
    "value": say("a value is expected here"),
    "value or ]": say("a value or “]” is expected here"),
    "key": say("a key in double quotes is expected here"),
    "key or }": say("a key in double quotes or “}” is expected here"),
    ":": say("“:” is expected here"),
    ", or ]": say("“,” or “]” is expected here"),
    ", or }": say("“,” or “}” is expected here"),
    "end": say("nothing may follow the closing “}”"),
}


class _Token(NamedTuple):
    """A piece of JSON: a mark of punctuation, a decoded string, a bare word, or the end of the text."""

    kind: Literal["mark", "string", "word", "end"]
    text: str
    place: Place


def _build_from_json(text: str, builder: _Builder, problems: _Problems) -> None:
    """Keeps what may come next, and the brackets to close, instead of calling itself."""
    brackets: list[str] = []
    expected = "value"
    before: _Token | None = None
    for token in _json_tokens(text, problems):
        kind, content, place = token
        mark = content if kind == "mark" else ""
        if brackets and mark == brackets[-1] and mark in expected:
            brackets.pop()
            builder.end()
            expected = _after_value(brackets)
        elif mark == ":" and expected == ":":
            expected = "value"
        elif mark == "," and expected.startswith(","):
            expected = "key" if brackets[-1] == "}" else "value"
        elif kind == "string" and expected.startswith("key"):
            builder.key(content, place)
            expected = ":"
        elif mark in _JSON_CLOSING and expected.startswith("value"):
            builder.start({} if mark == "{" else [], place)
            brackets.append(_JSON_CLOSING[mark])
            expected = "key or }" if mark == "{" else "value or ]"
        elif kind in ("string", "word") and expected.startswith("value"):
            _take_json_scalar(token, builder, problems)
            expected = _after_value(brackets)
        elif kind != "end" or brackets:
            problems.stop(*_json_problem(token, before, brackets, expected))
        before = token


def _json_problem(
    token: _Token, before: _Token | None, brackets: list[str], expected: str
) -> tuple[Message, Place]:
    """What is wrong with a token that may not stand where it stands."""
    if token.kind == "end":
        return say("the file ends before a “{bracket}” closes it", bracket=brackets[-1]), token.place
    if before and before.text == "," and before.kind == "mark" and token.text in ("]", "}"):
        return say("a “,” stands before “{bracket}”; remove it", bracket=token.text), before.place
    return _JSON_EXPECTED[expected], token.place


def _after_value(brackets: list[str]) -> str:
    return f", or {brackets[-1]}" if brackets else "end"


def _take_json_scalar(token: _Token, builder: _Builder, problems: _Problems) -> None:
    if token.kind == "string":
        builder.scalar(token.text, False, token.place)
    elif token.text == "null":
        builder.null(token.place)
    elif token.text in ("true", "false") or _JSON_NUMBER.fullmatch(token.text):
        builder.scalar(token.text, True, token.place)
    else:
        wrong = say(
            "“{word}” is not JSON; put a text in double quotes, or write a number", word=shown(token.text)
        )
        problems.stop(wrong, token.place)


def _json_tokens(text: str, problems: _Problems) -> Iterator[_Token]:
    lines = _Lines(text)
    index = 0
    while True:
        index = _end(_JSON_SPACE, text, index)
        place = lines.place(index)
        if index == len(text):
            yield _Token("end", "", place)
            return
        if text[index] == '"':
            try:
                content, index = _JSON_STRING.raw_decode(text, index)
            except JSONDecodeError as error:
                problems.stop(_string_message(error), lines.place(error.pos))
            yield _Token("string", content, place)
        elif text[index] in "[]{},:":
            yield _Token("mark", text[index], place)
            index += 1
        elif text[index].isspace():
            problems.stop(_refusal(text[index]), place)
        else:
            end = _end(_JSON_WORD, text, index)
            yield _Token("word", text[index:end], place)
            index = end


def _end(pattern: re.Pattern[str], text: str, index: int) -> int:
    match = pattern.match(text, index)
    return match.end() if match else index


def _string_message(error: JSONDecodeError) -> Message:
    if "Unterminated" in error.msg:
        return _UNCLOSED_QUOTE
    if "control character" in error.msg:
        return say(
            "a text in JSON stands on one line, without tabs; write “\\n” for a new line and “\\t” for a tab"
        )
    return say("after “\\” comes a letter that means nothing in JSON; write “\\\\” for “\\”")
