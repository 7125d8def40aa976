"""Communication: how often, how well and how openly the partners exchange (article, section 2)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import above, at_least, at_most, below, compare, nonempty, one_of, positive, some
from advisor.facts import (
    AnswerTime,
    AttendanceFall,
    Communication,
    ContactCost,
    Disputes,
    Elapsed,
    Finding,
    HeldShare,
    MeetingHabits,
    Partnership,
    Point,
    PointRhythm,
    PointSilence,
    Recommendation,
    Review,
    SlowestAnswer,
)
from advisor.knowledge import defeat, finding, recommendation, strength

OVERLOAD = ("RSP-04", "RSP-05")
"""A partner works more than it can give for long: no further meetings then."""
WORK_UNSPOKEN = ("COM-01", "COM-02", "COM-25")
"""The findings that closely linked work is talked over too seldom."""
POINTS_FALTER = ("COM-15", "COM-16", "COM-20")
"""The findings that a point of contact is losing its hold."""

# --- How often --------------------------------------------------------------------------------


@Rule(
    Partnership(work_linked="closely"),
    AS.rhythm
    << PointRhythm(purpose="operational", number=positive(), times_a_week=below("communication.weekly")),
)
@finding("COM-01", severity="important", evidence="article", cites="2, list, item 1; 2, table, row 1")
def linked_work_is_talked_over_too_seldom(self, rhythm):
    """The work is closely linked, and it is talked over less than once a week."""


@Rule(
    Partnership(work_linked="closely"),
    AS.rhythm << PointRhythm(purpose="operational", number=0),
)
@finding("COM-02", severity="important", evidence="article", cites="2, list, item 1; 2, paragraph 1")
def linked_work_has_no_point(self, rhythm):
    """The work is closely linked, and no point of contact is there to follow it."""


@Rule(
    AS.rhythm << PointRhythm(purpose="strategic", times_a_week=below("communication.quarterly")),
    NOT(Partnership(work_linked="independent")),
    NOT(Elapsed(field="partnership.start", days=below("load.quarter"))),
)
@finding("COM-03", severity="minor", evidence="article", cites="2, table, row 2")
def way_ahead_is_seldom_spoken_of(self, rhythm):
    """The partners speak of the way ahead less than once a quarter."""


@Rule(
    Partnership(work_linked="loosely"),
    AS.rhythm
    << PointRhythm(purpose="operational", number=positive(), times_a_week=below("communication.monthly")),
)
@finding("COM-21", severity="minor", evidence="house", cites="2, list, item 1; 2, table, row 1")
def loose_work_is_talked_over_too_seldom(self, rhythm):
    """The work is loosely linked, and it is talked over less than once a month."""


@Rule(
    Partnership(work_linked="closely"),
    AS.rhythm << PointRhythm(purpose="operational", only_as_needed=True),
)
@finding("COM-25", severity="minor", evidence="article", cites="2, table, row 1; 2, table, row 3")
def linked_work_has_no_fixed_rhythm(self, rhythm):
    """The work is closely linked, and it is talked over only when somebody asks for it."""


@Rule(AS.cost << ContactCost(hours_each=above("communication.contact_hours")))
@finding("COM-04", severity="minor", evidence="house", cites="2, paragraph 2; 3, table, row 2")
def compulsory_contact_takes_much_time(self, cost):
    """The compulsory points take much time of those who attend them all."""


@Rule(Point(id=MATCH.point, imposed_by=some() & MATCH.partner))
@finding("COM-05", severity="minor", evidence="article", cites="2, paragraph 4")
def point_is_imposed(self, point, partner):
    """A point of contact was imposed by one partner on the others."""


# --- How meetings end -------------------------------------------------------------------------


@Rule(Communication(decisions_by_chat=True))
@finding("COM-06", severity="minor", evidence="article", cites="2, paragraph 2; 2, table, row 2")
def decisions_are_taken_by_chat(self):
    """Decisions that bind the partners are taken by chat and written down nowhere else."""


@Rule(AS.habits << MeetingHabits(without_minutes=nonempty()))
@finding("COM-07", severity="minor", evidence="article", cites="2, list, item 2")
def nobody_writes_down_what_was_decided(self, habits):
    """There are meetings of which nobody writes down what was decided."""


@Rule(AS.habits << MeetingHabits(without_decisions=nonempty()))
@finding("COM-08", severity="minor", evidence="article", cites="2, list, item 1")
def meetings_decide_nothing(self, habits):
    """There are meetings out of which no decisions come."""


@Rule(AS.habits << MeetingHabits(without_agenda=nonempty()))
@finding("COM-09", severity="minor", evidence="literature", cites="2, list, item 1")
def meetings_have_no_agenda(self, habits):
    """There are meetings whose agenda nobody knows beforehand."""


@Rule(
    Communication(decisions_by_chat=True),
    AS.habits << MeetingHabits(without_minutes=nonempty()),
    Partnership(agreement=one_of("none", "oral")),
    NOT(Communication(shared_platform=True)),
)
@finding("COM-19", severity="important", evidence="house", cites="2, list, item 2")
def nothing_binding_is_in_writing(self, habits):
    """Decisions fall in chats and meetings without a written trace, and the agreement isn't in writing either."""


