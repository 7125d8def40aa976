"""Measures of celebration against cases worked out by hand; and that nobody is sent to a party amid a deep conflict."""

import datetime

import pytest

from advisor.benchmarks import default_benchmarks
from advisor.case import case_of_values
from advisor.examples import BASE, examples
from advisor.inference import Engine
from advisor.knowledge import load
from advisor.measures import celebration as measures

BENCHMARKS = default_benchmarks()
ENGINE = Engine(load())
TODAY = datetime.date(2026, 11, 2)
GOES_DEEP = {f"CON-{number}" for number in ("08", 11, 12, 15, 16, 19, 20, 24, 30)}
IN_FRONT_OF_OTHERS = {f"CEL-R{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13)}


def record(*successes, **more):
    """A case with successes s0, s1 … from their fields."""
    listed = [{"id": f"s{number}", **fields} for number, fields in enumerate(successes)]
    return case_of_values({**BASE, "successes": listed, **more}, "example").record


def results(measure, case):
    return list(measure(case, BENCHMARKS))


def one(measure, case):
    (found,) = results(measure, case)
    return found


def before(days):
    return str(TODAY - datetime.timedelta(days=days))


# --- Successes -------------------------------------------------------------------------------


def test_wins_leave_out_what_is_older_than_90_days_and_keep_what_has_no_date():
    case = record({"date": before(90)}, {"date": before(91)}, {})
    assert one(measures.wins, case) == measures.Wins(("s0", "s2"), 2)


def test_wins_are_none_when_the_list_is_empty_and_unknown_when_it_is_not_given():
    assert one(measures.wins, record()) == measures.Wins((), 0)
    assert results(measures.wins, case_of_values(dict(BASE)).record) == []


def test_uncelebrated_needs_a_recent_date_and_a_clear_no():
    case = record(
        {"date": before(90), "celebrated": False},
        {"date": before(91), "celebrated": False},
        {"date": before(5), "celebrated": False},
        {"date": before(5), "celebrated": True},
        {"date": before(5)},
        {"celebrated": False},
    )
    assert one(measures.uncelebrated, case) == measures.Uncelebrated(("s0", "s2"), 2, 90)


def test_uncredited_counts_what_the_partner_had_a_part_in():
    case = record(
        {"contributors": ["ana", "bruno"], "credited": ["ana"]},
        {"contributors": ["bruno"], "credited": ["ana"], "date": before(5), "celebrated": False},
        {"contributors": ["ana", "bruno"], "credited": ["ana", "bruno"]},
        {"contributors": ["ana"], "credited": ["ana"]},
    )
    assert one(measures.uncredited, case) == measures.Uncredited(
        "bruno", ("s0", "s1"), 2, 3, ("ana",), wrongly_named=True, unmarked=False
    )


@pytest.mark.parametrize(
    "success",
    [
        {"contributors": ["ana", "bruno"]},
        {"credited": ["ana"]},
        {"contributors": [], "credited": ["ana"]},
        {"contributors": ["ana", "bruno"], "credited": []},
        {"contributors": ["ana"], "credited": ["ana", "bruno"]},
    ],
)
def test_nobody_is_left_out_where_that_is_not_known(success):
    assert results(measures.uncredited, record(success)) == []
    assert results(measures.miscredited, record(success)) == []


def test_miscredited_names_both_sides():
    case = record({"contributors": ["ana"], "credited": ["bruno"], "date": before(5), "celebrated": False})
    assert one(measures.miscredited, case) == measures.Miscredited("s0", ("bruno",), ("ana",), unmarked=True)


def test_one_of_two_contributors_named_is_not_miscredited():
    assert (
        results(measures.miscredited, record({"contributors": ["ana", "bruno"], "credited": ["ana"]})) == []
    )


def test_unthanked_is_a_success_that_was_marked_without_a_name():
    case = record(
        {"celebrated": True, "credited": []},
        {"celebrated": False, "credited": []},
        {"celebrated": True, "credited": ["ana"]},
        {"celebrated": True},
        {"celebrated": True, "credited": [], "date": before(91)},
    )
    assert one(measures.unthanked, case) == measures.Unthanked("s0")


@pytest.mark.parametrize(
    ("success", "in_the_dark"),
    [
        ({"known_to": ["ana"]}, ("bruno",)),
        ({"known_to": ["ana", "bruno"]}, ()),
        ({"known_to": [], "contributors": ["ana"]}, ("bruno",)),
        ({"known_to": ["ana"], "contributors": ["bruno"]}, ()),
        ({"known_to": []}, ()),
        ({"contributors": ["ana"]}, ()),
        ({"known_to": ["ana"], "date": before(91)}, ()),
    ],
)
def test_unheard_is_known_only_from_who_knows(success, in_the_dark):
    assert tuple(id for result in results(measures.unheard, record(success)) for id in result.partners) == (
        in_the_dark
    )


def test_unheard_tells_how_long_if_there_is_a_date():
    assert one(measures.unheard, record({"known_to": ["ana"], "date": before(20)})).days == 20
    assert one(measures.unheard, record({"known_to": ["ana"]})).days is None


FULLY_SHARED = {
    "contributors": ["ana", "bruno"],
    "credited": ["ana", "bruno"],
    "known_to": ["ana", "bruno"],
    "celebrated": True,
}


def test_shared_wins_are_marked_credited_and_known():
    assert one(measures.shared_wins, record(FULLY_SHARED)) == measures.SharedWins(("s0",), 1)


@pytest.mark.parametrize(
    "lack",
    [
        {"celebrated": False},
        {"credited": ["ana"]},
        {"credited": []},
        {"contributors": ["ana"], "credited": ["ana"], "known_to": ["ana"]},
        {"date": before(91)},
    ],
)
def test_shared_wins_lack_nothing(lack):
    assert results(measures.shared_wins, record(FULLY_SHARED | lack)) == []


@pytest.mark.parametrize("unknown", FULLY_SHARED)
def test_shared_wins_are_unknown_without_any_of_the_four(unknown):
    case = record({name: value for name, value in FULLY_SHARED.items() if name != unknown})
    assert results(measures.shared_wins, case) == []


def reached(**figures):
    goal = {"id": "goal", "baseline": 100, "target": 120, "actual": 120, "actual_date": before(90)} | figures
    given = {name: value for name, value in goal.items() if value is not ...}
    return results(measures.reached_goal, record(objectives=[given]))


def test_a_goal_is_reached_at_its_target_whichever_way_it_runs():
    assert reached() == [measures.ReachedGoal("goal", 120, 120, "", ())]
    assert reached(actual=119.9) == []
    assert [goal.actual for goal in reached(baseline=10, target=4, actual=4)] == [4]
    assert reached(baseline=10, target=4, actual=4.1) == []


def test_a_goal_says_nothing_without_a_start_a_direction_or_a_recent_figure():
    assert reached(baseline=...) == []
    assert reached(baseline=None) == []
    assert reached(baseline=120) == []
    assert reached(actual=...) == []
    assert reached(actual_date=...) == []
    assert reached(actual_date=before(91)) == []


# --- Money and dates -----------------------------------------------------------------------------


def budget(amount, cash, *payments):
    finance = {} if cash is None else {"cash": cash}
    due = [
        {"id": f"p{number}", "amount": sum_due, "due": "2026-11-20"}
        for number, sum_due in enumerate(payments)
    ]
    celebration = {} if amount is None else {"budget": amount}
    return results(
        measures.celebration_budget, record(finance=finance, payments=due, celebration=celebration)
    )


def test_the_means_allow_for_a_twentieth_of_the_cash_in_whole_amounts():
    assert budget(600, 10_010) == [
        measures.CelebrationBudget(600, 10_010, 500, cash_short=False, budget_share=600 / 10_010)
    ]


def test_the_means_allow_for_nothing_while_cash_is_short():
    (short,) = budget(100, 5_000, 3_000, 2_001)
    assert (short.affordable_money, short.cash_short) == (0, True)
    (enough,) = budget(100, 5_000, 3_000, 2_000)
    assert (enough.affordable_money, enough.cash_short) == (250, False)


@pytest.mark.parametrize("cash", [0, -200, 1e-300])
def test_a_budget_has_no_share_where_there_is_no_cash(cash):
    (found,) = budget(1e12, cash)
    assert (found.budget_share, found.cash_short) == (None, True)


def test_an_unknown_budget_or_cash_says_nothing():
    assert budget(None, 10_000) == budget(600, None) == []


@pytest.mark.parametrize(("day", "days"), [("2026-11-02", 0), ("2026-12-03", 31)])
def test_the_next_celebration_is_counted_from_today(day, days):
    found = one(measures.next_celebration, record(celebration={"next": day}))
    assert (str(found.date), found.days) == (day, days)


@pytest.mark.parametrize("celebration", [{"next": "2026-11-01"}, {"next": None}, {}])
def test_there_is_no_next_celebration_in_the_past_or_without_a_date(celebration):
    assert results(measures.next_celebration, record(celebration=celebration)) == []


# --- Conflicts that go too deep --------------------------------------------------------------------


def conflict(**fields):
    return [{"id": "prices", "status": "open", **fields}]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "blocked"},
        {"severity": 4},
        {"failed_meetings": 2},
        {"legal_threat": True},
        {"safety_concern": True},
        {"recurring": True},
        {"neutral_person": "under_way"},
        {"neutral_person": "failed"},
        {"kind": "relation", "severity": 3},
        {"symptoms": ["disrespect"], "severity": 3},
    ],
)
def test_a_conflict_goes_deep(fields):
    assert results(measures.deep_conflict, record(conflicts=conflict(**fields))) == [
        measures.DeepConflict("prices")
    ]
    settled = record(conflicts=conflict(**fields | {"status": "settled"}))
    assert results(measures.deep_conflict, settled) == []


