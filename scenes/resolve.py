"""SetSpec → Building: what is measured first, what is asked next, what is ruled last."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scenes import gate, rulebook
from scenes.building import Building, Dimension
from scenes.rulebook import MeasuredHall, Rule
from scenes.spec import ROOFS, SetSpec
from scenes.timber import CAI, ZHI, Puzuo, cai_of_grade, corner_column_rise, juzhe, puzuo

ROOF_BUILD_UP = 0.36  # purlin back to tile back under the ridge: rafter, boards, bed, tile; metres
MIN_TAIL = 0.75  # how short the step between two central columns may be before a door fails


@dataclass(slots=True)
class Ledger:
    """Where settled figures are entered, each with its origin."""

    spec: SetSpec
    hall: MeasuredHall | None
    case: dict[str, int | str] = field(default_factory=dict)
    rows: dict[str, Dimension] = field(default_factory=dict)

    def rule(self, name: str) -> Rule:
        """Return the rule that fits this building."""
        c = self.case
        return rulebook.rule(
            name, period=str(c["period"]), bays=int(c["bays"]), rafters=int(c["rafters"])
        )

    def enter(self, key: str, item: str, r: Rule, unit_m: float, unit: str = "米") -> float:
        """Enter a rule's figure times ``unit_m`` and return it."""
        self.rows[key] = Dimension(
            item=item, value=r.value * unit_m, unit=unit, low=r.low * unit_m,
            high=r.high * unit_m, rule=r.id, source=rulebook.sources().get(r.source, r.source),
            confidence=r.confidence, text=r.text,
        )  # fmt: skip
        return r.value * unit_m

    def asked(self, key: str, item: str, value: float, unit: str = "米") -> float:
        """Enter a figure that the spec gives and return it."""
        self.rows[key] = Dimension(
            item=item, value=value, unit=unit, low=value, high=value, rule="asked",
            source="制景单", confidence="high", text="制景单所定",
        )  # fmt: skip
        return value

    def derived(self, key: str, item: str, low: float, value: float, high: float, of: str) -> float:
        """Enter a figure that follows from others and return it."""
        self.rows[key] = Dimension(
            item=item, value=value, unit="米", low=min(low, value), high=max(high, value),
            rule=f"derived:{of}", source="由上列各项推得", confidence="medium",
            text=f"由 {of} 推得",
        )  # fmt: skip
        return value

    def fact(self, name: str) -> Rule | None:
        """Return the measured fact of that name, where the site has it."""
        return self.hall.facts.get(name) if self.hall else None

    def fact_or_rule(self, key: str, item: str, rule_id: str, unit_m: float) -> float:
        """Enter the measured fact (already metres), or else the rule."""
        known = self.fact(key)
        return (
            self.enter(key, item, known, 1.0)
            if known
            else self.enter(key, item, self.rule(rule_id), unit_m)
        )


def resolve(spec: SetSpec) -> Building:
    """Return the hall with every number settled.

    A measured site gives its facts; what it leaves open, and every other hall, follows the
    rules of its period. Nothing is built that the gate refuses.

    Raises:
        RefusedInput: the spec asks for what could not have stood, or what cannot be built yet.
        UnknownName: a period or site that is not known.
    """
    gate.require(spec)
    book = _opened(spec)
    fen = _cai(book)
    bays, depth = _plan(book, fen)
    made = _carcass(book, fen, bays, depth)
    return _roofed(book, made)


def _opened(spec: SetSpec) -> Ledger:
    known = rulebook.hall(spec.site) if spec.site else None
    age = known.period if known else rulebook.period(spec.period, spec.year).id
    book = Ledger(spec, known)
    bays = known.bays if known else gate.bay_count(spec)
    book.case = {"period": age, "bays": bays, "rafters": 0}
    if known:
        rafters = known.rafters
    else:
        rafters = spec.rafters or int(book.rule("rafters").value)
    book.case["rafters"] = rafters
    return book


def _cai(book: Ledger) -> float:
    spec = book.spec
    if spec.cai_cm is not None:
        cai = book.asked("cai", "材广", spec.cai_cm / 100)
    elif spec.grade is not None:
        height, _ = cai_of_grade(spec.grade)
        table = Rule(
            id=f"grade.{spec.grade}", item="材广", value=height, low=height, high=height, unit="米",
            source="yzfs", confidence="high", text=f"卷四：第{spec.grade}等材",
        )  # fmt: skip
        cai = book.enter("cai", "材广", table, 1.0)
    else:
        cai = book.fact_or_rule("cai", "材广", "cai", 0.01)
    ratio = book.rule("cai.width")
    known = book.fact("cai_width")
    if known and spec.cai_cm is None and spec.grade is None:
        book.enter("cai_width", "材厚", known, 1.0)
    else:
        book.enter("cai_width", "材厚", ratio, cai)
    return cai / CAI


