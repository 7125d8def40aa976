"""The future: a roadmap in stages, small trials first, a watch, and no fatal dependence (article, section 10)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, nonempty, one_of, positive, some
from advisor.facts import (
    Backing,
    Clauses,
    Conflict,
    ContractCover,
    Elapsed,
    Expectation,
    Finding,
    Future,
    Partner,
    Partnership,
    Pilot,
    PilotEnd,
    PilotTally,
    Recommendation,
    Reliance,
    RelianceOfAll,
    RoadmapReach,
    Symptom,
)
from advisor.knowledge import defeat, finding, recommendation, strength

URGENT = (
    *("CON-11", "CON-15", "CON-19", "CON-20", "CON-30"),
    *("EXP-04", "EXP-10", "EXP-24", "EXP-36", "RSP-05"),
)
"""Critical findings on facts: what they are about must be settled before a partnership grows."""
CONFLICTS = ("CON-01", "CON-02", "CON-03", "CON-04", "CON-05", "CON-06", "CON-07", "CON-08")
"""The findings on what a conflict is about."""
TARGET_IN_DOUBT = (
    *("EXP-01", "EXP-03", "EXP-04", "EXP-07", "EXP-09"),
    *("EXP-10", "EXP-11", "EXP-15", "EXP-31", "EXP-32"),
)
"""Findings that ask for another figure before anything grows towards it."""
BOUND_TOGETHER = ("franchise", "company", "joint_venture")
"""Forms in which partners hang on the partnership by design: what they can't spread, they can secure."""
WRITE_IT = ("FUT-01", "FUT-02")
"""A roadmap, or its stages, are to be written: one workshop settles what belongs in it."""
GO_OVER_IT = ("FUT-10", "FUT-17", "FUT-19")
"""A roadmap is there and is to be gone over."""

NOT_WITHOUT_ROADMAP = NOT(Future(roadmap=False))
"""An exception of every rule about a roadmap that there is."""

# --- A roadmap ------------------------------------------------------------------------------


@Rule(
    Future(roadmap=False),
    Partnership(start=MATCH.since),
    Elapsed(field="partnership.start", days=above("future.roadmap_days")),
)
@finding("FUT-01", severity="minor", evidence="article", cites="10, paragraph 1; 10, list, item 3")
def no_roadmap(self, since):
    """The partners have no common roadmap, although they have worked together for a while."""


@Rule(Future(stages=False), NOT_WITHOUT_ROADMAP)
@finding("FUT-02", severity="minor", evidence="article", cites="10, list, item 3")
def roadmap_without_stages(self):
    """The roadmap has no stages at which to go on, adjust or stop."""


@Rule(
    Future(last_revised=MATCH.day & some()),
    Elapsed(field="future.last_revised", days=above("future.revise_days")),
    NOT_WITHOUT_ROADMAP,
)
@finding("FUT-10", severity="minor", evidence="house", cites="10, list, item 5; FAQ, question 5")
def roadmap_is_old(self, day):
    """The roadmap has not been gone over for more than a year."""


@Rule(
    Future(roadmap=True, last_revised=None),
    NOT(Elapsed(field="partnership.start", days=at_most("future.revise_days"))),
)
@finding("FUT-19", severity="minor", evidence="article", cites="10, list, item 5; FAQ, question 5")
def roadmap_was_never_revised(self):
    """The roadmap has never been gone over since it was made."""


@Rule(AS.reach << RoadmapReach(objective=MATCH.objective, beyond_months=at_least("future.reach_months")))
@finding("FUT-17", severity="minor", evidence="house", cites="10, table, row 2")
def roadmap_ends_before_the_goal(self, objective, reach):
    """The roadmap ends well before the deadline of an objective."""


@Rule(Future(room_for_change=False))
@finding("FUT-12", severity="minor", evidence="article", cites="10, list, item 4")
def no_room_for_change(self):
    """The plans leave no room for what can't be foreseen."""


@Rule(Future(trend_watch=False))
@finding("FUT-04", severity="minor", evidence="article", cites="10, list, item 1; 10, paragraph 3")
def nobody_watches_the_market(self):
    """Nobody follows the market and its trends for the partners."""


@Rule(Future(strengths_named=False))
@finding("FUT-11", severity="minor", evidence="article", cites="10, list, item 2")
def strengths_are_not_named(self):
    """The partners have not put into words what each does best."""


