"""Unrealistic expectations: what a partner counts on and the partnership can't give (article, section 3)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, below, compare, nonempty, one_of, positive, some
from advisor.facts import (
    Backing,
    Capacity,
    Cash,
    DailyContact,
    DateGap,
    Disappointed,
    EffortDemand,
    Expectation,
    Finding,
    Growth,
    Horizon,
    Offer,
    Partnership,
    Pilot,
    PilotPace,
    Point,
    Resources,
    Sharing,
    Stake,
    TargetGap,
    Timing,
    Workload,
)
from advisor.knowledge import defeat, finding, recommendation, strength

OUT_OF_REACH = (
    "EXP-01",
    "EXP-03",
    "EXP-04",
    "EXP-07",
    "EXP-09",
    "EXP-10",
    "EXP-11",
    "EXP-15",
    "EXP-31",
    "EXP-32",
)
"""Findings that ask for another figure: one counter-offer answers them all."""
SETTLED_WITH_IT = (
    *("EXP-02", "EXP-05", "EXP-08", "EXP-16", "EXP-17", "EXP-18"),
    *("EXP-19", "EXP-20", "EXP-21", "EXP-26", "EXP-30", "EXP-33"),
)
"""Findings about the same expectation that are settled at the same table."""
NOT_YET_SHARED = ("EXP-05", "EXP-16", "EXP-17", "EXP-18", "EXP-19", "EXP-20", "EXP-26", "EXP-30")
"""Findings about one of several expectations on a topic that one talk about all of them settles."""
EVERY_PACE = ("EXP-02", "EXP-03", "EXP-04", "EXP-07", "EXP-08", "EXP-33")


# --- The pace -----------------------------------------------------------------------------


@Rule(
    AS.horizon << Horizon(expectation=MATCH.expectation, quick=True),
)
@finding("EXP-01", severity="important", evidence="article", cites="3, paragraph 2")
def results_expected_at_once(self, expectation, horizon):
    """First results are counted on within two months."""


@Rule(
    AS.growth
    << Growth(
        expectation=MATCH.expectation, monthly_rate=above("growth.plausible") & below("growth.stretch")
    ),
)
@finding("EXP-02", severity="minor", evidence="house", cites="3, table, row 1")
def growth_is_a_stretch(self, expectation, growth):
    """A growth target needs a monthly rate above the article's, within what can happen."""


@Rule(
    AS.growth
    << Growth(
        expectation=MATCH.expectation, monthly_rate=at_least("growth.stretch") & below("growth.out_of_reach")
    ),
)
@finding("EXP-03", severity="important", evidence="house", cites="3, table, row 1")
def growth_too_fast(self, expectation, growth):
    """A growth target needs a monthly rate far above the article's."""


@Rule(
    AS.growth << Growth(expectation=MATCH.expectation, monthly_rate=at_least("growth.out_of_reach")),
)
@finding("EXP-04", severity="critical", evidence="article", cites="3, table, row 1")
def growth_out_of_reach(self, expectation, growth):
    """A growth target needs a monthly rate that almost nobody sustains."""


@Rule(
    AS.growth
    << Growth(
        expectation=MATCH.expectation,
        pace_over_best=above("growth.pace_over_best"),
        monthly_rate=above("growth.plausible"),
    ),
)
@finding("EXP-07", severity="important", evidence="house", cites="3, paragraph 1")
def pace_never_seen(self, expectation, growth):
    """A growth target needs more than twice the best pace seen so far."""


@Rule(
    AS.growth
    << Growth(
        expectation=MATCH.expectation,
        pace_over_best=above("growth.pace_over_best"),
        monthly_rate=at_most("growth.plausible"),
    ),
)
@finding("EXP-08", severity="minor", evidence="house", cites="3, paragraph 1")
def modest_pace_never_seen(self, expectation, growth):
    """A growth target is modest in itself, yet more than twice the best pace seen so far."""


@Rule(
    Growth(expectation=MATCH.expectation, tiny=True, monthly_rate=at_least("growth.out_of_reach")),
    Expectation(id=MATCH.expectation, baseline=MATCH.baseline, target=MATCH.target),
)
@finding("EXP-33", severity="minor", evidence="house")
def percentages_of_a_tiny_start(self, expectation, baseline, target):
    """A target is many times a start so small that percentages say little."""


@Rule(
    Pilot(id=MATCH.pilot, supports=MATCH.expectation & some(), result="failed"),
    NOT(Expectation(id=MATCH.expectation, rebaselined=True)),
)
@finding("EXP-31", severity="important", evidence="article", cites="10, table, row 3")
def pilot_failed_and_target_stands(self, expectation, pilot):
    """The pilot behind a target failed, and the target stands."""


@Rule(
    AS.pace
    << PilotPace(expectation=MATCH.expectation, enough=False, result=one_of("confirmed", "mixed", "running")),
)
@finding("EXP-32", severity="important", evidence="house", cites="10, table, row 3")
def pilot_is_slower(self, expectation, pace):
    """The pilot shows a pace below the one counted on."""


