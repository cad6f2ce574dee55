"""Checking claims in free text and lines against citations."""

import pytest

import heritage_kb


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("佛光寺东大殿建于唐大中十一年，面阔七间。", ["supported", "supported"]),
        ("佛光寺东大殿建于宋代。", ["contradicted"]),
        ("南禅寺大殿面阔九间", ["contradicted"]),
        ("南禅寺大殿面阔三间", ["supported"]),
        ("应县木塔是明代建筑。", ["contradicted"]),
        ("应县木塔位于大同市。", ["contradicted"]),
        ("佛宫寺释迦塔建于辽清宁二年（1056）。", ["supported"]),
        ("悬空寺是第二批全国重点文物保护单位", ["supported"]),
        ("悬空寺是第三批全国重点文物保护单位", ["contradicted"]),
        ("佛光寺编号1-0080-3-033", ["supported"]),
        ("佛光寺编号1-0081-3-033", ["contradicted"]),
        ("平遥推光漆器是在太阳下晒干的。", ["contradicted"]),
        ("狄仁杰是宋代人。", ["contradicted"]),
        ("狄仁杰是唐代人。", ["supported"]),
        ("狄仁杰生于700年", ["contradicted"]),
        ("长平之战发生在公元前260年", ["supported"]),
        ("汾酒产自长治市", ["contradicted"]),
        ("永乐宫三清殿是重檐歇山顶", ["contradicted"]),
        ("佛光寺东大殿不是宋代建筑", ["supported"]),
        ("宁公遇是佛光寺东大殿的施主", ["supported"]),
        ("悬空寺始建于1491年", ["not_in_kb"]),
        ("青云寺大殿建于唐代", ["not_in_kb"]),
        ("阿芜抱着凿子站在雪里，一夜没有说话。", ["fiction"]),
        ("愿诚站在佛光寺东大殿前，抬头看梁。", ["fiction"]),
        ("唐代人吃辣椒", ["contradicted"]),
        ("清光绪年间的人吃辣椒", ["not_in_kb"]),
        ("汾酒用窖泥发酵", ["contradicted"]),
        ("漆器要放在太阳下晒干", ["contradicted"]),
        ("佛光寺东大殿是哪年建的？", []),
        # who speaks, and to whom, is no part of the claim
        ("“秋生哥，应县木塔位于大同市。”", ["contradicted"]),
        ("“南禅寺？就在五台县呀。”", ["supported"]),
        # another value of a thing that has one
        ("王报村二郎庙的戏台是清代的。", ["contradicted"]),
        ("晋祠鱼沼飞梁底下立着二十根石柱。", ["contradicted"]),
        ("孝义木偶是提线木偶。", ["contradicted"]),
        ("孔家大院是阎锡山买下的。", ["contradicted"]),
        ("平淮西的是狄仁杰。", ["contradicted"]),
        ("推光漆的胎是铁胎。", ["contradicted"]),
        ("“恓惶”就是高兴的意思。", ["contradicted"]),
        # rough numbers, numerals, old names, ages in part
        ("应县木塔高近七十米。", ["supported"]),
        ("永祚寺宣文佛塔高五十四米七八。", ["supported"]),
        ("孙传庭是代州人。", ["supported"]),
        ("佛光寺东大殿是晚唐的建筑。", ["supported"]),
        ("佛光寺东大殿是初唐的建筑。", ["contradicted"]),
        # what is denied
        ("平遥文庙大成殿不是明代的，是金代的。", ["supported", "supported"]),
        ("芮城永乐宫不是国保，只是省保。", ["contradicted", "contradicted"]),
        ("临猗锣鼓杂戏不用弦乐伴奏。", ["supported"]),
        ("无边寺在太谷区。", ["supported"]),
        # the order of work
        ("闻喜花馍的老规矩是先蒸熟，出笼再上色。", ["supported"]),
        ("做上党堆锦，先组装成浮雕画，再起稿分片。", ["contradicted"]),
        # not ours, and not known
        ("柳树坪村的龙王庙是道光年间盖的。", ["not_in_kb"]),
        ("天津蓟州的独乐寺观音阁是辽代建筑。", ["not_in_kb"]),
        # story in places that are known
        ("她在平遥城墙上坐了一夜。", ["fiction"]),
        ("给我包二斤平遥牛肉，快点，我赶车。", ["fiction"]),
        ("他数了数台阶，一共一百零八级，腿都软了。", ["fiction"]),
        ("", []),
    ],
)
def test_verdicts(kb, text, verdicts):
    assert [claim.verdict for claim in kb.check(text)] == verdicts


