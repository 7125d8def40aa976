"""What French and English do differently with values inside sentences, and with typography."""

from __future__ import annotations

import datetime
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from advisor.escaping import Markdown, markdown

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

NO_BREAK = "\u00a0"
NARROW = "\u202f"
_MINUS = "\u2212"

# The longest float has 309 digits; Python's own context refuses more than 28.
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)

Number = int | float | Decimal

LONGEST_IN_DAYS, LONGEST_IN_MONTHS = 120, 730
"""Time gone by is told in days below the first, in months below the second (both in days), and in years from there."""
DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12

# Babel costs 30 ms to import, so the methods below import it where they need it.


@dataclass(frozen=True)
class Language(ABC):
    """Puts values into words; every public method is a filter for texts and returns Markdown.

    Text given as `str` is escaped, text given as `Markdown` is taken as it is.
    """

    code: str

    locale: ClassVar[str]
    before_percent: ClassVar[str]
    quotation_marks: ClassVar[tuple[str, str]]
    short_date_pattern: ClassVar[str]
    a_week: ClassVar[str]
    a_month: ClassVar[str]
    units: ClassVar[dict[str, tuple[str, str]]]

    def filters(self) -> dict[str, Callable[..., Markdown]]:
        """The filters under the names that texts use."""
        return {name: getattr(self, name) for name in FILTERS}

    def number(self, x: Number, digits: int | None = None) -> Markdown:
        """At most `digits` decimals (one by default), rounded half up: 51.5, 12,345."""
        return self._decimal(_rounded(x, 1 if digits is None else digits))

    def percent(self, x: Number, digits: int | None = None) -> Markdown:
        """A share: 0.2599 is 26 %, 0.0309 is 3.1 %. Give `digits` where a bound is near."""
        return self._percent(_hundredfold(x, digits))

    def signed_percent(self, x: Number, digits: int | None = None) -> Markdown:
        """A change: +9.5 %, −3 %, and 0 % without a sign."""
        value = _hundredfold(x, digits)
        return Markdown(("+" if value > 0 else "") + self._percent(value))

    def rate_a_month(self, x: Number, digits: int | None = None) -> Markdown:
        return Markdown(f"{self.percent(x, digits)} {self.a_month}")

    def times(self, x: Number, digits: int | None = None) -> Markdown:
        return Markdown(f"×{self.number(x, digits)}")

    def hours(self, x: Number, digits: int | None = None) -> Markdown:
        return self.count(x, *self.units["hour"], digits=digits)

    def days(self, x: Number, digits: int | None = None) -> Markdown:
        return self.count(x, *self.units["day"], digits=digits)

    def since(self, days: Number) -> Markdown:
        """Days that have gone by, as one would say it: 75 days, 14 months, 7 years."""
        if days < LONGEST_IN_DAYS:
            return self.days(days)
        if days < LONGEST_IN_MONTHS:
            return self.months(round(float(days) / DAYS_A_MONTH))
        return self.years(round(float(days) / DAYS_A_YEAR))

    def weeks(self, x: Number, digits: int | None = None) -> Markdown:
        return self.count(x, *self.units["week"], digits=digits)

    def months(self, x: Number, digits: int | None = None) -> Markdown:
        return self.count(x, *self.units["month"], digits=digits)

    def years(self, x: Number, digits: int | None = None) -> Markdown:
        return self.count(x, *self.units["year"], digits=digits)

    def hours_a_week(self, x: Number, digits: int | None = None) -> Markdown:
        return Markdown(f"{self.number(x, digits)}{NO_BREAK}h {self.a_week}")

    def count(self, n: Number, one: str, many: str, digits: int | None = None) -> Markdown:
        """The number and its noun, an author's own words: 2 meetings."""
        return Markdown(f"{self.number(n, digits)}{NO_BREAK}{self.plural(n, one, many, digits)}")

    def plural(self, n: Number, one: str, many: str, digits: int | None = None) -> Markdown:
        """The word that goes with `n` as it is printed: in French 0 and 1.5 are singular."""
        shown = abs(_rounded(n, 1 if digits is None else digits))
        is_one = self._babel.plural_form(shown) == "one"
        return Markdown(one if is_one else many)

    def money(self, x: Number, currency: str) -> Markdown:
        """An amount; cents only where there are some."""
        from babel.numbers import format_currency

        amount = _rounded(x, 2)
        has_cents = amount != amount.to_integral_value()
        cents = {} if has_cents else {"format": self._whole_amounts, "currency_digits": False}
        with localcontext(_WIDE):
            text = format_currency(amount, currency, locale=self._babel, **cents)  # type: ignore[arg-type]
        return markdown(text.replace("-", _MINUS))

    def date(self, day: datetime.date | str) -> Markdown:
        """31 March 2027. Takes a date or its ISO form."""
        return Markdown(self._date(day, "d MMMM y").replace(" ", NO_BREAK, 1))

    def short_date(self, day: datetime.date | str) -> Markdown:
        """A date for tables, never broken over lines."""
        return Markdown(self._date(day, self.short_date_pattern).replace(" ", NO_BREAK))

    def listing(self, items: Iterable[object]) -> Markdown:
        """Ana, Bruno and Chloé."""
        return self._list(items, "standard")

    def either(self, items: Iterable[object]) -> Markdown:
        """Ana, Bruno or Chloé."""
        return self._list(items, "or")

    def quote(self, text: object) -> Markdown:
        opening, closing = self.quotation_marks
        return Markdown(f"{opening}{markdown(text)}{closing}")

    def capital(self, text: object) -> Markdown:
        """The first letter in upper case, for the start of a sentence; the rest as it is."""
        return Markdown(re.sub(r"[^\W_]", lambda first: first[0].upper(), markdown(text), count=1))

    @abstractmethod
    def of(self, name: object) -> Markdown: ...

    @abstractmethod
    def to(self, name: object) -> Markdown: ...

    @abstractmethod
    def that(self, name: object) -> Markdown: ...

    @abstractmethod
    def ordinal(self, n: int, feminine: bool = False) -> Markdown: ...

    @cached_property
    def _babel(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.locale)

    @cached_property
    def _decimals(self) -> NumberPattern:
        """The locale's own pattern for numbers. `format_decimal` would look it up for each number."""
        pattern: NumberPattern = self._babel.decimal_formats[None]
        return pattern

    @cached_property
    def _whole_amounts(self) -> str:
        """The locale's own pattern for money, less the decimals."""
        return str(self._babel.currency_formats["standard"].pattern).replace(".00", "")

    def _decimal(self, value: Decimal) -> Markdown:
        with localcontext(_WIDE):
            text = self._decimals.apply(value, self._babel, decimal_quantization=False)
        return Markdown(text.replace("-", _MINUS))

    def _percent(self, value: Decimal) -> Markdown:
        return Markdown(f"{self._decimal(value)}{self.before_percent}%")

    def _date(self, day: datetime.date | str, pattern: str) -> str:
        from babel.dates import format_date

        return format_date(_as_date(day), pattern, locale=self._babel)

    def _list(self, items: Iterable[object], style: Any) -> Markdown:
        from babel.lists import format_list

        return Markdown(format_list([markdown(item) for item in items], style, locale=self._babel))


