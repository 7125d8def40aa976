"""What a worker does with one case: from its bytes to everything that is kept of it. Pure, and nothing shared.

Only texts and plain data go in and out, so that a worker may be a thread, a process or another machine.
"""

from __future__ import annotations

import gc
import hashlib
import json
import platform
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from advisor import version, vocabulary
from advisor.assessment import Advice, Assessment, Conclusion, advise, engine
from advisor.batch.sources import Source, problems_in_line
from advisor.benchmarks import Overlay
from advisor.case import ADVISER, JOINT, Case, case_of_tree, entries
from advisor.errors import AdvisorError, CaseError, Problem
from advisor.escaping import one_line
from advisor.inference import Key
from advisor.knowledge import KnowledgeBase, held_values
from advisor.messages import say
from advisor.reading import UnreadableError, parse_tree
from advisor.vocabulary import CONFIDENTIALITY

RESULT_SCHEMA = 1
"""Version of the form of a line in `results.jsonl`."""
FORMATS = ("md", "json", "none")
URGENT_DAYS = 7
"""A call is due this week where a first step against a critical finding is due within so many days."""
MOST_REASONS = 2

DONE = "done"
DATA, UNREADABLE, HUNG, DIED, INTERNAL = FAILURES = ("data", "unreadable", "hung", "died", "internal")
"""Why a case failed: its mistakes, its file, the time it took, the end of its worker, a fault of ours."""
WORTH_ANOTHER_TRY = (UNREADABLE, HUNG, DIED, INTERNAL)
"""What may go better next time though the case is the same."""

_ONE_AT_A_TIME = threading.Lock()
"""There is one engine a process, and it holds the facts of one case."""


