"""Layouts beyond the canonical one: each is read as its hand meant it."""

from __future__ import annotations

import pytest

import scriptgen
from scriptgen.formats.textfile import read_markdown, read_text
from scriptgen.reading import Reading

BODY = "△推门。\n林夏：走。\n"


def scenes(reading: Reading) -> list[tuple[object, ...]]:
    return [(s.number, s.time, s.int_ext, s.place) for e in reading.episodes for s in e.scenes]


def lines(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (x.type, x.speaker, x.parenthetical, x.text)
        for e in reading.episodes
        for s in e.scenes
        for x in s.lines
    ]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("1-1（补） 祠堂 日 内", ("1-1补", "日", "内", "祠堂")),
        ("EP01-SC03 内 · 渡口 · 雨夜", ("1-3", "雨夜", "内", "渡口")),
        ("场景一：王家灶房 内 日", ("1-1", "日", "内", "王家灶房")),
        ("【第1场】祠堂 夜 内", ("1-1", "夜", "内", "祠堂")),
        ("1场 日 内 祠堂", ("1-1", "日", "内", "祠堂")),
        ("S1 INT. 客厅 - NIGHT", ("1-1", "NIGHT", "内", "客厅")),
        ("1. 内景。祠堂。夜", ("1-1", "夜", "内", "祠堂")),
        ("一、城门 晨 外", ("1-1", "晨", "外", "城门")),
        ("（1）城门 晨 外", ("1-1", "晨", "外", "城门")),
        ("1-1 大中十一年 秋 日 外 佛光寺", ("1-1", "大中十一年 秋 日", "外", "佛光寺")),
        ("■ 1-1 祠堂 日→夜 内", ("1-1", "日→夜", "内", "祠堂")),
        ("场次：1-1 时间：二更 内外：内 地点：祠堂", ("1-1", "二更", "内", "祠堂")),
        ("时间：夜　地点：祠堂　内外：内", (None, "夜", "内", "祠堂")),
        ("1-1\n王家灶房\n日 内", ("1-1", "日", "内", "王家灶房")),
        ("1-1\n日 内\n王家灶房", ("1-1", "日", "内", "王家灶房")),
        ("第1场\n时间：亥时三刻\n地点：露台\n内外：外", ("1-1", "亥时三刻", "外", "露台")),
        ("地点：祠堂\n时间：夜，内", (None, "夜", "内", "祠堂")),
        ("1-1 【清晨】【外景】木塔月台", ("1-1", "清晨", "外", "木塔月台")),
        ("【第1场】【日】【内】【王家铺面 账房】", ("1-1", "日", "内", "王家铺面 账房")),
        ("场：2A　景：敌楼　时：亥时三刻　内/外：内外", ("1-2A", "亥时三刻", "内外", "敌楼")),
        ("场次（1A）地点：门口，黄昏，外", ("1-1A", "黄昏", "外", "门口")),
        ("EXT. 木塔 - LATE NIGHT", (None, "LATE NIGHT", "外", "木塔")),
    ],
)
def test_a_heading_is_read_as_its_hand_meant_it(heading: str, wanted: tuple[str, ...]) -> None:
    reading = read_text(f"{heading}\n{BODY}")
    assert scenes(reading) == [wanted]
    assert lines(reading) == [("action", None, None, "推门。"), ("dialogue", "林夏", None, "走。")]


def test_a_number_and_a_place_over_a_cast_line_is_a_heading() -> None:
    reading = read_text(f"第1集\n1-1 王家灶房\n【人物】林夏、老周\n{BODY}")
    assert scenes(reading) == [("1-1", "", None, "王家灶房")]
    assert reading.episodes[0].scenes[0].cast == ["林夏", "老周"]


def test_an_inserted_scene_may_name_its_episode() -> None:
    reading = read_text(f"第2集 第1场 塔下 夜 内\n{BODY}第2集 第1A场 月台 深夜 外\n{BODY}")
    assert [row[0] for row in scenes(reading)] == ["2-1", "2-1A"]


def test_speech_under_a_name_may_hold_a_colon() -> None:
    text = "1-1 日 内 堂\n人物：宋工、小郝\n△风。\n宋工\n听：这叫塔说话。\n小郝\n怕。\n宋工OS\n我也怕。\n"
    assert lines(read_text(text))[1:] == [
        ("dialogue", "宋工", None, "听：这叫塔说话。"),
        ("dialogue", "小郝", None, "怕。"),
        ("os", "宋工", None, "我也怕。"),
    ]


def test_names_may_stand_over_their_speech() -> None:
    text = (
        "1-1 日 内 堂\n人物：王秀兰、林夏\n门开着。\n\n王秀兰\n（低声）\n走吧。\n别回头。\n\n"
        "林夏\n好。\n\n王秀兰\n快。\n"
    )
    assert lines(read_text(text)) == [
        ("action", None, None, "门开着。"),
        ("dialogue", "王秀兰", "低声", "走吧。"),
        ("dialogue", "王秀兰", None, "别回头。"),
        ("dialogue", "林夏", None, "好。"),
        ("dialogue", "王秀兰", None, "快。"),
    ]


def test_a_heading_that_lacks_a_word_is_believed_where_the_file_heads_scenes_so() -> None:
    text = "1-1 日 内 堂\n△走。\n1-2 夜 外 院\n△走。\n1-3 后山\n△走。\n1-4 天后\n△走。\n"
    assert [row[0] for row in scenes(read_text(text))] == ["1-1", "1-2", "1-3"]


