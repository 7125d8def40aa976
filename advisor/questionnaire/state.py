"""The facts told so far in an interview: where each stands, what it needs, and what goes when another changes.

Facts are plain values, as a case file holds them: texts, numbers, dates in ISO form, lists, mappings.
"""

from __future__ import annotations

import copy
import datetime
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from advisor import vocabulary
from advisor.case import Case, case_of_values
from advisor.scalars import fold
from advisor.vocabulary import CaseRecord, FieldInfo, Ref

Values = dict[str, Any]


class Place(NamedTuple):
    """Where one answer stands: a list as a whole, a field of a section, of the case or of an entry, and in a
    mapping the value of one partner. A field of `partners` without an entry: of every partner at once."""

    section: str
    entry: str = ""
    name: str = ""
    key: str = ""

    @property
    def path(self) -> str:
        """As people write it: `partners.ana.capacity_hours`."""
        return ".".join(part for part in self if part)

    @property
    def info(self) -> FieldInfo:
        return vocabulary.fields(self.section)[self.name]

    @property
    def is_list(self) -> bool:
        """Whether the entries of a list are meant, by their names."""
        return not self.name

    @property
    def field(self) -> str:
        """The key of its texts: `partners.capacity_hours`, `conflicts`."""
        return self.info.path if self.name else self.section


def place_of_field(path: str) -> Place:
    """The place of `finance.cash`, of `partners.kind` (of every partner), of a whole list."""
    section, _, name = path.partition(".")
    if section in vocabulary.PARTS:
        return Place(section, "", name)
    return Place("", "", section)


def place_of_path(path: str, values: Values) -> Place | None:
    """The place that a path leads to in this case; None where it leads nowhere."""
    section, *rest = path.split(".")
    if section in vocabulary.LISTS:
        if not rest:
            return Place(section)
        if find_entry(values, section, rest[0]) is None:
            return Place(section, "", rest[0]) if _is_of_all(section, rest) else None
        entry, rest = rest[0], rest[1:]
    elif section in vocabulary.SECTIONS:
        entry = ""
    else:
        known = section in vocabulary.fields("") and not rest and section not in vocabulary.BY_FIELD
        return Place("", "", section) if known else None
    if not rest or rest[0] not in vocabulary.fields(section):
        return None
    key = rest[1] if len(rest) > 1 else ""
    return Place(section, entry, rest[0], key)


def _is_of_all(section: str, rest: list[str]) -> bool:
    info = vocabulary.fields("partners").get(rest[0]) if section == "partners" and len(rest) == 1 else None
    return info is not None and asked_together(info)


def asked_together(info: FieldInfo) -> bool:
    """Whether a field of `partners` is asked of all of them in one line."""
    return (
        info.section == "partners"
        and info.shape == "value"
        and info.name not in ("id", "title", "name", "note")
    )


# --- Reading and changing ------------------------------------------------------------------

UNSET = object()


def part_of(values: Values, place: Place) -> Values | None:
    """The section or entry that a place is in; the case itself for its own fields."""
    if not place.section:
        return values
    if place.section in vocabulary.LISTS:
        return find_entry(values, place.section, place.entry)
    section = values.get(place.section)
    return section if isinstance(section, dict) else None


def find_entry(values: Values, section: str, entry: str) -> Values | None:
    return next((one for one in values.get(section) or () if one.get("id") == entry), None)


def partner_called(values: Values, wish: str) -> str:
    """The id of the partner with this id or name; empty for none."""
    wanted = fold(wish)
    for one in values.get("partners", ()):
        if wanted and wanted in (one["id"], fold(one.get("name") or "")):
            return str(one["id"])
    return ""


def value_at(values: Values, place: Place) -> Any:
    """The value at a place, UNSET where it is unknown. For a field of every partner: by partner."""
    if place.is_list:
        return values.get(place.section, UNSET)
    if place.section == "partners" and not place.entry:
        found = {
            one["id"]: value_at(values, place._replace(entry=one["id"])) for one in values.get("partners", ())
        }
        return {partner: value for partner, value in found.items() if value is not UNSET} or UNSET
    part = part_of(values, place)
    value = UNSET if part is None else part.get(place.name, UNSET)
    if place.key and isinstance(value, dict):
        return value.get(place.key, UNSET)
    return value