@dataclass(frozen=True)
class Settings:
    """What every case of a batch is analysed with."""

    language: str
    """Of the portfolio, of messages, and of a report whose case names none."""
    report_language: str | None = None
    """Of every report; None: that of its case."""
    form: str = "md"
    adviser: bool = False
    benchmarks: Overlay | None = None
    fingerprint: str = ""
    """Of the program that the batch was begun with."""
    debug: bool = False

    @property
    def audience(self) -> str | None:
        return ADVISER if self.adviser else JOINT

    def digest(self) -> str:
        """Of all that a result depends on besides the case itself."""
        told = [self.language, self.report_language, self.form, self.adviser, self.fingerprint]
        overlay = [self.benchmarks.name, self.benchmarks.text] if self.benchmarks else None
        return hashlib.sha256(json.dumps([*told, overlay]).encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What became of one case."""

    slot: str
    source: str
    """The file that it came from."""
    status: str
    result: dict[str, Any] = field(default_factory=dict)
    """Its line in `results.jsonl`: ids, numbers and names, in no language."""
    page: dict[str, Any] = field(default_factory=dict)
    """What the portfolio says of it, in words, as Markdown."""
    documents: dict[str, str] = field(default_factory=dict)
    """Ending of a file's name, and what to write to it."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Time by stage: never part of any result."""

    @property
    def id(self) -> str:
        return "" if self.slot.startswith("?") else self.slot


class AnotherProgramError(Exception):
    """The worker has another version of the program or of the knowledge base than the batch was begun with."""


def prepare(settings: Settings) -> None:
    """What a worker process does once, before its first case: build the engine."""
    engine(settings.benchmarks)
    gc.collect()
    gc.freeze()  # the rules stay for good; to search them for garbage again and again takes a tenth of the time


def analyse(source: Source, settings: Settings) -> Outcome:
    """The outcome of one case; a fault of ours in one case is that case's failure."""
    with _ONE_AT_A_TIME:
        if settings.fingerprint != fingerprint():
            raise AnotherProgramError(f"{version()}, {platform.node()}")
        return _analysed(source, settings)


def _analysed(source: Source, settings: Settings) -> Outcome:
    clock = Clock()
    try:
        case = read(source, clock)
        return _outcome(source, case, settings, clock)
    except UnreadableError as error:
        return failure(source, UNREADABLE, _texts(error, source, settings), clock)
    except AdvisorError as error:
        return failure(source, DATA, _texts(error, source, settings), clock)
    except Exception as error:  # one case never stops the others
        told = "".join(traceback.format_exception(error)) if settings.debug else type(error).__name__
        return failure(source, INTERNAL, (told,), clock)


def read(source: Source, clock: Clock) -> Case:
    """The case in a source. Raises CaseError with every problem."""
    if source.fault:
        raise UnreadableError(*source.fault)
    with clock.stage("read"):
        tree = parse_tree(source.data, source.file, source.kind)
    with clock.stage("validate"):
        return case_of_tree(tree)


def failure(source: Source, why: str, problems: tuple[str, ...] = (), clock: Clock | None = None) -> Outcome:
    """The outcome of a case that could not be analysed."""
    told = {
        "schema": RESULT_SCHEMA,
        "advisor": version(),
        "case": {"id": None if source.slot.startswith("?") else source.slot},
        "source": source.name,
        "status": "failed",
        "why": why,
        "problems": list(problems),
    }
    return Outcome(source.slot, source.file, why, told, seconds=clock.seconds if clock else {})


def _texts(error: AdvisorError, source: Source, settings: Settings) -> tuple[str, ...]:
    """The problems of a case; only their places where others read along and the case holds confidences."""
    problems = problems_in_line(error, source)
    if not settings.adviser and any(name.encode() in source.data for name in CONFIDENTIALITY):
        withheld = say("not told here, since this case holds confidences; “advisor check” tells it")
        problems = tuple(replace(one, message=withheld, path="") for one in problems)
    return tuple(one.text(settings.language) for one in problems)


class Clock:
    """How long each stage took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


def _outcome(source: Source, case: Case, settings: Settings, clock: Clock) -> Outcome:
    if case.id != source.slot:
        unclear = say(
            "the id of this case can't be told at a glance; write it as “{line}”", line=f"id: {case.id}"
        )
        raise CaseError(Problem(source.file, unclear, path="id"))
    with clock.stage("advise"):
        assessment = advise(case, audience=settings.audience, reasoner=engine(settings.benchmarks))
    with clock.stage("document"):
        documents = _documents(assessment, settings)
    with clock.stage("summary"):
        result = summary(assessment, source.file)
        page = _page(assessment, settings.language) if result["call"] else {}
    return Outcome(source.slot, source.file, DONE, result, page, documents, clock.seconds)


def _documents(assessment: Assessment, settings: Settings) -> dict[str, str]:
    """The report as `advisor report -o` writes it, with its picture; nothing where only results are wanted."""
    if settings.form == "none":
        return {}
    if settings.form == "json":
        return {".json": assessment.to_json()}
    from advisor.documents import report, themes_picture

    language = settings.report_language or assessment.case.language or settings.language
    picture = f"{assessment.case.id}.themes.svg"
    return {
        ".md": report(assessment, language, picture),
        ".themes.svg": themes_picture(assessment, language),
    }


# --- The line in results.jsonl ----------------------------------------------------------------


def summary(assessment: Assessment, file: str) -> dict[str, Any]:
    """An assessment in one line: what many cases are counted, compared and followed by."""
    record, basis, names = assessment.case.record, assessment.verdict_basis, assessment.case.names
    title = one_line(record.title) if record.title else None
    return {
        "schema": RESULT_SCHEMA,
        "advisor": version(),
        "case": {"id": record.id, "title": title, "date": record.date.isoformat()},
        "currency": record.currency or None,
        "source": file,
        "status": DONE,
        "audience": assessment.reader,
        "benchmarks": assessment.knowledge.benchmarks.overlay or None,
        "knowledge": fingerprint()[:12],
        "verdict": assessment.verdict,
        "counts": {"critical": basis.critical, "important": basis.important, "minor": basis.minor},
        "known": basis.known,
        "themes": {one.theme: {"level": one.level, "known": one.known} for one in assessment.themes},
        "findings": [
            {
                **_named(one.key, names),
                "severity": one.severity,
                "explained_by": _keyed(one.explained_by[0]) if one.explained_by else None,
                "measured": _measured(one.id, one.values, assessment.knowledge),
            }
            for one in assessment.findings
        ],
        "withdrawn": [
            _keyed(one.key) | {"merged": _is_said_by_another(one, assessment.knowledge)}
            for one in assessment.withdrawn
        ],
        "causes": [_named(one.key, names) for one in assessment.causes],
        "strengths": [_keyed(one.key) for one in assessment.strengths],
        "first_steps": [
            _named(one.key, names) | {"owners": list(one.owners), "due": one.due.isoformat()}
            for one in assessment.first_steps
        ],
        "open_rules": sorted(_open_rules(assessment)),
        "told": _told(assessment.case),
        "questions": sorted(
            {".".join(filter(None, (one.section, one.name))) for one in assessment.questions}
        ),
        "call": _reasons_to_call(assessment),
    }


def _told(case: Case) -> dict[str, int]:
    """How many facts are told of each section and of each entry, such as `partners.ana`."""
    parts = {name: getattr(case.record, name) for name in vocabulary.SECTIONS}
    parts |= {f"{name}.{entry.id}": entry for name, entry in entries(case.record)}
    return {name: sum(map(_size, part.known().values())) for name, part in parts.items() if part is not None}


def _size(value: Any) -> int:
    return len(value) if isinstance(value, dict) else 1


def _open_rules(assessment: Assessment) -> set[str]:
    """The rules that too little is known to judge, and those that rest on what they would find."""
    found = set(assessment.open_rules)
    chained = assessment.knowledge.chained
    while more := {id for id, grounds in chained if id not in found and found & grounds}:
        found |= more
    return found


def _is_said_by_another(withdrawn: Conclusion, knowledge: KnowledgeBase) -> bool:
    """Whether a finding was withdrawn because a weightier one says it, not because it is no problem."""
    return all(knowledge.cards[rule].options["merges"] for rule, _ in withdrawn.withdrawn_by)


def _keyed(key: Key) -> dict[str, Any]:
    return {"id": key[0], "subject": key[1]}


def _named(key: Key, names: dict[str, str]) -> dict[str, Any]:
    """A conclusion with what the reader calls its subject."""
    name = names.get(key[1] or "")
    return _keyed(key) | {"about": one_line(name) if name else None}


def _measured(rule: str, values: dict[str, Any], knowledge: KnowledgeBase) -> dict[str, float]:
    """The numbers that the rule holds against a benchmark: by them a finding can worsen."""
    found = {name: _value(values, name) for name in held_values(knowledge.cards[rule])}
    return {name: value for name, value in found.items() if type(value) in (int, float)}


def _value(values: Any, path: str) -> Any:
    """`load.share` in the values of a conclusion; None where it isn't known."""
    for name in path.split("."):
        values = values.get(name) if isinstance(values, dict) else None
    return values


def _reasons_to_call(assessment: Assessment) -> list[str]:
    """Why somebody should call this week: the verdict, or what can't wait so long."""
    reasons = ["in_danger"] if assessment.verdict == "in_danger" else []
    return reasons + (["urgent"] if urgent(assessment) else [])


def urgent(assessment: Assessment) -> list[Key]:
    """The critical findings against which a first step is due within a week of the date of the case."""
    today = assessment.case.record.date
    critical = {one.key for one in assessment.findings if one.severity == "critical"}

    def is_close(step: Advice) -> bool:
        return (step.due - today).days <= URGENT_DAYS

    close = [key for step in assessment.first_steps if is_close(step) for key in step.answers]
    return [key for key in dict.fromkeys(close) if key in critical]


# --- What the portfolio says of it -------------------------------------------------------------


def _page(assessment: Assessment, language: str) -> dict[str, Any]:
    """Why to call, and the first step, in the sentences of the report."""
    from advisor.documents import Composer

    composer = Composer(assessment, language)
    pressing = set(urgent(assessment))
    weightiest = sorted(
        assessment.findings, key=lambda one: (one.key not in pressing, bool(one.explained_by))
    )
    about: dict[str, Key] = {}
    for one in weightiest:
        about.setdefault(one.subject or one.id, one.key)
    first = assessment.first_steps[0] if assessment.first_steps else None
    return {
        "why": [composer.facts_of(key) for key in list(about.values())[:MOST_REASONS]],
        "step": composer.step_in_short(first) if first else "",
    }


# --- What the results depend on -------------------------------------------------------------------


@cache
def fingerprint() -> str:
    """Of the program, the knowledge base, the templates, and the libraries that words and numbers pass through."""
    digest = hashlib.sha256()
    for name in ("Babel", "experta", "Jinja2", "pydantic", "PyYAML"):
        digest.update(f"{name} {_version_of(name)}\n".encode())
    for package in ("advisor", "advisor.rules", "advisor.templates"):
        for path, file in sorted(_files_below(files(package), package)):
            digest.update(f"{path}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


_NOT_OURS = ("__pycache__", "rules", "templates", "LC_MESSAGES")
"""Folders below the program with compiled files, with packages of their own, and with click's words."""


def _version_of(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return ""


def _files_below(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in _NOT_OURS:
            yield from _files_below(entry, f"{path}/{entry.name}")
        elif entry.name.endswith((".py", ".md", ".toml", ".j2", ".po")):
            yield f"{path}/{entry.name}", entry
