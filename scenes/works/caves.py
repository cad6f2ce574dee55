"""Cave dwellings: dug into a cliff, vaulted on level ground, round a sunken court, up a slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage_kb.errors import RefusedInput
from scenes import animals, props, smoke, solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import cavefront, farmyard, loess
from scenes.works.cavefront import Front
from scenes.works.naming import title_of

_TITLES = {
    "cliff_cave": "靠崖窑院",
    "vault_cave": "锢窑院",
    "pit_cave": "天井窑院",
    "cave_village": "窑洞村",
}
_SIDE = 26.0  # metres of hill beyond the yard
_CREST = 5.5  # metres the hill rises over the cut face
_PARAPET = 0.42  # metres: 拦马墙 round a sunken court
_STAIR = 4.4  # metres of a plot beside its vaults: end walls, the stair to the roof (source: own)
_MEALS = ((5.5, 9.0), (16.5, 19.5))  # o'clock
_BARE = ("冬", "winter")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caves(Work):
    """A yard of caves, metres.

    ``count`` caves of ``front``, ``pitch`` apart; ``face`` the height of the cut face; ``yard`` its
    depth before the face, ``half`` half of its width. ``rows`` are terraces of a village, one
    above the other.
    """

    count: int
    front: Front
    pitch: float
    face: float
    yard: float
    half: float
    rows: int
    bare: bool
    late: bool
    smokes: bool
    seed: str


def resolve(book: Ledger) -> Caves:
    """Return the caves that the ledger's spec asks for."""
    kind = str(book.case["kind"])
    front = _front(book)
    pier = book.ruled("pier", "cave.pier")
    face = book.ruled("face", "cave.face")
    book.ruled("depth", "cave.depth")
    count = _count(book, kind)
    pitch = front.width + pier
    count, half = _fitted(book, kind, count, pitch, pier)
    yard = _yard(book, kind, half)
    rows = _terraces(book, kind)
    top = _top(kind, face, rows)
    ys = (-half, half) if kind == "pit_cave" else (-yard / 2, yard / 2)
    return Caves(
        kind=kind, title=title_of(book, _TITLES[kind]), site=book.hall.id if book.hall else "",
        period=book.period, year=book.case["year"], form=_form(kind, count, front, rows),
        dimensions=book.rows, xs=(-half, half), ys=ys, count=count, front=front, pitch=pitch,
        face=face, yard=yard, half=half, rows=rows,
        front_y=0.5 - half if kind == "pit_cave" else None,
        heights=_heights(front, face, top),
        bare=book.spec.season in _BARE, late=book.period in ("qing", "minguo", "dangdai"),
        measures={"cave_width_m": "width", "cave_height_m": "height", "cave_depth_m": "depth",
                  "face_m": "face"},
        invented=("院中陈设、树木、崖面的起伏：画面布置，无测绘依据",), views=_views(kind, half, yard, face),
        spots=_spots(kind, half, yard), seed=str(book.spec.seed),
        smokes=_is_mealtime(book.spec.hour),
    )  # fmt: skip


def _is_mealtime(hour: float | None) -> bool:
    """Return whether hearths smoke: morning and evening (source: own)."""
    return hour is not None and any(low <= hour <= high for low, high in _MEALS)


def _front(book: Ledger) -> Front:
    return Front(
        width=book.settled("width", "cave.width"), height=book.settled("height", "cave.height"),
        spring=book.ruled("spring", "cave.spring"), sill=book.ruled("sill", "cave.sill"),
        recess=book.ruled("recess", "cave.recess"), matter=book.chosen("cave.front"),
        grid=book.chosen("cave.lattice"), pane=book.chosen("cave.pane"),
    )  # fmt: skip


def _count(book: Ledger, kind: str) -> int:
    usual = {"cliff_cave": 3, "vault_cave": 5, "pit_cave": 8, "cave_village": 5}[kind]
    said = book.spec.count or (book.hall.form.get("count") if book.hall else None)
    return int(said or usual)


