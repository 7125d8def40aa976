"""CLIPS as the referee: the same conclusions as our engine, from a translation that shares none of its matching."""

import dataclasses
import datetime
import re
from functools import cache
from pathlib import Path

import pytest
from benchmarks.generating import generated

from advisor.benchmarks import Benchmarks, default_benchmarks
from advisor.case import case_of_values, read_case
from advisor.examples import examples
from advisor.facts import Finding, Objective, Partner, Pursues, Recommendation, Symptom, Task, Uncelebrated
from advisor.inference import Engine
from advisor.knowledge import KnowledgeBase, checked, defeat, finding, load, recommendation, strength

from experta import AS, MATCH, NOT, L, P, Rule, W  # isort: skip  (after advisor, which imports it safely)

from advisor.conditions import Bound, compare, nonempty, one_of, positive, some  # isort: skip

clips = pytest.importorskip("clips")
import clips_referee  # noqa: E402  (it needs clipspy)
from clips_referee import Clips  # noqa: E402

KNOWLEDGE = load()
OURS, REFEREE = Engine(KNOWLEDGE), Clips(KNOWLEDGE)
CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))
MADE_INTO_FACTS = {"finding", "cause", "recommendation"}


def ours(record):
    """Concluded and defeated, and how often a rule fired."""
    conclusions = OURS.consult(record)
    return set(conclusions.by_key), set(conclusions.defeated), len(conclusions.firings)


def theirs(record):
    """The same from CLIPS, without the firings that only make a conclusion into a fact."""
    REFEREE.declare(REFEREE.facts(record))
    fired = REFEREE.run()
    concluded, defeated = REFEREE.conclusions()
    made = sum(KNOWLEDGE.cards[rule].kind in MADE_INTO_FACTS for rule, _ in concluded)
    return concluded, defeated, fired - made


@cache
def answers():
    """Every example of a rule: its name, its record and what our engine says of it."""
    records = [(one.name, one.case().record) for one in examples()]
    return [(name, record, ours(record)) for name, record in records]


# --- The whole knowledge base -----------------------------------------------------------------


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_clips_concludes_the_same_from_an_example_case(path):
    record = read_case(path).record
    assert theirs(record) == ours(record)


def test_clips_concludes_the_same_from_the_examples_of_the_rules():
    assert [name for name, record, answer in answers() if theirs(record) != answer] == []


def test_clips_concludes_the_same_from_generated_cases():
    cases = [case_of_values(values) for values in generated(60, seed=7)]
    assert [case.id for case in cases if theirs(case.record) != ours(case.record)] == []


def test_within_a_phase_the_order_decides_at_most_which_defeat_speaks_in_the_examples():
    any_order = Clips(KNOWLEDGE, by_id=False)

    def stands(concluded, defeated):
        return {key for key in concluded - defeated if KNOWLEDGE.cards[key[0]].kind != "defeat"}

    for name, record, (*answer, _) in answers():
        assert stands(*any_order.consult(record)) == stands(*answer), name


# --- The referee sees what is wrong -----------------------------------------------------------


def disagreements(referee):
    """The examples of TRU of which it says something else than our engine."""
    about_trust = [one for one in answers() if one[0].startswith("TRU")]
    return {name for name, record, (*answer, _) in about_trust if referee.consult(record) != tuple(answer)}


def test_the_referee_disagrees_when_one_benchmark_is_another_number():
    table = dict(default_benchmarks().table)
    table["trust.low"] = dataclasses.replace(table["trust.low"], value=2.5)
    other = dataclasses.replace(
        load(Benchmarks(table)), benchmarks=KNOWLEDGE.benchmarks
    )  # measures as they are
    assert disagreements(Clips(other)) >= {"TRU-03 fires on a satisfaction of 3"}


def test_the_referee_disagrees_when_it_lacks_a_rule():
    rules, cards = (
        {id: one for id, one in of.items() if id != "TRU-03"} for of in (KNOWLEDGE.rules, KNOWLEDGE.cards)
    )
    without = Clips(KnowledgeBase(rules, cards, KNOWLEDGE.benchmarks))
    assert disagreements(without) >= {"TRU-03 fires on a satisfaction of 3"}


