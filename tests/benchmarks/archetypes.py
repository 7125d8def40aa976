"""The example cases, ready to be told of other partners."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor import consistency, vocabulary
from advisor.case import read_case
from advisor.vocabulary import Day, id_like

from .stories import Draw

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "cases"

Facts = dict[str, Any]
"""The facts of a section or of an entry."""
Values = dict[str, Any]
"""A case as plain values. While it is made, a date is a number of days from the date of the case."""

DAYS = {
    section: tuple(name for name, info in vocabulary.fields(section).items() if isinstance(info.type, Day))
    for section in vocabulary.PARTS
}
"""The dates of each section and list."""


def parts(values: Values) -> Iterator[tuple[str, Facts]]:
    """Each section and each entry, with the name of the section or list."""
    for name, part in values.items():
        if name in vocabulary.LISTS:
            for entry in part:
                yield name, entry
        elif name in vocabulary.SECTIONS:
            yield name, part


@cache
def words() -> dict[str, Any]:
    """The names and texts of `words.yaml`."""
    read: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True)
class Archetype:
    """An example case without its names: its partners are `@0`, `@1` and so on."""

    language: str
    is_well: bool
    names: tuple[str, ...]
    """What each partner may be called; empty for a person."""
    values: Values
    as_json: dict[int, str] = field(default_factory=dict)
    """The values by number of partners, as far as they were asked for."""

    def with_partners(self, number: int) -> str:
        """The case of so many partners, as JSON."""
        if number not in self.as_json:
            values = self.values
            for mark in range(len(self.names), number):
                values = _with_one_more(values, like=f"@{mark % len(self.names)}", mark=f"@{mark}")
            for mark in range(number, len(self.names)):
                values = _without(values, f"@{mark}")
            self.as_json[number] = json.dumps(values, ensure_ascii=False)
        return self.as_json[number]

    def told_of(self, number: int, draw: Draw) -> Values:
        """The case told of so many partners, with names of their own."""
        text = self.with_partners(number)
        names = self._names(number, draw)
        for mark, (partner, _) in enumerate(names):
            text = text.replace(f'"@{mark}"', f'"{partner}"')
        values: Values = json.loads(text)
        for entry, (_, name) in zip(values["partners"], names, strict=True):
            entry["name"] = name
        return values

    def _names(self, number: int, draw: Draw) -> list[tuple[str, str]]:
        """Id and name of each partner; those who come in addition are called like the others."""
        known = words()["names"][self.language]
        first, place = draw.some(known["first"], number), draw.some(known["place"], number)
        family = draw.some(known["family"], 2 * number)
        names = []
        for mark in range(number):
            pattern = self.names[mark % len(self.names)] or "{first} {family}"
            called = {
                "first": first[mark],
                "place": place[mark],
                "family": family[mark],
                "other": family[-1 - mark],
            }
            main = next(word for word in ("first", "place", "family") if f"{{{word}}}" in pattern)
            names.append((_id(called[main]), pattern.format(**called)))
        return names


@cache
def _id(name: str) -> str:
    return id_like(name)


@cache
def archetypes() -> tuple[Archetype, ...]:
    """One for each example case that `words.yaml` lists."""
    return tuple(_archetype(name, told) for name, told in sorted(words()["archetypes"].items()))


def _archetype(name: str, told: dict[str, Any]) -> Archetype:
    record = read_case(EXAMPLES / f"{name}.yaml").record
    values = record.model_dump(mode="json", exclude_unset=True)
    names = tuple(told["partners"][partner["id"]] for partner in values["partners"])
    marks = {partner["id"]: f"@{number}" for number, partner in enumerate(values["partners"])}
    for section, facts in parts(values):
        for mark in vocabulary.ABOUT_THE_TELLING:
            facts.pop(mark, None)
        for day in DAYS[section]:
            if facts.get(day):
                facts[day] = (datetime.date.fromisoformat(facts[day]) - record.date).days
    return Archetype(values["language"], told["well"], names, _renamed(values, marks | told.get("texts", {})))


def _renamed(value: Any, new: dict[str, str]) -> Any:
    """The value with each text that has a new one replaced, and whole numbers without decimals."""
    if isinstance(value, dict):
        return {new.get(name, name): _renamed(part, new) for name, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, new) for part in value]
    if isinstance(value, float):
        return tidy(value)
    return new.get(value, value) if isinstance(value, str) else value


def tidy(number: float) -> float:
    """The number, a whole one without decimals."""
    return int(number) if number == int(number) else number


# --- More partners, or fewer -------------------------------------------------------------------

DIVIDED = ("hours", "promised_shares", *consistency.SHARES_OF_ONE_WHOLE, "own_load_estimate")
"""Numbers of a partner that are parts of a whole."""


def _with_one_more(values: Values, like: str, mark: str) -> Values:
    """The case with one more partner, who takes half of another's part, and is in what all are in."""
    everybody = {partner["id"] for partner in values["partners"]}

    def joined(name: str, value: Any) -> Any:
        if isinstance(value, list):
            joins = everybody <= {str(one) for one in value} or (name == "doing" and like in value)
            return [*value, mark] if joins else value
        if isinstance(value, dict) and like in value:
            part = tidy(round(value[like] / 2, 3)) if name in DIVIDED else value[like]
            return {**value, like: part, mark: part}
        return value

    made = _changed(values, joined)
    old = next(partner for partner in made["partners"] if partner["id"] == like)
    for name in DIVIDED:
        if name in old:
            old[name] = round(old[name] / 2, 3)
    new = {**old, "id": mark}
    if "trust" in old:
        new["trust"] = dict(old["trust"])
    made["partners"].append(new)
    return made


def _without(values: Values, mark: str, heir: str = "@0") -> Values:
    """The case without a partner; another takes over what it did and had."""

    def inherited(name: str, value: Any) -> Any:
        if isinstance(value, list):
            return list(dict.fromkeys(heir if one == mark else one for one in value))
        if isinstance(value, dict) and mark in value:
            left = {who: part for who, part in value.items() if who != mark}
            more = {heir: left.get(heir, 0) + value[mark]} if name in DIVIDED else {}
            return left | more
        return heir if value == mark and name != "id" else value

    made = _changed(values, inherited)
    new = next(partner for partner in made["partners"] if partner["id"] == heir)
    old = next(partner for partner in made["partners"] if partner["id"] == mark)
    made["partners"].remove(old)
    for name in DIVIDED:
        if name in old and name in new:
            new[name] = min(1, round(old[name] + new[name], 3))
    new["skills"] = list(dict.fromkeys([*new.get("skills", ()), *old.get("skills", ())]))
    for partner in made["partners"]:
        if partner.get("substitute") == partner["id"]:
            del partner["substitute"]
    return made


def _changed(values: Values, change: Callable[[str, Any], Any]) -> Values:
    """The case with each fact changed."""
    made = dict(values)
    for name, part in values.items():
        if name in vocabulary.LISTS:
            made[name] = [{field: change(field, value) for field, value in facts.items()} for facts in part]
        elif name in vocabulary.SECTIONS:
            made[name] = {field: change(field, value) for field, value in part.items()}
    return made
