"""Review and adjustment, and deadlines from outside: looked at and acted on in time (article, section 9)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, below, compare, one_of, some
from advisor.facts import (
    Clauses,
    Deadline,
    DeadlineAhead,
    DeadlinePassed,
    Elapsed,
    Finding,
    GapsCorrected,
    OverdueActions,
    Partnership,
    Point,
    Recommendation,
    RenewalNear,
    RenewalPassed,
    ResultsAge,
    Review,
    ReviewAge,
    ReviewMissed,
    ReviewPlanned,
    ReviewVoices,
    Turnout,
)
from advisor.knowledge import defeat, finding, recommendation, strength

MEETING = (
    *("REV-01", "REV-02", "REV-14", "REV-18", "REV-19", "REV-20", "REV-21", "REV-23", "REV-24", "REV-29"),
)
"""What one review meeting answers."""
APART = ("CON-11", "CON-15", "CON-19", "CON-20", "CON-30")
"""Conflicts in which the partners can't be sent into a meeting by themselves."""
NOT_APART = NOT(Finding(id=one_of(*APART)))
BREAKING = ("CON-11", "CON-15", "CON-30", "EXP-35")
"""What may end the partnership."""
NO_NEW_CONTEXT = NOT(Review(context_changed=some(), context_reviewed=False))


# --- The review: ever, on time, planned ---------------------------------------------------------


@Rule(
    Review(last_review=None),
    AS.since << Elapsed(field="partnership.start", days=above("review.half_year_days")),
)
@finding("REV-01", severity="important", evidence="house", cites="9, paragraph 1; 9, paragraph 2")
def never_reviewed(self, since):
    """The partners have never gone over the partnership together, and it is older than half a year."""


@Rule(
    Review(last_review=None),
    AS.since
    << Elapsed(field="partnership.start", days=above("review.young_days") & at_most("review.half_year_days")),
    NOT(Review(next_review=some())),
)
@finding("REV-20", severity="minor", evidence="house", cites="9, paragraph 2; 9, table, row 1")
def first_review_is_due(self, since):
    """The partnership is older than a quarter, and the partners have not gone over it together yet."""


@Rule(Review(last_review=None), NOT(Partnership(start=some())))
@finding("REV-23", severity="minor", evidence="article", cites="9, paragraph 1")
def never_reviewed_at_an_unknown_age(self):
    """The partners have never gone over the partnership together, whose age is not known."""


@Rule(
    AS.age << ReviewAge(times_rhythm=above("review.overdue")),
    NOT(ReviewAge(times_rhythm=above("review.long_overdue"), age_days=above("review.half_year_days"))),
)
@finding("REV-02", severity="minor", evidence="house", cites="9, paragraph 1; 9, list, item 3")
def review_is_overdue(self, age):
    """The last review is longer ago than its rhythm allows."""


@Rule(
    AS.age << ReviewAge(times_rhythm=above("review.long_overdue"), age_days=above("review.half_year_days")),
)
@finding("REV-21", severity="important", evidence="house", cites="9, paragraph 1; 9, list, item 3")
def reviews_have_lapsed(self, age):
    """The last review is so long ago that the habit has been lost."""


@Rule(AS.missed << ReviewMissed(late_days=above("review.grace_days")))
@finding("REV-24", severity="minor", evidence="house", cites="9, list, item 5")
def planned_review_was_not_held(self, missed):
    """The day that was set for a review has passed without one."""


@Rule(Review(next_review=None), Finding(id=one_of("REV-02", "REV-21")))
@finding("REV-18", severity="minor", evidence="article", cites="9, list, item 5")
def no_next_review_is_set(self):
    """The rhythm of reviews is not kept, and no day is set for the next one."""


@Rule(Review(rhythm="never"), NOT(ReviewPlanned()))
@finding("REV-14", severity="minor", evidence="article", cites="9, paragraph 1; 9, list, item 5")
def no_rhythm_is_planned(self):
    """No rhythm of reviews is planned."""


