"""Genre packs: each ships whole, bends the plan, and a user's own is a file."""

from collections import Counter

import pytest

import heritage_kb
from heritage_kb.errors import RefusedInput, UnknownName
from scriptgen.brief import read_brief
from scriptgen.genres import HOOK_OF_TURN, Taste, genre, genres
from scriptgen.planner import plan
from scriptgen.planning.packs import pack_faults

SHIPPED = {
    "甜宠", "悬疑", "复仇", "年代", "商战", "穿越", "乡村振兴", "公案", "传承", "喜剧", "战争", "家庭", "武侠",
}  # fmt: skip


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def planned(kb, genre, **changes):
    base = {"title": "试", "logline": "一件旧活里藏着一样东西。", "year": 1938, "episodes": 24}
    return plan(read_brief(base | {"genre": genre} | changes), kb)


def test_every_pack_ships_whole_with_its_sources() -> None:
    assert set(genres()) >= SHIPPED
    for pack in genres().values():
        assert pack_faults(pack) == [], pack.name
        assert len(pack.expects) >= 3
        assert all(row.source and row.confidence for row in pack.pacing)
        assert {"hook_seconds", "touch_seconds"} <= {row.name for row in pack.pacing}
    assert genre("抗战").name == "战争"
    with pytest.raises(UnknownName, match="甜宠"):
        genre("蒸汽朋克")


def test_a_pack_that_names_what_is_not_there_is_told() -> None:
    wrong = genre("悬疑").model_copy(
        update={"engines": {"缺件儿": 1.0}, "turns": {"大雨倾盆": 2.0}, "tone": ()}
    )
    faults = pack_faults(wrong)
    assert any("缺件儿" in f and "缺件" in f for f in faults)
    assert any("大雨倾盆" in f for f in faults)
    assert any("tone" in f for f in faults)


def test_another_genre_is_another_story(kb) -> None:
    first = {name: planned(kb, name).arcs[0].engine.name for name in SHIPPED}
    assert len(set(first.values())) >= 8
    assert first["甜宠"] in ("相看", "过期")
    assert first["公案"] == "一人一下"
    assert first["喜剧"] == "夸口"
    engines = {a.engine.name for seed in range(6) for a in planned(kb, "喜剧", seed=seed).arcs}
    assert not engines & {"托告", "慢错"}


def test_a_genre_favours_its_kinds_of_turn(kb) -> None:
    def share(name, kinds):
        turns = [
            s.step.turn_kind
            for seed in range(12)
            for s in planned(kb, name, seed=seed, episodes=20).sheets
            if s.step not in s.arc.engine.steps
        ]
        counts = Counter(turns)
        return sum(counts[kind] for kind in kinds) / len(turns)

    kinds = ("信息", "认知", "身份")
    assert share("悬疑", kinds) > 1.4 * share("家庭", kinds)
    assert set(HOOK_OF_TURN) == {"信息", "身份", "认知", "处境", "关系", "选择", "态度"}


def test_the_first_image_is_over_in_time(kb) -> None:
    made = planned(kb, "复仇", seconds=120)
    for row in made.outline.episodes:
        assert row.beats[0].seconds == 3
        assert sum(beat.seconds for beat in row.beats) == pytest.approx(120, abs=0.3)


def test_a_genre_without_a_pack_is_said(kb) -> None:
    asked = planned(kb, "蒸汽朋克").bible.questions
    assert any("蒸汽朋克" in q and "甜宠" in q for q in asked)
    assert not any("没有类型包" in q for q in planned(kb, "古装·传承·悬疑").bible.questions)


def test_a_users_own_pack_is_a_file(kb, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    folder = tmp_path / "genres"
    folder.mkdir()
    own = (
        'name = "蒸汽朋克"\nwhat = "汽"\nexpects = ["汽"]\ntone = ["热"]\nsource = "own"\n'
        'confidence = "low"\n[engines]\n"护送" = 9\n[[pacing]]\nname = "pay_first"\nvalue = 12\n'
        'unit = "集"\nsource = "own"\nconfidence = "low"\n'
    )
    (folder / "qi.toml").write_text(own, encoding="utf-8")
    made = planned(kb, "蒸汽朋克", business="IAP")
    assert made.arcs[0].engine.name == "护送"
    assert min(row.number for row in made.outline.episodes if row.paywall) == 12
    assert not any("没有类型包" in q for q in made.bible.questions)
    (folder / "xuanyi.toml").write_text(own.replace("蒸汽朋克", "悬疑"), encoding="utf-8")
    assert planned(kb, "悬疑").arcs[0].engine.name == "护送"
    (folder / "bad.toml").write_text('name = "坏"\nexpects = 3\n', encoding="utf-8")
    with pytest.raises(RefusedInput, match=r"bad\.toml"):
        Taste("坏")


def test_an_engine_that_was_chosen_is_obeyed(kb) -> None:
    assert planned(kb, "甜宠", engine="托告").arcs[0].engine.name == "托告"
    with pytest.raises(RefusedInput, match="engine"):
        planned(kb, "甜宠", engine="没有这个")
    with pytest.raises(RefusedInput, match="年份"):
        planned(kb, "甜宠", engine="慢错", year=900)