def put(values: Values, place: Place, value: Any) -> None:
    """Set a value where it belongs, in the order of the vocabulary."""
    if place.is_list:
        _put_in_order(values, place.section, value, list(CaseRecord.model_fields))
        return
    part = part_of(values, place)
    if part is None and place.section in vocabulary.SECTIONS:
        part = _put_in_order(values, place.section, {}, list(CaseRecord.model_fields))
    assert part is not None, place
    order = _order(place.section)
    if place.key:
        known = part.get(place.name)
        value = {**(known if isinstance(known, dict) else {}), place.key: value}
    _put_in_order(part, place.name, value, order)


def _put_in_order(mapping: Values, name: str, value: Any, order: list[str]) -> Any:
    """Set a key, a new one before the keys that come after it in `order`."""
    if name in mapping:
        mapping[name] = value
        return value
    later = set(order[order.index(name) + 1 :])
    behind = [(key, mapping.pop(key)) for key in [key for key in mapping if key in later]]
    mapping[name] = value
    mapping.update(behind)
    return value


@cache
def _order(section: str) -> list[str]:
    """The fields of a part as they are written: its facts first, then how they were told."""
    if not section:
        return list(CaseRecord.model_fields)
    names = [name for name in vocabulary.PARTS[section].model_fields if name not in ("id", "title")]
    first = [name for name in ("id", "title") if name in vocabulary.PARTS[section].model_fields]
    facts = [name for name in names if name not in vocabulary.ABOUT_THE_TELLING]
    return [*first, *facts, *(name for name in names if name in vocabulary.ABOUT_THE_TELLING)]


def drop(values: Values, place: Place) -> Any:
    """Take a value out, so that it is unknown; UNSET if it was."""
    if place.is_list:
        return values.pop(place.section, UNSET)
    part = part_of(values, place)
    if part is None:
        return UNSET
    if place.key:
        mapping = part.get(place.name)
        gone = mapping.pop(place.key, UNSET) if isinstance(mapping, dict) else UNSET
        if not mapping:
            part.pop(place.name, None)
    else:
        gone = part.pop(place.name, UNSET)
        for mark in vocabulary.BY_FIELD:
            _drop_mark(part, mark, place.name)
    if not part and place.section in vocabulary.SECTIONS:
        values.pop(place.section, None)
    return gone


def _drop_mark(part: Values, mark: str, name: str) -> None:
    marks = part.get(mark)
    if isinstance(marks, dict) and name in marks:
        del marks[name]
        if not marks:
            del part[mark]


def unanswered(values: Values, place: Place) -> str:
    """Why a place has no answer: one of the words of `unanswered`; empty where it wasn't asked, or was answered."""
    if place.section == "partners" and place.name and not place.entry:
        reasons = [
            unanswered(values, place._replace(entry=one["id"]))
            for one in values.get("partners", ())
            if value_at(values, place._replace(entry=one["id"])) is UNSET
        ]
        return reasons[0] if reasons and all(reasons) else ""
    part = values if place.is_list else part_of(values, place)
    marks = (part or {}).get("unanswered") or {}
    return str(marks.get(place.name or place.section, ""))


def mark_unanswered(values: Values, place: Place, reason: str) -> None:
    """Remember why a place has no answer; an empty reason forgets it."""
    if place.section == "partners" and place.name and not place.entry:
        for one in values.get("partners", ()):
            each = place._replace(entry=one["id"])
            if not reason or value_at(values, each) is UNSET:
                mark_unanswered(values, each, reason)
        return
    name = place.name or place.section
    if place.is_list or not place.section:
        part: Values = values
    else:
        found = part_of(values, place)
        if found is None:
            if not reason:
                return
            found = _put_in_order(values, place.section, {}, list(CaseRecord.model_fields))
        part = found
    if reason:
        order = _order(place.section if part is not values else "")
        marks = part.get("unanswered") or _put_in_order(part, "unanswered", {}, order)
        marks[name] = reason
    else:
        _drop_mark(part, "unanswered", name)
        if not part and place.section in vocabulary.SECTIONS:
            values.pop(place.section, None)


def values_of(record: CaseRecord) -> Values:
    """A case as plain values."""
    found: Values = {}
    for name in CaseRecord.model_fields:
        if name not in record.model_fields_set:
            continue
        value = getattr(record, name)
        if isinstance(value, list):
            found[name] = [_plain_part(one) for one in value]
        elif isinstance(value, vocabulary.Facts):
            found[name] = _plain_part(value)
        elif value is not None or vocabulary.fields("")[name].may_be_none:
            found[name] = _plain(value)
    return found