def _fitted(book: Ledger, kind: str, count: int, pitch: float, pier: float) -> tuple[int, float]:
    """Return how many caves stand on the plot and half of the yard's width.

    Raises:
        RefusedInput: as many as were asked for do not fit.
    """
    half = max(count if kind != "pit_cave" else -(-count // 4), 1) * pitch / 2
    if not book.spec.site_m:
        return count, max(half, 5.2 if kind == "pit_cave" else 4.6)
    wide, sides = book.spec.site_m[0], 4 if kind == "pit_cave" else 1
    spare = _STAIR if kind == "vault_cave" else -pier
    most = int((wide - spare) // pitch) * sides
    if most < 1 or (book.spec.count and count > most):
        needed = -(-(count if book.spec.count else 1) // sides) * pitch + spare
        fewer = f"count 写 {most} 以内，或" if most else ""
        raise RefusedInput(
            f"{wide:g} 米宽的院排不下 {count} 孔窑，一孔连窑腿要 {pitch:.1f} 米；"
            f"请改：{fewer}site_m 的宽写到 {needed + 0.1:.1f} 以上。",
            f"A plot {wide:g} m wide has no room for {count} caves {pitch:.1f} m apart.",
        )
    return min(count, most), wide / 2


def _yard(book: Ledger, kind: str, half: float) -> float:
    if kind == "pit_cave":
        return 2 * half
    if book.spec.site_m:
        return book.asked("yard", "院深", book.spec.site_m[1])
    return book.ruled("yard", "cave.yard")


def _terraces(book: Ledger, kind: str) -> int:
    said = book.spec.storeys or (book.hall.form.get("storeys") if book.hall else None)
    return int(said or 3) if kind == "cave_village" else 1


def _top(kind: str, face: float, rows: int) -> float:
    if kind == "vault_cave":
        return face
    return face + _PARAPET if kind == "pit_cave" else face * rows + _CREST


def _heights(front: Front, face: float, top: float) -> tuple[Mark, ...]:
    marks = [Mark(z=front.spring, name="券脚", key="spring"), Mark(z=front.height, name="窑顶", key="height"),
             Mark(z=face, name="崖面顶", key="face")]  # fmt: skip
    if top > face:
        marks.append(Mark(z=top, name="山顶" if top > face + 1 else "拦马墙顶"))
    return tuple(marks)


def _form(kind: str, count: int, front: Front, rows: int) -> str:
    said = {"cliff_cave": f"靠崖 {count} 孔", "vault_cave": f"{front.matter}券 {count} 孔",
            "pit_cave": f"天井四壁 {count} 孔", "cave_village": f"顺坡 {rows} 层，每层 {count} 孔"}  # fmt: skip
    return f"{said[kind]}，{front.matter}窑脸，{front.grid}窗"


def _views(kind: str, half: float, yard: float, face: float) -> tuple[Viewpoint, ...]:
    if kind == "pit_cave":
        return (
            Viewpoint(name="塬上俯看", eye=(-0.5 * half, -half - 0.6, face + 2.0), target=(0.12 * half, half, face),
                      lens_mm=19, pitch=-26, rise=-0.04),
            Viewpoint(name="院心", eye=(-0.55 * half, -0.8 * half, 1.55), target=(0.5 * half, half, 1.55), lens_mm=22, rise=0.10),
            Viewpoint(name="平视塬面", eye=(half + 9, -half - 13, face + 1.6), target=(0, 0, face + 1.6), lens_mm=32, pitch=-8),
        )  # fmt: skip
    back = yard / 2
    if kind == "cave_village":
        return (
            Viewpoint(name="对面崖上", eye=(-0.75 * half, -yard - 22, 5.0), target=(0.08 * half, back, 5.0), lens_mm=27, rise=0.19),
            Viewpoint(name="村道", eye=(0.55 * half, -back - 5, 1.6), target=(-0.3 * half, back, 1.6), lens_mm=24, rise=0.12),
            Viewpoint(name="崖畔", eye=(-0.8 * half, back + 1.5, face + 1.6), target=(0.9 * half, back + 5, face + 1.6), lens_mm=28),
        )  # fmt: skip
    return (
        Viewpoint(name="院口", eye=(-0.70 * half, 0.8 - back, 1.6), target=(0.34 * half, back, 1.6), lens_mm=21, rise=0.14),
        Viewpoint(name="院心", eye=(0.55 * half, -0.6 * back, 1.5), target=(-0.3 * half, back, 1.5), lens_mm=24, rise=0.10),
        Viewpoint(name="窑口", eye=(-0.9 * half, back - 2.6, 1.5), target=(half, back - 0.9, 1.5), lens_mm=28, rise=0.03),
        Viewpoint(name="正面", eye=(0.0, -back - 9, 2.0), target=(0, back, 2.0), lens_mm=30, rise=0.06),
    )  # fmt: skip


def _spots(kind: str, half: float, yard: float) -> tuple[Spot, ...]:
    back = half if kind == "pit_cave" else yard / 2
    about = _before_village(half, back) if kind == "cave_village" else ()
    return (
        Spot(at=(0.35 * half, back - 2.2, 0), turn=0.5, role="woman", pose="carry"),
        Spot(at=(-0.30 * half, back - 3.4, 0), turn=-0.6, role="man"),
        Spot(at=(-0.10 * half, back - 4.3, 0), turn=2.4, role="girl"),
        Spot(at=(0.10 * half, back - 1.5, 0), turn=-0.5, role="elder", pose="cane"),
        *about,
    )  # fmt: skip


def _before_village(half: float, back: float) -> tuple[Spot, ...]:
    """Return the way to the gate, and the open ground where soldiers, if any, fall in."""
    ranks = [
        Spot(at=(-0.42 * half + 1.15 * k, -back - 4.2 - 1.3 * row, 0.0), turn=1.45, role="soldier")
        for row in range(3) for k in range(7)
    ]  # fmt: skip
    return (
        Spot(at=(0.45 * half + 0.3, -back - 5.5, 0.0), turn=2.9, role="worker", pose="pole"),
        Spot(at=(0.45 * half - 1.0, -back - 2.6, 0.0), turn=0.5, role="woman"),
        Spot(at=(0.45 * half - 1.7, -back - 2.9, 0.0), turn=-0.6, role="boy"),
        *ranks,
    )


# --------------------------------------------------------------------------------------- geometry


def raise_work(work: Caves) -> SetModel:
    """Return the caves, their hill and their yard."""
    model = SetModel()
    rng = np.random.default_rng(_number(work.seed))
    cavefront.register(model, work.front, "cave")
    {"cliff_cave": _cliff, "vault_cave": _vaults, "pit_cave": _pit, "cave_village": _village}[
        work.kind
    ](model, work, rng)
    return model


def _number(seed: str) -> int:
    return int(sum(ord(c) * 31**n for n, c in enumerate(seed)) % 2**31)


def _places(count: int, pitch: float) -> list[float]:
    return [(k - (count - 1) / 2) * pitch for k in range(count)]


def _wall(model: SetModel, work: Caves, name: str, count: int, wide: float, high: float) -> None:
    """Register a cut face with its arches, and what faces it up to the arches' heads."""
    places = _places(count, work.pitch)
    model.add_part(f"{name}.earth", *cavefront.face(places, work.front, wide, high, 3.2), "loess")
    broad = min(wide, count * work.pitch + 0.4)
    clad = cavefront.face(places, work.front, broad, work.front.height + 0.75, 0.12)
    model.add_part(f"{name}.clad", *solids.shifted(clad, y=-0.09), work.front.facing)


def _row(model: SetModel, work: Caves, name: str, at: np.ndarray, count: int) -> None:
    """Put a registered face and its fronts under a matrix."""
    model.place(f"{name}.earth", "cliff", at, rule="cave.face")
    element = "cliff" if work.front.matter == "土" else "wall"
    model.place(f"{name}.clad", element, at, rule="cave.front")
    for x in _places(count, work.pitch):
        one = at @ solids.placement(x, -0.09)
        turn = float(np.arctan2(one[1, 0], one[0, 0]))
        cavefront.place(model, "cave", float(one[0, 3]), float(one[1, 3]), float(one[2, 3]), turn)


def _cliff(model: SetModel, work: Caves, rng: np.random.Generator) -> None:
    back = work.yard / 2
    wide = 2 * work.half + 1.0
    _wall(model, work, "face", work.count, wide, work.face)
    _row(model, work, "face", solids.placement(0, back), work.count)
    _hill(model, rng, work.half, back, work.face, work.heights[-1].z)
    _edge(model, rng, -work.half, work.half, back, work.face, work.seed)
    farmyard.lay(model, farmyard.Yard(
        half=work.half, front=-back, back=back, late=work.late, seed=work.seed, bare=work.bare,
    ))  # fmt: skip
    _chimneys(model, work, back + 1.6, work.face)
    animals.flock(model, "hen", (-0.35 * work.half, 0.2 * back, 0.0), 4, 1.2, work.seed)
    loess.tree(model, 0.72 * work.half, -0.45 * back, 0.0, 6.2, work.seed, bare=work.bare)
    _crown(model, work, back + 5.0, work.face + 0.55 * _CREST)


def _hill(
    model: SetModel, rng: np.random.Generator, half: float, back: float, face: float, top: float
) -> None:
    """Raise the hill about a cut face: rough pillars beside it, steps of them above."""
    out = half + _SIDE
    sides = [loess.pillars(rng, s * half if s > 0 else -out, out if s > 0 else -half, back + 0.6,
                           -0.3, face + 0.4, rough=1.0, wide=2.6) for s in (-1, 1)]  # fmt: skip
    step = (top - face) / 3
    above = [
        loess.pillars(rng, -out, out, back + 3.4 + 3.0 * k, face - 1.0, face + step * (k + 1),
                      rough=0.8, wide=3.4) for k in range(3)
    ]  # fmt: skip
    model.add_part("hill", *solids.merge(*sides, *above), "loess")
    model.place("hill", "cliff", rule="invention")
    ledges = [loess.slab(-out + 0.1 * k, out - 0.1 * k, back + 3.7 + 3.0 * k, back + 40, face - 2.0, face - 0.25 + step * k)
              for k in range(3)]  # fmt: skip
    ledges.append(loess.slab(-out + 0.3, out - 0.3, back + 9.8, back + 39, face, top))
    model.add_part("hill.top", *solids.merge(*ledges), "loess")
    model.place("hill.top", "ground", rule="invention")


def _edge(
    model: SetModel, rng: np.random.Generator, x0: float, x1: float, y: float, z: float, seed: str
) -> None:
    line = [(float(x), y + 0.1, z - 0.02) for x in np.arange(x0, x1, 0.45)]
    loess.tufts(model, rng, line, seed)


def _chimneys(model: SetModel, work: Caves, y: float, z: float) -> None:
    """Raise a chimney over every second cave; it smokes where meals are cooked."""
    for k, x in enumerate(_places(work.count, work.pitch)):
        if k % 2:
            continue
        name = f"chimney{x:.2f}.{z:.1f}"
        at = x + 0.3 * work.front.width
        model.add_part(
            name,
            *solids.boxes([(at - 0.22, at + 0.22, y - 0.22, y + 0.22, z - 0.3, z + 0.75)]),
            work.front.facing,
        )
        model.place(name, "wall", rule="invention")
        if work.smokes:
            model.plumes.append(smoke.hearth(at, y, z + 0.75, work.seed))


def _crown(model: SetModel, work: Caves, y: float, z: float) -> None:
    """Plant two jujubes on the ledge above the caves."""
    for x, tall in ((-0.55 * work.half, 4.4), (0.30 * work.half, 3.6)):
        loess.tree(model, x, y, z - 0.4, tall, work.seed + "crown", bare=work.bare)


def _vaults(model: SetModel, work: Caves, rng: np.random.Generator) -> None:
    """Raise a row of vaults: pierced parapet, eave of slabs, stairs to the roof."""
    back, deep = work.yard / 2, work.dimensions["depth"].value
    wide = work.count * work.pitch + 1.2
    roof = work.face - 0.75
    places = _places(work.count, work.pitch)
    model.add_part("face", *cavefront.face(places, work.front, wide, roof, 0.6), work.front.facing)
    model.place("face", "wall", solids.placement(0, back), rule="cave.face")
    for x in places:
        cavefront.place(model, "cave", x, back, 0.0)
    model.add_part(
        "body",
        *loess.slab(-wide / 2, wide / 2, back + 0.62, back + deep, -0.3, roof - 0.05),
        "stone",
    )
    model.place("body", "wall", rule="cave.depth")
    eave = [(-wide / 2 - 0.1, wide / 2 + 0.1, back - 0.55, back + 0.5, roof + 0.005, roof + 0.10)]
    model.add_part("eave", *solids.boxes(eave), "slab")
    model.place("eave", "roof", rule="cave.face")
    corbels = [(x - 0.07, x + 0.07, back - 0.48, back - 0.005, roof - 0.17, roof - 0.002)
               for x in np.arange(-wide / 2 + 0.3, wide / 2, 0.62)]  # fmt: skip
    model.add_part("corbels", *solids.boxes(corbels), "stone")
    model.place("corbels", "roof", rule="cave.face")
    model.add_part(
        "parapet",
        *farmyard.pierced(-wide / 2, wide / 2, roof + 0.105, work.face, 0.24),
        "grey_brick",
    )
    model.place("parapet", "railing", solids.placement(0, back + 0.2), rule="cave.face")
    steps = 14
    stair = [(wide / 2 + 0.15, wide / 2 + 1.25, back + 0.28 * k, back + 0.28 * (steps + 1), -0.2, roof * (k + 1) / steps)
             for k in range(steps)]  # fmt: skip
    model.add_part("stair", *solids.boxes(stair), "stone")
    model.place("stair", "step", rule="invention")
    farmyard.lay(model, farmyard.Yard(
        half=max(work.half, wide / 2 + 1.6), front=-back, back=back, late=work.late, seed=work.seed,
        bare=work.bare, paved=True,
    ))  # fmt: skip
    _chimneys(model, work, back + 2.0, roof)
    animals.put(model, "donkey", 0.62 * work.half, 0.1 * back, 0.0, 1.9, "donkey")
    loess.tree(model, -0.88 * work.half, 0.25 * back, 0.0, 5.6, work.seed, bare=work.bare)


def _pit(model: SetModel, work: Caves, rng: np.random.Generator) -> None:
    """Dig a square court: four cut faces, a ramp's mouth, the plateau round it with its rim."""
    half, high = work.half, work.face
    side = max(1, work.count // 4)
    _wall(model, work, "face", side, 2 * half, high)
    for k in range(4):
        turn = k * np.pi / 2
        away = solids.placement(turn=turn) @ solids.placement(0, half)
        _row(model, work, "face", away, side)
    far = 150.0
    inner = half + 0.02
    ring = [(-far, far, inner, far, -0.3, high - 0.04), (-far, far, -far, -inner, -0.3, high - 0.04),
            (inner, far, -inner, inner, -0.3, high - 0.04), (-far, -inner, -inner, inner, -0.3, high - 0.04)]  # fmt: skip
    blocks = np.array(ring)
    blocks[:, 4] = high - 1.2  # a skin of earth: the faces stand before it
    model.add_part("plateau", *solids.boxes(blocks), "earth")
    model.place("plateau", "ground", rule="cave.face")
    rim, low, high = half + 0.3, high - 0.02, work.heights[-1].z
    kerb = [(-rim, rim, s * rim - 0.15, s * rim + 0.15, low, high) for s in (-1, 1)]
    kerb += [(s * rim - 0.15, s * rim + 0.15, -rim + 0.16, rim - 0.16, low, high) for s in (-1, 1)]
    model.add_part("rim", *solids.boxes(kerb), "grey_brick")
    model.place("rim", "railing", rule="invention")
    for turn in range(4):
        at = solids.placement(turn=turn * np.pi / 2)
        ends = [(float(x), half + 0.9, work.face - 0.04) for x in np.arange(-half, half, 0.5)]
        moved = [tuple((at @ (*p, 1.0))[:3].tolist()) for p in ends]
        loess.tufts(model, rng, [(p[0], p[1], p[2]) for p in moved], f"{work.seed}{turn}")
    model.add_part(
        "floor",
        *loess.slab(-half + 0.02, half - 0.02, -half + 0.02, half - 0.02, -0.25, 0.0),
        "earth_yard",
    )
    model.place("floor", "ground", rule="invention")
    props.jar(model, 0.6 * half, 0.55 * half, 0.75, 1)
    farmyard.millstone(model, -0.35 * half, -0.25 * half)
    farmyard.sump(model, 0.1 * half, 0.1 * half)
    loess.tree(model, 0.42 * half, -0.3 * half, 0.0, 7.5, work.seed, bare=work.bare)


def _village(model: SetModel, work: Caves, rng: np.random.Generator) -> None:
    """Set terraces of caves back up a slope, each on the roofs of the one below."""
    back = work.yard / 2
    step = 6.5
    wide = 2 * work.half
    _wall(model, work, "face", work.count, wide + 6.0, work.face)
    for k in range(work.rows):
        y, z = back + step * k, work.face * k
        aside = float(rng.uniform(-0.25, 0.25)) * work.pitch if k else 0.0
        _row(model, work, "face", solids.placement(aside, y, z), work.count)
        _terrace(model, rng, work, k, y, z)
        _chimneys(model, work, y + 1.6, z + work.face)
    top = work.face * work.rows
    _hill(model, rng, work.half + 3.2, back + step * (work.rows - 1), top, work.heights[-1].z)
    for s in (-1, 1):
        low, high = sorted((s * (work.half + 2.6), s * (work.half + _SIDE)))
        name = f"flank{s}"
        model.add_part(
            name,
            *loess.pillars(rng, low, high, back + 1.2, -0.3, 0.8 * top, rough=1.4, wide=1.4),
            "loess",
        )
        model.place(name, "cliff", rule="invention")
    farmyard.lay(model, farmyard.Yard(
        half=work.half, front=-back, back=back, late=work.late, seed=work.seed, bare=work.bare,
    ))  # fmt: skip
    loess.tree(model, -0.8 * work.half, -0.6 * back, 0.0, 7.0, work.seed, bare=work.bare)


def _terrace(
    model: SetModel, rng: np.random.Generator, work: Caves, k: int, y: float, z: float
) -> None:
    """Lay the yard on the roofs below, with its low wall and a path up to it."""
    _edge(model, rng, -work.half - 2, work.half + 2, y, z + work.face, f"{work.seed}{k}")
    if not k:
        return
    name = f"terrace{k}"
    model.add_part(
        name,
        *loess.slab(-work.half - 2.9, work.half + 2.9, y - 6.42, y - 0.02, z - 1.2, z + 0.012),
        "earth_yard",
    )
    model.place(name, "ground", rule="invention")
    gap = work.half * (0.4 if k % 2 else -0.4)
    low = farmyard.dry_wall(-work.half - 2.2, gap - 0.8, 0.85, 0.35, f"{work.seed}{k}a")
    other = farmyard.dry_wall(gap + 0.8, work.half + 2.2, 0.85, 0.35, f"{work.seed}{k}b")
    model.add_part(f"{name}.wall", *solids.merge(low, other), "adobe")
    model.place(f"{name}.wall", "enclosure", solids.placement(0, y - 6.1, z), rule="invention")
    if k % 2:
        loess.tree(model, -gap, y - 4.6, z, 4.2, f"{work.seed}{k}", bare=work.bare)
