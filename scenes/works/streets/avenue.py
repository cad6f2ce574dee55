"""A street of today as geometry: blocks with their signs, ground, lamps, trees, what is parked."""

from __future__ import annotations

from random import Random

import numpy as np

from scenes import planting, signs
from scenes.model import Matrix, SetModel
from scenes.solids import placement
from scenes.works.courts import farm_things
from scenes.works.streets import (
    blades,
    blocks,
    carriageway,
    gatehouse,
    poles,
    streetlamps,
    today,
    touring,
    vehicles,
)
from scenes.works.streets.blocks import Block
from scenes.works.streets.kit import Kit
from scenes.works.streets.today import Gate, Shopfront, TodayWork

_CARS = ("car_white", "car_grey", "car_blue", "car_white")


def raise_street(work: TodayWork) -> SetModel:
    """Return a street of today, its ground and all that stands on it."""
    model = SetModel()
    bodies: dict[Block, tuple[str, SetModel]] = {}
    for block, shops, (x, y, turn) in work.houses:
        at = placement(x, y, work.way.kerb, turn)
        if block not in bodies:
            bodies[block] = (f"block{len(bodies)}.", blocks.body(block))
        prefix, made = bodies[block]
        model.take(made, prefix, at)
        for (a, c), shop, goods in zip(block.spans(), shops, block.goods, strict=True):
            _signed(
                model, block, shop, (a, c), at, lit=work.lit and goods not in ("shutter", "boards")
            )
    _ground(model, work)
    trunks = _trees(model, work)
    _lamps(model, work)
    _parked(model, work, trunks)
    if work.way.foot:
        touring.furnish(model, work.way.half, work.ys, work.seed, z=work.way.kerb)
    if work.wall:
        _fence(model, work)
    if work.gate is not None:
        _gated(model, work, work.gate)
    return model


def _gated(model: SetModel, work: TodayWork, gate: Gate) -> None:
    """Put the gate of an estate, and the flats behind it."""
    x, y, turn = gate.place
    at = placement(x, y, work.way.kerb, turn)
    gatehouse.put(model, gate.name, at, lit=work.lit)
    model.take(blocks.body(gate.behind), "behind.", at @ placement(0.0, 24.0))


def _signed(
    model: SetModel, block: Block, shop: Shopfront, span: tuple[float, float], at: Matrix, *, lit: bool
) -> None:  # fmt: skip
    """Put a shop's fascia and board, and its light."""
    (a, c), z = span, block.ground - blocks.FASCIA / 2 - 0.02
    signs.hang(model, today.fascia(shop, c - a), at @ placement((a + c) / 2, -0.02, z))
    if shop.blade:
        style = "painted_red" if shop.style.startswith("painted") else shop.style
        blades.put(
            model,
            shop.blade,
            style,
            at @ placement(c - 0.16, -0.08, block.ground + 0.15),
            wide=0.46,
        )
    if not lit:
        return
    spots = [((a + c) / 2, 1.5, block.ground - 1.55, 1.5), ((a + c) / 2, -0.75, z - 0.25, 0.9)]
    for x, y, up, power in spots:
        place = (at @ (x, y, up, 1.0))[:3].tolist()
        model.lamps.append({"at": tuple(place), "power": power, "colour": (1.0, 0.88, 0.72)})


def _ground(model: SetModel, work: TodayWork) -> None:
    kit, w = Kit(), work.way
    carriageway.lay(kit, w)
    reach, far = w.half + w.walk + 9.0, w.span[1]
    back = 2 * (w.half + w.walk) + 1.4
    kit.boxes("square", [(-reach, reach, far + 0.002, far + back, -0.45, 0.0 if not w.foot else w.kerb)],
              "slab" if w.foot else "asphalt_dark", "ground")  # fmt: skip
    kit.boxes(
        "apron",
        [(-reach, reach, far + back + 0.002, far + back + 0.8, -0.45, w.kerb)],
        "pavers",
        "ground",
    )
    model.take(kit.model("today.lane"), "way.")


def _trees(model: SetModel, work: TodayWork) -> list[tuple[float, float]]:
    """Plant locusts (国槐) in their pits along both kerbs; return where they stand."""
    w, dice = work.way, Random(f"trees/{work.seed}")
    x = w.half + (carriageway.CURB + 0.72 if not w.foot else 0.9)
    step, first = (work.pits, 2.6) if not w.foot else (2.2 * work.pits, 11.0)
    places = []
    for side in (-1, 1):
        for y in np.arange(work.ys[0] + first + 0.4 * step * (side > 0), work.ys[1] - 1.5, step):
            clear = all(abs(float(y) - c) > 3.2 for c in w.crossings)
            if (
                clear
                and not today.at_gate(work.gate, side, float(y), 6.0)
                and not today.at_lens(work.views, side * x, float(y))
            ):
                places.append((side * x, float(y)))
    kit = Kit()
    carriageway.pits(kit, places, w.kerb)
    model.take(kit.model("today.pits"), "pits.")
    for number, (px, py) in enumerate(places):
        grown = SetModel()
        tall = work.tree * dice.uniform(0.85, 1.1)
        planting.plain_tree(
            grown, "locust", tall, f"{work.seed}/{number % 4}", bare=work.bare, dense=True
        )
        model.take(
            grown, f"tree{number % 4}.{tall:.2f}.", placement(px, py, w.kerb, dice.uniform(0, 6.28))
        )
    return places


