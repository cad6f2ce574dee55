"""Did the picture keep the building: right and wrong halls, spoiled renders, forms."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import scenes
from benchmarks.kept import blurred, noisy, recoloured, seen_of, warped
from heritage_kb.errors import RefusedInput
from scenes import brush
from scenes.kept import bays, judge, lines, rubric
from scenes.kept.seen import Seen, fitted, read
from scenes.snapshot import Snapshot, snap

SPEC: dict[str, Any] = {"period": "金", "bays": 3, "rafters": 6, "roof": "歇山", "seed": 4}


@pytest.fixture(scope="module")
def right() -> Snapshot:
    return snap(SPEC, 512, "9:16", people=False)


@pytest.fixture(scope="module")
def seen(right: Snapshot) -> Seen:
    body = {"spec": {"period": "金", "kind": "temple", "type": "hall"}}
    one = seen_of(right)
    return replace(one, body={**one.body, **body})


@pytest.fixture(scope="module")
def wrong(right: Snapshot) -> dict[str, Snapshot]:
    """The same plan under another roof, and other bays over the same width; from one camera."""
    whole = sum(right.building.bays)  # type: ignore[union-attr]
    parts = np.array([1, 1, 1.15, 1, 1]) * whole / 5.15
    asked = {
        "roof": SPEC | {"roof": "悬山"},
        "bays": SPEC | {"bays": 5, "bay_widths": [round(float(p), 3) for p in parts]},
    }
    camera = right.found.camera
    return {k: snap(v, 512, "9:16", camera=camera, people=False) for k, v in asked.items()}


def test_a_picture_of_another_building_is_told_from_a_spoiled_right_one(
    right: Snapshot, wrong: dict[str, Snapshot], seen: Seen
) -> None:
    drawn, rng = lines.drawing(seen), np.random.default_rng(3)
    good = [
        lines.weakest(drawn, lines.marks(spoil(right.pixels, rng)), 3.0)
        for spoil in (blurred, noisy, recoloured, warped)
    ]
    bad = [lines.weakest(drawn, lines.marks(one.pixels), 3.0) for one in wrong.values()]
    assert min(good) > max(bad)


def test_a_wrong_roof_is_refused_with_why_and_a_stronger_control(
    wrong: dict[str, Snapshot], seen: Seen
) -> None:
    verdict = judge.examine(seen, wrong["roof"].pixels)
    assert not verdict.kept
    assert "脊" in verdict.why[0]
    assert verdict.try_next["depth"] >= 0.8
    assert not json.loads(json.dumps(verdict.record()))["kept"]


def test_the_plate_itself_is_kept_at_any_size(right: Snapshot, seen: Seen) -> None:
    big = np.asarray(Image.fromarray(right.pixels).resize((576, 1024), Image.Resampling.BICUBIC))
    for picture in (right.pixels, big):
        verdict = judge.examine(seen, picture)
        assert verdict.kept, verdict.why
        assert min(part.recall for part in verdict.parts.values()) > 0.85


def test_a_room_without_columns_or_ridges_is_held_to_its_outlines() -> None:
    room = snap({"type": "炕屋", "period": "清", "hour": 10.0}, 256, "1:1", people=False)
    seen = replace(seen_of(room), body={"spec": {"period": "清", "type": "炕屋"}, "building": {}})
    assert "column" not in lines.drawing(seen).parts
    assert judge.examine(seen, room.pixels).kept
    turned = judge.examine(seen, np.ascontiguousarray(room.pixels[:, ::-1]))
    assert not turned.kept
    assert "轮廓" in turned.why[0]


def test_where_there_is_no_line_nothing_is_called_kept(seen: Seen) -> None:
    dark = replace(seen, plate=np.zeros_like(seen.plate))
    verdict = judge.examine(dark, dark.plate)
    assert not verdict.kept
    assert "没有可核的线" in verdict.why[0]


def test_nothing_but_noise_is_no_building(right: Snapshot, seen: Seen) -> None:
    noise = np.random.default_rng(0).integers(0, 256, right.pixels.shape).astype(np.uint8)
    assert not judge.examine(seen, noise).kept
    for grain in (1.0, 1.5, 2.0, 3.0, 6.0):  # at some of them an edge lies near every line
        cloud = brush.blur(noise.astype(np.float32), grain)
        busy = np.clip((cloud - cloud.mean()) / cloud.std() * 50 + 128, 0, 255).astype(np.uint8)
        told = judge.examine(seen, busy)
        assert not told.kept
        assert told.above_chance < judge.CHANCE
    grey = np.full_like(right.pixels, 120)
    assert judge.examine(seen, grey).weakest == 0


def test_bays_are_counted_on_the_picture(
    right: Snapshot, wrong: dict[str, Snapshot], seen: Seen
) -> None:
    told = bays.count(seen, right.pixels)
    assert told is not None
    assert (told.told, told.meant) == (3, 3)
    other = bays.count(seen, wrong["bays"].pixels)
    assert other is not None
    assert other.told == 5 or not other.sure  # a picture this small does not show five surely


def test_a_set_that_is_no_hall_has_no_bays(seen: Seen, right: Snapshot) -> None:
    work = replace(seen, body={**seen.body, "building": {"title": "塔"}})
    assert bays.count(work, right.pixels) is None


def test_a_yellow_glazed_roof_is_another_paint_whatever_the_light(
    right: Snapshot, seen: Seen
) -> None:
    warm = np.clip(right.pixels * [1.1, 1.0, 0.85], 0, 255).astype(np.uint8)
    assert not [tint for tint in judge.examine(seen, warm).tints if tint.fails]
    roof = seen.of("roof")
    painted = warm.copy()
    painted[roof] = np.clip(warm[roof] * [1.9, 1.45, 0.3], 0, 255)
    failed = [tint for tint in judge.examine(seen, painted).tints if tint.fails]
    assert [tint.part for tint in failed] == ["roof"]
    assert failed[0].seen == "黄"


def test_depth_ranks_agree_with_themselves_and_not_upside_down(right: Snapshot, seen: Seen) -> None:
    near = np.where(np.isfinite(seen.depth), 1 / seen.depth, 0)
    assert judge.examine(seen, right.pixels, depth=lambda _p: near).depth == pytest.approx(1.0)
    turned = judge.examine(seen, right.pixels, depth=-near)
    assert turned.depth == pytest.approx(-1.0)
    assert not turned.kept
    flat = judge.rank_agreement(seen, np.ones_like(near))
    assert flat == 0.0
    with pytest.raises(RefusedInput, match="画幅"):
        judge.rank_agreement(seen, near[:100])


def test_a_picture_of_another_shape_is_refused(right: Snapshot, seen: Seen) -> None:
    with pytest.raises(RefusedInput, match="画幅不同"):
        fitted(right.pixels[:300], seen.size)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("kept") / "set"
    scenes.render(SPEC, out, "draft", people=False)
    return out


def test_a_render_is_read_back_and_judged_from_its_folder(folder: Path) -> None:
    verdict = judge.examine(folder, folder / "plate.png")
    assert verdict.kept, verdict.why
    assert set(verdict.parts) >= {"column", "ridge"}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "passes/raw.npz").unlink(), "缺少 raw.npz"),
        (lambda f: (f / "passes/legend.json").write_text("{}"), "不是同一份"),
        (lambda f: (f / "manifest.json").write_text("{"), "读不出"),
        (lambda f: (f / "manifest.json").write_text("[]"), "读不出"),
        (lambda f: _edit(f / "manifest.json", format=99), "另一版本"),
    ],
)
def test_a_render_that_was_meddled_with_is_refused_in_one_sentence(
    folder: Path, tmp_path: Path, spoil: Any, said: str
) -> None:
    copy = tmp_path / "set"
    shutil.copytree(folder, copy)
    spoil(copy)
    with pytest.raises(RefusedInput, match=said) as refused:
        judge.examine(copy, folder / "plate.png")
    assert "\n" not in str(refused.value)


def _edit(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), encoding="utf-8")


def test_what_is_no_picture_is_refused(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "no.png").write_bytes(b"no picture")
    for path in (tmp_path / "no.png", tmp_path / "gone.png"):
        with pytest.raises(RefusedInput, match="打不开"):
            judge.examine(read(folder), path)


def test_a_form_is_filled_read_and_summed(tmp_path: Path) -> None:
    blank = rubric.form('殿"一".png', "金殿")
    files = []
    for number, score in enumerate((4, 2)):
        file = tmp_path / f"{number}.toml"
        file.write_text(blank.replace("# score =", f"score = {score}"), encoding="utf-8")
        files.append(file)
    row = rubric.report(files)["pictures"]['殿"一".png']
    assert row["total"] == 15.0
    assert row["passes"] is False  # one hand saw what must be mended
    assert row["parts"]["structure"]["apart"] == 2
    assert rubric.report(files[:1])["pictures"]['殿"一".png']["passes"] is True


def test_a_blank_form_passes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text(rubric.form("a.png", "殿"), encoding="utf-8")
    row = rubric.report([file])["pictures"]["a.png"]
    assert row["total"] is None
    assert row["passes"] is None
    assert "待填" in rubric.said(rubric.report([file]))


@pytest.mark.parametrize(
    "text", ["proportion = 3", "[proportion]\nscore = 9", "x =", '[period]\nscore = "高"']
)
def test_a_form_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedInput, match="评分表"):
        rubric.report([file])
