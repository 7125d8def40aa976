"""Numbers, shares, dates, durations and yes or no are read as French and English people write them."""

from __future__ import annotations

import contextlib
import datetime
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.messages import Message
from advisor.scalars import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_SHOWN,
    ScalarError,
    did_you_mean,
    parse_date,
    parse_months,
    parse_number,
    parse_share,
    parse_yes_no,
    printable,
    shown,
)

PARSERS: list[Callable[[object], Any]] = [parse_number, parse_share, parse_yes_no, parse_date, parse_months]


def refusal(parse: Callable[[object], Any], value: object) -> str:
    with pytest.raises(ScalarError) as caught:
        parse(value)
    assert caught.value.args == (caught.value.message,)
    return str(caught.value.message)


# Numbers


@pytest.mark.parametrize(
    "written, number",
    [
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("\u22123", -3),
        (" 7 ", 7),
        ("51.5", 51.5),
        ("51,5", 51.5),
        ("51,25", 51.25),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5.0),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1.200", 1.2),
        ("1234,567", 1234.567),
        ("120 000", 120_000),
        ("120\u00a0000", 120_000),
        ("1\u202f200\u202f000", 1_200_000),
        ("1\u2009200,50", 1200.5),
        ("1'200.5", 1200.5),
        ("1’200", 1200),
        ("010", 10),
        ("-010", -10),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
        ("9" * 18, 10**18 - 1),
        ("0" * 50 + "1", 1),
        (12, 12),
        (12.5, 12.5),
        (-0.0, 0.0),
    ],
)
def test_a_number_is_read(written: object, number: float) -> None:
    result = parse_number(written)
    assert (result, type(result)) == (number, type(number))


@pytest.mark.parametrize(
    "written, message",
    [
        ("1,200", "“1,200” can be read in two ways; write 1200 or 1.2"),
        ("-120,000", "“-120,000” can be read in two ways; write -120000 or -120.0"),
        ("1.200,50", "“1.200,50” has several points or commas; write 1200.50"),
        ("1,200.50", "“1,200.50” has several points or commas; write 1200.50"),
        ("1.200.000", "“1.200.000” has several points or commas; write 1200000"),
        ("1_000", "“1_000” is not a number; write 1000"),
        ("12:30:45", "“12:30:45” is a time of day; a number is expected, such as 12 or 12.5"),
        ("15 %", "“15 %” is a percentage; a plain number is expected, such as 12 or 12.5"),
        (".nan", "“.nan” is not a number that one can reckon with; write 12 or 12.5"),
        ("-.Inf", "“-.Inf” is not a number that one can reckon with; write 12 or 12.5"),
        ("inf", "“inf” is not a number that one can reckon with; write 12 or 12.5"),
        (math.nan, "“nan” is not a number that one can reckon with; write 12 or 12.5"),
        ("30 h", "“30 h” is more than a number; write 30 without “h”"),
        ("1 200 €", "“1 200 €” is more than a number; write 1 200 without “€”"),
        ("1e400", "“1e400” is too large; at most 18 digits are read"),
        (math.inf, "“inf” is too large; at most 18 digits are read"),
        ("1" + "0" * 18, "“1000000000000000000” is too large; at most 18 digits are read"),
        ("9" * 5000, f"“{'9' * 39}…” is not a number; write 12 or 12.5"),
        ("12 3456", "“12 3456” is not a number; write 12 or 12.5"),
        ("31.03.2027", "“31.03.2027” is not a number; write 12 or 12.5"),
        ("0x1F", "“0x1F” is not a number; write 12 or 12.5"),
        ("١٢", "“١٢” is not a number; write 12 or 12.5"),
        ("many", "“many” is not a number; write 12 or 12.5"),
        ("", "“” is not a number; write 12 or 12.5"),
        (True, "“true” is not a number; write 12 or 12.5"),
        (None, "“null” is not a number; write 12 or 12.5"),
        ([1], "“[…]” is not a number; write 12 or 12.5"),
        ({"a": 1}, "“{…}” is not a number; write 12 or 12.5"),
        (datetime.date(2027, 3, 31), "“2027-03-31” is not a number; write 12 or 12.5"),
    ],
)
def test_what_is_no_number_is_explained(written: object, message: str) -> None:
    assert refusal(parse_number, written) == message


