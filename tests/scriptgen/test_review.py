"""Review: each rule fires where it should and stays silent where it should."""

from __future__ import annotations

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.brief import Brief
from scriptgen.reviewing.engine import review
from scriptgen.reviewing.rulebook import rules
from scriptgen.series import Bible, Character, Element, Episode, Scene, Series

CLEAN = """第1集 试斗

1-1 日 外 山中·木作棚
出场人物：阿棠、师父
△墨线绷断，打在阿棠手背上。
师父：手别抖。
阿棠：是线旧了。
△师父弯腰，把断线一圈一圈收起来。
【卡点】
"""


def codes(what: object, **context: object) -> list[str]:
    return [f["code"] for f in review(what, context={"check_len": False} | context)["findings"]]


def test_a_clean_script_gives_nothing() -> None:
    assert codes(CLEAN, year=857) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("1-1 日 外 山中", "1-1 日 内 佛光寺东大殿", "SITE_INTERIOR"),
        ("山中·木作棚", "佛光寺东大殿前", "PERMIT"),
        ("1-1 日 外 山中·木作棚", "1-1 山中·木作棚 外", "HEADING.TIME"),
        ("1-1 日 外 山中·木作棚", "1-1 日 山中·木作棚", "HEADING.INT_EXT"),
        ("出场人物：阿棠、师父", "出场人物：阿棠", "CONTINUITY.CAST"),
        ("【卡点】", "△众人散去，各回各家吃饭。", "HOOK.END"),
        ("把断线一圈一圈收起来", "把辣椒一个一个收起来", "ANACHRONISM.TERM"),
        ("阿棠：是线旧了。", "阿棠：佛光寺东大殿建于宋代。", "CLAIM.CONTRADICTED"),
        ("阿棠、师父", "阿棠、师父、石匠、画工", "RHYTHM.CAST"),
    ],
)
def test_one_fault_gives_its_code(old: str, new: str, code: str) -> None:
    assert old in CLEAN
    found = codes(CLEAN.replace(old, new), year=857)
    assert code in found


def test_an_opening_without_tension() -> None:
    calm = CLEAN.replace(
        "△墨线绷断，打在阿棠手背上。",
        "△天气晴好，白云悠悠，远山如画。\n△小河流水，鸟语花香，一路慢慢走来。\n"
        "△炊烟升起，燕子低飞，檐下挂着干菜。",
    )
    assert "HOOK.OPEN" in codes(calm, year=857)


def test_same_script_is_right_in_another_year() -> None:
    chilli = CLEAN.replace("断线", "辣椒")
    assert "ANACHRONISM.TERM" in codes(chilli, year=857)
    assert "ANACHRONISM.TERM" not in codes(chilli, year=1985)
    assert "ANACHRONISM.TERM" in codes(chilli, period="唐")


def test_a_virtual_set_lifts_the_ban_on_interiors() -> None:
    inside = CLEAN.replace("1-1 日 外 山中", "1-1 日 内 佛光寺东大殿")
    assert "SITE_INTERIOR" not in codes(inside, virtual_set=True)


def test_fire_and_stunts_at_a_site() -> None:
    at_site = CLEAN.replace("山中·木作棚", "佛光寺东大殿前").replace(
        "墨线绷断，打在阿棠手背上", "阿棠点燃火把，攀上屋脊"
    )
    assert {"SITE_FIRE", "SITE_STUNT"} <= set(codes(at_site))
    away = at_site.replace("佛光寺东大殿前", "野地")
    assert not {"SITE_FIRE", "SITE_STUNT"} & set(codes(away))


@pytest.mark.parametrize(
    ("title", "code"),
    [("霸总的替嫁新娘", "TITLE.BANNED"), ("梁上名！", "TITLE.ENDS"), ("长" * 16, "TITLE.LENGTH")],
)
def test_titles(title: str, code: str) -> None:
    assert code in codes(title, kind="title")
    assert codes("梁上名", kind="title") == []


def drafted(**line: object) -> Series:
    brief = Brief(title="试", logline="试", period="唐", year=857, episodes=1, places=[], crafts=[])
    element = Element(id="1", type="action", **line)  # type: ignore[arg-type]
    scene = Scene(id="s", number="1-1", int_ext="外", time="日", place="山中", elements=[element])
    return Series(brief=brief, episodes=[Episode(number=1, title="试", scenes=[scene])])


def test_a_factual_line_needs_a_passage_that_says_it() -> None:
    bare = drafted(text="大殿面阔七间。", claim_kind="史实")
    assert "CLAIM.UNCITED" in codes(bare)
    ghost = drafted(text="大殿面阔七间。", claim_kind="史实", citations=["没有.这条"])
    assert "CLAIM.MISSING" in codes(ghost)
    import heritage_kb

    kb = heritage_kb.open()
    told = next(p.id for p in kb.passages_of("st_foguangsidongdadian") if "面阔七间" in p.text)
    good = drafted(text="大殿面阔七间。", claim_kind="史实", citations=[told])
    assert not [c for c in codes(good) if c.startswith("CLAIM")]
    wrong = drafted(text="大殿面阔九间。", claim_kind="史实", citations=[told])
    assert "CLAIM.MISMATCH" in codes(wrong)


def test_invented_lines_need_nothing() -> None:
    assert not [c for c in codes(drafted(text="她把碗推开。")) if c.startswith("CLAIM")]


def test_every_finding_carries_source_and_date() -> None:
    found = review(CLEAN.replace("断线", "辣椒"), context={"year": 857})["findings"]
    assert found
    for one in found:
        assert one["source"]
        assert one["effective_from"]
        assert one["message"].endswith("。")
    assert all(rule.severity in ("error", "warning", "info") for rule in rules().values())


def test_length_counts_seconds() -> None:
    found = review(CLEAN)["findings"]
    assert [f["code"] for f in found] == ["LEN.EPISODE"]
    assert found[0]["measured"] < 60


@pytest.mark.parametrize("bad", ["", "   \n"])
def test_nothing_to_review_is_refused(bad: str) -> None:
    with pytest.raises(RefusedInput, match="没有可审"):
        review(bad)


def test_a_bad_year_is_refused() -> None:
    with pytest.raises(RefusedInput, match="year"):
        review("一行。", context={"year": "八五七"})


def test_a_series_with_a_bible_is_reviewed_for_content() -> None:
    villain = Character(name="老六", role="反派", want="", need="", secret="", voice="")
    line = Element(id="a", type="dialogue", speaker="老六", text="把大烟土拿来，抽一口鸦片。")
    scene = Scene(id="s", number="1-1", int_ext="内", time="日", place="灶房", elements=[line])
    series = Series(
        brief=Brief(title="甲", logline="一", year=1916, episodes=1),
        bible=Bible(characters=[villain]),
        episodes=[Episode(number=1, title="一", scenes=[scene])],
    )
    assert "C09.DRUG" in {one["code"] for one in review(series)["findings"]}
