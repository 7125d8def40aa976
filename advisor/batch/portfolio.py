"""All cases of a batch in one document for who follows them, one table for spreadsheets, one file for programs.

One pass over the results, in the order of ids, keeping counts and the few cases that are told: whatever the
number of cases, memory stays the same.
"""

from __future__ import annotations

import csv
import datetime
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from advisor import version
from advisor.assessment import engine
from advisor.batch.changes import KINDS, RESULTS, Change, Earlier, Found, Movement, compare
from advisor.batch.store import DOCUMENTS, Row, Store
from advisor.batch.work import DONE, Settings
from advisor.documents import BAR_LENGTH, bar, stated, tidy
from advisor.escaping import Markdown, markdown, one_line
from advisor.facts_in_words import FactWriter, label
from advisor.files import replacing
from advisor.knowledge import SEVERITIES, THEMES, held_values
from advisor.layout import templates
from advisor.levels import IN_TROUBLE, LEVELS, UNCLEAR
from advisor.texts import Writer, sections, without_quotes

TABLE = "portfolio.csv"
CHANGES = "changes.jsonl"
LONGEST_TITLE = 80
MOST_CALLS = 25
MOST_FINDINGS = 12
MOST_SMALL_FINDINGS = 6
MOST_CAUSES = 10
MOST_UNKNOWN = 12
MOST_CHANGES = 25
MOST_LISTED = 200
MOST_FAILURES = 30
MOST_TOLD = 4
"""Findings named of one changed case, of each sort."""

VERDICTS = (*LEVELS, UNCLEAR)
"""From good to bad, and too little known."""
WORST_FIRST = ("in_danger", "at_risk", "watch", UNCLEAR, "healthy")


class Counted(NamedTuple):
    """One row of a table of counts."""

    name: Markdown
    id: str
    detail: Markdown
    cases: Markdown
    share: Markdown
    bar: str


@dataclass(frozen=True)
class CallView:
    """A case that needs a call, and why."""

    name: Markdown
    id: str
    verdict: Markdown
    date: Markdown
    reasons: Markdown
    why: Markdown
    step: Markdown


@dataclass(frozen=True)
class ThemeRow:
    """How many cases stand how in one theme."""

    name: Markdown
    counts: tuple[int, ...]
    """By level, in the order of VERDICTS."""
    told: tuple[Markdown, ...]
    known: Markdown
    parts: tuple[tuple[str, float, float, int], ...]
    """For the picture: level, where its bar begins and how long it is (shares of the whole), number of cases."""


@dataclass(frozen=True)
class ChangeView:
    """What changed in one case."""

    name: Markdown
    id: str
    verdict: Markdown
    """“watch → at risk”, or the verdict that stayed."""
    told: tuple[tuple[str, Markdown], ...]
    """Sort of change, and the findings."""


@dataclass(frozen=True)
class ChangesView:
    """What changed since an earlier batch."""

    since: Markdown
    changed: tuple[ChangeView, ...]
    further: int
    compared: int
    improved: int
    fell: int
    added: int
    gone: Markdown
    gone_count: int
    counts: Mapping[str, int]
    """Findings by the sort of their change."""
    same_rules: bool


class CaseLine(NamedTuple):
    """One case in the table of all."""

    name: Markdown
    id: str
    verdict: Markdown
    critical: int
    important: int
    minor: int
    known: Markdown
    weightiest: Markdown


@dataclass(frozen=True)
class PortfolioView:
    """All that the template needs; every text in it is Markdown already."""

    total: Markdown
    analysed: int
    failed: int
    in_trouble: int
    sound: int
    period: tuple[Markdown, ...]
    """The dates of the oldest and the newest case; one where they are the same, none without cases."""
    adviser: bool
    verdicts: tuple[Counted, ...]
    calls: tuple[CallView, ...]
    call_count: int
    findings: tuple[Counted, ...]
    small_findings: tuple[Counted, ...]
    """The minor ones, which are always the most."""
    causes: tuple[Counted, ...]
    themes: tuple[ThemeRow, ...]
    levels: tuple[Markdown, ...]
    picture: str
    picture_words: Markdown
    unknown: tuple[Counted, ...]
    changes: ChangesView | None
    cases: tuple[CaseLine, ...]
    """All of them, or none where they are too many for a page."""
    failures: tuple[Markdown, ...]
    further_failures: int
    benchmarks: Markdown | None
    version: str


