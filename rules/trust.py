"""Trust: what it rests on, what erodes it before any conflict is told, and what restores it (article, section 4)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, below, one_of, positive
from advisor.facts import (
    AllRecognised,
    Clauses,
    Conflict,
    Distrust,
    Elapsed,
    Finance,
    Finding,
    FullAccess,
    Kept,
    MutualTrust,
    PartialAccess,
    Partner,
    Partnership,
    Party,
    Recommendation,
    Reserve,
    Symptom,
    ThanksAfter,
    TrustEvent,
    TrustGap,
    TrustIncident,
    UnansweredRequests,
    Unrecognised,
)
from advisor.knowledge import defeat, finding, recommendation, strength

# --- How much the partners trust one another, and are content --------------------------------


@Rule(AS.distrust << Distrust(partner=MATCH.partner, lowest=at_most("trust.low")))
@finding("TRU-01", severity="important", evidence="house", cites="4, paragraph 1")
def trust_is_low(self, partner, distrust):
    """A partner has little trust in another, or in several."""


@Rule(
    AS.reserve << Reserve(partner=MATCH.partner, lowest=at_most("trust.middling")),
    NOT(Distrust(partner=MATCH.partner)),
)
@finding("TRU-20", severity="minor", evidence="house", cites="4, paragraph 1")
def trust_is_middling(self, partner, reserve):
    """A partner's trust in another, or in several, is no more than middling."""


@Rule(AS.trust << TrustGap(partner=MATCH.partner, gap=at_least("trust.gap")))
@finding("TRU-10", severity="minor", evidence="house", cites="4, paragraph 3")
def trust_is_unequal(self, partner, trust):
    """A partner is trusted far more than it trusts in return."""


@Rule(Partner(id=MATCH.partner, satisfaction=MATCH.score & at_most("trust.low")))
@finding("TRU-03", severity="important", evidence="house", cites="6, paragraph 2; 9, list, item 2")
def partner_is_dissatisfied(self, partner, score):
    """A partner is far from satisfied with the partnership."""


@Rule(Partner(id=MATCH.partner, feels_recognised=False))
@finding("TRU-14", severity="minor", evidence="article", cites="4, list, item 5")
def partner_does_not_feel_seen(self, partner):
    """A partner does not feel that the others see what it brings."""


# --- What was promised -----------------------------------------------------------------------


@Rule(AS.kept << Kept(partner=MATCH.partner, kept_share=below("trust.eroding")))
@finding("TRU-02", severity="important", evidence="house", cites="4, list, item 3; 4, table, row 2")
def commitments_are_not_kept(self, partner, kept):
    """Many commitments of a partner were not kept."""


@Rule(
    AS.kept << Kept(partner=MATCH.partner, kept_share=at_least("trust.eroding") & below("trust.watch")),
)
@finding("TRU-05", severity="minor", evidence="house", cites="4, list, item 3; 4, table, row 2")
def commitments_begin_to_slip(self, partner, kept):
    """Some commitments of a partner were not kept, more than now and then."""


@Rule(
    Partner(id=MATCH.partner, misses_announced=False),
    AS.kept << Kept(partner=MATCH.partner, kept_share=below("trust.reliable")),
)
@finding("TRU-19", severity="minor", evidence="house", cites="4, table, row 1; 4, list, item 4")
def misses_come_unannounced(self, partner, kept):
    """A partner does not say beforehand that it will miss a commitment."""


@Rule(
    Finding(id=one_of("TRU-02", "TRU-05"), subject=MATCH.partner),
    Finding(id=one_of("RSP-04", "RSP-05"), subject=MATCH.partner),
)
@defeat("TRU-D1", of=("TRU-02", "TRU-05"), evidence="house", cites="3, paragraph 1")
def overload_explains_it(self, partner):
    """The load of the partner explains what it could not keep."""


@Rule(
    Finding(id="TRU-05", subject=MATCH.partner),
    Kept(partner=MATCH.partner, missed_count=at_most("trust.single_miss")),
    Partner(id=MATCH.partner, misses_announced=True),
)
@defeat("TRU-D3", of="TRU-05", evidence="house", cites="4, table, row 1")
def one_miss_was_announced(self, partner):
    """A single commitment was missed, and the partner said so beforehand."""


