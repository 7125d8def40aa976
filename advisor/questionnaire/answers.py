"""What a person types at a question, read as a value of the vocabulary."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from advisor import scalars, vocabulary
from advisor.messages import say
from advisor.scalars import ScalarError, did_you_mean, fold, shown
from advisor.vocabulary import FieldInfo

NOTHING = frozenset(
    {"none", "nobody", "nothing", "never", "no one", "aucun", "aucune", "personne", "rien", "jamais", "neant"}
)
"""Words that say “known to be none”, folded; `no` and `non` too where the field is not about yes or no."""
EVERYBODY = frozenset({"all", "both", "everybody", "everyone", "tous", "toutes", "tout le monde", "les deux"})
NO = frozenset({"no", "non", "n"})
YES = frozenset({"yes", "y", "oui", "o", "ok"})


@dataclass(frozen=True)
class Choice:
    """One of the answers that may be chosen by number or by its words."""

    value: str
    label: str
    """As the reader sees it, plain text."""


@dataclass(frozen=True)
class Reading:
    """How the answers to one question are read."""

    info: FieldInfo
    choices: tuple[Choice, ...] = ()
    """For a field with allowed words, or one that names entries: what may be chosen."""
    holders: tuple[Choice, ...] = ()
    """For an answer with one value for each partner: the partners, in the order of the values."""
    today: datetime.date = datetime.date.min

    def read(self, text: str) -> Any:
        """The value meant. Raises ScalarError with what would be right."""
        if self.holders:
            return self._each_holder(text)
        if self.info.shape == "list":
            return self._several(text)
        return self._one(text)

    # --- One value for each partner ---

    def _each_holder(self, text: str) -> dict[str, Any]:
        """Values by partner id; a partner whose value is `-` is left out."""
        named = self._by_name(text)
        if named is None:
            parts = _split_values(text, len(self.holders))
            if len(parts) != len(self.holders):
                raise ScalarError(
                    say(
                        "expected {number} values, one each, with “;” between them: {names}",
                        number=len(self.holders),
                        names=tuple(one.label for one in self.holders),
                    )
                )
            named = dict(zip((one.value for one in self.holders), parts, strict=True))
        return {partner: self._one(part) for partner, part in named.items() if part not in ("-", "")}

    def _by_name(self, text: str) -> dict[str, str] | None:
        """`Ana 12 ; Bruno 8`, `Ana: 12, Bruno: 8`; None where the text names nobody."""
        found: dict[str, str] = {}
        parts = re.split(r"\s*;\s*", text) if ";" in text else re.split(r",\s+", text)
        for part in filter(None, (one.strip() for one in parts)):
            match = next((one for one in self._longest_first() if _starts_with(part, one.label)), None)
            if match is None:
                match = next((one for one in self._longest_first() if _starts_with(part, one.value)), None)
                start = len(match.value) if match else 0
            else:
                start = len(match.label)
            rest = part[start:].strip(" :=\u00a0\u202f")
            if match is None or match.value in found or not rest:
                return None  # a name alone is an answer, where partners are chosen
            found[match.value] = rest
        return found or None

    def _longest_first(self) -> list[Choice]:
        return sorted(self.holders, key=lambda one: -len(one.label))

    # --- Several values ---

    def _several(self, text: str) -> list[Any]:
        folded = fold(text)
        if folded in NOTHING | NO:
            return []
        if self.choices and folded in EVERYBODY:
            return [one.value for one in self.choices]
        found = []
        for part in self._parts(text):
            value = self._one(part)
            if value not in found:
                found.append(value)
        return found

    def _parts(self, text: str) -> list[str]:
        if self.choices and re.fullmatch(r"[\d\s,;]+", text):
            return re.findall(r"\d+", text)
        parts = re.split(r"\s*;\s*|\s*\n\s*" if ";" in text else r"\s*,\s+|\s*,(?=\S)", text)
        return [part for part in (one.strip() for one in parts) if part]

    # --- One value ---

    def _one(self, text: str) -> Any:
        if self.choices:
            return self._chosen(text)
        kind = self.info.type
        if isinstance(kind, vocabulary.YesOrNo):
            return _yes_or_no(text)
        if self.info.shape == "value" and self.info.may_be_none and fold(text) in NOTHING | NO:
            return None
        if isinstance(kind, vocabulary.Day):
            return read_day(text, self.today).isoformat()
        if isinstance(kind, vocabulary.Number):
            return kind.parse(_number(text, kind))
        return kind.parse(text)

    def _chosen(self, text: str) -> str | None:
        word = fold(text)
        if word.rstrip(").").isdigit():
            number = int(word.rstrip(").")[:6])
            if 1 <= number <= len(self.choices):
                return self.choices[number - 1].value
            raise ScalarError(
                say("there is no {number}; choose from 1 to {most}", number=number, most=len(self.choices))
            )
        exact = [one for one in self.choices if word in (fold(one.value), fold(one.label))]
        close = exact or self._beginning_with(word) or self._containing(word)
        if len(close) == 1:
            return close[0].value
        if not close and word in NOTHING | NO:
            close = [one for one in self.choices if one.value == "none"]
            if close:
                return "none"
        if not close and self.info.may_be_none and self.info.shape == "value" and word in NOTHING | NO:
            return None
        if close:
            raise ScalarError(
                say(
                    "“{value}” can mean: {choices}",
                    value=shown(text),
                    choices=tuple(one.label for one in close),
                )
            )
        raise ScalarError(self._no_such_choice(text))

    def _beginning_with(self, word: str) -> list[Choice]:
        return [one for one in self.choices if word and fold(one.label).startswith(word)]

    def _containing(self, word: str) -> list[Choice]:
        return [one for one in self.choices if len(word) > 2 and word in fold(one.label)]

    def _no_such_choice(self, text: str) -> Any:
        labels = {one.label: one for one in self.choices}
        meant = did_you_mean(text, labels)
        if meant:
            return say(
                "“{value}” is not among the answers; did you mean “{meant}”?", value=shown(text), meant=meant
            )
        return say(
            "“{value}” is not among the answers; give a number from 1 to {most}, or the first letters",
            value=shown(text),
            most=len(self.choices),
        )


def _starts_with(text: str, name: str) -> bool:
    rest = text[len(name) :]
    return fold(text[: len(name)]) == fold(name) and (not rest or not rest[0].isalnum())


def _split_values(text: str, wanted: int) -> list[str]:
    if ";" in text:
        return [part.strip() for part in text.split(";")]
    for pattern in (r"\s+/\s+", r",\s+", r"\s+"):
        parts = [part for part in re.split(pattern, text.strip()) if part]
        if len(parts) == wanted:
            return parts
    return [text.strip()]


def _yes_or_no(text: str) -> bool:
    word = fold(text)
    if word in YES:
        return True
    if word in NO:
        return False
    return scalars.parse_yes_no(text)


# --- Numbers with their units ---------------------------------------------------------------

_UNITS: dict[str, dict[str, float]] = {
    "hours_a_week": {"h": 1, "hour": 1, "heure": 1, "hr": 1},
    "days": {
        "d": 1, "j": 1, "day": 1, "jour": 1, "week": 7, "semaine": 7, "month": 30, "mois": 30,
        "h": 1 / 24, "heure": 1 / 24, "hour": 1 / 24,
    },
    "minutes": {"min": 1, "mn": 1, "minute": 1, "h": 60, "hour": 60, "heure": 60},
    "money": {
        "eur": 1, "€": 1, "$": 1, "£": 1, "euro": 1,
        "k": 1_000, "k€": 1_000, "m": 1_000_000, "m€": 1_000_000,
    },
    "times_a_week": {"time": 1, "fois": 1, "x": 1},
    "count": {},
    "own_unit": {},
}  # fmt: skip
_FRACTIONS = {
    "half": 0.5, "a half": 0.5, "moitie": 0.5, "la moitie": 0.5, "une moitie": 0.5,
    "a third": 1 / 3, "one third": 1 / 3, "un tiers": 1 / 3, "two thirds": 2 / 3, "deux tiers": 2 / 3,
    "a quarter": 0.25, "un quart": 0.25, "three quarters": 0.75, "trois quarts": 0.75,
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<number>[+\-−]?[0-9][0-9.,'’ \u00a0\u202f]*?)\s*(?P<unit>[^\W\d_][^\d]*|[€$£]\D*)?", re.DOTALL
)
_HOURS_AND_MINUTES = re.compile(r"(\d{1,3})\s*h\s*(\d{1,2})", re.IGNORECASE)


def _number(text: str, kind: vocabulary.Number) -> Any:
    """The number in `text`, in the unit of its field; a text that the field's own reader judges otherwise."""
    text = re.sub(r"^(?:about|around|environ|env\.?|~|≈)\s*", "", text.strip(), flags=re.IGNORECASE)
    if kind.unit in ("share", "share_a_month"):
        return _share(text)
    if kind.unit == "months":
        return text
    if kind.unit == "ratio":
        return re.sub(r"^[×x*]\s*|\s*[×x]$", "", text, flags=re.IGNORECASE)
    if kind.unit in ("score_0_10", "grade_0_5", "level_1_5", "level_1_3"):
        return re.sub(r"\s*/\s*(?:10|5|3)$", "", text)
    split_hours = _HOURS_AND_MINUTES.fullmatch(text)
    if split_hours and kind.unit in ("minutes", "hours_a_week"):
        hours, minutes = map(int, split_hours.groups())
        return hours * 60 + minutes if kind.unit == "minutes" else hours + minutes / 60
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) and kind.high > 1_000:
        wrong = "“{value}” can be read in two ways; write {large} or {small}"
        large, small = text.replace(".", ""), f"{float(text):g}"
        raise ScalarError(say(wrong, value=text, large=large, small=small))
    amount = _AMOUNT.fullmatch(text)
    unit = fold(amount["unit"] or "") if amount else ""
    if amount is None or not unit:
        return text
    factor = _factor(unit, kind.unit)
    if factor is None:
        return text
    number = scalars.parse_number(amount["number"].strip())
    return number if factor == 1 else round(number * factor, 6)


