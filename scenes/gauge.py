"""A finished hall measured as a surveyor would: from its triangles and what kind of thing they are.

Nothing here reads a spec, a Building, a rule or a name: a mesh from elsewhere with the same
element classes is measured in the same way. Lengths in metres; the front looks to −y.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from scenes.model import SetModel, Triangles
from scenes.solids import lowest_linked

Boxes = NDArray[np.float64]  # (n, 4): low and high along the first axis, low and high along z
_ASIDE = (0.14, 0.05, 0.01)  # of the bay, beside its middle, where nothing but purlins is cut
_FLAT = 0.5  # how far below the tiles the back of a purlin may lie


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratios:
    """What the mesh itself says. Lengths in metres, the rest ratios or counts.

    ``slenderness`` height over diameter; ``bracket`` foot of the set to the back of the eave
    purlin, over the column; ``eave`` column axis to the roof's edge, over the column; ``rise``
    over the distance of the eave purlins; ``steepness`` the slope below the ridge, ``flatness``
    above the eave; ``between`` sets between the columns of the central bay; ``plate`` the width
    of 普拍枋 over that of the architrave, zero where there is none; ``levers`` whether a lever
    slopes through; ``corner`` how much higher the corner column stands, over the column;
    ``ridge_end`` its height over the column; ``arm`` the thickness of a bracket arm, metres.
    """

    bays: int
    width: float
    depth: float
    column: float
    diameter: float
    bay: float
    bracket: float
    eave: float
    rise: float
    span: float
    steepness: float
    flatness: float
    between: int
    plate: float
    levers: bool
    corner: float
    ridge_end: float
    arm: float

    @property
    def slenderness(self) -> float:
        """Return the column's height over its diameter."""
        return self.column / self.diameter


def gauge(model: SetModel) -> Ratios:
    """Return the proportions of a hall's mesh.

    Raises:
        RefusedInput: no columns or no roof to measure.
    """
    tri = model.flatten()
    if not {"column", "roof", "beam"} <= set(tri.elements):
        raise RefusedInput(
            "这个模型里没有柱、梁或屋顶，量不出比例：请给一座完整的殿。",
            "No columns, beams or roof to measure.",
        )
    return _Survey(tri).ratios()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Slope:
    """The front slope of the upper roof: (y, back) of purlins; ``low`` the lowest eave purlin."""

    edge: float
    ridge: tuple[float, float]
    second: tuple[float, float]
    eave: tuple[float, float]
    flatness: float
    tiles: float
    low: float