# --- Answers, bad news, documents, feedback ---------------------------------------------------


@Rule(
    AnswerTime(partner=MATCH.partner, days=MATCH.days, limit_days=MATCH.limit),
    compare("days", ">", "limit"),
)
@finding("COM-10", severity="minor", evidence="house", cites="FAQ, question 2")
def answers_take_long(self, partner, days, limit):
    """A partner usually takes long to answer."""


@Rule(Communication(bad_news_late=True))
@finding("COM-11", severity="important", evidence="article", cites="2, list, item 4; FAQ, question 2")
def bad_news_comes_late(self):
    """Bad news usually comes when it is too late to act."""


@Rule(
    Communication(warning_days=MATCH.days & below("communication.warning_days")),
    NOT(Communication(bad_news_late=one_of(True, False))),
)
@finding("COM-22", severity="important", evidence="house", cites="2, list, item 4")
def warning_is_short(self, days):
    """The partners usually warn one another of a delay only shortly before."""


@Rule(Communication(documents_shared=False), Partnership(work_linked="closely"))
@finding("COM-12", severity="important", evidence="article", cites="2, list, item 2")
def documents_of_linked_work_are_not_shared(self):
    """The work is closely linked, and its documents are not open to all."""


@Rule(Communication(documents_shared=False), NOT(Partnership(work_linked=one_of("closely", "independent"))))
@finding("COM-24", severity="minor", evidence="article", cites="2, list, item 2")
def documents_are_not_shared(self):
    """The documents that matter are not open to all partners."""


@Rule(Communication(one_way=True))
@finding("COM-13", severity="important", evidence="article", cites="2, paragraph 3; 4, list, item 1")
def information_goes_one_way(self):
    """Information goes from one partner to the others, and hardly anything comes back."""


@Rule(Communication(channels=MATCH.channels & above("communication.channels"), channel_rule=False))
@finding("COM-14", severity="minor", evidence="article", cites="2, list, item 5; 2, paragraph 2")
def many_channels_without_a_rule(self, channels):
    """Many channels are in use, and nothing says which is for what."""


@Rule(Communication(feedback_given=False))
@finding("COM-17", severity="minor", evidence="article", cites="2, list, item 3")
def nobody_says_what_works(self):
    """The partners do not tell one another what works and what doesn't."""


@Rule(Partnership(decisions_waiting=MATCH.waiting & at_least("communication.decisions_waiting")))
@finding("COM-18", severity="important", evidence="house", cites="2, table, row 2; FAQ, question 2")
def decisions_wait(self, waiting):
    """Several decisions have been raised and are still waiting."""


@Rule(
    Partnership(days_to_decide=MATCH.days & above("communication.decision_days")),
    NOT(Partnership(decisions_waiting=at_least("communication.decisions_waiting"))),
)
@finding("COM-23", severity="important", evidence="house", cites="2, table, row 2; FAQ, question 2")
def decisions_take_long(self, days):
    """Decisions of importance usually take more than a month."""


# --- Points that lose their hold --------------------------------------------------------------


