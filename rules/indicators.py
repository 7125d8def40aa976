"""Indicators: whether the partners measure what they want, in time, in the open, and act on it (article, section 6)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, below, compare, nonempty, one_of, positive, some
from advisor.facts import (
    Elapsed,
    Finding,
    FirstMeasure,
    Followed,
    Indicator,
    IndicatorAge,
    IndicatorGaps,
    IndicatorMix,
    IndicatorsMet,
    IndicatorsRevised,
    Listed,
    MissModel,
    Objective,
    ObjectiveStand,
    OnTarget,
    RevisionAge,
    Unfollowed,
    WellKept,
)
from advisor.knowledge import defeat, finding, recommendation, strength

# --- What is measured ------------------------------------------------------------------------


@Rule(
    Listed(part="indicators", number=0),
    Elapsed(field="partnership.start", days=at_least("indicators.young_days") & MATCH.days),
)
@finding("KPI-13", severity="important", evidence="article", cites="6, paragraph 1; FAQ, question 4")
def nothing_is_measured(self, days):
    """The partners follow no indicator, after more than three months."""


@Rule(
    Listed(part="indicators", number=0),
    NOT(Elapsed(field="partnership.start", days=at_least("indicators.young_days"))),
)
@finding("KPI-19", severity="minor", evidence="article", cites="6, paragraph 1; FAQ, question 4")
def nothing_is_measured_yet(self):
    """The partners follow no indicator yet."""


@Rule(
    Followed(objective=MATCH.objective, number=0),
    NOT(Followed(objective=MATCH.objective, own=True)),
    NOT(Objective(id=MATCH.objective, indicator=None)),
    NOT(Listed(part="indicators", number=0)),
)
@finding("KPI-01", severity="minor", evidence="article", cites="6, list, item 1")
def objective_is_not_followed(self, objective):
    """No indicator follows an objective."""


@Rule(
    Finding(id=one_of("KPI-09", "KPI-16", "KPI-25"), subject=MATCH.indicator),
    Indicator(id=MATCH.indicator, objective=MATCH.objective),
    Finding(id=one_of("OBJ-17", "OBJ-18"), subject=MATCH.objective),
)
@defeat("KPI-D8", of=("KPI-09", "KPI-16", "KPI-25"), merges=True, evidence="house")
def the_objective_says_it(self, indicator, objective):
    """The objective that the indicator follows is behind, and that is said of the objective."""


@Rule(
    Finding(id=one_of("KPI-13", "KPI-19")),
    AS.objective << Objective(indicator=some(), actual_date=some()),
)
@defeat("KPI-D9", of=("KPI-13", "KPI-19"), evidence="house")
def an_objective_is_measured(self, objective):
    """An objective is measured by a sign of its own."""


@Rule(
    Finding(id="KPI-01", subject=MATCH.objective),
    Elapsed(field="partnership.start", days=below("indicators.young_days") & MATCH.days),
)
@defeat("KPI-D1", of="KPI-01", evidence="house")
def partnership_is_young(self, objective, days):
    """The partnership is less than three months old: its indicators may still come."""


@Rule(
    Finding(id="KPI-01", subject=MATCH.objective),
    AS.stand << ObjectiveStand(objective=MATCH.objective, reached=True),
)
@defeat("KPI-D2", of="KPI-01", evidence="house")
def objective_is_reached(self, objective, stand):
    """The objective is reached: it needs no indicator any more."""


@Rule(
    Indicator(id=MATCH.indicator, measures="activity", objective=some() & MATCH.objective),
    Followed(objective=MATCH.objective, all_activity=True),
)
@finding("KPI-02", severity="minor", evidence="literature", cites="6, list, item 1")
def only_activity_is_measured(self, indicator, objective):
    """An indicator counts activity, and none of its objective shows the result."""


@Rule(
    Indicator(id=MATCH.indicator, objective=None),
    NOT(Indicator(id=MATCH.indicator, rewarded=True)),
    NOT(Listed(part="objectives", number=0)),
)
@finding("KPI-15", severity="minor", evidence="article", cites="6, list, item 1")
def indicator_has_no_objective(self, indicator):
    """An indicator belongs to no objective."""


@Rule(Finding(id="KPI-15", subject=MATCH.indicator), Indicator(id=MATCH.indicator, nature="qualitative"))
@defeat("KPI-D3", of="KPI-15", evidence="article", cites="6, paragraph 2")
def judgement_is_about_the_whole(self, indicator):
    """A judgement on the relation or of customers serves all objectives at once."""


@Rule(AS.mix << IndicatorMix(number=at_least("indicators.mix_from"), qualitative=0))
@finding("KPI-04", severity="minor", evidence="article", cites="6, list, item 2; 6, paragraph 2")
def only_figures_are_followed(self, mix):
    """All indicators are figures; no judgement is asked for."""


@Rule(Listed(part="indicators", number=above("indicators.many") & MATCH.number))
@finding("KPI-17", severity="minor", evidence="house", cites="6, list, item 3")
def indicators_are_too_many(self, number):
    """There are more indicators than anybody can follow."""


@Rule(
    OnTarget(indicator=MATCH.indicator, objective=MATCH.objective, met=True),
    AS.stand
    << ObjectiveStand(objective=MATCH.objective, missing_share=at_least("indicators.objective_short")),
    NOT(OnTarget(objective=MATCH.objective, met=False)),
    NOT(IndicatorAge(indicator=MATCH.indicator, rhythms=above("indicators.stale"))),
)
@finding("KPI-10", severity="important", evidence="literature", cites="6, list, item 1; 6, paragraph 1")
def indicator_is_green_and_objective_fails(self, indicator, objective, stand):
    """An indicator is on target while its objective falls short."""


# --- How it is measured ----------------------------------------------------------------------


@Rule(
    AS.age
    << IndicatorAge(
        indicator=MATCH.indicator, rhythms=above("indicators.stale"), days=above("indicators.stale_days")
    ),
    NOT(
        IndicatorAge(
            indicator=MATCH.indicator,
            rhythms=above("indicators.silent"),
            days=above("indicators.silent_days"),
        )
    ),
)
@finding("KPI-05", severity="minor", evidence="house", cites="6, list, item 3")
def measure_is_late(self, indicator, age):
    """An indicator was last measured longer ago than its rhythm allows."""


@Rule(
    AS.age
    << IndicatorAge(
        indicator=MATCH.indicator, rhythms=above("indicators.silent"), days=above("indicators.silent_days")
    ),
)
@finding("KPI-18", severity="important", evidence="house", cites="6, list, item 3; 6, paragraph 1")
def measure_is_given_up(self, indicator, age):
    """An indicator has not been measured for several periods."""


@Rule(
    Indicator(id=MATCH.indicator, last_measured=None),
    Elapsed(field="partnership.start", days=at_least("indicators.young_days") & MATCH.days),
)
@finding("KPI-14", severity="important", evidence="article", cites="6, paragraph 1; 6, list, item 3")
def indicator_was_never_measured(self, indicator, days):
    """An indicator was agreed and has never been measured."""


@Rule(
    Indicator(id=MATCH.indicator, last_measured=None),
    NOT(Elapsed(field="partnership.start", days=at_least("indicators.young_days"))),
)
@finding("KPI-22", severity="minor", evidence="article", cites="6, list, item 3")
def first_measure_is_to_come(self, indicator):
    """An indicator has not been measured yet."""


@Rule(
    Finding(id=one_of("KPI-14", "KPI-22"), subject=MATCH.indicator),
    FirstMeasure(indicator=MATCH.indicator, due=MATCH.due),
)
@defeat("KPI-D4", of=("KPI-14", "KPI-22"), evidence="house")
def first_measure_is_not_due(self, indicator, due):
    """The indicator was agreed lately, and its first measure is not late."""


@Rule(AS.gaps << IndicatorGaps(without_rhythm=nonempty()))
@finding("KPI-20", severity="minor", evidence="article", cites="6, list, item 3")
def rhythm_is_missing(self, gaps):
    """Indicators are measured without a fixed rhythm."""


@Rule(AS.gaps << IndicatorGaps(unkept=nonempty()))
@finding("KPI-07", severity="minor", evidence="house", cites="6, list, item 3")
def nobody_keeps_the_indicator(self, gaps):
    """Nobody keeps some of the indicators."""


@Rule(AS.gaps << IndicatorGaps(without_action=nonempty()))
@finding("KPI-08", severity="minor", evidence="article", cites="6, paragraph 1; 6, list, item 3")
def no_action_is_agreed(self, gaps):
    """No action is agreed for a missed target."""


@Rule(AS.gaps << IndicatorGaps(unseen=nonempty()))
@finding("KPI-06", severity="minor", evidence="article", cites="6, list, item 4")
def results_are_not_shared(self, gaps):
    """Not all partners see some of the indicators."""


@Rule(AS.gaps << IndicatorGaps(rewarded_unseen=nonempty()))
@finding("KPI-21", severity="important", evidence="article", cites="6, list, item 4")
def rewarded_results_are_not_shared(self, gaps):
    """A reward depends on indicators that not all partners see."""


@Rule(AS.age << RevisionAge(indicator=MATCH.indicator, days=above("indicators.revision_days")))
@finding("KPI-12", severity="minor", evidence="house", cites="6, list, item 5")
def indicator_is_not_revised(self, indicator, age):
    """For more than a year nobody has asked whether an indicator is still the right one."""


@Rule(
    Finding(id=one_of("KPI-04", "KPI-07", "KPI-08", "KPI-20")),
    Elapsed(field="partnership.start", days=below("indicators.young_days") & MATCH.days),
)
@defeat("KPI-D5", of=("KPI-04", "KPI-07", "KPI-08", "KPI-20"), evidence="house")
def list_is_young(self, days):
    """The partnership is less than three months old: its list of indicators may still grow."""


# --- What it shows ---------------------------------------------------------------------------


@Rule(
    Indicator(id=MATCH.indicator, missed_periods=at_least("indicators.missed_in_a_row") & MATCH.periods),
    NOT(Indicator(id=MATCH.indicator, action_if_missed=some())),
)
@finding("KPI-09", severity="important", evidence="house", cites="6, paragraph 1; 6, list, item 3")
def target_is_missed_repeatedly(self, indicator, periods):
    """An indicator has missed its target for several periods in a row."""


@Rule(
    Indicator(
        id=MATCH.indicator,
        missed_periods=at_least("indicators.missed_in_a_row") & MATCH.periods,
        action_if_missed=some() & MATCH.action,
    ),
)
@finding("KPI-25", severity="minor", evidence="house", cites="6, paragraph 1; 6, list, item 3")
def agreed_action_is_due(self, indicator, periods, action):
    """An indicator has missed its target for several periods, and what follows was agreed beforehand."""


@Rule(
    AS.last << OnTarget(indicator=MATCH.indicator, met=False),
    NOT(OnTarget(indicator=MATCH.indicator, gap_share=below("indicators.near"))),
    NOT(Indicator(id=MATCH.indicator, missed_periods=at_least("indicators.missed_in_a_row"))),
)
@finding("KPI-16", severity="minor", evidence="article", cites="6, paragraph 1; FAQ, question 4")
def target_is_missed(self, indicator, last):
    """An indicator missed its target at the last measure."""


@Rule(
    Finding(
        id=one_of("KPI-02", "KPI-05", "KPI-09", "KPI-14", "KPI-16", "KPI-18", "KPI-22", "KPI-25"),
        subject=MATCH.indicator,
    ),
    Indicator(id=MATCH.indicator, objective=some() & MATCH.objective),
    AS.stand << ObjectiveStand(objective=MATCH.objective, reached=True),
)
@defeat(
    "KPI-D6",
    of=("KPI-02", "KPI-05", "KPI-09", "KPI-14", "KPI-16", "KPI-18", "KPI-22", "KPI-25"),
    evidence="house",
)
def its_objective_is_reached(self, indicator, objective, stand):
    """The objective that the indicator follows is reached."""


# --- What hangs on it ------------------------------------------------------------------------


@Rule(Indicator(id=MATCH.indicator, rewarded=True, measures="activity"))
@finding("KPI-03", severity="important", evidence="literature", cites="6, list, item 1")
def activity_is_rewarded(self, indicator):
    """A reward is tied to an indicator that counts activity."""


@Rule(Indicator(id=MATCH.indicator, rewarded=True, objective=None))
@finding("KPI-23", severity="important", evidence="literature", cites="6, list, item 1")
def reward_serves_no_objective(self, indicator):
    """A reward is tied to an indicator that belongs to no objective."""


@Rule(
    Indicator(
        id=MATCH.indicator,
        rewarded=True,
        owner=some() & MATCH.keeper,
        controllable_by=nonempty() & MATCH.movers,
    ),
    compare("keeper", "∉", "movers"),
)
@finding("KPI-11", severity="important", evidence="literature", cites="6, list, item 1")
def reward_is_out_of_control(self, indicator, keeper, movers):
    """A reward is tied to an indicator that the one who answers for it can't move."""


