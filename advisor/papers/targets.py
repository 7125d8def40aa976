"""Realistic targets: the pace of each expectation, the counter-offer and its calculation, and what more would take."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from advisor.assessment import Conclusion
from advisor.documents import Composer, StepView, stated
from advisor.escaping import Markdown, markdown
from advisor.measures import growth as measures
from advisor.measures.base import listed
from advisor.measures.growth import (
    DAYS_A_MONTH,
    UNCOUNTED,
    Capacity,
    Growth,
    Horizon,
    PilotPace,
    Resources,
    Sharing,
    Timing,
)
from advisor.measures.load import load, loads, spare_hours
from advisor.measures.money import Cash, cash
from advisor.papers.base import BLANK, SHORT_BLANK, Kind, Paper, Picture
from advisor.vocabulary import Dependency, Expectation

OFFER_OF = {
    "EXP-R1": "pace",
    "EXP-R2": "best",
    "EXP-R3": "pilot",
    "EXP-R4": "capacity",
    "EXP-R5": "pace",
    "EXP-R6": "capacity_only",
    "EXP-R7": "ramp_up",
    "EXP-R8": "quick",
    "EXP-R9": "resources",
    "EXP-R10": "nothing",
    "EXP-R32": "capacity_and_pace",
}
"""What the counter-offer of each recommendation is built on."""
GAPS = ("EXP-16", "EXP-17", "EXP-18")
"""Findings about several expectations at once."""
NEW_FIGURE = ("EXP-16", "EXP-18", "EXP-22", "EXP-35")
"""Findings that end in another figure, though in no counter-offer."""
GOOD = ("EXP-S1", "EXP-S2", "EXP-S5", "EXP-S6", "EXP-S8", "EXP-S7", "EXP-S4", "EXP-S3")
"""Strengths of an expectation, the one that says most first."""
MARKS = (1, 3, 6, 12)
"""Months after which one looks where one stands."""
NEAR = 0.5
"""Months before the end in which no further mark is set."""
LATE_START = 15
"""Days from which on a start in the past is spoken of."""
POINTS = 24
"""Pieces of a curve in the picture."""
INDEX = 100.0
"""Today's level where only the ratio is known."""
LABEL_GAP = 0.17
"""How near, in heights of the picture, two labels would touch."""
LOWEST_LABEL = 0.06
MARK_GAP = 0.17
"""How near, in widths of the picture, two dates would touch."""
NOTHING = Markdown("–")


@dataclass(frozen=True)
class Row:
    """One growth target at a glance."""

    target: Markdown
    course: Markdown
    """From where to where."""
    months: Markdown
    monthly: Markdown
    change: Markdown
    article: Markdown
    best: Markdown


@dataclass(frozen=True)
class Milestone:
    """What would be reached after so many months."""

    when: Markdown
    date: Markdown
    levels: tuple[Markdown, ...]
    """On the original path, then on each of those offered."""


@dataclass(frozen=True)
class Condition:
    """What would have to be true for the original target, and what is known of it."""

    what: Markdown
    known: Markdown


@dataclass(frozen=True)
class Negotiation:
    """A target to be negotiated anew."""

    picture: str
    """The key of its picture; empty for none."""
    title: Markdown
    holder: Markdown
    findings: tuple[Markdown, ...]
    step: StepView
    offer: tuple[Markdown, ...]
    calculation: tuple[Markdown, ...]
    columns: tuple[Markdown, ...]
    """What the levels of the milestones are called."""
    milestones: tuple[Milestone, ...]
    begun: Markdown
    """What of its time has gone by; empty for nothing."""
    conditions: tuple[Condition, ...]
    other_steps: tuple[StepView, ...]


@dataclass(frozen=True)
class DateRow:
    """A date counted on, against the dates that are possible."""

    target: Markdown
    counted_on: Markdown
    earliest: Markdown
    latest: Markdown
    decides: Markdown
    judgement: Markdown


@dataclass(frozen=True)
class Open:
    """An expectation to be settled, by something else than another figure."""

    title: Markdown
    holder: Markdown
    findings: tuple[Markdown, ...]
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class Steady:
    """The milestones of a growth target that keeps its figure."""

    target: Markdown
    levels: tuple[Markdown, ...]
    """After each of the months of `MARKS`, then at the end."""


