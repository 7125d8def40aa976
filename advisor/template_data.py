"""What templates are offered, described from the program itself: each field of each view, its type and its meaning."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
import typing
from collections.abc import Iterator, Mapping

from advisor.documents import ReportView, ThemesPicture
from advisor.papers import KINDS, PlacedPicture
from advisor.papers.base import Head

INTRODUCTION = """# What templates are offered

Every template of a document is a Jinja file named `<document>.<language>.md.j2`; a picture is `<picture>.svg.j2`.
A folder of your own with some of these names takes their place: `advisor write CASE --all -o DIR --templates YOURS`.
Keep only those there that you change; `advisor templates NAME -o YOURS` copies one.

Texts are Markdown already and must not be escaped again; in a picture they go through `| plain | e`, and
`| short(40)` shortens. An empty text or list is false. A picture also gets `title`, `words` (what it shows) and
`language`. What isn't named here may change without notice.
"""


def template_data() -> str:
    """The page: for each template, the names that it may use."""
    parts = [INTRODUCTION, "## Every document besides the report: `head`\n", *_fields(Head)]
    parts += ["\n## Pictures of a document: `pictures.<name>`\n", *_fields(PlacedPicture)]
    parts += ["\n## `report.<language>.md.j2`: `report`\n", *_fields(ReportView)]
    parts += ["\n## `themes.svg.j2`: `view`\n", *_fields(ThemesPicture)]
    shown: dict[type, None] = {Head: None, PlacedPicture: None, ReportView: None, ThemesPicture: None}
    waiting = list(_parts(ReportView))
    for kind in KINDS.values():
        parts += [f"\n## `{kind.name}.<language>.md.j2`: `paper`\n", *_fields(kind.view)]
        shown[kind.view] = None
        waiting += _parts(kind.view)
        for template, view in kind.pictures.items():
            parts += [f"\n## `{template}.svg.j2`: `view`\n", *_fields(view)]
            shown[view] = None
            waiting += _parts(view)
    parts.append("\n## Parts\n")
    while waiting:
        part = waiting.pop(0)
        if part not in shown:
            shown[part] = None
            parts += [f"\n### {part.__name__}\n", *_fields(part)]
            waiting += _parts(part)
    return "\n".join(parts) + "\n"


def _fields(view: type) -> Iterator[str]:
    """A line for what a view is, and one for each of its fields."""
    yield f"{inspect.getdoc(view) or ''}\n"
    meanings = _meanings(view)
    for field in dataclasses.fields(view):
        meaning = meanings.get(field.name, "")
        yield f"- `{field.name}`: {_type(field.type)}{f' — {meaning}' if meaning else ''}"
    for name, value in vars(view).items():
        if isinstance(value, property):
            yield f"- `{name}` — {inspect.getdoc(value) or ''}"


def _type(written: object) -> str:
    return f"`{written}`".replace("Markdown", "text").replace("|", "or")


def _meanings(view: type) -> Mapping[str, str]:
    """The sentence below each field, which Python itself forgets."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(view))).body
    assert isinstance(definition, ast.ClassDef)
    found = {}
    for above, below in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name):
            text = below.value.value if _is_text(below) else ""  # type: ignore[attr-defined]
            found[above.target.id] = " ".join(str(text).split())
    return found


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _parts(view: type) -> Iterator[type]:
    """The views within a view."""
    for hint in typing.get_type_hints(view).values():
        yield from _views_in(hint)


def _views_in(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
    for inner in typing.get_args(hint):
        yield from _views_in(inner)
