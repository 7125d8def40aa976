"""Levels and verdict: which findings put a theme or the whole where, on both sides of each number."""

from dataclasses import dataclass

import pytest

from advisor import levels
from advisor.knowledge import THEMES, load

KNOWLEDGE = load()


@dataclass(frozen=True)
class Found:
    """As much of a finding as a level looks at."""

    id: str
    severity: str
    subject: str | None = None
    explained_by: tuple = ()

    @property
    def theme(self):
        return self.id[:3]

    @property
    def key(self):
        return self.id, self.subject


def verdict(*findings, open_rules=()):
    themes = levels.theme_levels(findings, KNOWLEDGE, open_rules)
    return levels.verdict(findings, themes, KNOWLEDGE.benchmarks)


def level(theme, *findings, open_rules=()):
    return next(one for one in levels.theme_levels(findings, KNOWLEDGE, open_rules) if one.theme == theme)


EVERY_RULE = tuple(id for id, card in KNOWLEDGE.cards.items() if card.kind == "finding")


def important(number):
    return [Found("CON-10", "important", f"conflict-{n}") for n in range(number)]


def minor(number):
    return [Found("EXP-20", "minor", f"expectation-{n}") for n in range(number)]


def test_nothing_found_and_all_judged_is_healthy():
    assert verdict()[0] == "healthy"


def test_nothing_found_and_nothing_judged_is_unclear():
    word, basis = verdict(open_rules=EVERY_RULE)
    assert (word, basis.known) == ("unclear", 0)


def test_one_important_matter_is_to_be_watched_three_put_the_partnership_at_risk():
    assert [verdict(*important(n))[0] for n in (1, 2, 3)] == ["watch", "watch", "at_risk"]


def test_many_findings_on_one_subject_of_a_theme_count_once():
    on_one = [Found(id, "important", "conflict") for id in ("CON-01", "CON-10", "CON-12", "CON-16")]
    assert verdict(*on_one)[0] == "watch"


def test_what_a_cause_explains_counts_as_minor_unless_it_is_critical():
    explained = [Found("CON-10", "important", f"c{n}", (("CAU-01", "ana"),)) for n in range(3)]
    assert verdict(*explained)[0] == "healthy"
    assert verdict(Found("CON-15", "critical", "c", (("CAU-01", "ana"),)))[0] == "at_risk"


def test_a_second_critical_matter_makes_the_danger():
    first, second = Found("CON-15", "critical", "a"), Found("EXP-10", "critical", "b")
    assert verdict(first)[0] == "at_risk"
    word, basis = verdict(first, second)
    assert (word, basis.benchmark) == ("in_danger", "verdict.danger_critical")
    assert set(basis.decisive) == {("CON-15", "a"), ("EXP-10", "b")}


def test_a_critical_matter_on_weak_ground_makes_the_danger():
    critical = Found("EXP-10", "critical", "b")
    limit = int(KNOWLEDGE.benchmarks["verdict.danger_important_beside_critical"])
    assert verdict(critical, *important(limit - 1))[0] == "at_risk"
    assert verdict(critical, *important(limit))[0] == "in_danger"


def test_small_matters_are_to_be_watched_when_there_are_many():
    limit = int(KNOWLEDGE.benchmarks["verdict.watch_minor"])
    assert [verdict(*minor(n))[0] for n in (limit - 1, limit)] == ["healthy", "watch"]


@pytest.mark.parametrize(
    ("severity", "expected"), [("critical", "in_danger"), ("important", "at_risk"), ("minor", "watch")]
)
def test_a_theme_stands_as_its_weightiest_finding(severity, expected):
    assert level("CON", Found("CON-10", severity, "c"), *minor(3)).level == expected


def test_a_theme_of_which_little_is_known_is_unclear_not_healthy():
    assert level("CON").level == "healthy"
    assert level("CON", open_rules=EVERY_RULE).level == "unclear"


def test_every_theme_has_a_level_with_the_rules_that_could_not_be_judged():
    found = levels.theme_levels((), KNOWLEDGE, {"CON-18"})
    assert tuple(one.theme for one in found) == THEMES
    conflict = next(one for one in found if one.theme == "CON")
    assert conflict.open_rules == ("CON-18",)
    assert conflict.known == round(1 - 1 / conflict.rules, 4)
