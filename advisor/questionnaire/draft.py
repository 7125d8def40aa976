"""The file of an interview: a case file like any other, written whole after each answer.

What a person wrote in it by hand stays: comments, order, quotes. Only the values that the interview
changed are touched. YAML goes through ruamel.yaml, which keeps all of that; JSON has no comments to keep.
"""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.case import case_of_tree
from advisor.errors import CaseError, Problem
from advisor.files import write_file
from advisor.messages import say
from advisor.questionnaire import patch
from advisor.questionnaire.state import Values, checked, values_of
from advisor.reading import KINDS, parse_tree, read_tree
from advisor.vocabulary import CaseRecord

FIRST_LINE = {
    "en": "A case of the partnership advisor; to go on with the interview: advisor ask {name}",
    "fr": "Un dossier du conseiller en partenariats ; pour continuer l’entretien : advisor ask {name}",
}
MOST_COPIES = 100
LONGEST_LINE = 100


class ChangedOutsideError(Exception):
    """Another program changed the file since it was last read or written; `kept` holds the answers."""

    def __init__(self, kept: Path) -> None:
        super().__init__(str(kept))
        self.kept = kept


@dataclass
class Draft:
    """The values of an interview and the file that holds them."""

    path: Path
    values: Values | None = None
    """None as long as there is no case yet."""
    language: str = "en"
    _text: bytes | None = field(default=None, repr=False)
    """The file as it was last read or written; None where there was none."""
    _document: Any = field(default=None, repr=False)
    _aside: str = ""
    """What is put into the name of the file that the first answer replaces; empty for none."""
    _document_is_new: bool = True
    _dash: int = 0
    """How far the dashes of lists stand to the right of their key."""

    @classmethod
    def open(cls, path: Path, language: str) -> Draft:
        """The draft in a file, or an empty one where there is no file. Raises CaseError, UnreadableError, OSError."""
        _expect_case_file(path)
        if not path.exists() and not path.is_symlink():
            _expect_folder(path)
            return cls(path, language=language)
        case = case_of_tree(read_tree(path))
        draft = cls(path, values_of(case.record), language, path.read_bytes())
        draft._read_document()
        return draft

    @classmethod
    def anew(cls, path: Path, language: str, word: str) -> Draft:
        """An empty draft for a path; a file that is there gets another name, with `word`, at the first answer."""
        _expect_case_file(path)
        if path.exists() and not path.is_file():
            read_tree(path)  # says what it is instead of a file
        _expect_folder(path)
        return cls(path, language=language, _aside=word if path.exists() else "")

    @property
    def is_json(self) -> bool:
        return self.path.suffix.lower() == ".json"

    def write(self, values: Values) -> Path | None:
        """Write these values, whole or not at all; the new name of an older file, if one was put aside.

        Raises OSError, ChangedOutsideError.
        """
        if values == self.values:
            return None
        text = self._as_text(values)
        kept = keep_aside(self.path, self._aside) if self._aside else None
        self._aside = ""
        target = (
            self.path.resolve() if self.path.is_symlink() else self.path
        )  # a draft stays where its link leads
        here = target.read_bytes() if target.exists() else None
        if here != self._text:
            mine = free_name(self.path, "mine")
            write_file(mine, text)
            raise ChangedOutsideError(mine)
        write_file(target, text)
        self._text = text.encode()
        self.values = json.loads(json.dumps(values))
        self._read_document()
        return kept

    def _as_text(self, values: Values) -> str:
        text = self._as_json(values) if self.is_json else self._as_yaml(values)
        _check_that_it_reads_back(text, values, self.is_json)
        return text

    def _as_json(self, values: Values) -> str:
        return json.dumps(values, ensure_ascii=False, indent=2) + "\n"

    def _as_yaml(self, values: Values) -> str:
        if self._document is None:
            document = _new_mapping(values)
            document.yaml_set_start_comment(FIRST_LINE[self.language].format(name=self.path.name))
            return self._dumped(document)
        document = self._document  # read anew once the text is written
        _update(document, self.values or {}, values, list(CaseRecord.model_fields))
        text = self._dumped(document)
        before = (self._text or b"").decode("utf-8-sig")
        patched = patch.patched(before, self.values or {}, text, values)
        bom = "\ufeff" if (self._text or b"").startswith(codecs.BOM_UTF8) else ""
        return bom + patched

    def _dumped(self, document: Any) -> str:
        yaml = _yaml()
        yaml.width = max([LONGEST_LINE, *map(len, (self._text or b"").decode("utf-8-sig").splitlines())])
        yaml.indent(mapping=2, sequence=2 + self._dash, offset=self._dash)
        out = io.StringIO()
        yaml.dump(document, out)
        return out.getvalue()

    def _read_document(self) -> None:
        if self.is_json or self._text is None:
            return
        from ruamel.yaml.error import YAMLError
        from ruamel.yaml.util import load_yaml_guess_indent

        text = self._text.decode("utf-8-sig").replace("\r\n", "\n")
        try:
            self._document = _yaml().load(text)
        except YAMLError:  # it is stricter about tabs than our reader
            text = text.replace("\t", " ")
            self._document = _yaml().load(text)
        if self._document_is_new:  # later texts are of our own making
            self._dash = load_yaml_guess_indent(text)[2] or 0
            self._document_is_new = False


def text_of(values: Values, path: Path | None, language: str) -> str:
    """A new case file with these values, as it would stand at `path` (YAML for None)."""
    return Draft(path or Path("case.yaml"), language=language)._as_text(values)


