"""Where bracket sets stand: over columns, between them, over inner columns."""

from __future__ import annotations

import math

import numpy as np

from scenes.brackets import Stack, between, corner, sets
from scenes.building import Building
from scenes.framing.columns import GABLED, Post, late, same_height, sides
from scenes.framing.sections import main_beam
from scenes.framing.ties import carries
from scenes.model import Points, SetModel
from scenes.solids import Mesh, bars, placement, prism

TURNS = {"front": 0.0, "back": math.pi, "left": -math.pi / 2, "right": math.pi / 2}


def set_brackets(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put the bracket sets over columns and between them; a hall without any gets beam heads."""
    s = Stack.of(b)
    if s.kind == "无":
        _beam_heads(model, b, ring)
        return
    _parts(model, b, s)
    for p in ring:
        if p.edge:
            _over_column(model, b, p)
    for side, p, q in sides(b, ring):
        if not carries(b, side):
            continue
        count = between(b, side)[p.i if side in ("front", "back") else p.j]
        for k in range(count):
            t = (k + 1) / (count + 1)
            x, y, z = (a + (c - a) * t for a, c in ((p.x, q.x), (p.y, q.y), (p.top, q.top)))
            model.place("puzuo_between", "bracket", placement(x, y, z, TURNS[side]), "own",
                        f"{side} 补间铺作")  # fmt: skip


def _parts(model: SetModel, b: Building, s: Stack) -> None:
    made: dict[str, Mesh] = {"puzuo_column": sets.column_set(s, tail_of(b, s, beam=True))}
    if any(between(b, "front")) or any(between(b, "left")):
        made["puzuo_between"] = sets.between_set(s, b, tail_of(b, s, beam=False))
    if b.roof not in GABLED:
        made["puzuo_corner"] = corner.corner_set(s)
        made["puzuo_corner_mirrored"] = corner.mirrored(made["puzuo_corner"])
    for name, mesh in made.items():
        model.add_part(name, *in_metres(mesh, b, s), "bracket")


def in_metres(mesh: Mesh, b: Building, s: Stack) -> Mesh:
    """Return a set made in fen in the hall's metres."""
    return mesh[0] * [b.fen, b.fen, b.fen * s.squeeze], mesh[1]


def tail_of(b: Building, s: Stack, *, beam: bool) -> float:
    """Return how far inside the topmost lever's tail runs, fen, and stays under the purlins.

    Over a column it is pinned under the beam; between columns it rises to the lowest purlin.
    """
    if not s.real:
        return 26.0
    inner, high = b.purlins[-2]
    reach = 0.94 * (b.depth / 2 - inner) / b.fen
    if b.roof not in GABLED:  # the set nearest a corner must not pass under the other slope
        reach = min(reach, *(w / (n[0] + 1) / b.fen for w, n in (
            (b.bays[0], between(b, "front")), (b.depth_bays[0], between(b, "left")))))  # fmt: skip
    low, top = b.bracket - b.purlin_diameter, b.bracket + high - b.purlin_diameter
    i = s.real - 1
    while reach > 40.0:
        at = s.under(i) + s.slope * reach + 1.1 * s.steep
        part = (reach * b.fen + b.reach) / (b.depth / 2 - inner + b.reach)
        if at * b.fen * s.squeeze < low + (top - low) * part - 0.02:
            break
        reach *= 0.93
    return reach if not beam else reach * 0.97


def _over_column(model: SetModel, b: Building, p: Post) -> None:
    if p.corner and b.roof not in GABLED:
        half_turn = 0.0 if p.y < 0 else math.pi
        plain = (p.x < 0) == (p.y < 0)
        part = "puzuo_corner" if plain else "puzuo_corner_mirrored"
        at = placement(p.x, p.y, p.top, half_turn)
        model.place(part, "bracket", at, "brackets", f"转角铺作 {p.i},{p.j}")
        return
    side = side_of(b, p)
    if carries(b, side):
        at = placement(p.x, p.y, p.top, TURNS[side])
        model.place("puzuo_column", "bracket", at, "brackets", f"柱头铺作 {p.i},{p.j}")


def side_of(b: Building, p: Post) -> str:
    """Return which side an outer column looks to; those of the corners to front or back."""
    if p.j in (0, len(b.ys) - 1):
        return "front" if p.y < 0 else "back"
    return "left" if p.x < 0 else "right"


def _beam_heads(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put the ends of 抱头梁, which carry the eave purlin themselves (小式)."""
    low, top, (w, _) = main_beam(b)
    high, out = top - low, 1.1 * b.purlin_diameter
    outline = [(0.03, 0.0), (0.03, high), (-0.62 * out, high), (-out, 0.62 * high),
               (-out, 0.18 * high), (-0.86 * out, 0.0)]  # fmt: skip
    model.add_part("beam_head", *prism(outline, w * 0.99, "yz"), "timber_red")
    for p in ring:
        if p.edge and carries(b, side_of(b, p)):
            at = placement(p.x, p.y, p.top, TURNS[side_of(b, p)])
            model.place("beam_head", "bracket", at, "own", f"抱头梁头 {p.i},{p.j}")


def set_inner_brackets(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put the sets of inner columns and the beams that tie them to the outer ones."""
    s, inner = Stack.of(b), [p for p in ring if not p.edge]
    if not inner:
        return
    if not late(b) and s.kind != "无":
        made = sets.inner_set(s) if same_height(b) else sets.under_beam(s)
        model.add_part("puzuo_inner", *in_metres(made, b, s), "bracket")
        for p in inner:
            at = placement(p.x, p.y, p.top, 0.0 if p.y <= 0 else math.pi)
            model.place("puzuo_inner", "bracket", at, "own", f"内柱铺作 {p.i},{p.j}")
    _aisle_beams(model, b, ring)


def _aisle_beams(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put 乳栿 from the columns of each end straight across the aisle to the inner ones.

    Those of the front and back are part of the frames, under a 攒尖 roof those of all four sides.
    """
    if b.roof in GABLED or b.roof == "攒尖":
        return
    low, top, (w, h) = main_beam(b)
    z, last = (low + top) / 2, len(b.xs) - 1
    outer = {(p.i, p.j): p for p in ring if p.edge}
    starts, ends = [], []
    for p in ring:
        q = outer.get((0 if p.i == 1 else last, p.j)) if p.i in (1, last - 1) else None
        if not p.edge and q is not None:
            starts.append((q.x, q.y, z + 0.003))
            ends.append((p.x, p.y, z + 0.003))
    if starts:
        model.add_part("tie_beam", *bars(starts, ends, section(b, w - 0.004, h)), "timber_red")
        model.place("tie_beam", "beam", rule="own", name="乳栿")


def section(b: Building, w: float, h: float) -> Points:
    """Return a beam's section: eased corners, more so on the early 月梁 than on a Qing beam."""
    x, z = (0.42, 0.30) if b.system != "doukou" else (0.42, 0.42)
    half = [(-w * x, -h / 2), (w * x, -h / 2), (w / 2, -h * z), (w / 2, h * z), (w * x, h / 2),
            (-w * x, h / 2), (-w / 2, h * z), (-w / 2, -h * z)]  # fmt: skip
    return np.array(half)