# --- Small trials before large steps -----------------------------------------------------------


@Rule(Future(scaling_planned=True), PilotTally(begun_count=0))
@finding("FUT-03", severity="important", evidence="article", cites="10, table, row 3; 10, paragraph 2")
def expansion_without_a_trial(self):
    """An expansion is planned, and nothing was tried on a small scale."""


@Rule(Pilot(id=MATCH.pilot, result=one_of("planned", "running"), criteria=False))
@finding("FUT-07", severity="minor", evidence="article", cites="10, table, row 3")
def trial_without_criteria(self, pilot):
    """A trial is planned or running, and nobody has said what would count as a success."""


@Rule(Pilot(id=MATCH.pilot, result="failed"), Future(scaling_planned=True))
@finding("FUT-08", severity="important", evidence="article", cites="10, table, row 3; 10, list, item 5")
def expansion_after_a_failed_trial(self, pilot):
    """An expansion is planned although the trial did not succeed."""


@Rule(Pilot(id=MATCH.pilot, result=one_of("planned", "running"), cost_cap=None))
@finding("FUT-15", severity="minor", evidence="house", cites="10, table, row 3")
def trial_without_a_limit(self, pilot):
    """A trial is planned or running without a limit on its cost."""


@Rule(
    Pilot(id=MATCH.pilot, result="confirmed", ended=MATCH.day),
    PilotEnd(pilot=MATCH.pilot, since_days=above("future.unused_days")),
    Future(scaling_planned=False),
    NOT(Pilot(result=one_of("planned", "running"))),
)
@finding("FUT-16", severity="minor", evidence="house", cites="10, paragraph 2")
def nothing_follows_from_the_trial(self, pilot, day):
    """A trial succeeded some time ago, and no next step is planned."""


@Rule(Pilot(id=MATCH.pilot, result="mixed"), Future(scaling_planned=True))
@finding("FUT-18", severity="minor", evidence="article", cites="10, table, row 3; 10, list, item 5")
def expansion_on_a_mixed_result(self, pilot):
    """An expansion is planned on a trial with a mixed result."""


@Rule(
    Pilot(id=MATCH.pilot, result="confirmed", criteria=False),
    Future(scaling_planned=True),
    NOT(Pilot(id=MATCH.pilot, monthly_rate=positive())),
)
@finding("FUT-21", severity="minor", evidence="house", cites="10, table, row 3")
def success_without_a_yardstick(self, pilot):
    """An expansion rests on a trial that had no criteria and whose figures are not known."""


@Rule(Future(co_development=True), Clauses(intellectual_property=False))
@finding("FUT-09", severity="important", evidence="literature", cites="10, paragraph 2")
def development_without_terms(self):
    """The partners develop something together, and the agreement does not say to whom it will belong."""


# --- Dependence ---------------------------------------------------------------------------------


@Rule(
    AS.reliance
    << Reliance(
        partner=MATCH.partner, share=above("future.dependence_watch") & at_most("future.dependence_high")
    )
)
@finding("FUT-05", severity="minor", evidence="house", cites="10, list, item 4")
def partner_depends_on_it(self, partner, reliance):
    """A good part of a partner's own activity hangs on the partnership."""


@Rule(AS.reliance << Reliance(partner=MATCH.partner, share=above("future.dependence_high")))
@finding("FUT-06", severity="important", evidence="house", cites="10, list, item 4")
def partner_depends_on_it_for_more_than_half(self, partner, reliance):
    """More than half of a partner's own activity hangs on the partnership."""


@Rule(AS.reliance << Reliance(partner=MATCH.partner, gap_share=at_least("future.dependence_gap")))
@finding("FUT-14", severity="minor", evidence="house", cites="10, list, item 4")
def dependence_is_one_sided(self, partner, reliance):
    """A partner depends on the partnership far more than another does."""


@Rule(AS.shares << RelianceOfAll(least_share=above("future.dependence_high")))
@finding("FUT-20", severity="minor", evidence="house", cites="10, list, item 4")
def all_live_on_it(self, shares):
    """Every partner lives mostly on the partnership."""


# --- Growth while something else is urgent ---------------------------------------------------------


@Rule(Future(scaling_planned=True), Finding(id=one_of(*URGENT, "EXP-35")))
@finding("FUT-13", severity="important", evidence="house", cites="10, list, item 3; 9, list, item 5")
def expansion_in_danger(self):
    """An expansion is planned while the partnership itself is in danger."""


