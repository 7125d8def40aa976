"""Partnership cases in any number, as plain values: like real ones, and the same for the same seed everywhere.

Each case is an example case told of other partners. Some of its entries are left out and others added, and
each fact may be answered anew, by how well its theme goes. Then, as in life, a part of it is not told.

    python -m tests.benchmarks.generating 1000 --seed 7 --format jsonl -o cases.jsonl
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import yaml

from advisor import consistency, vocabulary
from advisor.vocabulary import Ref

from .answers import questions, slips, stage
from .archetypes import DAYS, Facts, Values, archetypes, parts, words
from .figures import tell_figures
from .stories import ILL, OUTLOOKS, SOUND, SPARSE, Draw, Story, story_of

FIRST_DAY = datetime.date(2024, 1, 1)
"""The earliest date of a case, a Monday; the latest is three years later."""
WEEKS = 156
PARTNERS = (2, 2, 2, 2, 2, 3, 3, 3, 4, 5)


def generated(count: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """So many cases as plain values. Case number k depends on the seed and on k, not on how many there are."""
    return (generated_case(number, seed) for number in range(count))


def generated_case(number: int, seed: int = 0) -> dict[str, Any]:
    """Case `number` of a seed."""
    draw = Draw(f"{seed}/{number}")
    outlook = draw.among(OUTLOOKS)
    fitting = [one for one in archetypes() if one.is_well is not (outlook is ILL)]
    archetype = draw.among(fitting if draw.chance(0.6) else archetypes())
    values = archetype.told_of(draw.among(PARTNERS), draw)
    partners = tuple(partner["id"] for partner in values["partners"])
    story = story_of(draw, outlook, archetype.language, partners, archetype.is_well)
    _move_days(values, story)
    _leave_out(values, story)
    _add(values, story)
    _answer_anew(values, story)
    _tell_conflicts(values, story)
    _tell_clashes(values, story)
    tell_figures(values, story)
    head = _head(values, story, number)
    _tell_differently(values, story)
    _forget(values, story)
    _tell_in_confidence(values, story)
    _mend(values)
    return _finished(head, values)


def _head(values: Values, story: Story, number: int) -> Values:
    """What stands at the head of the case: its id, title, date, language, currency and who asked for it."""
    draw, names = story.draw, [partner["name"] for partner in values["partners"]]
    title = ", ".join(names[:-1]) + (" and " if story.language == "en" else " et ") + names[-1]
    sector = values["partnership"].get("sector")
    if sector and draw.chance(0.4):
        title = sector[0].upper() + sector[1:] + (": " if story.language == "en" else "\u00a0: ") + title
    day = FIRST_DAY + datetime.timedelta(weeks=draw.whole(0, WEEKS), days=draw.whole(0, 4))
    head = {
        "id": f"{'-'.join(story.partners[:2])}-{number:05}",
        "title": title,
        "date": day.isoformat(),
        "language": story.language,
        "currency": values["currency"],
        "commissioned_by": draw.among(words()["commissioned_by"][story.language]).format(name=names[0]),
    }
    uncertain = (
        ("language", "currency", "commissioned_by") if story.knowledge is SPARSE else ("commissioned_by",)
    )
    return {name: value for name, value in head.items() if name not in uncertain or draw.chance(0.7)}


# --- Entries left out and added ---------------------------------------------------------------

REFERENCES = {
    section: tuple(
        info
        for info in vocabulary.fields(section).values()
        if isinstance(info.type, Ref) and info.type.lists != ("partners",) and info.shape != "mapping"
    )
    for section in vocabulary.PARTS
}
"""The fields that point to entries of other lists."""


def _move_days(values: Values, story: Story) -> None:
    """Makes all that is past longer ago, or shorter, and all that is to come sooner, or later."""
    past, ahead = story.draw.between(*story.outlook.past), story.draw.between(0.7, 1.4)
    for section, facts in parts(values):
        for name in DAYS[section]:
            if facts.get(name):
                facts[name] = int(facts[name] * (past if facts[name] < 0 else ahead))


WHOLE = ("objectives", "indicators", "points")
"""Lists of which nothing is left out where all goes well: to have no weekly meeting would be a finding."""
MOST_ADDED = {
    "objectives": 1,
    "expectations": 1,
    "tasks": 2,
    "points": 1,
    "payments": 1,
    "trust_events": 1,
    "indicators": 2,
    "successes": 1,
    "deadlines": 1,
    "dependencies": 1,
    "pilots": 1,
}
"""How many entries may come in addition to a list."""


def _leave_out(values: Values, story: Story) -> None:
    for name in vocabulary.LISTS:
        whole = name == "partners" or (name in WHOLE and story.outlook is SOUND)
        if name in values and not whole:
            values[name] = [
                entry
                for entry in values[name]
                if not story.draw.chance(story.knowledge.entries_forgotten) and _may_stay(name, entry, story)
            ]


def _may_stay(name: str, entry: Facts, story: Story) -> bool:
    """Whether an entry still says something, and nothing that is out of place where all goes well."""
    if name == "conflicts" and len(entry.get("parties", ())) < 2:
        return False
    bad_event = name == "trust_events" and not _is_good(name, entry)
    return not (bad_event and story.outlook is SOUND and story.draw.chance(0.9))


def _add(values: Values, story: Story) -> None:
    """Adds entries that any partnership may have."""
    draw = story.draw
    ids = {entry["id"] for name in vocabulary.LISTS for entry in values.get(name, ())}
    for name, most in MOST_ADDED.items():
        if name not in values and not draw.chance(story.completed):
            continue
        for _ in range(draw.whole(0, most)):
            _add_one(name, values, ids, story)
    for _ in range(draw.among(story.outlook.conflicts)):
        _add_one("conflicts", values, ids, story)


def _add_one(name: str, values: Values, ids: set[str], story: Story) -> None:
    pool = _pool(name, story.language)
    if name in ("trust_events", "objectives"):
        is_good = story.goes_well(name)
        pool = [entry for entry in pool if _is_good(name, entry) is is_good]
    entry = story.draw.among(pool).copy()
    if entry["id"] in ids:
        return
    ids.add(entry["id"])
    _connect(name, entry, values, story)
    if name == "objectives" and "unit" in entry and story.goes_well("indicators"):
        values.setdefault("indicators", []).append(_indicator_of(entry, ids))
    share = 0.3 if story.knowledge is SPARSE else 0.75
    for question in questions(name):
        if question.name not in entry and story.draw.chance(share):
            question.answer(entry, story, story.well[name])
    values.setdefault(name, []).append(entry)


def _is_good(name: str, entry: Facts) -> bool:
    """Whether an event strengthens trust, and an objective says what it is about."""
    if name == "trust_events":
        return entry.get("kind") == "recognition"
    return entry.get("specific") is not False


@cache
def _pool(name: str, language: str) -> list[Facts]:
    """The entries of `words.yaml` for a list, in one language."""
    known = vocabulary.fields(name)

    def told(field: str, value: Any) -> Any:
        if isinstance(value, list) and known[field].shape == "value":
            return value[("en", "fr").index(language)]
        return None if value == "none" else value

    return [
        {field: told(field, value) for field, value in entry.items()} for entry in words()["entries"][name]
    ]


def _connect(name: str, entry: Facts, values: Values, story: Story) -> None:
    """Gives a new entry its partners, and what it is about."""
    draw = story.draw
    if name == "tasks":
        _give_work(entry, values, story)
    elif name == "expectations":
        entry["holder"] = draw.among(story.partners)
        if entry["about"] == "deadline":
            entry["due"] = draw.whole(60, 300)
    elif name == "conflicts":
        entry |= {"symptoms": list(entry["symptoms"]), "parties": draw.some(story.partners, 2)}
    for info in REFERENCES[name]:
        (other,) = info.type.lists
        if name in ("indicators", "pilots", "dependencies") and values.get(other):
            entry[info.name] = draw.among(values[other])["id"]
    if "unit" in entry:
        entry["unit"] = entry["unit"].replace("EUR", values["currency"])


def _give_work(task: Facts, values: Values, story: Story) -> None:
    """Gives a new task to a partner, with a hand from others; now and then it does another task's work again."""
    draw, partners = story.draw, values["partners"]
    main = draw.among(partners)
    hours = {one["id"]: draw.whole(2, 5) if one is main else draw.among((0, 0, 1)) for one in partners}
    task |= {"hours": hours, "doing": [who for who, many in hours.items() if many]}
    skills = main.get("skills")
    task["skill"] = draw.among(skills) if skills and draw.chance(0.4) else None
    if values.get("tasks") and not story.goes_well("tasks") and draw.chance(0.2):
        task["duplicates"] = draw.among(values["tasks"])["id"]