@dataclass(frozen=True)
class Line:
    """The path of a figure in the picture. `points`: shares of the width and of the height."""

    name: Markdown
    end: Markdown
    points: tuple[tuple[float, float], ...]
    label: float
    """Height of its label, kept apart from the others."""


@dataclass(frozen=True)
class Mark:
    """A moment under the picture."""

    words: Markdown
    date: Markdown
    place: float
    shown: bool
    """Whether there is room for its words."""


@dataclass(frozen=True)
class Paths:
    """The data of `paths.svg.j2`."""

    start: Markdown
    start_height: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    today: float | None
    """The place of the date of the case; None where the time begins with it, or is up."""
    today_words: Markdown


@dataclass(frozen=True)
class Targets:
    """The data of `targets.<language>.md.j2`."""

    glance: tuple[Row, ...]
    negotiations: tuple[Negotiation, ...]
    dates: tuple[DateRow, ...]
    to_settle: tuple[Open, ...]
    fine: tuple[Markdown, ...]
    """Expectations against which nothing speaks, a line each."""
    unjudged: tuple[Markdown, ...]
    """Expectations of which too little is known to say so."""
    steady: tuple[Steady, ...]


@dataclass(frozen=True)
class _Course:
    """One way from the start: what it is called, and the level at its end as a multiple of the start."""

    name: Markdown
    ratio: float


def _compose(composer: Composer) -> Iterable[Paper]:
    if composer.assessment.case.record.expectations:
        yield _Draft(composer).paper()


KIND = Kind("targets", _compose, Targets, {"paths": Paths})


