"""Hints of continuity: what looks as if it did not go together is told as a hint, never as an error."""

from __future__ import annotations

from typing import Any

import pytest

import scriptgen
from scriptgen.reviewing.rules.continuity.signs import signs

HEAD = "第1集 起\n\n1-1 {time} 外 镇口\n出场人物：任兰、任守义、乔四\n"


def hints(text: str, code: str) -> list[dict[str, Any]]:
    found = scriptgen.review(text)["findings"]
    return [
        one for one in found if one["code"] == f"CONTINUITY.{code}" and one["severity"] == "info"
    ]


def test_every_sign_is_in_its_own_example() -> None:
    from scriptgen.reviewing.lexicon import rows_of

    rows = [row for _, row in rows_of("signs")]
    assert len(rows) == len(signs())
    for row, sign in zip(rows, signs(), strict=True):
        assert sign.pattern.search(row[3]), row[3]


@pytest.mark.parametrize(
    ("code", "time", "lines"),
    [
        ("TIME", "凌晨", "△三天庙会唱完，晌午的热气扑进来。"),
        ("TIME", "上午", "△夕阳照着缸沿。"),
        (
            "WEATHER",
            "日",
            "△天晴得透亮，远山像一条金线。\n任兰：走吧。\n△三个人并排坐着，大雨哗哗浇在头上。",
        ),
        ("DATE", "日", "【字幕：七月初十】\n△道旁的雪没过了车轱辘。"),
        ("DATE", "日", "【字幕：1978年2月】\n△任守义光着膀子，一身汗。"),
    ],
)
def test_a_sign_that_cannot_be_then_is_a_hint(code: str, time: str, lines: str) -> None:
    found = hints(f"{HEAD.format(time=time)}{lines}\n", code)
    assert len(found) == 1
    assert found[0]["suggestion"].startswith("请核")


@pytest.mark.parametrize(
    ("code", "time", "lines"),
    [
        ("TIME", "凌晨", "△她想起那年晌午的热气。"),
        ("WEATHER", "日", "△大雨哗哗地下。\n△雨渐渐小了，停了。\n△阳光从云缝里下来。"),
        ("DATE", "日", "【字幕：七月初十】\n△墙上一幅画，画的是雪地。"),
        ("DATE", "日", "【字幕：七月初十】\n【字幕：半年后】\n△道旁的雪没过了车轱辘。"),
        ("DATE", "日", "【字幕：正月十八】\n△小蝉跪着烧纸。\n小蝉：爹。"),
    ],
)
def test_a_memory_a_change_and_a_name_are_no_signs(code: str, time: str, lines: str) -> None:
    assert hints(f"{HEAD.format(time=time)}{lines}\n", code) == []


LATER = "\n1-3 日 内 灶房\n出场人物：任兰、任守义\n"
HOME = "\n1-2 日 内 任家\n出场人物：任兰、任守义\n"


def test_a_call_that_fits_nobody_is_a_hint() -> None:
    text = f"{HEAD.format(time='日')}任兰：爹，箱里装的什么？\n任守义：不问。\n{HOME}任兰：爹，回家吧。\n任守义：走。\n{LATER}任兰：舅，该吃饭了。\n任守义：就来。\n"
    (found,) = hints(text, "KINSHIP")
    assert found["text"] == "舅，该吃饭了。"
    assert "爹" in found["message"]
    assert found["evidence"]


def test_a_call_for_another_who_is_there_is_none() -> None:
    text = f"{HEAD.format(time='日')}任兰：爹，箱里装的什么？\n任守义：不问。\n任兰：舅，该吃饭了。\n乔四：就来。\n"
    assert hints(text, "KINSHIP") == []


def test_a_call_goes_against_what_the_other_says_of_her() -> None:
    text = f"{HEAD.format(time='日')}任守义：我闺女任兰，看火色比我准。\n{HOME}任兰：舅，该吃饭了。\n任守义：就来。\n"
    (found,) = hints(text, "KINSHIP")
    assert found["message"].startswith("任守义别处说任兰是“我闺女”")
    assert hints(text.replace("舅，", "爹，"), "KINSHIP") == []


def test_a_name_that_stands_once_and_is_almost_another_is_a_hint() -> None:
    text = f"{HEAD.format(time='日')}任守义：乔四走了。\n任兰：任守礼抓着了，藏在羊圈里。\n"
    (found,) = hints(text, "ALIAS")
    assert (found["term"], "任守义" in found["message"]) == ("任守礼", True)


def test_what_is_gone_for_good_is_not_shown_again() -> None:
    first = f"{HEAD.format(time='日')}△任兰看着那只铜哨。\n△铜哨摔碎了，碎片掉进了护城河。\n{HOME}"
    assert hints(f"{first}△铜哨吊在任兰的脖子下面。\n", "PROP")
    assert hints(f"{first}△任兰梦见铜哨。\n", "PROP") == []


def test_a_trait_told_later_was_so_before() -> None:
    text = f"{HEAD.format(time='日')}乔四：闺女，放开唱。\n{HOME}任守义：乔四是个哑巴。\n"
    (found,) = hints(text, "INJURY")
    assert found["text"] == "闺女，放开唱。"
    late = text.replace("乔四是个哑巴", "乔四昨夜被毒哑了，成了哑巴")
    assert hints(late, "INJURY") == []
