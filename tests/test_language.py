"""Values in French and English sentences, to the exact code point."""

from __future__ import annotations

import datetime
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markdown_it import MarkdownIt

from advisor.escaping import Markdown, markdown
from advisor.language import FILTERS, check_typography, language, typography

FR, EN = language("fr"), language("en")
MARCH_1 = datetime.date(2027, 3, 1)

VALUES: list[tuple[str, tuple[Any, ...], str, str]] = [
    # filter, value and arguments, French, English
    ("number", (51.5,), "51,5", "51.5"),
    ("number", (51.0,), "51", "51"),
    ("number", (0.25,), "0,3", "0.3"),
    ("number", (0.25, 2), "0,25", "0.25"),
    ("number", (-0.04,), "0", "0"),
    ("number", (-5,), "\u22125", "\u22125"),
    ("number", (1234567.89,), "1\u202f234\u202f567,9", "1,234,567.9"),
    ("number", (Decimal("10"),), "10", "10"),
    ("number", (10**30,), "1" + "\u202f000" * 10, "1" + ",000" * 10),
    ("percent", (0.2599,), "26\u202f%", "26%"),
    ("percent", (0.0309,), "3,1\u202f%", "3.1%"),
    ("percent", (0.0117,), "1,2\u202f%", "1.2%"),
    ("percent", (0.05,), "5\u202f%", "5%"),
    ("percent", (0.0996,), "10\u202f%", "10%"),
    ("percent", (0.1,), "10\u202f%", "10%"),
    ("percent", (0.00125,), "0,13\u202f%", "0.13%"),
    ("percent", (1e-17,), "0\u202f%", "0%"),
    ("percent", (0,), "0\u202f%", "0%"),
    ("percent", (1.5,), "150\u202f%", "150%"),
    ("percent", (0.25949, 1), "25,9\u202f%", "25.9%"),
    ("signed_percent", (0.095,), "+9,5\u202f%", "+9.5%"),
    ("signed_percent", (-0.2,), "\u221220\u202f%", "\u221220%"),
    ("signed_percent", (0.0,), "0\u202f%", "0%"),
    ("rate_a_month", (0.26,), "26\u202f% par mois", "26% a month"),
    ("times", (2.5,), "×2,5", "×2.5"),
    ("hours", (0,), "0\u00a0heure", "0\u00a0hours"),
    ("hours", (1,), "1\u00a0heure", "1\u00a0hour"),
    ("hours", (1.04,), "1\u00a0heure", "1\u00a0hour"),
    ("hours", (1.5,), "1,5\u00a0heure", "1.5\u00a0hours"),
    ("hours", (12,), "12\u00a0heures", "12\u00a0hours"),
    ("hours_a_week", (12,), "12\u00a0h par semaine", "12\u00a0h a week"),
    ("days", (0,), "0\u00a0jour", "0\u00a0days"),
    ("days", (2,), "2\u00a0jours", "2\u00a0days"),
    ("since", (119,), "119\u00a0jours", "119\u00a0days"),
    ("since", (120,), "4\u00a0mois", "4\u00a0months"),
    ("since", (729,), "24\u00a0mois", "24\u00a0months"),
    ("since", (1012,), "3\u00a0ans", "3\u00a0years"),
    ("weeks", (2,), "2\u00a0semaines", "2\u00a0weeks"),
    ("months", (1,), "1\u00a0mois", "1\u00a0month"),
    ("months", (2.5,), "2,5\u00a0mois", "2.5\u00a0months"),
    ("years", (2,), "2\u00a0ans", "2\u00a0years"),
    ("ordinal", (1,), "1er", "1st"),
    ("ordinal", (1, True), "1re", "1st"),
    ("ordinal", (12,), "12e", "12th"),
    ("ordinal", (22,), "22e", "22nd"),
    ("ordinal", (3,), "3e", "3rd"),
    ("money", (12000, "EUR"), "12\u202f000\u00a0€", "€12,000"),
    ("money", (12000.5, "EUR"), "12\u202f000,50\u00a0€", "€12,000.50"),
    ("money", (10**30, "EUR"), "1" + "\u202f000" * 10 + "\u00a0€", "€1" + ",000" * 10),
    ("money", (-300, "EUR"), "\u2212300\u00a0€", "\u2212€300"),
    ("money", (300, "USD"), "300\u00a0\\$US", "US\\$300"),
    ("money", (300, "XOF"), "300\u00a0F\u202fCFA", "F\u202fCFA300"),
    ("date", ("2027-03-31",), "31\u00a0mars 2027", "31\u00a0March 2027"),
    ("date", (MARCH_1,), "1er\u00a0mars 2027", "1\u00a0March 2027"),
    ("date", ("2027-12-11",), "11\u00a0décembre 2027", "11\u00a0December 2027"),
    ("short_date", ("2027-03-31",), "31/03/2027", "31\u00a0Mar\u00a02027"),
    ("short_date", (MARCH_1,), "01/03/2027", "1\u00a0Mar\u00a02027"),
    ("listing", ([],), "", ""),
    ("listing", (["Ana"],), "Ana", "Ana"),
    ("listing", (["Ana", "Bruno"],), "Ana et Bruno", "Ana and Bruno"),
    ("listing", (["Ana", "Bruno", "C*"],), "Ana, Bruno et C\\*", "Ana, Bruno and C\\*"),
    ("either", (["Ana", "Bruno", "Chloé"],), "Ana, Bruno ou Chloé", "Ana, Bruno or Chloé"),
    ("quote", ("x",), "«\u202fx\u202f»", "“x”"),
    ("capital", ("ébauche de Plan",), "Ébauche de Plan", "Ébauche de Plan"),
    ("capital", ("«\u202fle\u202f»",), "«\u202fLe\u202f»", "«\u202fLe\u202f»"),
    ("capital", (markdown("*ana"),), "\\*Ana", "\\*Ana"),
    ("capital", ("2 mois",), "2 mois", "2 mois"),
    ("capital", ("",), "", ""),
    ("of", ("Ana",), "d’Ana", "Ana’s"),
    ("of", ("Bruno",), "de Bruno", "Bruno’s"),
    ("of", ("James",), "de James", "James’s"),
    ("of", ("Hélène",), "d’Hélène", "Hélène’s"),
    ("of", ("Hugo",), "d’Hugo", "Hugo’s"),
    ("of", ("HSBC",), "de HSBC", "HSBC’s"),
    ("of", ("Émile",), "d’Émile", "Émile’s"),
    ("of", ("E\u0301mile",), "d’Émile", "Émile’s"),
    ("of", ("Œuvre",), "d’Œuvre", "Œuvre’s"),
    ("of", ("Yann",), "de Yann", "Yann’s"),
    ("of", ("Yves",), "d’Yves", "Yves’s"),
    ("of", ("3 Suisses",), "de 3 Suisses", "3 Suisses’s"),
    ("of", ("«\u202fTitre\u202f»",), "de «\u202fTitre\u202f»", "«\u202fTitre\u202f»’s"),
    ("of", ("Le Fournil",), "du Fournil", "Le Fournil’s"),
    ("of", ("LES ATELIERS",), "des ATELIERS", "LES ATELIERS’s"),
    ("of", ("La Ruche",), "de La Ruche", "La Ruche’s"),
    ("of", ("L’Atelier",), "de L’Atelier", "L’Atelier’s"),
    ("of", ("Léa",), "de Léa", "Léa’s"),
    ("of", ("Lesage",), "de Lesage", "Lesage’s"),
    ("of", ("*Ana",), "d’\\*Ana", "\\*Ana’s"),
    ("of", (Markdown("**Ana**"),), "d’**Ana**", "**Ana**’s"),
    ("to", ("Ana",), "à Ana", "to Ana"),
    ("to", ("Le Fournil",), "au Fournil", "to Le Fournil"),
    ("to", ("Les Ateliers",), "aux Ateliers", "to Les Ateliers"),
    ("that", ("Ana",), "qu’Ana", "that Ana"),
    ("that", ("Le Fournil",), "que Le Fournil", "that Le Fournil"),
]


