"""Several accounts of one partnership: who said what, where they differ, and what stays a confidence."""

import copy
import datetime
import json

import pytest

from advisor.assessment import advise
from advisor.case import ADVISER, case_of_values, read_case
from advisor.errors import CaseError
from advisor.merging import account_of, in_words, merge
from advisor.questionnaire import state
from advisor.questionnaire.interview import Interview
from advisor.versions import disputed

ANA = {
    "id": "bakery",
    "title": "The bakery",
    "date": "2026-11-20",
    "partners": [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}],
    "interview": {"partner": "ana"},
}
BRUNO = {
    "id": "bakery",
    "date": "2026-11-22",
    "partners": [{"id": "ana-l", "name": "Ana"}, {"id": "bru", "name": "Bruno"}],
    "interview": {"partner": "bru"},
}


def account(values, **facts):
    told = copy.deepcopy(values)
    for name, part in facts.items():
        if name == "own":
            own = told["interview"]["partner"]
            next(one for one in told["partners"] if one["id"] == own).update(part)
        else:
            told[name] = part
    return account_of(case_of_values(told))


def merged(ana, bruno, same=()):
    return merge([account(ANA, **ana), account(BRUNO, **bruno)], same)


def case(result):
    return state.checked(result.values)


def test_partners_are_the_same_by_their_names():
    result = merged({}, {})
    assert [one["id"] for one in result.values["partners"]] == ["ana", "bruno"]
    assert result.values["date"] == "2026-11-22"


def test_what_both_tell_alike_is_a_fact_told_by_both():
    result = merged({"finance": {"cash": 100}}, {"finance": {"cash": 102}})
    assert result.values["finance"] == {"cash": 100, "told_by": {"ana": ["cash"], "bruno": ["cash"]}}
    assert result.differing == []


def test_what_one_alone_tells_is_a_fact_told_by_one():
    result = merged({"finance": {"cash": 100}}, {})
    assert result.values["finance"] == {"cash": 100, "told_by": {"ana": ["cash"]}}


def test_what_they_tell_differently_is_unknown_and_asked():
    result = merged({"finance": {"accounts_shared": "none"}}, {"finance": {"accounts_shared": "full"}})
    assert "accounts_shared" not in result.values.get("finance", {})
    assert [one.path for one in result.differing] == ["finance.accounts_shared"]
    assert [(one.partner, one.told) for one in disputed(case(result).record)["finance.accounts_shared"]] == [
        ("ana", "none"),
        ("bruno", "full"),
    ]
    assert any("Ana: none; Bruno: the full accounts" in line for line in in_words(result, "en"))


def test_facts_told_differently_are_findings_by_rule():
    def ids(*names):
        one = dict.fromkeys(names, 1)
        other = dict.fromkeys(names, 9)
        return {found.id for found in advise(case(merged({"finance": one}, {"finance": other}))).findings}

    assert "COM-26" in ids("cash")
    assert "COM-27" in ids("cash", "requests", "advances")


def test_an_entry_is_the_same_by_its_title_and_what_each_saw_is_united():
    oven = {"title": "The oven", "status": "open"}
    result = merged(
        {"conflicts": [{"id": "oven", **oven, "symptoms": ["overload"], "importance": {"ana": 5}}]},
        {"conflicts": [{"id": "c1", **oven, "symptoms": ["late_answers"], "importance": {"bru": 2}}]},
    )
    assert len(result.values["conflicts"]) == 1
    assert result.values["conflicts"][0]["symptoms"] == ["overload", "late_answers"]
    assert result.values["conflicts"][0]["importance"] == {"ana": 5, "bruno": 2}


def test_entries_that_are_one_by_two_names_are_named_by_the_person_who_merges():
    ana = {"tasks": [{"id": "baking", "title": "Baking"}]}
    bruno = {"tasks": [{"id": "bread", "title": "Making bread"}]}
    assert len(merged(ana, bruno).values["tasks"]) == 2
    assert len(merged(ana, bruno, [("bread", "baking")]).values["tasks"]) == 1


