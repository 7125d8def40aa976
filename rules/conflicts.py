"""Types of conflict: what a conflict is about, how far it has gone, and the next step (article, section 7)."""

from experta import AS, MATCH, NOT, Rule

from advisor.conditions import at_least, at_most, compare, nonempty, one_of, positive, some
from advisor.facts import (
    Bond,
    Clauses,
    Conflict,
    ConflictExpectation,
    ConflictLoad,
    ConflictType,
    Dealing,
    Elapsed,
    EqualVoices,
    Expectation,
    Finding,
    Ladder,
    Recommendation,
    Stakes,
    Symptom,
    Temper,
)
from advisor.knowledge import defeat, finding, recommendation, strength

TYPES = ("CON-01", "CON-02", "CON-03", "CON-04", "CON-05", "CON-06", "CON-07", "CON-08")
"""The findings on what a conflict is about; there is one for each conflict, at most."""
TALKED_THROUGH = (
    *TYPES,
    *("CON-10", "CON-11", "CON-12", "CON-13", "CON-14", "CON-15", "CON-16", "CON-17", "CON-18", "CON-19"),
    *("CON-24", "CON-25", "CON-26", "CON-27", "CON-30", "CON-32", "CON-33", "CON-34", "CON-36"),
)
"""The findings that a talk, from the first item on an agenda to mediation, is to answer."""
WAITS_FOR_SAFETY = (
    *TYPES,
    *("CON-10", "CON-11", "CON-12", "CON-13", "CON-14", "CON-15", "CON-16"),
    *("CON-23", "CON-24", "CON-25", "CON-26", "CON-31", "CON-32", "CON-33", "CON-36", "CON-39"),
)
"""The findings that call for a meeting: not to be spoken of while somebody may come to harm."""

NOT_SETTLED = NOT(Conflict(id=MATCH.conflict, status="settled"))
"""An exception of every rule about a conflict that goes on."""

# --- What it is about ----------------------------------------------------------------------


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="goals"), NOT_SETTLED)
@finding("CON-01", severity="important", evidence="article", cites="7, table, row 1")
def goals_diverge(self, conflict, type):
    """The conflict is about goals that pull in different directions."""


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="communication"), NOT_SETTLED)
@finding("CON-02", severity="important", evidence="article", cites="7, table, row 2")
def messages_go_astray(self, conflict, type):
    """The conflict is about how the parties exchange, and nothing deeper shows."""


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="financial"), NOT_SETTLED)
@finding("CON-03", severity="important", evidence="article", cites="7, table, row 3")
def money_is_disputed(self, conflict, type):
    """The conflict is about money or about accounts that not everybody can see."""


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="roles"), NOT_SETTLED)
@finding("CON-04", severity="important", evidence="literature", cites="5, list, item 1")
def roles_or_loads_clash(self, conflict, type):
    """The conflict is about who does what, or about how much each one carries."""


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="commitment"), NOT_SETTLED)
@finding("CON-05", severity="important", evidence="literature", cites="4, list, item 3; 4, table, row 2")
def commitment_is_missed(self, conflict, type):
    """The conflict is about something promised that did not come."""


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="intellectual_property"), NOT_SETTLED)
@finding("CON-06", severity="important", evidence="literature")
def ownership_is_disputed(self, conflict, type):
    """The conflict is about what belongs to whom, or about working with others."""


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="governance"), NOT_SETTLED)
@finding("CON-07", severity="important", evidence="literature")
def power_to_decide_is_disputed(self, conflict, type):
    """The conflict is about who decides."""


@Rule(AS.type << ConflictType(conflict=MATCH.conflict, kind="relation"), NOT_SETTLED)
@finding("CON-08", severity="important", evidence="literature", cites="7, list, item 1")
def relation_is_strained(self, conflict, type):
    """The conflict is about how the parties treat each other."""


@Rule(
    Finding(id=one_of(*TYPES, "CON-23"), subject=MATCH.conflict),
    AS.type << ConflictType(conflict=MATCH.conflict, called=MATCH.called & some()),
)
@finding("CON-09", severity="minor", evidence="literature", cites="7, table, row 2")
def label_hides_the_kind(self, conflict, type, called):
    """The name that a conflict goes by is not what the facts point to."""


