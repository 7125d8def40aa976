"""Unbalanced responsibilities: who carries, answers, risks, decides and gains how much (article, sections 3 and 5)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, below, compare, nonempty, one_of, some
from advisor.facts import (
    Accountability,
    Backup,
    Balance,
    Claims,
    Critical,
    Deliverables,
    Duplicates,
    Elapsed,
    Finding,
    Lateness,
    Load,
    LoadBenefit,
    LoadVoice,
    MissingSkills,
    Partner,
    Partnership,
    Promise,
    Rebalancing,
    Relief,
    RiskBenefit,
    RiskVoice,
    Stuck,
    Undone,
    Workload,
)
from advisor.knowledge import defeat, finding, recommendation, strength

# --- How the work is shared ------------------------------------------------------------------


@Rule(
    AS.balance
    << Balance(
        heaviest=MATCH.partner,
        fairness=at_least("load.unbalanced") & below("load.balanced"),
        excess_hours=at_least("load.noise_hours"),
    ),
)
@finding("RSP-01", severity="minor", evidence="house", cites="3, table, row 3; 5, list, item 3")
def work_leans_to_one_side(self, partner, balance):
    """The work leans to one side."""


@Rule(
    AS.balance
    << Balance(
        heaviest=MATCH.partner,
        fairness=below("load.unbalanced"),
        excess_hours=at_least("load.noise_hours"),
    ),
    NOT(Balance(fairness=below("load.severe"), excess_hours=at_least("load.weighty_hours"))),
)
@finding("RSP-02", severity="important", evidence="house", cites="3, table, row 3")
def work_is_unbalanced(self, partner, balance):
    """The work is shared unevenly."""


@Rule(
    AS.balance
    << Balance(
        heaviest=MATCH.partner, fairness=below("load.severe"), excess_hours=at_least("load.weighty_hours")
    ),
)
@finding("RSP-03", severity="critical", evidence="house", cites="3, table, row 3")
def work_is_very_unbalanced(self, partner, balance):
    """The work is shared very unevenly."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03"), subject=MATCH.partner),
    Workload(agreed_fair=True),
    NOT(Partner(finds_load_fair=False)),
    NOT(Partner(id=MATCH.partner, signs_of_strain=nonempty())),
)
@defeat(
    "RSP-D1",
    of=("RSP-01", "RSP-02", "RSP-03"),
    evidence="house",
    cites="5, paragraph 1",
)
def all_agreed_that_it_is_fair(self, partner):
    """All partners, knowing the hours, have agreed that the uneven sharing is fair."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03", "RSP-08"), subject=MATCH.partner),
    Workload(pay="in_proportion"),
    NOT(Partner(finds_load_fair=False)),
    NOT(Partner(id=MATCH.partner, signs_of_strain=nonempty())),
    NOT(Workload(agreed_fair=False)),
)
@defeat("RSP-D2", of=("RSP-01", "RSP-02", "RSP-03", "RSP-08"), evidence="house")
def work_is_paid_in_proportion(self, partner):
    """The work is paid in proportion, and nobody objects to the sharing."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03"), subject=MATCH.partner),
    AS.reward << LoadBenefit(partner=MATCH.partner, largest_gap=at_most("load.reward_tolerance")),
    NOT(Partner(finds_load_fair=False)),
    NOT(Partner(id=MATCH.partner, signs_of_strain=nonempty())),
    NOT(Workload(agreed_fair=False)),
)
@defeat("RSP-D3", of=("RSP-01", "RSP-02", "RSP-03"), evidence="house")
def benefit_follows_the_work(self, partner, reward):
    """The benefit is shared as the work is, and nobody objects to the sharing."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03", "RSP-08"), subject=MATCH.partner),
    Workload(fair_because=some() & MATCH.reason),
    NOT(Partner(finds_load_fair=False)),
    NOT(Partner(id=MATCH.partner, signs_of_strain=nonempty())),
    NOT(Workload(agreed_fair=False)),
)
@defeat("RSP-D4", of=("RSP-01", "RSP-02", "RSP-03", "RSP-08"), evidence="house")
def something_makes_up_for_it(self, partner, reason):
    """The partners name what makes up for the uneven sharing, and nobody objects to it."""


@Rule(
    AS.load
    << Load(
        partner=MATCH.partner, use=at_least("load.overload"), above_capacity=at_least("load.noise_hours")
    ),
    NOT(Partner(id=MATCH.partner, signs_of_strain=nonempty())),
)
@finding("RSP-04", severity="important", evidence="house", cites="3, paragraph 1; 3, list, item 1")
def load_exceeds_capacity(self, partner, load):
    """A partner works clearly more than it can give for long."""


@Rule(
    AS.load
    << Load(
        partner=MATCH.partner, use=at_least("load.overload"), above_capacity=at_least("load.noise_hours")
    ),
    Partner(id=MATCH.partner, signs_of_strain=nonempty() & MATCH.signs),
)
@finding("RSP-05", severity="critical", evidence="house", cites="3, paragraph 1; 3, list, item 1")
def load_exceeds_capacity_and_shows(self, partner, load, signs):
    """A partner works more than it can give for long, and signs of strain are seen."""


@Rule(
    Partner(id=MATCH.partner, signs_of_strain=nonempty() & MATCH.signs),
    NOT(
        Load(
            partner=MATCH.partner, use=at_least("load.overload"), above_capacity=at_least("load.noise_hours")
        )
    ),
)
@finding("RSP-06", severity="minor", evidence="house", cites="3, paragraph 1")
def strain_is_seen(self, partner, signs):
    """Signs of strain are seen, whatever the hours say."""


@Rule(
    Finding(id=one_of("RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.load << Load(partner=MATCH.partner, room=nonempty()),
)
@finding("RSP-07", severity="minor", evidence="house", cites="3, list, item 1; 5, list, item 5")
def room_stands_unused(self, partner, load):
    """One partner is above its capacity while there is room elsewhere."""


# --- Work against benefit, risk and voice ----------------------------------------------------


@Rule(
    AS.reward << LoadBenefit(partner=MATCH.partner, gap=above("load.over_benefit")),
)
@finding("RSP-08", severity="important", evidence="house", cites="1, paragraph 4; 5, paragraph 1")
def work_exceeds_benefit(self, partner, reward):
    """A partner's share of the work lies clearly above its share of the benefit."""


