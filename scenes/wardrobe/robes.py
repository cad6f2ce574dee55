"""Coats, gowns and jackets laid flat: body, sleeves, collar, closure, from a row's measures.

Chinese garments are cut straight across: body and sleeves of one width of cloth, the shoulder a
level fold. ``droop`` turns the sleeves of a tailored coat down from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenes.wardrobe.outline import (
    DARK,
    FOLD,
    MAIN,
    PALE,
    SEAM,
    THIRD,
    TRIM,
    Gauge,
    Path,
    View,
    across,
    curve,
    mirrored,
    oval,
    rect,
    thick,
)

COLLARS = ("cross", "round", "front", "stand", "turn", "lapel", "shirt", "tee", "hood")
SIDES = ("right", "left", "front")


@dataclass(frozen=True, kw_only=True, slots=True)
class Robe:
    """The measures of a coat, metres. Depths are counted down from the shoulders.

    ``length`` shoulder to hem; ``span`` from cuff to cuff; ``chest`` and ``hem`` widths laid flat;
    ``sleeve`` depth at the body, ``cuff`` at the hand, ``bag`` the deepest between them;
    ``side`` is the side it closes on, the wearer's: right is 右衽. ``slit`` is the height of the
    side slits, ``band`` that of a 横襕 over the hem, ``waist`` the depth of a seam with
    ``pleats`` under it, ``belt`` the depth of a girdle, ``trim`` the width of edgings, ``badge``
    the side of a square on breast and back.
    """

    length: float
    span: float
    chest: float
    hem: float
    sleeve: float
    cuff: float
    bag: float = 0.0
    collar: str = "cross"
    side: str = "right"
    slit: float = 0.0
    band: float = 0.0
    waist: float = 0.0
    pleats: int = 0
    lines: int = 0  # rows of cord at the waist (辫线)
    belt: float = 0.0
    trim: float = 0.0
    badge: float = 0.0
    buttons: int = 0
    pockets: int = 0
    droop: float = 0.0  # degrees
    hoof: bool = False  # horse-hoof cuffs
    plain_back: bool = False  # the waist seam is in front alone
    quilt: bool = False
    neck: float = 0.08

    @property
    def half(self) -> float:
        """Return half the breast."""
        return self.chest / 2


def draw_robe(cut: Mapping[str, Any]) -> list[View]:
    """Return front and back of a coat."""
    robe = Robe(**cut)
    front, back = View("正面"), View("背面")
    _body(robe, front)
    _body(robe, back)
    if not robe.droop:
        back.line([(0.0, 0.0), (0.0, -_middle(robe))], SEAM)  # the seam down the middle
    FRONTS[robe.collar](robe, front)
    BACKS.get(robe.collar, _plain_back)(robe, back)
    for view in (front, back):
        _over(robe, view)
    if robe.span > 1.5 and not robe.droop:
        back.name, back.half = "背面（半）", True
    _pockets(robe, front)
    _measured(robe, front, back)
    return [front, back]


# ---------------------------------------------------------------------------------- the body


def _sleeve(robe: Robe) -> Path:
    """Return the sleeve from the shoulder out to the cuff and back to the armpit."""
    end, low = robe.span / 2, -robe.cuff
    armpit = (robe.half, -robe.sleeve)
    if robe.droop:
        return np.array([(robe.half * 0.92, -0.03), (robe.half * 0.88, -0.12), armpit])
    top = [(robe.half * 0.92, 0.0), (end, 0.0)]
    if robe.hoof:
        top += [(end + 0.06, -robe.cuff * 0.35)]
    if robe.bag:
        belly = end - (end - robe.half) * 0.22
        lower = curve((end, low), (end + 0.01, -robe.bag * 1.12), (belly, -robe.bag * 1.16),
                      (robe.half + 0.16, -robe.sleeve - 0.02), armpit, steps=20)  # fmt: skip
    else:
        bend = robe.half + min(0.22, 0.5 * (end - robe.half))
        lower = curve((end, low), (bend, -robe.sleeve), armpit)
    return np.concatenate([top, lower])


def _hanging(robe: Robe, view: View) -> None:
    """Draw the set-in sleeves of a tailored coat, and their cuffs."""
    down = np.radians(robe.droop)
    along, over = np.array([np.cos(down), -np.sin(down)]), np.array([-np.sin(down), -np.cos(down)])
    top = np.array([robe.half * 0.92, -0.03])
    hand = top + along * (robe.span / 2 - robe.half * 0.92)
    wrist = hand + over * robe.cuff
    armpit = np.array([robe.half, -robe.sleeve])
    inner = np.array([robe.half * 0.88, -0.12])
    view.both(np.stack([top, hand, wrist, armpit, inner]), MAIN)
    view.lines([hand - along * 0.05, wrist - along * 0.05], SEAM)
    if robe.quilt:
        for part in np.linspace(0.2, 0.8, 4):
            view.lines([top + (hand - top) * part, armpit + (wrist - armpit) * part], FOLD)


def _skirt(robe: Robe) -> Path:
    """Return the side from the armpit to the middle of the hem."""
    hem = robe.hem / 2
    side = curve((robe.half, -robe.sleeve), (robe.half - 0.01, -robe.sleeve - 0.16),
                 (hem, -robe.length))  # fmt: skip
    if robe.waist:
        w = -robe.waist
        side = np.array([(robe.half, -robe.sleeve), (robe.half - 0.02, w), (robe.half, w - 0.03),
                         (hem, -robe.length)])  # fmt: skip
    foot = curve((hem, -robe.length), (hem * 0.6, -_middle(robe)), (0.0, -_middle(robe)))
    return np.concatenate([side, foot])


def _half_at(robe: Robe, y: float) -> float:
    """Return half the width of the body at a height below the armpit."""
    side = _skirt(robe)[: 4 if robe.waist else 13]
    return float(np.interp(-y, -side[:, 1], side[:, 0]))


def _middle(robe: Robe) -> float:
    """Return the depth of the hem in the middle, a little below its ends."""
    return robe.length + 0.04 * max(0.0, robe.hem - robe.chest)


def _body(robe: Robe, view: View) -> None:
    neck = np.array([(0.0, 0.0), (robe.neck, 0.0)])
    half = np.concatenate([neck, _sleeve(robe), _skirt(robe)])
    if robe.droop:
        _hanging(robe, view)
    view.area(mirrored(half), MAIN)
    _edges(robe, view)
    if robe.slit:
        x = _half_at(robe, -robe.length + robe.slit)
        view.lines([(x - 0.012, -robe.length + robe.slit), (robe.hem / 2 - 0.02, -robe.length)])
    for low in (robe.band, robe.band - 0.025) if robe.band else ():
        x = _half_at(robe, -robe.length + low)
        view.line([(-x, -robe.length + low), (x, -robe.length + low)], SEAM)


def _edges(robe: Robe, view: View) -> None:
    """Draw the edging of cuffs and hem, and the folds that hang from the waist."""
    end = robe.span / 2
    if robe.hoof:
        hoof = [(end, 0.0), (end + 0.06, -robe.cuff * 0.35), (end, -robe.cuff),
                (end - 0.05, -robe.cuff), (end - 0.05, 0.0)]  # fmt: skip
        view.both(hoof, TRIM)
    elif robe.trim and not robe.droop:
        cuff = [(end, 0.0), (end, -robe.cuff), (end - robe.trim, -robe.cuff), (end - robe.trim, 0)]
        view.both(cuff, TRIM)
    if robe.trim and not robe.droop:
        hem = across(_skirt(robe)[-13:])
        view.area(np.concatenate([hem, (hem + (0.0, robe.trim))[::-1]]), TRIM)


def _over(robe: Robe, view: View) -> None:
    """Draw what lies on both faces: waist seam and pleats, cords, girdle, badge, quilting."""
    at = robe.half - 0.015
    if robe.waist and not (robe.plain_back and view.name != "正面"):
        y = -robe.waist
        view.line([(-at, y), (at, y)], SEAM)
        for k in range(robe.lines):
            rise = y + 0.018 * (k + 1)
            view.line([(-at, rise), (at, rise)], FOLD)
        for t in np.linspace(-0.9, 0.9, robe.pleats) if robe.pleats else ():
            view.line([(t * at, y), (t * (robe.hem / 2) * 0.97, -robe.length - 0.005)], FOLD)
    if robe.belt:
        y, x = -robe.belt, robe.half - 0.005
        view.area(rect(-x, y - 0.02, 2 * x, 0.04), DARK)
    if robe.badge:
        s = robe.badge
        view.area(rect(-s / 2, -0.16 - s, s, s), TRIM)
        view.line(rect(-s / 2 + 0.02, -0.14 - s, s - 0.04, s - 0.04)[[0, 1, 2, 3, 0]], FOLD)
        if robe.side == "front" and view.name == "正面":  # the square is cut where the coat opens
            view.line([(0.0, -0.16 - s), (0.0, -0.16)], SEAM)
    if robe.quilt:
        _quilting(robe, view)


def _quilting(robe: Robe, view: View) -> None:
    rows = np.arange(-robe.sleeve - 0.06, -robe.length + 0.04, -0.09)
    for y in rows:
        x = _half_at(robe, float(y)) - 0.015
        view.line([(-x, y), (x, y)], FOLD)


def _pockets(robe: Robe, view: View) -> None:
    """Draw two or four patch pockets with flaps."""
    low = [(robe.half * 0.5, -robe.length + 0.24, 0.17, 0.19)]
    high = [(robe.half * 0.5, -0.27, 0.12, 0.13)]
    for x, y, w, h in low + high if robe.pockets >= 4 else low if robe.pockets else []:
        view.both(rect(x - w / 2, y - h, w, h), MAIN, SEAM)
        view.both([(x - w / 2, y), (x + w / 2, y), (x + w / 2, y - 0.04), (x, y - 0.06),
                   (x - w / 2, y - 0.04)], MAIN, SEAM)  # fmt: skip


# ------------------------------------------------------------------------- necks and closures


def _to_side(robe: Robe) -> float:
    """Return -1 where it closes at the wearer's right (our left), else 1."""
    return 1.0 if robe.side == "left" else -1.0