@Rule(
    Finding(id=one_of(*TYPES), subject=MATCH.conflict),
    AS.type << ConflictType(conflict=MATCH.conflict, second=MATCH.second & some()),
)
@finding("CON-35", severity="minor", evidence="literature")
def two_conflicts_in_one(self, conflict, type, second):
    """A conflict is of two kinds at once."""


@Rule(
    ConflictExpectation(conflict=MATCH.conflict, expectation=MATCH.expectation),
    Expectation(id=MATCH.expectation, holder=MATCH.holder, shown_to=()),
    NOT_SETTLED,
)
@finding("CON-36", severity="important", evidence="article", cites="7, paragraph 1; 3, list, item 2")
def rests_on_an_unspoken_expectation(self, conflict, expectation, holder):
    """A conflict is about an expectation that its holder never showed to anybody."""


@Rule(
    Finding(id=one_of(*TYPES), subject=MATCH.conflict),
    Symptom(conflict=MATCH.conflict, symptom="ownership_dispute"),
    Clauses(intellectual_property=False),
)
@finding("CON-37", severity="important", evidence="literature", cites="7, list, item 4")
def ownership_is_not_in_writing(self, conflict):
    """The agreement does not say who owns what is made together, and the conflict is about that, too or alone."""


@Rule(
    Finding(id=one_of(*TYPES), subject=MATCH.conflict),
    Symptom(conflict=MATCH.conflict, symptom="exclusivity_breach"),
    Clauses(exclusivity=False),
)
@finding("CON-38", severity="important", evidence="literature", cites="7, list, item 4")
def exclusivity_is_not_in_writing(self, conflict):
    """A conflict is about exclusivity that the agreement does not provide for."""


# --- How far it has gone --------------------------------------------------------------------


@Rule(
    Conflict(id=MATCH.conflict, on_agenda=False),
    NOT(Conflict(id=MATCH.conflict, neutral_person=one_of("under_way", "failed"))),
    NOT_SETTLED,
)
@finding("CON-10", severity="important", evidence="literature", cites="7, list, item 1")
def never_put_on_the_table(self, conflict):
    """A conflict has never been on the agenda of a meeting."""


@Rule(
    Conflict(id=MATCH.conflict, status="blocked"),
    NOT(Conflict(id=MATCH.conflict, neutral_person="failed")),
)
@finding("CON-11", severity="critical", evidence="article", cites="7, list, item 3; 7, paragraph 2")
def talks_are_blocked(self, conflict):
    """Talks about a conflict have stopped or lead nowhere."""


@Rule(
    Conflict(id=MATCH.conflict, failed_meetings=MATCH.meetings & at_least("conflict.meetings_failed")),
    NOT(Conflict(id=MATCH.conflict, neutral_person="failed")),
    NOT(Conflict(id=MATCH.conflict, status="blocked")),
    NOT_SETTLED,
)
@finding("CON-12", severity="important", evidence="literature", cites="7, paragraph 2; FAQ, question 3")
def meetings_end_without_agreement(self, conflict, meetings):
    """Several meetings about a conflict ended without agreement."""


@Rule(
    Conflict(id=MATCH.conflict, blame="rising"),
    NOT(Conflict(id=MATCH.conflict, status="blocked", on_agenda=True)),
    NOT_SETTLED,
)
@finding("CON-13", severity="minor", evidence="article", cites="7, list, item 1")
def blame_rises(self, conflict):
    """The parties of a conflict blame each other more and more."""


@Rule(Conflict(id=MATCH.conflict, third_persons=True), NOT_SETTLED)
@finding("CON-14", severity="minor", evidence="literature")
def others_are_drawn_in(self, conflict):
    """Staff, customers or family have been drawn into a conflict."""


@Rule(Conflict(id=MATCH.conflict, severity=MATCH.level & at_least("conflict.gravest")), NOT_SETTLED)
@finding("CON-15", severity="critical", evidence="house", cites="FAQ, question 3")
def partnership_may_break(self, conflict, level):
    """A conflict is held to be so severe that the partnership may break."""


@Rule(
    Conflict(id=MATCH.conflict, severity=MATCH.level & at_least("conflict.severe")),
    NOT(Conflict(id=MATCH.conflict, severity=at_least("conflict.gravest"))),
    NOT_SETTLED,
)
@finding("CON-16", severity="important", evidence="house", cites="FAQ, question 3")
def conflict_is_severe(self, conflict, level):
    """A conflict is held to be severe."""


