"""The vocabulary has its words in both languages, and what is generated from it is right and current."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from advisor import vocabulary
from advisor.case import Case, case_of_tree
from advisor.errors import CaseError
from advisor.language import check_typography
from advisor.reading import parse_tree
from advisor.texts import sections
from advisor.vocabulary_pages import field_words, fields_page, json_schema, kinds, text_key

CASES = Path(__file__).resolve().parent.parent / "cases"
LANGUAGES = ("en", "fr")
GENERATED = {
    "FIELDS.en.md": lambda: fields_page("en"),
    "FIELDS.fr.md": lambda: fields_page("fr"),
    "case.schema.json": lambda: json_schema("en"),
}

COMMANDS = {
    "FIELDS.en.md": "advisor fields --lang en >cases/FIELDS.en.md",
    "FIELDS.fr.md": "advisor fields --lang fr >cases/FIELDS.fr.md",
    "case.schema.json": "advisor schema --lang en >cases/case.schema.json",
}


class WithoutDates(yaml.SafeLoader):
    """Reads YAML as an editor does: a date is a text."""


WithoutDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def example(language: str) -> str:
    """The example of a case on the page of fields."""
    found = re.search(r"```yaml\n(.*?)```", fields_page(language), re.DOTALL)
    assert found
    return found[1]


def good_case() -> dict[str, Any]:
    return yaml.load(example("en"), WithoutDates)


@cache
def validator(language: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(json_schema(language)))


def is_accepted(case: Any, language: str = "en") -> bool:
    return validator(language).is_valid(case)


def read(case: dict[str, Any]) -> Case:
    return case_of_tree(parse_tree(json.dumps(case).encode(), "case.json", "json"))


# Words


@in_both_languages
def test_every_field_part_and_kind_has_words_and_no_section_is_left_over(language: str) -> None:
    fields = {text_key(info) for info in vocabulary.all_fields()}
    assert set(sections("vocabulary", language)) == fields | set(vocabulary.PARTS) | set(kinds()) | {"case"}


@in_both_languages
def test_every_section_describes_what_it_names(language: str) -> None:
    assert [key for key, section in sections("vocabulary", language).items() if not section.body] == []


@in_both_languages
def test_every_allowed_word_has_a_label(language: str) -> None:
    for info in vocabulary.all_fields():
        assert tuple(field_words(info, language).choices) == info.choices, info.path


@in_both_languages
def test_labels_stand_inside_a_sentence(language: str) -> None:
    """Lower case at the start, no full stop at the end, short."""
    for key, section in sections("vocabulary", language).items():
        for label in (section.title, *section.marked.values(), *section.choices.values()):
            starts_small = label[0].islower() or key == "language"  # English and French
            assert starts_small and label[-1] not in ".;:" and len(label) <= 60, (key, label)


@in_both_languages
def test_every_list_says_what_one_entry_is(language: str) -> None:
    texts = sections("vocabulary", language)
    assert {part for part in vocabulary.PARTS if "one" in texts[part].marked} == set(vocabulary.LISTS)


@in_both_languages
def test_every_unit_has_a_kind(language: str) -> None:
    texts = sections("vocabulary", language)
    assert {key for key in texts if "kind" in texts[key].marked} == {
        key for key in texts if key[:5] == "unit."
    }


@in_both_languages
def test_choices_of_a_field_can_be_told_apart(language: str) -> None:
    for info in vocabulary.all_fields():
        labels = list(field_words(info, language).choices.values())
        assert len(set(labels)) == len(labels), info.path


def test_both_languages_have_the_same_sections_in_the_same_order() -> None:
    assert list(sections("vocabulary", "en")) == list(sections("vocabulary", "fr"))


# Page of fields


@pytest.mark.parametrize("name", GENERATED)
def test_generated_copies_are_current(name: str) -> None:
    current = (CASES / name).read_text(encoding="utf-8") == GENERATED[name]()
    assert current, f"cases/{name} is out of date; `{COMMANDS[name]}` writes it anew"


def test_the_french_page_has_french_typography() -> None:
    assert check_typography(fields_page("fr")) == []


@in_both_languages
def test_the_page_names_every_field_and_every_allowed_word(language: str) -> None:
    page = fields_page(language)
    for info in vocabulary.all_fields():
        assert f"- **`{info.name}`** — {field_words(info, language).title} (" in page
        assert all(f"  - `{word}` — " in page for word in info.choices)


@in_both_languages
def test_the_page_has_no_blank_gaps_and_no_trailing_blanks(language: str) -> None:
    assert not re.search(r"\n{3}|[ \t]\n|\s\s\Z", fields_page(language))


@in_both_languages
def test_the_example_is_a_case_that_is_read_without_complaint(language: str) -> None:
    case = case_of_tree(parse_tree(example(language).encode(), "example.yaml", "yaml"))
    assert case.language == language
    assert case.has_confidences()
    assert case.record.workload and case.record.workload.known()["last_measured"] is None


# JSON Schema


@in_both_languages
def test_the_schema_is_a_schema(language: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(json_schema(language)))


@in_both_languages
def test_the_schema_accepts_the_example(language: str) -> None:
    assert is_accepted(yaml.load(example(language), WithoutDates), language)


def test_the_schema_says_the_same_in_both_languages_but_for_its_words() -> None:
    def without_words(schema: Any) -> Any:
        if isinstance(schema, list):
            return [without_words(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        is_words = {key for key in ("title", "description") if isinstance(schema.get(key), str)}
        return {key: without_words(value) for key, value in schema.items() if key not in is_words}

    english, french = (json.loads(json_schema(language)) for language in LANGUAGES)
    assert english != french
    assert without_words(english) == without_words(french)


MINIMAL = {"id": "two-bakers", "date": "2026-05-04", "partners": [{"id": "lea"}, {"id": "omar"}]}


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("objectives", None),
        ("objectives", "none"),
        ("objectives", [{"id": "grow", "deadline": None, "owner": "aucun", "benefits": None}]),
        (
            "objectives",
            [{"id": "grow", "deadline": "31/03/2027", "baseline": "51,5", "conviction": {"lea": "oui"}}],
        ),
        ("expectations", [{"id": "double", "horizon_months": "2 ans", "orders_share": "15 %", "slips": 0}]),
        ("workload", {"promised_shares": {"lea": "60 %", "omar": 0.4}, "pay": "none"}),
        ("workload", {"in_confidence": {"pay": "lea"}}),
    ],
)
def test_schema_and_reader_accept(part: str, value: Any) -> None:
    assert is_accepted(MINIMAL | {part: value})
    read(MINIMAL | {part: value})


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("id", "Two bakers"),
        ("date", None),
        ("date", "May 4"),
        ("title", None),
        ("language", "de"),
        ("currency", "euro"),
        ("goals", []),
        ("partners", [{"id": "lea"}]),
        ("partners", [{"id": "lea"}, {"name": "Omar"}]),
        ("partners", [{"id": "lea"}, {"id": "omar", "capacity_hours": None}]),
        ("partners", [{"id": "lea"}, {"id": "omar", "people": 1.5}]),
        ("partners", [{"id": "lea"}, {"id": "omar", "satisfaction": 11}]),
        ("partners", [{"id": "lea"}, {"id": "omar", "benefit_share": 50}]),
        ("partners", [{"id": "lea"}, {"id": "omar", "skills": "baking"}]),
        ("partners", [{"id": "lea"}, {"id": "omar", "signs_of_strain": ["tired"]}]),
        ("objectives", [{"id": "grow", "dedline": "2027-03-31"}]),
        ("expectations", [{"id": "double", "evidence": "hope"}]),
        ("expectations", [{"id": "double", "evidence": None}]),
        ("tasks", [{"id": "accounts", "hours": {"lea": "a lot"}}]),
        ("tasks", [{"id": "accounts", "movable": "perhaps"}]),
        ("workload", []),
        ("workload", {"in_confidence": {"salary": "lea"}}),
    ],
)
def test_schema_and_reader_refuse(part: str, value: Any) -> None:
    assert is_accepted(MINIMAL)
    assert not is_accepted(MINIMAL | {part: value})
    with pytest.raises(CaseError):
        read(MINIMAL | {part: value})


@pytest.mark.parametrize("missing", ["id", "date", "partners"])
def test_schema_refuses_a_case_without_what_is_required(missing: str) -> None:
    assert not is_accepted({key: value for key, value in good_case().items() if key != missing})


def test_schema_allows_null_where_the_vocabulary_does_and_nowhere_else() -> None:
    for info in vocabulary.all_fields():
        if not info.section or info.required:
            continue
        entry = {info.name: None}
        if info.section == "partners":
            part: Any = [{"id": "lea", **entry}, {"id": "omar"}]
        else:
            part = [{"id": "one", **entry}] if info.section in vocabulary.LISTS else entry
        assert is_accepted(MINIMAL | {info.section: part}) == info.may_be_none, info.path