def _cross(robe: Robe, view: View) -> None:
    """交领: the upper lap runs from the shoulder of one side to under the arm of the other."""
    s, n, wide = _to_side(robe), robe.neck, max(robe.trim, 0.055)
    foot = (s * (robe.half - 0.03), -robe.sleeve - 0.05)
    over = curve((-s * n, 0.0), (-s * n * 0.55, -0.12), (s * robe.half * 0.35, -0.26), foot)
    under = curve((s * n, 0.0), (s * n * 0.6, -0.10), (-s * 0.02, -0.20))
    view.area([(-n, 0.0), (n, 0.0), (0.0, -0.19)], PALE, FOLD)
    view.area(thick(under, wide), TRIM)
    view.area(thick(over, wide), TRIM)
    edge = [foot, (s * (robe.half - 0.035), -robe.sleeve - 0.2),
            (s * robe.hem / 2 * 0.80, -robe.length)]  # fmt: skip
    if robe.waist:
        edge = [foot, (s * (robe.half - 0.04), -robe.waist)]
    view.line(edge, SEAM)
    if not robe.belt:
        x, y = foot
        view.line(curve((x, y), (x + s * 0.03, y - 0.06), (x + s * 0.02, y - 0.15)))
        view.line(curve((x, y), (x - s * 0.03, y - 0.06), (x - s * 0.01, y - 0.16)))