# --- What happened ---------------------------------------------------------------------------


@Rule(
    TrustEvent(id=MATCH.event, kind="hidden_news"),
    AS.incident << TrustIncident(event=MATCH.event),
)
@finding(
    "TRU-06",
    severity="important",
    evidence="article",
    cites="4, paragraph 2; 4, list, item 4; 4, table, row 1",
)
def bad_news_was_kept_back(self, event, incident):
    """Bad news was kept back from the others."""


@Rule(
    TrustEvent(id=MATCH.event, kind="unilateral_move"),
    AS.incident << TrustIncident(event=MATCH.event),
)
@finding("TRU-07", severity="important", evidence="house", cites="4, list, item 1")
def step_was_taken_alone(self, event, incident):
    """A step that concerns all was taken without the others."""


@Rule(
    TrustEvent(id=MATCH.event, kind="unilateral_move", declared=True),
    AS.incident << TrustIncident(event=MATCH.event),
)
@finding("TRU-23", severity="minor", evidence="house", cites="4, list, item 1")
def others_were_told_and_not_asked(self, event, incident):
    """A partner told the others of a decision, and had taken it alone."""


@Rule(
    TrustEvent(id=MATCH.event, kind="competing_activity", declared=False),
    AS.incident << TrustIncident(event=MATCH.event),
)
@finding("TRU-08", severity="important", evidence="literature", cites="4, paragraph 1")
def side_activity_is_not_declared(self, event, incident):
    """An activity that competes with the partnership was not declared to the others."""


@Rule(
    TrustEvent(id=MATCH.event, kind="competing_activity", declared=True),
    AS.incident << TrustIncident(event=MATCH.event),
    Clauses(exclusivity=True),
)
@finding("TRU-09", severity="important", evidence="literature", cites="4, list, item 2")
def side_activity_meets_exclusivity(self, event, incident):
    """An activity that competes with the partnership is declared, and the agreement provides for exclusivity."""


@Rule(
    TrustEvent(id=MATCH.event, kind="accusation", contradicted_by_records=True),
    AS.incident << TrustIncident(event=MATCH.event),
)
@finding("TRU-11", severity="important", evidence="literature", cites="4, list, item 1; 4, list, item 4")
def accusation_and_records_differ(self, event, incident):
    """An accusation says one thing, and the records say another."""


@Rule(
    TrustEvent(id=MATCH.event, kind="accusation"),
    AS.incident << TrustIncident(event=MATCH.event),
    NOT(TrustEvent(id=MATCH.event, contradicted_by_records=True)),
)
@finding("TRU-24", severity="important", evidence="literature", cites="4, list, item 4")
def accusation_stands(self, event, incident):
    """An accusation stands between the partners."""


@Rule(
    TrustEvent(id=MATCH.event, kind="departure", replaced=False),
    AS.incident << TrustIncident(event=MATCH.event),
)
@finding("TRU-12", severity="important", evidence="literature", cites="4, list, item 2")
def nobody_has_taken_over(self, event, incident):
    """A key person has left, and nobody has taken over."""


@Rule(
    Finding(
        id=one_of("TRU-06", "TRU-07", "TRU-11", "TRU-23", "TRU-24"),
        subject=MATCH.event,
    ),
    AS.incident << TrustIncident(event=MATCH.event, days=above("trust.old_event_days"), followed=False),
)
@defeat("TRU-D4", of=("TRU-06", "TRU-07", "TRU-11", "TRU-23", "TRU-24"), evidence="house")
def it_is_long_past(self, event, incident):
    """It happened more than two years ago, and nothing of the kind has followed."""


@Rule(
    Finding(id="TRU-07", subject=MATCH.event),
    TrustEvent(id=MATCH.event, declared=True),
)
@defeat("TRU-D5", of="TRU-07", evidence="house", cites="4, table, row 1")
def step_was_declared(self, event):
    """The partner told the others of the step on its own account."""


