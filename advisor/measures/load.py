"""Measures of the sharing of work: loads, fairness, hours to move, and loads against benefit, risk and voice."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord, Partner, Task

Hours = dict[str, float]
"""Hours a week by partner."""

HALF = 0.5
"""Parts of tasks are moved in half hours: nobody plans a week more finely."""


# --- Loads and fairness ----------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One partner's part of the work, and what it would be in proportion to capacity."""

    partner: str
    hours: float
    share: float
    fair_hours: float


@dataclass(frozen=True)
class Room:
    """Hours a week that a partner could still take on."""

    partner: str
    hours: float


@dataclass(frozen=True)
class Load:
    """The load of one partner, and against its capacity where that is known."""

    partner: str
    hours: float
    share: float
    total: float
    others: tuple[str, ...]
    room: tuple[Room, ...]
    capacity_hours: float | None = None
    use: float | None = None
    above_capacity: float | None = None


@dataclass(frozen=True)
class Assumed:
    """Partners whose capacity is unknown, so that all count as equal."""

    partners: tuple[str, ...]


@dataclass(frozen=True)
class Uncounted:
    """Tasks whose hours are unknown."""

    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Balance:
    """How evenly the work is shared, in proportion to what each partner can give."""

    section: str
    heaviest: str
    lightest: str
    fairness: float
    hours: float
    share: float
    fair_hours: float
    excess_hours: float
    total: float
    basis: str
    parts: tuple[Part, ...]
    assumed: tuple[Assumed, ...]
    uncounted: tuple[Uncounted, ...]
    contested: bool | None = None
    burden_ratio: float | None = None


def fairness_index(x: list[float]) -> float:
    """Jain's index `(Σx)² / (n Σx²)`: 1 when all are equal, 1/n when one carries all (Jain, Chiu, Hawe 1984)."""
    largest = max(x, default=0)
    if largest <= 0:
        return 1.0
    scaled = [value / largest for value in x]
    return _exact(sum(scaled) ** 2 / (len(scaled) * sum(value * value for value in scaled)))


def loads(record: CaseRecord, benchmarks: Benchmarks) -> Hours | None:
    """Hours by partner; None when too few tasks have known hours, or nothing is done at all."""
    tasks = listed(record, "tasks")
    known = [hours for hours in map(hours_of, tasks) if hours is not None]
    if not tasks or len(known) < benchmarks["load.known_tasks"] * len(tasks):
        return None
    total = {
        partner.id: _exact(sum(hours.get(partner.id, 0) for hours in known))
        for partner in listed(record, "partners")
    }
    return total if sum(total.values()) > 0 else None


def hours_of(task: Task) -> Mapping[str, float] | None:
    """Hours of a task by partner; none at all where nobody does it; None when unknown."""
    if task.hours is None:
        return {} if task.doing == [] else None
    return task.hours


def capacities(record: CaseRecord) -> Hours | None:
    """Capacity by partner; None when one of them is unknown, or all are zero."""
    found: Hours = {}
    for partner in listed(record, "partners"):
        if partner.capacity_hours is None:
            return None
        found[partner.id] = partner.capacity_hours
    return found if sum(found.values()) > 0 else None


def weights(record: CaseRecord, hours: Hours) -> Hours:
    """What loads are held against: capacities, or one for each when a capacity is unknown.

    A partner who can give nothing and does nothing is left out. One who can give nothing and
    still works counts as able to give an hour, so that the load over it stays a number.
    """
    known = capacities(record)
    if known is None:
        return dict.fromkeys(hours, 1.0)
    return {
        partner: max(capacity, 1.0)
        for partner, capacity in known.items()
        if capacity > 0 or hours[partner] > 0
    }


def fair_hours(hours: Hours, weight: Hours) -> Hours:
    """The same total, shared in proportion to `weight`."""
    total, whole = sum(hours.values()), sum(weight.values())
    return {partner: total * weight.get(partner, 0) / whole for partner in hours}


