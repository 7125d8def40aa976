"""One action, said once: advice of one theme that advice of another contains, or that would cross it."""

from experta import MATCH, NOT, Rule

from advisor.conditions import one_of
from advisor.facts import ConflictObjective, Finding, Indicator, Recommendation
from advisor.knowledge import defeat


@Rule(Recommendation(id="COM-R11"), Recommendation(id="TRU-R4"))
@defeat("CAU-D4", of="COM-R11", merges=True, evidence="house")
def early_warning_is_among_the_five_lines(self):
    """What is told early is among the five lines on surprises."""


@Rule(Recommendation(id="CEL-R1"), Recommendation(id="TRU-R10"))
@defeat("CAU-D5", of="CEL-R1", merges=True, evidence="house")
def thanks_have_their_round(self):
    """Thanks by name have a round of their own each month."""


@Rule(Recommendation(id="REV-R5"), Recommendation(id="TRU-R1"))
@defeat("CAU-D6", of="REV-R5", evidence="house")
def a_talk_comes_before_a_survey(self):
    """Who is known to be unhappy is asked in person, before any survey."""


@Rule(
    Recommendation(id="COM-R4", subject=MATCH.point),
    Recommendation(id="REV-R8"),
    Finding(id="COM-15", subject=MATCH.point),
    NOT(Finding(id=one_of("COM-16", "COM-20"), subject=MATCH.point)),
)
@defeat("CAU-D8", of="COM-R4", merges=True, evidence="house")
def those_who_stay_away_are_asked_already(self, point):
    """Those who no longer come are asked in advice on all meetings."""


@Rule(Recommendation(id="FUT-R1"), Recommendation(id="OBJ-R1"))
@defeat("CAU-D9", of="FUT-R1", evidence="house")
def goals_come_before_the_roadmap(self):
    """The first goals come before the roadmap that leads to them."""


@Rule(Recommendation(id="OBJ-R17"), Recommendation(id="CON-R1"))
@defeat("CAU-D10", of="OBJ-R17", merges=True, evidence="house")
def common_priorities_are_settled_in_the_conflict(self):
    """The search for a common goal is part of the talks on the conflict of goals."""


@Rule(Recommendation(id="CON-R23", subject=MATCH.conflict), Recommendation(id="EXP-R33"))
@defeat("CAU-D12", of="CON-R23", evidence="house")
def there_is_no_money_to_set_aside(self, conflict):
    """While cash is short, there is none to be set aside."""


@Rule(
    Recommendation(
        id=one_of("OBJ-R2", "OBJ-R3", "OBJ-R4", "OBJ-R5", "OBJ-R9", "OBJ-R11"), subject=MATCH.objective
    ),
    ConflictObjective(conflict=MATCH.conflict, objective=MATCH.objective),
    Recommendation(id="CON-R1", subject=MATCH.conflict),
)
@defeat("CAU-D13", of=("OBJ-R2", "OBJ-R3", "OBJ-R4", "OBJ-R5", "OBJ-R9", "OBJ-R11"), evidence="house")
def the_goal_itself_is_in_question(self, objective, conflict):
    """Whether the goal stands is the question of a conflict; its details come later."""


@Rule(
    Recommendation(id="KPI-R11", subject=MATCH.indicator),
    Indicator(id=MATCH.indicator, objective=MATCH.objective),
    Indicator(id=MATCH.other, objective=MATCH.objective),
    Finding(id=one_of("KPI-03", "KPI-10"), subject=MATCH.other),
)
@defeat("CAU-D14", of="KPI-R11", evidence="house")
def more_of_the_same_is_not_the_answer(self, indicator, other):
    """Activity is plentiful already; more of it would not bring the result."""


@Rule(
    Recommendation(id="TRU-R13", subject=MATCH.partner),
    Recommendation(id="TRU-R1"),
)
@defeat("CAU-D11", of="TRU-R13", merges=True, evidence="house")
def one_talk_about_trust(self, partner):
    """Trust is spoken of in one talk, with those who miss it most."""


@Rule(
    Recommendation(id=one_of("TRU-R1", "TRU-R2", "TRU-R6", "EXP-R20"), subject=MATCH.subject),
    Finding(id="CON-11"),
    Finding(id="CON-19"),
)
@defeat("CAU-D15", of=("TRU-R1", "TRU-R2", "TRU-R6", "EXP-R20"), evidence="literature")
def it_belongs_into_the_mediation(self, subject):
    """While lawyers speak and the talks are blocked, this is for the mediation."""


@Rule(
    Recommendation(id=one_of("COM-R1", "COM-R3", "COM-R13", "COM-R16")),
    Finding(id="CON-11"),
)
@defeat("CAU-D16", of=("COM-R1", "COM-R3", "COM-R13", "COM-R16"), evidence="house")
def meetings_wait_for_the_talks_to_move(self):
    """While the talks are blocked, no new round is begun beside them."""
