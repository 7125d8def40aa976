"""Measures of trust, on both sides of each line."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures.trust import (
    AllRecognised,
    Distrust,
    EventAuthor,
    EventDate,
    Kept,
    MutualTrust,
    PartialAccess,
    RequestsMade,
    Reserve,
    ThanksAfter,
    TrustGap,
    TrustIncident,
    TrustScore,
    TrustUnreturned,
    UnansweredRequests,
    Unrecognised,
    all_recognised,
    distrust,
    full_access,
    kept,
    mutual_trust,
    partial_access,
    reserve,
    thanks_after,
    trust_gap,
    trust_incident,
    unanswered_requests,
    unrecognised,
)


def record(**parts):
    base = {"id": "trust", "date": "2026-11-02", "partners": [{"id": "ana"}, {"id": "bruno"}]}
    return case_of_values({**base, **parts}).record


def measured(function, **parts):
    return list(function(record(**parts), default_benchmarks()))


def partners(**facts):
    """Three partners, with what is given of each."""
    return [{"id": id, **facts.get(id, {})} for id in ("chloe", "bruno", "ana")]


def trusting(**trust):
    return partners(**{id: {"trust": scores} for id, scores in trust.items()})


# --- Commitments ---


def test_the_share_kept_and_the_number_missed():
    found = measured(kept, partners=partners(ana={"commitments_due": 4, "commitments_kept": 3}))
    assert found == [Kept("ana", 4, 3, 1, 0.75)]


@pytest.mark.parametrize(
    "facts",
    [
        {"commitments_due": 2, "commitments_kept": 0},
        {"commitments_due": 9},
        {"commitments_kept": 9},
        {},
    ],
)
def test_few_or_unknown_commitments_say_nothing(facts):
    assert measured(kept, partners=partners(ana=facts)) == []


# --- Trust ---


def test_all_whom_a_partner_trusts_little_stand_together_the_lowest_first():
    found = measured(distrust, partners=trusting(ana={"bruno": 3, "chloe": 1}, bruno={"ana": 3.1}))
    assert found == [Distrust("ana", ("bruno", "chloe"), (TrustScore("chloe", 1), TrustScore("bruno", 3)), 1)]


def test_a_score_of_nought_is_little_trust_and_an_unknown_one_is_none():
    assert measured(distrust, partners=trusting(ana={"bruno": 0}))[0].lowest == 0
    assert measured(distrust, partners=trusting(ana={})) == []
    assert measured(distrust) == []


@pytest.mark.parametrize(("score", "is_middling"), [(3, False), (3.1, True), (5, True), (5.1, False)])
def test_middling_trust_lies_between_two_lines(score, is_middling):
    expected = [Reserve("ana", ("bruno",), (TrustScore("bruno", score),), score)] if is_middling else []
    assert measured(reserve, partners=trusting(ana={"bruno": score})) == expected


def test_each_pair_counts_once_with_whoever_trusts_less():
    found = measured(
        trust_gap,
        partners=trusting(ana={"bruno": 4, "chloe": 5}, bruno={"ana": 8, "chloe": 9}, chloe={"ana": 10}),
    )
    pairs = (TrustUnreturned("chloe", 5, 10), TrustUnreturned("bruno", 4, 8))
    assert found == [TrustGap("ana", pairs, 5)]


@pytest.mark.parametrize("received", [None, 7.9])
def test_a_smaller_gap_or_an_unknown_score_says_nothing(received):
    back = {} if received is None else {"ana": received}
    assert measured(trust_gap, partners=trusting(ana={"bruno": 4}, bruno=back)) == []


def test_trust_is_mutual_only_when_every_score_is_known():
    scores = {
        "ana": {"bruno": 9, "chloe": 8},
        "bruno": {"ana": 8.5, "chloe": 9},
        "chloe": {"ana": 10, "bruno": 9},
    }
    found = measured(mutual_trust, partners=trusting(**scores))
    assert found == [MutualTrust("partners", ("ana", "bruno", "chloe"), 8)]
    del scores["chloe"]["ana"]
    assert measured(mutual_trust, partners=trusting(**scores)) == []


# --- Recognition ---


def test_who_does_not_feel_recognised():
    answers = partners(ana={"feels_recognised": True}, chloe={"feels_recognised": False})
    assert measured(unrecognised, partners=answers) == [Unrecognised("partners", ("chloe",))]
    assert measured(all_recognised, partners=answers) == []


def test_all_feel_recognised_only_when_all_have_said_so():
    yes = {"feels_recognised": True}
    assert measured(unrecognised, partners=partners(ana=yes, bruno=yes)) == []
    assert measured(all_recognised, partners=partners(ana=yes, bruno=yes)) == []
    assert measured(all_recognised, partners=partners(ana=yes, bruno=yes, chloe=yes)) == [
        AllRecognised("partners", ("ana", "bruno", "chloe"))
    ]


# --- Events ---

NEWS = {"id": "news", "kind": "hidden_news", "by": "ana", "date": "2026-10-03"}


def followed(*others):
    found = measured(trust_incident, trust_events=[NEWS, *others])
    return next(one for one in found if one.event == "news").followed


def test_an_event_with_its_author_and_its_date():
    day = datetime.date(2026, 10, 3)
    assert measured(trust_incident, trust_events=[NEWS]) == [
        TrustIncident("news", (EventAuthor("ana"),), (EventDate(day),), 30, False)
    ]


def test_an_event_of_which_nothing_is_known_has_no_age():
    assert measured(trust_incident, trust_events=[{"id": "news"}]) == [TrustIncident("news", (), ())]
    assert measured(trust_incident) == []


@pytest.mark.parametrize(
    ("other", "does_follow"),
    [
        ({"kind": "unilateral_move", "by": "ana", "date": "2026-10-04"}, True),
        ({"kind": "unilateral_move", "by": "ana", "date": "2026-10-03"}, False),
        ({"kind": "unilateral_move", "by": "bruno", "date": "2026-10-04"}, False),
        ({"kind": "unilateral_move", "by": "ana"}, True),
        ({"kind": "unilateral_move", "date": "2026-10-04"}, True),
        ({"kind": "recognition", "by": "ana", "date": "2026-10-04"}, False),
        ({"kind": "competing_activity", "by": "ana", "date": "2026-10-04", "declared": False}, True),
        ({"kind": "competing_activity", "by": "ana", "date": "2026-10-04"}, False),
        ({"kind": "departure", "by": "ana", "date": "2026-10-04"}, False),
    ],
)
def test_what_counts_as_having_followed(other, does_follow):
    assert followed({"id": "other", **other}) is does_follow


CHARGE = {"id": "charge", "kind": "accusation", "by": "ana", "concerning": ["bruno"], "date": "2026-09-01"}
THANKS = {"id": "thanks", "kind": "recognition", "by": "ana", "concerning": ["bruno"], "date": "2026-09-02"}


def test_the_latest_thanks_after_an_accusation():
    later = {**THANKS, "id": "again", "date": "2026-10-02"}
    assert measured(thanks_after, trust_events=[CHARGE, THANKS, later]) == [
        ThanksAfter("charge", "again", datetime.date(2026, 10, 2))
    ]


@pytest.mark.parametrize(
    "change",
    [{"date": "2026-09-01"}, {"by": "bruno"}, {"concerning": ["chloe"]}, {"kind": "departure"}],
)
def test_other_thanks_do_not_make_good(change):
    events = [CHARGE, {**THANKS, **change}]
    assert measured(thanks_after, partners=partners(), trust_events=events) == []


@pytest.mark.parametrize("unknown", ["by", "concerning", "date"])
def test_thanks_of_which_too_little_is_known_say_nothing(unknown):
    without = {name: value for name, value in THANKS.items() if name != unknown}
    assert measured(thanks_after, trust_events=[CHARGE, without]) == []


# --- Accounts ---


@pytest.mark.parametrize(
    ("finance", "counts"),
    [
        ({"requests_unanswered": 2}, True),
        ({"requests_unanswered": 2, "requests": 40}, True),
        ({"requests_unanswered": 1, "requests": 2}, True),
        ({"requests_unanswered": 1, "requests": 3}, False),
        ({"requests_unanswered": 1, "requests": 1}, False),
        ({"requests_unanswered": 1}, False),
        ({"requests_unanswered": 0, "requests": 0}, False),
        ({"requests": 3}, False),
    ],
)
def test_several_or_half_of_the_requests_are_unanswered(finance, counts):
    asked = (RequestsMade(finance["requests"]),) if "requests" in finance else ()
    expected = [UnansweredRequests("finance", finance.get("requests_unanswered"), asked)] if counts else []
    assert measured(unanswered_requests, finance=finance) == expected


def test_some_can_look_and_others_cannot():
    found = measured(partial_access, partners=partners(), finance={"access": ["chloe"]})
    assert found == [PartialAccess("finance", ("chloe",), ("ana", "bruno"))]


@pytest.mark.parametrize("finance", [{"access": []}, {"access": ["ana", "bruno"]}, {}])
def test_all_alike_or_unknown_is_no_partial_access(finance):
    assert measured(partial_access, finance=finance) == []
    assert measured(partial_access) == []


def test_full_access_is_known_only_when_access_is():
    def having(**finance):
        return [one.having for one in full_access(record(finance=finance), default_benchmarks())]

    assert having() == []
    assert having(access=["ana"]) == []
    assert having(access=["bruno", "ana"]) == [("ana", "bruno")]