@Rule(
    Finding(id="TRU-06", subject=MATCH.event),
    TrustEvent(id=MATCH.event, declared=True),
)
@defeat("TRU-D6", of="TRU-06", evidence="house", cites="4, table, row 1")
def news_was_told_after_all(self, event):
    """The partner told the others of the bad news on its own account."""


@Rule(
    Finding(id=one_of("TRU-11", "TRU-24"), subject=MATCH.event),
    AS.made_good << ThanksAfter(event=MATCH.event),
)
@defeat("TRU-D7", of=("TRU-11", "TRU-24"), evidence="house", cites="4, list, item 5")
def recognition_has_followed(self, event, made_good):
    """After the accusation, its author has thanked a partner whom it concerned."""


# --- Money between the partners --------------------------------------------------------------


@Rule(Finance(accounts_shared="none"), Partnership(revenue_shared=True))
@finding("TRU-04", severity="important", evidence="article", cites="4, paragraph 2")
def accounts_are_closed(self):
    """Revenue is shared, and the accounts are not."""


@Rule(Finding(id="TRU-04"), AS.access << FullAccess())
@defeat("TRU-D17", of="TRU-04", evidence="house", cites="4, paragraph 2")
def nobody_is_kept_out(self, access):
    """Every partner can look at the accounts; nobody is kept out."""


@Rule(Finance(accounts_shared="none"), Partnership(revenue_shared=True), AS.access << FullAccess())
@finding("TRU-27", severity="important", evidence="house", cites="4, paragraph 2; 9, list, item 1")
def nobody_draws_up_the_accounts(self, access):
    """Revenue is shared, all may look, and nobody draws up the accounts."""


@Rule(
    Finance(accounts_shared=one_of("summary", "full")),
    Partnership(revenue_shared=True),
    Elapsed(field="finance.last_shared", days=MATCH.days & above("trust.quarter_days")),
)
@finding("TRU-16", severity="minor", evidence="house", cites="4, paragraph 2; 4, table, row 2")
def accounts_have_not_been_shared_lately(self, days):
    """Revenue is shared, and the accounts were last shared more than a quarter ago."""


@Rule(
    Finance(accounts_shared=one_of("summary", "full"), last_shared=None),
    Partnership(revenue_shared=True),
    NOT(Elapsed(field="partnership.start", days=at_most("trust.quarter_days"))),
)
@finding("TRU-25", severity="minor", evidence="house", cites="4, paragraph 2")
def accounts_were_never_sent_round(self):
    """The accounts are open in principle, and have never gone to all partners."""


@Rule(
    AS.access << PartialAccess(),
    Finance(accounts_shared=one_of("summary", "full")),
    Partnership(revenue_shared=True),
)
@finding("TRU-21", severity="minor", evidence="house", cites="4, paragraph 2")
def only_some_can_look(self, access):
    """Revenue is shared, and only some partners can look at the accounts themselves."""


@Rule(Finance(accountant_independent=False), Partnership(revenue_shared=True))
@finding("TRU-17", severity="minor", evidence="house", cites="4, paragraph 2")
def accounts_are_kept_by_one_side(self):
    """Revenue is shared, and whoever keeps the accounts depends on one of the partners."""


@Rule(AS.pending << UnansweredRequests())
@finding("TRU-15", severity="important", evidence="house", cites="4, paragraph 2; 4, list, item 1")
def requests_stay_unanswered(self, pending):
    """Requests for figures have had no answer."""


@Rule(Finance(advances=positive() & MATCH.amount, advance_rule=False))
@finding("TRU-13", severity="important", evidence="literature", cites="4, list, item 2")
def advances_have_no_rule(self, amount):
    """Partners have advanced money, and no written rule says when it is paid back."""


@Rule(
    Finance(disputed_sum=positive() & MATCH.amount),
    NOT(Conflict(disputed_sum=positive())),
)
@finding("TRU-26", severity="important", evidence="literature", cites="4, list, item 4")
def sum_is_not_agreed(self, amount):
    """The partners do not agree on a sum, and it belongs to no conflict that is being dealt with."""


@Rule(Finance(invoices_on_time=MATCH.share & below("trust.invoices")))
@finding("TRU-18", severity="minor", evidence="house", cites="4, list, item 3")
def invoices_are_paid_late(self, share):
    """Invoices are often paid late."""


