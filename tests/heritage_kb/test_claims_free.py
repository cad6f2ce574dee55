"""Checking claims that are said in free words: each mechanism on sentences of its own."""

import pytest

import heritage_kb


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def worst(kb, text):
    found = {claim.verdict for claim in kb.check(text)}
    return next((v for v in ("contradicted", "not_in_kb", "supported") if v in found), "fiction")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # things named in part, by the way, or before
        ("爱社这支傩舞，是昔阳人跳的。", "contradicted"),
        ("平遥街心的市楼十八米半，康熙二十七年的。", "supported"),
        ("崇福寺弥陀殿？在大同城里头，金代大殿。", "contradicted"),
        ("河山楼，七层，崇祯五年起的。", "supported"),
        # bays and heights without the words for them
        ("小会岭二仙庙那座正殿一溜七间，气派不？", "contradicted"),
        ("镇国寺万佛殿就这么三间宽。", "supported"),
        ("慈相寺那座麓台塔，离五十米还差一点。", "supported"),
        # dates without a verb, rebuilt, of a reign, of a people
        ("祖师塔？那是宋朝才砌的砖塔，五台那个。", "contradicted"),
        ("善化寺的普贤阁，那是明朝初年重建的。", "contradicted"),
        ("北宋的时候，河曲人就唱二人台。", "contradicted"),
        ("法显，唐朝和尚。", "contradicted"),
        # places before and after
        ("边靖楼，就是朔州城那座鼓楼。", "contradicted"),
        ("说起翼城，头一个想到的就是应县木塔。", "contradicted"),
        ("定坤丹，太谷特产。", "supported"),
        # comparisons
        ("南禅寺大殿比佛光寺东大殿早七十五年。", "supported"),
        ("佛光寺东大殿比南禅寺大殿还老。", "contradicted"),
        # order, seasons, stuffs, cooking
        ("大同打铜壶，锤打成形在先，下料退火在后。", "contradicted"),
        ("清徐老陈醋是冬天晒、夏天捞冰。", "contradicted"),
        ("清徐老陈醋的主料是糯米，所以发甜。", "contradicted"),
        ("陵川钢板书手里敲的是竹板，所以声脆。", "contradicted"),
        ("阳城焙面面塑要上笼蒸熟。", "contradicted"),
        # people
        ("平型关大捷是贺龙指挥的。", "contradicted"),
        ("长平之战坑杀赵卒的是王翦。", "contradicted"),
        ("白登那回，刘邦被围了四十天。", "contradicted"),
        ("王允是个医家。", "contradicted"),
        ("宋朝的厨子往锅里撒了一把辣椒。", "contradicted"),
        ("李世民端起一碗玉米粥。", "contradicted"),
        # who did it, where the deed has no name of its own
        ("把燕云十六州白送给契丹的，是在太原起家的刘知远。", "contradicted"),
        ("《历代名画记》的作者是太原人郭若虚。", "contradicted"),
        ("一二零师的一个团摸进阳明堡机场，烧毁敌机二十余架。", "contradicted"),
        ("湘峪那座三都古城，是明末张家兄弟俩修的。", "contradicted"),
        ("湘峪古堡是孙家兄弟盖的。", "supported"),
        ("霍去病打了胜仗，武帝封他做长平侯。", "contradicted"),
        # days of the year, inscriptions, years of two figures, days of another year
        ("晋祠赶会定在七月十五，那天是圣母的生日。", "contradicted"),
        ("晋祠庙会在七月初二。", "supported"),
        ("南禅寺大殿，梁下墨书贞元三年。", "contradicted"),
        ("平遥古城八六年就列进了世界遗产。", "contradicted"),
        ("字幕：1948年4月24日，太原解放。", "contradicted"),
        # what a thing has one of
        ("丁果仙唱了一辈子青衣，人称“果子红”。", "contradicted"),
        ("天官王府，主人王国光做过明朝的礼部尚书。", "contradicted"),
        # ranks of counties, and what is only told to be taken away
        ("高平是个县级市，上头归晋城管。", "supported"),
        ("乡宁是个县级市。", "contradicted"),
        ("道具：宋代灶房，案上的红辣椒一律撤掉。", "supported"),
        # words
        ("好面就是高粱面。", "contradicted"),
        ("“年时”嘛，当地话就是明年。", "contradicted"),
        ("吕梁人嘴里的“婆姨”，指没出嫁的姑娘。", "contradicted"),
        # denials that deny and that assert
        ("天台庵弥陀殿不就是五代的嘛？", "supported"),
        ("朔州鎏金的手艺用不着水银。", "contradicted"),
        # somebody only talks
        ("我从小就知道。", "fiction"),
    ],
)
def test_free_wording(kb, text, verdict):
    assert worst(kb, text) == verdict


def test_what_was_only_thought_up_neither_bears_out_nor_denies(kb):
    thought = {p.id for p in kb.passages.values() if p.claim_kind == "合理虚构"}
    for passage in [p for p in kb.passages.values() if p.id in thought][:120]:
        assert thought.isdisjoint(claim.passage for claim in kb.check(passage.text))


def test_a_statue_of_somebody_may_have_any_age(kb):
    assert worst(kb, "司马光的塑像旁边停着一辆火车。") != "contradicted"


def test_two_listings_of_one_opera_are_one_subject(kb):
    for place in ("祁县", "太谷"):
        assert worst(kb, f"祁太秧歌是{place}的戏。") == "supported"


def test_dates_that_no_calendar_has(kb):
    from heritage_kb.checking.dates_said import dates_in

    spans = {
        w.text: (w.first, w.last) for w in dates_in("公元前二百年，六三年生，唐人，是明塔", kb)
    }
    assert spans["公元前二百年"] == (-200, -200)
    assert spans["六三年"] == (1963, 1963)
    assert spans["唐人"] == (618, 907)
    assert spans["明"] == (1368, 1644)


def test_one_passage_bears_out_a_sentence_in_its_own_words(kb):
    assert [c.verdict for c in kb.check("沿墙三十八间壁藏，装的都是经。")] == ["supported"]
    assert "supported" not in [c.verdict for c in kb.check("沿墙五十二间壁藏，装的都是经。")]


def test_the_age_of_a_bell_is_not_the_age_of_its_church(kb):
    assert "contradicted" not in [c.verdict for c in kb.check("镇国寺的铁钟，是民国二年运来的。")]
    assert [c.verdict for c in kb.check("镇国寺万佛殿建于民国二年。")] == ["contradicted"]


@pytest.mark.parametrize(
    "text",
    [
        "把燕云十六州白送给契丹的，是在太原起家的石敬瑭。",
        "“诗中有画，画中有诗”，那是苏轼夸王维的话。",
        "韦孝宽死守玉壁五十余天。",
        "河山楼比豫楼还矮了十来米。",
        "新红的漆盘，我要他关进阴房里慢慢干。",
    ],
)
def test_what_is_so_is_not_denied(kb, text: str) -> None:
    assert worst(kb, text) != "contradicted"
