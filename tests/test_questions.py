"""Open questions: the unknown facts by weight, what each answer would mean, and causes that are only suspected."""

from advisor.assessment import advise
from advisor.case import case_of_values
from advisor.documents import report
from advisor.unknowns import Missing

CASE = {
    "id": "open",
    "date": "2026-11-02",
    "partners": [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}],
}
QUARREL = {
    "id": "tone",
    "title": "The tone",
    "status": "open",
    "severity": 3,
    "on_agenda": True,
    "blame": "some",
    "parties": ["ana", "bruno"],
}


def assess(**facts):
    return advise(case_of_values(CASE | facts))


def question(assessment, section, entry, name):
    return next(one for one in assessment.questions if one.missing == Missing(section, entry, name))


def answers(one, rule):
    return {
        (required.field, required.requirement)
        for branch in one.branches
        if branch.rule == rule
        for required in branch.requirements
    }


def test_a_yes_or_no_question_says_which_answer_would_mean_what():
    found = assess(conflicts=[QUARREL | {"symptoms": ["late_answers"]}])
    asked = question(found, "conflicts", "tone", "safety_concern")
    assert answers(asked, "CON-20") == {("safety_concern", ("=", True, ""))}


def test_a_number_is_asked_for_with_the_bound_that_matters():
    found = assess(expectations=[{"id": "sales", "holder": "ana", "about": "growth", "ratio": 2}])
    asked = question(found, "expectations", "sales", "horizon_months")
    assert ("monthly_rate", ("≥", 0.259, "growth.out_of_reach")) in answers(asked, "EXP-04")


def test_what_else_must_be_known_is_named():
    found = assess(expectations=[{"id": "sales", "holder": "ana", "about": "growth", "baseline": 10}])
    asked = question(found, "expectations", "sales", "target")
    branch = next(one for one in asked.branches if one.rule == "EXP-04")
    assert branch.together_with == (Missing("expectations", "sales", "horizon_months"),)


def test_a_list_of_which_nothing_is_said_is_asked_for_as_a_whole():
    asked = question(assess(), "conflicts", "", "")
    assert "CON-20" in asked.rules
    assert Missing("conflicts", "", "") not in {one.missing for one in assess(conflicts=[]).questions}


def test_a_fact_that_decides_a_critical_rule_weighs_more_than_one_for_a_minor_rule():
    found = assess(conflicts=[QUARREL | {"symptoms": ["late_answers"]}])
    critical = question(found, "conflicts", "tone", "safety_concern")
    minor = question(found, "conflicts", "tone", "third_persons")
    assert critical.weight > minor.weight


def test_the_report_says_what_each_answer_would_mean():
    found = assess(conflicts=[QUARREL | {"symptoms": ["late_answers"]}])
    assert "if yes: Legal steps are threatened or taken" in report(found, "en")
    assert "si non : un souci de moins." in report(found, "fr").replace("\u202f", " ").replace("\xa0", " ")


def test_a_question_behind_a_measure_is_settled_by_trying_its_answers():
    spent = {"id": "oven", "holder": "ana", "about": "volume", "committed_money": 9000, "evidence": "pilot"}
    asked = question(
        assess(expectations=[spent | {"reversible": False}]), "expectations", "oven", "committed_before_proof"
    )
    told = {branch.rule: branch.answers for branch in asked.branches}
    assert told["EXP-24"] == (True,)


OVERLOAD = {
    "partners": [
        {"id": "ana", "name": "Ana"},
        {"id": "bruno", "name": "Bruno", "capacity_hours": 40},
    ],
    "tasks": [{"id": "baking", "title": "Baking", "hours": {"ana": 52, "bruno": 38}}],
    "conflicts": [QUARREL | {"symptoms": ["curt_messages", "late_answers", "overload"]}],
}


def test_a_cause_that_one_unknown_fact_would_decide_is_asked_of_each_partner_and_not_stated():
    found = assess(**OVERLOAD)
    assert [one.id for one in found.causes] == []
    suspected = next(one for one in found.suspected if one.id == "CAU-01")
    assert suspected.missing == (Missing("partners", "ana", "capacity_hours"),)
    assert ("CON-04", "tone") in suspected.would_explain
    assert "A question to each of you" in report(found, "en")


def test_a_cause_that_is_found_is_stated_and_no_longer_asked():
    known = [OVERLOAD["partners"][0] | {"capacity_hours": 40}, OVERLOAD["partners"][1]]
    found = assess(**OVERLOAD | {"partners": known})
    assert [one.id for one in found.causes] == ["CAU-01"]
    assert "CAU-01" not in {one.id for one in found.suspected}


def test_a_cause_that_is_ruled_out_is_not_asked():
    known = [OVERLOAD["partners"][0] | {"capacity_hours": 60}, OVERLOAD["partners"][1]]
    assert "CAU-01" not in {one.id for one in assess(**OVERLOAD | {"partners": known}).suspected}


def test_no_cause_is_suspected_where_there_is_no_symptom():
    assert assess(tasks=OVERLOAD["tasks"], conflicts=[]).suspected == ()


def test_conditions_that_must_hold_together_are_told_together():
    """A day long ago makes FUT-10; a day alone doesn't."""
    found = assess(future={"roadmap": True}, partnership={"start": "2020-01-06"})
    asked = question(found, "future", "", "last_revised")
    by_rule = [branch for branch in asked.branches if branch.rule == "FUT-10"]
    assert len(by_rule) == 1
    told = report(found, "en")
    assert "if it is anything but none: The roadmap has not been gone over" not in told