def _indicator_of(objective: Facts, ids: set[str]) -> Facts:
    """The indicator that a new objective is followed by."""
    title = objective["indicator"]
    indicator = {
        "id": f"{objective['id']}-kpi",
        "title": title[0].upper() + title[1:],
        "objective": objective["id"],
        "nature": "quantitative",
        "measures": "result",
        "lower_is_better": objective["target"] < objective["baseline"],
    }
    ids.add(indicator["id"])
    return indicator | {name: objective[name] for name in ("unit", "target", "actual")}


# --- Facts answered anew -------------------------------------------------------------------------


def _answer_anew(values: Values, story: Story) -> None:
    """Answers anew a share of the questions that are answered, and some of those that aren't."""
    chance, retold, completed = story.draw.chance, story.retold, story.completed
    for section in vocabulary.SECTIONS:
        if section not in vocabulary.ABOUT_THE_CASE and section not in values and chance(completed):
            values[section] = {}
    for section, facts in parts(values):
        well = story.well[section]
        for question in questions(section):
            if chance(retold if question.name in facts else completed):
                question.answer(facts, story, well)
    if story.outlook is SOUND:
        _slip(values, story)


def _slip(values: Values, story: Story) -> None:
    """Gives a few answers that aren't good, and not grave either: no partnership does everything."""
    places = [(facts, slips(section)) for section, facts in parts(values) if slips(section)]
    for facts, minor in story.draw.some(places, story.draw.whole(1, 4)):
        story.draw.among(minor).answer(facts, story, 0)


