"""Animals of yard and road, for scale and life: bodies of a few lofts, no breed in particular.

Heights at the withers are common ones (source: own, low).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes.model import SetModel
from scenes.turned import Mesh, ball, join, placed, tube


@dataclass(frozen=True, kw_only=True, slots=True)
class Beast:
    """A four-footed animal, metres.

    ``withers`` is its height, ``long`` breast to rump, ``girth`` half the depth of its body;
    ``neck`` (forward, up) leads to the head, ``head`` is its length, ``ear`` theirs; ``tail`` its
    length, ``horn`` that of horns, ``hump`` of how many humps.
    """

    withers: float
    long: float
    girth: float
    neck: tuple[float, float]
    head: float
    ear: float
    tail: float
    hide: str
    horn: float = 0.0
    hump: int = 0


BEASTS = {
    "donkey": Beast(withers=1.10, long=1.15, girth=0.25, neck=(0.34, 0.36), head=0.40, ear=0.24,
                    tail=0.55, hide="hide_grey"),
    "mule": Beast(withers=1.40, long=1.45, girth=0.30, neck=(0.45, 0.48), head=0.50, ear=0.20,
                  tail=0.70, hide="hide_bay"),
    "horse": Beast(withers=1.38, long=1.50, girth=0.31, neck=(0.48, 0.55), head=0.52, ear=0.13,
                   tail=0.80, hide="hide_bay"),
    "ox": Beast(withers=1.30, long=1.65, girth=0.38, neck=(0.42, 0.10), head=0.46, ear=0.14,
                tail=0.80, hide="hide_yellow", horn=0.26),
    "dog": Beast(withers=0.52, long=0.62, girth=0.12, neck=(0.14, 0.15), head=0.20, ear=0.08,
                 tail=0.30, hide="hide_yellow"),
    "sheep": Beast(withers=0.66, long=0.78, girth=0.24, neck=(0.18, 0.12), head=0.22, ear=0.09,
                   tail=0.14, hide="hide_wool"),
    "pig": Beast(withers=0.66, long=1.05, girth=0.25, neck=(0.22, -0.04), head=0.34, ear=0.15,
                 tail=0.16, hide="hide_black"),
    "camel": Beast(withers=1.85, long=1.75, girth=0.42, neck=(0.75, 0.40), head=0.46, ear=0.08,
                   tail=0.50, hide="hide_camel", hump=2),
}  # fmt: skip
KINDS = (*BEASTS, "hen")
TITLES = {"donkey": "驴", "mule": "骡", "horse": "马", "ox": "牛", "dog": "狗", "sheep": "羊",
          "pig": "猪", "camel": "骆驼", "hen": "鸡"}  # fmt: skip
HERD = {"donkey": 1, "mule": 3, "horse": 1, "ox": 1, "dog": 1, "sheep": 6, "pig": 1, "camel": 3,
        "hen": 5}  # fmt: skip


_BETWEEN = 4  # rings laid between two that are given


def limb(path: Sequence[Sequence[float]], radii: Sequence[float], sides: int) -> Mesh:
    """Return a rounded limb through points with radii: a curve through all, its ends closed round."""
    row = np.column_stack([np.array(path, float), np.array(radii, float)])
    ends = np.vstack([2 * row[0] - row[1], row, 2 * row[-1] - row[-2]])
    t = np.arange(_BETWEEN)[:, None] / _BETWEEN
    made = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
    ]
    line = np.vstack([_cap(row[0], row[1]), *made, row[-1:], _cap(row[-1], row[-2])[::-1]])
    return tube(line[:, :3], np.maximum(line[:, 3], 0.002), sides + 4)


def _cap(end: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Return two rings beyond an end that round it off."""
    out = (end[:3] - inner[:3]) / max(float(np.linalg.norm(end[:3] - inner[:3])), 1e-6)
    radius = float(end[3])
    return np.array(
        [
            [*(end[:3] + out * radius * far), radius * part]
            for far, part in ((0.55, 0.30), (0.35, 0.75))
        ]
    )


def put(model: SetModel, kind: str, x: float, y: float, z: float, turn: float, name: str) -> None:
    """Put an animal, its feet at a height; it looks towards −y, turned by ``turn`` radians.

    ``name`` tells one from another; the same kind shares its parts.

    Raises:
        KeyError: no such animal.
    """
    pieces = _hen() if kind == "hen" else _beast(BEASTS[kind])
    for number, (mesh, material) in enumerate(pieces):
        part = f"animal.{kind}.{number}"
        if part not in model.parts:
            model.add_part(part, *mesh, material)
        model.place(part, "animal", placed(x, y, z, turn), rule="invention", name=name)


