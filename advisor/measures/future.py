"""Measures of the future: small trials, dependence on the partnership, reach of the roadmap, cover by a contract."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.measures.growth import DAYS_A_MONTH
from advisor.vocabulary import CaseRecord, Partner

BEGUN = frozenset({"running", "confirmed", "mixed", "failed"})
IN_WRITING = frozenset({"written", "signed"})


@dataclass(frozen=True)
class PilotTally:
    """How many small trials were begun, and which are only planned."""

    begun_count: int
    planned: tuple[str, ...]


@measure(PilotTally, needs=("pilots", "pilots.result"))
def pilot_tally(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Trials that run or have ended, counted once the list is given and it is known how each one stands."""
    pilots = listed(record, "pilots")
    if record.pilots is not None and all(pilot.result is not None for pilot in pilots):
        yield PilotTally(
            begun_count=sum(pilot.result in BEGUN for pilot in pilots),
            planned=tuple(pilot.id for pilot in pilots if pilot.result == "planned"),
        )


@dataclass(frozen=True)
class PilotEnd:
    """How long ago a small trial ended."""

    pilot: str
    since_days: int


@measure(PilotEnd, per="pilots", needs=("pilots.ended",))
def pilot_end(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days from the end of each trial to the date of the case, if it lies in the past."""
    for pilot in listed(record, "pilots"):
        if pilot.ended is not None and pilot.ended <= record.date:
            yield PilotEnd(pilot.id, (record.date - pilot.ended).days)


@dataclass(frozen=True)
class Reliance:
    """How much of a partner's own activity hangs on the partnership, and how much less it is for others."""

    partner: str
    share: float
    next_share: float
    """What it could come down to in a year."""
    least: tuple[str, ...] | None = None
    """The partners that depend least of all, where they depend less than this one."""
    least_share: float | None = None
    gap_share: float | None = None


@measure(Reliance, per="partners", needs=("partners.dependence_share",))
def reliance(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The share of each partner, that of the least dependent other whose share is known, and the gap between them."""
    known = _known_shares(record)
    step, watch = benchmarks["future.dependence_step"], benchmarks["future.dependence_watch"]
    for partner, share in known.items():
        lowered = max(share - step, watch) if share > watch else max(share - step, 0.0)
        least_share = min(known.values())
        if least_share < share:
            least = tuple(one for one, other in known.items() if other == least_share)
            gap = round(share - least_share, 6)
            yield Reliance(partner, share, round(lowered, 6), least, least_share, gap)
        else:
            yield Reliance(partner, share, round(lowered, 6))


@dataclass(frozen=True)
class RelianceOfAll:
    """The least and the most that hangs on the partnership, over all partners."""

    least_share: float
    most_share: float


@measure(RelianceOfAll, needs=("partners.dependence_share",))
def reliance_of_all(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The smallest and the largest share, once the share of every partner is known."""
    known = _known_shares(record)
    if known and len(known) == len(record.partners):
        yield RelianceOfAll(min(known.values()), max(known.values()))


def _known_shares(record: CaseRecord) -> dict[str, float]:
    partners: list[Partner] = listed(record, "partners")
    return {one.id: one.dependence_share for one in partners if one.dependence_share is not None}


@dataclass(frozen=True)
class RoadmapReach:
    """The objective that lies furthest beyond the end of the roadmap."""

    objective: str
    deadline: datetime.date
    roadmap_months: float
    beyond_months: float


@measure(RoadmapReach, needs=("future.roadmap_months", "objectives.deadline"))
def roadmap_reach(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Months from today to the last deadline of an objective, less the months that the roadmap covers."""
    future = record.future
    dated = [one for one in listed(record, "objectives") if one.deadline is not None]
    if future is None or future.roadmap is False or not future.roadmap_months or not dated:
        return
    last = max(dated, key=lambda one: one.deadline)
    beyond = (last.deadline - record.date).days / DAYS_A_MONTH - future.roadmap_months
    if beyond > 0:
        yield RoadmapReach(last.id, last.deadline, future.roadmap_months, round(beyond, 1))


@dataclass(frozen=True)
class ContractCover:
    """Until when an agreement in writing binds the partners."""

    until: datetime.date
    left_days: int


@measure(ContractCover, needs=("partnership.agreement", "partnership.renewal"))
def contract_cover(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days from today to the end or renewal of an agreement that is in writing."""
    partnership = record.partnership
    if partnership is None or partnership.agreement not in IN_WRITING or partnership.renewal is None:
        return
    if partnership.renewal > record.date:
        yield ContractCover(partnership.renewal, (partnership.renewal - record.date).days)