ABOUT = {"about_objectives": "objectives", "about_tasks": "tasks", "about_expectations": "expectations"}


def _tell_conflicts(values: Values, story: Story) -> None:
    """How each conflict stands, and what it is about."""
    draw = story.draw
    for conflict in values.get("conflicts", ()):
        if "status" not in conflict or draw.chance(story.retold):
            for question in stage(draw.among(story.outlook.stages)):
                question.answer(conflict, story, 1)
        for name, about in ABOUT.items():
            if name not in conflict and values.get(about) and draw.chance(0.25):
                conflict[name] = [entry["id"] for entry in draw.some(values[about], draw.whole(1, 2))]


def _tell_clashes(values: Values, story: Story) -> None:
    """Which objectives can't be reached together: none where all goes well."""
    draw, objectives = story.draw, values.get("objectives", ())
    for objective in objectives:
        if story.outlook is SOUND and "conflicts_with" in objective:
            objective["conflicts_with"] = []
    if len(objectives) > 1 and not story.goes_well("objectives") and draw.chance(0.4):
        one, other = draw.some(objectives, 2)
        one["conflicts_with"] = [other["id"]]


TOLD_DIFFERENTLY = 0.1
DISPUTABLE = ("partnership", "workload", "communication", "finance", "review", "future")