def _beast(b: Beast) -> list[tuple[Mesh, str]]:
    """Return body and what is of another colour."""
    high, half = b.withers, b.long / 2
    spine = high - b.girth
    back = [(0, 0.94 * half, spine - 0.01), (0, 0.66 * half, spine + 0.01), (0, 0.1 * half, spine - 0.04),
            (0, -0.62 * half, spine - 0.01), (0, -0.92 * half, spine + 0.02)]  # fmt: skip
    body = limb(
        back, [0.70 * b.girth, 0.95 * b.girth, 1.02 * b.girth, 0.98 * b.girth, 0.70 * b.girth], 14
    )
    forward, up = b.neck
    poll = (0.0, -half - forward, spine + 0.45 * b.girth + up)
    neck = limb([(0, -0.78 * half, spine + 0.1 * b.girth), (0, -half - 0.5 * forward, spine + 0.4 * b.girth + 0.5 * up), poll],
                [0.62 * b.girth, 0.44 * b.girth, 0.36 * b.girth], 10)  # fmt: skip
    muzzle = (0.0, poll[1] - 0.80 * b.head, poll[2] - 0.55 * b.head)
    head = limb([(0, poll[1] + 0.05, poll[2] + 0.02), (0, poll[1] - 0.35 * b.head, poll[2] - 0.16 * b.head), muzzle],
                [0.30 * b.head, 0.27 * b.head, 0.17 * b.head], 9)  # fmt: skip
    parts = [body, neck, head, *_legs(b, half), *_ears(b, poll), _tail(b, half, spine)]
    for k in range(b.hump):
        parts.append(ball((0, (0.42 - 0.84 * k) * half, high - 0.02), 0.20, 0.26, 0.34, 16))
    dark = [_hoof(x, y, b) for x, y, _ in _feet(b, half)]
    if b.horn:
        dark += [limb([(s * 0.10, poll[1], poll[2] + 0.06), (s * 0.26, poll[1] - 0.04, poll[2] + 0.5 * b.horn),
                       (s * 0.24, poll[1] - 0.10, poll[2] + b.horn)], [0.035, 0.028, 0.008], 7) for s in (-1, 1)]  # fmt: skip
    return [(join(*parts), b.hide), (join(*dark), "hide_black")]


def _feet(b: Beast, half: float) -> Sequence[tuple[float, float, int]]:
    """Return where feet stand and whether they are hind ones; one foot is a little forward."""
    wide = 0.55 * b.girth
    return (
        (-wide, -0.78 * half, 0),
        (wide, -0.66 * half, 0),
        (-wide, 0.74 * half, 1),
        (wide, 0.86 * half, 1),
    )


def _legs(b: Beast, half: float) -> list[Mesh]:
    made = []
    top, thick = b.withers - 1.15 * b.girth, 0.34 * b.girth
    for x, y, hind in _feet(b, half):
        knee = (x, y + (0.05 if hind else -0.01), 0.48 * top)
        hip = (0.85 * x, y - 0.05 * (1 - 2 * hind), top + 0.55 * b.girth)
        made.append(limb([hip, (0.95 * x, y, 0.74 * top), knee, (x, y, 0.06)],
                         [(1.55 if hind else 1.25) * thick, 0.85 * thick, 0.46 * thick, 0.36 * thick], 8))  # fmt: skip
    return made


def _hoof(x: float, y: float, b: Beast) -> Mesh:
    thick = 0.19 * b.girth
    return tube([(x, y, 0.0), (x, y, 0.09)], [thick, 0.8 * thick], 8)


def _ears(b: Beast, poll: tuple[float, float, float]) -> list[Mesh]:
    return [
        limb([(s * 0.14 * b.head, poll[1], poll[2] + 0.06), (s * 0.30 * b.head, poll[1] + 0.02, poll[2] + 0.06 + b.ear)],
             [0.16 * b.head, 0.04 * b.head], 6) for s in (-1, 1)
    ]  # fmt: skip


def _tail(b: Beast, half: float, spine: float) -> Mesh:
    end = (0.04, half + 0.14, max(spine - b.tail, 0.12))
    return limb([(0, half - 0.03, spine + 0.2 * b.girth), (0.02, half + 0.10, spine - 0.3 * b.tail), end],
                [0.14 * b.girth, 0.11 * b.girth, 0.05 * b.girth], 7)  # fmt: skip


def _hen() -> list[tuple[Mesh, str]]:
    body = join(ball((0, 0, 0.20), 0.085, 0.14, 0.095, 9), limb([(0, -0.09, 0.24), (0, -0.13, 0.36)], [0.05, 0.032], 7),
                ball((0, -0.14, 0.37), 0.032, 0.042, 0.034, 7), limb([(0, 0.10, 0.24), (0, 0.20, 0.36)], [0.06, 0.02], 7))  # fmt: skip
    red = join(ball((0, -0.145, 0.41), 0.008, 0.03, 0.02, 6), tube([(0.03, 0, 0.12), (0.03, 0, 0)], [0.01, 0.01], 5),
               tube([(-0.03, 0, 0.12), (-0.03, 0, 0)], [0.01, 0.01], 5))  # fmt: skip
    return [(body, "hide_bay"), (red, "hide_comb")]


def flock(
    model: SetModel,
    kind: str,
    middle: tuple[float, float, float],
    count: int,
    reach: float,
    seed: str,
) -> None:
    """Scatter a few of a kind about a place on level ground, none upon another."""
    rng = np.random.default_rng(sum(map(ord, f"{seed}{kind}")))
    stand: list[tuple[float, float]] = []
    apart = 0.45 if kind == "hen" else 1.2
    for _ in range(20 * count):
        x, y = (float(v) for v in rng.uniform(-reach, reach, 2))
        if len(stand) < count and all(np.hypot(x - a, y - b) > apart for a, b in stand):
            put(
                model,
                kind,
                middle[0] + x,
                middle[1] + y,
                middle[2],
                float(rng.uniform(0, 6.28)),
                f"{kind} {len(stand)}",
            )
            stand.append((x, y))
