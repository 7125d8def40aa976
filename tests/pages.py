"""Pages for the tests of formats: one with everything that a template may write, one full of hostile names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from advisor.escaping import markdown, one_line
from advisor.formats import Organisation, Page
from advisor.formats.tree import (
    Block,
    CodeBlock,
    Divider,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quotation,
    Table,
    plain,
    read,
)

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20" width="60" height="20" role="img" '
    'aria-labelledby="title description" xml:lang="fr"><title id="title">Deux parts</title>'
    '<desc id="description">La gauche est verte</desc><rect width="30" height="20" fill="#2b6a4d"/></svg>'
)

EVERYTHING = """\
# Le tout

Une ligne  
coupée, *penchée, **grasse** et penchée*, `du code`, [un lien](https://example.org/a?b=c&d=e),
[plus bas](#les-thèmes), <sub>en petit, **gras** et `code`</sub>. « Oui ! » 12\u202f000\u00a0€ → ☐ ☑ ← ██░░

1. Un

   1. Un un

      suite

   2. Un deux
      - puce
        - plus bas
          - tout en bas
2. Deux

   > dit dedans

3. Trois

Un pas, puis :

6. Six
7. Sept

## Les thèmes

> Cité
>
> - en liste

---

| gauche | milieu | droite |
|:--|:-:|--:|
| a | b | 1 |
| ☐ oui | c | 2 |

```yaml
id: un
  deux: "#read(x)"
```

![Deux parts, la gauche verte](un%20dessin.svg)

### Trois

#### Quatre

##### Les thèmes

Fin.
"""

HOSTILE = [
    "a|b",
    "# Title",
    "*x* _y_ `z` ~~w~~",
    "<script>alert(1)</script>",
    "<sub>",
    "</sub></small></main>",
    "<img src=x onerror=alert(1)>",
    "&amp; &lt;",
    '#read("/etc/passwd")',
    "#sys.version",
    "$x^2$ @ref <label>",
    '\\"] #panic() [',
    "{{7*7}} {% raw %}",
    "[x](javascript:alert(1))",
    "![](http://evil.example/x.png)",
    "// no /* comment */",
    "a--b---c...",
    "\"straight\" 'quotes'",
    "]]><w:t>x</w:t>",
    "1. one",
    "\u202eevil\u202c",
    "a\x01b\x0bc\ufffed\ud800e",
    "עברית and مرحبا",
    "w" * 400,
]
UNDRAWABLE = [
    "陈 🙂",
]
"""Names that the fonts of a PDF lack."""


def everything() -> Page:
    organisation = Organisation("Chambre & Fils", PICTURE.encode(), "svg")
    return Page(EVERYTHING, "Le tout", "fr", {"un dessin.svg": PICTURE}, organisation)


def hostile(names: Sequence[str] = HOSTILE) -> Page:
    """Every name as title, heading, item, cell, small print, and in bold."""
    written = [markdown(name) for name in names]
    parts = ["# Names"]
    parts += [f"## {name}" for name in written]
    parts += ["\n".join(f"- **{name}** — <sub>{name}</sub>" for name in written)]
    parts += ["\n".join(["| a | b |", "|---|---|", *(f"| {name} | {name} |" for name in written)])]
    return Page("\n\n".join(parts), names[0], "en", {}, Organisation(names[-1]))


def shown(names: Sequence[str] = HOSTILE) -> list[str]:
    """The names as a reader should see them."""
    return [one_line(name) for name in names]


def texts(page: Page) -> list[str]:
    """What each heading, paragraph, cell and line of code of a page says, in their order."""
    return [text for text in _texts(read(page)) if text]


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(children=children) | Paragraph(children):
                yield plain(children)
            case Listing(items=items):
                for item in items:
                    yield from _texts(item)
            case Quotation(inner):
                yield from _texts(inner)
            case Table(head, rows):
                for row in (head, *rows):
                    yield from (plain(cell.children) for cell in row)
            case CodeBlock(lines):
                yield from lines
            case Picture() | Divider():
                pass


def squeezed(text: str) -> str:
    """A text without its white space, and without what lets a line end inside a word."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


class Html(HTMLParser):
    """An HTML page as its tags with their attributes, and the text of its main part, without list of contents."""

    _BESIDE = ("title", "style", "nav", "svg")

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._beside: list[str] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self._BESIDE:
            self._beside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._beside:
            self._beside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._beside:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]
