"""The facts that rules may name: those of a case, the measures, and what rules conclude.

Each entry of a case becomes one fact with the fields that are known; each field that maps
partners to values, and each list of references, becomes relations: one small fact a pair.
A field that is unknown is absent from its fact, and no pattern that names it matches.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from advisor._experta import import_experta

import_experta()

from experta import Fact  # noqa: E402  (experta sets up logging when it is imported)

from advisor import measures, vocabulary  # noqa: E402
from advisor.vocabulary import CaseRecord  # noqa: E402


class WorkingFact(Fact):
    """A fact of working memory. `fields` are all that a pattern may name."""

    fields: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[str] = ""
    """Section or list of the case, or the measure's name."""

    def __init__(self, **values: Any) -> None:
        """Keeps the values as they are, which are plain and never change: experta would look at each of them."""
        dict.update(self, values)

    @staticmethod
    def is_special(name: str) -> bool:
        """Whether a key is experta's own, in the facts that it keeps."""
        return name[:2] == "__"

    @property
    def key(self) -> tuple[str, str]:
        """What orders facts: the same whatever the process, the hash seed or the order of a file."""
        try:
            return self._key  # type: ignore[no-any-return,has-type]
        except AttributeError:
            self._key = (type(self).__name__, repr(sorted(self.values_by_name().items())))
            return self._key

    def values_by_name(self) -> dict[str, Any]:
        """The fields that are known, without experta's own."""
        return {name: value for name, value in self.items() if name[:2] != "__"}


class Given(WorkingFact):
    """A section or an entry of the case."""


class Relation(WorkingFact):
    """One pair out of a mapping or a list of the case."""

    of: ClassVar[str] = ""
    """The field it comes from, such as `tasks.hours`."""


class Measured(WorkingFact):
    """The result of a measure."""


GIVEN: dict[str, type[Given]] = {}
RELATIONS: dict[str, type[Relation]] = {}
MEASURED: dict[type, type[Measured]] = {}


def _given(section: str) -> type[Given]:
    model = vocabulary.PARTS[section]
    names = (info.name for info in vocabulary.fields(section).values() if info.shape != "mapping")
    allowed = tuple(name for name in names if name not in vocabulary.ABOUT_THE_TELLING)
    made = type(model.__name__, (Given,), {"fields": allowed, "source": section, "__doc__": model.__doc__})
    GIVEN[section] = made
    return made


def _relation(name: str, path: str, entry: str, *values: str) -> type[Relation]:
    section, _, field = path.partition(".")
    assert field in vocabulary.fields(section), path
    attributes = {
        "fields": tuple(part for part in (entry, *values) if part),
        "source": section,
        "of": path,
        "__doc__": f"One pair of `{path}`.",
    }
    made = type(name, (Relation,), attributes)
    RELATIONS[path] = made
    return made


def _measured(result: type) -> type[Measured]:
    allowed = tuple(field.name for field in dataclasses.fields(result))
    made = type(
        result.__name__,
        (Measured,),
        {"fields": allowed, "source": result.__name__, "__doc__": result.__doc__},
    )
    MEASURED[result] = made
    return made


# --- Facts of the case -------------------------------------------------------------------

Partnership = _given("partnership")
Clauses = _given("clauses")
Partner = _given("partners")
Objective = _given("objectives")
Expectation = _given("expectations")
Dependency = _given("dependencies")
Task = _given("tasks")
Workload = _given("workload")
Point = _given("points")
Communication = _given("communication")
Finance = _given("finance")
Payment = _given("payments")
TrustEvent = _given("trust_events")
Indicator = _given("indicators")
Conflict = _given("conflicts")
Success = _given("successes")
Celebration = _given("celebration")
Review = _given("review")
Future = _given("future")
Pilot = _given("pilots")
Deadline = _given("deadlines")
Version = _given("versions")
Interview = _given("interview")

# Mappings: who, towards or by whom, how much.
Trust = _relation("Trust", "partners.trust", "partner", "toward", "score")
TaskHours = _relation("TaskHours", "tasks.hours", "task", "partner", "hours")
ObjectiveImportance = _relation(
    "ObjectiveImportance", "objectives.importance", "objective", "partner", "grade"
)
Conviction = _relation("Conviction", "objectives.conviction", "objective", "partner", "convinced")
ConflictImportance = _relation("ConflictImportance", "conflicts.importance", "conflict", "partner", "grade")
RelationImportance = _relation(
    "RelationImportance", "conflicts.relation_importance", "conflict", "partner", "grade"
)
Approach = _relation("Approach", "conflicts.approach", "conflict", "partner", "approach")
PromisedShare = _relation("PromisedShare", "workload.promised_shares", "", "partner", "share")

