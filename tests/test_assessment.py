"""The assessment: verdict, order of advice, causes and their symptoms, and copies that are not for all."""

import dataclasses
import datetime
import json
from pathlib import Path

import pytest
from benchmarks.generating import generated

from advisor.assessment import RANKS, Conclusion, advise, engine
from advisor.case import ADVISER, case_of_values, read_case
from advisor.documents import report
from advisor.facts import CONCLUDED

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))
each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)

BASE = {
    "id": "small",
    "date": "2026-11-02",
    "partners": [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}],
}
QUARREL = {
    "id": "prices",
    "title": "The prices",
    "status": "open",
    "severity": 3,
    "on_agenda": True,
    "blame": "some",
    "parties": ["ana", "bruno"],
    "symptoms": ["disputed_sums"],
}


def assess(audience=None, **facts):
    return advise(case_of_values(BASE | facts), audience=audience)


def test_a_case_that_says_nothing_is_not_called_healthy():
    assert assess().verdict == "unclear"


def test_one_critical_matter_puts_the_partnership_at_risk():
    doubling = {"id": "sales", "holder": "ana", "about": "growth", "ratio": 2, "horizon_months": 3}
    assert assess(expectations=[doubling]).verdict == "at_risk"


def test_two_critical_matters_put_it_in_danger():
    doubling = {"id": "sales", "holder": "ana", "about": "growth", "ratio": 2, "horizon_months": 3}
    found = assess(expectations=[doubling], conflicts=[QUARREL | {"legal_threat": True}])
    assert found.verdict == "in_danger"


@each_case
def test_advice_has_at_most_seven_first_steps_each_with_owner_and_a_working_day(path):
    found = advise(read_case(path))
    assert len(found.first_steps) <= 7
    for one in found.advice:
        assert one.owners and set(one.owners) <= set(found.case.partners)
        assert one.due >= found.case.record.date
        assert one.due.weekday() < 5 or one.due == found.case.record.date
        assert one.rank in RANKS


@each_case
def test_protective_steps_come_first_and_the_others_by_date(path):
    steps = [(one.rank != "protect", one.due) for one in advise(read_case(path)).first_steps]
    assert steps == sorted(steps)


@each_case
def test_symptoms_stand_under_their_cause_and_their_own_advice_waits(path):
    found = advise(read_case(path))
    symptoms = {key for cause in found.causes for key in cause.explains}
    for one in found.findings:
        assert bool(one.explained_by) == (one.key in symptoms)
    for step in found.first_steps:
        assert not step.waits_for_cause


@each_case
def test_every_conclusion_has_grounds_and_every_ground_is_in_the_trace(path):
    found = advise(read_case(path))
    steps = {one.step for one in found.trace}
    for one in (*found.findings, *found.causes, *found.strengths, *found.advice):
        assert one.grounds
        assert all(ground.facts and ground.step in steps for ground in one.grounds)


@each_case
def test_the_json_form_can_be_read_back(path):
    assessment = advise(read_case(path))
    data = json.loads(assessment.to_json())
    assert data == assessment.to_dict()
    assert data["schema"] == 1
    assert list(data)[:4] == ["schema", "advisor", "case", "audience"]


@each_case
def test_the_json_form_is_set_as_the_standard_library_sets_json(path):
    assessment = advise(read_case(path))
    assert assessment.to_json() == json.dumps(assessment.to_dict(), ensure_ascii=False, indent=2) + "\n"


def test_the_json_form_names_every_field_of_a_conclusion():
    [finding, *_] = assess(conflicts=[QUARREL]).to_dict()["findings"]
    assert list(finding) == [one.name for one in dataclasses.fields(Conclusion)]


def test_what_a_partner_confided_is_for_that_partner_alone_to_act_on():
    conflict = QUARREL | {"told_in_confidence_by": "ana"}
    own = assess("ana", conflicts=[conflict])
    assert own.advice and all(one.private and one.owners == ("ana",) for one in own.advice)
    assert "for you to decide" in report(own, "en")
    assert assess(conflicts=[conflict]).advice == ()
    assert assess("bruno", conflicts=[conflict]).advice == ()


def test_the_adviser_sees_who_may_learn_of_what():
    found = assess(ADVISER, conflicts=[QUARREL | {"told_in_confidence_by": "ana"}])
    assert {one.confidential_to for one in found.findings} == {("ana",)}
    assert "may be known by Ana" in report(found, "en")


def test_a_due_date_on_a_weekend_moves_to_the_friday_before():
    found = assess(conflicts=[QUARREL | {"legal_threat": True}], date="2026-11-04")
    due = next(one.due for one in found.advice if one.id == "CON-R19")  # within three days: a Saturday
    assert due == datetime.date(2026, 11, 6)


def test_no_withdrawal_rests_on_what_was_withdrawn_itself():
    """The facts of a defeat, besides what it withdraws, stand in the end."""
    reasoner, seen = engine(), 0
    for values in generated(150, seed=4):
        concluded = reasoner.consult(case_of_values(values).record)
        for firing in {one for firings in concluded.defeated.values() for one in firings}:
            withdrawn = reasoner.knowledge.cards[firing.rule].options["of"]
            grounds = [
                fact for fact in firing.facts if isinstance(fact, CONCLUDED) and fact["id"] not in withdrawn
            ]
            seen += len(grounds)
            assert not any((fact["id"], fact.get("subject")) in concluded.defeated for fact in grounds)
    assert seen > 100


@each_case
def test_no_step_is_due_after_the_day_that_its_text_names(path):
    case = read_case(path)
    assessment = advise(case)
    for one in assessment.advice:
        limit = one.values.get(assessment.knowledge.cards[one.id].options["due"])
        if isinstance(limit, datetime.date) and limit > case.record.date:
            assert one.due <= limit, one.key
