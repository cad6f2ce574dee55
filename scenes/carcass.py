"""The timber above the plan: bracket sets, columns, what stands inside, sets between columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from scenes import rulebook
from scenes.ledger import Ledger
from scenes.plan import Plan
from scenes.timber import DOUKOU_AGES, Puzuo, corner_column_rise, eave_purlin, puzuo, set_height

NEAREST_SETS = 96.0  # fen between sets, below which 令栱 (72) of neighbours run into each other
FEWER = ("减柱", "移柱")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sets:
    """A row of bracket sets: which, its jump and height in metres, how many between columns."""

    brackets: Puzuo
    jump: float
    height: float
    front: tuple[int, ...]
    side: tuple[int, ...]

    @property
    def reach(self) -> float:
        """Return the eave purlin's distance from the column axis."""
        return self.jump * self.brackets.jumps


def system(book: Ledger) -> str:
    """Return fen or doukou: what the age counts in."""
    return "doukou" if book.period in DOUKOU_AGES else "fen"


def choose_brackets(book: Ledger) -> Puzuo:
    """Settle the bracket set: asked, recorded or ruled, with the habits of the age."""
    hall = book.hall
    name = book.spec.brackets or (hall.brackets if hall else "")
    if name:
        book.form("brackets", "斗栱", name)
    else:
        name = book.chosen("brackets")
    made = _with_habits(book, name, hall.fill if hall else "")
    book.case["set"] = made.number
    return made


def _with_habits(book: Ledger, name: str, fill: str = "") -> Puzuo:
    habits: dict[str, Any] = {
        "fill": fill or book.chosen("brackets.fill"),
        "nose": book.chosen("lever.nose"),
        "false_levers": book.chosen("lever.false") == "假昂",
        "slanted": _recorded(book, "slanted", "brackets.slanted"),
    }
    return puzuo(name, **habits)


def _recorded(book: Ledger, key: str, name: str) -> bool:
    """Return a yes or no that the hall's record gives, or else the rule."""
    known = getattr(book.hall, key) if book.hall else None
    if known is None:
        return book.chosen(name) == "有"
    book.form(name, rulebook.heads()[name]["item"], "有" if known else "无")
    return bool(known)


def settle_sets(book: Ledger, made: Puzuo, plan: Plan) -> Sets:
    """Settle jump, height and number of the bracket sets under the upper eave."""
    book.ruled("lever", "lever.slope")
    jump = book.ruled("jump", "jump")
    height = _height(book, "bracket", "铺作总高", made, jump)
    front, side = _between(book, made, plan.bays), _between(book, made, plan.depth_bays)
    return Sets(brackets=made, jump=jump, height=height, front=front, side=side)


def _height(book: Ledger, key: str, item: str, made: Puzuo, jump: float) -> float:
    slope = book.rows["lever"].value
    high = set_height(made, slope, jump / book.fen, system(book)) * book.fen
    below, above = book.spread("cai")
    of = "材、铺作数" if made.number else "檩、垫板"
    return book.derived(key, item, high * (0.94 - below), high, high * (1.06 + above), of)


def skirt_sets(book: Ledger, plan: Plan) -> Sets:
    """Settle the sets of a double-eaved hall's ring, one 铺作 below the hall's."""
    name = book.hall.skirt_brackets if book.hall else ""
    lower = _with_habits(book, name or book.chosen("brackets.skirt"))
    lower = replace(lower, slanted=False)
    jump = book.ruled("skirt_jump", "jump", set=lower.number)
    height = _height(book, "skirt_bracket", "副阶铺作总高", lower, jump)
    ends = (plan.ring,)
    return Sets(
        brackets=lower, jump=jump, height=height,
        front=_between(book, lower, ends + plan.bays + ends),
        side=_between(book, lower, ends + plan.depth_bays + ends),
    )  # fmt: skip


