"""Props drawn by measure: turned vessels half in section, boxes in three views, and free parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from heritage_kb.errors import BrokenData
from scenes.wardrobe.outline import (
    DARK,
    EDGE,
    FOLD,
    MAIN,
    PALE,
    SEAM,
    THIRD,
    TRIM,
    Gauge,
    Path,
    View,
    closed,
    curve,
    oval,
    rect,
    smooth,
    thick,
)

_PENS = {"-": SEAM, ".": FOLD}
_FILLS = {"main": MAIN, "trim": TRIM, "third": THIRD, "dark": DARK, "pale": PALE}


def draw_turned(cut: Mapping[str, Any]) -> list[View]:
    """Return a vessel as finds are drawn: the left half cut open, the right half from outside.

    ``profile`` is its outside from foot to mouth as (radius, height) pairs, ``wall`` its
    thickness; ``smooth`` rounds the profile. ``handle`` [low, high, out], ``spout`` [low, high,
    out], ``bail`` (height of a handle over the mouth) and ``lid`` (a profile of its own) are added.
    """
    profile = _profile(cut["profile"], rounded=bool(cut.get("smooth", True)))
    wall = cut.get("wall", 0.005)
    view = View("半剖")
    foot, top = float(profile[0, 1]), float(profile[-1, 1])
    _limbs(view, cut, profile)
    view.area(np.concatenate([profile, [(0.0, top)], [(0.0, foot)]]), MAIN)
    inside = _inside(profile, wall)
    left = np.concatenate([profile * (-1, 1), inside[::-1] * (-1, 1)])
    view.area(np.concatenate([profile * (-1, 1), [(0.0, top), (0.0, foot)]]), PALE)
    view.area(np.concatenate([left, [(0.0, float(inside[0, 1])), (0.0, foot)]]), DARK)
    view.line([(0.0, foot - 0.08 * (top - foot)), (0.0, top + 0.05 * (top - foot))], FOLD)
    for r, z in _corners(np.array(cut["profile"], np.float64)):
        view.line([(0.0, z), (r, z)], FOLD)
    if "lid" in cut:
        lid = _profile(cut["lid"], rounded=True) + (0.0, top)
        view.area(np.concatenate([lid, (lid * (-1, 1))[::-1]]), TRIM)
    _turned_gauges(view, profile)
    return [view]


def _profile(points: ArrayLike, *, rounded: bool) -> Path:
    """Return a profile, its corners rounded or not, that keeps off the far side of its axis."""
    path = np.array(points, np.float64)
    if rounded:
        path = smooth(path)
    else:  # fine enough for the inner face to follow it
        at = np.linspace(0, len(path) - 1, 12 * (len(path) - 1) + 1)
        path = np.stack([np.interp(at, range(len(path)), path[:, k]) for k in (0, 1)], 1)
    path[:, 0] = np.maximum(path[:, 0], 0.0)
    return path


def _inside(profile: Path, wall: float) -> Path:
    """Return the inner face, from the middle of the floor to the mouth."""
    inner = profile - (wall, 0.0)
    inner = inner[(inner[:, 0] > 0) & (inner[:, 1] > profile[0, 1] + wall)]
    inner[-1, 1] = profile[-1, 1]
    return np.concatenate([[(0.0, float(inner[0, 1]))], inner])


def _corners(profile: Path) -> list[tuple[float, float]]:
    """Return where a profile turns sharply, which is drawn as a line around."""
    step = np.diff(profile, axis=0)
    step /= np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-9)
    bend = (step[:-1] * step[1:]).sum(axis=1)
    return [tuple(p) for p, b in zip(profile[1:-1].tolist(), bend, strict=True) if b < 0.35]


def _limbs(view: View, cut: Mapping[str, Any], profile: Path) -> None:
    def radius(z: float) -> float:
        return float(np.interp(z, profile[:, 1], profile[:, 0]))

    if "handle" in cut:
        low, high, out = cut["handle"]
        path = curve((radius(low) - 0.004, low), (out * 1.15, low), (out * 1.25, high),
                     (radius(high) - 0.004, high), steps=18)  # fmt: skip
        view.area(thick(path, cut.get("grip", 0.012)), MAIN)
    if "spout" in cut:
        low, high, out = cut["spout"]
        path = curve((-radius(low) + 0.006, low), (-out * 0.8, low), (-out * 0.9, high * 0.9),
                     (-out, high))  # fmt: skip
        view.area(thick(path, cut.get("grip", 0.012) * 1.2), MAIN)
    if "bail" in cut:
        r, top, up = float(profile[-1, 0]), float(profile[-1, 1]), cut["bail"]
        path = curve((-r, top), (-r * 1.1, top + up * 1.3), (r * 1.1, top + up * 1.3), (r, top),
                     steps=20)  # fmt: skip
        view.area(thick(path, cut.get("grip", 0.012)), TRIM)


def _turned_gauges(view: View, profile: Path) -> None:
    foot, top = float(profile[0, 1]), float(profile[-1, 1])
    mouth, base, most = (float(v) for v in (profile[-1, 0], profile[0, 0], profile[:, 0].max()))
    x0, _, _, y1 = view.bounds()
    view.high("高", x0, foot, top, "left")
    view.wide("口径", mouth, y1, "above")
    view.wide("足径", base, foot, "below")
    if most > 1.05 * max(mouth, base):
        view.wide("最大径", most, foot, "below", 1)


def draw_box(cut: Mapping[str, Any]) -> list[View]:
    """Return a box from the front and the side: ``width`` ``depth`` ``height``.

    ``rows`` and ``cols`` divide the front, ``legs`` is the height of its feet, ``lid`` the depth
    of its lid, ``knobs`` puts a pull on each field, ``words`` stand on the front.
    """
    front, side = View("正面"), View("侧面")
    legs, high = cut.get("legs", 0.0), cut["height"]
    for view, wide in ((front, cut["width"]), (side, cut["depth"])):
        view.area(rect(-wide / 2, legs, wide, high - legs), MAIN)
        if legs:
            post = min(0.08 * wide, 0.05)
            view.both(rect(wide / 2 - post, 0.0, post, legs), MAIN)
        if cut.get("lid"):
            view.line([(-wide / 2, high - cut["lid"]), (wide / 2, high - cut["lid"])])
    _fields(front, cut)
    if "words" in cut:
        front.words.append((0.0, legs + 0.3 * (high - legs), cut["words"], 0.45 * (high - legs)))
    front.wide("宽", cut["width"] / 2, 0.0, "below")
    front.high("高", -cut["width"] / 2, 0.0, high, "left")
    side.wide("深", cut["depth"] / 2, 0.0, "below")
    return [front, side]


def _fields(view: View, cut: Mapping[str, Any]) -> None:
    rows, cols = cut.get("rows", 1), cut.get("cols", 1)
    if rows * cols == 1:
        return
    legs, top = cut.get("legs", 0.0), cut["height"] - cut.get("lid", 0.0)
    wide, high = cut["width"] * 0.94 / cols, (top - legs) * 0.94 / rows
    for r in range(rows):
        for c in range(cols):
            x = -cut["width"] * 0.47 + c * wide
            y = legs + (top - legs) * 0.03 + r * high
            view.area(rect(x + 0.04 * wide, y + 0.06 * high, 0.92 * wide, 0.88 * high), MAIN, SEAM)
            if cut.get("knobs"):
                view.area(oval(x + wide / 2, y + high / 2, 0.008, 0.008), TRIM)


def draw_parts(cut: Mapping[str, Any]) -> list[View]:
    """Return views written out part by part: ``front`` and ``side`` as lists of strings.

    One part a string: what it is, its numbers in metres, and a fill (main trim third dark pale),
    or ``-`` for a thin line, ``.`` for a hair line:

    - ``rect x y wide high``, ``disc x y r``, ``oval x y rx ry``, ``poly x y x y …``
    - ``line x y x y …``, ``arc x y rx ry from to`` (degrees), ``bend x y x y …`` (Bézier)
    - ``bar wide x y x y …`` and ``hoop wide x y x y …``: a bar along a line or a bend
    - ``blob x y x y …``: a closed smooth outline through points; ``text x y height words``

    Raises:
        BrokenData: a part that cannot be read.
    """
    views = []
    for key, name in (("front", "正面"), ("side", "侧面"), ("plan", "俯视")):
        if key in cut:
            view = View(cut.get(f"{key}_name", name))
            for said in cut[key]:
                _part(view, said)
            _outer(view)
            views.append(view)
    return views


def _part(view: View, said: str) -> None:
    what, *rest = said.split()
    if what == "text":
        x, y, high = (float(v) for v in rest[:3])
        view.words.append((x, y, " ".join(rest[3:]), high))
        return
    style = rest.pop() if rest and (rest[-1] in _FILLS or rest[-1] in _PENS) else ""
    try:
        path = _path(what, [float(v) for v in rest])
    except (ValueError, KeyError, TypeError, IndexError) as wrong:
        raise BrokenData(f"服化道图样“{said}”读不懂，请照 draw_parts 的写法改。",
                         f"Cannot read the part {said!r}.") from wrong  # fmt: skip
    if what in ("line", "arc", "bend"):
        view.line(path, _PENS.get(style, EDGE))
    else:
        view.area(path, _FILLS.get(style, MAIN), _PENS.get(style, EDGE))


def _path(what: str, numbers: Sequence[float]) -> Path:
    if what == "disc":
        x, y, r = numbers
        return oval(x, y, r, r)
    if what == "oval":
        x, y, rx, ry = numbers
        return oval(x, y, rx, ry)
    if what == "arc":
        x, y, rx, ry, start, stop = numbers
        return oval(x, y, rx, ry, start, stop)
    if what == "rect":
        x, y, wide, high = numbers
        return rect(x, y, wide, high)
    pairs = numbers[1:] if what in ("bar", "hoop") else numbers
    points = np.array(pairs, np.float64).reshape(-1, 2)
    bent = curve(*points.tolist(), steps=18) if what in ("bend", "hoop") else points
    if what in ("bar", "hoop"):
        return thick(bent, numbers[0])
    if what == "blob":
        return closed(points)
    return {"poly": points, "line": points, "bend": bent}[what]


def _outer(view: View) -> None:
    x0, y0, x1, y1 = view.bounds()
    name = "长" if x1 - x0 > 2.5 * (y1 - y0) else "宽"
    view.gauges.append(Gauge(name, (x0, y0), (x1, y0), "below"))
    view.high("高", x0, y0, y1, "left")