@Rule(
    Review(rhythm="yearly"),
    Partnership(work_linked="closely"),
    NOT(Point(purpose="strategic", rhythm=one_of("weekly", "fortnightly", "monthly", "quarterly"))),
)
@finding("REV-29", severity="minor", evidence="article", cites="9, table, row 1; 9, paragraph 3")
def rhythm_is_too_slow(self):
    """The partners work closely together, and plan to go over the partnership only once a year."""


@Rule(AS.results << ResultsAge(age_days=above("review.results_days")))
@finding("REV-19", severity="minor", evidence="house", cites="9, list, item 1; 9, table, row 1")
def results_are_not_compared(self, results):
    """For more than a quarter, no result of an objective has been looked at."""


# --- Who is heard -------------------------------------------------------------------------------


@Rule(Review(last_survey=None))
@finding("REV-03", severity="minor", evidence="article", cites="9, table, row 2; 9, list, item 2")
def no_survey_ever(self):
    """The partners have never been asked, one by one, how content they are."""


@Rule(AS.survey << Elapsed(field="review.last_survey", days=above("review.survey_days")))
@finding("REV-25", severity="minor", evidence="house", cites="9, table, row 2; 9, list, item 2")
def survey_is_old(self, survey):
    """It is long ago that the partners were asked how content they are."""


@Rule(
    AS.voices << ReviewVoices(all_heard=False, missing_share=at_least("review.half")),
    NOT(Review(last_review=None)),
)
@finding("REV-07", severity="important", evidence="house", cites="9, list, item 2")
def one_voice_only(self, voices):
    """At least half of the partners had no say at the last review."""


@Rule(
    AS.voices << ReviewVoices(all_heard=False, missing_share=below("review.half")),
    NOT(Review(last_review=None)),
)
@finding("REV-30", severity="minor", evidence="house", cites="9, list, item 2")
def a_voice_is_missing(self, voices):
    """Some of the partners had no say at the last review."""


@Rule(AS.turnout << Turnout(fall_share=at_least("review.attendance_fall")))
@finding("REV-04", severity="important", evidence="house", cites="9, table, row 3")
def attendance_falls(self, turnout):
    """Clearly fewer come to the common meetings than a quarter ago."""


@Rule(
    Review(attendance=MATCH.attendance & below("review.attendance_low")),
    NOT(Turnout(fall_share=at_least("review.attendance_fall"))),
)
@finding("REV-05", severity="minor", evidence="house", cites="9, table, row 3")
def attendance_is_low(self, attendance):
    """Few of those invited come to the common meetings."""


# --- What comes of it ---------------------------------------------------------------------------


@Rule(
    AS.actions
    << OverdueActions(
        overdue_share=at_least("review.actions_share"), overdue_count=at_least("review.actions_few")
    ),
    NOT(
        OverdueActions(
            overdue_share=at_least("review.actions_most"), overdue_count=at_least("review.actions_several")
        )
    ),
)
@finding("REV-06", severity="minor", evidence="house", cites="9, list, item 4")
def actions_are_overdue(self, actions):
    """Many of the actions that a review decided are past their date."""


@Rule(
    AS.actions
    << OverdueActions(
        overdue_share=at_least("review.actions_most"), overdue_count=at_least("review.actions_several")
    ),
)
@finding("REV-26", severity="important", evidence="house", cites="9, list, item 4")
def most_actions_are_overdue(self, actions):
    """Most of the actions that a review decided are past their date."""


@Rule(
    AS.gaps << GapsCorrected(corrected_share=below("review.half")),
    NOT(Elapsed(field="review.last_review", days=below("review.correction_days"))),
)
@finding("REV-13", severity="minor", evidence="house", cites="9, list, item 3; 9, list, item 4")
def gaps_are_not_corrected(self, gaps):
    """The last review named gaps, and little was done about them."""


@Rule(AS.review << Review(context_changed=some(), context_reviewed=False))
@finding("REV-08", severity="important", evidence="article", cites="9, paragraph 1")
def context_has_changed(self, review):
    """Something of weight has changed around the partnership, and the partners have not gone over it."""


# --- The end of the agreement -------------------------------------------------------------------


