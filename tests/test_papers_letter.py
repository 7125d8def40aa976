"""The letter to one partner: its confidences and what follows from them, and nothing of anybody else's."""

import copy

import pytest
from conftest import CHECKOUT, Run

from advisor.assessment import advise
from advisor.case import case_of_values, read_case
from advisor.language import check_typography
from advisor.papers import documents, kinds_for
from advisor.papers.letter import confided

CASES = {path.stem: read_case(path) for path in sorted((CHECKOUT / "cases").glob("*.yaml"))}
CONFIDING = [name for name, case in CASES.items() if case.has_confidences()]
BREWERY = CASES["brewery-and-distributor"]


def values(**more):
    partners = [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}]
    return {"id": "case", "date": "2026-11-02", "partners": partners} | more


def letter(case, reader, language="en"):
    case = case_of_values(copy.deepcopy(case)) if isinstance(case, dict) else case
    [paper] = documents(advise(case, audience=reader), language, ["letter"])
    return paper.text


def part(text, heading):
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def told(case, reader):
    case = case_of_values(copy.deepcopy(case)) if isinstance(case, dict) else case
    return {(one.section, one.id): one.names for one in confided(advise(case, audience=reader))}


def test_it_lists_what_its_reader_told_and_nothing_else():
    assert told(BREWERY, "severn") == {
        ("finance", ""): ("cash",),
        ("payments", "excise-arrears"): ("amount", "due", "payer"),
    }
    assert told(BREWERY, "kettle") == {
        ("partners", "kettle"): ("trust",),
        ("trust_events", "rival-wholesaler"): ("kind", "by", "concerning", "date", "declared"),
    }


def test_nobody_reads_what_another_told():
    severn, kettle = letter(BREWERY, "severn"), letter(BREWERY, "kettle")
    assert "Avon Cellars" in kettle and "Avon Cellars" not in severn
    assert "Excise" in severn and "Excise" not in kettle and "8,900" not in kettle


def test_what_follows_from_a_confidence_is_what_the_papers_for_all_lack():
    text = part(letter(BREWERY, "severn"), "What follows from it, and only you read")
    own, joint = advise(BREWERY, audience="severn"), advise(BREWERY)
    new = {one.id for one in own.findings} - {one.id for one in joint.findings}
    assert new == {"EXP-36"} and "`EXP-36`" in text and "£28,800 short" in text
    assert "`EXP-R33`" in text


def test_a_reference_to_something_hidden_is_no_confidence_of_its_own():
    case = values(
        tasks=[{"id": "stand", "told_in_confidence_by": "ana", "movable": True}],
        conflicts=[{"id": "row", "parties": ["ana", "bruno"], "about_tasks": ["stand"]}],
    )
    assert set(told(case, "ana")) == {("tasks", "stand")}


def test_the_verdict_is_told_where_a_confidence_changes_it():
    text = letter(CASES["vigne-et-auberge"], "domaine", "fr")
    assert "« sain »" in text.replace("\u202f", " ") and "« fragilisé »" in text.replace("\u202f", " ")
    assert "the verdict is" not in letter(BREWERY, "severn")


def test_a_version_told_in_confidence_is_told_once():
    version = {
        "id": "v",
        "field": "finance.cash",
        "partner": "ana",
        "told": "500",
        "told_in_confidence_by": "ana",
    }
    other = {"id": "w", "field": "finance.cash", "partner": "bruno", "told": "9000"}
    alone = part(letter(values(versions=[version]), "ana"), "What you told us")
    both = part(letter(values(versions=[version, other]), "ana"), "What you told us")
    assert alone.count("500") == both.count("500") == 1
    assert "## What you and others tell differently" in letter(values(versions=[version, other]), "ana")
    assert "## What you and others tell differently" not in letter(values(versions=[version, other]), "bruno")


def test_who_may_come_to_harm_is_not_told_to_speak_up():
    conflict = {"id": "row", "parties": ["ana", "bruno"], "status": "open", "safety_concern": True}
    text = letter(values(conflicts=[conflict | {"told_in_confidence_by": "ana"}]), "ana")
    assert "Don’t bring this up at a joint table" in text
    assert "If you wish to say it" not in text


def test_who_may_lose_a_right_by_a_word_is_sent_to_a_lawyer_first():
    event = {"id": "talks", "kind": "competing_activity", "by": "ana", "told_in_confidence_by": "ana"}
    bound = letter(values(trust_events=[event], clauses={"exclusivity": True}), "ana")
    assert "Ask a lawyer of your own first" in bound
    assert "Ask a lawyer" not in letter(values(trust_events=[event], clauses={"exclusivity": False}), "ana")


def test_a_confidence_from_which_nothing_follows_is_left_to_its_teller():
    case = values(celebration={"form": "a dinner", "in_confidence": {"form": "ana"}})
    text = letter(case, "ana")
    assert "Nothing that we conclude hangs on it" in text
    assert "What follows from it" not in text


def test_without_a_confidence_it_is_short_and_speaks_of_what_one_can_do_alone():
    text = letter(CASES["web-studio"], "joris")
    assert "You have told us nothing in confidence" in text and "`TRU-S1`" in text
    assert "## " not in text
    kettle = part(letter(BREWERY, "kettle"), "What you can do by yourself")
    own = {
        one.id
        for one in advise(BREWERY, audience="kettle").advice
        if one.owners == ("kettle",) and not one.private
    }
    assert own and all(f"`{id}`" in kettle for id in own)


def test_it_is_never_written_for_all():
    assert "letter" not in kinds_for(None)
    assert "letter" in kinds_for("severn")


def test_the_command_asks_for_whom(run: Run):
    done = run("write", CHECKOUT / "cases" / "web-studio.yaml", "letter", "-o", "out")
    assert done.returncode == 2 and "--for" in done.stderr


@pytest.mark.parametrize("name", CONFIDING)
def test_letters_read_well_in_both_languages(name):
    for reader in CASES[name].partners:
        french = letter(CASES[name], reader, "fr")
        if CASES[name].language == "fr":
            assert [str(one) for one in check_typography(french)] == []
        for text in (french, letter(CASES[name], reader)):
            assert "None" not in text and "\n\n\n" not in text and "{{" not in text


def test_names_of_a_case_stay_text():
    case = values(
        trust_events=[{"id": "x", "title": "# a | b `c` {{ 7*7 }}", "told_in_confidence_by": "ana"}]
    )
    case["partners"][0]["name"] = "Zoë *Z*"
    text = letter(case, "ana")
    assert "Dear Zoë \\*Z\\*," in text and "49" not in text and "a \\| b \\`c\\`" in text