@Rule(
    Finding(id=one_of("EXP-01", *EVERY_PACE, "EXP-31", "EXP-32"), subject=MATCH.expectation),
    Backing(expectation=MATCH.expectation, kind="pilot", pilot=MATCH.trial),
    AS.pilot << Pilot(id=MATCH.trial, result="confirmed"),
)
@defeat(
    "EXP-D1", of=("EXP-01", *EVERY_PACE, "EXP-31", "EXP-32"), evidence="article", cites="10, table, row 3"
)
def pilot_confirmed_the_pace(self, expectation, pilot):
    """A pilot has already confirmed the pace."""


@Rule(
    Finding(id=one_of("EXP-01", *EVERY_PACE), subject=MATCH.expectation),
    Backing(expectation=MATCH.expectation, kind="orders"),
)
@defeat("EXP-D2", of=("EXP-01", *EVERY_PACE), evidence="house")
def orders_cover_the_figure(self, expectation):
    """Firm orders already cover most of the figure."""


@Rule(
    Finding(id=one_of("EXP-02", "EXP-03", "EXP-04", "EXP-07", "EXP-08"), subject=MATCH.expectation),
    Growth(expectation=MATCH.expectation, tiny=True),
    Expectation(id=MATCH.expectation, baseline=MATCH.baseline, target=MATCH.target),
)
@defeat("EXP-D3", of=("EXP-02", "EXP-03", "EXP-04", "EXP-07", "EXP-08"), evidence="house")
def start_is_too_small_for_percentages(self, expectation, baseline, target):
    """The start is so small that a percentage says little."""


@Rule(
    Finding(id=one_of("EXP-01", *EVERY_PACE), subject=MATCH.expectation),
    Backing(expectation=MATCH.expectation, kind="pilot_said"),
)
@defeat("EXP-D9", of=("EXP-01", *EVERY_PACE), evidence="article", cites="10, table, row 3")
def figure_comes_from_a_pilot(self, expectation):
    """The figure comes from a pilot."""


@Rule(
    Finding(id="EXP-01", subject=MATCH.expectation),
    Backing(expectation=MATCH.expectation, kind="figures", evidence=MATCH.evidence),
)
@defeat("EXP-D10", of="EXP-01", evidence="house")
def figures_support_an_early_result(self, expectation, evidence):
    """Real figures support an early result."""


@Rule(
    Finding(id="EXP-01", subject=MATCH.expectation),
    Horizon(expectation=MATCH.expectation, about="volume"),
    AS.capacity << Capacity(expectation=MATCH.expectation, cover=at_least("expectation.capacity_full")),
)
@defeat("EXP-D4", of="EXP-01", evidence="house")
def volume_is_within_capacity(self, expectation, capacity):
    """The volume is within today's capacity."""


# --- What it rests on, and what is at stake --------------------------------------------------


@Rule(
    Backing(expectation=MATCH.expectation, kind="weak", needed=True, evidence=MATCH.evidence),
    NOT(Stake(expectation=MATCH.expectation, unsupported=True)),
)
@finding("EXP-05", severity="minor", evidence="house", cites="3, list, item 1")
def nothing_supports_the_figure(self, expectation, evidence):
    """Nothing that can be checked supports a bold figure."""


@Rule(
    Stake(
        expectation=MATCH.expectation,
        unsupported=True,
        irreversible=False,
        amount=MATCH.amount,
        evidence=MATCH.evidence,
    ),
)
@finding("EXP-06", severity="important", evidence="house", cites="3, list, item 1")
def money_on_an_unsupported_figure(self, expectation, amount, evidence):
    """Money is committed on a figure that nothing supports."""


@Rule(
    Stake(expectation=MATCH.expectation, unsupported=False, irreversible=False, amount=MATCH.amount),
)
@finding("EXP-23", severity="important", evidence="house", cites="10, table, row 3")
def money_before_proof(self, expectation, amount):
    """A known sum is committed before the expectation is proved."""


@Rule(
    Stake(expectation=MATCH.expectation, irreversible=True),
)
@finding("EXP-24", severity="critical", evidence="house", cites="10, table, row 3")
def irreversible_before_proof(self, expectation):
    """Money that can't be recovered is committed before the expectation is proved."""


@Rule(
    Stake(expectation=MATCH.expectation, unsupported=False, irreversible=False),
    NOT(Stake(expectation=MATCH.expectation, amount=positive())),
)
@finding("EXP-25", severity="important", evidence="house", cites="10, table, row 3")
def unknown_sum_before_proof(self, expectation):
    """Money, of an amount not given, is committed before the expectation is proved."""


