"""What the loading of the knowledge base refuses: everything that experta would silently misunderstand."""

import re

import pytest
from experta import AS, EXISTS, MATCH, NOT, OR, TEST, L, P, Rule

from advisor import knowledge
from advisor.conditions import at_least, compare, one_of
from advisor.errors import KnowledgeError
from advisor.facts import Expectation, Finding, Growth, Pilot, Trust
from advisor.knowledge import checked, constraints, defeat, finding, patterns, recommendation


def rule_of(*conditions, method=None, **options):
    """A rule with these conditions; sound but for what the test makes wrong."""

    def growth_too_fast(self, expectation):
        """A growth target is too fast."""

    about = {"id": "EXP-99", "severity": "minor", "evidence": "article", "cites": "3, table, row 1"} | options
    decorated = finding(about.pop("id"), **about)(method or growth_too_fast)
    return Rule(*conditions)(decorated)


def about_the_whole(self):
    """Something is wrong with the partnership as a whole."""


GROWTH = Growth(expectation=MATCH.expectation)

UNSOUND = {
    "a misspelt field": (
        lambda: rule_of(Growth(expectation=MATCH.expectation, monthly_rat=at_least("growth.stretch"))),
        "Growth has no field “monthly_rat”; it has expectation, holder",
    ),
    "a misspelt field under NOT": (
        lambda: rule_of(GROWTH, NOT(Pilot(suports=MATCH.expectation))),
        "Pilot has no field “suports”",
    ),
    "OR": (lambda: rule_of(GROWTH, OR(Pilot(), Expectation())), "OR is not safe in experta"),
    "EXISTS": (lambda: rule_of(GROWTH, EXISTS(Pilot())), "EXISTS is not safe in experta"),
    "NOT of two facts": (lambda: rule_of(GROWTH, NOT(Pilot(), Expectation())), "NOT is not safe in experta"),
    "TEST before a pattern": (
        lambda: rule_of(GROWTH, compare("expectation", "≠", "expectation"), Expectation()),
        "patterns come first",
    ),
    "TEST with a bare lambda": (
        lambda: rule_of(GROWTH, TEST(lambda expectation: True)),
        "TEST takes compare(…)",
    ),
    "a bare lambda in a field": (
        lambda: rule_of(Growth(expectation=MATCH.expectation, months=P(lambda months: months < 3))),
        "months: use at_least(…), one_of(…) and their like",
    ),
    "alternatives that fire twice": (
        lambda: rule_of(Growth(expectation=MATCH.expectation, months=at_least("growth.months") | L(0))),
        "months: | is for values only; experta fires once for each alternative that holds",
    ),
    "nothing but an exception": (
        lambda: rule_of(NOT(Pilot()), method=about_the_whole),
        "the first condition is a pattern: nothing may follow from silence",
    ),
    "a variable excluded twice in a pattern": (
        lambda: rule_of(GROWTH, Trust(partner=~MATCH.expectation, toward=~MATCH.expectation)),
        "~MATCH.expectation stands twice in a pattern, and experta loses one of them",
    ),
    "a pattern that stands there twice": (
        lambda: rule_of(GROWTH, Growth(expectation=MATCH.expectation)),
        "a pattern stands there twice, and experta takes both for one",
    ),
    "one name for a whole fact and for a field": (
        lambda: rule_of(GROWTH, AS.expectation << Pilot()),
        "a variable that stands for a whole fact has a name of its own",
    ),
    "a name for a fact that isn't there": (
        lambda: rule_of(GROWTH, NOT(AS.pilot << Pilot())),
        "AS names a fact that isn't there under NOT",
    ),
    "the exclusion of a variable that no pattern binds": (
        lambda: rule_of(GROWTH, Pilot(supports=~MATCH.expectaton)),
        "~MATCH.expectaton excludes what no pattern binds",
    ),
    "an argument that no pattern binds": (lambda: rule_of(Growth()), "no pattern binds expectation"),
    "a comparison of what no pattern binds": (
        lambda: rule_of(GROWTH, compare("expectation", "<", "other")),
        "compare(…) names other",
    ),
    "an id of another kind": (lambda: rule_of(GROWTH, id="EXP-R9"), "the id of a finding looks like EXP-1"),
    "an unknown theme": (lambda: rule_of(GROWTH, id="XYZ-01"), "with a theme of OBJ, COM"),
    "an unknown severity": (lambda: rule_of(GROWTH, severity="terrible"), "severity is one of"),
    "evidence without a passage": (lambda: rule_of(GROWTH, cites=""), "evidence “article” needs cites="),
    "a passage that the article doesn't have": (
        lambda: rule_of(GROWTH, cites="3, table, row 4"),
        "the article has no “3, table, row 4”",
    ),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_an_unsound_rule_is_refused_with_its_id_and_place(name):
    make, complaint = UNSOUND[name]
    with pytest.raises(KnowledgeError, match=re.escape(complaint)) as refused:
        checked(make())
    assert re.match(r"rules/test_knowledge\.py:\d+: \S+ \(\S+\): ", str(refused.value))


def test_a_sound_rule_is_accepted_with_its_benchmarks():
    card = checked(rule_of(Growth(expectation=MATCH.expectation, monthly_rate=at_least("growth.stretch"))))
    assert (card.id, card.name, card.benchmarks()) == ("EXP-99", "growth_too_fast", ("growth.stretch",))


def test_alternatives_between_values_are_one_condition():
    with_or = checked(rule_of(Growth(expectation=MATCH.expectation, holder=L("ana") | L("bruno"))))
    with_words = checked(rule_of(Growth(expectation=MATCH.expectation, holder=one_of("ana", "bruno"))))
    read = [[constraints(pattern) for pattern, _ in patterns(card)] for card in (with_or, with_words)]
    assert read[0] == read[1]


def test_a_rule_on_findings_fires_after_those_on_facts():
    first = checked(rule_of(GROWTH))
    then = checked(rule_of(Finding(id="EXP-04", subject=MATCH.expectation)))
    assert first.phase > then.phase


def loaded(*rules):
    found = {}
    for rule in rules:
        card = checked(rule)
        found[card.id] = card, rule
    knowledge._check_references(found)
    knowledge._give_turns([card for card, _ in found.values()])
    return {id: card for id, (card, _) in found.items()}


def test_a_finding_that_does_not_exist_is_refused():
    with pytest.raises(KnowledgeError, match="EXP-99: no finding EXP-98"):
        loaded(rule_of(Finding(id="EXP-98", subject=MATCH.expectation)))


def test_an_exception_that_is_not_settled_yet_is_refused():
    chained = rule_of(Finding(id="EXP-99", subject=MATCH.expectation), NOT(Finding(id="EXP-98")), id="EXP-97")
    same_phase = rule_of(Finding(id="EXP-99", subject=MATCH.expectation), id="EXP-98")
    with pytest.raises(KnowledgeError, match="EXP-97: NOT\\(EXP-98\\) is asked before EXP-98 is settled"):
        loaded(rule_of(GROWTH), same_phase, chained)


def test_a_defeat_of_what_comes_later_is_refused():
    @Rule(GROWTH)
    @defeat("EXP-D9", of="EXP-98", evidence="article", cites="3")
    def too_early(self, expectation):
        """Too early to withdraw it."""

    chained = rule_of(Finding(id="EXP-99", subject=MATCH.expectation), id="EXP-98")
    with pytest.raises(KnowledgeError, match="EXP-98 is concluded after this defeat"):
        loaded(rule_of(GROWTH), chained, too_early)


def defeat_of(id, *, of, seeing):
    @Rule(Finding(id=of, subject=MATCH.expectation), Finding(id=seeing, subject=MATCH.expectation))
    @defeat(id, of=of, evidence="article", cites="3")
    def withdrawn(self, expectation):
        """Withdrawn where something else stands."""

    return withdrawn


FINDINGS = [rule_of(GROWTH, id=id) for id in ("EXP-96", "EXP-97", "EXP-98")]


def test_a_defeat_waits_for_those_that_may_withdraw_what_it_rests_on():
    last = defeat_of("EXP-D7", of="EXP-96", seeing="EXP-97")
    first = defeat_of("EXP-D9", of="EXP-97", seeing="EXP-98")
    cards = loaded(*FINDINGS, last, first)
    assert (
        cards["EXP-D9"].salience > cards["EXP-D7"].salience > knowledge.TURNS * knowledge.DEFEATS_OF_STRENGTHS
    )


def test_defeats_that_wait_for_each_other_are_refused():
    one = defeat_of("EXP-D7", of="EXP-96", seeing="EXP-97")
    other = defeat_of("EXP-D9", of="EXP-97", seeing="EXP-96")
    with pytest.raises(KnowledgeError, match="these defeats wait for each other: EXP-D"):
        loaded(*FINDINGS, one, other)


def test_an_owner_that_no_pattern_binds_is_refused():
    @Rule(Finding(id=one_of("EXP-04"), subject=MATCH.expectation))
    @recommendation("EXP-R9", rank="cause", owner="holder", within_days=7, evidence="article", cites="3")
    def do_something(self, expectation):
        """Do something."""

    with pytest.raises(KnowledgeError, match="no pattern binds holder"):
        checked(do_something)


def test_the_knowledge_base_is_sound():
    loaded_base = knowledge.load()
    assert list(loaded_base.cards) == sorted(loaded_base.cards)
    assert all(card.phase for card in loaded_base.cards.values())
