"""A person who knows the facts of a case and answers the questions of an interview with them."""

import datetime

from advisor import vocabulary
from advisor.assessment import advise
from advisor.case import ADVISER, read_case
from advisor.questionnaire import state
from advisor.questionnaire.choosing import THEME_OF_TOPIC
from advisor.questionnaire.interview import Interview
from advisor.questionnaire.state import UNSET, Place, value_at

LONGEST = 1_500


class Person:
    """Answers from the facts of `case` as somebody types them; says `-` to what the case doesn't tell."""

    def __init__(self, case, language="en"):
        self.case = case
        self.language = language
        self.told = state.values_of(case.record)
        self.pairs = {}
        self.asked = []

    def interview(self, **options):
        """The interview, answered to its end."""
        one = Interview(today=self.case.record.date, language=self.language, adviser=True, **options)
        while one.state == "asking":
            assert len(self.asked) < LONGEST
            self.answer(one)
        return one

    def answer(self, one):
        """Answer the question on screen, confirming what it doubts."""
        question = one.question
        text = self.text(one, question) if question.kind == "place" else ""
        self.asked.append((question, text))
        reply = one.feed(text)
        while one._pending is not None:
            reply = one.feed("")
        if question.kind == "place" and question.place.is_list:
            self.pair(one, question.place.section)
        return reply

    # --- Which entry is which ---

    def pair(self, one, section):
        """Entries are the same that stand at the same place of their lists."""
        mine = [entry["id"] for entry in self.told.get(section) or ()]
        theirs = [entry["id"] for entry in one.values.get(section) or ()]
        self.pairs.update(zip(theirs, mine, strict=False))

    def theirs(self, mine):
        return next((new for new, old in self.pairs.items() if old == mine), mine)

    # --- What is typed ---

    def text(self, one, question):
        place = question.place
        if place.section == "interview":
            return self.interests()[place.name]
        if question.another:
            return self.another(one, place)
        if place.is_list:
            return self.names(place.section)
        holders = [choice.value for choice in one._holders(place)]
        of_all = place.section == "partners" and not place.entry
        if of_all:
            each = [Place("partners", self.pairs[partner], place.name) for partner in holders]
            parts = [self.written(one, place, value_at(self.told, where)) for where in each]
            if all(part == "-" for part in parts):
                return "-"
            return self.secret(one, each) + " ; ".join(parts)
        where = place._replace(entry=self.pairs.get(place.entry, place.entry))
        value = value_at(self.told, where)
        if value is UNSET:
            return "-"
        if holders:
            told = [value.get(self.pairs[partner], UNSET) for partner in holders]
            text = " ; ".join(self.written(one, place, part) for part in told)
            text = "-" if all(part is UNSET for part in told) else text
        else:
            text = self.written(one, place, value)
        return self.secret(one, [where]) + text if text != "-" else text

    def secret(self, one, places):
        for place in places:
            part = state.part_of(self.told, place)
            teller = ((part or {}).get("in_confidence") or {}).get(place.name)
            if teller:
                return f":secret {one.words.name(self.theirs(teller))} "
        return ""

    def names(self, section):
        """All in one line; one after the other where some were told in confidence."""
        entries = self.told.get(section)
        if entries is None:
            return "-"
        if not entries:
            return "no"
        secret = entries[0].get("told_in_confidence_by")
        if section == "partners" or not any(entry.get("told_in_confidence_by") for entry in entries):
            return " ; ".join(self.case.names[entry["id"]] for entry in entries)
        return self.hidden(secret) + self.case.names[entries[0]["id"]]

    def hidden(self, teller):
        return f":secret {self.case.names[teller]} " if teller else ""

    def another(self, one, place):
        """One entry after the other."""
        entries = self.told.get(place.section) or []
        done = len(one.values[place.section])
        if done >= len(entries):
            return ""
        return self.hidden(entries[done].get("told_in_confidence_by")) + self.case.names[entries[done]["id"]]

    def written(self, one, place, value):
        if value is UNSET:
            return "-"
        if value is None:
            return "none"
        if isinstance(value, list):
            return " ; ".join(self.written(one, place, part) for part in value) or "none"
        info = place.info
        if info.choices:
            return value
        if isinstance(info.type, vocabulary.Ref):
            return self.theirs(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(info.type, vocabulary.Number) and info.unit in ("share", "share_a_month"):
            return f"{value * 100:.6g} %"
        return str(value)

    def interests(self):
        """What anybody in this case would say first: what is worst, and what is good."""
        found = advise(self.case, audience=ADVISER)
        topics = {theme: topic for topic, theme in THEME_OF_TOPIC.items()}
        bad = [one.theme for one in found.findings if one.severity != "minor" and one.theme in topics]
        worries = list(dict.fromkeys(bad))[:2]
        good = [one.theme for one in found.strengths if one.theme not in bad]
        well = list(dict.fromkeys(good))[:2]
        return {
            "worries": ", ".join(topics[one] for one in worries) or "none",
            "going_well": ", ".join(topics[one] for one in well) or "none",
            "in_words": "-",
        }


def person_of(path):
    return Person(read_case(path))


def today():
    return datetime.date(2026, 11, 28)
