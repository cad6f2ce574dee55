"""The module and the plan of a hall: cai or doukou, bays, depth, the ring of a double-eaved one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from heritage_kb.errors import RefusedInput
from scenes.building import LATE
from scenes.ledger import Ledger
from scenes.rulebook import Rule
from scenes.timber import CAI, DOUKOU_AGES, LARGEST_DOUKOU, cai_of_grade

LONGEST_RUN = 3.0  # metres of a rafter in plan; 华严寺大雄宝殿 has about 2.75
MOST_RAFTERS = 12
SHORTEST_RIDGE = 1.0  # metres of a hip roof's ridge, or between the gables' frames of a 歇山
SQUARE = ("bell", "stage")  # kinds whose plan is a square


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The settled plan of the hall's own body, metres; ``ring`` is the depth of 副阶, 0 for none."""

    bays: tuple[float, ...]
    depth_bays: tuple[float, ...]
    ring: float = 0.0


def settle_module(book: Ledger) -> None:
    """Settle the cai: asked, measured or ruled; with it the fen, and the chi of the age."""
    spec = book.spec
    book.chi = book.ruled("chi", "chi")
    asked = spec.cai_cm is not None or spec.grade is not None
    if spec.cai_cm is not None:
        small = book.period in DOUKOU_AGES and spec.cai_cm <= LARGEST_DOUKOU
        cai = book.asked("cai", "材广", spec.cai_cm / 100 * (1.5 if small else 1.0))
    elif spec.grade is not None:
        height, _ = cai_of_grade(spec.grade, book.period)
        cai = book.enter("cai", "材广", _of_grade(book, spec.grade, height))
    else:
        cai = book.settled("cai", "cai")
    book.fen = cai / CAI
    known = book.fact("cai_width")
    if known and not asked:
        book.enter("cai_width", "材厚", known)
    else:
        book.ruled("cai_width", "cai.width", cai)


def _of_grade(book: Ledger, grade: int, height: float) -> Rule:
    late = book.period in DOUKOU_AGES
    return Rule(
        id=f"grade.{grade}", item="材广", value=height, low=height, high=height, unit="米",
        source="gc" if late else "yzfs", confidence="high",
        text=f"《工程做法》第{grade}等斗口，材广作一份半" if late else f"卷四：第{grade}等材",
    )  # fmt: skip


def settle_plan(book: Ledger) -> Plan:
    """Settle bays and depth; enters ``width`` and ``depth`` over all, axis to axis."""
    ring = _ring(book)
    front = _front(book, ring)
    wide, deep = sum(front), _depth(book, front, ring)
    deep = _within_width(book, wide, deep)
    deep = _between_gables(book, wide, _under_hips(book, wide, deep))
    _fit_rafters(book, sum(deep))
    _over_all(book, "width", "通面阔", front, ring)
    _over_all(book, "depth", "通进深", deep, ring)
    return Plan(bays=front, depth_bays=deep, ring=ring)


def _within_width(book: Ledger, wide: float, deep: tuple[float, ...]) -> tuple[float, ...]:
    """Return a depth that is only inferred within what the width allows."""
    most = book.rule("depth.not_above_width").value * wide
    if "rafter_run" not in book.rows or sum(deep) <= most:
        return deep
    return _shallower(book, deep, most, "通面阔")


def _under_hips(book: Ledger, wide: float, deep: tuple[float, ...]) -> tuple[float, ...]:
    """Return the depth over which a hip roof has a ridge: less, where it is only inferred.

    Raises:
        RefusedInput: a depth that was asked for, or as many rafters as were, leave it without one.
    """
    most = wide - SHORTEST_RIDGE
    if book.case["roof"] != "庑殿" or sum(deep) <= most:
        return deep
    run = book.rows.get("rafter_run")
    lawful = run is not None and most / sum(deep) * run.value >= run.low
    if not lawful and (book.hall is None or book.fact("depth")):
        raise RefusedInput(
            f"面阔 {wide:.1f} 米、进深 {sum(deep):.1f} 米，庑殿的正脊收不成：roof 请改为 歇山，或减小进深。",
            f"A hip roof over {wide:.1f} by {sum(deep):.1f} m has no ridge: use 歇山.",
        )
    return _shallower(book, deep, most, "通面阔、庑殿正脊")


