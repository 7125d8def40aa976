"""Measures of trust: commitments kept, who trusts whom how much, what has happened, and who sees the accounts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord, TrustEvent

# --- Commitments -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """How many of its commitments a partner has kept."""

    partner: str
    due_count: int
    kept_count: int
    missed_count: int
    kept_share: float


@measure(Kept, per="partners", needs=("partners.commitments_due", "partners.commitments_kept"))
def kept(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Commitments kept / commitments due, once enough were due for the share to mean something."""
    for partner in listed(record, "partners"):
        due, number = partner.commitments_due, partner.commitments_kept
        if due is not None and number is not None and due >= max(1, benchmarks["trust.enough_commitments"]):
            yield Kept(partner.id, due, number, due - number, number / due)


# --- Trust given and received ----------------------------------------------------------------


@dataclass(frozen=True)
class TrustScore:
    """How much one partner trusts another."""

    toward: str
    score: float


@dataclass(frozen=True)
class Distrust:
    """The others whom a partner trusts little."""

    partner: str
    toward: tuple[str, ...]
    scores: tuple[TrustScore, ...]
    lowest: float


@dataclass(frozen=True)
class Reserve:
    """The others whom a partner trusts only by half: more than little, and no more than middling."""

    partner: str
    toward: tuple[str, ...]
    scores: tuple[TrustScore, ...]
    lowest: float


@dataclass(frozen=True)
class TrustUnreturned:
    """Another partner who trusts this one clearly more than it is trusted in return."""

    other: str
    given: float
    received: float


@dataclass(frozen=True)
class TrustGap:
    """The partners who trust this one far more than it trusts them; each pair stands with the one who trusts less."""

    partner: str
    pairs: tuple[TrustUnreturned, ...]
    gap: float


@dataclass(frozen=True)
class MutualTrust:
    """The lowest of all scores, once every partner has rated every other."""

    section: str
    partners: tuple[str, ...]
    lowest: float