@Rule(Conflict(id=MATCH.conflict, blocks=MATCH.stands_still & nonempty()), NOT_SETTLED)
@finding("CON-17", severity="important", evidence="literature", cites="7, list, item 5")
def work_stands_still(self, conflict, stands_still):
    """Decisions or work stand still because of a conflict."""


@Rule(Conflict(id=MATCH.conflict, irreversible_step=MATCH.step & some()), NOT_SETTLED)
@finding("CON-18", severity="critical", evidence="literature")
def irreversible_step_is_in_view(self, conflict, step):
    """A step that can't be undone is in view while a conflict is open."""


@Rule(Conflict(id=MATCH.conflict, legal_threat=True), NOT_SETTLED)
@finding("CON-19", severity="critical", evidence="literature", cites="7, list, item 3")
def lawyers_are_spoken_of(self, conflict):
    """Legal steps are threatened or taken in a conflict."""


@Rule(Conflict(id=MATCH.conflict, safety_concern=True), NOT_SETTLED)
@finding("CON-20", severity="critical", evidence="literature")
def somebody_may_come_to_harm(self, conflict):
    """Somebody's safety or health is at stake in a conflict."""


@Rule(Conflict(id=MATCH.conflict, status="settled", documented=False))
@finding("CON-21", severity="important", evidence="article", cites="7, list, item 4; FAQ, question 3")
def settlement_is_not_written_down(self, conflict):
    """A conflict was settled by word of mouth only."""


@Rule(
    Conflict(
        id=MATCH.conflict,
        status="settled",
        settlement_due=MATCH.due & positive(),
        settlement_kept=MATCH.kept,
    ),
    compare("kept", "<", "due"),
)
@finding("CON-22", severity="important", evidence="article", cites="4, list, item 3; 7, list, item 4")
def settlement_is_not_kept(self, conflict, due, kept):
    """Commitments of a settlement have fallen due and were not kept."""


@Rule(
    Temper(conflict=MATCH.conflict, temper="mild"),
    ConflictType(conflict=MATCH.conflict, kind=MATCH.kind),
    NOT_SETTLED,
)
@finding("CON-23", severity="minor", evidence="house", cites="7, paragraph 3")
def disagreement_is_still_small(self, conflict, kind):
    """A disagreement of a known kind is still small and easy to clear up."""


@Rule(
    Temper(conflict=MATCH.conflict, temper="mild"),
    NOT(ConflictType(conflict=MATCH.conflict)),
    NOT_SETTLED,
)
@finding("CON-39", severity="minor", evidence="house", cites="7, paragraph 3")
def small_disagreement_is_not_yet_understood(self, conflict):
    """A disagreement is still small, and it isn't known yet what it is about."""


@Rule(Conflict(id=MATCH.conflict, recurring=True), NOT_SETTLED)
@finding("CON-24", severity="important", evidence="literature", cites="7, paragraph 3")
def conflict_comes_back(self, conflict):
    """A conflict has come back after it was held to be settled."""


@Rule(AS.dealing << Dealing(conflict=MATCH.conflict, way="avoid"), NOT_SETTLED)
@finding("CON-25", severity="important", evidence="literature", cites="7, list, item 1")
def everybody_avoids_it(self, conflict, dealing):
    """All parties of a conflict avoid the matter."""


@Rule(AS.dealing << Dealing(conflict=MATCH.conflict, way="compete"), NOT_SETTLED)
@finding("CON-26", severity="important", evidence="literature", cites="7, list, item 2")
def everybody_wants_to_win(self, conflict, dealing):
    """All parties of a conflict want to win it."""


@Rule(Conflict(id=MATCH.conflict, weaker_party=MATCH.weaker & some()), NOT_SETTLED)
@finding("CON-27", severity="important", evidence="literature", cites="7, list, item 2")
def power_is_unequal(self, conflict, weaker):
    """One party of a conflict has clearly less power than the other."""


@Rule(EqualVoices(), Clauses(deadlock=False))
@finding("CON-28", severity="minor", evidence="literature")
def equal_voices_without_a_way_out(self):
    """Two partners decide with equal voices, and nothing says what happens when they disagree."""


