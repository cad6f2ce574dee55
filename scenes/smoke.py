"""Smoke and steam: plumes over chimneys, censers, pots, that thin out as they drift."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.camera import Camera, Vector
from scenes.light import Light
from scenes.wash import Wash

Picture = NDArray[np.float32]

PUFFS = 26  # of one plume
_SOFT = 2.5  # metres over which a plume fades into what stands in it
_THINNEST = 0.004  # of a picture's ink; less is not seen
_HUES = {"smoke": (0.86, 0.90, 0.96), "steam": (1.0, 1.0, 0.99)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plume:
    """A column of smoke, metres: its foot ``at``, how ``tall`` it stands before it is gone.

    ``mouth`` is its radius at the foot, ``wind`` how far its top has drifted along x and y,
    ``thick`` how dense it is (1: a kitchen's chimney), ``kind`` smoke or steam.
    """

    at: Vector
    tall: float = 7.0
    mouth: float = 0.16
    wind: tuple[float, float] = (2.6, 0.8)
    thick: float = 1.0
    kind: str = "smoke"

    def moved(self, matrix: NDArray[np.float64]) -> Plume:
        """Return it under a (4, 4) matrix; the wind blows as it blew."""
        x, y, z = (matrix @ (*self.at, 1.0))[:3].tolist()
        return replace(self, at=(x, y, z))


def hearth(x: float, y: float, z: float, seed: str) -> Plume:
    """Return the smoke of a chimney: one wind blows, but no two fires draw alike."""
    rng = random.Random(f"{seed}/{x:.1f}/{z:.1f}")
    turn, blown = rng.gauss(0.3, 0.35), rng.uniform(0.9, 3.4)
    wind = (blown * math.cos(turn), blown * math.sin(turn))
    tall, thick = rng.uniform(3.6, 8.0), rng.uniform(0.6, 1.5)
    return Plume(at=(x, y, z), tall=tall, wind=wind, thick=thick)


def veiled(
    wash: Wash, plumes: list[Plume], light: Light, *, indoors: bool = False
) -> Wash:  # fmt: skip
    """Return a wash with plumes before it, each hidden by what stands nearer.

    Only a camera's picture holds them; on a sphere they are left out.
    """
    view = wash.small.camera
    if not plumes or not isinstance(view, Camera) or view.ortho_m is not None:
        return wash
    far = np.where(wash.small.solid, wash.small.depth, np.float32(1e4))
    dense = {kind: np.zeros((view.height, view.width), np.float32) for kind in _HUES}
    for number, plume in enumerate(plumes):
        _add(dense[plume.kind], plume, view, far, number)
    colour, cover, veil = wash.colour, wash.cover, np.zeros_like(far)
    for kind, hue in _HUES.items():
        amount = (1 - np.exp(-dense[kind])).astype(np.float32)
        air = _air(wash, light, indoors=indoors)
        tint = air * np.asarray(hue, np.float32) * np.float32(1.06)
        colour = colour + (tint - colour) * amount[..., None]
        cover = cover + (1 - cover) * amount
        veil = np.maximum(veil, amount)
    return replace(wash, colour=colour, cover=cover, veil=veil)


def _air(wash: Wash, light: Light, *, indoors: bool) -> Picture:
    """Return the colour of lit smoke: the sky's out of doors, in a room that of its bright walls."""
    if indoors and (wash.cover > 0.5).any():
        return 1.25 * np.percentile(wash.colour[wash.cover > 0.5], 95, axis=0).astype(np.float32)
    sky = np.asarray(light.mist, np.float32) * 0.55 + np.asarray(light.horizon, np.float32) * 0.45
    return np.asarray(sky, np.float32)


def _add(dense: Picture, plume: Plume, view: Camera, far: Picture, number: int) -> None:
    """Add the puffs of one plume to a picture of density."""
    rng = np.random.default_rng(977 + number)
    part = (np.arange(PUFFS) + rng.uniform(0.2, 0.8, PUFFS)) / PUFFS
    sway = 0.06 * plume.tall * np.sin(rng.uniform(4, 9) * part + rng.uniform(0, 6.28)) * part
    drift = part ** rng.uniform(1.3, 2.4)  # it rises first, then the wind has it
    at = np.column_stack([
        plume.at[0] + plume.wind[0] * drift + sway, plume.at[1] + plume.wind[1] * drift,
        plume.at[2] + plume.tall * part**0.85,
    ])  # fmt: skip
    radius = plume.mouth + 0.15 * plume.tall * part**1.15
    strength = plume.thick * 0.95 * (1 - part) ** 1.3 * (0.35 + 0.65 * plume.mouth / radius)
    seen = view.project(at)
    for (x, y, deep), metres, strong in zip(seen, radius, strength, strict=True):
        if deep > 0.4:
            _puff(dense, far, (x, y, deep), metres * view.focal_px / deep, strong)


def _puff(
    dense: Picture, far: Picture, at: tuple[float, float, float], size: float, strong: float
) -> None:
    """Add one ragged disc."""
    height, width = dense.shape
    x, y, deep = at
    reach = 2.0 * size
    x0, x1 = int(max(x - reach, 0)), int(min(x + reach + 1, width))
    y0, y1 = int(max(y - reach, 0)), int(min(y + reach + 1, height))
    if x0 >= x1 or y0 >= y1:
        return
    u = (np.arange(x0, x1) - x)[None] / max(size, 0.6)
    v = (np.arange(y0, y1) - y)[:, None] / max(size, 0.6)
    ragged = brush.sample(_wisps(), *np.broadcast_arrays(0.21 * u + 0.13 * x, 0.21 * v + 0.07 * y))
    body = np.exp(-1.7 * (u**2 + v**2)) * (0.35 + 1.3 * ragged)
    before = np.clip((far[y0:y1, x0:x1] - deep) / _SOFT + 0.5, 0, 1)
    dense[y0:y1, x0:x1] += (strong * body * before * (body > _THINNEST)).astype(np.float32)


@cache
def _wisps() -> Picture:
    return brush.fbm(256, 311, coarse=5, octaves=4, gain=0.55)