@Rule(
    Finding(id=one_of("TRU-17", "TRU-21")),
    Finance(accounts_shared="full"),
    Elapsed(field="finance.last_shared", days=MATCH.days & at_most("trust.quarter_days")),
    NOT(Finance(disputed_sum=positive())),
)
@defeat("TRU-D8", of=("TRU-17", "TRU-21"), evidence="house")
def full_accounts_reach_everybody(self, days):
    """The full accounts went to everybody within the last quarter, and no sum is in dispute."""


# --- Across themes ---------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("RSP-02", "RSP-03"), subject=MATCH.partner),
    Finding(id="TRU-01"),
)
@finding("TRU-22", severity="minor", evidence="article", cites="4, table, row 3")
def sharing_and_trust_suffer_together(self, partner):
    """The work is shared unevenly, and trust is low."""


# --- What is good ----------------------------------------------------------------------------


@Rule(AS.kept << Kept(partner=MATCH.partner, kept_share=at_least("trust.reliable")))
@strength("TRU-S1", evidence="article", cites="4, list, item 3; 4, table, row 2")
def commitments_are_kept(self, partner, kept):
    """A partner keeps what it promises."""


@Rule(
    Finance(accounts_shared="full"),
    Elapsed(field="finance.last_shared", days=MATCH.days & at_most("trust.quarter_days")),
    NOT(Symptom(symptom="hidden_accounts")),
)
@strength("TRU-S2", evidence="article", cites="4, paragraph 2")
def books_are_open(self, days):
    """The full accounts are open to all, and were shared within the last quarter."""


@Rule(AS.trust << MutualTrust(lowest=at_least("trust.high")))
@strength("TRU-S3", evidence="article", cites="4, paragraph 1; 4, paragraph 3")
def trust_is_mutual(self, trust):
    """Every partner trusts every other highly."""


@Rule(TrustEvent(id=MATCH.event, kind="hidden_news", declared=True))
@strength("TRU-S4", evidence="article", cites="4, table, row 1; 4, list, item 4")
def bad_news_was_told(self, event):
    """A partner told the others of bad news on its own account."""


@Rule(
    TrustEvent(id=MATCH.event, kind="recognition"),
    AS.incident << TrustIncident(event=MATCH.event, days=at_most("trust.recent_event_days")),
)
@strength("TRU-S5", evidence="article", cites="4, list, item 5")
def thanks_were_given(self, event, incident):
    """The partners have thanked or recognised one another within the last year."""


@Rule(
    Partner(id=MATCH.partner, misses_announced=True),
    AS.kept << Kept(partner=MATCH.partner, missed_count=positive()),
)
@strength("TRU-S6", evidence="article", cites="4, table, row 1; 4, list, item 4")
def misses_are_announced(self, partner, kept):
    """A partner says beforehand when it can't keep a commitment."""


@Rule(
    TrustEvent(id=MATCH.event, kind="competing_activity", declared=True),
    NOT(Clauses(exclusivity=True)),
)
@strength("TRU-S7", evidence="article", cites="4, list, item 1; 4, paragraph 1")
def side_activity_is_declared(self, event):
    """A partner has told the others of another activity in the same field."""


@Rule(AS.seen << AllRecognised())
@strength("TRU-S8", evidence="article", cites="4, list, item 5")
def all_feel_seen(self, seen):
    """Every partner feels that the others see what it brings."""


@Rule(
    Finance(requests=MATCH.requests & at_least("trust.answered"), requests_unanswered=0),
)
@strength("TRU-S9", evidence="article", cites="4, paragraph 2; 4, list, item 1")
def requests_are_answered(self, requests):
    """Every request for figures was answered."""


@Rule(Finance(advances=positive() & MATCH.amount, advance_rule=True))
@strength("TRU-S10", evidence="article", cites="4, list, item 2")
def advances_have_a_rule(self, amount):
    """Money was advanced under a written rule."""


@Rule(TrustEvent(id=MATCH.event, kind="departure", replaced=True))
@strength("TRU-S11", evidence="article", cites="4, list, item 2")
def somebody_has_taken_over(self, event):
    """A key person has left, and somebody has taken over."""


