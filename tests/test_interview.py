"""The interview as a pure engine: what it asks, what it makes of answers, and that nothing is lost."""

import datetime
import re

import pytest

from advisor import vocabulary
from advisor.messages import LANGUAGES
from advisor.questionnaire import state
from advisor.questionnaire.answers import Choice, Reading
from advisor.questionnaire.interview import Interview
from advisor.questionnaire.state import Place
from advisor.questionnaire.wording import Wording
from advisor.texts import sections

TODAY = datetime.date(2026, 11, 28)
CASE = {
    "id": "bakery",
    "date": "2026-11-28",
    "language": "en",
    "partners": [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}],
}


def begun(language="en", **facts):
    return Interview(CASE | facts if facts is not None else None, today=TODAY, language=language)


def fresh(language="en", **options):
    return Interview(today=TODAY, language=language, **options)


def at(interview, path):
    """The interview turned to the question at `path`."""
    interview.feed(f":go {path}")
    assert interview.question.place.path == path
    return interview


def told(interview, path):
    return state.value_at(interview.values, state.place_of_path(path, interview.values))


# --- The beginning -----------------------------------------------------------------------------


def test_the_first_answer_makes_a_case_that_can_be_read():
    one = fresh()
    reply = one.feed("Ana Lopez and Le Fournil")
    assert reply.changed
    assert one.values == {
        "id": "ana-lopez-le-fournil",
        "title": "Ana Lopez and Le Fournil",
        "date": "2026-11-28",
        "language": "en",
        "partners": [{"id": "ana-lopez", "name": "Ana Lopez"}, {"id": "le-fournil", "name": "Le Fournil"}],
        "interview": {"answers": 1},
    }


def test_one_name_is_not_enough_and_is_not_forgotten():
    one = fresh()
    assert not one.feed("Ana").changed
    assert one.feed("Bruno").changed
    assert [partner["name"] for partner in one.values["partners"]] == ["Ana", "Bruno"]


def test_who_since_when_what_worries_and_what_goes_well_come_first():
    one = fresh()
    asked = []
    for answer in ("Ana and Bruno", "conflicts", "trust", "2021", "company"):
        asked.append(one.question.place.path)
        one.feed(answer)
    assert asked == [
        "partners",
        "interview.worries",
        "interview.going_well",
        "partnership.start",
        "partnership.form",
    ]


def test_the_subject_that_worries_is_asked_about_first():
    def first_after(worry):
        one = fresh()
        for answer in ("Ana and Bruno", worry, "none", "2021", "company"):
            one.feed(answer)
        return one.question.place.section

    for worry, part in (("conflicts", "conflicts"), ("responsibilities", "tasks"), ("future", "future")):
        assert first_after(worry) == part


# --- Four ways not to answer ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("-", "unknown"),
        ("I don’t know", "unknown"),
        ("je ne sais pas", "unknown"),
        (":na", "not_applicable"),
        ("sans objet", "not_applicable"),
        (":later", "later"),
        ("plus tard", "later"),
        (":decline", "not_said"),
        (":taire", "not_said"),
    ],
)
def test_why_there_is_no_answer_is_remembered_and_the_fact_stays_unknown(typed, reason):
    one = at(begun(), "finance.cash")
    assert one.feed(typed).changed
    assert one.values["finance"] == {"unanswered": {"cash": reason}}
    assert one.case.record.finance.known() == {}


def test_what_is_not_known_is_not_asked_again_and_what_is_put_off_is():
    for typed, again in (("-", False), (":later", True)):
        one = at(begun(), "partnership.renewal")
        one.feed(typed)
        one._more = True
        asked = []
        while one.question.kind == "place" and len(asked) < 300:
            asked.append(one.question.place.path)
            one.feed("-")
        assert ("partnership.renewal" in asked) == again


def test_an_answer_replaces_the_reason_why_there_was_none():
    one = at(begun(), "finance.cash")
    one.feed("-")
    at(one, "finance.cash").feed("1200")
    assert one.values["finance"] == {"cash": 1200}


def test_what_they_would_rather_not_say_is_no_open_question_of_the_report():
    from advisor.assessment import advise

    def asked(values):
        return {one.missing for one in advise(state.checked(values)).questions}

    missing = ("review", "", "last_review")
    assert missing in asked(CASE)
    assert missing in asked(CASE | {"review": {"unanswered": {"last_review": "unknown"}}})
    assert missing not in asked(CASE | {"review": {"unanswered": {"last_review": "not_said"}}})