@Rule(Finding(id="CON-28"), Finding(id=one_of("CON-07", "CON-11", "CON-12"), subject=MATCH.conflict))
@finding("CON-29", severity="important", evidence="literature")
def deadlock_has_no_way_out(self, conflict):
    """A conflict is stuck between two equal voices, and the agreement has no way out of a deadlock."""


@Rule(Conflict(id=MATCH.conflict, neutral_person="failed"), NOT_SETTLED)
@finding("CON-30", severity="critical", evidence="literature")
def mediation_has_failed(self, conflict):
    """A mediation failed and the conflict goes on."""


@Rule(AS.stakes << Stakes(conflict=MATCH.conflict, gap=at_least("conflict.stakes_gap")), NOT_SETTLED)
@finding("CON-31", severity="minor", evidence="literature", cites="7, list, item 2")
def matter_weighs_unequally(self, conflict, stakes):
    """A conflict matters much to one party and little to another."""


@Rule(
    Conflict(id=MATCH.conflict, status="latent"),
    Elapsed(
        field="conflicts.since", entry=MATCH.conflict, days=MATCH.days & at_least("conflict.latent_days")
    ),
    NOT(Conflict(id=MATCH.conflict, on_agenda=False)),
)
@finding("CON-32", severity="important", evidence="house", cites="7, list, item 1")
def unspoken_for_long(self, conflict, days):
    """A conflict has been felt for long without being spoken of."""


@Rule(
    Conflict(id=MATCH.conflict, status="open"),
    Elapsed(field="conflicts.since", entry=MATCH.conflict, days=MATCH.days & at_least("conflict.open_days")),
)
@finding("CON-33", severity="minor", evidence="house", cites="7, paragraph 2")
def conflict_drags_on(self, conflict, days):
    """A conflict has been open for long."""


@Rule(Conflict(id=MATCH.conflict, disputed_sum=MATCH.amount & positive()), NOT_SETTLED)
@finding("CON-34", severity="important", evidence="literature", cites="7, table, row 3")
def sum_is_in_dispute(self, conflict, amount):
    """A known sum is in dispute."""


# --- What is good and worth keeping -----------------------------------------------------------


@Rule(
    Conflict(
        id=MATCH.conflict,
        status="settled",
        settlement_due=MATCH.due & positive(),
        settlement_kept=MATCH.kept,
    ),
    compare("kept", "≥", "due"),
)
@strength("CON-S1", evidence="article", cites="7, paragraph 3; 4, list, item 3")
def settlement_is_kept(self, conflict, due, kept):
    """A conflict was settled, and the settlement is kept."""


@Rule(Conflict(id=MATCH.conflict, status="settled", documented=True))
@strength("CON-S2", evidence="article", cites="7, list, item 4")
def settlement_is_in_writing(self, conflict):
    """A conflict was settled, and the settlement is written down."""


@Rule(
    Conflict(id=MATCH.conflict, neutral_person=one_of("accepted", "under_way")),
    NOT(Conflict(id=MATCH.conflict, safety_concern=True)),
    NOT_SETTLED,
)
@strength("CON-S3", evidence="article", cites="7, paragraph 2; 7, list, item 3")
def neutral_person_is_accepted(self, conflict):
    """The parties of a conflict have accepted a neutral person."""


@Rule(AS.temper << Temper(conflict=MATCH.conflict, temper="constructive"), NOT_SETTLED)
@strength("CON-S4", evidence="article", cites="7, list, item 1; 7, list, item 2")
def partners_argue_well(self, conflict, temper):
    """A disagreement is dealt with fairly, without blame."""


@Rule(Clauses(mediation=True))
@strength("CON-S5", evidence="article", cites="7, list, item 3")
def mediation_is_agreed_beforehand(self):
    """The agreement provides for mediation."""


@Rule(EqualVoices(), Clauses(deadlock=True))
@strength("CON-S6", evidence="literature")
def equal_voices_with_a_way_out(self):
    """Two equal voices have agreed what happens when they disagree."""


@Rule(
    AS.bond << Bond(conflict=MATCH.conflict, least=at_least("conflict.bond")),
    NOT(Conflict(id=MATCH.conflict, safety_concern=True)),
    NOT_SETTLED,
)
@strength("CON-S7", evidence="article", cites="7, list, item 5")
def all_want_to_go_on_together(self, conflict, bond):
    """The relation matters much to every party of a conflict."""