@Rule(
    Finding(id=one_of("TRU-15", "TRU-17", "TRU-21")),
    Finance(accounts_shared="full"),
)
@defeat("TRU-D9", of="TRU-S2", evidence="house")
def books_are_open_on_paper_only(self):
    """Questions about the accounts, or access to them, are not yet settled for all."""


# --- What to do: people and promises ---------------------------------------------------------


@Rule(Finding(id=one_of("TRU-01", "TRU-03", "TRU-10"), subject=MATCH.partner))
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


@Rule(
    Finding(id="TRU-20", subject=MATCH.partner),
    NOT(Finding(id=one_of("TRU-01", "TRU-03", "TRU-10"), subject=MATCH.partner)),
)
@recommendation(
    "TRU-R13", rank="symptom", owner="all", within_days=30, evidence="article", cites="4, list, item 1"
)
def say_what_one_relies_on(self, partner):
    """Name what one would have to see to rely on the others more."""


@Rule(
    Finding(id=one_of("TRU-02", "TRU-05", "TRU-19"), subject=MATCH.partner),
    AS.kept << Kept(partner=MATCH.partner),
)
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


@Rule(Finding(id="TRU-14"), AS.unseen << Unrecognised())
@recommendation(
    "TRU-R10", rank="symptom", owner="all", within_days=30, evidence="article", cites="4, list, item 5"
)
def thank_by_name(self, unseen):
    """Hold a monthly round of thanks, by name and for something definite."""


# --- What to do: what happened ---------------------------------------------------------------


@Rule(Finding(id=one_of("TRU-06", "TRU-07", "TRU-23")))
@recommendation(
    "TRU-R4",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="4, table, row 1; 4, list, item 4",
)
def agree_on_no_surprises(self):
    """Agree in five lines on what is told within 48 hours, and on what is not done alone."""


@Rule(Finding(id=one_of("TRU-08", "TRU-09"), subject=MATCH.event))
@recommendation(
    "TRU-R5", rank="cause", owner="all", within_days=14, evidence="literature", cites="4, list, item 2"
)
def agree_on_what_is_compatible(self, event):
    """Declare all activities in the field, and agree on which are compatible."""


@Rule(Finding(id=one_of("TRU-11", "TRU-24"), subject=MATCH.event))
@recommendation(
    "TRU-R6", rank="cause", owner="all", within_days=7, evidence="literature", cites="4, list, item 4"
)
def put_the_records_on_the_table(self, event):
    """Look at the records together, then withdraw or reword the accusation."""


@Rule(Finding(id="TRU-12", subject=MATCH.event))
@recommendation(
    "TRU-R7", rank="cause", owner="all", within_days=14, evidence="literature", cites="4, list, item 2"
)
def name_who_takes_over(self, event):
    """Name who takes over the contacts and the know-how of the person who left, and by when."""


# --- What to do: money -----------------------------------------------------------------------


@Rule(Finding(id=one_of("TRU-04", "TRU-16", "TRU-21", "TRU-25")))
@recommendation(
    "TRU-R3", rank="cause", owner="all", within_days=14, evidence="article", cites="4, paragraph 2"
)
def open_the_books(self):
    """Open the accounts to all, on a fixed day of the month."""


@Rule(Finding(id="TRU-27"))
@recommendation(
    "TRU-R15",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="house",
    cites="4, paragraph 2; 9, list, item 1",
)
def have_the_books_kept(self):
    """Bring the books up to date with help, and name who keeps them from now on."""


@Rule(Finding(id="TRU-13"), Finance(advances=MATCH.amount))
@recommendation(
    "TRU-R8", rank="protect", owner="all", within_days=10, evidence="literature", cites="4, list, item 2"
)
def write_a_rule_for_advances(self, amount):
    """Write one page on advances, and acknowledge what is owed today."""


@Rule(Finding(id="TRU-26"), Finance(disputed_sum=MATCH.amount))
@recommendation(
    "TRU-R14", rank="protect", owner="all", within_days=7, evidence="literature", cites="7, table, row 3"
)
def pay_the_rest_and_set_it_aside(self, amount):
    """Pay what nobody disputes, set the disputed sum aside, and look at the papers together."""