def _between_gables(book: Ledger, wide: float, deep: tuple[float, ...]) -> tuple[float, ...]:
    """Return the depth over which a 歇山 roof has a ridge: less, where it is only inferred.

    To the Yuan its gables stand a rafter's run inside the end columns (卷五 造角梁之制), so that over a
    single bay that is deeper than wide they would pass each other.

    Raises:
        RefusedInput: a depth that was asked for leaves the roof without one.
    """
    most = (wide - SHORTEST_RIDGE) / 2 * book.rafters
    if book.case["roof"] != "歇山" or book.period in LATE or sum(deep) <= most:
        return deep
    if book.spec.bay_depths or book.fact("depth") or "rafter_run" not in book.rows:
        raise RefusedInput(
            f"面阔 {wide:.1f} 米、进深 {sum(deep):.1f} 米，歇山的正脊收不成：roof 请改为 悬山，或减小进深。",
            f"A 歇山 roof over {wide:.1f} by {sum(deep):.1f} m has no ridge: use 悬山.",
        )
    return _shallower(book, deep, most, "通面阔、歇山正脊")


def _shallower(book: Ledger, deep: tuple[float, ...], most: float, of: str) -> tuple[float, ...]:
    """Return the depth brought down to ``most`` metres by a shorter run of the rafters."""
    fit, row = most / sum(deep), book.rows["rafter_run"]
    book.derived("rafter_run", row.item, row.low * fit, row.value * fit, row.high * fit, of)
    return tuple(d * fit for d in deep)


def _fit_rafters(book: Ledger, deep: float) -> None:
    """Take as many rafters as reach over the depth, where they are ours to choose.

    Raises:
        RefusedInput: those asked for do not reach.
    """
    if book.hall or "rafter_run" in book.rows or deep / book.rafters <= LONGEST_RUN:
        return
    enough = 2 * math.ceil(deep / LONGEST_RUN / 2)
    if book.spec.rafters or enough > MOST_RAFTERS:
        cure = f"rafters 请写 {enough}" if enough <= MOST_RAFTERS else "请减少间数或间广"
        raise RefusedInput(
            f"进深 {deep:.1f} 米作 {book.rafters} 架椽，每架平长 {deep / book.rafters:.1f} 米，椽子够不着：{cure}。",
            f"{book.rafters} rafters do not reach over {deep:.1f} m.",
        )
    book.case["rafters"] = enough


def _ring(book: Ledger) -> float:
    if book.case["eaves"] != "重檐":
        return 0.0
    widths = book.spec.bay_widths
    if len(widths) == book.bays + 2:
        return book.asked("skirt_bay", "副阶（廊）深", widths[0])
    return book.settled("skirt_bay", "skirt.bay")


