"""Facts, conditions and citations in words: what a trace, a question and an explanation are made of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from experta import NOT, TEST, L, P, W
from experta.fieldconstraint import NOTFC

from advisor import vocabulary
from advisor.assessment import Assessment
from advisor.benchmarks import Benchmarks
from advisor.citations import FAQ, citations
from advisor.conditions import Bound, Holds, OneOfThese, Requirement
from advisor.escaping import Markdown, markdown
from advisor.facts import CONCLUDED, GIVEN, MEASURED, RELATIONS, WorkingFact
from advisor.knowledge import Held, RuleCard, constraints
from advisor.measures import REGISTRY
from advisor.questions import Branch
from advisor.scalars import ScalarError
from advisor.texts import Writer, rule_texts, sections, words
from advisor.unknowns import Missing
from advisor.versions import written_value

UNIT_BY_ENDING = {
    "monthly_rate": "share_a_month",
    "change": "signed_share",
    "share": "share",
    "months": "months",
    "hours": "hours_a_week",
    "days": "days",
    "money": "money",
    "minutes": "minutes",
    "fairness": "index",
}
"""Numbers carry their unit in the name; this is how a measure's fields are read."""

_GIVEN = {kind.__name__: section for section, kind in GIVEN.items()}
_RELATIONS = {kind.__name__: kind for kind in RELATIONS.values()}
_MEASURED = {kind.__name__: kind for kind in MEASURED.values()}
_KINDS: dict[str, type[WorkingFact]] = {
    **{kind.__name__: kind for kind in GIVEN.values()},
    **_RELATIONS,
    **_MEASURED,
}


def label(path: str, code: str) -> str:
    """The words for a field of the vocabulary: “hours available”."""
    return words(path, code).title


