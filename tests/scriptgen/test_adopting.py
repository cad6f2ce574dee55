"""A script that was read becomes a series: no word of it changed, nothing made up beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.keeping.project import Project
from scriptgen.keeping.series_parts import give_out, take_in
from scriptgen.reading import Reading

SCRIPT = """第1集 灯下

1-1 夜 内 木作棚
出场人物：阿青、老宋
△阿青点灯。
阿青：师父，这根梁谁写的？
老宋：别问。
【卡点】

第2集 梁上

2-1 日 外 院里
出场人物：阿青
△阿青抬头看梁。
货郎（OS）：有字。
"""
BRIEF = {
    "title": "灯下",
    "logline": "学徒在梁上看见一个不该有的名字。",
    "period": "清",
    "episodes": 3,
}


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    file = tmp_path / "灯下.txt"
    file.write_text(SCRIPT, "utf-8")
    return scriptgen.read(file)


def test_the_plan_holds_what_the_script_shows_and_no_more(reading: Reading) -> None:
    series = scriptgen.as_series(reading, scriptgen.read_brief(BRIEF))
    assert [one.name for one in series.bible.characters] == ["阿青", "老宋", "货郎"]
    assert {one.want + one.need + one.secret + one.role for one in series.bible.characters} == {""}
    assert [row["name"] for row in series.bible.places] == ["木作棚", "院里"]
    assert [row.title for row in series.outline.episodes] == ["灯下", "梁上", ""]
    assert [e.scenes for e in series.episodes] == [e.scenes for e in scriptgen.accept(reading)]
    assert all(e.seconds > 0 for e in series.episodes)
    lines = [x for e in series.episodes for s in e.scenes for x in s.elements]
    assert {line.author for line in lines} == {"person"}


def test_it_can_be_kept_reviewed_renamed_and_written_on(reading: Reading, tmp_path: Path) -> None:
    series = scriptgen.as_series(reading, scriptgen.read_brief(BRIEF))
    with Project(tmp_path / "p.sanjin", who="编剧", create=True) as store:
        take_in(store, series)
        assert give_out(store).to_json() == series.to_json()
    assert "findings" in scriptgen.review(series)
    made = scriptgen.apply(
        series, scriptgen.replan(series, "edit", "人物.阿青.名字", to="秦望月")
    ).series
    assert made.episodes[0].scenes[0].cast == ["秦望月", "老宋"]
    assert made.episodes[0].scenes[0].elements[1].speaker == "秦望月"
    more = scriptgen.draft(series.brief, planned=series, episodes=[3])
    assert more.episodes[-1].number == 3
    assert more.episodes[-1].scenes


def test_what_cannot_be_taken_in_is_one_sentence(reading: Reading) -> None:
    with pytest.raises(RefusedInput, match="第 2 集"):
        scriptgen.as_series(reading, scriptgen.read_brief(BRIEF | {"episodes": 1}))
    with pytest.raises(RefusedInput, match="没有认出一场戏"):
        scriptgen.as_series(Reading(), scriptgen.read_brief(BRIEF))


def test_what_is_written_on_is_played_by_the_people_of_the_script(reading: Reading) -> None:
    series = scriptgen.as_series(reading, scriptgen.read_brief(BRIEF))
    on = scriptgen.draft(series.brief, planned=series)
    assert on.episodes[:2] == series.episodes[:2], "what was brought in stands"
    speakers = {e.speaker for scene in on.episodes[2].scenes for e in scene.elements if e.speaker}
    assert {"阿青", "老宋"} & speakers
    assert on.episodes[2].title
