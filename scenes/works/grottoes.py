"""Cliff shrines: the rock face with its cave mouths and niches, and the great figure in the open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import planting, props, solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import colossus, loess
from scenes.works.naming import title_of

_SHELF = 0.9  # metres: the ledge the figure sits on
_BESIDE = 22.0  # metres of rough rock beyond the last cave


@dataclass(frozen=True, kw_only=True, slots=True)
class Grotto(Work):
    """A rock face looking towards −y, its foot at y = 0; metres.

    ``places`` are the middles of the caves along x; the great figure sits in the middle one, whose
    front wall has fallen.
    """

    figure: float
    cliff: float
    door: float
    pitch: float
    places: tuple[float, ...]
    seed: str


def resolve(book: Ledger) -> Grotto:
    """Return the shrine that the ledger's spec asks for."""
    count = int((book.hall.form.get("count") if book.hall else None) or book.spec.count or 5)
    figure = book.settled("figure", "grotto.figure")
    cliff = book.ruled("cliff", "grotto.cliff", figure) + _SHELF
    door = book.ruled("door", "grotto.door")
    pitch = max(book.ruled("pitch", "grotto.pitch"), 1.02 * figure)
    places = tuple((k - (count - 1) / 2) * pitch for k in range(count))
    half = count * pitch / 2
    top = cliff + 3.0
    away = 1.35 * figure
    return Grotto(
        kind=str(book.case["kind"]), title=title_of(book, "石窟"), site=book.hall.id if book.hall else "",
        period=book.period, year=book.case["year"], form=f"砂岩崖面 {count} 窟，露天坐像高 {figure:.1f} 米",
        dimensions=book.rows, xs=(-half, half), ys=(-0.5, 6.0), figure=figure, cliff=cliff, door=door,
        pitch=pitch, places=places, seed=str(book.spec.seed),
        heights=(Mark(z=_SHELF, name="台面"), Mark(z=figure + _SHELF, name="像顶", key="figure"),
                 Mark(z=cliff, name="崖顶", key="cliff"), Mark(z=top, name="山顶")),
        measures={"figure_m": "figure"},
        invented=("窟门、小龛、风化与崖顶草木的位置：示意，非测绘", "造像的面相与衣纹：概形，不能当作文物记录"),
        views=(
            Viewpoint(name="像前", eye=(-0.30 * figure, -1.55 * away, 1.6), target=(0, 0, 1.6), lens_mm=24, rise=0.25),
            Viewpoint(name="崖下侧看", eye=(-0.9 * half, -0.55 * away, 1.6), target=(0.25 * half, 0, 1.6), lens_mm=24, rise=0.17),
            Viewpoint(name="仰看", eye=(0.28 * figure, -0.62 * away, 1.3), target=(0, 0, 1.3), lens_mm=20, pitch=30),
            Viewpoint(name="远望", eye=(0.4 * half, -3.6 * away, 2.2), target=(0, 0, 2.2), lens_mm=35, rise=0.08),
        ),
        spots=(Spot(at=(-1.4, -0.78 * away, 0), turn=3.1, role="monk", pose="joined"),
               Spot(at=(0.6, -0.72 * away, 0), turn=3.2, role="woman", pose="joined"),
               Spot(at=(1.5, -0.80 * away, 0), turn=3.0, role="girl", pose="down"),
               Spot(at=(-0.15 * figure, -1.05 * away, 0), turn=2.9, role="worker", pose="pole"),
               Spot(at=(0.09 * figure, -0.62 * away, 0), turn=2.6, role="man")),
    )  # fmt: skip


def raise_work(g: Grotto) -> SetModel:
    """Return the rock face, its caves and its figure."""
    model = SetModel()
    rng = np.random.default_rng(len(g.seed) * 7919 + sum(map(ord, g.seed)))
    _face(model, g)
    _rock(model, g, rng)
    _niches(model, g)
    _great_figure(model, g)
    _ground(model, g, rng)
    return model


def _mouths(g: Grotto) -> list[tuple[float, float, float, float]]:
    """Return the openings (x0, x1, z0, z1) of the caves: a door, and a window over it."""
    found = []
    for k, x in enumerate(g.places):
        if k == len(g.places) // 2:
            continue
        high = 0.24 * g.cliff
        found.append((x - g.door / 2, x + g.door / 2, 0.0, high))
        found.append((x - 0.62 * g.door, x + 0.62 * g.door, 0.46 * g.cliff, 0.66 * g.cliff))
    return found


