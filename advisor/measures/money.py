"""Measures of money: what is known to fall due against the cash at hand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord, Payment


@dataclass(frozen=True)
class Cash:
    """Payments that are overdue or fall due soon, and what is missing to meet them."""

    payments: tuple[str, ...]
    due_money: float
    cash_money: float
    short_money: float
    first_short: datetime.date
    """The day on which the cash at hand no longer covers what has fallen due."""


@measure(Cash, needs=("finance.cash", "payments.amount", "payments.due"))
def cash(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Sum of the payments known to be due within some days, less the cash at hand, where that is positive."""
    at_hand = record.finance.cash if record.finance else None
    if at_hand is None:
        return
    last = record.date + datetime.timedelta(days=int(min(benchmarks["expectation.cash_days"], 3_660)))
    soon = [one for one in listed(record, "payments") if one.amount and one.due and one.due <= last]
    total = sum(one.amount for one in soon)
    if total > at_hand:
        yield Cash(
            payments=tuple(one.id for one in soon),
            due_money=total,
            cash_money=at_hand,
            short_money=total - at_hand,
            first_short=_first_short(soon, at_hand, record.date),
        )


def _first_short(payments: list[Payment], at_hand: float, today: datetime.date) -> datetime.date:
    left = at_hand
    for one in sorted(payments, key=lambda payment: (payment.due or today, payment.id)):
        left -= one.amount or 0
        if left < 0:
            return max(one.due or today, today)
    return today