@Rule(
    AS.attendance << AttendanceFall(point=MATCH.point, fall=at_least("communication.attendance_fall")),
    NOT(Point(id=MATCH.point, purpose="informal")),
)
@finding("COM-15", severity="minor", evidence="house", cites="2, list, item 1; 9, table, row 3")
def attendance_falls(self, point, attendance):
    """Fewer and fewer of those invited come to a point of contact."""


@Rule(
    AS.times << HeldShare(point=MATCH.point, held_share=below("communication.held")),
    NOT(Point(id=MATCH.point, purpose="informal")),
)
@finding("COM-16", severity="minor", evidence="house", cites="2, list, item 1")
def point_is_often_cancelled(self, point, times):
    """A point of contact takes place far less often than planned."""


@Rule(
    AS.silence
    << PointSilence(
        point=MATCH.point,
        rounds=above("communication.lapsed_rounds"),
        days=at_least("communication.lapsed_days"),
    ),
    NOT(Point(id=MATCH.point, purpose="informal")),
)
@finding("COM-20", severity="minor", evidence="house", cites="2, list, item 1")
def point_has_stopped(self, point, silence):
    """A point of contact has not taken place for several of its rounds."""


# --- What is told differently -------------------------------------------------------------------


@Rule(AS.disputes << Disputes(number=below("communication.disputes")))
@finding("COM-26", severity="minor", evidence="house", cites="2, list, item 2; FAQ, question 2")
def some_facts_are_told_differently(self, disputes):
    """The partners tell a fact or two differently."""


@Rule(AS.disputes << Disputes(number=at_least("communication.disputes")))
@finding("COM-27", severity="important", evidence="house", cites="2, list, item 2; FAQ, question 2")
def many_facts_are_told_differently(self, disputes):
    """The partners tell several facts differently."""


# --- Exceptions -------------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("COM-01", "COM-02", "COM-17", "COM-25")),
    Elapsed(field="partnership.start", days=MATCH.days & below("communication.young_days")),
)
@defeat("COM-D1", of=("COM-01", "COM-02", "COM-17", "COM-25"), evidence="house")
def habits_are_still_forming(self, days):
    """The partnership is only a few weeks old."""


@Rule(
    Finding(id=one_of(*WORK_UNSPOKEN)),
    AS.other << Point(purpose=one_of("informal", "strategic"), rhythm=one_of("daily", "weekly")),
)
@defeat("COM-D2", of=WORK_UNSPOKEN, evidence="house", cites="2, table, row 3")
def they_talk_often_all_the_same(self, other):
    """The partners meet weekly or more often at another point."""


@Rule(
    Finding(id="COM-03"),
    Review(rhythm=one_of("monthly", "quarterly")),
    Elapsed(field="review.last_review", days=MATCH.days & at_most("load.quarter")),
)
@defeat("COM-D3", of="COM-03", evidence="article", cites="9, paragraph 1")
def review_looks_ahead_too(self, days):
    """The partners review the partnership every quarter, and did so within the last one."""


@Rule(Finding(id="COM-04"), Finding(id=one_of("EXP-27", "EXP-28")))
@defeat("COM-D4", of="COM-04", merges=True, evidence="article", cites="3, table, row 2")
def daily_contact_is_the_matter(self):
    """The time goes into compulsory daily contact, which is a finding of its own."""


@Rule(
    Finding(id="COM-04"),
    AS.cost << ContactCost(chosen_by_all=True),
    Partnership(work_linked="closely"),
)
@defeat("COM-D5", of="COM-04", evidence="house", cites="2, paragraph 1")
def all_wanted_to_meet_that_often(self, cost):
    """The work is closely linked, and all partners wanted these points."""


@Rule(Finding(id="COM-05", subject=MATCH.point), Finding(id="EXP-28", subject=MATCH.point))
@defeat("COM-D6", of="COM-05", merges=True, evidence="article", cites="3, table, row 2")
def daily_rhythm_is_the_matter(self, point):
    """The point is a compulsory daily one, which is a finding of its own."""