def _between(book: Ledger, made: Puzuo, bays: tuple[float, ...]) -> tuple[int, ...]:
    """Return the sets between columns, bay by bay; the widest bay has the central bay's number."""
    if made.number == 0:
        return (0,) * len(bays)
    known = book.hall.between if book.hall else None
    if known is None and system(book) == "doukou":
        pitch = book.ruled("between_pitch", "between.pitch")
        return tuple(max(0, round(b / pitch) - 1) for b in bays)
    most, other = known or (_count(book, "between.centre"), _count(book, "between.other"))
    middle = {len(bays) // 2} if len(bays) % 2 else set()
    room = [max(0, int(b / book.fen / NEAREST_SETS) - 1) for b in bays]
    return tuple(min(most if i in middle else other, room[i]) for i in range(len(bays)))


def _count(book: Ledger, name: str) -> int:
    return round(book.ruled(name.replace(".", "_"), name))


def settle_column(book: Ledger, made: Puzuo, plan: Plan) -> float:
    """Settle the eave column from floor to the foot of the plate; of a ringed hall the ring's."""
    known = book.fact("column")
    if known:
        return book.enter("column", "檐柱高", known)
    if system(book) == "doukou" and made.number:
        return _by_doukou(book, made)
    column = book.ruled("column", "column.height")
    limit, centre = book.rule("column.not_above_bay"), plan.bays[len(plan.bays) // 2]
    if made.number and column > limit.value * centre:
        return book.enter("column", "檐柱高", limit, centre, book.spread("column"))
    return column


def _by_doukou(book: Ledger, made: Puzuo) -> float:
    """Return 檐柱高 as 《工程做法》 has it: foot to purlin, less 平板枋 and 斗科."""
    whole = book.rule("column.foot_to_purlin")
    taken = book.rule("plate.high").value + set_height(made, 0.0, 30.0, "doukou")
    taken -= eave_purlin(made, "doukou")
    left = replace(whole, value=whole.value - taken, low=whole.low - taken, high=whole.high - taken)
    return book.enter("column", "檐柱高", left)


def settle_shaft(book: Ledger, column: float) -> dict[str, Any]:
    """Return diameter, corner rise and lean of the columns."""
    slender = book.fact("slenderness") or book.rule("column.slenderness")
    diameter = column / slender.value
    book.derived(
        "column_diameter", "檐柱径", column / slender.high, diameter, column / slender.low,
        "柱高与径之比",
    )  # fmt: skip
    corner = book.fact("corner")
    if corner:
        rise = book.enter("corner", "角柱生起", corner)
    else:
        rise = book.ruled("corner", "column.rise", corner_column_rise(book.bays))
    return {
        "column_diameter": diameter, "corner_rise": rise,
        "lean": (book.ruled("lean_front", "column.lean.front"),
                 book.ruled("lean_side", "column.lean.side")),
    }  # fmt: skip


def settle_frame(book: Ledger, plan: Plan) -> dict[str, Any]:
    """Return which inner columns stand, and whether a ceiling hides the frame."""
    hall, last = book.hall, len(plan.bays)
    frame = book.form("frame", "构架", hall.frame) if hall and hall.frame else book.chosen("frame")
    inner = frame != "通檐" and len(plan.depth_bays) > 1 and last > 1
    gone: tuple[tuple[int, int], ...] = hall.fewer if hall else ()
    if frame == "三柱" and not gone:
        gone = tuple((i, 1) for i in range(1, last))
    moved: tuple[tuple[int, int, float, float], ...] = ()
    if not gone and inner and last >= 5 and _asked_fewer(book):
        gone = tuple((i, 1) for i in range(2, last - 1))  # a great 内额 spans the middle bays
        if any("移柱" in f for f in book.spec.features):
            moved = ((1, 1, plan.bays[1] / 2, 0.0), (last - 1, 1, -plan.bays[-2] / 2, 0.0))
    ceiling = _recorded(book, "ceiling", "ceiling")
    return {"inner_ring": inner, "omitted": gone, "moved": moved, "ceiling": ceiling,
            "door_row": len(plan.depth_bays) // 2 if frame == "分心" else 0}  # fmt: skip


def _asked_fewer(book: Ledger) -> bool:
    """Return whether 减柱 or 移柱 is asked for in an age that had them."""
    named = any(word in f for f in book.spec.features for word in FEWER)
    return named and book.chosen("frame.fewer") == "可"
