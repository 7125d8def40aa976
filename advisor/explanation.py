"""Why: from a finding or a recommendation down to the facts of the case, and the pages about rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from advisor import measures, vocabulary
from advisor.article import carried_by, outline
from advisor.assessment import Advice, Assessment, Conclusion, Ground, UsedFact, engine
from advisor.citations import FAQ, citations
from advisor.escaping import Markdown
from advisor.examples import Example, examples
from advisor.facts import GIVEN, MEASURED, RELATIONS
from advisor.facts_in_words import FactWriter, label, verdict_in_words
from advisor.knowledge import THEMES, KnowledgeBase, RuleCard
from advisor.questions import SuspectedCause
from advisor.texts import Writer, rule_texts

INDENT = "  "
VERDICT = "VERDICT"
"""What to ask an explanation of the verdict by."""


class UnknownIdError(KeyError):
    """No rule has this id, or it concluded nothing in this case. `candidates` are the ids that would do."""

    def __init__(self, id: str, candidates: list[str]) -> None:
        super().__init__(id)
        self.candidates = candidates


def explain(assessment: Assessment, id: str, language: str) -> str:
    """Every conclusion with this id: what it says, on which facts (with their lines), by which rule, from where."""
    wanted = id.upper()
    explainer = _Explainer(assessment, language)
    if wanted == VERDICT:
        return "\n".join(explainer.verdict()) + "\n"
    if wanted in THEMES:
        return "\n".join(explainer.theme(wanted)) + "\n"
    found = assessment.find(wanted)
    suspected = [one for one in assessment.suspected if one.id == wanted]
    if suspected and not found:
        return "\n".join(line for one in suspected for line in explainer.suspicion(one)) + "\n"
    if not found:
        known = sorted({firing.rule for firing in assessment.trace})
        raise UnknownIdError(id, [*known, *THEMES, VERDICT.casefold()])
    return "\n".join(line for one in found for line in (*explainer.conclusion(one), "")).rstrip("\n") + "\n"


class _Explainer:
    def __init__(self, assessment: Assessment, code: str) -> None:
        self.assessment = assessment
        self.code = code
        record = assessment.case.record
        self.writer = Writer(code, assessment.case.names, record.currency or "EUR")
        self.facts = FactWriter(self.writer)
        self.cards = assessment.knowledge.cards

    def conclusion(self, one: Conclusion | Advice) -> Iterator[str]:
        card = self.cards[one.id]
        wording = self.writer.wording(one.id, one.values)
        yield f"# {one.id} — {wording.title}"
        yield ""
        yield from (line for paragraph in wording.paragraphs for line in (str(paragraph), ""))
        yield f"## {self.writer.phrase('explain.because')}"
        yield ""
        self.told: set[str] = set()
        for ground in one.grounds:
            yield from self.ground(ground, 0, {(one.id, one.subject)})
        yield from self.withdrawals(one)
        yield ""
        yield from rule_lines(card, self.assessment.knowledge, self.code)

    def verdict(self) -> Iterator[str]:
        """The verdict by its rule, the numbers that it is held against, and the findings that count."""
        basis = self.assessment.verdict_basis
        benchmark = self.assessment.knowledge.benchmarks.table[basis.benchmark]
        yield f"# {self.writer.phrase(f'verdict.{self.assessment.verdict}')}"
        yield ""
        yield str(verdict_in_words(self.assessment, self.writer))
        yield ""
        amount = self.facts.amount(benchmark.value, benchmark.unit)
        yield f"- `{benchmark.name}`{self.facts.colon}{amount} ({benchmark.source[self.code]})"
        if basis.decisive:
            yield ""
            yield f"## {self.writer.phrase('explain.because')}"
            yield ""
        yield from self.listed(basis.decisive)

    def suspicion(self, one: SuspectedCause) -> Iterator[str]:
        """A cause that is only asked about: the question, what it would explain, what must be known to judge it."""
        yield f"# {one.id} — {_statement(self.cards[one.id], self.code)}"
        yield ""
        yield str(self.writer.sentence("explain.suspected"))
        yield ""
        yield f"**{rule_texts(self.code)[one.id].marked['asks']}**"
        yield ""
        yield from self.listed(one.would_explain)
        yield ""
        yield f"## {self.writer.phrase('explain.missing')}"
        yield ""
        yield from (f"- {self.facts.missing(missing)}" for missing in one.missing)
        yield ""
        yield from rule_lines(self.cards[one.id], self.assessment.knowledge, self.code)

    def theme(self, theme: str) -> Iterator[str]:
        """The level of a theme: the findings behind it, and the rules that could not be judged."""
        level = next(one for one in self.assessment.themes if one.theme == theme)
        name, word = self.writer.phrase(f"theme.{theme}"), self.writer.phrase(f"level.{level.level}")
        yield f"# {name}{self.facts.colon}{word}"
        yield ""
        judged = level.rules - len(level.open_rules)
        yield str(
            self.writer.sentence("explain.theme", judged=judged, rules=level.rules, fired=len(level.findings))
        )
        if level.findings:
            yield ""
            yield from self.listed(level.findings)
        if level.open_rules:
            yield ""
            yield f"## {self.writer.phrase('explain.open')}"
            yield ""
        for id in level.open_rules:
            yield f"- {id}{self.facts.colon}{_statement(self.cards[id], self.code)}"

    def listed(self, keys: Iterable[Any]) -> Iterator[str]:
        by_key = {one.key: one for one in self.assessment.findings}
        for one in (by_key[key] for key in keys):
            title = self.writer.wording(one.id, one.values).title
            yield f"- {one.id} ({self.writer.phrase(f'severity.{one.severity}')}) {title}"

    def withdrawals(self, one: Conclusion | Advice) -> Iterator[str]:
        for key in getattr(one, "withdrawn_by", ()):
            defeat = next(found for found in self.assessment.defeats if found.key == key)
            reason = self.writer.wording(defeat.id, defeat.values).paragraphs[0]
            yield ""
            yield f"{self.writer.phrase('explain.withdrawn', id=defeat.id)} {reason}"
            for ground in defeat.grounds:
                yield from self.ground(ground, 0, {defeat.key})

    def ground(self, ground: Ground, depth: int, above: set[Any]) -> Iterator[str]:
        """The facts of one ground; a fact that an explanation has told already is not told again in full."""
        for used in ground.facts:
            name = repr((used.fact, used.values, used.looked_at))
            if name not in self.told:
                self.told.add(name)
                yield from self.used(used, depth, above)
            elif depth:
                yield next(iter(self.used(used, depth, above)))

    def used(self, used: UsedFact, depth: int, above: set[Any]) -> Iterator[str]:
        """One fact, and under it what it rests on, down to lines of the case file."""
        dent = INDENT * depth
        words = self.facts.fact(used.fact, used.values, used.looked_at)
        if used.fact in measures.REGISTRY:
            marked = rule_texts(self.code)[used.fact].marked
            formula, source = Markdown(marked["formula"]), Markdown(marked["source"])
            yield f"{dent}- {words}"
            computed = self.writer.phrase("explain.computed", formula=formula, source=source)
            yield f"{dent}{INDENT}{computed}"
            yield from (f"{dent}{INDENT}- {needed}" for needed in self.needed(used))
        elif used.fact in ("Finding", "Cause", "Recommendation"):
            key = (used.values["id"], used.values.get("subject"))
            yield from self.concluded(key, depth, above)
        else:
            yield f"{dent}- {words}{self.place_of(used)}"

    def concluded(self, key: Any, depth: int, above: set[Any]) -> Iterator[str]:
        found = [one for one in self.assessment.find(key[0]) if one.key == key]
        for one in found:
            title = self.writer.wording(one.id, one.values).title
            yield f"{INDENT * depth}- {one.id}: {title}"
            if key not in above:
                for ground in one.grounds:
                    yield from self.ground(ground, depth + 1, above | {key})

    def needed(self, used: UsedFact) -> Iterator[str]:
        """The facts of the case that a measure was computed from, each with its place."""
        card = measures.REGISTRY[used.fact]
        named = {value for value in used.values.values() if isinstance(value, str)}
        first = next(iter(MEASURED[card.result].fields))
        needs = (used.values[first],) if card.one_a_need else (*card.needs, *card.completed_by)
        record = self.assessment.case.record
        for path in needs:
            section, _, name = path.partition(".")
            part = getattr(record, section)
            if not name:
                yield f"{self.facts.entry(section, None)}{self.place('', '', section)}"
                continue
            parts = part if isinstance(part, list) else [part] if part is not None else []
            mine = [one for one in parts if getattr(one, "id", None) in named]
            for one in sorted(mine or parts, key=lambda entry: getattr(entry, "id", "")):
                known = one.known()
                if name in known:
                    entry = known.get("id", "")
                    yield self.given(section, entry, name, known[name]) + self.place(section, entry, name)

    def given(self, section: str, entry: str, name: str, value: Any) -> Markdown:
        owner = self.facts.entry(section, entry)
        return Markdown(
            f"{owner} — {label(f'{section}.{name}', self.code)}{self.facts.colon}{self.in_words(section, name, value)}"
        )

    def in_words(self, section: str, name: str, value: Any) -> Markdown:
        if isinstance(value, dict):
            pairs = [
                Markdown(f"{self.writer.name(partner)} {self.facts.value(section, name, one)}")
                for partner, one in sorted(value.items())
            ]
            return self.writer.language.listing(pairs) if pairs else self.writer.phrase("word.none")
        return self.facts.value(section, name, value)

    def place_of(self, used: UsedFact) -> str:
        for section, kind in GIVEN.items():
            if kind.__name__ == used.fact:
                names = [name for name in used.looked_at if name not in ("id", "title")] or ["id"]
                return self.place(section, used.values.get("id", ""), names[0])
        for path, kind in RELATIONS.items():
            if kind.__name__ == used.fact:
                section, _, name = path.partition(".")
                entry = used.values[kind.fields[0]] if section in vocabulary.LISTS else ""
                return self.place(section, entry, name)
        return ""

    def place(self, section: str, entry: str, name: str) -> str:
        place = self.assessment.case.place(section, entry, name)
        if place is None:
            return ""
        return f" ({self.assessment.case.file}:{place.line})"


# --- Pages about rules ----------------------------------------------------------------------


def rules_table(language: str) -> str:
    """Every rule: id, kind, severity, evidence, and what it states, in the article's order."""
    knowledge = engine().knowledge
    rows = [_row(card, language) for card in sorted(knowledge.cards.values(), key=lambda card: card.order)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]))
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _row(card: RuleCard, language: str) -> tuple[str, str, str, str]:
    writer = Writer(language, {})
    kind = writer.phrase(f"kind.{card.kind}")
    severity = writer.phrase(f"severity.{card.severity}") if card.severity else Markdown("")
    return card.id, str(kind), str(severity), _statement(card, language)


