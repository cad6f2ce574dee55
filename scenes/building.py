"""A hall with every dimension settled, and where each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scenes.timber import CAI, Puzuo, eave_purlin


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimension:
    """A settled figure; ``low`` and ``high`` bound what rule or survey allows.

    ``rule`` is the id of a rule, of a measured fact, or ``asked`` where the spec gave it.
    """

    item: str
    value: float
    unit: str
    low: float
    high: float
    rule: str
    source: str
    confidence: str
    text: str = ""
    word: str = ""  # a form such as 鸱尾, which has no figure

    def as_evidence(self) -> dict[str, Any]:
        """Return it as a row of the manifest."""
        return {
            "item": self.item, "value": self.word or round(self.value, 4), "unit": self.unit,
            "rule": self.rule, "source": self.source, "confidence": self.confidence,
            "range": [] if self.word else [round(self.low, 4), round(self.high, 4)],
            "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How the joiners and tilers of an age shape a hall, beside its sizes. Lengths in metres.

    ``architrave`` and ``plate`` are (thickness, height); a hall without 普拍枋 has no plate.
    ``beasts`` counts the figures on a hip; ``flying`` is the reach of 飞子 beyond the rafters.
    """

    architrave: tuple[float, float] = (0.0, 0.0)  # 阑额、大额枋; zeros: 16 by 30 fen
    plate: tuple[float, float] | None = None  # 普拍枋、平板枋
    small_architrave: tuple[float, float] | None = None  # 由额、小额枋
    architrave_end: str = "不出头"  # 不出头 直截 海棠 霸王拳
    column_form: str = "梭柱"  # 梭柱 直柱 收分柱
    column_base: str = "覆盆"  # 覆盆 莲瓣 素平 鼓镜
    ridge_end: str = "鸱尾"  # 鸱尾 鸱吻 龙吻 正吻 望兽
    beasts: int = 0
    ridge_form: str = "瓦条"  # 瓦条 (tiles laid up) or 脊筒 (moulded, from Yuan on)
    tile: str = "青瓦"  # 青瓦 绿剪边 黄剪边 绿琉璃 黄琉璃 孔雀蓝 方心
    painting: str = "朱白"  # 朱白 解绿 五彩 碾玉 旋子 和玺 苏式 素
    flying: float = 0.0  # 飞子
    rafter: float = 0.0  # rafter diameter; zero: 7.5 fen
    railing: bool = False

    @property
    def imperial(self) -> bool:
        """Return whether paint or tile is of the court's rank (和玺, 黄琉璃)."""
        return self.painting == "和玺" or self.tile == "黄琉璃"


@dataclass(frozen=True, kw_only=True, slots=True)
class Skirt:
    """The ring of a lower roof around a double-eaved hall (副阶、廊), metres.

    The ring stands ``bay`` outside the hall's own outer columns. ``purlins`` are (distance inward
    from the ring's eave purlin, height above it), the eave purlin first, the last at the hall's
    columns under the upper brackets. The hall's ``column`` then reaches from the floor to the
    foot of the upper brackets.
    """

    bay: float
    column: float
    column_diameter: float
    brackets: Puzuo
    between_front: tuple[int, ...]  # per bay of the ring, ends included
    between_side: tuple[int, ...]
    jumps: tuple[float, ...]
    bracket: float
    eave: float  # ring's column axis to its eave
    purlins: tuple[tuple[float, float], ...]
    open: bool  # True: nothing closes the ring; the walls stand on the hall's own columns