@Rule(Indicator(id=MATCH.indicator, rewarded=True, controllable_by=()))
@finding("KPI-24", severity="important", evidence="literature", cites="6, list, item 1")
def reward_is_out_of_reach(self, indicator):
    """A reward is tied to an indicator that no partner can move."""


# --- What is good ----------------------------------------------------------------------------


@Rule(WellKept(indicators=MATCH.indicators))
@strength("KPI-S1", evidence="article", cites="6, list, item 1; 6, list, item 3; 6, list, item 4")
def indicators_are_well_kept(self, indicators):
    """Indicators of your objectives are measured in time, kept by somebody and seen by all."""


@Rule(AS.mix << IndicatorMix(quantitative=positive(), qualitative=positive()))
@strength("KPI-S2", evidence="article", cites="6, list, item 2; 6, paragraph 2")
def figures_and_judgements_are_followed(self, mix):
    """Figures and judgements are followed side by side."""


@Rule(AS.revised << IndicatorsRevised(oldest_days=at_most("indicators.revision_days")))
@strength("KPI-S3", evidence="article", cites="6, list, item 5")
def indicators_are_revised(self, revised):
    """All indicators were revised within the year."""


@Rule(AS.met << IndicatorsMet(all_met=True))
@strength("KPI-S4", evidence="article", cites="6, paragraph 1; FAQ, question 4")
def targets_are_met(self, met):
    """All indicators are on target."""


