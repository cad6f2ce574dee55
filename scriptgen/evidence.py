"""The evidence of a series: ``evidence.json`` and 考据表.xlsx, for whoever asks how we know.

The same series gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import heritage_kb
from heritage_kb.publish import write_file
from heritage_kb.workbook import Table, tables_bytes
from scriptgen.reviewing.hooks import HEAD, WIDTHS, hook_ledger, hook_rows
from scriptgen.series import Element, Scene, Series

_LINES = ("集-场", "类型", "说话人", "文字", "性质", "文段", "文段原文", "条目", "来源", "可信度")
_MENDED = ("集", "场", "规则", "模型原话", "为什么不成立", "怎么办了", "文段")
_WIDTHS = (8, 8, 12, 42, 10, 24, 48, 18, 36, 8)


def evidence(series: Series) -> dict[str, Any]:
    """Return ``{"passages": {id: {"entry","text","sources","claim_kind","confidence"}}}``.

    Holds every passage that a line or a beat of the series cites.
    """
    kb = heritage_kb.open()
    cited = {name for _, line in lines(series) for name in line.citations}
    cited |= {
        name for plan in series.outline.episodes for beat in plan.beats for name in beat.citations
    }
    rows = {}
    for name in sorted(cited & set(kb.passages)):
        passage = kb.passages[name]
        rows[name] = {
            "entry": passage.entry,
            "text": passage.text,
            "sources": list(passage.sources),
            "claim_kind": passage.claim_kind,
            "confidence": passage.confidence,
        }
    return {"passages": rows}


def lines(series: Series) -> Iterator[tuple[Scene, Element]]:
    """Yield every line with its scene."""
    for episode in series.episodes:
        for scene in episode.scenes:
            for element in scene.elements:
                yield scene, element


def write_evidence_table(series: Series, path: Path) -> None:
    """Write 考据表.xlsx: cited lines, inventions, sources, hooks, questions.

    Where a model wrote, also what was mended of its text, and why.
    """
    tables = [
        Table("有据之言", _LINES, _WIDTHS, _cited_rows(series)),
        Table(
            "虚构",
            ("集-场", "类型", "说话人", "文字", "性质"),
            (8, 8, 12, 60, 12),
            _invented_rows(series),
        ),
        Table("文献与虚构说明", ("性质", "说明"), (12, 90), _said_rows(series)),
        Table(
            "来源",
            ("代号", "名称", "出处", "许可", "用途"),
            (16, 44, 50, 24, 40),
            _source_rows(series),
        ),
        Table("钩子账", HEAD, WIDTHS, hook_rows(hook_ledger(series))),
        Table("待人工判断", ("序", "问题"), (6, 90), list(enumerate(series.bible.questions, 1))),
    ]
    if series.trace:
        tables.append(
            Table("模型稿改动", _MENDED, (8, 8, 20, 44, 44, 16, 24), _mended_rows(series))
        )
    write_file(path, tables_bytes(tables))


def _cited_rows(series: Series) -> list[tuple[Any, ...]]:
    kb = heritage_kb.open()
    rows: list[tuple[Any, ...]] = []
    for scene, line in lines(series):
        for name in line.citations:
            passage = kb.passages.get(name)
            if passage is None:
                continue
            sources = "；".join(kb.sources[s].title for s in passage.sources)
            rows.append(
                (
                    scene.number,
                    _TYPES.get(line.type, line.type),
                    line.speaker,
                    line.text,
                    line.claim_kind,
                    name,
                    passage.text,
                    kb.entries[passage.entry].title,
                    sources,
                    _CONFIDENCE[passage.confidence],
                )
            )
    return rows


_TYPES = {
    "action": "画面",
    "dialogue": "台词",
    "vo": "旁白",
    "os": "独白",
    "caption": "字幕",
    "mark": "标记",
}
_CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}


def _invented_rows(series: Series) -> list[tuple[Any, ...]]:
    return [
        (scene.number, _TYPES.get(line.type, line.type), line.speaker, line.text, line.claim_kind)
        for scene, line in lines(series)
        if not line.citations and line.type != "mark"
    ]


def _mended_rows(series: Series) -> list[tuple[Any, ...]]:
    keys = ("episode", "scene", "code", "said", "why", "done", "passage")
    return [tuple(row.get(key, "") for key in keys) for row in series.trace]


def _said_rows(series: Series) -> list[tuple[Any, ...]]:
    return [("有文献", text) for text in series.bible.documented] + [
        ("虚构", text) for text in series.bible.invented
    ]


def _source_rows(series: Series) -> list[tuple[Any, ...]]:
    kb = heritage_kb.open()
    used = {s for row in evidence(series)["passages"].values() for s in row["sources"]}
    return [
        (s, kb.sources[s].title, kb.sources[s].where, kb.sources[s].licence, kb.sources[s].used_for)
        for s in sorted(used)
    ]
