"""Root causes: what lies under several findings, across the themes of the article."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import one_of
from advisor.facts import (
    Accountability,
    ConflictExpectation,
    ConflictLoad,
    ConflictObjective,
    ConflictType,
    Finance,
    Finding,
    Incompatible,
    Lateness,
    Load,
    Partnership,
    Party,
    Recommendation,
)
from advisor.knowledge import cause, defeat

KINDS_OF_CONFLICT = ("CON-01", "CON-02", "CON-03", "CON-04", "CON-05", "CON-06", "CON-07", "CON-08", "CON-23")
"""The findings on what a conflict is about."""
OUT_OF_REACH = ("EXP-03", "EXP-04", "EXP-09", "EXP-10", "EXP-11", "EXP-12", "EXP-22")
"""The findings on an expectation that can't be met as it stands."""


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
    explains=("CON-04", "CON-09", "CON-12", "CON-13", "CON-33", "RSP-30"),
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
    severity="important",
    evidence="article",
    cites="1, paragraph 1; 7, table, row 1",
)
def partners_head_for_different_places(self, conflict, difference):
    """The partners are heading for different places; that their figures differ follows from it."""


@Rule(
    Finance(accounts_shared="none"),
    Partnership(revenue_shared=True),
    Finding(id=one_of("CON-02", "CON-03", "CON-08"), subject=MATCH.conflict),
)
@cause(
    "CAU-05",
    explains=("CON-02", "CON-03", "CON-08", "CON-13"),
    remedies=("CON-R3",),
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
    explains=("CON-02", "CON-13", "CON-17", "CON-33"),
    remedies=("CON-R1",),
    severity="important",
    evidence="article",
    cites="7, table, row 1; 1, paragraph 1",
)
def two_goals_exclude_each_other(self, conflict, objective, other):
    """Two goals exclude each other, and the conflict is how it shows."""


# --- Two pieces of advice that would be one action -------------------------------------------


@Rule(
    Recommendation(id="CON-R5", subject=MATCH.conflict),
    ConflictLoad(conflict=MATCH.conflict, partner=MATCH.partner),
    Recommendation(id=one_of("RSP-R1", "RSP-R2", "RSP-R3", "RSP-R4", "RSP-R5", "RSP-R6", "RSP-R7")),
)
@defeat("CAU-D1", of="CON-R5", evidence="house")
def load_is_dealt_with_already(self, conflict, partner):
    """The load behind the conflict is dealt with in advice of its own."""


@Rule(Recommendation(id="CON-R6", subject=MATCH.conflict), Recommendation(id="RSP-R9"))
@defeat("CAU-D2", of="CON-R6", evidence="house")
def hours_are_counted_already(self, conflict):
    """The hours are counted in advice of its own."""


@Rule(
    Recommendation(id="CON-R4", subject=MATCH.conflict),
    Recommendation(id="RSP-R8"),
)
@defeat("CAU-D3", of="CON-R4", evidence="house")
def tasks_get_their_names_already(self, conflict):
    """Each task gets one name in advice of its own."""
