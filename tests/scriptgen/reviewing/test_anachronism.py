"""Things out of their time: each by the years of its own line, by sense, never inside a name."""

from __future__ import annotations

from typing import Any

import pytest

import scriptgen
from scriptgen.reviewing.lexicon import rows_of


def terms(text: str, **context: Any) -> list[str]:
    found = scriptgen.review(text, context=context)["findings"]
    return [one["term"] for one in found if one["code"].startswith("ANACHRONISM")]


@pytest.mark.parametrize(
    ("text", "context", "term"),
    [
        ("△她把辣椒撒进锅里。", {"period": "唐"}, "辣椒"),
        ("△她从袖里摸出一包香烟。", {"period": "唐"}, "香烟"),
        ("△他掏出手机看了一眼。", {"period": "南宋"}, "手机"),
        ("皇上：传锦衣卫！", {"period": "元"}, "锦衣卫"),
        ("△县长带人来了。", {"period": "清"}, "县长"),
        ("他：皇阿玛，儿臣知罪。", {"period": "万历年间"}, "皇阿玛"),
        ("△灶上烤红薯。", {"year": 1540}, "烤红薯"),
        ("△道台大人坐着轿子进门。", {"year": 1960}, "道台大人"),
        ("△她穿着西装走进来。", {"year": 1380}, "西装"),
        ("参军：突厥的骑兵过了阴山。", {"year": 440}, "突厥"),
        ("班主：关汉卿的本子，场场满座。", {"year": 740}, "关汉卿"),
        ("歌女：东风夜放花千树，更吹落，星如雨。", {"year": 830}, "东风夜放花千树"),
        ("书吏：开元二年的过所，还能用么？", {"year": 690}, "开元"),
        ("通判：这份牒文，须我与刺史一同画押。", {"year": 740}, "通判"),
        ("举人：我大清以孝治天下。", {"year": 1500}, "我大清"),
        ("△塔顶的雷达缓缓转动，扫过夜空。", {"year": 1240}, "雷达"),
        ("苏轼：列位，请满饮此杯。", {"year": 1200}, "苏轼"),
        ("先生：都坐好，把手机收起来。", {"year": 1937}, "手机"),
        ("女学生：《再别康桥》，你会背不会？", {"year": 1915}, "再别康桥"),
        ("学生：《雷雨》今晚在城里上演。", {"year": 1920}, "《雷雨》"),
        ("护士：一天三次，一次一粒布洛芬。", {"year": 1937}, "布洛芬"),
    ],
)
def test_what_is_out_of_its_time_is_found(text: str, context: dict[str, Any], term: str) -> None:
    assert term in terms(text, **context)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("老僧：那时还没有辣椒，吃的是茱萸。", {"period": "唐"}),
        ("△洲上烟草萋萋，一行白鹭。", {"period": "唐"}),
        ("他：我叫土豆，是个货郎。", {"period": "唐"}),
        ("导游：一千多年前的唐朝人没有手机，消息靠驿马。", {"period": "唐"}),
        ("△太医院的人提着药箱进来。", {"period": "明"}),
        ("皇上：传锦衣卫！", {"period": "明"}),
        ("△县长升堂，万户以下的小县。", {"year": 100}),
        ("爷爷：当年道台大人来过咱村。", {"year": 1985}),
        ("△【闪前·2024年】讲解员按下激光笔，光点落在佛脸上。", {"year": 476}),
        ("△镜头拉远，片场的灯车、摇臂都露了出来，导演喊停。", {"year": 690}),
        ("穿越女医：我包里还有两片阿司匹林，是从二十一世纪带来的。", {"year": 755}),
        ("船家：货都往西装，东舱空着。", {"year": 1380}),
        ("院使：奉旨，以某为江南释教总统。", {"year": 1287}),
        ("书吏：犯人雷达，盗牛一头，杖六十。", {"year": 1240}),
        ("牙人：这匹骡子是沙发卖的，沙家老二，你认得。", {"year": 1340}),
        ("团头：这后生身手机敏，留在前队。", {"year": 730}),
        ("苏念（内心独白）：完了，这里没有抗生素，也没有麻醉剂。", {"year": 1100}),
        ("【梦醒】△她从沙发上弹起来，手机亮着三点一刻。", {"year": 1050}),
        ("旁白：又过了五百年，玉米才从海那边传来。", {"year": 1080}),
        ("孙女（2024年）：爷爷，手机拍下来我查查。", {"year": 1750}),
        ("△几秒钟后，门开了。", {"period": "唐"}),
        ("字幕：明 大同市", {"period": "明"}),
        ("老儒：嘉祐年的旧账，都在东库。", {"year": 1065}),
        ("百姓：太平年间，夜里不用关门。", {"year": 650}),
        ("苏轼：列位，请满饮此杯。", {"year": 1080}),
        ("苏轼：我在梦里等你许久了。", {"year": 1200}),
        ("华佗：先饮麻沸散，便不觉痛。", {"period": "东汉"}),
        ("老农：要下雷雨了，快收麦。", {"year": 1920}),
        ("导演（喊）：卡！群演去领盒饭。", {"year": 1300}),
        ("△他在炕上躺平，长出一口气。", {"year": 1500}),
        ("小校：炮弹只剩三发，弹药不够了。", {"year": 1630}),
        ("军属：这张介绍信是区公所开的。", {"year": 1942}),
    ],
)
def test_senses_names_absence_and_today_do_not_count(text: str, context: dict[str, Any]) -> None:
    assert terms(text, **context) == []


