"""What moves in a set: animals that were asked for, smoke that thins and hides behind walls."""

from __future__ import annotations

import numpy as np
import pytest

import scenes
from scenes import animals, plate, setting
from scenes.camera import Camera
from scenes.light import light
from scenes.model import SetModel
from scenes.raycast import Caster
from scenes.smoke import Plume
from scenes.solids import boxes, placement
from scenes.soundness import enclosed, open_edges


@pytest.mark.parametrize("kind", animals.KINDS)
def test_an_animal_is_solid_and_stands_on_the_ground(kind: str) -> None:
    model = SetModel()
    animals.put(model, kind, 1.0, 2.0, 0.5, 0.7, "one")
    for part in model.parts.values():
        assert open_edges(part.faces) == 0
        assert enclosed(part) > 0
    low = model.flatten().corners[..., 2].min()
    assert low == pytest.approx(0.5, abs=0.02)
    assert {kind} <= set(animals.TITLES)


def test_a_flock_does_not_stand_in_itself() -> None:
    model = SetModel()
    animals.flock(model, "sheep", (0.0, 0.0, 0.0), 5, 3.0, "7")
    at = np.array([i.matrix[:2, 3] for i in model.instances if i.part.endswith(".0")])
    assert len(at) == 5
    apart = np.linalg.norm(at[:, None] - at[None], axis=2)[~np.eye(5, dtype=bool)]
    assert apart.min() > 1.0


def taken(plumes: list[Plume], wall: bool = False) -> np.ndarray:
    model = SetModel()
    setting.lay_earth(model, 0.0)
    if wall:
        model.add_part("wall", *boxes([(-9, 9, 2.0, 2.4, 0, 12)]), "brick")
        model.place("wall", "wall")
    model.plumes += plumes
    triangles = model.flatten()
    camera = Camera(eye=(0, -14, 2.0), target=(0, 0, 2.0), width=120, height=160)
    pixels, _ = plate.paint(
        model, triangles, Caster(triangles.corners), camera, light(9.0, "晴", "秋"), rays=2
    )
    return pixels.astype(int)


def test_smoke_rises_drifts_and_is_hidden_by_what_stands_before_it() -> None:
    plume = Plume(at=(0.0, 6.0, 1.0), tall=6.0, thick=2.0)
    clear, smoky = taken([]), taken([plume])
    changed = np.abs(clear - smoky).sum(2) > 12
    rows, columns = np.nonzero(changed)
    assert changed.any()
    upper = columns[rows < np.median(rows)].mean()
    assert upper > columns[rows >= np.median(rows)].mean()  # the wind is along +x
    assert np.array_equal(taken([], wall=True), taken([plume], wall=True))


def test_a_plume_moves_with_what_it_stands_on() -> None:
    inner, outer = SetModel(), SetModel()
    inner.plumes.append(Plume(at=(1.0, 0.0, 2.0)))
    outer.take(inner, "a_", placement(10.0, 0.0, 0.0, np.pi / 2))
    assert outer.plumes[0].at == pytest.approx((10.0, 1.0, 2.0))


def test_animals_are_there_where_a_word_asks_and_said_to_be_invented(tmp_path: object) -> None:
    spec = {"period": "清", "type": "靠崖窑", "dressing": ["毛驴", "羊群"], "hour": 7.0}
    made = scenes.render(spec, f"{tmp_path}/out", preset="draft")
    assert {"驴：画面布置", "羊：画面布置"} <= set(made["invented"])
    assert not [said for said in made["warnings"] if "驴" in said or "羊" in said]
    court = scenes.render(
        {"period": "清", "bays": 3, "dressing": ["驴", "没有狗"]},
        f"{tmp_path}/court",
        preset="draft",
    )
    assert any(said.startswith("驴") for said in court["invented"])
    assert not any(said.startswith("狗") for said in court["invented"])