@dataclass(frozen=True)
class English(Language):
    """British in dates and lists: no date reads two ways, no comma before “and”."""

    locale = "en_GB"
    before_percent = ""
    quotation_marks = ("“", "”")
    short_date_pattern = "d MMM y"
    a_week = "a week"
    a_month = "a month"
    units: ClassVar[dict[str, tuple[str, str]]] = {
        "hour": ("hour", "hours"),
        "day": ("day", "days"),
        "week": ("week", "weeks"),
        "month": ("month", "months"),
        "year": ("year", "years"),
    }

    def of(self, name: object) -> Markdown:
        """Ana’s, James’s."""
        return Markdown(f"{markdown(name)}’s")

    def to(self, name: object) -> Markdown:
        return Markdown(f"to {markdown(name)}")

    def that(self, name: object) -> Markdown:
        return Markdown(f"that {markdown(name)}")

    def ordinal(self, n: int, feminine: bool = False) -> Markdown:
        """1st, 2nd, 3rd, 11th; English has no use for `feminine`."""
        is_teen = n % 100 in (11, 12, 13)
        ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        return Markdown(f"{n}{ending}")


@dataclass(frozen=True)
class French(Language):
    """Elides and contracts before names: d’Ana, du Fournil, qu’Ana."""

    locale = "fr"
    before_percent = NARROW
    quotation_marks = ("«" + NARROW, NARROW + "»")
    short_date_pattern = "dd/MM/y"
    a_week = "par semaine"
    a_month = "par mois"
    units: ClassVar[dict[str, tuple[str, str]]] = {
        "hour": ("heure", "heures"),
        "day": ("jour", "jours"),
        "week": ("semaine", "semaines"),
        "month": ("mois", "mois"),
        "year": ("an", "ans"),
    }

    def date(self, day: datetime.date | str) -> Markdown:
        """31 mars 2027, and 1er mars 2027, which Babel does not know."""
        return Markdown(re.sub(r"^1\b", "1er", super().date(day)))

    def of(self, name: object) -> Markdown:
        """d’Ana, de Bruno, du Fournil (Le Fournil), des Ateliers (Les Ateliers)."""
        return _contracted(name, "du", "des") or _elided("de", name)

    def to(self, name: object) -> Markdown:
        """à Ana, au Fournil, aux Ateliers."""
        return _contracted(name, "au", "aux") or Markdown(f"à {markdown(name)}")

    def that(self, name: object) -> Markdown:
        """qu’Ana, que Bruno."""
        return _elided("que", name)

    def ordinal(self, n: int, feminine: bool = False) -> Markdown:
        """1er or 1re, 2e, 3e."""
        first = "1re" if feminine else "1er"
        return Markdown(first if n == 1 else f"{n}e")