def test_a_partner_s_word_about_itself_counts():
    result = merged(
        {"own": {"capacity_hours": 30}},
        {"partners": [{"id": "ana-l", "name": "Ana", "capacity_hours": 45}, {"id": "bru", "name": "Bruno"}]},
    )
    assert result.values["partners"][0]["capacity_hours"] == 30
    assert result.differing == []


def growth(id, holder, target, shown_to):
    return {
        "id": id,
        "title": "Sales",
        "holder": holder,
        "about": "growth",
        "topic": "sales",
        "unit": "EUR",
        "baseline": 10000,
        "target": target,
        "horizon_months": 6,
        "shown_to": shown_to,
    }


def test_differences_of_view_are_findings_by_rule():
    """Expectations not shared, more work claimed than there is, unequal trust."""
    result = merged(
        {
            "own": {"own_load_estimate": 0.7, "trust": {"bruno": 9}},
            "expectations": [growth("sales", "ana", 20000, [])],
        },
        {
            "own": {"own_load_estimate": 0.6, "trust": {"ana-l": 3}},
            "expectations": [growth("sales", "bru", 12000, ["ana-l"])],
        },
    )
    assert [one["holder"] for one in result.values["expectations"]] == ["ana", "bruno"]
    found = {one.id for one in advise(case(result)).findings}
    assert {"EXP-16", "EXP-19", "RSP-20", "TRU-10"} <= found


# --- Confidences --------------------------------------------------------------------------------


def test_what_one_told_in_confidence_stays_one():
    result = merged({"own": {"satisfaction": 2, "in_confidence": {"satisfaction": "ana"}}}, {})
    assert result.values["partners"][0]["in_confidence"] == {"satisfaction": "ana"}
    assert case(result).visible_to("bruno").record.partners[0].satisfaction is None


def test_a_confidence_that_contradicts_what_the_other_tells_changes_nothing_for_the_others():
    secret = {"accounts_shared": "none", "in_confidence": {"accounts_shared": "ana"}}
    both = case(merged({"finance": secret}, {"finance": {"accounts_shared": "full"}}))
    bruno_alone = case(merged({}, {"finance": {"accounts_shared": "full"}}))
    for audience in (None, "bruno"):
        seen = both.visible_to(audience)
        assert seen.record.finance.accounts_shared == "full"
        assert disputed(seen.record) == {}
        told = [(one.id, one.subject) for one in advise(both, audience=audience).findings]
        assert told == [(one.id, one.subject) for one in advise(bruno_alone, audience=audience).findings]
    for audience in ("ana", ADVISER):
        seen = both.visible_to(audience)
        assert seen.record.finance.accounts_shared is None
        assert list(disputed(seen.record)) == ["finance.accounts_shared"]


def test_what_both_told_in_confidence_is_known_to_neither_of_the_other():
    def secret(partner, value):
        return {"finance": {"cash": value, "in_confidence": {"cash": partner}}}

    both = case(merged(secret("ana", 5), secret("bru", 9000)))
    cash = {who: getattr(both.visible_to(who).record.finance, "cash", None) for who in (None, "ana", "bruno")}
    assert cash == {None: None, "ana": 5, "bruno": 9000}
    assert list(disputed(both.visible_to(ADVISER).record)) == ["finance.cash"]


def test_an_entry_that_both_told_in_confidence_is_told_to_nobody_else():
    def secret(partner):
        entry = {"id": "plan", "title": "Talks with a rival", "kind": "competing_activity"}
        return {"trust_events": [entry | {"told_in_confidence_by": partner}]}

    both = case(merged(secret("ana"), secret("bru")))
    assert both.visible_to(None).record.trust_events is None
    assert [one.id for one in both.visible_to("ana").record.trust_events] == ["plan"]
    assert len(both.visible_to("bruno").record.trust_events) == 1