@Rule(
    Finding(id="COM-05", subject=MATCH.point),
    Point(
        id=MATCH.point, purpose="reporting", rhythm=one_of("monthly", "quarterly", "half_yearly", "yearly")
    ),
    Partnership(form=one_of("franchise", "licence")),
)
@defeat("COM-D7", of="COM-05", evidence="literature")
def reporting_is_part_of_the_contract(self, point):
    """In a franchise or a licence, a report once a month or less belongs to the contract."""


@Rule(Finding(id="COM-07"), Communication(shared_platform=True))
@defeat("COM-D8", of="COM-07", evidence="article", cites="2, paragraph 2; 2, table, row 1")
def platform_keeps_the_trace(self):
    """What is decided stands on a platform that all partners use."""


@Rule(
    Finding(id="COM-10", subject=MATCH.partner),
    Finding(id=one_of(*OVERLOAD), subject=MATCH.partner),
)
@defeat("COM-D9", of="COM-10", evidence="house", cites="3, paragraph 1")
def overload_explains_the_silence(self, partner):
    """The load of the partner explains why answers take long."""


@Rule(Finding(id=one_of("COM-15", "COM-16"), subject=MATCH.point), Finding(id="COM-20", subject=MATCH.point))
@defeat("COM-D10", of=("COM-15", "COM-16"), merges=True, evidence="house")
def point_has_stopped_anyway(self, point):
    """The point has stopped altogether, which says more."""


@Rule(Finding(id=one_of("COM-06", "COM-07")), Finding(id="COM-19"))
@defeat("COM-D11", of=("COM-06", "COM-07"), merges=True, evidence="house")
def lack_of_any_trace_says_it_all(self):
    """Nothing binding is in writing at all, which says more."""


# --- Strengths --------------------------------------------------------------------------------


@Rule(
    Partnership(work_linked="closely"),
    AS.rhythm << PointRhythm(purpose="operational", times_a_week=at_least("communication.weekly")),
)
@strength("COM-S1", evidence="article", cites="2, list, item 1; 2, table, row 1")
def linked_work_is_talked_over_weekly(self, rhythm):
    """The work is closely linked, and it is talked over at least once a week."""


@Rule(Communication(documents_shared=True))
@strength("COM-S2", evidence="article", cites="2, list, item 2")
def documents_are_open_to_all(self):
    """The documents that matter are in one place that all partners can reach."""


@Rule(AS.habits << MeetingHabits(in_order=nonempty()))
@strength("COM-S3", evidence="article", cites="2, list, item 1")
def meetings_leave_decisions_behind(self, habits):
    """Meetings end with decisions, and somebody writes them down."""


@Rule(
    Communication(bad_news_late=False),
    NOT(Communication(warning_days=below("communication.warning_days"))),
)
@strength("COM-S4", evidence="article", cites="2, list, item 4; 4, table, row 1")
def bad_news_comes_in_time(self):
    """Bad news comes while something can still be done."""


@Rule(SlowestAnswer(days=MATCH.days, limit_days=MATCH.limit), compare("days", "≤", "limit"))
@strength("COM-S5", evidence="article", cites="FAQ, question 2")
def all_answer_quickly(self, days):
    """Every partner answers as quickly as the work asks for."""


@Rule(
    Partnership(work_linked="independent"),
    PointRhythm(purpose="operational", times_a_week=at_most("communication.weekly")),
)
@strength("COM-S6", evidence="article", cites="2, paragraph 4; FAQ, question 2")
def few_meetings_suit_independent_work(self):
    """The work is independent, and the partners don't burden it with meetings."""


@Rule(
    Partnership(work_linked="loosely"),
    AS.rhythm
    << PointRhythm(
        purpose="operational",
        times_a_week=at_least("communication.monthly") & at_most("communication.weekly"),
    ),
)
@strength("COM-S7", evidence="article", cites="2, paragraph 4; FAQ, question 2")
def rhythm_suits_loose_work(self, rhythm):
    """The work is loosely linked, and a point once a week to once a month follows it."""


@Rule(
    AS.rhythm << PointRhythm(purpose="strategic", times_a_week=at_least("communication.quarterly")),
)
@strength("COM-S8", evidence="article", cites="2, table, row 2")
def way_ahead_has_its_date(self, rhythm):
    """The way ahead has its own date, once a quarter or more often."""


