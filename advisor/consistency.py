"""What must hold between the facts of a case: references that exist, counts and shares that add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor import vocabulary
from advisor.messages import Message, say
from advisor.scalars import did_you_mean, shown
from advisor.vocabulary import CaseRecord, Ref

Complaint = tuple[tuple[str | int, ...], Message]

PARTNERS = (2, 8)
ENTRIES = 200
LISTED = 12
SHARES_OF_ONE_WHOLE = ("benefit_share", "equity_share", "risk_share", "decision_share")
ROUNDING = 0.011
"""Shares given as whole percents may add up to 101 %."""


def contradictions(record: CaseRecord) -> Iterator[Complaint]:
    """Everything that can't be true of one partnership at once, with the path that says it."""
    yield from _number_of_entries(record)
    yield from _ids(record)
    yield from _references(record)
    yield from _repetitions(record)
    yield from _confidences(record)
    yield from _marks(record)
    yield from _shares(record)
    yield from _parts_of_wholes(record)
    yield from _dates(record)


def _number_of_entries(record: CaseRecord) -> Iterator[Complaint]:
    low, high = PARTNERS
    if not low <= len(record.partners) <= high:
        yield (
            ("partners",),
            say(
                "{number} given; a case is about {low} to {high} partners",
                number=len(record.partners),
                low=low,
                high=high,
            ),
        )
    for name in vocabulary.LISTS:
        entries = getattr(record, name) or ()
        if len(entries) > ENTRIES:
            yield (
                (name,),
                say("{number} entries; at most {most} can be weighed", number=len(entries), most=ENTRIES),
            )


def _all_entries(record: CaseRecord) -> Iterator[tuple[str, int, vocabulary.Entry]]:
    for name in vocabulary.LISTS:
        for index, entry in enumerate(getattr(record, name) or ()):
            yield name, index, entry


def _ids(record: CaseRecord) -> Iterator[Complaint]:
    """An id names one entry in the whole case, so that a finding's subject is never in doubt."""
    first: dict[str, str] = {}
    for name, index, entry in _all_entries(record):
        here = f"{name}[{index}]"
        if entry.id in first:
            yield (
                (name, index, "id"),
                say(
                    "the id “{id}” is already that of {other}; an id names one entry in the whole case",
                    id=entry.id,
                    other=first[entry.id],
                ),
            )
        first.setdefault(entry.id, here)


def _references(record: CaseRecord) -> Iterator[Complaint]:
    ids = {name: sorted(entry.id for entry in getattr(record, name) or ()) for name in vocabulary.LISTS}
    for path, section, facts in _all_facts(record):
        for name, value in _given(facts):
            info = vocabulary.fields(section)[name]
            for inner, target, lists in _targets(info, name, value):
                known = [id for one in lists for id in ids[one]]
                itself = target == getattr(facts, "id", None) and name not in vocabulary.ABOUT_THE_TELLING
                if target not in known:
                    yield (*path, name, *inner), no_such(target, lists, known)
                elif itself and section in lists:
                    yield (*path, name, *inner), say("“{id}” points to itself; name another", id=target)


def _repetitions(record: CaseRecord) -> Iterator[Complaint]:
    """What a list names twice would be counted twice."""
    for path, _, facts in _all_facts(record):
        for name, value in _given(facts):
            if isinstance(value, list):
                for index, one in enumerate(value):
                    if one in value[:index]:
                        yield (
                            (*path, name, index),
                            say("“{value}” stands twice in this list", value=shown(one)),
                        )


def _confidences(record: CaseRecord) -> Iterator[Complaint]:
    """A mark that hides nothing would let out what its writer takes for hidden."""
    for path, section, facts in _all_facts(record):
        hideable = [name for name in vocabulary.fields(section) if name not in vocabulary.CONFIDENTIALITY]
        for name in facts.in_confidence or ():
            here = (*path, "in_confidence", name)
            if name in facts.ALWAYS_OPEN:
                yield here, say("“{name}” is always shown; it can't be told in confidence", name=name)
            elif name not in hideable:
                yield here, _no_such_field(name, hideable)


def _marks(record: CaseRecord) -> Iterator[Complaint]:
    """Marks of how the facts were told name fields that exist."""
    for path, section, facts in _all_facts(record):
        named: list[tuple[str, str, tuple[str | int, ...]]]
        named = [("unanswered", name, (name,)) for name in facts.unanswered or ()]
        for partner, names in (facts.told_by or {}).items():
            named += [("told_by", name, (partner, index)) for index, name in enumerate(names)]
        known = list(vocabulary.fields(section))
        for mark, name, inside in named:
            if name.partition(".")[0] not in known:
                yield (*path, mark, *inside), _no_such_field(name, known)
    parts = [*vocabulary.fields(""), *vocabulary.PARTS]
    for name in record.unanswered or ():
        if name not in parts:
            yield ("unanswered", name), _no_such_field(name, parts)


def _no_such_field(name: str, known: list[str]) -> Message:
    meant = did_you_mean(name, known)
    return say("unknown field; did you mean “{meant}”?", meant=meant) if meant else say("unknown field")


def _all_facts(
    record: CaseRecord,
) -> Iterator[tuple[tuple[str | int, ...], str, vocabulary.Facts]]:
    """Each section and entry, with its path."""
    for name in vocabulary.SECTIONS:
        section = getattr(record, name)
        if section is not None:
            yield (name,), name, section
    for name, index, entry in _all_entries(record):
        yield (name, index), name, entry


def _given(facts: vocabulary.Facts) -> list[tuple[str, Any]]:
    values = ((name, getattr(facts, name)) for name in type(facts).model_fields)
    return [(name, value) for name, value in values if value is not None]