def _plan(book: Ledger, fen: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    front = _front(book, fen)
    deep = _depth(book, fen)
    _sum(book, "width", "通面阔", front, "心间广、梢间广")
    _sum(book, "depth", "通进深", deep, "椽架平长")
    return front, deep


def _sum(book: Ledger, key: str, item: str, parts: tuple[float, ...], of: str) -> None:
    total, known = sum(parts), book.fact(key)
    if known:
        book.enter(key, item, replace(known, value=total), 1.0)
        return
    source = book.rows.get("bay_centre" if key == "width" else "rafter_run")
    end = book.rows.get("bay_end", source)
    if source is None or end is None:
        book.asked(key, item, total)
        return
    ends = 2 if key == "width" and len(parts) > 1 else 0
    low = (total - ends * end.value) * source.low / source.value + ends * end.low
    high = (total - ends * end.value) * source.high / source.value + ends * end.high
    book.derived(key, item, low, total, high, of)


def _front(book: Ledger, fen: float) -> tuple[float, ...]:
    if book.spec.bay_widths:
        return tuple(book.spec.bay_widths)
    n = int(book.case["bays"])
    centre = book.fact_or_rule("bay_centre", "心间广", "bay.centre", fen)
    if n == 1:
        return (centre,)
    whole, end_known = book.fact("width"), book.fact("bay_end")
    if whole and not end_known:
        end = (whole.value - (n - 2) * centre) / 2
        book.derived("bay_end", "梢间广", end, end, end, "通面阔、心间广")
    else:
        end = book.fact_or_rule("bay_end", "梢间广", "bay.end", fen)
    return (end, *([centre] * (n - 2)), end)


def _depth(book: Ledger, fen: float) -> tuple[float, ...]:
    if book.spec.bay_depths:
        return tuple(book.spec.bay_depths)
    rafters = int(book.case["rafters"])
    known = book.fact("depth")
    if known and book.hall:
        return tuple([known.value / book.hall.depth_bays] * book.hall.depth_bays)
    run = book.enter("rafter_run", "椽架平长", book.rule("rafter.run"), fen)
    square = int(book.case["bays"]) <= 3 and rafters <= 6
    parts = 3 if square else rafters // 2
    return tuple([run * rafters / parts] * parts)


def _carcass(
    book: Ledger, fen: float, bays: tuple[float, ...], depth: tuple[float, ...]
) -> dict[str, object]:
    spec, known = book.spec, book.hall
    centre = bays[len(bays) // 2]
    column = book.fact_or_rule("column", "檐柱高", "column.height", fen)
    if "column" not in (known.facts if known else {}):
        column = _not_above_bay(book, column, centre)
    slender = book.fact("slenderness") or book.rule("column.slenderness")
    diameter = column / slender.value
    book.derived(
        "column_diameter", "檐柱径", column / slender.high, diameter, column / slender.low,
        "柱高与径之比",
    )  # fmt: skip
    n = int(book.case["bays"])
    corner = book.fact("corner")
    if corner:
        rise = book.enter("corner", "角柱生起", corner, 1.0)
    else:
        rise = book.enter("corner", "角柱生起", book.rule("column.rise"), corner_column_rise(n))
    name = spec.brackets or (known.brackets if known else default_brackets(book.case))
    set_ = puzuo(name)
    return {
        "bays": bays, "depth_bays": depth, "cai": fen * CAI, "column": column,
        "column_diameter": diameter, "corner_rise": rise, "brackets": set_,
        "cai_width": book.rows["cai_width"].value,
        "lean": (book.enter("lean_front", "正面侧脚", book.rule("column.lean.front"), 1.0, "比"),
                 book.enter("lean_side", "侧面侧脚", book.rule("column.lean.side"), 1.0, "比")),
    }  # fmt: skip


def _not_above_bay(book: Ledger, column: float, centre: float) -> float:
    if column <= centre:
        return column
    limit = book.rule("column.not_above_bay")
    return book.enter("column", "檐柱高", limit, centre)


def default_brackets(case: Mapping[str, int | str]) -> str:
    """Return the bracket set of a hall of that period, bays and rafters."""
    bays, rafters = int(case["bays"]), int(case["rafters"])
    if bays >= 7 or (case["period"] == "wudai" and bays == 3 and rafters >= 6):
        return "七铺作双杪双下昂"
    return "五铺作双杪"


def bracket_height(set_: Puzuo, fen: float, slope: float, jump: float) -> float:
    """Return foot of 栌斗 to back of the eave purlin, in metres; ``jump`` is one jump.

    Each arm adds a zucai; each lever a cai along its slope and a zhi, less its fall over a jump.
    """
    steep = CAI * math.hypot(1.0, slope)
    if set_.number == 3:
        return (12 + 21 + 10 + 18) * fen
    arms = 12 + 21 * set_.arms
    levers = set_.levers * (steep + ZHI) - (set_.levers * jump / fen) * slope
    return (arms + levers + 21 + 10 + 18) * fen


def _roofed(book: Ledger, made: dict[str, object]) -> Building:
    spec, known = book.spec, book.hall
    set_ = made["brackets"]
    assert isinstance(set_, Puzuo)
    fen = float(made["cai"]) / CAI  # type: ignore[arg-type]
    jump = book.enter("jump", "每跳", book.rule("jump.2" if set_.jumps <= 2 else "jump.4"), fen)
    reach = jump * set_.jumps
    slope = book.enter("lever", "下昂斜率", book.rule("ang.slope"), 1.0, "比")
    bracket = bracket_height(set_, fen, slope, jump)
    book.derived("bracket", "铺作总高", bracket * 0.94, bracket, bracket * 1.06, "材、铺作数")
    eave = _eave(book, fen, reach)
    depth: tuple[float, ...] = made["depth_bays"]  # type: ignore[assignment]
    span = sum(depth) + 2 * reach
    ratio = book.fact("rise") or book.rule("rise")
    book.enter("rise_ratio", "举高比", ratio, 1.0, "比")
    rise = book.enter("rise", "举高", ratio, span)
    steps = int(book.case["rafters"]) // 2
    places = [sum(depth) / 2 * k / steps for k in range(steps)] + [span / 2]
    heights = juzhe(places, rise, book.rule("zhe.first").value)
    cun = rulebook.rule("chi").value / 1000.0
    return Building(
        title=known.title if known else _title(book), site=known.id if known else "",
        period=str(book.case["period"]), year=spec.year or (known.year if known else None),
        roof=ROOFS[spec.roof] if spec.roof else _roof(book), rafters=int(book.case["rafters"]),
        between=_between(book, set_), inner_ring=_inner_ring(book),
        ceiling=known.ceiling if known else _inner_ring(book), doors=_doors(book),
        jumps=(jump,) * set_.jumps, lever_slope=slope, bracket=bracket, eave=eave, rise=rise,
        purlins=tuple(zip(places, heights, strict=True)),
        corner_lift=book.enter("corner_lift", "翼角起翘", book.rule("corner.rise"), fen),
        corner_push=book.enter("corner_push", "翼角生出", book.rule("corner.out"), cun),
        gable_out=book.enter("gable_out", "出际", book.rule("gable.out"), cun * 10),
        ridge=book.enter("ridge", "正脊高", book.rule("ridge"), fen),
        chiwei=book.enter("chiwei", "鸱尾高", book.rule("chiwei"), cun * 10),
        tile_pitch=book.enter("tile_pitch", "瓦垄中距", book.rule("tile.pitch"), 1.0),
        platform=book.fact_or_rule("platform", "阶基高", "platform", fen),
        platform_out=book.enter("platform_out", "阶基出", book.rule("platform.out"), eave),
        dimensions=book.rows, invented=INVENTED, **made,  # type: ignore[arg-type]
    )  # fmt: skip


def _eave(book: Ledger, fen: float, reach: float) -> float:
    known = book.fact("eave")
    if known:
        return book.enter("eave", "檐出（自柱心）", known, 1.0)
    r = book.rule("eave")
    return book.derived(
        "eave", "檐出（自柱心）", reach + r.low * fen, reach + r.value * fen,
        reach + r.high * fen, "出跳、檐出",
    )  # fmt: skip


def _title(book: Ledger) -> str:
    age = next(p.title for p in rulebook.periods() if p.id == book.case["period"])
    return f"{age} {book.case['bays']} 间 {book.case['rafters']} 椽殿"


def _roof(book: Ledger) -> str:
    if book.hall:
        return book.hall.roof
    return "庑殿" if int(book.case["bays"]) >= 7 else "歇山"


def _between(book: Ledger, set_: Puzuo) -> int:
    if book.hall:
        return book.hall.bujian
    large = int(book.case["bays"]) >= 5 or book.case["period"] == "wudai"
    return 1 if large and set_.number > 3 else 0


def _inner_ring(book: Ledger) -> bool:
    if book.hall:
        return book.hall.inner_ring
    return int(book.case["bays"]) >= 5 and int(book.case["rafters"]) >= 8


def _doors(book: Ledger) -> tuple[str, ...]:
    if book.hall:
        return book.hall.doors
    n = int(book.case["bays"])
    return ("D",) if n == 1 else ("W", *(["D"] * (n - 2)), "W")


INVENTED = (
    "门扇分幅、门钉行数与铺首样式",
    "直棂窗棂条根数",
    "朱白、绿等设色的深浅",
    "墙体收分与下碱高度",
    "鸱尾的轮廓细部",
    "阶基、踏道的砌筑分块",
    "椽径与椽距；未作飞子（待考）",
    "内部梁架的驼峰、托脚细部",
)