def test_a_number_that_python_refuses_to_print_is_too_large() -> None:
    assert refusal(parse_number, 10**5000) == "“…” is too large; at most 18 digits are read"


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.sampled_from("\u00a0\u202f\u2009 '’"))
def test_whole_numbers_are_read_back_as_printed(number: int, separator: str) -> None:
    assert parse_number(str(number)) == number
    grouped = f"{number:,}".replace(",", separator)
    assert parse_number(grouped) == number


@given(st.decimals(-(10**9), 10**9, places=2))
def test_decimals_are_read_back_with_point_and_comma(number: Decimal) -> None:
    assert parse_number(str(number)) == float(number)
    assert parse_number(str(number).replace(".", ",")) == float(number)


@given(st.floats(-1e17, 1e17))
def test_floats_are_read_back_as_python_prints_them(number: float) -> None:
    assert parse_number(repr(number)) == number


# Shares


@pytest.mark.parametrize(
    "written, share",
    [
        ("0.15", 0.15),
        ("0,15", 0.15),
        ("15 %", 0.15),
        ("15%", 0.15),
        ("15\u202f%", 0.15),
        ("51,5 %", 0.515),
        ("0.7 %", 0.007),
        ("100 %", 1.0),
        ("0", 0.0),
        ("1", 1.0),
        (1, 1.0),
        (0.25, 0.25),
    ],
)
def test_a_share_is_read(written: object, share: float) -> None:
    result = parse_share(written)
    assert (result, type(result)) == (share, float)


@pytest.mark.parametrize(
    "written, message",
    [
        ("15", "“15” is more than the whole; write 0.15 or 15 %"),
        ("51,5", "“51,5” is more than the whole; write 0.515 or 51.5 %"),
        (50, "“50” is more than the whole; write 0.5 or 50 %"),
        (100, "“100” is more than the whole; write 1 or 100 %"),
        ("101", "“101” is not a share of a whole; write between 0 and 1, or 0 % and 100 %"),
        ("150 %", "“150 %” is not a share of a whole; write between 0 and 1, or 0 % and 100 %"),
        ("-5 %", "“-5 %” is not a share of a whole; write between 0 and 1, or 0 % and 100 %"),
        (-0.1, "“-0.1” is not a share of a whole; write between 0 and 1, or 0 % and 100 %"),
        ("1,500 %", "“1,500” can be read in two ways; write 1500 or 1.5"),
        ("half", "“half” is not a number; write 12 or 12.5"),
        (False, "“false” is not a number; write 12 or 12.5"),
    ],
)
def test_what_is_no_share_is_explained(written: object, message: str) -> None:
    assert refusal(parse_share, written) == message


@given(st.decimals(0, 100, places=3))
def test_percentages_are_read_as_the_nearest_share(percent: Decimal) -> None:
    assert parse_share(f"{percent} %") == float(percent / 100)


# Yes and no


@pytest.mark.parametrize("word", ["yes", "Yes", "YES", "oui", "OUI", "true", "vrai", "on", " yes ", True])
def test_yes_is_read_in_both_languages(word: object) -> None:
    assert parse_yes_no(word) is True


@pytest.mark.parametrize("word", ["no", "No", "NO", "non", "NON", "false", "faux", "off", False])
def test_no_is_read_in_both_languages(word: object) -> None:
    assert parse_yes_no(word) is False


