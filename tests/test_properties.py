"""What must hold for every case: it gets its advice, in the same bytes, and no confidence leaks."""

import copy
import random
import re

from benchmarks.generating import generated
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import cases

from advisor import papers, vocabulary
from advisor.assessment import advise
from advisor.case import ADVISER, case_of_values
from advisor.documents import report, themes_picture
from advisor.examples import examples
from advisor.facts import facts_of

few = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[phase for phase in Phase if phase is not Phase.shrink],  # a case shrinks for minutes
)


def documents(values, audience=None):
    assessment = advise(case_of_values(copy.deepcopy(values)), audience=audience)
    pictures = (themes_picture(assessment, language) for language in ("en", "fr"))
    written = (
        text
        for language in ("en", "fr")
        for one in papers.documents(assessment, language, papers.kinds_for(assessment.audience))
        for text in (one.text, *one.pictures.values(), *one.beside.values())
    )
    return assessment.to_json(), report(assessment, "en"), report(assessment, "fr"), *pictures, *written


@given(cases())
@few
def test_any_valid_case_gets_its_report_in_both_languages(values):
    for text in documents(values):
        assert re.findall(r"\{\{ [a-z]|\| [a-z_]+ \}\}", text) == []
        assert text.endswith("\n")


@given(cases(), st.randoms(use_true_random=False))
@few
def test_the_order_of_entries_changes_nothing(values, shuffler):
    assert documents(_shuffled(values, shuffler)) == documents(values)


def _shuffled(value, shuffler: random.Random):
    if isinstance(value, list):
        return shuffler.sample([_shuffled(one, shuffler) for one in value], len(value))
    if isinstance(value, dict):
        names = shuffler.sample(list(value), len(value))
        return {name: _shuffled(value[name], shuffler) for name in names}
    return value


@given(cases(), st.data())
@few
def test_any_one_fact_may_become_unknown(values, data):
    places = [
        (name, index, field) for name, index, facts in _parts(values) for field in facts if field != "id"
    ]
    if not places:
        return
    name, index, field = data.draw(st.sampled_from(places))
    fewer = copy.deepcopy(values)
    part = fewer[name][index] if index is not None else fewer[name]
    del part[field]
    documents(fewer)


def _parts(values):
    for name, part in values.items():
        if name in vocabulary.LISTS:
            yield from ((name, index, entry) for index, entry in enumerate(part))
        elif name in vocabulary.SECTIONS:
            yield name, None, part


@given(cases(), st.data())
@few
def test_the_joint_documents_are_those_of_a_case_without_what_was_told_in_confidence(values, data):
    """By comparison: run with the confidential facts, and with a case that never had them."""
    told = copy.deepcopy(values)
    never = copy.deepcopy(values)
    for name, index, facts in list(_parts(values)):
        hidden = data.draw(st.sets(st.sampled_from(sorted(facts)), max_size=2)) if facts else set()
        hidden -= {"id", "title", "name", "kind"}
        part = told[name][index] if index is not None else told[name]
        if hidden:
            part["in_confidence"] = dict.fromkeys(sorted(hidden), "ana")
        without = never[name][index] if index is not None else never[name]
        for field in hidden:
            del without[field]
    assert documents(told) == documents(never)


@given(cases())
@few
def test_what_a_partner_alone_may_know_is_marked_in_the_advisers_copy(values):
    told = copy.deepcopy(values)
    for conflict in told.get("conflicts", ()):
        conflict["told_in_confidence_by"] = "ana"
    case = case_of_values(told)
    joint = {one.key for one in advise(case).findings}
    for one in advise(case, audience=ADVISER).findings:
        assert (one.confidential_to is None) == (one.key in joint)


@given(cases())
@few
def test_facts_come_in_an_order_of_their_own(values):
    keys = [fact.key for fact in facts_of(case_of_values(copy.deepcopy(values)).record)]
    assert len(keys) == len(set(keys))


CROSSING = (
    ("FUT-R15", ("FUT-R10", "EXP-R1", "EXP-R2", "EXP-R3", "EXP-R6", "RSP-R1")),  # grow, and hold back
    ("COM-R1", ("COM-R2", "COM-R8", "COM-R17")),  # meet more, and meet less
    ("COM-R3", ("COM-R2", "COM-R17")),
    ("CEL-R2", ("CEL-R7", "CEL-R15", "EXP-R33", "CON-R18")),  # a feast, and no money or no peace for it
    ("CEL-R4", ("CEL-R7", "CON-R18")),
    ("CEL-R6", ("CEL-R7", "CON-R18")),
    ("COM-R1", ("CON-R18",)),  # sit together, and keep apart
    ("TRU-R1", ("CON-R18",)),
    ("CON-R12", ("CON-R18",)),
    ("REV-R10", ("CON-R17",)),  # terms of leaving, twice
    ("OBJ-R17", ("CON-R1",)),
    ("TRU-R3", ("CON-R3",)),
)
"""Pairs of advice that no report may give together: one undoes the other, or says it twice."""


def _assert_sound_advice(assessment):
    given_ids = {one.id for one in assessment.advice}
    for one, others in CROSSING:
        assert not (one in given_ids and given_ids & set(others)), (one, given_ids & set(others))
    assert len(assessment.first_steps) <= 7
    assert not any(one.waits_for_cause for one in assessment.first_steps)
    explained = {key for cause in assessment.causes for key in cause.explains}
    for one in assessment.first_steps:
        assert one.rank == "protect" or not one.answers or not set(one.answers) <= explained


@given(cases())
@few
def test_no_two_pieces_of_advice_cross_each_other(values):
    _assert_sound_advice(advise(case_of_values(copy.deepcopy(values))))


def test_no_two_pieces_of_advice_cross_each_other_in_the_examples():
    for example in examples():
        _assert_sound_advice(advise(example.case()))


def test_generated_cases_get_sound_advice_in_both_languages():
    for values in generated(40, seed=5):
        assessment = advise(case_of_values(values))
        _assert_sound_advice(assessment)
        english = report(assessment, "en")
        assert english.count("None") == english.count("None of")
        assert "None" not in report(assessment, "fr")