class _Draft:
    """The sheet in the making: the measures of the case by expectation."""

    def __init__(self, composer: Composer) -> None:
        assessment = composer.assessment
        self.composer = composer
        self.writer = composer.writer
        self.language = composer.writer.language
        self.record = assessment.case.record
        self.benchmarks = assessment.knowledge.benchmarks
        self.expectations: list[Expectation] = listed(self.record, "expectations")
        self.growth = self._by_expectation(measures.growth)
        self.horizon = self._by_expectation(measures.horizon)
        self.timing = self._by_expectation(measures.timing)
        self.capacity = self._by_expectation(measures.capacity)
        self.resources = self._by_expectation(measures.resources)
        self.sharing = self._by_expectation(measures.sharing)
        self.pilots = {
            one.expectation: one
            for one in measures.pilot_pace(self.record, self.benchmarks)
            if not one.enough
        }
        for step in composer.steps():
            if step.id == "EXP-R3":  # where there are several pilots, the one that the advice speaks of
                pace = PilotPace(**step.advice.values["pace"])
                self.pilots[pace.expectation] = pace
        self.steps = [step for step in composer.steps() if step.advice.theme == "EXP"]

    def _by_expectation(self, measure: Any) -> dict[str, Any]:
        return {one.expectation: one for one in measure(self.record, self.benchmarks)}

    def paper(self) -> Paper:
        offered = {step.advice.subject: step for step in reversed(self.steps) if step.id in OFFER_OF}
        anew = [one for step in self.steps for one in self.expectations if offered.get(one.id) is step]
        others = [one for one in self.expectations if one.id not in offered]
        troubled = [one for one in others if self._findings(one) or self._steps(one)]
        fine = [one for one in others if one not in troubled]
        pictures = {
            _picture_of(one): self._picture(one, courses)
            for one in anew
            if (courses := self._courses(one, OFFER_OF[offered[one.id].id]))
        }
        view = Targets(
            glance=tuple(self._row(one) for one in (*anew, *others) if one.id in self.growth),
            negotiations=tuple(self._negotiation(one, offered[one.id], pictures) for one in anew),
            dates=tuple(self._date(one) for one in (*anew, *others) if self._has_date(one)),
            to_settle=tuple(self._open(one) for one in troubled),
            fine=tuple(self._fine(one) for one in fine if self._is_judged(one)),
            unjudged=tuple(self._with_holder(one) for one in fine if not self._is_judged(one)),
            steady=tuple(self._steady(one) for one in others if self._keeps_its_figure(one)),
        )
        return Paper(KIND.name, view, pictures=pictures)

    # --- What was concluded ---

    def _findings(self, one: Expectation) -> list[Conclusion]:
        """The findings about an expectation, those about several of which it is one included."""

        def is_about(finding: Conclusion) -> bool:
            members = finding.values["gap"]["members"] if finding.id in GAPS else ()
            return finding.theme == "EXP" and (finding.subject == one.id or one.id in members)

        return [finding for finding in self.composer.assessment.findings if is_about(finding)]

    def _steps(self, one: Expectation) -> list[StepView]:
        return [step for step in self.steps if step.advice.subject == one.id]

    def _has(self, one: Expectation, *ids: str) -> str:
        """The code of the first of these findings that stands about an expectation, ready to be appended."""
        standing = {finding.id for finding in self._findings(one)}
        return next((f" `{id}`" for id in ids if id in standing), "")

    def _told(self, key: str, one: Expectation, *ids: str, **values: Any) -> Markdown:
        """A sentence, with the code of the finding that it repeats."""
        return Markdown(f"{self.writer.sentence(key, **values)}{self._has(one, *ids)}")

    # --- At a glance ---

    def _row(self, one: Expectation) -> Row:
        growth: Growth = self.growth[one.id]
        best = growth.best_monthly_rate
        return Row(
            target=self._with_holder(one),
            course=self._from_to(one),
            months=self._time(growth.months),
            monthly=self.language.percent(growth.monthly_rate),
            change=self.language.signed_percent(growth.change),
            article=self.language.signed_percent(growth.article_change),
            best=SHORT_BLANK
            if best is None
            else self.writer.sentence("targets.best", rate=best, change=growth.best_change),
        )

    def _with_holder(self, one: Expectation) -> Markdown:
        title = self.writer.name(one.id)
        return Markdown(f"{title} ({self.writer.name(one.holder)})") if one.holder else title

    def _from_to(self, one: Expectation) -> Markdown:
        """18,000 → 36,000 € a month, or today's level × 2."""
        if self._is_indexed(one):
            return self.language.times(self.growth[one.id].ratio)
        end = self._start(one) * self.growth[one.id].ratio if one.target is None else one.target
        return Markdown(
            f"{self.language.number(self._start(one))} → {self.writer.quantity(end, one.unit or '')}"
        )

    # --- A target to be negotiated anew ---

    def _negotiation(self, one: Expectation, step: StepView, pictures: Mapping[str, Any]) -> Negotiation:
        basis = OFFER_OF[step.id]
        courses = self._courses(one, basis)
        findings = self._findings(one)
        said = [f"{stated(self.composer.cards[each.id], self.writer.code)} `{each.id}`" for each in findings]
        others = [each for each in self._steps(one) if each is not step]
        return Negotiation(
            picture=_picture_of(one) if _picture_of(one) in pictures else "",
            title=self.writer.title(one.id),
            holder=self.writer.name(one.holder) if one.holder else Markdown(""),
            findings=tuple(Markdown(each) for each in said),
            step=step,
            offer=step.paragraphs,
            calculation=tuple(self._calculation(one, basis)),
            columns=(self.writer.phrase("targets.original"), *(course.name for course in courses)),
            milestones=tuple(self._milestones(one, courses)) if courses else (),
            begun=self._begun(one) if courses else Markdown(""),
            conditions=tuple(self._conditions(one)),
            other_steps=tuple(others),
        )

    def _courses(self, one: Expectation, basis: str) -> list[_Course]:
        """The paths that the counter-offer gives, each below the original; none where it gives no figure."""
        growth: Growth | None = self.growth.get(one.id)
        if growth is None:
            return []
        found: list[_Course] = []
        if basis in ("pace", "best", "capacity_and_pace"):
            found.append(_Course(self.writer.phrase("targets.at_article"), 1 + growth.article_change))
        if basis in ("best", "capacity_and_pace") and growth.best_change is not None:
            found.append(_Course(self.writer.phrase("targets.at_best"), 1 + growth.best_change))
        if basis == "pilot" and one.id in self.pilots:
            found.append(
                _Course(self.writer.phrase("targets.at_pilot"), 1 + self.pilots[one.id].pilot_change)
            )
        carried = self._carried(one)
        if basis in ("capacity", "capacity_only") and carried is not None and one.baseline:
            found.append(_Course(self.writer.phrase("targets.at_capacity"), carried / one.baseline))
        return [course for course in found if 1 <= course.ratio < growth.ratio]

    def _carried(self, one: Expectation) -> float | None:
        """The target that capacity carries, in the unit of the target; None where the two can't be compared."""
        capacity: Capacity | None = self.capacity.get(one.id)
        if capacity is None:
            return None
        carried: float | None = (
            capacity.available if capacity.needed == one.target else capacity.scaled_target
        )
        return carried

    def _level(self, one: Expectation, ratio: float, part: float) -> float:
        """The level after a part (0 to 1) of the time, at a constant pace that ends at `ratio` times the start."""
        level: float = self._start(one) * ratio**part
        return level

    def _is_indexed(self, one: Expectation) -> bool:
        """Whether only the ratio is known: levels are then told as a share of today's."""
        return one.baseline is None or one.baseline <= 0

    def _start(self, one: Expectation) -> float:
        return INDEX if one.baseline is None or one.baseline <= 0 else one.baseline

    def _amount(self, one: Expectation, level: float) -> Markdown:
        """A projected level as a bare number: whole where things are counted, else to three digits."""
        if self._is_indexed(one):
            return self.language.number(level, 0)
        start, end = one.baseline or 0, one.target or 0
        is_counted = start == int(start) and end == int(end) and not UNCOUNTED.search(one.unit or "")
        if is_counted and abs(level) < 1000:
            return self.language.number(level, 0)
        return self.writer.about(level)

    def _in_unit(self, one: Expectation, level: float) -> Markdown:
        """The same in its unit; as a share of today's level where only the ratio is known."""
        amount = self._amount(one, level)
        if self._is_indexed(one):
            return self.writer.sentence("targets.index", amount=amount)
        return (
            self.writer.sentence("targets.in_unit", amount=amount, unit=markdown(one.unit))
            if one.unit
            else amount
        )

    # --- Milestones ---

    def _time(self, months: float) -> Markdown:
        return self.language.months(months) if months >= 1 else self.language.days(months * DAYS_A_MONTH, 0)

    def _months_at(self, months: float) -> list[float]:
        return [*(mark for mark in MARKS if mark < months - NEAR), months]

    def _begins(self, one: Expectation) -> datetime.date:
        """The day from which the time of an expectation counts: the time before the date counted on, or today."""
        if one.due is None or one.horizon_months is None:
            return self.record.date
        return measures.later(one.due, -one.horizon_months)

    def _date_after(self, one: Expectation, months: float) -> Markdown:
        is_the_end = one.due is not None and months == self.growth[one.id].months
        return self.language.short_date(
            one.due if is_the_end and one.due else measures.later(self._begins(one), months)
        )

    def _milestones(self, one: Expectation, courses: list[_Course]) -> Iterable[Milestone]:
        growth: Growth = self.growth[one.id]
        for months in self._months_at(growth.months):
            part = months / growth.months
            ratios = (growth.ratio, *(course.ratio for course in courses))
            yield Milestone(
                when=self._time(months),
                date=self._date_after(one, months),
                levels=tuple(self._amount(one, self._level(one, ratio, part)) for ratio in ratios),
            )

    def _begun(self, one: Expectation) -> Markdown:
        """That part of the time has gone by; the first milestones are then for comparing only."""
        begins, gone = self._begins(one), (self.record.date - self._begins(one)).days
        if gone < LATE_START:
            return Markdown("")
        months = self.growth[one.id].months
        key = "targets.begun" if gone < months * DAYS_A_MONTH else "targets.time_is_up"
        return self.writer.sentence(key, day=begins, gone=gone / DAYS_A_MONTH)

    def _keeps_its_figure(self, one: Expectation) -> bool:
        """Whether milestones on the way to its figure make sense: it is no longer to be written anew."""
        return one.id in self.growth and not any(finding.id in NEW_FIGURE for finding in self._findings(one))

    def _steady(self, one: Expectation) -> Steady:
        growth: Growth = self.growth[one.id]
        marks = [
            self._amount(one, self._level(one, growth.ratio, mark / growth.months))
            if mark < growth.months - NEAR
            else NOTHING
            for mark in MARKS
        ]
        end = self._in_unit(one, self._start(one) * growth.ratio)
        date = self._date_after(one, growth.months)
        return Steady(
            self.writer.name(one.id),
            (*marks, self.writer.sentence("targets.at_the_end", amount=end, date=date)),
        )

    # --- The calculation ---

    def _calculation(self, one: Expectation, basis: str) -> Iterable[Markdown]:
        """The steps from the facts to the counter-offer, each with its numbers."""
        growth: Growth | None = self.growth.get(one.id)
        if growth is not None and basis in (
            "pace",
            "best",
            "pilot",
            "capacity",
            "capacity_only",
            "capacity_and_pace",
        ):
            yield from self._original_pace(one, growth)
        if basis.startswith("capacity"):
            yield from self._from_capacity(one)
        if growth is not None and basis in ("pace", "best", "capacity_and_pace"):
            yield from self._at_article_pace(one, growth)
        best = growth.best_monthly_rate if growth else None
        if growth is not None and basis in ("best", "capacity_and_pace") and best is not None:
            yield self._at_pace("targets.calc_best", one, growth, best, growth.best_change)
        if growth is not None and basis == "best":
            yield self.writer.sentence("targets.calc_soonest", growth=growth)
        pilot: PilotPace | None = self.pilots.get(one.id)
        if growth is not None and basis == "pilot" and pilot is not None:
            yield self._at_pace("targets.calc_pilot", one, growth, pilot.pilot_rate, pilot.pilot_change)
            yield self._time_at("targets.calc_time", growth, pilot.pilot_rate, pilot.pilot_months)
        resources: Resources | None = self.resources.get(one.id)
        if basis == "resources" and resources is not None:
            yield self.writer.sentence("targets.calc_resources", means=resources)
        horizon: Horizon | None = self.horizon.get(one.id)
        if basis == "ramp_up" and horizon is not None and horizon.ramp_up_months is not None:
            yield self.writer.sentence(
                "targets.calc_ramp_up", horizon=horizon, margin=self.benchmarks["expectation.margin_share"]
            )

    def _original_pace(self, one: Expectation, growth: Growth) -> Iterable[Markdown]:
        if one.ratio is None and one.target is not None:
            yield self.writer.sentence(
                "targets.calc_ratio", target=one.target, baseline=one.baseline, ratio=growth.ratio
            )
        key = "targets.calc_rate" if growth.months >= 1 else "targets.calc_rate_short"
        yield self.writer.sentence(key, growth=growth)

    def _from_capacity(self, one: Expectation) -> Iterable[Markdown]:
        capacity: Capacity | None = self.capacity.get(one.id)
        if capacity is None:
            return
        yield self.writer.sentence("targets.calc_cover", capacity=capacity)
        growth: Growth | None = self.growth.get(one.id)
        carried = self._carried(one)
        if carried is None:
            return
        if capacity.scaled_target is not None:
            yield self.writer.sentence("targets.calc_scaled", target=one.target, capacity=capacity)
        if one.baseline is not None and carried <= one.baseline:
            yield self.writer.sentence("targets.calc_no_growth", baseline=one.baseline, unit=one.unit or "")
        elif growth is not None and one.baseline:
            rate = measures.monthly_rate(carried / one.baseline, growth.months)
            yield self.writer.sentence("targets.calc_capacity_rate", rate=rate, months=growth.months)

    def _at_article_pace(self, one: Expectation, growth: Growth) -> Iterable[Markdown]:
        pace = measures.article_pace(self.benchmarks)
        change, months = (self.benchmarks[f"growth.article_{name}"] for name in ("change", "months"))
        yield self.writer.sentence(
            "targets.calc_article", pace=pace, change=change, ratio=1 + change, months=months
        )
        yield self._at_pace("targets.calc_at_article", one, growth, pace, growth.article_change)
        yield self._time_at("targets.calc_time", growth, pace, growth.article_months)

    def _at_pace(
        self, key: str, one: Expectation, growth: Growth, rate: float, change: float | None
    ) -> Markdown:
        level = self._in_unit(one, self._start(one) * (1 + (change or 0)))
        return self.writer.sentence(key, rate=rate, months=growth.months, change=change, level=level)

    def _time_at(self, key: str, growth: Growth, rate: float, months: float | None) -> Markdown:
        return self.writer.sentence(key, ratio=growth.ratio, factor=1 + rate, months=months)

    # --- What would have to be true ---

    def _conditions(self, one: Expectation) -> Iterable[Condition]:
        """The pace, the means, what it depends on, the money, the hours and the consent that the original needs."""
        yield from self._pace_needed(one)
        yield from self._means_needed(one)
        yield from self._dependencies_needed(one)
        yield from self._grounds_needed(one)
        yield from self._money_needed(one)
        yield from self._hours_needed()
        yield from self._consent_needed(one)

    def _condition(self, key: str, known: Markdown, **values: Any) -> Condition:
        return Condition(self.writer.sentence(key, **values), known)

    def _pace_needed(self, one: Expectation) -> Iterable[Condition]:
        growth: Growth | None = self.growth.get(one.id)
        if growth is None:
            return
        pace = ("EXP-04", "EXP-03", "EXP-02", "EXP-07", "EXP-08")
        if growth.best_monthly_rate is None:
            known = self._told("targets.known_best_unknown", one, *pace, blank=SHORT_BLANK)
        else:
            known = self._told("targets.known_best", one, "EXP-07", *pace, growth=growth)
        first = self._in_unit(one, self._start(one) * (1 + growth.first_month))
        yield self._condition("targets.need_pace", known, growth=growth, first=first)
        pilot: PilotPace | None = self.pilots.get(one.id)
        if pilot is not None:
            known = self._told("targets.known_pilot", one, "EXP-32", pace=pilot)
            yield self._condition("targets.need_pilot", known, pilot=pilot.pilot)

    def _means_needed(self, one: Expectation) -> Iterable[Condition]:
        capacity: Capacity | None = self.capacity.get(one.id)
        if capacity is not None:
            key = "targets.known_capacity" if capacity.cover < 1 else "targets.known_capacity_enough"
            missing = capacity.needed - capacity.available
            known = self._told(key, one, "EXP-10", "EXP-09", capacity=capacity, missing=missing)
            yield self._condition("targets.need_capacity", known, capacity=capacity)
        elif one.about in ("growth", "volume"):
            yield self._condition("targets.need_capacity_unknown", BLANK)
        resources: Resources | None = self.resources.get(one.id)
        if resources is not None:
            key = "targets.known_resources" if resources.missing > 0 else "targets.known_resources_enough"
            known = self._told(key, one, "EXP-15", means=resources)
            yield self._condition("targets.need_resources", known, means=resources)

    def _dependencies_needed(self, one: Expectation) -> Iterable[Condition]:
        timing: Timing | None = self.timing.get(one.id)
        for dependency in listed(self.record, "dependencies"):
            if dependency.expectation == one.id:
                known = Markdown(
                    f"{self._dependency(dependency)}{self._has(one, 'EXP-12', 'EXP-14', 'EXP-13')}"
                )
                by = timing.target_date if timing else measures.date_allowed(one, self.record)
                key = "targets.need_dependency_by" if by else "targets.need_dependency"
                yield self._condition(key, known, dependency=dependency.id, by=by)
        horizon: Horizon | None = self.horizon.get(one.id)
        if horizon is not None and horizon.ramp_up_months is not None:
            known = self._told("targets.known_ramp_up", one, "EXP-11", horizon=horizon)
            yield self._condition("targets.need_ramp_up", known, horizon=horizon)

    def _dependency(self, one: Dependency) -> Markdown:
        """“not yet secured; 12 January 2027 at the earliest, 12 March 2027 at the latest”."""
        state = {True: "secured", False: "unsecured", None: "secured_unknown"}[one.secured]
        told = [self.writer.phrase(f"targets.{state}")]
        if not one.secured:
            dates = {"earliest": measures.earliest(one), "latest": measures.latest(one)}
            told += [self.writer.sentence(f"targets.{name}", day=day) for name, day in dates.items() if day]
        return self.composer.facts.separate(told)

    def _grounds_needed(self, one: Expectation) -> Iterable[Condition]:
        known = self.writer.label(one.evidence, "expectations.evidence") if one.evidence else BLANK
        yield self._condition(
            "targets.need_grounds", Markdown(f"{known}{self._has(one, 'EXP-06', 'EXP-05', 'EXP-31')}")
        )
        if one.orders_share is not None:
            yield self._condition("targets.need_orders", self.language.percent(one.orders_share))

    def _money_needed(self, one: Expectation) -> Iterable[Condition]:
        told = []
        if one.committed_money:
            codes = ("EXP-24", "EXP-06", "EXP-23", "EXP-25")
            told.append(self._told("targets.known_money", one, *codes, amount=one.committed_money))
        short: Cash | None = next(iter(cash(self.record, self.benchmarks)), None)
        if short is not None and any(each.id == "EXP-36" for each in self.composer.assessment.findings):
            told.append(self.writer.sentence("targets.known_cash", cash=short))
        if told:
            yield self._condition("targets.need_money", self.composer.facts.separate(told))

    def _hours_needed(self) -> Iterable[Condition]:
        if self._hours_known:
            yield self._condition("targets.need_hours", self._hours_known)

    @cached_property
    def _hours_known(self) -> Markdown:
        """Who is known to have hours to spare, and who has too many already; empty where neither is known."""
        hours = loads(self.record, self.benchmarks)
        if hours is None:
            return Markdown("")
        too_many = {
            each.subject: each.id
            for each in self.composer.assessment.findings
            if each.id in ("RSP-04", "RSP-05")
        }
        told = []
        by_partner = {one.partner: one for one in load(self.record, self.benchmarks)}
        for partner, spare in spare_hours(self.record, hours).items():
            if partner in too_many:
                above = by_partner[partner].above_capacity
                said = self.writer.sentence("targets.known_overload", partner=partner, hours=above)
                told.append(Markdown(f"{said} `{too_many[partner]}`"))
            elif spare is not None:
                key = "targets.known_spare" if spare else "targets.known_none_to_spare"
                told.append(self.writer.sentence(key, partner=partner, hours=spare))
        return self.composer.facts.separate(told)

    def _consent_needed(self, one: Expectation) -> Iterable[Condition]:
        sharing: Sharing | None = self.sharing.get(one.id)
        missing = sorted({*(sharing.not_agreed_by or ()), *(sharing.unseen_by or ())}) if sharing else []
        missing = sorted({*missing, *(one.imposed_on or ())}) if self._has(one, "EXP-30") else missing
        if missing:
            known = self._told("targets.known_consent", one, "EXP-30", "EXP-19", "EXP-26", "EXP-20")
            yield self._condition("targets.need_consent", known, partners=missing)

    # --- Dates ---

    def _has_date(self, one: Expectation) -> bool:
        """Whether dates are what can be said of it: because of what it depends on, or as it is nothing else."""
        is_dated = one.about == "deadline" and measures.date_allowed(one, self.record) is not None
        return one.id in self.timing or is_dated

    def _date(self, one: Expectation) -> DateRow:
        timing: Timing | None = self.timing.get(one.id)
        counted_on = measures.date_allowed(one, self.record)
        return DateRow(
            target=self._with_holder(one),
            counted_on=self.language.short_date(counted_on) if counted_on else SHORT_BLANK,
            earliest=self._possible(one, timing.earliest if timing else None),
            latest=self._possible(one, timing.latest if timing else None),
            decides=self._decides(one, timing),
            judgement=self._judgement(one, timing),
        )

    def _possible(self, one: Expectation, day: datetime.date | None) -> Markdown:
        """A possible date; a dash where nothing has to be waited for, a blank where it is unknown."""
        if day is not None:
            return self.language.short_date(day)
        return SHORT_BLANK if self._waiting(one) or one.id not in self.timing else NOTHING

    def _waiting(self, one: Expectation) -> list[Dependency]:
        """What an expectation depends on and isn't in hand."""
        mine = (each for each in listed(self.record, "dependencies") if each.expectation == one.id)
        return [each for each in mine if not each.secured]

    def _decides(self, one: Expectation, timing: Timing | None) -> Markdown:
        if timing is None:
            return SHORT_BLANK
        if timing.dependency:
            return self.writer.name(timing.dependency)
        mine = [each.id for each in listed(self.record, "dependencies") if each.expectation == one.id]
        return self.writer.name(mine)

    def _judgement(self, one: Expectation, timing: Timing | None) -> Markdown:
        if timing is None:
            return self.writer.phrase("targets.date_open")
        if timing.days_short:
            return self._told("targets.date_impossible", one, "EXP-12", days=timing.days_short)
        if timing.unsettled:
            return Markdown(f"{self.writer.phrase('targets.date_unsettled')}{self._has(one, 'EXP-14')}")
        if timing.reach in ("tight", "safe"):
            return Markdown(f"{self.writer.phrase(f'targets.date_{timing.reach}')}{self._has(one, 'EXP-13')}")
        return self.writer.phrase("targets.date_open" if self._waiting(one) else "targets.date_secured")

    # --- The others ---

    def _open(self, one: Expectation) -> Open:
        facts = (Markdown(f"{self.composer.facts_of(each.key)} `{each.id}`") for each in self._findings(one))
        return Open(
            title=self.writer.title(one.id),
            holder=self.writer.name(one.holder) if one.holder else Markdown(""),
            findings=tuple(facts),
            steps=tuple(self._steps(one)),
        )

    def _fine(self, one: Expectation) -> Markdown:
        """That an expectation can stand as it is, and why; no more than that where little is known of it."""
        told = [
            f"{self.writer.wording(each.id, each.values).paragraphs[0]} `{each.id}`"
            for each in self._in_favour(one)
        ]
        if told:
            return Markdown(" ".join(told[:2]))
        unfounded = one.id in self.growth and one.evidence is None
        key = "targets.nothing_against_yet" if unfounded else "targets.nothing_against"
        return self.writer.sentence(key, what=self._with_holder(one), blank=BLANK)

    def _is_judged(self, one: Expectation) -> bool:
        """Whether enough is known to hold an expectation against anything at all."""
        measured = (
            self.growth,
            self.horizon,
            self.timing,
            self.capacity,
            self.resources,
            self.pilots,
        )
        demanded = one.contacts_a_week is not None or one.effort_demanded is not None
        return demanded or bool(self._in_favour(one)) or any(one.id in measure for measure in measured)

    def _in_favour(self, one: Expectation) -> list[Any]:
        """The strengths of an expectation, and what withdrew a finding about it."""
        assessment = self.composer.assessment
        found = {each.id: each for each in assessment.strengths if each.subject == one.id}
        withdrawn = {
            key for each in assessment.withdrawn if each.subject == one.id for key in each.withdrawn_by
        }
        reasons = [found[id] for id in GOOD if id in found][:2]
        withdrawals = (each for each in assessment.defeats if each.key in withdrawn)
        return [*reasons, *(each for each in withdrawals if each.subject == one.id)]

    # --- The picture ---

    def _picture(self, one: Expectation, courses: list[_Course]) -> Picture:
        growth: Growth = self.growth[one.id]
        highest = self._start(one) * growth.ratio
        original = _Course(self.writer.phrase("targets.original"), growth.ratio)
        in_order = sorted((original, *courses), key=lambda course: -course.ratio)
        lines = [self._line(one, course, highest) for course in in_order]
        start = self._in_unit(one, self._start(one))
        gone = (self.record.date - self._begins(one)).days / DAYS_A_MONTH / growth.months
        view = Paths(
            start=start,
            start_height=self._start(one) / highest,
            lines=tuple(_apart(lines)),
            marks=tuple(self._marks(one, growth.months)),
            today=gone if self._begun(one) and gone < 1 else None,
            today_words=self.writer.phrase("targets.today"),
        )
        title = self.writer.phrase("targets.picture", what=self.writer.title(one.id))
        ends = [f"{line.name}{self.composer.facts.colon}{line.end}" for line in lines]
        told = self.writer.sentence(
            "targets.picture_words",
            start=start,
            months=growth.months,
            ends=self.composer.facts.separate(ends),
        )
        return Picture("paths", view, title, Markdown(f"{title}{self.composer.facts.colon}{told}"))

    def _marks(self, one: Expectation, months: float) -> Iterable[Mark]:
        last_shown = 0.0
        for after in (0.0, *self._months_at(months)):
            place = after / months
            fits = place - last_shown >= MARK_GAP and 1 - place >= MARK_GAP
            shown = fits or place in (0, 1)
            last_shown = place if shown else last_shown
            words = self.writer.sentence("targets.mark", time=self._time(after))
            yield Mark(
                words=words if after else self.writer.phrase("targets.start"),
                date=self._date_after(one, after),
                place=place,
                shown=shown,
            )

    def _line(self, one: Expectation, course: _Course, highest: float) -> Line:
        heights = [self._level(one, course.ratio, piece / POINTS) / highest for piece in range(POINTS + 1)]
        return Line(
            name=course.name,
            end=self._in_unit(one, self._start(one) * course.ratio),
            points=tuple((piece / POINTS, height) for piece, height in enumerate(heights)),
            label=heights[-1],
        )


def _apart(lines: list[Line]) -> list[Line]:
    """The lines with their labels far enough from each other: moved down, and up again from the floor."""
    labels: list[float] = []
    for line in lines:  # the original ends highest
        labels.append(min(line.label, labels[-1] - LABEL_GAP if labels else line.label))
    lowest = LOWEST_LABEL
    for place in range(len(lines) - 1, -1, -1):
        labels[place] = max(labels[place], lowest)
        lowest = labels[place] + LABEL_GAP
    return [replace(line, label=label) for line, label in zip(lines, labels, strict=True)]


def _picture_of(one: Expectation) -> str:
    return f"path-{one.id}"