def _factor(unit: str, kind: str) -> float | None:
    """What one of the typed unit is in the unit of the field; None for a word that is no unit of it."""
    known = _UNITS.get(kind)
    if known is None:
        return None
    first = re.split(r"[\s/]+", unit.rstrip("."))[0]
    for word in (first, first.removesuffix("s")):
        if word in known:
            return known[word]
    return 1 if kind in ("own_unit", "count") else None


def _share(text: str) -> Any:
    """A share; a bare number above 1 is meant in percent."""
    if fold(text) in _FRACTIONS:
        return _FRACTIONS[fold(text)]
    without = re.sub(r"\s*(?:percent|per cent|pour cent|pourcent)$", " %", text, flags=re.IGNORECASE)
    if "%" in without:
        return re.sub(r"%.*$", "%", without)
    try:
        number = scalars.parse_number(without)
    except ScalarError:
        return without
    return f"{without} %" if 1 < number <= 100 else without


# --- Days ------------------------------------------------------------------------------------

_WORDS_FOR_DAYS = {
    "today": 0, "aujourd'hui": 0, "aujourd’hui": 0,
    "yesterday": -1, "hier": -1, "tomorrow": 1, "demain": 1,
}  # fmt: skip
_AGO = re.compile(
    r"il y a (?:environ )?(?P<fr>.+)|(?P<en>.+) ago|depuis (?P<frs>.+)|(?P<ahead>in|dans|d'ici) (?P<later>.+)",
    re.IGNORECASE,
)
_DAY_MONTH_YEAR = re.compile(
    r"(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\s+)?(?P<month>[^\W\d_]+)\.?,?\s+(?P<year>\d{4})"
)
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})|(?P<year2>\d{4})-(?P<month2>\d{1,2})")