FAULTS = {
    "a field that is not told fits": (r"&~absent", ""),
    "NOT is no condition": (r"\n  \(not .*", ""),
    "TEST is no condition": (r"\n  \(test .*", ""),
    "NOT shares no variable": (r"\n  \(not .*", lambda found: re.sub(r"\?\w+&~absent", "~absent", found[0])),
    "≤ is <": (r"\(<= ", "(< "),
    "≥ is >": (r"\(>= ", "(> "),
    "none is something": (r"&:\(neq \S+ none\)", ""),
    "an empty list has an entry": (r"\(> (\(length\$ \S+\)) 0\)", r"(>= \1 0)"),
    "zero is positive": (r"\(> (\S+) 0\.0\)", r"(>= \1 0.0)"),
    "the first of several words is the only one": (r'("[^"]+")(\|"[^"]+")+', r"\1"),
    "∈ is always so": (r"\(member\$ \?\w+ \?\w+\)", "TRUE"),
    "nothing is withdrawn": (r"\(retract \?fact\)", "TRUE"),
    "there are no phases": (r"\(salience 9\d+\)", "(salience 0)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_examples_show_a_fault_of_the_translation(fault, monkeypatch):
    right = list(clips_referee.constructs(KNOWLEDGE))
    wrong = [re.sub(*FAULTS[fault], construct) for construct in right]
    assert wrong != right
    monkeypatch.setattr(clips_referee, "constructs", lambda *_, **__: wrong)
    faulty = Clips(KNOWLEDGE)
    assert any(faulty.consult(record) != answer[:2] for _, record, answer in answers())


# --- The translation, one rule at a time --------------------------------------------------------


def rule(*conditions):
    """A rule about `subject`."""

    @Rule(*conditions)
    @finding("TRU-01", severity="minor", evidence="house")
    def a_rule(self, subject):
        """Holds."""

    return a_rule


def base(*rules):
    cards = {checked(one).id: one for one in rules}
    bound = {id: Rule(*one, salience=one._wrapped.card.salience)(one._wrapped) for id, one in cards.items()}
    return KnowledgeBase(bound, {id: one._wrapped.card for id, one in cards.items()}, default_benchmarks())


def concluded(rules, *given):
    """What CLIPS concludes and what of it is defeated; our engine must say the same."""
    knowledge = base(*rules)
    referee, engine = Clips(knowledge), Engine(knowledge)
    referee.declare(given)
    referee.run()
    engine.reset()
    engine.declare(*given)
    engine.run()
    answer = referee.conclusions()
    assert answer == (set(engine.conclusions.by_key), set(engine.conclusions.defeated))
    return answer


def subjects(a_rule, *given):
    return sorted(subject for _, subject in concluded([a_rule], *given)[0])


def test_a_field_that_is_not_told_fits_no_pattern_that_names_it():
    given = [Objective(id="silent"), Objective(id="none", target=None), Objective(id="some", target=3)]
    assert subjects(rule(Objective(id=MATCH.subject)), *given) == ["none", "silent", "some"]
    assert subjects(rule(Objective(id=MATCH.subject, target=W())), *given) == ["none", "some"]
    assert subjects(rule(Objective(id=MATCH.subject, target=MATCH.target)), *given) == ["none", "some"]
    assert subjects(rule(Objective(id=MATCH.subject, target=~L(3))), *given) == ["none"]
    assert subjects(rule(Objective(id=MATCH.subject, target=~positive())), *given) == ["none"]


def test_none_is_a_value_of_its_own():
    given = [
        Objective(id="none", target=None),
        Objective(id="word", target="none"),
        Objective(id="some", target=3),
    ]
    assert subjects(rule(Objective(id=MATCH.subject, target=None)), *given) == ["none"]
    assert subjects(rule(Objective(id=MATCH.subject, target="none")), *given) == ["word"]
    assert subjects(rule(Objective(id=MATCH.subject, target=some())), *given) == ["some", "word"]


def test_numbers_are_equal_as_in_python():
    given = [Objective(id=str(number), target=number) for number in (1, 1.0, True, 0, -0.0, 2)]
    assert subjects(rule(Objective(id=MATCH.subject, target=1)), *given) == ["1", "1.0", "True"]
    assert subjects(rule(Objective(id=MATCH.subject, target=False)), *given) == ["-0.0", "0"]
    shared = rule(Objective(id=MATCH.subject, target=MATCH.number), Task(id="task", total=MATCH.number))
    assert subjects(shared, *given, Task(id="task", total=1)) == ["1", "1.0", "True"]


@pytest.mark.parametrize(("sign", "met"), [("<", "1"), ("≤", "12"), (">", "3"), ("≥", "23")])
def test_a_number_is_held_against_a_benchmark_and_none_against_nothing(sign, met):
    given = [Objective(id=str(number), target=number) for number in (1, 2.0, 3, None)]
    bound = P(Bound(sign, "of.test", 2))
    fits = subjects(rule(Objective(id=MATCH.subject, target=MATCH.number & bound)), *given)
    assert "".join(one[0] for one in fits) == met
    others = subjects(rule(Objective(id=MATCH.subject, target=~bound)), *given)
    assert sorted(fits + others) == ["1", "2.0", "3", "None"]


@pytest.mark.parametrize(
    ("sign", "met"), [("<", "early"), ("≤", "early same"), (">", "late"), ("≥", "late same")]
)
def test_days_have_their_order_and_none_has_no_day(sign, met):
    days = {"early": (2026, 9, 30), "same": (2026, 10, 2), "late": (2027, 1, 1)}
    given = [Objective(id=id, deadline=datetime.date(*day)) for id, day in days.items()]
    given += [
        Objective(id="none", deadline=None),
        Objective(id="limit", actual_date=datetime.date(2026, 10, 2)),
    ]
    ordered = rule(
        Objective(id=MATCH.subject, deadline=MATCH.day),
        Objective(actual_date=MATCH.limit),
        compare("day", sign, "limit"),
    )
    assert " ".join(subjects(ordered, *given)) == met


def test_an_entry_is_in_a_list_or_not():
    given = [Partner(id=id) for id in ("ana", "bruno")]
    of_list = [Partner(id=MATCH.subject), Task(doing=MATCH.doers)]
    among, not_among = (rule(*of_list, compare("subject", sign, "doers")) for sign in "∈∉")
    for doers, is_in, is_not_in in [
        (("ana", "chloe"), ["ana"], ["bruno"]),
        ((), [], ["ana", "bruno"]),
        (None, [], []),
    ]:
        assert subjects(among, *given, Task(id="task", doing=doers)) == is_in
        assert subjects(not_among, *given, Task(id="task", doing=doers)) == is_not_in
    assert subjects(not_among, *given, Task(id="task")) == []


def test_a_list_is_empty_or_has_an_entry_or_is_none():
    given = [
        Task(id="empty", doing=()),
        Task(id="one", doing=("ana",)),
        Task(id="none", doing=None),
        Task(id="silent"),
    ]
    assert subjects(rule(Task(id=MATCH.subject, doing=())), *given) == ["empty"]
    assert subjects(rule(Task(id=MATCH.subject, doing=("ana",))), *given) == ["one"]
    assert subjects(rule(Task(id=MATCH.subject, doing=None)), *given) == ["none"]
    assert subjects(rule(Task(id=MATCH.subject, doing=nonempty())), *given) == ["one"]
    assert subjects(rule(Task(id=MATCH.subject, doing=some() & MATCH.doers)), *given) == ["empty", "one"]
    assert subjects(rule(Task(id=MATCH.subject, doing=~L(("ana",)))), *given) == ["empty", "none"]


def test_a_field_holds_one_of_several_words_or_none_of_them():
    given = [Partner(id=kind, kind=kind) for kind in ("person", "company", "city")]
    assert subjects(rule(Partner(id=MATCH.subject, kind=one_of("person", "city"))), *given) == [
        "city",
        "person",
    ]
    assert subjects(rule(Partner(id=MATCH.subject, kind=MATCH.kind & one_of("city", "x"))), *given) == [
        "city"
    ]
    assert subjects(rule(Partner(id=MATCH.subject, kind=~one_of("person", "city"))), *given) == ["company"]


def test_a_variable_that_is_negated_may_be_bound_before_or_after():
    given = [
        Task(id="a", skill="wood", duplicates="c"),
        Task(id="b", skill="wood", duplicates="c"),
        Task(id="c", skill="iron"),
    ]
    after = rule(Task(id=MATCH.subject, skill=MATCH.skill), Task(id=~MATCH.subject, skill=MATCH.skill))
    before = rule(Task(id=~MATCH.subject, skill=MATCH.skill), Task(id=MATCH.subject, skill=MATCH.skill))
    assert subjects(after, *given) == subjects(before, *given) == ["a", "b"]
    not_told = rule(Task(id=MATCH.subject, skill="iron"), Task(duplicates=~MATCH.subject, skill="iron"))
    assert subjects(not_told, *given) == []


def test_not_shares_the_variables_bound_outside_and_keeps_its_own():
    given = [Partner(id=id) for id in ("ana", "bruno", "chloe")]
    given += [Pursues(objective="grow", partner="ana"), Pursues(objective="grow", partner="bruno")]
    given += [Symptom(conflict="bruno", symptom="silence")]
    pursues_nothing = NOT(Pursues(partner=MATCH.subject, objective=MATCH.own))
    assert subjects(rule(Partner(id=MATCH.subject), pursues_nothing), *given) == ["chloe"]
    no_symptom = NOT(Symptom(conflict=MATCH.subject, symptom=MATCH.own))
    both = rule(Partner(id=MATCH.subject), pursues_nothing, no_symptom)
    assert subjects(both, *given, Symptom(conflict="chloe", symptom="x")) == []
    alone = rule(
        Pursues(objective=MATCH.objective, partner=MATCH.subject),
        NOT(Pursues(partner=~MATCH.subject, objective=MATCH.objective)),
    )
    assert subjects(alone, *given) == []
    assert subjects(alone, *given, Pursues(objective="rest", partner="chloe")) == ["chloe"]


def test_any_text_may_be_a_value():
    odd = 'a "b" \\ ?c |d& ~é\n(absent)'
    assert subjects(rule(Partner(id=MATCH.subject, name=odd)), Partner(id=odd, name=odd)) == [odd]
    assert subjects(rule(Partner(id=MATCH.subject)), Partner(id="absent")) == ["absent"]


def test_a_whole_fact_or_a_list_is_no_subject():
    whole = rule(AS.subject << Partner(id="ana"))
    listed = rule(Uncelebrated(successes=MATCH.subject))
    given = [Partner(id="ana"), Uncelebrated(successes=("fair",))]
    assert concluded([whole], *given)[0] == concluded([listed], *given)[0] == {("TRU-01", None)}


@Rule(Pursues(partner=MATCH.partner))
@finding("TRU-01", severity="minor", evidence="house")
def pursues(self, partner):
    """A partner pursues something: once, however much it is."""


@Rule(Finding(id="TRU-01", theme="TRU", severity="minor", subject=MATCH.partner))
@recommendation("TRU-R1", rank="symptom", owner="all", within_days=7, evidence="house")
def talk(self, partner):
    """Advice that follows from the finding."""


@Rule(Partner(id=MATCH.partner), NOT(Finding(id="TRU-01", subject=MATCH.partner)))
@recommendation("TRU-R2", rank="symptom", owner="all", within_days=7, evidence="house")
def rest(self, partner):
    """Advice that follows where the finding doesn't stand."""


@Rule(Partner(id=MATCH.partner))
@strength("TRU-S1", evidence="house")
def is_there(self, partner):
    """A strength, which asserts nothing."""


@Rule(Partner(id=MATCH.partner, satisfaction=positive()))
@defeat("TRU-D1", of=("TRU-01", "TRU-S1"), evidence="house")
def is_content(self, partner):
    """Withdraws what is concluded of the finding and the strength about the partner."""


@Rule(Recommendation(id="TRU-R2", subject=MATCH.partner), Recommendation(id="TRU-R1", subject="ana"))
@defeat("TRU-D2", of="TRU-R2", evidence="house")
def one_is_enough(self, partner):
    """Withdraws advice because of other advice."""


def test_phases_build_on_one_another_and_a_defeat_withdraws():
    given = [
        Partner(id="ana", satisfaction=0),
        Partner(id="bruno", satisfaction=7),
        Partner(id="chloe", satisfaction=7),
    ]
    given += [
        Pursues(partner=who, objective=what) for who, what in (("ana", "x"), ("ana", "y"), ("bruno", "x"))
    ]
    answer, defeated = concluded([pursues, talk, rest, is_there, is_content, one_is_enough], *given)
    assert answer == {
        *(("TRU-01", who) for who in ("ana", "bruno")),
        *(("TRU-S1", who) for who in ("ana", "bruno", "chloe")),
        *(("TRU-D1", who) for who in ("bruno", "chloe")),
        ("TRU-R1", "ana"),
        *((id, who) for id in ("TRU-R2", "TRU-D2") for who in ("bruno", "chloe")),
    }
    assert defeated == {
        ("TRU-01", "bruno"),
        *((id, who) for id in ("TRU-S1", "TRU-R2") for who in ("bruno", "chloe")),
    }


@pytest.mark.parametrize(
    "conditions",
    [
        (Task(id=MATCH.subject, doing=MATCH.one, accountable=MATCH.other), compare("one", "<", "other")),
        (Task(id=MATCH.subject, skill=MATCH.skill), compare("subject", "∈", "skill")),
        (Task(id=MATCH.subject, doing=positive()),),
        (Task(id=MATCH.subject, doing="ana"),),
        (Task(id=MATCH.subject, skill=("wood",)),),
    ],
)
def test_what_has_no_translation_is_refused(conditions):
    with pytest.raises(ValueError):
        Clips(base(rule(*conditions)))


def test_a_new_case_knows_nothing_of_the_one_before():
    first, second = (read_case(path).record for path in CASES[:2])
    alone = Clips(KNOWLEDGE).consult(second)
    REFEREE.consult(first)
    assert REFEREE.consult(second) == alone