class FactWriter:
    """Puts facts and conditions into words for one reader."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.code = writer.code

    # --- Facts ---

    def fact(self, kind: str, values: Mapping[str, Any], looked_at: tuple[str, ...]) -> Markdown:
        """A fact that a rule matched, by the fields that the rule looked at."""
        if kind in _GIVEN:
            return self._given(_GIVEN[kind], values, looked_at)
        if kind in _RELATIONS:
            return self._relation(kind, values)
        if kind in _MEASURED:
            return self._measured(kind, values, looked_at)
        return self._concluded(values)

    def _given(self, section: str, values: Mapping[str, Any], looked_at: tuple[str, ...]) -> Markdown:
        owner = self.entry(section, values.get("id"))
        names = [name for name in looked_at if name not in ("id", "title")]
        told = [
            Markdown(
                f"{label(f'{section}.{name}', self.code)}{self.colon}{self.value(section, name, values[name])}"
            )
            for name in names
        ]
        if not told:
            return owner
        return Markdown(f"{owner} — {self._semicolon.join(told)}")

    def _relation(self, kind: str, values: Mapping[str, Any]) -> Markdown:
        relation = _RELATIONS[kind]
        section, _, field = relation.of.partition(".")
        first = relation.fields[0]
        has_owner = section in vocabulary.LISTS
        owner = self.entry(section, values[first] if has_owner else None)
        rest = [values[name] for name in relation.fields[1 if has_owner else 0 :] if name in values]
        info = vocabulary.fields(section)[field]
        if info.shape == "mapping":
            partner, value = rest
            pair = f"{self.writer.name(partner)}{self.colon}{self.value(section, field, value)}"
            return Markdown(f"{owner} — {label(relation.of, self.code)}, {pair}")
        return Markdown(
            f"{owner} — {label(relation.of, self.code)}{self.colon}{self.value(section, field, rest[0])}"
        )

    def _measured(self, kind: str, values: Mapping[str, Any], looked_at: tuple[str, ...]) -> Markdown:
        section = rule_texts(self.code)[kind]
        about = [name for name in values if self._is_entry(values[name])]
        amounts = (
            (name, self._measured_value(kind, name, values[name])) for name in looked_at if name not in about
        )
        told = [f"{section.choices[name]}{self.colon}{amount}" for name, amount in amounts if amount]
        owner = f"{self.writer.name(values[about[0]])} — " if about else ""
        return Markdown(f"{owner}{self._semicolon.join(told) or section.title}")

    def _measured_value(self, kind: str, name: str, value: Any) -> Markdown:
        """A result in words; empty for a list and for a word of our own that no reader needs."""
        if _names_a_need(kind, name):
            return self._need(str(value))
        if isinstance(value, list):
            return Markdown("")
        if isinstance(value, str) and not self._is_entry(value):
            return self._allowed_word(value)
        return self.amount(value, unit_of(name))

    def _need(self, path: str) -> Markdown:
        """A field of the vocabulary, or a whole list, that a result is about."""
        return Markdown(label(path, self.code)) if "." in path else self.entry(path, None)

    def _allowed_word(self, word: str) -> Markdown:
        """The label of an allowed word of the vocabulary; empty where it is none, or means several things."""
        labels = {words(path, self.code).choices[word] for path in _paths_by_word().get(word, ())}
        return Markdown(labels.pop()) if len(labels) == 1 else Markdown("")

    def _concluded(self, values: Mapping[str, Any]) -> Markdown:
        subject = values.get("subject")
        about = f" ({self.writer.name(subject)})" if self._is_entry(subject) else ""
        return Markdown(f"{values['id']}{about}")

    def _is_entry(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.writer.names

    def entry(self, section: str, entry: str | None) -> Markdown:
        """An entry by its name, a section by the words for it."""
        if entry:
            return self.writer.name(entry) if section == "partners" else self.writer.title(entry)
        return Markdown(
            self.writer.language.capital(Markdown(sections("vocabulary", self.code)[section].title))
        )

    # --- Values ---

    def value(self, section: str, name: str, value: Any) -> Markdown:
        """A value of the vocabulary, with its unit."""
        info = vocabulary.fields(section)[name]
        if isinstance(value, list | tuple):
            nobody = self.writer.phrase("word.none")
            return (
                self.writer.language.listing([self.value(section, name, one) for one in value])
                if value
                else nobody
            )
        if value is None:
            return self.writer.phrase("word.none")
        if info.choices:
            return Markdown(words(info.path, self.code).choices[str(value)])
        if isinstance(info.type, vocabulary.Ref):
            return self.writer.name(value)
        return self.amount(value, info.unit)

    def path(self, path: str) -> Markdown:
        """A fact by its place in the case: “Ana — capacity”, “Baking — hours, Ana”."""
        section, entry, name, key = split_path(path)
        if not name:
            return self.entry(section, entry or None)
        whose = f" ({self.writer.name(key)})" if key else ""
        return Markdown(
            f"{self.entry(section, entry or None)} — {label(f'{section}.{name}', self.code)}{whose}"
        )

    def version(self, path: str, told: str) -> Markdown:
        """One partner's version of a fact, as its field would show it; literally where it can't be read."""
        section, _, name, key = split_path(path)
        if not name:
            return markdown(told)
        info = vocabulary.fields(section)[name]
        shape = "value" if key else info.shape
        try:
            value = written_value(shape, told)
            read = [info.type.parse(one) for one in value] if isinstance(value, list) else value
            read = info.type.parse(read) if isinstance(read, str) and not info.choices else read
            return self.value(section, name, read)
        except (ScalarError, KeyError):
            return markdown(told)

    def amount(self, value: Any, unit: str) -> Markdown:
        """A value in its unit, as the language writes it."""
        language = self.writer.language
        if isinstance(value, bool):
            return self.writer.phrase("word.yes" if value else "word.no")
        if isinstance(value, datetime.date):
            return language.date(value)
        if isinstance(value, str):
            return self.writer.name(value)
        if not isinstance(value, int | float):
            return Markdown(str(value))
        by_unit: dict[str, Callable[[Any], Markdown]] = {
            "share": language.percent,
            "signed_share": language.signed_percent,
            "share_a_month": language.rate_a_month,
            "months": language.months,
            "hours_a_week": language.hours_a_week,
            "days": language.days,
            "money": self.writer.money,
            "ratio": language.times,
        }
        if unit == "index":
            return self.writer.index(value)
        if unit == "score_0_10":
            return Markdown(f"{language.number(value)}/10")
        if unit in ("level_1_5", "grade_0_5"):
            return Markdown(f"{language.number(value)}/5")
        if unit in ("minutes", "level_1_3", "times_a_week"):
            return Markdown(f"{language.number(value)}\u00a0{words(f'unit.{unit}', self.code).title}")
        return by_unit.get(unit, language.number)(value)

    def movement(self, held: Held, before: float, now: float, benchmarks: Benchmarks) -> Markdown:
        """How a value moved: “days without an answer: 12 days → 30 days”."""
        unit = unit_of(held.field) or benchmarks.table[held.benchmark].unit
        amounts = " → ".join(self.amount(value, unit) for value in (before, now))
        return Markdown(f"{self._field(held.kind, held.field)}{self.colon}{amounts}")

    def separate(self, parts: Iterable[str]) -> Markdown:
        """Parts of one line, with semicolons between them."""
        return Markdown(self._semicolon.join(parts))

    @property
    def colon(self) -> str:
        """A colon with what stands before and after it."""
        return ": " if self.code == "en" else "\u00a0: "

    @property
    def _semicolon(self) -> str:
        return "; " if self.code == "en" else "\u202f; "

    # --- Conditions ---

    def conditions(self, card: RuleCard, benchmarks: Benchmarks) -> list[Markdown]:
        """The conditions of a rule, a line each."""
        lines = []
        for condition in card.conditions:
            if isinstance(condition, WorkingFact):
                lines.append(self._pattern(condition, benchmarks))
            elif isinstance(condition, NOT):
                unless = self.writer.phrase("explain.unless")
                lines.append(Markdown(f"{unless} {self._pattern(condition[0], benchmarks)}"))
            elif isinstance(condition, TEST):
                test = condition[0]
                lines.append(
                    Markdown(f"`{test.left}` {self.writer.phrase(f'sign.{test.sign}')} `{test.right}`")
                )
        return lines

    def _pattern(self, pattern: WorkingFact, benchmarks: Benchmarks) -> Markdown:
        told = [
            f"{self._field(type(pattern), name)} {self._constraint(type(pattern), name, part, benchmarks)}"
            for name, part in constraints(pattern)
        ]
        joint = ", ".join(told)
        return Markdown(
            f"{self._kind(type(pattern))}{self.colon}{joint}" if told else self._kind(type(pattern))
        )

    def _kind(self, kind: type[WorkingFact]) -> str:
        name = kind.__name__
        if name in _GIVEN:
            return sections("vocabulary", self.code)[kind.source].title
        if name in _RELATIONS:
            of = _RELATIONS[name].of
            return f"{sections('vocabulary', self.code)[kind.source].title}, {label(of, self.code)}"
        if name in _MEASURED:
            return rule_texts(self.code)[name].title
        return self.writer.phrase(f"kind.{name.casefold()}")

    def _field(self, kind: type[WorkingFact], name: str) -> str:
        if kind.__name__ in _GIVEN:
            return label(f"{kind.source}.{name}", self.code)
        if kind.__name__ in _MEASURED:
            return rule_texts(self.code)[kind.__name__].choices[name]
        return str(self.writer.phrase(f"field.{name}")) if issubclass(kind, CONCLUDED) else f"`{name}`"

    def _constraint(self, kind: type[WorkingFact], name: str, part: Any, benchmarks: Benchmarks) -> str:
        if isinstance(part, NOTFC):
            return (
                f"{self.writer.phrase('condition.not')} {self._constraint(kind, name, part[0], benchmarks)}"
            )
        if isinstance(part, W):
            return f"= `{part.__bind__}`" if part.__bind__ else ""
        if isinstance(part, P):
            return self._predicate(kind, name, part.match, benchmarks)
        return f"= {self._literal(kind, name, part.value if isinstance(part, L) else part)}"

    def _predicate(self, kind: type[WorkingFact], name: str, test: Any, benchmarks: Benchmarks) -> str:
        if isinstance(test, Bound):
            benchmark = benchmarks.table[test.benchmark]
            amount = self.amount(benchmark.value, benchmark.unit)
            return f"{self.writer.phrase(f'sign.{test.sign}')} {amount} (`{test.benchmark}`)"
        if isinstance(test, OneOfThese):
            listed = ", ".join(self._literal(kind, name, word) for word in test.words)
            return f"{self.writer.phrase('condition.one_of')} {listed}"
        assert isinstance(test, Holds)
        return str(self.writer.phrase(f"condition.{test.name}"))

    def _literal(self, kind: type[WorkingFact], name: str, value: Any) -> str:
        if kind.__name__ in _GIVEN:
            return str(self.value(kind.source, name, value))
        if kind.__name__ in _RELATIONS:
            section, _, field = _RELATIONS[kind.__name__].of.partition(".")
            choices = words(f"{section}.{field}", self.code).choices
            return choices.get(str(value), str(value))
        if _names_a_need(kind.__name__, name):
            return self._need(str(value))
        if value is None or value == ():
            return str(self.writer.phrase("word.none"))
        return str(self.amount(value, unit_of(name))) if not isinstance(value, str) else value

    # --- What is unknown ---

    @property
    def yes(self) -> Markdown:
        """What “if yes” is called."""
        return self.writer.phrase("question.if_yes")

    @property
    def no(self) -> Markdown:
        """What “if no” is called."""
        return self.writer.phrase("question.if_no")

    @property
    def any(self) -> Markdown:
        """What “if there are any entries” is called."""
        return self.writer.phrase("question.if_any")

    @property
    def tells(self) -> Markdown:
        """What is said where no single answer decides: “this tells whether it is so”."""
        return self.writer.phrase("question.tells")

    def missing(self, one: Missing, *, within: str | None = None) -> Markdown:
        """An unknown field and whose it is; in the middle of a sentence about the entry `within`, the field alone."""
        about = self.entry(one.section, one.entry)
        if not one.name:
            return about if within is None else Markdown(sections("vocabulary", self.code)[one.section].title)
        name = Markdown(label(f"{one.section}.{one.name}", self.code))
        if within is None:
            return Markdown(f"{about} — {name}")
        return name if one.entry in ("", within) else Markdown(f"{name} ({about})")

    def missing_of(self, several: Sequence[Missing]) -> Markdown:
        """The same unknown field of several entries."""
        if len(several) == 1 or not several[0].name:
            return self.missing(several[0])
        owners = self.writer.language.listing([self.entry(one.section, one.entry) for one in several])
        return Markdown(f"{owners} — {label(f'{several[0].section}.{several[0].name}', self.code)}")

    def answer(self, branch: Branch, missing: Missing, benchmarks: Benchmarks) -> Markdown:
        """The answer that a branch speaks of: “if yes”, “if it is more than 5 days”."""
        if not missing.name:
            return self.any
        if branch.answers:
            return self._one_of_answers(branch, missing)
        clear = [one for one in branch.requirements if one.requirement.benchmark or one.fact not in _MEASURED]
        told = [one for one in clear if one.requirement.sign != "some"] or clear  # the others imply it
        if not told:
            return self.tells
        first = told[0]
        yes_or_no = first.requirement.sign == "=" and isinstance(first.requirement.value, bool)
        if len(told) == 1 and yes_or_no and first.fact not in _MEASURED:
            return self.yes if first.requirement.value else self.no
        by_field: dict[tuple[str, str], list[Markdown]] = {}
        for one in told:
            required = self._requirement(_KINDS[one.fact], one.field, one.requirement, benchmarks)
            by_field.setdefault((one.fact, one.field), []).append(required)
        listed = {about: self.writer.language.listing(required) for about, required in by_field.items()}
        if not any(fact in _MEASURED for fact, _ in listed):
            return self.writer.phrase("question.if", condition=self.writer.language.listing(listed.values()))
        each = [
            Markdown(f"{self._field(_KINDS[fact], name)} {required}")
            for (fact, name), required in listed.items()
        ]
        return self.writer.phrase("question.if_measure", condition=self.writer.language.listing(each))

    def _one_of_answers(self, branch: Branch, missing: Missing) -> Markdown:
        if isinstance(branch.answers[0], bool):
            both = len(branch.answers) > 1
            return self.tells if both else self.yes if branch.answers[0] else self.no
        listed = self.writer.language.either(
            self.value(missing.section, missing.name, one) for one in branch.answers
        )
        return self.writer.phrase("question.if", condition=listed)

    def _requirement(
        self, kind: type[WorkingFact], name: str, test: Requirement, benchmarks: Benchmarks
    ) -> Markdown:
        """What is asked of a field, in words: “at least 3 days”, “none or a summary”."""
        if test.benchmark:
            amount = self.amount(test.value, benchmarks.table[test.benchmark].unit)
            return Markdown(f"{self.writer.phrase(f'sign.{test.sign}')} {amount}")
        if test.sign in ("=", "≠", "∈", "∉"):
            values = test.value if test.sign in ("∈", "∉") else (test.value,)
            listed = self.writer.language.either(Markdown(self._literal(kind, name, one)) for one in values)
            return listed if test.sign in ("=", "∈") else self.writer.phrase("asked.not", value=listed)
        return self.writer.phrase(f"asked.{test.sign}")

    # --- Citations ---

    def citation(self, cites: str) -> Markdown:
        """`3, table, row 1; FAQ, question 2` in words; empty for none."""
        return _citation(cites, self.code)


@cache
def _citation(cites: str, code: str) -> Markdown:
    """Kept: it is the same for every case, and there are no more of them than places that rules cite."""
    writer = Writer(code, {})
    return FactWriter(writer).separate(_place(one, writer) for one in citations(cites))


def _place(place: str, writer: Writer) -> str:
    section, _, rest = place.partition(", ")
    first = (
        writer.phrase("cite.faq") if section == FAQ else writer.phrase("cite.section", section=int(section))
    )
    if not rest:
        return str(first)
    part, _, number = rest.rpartition(" ")
    return f"{first}, {writer.phrase(f'cite.{part}', number=int(number))}"


def verdict_in_words(assessment: Assessment, writer: Writer) -> Markdown:
    """The verdict by its rule: what was counted, and from which number on."""
    basis = assessment.verdict_basis
    limit = assessment.knowledge.benchmarks[basis.benchmark]
    return writer.sentence(
        f"because.{assessment.verdict}",
        limit=limit,
        known=basis.known,
        critical=basis.critical,
        important=basis.important,
        minor=basis.minor,
    )


@cache
def _paths_by_word() -> dict[str, list[str]]:
    """The fields about the partnership that allow each word of the vocabulary."""
    found: dict[str, list[str]] = {}
    for info in vocabulary.all_fields():
        if info.section not in vocabulary.ABOUT_THE_CASE:
            for word in info.choices:
                found.setdefault(word, []).append(info.path)
    return found


def _names_a_need(kind: str, name: str) -> bool:
    """Whether a field of a measure names the part of the vocabulary that the result is about."""
    return kind in _MEASURED and REGISTRY[kind].one_a_need and name == _MEASURED[kind].fields[0]


def split_path(path: str) -> tuple[str, str, str, str]:
    """List or section, entry, field and partner of a path such as `tasks.oven.hours.ana`."""
    section, *rest = path.split(".")
    entry = rest.pop(0) if section in vocabulary.LISTS and rest else ""
    name = rest[0] if rest else ""
    return section, entry, name, rest[1] if len(rest) > 1 else ""


def unit_of(name: str) -> str:
    """The unit that the name of a measure's field ends in; empty for none."""
    return next((unit for ending, unit in UNIT_BY_ENDING.items() if name.endswith(ending)), "")
