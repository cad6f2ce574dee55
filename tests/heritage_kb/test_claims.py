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
        ("清光绪年间的人吃辣椒", ["fiction"]),
        ("汾酒用窖泥发酵", ["contradicted"]),
        ("漆器要放在太阳下晒干", ["contradicted"]),
        ("佛光寺东大殿是哪年建的？", []),
        ("", []),
    ],
)
def test_verdicts(kb, text, verdicts):
    assert [claim.verdict for claim in kb.check(text)] == verdicts


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