@Rule(
    Finding(id=one_of("EXP-23", "EXP-24", "EXP-25"), subject=MATCH.expectation),
    Backing(expectation=MATCH.expectation, kind=one_of("pilot", "orders", "pilot_said")),
)
@defeat("EXP-D5", of=("EXP-23", "EXP-24", "EXP-25"), evidence="house")
def proof_has_come_since(self, expectation):
    """The proof that was missing has come since."""


# --- Means --------------------------------------------------------------------------------


@Rule(
    AS.capacity
    << Capacity(
        expectation=MATCH.expectation,
        cover=below("expectation.capacity") & at_least("expectation.capacity_far"),
    ),
)
@finding("EXP-09", severity="important", evidence="article", cites="3, paragraph 1")
def promise_above_capacity(self, expectation, capacity):
    """More is promised than capacity can deliver."""


@Rule(
    AS.capacity << Capacity(expectation=MATCH.expectation, cover=below("expectation.capacity_far")),
)
@finding("EXP-10", severity="critical", evidence="house", cites="3, paragraph 1")
def promise_far_above_capacity(self, expectation, capacity):
    """Far more is promised than capacity can deliver."""


@Rule(
    AS.resources << Resources(expectation=MATCH.expectation, cover=below("expectation.resources")),
)
@finding("EXP-15", severity="important", evidence="house", cites="3, list, item 1")
def resources_fall_short(self, expectation, resources):
    """The resources there are fall well short of the need."""


# --- Dates --------------------------------------------------------------------------------


@Rule(
    AS.horizon << Horizon(expectation=MATCH.expectation, ramp_up_short=True),
)
@finding("EXP-11", severity="important", evidence="house", cites="3, list, item 2")
def horizon_shorter_than_ramp_up(self, expectation, horizon):
    """A result is counted on before the ramp-up ends."""


@Rule(
    AS.timing << Timing(expectation=MATCH.expectation, reach="impossible"),
)
@finding("EXP-12", severity="important", evidence="house", cites="3, list, item 2")
def date_before_the_earliest(self, expectation, timing):
    """A date comes before the earliest date of what it depends on."""


@Rule(
    AS.timing << Timing(expectation=MATCH.expectation, reach="tight"),
    NOT(Timing(expectation=MATCH.expectation, unsettled=nonempty())),
)
@finding("EXP-13", severity="minor", evidence="house", cites="3, list, item 3")
def date_holds_only_if_all_goes_well(self, expectation, timing):
    """A date holds only if what it depends on comes early."""


@Rule(
    AS.timing << Timing(expectation=MATCH.expectation, unsettled=nonempty()),
    NOT(Timing(expectation=MATCH.expectation, reach="impossible")),
)
@finding("EXP-14", severity="important", evidence="house", cites="3, list, item 2")
def date_hangs_on_something_not_secured(self, expectation, timing):
    """A date depends on something not yet secured."""


@Rule(
    Expectation(id=MATCH.expectation, margin_kept=False),
)
@finding("EXP-21", severity="minor", evidence="article", cites="3, list, item 3")
def no_margin(self, expectation):
    """No margin is kept for adjustment."""


@Rule(
    Expectation(id=MATCH.expectation, slips=MATCH.slips & at_least("expectation.slips")),
)
@finding("EXP-22", severity="important", evidence="house", cites="3, list, item 5")
def slipped_again(self, expectation, slips):
    """A target has slipped again and again without a new baseline."""


@Rule(
    Finding(id="EXP-22", subject=MATCH.expectation),
    Expectation(id=MATCH.expectation, rebaselined=True),
)
@defeat("EXP-D6", of="EXP-22", evidence="house", cites="3, list, item 5")
def new_baseline_was_set(self, expectation):
    """A new baseline has been set since."""


# --- Shared or not ------------------------------------------------------------------------


@Rule(
    AS.gap << TargetGap(expectation=MATCH.expectation, kind="target"),
)
@finding("EXP-16", severity="important", evidence="house", cites="3, list, item 4")
def targets_differ(self, expectation, gap):
    """Partners count on different figures for the same thing."""


@Rule(
    AS.gap << DateGap(expectation=MATCH.expectation),
)
@finding("EXP-17", severity="important", evidence="house", cites="3, list, item 2")
def dates_differ(self, expectation, gap):
    """Partners count on different dates for the same thing."""


@Rule(
    AS.gap << TargetGap(expectation=MATCH.expectation, kind="change"),
)
@finding("EXP-18", severity="important", evidence="house", cites="3, list, item 4")
def growth_targets_differ(self, expectation, gap):
    """Partners count on different growth for the same thing."""


@Rule(
    Sharing(expectation=MATCH.expectation, seen_by_none=True, unseen_by=MATCH.unseen_by),
    Expectation(id=MATCH.expectation, holder=MATCH.holder),
)
@finding("EXP-19", severity="important", evidence="article", cites="3, paragraph 1")
def never_shown(self, expectation, holder, unseen_by):
    """An expectation was never shown to the other partners."""


