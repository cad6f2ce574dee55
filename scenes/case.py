"""A set spec as the gate sees it: whose age, which years, what kind of house, what form."""

from __future__ import annotations

from dataclasses import dataclass

from heritage_kb import periods as calendar
from heritage_kb.errors import RefusedInput
from scenes import kinds, rulebook, standing
from scenes.spec import ROOFS, TYPES, SetSpec, eaves_of
from scenes.standing import StandingHall
from scenes.timber import Puzuo, puzuo

# Liao and Northern Song stood side by side; what the one has the other may have.
AGES = {"北魏": -1, "唐": 0, "五代": 1, "辽": 2, "北宋": 2, "金": 3, "元": 4, "明": 5, "清": 6, "民国": 7,
        "当代": 8}  # fmt: skip
FIRST, LAST = "北魏", "当代"
HALL_AGES = tuple(age for age in AGES if age in {p.title for p in rulebook.periods()})


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why a spec is refused.

    ``licensed`` ones pass when the spec takes licence; a ``warning`` refuses nothing. ``rule`` is
    the id of a row of gate.toml or laws.toml, or of a dated term of the knowledge base.
    """

    field: str
    message: str
    english: str
    rule: str
    source: str
    instead: str
    licensed: bool = False
    warning: bool = False

    def sentence(self) -> str:
        """Return the one sentence: what is wrong, by which rule, and what to write instead."""
        return f"{self.message}（{self.source}）：{self.instead}。"

    def as_row(self) -> dict[str, str | bool]:
        """Return it as plain values."""
        return {
            "field": self.field, "rule": self.rule, "message": self.message,
            "source": self.source, "instead": self.instead, "licensed": self.licensed,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What is judged. Years are inclusive.

    ``age`` is whose carpentry the fabric has; ``fabric`` the first and last year in which it may
    have been built; ``scene`` the years in which the story may happen, for what is put there.
    """

    spec: SetSpec
    known: StandingHall | None
    age: str
    age_id: str
    fabric: tuple[int, int]
    scene: tuple[int, int]
    kind: str
    type: str
    roof: str
    eaves: str
    bays: int
    rafters: int | None
    brackets: Puzuo | None

    @property
    def order(self) -> int:
        """Return the age's place in time."""
        return AGES[self.age]


def kind_of(spec: SetSpec, known: StandingHall | None) -> str:
    """Return the id of the kind a spec asks for, its inside where that is asked; or its bare word."""
    id = known.kind if known else TYPES.get(spec.type, spec.type)
    return kinds.within(id) if spec.interior else id


def age_of(spec: SetSpec, known: StandingHall | None) -> rulebook.BuildingPeriod:
    """Return the age whose carpentry a spec has; halls are of the Tang to the Qing.

    Of a kind that is not known any age will do: the name is what is wrong then.

    Raises:
        RefusedInput, UnknownName: the period cannot be read or is none that it was built in.
    """
    one = kinds.kinds().get(kind_of(spec, known))
    read = rulebook.period if one is not None and one.is_hall else rulebook.age
    return read(known.period) if known else read(spec.period, spec.year)


def bay_count(spec: SetSpec) -> int:
    """Return the bays asked for, or 3 where nothing is said."""
    return spec.bays if spec.bays is not None else len(spec.bay_widths) or 3


def case_of(spec: SetSpec, kind: str) -> Case:
    """Return the case of a spec; ``kind`` is the kind of house in the gate's own word.

    Raises:
        RefusedInput, UnknownName: period or site cannot be read.
    """
    known = standing.hall(spec.site) if spec.site else None
    age = age_of(spec, known)
    year = known.year if known else spec.year
    fabric = (year, year) if year is not None else (age.start, age.end)
    return Case(
        spec=spec, known=known, age=age.title, age_id=age.id, fabric=fabric,
        scene=_scene(spec, known, age), kind=kind,
        type=kind_of(spec, known),
        roof=(known.roof if known else "") or ROOFS.get(spec.roof, ""), eaves=eaves_of(spec),
        bays=(known.bays if known else 0) or bay_count(spec),
        rafters=(known.rafters if known else 0) or spec.rafters, brackets=_set_of(spec.brackets),
    )  # fmt: skip


def _scene(
    spec: SetSpec, known: StandingHall | None, age: rulebook.BuildingPeriod
) -> tuple[int, int]:
    """Return the years of the story: the year said, else the period said, else the hall's."""
    if spec.year is not None:
        return spec.year, spec.year
    if known is None or (not spec.period and known.year is None):
        return age.start, age.end
    if not spec.period:
        return known.year or age.start, known.year or age.end
    said = calendar.shipped().period(spec.period)
    start = said.start if said.start is not None else age.start
    end = said.end if said.end is not None else 9999
    if rulebook.says_age(spec.period, known.period):
        end = max(end, age.end)  # 镇国寺 (963) is of 五代, as Northern Han still was
    return start, end


def _set_of(name: str) -> Puzuo | None:
    try:
        return puzuo(name) if name else None
    except RefusedInput:
        return None  # the gate says so by itself