class _Survey:
    """One mesh under measure."""

    def __init__(self, tri: Triangles) -> None:
        self.tri = tri
        self.posts = self._posts()
        front = self.posts[:, 1].min()
        row = self.posts[np.abs(self.posts[:, 1] - front) < 0.35]
        self.row = row[np.argsort(row[:, 0])]
        self.front = float(np.median(self.row[:, 1]))
        middle = len(self.row) // 2
        self.left, self.right = self.row[middle - 1], self.row[middle]
        if len(self.row) < 2:
            self.left, self.right = self.row[0], self.row[-1]

    def of(self, *elements: str) -> NDArray[np.float64]:
        """Return the corners (t, 3, 3) of triangles of some element classes."""
        ids = self.tri.numbers(elements)
        return self.tri.corners[np.isin(self.tri.element, ids)].astype(np.float64)

    def _posts(self) -> NDArray[np.float64]:
        """Return the columns as rows of x, y, foot, top and diameter."""
        corners = self.of("column")
        found = []
        for one in solids(corners):
            points = one.reshape(-1, 3)
            low, high = points.min(0), points.max(0)
            cut = section(one, 2, low[2] + 0.4 * (high[2] - low[2])).reshape(-1, 2)
            if high[2] - low[2] < 1.0 or not len(cut):
                continue
            head = points[points[:, 2] > high[2] - 0.02]
            middle = (head.min(0) + head.max(0)) / 2
            found.append((middle[0], middle[1], low[2], high[2], np.ptp(cut, axis=0).mean()))
        return np.array(found)

    def ratios(self) -> Ratios:
        """Return the whole measure."""
        post = (self.left + self.right) / 2
        at, roof = self._cut_of_roof(float(post[0]), float(self.right[0] - self.left[0]))
        plate, head = self._plate(at)
        column = head - self._floor()
        arm, between, levers = self._sets()
        span = 2 * abs(roof.eave[0] - self._centre())
        ys = self.posts[:, 1]
        return Ratios(
            bays=len(self.row) - 1, width=float(np.ptp(self.row[:, 0])),
            depth=float(ys.max() - self.front), column=column, diameter=float(post[4]),
            bay=float(self.right[0] - self.left[0]), bracket=(roof.low - head) / column,
            eave=(self.front - roof.edge) / column, rise=(roof.ridge[1] - roof.eave[1]) / span,
            span=span, steepness=_slope(roof.ridge, roof.second), flatness=roof.flatness,
            between=between, plate=plate,
            levers=levers, corner=float(self.row[[0, -1], 3].mean() - post[3]) / column,
            ridge_end=self._ridge_end(roof.tiles) / column, arm=arm,
        )  # fmt: skip

    def _floor(self) -> float:
        ground = self.of("floor", "platform")
        return float(ground[..., 2].max()) if len(ground) else float(self.posts[:, 2].min())

    def _centre(self) -> float:
        ys = self.posts[:, 1]
        return float(ys.min() + ys.max()) / 2

    def _cut_of_roof(self, middle: float, bay: float) -> tuple[float, _Slope]:
        """Return where the roof is cut, beside the middle of the central bay, and its slope."""
        for share in _ASIDE:
            found = self._roof(middle + share * bay)
            if found is not None:
                return middle + share * bay, found
        raise RefusedInput(
            "这个模型的屋顶下找不到槫（桁），量不出举高：请给一座完整的殿。",
            "No purlins under the roof.",
        )

    def _roof(self, at: float) -> _Slope | None:
        """Return the front slope of the (upper) roof at x = ``at``; None without purlins there."""
        cover = section(self.of("roof"), 0, at)
        edge, centre = float(cover[..., 0].min()), self._centre()
        ys = np.arange(edge, centre + 0.3, 0.05)
        top = _profile(cover, ys)
        drops = np.flatnonzero(top[3:] - top[:-3] > 0.45)
        upper = float(ys[drops[-1] + 3]) if len(drops) else edge
        boxes = self._beams(at)
        boxes = boxes[(boxes[:, 2] > self.left[3]) & (boxes[:, 3] - boxes[:, 2] < 0.7)]
        y, back = (boxes[:, 0] + boxes[:, 1]) / 2, boxes[:, 3]
        under = (y > upper - 0.05) & (np.interp(y, ys, top) - back < 1.2)
        eave = _outermost(y, back, under)
        bears = under & (y < centre + 0.2) & (np.interp(y, ys, top) - back < _FLAT)
        if not bears.any():
            return None
        order = np.flatnonzero(bears)[np.argsort(-back[bears])]
        wide = boxes[:, 1] - boxes[:, 0]
        top_most = max((k for k in order if abs(y[k] - y[order[0]]) < 0.1), key=lambda k: wide[k])
        chain = [(float(y[top_most]), float(back[top_most]))]
        for k in order[1:]:
            if chain[-1][0] - y[k] > 0.45:
                chain.append((float(y[k]), float(back[k])))
        out = float(y[eave])
        foot = np.interp([out, out + 1.2], ys, top)
        low = _outermost(y, back, back > self.left[3])
        return _Slope(
            edge=edge, ridge=chain[0], second=chain[min(1, len(chain) - 1)],
            eave=(out, float(back[eave])), flatness=float(foot[1] - foot[0]) / 1.2,
            tiles=float(top.max()), low=float(back[low]),
        )  # fmt: skip

    def _beams(self, at: float) -> Boxes:
        return boxes_of(self.of("beam"), 0, at)

    def _plate(self, at: float) -> tuple[float, float]:
        """Return 普拍枋's width over the architrave's (0: none), and the height of the sets' foot."""
        near = [
            box for box in self._beams(at)
            if box[0] - 0.02 <= self.front <= box[1] + 0.02 and box[3] - box[2] < 0.8
        ]  # fmt: skip
        head = float(self.left[3])
        on = [b for b in near if abs(b[2] - head) < 0.06 and b[1] - b[0] > 1.15 * (b[3] - b[2])]
        under = [b for b in near if abs(b[3] - head) < 0.08 and b[3] - b[2] > 0.12]
        if not on or not under:
            return 0.0, head
        wide = max(on, key=lambda b: b[1] - b[0])
        return float((wide[1] - wide[0]) / max(b[1] - b[0] for b in under)), float(wide[3])

    def _sets(self) -> tuple[float, int, bool]:
        """Return an arm's thickness, the sets between the central columns, whether levers slope."""
        corners = self.of("bracket")
        low, high = float(self.left[0]), float(self.right[0])
        near = np.abs(corners[..., 1].mean(1) - self.front) < 2.5
        wide = (corners[..., 0].max(1) > low - 0.6) & (corners[..., 0].min(1) < high + 0.6)
        own = corners[near & wide]
        if not len(own):
            return 0.0, 0, False
        cuts = [
            _spans(section(own, 1, self.front - out)[..., 0], 0.005)
            for out in np.arange(0.06, 0.46, 0.02)
        ]
        widths = np.array([b - a for spans in cuts for a, b in spans if 0.035 < b - a < 0.3])
        if not len(widths):
            return 0.0, 0, False
        bins = np.round(widths / 0.005).astype(int)
        many = np.bincount(bins)
        usual = int(np.flatnonzero(many > 0.5 * many.max())[0])
        arm = float(np.median(widths[np.abs(bins - usual) <= 1]))
        between = max(
            sum(low + 0.35 < (a + b) / 2 < high - 0.35 for a, b in _merged(spans, 4.5 * arm))
            for spans in cuts
        )
        return arm, between, _sloping(own, arm)

    def _ridge_end(self, tiles: float) -> float:
        """Return how high the ridge's ends stand over the tiles; what crowns its middle is not one."""
        ridge = self.of("ridge").reshape(-1, 3)
        main = ridge[ridge[:, 2] > tiles - 0.3]
        if not len(main):
            return 0.0
        ends = main[np.abs(main[:, 0]) > 0.7 * np.abs(main[:, 0]).max()]
        return float(ends[:, 2].max() - tiles)


