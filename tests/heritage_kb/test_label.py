"""Labels of GB 45438-2025: in their place, exact, legible, one a file, and read back."""

from __future__ import annotations

import inspect
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pytest
from PIL import Image

from heritage_kb import aigc, label
from heritage_kb.errors import BrokenData, RefusedInput
from heritage_kb.label import stamp, verify
from heritage_kb.label_image import least_height

ORDER = [
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
]
SIZES = [(512, 512), (768, 1344), (1080, 1920), (2048, 1024)]


def ground(kind: str, size: tuple[int, int]) -> Image.Image:
    width, height = size
    if kind == "noise":
        dots = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
        return Image.fromarray(dots)
    return Image.new("RGB", size, {"light": (245, 243, 238), "dark": (12, 12, 14)}[kind])


# ------------------------------------------------------------------------------------ Annex E


def test_the_record_has_seven_strings_in_order() -> None:
    record = aigc.annex_e("id-1")
    assert list(record) == ORDER
    assert all(isinstance(value, str) for value in record.values())
    assert record["Label"] == "1"
    assert aigc.faults(record) == []


@pytest.mark.parametrize("value", ["a b", "中文", 'x"y', "x\\y", ""])
def test_values_outside_the_alphabet_are_refused(value: str) -> None:
    with pytest.raises(RefusedInput):
        aigc.annex_e(value)


def test_wrong_records_are_faulty() -> None:
    good = aigc.annex_e("id")
    assert aigc.faults(dict(reversed(good.items())))
    assert aigc.faults(good | {"Label": "4"})
    assert aigc.faults(good | {"Extra": ""})
    assert aigc.faults(good | {"ProduceID": 5})