def _targets(
    info: vocabulary.FieldInfo, name: str, value: Any
) -> Iterator[tuple[tuple[str | int, ...], str, tuple[str, ...]]]:
    """The ids that a value points to, each with its place inside the value and the lists it may be in."""
    if name == "in_confidence":
        yield from (((key,), partner, ("partners",)) for key, partner in value.items())
    elif info.shape == "mapping" and name not in vocabulary.BY_FIELD:
        yield from (((key,), key, ("partners",)) for key in value)
    elif isinstance(info.type, Ref):
        targets = enumerate(value) if info.shape == "list" else [(None, value)]
        for index, target in targets:
            yield (() if index is None else (index,)), target, info.type.lists


def no_such(target: str, lists: tuple[str, ...], known: list[str]) -> Message:
    listed = ", ".join(lists)
    meant = did_you_mean(target, known)
    target = shown(target)
    if not known:
        return say("“{target}” is not in {lists}, where nothing is listed", target=target, lists=listed)
    if meant:
        return say(
            "“{target}” is not in {lists}; did you mean “{meant}”?", target=target, lists=listed, meant=meant
        )
    return say(
        "“{target}” is not in {lists}; there are: {known}",
        target=target,
        lists=listed,
        known=some(known, LISTED),
    )


def some(words: list[str], most: int) -> tuple[str, ...]:
    """The first `most` words, and a sign that there are others."""
    return tuple(words) if len(words) <= most else (*words[:most], "…")


def _shares(record: CaseRecord) -> Iterator[Complaint]:
    for name in SHARES_OF_ONE_WHOLE:
        given = [getattr(partner, name) for partner in record.partners]
        total = sum(share for share in given if share is not None)
        if total > 1 + ROUNDING:
            last = max(index for index, share in enumerate(given) if share is not None)
            yield (
                ("partners", last, name),
                say(
                    "the shares of all partners add up to {total} %; at most 100 % is possible",
                    total=f"{total * 100:.0f}",
                ),
            )
    promised = (record.workload.promised_shares if record.workload else None) or {}
    if sum(promised.values()) > 1 + ROUNDING:
        yield (
            ("workload", "promised_shares"),
            say(
                "the shares of all partners add up to {total} %; at most 100 % is possible",
                total=f"{sum(promised.values()) * 100:.0f}",
            ),
        )


PARTS_OF_WHOLES = (
    ("partners", "commitments_kept", "commitments_due"),
    ("tasks", "late", "total"),
    ("conflicts", "settlement_kept", "settlement_due"),
    ("finance", "requests_unanswered", "requests"),
    ("review", "actions_overdue", "actions_open"),
    ("review", "gaps_corrected", "gaps_named"),
)
IN_ORDER = (
    ("partnership", "start", "renewal"),
    ("objectives", "baseline_date", "deadline"),
    ("dependencies", "earliest", "latest"),
)


def _parts_of_wholes(record: CaseRecord) -> Iterator[Complaint]:
    for section, part, whole in PARTS_OF_WHOLES:
        for path, facts in _each(record, section):
            few, many = getattr(facts, part), getattr(facts, whole)
            if few is not None and many is not None and few > many:
                yield (
                    (*path, part),
                    say(
                        "{few} is more than “{whole}” ({many}), of which it is a part",
                        few=few,
                        whole=whole,
                        many=many,
                    ),
                )
    for path, dependency in _each(record, "dependencies"):
        low, high = dependency.months_min, dependency.months_max
        if low is not None and high is not None and low > high:
            yield (
                (*path, "months_min"),
                say("{low} is more than “months_max” ({high})", low=f"{low:g}", high=f"{high:g}"),
            )


def _dates(record: CaseRecord) -> Iterator[Complaint]:
    for section, first, last in IN_ORDER:
        for path, facts in _each(record, section):
            start, end = getattr(facts, first), getattr(facts, last)
            if start is not None and end is not None and end < start:
                yield (
                    (*path, last),
                    say("{end} is before “{first}” ({start})", end=str(end), first=first, start=str(start)),
                )
    start = record.partnership.start if record.partnership else None
    if start is not None:
        for path, objective in _each(record, "objectives"):
            if objective.deadline is not None and objective.deadline < start:
                yield (
                    (*path, "deadline"),
                    say(
                        "{end} is before “{first}” ({start})",
                        end=str(objective.deadline),
                        first="partnership.start",
                        start=str(start),
                    ),
                )
    for path, facts, name in _past(record):
        happened = getattr(facts, name)
        if happened is not None and happened > record.date:
            yield (
                (*path, name),
                say(
                    "{day} is after the date of the case ({date}); this field is about the past",
                    day=str(happened),
                    date=str(record.date),
                ),
            )


PAST = {
    "partnership": (),
    "objectives": ("baseline_date", "actual_date"),
    "workload": ("last_measured", "last_rebalanced"),
    "points": ("last_held",),
    "finance": ("last_shared",),
    "trust_events": ("date",),
    "indicators": ("last_measured", "last_revised"),
    "conflicts": ("since",),
    "successes": ("date",),
    "celebration": ("last",),
    "review": ("last_review", "last_survey"),
    "future": ("last_revised",),
    "pilots": ("ended",),
}


def _past(record: CaseRecord) -> Iterator[tuple[tuple[str | int, ...], Any, str]]:
    for section, names in PAST.items():
        for path, facts in _each(record, section):
            yield from ((path, facts, name) for name in names)


def _each(record: CaseRecord, section: str) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The section, or each entry of the list, with its path."""
    part = getattr(record, section)
    if isinstance(part, list):
        yield from (((section, index), entry) for index, entry in enumerate(part))
    elif part is not None:
        yield (section,), part
