"""The conversation: `feed(answer)` takes what a person types and leaves the next question in `question`.

It keeps no file and touches no terminal. After each reply `values` holds a case that can be read, checked
and reported on as it stands; who drives the interview writes it down.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from advisor import vocabulary
from advisor.case import ADVISER, JOINT, Case
from advisor.errors import CaseError
from advisor.escaping import Markdown, one_line, plain
from advisor.questionnaire import state
from advisor.questionnaire.answers import (
    NO,
    NOTHING,
    YES,
    Choice,
    Reading,
    first_free,
    read_names,
    read_partners,
)
from advisor.questionnaire.choosing import (
    Candidate,
    candidates,
    in_context,
    interest_of,
    is_open,
    limit,
)
from advisor.questionnaire.doubts import Doubt, doubts
from advisor.questionnaire.state import (
    UNSET,
    Place,
    Values,
    add_version,
    asked_together,
    place_of_field,
    settings,
    value_at,
)
from advisor.questionnaire.wording import Wording
from advisor.scalars import ScalarError, fold
from advisor.versions import disputed
from advisor.vocabulary import id_like

UNANSWERED: dict[str, str] = {
    "-": "unknown", ":unknown": "unknown", ":inconnu": "unknown",
    "don't know": "unknown", "i don't know": "unknown", "dont know": "unknown", "no idea": "unknown",
    "je ne sais pas": "unknown", "ne sais pas": "unknown", "sais pas": "unknown", "aucune idee": "unknown",
    ":na": "not_applicable", ":so": "not_applicable", "n/a": "not_applicable",
    "not applicable": "not_applicable", "sans objet": "not_applicable",
    ":later": "later", ":plus-tard": "later", "later": "later", "plus tard": "later",
    ":decline": "not_said", ":taire": "not_said", "rather not say": "not_said",
    "i'd rather not say": "not_said", "je prefere ne pas le dire": "not_said",
}  # fmt: skip
"""What says that there is no answer, folded, and which of the four reasons it is."""

COMMANDS: dict[str, str] = {
    "?": "why", ":why": "why", ":pourquoi": "why",
    "<": "back", ":back": "back", ":retour": "back",
    ":go": "go", ":aller": "go",
    ":list": "list", ":liste": "list",
    ":note": "note",
    ":secret": "secret", ":confidence": "secret",
    ":open": "open", ":ouvert": "open",
    ":remove": "remove", ":retirer": "remove",
    ":rename": "rename", ":renommer": "rename",
    ":more": "more", ":suite": "more",
    ":done": "done", ":finir": "done",
    ":save": "save", ":enregistrer": "save",
    ":quit": "quit", ":quitter": "quit", ":q": "quit",
    ":help": "help", ":aide": "help",
}  # fmt: skip

GO_ON = frozenset({"more", "go on", "continue", "suite", "continuer", "encore", "no", "non", "n"})
PARTNERS_AT_LEAST = 2
NOWHERE = Place("")
LONGEST_ANSWER = 2_000
LITTLE = 0.05
"""The worth of a question that is asked only of those who want to go on, or who ask about one theme."""
LOOKING = frozenset({"why", "help", "list", "save", "note"})
"""Commands that leave the question as it is: a doubtful answer goes on waiting to be confirmed."""


@dataclass(frozen=True)
class Question:
    """What is asked now: a place of the case, something in confidence, whether to stop (`offer`), or the review."""

    kind: str
    place: Place = NOWHERE
    another: bool = False
    """Whether a list has entries already, and one more is asked for."""


@dataclass
class Reply:
    """What an answer led to."""

    lines: list[str] = field(default_factory=list)
    """What to tell, before the next question."""
    changed: bool = False
    """Whether the case is another one now and must be written down."""
    save: bool = False
    """Whether the person asked where the answers are kept."""


@dataclass
class _Pending:
    """A doubtful answer that waits to be confirmed."""

    doubt: Doubt
    accept: Callable[[], Reply]


class Interview:
    """One interview about one partnership."""

    def __init__(
        self,
        values: Values | None = None,
        *,
        today: datetime.date,
        language: str,
        partner: str = "",
        full: bool = False,
        theme: str = "",
        adviser: bool = False,
    ) -> None:
        """`values`: the case so far, valid; None for a new one. `partner`: who is interviewed alone, by id
        or, in a new case, by name. `theme`: the only one asked about, by its prefix. `adviser`: nobody else
        reads along, so that confidences are shown and asked about."""
        self.today = today
        self.language = language
        self.words = Wording(language)
        self.full = full
        self.theme = theme
        self.alone = partner
        self.adviser = adviser
        self.values: Values = {}
        self.shown: Values = {}
        """The values that those who read along may see; the others are unknown to them."""
        self.case: Case | None = None
        self.seen: Case | None = None
        """The case as those who read along may see it; questions are chosen from it, and reasons told."""
        self.answers = 0
        self.left = 0
        self.state = "asking"
        self._history: list[Place] = []
        self._confirmed: set[tuple[Any, ...]] = set()
        self._pending: _Pending | None = None
        self._secret = ""
        self._last: Place | None = None
        self._more = False
        self._offered = False
        self._asked_for_confidences = False
        self._told_here: set[Place] = set()
        """What was told in confidence in this very interview, and may be opened again."""
        self._asked_again: set[Place] = set()
        self._waiting_partners: list[str] = []
        if values is not None:
            self._take(values)
            self.answers = (values.get("interview") or {}).get("answers", 0)
            self._history = list(state.known_places(self.shown))
            if partner:
                self._remember_alone()
        self.question = self._choose()

    # --- What is asked ---

    def prompt(self) -> list[str]:
        """The question as it is put, a line an item; the first line names a new subject, or is empty."""
        if self.question.kind == "offer":
            return ["", *self.words.paragraphs("offer", left=self.left)]
        if self.question.kind == "review":
            return ["", *self._review()]
        if self.question.kind == "confidence":
            return ["", *self.words.paragraphs("confidence")]
        place = self.question.place
        lines = ["", *self._heading(place)]
        alone = bool(self.alone) and (place.section != "partners" or place.entry in ("", self.partner))
        lines.append(self.words.question(place, alone=alone, another=self.question.another))
        if self.question.another:
            return lines[1:]
        lines += [f"  {number}) {one.label}" for number, one in enumerate(self._choices(place), 1)]
        lines += [f"  {self.words.say('versions', told=Markdown(told))}" for told in self._versions(place)]
        lines += [f"  {line}" for line in self.words.how_to_answer(place, self._holders(place))]
        if value_at(self.shown, place) is not UNSET or state.unanswered(self.shown, place):
            told = self.words.answer(self.shown, place)
            lines.append("  " + self.words.say("question.now", answer=told))
        return lines

    def _versions(self, place: Place) -> Iterator[str]:
        """The versions of a fact that the partners told differently, in one line."""
        several = disputed(self.seen.record).get(place.path) if self.seen and not self.alone else None
        if several:
            yield "; ".join(
                f"{self.words.name(str(one.partner))}: "
                f"{plain(self.words.facts.version(place.path, str(one.told)))}"
                for one in several
            )

    def _heading(self, place: Place) -> Iterator[str]:
        last = self._last
        same = last is not None and (last.section, last.entry) == (place.section, place.entry)
        if not same and self.values and not place.is_list and place.section not in ("", "interview"):
            about = self.words.name(place.entry) if place.entry else self.words.part(place.section)
            progress = (
                self.words.say("progress", left=self._roughly()) if self.left and not self._more else ""
            )
            yield f"— {about} —" + (f"  ({progress})" if progress else "")

    def _roughly(self) -> int:
        """The number of questions left as one says it: no more exact than it can be known."""
        return self.left if self.left < 8 else 5 * round(self.left / 5)

    def _choices(self, place: Place) -> tuple[Choice, ...]:
        return self.words.choices(place, self.shown)

    def _holders(self, place: Place) -> tuple[Choice, ...]:
        """The partners of whom one value each is asked, in their order."""
        if place.is_list or place.key:
            return ()
        of_all = place.section == "partners" and not place.entry
        if not of_all and place.info.shape != "mapping":
            return ()
        partners = [one["id"] for one in self.values["partners"]]
        if of_all:
            each = {one: place._replace(entry=one) for one in partners}
            waiting = [one for one in partners if is_open(self.shown, each[one])]
            asked = [one for one in partners if state.is_asked(self.shown, each[one])]
            partners = waiting or asked or partners
        elif place.section == "partners":
            partners = [one for one in partners if one != place.entry]
        return tuple(Choice(one, self.words.name(one)) for one in partners)

    def _reading(self, place: Place) -> Reading:
        return Reading(place.info, self._choices(place), self._holders(place), self.today)

    # --- Who reads along ---

    @property
    def audience(self) -> str | None:
        """Who reads what is on the screen: all partners together, one of them, or the adviser."""
        return ADVISER if self.adviser else self.partner or JOINT

    def _is_hidden(self, place: Place) -> bool:
        """Whether an answer was told in confidence, and not by whoever reads along."""
        teller = self._teller_of(place)
        return bool(teller) and not self.adviser and teller != self.partner

    # --- Choosing ---

    def _choose(self) -> Question:
        if not self.values:
            return Question("place", Place("partners"))
        if self._offered and not self._more:
            return self._closing()
        for place in (*self._differing(), *self._opening()):
            if is_open(self.shown, place):
                return Question("place", place)
        return self._next_by_plan() if self.full else self._next_by_worth()

    def _exists(self, place: Place) -> bool:
        return not place.entry or state.find_entry(self.values, place.section, place.entry) is not None

    def _differing(self) -> Iterator[Place]:
        """What the partners told differently, to be settled together."""
        if self.seen is None or self.alone:
            return
        for path in disputed(self.seen.record):
            place = state.place_of_path(path, self.values)
            if place is not None and place.name:
                yield place

    def _opening(self) -> Iterator[Place]:
        if self.theme:
            return
        paths = settings()["alone"]["opening"] if self.alone else settings()["opening"]
        worries = (self.values.get("interview") or {}).get("worries") or ()
        for path in (*paths, *(settings()["first_about"][topic] for topic in worries)):
            place = self._asked_of(place_of_field(path))
            if place is not None:
                yield place

    def _next_by_plan(self) -> Question:
        """Everything, in the order of the vocabulary; what was put off comes at the end."""
        places = self._everything()
        first = next(places, None)
        self.left = 0 if first is None else 1 + sum(1 for _ in places)
        return Question("place", first) if first else self._closing()

    def _everything(self) -> Iterator[Place]:
        yield from (one for one in self._all_places() if is_open(self.shown, one))

    def _all_places(self) -> Iterator[Place]:
        for name in vocabulary.CaseRecord.model_fields:
            if name in vocabulary.ABOUT_THE_CASE or name in ("id", "language", "note", "unanswered"):
                continue
            for place in self._places_of_part(name):
                asked = self._asked_of(place)
                if asked is not None:
                    yield asked

    def _places_of_part(self, name: str) -> Iterator[Place]:
        if name not in vocabulary.PARTS:
            yield Place("", "", name)
            return
        fields = [one for one in vocabulary.fields(name).values() if _is_asked_about(one)]
        if name in vocabulary.SECTIONS:
            yield from (Place(name, "", one.name) for one in fields)
            return
        yield Place(name)
        together = [one for one in fields if asked_together(one)]
        yield from (Place(name, "", one.name) for one in together if name == "partners")
        for entry in self.values.get(name) or ():
            yield from (Place(name, entry["id"], one.name) for one in fields if one not in together)

    def _next_by_worth(self) -> Question:
        worthwhile = self._worthwhile()
        self.left = self._estimate(worthwhile)
        return Question("place", worthwhile[0].place) if worthwhile else self._closing()

    def _worthwhile(self) -> list[Candidate]:
        """What is worth asking now, the most worth first."""
        assert self.seen is not None
        interest = interest_of(self.values, self.theme)
        found = candidates(self.seen.record, self.shown, interest, self._asked_of)
        return [one for one in in_context(found, self._last) if one.worth >= self._least()]

    def _least(self) -> float:
        """What a question must be worth to be asked."""
        return LITTLE if self._more or self.theme else limit(self.answers)

    def _estimate(self, worthwhile: list[Candidate]) -> int:
        """About how many questions are left: each answer raises the limit for those after it."""
        if self._more or self.theme:
            return len(worthwhile)
        ahead = 0
        for one in worthwhile:
            if one.worth < limit(self.answers + ahead):
                break
            ahead += 3 if one.place.is_list else 1  # the entries of a list bring questions of their own
        return ahead

    def _closing(self) -> Question:
        """What was put off, then the offer to stop, then the review."""
        for place in self._put_off():
            if place not in self._asked_again:
                self._asked_again.add(place)
                return Question("place", place)
        if self.alone and not self._asked_for_confidences and not self.theme:
            self._asked_for_confidences = True
            return Question("confidence")
        if self._offered or self.full or self.theme:
            self._offered = True
            return Question("review")
        self.left = 0
        return Question("offer")

    def _put_off(self) -> Iterator[Place]:
        for place in self._unanswered_places():
            if state.unanswered(self.values, place) == "later":
                yield place

    def _unanswered_places(self) -> Iterator[Place]:
        for name in self.shown.get("unanswered") or ():
            yield Place(name) if name in vocabulary.LISTS else Place("", "", name)
        for name in vocabulary.PARTS:
            part = self.shown.get(name)
            parts = part if isinstance(part, list) else [part] if part else []
            for one in parts:
                for marked in one.get("unanswered") or ():
                    yield Place(name, one.get("id", ""), marked)

    def _asked_of(self, place: Place) -> Place | None:
        """The place as the person asked may answer it; None where it is none of that person's business."""
        if self.values and place.entry and self._is_hidden(place._replace(name="title")):
            return None
        if not self.alone or not self.values:
            return place
        own = self.partner
        if place.field in settings()["alone"]["not_asked"]:
            return None
        if place.is_list:
            return None if place.section == "partners" else place
        if place.section == "partners":
            if place.entry not in ("", own) or place.name in ("name", "kind"):
                return None
            return place._replace(entry=own)
        if place.section == "expectations":
            entry = state.find_entry(self.values, "expectations", place.entry) or {}
            return place if entry.get("holder") == own else None
        return place._replace(key=own) if place.info.shape == "mapping" else place

    @property
    def partner(self) -> str:
        """The id of the partner interviewed alone; empty where all are asked together."""
        return state.partner_called(self.values, self.alone)

    @property
    def told(self) -> int:
        """How many facts have been told."""
        return sum(1 for _ in state.known_places(self.values)) if self.values else 0

    def _remember_alone(self) -> None:
        state.put(self.values, Place("interview", "", "partner"), self.partner)
        self._take(self.values)

    # --- Answers ---

    def feed(self, text: str) -> Reply:
        """Take one line; the reply says what came of it, and `question` is the next one."""
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text):
            return Reply([self.words.say("answer.control")])
        if len(text) > LONGEST_ANSWER:
            return Reply([self.words.say("answer.too_long", most=LONGEST_ANSWER)])
        text = one_line(text, LONGEST_ANSWER)
        pending, self._pending = self._pending, None
        if pending is not None:
            word = fold(text)
            if word in YES or not word:
                self._confirmed.add(_doubt_key(pending.doubt))
                return pending.accept()
            if word in NO:
                return Reply([self.words.say("doubt.again")])
        command, rest = self._command(text)
        if command:
            return self._obey(command, rest, pending)
        if text.startswith(":") and fold(text) not in UNANSWERED:
            self._pending = pending
            return Reply([self.words.say("command.unknown", command=text.split()[0])])
        if self.question.kind == "offer":
            return self._answer_offer(text)
        if self.question.kind == "review":
            return self._answer_review(text)
        if self.question.kind == "confidence":
            return self._answer_confidence(text)
        return self._answer_place(text)

    def _obey(self, command: str, rest: str, pending: _Pending | None) -> Reply:
        """Carry out a command; a doubtful answer that was waiting stays, or is taken as it is before one goes away."""
        first = Reply()
        answers_anew = command == "secret" and bool(self._teller(rest)[1])
        if pending is not None and (command in LOOKING or (command == "secret" and not answers_anew)):
            self._pending = pending
        elif pending is not None and not answers_anew:
            first = pending.accept()
        reply = getattr(self, f"_do_{command}")(rest)
        assert isinstance(reply, Reply)
        return Reply([*first.lines, *reply.lines], first.changed or reply.changed, reply.save)

    def _command(self, text: str) -> tuple[str, str]:
        word, _, rest = text.partition(" ")
        if re.fullmatch(r"<\s*\d+", text):
            return "go", text[1:].strip()
        return COMMANDS.get(word.casefold(), ""), rest.strip()

    def _answer_place(self, text: str) -> Reply:
        place = self.question.place
        reason = UNANSWERED.get(fold(text).replace("’", "'"))
        if reason:
            return self._leave_open(place, reason)
        if place.is_list:
            return self._answer_list(place, text)
        if not text:
            return self._keep(place)
        try:
            value = self._reading(place).read(text)
        except ScalarError as error:
            lines = [self.words.message(error.message)]
            if fold(text) in NO | NOTHING:
                lines.append(self.words.say("answer.none_of_these"))
            return Reply(lines)
        return self._give(place, value)

    def _keep(self, place: Place) -> Reply:
        """Enter alone: keep what stands there, or say that something is expected."""
        if value_at(self.shown, place) is UNSET and not state.unanswered(self.shown, place):
            return Reply([self.words.say("answer.empty")])
        return self._go_on(place, Reply())

    def _leave_open(self, place: Place, reason: str) -> Reply:
        if not self.values:
            return Reply([self.words.say("answer.needed")])
        if place.is_list and self.question.another:
            return self._go_on(place, Reply())
        if place.section == "" and place.name == "date":
            return Reply([self.words.say("answer.needed")])
        if place == Place("partners"):
            return self._go_on(place, Reply())
        values = copy.deepcopy(self.values)
        before = value_at(values, place)
        for one in self._single(place) if before is not UNSET else ():
            if not self._is_hidden(one):
                state.drop(values, one)
        state.mark_unanswered(values, place, reason)
        reply = Reply([self.words.say(f"noted.{reason}")])
        self._lose(values, place, reply)
        return self._settle(values, place, reply)

    def _single(self, place: Place) -> list[Place]:
        if place.section == "partners" and place.name and not place.entry:
            return [place._replace(entry=one["id"]) for one in self.values["partners"]]
        return [place]

    def _give(self, place: Place, value: Any) -> Reply:
        """Put an answer where it belongs, if it can stand there; ask again if it is doubtful."""
        values = copy.deepcopy(self.values)
        holders = self._holders(place)
        if place.section == "partners" and not place.entry:
            for one in holders:
                each = place._replace(entry=one.value)
                if one.value in value:
                    self._put(values, each, value[one.value])
                elif value_at(values, each) is UNSET:
                    state.mark_unanswered(values, each, "unknown")
            if not value:
                return self._leave_open(place, "unknown")
        elif place.info.shape == "mapping" and not place.key and not value:
            return self._leave_open(place, "unknown")
        else:
            self._put(values, place, value)
        try:
            case = state.checked(values)
        except CaseError as error:
            return Reply([*self.words.problems(error), *self._what_it_contradicts(values, place)])

        def accept() -> Reply:
            return self._accept(place, values)

        for doubt in doubts(case.record, self._without_lost(values, place), place):
            hidden = doubt.other is not None and self._is_hidden(doubt.other)
            if _doubt_key(doubt) not in self._confirmed and not hidden:
                self._pending = _Pending(doubt, accept)
                return Reply([self._doubt_in_words(doubt, case)])
        return accept()

    def _put(self, values: Values, place: Place, value: Any) -> None:
        """Set an answer. Beside what another told of it in confidence, it stands as a version of its own."""
        state.mark_unanswered(values, place, "")
        teller = self._teller_of(place)
        if self._is_hidden(place):
            add_version(values, place, teller, value_at(values, place), secret=True)
            state.drop(values, place)
        versions = [one for one in values.get("versions") or () if one.get("field") == place.path]
        hidden = {
            one["partner"]
            for one in versions
            if one.get("told_in_confidence_by") and one["told_in_confidence_by"] != self.partner
        }
        if not hidden or self.adviser:
            state.put(values, place, value)
            return
        kept = [one for one in values["versions"] if one not in versions or one["partner"] in hidden]
        state.put(values, Place("versions"), kept)
        for one in [self.partner] if self.alone else [one["id"] for one in values["partners"]]:
            if one not in hidden:
                add_version(values, place, one, value)

    def _without_lost(self, values: Values, changed: Place) -> Values:
        """The values without what the new answer will set aside: nothing to be doubted in that."""
        kept = copy.deepcopy(values)
        for one in state.lost(values, changed):
            state.drop(kept, one)
        return kept

    def _accept(self, place: Place, values: Values) -> Reply:
        reply = Reply([])
        if self._secret:
            self._mark_secret(values, place, reply)
        self._settle_versions(values, place, reply)
        self._lose(values, place, reply)
        self._restore(values, place, reply)
        self._take(values)
        noted = self.words.value(place, value_at(values, place))
        reply.lines.insert(0, self.words.say("noted", answer=noted))
        return self._settle(values, place, reply)

    def _settle(self, values: Values, place: Place, reply: Reply) -> Reply:
        self._count(values)
        self._take(values)
        reply.changed = True
        return self._go_on(place, reply)

    def _go_on(self, place: Place, reply: Reply) -> Reply:
        if not self._history or self._history[-1] != place:
            self._history.append(place)
        self._last = place
        self._secret = ""
        self.question = self._choose()
        return reply

    def _count(self, values: Values) -> None:
        """One more answer. The number is kept with the case, so that an interview taken up again is no longer one."""
        self.answers += 1
        state.put(values, Place("interview", "", "answers"), self.answers)

    def _take(self, values: Values) -> None:
        """Make these values the case."""
        self.case = state.checked(values)
        self.values = values
        self.seen = self.case.visible_to(self.audience)
        self.shown = state.values_of(self.seen.record)
        self.words.about(self.case)

    def _what_it_contradicts(self, values: Values, place: Place) -> list[str]:
        """The earlier answers without which this one could stand, with how to get there."""
        near = [
            other
            for other in state.known_places(self.values)
            if other != place and not other.is_list and (other.section == place.section or not place.entry)
        ]
        found = []
        for other in near[:60]:
            without = copy.deepcopy(values)
            state.drop(without, other)
            try:
                state.checked(without)
            except CaseError:
                continue
            if not self._is_hidden(other):
                found.append(other)
        return [
            self.words.say(
                "answer.contradicts",
                earlier=self.words.label(one),
                answer=self.words.answer(self.shown, one),
                number=self._number(one),
            )
            for one in found[:3]
        ]

    def _doubt_in_words(self, doubt: Doubt, case: Case) -> str:
        self.words.about(case)
        told = self.words.value(doubt.place, doubt.value)
        if doubt.kind == "clash":
            assert doubt.other is not None
            return self.words.say(
                "doubt.clash",
                answer=told,
                label=self.words.label(doubt.place),
                other=self.words.label(doubt.other),
                other_answer=self.words.value(doubt.other, doubt.other_value),
            )
        if doubt.kind == "pace":
            return self.words.say("doubt.pace", rate=doubt.value)
        return self.words.say("doubt.rare", answer=told)

    # --- What depends on an answer ---

    def _lose(self, values: Values, changed: Place, reply: Reply) -> None:
        """Set aside what means nothing any more, and say so."""
        gone = state.lost(values, changed)
        while gone:
            for place in gone:
                part = state.part_of(values, place) or {}
                teller = (part.get("in_confidence") or {}).get(place.name, "")
                state.set_aside(values, place.path, value_at(values, place), teller)
                reply.lines.append(
                    self.words.say(
                        "set_aside", label=self.words.label(place), answer=self.words.answer(values, place)
                    )
                )
                state.drop(values, place)
            gone = [one for place in gone for one in state.lost(values, place)]

    def _restore(self, values: Values, changed: Place, reply: Reply) -> None:
        """Bring back what had been set aside and means something again."""
        for path in state.kept_paths(values):
            place = state.place_of_path(path, values)
            if place is None or place.is_list or not place.name or place == changed:
                continue
            if state.is_asked(values, place) and value_at(values, place) is UNSET:
                self._put_back(values, place, reply)

    def _put_back(self, values: Values, place: Place, reply: Reply) -> None:
        trial = copy.deepcopy(values)
        value, teller = state.take_back(trial, place.path)
        if value is UNSET:
            return
        try:
            state.put(trial, place, value)
            if teller:
                self._mark(trial, place, teller)
            state.mark_unanswered(trial, place, "")
            state.checked(trial)
        except (CaseError, AssertionError):
            return
        values.clear()
        values.update(trial)
        told = self.words.answer(values, place)
        reply.lines.append(self.words.say("back_again", label=self.words.label(place), answer=told))

    def _settle_versions(self, values: Values, place: Place, reply: Reply) -> None:
        """An answer given together settles what the partners had told differently."""
        versions = values.get("versions") or []
        visible = {one["id"] for one in self.shown.get("versions") or ()}
        about = [one for one in versions if one.get("field") == place.path]
        settled = [one for one in about if one["id"] in visible]
        if settled and settled == about and not self.alone:
            kept = [one for one in versions if one not in settled]
            if kept:
                values["versions"] = kept
            else:
                del values["versions"]
            reply.lines.append(self.words.say("settled"))

    # --- Lists ---

    def _answer_list(self, place: Place, text: str) -> Reply:
        word = fold(text)
        if place.section == "partners" and not self.values:
            return self._answer_partners(text)
        if self.question.another and (word in NO | NOTHING or not word):
            return self._go_on(place, Reply())
        known = value_at(self.shown, place)
        if not word:
            return self._keep(place)
        if word in YES or word.isdecimal():  # “yes”, “two”: how many there are, not yet which
            self.question = Question("place", place, self.question.another)
            return Reply([self.words.say("list.name_it")])
        if word in NO | NOTHING:
            if known is not UNSET and known:
                return Reply([self.words.say("list.has_some")])
            values = copy.deepcopy(self.values)
            if values.get(place.section):  # told in confidence; those who say “none” don't know of it
                for one in [self.partner] if self.alone else [one["id"] for one in values["partners"]]:
                    add_version(values, place, one, [])
            else:
                state.put(values, place, [])
            state.mark_unanswered(values, place, "")
            self._secret = ""
            return self._settle(
                values, place, Reply([self.words.say("noted", answer=self.words.say("word.none"))])
            )
        return self._add(place, read_names(text))

    def _answer_partners(self, text: str) -> Reply:
        """The first answer of all: with two names there is a case."""
        names = [*self._waiting_partners]
        for name in [self.alone, *read_partners(text)] if self.alone else read_partners(text):
            if name and fold(name) not in [fold(one) for one in names]:
                names.append(name)
        if len(names) < PARTNERS_AT_LEAST:
            self._waiting_partners = names
            return Reply(
                [self.words.say("partners.more", name=names[0])]
                if names
                else [self.words.say("answer.needed")]
            )
        partners: list[Values] = []
        for number, name in enumerate(names, 1):
            taken = [one["id"] for one in partners]
            partners.append({"id": first_free(id_like(name, f"partner-{number}"), taken), "name": name})
        title = self.words.listing(names)
        values: Values = {
            "id": id_like("-".join(one["id"] for one in partners), "partnership"),
            "title": title,
            "date": self.today.isoformat(),
            "language": self.language,
            "partners": partners,
        }
        try:
            self._take(values)
        except CaseError as error:
            return Reply(self.words.problems(error))
        self._waiting_partners = []
        if self.alone:
            self._remember_alone()
        told = self.words.value(Place("partners"), partners)
        return self._settle(self.values, Place("partners"), Reply([self.words.say("noted", answer=told)]))

    def _add(self, place: Place, names: list[str]) -> Reply:
        values = copy.deepcopy(self.values)
        entries = list(values.get(place.section) or [])
        taken = [one["id"] for name in vocabulary.LISTS for one in values.get(name) or ()]
        known_names = [  # of a hidden one of the same name nothing may be said
            fold(self.words.name(one["id"]))
            for one in entries
            if not self._is_hidden(Place(place.section, one["id"], "title"))
        ]
        added = []
        for name in names:
            if fold(name) in known_names:
                return Reply([self.words.say("list.twice", name=name)])
            entry = self._entry_again(values, place, name) or self._new_entry(
                place, name, taken, len(entries)
            )
            entries.append(entry)
            taken.append(entry["id"])
            known_names.append(fold(name))
            added.append(entry)
        if not added:
            return self._keep(place)
        state.put(values, place, entries)
        state.mark_unanswered(values, place, "")
        try:
            state.checked(values)
        except CaseError as error:
            return Reply(self.words.problems(error))
        self._count(values)
        self._take(values)
        self._secret = ""
        told = self.words.listing([self.words.name(one["id"]) for one in added])
        reply = Reply([self.words.say("noted", answer=told)], changed=True)
        self._last = place
        if not self._history or self._history[-1] != place:
            self._history.append(place)
        all_told = len(added) > 1  # who lists several in one line has named them all
        self.question = self._choose() if all_told else Question("place", place, another=True)
        return reply

    def _new_entry(self, place: Place, name: str, taken: list[str], number: int) -> Values:
        id = first_free(id_like(name, f"{place.section.replace('_', '-')[:20]}-{number + 1}"), taken)
        entry: Values = {"id": id, "name" if place.section == "partners" else "title": name}
        if self.alone and place.section == "expectations":
            entry["holder"] = self.partner
        if self._secret and place.section != "partners":
            entry["told_in_confidence_by"] = self._secret
        return entry

    def _entry_again(self, values: Values, place: Place, name: str) -> Values | None:
        """An entry of this name that had been taken out, with its answers."""
        for path in state.kept_paths(values):
            section, _, id = path.partition(".")
            if section == place.section and id and "." not in id:
                trial = copy.deepcopy(values)
                entry, _ = state.take_back(trial, path)
                if isinstance(entry, dict) and fold(str(entry.get("title") or entry.get("name"))) == fold(
                    name
                ):
                    values.clear()
                    values.update(trial)
                    return entry
        return None

    # --- Commands ---

    def _do_why(self, _: str) -> Reply:
        if self.question.kind != "place":
            return Reply(self.words.paragraphs(f"{self.question.kind}.why"))
        if self.seen is None:
            return Reply(self.words.paragraphs("why.partners"))
        place = self.question.place
        return Reply(list(self.words.why(self.seen, place, self._holders(place))))

    def _do_help(self, _: str) -> Reply:
        return Reply(self.words.paragraphs("help"))

    def _do_back(self, _: str) -> Reply:
        here = self.question.place if self.question.kind == "place" else None
        while self._history:
            place = self._history.pop()
            if place != here and self._exists(place):
                return self._turn_to(place)
        return Reply([self.words.say("back.first")])

    def _turn_to(self, place: Place) -> Reply:
        self.question = Question("place", place)
        self._last = None
        self._secret = ""
        return Reply()

    def _do_go(self, where: str) -> Reply:
        if where.isdecimal() and len(where) < 6:
            numbered = self._numbered()
            number = int(where)
            if 1 <= number <= len(numbered):
                return self._turn_to(numbered[number - 1])
            return Reply([self.words.say("go.no_number", number=number, most=len(numbered))])
        place = state.place_of_path(where, self.values) if where and self.values else None
        asked = self._asked_of(place) if place is not None else None
        if asked is None or (not asked.is_list and not _is_asked_about(asked.info) and asked.section):
            return Reply([self.words.say("go.nowhere", where=where)])
        if asked.section in vocabulary.ABOUT_THE_CASE and asked.name not in (
            "worries",
            "going_well",
            "in_words",
        ):
            return Reply([self.words.say("go.nowhere", where=where)])
        return self._turn_to(asked)

    def _do_list(self, _: str) -> Reply:
        return Reply(list(self._listed()) or [self.words.say("list.empty")])

    def _do_note(self, text: str) -> Reply:
        if not text or not self.values:
            return Reply([self.words.say("note.how")])
        values = copy.deepcopy(self.values)
        place = self.question.place
        of_all = place.section == "partners" and not place.entry
        whole = self.question.kind != "place" or place.is_list or not place.section or of_all
        about = (
            "" if whole or not place.name else f"{self.words.label(Place(place.section, '', place.name))}: "
        )
        note = about + text
        target = Place("", "", "note") if whole else place._replace(name="note", key="")
        before = value_at(values, target)
        state.put(values, target, f"{before} · {note}" if before is not UNSET else note)
        self._take(values)
        return Reply([self.words.say("note.noted")], changed=True)

    def _do_secret(self, rest: str) -> Reply:
        """`:secret [PARTNER] [answer]`: what is answered now, or stands here already, was told in confidence."""
        if self.question.kind != "place" or not self.values:
            return Reply([self.words.say("secret.not_here")])
        place = self.question.place
        teller, answer = self._teller(rest)
        if not teller:
            partners = self.words.listing([self.words.name(one["id"]) for one in self.values["partners"]])
            return Reply([self.words.say("secret.who", partners=partners)])
        hideable = (place.is_list and place.section != "partners") or (
            place.section and place.name and place.name not in vocabulary.PARTS[place.section].ALWAYS_OPEN
        )
        if not hideable or place.section in vocabulary.ABOUT_THE_CASE:
            return Reply([self.words.say("secret.not_here")])
        self._secret = teller
        if answer:
            reply = self._answer_place(answer)
            if not reply.changed and self._pending is None:
                self._secret = ""
            return reply
        if not place.is_list and value_at(self.values, place) is not UNSET:
            values = copy.deepcopy(self.values)
            reply = Reply()
            self._mark_secret(values, place, reply)
            return self._settle(values, place, reply)
        return Reply([self.words.say("secret.next", name=self.words.name(teller))])

    def _teller(self, rest: str) -> tuple[str, str]:
        """Who told it, and what is left of the line."""
        partners = sorted(
            (
                (name, one["id"])
                for one in self.values["partners"]
                for name in (self.words.name(one["id"]), one["id"])
            ),
            key=lambda pair: -len(pair[0]),
        )
        for name, partner in partners:
            follows = rest[len(name) : len(name) + 1]
            if fold(rest[: len(name)]) == fold(name) and not follows.isalnum():
                return partner, rest[len(name) :].strip(" :,\u00a0")
        first, _, others = rest.partition(" ")
        begun = {
            partner for name, partner in partners if len(first) > 1 and fold(name).startswith(fold(first))
        }
        if len(begun) == 1:
            return begun.pop(), others.strip()
        return self.partner, rest

    def _mark_secret(self, values: Values, place: Place, reply: Reply) -> None:
        teller, self._secret = self._secret, ""
        where = place._replace(entry=teller) if place.section == "partners" and not place.entry else place
        if value_at(values, where) is UNSET:
            return
        self._mark(values, where, teller)
        reply.lines.append(self.words.say("secret.noted", name=self.words.name(teller)))

    def _mark(self, values: Values, place: Place, teller: str) -> None:
        self._told_here.add(place)
        part = state.part_of(values, place)
        assert part is not None
        marks = {**(part.get("in_confidence") or {}), place.name: teller}
        state.put(values, Place(place.section, place.entry, "in_confidence"), marks)

    def _do_open(self, _: str) -> Reply:
        """Take back that something here was told in confidence."""
        place = self.question.place
        self._secret = ""
        values = copy.deepcopy(self.values)
        changed = False
        for one in self._single(place) if self.question.kind == "place" and place.name else []:
            part = state.part_of(values, one)
            marks = (part or {}).get("in_confidence") or {}
            if self._is_hidden(one) and one not in self._told_here:
                continue  # only who told it, or the adviser, can open it
            if place.section and part is not None and one.name in marks:
                del marks[one.name]
                if not marks:
                    del part["in_confidence"]
                changed = True
        if changed:
            self._take(values)
        return Reply([self.words.say("secret.open" if changed else "secret.none")], changed=changed)

    def _do_remove(self, which: str) -> Reply:
        """Take an entry out of the list on screen; its answers are kept aside."""
        found = self._entry_named(which)
        if found is None:
            return Reply([self.words.say("remove.how")])
        section, entry = self.question.place.section, found
        if section == "partners" and len(self.values["partners"]) <= PARTNERS_AT_LEAST:
            return Reply([self.words.say("remove.too_few")])
        if section == "partners" and entry == self.partner:
            return Reply([self.words.say("remove.self")])
        values = copy.deepcopy(self.values)
        name = self.words.name(entry)
        state.set_aside(values, f"{section}.{entry}", state.find_entry(values, section, entry))
        pointing = state.forget_entry(values, section, entry)
        if not values.get(section):
            state.drop(values, Place(section))  # none left is not the same as none told
        try:
            state.checked(values)
        except CaseError as error:
            return Reply(self.words.problems(error))
        reply = Reply([self.words.say("remove.done", name=name)], changed=True)
        for place in pointing:
            reply.lines.append(self.words.say("remove.pointed", label=self.words.label(place)))
        self._take(values)
        self._history = [one for one in self._history if self._exists(one)]
        return reply

    def _do_rename(self, rest: str) -> Reply:
        which, _, name = rest.partition(" ")
        found = self._entry_named(which)
        if found is None or not name.strip():
            return Reply([self.words.say("rename.how")])
        section = self.question.place.section
        values = copy.deepcopy(self.values)
        state.put(values, Place(section, found, "name" if section == "partners" else "title"), name.strip())
        try:
            self._take(values)
        except CaseError as error:
            return Reply(self.words.problems(error))
        return Reply([self.words.say("noted", answer=name.strip())], changed=True)

    def _entry_named(self, which: str) -> str | None:
        """The entry of the list on screen by its number or name."""
        if self.question.kind != "place" or not self.question.place.is_list:
            return None
        entries = self.shown.get(self.question.place.section) or []
        if which.isdecimal() and 1 <= int(which[:6]) <= len(entries):
            return str(entries[int(which[:6]) - 1]["id"])
        named = [one["id"] for one in entries if fold(self.words.name(one["id"])) == fold(which)]
        return named[0] if len(named) == 1 else None

    def _do_more(self, _: str) -> Reply:
        self._more, self._offered = True, True
        if self.question.kind != "place":
            self.question = self._choose()
        return Reply([self.words.say("more")])

    def _do_done(self, _: str) -> Reply:
        if not self.values:
            return Reply([self.words.say("answer.needed")])
        self._offered, self._more = True, False
        self.question = self._closing()
        return Reply()

    def _do_save(self, _: str) -> Reply:
        return Reply(save=True)

    def _do_quit(self, _: str) -> Reply:
        self.state = "quit"
        return Reply()

    # --- The end ---

    def _answer_offer(self, text: str) -> Reply:
        if fold(text) in GO_ON:
            return self._do_more("")
        if not text or fold(text) in YES | {"finish", "stop", "finir", "terminer"}:
            self._offered = True
            self.question = self._closing()
            return Reply()
        return Reply([self.words.say("offer.expected")])

    def _answer_confidence(self, text: str) -> Reply:
        """Something that weighs on one partner and that the others don't know: a conflict told in confidence."""
        word = fold(text)
        if not text or word in NO | NOTHING or word in UNANSWERED:
            self.question = self._choose()
            return Reply()
        if word in YES:
            return Reply([self.words.say("list.name_it")])
        self._secret = self.partner
        reply = self._add(Place("conflicts"), read_names(text))
        self._secret = ""
        if reply.changed:
            reply.lines.append(self.words.say("secret.noted", name=self.words.name(self.partner)))
            self.question = self._choose()
        return reply

    def _answer_review(self, text: str) -> Reply:
        if not text or fold(text) in YES:
            self.state = "done"
            return Reply()
        if text.rstrip(".)").isdecimal():
            return self._do_go(text.rstrip(".)"))
        if fold(text) in GO_ON:
            return self._do_more("")
        return Reply([self.words.say("review.expected")])

    def _review(self) -> Iterator[str]:
        yield from self.words.paragraphs("review")
        yield from self._listed()
        counts = self._counts()
        yield self.words.say("review.count", **counts)
        yield self.words.say("review.end")

    def _counts(self) -> dict[str, int]:
        reasons = [state.unanswered(self.values, one) for one in self._unanswered_places()]
        return {
            "answers": sum(1 for _ in state.known_places(self.values)),
            "unknown": reasons.count("unknown"),
            "later": reasons.count("later"),
            "others": reasons.count("not_applicable") + reasons.count("not_said"),
        }

    def _numbered(self) -> list[Place]:
        """Every place that was answered or left open, in the order of the vocabulary."""
        known = list(state.known_places(self.shown)) if self.values else []
        left = [one for one in self._unanswered_places() if one not in known] if self.values else []
        order = {name: number for number, name in enumerate(vocabulary.CaseRecord.model_fields)}
        return sorted([*known, *left], key=lambda one: order[one.section or one.name])

    def _number(self, place: Place) -> int:
        return self._numbered().index(place) + 1

    def _listed(self) -> Iterator[str]:
        section: str | None = None
        for number, place in enumerate(self._numbered(), 1):
            if place.section != section:
                section = place.section
                yield f"{self.words.part(section)}"
            label = self.words.label(place)
            secret = self._teller_of(place)
            mark = f" [{self.words.say('secret.mark', name=self.words.name(secret))}]" if secret else ""
            yield f"  {number:>3}. {label}{self.words.facts.colon}{self.words.answer(self.shown, place)}{mark}"

    def _teller_of(self, place: Place) -> str:
        """Who told an answer in confidence; empty for nobody. A partner's name is always open."""
        part = state.part_of(self.values, place) if not place.is_list and place.section else None
        if part is None or place.name in vocabulary.PARTS[place.section].ALWAYS_OPEN:
            return ""
        return str(
            (part.get("in_confidence") or {}).get(place.name) or part.get("told_in_confidence_by") or ""
        )

    def missing(self) -> list[tuple[str, str]]:
        """What is still worth asking, the weightiest first: the path in the file, and the question."""
        if not self.values:
            return [("partners", self.words.question(Place("partners"), alone=bool(self.alone)))]
        places = [one for one in self._opening() if is_open(self.shown, one)]
        places += self._everything() if self.full else (one.place for one in self._worthwhile())
        places = list(dict.fromkeys(places))
        return [
            (
                one.path,
                self.words.question(
                    one,
                    alone=(bool(self.alone) and one.section != "partners") or one.entry == self.partner != "",
                ),
            )
            for one in places
        ]


def _is_asked_about(info: vocabulary.FieldInfo) -> bool:
    hidden = vocabulary.ABOUT_THE_TELLING | {"id", "title"}
    return info.name not in hidden and not (info.section == "partners" and info.name == "name")


def _doubt_key(doubt: Doubt) -> tuple[Any, ...]:
    return doubt.kind, doubt.place, str(doubt.value), doubt.other