# ------------------------------------------------------------------------------------ pictures


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["light", "dark", "noise"])
def test_the_mark_is_tall_legible_and_at_the_corner(
    kind: str, size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "a.png"
    plain = ground(kind, size)
    plain.save(file)
    assert verify(file).status == "not_found"
    assert stamp(file).status == "compliant"
    change = np.abs(np.asarray(Image.open(file), int) - np.asarray(plain, int)).max(axis=2) > 0
    rows, columns = np.flatnonzero(change.any(axis=1)), np.flatnonzero(change.any(axis=0))
    assert rows[-1] - rows[0] + 1 >= least_height(size)
    assert rows[0] > 0.8 * size[1]
    assert columns[0] > size[0] / 2
    height = int(re.search(r"高 (\d+)", verify(file).reasons[0])[1])  # type: ignore[index]
    assert height >= least_height(size)


def test_the_packet_is_where_the_guide_puts_it(tmp_path: Path) -> None:
    for name in ("a.png", "a.jpg"):
        file = tmp_path / name
        ground("light", (512, 640)).save(file)
        stamp(file)
        data = file.read_bytes()
        assert data.count(b"<TC260:AIGC>") == 1
        assert b'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"' in data
        with Image.open(file) as image:
            xmp = image.info["xmp"]
        text = re.search(rb"<TC260:AIGC>(.*?)</TC260:AIGC>", xmp)[1]  # type: ignore[index]
        assert list(json.loads(text)) == ORDER


def test_a_second_stamp_changes_nothing(tmp_path: Path) -> None:
    for name in ("a.png", "a.jpg"):
        file = tmp_path / name
        ground("noise", (512, 512)).save(file)
        stamp(file)
        once = file.read_bytes()
        stamp(file)
        assert file.read_bytes() == once


def test_a_control_image_keeps_every_pixel(tmp_path: Path) -> None:
    file = tmp_path / "depth.png"
    depth = np.random.default_rng(1).integers(0, 65536, (300, 200), dtype=np.uint16)
    Image.fromarray(depth).save(file)
    verdict = stamp(file, control=True)
    assert (verdict.status, verdict.role) == ("compliant", "control")
    assert "控制图" in verdict.reasons[0]
    assert np.array_equal(np.asarray(Image.open(file)), depth)


def test_a_16_bit_picture_that_is_no_control_image_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "depth.png"
    Image.fromarray(np.zeros((300, 200), np.uint16)).save(file)
    before = file.read_bytes()
    with pytest.raises(RefusedInput):
        stamp(file)
    assert file.read_bytes() == before


def test_a_painted_over_a_shrunk_and_a_faint_mark_are_found_out(tmp_path: Path) -> None:
    from heritage_kb.label_packet import packet, with_packet

    def with_record(image: Image.Image, box: tuple[int, int, int, int] | None) -> Path:
        out = io.BytesIO()
        image.save(out, "PNG")
        xmp = packet(aigc.annex_e("id"), role="content", box=box)
        file = tmp_path / "b.png"
        file.write_bytes(with_packet(out.getvalue(), xmp))
        return file

    from heritage_kb.label_image import mark

    marked, box = mark(ground("light", (512, 768)))
    assert verify(with_record(marked, box)).status == "compliant"
    covered = marked.copy()
    covered.paste((200, 200, 200), box)
    assert verify(with_record(covered, box)).status == "noncompliant"
    small = ground("light", (512, 768))
    tiny = marked.crop(box).resize(((box[2] - box[0]) // 2, (box[3] - box[1]) // 2))
    small.paste(tiny, (512 - tiny.width - 4, 768 - tiny.height - 4))
    place = (512 - tiny.width - 4, 768 - tiny.height - 4, 508, 764)
    assert "应不小于" in "".join(verify(with_record(small, place)).reasons)
    assert verify(with_record(small, place)).status == "noncompliant"
    faint = Image.blend(ground("light", (512, 768)), marked, 0.25)
    assert verify(with_record(faint, box)).status == "noncompliant"


def test_a_mark_is_found_without_knowing_its_place(tmp_path: Path) -> None:
    from heritage_kb.label_image import mark, measure

    for kind in ("light", "dark", "noise"):
        marked, _ = mark(ground(kind, (600, 900)))
        found = measure(marked, None)
        assert found is not None
        assert found.height >= least_height((600, 900))
        assert measure(ground(kind, (600, 900)), None) is None


def test_two_labels_in_one_file_are_one_too_many(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    ground("light", (512, 512)).save(file)
    stamp(file)
    from heritage_kb.label_packet import PNG, chunk, chunks

    parts = chunks(file.read_bytes())
    label_chunk = next(part for part in parts if part[0] == b"iTXt")
    doubled = [parts[0], label_chunk, *parts[1:]]
    file.write_bytes(PNG + b"".join(chunk(*part) for part in doubled))
    assert verify(file).status == "noncompliant"
    stamp(file)
    assert file.read_bytes().count(b"<TC260:AIGC>") == 1


# -------------------------------------------------------------------------------------- Office


def office(tmp_path: Path, suffix: str) -> Path:
    file = tmp_path / f"a{suffix}"
    if suffix == ".docx":
        document = docx.Document()
        document.add_paragraph("正文" * 200)
        document.save(file)
    else:
        book = openpyxl.Workbook()
        for row in range(40):
            book.active.append([f"行{row}", "文字" * 5])
        book.save(file)
    return file


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_office_files_carry_the_exact_property(suffix: str, tmp_path: Path) -> None:
    file = office(tmp_path, suffix)
    assert verify(file).status == "not_found"
    assert stamp(file).status == "compliant"
    with zipfile.ZipFile(file) as box:
        custom = box.read("docProps/custom.xml").decode()
        rels = box.read("_rels/.rels").decode()
        types = box.read("[Content_Types].xml").decode()
    assert custom.count('name="AIGC"') == 1
    assert 'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"' in custom
    assert int(re.search(r'pid="(\d+)"', custom)[1]) >= 2  # type: ignore[index]
    value = re.search(r"<vt:lpwstr>(.*?)</vt:lpwstr>", custom)[1]  # type: ignore[index]
    assert list(json.loads(value.replace("&quot;", '"'))) == ORDER
    assert rels.count("custom-properties") == 1
    assert types.count("/docProps/custom.xml") == 1
    once = file.read_bytes()
    stamp(file)
    assert file.read_bytes() == once
    if suffix == ".docx":
        assert any(aigc.is_notice(p.text) for p in docx.Document(file).paragraphs)
    else:
        openpyxl.load_workbook(file)


def test_other_custom_properties_stay(tmp_path: Path) -> None:
    file = office(tmp_path, ".docx")
    stamp(file, produce_id="first")
    from heritage_kb.label_office import PART, pack, unpack

    parts = unpack(file.read_bytes())
    other = parts[PART].replace(b'name="AIGC"', b'name="Studio"')
    parts[PART] = other
    file.write_bytes(pack(parts))
    assert verify(file).status == "noncompliant"
    stamp(file)
    custom = unpack(file.read_bytes())[PART]
    assert custom.count(b'name="Studio"') == 1
    assert custom.count(b'name="AIGC"') == 1


# --------------------------------------------------------------------------------------- texts


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# 题\n\n正文\n"),
        ("b.md", "---\ntitle: 题\nAIGC:\n  Label: '1'\n---\n正文\n"),
        ("a.txt", "第1集\n正文\n"),
        ("a.json", '{"b": 1, "a": [1]}'),
        ("list.json", "[1, 2]"),
        ("a.npz", "bytes"),
        (
            "a.svg",
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 400"><g/></svg>',
        ),
    ],
)
def test_texts_and_other_files(name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    assert verify(file).status in ("not_found", "noncompliant")
    assert stamp(file).status == "compliant"
    once = file.read_bytes()
    stamp(file)
    assert file.read_bytes() == once


def test_markdown_front_matter_and_text_lines(tmp_path: Path) -> None:
    md, txt = tmp_path / "a.md", tmp_path / "a.txt"
    for file in (md, txt):
        file.write_text("正文\n", "utf-8")
        stamp(file)
    head = md.read_text("utf-8").split("---")[1].strip().splitlines()
    assert head[0] == "AIGC:"
    assert [line.split(":")[0].strip() for line in head[1:]] == ORDER
    for file in (md, txt):
        last = file.read_text("utf-8").strip().splitlines()[-1]
        assert re.search("AI|人工智能", last)
        assert re.search("生成|合成", last)


def test_duplicate_and_missing_parts_are_noncompliant(tmp_path: Path) -> None:
    record = json.dumps(aigc.annex_e("id"))
    cases = {
        "twice.json": f'{{"AIGC": {record}, "AIGC": {record}, "AI提示": "AI生成"}}',
        "silent.json": f'{{"AIGC": {record}}}',
        "spoken.json": '{"AI提示": "AI生成"}',
        "order.json": json.dumps(
            {"AIGC": dict(reversed(aigc.annex_e("id").items())), "AI提示": "AI生成"}
        ),
    }
    for name, text in cases.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert verify(tmp_path / name).status == "noncompliant", name


def test_a_side_car_belongs_to_its_file(tmp_path: Path) -> None:
    file = tmp_path / "passes.npz"
    file.write_bytes(b"one")
    stamp(file)
    assert verify(file).status == "compliant"
    file.write_bytes(b"two")
    assert verify(file).status == "noncompliant"


def test_the_same_content_has_the_same_number(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.json").write_text('{"a":1}')
        stamp(tmp_path / name / "x.json")
    assert (tmp_path / "a/x.json").read_bytes() == (tmp_path / "b/x.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"no picture"),
        ("a.docx", b"no zip"),
        ("a.webp", b"x"),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_cannot_be_labelled_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(RefusedInput):
        stamp(file)
    assert file.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("【本内容由人工智能（AI）辅助生成，经人工编审】", True),
        ("【本内容由人工智能（AI）辅助生成，未经人工编审】", True),
        ("AI生成", True),
        ("（本剧本由AI生成）", True),
        ("林夏：这是AI生成的吧？", False),
        ("△屏幕上写着AI生成的对联。", False),
    ],
)
def test_a_label_line_is_told_from_a_line_about_ai(text: str, whole: bool) -> None:
    assert aigc.is_label_line(text) is whole


def test_nothing_here_takes_a_label_away() -> None:
    public = [name for name, _ in inspect.getmembers(label, inspect.isfunction)]
    assert not [name for name in public if re.search("remove|strip|unlabel|erase|clean", name)]


# -------------------------------------------------------------------------------- DXF and GLB

_DXF = "  0\nSECTION\n  2\nENTITIES\n  0\nTEXT\n  8\n0\n  1\n{}\n  0\nENDSEC\n  0\nEOF\n"


def test_a_dxf_carries_one_record_before_its_first_section(tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    path.write_text(_DXF.format(label.NOTICE), encoding="utf-8")
    assert verify(path).status == "noncompliant"  # the words alone
    first = stamp(path)
    assert first.status == "compliant"
    text = path.read_text("utf-8")
    assert text.startswith("999\nAIGC:{")
    assert stamp(path).record == first.record
    assert path.read_text("utf-8") == text
    path.write_text(text[: text.index("\n  0")] + "\n" + text, encoding="utf-8")
    assert verify(path).status == "noncompliant"  # two records


def test_a_dxf_without_words_is_not_compliant(tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    path.write_text(_DXF.format("平面图"), encoding="utf-8")
    assert verify(path).status == "not_found"
    with pytest.raises(BrokenData):
        stamp(path)
    path.write_text("AutoCAD Binary DXF", encoding="utf-8")
    with pytest.raises(RefusedInput, match="DXF"):
        stamp(path)


def test_an_svg_that_kept_a_place_for_the_words_gets_no_second(tmp_path: Path) -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 297">'
    words = '<text x="330" y="280" font-size="{}" fill="#767676">AI生成</text></svg>'
    path = tmp_path / "plan.svg"
    path.write_text(head + words.format(22), encoding="utf-8")
    assert stamp(path).status == "compliant"
    assert path.read_text("utf-8").count("AI生成") == 1
    path.write_text(head + words.format(5), encoding="utf-8")  # too small to count
    assert stamp(path).status == "compliant"
    assert path.read_text("utf-8").count("AI生成") == 2


# ------------------------------------------------------------------------------------- WebP


def clip(path: Path, count: int, kind: str = "noise") -> None:
    frames = [
        ground(kind, (180, 320)).transpose(Image.Transpose.ROTATE_180) if k % 2 else
        ground(kind, (180, 320)) for k in range(count)
    ]  # fmt: skip
    frames[0].save(path, "WEBP", save_all=count > 1, append_images=frames[1:], duration=80, loop=0)


@pytest.mark.parametrize(("kind", "count"), [("noise", 4), ("noise", 1), ("light", 1), ("dark", 1)])
def test_a_webp_is_labelled_in_every_frame(kind: str, count: int, tmp_path: Path) -> None:
    file = tmp_path / "a.webp"
    clip(file, count, kind)
    assert verify(file).status == "not_found"
    assert stamp(file).status == "compliant"
    data = file.read_bytes()
    assert data.count(b"<TC260:AIGC>") == 1
    with Image.open(file) as image:
        assert (image.size, getattr(image, "n_frames", 1)) == ((180, 320), count)
        assert b"TC260" in image.info["xmp"]
        if count > 1:
            image.seek(count - 1)
            image.load()
            assert image.info["duration"] == 80
    assert stamp(file).status == "compliant"  # once more changes nothing
    assert file.read_bytes() == data
    file.write_bytes(data[:-9])
    with pytest.raises(RefusedInput, match="WebP"):
        verify(file)


def test_a_clip_that_loses_its_mark_on_the_way_is_found_out(tmp_path: Path) -> None:
    file = tmp_path / "a.webp"
    clip(file, 2)
    stamp(file)
    with Image.open(file) as image:
        first, packet = image.copy(), image.info["xmp"]
    first.save(
        file, "WEBP", save_all=True, append_images=[ground("noise", (180, 320))], duration=80,
        xmp=packet,
    )  # fmt: skip
    assert verify(file).status == "noncompliant"