@Rule(Communication(feedback_given=True))
@strength("COM-S9", evidence="article", cites="2, list, item 3")
def partners_say_what_works(self):
    """The partners tell one another what works and what doesn't."""


@Rule(Communication(channel_rule=True))
@strength("COM-S10", evidence="article", cites="2, list, item 5; 2, paragraph 2")
def channels_have_a_rule(self):
    """It is agreed which channel is for what."""


@Rule(
    Finding(id=one_of(*POINTS_FALTER), subject=MATCH.point),
    AS.falters << Point(id=MATCH.point, purpose="operational"),
)
@defeat("COM-D12", of=("COM-S1", "COM-S7"), evidence="house")
def work_point_falters(self, falters):
    """A point that follows the work is losing its hold."""


@Rule(
    Finding(id=one_of(*POINTS_FALTER), subject=MATCH.point),
    AS.falters << Point(id=MATCH.point, purpose="strategic"),
)
@defeat("COM-D22", of="COM-S8", evidence="house")
def date_for_the_way_ahead_falters(self, falters):
    """The point for the way ahead is losing its hold."""


@Rule(Finding(id=one_of("COM-04", "EXP-27", "EXP-28")))
@defeat("COM-D23", of=("COM-S1", "COM-S6", "COM-S7"), evidence="house")
def contact_takes_too_much(self):
    """Compulsory contact takes too much time."""


@Rule(Finding(id="COM-08"), AS.idle << Point(purpose="strategic", decisions_taken=False))
@defeat("COM-D24", of="COM-S8", evidence="house", cites="2, table, row 2")
def way_ahead_is_not_decided_there(self, idle):
    """Decisions do not come out of the point for the way ahead."""


@Rule(Finding(id=one_of("COM-06", "COM-08", "COM-18", "COM-19", "COM-23")))
@defeat("COM-D13", of="COM-S3", evidence="house")
def decisions_get_lost_elsewhere(self):
    """Decisions are taken by chat, or wait."""


# --- Advice: rhythm ---------------------------------------------------------------------------


@Rule(
    Finding(id=one_of(*WORK_UNSPOKEN)),
    Finding(id=one_of(*WORK_UNSPOKEN, "COM-03", *POINTS_FALTER)),
    AS.rhythm << PointRhythm(purpose="operational"),
    NOT(Finding(id=one_of(*OVERLOAD))),
)
@recommendation(
    "COM-R1",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, table, row 1; 2, table, row 2; 2, table, row 3",
)
def settle_the_pattern_of_meetings(self, rhythm):
    """Settle one pattern: work each week, the way ahead each month or quarter, the rest as needed."""


@Rule(
    Finding(id=one_of(*WORK_UNSPOKEN, "COM-03", "COM-21")),
    Finding(id=one_of(*OVERLOAD)),
)
@recommendation(
    "COM-R2",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, paragraph 2; 2, table, row 1",
)
def keep_each_other_informed_without_meetings(self):
    """Keep one another informed in writing, without a further meeting, until the load is back within bounds."""


@Rule(
    Finding(id="COM-21"),
    Finding(id=one_of("COM-21", "COM-03", *POINTS_FALTER)),
    AS.rhythm << PointRhythm(purpose="operational"),
    NOT(Finding(id=one_of(*OVERLOAD))),
)
@recommendation(
    "COM-R3",
    rank="symptom",
    owner="all",
    within_days=30,
    evidence="article",
    cites="2, list, item 1; 2, paragraph 4",
)
def meet_once_a_month(self, rhythm):
    """Fix one point a month, and write to one another in between as needed."""


@Rule(Finding(id=one_of(*POINTS_FALTER), subject=MATCH.point))
@recommendation(
    "COM-R4",
    rank="symptom",
    owner="all",
    within_days=21,
    evidence="article",
    cites="2, list, item 1; 2, paragraph 4",
)
def keep_change_or_strike_the_point(self, point):
    """Ask what the point is still for, and keep, shorten or strike it."""