def test_a_value_of_one_partner_told_in_confidence_leaves_the_others_theirs():
    conflict = {"id": "oven", "title": "The oven"}
    both = case(
        merged(
            {"conflicts": [conflict | {"importance": {"ana": 5}, "in_confidence": {"importance": "ana"}}]},
            {"conflicts": [conflict | {"importance": {"bru": 2}}]},
        )
    )
    assert both.visible_to(None).record.conflicts[0].importance == {"bruno": 2}
    assert both.visible_to("ana").record.conflicts[0].importance == {"ana": 5, "bruno": 2}


SECRETS = {
    "conflicts": [{"id": "bruno-drinks", "title": "Bruno drinks", "told_in_confidence_by": "ana"}],
    "partnership": {
        "agreement": "oral",
        "days_to_decide": 40,
        "in_confidence": {"agreement": "ana", "days_to_decide": "ana"},
    },
}


@pytest.mark.parametrize(
    "options", [{}, {"partner": "bruno"}, {"full": True}, {"full": True, "partner": "bruno"}]
)
def test_what_is_asked_of_the_others_does_not_follow_from_a_confidence(options):
    told = {"partnership": {"agreement": "signed"}}
    with_secrets, without = merged(SECRETS, told), merged({}, told)
    asked = [
        Interview(one.values, today=datetime.date(2026, 11, 28), language="en", **options).missing()
        for one in (with_secrets, without)
    ]
    assert asked[0] == asked[1]


def test_that_there_are_none_still_holds_for_those_who_may_not_know_of_one():
    secret = {"indicators": [{"id": "stock", "title": "Stock", "told_in_confidence_by": "bru"}]}
    both, alone = case(merged({"indicators": []}, secret)), case(merged({"indicators": []}, {}))
    for audience in (None, "ana"):
        told = [
            {(one.id, one.subject) for one in advise(it, audience=audience).findings} for it in (both, alone)
        ]
        assert told[0] == told[1]
    assert len(both.visible_to("bruno").record.indicators) == 1


def test_an_entry_that_one_told_openly_has_the_id_that_it_was_told_with():
    secret = {"conflicts": [{"id": "bruno-drinks", "title": "Bruno drinks", "told_in_confidence_by": "ana"}]}
    result = merged(
        secret, {"conflicts": [{"id": "evenings", "title": "Evenings"}]}, [("evenings", "bruno-drinks")]
    )
    assert [one["id"] for one in result.values["conflicts"]] == ["evenings"]
    assert case(result).visible_to(None).names["evenings"] == "Evenings"


# --- Which entry is which --------------------------------------------------------------------------


def test_equal_ids_of_other_names_are_two_entries():
    """Ids made of long names, or of letters that no id can hold, are often equal."""
    result = merged(
        {"conflicts": [{"id": "conflicts-1", "title": "Печь"}]},
        {"conflicts": [{"id": "conflicts-1", "title": "Деньги"}]},
    )
    assert [one["title"] for one in result.values["conflicts"]] == ["Печь", "Деньги"]


def test_partners_are_the_same_by_name_before_they_are_by_id():
    names = ["Анна", "Борис"]

    def told(order, teller):
        partners = [{"id": f"partner-{n}", "name": names[one]} for n, one in enumerate(order, 1)]
        return account_of(
            case_of_values(
                {"id": "x", "date": "2026-11-20", "partners": partners, "interview": {"partner": teller}}
            )
        )

    result = merge([told((0, 1), "partner-1"), told((1, 0), "partner-1")])
    assert [one["name"] for one in result.values["partners"]] == names


def test_partners_by_two_names_are_pointed_out():
    other = [{"id": "ana-maria", "name": "Ana Maria"}, {"id": "bru", "name": "Bruno"}]
    result = merge([account(ANA), account(BRUNO | {"partners": other})])
    assert result.alike == [("ana", "ana-maria")]


