"""Whether a hall's geometry could stand and be drawn: what a checker of models would find.

Works on the mesh and on what the hall was asked to be; knows nothing of how parts are made.
Lengths in metres.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from scenes.building import Building, ring_of
from scenes.gauge import gauge
from scenes.model import LIFE, Part, SetModel, Triangles
from scenes.plan import LONGEST_RUN
from scenes.raycast import Caster
from scenes.roofline import Roofline
from scenes.work import Built, Work

# Not solids: films of paint lie on a beam, 塞口 is cut by the roof above it.
SHEETS = ("figures_", "seven_red", "wall_closer")
NEAR = 1e-3  # two faces nearer than this, one before the other, flicker
ALIKE = 0.9995  # cosine between the normals of faces that count as parallel
FLICKER = 4e-5  # part of the rays that may meet such a pair: crossings seen end on
SEAT = 0.15  # farthest that what a post carries begins over its head
THICKEST = {
    "槫径": 0.62,
    "柱径": 1.1,
}  # diameters; the thickest posts that stand are those of 太和殿
EYES = ((0.0, 0.05), (0.8, 0.12), (2.3, 0.5), (-0.9, -0.06), (3.14, 0.3), (1.57, -0.1))
GRID = 200  # rays each way a view
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a model: ``kind`` of ``KINDS``, ``what`` says where and how much."""

    kind: str
    what: str


KINDS = {
    "nan": "坐标不是数", "open": "实体不封闭", "inside_out": "实体里外反了", "flicker": "异材重面",
    "pierced": "穿出屋面", "post": "柱上无物", "set": "铺作悬空", "bays": "间数不符",
    "size": "尺寸不符", "module": "构件大小失度",
}  # fmt: skip


def inspect(b: Built, model: SetModel) -> list[Fault]:
    """Return what is wrong with a model, nothing where it is sound.

    Of a work its solids, its faces and its outer size are looked at; of a hall the timber too.

    Args:
        b: what was resolved.
        model: its geometry alone, without a court.
    """
    found = [*_solids(model)]
    if any(f.kind == "nan" for f in found):
        return found
    tri = model.flatten()
    caster = Caster(tri.corners)
    found += _flicker(model, tri, caster)
    if isinstance(b, Work):
        return [*found, *_outline(b, tri)]
    found += [*_pierced(b, model, tri, caster)]
    found += [*_carried(model, tri, caster), *_measures(b, model), *_module(b)]
    return found


