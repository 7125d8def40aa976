"""Puts what changed in a YAML file into its old text, so that all the rest stays as a person wrote it.

The new text comes from a writer that keeps comments but lays lines anew. Here, each part of the old text
whose values are the same is taken over to the letter: top-level keys, and entries of lists one by one.
"""

from __future__ import annotations

import re
from typing import Any

from advisor.errors import CaseError
from advisor.questionnaire.state import Values
from advisor.reading import Tree, parse_tree

END_MARK = re.compile(r"\n(\.\.\.[ \t]*\n?)$")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
Lines = list[str]


def patched(old: str, before: Values, new: str, after: Values) -> str:
    """The new text, with the parts of the old that say the same; the new text alone where nothing can be told apart."""
    crlf = "\r\n" in old
    old = old.replace("\r\n", "\n")
    end = END_MARK.search(old)  # it stays behind everything
    old = old[: end.start(1)] if end else old
    try:
        mixed = _mixed(old, before, new, after)
        same = (
            parse_tree(mixed.encode(), "patched", "yaml").value
            == parse_tree(new.encode(), "new", "yaml").value
        )
    except (CaseError, _NotInBlocks):
        same, mixed = False, new
    text = mixed + end[1] if same and end else mixed if same else new
    return text.replace("\n", "\r\n") if crlf else text


class _NotInBlocks(Exception):  # noqa: N818  (never leaves this module)
    """The text isn't laid out in lines that begin with a key each."""


def _mixed(old: str, before: Values, new: str, after: Values) -> str:
    old_head, old_blocks = _blocks(old)
    _, new_blocks = _blocks(new)
    parts = [old_head]
    for name, block in new_blocks.items():
        if name in old_blocks and before.get(name) == after.get(name):
            parts.append(old_blocks[name])
        elif name in old_blocks and _are_entries(before.get(name)) and _are_entries(after.get(name)):
            parts.append(_entries_mixed(old_blocks[name], before[name], block, after[name]))
        else:
            parts.append(_with_tail_of(old_blocks.get(name, ""), block))
    return "".join(part if part.endswith("\n") or not part else f"{part}\n" for part in parts)


def _are_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _entries_mixed(old: str, before: list[Values], new: str, after: list[Values]) -> str:
    """The lines of a list, each entry from the old text where it says the same."""
    head, old_entries = _entries(old, before)
    _, new_entries = _entries(new, after)
    known = {one["id"]: one for one in before}
    kept = {one["id"] for one in after}
    deeper = _depth(next(iter(old_entries.values()))) - _depth(next(iter(new_entries.values())))
    lines = [head]
    gone = [one["id"] for one in before if one["id"] not in kept]
    lines += [_split(old_entries[id])[1] for id in gone]  # comments after an entry belong to what follows it
    for one in after:
        id = one["id"]
        same = known.get(id) == one
        changed = _shifted(new_entries[id], deeper)
        lines.append(old_entries[id] if same else _with_tail_of(old_entries.get(id, ""), changed))
    return "".join(part if part.endswith("\n") or not part else f"{part}\n" for part in lines)


def _depth(entry: str) -> int:
    """How far the dash of an entry stands from the left."""
    return len(entry) - len(entry.lstrip(" "))


def _shifted(entry: str, deeper: int) -> str:
    """The lines of an entry moved to the right, or to the left."""
    if deeper >= 0:
        return "".join(" " * deeper + line if line.strip() else line for line in LINE.findall(entry))
    return "".join(line[-deeper:] if line[:-deeper].isspace() else line for line in LINE.findall(entry))


def _with_tail_of(old: str, new: str) -> str:
    """New lines, followed by the comments and empty lines that followed the old ones, and by none of the new."""
    return _split(new)[0] + _split(old)[1]


def _split(block: str) -> tuple[str, str]:
    """The lines of a block, and the comments and empty lines at its end."""
    lines = LINE.findall(block)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])


def _blocks(text: str) -> tuple[str, dict[str, str]]:
    """What stands before the first top-level key, and the lines of each key."""
    tree = parse_tree(text.encode(), "text", "yaml")
    starts = {str(path[0]): place for path, place in tree.key_places.items() if len(path) == 1}
    if any(place.column != 1 for place in starts.values()):
        raise _NotInBlocks
    lines = LINE.findall(text)
    numbers = [place.line - 1 for place in starts.values()]
    return "".join(lines[: numbers[0]]), _between(lines, dict(zip(starts, numbers, strict=True)))


def _entries(block: str, entries: list[Values]) -> tuple[str, dict[str, str]]:
    """The line of the list's key, and the lines of each entry by its id."""
    tree: Tree = parse_tree(block.encode(), "block", "yaml")
    name = next(iter(tree.value))
    numbers = [tree.places[name, index].line - 1 for index in range(len(entries))]
    lines = LINE.findall(block)
    begins = all(lines[number].lstrip().startswith("- ") for number in numbers)
    if not begins or len(set(numbers)) < len(numbers):
        raise _NotInBlocks
    return "".join(lines[: numbers[0]]), _between(
        lines, {one["id"]: number for one, number in zip(entries, numbers, strict=True)}
    )


def _between(lines: Lines, starts: dict[str, int]) -> dict[str, str]:
    """The lines from each start to the next."""
    ends = [*list(starts.values())[1:], len(lines)]
    return {name: "".join(lines[start:end]) for (name, start), end in zip(starts.items(), ends, strict=True)}
