"""The roof over the timber: rise, curve, eaves, corners; the lower roof of a ringed hall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenes import rulebook
from scenes.building import Skirt
from scenes.carcass import Sets, system
from scenes.ledger import Ledger
from scenes.plan import Plan
from scenes.rulebook import Rule
from scenes.timber import jujia, juzhe

STEP = 1.1  # metres; a ring deeper than two such steps has a purlin between


@dataclass(frozen=True, kw_only=True, slots=True)
class Pitch:
    """The settled roof, metres. ``purlins`` as in ``Building``."""

    eave: float
    rise: float
    purlins: tuple[tuple[float, float], ...]


def settle_pitch(book: Ledger, plan: Plan, sets: Sets) -> Pitch:
    """Settle eave, rise and purlins: by 举折, of Ming and Qing by 举架."""
    eave = settle_eave(book, "eave", sets)
    half = sum(plan.depth_bays) / 2
    steps = book.rafters // 2
    places = [half * k / steps for k in range(steps)] + [half + sets.reach]
    if system(book) == "doukou":
        heights = _jujia(book, places)
    else:
        heights = _juzhe(book, places)
    return Pitch(eave=eave, rise=heights[0], purlins=tuple(zip(places, heights, strict=True)))


def _juzhe(book: Ledger, places: list[float]) -> tuple[float, ...]:
    ratio = book.fact("rise") or book.rule("rise")
    book.enter("rise_ratio", "举高比", ratio)
    rise = book.enter("rise", "举高", ratio, 2 * places[-1], book.spread("depth"))
    return juzhe(places, rise, book.rule("zhe.first").value)


def _jujia(book: Ledger, places: list[float]) -> tuple[float, ...]:
    scale, known = book.rule("jujia.scale"), book.fact("rise")
    slopes = rulebook.slopes(len(places) * 2 - 1)
    heights = jujia(places, slopes, scale.value)
    span, plain = 2 * places[-1], heights[0] / scale.value
    if known:
        book.enter("rise_ratio", "举高比", known)
        rise = book.enter("rise", "举高", known, span)
        return jujia(places, slopes, rise / plain)
    ratio = Rule(
        id=scale.id, item="举高比", value=heights[0] / span, low=plain * scale.low / span,
        high=plain * scale.high / span, unit="比", source=scale.source,
        confidence=scale.confidence, text=f"{scale.text}：{'、'.join(f'{s:g}' for s in slopes)}",
    )  # fmt: skip
    book.enter("rise_ratio", "举高比", ratio)
    book.enter("rise", "举高", ratio, span, book.spread("depth"))
    return heights


def settle_eave(book: Ledger, key: str, sets: Sets) -> float:
    """Settle an eave's distance from its column axis: jumps, rafters and 飞子."""
    known = book.fact("eave") if key == "eave" else None
    if known:
        return book.enter(key, "檐出（自柱心）", known)
    r = book.rule("eave", set=sets.brackets.number)
    below, above = book.spread("cai")
    reach, fen = sets.reach, book.fen
    return book.derived(
        key, "檐出（自柱心）", (reach + r.low * fen) * (1 - below), reach + r.value * fen,
        (reach + r.high * fen) * (1 + above), "出跳、檐出",
    )  # fmt: skip


def settle_skirt(book: Ledger, plan: Plan, sets: Sets, column: float, diameter: float) -> Skirt:
    """Settle the ring: its own column, sets, eave and purlins up to the hall's columns."""
    eave = settle_eave(book, "skirt_eave", sets)
    run = plan.ring + sets.reach
    slope = book.ruled("skirt_slope", "skirt.slope")
    purlins = [(0.0, 0.0), (run, run * slope)]
    if plan.ring > 2 * STEP:
        middle = plan.ring / 2 + sets.reach
        purlins.insert(1, (middle, middle * slope * 0.93))  # a little hollow, as 举折 would
    hall = book.hall
    is_open = hall.open_ring if hall and hall.open_ring is not None else True
    return Skirt(
        bay=plan.ring, column=column, column_diameter=diameter, brackets=sets.brackets,
        between_front=sets.front, between_side=sets.side,
        jumps=(sets.jump,) * sets.brackets.jumps, bracket=sets.height, eave=eave,
        purlins=tuple(purlins), open=is_open,
    )  # fmt: skip


def body_column(book: Ledger, skirt: Skirt) -> float:
    """Return a ringed hall's own column, floor to the foot of the upper sets, and enter it."""
    band = book.ruled("skirt_band", "skirt.band")
    high = skirt.column + skirt.bracket + skirt.purlins[-1][1] + band
    below, above = book.spread("column")
    return book.derived(
        "body_column", "殿身柱高", high * (1 - below), high, high * (1 + above),
        "副阶柱、铺作、举高",
    )  # fmt: skip


def settle_corners(book: Ledger, eave: float) -> dict[str, Any]:
    """Return corner lift and push, gable, ridge, tiles and platform."""
    platform = book.settled("platform", "platform")
    return {
        "corner_lift": book.ruled("corner_lift", "corner.rise"),
        "corner_push": book.ruled("corner_push", "corner.out"),
        "gable_out": book.ruled("gable_out", "gable.out"),
        "ridge": book.ruled("ridge", "ridge"),
        "chiwei": book.settled("chiwei", "ridge.end.height"),
        "tile_pitch": book.ruled("tile_pitch", "tile.pitch"),
        "platform": platform,
        "platform_out": book.ruled("platform_out", "platform.out", eave),
    }  # fmt: skip
