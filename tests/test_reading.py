"""Reading accepts YAML and JSON as people write them and explains everything else, with its place."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import unicodedata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import MOST_SHOWN, CaseError
from advisor.reading import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_NODES,
    Kind,
    Place,
    Scalar,
    Tree,
    UnreadableError,
    parse_tree,
    read_tree,
)

SAMPLE = """\
# A case
name: Atelier Dupont & Fils
date: 2027-03-31
partners:
  - id: anna
    role: 'founder'
    hours: 51,5
  - id: bruno
    share: 15 %
    note: |
      First line.
      Second line: déjà vu.
objectives: [{id: growth, deadline: 31/03/2027}, {id: "two words", deadline: ~}]
accepted: no
unknown:
"""

SAMPLE_JSON = """\
{
  "name": "Atelier \\"Dupont\\" \\ud83d\\ude00",
  "partners": [{"id": "anna", "hours": 51.5, "kept": true}, {"id": null}],
  "empty": {}, "none": []
}
"""

NO_ANCHORS = "anchors and aliases (& and *) are not allowed; write the value out, or put the text in quotes"
NO_TAGS = "tags (!) are not allowed; write the value alone, or put the text in quotes"


def read(text: str | bytes, kind: Kind = "yaml") -> Tree:
    data = text.encode() if isinstance(text, str) else text
    return parse_tree(data, f"case.{kind}", kind)


def refusal(text: str | bytes, kind: Kind = "yaml") -> list[str]:
    with pytest.raises(CaseError) as caught:
        read(text, kind)
    return [line.removeprefix(f"case.{kind}:").strip() for line in caught.value.text().split("\n")]


# What is read


def test_a_yaml_case_becomes_mappings_lists_and_texts_as_written() -> None:
    assert read(SAMPLE).value == {
        "name": "Atelier Dupont & Fils",
        "date": "2027-03-31",
        "partners": [
            {"id": "anna", "role": "founder", "hours": "51,5"},
            {"id": "bruno", "share": "15 %", "note": "First line.\nSecond line: déjà vu.\n"},
        ],
        "objectives": [{"id": "growth", "deadline": "31/03/2027"}, {"id": "two words", "deadline": None}],
        "accepted": "no",
    }


def test_a_json_case_becomes_the_same_kinds_of_values() -> None:
    assert read(SAMPLE_JSON, "json").value == {
        "name": 'Atelier "Dupont" 😀',
        "partners": [{"id": "anna", "hours": "51.5", "kept": "true"}, {"id": None}],
        "empty": {},
        "none": [],
    }


@pytest.mark.parametrize(
    "text", ["no", "010", "12:30:45", "1_000", "2027-02-30", ".nan", "1e400", "15 %", "yes"]
)
def test_no_leaf_is_given_a_type(text: str) -> None:
    value = read(f"field: {text}").value["field"]
    assert value == text
    assert isinstance(value, Scalar)
    assert value.plain


@pytest.mark.parametrize("text", ["'no'", '"no"', "|-\n  no", ">-\n  no"])
def test_a_quoted_or_block_text_is_not_plain(text: str) -> None:
    value = read(f"field: {text}").value["field"]
    assert (value, getattr(value, "plain", None)) == ("no", False)


def test_in_json_numbers_and_yes_no_are_plain_and_strings_are_not() -> None:
    value = read('{"a": 1.50, "b": true, "c": "true", "d": -0}', "json").value
    assert {key: (leaf, getattr(leaf, "plain", None)) for key, leaf in value.items()} == {
        "a": ("1.50", True),
        "b": ("true", True),
        "c": ("true", False),
        "d": ("-0", True),
    }


@pytest.mark.parametrize("text", ["null", "Null", "NULL", "~"])
def test_null_is_known_to_be_none(text: str) -> None:
    assert read(f"field: {text}").value == {"field": None}


def test_a_quoted_null_is_a_text() -> None:
    assert read("field: 'null'").value == {"field": "null"}


def test_a_field_with_nothing_after_it_is_left_out_but_its_key_has_a_place() -> None:
    tree = read("a:\nb: # nothing\nc: {d: , e: 1}\n")
    assert tree.value == {"c": {"e": "1"}}
    assert tree.place(("b",)) == tree.key_place(("b",)) == Place(2, 1)


@pytest.mark.parametrize(
    "text, place, key",
    [
        ("a: {b: 3,5}", "1:10", "5"),
        ("a: {b: 51,5 %, c: 1}", "1:11", "5 %"),
        ("a: {title: Bread, butter and jam}", "1:19", "butter and jam"),
        ("a: {b}", "1:5", "b"),
        ("a: {é: 1, 'b'}", "1:11", "b"),
        ("? a", "1:3", "a"),
    ],
)
def test_a_key_without_a_colon_is_refused_for_it_may_be_half_of_a_number_or_text(
    text: str, place: str, key: str
) -> None:
    assert refusal(text) == [
        f"{place}: a “:” and a value are missing after “{key}”; "
        "if the comma before it belongs to a text or a number, put that in quotes"
    ]


def test_an_empty_entry_of_a_list_is_refused() -> None:
    assert refusal("a:\n  - x\n  -\n  - y\n") == ["3:4: empty entry in a list; fill it in or remove it"]


def test_every_value_and_key_has_its_place() -> None:
    tree = read("a: x\nlist:\n  - é: 1\n    b: [2, 3]\n")
    assert tree.places == {
        (): (1, 1),
        ("a",): (1, 4),
        ("list",): (3, 3),
        ("list", 0): (3, 5),
        ("list", 0, "é"): (3, 8),
        ("list", 0, "b"): (4, 8),
        ("list", 0, "b", 0): (4, 9),
        ("list", 0, "b", 1): (4, 12),
    }
    assert tree.key_places == {
        ("a",): (1, 1),
        ("list",): (2, 1),
        ("list", 0, "é"): (3, 5),
        ("list", 0, "b"): (4, 5),
    }


def test_places_in_json_count_characters_from_one() -> None:
    tree = read('{"é": "😀",\r\n\t"b": [1,\n2]}', "json")
    assert tree.places == {
        (): (1, 1),
        ("é",): (1, 7),
        ("b",): (2, 7),
        ("b", 0): (2, 8),
        ("b", 1): (3, 1),
    }
    assert tree.key_places == {("é",): (1, 2), ("b",): (2, 2)}


def test_the_place_of_something_unknown_is_that_of_its_nearest_ancestor() -> None:
    tree = read("a:\n  b: 1\n")
    assert tree.place(("a", "missing", 3)) == Place(2, 3)
    assert tree.place(("missing",)) == Place(1, 1)
    assert tree.key_place(("a", "b")) == Place(2, 3)
    assert tree.key_place(("a", 7)) == Place(2, 3)


@pytest.mark.parametrize("kind, sample", [("yaml", SAMPLE), ("json", SAMPLE_JSON)])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(kind: Kind, sample: str) -> None:
    windows = b"\xef\xbb\xbf" + sample.replace("\n", "\r\n").encode()
    assert read(windows, kind) == read(sample, kind)


def test_texts_and_keys_are_normalised() -> None:
    assert read("e\u0301: e\u0301").value == {"é": "é"}


def test_invisible_characters_are_removed_from_texts() -> None:
    assert read('a: x\u200by\u202e\nb: "\\ufeff\\u2066z"').value == {"a": "xy", "b": "z"}


def test_line_ends_inside_texts_are_one_newline() -> None:
    assert read('{"a": "x\\r\\ny\\rz\\tt"}', "json").value == {"a": "x\ny\nz\tt"}


def test_a_scalar_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(Scalar("51,5", plain=True)))
    assert (copy, copy.plain) == ("51,5", True)


# What is refused


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "a: &x 1",
            f"1:4: {NO_ANCHORS}",
        ),
        (
            "a: *x",
            f"1:4: {NO_ANCHORS}",
        ),
        (
            "a: **x**",
            f"1:5: {NO_ANCHORS}",
        ),
        (
            "&x a: 1",
            f"1:1: {NO_ANCHORS}",
        ),
        (
            "a: &x [*x]",
            f"1:4: {NO_ANCHORS}",
        ),
        (
            "a: !!python/object:os.system x",
            f"1:4: {NO_TAGS}",
        ),
        ("a: !mine [1]", f"1:4: {NO_TAGS}"),
        ("a: ! 12", f"1:4: {NO_TAGS}"),
        (
            "a: !no!handle x",
            f"1:4: {NO_TAGS}",
        ),
        ("b: 1\n<<: {a: 1}", "2:1: merge keys (<<) are not allowed; write the fields out"),
        ("a: 1\n---\nb: 1", "2:1: a file holds one case; put what follows “---” into a file of its own"),
        ("? [a]\n: b", "1:3: a key must be a text; put it in quotes"),
        ("? {a: 1}\n: b", "1:3: a key must be a text; put it in quotes"),
        ("'': b", "1:1: a key is missing before the “:”"),
        ("a:\n\tb: 1", "2:1: the line is indented with a tab; use spaces"),
        ("a: |\n\tb", "2:1: the line is indented with a tab; use spaces"),
        ("a:\n\u00a0\u00a0b: 1", "2:1: the line is indented with U+00A0; use ordinary spaces"),
        ("a: 1\n\ufeffb: 2", "2:1: the invisible character U+FEFF is not allowed here; type the line again"),
        ("a: 'x\nb: 2", "1:4: the quote that opens here is never closed"),
        ('a: 1\nb: "x\nc: 2', "2:4: the quote that opens here is never closed"),
        ("a: 'it's'", "1:8: the line doesn't fit what stands above; check its indentation and its quotes"),
        (
            "a:\n  b: 1\n c: 2",
            "3:2: the line doesn't fit what stands above; check its indentation and its quotes",
        ),
        (
            "a: b: c",
            "1:5: “:” is not expected here; check the indentation, and put a text with “: ” in quotes",
        ),
        (
            "a: {b: c:}",
            "1:9: “:” is not expected here; check the indentation, and put a text with “: ” in quotes",
        ),
        ("? 'b\n\n  c'\n: 1", "1:3: a key can't go on in the next line; check the quotes and commas here"),
        ("a: 1\nb", "2:1: a “:” is missing; write “field: value”"),
        ("a: [1, 2\nb: 3", "2:2: a “,” or a closing bracket is missing before this"),
        ("a: {b: 1\nc: 2", "2:2: a “,” or a closing bracket is missing before this"),
        ("a: @x", "1:4: a text can't begin with this character; put it in quotes"),
        ("a: - b", "1:4: a list can't begin here; begin it on a line of its own"),
        (
            'a: "\\q"',
            "1:5: after “\\” in double quotes comes a letter that means nothing; write “\\\\” for “\\”",
        ),
        ('a: "\\ud800"', "1:7: this number is no character; write the character itself"),
        ("%YAML 3.0\n---\na: 1", "1:1: this version of YAML is not known; remove the line"),
    ],
)
def test_yaml_that_is_refused_is_explained_at_its_place(text: str, expected: str) -> None:
    assert refusal(text) == [expected]


@pytest.mark.parametrize(
    "text, expected",
    [
        ('{"a": NaN}', "1:7: “NaN” is not JSON; put a text in double quotes, or write a number"),
        ('{"a": -Infinity}', "1:7: “-Infinity” is not JSON; put a text in double quotes, or write a number"),
        ('{"a": 010}', "1:7: “010” is not JSON; put a text in double quotes, or write a number"),
        ('{"a": 1, "a": 2}', "1:10: duplicate key “a”; it stands already at 1:2"),
        ('{"a": 1,}', "1:8: a “,” stands before “}”; remove it"),
        ('{"a": [1,\n2,\n]}', "2:2: a “,” stands before “]”; remove it"),
        ('{"a": [1 2]}', "1:10: “,” or “]” is expected here"),
        ('{"a": [,]}', "1:8: a value or “]” is expected here"),
        ('{"a": [1,,2]}', "1:10: a value is expected here"),
        ('{"a": 1 "b": 2}', "1:9: “,” or “}” is expected here"),
        ("{'a': 1}", "1:2: a key in double quotes or “}” is expected here"),
        ('{"a": 1, b: 2}', "1:10: a key in double quotes is expected here"),
        ('{"a" 1}', "1:6: “:” is expected here"),
        ('{"a": 1]', "1:8: “,” or “}” is expected here"),
        ('{"a": 1} {}', "1:10: nothing may follow the closing “}”"),
        ('{"a": 1 // why\n}', "1:9: “,” or “}” is expected here"),
        ('{"a": [1', "1:9: the file ends before a “]” closes it"),
        ('{"a": "x', "1:7: the quote that opens here is never closed"),
        ('{"a": "\\q"}', "1:8: after “\\” comes a letter that means nothing in JSON; write “\\\\” for “\\”"),
        ('{\u00a0"a": 1}', "1:2: the character U+00A0 is not allowed; remove it"),
        ('{"a": "\\ud800"}', "1:7: the character U+D800 is not allowed; remove it"),
        (
            '{"a": "x\ny"}',
            "1:9: a text in JSON stands on one line, without tabs; "
            "write “\\n” for a new line and “\\t” for a tab",
        ),
    ],
)
def test_json_that_is_refused_is_explained_at_its_place(text: str, expected: str) -> None:
    assert refusal(text, "json") == [expected]


@pytest.mark.parametrize(
    "text, what",
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("---\n...\n", "the file is empty"),
        ("null", "the file is empty"),
        ("- a\n- b", "1:1: the file holds a list"),
        ("[]", "1:1: the file holds a list"),
        ("Hello", "1:1: the file holds a text"),
        ('"x"', "1:1: the file holds a text"),
    ],
)
def test_a_case_must_be_a_mapping(text: str, what: str) -> None:
    assert refusal(text) == [f"{what}, but a case must be a mapping: lines such as “field: value”"]


@pytest.mark.parametrize("text", ["", " \n", "null"])
def test_empty_json_must_be_a_mapping(text: str) -> None:
    expected = "the file is empty, but a case must be a mapping: lines such as “field: value”"
    assert refusal(text, "json") == [expected]


def test_a_duplicate_key_is_reported_at_the_second_and_names_the_first() -> None:
    assert refusal("é: 1\nb: 2\ne\u0301: 3\n") == ["3:1: duplicate key “é”; it stands already at 1:1"]


def test_a_key_whose_first_value_is_empty_is_still_a_duplicate() -> None:
    assert refusal("a:\na: 1\n") == ["2:1: duplicate key “a”; it stands already at 1:1"]


def test_all_duplicates_and_characters_are_reported_at_once_in_the_order_of_the_file() -> None:
    text = 'a: 1\na: {x: 1}\nb: x\x00y\nc\u200b: 1\nd: "\\e[31m"\na: {x: 2, x: 3}\n'
    assert refusal(text) == [
        "2:1: duplicate key “a”; it stands already at 1:1",
        "3:5: the character U+0000 is not allowed; remove it",
        "4:1: the invisible character U+200B is not allowed here; type the line again",
        "5:4: the character U+001B is not allowed; remove it",
        "6:1: duplicate key “a”; it stands already at 1:1",
        "6:11: duplicate key “x”; it stands already at 6:5",
    ]


def test_a_syntax_error_is_reported_after_the_problems_before_it() -> None:
    assert refusal("a: 1\na: 2\nb: 'x") == [
        "2:1: duplicate key “a”; it stands already at 1:1",
        "3:4: the quote that opens here is never closed",
    ]


def test_at_most_fifty_problems_are_reported() -> None:
    lines = refusal("a: 1\n" * 200)
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1] == "more mistakes follow; correct these first"
    assert len(refusal("a: 1\n" * (MOST_SHOWN + 1))) == MOST_SHOWN


@pytest.mark.parametrize(
    "escape", ["\\u0000", "\\u001b", "\\u007f", "\\u0085", "\\u2028", "\\ufdd0", "\\ufffe"]
)
def test_control_characters_written_as_escapes_are_refused(escape: str) -> None:
    expected = [f"1:7: the character U+{escape[2:].upper()} is not allowed; remove it"]
    assert refusal(f'{{"a": "x{escape}"}}', "json") == expected
    assert refusal(f'{{"a": "x{escape}"}}') == expected


@pytest.mark.parametrize("character", ["\u200b", "\u200d", "\u202e", "\u2066", "\u061c", "\ufeff"])
def test_invisible_characters_are_refused_in_keys(character: str) -> None:
    code = f"U+{ord(character):04X}"
    assert refusal(f"na{character}me: 1") == [
        f"1:1: the invisible character {code} is not allowed here; type the line again"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_named(encoding: str) -> None:
    expected = f"the file is in {encoding[:6].upper()}; save it as UTF-8"
    assert refusal("name: é".encode(encoding)) == [expected]


def test_latin_1_is_named_with_the_place_of_its_first_letter() -> None:
    assert refusal("a: 1\nb: xé".encode("latin-1")) == [
        "2:5: the file is not in UTF-8 (byte 0xE9) but perhaps in Latin-1 or Windows-1252; save it as UTF-8"
    ]


# Limits


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    levels = "\n".join(f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]" for level in range(1, 10))
    assert refusal("l0: &l0 [x]\n" + levels) == [f"1:5: {NO_ANCHORS}"]


@pytest.mark.parametrize(
    "text, places",
    [
        # PyYAML from 6.0.4 on meets a limit of its own while it looks ahead for a key
        ("a: " + "[" * 100_000, ("1:35", "1:1003")),
        ("a: " + "[" * 1_500, ("1:35", "1:1003")),
        ("a:\n" + "- " * 1_500, ("2:63",)),
    ],
)
def test_deep_nesting_is_refused(text: str, places: tuple[str, ...]) -> None:
    assert refusal(text) in [[f"{place}: nested deeper than {MAX_DEPTH} levels"] for place in places]


def test_deep_nesting_is_refused_in_json() -> None:
    assert refusal('{"a":' + "[" * 100_000, "json") == [f"1:37: nested deeper than {MAX_DEPTH} levels"]


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_thirty_two_levels_are_read(kind: Kind) -> None:
    lists = MAX_DEPTH - 1
    assert read('{"a":' + "[" * lists + "]" * lists + "}", kind).place(("a", 0)) == Place(1, 7)


def test_a_file_over_one_mebibyte_is_refused() -> None:
    expected = ["the file is larger than 1024 KiB; is it a case?"]
    assert refusal("a: " + "x" * 10_000_000) == expected
    assert refusal("\n".join(f"key{number}: 1" for number in range(200_000))) == expected
    assert refusal("#" * (MAX_BYTES + 1)) == expected


def test_too_many_values_are_refused() -> None:
    pairs = MAX_NODES // 2
    lines = [f"k{number}: 1" for number in range(pairs)]  # with the mapping itself one value too many
    assert refusal("\n".join(lines)) == [f"{pairs}:8: the file holds more than {MAX_NODES} keys and values"]
    assert len(read("\n".join(lines[:-1])).value) == pairs - 1


def test_too_long_a_text_is_refused() -> None:
    assert refusal("a: " + "x" * (MAX_CHARACTERS + 1)) == [
        f"1:4: text longer than {MAX_CHARACTERS} characters"
    ]
    assert read("a: " + "x" * MAX_CHARACTERS).value == {"a": "x" * MAX_CHARACTERS}


def test_letters_with_towers_of_accents_are_refused() -> None:
    assert refusal("a: z" + "\u0301\u0327" * 9_000) == ["1:4: more than 30 accents on one letter"]


# Files


def test_the_kind_follows_from_the_ending(tmp_path: Path) -> None:
    for name, text in {"a.yaml": "a: 1", "b.yml": "a: 1", "c.JSON": '{"a": 1}'}.items():
        path = tmp_path / name
        path.write_text(text)
        tree = read_tree(path)
        assert (tree.file, tree.value) == (str(path), {"a": "1"})


def unreadable(path: Path | str) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_tree(path)
    return caught.value.text()


def test_another_ending_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text("a: 1")
    with pytest.raises(CaseError) as caught:
        read_tree(path)
    assert caught.value.text() == f"{path}: unknown kind of file; its name must end in .yaml, .yml, .json"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    assert unreadable(path) == f"{path}: there is no such file"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert unreadable(tmp_path) == f"{tmp_path}: this is a folder, not a file"


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    expected = "this is a pipe or a device, not a file; to read from a pipe, write “-”"
    assert unreadable(path) == f"{path}: {expected}"
    assert unreadable("/dev/zero") == f"/dev/zero: {expected}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("a: 1")
    path.chmod(0)
    assert unreadable(path) == f"{path}: the file may not be read: permission denied"


def test_a_fault_while_reading_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "case.yaml"
    path.write_text("a: 1")
    monkeypatch.setattr("builtins.open", denied)
    assert unreadable(path) == f"{path}: the file may not be read: permission denied"


def test_an_impossible_name_is_refused_and_printed_harmlessly() -> None:
    name, _, reason = unreadable("\x1b[31m\0.yaml").partition(": ")
    assert name == "\ufffd[31m\ufffd.yaml"
    assert (
        reason.startswith("the file can't be read: ") and "embedded null" in reason
    )  # each Python has its words


def feed_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> io.BytesIO:
    source = io.BytesIO(data)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=source))
    return source


@pytest.mark.parametrize("data", [b"a: 1", b'\xef\xbb\xbf \n{"a": 1}'])
def test_standard_input_is_read_as_yaml_or_json(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    feed_stdin(monkeypatch, data)
    tree = read_tree("-")
    assert (tree.file, tree.value) == ("<stdin>", {"a": "1"})


def test_no_more_than_the_limit_and_a_byte_is_taken_from_standard_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = feed_stdin(monkeypatch, b" " * (MAX_BYTES + 10))
    with pytest.raises(CaseError):
        read_tree("-")
    assert source.tell() == MAX_BYTES + 1


def test_a_closed_standard_input_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert unreadable("-") == "<stdin>: standard input is closed"


# Any input

_FRAGMENTS = [
    *(bytes([byte]) for byte in range(256)),
    *(
        part.encode()
        for part in ("é", "\u202e", "\ufeff", "😀", "- ", ": ", "\n---\n", "<<: ", "&a ", "*a", "!!x ")
    ),
    *(
        part.encode()
        for part in ("[", "{", "}", "? ", '"', "'", "\\u", "\t", "|\n", "\r", "null", "%YAML 1.2\n")
    ),
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 0, 1, 3, 20)))
        data = data[:start] + chance.choice(_FRAGMENTS) * chance.choice((1, 1, 1, 40)) + data[end:]
    return data


@pytest.mark.parametrize("kind, sample", [("yaml", SAMPLE), ("json", SAMPLE_JSON)])
def test_mutations_of_a_case_are_read_or_refused_and_nothing_else(kind: Kind, sample: str) -> None:
    chance = random.Random(20_270_331)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(10_000):
        try:
            read(mutated(sample.encode(), chance), kind)
            outcomes["read"] += 1
        except CaseError as error:
            assert error.problems
            assert all(line.isprintable() for line in error.text().split("\n"))
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 100


@given(st.binary(), st.sampled_from(["yaml", "json"]))
def test_any_bytes_are_read_or_refused(data: bytes, kind: Kind) -> None:
    try:
        read(data, kind)
    except CaseError as error:
        assert error.problems


def plain_values(value: Any) -> Any:
    """What the reader should make of a JSON value."""
    if isinstance(value, dict):
        return {key: plain_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_values(item) for item in value]
    return value if isinstance(value, str) or value is None else json.dumps(value)


_TEXTS = st.text(st.characters(categories=["L", "N", "P", "S"])).map(
    lambda text: unicodedata.normalize("NFC", text)
)
_KEYS = _TEXTS.filter(bool)
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXTS
)
_VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner), max_leaves=20)


@given(st.dictionaries(_KEYS, _VALUES), st.booleans(), st.sampled_from([None, 2]))
def test_json_of_other_programs_is_read_as_they_meant_it(
    value: Any, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert read(text, "json").value == plain_values(value)


def refuse_constant(name: str) -> Any:
    raise ValueError(name)


def test_json_is_accepted_exactly_where_the_standard_library_accepts_it() -> None:
    stricter = ("duplicate", "not allowed", "must be a mapping", "a key is missing", "nested deeper")
    chance = random.Random(1)
    for _ in range(5_000):
        data = mutated(b'{"a": [1, -2.5e3, true], "b": {"c": "x\\n", "d": null}}', chance)
        try:
            expected = json.loads(data.decode("ascii"), parse_constant=refuse_constant)
        except ValueError:
            expected = None
        try:
            read(data, "json")
            accepted = True
        except CaseError as error:
            if any(reason in error.text() for reason in stricter):
                continue
            accepted = False
        if data.isascii():
            assert accepted == isinstance(expected, dict), data