# --- Going back ------------------------------------------------------------------------------------


def test_back_leads_to_the_question_before_and_enter_keeps_its_answer():
    one = fresh()
    for answer in ("Ana and Bruno", "conflicts", "none", "2021"):
        one.feed(answer)
    asked_now = one.question
    one.feed("<")
    assert one.question.place.path == "partnership.start"
    one.feed("")
    assert told(one, "partnership.start") == "2021-01-01"
    assert one.question == asked_now


def test_a_number_of_the_list_leads_to_any_answer():
    one = begun(partnership={"form": "company"}, finance={"cash": 5})
    lines = one.feed(":list").lines
    number = next(re.search(r"(\d+)\.", line)[1] for line in lines if "cash at hand" in line)
    one.feed(f"<{number}")
    assert one.question.place == Place("finance", "", "cash")


def test_answers_that_lose_their_meaning_are_set_aside_said_and_come_back():
    one = begun(partnership={"agreement": "signed"}, clauses={"exit": True, "mediation": False})
    reply = at(one, "partnership.agreement").feed("no agreement")
    assert "clauses" not in one.values
    assert len([line for line in reply.lines if "Set aside" in line]) == 2
    assert one.values["interview"]["set_aside"] == ["clauses.mediation = false", "clauses.exit = true"]
    reply = at(one, "partnership.agreement").feed("signed")
    assert one.values["clauses"] == {"mediation": False, "exit": True}
    assert len([line for line in reply.lines if "Taken up again" in line]) == 2
    assert one.values["interview"] == {"answers": 2}


def test_a_guard_that_becomes_unknown_sets_nothing_aside():
    one = begun(partnership={"agreement": "signed"}, clauses={"exit": True})
    at(one, "partnership.agreement").feed("-")
    assert one.values["clauses"] == {"exit": True}


def test_an_entry_taken_out_goes_with_what_points_to_it_and_comes_back_by_its_name():
    tasks = [{"id": "oven", "title": "The oven", "criticality": 3}, {"id": "van", "title": "The van"}]
    conflict = {"id": "noise", "title": "Noise", "about_tasks": ["oven"]}
    one = at(begun(tasks=tasks, conflicts=[conflict]), "tasks")
    reply = one.feed(":remove 1")
    assert [entry["id"] for entry in one.values["tasks"]] == ["van"]
    assert "about_tasks" not in one.values["conflicts"][0]
    assert any("Noise" in line for line in reply.lines)
    one.feed("the oven")
    assert one.values["tasks"][1] == {"id": "oven", "title": "The oven", "criticality": 3}


def test_a_partner_taken_out_takes_its_confidences_along():
    third = {"id": "chloe", "name": "Chloé"}
    secret = {"id": "plan", "title": "Leaving", "told_in_confidence_by": "chloe"}
    finance = {"cash": 3, "in_confidence": {"cash": "chloe"}}
    one = Interview(
        CASE | {"partners": [*CASE["partners"], third], "conflicts": [secret], "finance": finance},
        today=TODAY,
        language="en",
    )
    at(one, "partners").feed(":remove Chloé")
    assert "Leaving" not in str(one.values)
    assert told(one, "finance.cash") is state.UNSET


# --- Doubts -----------------------------------------------------------------------------------------


def test_a_rare_answer_is_questioned_once_and_stands_when_confirmed():
    one = at(begun(), "partnership.days_to_decide")
    reply = one.feed("400")
    assert not reply.changed and "unusual" in reply.lines[0]
    assert one.feed("").changed
    assert told(one, "partnership.days_to_decide") == 400
    assert at(one, "partnership.days_to_decide").feed("400").changed


def test_a_doubtful_answer_can_be_given_again():
    one = at(begun(), "partnership.days_to_decide")
    one.feed("400")
    assert one.feed("40").changed
    assert told(one, "partnership.days_to_decide") == 40


def test_ten_times_as_much_in_a_month_is_questioned():
    growth = {"id": "boom", "title": "Boom", "holder": "ana", "about": "growth", "ratio": 10}
    reply = at(begun(expectations=[growth]), "expectations.boom.horizon_months").feed("1")
    assert not reply.changed
    assert "900" in reply.lines[0]


def test_two_answers_that_seldom_go_together_are_questioned_once():
    one = at(begun(workload={"agreed_fair": True}), "partners.finds_load_fair")
    reply = one.feed("no ; yes")
    assert not reply.changed
    assert one.feed("yes").changed


