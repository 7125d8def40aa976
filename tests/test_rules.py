"""Every rule, tried on the examples beside it, and matched with its texts."""

import dataclasses
import re

import pytest

from advisor import measures
from advisor.examples import examples
from advisor.inference import Engine
from advisor.knowledge import load
from advisor.texts import Writer, rule_texts

KNOWLEDGE = load()
ENGINE = Engine(KNOWLEDGE)
EXAMPLES = examples()
RULES = sorted(KNOWLEDGE.cards.values(), key=lambda card: card.order)
each_rule = pytest.mark.parametrize("card", RULES, ids=lambda card: card.id)
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
each_language = pytest.mark.parametrize("language", ["en", "fr"])


@each_example
def test_example_concludes_just_this(example):
    conclusions = ENGINE.consult(example.case().record)
    stands = sorted(
        id
        for id, subject in conclusions.by_key
        if (id, subject) not in conclusions.defeated and KNOWLEDGE.cards[id].kind != "defeat"
    )
    assert [id for id in stands if id.startswith(example.theme)] == list(example.concludes)
    assert sorted({id for id, _ in conclusions.defeated if id.startswith(example.theme)}) == list(
        example.defeated
    )


@each_language
@each_example
def test_example_is_put_into_words(example, language):
    case = example.case()
    writer = Writer(language, case.names)
    for firing in ENGINE.consult(case.record).firings:
        wording = writer.wording(firing.rule, firing.values)
        assert wording.title and "{" not in wording.title


@each_rule
def test_rule_has_an_example_that_fires_and_one_that_is_silent(card):
    about = [example for example in EXAMPLES if example.rule == card.id]
    fired = {ENGINE.consult(example.case().record).fired(card.id) for example in about}
    assert fired == {True, False}


def test_every_example_is_about_a_rule():
    assert {example.rule for example in EXAMPLES} <= set(KNOWLEDGE.cards)


@each_language
@each_rule
def test_rule_has_all_its_words(card, language):
    section = rule_texts(language)[card.id]
    wanted = set()
    if card.kind == "recommendation":
        wanted |= {"result", "cadence"}
    if card.kind == "cause":
        wanted.add("asks")
    if card.evidence != "article":
        wanted.add("source")
    if language != "en":
        wanted.add("states")
    wanted |= set(re.findall(r'each\("(\w+)"\)', section.body + section.title))
    assert set(section.marked) == wanted
    assert section.body


@each_language
@pytest.mark.parametrize("card", measures.REGISTRY.values(), ids=lambda card: card.name)
def test_measure_has_all_its_words(card, language):
    section = rule_texts(language)[card.name]
    assert set(section.marked) == {"formula", "source"}
    assert set(section.choices) == {field.name for field in dataclasses.fields(card.result)}


@each_language
def test_no_text_is_left_over(language):
    assert set(rule_texts(language)) == {*KNOWLEDGE.cards, *measures.REGISTRY}
