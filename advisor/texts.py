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
from collections.abc import Iterator, Mapping
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


OTHER_TEXTS = ("vocabulary", "report", "article", "questions", "interview")
"""Files of texts that are not about rules: words for facts, those of the documents, the outline of the article."""
OF_PAPERS = "paper-"
"""Begins the name of a file with the words of one kind of document besides the report."""
QUOTED = re.compile(r"""[“«"]\s*([^“”«»"]+?)\s*[”»"]""")
BLANKS = re.compile(" {2,}")
BETWEEN = "\x1e"
"""Joins the parts of a section, so that one template fills them all; case text can't hold it."""
PROMISED = ("result", "cadence")
"""Marked lines of a recommendation that the report prints; others are told apart by `each` or `advisor rules`."""


@dataclass(frozen=True)
class Section:
    """One section of a file of texts: its heading, its body, its marked lines, and the words of its choices."""

    title: str
    body: str
    marked: Mapping[str, str]
    choices: Mapping[str, str]


class Sections(Mapping[str, Section]):
    """Sections by key, each set in the typography of its language when it is first asked for.

    Typesetting all of them would take a fifth of the time of a report that needs a few.
    """

    def __init__(self, code: str, raw: Mapping[str, tuple[str, str]]) -> None:
        """`raw`: title and content of each section, as typed."""
        self.code = code
        self.raw = raw
        self._set: dict[str, Section] = {}

    def __getitem__(self, key: str) -> Section:
        if key not in self._set:
            title, content = (typography(text, self.code) for text in self.raw[key])
            self._set[key] = _section(title, content)
        return self._set[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)


@cache
def sections(name: str, code: str) -> Sections:
    """The sections of `rules/<name>.<code>.md` by key."""
    return Sections(code, _raw_sections(name, code))


def _raw_sections(name: str, code: str) -> dict[str, tuple[str, str]]:
    source = (files("advisor.rules") / f"{name}.{code}.md").read_text(encoding="utf-8")
    heads = list(HEADING.finditer(source))
    ends = [head.start() for head in heads[1:]] + [len(source)]
    found: dict[str, tuple[str, str]] = {}
    for head, end in zip(heads, ends, strict=True):
        if head["key"] in found:
            raise KnowledgeError(f"rules/{name}.{code}.md: {head['key']} stands there twice")
        found[head["key"]] = head["title"], source[head.end() : end]
    return found


def _section(title: str, content: str) -> Section:
    marked = {match["name"]: match["text"].strip() for match in MARKED.finditer(content)}
    choices = {match["code"]: match["label"].strip() for match in CHOICE.finditer(content)}
    return Section(title.strip(), MARKED.sub("", content).strip(), marked, choices)


@cache
def rule_texts(code: str) -> Sections:
    """The section of every rule, by its id, and of every measure, by its name."""
    raw: dict[str, tuple[str, str]] = {}
    for name in text_files():
        raw |= _raw_sections(name, code)
    return Sections(code, raw)


@cache
def text_files() -> tuple[str, ...]:
    """Names of the files of texts about rules and measures."""
    return tuple(
        sorted(stem for stem in _stems() if stem not in OTHER_TEXTS and not stem.startswith(OF_PAPERS))
    )


@cache
def document_texts(code: str) -> Sections:
    """The words of the documents by key: those of the report, which all may use, and of each other kind."""
    raw: dict[str, tuple[str, str]] = {}
    for name in ("report", *(stem for stem in _stems() if stem.startswith(OF_PAPERS))):
        added = _raw_sections(name, code)
        if twice := raw.keys() & added.keys():
            raise KnowledgeError(f"rules/{name}.{code}.md: {min(twice)} stands in another file of texts too")
        raw |= added
    return Sections(code, raw)