def _round(robe: Robe, view: View) -> None:
    """圆领: the lap closes at the neck and runs down under the arm."""
    s, n = _to_side(robe), robe.neck
    view.area(oval(0, 0, n, n * 0.95, 180, 360), PALE, FOLD)
    view.area(thick(oval(0, 0, n, n * 0.95, 180, 360), 0.022), TRIM)
    edge = curve((s * n * 0.75, -n * 0.62), (s * robe.half * 0.62, -0.10),
                 (s * (robe.half - 0.025), -robe.sleeve + 0.03),
                 (s * (robe.half - 0.03), -robe.sleeve - 0.06))  # fmt: skip
    view.line(edge, SEAM)
    view.line([edge[-1], (s * (robe.hem / 2 - 0.05), -robe.length)], SEAM)
    for at in (edge[0], edge[4]):
        view.area(oval(float(at[0]), float(at[1]), 0.011, 0.011), DARK)
    if robe.buttons:
        view.area(oval(float(edge[-1][0]), float(edge[-1][1]), 0.011, 0.011), DARK)


def _front(robe: Robe, view: View) -> None:
    """对襟: two edges with bands hang down side by side."""
    n, wide = robe.neck, max(robe.trim, 0.045)
    view.area([(-n, 0.0), (n, 0.0), (0.012, -0.24), (0.012, -_middle(robe)),
               (-0.012, -_middle(robe)), (-0.012, -0.24)], PALE, FOLD)  # fmt: skip
    band = np.concatenate([curve((n, 0.0), (n * 0.8, -0.1), (0.012 + wide / 2, -0.24)),
                           [(0.012 + wide / 2, -_middle(robe) + 0.002)]])  # fmt: skip
    view.both(thick(band, wide), TRIM)
    for y in np.linspace(-0.26, -robe.length * 0.75, robe.buttons) if robe.buttons else ():
        view.line([(-0.05, y), (0.05, y)], SEAM)
        view.area(oval(0.0, float(y), 0.011, 0.011), DARK)


