"""A case: the facts given about one partnership, checked, and what each reader may see of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from advisor import vocabulary
from advisor.consistency import contradictions, no_such, some
from advisor.errors import CaseError, Problem
from advisor.messages import Message, say
from advisor.reading import Place, Tree, read_tree
from advisor.scalars import did_you_mean, shown
from advisor.versions import settled
from advisor.vocabulary import CONFIDENTIALITY, NONE_WORDS, CaseRecord, Entry, Facts, Ref, id_like

JOINT = None
"""The audience of a document that all partners read."""
ADVISER = "*"
"""The audience of the adviser's own copy: everything, confidences included."""

LONGEST_NAME = 64
Path_ = tuple[str | int, ...]
Where = tuple[str, str, str]
"""Section or list, id of the entry (empty for a section), field."""


@dataclass(frozen=True)
class Case:
    """The facts of one case, and where each stands in its file."""

    record: CaseRecord
    file: str = ""
    places: Mapping[Where, Place] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def language(self) -> str | None:
        return self.record.language

    @cached_property
    def names(self) -> dict[str, str]:
        """What the reader calls each entry, by id: the partner's name, the entry's title."""
        found = {}
        for _, entry in entries(self.record):
            name = getattr(entry, "name", None) or entry.title
            found[entry.id] = name or entry.id.replace("-", " ").replace("_", " ")
        return found

    @property
    def partners(self) -> list[str]:
        """The ids of the partners, sorted."""
        return sorted(partner.id for partner in self.record.partners)

    def place(self, section: str, entry: str, name: str) -> Place | None:
        """Where a field was given; the entry's own place when the field has none."""
        return self.places.get((section, entry, name)) or self.places.get((section, entry, "id"))

    def has_confidences(self) -> bool:
        """Whether any fact was told in confidence."""
        return any(part.told_in_confidence_by or part.in_confidence for part in _all_facts(self.record))

    def visible_to(self, audience: str | None) -> Case:
        """The case without the facts that `audience` must not learn.

        Everything downstream sees only this case, so nothing that follows from a fact told in
        confidence can reach a reader who may not have it. What is taken away becomes unknown,
        never “none”: a list that loses its last entry disappears, and so does a reference to
        an entry that is gone.
        """
        record = settled(self.record if audience == ADVISER else self._redacted(audience))
        return self if record is self.record else replace(self, record=record)

    def _redacted(self, audience: str | None) -> CaseRecord:
        parts = {
            name: _visible_part(value, audience) for name, value in _parts(self.record) if value is not None
        }
        ids = {entry.id for value in parts.values() if isinstance(value, list) for entry in value}
        parts = {name: _without_dangling(name, value, ids) for name, value in parts.items()}
        hidden = vocabulary.ABOUT_THE_TELLING - {"unanswered"}
        own = {name: getattr(self.record, name) for name in vocabulary.fields("") if name not in hidden}
        given = {name for name in own if name in self.record.model_fields_set}
        kept = {name: value for name, value in parts.items() if value is not None}
        return CaseRecord.model_construct(_fields_set=given | set(kept), **own, **kept)


def entries(record: CaseRecord) -> Iterator[tuple[str, Entry]]:
    """Every entry with the name of its list."""
    for name in vocabulary.LISTS:
        for entry in getattr(record, name) or ():
            yield name, entry


def _all_facts(record: CaseRecord) -> Iterator[Facts]:
    for _, part in _parts(record):
        if isinstance(part, Facts):
            yield part
        else:
            yield from part or ()


def _parts(record: CaseRecord) -> Iterator[tuple[str, Any]]:
    for name in vocabulary.PARTS:
        yield name, getattr(record, name)


def _visible_part(part: Facts | list[Entry], audience: str | None) -> Facts | list[Entry] | None:
    if not isinstance(part, list):
        return _visible_facts(part, audience)
    if not part:
        return part
    return [entry for entry in (_visible_facts(one, audience) for one in part) if entry is not None] or None  # type: ignore[misc]


def _visible_facts(facts: Facts, audience: str | None) -> Facts | None:
    """The section or entry with what `audience` may see; None when nothing of it may be seen."""
    hidden_entry = facts.told_in_confidence_by not in (None, audience)
    hidden_fields = {name for name, teller in (facts.in_confidence or {}).items() if teller != audience}
    if hidden_entry and not isinstance(facts, vocabulary.Partner):
        return None
    kept = {
        name: value
        for name, value in facts.known().items()
        if name in facts.ALWAYS_OPEN or not (hidden_entry or name in hidden_fields)
    }
    if facts.unanswered and not hidden_entry:
        kept["unanswered"] = {
            name: why for name, why in facts.unanswered.items() if name not in hidden_fields
        }
    return type(facts).model_construct(_fields_set=set(kept), **kept)