@pytest.mark.parametrize(("name", "arguments", "french", "english"), VALUES)
def test_values_in_words(name: str, arguments: tuple[Any, ...], french: str, english: str) -> None:
    for spoken, expected in ((FR, french), (EN, english)):
        result = spoken.filters()[name](*arguments)
        assert (result, type(result)) == (expected, Markdown)


def test_every_filter_but_count_and_plural_is_in_the_table() -> None:
    assert {name for name, *_ in VALUES} | {"count", "plural"} == set(FILTERS)


@pytest.mark.parametrize(
    ("n", "french"), [(0, "0\u00a0réunion"), (1.5, "1,5\u00a0réunion"), (2, "2\u00a0réunions")]
)
def test_french_counts_nothing_and_one_and_a_half_in_the_singular(n: float, french: str) -> None:
    assert FR.count(n, "réunion", "réunions") == french


@pytest.mark.parametrize(
    ("n", "english"), [(0, "0\u00a0meetings"), (1, "1\u00a0meeting"), (1.5, "1.5\u00a0meetings")]
)
def test_english_counts_only_one_in_the_singular(n: float, english: str) -> None:
    assert EN.count(n, "meeting", "meetings") == english


def test_a_million_takes_the_plural() -> None:
    assert FR.plural(1_000_000, "cliente", "clientes") == "clientes"


