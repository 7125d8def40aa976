"""Trust: what erodes it before any conflict is told (article, section 4). The first rules of this theme."""

from experta import AS, MATCH, Rule

from advisor.conditions import at_most, below, one_of
from advisor.facts import Finance, Finding, Kept, Partner, Partnership, Recommendation, Trust
from advisor.knowledge import defeat, finding, recommendation


@Rule(Trust(partner=MATCH.partner, toward=MATCH.toward, score=MATCH.score & at_most("trust.low")))
@finding("TRU-01", severity="important", evidence="house", cites="4, paragraph 1")
def trust_is_low(self, partner, toward, score):
    """A partner has little trust in another."""


@Rule(AS.kept << Kept(partner=MATCH.partner, kept_share=below("trust.eroding")))
@finding("TRU-02", severity="important", evidence="house", cites="4, list, item 3; 4, table, row 2")
def commitments_are_not_kept(self, partner, kept):
    """Many commitments of a partner were not kept."""


@Rule(Partner(id=MATCH.partner, satisfaction=MATCH.score & at_most("trust.low")))
@finding("TRU-03", severity="important", evidence="house", cites="6, paragraph 2; 9, list, item 2")
def partner_is_dissatisfied(self, partner, score):
    """A partner is far from satisfied with the partnership."""


@Rule(Finance(accounts_shared="none"), Partnership(revenue_shared=True))
@finding("TRU-04", severity="important", evidence="article", cites="4, paragraph 2")
def accounts_are_closed(self):
    """Revenue is shared, and the accounts are not."""


@Rule(
    Finding(id="TRU-02", subject=MATCH.partner), Finding(id=one_of("RSP-04", "RSP-05"), subject=MATCH.partner)
)
@defeat("TRU-D1", of="TRU-02", evidence="house", cites="3, paragraph 1")
def overload_explains_it(self, partner):
    """The load of the partner explains what it could not keep."""


@Rule(Finding(id=one_of("TRU-01", "TRU-03"), subject=MATCH.partner))
@recommendation(
    "TRU-R1",
    rank="cause",
    owner="all",
    within_days=10,
    evidence="article",
    cites="4, list, item 1; 9, list, item 2",
)
def ask_what_would_have_to_change(self, partner):
    """Ask what would have to change, and listen."""


@Rule(Finding(id="TRU-02", subject=MATCH.partner), AS.kept << Kept(partner=MATCH.partner))
@recommendation(
    "TRU-R2",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="4, list, item 2; 4, table, row 2",
)
def promise_less_and_date_it(self, partner, kept):
    """Go through the open commitments: fewer, dated anew, announced when they slip."""


@Rule(Finding(id="TRU-04"))
@recommendation(
    "TRU-R3", rank="cause", owner="all", within_days=14, evidence="article", cites="4, paragraph 2"
)
def open_the_books(self):
    """Open the accounts to all, on a fixed day of the month."""


@Rule(Recommendation(id="TRU-R3"), Recommendation(id="CON-R3"))
@defeat("TRU-D2", of="TRU-R3", evidence="house")
def books_are_opened_already(self):
    """The accounts are opened in advice on a conflict."""
