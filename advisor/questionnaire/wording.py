"""The interview in words: questions, what each answer would mean, what was noted, the list of answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from advisor import vocabulary
from advisor.article import outline
from advisor.assessment import advise, engine, working_memory
from advisor.case import ADVISER, Case
from advisor.citations import citations
from advisor.documents import Composer
from advisor.errors import CaseError
from advisor.escaping import Markdown, plain
from advisor.facts_in_words import FactWriter, label
from advisor.messages import Message, translate
from advisor.questionnaire.answers import Choice
from advisor.questionnaire.state import UNSET, Place, Values, unanswered, value_at
from advisor.questions import OpenQuestion, open_questions
from advisor.texts import CHOICE, Writer, sections, words
from advisor.unknowns import openness
from advisor.vocabulary_pages import kind_key, kind_name

MOST_PASSAGES = 2


class Wording:
    """Words for one interview, in one language. All that it returns is plain text, a line an item."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.writer = Writer(code, {})
        self.facts = FactWriter(self.writer)

    def about(self, case: Case | None) -> None:
        """Take the names of the entries from this case."""
        names = case.names if case else {}
        currency = (case.record.currency if case else None) or "EUR"
        self.writer = Writer(self.code, names, currency)
        self.facts = FactWriter(self.writer)

    def say(self, key: str, **values: Any) -> str:
        """The phrase `key` of the interview's texts."""
        return plain(self.writer.fill(sections("interview", self.code)[key].title, values))

    def paragraphs(self, key: str, **values: Any) -> list[str]:
        """The lines of the body of `key`."""
        body = self.writer.fill(sections("interview", self.code)[key].body, values)
        return [plain(line) for line in body.splitlines()]

    def message(self, message: Message | str) -> str:
        """A sentence of the program, as other commands say it."""
        return translate(message, self.code)

    # --- Names ---

    def name(self, entry: str) -> str:
        return plain(self.writer.name(entry))

    def label(self, place: Place) -> str:
        """What a place is called: “Ana — hours available”, “the conflicts”."""
        if place.is_list:
            return self.part(place.section)
        name = label(place.field, self.code)
        owner = plain(self.facts.entry(place.section, place.entry)) if place.entry else ""
        whose = f" ({self.name(place.key)})" if place.key else ""
        return f"{owner} — {name}{whose}" if owner else f"{name}{whose}"

    def part(self, section: str) -> str:
        """The name of a section or list; of the case itself for an empty name."""
        title = sections("vocabulary", self.code)[section or "case"].title
        return plain(self.writer.language.capital(Markdown(title)))

    def listing(self, several: Iterable[str]) -> str:
        return plain(self.writer.language.listing([str(one) for one in several]))

    # --- Questions ---

    def question(self, place: Place, *, alone: bool, another: bool = False) -> str:
        """The question at a place, as one asks it aloud."""
        section = sections("questions", self.code)[place.field]
        wanted = "another" if another else "self" if alone else ""
        if place.section == "partners" and place.name and not place.entry:
            wanted = "each"
        text = section.marked.get(wanted) or section.title
        if place.is_list or not place.entry:
            return plain(self.writer.fill(text, {"entry": ""}))
        return plain(self.writer.fill(text, {"entry": place.entry}))

    def example(self, place: Place) -> str:
        """An answer as people type it; empty where the question needs none."""
        return sections("questions", self.code)[place.field].marked.get("example", "")

    def choices(self, place: Place, values: Values) -> tuple[Choice, ...]:
        """What may be chosen at a place: allowed words, or entries of the case."""
        if place.is_list:
            return ()
        info = place.info
        if info.choices:
            told = words(info.path, self.code).choices
            return tuple(Choice(word, plain(told[word])) for word in info.choices)
        if isinstance(info.type, vocabulary.Ref):
            entries = (one for name in info.type.lists for one in values.get(name) or ())
            return tuple(
                Choice(one["id"], self.name(one["id"])) for one in entries if one["id"] != place.entry
            )
        return ()

    def how_to_answer(self, place: Place, holders: tuple[Choice, ...]) -> list[str]:
        """The form of an answer: the partners in their order, an example."""
        if place.is_list:
            form = "form.partners" if place.section == "partners" else "form.names"
            return [self.say(form, example=self.example(place))]
        lines = []
        if len(holders) > 1:
            lines.append(self.say("form.each", names=Markdown(" ; ".join(one.label for one in holders))))
        elif holders:
            lines.append(self.say("form.toward", name=holders[0].label))
        if place.info.shape == "list":
            lines.append(self.say("form.several"))
        elif isinstance(place.info.type, vocabulary.YesOrNo):
            lines.append(self.say("form.yes_no"))
        elif isinstance(place.info.type, vocabulary.Day):
            lines.append(self.say("form.day"))
        example = self.example(place)
        if example and not place.info.choices and len(holders) < 2:
            lines.append(self.say("form.example", example=example))
        return lines

    # --- Values ---

    def value(self, place: Place, value: Any) -> str:
        """A value as the report would tell it."""
        if value is UNSET:
            return self.say("word.unknown")
        if place.is_list:
            names = [self.name(one["id"]) for one in value or ()]
            return self.listing(names) if names else self.say("word.none")
        if isinstance(value, dict) and value:
            told = (
                f"{self.name(one)}{self.facts.colon}{self._single(place, part)}"
                for one, part in value.items()
            )
            return plain(self.facts.separate(told))
        if isinstance(value, dict):
            return self.say("word.none")
        return self._single(place, value)

    def _single(self, place: Place, value: Any) -> str:
        if isinstance(value, dict):
            return ", ".join(f"{self.name(one)} {self._single(place, told)}" for one, told in value.items())
        if isinstance(place.info.type, vocabulary.Day) and isinstance(value, str):
            return plain(self.writer.language.date(value))
        if place.info.unit.startswith("share") and isinstance(value, int | float):  # as typed, not rounded
            return plain(self.writer.language.percent(value, 2 if round(value * 100, 2) % 1 else 0))
        if place.section:
            return plain(self.facts.value(place.section, place.name, value))
        return plain(words(place.field, self.code).choices.get(str(value), str(value)))

    def answer(self, values: Values, place: Place) -> str:
        """What stands at a place: its value, or why there is none."""
        value = value_at(values, place)
        reason = unanswered(values, place)
        if value is UNSET and reason:
            return plain(words("unanswered", self.code).choices[reason])
        return self.value(place, value)

    # --- Why ---

    def why(self, case: Case, place: Place, holders: tuple[Choice, ...]) -> Iterator[str]:
        """Why a question is asked: what is meant, what is at stake, what each answer would mean, the passage."""
        yield from self._meaning(place)
        yield from self.how_to_answer(place, holders)
        yield self.say("why.in_file", path=Markdown(place.path))
        asked = self._open_question(case, place)
        if asked is None:
            yield self.say("why.completes")
            return
        composer = Composer(
            advise(case, audience=ADVISER), self.code
        )  # `case` holds what may be seen, no more
        view = composer.question([asked])
        yield self.say("why.at_stake")
        for branch in view.branches:
            for meaning in branch.meanings:
                yield f"- {plain(branch.condition)}{self.facts.colon}{plain(meaning)}"
        if view.otherwise:
            yield f"- {plain(view.otherwise)}"
        passages = {self._cited(rule): rule for rule in reversed(asked.rules)}
        for cited in list(reversed(passages))[:MOST_PASSAGES]:
            yield from self._passage(cited, passages[cited])

    def _meaning(self, place: Place) -> Iterator[str]:
        section = words(place.field, self.code)
        body = plain(CHOICE.sub("", section.body)).strip()
        yield from (line for line in body.splitlines() if line.strip())
        if not place.is_list and not place.info.choices:
            yield self.say("why.unit", kind=Markdown(kind_name(kind_key(place.info), self.code)))

    def _open_question(self, case: Case, place: Place) -> OpenQuestion | None:
        """The open question that the place would answer, with what each answer would mean."""
        reasoner = engine()
        concluded = reasoner.consult(case.record)
        unknown = openness(case.record, reasoner.knowledge, working_memory(reasoner), set(concluded.by_key))
        found = open_questions(unknown, reasoner.knowledge, case.record)
        alike = (
            one
            for one in found
            if (one.section, one.name) == (place.section, place.name) and place.entry in ("", one.entry)
        )
        return next(alike, None)

    def _cited(self, rule: str) -> str:
        """The first place of the article that a rule cites; empty for none."""
        return next(iter(citations(engine().knowledge.cards[rule].cites)), "")

    def _passage(self, cited: str, rule: str) -> Iterator[str]:
        if cited:
            place = plain(self.facts.citation(cited))
            retold = outline(self.code)[cited]
            yield self.say(
                "why.passage", place=place, rule=rule, title=retold.title, told=Markdown(retold.body)
            )

    def problems(self, error: CaseError) -> list[str]:
        """What is wrong with an answer, without the place, which the question tells."""
        return list(dict.fromkeys(self.message(one.message) for one in error.problems))
