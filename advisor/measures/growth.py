"""Measures of expectations: the pace behind a target, the counter-offer, capacity, and dates that are possible."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from advisor.benchmarks import Benchmarks
from advisor.measures.base import Results, listed, measure
from advisor.vocabulary import CaseRecord, Expectation


@dataclass(frozen=True)
class Growth:
    """The growth that an expectation counts on, and what the article's pace offers instead."""

    expectation: str
    holder: str | None
    ratio: float
    change: float
    months: float
    monthly_rate: float
    article_change: float
    article_months: float
    pace_over_article: float
    best_monthly_rate: float | None = None
    best_change: float | None = None
    best_months: float | None = None
    pace_over_best: float | None = None


@measure(
    Growth,
    per="expectations",
    needs=("expectations.baseline", "expectations.target", "expectations.horizon_months"),
)
def growth(record: CaseRecord, benchmarks: Benchmarks) -> Results:
    """Monthly rate that turns 1 into `ratio` in `months`. Article §3: +20 % in 6 months is 3.09 %."""
    for expectation in listed(record, "expectations"):
        ratio = growth_ratio(expectation)
        months = expectation.horizon_months
        if ratio is None or ratio <= 1 or not months:
            continue
        best = expectation.best_monthly_rate
        rate = monthly_rate(ratio, months)
        pace = monthly_rate(1 + benchmarks["growth.article_change"], benchmarks["growth.article_months"])
        yield Growth(
            expectation=expectation.id,
            holder=expectation.holder,
            ratio=ratio,
            change=ratio - 1,
            months=months,
            monthly_rate=rate,
            article_change=change_at(pace, months),
            article_months=months_at(pace, ratio),
            pace_over_article=rate / pace,
            best_monthly_rate=best,
            best_change=change_at(best, months) if best else None,
            best_months=months_at(best, ratio) if best else None,
            pace_over_best=rate / best if best else None,
        )


def growth_ratio(expectation: Expectation) -> float | None:
    """Target over baseline, or the ratio as given; None when unknown, and from a baseline of zero or less."""
    if expectation.ratio is not None:
        return expectation.ratio
    if expectation.target is None or expectation.baseline is None or expectation.baseline <= 0:
        return None
    return expectation.target / expectation.baseline


def monthly_rate(ratio: float, months: float) -> float:
    """Monthly rate (a share) that turns 1 into `ratio` in `months`; capped so that it stays a number."""
    return min(math.expm1(math.log(ratio) / months), 1e6)


def change_at(rate: float, months: float) -> float:
    """Growth (a share) after `months` at a monthly `rate`."""
    return math.expm1(months * math.log1p(rate))


def months_at(rate: float, ratio: float) -> float:
    """Months that a monthly `rate` takes to reach `ratio`."""
    return math.log(ratio) / math.log1p(rate)
