"""Unrealistic expectations: what a partner counts on and the partnership can't give (article, section 3)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import at_least, below, one_of
from advisor.facts import Expectation, Finding, Growth, Pilot
from advisor.knowledge import defeat, finding, recommendation


@Rule(
    AS.growth
    << Growth(
        expectation=MATCH.expectation, holder=MATCH.holder, monthly_rate=at_least("growth.out_of_reach")
    ),
)
@finding("EXP-04", severity="critical", evidence="article", cites="3, table, row 1")
def growth_out_of_reach(self, expectation, holder, growth):
    """A growth target needs a monthly rate that almost nobody sustains."""


@Rule(
    AS.growth
    << Growth(
        expectation=MATCH.expectation,
        holder=MATCH.holder,
        monthly_rate=at_least("growth.stretch") & below("growth.out_of_reach"),
    ),
)
@finding("EXP-03", severity="important", evidence="house", cites="3, table, row 1")
def growth_too_fast(self, expectation, holder, growth):
    """A growth target needs a monthly rate far above the article's."""


@Rule(
    Finding(id=one_of("EXP-03", "EXP-04"), subject=MATCH.expectation),
    AS.pilot << Pilot(supports=MATCH.expectation, result="confirmed"),
)
@defeat("EXP-D1", of=("EXP-03", "EXP-04"), evidence="article", cites="10, table, row 3")
def pilot_confirmed_the_pace(self, expectation, pilot):
    """A pilot has already confirmed the pace."""


@Rule(
    Finding(id=one_of("EXP-03", "EXP-04"), subject=MATCH.expectation),
    AS.growth << Growth(expectation=MATCH.expectation, holder=MATCH.holder),
)
@recommendation(
    "EXP-R1", rank="cause", owner="all", within_days=14, evidence="article", cites="3, table, row 1"
)
def negotiate_the_target(self, expectation, growth, holder):
    """Negotiate the target anew from the article's pace."""