def _without_dangling(section: str, part: Any, ids: set[str]) -> Any:
    """The part without references to entries that were taken away."""
    if isinstance(part, list):
        return [_without_dangling(section, entry, ids) for entry in part]
    if part is None:
        return None
    kept: dict[str, Any] = {"unanswered": part.unanswered} if part.unanswered else {}
    for name, value in part.known().items():
        info = vocabulary.fields(section)[name]
        if isinstance(info.type, Ref) and info.shape == "value" and value is not None and value not in ids:
            continue
        if isinstance(info.type, Ref) and info.shape == "list" and value:
            value = [target for target in value if target in ids]
            if not value:
                continue
        kept[name] = value
    return type(part).model_construct(_fields_set=set(kept), **kept)


NULL_MEANS_NOTHING = say(
    "null says “known to be none”, which means nothing here; leave the field out if unknown"
)


# --- Reading -----------------------------------------------------------------------------


def read_case(path: Path | str) -> Case:
    """The case in a YAML or JSON file (`-` is standard input). Raises CaseError with every problem."""
    return case_of_tree(read_tree(path))


def case_of_tree(tree: Tree) -> Case:
    """The case in a file already read. Raises CaseError with every problem, in the order of the file."""
    problems: list[Problem] = []

    def complain(path: Path_, message: Message, *, at_key: Path_ | None = None) -> None:
        place = tree.place(path) if at_key is None else tree.key_place(at_key)
        line, column = (place.line, place.column) if place else (None, None)
        problems.append(Problem(tree.file, message, line, column, written(path)))

    _check_blanks(tree, complain)
    value = _settle_nulls(tree, complain)
    record = None
    try:
        record = CaseRecord.model_validate(value)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        for one in errors:
            _explain(one, tree, complain)
        readable = _without(value, [_path(one["loc"]) for one in errors])
    else:
        readable = record
    for path, message in contradictions(readable) if readable is not None else ():
        complain(path, message)
    if record is None or problems:
        raise CaseError(*sorted(problems, key=lambda one: (one.line or 0, one.column or 0, one.path)))
    return Case(record, tree.file, _places(record, tree))


def _path(loc: tuple[int | str, ...]) -> Path_:
    return tuple(part for part in loc if part != "[key]")


def _without(value: Any, wrong: list[Path_]) -> CaseRecord | None:
    """The case without the fields that can't be read, so that the others are checked against each other all the same.

    None where what is left is no case: an entry of a list can't be taken out without moving the others.
    """
    left = copy.deepcopy(value)
    for path in wrong:
        parent = left
        try:
            for part in path[:-1]:
                parent = parent[part]
        except (KeyError, IndexError, TypeError):
            continue
        if not path or not isinstance(parent, dict):
            return None
        parent.pop(path[-1], None)
    try:
        return CaseRecord.model_validate(left)
    except ValidationError:
        return None


def case_of_values(values: Mapping[str, Any], name: str = "case") -> Case:
    """The case in Python values, as they come from JSON Lines or from a test."""
    return case_of_tree(Tree(name, dict(values), {}, {}))


def written(path: Path_) -> str:
    """A path as a person writes it: `objectives[0].deadline`."""
    text = ""
    for part in path:
        word = part if isinstance(part, int) or len(part) <= LONGEST_NAME else shown(part)
        text += f"[{word}]" if isinstance(word, int) else f".{word}" if text else word
    return text


def _check_blanks(tree: Tree, complain: Any) -> None:
    """A field left blank is unknown, but it must exist, and must not promise a confidence."""
    partners = _partner_ids(tree.value)
    for path in tree.blanks():
        section, inside = _within(path)
        if not inside or inside[0] in vocabulary.PARTS:
            continue
        info = vocabulary.fields(section).get(str(inside[0]))
        if info is not None and info.name in CONFIDENTIALITY:
            complain(path, say("left blank, this hides nothing; name the partner who told it"))
        elif info is None and len(inside) == 1:
            complain(path, _unknown_field(path), at_key=path)
        elif _is_by_partner(info) and inside[1:] and inside[1] not in partners:
            complain(path, no_such(str(inside[1]), ("partners",), partners))


def _is_by_partner(info: vocabulary.FieldInfo | None) -> bool:
    return info is not None and info.shape == "mapping" and info.name not in vocabulary.BY_FIELD


def _within(path: Path_) -> tuple[str, Path_]:
    """The section or list that a path leads into (empty for the case itself), and the rest of the path."""
    if path[0] in vocabulary.SECTIONS:
        return str(path[0]), path[1:]
    if path[0] in vocabulary.LISTS and len(path) > 2:
        return str(path[0]), path[2:]
    return "", path


def _partner_ids(value: Mapping[str, Any]) -> list[str]:
    """The ids of the partners in values that are not checked yet."""
    partners = value.get("partners")
    found = [one.get("id") for one in partners if isinstance(one, dict)] if isinstance(partners, list) else []
    return [one for one in found if isinstance(one, str)]


def _settle_nulls(tree: Tree, complain: Any) -> Any:
    """The tree with null settled: an empty list where a list is expected, an error where it means nothing."""
    hollow = {path[:-1] for path in tree.blanks()}
    settled: dict[str, Any] = {}
    for key, part in tree.value.items():
        if key in vocabulary.LISTS and _says_none(part):
            settled[key] = []
        elif key in vocabulary.LISTS and isinstance(part, list):
            settled[key] = [
                _settle_fields(key, entry, (key, index), hollow, complain) for index, entry in enumerate(part)
            ]
        elif key in vocabulary.SECTIONS and part is None:
            complain((key,), NULL_MEANS_NOTHING)
        elif key in vocabulary.SECTIONS:
            settled[key] = _settle_fields(key, part, (key,), hollow, complain)
        else:
            settled[key] = part
    return _settle_fields("", settled, (), hollow, complain)


