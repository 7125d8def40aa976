"""The framework agreement: an outline filled from the case, for the partners and their lawyer, with what is still open.

What is known stands in its place; what is known to be missing, and what we don't know, are left blank and listed at
the end, each with the recommendation that asks for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from advisor import vocabulary
from advisor.assessment import Advice
from advisor.documents import Composer, StepView
from advisor.escaping import Markdown, markdown
from advisor.facts_in_words import label
from advisor.inference import Key
from advisor.measures.base import listed
from advisor.measures.load import doers
from advisor.papers.base import SHORT_BLANK, Kind, Paper, advice_about, codes
from advisor.vocabulary import Facts, Indicator, Objective, Partner, Point, Task

NOTHING = Markdown("")
UNWRITTEN = ("none", "oral")
"""Agreements in which no clause can stand."""
FIRST = ("CON-R18", "CON-R19", "CON-R20", "CON-R15", "CON-R16", "EXP-R33")
"""What comes before any drafting: safety, law, a step that can't be undone, a mediation, cash."""
MOST_FIRST = 3
COMPLETES_AN_OBJECTIVE = ("OBJ-R2", "OBJ-R3", "OBJ-R4", "OBJ-R5", "OBJ-R17")
COMPLETES_AN_INDICATOR = ("KPI-R1", "KPI-R3")
ASKED_BY: dict[str, tuple[str, ...]] = {
    "partnership.agreement": ("OBJ-R13",),
    "partnership.decision_rule": ("CON-R9",),
    "partnership.renewal": ("REV-R4", "REV-R15", "REV-R19", "FUT-R13"),
    "objectives": ("OBJ-R1", "OBJ-R17", "CON-R1"),
    "objectives.indicator": (*COMPLETES_AN_OBJECTIVE, "KPI-R6"),
    "objectives.baseline": COMPLETES_AN_OBJECTIVE,
    "objectives.target": (*COMPLETES_AN_OBJECTIVE, "OBJ-R8"),
    "objectives.deadline": COMPLETES_AN_OBJECTIVE,
    "objectives.owner": COMPLETES_AN_OBJECTIVE,
    "objectives.validated_by": ("OBJ-R9",),
    "objectives.conflicts_with": ("OBJ-R10", "CON-R1"),
    "tasks": ("RSP-R8",),
    "tasks.accountable": ("RSP-R8", "CON-R4"),
    "tasks.doing": ("RSP-R18",),
    "tasks.deliverable": ("RSP-R19",),
    "points": ("COM-R1", "COM-R3"),
    "points.rhythm": ("COM-R1", "COM-R3", "COM-R5"),
    "communication.channel_rule": ("COM-R14",),
    "indicators": ("KPI-R7", "KPI-R6"),
    "indicators.target": COMPLETES_AN_INDICATOR,
    "indicators.rhythm": COMPLETES_AN_INDICATOR,
    "indicators.owner": COMPLETES_AN_INDICATOR,
    "indicators.shared_with": COMPLETES_AN_INDICATOR,
    "indicators.action_if_missed": (*COMPLETES_AN_INDICATOR, "KPI-R15"),
    "partners.benefit_share": ("RSP-R11",),
    "partners.risk_share": ("RSP-R17",),
    "partners.decision_share": ("RSP-R16",),
    "finance.accounts_shared": ("TRU-R3", "TRU-R15", "CON-R3"),
    "finance.advance_rule": ("TRU-R8",),
    "finance.accountant_independent": ("TRU-R11",),
    "clauses.escalation": (),
    "clauses.mediation": (),
    "clauses.deadlock": ("CON-R26",),
    "clauses.exit": ("REV-R10", "REV-R11", "CON-R17", "FUT-R13"),
    "clauses.intellectual_property": ("FUT-R11", "CON-R8"),
    "clauses.exclusivity": ("TRU-R5", "CON-R8"),
    "review.rhythm": ("REV-R1", "REV-R3", "REV-R17"),
    "review.next_review": ("REV-R1", "REV-R2", "REV-R3", "REV-R17"),
    "workload.agreed_fair": ("RSP-R10",),
}
"""For what may be open in an agreement: the recommendations that ask for it."""
WHOLE = "partnership.agreement"
"""The gap that is the agreement itself."""
MONEY = ("accounts_shared", "accountant_independent", "advance_rule")
TOLD_BY_SECTION = {
    "objectives": ("objectives",),
    "roles": ("tasks", "workload.agreed_fair"),
    "communication": ("points", "communication.channel_rule"),
    "indicators": ("indicators",),
    "money": ("finance.accounts_shared", "finance.advance_rule"),
    "decisions": ("partnership.decision_rule", "clauses.deadlock"),
    "ownership": ("clauses.intellectual_property", "clauses.exclusivity"),
    "term": ("partnership.renewal", "clauses.exit"),
}
"""What goes without saying where nothing at all is known of a section: its one line asks for it already."""
EVEN = 0.005
"""How far a share told in whole hundredths can lie from an even one."""
SHARES = ("benefit_share", "equity_share", "risk_share", "decision_share")


