"""The headings of the trade (reference vectors AC-1), and what only looks like one."""

from __future__ import annotations

import pytest

from scriptgen.formats.heading import read_heading
from scriptgen.formats.textfile import read_text

POSITIVE = [
    ("1-1 日 内 祠堂", "1-1", "日", "内", "祠堂"),
    ("1-1、上海老城·封门旧址 深夜 外", "1-1", "深夜", "外", "上海老城·封门旧址"),
    ("1-1 咖啡馆 日 内", "1-1", "日", "内", "咖啡馆"),
    ("11.1 李家客厅 内 日", "11-1", "日", "内", "李家客厅"),
    ("**1-1 日 内 地点**", "1-1", "日", "内", "地点"),
    ("1-2场  晋祠圣母殿前\t夜\t外", "1-2", "夜", "外", "晋祠圣母殿前"),
    ("12-3 太原古县城·南街 亥时三刻 外", "12-3", "亥时三刻", "外", "太原古县城·南街"),
    ("1 场景：【夜 皇宫豹房露台 外】", None, "夜", "外", "皇宫豹房露台"),
    ("内景 客厅 - 夜", None, "夜", "内", "客厅"),
    ("INT. KITCHEN - NIGHT", None, "NIGHT", "内", "KITCHEN"),
    ("EXT./INT. 车里 - 夜", None, "夜", "内外", "车里"),
    ("+场 日 外 院门", None, "日", "外", "院门"),
    ("5-1A 次日清晨 外 村口", "5-1A", "次日清晨", "外", "村口"),
    ("１－１　日　内　祠堂", "1-1", "日", "内", "祠堂"),
    ("第1集第2场 日 内 客厅", "1-2", "日", "内", "客厅"),
    ("1-1 夜 内/外 车马店", "1-1", "夜", "内外", "车马店"),
    ("1-1 日/内/祠堂", "1-1", "日", "内", "祠堂"),
    ("1-1 日内 祠堂", "1-1", "日", "内", "祠堂"),
    ("1-1 祠堂（日，内）", "1-1", "日", "内", "祠堂"),
    ("【1-1 日 内 祠堂】", "1-1", "日", "内", "祠堂"),
    ("2-3 外景 城墙 黄昏", "2-3", "黄昏", "外", "城墙"),
    ("1-1 日 内 佛光寺东大殿 脚手架", "1-1", "日", "内", "佛光寺东大殿 脚手架"),
]
NEGATIVE = [
    "第3集",
    "△ 她推门",
    "老王：1-1 平了。",
    "2024.11",
    "3.5 米高的城墙",
    "1-2 天后",
    "8-10 个群演",
    "1.1",
    "12.8 日 夜宴",
    "第一场雪落下来了。",
    "场景很大",
    "屋内 光线暗",
]


@pytest.mark.parametrize(("row", "number", "time", "int_ext", "place"), POSITIVE)
def test_a_heading_is_read(
    row: str, number: str | None, time: str, int_ext: str, place: str
) -> None:
    found = read_heading(row)
    assert found is not None
    assert (found.number, found.time, found.int_ext, found.place) == (number, time, int_ext, place)


@pytest.mark.parametrize("row", NEGATIVE)
def test_what_is_no_heading_is_refused(row: str) -> None:
    assert read_heading(row) is None


@pytest.mark.parametrize("row", [row for row in NEGATIVE if row != "第3集"])
def test_what_is_no_heading_opens_no_scene_inside_a_script(row: str) -> None:
    reading = read_text(f"第1集 甲\n1-1 日 内 堂\n{row}\n△他走。\n")
    (scene,) = reading.episodes[0].scenes
    assert len(scene.lines) == 2


def test_the_next_line_brings_what_a_bare_number_lacks() -> None:
    reading = read_text(
        "### 场1-2\n日 内 堂屋\n△甲。\n1-3\n祠堂 夜 外\n△乙。\n1-4\n霍州·王家灶房\n△丙。\n"
    )
    found = [(s.number, s.time, s.int_ext, s.place) for s in reading.episodes[0].scenes]
    assert found == [
        ("1-2", "日", "内", "堂屋"),
        ("1-3", "夜", "外", "祠堂"),
        ("1-4", "", None, "霍州·王家灶房"),
    ]


def test_the_labelled_form_brings_its_cast() -> None:
    reading = read_text("第2集\n场次（1）地点：霍州灶房，夜，内；出场人物：王秀兰、林夏\n△甲。\n")
    (scene,) = reading.episodes[0].scenes
    assert (scene.number, scene.time, scene.int_ext, scene.place, scene.cast) == (
        "2-1",
        "夜",
        "内",
        "霍州灶房",
        ["王秀兰", "林夏"],
    )


def test_scene_numbers_do_not_jump_backward_on_one_word() -> None:
    reading = read_text("第1集\n1-5 日 内 堂\n△甲。\n1-2 日 后来的事\n△乙。\n1-2 日 内 堂\n△丙。\n")
    assert [s.number for s in reading.episodes[0].scenes] == ["1-5", "1-2"]
    assert reading.episodes[0].scenes[0].lines[1].text == "1-2 日 后来的事"


def test_a_line_that_bears_the_sign_of_action_is_no_heading_of_bare_words() -> None:
    from scriptgen.formats.textfile import read_text

    for line in ("△|夏外", "△夏 外", "▲ 日 内"):
        (episode,) = read_text(f"1-1 内 日 祠堂\n{line}\n").episodes
        assert [scene.number for scene in episode.scenes] == ["1-1"]
        assert [one.type for one in episode.scenes[0].lines] == ["action"]