@Rule(Finding(id=one_of("KPI-03", "KPI-05", "KPI-10", "KPI-18")))
@defeat("KPI-D7", of="KPI-S4", evidence="house")
def targets_met_say_little(self):
    """Targets met say little while measures are old or show the wrong thing."""


# --- What to do ------------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("KPI-03", "KPI-11", "KPI-23", "KPI-24"), subject=MATCH.indicator),
)
@recommendation(
    "KPI-R4", rank="protect", owner="all", within_days=14, evidence="literature", cites="6, list, item 1"
)
def untie_the_reward(self, indicator):
    """Untie the reward from the indicator until it shows a result that its keeper can move."""


@Rule(Finding(id=one_of("KPI-13", "KPI-19")))
@recommendation(
    "KPI-R7",
    rank="cause",
    owner="all",
    within_days=30,
    evidence="article",
    cites="6, paragraph 1; 6, paragraph 3; 6, list, item 2; 6, table, row 1; 6, table, row 2; 6, table, row 3",
)
def choose_the_first_indicators(self):
    """Choose three to five indicators, on one page that all partners see."""


@Rule(
    Finding(id="KPI-01", subject=MATCH.objective),
    Unfollowed(objectives=MATCH.objectives),
)
@recommendation(
    "KPI-R6",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="6, list, item 1; 6, paragraph 3",
)
def give_each_objective_an_indicator(self, objectives):
    """Give each of these objectives one indicator."""


