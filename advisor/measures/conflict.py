"""Measures of conflicts: what kind a conflict is, how it is dealt with, and which step comes next, by when."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord, Conflict, Objective, Partner

KINDS = (
    "goals",
    "financial",
    "intellectual_property",
    "roles",
    "governance",
    "commitment",
    "relation",
    "communication",
)
"""The kinds of conflict; of two that are equally well supported, the first is taken."""
SURFACE = frozenset({"relation", "communication"})
"""Kinds that most other conflicts look like from outside; what lies beneath them counts first."""
SHOWS = {
    "competing_goals": "goals",
    "priorities_clash": "goals",
    "disputed_sums": "financial",
    "hidden_accounts": "financial",
    "unpaid_share": "financial",
    "exclusivity_breach": "intellectual_property",
    "ownership_dispute": "intellectual_property",
    "unclear_roles": "roles",
    "work_overlap": "roles",
    "work_undone": "roles",
    "overload": "roles",
    "late_work": "roles",
    "exclusion_from_decisions": "governance",
    "blocked_decision": "governance",
    "broken_commitment": "commitment",
    "disrespect": "relation",
    "misunderstanding": "communication",
    "late_answers": "communication",
    "curt_messages": "communication",
    "missed_meetings": "communication",
    "missing_information": "communication",
}
"""The kind of conflict that each symptom speaks for."""
WEAK = frozenset(
    {
        "late_work",
        "blocked_decision",
        "misunderstanding",
        "late_answers",
        "curt_messages",
        "missed_meetings",
        "missing_information",
    }
)
"""Symptoms that many kinds of conflict share."""
EXPLAINED_BY_OVERLOAD = frozenset(
    {"late_work", "work_undone", "broken_commitment", "late_answers", "curt_messages", "missed_meetings"}
)
EXPLAINED_BY_HIDDEN_ACCOUNTS = frozenset({"missing_information"})

STEPS = ("agenda", "talk", "agreement", "facilitated", "mediation", "exit")
"""The rungs of the ladder, from the first to the last."""


@dataclass(frozen=True)
class Sign:
    """Something that speaks for a kind of conflict: an allowed word of the field of the vocabulary."""

    word: str
    field: str = "conflicts.symptoms"


@dataclass(frozen=True)
class ConflictType:
    """What kind a conflict is, as far as symptoms and facts tell."""

    conflict: str
    kind: str
    parties: tuple[str, ...]
    signs: tuple[Sign, ...]
    evidence_count: int
    called: str | None = None
    """The kind that it is called, where that is another one."""
    second: str | None = None
    second_signs: tuple[Sign, ...] | None = None
    load: bool | None = None
    """For a conflict of roles: whether an overload is behind it."""
    unclear: bool | None = None
    """For a conflict of roles: whether it is unclear who does what."""


@measure(ConflictType, per="conflicts", needs=("conflicts.symptoms",))
def conflict_type(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The kind with the most weight of signs; what lies beneath goes before what is seen on the surface."""
    for conflict in _live(record):
        evidence = _evidence(record, conflict, benchmarks)
        weights = {kind: sum(evidence[kind].values()) for kind in KINDS}
        kind = _main_kind(conflict, weights, benchmarks)
        if kind is None or _label_outweighs(conflict, kind, evidence[kind]):
            continue
        if _too_grave_for_the_surface(conflict, kind, weights[kind], benchmarks):
            continue
        signs = _by_weight(evidence[kind])
        second = _second_kind(kind, evidence, benchmarks)
        called = conflict.claimed_kind or conflict.kind
        words = {sign.word for sign in signs}
        load = "overload" in words
        yield ConflictType(
            conflict=conflict.id,
            kind=kind,
            parties=parties(record, conflict),
            signs=signs,
            evidence_count=len(signs),
            called=called if called != kind else None,
            second=second,
            second_signs=_by_weight(evidence[second]) if second else None,
            load=load if kind == "roles" else None,
            unclear=not load or bool(words & {"unclear_roles", "work_overlap"}) if kind == "roles" else None,
        )


