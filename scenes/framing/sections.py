"""How thick and how high the timbers of a hall are, and at what height its beams lie. Metres.

Figures in fen: 卷五 造阑额之制, 造梁之制 for the halls of cai and fen; 《工程做法》 by way of the
则例 for those of doukou, one of which is ten fen. What no text gives is our own judgement.
"""

from __future__ import annotations

from scenes.brackets import Stack
from scenes.building import Building
from scenes.roofline import Roofline

ARCHITRAVE = (16.0, 30.0)  # 阑额, thickness and height in fen, where the style does not say
TIE = (10.0, 15.0)  # 柱头枋
RIDGE_LEG = (9.0, 15.0)  # 叉手
BEAM = {
    2: (18.0, 30.0),
    4: (22.0, 36.0),
    6: (26.0, 42.0),
}  # 栿 by the rafters it spans, 3 high to 2 wide
QING_BEAM = {
    2: (40.0, 50.0),
    4: (46.0, 57.0),
    6: (50.0, 62.0),
}  # 三架、五架、七架梁, 5 high to 4 wide
PAST = 10.0  # how far a beam's end passes the purlin that it carries, fen
GAP = 0.045  # least air between a beam and the one above it, metres
AT_HIP = 0.05  # so little may a beam's purlin lie outside where the end's slope meets it, metres
UPON = 0.35  # a beam so near the line of another lies on it, metres
Section = tuple[float, float]


def architrave(b: Building) -> Section:
    """Return thickness and height of 阑额 (大额枋)."""
    t, h = b.style.architrave
    return (t, h) if h > 0 else (ARCHITRAVE[0] * b.fen, ARCHITRAVE[1] * b.fen)


def plate_height(b: Building) -> float:
    """Return the height of 普拍枋 (平板枋), 0 where there is none."""
    return b.style.plate[1] if b.style.plate else 0.0


def small_gap(b: Building) -> float:
    """Return the height of the board between the large and the small architrave (由额垫板)."""
    return (20.0 if b.system == "doukou" else 8.0) * b.fen


def underside(b: Building) -> float:
    """Return how far the lowest architrave's underside lies below the foot of the brackets."""
    low = plate_height(b) + architrave(b)[1]
    small = b.style.small_architrave
    return low + (small_gap(b) + small[1] if small else 0.0)


def tie(b: Building) -> Section:
    """Return thickness and height of a 柱头枋 (正心枋); the latter are laid without a gap."""
    qing = b.system == "doukou"
    return (TIE[0] - 0.75) * b.fen, (Stack.of(b).step if qing else TIE[1]) * b.fen


def upper_purlin(b: Building) -> float:
    """Return the diameter of the purlins above the eave's: 4.5 doukou under the Qing."""
    return max(b.purlin_diameter, 40.0 * b.fen if b.system == "doukou" else 0.0)


def wall_purlin_back(b: Building) -> float:
    """Return the height above the court of the back of 正心桁, on the line of the rafters."""
    (inner, high), (outer, low) = b.purlins[-2], b.purlins[-1]
    part = (outer - b.depth / 2) / (outer - inner)
    return b.eave_purlin_back + low + (high - low) * part


def has_wall_purlin(b: Building) -> bool:
    """Tell whether a purlin lies over the columns, inside the eave's: Qing 正心桁."""
    return b.system == "doukou" and b.reach > 0