def _stand(robe: Robe, view: View) -> None:
    """立领: a standing band, the lap closed by knots at the side (大襟) or in front."""
    n, high = robe.neck * 0.85, 0.045
    view.area([(-n, -0.01), (n, -0.01), (n * 0.92, high), (-n * 0.92, high)], TRIM)
    view.line([(0.0, -0.02), (0.0, high)], SEAM)
    if robe.side == "front":
        view.line([(0.0, -0.01), (0.0, -_middle(robe))], SEAM)
        for y in np.linspace(-0.03, -robe.length * 0.85, max(robe.buttons, 2)):
            view.line([(-0.045, y), (0.045, y)], SEAM)
            view.area(oval(0.0, float(y), 0.010, 0.010), DARK)
        return
    s = _to_side(robe)
    edge = curve((0.0, -0.01), (s * 0.01, -0.15), (s * robe.half * 0.8, -0.10),
                 (s * (robe.half - 0.02 - robe.trim / 2), -robe.sleeve))  # fmt: skip
    low = max(-robe.length + robe.slit, -0.8 * robe.length)
    foot = (s * (_half_at(robe, low) - 0.02 - robe.trim / 2), low)
    line = np.concatenate([edge, [foot]])
    if robe.trim:
        view.area(thick(line, robe.trim), TRIM)
    view.line(line, SEAM)
    places = [edge[1], edge[7], *np.linspace(edge[-1], foot, max(2, robe.buttons - 1))[:-1]]
    for x, y in places[: max(robe.buttons, 3)]:
        view.line([(x - 0.028, y + 0.008), (x + 0.028, y - 0.008)], SEAM)
        view.area(oval(float(x), float(y), 0.010, 0.010), DARK)


def _turn(robe: Robe, view: View) -> None:
    """立翻领: a fold-down collar over a standing band, buttoned to the throat."""
    n = robe.neck
    view.both([(0.0, 0.0), (n * 0.7, 0.035), (n * 1.15, -0.005), (n * 0.85, -0.075),
               (0.006, -0.035)], TRIM)  # fmt: skip
    _down_the_middle(robe, view, -0.04)


def _down_the_middle(robe: Robe, view: View, top: float) -> None:
    view.line([(0.0, top), (0.0, -_middle(robe))], SEAM)
    for y in np.linspace(top - 0.02, -robe.length + 0.20, max(robe.buttons, 2)):
        view.area(oval(0.012, float(y), 0.010, 0.010), DARK)