def test_an_answer_that_cannot_be_true_names_the_earlier_one_and_how_to_get_there():
    partners = [CASE["partners"][0] | {"commitments_due": 3}, CASE["partners"][1]]
    one = at(begun(partners=partners), "partners.ana.commitments_kept")
    before = one.values
    reply = one.feed("5")
    assert not reply.changed and one.values == before
    number = re.search(r"<(\d+)", reply.lines[-1])[1]
    one.feed(f"<{number}")
    assert one.question.place.path == "partners.ana.commitments_due"


# --- Confidences, remarks -----------------------------------------------------------------------------


def test_what_is_told_in_confidence_is_marked_and_hidden_from_the_others():
    one = at(begun(), "partners.satisfaction")
    one.feed(":secret Ana 3 ; 8")
    assert one.values["partners"][0]["in_confidence"] == {"satisfaction": "ana"}
    assert one.case.visible_to(None).record.partners[0].satisfaction is None
    assert one.case.visible_to(None).record.partners[1].satisfaction == 8


def test_an_entry_told_in_confidence_is_hidden_as_a_whole():
    one = at(begun(), "trust_events")
    one.feed(":secret Bruno Talks with a rival")
    assert one.values["trust_events"][0]["told_in_confidence_by"] == "bruno"
    one.feed("The lost order")
    assert "told_in_confidence_by" not in one.values["trust_events"][1]


def test_a_confidence_needs_its_teller_when_all_are_asked_together():
    one = at(begun(), "finance.cash")
    assert not one.feed(":secret").changed
    assert not one.feed(":secret 300").changed
    assert told(one, "finance.cash") is state.UNSET


def test_a_confidence_is_opened_again_by_who_told_it_or_where_it_was_just_told():
    secret = {"finance": {"cash": 3, "in_confidence": {"cash": "ana"}}}
    for options, opened in (({}, False), ({"partner": "bruno"}, False), ({"partner": "ana"}, True)):
        one = at(Interview(CASE | secret, today=TODAY, language="en", **options), "finance.cash")
        assert one.feed(":open").changed == opened
    one = at(begun(), "finance.cash")
    one.feed(":secret Ana 3")
    assert at(one, "finance.cash").feed(":open").changed
    assert one.values["finance"] == {"cash": 3}


def test_what_one_told_in_confidence_is_asked_of_the_others_as_if_it_were_unknown():
    one = at(begun(finance={"cash": 3, "in_confidence": {"cash": "ana"}}), "finance.cash")
    assert "Now" not in str(one.prompt())
    one.feed("9000")
    cash = {who: one.case.visible_to(who).record.finance for who in (None, "bruno", "ana")}
    assert [getattr(part, "cash", None) for part in cash.values()] == [9000, 9000, None]
    assert told(one, "finance.cash") is state.UNSET
    assert [(v["partner"], v["told"]) for v in one.values["versions"]] == [("ana", "3"), ("bruno", "9000")]


def test_an_entry_told_in_confidence_can_be_neither_named_nor_taken_out_by_the_others():
    one = at(Interview(CASE | SECRETS, today=TODAY, language="en"), "conflicts")
    for typed in (":remove 2", ":remove Ana thinks of leaving", ":rename 2 X"):
        assert not one.feed(typed).changed
    one.feed(":remove 1")
    assert [entry["id"] for entry in one.values["conflicts"]] == ["leaving"]


def test_the_mark_of_a_confidence_ends_with_its_question():
    one = at(begun(), "finance.cash")
    one.feed(":secret Ana")
    one.feed("-")
    one.feed(":go finance.advances")
    one.feed("5")
    assert "in_confidence" not in one.values["finance"]


def test_none_where_nothing_can_be_none_points_to_the_answers_that_fit():
    lines = at(begun(), "partnership.form").feed("none").lines
    assert lines[-1] == "If you don’t know, type -; if it doesn’t apply here, :na."


@pytest.mark.parametrize("typed", [":go ²", "<²", ":remove ²", ":rename ² x", "²"])
def test_odd_digits_are_no_numbers(typed):
    one = at(begun(), "conflicts")
    one.feed(typed)
    one.feed(":done")
    one.feed(typed)


def test_what_was_put_off_is_asked_again_before_the_review():
    one = at(begun(), "finance.cash")
    one.feed(":later")
    one.feed(":done")
    assert one.question.place.path == "finance.cash"
    one.feed("5")
    assert one.question.kind == "review"