@Rule(
    AS.stakes << RiskVoice(partner=MATCH.partner, gap=at_least("roles.risk_over_voice")),
    NOT(Partnership(decision_rule="unanimity")),
)
@finding("RSP-17", severity="important", evidence="house", cites="5, paragraph 1")
def risk_without_voice(self, partner, stakes):
    """A partner bears much of the risk and decides little."""


@Rule(
    AS.stakes << RiskBenefit(partner=MATCH.partner, gap=at_least("roles.risk_over_benefit")),
    NOT(RiskBenefit(partner=MATCH.partner, benefit_exceeds_work=True)),
)
@finding("RSP-18", severity="important", evidence="house", cites="1, paragraph 4; 5, paragraph 1")
def risk_without_benefit(self, partner, stakes):
    """A partner bears much of the risk and gains little."""


@Rule(
    AS.stakes << LoadVoice(partner=MATCH.partner, gap=at_least("load.voice_gap")),
    NOT(Partnership(decision_rule="unanimity")),
)
@finding("RSP-19", severity="minor", evidence="house", cites="5, paragraph 1; 5, list, item 2")
def work_without_voice(self, partner, stakes):
    """A partner does much of the work and decides little."""


@Rule(
    Finding(id=one_of("RSP-08", "RSP-19", "RSP-21", "RSP-22"), subject=MATCH.partner),
    Workload(agreed_fair=True),
    NOT(Partner(finds_load_fair=False)),
    NOT(Partner(id=MATCH.partner, signs_of_strain=nonempty())),
)
@defeat("RSP-D5", of=("RSP-08", "RSP-19", "RSP-21", "RSP-22"), evidence="house", cites="5, paragraph 1")
def all_agreed_to_the_terms(self, partner):
    """All partners have agreed that work, benefit and say are in a fair relation."""