# --- What is good and worth keeping ------------------------------------------------------------------


@Rule(
    Pilot(id=MATCH.pilot, result="confirmed", criteria=True),
    NOT(Backing(pilot=MATCH.pilot, kind="pilot", needed=True)),
)
@strength("FUT-S1", evidence="article", cites="10, table, row 3")
def trial_has_succeeded(self, pilot):
    """A trial succeeded by criteria that were set beforehand."""


@Rule(
    Future(roadmap=True, stages=True),
    NOT(Elapsed(field="future.last_revised", days=above("future.revise_days"))),
    NOT(Future(last_revised=None)),
)
@strength("FUT-S2", evidence="article", cites="10, list, item 3; 10, table, row 2")
def roadmap_in_stages(self):
    """The partners have a common roadmap in stages."""


@Rule(Future(trend_watch=True))
@strength("FUT-S3", evidence="article", cites="10, list, item 1; 10, table, row 1")
def somebody_watches_the_market(self):
    """Somebody follows the market and its trends for all partners."""


@Rule(Future(strengths_named=True))
@strength("FUT-S4", evidence="article", cites="10, list, item 2")
def strengths_are_named(self):
    """The partners have put into words what each does best."""


@Rule(
    Finding(id=one_of("FUT-05", "FUT-06", "FUT-14"), subject=MATCH.partner),
    Partner(id=MATCH.partner, satisfaction=at_least("future.content")),
    Partnership(form=one_of("company", "joint_venture", "association")),
    Clauses(exit=True),
)
@defeat("FUT-D19", of=("FUT-05", "FUT-06", "FUT-14"), evidence="house")
def it_is_their_own_house(self, partner):
    """The partner lives on something that it owns a part of, is content, and the way out is agreed."""


@Rule(
    AS.shares << RelianceOfAll(most_share=at_most("future.dependence_watch")),
    NOT(Partner(satisfaction=at_most("trust.middling"))),
)
@strength("FUT-S5", evidence="house", cites="10, list, item 4")
def nobody_depends_too_much(self, shares):
    """No partner depends on the partnership so much that its end would be fatal."""


@Rule(
    Future(last_revised=MATCH.day & some()),
    Elapsed(field="future.last_revised", days=at_most("future.revise_days")),
    NOT_WITHOUT_ROADMAP,
)
@strength("FUT-S6", evidence="article", cites="10, list, item 5; FAQ, question 5")
def roadmap_is_kept_up(self, day):
    """The roadmap was gone over within the last year."""


@Rule(Future(room_for_change=True))
@strength("FUT-S7", evidence="article", cites="10, list, item 4")
def plans_leave_room(self):
    """The plans leave room for what can't be foreseen."""


@Rule(Pilot(id=MATCH.pilot, result="running", criteria=True, cost_cap=MATCH.cap & positive()))
@strength("FUT-S8", evidence="article", cites="10, table, row 3")
def trial_has_a_limit_and_criteria(self, pilot, cap):
    """A trial is running with a limit on its cost and with criteria."""


# --- What speaks against a finding ---------------------------------------------------------------------


@Rule(
    Finding(id=one_of("FUT-02", "FUT-04", "FUT-11")),
    Partnership(start=MATCH.since),
    Elapsed(field="partnership.start", days=at_most("future.roadmap_days")),
)
@defeat("FUT-D1", of=("FUT-02", "FUT-04", "FUT-11"), evidence="house")
def partnership_is_young(self, since):
    """A partnership that has just begun need not have planned everything."""


@Rule(
    Finding(id=one_of("FUT-05", "FUT-06", "FUT-14"), subject=MATCH.partner),
    AS.cover << ContractCover(left_days=at_least("future.cover_days")),
    NOT(Conflict(status="blocked")),
    NOT(Conflict(legal_threat=True)),
    NOT(Finding(id=one_of(*URGENT))),
)
@defeat("FUT-D2", of=("FUT-05", "FUT-06", "FUT-14"), evidence="house")
def contract_gives_time(self, partner, cover):
    """A long agreement in writing covers the dependence, and nothing puts it in doubt."""


@Rule(
    Finding(id="FUT-06", subject=MATCH.partner),
    RelianceOfAll(least_share=above("future.dependence_high")),
)
@defeat("FUT-D3", of="FUT-06", merges=True, evidence="house")
def dependence_is_mutual(self, partner):
    """All partners depend on the partnership alike; it is said once for all of them."""


