"""How a partnership stands: the level of each theme and the verdict of the whole, each with what it follows from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from advisor.benchmarks import Benchmarks
from advisor.inference import Key
from advisor.knowledge import SEVERITIES, THEMES, KnowledgeBase

UNCLEAR = "unclear"
"""Beside the four levels: nothing bad was found, but too little is known to say “healthy”."""
LEVELS = ("healthy", "watch", "at_risk", "in_danger")
"""From good to bad; of a theme and of the whole."""
IN_TROUBLE = LEVELS[2:]
"""The levels that call for action."""


@dataclass(frozen=True)
class ThemeLevel:
    """How one theme stands, how much of it is known, and the findings and open rules behind both."""

    theme: str
    level: str
    known: float
    """Share of the theme's rules that could be judged."""
    findings: tuple[Key, ...]
    rules: int
    open_rules: tuple[str, ...]


@dataclass(frozen=True)
class VerdictBasis:
    """What the verdict follows from: the benchmark that decided, and the counts held against it."""

    benchmark: str
    critical: int
    important: int
    minor: int
    known: float
    """Mean over the themes of how much is known."""
    decisive: tuple[Key, ...]
    """The findings that count, the weightiest first."""


def theme_levels(
    findings: Collection[Any], knowledge: KnowledgeBase, open_rules: Collection[str]
) -> tuple[ThemeLevel, ...]:
    """The level of each theme: that of its weightiest finding; what a root cause explains counts as minor."""
    return tuple(_theme_level(theme, findings, knowledge, open_rules) for theme in THEMES)


def _theme_level(
    theme: str, findings: Collection[Any], knowledge: KnowledgeBase, open_rules: Collection[str]
) -> ThemeLevel:
    rules = [card.id for card in knowledge.cards.values() if card.theme == theme and card.kind == "finding"]
    own = [one for one in findings if one.theme == theme]
    fired = {one.id for one in own}
    waiting = tuple(sorted(id for id in rules if id in open_rules and id not in fired))
    known = 1 - len(waiting) / len(rules) if rules else 0.0
    if own:
        worst = min(SEVERITIES.index(_weight_of(one)) for one in own)
        level = LEVELS[len(SEVERITIES) - worst]
    else:
        level = "healthy" if known >= knowledge.benchmarks["verdict.known_share"] else UNCLEAR
    return ThemeLevel(theme, level, round(known, 4), tuple(one.key for one in own), len(rules), waiting)


def _weight_of(finding: Any) -> str:
    """Its severity; a symptom of a cause goes when the cause goes, and weighs little unless it is critical."""
    symptom = finding.explained_by and finding.severity == "important"
    return "minor" if symptom else str(finding.severity)


def verdict(
    findings: Iterable[Any], themes: Iterable[ThemeLevel], benchmarks: Benchmarks
) -> tuple[str, VerdictBasis]:
    """The verdict of the whole, and what it follows from.

    In a theme, one subject counts once, by its weightiest finding, however many rules speak of it.
    """
    by_subject: dict[tuple[str, str], Any] = {}
    for one in sorted(findings, key=lambda found: SEVERITIES.index(_weight_of(found))):
        by_subject.setdefault((one.theme, one.subject or one.id), one)
    counted: dict[str, list[Key]] = {severity: [] for severity in SEVERITIES}
    for one in by_subject.values():
        counted[_weight_of(one)].append(one.key)
    critical, important, minor = (len(counted[severity]) for severity in SEVERITIES)
    levels = list(themes)
    known = sum(level.known for level in levels) / len(levels)

    def because(word: str, benchmark: str, *severities: str) -> tuple[str, VerdictBasis]:
        decisive = tuple(key for severity in severities for key in counted[severity])
        return word, VerdictBasis(benchmark, critical, important, minor, round(known, 4), decisive)

    if critical >= benchmarks["verdict.danger_critical"]:
        return because("in_danger", "verdict.danger_critical", "critical")
    beside = "verdict.danger_important_beside_critical"
    if critical and important >= benchmarks[beside]:
        return because("in_danger", beside, "critical", "important")
    if critical or important >= benchmarks["verdict.risk_important"]:
        return because("at_risk", "verdict.risk_important", "critical", "important")
    if important or minor >= benchmarks["verdict.watch_minor"]:
        return because("watch", "verdict.watch_minor", "important", "minor")
    enough = known >= benchmarks["verdict.known_share"]
    return because("healthy" if enough else UNCLEAR, "verdict.known_share", "minor")