@pytest.mark.parametrize(
    "written, message",
    [
        ("oiu", "“oiu” is neither yes nor no; did you mean “oui”?"),
        ("ouï-dire", "“ouï-dire” is neither yes nor no; write yes or no"),
        ("flase", "“flase” is neither yes nor no; did you mean “false”?"),
        ("perhaps", "“perhaps” is neither yes nor no; write yes or no"),
        ("1", "“1” is neither yes nor no; write yes or no"),
        (1, "“1” is neither yes nor no; write yes or no"),
        (0.0, "“0.0” is neither yes nor no; write yes or no"),
        ("", "“” is neither yes nor no; write yes or no"),
        (None, "“null” is neither yes nor no; write yes or no"),
    ],
)
def test_what_is_neither_yes_nor_no_is_explained(written: object, message: str) -> None:
    assert refusal(parse_yes_no, written) == message


# Dates


@pytest.mark.parametrize(
    "written",
    [
        "2027-03-31",
        "31/03/2027",
        "31.03.2027",
        "31-03-2027",
        "31/3/2027",
        "2027/03/31",
        " 2027-03-31\n",
        datetime.date(2027, 3, 31),
    ],
)
def test_a_date_is_read(written: object) -> None:
    assert parse_date(written) == datetime.date(2027, 3, 31)


def test_the_day_comes_before_the_month() -> None:
    assert parse_date("03/04/2027") == datetime.date(2027, 4, 3)


@pytest.mark.parametrize(
    "written, message",
    [
        ("2027-02-30", "“2027-02-30”: there is no 30 February 2027; February 2027 has 28 days"),
        ("29/02/2027", "“29/02/2027”: there is no 29 February 2027; February 2027 has 28 days"),
        ("2027-04-00", "“2027-04-00”: there is no 0 April 2027; April 2027 has 30 days"),
        (
            "03/31/2027",
            "“03/31/2027”: there is no month 31; write 2027-03-31 or, with the day first, 31/03/2027",
        ),
        (
            "2027-31-03",
            "“2027-31-03”: there is no month 31; write 2027-03-31 or, with the day first, 31/03/2027",
        ),
        ("2027-13-40", "“2027-13-40”: there is no month 13"),
        ("02/30/2027", "“02/30/2027”: there is no month 30"),
        ("2027-00-01", "“2027-00-01”: there is no month 0"),
        ("31/03/27", "“31/03/27”: write the year with four digits, as in 2027-03-31 or 31/03/2027"),
        ("1899-12-31", "“1899-12-31”: the year must be from 1900 to 2200"),
        (datetime.date(2201, 1, 1), "“2201-01-01”: the year must be from 1900 to 2200"),
        ("2027-03", "“2027-03”: the day is missing; write 2027-03-31 or 31/03/2027"),
        ("03/2027", "“03/2027”: the day is missing; write 2027-03-31 or 31/03/2027"),
        (
            "2027-03-31T10:00:00Z",
            "“2027-03-31T10:00:00Z” has a time of day; write the date alone: 2027-03-31",
        ),
        ("2027-03-31 10:00", "“2027-03-31 10:00” has a time of day; write the date alone: 2027-03-31"),
        (
            datetime.datetime(2027, 3, 31, 10),
            "“2027-03-31 10:00:00” has a time of day; write the date alone: 2027-03-31",
        ),
        ("20270331", "“20270331” is not a date; write 2027-03-31 or 31/03/2027"),
        ("31 mars 2027", "“31 mars 2027” is not a date; write 2027-03-31 or 31/03/2027"),
        ("31/03.2027", "“31/03.2027” is not a date; write 2027-03-31 or 31/03/2027"),
        (2027, "“2027” is not a date; write 2027-03-31 or 31/03/2027"),
        (True, "“true” is not a date; write 2027-03-31 or 31/03/2027"),
        (None, "“null” is not a date; write 2027-03-31 or 31/03/2027"),
    ],
)
def test_what_is_no_date_is_explained(written: object, message: str) -> None:
    assert refusal(parse_date, written) == message


