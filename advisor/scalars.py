"""What people write for numbers, shares, dates, durations and yes or no, turned into values."""

from __future__ import annotations

import calendar
import datetime
import difflib
import math
import os
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from advisor.messages import Message, say

MAX_DIGITS = 18
MAX_SHOWN = 40
MAX_READ = 100  # longer texts mean no scalar, and some patterns below take quadratic time
FIRST_YEAR, LAST_YEAR = 1900, 2200
WEEKS_PER_YEAR, DAYS_PER_YEAR = 52, 365

# Zero-width and direction marks, soft hyphen, word joiner, tags.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class ScalarError(ValueError):
    """A value that doesn't mean what its field expects."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def printable(text: str) -> str:
    """`text` without what could disturb a terminal."""
    return _UNPRINTABLE.sub("\ufffd", INVISIBLE.sub("", text))


def shown_path(path: object) -> str:
    """A path as it is shown: what is no UTF-8 in it as `\\xff`."""
    return printable(os.fsencode(str(path)).decode("utf-8", "backslashreplace"))


def shown(value: object) -> str:
    """A value as it is quoted in a message: on one line, printable, at most 40 characters."""
    text = _as_text(value)
    text = printable(" ".join(text[: MAX_SHOWN * 10].split()))
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _trimmed(value: object) -> str:
    """A text without outer spaces; empty for what is no text or too long to mean a scalar."""
    return value.strip() if isinstance(value, str) and len(value) <= MAX_READ else ""


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**MAX_SHOWN else "…"  # Python refuses to print 5,000 digits
    if isinstance(value, float | datetime.date):
        return str(value)
    if isinstance(value, dict):
        return "{…}"
    return "[…]" if isinstance(value, list | tuple) else "…"


def fold(text: str) -> str:
    """`text` without case, accents and outer spaces, to compare words that people type."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` is probably a slip of, or None."""
    if len(word) > MAX_SHOWN:
        return None
    by_folded = {_joined(choice): choice for choice in reversed(list(choices))}
    close = difflib.get_close_matches(_joined(word), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def _joined(word: str) -> str:
    return re.sub(r"[\s-]+", "_", fold(word))


# Numbers

_SPACES = " \u00a0\u2007\u2009\u202f"
_PLAIN = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)")
_SCIENTIFIC = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,3}")
_GROUPED = re.compile(rf"[+-]?[0-9]{{1,3}}([{_SPACES}'’])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:[.,][0-9]*)?")
_AMBIGUOUS = re.compile(r"([+-]?[1-9][0-9]{0,2}),([0-9]{3})")
_TWO_SEPARATORS = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+[.,][0-9]+")
_UNDERSCORED = re.compile(r"[+-]?[0-9]+(?:_[0-9]+)+")
_TIME = re.compile(r"[+-]?[0-9]+(?::[0-9]+)+")
_PERCENT = re.compile(r"(.*[0-9.,])\s*%", re.DOTALL)
_NOT_FINITE = re.compile(r"[+-]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
_WITH_UNIT = re.compile(rf"([+-]?[0-9][0-9.,{_SPACES}]*?)\s*([^\W\d_]+|[€$£])\.?")
_NUMERIC = re.compile(rf"[+-]?[0-9.,_'’{_SPACES}]+")


def parse_number(value: object) -> int | float:
    """`51,5`, `51.5`, `120 000`; an int where it is written without a fraction. Raises ScalarError."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ScalarError(say("“{value}” is not a number; write 12 or 12.5", value=shown(value)))
    number = _number_in_text(value) if isinstance(value, str) else value
    return _bounded(number, value)


def _number_in_text(value: str) -> int | float:
    text = _trimmed(value).replace("\u2212", "-")
    if _GROUPED.fullmatch(text):
        text = re.sub(rf"[{_SPACES}'’]", "", text)
    elif _AMBIGUOUS.fullmatch(text) or not (_PLAIN.fullmatch(text) or _SCIENTIFIC.fullmatch(text)):
        raise ScalarError(_not_a_number(text, shown(value)))
    if text.lstrip("+-").isdigit():
        return int(text) if len(text.lstrip("+-0")) <= MAX_DIGITS else math.inf
    return float(text.replace(",", "."))


def _bounded(number: int | float, value: object) -> int | float:
    """`number` if it is finite and has at most 18 digits before the point."""
    if isinstance(number, float) and math.isnan(number):
        raise ScalarError(_no_such_number(shown(value)))
    if abs(number) >= 10**MAX_DIGITS:
        raise ScalarError(
            say(
                "“{value}” is too large; at most {limit} digits are read",
                value=shown(value),
                limit=MAX_DIGITS,
            )
        )
    return number


def _no_such_number(quoted: str) -> Message:
    return say("“{value}” is not a number that one can reckon with; write 12 or 12.5", value=quoted)


def _not_a_number(text: str, quoted: str) -> Message:
    """What is wrong with `text`, which is no number, and what would be right."""
    ambiguous = _AMBIGUOUS.fullmatch(text)
    if ambiguous:
        whole, thousandths = ambiguous.groups()
        return say(
            "“{value}” can be read in two ways; write {large} or {small}",
            value=quoted,
            large=whole + thousandths,
            small=f"{whole}.{thousandths.rstrip('0') or '0'}",
        )
    if _TWO_SEPARATORS.fullmatch(text):
        return say(
            "“{value}” has several points or commas; write {right}",
            value=quoted,
            right=shown(_one_separator(text)),
        )
    if _UNDERSCORED.fullmatch(text):
        return say(
            "“{value}” is not a number; write {right}", value=quoted, right=shown(text.replace("_", ""))
        )
    if _TIME.fullmatch(text):
        return say("“{value}” is a time of day; a number is expected, such as 12 or 12.5", value=quoted)
    if _PERCENT.fullmatch(text):
        return say("“{value}” is a percentage; a plain number is expected, such as 12 or 12.5", value=quoted)
    if _NOT_FINITE.fullmatch(text):
        return _no_such_number(quoted)
    with_unit = _WITH_UNIT.fullmatch(text)
    if with_unit:
        number, unit = with_unit.groups()
        return say(
            "“{value}” is more than a number; write {number} without “{unit}”",
            value=quoted,
            number=shown(number),
            unit=shown(unit),
        )
    return say("“{value}” is not a number; write 12 or 12.5", value=quoted)


def _one_separator(text: str) -> str:
    """`1.200,50` as `1200.50`; `1.200.000` as `1200000`."""
    *groups, last = re.split("[.,]", text)
    used_once = text.count("." if text[-len(last) - 1] == "." else ",") == 1
    return "".join(groups) + ("." if used_once else "") + last


def parse_share(value: object) -> float:
    """A share of a whole, from 0 to 1: `0.15`, `0,15`, `15 %`. Raises ScalarError."""
    percent = _PERCENT.fullmatch(_trimmed(value))
    number = parse_number(percent.group(1) if percent else value)
    share = float(Decimal(str(number)) / 100) if percent else float(number)  # 0.7 / 100 is not 0.007
    if 0 <= share <= 1:
        return share
    if not percent and 1 < number <= 100:
        raise ScalarError(
            say(
                "“{value}” is more than the whole; write {share} or {percent} %",
                value=shown(value),
                share=_short(Decimal(str(number)) / 100),
                percent=_short(Decimal(str(number))),
            )
        )
    raise ScalarError(
        say(
            "“{value}” is not a share of a whole; write between 0 and 1, or 0 % and 100 %", value=shown(value)
        )
    )


def _short(number: Decimal) -> str:
    return shown(format(number.normalize(), "f"))


# Yes and no

_YES_NO = {
    "yes": True, "oui": True, "true": True, "vrai": True, "on": True,
    "no": False, "non": False, "false": False, "faux": False, "off": False,
}  # fmt: skip


def parse_yes_no(value: object) -> bool:
    """`yes`, `oui`, `true`, `vrai`, `on` or their opposites, in any case. Raises ScalarError."""
    if isinstance(value, bool):
        return value
    word = fold(_trimmed(value))
    if word in _YES_NO:
        return _YES_NO[word]
    meant = did_you_mean(word, _YES_NO)
    if meant:
        raise ScalarError(
            say("“{value}” is neither yes nor no; did you mean “{meant}”?", value=shown(value), meant=meant)
        )
    raise ScalarError(say("“{value}” is neither yes nor no; write yes or no", value=shown(value)))


# Dates

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
_NO_DAY = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{4}")
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt\s]\s*[0-9]{1,2}[:hH].*", re.DOTALL)

_MONTHS = (
    say("January"), say("February"), say("March"), say("April"), say("May"), say("June"), say("July"),
    say("August"), say("September"), say("October"), say("November"), say("December"),
)  # fmt: skip


def parse_date(value: object) -> datetime.date:
    """`2027-03-31`, `31/03/2027`, `31.03.2027`: the day before the month. Raises ScalarError."""
    if isinstance(value, datetime.datetime):  # before its parent, date
        raise ScalarError(_has_time(shown(value), value.date().isoformat()))
    if isinstance(value, datetime.date):
        return _checked_date(value.year, value.month, value.day, shown(value))
    text = _trimmed(value)
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        year, _, month, day = year_first.groups()
        return _checked_date(int(year), int(month), int(day), shown(value))
    day_first = _DAY_FIRST.fullmatch(text)
    if day_first:
        day, _, month, year = day_first.groups()
        return _checked_date(int(year), int(month), int(day), shown(value))
    raise ScalarError(_not_a_date(text, shown(value)))


def _checked_date(year: int, month: int, day: int, quoted: str) -> datetime.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ScalarError(
            say(
                "“{value}”: the year must be from {first} to {last}",
                value=quoted,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    if not 1 <= month <= 12:
        raise ScalarError(_no_such_month(year, month, day, quoted))
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        name = _MONTHS[month - 1]
        no_such_day = "“{value}”: there is no {day} {month} {year}; {month} {year} has {days} days"
        raise ScalarError(say(no_such_day, value=quoted, day=day, month=name, year=year, days=days))
    return datetime.date(year, month, day)


def _no_such_month(year: int, month: int, day: int, quoted: str) -> Message:
    swapped = 1 <= day <= 12 and 1 <= month <= calendar.monthrange(year, day)[1]
    if not swapped:
        return say("“{value}”: there is no month {month}", value=quoted, month=month)
    iso = f"{year}-{day:02}-{month:02}"
    day_first = f"{month:02}/{day:02}/{year}"
    wrong = "“{value}”: there is no month {month}; write {iso} or, with the day first, {day_first}"
    return say(wrong, value=quoted, month=month, iso=iso, day_first=day_first)


def _not_a_date(text: str, quoted: str) -> Message:
    """What is wrong with `text`, which is no date, and what would be right."""
    with_time = _WITH_TIME.fullmatch(text)
    if with_time:
        return _has_time(quoted, with_time.group(1))
    if _SHORT_YEAR.fullmatch(text):
        return say("“{value}”: write the year with four digits, as in 2027-03-31 or 31/03/2027", value=quoted)
    if _NO_DAY.fullmatch(text):
        return say("“{value}”: the day is missing; write 2027-03-31 or 31/03/2027", value=quoted)
    return say("“{value}” is not a date; write 2027-03-31 or 31/03/2027", value=quoted)


def _has_time(quoted: str, day: str) -> Message:
    return say("“{value}” has a time of day; write the date alone: {day}", value=quoted, day=day)


# Durations

_MONTHS_PER_UNIT = {
    "mois": 1.0, "month": 1.0, "months": 1.0, "mo": 1.0,
    "trimestre": 3.0, "trimestres": 3.0, "quarter": 3.0, "quarters": 3.0,
    "an": 12.0, "ans": 12.0, "annee": 12.0, "annees": 12.0,
    "year": 12.0, "years": 12.0, "yr": 12.0, "yrs": 12.0,
    "semaine": 12 / WEEKS_PER_YEAR, "semaines": 12 / WEEKS_PER_YEAR,
    "week": 12 / WEEKS_PER_YEAR, "weeks": 12 / WEEKS_PER_YEAR,
    "jour": 12 / DAYS_PER_YEAR, "jours": 12 / DAYS_PER_YEAR,
    "day": 12 / DAYS_PER_YEAR, "days": 12 / DAYS_PER_YEAR,
}  # fmt: skip


def parse_months(value: object) -> float:
    """A duration in months: `6`, `6 mois`, `2 years`, `12 weeks`. Raises ScalarError."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    with_unit = _WITH_UNIT.fullmatch(_trimmed(value))
    if with_unit:
        number, unit = with_unit.groups()
        months = parse_number(number) * _months_in(unit, shown(value))
    elif is_number or _NUMERIC.fullmatch(_trimmed(value)):
        months = parse_number(value)
    else:
        raise ScalarError(
            say("“{value}” is not a duration; write 6, 6 months or 2 years", value=shown(value))
        )
    if months < 0:
        raise ScalarError(say("“{value}”: a duration can't be negative", value=shown(value)))
    return float(months)


def _months_in(unit: str, quoted: str) -> float:
    folded = fold(unit)
    if folded in _MONTHS_PER_UNIT:
        return _MONTHS_PER_UNIT[folded]
    meant = did_you_mean(unit, _MONTHS_PER_UNIT)
    if meant:
        raise ScalarError(
            say("“{value}” is not a duration; did you mean “{meant}”?", value=quoted, meant=meant)
        )
    raise ScalarError(say("“{value}” is not a duration; write 6 months, 12 weeks or 2 years", value=quoted))
