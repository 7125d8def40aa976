"""Measures of money, against figures worked out by hand."""

import datetime

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures.money import Cash, cash


def measured(cash_at_hand, *payments):
    values = {
        "id": "money",
        "date": "2026-11-02",
        "partners": [{"id": "ana"}, {"id": "bruno"}],
        "finance": {"cash": cash_at_hand} if cash_at_hand is not None else {},
        "payments": [
            {"id": f"p{n}", "amount": amount, "due": due} for n, (amount, due) in enumerate(payments)
        ],
    }
    return list(cash(case_of_values(values).record, default_benchmarks()))


def test_what_is_missing_and_when_it_shows():
    assert measured(9_500, (2_300, "2026-10-24"), (12_600, "2026-11-16")) == [
        Cash(("p0", "p1"), 14_900, 9_500, 5_400, datetime.date(2026, 11, 16))
    ]


def test_an_overdue_payment_that_cannot_be_met_shows_today():
    assert measured(1_000, (2_300, "2026-10-24"))[0].first_short == datetime.date(2026, 11, 2)


def test_what_falls_due_later_than_two_months_is_left_out():
    assert measured(1_000, (2_300, "2027-01-02")) == []
    assert measured(1_000, (2_300, "2027-01-01")) != []


def test_unknown_cash_says_nothing():
    assert measured(None, (2_300, "2026-11-24")) == []


def test_cash_that_covers_everything_says_nothing():
    assert measured(2_300, (2_300, "2026-11-24")) == []
