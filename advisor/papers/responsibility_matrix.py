"""The responsibility matrix: who answers for each task and who does it, what moves to whom and why, and the loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.assessment import Advice
from advisor.documents import Composer, StepView
from advisor.escaping import Markdown, markdown
from advisor.language import NO_BREAK
from advisor.measures.load import (
    Duplicates,
    Load,
    MissingSkills,
    Move,
    accountability,
    doers,
    duplicates,
    hours_of,
    load,
    loads,
    missing_skills,
    plain,
    spare_hours,
    undone,
    with_moves,
)
from advisor.papers.base import BLANK, SHORT_BLANK, Kind, Paper, Picture
from advisor.vocabulary import CaseRecord, Partner, Task

MOVING = ("RSP-R2", "RSP-R3")
"""The advice that moves hours: towards a fair sharing, or only back within capacity."""
STUCK = ("RSP-R4", "RSP-R5", "RSP-R6", "RSP-R7", "RSP-R21")
"""The advice for hours that should move and can't."""
NOTHING = Markdown("–")
UNEVEN = ("RSP-01", "RSP-02", "RSP-03")
ABOVE_CAPACITY = ("RSP-04", "RSP-05")
ACCEPTED = ("RSP-D1", "RSP-D2", "RSP-D3", "RSP-D4")
"""Why an uneven sharing is no fault."""


@dataclass(frozen=True)
class Line:
    """One task of the matrix."""

    task: Markdown
    answers: Markdown
    does: Markdown
    """Who does it, with the hours of each; what changes is in bold."""
    deliverable: Markdown
    due: Markdown


@dataclass(frozen=True)
class MoveView:
    """Hours of one task that pass from one partner to another, and why the other can take them."""

    task: Markdown
    hours: Markdown
    giver: Markdown
    taker: Markdown
    why: Markdown


@dataclass(frozen=True)
class LoadRow:
    """One partner's load, today and as proposed, against what it can give."""

    partner: Markdown
    capacity: Markdown
    today: Markdown
    today_use: Markdown
    """Its share of the capacity; a dash where the capacity is unknown."""
    proposed: Markdown
    proposed_use: Markdown


@dataclass(frozen=True)
class Bar:
    """One partner in the picture; lengths are shares of the longest."""

    partner: Markdown
    capacity_words: Markdown
    capacity: float | None
    today_words: Markdown
    today: float
    proposed_words: Markdown
    proposed: float | None


@dataclass(frozen=True)
class Loads:
    """The data of `loads.svg.j2`."""

    bars: tuple[Bar, ...]
    words: Mapping[str, Markdown]
    """What the two kinds of bars and the line are called: `today`, `proposed`, `capacity`."""


@dataclass(frozen=True)
class Matrix:
    """The data of `responsibility-matrix.<language>.md.j2`."""

    urgent: tuple[StepView, ...]
    plan: StepView | None
    """The step that moves hours; None where none is called for, or possible."""
    moved: Markdown
    """Hours that move, and what that does to the fairness of the whole."""
    moves: tuple[MoveView, ...]
    nothing_moves: Markdown
    """Why nothing does; empty where something moves, or where nothing can be said."""
    busy: tuple[Markdown, ...]
    today: tuple[Line, ...]
    """Empty where nothing moves: the proposed matrix is today's."""
    proposed: tuple[Line, ...]
    loads: tuple[LoadRow, ...]
    uncounted: Markdown
    """Tasks whose hours are unknown; empty for none."""
    unplaced: tuple[Markdown, ...]
    """Hours that find no place."""
    stuck: tuple[StepView, ...]
    """The steps for work that nobody can take."""
    to_settle: tuple[Markdown, ...]


def _compose(composer: Composer) -> Iterable[Paper]:
    if composer.assessment.case.record.tasks:
        yield _Draft(composer).paper()


KIND = Kind("responsibility-matrix", _compose, Matrix, {"loads": Loads})