@pytest.mark.parametrize(
    "fields", [{}, {"severity": 3}, {"failed_meetings": 1}, {"kind": "goals"}, {"neutral_person": "accepted"}]
)
def test_a_conflict_does_not_go_deep(fields):
    assert results(measures.deep_conflict, record(conflicts=conflict(**fields))) == []


def standing(case):
    """Ids of what is concluded and not defeated."""
    conclusions = ENGINE.consult(case)
    return {id for id, subject in conclusions.by_key if (id, subject) not in conclusions.defeated}


ON_CONFLICTS = [example for example in examples() if example.theme == "CON"]
ALL_THAT_CAN_BE_MARKED = {
    "successes": [
        {
            "id": f"won{number}",
            "date": before(20 + number),
            "celebrated": marked,
            "credited": named,
            "contributors": ["ana", "bruno"],
            "known_to": ["ana"],
        }
        for number, (marked, named) in enumerate([(False, ["ana"]), (True, []), (False, ["ana"])])
    ],
    "celebration": {"last": None, "budget": 500, "sincere": False},
}


@pytest.mark.parametrize("successes", ["unmarked", "none"])
def test_every_deep_conflict_of_the_examples_is_seen_and_leads_to_no_event(successes):
    """Whatever the theme of conflicts holds to be deep, in any of its examples."""
    extra = ALL_THAT_CAN_BE_MARKED if successes == "unmarked" else {"successes": []}
    deep = 0
    for example in ON_CONFLICTS:
        facts = {**BASE, "partnership": {"start": "2020-01-01"}, **example.facts, **extra}
        people = [{**partner, "people": 10} for partner in facts["partners"]]
        ids = {partner["id"] for partner in people}
        if not {"ana", "bruno"} <= ids:
            continue
        case = case_of_values({**facts, "partners": people}, example.name).record
        concluded = standing(case)
        if concluded & GOES_DEEP:
            deep += 1
            assert results(measures.deep_conflict, case), example.name
            assert not concluded & IN_FRONT_OF_OTHERS, example.name
            assert "CEL-02" not in concluded
            wanted = successes == "unmarked" and "CON-20" not in concluded
            assert ("CEL-R7" in concluded) == wanted, example.name
    assert deep > 20