def wall_ties(b: Building, line: Roofline) -> int:
    """Return the layer of the topmost 柱头枋 before the rafters are met; at least the first."""
    s = Stack.of(b)
    room = float(line.profile(b.eave)) - line.rafter - b.platform - b.column
    if has_wall_purlin(b):
        room = wall_purlin_back(b) - upper_purlin(b) - b.platform - b.column
    high = tie(b)[1] / b.fen
    # the underside of layer k is at brim + k steps
    top = int((room / (b.fen * s.squeeze) - 1.0 - high - s.layer(0)) // s.step)
    return max(1, top)


def wall_bands(b: Building, line: Roofline) -> list[tuple[float, float]]:
    """Return (underside, top) of each 柱头枋, metres above the foot of the brackets, upwards."""
    s = Stack.of(b)
    unit = b.fen * s.squeeze
    if s.kind == "无" or (not s.places and s.whole):
        return []
    high = (s.step if s.qing else TIE[1] * s.squeeze) * b.fen
    layers = range(s.first_tie, max(wall_ties(b, line), s.first_tie) + 1)
    return [(s.layer(k) * unit, s.layer(k) * unit + high) for k in layers]


def beam(b: Building, span: float) -> Section:
    """Return width and height of a beam by its span in metres."""
    step = b.depth / b.rafters
    rafters = min(6, max(2, 2 * round(span / step / 2)))
    w, h = (QING_BEAM if b.system == "doukou" else BEAM)[rafters]
    return w * b.fen, h * b.fen


def levels(b: Building) -> list[tuple[float, float, Section]]:
    """Return (place, top, section) of the beams of a frame from the lowest upper purlin to the top.

    A beam reaches ``place`` metres either side of the ridge line and carries the purlins there.
    """
    on_beam = 0.0 if b.system == "doukou" else 4.0 * b.fen
    heights = [b.eave_purlin_back + z - upper_purlin(b) - on_beam for _, z in b.purlins[1:-1]][::-1]
    places = [p for p, _ in b.purlins[1:-1]][::-1]
    below, out = main_beam(b)[1], []
    for place, top in zip(places, heights, strict=True):
        w, h = beam(b, 2 * place)
        h = min(h, max(top - below - GAP, 0.3 * h))
        out.append((place, top, (w, h)))
        below = top
    return out


def main_beam(b: Building, x: float = 0.0) -> tuple[float, float, Section]:
    """Return (underside, top, section) of the beams that lie on the column sets.

    Toward the corners, where columns and sets stand higher, a beam is as much less high.
    """
    low, top, (w, h) = _middle_beam(b)
    less = min(b.corner_rise * (2 * x / b.width) ** 2, 0.6 * h)
    return low + less, top, (w, h - less)


def _middle_beam(b: Building) -> tuple[float, float, Section]:
    s, foot = Stack.of(b), b.platform + b.column
    w, h = beam(b, b.depth)
    if s.kind == "无":
        h = max(b.bracket - 0.5 * b.purlin_diameter, 0.5 * b.bracket)
        return foot, foot + h, (min(w, 0.95 * b.column_diameter), h)
    seat = {"出跳": s.layer(s.jumps) if s.qing else s.layer(1)}.get(s.kind, s.layer(0)) + 0.4
    low = foot + seat * s.squeeze * b.fen
    if s.qing:
        w, h = 40.0 * b.fen, (s.rest + s.step + 0.4 * s.purlin) * s.squeeze * b.fen
    first = b.purlins[-2]
    room = b.eave_purlin_back + first[1] - upper_purlin(b) - 4.0 * b.fen - low
    h = min(h, max(0.62 * room, 12.0 * b.fen))
    return low, low + h, (w, h)


def inner_square(b: Building) -> float:
    """Return half the side of the square of inner columns under a 攒尖 roof, 0 where none stand."""
    if b.roof != "攒尖" or not b.inner_ring or len(b.xs) < 4:
        return 0.0
    return b.depth / 2 - b.depth_bays[0]


def ring_beam(b: Building) -> tuple[float, float, Section]:
    """Return (underside, top, section) of the beams on the square of inner columns (井口枋).

    They lie under the lowest purlins that are no farther in than they themselves (own).
    """
    low, top, _ = main_beam(b)
    far = inner_square(b)
    over = [z - h for place, z, (_, h) in levels(b) if place > far - UPON]
    top = over[-1] if over else top - 0.003
    w, h = beam(b, max(b.bays[1:-1]))
    h = min(h, top - low - 0.006)
    return top - h, top, (w, h)


def in_hip(b: Building, x: float) -> bool:
    """Tell whether the roof over a frame at ``x`` may come down from the end."""
    lowest = b.depth / 2 - b.purlins[-2][0]
    return b.roof == "庑殿" or (b.roof == "歇山" and b.width / 2 - abs(x) < lowest - 0.05)


def beam_over(b: Building, x: float, y: float) -> tuple[float, float]:
    """Return (underside, top) of the beam that a column at (x, y) carries.

    That is the shortest beam that still reaches over the column, with what it passes its purlin by;
    one near the ridge line stands under the lowest. Under a hip the roof comes down from the end as well. Under a 攒尖 roof all inner
    columns carry the one square of beams.
    """
    if inner_square(b):
        return ring_beam(b)[:2]
    low, top, _ = main_beam(b, x)
    found, step = (low, top), b.depth / b.rafters
    if abs(y) < 0.3 * step:
        return found
    away, past = abs(y), min(0.3 * step, PAST * b.fen)
    if in_hip(b, x):
        away = max(away, b.depth / 2 - (b.width / 2 - abs(x)) + past - AT_HIP)
    for place, upper, (_, h) in levels(b):
        if place > away - past:
            found = (upper - h, upper)
    return found
