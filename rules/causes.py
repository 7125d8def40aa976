"""Root causes: what lies under several findings, across the themes of the article."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import at_most, one_of
from advisor.facts import (
    Accountability,
    ClashSide,
    Clauses,
    ConflictExpectation,
    ConflictLoad,
    ConflictObjective,
    ConflictType,
    Disappointed,
    Finance,
    Finding,
    ImposedOn,
    Incompatible,
    Indicator,
    Lateness,
    Load,
    ObjectiveClash,
    Partnership,
    Party,
    Recommendation,
    Reliance,
    Trust,
    TrustEvent,
)
from advisor.knowledge import cause, defeat

KINDS_OF_CONFLICT = ("CON-01", "CON-02", "CON-03", "CON-04", "CON-05", "CON-06", "CON-07", "CON-08", "CON-23")
"""The findings on what a conflict is about."""
OUT_OF_REACH = (
    "EXP-01",
    "EXP-03",
    "EXP-04",
    "EXP-07",
    "EXP-09",
    "EXP-10",
    "EXP-11",
    "EXP-12",
    "EXP-15",
    "EXP-22",
    "EXP-31",
    "EXP-32",
)
"""The findings on an expectation that can't be met as it stands."""
LOST_TRUST = ("TRU-01", "TRU-03", "TRU-10", "TRU-20")
"""The findings that say that a partner trusts little, or is far from satisfied."""
WANTING_TRUST = ("TRU-01", "TRU-20")
"""The findings that say that trust is low, or no more than middling."""
LEFT_UNDONE = ("COM-16", "COM-20", "REV-06", "REV-26")
"""The findings on what nobody found the time for."""