@Rule(Finding(id="COM-03"), NOT(Finding(id=one_of(*OVERLOAD))))
@recommendation(
    "COM-R5", rank="growth", owner="all", within_days=45, evidence="article", cites="2, table, row 2"
)
def set_a_date_for_the_way_ahead(self):
    """Set a fixed date each month or quarter for the way ahead."""


@Rule(Finding(id="COM-04"), AS.cost << ContactCost())
@recommendation(
    "COM-R8",
    rank="symptom",
    owner="all",
    within_days=21,
    evidence="article",
    cites="2, paragraph 2; 3, table, row 2",
)
def shorten_the_compulsory_contact(self, cost):
    """Shorten the compulsory points, or make some of them optional."""


@Rule(Finding(id="COM-05", subject=MATCH.point), Point(id=MATCH.point, imposed_by=some() & MATCH.partner))
@recommendation(
    "COM-R9", rank="symptom", owner="all", within_days=30, evidence="article", cites="2, paragraph 4"
)
def agree_the_point_anew(self, point, partner):
    """Say what the point must bring, and choose together the lightest form that brings it."""


# --- Advice: decisions ------------------------------------------------------------------------


@Rule(
    Finding(id=one_of("COM-07", "COM-08", "COM-09", "COM-19")),
    Finding(id=one_of("COM-06", "COM-07", "COM-08", "COM-09", "COM-19")),
    AS.habits << MeetingHabits(weak=nonempty()),
)
@recommendation(
    "COM-R6",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, list, item 1; 2, list, item 2",
)
def end_each_meeting_with_ten_lines(self, habits):
    """Begin each meeting with an agenda and end it with ten lines: what was decided, who does what, by when."""


@Rule(Finding(id="COM-06"))
@recommendation(
    "COM-R7",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, list, item 2; 2, list, item 5",
)
def write_decisions_down_in_one_place(self):
    """Write down in one place, on the same day, what is decided by chat."""


@Rule(
    Finding(id=one_of("COM-18", "COM-23")),
    Finding(id=one_of("COM-18", "COM-23", "COM-03")),
    NOT(Finding(id=one_of(*OVERLOAD))),
)
@recommendation(
    "COM-R16",
    rank="cause",
    owner="all",
    within_days=21,
    evidence="article",
    cites="2, table, row 2; FAQ, question 2",
)
def decide_what_waits(self):
    """List the decisions that wait, decide them in one sitting, and set a monthly date for the next ones."""


@Rule(Finding(id=one_of("COM-18", "COM-23")), Finding(id=one_of(*OVERLOAD)))
@recommendation(
    "COM-R17",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, paragraph 2; FAQ, question 2",
)
def decide_what_waits_without_a_meeting(self):
    """List the decisions that wait and decide them in writing, without a further meeting."""


@Rule(Finding(id=one_of("COM-26", "COM-27")))
@recommendation(
    "COM-R18",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="literature",
    cites="2, list, item 2; 2, list, item 4",
)
def lay_the_versions_side_by_side(self):
    """Lay the versions side by side, look together at what each rests on, and write down what is so."""


# --- Advice: answers, bad news, documents, feedback -------------------------------------------


@Rule(Finding(id="COM-10", subject=MATCH.partner), AnswerTime(partner=MATCH.partner, limit_days=MATCH.limit))
@recommendation(
    "COM-R10", rank="symptom", owner="all", within_days=14, evidence="article", cites="FAQ, question 2"
)
def agree_when_an_answer_is_due(self, limit):
    """Agree when an answer is due, and what to do when something can't wait."""


@Rule(Finding(id=one_of("COM-11", "COM-22")))
@recommendation(
    "COM-R11",
    rank="cause",
    owner="all",
    within_days=7,
    evidence="article",
    cites="2, list, item 4; 4, table, row 1",
)
def say_bad_news_while_it_can_be_mended(self):
    """Say bad news as soon as it is likely, in three sentences, and thank whoever says it."""


@Rule(Finding(id=one_of("COM-12", "COM-24")))
@recommendation(
    "COM-R12",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, list, item 2; 2, paragraph 2",
)
def put_the_documents_in_one_place(self):
    """Put the documents that matter in one place that all can reach."""