def write(store: Store, settings: Settings, since: Earlier | None = None) -> list[Path]:
    """Write all that tells of the batch as a whole into its folder. Gives the files, the document first."""
    folder, language = store.folder, settings.language
    page, picture = folder / f"portfolio.{language}.md", folder / f"portfolio.{language}.svg"
    told = Portfolio(settings)
    with ExitStack() as files:
        results = files.enter_context(replacing(folder / RESULTS, scratch=store.scratch))
        table = _Table(files.enter_context(replacing(folder / TABLE, scratch=store.scratch)), told)
        changes = files.enter_context(replacing(folder / CHANGES, scratch=store.scratch)) if since else None
        rows = files.enter_context(
            closing(store.rows())
        )  # which an error would leave open, longer than the store
        for row, before in since.paired(rows) if since else ((row, None) for row in rows):
            change = told.add(row, before)
            results.write(json.dumps(row.result, ensure_ascii=False) + "\n")
            table.add(row, change)
            if changes and change and change.is_one:
                changes.write(json.dumps(change.to_dict(), ensure_ascii=False) + "\n")
    view = told.view(since, picture.name)
    with replacing(picture, scratch=store.scratch) as file:
        title = told.writer.phrase("picture.cases")
        template = templates().get_template("portfolio.svg.j2")
        file.write(template.render(view=view, title=title, language=language))
    with replacing(page, scratch=store.scratch) as file:
        template = templates().get_template(f"portfolio.{language}.md.j2")
        file.write(tidy(template.render(portfolio=view, number=told.writer.language.number)))
    return [page, folder / TABLE, folder / RESULTS, *([folder / CHANGES] if since else [])]


def discard(folder: Path) -> None:
    """Remove what tells of the batch as a whole: it is about to be true no more."""
    for path in (folder / RESULTS, folder / TABLE, folder / CHANGES, *folder.glob("portfolio.??.*")):
        path.unlink(missing_ok=True)


@dataclass
class _Few:
    """The `most` weightiest of many, by a key of which the smallest comes first."""

    most: int
    kept: list[Any] = field(default_factory=list)

    def add(self, key: tuple[Any, ...], one: Any) -> None:
        heapq.heappush(self.kept, _Reversed(key, one))
        if len(self.kept) > self.most:
            heapq.heappop(self.kept)

    def in_order(self) -> list[Any]:
        return [entry.one for entry in sorted(self.kept, reverse=True)]


class _Reversed(NamedTuple):
    """Orders from last to first, so that the last is the one that a heap gives up."""

    key: tuple[Any, ...]
    one: Any

    def __lt__(self, other: tuple[Any, ...]) -> bool:
        return bool(other[0] < self.key)