# --- What speaks against a finding -------------------------------------------------------------


@Rule(
    Finding(id=one_of("CON-11", "CON-12"), subject=MATCH.conflict),
    Finding(id="CON-10", subject=MATCH.conflict),
)
@defeat("CON-D1", of=("CON-11", "CON-12"), evidence="literature", cites="7, list, item 1")
def nothing_was_tried_yet(self, conflict):
    """What was never on an agenda is not a deadlock."""


@Rule(
    Finding(id=one_of(*TYPES, "CON-10", "CON-31", "CON-33", "CON-36"), subject=MATCH.conflict),
    Temper(conflict=MATCH.conflict, temper="constructive"),
)
@defeat(
    "CON-D2",
    of=(*TYPES, "CON-10", "CON-31", "CON-33", "CON-36"),
    evidence="article",
    cites="7, paragraph 3; 7, list, item 1",
)
def argument_is_in_good_hands(self, conflict):
    """A disagreement that is dealt with fairly needs no repair."""


@Rule(
    Finding(
        id=one_of(*TYPES, "CON-10", "CON-25", "CON-26", "CON-32", "CON-33", "CON-36"), subject=MATCH.conflict
    ),
    Temper(conflict=MATCH.conflict, temper="small"),
    AS.stakes << Stakes(conflict=MATCH.conflict, most=at_most("conflict.low_importance")),
)
@defeat(
    "CON-D3", of=(*TYPES, "CON-10", "CON-25", "CON-26", "CON-32", "CON-33", "CON-36"), evidence="literature"
)
def matter_is_of_little_weight(self, conflict, stakes):
    """A matter of little weight to everybody, without harm, may be left alone."""


@Rule(
    Finding(id=one_of(*TYPES, "CON-10", "CON-26", "CON-33"), subject=MATCH.conflict),
    Temper(conflict=MATCH.conflict, temper="mild"),
)
@defeat("CON-D4", of=(*TYPES, "CON-10", "CON-26", "CON-33"), evidence="house", cites="7, paragraph 3")
def conflict_has_not_grown(self, conflict):
    """A disagreement that is still small is no conflict to be treated as one."""


@Rule(
    Finding(id=one_of("CON-11", "CON-12"), subject=MATCH.conflict),
    Conflict(id=MATCH.conflict, neutral_person="under_way"),
)
@defeat("CON-D5", of=("CON-11", "CON-12"), evidence="article", cites="7, list, item 3")
def mediation_is_under_way(self, conflict):
    """A mediation already deals with the deadlock."""


@Rule(
    Finding(id="CON-21", subject=MATCH.conflict),
    Conflict(
        id=MATCH.conflict,
        status="settled",
        settlement_due=MATCH.due & positive(),
        settlement_kept=MATCH.kept,
    ),
    compare("kept", "≥", "due"),
)
@defeat("CON-D6", of="CON-21", evidence="house", cites="4, list, item 3")
def settlement_holds_without_paper(self, conflict, due, kept):
    """A settlement that is kept has proved itself without paper."""


@Rule(
    Recommendation(id=one_of("CON-R21", "CON-R23"), subject=MATCH.conflict),
    Conflict(id=MATCH.conflict, safety_concern=True),
)
@defeat("CON-D7", of=("CON-R21", "CON-R23"), evidence="literature")
def safety_comes_before_business(self, conflict):
    """Nobody is asked to negotiate about work or money while somebody may come to harm."""


@Rule(Recommendation(id="CON-R12", subject=MATCH.conflict), Recommendation(id="CON-R18", subject=MATCH.other))
@defeat("CON-D11", of="CON-R12", evidence="literature")
def nobody_is_seated_at_one_table(self, conflict, other):
    """No talk at one table is advised while somebody may come to harm in another conflict."""


@Rule(
    Recommendation(
        id=one_of("CON-R1", "CON-R2", "CON-R4", "CON-R5", "CON-R6", "CON-R7", "CON-R9", "CON-R10", "CON-R28"),
        subject=MATCH.conflict,
    ),
    Conflict(id=MATCH.conflict, neutral_person="failed"),
)
@defeat(
    "CON-D8",
    of=("CON-R1", "CON-R2", "CON-R4", "CON-R5", "CON-R6", "CON-R7", "CON-R9", "CON-R10", "CON-R28"),
    evidence="literature",
)
def another_round_would_repeat_the_last(self, conflict):
    """After a mediation has failed, the terms of parting or of a smaller partnership come first."""


