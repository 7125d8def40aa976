"""The examples of rules: each a small case and what must be concluded from it, kept beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from advisor.case import Case, case_of_values
from advisor.reading import parse_tree

BASE: Mapping[str, Any] = {
    "id": "example",
    "date": "2026-11-02",
    "partners": [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}],
}
"""What an example need not repeat. A list that it gives replaces ours."""


@dataclass(frozen=True)
class Example:
    """One example of one rule: its name starts with the rule's id."""

    name: str
    theme: str
    facts: Mapping[str, Any]
    concludes: tuple[str, ...]
    """Ids of this theme concluded and not defeated, one for each subject, sorted; without the defeats themselves."""
    defeated: tuple[str, ...]

    @property
    def rule(self) -> str:
        return self.name.split()[0]

    def case(self) -> Case:
        """The facts completed with what every case needs."""
        return case_of_values({**BASE, **self.facts}, self.name)


@cache
def examples() -> tuple[Example, ...]:
    """Every example of every theme, in the order of the files."""
    found: list[Example] = []
    for entry in sorted(files("advisor.rules").iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".examples.yaml"):
            found += _read(entry.name, entry.read_bytes())
    return tuple(found)


def _read(file: str, data: bytes) -> list[Example]:
    value: Any = parse_tree(data, f"rules/{file}", "yaml").value
    return [
        Example(
            name=str(one["name"]),
            theme=str(one["name"])[:3],
            facts=one["case"],
            concludes=tuple(sorted(map(str, one["concludes"]))),
            defeated=tuple(sorted(map(str, one.get("defeated", ())))),
        )
        for one in value["examples"]
    ]
