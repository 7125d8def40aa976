"""The accounts of several partners made into one case: who said what, and where they contradict each other.

Each partner's account is a case file, usually from `advisor ask --as PARTNER`. What all tell alike, or one
alone tells, becomes a fact. What they tell differently becomes versions of a fact, which counts as unknown
until they settle it. A partner's word about itself counts as it is. A confidence stays one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from advisor import vocabulary
from advisor.case import Case
from advisor.errors import CaseError, Problem
from advisor.escaping import Markdown, plain
from advisor.messages import say
from advisor.questionnaire import state
from advisor.questionnaire.answers import first_free
from advisor.questionnaire.state import UNSET, Place, Values, settings, value_at
from advisor.scalars import fold
from advisor.vocabulary import CaseRecord, Ref


@dataclass(frozen=True)
class Account:
    """What one partner tells: the values of its file, and who it is there."""

    file: str
    teller: str
    values: Values


@dataclass
class Merged:
    """One case out of several accounts, and what the partners should look at together."""

    values: Values
    differing: list[Place] = field(default_factory=list)
    """Facts told differently."""
    alike: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of entries that could be one: ids in the merged case."""


def in_words(merged: Merged, language: str) -> Iterator[str]:
    """What the partners should look at together, a line each: for the eyes of whoever merges."""
    from advisor.case import Case
    from advisor.questionnaire.wording import Wording

    words = Wording(language)
    words.about(Case(state.checked(merged.values).record))
    if merged.differing:
        yield words.say("merge.differing", number=len(merged.differing))
    for place in merged.differing:
        versions = [one for one in merged.values["versions"] if one["field"] == place.path]
        told = "; ".join(_version_in_words(words, place, one) for one in versions)
        yield "  " + words.say(
            "merge.one", label=Markdown(plain(words.facts.path(place.path))), told=Markdown(told)
        )
    if merged.alike:
        yield words.say("merge.alike")
    for one, other in merged.alike:
        yield f"  {words.name(one)} ({one}) / {words.name(other)} ({other})"
    if not merged.differing and not merged.alike:
        yield words.say("merge.agree")


def _version_in_words(words: Any, place: Place, version: Values) -> str:
    told = plain(words.facts.version(place.path, version["told"]))
    secret = version.get("told_in_confidence_by")
    mark = f" [{words.say('secret.mark', name=words.name(secret))}]" if secret else ""
    return f"{words.name(version['partner'])}: {told}{mark}"


def account_of(case: Case, teller: str = "") -> Account:
    """A case as the account of one partner: `teller`, or the one that it says was interviewed. Raises CaseError."""
    values = state.values_of(case.record)
    wish = teller or (values.get("interview") or {}).get("partner", "")
    found = state.partner_called(values, wish)
    if found:
        return Account(case.file, found, values)
    known = tuple(one["id"] for one in values["partners"])
    if wish:
        wrong = say("this case has no partner {id}; there are: {known}", id=wish, known=known)
    else:
        wrong = say(
            "who tells this? Write it before the file, as in {example}; the partners are: {known}",
            example=f"{known[0]}={case.file}",
            known=known,
        )
    raise CaseError(Problem(case.file, wrong))


def merge(accounts: list[Account], same: Iterable[tuple[str, str]] = ()) -> Merged:
    """One case out of the accounts, in their order. `same`: pairs of ids that name one entry. Raises CaseError."""
    first, *others = accounts
    tellings = [first]
    for other in others:
        tellings.append(_with_ids_of(tellings, other, dict(same)))
    _refuse_what_cant_be_one(tellings)
    merged = Merged(_frame(tellings))
    for name in CaseRecord.model_fields:
        if name in vocabulary.LISTS and name not in vocabulary.ABOUT_THE_CASE:
            _merge_entries(merged, name, tellings)
        elif name in vocabulary.SECTIONS and name not in vocabulary.ABOUT_THE_CASE:
            _merge_fields(merged, Place(name), tellings)
    _merge_marks(merged, tellings)
    merged.alike = [*_partners_by_two_names(merged.values, tellings), *_could_be_one(merged.values)]
    case = state.checked(merged.values)
    merged.values = state.values_of(case.record)
    return merged


# --- Which entry is which ---------------------------------------------------------------------


