"""The vocabulary of a case: every fact that may be given, with its type, unit and allowed values.

The one source for the validation of case files, the JSON Schema, the page of fields, the
questions, and the fields that rules may name. A case has *sections* (one mapping each) and
*lists* of entries. Three states of a field are kept apart everywhere:

- absent: unknown. Nothing follows from it;
- null (or the word `none`), where the field allows it: known to be none;
- a value.

Labels, descriptions and units in words stand in `rules/vocabulary.<language>.md`.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from advisor import scalars
from advisor.escaping import one_line
from advisor.messages import Message, say

ID_PATTERN = r"[a-z][a-z0-9_-]{0,63}"
NONE_WORDS = frozenset({"none", "aucun", "aucune"})
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # no file on Windows can be called so


# --- Field types -------------------------------------------------------------------------


def refuse(message: Message) -> PydanticCustomError:
    """A validation error that carries a translatable message."""
    return PydanticCustomError("advisor", "{text}", {"text": str(message), "message": message})


class FieldType:
    """How one kind of value is read from what people write; pydantic finds it in `Annotated`."""

    def parse(self, value: Any) -> Any:
        """The value meant, or `ScalarError`."""
        raise NotImplementedError

    def json_schema(self) -> dict[str, Any]:
        """What the JSON Schema says of the value; empty to keep pydantic's own."""
        return {}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def parse(value: Any) -> Any:
            try:
                return self.parse(value)
            except scalars.ScalarError as error:
                raise refuse(error.message) from None

        return core_schema.no_info_before_validator_function(parse, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.json_schema() or handler(schema)


@dataclass(frozen=True)
class Number(FieldType):
    """A number within bounds, in a unit (a key of the vocabulary's texts)."""

    unit: str
    low: float
    high: float
    whole: bool = False
    reader: Callable[[Any], float] = scalars.parse_number

    def parse(self, value: Any) -> float:
        number = self.reader(value)
        if self.whole and number != int(number):
            raise scalars.ScalarError(say("expected a whole number, not {number}", number=_digits(number)))
        if not self.low <= number <= self.high:
            expected = say("{low} to {high}", low=_digits(self.low), high=_digits(self.high))
            raise scalars.ScalarError(
                say(
                    "{number} is out of range; expected {expected}", number=_digits(number), expected=expected
                )
            )
        return int(number) if self.whole else number

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high}


def _digits(number: float) -> str:
    return f"{number:.15g}"


@dataclass(frozen=True)
class Words(FieldType):
    """Free text, kept on one line."""

    pattern: str = ""

    def parse(self, value: Any) -> str:
        if isinstance(value, bool | int | float | datetime.date):
            value = str(value)
        if not isinstance(value, str):
            raise scalars.ScalarError(say("expected a text"))
        text = " ".join(str(value).split())
        if not one_line(text):  # some letters draw nothing
            raise scalars.ScalarError(say("the text is empty; leave the field out if unknown"))
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True)
class Identifier(Words):
    """A short name without spaces, safe as a file name on every system."""

    def parse(self, value: Any) -> str:
        text = super().parse(value)
        if not is_id(text):
            raise scalars.ScalarError(
                say(
                    "“{value}” can't be an id; expected a short name of a-z, 0-9, - and _ "
                    "that starts with a letter, such as “{example}”",
                    value=scalars.shown(text),
                    example=id_like(text),
                )
            )
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{ID_PATTERN}$"}


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    reserved = _DEVICES.fullmatch(text) or text in NONE_WORDS
    return re.fullmatch(ID_PATTERN, text) is not None and not reserved


