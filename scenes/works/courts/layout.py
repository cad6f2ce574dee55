"""What every court has in common: its plan as a work, and small things put about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import atan2, degrees, hypot

from scenes.camera import Vector
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.planting import Tree
from scenes.siteplan import Member, SitePlan
from scenes.spec import SetSpec
from scenes.work import Viewpoint, Work
from scenes.works.courts import house
from scenes.works.courts.house import House

_ROWS = ("排", "串", "列", "挂满", "高挂", "满院", "连成", "溜", "数十", "长廊")


@dataclass(frozen=True, kw_only=True, slots=True)
class CourtWork(Work):
    """A court of several buildings, with the plan that sets it out."""

    plan: SitePlan
    around: SitePlan | None = None  # neighbours, for pictures only
    trees: tuple[Tree, ...] = ()


def shifted(member: Member, y: float) -> Member:
    """Return a member moved along y: a plan is set out from its front, and centred last."""
    return replace(member, at=(member.at[0], member.at[1] + y, member.at[2]))


def built(
    name: str, one: House, part: str, x: float, y: float, turn: float = 0.0, z: float = 0.0,
    *, solid: bool = True,
) -> Member:  # fmt: skip
    """Return a house as a member of a plan."""
    return Member(name, partial(house.raise_house, one), one.rect, part, (x, y, z), turn, solid)


def neighbours(
    plan: SitePlan, names: tuple[str, ...], places: tuple[tuple[float, float], ...]
) -> SitePlan:
    """Return some of a plan's members again at other places (dx, dy): the courts next door."""
    again = [
        replace(m, at=(m.at[0] + dx, m.at[1] + dy, m.at[2]))
        for dx, dy in places for m in plan.members if m.name in names
    ]  # fmt: skip
    return SitePlan(tuple(again), title="左邻右舍")


def aimed(
    name: str, eye: Vector, at: Vector, lens_mm: float = 28.0, rise: float = 0.0
) -> Viewpoint:
    """Return a view tilted so that a point lies in the middle of the picture."""
    away = hypot(at[0] - eye[0], at[1] - eye[1])
    return Viewpoint(name=name, eye=eye, target=at, lens_mm=lens_mm, rise=rise,
                     pitch=degrees(atan2(at[2] - eye[2], away)))  # fmt: skip


def said_of(book: Ledger) -> tuple[str, ...]:
    """Return what is recorded of a standing court, with its doubts."""
    return (book.hall.note,) if book.hall and book.hall.note else ()


def red_lanterns(spec: SetSpec) -> tuple[bool, bool]:
    """Return whether lanterns are red, and whether they hang in rows; the gate has let it pass."""
    said = [s for s in (*spec.lamps, *spec.dressing, *spec.features, *spec.surroundings)
            if "红灯笼" in s]  # fmt: skip
    return bool(said), any(word in one for one in said for word in _ROWS)


def putter(
    members: list[Member],
) -> Callable[..., None]:
    """Return a function that puts a small thing: name, part, make, x, y, z, turn."""

    def put(
        name: str, part: str, make: Callable[[], SetModel], x: float, y: float, z: float = 0.0,
        turn: float = 0.0,
    ) -> None:  # fmt: skip
        members.append(Member(name, make, (-0.3, 0.3, -0.3, 0.3), part, (x, y, z), turn, False))

    return put
