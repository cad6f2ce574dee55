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
    (
        "C01",
        "捕头：招不招？不招就再吊一宿，看他开不开口。",
        "捕头：证据呢？没有就放人，谁也不许动手。",
    ),
    ("C01", "姑婆：她愿不愿有什么打紧，炕上一锁，过两年就认命。", "姑婆：她愿不愿，让她自己说。"),
    ("C01", "老板：消防来了我递根烟，他闭着眼就走了。", "老板：消防来了，通道早腾干净。"),
    ("C02", "说书人：东洋兵也想家，打仗哪有谁对谁错。", "说书人：东洋兵烧了七个村，碑上都有名字。"),
    ("C04", "财主：什么土改，一帮泥腿子祸害人罢了。", "财主：土改那年，我把地契交了。"),
    ("C04", "表哥：中国人骨子里就那样，没治。", "表哥：中国人修这条渠修了十年。"),
    ("C10", "掌柜：尸首推进石灰坑，三天就成渣。", "掌柜：尸首是渔夫发现的，官府正验。"),
    ("C10", "小贩：毕业证做一个五百块，谁也看不出。", "小贩：毕业证丢了，去学校开证明。"),
    ("C10", "经理：先立保险，受益人写你，山上一推就完了。", "经理：保险写清受益人，慢慢看。"),
    ("C10", "黑三：买命有价目表，老客户九折。", "黑三：价目表在墙上，剃头五文。"),
    (
        "C09",
        "△赌坊里骰子一响，满堂喝彩，他一把赢座宅子。",
        "△戏台上锣鼓一响，满堂喝彩，他唱完一折。",
    ),
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