def test_filters_work_in_a_template() -> None:
    environment = Environment()
    environment.filters.update(FR.filters())
    text = environment.from_string(
        "{{ n | hours_a_week }} {{ who | of }}, {{ n | plural('prête', 'prêtes') }}"
    )
    assert text.render(n=12, who=markdown("Ana_B")) == "12\u00a0h par semaine d’Ana\\_B, prêtes"


@given(st.floats(-1e12, 1e12), st.text(max_size=10))
def test_values_show_as_they_are_written_in_markdown(x: float, name: str) -> None:
    parser = MarkdownIt("commonmark")
    for spoken in (FR, EN):
        plain = [spoken.number(x), spoken.signed_percent(x), spoken.months(x), spoken.date("2027-03-01")]
        for value in plain:
            assert parser.render(value) == f"<p>{value}</p>\n"
        assert "<a" not in parser.render(spoken.of(name))


def test_an_unknown_language_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        language("de")


def test_importing_the_module_does_not_import_babel() -> None:
    program = "import sys, advisor.language; sys.exit(any(name.startswith('babel') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


FRENCH_TYPOGRAPHY = [
    ("Oui ; non ! Quoi ?", "Oui\u202f; non\u202f! Quoi\u202f?"),
    ("Oui; non! Quoi?! (Oui!)", "Oui\u202f; non\u202f! Quoi\u202f?! (Oui\u202f!)"),
    ("Oui\u00a0; non  !", "Oui\u202f; non\u202f!"),
    ("Ceci : cela", "Ceci\u00a0: cela"),
    ("Ceci: cela:\n\n- x", "Ceci\u00a0: cela\u00a0:\n\n- x"),
    ("**Ceci** : **cela :** **x**: y", "**Ceci**\u00a0: **cela\u00a0:** **x**\u00a0: y"),
    ("à 10:30, std::map, a :: b", "à 10:30, std::map, a :: b"),
    ("« x » «x»", "«\u202fx\u202f» «\u202fx\u202f»"),
    ("« {{ x }} », «{{ x }}» ; fin", "«\u202f{{ x }}\u202f», «\u202f{{ x }}\u202f»\u202f; fin"),
    ("{{ x }} ; {{ x }}; {{ x }} : y", "{{ x }}\u202f; {{ x }}\u202f; {{ x }}\u00a0: y"),
    ("{{ x }} % et {{ x }}%, 12 % ou 12%", "{{ x }}\u202f% et {{ x }}\u202f%, 12\u202f% ou 12\u202f%"),
    ("l'idée, aujourd'hui, l'{{ x }}, {{ x }}'s", "l’idée, aujourd’hui, l’{{ x }}, {{ x }}’s"),
    ("qu'**Ana**, d'[ici](x'y), l'« art »", "qu’**Ana**, d’[ici](x'y), l’«\u202fart\u202f»"),
    ("Fin... ou .... non", "Fin… ou .... non"),
    ("Un - deux, {{ a }} - b, c — d, 3 - 1", "Un – deux, {{ a }} – b, c — d, 3 - 1"),
    ("{{ a | f('x ; y') }} {% if a : b %} {# c ! #}", "{{ a | f('x ; y') }} {% if a : b %} {# c ! #}"),
    ("`a : b ! l'x` ; ``c ` : d``", "`a : b ! l'x`\u202f; ``c ` : d``"),
    ("```\na : b !\n```\nc :", "```\na : b !\n```\nc\u00a0:"),
    ("https://x.fr/a?b=c! www.x.fr/a;b ;", "https://x.fr/a?b=c\u202f! www.x.fr/a;b\u202f;"),
    ('[l\'a](b?c=d "e : f") !', '[l’a](b?c=d "e : f")\u202f!'),
    ("<!-- a : b ! --> <b title='c : d'>e !</b>", "<!-- a : b ! --> <b title='c : d'>e\u202f!</b>"),
    ("Image ![x](y) et ![z](t)", "Image ![x](y) et ![z](t)"),
    ("R&amp;D ; a != b", "R&amp;D\u202f; a != b"),
    (
        "| a : | b ! |\n|:---|---:|\n| c ? | {{ d }} % |",
        "| a\u00a0: | b\u202f! |\n|:---|---:|\n| c\u202f? | {{ d }}\u202f% |",
    ),
    ("- ! x\n1. : y\n> ? z", "- ! x\n1. : y\n> ? z"),
    ("## EXP-04 — Trop haut ?", "## EXP-04 — Trop haut\u202f?"),
]
ENGLISH_TYPOGRAPHY = [
    ("It's {{ x }}'s and **Ana**'s", "It’s {{ x }}’s and **Ana**’s"),
    ('She said "yes", "{{ x }}" and "a\nb".', "She said “yes”, “{{ x }}” and “a\nb”."),
    ("'quoted', the '90s, partners' goals", "‘quoted’, the ’90s, partners’ goals"),
    ("Wait... a - b", "Wait… a – b"),
    ('Yes: no; what? 10 % `"x"` {{ f("y") }}', 'Yes: no; what? 10 % `"x"` {{ f("y") }}'),
    ('One " alone\n\nand " another', 'One " alone\n\nand " another'),
]