def test_a_remark_is_kept_beside_what_it_is_about():
    one = at(begun(), "finance.cash")
    one.feed(":note ask the accountant")
    one.feed(":note before Friday")
    assert one.values["finance"]["note"] == "cash at hand: ask the accountant · cash at hand: before Friday"


@pytest.mark.parametrize("typed", ["yes", "oui", "2"])
def test_that_there_are_some_is_not_yet_their_name(typed):
    one = at(begun(), "conflicts")
    assert not one.feed(typed).changed
    one.feed("the oven")
    assert [entry["title"] for entry in one.values["conflicts"]] == ["the oven"]


def test_a_doubtful_answer_is_not_lost_by_looking_around_nor_by_going_away():
    one = at(begun(), "partnership.days_to_decide")
    one.feed("400")
    one.feed(":list")
    assert one.feed("yes").changed
    at(one, "partnership.days_to_decide").feed("500")
    assert one.feed(":quit").changed
    assert told(one, "partnership.days_to_decide") == 500


SECRETS = {
    "partners": [
        CASE["partners"][0] | {"satisfaction": 2, "in_confidence": {"satisfaction": "ana"}},
        CASE["partners"][1] | {"satisfaction": 8},
    ],
    "conflicts": [
        {"id": "leaving", "title": "Ana thinks of leaving", "told_in_confidence_by": "ana"},
        {"id": "oven", "title": "The oven", "severity": 4},
    ],
    "tasks": [
        {"id": "plan", "title": "A secret plan", "told_in_confidence_by": "ana"},
        {"id": "van", "title": "The van"},
    ],
}


def on_screen(**options):
    """All that an interview to its end, and every command that looks, would show of a case with confidences."""
    one = Interview(CASE | SECRETS, today=TODAY, language="en", **options)
    shown = []
    for look in (":list", ":go partners.satisfaction", "?", ":go conflicts", ":go conflicts.leaving.status"):
        shown += one.feed(look).lines + one.prompt()
    at(one, "conflicts.oven.about_tasks")
    shown += one.prompt()
    one._more = True
    for number in range(300):
        if one.question.kind == "review":
            break
        shown += one.prompt() + (one.feed("?").lines if number % 15 == 0 else [])
        shown += one.feed("-" if one.question.kind == "place" else "").lines
    return "\n".join([*shown, *one.prompt()])


def test_what_one_told_in_confidence_is_on_no_screen_that_the_others_read():
    for options in ({}, {"partner": "bruno"}):
        shown = on_screen(**options)
        assert "leaving" not in shown.casefold().replace("conflicts.leaving.status", "")
        assert "secret plan" not in shown
        assert "2/10" not in shown
        assert "The oven" in shown


def test_the_adviser_alone_and_the_one_who_told_it_see_it():
    assert "Ana thinks of leaving" in on_screen(adviser=True)
    assert "Ana thinks of leaving" in on_screen(partner="ana")


# --- One partner alone ----------------------------------------------------------------------------------


def alone(**facts):
    return Interview(CASE | facts, today=TODAY, language="en", partner="ana")


def test_one_partner_alone_is_asked_nothing_about_the_mind_of_the_others():
    one = alone()
    asked = []
    one._more = True
    while one.question.kind == "place" and len(asked) < 250:
        asked.append(one.question.place)
        one.feed("-")
    about_partners = [place for place in asked if place.section == "partners"]
    assert {place.entry for place in about_partners} == {"ana"}
    assert Place("partners", "ana", "satisfaction") in asked
    assert Place("partners", "ana", "trust") in asked
    assert not {"workload.agreed_fair", "partnership.vision_shared"} & {place.path for place in asked}


def test_what_one_partner_counts_on_is_held_by_that_partner():
    one = at(alone(), "expectations")
    one.feed("Double the sales")
    assert one.values["expectations"][0]["holder"] == "ana"


def test_the_others_expectations_are_none_of_its_business():
    one = alone(expectations=[{"id": "rent", "title": "Lower rent", "holder": "bruno"}])
    assert one.feed(":go expectations.rent.target").lines
    assert "expectations.rent" not in one.question.place.path


def test_one_partner_alone_is_asked_at_last_for_what_the_others_must_not_learn():
    one = alone()
    for _ in range(250):
        if one.question.kind != "place":
            break
        one.feed("-")
    assert one.question.kind == "confidence"
    one.feed("I think of leaving")
    entry = one.values["conflicts"][-1]
    assert entry == {
        "id": "i-think-of-leaving",
        "title": "I think of leaving",
        "told_in_confidence_by": "ana",
    }
    assert one.case.visible_to("bruno").record.conflicts is None