@Rule(
    Finding(id=one_of("KPI-02", "KPI-10"), subject=MATCH.indicator),
    Followed(objective=MATCH.objective, indicators=MATCH.indicators, all_activity=True),
    compare("indicator", "∈", "indicators"),
)
@recommendation(
    "KPI-R5", rank="cause", owner="all", within_days=21, evidence="literature", cites="6, list, item 1"
)
def put_a_result_beside_the_activity(self, objective, indicators):
    """Put a result beside the count of activity."""


@Rule(
    Finding(id="KPI-10", subject=MATCH.indicator),
    Indicator(id=MATCH.indicator, objective=some() & MATCH.objective),
    NOT(Followed(objective=MATCH.objective, all_activity=True)),
)
@recommendation(
    "KPI-R16",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="6, list, item 1; 6, list, item 5",
)
def ask_what_it_should_show(self, indicator, objective):
    """Ask what the indicator leaves out, and change it or its target."""


@Rule(
    Finding(id="KPI-25", subject=MATCH.indicator),
    Indicator(
        id=MATCH.indicator, action_if_missed=some() & MATCH.action, missed_periods=some() & MATCH.periods
    ),
)
@recommendation(
    "KPI-R10",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="article",
    cites="6, paragraph 1; 6, list, item 3",
)
def do_what_was_agreed(self, indicator, action, periods):
    """Do what was agreed for a missed target."""


@Rule(
    Finding(id="KPI-09", subject=MATCH.indicator),
    MissModel(indicator=MATCH.indicator, model="conversion"),
    NOT(Indicator(id=MATCH.indicator, action_if_missed=some())),
)
@recommendation(
    "KPI-R11", rank="symptom", owner="all", within_days=21, evidence="article", cites="6, table, row 1"
)
def review_how_customers_are_won(self, indicator):
    """Review the way in which customers are won."""


