"""What all papers have in common: a view for a template, pictures beside it, and a head that says whom it is for.

A paper is made in three steps, as the report is: the module of its kind puts an assessment into words (a dataclass
of `Markdown`), a template of that name lays it out, and `Document` is the result. A kind is added with a module here, a
template in each language, and where it has words of its own a file `rules/paper-….md` in each language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor import version
from advisor.assessment import Advice, Assessment
from advisor.case import ADVISER, JOINT
from advisor.documents import Composer
from advisor.documents import Picture as Picture
from advisor.escaping import Markdown, markdown
from advisor.messages import Message

KEEPS_APART = "CON-R18"
"""The advice under which nobody is seated at one table with whom they are not safe."""
BLANK = Markdown("…………………………")
"""What is filled in by hand, where a fact is unknown."""
SHORT_BLANK = Markdown("………………")


@dataclass(frozen=True)
class Head:
    """What stands at the top and at the end of every paper."""

    case: Markdown
    """The title of the case."""
    partners: Markdown
    date: Markdown
    audience: str
    """`joint` or `partner`."""
    reader: Markdown
    """The partner whom it is for alone; empty for all."""
    organisation: Markdown
    """Who hands it out; empty for none."""
    benchmarks: Markdown
    """The file with an organisation's own numbers; empty for none."""
    version: str
    apart: bool
    """Whether somebody may come to harm, so that nobody is asked to one table."""


@dataclass(frozen=True)
class Paper:
    """One document before it is laid out."""

    kind: str
    view: Any
    """What the template gets as `paper`: a dataclass whose texts are all Markdown already."""
    about: str = ""
    """The id of the entry or partner that it is about, where a case has several papers of this kind."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """By the name under which the template asks for them: `pictures.timeline`."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """Other files by the end of their name: `{"ics": "BEGIN:VCALENDAR…"}`."""
    lacks: tuple[Message, ...] = ()
    """What could not be written beside it, and what would be needed."""

    @property
    def name(self) -> str:
        """The name of its files, without what comes after the dot."""
        return f"{self.kind}-{self.about}" if self.about else self.kind


@dataclass(frozen=True)
class Kind:
    """A kind of paper."""

    name: str
    compose: Callable[[Composer], Iterable[Paper]]
    view: type
    """The dataclass that its template gets as `paper`."""
    pictures: Mapping[str, type] = field(default_factory=dict)
    """The templates of its pictures, each with the dataclass that it gets as `view`."""
    private: bool = False
    """Whether it is for one partner alone, and never written for all together."""


def head_of(composer: Composer, organisation: str) -> Head:
    """The head of every paper of an assessment."""
    assessment = composer.assessment
    assert assessment.audience != ADVISER, "papers are handed on; the adviser's copy is not"
    record, writer = assessment.case.record, composer.writer
    alone = assessment.audience != JOINT
    return Head(
        case=markdown(record.title or record.id),
        partners=writer.name(assessment.case.partners),
        date=writer.language.date(record.date),
        audience="partner" if alone else "joint",
        reader=writer.name(assessment.audience) if alone else Markdown(""),
        organisation=markdown(organisation),
        benchmarks=markdown(assessment.knowledge.benchmarks.overlay or ""),
        version=version(),
        apart=keeps_apart(assessment),
    )


def keeps_apart(assessment: Assessment) -> bool:
    """Whether somebody may come to harm, so that nobody is asked to one table."""
    return any(one.id == KEEPS_APART for one in assessment.advice)


def clock(minutes: int) -> str:
    """Minutes from the beginning of a meeting: `1:05`."""
    return f"{minutes // 60}:{minutes % 60:02}"


def advice_about(assessment: Assessment, entry: str) -> Iterable[Advice]:
    """The recommendations that are about an entry of the case, or name it among others."""
    for one in assessment.advice:
        named = (part for value in one.values.values() for part in _several(value))
        if one.subject == entry or entry in named:
            yield one


def _several(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def codes(advice: Iterable[Advice]) -> Markdown:
    """The codes of some recommendations, each once: `COM-R4` `KPI-R1`."""
    return Markdown(" ".join(dict.fromkeys(f"`{one.id}`" for one in advice)))