def test_some_against_none_is_told_differently():
    result = merged({"objectives": []}, {"objectives": [{"id": "grow", "title": "Grow"}]})
    assert [one.path for one in result.differing] == ["objectives"]
    assert [one["title"] for one in result.values["objectives"]] == ["Grow"]


# --- Mistakes -------------------------------------------------------------------------------------


def test_an_account_without_a_teller_says_how_to_name_one():
    with pytest.raises(CaseError, match="who tells this"):
        account_of(case_of_values({name: part for name, part in ANA.items() if name != "interview"}))


def test_two_accounts_of_one_partner_are_refused():
    with pytest.raises(CaseError, match="account of ana too"):
        merge([account(ANA), account(ANA)])


def test_amounts_in_two_currencies_are_refused():
    with pytest.raises(CaseError, match="different currencies"):
        merged({"currency": "EUR"}, {"currency": "CHF"})


def test_merging_is_the_same_whatever_is_merged_with_itself_renamed():
    """An account merged with an empty one of the other partner says the same as alone."""
    facts = {"finance": {"cash": 5}, "tasks": [{"id": "baking", "title": "Baking", "hours": {"ana": 3}}]}
    alone = advise(case_of_values({**copy.deepcopy(ANA), **facts}))
    both = advise(case(merged(facts, {})))
    assert {(one.id, one.subject) for one in alone.findings} == {
        (one.id, one.subject) for one in both.findings
    }


# --- The command --------------------------------------------------------------------------------------


def write(path, values):
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_merge_writes_a_case_that_can_be_checked_and_says_what_to_do_next(run, tmp_path):
    ana = write(tmp_path / "ana.json", ANA | {"finance": {"accounts_shared": "none"}})
    bruno = write(tmp_path / "bruno.json", BRUNO | {"finance": {"accounts_shared": "full"}})
    done = run("merge", ana, bruno, "-o", "bakery.yaml")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Ana: none; Bruno: the full accounts" in done.stderr
    assert done.stderr.splitlines()[-1] == "next: advisor ask bakery.yaml"
    assert run("check", "bakery.yaml").returncode == 0
    report = run("report", "bakery.yaml").stdout
    assert "- **Money — accounts shared** — Ana: none; Bruno: the full accounts" in report


def test_what_is_told_differently_is_asked_first_and_settled_by_the_answer(run, tmp_path):
    ana = write(tmp_path / "ana.json", ANA | {"finance": {"accounts_shared": "none"}})
    bruno = write(tmp_path / "bruno.json", BRUNO | {"finance": {"accounts_shared": "full"}})
    run("merge", ana, bruno, "-o", "bakery.yaml")
    done = run("ask", "bakery.yaml", input="summary\n")
    assert "Ana: none; Bruno: the full accounts" in done.stderr
    record = read_case(tmp_path / "bakery.yaml").record
    assert (record.finance.accounts_shared, record.versions) == ("summary", None)


def test_the_teller_can_be_named_before_the_file(run, tmp_path):
    nobody = {name: part for name, part in BRUNO.items() if name != "interview"}
    ana, bruno = write(tmp_path / "ana.json", ANA), write(tmp_path / "bruno.json", nobody)
    refused = run("merge", ana, bruno)
    assert (refused.returncode, refused.stdout) == (65, "")
    assert "who tells this?" in refused.stderr
    assert run("merge", ana, f"bru={bruno}").returncode == 0


def test_one_account_is_not_enough_and_no_account_is_written_over(run, tmp_path):
    ana, bruno = write(tmp_path / "ana.json", ANA), write(tmp_path / "bruno.json", BRUNO)
    assert run("merge", ana).returncode == 2
    assert run("merge", ana, bruno, "-o", ana).returncode == 2
    assert run("merge", ana, bruno, "--same", "x").returncode == 2
    assert json.loads(ana.read_text(encoding="utf-8")) == ANA
