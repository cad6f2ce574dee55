from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import scenes
from scenes import compositions, sheet
from scenes.camera import Extent
from scenes.compositions import CANDIDATES, HEROES, Composition
from scenes.light import light
from scenes.model import SetModel
from scenes.raycast import Caster
from scenes.shots import Shot
from scenes.turned import box


@pytest.fixture(scope="module")
def ranked(boxes: SetModel) -> list[Composition]:
    return scenes.compose(boxes, "9:16", len(CANDIDATES))


def test_compositions_come_best_first_with_reasons(ranked: list[Composition]) -> None:
    assert ranked[0].score == max(one.score for one in ranked)
    assert len(ranked) >= 20
    for one in ranked:
        assert 0 <= one.score <= 1
        assert all(0 <= part <= 1 for part in one.parts.values())
        assert one.reasons
        assert one.camera.width < one.camera.height


def test_the_few_best_are_not_alike(boxes: SetModel) -> None:
    few = scenes.compose(boxes, "16:9", 5)
    assert len({(c.shot.place.removesuffix("_left"), c.shot.shot, c.shot.angle) for c in few}) == 5


def test_the_same_set_gives_the_same_order(boxes: SetModel, ranked: list[Composition]) -> None:
    again = scenes.compose(boxes, "9:16", len(CANDIDATES))
    assert [(c.shot, c.score) for c in again] == [(c.shot, c.score) for c in ranked]


def score(model: SetModel, shot: Shot, part: str, shape: str = "9:16") -> float:
    return scenes.compose(model, shape, 1, candidates=[shot])[0].parts[part]


def test_a_thing_before_the_hall_costs_and_one_beside_it_does_not(boxes: SetModel) -> None:
    def treed(x: float, y: float) -> SetModel:
        model = SetModel(dict(boxes.parts), list(boxes.instances))
        model.add_part("crown", *box((x - 3, y - 3, 0), (x + 3, y + 3, 9)), "needles")
        model.place("crown", "tree")
        return model

    front = Shot(place="front")
    assert score(treed(0, -14), front, "open") < 0.3
    assert score(treed(30, 20), front, "open") == 1.0


def test_a_cut_off_ridge_costs(boxes: SetModel) -> None:
    assert score(boxes, Shot(), "ridge") == 1.0
    tele = scenes.compose(boxes, "9:16", 1, candidates=[Shot(place="front", lens_mm=50)])[0]
    wide = replace(boxes, parts={**boxes.parts})
    wide.add_part("ridge", *box((-30, -0.4, 5.6), (30, 0.4, 8.2)), "ridge")
    assert score(wide, Shot(place="front", lens_mm=50), "ridge") < tele.parts["ridge"]


def test_only_the_axis_is_symmetrical(boxes: SetModel) -> None:
    assert score(boxes, Shot(place="front"), "symmetry") > 0.95
    assert "symmetry" not in scenes.compose(boxes, "9:16", 1, candidates=[Shot()])[0].parts


def test_an_unnamed_camera_is_the_best_hero_and_a_named_one_is_obeyed(boxes: SetModel) -> None:
    triangles = boxes.flatten()
    found, _ = compositions.choose({"shape": "16:9"}, triangles, "16:9", 512)
    best = max(
        scenes.compose(boxes, "16:9", 99, long=512, candidates=HEROES), key=lambda c: c.score
    )
    assert found.camera == best.camera
    assert found.chosen["score"] == best.score
    named, _ = compositions.choose({"shot": "中景"}, triangles, "16:9", 512)
    assert named.words["景别"] == "中景"
    assert not named.chosen


def test_tiles_are_left_out_only_where_boards_carry_them() -> None:
    _, model = scenes.build({"site": "nanchansi"})
    full = model.flatten()
    rough = compositions.coarse(full)
    assert len(rough.corners) < 0.7 * len(full.corners)
    high = [t.corners[..., 2].max() for t in (full, rough)]
    assert high[0] == pytest.approx(high[1], abs=0.05)


def test_the_sheet_shows_each_camera_in_its_own_picture(
    boxes: SetModel, hall: Extent, ranked: list[Composition], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "_AREA", 12_000)
    triangles = boxes.flatten()
    caster = Caster(triangles.corners)
    page = sheet.draw(boxes, triangles, caster, hall, ranked[:3], light("昼"))
    assert page.width > 3 * 82
    assert len(np.unique(np.asarray(page).reshape(-1, 3), axis=0)) > 2000
    fewer = sheet.draw(boxes, triangles, caster, hall, ranked[:1], light("昼"))
    assert fewer.width < page.width