@measure(Distrust, per="partners", needs=("partners.trust",))
def distrust(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The scores of a partner up to the line of little trust, the lowest first."""
    for partner in listed(record, "partners"):
        scores = _scores(partner.trust, above=-1, up_to=benchmarks["trust.low"])
        if scores:
            yield Distrust(partner.id, _toward(scores), scores, scores[0].score)


@measure(Reserve, per="partners", needs=("partners.trust",))
def reserve(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The scores of a partner above the line of little trust and up to the middle, the lowest first."""
    for partner in listed(record, "partners"):
        scores = _scores(partner.trust, above=benchmarks["trust.low"], up_to=benchmarks["trust.middling"])
        if scores:
            yield Reserve(partner.id, _toward(scores), scores, scores[0].score)


@measure(TrustGap, per="partners", needs=("partners.trust",))
def trust_gap(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Trust received − trust given, for each pair of which both scores are known, where it is wide enough."""
    trust = {partner.id: partner.trust or {} for partner in listed(record, "partners")}
    for partner, scores in trust.items():
        pairs = [
            TrustUnreturned(other, given, trust[other][partner])
            for other, given in scores.items()
            if partner in trust.get(other, {})
            and trust[other][partner] - given >= max(benchmarks["trust.gap"], 0.1)
        ]
        pairs.sort(key=lambda pair: (pair.given - pair.received, pair.other))
        if pairs:
            yield TrustGap(partner, tuple(pairs), round(pairs[0].received - pairs[0].given, 9))


@measure(MutualTrust, needs=("partners.trust",))
def mutual_trust(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The lowest score; nothing while a single one is unknown."""
    partners = [partner.id for partner in listed(record, "partners")]
    trust = {partner.id: partner.trust or {} for partner in listed(record, "partners")}
    asked = [(one, other) for one in partners for other in partners if one != other]
    if asked and all(other in trust[one] for one, other in asked):
        yield MutualTrust("partners", tuple(partners), min(trust[one][other] for one, other in asked))


def _scores(trust: dict[str, float] | None, above: float, up_to: float) -> tuple[TrustScore, ...]:
    found = [TrustScore(other, score) for other, score in (trust or {}).items() if above < score <= up_to]
    return tuple(sorted(found, key=lambda one: (one.score, one.toward)))


def _toward(scores: Iterable[TrustScore]) -> tuple[str, ...]:
    return tuple(sorted(one.toward for one in scores))


# --- Recognition -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Unrecognised:
    """The partners who say that what they bring is not seen."""

    section: str
    partners: tuple[str, ...]


@dataclass(frozen=True)
class AllRecognised:
    """Every partner says that what it brings is seen."""

    section: str
    partners: tuple[str, ...]


@measure(Unrecognised, needs=("partners.feels_recognised",))
def unrecognised(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The partners who answered no."""
    found = tuple(one.id for one in listed(record, "partners") if one.feels_recognised is False)
    if found:
        yield Unrecognised("partners", found)


@measure(AllRecognised, needs=("partners.feels_recognised",))
def all_recognised(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Whether every partner answered, and answered yes."""
    partners = listed(record, "partners")
    if partners and all(one.feels_recognised is True for one in partners):
        yield AllRecognised("partners", tuple(one.id for one in partners))


# --- What has happened -----------------------------------------------------------------------


@dataclass(frozen=True)
class EventAuthor:
    """The partner from whom an event came."""

    partner: str


@dataclass(frozen=True)
class EventDate:
    """The day of an event."""

    date: datetime.date


@dataclass(frozen=True)
class TrustIncident:
    """An event that weighs on trust: by whom and when, where that is known, and whether others followed."""

    event: str
    authors: tuple[EventAuthor, ...]
    dates: tuple[EventDate, ...]
    days: int | None = None
    """Days from the event to the date of the case."""
    followed: bool | None = None
    """Whether something of the kind came later from the same partner; unknown dates and partners count as yes."""


@dataclass(frozen=True)
class ThanksAfter:
    """An accusation after which its author thanked a partner whom it concerned."""

    event: str
    thanks: str
    date: datetime.date


@measure(
    TrustIncident,
    per="trust_events",
    needs=("trust_events.kind", "trust_events.by", "trust_events.date"),
)
def trust_incident(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Days since the event, and whether a burden on trust followed it."""
    events = listed(record, "trust_events")
    for event in events:
        followed = None
        if event.date is not None:
            followed = any(_follows(other, event) for other in events if other.id != event.id)
        yield TrustIncident(
            event=event.id,
            authors=() if event.by is None else (EventAuthor(event.by),),
            dates=() if event.date is None else (EventDate(event.date),),
            days=None if event.date is None else (record.date - event.date).days,
            followed=followed,
        )


@measure(
    ThanksAfter,
    per="trust_events",
    needs=("trust_events.by", "trust_events.concerning", "trust_events.date"),
)
def thanks_after(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The latest recognition by the author of an accusation of somebody whom the accusation concerned."""
    events = listed(record, "trust_events")
    for event in events:
        if event.kind != "accusation" or event.by is None or event.date is None:
            continue
        thanks = [
            (other.date, other.id)
            for other in events
            if other.kind == "recognition"
            and other.by == event.by
            and other.date is not None
            and other.date > event.date
            and set(other.concerning or ()) & set(event.concerning or ())
        ]
        if thanks:
            last, which = max(thanks)
            yield ThanksAfter(event.id, which, last)


def _follows(later: TrustEvent, event: TrustEvent) -> bool:
    """Whether a burden on trust may have come after `event` from the same partner."""
    after = later.date is None or event.date is None or later.date > event.date
    same = later.by is None or event.by is None or later.by == event.by
    return _is_burden(later) and after and same


def _is_burden(event: TrustEvent) -> bool:
    if event.kind == "competing_activity":
        return event.declared is False
    return event.kind in ("hidden_news", "unilateral_move", "accusation")


# --- Accounts --------------------------------------------------------------------------------


@dataclass(frozen=True)
class RequestsMade:
    """How many requests for figures were made."""

    requests: int


@dataclass(frozen=True)
class UnansweredRequests:
    """Requests for figures without an answer: several of them, or a large part of those made."""

    section: str
    unanswered: int
    asked: tuple[RequestsMade, ...]


@dataclass(frozen=True)
class PartialAccess:
    """Some partners can look at the accounts themselves, others can't."""

    section: str
    having: tuple[str, ...]
    lacking: tuple[str, ...]


@measure(UnansweredRequests, needs=("finance.requests_unanswered",))
def unanswered_requests(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Requests unanswered, where they are several, or a large part of at least as many."""
    finance = record.finance
    if finance is None or not finance.requests_unanswered:
        return
    several, part = benchmarks["trust.unanswered"], benchmarks["trust.unanswered_share"]
    unanswered, made = finance.requests_unanswered, finance.requests
    if unanswered >= several or (made is not None and made >= several and unanswered >= part * made):
        asked = () if made is None else (RequestsMade(made),)
        yield UnansweredRequests("finance", unanswered, asked)


@measure(PartialAccess, needs=("finance.access",))
def partial_access(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The partners named under access and those who are not, where both exist."""
    access = record.finance.access if record.finance else None
    partners = [partner.id for partner in listed(record, "partners")]
    having = tuple(partner for partner in partners if partner in (access or ()))
    lacking = tuple(partner for partner in partners if partner not in having)
    if having and lacking:
        yield PartialAccess("finance", having, lacking)


@dataclass(frozen=True)
class FullAccess:
    """Every partner can look at the accounts itself."""

    section: str
    having: tuple[str, ...]


@measure(FullAccess, needs=("finance.access",))
def full_access(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """The partners named under access, where all of them are."""
    access = record.finance.access if record.finance else None
    partners = tuple(partner.id for partner in listed(record, "partners"))
    if access is not None and set(partners) <= set(access):
        yield FullAccess("finance", partners)