@pytest.mark.parametrize("form", ["words", "event", "newsletter", "award", "board", "testimonials"])
def test_no_form_of_celebration_outlives_a_deep_conflict(form):
    sizes = {"words": (1, 1), "newsletter": (30, 10)}.get(form, (4, 4))
    number = 3 if form == "board" else 1
    partners = [
        {"id": id, "people": size, **({"feels_recognised": False} if form == "award" else {})}
        for id, size in zip(("ana", "bruno"), sizes, strict=True)
    ]
    more = {
        "partners": partners,
        "celebration": {"budget": 400} if form == "event" else {},
        "objectives": [{"id": "fame", "kind": "visibility"}] if form == "testimonials" else [],
    }
    win = {"date": before(30), "celebrated": False, "contributors": ["ana"]}
    calm = record(*[win] * number, **more)
    assert one(measures.occasion, calm).form == form
    assert standing(calm) & IN_FRONT_OF_OTHERS
    deep = record(*[win] * number, **more, conflicts=conflict(severity=5))
    assert not standing(deep) & IN_FRONT_OF_OTHERS
    assert "CEL-R7" in standing(deep)


# --- What form would suit ----------------------------------------------------------------------------


def people(*counts):
    return [
        {"id": id, **({} if count is None else {"people": count})}
        for id, count in zip(("ana", "bruno"), counts, strict=True)
    ]