@Rule(
    Finding(id=one_of(*WAITS_FOR_SAFETY), subject=MATCH.conflict),
    Finding(id="CON-20", subject=MATCH.conflict),
)
@defeat("CON-D9", of=WAITS_FOR_SAFETY, evidence="literature")
def safety_comes_first(self, conflict):
    """What a conflict is about, and how to talk about it, waits while somebody may come to harm."""


@Rule(Finding(id="CON-22", subject=MATCH.conflict))
@defeat("CON-D10", of="CON-S2", evidence="article", cites="4, list, item 3")
def paper_is_not_enough(self, conflict):
    """A written settlement that is not kept is nothing to praise."""


# --- What to do: about the matter --------------------------------------------------------------


@Rule(
    Finding(id="CON-01", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R1", rank="cause", owner="parties", within_days=14, evidence="article", cites="7, table, row 1"
)
def renegotiate_priorities(self, conflict, parties):
    """Renegotiate the priorities."""


@Rule(
    Finding(id="CON-02", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R2", rank="cause", owner="parties", within_days=21, evidence="article", cites="7, table, row 2"
)
def clarify_and_train(self, conflict, parties):
    """Clear up the misunderstandings and practise a better way of exchanging."""


@Rule(
    Finding(id="CON-03", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R3", rank="cause", owner="parties", within_days=14, evidence="article", cites="7, table, row 3"
)
def open_the_accounts(self, conflict, parties):
    """Have the accounts checked by somebody neutral, and open them to everybody."""


@Rule(
    Finding(id="CON-04", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties, unclear=True),
)
@recommendation(
    "CON-R4", rank="cause", owner="parties", within_days=14, evidence="literature", cites="5, list, item 1"
)
def name_one_person_for_each_task(self, conflict, parties):
    """Name one partner for each task in dispute."""


@Rule(
    Finding(id="CON-04", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties, load=True),
    AS.load << ConflictLoad(conflict=MATCH.conflict, partner=MATCH.partner),
)
@recommendation(
    "CON-R5",
    rank="cause",
    owner="parties",
    within_days=14,
    evidence="article",
    cites="3, table, row 3; 5, list, item 3",
)
def lighten_the_load_first(self, conflict, parties, partner, load):
    """Bring the load back to the capacity before talking of manners."""


@Rule(
    Finding(id="CON-04", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties, load=True),
    NOT(ConflictLoad(conflict=MATCH.conflict)),
    NOT(Elapsed(field="workload.last_measured", days=at_most("review.half_year_days"))),
)
@recommendation(
    "CON-R6", rank="cause", owner="parties", within_days=14, evidence="literature", cites="3, list, item 1"
)
def count_the_hours_first(self, conflict, parties):
    """Write down the hours for two weeks before arguing about the load."""


@Rule(
    Finding(id="CON-05", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R7", rank="cause", owner="parties", within_days=14, evidence="literature", cites="4, list, item 3"
)
def sort_the_promises(self, conflict, parties):
    """Go through the promises and date anew those that hold."""


@Rule(
    Finding(id=one_of("CON-06", "CON-37", "CON-38"), subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R8", rank="cause", owner="parties", within_days=21, evidence="literature", cites="7, list, item 4"
)
def write_down_what_belongs_to_whom(self, conflict, parties):
    """Agree on an interim rule and put ownership and exclusivity in writing."""


@Rule(
    Finding(id="CON-07", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R9", rank="cause", owner="parties", within_days=21, evidence="literature", cites="4, list, item 2"
)
def say_who_decides_what(self, conflict, parties):
    """Write down who decides what, and by when."""


@Rule(
    Finding(id="CON-08", subject=MATCH.conflict),
    ConflictType(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R10", rank="cause", owner="parties", within_days=21, evidence="literature", cites="7, list, item 1"
)
def agree_on_how_to_talk(self, conflict, parties):
    """Agree on how you talk to each other, from single moments."""


# --- What to do: the next step, with the ladder ---------------------------------------------------


@Rule(
    Finding(id=one_of(*TALKED_THROUGH), subject=MATCH.conflict),
    AS.ladder
    << Ladder(
        conflict=MATCH.conflict, next_step="agenda", parties=MATCH.parties, agenda_by=MATCH.by & some()
    ),
)
@recommendation(
    "CON-R11",
    rank="cause",
    owner="parties",
    within_days=7,
    due="by",
    evidence="article",
    cites="7, list, item 1",
)
def put_it_on_an_agenda(self, conflict, parties, by, ladder):
    """Put the conflict on the agenda of a meeting."""


@Rule(
    Finding(id=one_of(*TALKED_THROUGH), subject=MATCH.conflict),
    AS.ladder
    << Ladder(conflict=MATCH.conflict, next_step="talk", parties=MATCH.parties, talk_by=MATCH.by & some()),
)
@recommendation(
    "CON-R12",
    rank="cause",
    owner="parties",
    within_days=7,
    due="by",
    evidence="article",
    cites="7, list, item 1; 7, list, item 2; FAQ, question 3",
)
def talk_it_through(self, conflict, parties, by, ladder):
    """Talk it through directly."""


@Rule(
    Finding(id=one_of(*TALKED_THROUGH), subject=MATCH.conflict),
    AS.ladder
    << Ladder(
        conflict=MATCH.conflict, next_step="agreement", parties=MATCH.parties, agreement_by=MATCH.by & some()
    ),
)
@recommendation(
    "CON-R13",
    rank="cause",
    owner="parties",
    within_days=7,
    due="by",
    evidence="article",
    cites="7, list, item 2; 7, list, item 4",
)
def put_the_middle_way_in_writing(self, conflict, parties, by, ladder):
    """Put in writing what you are close to agreeing."""


@Rule(
    Finding(id=one_of(*TALKED_THROUGH), subject=MATCH.conflict),
    AS.ladder
    << Ladder(
        conflict=MATCH.conflict,
        next_step="facilitated",
        parties=MATCH.parties,
        facilitated_by=MATCH.by & some(),
    ),
)
@recommendation(
    "CON-R14",
    rank="cause",
    owner="parties",
    within_days=14,
    due="by",
    evidence="article",
    cites="7, paragraph 2",
)
def talk_with_somebody_neutral(self, conflict, parties, by, ladder):
    """Talk again with a neutral person in the chair."""


@Rule(
    Finding(id=one_of(*TALKED_THROUGH), subject=MATCH.conflict),
    AS.ladder
    << Ladder(
        conflict=MATCH.conflict, next_step="mediation", parties=MATCH.parties, mediation_by=MATCH.by & some()
    ),
)
@recommendation(
    "CON-R15",
    rank="cause",
    owner="parties",
    within_days=30,
    due="by",
    evidence="article",
    cites="7, list, item 3; 7, paragraph 2; FAQ, question 3",
)
def call_in_a_mediator(self, conflict, parties, by, ladder):
    """Call in a mediator."""


@Rule(
    Finding(id=one_of(*TALKED_THROUGH), subject=MATCH.conflict),
    AS.ladder
    << Ladder(
        conflict=MATCH.conflict, next_step="under_way", parties=MATCH.parties, mediation_by=MATCH.by & some()
    ),
)
@recommendation(
    "CON-R16",
    rank="cause",
    owner="parties",
    within_days=30,
    due="by",
    evidence="literature",
    cites="7, list, item 3",
)
def give_the_mediation_its_time(self, conflict, parties, by, ladder):
    """Give the mediation its time, with a day on which you look at it."""


@Rule(
    Finding(id=one_of(*TALKED_THROUGH), subject=MATCH.conflict),
    AS.ladder
    << Ladder(conflict=MATCH.conflict, next_step="exit", parties=MATCH.parties, exit_by=MATCH.by & some()),
)
@recommendation("CON-R17", rank="protect", owner="parties", within_days=60, due="by", evidence="literature")
def prepare_an_orderly_exit(self, conflict, parties, by, ladder):
    """Prepare terms of parting, or of a smaller partnership, in order."""


# --- What to do: protect first ----------------------------------------------------------------------


@Rule(Finding(id="CON-20", subject=MATCH.conflict))
@recommendation("CON-R18", rank="protect", owner="all", within_days=1, evidence="literature")
def keep_everybody_safe(self, conflict):
    """Keep everybody safe and apart before anything else."""


@Rule(Finding(id="CON-19", subject=MATCH.conflict))
@recommendation(
    "CON-R19", rank="protect", owner="all", within_days=3, evidence="literature", cites="7, list, item 3"
)
def mediation_before_the_courts(self, conflict):
    """Read the mediation clause, keep the documents, ask counsel."""


@Rule(Finding(id="CON-18", subject=MATCH.conflict), Conflict(id=MATCH.conflict, irreversible_step=MATCH.step))
@recommendation("CON-R20", rank="protect", owner="all", within_days=2, evidence="literature")
def agree_on_a_standstill(self, conflict, step):
    """Agree on a standstill for the step that can't be undone."""


@Rule(
    Finding(id="CON-17", subject=MATCH.conflict),
    Conflict(id=MATCH.conflict, blocks=MATCH.stands_still, both_want_unblocked=True),
)
@recommendation(
    "CON-R21",
    rank="protect",
    owner="all",
    within_days=7,
    evidence="literature",
    cites="7, list, item 5",
)
def free_what_all_want(self, conflict, stands_still):
    """Free by itself what everybody wants to go on."""


@Rule(Finding(id="CON-27", subject=MATCH.conflict), Conflict(id=MATCH.conflict, weaker_party=MATCH.weaker))
@recommendation("CON-R22", rank="protect", owner="weaker", within_days=7, evidence="literature")
def take_independent_advice_first(self, conflict, weaker):
    """Let the weaker party take independent advice before it signs or concedes."""


@Rule(Finding(id="CON-34", subject=MATCH.conflict), Conflict(id=MATCH.conflict, disputed_sum=MATCH.amount))
@recommendation(
    "CON-R23",
    rank="protect",
    owner="all",
    within_days=7,
    evidence="literature",
    cites="7, table, row 3",
)
def set_the_disputed_sum_aside(self, conflict, amount):
    """Pay what nobody disputes and set the disputed sum aside."""


# --- What to do: after a settlement, and before the next conflict -----------------------------------


@Rule(Finding(id="CON-21", subject=MATCH.conflict))
@recommendation(
    "CON-R24",
    rank="symptom",
    owner="all",
    within_days=7,
    evidence="article",
    cites="7, list, item 4; FAQ, question 3",
)
def write_the_settlement_down(self, conflict):
    """Write the settlement down on one page."""


@Rule(
    Finding(id="CON-22", subject=MATCH.conflict),
    Conflict(id=MATCH.conflict, settlement_due=MATCH.due, settlement_kept=MATCH.kept),
)
@recommendation(
    "CON-R25", rank="cause", owner="all", within_days=14, evidence="literature", cites="4, list, item 2"
)
def mend_the_settlement(self, conflict, due, kept):
    """Look at the open commitments of the settlement before the conflict is reopened."""


@Rule(Finding(id=one_of("CON-28", "CON-29")))
@recommendation("CON-R26", rank="symptom", owner="all", within_days=30, evidence="literature")
def agree_on_a_way_out_of_deadlocks(self):
    """Write down what happens when two equal voices disagree."""


@Rule(Finding(id="CON-31", subject=MATCH.conflict), AS.stakes << Stakes(conflict=MATCH.conflict))
@recommendation(
    "CON-R27", rank="symptom", owner="all", within_days=30, evidence="literature", cites="7, list, item 2"
)
def give_and_take(self, conflict, stakes):
    """Trade what weighs little for one against what weighs much for another."""


@Rule(Finding(id="CON-24", subject=MATCH.conflict))
@recommendation(
    "CON-R28", rank="cause", owner="all", within_days=21, evidence="literature", cites="7, paragraph 3"
)
def ask_what_the_last_settlement_missed(self, conflict):
    """Ask what the last settlement left untouched."""


@Rule(
    Finding(id=one_of("CON-23", "CON-39"), subject=MATCH.conflict),
    Temper(conflict=MATCH.conflict, parties=MATCH.parties),
)
@recommendation(
    "CON-R29", rank="symptom", owner="parties", within_days=30, evidence="article", cites="7, list, item 1"
)
def clear_it_up_in_passing(self, conflict, parties):
    """Clear a small disagreement up at the next regular meeting."""
