"""read(write(x)) == x for every format, on everything a script is made of."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scriptgen
from scriptgen.formats.grammar import Line, read_line, written
from scriptgen.reading import ReadEpisode, Reading, ReadLine, ReadScene
from scriptgen.series import Character, Element, Episode, Scene, Series

HAN = st.sampled_from("王秀兰林夏花馍面灶房门外推开她不说话年月日夜内外切场集梁斗栱榫卯第一二三")
LATIN = st.sampled_from("abcXYZ019*_#<>&`~|-+.,!?'\"()[]")
STOPS = st.sampled_from("，。！？……——、；：“”（）《》·")
NAMES = ["王秀兰", "林夏", "老石", "小张/小李", "马可·波罗", "众人", "甲", "BOSS", "女徒甲"]
TIMES = ["日", "夜", "晨", "昏", "清晨", "亥时三刻", "次日清晨", "夜（雨）", "会昌五年冬", ""]
PLACES = ["祠堂", "霍州·王家灶房", "太原古县城·南街", "灶房、院子", "东大殿 脚手架", "日昇昌", ""]


def said(extra: str = "") -> st.SearchStrategy[str]:
    text = st.lists(st.one_of(HAN, HAN, LATIN, STOPS), min_size=1, max_size=24).map("".join)
    return text.map(lambda t: extra + t)


def names_itself(line: ReadLine) -> bool:
    """Leave out what the trade itself cannot tell apart (△切 is a mark, 【字幕：x】 a caption)."""
    row = written(Line(line.type, line.speaker, line.parenthetical, line.text))
    return "】【" not in row and not (line.type == "action" and read_line(row).type == "mark")


LINES = st.one_of(
    st.builds(ReadLine, type=st.just("action"), text=said()),
    st.builds(ReadLine, type=st.just("caption"), text=said("题")),
    st.builds(
        ReadLine,
        type=st.just("mark"),
        text=st.sampled_from(["卡点", "闪回", "音效：风声", "空镜：山"]),
    ),
    st.builds(
        ReadLine,
        type=st.sampled_from(["dialogue", "os", "vo"]),
        speaker=st.sampled_from(NAMES),
        parenthetical=st.sampled_from([None, "压着火", "对林夏", "低声，快"]),
        text=said("我"),
    ),
).filter(names_itself)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    episodes = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        scenes = [
            ReadScene(
                number=f"{number}-{scene}",
                int_ext=draw(st.sampled_from(["内", "外", "内外", None])),
                time=draw(st.sampled_from(TIMES)),
                place=draw(st.sampled_from(PLACES)),
                cast=draw(st.lists(st.sampled_from(NAMES[:3]), max_size=3, unique=True)),
                lines=draw(st.lists(LINES, min_size=1, max_size=6)),
            )
            for scene in range(1, draw(st.integers(1, 3)) + 1)
        ]
        title = draw(st.sampled_from(["", "面塑藏锋", "一根墨线", "梁上·名"]))
        episodes.append(ReadEpisode(number=number, title=title, scenes=scenes))
    return Reading(title="梁上名", episodes=episodes)


def bare(reading: Reading) -> list[object]:
    return [
        (
            episode.number,
            episode.title,
            [
                (
                    (s.number, s.int_ext, s.time, s.place, s.cast),
                    [(x.type, x.speaker, x.parenthetical, x.text) for x in s.lines],
                )
                for s in episode.scenes
            ],
        )
        for episode in reading.episodes
    ]


def through(reading: Reading, format: str) -> tuple[Reading, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"x.{format}"
        lost = scriptgen.write(reading, file)
        return scriptgen.read(file), lost


@pytest.mark.parametrize("format", ["txt", "md", "json", "fountain", "fdx"])
def test_text_formats_come_back_whole(format: str) -> None:
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(readings())
    def check(reading: Reading) -> None:
        back, lost = through(reading, format)
        assert bare(back) == bare(reading)
        assert lost == []
        assert back.title == "梁上名"
        assert back.unmapped == []

    check()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(readings())
def test_word_comes_back_whole(reading: Reading) -> None:
    back, lost = through(reading, "docx")
    assert bare(back) == bare(reading)
    assert lost == []
    assert back.unmapped == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(readings())
def test_writing_is_stable_after_one_pass(reading: Reading) -> None:
    from scriptgen.formats.textfile import read_text, write_text

    once = write_text(reading)
    assert write_text(read_text(once)) == once


def series() -> Series:
    brief = scriptgen.Brief(title="梁上名", logline="一根梁。", period="唐", year=857, episodes=1)
    lines = [
        Element(id="a", type="action", text="墨线弹下去。", author="scaffold/1"),
        Element(
            id="b",
            type="dialogue",
            speaker="楔娘",
            text="面阔七间。",
            citations=["x:1"],
            claim_kind="史实",
            author="scaffold/1",
        ),
    ]
    scene = Scene(id="s", number="1-1", int_ext="外", time="晨", place="佛光寺", cast=["楔娘"])
    scene.elements = lines
    made = Series(brief=brief, episodes=[Episode(number=1, title="墨线", scenes=[scene])])
    made.draft_note = "离线初稿"
    made.bible.characters.append(
        Character(name="楔娘", role="女徒", want="w", need="n", secret="s", voice="v")
    )
    return made


@pytest.mark.parametrize("format", ["txt", "md", "docx", "json"])
def test_a_drafted_series_is_labelled_and_its_title_page_is_no_dialogue(
    format: str, tmp_path: Path
) -> None:
    from heritage_kb.label import verify

    file = tmp_path / f"剧本.{format}"
    lost = scriptgen.write(series(), file)
    assert verify(file).status == "compliant"
    back = scriptgen.read(file)
    assert [x.text for x in back.episodes[0].scenes[0].lines] == ["墨线弹下去。", "面阔七间。"]
    assert back.unmapped == []
    assert [p.name for p in tmp_path.iterdir()] == [file.name]
    assert (lost == []) == (format == "json")
    again = tmp_path / f"again.{format}"
    scriptgen.write(series(), again)
    assert again.read_bytes() == file.read_bytes()


def test_series_json_comes_back_as_the_same_series(tmp_path: Path) -> None:
    file = tmp_path / "series.json"
    scriptgen.write(series(), file)
    assert scriptgen.read_series(file) == series()
    assert scriptgen.read_any(tmp_path) == series()


def test_a_human_script_carries_no_label_and_an_imported_label_stays(tmp_path: Path) -> None:
    from heritage_kb.label import verify

    human = tmp_path / "human.txt"
    human.write_text("第1集 甲\n1-1 日 内 堂\n△他走。\n", "utf-8")
    scriptgen.write(scriptgen.read(human), tmp_path / "human.docx")
    assert verify(tmp_path / "human.docx").status == "not_found"
    scriptgen.write(series(), tmp_path / "machine.txt")
    for before, after in pairwise(("machine.txt", "1.docx", "2.md", "3.json", "4.txt")):
        scriptgen.write(scriptgen.read(tmp_path / before), tmp_path / after)
        assert verify(tmp_path / after).status == "compliant"


@pytest.mark.parametrize("format", ["txt", "md", "docx"])
def test_what_a_format_cannot_hold_is_said(format: str, tmp_path: Path) -> None:
    line = ReadLine(type="action", text="门\x00开\n风进来")
    scene = ReadScene(number="1-1", time="日", int_ext="内", place="堂", lines=[line])
    reading = Reading(episodes=[ReadEpisode(number=1, scenes=[scene])])
    lost = scriptgen.write(reading, tmp_path / f"x.{format}")
    assert any("门" in sentence for sentence in lost)


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_pages_and_tables_come_back_whole(format: str) -> None:
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(readings())
    def check(reading: Reading) -> None:
        back, lost = through(reading, format)
        assert bare(back) == bare(reading)
        assert lost == []

    check()


def test_a_letter_that_the_font_lacks_is_told_by_its_number(tmp_path: Path) -> None:
    scene = ReadScene(
        number="1-1", int_ext="内", time="日", place="堂",
        lines=[ReadLine(type="action", text="他姓𠮷。")],
    )  # fmt: skip
    reading = Reading(episodes=[ReadEpisode(number=1, scenes=[scene])])
    assert any("𠮷" in one for one in scriptgen.write(reading, tmp_path / "a.pdf"))
    back = scriptgen.read(tmp_path / "a.pdf").episodes[0].scenes[0].lines[0]
    assert back.text == "他姓［U+20BB7］。"


@pytest.mark.parametrize("format", ["pdf", "fdx", "fountain", "xlsx"])
def test_a_drafted_series_carries_its_label_in_every_format(format: str, tmp_path: Path) -> None:
    from heritage_kb import label

    brief = scriptgen.read_brief(scriptgen.shipped_briefs()["foguang"])
    series = scriptgen.draft(brief, episodes=[1])
    file = tmp_path / f"a.{format}"
    scriptgen.write(series, file)
    assert label.verify(file).status == "compliant"
    assert scriptgen.read(file).labels
    lines = [e.text for s in series.episodes[0].scenes for e in s.elements]
    read = [x.text for s in scriptgen.read(file).episodes[0].scenes for x in s.lines]
    assert read == lines


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.4\n%broken", "PDF"),
        ("a.fdx", b"<?xml version='1.0'?><FinalDraft", "Final Draft"),
        ("a.fdx", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><FinalDraft>&a;</FinalDraft>", "Final Draft"),
        ("a.xlsx", b"PK\x03\x04xl/", "文件不完整"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_a_sentence(
    name: str, data: bytes, said: str, tmp_path: Path
) -> None:
    from heritage_kb.errors import RefusedInput

    (tmp_path / name).write_bytes(data)
    with pytest.raises(RefusedInput) as refused:
        scriptgen.read(tmp_path / name)
    assert said in refused.value.zh
