"""Common objectives: whether there are any, whether they can guide, and whether all want them (article, section 1)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, below, nonempty, one_of, positive
from advisor.facts import (
    ClashSide,
    CommonObjectives,
    ConflictObjective,
    Finding,
    ImportanceGap,
    Listed,
    MutualGain,
    NoGain,
    Objective,
    ObjectiveApproval,
    ObjectiveCeiling,
    ObjectiveClash,
    ObjectiveOutcome,
    OpenObjectives,
    OwnObjective,
    Partner,
    Partnership,
    PartnershipAge,
    Recommendation,
    RunRate,
    Smart,
)
from advisor.knowledge import defeat, finding, recommendation, strength

MARKS = ("OBJ-02", "OBJ-03", "OBJ-04", "OBJ-05", "OBJ-06")
"""What an objective needs before it can guide anybody, one finding a mark."""
INCOMPLETE = (*MARKS, "OBJ-07", "OBJ-15", "OBJ-19", "OBJ-20")
"""Findings that one sitting over the objective settles."""
BESIDE_ITS_COURSE = ("OBJ-08", "OBJ-17", "OBJ-18")
"""Findings that ask for new figures: the rest is settled in the same sitting."""
NOT_ALL_BEHIND_IT = ("OBJ-09", "OBJ-10", "OBJ-11")
"""Findings that the round at the end of such a sitting answers."""


# --- Whether there are any ------------------------------------------------------------------


@Rule(
    Listed(part="objectives", number=0),
    NOT(PartnershipAge(days=below("objectives.young_days"))),
)
@finding("OBJ-01", severity="important", evidence="article", cites="1, paragraph 1")
def there_are_no_objectives(self):
    """The partners have set no objective."""


@Rule(
    Listed(part="objectives", number=0),
    PartnershipAge(days=below("objectives.young_days")),
)
@finding("OBJ-22", severity="minor", evidence="article", cites="1, paragraph 1")
def young_partnership_has_no_objectives(self):
    """A young partnership has set no objective yet."""


@Rule(
    AS.open << OpenObjectives(number=above("objectives.at_once")),
)
@finding("OBJ-16", severity="minor", evidence="house", cites="1, paragraph 1")
def there_are_too_many_objectives(self, open):
    """More objectives are pursued at once than anybody can keep in mind."""


@Rule(
    AS.common << CommonObjectives(number=0),
)
@finding("OBJ-24", severity="important", evidence="article", cites="1, paragraph 1")
def no_objective_is_common(self, common):
    """Each partner pursues objectives of its own, and none is common."""


@Rule(
    Partnership(vision_shared=False),
)
@finding("OBJ-21", severity="minor", evidence="article", cites="1, list, item 2")
def long_term_wishes_are_not_told(self):
    """The partners have not told each other what each wants in the long run."""


@Rule(
    Partnership(agreement=one_of("none", "oral"), start=MATCH.start),
    PartnershipAge(days=above("objectives.agreement_days")),
)
@finding("OBJ-14", severity="minor", evidence="house", cites="1, paragraph 3")
def nothing_is_in_writing(self, start):
    """More than three months after the start, no agreement is in writing."""


# --- Whether each can guide -----------------------------------------------------------------


@Rule(
    Objective(id=MATCH.objective, specific=False),
)
@finding("OBJ-02", severity="minor", evidence="article", cites="1, list, item 3")
def objective_is_not_specific(self, objective):
    """An objective can be read in more than one way."""


@Rule(
    Objective(id=MATCH.objective, indicator=None),
)
@finding("OBJ-03", severity="minor", evidence="article", cites="1, list, item 3; 1, paragraph 2")
def objective_has_no_indicator(self, objective):
    """Nothing shows whether an objective is reached."""


@Rule(
    Objective(id=MATCH.objective, deadline=None),
)
@finding("OBJ-04", severity="minor", evidence="article", cites="1, list, item 3; 1, paragraph 2")
def objective_has_no_deadline(self, objective):
    """An objective has no date."""


@Rule(
    Objective(id=MATCH.objective, baseline=None),
)
@finding("OBJ-05", severity="minor", evidence="literature", cites="1, list, item 3")
def objective_has_no_baseline(self, objective):
    """The start of an objective was not measured."""


@Rule(
    Objective(id=MATCH.objective, target=None),
)
@finding("OBJ-06", severity="minor", evidence="article", cites="1, list, item 3")
def objective_has_no_target(self, objective):
    """An objective has no figure to reach."""


@Rule(
    AS.smart << Smart(objective=MATCH.objective, lacks_count=at_least("objectives.gaps")),
)
@finding("OBJ-07", severity="important", evidence="house", cites="1, list, item 3")
def objective_is_still_a_wish(self, objective, smart):
    """An objective lacks so much that it is a wish, not yet an objective."""


@Rule(
    AS.ceiling << ObjectiveCeiling(objective=MATCH.objective, cover_share=below("objectives.within_means")),
)
@finding("OBJ-08", severity="important", evidence="house", cites="1, list, item 1; 1, list, item 3")
def target_is_beyond_the_means(self, objective, ceiling):
    """A target is above what the present means allow."""


@Rule(
    Objective(id=MATCH.objective, plan_steps=0),
)
@finding("OBJ-15", severity="minor", evidence="article", cites="1, list, item 5")
def objective_has_no_plan(self, objective):
    """An objective has no plan of action."""


@Rule(
    AS.smart << Smart(objective=MATCH.objective, unexamined=True),
)
@finding("OBJ-19", severity="minor", evidence="article", cites="1, list, item 1")
def needs_or_means_are_not_examined(self, objective, smart):
    """An objective was set without working out needs or means."""


@Rule(
    Objective(id=MATCH.objective, owner=None),
)
@finding("OBJ-20", severity="minor", evidence="house", cites="1, list, item 5")
def nobody_leads_the_objective(self, objective):
    """Nobody leads an objective."""


# --- Whether all want it --------------------------------------------------------------------


@Rule(
    ObjectiveApproval(objective=MATCH.objective, missing=MATCH.missing & nonempty()),
)
@finding("OBJ-09", severity="important", evidence="article", cites="1, list, item 4")
def objective_is_not_approved_by_all(self, objective, missing):
    """Some partners have not approved an objective."""


@Rule(
    ObjectiveApproval(objective=MATCH.objective, doubters=MATCH.doubters & nonempty()),
)
@finding("OBJ-10", severity="minor", evidence="article", cites="1, list, item 4")
def objective_is_approved_without_conviction(self, objective, doubters):
    """Some partners approved an objective without conviction."""


@Rule(
    AS.importance << ImportanceGap(objective=MATCH.objective, gap=at_least("objectives.importance_gap")),
)
@finding("OBJ-11", severity="important", evidence="house", cites="1, paragraph 1")
def importance_differs_widely(self, objective, importance):
    """An objective matters much to one partner and little to another."""


@Rule(
    AS.clash << ObjectiveClash(objective=MATCH.objective),
)
@finding("OBJ-12", severity="important", evidence="article", cites="1, paragraph 1")
def objectives_are_incompatible(self, objective, clash):
    """Objectives can't be reached together with the means at hand."""