# --- Roles -----------------------------------------------------------------------------------


@Rule(
    Accountability(section=MATCH.section, unowned=nonempty() & MATCH.tasks),
)
@finding("RSP-09", severity="important", evidence="literature", cites="5, list, item 1")
def nobody_is_accountable(self, section, tasks):
    """Nobody answers for the result of some tasks."""


@Rule(
    Accountability(section=MATCH.section, shared=nonempty() & MATCH.tasks),
)
@finding("RSP-10", severity="minor", evidence="literature", cites="5, list, item 1")
def several_are_accountable(self, section, tasks):
    """Several partners answer for the same task."""


@Rule(
    Undone(section=MATCH.section, tasks=MATCH.tasks),
)
@finding("RSP-11", severity="important", evidence="house", cites="5, list, item 1; 5, paragraph 2")
def nobody_does_it(self, section, tasks):
    """Nobody does some of the tasks."""


@Rule(
    MissingSkills(section=MATCH.section, skills=MATCH.skills, tasks=MATCH.tasks),
)
@finding("RSP-12", severity="important", evidence="article", cites="3, list, item 1; 3, table, row 3")
def skill_is_missing(self, section, skills, tasks):
    """Tasks need a skill that no partner has."""


@Rule(
    Deliverables(section=MATCH.section, missing=MATCH.tasks),
)
@finding("RSP-13", severity="minor", evidence="article", cites="5, table, row 1; 5, table, row 2")
def nothing_to_hand_over_is_defined(self, section, tasks):
    """Tasks have no agreed deliverable."""


@Rule(
    Duplicates(section=MATCH.section, pairs=MATCH.pairs),
)
@finding("RSP-14", severity="minor", evidence="house", cites="5, list, item 1; 5, list, item 2")
def work_is_done_twice(self, section, pairs):
    """The same work is done twice."""


@Rule(
    AS.critical
    << Critical(
        partner=MATCH.partner, share=at_least("roles.critical_share"), of=at_least("roles.critical_tasks")
    ),
)
@finding("RSP-15", severity="minor", evidence="house", cites="5, list, item 2")
def most_critical_work_hangs_on_one(self, partner, critical):
    """Most of the critical work hangs on one partner."""


@Rule(
    Finding(id="RSP-15", subject=MATCH.partner),
    Partner(id=MATCH.partner, substitute=some() & MATCH.substitute),
    compare("partner", "≠", "substitute"),
)
@defeat("RSP-D6", of="RSP-15", evidence="house", cites="5, list, item 5")
def somebody_can_stand_in(self, partner, substitute):
    """Another partner can stand in."""


@Rule(
    Finding(id="RSP-16", subject=MATCH.partner),
    Partner(id=MATCH.partner, people=at_least("roles.team") & MATCH.people),
)
@defeat("RSP-D7", of="RSP-16", evidence="house")
def partner_has_a_team(self, partner, people):
    """The partner has people of its own among whom somebody can stand in."""


@Rule(
    Critical(partner=MATCH.partner, tasks=MATCH.tasks),
    Partner(id=MATCH.partner, substitute=None),
)
@finding("RSP-16", severity="important", evidence="house", cites="5, list, item 5")
def nobody_can_stand_in(self, partner, tasks):
    """Critical work hangs on a partner for whom nobody can stand in."""


@Rule(
    Partner(id=MATCH.partner, shares_know_how=False),
)
@finding("RSP-26", severity="minor", evidence="house", cites="5, list, item 2")
def know_how_stays_with_one(self, partner):
    """The know-how of a partner is not passed on to the others."""


