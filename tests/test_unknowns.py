"""Which unknown facts are asked for: those that would decide a rule, and none that change nothing."""

from advisor.assessment import advise, engine
from advisor.case import case_of_values
from advisor.facts import fact_of_measure, facts_of
from advisor.measures import compute
from advisor.unknowns import Missing, openness

CASE = {"id": "open", "date": "2026-11-02", "partners": [{"id": "ana"}, {"id": "bruno"}]}


def opened(**facts):
    record = case_of_values(CASE | facts).record
    knowledge = engine().knowledge
    memory = [*facts_of(record), *map(fact_of_measure, compute(record, knowledge.benchmarks))]
    return openness(record, knowledge, memory, set())


def missing_for(rule, **facts):
    return {one.missing for one in opened(**facts).undecided if one.rule == rule}


def expectation(**facts):
    return {"expectations": [{"id": "sales", "holder": "ana", "about": "growth"} | facts]}


def test_the_one_fact_that_would_decide_a_rule_is_named():
    found = missing_for("EXP-04", **expectation(baseline=10, target=20))
    assert found == {frozenset({Missing("expectations", "sales", "horizon_months")})}


def test_a_rule_whose_condition_is_false_asks_for_nothing():
    assert missing_for("EXP-04", **expectation(ratio=1.01, horizon_months=12)) == set()


def test_a_rule_that_could_be_judged_is_not_open():
    assert "EXP-04" not in opened(**expectation(ratio=1.01, horizon_months=12)).open_rules


def test_a_list_of_which_nothing_is_said_leaves_its_rules_open():
    assert "EXP-04" in opened().open_rules


def test_a_list_known_to_be_empty_settles_its_rules():
    assert "EXP-04" not in opened(expectations=[]).open_rules


def test_questions_come_by_the_weight_of_what_they_decide():
    questions = advise(case_of_values(CASE | expectation(baseline=10, target=20))).questions
    weights = [one.weight for one in questions]
    assert weights == sorted(weights, reverse=True)
    first = questions[0]
    assert first.weight >= 9 or "EXP-04" not in first.rules