def id_like(text: str, otherwise: str = "two-bakers") -> str:
    """An id that resembles `text`."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "-")  # what NFKD leaves whole
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = "-".join(re.findall("[a-z0-9]+", plain)).lstrip("0123456789-")[:40].rstrip("-")
    return words if is_id(words) and len(words) > 1 else otherwise


@dataclass(frozen=True)
class Ref(Words):
    """The id of an entry of one of these lists."""

    lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldPath(Words):
    """A fact by its place in the case: `finance.cash`, `partners.ana.capacity_hours`, `tasks.oven.hours.ana`."""

    def parse(self, value: Any) -> str:
        path = super().parse(value)
        if not is_field_path(path):
            raise scalars.ScalarError(
                say(
                    "“{value}” names no fact of a case; expected its place, such as finance.cash or "
                    "partners.ana.capacity_hours",
                    value=scalars.shown(path),
                )
            )
        return path


def is_field_path(path: str) -> bool:
    """Whether a path leads to a list, to a field, or to one partner's value of a field."""
    section, *rest = path.split(".")
    if section in LISTS and len(rest) >= 2:
        rest = rest[1:]  # the entry, which may exist in another file only
    elif section in LISTS:
        return not rest
    if section not in PARTS or not 1 <= len(rest) <= 2:
        return section in fields("") and not rest
    info = fields(section).get(rest[0])
    return info is not None and (len(rest) == 1 or info.shape == "mapping")


@dataclass(frozen=True)
class Currency(Words):
    """A currency by its three letters (ISO 4217)."""

    def parse(self, value: Any) -> str:
        code = super().parse(value).upper()
        if not re.fullmatch("[A-Z]{3}", code):
            raise scalars.ScalarError(say("expected a currency by its three letters, such as EUR"))
        return code