@dataclass(frozen=True, kw_only=True, slots=True)
class Building:
    """A timber hall, metres; x along the front, y to the back, z up, court at z = 0.

    The plan is centred on x = y = 0. ``bays`` and ``depth_bays`` are axis to axis at the column
    heads. ``purlins`` are (distance from the ridge line, height of the purlin's back above the
    back of the eave purlin), ridge first, eave purlin last.
    """

    title: str
    site: str
    period: str
    year: int | None
    roof: str  # 庑殿 歇山 悬山 硬山 攒尖
    rafters: int
    brackets: Puzuo
    between: int  # 补间 in each bay, 0 or 1
    inner_ring: bool
    ceiling: bool
    # per front bay: D 板门, W 直棂窗, G 格子门/隔扇, S 槛窗, H 支摘窗, O open, P wall
    doors: tuple[str, ...]
    bays: tuple[float, ...]
    depth_bays: tuple[float, ...]
    cai: float
    cai_width: float
    column: float
    column_diameter: float
    corner_rise: float  # 生起
    lean: tuple[float, float]  # 侧脚 along the front and along the side
    jumps: tuple[float, ...]
    lever_slope: float
    bracket: float  # foot of 栌斗 to back of the eave purlin
    eave: float  # column axis to eave
    rise: float
    purlins: tuple[tuple[float, float], ...]
    corner_lift: float  # 翼角起翘
    corner_push: float  # 生出
    gable_out: float  # 出际
    ridge: float
    chiwei: float
    tile_pitch: float
    platform: float
    platform_out: float  # column axis to platform edge
    dimensions: Mapping[str, Dimension]
    invented: tuple[str, ...]
    kind: str = "hall"  # hall 殿, gate 山门, side 配殿, bell 钟楼
    system: str = "fen"  # fen: 材分; doukou: 斗口, one of which is ten fen
    style: Style = Style()
    skirt: Skirt | None = None
    between_front: tuple[int, ...] = ()  # 补间 per front bay; empty: ``between`` in each
    between_side: tuple[int, ...] = ()
    omitted: tuple[tuple[int, int], ...] = ()  # 减柱: columns of the grid that do not stand
    moved: tuple[tuple[int, int, float, float], ...] = ()  # 移柱: (i, j, dx, dy) metres
    door_row: int = 0  # the row of columns, from the front, that doors and windows stand in
    back_doors: tuple[str, ...] = ()  # per back bay, as ``doors``; empty: all wall

    @property
    def fen(self) -> float:
        """Return one fen in metres."""
        return self.cai / CAI

    @property
    def width(self) -> float:
        """Return the plan along the front, axis to axis."""
        return sum(self.bays)

    @property
    def depth(self) -> float:
        """Return the plan front to back, axis to axis."""
        return sum(self.depth_bays)

    @property
    def xs(self) -> tuple[float, ...]:
        """Return the column axes along the front."""
        return _axes(self.bays)

    @property
    def ys(self) -> tuple[float, ...]:
        """Return the column axes front to back."""
        return _axes(self.depth_bays)

    @property
    def reach(self) -> float:
        """Return the eave purlin's distance from the column axis."""
        return sum(self.jumps)

    @property
    def purlin_span(self) -> float:
        """Return the distance between front and rear eave purlins."""
        return self.depth + 2 * self.reach

    @property
    def purlin_diameter(self) -> float:
        """Return the purlin's thickness: one cai and half a zhi; three 斗口; 小式 a column's."""
        return eave_purlin(self.brackets, self.system) * self.fen

    @property
    def eave_purlin_back(self) -> float:
        """Return the height above the court of the eave purlin's back at the central bay."""
        return self.platform + self.column + self.bracket

    @property
    def height(self) -> float:
        """Return court to the top of the main ridge."""
        return self.eave_purlin_back + self.rise + 0.36 + self.ridge

    @property
    def platform_half(self) -> tuple[float, float]:
        """Return half the platform's size along x and y."""
        return self.width / 2 + self.platform_out, self.depth / 2 + self.platform_out

    @property
    def terraced(self) -> bool:
        """Return whether a 月台 lies before it: main halls of five bays and more, from the Liao on.

        Our own judgement. Halls whose open ring makes their porch have none.
        """
        wanted = (
            self.kind == "hall" and len(self.bays) >= 5 and self.period not in ("tang", "wudai")
        )
        return wanted and not (self.skirt is not None and self.skirt.open) and self.platform >= 0.5

    @property
    def flowered(self) -> bool:
        """Return whether flowers are moulded on its ridge: temples of Shanxi (our own judgement)."""
        return self.roof != "攒尖" and self.style.ridge_form == "脊筒" and not self.style.imperial

    @property
    def crested(self) -> bool:
        """Return whether a 脊刹 stands on its ridge (our own judgement)."""
        plain = self.style.ridge_end == "望兽" or self.roof == "硬山"
        return self.flowered and self.kind == "hall" and not plain

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """Return every settled dimension with its rule, source and range."""
        return [d.as_evidence() for d in self.dimensions.values()]


LATE = ("ming", "qing")
RING = "围廊"  # the roof of a ring: four slopes leaning against the hall's body


def ring_of(b: Building) -> Building:
    """Return the lower roof's ring of a double-eaved hall as a building of its own.

    Its columns are the outer ones only, its roof is ``RING``, and its ``purlins`` are measured
    from the middle of the depth as in any hall, so that whatever frames, roofs or tiles a hall
    does so for its ring.

    Raises:
        ValueError: the hall has no skirt.
    """
    s = b.skirt
    if s is None:
        raise ValueError("the hall has no skirt")
    reach = b.depth / 2 + s.bay + sum(s.jumps)
    return replace(
        b, roof=RING, skirt=None, brackets=s.brackets, inner_ring=False, ceiling=False,
        bays=(s.bay, *b.bays, s.bay), depth_bays=(s.bay, *b.depth_bays, s.bay),
        column=s.column, column_diameter=s.column_diameter, jumps=s.jumps, bracket=s.bracket,
        eave=s.eave, rise=s.purlins[-1][1], between_front=s.between_front,
        between_side=s.between_side, omitted=(), moved=(), doors=("P", *b.doors, "P"),
        back_doors=("P", *b.back_doors, "P") if b.back_doors else (), door_row=0,
        purlins=tuple((reach - inward, high) for inward, high in s.purlins[::-1]),
        platform_out=max(b.platform_out - s.bay, 0.0),
    )  # fmt: skip


def _axes(widths: tuple[float, ...]) -> tuple[float, ...]:
    at, out = -sum(widths) / 2, []
    for w in (*widths, 0.0):
        out.append(at)
        at += w
    return tuple(out)
