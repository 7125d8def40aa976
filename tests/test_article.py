"""The article: its outline is complete, in both languages, and no place of it is left without a rule."""

import pytest

from advisor.article import carried_by, outline
from advisor.citations import FAQ, PARTS, QUESTIONS, SECTIONS, citations
from advisor.explanation import article_page
from advisor.knowledge import load

KNOWLEDGE = load()
PLACES = [
    *map(str, SECTIONS),
    *(
        f"{section}, {part} {n}"
        for section in SECTIONS
        for part, most in PARTS.items()
        for n in range(1, most + 1)
    ),
    *(f"{FAQ}, question {n}" for n in range(1, QUESTIONS + 1)),
]
"""What at least one rule has to cite: every section, list item, table row and question."""
each_language = pytest.mark.parametrize("language", ["en", "fr"])


def test_the_article_has_ten_sections_of_five_items_and_three_rows_and_five_questions():
    assert len(PLACES) == 10 * (1 + 5 + 3) + 5


@pytest.mark.parametrize("place", PLACES)
def test_each_place_of_the_article_is_carried_by_a_rule(place):
    assert carried_by(KNOWLEDGE).get(place)


@each_language
def test_the_outline_has_every_place_that_a_rule_cites(language):
    cited = {place for card in KNOWLEDGE.cards.values() for place in citations(card.cites)}
    assert cited - set(outline(language)) == set()


@each_language
def test_the_outline_has_every_place_with_words_for_it(language):
    texts = outline(language)
    assert set(PLACES) - set(texts) == set()
    assert [key for key, place in texts.items() if not place.body] == []


def test_the_outline_is_the_same_in_both_languages():
    assert list(outline("en")) == list(outline("fr"))


@each_language
def test_the_page_of_the_article_names_each_place_once_with_its_rules(language):
    page = article_page(language)
    for place in outline(language):
        assert page.count(f"`{place}` —") + page.count(f"## {place} —") == 1
    for id in carried_by(KNOWLEDGE)["7, table, row 1"]:
        assert id in page
