"""Measures of conflicts, against numbers worked out by hand."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.measures import conflict as measures

PARTNERS = [
    {"id": "ana", "name": "Ana", "capacity_hours": 40},
    {"id": "bruno", "name": "Bruno", "capacity_hours": 40},
]


def measured(function, *conflicts, **parts):
    """What a measure yields for these conflicts, on Monday 2 November 2026."""
    values = {"id": "case", "date": "2026-11-02", "partners": PARTNERS, "conflicts": list(conflicts), **parts}
    return list(function(case_of_values(values).record, default_benchmarks()))


def only(function, conflict, **parts):
    (result,) = measured(function, {"id": "prices", **conflict}, **parts)
    return result


def kind(conflict, **parts):
    return only(measures.conflict_type, conflict, **parts).kind


def tasks(hours):
    return [{"id": "shop", "hours": {"ana": hours, "bruno": 30}}]


def words(signs):
    return [sign.word for sign in signs]


# --- The kind of a conflict ---


@pytest.mark.parametrize(("symptom", "expected"), sorted(measures.SHOWS.items()))
def test_a_symptom_alone_tells_the_kind(symptom, expected):
    assert kind({"symptoms": [symptom]}) == expected


def test_one_sign_beneath_the_surface_outweighs_many_on_it():
    surface = ["misunderstanding", "late_answers", "curt_messages", "missed_meetings"]
    assert kind({"symptoms": surface}) == "communication"
    assert kind({"kind": "communication", "symptoms": [*surface, "competing_goals"]}) == "goals"


def test_an_overload_takes_over_the_signs_that_it_explains():
    found = only(measures.conflict_type, {"symptoms": ["broken_commitment", "late_answers"]}, tasks=tasks(44))
    assert (found.kind, found.load, found.unclear) == ("roles", True, False)
    assert words(found.signs) == ["broken_commitment", "overload", "late_answers"]
    assert found.second is None


def test_an_overload_of_somebody_who_is_no_party_explains_nothing():
    three = [*PARTNERS, {"id": "chloe", "capacity_hours": 10}]
    conflict = {"symptoms": ["late_answers"], "parties": ["bruno", "chloe"]}
    assert kind(conflict, partners=three, tasks=tasks(60)) == "communication"


def test_a_miss_of_somebody_who_is_not_overloaded_stays_a_miss():
    missed = [PARTNERS[0], {**PARTNERS[1], "commitments_due": 10, "commitments_kept": 8}]
    conflict = {"symptoms": ["broken_commitment"]}
    assert kind(conflict, partners=missed, tasks=tasks(60)) == "commitment"


def test_the_label_alone_tells_nothing():
    assert measured(measures.conflict_type, {"id": "prices", "claimed_kind": "financial"}) == []


def test_a_label_that_differs_is_told_beside_the_kind():
    found = only(measures.conflict_type, {"claimed_kind": "communication", "symptoms": ["unpaid_share"]})
    assert (found.kind, found.called) == ("financial", "communication")
    found = only(measures.conflict_type, {"claimed_kind": "financial", "symptoms": ["unpaid_share"]})
    assert found.called is None


def test_the_judgement_of_the_adviser_weighs_as_much_as_two_symptoms():
    two = ["competing_goals", "priorities_clash"]
    assert kind({"kind": "financial", "symptoms": two}) == "financial"
    exclusive = [{"id": "grow", "conflicts_with": ["rest"]}, {"id": "rest"}]
    about = {"kind": "financial", "symptoms": two, "about_objectives": ["grow"]}
    assert kind(about, objectives=exclusive) == "goals"


def test_objectives_that_the_conflict_is_not_about_do_not_count():
    objectives = [{"id": "grow", "conflicts_with": ["rest"]}, {"id": "rest"}, {"id": "fame"}]
    conflict = {"symptoms": ["curt_messages"], "about_objectives": ["fame"]}
    assert kind(conflict, objectives=objectives) == "communication"


def test_a_second_kind_needs_a_sign_of_its_own():
    found = only(
        measures.conflict_type, {"symptoms": ["competing_goals", "priorities_clash", "unpaid_share"]}
    )
    assert (found.kind, found.second, words(found.second_signs)) == ("goals", "financial", ["unpaid_share"])


def test_a_settled_conflict_is_not_measured():
    settled = {"id": "prices", "status": "settled", "severity": 5, "symptoms": ["unpaid_share"]}
    for function in (measures.conflict_type, measures.temper, measures.ladder, measures.conflict_load):
        assert measured(function, settled) == []


# --- Load ---


def test_the_party_with_the_most_hours_too_many_is_named():
    load = only(measures.conflict_load, {}, tasks=tasks(50))
    assert (load.partner, load.hours, load.capacity_hours, load.over_hours) == ("ana", 50, 40, 10)


@pytest.mark.parametrize(("hours", "results"), [(43.9, 0), (44, 1)])
def test_an_overload_begins_a_tenth_above_capacity(hours, results):
    assert len(measured(measures.conflict_load, {"id": "prices"}, tasks=tasks(hours))) == results


@pytest.mark.parametrize(("capacity", "hours"), [(25, 27.5), (50, 55), (3, 3.3), (70, 77)])
def test_a_tenth_above_is_a_tenth_whatever_the_binary_digits(capacity, hours):
    partners = [{**PARTNERS[0], "capacity_hours": capacity}, PARTNERS[1]]
    halves = [{"id": id, "hours": {"ana": hours / 2}} for id in ("shop", "books")]
    load = only(measures.conflict_load, {}, partners=partners, tasks=halves)
    assert (load.hours, load.over_hours) == (hours, round(capacity / 10, 1))


def test_no_hours_against_no_capacity_are_no_overload():
    idle = [{**PARTNERS[0], "capacity_hours": 0}, PARTNERS[1]]
    assert measured(measures.conflict_load, {"id": "prices"}, partners=idle, tasks=tasks(0)) == []
    assert len(measured(measures.conflict_load, {"id": "prices"}, partners=idle, tasks=tasks(1))) == 1


# --- How it is dealt with ---


@pytest.mark.parametrize(
    ("ways", "shared"),
    [
        (("avoid", "avoid"), "avoid"),
        (("compete", "compete"), "compete"),
        (("collaborate", "compromise"), "constructive"),
    ],
)
def test_a_way_that_all_parties_share(ways, shared):
    approach = dict(zip(("ana", "bruno"), ways, strict=True))
    assert only(measures.dealing, {"approach": approach}).way == shared


@pytest.mark.parametrize("approach", [{"ana": "avoid"}, {"ana": "avoid", "bruno": "compete"}])
def test_no_shared_way(approach):
    assert measured(measures.dealing, {"id": "prices", "approach": approach}) == []


def test_stakes_are_known_once_each_partys_is():
    stakes = only(measures.stakes, {"importance": {"ana": 5, "bruno": 1.5}})
    assert (stakes.cares_most, stakes.cares_least, stakes.gap) == ("ana", "bruno", 3.5)
    assert measured(measures.stakes, {"id": "prices", "importance": {"ana": 5}}) == []


def test_a_gap_of_three_is_three_whatever_the_binary_digits():
    assert only(measures.stakes, {"importance": {"ana": 4.1, "bruno": 1.1}}).gap == 3


def test_the_bond_is_that_of_the_party_to_whom_it_matters_least():
    assert only(measures.bond, {"relation_importance": {"ana": 5, "bruno": 3}}).least == 3


CALM = {"severity": 2, "blame": "none", "approach": {"ana": "collaborate", "bruno": "compromise"}}


@pytest.mark.parametrize(
    ("conflict", "temper"),
    [
        (CALM, "constructive"),
        ({"importance": {"ana": 2, "bruno": 0}}, "small"),
        ({"severity": 2}, "mild"),
        ({"severity": 2, "status": "latent", "since": "2026-09-04"}, "mild"),
    ],
)
def test_a_conflict_without_harm(conflict, temper):
    assert only(measures.temper, conflict).temper == temper


@pytest.mark.parametrize(
    "conflict",
    [
        {},
        {"severity": 3},
        {**CALM, "blame": "some"},
        {**CALM, "third_persons": True},
        {**CALM, "irreversible_step": "Sale"},
        {"severity": 2, "status": "latent", "since": "2026-09-03"},
        {"severity": 1, "approach": {"ana": "avoid", "bruno": "avoid"}},
    ],
)
def test_harm_or_doubt_forbids_to_call_it_small(conflict):
    assert measured(measures.temper, {"id": "prices", **conflict}) == []


# --- The ladder ---


@pytest.mark.parametrize(
    ("conflict", "step"),
    [
        ({"on_agenda": False, "status": "blocked", "failed_meetings": 0}, "agenda"),
        ({"status": "latent"}, "agenda"),
        ({"status": "open"}, "talk"),
        ({"on_agenda": True, "approach": {"ana": "compromise", "bruno": "collaborate"}}, "agreement"),
        ({"on_agenda": True, "failed_meetings": 1}, "facilitated"),
        ({"on_agenda": True, "status": "blocked", "failed_meetings": 0}, "facilitated"),
        ({"on_agenda": True, "approach": {"ana": "compete", "bruno": "compete"}}, "facilitated"),
        ({"on_agenda": True, "weaker_party": "ana"}, "facilitated"),
        ({"on_agenda": True, "failed_meetings": 2}, "mediation"),
        ({"on_agenda": True, "status": "blocked"}, "mediation"),
        ({"approach": {"ana": "avoid", "bruno": "avoid"}}, "agenda"),
        ({"status": "blocked", "approach": {"ana": "avoid", "bruno": "avoid"}}, "mediation"),
        ({"on_agenda": True, "blame": "rising"}, "mediation"),
        ({"on_agenda": True, "blame": "rising", "severity": 2}, "facilitated"),
        ({"on_agenda": True, "legal_threat": True}, "mediation"),
        ({"neutral_person": "under_way"}, "under_way"),
        ({"neutral_person": "failed"}, "exit"),
    ],
)
def test_the_next_step(conflict, step):
    assert only(measures.ladder, conflict).next_step == step


def test_dates_add_up_and_avoid_weekends():
    ladder = only(measures.ladder, {"on_agenda": False})
    assert ladder.agenda_by == datetime.date(2026, 11, 9)
    assert ladder.talk_by == datetime.date(2026, 11, 16)
    assert ladder.agreement_by == datetime.date(2026, 11, 23)
    assert ladder.facilitated_by == datetime.date(2026, 12, 7)
    assert ladder.mediation_by == datetime.date(2027, 1, 6)
    assert ladder.exit_by == datetime.date(2027, 3, 5)  # 7 March is a Sunday


STARTS = {
    "talk": ({"on_agenda": True}, {"talk": (11, 9), "agreement": (11, 16), "facilitated": (11, 30)}),
    "agreement": (
        {"on_agenda": True, "approach": {"ana": "compromise", "bruno": "compromise"}},
        {"agreement": (11, 9), "facilitated": (11, 23), "mediation": (12, 23)},
    ),
    "facilitated": (
        {"on_agenda": True, "failed_meetings": 1},
        {"facilitated": (11, 16), "mediation": (12, 16)},
    ),
    "mediation": ({"on_agenda": True, "failed_meetings": 2}, {"mediation": (12, 2)}),
    "under_way": ({"neutral_person": "under_way"}, {"mediation": (12, 2)}),
    "exit": ({"neutral_person": "failed"}, {"exit": (1, 1)}),
}
"""By the first rung: a conflict, and month and day of some of the rungs from there."""


@pytest.mark.parametrize("step", sorted(STARTS))
def test_days_count_from_the_case_at_whatever_rung_it_starts(step):
    conflict, days = STARTS[step]
    ladder = only(measures.ladder, conflict)
    assert ladder.next_step == step
    for rung, (month, day) in days.items():
        assert getattr(ladder, f"{rung}_by") == datetime.date(2027 if month == 1 else 2026, month, day)
    first = measures.STEPS.index("mediation" if step == "under_way" else step)
    assert all(getattr(ladder, f"{rung}_by") is None for rung in measures.STEPS[:first])


def test_urgency_halves_the_time():
    ladder = only(measures.ladder, {"on_agenda": True, "failed_meetings": 2, "urgency": 4})
    assert ladder.mediation_by == datetime.date(2026, 11, 17)
    assert ladder.talk_by is None


def test_no_rung_while_somebody_may_come_to_harm_or_the_matter_is_small():
    assert measured(measures.ladder, {"id": "prices", "safety_concern": True}) == []
    assert measured(measures.ladder, {"id": "prices", "severity": 1}) == []


# --- Two equal votes ---


@pytest.mark.parametrize(
    ("shares", "rule", "results"),
    [
        ((0.5, 0.5), None, 1),
        ((0.5, 0.5), "majority", 1),
        ((0.5, 0.5), "lead", 0),
        ((0.6, 0.4), "majority", 0),
        ((None, None), "unanimity", 1),
        ((None, None), None, 0),
    ],
)
def test_two_equal_voices(shares, rule, results):
    partners = [
        {"id": id, **({} if share is None else {"decision_share": share})}
        for id, share in zip(("ana", "bruno"), shares, strict=True)
    ]
    partnership = {} if rule is None else {"decision_rule": rule}
    assert len(measured(measures.equal_voices, partners=partners, partnership=partnership)) == results


def test_parting_is_named_beforehand_only_in_a_grave_matter():
    quarrel = {"status": "open", "on_agenda": True, "symptoms": ["disputed_sums"], "failed_meetings": 1}
    assert only(measures.ladder, quarrel | {"severity": 3}).parting == ()
    grave = only(measures.ladder, quarrel | {"severity": 4})
    assert [one.by for one in grave.parting] == [grave.exit_by]
    blocked = only(measures.ladder, quarrel | {"severity": 2, "status": "blocked"})
    assert len(blocked.parting) == 1
