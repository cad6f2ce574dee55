"""A great house's side court (跨院): lower, narrower, entered from the strip before the main house.

The main court's blank wall is its inner side; across it stands one wing, at its end a house of
three bays. Kitchen, accounts and servants are there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from scenes.ledger import Ledger
from scenes.siteplan import QUARTER, Member
from scenes.works.courts import annex, gateway, house, layout, things
from scenes.works.courts.house import House

_DEEP = 4.6  # metres of the house at its end
_DOOR_STRIP = 2.4  # the cross court that its door opens from
_GAP = 0.1  # metres between the great house's wall and its ground


@dataclass(frozen=True, kw_only=True, slots=True)
class SideYard:
    """A side court, metres: ``side`` 1 east or −1 west, from ``x0`` outward over yard and wing.

    ``wing`` stands on its outer side, ``end`` at its back; ``door`` is the y of its door.
    """

    side: int
    x0: float
    yard: float
    y0: float
    y1: float
    door: float
    wing: House
    end: House
    high: float

    @property
    def word(self) -> str:
        """Return what it is called."""
        return "东跨院" if self.side > 0 else "西跨院"

    @property
    def outer(self) -> float:
        """Return how far out it reaches."""
        return self.x0 + self.yard + self.wing.depth

    @property
    def middle(self) -> float:
        """Return the x of its yard's middle."""
        return self.side * (self.x0 + self.yard / 2)

    @property
    def clear(self) -> tuple[float, float]:
        """Return the y that its yard runs from and to."""
        return self.y0, self.y1 - self.end.depth - house.OUT


def breadth(book: Ledger) -> float:
    """Return what one side court adds to a great house's breadth, 0 where none is asked for."""
    if not annex.sides(book.spec):
        return 0.0
    return book.ruled("side_yard", "mansion.side") + book.ruled("side_wing", "mansion.side.wing")


def laid_out(
    book: Ledger, wing: House, half: float, court: float, main: float, back: float, wall: float
) -> list[SideYard]:  # fmt: skip
    """Return the side courts that are asked for, beside the inner court and the main house.

    Args:
        book: what ``breadth`` has entered.
        wing: of the inner court; theirs is like it and lower.
        half: of the great house's breadth.
        court: y that the inner court begins at.
        main: y of the main house's front.
        back: y that the great house ends at.
        wall: height of its outer wall.
    """
    wanted = annex.sides(book.spec)
    if not wanted:
        return []
    yard, deep = book.rows["side_yard"].value, book.rows["side_wing"].value
    room = back - _DEEP - house.OUT - 0.3 - court - 2 * (house.COLUMN + 0.30)
    bays = 4 if room < 13.5 else 5
    low = replace(
        wing, bays=(room / bays,) * bays, depth=deep, column=0.92 * wing.column, rich=False,
        floor=0.6 * wing.floor, rise=0.72 * wing.rise, front=("S", "L", "S", "L", "S")[:bays],
    )  # fmt: skip
    across = yard + deep - 2 * (house.COLUMN + 0.30)
    end = replace(low, bays=(across / 3,) * 3, depth=_DEEP, front=("S", "L", "S"), roof="双坡",
                  column=low.column + 0.15, rise=1.45, parapet=0.0)  # fmt: skip
    return [
        SideYard(side=s, x0=half + _GAP, yard=yard, y0=court, y1=back, door=main - _DOOR_STRIP / 2,
                 wing=low, end=end, high=min(low.top - 0.3, wall - 1.2))
        for s in wanted
    ]  # fmt: skip


def put(members: list[Member], one: SideYard, seed: str) -> None:
    """Put a side court: its house, its wing, what closes its front, ground, and what stands there."""
    s, word = one.side, one.word
    across, wing = one.yard + one.wing.depth, one.wing
    members.append(layout.built(f"{word}正房", one.end, "side_end", s * (one.x0 + across / 2),
                                one.y1 - one.end.depth / 2))  # fmt: skip
    members.append(layout.built(f"{word}厢房", wing, "side_wing", s * (one.outer - wing.depth / 2),
                                one.y0 + wing.half, -s * QUARTER))  # fmt: skip
    small = layout.putter(members)
    front = partial(gateway.wall, one.yard + 0.02, one.high)
    small("跨院墙", "side_front", front, one.middle, one.y0 + 0.3)
    gap = one.y1 - one.end.depth - (one.y0 + 2 * wing.half)
    if gap > 0.1:
        small("跨院墙", f"side_gap_{gap:.2f}", partial(gateway.wall, gap + 0.02, one.high),
              s * (one.outer - 0.3), one.y1 - one.end.depth - gap / 2, 0.0, QUARTER)  # fmt: skip
    a, c = sorted((s * (one.x0 - _GAP - 0.02), s * (one.outer - 0.1)))
    ground = partial(gateway.ground, a, c, one.y0 + 0.1, one.y1 - 0.2, "strips", -0.004)
    small("跨院地", f"side_yard_{s}", ground, 0.0, 0.0)
    inner, (low, high) = s * (one.x0 + 0.75), one.clear
    for y in (0.30, 0.36, 0.42):
        small("水缸", "side_jar", partial(things.jar, 0.85), inner, low + y * (high - low))
    small("柴垛", "side_wood", partial(things.woodpile, seed), inner, low + 0.56 * (high - low), 0.0,
          s * QUARTER)  # fmt: skip