@Rule(Finding(id="TRU-15"), AS.pending << UnansweredRequests())
@recommendation(
    "TRU-R9",
    rank="cause",
    owner="all",
    within_days=7,
    evidence="article",
    cites="4, paragraph 2; 4, list, item 1",
)
def answer_the_open_requests(self, pending):
    """Answer the open requests for figures by a date."""


@Rule(Finding(id="TRU-17"))
@recommendation(
    "TRU-R11", rank="symptom", owner="all", within_days=60, evidence="house", cites="4, paragraph 2"
)
def have_somebody_independent_look(self):
    """Have somebody who depends on none of the partners look over the accounts once a year."""


@Rule(Finding(id="TRU-18"), Finance(invoices_on_time=MATCH.share))
@recommendation(
    "TRU-R12", rank="symptom", owner="all", within_days=30, evidence="house", cites="4, list, item 3"
)
def name_a_payment_day(self, share):
    """Name two payment days a month, and who pays."""


# --- Advice that gives way to other advice ---------------------------------------------------


@Rule(
    Recommendation(id=one_of("TRU-R3", "TRU-R9", "TRU-R11")),
    Recommendation(id="CON-R3"),
)
@defeat("TRU-D2", of=("TRU-R3", "TRU-R9", "TRU-R11"), merges=True, evidence="house")
def books_are_opened_already(self):
    """The accounts are opened in advice on a conflict."""


@Rule(
    Recommendation(id="TRU-R2", subject=MATCH.partner),
    Party(conflict=MATCH.conflict, partner=MATCH.partner),
    Recommendation(id="CON-R7", subject=MATCH.conflict),
)
@defeat("TRU-D10", of="TRU-R2", merges=True, evidence="house")
def promises_are_sorted_already(self, partner, conflict):
    """The promises are sorted in advice on a conflict."""


@Rule(
    Recommendation(id="TRU-R5", subject=MATCH.event),
    Recommendation(id="CON-R8", subject=MATCH.conflict),
)
@defeat("TRU-D11", of="TRU-R5", merges=True, evidence="house")
def exclusivity_is_settled_already(self, event, conflict):
    """What each partner may do with others is settled in advice on a conflict."""


@Rule(
    Recommendation(id="TRU-R1", subject=MATCH.partner),
    Party(conflict=MATCH.conflict, partner=MATCH.partner),
    Recommendation(id=one_of("CON-R14", "CON-R15", "CON-R16"), subject=MATCH.conflict),
)
@defeat("TRU-D12", of="TRU-R1", evidence="house", cites="7, list, item 3")
def it_is_heard_before_somebody_neutral(self, partner, conflict):
    """What weighs on trust is heard in talks that somebody neutral leads."""


@Rule(
    Recommendation(id="TRU-R10"),
    Finding(id=one_of("CON-11", "CON-15", "CON-16", "CON-20"), subject=MATCH.conflict),
)
@defeat("TRU-D13", of="TRU-R10", evidence="house")
def thanks_would_ring_hollow(self):
    """While a conflict is deep, a round of thanks would ring hollow."""


@Rule(Recommendation(id="TRU-R12"), Recommendation(id="EXP-R33"))
@defeat("TRU-D14", of="TRU-R12", evidence="house")
def cash_comes_first(self):
    """Which payments come first is decided in advice on the cash that is short."""


@Rule(
    Recommendation(id=one_of("TRU-R1", "TRU-R2", "TRU-R5", "TRU-R6", "TRU-R13"), subject=MATCH.subject),
    Finding(id="CON-20", subject=MATCH.conflict),
)
@defeat("TRU-D15", of=("TRU-R1", "TRU-R2", "TRU-R5", "TRU-R6", "TRU-R13"), evidence="literature")
def safety_comes_before_talks(self, subject):
    """Nobody is asked to sit down together while somebody may come to harm."""


@Rule(Recommendation(id="TRU-R4"), Finding(id="CON-20", subject=MATCH.conflict))
@defeat("TRU-D16", of="TRU-R4", evidence="literature")
def rules_wait_for_safety(self):
    """A rule for everybody waits while somebody may come to harm."""
