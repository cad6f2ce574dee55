"""What the logline has at stake is what the series is about."""

from __future__ import annotations

from typing import Any

import pytest

import heritage_kb
from scriptgen.brief import Brief, read_brief
from scriptgen.draft import draft
from scriptgen.story.named import named_in, spoken_of
from scriptgen.story.stakes import NOTHING, Stake, stakes_of
from scriptgen.story.threads import question, scenes_of


@pytest.mark.parametrize(
    ("logline", "people", "wanted"),
    [
        (
            "三代人为一缸醋翻脸，孙女要改配方，爷爷要封缸，父亲已经把缸卖了。",
            {"孙女": "主", "爷爷": "师", "父亲": "友"},
            {
                "主": Stake(will="要改配方", want="改配方"),
                "师": Stake(will="要封缸", want="封缸"),
                "友": Stake(deed="把缸卖了"),
            },
        ),
        (  # 他 is not the one who spoke of 他
            "老船工不下河了，孙子要拍他，他偏要再走一趟。",
            {"老船工": "师", "孙子": "主"},
            {
                "师": Stake(will="偏要再走一趟", want="再走一趟"),
                "主": Stake(will="要拍＊", want="拍＊"),
            },
        ),
        (  # what others do, and what somebody is not, is seen
            "更夫听出书房里念书的不是世子：真世子三年前就死了。",
            {"更夫": "主"},
            {"主": Stake(sight="书房里念书的不是世子，真世子三年前就死了")},
        ),
        (
            "养路工守着最险的一段，每逢下雨就有人摆一双红鞋；她发现那双鞋是照着自己的脚做的。",
            {"养路工": "主"},
            {"主": Stake(sight="那双鞋是照着我的脚做的")},
        ),
        (  # a comma may part who, or where, from what is said of it
            "电台夜班的女编辑接到听众电话：签发这条稿子的，是带了她八年的主任。",
            {"女编辑": "主", "主任": "敌"},
            {"主": Stake(sight="签发这条稿子的是带了我八年的主任", about="敌")},
        ),
        (
            "响器铺的聋女儿却在父亲打废的锣坯上，认出了害死哥哥的那一锤。",
            {"聋女儿": "主", "父亲": "师"},
            {"主": Stake(sight="我认出了害死哥哥的那一锤")},
        ),
        (
            "放映员下乡放电影，最后一卷胶片里，失踪十年的女教师，在银幕上回头笑了一下。",
            {"放映员": "主"},
            {"主": Stake(sight="失踪十年的女教师在银幕上回头笑了一下")},
        ),
        (
            "修塔的镖师发现塔心里藏着一个孩子。",
            {"镖师": "主"},
            {"主": Stake(sight="塔心里藏着一个孩子")},
        ),
        (  # nobody is known of the first clause: the hero's
            "洪洞县的狱卒要在一夜之内替女犯翻案。",
            {},
            {"主": Stake(will="要在一夜之内替女犯翻案", want="在一夜之内替女犯翻案")},
        ),
        (  # what is of hers, in her own words
            "出嫁前一夜，新娘剪的窗花里少了一个人。",
            {"新娘": "主"},
            {"主": Stake(sight="我剪的窗花里少了一个人")},
        ),
        (
            "石匠的师父走了，父亲的漆坊被烧了。",
            {"师父": "师", "父亲": "友"},
            {"主": Stake(sight="父亲的漆坊被烧了", about="友")},
        ),
        (  # who did it is known from the end, and is not whom it is told to
            "票号的小伙计发现有人偷换密押，可换押的人是把他领进门的大掌柜。",
            {"小伙计": "主", "大掌柜": "师"},
            {"主": Stake(sight="有人偷换密押，换押的人是把我领进门的大掌柜", about="师")},
        ),
        (
            "女工程师要把高铁修过老家的祖屋，爷爷用一本族谱拦住了她。",
            {"女工程师": "主", "爷爷": "师"},
            {
                "主": Stake(will="要把高铁修过老家的祖屋", want="把高铁修过老家的祖屋"),
                "师": Stake(lot="用一本族谱拦住了＊"),
            },
        ),
        (
            "网约保姆发现雇主家的老人，每天半夜起来给空房间送饭。",
            {"保姆": "主", "老人": "师"},
            {"主": Stake(sight="雇主家的老人每天半夜起来给空房间送饭", about="师")},
        ),
        (
            "整容失败的女孩躲进太行山里的支教点，被学生当成了神仙。",
            {"女孩": "主"},
            {"主": Stake(lot="躲进太行山里的支教点，被学生当成了神仙")},
        ),
        (  # nobody of a list, but somebody all the same
            "被拐三十年的男人凭一首童谣找回了偏关的窑洞。",
            {},
            {"主": Stake(lot="凭一首童谣找回了偏关的窑洞")},
        ),
        ("大旱第三年。", {}, {}),
        (
            "木匠石抱拙奉命拆了佛光寺；如今他要在旧址上立起新殿。女徒郭楔娘只求一件事：把父亲写上大梁。",
            {"石抱拙": "师", "郭楔娘": "主"},
            {
                "师": Stake(
                    will="要在旧址上立起新殿", want="在旧址上立起新殿", deed="奉命拆了佛光寺"
                ),
                "主": Stake(will="要把父亲写上大梁", want="把父亲写上大梁"),
            },
        ),
        ("一个人回来了。", {"一个人": "主"}, {"主": Stake(lot="回来了")}),
    ],
)
def test_the_logline_is_read_for_what_is_at_stake(
    logline: str, people: dict[str, str], wanted: dict[str, Stake]
) -> None:
    assert {r: s for r, s in stakes_of(logline, people).items() if s != NOTHING} == wanted