@Rule(
    NoGain(partner=MATCH.partner, objectives=MATCH.objectives),
)
@finding("OBJ-13", severity="important", evidence="article", cites="1, paragraph 4; FAQ, question 1")
def partner_gains_nothing(self, partner, objectives):
    """A partner gains from none of the objectives."""


# --- Where it stands ------------------------------------------------------------------------


@Rule(
    AS.outcome << ObjectiveOutcome(objective=MATCH.objective, status="missed"),
)
@finding("OBJ-17", severity="important", evidence="house", cites="FAQ, question 1")
def objective_was_missed(self, objective, outcome):
    """The deadline of an objective has passed, and the target is missed."""


@Rule(
    AS.rate << RunRate(objective=MATCH.objective, lag_share=below("objectives.drift")),
)
@finding("OBJ-18", severity="important", evidence="house", cites="FAQ, question 1")
def objective_is_drifting(self, objective, rate):
    """An objective under way is clearly behind."""


@Rule(
    AS.outcome << ObjectiveOutcome(objective=MATCH.objective, status="unmeasured"),
)
@finding("OBJ-23", severity="minor", evidence="house", cites="1, paragraph 2")
def end_was_not_measured(self, objective, outcome):
    """The deadline of an objective has passed, and nobody has measured since."""


# --- Honest exceptions ----------------------------------------------------------------------


@Rule(
    Finding(id="OBJ-07", subject=MATCH.objective),
    Finding(id=one_of(*MARKS), subject=MATCH.objective),
)
@defeat("OBJ-D1", of=MARKS, merges=True, evidence="house")
def one_finding_says_it_all(self, objective):
    """What the objective lacks is told in one finding."""