def _plain_part(part: Any) -> Any:
    if not isinstance(part, vocabulary.Facts):
        return _plain(part)
    section = next(name for name, model in vocabulary.PARTS.items() if model is type(part))
    return {name: _plain(getattr(part, name)) for name in _order(section) if name in part.model_fields_set}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def checked(values: Values) -> Case:
    """The case that the values make. Raises CaseError."""
    return case_of_values(copy.deepcopy(values), "")


def known_places(values: Values) -> Iterator[Place]:
    """Every answer given, in the order of the vocabulary; entries of lists follow their list."""
    for name in CaseRecord.model_fields:
        if name in vocabulary.SECTIONS and name not in vocabulary.ABOUT_THE_CASE:
            yield from (Place(name, "", field) for field in _answers_in(name, values.get(name) or {}))
        elif name == "interview":
            told = values.get(name) or {}
            yield from (
                Place(name, "", field) for field in ("worries", "going_well", "in_words") if field in told
            )
        elif name in vocabulary.LISTS and name not in vocabulary.ABOUT_THE_CASE and name in values:
            yield Place(name)
            for entry in values[name] or ():
                yield from (Place(name, entry["id"], field) for field in _answers_in(name, entry))
        elif (
            name in values
            and name in vocabulary.fields("")
            and name not in ("note", "id", "language", "unanswered")
        ):
            yield Place("", "", name)


def _answers_in(section: str, part: Values) -> Iterator[str]:
    hidden = vocabulary.ABOUT_THE_TELLING | {"id", "title"} | ({"name"} if section == "partners" else set())
    yield from (name for name in vocabulary.fields(section) if name in part and name not in hidden)


# --- What is asked only if something else is so ------------------------------------------------


@dataclass(frozen=True)
class Requirement:
    """A condition on one field, from the table `questionnaire.toml`."""

    field: str
    """A whole name (`partnership.agreement`), or the name of a field of the same part."""
    one_of: tuple[Any, ...] = ()
    above: float | None = None
    some: bool = False

    def holds(self, value: Any) -> bool | None:
        """Whether a value meets it; None where the value is unknown."""
        if value is UNSET:
            return None
        if self.above is not None:
            return isinstance(value, int | float) and value > self.above
        if self.some:
            return value not in (None, [], {}, "")
        return value in self.one_of or (value is None and "none" in self.one_of)


def requirement(table: dict[str, Any], field: str = "") -> Requirement:
    """A condition as the table writes it: `is`, `above` or `some`."""
    return Requirement(
        table.get("field", field), tuple(table.get("is", ())), table.get("above"), bool(table.get("some"))
    )


@cache
def settings() -> dict[str, Any]:
    """The table `rules/questionnaire.toml`."""
    return tomllib.loads((files("advisor.rules") / "questionnaire.toml").read_text(encoding="utf-8"))


@cache
def guards() -> dict[str, Requirement]:
    """By field: what must be so for it to be asked."""
    return {field: requirement(one, one["when"]) for one in settings()["asked_if"] for field in one["fields"]}


def guard_place(place: Place, guard: Requirement) -> Place:
    """Where the condition of a place stands: beside it, or in a section."""
    if "." in guard.field:
        return place_of_field(guard.field)
    return place._replace(name=guard.field, key="")


def is_asked(values: Values, place: Place) -> bool:
    """Whether a place means anything in this case, as far as the case tells."""
    guard = None if place.is_list else guards().get(place.field)
    if guard is None:
        return True
    if place.section == "partners" and not place.entry:
        partners = [one["id"] for one in values.get("partners", ())]
        return any(is_asked(values, place._replace(entry=one)) for one in partners)
    where = guard_place(place, guard)
    return bool(guard.holds(value_at(values, where))) and is_asked(values, where)


def lost(values: Values, changed: Place) -> list[Place]:
    """Answers that mean nothing any more because of what now stands at `changed`."""
    found = []
    for place in known_places(values):
        guard = None if place.is_list else guards().get(place.field)
        if guard is None:
            continue
        where = guard_place(place, guard)
        if _concerns(where, changed) and guard.holds(value_at(values, where)) is False:
            found.append(place)
    return found


def _concerns(where: Place, changed: Place) -> bool:
    same_field = (where.section, where.name) == (changed.section, changed.name)
    return same_field and (not changed.entry or changed.entry == where.entry)


# --- References ---------------------------------------------------------------------------------


def references_to(values: Values, entry: str) -> Iterator[Place]:
    """Every place that points to an entry."""
    for place in known_places(values):
        if place.is_list or place.entry == entry:
            continue
        value, info = value_at(values, place), place.info if place.name else None
        if info is None or value is UNSET:
            continue
        if info.shape == "mapping" and isinstance(value, dict):
            points = entry in value
        else:
            points = isinstance(info.type, Ref) and entry in (value if isinstance(value, list) else [value])
        if points:
            yield place


