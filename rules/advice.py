"""One action, said once: advice of one theme that advice of another contains, or that would cross it."""

from experta import MATCH, NOT, Rule

from advisor.conditions import one_of
from advisor.facts import Finding, Indicator, Recommendation
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
    Recommendation(id=one_of("KPI-R10", "KPI-R14", "KPI-R15"), subject=MATCH.indicator),
    Indicator(id=MATCH.indicator, objective=MATCH.objective),
    Recommendation(id=one_of("OBJ-R6", "OBJ-R7", "OBJ-R8"), subject=MATCH.objective),
)
@defeat("CAU-D7", of=("KPI-R10", "KPI-R14", "KPI-R15"), merges=True, evidence="house")
def the_goal_is_replanned_already(self, indicator, objective):
    """The goal behind the indicator is planned anew in advice of its own."""


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


@Rule(
    Recommendation(id="TRU-R13", subject=MATCH.partner),
    Recommendation(id="TRU-R1"),
)
@defeat("CAU-D11", of="TRU-R13", merges=True, evidence="house")
def one_talk_about_trust(self, partner):
    """Trust is spoken of in one talk, with those who miss it most."""
