"""An assessment as a document: everything put into words and escaped here, laid out by a template."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from advisor import version
from advisor.assessment import Advice, Assessment, Conclusion, TraceStep
from advisor.case import ADVISER, JOINT
from advisor.escaping import Markdown, markdown, one_line
from advisor.facts_in_words import FactWriter, verdict_in_words
from advisor.formats import Organisation, Page
from advisor.inference import Key
from advisor.knowledge import SEVERITIES, RuleCard
from advisor.language import typography
from advisor.layout import layout
from advisor.levels import LEVELS, UNCLEAR, ThemeLevel
from advisor.questions import Branch, OpenQuestion, SuspectedCause
from advisor.texts import Wording, Writer, rule_texts
from advisor.unknowns import Missing
from advisor.versions import disputed

MOST_QUESTIONS = 6
MOST_QUESTIONS_WHEN_WELL = 3
MOST_BRANCHES = 3
MOST_SUSPICIONS = 3
MOST_CAUSES = 3
MOST_STRENGTHS = 10
MOST_REASONS = 4
BAR_LENGTH = 10
PICTURE = "themes.svg"
"""Name of the picture of the themes in a page that holds it."""
RHYTHMS_OF_THE_ARTICLE = {"attendance": 1, "objectives": 3, "communication": 6}
"""Months between two looks at each, as the table of section 9 has them."""


@dataclass(frozen=True)
class FindingView:
    """A finding, cause, strength or withdrawal as the reader sees it."""

    id: str
    title: Markdown
    facts: Markdown
    """The first paragraph: the facts of the case that it rests on."""
    meaning: tuple[Markdown, ...]
    """The other paragraphs: why it matters."""
    severity: str
    severity_words: Markdown
    theme: Markdown
    source: Markdown
    symptoms: tuple[FindingView, ...] = ()
    reasons: tuple[Markdown, ...] = ()
    """For a withdrawn finding: why."""
    known_to: Markdown | None = None
    """In the adviser's copy: who may learn of it; None when all may."""


@dataclass(frozen=True)
class StepView:
    """One recommendation as the reader sees it."""

    number: int
    id: str
    title: Markdown
    paragraphs: tuple[Markdown, ...]
    owners: Markdown
    due: Markdown
    due_short: Markdown
    cadence: Markdown
    result: Markdown
    answers: Markdown
    """Titles of the findings that it answers."""
    source: Markdown
    first: bool
    """Whether it is one of the first steps."""
    advice: Advice = field(repr=False)
    """The same as plain data: owners and subjects by id, dates as dates."""
    small: bool = False
    """Whether it answers minor findings only, in a case that has weightier ones."""
    private: bool = False
    """Whether it rests on what the reader told in confidence."""
    known_to: Markdown | None = None

    @property
    def protects(self) -> bool:
        """Whether it protects people, money or a right, and so comes first."""
        return self.advice.rank == "protect"

    @property
    def indent(self) -> str:
        """What keeps a paragraph inside the numbered step."""
        return " " * (len(str(self.number)) + 2)


@dataclass(frozen=True)
class BranchView:
    """What an answer would mean: “if yes”, and what would then hold."""

    condition: Markdown
    meanings: tuple[Markdown, ...]


@dataclass(frozen=True)
class QuestionView:
    """An unknown fact, and what each answer would mean."""

    about: Markdown
    branches: tuple[BranchView, ...]
    otherwise: Markdown
    """What any other answer would mean; empty where the branches leave none."""


@dataclass(frozen=True)
class SuspicionView:
    """A root cause put as a question to each partner."""

    id: str
    asked: Markdown
    would_explain: Markdown


@dataclass(frozen=True)
class ThemeView:
    """One row of the table of themes, and of the picture beside the report."""

    name: Markdown
    level: str
    """One of the levels, or `unclear`."""
    level_words: Markdown
    strength: int
    """Quarters of the bar of the level: four when sound, one when in danger, none when unclear."""
    level_bar: str
    known: float
    known_words: Markdown
    known_bar: str
    because: Markdown
    """Ids of the findings behind the level, the weightiest first."""


@dataclass(frozen=True)
class DatedView:
    """Something to look at on a day."""

    what: str
    """`steps`, `attendance`, `objectives`, `communication`, `review`, `renewal` or `deadline`."""
    entry: str
    """The deadline's id; empty for the others."""
    day: datetime.date
    words: Markdown


