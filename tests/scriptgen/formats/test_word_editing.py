"""Changing a Word file: what was changed is changed, every other paragraph keeps its bytes."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator

import docx
import pytest

from scriptgen.formats.titlepage import TitlePage
from scriptgen.formats.word import edit_word, read_word, write_word
from scriptgen.reading import ReadEpisode, Reading, ReadLine, ReadScene
from tests.scriptgen.formats.word_samples import cue, p, r, samples, table, word

FILES = samples()
FILES["printed"] = write_word(read_word(FILES["plain"]), TitlePage(title="花馍"))
PARAGRAPH = re.compile(rb"<w:p(?:>| [^>]*[^/]>).*?</w:p>|<w:p(?: [^>]*)?/>", re.DOTALL)


def body(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return box.read("word/document.xml")


def contract(reading: Reading) -> object:
    plain = copy.deepcopy(reading)
    for episode in plain.episodes:
        for scene in episode.scenes:
            for line in scene.lines:
                line.source_line = None
                line.parenthetical = line.parenthetical or None
    data = plain.to_json()
    return data["episodes"], [loose["text"] for loose in data["unmapped"]], plain.title


def lines_of(reading: Reading) -> list[ReadLine]:
    return [line for e in reading.episodes for s in e.scenes for line in s.lines]


def changed(data: bytes, change: Callable[[Reading], object]) -> Reading:
    wanted = read_word(data)
    change(wanted)
    return wanted


Change = Callable[[ReadScene, int], object]
LINE_CHANGES: dict[str, Change] = {
    "words": lambda s, n: setattr(s.lines[n], "text", s.lines[n].text[:1] + "改" + s.lines[n].text[1:]),
    "all": lambda s, n: setattr(s.lines[n], "text", "全新的一句话，没有。"),
    "speaker": lambda s, n: s.lines[n].speaker and setattr(s.lines[n], "speaker", "老石"),
    "mood": lambda s, n: s.lines[n].speaker and setattr(s.lines[n], "parenthetical", "笑"),
    "moodless": lambda s, n: setattr(s.lines[n], "parenthetical", None),
    "kind": lambda s, n: s.lines.__setitem__(n, ReadLine(type="caption", text="三天后")),
    "gone": lambda s, n: s.lines.pop(n),
    "action after": lambda s, n: s.lines.insert(n + 1, ReadLine(type="action", text="雨停了。")),
    "speech after": lambda s, n: s.lines.insert(
        n + 1, ReadLine(type="dialogue", speaker="老石", parenthetical="低声", text="走。")
    ),
    "mark before": lambda s, n: s.lines.insert(n, ReadLine(type="mark", text="音效：雨")),
}  # fmt: skip
BOXED = {("box", name, 0) for name in ("action after", "speech after")} | {
    ("box", "mark before", 1)
}


def line_cases() -> Iterator[tuple[str, int, int, int]]:
    for name, data in FILES.items():
        for e, episode in enumerate(read_word(data).episodes):
            for s, scene in enumerate(episode.scenes):
                for n in range(len(scene.lines)):
                    yield name, e, s, n


@pytest.mark.parametrize("tracked", [False, True], ids=["plain", "tracked"])
@pytest.mark.parametrize("what", LINE_CHANGES)
def test_any_change_of_one_line_is_all_that_changes(what: str, tracked: bool) -> None:
    for name, e, s, n in line_cases():
        data = FILES[name]
        wanted = changed(data, lambda x: LINE_CHANGES[what](x.episodes[e].scenes[s], n))  # noqa: B023
        edited, unplaced = edit_word(data, wanted, tracked=tracked)
        if (name, what, n) in BOXED and s == 0:
            assert "位置" in unplaced[0]  # between a paragraph and its text box nothing can stand
            continue
        assert unplaced == [], (name, e, s, n)
        assert contract(read_word(edited)) == contract(wanted), (name, e, s, n)
        before, after = PARAGRAPH.findall(body(data)), PARAGRAPH.findall(body(edited))
        lost = [paragraph for paragraph in before if paragraph not in after]
        assert len(lost) <= (3 if name == "box" else 2 if name in ("speech", "tabs") else 1), (
            name,
            e,
            s,
            n,
        )
        everything_else_is_as_it_was(data, edited)


def everything_else_is_as_it_was(data: bytes, edited: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(edited)) as new:
        assert old.namelist() == new.namelist()
        for before, after in zip(old.infolist(), new.infolist(), strict=True):
            assert before.date_time == after.date_time
            if before.filename != "word/document.xml":
                assert old.read(before) == new.read(after)


FIELDS = {
    "place": "后山",
    "time": "黄昏",
    "int_ext": "内外",
    "number": "1-9",
    "cast": ["甲", "老石"],
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", ["plain", "breaks", "tabs", "tracked", "speech", "box", "printed"])
def test_a_field_of_a_heading_is_changed_in_its_place(name: str, field: str) -> None:
    data = FILES[name]
    wanted = changed(data, lambda x: setattr(x.episodes[0].scenes[0], field, FIELDS[field]))
    if wanted.episodes[0].scenes[0].number is None:
        return
    edited, unplaced = edit_word(data, wanted)
    assert unplaced == []
    assert contract(read_word(edited)) == contract(wanted)


def test_only_the_characters_of_the_field_change_and_runs_keep_their_formatting() -> None:
    data = FILES["plain"]

    def change(reading: Reading) -> None:
        reading.episodes[0].scenes[0].place = "霍州·王家灶台"
        speech = reading.episodes[0].scenes[0].lines[1]
        speech.parenthetical, speech.text = "压着怒火", "这花馍，不是给你直播当玩具的。"

    edited, unplaced = edit_word(data, changed(data, change))
    assert unplaced == []
    document = docx.Document(io.BytesIO(edited))
    heading = next(x for x in document.paragraphs if x.text.startswith("1-1"))
    assert [run.text for run in heading.runs] == ["1-1 日 内 ", "霍州·王家灶台"]
    speech = next(x for x in document.paragraphs if x.text.startswith("王秀兰（"))
    assert [(run.text, run.bold) for run in speech.runs] == [
        ("王秀兰", True), ("（压着怒火）", None), ("：这花馍，不是给你直播当玩具的。", None),
    ]  # fmt: skip


def test_a_new_line_takes_the_formatting_of_its_kind() -> None:
    data = FILES["plain"]
    line = ReadLine(type="dialogue", speaker="老石", parenthetical="喘着气", text="火！")
    wanted = changed(data, lambda x: x.episodes[1].scenes[0].lines.append(line))
    edited, unplaced = edit_word(data, wanted)
    assert unplaced == []
    made = next(
        x for x in docx.Document(io.BytesIO(edited)).paragraphs if x.text.startswith("老石")
    )
    assert [(run.text, run.bold) for run in made.runs][:2] == [("老石", True), ("（喘着气）", None)]
    assert made.paragraph_format.left_indent is not None


def test_whole_scenes_and_episodes_come_and_go() -> None:
    data = FILES["plain"]
    scene = ReadScene(
        number="2-2", time="夜", int_ext="外", place="河边", cast=["林夏"],
        lines=[ReadLine(type="action", text="水声。")],
    )  # fmt: skip

    def change(reading: Reading) -> None:
        del reading.episodes[0].scenes[1]
        reading.episodes[1].scenes.append(scene)
        last = ReadScene(
            number="3-1", time="日", int_ext="内", place="堂", lines=[copy.copy(scene.lines[0])]
        )
        reading.episodes.append(ReadEpisode(number=3, title="尾声", scenes=[last]))

    wanted = changed(data, change)
    edited, unplaced = edit_word(data, wanted)
    assert unplaced == []
    assert contract(read_word(edited)) == contract(wanted)
    assert "1-2" not in "".join(x.text for x in docx.Document(io.BytesIO(edited)).paragraphs)


def test_the_title_is_changed_where_it_stands_and_nothing_wanted_changes_nothing() -> None:
    data = FILES["plain"]
    edited, unplaced = edit_word(data, changed(data, lambda x: setattr(x, "title", "面花")))
    assert (read_word(edited).title, unplaced) == ("面花", [])
    for file in FILES.values():
        assert edit_word(file, read_word(file)) == (file, [])


def test_tracked_changes_name_their_author_and_can_be_taken_back() -> None:
    data = word(p(r("1-1 日 内 堂")), p(r("△他走。")), cue("甲", "", "来。"), p(r("△散。")))

    def change(reading: Reading) -> None:
        lines = reading.episodes[0].scenes[0].lines
        lines[0].text = "他跑。"
        del lines[1]
        lines.append(ReadLine(type="action", text="雨。"))

    edited, unplaced = edit_word(
        data, changed(data, change), tracked=True, author="王编剧", date="2026-03-01T08:00:00Z"
    )
    assert unplaced == []
    xml = body(edited).decode()
    assert 'w:author="王编剧" w:date="2026-03-01T08:00:00Z"' in xml
    ids = re.findall(r'<w:(?:ins|del) w:id="(\d+)"', xml)
    assert len(set(ids)) == len(ids) > 3
    back = re.sub(r"<w:ins [^>]*>.*?</w:ins>", "", xml)
    kept = re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)<", back)
    assert "".join(kept) == "1-1 日 内 堂△他走。甲：来。△散。"


def test_what_cannot_be_placed_is_said() -> None:
    data = FILES["auto"]
    wanted = changed(data, lambda x: setattr(x.episodes[0].scenes[0], "number", "1-7"))
    edited, unplaced = edit_word(data, wanted)
    assert edited == data
    assert any("自动编号" in sentence for sentence in unplaced)
    broken = changed(FILES["plain"], lambda x: setattr(lines_of(x)[0], "text", "门\n开"))
    _, unplaced = edit_word(FILES["plain"], broken)
    assert any("门" in sentence for sentence in unplaced)


def test_a_text_box_says_the_same_to_old_programs() -> None:
    data = FILES["box"]
    wanted = changed(data, lambda x: setattr(lines_of(x)[1], "text", "框里换了。"))
    edited, unplaced = edit_word(data, wanted)
    assert unplaced == []
    assert body(edited).decode().count("△框里换了。") == 2
    gone, _ = edit_word(data, changed(data, lambda x: x.episodes[0].scenes[0].lines.pop(1)))
    assert "框里" not in body(gone).decode()


def test_pictures_sections_and_open_marks_stay_when_their_line_goes() -> None:
    picture = "<w:r><w:drawing/></w:r>"
    mark = '<w:commentRangeStart w:id="3"/>'
    data = word(
        p(r("1-1 日 内 堂")),
        p(r("△图。"), picture),
        p(mark, r("△起。")),
        p(r("△止。"), '<w:commentRangeEnd w:id="3"/>'),
        table(("△格。",)),
    )

    def change(reading: Reading) -> None:
        lines = reading.episodes[0].scenes[0].lines
        lines[:] = [line for line in lines if line.text not in ("图。", "起。", "格。")]

    wanted = changed(data, change)
    edited, unplaced = edit_word(data, wanted)
    assert unplaced == []
    assert contract(read_word(edited)) == contract(wanted)
    xml = body(edited).decode()
    assert "<w:drawing/>" in xml
    assert mark + "<w:p>" in xml
    assert xml.count("<w:tc>") == 1