@Rule(AS.renewal << RenewalNear(days_left=at_most("review.renewal_days"), reviewed=False))
@finding("REV-09", severity="important", evidence="house", cites="9, list, item 5")
def renewal_is_not_prepared(self, renewal):
    """The agreement soon ends or is renewed, and the partners have not gone over it lately."""


@Rule(AS.passed << RenewalPassed())
@finding("REV-15", severity="important", evidence="literature")
def renewal_has_passed(self, passed):
    """The day on which the agreement was to end or be renewed is over."""


@Rule(Clauses(exit=False))
@finding("REV-12", severity="minor", evidence="literature")
def no_exit_terms(self):
    """The agreement says nothing about how one leaves it."""


@Rule(Clauses(exit=False), Finding(id=one_of(*BREAKING)))
@finding("REV-22", severity="important", evidence="literature")
def no_exit_terms_in_danger(self):
    """The partnership may break, and the agreement says nothing about how one leaves it."""


# --- Deadlines from outside ---------------------------------------------------------------------


@Rule(
    AS.ahead
    << DeadlineAhead(
        deadline=MATCH.deadline,
        days_left=at_most("review.deadline_days") & above("review.deadline_last_days"),
    ),
    Deadline(id=MATCH.deadline, prepared=False),
    NOT(Deadline(id=MATCH.deadline, lead_days=some())),
)
@finding("REV-10", severity="important", evidence="house", cites="9, list, item 5")
def deadline_is_not_prepared(self, deadline, ahead):
    """A date set from outside is near, and not prepared."""


@Rule(
    AS.ahead << DeadlineAhead(deadline=MATCH.deadline, days_left=at_most("review.deadline_last_days")),
    Deadline(id=MATCH.deadline, prepared=False),
    NOT(Deadline(id=MATCH.deadline, lead_days=some())),
)
@finding("REV-11", severity="critical", evidence="house", cites="9, list, item 5")
def deadline_is_days_away(self, deadline, ahead):
    """A date set from outside is less than a month away, and not prepared."""


@Rule(
    AS.ahead
    << DeadlineAhead(
        deadline=MATCH.deadline, slack_days=at_most("review.slack_days") & above("review.slack_last_days")
    ),
    Deadline(id=MATCH.deadline, prepared=False),
)
@finding("REV-27", severity="important", evidence="house", cites="9, list, item 5")
def work_must_start_soon(self, deadline, ahead):
    """Work on a date set from outside must start within weeks, and nothing is prepared."""


@Rule(
    AS.ahead << DeadlineAhead(deadline=MATCH.deadline, slack_days=at_most("review.slack_last_days")),
    Deadline(id=MATCH.deadline, prepared=False),
)
@finding("REV-28", severity="critical", evidence="house", cites="9, list, item 5")
def time_to_get_ready_is_short(self, deadline, ahead):
    """What a date set from outside needs takes as long as there is time, or longer, and nothing is prepared."""


@Rule(
    AS.passed << DeadlinePassed(deadline=MATCH.deadline),
    Deadline(id=MATCH.deadline, prepared=False),
)
@finding("REV-16", severity="important", evidence="house", cites="9, list, item 5")
def deadline_has_passed(self, deadline, passed):
    """A date set from outside has passed, and it was not prepared."""


# --- Strengths ----------------------------------------------------------------------------------


@Rule(Finding(id="REV-09"))
@defeat("REV-D9", of="REV-S1", evidence="house")
def the_next_look_is_due(self):
    """With the renewal near, the last review is too long ago to be praised."""


@Rule(AS.age << ReviewAge(times_rhythm=at_most("review.overdue")), ReviewVoices(all_heard=True))
@strength("REV-S1", evidence="article", cites="9, paragraph 1; 9, paragraph 3; 9, list, item 2")
def reviewed_by_all(self, age):
    """The partners go over the partnership in time, and each has a say."""


@Rule(AS.gaps << GapsCorrected(corrected_share=at_least("review.corrected_most")))
@strength("REV-S2", evidence="article", cites="9, list, item 3; 9, list, item 4")
def gaps_lead_to_corrections(self, gaps):
    """Gaps that a review names are corrected."""


