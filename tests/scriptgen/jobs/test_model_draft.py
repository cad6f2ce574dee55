"""A draft by a model as a job: it goes on at the episode it was broken off at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.brief import read_brief
from scriptgen.jobs.drafting import draft_job, drafted, submit_draft
from scriptgen.jobs.job import Work
from scriptgen.jobs.kinds import KINDS
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.shift import Shift
from scriptgen.jobs.worker import work_off
from scriptgen.writer import OpensWriter
from scriptgen.writing import by_model
from tests.scriptgen.writing.fake import BRIEF, Fake, good, with_line

FALSE = "佛光寺东大殿建于宋代。"


def kinds(model: Fake) -> dict[str, Work]:
    def opens(name: str) -> OpensWriter:
        assert name == "假"
        return by_model(model)

    return {"draft": partial(draft_job, opens=opens)}


def episodes_asked(model: Fake) -> set[str]:
    return {m.text[:3] for r in model.requests for m in r.material if m.id == "本场"}


def test_broken_off_it_goes_on_at_the_episode(ledger: Ledger, tmp_path: Path) -> None:
    job = submit_draft(
        ledger, read_brief(BRIEF), tmp_path / "断", owner="王", episodes=[1, 2], writer="假"
    )

    def breaks_off(request):
        if any(m.text.startswith("第2集") for m in request.material if m.id == "本场"):
            raise OSError("断电")
        return with_line({"type": "dialogue", "text": FALSE})(request)

    first = Fake(breaks_off)
    work_off(ledger, "甲", kinds(first))
    assert ledger.job(job.id).state == "failed"
    assert not (tmp_path / "断").exists()
    ledger.retry(job.id)
    second = Fake(good)
    work_off(ledger, "乙", kinds(second))
    assert episodes_asked(second) == {"第2集"}
    data = json.loads((tmp_path / "断" / "series.json").read_text("utf-8"))
    assert [e["number"] for e in data["episodes"]] == [1, 2]
    assert data["draft_note"] == "模型初稿（试用/假模型）"
    assert any(row["said"] == FALSE for row in data["trace"])
    assert FALSE not in json.dumps(data["episodes"], ensure_ascii=False)
    told = [m.text for r in second.requests for m in r.material if m.id == "前情"]
    assert all("第1集" in text for text in told)


def test_episodes_that_nobody_asked_for_cost_nothing(ledger: Ledger, tmp_path: Path) -> None:
    model = Fake()
    submit_draft(ledger, read_brief(BRIEF), tmp_path / "三", owner="王", episodes=[3], writer="假")
    work_off(ledger, "甲", kinds(model))
    assert episodes_asked(model) == {"第3集"}
    assert (tmp_path / "三" / "第03集.txt").is_file()


def test_the_writer_is_a_part_of_what_is_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    brief = read_brief(BRIEF)
    by_model_ = submit_draft(ledger, brief, tmp_path / "稿", owner="王", writer="没有的模型")
    assert by_model_.inputs["writer"] == "没有的模型"
    work_off(ledger, "甲", KINDS)
    failed = ledger.job(by_model_.id)
    assert failed.state == "failed"
    assert "没有的模型" in failed.error
    plain = submit_draft(ledger, brief, tmp_path / "稿", owner="王")
    assert plain.id != by_model_.id
    assert "writer" not in plain.inputs


def test_a_model_that_is_not_there_is_refused_in_one_sentence() -> None:
    from scriptgen.writing.opening import writer_named

    with pytest.raises(RefusedInput, match="没有的模型"):
        writer_named("没有的模型")


def test_a_model_is_told_of_the_episodes_that_stand_already(ledger: Ledger, tmp_path: Path) -> None:
    brief = read_brief(BRIEF)
    first = scriptgen.draft(brief, episodes=[1]).episodes
    told = first[0].scenes[0].elements[0].text
    model = Fake(good)
    job = submit_draft(ledger, brief, tmp_path / "续", owner="王", episodes=[2], writer="假")

    def work(inputs: Mapping[str, Any], shift: Shift) -> dict[str, Any]:
        made = drafted(inputs, shift, opens=lambda name: by_model(model), stands=first)
        return {"episodes": [e.number for e in made.episodes], "note": made.draft_note}

    work_off(ledger, "甲", {"draft": work})
    assert ledger.job(job.id).result == {"episodes": [2], "note": "模型初稿（试用/假模型）"}
    before = "".join(m.text for r in model.requests for m in r.material if m.id == "前情")
    assert "第1集" in before or told in before
