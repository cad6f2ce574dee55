"""The ledger of hooks: where each was opened, what kind it is, where it is paid, what is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

import scriptgen
from scriptgen.reviewing.hooks import HEAD, hook_rows, hook_text

ASKED = (
    "第1集\n1-1 日 内 染坊\n出场人物：赵满仓、任守义\n赵满仓：谁剪了那根绳子？\n△任守义低头不语。\n"
)
NEXT = "第2集\n2-1 日 内 染坊\n出场人物：赵满仓、任守义\n"


@pytest.fixture(scope="module")
def drafted():
    brief = {"title": "鹤颈", "logline": "女儿在鹤颈里找到一封信。", "year": 1916}
    brief |= {"crafts": ["上党堆锦"], "episodes": 3, "seconds": 60}
    return scriptgen.draft(scriptgen.Brief.model_validate(brief))


def test_a_question_is_paid_where_the_deed_is_owned_up_to() -> None:
    (row,) = scriptgen.hook_ledger(f"{ASKED}{NEXT}任守义：绳子是我剪了。\n")
    assert (row["kind"], row["state"], row["opened"]["scene"]) == ("疑问", "已答", "1-1")
    assert row["paid"]["scene"] == "2-1"


def test_a_question_that_nobody_takes_up_is_open_as_the_finding_says() -> None:
    text = f"{ASKED}{NEXT}任守义：喝茶。\n"
    (row,) = scriptgen.hook_ledger(text)
    assert (row["state"], row["paid"]) == ("悬着", None)
    assert "LEDGER.UNPAID" in scriptgen.review(text)["summary"]["codes"]
    assert "悬着 1 个" in hook_text([row])


@pytest.mark.parametrize("text", [ASKED, "任守义：谁来？"])
def test_what_has_one_episode_or_none_opens_nothing(text: str) -> None:
    assert scriptgen.hook_ledger(text) == []
    assert hook_text([]) == "钩子账：没有跨集的钩子。"


def test_the_questions_of_the_plan_stand_in_it_with_their_kind_and_place(drafted) -> None:
    ledger = scriptgen.hook_ledger(drafted)
    rows = {row["id"]: row for row in ledger}
    ends = {e.number: e.scenes[-1].number for e in drafted.episodes}
    for hook in drafted.bible.hooks:
        row = rows[hook.id]
        assert (row["text"], row["opened"]["episode"]) == (hook.question, hook.opened)
        assert row["state"] == ("已答" if hook.answered else "悬着")
        if row["kind"] != "总问":
            assert row["opened"]["scene"] == ends[hook.opened]
    assert all(len(row) == len(HEAD) for row in hook_rows(ledger))


def test_an_answer_in_an_episode_not_written_yet_is_awaited(drafted) -> None:
    part = replace(drafted, episodes=drafted.episodes[:1])
    states = {row["id"]: row["state"] for row in scriptgen.hook_ledger(part)}
    later = [h.id for h in drafted.bible.hooks if h.answered and h.answered > 1]
    assert later
    assert {states[id] for id in later} == {"待写"}
