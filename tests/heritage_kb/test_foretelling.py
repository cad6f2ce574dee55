"""Sparing a search changes no verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.checking import foretelling

JUDGED = Path(__file__).parents[2] / "benchmarks" / "judged" / "claims_dev.jsonl"
UNNAMED = (
    "大漆要阴干。",
    "我怕她是去找他。",
    "民国十八年，春天来得晚。",
    "光绪三年，井里打不出水。",
    "我想让你们俩坐下来吃顿饭。",
    "他在民国二十六年离了家。",
    "醋要夏伏晒，冬捞冰。",
)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count what is searched for."""
    asked: list[str] = []
    search = heritage_kb.KnowledgeBase.search

    def counted(kb: heritage_kb.KnowledgeBase, query: str, *rest: object, **more: object) -> object:
        asked.append(query)
        return search(kb, query, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(heritage_kb.KnowledgeBase, "search", counted)
    return asked


def test_verdicts_are_the_same_with_fewer_searches(
    monkeypatch: pytest.MonkeyPatch, searches: list[str]
) -> None:
    rows = [json.loads(row)["text"] for row in JUDGED.read_text("utf-8").splitlines()]
    told = (*UNNAMED, *rows[::12])
    kb = heritage_kb.open()
    monkeypatch.setattr(foretelling, "_WORTH", 10**9)
    plain = [kb.check(text) for text in told]
    before, searches[:] = len(searches), []
    monkeypatch.setattr(foretelling, "_WORTH", 0)
    assert [kb.check(text) for text in told] == plain
    assert len(searches) < before