@given(
    st.dates(datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]),
)
def test_dates_are_read_back_as_printed(date: datetime.date, form: str) -> None:
    assert parse_date(date.strftime(form)) == date


# Durations


@pytest.mark.parametrize(
    "written, months",
    [
        ("6", 6),
        ("1,5", 1.5),
        (6, 6),
        (0, 0),
        ("6 mois", 6),
        ("6 months", 6),
        ("1 month", 1),
        ("18 mo", 18),
        ("18mo.", 18),
        ("2 ans", 24),
        ("1,5 an", 18),
        ("2 Années", 24),
        ("2 YEARS", 24),
        ("2 trimestres", 6),
        ("13 semaines", 3),
        ("52 weeks", 12),
        ("365 jours", 12),
        ("73 days", 2.4),
        ("1 200 mois", 1200),
    ],
)
def test_a_duration_is_read_in_months(written: object, months: float) -> None:
    result = parse_months(written)
    assert result == pytest.approx(months)
    assert type(result) is float


@pytest.mark.parametrize(
    "written, message",
    [
        ("6 moi", "“6 moi” is not a duration; did you mean “mois”?"),
        ("6 bottles", "“6 bottles” is not a duration; write 6 months, 12 weeks or 2 years"),
        ("six months", "“six months” is not a duration; write 6, 6 months or 2 years"),
        ("2 ans et 6 mois", "“2 ans et 6 mois” is not a duration; write 6, 6 months or 2 years"),
        ("-2 mois", "“-2 mois”: a duration can't be negative"),
        (-1, "“-1”: a duration can't be negative"),
        ("1,500 jours", "“1,500” can be read in two ways; write 1500 or 1.5"),
        ("1_0", "“1_0” is not a number; write 10"),
        (math.nan, "“nan” is not a number that one can reckon with; write 12 or 12.5"),
        (True, "“true” is not a duration; write 6, 6 months or 2 years"),
        (None, "“null” is not a duration; write 6, 6 months or 2 years"),
    ],
)
def test_what_is_no_duration_is_explained(written: object, message: str) -> None:
    assert refusal(parse_months, written) == message


# Words


@pytest.mark.parametrize(
    "word, meant",
    [
        ("dedline", "deadline"),
        ("DEADLINE", "deadline"),
        ("déadline", "deadline"),
        ("start date", "start_date"),
        ("start-date", "start_date"),
        ("xyz", None),
        ("", None),
        ("deadline" * 1000, None),
    ],
)
def test_a_slip_is_recognised(word: str, meant: str | None) -> None:
    assert did_you_mean(word, ["deadline", "start_date", "name"]) == meant


def test_a_quoted_value_is_short_on_one_line_and_harmless() -> None:
    assert shown("a\n# b\x1b[31m\u202e" + "x" * 100) == "a # b�[31m" + "x" * 29 + "…"
    assert printable("a\u200b\x07") == "a�"


_NATIVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.binary()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.integers())
)
_NEARLY = st.text("0123456789.,-+/:_%eE ’'\u00a0\u202ftTinfamosYny€", max_size=30)


@pytest.mark.parametrize("parse", PARSERS)
@given(value=_NATIVES | st.text() | _NEARLY)
@example(value="1" + " " * 20_000 + "!")
@example(value="9" * 5_000)
@example(value="{value}")
def test_anything_is_read_or_refused_with_a_short_message(
    parse: Callable[[object], Any], value: object
) -> None:
    try:
        parse(value)
    except ScalarError as error:
        assert isinstance(error.message, Message)
        text = str(error.message)
        assert len(text) <= 150 + MAX_SHOWN
        assert printable(text) == text


@pytest.mark.parametrize("parse", [parse_number, parse_share, parse_months])
@given(value=_NEARLY)
def test_a_number_that_is_read_is_finite(parse: Callable[[object], float], value: str) -> None:
    with contextlib.suppress(ScalarError):
        assert math.isfinite(parse(value))