def forget_entry(values: Values, section: str, entry: str) -> list[Place]:
    """Take an entry out, with all that points to it; the places that pointed to it."""
    pointing = list(references_to(values, entry))
    for place in pointing:
        value = value_at(values, place)
        if isinstance(value, dict):
            put(values, place, {key: one for key, one in value.items() if key != entry})
        elif isinstance(value, list):
            put(values, place, [one for one in value if one != entry])
        else:
            drop(values, place)
        emptied = value_at(values, place)
        if emptied in ({}, []):
            drop(values, place)  # what is left is not “none”, it is unknown
    values[section] = [one for one in values[section] if one.get("id") != entry]
    if section == "partners":
        _forget_confidences(values, entry)
    return pointing


def _forget_confidences(values: Values, partner: str) -> None:
    """What a partner told in confidence goes with the partner: nobody is left who may read it."""
    for name in [name for name in values if name in vocabulary.SECTIONS]:
        if values[name].get("told_in_confidence_by") == partner:
            del values[name]
    hidden = [
        (name, one["id"])
        for name in vocabulary.LISTS
        for one in values.get(name) or ()
        if one.get("told_in_confidence_by") == partner and name != "partners"
    ]
    for name, entry in hidden:
        forget_entry(values, name, entry)
    for part in _all_parts(values):
        for name in [name for name, teller in (part.get("in_confidence") or {}).items() if teller == partner]:
            part.pop(name, None)
            _drop_mark(part, "in_confidence", name)
        told_by = part.get("told_by")
        if isinstance(told_by, dict) and told_by.pop(partner, None) is not None and not told_by:
            del part["told_by"]


def _all_parts(values: Values) -> Iterator[Values]:
    for name, part in values.items():
        if name in vocabulary.LISTS:
            yield from part or ()
        elif name in vocabulary.SECTIONS:
            yield part


# --- Versions -----------------------------------------------------------------------------------


def written(value: Any) -> str:
    """A value as the text of a version: what would stand at its place in the file."""
    if value is None or value == [] or value == {}:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(sorted(map(str, value)))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def add_version(values: Values, place: Place, teller: str, value: Any, *, secret: bool = False) -> None:
    """Note what one partner tells of a fact that is told differently; of a mapping, each value by itself."""
    if isinstance(value, dict) and value:
        for key, part in value.items():
            add_version(values, place._replace(key=key), teller, part, secret=secret)
        return
    versions = list(values.get("versions") or [])
    taken = {entry["id"] for name in vocabulary.LISTS for entry in values.get(name) or ()}
    number = next(n for n in range(len(versions) + 1, 10_000) if f"version-{n}" not in taken)
    version: Values = {
        "id": f"version-{number}",
        "field": place.path,
        "partner": teller,
        "told": written(value),
    }
    if secret:
        version["told_in_confidence_by"] = teller
    put(values, Place("versions"), [*versions, version])


# --- Answers set aside ---------------------------------------------------------------------------


def set_aside(values: Values, path: str, value: Any, teller: str = "") -> None:
    """Keep an answer that lost its meaning, so that it can come back; `teller`: who told it in confidence."""
    path = f"{path} ({teller})" if teller else path
    kept = [one for one in _kept(values) if one.partition(" = ")[0] != path]
    put(
        values,
        Place("interview", "", "set_aside"),
        [*kept, f"{path} = {json.dumps(value, ensure_ascii=False)}"],
    )


def take_back(values: Values, path: str) -> tuple[Any, str]:
    """The answer kept for a path, which is kept no longer, and who told it in confidence; UNSET if there is none."""
    for one in _kept(values):
        where, _, written = one.partition(" = ")
        where, _, teller = where.rstrip(")").partition(" (")
        if where == path:
            rest = [other for other in _kept(values) if other != one]
            if rest:
                put(values, Place("interview", "", "set_aside"), rest)
            else:
                drop(values, Place("interview", "", "set_aside"))
            try:
                return json.loads(written), teller
            except ValueError:  # somebody changed it by hand
                return UNSET, ""
    return UNSET, ""


def kept_paths(values: Values) -> list[str]:
    """The paths of the answers set aside."""
    return [one.partition(" = ")[0].partition(" (")[0] for one in _kept(values)]


def _kept(values: Values) -> list[str]:
    return (values.get("interview") or {}).get("set_aside") or []