class Portfolio:
    """Counts the results of a batch, and puts the whole into words."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.code = settings.language
        self.writer = Writer(self.code, {})
        self.facts = FactWriter(self.writer)
        knowledge = engine(settings.benchmarks).knowledge
        self.cards, self.benchmarks = knowledge.cards, knowledge.benchmarks
        self.analysed = 0
        self.failed = 0
        self.verdicts: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self.causes: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.levels: Counter[tuple[str, str]] = Counter()
        self.known: Counter[str] = Counter()
        self.dates: list[str] = []
        self.lines: list[CaseLine] = []
        self.failures: list[Markdown] = []
        self.calls = _Few(MOST_CALLS)
        self.call_count = 0
        self.changed = _Few(MOST_CHANGES)
        self.sums: Counter[str] = Counter()
        self.same_rules = True

    # --- Counting ---

    def add(self, row: Row, before: dict[str, Any] | None = None) -> Change | None:
        """One case more. Gives how it changed, where an earlier result is known."""
        if not row.is_done:
            self._add_failure(row)
            return None
        result = row.result
        self.analysed += 1
        self.verdicts[result["verdict"]] += 1
        self.findings.update({one["id"] for one in result["findings"]})
        self.causes.update({one["id"] for one in result["causes"]})
        self.unknown.update(result["questions"])
        for theme, state in result["themes"].items():
            self.levels[theme, state["level"]] += 1
            self.known[theme] += round(state["known"] * 10_000)  # whole numbers add up alike in any order
        self.dates = [
            min([*self.dates[:1], result["case"]["date"]]),
            max([*self.dates[1:], result["case"]["date"]]),
        ]
        if len(self.lines) <= MOST_LISTED:
            self.lines.append(self._line(result))
        change = compare(row.slot, before, result, self.cards) if before else None
        self._add_change(row, change)
        self._add_call(row, change)
        return change

    def _add_failure(self, row: Row) -> None:
        self.failed += 1
        if len(self.failures) < MOST_FAILURES:
            count = len(row.result["problems"])
            why = self.writer.sentence(f"failed.{row.status}", count=count)
            self.failures.append(Markdown(f"{markdown(row.source)} — {why}"))

    def _add_change(self, row: Row, change: Change | None) -> None:
        if change is None:
            self.sums["added"] += 1
            return
        self.sums["compared"] += 1
        for name in KINDS:
            self.sums[name] += len(getattr(change, name))
        self.sums["fell"] += change.fell
        self.sums["improved"] += change.before in IN_TROUBLE and change.now in ("watch", "healthy")
        self.same_rules = self.same_rules and change.same_rules
        if change.is_one:
            self.sums["changed"] += 1
            self.changed.add(change.weight, (row, change))

    def _add_call(self, row: Row, change: Change | None) -> None:
        reasons = reasons_to_call(row.result, change)
        if not reasons:
            return
        self.call_count += 1
        counts = row.result["counts"]
        key = ("in_danger" not in reasons, -counts["critical"], -counts["important"], row.slot)
        self.calls.add(key, (row, change, reasons))

    # --- In words ---

    def view(self, since: Earlier | None, picture: str) -> PortfolioView:
        total = self.analysed + self.failed
        themes = tuple(self._theme(theme) for theme in THEMES)
        return PortfolioView(
            total=self.writer.language.number(total),
            analysed=self.analysed,
            failed=self.failed,
            in_trouble=sum(self.verdicts[verdict] for verdict in IN_TROUBLE),
            sound=self.verdicts["healthy"],
            period=tuple(
                self.writer.language.date(datetime.date.fromisoformat(day))
                for day in dict.fromkeys(self.dates)
            ),
            adviser=self.settings.adviser,
            verdicts=tuple(
                self._counted(self.writer.phrase(f"verdict.{one}"), one, self.verdicts[one])
                for one in WORST_FIRST
            ),
            calls=tuple(self._call(*one) for one in self.calls.in_order()),
            call_count=self.call_count,
            findings=self._most_frequent(self.findings, MOST_FINDINGS, "critical", "important"),
            small_findings=self._most_frequent(self.findings, MOST_SMALL_FINDINGS, "minor"),
            causes=self._most_frequent(self.causes, MOST_CAUSES, *SEVERITIES),
            themes=themes,
            levels=tuple(self.writer.phrase(f"level.{level}") for level in VERDICTS),
            picture=picture,
            picture_words=self._picture_words(themes),
            unknown=tuple(
                self._counted(self._field(path), "", count)
                for path, count in self._most(self.unknown, MOST_UNKNOWN)
            ),
            changes=self._changes(since) if since else None,
            cases=tuple(self.lines) if len(self.lines) <= MOST_LISTED else (),
            failures=tuple(self.failures),
            further_failures=self.failed - len(self.failures),
            benchmarks=markdown(self.benchmarks.overlay) if self.benchmarks.overlay else None,
            version=version(),
        )

    def _most_frequent(self, counts: Counter[str], most: int, *severities: str) -> tuple[Counted, ...]:
        chosen = Counter({id: count for id, count in counts.items() if self.cards[id].severity in severities})
        return tuple(self._rule(id, count) for id, count in self._most(chosen, most))

    def _most(self, counts: Counter[str], most: int) -> list[tuple[str, int]]:
        return sorted(counts.items(), key=lambda one: (-one[1], self._order(one[0]), one[0]))[:most]

    def _order(self, id: str) -> tuple[Any, ...]:
        """The weightier of two that are as frequent first."""
        card = self.cards.get(id)
        return (SEVERITIES.index(card.severity), card.order) if card and card.severity else ()

    def _counted(self, name: Markdown, id: str, count: int, detail: Markdown = Markdown("")) -> Counted:  # noqa: B008
        share = count / self.analysed if self.analysed else 0.0
        number, percent = self.writer.language.number(count), self.writer.language.percent(share, 0)
        return Counted(name, id, detail, number, percent, bar(round(share * BAR_LENGTH), BAR_LENGTH))

    def _rule(self, id: str, count: int) -> Counted:
        card = self.cards[id]
        detail = [self.writer.phrase(f"theme.{card.theme}"), self.writer.phrase(f"severity.{card.severity}")]
        return self._counted(stated(card, self.code), id, count, Markdown(", ".join(detail)))

    def _field(self, path: str) -> Markdown:
        section, _, name = path.partition(".")
        title = self.writer.language.capital(Markdown(sections("vocabulary", self.code)[section].title))
        return Markdown(f"{title} — {label(path, self.code)}") if name else title

    def _case(self, result: dict[str, Any]) -> Markdown:
        """The case by its title, with a link to its report."""
        name = markdown(one_line(result["case"]["title"] or result["case"]["id"], LONGEST_TITLE))
        if self.settings.form == "none":
            return name
        return Markdown(f"[{name}]({DOCUMENTS}/{result['case']['id']}.{self.settings.form})")

    def _line(self, result: dict[str, Any]) -> CaseLine:
        weightiest = [*result["causes"][:1], *result["findings"][:1]]
        return CaseLine(
            name=self._case(result),
            id=result["case"]["id"],
            verdict=self.writer.phrase(f"verdict.{result['verdict']}"),
            **result["counts"],
            known=self.writer.language.percent(result["known"], 0),
            weightiest=self._told(weightiest[0]) if weightiest else Markdown("–"),
        )

    def _told(self, one: dict[str, Any]) -> Markdown:
        """A conclusion in general words, and what it is about."""
        return self._found(Found(one["id"], one["subject"], one["about"], ""))

    def _found(self, *alike: Found) -> Markdown:
        """A rule in general words, and what it found so."""
        card = self.cards.get(alike[0].id)  # an earlier batch may name a rule that there is no more
        statement = str(stated(card, self.code)).rstrip(".") if card else ""
        names = [self._quoted(one.about) for one in alike if one.about]
        about = f" — {self.writer.language.listing(names)}" if names else ""
        return Markdown(f"`{alike[0].id}` {statement}{about}")

    def _quoted(self, name: str) -> Markdown:
        return self.writer.language.quote(without_quotes(markdown(name)))

    def _call(self, row: Row, change: Change | None, reasons: list[str]) -> CallView:
        result = row.result
        told = [self.writer.sentence(f"call.{reason}", **self._verdicts_of(change)) for reason in reasons]
        return CallView(
            name=self._case(result),
            id=result["case"]["id"],
            verdict=self.writer.phrase(f"verdict.{result['verdict']}"),
            date=self.writer.language.date(datetime.date.fromisoformat(result["case"]["date"])),
            reasons=self.facts.separate(told),
            why=Markdown(
                " ".join(row.page.get("why") or [self._told(one) for one in result["findings"][:1]])
            ),
            step=Markdown(row.page.get("step", "")),
        )

    def _verdicts_of(self, change: Change | None) -> dict[str, Markdown]:
        if change is None:
            return {}
        return {name: self.writer.phrase(f"verdict.{getattr(change, name)}") for name in ("before", "now")}

    # --- Themes ---

    def _theme(self, theme: str) -> ThemeRow:
        counts = tuple(self.levels[theme, level] for level in VERDICTS)
        known = self.known[theme] / 10_000 / self.analysed if self.analysed else 0.0
        return ThemeRow(
            name=self.writer.phrase(f"theme.{theme}"),
            counts=counts,
            told=tuple(self.writer.language.number(count) for count in counts),
            known=self.writer.language.percent(known, 0),
            parts=tuple(self._parts(counts)),
        )

    def _parts(self, counts: tuple[int, ...]) -> Iterator[tuple[str, float, float, int]]:
        begin = 0.0
        for level, count in zip(VERDICTS, counts, strict=True):
            share = count / self.analysed if self.analysed else 0.0
            if count:
                yield level, round(begin, 4), round(share, 4), count
            begin += share

    def _picture_words(self, themes: Iterable[ThemeRow]) -> Markdown:
        levels = [self.writer.phrase(f"level.{level}") for level in VERDICTS]
        told = [
            f"{row.name}{self.facts.colon}"
            + ", ".join(
                f"{count} {word}" for count, word in zip(row.told, levels, strict=True) if count != "0"
            )
            for row in themes
        ]
        return Markdown(f"{self.writer.phrase('picture.cases')}{self.facts.colon}{self.facts.separate(told)}")

    # --- Changes ---

    def _changes(self, since: Earlier) -> ChangesView:
        changed = tuple(self._change(*one) for one in self.changed.in_order())
        gone = [markdown(one_line(name, LONGEST_TITLE)) for name in since.gone]
        return ChangesView(
            since=markdown(str(since.folder)),
            changed=changed,
            further=self.sums["changed"] - len(changed),
            compared=self.sums["compared"],
            improved=self.sums["improved"],
            fell=self.sums["fell"],
            added=self.sums["added"],
            gone=self.writer.language.listing(gone),
            gone_count=since.gone_count,
            counts={kind: self.sums[kind] for kind in KINDS},
            same_rules=self.same_rules,
        )

    def _change(self, row: Row, change: Change) -> ChangeView:
        verdicts = self._verdicts_of(change)
        moved = (
            f"{verdicts['before']} → {verdicts['now']}" if change.before != change.now else verdicts["now"]
        )
        currency = row.result.get("currency") or "EUR"
        return ChangeView(
            name=self._case(row.result),
            id=row.result["case"]["id"],
            verdict=Markdown(moved),
            told=tuple(
                (kind, self._several(self._changed(getattr(change, kind), currency)))
                for kind in KINDS
                if getattr(change, kind)
            ),
        )

    def _several(self, told: list[Markdown]) -> Markdown:
        """A few of them; of the others only how many they are."""
        kept = told[:MOST_TOLD]
        if len(told) > MOST_TOLD:
            kept.append(self.writer.sentence("portfolio.more", count=len(told) - MOST_TOLD))
        return self.facts.separate(kept)

    def _changed(self, ones: Sequence[Found | Movement], currency: str) -> list[Markdown]:
        """Findings of one sort of change, those of one rule together."""
        facts = FactWriter(Writer(self.code, {}, currency))
        told: list[Markdown] = []
        by_rule: dict[str, list[Found]] = {}
        for one in ones:
            if isinstance(one, Found):
                by_rule.setdefault(one.id, []).append(one)
                continue
            held = held_values(self.cards[one.found.id])
            moved = [
                facts.movement(held[name], before, now, self.benchmarks) for name, before, now in one.values
            ]
            told.append(Markdown(f"{self._found(one.found)} ({self.facts.separate(moved)})"))
        return told + [self._found(*alike) for alike in by_rule.values()]


def reasons_to_call(result: dict[str, Any], change: Change | None) -> list[str]:
    """Why somebody should call this week; empty where it can wait."""
    return [*result["call"], *(["fell"] if change and change.fell else [])]


# --- The table for spreadsheets --------------------------------------------------------------


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, in East Asian ones also in full width."""