def read_day(text: str, today: datetime.date) -> datetime.date:
    """A day as people write it; a month or a year alone is its first day. Raises ScalarError."""
    text = " ".join(text.split())
    word = fold(text)
    if word in _WORDS_FOR_DAYS:
        return today + datetime.timedelta(days=_WORDS_FOR_DAYS[word])
    distance = _AGO.fullmatch(text)
    if distance:
        ahead = distance["ahead"] is not None
        amount = distance["fr"] or distance["en"] or distance["frs"] or distance["later"]
        return _shifted(today, scalars.parse_months(_as_digits(amount)), 1 if ahead else -1)
    in_words = _DAY_MONTH_YEAR.fullmatch(
        re.sub(r"^le ", "", re.sub(r"\b(of|de)\s+", "", text), flags=re.IGNORECASE)
    )
    if in_words and fold(in_words["month"]) in _months():
        month = _months()[fold(in_words["month"])]
        return scalars.parse_date(f"{in_words['year']}-{month:02}-{int(in_words['day'] or 1):02}")
    month_alone = _MONTH_YEAR.fullmatch(text)
    if month_alone:
        year = month_alone["year"] or month_alone["year2"]
        month = int(month_alone["month"] or month_alone["month2"])
        return scalars.parse_date(f"{year}-{month:02}-01")
    if re.fullmatch(r"(?:19|20|21)\d{2}", text):
        return scalars.parse_date(f"{text}-01-01")
    return scalars.parse_date(text)