@Rule(
    Finding(id=one_of("RSP-09", "RSP-10")),
    AS.late
    << Lateness(
        section=MATCH.section,
        clear_total=at_least("roles.deliveries"),
        unclear_total=at_least("roles.deliveries"),
        gap=at_least("roles.lateness_gap"),
    ),
)
@finding("RSP-27", severity="important", evidence="house", cites="5, list, item 1; 4, table, row 2")
def lateness_goes_with_unclear_roles(self, section, late):
    """Work is late more often where it is not clear who answers for it."""


# --- What was promised, counted and felt -----------------------------------------------------


@Rule(
    AS.claimed << Claims(section=MATCH.section, total=above("load.overclaim")),
)
@finding("RSP-20", severity="minor", evidence="literature", cites="9, list, item 1")
def claims_exceed_the_whole(self, section, claimed):
    """The shares of the work that partners believe they do exceed the whole."""


@Rule(
    AS.promise
    << Promise(
        partner=MATCH.partner, gap=at_least("load.promise_gap"), gap_hours=at_least("load.noise_hours")
    ),
    Workload(effort_in_writing=True),
)
@finding("RSP-21", severity="important", evidence="house", cites="4, table, row 2; 4, table, row 3")
def written_promise_does_not_hold(self, partner, promise):
    """The sharing of effort differs from what stands in writing."""


@Rule(
    AS.promise
    << Promise(
        partner=MATCH.partner, gap=at_least("load.promise_gap"), gap_hours=at_least("load.noise_hours")
    ),
    NOT(Workload(effort_in_writing=True)),
)
@finding("RSP-22", severity="minor", evidence="house", cites="4, table, row 2; 4, table, row 3")
def promise_does_not_hold(self, partner, promise):
    """The sharing of effort differs from what was promised."""


@Rule(
    Workload(last_measured=None),
    NOT(Workload(agreed_fair=True)),
    NOT(Partner(finds_load_fair=False)),
)
@finding("RSP-23", severity="minor", evidence="house", cites="5, list, item 3; 9, list, item 1")
def hours_were_never_counted(self):
    """The hours were never counted."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03"), subject=MATCH.partner),
    Elapsed(field="workload.last_rebalanced", days=at_least("load.quarter") & MATCH.days),
)
@finding("RSP-24", severity="minor", evidence="article", cites="5, list, item 3; 5, list, item 5")
def sharing_was_not_revised_for_a_quarter(self, partner, days):
    """The work leans to one side and was not shared anew for a quarter."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03"), subject=MATCH.partner),
    Workload(last_rebalanced=None),
    NOT(Elapsed(field="partnership.start", days=below("load.quarter"))),
)
@finding("RSP-25", severity="minor", evidence="article", cites="5, list, item 3; 5, list, item 5")
def sharing_was_never_revised(self, partner):
    """The work leans to one side and was never shared anew."""


@Rule(
    Partner(id=MATCH.partner, finds_load_fair=False),
    AS.load << Load(partner=MATCH.partner),
    Balance(fairness=at_least("load.balanced") & MATCH.fairness),
    NOT(Load(partner=MATCH.partner, use=at_least("load.overload"))),
    NOT(LoadBenefit(partner=MATCH.partner, gap=above("load.over_benefit"))),
    NOT(Workload(last_measured=None)),
)
@finding("RSP-28", severity="minor", evidence="house", cites="9, list, item 2; 9, list, item 3")
def figures_are_even_and_feel_uneven(self, partner, load, fairness):
    """The hours are even, yet a partner finds the load unfair."""


@Rule(
    Partner(id=MATCH.partner, finds_load_fair=False),
    Workload(last_measured=None),
)
@finding("RSP-29", severity="important", evidence="house", cites="3, list, item 2; 9, list, item 1")
def load_is_contested_and_uncounted(self, partner):
    """A partner finds the load unfair, and nobody has ever counted the hours."""


