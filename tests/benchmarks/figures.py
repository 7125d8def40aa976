"""The numbers of a generated case that have to fit each other: shares, hours, money, targets and results."""

from __future__ import annotations

from advisor import consistency, vocabulary
from advisor.vocabulary import Number

from .archetypes import Facts, Values, parts, tidy
from .stories import SOUND, Story

Numbers = dict[str, float]

MONEY = {
    section: tuple(
        name
        for name, info in vocabulary.fields(section).items()
        if isinstance(info.type, Number) and info.type.unit == "money"
    )
    for section in vocabulary.PARTS
}
"""The amounts of each section and list."""
LIMITS = {"%": 100, "10": 10, "20": 20}
"""What a number can't exceed, by the end of its unit: “points of 10”."""


def tell_figures(values: Values, story: Story) -> None:
    """Tells the numbers anew that the questions leave alone."""
    _tell_hours(values, story)
    _tell_shares(values, story)
    _tell_commitments(values, story)
    for point in values.get("points", ()):
        _tell_times_held(point, story)
    for objective in values.get("objectives", ()):
        _tell_objective(objective, story)
    for expectation in values.get("expectations", ()):
        _tell_expectation(expectation, story)
    reached = {objective["id"]: objective for objective in values.get("objectives", ())}
    for indicator in values.get("indicators", ()):
        _tell_indicator(indicator, reached.get(indicator.get("objective"), {}), story)
    for section, facts in parts(values):
        for name in MONEY[section]:
            if facts.get(name):
                facts[name] = rounded(facts[name] * story.scale)


def rounded(number: float, like: float = 0) -> float:
    """A number as people tell it: two or three digits; with decimals only where `like` is small or has some."""
    size = abs(number)
    if size < 20 and like != int(like):
        return round(number, 1)
    step = 1
    while size >= 200 * step:
        step *= 10
    steps = (number + step / 2) // step
    return int(steps * step)


# --- Work ---------------------------------------------------------------------------------------


def _tell_hours(values: Values, story: Story) -> None:
    """Hours by partner and task, so that each partner's load is even, or one has more than it can do."""
    draw, tasks = story.draw, [task for task in values.get("tasks", ()) if task.get("hours")]
    if not tasks or not draw.chance(0.85 if story.outlook is SOUND else story.retold):
        return
    goes_well = story.goes_well("tasks")
    loaded = draw.among(story.partners)
    usual = draw.between(0.75, 0.95)
    for partner in values["partners"]:
        who, capacity = partner["id"], partner.get("capacity_hours")
        total = sum(task["hours"].get(who, 0) for task in tasks)
        load = usual * draw.between(0.95, 1.05) if goes_well else draw.between(0.3, 0.9)
        if who == loaded and not goes_well:
            load = draw.between(1.05, 1.6)
        if capacity and total:
            partner["capacity_hours"] = capacity = max(3, rounded(capacity * draw.between(0.85, 1.2)))
            _multiply_hours(tasks, who, load * capacity / total)
    _claim_hours(values, tasks, story)


def _multiply_hours(tasks: list[Facts], who: str, factor: float) -> None:
    for task in tasks:
        hours = task["hours"]
        if hours.get(who):
            many = hours[who] * factor
            hours[who] = int(many + 0.5) if many >= 3 else tidy(max(0.5, int(2 * many + 0.5) / 2))


def _claim_hours(values: Values, tasks: list[Facts], story: Story) -> None:
    """What each partner believes that it does, and what was promised."""
    done = _loads(values)
    whole = sum(done.values())
    if not whole:
        return
    for partner in values["partners"]:
        if "own_load_estimate" in partner:
            bounds = (-0.03, 0.03) if story.goes_well("tasks") else (0, 0.25)
            claimed = done[partner["id"]] / whole + story.draw.between(*bounds)
            partner["own_load_estimate"] = round(min(1.0, max(0.0, claimed)), 2)
    workload = values.get("workload", {})
    if "promised_shares" in workload:
        weights = done if story.goes_well("workload") else dict.fromkeys(done, 1.0)
        workload["promised_shares"] = dict(zip(done, _hundredths(list(weights.values())), strict=True))


def _loads(values: Values) -> Numbers:
    """Hours a week by partner."""
    loads = {partner["id"]: 0.0 for partner in values["partners"]}
    for task in values.get("tasks", ()):
        for who, hours in task.get("hours", {}).items():
            loads[who] += hours
    return loads


def _hundredths(weights: list[float]) -> list[float]:
    """The weights as shares in whole percents that add up to 1."""
    whole = sum(weights)
    percents = [int(100 * weight / whole + 0.5) for weight in weights]
    percents[percents.index(max(percents))] += 100 - sum(percents)
    return [percent / 100 for percent in percents]


def _tell_shares(values: Values, story: Story) -> None:
    """Shares of benefit, capital, risk and decisions: like the work and even, or uneven."""
    partners, draw = values["partners"], story.draw
    loads, told_anew = _loads(values), draw.chance(0.85 if story.outlook is SOUND else story.retold)
    for name in consistency.SHARES_OF_ONE_WHOLE:
        known = any(name in partner for partner in partners)
        if not (told_anew if known else draw.chance(story.completed / 2)):
            continue
        goes_well = story.goes_well("partners")
        if goes_well and all(loads.values()):
            weights = [loads[partner["id"]] for partner in partners]
        else:
            weights = [draw.between(0.9, 1.1) if goes_well else draw.between(0.3, 2) for _ in partners]
        for partner, share in zip(partners, _hundredths(weights), strict=True):
            partner[name] = share


