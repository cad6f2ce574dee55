"""Edits are local: one changed line, and every other byte of the file stays."""

from __future__ import annotations

from pathlib import Path

import pytest

import scriptgen

TEXT = (
    "《灰墙》\r\n\r\n第1集  开端\r\n1-1、 祠堂  日　内\r\n人物：王秀兰，林夏\r\n"
    "▲ 推门。 \r\n王秀兰 （压着火）:   走吧。\r\n\r\n林夏：好。\r\n1-2  院外 夜 外\r\n△风。"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_one_changed_line_changes_one_row(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode(encoding))
    reading = scriptgen.read(file)
    reading.episodes[0].scenes[0].lines[1].text = "走！别回头。"
    assert scriptgen.write(reading, tmp_path / "b.txt") == []
    wanted = TEXT.replace("走吧。", "走！别回头。").encode(encoding)
    assert (tmp_path / "b.txt").read_bytes() == wanted


def test_lines_put_in_and_taken_out_leave_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode())
    reading = scriptgen.read(file)
    scene = reading.episodes[0].scenes[0]
    scene.lines.insert(1, scriptgen.reading.ReadLine(type="action", text="灯灭了。"))
    del scene.lines[3]
    reading.episodes[0].scenes[1].place = "院里"
    scriptgen.write(reading, tmp_path / "b.txt")
    wanted = TEXT.replace("林夏：好。\r\n", "").replace("院外", "院里")
    wanted = wanted.replace("推门。 \r\n", "推门。 \r\n△灯灭了。\r\n")
    assert (tmp_path / "b.txt").read_bytes().decode() == wanted


def test_the_json_of_an_import_remembers_its_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    scriptgen.write(scriptgen.read(file), tmp_path / "a.json")
    reading = scriptgen.read(tmp_path / "a.json")
    scriptgen.write(reading, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == file.read_bytes()
    file.write_text("第1集\n1-1 日 内 堂\n△走。\n", "utf-8")  # no longer what was read
    scriptgen.write(reading, tmp_path / "c.txt")
    assert (tmp_path / "c.txt").read_text("utf-8").startswith("《灰墙》\n")


def test_a_fresh_copy_can_be_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode())
    scriptgen.write(scriptgen.read(file), tmp_path / "b.txt", afresh=True)
    assert "1-1 日 内 祠堂\n出场人物：王秀兰、林夏\n△推门。" in (tmp_path / "b.txt").read_text(
        "utf-8"
    )


def test_a_speech_after_a_dash_keeps_its_dash(tmp_path: Path) -> None:
    text = "1-1 日 内 堂\n人物：老魏\n老魏 —— 不是我。\n△风。\n"
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    reading = scriptgen.read(file)
    scriptgen.write(reading, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == text.encode()
    reading.episodes[0].scenes[0].lines[0].text = "是我。"
    scriptgen.write(reading, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_text("utf-8") == text.replace("不是我。", "是我。")
