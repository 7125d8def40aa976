"""What is drawn once for a generated case: how well it goes, how much of it is told, and chance itself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")
Bounds = tuple[float, float]


class Draw:
    """Chance that is the same in every version of Python: of `Random`, only `random()` promises that."""

    def __init__(self, seed: str) -> None:
        self.share = random.Random(seed).random

    def chance(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.share() < share

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.share() * (high - low + 1))

    def among(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(self.share() * len(items))]

    def some(self, items: Sequence[Item], number: int) -> list[Item]:
        """So many different items, in the order drawn."""
        left = list(items)
        return [left.pop(int(self.share() * len(left))) for _ in range(min(number, len(left)))]


@dataclass(frozen=True)
class Outlook:
    """How well a partnership goes: bounds of the share of good answers, in most themes and in the weak ones."""

    usual: Bounds
    weak: Bounds
    weak_themes: tuple[int, int]
    past: Bounds
    """By what the days are multiplied that the example case says to have passed."""
    stages: tuple[str, ...]
    """How its conflicts stand."""
    conflicts: tuple[int, ...]
    """How many conflicts come in addition."""


SOUND = Outlook(
    usual=(0.985, 1),
    weak=(0.85, 0.97),
    weak_themes=(0, 1),
    past=(0.6, 1),
    stages=("settled",),
    conflicts=(0, 0, 0, 1),
)
MIXED = Outlook(
    usual=(0.93, 1),
    weak=(0.65, 0.9),
    weak_themes=(1, 3),
    past=(0.8, 1.2),
    stages=("settled", "settled", "mild", "latent", "open"),
    conflicts=(0, 0, 1),
)
ILL = Outlook(
    usual=(0.4, 0.85),
    weak=(0, 0.5),
    weak_themes=(3, 8),
    past=(0.8, 1.6),
    stages=("latent", "open", "open", "heated", "heated", "heated", "blocked", "blocked", "slipping"),
    conflicts=(0, 1, 1, 1, 2),
)
OUTLOOKS = (SOUND, SOUND, SOUND, SOUND, MIXED, MIXED, MIXED, ILL, ILL, ILL, ILL)
"""One of them is drawn: something over a third is sound, a quarter mixed, something over a third ill."""


@dataclass(frozen=True)
class Knowledge:
    """How much is told, in shares: of what the example case leaves open, of its facts, of its parts and entries."""

    completed: Bounds
    forgotten: Bounds
    parts_forgotten: float
    entries_forgotten: float


COMPLETE = Knowledge(completed=(0.4, 0.9), forgotten=(0, 0.04), parts_forgotten=0, entries_forgotten=0.1)
USUAL = Knowledge(completed=(0.05, 0.4), forgotten=(0.05, 0.25), parts_forgotten=0.06, entries_forgotten=0.2)
SPARSE = Knowledge(completed=(0, 0.1), forgotten=(0.3, 0.6), parts_forgotten=0.3, entries_forgotten=0.35)
KNOWLEDGE = (COMPLETE, USUAL, USUAL, SPARSE)

THEMES = (
    ("partnership", "clauses"),
    ("objectives", "indicators"),
    ("expectations", "dependencies", "pilots"),
    ("tasks", "workload"),
    ("points", "communication"),
    ("finance", "payments"),
    ("partners", "trust_events"),
    ("conflicts",),
    ("successes", "celebration"),
    ("review", "deadlines"),
    ("future",),
)
"""Parts of a case that go well or badly together."""
SCALES = (0.4, 0.6, 0.8, 1, 1, 1.3, 1.7, 2.5, 4)


@dataclass(frozen=True)
class Story:
    """What all facts of one case have to fit."""

    draw: Draw
    language: str
    partners: tuple[str, ...]
    outlook: Outlook
    knowledge: Knowledge
    well: dict[str, float]
    """By section or list: the share of good answers."""
    retold: float
    """Share of the facts that are answered anew."""
    completed: float
    """Share of what the example case leaves open that is answered."""
    forgotten: float
    """Share of the facts that are not told in the end."""
    scale: float
    """By what amounts are multiplied."""

    def goes_well(self, part: str) -> bool:
        """Drawn for one matter of a section or list."""
        return self.draw.chance(self.well[part])


def story_of(draw: Draw, outlook: Outlook, language: str, partners: tuple[str, ...], is_well: bool) -> Story:
    """A story for an example case that is well or isn't; the less it fits the outlook, the more is answered anew."""
    weak = draw.some(range(len(THEMES)), draw.whole(*outlook.weak_themes))
    well = {}
    for number, parts in enumerate(THEMES):
        share = draw.between(*(outlook.weak if number in weak else outlook.usual))
        well.update(dict.fromkeys(parts, share))
    knowledge = draw.among(KNOWLEDGE)
    fits = is_well is (outlook is not ILL)
    anew = 1 if outlook is SOUND else draw.between(0.6, 1)
    return Story(
        draw=draw,
        language=language,
        partners=partners,
        outlook=outlook,
        knowledge=knowledge,
        well=well,
        retold=draw.between(0.2, 0.8) if fits else anew,
        completed=draw.between(*knowledge.completed),
        forgotten=draw.between(*knowledge.forgotten),
        scale=draw.among(SCALES),
    )