@dataclass(frozen=True)
class TraceView:
    """One step of the trace: a rule that fired, on what, from which passage."""

    step: int
    rule: str
    title: Markdown
    facts: tuple[Markdown, ...]
    source: Markdown


@dataclass(frozen=True)
class ReportView:
    """All that the report's template needs; every text in it is Markdown already."""

    title: Markdown
    date: Markdown
    partners: Markdown
    commissioned_by: Markdown | None
    audience: str
    reader: Markdown
    verdict: str
    verdict_words: Markdown
    reason: tuple[Markdown, ...]
    first_steps: tuple[StepView, ...]
    later_steps: tuple[StepView, ...]
    causes: tuple[FindingView, ...]
    further_causes: tuple[FindingView, ...]
    """Beyond the first few: told in a line each."""
    findings: tuple[FindingView, ...]
    small_findings: tuple[FindingView, ...]
    """The minor ones: told in a line each where there are weightier ones."""
    strengths: tuple[FindingView, ...]
    further_strengths: Markdown
    """The titles of those beyond the first few; empty for none."""
    withdrawn: tuple[FindingView, ...]
    disputes: tuple[Markdown, ...]
    """What the partners tell differently, a line each, with who tells it how."""
    questions: tuple[QuestionView, ...]
    suspicions: tuple[SuspicionView, ...]
    themes: tuple[ThemeView, ...]
    verdict_because: Markdown
    picture: str
    """Name of the picture beside the report; empty for none."""
    picture_words: Markdown
    """What the picture shows, for those who don't see it."""
    calendar: tuple[tuple[Markdown, Markdown], ...]
    trace: tuple[TraceView, ...]
    benchmarks: Markdown | None
    version: str


def report(
    assessment: Assessment, language: str, picture: str = "", own_templates: Path | None = None
) -> str:
    """The report as Markdown, in `language`. `picture`: the name of a file beside it, if one is written.

    `own_templates`: a folder with templates that take the place of ours.
    """
    view = Composer(assessment, language).report(picture)
    return tidy(layout(language, own_templates).document("report", report=view))


def page(
    assessment: Assessment,
    language: str,
    organisation: Organisation | None = None,
    own_templates: Path | None = None,
) -> Page:
    """The report as a page to print or to send, with the picture of the themes inside it."""
    record = assessment.case.record
    return Page(
        report(assessment, language, PICTURE, own_templates),
        one_line(record.title or record.id),
        language,
        {PICTURE: themes_picture(assessment, language, own_templates)},
        organisation,
        str(own_templates or ""),
    )


@dataclass(frozen=True)
class ThemesPicture:
    """The picture of the ten themes. It holds no words of the case."""

    themes: tuple[ThemeView, ...]
    level: Markdown
    """Heading of the levels."""
    known: Markdown
    """Heading of how much is known."""


@dataclass(frozen=True)
class Picture:
    """A picture made from data, as SVG by the template `<template>.svg.j2`, which gets `view`, `title` and `words`."""

    template: str
    view: Any
    title: Markdown
    words: Markdown
    """What it shows, for those who don't see it."""


def themes_picture(assessment: Assessment, language: str, own_templates: Path | None = None) -> str:
    """The levels of the themes and how much is known of each, as SVG."""
    composer = Composer(assessment, language)
    themes = tuple(composer.theme(one) for one in assessment.themes)
    level, known, title = (composer.writer.phrase(f"picture.{name}") for name in ("level", "known", "title"))
    picture = Picture("themes", ThemesPicture(themes, level, known), title, composer.picture_words(themes))
    return layout(language, own_templates).picture(picture)


def tidy(text: str) -> str:
    """One empty line before a heading, never two in a row, and one line end at the end."""
    lines: list[str] = []
    for line in (one.rstrip() for one in text.splitlines()):
        if line.startswith("#") and lines and lines[-1]:
            lines.append("")
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"