class _Draft:
    """One matrix in the making: the case as it is, and as it would be."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.writer = composer.writer
        self.benchmarks = composer.assessment.knowledge.benchmarks
        self.today: CaseRecord = composer.assessment.case.record
        self.steps = {step.id: step for step in reversed(composer.steps())}
        self.stuck = [step for step in composer.steps() if step.id in STUCK]
        self.plan: Mapping[str, Any] | None = _plan(composer.assessment.advice)
        self.moves = [Move(**one) for one in self.plan["moves"]] if self.plan else []
        self.proposed = with_moves(self.today, self.moves)
        self.found = {one.id for one in composer.assessment.findings}
        self.before = self._loads(self.today)
        self.after = self._loads(self.proposed)

    def paper(self) -> Paper:
        view = Matrix(
            urgent=tuple(step for step in self.composer.steps() if step.id == "RSP-R1"),
            plan=next((self.steps[id] for id in MOVING if self.moves and id in self.steps), None),
            moved=self._moved(),
            moves=tuple(self._move(one) for one in self.moves),
            nothing_moves=Markdown("") if self.moves else self._nothing_moves(),
            busy=tuple(self._busy()),
            today=tuple(self._line_today(task) for task in _in_order(self.today)) if self.moves else (),
            proposed=tuple(self._line_proposed(task) for task in _in_order(self.proposed)),
            loads=tuple(self._load_row(one) for one in self.before.values()),
            uncounted=self._titles(_tasks(self.today, lambda task: hours_of(task) is None)),
            unplaced=tuple(self._unplaced()),
            stuck=tuple(self.stuck),
            to_settle=tuple(self._to_settle()),
        )
        return Paper(KIND.name, view, pictures={"loads": self._picture()} if self.before else {})

    def _loads(self, record: CaseRecord) -> dict[str, Load]:
        return {one.partner: one for one in load(record, self.benchmarks)}

    # --- What moves ---

    def _moved(self) -> Markdown:
        if self.plan is None:
            return Markdown("")
        key = "matrix.moved" if "fairness_before" in self.plan else "matrix.relieved"
        return self.writer.sentence(key, **self.plan)

    def _move(self, move: Move) -> MoveView:
        return MoveView(
            task=self.writer.name(move.task),
            hours=self._hours(move.hours),
            giver=self.writer.name(move.giver),
            taker=self.writer.name(move.taker),
            why=self.writer.language.capital(self.composer.facts.separate(self._reasons(move))),
        )

    def _reasons(self, move: Move) -> Iterable[Markdown]:
        """Why a partner can take hours of a task: skill, acquaintance, room; openly so where one of them is unknown."""
        task = next(one for one in self.today.tasks or () if one.id == move.task)
        taker = next(one for one in self.today.partners if one.id == move.taker)
        own = (hours_of(task) or {}).get(taker.id, 0)
        if task.knows("skill") and task.skill is None:
            yield self.writer.sentence("matrix.no_skill")
        elif _has_skill(task, taker):
            yield self.writer.sentence("matrix.skill", skill=task.skill)
        if own > 0:
            yield self.writer.sentence("matrix.does_part", hours=own)
        hours = loads(self.today, self.benchmarks) or {}
        spare = spare_hours(self.today, hours)[taker.id]
        if spare is None:
            yield self.writer.sentence("matrix.room_unknown")
        else:
            yield self.writer.sentence("matrix.room", hours=spare)

    def _nothing_moves(self) -> Markdown:
        """Why the proposed matrix is today's."""
        assessment = self.composer.assessment
        if self.stuck:
            return self.writer.sentence("matrix.stuck")
        withdrawn = {key for one in assessment.withdrawn if one.id in UNEVEN for key in one.withdrawn_by}
        accepted = (one for one in assessment.defeats if one.key in withdrawn and one.id in ACCEPTED)
        even = (one for one in assessment.strengths if one.id == "RSP-S1")
        for one in (*accepted, *even):
            reason = self.writer.wording(one.id, one.values).paragraphs[0]
            return Markdown(f"{self.writer.sentence('matrix.nothing_moves')} {reason} `{one.id}`")
        if self.found & {*UNEVEN, *ABOVE_CAPACITY}:
            return self.writer.sentence("matrix.no_move_found")
        return self.writer.sentence("matrix.nothing_moves") if self.before else Markdown("")

    def _busy(self) -> Iterable[Markdown]:
        """Loads above capacity by so little that no rule speaks of them."""
        overloaded = self._overloaded()
        for partner, one in self.before.items():
            above = one.above_capacity or 0
            if not self.moves and partner not in overloaded and above >= self.benchmarks["load.noise_hours"]:
                yield self.writer.sentence("matrix.busy", partner=partner, hours=above)

    def _overloaded(self) -> set[str | None]:
        return {one.subject for one in self.composer.assessment.findings if one.id in ABOVE_CAPACITY}

    # --- The matrix ---

    def _line_today(self, task: Task) -> Line:
        names = [self.writer.name(one) for one in sorted(set(task.accountable or ()))]
        nobody, unknown = (self.writer.phrase(key) for key in ("word.nobody", "matrix.unknown"))
        if task.accountable is None:
            answers = unknown
        elif not names:
            answers = self._coded(nobody, "RSP-09")
        else:
            listed_names = self.writer.language.listing(names)
            answers = self._coded(listed_names, "RSP-10") if len(names) > 1 else listed_names
        return Line(
            task=self.writer.name(task.id),
            answers=answers,
            does=self._does(task, unknown=unknown, nobody=nobody),
            deliverable=Markdown(""),
            due=Markdown(""),
        )

    def _line_proposed(self, task: Task) -> Line:
        accountable = sorted(set(task.accountable or ()))
        if len(accountable) == 1:
            answers = self.writer.name(accountable[0])
        elif accountable:
            answers = self._coded(
                self.writer.sentence("matrix.one_of", blank=SHORT_BLANK, names=accountable), "RSP-10"
            )
        else:
            answers = self._coded(BLANK, "RSP-09") if task.accountable == [] else BLANK
        missing = task.knows("deliverable") and task.deliverable is None
        return Line(
            task=self.writer.name(task.id),
            answers=answers,
            does=self._does(task, unknown=BLANK, nobody=BLANK),
            deliverable=markdown(task.deliverable)
            if task.deliverable
            else self._coded(BLANK, "RSP-13")
            if missing
            else BLANK,
            due=self.writer.language.short_date(task.due) if task.due else SHORT_BLANK,
        )

    def _does(self, task: Task, *, unknown: Markdown, nobody: Markdown) -> Markdown:
        """Who does a task, with the hours a week; those that a move changes in bold."""
        who = doers(task)
        if who is None:
            return unknown
        if not who:
            return self._coded(nobody, "RSP-11")
        changed = {
            partner for move in self.moves for partner in (move.giver, move.taker) if move.task == task.id
        }
        told = []
        for partner in sorted(who):
            hours = (hours_of(task) or {}).get(partner)
            amount = SHORT_BLANK if hours is None else self._hours(hours)
            one = f"{self.writer.name(partner)}{NO_BREAK}{amount}"
            is_new = partner in changed and hours != self._hours_today(task.id, partner)
            told.append(f"**{one}**" if is_new else one)
        return Markdown(", ".join(told))

    def _hours_today(self, task: str, partner: str) -> float | None:
        given = next(one for one in self.today.tasks or () if one.id == task)
        return (hours_of(given) or {}).get(partner)

    # --- Loads ---

    def _load_row(self, now: Load) -> LoadRow:
        then = self.after[now.partner]
        return LoadRow(
            partner=self.writer.name(now.partner),
            capacity=SHORT_BLANK if now.capacity_hours is None else self._hours(now.capacity_hours),
            today=self._hours(now.hours),
            today_use=self._use(now),
            proposed=self._hours(then.hours),
            proposed_use=self._use(then),
        )

    def _use(self, one: Load) -> Markdown:
        return NOTHING if one.use is None else self.writer.language.percent(one.use, 0)

    def _picture(self) -> Picture:
        known = [one.capacity_hours for one in self.before.values() if one.capacity_hours is not None]
        longest = max(*(one.hours for one in (*self.before.values(), *self.after.values())), *known)
        title = self.writer.phrase("matrix.loads")
        told = self.composer.facts.separate(self._load_in_words(one) for one in self.before.values())
        view = Loads(
            bars=tuple(self._bar(one, longest) for one in self.before.values()),
            words={name: self.writer.phrase(f"matrix.{name}") for name in ("today", "proposed", "capacity")},
        )
        return Picture("loads", view, title, Markdown(f"{title}{self.composer.facts.colon}{told}"))

    def _bar(self, now: Load, longest: float) -> Bar:
        then = self.after[now.partner]
        capacity = now.capacity_hours
        return Bar(
            partner=self.writer.name(now.partner),
            capacity_words=self.writer.sentence("matrix.can_give", hours=capacity)
            if capacity is not None
            else self.writer.sentence("matrix.capacity_unknown"),
            capacity=None if capacity is None else capacity / longest,
            today_words=self._hours(now.hours),
            today=now.hours / longest,
            proposed_words=self._hours(then.hours),
            proposed=then.hours / longest if self.moves else None,
        )

    def _load_in_words(self, now: Load) -> Markdown:
        key = "matrix.load_moved" if self.moves else "matrix.load"
        capacity = now.capacity_hours
        told = self.writer.sentence(
            key, partner=now.partner, before=now.hours, after=self.after[now.partner].hours
        )
        if capacity is None:
            return told
        return Markdown(f"{told} ({self.writer.sentence('matrix.can_give', hours=capacity)})")

    # --- What stays open ---

    def _unplaced(self) -> Iterable[Markdown]:
        """Hours above capacity and beyond a fair part that stay, where no step speaks of them."""
        rest = {one["partner"]: one["hours"] for one in self.plan.get("rest", ())} if self.plan else {}
        told = {step.advice.subject for step in self.stuck}
        speaks = set(self.after) if self.moves else self._overloaded()
        for partner, then in self.after.items():
            above = then.above_capacity or 0
            if partner in told or partner not in speaks:
                continue
            if above >= self.benchmarks["load.noise_hours"]:
                yield self.writer.sentence(
                    "matrix.above",
                    partner=partner,
                    hours=above,
                    load=then.hours,
                    capacity=then.capacity_hours,
                )
            elif partner in rest:
                yield self.writer.sentence("matrix.rest", partner=partner, hours=rest[partner])

    def _to_settle(self) -> Iterable[Markdown]:
        """What is unclear or missing in the matrix, the weightiest first."""
        record, benchmarks = self.today, self.benchmarks
        for clear in accountability(record, benchmarks):
            if clear.unowned:
                yield self._settle("matrix.unowned", "RSP-09", "RSP-R8", tasks=list(clear.unowned))
            if clear.shared:
                yield self._settle("matrix.shared", "RSP-10", "RSP-R8", tasks=list(clear.shared))
        for one in undone(record, benchmarks):
            yield self._settle("matrix.undone", "RSP-11", "RSP-R18", tasks=list(one.tasks))
        for lacking in missing_skills(record, benchmarks):
            yield self._missing_skill(lacking)
        for left in self._left_by_the_accountable():
            yield self.writer.sentence("matrix.leaves", **left)
        missing = _tasks(record, lambda task: task.knows("deliverable") and task.deliverable is None)
        if missing:
            yield self._settle("matrix.no_deliverable", "RSP-13", "RSP-R19", tasks=missing)
        for double in duplicates(record, benchmarks):
            yield self._double(double)
        yield from self._unknown()

    def _missing_skill(self, lacking: MissingSkills) -> Markdown:
        skills = [markdown(one) for one in lacking.skills]
        tasks = list(lacking.tasks)
        return self._settle("matrix.missing_skill", "RSP-12", "RSP-R12", tasks=tasks, skills=skills)

    def _double(self, double: Duplicates) -> Markdown:
        pairs = [self.writer.sentence("matrix.pair", task=one.task, other=one.other) for one in double.pairs]
        listed_pairs = self.writer.language.listing(pairs)
        return self._settle("matrix.double", "RSP-14", "RSP-R14", pairs=listed_pairs)

    def _left_by_the_accountable(self) -> Iterable[dict[str, str]]:
        """Tasks whose one accountable partner would no longer work on them."""
        givers = {(move.task, move.giver) for move in self.moves}
        for task in _in_order(self.proposed):
            accountable = sorted(set(task.accountable or ()))
            still_works = accountable and accountable[0] in (doers(task) or ())
            if len(accountable) == 1 and (task.id, accountable[0]) in givers and not still_works:
                yield {"task": task.id, "partner": accountable[0]}

    def _unknown(self) -> Iterable[Markdown]:
        """What isn't known of the tasks, a line a fact."""
        tests = {
            "answers": lambda task: task.accountable is None,
            "does": lambda task: doers(task) is None,
            "hours": lambda task: doers(task) is not None and hours_of(task) is None,
            "deliverable": lambda task: not task.knows("deliverable"),
            "due": lambda task: task.due is None,
        }
        for name, is_unknown in tests.items():
            tasks = _tasks(self.today, is_unknown)
            if len(tasks) > 1 and len(tasks) == len(self.today.tasks or ()):
                yield self.writer.phrase(f"matrix.unknown_{name}")
            elif tasks:
                yield self.writer.sentence(f"matrix.unknown_{name}", tasks=self._titles(tasks))

    def _settle(self, key: str, finding: str, advice: str, **values: Any) -> Markdown:
        """What is unclear, and by when the step that answers it is due, each with its code."""
        said = self._coded(self.writer.sentence(key, **values), finding)
        step = self.steps.get(advice)
        if step is None:
            return said
        return Markdown(f"{said} {self.writer.sentence('matrix.by', due=step.due, code=step.id)}")

    # --- Words ---

    def _coded(self, words: Markdown, id: str) -> Markdown:
        """Words with the code of the finding behind them, where it stands."""
        return Markdown(f"{words} `{id}`") if id in self.found else words

    def _hours(self, hours: float) -> Markdown:
        return Markdown(f"{self.writer.language.number(hours)}{NO_BREAK}h")

    def _titles(self, tasks: list[str]) -> Markdown:
        return self.writer.title(tasks) if tasks else Markdown("")


def _plan(advice: Iterable[Advice]) -> Mapping[str, Any] | None:
    """The moves that are advised; the measures know of more that nobody asked for."""
    plans: dict[str, Mapping[str, Any]] = {one.id: one.values["plan"] for one in advice if one.id in MOVING}
    return next((plans[id] for id in MOVING if id in plans), None)


def _in_order(record: CaseRecord) -> list[Task]:
    """The most critical tasks first, then those that take most time."""

    def weight(task: Task) -> tuple[float, float, str]:
        return -(task.criticality or 0), -sum((hours_of(task) or {}).values()), task.id

    return sorted(record.tasks or (), key=weight)


def _tasks(record: CaseRecord, is_so: Any) -> list[str]:
    return [task.id for task in _in_order(record) if is_so(task)]


def _has_skill(task: Task, partner: Partner) -> bool:
    return bool(task.skill) and plain(task.skill or "") in {plain(one) for one in partner.skills or ()}
