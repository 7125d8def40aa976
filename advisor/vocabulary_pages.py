"""What is generated from the vocabulary: the JSON Schema of a case, and the page of fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from advisor import vocabulary
from advisor.consistency import ENTRIES, PARTNERS
from advisor.language import typography
from advisor.texts import CHOICE, Section, words
from advisor.vocabulary import FieldInfo

COMMON = ("id", "title", "note", "told_in_confidence_by", "in_confidence", "unanswered", "told_by")
"""Fields that mean the same in every part; their texts stand once, under `any`."""


def text_key(info: FieldInfo) -> str:
    """The key of a field's section in the texts: `partners.capacity_hours`, `any.note`, `date`."""
    is_common = bool(info.section) and info.name in COMMON
    return f"any.{info.name}" if is_common else info.path


def field_words(info: FieldInfo, language: str) -> Section:
    """The label, description and words of a field."""
    return words(text_key(info), language)


# --- Kinds of values -----------------------------------------------------------------------


def kind_key(info: FieldInfo) -> str:
    """The key of the section that says how one value of the field is written: `unit.days`, `type.text`."""
    match info.type:
        case vocabulary.Number(unit=unit):
            return f"unit.{unit}"
        case vocabulary.Day():
            return "unit.date"
        case vocabulary.Ref(lists=lists):
            return f"type.{lists[0]}"
        case vocabulary.Identifier():
            return "type.id"
        case vocabulary.Currency():
            return "type.currency"
        case vocabulary.YesOrNo():
            return "type.yes_no"
        case vocabulary.OneOf():
            return "type.one_of"
        case _:
            return "type.text"


def shape_key(info: FieldInfo) -> str | None:
    """The key of the section that says how several values are written; None for one value."""
    if info.name in vocabulary.BY_FIELD:
        return "shape.confidence"
    return None if info.shape == "value" else f"shape.{info.shape}"


def kind_name(key: str, language: str) -> str:
    """What a kind of value is called: “number of days”."""
    section = words(key, language)
    return section.marked.get("kind", section.title)


def _kind_in_words(info: FieldInfo, language: str) -> str:
    keys = (shape_key(info), kind_key(info))
    return " · ".join(kind_name(key, language) for key in keys if key)


# --- JSON Schema ---------------------------------------------------------------------------

Schema = dict[str, Any]

NUMBER = r"[+-]?[0-9]+([.,][0-9]+)?"
ID = vocabulary.ID_PATTERN
# What people may write as text in place of the plain value; an editor must not complain of it.
WRITTEN: dict[str, str] = {
    "unit.share": rf"{NUMBER}\s*%?",
    "unit.share_a_month": rf"{NUMBER}\s*%?",
    "unit.months": rf"{NUMBER}(\s*[A-Za-zé]+)?",
    "unit.date": r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}",
    "type.currency": "[A-Za-z]{3}",
    "type.id": ID,
    "type.partners": ID,
    "type.objectives": ID,
    "type.expectations": ID,
    "type.tasks": ID,
}
NONE_WORDS = sorted(vocabulary.NONE_WORDS)
YES_NO = [True, False, "yes", "no", "oui", "non"]


def json_schema(language: str) -> str:
    """The JSON Schema (2020-12) of a case file, with labels and descriptions in `language`.

    It accepts what the reader accepts in the usual spellings, and leaves to the reader what
    concerns several fields at once: references, sums, the order of dates.
    """
    case = words("case", language)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:partnership-advisor:case",
        "title": case.title,
        "description": case.body,
        **_object(_properties_of_case(language), _required("")),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _properties_of_case(language: str) -> Schema:
    own = vocabulary.fields("")
    return {
        name: _field_schema(own[name], language) if name in own else _part_schema(name, language)
        for name in vocabulary.CaseRecord.model_fields
    }


def _part_schema(part: str, language: str) -> Schema:
    section = words(part, language)
    about = {"title": section.title, "description": section.body}
    properties = {name: _field_schema(info, language) for name, info in vocabulary.fields(part).items()}
    facts = _object(properties, _required(part))
    if part in vocabulary.SECTIONS:
        return about | facts
    if part == "partners":
        low, high = PARTNERS
        return about | {"type": "array", "minItems": low, "maxItems": high, "items": facts}
    return about | _or_none({"type": "array", "maxItems": ENTRIES, "items": facts})


