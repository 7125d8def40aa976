"""Random valid cases, drawn from the vocabulary itself, so that a new field is tried without a new line here."""

import datetime
from typing import Any

from hypothesis import strategies as st

from advisor import consistency, vocabulary
from advisor.vocabulary import Currency, Day, FieldInfo, FieldPath, Identifier, Number, Ref, YesOrNo

TODAY = datetime.date(2026, 11, 2)
PARTNERS = ("ana", "bruno", "chloe", "dario")
NAMES = (
    "Ana",
    "Le Fournil",
    "O’Brien & Söhne",
    "Zoë | `x`",
    "# Liste",
    "{{ 7*7 }}",
    "<b>gras</b>",
    "Éts. d’à côté",
)


@st.composite
def cases(draw: st.DrawFn, most_entries: int = 3) -> dict[str, Any]:
    """A valid case as plain values, as they come from JSON."""
    partners = PARTNERS[: draw(st.integers(2, len(PARTNERS)))]
    ids = {"partners": list(partners)}
    for name in vocabulary.LISTS:
        if name != "partners":
            ids[name] = [f"{name[:12].rstrip('_')}-{n}" for n in range(draw(st.integers(0, most_entries)))]
    case: dict[str, Any] = {"id": "random", "date": TODAY.isoformat(), "partners": []}
    for name in vocabulary.SECTIONS:
        if draw(st.booleans()):
            case[name] = _facts(draw, name, ids)
    for name, entries in ids.items():
        if name == "partners" or draw(st.booleans()):
            case[name] = [
                {"id": entry} | _without_itself(entry, _facts(draw, name, ids)) for entry in entries
            ]
    for name in [name for name in ids if name not in case]:
        _forget(case, name)
    return case


def _facts(draw: st.DrawFn, section: str, ids: dict[str, list[str]]) -> dict[str, Any]:
    facts = {}
    for name, info in vocabulary.fields(section).items():
        if name in ("id", "set_aside", *vocabulary.ABOUT_THE_TELLING) or draw(st.integers(0, 2)) == 0:
            continue
        value = draw(_value(info, ids))
        if value is not Ellipsis:
            facts[name] = value
    return _consistent(section, facts, len(ids["partners"]))


def _value(info: FieldInfo, ids: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    one = _one(info, ids)
    if info.shape == "list":
        return st.lists(one, max_size=3, unique=True).filter(lambda found: Ellipsis not in found)
    if info.shape == "mapping":
        return st.dictionaries(st.sampled_from(ids["partners"]), one, max_size=len(ids["partners"]))
    return st.one_of(st.none(), one) if info.may_be_none else one


def _one(info: FieldInfo, ids: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    kind = info.type
    if info.choices:
        return st.sampled_from(info.choices)
    if isinstance(kind, Ref):
        known = [entry for name in kind.lists for entry in ids[name]]
        return st.sampled_from(known) if known else st.just(Ellipsis)
    if isinstance(kind, Number):
        return _number(kind)
    if isinstance(kind, FieldPath):
        return st.sampled_from(("finance.cash", "workload.promised_shares.ana", "conflicts"))
    if isinstance(kind, YesOrNo):
        return st.booleans()
    if isinstance(kind, Day):
        past = info.name in consistency.PAST.get(info.section, ()) or info.name == "start"
        return st.integers(-900, 0 if past else 900).map(
            lambda days: (TODAY + datetime.timedelta(days)).isoformat()
        )
    assert not isinstance(kind, Currency | Identifier), info
    return st.sampled_from(NAMES)


def _number(kind: Number) -> st.SearchStrategy[Any]:
    low, high = max(kind.low, -1e6), min(kind.high, 1e6)
    usual = st.integers(int(max(low, 0)), int(min(high, 60)))
    if kind.whole:
        return st.one_of(usual, st.integers(int(low), int(high)))
    return st.one_of(usual, st.floats(low, high, allow_nan=False).map(lambda number: round(number, 3)))


def _consistent(section: str, facts: dict[str, Any], partners: int) -> dict[str, Any]:
    """The facts, mended where two of them can't both be true."""
    for name, part, whole in consistency.PARTS_OF_WHOLES:
        if name == section and {part, whole} <= facts.keys():
            facts[part] = min(facts[part], facts[whole])
    for first, last in [pair[1:] for pair in consistency.IN_ORDER if pair[0] == section] + [
        ("months_min", "months_max")
    ]:
        if facts.get(first) is not None and facts.get(last) is not None and facts[first] > facts[last]:
            facts[first], facts[last] = facts[last], facts[first]
    for name in consistency.SHARES_OF_ONE_WHOLE:
        if name in facts:
            facts[name] = round(facts[name] / partners, 4)
    if "promised_shares" in facts:
        facts["promised_shares"] = {
            who: round(share / partners, 4) for who, share in facts["promised_shares"].items()
        }
    if section == "partnership":
        facts["start"] = "2024-05-13"  # before every date that may be drawn
    return facts


def _without_itself(entry: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts, without what points to the entry itself."""
    kept = {}
    for name, value in facts.items():
        if isinstance(value, list):
            value = [one for one in value if one != entry]
        if isinstance(value, dict):
            value = {one: about for one, about in value.items() if one != entry}
        if value != entry:
            kept[name] = value
    return kept


def _forget(case: dict[str, Any], gone: str) -> None:
    """Drop references to a list that the case doesn't give."""
    for name, part in case.items():
        if name not in vocabulary.PARTS:
            continue
        for facts in part if isinstance(part, list) else [part]:
            for field, info in vocabulary.fields(name).items():
                if isinstance(info.type, Ref) and gone in info.type.lists and info.shape != "mapping":
                    facts.pop(field, None)