@Rule(
    Finding(id=one_of("RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.load << Load(partner=MATCH.partner),
    ConflictLoad(conflict=MATCH.conflict, partner=MATCH.partner),
    ConflictType(conflict=MATCH.conflict, kind="roles", load=True),
    Finding(id=one_of("CON-04", "CON-23"), subject=MATCH.conflict),
)
@cause(
    "CAU-01",
    explains=("CON-04", "CON-09", "CON-12", "CON-13", "CON-23", "CON-33", "RSP-27"),
    remedies=("RSP-R1", "RSP-R2", "RSP-R3", "RSP-R4", "RSP-R5", "RSP-R6", "RSP-R7", "RSP-R21"),
    severity="important",
    evidence="house",
    cites="3, paragraph 1; 3, table, row 3",
)
def overload_is_behind_the_conflict(self, partner, conflict, load):
    """Too much rests on one partner, and the conflict is how it shows."""


@Rule(
    Finding(id=one_of("RSP-02", "RSP-03"), subject=MATCH.partner),
    Party(conflict=MATCH.conflict, partner=MATCH.partner),
    Finding(id="CON-04", subject=MATCH.conflict),
    NOT(ConflictLoad(conflict=MATCH.conflict)),
)
@cause(
    "CAU-02",
    explains=("CON-04", "CON-09", "CON-12", "CON-13", "CON-33", "RSP-30", "TRU-22"),
    severity="important",
    evidence="article",
    cites="3, table, row 3; 5, list, item 1",
)
def uneven_sharing_is_behind_the_conflict(self, partner, conflict):
    """The work is shared unevenly, and the conflict is how it shows."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    ConflictExpectation(conflict=MATCH.conflict, expectation=MATCH.expectation),
    Finding(id=one_of(*KINDS_OF_CONFLICT), subject=MATCH.conflict),
)
@cause(
    "CAU-03",
    explains=(*KINDS_OF_CONFLICT, "CON-09", "CON-13", "CON-33", "EXP-34", "EXP-35"),
    remedies=(
        "EXP-R1",
        "EXP-R2",
        "EXP-R3",
        "EXP-R4",
        "EXP-R6",
        "EXP-R7",
        "EXP-R9",
        "EXP-R11",
        "EXP-R12",
        "EXP-R21",
        "EXP-R32",
    ),
    severity="important",
    evidence="article",
    cites="7, paragraph 1; 3, paragraph 3",
)
def expectation_is_behind_the_conflict(self, expectation, conflict):
    """The partners quarrel over a result that could not come as it was promised."""


@Rule(
    Finding(id="CON-01", subject=MATCH.conflict),
    Finding(id=one_of("EXP-16", "EXP-17", "EXP-18"), subject=MATCH.difference),
)
@cause(
    "CAU-04",
    explains=("EXP-16", "EXP-17", "EXP-18", "CON-13"),
    remedies=("CON-R1", "OBJ-R15"),
    severity="important",
    evidence="article",
    cites="1, paragraph 1; 7, table, row 1",
)
def partners_head_for_different_places(self, conflict, difference):
    """The partners are heading for different places; that their figures differ follows from it."""


@Rule(
    Finding(id="TRU-04"),
    Finding(id=one_of("CON-02", "CON-03", "CON-08"), subject=MATCH.conflict),
)
@cause(
    "CAU-05",
    explains=("CON-02", "CON-03", "CON-08", "CON-13"),
    everywhere=(*LOST_TRUST, "TRU-04", "TRU-15", "TRU-16", "TRU-17", "TRU-21", "TRU-25"),
    remedies=("CON-R3", "TRU-R3", "TRU-R9"),
    severity="important",
    evidence="article",
    cites="4, paragraph 2; 7, table, row 3",
)
def closed_books_are_behind_the_conflict(self, conflict):
    """Revenue is shared but the accounts are not, and the conflict is how it shows."""


@Rule(
    AS.accountability << Accountability(unclear=MATCH.tasks),
    AS.lateness << Lateness(),
    Finding(id=one_of("RSP-09", "RSP-10")),
    Finding(id="RSP-27"),
)
@cause(
    "CAU-06",
    explains=("RSP-27",),
    remedies=("RSP-R8", "RSP-R12"),
    severity="important",
    evidence="house",
    cites="5, list, item 1; 4, list, item 2",
)
def nobody_clearly_answers(self):
    """Work is late where it is not clear who answers for it."""


@Rule(
    Finding(id="CON-01", subject=MATCH.conflict),
    ConflictObjective(conflict=MATCH.conflict, objective=MATCH.objective),
    Incompatible(objective=MATCH.objective, other=MATCH.other),
)
@cause(
    "CAU-07",
    explains=("CON-02", "CON-13", "CON-17", "CON-33", "OBJ-11", "OBJ-12", "OBJ-17", "OBJ-18"),
    everywhere=("COM-18", "RSP-27"),
    remedies=("CON-R1",),
    severity="important",
    evidence="article",
    cites="7, table, row 1; 1, paragraph 1",
)
def two_goals_exclude_each_other(self, conflict, objective, other):
    """Two goals exclude each other, and the conflict is how it shows."""


@Rule(
    Finding(id=one_of("RSP-02", "RSP-03"), subject=MATCH.partner),
    Finding(id=one_of("RSP-09", "RSP-10")),
    Finding(id="TRU-01"),
    NOT(Finding(id="CON-04")),
)
@cause(
    "CAU-08",
    explains=("RSP-30", "TRU-22"),
    everywhere=LOST_TRUST,
    severity="important",
    evidence="article",
    cites="4, table, row 3; 5, list, item 1",
)
def uneven_and_unclear_work_wears_trust_down(self, partner):
    """The work is shared unevenly, it isn't clear who answers for what, and trust is low."""


@Rule(
    Finding(id=one_of(*OUT_OF_REACH), subject=MATCH.expectation),
    Disappointed(expectation=MATCH.expectation, partner=MATCH.partner),
    Finding(id=one_of("TRU-01", "TRU-03", "TRU-20"), subject=MATCH.partner),
    NOT(ConflictExpectation(expectation=MATCH.expectation)),
)
@cause(
    "CAU-09",
    explains=("TRU-01", "TRU-03", "TRU-20", "EXP-34", "EXP-35"),
    remedies=("EXP-R22",),
    severity="important",
    evidence="article",
    cites="3, paragraph 3; 3, list, item 4",
)
def disappointment_comes_from_the_promise(self, expectation, partner):
    """A partner is disappointed over a result that could not come as it was promised."""


@Rule(
    Finding(id="OBJ-12", subject=MATCH.first),
    AS.clash << ObjectiveClash(objective=MATCH.first),
    ClashSide(objective=MATCH.first, member=MATCH.late),
    Finding(id=one_of("OBJ-17", "OBJ-18"), subject=MATCH.late),
    NOT(Finding(id="CON-01")),
)
@cause(
    "CAU-10",
    explains=("OBJ-11", "OBJ-17", "OBJ-18"),
    everywhere=("COM-18",),
    remedies=("OBJ-R10",),
    severity="important",
    evidence="house",
    cites="1, paragraph 1; 7, table, row 1",
)
def competing_goals_slow_each_other_down(self, first, clash, late):
    """Goals compete for the same means, and one of them is behind."""


@Rule(
    Finding(id=one_of("RSP-04", "RSP-05"), subject=MATCH.partner),
    AS.load << Load(partner=MATCH.partner),
    Finding(id=one_of(*LEFT_UNDONE)),
    NOT(ConflictLoad(partner=MATCH.partner)),
)
@cause(
    "CAU-11",
    explains=("COM-10", "TRU-19"),
    everywhere=(*LEFT_UNDONE, "COM-15"),
    severity="important",
    evidence="house",
    cites="3, paragraph 1; 3, table, row 3",
)
def overload_leaves_no_time_for_the_rest(self, partner, load):
    """Too much rests on one partner, and meetings or follow-up are left undone."""


@Rule(
    Finding(id=one_of("TRU-04", "TRU-15")),
    Finding(id=one_of(*WANTING_TRUST)),
    NOT(Finding(id=one_of("CON-02", "CON-03", "CON-08"))),
    NOT(Finance(accounts_shared="full")),
)
@cause(
    "CAU-12",
    explains=(),
    everywhere=(*LOST_TRUST, "TRU-04", "TRU-15", "TRU-16", "TRU-17", "TRU-21", "TRU-25", "TRU-26"),
    remedies=("TRU-R3", "TRU-R9"),
    severity="important",
    evidence="article",
    cites="4, paragraph 2; 4, table, row 1",
)
def figures_kept_from_sight_feed_distrust(self):
    """Figures that concern all are not open to all, and trust is wanting."""


@Rule(
    Finding(id=one_of("KPI-07", "KPI-13", "KPI-14", "KPI-18", "OBJ-20")),
    Finding(id=one_of("REV-01", "REV-02", "REV-18", "REV-21", "REV-23", "REV-24")),
    Finding(id=one_of("OBJ-17", "OBJ-18", "KPI-09", "KPI-10", "KPI-25")),
)
@cause(
    "CAU-13",
    explains=(),
    everywhere=(
        "OBJ-17",
        "OBJ-18",
        "OBJ-23",
        "KPI-05",
        "KPI-08",
        "KPI-09",
        "KPI-25",
        "KPI-10",
        "KPI-16",
        "REV-13",
        "REV-19",
    ),
    remedies=("KPI-R1", "KPI-R3"),
    severity="important",
    evidence="article",
    cites="6, paragraph 1; 9, paragraph 2; FAQ, question 4",
)
def nobody_watches_and_the_course_drifts(self):
    """Nobody looks after figures or goals, reviews do not take place, and results fall short."""


@Rule(
    Partnership(agreement=one_of("none", "oral")),
    Finding(id=one_of("CON-05", "CON-06"), subject=MATCH.conflict),
)
@cause(
    "CAU-14",
    explains=("CON-05", "CON-06", "CON-24", "CON-37", "CON-38"),
    everywhere=("OBJ-14",),
    remedies=("OBJ-R13",),
    severity="important",
    evidence="article",
    cites="1, paragraph 3; 7, list, item 4",
)
def what_was_agreed_was_never_written(self, conflict):
    """What the partners agreed was never written down, and the conflict is about just that."""


@Rule(
    Clauses(deadlock=False),
    Finding(id=one_of("CON-07", "CON-28")),
    Finding(id=one_of("COM-18", "COM-23", "CON-17")),
    NOT(Partnership(decision_rule=one_of("lead", "by_domain"))),
)
@cause(
    "CAU-15",
    explains=(),
    everywhere=("COM-18", "COM-23", "CON-17"),
    remedies=("CON-R9", "CON-R26"),
    severity="important",
    evidence="literature",
    cites="2, table, row 2",
)
def nothing_says_how_to_decide(self):
    """The agreement has no way out when the partners disagree, and decisions or work wait."""


@Rule(
    Finding(id="FUT-14", subject=MATCH.partner),
    AS.reliance << Reliance(partner=MATCH.partner),
    Finding(id=one_of("RSP-17", "RSP-18", "RSP-19"), subject=MATCH.partner),
)
@cause(
    "CAU-16",
    explains=("RSP-17", "RSP-18", "RSP-19"),
    remedies=("FUT-R12", "FUT-R13"),
    severity="important",
    evidence="literature",
    cites="1, paragraph 4; FAQ, question 1",
)
def dependence_leaves_no_say(self, partner, reliance):
    """A partner depends on the partnership far more than another, and can hardly ask for its part."""


@Rule(
    Finding(id="FUT-14", subject=MATCH.partner),
    AS.reliance << Reliance(partner=MATCH.partner),
    ImposedOn(expectation=MATCH.expectation, partner=MATCH.partner),
    Finding(id="EXP-30", subject=MATCH.expectation),
    NOT(Finding(id=one_of("RSP-17", "RSP-18", "RSP-19"), subject=MATCH.partner)),
)
@cause(
    "CAU-17",
    explains=("EXP-30",),
    remedies=("EXP-R20", "FUT-R12", "FUT-R13"),
    severity="important",
    evidence="literature",
    cites="3, list, item 2; FAQ, question 1",
)
def dependence_leaves_no_room_to_refuse(self, partner, reliance, expectation):
    """A partner depends on the partnership far more than another, and can hardly refuse what is laid on it."""


@Rule(
    Finding(id=one_of("CEL-02", "CEL-12"), subject=MATCH.partner),
    Finding(id=one_of("TRU-03", "TRU-14", "TRU-20", "RSP-28"), subject=MATCH.partner),
)
@cause(
    "CAU-18",
    explains=("TRU-03", "TRU-14", "TRU-20", "RSP-28"),
    everywhere=("CEL-11", "CEL-10", "CEL-04"),
    remedies=("CEL-R8", "CEL-R9"),
    severity="important",
    evidence="article",
    cites="4, list, item 5; 8, paragraph 1",
)
def work_that_is_not_seen_discourages(self, partner):
    """What a partner contributes is not named, and it draws its conclusions."""


@Rule(
    Finding(id="KPI-03", subject=MATCH.indicator),
    Indicator(id=MATCH.indicator, objective=MATCH.objective),
    Finding(id=one_of("OBJ-17", "OBJ-18"), subject=MATCH.objective),
)
@cause(
    "CAU-19",
    explains=("OBJ-17", "OBJ-18", "KPI-02", "KPI-10"),
    remedies=("KPI-R4",),
    severity="important",
    evidence="literature",
    cites="6, list, item 1; 6, list, item 5",
)
def reward_pulls_away_from_the_goal(self, indicator, objective):
    """A reward pays for activity, and the goal behind it is missed or falls behind."""


@Rule(
    Finding(id="REV-08"),
    Finding(id=one_of("OBJ-17", "OBJ-18", "EXP-22", "KPI-09", "KPI-25")),
)
@cause(
    "CAU-20",
    explains=(),
    everywhere=("OBJ-17", "OBJ-18", "EXP-22", "EXP-34", "KPI-09", "KPI-25", "KPI-12", "FUT-10", "FUT-19"),
    remedies=("REV-R3",),
    severity="important",
    evidence="article",
    cites="9, paragraph 1; 2, paragraph 4",
)
def the_world_has_moved_and_the_plan_has_not(self):
    """What the partners had planned for has changed, and the plan has not."""


@Rule(
    Finding(id=one_of("COM-11", "COM-12", "COM-13", "COM-22", "COM-24", "TRU-06")),
    Finding(id="CON-02", subject=MATCH.conflict),
    NOT(Finding(id="TRU-04")),
)
@cause(
    "CAU-21",
    explains=("CON-02", "CON-09", "CON-13"),
    everywhere=("COM-17", "EXP-26"),
    remedies=("COM-R11", "COM-R12", "COM-R13"),
    severity="important",
    evidence="article",
    cites="2, list, item 2; 2, list, item 4; FAQ, question 2",
)
def what_must_be_known_does_not_flow(self, conflict):
    """What all must know does not reach all, and the misunderstandings follow from it."""


@Rule(
    Finding(id="TRU-12", subject=MATCH.event),
    Finding(id=one_of("RSP-11", "RSP-12")),
)
@cause(
    "CAU-22",
    explains=(),
    everywhere=("RSP-11", "RSP-12"),
    remedies=("TRU-R7", "RSP-R12"),
    severity="important",
    evidence="house",
    cites="5, list, item 5",
)
def the_one_who_left_is_missed(self, event):
    """A key person has left without a successor, and tasks or a skill are left without anybody."""


@Rule(
    Finding(id=one_of("FUT-03", "FUT-08")),
    Finding(id=one_of("EXP-09", "EXP-10", "EXP-23", "EXP-24", "EXP-25")),
)
@cause(
    "CAU-23",
    explains=(),
    everywhere=("EXP-09", "EXP-23", "EXP-25", "FUT-07", "FUT-15"),
    remedies=("FUT-R6", "FUT-R8", "FUT-R10"),
    severity="important",
    evidence="article",
    cites="10, table, row 3; 10, list, item 3",
)
def growth_runs_ahead_of_proof(self):
    """The partners plan to grow before they know that it holds, and promise or commit more than is proved."""


@Rule(
    Finding(id=one_of("TRU-06", "TRU-07", "TRU-08"), subject=MATCH.event),
    TrustEvent(id=MATCH.event, by=MATCH.partner),
    Trust(partner=MATCH.other, toward=MATCH.partner, score=at_most("trust.low")),
    Finding(id="TRU-01", subject=MATCH.other),
)
@cause(
    "CAU-24",
    explains=("TRU-01",),
    remedies=("TRU-R4", "TRU-R5"),
    severity="important",
    evidence="article",
    cites="4, table, row 1; 4, list, item 4",
)
def what_was_not_told_weighs_on_trust(self):
    """Something that concerned all was not told, or not agreed, and trust is low."""


@Rule(
    Finding(id="OBJ-21"),
    Finding(id=one_of("OBJ-09", "OBJ-10", "OBJ-11", "OBJ-24")),
)
@cause(
    "CAU-25",
    explains=(),
    everywhere=("OBJ-09", "OBJ-10", "OBJ-11", "OBJ-24", "EXP-16", "EXP-17", "EXP-18", "FUT-01"),
    remedies=("OBJ-R1", "OBJ-R15"),
    severity="minor",
    evidence="article",
    cites="1, list, item 2; 10, table, row 2",
)
def nobody_said_where_to_go(self):
    """The partners never told each other what each wants in the long run, and not all stand behind their goals."""


@Rule(
    Finding(id="TRU-27"),
    Finding(id=one_of("CON-02", "CON-03", "CON-34", "TRU-18", "TRU-26", "EXP-36")),
)
@cause(
    "CAU-26",
    explains=(),
    everywhere=(
        "TRU-27",
        "CON-02",
        "CON-03",
        "CON-34",
        "TRU-17",
        "TRU-18",
        "TRU-26",
        "KPI-13",
        "KPI-19",
        "RSP-27",
    ),
    remedies=("TRU-R15", "CON-R3", "CON-R23"),
    severity="important",
    evidence="house",
    cites="4, paragraph 2; 9, list, item 1",
)
def nobody_keeps_the_figures(self):
    """Nobody keeps the figures, and what is owed to whom can't be settled."""


# --- Two pieces of advice that would be one action -------------------------------------------


@Rule(
    Recommendation(id="CON-R5", subject=MATCH.conflict),
    ConflictLoad(conflict=MATCH.conflict, partner=MATCH.partner),
    Recommendation(id=one_of("RSP-R1", "RSP-R2", "RSP-R3", "RSP-R4", "RSP-R5", "RSP-R6", "RSP-R7")),
)
@defeat("CAU-D1", of="CON-R5", merges=True, evidence="house")
def load_is_dealt_with_already(self, conflict, partner):
    """The load behind the conflict is dealt with in advice of its own."""


@Rule(Recommendation(id="CON-R6", subject=MATCH.conflict), Recommendation(id="RSP-R9"))
@defeat("CAU-D2", of="CON-R6", merges=True, evidence="house")
def hours_are_counted_already(self, conflict):
    """The hours are counted in advice of its own."""


@Rule(
    Recommendation(id="CON-R4", subject=MATCH.conflict),
    Recommendation(id="RSP-R8"),
)
@defeat("CAU-D3", of="CON-R4", merges=True, evidence="house")
def tasks_get_their_names_already(self, conflict):
    """Each task gets one name in advice of its own."""