class Composer:
    """Puts one assessment into words."""

    def __init__(self, assessment: Assessment, code: str) -> None:
        self.assessment = assessment
        self.code = code
        record = assessment.case.record
        self.writer = Writer(code, assessment.case.names, record.currency or "EUR")
        self.facts = FactWriter(self.writer)
        self.cards = assessment.knowledge.cards
        self.concluded = {one.key: one for one in (*assessment.findings, *assessment.causes)}
        self._wordings: dict[Key, Wording] = {}
        self._steps: tuple[StepView, ...] | None = None

    def report(self, picture: str) -> ReportView:
        a, record = self.assessment, self.assessment.case.record
        causes, further_causes = self._causes()
        strengths, further = self._strengths()
        findings = [self._finding(one) for one in a.findings if not one.explained_by]
        themes = tuple(self.theme(one) for one in a.themes)
        steps = self.steps()
        return ReportView(
            title=markdown(record.title or record.id),
            date=self.writer.language.date(record.date),
            partners=self.writer.name(a.case.partners),
            commissioned_by=markdown(record.commissioned_by) if record.commissioned_by else None,
            audience={JOINT: "joint", ADVISER: "adviser"}.get(a.audience, "partner"),
            reader=self.writer.name(a.audience) if a.audience not in (JOINT, ADVISER) else Markdown(""),
            verdict=a.verdict,
            verdict_words=self.writer.phrase(f"verdict.{a.verdict}"),
            reason=self._reason(),
            first_steps=tuple(step for step in steps if step.first),
            later_steps=tuple(step for step in steps if not step.first),
            causes=causes,
            further_causes=further_causes,
            findings=tuple(one for one in findings if not (a.in_trouble and one.severity == "minor")),
            small_findings=tuple(one for one in findings if a.in_trouble and one.severity == "minor"),
            strengths=strengths,
            further_strengths=self.facts.separate(further),
            withdrawn=tuple(self._finding(one) for one in a.withdrawn if self._is_harmless(one)),
            disputes=tuple(self.disputes()),
            questions=self._questions(),
            suspicions=tuple(self._suspicion(one) for one in a.suspected[:MOST_SUSPICIONS]),
            themes=themes,
            verdict_because=verdict_in_words(a, self.writer),
            picture=quote(picture),
            picture_words=self.picture_words(themes),
            calendar=tuple(self._calendar()),
            trace=tuple(self._trace()),
            benchmarks=markdown(a.knowledge.benchmarks.overlay) if a.knowledge.benchmarks.overlay else None,
            version=version(),
        )

    # --- One page first ---

    def _reason(self) -> tuple[Markdown, ...]:
        """The verdict in three sentences: what it means, what weighs most, what lies beneath or can be built on."""
        a = self.assessment
        weighty = [one for one in a.findings if one.severity != "minor" and not one.explained_by]
        basis = a.verdict_basis
        verdict = self.writer.sentence(
            f"verdict.{a.verdict}",
            findings=len(a.findings),
            weighty=basis.critical + basis.important,
            critical=basis.critical,
        )
        about: dict[str, Conclusion] = {}
        for one in sorted(weighty, key=lambda one: SEVERITIES.index(one.severity)):
            about.setdefault(one.subject or one.id, one)
        heaviest = list(about.values())
        told = (
            [*heaviest[:1], a.causes[0]] if a.causes else heaviest[:2]
        )  # what lies beneath has its sentence
        chosen = [self._finding(one).facts for one in told]
        if len(chosen) < 2 and a.strengths:
            strength = self._finding(a.strengths[0]).facts
            chosen.append(self.writer.sentence("verdict.build_on", strength=strength) if chosen else strength)
        return verdict, *chosen, *self._too_little_known()

    def _too_little_known(self) -> Iterable[Markdown]:
        """What a good verdict doesn't speak of: the themes of which too little is known."""
        if self.assessment.verdict in ("healthy", "watch"):
            unclear = [one.theme for one in self.assessment.themes if one.level == UNCLEAR]
            names = [self.writer.phrase(f"theme.{theme}") for theme in unclear]
            if names:
                yield self.writer.sentence("verdict.except", themes=self.writer.language.listing(names))

    # --- Findings ---

    def _causes(self) -> tuple[tuple[FindingView, ...], tuple[FindingView, ...]]:
        """The causes that explain most, each with its symptoms, and the others; a symptom is shown once."""
        shown: set[Key] = set()
        main: list[FindingView] = []
        further: list[FindingView] = []
        for cause in self.assessment.causes:
            new = [self.concluded[key] for key in cause.explains if key not in shown]
            if len(main) < MOST_CAUSES and (new or not main):
                main.append(self._finding(cause, new))
                shown |= {one.key for one in new}
            else:
                further.append(self._finding(cause))
        return tuple(main), tuple(further)

    def _strengths(self) -> tuple[tuple[FindingView, ...], list[Markdown]]:
        """The strengths to be told in full, from as many themes as possible, and the titles of the others."""
        taken: dict[str, int] = {}
        turns = []
        for one in self.assessment.strengths:
            taken[one.theme] = taken.get(one.theme, 0) + 1
            turns.append((taken[one.theme], one))
        first = sorted(turns, key=lambda turn: turn[0])[:MOST_STRENGTHS]
        kept = {one.key for _, one in first}
        told, titles = [], []
        for one in self.assessment.strengths:
            if one.key in kept or one.confidential_to is not None:
                told.append(self._finding(one))
            else:
                titles.append(self._wording(one.key, one.values).title)
        return tuple(told), list(dict.fromkeys(titles))

    def _finding(self, one: Conclusion, symptoms: Iterable[Conclusion] = ()) -> FindingView:
        wording = self._wording(one.key, one.values)
        return FindingView(
            id=one.id,
            title=wording.title,
            facts=wording.paragraphs[0],
            meaning=wording.paragraphs[1:],
            severity=one.severity,
            severity_words=self.writer.phrase(f"severity.{one.severity}") if one.severity else Markdown(""),
            theme=self.writer.phrase(f"theme.{one.theme}"),
            source=self.source(self.cards[one.id], one.evidence),
            symptoms=tuple(self._finding(symptom) for symptom in symptoms),
            reasons=tuple(self._withdrawal(key) for key in one.withdrawn_by),
            known_to=self._known_to(one.confidential_to),
        )

    def _is_harmless(self, one: Conclusion) -> bool:
        """Whether a finding was withdrawn because it is no problem, not because another says it."""
        return not all(self.cards[rule].options["merges"] for rule, _ in one.withdrawn_by)

    def _withdrawal(self, key: Key) -> Markdown:
        defeat = next(one for one in self.assessment.defeats if one.key == key)
        return self._wording(defeat.key, defeat.values).paragraphs[0]

    def _wording(self, key: Key, values: Mapping[str, Any]) -> Wording:
        """What a rule says about its subject. Made once: findings, steps and the trace name the same conclusions."""
        if key not in self._wordings:
            self._wordings[key] = self.writer.wording(key[0], values)
        return self._wordings[key]

    def _known_to(self, partners: tuple[str, ...] | None) -> Markdown | None:
        if partners is None:
            return None
        return self.writer.name(list(partners)) if partners else self.writer.phrase("word.nobody")

    def source(self, card: RuleCard, evidence: str) -> Markdown:
        """What a rule rests on: the passage of the article, and the literature or our own default."""
        cited = self.facts.citation(card.cites)
        named = rule_texts(self.code)[card.id].marked.get("source", "")
        parts = [f"article, {cited}" if cited else "", named]
        if evidence == "house":
            parts.append(str(self.writer.sentence("evidence.house")))
        return Markdown(" — ".join(part for part in parts if part))

    # --- Steps ---

    def steps(self) -> tuple[StepView, ...]:
        """All recommendations, numbered: the small ones last, else as they come. Most papers ask for them."""
        if self._steps is None:
            in_order = sorted(self.assessment.advice, key=self._is_small)
            self._steps = tuple(self._step(number, one) for number, one in enumerate(in_order, 1))
        return self._steps

    def _step(self, number: int, one: Advice) -> StepView:
        wording = self._wording(one.key, one.values)
        answers = [self._wording(key, self.concluded[key].values).title for key in one.answers]
        return StepView(
            number=number,
            id=one.id,
            title=wording.title,
            paragraphs=wording.paragraphs,
            owners=self.writer.name(list(one.owners)),
            due=self.writer.language.date(one.due),
            due_short=self.writer.language.short_date(one.due),
            first=one.first_step,
            advice=one,
            cadence=wording.marked["cadence"],
            result=wording.marked["result"],
            answers=Markdown(" · ".join(dict.fromkeys(answers))),
            source=Markdown(
                f"{self.writer.phrase(f'evidence.{one.evidence}')} ({self.source(self.cards[one.id], one.evidence)})"
            ),
            small=self._is_small(one),
            private=one.private,
            known_to=self._known_to(one.confidential_to),
        )

    def _is_small(self, one: Advice) -> bool:
        """Whether a step can wait in a list: it answers minor findings only, and there are weightier ones."""
        only_minor = all(self.concluded[key].severity == "minor" for key in one.answers)
        return self.assessment.in_trouble and not one.first_step and only_minor

    def title_of(self, one: Conclusion) -> Markdown:
        """What a conclusion is called."""
        return self._wording(one.key, one.values).title

    def facts_of(self, key: Key) -> Markdown:
        """The facts of the case that a finding or cause rests on, in a sentence or two."""
        return self._finding(self.concluded[key]).facts

    def step_in_short(self, one: Advice) -> Markdown:
        """What, who and by when, in a line."""
        step = self._step(1, one)
        return self.writer.sentence("step.short", what=step.title, owners=step.owners, due=step.due)

    # --- What is unknown ---

    def disputes(self, about: str = "") -> Iterable[Markdown]:
        """“Money — accounts shared: Ana: none; Bruno: full accounts”. `about`: how the path of the fact begins."""
        for path, versions in disputed(self.assessment.case.record).items():
            if not path.startswith(about):
                continue
            told = (
                f"{self.writer.name(one.partner)}{self.facts.colon}{self.facts.version(path, str(one.told))}"
                for one in versions
            )
            yield Markdown(f"**{self.facts.path(path)}** — {self.facts.separate(told)}")

    def _questions(self) -> tuple[QuestionView, ...]:
        well = self.assessment.verdict in ("healthy", "watch")
        most = MOST_QUESTIONS_WHEN_WELL if well else MOST_QUESTIONS
        chosen: dict[Any, list[OpenQuestion]] = {}
        asked: set[Missing] = set()
        for one in self.assessment.questions:
            named_already = all(asked & set(branch.together_with) for branch in one.branches)
            what = one.section, one.name, one.rules
            if not named_already and (what in chosen or len(chosen) < most):
                chosen.setdefault(what, []).append(one)
                asked.add(one.missing)
        return tuple(self.question(alike) for alike in chosen.values())

    def question(self, alike: list[OpenQuestion]) -> QuestionView:
        """One fact, asked of each entry alike; what the answers would mean is said of the first."""
        one = alike[0]
        about = self.facts.missing_of([other.missing for other in alike])
        benchmarks = self.assessment.knowledge.benchmarks
        by_condition: dict[Markdown, list[Branch]] = {}
        for branch in one.branches:
            by_condition.setdefault(self.facts.answer(branch, one.missing, benchmarks), []).append(branch)
        in_order = sorted(
            by_condition.items(), key=lambda told: told[0] == self.facts.tells
        )  # vague ones last
        shown = in_order[:MOST_BRANCHES]
        branches = tuple(
            BranchView(condition, tuple(self._meanings(found[:2], one.entry))) for condition, found in shown
        )
        all_told = {self.facts.yes, self.facts.no} <= by_condition.keys() or list(by_condition) == [
            self.facts.tells
        ]
        return QuestionView(about, branches, Markdown("") if all_told else self._otherwise(by_condition))

    def _meanings(self, branches: Iterable[Branch], entry: str) -> Iterable[Markdown]:
        """What would then hold; what else must be known for it is said once."""
        by_others: dict[tuple[Missing, ...], dict[Markdown, None]] = {}
        for one in branches:
            by_others.setdefault(one.together_with, {})[self.statement(one.rule)] = None
        for others, stated in by_others.items():
            statement = Markdown(" ".join(stated))
            if others:
                names = [self.facts.missing(one, within=entry) for one in others]
                listed = self.writer.language.listing(names)
                statement = self.writer.sentence("question.together", statement=statement, others=listed)
            yield statement

    def _otherwise(self, told: Iterable[Markdown]) -> Markdown:
        """What any other answer would mean, “if no” by its name."""
        answered = set(told)
        if self.facts.yes in answered:
            first = self.facts.no
        elif self.facts.no in answered:
            first = self.facts.yes
        elif self.facts.any in answered:
            first = self.writer.phrase("question.if_none")
        else:
            first = self.writer.phrase("question.otherwise")
        return self.writer.sentence("question.otherwise", answer=first)

    def _suspicion(self, one: SuspectedCause) -> SuspicionView:
        """The cause as a question, without the names of the case: it is put to each partner alike."""
        asked = rule_texts(self.code)[one.id].marked["asks"]
        explained = (self.concluded[key] for key in one.would_explain)
        titles = [self._wording(found.key, found.values).title for found in explained]
        return SuspicionView(one.id, Markdown(asked), self.facts.separate(titles))

    def statement(self, rule: str) -> Markdown:
        """What a rule states, in one line."""
        return stated(self.cards[rule], self.code)

    # --- Themes, calendar, trace ---

    def theme(self, one: ThemeLevel) -> ThemeView:
        strength = len(LEVELS) - LEVELS.index(one.level) if one.level in LEVELS else 0
        more = len(one.findings) - MOST_REASONS
        ids = [f"`{id}`" for id in dict.fromkeys(id for id, _ in one.findings)][:MOST_REASONS]
        return ThemeView(
            name=self.writer.phrase(f"theme.{one.theme}"),
            level=one.level,
            level_words=self.writer.phrase(f"level.{one.level}"),
            strength=strength,
            level_bar=bar(strength, len(LEVELS)),
            known=one.known,
            known_words=self.writer.language.percent(one.known, 0),
            known_bar=bar(round(one.known * BAR_LENGTH), BAR_LENGTH),
            because=Markdown(" ".join(ids) + (" …" if more > 0 else "")),
        )

    def picture_words(self, themes: Iterable[ThemeView]) -> Markdown:
        """The picture in words: each theme with its level and how much is known."""
        told = [
            self.writer.sentence(
                "picture.title", theme=one.name, level=one.level_words, known=one.known_words
            )
            for one in themes
        ]
        return Markdown(f"{self.writer.phrase('picture.title')}{self.facts.colon}{self.facts.separate(told)}")

    def _calendar(self) -> Iterable[tuple[Markdown, Markdown]]:
        """What to look at when, in words."""
        for day, what in sorted((one.day, one.words) for one in self.dates()):
            yield self.writer.language.short_date(day), what

    def dates(self) -> Iterable[DatedView]:
        """What to look at when: the first steps, the article's rhythms, dates that the case sets."""
        record = self.assessment.case.record
        if self.assessment.first_steps:
            yield self._dated("steps", later(record.date, days=30))
        for what, months in RHYTHMS_OF_THE_ARTICLE.items():
            yield self._dated(what, later(record.date, months=months))
        review = record.review.next_review if record.review else None
        if review and review >= record.date:
            yield self._dated("review", review)
        renewal = record.partnership.renewal if record.partnership else None
        if renewal and renewal >= record.date:
            yield self._dated("renewal", renewal)
        for deadline in record.deadlines or ():
            if deadline.date and deadline.date >= record.date:
                yield DatedView("deadline", deadline.id, deadline.date, self.writer.name(deadline.id))

    def _dated(self, what: str, day: datetime.date) -> DatedView:
        return DatedView(what, "", day, self.writer.phrase(f"calendar.{what}"))

    def _trace(self) -> Iterable[TraceView]:
        """One line a conclusion, as the rules fired, withdrawals included; steps have their grounds beside them."""
        fired: dict[Key, list[TraceStep]] = {}
        for step in self.assessment.trace:
            fired.setdefault((step.rule, step.subject), []).append(step)
        for key, steps in fired.items():
            card = self.cards[key[0]]
            if card.kind == "recommendation":
                continue
            used = [fact for step in steps for fact in step.facts]
            words = (self.facts.fact(one.fact, one.values, one.looked_at) for one in used)
            yield TraceView(
                step=steps[0].step,
                rule=card.id,
                title=self._wording(key, steps[0].values).title,
                facts=tuple(dict.fromkeys(words)),
                source=self.source(card, card.evidence),
            )


def stated(card: RuleCard, code: str) -> Markdown:
    """What a rule states, in one line: its docstring, or the line `states` of its texts."""
    return Markdown(typography(rule_texts(code)[card.id].marked.get("states") or card.summary, code))


def bar(filled: int, length: int) -> str:
    return "█" * filled + "░" * (length - filled)


def later(day: datetime.date, *, days: int = 0, months: int = 0) -> datetime.date:
    """The day so much later, moved to the Monday after a weekend; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, day.day - 4, -1):
        try:
            moved = datetime.date(year, month + 1, number) + datetime.timedelta(days=days)
        except ValueError:
            continue
        return moved + datetime.timedelta(days=(7 - moved.weekday()) % 7 if moved.weekday() > 4 else 0)
    raise AssertionError("every month has 28 days")