def _front(book: Ledger, ring: float) -> tuple[float, ...]:
    n, widths = book.bays, book.spec.bay_widths
    if widths:
        return tuple(widths[1:-1] if len(widths) == n + 2 else widths)
    whole = book.fact("width")
    total = whole.value - 2 * ring if whole else 0.0
    centre = book.settled("bay_centre", "bay.centre")
    if n == 1:
        return (total or centre,)
    order = book.chosen("bay.order")
    if whole and "bay_centre" in (book.hall.facts if book.hall else {}):
        end = book.fact("bay_end")
        value = end.value if end else _end_of(total, centre, n, order)
        book.derived("bay_end", "梢间广", value, value, value, "通面阔、心间广")
        return _graded(centre, value, n, order)
    end_ruled = book.settled("bay_end", "bay.end")
    bays = _graded(centre, min(end_ruled, centre), n, order)
    if not whole:
        return bays
    fit = total / sum(bays)
    for key, item, bay in (("bay_centre", "心间广", bays[n // 2]), ("bay_end", "梢间广", bays[0])):
        row = book.rows[key]
        book.derived(key, item, row.low * fit, bay * fit, row.high * fit, "通面阔")
    return tuple(b * fit for b in bays)


def _graded(centre: float, end: float, n: int, order: str) -> tuple[float, ...]:
    """Return the bays from end to end: 等广 alike but the ends, 次等 alike but the central."""
    half = n // 2
    if order == "等广":
        out = [centre] * (half - 1) + [end]
    elif order == "次等":
        out = [end] * half
    else:
        out = [centre + (end - centre) * k / half for k in range(1, half + 1)]
    if n % 2:
        return (*out[::-1], centre, *out)
    return (*out[::-1], *out)


def _end_of(total: float, centre: float, n: int, order: str) -> float:
    """Return the end bay that makes up a known width."""
    half = n // 2
    if order == "等广":
        return (total - (n - 2) * centre) / 2
    if order == "次等":
        return (total - centre) / (2 * half)
    return centre + (total - n * centre) / (half + 1)


def _depth(book: Ledger, front: tuple[float, ...], ring: float) -> tuple[float, ...]:
    spec = book.spec
    if spec.bay_depths:
        return tuple(spec.bay_depths)
    known = book.fact("depth")
    parts = _depth_parts(book)
    if known:
        return ((known.value - 2 * ring) / parts,) * parts
    if book.kind in SQUARE or book.case["roof"] == "攒尖":
        return front
    run = book.ruled("rafter_run", "rafter.run")
    if run > LONGEST_RUN:  # a great grade's module asks for more than a rafter can span
        row = book.rows["rafter_run"]
        run = book.derived("rafter_run", row.item, row.low, LONGEST_RUN, row.high, "椽子所能及")
    return (run * book.rafters / parts,) * parts


def _depth_parts(book: Ledger) -> int:
    """Return the bays front to back: recorded, else one for each pair of rafters.

    A square little hall of Tang has three though its rafters are four (南禅寺).
    """
    if book.hall and book.hall.depth_bays:
        return book.hall.depth_bays
    if book.kind in SQUARE:
        return book.bays
    if book.kind == "gate":
        return 2
    if book.kind == "hall" and book.bays <= 3 and book.period in ("tang", "wudai"):
        return 3 if book.rafters <= 6 else book.rafters // 2
    return max(2, book.rafters // 2)


def _over_all(book: Ledger, key: str, item: str, parts: tuple[float, ...], ring: float) -> None:
    total, known = sum(parts) + 2 * ring, book.fact(key)
    if known:
        book.enter(key, item, replace(known, value=total))
        return
    if book.spec.bay_widths if key == "width" else book.spec.bay_depths:
        book.asked(key, item, total)
        return
    low = high = 0.0
    for part, name in _made_of(book, key, parts, ring):
        below, above = book.spread(name)
        low += part * (1 - below)
        high += part * (1 + above)
    of = "心间广、梢间广" if key == "width" or "rafter_run" not in book.rows else "椽架平长"
    book.derived(key, item, low, total, high, of)


def _made_of(
    book: Ledger, key: str, parts: tuple[float, ...], ring: float
) -> list[tuple[float, str]]:
    """Return the lengths that make up a width or depth, each with the row that it is uncertain by."""
    made: list[tuple[float, str]] = [(2 * ring, "skirt_bay")] if ring else []
    if key == "depth" and "rafter_run" in book.rows:
        return [*made, (sum(parts), "rafter_run")]
    if "bay_end" not in book.rows:
        return [*made, (sum(parts), "bay_centre")] if "bay_centre" in book.rows else made
    ends = parts[0] + parts[-1]
    return [*made, (sum(parts) - ends, "bay_centre"), (ends, "bay_end")]