@Rule(Finding(id="FUT-03"), PilotTally(planned=MATCH.planned & nonempty()))
@defeat("FUT-D4", of="FUT-03", evidence="article", cites="10, table, row 3")
def trial_comes_first(self, planned):
    """A trial is planned before the expansion."""


@Rule(Finding(id="FUT-03"), AS.backing << Backing(kind=one_of("orders", "pilot_said")))
@defeat("FUT-D5", of="FUT-03", evidence="house")
def proof_is_there(self, backing):
    """Firm orders or an earlier pilot already show that there is demand."""


@Rule(
    Finding(id=one_of("FUT-08", "FUT-18"), subject=MATCH.pilot),
    Pilot(id=MATCH.pilot, supports=MATCH.expectation),
    Finding(id=one_of("EXP-31", "EXP-32"), subject=MATCH.expectation),
)
@defeat("FUT-D6", of=("FUT-08", "FUT-18"), evidence="house")
def target_says_it_already(self, pilot, expectation):
    """What the trial showed is already held against the target that it was to support."""


@Rule(
    Finding(id=one_of("FUT-08", "FUT-18"), subject=MATCH.pilot),
    Pilot(id=MATCH.pilot, supports=MATCH.expectation & some()),
    Pilot(id=MATCH.other, supports=MATCH.expectation, result="confirmed"),
)
@defeat("FUT-D7", of=("FUT-08", "FUT-18"), evidence="article", cites="10, table, row 3")
def another_trial_succeeded(self, pilot, other):
    """Another trial of the same expectation has succeeded."""


@Rule(
    Finding(id=one_of("FUT-08", "FUT-18"), subject=MATCH.pilot),
    Pilot(id=MATCH.pilot, supports=MATCH.expectation),
    Expectation(id=MATCH.expectation, rebaselined=True),
)
@defeat("FUT-D8", of=("FUT-08", "FUT-18"), evidence="article", cites="10, list, item 5")
def target_was_adjusted(self, pilot, expectation):
    """The target behind the trial has been set anew."""


@Rule(
    Finding(id="FUT-09"),
    AS.dispute << Symptom(conflict=MATCH.conflict, symptom="ownership_dispute"),
    Finding(id=one_of(*CONFLICTS), subject=MATCH.conflict),
)
@defeat("FUT-D9", of="FUT-09", evidence="house")
def ownership_is_disputed_already(self, dispute):
    """Ownership is the matter of a conflict, where the missing terms are named."""


@Rule(Finding(id="FUT-16", subject=MATCH.pilot), Finding(id=one_of(*URGENT)))
@defeat("FUT-D10", of="FUT-16", evidence="house")
def waiting_is_right(self, pilot):
    """While something is urgent, not going further is right."""


# --- What to do: a roadmap --------------------------------------------------------------------------------


@Rule(
    Finding(id=one_of(*WRITE_IT)),
    Finding(id=one_of(*WRITE_IT, *GO_OVER_IT, "FUT-04", "FUT-11", "FUT-12")),
)
@recommendation(
    "FUT-R1",
    rank="growth",
    owner="all",
    within_days=45,
    evidence="article",
    cites="10, table, row 2; 10, list, item 3; 10, paragraph 1; FAQ, question 5",
)
def write_the_roadmap_together(self):
    """Write a common roadmap in stages, in one workshop of half a day."""


@Rule(
    Finding(id=one_of(*GO_OVER_IT)),
    Finding(id=one_of(*GO_OVER_IT, "FUT-12")),
    NOT(Finding(id=one_of(*WRITE_IT))),
)
@recommendation(
    "FUT-R2",
    rank="growth",
    owner="all",
    within_days=45,
    evidence="article",
    cites="10, list, item 5; 10, table, row 2; FAQ, question 5",
)
def go_over_the_roadmap(self):
    """Go over the roadmap together, and fix the day of the next time."""


@Rule(Finding(id="FUT-12"), NOT(Finding(id=one_of(*WRITE_IT, *GO_OVER_IT))))
@recommendation(
    "FUT-R3", rank="growth", owner="all", within_days=30, evidence="article", cites="10, list, item 4"
)
def make_room_in_the_plans(self):
    """Make room in the plans: a reserve, a stage that can be skipped, a way back."""