@Rule(
    Finding(id=one_of("RSP-02", "RSP-03"), subject=MATCH.partner),
    Finding(id=one_of("RSP-09", "RSP-10")),
    AS.balance << Balance(heaviest=MATCH.partner, contested=True),
    Accountability(unclear=MATCH.tasks),
)
@finding(
    "RSP-30",
    severity="important",
    evidence="house",
    cites="3, table, row 3; 5, list, item 1; 4, table, row 3",
)
def resentment_may_grow(self, partner, balance, tasks):
    """The work is uneven, contested, and in part nobody's or everybody's: resentment may grow."""


# --- What is good ----------------------------------------------------------------------------


@Rule(
    AS.balance << Balance(section=MATCH.section, fairness=at_least("load.balanced")),
    NOT(Load(use=at_least("load.overload"))),
    NOT(Partner(finds_load_fair=False)),
    NOT(Workload(last_measured=None)),
    NOT(Promise(gap=at_least("load.promise_gap"), gap_hours=at_least("load.noise_hours"))),
)
@strength("RSP-S1", evidence="article", cites="3, table, row 3; 4, table, row 3")
def work_is_evenly_shared(self, section, balance):
    """The work is shared evenly."""


@Rule(
    AS.balance << Balance(heaviest=MATCH.partner, fairness=below("load.balanced")),
    Workload(agreed_fair=True),
    NOT(Partner(finds_load_fair=False)),
    NOT(Partner(id=MATCH.partner, signs_of_strain=nonempty())),
)
@strength("RSP-S2", evidence="house", cites="5, paragraph 1")
def difference_is_agreed(self, partner, balance):
    """An uneven sharing is openly agreed as fair."""


@Rule(
    AS.roles << Accountability(section=MATCH.section, every_task_owned=True, tasks=at_least("roles.tasks")),
)
@strength("RSP-S3", evidence="literature", cites="5, list, item 1; 5, table, row 1")
def every_task_has_one_accountable(self, section, roles):
    """Exactly one partner answers for each task."""


@Rule(
    Elapsed(field="workload.last_rebalanced", days=below("load.quarter") & MATCH.days),
    Workload(last_rebalanced=MATCH.day),
)
@strength("RSP-S4", evidence="article", cites="5, list, item 3")
def sharing_is_revised(self, day, days):
    """The sharing was gone over within the last quarter."""


@Rule(
    Backup(section=MATCH.section, all_have_substitute=True),
)
@strength("RSP-S5", evidence="house", cites="5, list, item 5")
def everybody_has_a_substitute(self, section):
    """Every partner has a substitute."""


@Rule(
    Backup(section=MATCH.section, all_share_know_how=True),
)
@strength("RSP-S6", evidence="house", cites="5, list, item 2")
def know_how_is_shared(self, section):
    """Every partner passes on its know-how."""


@Rule(
    AS.reward << LoadBenefit(partner=MATCH.partner, largest_gap=at_most("load.reward_tolerance")),
    Balance(heaviest=MATCH.partner, fairness=below("load.balanced")),
    NOT(Partner(finds_load_fair=False)),
    NOT(Workload(agreed_fair=False)),
)
@strength("RSP-S7", evidence="house", cites="1, paragraph 4")
def benefit_goes_with_the_work(self, partner, reward):
    """Who works more gains more, in about the same measure."""


# --- What to do ------------------------------------------------------------------------------


@Rule(
    Finding(id="RSP-05", subject=MATCH.partner),
    AS.load << Load(partner=MATCH.partner, others=MATCH.others),
)
@recommendation(
    "RSP-R1",
    rank="protect",
    owner="others",
    within_days=4,
    evidence="house",
    cites="3, paragraph 1; 5, list, item 5",
)
def relieve_this_week(self, partner, load, others):
    """Lift this week what one partner can't carry, before anything else."""


@Rule(
    Finding(
        id=one_of("RSP-01", "RSP-02", "RSP-03", "RSP-04", "RSP-05", "RSP-07", "RSP-08", "RSP-30"),
        subject=MATCH.partner,
    ),
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03")),
    AS.plan << Rebalancing(section=MATCH.section, moves=nonempty(), givers=MATCH.givers),
    compare("partner", "∈", "givers"),
)
@recommendation(
    "RSP-R2",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="3, table, row 3; 5, list, item 5",
)
def move_hours(self, section, plan, partner, givers):
    """Move these hours from those who carry more than their part to those who have room and skill."""