def _lapel(robe: Robe, view: View) -> None:
    """翻驳领: lapels over shirt; the man's buttons left over right."""
    n, low = robe.neck, -0.42 if robe.length > 0.6 else -0.30
    view.area([(-n, 0.01), (n, 0.01), (0.0, low)], PALE, FOLD)
    view.both([(n * 0.8, 0.02), (n * 1.25, -0.01), (n * 1.9, -0.14), (n * 1.35, -0.15),
               (n * 1.75, -0.21), (0.0, low), (n * 0.62, -0.12)], TRIM)  # fmt: skip
    view.line([(0.0, low), (0.0, -_middle(robe))], SEAM)
    for k in range(robe.buttons):
        y = low - 0.03 - 0.11 * k
        view.area(oval(0.02, y, 0.011, 0.011), DARK)
        if robe.side == "front":  # double-breasted
            view.area(oval(-0.09, y, 0.011, 0.011), DARK)
            view.area(oval(0.11, y, 0.011, 0.011), DARK)


def _shirt(robe: Robe, view: View) -> None:
    n = robe.neck
    view.both([(0.0, -0.045), (n * 0.6, 0.03), (n * 1.1, -0.005), (n * 0.62, -0.085)], TRIM)
    _down_the_middle(robe, view, -0.06)


def _tee(robe: Robe, view: View) -> None:
    n = robe.neck
    view.area(oval(0, 0, n, n * 0.9, 180, 360), PALE, FOLD)
    view.area(thick(oval(0, 0, n, n * 0.9, 180, 360), 0.022), TRIM)


def _hood(robe: Robe, view: View) -> None:
    """连帽: a hood behind, a zip down the front."""
    hood = curve((-0.12, -0.04), (-0.17, 0.30), (0.17, 0.30), (0.12, -0.04), steps=16)
    view.area(np.concatenate([hood, [(0.0, -0.12)]]), MAIN)
    view.area(oval(0.0, 0.06, 0.075, 0.10), THIRD, SEAM)
    view.line([(-0.006, -0.12), (-0.006, -_middle(robe))], SEAM)
    view.line([(0.006, -0.12), (0.006, -_middle(robe))], SEAM)


FRONTS: dict[str, Callable[[Robe, View], None]] = {
    "cross": _cross, "round": _round, "front": _front, "stand": _stand, "turn": _turn,
    "lapel": _lapel, "shirt": _shirt, "tee": _tee, "hood": _hood,
}  # fmt: skip


def _plain_back(robe: Robe, view: View) -> None:
    n = robe.neck
    view.area(thick(curve((-n, 0.0), (0.0, -0.035), (n, 0.0)), 0.03), TRIM)


def _stand_back(robe: Robe, view: View) -> None:
    n = robe.neck * 0.85
    view.area([(-n, -0.01), (n, -0.01), (n * 0.92, 0.045), (-n * 0.92, 0.045)], TRIM)


def _hood_back(robe: Robe, view: View) -> None:
    hood = curve((-0.12, -0.02), (-0.17, 0.30), (0.17, 0.30), (0.12, -0.02), steps=16)
    view.area(np.concatenate([hood, [(0.0, -0.16)]]), MAIN)


BACKS: dict[str, Callable[[Robe, View], None]] = {
    "stand": _stand_back, "turn": _stand_back, "shirt": _stand_back, "hood": _hood_back,
}  # fmt: skip


def _measured(robe: Robe, front: View, back: View) -> None:
    """Put the measures: length, span, breast and hem in front; cuff and armhole behind."""
    end = robe.span / 2 if not robe.droop else robe.hem / 2
    front.high("衣长", -max(end, robe.hem / 2), -robe.length, 0.0, "left")
    front.wide("下摆", robe.hem / 2, -robe.length, "below")
    if back.half:
        back.gauges.append(Gauge("半胸", (0.0, -robe.sleeve), (robe.half, -robe.sleeve), "below"))
    else:
        back.wide("胸宽", robe.half, -robe.sleeve, "below")
    if robe.droop:
        return
    front.wide("通袖", robe.span / 2, 0.0, "above")
    back.high("袖口", robe.span / 2, -robe.cuff, 0.0, "right")
    if robe.waist:
        back.high("腰位", 0.0 if back.half else -robe.span / 2, -robe.waist, 0.0, "left")