SCRIPT = """第1集
1-1 日 外 佛光寺
【字幕：唐大中十一年】
△她把辣椒撒进锅里。
1-2 日 内 现代·展厅
△她把辣椒撒进锅里，举着手机。
1-3 夜 内 佛光寺
△他掏出手机。
【闪回：1990年】
△他掏出大哥大。
【闪回结束】
△他掏出大哥大。
"""


def test_each_scene_and_flashback_has_its_own_years() -> None:
    found = scriptgen.review(SCRIPT, context={"period": "唐"})["findings"]
    lines = sorted(one["line"] for one in found if one["code"].startswith("ANACHRONISM"))
    assert lines == [4, 8, 12]


def test_a_finding_shows_its_dated_evidence() -> None:
    one = scriptgen.review("△她点上香烟。", context={"year": 1700})["findings"][0]
    assert one["severity"] == "error"
    assert one["evidence"][0]["earliest"] == 1880
    assert one["evidence"][0]["sources"]
    assert one["measured"] == 180


@pytest.mark.parametrize(
    ("name", "first", "last"), [("南宋", 1127, 1279), ("盛唐", 713, 765), ("嘉靖", 1522, 1567)]
)
def test_ages_and_reigns_have_their_own_spans(name: str, first: int, last: int) -> None:
    import heritage_kb

    period = heritage_kb.open().period(name)
    assert (period.start, period.end) == (first, last)


def test_a_label_is_reported_with_its_first_line_only() -> None:
    text = "第1集\n1-1 日 内 州衙\n通判：画押。\n通判：退堂。\n"
    found = scriptgen.review(text, context={"year": 740})["findings"]
    lines = [one["line"] for one in found if one["code"].startswith("ANACHRONISM")]
    assert lines == [3]


def test_people_verses_and_works_have_their_years() -> None:
    people, verses, works = list(rows_of("people")), list(rows_of("verses")), list(rows_of("works"))
    assert all(len(row) == 3 and int(row[1]) < int(row[2]) for _, row in people)
    assert all(
        len(row) == 3 and int(row[0]) and min(map(len, row[2].split("|"))) > 2 for _, row in verses
    )
    assert all(len(row) == 3 and int(row[0]) for _, row in works)
    names = [name for _, row in people for name in row[0].split("|")]
    names += [name for _, row in (*verses, *works) for name in row[2].split("|")]
    assert len(names) == len(set(names))