def test_an_answer_set_aside_comes_back_as_the_confidence_that_it_was():
    clauses = {"exit": True, "in_confidence": {"exit": "ana"}}
    one = at(begun(partnership={"agreement": "signed"}, clauses=clauses), "partnership.agreement")
    one.feed("no agreement")
    at(one, "partnership.agreement").feed("signed")
    assert one.values["clauses"] == clauses


# --- When it may stop ------------------------------------------------------------------------------------


def test_it_offers_to_stop_and_more_goes_on():
    one = fresh()
    one.feed("Ana and Bruno")
    while one.question.kind == "place":
        one.feed("-")
    assert one.question.kind == "offer"
    one.feed("more")
    assert one.question.kind == "place"
    one.feed(":done")
    assert one.question.kind == "review"
    one.feed("")
    assert one.state == "done"


def test_one_theme_asks_of_nothing_else():
    one = Interview(CASE, today=TODAY, language="en", theme="CEL")
    sections_asked = set()
    for _ in range(100):
        if one.question.kind != "place":
            break
        sections_asked.add(one.question.place.section)
        one.feed("-")
    assert {"successes", "celebration"} & sections_asked
    assert not {"clauses", "pilots", "deadlines", "tasks"} & sections_asked


def test_what_is_missing_is_told_with_the_weightiest_first():
    missing = begun().missing()
    assert missing[0][0] == "interview.worries"
    assert all(path and question for path, question in missing)


# --- Words -------------------------------------------------------------------------------------------------

ASKED = [
    info
    for info in vocabulary.all_fields()
    if info.section not in vocabulary.ABOUT_THE_CASE
    and info.name not in vocabulary.ABOUT_THE_TELLING | {"id", "language"}
    and not (info.name == "title" and info.section)
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_and_every_list_has_its_question(language):
    lists = set(vocabulary.LISTS) - vocabulary.ABOUT_THE_CASE
    opening = {f"interview.{name}" for name in ("worries", "going_well", "in_words")}
    assert set(sections("questions", language)) == {info.path for info in ASKED} | lists | opening


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_names_the_entry_that_it_is_about(language):
    for key, section in sections("questions", language).items():
        info = next((one for one in ASKED if one.path == key), None)
        of_entry = info is not None and info.section in vocabulary.LISTS
        names = re.findall(r"\{\{ entry \| (\w+) \}\}", section.title)
        assert names == ([] if not of_entry else ["name" if info.section == "partners" else "title"]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_an_answer_that_is_understood(language):
    words = Wording(language)
    partners = (Choice("ana", "Ana"), Choice("bruno", "Bruno"))
    for info in ASKED:
        example = words.example(Place(info.section, "", info.name))
        if not example:
            assert info.choices or not isinstance(info.type, vocabulary.Number), info.path
            continue
        others = 1 if info.path == "partners.trust" else 2  # nobody is asked how far it trusts itself
        holders = partners[:others] if info.shape == "mapping" else ()
        Reading(info, (), holders, TODAY).read(example)


def test_both_languages_ask_and_say_the_same_in_the_same_order():
    for name in ("questions", "interview"):
        assert list(sections(name, "en")) == list(sections(name, "fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_tells_what_each_answer_would_mean_and_where_the_article_says_it(language):
    one = at(
        begun(language, expectations=[{"id": "boom", "title": "Boom", "ratio": 2}]),
        "expectations.boom.horizon_months",
    )
    lines = one.feed("?").lines
    assert any("EXP-04" in line or "3" in line for line in lines)
    assert any(line.startswith("- ") for line in lines)
    assert any("expectations.boom.horizon_months" in line for line in lines)


def test_names_with_markup_are_shown_as_they_are():
    one = fresh()
    one.feed("A*b* [x](y) ; `<b>` | {{ 7*7 }}")
    assert one.feed(":list").lines[-1].endswith("A*b* [x](y) and `<b>` | {{ 7*7 }}")


def test_control_characters_are_refused():
    one = fresh()
    assert not one.feed("Ana\x1b[31m and Bruno").changed


@pytest.mark.parametrize(("word", "command"), [(":liste", ":list"), (":aide", ":help"), (":pourquoi", "?")])
def test_commands_are_understood_in_both_languages(word, command):
    one = begun()
    assert one.feed(word).lines == one.feed(command).lines
