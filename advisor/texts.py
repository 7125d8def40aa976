"""The words of the knowledge base: Markdown sections beside the rules, and the values put into them.

A file of texts has one section a rule, headed by its id and title; what a recommendation promises
stands in marked lines at the end of its section:

    ## EXP-R1 — Negotiate from the pace that others have held
    Offer {{ growth.article_change | signed_percent }} in {{ growth.months | months }} …

    : result — Targets that both can defend.
    : cadence — Look at it again every month.

Texts hold names and filters only. A name that the rule does not give is an error, not a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, pass_context

from advisor.errors import KnowledgeError
from advisor.escaping import Markdown, markdown
from advisor.language import NO_BREAK, Language, language, typography

HEADING = re.compile(r"^## (?P<key>.+?) — (?P<title>.+)$", re.MULTILINE)
MARKED = re.compile(r"^: (?P<name>[a-z_]+) — (?P<text>.+)$", re.MULTILINE)
CHOICE = re.compile(r"^- `(?P<code>[^`]+)` — (?P<label>.+)$", re.MULTILINE)


OTHER_TEXTS = ("vocabulary", "report")
"""Files of texts that are not about rules: the words for facts, and those of the documents."""
PROMISED = ("result", "cadence")
"""Marked lines of a recommendation that the report prints; others are told apart by `each` or `advisor rules`."""


@dataclass(frozen=True)
class Section:
    """One section of a file of texts: its heading, its body, its marked lines, and the words of its choices."""

    title: str
    body: str
    marked: Mapping[str, str]
    choices: Mapping[str, str]


@cache
def sections(name: str, code: str) -> dict[str, Section]:
    """The sections of `rules/<name>.<code>.md` by key, in the typography of the language."""
    source = (files("advisor.rules") / f"{name}.{code}.md").read_text(encoding="utf-8")
    source = typography(source, code)
    heads = list(HEADING.finditer(source))
    ends = [head.start() for head in heads[1:]] + [len(source)]
    found: dict[str, Section] = {}
    for head, end in zip(heads, ends, strict=True):
        if head["key"] in found:
            raise KnowledgeError(f"rules/{name}.{code}.md: {head['key']} stands there twice")
        found[head["key"]] = _section(head["title"], source[head.end() : end])
    return found


def _section(title: str, content: str) -> Section:
    marked = {match["name"]: match["text"].strip() for match in MARKED.finditer(content)}
    choices = {match["code"]: match["label"].strip() for match in CHOICE.finditer(content)}
    return Section(title.strip(), MARKED.sub("", content).strip(), marked, choices)


@cache
def rule_texts(code: str) -> dict[str, Section]:
    """The section of every rule, by its id, and of every measure, by its name."""
    found: dict[str, Section] = {}
    for name in text_files():
        found |= sections(name, code)
    return found


@cache
def text_files() -> tuple[str, ...]:
    """Names of the files of texts about rules and measures."""
    names = (entry.name for entry in files("advisor.rules").iterdir())
    stems = (name.removesuffix(".en.md") for name in names if name.endswith(".en.md"))
    return tuple(sorted(stem for stem in stems if stem not in OTHER_TEXTS))


def words(key: str, code: str) -> Section:
    """The section of a field or of a unit: `partners.capacity_hours`, `unit.months`.

    The fields that every part has, such as `note`, share theirs: `any.note`.
    """
    texts = sections("vocabulary", code)
    return texts[key] if key in texts else texts[f"any.{key.rpartition('.')[2]}"]


@dataclass(frozen=True)
class Wording:
    """What a rule says of one conclusion, in one language, as Markdown."""

    title: Markdown
    paragraphs: tuple[Markdown, ...]
    marked: Mapping[str, Markdown]


class Writer:
    """Puts the values of one case into the texts of the knowledge base, in one language."""

    def __init__(self, code: str, names: Mapping[str, str], currency: str = "EUR") -> None:
        """`names`: what the reader calls each entry of the case, by id."""
        self.language: Language = language(code)
        self.code = code
        self.names = names
        self.currency = currency
        self.environment = _environment(self)

    def wording(self, rule: str, values: Mapping[str, Any]) -> Wording:
        """The title, paragraphs and marked lines of `rule` with `values` put in."""
        section = rule_texts(self.code)[rule]
        values = {**values, "marked": section.marked}
        body = self._fill(section.body, values)
        return Wording(
            title=self._fill(section.title, values),
            paragraphs=tuple(Markdown(part.strip()) for part in re.split(r"\n\s*\n", body) if part.strip()),
            marked={
                name: self._fill(text, values) for name, text in section.marked.items() if name in PROMISED
            },
        )

    def phrase(self, key: str, **values: Any) -> Markdown:
        """The heading's words for `key` in the texts of the documents: `verdict.healthy`."""
        return self._fill(sections("report", self.code)[key].title, values)

    def sentence(self, key: str, **values: Any) -> Markdown:
        """The body for `key` in the texts of the documents."""
        return self._fill(sections("report", self.code)[key].body, values)

    def _fill(self, text: str, values: Mapping[str, Any]) -> Markdown:
        return Markdown(self._template(text).render(values))

    def _template(self, text: str) -> Template:
        return _template(self.environment, text)

    def name(self, entry: Any) -> Markdown:
        """What the reader calls an entry of the case, or each of several: “Ana”, “Ana and Bruno”."""
        if isinstance(entry, list | tuple):
            return self.language.listing([self.name(one) for one in entry])
        return markdown(self.names.get(str(entry), str(entry)))

    def title(self, entry: Any) -> Markdown:
        """The title of an entry, or of each of several, in the language's quotation marks."""
        if isinstance(entry, list | tuple):
            return self.language.listing([self.title(one) for one in entry])
        return self.language.quote(self.name(entry))

    @pass_context
    def each(self, context: Any, items: Any, name: str) -> Markdown:
        """The section's line marked `name`, once for each of `items`, as a list in one sentence.

        `{{ rebalancing.moves | each("move") }}` with `: move — {{ task | title }} to {{ taker | name }}`.
        """
        phrase = context["marked"][name]
        return self.language.listing([self._fill(phrase, item) for item in items])

    def label(self, value: Any, field: str) -> Markdown:
        """The word for an allowed value of a field: `{{ evidence | label("expectations.evidence") }}`."""
        if isinstance(value, list | tuple):
            return self.language.listing([self.label(one, field) for one in value])
        choices = words(field, self.code).choices
        return Markdown(choices[str(value)])

    def money(self, amount: float) -> Markdown:
        """An amount in the currency of the case."""
        return self.language.money(amount, self.currency)

    def quantity(self, amount: float, unit: str = "") -> Markdown:
        """A number in the case's own words for its unit, or bare where the unit is not known: 200 loaves."""
        number = self.language.number(amount)
        return Markdown(f"{number}{NO_BREAK}{markdown(unit)}") if unit else number


def _environment(writer: Writer) -> Environment:
    environment = Environment(undefined=StrictUndefined, finalize=_finalize, autoescape=False)
    environment.filters.update(writer.language.filters())
    for name in ("name", "title", "each", "label", "money", "quantity"):
        environment.filters[name] = getattr(writer, name)
    return environment


def _template(environment: Environment, text: str) -> Template:
    return environment.from_string(text)


def _finalize(value: Any) -> Any:
    """Case text that reaches a sentence without a filter is shown literally too."""
    return value if isinstance(value, Markdown) or not isinstance(value, str) else markdown(value)