def _statement(card: RuleCard, language: str) -> str:
    return rule_texts(language)[card.id].marked.get("states") or card.summary


def article_page(language: str) -> str:
    """The outline of the article, each place with the rules that carry it."""
    writer = Writer(language, {})
    knowledge = engine().knowledge
    carriers = carried_by(knowledge)
    lines = [f"# {writer.phrase('article.title')}", "", str(writer.sentence("article.title"))]
    for key, place in outline(language).items():
        of_section = key.isdigit() or key == FAQ
        title = f"## {key} — {place.title}" if of_section else f"- `{key}` — **{place.title}.** {place.body}"
        lines += ["", title, "", place.body, ""] if of_section else [title]
        if not of_section:
            ids = ", ".join(carriers.get(key, ()))
            lines.append(
                f"  {writer.phrase('article.carried' if ids else 'article.background', ids=Markdown(ids))}"
            )
    return "\n".join(lines) + "\n"


def rule_page(id: str, language: str) -> str:
    """One rule: what it states, its condition in words, what it rests on, its texts, its examples, its place."""
    knowledge = engine().knowledge
    card = knowledge.cards.get(id.upper())
    if card is None:
        raise UnknownIdError(id, sorted(knowledge.cards))
    writer = Writer(language, {})
    section = rule_texts(language)[card.id]
    lines = [f"# {card.id} — {_statement(card, language)}", "", *rule_lines(card, knowledge, language)]
    lines += ["", f"## {writer.phrase('explain.says')}", "", f"**{section.title}**", "", section.body]
    lines += ["", f"## {writer.phrase('explain.examples')}", ""]
    for example in examples():
        if example.rule == card.id:
            lines += _example_lines(example, writer)
    return "\n".join(lines).rstrip("\n") + "\n"