def _with_ids_of(tellings: list[Account], other: Account, same: dict[str, str]) -> Account:
    """The account with the ids that the accounts before it use for the same partners and entries."""
    taken = {entry["id"]: name for one in tellings for name, entry in _entries(one.values)}
    renamed: dict[str, str] = {}
    for name, entry in _entries(other.values):
        match = _match(tellings, name, entry, same)
        if match and not entry.get("told_in_confidence_by") and match != entry["id"]:
            match = _with_open_id(tellings, name, match, entry["id"], taken)
        new = match or (entry["id"] if entry["id"] not in taken else "")
        if not new:
            new = first_free(f"{entry['id'][:40]}-{other.teller[:20]}", {*taken, *renamed.values()})
        renamed[entry["id"]] = new
    changed = {old: new for old, new in renamed.items() if old != new}
    values = _renamed(other.values, changed) if changed else other.values
    return Account(other.file, renamed[other.teller], values)


def _with_open_id(tellings: list[Account], section: str, known: str, wish: str, taken: dict[str, str]) -> str:
    """The id of an entry that was told in confidence so far: from now on the one that is told openly."""
    secret = [
        entry
        for one in tellings
        for entry in one.values.get(section) or ()
        if entry["id"] == known and not entry.get("told_in_confidence_by")
    ]
    if secret or wish in taken:
        return known
    for index, one in enumerate(tellings):
        tellings[index] = Account(one.file, one.teller, _renamed(one.values, {known: wish}))
    taken[wish] = taken.pop(known)
    return wish


def _match(tellings: list[Account], section: str, entry: Values, same: dict[str, str]) -> str:
    """The id of the same entry in an earlier account; empty for none."""
    wanted = same.get(entry["id"], "")
    for one in tellings:
        for known in one.values.get(section) or ():
            if known["id"] == wanted or (not wanted and _is_same(known, entry)):
                if section == "expectations" and known.get("holder") != entry.get("holder"):
                    continue  # what two partners count on stays two, whatever it is called
                if known.get("told_in_confidence_by") and entry.get("told_in_confidence_by"):
                    continue  # each told it to the adviser alone; as one it would be told to the other
                return str(known["id"])
    return ""


def _is_same(known: Values, entry: Values) -> bool:
    """Whether two entries are one: by their names, or by their ids where one has no name."""
    if all(one.get("name") or one.get("title") for one in (known, entry)):
        return fold(_title(known)) == fold(_title(entry))
    return bool(known["id"] == entry["id"])


def _title(entry: Values) -> str:
    return str(entry.get("name") or entry.get("title") or entry["id"])


def _entries(values: Values) -> Iterator[tuple[str, Values]]:
    for name in vocabulary.LISTS:
        if name not in vocabulary.ABOUT_THE_CASE:
            for entry in values.get(name) or ():
                yield name, entry


def _renamed(values: Values, new: dict[str, str]) -> Values:
    """The values with other ids, wherever they are named."""

    def id_of(old: Any) -> Any:
        return new.get(old, old) if isinstance(old, str) else old

    changed = copy.deepcopy(values)
    for name, part in changed.items():
        if name not in vocabulary.PARTS:
            continue
        for one in part if isinstance(part, list) else [part] if part else []:
            for field_name, told in list(one.items()):
                one[field_name] = _renamed_value(name, field_name, told, id_of)
    return changed


def _renamed_value(section: str, name: str, told: Any, id_of: Any) -> Any:
    info = vocabulary.fields(section)[name]
    if name == "id":
        return id_of(told)
    if name == "in_confidence":
        return {one: id_of(teller) for one, teller in told.items()}
    if info.shape == "mapping" and name not in vocabulary.BY_FIELD and isinstance(told, dict):
        told = {id_of(one): value for one, value in told.items()}
        return told
    if isinstance(info.type, Ref):
        return [id_of(one) for one in told] if isinstance(told, list) else id_of(told)
    return told


def _refuse_what_cant_be_one(tellings: list[Account]) -> None:
    """Accounts of different amounts of money, or twice of one partner, are no two sides of one case."""
    first = tellings[0]
    currencies = {one.values["currency"] for one in tellings if one.values.get("currency")}
    if len(currencies) > 1:
        listed = tuple(sorted(currencies))
        raise CaseError(
            Problem(
                tellings[-1].file,
                say("amounts in different currencies can't be compared: {listed}", listed=listed),
            )
        )
    seen = {first.teller: first.file}
    for one in tellings[1:]:
        if one.teller in seen:
            message = say(
                "{file} is the account of {id} too; one of each partner", file=seen[one.teller], id=one.teller
            )
            raise CaseError(Problem(one.file, message))
        seen[one.teller] = one.file


# --- Facts ------------------------------------------------------------------------------------