UNMARKED = {"date": before(30), "celebrated": False}
FAME = [{"id": "fame", "kind": "visibility"}]


@pytest.mark.parametrize(
    ("counts", "more", "form"),
    [
        ((3, 2), {"celebration": {"budget": 400}}, "words"),
        ((3, 3), {"celebration": {"budget": 400}}, "event"),
        ((3, 3), {"celebration": {"budget": 0}}, "words"),
        ((3, None), {"celebration": {"budget": 400}}, "words"),
        ((30, 9), {}, "words"),
        ((30, 10), {}, "newsletter"),
        ((30, 10), {"celebration": {"budget": 400}}, "newsletter"),
        ((1, 1), {"objectives": FAME}, "testimonials"),
        ((3, 3), {"objectives": FAME, "celebration": {"budget": 400}}, "event"),
    ],
)
def test_the_form_fits_the_size_and_the_means(counts, more, form):
    assert one(measures.occasion, record(UNMARKED, partners=people(*counts), **more)).form == form


def test_a_success_that_is_confidential_is_never_told_outside():
    secret = UNMARKED | {"confidential": True}
    assert one(measures.occasion, record(secret, partners=people(30, 10))).form == "words"
    assert one(measures.occasion, record(secret, objectives=FAME)).form == "words"
    both = one(measures.occasion, record(secret, UNMARKED, objectives=FAME))
    assert (both.form, both.successes, both.tellable) == ("testimonials", ("s0", "s1"), ("s1",))


def test_two_persons_are_two_people():
    partners = [{"id": "ana", "kind": "person"}, {"id": "bruno", "kind": "company", "people": 3}]
    assert one(measures.occasion, record(UNMARKED, partners=partners)).people_count == 4


def test_an_event_costs_no_more_than_the_means_allow():
    def money(**more):
        return one(measures.occasion, record(UNMARKED, celebration={"budget": 400}, **more)).event_money

    assert money() == 400
    assert money(finance={"cash": 6_000}) == 300
    assert money(finance={"cash": 20_000}) == 400
    assert money(finance={"cash": 10}) is None


def test_the_occasion_is_for_what_is_not_marked_yet_and_else_for_all_recent_successes():
    marked = {"celebrated": True, "date": before(10)}
    assert one(measures.occasion, record(UNMARKED, marked)).successes == ("s0",)
    assert one(measures.occasion, record(marked, marked)).successes == ("s0", "s1")
    assert one(measures.occasion, record(marked, marked | {"known_to": ["ana"]})).successes == ("s1",)
    assert one(measures.occasion, record(marked, marked | {"credited": []})).successes == ("s1",)
    assert results(measures.occasion, record({"date": before(91)})) == []


def test_honoured_are_contributors_who_say_that_they_miss_recognition():
    partners = [{"id": "ana", "feels_recognised": False}, {"id": "bruno", "feels_recognised": False}]
    found = one(measures.occasion, record(UNMARKED | {"contributors": ["bruno"]}, partners=partners))
    assert (found.contributors, found.honoured) == (("bruno",), ("bruno",))