@Rule(
    Finding(id=one_of("RSP-04", "RSP-05", "RSP-07"), subject=MATCH.partner),
    AS.plan << Relief(section=MATCH.section, moves=nonempty(), givers=MATCH.givers),
    NOT(Finding(id=one_of("RSP-01", "RSP-02", "RSP-03"))),
    compare("partner", "∈", "givers"),
)
@recommendation(
    "RSP-R3",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="3, list, item 1; 5, list, item 5",
)
def move_what_exceeds_capacity(self, section, plan, partner, givers):
    """Move the hours above capacity to those who have room and skill, and leave the rest as agreed."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03", "RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.stuck << Stuck(partner=MATCH.partner, obstacle="capacity"),
)
@recommendation(
    "RSP-R4",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="house",
    cites="3, list, item 1; 3, list, item 2",
)
def do_less_or_bring_in_help(self, partner, stuck):
    """Nobody has room: drop, postpone or buy in hours."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03", "RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.stuck << Stuck(partner=MATCH.partner, obstacle="skill"),
)
@recommendation(
    "RSP-R5",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="3, table, row 3; 5, list, item 2",
)
def train_somebody_to_share(self, partner, stuck):
    """Nobody else has the skill: train a partner, or buy the hours in."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03", "RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.stuck << Stuck(partner=MATCH.partner, obstacle="fixed"),
)
@recommendation(
    "RSP-R6",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="house",
    cites="5, list, item 5; 5, list, item 4",
)
def make_up_for_what_cannot_move(self, partner, stuck):
    """The tasks can't be handed over: lighten them, or make up for them."""