def test_what_is_wanted_comes_first_comes_back_and_is_settled_last() -> None:
    stakes = {
        "主": Stake(will="要走", want="走"),
        "师": Stake(will="要留", want="留"),
        "友": Stake(deed="把船卖了"),
    }
    for episodes in (1, 2, 3, 6, 12, 60, 100):
        scenes = scenes_of(stakes, episodes)
        assert all(1 <= n <= episodes for n in scenes)
        assert scenes[1][0] == "相撞"
        assert episodes == 1 or scenes[episodes] == ("落定", "主", "师")
        kinds = [scenes[n][0] for n in sorted(scenes)]
        assert kinds.count("旧话") <= 6
        if "破事" in kinds:
            assert kinds.index("瞒事") < kinds.index("破事")
    seen = scenes_of({"主": Stake(sight="塔心里藏着一个孩子")}, 10)
    assert [seen[n][0] for n in sorted(seen)] == ["报信", "查见", "又提", "疑见", "试见", "见底"]
    known = scenes_of({"主": Stake(sight="大掌柜换了押", about="师")}, 24)
    assert known[1] == ("报信", "主", "友")
    assert ("见底", "主", "师") in known.values()
    lot = scenes_of({"主": Stake(lot="被退婚")}, 12)
    assert [lot[n][0] for n in sorted(lot)] == ["传遇", "问遇", "又提", "拿遇", "又提", "认遇"]
    assert question(stakes, {"主": "甲", "师": "乙", "友": "丙"}) == "走，还是留？"
    assert question({}, {}) == ""


def test_a_family_at_odds_stands_in_its_own_story() -> None:
    brief = Brief(
        title="老醋",
        logline="三代人为一缸醋翻脸，孙女要改配方，爷爷要封缸，父亲已经把缸卖了。",
        genre="家庭",
        period="当代",
        crafts=("清徐老陈醋酿制技艺",),
        places=("清徐县",),
        episodes=8,
        seconds=90,
        seed=5,
    )
    series = draft(brief, kb=heritage_kb.open())
    people = {c.role.split("·")[1]: c for c in series.bible.characters}
    assert {"孙女", "爷爷", "父亲"} <= set(people)
    assert len({people[word].name[0] for word in ("孙女", "爷爷", "父亲")}) == 1
    assert people["孙女"].want == "要改配方"
    assert "把缸卖了" in people["父亲"].secret
    said = {
        word: [
            (episode.number, element.speaker)
            for episode in series.episodes
            for scene in episode.scenes
            for element in scene.elements
            if word in element.text and element.speaker
        ]
        for word in ("改配方", "封缸", "把缸卖了")
    }
    assert {n for n, _ in said["改配方"]} >= {1, 8}
    assert any(who == people["爷爷"].name for _, who in said["封缸"])
    assert {who for _, who in said["把缸卖了"]} == {people["父亲"].name}
    assert series.bible.hooks[0].question == "改配方，还是封缸？"
    called = {
        e.text for ep in series.episodes for s in ep.scenes for e in s.elements
        if e.speaker == people["父亲"].name
    }  # fmt: skip
    assert not any("爷爷" in text for text in called), "a father calls his own father 爹"


