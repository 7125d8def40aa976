"""What people type at a question: numbers, shares, dates and durations as they write them, choices, several values."""

import datetime

import pytest

from advisor import vocabulary
from advisor.questionnaire.answers import Choice, Reading, read_names, read_partners
from advisor.scalars import ScalarError

TODAY = datetime.date(2026, 11, 28)
ANA, BRUNO = Choice("ana", "Ana Lopez"), Choice("bruno", "Bruno")


def reading(path, choices=(), holders=()):
    section, _, name = path.rpartition(".")
    info = vocabulary.fields(section)[name]
    words = tuple(Choice(word, word.replace("_", " ")) for word in info.choices)
    return Reading(info, tuple(choices) or words, tuple(holders), TODAY)


@pytest.mark.parametrize(
    ("path", "typed", "meant"),
    [
        ("partners.capacity_hours", "51,5", 51.5),
        ("partners.capacity_hours", "35 h", 35),
        ("partners.capacity_hours", "35 heures par semaine", 35),
        ("partners.capacity_hours", "2h30", 2.5),
        ("partners.capacity_hours", "environ 12", 12),
        ("partners.benefit_share", "15 %", 0.15),
        ("partners.benefit_share", "15", 0.15),
        ("partners.benefit_share", "0,15", 0.15),
        ("partners.benefit_share", "51,5 pour cent", 0.515),
        ("partners.benefit_share", "la moitié", 0.5),
        ("partners.satisfaction", "7/10", 7),
        ("partners.response_days", "2 weeks", 14),
        ("partners.response_days", "3 jours", 3),
        ("points.minutes", "1 h", 60),
        ("points.minutes", "1h15", 75),
        ("finance.cash", "12 000 €", 12000),
        ("finance.cash", "12,5 k€", 12500),
        ("finance.cash", "-300", -300),
        ("expectations.horizon_months", "6 mois", 6),
        ("expectations.horizon_months", "2 years", 24),
        ("expectations.ratio", "×2", 2),
        ("expectations.target", "21 000 € par mois", 21000),
        ("partnership.decisions_waiting", "3 decisions", 3),
        ("partnership.start", "2021", "2021-01-01"),
        ("partnership.start", "31/03/2027", "2027-03-31"),
        ("partnership.start", "mars 2024", "2024-03-01"),
        ("partnership.start", "12 March 2024", "2024-03-12"),
        ("partnership.start", "1er février 2024", "2024-02-01"),
        ("partnership.start", "03/2024", "2024-03-01"),
        ("partnership.start", "il y a 6 mois", "2026-05-28"),
        ("partnership.start", "two weeks ago", "2026-11-14"),
        ("partnership.start", "hier", "2026-11-27"),
        ("partnership.renewal", "in 3 months", "2027-02-28"),
        ("partnership.renewal", "none", None),
        ("partnership.renewal", "aucun", None),
        ("partnership.revenue_shared", "oui", True),
        ("partnership.revenue_shared", "n", False),
        ("partnership.form", "6", "company"),
        ("partnership.form", "comp", "company"),
        ("partnership.form", "venture", "joint_venture"),
        ("partners.skills", "baking, buying ; selling", ["baking, buying", "selling"]),
        ("partners.skills", "baking, buying, selling", ["baking", "buying", "selling"]),
        ("partners.skills", "none", []),
        ("partners.signs_of_strain", "1 3", ["sick_leave", "night_work"]),
        ("partners.signs_of_strain", "1, 3", ["sick_leave", "night_work"]),
        ("tasks.skill", "no", None),
        ("partnership.sector", "organic bread", "organic bread"),
    ],
)
def test_an_answer_is_read_as_people_write_it(path, typed, meant):
    assert reading(path).read(typed) == meant


@pytest.mark.parametrize(
    ("path", "typed", "part_of_the_answer"),
    [
        ("partners.capacity_hours", "a lot", "not a number"),
        ("partners.capacity_hours", "-3", "out of range"),
        ("partners.satisfaction", "11", "out of range"),
        ("partnership.form", "9", "there is no 9"),
        ("partnership.form", "co", "can mean"),
        ("partnership.form", "compny", "did you mean"),
        ("partnership.start", "30/02/2026", "no 30 February"),
        ("partnership.revenue_shared", "maybe", "neither yes nor no"),
        ("partnership.start", "some day", "not a date"),
    ],
)
def test_an_answer_that_means_nothing_is_explained(path, typed, part_of_the_answer):
    with pytest.raises(ScalarError) as refusal:
        reading(path).read(typed)
    assert part_of_the_answer in str(refusal.value.message)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("46 ; 40", {"ana": 46, "bruno": 40}),
        ("46 / 40", {"ana": 46, "bruno": 40}),
        ("46 40", {"ana": 46, "bruno": 40}),
        ("46,5 ; -", {"ana": 46.5}),
        ("Bruno 40, Ana Lopez 46", {"ana": 46, "bruno": 40}),
        ("Bruno: 40", {"bruno": 40}),
        ("- ; -", {}),
    ],
)
def test_one_line_answers_for_each_partner(typed, meant):
    assert reading("tasks.hours", holders=(ANA, BRUNO)).read(typed) == meant


def test_a_value_too_few_is_not_guessed():
    with pytest.raises(ScalarError):
        reading("tasks.hours", holders=(ANA, BRUNO)).read("46")


def test_partners_are_chosen_by_number_name_or_all():
    several = reading("conflicts.parties", choices=(ANA, BRUNO))
    assert several.read("1") == ["ana"]
    assert several.read("bruno, ana") == ["bruno", "ana"]
    assert several.read("tous") == ["ana", "bruno"]
    assert several.read("nobody") == []


def test_names_are_told_apart_by_semicolons_and_partners_by_what_people_say():
    assert read_names("the oven, old and new ; the van") == ["the oven, old and new", "the van"]
    assert read_partners("Ana and Bruno") == ["Ana", "Bruno"]
    assert read_partners("Ana, Bruno et Chloé") == ["Ana", "Bruno", "Chloé"]
    assert read_partners("Dupont et fils ; Bruno") == ["Dupont et fils", "Bruno"]
