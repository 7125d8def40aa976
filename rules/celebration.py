"""Celebrating successes: what is marked, who is named, and in what form (article, section 8)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, below, one_of, positive
from advisor.facts import (
    Celebration,
    CelebrationBudget,
    Conflict,
    DeepConflict,
    Elapsed,
    Finding,
    Listed,
    Miscredited,
    NextCelebration,
    Occasion,
    Partner,
    ReachedGoal,
    Recommendation,
    SharedWins,
    Success,
    TrustEvent,
    Uncelebrated,
    Uncredited,
    Unheard,
    Unthanked,
    Wins,
)
from advisor.knowledge import defeat, finding, recommendation, strength

TO_MARK = ("CEL-01", "CEL-03", "CEL-05", "CEL-07", "CEL-10")
"""The findings that one occasion answers: thanks by name, in the form that suits the partners."""
FORMS = ("CEL-R2", "CEL-R3", "CEL-R4", "CEL-R5", "CEL-R6")
"""Occasions that hold more than words; there is one of them in a case, at most."""
OCCASIONS = ("CEL-R1", *FORMS)
ANSWERED_BY_PRIVATE_THANKS = ("CEL-01", "CEL-03", "CEL-04", "CEL-09", "CEL-10", "CEL-11", "CEL-12", "CEL-14")

# --- Successes that pass unmarked ---------------------------------------------------------------


@Rule(AS.wins << Uncelebrated(number=positive()))
@finding("CEL-01", severity="minor", evidence="house", cites="8, paragraph 1")
def wins_pass_unmarked(self, wins):
    """Recent successes have not been marked in any way."""


@Rule(AS.win << Unheard(success=MATCH.success))
@finding("CEL-03", severity="minor", evidence="article", cites="2, list, item 4; 8, paragraph 3")
def success_is_not_known_to_all(self, success, win):
    """A success is not known to all partners."""


@Rule(Celebration(sincere=False))
@finding("CEL-04", severity="minor", evidence="house", cites="4, paragraph 1; 8, paragraph 1")
def celebrations_feel_hollow(self):
    """Celebrations are felt to be hollow."""


@Rule(
    Elapsed(field="celebration.last", days=MATCH.days & above("celebration.long_ago")),
    AS.wins << Wins(number=positive()),
    NOT(Success(celebrated=True)),
)
@finding("CEL-05", severity="minor", evidence="house", cites="8, paragraph 1")
def last_celebration_is_long_ago(self, days, wins):
    """There are successes, and the last celebration was long ago."""


@Rule(Celebration(last=None), AS.wins << Wins(number=positive()), NOT(Success(celebrated=True)))
@finding("CEL-07", severity="minor", evidence="article", cites="8, paragraph 1")
def nothing_was_ever_celebrated(self, wins):
    """There are successes, and none was ever celebrated."""


@Rule(
    Listed(part="successes", number=0),
    Elapsed(field="partnership.start", days=MATCH.days & above("celebration.young")),
)
@finding("CEL-08", severity="minor", evidence="house", cites="8, paragraph 1")
def no_success_is_named(self, days):
    """No success is named in a partnership that is not young any more."""


@Rule(
    Listed(part="successes", number=0),
    AS.goal << ReachedGoal(objective=MATCH.objective),
)
@finding("CEL-14", severity="minor", evidence="article", cites="6, paragraph 1; 8, paragraph 3")
def goal_is_reached_unnoticed(self, objective, goal):
    """An objective is reached, and nobody counts it as a success."""


# --- Whose success it is ----------------------------------------------------------------------------


@Rule(
    AS.credit << Uncredited(partner=MATCH.partner, number=at_least("celebration.left_out")),
    NOT(DeepConflict()),
)
@finding("CEL-02", severity="important", evidence="house", cites="8, paragraph 2; 4, list, item 5")
def partner_is_left_out_again(self, partner, credit):
    """The same partner goes unnamed for several successes to which it contributed."""


@Rule(
    AS.credit << Uncredited(partner=MATCH.partner, number=below("celebration.left_out"), wrongly_named=False),
)
@finding("CEL-11", severity="minor", evidence="article", cites="8, paragraph 2; 5, list, item 4")
def one_side_is_credited(self, partner, credit):
    """Only some of those who contributed to a success were named."""


@Rule(AS.credit << Uncredited(partner=MATCH.partner, number=at_least("celebration.left_out")), DeepConflict())
@finding("CEL-12", severity="minor", evidence="house", cites="8, paragraph 2; 4, list, item 5")
def partner_is_left_out_amid_a_conflict(self, partner, credit):
    """While a conflict goes deep, the same partner goes unnamed for several successes."""


@Rule(AS.credit << Miscredited(success=MATCH.success))
@finding("CEL-09", severity="minor", evidence="house", cites="4, list, item 5")
def credit_goes_to_somebody_else(self, success, credit):
    """A success is credited to somebody who did not contribute, while a contributor goes unnamed."""


@Rule(Unthanked(success=MATCH.success))
@finding("CEL-10", severity="minor", evidence="article", cites="8, paragraph 1; 5, list, item 4")
def nobody_is_named(self, success):
    """A success was marked, and nobody was named or thanked for it."""


# --- What it costs --------------------------------------------------------------------------------


@Rule(
    AS.budget << CelebrationBudget(budget_share=above("celebration.budget_share"), cash_short=False),
)
@finding("CEL-06", severity="minor", evidence="house")
def budget_exceeds_the_means(self, budget):
    """The budget for celebrations is large for the cash at hand."""


@Rule(AS.budget << CelebrationBudget(budget_money=positive(), cash_short=True))
@finding("CEL-13", severity="minor", evidence="house")
def money_is_set_aside_while_cash_is_short(self, budget):
    """Money is set aside for celebrations while cash is short."""


# --- What is good -----------------------------------------------------------------------------------


@Rule(AS.wins << SharedWins(number=positive()), NOT(Celebration(sincere=False)))
@strength("CEL-S1", evidence="article", cites="8, paragraph 1; 8, paragraph 3")
def wins_are_shared(self, wins):
    """A recent success was marked, with all contributors named and all partners in the know."""


@Rule(
    Celebration(sincere=True),
    Elapsed(field="celebration.last", days=MATCH.days & at_most("celebration.long_ago")),
    NOT(DeepConflict()),
)
@strength("CEL-S2", evidence="house", cites="8, paragraph 1; 4, paragraph 1")
def celebrations_are_meant(self, days):
    """The partners celebrate, and feel that it is meant."""


# --- What speaks against a finding ---------------------------------------------------------------------


@Rule(Finding(id=one_of("CEL-05", "CEL-07", "CEL-08")), AS.deep << DeepConflict())
@defeat("CEL-D9", of=("CEL-05", "CEL-07", "CEL-08"), evidence="house", cites="7, paragraph 1")
def first_the_conflict(self, deep):
    """While a conflict goes deep, nobody is asked for celebrations."""


@Rule(Finding(id="CEL-01"), Uncelebrated(oldest_days=below("celebration.fresh_days")))
@defeat("CEL-D10", of="CEL-01", evidence="house")
def wins_are_fresh(self):
    """The successes are fresh, and the next regular point is soon enough."""


@Rule(Finding(id="CEL-08"), Elapsed(field="celebration.last", days=at_most("celebration.long_ago")))
@defeat("CEL-D11", of="CEL-08", evidence="house")
def not_long_since_the_last(self):
    """A success was celebrated not long ago."""


@Rule(Finding(id="CEL-08"), Finding(id="CEL-14", subject=MATCH.objective))
@defeat("CEL-D12", of="CEL-08", evidence="house")
def reached_goal_is_a_success(self):
    """A goal that is reached is a success to begin with."""


@Rule(
    Finding(id="CEL-03", subject=MATCH.success),
    Unheard(success=MATCH.success, days=below("celebration.fresh_days")),
)
@defeat("CEL-D13", of="CEL-03", evidence="house")
def news_is_fresh(self, success):
    """The success is fresh, and the news can still reach everybody in time."""


@Rule(
    Finding(id=one_of("CEL-01", "CEL-05", "CEL-07")),
    NextCelebration(days=at_most("celebration.planned_days"), date=MATCH.date),
)
@defeat("CEL-D14", of=("CEL-01", "CEL-05", "CEL-07"), evidence="house", cites="8, paragraph 2")
def celebration_is_planned(self, date):
    """A celebration is planned for the coming weeks."""


@Rule(
    Finding(id=one_of("CEL-02", "CEL-11", "CEL-12"), subject=MATCH.partner),
    Partner(id=MATCH.partner, feels_recognised=True),
)
@defeat("CEL-D15", of=("CEL-02", "CEL-11", "CEL-12"), evidence="house", cites="5, list, item 4")
def partner_feels_recognised(self, partner):
    """The partner says that its work is recognised."""


# --- What to do: one occasion for all that is to be marked ----------------------------------------------


@Rule(Finding(id=one_of(*TO_MARK)), AS.occasion << Occasion())
@recommendation(
    "CEL-R1",
    rank="growth",
    owner="all",
    within_days=14,
    evidence="article",
    cites="8, paragraph 2; 8, paragraph 1; 4, list, item 5",
)
def thank_by_name(self, occasion):
    """Thank each contributor by name at the next regular point."""


@Rule(Finding(id=one_of(*TO_MARK)), AS.occasion << Occasion(form="event"))
@recommendation(
    "CEL-R2",
    rank="growth",
    owner="all",
    within_days=30,
    evidence="article",
    cites="8, list, item 2; 8, table, row 2",
)
def share_a_meal(self, occasion):
    """Share a meal or a team day, within a sum named beforehand."""


@Rule(Finding(id=one_of(*TO_MARK)), AS.occasion << Occasion(form="newsletter"))
@recommendation(
    "CEL-R3",
    rank="growth",
    owner="all",
    within_days=30,
    evidence="article",
    cites="8, list, item 1; 8, table, row 1",
)
def tell_the_story_in_a_newsletter(self, occasion):
    """Tell the story of a success in the newsletters of all partners."""


@Rule(Finding(id=one_of(*TO_MARK)), AS.occasion << Occasion(form="award"))
@recommendation(
    "CEL-R4",
    rank="growth",
    owner="all",
    within_days=30,
    evidence="article",
    cites="8, list, item 4; 8, table, row 3",
)
def give_a_symbolic_award(self, occasion):
    """Give a symbolic award for involvement, in front of everybody."""


@Rule(Finding(id=one_of(*TO_MARK)), AS.occasion << Occasion(form="board"))
@recommendation(
    "CEL-R5",
    rank="growth",
    owner="all",
    within_days=21,
    evidence="article",
    cites="8, list, item 5; 8, paragraph 3",
)
def hang_up_a_board_of_results(self, occasion):
    """Put the results on a board that everybody sees."""


@Rule(Finding(id=one_of(*TO_MARK)), AS.occasion << Occasion(form="testimonials"))
@recommendation(
    "CEL-R6",
    rank="growth",
    owner="all",
    within_days=30,
    evidence="article",
    cites="8, list, item 3",
)
def speak_well_of_each_other_in_public(self, occasion):
    """Publish a few words of each partner about the others."""


@Rule(Finding(id=one_of(*ANSWERED_BY_PRIVATE_THANKS)), AS.deep << DeepConflict())
@recommendation(
    "CEL-R7", rank="growth", owner="all", within_days=14, evidence="house", cites="8, paragraph 2"
)
def thank_in_private(self, deep):
    """Thank those who did the work in private, by name, and leave events for later."""


# --- What to do: credit, sincerity, money, small wins ------------------------------------------------------


@Rule(
    Finding(id="CEL-11", subject=MATCH.partner),
    AS.credit << Uncredited(partner=MATCH.partner, named=MATCH.named),
)
@recommendation(
    "CEL-R8",
    rank="symptom",
    owner="named",
    within_days=14,
    evidence="article",
    cites="5, list, item 4; 4, list, item 5",
)
def name_the_partner_too(self, partner, credit, named):
    """Name the partner who was left out, before those who heard the first version."""


@Rule(
    Finding(id="CEL-02", subject=MATCH.partner),
    AS.credit << Uncredited(partner=MATCH.partner),
)
@recommendation(
    "CEL-R9",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="house",
    cites="8, paragraph 2; 5, list, item 4",
)
def announce_successes_together(self, partner, credit):
    """Agree that successes are announced with the names of all who contributed."""


@Rule(
    Finding(id="CEL-09", subject=MATCH.success),
    AS.credit << Miscredited(success=MATCH.success, named=MATCH.named),
)
@recommendation(
    "CEL-R10", rank="symptom", owner="named", within_days=14, evidence="house", cites="4, list, item 5"
)
def put_the_credit_right(self, success, credit, named):
    """Say whose success it was, before those who heard otherwise."""


@Rule(Finding(id="CEL-14", subject=MATCH.objective), AS.goal << ReachedGoal(objective=MATCH.objective))
@recommendation(
    "CEL-R11",
    rank="growth",
    owner="all",
    within_days=14,
    evidence="article",
    cites="6, paragraph 1; 8, paragraph 3; 8, paragraph 1",
)
def mark_the_goal(self, objective, goal):
    """Say together that the goal is reached, and thank those who did it."""


@Rule(Finding(id="CEL-04"))
@recommendation(
    "CEL-R12", rank="growth", owner="all", within_days=21, evidence="house", cites="4, paragraph 1"
)
def ask_which_thanks_counted(self):
    """Ask each partner which thanks counted, and thank in that way."""


@Rule(Finding(id="CEL-08"))
@recommendation(
    "CEL-R13", rank="growth", owner="all", within_days=30, evidence="article", cites="8, paragraph 1"
)
def look_for_small_wins(self):
    """Look for small wins at a regular point."""


@Rule(Finding(id="CEL-06"), AS.budget << CelebrationBudget())
@recommendation(
    "CEL-R14", rank="symptom", owner="all", within_days=30, evidence="house", cites="8, paragraph 2"
)
def fit_the_budget_to_the_means(self, budget):
    """Bring the budget for celebrations down to what the means allow."""


@Rule(Finding(id="CEL-13"), AS.budget << CelebrationBudget())
@recommendation(
    "CEL-R15", rank="symptom", owner="all", within_days=7, evidence="house", cites="8, paragraph 2"
)
def spend_nothing_for_now(self, budget):
    """Spend nothing on celebrations until the cash suffices."""


# --- What speaks against an action ----------------------------------------------------------------------
# Withdrawn in the order of their ids: an occasion that is withdrawn itself withdraws nothing after that.


@Rule(Recommendation(id=one_of(*OCCASIONS, "CEL-R12")), AS.deep << DeepConflict())
@defeat("CEL-D1", of=(*OCCASIONS, "CEL-R12"), evidence="house", cites="7, paragraph 1")
def not_while_a_conflict_goes_deep(self, deep):
    """While a conflict goes deep, a celebration would ring false; thanks in private do not."""


@Rule(
    Recommendation(id=one_of("CEL-R8", "CEL-R10", "CEL-R11"), subject=MATCH.subject),
    AS.deep << DeepConflict(),
)
@defeat("CEL-D2", of=("CEL-R8", "CEL-R10", "CEL-R11"), evidence="house", cites="7, paragraph 1")
def not_in_front_of_others_now(self, subject, deep):
    """While a conflict goes deep, thanks are said in private."""


@Rule(Recommendation(id="CEL-R2"), AS.budget << CelebrationBudget(cash_short=True))
@defeat("CEL-D3", of="CEL-R2", evidence="house")
def no_event_while_cash_is_short(self, budget):
    """While cash is short, only what costs nothing is celebrated with."""


@Rule(
    Recommendation(id=one_of("CEL-R3", "CEL-R4", "CEL-R6")),
    TrustEvent(id=MATCH.accusation, kind="accusation"),
    NOT(TrustEvent(id=MATCH.accusation, contradicted_by_records=True)),
)
@defeat("CEL-D4", of=("CEL-R3", "CEL-R4", "CEL-R6"), evidence="house", cites="8, paragraph 3")
def not_outside_while_something_is_contested(self):
    """While an accusation is not cleared up, nothing is told to outsiders and nobody is put on a pedestal."""


@Rule(Recommendation(id=one_of(*OCCASIONS)), Finding(id="CEL-04"))
@defeat("CEL-D5", of=OCCASIONS, evidence="house", cites="4, paragraph 1")
def ask_before_the_next_one(self):
    """Celebrations are felt to be hollow, so that the question comes before the next one."""


@Rule(Recommendation(id="CEL-R1"), Recommendation(id=one_of(*FORMS)))
@defeat("CEL-D6", of="CEL-R1", merges=True, evidence="house")
def thanks_are_part_of_it(self):
    """The thanks by name are part of a larger occasion."""


@Rule(
    Recommendation(id="CEL-R8", subject=MATCH.partner),
    Uncredited(partner=MATCH.partner, unmarked=True),
    Recommendation(id=one_of(*OCCASIONS)),
)
@defeat("CEL-D7", of="CEL-R8", merges=True, evidence="house")
def partner_is_thanked_with_the_others(self, partner):
    """The partner is thanked with all the others, on the occasion that is still to come."""


@Rule(
    Recommendation(id="CEL-R10", subject=MATCH.success),
    Miscredited(success=MATCH.success, unmarked=True),
    Recommendation(id=one_of(*OCCASIONS)),
)
@defeat("CEL-D8", of="CEL-R10", merges=True, evidence="house")
def credit_is_put_right_on_the_occasion(self, success):
    """The right names are said on the occasion that is still to come."""


@Rule(
    Recommendation(id="CEL-R7"),
    Conflict(id=MATCH.conflict, safety_concern=True),
    NOT(Conflict(id=MATCH.conflict, status="settled")),
)
@defeat("CEL-D16", of="CEL-R7", evidence="house")
def thanks_wait_for_safety(self):
    """While somebody may come to harm, nobody is asked to thank anybody."""
