"""The example cases told through the interview: in full with the same findings, and as short as it may be."""

from functools import cache

import pytest
from answering import Person
from conftest import CHECKOUT
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment import advise
from advisor.case import ADVISER, case_of_values, read_case
from advisor.questionnaire import state
from advisor.questionnaire.interview import COMMANDS, UNANSWERED, Interview

CASES = sorted((CHECKOUT / "cases").glob("*.yaml"))
GOLDEN = CHECKOUT / "tests" / "golden" / "interviews.md"
HEADER = (
    "| case | answers | of them “don't know” | verdict of all facts | verdict after them | weighty findings met |\n"
    "|---|---|---|---|---|---|\n"
)


@cache
def case(path):
    return read_case(path)


ABOUT_A_PAIR = {"OBJ-12"}
"""Told of the one of two entries whose id comes first; in an interview the ids are others."""


def conclusions(assessment, pairs):
    """What is concluded, with the entries by the ids of the case."""
    everything = (*assessment.findings, *assessment.causes, *assessment.strengths, *assessment.withdrawn)
    return {
        (one.kind, one.id, one.id in ABOUT_A_PAIR or pairs.get(one.subject, one.subject))
        for one in everything
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_told_answer_by_answer_gives_the_same_findings(path):
    person = Person(case(path))
    interview = person.interview(full=True)
    assert interview.state == "done"
    for audience in (None, ADVISER):
        told = advise(interview.case, audience=audience)
        known = advise(case(path), audience=audience)
        assert conclusions(told, person.pairs) == conclusions(known, {})
        assert told.verdict == known.verdict


def row(path):
    person = Person(case(path))
    interview = person.interview()
    known, told = (advise(one, audience=ADVISER) for one in (case(path), interview.case))
    weighty = {one.id for one in known.findings if one.severity != "minor"}
    met = weighty & {one.id for one in (*told.findings, *told.causes)}
    answers = [text for question, text in person.asked if question.kind == "place"]
    unknown = answers.count("-")
    return (
        f"| {path.stem} | {len(answers)} | {unknown} | {known.verdict} | {told.verdict} "
        f"| {len(met)} of {len(weighty)} |\n"
    )


def test_the_number_of_questions_of_each_case_is_the_one_that_was_looked_at():
    """To write the table anew: `python tests/test_interview_cases.py`."""
    table = HEADER + "".join(map(row, CASES))
    assert table == GOLDEN.read_text(encoding="utf-8")


def test_a_troubled_case_is_done_in_about_forty_answers_and_a_healthy_one_in_fewer():
    rows = [line.split("|")[1:-1] for line in GOLDEN.read_text(encoding="utf-8").splitlines()[2:]]
    asked = {"healthy": [], "troubled": []}
    for one in rows:
        kind = "healthy" if one[3].strip() == "healthy" else "troubled"
        asked[kind].append(int(one[1]))
    mean = {kind: sum(numbers) / len(numbers) for kind, numbers in asked.items()}
    assert mean["healthy"] < mean["troubled"] <= 48
    assert max(asked["healthy"]) <= 40


ANSWERS = st.one_of(
    st.sampled_from(
        [*UNANSWERED, *COMMANDS, "", "yes", "no", "none", "1", "2", "1 ; 2", "3 ; -", "50 % ; 50 %"]
    ),
    st.sampled_from(
        [
            "Ana and Bruno",
            "Ana ; Bruno ; Chloé",
            "the oven",
            "the oven ; the van",
            "2024",
            "31/03/2027",
            "hier",
        ]
    ),
    st.sampled_from(
        [":secret Ana 3", ":secret Bruno", ":go 3", ":go finance.cash", ":go tasks", ":remove 1"]
    ),
    st.sampled_from(
        [":rename 1 The cellar", ":note remember", "5 mois", "15 %", "400", "1e300", "{{ 7*7 }}"]
    ),
    st.integers(0, 60).map(str),
    st.text(max_size=12),
)


@given(st.lists(ANSWERS, max_size=60), st.sampled_from([{}, {"full": True}, {"theme": "RSP"}]))
@settings(max_examples=40, deadline=None)
def test_any_sequence_of_answers_ends_in_a_valid_case(answers, options):
    interview = Interview(today=case(CASES[0]).record.date, language="fr", **options)
    interview.feed("Ana and Bruno")
    for answer in answers:
        if interview.state != "asking":
            break
        before = interview.values
        reply = interview.feed(answer)
        assert reply.changed or interview.values == before
        assert interview.prompt()
        told = state.values_of(case_of_values(interview.values).record)
        assert told == interview.values


@given(st.lists(ANSWERS, max_size=30))
@settings(max_examples=15, deadline=None)
def test_an_interview_goes_on_from_its_values_alone(answers):
    interview = Interview(today=case(CASES[0]).record.date, language="en")
    interview.feed("Ana and Bruno")
    for answer in answers:
        interview.feed(answer)
    again = Interview(interview.values, today=case(CASES[0]).record.date, language="en")
    assert again.values == interview.values
    assert again.question.kind in ("place", "offer", "review")


if __name__ == "__main__":
    GOLDEN.write_text(HEADER + "".join(map(row, CASES)), encoding="utf-8")