def cell(value: object) -> str:
    """A text as a cell that no spreadsheet computes."""
    text = one_line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Table:
    """`portfolio.csv`: a line a case, as spreadsheets of the language read it."""

    def __init__(self, file: Any, told: Portfolio) -> None:
        file.write("\ufeff")  # without which Excel takes UTF-8 for Windows-1252
        self._csv = csv.writer(file, delimiter=";" if told.code == "fr" else ",", lineterminator="\r\n")
        self._writer = told.writer
        self._code = told.code
        columns = (
            *(
                "case",
                "title",
                "date",
                "status",
                "verdict",
                "call",
                "critical",
                "important",
                "minor",
                "known",
            ),
            *(f"theme.{theme}" for theme in THEMES),
            *("causes", "first_step", "owners", "due", "before", "new", "solved", "worse", "source"),
        )
        self._csv.writerow([self._phrase(name if "." in name else f"column.{name}") for name in columns])

    def _phrase(self, key: str) -> str:
        return cell(self._writer.phrase(key))

    def add(self, row: Row, change: Change | None) -> None:
        """One case."""
        result, case = row.result, row.result["case"]
        if row.status != DONE:
            status = self._phrase(f"status.{row.status}")
            self._csv.writerow([cell(case["id"] or ""), "", "", status, *[""] * 24, cell(row.source)])
            return
        step = result["first_steps"][0] if result["first_steps"] else None
        self._csv.writerow(
            [
                case["id"],
                cell(case["title"] or ""),
                case["date"],
                self._phrase("status.done"),
                self._phrase(f"verdict.{result['verdict']}"),
                " ".join(self._phrase(f"call.{reason}") for reason in reasons_to_call(result, change)),
                *(result["counts"][severity] for severity in SEVERITIES),
                round(result["known"] * 100),
                *(self._phrase(f"level.{result['themes'][theme]['level']}") for theme in THEMES),
                " ".join(sorted({one["id"] for one in result["causes"]})),
                f"{step['id']} {step['about'] or ''}".strip() if step else "",
                cell(" ".join(step["owners"])) if step else "",
                step["due"] if step else "",
                self._phrase(f"verdict.{change.before}") if change else "",
                *((len(change.new), len(change.solved), len(change.worse)) if change else ("", "", "")),
                cell(row.source),
            ]
        )