def _check_that_it_reads_back(text: str, values: Values, is_json: bool) -> None:
    case = case_of_tree(parse_tree(text.encode(), "draft", "json" if is_json else "yaml"))
    assert case.record == checked(values).record, "the draft would not read back"


def free_name(path: Path, word: str) -> Path:
    """A name beside `path` that is free: `case.damaged.yaml`, `case.damaged-2.yaml`."""
    for number in range(1, MOST_COPIES):
        suffix = word if number == 1 else f"{word}-{number}"
        candidate = path.with_name(f"{path.stem}.{suffix}{path.suffix}")
        if not candidate.exists() and not candidate.is_symlink():
            return candidate
    raise FileExistsError(17, "File exists", str(path))


def _expect_case_file(path: Path) -> None:
    """Refuses a name that no case file can have."""
    if path.suffix.lower() not in KINDS:
        problem = say("unknown kind of file; its name must end in {endings}", endings=tuple(KINDS))
        raise CaseError(Problem(str(path), problem))


def _expect_folder(path: Path) -> None:
    """Refuses a file in a folder that isn't there or can't be written to, before anybody has answered anything."""
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if not os.access(path.parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def keep_aside(path: Path, word: str) -> Path:
    """Give a file that is to be replaced another name, so that nothing of it is lost."""
    kept = free_name(path, word)
    path.rename(kept)
    return kept


# --- YAML that keeps what it doesn't change -----------------------------------------------------


class Leaf(str):
    """A scalar exactly as it is written, whatever YAML takes it for."""

    __slots__ = ()


def _yaml() -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import RoundTripConstructor
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.representer import RoundTripRepresenter

    class Constructor(RoundTripConstructor):
        """Keeps numbers, dates and yes/no as they are written."""

    class Representer(RoundTripRepresenter):
        """Writes a leaf as it was, without quotes or tags."""

    def construct(_: Any, node: Any) -> Leaf:
        return Leaf(node.value)

    for kind in ("int", "float", "bool", "timestamp", "null"):
        Constructor.add_constructor(f"tag:yaml.org,2002:{kind}", construct)

    yaml = YAML()
    yaml.Constructor = Constructor
    yaml.Representer = Representer
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=2, offset=0)

    def represent(representer: Any, leaf: Leaf) -> Any:
        tag = yaml.resolver.resolve(ScalarNode, str(leaf), (True, False))
        return representer.represent_scalar(tag, str(leaf))

    Representer.add_representer(Leaf, represent)
    return yaml


def _update(document: Any, before: Any, after: Values, order: list[str]) -> None:
    """Change in the document what differs between the values before and after."""
    for name in [name for name in before if name not in after]:
        document.pop(name, None)
    for name, value in after.items():
        if name in before and before[name] == value:
            continue
        known = document.get(name)
        if isinstance(value, dict) and hasattr(known, "ca") and isinstance(known, dict):
            _update(known, before.get(name) or {}, value, list(value))
        elif _is_entries(value) and isinstance(known, list) and known:
            _update_entries(known, before.get(name) or [], value)
        elif name in document:
            document[name] = _node(value)
        else:
            _insert(document, name, _node(value), order)


def _update_entries(document: Any, before: list[Values], after: list[Values]) -> None:
    """Change the entries of a list, each found by its id."""
    kept = {one["id"] for one in after}
    for index in reversed(range(len(document))):
        if str(document[index].get("id")) not in kept:
            del document[index]
    known = {str(one.get("id")): one for one in document}
    earlier = {one["id"]: one for one in before}
    for one in after:
        if one["id"] in known:
            _update(known[one["id"]], earlier.get(one["id"], {}), one, list(one))
        else:
            document.append(_node(one))


def _insert(document: Any, name: str, node: Any, order: list[str]) -> None:
    """Put a new key before the first that comes after it in `order`."""
    later = set(order[order.index(name) + 1 :]) if name in order else set()
    position = next((index for index, key in enumerate(document) if key in later), len(document))
    document.insert(position, name, node)


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _new_mapping(values: Values) -> Any:
    from ruamel.yaml.comments import CommentedMap

    return CommentedMap((name, _node(value)) for name, value in values.items())


def _node(value: Any, inside: bool = False) -> Any:
    """A value as YAML: short mappings and lists on one line, entries one below the other."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        mapping = CommentedMap((name, _node(part, True)) for name, part in value.items())
        if not value or (inside and _is_short(value)):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        items = CommentedSeq(
            _node(part, True) if not isinstance(part, dict) else _node(part) for part in value
        )
        if not _is_entries(value) and (not value or _is_short(value)):
            items.fa.set_flow_style()
        return items
    return _leaf(value)


def _is_short(value: Any) -> bool:
    return len(json.dumps(value, ensure_ascii=False)) < LONGEST_LINE


_PLAIN = re.compile(r"[^\W\d_](?:[\w ’.()/-]*[\w).])?")
_MEANS_SOMETHING = frozenset(
    {"none", "null", "yes", "no", "true", "false", "on", "off", "y", "n", "aucun", "aucune"}
)


def _leaf(value: Any) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if value is None:
        return Leaf("none")
    if isinstance(value, bool):
        return Leaf("yes" if value else "no")
    if isinstance(value, int):
        return Leaf(str(value))
    if isinstance(value, float):
        return Leaf(_decimal(value))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) or (
        _PLAIN.fullmatch(value) and value.casefold() not in _MEANS_SOMETHING
    ):
        return Leaf(value)
    return DoubleQuotedScalarString(value)


def _decimal(value: float) -> str:
    """A number as people write it, and exactly what was meant."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)