def fairness(hours: Hours, weight: Hours) -> float:
    """Jain's index of the loads over `weight`."""
    return fairness_index([hours[partner] / value for partner, value in weight.items()])


def _is_uneven(record: CaseRecord, hours: Hours, benchmarks: Benchmarks) -> bool:
    """Whether the sharing is uneven enough to be spoken of."""
    weight = weights(record, hours)
    fair = fair_hours(hours, weight)
    excess = max(hours[partner] - fair[partner] for partner in hours)
    is_even = fairness(hours, weight) >= benchmarks["load.balanced"]
    return not is_even and excess >= benchmarks["load.noise_hours"]


@measure(Load, per="partners", needs=("tasks.hours",), completed_by=("partners.capacity_hours",))
def load(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Hours and share of each partner: the sum over tasks, and that over all hours."""
    hours = loads(record, benchmarks)
    if hours is None:
        return
    total = sum(hours.values())
    limits = spare_hours(record, hours)
    for partner in listed(record, "partners"):
        own, capacity = hours[partner.id], partner.capacity_hours
        yield Load(
            partner=partner.id,
            hours=own,
            share=_exact(own / total),
            total=_exact(total),
            others=tuple(other for other in hours if other != partner.id),
            room=tuple(
                Room(other, limit)
                for other, limit in limits.items()
                if other != partner.id and limit is not None and limit >= benchmarks["load.noise_hours"]
            ),
            capacity_hours=capacity,
            use=_exact(own / max(capacity, 1.0)) if capacity is not None else None,
            above_capacity=_exact(own - capacity) if capacity is not None and own > capacity else None,
        )


@measure(Balance, needs=("tasks.hours",))
def balance(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Fairness of the whole, and who carries most and least for what each can give."""
    hours = loads(record, benchmarks)
    if hours is None:
        return
    weight = weights(record, hours)
    if len(weight) < 2:
        return
    over = {partner: hours[partner] / value for partner, value in weight.items()}
    heaviest = min(over, key=lambda partner: (-over[partner], partner))
    lightest = min(over, key=lambda partner: (over[partner], partner))
    total, fair = sum(hours.values()), fair_hours(hours, weight)
    unknown = tuple(one.id for one in listed(record, "partners") if one.capacity_hours is None)
    uncounted = tuple(task.id for task in listed(record, "tasks") if hours_of(task) is None)
    yield Balance(
        section="workload",
        heaviest=heaviest,
        lightest=lightest,
        fairness=fairness(hours, weight),
        hours=hours[heaviest],
        share=_exact(hours[heaviest] / total),
        fair_hours=_exact(fair[heaviest]),
        excess_hours=_exact(hours[heaviest] - fair[heaviest]),
        total=_exact(total),
        basis="equal" if capacities(record) is None else "capacity",
        parts=tuple(
            Part(partner, hours[partner], _exact(hours[partner] / total), _exact(fair[partner]))
            for partner in hours
        ),
        assumed=(Assumed(unknown),) if unknown else (),
        uncounted=(Uncounted(uncounted),) if uncounted else (),
        contested=_contested(record),
        burden_ratio=_exact(over[heaviest] / over[lightest]) if over[lightest] > 0 else None,
    )


def _contested(record: CaseRecord) -> bool | None:
    """Whether anybody is known to find the sharing unfair; False only when all are known to find it fair."""
    agreed = record.workload.agreed_fair if record.workload else None
    own = [partner.finds_load_fair for partner in record.partners]
    if agreed is False or False in own:
        return True
    return False if agreed or all(own) else None


# --- Hours to move ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """Hours a week of one task that pass from one partner to another."""

    task: str
    giver: str
    taker: str
    hours: float


@dataclass(frozen=True)
class Shift:
    """A partner's hours a week before and after the moves."""

    partner: str
    before: float
    after: float


@dataclass(frozen=True)
class Rest:
    """Hours a week that stay with a partner beyond its fair part, because nobody can take them."""

    partner: str
    hours: float


@dataclass(frozen=True)
class Rebalancing:
    """The moves that bring loads as close to a fair sharing as skills and capacity allow."""

    section: str
    moves: tuple[Move, ...]
    givers: tuple[str, ...]
    hours_moved: float
    shifts: tuple[Shift, ...]
    rest: tuple[Rest, ...]
    fairness_before: float
    fairness_after: float


@dataclass(frozen=True)
class Relief:
    """The moves that bring partners back within their capacity, and no further."""

    section: str
    moves: tuple[Move, ...]
    givers: tuple[str, ...]
    hours_moved: float
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Stuck:
    """A partner with more than its part whose work nobody can take over for now, and why.

    `obstacle`: capacity (nobody has room), skill (nobody has the skill), fixed (the tasks can't be
    handed over), unknown (nobody has said which tasks can be, or who could do them), room (somebody
    could do them, but nobody has said how much it can take on).
    """

    partner: str
    obstacle: str
    hours: float
    skills: tuple[str, ...]


def plain(word: str) -> str:
    """A skill as it is compared: without case, accents or spaces around it."""
    letters = unicodedata.normalize("NFKD", word.casefold().strip())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_able(task: Task, taker: Partner) -> bool:
    """Whether a partner is known to be able to do a task: by its skill, or because it does part of it."""
    does_part = (hours_of(task) or {}).get(taker.id, 0) > 0
    if not task.knows("skill"):
        return does_part
    if task.skill is None:
        return True
    if taker.skills is None:
        return does_part
    return plain(task.skill) in {plain(skill) for skill in taker.skills}


def can_take(task: Task, taker: Partner) -> bool:
    """Whether a task may be proposed to a partner. Not known to be movable: only to one who does part of it."""
    does_part = (hours_of(task) or {}).get(taker.id, 0) > 0
    may_move = does_part if task.movable is None else task.movable
    return may_move and is_able(task, taker)


def spare_hours(record: CaseRecord, hours: Hours) -> dict[str, float | None]:
    """Hours that each partner could take on; None when unknown. A partner under strain takes on nothing."""
    found: dict[str, float | None] = {}
    for partner in listed(record, "partners"):
        known = [] if partner.can_take_on_hours is None else [partner.can_take_on_hours]
        if partner.capacity_hours is not None:
            known.append(partner.capacity_hours - hours[partner.id])
        if partner.signs_of_strain:
            known.append(0.0)
        found[partner.id] = _exact(max(0.0, min(known))) if known else None
    return found


@dataclass(frozen=True)
class _Candidate:
    """A move that is possible now."""

    task: str
    taker: str
    hours: float
    is_whole: bool
    takers: int
    """How many partners could take the task."""


_Order = Callable[[_Candidate], tuple[object, ...]]
_ORDERS: tuple[_Order, ...] = (
    lambda one: (not one.is_whole, -one.hours, one.takers, one.task, one.taker),
    lambda one: (one.takers, not one.is_whole, -one.hours, one.task, one.taker),
)
"""Whole tasks and large ones first; or first those that few can take. The better result counts."""


class _Plan:
    """The state of one attempt to move hours from those with a surplus to those with room."""

    def __init__(
        self, record: CaseRecord, surplus: Hours, room: Hours, limits: Hours, smallest: float
    ) -> None:
        self.surplus, self.room, self.limits = dict(surplus), dict(room), dict(limits)
        self.smallest = smallest
        self.left = {task.id: dict(hours_of(task) or {}) for task in listed(record, "tasks")}
        self.takers = {
            task.id: [one.id for one in listed(record, "partners") if can_take(task, one)]
            for task in listed(record, "tasks")
        }
        self.moves: dict[tuple[str, str, str], float] = {}

    def run(self, order: _Order) -> _Plan:
        """Move from the partner with the largest surplus, the first candidate in `order`, until none is left."""
        done: set[str] = set()
        while True:
            givers = [one for one in self.surplus if one not in done and self.surplus[one] >= self.smallest]
            if not givers:
                return self
            giver = min(givers, key=lambda one: (-self.surplus[one], one))
            candidates = list(self._candidates(giver))
            if candidates:
                self._move(giver, min(candidates, key=order))
            else:
                done.add(giver)

    def _candidates(self, giver: str) -> Iterator[_Candidate]:
        for task, left in self.left.items():
            own = left.get(giver, 0)
            takers = [
                one for one in self.takers[task] if one != giver and self.room.get(one, 0) >= self.smallest
            ]
            for taker in takers if own >= self.smallest else ():
                most_wanted = min(self.surplus[giver], self.room[taker]) + HALF
                fits = own <= min(most_wanted, self.limits[taker])
                most = min(own, self.surplus[giver], self.room[taker])
                hours = own if fits else math.floor(most / HALF + 1e-9) * HALF
                if hours >= self.smallest:
                    yield _Candidate(task, taker, hours, fits, len(takers))

    def _move(self, giver: str, one: _Candidate) -> None:
        key = one.task, giver, one.taker
        self.moves[key] = self.moves.get(key, 0) + one.hours
        self.surplus[giver] -= one.hours
        self.room[one.taker] -= one.hours
        self.limits[one.taker] -= one.hours
        self.left[one.task][giver] -= one.hours

    @property
    def worth(self) -> tuple[float, int]:
        """Hours that stay too many, then the number of moves; less is better."""
        return round(sum(max(0.0, hours) for hours in self.surplus.values()), 6), len(self.moves)


def best_moves(
    record: CaseRecord, surplus: Hours, room: Hours, limits: Hours, smallest: float
) -> tuple[Move, ...]:
    """Moves of at least `smallest` hours from partners with a `surplus` to those with `room`, largest first.

    A whole task may exceed surplus and room by half an hour, but never what its taker can take on.
    """
    plans = [_Plan(record, surplus, room, limits, smallest).run(order) for order in _ORDERS]
    best = min(plans, key=lambda plan: plan.worth)
    moves = (Move(task, giver, taker, _exact(hours)) for (task, giver, taker), hours in best.moves.items())
    return tuple(sorted(moves, key=lambda move: (-move.hours, move.task, move.giver, move.taker)))


def _after(hours: Hours, moves: tuple[Move, ...]) -> Hours:
    after = dict(hours)
    for move in moves:
        after[move.giver] -= move.hours
        after[move.taker] += move.hours
    return {partner: _exact(value) for partner, value in after.items()}


def with_moves(record: CaseRecord, moves: Iterable[Move]) -> CaseRecord:
    """The case as it would be once these moves are made: the same, with other hours and hands."""
    tasks = {task.id: task for task in listed(record, "tasks")}
    for move in moves:
        task = tasks[move.task]
        hours = dict(task.hours or {})
        left = _exact(hours.get(move.giver, 0) - move.hours)
        hours |= {move.giver: left, move.taker: _exact(hours.get(move.taker, 0) + move.hours)}
        gone = move.giver if left <= 0 else None
        doing = sorted({*(one for one in task.doing or () if one != gone), move.taker})
        changed: dict[str, Any] = {"hours": hours} if task.doing is None else {"hours": hours, "doing": doing}
        tasks[move.task] = task.model_copy(update=changed)
    return record.model_copy(update={"tasks": list(tasks.values())})


def _shifts(before: Hours, after: Hours) -> tuple[Shift, ...]:
    """Those whose hours change, the most relieved first."""
    changed = [Shift(one, before[one], after[one]) for one in before if before[one] != after[one]]
    return tuple(sorted(changed, key=lambda one: (one.after - one.before, one.partner)))


def rebalanced(record: CaseRecord, hours: Hours, benchmarks: Benchmarks) -> tuple[Move, ...]:
    """The moves towards a sharing in proportion to what each partner can give."""
    fair = fair_hours(hours, weights(record, hours))
    limits = {
        partner: math.inf if limit is None else limit for partner, limit in spare_hours(record, hours).items()
    }
    room = {partner: min(fair[partner] - hours[partner], limit) for partner, limit in limits.items()}
    surplus = {partner: hours[partner] - fair[partner] for partner in hours}
    return best_moves(record, surplus, room, limits, benchmarks["load.smallest_move"])


def relieved(record: CaseRecord, hours: Hours, benchmarks: Benchmarks) -> tuple[Move, ...]:
    """The moves that bring partners back within their capacity, to partners known to have room."""
    surplus = {
        partner.id: hours[partner.id] - partner.capacity_hours
        for partner in listed(record, "partners")
        if partner.capacity_hours is not None
    }
    room = {partner: limit for partner, limit in spare_hours(record, hours).items() if limit}
    return best_moves(record, surplus, room, room, benchmarks["load.smallest_move"])


@measure(Rebalancing, needs=("tasks.hours",))
def rebalancing(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Whole tasks first, parts in half hours; only to partners with the skill and the room."""
    hours = loads(record, benchmarks)
    if hours is None:
        return
    weight = weights(record, hours)
    if len(weight) < 2:
        return
    moves, fair = rebalanced(record, hours, benchmarks), fair_hours(hours, weight)
    after = _after(hours, moves)
    yield Rebalancing(
        section="workload",
        moves=moves,
        givers=tuple(sorted({move.giver for move in moves})),
        hours_moved=_exact(sum(move.hours for move in moves)),
        shifts=_shifts(hours, after),
        rest=tuple(
            Rest(partner, _exact(after[partner] - fair[partner]))
            for partner in after
            if after[partner] - fair[partner] >= benchmarks["load.noise_hours"]
        ),
        fairness_before=fairness(hours, weight),
        fairness_after=fairness(after, weight),
    )


@measure(Relief, needs=("tasks.hours", "partners.capacity_hours"))
def relief(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """As the rebalancing, but only the hours above capacity, and only where there are moves."""
    hours = loads(record, benchmarks)
    moves = relieved(record, hours, benchmarks) if hours else ()
    if hours and moves:
        yield Relief(
            section="workload",
            moves=moves,
            givers=tuple(sorted({move.giver for move in moves})),
            hours_moved=_exact(sum(move.hours for move in moves)),
            shifts=_shifts(hours, _after(hours, moves)),
        )


@measure(Stuck, per="partners", needs=("tasks.hours",))
def stuck(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Partners above their fair part or their capacity from whom no hours can be moved."""
    hours = loads(record, benchmarks)
    if hours is None:
        return
    fair = fair_hours(hours, weights(record, hours))
    relieves = {move.giver for move in relieved(record, hours, benchmarks)}
    evens = {move.giver for move in rebalanced(record, hours, benchmarks)}
    for partner in listed(record, "partners"):
        capacity = partner.capacity_hours
        above = 0.0 if capacity is None else hours[partner.id] - capacity
        too_many = max(above, hours[partner.id] - fair[partner.id])
        if partner.id in relieves or too_many < benchmarks["load.smallest_move"]:
            continue
        if partner.id not in evens:
            obstacle = _obstacle(record, partner, benchmarks["load.smallest_move"])
            yield Stuck(partner.id, obstacle, _exact(too_many), _skills_needed(record, partner))
        elif above >= benchmarks["load.noise_hours"]:
            yield Stuck(partner.id, "room", _exact(above), _skills_needed(record, partner))


def _own_tasks(record: CaseRecord, partner: Partner, smallest: float) -> list[Task]:
    return [task for task in listed(record, "tasks") if (hours_of(task) or {}).get(partner.id, 0) >= smallest]


def _obstacle(record: CaseRecord, partner: Partner, smallest: float) -> str:
    """Why nothing can be moved from a partner."""
    tasks = _own_tasks(record, partner, smallest)
    others = [one for one in listed(record, "partners") if one.id != partner.id]
    if any(can_take(task, one) for task in tasks for one in others):
        return "capacity"
    movable = [task for task in tasks if task.movable]
    if not movable:
        return "unknown" if any(task.movable is None for task in tasks) else "fixed"
    is_open = any(not task.knows("skill") for task in movable) or any(one.skills is None for one in others)
    return "unknown" if is_open else "skill"


def _skills_needed(record: CaseRecord, partner: Partner) -> tuple[str, ...]:
    """The skills of this partner's movable tasks, as they are written."""
    tasks = _own_tasks(record, partner, 0.01)
    return tuple(sorted({task.skill for task in tasks if task.movable and task.skill}))


# --- Load against benefit, voice and promise -------------------------------------------------


@dataclass(frozen=True)
class LoadBenefit:
    """A partner's share of the work against its share of the benefit, today and after the moves proposed."""

    partner: str
    load_share: float
    benefit_share: float
    gap: float
    gap_after: float
    hours_after: float
    largest_gap: float | None = None


@dataclass(frozen=True)
class LoadVoice:
    """A partner's share of the work against its share in decisions."""

    partner: str
    load_share: float
    decision_share: float
    gap: float


@dataclass(frozen=True)
class RiskVoice:
    """A partner's share of the risk against its share in decisions."""

    partner: str
    risk_share: float
    decision_share: float
    gap: float


@dataclass(frozen=True)
class RiskBenefit:
    """A partner's share of the risk against its share of the benefit."""

    partner: str
    risk_share: float
    benefit_share: float
    gap: float
    benefit_exceeds_work: bool | None = None
    """Whether part of the benefit is there for something else than work, such as the risk."""


@dataclass(frozen=True)
class Promise:
    """A partner's share of the work as promised and as it is."""

    partner: str
    promised: float
    share: float
    gap: float
    gap_hours: float


@dataclass(frozen=True)
class Claim:
    """The share of the work that a partner believes it does."""

    partner: str
    share: float


@dataclass(frozen=True)
class Claims:
    """The shares of the work that partners believe they do, and their sum."""

    section: str
    total: float
    claims: tuple[Claim, ...]


@measure(LoadBenefit, per="partners", needs=("tasks.hours", "partners.benefit_share"))
def load_benefit(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Load share − benefit share of each partner whose benefit is known. Even work isn't moved for it."""
    hours = loads(record, benchmarks)
    if hours is None:
        return
    total = sum(hours.values())
    moves = rebalanced(record, hours, benchmarks) if _is_uneven(record, hours, benchmarks) else ()
    after = _after(hours, moves)
    partners = listed(record, "partners")
    gaps = {
        one.id: hours[one.id] / total - one.benefit_share for one in partners if one.benefit_share is not None
    }
    for partner in partners:
        if partner.benefit_share is None:
            continue
        gap_after = after[partner.id] / total - partner.benefit_share
        yield LoadBenefit(
            partner=partner.id,
            load_share=_exact(hours[partner.id] / total),
            benefit_share=partner.benefit_share,
            gap=_exact(gaps[partner.id]),
            gap_after=_exact(gap_after),
            hours_after=_exact(gap_after * total),
            largest_gap=_exact(max(map(abs, gaps.values()))) if len(gaps) == len(partners) else None,
        )


@measure(LoadVoice, per="partners", needs=("tasks.hours", "partners.decision_share"))
def load_voice(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Load share − share in decisions."""
    hours = loads(record, benchmarks)
    for partner in listed(record, "partners"):
        if hours and partner.decision_share is not None:
            share = hours[partner.id] / sum(hours.values())
            yield LoadVoice(
                partner.id, _exact(share), partner.decision_share, _exact(share - partner.decision_share)
            )


@measure(RiskVoice, per="partners", needs=("partners.risk_share", "partners.decision_share"))
def risk_voice(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Share of the risk − share in decisions."""
    for partner in listed(record, "partners"):
        risk, voice = partner.risk_share, partner.decision_share
        if risk is not None and voice is not None:
            yield RiskVoice(partner.id, risk, voice, _exact(risk - voice))


@measure(RiskBenefit, per="partners", needs=("partners.risk_share", "partners.benefit_share"))
def risk_benefit(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Share of the risk − share of the benefit."""
    hours = loads(record, benchmarks)
    for partner in listed(record, "partners"):
        risk, benefit = partner.risk_share, partner.benefit_share
        if risk is not None and benefit is not None:
            exceeds = benefit > hours[partner.id] / sum(hours.values()) if hours else None
            yield RiskBenefit(partner.id, risk, benefit, _exact(risk - benefit), exceeds)


@measure(Promise, needs=("tasks.hours", "workload.promised_shares"))
def promise(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The partner whose share of the work lies furthest above the share promised."""
    hours = loads(record, benchmarks)
    promised = (record.workload.promised_shares if record.workload else None) or {}
    if hours is None or not promised:
        return
    total = sum(hours.values())
    gaps = {partner: hours[partner] / total - share for partner, share in promised.items()}
    most = min(gaps, key=lambda partner: (-gaps[partner], partner))
    gap = _exact(gaps[most])
    yield Promise(most, promised[most], _exact(hours[most] / total), gap, _exact(gap * total))


@measure(Claims, needs=("partners.own_load_estimate",))
def claims(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The sum of the own estimates; of some of them where they already exceed the bound."""
    known = [
        Claim(partner.id, partner.own_load_estimate)
        for partner in listed(record, "partners")
        if partner.own_load_estimate is not None
    ]
    total = _exact(sum(one.share for one in known))
    if len(known) == len(record.partners) or total > benchmarks["load.overclaim"]:
        yield Claims("workload", total, tuple(known))


# --- Roles -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Accountability:
    """The tasks for which nobody, one partner or several partners answer."""

    section: str
    tasks: int
    unowned: tuple[str, ...]
    shared: tuple[str, ...]
    unclear: tuple[str, ...]
    every_task_owned: bool


@dataclass(frozen=True)
class Lateness:
    """Late deliveries of tasks for which one partner answers, and of those for which none or several do."""

    section: str
    clear_late: int
    clear_total: int
    clear_share: float
    unclear_late: int
    unclear_total: int
    unclear_share: float
    gap: float


@dataclass(frozen=True)
class Undone:
    """Tasks that nobody does."""

    section: str
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Deliverables:
    """Tasks for which it is known that nothing was defined to hand over."""

    section: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class MissingSkills:
    """Skills that tasks need and no partner has."""

    section: str
    skills: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two tasks that do the same work."""

    task: str
    other: str


@dataclass(frozen=True)
class Saving:
    """Hours a week that are free again when one of two like tasks is stopped."""

    hours: float


@dataclass(frozen=True)
class Duplicates:
    """Pairs of tasks that do the same work, and the hours that stopping the smaller ones would save."""

    section: str
    pairs: tuple[Pair, ...]
    saving: tuple[Saving, ...]


@dataclass(frozen=True)
class Critical:
    """The tasks without which the activity stops and which this partner alone does."""

    partner: str
    tasks: tuple[str, ...]
    number: int
    of: int
    share: float


@dataclass(frozen=True)
class Backup:
    """Whether every partner has a substitute and passes on its know-how."""

    section: str
    all_have_substitute: bool
    all_share_know_how: bool


@measure(Accountability, needs=("tasks.accountable",))
def accountability(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Tasks by number of accountable partners; silent when all known are clear and some are unknown."""
    tasks = listed(record, "tasks")
    unowned = tuple(task.id for task in tasks if task.accountable == [])
    shared = tuple(task.id for task in tasks if task.accountable and len(set(task.accountable)) > 1)
    all_known = bool(tasks) and all(task.accountable is not None for task in tasks)
    if all_known or unowned or shared:
        unclear = tuple(sorted(unowned + shared))
        yield Accountability("tasks", len(tasks), unowned, shared, unclear, all_known and not unclear)


@measure(Lateness, needs=("tasks.accountable", "tasks.late", "tasks.total"))
def lateness(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Late over total, with one accountable partner and with none or several."""
    late, total = {True: 0, False: 0}, {True: 0, False: 0}
    for task in listed(record, "tasks"):
        if task.accountable is not None and task.late is not None and task.total:
            is_clear = len(set(task.accountable)) == 1
            late[is_clear] += task.late
            total[is_clear] += task.total
    if total[True] and total[False]:
        clear, unclear = late[True] / total[True], late[False] / total[False]
        yield Lateness(
            section="tasks",
            clear_late=late[True],
            clear_total=total[True],
            clear_share=_exact(clear),
            unclear_late=late[False],
            unclear_total=total[False],
            unclear_share=_exact(unclear),
            gap=_exact(unclear - clear),
        )


def doers(task: Task) -> set[str] | None:
    """Who does a task: those named, and those who spend hours on it; None when unknown."""
    if task.doing is None and not task.hours:
        return None
    return set(task.doing or ()) | {partner for partner, hours in (task.hours or {}).items() if hours > 0}


@measure(Undone, needs=("tasks.doing",))
def undone(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Tasks without anybody who does them or spends hours on them."""
    found = tuple(task.id for task in listed(record, "tasks") if doers(task) == set())
    if found:
        yield Undone("tasks", found)


@measure(Deliverables, needs=("tasks.deliverable",))
def deliverables(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Tasks whose deliverable is known to be none."""
    known = {task.id: task.known() for task in listed(record, "tasks")}
    missing = tuple(
        id for id, given in known.items() if "deliverable" in given and given["deliverable"] is None
    )
    if missing:
        yield Deliverables("tasks", missing)


@measure(MissingSkills, needs=("tasks.skill", "partners.skills"))
def missing_skills(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Skills needed less skills of all partners, once those of every partner are known."""
    partners = listed(record, "partners")
    if any(partner.skills is None for partner in partners):
        return
    offered = {plain(skill) for partner in partners for skill in partner.skills}
    tasks = [task for task in listed(record, "tasks") if task.skill and plain(task.skill) not in offered]
    if tasks:
        skills = {plain(task.skill): task.skill for task in tasks}
        yield MissingSkills("tasks", tuple(sorted(skills.values())), tuple(task.id for task in tasks))


@measure(Duplicates, needs=("tasks.duplicates",))
def duplicates(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Each pair once; the saving is the hours of the smaller task of each pair, when all are known."""
    tasks = {task.id: task for task in listed(record, "tasks")}
    named = {
        tuple(sorted((task.id, task.duplicates)))
        for task in tasks.values()
        if task.duplicates in tasks and task.duplicates != task.id
    }
    pairs = [Pair(*pair) for pair in sorted(named)]
    if not pairs:
        return
    hours = {id: None if task.hours is None else sum(task.hours.values()) for id, task in tasks.items()}
    smaller: dict[str, float] = {}
    for pair in pairs:
        one, other = hours[pair.task], hours[pair.other]
        if one is None or other is None:
            yield Duplicates("tasks", tuple(pairs), ())
            return
        stopped = pair.task if one < other else pair.other
        smaller[stopped] = min(one, other)
    saved = _exact(sum(smaller.values()))
    yield Duplicates("tasks", tuple(pairs), (Saving(saved),) if saved > 0 else ())


@measure(Critical, per="partners", needs=("tasks.criticality", "tasks.doing"))
def critical(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Tasks of criticality 3 that a partner does alone, of all tasks of criticality 3."""
    tasks = [task for task in listed(record, "tasks") if task.criticality == 3]
    for partner in listed(record, "partners"):
        alone = tuple(task.id for task in tasks if doers(task) == {partner.id})
        if alone:
            yield Critical(partner.id, alone, len(alone), len(tasks), _exact(len(alone) / len(tasks)))


@measure(Backup, needs=("partners.substitute", "partners.shares_know_how"))
def backup(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Whether both hold for all partners; unknown counts as no here, for it is only ever good news."""
    partners = listed(record, "partners")
    yield Backup(
        section="partners",
        all_have_substitute=all(one.substitute not in (None, one.id) for one in partners),
        all_share_know_how=all(one.shares_know_how is True for one in partners),
    )


def _exact(value: float) -> float:
    """Without the last binary digits, so that a share of .65 less .5 is .15."""
    return round(value, 9)