def _lamps(model: SetModel, work: TodayWork) -> None:
    """Put what lights the street: bulbs on poles with wires, masts, or lamps for walkers."""
    w = work.way
    if work.lamp == today.WIRED:
        x = w.half + carriageway.CURB + 0.32
        for y in poles.put(model, x, work.ys, arms=2, apart=work.apart):
            streetlamps.bulb(model, placement(x, y, 4.9, -np.pi / 2), lit=work.lit)
    for x, y in work.lamps:
        at = placement(x, y, w.kerb, -np.sign(x) * np.pi / 2)
        if w.foot:
            streetlamps.antique(model, at, lit=work.lit)
        else:
            streetlamps.mast(model, at, led=work.lamp == "LED 灯", lit=work.lit)


def _parked(model: SetModel, work: TodayWork, trunks: list[tuple[float, float]]) -> None:
    """Park cars along one kerb, scooters and bicycles on the walks, clear of trees and crossings."""
    w, dice = work.way, Random(f"parked/{work.seed}")
    if "car" in work.rides:
        for number, y in enumerate(np.arange(work.ys[0] + 14.0, work.ys[1] - 5.0, 6.1)):
            if (
                dice.random() < 0.62
                and all(abs(float(y) - c) > 6.0 for c in w.crossings)
                and not today.at_gate(work.gate, 1, float(y), 8.0)
            ):
                at = placement(w.half - 1.28, float(y), 0.012, np.pi + dice.uniform(-0.02, 0.02))
                vehicles.car(model, at, _CARS[number % 4])
    light = [one for one in work.rides if one != "car"]
    scooter = farm_things.ebike() if "ebike" in light else None
    x = w.half + carriageway.CURB + 0.75
    for side in (-1, 1):
        for start in (5.0, 19.0, 33.0):
            for k in range(dice.choice((2, 3, 4))):
                y = work.ys[0] + start + 4.0 * (side > 0) + 0.72 * k
                taken = any(abs(y - ty) < 1.1 for tx, ty in trunks if tx * side > 0)
                if (
                    not light
                    or taken
                    or today.at_gate(work.gate, side, y, 6.0)
                    or y > work.ys[1] - 3.0
                    or any(abs(y - c) < 3.0 for c in w.crossings)
                ):
                    continue
                turn = dice.uniform(-0.12, 0.12)
                if scooter is not None and dice.random() < 0.65:
                    model.take(
                        scooter,
                        "ebike.",
                        placement(side * x, y, w.kerb, turn + (0.0 if side > 0 else np.pi)),
                    )
                elif "bicycle" in light:
                    vehicles.bicycle(
                        model,
                        placement(side * x, y, w.kerb, turn + side * np.pi / 2),
                        dice.choice(("lacquer_black", "car_blue")),
                    )


def _fence(model: SetModel, work: TodayWork) -> None:
    """Put a low wall with a railing along the side that has no shops."""
    kit, w = Kit(), work.way
    x, (y0, y1) = -(w.half + w.walk), work.ys
    kit.boxes("fence_foot", [(x - 0.24, x, y0, y1, -0.3, w.kerb + 0.55)], "render_grey", "wall")
    kit.boxes(
        "fence_cap",
        [(x - 0.28, x + 0.04, y0, y1, w.kerb + 0.55, w.kerb + 0.62)],
        "cement_pale",
        "wall",
    )
    z = w.kerb + 0.62
    bars = [
        (x - 0.13, x - 0.11, y - 0.01, y + 0.01, z, z + 1.25) for y in np.arange(y0 + 0.1, y1, 0.16)
    ]
    bars += [(x - 0.135, x - 0.105, y0, y1, z + up, z + up + 0.04) for up in (0.12, 1.05)]
    kit.boxes("fence", bars, "sign_black", "railing")
    posts = [
        (x - 0.30, x + 0.06, y - 0.18, y + 0.18, -0.3, w.kerb + 2.1)
        for y in np.arange(y0 + 0.2, y1, 5.0)
    ]
    kit.boxes("fence_post", posts, "render_grey", "wall")
    model.take(kit.model("invention"), "fence.")