@Rule(
    Finding(id="KPI-09", subject=MATCH.indicator),
    MissModel(indicator=MATCH.indicator, model="delivery"),
    NOT(Indicator(id=MATCH.indicator, action_if_missed=some())),
)
@recommendation(
    "KPI-R12", rank="symptom", owner="all", within_days=21, evidence="article", cites="6, table, row 2"
)
def improve_the_flow_of_work(self, indicator):
    """Follow the work from order to delivery, and mend the step that loses most."""


@Rule(
    Finding(id="KPI-09", subject=MATCH.indicator),
    MissModel(indicator=MATCH.indicator, model="satisfaction"),
    NOT(Indicator(id=MATCH.indicator, action_if_missed=some())),
)
@recommendation(
    "KPI-R13", rank="symptom", owner="all", within_days=21, evidence="article", cites="6, table, row 3"
)
def improve_what_is_offered(self, indicator):
    """Improve the product or the service where those concerned ask for it."""


@Rule(
    Finding(id="KPI-09", subject=MATCH.indicator),
    NOT(MissModel(indicator=MATCH.indicator)),
    NOT(Indicator(id=MATCH.indicator, action_if_missed=some())),
)
@recommendation(
    "KPI-R14",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="article",
    cites="6, paragraph 1; 6, list, item 3",
)
def look_for_the_reason_of_the_misses(self, indicator):
    """Look for the reason of the misses together, and agree on one change."""


@Rule(
    Finding(id="KPI-16", subject=MATCH.indicator),
    AS.last << OnTarget(indicator=MATCH.indicator),
)
@recommendation(
    "KPI-R15",
    rank="symptom",
    owner="all",
    within_days=30,
    evidence="article",
    cites="6, paragraph 1; 6, list, item 3",
)
def prepare_for_a_second_miss(self, indicator, last):
    """Look at the miss together, and agree what follows a second one."""


@Rule(
    Finding(id=one_of("KPI-05", "KPI-14", "KPI-18", "KPI-22"), subject=MATCH.indicator),
    Indicator(id=MATCH.indicator, owner=some() & MATCH.keeper),
)
@recommendation(
    "KPI-R2",
    rank="symptom",
    owner="keeper",
    within_days=14,
    evidence="article",
    cites="6, list, item 3; 6, paragraph 1",
)
def measure_it_now(self, indicator, keeper):
    """Measure the indicator now, and fix the day of the next measure."""


@Rule(
    Finding(id=one_of("KPI-05", "KPI-14", "KPI-18", "KPI-22"), subject=MATCH.indicator),
    NOT(Indicator(id=MATCH.indicator, owner=some())),
)
@recommendation(
    "KPI-R3",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="article",
    cites="6, list, item 3; 6, paragraph 1",
)
def settle_who_measures_it(self, indicator):
    """Agree who measures the indicator, have it measured now, and fix the day of the next measure."""


@Rule(
    Finding(
        id=one_of("KPI-06", "KPI-07", "KPI-08", "KPI-12", "KPI-15", "KPI-17", "KPI-20", "KPI-21"),
    ),
    AS.gaps << IndicatorGaps(),
)
@recommendation(
    "KPI-R1",
    rank="symptom",
    owner="all",
    within_days=21,
    evidence="article",
    cites="6, list, item 3; 6, list, item 4; 6, list, item 5; "
    "6, table, row 1; 6, table, row 2; 6, table, row 3",
)
def complete_the_indicators(self, gaps):
    """Go through the indicators and complete each: who keeps it, when, who sees it, what follows a miss."""


@Rule(Finding(id="KPI-04"), AS.mix << IndicatorMix())
@recommendation(
    "KPI-R9",
    rank="symptom",
    owner="all",
    within_days=45,
    evidence="article",
    cites="6, list, item 2; 6, paragraph 2; 6, table, row 3",
)
def add_a_judgement(self, mix):
    """Add one judgement to the figures."""


@Rule(
    Finding(id=one_of("KPI-12", "KPI-15", "KPI-17")),
    Listed(part="indicators", number=MATCH.number),
    NOT(IndicatorGaps(incomplete=nonempty())),
)
@recommendation(
    "KPI-R8",
    rank="symptom",
    owner="all",
    within_days=45,
    evidence="article",
    cites="6, list, item 5; 6, list, item 1; 6, paragraph 2",
)
def keep_change_or_drop(self, number):
    """Go through the indicators: keep, change or drop, down to one page."""