def solids(corners: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return the connected bodies of a triangle soup, joined where corners coincide."""
    labels = _labels(corners)
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return [corners[g] for g in np.split(order, cuts) if len(g)]


def _labels(corners: NDArray[np.float64]) -> NDArray[np.int64]:
    points = np.ascontiguousarray(corners.reshape(-1, 3).astype(np.float32))
    keys = points.view([("", np.float32)] * 3).ravel()
    distinct, vertex = np.unique(keys, return_inverse=True)
    faces = vertex.reshape(-1, 3)
    linked = lowest_linked(len(distinct), faces[:, :2].ravel(), faces[:, 1:].ravel())
    return linked[faces[:, 0]]


def section(corners: NDArray[np.float64], axis: int, at: float) -> NDArray[np.float64]:
    """Return where a plane cuts triangles: segments (s, 2, 2) in the two other axes, in order."""
    d = corners[..., axis] - at
    cut = corners[(d.min(1) < 0) & (d.max(1) > 0)]
    if not len(cut):
        return np.zeros((0, 2, 2))
    d = cut[..., axis] - at
    one = (d > 0).sum(1) == 1
    alone = np.where(one, np.argmax(d > 0, axis=1), np.argmin(d > 0, axis=1))
    rows = np.arange(len(cut))
    others = [o for o in range(3) if o != axis]
    ends = []
    for step in (1, 2):
        mate = (alone + step) % 3
        a, b = d[rows, alone], d[rows, mate]
        share = (a / np.where(a == b, 1.0, a - b))[:, None]
        ends.append(cut[rows, alone] + share * (cut[rows, mate] - cut[rows, alone]))
    return np.stack(ends, axis=1)[..., others]


def boxes_of(corners: NDArray[np.float64], axis: int, at: float) -> Boxes:
    """Return the bounds of each body's cut by a plane: low, high; low, high."""
    d = corners[..., axis] - at
    labels = _labels(corners)
    cut = (d.min(1) < 0) & (d.max(1) > 0)
    found = []
    for one in np.unique(labels[cut]):
        ends = section(corners[cut & (labels == one)], axis, at).reshape(-1, 2)
        low, high = ends.min(0), ends.max(0)
        found.append((low[0], high[0], low[1], high[1]))
    return np.array(found).reshape(-1, 4)


def _outermost(y: NDArray[np.float64], back: NDArray[np.float64], among: NDArray[np.bool_]) -> int:
    """Return the timber farthest out, the highest where several lie over one another."""
    out = np.where(among, y, np.inf)
    return int(np.argmax(np.where(out < out.min() + 0.12, back, -np.inf)))


def _profile(segments: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the highest point of a section's segments at each y, gaps bridged."""
    (y0, z0), (y1, z1) = segments[:, 0].T[:, :, None], segments[:, 1].T[:, :, None]
    run = y1 - y0
    share = np.where(run == 0, -1.0, (ys - y0) / np.where(run == 0, 1.0, run))
    high = np.where((share >= 0) & (share <= 1), z0 + share * (z1 - z0), -np.inf)
    top = high.max(0)
    seen = np.isfinite(top)
    return np.asarray(np.interp(ys, ys[seen], top[seen]))


def _spans(ends: NDArray[np.float64], gap: float) -> list[tuple[float, float]]:
    pairs = [(float(min(p)), float(max(p))) for p in ends]
    return _merged(sorted(pairs), gap)


def _merged(spans: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for a, b in spans:
        if out and a - out[-1][1] < gap:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _slope(above: tuple[float, float], below: tuple[float, float]) -> float:
    return (above[1] - below[1]) / max(1e-6, abs(above[0] - below[0]))


def _sloping(corners: NDArray[np.float64], arm: float) -> bool:
    """Tell whether a long timber slopes down outward: the underside of a true lever."""
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    long = np.ptp(corners[..., 1], axis=1) > 5.5 * arm
    tilt = -normal[:, 1] / np.minimum(normal[:, 2], -1e-9)
    return bool((long & (normal[:, 2] < -0.7) & (np.abs(tilt) > 0.15) & (np.abs(tilt) < 0.8)).any())