def _seats(logline: str, **more: Any) -> dict[str, str]:
    given = {"title": "缸", "logline": logline, "period": "清", "episodes": 6, **more}
    return spoken_of(read_brief(given))


def test_a_county_is_nobody_s_eldest_son_and_a_new_calling_keeps_its_name() -> None:
    gong = Brief(
        title="锣", logline="民国十八年，长子。聋女儿接下一面大锣。", places=("长子县",), episodes=1
    )
    assert spoken_of(gong)["主"] == "聋女儿"
    film = Brief(
        title="卷", logline="放映员贾满仓赶着骡子下乡放电影。", places=("沁源县",), episodes=1
    )
    assert [one.name for one in named_in(film)] == ["贾满仓"]


def test_whom_the_logline_opens_with_is_the_hero() -> None:
    seats = _seats("老陈醋坊少东家发现师傅留下的半张方子，要找出谁换了醋醅")
    assert (seats["主"], seats["师"]) == ("少东家", "师傅")
    assert _seats("年轻女木匠为修大殿，冒名顶替死去的兄长")["主"] == "女木匠"
    seats = _seats("直播主播回村卖货，撞见外公要烧掉一箱皮影")
    assert (seats["主"], seats["师"]) == ("主播", "外公")
    assert _seats("监工压着工期，徒弟偏要重做")["敌"] == "监工"


@pytest.mark.parametrize(
    ("sight", "asked"),
    [
        ("外公要烧掉一箱皮影", "外公为什么要烧掉一箱皮影？"),
        ("师傅留下的半张方子", "师傅留下的半张方子，要告诉人什么？"),
        ("灯笼灭了", "灯笼灭了，是谁做下的？"),
    ],
)
def test_what_was_seen_is_asked_after_as_one_would(sight: str, asked: str) -> None:
    assert question({"主": Stake(sight=sight)}, {"主": "秀娘"}) == asked


@pytest.mark.parametrize(
    ("logline", "spoken", "named"),
    [
        (
            "应县木塔下的守塔人老梁收到一封信：失踪的女儿要回来。",
            {"主": "守塔人", "友": "女儿"},
            "老梁",
        ),
        ("黄河边的摆渡人老郭救起一个落水的女记者。", {"主": "摆渡人", "友": "女记者"}, "老郭"),
        ("打更人阿四听见县衙里有人喊冤。", {"主": "打更人"}, "阿四"),
        ("看林人老赵不肯在单子上签字，村长是他的亲弟弟。", {"主": "看林人", "东": "村长"}, "老赵"),
        ("守陵人的孙女要把祖父的账还清。", {"主": "孙女", "师": "祖父"}, ""),
        ("唱莲花落的盲人认出了当年抛弃他的母亲。", {"主": "盲人", "师": "母亲"}, ""),
        ("戏班里的武生摔断了腿，只好改唱老旦。", {"主": "武生"}, ""),
        ("三代人为一缸醋翻脸，孙女要改配方。", {"主": "孙女"}, ""),
        ("一群人在古渡口等船，少东家也在里头。", {}, ""),
    ],
)
def test_whom_a_logline_opens_with_is_whose_story_it_is(
    logline: str, spoken: dict[str, str], named: str
) -> None:
    brief = read_brief({"title": "试", "logline": logline, "period": "清", "episodes": 6})
    found = spoken_of(brief)
    assert {role: found.get(role) for role in spoken} == spoken
    assert "群人" not in "".join(found.values())
    assert [one.name for one in named_in(brief)] == ([named] if named else [])


def test_a_hero_has_the_given_name_and_the_kin_have_the_family_name() -> None:
    told = {"title": "试", "period": "当代", "episodes": 3, "seconds": 60, "seed": 3}
    for logline, kin, same in (
        ("守塔人老梁收到一封信：四十年前失踪的女儿要回来。", "女儿", True),
        ("摆渡人老梁救了仇家的孙子。", "孙子", False),
    ):
        series = draft(read_brief(told | {"logline": logline}), kb=heritage_kb.open())
        people = {c.role.split("·")[1]: c for c in series.bible.characters}
        hero = next(c for c in series.bible.characters if c.role.startswith("主角"))
        assert (hero.name, hero.role.split("·")[1]) == ("老梁", logline[:3])
        assert (people[kin].name[0] == "梁") is same