@Rule(Review(attendance=MATCH.attendance & at_least("review.attendance_high")))
@strength("REV-S3", evidence="article", cites="9, table, row 3")
def nearly_all_come(self, attendance):
    """Nearly all of those invited come to the common meetings."""


@Rule(
    Clauses(exit=True),
    AS.renewal << RenewalNear(days_left=at_most("review.renewal_days"), reviewed=True),
)
@strength("REV-S4", evidence="house", cites="9, list, item 5")
def renewal_is_prepared(self, renewal):
    """The agreement has exit terms, and its renewal comes after a recent review."""


@Rule(
    AS.ahead << DeadlineAhead(deadline=MATCH.deadline),
    Deadline(id=MATCH.deadline, prepared=True),
)
@strength("REV-S5", evidence="house", cites="9, list, item 5")
def deadline_is_prepared(self, deadline, ahead):
    """A date set from outside is prepared."""


@Rule(AS.survey << Elapsed(field="review.last_survey", days=at_most("review.survey_days")))
@strength("REV-S6", evidence="article", cites="9, table, row 2")
def asked_lately(self, survey):
    """The partners were asked lately how content they are."""


# --- Exceptions ---------------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("REV-02", "REV-19", "REV-20", "REV-23", "REV-29")),
    AS.planned << ReviewPlanned(days_left=at_most("review.soon_days")),
)
@defeat("REV-D1", of=("REV-02", "REV-19", "REV-20", "REV-23", "REV-29"), evidence="house")
def review_is_planned(self, planned):
    """A day within a month is set for a review."""


@Rule(
    Finding(id=one_of("REV-03", "REV-09", "REV-14", "REV-19")),
    AS.since << Elapsed(field="partnership.start", days=at_most("review.young_days")),
)
@defeat("REV-D2", of=("REV-03", "REV-09", "REV-14", "REV-19"), evidence="house")
def partnership_is_young(self, since):
    """The partnership is younger than a quarter."""


@Rule(
    Finding(id=one_of("REV-02", "REV-04", "REV-05", "REV-19", "REV-24")),
    Review(off_season=True),
)
@defeat("REV-D3", of=("REV-02", "REV-04", "REV-05", "REV-19", "REV-24"), evidence="house")
def season_is_over(self):
    """The partnership rests for the season just now."""


@Rule(
    Finding(id=one_of("REV-03", "REV-25")),
    ReviewVoices(all_heard=True),
    AS.reviewed << Elapsed(field="review.last_review", days=at_most("review.survey_days")),
)
@defeat("REV-D4", of=("REV-03", "REV-25"), evidence="house", cites="9, list, item 2")
def all_were_heard_anyway(self, reviewed):
    """Every partner had a say at a recent review."""


@Rule(Finding(id="REV-05"), AS.turnout << Turnout(rise_share=at_least("review.attendance_rise")))
@defeat("REV-D5", of="REV-05", evidence="house")
def attendance_recovers(self, turnout):
    """Attendance is low, and clearly rising."""


@Rule(
    Finding(id="REV-09"),
    RenewalNear(day=MATCH.ends),
    AS.planned << ReviewPlanned(day=MATCH.day, days_left=at_most("review.soon_days")),
    compare("day", "<", "ends"),
)
@defeat("REV-D6", of="REV-09", evidence="house")
def review_comes_before_the_renewal(self, planned):
    """A review is set within a month, before the agreement ends or is renewed."""


@Rule(Finding(id="REV-12"), Finding(id="REV-22"))
@defeat("REV-D7", of="REV-12", merges=True, evidence="house")
def exit_terms_weigh_more_now(self):
    """The missing exit terms are weighed with the danger in which the partnership is."""


@Rule(Recommendation(id="REV-R11"), Recommendation(id="CON-R17"))
@defeat("REV-D8", of="REV-R11", merges=True, evidence="house")
def terms_of_parting_are_prepared_already(self):
    """Terms of parting are part of the advice on a conflict."""


