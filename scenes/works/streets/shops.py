"""One shop: its body, its front, its signs and its lanterns, each shop a little otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scenes import signs
from scenes.model import Matrix, SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.trades import Trade, Wording
from scenes.works.streets import fronts, pendants, roofing
from scenes.works.streets.fronts import Front
from scenes.works.streets.kit import Kit
from scenes.works.streets.shell import WALK, Shell, raise_shell


@dataclass(frozen=True, kw_only=True, slots=True)
class Shop:
    """A shop as it stands: ``lanterns`` is how many burn at its door, ``power`` of each.

    ``style`` is that of its plaque, ``cloth`` that of its cloth; "" hangs none. ``couplet`` is
    "" where it has none, else the style of its boards.
    """

    shell: Shell
    front: Front
    trade: Trade
    wording: Wording
    pendant: str = ""
    leftward: bool = True
    style: str = "black"
    cloth: str = "white"
    couplet: str = ""
    lanterns: int = 1
    red: bool = False
    power: float = 0.9


@dataclass(slots=True)
class Row:
    """A model that shops are put into, and the bodies it already has."""

    model: SetModel
    bodies: dict[tuple[Shell, Front], tuple[str, SetModel]] = field(default_factory=dict)

    def put(self, shop: Shop, at: Matrix) -> None:
        """Put a shop at a place; shops of one body and one front share their parts."""
        key = (shop.shell, shop.front)
        if key not in self.bodies:
            self.bodies[key] = (f"shop{len(self.bodies)}.", body(*key))
        prefix, made = self.bodies[key]
        self.model.take(made, prefix, at)
        _signs(self.model, shop, at)
        _hung(self.model, shop, at)
        _lanterns(self.model, shop, at)


def body(shell: Shell, front: Front) -> SetModel:
    """Return a shop without signs."""
    kit = Kit()
    raise_shell(kit, shell)
    if shell.arched:
        fronts.arches(kit, shell, front)
    else:
        fronts.close(kit, shell, front)
    return kit.model("shop.front", joined=True)


def _middle(s: Shell) -> tuple[float, float]:
    """Return the middle of the central bay and its width."""
    n = len(s.bays) // 2
    return (s.xs[n] + s.xs[n + 1]) / 2, s.bays[n]


def _signs(model: SetModel, shop: Shop, at: Matrix) -> None:
    s, said = shop.shell, shop.wording
    x, wide = _middle(s)
    if s.arched:
        field_ = min(0.30 * s.width, 2.6)
        z0, z1 = s.plinth + s.column + 0.48, fronts.crown(s) - 1.42
        sign = Sign(
            text=said.plaque,
            form="bare",
            wide=2 * field_ - 0.3,
            high=min(0.75, z1 - z0 - 0.1),
            style="cement",
            leftward=shop.leftward,
        )
        signs.hang(model, sign, at @ placement(0.0, -0.29, (z0 + z1) / 2))
    elif shop.style:
        long = min(0.78 * wide, 0.58 * len(said.plaque) + 0.40)
        sign = Sign(
            text=said.plaque,
            form="plaque",
            wide=long,
            high=0.70,
            style=shop.style,
            leftward=shop.leftward,
        )
        place = (x, -0.24, s.beam - 0.02)
        if s.fretted and not s.upper:
            y = -0.58 * s.eave - 0.10
            place = (x, y, roofing.height_at(s.line, y) - roofing.BED - 0.72)
        signs.hang(model, sign, at @ placement(*place) @ _leaning(0.20))
    if shop.couplet and not s.arched:
        for line, side in zip(said.couplet, (1, -1), strict=True):
            sign = Sign(text=line, form="upright", wide=0.25, high=1.85, style=shop.couplet)
            spot = placement(x + side * wide / 2, -0.125, s.plinth + 1.45)
            signs.hang(model, sign, at @ spot)


def _leaning(angle: float) -> Matrix:
    """Return a tilt forward about x: a plaque's top leans into the street."""
    c, sn = np.cos(angle), np.sin(angle)
    turn = np.eye(4)
    turn[1:3, 1:3] = [[c, -sn], [sn, c]]
    return turn


def _arm(model: SetModel, at: Matrix) -> None:
    if "sign.arm" not in model.parts:
        kit = Kit()
        kit.boxes(
            "arm",
            [
                (-0.016, 0.016, -pendants.HANG, 0.05, -0.02, 0.02),
                (-0.012, 0.012, -0.5 * pendants.HANG, 0.0, 0.16, 0.19),
            ],
            "iron",
            "sign",
        )
        made = kit.model()
        model.parts["sign.arm"] = next(iter(made.parts.values()))
    model.place("sign.arm", "sign", at, "invention")


def _hung(model: SetModel, shop: Shop, at: Matrix) -> None:
    """Hang the trade's cloth on one end of the front and its pendant on the other."""
    s = shop.shell
    z = s.plinth + s.column - (0.30 if not s.upper else 0.48)
    y = -0.11 if not s.arched else -0.34
    across = placement(turn=np.pi / 2)
    hook = placement(0.0, -0.62 * pendants.HANG, -0.02)
    right, left = placement(s.xs[-1] - 0.03, y, z), placement(s.xs[0] + 0.03, y, z)
    if shop.cloth:
        text = shop.wording.cloth
        high = 0.66 + 0.36 * len(text)
        sign = Sign(text=text, form="cloth", wide=0.58, high=high, style=shop.cloth)
        _arm(model, at @ right)
        signs.hang(model, sign, at @ right @ hook @ placement(z=-0.06 - high / 2) @ across)
    if shop.pendant in pendants.SHAPES:
        _arm(model, at @ left)
        pendants.hang(model, shop.pendant, at @ left @ hook @ across)


def _lanterns(model: SetModel, shop: Shop, at: Matrix) -> None:
    s = shop.shell
    x, wide = _middle(s)
    if s.arched:
        y, z = -0.62, s.plinth + s.column + 0.10
    elif s.upper:
        y, z = -0.57, s.plinth + s.column - 0.22
    else:
        y = -0.58 * s.eave
        z = roofing.height_at(s.line, y) - roofing.BED - 0.27
    spots = {0: (), 1: (wide / 2 - 0.45,), 2: (-wide / 2 + 0.32, wide / 2 - 0.32)}[shop.lanterns]
    for u in spots:
        pendants.lantern(
            model, at @ placement(x + u, y - 0.03, z), lit=shop.power > 0, red=shop.red
        )
    if spots and shop.power > 0:  # one light stands for both
        middle = at @ placement(x + sum(spots) / len(spots), y - 0.12, z)
        pendants.shine(model, middle, shop.power * len(spots) ** 0.5, red=shop.red)
    if any(way in ("open", "counter") for way in shop.front.ways) and shop.power > 0:
        inner = (at @ (x, 1.1, s.plinth + 2.05, 1.0))[:3].tolist()
        model.lamps.append(
            {"at": tuple(inner), "power": 0.75 * shop.power, "colour": (1.0, 0.58, 0.26)}
        )


def reach(s: Shell) -> float:
    """Return how far a shop stands into the street from its columns."""
    return WALK + max(0, int(s.plinth / 0.17)) * 0.30