# Lists: one fact an item.
Skill = _relation("Skill", "partners.skills", "partner", "skill")
Strain = _relation("Strain", "partners.signs_of_strain", "partner", "sign")
Pursues = _relation("Pursues", "objectives.pursued_by", "objective", "partner")
Validated = _relation("Validated", "objectives.validated_by", "objective", "partner")
Benefits = _relation("Benefits", "objectives.benefits", "objective", "partner")
Incompatible = _relation("Incompatible", "objectives.conflicts_with", "objective", "other")
ShownTo = _relation("ShownTo", "expectations.shown_to", "expectation", "partner")
AgreedBy = _relation("AgreedBy", "expectations.agreed_by", "expectation", "partner")
ImposedOn = _relation("ImposedOn", "expectations.imposed_on", "expectation", "partner")
Disappointed = _relation("Disappointed", "expectations.disappointed", "expectation", "partner")
Accountable = _relation("Accountable", "tasks.accountable", "task", "partner")
Doing = _relation("Doing", "tasks.doing", "task", "partner")
AccountsAccess = _relation("AccountsAccess", "finance.access", "", "partner")
EventConcerns = _relation("EventConcerns", "trust_events.concerning", "event", "partner")
IndicatorShared = _relation("IndicatorShared", "indicators.shared_with", "indicator", "partner")
IndicatorControl = _relation("IndicatorControl", "indicators.controllable_by", "indicator", "partner")
Party = _relation("Party", "conflicts.parties", "conflict", "partner")
Symptom = _relation("Symptom", "conflicts.symptoms", "conflict", "symptom")
Blocks = _relation("Blocks", "conflicts.blocks", "conflict", "what")
ConflictObjective = _relation("ConflictObjective", "conflicts.about_objectives", "conflict", "objective")
ConflictTask = _relation("ConflictTask", "conflicts.about_tasks", "conflict", "task")
ConflictExpectation = _relation(
    "ConflictExpectation", "conflicts.about_expectations", "conflict", "expectation"
)
Contributor = _relation("Contributor", "successes.contributors", "success", "partner")
Credited = _relation("Credited", "successes.credited", "success", "partner")
KnowsSuccess = _relation("KnowsSuccess", "successes.known_to", "success", "partner")
Voice = _relation("Voice", "review.voices", "", "partner")

# --- Measures ----------------------------------------------------------------------------

for _result in measures.RESULTS:
    globals()[_result.__name__] = _measured(_result)


def __getattr__(name: str) -> Any:
    raise AttributeError(f"no fact “{name}”: see advisor/vocabulary.py and advisor/measures/")


# --- What rules conclude -----------------------------------------------------------------


class Finding(WorkingFact):
    """A finding concluded and not defeated."""

    fields = ("id", "theme", "severity", "subject")
    source = "finding"


class Recommendation(WorkingFact):
    """A recommendation made and not defeated."""

    fields = ("id", "theme", "subject")
    source = "recommendation"


class Cause(WorkingFact):
    """A root cause found."""

    fields = ("id", "theme", "subject")
    source = "cause"


CONCLUDED = (Finding, Recommendation, Cause)


# --- A case in working memory ------------------------------------------------------------


@dataclass(frozen=True)
class Origin:
    """The fields of the case that a fact rests on: list or section, entry id, field names."""

    section: str
    entry: str
    names: tuple[str, ...]


def facts_of(record: CaseRecord) -> Iterator[WorkingFact]:
    """One fact for each section and entry given, and its relations, in an order free of the file's."""
    for section in vocabulary.SECTIONS:
        part = getattr(record, section)
        if part is not None:
            yield from _facts_of_part(section, part)
    for section in vocabulary.LISTS:
        for entry in sorted(getattr(record, section) or (), key=lambda one: one.id):
            yield from _facts_of_part(section, entry)


def _facts_of_part(section: str, part: vocabulary.Facts) -> Iterator[WorkingFact]:
    known = part.known()
    kind = GIVEN[section]
    yield kind(**{name: _frozen(value) for name, value in known.items() if name in kind.fields})
    owner = (known["id"],) if "id" in known else ()
    for name, value in known.items():
        relation = RELATIONS.get(f"{section}.{name}")
        if relation is None or value is None:
            continue
        pairs = sorted(value.items()) if isinstance(value, dict) else [(item,) for item in sorted(set(value))]
        for pair in pairs:
            yield relation(**dict(zip(relation.fields, (*owner, *pair), strict=True)))


def _frozen(value: Any) -> Any:
    return tuple(sorted(value)) if isinstance(value, list) else value


def fact_of_measure(result: Any) -> Measured:
    """The measure's result as a fact; what it leaves at None is unknown."""
    values = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
    return MEASURED[type(result)](**{name: value for name, value in values.items() if value is not None})