# --- What to do: dates that protect -------------------------------------------------------------


@Rule(Finding(id="REV-10", subject=MATCH.deadline), AS.ahead << DeadlineAhead(deadline=MATCH.deadline))
@recommendation(
    "REV-R12", rank="protect", owner="all", within_days=14, evidence="house", cites="9, list, item 5"
)
def plan_the_deadline(self, deadline, ahead):
    """List what the deadline needs, with a name and a day for each thing."""


@Rule(
    Finding(id="REV-11", subject=MATCH.deadline),
    AS.ahead << DeadlineAhead(deadline=MATCH.deadline, day=MATCH.day),
)
@recommendation(
    "REV-R18",
    rank="protect",
    owner="all",
    within_days=3,
    due="day",
    evidence="house",
    cites="9, list, item 5",
)
def plan_the_deadline_this_week(self, deadline, ahead, day):
    """Decide this week who does what for the deadline, and what to do if it can't be met."""


@Rule(
    Finding(id="REV-27", subject=MATCH.deadline),
    AS.ahead << DeadlineAhead(deadline=MATCH.deadline, start_by=MATCH.start_by),
)
@recommendation(
    "REV-R13",
    rank="protect",
    owner="all",
    within_days=14,
    due="start_by",
    evidence="house",
    cites="9, list, item 5",
)
def start_in_time(self, deadline, ahead, start_by):
    """Start before the last day on which it can be started, with a name and a day for each thing."""


@Rule(
    Finding(id="REV-28", subject=MATCH.deadline),
    AS.ahead << DeadlineAhead(deadline=MATCH.deadline, day=MATCH.day),
)
@recommendation(
    "REV-R14",
    rank="protect",
    owner="all",
    within_days=3,
    due="day",
    evidence="house",
    cites="9, list, item 5",
)
def start_now_or_ask_for_time(self, deadline, ahead, day):
    """Start at once, keep to what can't be left out, and ask for more time."""


@Rule(Finding(id="REV-16", subject=MATCH.deadline), AS.passed << DeadlinePassed(deadline=MATCH.deadline))
@recommendation("REV-R16", rank="protect", owner="all", within_days=7, evidence="house")
def ask_what_is_still_possible(self, deadline, passed):
    """Ask those who set the date what is still possible, and decide on it."""


@Rule(
    Finding(id="REV-09"),
    Finding(id=one_of("REV-08", "REV-09", *MEETING)),
    AS.renewal << RenewalNear(day=MATCH.day),
    NOT_APART,
)
@recommendation(
    "REV-R4",
    rank="protect",
    owner="all",
    within_days=21,
    due="day",
    evidence="article",
    cites="9, list, item 3; 9, list, item 5",
)
def prepare_the_renewal(self, renewal, day):
    """Look back, then decide what continues, changes and ends, with dates counted back from the renewal."""


@Rule(
    Finding(id="REV-09"),
    Finding(id=one_of("REV-08", "REV-09", *MEETING)),
    AS.renewal << RenewalNear(day=MATCH.day),
    Finding(id=one_of(*APART)),
)
@recommendation("REV-R19", rank="protect", owner="all", within_days=14, due="day", evidence="literature")
def prepare_the_renewal_apart(self, renewal, day):
    """Prepare the renewal each on paper first, and bring it together with somebody neutral."""


@Rule(Finding(id="REV-15"), AS.passed << RenewalPassed())
@recommendation("REV-R15", rank="protect", owner="all", within_days=14, evidence="literature")
def write_down_what_holds_meanwhile(self, passed):
    """Write down what holds for now, then renew or end the agreement in order."""


@Rule(Finding(id="REV-22"))
@recommendation("REV-R11", rank="protect", owner="all", within_days=30, evidence="literature")
def exit_terms_with_neutral_help(self):
    """Have terms of leaving drawn up with neutral help."""


# --- What to do: the review ---------------------------------------------------------------------