def _tell_commitments(values: Values, story: Story) -> None:
    for partner in values["partners"]:
        due = partner.get("commitments_due")
        if due is not None and "commitments_kept" in partner:
            missed = story.draw.between(0, 0.07 if story.goes_well("partners") else 0.5)
            partner["commitments_kept"] = due - int(due * missed + 0.5)


TIMES_A_QUARTER = {
    "daily": 65,
    "weekly": 13,
    "fortnightly": 6,
    "monthly": 3,
    "quarterly": 1,
    "half_yearly": 0,
}


def _tell_times_held(point: Facts, story: Story) -> None:
    """How often a meeting was planned in three months, by its rhythm, and how often it was held."""
    planned = TIMES_A_QUARTER.get(point.get("rhythm", ""))
    if planned is None or not {"planned", "held"} & point.keys():
        return
    missed = story.draw.between(0, 0.15 if story.goes_well("points") else 0.7)
    point["planned"] = planned
    point["held"] = planned - int(planned * missed + 0.5)


# --- Targets and results ----------------------------------------------------------------------------


def _limit(unit: str | None) -> float | None:
    return next((limit for end, limit in LIMITS.items() if (unit or "").endswith(end)), None)


def _scaled(facts: Facts, names: tuple[str, ...], scale: float) -> None:
    """Multiplies the values known, and rounds them as they were."""
    for name in names:
        if facts.get(name) is not None:
            facts[name] = rounded(facts[name] * scale, facts[name])


def _tell_objective(facts: Facts, story: Story) -> None:
    """The way from the start to the target, and how much of it is done."""
    draw, limit = story.draw, _limit(facts.get("unit"))
    _scaled(facts, ("baseline", "target", "capacity_ceiling"), 1 if limit else story.scale)
    start, end = facts.get("baseline"), facts.get("target")
    if start is None or end is None:
        facts.pop("actual", None)
        facts.pop("plan_to_date", None)
        return
    way = end - start
    if "capacity_ceiling" in facts and way > 0 and not limit:
        enough = draw.between(1.05, 1.5) if story.goes_well("objectives") else draw.between(0.6, 1.1)
        facts["capacity_ceiling"] = rounded(end * enough, end)
    begun, ends = facts.get("baseline_date"), facts.get("deadline")
    elapsed = min(1.0, begun / (begun - ends)) if begun and ends and begun < ends else 0.5
    ahead = draw.between(1, 1.25) if story.goes_well("objectives") else draw.between(0.1, 0.9)
    for name, done in (("plan_to_date", elapsed), ("actual", elapsed * ahead)):
        if name in facts:
            reached = rounded(start + way * done, 0.5 if limit == 10 else start)
            facts[name] = min(reached, limit) if limit else reached


def _tell_expectation(facts: Facts, story: Story) -> None:
    """What is counted on in how many months, and what there is for it."""
    draw, limit = story.draw, _limit(facts.get("unit"))
    _scaled(facts, ("baseline", "target"), 1 if limit else story.scale)
    start, end, months = facts.get("baseline"), facts.get("target"), facts.get("horizon_months")
    goes_well = story.goes_well("expectations")
    more = 1.0
    if start and end and months and end > start and not limit and draw.chance(story.retold):
        pace = draw.between(0.004, 0.022) if goes_well else draw.between(0.03, 0.34)
        facts["target"] = rounded(start * (1 + pace * months), start)
        more = facts["target"] / end
        if "best_monthly_rate" in facts:
            seen = draw.between(0.8, 1.3) if goes_well else draw.between(0.1, 0.9)
            facts["best_monthly_rate"] = round(pace * seen, 3)
    if months and "due" in facts:
        facts["due"] = int(months * 30.4)
    for kind in ("capacity", "resources"):
        needed = facts.get(f"{kind}_needed")
        if needed is not None:
            enough = draw.between(1, 1.4) if goes_well else draw.between(0.5, 1.1)
            needed = rounded(needed * more * story.scale, needed)
            facts[f"{kind}_needed"] = needed
            facts[f"{kind}_available"] = rounded(needed * enough, needed)


def _tell_indicator(facts: Facts, objective: Facts, story: Story) -> None:
    """The target of the indicator and what was measured: of its objective, where that has such figures."""
    draw, limit = story.draw, _limit(facts.get("unit"))
    _scaled(facts, ("target", "actual"), 1 if limit else story.scale)
    target = facts.get("target")
    if target is None or facts.get("actual") is None:
        return
    lower, goes_well = facts.get("lower_is_better", False), story.goes_well("indicators")
    shows_it = objective.get("unit") == facts.get("unit") and {"plan_to_date", "actual"} <= objective.keys()
    if shows_it and draw.chance(0.7):
        facts["target"], facts["actual"] = objective["plan_to_date"], objective["actual"]
    else:
        better = draw.between(1, 1.1) if goes_well else draw.between(0.6, 1.02)
        reached = rounded(target / better if lower else target * better, target)
        facts["actual"] = min(reached, limit) if limit else reached
    if "missed_periods" in facts:
        met = facts["actual"] <= facts["target"] if lower else facts["actual"] >= facts["target"]
        facts["missed_periods"] = 0 if met else draw.whole(1, 1 if goes_well else 5)
