"""Typical halls of each age as the frame is tested on them, written with the contract's fields.

Sizes are round figures of the right order, not surveys.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from scenes.building import Building, Skirt, Style
from scenes.resolve import resolve
from scenes.spec import SetSpec
from scenes.timber import Puzuo, juzhe

SONG_SLOPE = 0.30


def _base(period: str, bays: int, rafters: int, roof: str) -> Building:
    asked = {"period": period, "bays": bays, "rafters": rafters, "roof": roof}
    return resolve(SetSpec.from_mapping(asked))


def _height(set_: Puzuo, doukou: bool) -> float:
    """Return a set's height in fen as its members add up, levers lying level."""
    if doukou:
        return 12 + 20 * (set_.jumps + 1) + 20 + 30
    if set_.number == 3:
        return 61.0
    return 12 + 21 * (set_.jumps + 1) + 10 + 18


def _hall(  # noqa: PLR0913 - a hall has that many sizes
    period: str,
    set_: Puzuo,
    *,
    bays: tuple[float, ...],
    depth: tuple[float, ...],
    rafters: int,
    roof: str,
    fen: float,
    column: float,
    between: tuple[tuple[int, ...], tuple[int, ...]],
    rise: float,
    jump: float = 28.0,
    **more: Any,
) -> Building:
    start = _base("唐", 3, 4, "歇山")
    doukou = more.get("system") == "doukou"
    jumps = (jump * fen,) * set_.jumps
    half, reach = sum(depth) / 2, sum(jumps)
    steps = rafters // 2
    places = [half * k / steps for k in range(steps)] + [half + reach]
    heights = juzhe(places, rise * 2 * places[-1])
    plain = set_.number < 3
    made: dict[str, Any] = {
        "title": period, "period": period, "year": None, "roof": roof, "rafters": rafters,
        "brackets": set_, "between": 0, "inner_ring": False, "ceiling": False,
        "doors": ("D",) * len(bays), "bays": bays, "depth_bays": depth, "cai": 15 * fen,
        "cai_width": 10 * fen, "column": column, "column_diameter": column / 9.5,
        "corner_rise": 0.0 if doukou else 0.08, "jumps": jumps, "lever_slope": SONG_SLOPE,
        "bracket": 0.45 if plain else _height(set_, doukou) * fen,
        "eave": reach + (1.0 if doukou else 1.3), "rise": heights[0],
        "purlins": tuple(zip(places, heights, strict=True)),
        "between_front": between[0], "between_side": between[1],
    }  # fmt: skip
    return replace(start, **(made | more))


def _levers(b: Building) -> Building:
    """Return the hall with its set as high as real levers make it."""
    from scenes.resolve import bracket_height

    jump = b.jumps[0]
    return replace(b, bracket=bracket_height(b.brackets, b.fen, b.lever_slope, jump))


def _puzuo(name: str, number: int, arms: int, levers: int, **more: Any) -> Puzuo:
    return Puzuo(name=name, number=number, arms=arms, levers=levers, **more)


PLATE_SONG = Style(
    plate=(0.42, 0.16), architrave_end="直截", column_form="直柱", column_base="莲瓣"
)


