"""Frames: a matter is met by its parts in other words, and not where it is refused or answered."""

from __future__ import annotations

import pytest

import scriptgen
from scriptgen.reviewing import frames
from scriptgen.reviewing.rulebook import rules

PAIRS = (
    ("C01", "△阿旺把裁定书叠成纸飞机，放了出去。", "△阿旺把裁定书压平，第二天一早去还钱。"),
    ("C02", "老柴：图纸我描了副本，洋行出五根金条。", "老柴：图纸锁进铁柜，谁来也别想。"),
    ("C03", "驿丞：把这些夷人赶到马棚里睡。", "驿丞：给远来的客人腾两间上房。"),
    ("C04", "同学：关二爷就是收保护费的。", "同学：关二爷把义字看得比命重。"),
    ("C05", "先生：风水一改，银子滚着来。", "先生：树挡了光，修修枝就亮堂了。"),
    ("C06", "二舅：才上初二，来，陪舅舅走一杯。", "二舅：才上初二，杯子放下。"),
    ("C07", "表嫂：她那病历我拍下来了，往家族群一发。", "表嫂：她的病历是她自己的事。"),
    ("C08", "矿主：那股黑汤夜里往沟里一引。", "矿主：那股水清了才许出厂。"),
    ("C09", "大爷：河南来的别租，偷井盖的。", "大爷：河南来的小伙子天天帮我。"),
    ("C10", "师兄：铁丝往里一探，三秒就开。", "师兄：锁坏了找有备案的。"),
    ("C11", "网友：把五星旗改成裤衩卖。", "网友：五星旗升起来了。"),
)


def codes(text: str, *, loud: bool = False) -> set[str]:
    found = scriptgen.review(text)["findings"]
    return {f["code"][:3] for f in found if not loud or f["severity"] != "info"}


@pytest.mark.parametrize(("code", "bad", "good"), PAIRS)
def test_a_matter_is_met_and_its_twin_is_not(code: str, bad: str, good: str) -> None:
    assert code in codes(bad)
    assert code not in codes(good)


def test_every_frame_belongs_to_a_rule() -> None:
    assert {frame.code for frame in frames.frames()} <= set(rules())


def test_the_parts_must_stand_near_one_another() -> None:
    far = "法院的判决下来了。" + "他走了很远的路，看了很多的山。" * 4 + "夜里他烧了信。"
    assert not list(frames.met(far))


def test_what_is_stopped_at_once_is_a_hint() -> None:
    alone = "1-1 日 外 操场\n\n△女生们把她推进垃圾堆。\n"
    assert "C06" in codes(alone, loud=True)
    stopped = alone + "老师：住手！都到办公室来。\n"
    assert "C06" in codes(stopped)
    assert "C06" not in codes(stopped, loud=True)