def _face(model: SetModel, g: Grotto) -> None:
    """Cut the face in bands about the openings, so that every stone of it is a closed solid."""
    rows = []
    bay = 0.94 * g.pitch
    for k, x in enumerate(g.places):
        x0, x1 = x - g.pitch / 2, x + g.pitch / 2
        if k == len(g.places) // 2:
            rows += [
                (x0, x - bay / 2, 0.0, 5.4, -0.3, g.cliff),
                (x + bay / 2, x1, 0.0, 5.4, -0.3, g.cliff),
            ]
            continue
        cuts = [m for m in _mouths(g) if x0 < m[0] < x1]
        low = -0.3
        for a, b, z0, z1 in cuts:
            if z0 > low:
                rows.append((x0, x1, 0.0, 1.6, low, z0))
            rows += [(x0, a, 0.0, 1.6, max(z0, low), z1), (b, x1, 0.0, 1.6, max(z0, low), z1)]
            low = z1
        rows.append((x0, x1, 0.0, 1.6, low, g.cliff))
        rows += [(x0, x1, 5.0, 5.4, -0.3, g.cliff), (x0, x0 + 0.4, 1.6, 5.0, -0.3, g.cliff),
                 (x1 - 0.4, x1, 1.6, 5.0, -0.3, g.cliff)]  # fmt: skip
    model.add_part("face", *solids.boxes(rows), "sandstone")
    model.place("face", "cliff", rule="grotto.cliff")
    middle = g.places[len(g.places) // 2]
    back = solids.boxes([(middle - bay / 2, middle + bay / 2, 5.0, 5.4, -0.3, g.cliff)])
    model.add_part("back", *back, "sandstone")
    model.place("back", "cliff", rule="grotto.cliff")
    _weather(model, g)
    lintels = [(a - 0.35, b + 0.35, -0.12, 0.0, z1 + 0.08, z1 + 0.45) for a, b, _, z1 in _mouths(g)]
    model.add_part("lintels", *solids.boxes(lintels), "sandstone")
    model.place("lintels", "cliff", rule="invention")


def _weather(model: SetModel, g: Grotto) -> None:
    """Leave beds of harder stone standing out of the face, and the sockets of lost beams in it."""
    rng = np.random.default_rng(23 + len(g.places))
    beds, sockets = [], []
    for k, x in enumerate(g.places):
        if k == len(g.places) // 2:
            continue
        x0, x1 = x - g.pitch / 2, x + g.pitch / 2
        for z in [*np.arange(0.69, 0.99, 0.045) * g.cliff, 0.27 * g.cliff, 0.31 * g.cliff]:
            at = x0
            while at < x1 - 0.5:
                long = min(float(rng.uniform(0.8, 4.0)), x1 - at)
                if rng.random() < 0.7:
                    high = float(rng.uniform(0.10, 0.32))
                    beds.append((at, at + long, -float(rng.uniform(0.04, 0.2)), 0.02, z, z + high))
                at += long
        sockets += [(a, a + 0.26, -0.225, 0.0, 0.672 * g.cliff, 0.672 * g.cliff + 0.3)
                    for a in np.arange(x0 + 0.6, x1 - 0.6, 1.35)]  # fmt: skip
    model.add_part("beds", *solids.boxes(beds), "sandstone")
    model.place("beds", "cliff", rule="invention")
    model.add_part("sockets", *solids.boxes(sockets), "dark")
    model.place("sockets", "cliff", solids.placement(0, 0.22), rule="invention")


def _rock(model: SetModel, g: Grotto, rng: np.random.Generator) -> None:
    """Let the hill run on beside and above the worked face in weathered beds of stone."""
    half = g.xs[1]
    meshes: list[Mesh] = []
    for s in (-1, 1):
        low, high = (half + 0.3, half + _BESIDE) if s > 0 else (-half - _BESIDE, -half - 0.3)
        meshes.append(loess.pillars(rng, low, high, 0.6, -0.3, 0.92 * g.cliff, rough=0.9, wide=2.6))
    out = half + _BESIDE
    z = g.cliff
    while z < g.heights[-1].z - 0.05:  # beds of stone, each a little back of the one below
        thick = min(float(rng.uniform(0.5, 1.1)), g.heights[-1].z - z)
        if g.heights[-1].z - z - thick < 0.3:
            thick = g.heights[-1].z - z
        edge = [
            (float(x), float(rng.uniform(-0.25, 0.35)) + 0.5 * (z - g.cliff))
            for x in np.arange(-out, out + 1, 1.7)
        ]
        outline = [*edge, (out + 1, 30.0), (-out, 30.0)]
        meshes.append(solids.shifted(solids.prism(outline, thick, "xy"), z=z + thick / 2))
        z += thick
    model.add_part("rock", *solids.merge(*meshes), "sandstone")
    model.place("rock", "cliff", rule="invention")
    line = [(float(x), 1.9, g.heights[-1].z - 0.02) for x in np.arange(-out, out, 0.9)]
    loess.tufts(model, rng, line, g.seed)


def _niches(model: SetModel, g: Grotto) -> None:
    """Cut rows of small niches with a seated figure in each beside every cave mouth."""
    side, deep = 0.62, 0.10
    frame = [(-side / 2, side / 2, -deep, 0.0, 0.74, 0.84), (-side / 2, -side / 2 + 0.07, -deep, 0.0, 0.0, 0.74),
             (side / 2 - 0.07, side / 2, -deep, 0.0, 0.0, 0.74), (-side / 2, side / 2, -deep, 0.0, -0.08, 0.0)]  # fmt: skip
    model.add_part("niche", *solids.boxes(frame), "sandstone")
    model.add_part("small", *colossus.small(0.66), "sandstone")
    for k, x in enumerate(g.places):
        if k == len(g.places) // 2:
            continue
        for s in (-1, 1):
            reach = int((g.pitch / 2 - 0.62 * g.door - 0.8) / 0.78)
            for row in range(5):
                for col in range(reach):
                    at = x + s * (0.62 * g.door + 0.75 + 0.78 * col)
                    z = 0.36 * g.cliff + 0.98 * row
                    if z + 1.0 < g.cliff:
                        model.place(
                            "niche", "statue", solids.placement(at, -0.002, z), rule="invention"
                        )
                        model.place(
                            "small",
                            "statue",
                            solids.placement(at, -0.03, z + 0.01),
                            rule="invention",
                        )


def _great_figure(model: SetModel, g: Grotto) -> None:
    middle = g.places[len(g.places) // 2]
    shelf = solids.boxes(
        [(middle - 0.46 * g.pitch, middle + 0.46 * g.pitch, -0.6, 5.0, -0.2, _SHELF)]
    )
    model.add_part("shelf", *shelf, "sandstone")
    model.place("shelf", "platform", rule="invention")
    model.add_part("halo", *colossus.halo(g.figure), "sandstone")
    model.place("halo", "statue", solids.placement(middle, 4.99, _SHELF), rule="grotto.figure")
    model.add_part("figure", *colossus.seated(g.figure), "sandstone")
    model.place("figure", "statue", solids.placement(middle, 2.6, _SHELF), rule="grotto.figure")
    attendant = colossus.standing(0.62 * g.figure)
    model.add_part("attendant", *attendant, "sandstone")
    model.place(
        "attendant",
        "statue",
        solids.placement(middle + 0.395 * g.pitch, 0.6, _SHELF),
        rule="invention",
    )


def _ground(model: SetModel, g: Grotto, rng: np.random.Generator) -> None:
    """Lay the gravel before the cliff, fallen stones and dry grass."""
    half, front = g.xs[1] + _BESIDE, 3.2 * g.figure
    model.add_part("gravel", *solids.boxes([(-half, half, -front, 0.4, -0.3, 0.0)]), "earth_yard")
    model.place("gravel", "ground", rule="invention")
    for k in range(26):
        x, y = float(rng.uniform(-half, half)), -abs(float(rng.normal(0, 2.2))) - 0.5
        if abs(x) > 0.5 * g.pitch:
            props.stone(
                model, x, y, float(rng.uniform(0.2, 0.7)), float(rng.uniform(0, 6.2)), k % 3
            )
    spots = [(float(rng.uniform(-half, half)), -0.4 - abs(float(rng.normal(0, 5.0))), float(rng.uniform(0.06, 0.22)))
             for _ in range(320)]  # fmt: skip
    planting.grass(model, spots, g.seed)
    _way(model, g, rng)


def _way(model: SetModel, g: Grotto, rng: np.random.Generator) -> None:
    """Lay worn slabs from the open ground up to the great figure; weeds and stones beside them."""
    away = 1.35 * g.figure
    slabs = []
    for k in range(int(1.9 * away / 0.95)):
        y, drift = -2.2 - 0.95 * k, -0.072 * g.figure * (k * 0.95 / away) ** 1.6
        for s, w in ((-1, rng.uniform(0.85, 1.25)), (1, rng.uniform(0.85, 1.25))):
            x0, x1 = sorted((drift + s * 0.02, drift + s * w))
            slabs.append((x0, x1, y - 0.90, y, -0.2, float(rng.uniform(0.015, 0.045))))
    model.add_part("way", *solids.boxes(slabs), "slab")
    model.place("way", "ground", rule="invention")
    tufts = []
    for _ in range(380):
        y = -float(rng.uniform(2.0, 2.0 * away))
        x = float(rng.choice((-1, 1))) * (1.5 + abs(float(rng.normal(0, 0.35 * away))))
        tufts.append(
            (x - 0.3 * max(0.0, -y / away - 0.6) * g.figure / 3, y, float(rng.uniform(0.08, 0.34)))
        )
    planting.grass(model, tufts, f"{g.seed}way")
    for k in range(7):
        x, y = float(rng.uniform(2.2, 9.0)) * (-1) ** k, -float(rng.uniform(0.5, 1.8)) * away
        if k % 2:
            planting.shrub(model, x, y, float(rng.uniform(0.4, 0.9)), g.seed)
        else:
            props.stone(model, x, y, float(rng.uniform(0.3, 0.7)), k, k % 3)
