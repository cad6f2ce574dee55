"""The gate of a pass: a block between slopes, a tower on it, walls that climb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import signs, solids
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import members
from scenes.works.naming import title_of
from scenes.works.ramparts import masonry, verdure
from scenes.works.ramparts.masonry import Rampart
from scenes.works.streets import paving
from scenes.works.streets.kit import Kit

BLOCK = 16.0
REACH = 46.0  # metres of wall to either side
STEP = 5.2  # metres of wall on one level
PLAQUE = "鎖晉門"  # our own, where nobody names the gate


@dataclass(frozen=True, kw_only=True, slots=True)
class PassGate(Work):
    """A gate in a mountain pass."""

    rampart: Rampart
    tower: Building
    plaque: str
    leftward: bool
    seed: int


def resolve(book: Ledger) -> PassGate:
    """Return the pass that the ledger's spec, or what stands, asks for."""
    r = masonry.settled(book)
    tower = masonry.tower(book.period, 3, double=r.face == "brick")
    recorded = tuple(book.hall.form.get("signs", ())) if book.hall else ()
    text = (*recorded, *book.spec.signs, PLAQUE)[0]
    plaque = signs.worded(text, book.period, book.case["year"], old=book.period == "dangdai")
    tall = members.top_of(tower)
    book.derived("tower", "关楼高（城台面以上）", 0.9 * tall, tall, 1.1 * tall, "plan")
    top = max(r.height + tall, float(_land()[2].max()))
    return PassGate(
        kind="pass_gate",
        title=title_of(book, "关门"),
        period=book.period,
        year=book.case["year"],
        site=book.hall.id if book.hall else "",
        rampart=r,
        tower=tower,
        plaque=plaque,
        leftward=signs.leftward(book.period, book.case["year"]),
        seed=book.spec.seed,
        form=f"山口关门，{'包砖' if r.face == 'brick' else '夯土'}城台，{tower.roof}关楼，额曰“{plaque}”",
        dimensions=book.rows,
        xs=(-REACH, -BLOCK / 2, BLOCK / 2, REACH),
        ys=(-r.base / 2, r.base / 2),
        heights=(
            Mark(z=r.height, name="城台面", key="height"),
            Mark(z=top, name="最高处", key="tower"),
        ),
        measures={"wall_m": "height", "base_m": "base"},
        cut=1.8,
        invented=("山势、墙随山走的高低：画面布置", "关楼按该代殿堂之制推得"),
        views=(
            Viewpoint(
                name="关前", eye=(-7.5, -41.0, 1.6), target=(0.8, 0.0, 1.6), lens_mm=29, rise=0.20
            ),
            Viewpoint(
                name="门洞", eye=(1.6, -15.0, 1.5), target=(-0.2, 0.0, 1.5), lens_mm=24, rise=0.18
            ),
            Viewpoint(name="山上", eye=(-33.0, -22.0, 17.0), target=(3.0, 2.0, 8.0), lens_mm=30),
        ),
        spots=(
            Spot(at=(0.7, -8.0, 0.05), turn=3.0),
            Spot(at=(-0.9, -12.0, 0.05), turn=0.2),
            Spot(at=(-1.5, -5.2, 0.05), turn=-0.3, role="worker", pose="carry"),
        ),
    )


def _ground(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the height of the slopes: a level way between, rising to both sides."""
    away = np.clip((np.abs(x) - 6.0 - 0.05 * np.abs(y)) / 60.0, 0.0, None)
    swell = 1.2 * np.sin(0.13 * x + 0.21 * y) + 0.9 * np.sin(0.31 * x - 0.17 * y + 1.0)
    return np.asarray(24.0 * away**1.15 + swell * np.clip(3.0 * away, 0.0, 1.0), np.float64)


def _land() -> tuple[NDArray[np.float64], ...]:
    """Return the slopes as a grid of x, y and z."""
    x, y = np.meshgrid(np.linspace(-95, 95, 77), np.linspace(-46, 64, 45), indexing="ij")
    return x, y, _ground(x, y) - 0.04


def raise_pass(work: PassGate) -> SetModel:
    """Return a gate, its tower, its climbing walls and the slopes they stand on."""
    r, kit = work.rampart, Kit()
    wide, deep = masonry.seat(work.tower, (BLOCK, r.base + 2.6))
    masonry.block(kit, r, wide, deep, placement(0.0, 0.0))
    edge = deep / 2 * (1 - 0.10 * min(1.0, 12 / deep)) - 0.3
    masonry.parapet(kit, r, wide, placement(0.0, -edge, r.height))
    masonry.parapet(kit, r, wide, placement(0.0, edge, r.height, np.pi))
    _climb(kit, r)
    x, y, z = _land()
    land = solids.slab(np.stack([x, y, z], axis=-1), z + 2.0)
    kit.add("slope", solids.outward(land), "grass_slope", "ground")
    model = kit.model("wall.height")
    masonry.crown(model, work.tower, placement(0.0, 0.2, r.height))
    sign = Sign(
        text=work.plaque, form="plaque", wide=2.7, high=0.9, style="stone", leftward=work.leftward
    )
    lean = 0.10 * (r.clear + 1.0) / r.height * min(1.0, 12 / deep) * deep / 2
    signs.hang(model, sign, placement(0.0, -deep / 2 + lean - 0.02, r.clear + 1.5))
    way = Kit()
    paving.lay(way, 2.3, -45.0, 62.0, slabs=r.face == "brick")
    model.take(way.model("street.paving"), "way.")
    places = (
        (-15.0, -13.0),
        (17.0, -9.0),
        (-24.0, -19.0),
        (27.0, -16.0),
        (-31.0, 9.0),
        (34.0, 13.0),
    )
    verdure.trees(model, "pine", places, _height, f"pass/{work.seed}")
    return model


def _height(x: float, y: float) -> float:
    return float(_ground(np.array(x), np.array(y))) - 0.05


def _climb(kit: Kit, r: Rampart) -> None:
    """Put the walls to both sides in level pieces, each as high as its ground asks."""
    lower = Rampart(
        height=0.72 * r.height,
        base=0.8 * r.base,
        top=0.8 * r.top,
        merlon=r.merlon,
        inner=r.inner,
        passage=r.passage,
        face=r.face,
        arched=r.arched,
    )
    for side in (-1, 1):
        for k in range(int((REACH - BLOCK / 2) / STEP)):
            x = side * (BLOCK / 2 - 0.4 + (k + 0.5) * STEP)
            z = float(_ground(np.array(x), np.array(0.0)))
            masonry.run(kit, lower, STEP + 0.02, placement(x, 0.0, z - 0.4))
