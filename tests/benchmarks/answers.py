"""What may be answered to each question of a generated case, when all is well and when it isn't."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from advisor import vocabulary
from advisor.vocabulary import Day, FieldInfo, Ref

from .archetypes import HERE, Facts, tidy, words
from .stories import Story

Option = Callable[[Story, Facts], Any]
"""Draws one answer for a section or entry."""
AS_IT_IS = "as_it_is"
LEFT_OUT = {
    "partners.substitute": "id",
    "partners.trust": "id",
    "expectations.shown_to": "holder",
    "expectations.imposed_on": "holder",
    "trust_events.concerning": "by",
}
"""Whom an answer can't name: the partner that this field of the same entry names."""
FIGURES = ("growth", "volume", "return")
PROJECTS = (*FIGURES, "deadline", "quality")
ENDED = ("confirmed", "mixed", "failed")
ONLY_IF: dict[str, tuple[str, tuple[str, ...]]] = {
    "trust_events.contradicted_by_records": ("kind", ("accusation",)),
    "trust_events.replaced": ("kind", ("departure",)),
    "expectations.contacts_a_week": ("about", ("contact_rhythm",)),
    "expectations.contact_minutes": ("about", ("contact_rhythm",)),
    "expectations.compulsory": ("about", ("contact_rhythm",)),
    "expectations.regardless_of_skills": ("about", ("effort_share",)),
    "expectations.evidence": ("about", PROJECTS),
    "expectations.margin_kept": ("about", PROJECTS),
    "expectations.slips": ("about", PROJECTS),
    "expectations.rebaselined": ("about", PROJECTS),
    "expectations.orders_share": ("about", FIGURES),
    "expectations.ramp_up_months": ("about", FIGURES),
    "expectations.committed_money": ("about", PROJECTS),
    "expectations.committed_before_proof": ("about", PROJECTS),
    "expectations.reversible": ("about", PROJECTS),
    "pilots.ended": ("result", ENDED),
}
"""What is asked of some entries only: those of which another field has one of these values."""


@dataclass(frozen=True)
class Question:
    """One field, and what may be answered when all is well and when it isn't."""

    name: str
    well: tuple[Option, ...]
    ill: tuple[Option, ...]
    only_if: tuple[str, tuple[str, ...]] | None = None

    def answer(self, facts: Facts, story: Story, well: float) -> None:
        """Answers it anew, if it is asked of this entry at all."""
        if self.only_if is not None and facts.get(self.only_if[0]) not in self.only_if[1]:
            return
        draw = story.draw
        value = draw.among(self.well if draw.chance(well) else self.ill)(story, facts)
        if value != AS_IT_IS:
            facts[self.name] = value


@cache
def _answers() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((HERE / "answers.yaml").read_text(encoding="utf-8"))
    return read


@cache
def questions(section: str) -> tuple[Question, ...]:
    """The questions to a section or list."""
    known = vocabulary.fields(section)
    return tuple(_question(known[name], answers) for name, answers in _answers()[section].items())


def _question(info: FieldInfo, answers: Any) -> Question:
    well, ill = (answers, not answers) if isinstance(answers, bool) else answers
    return Question(info.name, _options(info, well), _options(info, ill), ONLY_IF.get(info.path))


@cache
def slips(section: str) -> tuple[Question, ...]:
    """The questions of which a bad answer is no grave matter."""
    names = _answers()["slips"].get(section, ())
    return tuple(question for question in questions(section) if question.name in names)


@cache
def stage(name: str) -> tuple[Question, ...]:
    """What is told together of a conflict that stands so."""
    known = vocabulary.fields("conflicts")
    told = ((field, _options(known[field], answers)) for field, answers in _answers()["stages"][name].items())
    return tuple(Question(field, options, options) for field, options in told)


def _options(info: FieldInfo, answers: Any) -> tuple[Option, ...]:
    """The alternatives, each ready to be drawn."""
    options = [_option(info, one) for one in (answers if isinstance(answers, list) else [answers])]
    return (_by_partner(info, options),) if info.shape == "mapping" else tuple(options)


def _concerned(info: FieldInfo, story: Story, facts: Facts) -> list[str]:
    """The partners whom an answer may name: the parties of a conflict, else all."""
    them = facts.get("parties") or story.partners
    left_out = facts.get(LEFT_OUT.get(info.path, ""))
    return [partner for partner in them if partner != left_out]


def _by_partner(info: FieldInfo, options: list[Option]) -> Option:
    def drawn(story: Story, facts: Facts) -> dict[str, Any]:
        them = _concerned(info, story, facts)
        return {partner: story.draw.among(options)(story, facts) for partner in them}

    return drawn


def _option(info: FieldInfo, answer: Any) -> Option:
    bounds = re.fullmatch(r"(-?[\d.]+?)\.\.(-?[\d.]+)", str(answer))
    if bounds:
        return _within(info, bounds[1], bounds[2])
    if isinstance(info.type, Ref) and info.shape != "mapping":
        return _of_partners(info, answer)
    if answer == "told":
        texts = words()[info.name]
        return _shaped(info, lambda story, facts: story.draw.among(texts[story.language]))
    if answer == "none" and "none" not in info.choices:
        return lambda story, facts: [] if info.shape == "list" else None
    return _shaped(info, lambda story, facts: answer)


def _shaped(info: FieldInfo, option: Option) -> Option:
    return (lambda story, facts: [option(story, facts)]) if info.shape == "list" else option


def _within(info: FieldInfo, low: str, high: str) -> Option:
    """A number within bounds, as people tell it: hundredths up to 1, halves up to 3, else a whole number."""
    first, last = float(low), float(high)
    is_whole = isinstance(info.type, Day) or info.unit in ("count", "score_0_10", "grade_0_5") or last > 3
    parts = 1 if is_whole or info.unit.startswith("level") else 100 if last <= 1 else 2

    def drawn(story: Story, facts: Facts) -> float:
        return tidy(story.draw.whole(int(first * parts), int(last * parts)) / parts)

    return drawn


def _of_partners(info: FieldInfo, word: str) -> Option:
    """A partner, or several, or none."""

    def one_or_none(story: Story, facts: Facts) -> str | None:
        return story.draw.among(_concerned(info, story, facts)) if word == "one" else None

    def several(story: Story, facts: Facts) -> list[str]:
        them = _concerned(info, story, facts)
        if word == "everybody":
            return them
        return story.draw.some(them, 1 if word == "one" else story.draw.whole(1, max(1, len(them) - 1)))

    if info.shape == "value":
        return one_or_none
    return (lambda story, facts: []) if word == "nobody" else several
