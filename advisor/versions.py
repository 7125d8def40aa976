"""Facts that partners tell differently: what each reader may take for known, and where accounts differ.

A fact with several versions stands in no other place of the case. Whoever sees one version only takes it
for the fact; whoever sees two that differ takes it for unknown. So a version told in confidence changes
nothing in what the others read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import ValidationError

from advisor import vocabulary
from advisor.vocabulary import CaseRecord, Facts, Version


def by_field(record: CaseRecord) -> dict[str, list[Version]]:
    """The versions of each fact, in the order of partners; incomplete ones are left out."""
    found: dict[str, list[Version]] = defaultdict(list)
    for one in record.versions or ():
        if one.field is not None and one.partner is not None and one.told is not None:
            found[one.field].append(one)
    return {
        field: sorted(several, key=lambda one: (str(one.partner), str(one.told), one.id))
        for field, several in sorted(found.items())
    }


def disputed(record: CaseRecord) -> dict[str, list[Version]]:
    """The facts of which this case has two versions that differ."""
    return {
        field: several
        for field, several in by_field(record).items()
        if len({one.told for one in several}) > 1
    }


def settled(record: CaseRecord) -> CaseRecord:
    """The case in which versions count: the only one as the fact, several that differ as unknown."""
    for field, several in by_field(record).items():
        told = {one.told for one in several}
        text = told.pop() if len(told) == 1 else None
        record = _with(record, field, text)
    return record


def _with(record: CaseRecord, path: str, text: str | None) -> CaseRecord:
    """The case with the field at `path` as told, or without it for None. A path that leads nowhere changes nothing."""
    section, *rest = path.split(".")
    if section in vocabulary.LISTS and rest:
        entry_id, *rest = rest
        entries = getattr(record, section) or []
        changed: Any = [_part_with(one, rest, text) if one.id == entry_id else one for one in entries]
        return record.model_copy(update={section: changed}) if entries else record
    if section in vocabulary.LISTS and text == "none" and not getattr(record, section):
        return _updated(record, section, [])  # of entries told in confidence, others may know nothing
    if section not in vocabulary.SECTIONS or not rest:
        return record
    part = getattr(record, section) or vocabulary.SECTIONS[section].model_construct(_fields_set=set())
    return _updated(record, section, _part_with(part, rest, text))


def _updated(record: CaseRecord, name: str, value: Any) -> CaseRecord:
    copy = record.model_copy(update={name: value})
    copy.__pydantic_fields_set__.add(name)
    return copy


def _part_with(part: Facts, rest: list[str], text: str | None) -> Facts:
    name, key = rest[0], rest[1] if len(rest) > 1 else ""
    kept = {one: getattr(part, one) for one in part.model_fields_set}
    known = kept.pop(name, None)
    if key:
        mapping = {partner: value for partner, value in (known or {}).items() if partner != key}
        value = _read(part, name, {key: text}) if text is not None else {}
        if mapping or value:
            kept[name] = {**mapping, **(value or {})}
    elif text is not None:
        kept[name] = _read(part, name, written_value(vocabulary.fields(_section_of(part))[name].shape, text))
    return type(part).model_construct(_fields_set=set(kept), **kept)


def _section_of(part: Facts) -> str:
    return next(name for name, model in vocabulary.PARTS.items() if model is type(part))


def written_value(shape: str, text: str) -> Any:
    """What a version's text stands for: a list where its field holds several."""
    if text == "none":
        return [] if shape == "list" else {} if shape == "mapping" else None
    return [one.strip() for one in text.split(";")] if shape == "list" else text


def _read(part: Facts, name: str, value: Any) -> Any:
    """The value as its field reads it; None where it can't be read."""
    told: dict[str, Any] = {name: value}
    if "id" in type(part).model_fields and name != "id":
        told["id"] = "any"
    try:
        return getattr(type(part).model_validate(told), name)
    except ValidationError:
        return None