def _settle_fields(section: str, value: Any, path: Path_, hollow: set[Path_], complain: Any) -> Any:
    if not isinstance(value, dict):
        return value
    settled: dict[str, Any] = {}
    for key, part in value.items():
        info = vocabulary.fields(section).get(key)
        is_mapping = info is not None and info.shape == "mapping"
        if is_mapping and part == {} and (*path, key) in hollow:
            continue  # every value in it is left blank: unknown, not none
        if info is not None and info.shape != "value" and _says_none(part):
            settled[key] = [] if info.shape == "list" else {}
        elif info is not None and part is None and info.required:
            pass  # as good as missing, and told so
        elif info is not None and part is None and not info.may_be_none:
            complain((*path, key), NULL_MEANS_NOTHING)
        else:
            settled[key] = part
    return settled


def _says_none(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip().casefold() in NONE_WORDS)


def _explain(error: Any, tree: Tree, complain: Any) -> None:
    """One error of pydantic's in our words, at the place it means."""
    path = _path(error["loc"])
    kind = error["type"]
    if kind == "advisor":
        complain(path, error["ctx"]["message"])
    elif kind == "extra_forbidden":
        complain(path, _unknown_field(path), at_key=path)
    elif kind == "missing":
        complain(path[:-1], _missing_field(path, tree.value), at_key=path)
    elif kind in ("list_type", "tuple_type"):
        complain(path, _not_a_list(_at(tree.value, path)))
    elif kind in ("dict_type", "model_type", "model_attributes_type"):
        complain(path, _not_a_mapping(path, tree.value))
    else:
        complain(path, say("can't be read ({reason})", reason=kind))


def _unknown_field(path: Path_) -> Message:
    *parents, name = path
    section = next((str(part) for part in parents if isinstance(part, str)), "")
    known = [*vocabulary.fields(section), *(() if section else vocabulary.PARTS)]
    meant = did_you_mean(str(name), known)
    if meant:
        return say("unknown field; did you mean “{meant}”?", meant=meant)
    elsewhere = sorted(info.path for info in vocabulary.all_fields() if info.name == name and info.section)
    if elsewhere:
        return say("unknown field here; it belongs to {paths}", paths=some(elsewhere, 4))
    return say("unknown field; “advisor fields” lists those that exist")


def _missing_field(path: Path_, value: Any) -> Message:
    name = path[-1]
    if path == ("date",):
        return say("“date” is missing: the date of the assessment, from which due dates are counted")
    if path == ("partners",):
        return say("“partners” is missing: a case is about two to eight partners")
    if name == "id":
        example = _example_of_id(path[:-1], value)
        return say("“id” is missing: a short name of its own, such as “{example}”", example=example)
    return say("“{name}” is missing", name=name)


def _example_of_id(path: Path_, value: Any) -> str:
    """An id made of the title of the entry at `path`, or of its place."""
    facts = _at(value, path)
    title = facts.get("name") or facts.get("title") or ""
    otherwise = f"{path[0]}-{int(path[1]) + 1}" if path else "two-bakers"
    return id_like(str(title), otherwise)


def _not_a_list(value: Any) -> Message:
    if isinstance(value, str):
        return say(
            "expected a list; write [{value}], or one entry a line, each after “- ”", value=shown(value)
        )
    return say("expected a list: one entry a line, each after “- ”")


def _not_a_mapping(path: Path_, value: Any) -> Message:
    section, inside = _within(path)
    here = _at(value, path)
    if inside and inside[0] in vocabulary.fields(section):
        partner = next(iter(_partner_ids(value)), "ana")
        examples = {"in_confidence": f"{{title: {partner}}}", "unanswered": "{title: later}"}
        example = examples.get(str(inside[0]), f"{{{partner}: …}}")
        return say("expected a mapping, such as {example}", example=example)
    if path[0] in vocabulary.LISTS and isinstance(here, str):
        return say("expected an entry of its own, such as “{example}”", example=f"id: {id_like(here)}")
    return say("expected a mapping: “key: value”, one a line")


def _at(value: Any, path: Path_) -> Any:
    for part in path:
        value = value[part]
    return value


def _places(record: CaseRecord, tree: Tree) -> dict[Where, Place]:
    """Where each field was given, by list, entry and field."""
    found: dict[Where, Place] = {}
    for path, place in tree.places.items():
        if len(path) == 1:
            found["", "", str(path[0])] = place
        elif len(path) == 2 and path[0] in vocabulary.SECTIONS:
            found[str(path[0]), "", str(path[1])] = place
        elif len(path) == 3 and path[0] in vocabulary.LISTS and isinstance(path[1], int):
            entry = getattr(record, str(path[0]))[path[1]]
            found[str(path[0]), entry.id, str(path[2])] = place
    return found