@pytest.mark.parametrize(
    "text",
    [
        "，。；：“”",
        "😀佛光寺东大殿🏯建于857年😀",
        "應縣木塔,高67.31米;位於應縣.",
        "佛光寺东大殿建于唐大中十一年面阔七间应县木塔建于辽清宁二年",
        "The East Hall of Foguang Temple 佛光寺东大殿 was built in 857.",
        "（（（《《“佛光寺",
        "一二三四五六七八九十百千万" * 50,
        "佛光寺" * 400,
        "是不是没有不" * 100,
        "\x00\ufeff\u200b佛光寺\ud7ff",
    ],
)
def test_any_text_is_read(kb, text):
    for claim in kb.check(text):
        assert text[slice(*claim.span)] == claim.text
        assert claim.why


def test_traditional_half_width_and_unmarked_text_says_the_same(kb):
    for text in ("應縣木塔位於大同市", "应县木塔位于大同市.", "應縣木塔,位於大同市"):
        assert [c.verdict for c in kb.check(text)] == ["contradicted"], text
    run_on = "佛光寺东大殿建于857年应县木塔建于1056年"
    assert [c.verdict for c in kb.check(run_on)] == ["supported", "supported"]


def test_a_long_text_gives_the_claims_of_its_parts(kb):
    part = "佛光寺东大殿建于宋代。雪停了。"
    verdicts = [c.verdict for c in kb.check(part * 300)]
    assert verdicts == ["contradicted", "fiction"] * 300


def test_fields_and_passages_do_not_contradict_themselves(kb):
    told = [p for p in kb.passages.values() if p.topic != "mistake"][::41]
    wrong = [p.id for p in told for c in kb.check(p.text) if c.verdict == "contradicted"]
    assert len(wrong) <= len(told) // 100, wrong


def test_playable_lines_are_story(kb):
    lines = [line.replace("{who}", "阿芜") for p in kb.passages.values() for line in p.actions][::7]
    flagged = [line for line in lines for c in kb.check(line) if c.verdict != "fiction"]
    assert len(flagged) <= len(lines) // 50, flagged


def test_every_dated_hall_bears_out_its_own_year_and_no_other(kb):
    halls = [e for e in kb.entries.values() if e.kind == "structure" and e.start_year]
    for hall in halls[::5]:
        right = kb.check(f"{hall.title}建于{hall.start_year}年")
        wrong = kb.check(f"{hall.title}建于{hall.start_year - 555}年")
        assert [c.verdict for c in right] == ["supported"], hall.title
        assert "supported" not in [c.verdict for c in wrong], hall.title


def test_every_hall_bears_out_its_own_bays(kb):
    for hall in kb.entries.values():
        if (
            hall.kind == "structure"
            and isinstance(hall.fields.get("bays_wide"), int)
            and ("bays_wide_note" not in hall.fields)
        ):
            bays = hall.fields["bays_wide"]
            assert kb.check(f"{hall.title}面阔{bays}间")[-1].verdict == "supported", hall.title
            assert kb.check(f"{hall.title}面阔{bays + 8}间")[-1].verdict == "contradicted"


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("苏三监狱在洪洞县，墙里灌的是水银。", "墙里灌的是水银"),
        ("南庄架火叫“无根”，是因为火药不装捻子。", "是因为火药不装捻子"),
        ("佛光寺东大殿建于唐大中十一年，面阔七间。", ""),  # both halves are borne out
        ("苏三监狱在洪洞县，老周抬头看了一眼。", ""),  # the other half is story
        ("汾阳建昌村那文峰塔，将近八十五米。", ""),  # the other half only names
    ],
)
def test_the_half_that_no_passage_was_laid_beside_is_said(kb, text, unread):
    claims = kb.check(text)
    assert {c.verdict for c in claims} == {"supported"}
    assert [c.why.partition("同句的“")[2].partition("”没有对照")[0] for c in claims][-1] == unread


def test_spans_and_reasons(kb):
    text = "雪停了。佛光寺的东大殿建于857年；它在五台县。"
    for claim in kb.check(text):
        assert text[claim.span[0] : claim.span[1]] == claim.text
        assert claim.why
        if claim.verdict in ("supported", "contradicted"):
            assert claim.passage in kb.passages
    assert [c.verdict for c in kb.check(text)] == ["fiction", "supported", "supported"]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("唐大中十一年，佛光寺东大殿面阔七间。", []),
        ("857年，东大殿面阔7间", []),
        ("唐代的东大殿", []),
        ("宋代的东大殿", ["dynasty"]),
        ("东大殿面阔九间", ["number"]),
        ("会昌五年", ["year"]),
        ("狄仁杰走进东大殿", ["name"]),
        ("第二批国保", ["standing", "standing"]),
        ("两个人抬着一根木头", []),
    ],
)
def test_check_against(kb, line, kinds):
    cited = [kb.passage("st_foguangsidongdadian:built"), "st_foguangsidongdadian:bays"]
    if "大中" in line:
        cited.append(
            next(p for p in kb.passages_of("st_foguangsidongdadian") if "大中十一年" in p.text)
        )
    assert [m.kind for m in kb.check_against(line, cited)] == kinds


def test_derived_passages_ground_themselves(kb):
    for passage in list(kb.passages.values())[::97]:
        assert not kb.check_against(passage.text, [passage]), passage.text
