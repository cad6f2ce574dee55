"""Search hints: of entries that there are, and without the names that they stand for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from heritage_kb.normal import normal
from heritage_kb.reading import DATA
from heritage_kb.rules.complaint import Complaint, error, warning
from heritage_kb.store import KnowledgeBase

FOLDER = DATA / "hints"


def search_hints(kb: KnowledgeBase, folder: Path = FOLDER) -> Iterator[tuple[str, Complaint]]:
    """Yield (entry id or file and line, complaint) of each hint that does not hold."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            where = f"hints/{file.name}:{number}"
            try:
                row = json.loads(line)
                id, hints = row["entry"], row["hints"]
            except (json.JSONDecodeError, KeyError, TypeError) as wrong:
                yield where, error("HINT", f"{where} 一行应是 entry 与 hints：{wrong}")
                continue
            yield from ((id, one) for one in _complaints(id, hints, kb))


def _complaints(id: str, hints: list[str], kb: KnowledgeBase) -> Iterator[Complaint]:
    entry = kb.entries.get(id)
    if entry is None:
        yield error("HINT", f"提示所说的条目 {id} 不存在")
        return
    if not hints or any(not str(hint).strip() for hint in hints):
        yield error("HINT", "提示是空的")
    for hint in hints:
        if normal(entry.title) in normal(hint):
            yield warning("HINT_NAMES", f"提示里有条目自己的名称：{hint}")
