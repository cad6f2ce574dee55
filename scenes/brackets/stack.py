"""What a bracket set is made of and how high each of its members lies, in fen.

A set stands with the foot of its 栌斗 (坐斗) at the origin; x runs along the wall, outward is −y,
z up; a corner set has outward −x and −y. One fen is a tenth of the arm's thickness in every
system, so a Qing doukou is ten: a full layer is 21 fen by the 《营造法式》 and 20 by 《工程做法》.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scenes.brackets.blocks import block
from scenes.building import LATE, Building
from scenes.solids import Mesh
from scenes.timber import Puzuo

BRIM = 12.0  # foot of 栌斗 to the underside of the first layer: 20 high, 8 deep in its mouth
BLOCK = 6.0  # how far a block keeps the next layer off an arm
# Half lengths of arms along the wall: 卷四 造栱之制, and 《工程做法》 斗口 6.2, 9.2, 7.2.
HALF = {"nidao": 31.0, "guazi": 31.0, "ling": 36.0, "man": 46.0}
EARLY = ("tang", "wudai", "liao")
MANY = 60  # sets from which on each is drawn with fewer faces
REST = (8.0, 45.0)  # how high the timber between the last blocks and the purlin may be


def layer(k: int, step: float = 21.0) -> float:
    """Return the underside of layer ``k`` above the foot of 栌斗, fen."""
    return BRIM + step * k


def kind(set_: Puzuo) -> str:
    """Return how a set is made: 出跳, 斗口跳, 把头绞项, 一斗三升 or 无."""
    if set_.jumps > 1 or set_.levers:
        return "出跳"
    if set_.jumps == 1:
        return "斗口跳" if set_.number == 3 and "斗口跳" in set_.name else "出跳"
    if "三升" in set_.name:
        return "一斗三升"
    return "把头绞项" if set_.number == 3 and "把头" in set_.name else "无"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stack:
    """One hall's bracket sets: distances in fen from the wall, heights above their foot.

    ``places`` are the jumps' distances from the wall; the first ``arms`` of them are 华栱 (翘),
    the rest 昂. ``slope`` is the levers' rise per fen, 0 where they are false. ``filled`` are the
    jumps below the last that carry arms along the wall (计心). ``rest`` is the height of the
    timber between the last blocks and the purlin, ``limit`` the greatest half length of an arm
    along the wall before the next set's is met, ``squeeze`` what heights are multiplied by so
    that the set comes out as high as the hall's rules say.
    """

    kind: str
    places: tuple[float, ...]
    arms: int
    levers: int
    slope: float
    filled: tuple[int, ...]
    double: bool
    slanted: bool
    false: bool
    nose: str
    head: str  # 耍头: 批竹 蚂蚱头 昂形
    qing: bool
    purlin: float
    rest: float = 10.0
    limit: float = 99.0
    squeeze: float = 1.0
    relief: bool = True  # 慢栱 only carved on the wall tie
    paired: bool = False  # more than one set stands between two columns
    coarse: bool = False  # so many sets that each is drawn with fewer faces

    @classmethod
    def of(cls, b: Building) -> Stack:
        """Return the stack of a hall's bracket sets."""
        set_, qing = b.brackets, b.system == "doukou"
        places = tuple((np.cumsum(b.jumps) / b.fen).tolist())
        real = set_.levers and not set_.false_levers and not qing
        made = cls(
            kind=kind(set_), places=places, arms=set_.arms, levers=set_.levers,
            slope=b.lever_slope if real else 0.0, filled=_filled(set_, qing), qing=qing,
            double=set_.double, slanted=set_.slanted, false=bool(set_.levers) and not real,
            nose=set_.nose, head=_head(b), purlin=b.purlin_diameter / b.fen, limit=_limit(b),
            relief=b.period in EARLY, coarse=_many(b),
            paired=max((*between(b, "front"), *between(b, "left")), default=0) > 1,
        )  # fmt: skip
        return made._as_high_as(b.bracket / b.fen)

    def _as_high_as(self, high: float) -> Stack:
        """Return the stack that is ``high`` fen from its foot to the purlin's back."""
        if self.kind == "无":
            return self
        room = high - self.purlin - self.seat_of_rest
        if REST[0] <= room <= REST[1]:
            return replace(self, rest=room)
        rest = 20.0 if self.qing else 10.0
        whole = self.seat_of_rest + rest + self.purlin
        return replace(self, rest=rest, squeeze=high / whole)

    @property
    def step(self) -> float:
        """Return the height of a full layer (足材)."""
        return 20.0 if self.qing else 21.0

    @property
    def single(self) -> float:
        """Return the height of an arm (单材)."""
        return self.step - BLOCK

    @property
    def jumps(self) -> int:
        """Return how many jumps the set makes."""
        return len(self.places)

    @property
    def last(self) -> float:
        """Return the distance of the eave purlin; 0 for a set that does not jump."""
        return self.places[-1] if self.places else 0.0

    @property
    def real(self) -> int:
        """Return how many levers slope."""
        return 0 if self.false else self.levers

    @property
    def flat(self) -> int:
        """Return how many outward members lie level: arms and false levers."""
        return self.jumps - self.real

    @property
    def head_end(self) -> float:
        """Return the y at which 耍头 ends inside: at the levers that pass there, or in the wall."""
        return 8.0 - self.places[self.flat - 1] if self.real and self.flat else 4.0

    def layer(self, k: int) -> float:
        """Return the underside of layer ``k``."""
        return layer(k, self.step)

    def block(self, name: str, wider: float = 0.0) -> Mesh:
        """Return a bearing block by its job; ``wider`` fen are added along the wall (柱头科)."""
        return block(name, qing=self.qing, wider=wider, plain=self.coarse)

    def ends(self, arm: str) -> tuple[str, str]:
        """Return how both ends of an arm are rounded."""
        name = "few" if self.coarse else arm
        return name, name

    def half(self, arm: str) -> float:
        """Return the half length of an arm along the wall, shortened where sets stand close."""
        return min(HALF[arm], self.limit)

    @property
    def steep(self) -> float:
        """Return a lever's upright thickness."""
        return self.single * float(np.hypot(1.0, self.slope))

    def under(self, i: int) -> float:
        """Return the underside of lever ``i`` at the wall plane."""
        outer = self.places[self.arms - 1] if self.arms else 0.0
        first = self.layer(self.arms) + self.slope * outer
        return first + i * (self.steep + BLOCK)

    def lever_top(self, i: int) -> float:
        """Return the top of lever ``i`` at its own jump."""
        return self.under(i) - self.slope * self.places[self.arms + i] + self.steep

    def seat(self, k: int) -> float:
        """Return the underside of what stands on the block of jump ``k`` (from 0)."""
        if k < self.flat:
            return self.layer(k + 1)
        return self.lever_top(k - self.arms) + BLOCK

    @property
    def ling(self) -> float:
        """Return the underside of 令栱 (厢栱)."""
        return self.seat(self.jumps - 1)

    @property
    def seat_of_rest(self) -> float:
        """Return the underside of 替木, 橑檐枋 or 挑檐枋."""
        if self.kind == "出跳":
            return self.ling + self.step
        return self.layer(1)

    @property
    def whole(self) -> bool:
        """Tell whether a 橑檐枋 or 挑檐枋 runs under the eave purlin instead of short 替木."""
        return self.qing or not self.relief

    @property
    def first_tie(self) -> int:
        """Return the layer of the lowest 柱头枋 (正心枋)."""
        return 1 if self.relief or not self.double or self.kind != "出跳" else 2