FILTERS = tuple(
    name for name, value in vars(Language).items() if callable(value) and name[0] != "_" and name != "filters"
)
_LANGUAGES: dict[str, Language] = {"en": English("en"), "fr": French("fr")}


def language(code: str) -> Language:
    """The language with this code, `en` or `fr`."""
    return _LANGUAGES[code]


def _rounded(x: Number, digits: int) -> Decimal:
    """Rounded half up, as people do, without trailing zeros or a negative zero."""
    rounded = Decimal(str(x)).quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    if rounded == rounded.to_integral_value():
        return Decimal(int(rounded))
    return rounded.normalize(_WIDE)


def _hundredfold(share: Number, digits: int | None) -> Decimal:
    """A share in hundredths: whole from 10 up, two significant digits below, two decimals at most."""
    value = Decimal(str(share)) * 100
    if digits is None:
        digits = 0 if abs(value) >= 10 or not value else min(1 - value.adjusted(), 2)
    return _rounded(value, digits)


def _as_date(day: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day


_LE_OR_LES = re.compile(r"(le|les)[ \u00a0\u202f]+(?=\S)", re.IGNORECASE)


def _contracted(name: object, singular: str, plural: str) -> Markdown | None:
    """The name with its article contracted into the preposition, if it begins with Le or Les."""
    text = markdown(name)
    article = _LE_OR_LES.match(text)
    if article is None:
        return None
    preposition = singular if article[1].lower() == "le" else plural
    return Markdown(f"{preposition} {text[article.end() :]}")


def _elided(word: str, name: object) -> Markdown:
    text = markdown(name)
    return Markdown(f"{word[:-1]}’{text}" if _begins_with_vowel(text) else f"{word} {text}")


def _begins_with_vowel(text: str) -> bool:
    """Whether French elides before it, seen through backslashes and emphasis.

    An h before a vowel counts as mute: right for Hélène and Henri, usual for Hugo.
    """
    letters = _plain_letters(text.lstrip("\\*_")[:2])
    if re.match(r"y[aeiou]", letters):
        return False
    return re.match(r"[aeiouyœæ]|h[aeiouyœæ]", letters) is not None


def _plain_letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


# Typography. What is no prose is set aside behind a stand-in, so that the rules see over it:
# _VALUE stands for something that reads as a word, _MARK for the bare structure of a line.

_VALUE = "\ue000"
_MARK = "\ue001"
_NOT_PROSE = re.compile(
    r"""
    (?P<mark>
        # a rule, or the row under the heading of a table
        ^[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?$
      | ^[ \t]*+(?:(?:[-*+>]|\#{1,6}|[0-9]+[.)])[ \t]+)+  # list item, heading, quotation
      | ^[ \t]*+\[[^\]\n]*\]:[ \t]*\S+  # definition of a link
      | (?<![ \t])[ \t]*+(?<!\\)\|[ \t]*  # border of a cell
      | {%(?:(?!{%).)*?%} | {\#(?:(?!{\#).)*?\#} | <!--(?:(?!<!--).)*?--> | </?[A-Za-z][^<>]*>
      | \ue001
    )
  | (?P<value>
        {{(?:(?!{{).)*?}}
      | ^[ \t]*(?P<fence>```+|~~~+).*?^[ \t]*(?P=fence)[ \t]*$
      | (?P<ticks>(?<!`)`+(?!`))(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)
      | <[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>
      | (?:https?://|www\.)[^\s<>{}«»“”‘’"…]*[^\s<>{}«»“”‘’"….,;:!?)*_']
      | (?<=\])\([^()\s]*(?:[ ]"[^"\n]*")?\)  # target of a link
      | &\#?\w+;
      | \\[!-/:-@\[-`{-~]
      | \ue000
    )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

_SPACE = "[ \u00a0\u202f]"
_LETTER = r"[^\W\d_]"
_AFTER_WORD = rf"(?:(?<=[\w{_VALUE})»”…])|(?<=[\w{_VALUE})»”…][*_])|(?<=[\w{_VALUE})»”…]\*\*))"
_SPACED = rf"(?<=[^\s{_MARK}]){_SPACE}+"
_ELIDED_WORD = r"\b([cçdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)"
_SIGNS = r"[;!?]+(?![\w;!?=\[])"
_COLON = rf":(?=[\s*_{_MARK}]|$)"

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _compiled(*rules: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern, re.IGNORECASE), outcome) for pattern, outcome in rules)


_BOTH_LANGUAGES = _compiled(
    (r"(?<!\.)\.{3}(?!\.)", "…"),
    # A letter on one side tells a dash from a minus.
    (rf"(?<=[^\W\d_)»”*,] )-(?= [^\s{_MARK}-])|(?<=[^\s{_MARK}-] )-(?= [^\W\d_(«“*])", "–"),
)
_IN_FRENCH = _compiled(
    (rf"(?:(?<={_LETTER})|(?<={_VALUE}))'(?=[^\W_]|{_VALUE})", "’"),
    (_ELIDED_WORD + r"'(?=[«“*_\[])", r"\1’"),
    (rf"«{_SPACE}*(?=\S)", "«" + NARROW),
    (rf"(?<=[^\s{_MARK}]){_SPACE}*»", NARROW + "»"),
    (rf"{_SPACED}(?=[;!?])(?!!\[|!=)", NARROW),
    (rf"{_SPACED}(?=%(?!\w))", NARROW),
    (rf"{_SPACED}(?={_COLON})", NO_BREAK),
    (rf"{_AFTER_WORD}(?={_SIGNS})", NARROW),
    (rf"(?<=[\d{_VALUE}])(?=%(?![\w%]))", NARROW),
    (rf"{_AFTER_WORD}(?={_COLON})", NO_BREAK),
)
_IN_ENGLISH = _compiled(
    (rf'"(?=\S)((?:[^"“”\n{_MARK}]|\n(?![ \t]*\n))*?)(?<=\S)"', r"“\1”"),
    (rf"(?<=[\w{_VALUE}.,!?…)])'|(?<=[*_])'(?=s\b)|'(?=\d)", "’"),
    (rf"'(?={_LETTER}|{_VALUE})", "‘"),
)
_TYPOGRAPHY = {"fr": _BOTH_LANGUAGES + _IN_FRENCH, "en": _BOTH_LANGUAGES + _IN_ENGLISH}


def typography(text: str, code: str) -> str:
    """An author's Markdown, typed with plain spaces and quotes, in the typography of its language.

    Expressions of templates, code, addresses, tags and the structure of lines stay as they are.
    """
    set_aside: list[str] = []

    def stand_in(found: re.Match[str]) -> str:
        set_aside.append(found[0])
        return _VALUE if found["mark"] is None else _MARK

    text = _NOT_PROSE.sub(stand_in, text)
    for pattern, replacement in _TYPOGRAPHY[code]:
        text = pattern.sub(replacement, text)
    originals = iter(set_aside)
    return re.sub(f"[{_VALUE}{_MARK}]", lambda _: next(originals), text)


class Complaint(NamedTuple):
    """Where a text breaks the typography of French: index, what is wrong, the words around it."""

    position: int
    what: str
    excerpt: str


# Beginnings of words with an h that forbids elision; names (Hugo) are left to their authors.
_ASPIRATED_H = (
    "hach|hai[en]|hal[eolt]|hall|hamac|hameau|hamster|hanch|hand|hangar|hant|happ|harc|hard|hareng|haricot|harnai|harp|"
    "hasard|hât|hauss|haut|havre|hérauts?|hériss|hernie|héron|héros|hêtre|heurt|hibou|hic\\b|hideu|hiérarch|hip-hop|"
    "hiss|hobby|hoch|hockey|hold|homard|hongr|hont|hoquet|hors|hotte|houl|housse|hub\\b|hublot|huche|huit|"
    "hurl|hutte"
)
_NO_ELISION = (
    rf"y[aeiou](?!ux)|onz|oui\b|ouistiti|ululement|uhlan|ou\b|et\b|{_ASPIRATED_H}|(?-i:H\w)|(?-i:[A-Z]\b)"
)
_NUMBER_AS_NOUN = r"(?<=\ble )un\b|(?<=\bla )une\b"
_VOWEL = "[aeiouyhàâäéèêëîïôöûùüœæ]"

_COMPLAINTS = _compiled(
    (rf"(?<![{NARROW};!?(]){_SIGNS}", "no narrow no-break space (U+202F) before ; ! or ?"),
    (rf"(?<!{NARROW})»", "no narrow no-break space (U+202F) before »"),
    (rf"«(?!{NARROW})", "no narrow no-break space (U+202F) after «"),
    (
        rf"(?<=[ {NARROW}]){_COLON}|{_AFTER_WORD}(?<!{NO_BREAK}){_COLON}",
        "no no-break space (U+00A0) before the colon",
    ),
    (rf"(?<=[ {NO_BREAK}\d])%", "no narrow no-break space (U+202F) before %"),
    (r"'", "straight apostrophe"),
    (r"(?<![\w.,/-])\d+\.\d+(?![\w/-]|\.\d)", "decimal point"),
    (rf"(?<=\S){_SPACE}{{2,}}(?=\S)", "double space"),
    (r",,|(?<!\.)\.\.(?!\.)|[!?…;:,]\.|;;|[!?.;:],", "doubled punctuation"),
    (rf"(?<=[^\s{_MARK}]){_SPACE}[.,](?![\w.])", "space before a full stop or a comma"),
    (
        rf"(?<![\w’'-])(?:de|que|le|la|ne|se|me|te|je|jusque)\s+[*_]*(?={_VOWEL})(?!{_NO_ELISION})"
        rf"(?!{_NUMBER_AS_NOUN})\w+",
        "missed elision",
    ),
    (
        r"(?<![\w’'-])(?:lorsque|puisque|quoique)\s+(?:ils?|elles?|on|une?|en)\b|\bsi\s+ils?\b",
        "missed elision",
    ),
    (r"(?<![\w’'-])(?:de|à)\s+(?-i:Les?)\s+(?-i:[A-ZÉÈÀÂÎÔ])\w*", "missed contraction of the article"),
)
_NUMBERED = re.compile(r"(?:version|section|article|§|n[°º]|python)\s*$", re.IGNORECASE)


def check_typography(text: str) -> list[Complaint]:
    """What is wrong with the typography of a French document in Markdown, in its order."""
    prose = _NOT_PROSE.sub(_masked, text)
    found = (
        (match, what)
        for pattern, what in _COMPLAINTS
        for match in pattern.finditer(prose)
        if not (what == "decimal point" and _names_a_part(prose, match.start()))
    )
    return sorted(
        Complaint(match.start(), what, text[max(match.start() - 20, 0) : match.end() + 20])
        for match, what in found
    )


def _masked(found: re.Match[str]) -> str:
    """As long as what it stands for, so that positions hold; lines stay lines."""
    stand_in = _VALUE if found["mark"] is None else _MARK
    return re.sub(r"[^\n]", stand_in, found[0])


def _names_a_part(prose: str, position: int) -> bool:
    """Whether the number there is a name (section 3.2) and no quantity."""
    before = prose[:position]
    return before.endswith(_MARK) or _NUMBERED.search(before[-20:]) is not None