@pytest.mark.parametrize(("typed", "printed"), FRENCH_TYPOGRAPHY)
def test_french_typography(typed: str, printed: str) -> None:
    assert typography(typed, "fr") == printed


@pytest.mark.parametrize(("typed", "printed"), ENGLISH_TYPOGRAPHY)
def test_english_typography(typed: str, printed: str) -> None:
    assert typography(typed, "en") == printed


PIECES = [
    *" \n;!?:%«»'\".-*_|`a1é\u00a0\u202f…’“”\ue000\ue001",
    *(
        "...",
        "{{ x }}",
        "{% y %}",
        "`z`",
        "https://x.fr",
        "[a](b)",
        "\n- ",
        "\n\n",
        "**",
        "<b>",
        "\\*",
        "&amp;",
        "l'",
    ),
]


@example("https://x.fr''")
@settings(max_examples=1500, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=30)))
def test_typography_done_twice_is_done_once(text: str) -> None:
    for code in ("fr", "en"):
        once = typography(text, code)
        assert typography(once, code) == once


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_typography_keeps_the_words(text: str) -> None:
    letters = [character for character in text if character.isalnum()]
    assert [character for character in typography(text, "fr") if character.isalnum()] == letters


WRONG = [
    ("Oui ; non", "no narrow no-break space (U+202F) before ; ! or ?"),
    ("Oui!", "no narrow no-break space (U+202F) before ; ! or ?"),
    ("Oui\u00a0?", "no narrow no-break space (U+202F) before ; ! or ?"),
    ("« x\u202f»", "no narrow no-break space (U+202F) after «"),
    ("«\u202fx »", "no narrow no-break space (U+202F) before »"),
    ("Ceci : cela", "no no-break space (U+00A0) before the colon"),
    ("Ceci: cela", "no no-break space (U+00A0) before the colon"),
    ("**Ceci**: cela", "no no-break space (U+00A0) before the colon"),
    ("12 % de", "no narrow no-break space (U+202F) before %"),
    ("12% de", "no narrow no-break space (U+202F) before %"),
    ("l'idée", "straight apostrophe"),
    ("soit 3.5 fois", "decimal point"),
    ("deux  espaces", "double space"),
    ("fin,, suite", "doubled punctuation"),
    ("fin.. Suite", "doubled punctuation"),
    ("fin\u202f?. Suite", "doubled punctuation"),
    ("fin . Suite", "space before a full stop or a comma"),
    ("la part de Ana", "missed elision"),
    ("la part de **Ana**", "missed elision"),
    ("la part de\nÉmile", "missed elision"),
    ("parce que il", "missed elision"),
    ("moins de heures", "missed elision"),
    ("en vue de un accord", "missed elision"),
    ("le Yves de", "missed elision"),
    ("lorsque elle", "missed elision"),
    ("si il vient", "missed elision"),
    ("la part de Le Fournil", "missed contraction of the article"),
]
RIGHT = [
    "Oui\u202f; non\u202f! Quoi\u202f?! (?) «\u202fx\u202f», ceci\u00a0: 12\u202f% et 10:30.",
    "**Attention\u202f!** **Ceci\u00a0:** cela… [x](a?b) `l'x : y` https://x.fr/?a=b",
    "| a   | 12,5 |\n|:----|-----:|\n| b\u00a0: | x |\n\n- un\n  - deux\n\n### 3.2 Titre\n\nligne  \nsuite",
    "version 1.2, v1.2, 1.2.3, 31.03.2027, section 3.2, R-1.2",
    "de onze à huit, le oui, le ou la, de la hausse, le héros, de hautes, de yaourt, le un, de A à Z",
    "faites-le ensuite, dites-la aussi, puis-je aller, de Hugo, de le faire, à les convaincre, lorsque Ana",
    "ana\\@fournil\\.fr, \\*a\\*, ![x](y) et <!-- a : b --> <b>x</b> .NET",
]


@pytest.mark.parametrize(("text", "what"), WRONG)
def test_what_breaks_french_typography_is_found_once(text: str, what: str) -> None:
    assert [complaint.what for complaint in check_typography(text)] == [what]


@pytest.mark.parametrize("text", RIGHT)
def test_good_french_draws_no_complaint(text: str) -> None:
    assert check_typography(text) == []


@pytest.mark.parametrize(
    "text", [typed for typed, _ in FRENCH_TYPOGRAPHY if "- 1" not in typed and "- !" not in typed]
)
def test_what_typography_has_set_passes_the_check_of_spaces(text: str) -> None:
    spaces = [
        complaint for complaint in check_typography(typography(text, "fr")) if "no-break" in complaint.what
    ]
    assert spaces == []


def test_a_complaint_says_where() -> None:
    (complaint,) = check_typography("Voici `x` et l'idée")
    assert (complaint.position, complaint.excerpt) == (14, "Voici `x` et l'idée")