def open_edges(faces: NDArray[np.int32]) -> int:
    """Return how many edges are not run through once each way."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    n = int(faces.max(initial=0)) + 1
    there, count = np.unique(edges[:, 0] * n + edges[:, 1], return_counts=True)
    back = there % n * n + there // n
    return int(count[~np.isin(back, there)].sum() + (count - 1).sum())


def enclosed(part: Part) -> float:
    """Return the signed volume that a part encloses, cubic metres."""
    v = part.vertices - part.vertices.mean(axis=0)
    a, b, c = (v[part.faces[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)


def _solids(model: SetModel) -> Iterator[Fault]:
    for name in sorted({i.part for i in model.instances if i.element not in LIFE}):
        part = model.parts[name]
        if not np.isfinite(part.vertices).all():
            yield Fault("nan", name)
        if not len(part.faces) or any(sheet in name for sheet in SHEETS):
            continue
        loose = open_edges(part.faces)
        if loose:
            yield Fault("open", f"{name} {loose} 条边")
        elif enclosed(part) <= 0:
            yield Fault("inside_out", name)
    for i in model.instances:
        if not np.isfinite(i.matrix).all():
            yield Fault("nan", f"{i.part} 的位置")
        elif np.linalg.det(i.matrix[:3, :3]) <= 0:
            yield Fault("inside_out", f"{i.part} 的位置是镜像")


def _views(corners: NDArray[np.float32]) -> Iterator[tuple[NDArray[np.float32], ...]]:
    """Yield (origins, directions) of parallel rays that cover the hall from each of ``EYES``."""
    points = corners.reshape(-1, 3)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, reach = (low + high) / 2, float(np.linalg.norm(high - low)) / 2
    for turn, height in EYES:
        toward = np.array([-np.sin(turn), np.cos(turn), -height])
        toward /= np.linalg.norm(toward)
        side = np.array([toward[1], -toward[0], 0.0]) / np.hypot(toward[0], toward[1])
        up = np.cross(side, toward)
        spread = (corners[::7, 0] - middle) @ np.stack([side, up], axis=1)
        far = np.abs(spread).max(axis=0)
        # an odd pitch keeps rays off the edges that symmetry puts in the middle
        x, y = (np.linspace(-f, f, GRID) + 0.00137 for f in far)
        gx, gy = (g.ravel()[:, None] for g in np.meshgrid(x, y))
        eyes = middle - 2 * reach * toward + gx * side + gy * up
        yield eyes.astype(np.float32), np.broadcast_to(toward.astype(np.float32), eyes.shape)


def _flicker(model: SetModel, tri: Triangles, caster: Caster) -> Iterator[Fault]:
    """Tell of faces of two materials that a camera sees in one place."""
    life = np.isin(tri.element, tri.numbers(LIFE))
    met: Counter[tuple[str, str]] = Counter()
    cast = 0
    for eyes, toward in _views(tri.corners):
        first = caster.first(eyes, np.ascontiguousarray(toward))
        seen = np.flatnonzero(first.triangle >= 0)
        cast += len(seen)
        front = first.triangle[seen]
        eyes = eyes[seen] + first.distance[seen, None] * toward[seen]
        step = np.float32(2e-5)
        eyes = (eyes + step * toward[seen]).astype(np.float32)
        slope = np.abs(np.einsum("ij,ij->i", caster.normals[front], toward[seen]))
        then = caster.first(eyes, np.ascontiguousarray(toward[seen]))
        back = then.triangle
        other = (back >= 0) & ((then.distance + step) * slope < NEAR) & (slope > 0.05)
        other &= tri.material[front] != tri.material[back]
        other &= ~life[front] & ~life[back]
        facing = np.einsum("ij,ij->i", caster.normals[front], caster.normals[back])
        for a, c in zip(
            front[other & (facing > ALIKE)], back[other & (facing > ALIKE)], strict=True
        ):
            one, two = (model.instances[tri.instance[t]].part for t in (a, c))
            met[min(one, two), max(one, two)] += 1
    for (one, two), rays in sorted(met.items()):
        if rays > FLICKER * cast:
            yield Fault("flicker", f"{one} 与 {two}，{rays} / {cast} 条光线")


def _outline(work: Work, tri: Triangles) -> Iterator[Fault]:
    """Tell of a work whose top or plan is not where its figures say."""
    built = tri.corners[~np.isin(tri.element, tri.numbers(LIFE))]
    low, high = built.min(axis=(0, 1)), built.max(axis=(0, 1))
    if abs(float(high[2]) - work.height) > max(0.01 * work.height, 0.02):
        yield Fault("size", f"总高应 {work.height:.2f} 米，见 {float(high[2]):.2f}")
    for name, axis, line in (("宽", 0, work.xs), ("深", 1, work.ys)):
        if low[axis] > line[0] + 0.02 or high[axis] < line[-1] - 0.02:
            yield Fault("size", f"总{name}的轴线出了实体")


def _pierced(
    b: Building, model: SetModel, tri: Triangles, caster: Caster
) -> Iterator[Fault]:  # fmt: skip
    """Tell of what shows through the roof from above. Tips of corner beams pass the eave."""
    upper = Roofline(b)
    for storey in (b, ring_of(b)) if b.skirt else (b,):
        line = Roofline(storey)
        hx, hy = line.half_x - 0.25, line.half_y - 0.25
        x, y = np.meshgrid(np.arange(0.0137 - hx, hx, 0.11), np.arange(0.0071 - hy, hy, 0.11))
        eyes = np.stack([x.ravel(), y.ravel(), np.full(x.size, 80.0)], 1).astype(np.float32)
        if storey is not b:  # the rim of the upper roof, seen before the lower one, may show tips
            rim = np.maximum(np.abs(eyes[:, 0]) - upper.half_x, np.abs(eyes[:, 1]) - upper.half_y)
            eyes = eyes[np.abs(rim) > 0.45]
        hit = caster.first(eyes, np.tile(np.array([0, 0, -1], np.float32), (len(eyes), 1)))
        if (hit.triangle < 0).any():
            yield Fault("pierced", f"{storey.roof}有 {int((hit.triangle < 0).sum())} 处见天")
        met = hit.triangle[hit.triangle >= 0]
        parts = Counter(model.instances[n].part for n in tri.instance[met]
                        if model.instances[n].element not in ("roof", "ridge"))  # fmt: skip
        for name, count in sorted(parts.items()):
            if not name.endswith("corner_beam"):
                yield Fault("pierced", f"{storey.roof}：{name} {count} 处")


def _carried(model: SetModel, tri: Triangles, caster: Caster) -> Iterator[Fault]:
    """Tell of columns that carry nothing and of bracket sets that stand on nothing."""
    up = np.array([0, 0, 1], np.float32)
    for i in model.instances:
        if i.element not in ("column", "bracket"):
            continue
        part = model.parts[i.part]
        world = part.vertices @ i.matrix[:3, :3].T + i.matrix[:3, 3]
        if i.element == "column":
            top = world[world[:, 2] > world[:, 2].max() - 1e-6].mean(axis=0)
            if not _near(tri, caster, top + [0, 0, 1e-3], up, {"bracket", "beam", "ridge"}):
                yield Fault("post", f"{i.part} {i.name}（{top[0]:.2f}, {top[1]:.2f}）")
        elif i.name.startswith(("柱头", "转角", "补间")):
            foot = i.matrix[:3, 3] + [0, 0, 0.02]
            if not _near(tri, caster, foot, -up, {"column", "beam"}):
                yield Fault("set", f"{i.part} {i.name}（{foot[0]:.2f}, {foot[1]:.2f}）")


def _near(
    tri: Triangles, caster: Caster, at: Numbers, toward: NDArray[np.float32], wanted: set[str]
) -> bool:  # fmt: skip
    """Return whether one of the classes begins within ``SEAT``, or a place close by is in it."""
    aside = np.array([(0, 0), (0.04, 0.03), (-0.04, 0.03), (0.04, -0.03), (-0.04, -0.03)])
    eyes = np.column_stack([at[:2] + aside, np.full(5, at[2])]).astype(np.float32)
    done = np.zeros(5, np.float32)
    for _ in range(6):
        hit = caster.first(eyes + done[:, None] * toward, np.tile(toward, (5, 1)))
        done += np.where(np.isfinite(hit.distance), hit.distance + np.float32(1e-4), 0)
        for n, far in zip(hit.triangle, done, strict=True):
            leaves = n >= 0 and caster.normals[n] @ toward > 0
            if n >= 0 and (far < SEAT or leaves) and tri.elements[tri.element[n]] in wanted:
                return True
    return False


def _measures(b: Building, model: SetModel) -> Iterator[Fault]:
    """Tell of bays and sizes that the mesh has otherwise than was asked."""
    try:
        seen = gauge(model)
    except RefusedInput as refused:
        yield Fault("size", refused.zh)
        return
    whole = ring_of(b) if b.skirt else b
    if seen.bays != len(whole.bays):
        yield Fault("bays", f"应 {len(whole.bays)} 间，见 {seen.bays}")
    wanted = {"面阔": (seen.width, whole.width), "进深": (seen.depth, whole.depth)}
    for name, (is_, should) in wanted.items():
        if abs(is_ - should) > 0.01 * should:
            yield Fault("size", f"{name}应 {should:.2f} 米，见 {is_:.2f}")


def _module(b: Building) -> Iterator[Fault]:
    """Tell of timbers out of all proportion."""
    places = [min(p, b.depth / 2) for p, _ in b.purlins]
    longest = max(low - high for high, low in zip(places, places[1:], strict=False))
    if longest > LONGEST_RUN + 1e-6:
        yield Fault("module", f"椽架平长 {longest:.2f} 米")
    for name, size in (("槫径", b.purlin_diameter), ("柱径", b.column_diameter)):
        if size > THICKEST[name]:
            yield Fault("module", f"{name} {size:.2f} 米")
    if b.brackets.number == 0 and b.bracket > 0.3 * b.column:
        yield Fault("module", f"柱头至檩背 {b.bracket:.2f} 米，而无斗栱")
    if any(h <= n for (_, h), (_, n) in zip(b.purlins, b.purlins[1:], strict=False)):
        yield Fault("module", "举折不降")