@Rule(Finding(id="FUT-11"), NOT(Finding(id=one_of(*WRITE_IT))))
@recommendation(
    "FUT-R4", rank="growth", owner="all", within_days=45, evidence="article", cites="10, list, item 2"
)
def name_the_strengths(self):
    """Put into words what each does best, as the others see it."""


@Rule(Finding(id="FUT-04"), NOT(Finding(id=one_of(*WRITE_IT))))
@recommendation(
    "FUT-R5",
    rank="growth",
    owner="all",
    within_days=60,
    evidence="article",
    cites="10, table, row 1; 10, list, item 1; 10, paragraph 3",
)
def share_out_the_watch(self):
    """Share out who watches what, and hear each other once a quarter."""


# --- What to do: trials ---------------------------------------------------------------------------------------


@Rule(Finding(id="FUT-03"), NOT(Finding(id="FUT-13")))
@recommendation(
    "FUT-R6",
    rank="cause",
    owner="all",
    within_days=30,
    evidence="article",
    cites="10, table, row 3; 10, paragraph 2",
)
def try_before_expanding(self):
    """Try the expansion on a small scale first, with a limit, criteria and an end."""


@Rule(Finding(id=one_of("FUT-07", "FUT-15"), subject=MATCH.pilot))
@recommendation(
    "FUT-R7", rank="cause", owner="all", within_days=14, evidence="article", cites="10, table, row 3"
)
def give_the_trial_its_terms(self, pilot):
    """Give the trial criteria, a limit of cost and a date of decision."""


@Rule(Finding(id="FUT-08", subject=MATCH.pilot), NOT(Finding(id="FUT-13")))
@recommendation(
    "FUT-R8",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="10, table, row 3; 10, list, item 5",
)
def learn_from_the_failed_trial(self, pilot):
    """Draw the lesson of the trial, and change the plan or try again, smaller."""


@Rule(Finding(id=one_of("FUT-18", "FUT-21"), subject=MATCH.pilot), NOT(Finding(id="FUT-13")))
@recommendation(
    "FUT-R9",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="10, table, row 3; 10, list, item 5",
)
def expand_only_what_held(self, pilot):
    """Write down what the trial showed, and expand only what held."""


@Rule(
    Finding(id="FUT-13"),
    Finding(id=one_of("FUT-03", "FUT-08", "FUT-13", "FUT-18", "FUT-21")),
)
@recommendation(
    "FUT-R10", rank="protect", owner="all", within_days=7, evidence="house", cites="10, list, item 3"
)
def let_the_expansion_wait(self):
    """Agree that the expansion waits, and on the day on which it is decided anew."""


@Rule(Finding(id="FUT-09"))
@recommendation(
    "FUT-R11", rank="protect", owner="all", within_days=21, evidence="literature", cites="10, paragraph 2"
)
def agree_to_whom_it_will_belong(self):
    """Agree to whom belongs what is developed together, before the next drawing."""


@Rule(
    Pilot(id=MATCH.pilot, result="confirmed"),
    Future(scaling_planned=True),
    NOT(Finding(id="FUT-21", subject=MATCH.pilot)),
)
@recommendation(
    "FUT-R15",
    rank="growth",
    owner="all",
    within_days=45,
    evidence="article",
    cites="10, table, row 3; 10, list, item 3; 10, paragraph 2",
)
def take_the_trial_to_the_next_stage(self, pilot):
    """Take what was confirmed to the next stage, one stage at a time."""


@Rule(Finding(id="FUT-16", subject=MATCH.pilot), Pilot(id=MATCH.pilot, ended=MATCH.day))
@recommendation(
    "FUT-R16",
    rank="growth",
    owner="all",
    within_days=45,
    evidence="article",
    cites="10, paragraph 2; 10, list, item 3",
)
def decide_what_follows(self, pilot, day):
    """Decide what follows from the trial: a next stage, or a clear no."""


# --- What to do: dependence --------------------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("FUT-05", "FUT-06", "FUT-14"), subject=MATCH.partner),
    AS.reliance << Reliance(partner=MATCH.partner),
    NOT(Partnership(form=one_of(*BOUND_TOGETHER))),
)
@recommendation(
    "FUT-R12",
    rank="cause",
    owner="partner",
    within_days=45,
    evidence="house",
    cites="10, paragraph 2; 10, list, item 4",
)
def lower_the_dependence(self, partner, reliance):
    """Plan how the dependence comes down within a year."""