def _by_weight(signs: dict[Sign, float]) -> tuple[Sign, ...]:
    """The signs, the weightiest first; the judgement of the adviser only where there is nothing to show for it."""
    shown = [sign for sign in signs if sign.field == "conflicts.symptoms"] or signs
    return tuple(sorted(shown, key=lambda sign: (-signs[sign], sign.word)))


def parties(record: CaseRecord, conflict: Conflict) -> tuple[str, ...]:
    """The parties of a conflict; every partner where it isn't known who they are."""
    return tuple(sorted(set(conflict.parties or ()))) or tuple(sorted(one.id for one in record.partners))


def _live(record: CaseRecord) -> Iterator[Conflict]:
    return (conflict for conflict in listed(record, "conflicts") if conflict.status != "settled")


Evidence = dict[str, dict[Sign, float]]
"""By kind of conflict, the signs that speak for it, each with its weight."""


def _evidence(record: CaseRecord, conflict: Conflict, benchmarks: Benchmarks) -> Evidence:
    facts = dict(_facts(record, conflict, benchmarks))
    symptoms: set[str] = set(conflict.symptoms or ())
    moved: dict[str, str] = {}
    if "hidden_accounts" in symptoms | set(facts):
        moved |= dict.fromkeys(EXPLAINED_BY_HIDDEN_ACCOUNTS, "financial")
    if "overload" in symptoms | set(facts):
        moved |= dict.fromkeys(EXPLAINED_BY_OVERLOAD, "roles")
        if "broken_commitment" in facts:  # by a partner who is not overloaded
            del moved["broken_commitment"]
    found: Evidence = {kind: {} for kind in KINDS}
    for word in symptoms:
        weight = benchmarks["conflict.weight_weak" if word in WEAK else "conflict.weight_symptom"]
        found[moved.get(word, SHOWS[word])][Sign(word)] = weight
    for word, name in facts.items():
        kind, sign = SHOWS[word], Sign(word)
        found[kind][sign] = found[kind].get(sign, 0) + benchmarks[name]
    if conflict.kind is not None:
        found[conflict.kind][Sign(conflict.kind, "conflicts.kind")] = benchmarks["conflict.weight_given"]
    return found


def _facts(record: CaseRecord, conflict: Conflict, benchmarks: Benchmarks) -> Iterator[tuple[str, str]]:
    """The symptoms that the facts of the case show, each with the benchmark of its weight."""
    about, beside = "conflict.weight_fact_about", "conflict.weight_fact_beside"
    if _goals_exclude_each_other(record, conflict):
        yield "competing_goals", about if conflict.about_objectives else beside
    if conflict.disputed_sum is not None and conflict.disputed_sum > 0:
        yield "disputed_sums", about
    if _accounts_hidden(record):
        yield "hidden_accounts", beside
    if _accountability_unclear(record, conflict):
        yield "unclear_roles", about
    overloaded = {load.partner for load in _overloads(record, conflict, benchmarks)}
    if overloaded:
        yield "overload", beside
    if any(
        _breaks_commitments(partner, benchmarks)
        for partner in _partners(record, conflict)
        if partner.id not in overloaded
    ):
        yield "broken_commitment", beside
    if _exclusivity_broken(record, conflict):
        yield "exclusivity_breach", beside
    if _deadlocked_by_rule(record, conflict):
        yield "blocked_decision", beside


def _partners(record: CaseRecord, conflict: Conflict) -> list[Partner]:
    involved = parties(record, conflict)
    return [partner for partner in listed(record, "partners") if partner.id in involved]


def _goals_exclude_each_other(record: CaseRecord, conflict: Conflict) -> bool:
    """Whether two objectives of different parties are known to be incompatible, and the conflict may be about them."""
    objectives = {objective.id: objective for objective in listed(record, "objectives")}
    involved = set(parties(record, conflict))
    about = conflict.about_objectives
    for objective in objectives.values():
        for other in objective.conflicts_with or ():
            if other not in objectives or other == objective.id:
                continue
            concerned = about is None or bool({objective.id, other} & set(about))
            if concerned and _pursued_by_both_sides(objective, objectives[other], involved):
                return True
    return False


