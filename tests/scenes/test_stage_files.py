"""Files for an LED stage and a crew: opened again, measured, and true to the set they came from."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenes
from heritage_kb import label
from heritage_kb.errors import RefusedInput, UnknownName
from scenes import palette
from scenes.camera import Camera, Extent
from scenes.frame import look
from scenes.handover import card, colours, exr, hdri, inventory, names, order, wall
from scenes.light import light
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.turned import box, placed
from ui import cli

OpenEXR = pytest.importorskip("OpenEXR", reason="OpenEXR (extra stage) is not installed")
EYE = (0.5, -16.0, 1.6)


def opened(path: Path) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]:
    with OpenEXR.File(str(path)) as file:
        return dict(file.header()), {
            name: one.pixels.copy() for name, one in file.channels().items()
        }


# --------------------------------------------------------------------------------- HDRI


@pytest.fixture(scope="module")
def lit(
    boxes: SetModel, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], Any]:
    folder = tmp_path_factory.mktemp("hdri")
    triangles = boxes.flatten()
    sky = light("昼")
    _, record = hdri.write(
        boxes, triangles, Caster(triangles.corners), EYE, sky, folder, wide=512, seed=5
    )
    return folder / hdri.FOLDER, record, sky


def test_the_sun_is_unclipped_and_taken_away_in_the_other(
    lit: tuple[Path, dict[str, Any], Any],
) -> None:
    folder, record, sky = lit
    header, channels = opened(folder / "hdri.exr")
    whole, bare = channels["RGB"], opened(folder / "hdri_no_sun.exr")[1]["RGB"]
    assert whole.shape == (256, 512, 3)
    assert whole.dtype == np.float16
    assert header["colorInteropID"] == "lin_rec709_scene"
    assert "AI" in header["comments"]
    assert whole.max() > 1e3 * np.median(whole)
    assert bare.max() < 20
    disc = whole.astype(float) - bare.astype(float)
    rows = (0.5 - (np.arange(256) + 0.5) / 256) * np.pi
    share = (2 * np.pi / 512) ** 2 * np.cos(rows)[:, None, None]
    np.testing.assert_allclose((disc * share).sum((0, 1)), np.pi * np.array(sky.sun), rtol=0.01)
    row, column = np.unravel_index(int(disc[..., 0].argmax()), (256, 512))
    assert abs(column + 0.5 - record["sun"]["column_px"]) < 2
    assert abs(row + 0.5 - record["sun"]["row_px"]) < 2


def test_the_suns_record_is_a_file_of_its_own(lit: tuple[Path, dict[str, Any], Any]) -> None:
    folder, record, sky = lit
    kept = json.loads((folder / "hdri.json").read_text("utf-8"))
    assert kept == record
    assert kept["sun"]["toward"] == pytest.approx(sky.toward_sun.tolist(), abs=1e-5)
    assert kept["sun"]["in_view"] == 1.0
    np.testing.assert_allclose(
        np.array(kept["sun"]["colour"]) * kept["sun"]["strength"], sky.sun, rtol=1e-3
    )


def test_behind_the_hall_no_sun_is_seen(boxes: SetModel, tmp_path: Path) -> None:
    triangles = boxes.flatten()
    under = (0.0, 8.0, 1.0)  # behind the hall, the sun before it and low
    _, record = hdri.write(
        boxes, triangles, Caster(triangles.corners), under, light(17.0), tmp_path, wide=256, seed=5
    )
    assert record["sun"]["in_view"] < 0.05


# ----------------------------------------------------------------------------- LED wall


def test_a_wall_is_so_many_pixels() -> None:
    read = wall.read("6x3.5@2.6")
    assert read.pixels == (2308, 1346)
    assert read.divisor == 1
    assert wall.read("20 × 6 @ 1.9 / 15").divisor == 3
    assert wall.read("20x6@1.9/15").away == 15


@pytest.mark.parametrize(
    ("said", "word"), [("6x3.5", "看不懂"), ("600x3@2", "不能用"), ("6x3@2.6/0.5", "看不全")]
)
def test_a_wall_that_cannot_be_is_refused_in_one_sentence(said: str, word: str) -> None:
    with pytest.raises(RefusedInput, match=word):
        wall.read(said)


def test_a_walls_corners_are_the_corners_of_its_picture() -> None:
    asked = wall.read("6x3.5@2.6/4.5")
    taken = Camera(eye=(3.0, -20.0, 1.6), target=(0.0, 0.0, 1.6))
    camera = wall.camera_for(asked, taken)
    right, _, ahead = camera.axes
    middle = np.array(camera.eye) + asked.away * ahead
    foot = np.array([*(middle - 3.0 * right)[:2], 0.0])
    head = np.array([*(middle + 3.0 * right)[:2], 3.5])
    seen = camera.project(np.stack([foot, head]))
    np.testing.assert_allclose(seen[:, :2], [(0, camera.height), (camera.width, 0)], atol=0.6)


def test_what_stands_before_the_wall_is_left_out_of_its_picture(boxes: SetModel) -> None:
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    model.add_part("jar", *box((-0.3, -0.3, 0), (0.3, 0.3, 0.8)), "earthenware")
    model.place("jar", "prop", placed(0, -17, 0), name="jar.1")
    model.place("jar", "prop", placed(0, -9, 0), name="jar.2")
    model.place("jar", "prop", placed(9, -17, 0), name="jar.3")
    camera = Camera(eye=(0, -20, 1.6), target=(0, 0, 1.6))
    taken = wall.before(model, camera, 4.5)
    assert [model.instances[n].name for n in taken] == ["jar.1"]
    assert len(wall.without(model, taken).instances) == len(model.instances) - 1


# -------------------------------------------------------------------------------- papers


def test_a_colour_script_finds_the_colours_of_a_picture() -> None:
    picture = np.zeros((60, 100, 3), np.uint8)
    picture[:, :70] = (124, 64, 51)
    picture[:, 70:] = (239, 236, 227)
    picture[:12, :12] = (45, 92, 136)
    found = colours.script(picture)
    assert [one.name for one in found] == ["土朱", "铅白", "石青"]
    assert found[0].hex == "#7c4033"
    assert found[0].share == pytest.approx(0.7 - 0.024, abs=1e-3)
    assert sum(one.share for one in found) == pytest.approx(1.0)
    assert colours.script(picture) == found


def test_lab_of_known_colours() -> None:
    lab = colours.to_lab(np.array([(255, 255, 255), (255, 0, 0)], np.uint8))
    np.testing.assert_allclose(lab, [(100, 0, 0), (53.24, 80.09, 67.20)], atol=0.05)


def test_every_matter_of_the_palette_has_a_name_for_the_crew() -> None:
    for material in palette.PIGMENTS:
        title, made = names.matter(material)
        assert title
        assert made
        assert not title.isascii()


def test_a_camera_card_tells_the_angles_of_its_lens() -> None:
    camera = Camera(eye=EYE, target=(0.0, 0.0, 1.6), lens_mm=36, width=1024, height=576)
    body = card.record(camera, 11.5)
    assert body["fov_deg"] == pytest.approx([53.1, 31.4], abs=0.1)
    assert body["sensor_mm"] == [36.0, 20.25]
    assert body["safe"]["player"] is None
    assert ("机位到主体", "11.50 米") in card.rows(body)


def test_the_list_counts_measures_and_says_what_is_built(
    boxes: SetModel, triangles: Triangles, hall: Extent
) -> None:
    camera = Camera(eye=EYE, target=(0.0, 0.0, 1.6), width=144, height=256)
    frame = look(Caster(triangles.corners), triangles, camera)
    real = {n for n, one in enumerate(boxes.instances) if one.element == "column"}
    found = {
        one.element: one
        for one in inventory.items(boxes, triangles, frame, sorted(real)[:2], reach=6.0)
    }
    column = found["柱"]
    assert column.count == 8
    assert column.area == pytest.approx(8 * (4 * 0.5 * 3.6 + 2 * 0.25), abs=0.01)
    assert column.size == (0.5, 0.5, 3.6)
    assert column.matter == "朱漆木"
    assert column.how == "实搭 2 件，余 LED／后期"
    assert found["屋面"].how == "LED／后期"
    assert sum(one.seen for one in found.values()) == pytest.approx(
        float(frame.solid.mean()), abs=1e-3
    )


# ------------------------------------------------------------------------------- the whole


def test_a_set_is_handed_over_whole(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    out = tmp_path / "南禅寺"
    body = scenes.render(
        {"site": "nanchansi", "dressing": ["空镜"], "camera": {"panorama": 256}}, out,
        preset="draft", stage=["hdri", "depth", "papers"], wall="3x2@10",
    )  # fmt: skip
    files = {one["file"]: one for one in body["files"]}
    wanted = {"hdri.exr", "hdri_no_sun.exr", "hdri.json", "depth.exr", "led_wall.exr",
              "led_wall.png", "card.png", "papers.xlsx", "papers.md"}  # fmt: skip
    assert {f"stage/{name}" for name in wanted} <= set(files)
    for name in wanted:
        assert label.verify(out / "stage" / name).status == "compliant"
    depth = opened(out / "stage" / "depth.exr")[1]["Z"]
    raw = np.load(out / "passes" / "raw.npz")["depth_m"]
    np.testing.assert_array_equal(depth, np.where(np.isfinite(raw), raw, exr.BEYOND))
    assert opened(out / "stage" / "led_wall.exr")[1]["RGB"].shape == (200, 300, 3)
    assert body["led_wall"]["pixels"] == [300, 200]
    book = load_workbook(out / "stage" / "papers.xlsx")
    assert book.sheetnames == ["总表", "机位卡", "色彩脚本", "置景单", "不入画"]
    listed = [row[0].value for row in book["置景单"].iter_rows(min_row=2)]
    assert {"柱", "铺作", "院地"} <= set(listed)
    text = (out / "stage" / "papers.md").read_text("utf-8")
    assert body["colours"][0]["srgb"] in text


def test_unknown_stage_files_are_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="papers"):
        scenes.render({"site": "nanchansi"}, tmp_path / "x", stage=["fbx"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--stage", "fbx"], "papers"), (["--wall", "6米"], "6x3.5@2.6"), (["--move", "甩"], "推")],
)
def test_the_command_line_says_what_there_is(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["scene", "render", "--site", "南禅寺", "-o", str(tmp_path / "x"), "--json", *words]
    assert cli.main(asked) == 1
    assert said in json.loads(capsys.readouterr().out)["error"]


def test_without_openexr_one_sentence_says_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name == "OpenEXR":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(RefusedInput, match=r"sanjin\[stage\]"):
        order.Order.of(["depth"])
    assert order.Order.of(["papers"]).kinds == ("papers",)