@Rule(
    Sharing(expectation=MATCH.expectation, not_agreed_by=MATCH.others & nonempty()),
)
@finding("EXP-20", severity="minor", evidence="article", cites="3, list, item 4")
def not_agreed_by_all(self, expectation, others):
    """An expectation is not agreed by all partners."""


@Rule(
    Sharing(expectation=MATCH.expectation, seen_by_none=False, unseen_by=MATCH.unseen_by & nonempty()),
    Expectation(id=MATCH.expectation, holder=MATCH.holder),
)
@finding("EXP-26", severity="minor", evidence="article", cites="3, paragraph 1")
def shown_to_some_only(self, expectation, holder, unseen_by):
    """An expectation was shown to some partners only."""


@Rule(
    Expectation(id=MATCH.expectation, holder=MATCH.holder, imposed_on=MATCH.imposed_on & nonempty()),
)
@finding("EXP-30", severity="important", evidence="article", cites="3, paragraph 1; 3, list, item 4")
def set_by_one_for_another(self, expectation, holder, imposed_on):
    """An expectation is set by one partner and carried by another who had no say in it."""


# --- Rhythm and effort ----------------------------------------------------------------------


@Rule(
    Expectation(
        id=MATCH.expectation,
        contacts_a_week=MATCH.contacts & at_least("expectation.daily_contacts"),
        compulsory=True,
    ),
)
@finding("EXP-27", severity="important", evidence="article", cites="3, table, row 2")
def daily_contact_demanded(self, expectation, contacts):
    """Contact on every working day is demanded."""


@Rule(
    Point(id=MATCH.point, rhythm="daily", compulsory=True),
)
@finding("EXP-28", severity="minor", evidence="article", cites="3, table, row 2")
def daily_point_is_compulsory(self, point):
    """A daily point of contact is compulsory."""


@Rule(
    Finding(id="EXP-28", subject=MATCH.point),
    Point(id=MATCH.point, minutes=MATCH.minutes & at_most("expectation.short_contact")),
    Partnership(work_linked="closely"),
)
@defeat("EXP-D7", of="EXP-28", evidence="literature", cites="2, paragraph 1")
def short_point_for_linked_work(self, point, minutes):
    """The daily point is short and the work is closely linked."""


@Rule(
    Finding(id="EXP-28", subject=MATCH.point),
    Point(id=MATCH.point, imposed_by=None),
)
@defeat("EXP-D11", of="EXP-28", evidence="house")
def nobody_imposed_the_point(self, point):
    """The daily point was chosen by all, not imposed."""


@Rule(
    Finding(id="EXP-27", subject=MATCH.expectation),
    Expectation(id=MATCH.expectation, contact_minutes=MATCH.minutes & at_most("expectation.short_contact")),
    Partnership(work_linked="closely"),
)
@defeat("EXP-D12", of="EXP-27", evidence="literature", cites="2, paragraph 1")
def short_contact_for_linked_work(self, expectation, minutes):
    """The daily contact is short and the work is closely linked."""


@Rule(
    AS.demand << EffortDemand(expectation=MATCH.expectation),
)
@finding("EXP-29", severity="important", evidence="article", cites="3, table, row 3")
def equal_effort_whatever_the_skills(self, expectation, demand):
    """The same effort is demanded of each, whatever the skills."""


@Rule(
    Finding(id="EXP-29", subject=MATCH.expectation),
    Workload(agreed_fair=True),
)
@defeat("EXP-D8", of="EXP-29", evidence="article", cites="4, table, row 3")
def equal_effort_is_felt_fair(self, expectation):
    """All partners find the sharing of effort fair."""


@Rule(
    Finding(id=one_of("EXP-27", "EXP-29", "EXP-30"), subject=MATCH.expectation),
    Sharing(expectation=MATCH.expectation, agreed_by_all=True),
)
@defeat("EXP-D13", of=("EXP-27", "EXP-29", "EXP-30"), evidence="article", cites="3, list, item 4")
def all_have_agreed(self, expectation):
    """All partners have agreed to it."""