def _tell_differently(values: Values, story: Story) -> None:
    """In some cases, two partners tell a few facts differently, such as whether the books are open."""
    draw = story.draw
    if story.outlook is SOUND or not draw.chance(TOLD_DIFFERENTLY):
        return
    places = [
        (section, question)
        for section in DISPUTABLE
        for question in questions(section)
        if isinstance(values.get(section, {}).get(question.name), bool)
    ]
    versions = []
    for section, question in draw.some(places, draw.whole(1, 4)):
        told = values[section].pop(question.name)
        for partner, word in zip(draw.some(story.partners, 2), (told, not told), strict=True):
            version = {"id": f"version-{len(versions) + 1}", "field": f"{section}.{question.name}"}
            versions.append(version | {"partner": partner, "told": "yes" if word else "no"})
    if versions:
        values["versions"] = versions


# --- What isn't told, and what is told in confidence --------------------------------------------------

KEPT = ("partners", "versions")
REASONS = ("unknown", "later", "not_said")
ALWAYS_TOLD = ("id", "name", "title", "kind", "holder", "about", "parties")


def _forget(values: Values, story: Story) -> None:
    """Drops what isn't told: parts, then facts. Of a few, somebody wrote down why; some entries have a remark."""
    draw, chance, forgotten = story.draw, story.draw.chance, story.forgotten
    for name in vocabulary.PARTS:
        if name not in KEPT and name in values and chance(story.knowledge.parts_forgotten):
            del values[name]
    reasons, remarks = chance(0.15), chance(0.2)
    for section, facts in parts(values):
        if section == "versions":
            continue
        for name in list(facts):
            if name not in ALWAYS_TOLD and chance(forgotten):
                del facts[name]
                if reasons and chance(0.1):
                    facts.setdefault("unanswered", {})[name] = draw.among(REASONS)
        if remarks and chance(0.05):
            facts["note"] = draw.among(words()["notes"][story.language])


CONFIDING = 0.12
CONFIDED = (
    "satisfaction",
    "trust",
    "finds_load_fair",
    "feels_recognised",
    "signs_of_strain",
    "dependence_share",
)


def _tell_in_confidence(values: Values, story: Story) -> None:
    """In some cases, one partner confides some facts of its own, and perhaps an entry."""
    draw = story.draw
    if not draw.chance(CONFIDING):
        return
    teller = draw.among(values["partners"])
    names = [name for name in CONFIDED if name in teller]
    hidden = draw.some(names, draw.whole(0, 2))
    if hidden:
        teller["in_confidence"] = dict.fromkeys(hidden, teller["id"])
    entries = [
        entry for name in ("conflicts", "trust_events", "expectations") for entry in values.get(name, ())
    ]
    if entries and (not hidden or draw.chance(0.5)):
        draw.among(entries)["told_in_confidence_by"] = teller["id"]


# --- Nothing that contradicts itself ------------------------------------------------------------------

IN_ORDER = (*consistency.IN_ORDER, ("dependencies", "months_min", "months_max"))


def _mend(values: Values) -> None:
    """Mends what can't be true at once; `advisor.consistency` tells what that is."""
    ids = {entry["id"] for name in vocabulary.LISTS for entry in values.get(name, ())}
    for section, facts in parts(values):
        for info in REFERENCES[section]:
            if facts.get(info.name):
                _point_to_what_exists(facts, info.name, ids)
        for name in consistency.PAST.get(section, ()):
            if facts.get(name) is not None:
                facts[name] = min(facts[name], 0)
    for section, part, whole in consistency.PARTS_OF_WHOLES:
        for facts in _each(values, section):
            if facts.get(part) is not None and facts.get(whole) is not None:
                facts[part] = min(facts[part], facts[whole])
    start = values.get("partnership", {}).get("start")
    for objective in values.get("objectives", ()):
        if start is not None and objective.get("deadline") is not None:
            objective["deadline"] = max(start, objective["deadline"])
    for section, first, last in IN_ORDER:
        for facts in _each(values, section):
            if facts.get(first) is not None and facts.get(last) is not None:
                facts[last] = max(facts[first], facts[last])