@Rule(Finding(id="COM-13"))
@recommendation(
    "COM-R13",
    rank="cause",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, paragraph 3; 4, list, item 1",
)
def let_the_others_speak_first(self):
    """Let those who mostly listen speak first, and answer what they raise."""


@Rule(Finding(id="COM-14"), Communication(channels=MATCH.channels))
@recommendation(
    "COM-R14",
    rank="symptom",
    owner="all",
    within_days=14,
    evidence="article",
    cites="2, list, item 5; 2, table, row 1; 2, table, row 2; 2, table, row 3",
)
def say_which_channel_is_for_what(self, channels):
    """Write down in four lines which channel is for what, and close the others."""


@Rule(Finding(id="COM-17"))
@recommendation(
    "COM-R15", rank="growth", owner="all", within_days=30, evidence="article", cites="2, list, item 3"
)
def tell_one_another_what_to_keep(self):
    """Tell one another once a month one thing to keep and one thing to change."""


# --- Two pieces of advice that would be one action, or come too soon --------------------------


@Rule(Recommendation(id="COM-R4", subject=MATCH.point), Recommendation(id=one_of("COM-R1", "COM-R3")))
@defeat("COM-D14", of="COM-R4", merges=True, evidence="house")
def points_are_settled_with_the_pattern(self, point):
    """The point is settled where the pattern of meetings is."""


@Rule(
    Recommendation(id="COM-R4", subject=MATCH.point),
    Recommendation(id=one_of("EXP-R23", "EXP-R24")),
    Point(id=MATCH.point, rhythm="daily", compulsory=True),
)
@defeat("COM-D25", of="COM-R4", evidence="article", cites="3, table, row 2")
def daily_point_becomes_weekly(self, point):
    """The daily point is replaced by a weekly one in another step."""


@Rule(Recommendation(id="COM-R5"), Recommendation(id=one_of("COM-R1", "COM-R3", "COM-R16")))
@defeat("COM-D15", of="COM-R5", merges=True, evidence="house")
def date_is_set_already(self):
    """The date for the way ahead is set in another step."""


@Rule(Recommendation(id="COM-R7"), Recommendation(id="COM-R6"))
@defeat("COM-D16", of="COM-R7", merges=True, evidence="house")
def decisions_are_written_down_already(self):
    """Decisions are written down in the step on meetings."""


@Rule(
    Recommendation(id=one_of("COM-R10", "COM-R14")),
    Recommendation(id="CON-R2"),
    NOT(Finding(id=one_of("CON-20", "CON-30"))),
)
@defeat("COM-D17", of=("COM-R10", "COM-R14"), merges=True, evidence="house")
def channels_are_agreed_in_the_conflict(self):
    """Channels and answers are agreed in the step on a conflict."""


@Rule(Recommendation(id="COM-R15"), Recommendation(id="TRU-R1"))
@defeat("COM-D18", of="COM-R15", evidence="house")
def the_question_is_asked_already(self):
    """What would have to change is asked in the step on trust."""


@Rule(
    Recommendation(id="COM-R15"),
    Finding(id=one_of("CON-11", "CON-13", "CON-15", "CON-19", "CON-30")),
)
@defeat("COM-D19", of="COM-R15", evidence="literature")
def feedback_waits_for_the_conflict(self):
    """Feedback waits while a conflict is blocked, grave or full of blame."""


@Rule(
    Recommendation(id=one_of("COM-R1", "COM-R3", "COM-R5", "COM-R13", "COM-R15", "COM-R16", "COM-R17")),
    Finding(id="CON-20"),
)
@defeat(
    "COM-D20",
    of=("COM-R1", "COM-R3", "COM-R5", "COM-R13", "COM-R15", "COM-R16", "COM-R17"),
    evidence="literature",
)
def meetings_wait_for_safety(self):
    """Meetings wait while somebody may come to harm."""


@Rule(
    Recommendation(id=one_of("COM-R4", "COM-R9"), subject=MATCH.point),
    Finding(id="CON-20"),
)
@defeat("COM-D21", of=("COM-R4", "COM-R9"), evidence="literature")
def points_wait_for_safety(self, point):
    """The talk about a point waits while somebody may come to harm."""
