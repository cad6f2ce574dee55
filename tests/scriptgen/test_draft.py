"""Files of a draft: complete, labelled, all or nothing."""

from __future__ import annotations

import json

import pytest

import heritage_kb
from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scriptgen.brief import read_brief
from scriptgen.draft import draft, draft_to
from scriptgen.planner import plan
from scriptgen.scaffold import Scaffold

BRIEF = {
    "title": "鹤颈",
    "logline": "一片纸样不见了。",
    "year": 1916,
    "crafts": ["上党堆锦"],
    "episodes": 4,
}


def test_draft_to_writes_and_labels_everything(tmp_path) -> None:
    seen: list[float] = []
    made = draft_to(
        read_brief(BRIEF),
        tmp_path / "稿",
        episodes=[1, 2],
        progress=lambda what, share: seen.append(share),
    )
    names = set(made.files)
    assert {
        "series.json",
        "剧本.docx",
        "evidence.json",
        "考据表.xlsx",
        "review.json",
        "第01集.txt",
        "第02集.docx",
    } <= names
    assert "第03集.txt" not in names
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    for name in names:
        if not name.endswith(".aigc.json"):
            assert label.verify(tmp_path / "稿" / name).status == "compliant", name
    series = json.loads((tmp_path / "稿" / "series.json").read_text(encoding="utf-8"))
    cited = {
        c
        for ep in series["episodes"]
        for s in ep["scenes"]
        for e in s["elements"]
        for c in e["citations"]
    }
    evidence = json.loads((tmp_path / "稿" / "evidence.json").read_text(encoding="utf-8"))
    assert cited <= set(evidence["passages"])


def test_plan_only() -> None:
    made = draft(read_brief(BRIEF), episodes=[])
    assert not made.episodes
    assert len(made.outline.episodes) == 4
    assert made.draft_note == "离线初稿"


def test_no_such_episode() -> None:
    with pytest.raises(RefusedInput, match="没有第9集"):
        draft(read_brief(BRIEF), episodes=[9])


def test_the_same_brief_gives_the_same_bytes(tmp_path, monkeypatch) -> None:
    import datetime as clock

    class Later(clock.datetime):
        @classmethod
        def now(cls, tz=None):
            return clock.datetime(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    draft_to(read_brief(BRIEF), tmp_path / "甲", episodes=[1])
    monkeypatch.setattr(clock, "datetime", Later)
    draft_to(read_brief(BRIEF), tmp_path / "乙", episodes=[1])
    for file in sorted((tmp_path / "甲").iterdir()):
        assert file.read_bytes() == (tmp_path / "乙" / file.name).read_bytes(), file.name


def test_the_writer_goes_on_from_what_it_remembers() -> None:
    kb = heritage_kb.open()
    brief = read_brief(BRIEF)
    whole = draft(brief, kb).episodes
    writer = Scaffold(plan(brief, kb), kb, brief.seed)
    episodes = []
    for sheet in plan(brief, kb).sheets:
        episodes.append(writer.episode(writer.plan.sheets[sheet.number - 1]))
        memory = json.loads(json.dumps(writer.memory()))
        writer = Scaffold(plan(brief, kb), kb, brief.seed)
        writer.recall(memory)
    assert episodes == whole