# --- What follows from it -------------------------------------------------------------------


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id="EXP-22", subject=MATCH.expectation),
    Expectation(id=MATCH.expectation, slips=MATCH.slips),
    NOT(Disappointed(expectation=MATCH.expectation)),
)
@finding("EXP-34", severity="important", evidence="article", cites="3, paragraph 1; 3, paragraph 3")
def disappointment_is_building(self, expectation, slips):
    """An expectation out of reach has slipped again and again: disappointment is building."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id="EXP-22", subject=MATCH.expectation),
    Expectation(id=MATCH.expectation, slips=MATCH.slips, disappointed=MATCH.disappointed & nonempty()),
)
@finding("EXP-35", severity="critical", evidence="article", cites="3, paragraph 1; 3, paragraph 3")
def early_break_is_near(self, expectation, disappointed, slips):
    """Disappointment over an expectation out of reach may end the partnership early."""


# --- Strengths ----------------------------------------------------------------------------


@Rule(
    Backing(expectation=MATCH.expectation, kind="pilot", pilot=MATCH.pilot, needed=True),
)
@strength("EXP-S1", evidence="article", cites="10, table, row 3")
def ambition_tested_by_a_pilot(self, expectation, pilot):
    """A bold figure has been tested by a pilot."""


@Rule(
    Backing(expectation=MATCH.expectation, kind="orders"),
    AS.capacity << Capacity(expectation=MATCH.expectation, cover=at_least("expectation.capacity_full")),
)
@strength("EXP-S2", evidence="article", cites="3, paragraph 1")
def orders_and_capacity_are_there(self, expectation, capacity):
    """Both the orders and the capacity for them are there."""


@Rule(
    Expectation(id=MATCH.expectation, margin_kept=True),
)
@strength("EXP-S3", evidence="article", cites="3, list, item 3")
def margin_is_kept(self, expectation):
    """A margin is kept for adjustment."""


@Rule(
    Sharing(expectation=MATCH.expectation, agreed_by_all=True),
)
@strength("EXP-S4", evidence="article", cites="3, list, item 4")
def shared_and_agreed(self, expectation):
    """An expectation is shared and agreed by all."""


@Rule(
    AS.growth << Growth(expectation=MATCH.expectation, monthly_rate=at_most("growth.plausible")),
    Backing(
        expectation=MATCH.expectation,
        kind=one_of("figures", "orders", "pilot", "pilot_said"),
    ),
    NOT(Capacity(expectation=MATCH.expectation, cover=below("expectation.capacity"))),
)
@strength("EXP-S5", evidence="article", cites="3, table, row 1")
def pace_is_plausible_and_supported(self, expectation, growth):
    """A growth target keeps to a plausible pace and rests on real figures."""


@Rule(
    AS.capacity << Capacity(expectation=MATCH.expectation, cover=at_least("expectation.capacity_full")),
    NOT(Backing(expectation=MATCH.expectation, kind="orders")),
)
@strength("EXP-S6", evidence="article", cites="3, paragraph 1")
def capacity_covers_the_promise(self, expectation, capacity):
    """Capacity covers what is promised."""


@Rule(
    Expectation(id=MATCH.expectation, rebaselined=True, slips=positive()),
)
@strength("EXP-S7", evidence="article", cites="3, list, item 5")
def target_was_reset_openly(self, expectation):
    """After a slip, a new baseline was set."""


@Rule(
    AS.timing << Timing(expectation=MATCH.expectation, reach="safe"),
)
@strength("EXP-S8", evidence="article", cites="3, list, item 2")
def date_leaves_room_for_what_it_needs(self, expectation, timing):
    """A date comes after the latest date of what it depends on."""


# --- Advice: another figure -------------------------------------------------------------------


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="pace"),
    AS.growth << Growth(expectation=MATCH.expectation),
)
@recommendation(
    "EXP-R1", rank="cause", owner="all", within_days=14, evidence="article", cites="3, table, row 1"
)
def negotiate_the_target(self, expectation, growth):
    """Negotiate the target anew from the article's pace."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="best"),
    AS.growth << Growth(expectation=MATCH.expectation),
)
@recommendation(
    "EXP-R2", rank="cause", owner="all", within_days=14, evidence="article", cites="3, table, row 1"
)
def negotiate_from_the_best_pace_seen(self, expectation, growth):
    """Negotiate the target anew from the best pace seen and the article's."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="pilot"),
    AS.pace << PilotPace(expectation=MATCH.expectation, enough=False, pilot_months=positive()),
)
@recommendation(
    "EXP-R3", rank="cause", owner="all", within_days=14, evidence="article", cites="10, table, row 3"
)
def negotiate_from_the_pilot(self, expectation, pace):
    """Negotiate the target anew from the pace that the pilot showed."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="capacity"),
    AS.capacity << Capacity(expectation=MATCH.expectation, scaled_target=positive()),
)
@recommendation(
    "EXP-R4", rank="cause", owner="all", within_days=7, evidence="article", cites="3, paragraph 1"
)
def promise_what_capacity_carries(self, expectation, capacity):
    """Bring the target down to what capacity carries, or fund the missing capacity."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="far"),
    AS.growth << Growth(expectation=MATCH.expectation),
)
@recommendation(
    "EXP-R5", rank="cause", owner="all", within_days=14, evidence="article", cites="3, table, row 1"
)
def keep_the_target_as_a_direction(self, expectation, growth):
    """Keep the target as a direction, and agree on its first stage."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="capacity_only"),
    AS.capacity << Capacity(expectation=MATCH.expectation),
)
@recommendation(
    "EXP-R6", rank="cause", owner="all", within_days=7, evidence="article", cites="3, paragraph 1"
)
def promise_the_volume_of_capacity(self, expectation, capacity):
    """Promise the volume that capacity carries, and no more."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="ramp_up"),
    AS.horizon << Horizon(expectation=MATCH.expectation, ramp_up_short=True),
)
@recommendation(
    "EXP-R7", rank="cause", owner="all", within_days=14, evidence="article", cites="3, list, item 2"
)
def count_from_the_end_of_ramp_up(self, expectation, horizon):
    """Count the result from the end of the ramp-up."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="quick"),
    AS.horizon << Horizon(expectation=MATCH.expectation, quick=True),
)
@recommendation(
    "EXP-R8", rank="cause", owner="all", within_days=14, evidence="article", cites="3, paragraph 2"
)
def agree_on_a_first_sign(self, expectation, horizon):
    """Agree on a first sign of progress, and give the result more time."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="resources"),
    AS.resources << Resources(expectation=MATCH.expectation),
)
@recommendation(
    "EXP-R9", rank="cause", owner="all", within_days=14, evidence="article", cites="3, list, item 1"
)
def fit_the_target_to_the_resources(self, expectation, resources):
    """Fit the target to the resources, or name who brings what is missing."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="nothing"),
)
@recommendation(
    "EXP-R10", rank="cause", owner="all", within_days=14, evidence="article", cites="10, list, item 5"
)
def draw_the_lesson_of_the_pilot(self, expectation):
    """Draw the lesson of the pilot before going on."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH, *SETTLED_WITH_IT), subject=MATCH.expectation),
    Offer(expectation=MATCH.expectation, basis="capacity_and_pace"),
    AS.capacity << Capacity(expectation=MATCH.expectation),
    AS.growth << Growth(expectation=MATCH.expectation),
)
@recommendation(
    "EXP-R32",
    rank="cause",
    owner="all",
    within_days=7,
    evidence="article",
    cites="3, paragraph 1; 3, table, row 1",
)
def keep_within_pace_and_capacity(self, expectation, capacity, growth):
    """Negotiate the target anew within both limits, pace and capacity."""


@Rule(
    Finding(id=one_of("EXP-02", "EXP-08"), subject=MATCH.expectation),
    AS.growth << Growth(expectation=MATCH.expectation),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
)
@recommendation(
    "EXP-R28", rank="growth", owner="all", within_days=30, evidence="article", cites="3, list, item 5"
)
def keep_the_ambition_with_marks(self, expectation, growth):
    """Keep the ambition, and agree on the mark of the first month."""


@Rule(
    Finding(id="EXP-33", subject=MATCH.expectation),
    Expectation(id=MATCH.expectation, baseline=MATCH.baseline, target=MATCH.target),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
)
@recommendation("EXP-R29", rank="growth", owner="all", within_days=30, evidence="house")
def count_one_by_one(self, expectation, baseline, target):
    """Follow the target one by one, not in percentages."""


# --- Advice: dates ------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("EXP-12", "EXP-13", "EXP-14"), subject=MATCH.expectation),
    Finding(id=one_of("EXP-12", "EXP-13", "EXP-14", "EXP-17"), subject=MATCH.expectation),
    AS.timing << Timing(expectation=MATCH.expectation, knows="both"),
)
@recommendation(
    "EXP-R11", rank="cause", owner="all", within_days=14, evidence="article", cites="3, list, item 2"
)
def give_a_range_of_dates(self, expectation, timing):
    """Replace the date by a milestone and a range of dates."""


@Rule(
    Finding(id=one_of("EXP-12", "EXP-13", "EXP-14"), subject=MATCH.expectation),
    Finding(id=one_of("EXP-12", "EXP-13", "EXP-14", "EXP-17"), subject=MATCH.expectation),
    AS.timing << Timing(expectation=MATCH.expectation, knows="earliest"),
)
@recommendation(
    "EXP-R12", rank="cause", owner="all", within_days=14, evidence="article", cites="3, list, item 2"
)
def not_before_the_earliest_date(self, expectation, timing):
    """Replace the date by a milestone, not before the earliest date."""


@Rule(
    Finding(id=one_of("EXP-12", "EXP-13", "EXP-14"), subject=MATCH.expectation),
    Finding(id=one_of("EXP-12", "EXP-13", "EXP-14", "EXP-17"), subject=MATCH.expectation),
    AS.timing << Timing(expectation=MATCH.expectation, knows="nothing"),
)
@recommendation(
    "EXP-R13", rank="cause", owner="all", within_days=14, evidence="article", cites="3, list, item 2"
)
def replace_the_date_by_a_milestone(self, expectation, timing):
    """Replace the date by a milestone, until a date can be had."""


@Rule(
    Finding(id="EXP-21", subject=MATCH.expectation),
    AS.horizon << Horizon(expectation=MATCH.expectation),
    NOT(Finding(id=one_of(*OUT_OF_REACH, "EXP-12", "EXP-13"), subject=MATCH.expectation)),
)
@recommendation(
    "EXP-R26", rank="symptom", owner="all", within_days=30, evidence="article", cites="3, list, item 3"
)
def add_a_margin(self, expectation, horizon):
    """Add a margin of time."""


@Rule(
    Finding(id="EXP-21", subject=MATCH.expectation),
    NOT(Horizon(expectation=MATCH.expectation)),
    NOT(Finding(id=one_of(*OUT_OF_REACH, "EXP-12", "EXP-13"), subject=MATCH.expectation)),
)
@recommendation(
    "EXP-R30", rank="symptom", owner="all", within_days=30, evidence="article", cites="3, list, item 3"
)
def decide_on_a_margin(self, expectation):
    """Decide together on a margin."""


@Rule(
    Finding(id=one_of("EXP-22", "EXP-34"), subject=MATCH.expectation),
    Expectation(id=MATCH.expectation, slips=MATCH.slips),
    NOT(Finding(id="EXP-35", subject=MATCH.expectation)),
)
@recommendation(
    "EXP-R21", rank="cause", owner="all", within_days=14, evidence="article", cites="3, list, item 5"
)
def set_a_new_baseline(self, expectation, slips):
    """Close the old target and set a new baseline."""


@Rule(
    Finding(id=one_of("EXP-22", "EXP-35"), subject=MATCH.expectation),
    Finding(id="EXP-35", subject=MATCH.expectation),
    Expectation(id=MATCH.expectation, disappointed=MATCH.disappointed),
)
@recommendation(
    "EXP-R22", rank="cause", owner="all", within_days=7, evidence="article", cites="3, paragraph 3"
)
def hear_the_disappointment(self, expectation, disappointed):
    """Hear the disappointment, then set a new baseline."""


# --- Advice: proof and money ------------------------------------------------------------------


@Rule(
    Finding(id="EXP-05", subject=MATCH.expectation),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
    NOT(Finding(id=one_of("EXP-23", "EXP-24", "EXP-25"), subject=MATCH.expectation)),
    NOT(Sharing(expectation=MATCH.expectation, compared=True)),
)
@recommendation(
    "EXP-R14", rank="cause", owner="all", within_days=30, evidence="article", cites="10, table, row 3"
)
def try_it_small(self, expectation):
    """Run a small trial with a cap on its cost before committing."""


@Rule(
    Finding(id=one_of("EXP-06", "EXP-23", "EXP-24"), subject=MATCH.expectation),
    Finding(id=one_of("EXP-05", "EXP-06", "EXP-23", "EXP-24"), subject=MATCH.expectation),
    Stake(expectation=MATCH.expectation, amount=MATCH.amount),
)
@recommendation(
    "EXP-R15", rank="protect", owner="all", within_days=3, evidence="article", cites="10, table, row 3"
)
def freeze_the_known_sum(self, expectation, amount):
    """Commit no more than the sum already committed until there is proof."""


@Rule(
    Finding(id=one_of("EXP-24", "EXP-25"), subject=MATCH.expectation),
    Finding(id=one_of("EXP-05", "EXP-24", "EXP-25"), subject=MATCH.expectation),
    NOT(Stake(expectation=MATCH.expectation, amount=positive())),
)
@recommendation(
    "EXP-R16", rank="protect", owner="all", within_days=3, evidence="article", cites="10, table, row 3"
)
def freeze_further_money(self, expectation):
    """Find out what is committed, and commit no more until there is proof."""


# --- Advice: one shared expectation -------------------------------------------------------------


@Rule(
    Finding(id="EXP-16", subject=MATCH.expectation),
    AS.gap << TargetGap(expectation=MATCH.expectation, start_from="middle", members=MATCH.members),
    Finding(id=one_of(*NOT_YET_SHARED), subject=MATCH.other),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
    compare("other", "∈", "members"),
)
@recommendation(
    "EXP-R17", rank="cause", owner="all", within_days=10, evidence="article", cites="3, list, item 4"
)
def put_the_targets_side_by_side(self, expectation, gap):
    """Put the targets side by side and write one, from the middle."""


@Rule(
    Finding(id="EXP-18", subject=MATCH.expectation),
    AS.gap << TargetGap(expectation=MATCH.expectation, members=MATCH.members),
    Finding(id=one_of(*NOT_YET_SHARED), subject=MATCH.other),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
    compare("other", "∈", "members"),
)
@recommendation(
    "EXP-R18", rank="cause", owner="all", within_days=10, evidence="article", cites="3, list, item 4"
)
def put_the_growth_targets_side_by_side(self, expectation, gap):
    """Put the growth targets side by side and write one."""


@Rule(
    Finding(id="EXP-17", subject=MATCH.expectation),
    AS.gap << DateGap(expectation=MATCH.expectation, members=MATCH.members),
    Finding(id=one_of(*NOT_YET_SHARED), subject=MATCH.other),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
    NOT(Finding(id=one_of("EXP-12", "EXP-13", "EXP-14"), subject=MATCH.expectation)),
    compare("other", "∈", "members"),
)
@recommendation(
    "EXP-R19", rank="cause", owner="all", within_days=10, evidence="article", cites="3, list, item 2"
)
def put_the_dates_side_by_side(self, expectation, gap):
    """Put the dates side by side and agree on one."""


@Rule(
    Finding(id=one_of("EXP-19", "EXP-20", "EXP-26", "EXP-30"), subject=MATCH.expectation),
    NOT(Sharing(expectation=MATCH.expectation, compared=True)),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
)
@recommendation(
    "EXP-R20", rank="cause", owner="all", within_days=14, evidence="article", cites="3, list, item 4"
)
def agree_on_it_together(self, expectation):
    """Read the expectation together, hear objections, and agree in writing."""


@Rule(
    Finding(id="EXP-16", subject=MATCH.expectation),
    AS.gap << TargetGap(expectation=MATCH.expectation, start_from="evidence", members=MATCH.members),
    Finding(id=one_of(*NOT_YET_SHARED), subject=MATCH.other),
    NOT(Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation)),
    compare("other", "∈", "members"),
)
@recommendation(
    "EXP-R27", rank="cause", owner="all", within_days=10, evidence="article", cites="3, list, item 4"
)
def start_from_the_better_founded_target(self, expectation, gap):
    """Put the targets side by side and write one, from the better founded."""


@Rule(
    Finding(id=one_of("EXP-16", "EXP-18"), subject=MATCH.expectation),
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    AS.gap << TargetGap(expectation=MATCH.expectation, members=MATCH.members),
    Finding(id=one_of(*NOT_YET_SHARED), subject=MATCH.other),
    compare("other", "∈", "members"),
)
@recommendation(
    "EXP-R31", rank="symptom", owner="all", within_days=14, evidence="article", cites="3, list, item 4"
)
def bring_the_other_figure_to_the_table(self, expectation, gap):
    """Bring the other partner's figure to the table where the target is negotiated."""