def _filled(set_: Puzuo, qing: bool) -> tuple[int, ...]:
    """Return the jumps below the last that carry arms along the wall."""
    lower = range(set_.jumps - 1)
    if qing or set_.fill == "计心":
        return tuple(lower)
    if set_.fill == "隔跳" or (not set_.fill and set_.levers and set_.arms > 1):
        return tuple(k for k in lower if (set_.jumps - 1 - k) % 2 == 0)
    return ()


def _head(b: Building) -> str:
    """Return how the 耍头 over the last jump is cut: split bamboo early, a lever's nose, 蚂蚱头."""
    if b.system == "doukou" or b.period in LATE:
        return "蚂蚱头"
    if b.period in EARLY:
        return "批竹"
    return "昂形" if b.brackets.false_levers else "蚂蚱头"


def _many(b: Building) -> bool:
    return 2 * (sum(between(b, "front")) + sum(between(b, "left"))) > MANY


def _limit(b: Building) -> float:
    """Return the half length at which arms of the closest sets would still clear each other.

    Where sets stand too close for it the 《营造法式》 lets both arms share a block (鸳鸯交手栱).
    """
    gaps = [w / (n + 1) for w, n in (*zip(b.bays, between(b, "front"), strict=True),
                                     *zip(b.depth_bays, between(b, "left"), strict=True))]  # fmt: skip
    return max(16.0, min(gaps) / b.fen / 2 - 4.0)


def between(b: Building, side: str) -> tuple[int, ...]:
    """Return how many sets stand between the columns of each bay of a side."""
    long = side in ("front", "back")
    given = b.between_front if long else b.between_side
    bays = b.bays if long else b.depth_bays
    return given if len(given) == len(bays) else (b.between,) * len(bays)