def _point_to_what_exists(facts: Facts, name: str, ids: set[str]) -> None:
    """Forgets references to entries that are gone."""
    value = facts[name]
    left = [one for one in value if one in ids] if isinstance(value, list) else value in ids
    if not left:
        del facts[name]
    elif isinstance(value, list):
        facts[name] = left


def _each(values: Values, section: str) -> list[Facts]:
    part = values.get(section, [])
    return part if isinstance(part, list) else [part]


TELLING = ("note", "told_in_confidence_by", "in_confidence", "unanswered")
ORDER = {
    section: ("id", *(name for name in vocabulary.fields(section) if name not in ("id", *TELLING)), *TELLING)
    for section in vocabulary.PARTS
}
"""The facts of each part in the order of the vocabulary; first what it is, last how it was told."""


def _finished(head: Values, values: Values) -> Values:
    """The case in the order of the vocabulary, with days as dates."""
    today = datetime.date.fromisoformat(head["date"]).toordinal()
    case = head
    for name in vocabulary.CaseRecord.model_fields:
        if name in vocabulary.LISTS and name in values:
            case[name] = [_finished_facts(name, facts, today) for facts in values[name]]
        elif name in vocabulary.SECTIONS and values.get(name):
            case[name] = _finished_facts(name, values[name], today)
    return case


def _finished_facts(section: str, facts: Facts, today: int) -> Facts:
    for name in DAYS[section]:
        if facts.get(name) is not None:
            facts[name] = datetime.date.fromordinal(today + facts[name]).isoformat()
    return {name: facts[name] for name in ORDER[section] if name in facts}


# --- Written ---------------------------------------------------------------------------------------


class _AsAPersonWrites(yaml.CSafeDumper):
    """YAML with yes and no, `none`, and dates without quotes."""


def _yes_or_no(dumper: _AsAPersonWrites, value: bool) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")


def _none(dumper: _AsAPersonWrites, value: None) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", "none")


_AsAPersonWrites.add_representer(bool, _yes_or_no)
_AsAPersonWrites.add_representer(type(None), _none)


def as_yaml(case: Values) -> str:
    """The case as a person would write it."""
    dated = {name: _dated(name, part) for name, part in case.items()}
    dated["date"] = datetime.date.fromisoformat(case["date"])
    text = yaml.dump(
        dated,
        Dumper=_AsAPersonWrites,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=None,
    )
    assert isinstance(text, str)
    return text


def _dated(section: str, part: Any) -> Any:
    """The part with its dates as dates."""
    if isinstance(part, list):
        return [_dated(section, entry) for entry in part]
    if not isinstance(part, dict):
        return part
    days = {name: datetime.date.fromisoformat(part[name]) for name in DAYS[section] if part.get(name)}
    return part | days


def as_json(case: Values) -> str:
    """The case on one line of JSON."""
    return json.dumps(case, ensure_ascii=False)


def write_lines(cases: Iterable[Values], file: Path) -> None:
    """Writes the cases to one file, each on a line of JSON."""
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(as_json(case) + "\n" for case in cases)


def write_folder(cases: Iterable[Values], folder: Path) -> None:
    """Writes each case to a YAML file of its own, called after its id."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases:
        (folder / f"{case['id']}.yaml").write_text(as_yaml(case), encoding="utf-8", newline="\n")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("count", type=click.IntRange(min=1))
@click.option("--seed", default=0, show_default=True, help="Another number gives other cases.")
@click.option("--format", "form", type=click.Choice(["jsonl", "yaml"]), default="jsonl", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="File, or folder for yaml."
)
def main(count: int, seed: int, form: str, output: Path) -> None:
    """Write COUNT partnership cases: one file of JSON Lines, or a folder of YAML files."""
    write = write_lines if form == "jsonl" else write_folder
    write(generated(count, seed), output)
    click.echo(f"{count} cases in {output}", err=True)


if __name__ == "__main__":
    main()