def _frame(tellings: list[Account]) -> Values:
    """What the merged case has of its own, with the entries of every list by their names only."""
    first = tellings[0].values
    values: Values = {"id": first["id"]}
    for name in ("title", "language", "currency", "commissioned_by"):
        told = next((one.values[name] for one in tellings if one.values.get(name)), None)
        if told is not None:
            values[name] = told
    state.put(values, Place("", "", "date"), max(one.values["date"] for one in tellings))
    return values


def _merge_entries(merged: Merged, section: str, tellings: list[Account]) -> None:
    telling = [one for one in tellings if section in one.values]
    if not telling:
        return
    ids = dict.fromkeys(entry["id"] for one in telling for entry in one.values[section] or ())
    if ids:
        for one in telling:
            if not one.values[section]:  # “none”, where another tells of some
                state.add_version(merged.values, Place(section), one.teller, [])
                open_entries = [
                    entry
                    for other in telling
                    for entry in other.values[section] or ()
                    if not entry.get("told_in_confidence_by")
                ]
                if open_entries:
                    merged.differing.append(Place(section))
    state.put(merged.values, Place(section), [{"id": id} for id in ids])
    for id in ids:
        knowing = [one for one in telling if state.find_entry(one.values, section, id) is not None]
        _merge_fields(merged, Place(section, id), knowing)


def _merge_fields(merged: Merged, part: Place, tellings: list[Account]) -> None:
    """The fields of one section or entry, out of the accounts that tell of it."""
    for info in vocabulary.fields(part.section).values():
        if info.name in vocabulary.ABOUT_THE_TELLING or info.name == "id":
            continue
        place = part._replace(name=info.name)
        told = {
            one.teller: value_at(one.values, place) for one in tellings if state.part_of(one.values, place)
        }
        told = {teller: value for teller, value in told.items() if value is not UNSET}
        if not told:
            continue
        secret = {one.teller for one in tellings if one.teller in told and _is_secret(one, place)}
        if info.name in ("name", "title"):
            _put_title(merged, place, told, secret)
        elif info.shape == "mapping" and all(isinstance(value, dict) for value in told.values()):
            _merge_mapping(merged, place, told, secret)
        else:
            _settle(merged, place, told, secret)
    _hide_what_only_one_told(merged, part, tellings)


def _put_title(merged: Merged, place: Place, told: dict[str, Any], secret: set[str]) -> None:
    """A name is no fact to differ about: the first one told openly."""
    teller = next((one for one in told if one not in secret), next(iter(told)))
    state.put(merged.values, place, told[teller])


def _merge_mapping(merged: Merged, place: Place, told: dict[str, dict[str, Any]], secret: set[str]) -> None:
    keys = dict.fromkeys(key for value in told.values() for key in value)
    if not keys:
        state.put(merged.values, place, {})
        _remember(merged, place, told)
    for key in keys:
        of_key = {teller: value[key] for teller, value in told.items() if key in value}
        own = place.field in settings()["merging"]["own_value"] and key in of_key
        _settle(merged, place._replace(key=key), {key: of_key[key]} if own else of_key, secret)


def _settle(merged: Merged, place: Place, told: dict[str, Any], secret: set[str]) -> None:
    """Make one fact of what was told, or versions of it."""
    rules = settings()["merging"]
    if place.field in rules["own_word"] and place.entry in told:
        told = {place.entry: told[place.entry]}
    holder = (state.part_of(merged.values, place) or {}).get("holder")
    if place.section == "expectations" and holder in told and place.name not in ("shown_to", "agreed_by"):
        told = {holder: told[holder]}
    secret = secret & told.keys()
    if place.field in rules["united"] and not secret and all(isinstance(one, list) for one in told.values()):
        together = list(dict.fromkeys(item for one in told.values() for item in one))
        state.put(merged.values, place, together)
        _remember(merged, place, told)
        return
    open_told = {teller: value for teller, value in told.items() if teller not in secret}
    values = list(told.values())
    if all(_same(values[0], one) for one in values[1:]) and (open_told or len(secret) == 1):
        teller = next(iter(open_told or told))
        if place.key and not open_told:  # a mark of confidence would hide what the others told of it
            _add_versions(merged, place, told, secret)
            return
        state.put(merged.values, place, told[teller])
        _remember(merged, place, open_told or told)
        if not open_told:
            _mark_secret(merged, place, teller)
        return
    _add_versions(merged, place, told, secret)
    merged.differing.append(place)