@cache
def typical() -> dict[str, Building]:
    """Return the halls by name."""
    five = (4.2, 4.9, 5.4, 4.9, 4.2)
    three = (3.6, 4.6, 3.6)
    halls = {
        "唐·七铺作": resolve(SetSpec.from_mapping({"site": "foguangsi"})),
        "唐·五铺作": resolve(SetSpec.from_mapping({"site": "nanchansi"})),
        "五代·七铺作": resolve(SetSpec.from_mapping({"site": "zhenguosi"})),
        "唐·斗口跳": _hall(
            "tang", _puzuo("斗口跳", 3, 1, 0), bays=three, depth=(2.4,) * 4, rafters=4,
            roof="歇山", fen=0.014, column=3.2, between=((1, 1, 1), (0,) * 4), rise=0.2,
        ),
        "唐·把头绞项": _hall(
            "tang", _puzuo("把头绞项造", 3, 0, 0), bays=three, depth=(2.4,) * 4, rafters=4,
            roof="悬山", fen=0.014, column=3.0, between=((1, 1, 1), (0,) * 4), rise=0.2,
        ),
        "辽·斜栱": _hall(
            "liao", _puzuo("五铺作双杪", 5, 2, 0, fill="计心", slanted=True), bays=five,
            depth=(4.9,) * 4, rafters=8, roof="庑殿", fen=0.0173, column=5.2,
            between=((1,) * 5, (1,) * 4), rise=0.26, inner_ring=True,
            style=replace(PLATE_SONG, column_form="梭柱"),
        ),
        "辽·五铺作": _hall(
            "liao", _puzuo("五铺作双杪", 5, 2, 0, fill="计心"), bays=three, depth=(4.3, 4.3),
            rafters=4, roof="庑殿", fen=0.0163, column=4.3, between=((1,) * 3, (1,) * 2),
            rise=0.24, kind="gate", door_row=1, style=PLATE_SONG,
        ),
        "宋·六铺作副阶": _levers(_hall(
            "song", _puzuo("六铺作双杪单昂", 6, 2, 1, fill="计心"), bays=(3.7, 4.0, 4.9, 4.0, 3.7),
            depth=(3.8,) * 4, rafters=8, roof="歇山", fen=0.0143, column=7.6,
            between=((1,) * 5, (1,) * 4), rise=0.27, column_diameter=0.62,
            style=replace(PLATE_SONG, small_architrave=(0.16, 0.3)),
            skirt=Skirt(
                bay=3.1, column=3.86, column_diameter=0.48,
                brackets=_puzuo("五铺作单杪单昂", 5, 1, 1, false_levers=True),
                between_front=(1,) * 7, between_side=(1,) * 6, jumps=(0.38, 0.34),
                bracket=103 * 0.0143, eave=2.2, purlins=((0.0, 0.0), (2.2, 0.85), (3.82, 1.6)),
                open=True,
            ),
        )),
        "金·五铺作": _hall(
            "jin", _puzuo("五铺作单杪单昂", 5, 1, 1, fill="计心", nose="琴面", false_levers=True),
            bays=five, depth=(4.5,) * 4, rafters=8, roof="悬山", fen=0.0145, column=4.6,
            between=((1, 1, 2, 1, 1), (0,) * 4), rise=0.29, inner_ring=True,
            omitted=((1, 1), (2, 1), (3, 3)), moved=((4, 1, -1.2, 0.0),), style=PLATE_SONG,
        ),
        "元·六铺作": _hall(
            "yuan", _puzuo("六铺作单杪双昂", 6, 1, 2, fill="计心", nose="琴面", false_levers=True),
            bays=(3.2, *five, 3.2), depth=(3.9,) * 4, rafters=8, roof="庑殿", fen=0.0138,
            column=5.2, between=((1, 1, 2, 2, 2, 1, 1), (1,) * 4), rise=0.31, inner_ring=True,
            style=replace(PLATE_SONG, architrave_end="海棠"), jump=26.0,
        ),
    }  # fmt: skip
    return halls | _late()


def _late() -> dict[str, Building]:
    dou = 0.008
    style = Style(
        architrave=(0.32, 0.44), plate=(0.24, 0.16), small_architrave=(0.24, 0.32),
        architrave_end="霸王拳", column_form="收分柱", column_base="鼓镜", rafter=0.11, flying=0.4,
    )  # fmt: skip
    pitch = 11 * 10 * dou

    def qing(name: str, set_: Puzuo, counts: tuple[int, ...], side: tuple[int, ...], **more: Any) -> Building:  # fmt: skip
        return _hall(
            name, set_, bays=tuple((n + 1) * pitch for n in counts),
            depth=tuple((n + 1) * pitch for n in side), between=(counts, side), fen=dou, column=4.8,
            rise=0.33, jump=30.0, system="doukou", style=style, **more,
        )  # fmt: skip

    five = _puzuo("五踩单翘单昂", 5, 1, 1, false_levers=True, nose="琴面")
    halls = {
        "明·五踩歇山": qing("ming", five, (3, 4, 5, 4, 3), (3, 3, 3), rafters=6, roof="歇山"),
        "清·三踩硬山": qing(
            "qing", _puzuo("三踩单昂", 4, 0, 1, false_levers=True), (3, 4, 3), (2, 2, 2),
            rafters=6, roof="硬山", inner_ring=True,
        ),
        "清·七踩庑殿": qing(
            "qing", _puzuo("七踩单翘重昂", 6, 1, 2, false_levers=True), (3, 5, 5, 6, 7, 6, 5, 5, 3),
            (3, 6, 6, 6, 3), rafters=8, roof="庑殿", inner_ring=True,
        ),
        "清·攒尖": qing(
            "qing", _puzuo("一斗三升", 3, 0, 0), (3, 4, 3), (3, 4, 3), rafters=4, roof="攒尖"
        ),
    }  # fmt: skip
    halls["清·小式"] = _hall(
        "qing", _puzuo("不用斗栱", 0, 0, 0), bays=(3.1, 3.4, 3.1), depth=(1.2, 3.6, 1.2),
        rafters=6, roof="硬山", fen=0.008, column=2.8, between=((0,) * 3, (0,) * 3), rise=0.31,
        system="doukou", style=replace(style, plate=None, small_architrave=None, architrave=(0.16, 0.22)),
        column_diameter=0.24, inner_ring=True,
    )  # fmt: skip
    big = halls["清·七踩庑殿"]
    halls["清·重檐歇山"] = replace(
        big, roof="歇山", column=8.2, column_diameter=0.6,
        skirt=Skirt(
            bay=3 * pitch, column=4.6, column_diameter=0.48, brackets=five,
            between_front=(2, *big.between_front, 2), between_side=(2, *big.between_side, 2),
            jumps=(0.24, 0.24), bracket=122 * dou, eave=1.5,
            purlins=((0.0, 0.0), (1.6, 0.8), (3.12, 1.9)), open=False,
        ),
    )  # fmt: skip
    return halls
