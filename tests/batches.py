"""What the tests of batches share: small cases, batches run without processes, and output folders compared whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from advisor.batch import joining, portfolio
from advisor.batch.changes import Earlier
from advisor.batch.running import Batch, Progress
from advisor.batch.sources import Census, Inputs, Shard
from advisor.batch.store import Row, Store
from advisor.batch.work import Settings, fingerprint

ADVISOR = [sys.executable, "-m", "advisor"]

LEA_WORKS_TOO_MUCH = "tasks:\n- {id: oven, hours: {lea: 50, omar: 20}}\n"
LEA_WORKS_STILL_MORE = "tasks:\n- {id: oven, hours: {lea: 70, omar: 20}}\n"
WORK_IS_EVEN = "tasks:\n- {id: oven, hours: {lea: 30, omar: 30}}\n"
HOURS_ARE_UNKNOWN = "tasks:\n- {id: oven}\n"
DECISIONS_WAIT = "partnership: {decisions_waiting: 7}\n"
NO_DECISION_WAITS = "partnership: {decisions_waiting: 0}\n"

NETWORK = {
    "bakers": LEA_WORKS_TOO_MUCH,
    "brewers": DECISIONS_WAIT,
    "choir": "title: The choir & its hall\n",
    "dairy": WORK_IS_EVEN + "currency: CHF\n",
    "ferme": "language: fr\ntitle: La ferme d’été\n" + LEA_WORKS_TOO_MUCH,
    "garage": DECISIONS_WAIT + WORK_IS_EVEN,
}
"""What six small cases say besides their partners, by their ids."""
MISTAKEN = "id: mistaken\ndate: 2026-02-30\npartners: [{id: lea}, {id: omar}]\n"


def case(id: str, more: str = "") -> str:
    """A case of two partners as YAML."""
    partners = "- {id: lea, name: Léa, capacity_hours: 40}\n- {id: omar, name: Omar, capacity_hours: 40}\n"
    return f"id: {id}\ndate: 2026-05-04\npartners:\n{partners}{more}"


def line(id: str, **more: object) -> str:
    """A case of two partners as a line of JSON."""
    values = {"id": id, "date": "2026-05-04", "partners": [{"id": "lea"}, {"id": "omar"}], **more}
    return json.dumps(values, ensure_ascii=False) + "\n"


def written(folder: Path, cases: Mapping[str, str] = NETWORK) -> Path:
    """A folder with a file for each case, made anew."""
    folder.mkdir(exist_ok=True)
    for id, more in cases.items():
        (folder / f"{id}.yaml").write_text(case(id, more), encoding="utf-8")
    return folder


def numbered(path: Path, count: int) -> Path:
    """A file with a case a line: case-00, case-01 …"""
    path.write_text("".join(line(f"case-{number:02}") for number in range(count)), encoding="utf-8")
    return path


def analysed(
    folder: Path,
    *paths: Path | str,
    since: Path | None = None,
    shard: Shard | None = None,
    language: str = "en",
    **settings: object,
) -> Progress:
    """A batch from its inputs to its portfolio, all in this process."""
    chosen = Settings(language, fingerprint=fingerprint(), **settings)  # type: ignore[arg-type]
    inputs = Inputs(map(str, paths))
    with Store(folder) as store:
        batch = Batch(inputs, store, chosen, lambda: ThreadPoolExecutor(1), window=2, shard=shard)
        joining.note(store, chosen, shard or Shard(), finished=False)
        progress = batch.run(Census(inputs))
        joining.note(store, chosen, shard or Shard(), finished=True)
        if shard is None:
            earlier = Earlier(since, "adviser" if chosen.adviser else "joint") if since else None
            portfolio.write(store, chosen, earlier)
    return progress


def contents(folder: Path, *, state: bool = False) -> dict[str, bytes]:
    """Every file of an output folder by its name, links as such; those of `.batch` only if asked for."""
    return {
        name: path.read_bytes() if not path.is_symlink() else f"-> {path.readlink()}".encode()
        for path in sorted(folder.rglob("*"))
        if (name := str(path.relative_to(folder))) and not path.is_dir()
        if state or not name.startswith(".batch/")
    }


def names(folder: Path) -> list[str]:
    return sorted(contents(folder))


def results(folder: Path) -> list[dict[str, object]]:
    with (folder / "results.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(one) for one in lines]


def failed(rows: Iterable[Row]) -> dict[str, str]:
    """Why cases failed, by their slots."""
    return {row.slot: row.status for row in rows if not row.is_done}