# --- Advice: rhythm and effort ------------------------------------------------------------------


@Rule(
    Finding(id=one_of("EXP-27", "EXP-28")),
    AS.contact << DailyContact(entry=MATCH.entry, timed=True),
)
@recommendation(
    "EXP-R23", rank="symptom", owner="all", within_days=14, evidence="article", cites="3, table, row 2"
)
def meet_weekly_and_save_hours(self, entry, contact):
    """Replace compulsory daily contact by a fixed weekly point, and save hours."""


@Rule(
    Finding(id=one_of("EXP-27", "EXP-28")),
    DailyContact(entry=MATCH.entry, timed=False),
)
@recommendation(
    "EXP-R24", rank="symptom", owner="all", within_days=14, evidence="article", cites="3, table, row 2"
)
def meet_weekly(self, entry):
    """Replace compulsory daily contact by a fixed weekly point."""


@Rule(
    Finding(id="EXP-29", subject=MATCH.expectation),
)
@recommendation(
    "EXP-R25", rank="cause", owner="all", within_days=21, evidence="article", cites="3, table, row 3"
)
def share_effort_by_skills(self, expectation):
    """Share the effort by what each does best."""


# --- Praise that would sound wrong ---------------------------------------------------------


@Rule(Finding(id=one_of(*OUT_OF_REACH, "EXP-12", "EXP-22", "EXP-24"), subject=MATCH.expectation))
@defeat(
    "EXP-D14", of=("EXP-S3", "EXP-S4", "EXP-S5", "EXP-S6", "EXP-S8"), evidence="house", cites="3, paragraph 1"
)
def expectation_does_not_hold(self, expectation):
    """What can't hold as it stands is not praised for a detail."""


@Rule(Finding(id="EXP-07", subject=MATCH.expectation), Finding(id="EXP-02", subject=MATCH.expectation))
@defeat("EXP-D15", of="EXP-02", evidence="house", cites="3, paragraph 1")
def best_pace_says_more(self, expectation):
    """The best pace seen so far says more than a pace in general."""


# --- Money that is due ------------------------------------------------------------------------


@Rule(AS.cash << Cash(short_money=at_least("expectation.cash_short")))
@finding("EXP-36", severity="critical", evidence="house", cites="4, paragraph 2")
def more_is_due_than_there_is(self, cash):
    """More falls due in the coming weeks than there is cash at hand."""


@Rule(Finding(id="EXP-36"), AS.cash << Cash(first_short=MATCH.by))
@recommendation(
    "EXP-R33", rank="protect", owner="all", within_days=3, due="by", evidence="house", cites="4, list, item 4"
)
def decide_what_is_paid_first(self, cash, by):
    """Decide together what is paid, put off or cancelled, before the cash runs out."""