@Rule(
    Finding(id=one_of("RSP-01", "RSP-02", "RSP-03", "RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.stuck << Stuck(partner=MATCH.partner, obstacle="unknown"),
)
@recommendation(
    "RSP-R7",
    rank="cause",
    owner="all",
    within_days=10,
    evidence="article",
    cites="3, list, item 1; 5, list, item 3",
)
def find_what_can_move(self, partner, stuck):
    """Go through the tasks together and mark what could be handed over, and to whom."""


@Rule(
    Finding(id=one_of("RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.stuck << Stuck(partner=MATCH.partner, obstacle="room"),
    NOT(Finding(id=one_of("RSP-01", "RSP-02", "RSP-03"))),
)
@recommendation(
    "RSP-R21",
    rank="cause",
    owner="all",
    within_days=10,
    evidence="article",
    cites="3, list, item 1; 3, list, item 2",
)
def ask_who_has_room(self, partner, stuck):
    """Ask the others how many hours they can take on, then move what exceeds capacity."""


@Rule(
    Finding(id=one_of("RSP-09", "RSP-10", "RSP-27")),
    Accountability(section=MATCH.section, unclear=nonempty() & MATCH.tasks),
)
@recommendation(
    "RSP-R8", rank="cause", owner="all", within_days=10, evidence="literature", cites="5, list, item 1"
)
def name_one_accountable(self, section, tasks):
    """Name exactly one partner who answers for each of these tasks."""


@Rule(
    Finding(id=one_of("RSP-20", "RSP-23", "RSP-28", "RSP-29")),
)
@recommendation(
    "RSP-R9",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="9, list, item 1; 5, list, item 3",
)
def count_hours_for_two_weeks(self):
    """Count the hours for two weeks before arguing about them."""


@Rule(
    Finding(id=one_of("RSP-21", "RSP-22", "RSP-30")),
    AS.balance << Balance(section=MATCH.section),
)
@recommendation(
    "RSP-R10",
    rank="cause",
    owner="all",
    within_days=30,
    evidence="article",
    cites="7, list, item 4; 1, paragraph 3",
)
def write_down_what_is_fair(self, section, balance):
    """Agree on what counts as a fair sharing, and put it in writing."""


@Rule(
    Finding(id="RSP-08", subject=MATCH.partner),
    AS.reward << LoadBenefit(partner=MATCH.partner, gap_after=above("load.over_benefit")),
)
@recommendation(
    "RSP-R11",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="house",
    cites="1, paragraph 4; 7, list, item 2",
)
def align_benefit_with_work(self, partner, reward):
    """Bring benefit and work together: so many hours less, or so many points of the benefit more."""


@Rule(
    Finding(id="RSP-12"),
    MissingSkills(section=MATCH.section, skills=MATCH.skills, tasks=MATCH.tasks),
)
@recommendation(
    "RSP-R12",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="3, list, item 1; 3, table, row 3",
)
def find_the_missing_skill(self, section, skills, tasks):
    """Train for the missing skill, or buy it in."""


@Rule(
    Finding(id=one_of("RSP-15", "RSP-16", "RSP-26"), subject=MATCH.partner),
)
@recommendation(
    "RSP-R13",
    rank="symptom",
    owner="partner",
    within_days=30,
    evidence="house",
    cites="5, list, item 5; 5, list, item 2",
)
def name_a_substitute(self, partner):
    """Name somebody who can stand in, and write down how the work is done."""


@Rule(
    Finding(id="RSP-14"),
    AS.found << Duplicates(section=MATCH.section),
)
@recommendation(
    "RSP-R14",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="house",
    cites="5, list, item 1; 5, list, item 2",
)
def stop_one_of_two(self, section, found):
    """Stop one of the tasks that do the same work."""


@Rule(
    Finding(id=one_of("RSP-24", "RSP-25")),
)
@recommendation(
    "RSP-R15",
    rank="symptom",
    owner="all",
    within_days=30,
    evidence="article",
    cites="5, list, item 3; 5, list, item 5",
)
def go_over_the_sharing_every_quarter(self):
    """Go over the sharing of work every quarter."""


@Rule(
    Finding(id=one_of("RSP-17", "RSP-19"), subject=MATCH.partner),
    Partner(id=MATCH.partner, decision_share=MATCH.voice),
)
@recommendation(
    "RSP-R16",
    rank="cause",
    owner="all",
    within_days=30,
    evidence="house",
    cites="5, paragraph 1; 5, list, item 2",
)
def give_a_say(self, partner, voice):
    """Give the partner who works or risks more a say in what it works and risks for."""


@Rule(
    Finding(id="RSP-18", subject=MATCH.partner),
    AS.stakes << RiskBenefit(partner=MATCH.partner),
)
@recommendation(
    "RSP-R17",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="house",
    cites="1, paragraph 4; 5, paragraph 1",
)
def share_or_pay_the_risk(self, partner, stakes):
    """Share the risk, or pay for it."""


@Rule(
    Finding(id="RSP-11"),
    Undone(section=MATCH.section, tasks=MATCH.tasks),
)
@recommendation(
    "RSP-R18",
    rank="cause",
    owner="all",
    within_days=10,
    evidence="house",
    cites="5, list, item 1; 5, list, item 5",
)
def decide_who_does_it(self, section, tasks):
    """Give the tasks that nobody does to somebody, or drop them."""


@Rule(
    Finding(id="RSP-13"),
    Deliverables(section=MATCH.section, missing=MATCH.tasks),
)
@recommendation(
    "RSP-R19",
    rank="symptom",
    owner="all",
    within_days=30,
    evidence="article",
    cites="5, table, row 1; 5, table, row 2; 5, table, row 3",
)
def say_what_is_handed_over(self, section, tasks):
    """Say for each task what is handed over."""


@Rule(
    Finding(id="RSP-06", subject=MATCH.partner),
)
@recommendation(
    "RSP-R20",
    rank="protect",
    owner="all",
    within_days=7,
    evidence="house",
    cites="3, paragraph 1; 5, list, item 5",
)
def ask_what_would_relieve(self, partner):
    """Ask soon, and in peace, what would relieve the partner under strain."""