def _field_schema(info: FieldInfo, language: str) -> Schema:
    section = field_words(info, language)
    kind = "" if info.choices else f"\n\n({_kind_in_words(info, language)})"
    about = {"title": section.title, "description": section.body + kind}
    schema = _value_schema(info)
    if info.name == "told_by":
        schema = {"type": "array", "items": schema}
    if info.shape == "list":
        schema = {"type": "array", "items": schema}
    elif info.shape == "mapping":
        schema = {"type": "object", "propertyNames": _key_schema(info), "additionalProperties": schema}
    return about | (_or_none(schema) if info.may_be_none else schema)


def _key_schema(info: FieldInfo) -> Schema:
    """The keys of a mapping: ids of partners or, for marks of confidence, fields of the same part."""
    if info.name in vocabulary.BY_FIELD:
        return {"enum": [*vocabulary.fields(info.section), *(() if info.section else vocabulary.PARTS)]}
    return {"pattern": f"^{ID}$"}


def _value_schema(info: FieldInfo) -> Schema:
    """One value: its plain form, and the texts that stand for it. A keyword binds only values of its type."""
    kind = kind_key(info)
    if info.choices:
        return {"enum": list(info.choices)}
    if isinstance(info.type, vocabulary.YesOrNo):
        return {"enum": YES_NO}
    if isinstance(info.type, vocabulary.Number):
        plain = info.type.json_schema()
        if info.type.whole:
            return plain
        return plain | {"type": ["number", "string"], "pattern": f"^({WRITTEN.get(kind, NUMBER)})$"}
    return {"type": "string", "pattern": f"^({WRITTEN[kind]})$" if kind in WRITTEN else r"\S"}


def _or_none(schema: Schema) -> Schema:
    """The schema, or what says “known to be none”."""
    return {"anyOf": [schema, {"enum": [None, *NONE_WORDS]}]}


def _object(properties: Schema, required: list[str]) -> Schema:
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _required(part: str) -> list[str]:
    if part:
        return [info.name for info in vocabulary.fields(part).values() if info.required]
    return [name for name, info in vocabulary.CaseRecord.model_fields.items() if info.is_required()]


# --- Page of fields ------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldText:
    """What the page says of one field."""

    name: str
    title: str
    kind: str
    description: str
    choices: tuple[tuple[str, str], ...]
    required: bool
    none: str
    """`value`, `list` or `mapping` where “known to be none” can be said; else empty."""


@dataclass(frozen=True)
class PartText:
    """What the page says of one part of a case."""

    key: str
    title: str
    description: str
    is_list: bool
    may_be_empty: bool
    fields: tuple[FieldText, ...]


def fields_page(language: str) -> str:
    """The reference of every field of a case, in Markdown."""
    parts = [name for name in vocabulary.CaseRecord.model_fields if name in vocabulary.PARTS]
    page = _template(language).render(
        case=tuple(_field_text(info, language) for info in vocabulary.fields("").values()),
        common=tuple(_field_text(vocabulary.fields("tasks")[name], language) for name in COMMON),
        parts=tuple(_part_text(part, language) for part in parts),
        kinds=tuple((kind_name(key, language), _description(words(key, language))) for key in kinds()),
    )
    return typography(page, language)


def kinds() -> Iterator[str]:
    """The keys of every kind and shape of value that fields have, each once, in order of first use."""
    keys = (key for info in vocabulary.all_fields() for key in (kind_key(info), shape_key(info)) if key)
    yield from dict.fromkeys(keys)


def _part_text(part: str, language: str) -> PartText:
    section = words(part, language)
    own = (info for info in vocabulary.fields(part).values() if info.name not in COMMON)
    return PartText(
        key=part,
        title=section.title,
        description=_description(section),
        is_list=part in vocabulary.LISTS,
        may_be_empty=part in vocabulary.LISTS and part not in _required(""),
        fields=tuple(_field_text(info, language) for info in own),
    )


def _field_text(info: FieldInfo, language: str) -> FieldText:
    section = field_words(info, language)
    can_be_none = info.may_be_none and info.name not in COMMON
    return FieldText(
        name=info.name,
        title=section.title,
        kind=_kind_in_words(info, language),
        description=_description(section),
        choices=tuple(section.choices.items()),
        required=info.required,
        none=info.shape if can_be_none else "",
    )


def _description(section: Section) -> str:
    return CHOICE.sub("", section.body).strip()


@cache
def _template(language: str) -> Template:
    source = (files("advisor.templates") / f"fields.{language}.md.j2").read_text(encoding="utf-8")
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(source)