@Rule(
    Finding(id=one_of("OBJ-05", "OBJ-06"), subject=MATCH.objective),
    Smart(objective=MATCH.objective, milestone=True),
    Objective(id=MATCH.objective, deadline=MATCH.deadline),
)
@defeat("OBJ-D2", of=("OBJ-05", "OBJ-06"), evidence="article", cites="1, table, row 2")
def dated_event_stands_in_for_a_figure(self, objective, deadline):
    """A dated event shows whether the objective is reached, so it needs no figures."""


@Rule(
    Finding(id=one_of(*INCOMPLETE, "OBJ-09", "OBJ-10"), subject=MATCH.objective),
    ObjectiveOutcome(objective=MATCH.objective, status="reached"),
)
@defeat("OBJ-D3", of=(*INCOMPLETE, "OBJ-09", "OBJ-10"), evidence="house")
def objective_is_reached_already(self, objective):
    """The objective is reached, so what it lacked no longer matters."""


@Rule(
    Finding(id=one_of("OBJ-09", "OBJ-10", "OBJ-11"), subject=MATCH.objective),
    OwnObjective(objective=MATCH.objective, partner=MATCH.partner),
)
@defeat("OBJ-D4", of=("OBJ-09", "OBJ-10", "OBJ-11"), evidence="house")
def own_objective_is_in_nobodys_way(self, objective, partner):
    """The objective is one partner's own and in nobody's way, so it needs no approval."""


@Rule(
    Finding(id=one_of("OBJ-05", "OBJ-15"), subject=MATCH.objective),
    PartnershipAge(days=below("objectives.young_days")),
)
@defeat("OBJ-D5", of=("OBJ-05", "OBJ-15"), evidence="house")
def partnership_is_still_young(self, objective):
    """The partnership is so young that the start and the plan may still be coming."""


@Rule(
    Finding(id="OBJ-17", subject=MATCH.objective),
    AS.outcome << ObjectiveOutcome(objective=MATCH.objective, way_share=at_least("objectives.nearly")),
)
@defeat("OBJ-D6", of="OBJ-17", evidence="house")
def objective_was_nearly_reached(self, objective, outcome):
    """Nearly all of the way was done by the deadline."""


@Rule(
    Finding(id="OBJ-13", subject=MATCH.partner),
    Partner(id=MATCH.partner, benefit_share=MATCH.share & positive()),
)
@defeat("OBJ-D7", of="OBJ-13", evidence="house")
def partner_has_a_share_of_the_benefit(self, partner, share):
    """The partner is known to receive a share of the benefit."""


# --- What is good ---------------------------------------------------------------------------


@Rule(
    Smart(objective=MATCH.objective, complete=True),
    NOT(ObjectiveCeiling(objective=MATCH.objective, cover_share=below("objectives.within_means"))),
)
@strength("OBJ-S1", evidence="article", cites="1, list, item 3")
def objective_is_complete(self, objective):
    """An objective says what, by which sign, from where, how far and by when."""


@Rule(
    ObjectiveApproval(objective=MATCH.objective, wholehearted=True),
)
@strength("OBJ-S2", evidence="article", cites="1, list, item 4")
def all_stand_behind_the_objective(self, objective):
    """All partners have approved an objective, with conviction."""


@Rule(
    AS.rate << RunRate(objective=MATCH.objective, lag_share=at_least("objectives.on_track")),
)
@strength("OBJ-S3", evidence="house", cites="FAQ, question 1")
def objective_is_on_course(self, objective, rate):
    """An objective under way is on course."""


@Rule(
    AS.outcome << ObjectiveOutcome(objective=MATCH.objective, status="reached"),
)
@strength("OBJ-S4", evidence="article", cites="FAQ, question 1")
def objective_is_reached(self, objective, outcome):
    """An objective is reached."""


@Rule(
    AS.gain << MutualGain(),
)
@strength("OBJ-S5", evidence="article", cites="1, paragraph 4; FAQ, question 1")
def everybody_gains(self, gain):
    """Every partner gains from the objectives."""


@Rule(
    Partnership(agreement=one_of("written", "signed")),
)
@strength("OBJ-S6", evidence="article", cites="1, paragraph 3")
def agreement_is_in_writing(self):
    """The agreement is in writing."""


@Rule(
    Partnership(vision_shared=True),
)
@strength("OBJ-S7", evidence="article", cites="1, list, item 2")
def long_term_wishes_are_told(self):
    """The partners have told each other what each wants in the long run."""