@Rule(
    Finding(id=one_of(*MEETING)),
    NO_NEW_CONTEXT,
    NOT(ReviewPlanned(days_left=at_most("review.soon_days"))),
    NOT(Finding(id="REV-09")),
    NOT_APART,
)
@recommendation(
    "REV-R1",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites=(
        "9, list, item 1; 9, list, item 2; 9, list, item 3; 9, list, item 4; 9, list, item 5; "
        "9, table, row 1; 9, paragraph 2"
    ),
)
def hold_a_review(self):
    """Hold a review of ninety minutes with five items, and set the day of the next one."""


@Rule(
    Finding(id=one_of(*MEETING)),
    AS.planned << ReviewPlanned(day=MATCH.day, days_left=at_most("review.soon_days")),
    NO_NEW_CONTEXT,
    NOT(Finding(id="REV-09")),
    NOT_APART,
)
@recommendation(
    "REV-R2",
    rank="cause",
    owner="all",
    within_days=30,
    due="day",
    evidence="article",
    cites="9, list, item 1; 9, list, item 3; 9, list, item 5; 9, table, row 1",
)
def use_the_planned_review(self, planned, day):
    """Give the review that is planned an agenda of five items."""


@Rule(
    Finding(id=one_of("REV-08", *MEETING)),
    AS.review << Review(context_changed=some(), context_reviewed=False),
    NOT(Finding(id="REV-09")),
    NOT_APART,
)
@recommendation(
    "REV-R3",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="9, paragraph 1; 9, paragraph 3; 9, list, item 3; 9, list, item 4; 9, list, item 5; 9, table, row 1",
)
def review_the_new_context(self, review):
    """Hold a review that begins with what has changed around the partnership."""


@Rule(
    Finding(id=one_of("REV-08", *MEETING)),
    Finding(id=one_of(*APART)),
    NOT(Finding(id="REV-09")),
)
@recommendation(
    "REV-R17", rank="symptom", owner="all", within_days=60, evidence="house", cites="9, list, item 5"
)
def review_once_talks_are_possible(self):
    """Collect the figures now, and hold the review once the conflict allows it."""


@Rule(
    Finding(id=one_of("REV-03", "REV-25")),
    NOT(Finding(id=one_of("REV-07", "REV-30"))),
)
@recommendation(
    "REV-R5",
    rank="symptom",
    owner="all",
    within_days=30,
    evidence="article",
    cites="9, table, row 2; 9, list, item 2",
)
def ask_five_questions(self):
    """Ask each partner the same five questions, and act on the lowest answer."""


@Rule(
    Finding(id=one_of("REV-07", "REV-30")),
    Finding(id=one_of("REV-03", "REV-07", "REV-25", "REV-30")),
    AS.voices << ReviewVoices(all_heard=False),
)
@recommendation(
    "REV-R6", rank="cause", owner="all", within_days=14, evidence="article", cites="9, list, item 2"
)
def hear_the_missing_voices(self, voices):
    """Hear those first who had no say."""


@Rule(Finding(id=one_of("REV-06", "REV-26")), AS.actions << OverdueActions())
@recommendation(
    "REV-R7", rank="symptom", owner="all", within_days=14, evidence="article", cites="9, list, item 4"
)
def close_or_drop_overdue_actions(self, actions):
    """Go through the overdue actions: close, drop, or date anew."""


@Rule(Finding(id=one_of("REV-04", "REV-05")))
@recommendation(
    "REV-R8", rank="symptom", owner="all", within_days=14, evidence="article", cites="9, table, row 3"
)
def ask_those_who_stay_away(self):
    """Ask those who no longer come why, then make coming worth it."""


@Rule(Finding(id="REV-13"), AS.gaps << GapsCorrected())
@recommendation(
    "REV-R9",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="9, list, item 3; 9, list, item 4",
)
def one_correction_for_each_gap(self, gaps):
    """Agree on one correction for each gap that matters, and close the others."""


@Rule(Finding(id="REV-12"))
@recommendation("REV-R10", rank="growth", owner="all", within_days=60, evidence="literature")
def exit_terms_in_good_times(self):
    """Write down terms of leaving while you are on good terms."""
