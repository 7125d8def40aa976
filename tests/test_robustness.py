"""Bad input, line by line of the table that we keep of it: refused with place and remedy, or printed harmlessly.

Lines 16 (mutations) and 26 (any fact unknown) are in test_reading.py and test_properties.py; 21 and the batch
half of 23 wait for the commands that they are about.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import CHECKOUT, Run
from hypothesis import HealthCheck, Phase, given, settings
from markdown_it import MarkdownIt
from strategies import cases

from advisor import vocabulary
from advisor.assessment import advise
from advisor.case import ADVISER, Case, case_of_tree, case_of_values
from advisor.documents import report
from advisor.errors import MOST_SHOWN, CaseError
from advisor.escaping import one_line
from advisor.explanation import explain
from advisor.reading import parse_tree, read_tree

BAKERS = """\
id: two-bakers
date: 2026-11-02
partners:
- id: ana
- id: bruno
"""
FORMS = vocabulary.fields("partnership")["form"].choices


def read(text: str | bytes, kind: Any = "yaml") -> Case:
    return case_of_tree(parse_tree(text.encode() if isinstance(text, str) else text, "case.yaml", kind))


def refusals(text: str | bytes, language: str = "en", kind: Any = "yaml") -> list[str]:
    with pytest.raises(CaseError) as refused:
        read(text, kind)
    return [line.removeprefix("case.yaml:") for line in refused.value.text(language).splitlines()]


def refusal(more: str, language: str = "en") -> str:
    """The one complaint about what follows the two bakers."""
    (line,) = refusals(BAKERS + more + "\n", language)
    return line


def given_by(more: str) -> dict[str, Any]:
    """What a case says besides the two bakers."""
    return read(BAKERS + more + "\n").record.model_dump(
        exclude_unset=True, exclude={"id": True, "date": True, "partners": True}
    )


# 1 to 3: bombs. The messages are in test_reading.py, under Limits; here that the process survives, quickly.

BOMBS = {
    "1 alias bomb": "l0: &l0 [x]\n" + "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 60)),
    "1 recursive alias": "a: &a [*a]",
    "2 nesting of 100,000": "a: " + "[" * 100_000,
    "2 nesting of 1,500 lists": "a:\n" + "- " * 1_500,
    "3 text of 10 MB": "a: " + "x" * 10_000_000,
    "3 200,000 keys": "".join(f"k{n}: 1\n" for n in range(200_000)),
    "3 a million blank keys": "a: {" + "," * 1_000_000 + "}",
    "3 a tower of accents": "a: z" + "\u0301\u0327" * 9_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name: str) -> None:
    start = time.perf_counter()
    assert len(refusals(BOMBS[name])) == 1
    assert time.perf_counter() - start < 0.2


def test_bombs_end_the_command_with_65_and_one_line_each(run: Run, tmp_path: Path) -> None:
    for number, text in enumerate(BOMBS.values()):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    done = run("check", *(f"{number}.yaml" for number in range(len(BOMBS))))
    assert (done.returncode, done.stderr) == (65, "")
    assert len(done.stdout.splitlines()) == len(BOMBS)
    assert all(len(line) < 200 for line in done.stdout.splitlines())


# 4: duplicate keys are in test_reading.py, “duplicate”; here those that a person makes.


def test_4_a_list_given_twice_is_refused_at_the_second() -> None:
    assert refusal("tasks: []\ntasks: []") == "7:1: duplicate key “tasks”; it stands already at 6:1"


def test_4_an_id_given_to_two_entries_is_refused_at_the_second() -> None:
    assert refusal("tasks:\n- id: oven\npoints:\n- id: oven") == (
        "9:7: points[0].id: the id “oven” is already that of tasks[0]; an id names one entry in the whole case"
    )


# 5: yes and no are in test_case.py and test_scalars.py.


def test_5_a_word_of_yaml_s_own_yes_and_no_is_text_elsewhere() -> None:
    assert given_by("title: no") == {"title": "no"}
    assert refusal("partnership: {form: no}").startswith("6:21: partnership.form: “no” is not allowed; ")


# 6, 7 and 9: numbers; every form is in test_scalars.py, here with its place in both languages.


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        (".nan", "is not a number that one can reckon with", "n’est pas un nombre avec lequel on compte"),
        (".inf", "is not a number that one can reckon with", "n’est pas un nombre avec lequel on compte"),
        ("1e400", "is too large; at most 18 digits are read", "est trop grand"),
        ("9" * 5_000, "is not a number; write 12 or 12.5", "n’est pas un nombre"),
        ("12:30:45", "is a time of day; a number is expected", "est une heure"),
        ("1_000", "is not a number; write 1000", "écrivez 1000"),
        ("15 %", "is a percentage; a plain number is expected", "est un pourcentage"),
        ("12h", "is more than a number; write 12 without “h”", "écrivez 12 sans"),
        ("-3", "-3 is out of range; expected 0 to 10000", "-3 est hors limites"),
    ],
)
def test_6_7_a_number_that_is_none_is_explained_at_its_place(written: str, english: str, french: str) -> None:
    more = f"tasks:\n- id: oven\n  hours: {{ana: {written}}}"
    for language, expected in (("en", english), ("fr", french)):
        line = refusal(more, language)
        assert line.startswith("8:16: tasks[0].hours.ana: ")
        assert expected in line
        assert len(line) < 160


@pytest.mark.parametrize(
    ("written", "hours"),
    [("010", 10), ("'3,5'", 3.5), ("1e2", 100), ("1 200", 1200), ("1\u202f200,5", 1200.5)],
)
def test_7_9_numbers_are_read_as_people_mean_them(written: str, hours: float) -> None:
    assert read(BAKERS + f"tasks:\n- id: oven\n  hours:\n    ana: {written}\n").record.tasks[0].hours == {
        "ana": hours
    }


def test_9_half_of_a_french_decimal_is_never_taken_for_the_whole() -> None:
    """Inside braces YAML ends the number at its comma: `{ana: 3,5}` would be three hours."""
    line = refusal("tasks: [{id: oven, hours: {ana: 3,5, bruno: 2}}]")
    assert line == (
        "6:35: a “:” and a value are missing after “5”; "
        "if the comma before it belongs to a text or a number, put that in quotes"
    )
    assert given_by("tasks: [{id: oven, hours: {ana: '3,5'}}]")["tasks"][0]["hours"] == {"ana": 3.5}


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("51,5 %", 0.515),
        ("0,515", 0.515),
        ("51,5", "“51,5” is more than the whole; write 0.515 or 51.5 %"),
        ("150 %", "“150 %” is not a share of a whole; write between 0 and 1, or 0 % and 100 %"),
        ("-5 %", "“-5 %” is not a share of a whole; write between 0 and 1, or 0 % and 100 %"),
    ],
)
def test_9_shares_are_read_or_explained(written: str, outcome: float | str) -> None:
    more = f"review:\n  attendance: {written}"
    if isinstance(outcome, str):
        assert refusal(more) == f"7:15: review.attendance: {outcome}"
    else:
        assert given_by(more) == {"review": {"attendance": outcome}}


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("finance: {cash: 1e13}", "10000000000000 is out of range; expected -1000000000000 to 1000000000000"),
        ("finance: {disputed_sum: -5}", "-5 is out of range; expected 0 to 1000000000000"),
        ("expectations: [{id: e, horizon_months: 60 years}]", "720 is out of range; expected 0 to 600"),
        ("partnership: {decisions_waiting: 2.5}", "expected a whole number, not 2.5"),
        ("partnership: {decisions_waiting: 1e8}", "100000000 is out of range; expected 0 to 100000"),
    ],
)
def test_9_limits_are_told_in_digits(more: str, complaint: str) -> None:
    assert refusal(more).endswith(complaint)


# 8: dates are in test_scalars.py.


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        (
            "2027-02-30",
            "there is no 30 February 2027; February 2027 has 28 days",
            "février 2027 a 28 jours",
        ),
        (
            "12/31/2027",
            "write 2027-12-31 or, with the day first, 31/12/2027",
            "le jour en premier, 31/12/2027",
        ),
        (
            "5 janvier 2027",
            "is not a date; write 2027-03-31 or 31/03/2027",
            "écrivez 2027-03-31 ou 31/03/2027",
        ),
        ("2027", "is not a date; write 2027-03-31 or 31/03/2027", "écrivez 2027-03-31 ou 31/03/2027"),
    ],
)
def test_8_a_date_that_is_none_is_explained_at_its_place(written: str, english: str, french: str) -> None:
    for language, expected in (("en", english), ("fr", french)):
        line = refusal(f"partnership: {{renewal: {written}}}", language)
        assert line.startswith("6:24: partnership.renewal: ")
        assert expected in line


@pytest.mark.parametrize("written", ["2027-1-5", "05/01/2027", "5.1.2027"])
def test_8_a_date_is_read_with_or_without_its_zeros(written: str) -> None:
    assert str(given_by(f"partnership: {{renewal: {written}}}")["partnership"]["renewal"]) == "2027-01-05"


# 10: wide encodings, Latin-1, byte order marks and line ends are in test_reading.py; 11: the YAML errors too.


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_10_another_encoding_ends_the_command_with_65(run: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "case.yaml").write_bytes((BAKERS + "title: Léa\n").encode(encoding))
    done = run("--lang", "fr", "check", "case.yaml")
    assert done.returncode == 65
    assert "enregistrez-le en UTF-8" in done.stdout


def test_10_a_byte_order_mark_and_windows_line_ends_give_the_same_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(BAKERS.encode())
    (tmp_path / "b.yaml").write_bytes(b"\xef\xbb\xbf" + BAKERS.replace("\n", "\r\n").encode())
    assert run("report", "a.yaml").stdout == run("report", "b.yaml").stdout != ""


# 12: what YAML can do besides: every form is in test_reading.py.


def test_12_nothing_runs(run: Run, tmp_path: Path) -> None:
    text = BAKERS + "title: !!python/object/apply:os.system ['touch pwned']\n"
    (tmp_path / "case.yaml").write_text(text)
    assert run("check", "case.yaml").returncode == 65
    assert not (tmp_path / "pwned").exists()


# 13: an empty file and others that are no mapping are in test_reading.py; here parts of the case that are none.


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        (
            "id: x\ndate: 2026-11-02\npartners:",
            ["3:1: “partners” is missing: a case is about two to eight partners"],
        ),
        (
            "id: x\ndate: 2026-11-02\npartners: Ana",
            ["3:11: partners: expected a list; write [Ana], or one entry a line, each after “- ”"],
        ),
        (
            "id: x\ndate: 2026-11-02\npartners: [Ana, Bruno]",
            [
                "3:12: partners[0]: expected an entry of its own, such as “id: ana”",
                "3:17: partners[1]: expected an entry of its own, such as “id: bruno”",
            ],
        ),
        (
            "id: ~\ndate: null\npartners: [{id: a}, {id: b}]",
            [
                "1:1: “id” is missing: a short name of its own, such as “two-bakers”",
                "2:1: “date” is missing: the date of the assessment, from which due dates are counted",
            ],
        ),
    ],
)
def test_13_a_required_part_that_is_missing_or_of_another_shape_is_named_once(
    text: str, complaints: list[str]
) -> None:
    assert refusals(text) == complaints


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (
            "tasks: [{id: t, accountable: ana}]",
            "expected a list; write [ana], or one entry a line, each after “- ”",
        ),
        ("tasks: [{id: t, hours: 3}]", "expected a mapping, such as {ana: …}"),
        ("tasks: [{id: t, in_confidence: [due]}]", "expected a mapping, such as {title: ana}"),
        ("finance: 3", "expected a mapping: “key: value”, one a line"),
        (
            "tasks: [{title: Baking bread}]",
            "“id” is missing: a short name of its own, such as “baking-bread”",
        ),
        ("tasks: [{id: a}, {movable: no}]", "“id” is missing: a short name of its own, such as “tasks-2”"),
        ("tasks: [{id: Été}]", "that starts with a letter, such as “ete”"),
        ("tasks: [{id: [a]}]", "expected a text"),
        ("partnership: {form: {ana: }}", "“{…}” is not allowed; expected one of: " + ", ".join(FORMS)),
        ("currency: euro", "expected a currency by its three letters, such as EUR"),
    ],
)
def test_13_a_wrong_shape_is_answered_with_the_right_one(more: str, complaint: str) -> None:
    assert refusal(more).endswith(complaint)


# A field left blank is unknown; that must not hide a slip.


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("objetives:", "6:1: objetives: unknown field; did you mean “objectives”?"),
        ("tasks:\n- id: oven\n  movble:", "8:3: tasks[0].movble: unknown field; did you mean “movable”?"),
        (
            "finance:\n  satisfaction:",
            "7:3: finance.satisfaction: unknown field here; it belongs to partners.satisfaction",
        ),
        (
            "tasks:\n- id: oven\n  hours:\n    anna:\n    bruno: 2",
            "9:5: tasks[0].hours.anna: “anna” is not in partners; did you mean “ana”?",
        ),
        (
            "finance:\n  cash: 3\n  told_in_confidence_by:",
            "8:3: finance.told_in_confidence_by: left blank, this hides nothing; name the partner who told it",
        ),
        (
            "finance:\n  cash: 3\n  in_confidence: {cash: }",
            "8:19: finance.in_confidence.cash: left blank, this hides nothing; name the partner who told it",
        ),
    ],
)
def test_a_blank_field_must_exist_and_promise_no_confidence(more: str, complaint: str) -> None:
    assert refusal(more) == complaint


def test_a_blank_field_is_unknown_and_never_none() -> None:
    assert given_by("tasks:\n- id: oven\n  hours: {ana: , bruno: }\n  due:\nfinance:") == {
        "tasks": [{"id": "oven"}]
    }
    assert given_by("tasks: [{id: oven, hours: {}}]") == {"tasks": [{"id": "oven", "hours": {}}]}


# Confidence: a mark that hides nothing lets out what its writer takes for hidden.


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("  in_confidence: {name: bruno}", "“name” is always shown; it can't be told in confidence"),
        ("  in_confidence: {id: bruno}", "“id” is always shown; it can't be told in confidence"),
        ("  in_confidence: {in_confidence: bruno}", "unknown field"),
        ("  in_confidence: {satisfction: bruno}", "unknown field; did you mean “satisfaction”?"),
        ("  in_confidence: {satisfaction: anna}", "“anna” is not in partners; did you mean “ana”?"),
        ("  told_in_confidence_by: zoe", "“zoe” is not in partners; there are: ana, bruno"),
        ("  told_in_confidence_by: none", "“none” is not in partners; there are: ana, bruno"),
    ],
)
def test_a_confidence_that_cannot_be_kept_is_refused(more: str, complaint: str) -> None:
    assert refusal(more).endswith(complaint)


def test_a_field_may_be_marked_before_it_is_known() -> None:
    assert given_by("finance: {in_confidence: {cash: ana}}") == {
        "finance": {"in_confidence": {"cash": "ana"}}
    }


# 14: characters that draw nothing or steer the terminal; every form is in test_reading.py.


@pytest.mark.parametrize("character", ["\\0", "\\e", "\\x9b", "\\u2028"])
def test_14_characters_that_steer_are_refused(character: str) -> None:
    assert "is not allowed; remove it" in refusal(f'title: "a{character}[31mb"')


@pytest.mark.parametrize("text", ["\\u200b", "\\u2800", "\\u3164", "  "])
def test_14_a_name_that_draws_nothing_is_refused(text: str) -> None:
    assert refusal(f'title: "{text}"') == "6:8: title: the text is empty; leave the field out if unknown"


def test_14_direction_marks_reach_no_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        BAKERS + "title: \u202eevil\u200b\u2066 name\u2069\n", encoding="utf-8"
    )
    assert run("report", "case.yaml").stdout.splitlines()[0] == "# evil name"


def test_14_a_file_name_steers_no_terminal(run: Run) -> None:
    done = run("check", "\x1b[31m\u202e.yaml")
    assert (done.returncode, done.stdout) == (74, "�[31m.yaml: there is no such file\n")


# 15: JSON is in test_reading.py.


@pytest.mark.parametrize("text", ['{"id": NaN}', '{"id": "a", "id": "b"}', '{"id": "a",}'])
def test_15_json_is_refused_as_strictly(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "case.json").write_text(text)
    done = run("check", "case.json")
    assert (done.returncode, done.stdout[:12], done.stdout.count("\n")) == (65, "case.json:1:", 1)


# 17 to 20: case text is printed literally, wherever a report shows it.

HOSTILE = (
    "a|b § | c", "`§` ``tick", "# Title §", "1. §", "1) §", "- §", "+ §", "* §", "*x* **§** _x_ ~~x~~",
    "[x](http://evil.example/§)", "[/bad] [x] §", "[^§]", "[§]: http://evil.example", "<script>§()</script>",
    "<!-- § --", "<sub>§", "<http://evil.example/§>", "![§](http://evil.example/x.png)", "z§ ![",
    "http://evil.example/§", "www.evil§.example", "b§@evil.example", "{{7*7}} §", "{% raw %} §", "{# § #}",
    "#eval(§)", "=cmd()|§", "z\n# Title §\n\n## Title", "> §", "---\n§", "~~~ §", "$x§$", "&lt;b&gt; &amp§",
    "\\§\\", "z§ #", "</sub>§", "«§»", "'§'", '"§"', "%s %(x)s {x} {0} §", "Zoë § 😀",
)  # fmt: skip
"""Texts that mean something to a program; § becomes a number, so that no two texts of a case are equal."""

Texts = Callable[[str], str]


def hostile_for(texts: dict[str, int]) -> Texts:
    return lambda text: HOSTILE[_number(texts, text) % len(HOSTILE)].replace("§", str(_number(texts, text)))


def harmless_for(texts: dict[str, int]) -> Texts:
    return lambda text: f"zqx{_number(texts, text)}xqz"


STAND_IN = re.compile(r"zqx(\d+)xqz", re.IGNORECASE)


def _number(texts: dict[str, int], text: str) -> int:
    return texts.setdefault(text, len(texts))


def retold(values: dict[str, Any], text: Texts) -> dict[str, Any]:
    """The case with each text of it replaced, and with a title or name wherever there may be one."""
    told = {name: part for name, part in values.items() if name not in vocabulary.PARTS}
    told |= {name: text(f"case {name}") for name in ("title", "commissioned_by", "note")}
    for section, part in values.items():
        if section in vocabulary.LISTS and isinstance(part, list):
            told[section] = [
                _retold(section, {"title": f"{section} {entry['id']}"} | entry, text) for entry in part
            ]
        elif section in vocabulary.PARTS:
            told[section] = _retold(section, part, text) if isinstance(part, dict) else part
    return told


def _retold(section: str, facts: dict[str, Any], text: Texts) -> dict[str, Any]:
    if section == "partners":
        facts = {"name": f"partner {facts['id']}"} | facts
    return {
        name: _retold_value(value, text)
        if type(vocabulary.fields(section)[name].type) is vocabulary.Words
        else value
        for name, value in facts.items()
    }


def _retold_value(value: Any, text: Texts) -> Any:
    if isinstance(value, list):
        return [text(one) for one in value]
    says_none = value is None or value in vocabulary.NONE_WORDS
    return value if says_none else text(value)


PARSERS = (
    MarkdownIt("gfm-like"),
    MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]),
)
OWN_TAGS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "p",
        "em",
        "strong",
        "code",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "sub",
        "blockquote",
        "hr",
        "br",
        "pre",
    ]
)


def tags(html: str) -> list[str]:
    return re.findall(r"<(/?[a-z0-9]+|!--)", html)


def visible(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def assert_same_but_for_the_texts(
    hostile: str, harmless: str, texts: dict[str, int], own_tags: frozenset[str] = OWN_TAGS
) -> None:
    """The two documents have the same structure, and the hostile one shows its texts literally."""
    by_number = {number: one_line(hostile_for(texts)(text)) for text, number in texts.items()}
    for parser in PARSERS:
        bad, good = parser.render(hostile), parser.render(harmless)
        assert {tag.strip("/") for tag in tags(bad)} <= own_tags
        assert tags(bad) == tags(good)
        expected = STAND_IN.sub(lambda found: by_number[int(found[1])], visible(good))
        shown = letters(visible(bad))
        assert Counter(shown) == Counter(letters(expected))  # not in order: the report sorts some lists
        assert all(letters(by_number[int(number)]) in shown for number in STAND_IN.findall(visible(good)))


def letters(text: str) -> str:
    """What is to be read, without blanks and quotation marks: a title that is a quotation is not quoted twice."""
    return re.sub(r"[\s«»“”\"]", "", text).casefold()


def documents(values: dict[str, Any]) -> Iterator[str]:
    assessment = advise(case_of_values(values), audience=ADVISER)
    for language in ("en", "fr"):
        yield report(assessment, language)
        for found in assessment.findings[:1]:
            yield explain(assessment, found.id, language)


def assert_no_text_does_more_than_show(values: dict[str, Any]) -> None:
    texts: dict[str, int] = {}
    good = list(documents(retold(values, harmless_for(texts))))
    bad = list(documents(retold(values, hostile_for(texts))))
    assert len(good) == len(bad)
    for hostile, harmless in zip(bad, good, strict=True):
        assert_same_but_for_the_texts(hostile, harmless, texts)


LONGEST_CASES = sorted((CHECKOUT / "cases").glob("*.yaml"), key=lambda path: path.stat().st_size)[-3:]


@pytest.mark.parametrize("path", LONGEST_CASES, ids=lambda path: path.stem)
def test_17_to_20_hostile_texts_of_a_case_are_printed_literally(path: Path) -> None:
    assert_no_text_does_more_than_show(plain(read_tree(path).value))


@given(cases())
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_17_to_20_hostile_texts_of_any_case_are_printed_literally(values: dict[str, Any]) -> None:
    assert_no_text_does_more_than_show(values)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


# 22 and 23: ids. An id has no capitals and no accents, so that none can differ from another by those alone.


@pytest.mark.parametrize(
    "written",
    [
        "../x",
        "a/b",
        "CON",
        "con",
        "nul",
        "lpt9",
        "nul.md",
        "a" * 300,
        ".",
        "-rf",
        "1a",
        "_a",
        "a b",
        "ａ",
        "none",
    ],
)
def test_22_an_id_that_could_not_be_a_file_name_everywhere_is_refused(written: str) -> None:
    (line,) = refusals(BAKERS.replace("two-bakers", written))
    example = re.fullmatch(r"1:5: id: “.+” can't be an id; expected .+, such as “(.+)”", line)
    assert example, line
    assert read(BAKERS.replace("two-bakers", example[1])).id == example[1]


@pytest.mark.parametrize("written", ["''", "null", "[a]", '"a\\0b"'])
def test_22_what_is_no_text_is_no_id(written: str) -> None:
    assert len(refusals(BAKERS.replace("two-bakers", written))) == 1


@pytest.mark.parametrize(
    ("written", "example"),
    [("Café d’été", "cafe-d-ete"), ("CŒUR de ville", "coeur-de-ville"), ("É", "two-bakers")],
)
def test_23_an_id_that_differs_by_case_or_accents_alone_cannot_be(written: str, example: str) -> None:
    (line,) = refusals(BAKERS.replace("two-bakers", written))
    assert line.endswith(f"such as “{example}”")


# 24: references.


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("tasks: [{id: t, doing: [zoe]}]", "“zoe” is not in partners; there are: ana, bruno"),
        ("tasks: [{id: t, doing: [t]}]", "“t” is not in partners; there are: ana, bruno"),
        ("tasks: [{id: t, doing: [brno]}]", "“brno” is not in partners; did you mean “bruno”?"),
        ("pilots: [{id: p, supports: growth}]", "“growth” is not in expectations, where nothing is listed"),
        ("objectives: [{id: a, conflicts_with: [a]}]", "“a” points to itself; name another"),
        ("tasks: [{id: a, duplicates: a}]", "“a” points to itself; name another"),
        ("tasks: [{id: t, doing: [ana, ana]}]", "“ana” stands twice in this list"),
        ("conflicts: [{id: c, symptoms: [overload, overload]}]", "“overload” stands twice in this list"),
        ("conflicts: [{id: c, blocks: [the lease, the lease]}]", "“the lease” stands twice in this list"),
    ],
)
def test_24_a_reference_to_nothing_to_itself_or_given_twice_is_refused(more: str, complaint: str) -> None:
    assert refusal(more).endswith(complaint)


@pytest.mark.parametrize("field", ["substitute: ana", "trust: {ana: 9}"])
def test_24_a_partner_is_no_partner_of_itself(field: str) -> None:
    (line,) = refusals(BAKERS.replace("- id: ana\n", f"- id: ana\n  {field}\n"))
    assert line.endswith("“ana” points to itself; name another")


def test_24_long_names_and_long_lists_make_no_long_message() -> None:
    tasks = "".join(f"- id: task-{number:03}\n" for number in range(100))
    line = refusal(f"tasks:\n{tasks}- id: t\n  duplicates: {'x' * 5_000}\n")
    assert line.endswith("task-009, task-010, …")
    assert len(line) < 300
    assert len(refusal(f"{'x' * 5_000}: 1")) < 150
    assert refusal("in_confidence: {title: ana}") == (
        "6:1: in_confidence: unknown field here; it belongs to celebration.in_confidence, clauses.in_confidence, "
        "communication.in_confidence, conflicts.in_confidence, …"
    )


# 25: what can't be true, or is much.


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (
            "workload: {promised_shares: {ana: 0.7, bruno: 40 %}}",
            "the shares of all partners add up to 110 %",
        ),
        ("tasks: [{id: t, late: 5, total: 4}]", "5 is more than “total” (4), of which it is a part"),
        (
            "partnership: {start: 2026-01-01}\nobjectives: [{id: a, deadline: 2025-01-01}]",
            "2025-01-01 is before “partnership.start” (2026-01-01)",
        ),
        ("dependencies: [{id: d, months_min: 6, months_max: 3}]", "6 is more than “months_max” (3)"),
        ("payments: [{id: p, amount: -3}]", "-3 is out of range; expected 0 to 1000000000000"),
        (
            "tasks: [" + ", ".join(f"{{id: t{n}}}" for n in range(201)) + "]",
            "201 entries; at most 200 can be weighed",
        ),
    ],
)
def test_25_what_cannot_be_is_refused(more: str, complaint: str) -> None:
    assert complaint in refusal(more)


@pytest.mark.parametrize("number", [1, 9, 40])
def test_25_a_case_is_about_two_to_eight_partners(number: int) -> None:
    (line,) = refusals(
        "id: x\ndate: 2026-11-02\npartners:\n" + "".join(f"- id: p{n}\n" for n in range(number))
    )
    assert line == f"4:1: partners: {number} given; a case is about 2 to 8 partners"


@pytest.mark.parametrize(
    "more",
    [
        "objectives: [{id: a, baseline: 0, target: 5, actual: 2, deadline: 2027-01-01}]",
        "expectations: [{id: a, baseline: 0, target: 9, horizon_months: 3, holder: ana}]",
        "expectations: [{id: a, baseline: -5, target: 9, horizon_months: 0, holder: ana}]",
        "tasks: [{id: t, hours: {ana: 0, bruno: 0}}]",
        "partnership: {renewal: 2200-12-31}",
        "points: [{id: p, planned: 0, held: 0, attendance: 0}]",
    ],
)
def test_25_zeros_and_extremes_get_their_report(more: str) -> None:
    for language in ("en", "fr"):
        assert report(advise(read(BAKERS + more)), language).startswith("# two-bakers\n")


def test_25_a_case_at_its_limits_gets_its_report_in_seconds() -> None:
    partners = [f"p{number}" for number in range(8)]
    values = {
        "id": "large",
        "date": "2026-11-02",
        "partners": [{"id": one, "capacity_hours": 30} for one in partners],
        "tasks": [{"id": f"t{n}", "hours": dict.fromkeys(partners, n % 5)} for n in range(200)],
    }
    start = time.perf_counter()
    assert report(advise(case_of_values(values)), "en")
    assert time.perf_counter() - start < 10


# Many mistakes.


def test_the_same_mistake_five_hundred_times_fills_one_screen_or_two() -> None:
    tasks = "".join(f"- id: t{number}\n  movable: perhaps\n" for number in range(500))
    for language, last in (
        ("en", "more mistakes follow; correct these first"),
        ("fr", "d’autres erreurs suivent"),
    ):
        lines = refusals(f"{BAKERS}tasks:\n{tasks}", language)
        assert len(lines) == MOST_SHOWN + 1
        assert last in lines[-1]


def test_mistakes_stand_in_the_order_of_the_file() -> None:
    lines = refusals(BAKERS + "zz: 1\ntasks: [{id: t, movable: 3}]\nfinance: {csh: 3}\nyy:\n")
    places = [tuple(map(int, line.split(":")[:2])) for line in lines]
    assert places == sorted(places)
    assert len(places) == 4


def test_a_command_on_many_files_ends_with_the_worst_code(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(BAKERS)
    (tmp_path / "bad.yaml").write_text("id: x")
    (tmp_path / "folder").mkdir()
    for names, code in ((["good.yaml"], 0), (["good.yaml", "bad.yaml"], 65), (["folder", "bad.yaml"], 74)):
        done = run("check", *names)
        assert (done.returncode, done.stderr) == (code, "")
    assert run("check", "good.yaml/inside.yaml").stdout == "good.yaml/inside.yaml: there is no such file\n"
    assert run("check", "cases/*.yaml").stdout == "cases/*.yaml: there is no such file\n"