def _same(one: Any, other: Any) -> bool:
    numbers = [
        value for value in (one, other) if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    if len(numbers) == 2:
        most = max(abs(numbers[0]), abs(numbers[1]))
        return bool(abs(numbers[0] - numbers[1]) <= settings()["merging"]["tolerance"] * most)
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return bool(one == other)


def _add_versions(merged: Merged, place: Place, told: dict[str, Any], secret: set[str]) -> None:
    for teller, value in told.items():
        state.add_version(merged.values, place, teller, value, secret=teller in secret)


# --- Who said what, and in confidence -----------------------------------------------------------


def _remember(merged: Merged, place: Place, told: dict[str, Any]) -> None:
    part = state.part_of(merged.values, place)
    assert part is not None
    told_by = {teller: list(names) for teller, names in (part.get("told_by") or {}).items()}
    for teller in told:
        names = told_by.setdefault(teller, [])
        if place.name not in names:
            names.append(place.name)
    state.put(merged.values, place._replace(name="told_by", key=""), told_by)


def _is_secret(account: Account, place: Place) -> bool:
    part = state.part_of(account.values, place) or {}
    always_open = vocabulary.PARTS[place.section].ALWAYS_OPEN
    hidden = part.get("told_in_confidence_by") or place.name in (part.get("in_confidence") or {})
    return bool(hidden) and place.name not in always_open


def _mark_secret(merged: Merged, place: Place, teller: str) -> None:
    part = state.part_of(merged.values, place)
    assert part is not None
    marks = {**(part.get("in_confidence") or {}), place.name: teller}
    state.put(merged.values, place._replace(name="in_confidence", key=""), marks)


def _hide_what_only_one_told(merged: Merged, part: Place, tellings: list[Account]) -> None:
    """An entry that one partner alone told of, in confidence, stays hidden as a whole."""
    parts = [state.part_of(one.values, part._replace(name="id")) or {} for one in tellings]
    tellers = {one.get("told_in_confidence_by") for one in parts if one}
    if len(tellings) != 1 or len(tellers) != 1 or None in tellers:
        return
    here = state.part_of(merged.values, part._replace(name="id"))
    if here is not None:
        here.pop("in_confidence", None)
        state.put(merged.values, part._replace(name="told_in_confidence_by"), tellers.pop())


def _merge_marks(merged: Merged, tellings: list[Account]) -> None:
    """What was asked and not answered by anybody, remarks, and what worries."""
    order = ("later", "unknown", "not_applicable", "not_said")
    for one in tellings:
        for place, reason in _unanswered(one.values):
            exists = (
                place.is_list
                or not place.entry
                or state.find_entry(merged.values, place.section, place.entry)
            )
            if not exists or value_at(merged.values, place) is not UNSET:
                continue
            known = state.unanswered(merged.values, place)
            if not known or order.index(reason) < order.index(known):
                state.mark_unanswered(merged.values, place, reason)
    for name in ("worries", "going_well"):
        together = [
            topic for one in tellings for topic in (one.values.get("interview") or {}).get(name) or ()
        ]
        if together:
            state.put(merged.values, Place("interview", "", name), list(dict.fromkeys(together)))


def _unanswered(values: Values) -> Iterator[tuple[Place, str]]:
    for name, reason in (values.get("unanswered") or {}).items():
        yield (Place(name) if name in vocabulary.LISTS else Place("", "", name)), reason
    for section in vocabulary.PARTS:
        part = values.get(section)
        for one in part if isinstance(part, list) else [part] if part else []:
            for name, reason in (one.get("unanswered") or {}).items():
                yield Place(section, one.get("id", ""), name), reason


def _partners_by_two_names(values: Values, tellings: list[Account]) -> Iterator[tuple[str, str]]:
    """Partners of whom one account alone knows, and that may be one: where there are more than in any account."""
    known = [{one["id"] for one in account.values["partners"]} for account in tellings]
    ids = [one["id"] for one in values["partners"]]
    if len(ids) > max(map(len, known)):
        for index, one in enumerate(ids):
            for other in ids[index + 1 :]:
                if not any({one, other} <= partners for partners in known):
                    yield one, other


def _could_be_one(values: Values) -> Iterator[tuple[str, str]]:
    """Entries of two partners that may be the same by another name: expectations about one thing in one unit."""
    expectations = values.get("expectations") or []
    for index, one in enumerate(expectations):
        for other in expectations[index + 1 :]:
            one_topic = one.get("topic") is not None and one.get("topic") == other.get("topic")
            apart = one.get("holder") != other.get("holder") and not one_topic
            alike = one.get("about") is not None and one.get("about") == other.get("about")
            units = fold(one.get("unit") or ""), fold(other.get("unit") or "")
            if apart and alike and units[0] == units[1] and not _has_secret(one, other):
                yield one["id"], other["id"]


def _has_secret(*entries: Values) -> bool:
    return any(one.get("told_in_confidence_by") or one.get("in_confidence") for one in entries)
