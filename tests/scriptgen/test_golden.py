"""Files as people send them, beside what must come of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import scriptgen

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("text", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_a_golden_file_is_read_as_agreed(text: Path) -> None:
    wanted = json.loads(text.with_suffix(".json").read_text("utf-8"))
    read = scriptgen.read(text).to_json()
    assert read.pop("source")["form"] == "txt"
    assert read == wanted


@pytest.mark.parametrize("text", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_and_the_line_ends_do_not_matter(
    text: Path, encoding: str, tmp_path: Path
) -> None:
    other = tmp_path / text.name
    other.write_bytes(text.read_text("utf-8").replace("\n", "\r\n").encode(encoding))
    found, wanted = scriptgen.read(other).to_json(), scriptgen.read(text).to_json()
    assert found.pop("source")["sha256"] != wanted.pop("source")["sha256"]
    assert found == wanted


def test_every_row_is_somewhere() -> None:
    text = GOLDEN / "variants.txt"
    said = json.dumps(scriptgen.read(text).to_json(), ensure_ascii=False)
    for word in (
        "面塑藏锋",
        "请勿外传",
        "师徒第一次交手",
        "林夏（24岁）",
        "（苦笑）真的。",
        "花馍",
    ):
        assert word in said


def test_an_outline_before_the_script_makes_no_episodes() -> None:
    from scriptgen.formats.textfile import read_text

    reading = read_text("分集大纲\n第1集：开端\n第2集：转折\n\n第1集 开端\n1-1 日 内 堂\n△走。\n")
    assert [(e.number, len(e.scenes)) for e in reading.episodes if e.scenes] == [(1, 1)]
    assert [loose.text for loose in reading.unmapped][:2] == ["分集大纲", "第1集：开端"]


def test_headings_count_the_episodes_where_no_row_does() -> None:
    from scriptgen.formats.textfile import read_text

    reading = read_text("1-1 日 内 堂\n△走。\n1-2 夜 外 街\n△停。\n2-1 日 内 堂\n△回。\n")
    assert [(e.number, len(e.scenes)) for e in reading.episodes] == [(1, 2), (2, 1)]


def test_accepting_gives_every_line_an_id_of_its_own() -> None:
    episodes = scriptgen.accept(scriptgen.read(GOLDEN / "variants.txt"))
    ids = [line.id for e in episodes for s in e.scenes for line in s.elements]
    assert len(ids) == len(set(ids)) > 10
    assert {line.author for e in episodes for s in e.scenes for line in s.elements} == {"person"}


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1"), "另存为 docx"),
        ("a.docx", b"PK\x03\x04broken", ".docx"),
        ("a.docx", "第1集".encode(), "后缀是 .docx"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "图片"),
        ("a.zip", b"PK\x03\x04a.txt", "压缩包"),
        ("a.rtf", b"{\\rtf1", "另存为 docx"),
        ("a.txt", b"\x00\x01\x02\x03", "UTF-8"),
        ("a.txt", b"  \n", "空的"),
        ("a.json", b"{", "JSON"),
        ("a.json", b"[1]", "对象"),
        ("a.json", b'{"x":1}', "episodes"),
        ("a.json", b'{"episodes":[{"number":"x"}]}', "number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    name: str, data: bytes, word: str, tmp_path: Path
) -> None:
    from heritage_kb.errors import RefusedInput

    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(RefusedInput) as refused:
        scriptgen.read(file)
    assert word in refused.value.zh
    assert refused.value.zh.endswith("。")
    assert refused.value.zh.count("。") == 1


@pytest.mark.parametrize(
    ("encoding", "row"),
    [("gb18030", "她说话了，㐂𠮷禤"), ("big5", "她說話了，窗外有風"), ("utf-16-le", "她说话了")],
)
def test_a_text_without_a_mark_is_read_in_its_encoding(
    encoding: str, row: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(f"第1集\n1-1 日 內 堂\n王：走。\n△{row}\n".encode(encoding, "replace"))
    assert scriptgen.read(file).rows[-1].text == f"△{row}".encode(encoding, "replace").decode(
        encoding
    )


def test_rows_of_two_encodings_in_one_file_are_read_each_in_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("1-1 日 内 堂\n王：走。\n".encode() + "△她推门。\n".encode("gb18030"))
    assert [line.text for line in scriptgen.read(file).episodes[0].scenes[0].lines] == [
        "走。", "她推门。",
    ]  # fmt: skip