@dataclass(frozen=True)
class YesOrNo(FieldType):
    """Yes or no, in either language."""

    def parse(self, value: Any) -> bool:
        return scalars.parse_yes_no(value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Day(FieldType):
    """A date."""

    def parse(self, value: Any) -> datetime.date:
        return scalars.parse_date(value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class OneOf(FieldType):
    """One of a few words: those of the `Literal` that it annotates."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        allowed = get_args(source)

        def parse(value: Any) -> str:
            word = value.strip() if isinstance(value, str) else value
            if isinstance(word, str) and word in allowed:
                return str(word)
            shown = scalars.shown(value)
            meant = scalars.did_you_mean(word, allowed) if isinstance(word, str) else None
            if meant:
                raise refuse(
                    say("“{value}” is not allowed; did you mean “{meant}”?", value=shown, meant=meant)
                )
            raise refuse(
                say("“{value}” is not allowed; expected one of: {choices}", value=shown, choices=allowed)
            )

        return core_schema.no_info_before_validator_function(parse, handler(source))


@dataclass(frozen=True)
class OrNone:
    """`null`, or the word `none`, is allowed and means: known to be none."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def parse(value: Any) -> Any:
            says_none = isinstance(value, str) and value.strip().casefold() in NONE_WORDS
            return None if says_none else value

        return core_schema.no_info_before_validator_function(parse, handler(source))


Text = Annotated[str, Words()]
Id = Annotated[str, Identifier()]
YesNo = Annotated[bool, YesOrNo()]
Date = Annotated[datetime.date, Day()]
Share = Annotated[float, Number("share", 0, 1, reader=scalars.parse_share)]
MonthlyRate = Annotated[float, Number("share_a_month", 0, 1, reader=scalars.parse_share)]
Count = Annotated[int, Number("count", 0, 100_000, whole=True)]
Hours = Annotated[float, Number("hours_a_week", 0, 10_000)]
Days = Annotated[float, Number("days", 0, 3_660)]
Months = Annotated[float, Number("months", 0, 600, reader=scalars.parse_months)]
Minutes = Annotated[float, Number("minutes", 0, 1_440)]
Money = Annotated[float, Number("money", 0, 1e12)]
Balance = Annotated[float, Number("money", -1e12, 1e12)]
Quantity = Annotated[float, Number("own_unit", -1e15, 1e15)]
Ratio = Annotated[float, Number("ratio", 0, 1_000_000)]
TimesAWeek = Annotated[float, Number("times_a_week", 0, 100)]
Score10 = Annotated[float, Number("score_0_10", 0, 10)]
Grade5 = Annotated[float, Number("grade_0_5", 0, 5)]
Level5 = Annotated[int, Number("level_1_5", 1, 5, whole=True)]
Level3 = Annotated[int, Number("level_1_3", 1, 3, whole=True)]
PartnerRef = Annotated[str, Ref(lists=("partners",))]
ObjectiveRef = Annotated[str, Ref(lists=("objectives",))]
ExpectationRef = Annotated[str, Ref(lists=("expectations",))]
TaskRef = Annotated[str, Ref(lists=("tasks",))]


# --- Words allowed ------------------------------------------------------------------------

Rhythm = Annotated[
    Literal[
        "daily",
        "weekly",
        "fortnightly",
        "monthly",
        "quarterly",
        "half_yearly",
        "yearly",
        "as_needed",
        "never",
    ],
    OneOf(),
]
ConflictKind = Annotated[
    Literal[
        "goals",
        "communication",
        "financial",
        "roles",
        "commitment",
        "intellectual_property",
        "governance",
        "relation",
    ],
    OneOf(),
]
Symptom = Annotated[
    Literal[
        "competing_goals",
        "priorities_clash",
        "misunderstanding",
        "late_answers",
        "curt_messages",
        "missed_meetings",
        "missing_information",
        "disputed_sums",
        "hidden_accounts",
        "unpaid_share",
        "unclear_roles",
        "work_overlap",
        "work_undone",
        "overload",
        "late_work",
        "broken_commitment",
        "exclusivity_breach",
        "ownership_dispute",
        "blocked_decision",
        "disrespect",
        "exclusion_from_decisions",
    ],
    OneOf(),
]
Form = Annotated[
    Literal[
        "informal",
        "contract",
        "licence",
        "franchise",
        "joint_venture",
        "company",
        "consortium",
        "association",
    ],
    OneOf(),
]
Agreement = Annotated[
    Literal["none", "oral", "written", "signed"],
    OneOf(),
]
DecisionRule = Annotated[
    Literal["lead", "majority", "unanimity", "by_domain"],
    OneOf(),
]
WorkLinked = Annotated[
    Literal["closely", "loosely", "independent"],
    OneOf(),
]
PartnerKind = Annotated[
    Literal["person", "company", "association", "cooperative", "public_body"],
    OneOf(),
]
Strain = Annotated[
    Literal["sick_leave", "rest_day_work", "night_work", "cancelled_holidays", "says_exhausted"],
    OneOf(),
]
ObjectiveKind = Annotated[
    Literal["commercial", "innovation", "visibility", "quality", "social", "financial", "other"],
    OneOf(),
]
ExpectationAbout = Annotated[
    Literal["growth", "deadline", "volume", "contact_rhythm", "effort_share", "return", "quality"],
    OneOf(),
]
Evidence = Annotated[
    Literal["none", "opinion", "competitor", "history", "market_study", "orders", "pilot"],
    OneOf(),
]
DependencyKind = Annotated[
    Literal["regulatory", "technical", "market", "financial", "people"],
    OneOf(),
]
Pay = Annotated[
    Literal["none", "equal", "in_proportion"],
    OneOf(),
]
Purpose = Annotated[
    Literal["operational", "strategic", "informal", "reporting"],
    OneOf(),
]
AccountsShared = Annotated[
    Literal["none", "summary", "full"],
    OneOf(),
]
TrustEventKind = Annotated[
    Literal["hidden_news", "unilateral_move", "competing_activity", "departure", "accusation", "recognition"],
    OneOf(),
]
IndicatorNature = Annotated[
    Literal["quantitative", "qualitative"],
    OneOf(),
]
IndicatorMeasures = Annotated[
    Literal["result", "activity"],
    OneOf(),
]
ConflictStatus = Annotated[
    Literal["latent", "open", "blocked", "settled"],
    OneOf(),
]
Blame = Annotated[
    Literal["none", "some", "rising"],
    OneOf(),
]
Approach = Annotated[
    Literal["avoid", "accommodate", "compromise", "compete", "collaborate"],
    OneOf(),
]
NeutralPerson = Annotated[
    Literal["none", "proposed", "accepted", "under_way", "failed"],
    OneOf(),
]
PilotResult = Annotated[
    Literal["planned", "running", "confirmed", "mixed", "failed"],
    OneOf(),
]
CaseLanguage = Annotated[
    Literal["en", "fr"],
    OneOf(),
]
Topic = Annotated[
    Literal[
        "objectives",
        "communication",
        "expectations",
        "trust",
        "responsibilities",
        "indicators",
        "conflicts",
        "celebration",
        "review",
        "future",
    ],
    OneOf(),
]
Unanswered = Annotated[
    Literal["unknown", "not_applicable", "later", "not_said"],
    OneOf(),
]


# --- Entries -----------------------------------------------------------------------------


class Facts(BaseModel):
    """What sections and entries share."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    ALWAYS_OPEN: ClassVar[frozenset[str]] = frozenset({"id"})
    """Fields that identify the entry and can't be told in confidence with it."""

    note: Text | None = None
    told_in_confidence_by: PartnerRef | None = None
    in_confidence: dict[str, PartnerRef] | None = None
    unanswered: dict[str, Unanswered] | None = None
    told_by: dict[PartnerRef, list[Text]] | None = None

    def known(self) -> dict[str, Any]:
        """The fields given, with None for “known to be none”; without notes and marks of confidence."""
        given = self.model_fields_set - ABOUT_THE_TELLING
        return {name: getattr(self, name) for name in type(self).model_fields if name in given}

    def knows(self, name: str) -> bool:
        """Whether `known` has this field."""
        return name in self.model_fields_set and name not in ABOUT_THE_TELLING


CONFIDENTIALITY = frozenset({"told_in_confidence_by", "in_confidence"})
BY_FIELD = frozenset({"in_confidence", "unanswered"})
"""Mappings whose keys are fields of the same part; those of all others are partners."""
ABOUT_THE_TELLING = CONFIDENTIALITY | BY_FIELD | {"note", "told_by"}


class Entry(Facts):
    """One entry of a list."""

    id: Id
    title: Text | None = None


class Partnership(Facts):
    """The partnership as a whole."""

    form: Form | None = None
    sector: Text | None = None
    start: Date | None = None
    renewal: Annotated[Date | None, OrNone()] = None
    agreement: Agreement | None = None
    decision_rule: DecisionRule | None = None
    days_to_decide: Days | None = None
    decisions_waiting: Count | None = None
    revenue_shared: YesNo | None = None
    work_linked: WorkLinked | None = None
    vision_shared: YesNo | None = None


class Clauses(Facts):
    """What the agreement is known to provide for, or not."""

    escalation: YesNo | None = None
    mediation: YesNo | None = None
    deadlock: YesNo | None = None
    exit: YesNo | None = None
    intellectual_property: YesNo | None = None
    exclusivity: YesNo | None = None


class Partner(Entry):
    """One of the two to eight partners."""

    ALWAYS_OPEN = frozenset({"id", "name", "kind"})

    name: Text | None = None
    kind: PartnerKind | None = None
    people: Count | None = None
    capacity_hours: Hours | None = None
    can_take_on_hours: Hours | None = None
    skills: list[Text] | None = None
    benefit_share: Share | None = None
    equity_share: Share | None = None
    risk_share: Share | None = None
    decision_share: Share | None = None
    own_load_estimate: Share | None = None
    finds_load_fair: YesNo | None = None
    feels_recognised: YesNo | None = None
    satisfaction: Score10 | None = None
    trust: dict[PartnerRef, Score10] | None = None
    commitments_due: Count | None = None
    commitments_kept: Count | None = None
    misses_announced: YesNo | None = None
    signs_of_strain: list[Strain] | None = None
    substitute: Annotated[PartnerRef | None, OrNone()] = None
    shares_know_how: YesNo | None = None
    response_days: Days | None = None
    dependence_share: Share | None = None


class Objective(Entry):
    """Something the partners want to reach, together or each for itself."""

    kind: ObjectiveKind | None = None
    specific: YesNo | None = None
    indicator: Annotated[Text | None, OrNone()] = None
    unit: Text | None = None
    baseline: Annotated[Quantity | None, OrNone()] = None
    baseline_date: Date | None = None
    target: Annotated[Quantity | None, OrNone()] = None
    deadline: Annotated[Date | None, OrNone()] = None
    actual: Quantity | None = None
    actual_date: Date | None = None
    plan_to_date: Quantity | None = None
    owner: Annotated[PartnerRef | None, OrNone()] = None
    pursued_by: list[PartnerRef] | None = None
    validated_by: list[PartnerRef] | None = None
    conviction: dict[PartnerRef, YesNo] | None = None
    importance: dict[PartnerRef, Grade5] | None = None
    benefits: list[PartnerRef] | None = None
    conflicts_with: list[ObjectiveRef] | None = None
    plan_steps: Count | None = None
    capacity_ceiling: Quantity | None = None
    needs_analysed: YesNo | None = None
    resources_analysed: YesNo | None = None


class Expectation(Entry):
    """What one partner counts on."""

    holder: PartnerRef | None = None
    about: ExpectationAbout | None = None
    topic: Text | None = None
    shown_to: list[PartnerRef] | None = None
    agreed_by: list[PartnerRef] | None = None
    imposed_on: list[PartnerRef] | None = None
    unit: Text | None = None
    baseline: Quantity | None = None
    target: Quantity | None = None
    ratio: Ratio | None = None
    horizon_months: Months | None = None
    due: Date | None = None
    evidence: Evidence | None = None
    orders_share: Share | None = None
    best_monthly_rate: MonthlyRate | None = None
    ramp_up_months: Months | None = None
    capacity_needed: Quantity | None = None
    capacity_available: Quantity | None = None
    capacity_unit: Text | None = None
    resources_needed: Quantity | None = None
    resources_available: Quantity | None = None
    resources_unit: Text | None = None
    margin_kept: YesNo | None = None
    slips: Count | None = None
    rebaselined: YesNo | None = None
    committed_money: Money | None = None
    committed_before_proof: YesNo | None = None
    reversible: YesNo | None = None
    contacts_a_week: TimesAWeek | None = None
    contact_minutes: Minutes | None = None
    compulsory: YesNo | None = None
    effort_demanded: Share | None = None
    regardless_of_skills: YesNo | None = None
    disappointed: list[PartnerRef] | None = None


class Dependency(Entry):
    """Something that an expectation can't do without."""

    expectation: ExpectationRef | None = None
    kind: DependencyKind | None = None
    secured: YesNo | None = None
    starts: Date | None = None
    months_min: Months | None = None
    months_max: Months | None = None
    earliest: Date | None = None
    latest: Date | None = None


class Task(Entry):
    """A piece of recurring work."""

    hours: dict[PartnerRef, Hours] | None = None
    accountable: list[PartnerRef] | None = None
    doing: list[PartnerRef] | None = None
    skill: Annotated[Text | None, OrNone()] = None
    movable: YesNo | None = None
    deliverable: Annotated[Text | None, OrNone()] = None
    due: Date | None = None
    late: Count | None = None
    total: Count | None = None
    criticality: Level3 | None = None
    duplicates: Annotated[TaskRef | None, OrNone()] = None


class Workload(Facts):
    """The workload as a whole."""

    agreed_fair: YesNo | None = None
    fair_because: Annotated[Text | None, OrNone()] = None
    effort_in_writing: YesNo | None = None
    promised_shares: dict[PartnerRef, Share] | None = None
    pay: Pay | None = None
    last_measured: Annotated[Date | None, OrNone()] = None
    last_rebalanced: Annotated[Date | None, OrNone()] = None


class Point(Entry):
    """A point of contact: a meeting, a call, a report."""

    purpose: Purpose | None = None
    tool: Text | None = None
    rhythm: Rhythm | None = None
    minutes: Minutes | None = None
    attendees: Count | None = None
    compulsory: YesNo | None = None
    imposed_by: Annotated[PartnerRef | None, OrNone()] = None
    agenda: YesNo | None = None
    minutes_kept: YesNo | None = None
    decisions_taken: YesNo | None = None
    planned: Count | None = None
    held: Count | None = None
    attendance: Share | None = None
    attendance_before: Share | None = None
    last_held: Annotated[Date | None, OrNone()] = None


class Communication(Facts):
    """How the partners exchange, apart from the points of contact."""

    warning_days: Days | None = None
    bad_news_late: YesNo | None = None
    documents_shared: YesNo | None = None
    shared_platform: YesNo | None = None
    channels: Count | None = None
    channel_rule: YesNo | None = None
    one_way: YesNo | None = None
    decisions_by_chat: YesNo | None = None
    feedback_given: YesNo | None = None


class Finance(Facts):
    """Money between the partners."""

    accounts_shared: AccountsShared | None = None
    last_shared: Annotated[Date | None, OrNone()] = None
    requests: Count | None = None
    requests_unanswered: Count | None = None
    access: list[PartnerRef] | None = None
    advances: Money | None = None
    advance_rule: YesNo | None = None
    cash: Balance | None = None
    invoices_on_time: Share | None = None
    accountant_independent: YesNo | None = None
    disputed_sum: Money | None = None


class Payment(Entry):
    """A payment that the partnership is known to owe."""

    amount: Money | None = None
    due: Date | None = None
    payer: Annotated[PartnerRef | None, OrNone()] = None


class TrustEvent(Entry):
    """Something that happened and weighs on trust, for better or worse."""

    kind: TrustEventKind | None = None
    by: PartnerRef | None = None
    concerning: list[PartnerRef] | None = None
    date: Date | None = None
    declared: YesNo | None = None
    contradicted_by_records: YesNo | None = None
    replaced: YesNo | None = None


class Indicator(Entry):
    """A key performance indicator that the partners follow."""

    objective: Annotated[ObjectiveRef | None, OrNone()] = None
    nature: IndicatorNature | None = None
    measures: IndicatorMeasures | None = None
    unit: Text | None = None
    target: Quantity | None = None
    actual: Quantity | None = None
    lower_is_better: YesNo | None = None
    rhythm: Rhythm | None = None
    last_measured: Annotated[Date | None, OrNone()] = None
    missed_periods: Count | None = None
    shared_with: list[PartnerRef] | None = None
    owner: Annotated[PartnerRef | None, OrNone()] = None
    action_if_missed: Annotated[Text | None, OrNone()] = None
    rewarded: YesNo | None = None
    controllable_by: list[PartnerRef] | None = None
    last_revised: Annotated[Date | None, OrNone()] = None


class Conflict(Entry):
    """A disagreement that lasts, spoken or not."""

    kind: ConflictKind | None = None
    claimed_kind: ConflictKind | None = None
    symptoms: list[Symptom] | None = None
    status: ConflictStatus | None = None
    since: Date | None = None
    severity: Level5 | None = None
    parties: list[PartnerRef] | None = None
    on_agenda: YesNo | None = None
    failed_meetings: Count | None = None
    blame: Blame | None = None
    third_persons: YesNo | None = None
    importance: dict[PartnerRef, Grade5] | None = None
    relation_importance: dict[PartnerRef, Grade5] | None = None
    urgency: Level5 | None = None
    weaker_party: Annotated[PartnerRef | None, OrNone()] = None
    approach: dict[PartnerRef, Approach] | None = None
    documented: YesNo | None = None
    neutral_person: NeutralPerson | None = None
    legal_threat: YesNo | None = None
    safety_concern: YesNo | None = None
    recurring: YesNo | None = None
    settlement_due: Count | None = None
    settlement_kept: Count | None = None
    blocks: list[Text] | None = None
    both_want_unblocked: YesNo | None = None
    irreversible_step: Annotated[Text | None, OrNone()] = None
    irreversible_step_by: PartnerRef | None = None
    disputed_sum: Money | None = None
    about_objectives: list[ObjectiveRef] | None = None
    about_tasks: list[TaskRef] | None = None
    about_expectations: list[ExpectationRef] | None = None


class Success(Entry):
    """A win of the last months."""

    date: Date | None = None
    contributors: list[PartnerRef] | None = None
    credited: list[PartnerRef] | None = None
    known_to: list[PartnerRef] | None = None
    confidential: YesNo | None = None
    celebrated: YesNo | None = None


class Celebration(Facts):
    """How successes are marked."""

    last: Annotated[Date | None, OrNone()] = None
    next: Annotated[Date | None, OrNone()] = None
    form: Annotated[Text | None, OrNone()] = None
    sincere: YesNo | None = None
    budget: Money | None = None


class Review(Facts):
    """How the partners look back at the partnership itself."""

    last_review: Annotated[Date | None, OrNone()] = None
    next_review: Annotated[Date | None, OrNone()] = None
    rhythm: Rhythm | None = None
    off_season: YesNo | None = None
    last_survey: Annotated[Date | None, OrNone()] = None
    voices: list[PartnerRef] | None = None
    actions_open: Count | None = None
    actions_overdue: Count | None = None
    attendance: Share | None = None
    attendance_before: Share | None = None
    context_changed: Annotated[Text | None, OrNone()] = None
    context_reviewed: YesNo | None = None
    gaps_named: Count | None = None
    gaps_corrected: Count | None = None


class Future(Facts):
    """What comes next."""

    roadmap: YesNo | None = None
    roadmap_months: Months | None = None
    stages: YesNo | None = None
    trend_watch: YesNo | None = None
    scaling_planned: YesNo | None = None
    co_development: YesNo | None = None
    strengths_named: YesNo | None = None
    last_revised: Annotated[Date | None, OrNone()] = None
    room_for_change: YesNo | None = None


class Pilot(Entry):
    """A small trial before the large step."""

    supports: Annotated[ExpectationRef | None, OrNone()] = None
    cost_cap: Annotated[Money | None, OrNone()] = None
    criteria: YesNo | None = None
    result: PilotResult | None = None
    ended: Date | None = None
    monthly_rate: MonthlyRate | None = None


class Deadline(Entry):
    """A date set from outside: a grant, a licence, a lease."""

    date: Date | None = None
    needs: Text | None = None
    prepared: YesNo | None = None
    lead_days: Days | None = None


class Version(Entry):
    """What one partner tells of a fact that another tells differently."""

    field: Annotated[str, FieldPath()] | None = None
    partner: PartnerRef | None = None
    told: Text | None = None


class Interview(Facts):
    """What the interview keeps for itself: how it began, and what it set aside."""

    partner: PartnerRef | None = None
    worries: list[Topic] | None = None
    going_well: list[Topic] | None = None
    in_words: Text | None = None
    answers: Count | None = None
    set_aside: list[Text] | None = None


class CaseRecord(BaseModel):
    """The facts given about one partnership, as the case file has them."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Id
    title: Text | None = None
    date: Date
    language: CaseLanguage | None = None
    currency: Annotated[str, Currency()] | None = None
    commissioned_by: Text | None = None
    note: Text | None = None

    partnership: Partnership | None = None
    clauses: Clauses | None = None
    partners: list[Partner]
    objectives: list[Objective] | None = None
    expectations: list[Expectation] | None = None
    dependencies: list[Dependency] | None = None
    tasks: list[Task] | None = None
    workload: Workload | None = None
    points: list[Point] | None = None
    communication: Communication | None = None
    finance: Finance | None = None
    payments: list[Payment] | None = None
    trust_events: list[TrustEvent] | None = None
    indicators: list[Indicator] | None = None
    conflicts: list[Conflict] | None = None
    successes: list[Success] | None = None
    celebration: Celebration | None = None
    review: Review | None = None
    future: Future | None = None
    pilots: list[Pilot] | None = None
    deadlines: list[Deadline] | None = None

    versions: list[Version] | None = None
    interview: Interview | None = None
    unanswered: dict[str, Unanswered] | None = None


# --- What the rest of the program asks of the vocabulary ------------------------------------


@dataclass(frozen=True)
class FieldInfo:
    """One field of the vocabulary, for everything that is generated from it."""

    section: str
    """The key in the case file: a section (`finance`), a list (`partners`), or empty for the case itself."""
    name: str
    shape: Literal["value", "list", "mapping"]
    """`list` holds values, `mapping` goes from partner ids to values."""
    type: FieldType
    choices: tuple[str, ...]
    may_be_none: bool
    required: bool

    @property
    def unit(self) -> str:
        """Key of the unit in the vocabulary's texts (`unit.days`); empty for values without a unit."""
        return getattr(self.type, "unit", "")

    @property
    def path(self) -> str:
        """`partners.capacity_hours`, the key of the field's texts."""
        return f"{self.section}.{self.name}" if self.section else self.name


def _field_info(section: str, name: str, annotation: Any, metadata: list[Any], required: bool) -> FieldInfo:
    marks = list(metadata)
    shape: Literal["value", "list", "mapping"] = "value"
    choices: tuple[str, ...] = ()
    todo = [annotation]
    while todo:
        part = todo.pop()
        origin, arguments = get_origin(part), get_args(part)
        if origin is Annotated:
            marks += arguments[1:]
            todo.append(arguments[0])
        elif origin is Literal:
            choices = arguments
        elif origin is list:
            shape = "list" if shape == "value" else shape  # a mapping may go to lists
            todo.append(arguments[0])
        elif origin is dict:
            shape = "mapping"
            todo.append(arguments[1])
        else:
            todo += [argument for argument in arguments if argument is not type(None)]
    types = [mark for mark in marks if isinstance(mark, FieldType)]
    may_be_none = shape != "value" or any(isinstance(mark, OrNone) for mark in marks)
    return FieldInfo(section, name, shape, types[0], choices, may_be_none, required)


def _model_of(annotation: Any) -> tuple[type[Facts] | None, bool]:
    """The model behind `list[Partner]` or `Finance | None`, and whether it is a list."""
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return annotation, False
    is_list = get_origin(annotation) is list
    for argument in get_args(annotation):
        model, inner = _model_of(argument)
        if model is not None:
            return model, is_list or inner
    return None, False


SECTIONS: dict[str, type[Facts]] = {}
"""Model by key of the case file, for the parts given once (`finance`)."""
LISTS: dict[str, type[Entry]] = {}
"""Model by key of the case file, for the lists of entries (`partners`)."""
for _key, _info in CaseRecord.model_fields.items():
    _model, _is_list = _model_of(_info.annotation)
    if _model is not None and _is_list and issubclass(_model, Entry):
        LISTS[_key] = _model
    elif _model is not None:
        SECTIONS[_key] = _model
PARTS: dict[str, type[Facts]] = {**SECTIONS, **LISTS}
ABOUT_THE_CASE = frozenset({"interview", "versions"})
"""Parts that tell how the facts were told. Nobody is asked for them."""


@cache
def fields(section: str) -> dict[str, FieldInfo]:
    """The fields of a section or list by name; those of the case itself for an empty name."""
    model: type[BaseModel] = PARTS[section] if section else CaseRecord
    return {
        name: _field_info(section, name, info.annotation, info.metadata, info.is_required())
        for name, info in model.model_fields.items()
        if section or name not in PARTS
    }


def all_fields() -> Iterator[FieldInfo]:
    """Every field, in the order of the vocabulary."""
    for section in ("", *(name for name in CaseRecord.model_fields if name in PARTS)):
        yield from fields(section).values()