@dataclass(frozen=True)
class Clause:
    """A clause of the agreement that there is, or that there should be."""

    state: str
    """`there`, `missing`, `unwritten` (no text in which it could stand) or `unknown`."""
    codes: Markdown


@dataclass(frozen=True)
class Gap:
    """Something still to settle."""

    what: Markdown
    state: str
    """`missing`: it is known that there is none; `unknown`: we don't know."""
    codes: Markdown


@dataclass(frozen=True)
class Row:
    """A line of a table: the name of an entry, the codes of what is recommended about it, and its cells."""

    title: Markdown
    codes: Markdown
    cells: tuple[Markdown, ...]


@dataclass(frozen=True)
class Shares:
    """The shares of the partners that are known, a column each."""

    heads: tuple[Markdown, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Known:
    """Of which sections anything is known; the others are a line each, not a heading over nothing."""

    objectives: bool
    roles: bool
    communication: bool
    indicators: bool
    money: bool
    decisions: bool
    ownership: bool
    term: bool

    @property
    def everything(self) -> bool:
        return all(dataclasses.astuple(self))


@dataclass(frozen=True)
class FrameworkAgreement:
    """The data of `framework-agreement.<language>.md.j2`."""

    known: Known
    first: tuple[StepView, ...]
    """What comes before any drafting."""
    agreement: str
    """The form of the agreement today; empty where it is unknown."""
    agreement_words: Markdown
    asked: Markdown
    """The code of the recommendation to write it; empty where it is not given."""
    parties: tuple[Row, ...]
    form: Markdown
    sector: Markdown
    start: Markdown
    objectives: tuple[Row, ...]
    own_objectives: Markdown
    """Objectives that a partner keeps for itself."""
    past_objectives: Markdown
    """Objectives whose date is over."""
    tasks: tuple[Row, ...]
    fair: Clause
    """Whether all agree that the work is shared fairly."""
    fair_because: Markdown
    promised: Markdown
    """The shares of the work promised, where they are known."""
    points: tuple[Row, ...]
    channels: Clause
    indicators: tuple[Row, ...]
    shares: Shares | None
    revenue_shared: str
    """`yes`, `no`, or empty."""
    accounts: str
    """`full`, `summary`, `none`, or empty."""
    accounts_codes: Markdown
    advances: Clause
    accountant: str
    """Whether it is independent: `yes`, `no`, or empty."""
    accountant_codes: Markdown
    decision_rule: Markdown
    decision_codes: Markdown
    deadlock: Clause
    escalation: Clause
    mediation: Clause
    intellectual_property: Clause
    exclusivity: Clause
    exit: Clause
    renewal: str
    """`date`, `none` for no term, or empty."""
    renewal_date: Markdown
    renewal_codes: Markdown
    review_rhythm: Markdown
    next_review: Markdown
    review_codes: Markdown
    gaps: tuple[Gap, ...]


def _compose(composer: Composer) -> Iterable[Paper]:
    yield Paper(KIND.name, _Outline(composer).view())


KIND = Kind("framework-agreement", _compose, FrameworkAgreement)


class _Outline:
    """The parts of the agreement as they are put together, and the gaps met on the way."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.writer = composer.writer
        self.facts = composer.facts
        self.advice = composer.assessment.advice
        self.record = composer.assessment.case.record
        self.partners = composer.assessment.case.partners
        self._gaps: dict[tuple[str, str], list[str]] = {}
        """The entries that lack a field, by field and state."""

    def view(self) -> FrameworkAgreement:
        partnership = self.record.partnership
        agreement = (partnership.agreement if partnership else None) or ""
        form = self._given("partnership", "form", noted=False)
        sector = self._given("partnership", "sector", noted=False)
        start = self._given("partnership", "start", noted=False)
        if agreement in ("", *UNWRITTEN, "written"):
            self._lacks("partnership.agreement", "missing" if agreement else "unknown")
        common, own, past = self._sorted_objectives()
        return FrameworkAgreement(
            known=self._known(),
            first=tuple(one for one in self.composer.steps() if one.id in FIRST)[:MOST_FIRST],
            agreement=agreement,
            agreement_words=self.facts.value("partnership", "agreement", agreement) if agreement else NOTHING,
            asked=self._codes("partnership.agreement"),
            parties=tuple(self._party(one) for one in listed(self.record, "partners")),
            form=form,
            sector=sector,
            start=start,
            objectives=self._rows("objectives", common, self._objective),
            own_objectives=self._titles(own),
            past_objectives=self._titles(past),
            tasks=self._rows("tasks", listed(self.record, "tasks"), self._task),
            fair=self._fair(),
            fair_because=self._fair_because(),
            promised=self._promised(),
            points=self._rows("points", self._points(), self._point),
            channels=self._clause("communication", "channel_rule"),
            indicators=self._rows("indicators", listed(self.record, "indicators"), self._indicator),
            shares=self._shares(),
            revenue_shared=self._revenue_shared(),
            accounts=self._accounts(),
            accounts_codes=self._codes("finance.accounts_shared"),
            advances=self._clause("finance", "advance_rule"),
            accountant=_yes_or_no(self.record.finance, "accountant_independent"),
            accountant_codes=self._codes("finance.accountant_independent"),
            decision_rule=self._given("partnership", "decision_rule"),
            decision_codes=self._codes("partnership.decision_rule"),
            deadlock=self._clause("clauses", "deadlock"),
            escalation=self._clause("clauses", "escalation"),
            mediation=self._clause("clauses", "mediation"),
            intellectual_property=self._clause("clauses", "intellectual_property"),
            exclusivity=self._clause("clauses", "exclusivity"),
            exit=self._clause("clauses", "exit"),
            **self._renewal(),
            review_rhythm=self._given("review", "rhythm"),
            next_review=self._next_review(),
            review_codes=self._codes("review.next_review"),
            gaps=tuple(self.gaps()),
        )

    def _known(self) -> Known:
        record = self.record
        shares = any(getattr(one, name) is not None for one in record.partners for name in SHARES)
        workload, partnership = record.workload, record.partnership
        fairness = workload is not None and (
            workload.agreed_fair is not None or bool(workload.promised_shares)
        )
        accounts = any(_knows(record.finance, name) for name in MONEY)
        return Known(
            objectives=bool(record.objectives),
            roles=bool(record.tasks) or fairness,
            communication=bool(self._points()) or _knows(record.communication, "channel_rule"),
            indicators=bool(record.indicators),
            money=shares or accounts or _knows(partnership, "revenue_shared"),
            decisions=_knows(partnership, "decision_rule") or _knows(record.clauses, "deadlock"),
            ownership=any(_knows(record.clauses, name) for name in ("intellectual_property", "exclusivity")),
            term=_knows(partnership, "renewal") or _knows(record.clauses, "exit"),
        )

    # --- Parties, aims, roles ---

    def _party(self, one: Partner) -> Row:
        kind = self.facts.value("partners", "kind", one.kind) if one.kind else SHORT_BLANK
        skills = self.writer.language.listing(sorted(one.skills)) if one.skills else SHORT_BLANK
        return Row(self.writer.name(one.id), NOTHING, (kind, skills, SHORT_BLANK))

    def _sorted_objectives(self) -> tuple[list[Objective], list[Objective], list[Objective]]:
        """Those of all together, those that one partner keeps for itself, and those whose date is over."""
        common: list[Objective] = []
        own: list[Objective] = []
        past: list[Objective] = []
        excluded = {other for one in listed(self.record, "objectives") for other in one.conflicts_with or ()}
        for one in listed(self.record, "objectives"):
            over = one.deadline is not None and one.deadline < self.record.date
            alone = one.pursued_by is not None and len(one.pursued_by) == 1
            (past if over else own if alone else common).append(one)
            if (one.conflicts_with or one.id in excluded) and not over:
                self._lacks("objectives.conflicts_with", "missing", one.id)
        return common, own, past

    def _objective(self, one: Objective) -> tuple[Markdown, ...]:
        unit = one.unit or ""
        by = self.writer.language.short_date(one.deadline) if one.deadline else None
        start = self.writer.quantity(one.baseline, unit) if one.baseline is not None else None
        target = self.writer.quantity(one.target, unit) if one.target is not None else None
        return (
            self._cell("objectives", one, "indicator"),
            self._cell("objectives", one, "baseline", start),
            self._cell("objectives", one, "target", target),
            self._cell("objectives", one, "deadline", by),
            self._cell("objectives", one, "owner"),
            self._approval(one),
        )

    def _approval(self, one: Objective) -> Markdown:
        if one.validated_by is None:
            self._lacks("objectives.validated_by", "unknown", one.id)
            return SHORT_BLANK
        if set(one.validated_by) >= set(self.partners):
            return self.writer.phrase("agreement.all")
        self._lacks("objectives.validated_by", "missing", one.id)
        so_far = self.writer.name(sorted(one.validated_by)) if one.validated_by else None
        return (
            self.writer.phrase("agreement.more", so_far=so_far, blank=SHORT_BLANK) if so_far else self._none()
        )

    def _task(self, one: Task) -> tuple[Markdown, ...]:
        if one.accountable is not None and len(one.accountable) > 1:
            self._lacks("tasks.accountable", "missing", one.id)
            either = self.writer.language.either(self.writer.name(who) for who in sorted(one.accountable))
            accountable = self.writer.phrase("agreement.either", either=either, blank=SHORT_BLANK)
        else:
            accountable = self._cell("tasks", one, "accountable")
        return accountable, self._doing(one), self._cell("tasks", one, "deliverable")

    def _doing(self, one: Task) -> Markdown:
        """Those who do a task, as in the responsibility matrix: the hours tell it where nobody is named."""
        who = doers(one)
        return self.writer.name(sorted(who)) if who else self._cell("tasks", one, "doing")

    def _fair(self) -> Clause:
        """Whether all agree that the work is shared fairly."""
        fair = _yes_or_no(self.record.workload, "agreed_fair")
        if fair != "yes":
            self._lacks("workload.agreed_fair", "missing" if fair else "unknown")
        state = {"yes": "there", "no": "missing", "": "unknown"}[fair]
        return Clause(state, self._codes("workload.agreed_fair"))

    def _fair_because(self) -> Markdown:
        reason = self.record.workload.fair_because if self.record.workload else None
        return markdown(reason) if reason else NOTHING

    def _promised(self) -> Markdown:
        workload = self.record.workload
        shares = workload.promised_shares if workload else None
        if not shares:
            return NOTHING
        told = (
            f"{self.writer.name(who)}{self.facts.colon}{self.writer.language.percent(share)}"
            for who, share in sorted(shares.items())
        )
        return self.facts.separate(told)

    # --- Talking, measuring, money ---

    def _points(self) -> list[Point]:
        return [one for one in listed(self.record, "points") if one.rhythm != "never"]

    def _point(self, one: Point) -> tuple[Markdown, ...]:
        return tuple(
            self._cell("points", one, name, noted=name == "rhythm")
            for name in ("purpose", "rhythm", "minutes", "tool")
        )

    def _indicator(self, one: Indicator) -> tuple[Markdown, ...]:
        target = self.writer.quantity(one.target, one.unit or "") if one.target is not None else None
        return (
            self._cell("indicators", one, "objective", noted=False),
            self._cell("indicators", one, "target", target),
            self._cell("indicators", one, "rhythm"),
            self._cell("indicators", one, "owner"),
            self._seen_by(one),
            self._cell("indicators", one, "action_if_missed"),
        )

    def _seen_by(self, one: Indicator) -> Markdown:
        if one.shared_with is not None and {*one.shared_with, one.owner} >= set(self.partners):
            return self.writer.phrase("agreement.all")
        if one.shared_with:
            self._lacks("indicators.shared_with", "missing", one.id)
            so_far = self.writer.name(sorted(one.shared_with))
            return self.writer.phrase("agreement.more", so_far=so_far, blank=SHORT_BLANK)
        return self._cell("indicators", one, "shared_with")

    def _shares(self) -> Shares | None:
        partners: list[Partner] = listed(self.record, "partners")
        known = [name for name in SHARES if any(getattr(one, name) is not None for one in partners)]
        if not known:
            return None
        rows = []
        for one in partners:
            for name in known:
                if getattr(one, name) is None:
                    self._lacks(f"partners.{name}", "unknown", one.id)
            cells = (self._share(getattr(one, name)) for name in known)
            rows.append(Row(self.writer.name(one.id), NOTHING, tuple(cells)))
        together = [[getattr(one, name) for one in partners] for name in known]
        sums = (self._share(_sum_of_shares(column)) for column in together)
        rows.append(Row(self.writer.phrase("agreement.together"), NOTHING, tuple(sums)))
        heads = (Markdown(label(f"partners.{name}", self.writer.code)) for name in known)
        return Shares(tuple(self.writer.language.capital(head) for head in heads), tuple(rows))

    def _share(self, share: float | None) -> Markdown:
        return SHORT_BLANK if share is None else self.writer.language.percent(share)

    def _revenue_shared(self) -> str:
        return _yes_or_no(self.record.partnership, "revenue_shared")

    def _accounts(self) -> str:
        shared = self.record.finance.accounts_shared if self.record.finance else None
        if shared is None:
            self._lacks("finance.accounts_shared", "unknown")
        elif shared != "full" and self._revenue_shared() != "no":
            self._lacks("finance.accounts_shared", "missing")
        return shared or ""

    # --- Term and review ---

    def _renewal(self) -> dict[str, Any]:
        partnership = self.record.partnership
        day = partnership.renewal if partnership else None
        over = day is not None and day < self.record.date
        if partnership is None or not partnership.knows("renewal") or over:
            self._lacks("partnership.renewal", "missing" if over else "unknown")
        state = "over" if over else "date" if day else ""
        if partnership is not None and partnership.knows("renewal") and day is None:
            state = "none"
        return {
            "renewal": state,
            "renewal_date": self.writer.language.date(day) if day else NOTHING,
            "renewal_codes": self._codes("partnership.renewal"),
        }

    def _next_review(self) -> Markdown:
        day = self.record.review.next_review if self.record.review else None
        if day is not None and day >= self.record.date:
            return self.writer.language.date(day)
        return SHORT_BLANK

    # --- Known, missing, unknown ---

    def _clause(self, section: str, name: str) -> Clause:
        path = f"{section}.{name}"
        part: Facts | None = getattr(self.record, section)
        there = getattr(part, name) if part is not None else None
        partnership = self.record.partnership
        if there is None:
            unwritten = partnership is not None and partnership.agreement in UNWRITTEN
            state = "unwritten" if section == "clauses" and unwritten else "unknown"
        else:
            state = "there" if there else "missing"
        if state != "there":
            self._lacks(path, "unknown" if state == "unknown" else "missing")
        return Clause(state, self._codes(path))

    def _given(self, section: str, name: str, *, noted: bool = True) -> Markdown:
        """A fact of a section; a blank where it is unknown."""
        part: Facts | None = getattr(self.record, section)
        value = getattr(part, name) if part is not None else None
        if value is not None:
            return self.facts.value(section, name, value)
        if noted:
            self._lacks(f"{section}.{name}", "unknown")
        return SHORT_BLANK

    def _cell(
        self, section: str, entry: Any, name: str, words: Markdown | None = None, *, noted: bool = True
    ) -> Markdown:
        """A fact of an entry in a table, `words` in place of its value; a blank where it is none or unknown."""
        value = getattr(entry, name)
        if value is not None and value != []:
            in_order = sorted(value) if isinstance(value, list) else value
            return words or self.facts.value(section, name, in_order)
        is_none = entry.knows(name)
        if noted:
            self._lacks(f"{section}.{name}", "missing" if is_none else "unknown", entry.id)
        return self._none() if is_none else SHORT_BLANK

    def _none(self) -> Markdown:
        return self.writer.phrase("agreement.none", blank=SHORT_BLANK)

    def _rows(self, section: str, entries: Sequence[Any], cells: Any) -> tuple[Row, ...]:
        if not entries:
            self._lacks(section, "unknown" if getattr(self.record, section) is None else "missing")
        return tuple(
            Row(
                self.writer.title(one.id),
                codes(advice_about(self.composer.assessment, one.id)),
                cells(one),
            )
            for one in entries
        )

    def _titles(self, entries: Sequence[Any]) -> Markdown:
        return self.writer.title([one.id for one in entries]) if entries else NOTHING

    def _lacks(self, path: str, state: str, entry: str = "") -> None:
        self._gaps.setdefault((path, state), []).append(entry)

    def gaps(self) -> Iterable[Gap]:
        """What is still to settle: first what a recommendation asks for, then what is missing, then what is unknown."""
        known = self._known()
        said_already = [
            path for name, paths in TOLD_BY_SECTION.items() if not getattr(known, name) for path in paths
        ]
        asked: list[Gap] = []
        others: dict[tuple[str, str], list[Markdown]] = {}
        for (path, state), entries in self._gaps.items():
            found = codes(self._asking(path, entries))
            section = path.partition(".")[0]
            if state == "unknown" and not found and path in said_already:
                continue
            if found or section not in vocabulary.SECTIONS or path == WHOLE:
                asked.append(Gap(self._gap_in_words(path, entries), state, found))
            else:
                others.setdefault((section, state), []).append(Markdown(label(path, self.writer.code)))
        together = [
            Gap(
                self.writer.language.capital(self.writer.language.listing(names))
                if section == "clauses"
                else Markdown(f"{self.facts.entry(section, None)} — {self.writer.language.listing(names)}"),
                state,
                NOTHING,
            )
            for (section, state), names in others.items()
        ]
        return sorted([*asked, *together], key=lambda one: (not one.codes, one.state))

    def _gap_in_words(self, path: str, entries: Sequence[str]) -> Markdown:
        """“Money — accounts shared”, or “Deadline: ‘More pubs’ and ‘The stand’”."""
        named = [one for one in entries if one]
        section = path.partition(".")[0]
        if path == WHOLE:
            return self.writer.phrase("agreement.itself")
        if path == "objectives":
            return self.writer.phrase("agreement.common_objectives")
        if section == "clauses":
            return self.writer.language.capital(Markdown(label(path, self.writer.code)))
        if not named:
            return (
                self.facts.path(path) if section in vocabulary.SECTIONS else self.facts.entry(section, None)
            )
        what = self.writer.language.capital(Markdown(label(path, self.writer.code)))
        whose = self.writer.name(named) if section == "partners" else self.writer.title(named)
        return Markdown(f"{what}{self.facts.colon}{whose}")

    def _codes(self, path: str) -> Markdown:
        return codes(self._asking(path, [""]))

    def _asking(self, path: str, entries: Sequence[str]) -> list[Advice]:
        """The recommendations given that ask for a fact, of these entries or of none in particular."""
        section = path.partition(".")[0]
        siblings = [one.id for one in listed(self.record, section)] if section in vocabulary.LISTS else []
        about = self._about(entries)
        about_others = self._about(set(siblings) - set(entries)) - about
        asking = (one for one in self.advice if one.id in ASKED_BY.get(path, ()))
        return [one for one in asking if one.key not in about_others]

    def _about(self, entries: Iterable[str]) -> set[Key]:
        assessment = self.composer.assessment
        return {one.key for entry in entries for one in advice_about(assessment, entry)}


def _knows(part: Facts | None, name: str) -> bool:
    return part is not None and part.knows(name)


def _sum_of_shares(shares: Sequence[float | None]) -> float | None:
    """The shares together; None where one is unknown. Even shares are a whole: three thirds are told as 33% each."""
    known = [one for one in shares if one is not None]
    if len(known) < len(shares):
        return None
    even = all(abs(one - 1 / len(known)) < EVEN for one in known)
    return 1.0 if even else sum(known)


def _yes_or_no(part: Facts | None, name: str) -> str:
    value = getattr(part, name) if part is not None else None
    return {None: "", True: "yes", False: "no"}[value]