def _example_lines(example: Example, writer: Writer) -> list[str]:
    fires = engine().consult(example.case().record).fired(example.rule)
    heading = writer.phrase("explain.fires" if fires else "explain.silent")
    first = f"{heading} {example.name}" if writer.code == "en" else str(heading)
    return [first, "", "```yaml", *_yaml(example.facts), "```", ""]


def _yaml(facts: Any) -> list[str]:
    """The facts of an example as a case file has them; everything that a person would not quote is unquoted."""
    import yaml

    text = yaml.safe_dump(
        _plain(facts), allow_unicode=True, sort_keys=False, default_flow_style=None, width=100
    )
    return [re.sub(r"'(-?\d[\d.\-]*|true|false|yes|no)'", r"\1", line) for line in text.splitlines()]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return None if value is None else str(value)


def _passages(card: RuleCard, writer: Writer, facts: FactWriter) -> Iterator[str]:
    """The places of the article that a rule rests on, each retold in our words."""
    texts = outline(writer.code)
    for key in citations(card.cites):
        place = facts.citation(key)
        yield f"- {writer.phrase('explain.passage', places=place)} — {texts[key].title}. {texts[key].body}"


def rule_lines(card: RuleCard, knowledge: KnowledgeBase, language: str) -> list[str]:
    """The rule itself: its conditions in words, its evidence and citation, its benchmarks, its place."""
    writer = Writer(language, {})
    facts = FactWriter(writer)
    lines = [f"## {writer.phrase('explain.rule', id=card.id)}", "", str(writer.phrase("explain.holds")), ""]
    lines += [f"- {condition}" for condition in facts.conditions(card, knowledge.benchmarks)]
    lines += ["", f"- {writer.phrase('explain.kind', kind=writer.phrase(f'kind.{card.kind}'))}"]
    if card.severity:
        severity = writer.phrase(f"severity.{card.severity}")
        lines.append(f"- {writer.phrase('explain.severity', severity=severity)}")
    evidence = writer.sentence(f"evidence.{card.evidence}")
    lines.append(f"- {writer.phrase('explain.evidence', evidence=evidence)}")
    if card.cites:
        lines += _passages(card, writer, facts)
    named = rule_texts(language)[card.id].marked.get("source")
    if named:
        lines.append(f"- {writer.phrase('explain.source', source=Markdown(named))}")
    for name in card.benchmarks():
        benchmark = knowledge.benchmarks.table[name]
        amount = facts.amount(benchmark.value, benchmark.unit)
        lines.append(f"- `{name}`{facts.colon}{amount} ({benchmark.source[language]})")
    lines.append(f"- {writer.phrase('explain.place', place=Markdown(card.place))}")
    return lines