def _as_digits(amount: str) -> str:
    """“a year”, “un an”, “six mois” with a figure."""
    words = {"a": 1, "an": 1, "un": 1, "une": 1, "one": 1, "two": 2, "deux": 2, "three": 3, "trois": 3,
             "four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6, "seven": 7, "sept": 7, "eight": 8,
             "huit": 8, "nine": 9, "neuf": 9, "ten": 10, "dix": 10}  # fmt: skip
    first, _, rest = amount.strip().partition(" ")
    return f"{words[fold(first)]} {rest}" if rest and fold(first) in words else amount


def _shifted(today: datetime.date, months: float, sign: int) -> datetime.date:
    """The day so many months before or after: the same day of the month where they are whole months."""
    if months != int(months):
        return today + datetime.timedelta(days=sign * round(months * scalars.DAYS_PER_YEAR / 12))
    year, month = divmod(today.year * 12 + today.month - 1 + sign * int(months), 12)
    return datetime.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _months() -> dict[str, int]:
    """Names of the months in both languages, folded, whole and short."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for locale in ("en", "fr"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                found[fold(name).rstrip(".")] = number
    return found


# --- Names of entries --------------------------------------------------------------------------


def read_names(text: str) -> list[str]:
    """Names of entries: one, or several with “;” between them."""
    return [name for name in (part.strip() for part in text.split(";")) if name]


def read_partners(text: str) -> list[str]:
    """Names of partners, with “;”, or else commas, “and”, “et” or “&” between them."""
    if ";" in text:
        return read_names(text)
    parts = re.split(r"\s*,\s*(?:and\s+|et\s+)?|\s+(?:and|et|&)\s+", text.strip())
    return [part for part in parts if part]


def first_free(wish: str, taken: Iterable[str]) -> str:
    """The wish, or the wish with a number behind it that makes it free."""
    used = set(taken)
    if wish not in used:
        return wish
    return next(name for name in (f"{wish[:58]}-{n}" for n in range(2, 10_000)) if name not in used)
