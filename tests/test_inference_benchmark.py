"""What the benchmark of the reasoning compares is comparable: the same facts, the same conclusions."""

from pathlib import Path

from benchmarks.by_hand import BY_HAND, conclude_by_hand
from benchmarks.generating import generated
from benchmarks.inference import anew, by, put_together

from advisor.case import case_of_values, read_case
from advisor.facts import fact_of_measure, facts_of
from advisor.inference import Engine
from advisor.knowledge import KnowledgeBase, load
from advisor.measures import compute

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.yaml"))
KNOWLEDGE = load()
FEW = Engine(
    KnowledgeBase(
        {id: KNOWLEDGE.rules[id] for id in BY_HAND},
        {id: KNOWLEDGE.cards[id] for id in BY_HAND},
        KNOWLEDGE.benchmarks,
    )
)


def given(record):
    return [*facts_of(record), *map(fact_of_measure, compute(record, KNOWLEDGE.benchmarks))]


def test_the_rules_by_hand_conclude_as_the_engine_and_each_of_them_something():
    examples = [read_case(path).record for path in CASES]
    seen = set()
    for record in [*examples, *(case_of_values(one).record for one in generated(150, seed=5))]:
        case = given(record)
        concluded, withdrawn = conclude_by_hand(case, KNOWLEDGE.benchmarks)
        assert (concluded, withdrawn) == by(FEW)(anew(case))
        seen |= {id for id, _ in concluded}
    assert seen == set(BY_HAND)


def test_a_large_partnership_has_the_entries_of_all_cases_under_ids_of_their_own():
    first, second = (given(read_case(path).record) for path in CASES[:2])
    whole = put_together([first, second, second])
    ids = [(type(fact), fact["id"]) for fact in whole if "id" in fact]
    assert len(ids) == len(set(ids)) > 20
    engine = Engine(KNOWLEDGE)
    alone = {key for key in by(engine)(anew(second))[0] if key[1]}
    together = by(engine)(anew(whole))[0]
    assert len(alone & {(rule, (subject or "").removesuffix("-2")) for rule, subject in together}) > 10