# --- What to do -----------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("OBJ-01", "OBJ-22")),
    Finding(id=one_of("OBJ-01", "OBJ-22", "OBJ-21")),
)
@recommendation(
    "OBJ-R1",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="1, list, item 2; 1, list, item 3; 1, paragraph 1",
)
def set_the_first_objectives(self):
    """Meet for half a day and set the first objectives."""


@Rule(
    Finding(id=one_of(*INCOMPLETE), subject=MATCH.objective),
    Finding(id=one_of(*INCOMPLETE, *NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.smart << Smart(objective=MATCH.objective, suggestion="none"),
    NOT(Finding(id=one_of(*BESIDE_ITS_COURSE), subject=MATCH.objective)),
)
@recommendation(
    "OBJ-R2",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="1, list, item 3; 1, list, item 5",
)
def complete_the_objective(self, objective, smart):
    """Complete an objective together, in one sitting."""


@Rule(
    Finding(id=one_of(*INCOMPLETE), subject=MATCH.objective),
    Finding(id=one_of(*INCOMPLETE, *NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.smart << Smart(objective=MATCH.objective, suggestion="commercial"),
    NOT(Finding(id=one_of(*BESIDE_ITS_COURSE), subject=MATCH.objective)),
)
@recommendation(
    "OBJ-R3",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="1, table, row 1; 1, list, item 3",
)
def follow_monthly_turnover(self, objective, smart):
    """Complete a commercial objective, with monthly turnover as its sign."""


@Rule(
    Finding(id=one_of(*INCOMPLETE), subject=MATCH.objective),
    Finding(id=one_of(*INCOMPLETE, *NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.smart << Smart(objective=MATCH.objective, suggestion="innovation"),
    NOT(Finding(id=one_of(*BESIDE_ITS_COURSE), subject=MATCH.objective)),
)
@recommendation(
    "OBJ-R4",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="1, table, row 2; 1, list, item 3",
)
def name_the_day_of_the_launch(self, objective, smart):
    """Complete an objective of innovation, with the date of the launch as its sign."""


@Rule(
    Finding(id=one_of(*INCOMPLETE), subject=MATCH.objective),
    Finding(id=one_of(*INCOMPLETE, *NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.smart << Smart(objective=MATCH.objective, suggestion="visibility"),
    NOT(Finding(id=one_of(*BESIDE_ITS_COURSE), subject=MATCH.objective)),
)
@recommendation(
    "OBJ-R5",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="1, table, row 3; 1, list, item 3",
)
def count_followers_and_engagement(self, objective, smart):
    """Complete an objective of visibility, with followers and engagement rate as its signs."""


@Rule(
    Finding(id="OBJ-17", subject=MATCH.objective),
    Finding(id=one_of("OBJ-17", *INCOMPLETE, *NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.outcome << ObjectiveOutcome(objective=MATCH.objective),
)
@recommendation(
    "OBJ-R6", rank="symptom", owner="all", within_days=14, evidence="house", cites="3, list, item 5"
)
def close_the_objective_and_decide(self, objective, outcome):
    """Close a missed objective, learn from it, and decide whether it goes on."""


@Rule(
    Finding(id="OBJ-18", subject=MATCH.objective),
    Finding(id=one_of("OBJ-18", "OBJ-08", *INCOMPLETE, *NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.rate << RunRate(objective=MATCH.objective, deadline=MATCH.deadline),
)
@recommendation(
    "OBJ-R7",
    rank="symptom",
    owner="all",
    within_days=14,
    due="deadline",
    evidence="house",
    cites="3, list, item 5",
)
def plan_the_rest_anew(self, objective, rate, deadline):
    """Plan the rest of an objective anew, from the figures."""


@Rule(
    Finding(id="OBJ-08", subject=MATCH.objective),
    Finding(id=one_of("OBJ-08", *INCOMPLETE, *NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.ceiling << ObjectiveCeiling(objective=MATCH.objective),
    NOT(Finding(id="OBJ-18", subject=MATCH.objective)),
)
@recommendation(
    "OBJ-R8",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="house",
    cites="1, list, item 1; 1, list, item 3",
)
def bring_target_and_means_together(self, objective, ceiling):
    """Raise the means, or set a first target that the present ones allow."""


@Rule(
    Finding(id=one_of("OBJ-09", "OBJ-10"), subject=MATCH.objective),
    Finding(id=one_of(*NOT_ALL_BEHIND_IT), subject=MATCH.objective),
    AS.approval << ObjectiveApproval(objective=MATCH.objective),
    NOT(ClashSide(member=MATCH.objective)),
    NOT(Finding(id=one_of(*INCOMPLETE, *BESIDE_ITS_COURSE), subject=MATCH.objective)),
)
@recommendation(
    "OBJ-R9", rank="cause", owner="all", within_days=14, evidence="article", cites="1, list, item 4"
)
def ask_each_for_a_yes(self, objective, approval):
    """Ask each partner for a clear yes or no, and hear the doubts."""


@Rule(
    Finding(id="OBJ-12", subject=MATCH.objective),
    AS.clash << ObjectiveClash(objective=MATCH.objective),
    ClashSide(objective=MATCH.objective, member=MATCH.member),
    Finding(id=one_of("OBJ-12", *NOT_ALL_BEHIND_IT), subject=MATCH.member),
)
@recommendation(
    "OBJ-R10",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="1, paragraph 1; 7, table, row 1",
)
def say_which_comes_first(self, objective, clash):
    """Say which of two incompatible objectives comes first."""


@Rule(
    Finding(id="OBJ-11", subject=MATCH.objective),
    AS.importance << ImportanceGap(objective=MATCH.objective),
    NOT(ClashSide(member=MATCH.objective)),
    NOT(Finding(id=one_of(*INCOMPLETE, *BESIDE_ITS_COURSE, "OBJ-09", "OBJ-10"), subject=MATCH.objective)),
)
@recommendation(
    "OBJ-R11", rank="cause", owner="all", within_days=21, evidence="house", cites="1, paragraph 1"
)
def hear_what_it_means_to_each(self, objective, importance):
    """Hear what an objective means to each, and agree on what it may cost."""


@Rule(
    Finding(id="OBJ-13", subject=MATCH.partner),
)
@recommendation(
    "OBJ-R12", rank="cause", owner="all", within_days=21, evidence="article", cites="1, paragraph 4"
)
def find_what_the_partner_gains(self, partner):
    """Find out what the partner gains, or should gain."""


@Rule(
    Finding(id="OBJ-14"),
)
@recommendation(
    "OBJ-R13", rank="cause", owner="all", within_days=30, evidence="article", cites="1, paragraph 3"
)
def write_the_framework_agreement(self):
    """Write a framework agreement of one page."""


@Rule(
    Finding(id="OBJ-16"),
    AS.open << OpenObjectives(),
)
@recommendation(
    "OBJ-R14", rank="cause", owner="all", within_days=21, evidence="house", cites="1, paragraph 1"
)
def keep_a_few(self, open):
    """Keep a few objectives, and put the others on a waiting list."""


@Rule(
    Finding(id="OBJ-21"),
    NOT(Finding(id=one_of("OBJ-01", "OBJ-22", "OBJ-24"))),
)
@recommendation(
    "OBJ-R15", rank="cause", owner="all", within_days=30, evidence="article", cites="1, list, item 2"
)
def tell_each_other_what_you_want(self):
    """Tell each other what each wants in three years."""


@Rule(
    Finding(id="OBJ-23", subject=MATCH.objective),
    AS.outcome << ObjectiveOutcome(objective=MATCH.objective),
)
@recommendation(
    "OBJ-R16", rank="symptom", owner="all", within_days=7, evidence="house", cites="1, paragraph 2"
)
def measure_how_it_ended(self, objective, outcome):
    """Measure once how an objective ended, and close it."""


@Rule(
    Finding(id="OBJ-24"),
    Finding(id=one_of("OBJ-24", "OBJ-21")),
    AS.common << CommonObjectives(),
)
@recommendation(
    "OBJ-R17",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="1, list, item 2; 1, paragraph 1",
)
def find_one_objective_in_common(self, common):
    """Find one objective that the partners can only reach together."""


# --- Two pieces of advice that would be one action ------------------------------------------


@Rule(
    Recommendation(id="OBJ-R10", subject=MATCH.objective),
    ClashSide(objective=MATCH.objective, member=MATCH.member),
    ConflictObjective(conflict=MATCH.conflict, objective=MATCH.member),
    Recommendation(
        id=one_of(
            *("CON-R1", "CON-R11", "CON-R12", "CON-R13", "CON-R14"),
            *("CON-R15", "CON-R16", "CON-R17", "CON-R18", "CON-R29"),
        ),
        subject=MATCH.conflict,
    ),
)
@defeat("OBJ-D8", of="OBJ-R10", evidence="house")
def conflict_about_them_is_dealt_with(self, objective, conflict):
    """The conflict about these objectives has steps of its own."""