def _pursued_by_both_sides(one: Objective, other: Objective, involved: set[str]) -> bool:
    """Whether different parties pursue the two; taken to be so where it isn't known who pursues them."""
    sides = [_pursuers(objective) for objective in (one, other)]
    if not all(sides):
        return not any(side and not side & involved for side in sides)
    first, second = (side & involved for side in sides)
    return bool(first) and bool(second) and len(first | second) > 1


def _pursuers(objective: Objective) -> set[str]:
    owner = [objective.owner] if objective.owner else []
    return {*(objective.pursued_by or ()), *owner}


def _accounts_hidden(record: CaseRecord) -> bool:
    finance, partnership = record.finance, record.partnership
    if finance is None or finance.accounts_shared == "full":
        return False
    open_to_all = finance.access is not None and {one.id for one in record.partners} <= set(finance.access)
    closed = finance.accounts_shared == "none" and not open_to_all
    kept_apart = closed and partnership is not None and partnership.revenue_shared
    kept_from_some = finance.requests_unanswered and (
        partnership is None or partnership.revenue_shared is not False
    )
    return bool(kept_apart or kept_from_some)


def _accountability_unclear(record: CaseRecord, conflict: Conflict) -> bool:
    about = set(conflict.about_tasks or ())
    return any(
        task.accountable is not None and len(set(task.accountable)) != 1
        for task in listed(record, "tasks")
        if task.id in about
    )


def _breaks_commitments(partner: Partner, benchmarks: Benchmarks) -> bool:
    due, kept = partner.commitments_due, partner.commitments_kept
    return bool(due) and kept is not None and kept < benchmarks["conflict.kept"] * (due or 0)


def _exclusivity_broken(record: CaseRecord, conflict: Conflict) -> bool:
    involved = parties(record, conflict)
    promised = record.clauses is not None and record.clauses.exclusivity is True
    return promised and any(
        event.kind == "competing_activity" and event.declared is False and event.by in involved
        for event in listed(record, "trust_events")
    )


def _deadlocked_by_rule(record: CaseRecord, conflict: Conflict) -> bool:
    """Two partners who decide only together, and decisions that wait."""
    partnership = record.partnership
    if partnership is None or partnership.decision_rule != "unanimity" or len(record.partners) != 2:
        return False
    reported = "blocked_decision" in (conflict.symptoms or ())
    return reported or (not conflict.symptoms and bool(partnership.decisions_waiting))


def _main_kind(conflict: Conflict, weights: dict[str, float], benchmarks: Benchmarks) -> str | None:
    best = _heaviest(weights, KINDS, conflict.kind)
    if best not in SURFACE:
        return best
    deeper = _heaviest(weights, (kind for kind in KINDS if kind not in SURFACE), conflict.kind)
    strained = best == "relation" and conflict.kind == "relation"
    enough = benchmarks["conflict.weight_given" if strained else "conflict.weight_fact_beside"]
    return deeper if deeper is not None and weights[deeper] >= enough else best


def _heaviest(weights: dict[str, float], kinds: Iterable[str], given: str | None) -> str | None:
    """The kind with the most weight; of equals the one given, then the first."""
    found = [kind for kind in kinds if weights[kind] > 0]
    return min(found, key=lambda kind: (-weights[kind], kind != given, KINDS.index(kind)), default=None)


def _label_outweighs(conflict: Conflict, kind: str, signs: dict[Sign, float]) -> bool:
    """Whether all there is to set against the parties' own, deeper word is a single sign on the surface."""
    claimed = conflict.claimed_kind
    deeper_word = claimed is not None and claimed not in SURFACE
    return deeper_word and kind in SURFACE and conflict.kind is None and len(signs) < 2