def _stems() -> list[str]:
    names = (entry.name for entry in files("advisor.rules").iterdir())
    return sorted(name.removesuffix(".en.md") for name in names if name.endswith(".en.md"))


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
        self.names = {id: markdown(name) for id, name in names.items()}
        self.currency = currency

    def wording(self, rule: str, values: Mapping[str, Any]) -> Wording:
        """The title, paragraphs and marked lines of `rule` with `values` put in."""
        section = rule_texts(self.code)[rule]
        promised = [name for name in PROMISED if name in section.marked]
        parts = (section.title, section.body, *(section.marked[name] for name in promised))
        filled = self._fill(BETWEEN.join(parts), {**values, "marked": section.marked})
        whole = BLANKS.sub(" ", filled)  # a value that is empty leaves the blanks on both its sides
        title, body, *marked = map(Markdown, whole.split(BETWEEN))
        return Wording(
            title=title,
            paragraphs=tuple(Markdown(part.strip()) for part in re.split(r"\n\s*\n", body) if part.strip()),
            marked=dict(zip(promised, marked, strict=True)),
        )

    def phrase(self, key: str, **values: Any) -> Markdown:
        """The heading's words for `key` in the texts of the documents: `verdict.healthy`."""
        return self._fill(document_texts(self.code)[key].title, values)

    def sentence(self, key: str, **values: Any) -> Markdown:
        """The body for `key` in the texts of the documents."""
        return self._fill(document_texts(self.code)[key].body, values)

    def fill(self, text: str, values: Mapping[str, Any]) -> Markdown:
        """A text with values put in; the filters that need the case ask this writer."""
        return self._fill(text, values)

    def _fill(self, text: str, values: Mapping[str, Any]) -> Markdown:
        if "{{" not in text:
            return Markdown(text)
        return Markdown(_template(self.code, text).render({**values, "writer": self}))

    def name(self, entry: Any) -> Markdown:
        """What the reader calls an entry of the case, or each of several: “Ana”, “Ana and Bruno”."""
        if isinstance(entry, list | tuple):
            return self.language.listing([self.name(one) for one in entry])
        return markdown(self.names.get(str(entry), str(entry)))

    def title(self, entry: Any) -> Markdown:
        """The title of an entry, or of each of several, in the language's quotation marks."""
        if isinstance(entry, list | tuple):
            return self.language.listing([self.title(one) for one in entry])
        return self.language.quote(without_quotes(self.name(entry)))

    def each(self, items: Any, phrase: str) -> Markdown:
        """The phrase once for each of `items`, as a list in one sentence."""
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

    def index(self, value: float) -> Markdown:
        """An index of at most 1 with two decimals; only what is 1 is shown as 1."""
        return self.language.number(value if value >= 1 else min(value, 0.99), 2)

    def quantity(self, amount: float, unit: str = "") -> Markdown:
        """A number in the case's own words for its unit, or bare where the unit is not known: 200 loaves."""
        if unit.strip() == "%":
            return self.language.percent(amount / 100)
        number = self.language.number(amount)
        return Markdown(f"{number}{NO_BREAK}{markdown(unit)}") if unit else number

    def about(self, amount: float, unit: str = "") -> Markdown:
        """As `quantity`, to three digits: what is projected is no more exact than that."""
        return self.quantity(float(f"{amount:.3g}"), unit)


@cache
def _template(code: str, text: str) -> Template:
    return _environment(code).from_string(text)


@cache
def _environment(code: str) -> Environment:
    """Jinja for texts. Filters that need the case ask the writer, so that a text is compiled once for all cases."""
    environment = Environment(undefined=StrictUndefined, finalize=_finalize, autoescape=False)
    environment.globals.clear()  # texts hold no logic; Jinja would copy its functions for every sentence
    environment.filters.update(language(code).filters())
    environment.filters |= {
        name: _asks_writer(name) for name in ("name", "title", "label", "money", "index", "quantity", "about")
    }
    environment.filters["each"] = _each
    return environment


def _asks_writer(name: str) -> Any:
    @pass_context
    def put_in_words(context: Any, value: Any, *details: Any) -> Markdown:
        words_for: Markdown = getattr(context["writer"], name)(value, *details)
        return words_for

    return put_in_words


@pass_context
def _each(context: Any, items: Any, name: str) -> Markdown:
    """The section's line marked `name`, once for each of `items`.

    `{{ rebalancing.moves | each("move") }}` with `: move — {{ task | title }} to {{ taker | name }}`.
    """
    listed: Markdown = context["writer"].each(items, context["marked"][name])
    return listed


def without_quotes(name: Markdown) -> Markdown:
    """A title that is a quotation already, without its marks: they would stand twice."""
    inner = QUOTED.fullmatch(name)
    return Markdown(inner[1]) if inner else name


def _finalize(value: Any) -> Any:
    """Case text that reaches a sentence without a filter is shown literally too."""
    return value if isinstance(value, Markdown) or not isinstance(value, str) else markdown(value)