def test_a_table_of_scenes_is_read_by_its_columns() -> None:
    text = "场次\t时间\t内/外\t地点\t人物\n1-1\t日\t内\t祠堂\t王秀兰、林夏\n△推门。\n1-2\t夜\t外\t院\t\n△风。\n"
    reading = read_text(text)
    assert scenes(reading) == [("1-1", "日", "内", "祠堂"), ("1-2", "夜", "外", "院")]
    assert reading.episodes[0].scenes[0].cast == ["王秀兰", "林夏"]


def test_printed_line_numbers_are_no_text() -> None:
    rows = ["1-1 日 内 堂", *["△走。", "林夏：走。"] * 6]
    text = "\n".join(f"{n:>3}  {row}" for n, row in enumerate(rows, 1))
    assert scenes(read_text(text)) == [("1-1", "日", "内", "堂")]
    assert lines(read_text(text))[1] == ("dialogue", "林夏", None, "走。")


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("▽推门", ("action", None, None, "推门")),
        ("（电话里）老王：喂？", ("dialogue", "老王", "电话里", "喂？")),
        ("【老王】：喂？", ("dialogue", "老王", None, "喂？")),
        ("林夏：（OS）她骂我。", ("os", "林夏", None, "（OS）她骂我。")),
        ("[字幕：三年后]", ("caption", None, None, "三年后")),
        ("（闪回）", ("mark", None, None, "闪回")),
        ("CUT TO:", ("mark", None, None, "CUT TO:")),
        ("字条上写着：快走。", ("action", None, None, "字条上写着：快走。")),
        ("王秀兰冷笑道：“走。”", ("action", None, None, "王秀兰冷笑道：“走。”")),
        ("戴帽子的男人：站住。", ("dialogue", "戴帽子的男人", None, "站住。")),
        ("10:30 开门。", ("action", None, None, "10:30 开门。")),
    ],
)
def test_a_line_is_read_as_it_is_meant(row: str, wanted: tuple[str | None, ...]) -> None:
    assert lines(read_text(f"1-1 日 内 堂\n{row}\n")) == [wanted]


def test_markdown_of_others_is_read_without_its_signs() -> None:
    reading = read_markdown(
        "# 花馍\n## 第一集 开\n**1-1 夜 内 祠堂**\n**林夏**：走\n> 旁白：那年\n- △推门\n"
    )
    assert lines(reading) == [
        ("dialogue", "林夏", None, "走"),
        ("vo", "旁白", None, "那年"),
        ("action", None, None, "推门"),
    ]


def test_a_person_may_say_what_a_row_is(tmp_path: object) -> None:
    text = "1-1 日 内 堂\n王秀兰：走。\n回家再说。\n后院\n△风。\n"
    told = read_text(text, {3: "dialogue", 4: "heading"})
    assert lines(told)[1] == ("dialogue", "王秀兰", None, "回家再说。")
    assert scenes(told)[1] == (None, "", None, "后院")
    assert [row.role for row in told.rows] == [
        "heading", "dialogue", "dialogue", "heading", "action",
    ]  # fmt: skip


def test_every_row_of_a_file_has_a_role_and_remarks_name_their_rows() -> None:
    text = "第1集\n\n1-1 日 堂\n▲走。\n他：走。\n----\n第3集\n3-1 夜 外 院\n"
    reading = read_text(text)
    assert [row.source_line for row in reading.rows] == [1, 3, 4, 5, 6, 7, 8]
    said = {(one.source_line, one.level) for one in scriptgen.lint(reading)}
    assert {(3, "warning"), (4, "ok"), (5, "warning"), (7, "warning"), (8, "warning")} <= said


def test_a_megabyte_on_one_row_is_read_in_no_time() -> None:
    for row in ("王" * 1_000_000, "a " * 500_000, "王：" + "走" * 1_000_000, "（" * 1_000_000):
        assert len(lines(read_text(f"1-1 日 内 堂\n{row}\n"))) == 1


DASHES = "1-1 日 内 堂\n人物：老魏、石抱拙\n{}\n石抱拙：坐。\n"


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ("老魏 —— 不是我。", ("dialogue", "老魏", None, "不是我。")),
        ("老魏（低头） —— 不是我——", ("dialogue", "老魏", "低头", "不是我——")),
        ("石抱拙 -- 你说！", ("dialogue", "石抱拙", None, "你说！")),
        ("老魏——他推开门。", ("action", None, None, "老魏——他推开门。")),
        (
            "老魏 —— 那个外来的 —— 走进来。",
            ("action", None, None, "老魏 —— 那个外来的 —— 走进来。"),
        ),
        ("王婆 —— 谁啊？", ("action", None, None, "王婆 —— 谁啊？")),  # nobody knows her
        ("△老魏 —— 不动。", ("action", None, None, "老魏 —— 不动。")),
    ],
)
def test_a_known_persons_words_after_a_dash_are_speech(row: str, read: tuple[object, ...]) -> None:
    text = DASHES.format(row)
    reading = read_text(text)
    assert lines(reading)[0] == read
    assert [one.text for one in reading.rows] == text.splitlines()  # nothing is changed
    unsure = [one.source_line for one in scriptgen.lint(reading) if "也可能是" in one.what]
    assert unsure == ([3] if row.startswith("王婆") else [])
    told = read_text(DASHES.format("王婆 —— 谁啊？"), {3: "dialogue"})
    assert lines(told)[0] == ("dialogue", "王婆", None, "谁啊？")


def test_a_file_whose_people_speak_after_dashes_is_read_so() -> None:
    text = (
        "1-1 日 内 堂\n老魏推门。\n老魏——不是我。\n石抱拙——是谁？\n老魏——不知道。\n石抱拙——走。\n"
    )
    assert [one[:2] for one in lines(read_text(text))] == [
        ("action", None), ("dialogue", "老魏"), ("dialogue", "石抱拙"), ("dialogue", "老魏"),
        ("dialogue", "石抱拙"),
    ]  # fmt: skip