def _too_grave_for_the_surface(conflict: Conflict, kind: str, weight: float, benchmarks: Benchmarks) -> bool:
    """Whether a severe conflict, or one with a step past recall, would be laid to a weak sign on the surface."""
    is_grave = (conflict.severity or 0) >= benchmarks["conflict.severe"] or bool(conflict.irreversible_step)
    return kind in SURFACE and is_grave and weight < benchmarks["conflict.weight_given"]


def _second_kind(main: str, evidence: Evidence, benchmarks: Benchmarks) -> str | None:
    """The next kind, if it has enough weight and at least one sign that is typical of it."""
    weights = {kind: sum(evidence[kind].values()) for kind in KINDS}
    others = (
        kind
        for kind in KINDS
        if kind not in SURFACE and kind != main and any(sign.word not in WEAK for sign in evidence[kind])
    )
    second = _heaviest(weights, others, None)
    return second if second and weights[second] >= benchmarks["conflict.weight_symptom"] else None


# --- Load behind a conflict ----------------------------------------------------------------


@dataclass(frozen=True)
class ConflictLoad:
    """The party of a conflict whose load goes furthest beyond its capacity."""

    conflict: str
    partner: str
    hours: float
    capacity_hours: float
    over_hours: float


@measure(ConflictLoad, per="conflicts", needs=("tasks.hours", "partners.capacity_hours"))
def conflict_load(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Hours a week of all tasks against hours available, for the parties of a conflict that isn't settled."""
    for conflict in _live(record):
        loads = _overloads(record, conflict, benchmarks)
        if loads:
            yield max(loads, key=lambda load: (load.over_hours, load.partner))


def _overloads(record: CaseRecord, conflict: Conflict, benchmarks: Benchmarks) -> list[ConflictLoad]:
    loads = []
    for partner in _partners(record, conflict):
        capacity = partner.capacity_hours
        if capacity is None:
            continue
        hours = _exact(sum((task.hours or {}).get(partner.id, 0) for task in listed(record, "tasks")))
        if hours > capacity and hours >= _exact(benchmarks["conflict.overload"] * capacity):
            loads.append(ConflictLoad(conflict.id, partner.id, hours, capacity, _exact(hours - capacity)))
    return loads


def _exact(value: float) -> float:
    """Without the last binary digits, so that 27.5 hours are a tenth more than 25."""
    return round(value, 9)


# --- How the parties deal with it -----------------------------------------------------------


@dataclass(frozen=True)
class Dealing:
    """How all parties of a conflict deal with it: `avoid`, `compete`, or `constructive`."""

    conflict: str
    way: str
    parties: tuple[str, ...]


@measure(Dealing, per="conflicts", needs=("conflicts.approach",))
def dealing(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The way that all parties share, once the way of each is known."""
    for conflict in _live(record):
        way = _shared_way(record, conflict)
        if way is not None:
            yield Dealing(conflict.id, way, parties(record, conflict))


def _shared_way(record: CaseRecord, conflict: Conflict) -> str | None:
    approach = conflict.approach or {}
    involved = parties(record, conflict)
    if len(involved) < 2 or any(party not in approach for party in involved):
        return None
    ways = {approach[party] for party in involved}
    if ways in ({"avoid"}, {"compete"}):
        return next(iter(ways))
    return "constructive" if ways <= {"collaborate", "compromise"} else None


@dataclass(frozen=True)
class Stakes:
    """How much a conflict matters to the party that cares most, and to the one that cares least."""

    conflict: str
    cares_most: str
    most: float
    cares_least: str
    least: float
    gap: float


@measure(Stakes, per="conflicts", needs=("conflicts.importance",))
def stakes(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Highest and lowest importance among the parties, once that of each is known."""
    for conflict in _live(record):
        grades = _grades_of_all(conflict.importance, parties(record, conflict))
        if grades:
            (least, cares_least), (most, cares_most) = min(grades), max(grades)
            yield Stakes(conflict.id, cares_most, most, cares_least, least, _exact(most - least))


@dataclass(frozen=True)
class Bond:
    """How much the relation matters to the party to whom it matters least."""

    conflict: str
    parties: tuple[str, ...]
    least: float


@measure(Bond, per="conflicts", needs=("conflicts.relation_importance",))
def bond(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Lowest importance of the relation among the parties, once that of each is known."""
    for conflict in _live(record):
        involved = parties(record, conflict)
        grades = _grades_of_all(conflict.relation_importance, involved)
        if grades:
            yield Bond(conflict.id, involved, min(grades)[0])


def _grades_of_all(grades: dict[str, float] | None, involved: tuple[str, ...]) -> list[tuple[float, str]]:
    """The grade of each party with its id; empty unless all of two or more are known."""
    known = [(grades[party], party) for party in involved if party in grades] if grades else []
    return known if len(known) == len(involved) > 1 else []


@dataclass(frozen=True)
class Temper:
    """A conflict that does no harm: `constructive` (argued well), `small` (hardly matters), `mild` (still small)."""

    conflict: str
    temper: str
    parties: tuple[str, ...]


@measure(Temper, per="conflicts", needs=("conflicts.severity",))
def temper(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Low severity without any known harm, told apart by how the parties deal with it and how much it matters."""
    for conflict in _live(record):
        kind = _temper(record, conflict, benchmarks)
        if kind is not None:
            yield Temper(conflict.id, kind, parties(record, conflict))


def _temper(record: CaseRecord, conflict: Conflict, benchmarks: Benchmarks) -> str | None:
    if _harm(conflict):
        return None
    is_low = conflict.severity is not None and conflict.severity <= benchmarks["conflict.mild"]
    grades = _grades_of_all(conflict.importance, parties(record, conflict))
    matters_little = bool(grades) and max(grades)[0] <= benchmarks["conflict.low_importance"]
    way = _shared_way(record, conflict)
    if is_low and way == "constructive" and conflict.blame == "none":
        return "constructive"
    if matters_little and (is_low or conflict.severity is None):
        return "small"
    if is_low and way != "avoid" and not _festers(record, conflict, benchmarks):
        return "mild"
    return None


def _harm(conflict: Conflict) -> bool:
    """Whether anything is known of a conflict that forbids to call it harmless."""
    return bool(
        conflict.status == "blocked"
        or conflict.blame in ("some", "rising")
        or conflict.third_persons
        or conflict.blocks
        or conflict.legal_threat
        or conflict.safety_concern
        or conflict.irreversible_step
        or conflict.failed_meetings
        or conflict.neutral_person == "failed"
        or (conflict.disputed_sum or 0) > 0
        or conflict.recurring
        or conflict.weaker_party
    )


def _festers(record: CaseRecord, conflict: Conflict, benchmarks: Benchmarks) -> bool:
    """Whether it has stayed unspoken for long."""
    if conflict.status != "latent" or conflict.since is None:
        return False
    return (record.date - conflict.since).days >= benchmarks["conflict.latent_days"]


# --- The next step ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Parting:
    """The last rung, for a conflict in which it may have to be named."""

    by: datetime.date


@dataclass(frozen=True)
class Ladder:
    """The next step with a conflict, and the day by which each rung from there is due."""

    conflict: str
    next_step: str
    """One of `STEPS`, or `under_way` for a mediation that has begun."""
    parties: tuple[str, ...]
    agenda_by: datetime.date | None = None
    talk_by: datetime.date | None = None
    agreement_by: datetime.date | None = None
    facilitated_by: datetime.date | None = None
    mediation_by: datetime.date | None = None
    exit_by: datetime.date | None = None
    parting: tuple[Parting, ...] = ()
    """The day of the last rung again, where the conflict is grave enough to name it before it is reached."""


@measure(Ladder, per="conflicts", needs=("conflicts.status", "conflicts.on_agenda"))
def ladder(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days for each rung, added up from the date of the case; half of them when it is urgent."""
    for conflict in _live(record):
        if conflict.safety_concern:  # no talk is advised while somebody is at risk
            continue
        if _temper(record, conflict, benchmarks) is not None:  # a small thing needs no ladder
            continue
        step = _next_step(record, conflict, benchmarks)
        first = "mediation" if step == "under_way" else step
        day, by = record.date, {}
        for rung in STEPS[STEPS.index(first) :]:
            day += datetime.timedelta(days=_days(rung, conflict, benchmarks))
            by[f"{rung}_by"] = _working_day(day, record.date)
        parting = (Parting(by["exit_by"]),) if _may_break(conflict, benchmarks) else ()
        yield Ladder(conflict.id, step, parties(record, conflict), **by, parting=parting)


def _may_break(conflict: Conflict, benchmarks: Benchmarks) -> bool:
    """Whether parting is near enough to be named: in a mild matter, naming it would do harm."""
    grave = (conflict.severity or 0) >= benchmarks["conflict.severe"]
    return bool(grave or conflict.status == "blocked" or conflict.irreversible_step or conflict.legal_threat)


def _working_day(day: datetime.date, today: datetime.date) -> datetime.date:
    """The Friday before a weekend, unless that has passed."""
    friday = day - datetime.timedelta(days=max(0, day.weekday() - 4))
    return friday if friday > today else day


def _days(rung: str, conflict: Conflict, benchmarks: Benchmarks) -> int:
    urgent = benchmarks["conflict.urgent"]
    in_haste = (conflict.urgency or 0) >= urgent or (conflict.severity or 0) >= benchmarks["conflict.gravest"]
    pace = benchmarks["conflict.urgent_pace"] if in_haste else 1
    return max(1, math.ceil(min(benchmarks[f"conflict.days_{rung}"] * pace, 3_660)))


def _next_step(record: CaseRecord, conflict: Conflict, benchmarks: Benchmarks) -> str:
    way = _shared_way(record, conflict)
    failed = conflict.failed_meetings
    if conflict.neutral_person == "failed":
        return "exit"
    if conflict.neutral_person == "under_way":
        return "under_way"
    never_raised = conflict.on_agenda is False
    unspoken = conflict.status == "latent" or (way == "avoid" and conflict.status != "blocked")
    felt_only = conflict.on_agenda is None and not failed and unspoken
    if never_raised or felt_only:
        return "agenda"
    tried_in_vain = (failed or 0) >= benchmarks["conflict.meetings_failed"]
    is_low = conflict.severity is not None and conflict.severity <= benchmarks["conflict.mild"]
    stuck = conflict.status == "blocked" or (conflict.blame == "rising" and not is_low)
    if tried_in_vain or (stuck and failed != 0) or conflict.legal_threat:
        return "mediation"
    on_good_terms = is_low and way == "constructive"
    needs_a_third = (
        (bool(failed) and not on_good_terms)
        or conflict.status == "blocked"
        or conflict.blame == "rising"
        or way == "compete"
        or conflict.neutral_person == "accepted"
        or bool(conflict.weaker_party)
        or (conflict.severity or 0) >= benchmarks["conflict.gravest"]
    )
    if needs_a_third:
        return "facilitated"
    return "agreement" if conflict.on_agenda and way == "constructive" else "talk"


# --- Two equal votes -------------------------------------------------------------------------


@dataclass(frozen=True)
class EqualVoices:
    """Two partners of whom neither can decide without the other."""

    partners: tuple[str, ...]


@measure(EqualVoices, needs=("partnership.decision_rule", "partners.decision_share"))
def equal_voices(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Exactly two partners, with unanimity or half of the votes each."""
    rule = record.partnership.decision_rule if record.partnership else None
    shares = [partner.decision_share for partner in record.partners]
    halves = all(share == 0.5 for share in shares) and rule not in ("lead", "by_domain")
    if len(record.partners) == 2 and (rule == "unanimity" or halves):
        yield EqualVoices(tuple(sorted(partner.id for partner in record.partners)))