@Rule(
    Finding(id=one_of("FUT-05", "FUT-06", "FUT-14"), subject=MATCH.partner),
    AS.reliance << Reliance(partner=MATCH.partner),
    Partnership(form=one_of(*BOUND_TOGETHER)),
)
@recommendation(
    "FUT-R13", rank="cause", owner="all", within_days=45, evidence="house", cites="10, list, item 4"
)
def secure_what_cannot_be_spread(self, partner, reliance):
    """Secure the partner who can't spread its activity: notice, terms of renewal, a reserve."""


@Rule(Finding(id="FUT-20"))
@recommendation(
    "FUT-R14",
    rank="growth",
    owner="all",
    within_days=60,
    evidence="house",
    cites="10, paragraph 2; 10, list, item 4",
)
def keep_a_common_reserve(self):
    """Put by a common reserve, and look for a second source of income."""


# --- Advice that waits, or that is given elsewhere ------------------------------------------------------------------


@Rule(Recommendation(id=one_of("FUT-R15", "FUT-R16"), subject=MATCH.pilot), Finding(severity="critical"))
@defeat("FUT-D11", of=("FUT-R15", "FUT-R16"), evidence="house", cites="10, list, item 3")
def growth_waits(self, pilot):
    """Growth waits until what is urgent is settled."""


@Rule(
    Recommendation(id="FUT-R15", subject=MATCH.pilot),
    Pilot(id=MATCH.pilot, supports=MATCH.expectation),
    Finding(id=one_of(*TARGET_IN_DOUBT), subject=MATCH.expectation),
)
@defeat("FUT-D12", of="FUT-R15", evidence="house", cites="10, table, row 2")
def target_comes_first(self, pilot, expectation):
    """The target is negotiated before anything grows towards it."""


@Rule(
    Recommendation(id="FUT-R15", subject=MATCH.pilot),
    Recommendation(id=one_of("EXP-R1", "EXP-R2", "EXP-R3", "EXP-R6"), subject=MATCH.expectation),
)
@defeat("FUT-D20", of="FUT-R15", evidence="house", cites="3, paragraph 1")
def figures_come_first(self, pilot, expectation):
    """Growth waits until figures that are out of reach have been settled."""


@Rule(
    Recommendation(id=one_of("FUT-R15", "FUT-R16"), subject=MATCH.pilot),
    Finding(id="RSP-04", subject=MATCH.partner),
)
@defeat("FUT-D13", of=("FUT-R15", "FUT-R16"), evidence="house", cites="3, list, item 1")
def load_comes_first(self, pilot, partner):
    """Growth waits until no partner carries more than it can."""


@Rule(
    Recommendation(id=one_of("FUT-R1", "FUT-R2", "FUT-R4", "FUT-R5")),
    Finding(severity="critical", theme="CON"),
)
@defeat("FUT-D14", of=("FUT-R1", "FUT-R2", "FUT-R4", "FUT-R5"), evidence="house", cites="7, list, item 5")
def plans_wait_for_peace(self):
    """Plans for later wait while a conflict is critical."""


@Rule(Recommendation(id="FUT-R11"), Recommendation(id="CON-R8"))
@defeat("FUT-D15", of="FUT-R11", merges=True, evidence="house")
def ownership_is_settled_in_the_conflict(self):
    """Ownership is put in writing in advice on a conflict."""


@Rule(Recommendation(id="FUT-R6"), Recommendation(id=one_of("EXP-R14", "EXP-R15", "EXP-R16")))
@defeat("FUT-D16", of="FUT-R6", merges=True, evidence="house")
def trial_is_advised_already(self):
    """A small trial is advised already, for the expectation itself."""


@Rule(Recommendation(id="FUT-R10"), Recommendation(id=one_of("EXP-R15", "EXP-R16")))
@defeat("FUT-D17", of="FUT-R10", evidence="house")
def money_is_held_back_already(self):
    """New money is held back in advice on the expectation."""


@Rule(Recommendation(id="FUT-R3"), Recommendation(id=one_of("EXP-R26", "EXP-R30")))
@defeat("FUT-D18", of="FUT-R3", merges=True, evidence="house")
def margin_is_advised_already(self):
    """A margin is advised already, for the expectation itself."""
