"""What stands and who walks in a court: chosen by age, kind of place and what the spec asks.

The rows are data (``data/court.toml``); whether a thing or a garment was there is asked of the
gate, so that no court holds what a spec would be refused for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from heritage_kb.errors import SanjinError
from scenes import rulebook, things
from scenes.case import Case, case_of
from scenes.costume import Dress
from scenes.spec import SetSpec

MOST_THINGS = 4  # a court takes no more by default
# Whose clothes one wears that an age has none of his own for; his stature stays his.
_LIKE = {"soldier": "man", "elder": "man", "cook": "woman", "boy": "worker", "child": "girl",
         "pupil": "boy"}  # fmt: skip
_DENIED = ("无", "不", "没有", "不要", "别", "去掉")


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """A thing of a court; ``away`` is metres before the steps' foot, ``at`` where it belongs."""

    id: str
    name: str
    said: tuple[str, ...]
    at: str
    away: float
    text: str
    ages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    site: str = ""
    documented: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Staging:
    """A court as it is to be dressed.

    ``age`` is that of the story ("" where its people cannot be drawn), ``does`` what was asked
    for by word, ``undrawn`` the words nothing was made of, ``said`` every name that the gate was
    asked about and that now stands there.
    """

    age: str
    place: str
    type: str
    paving: str
    wall: str
    gate: str
    things: tuple[Thing, ...]
    dresses: tuple[Dress, ...]
    does: frozenset[str]
    undrawn: tuple[str, ...]
    said: tuple[str, ...]
    texts: tuple[str, ...]

    def wears(self, role: str) -> tuple[Dress, ...]:
        """Return the dresses of a role, or of who is nearest to it and has one."""
        found = tuple(d for d in self.dresses if d.role == role)
        like = _LIKE.get(role)
        return found if found or like is None else self.wears(like)

    @property
    def is_empty(self) -> bool:
        """Return whether nobody is to be seen."""
        return "nobody" in self.does


def stage(spec: SetSpec, extra: Iterable[str] = ()) -> Staging:
    """Return the court of a spec that the gate has let pass.

    Args:
        spec: the set.
        extra: words of dressing besides the spec's own.

    Raises:
        RefusedInput, UnknownName: period or site cannot be read.
    """
    case = case_of(spec, things.house_of(spec))
    age, place = age_of(spec, case), place_of(spec, case)
    does, undrawn = _asked((*spec.dressing, *spec.lamps, *spec.surroundings, *extra))
    ground, gate, wall = (_first(case, key, age, place) for key in ("ground", "gate", "wall"))
    chosen = _things(case, age, place, does)
    dresses = tuple(
        d for d in _dresses() if _fits(d.ages, age) and _fits_place(d, place)
        and d.since <= case.scene[1] <= d.until and lawful(case, d.said)
    )  # fmt: skip
    standing = [*gate.get("said", ()), *wall.get("said", ()), *(w for t in chosen for w in t.said)]
    return Staging(
        age=age, place=place, type=case.type, paving=ground["paving"], wall=wall["material"],
        gate=gate.get("form", ""), things=chosen, dresses=dresses, does=does, undrawn=undrawn,
        said=tuple(dict.fromkeys(standing)),
        texts=tuple(row["text"] for row in (ground, wall, gate) if "text" in row),
    )  # fmt: skip


def age_of(spec: SetSpec, case: Case) -> str:
    """Return the id of the age of the story; "" for one that nothing is built of."""
    if case.known is None or not (spec.period or spec.year is not None):
        return case.age_id
    try:
        return rulebook.age(spec.period, spec.year).id
    except SanjinError:
        return ""


def place_of(spec: SetSpec, case: Case) -> str:
    """Return the kind of place: temple, shrine, yamen, house, shop, palace or stage."""
    told = spec.kind if spec.kind != "temple" else ""
    if case.known is not None:
        told += case.known.title + case.known.place
    told = told or spec.title
    if case.kind == "stage":
        return "stage"
    for place, words in _table()["places"].items():
        if any(word in told for word in words):
            return str(place)
    return "temple"


def lawful(case: Case, said: Iterable[str]) -> bool:
    """Tell whether the gate would let a court have what is named."""
    bare = replace(
        case.spec, dressing=tuple(said), surroundings=(), lamps=(), features=(), roof="",
        brackets="",
    )  # fmt: skip
    return not [r for r in things.judge(replace(case, spec=bare)) if r.field == "dressing"]


def dated(said: Iterable[str]) -> list[str]:
    """Return which of some names the dated terms of the knowledge base know, as name (term id)."""
    import heritage_kb

    kb = heritage_kb.open()
    found = {
        f"{spot.text}（{spot.term.id}）": None for name in said for spot in kb.terms_in(name, None)
    }
    return list(found)


@cache
def _table() -> Mapping[str, Any]:
    return rulebook.table("court")


@cache
def _dresses() -> tuple[Dress, ...]:
    made: list[Dress] = []
    for row in _table()["dress"]:
        first = _row(Dress, row, "places", "kinds")
        made.append(first)
        made += [
            replace(first, id=f"{first.id}_{n}", colours=tuple(colours))
            for n, colours in enumerate(row.get("also", ()), 2)
        ]
    return tuple(made)


@cache
def _all_things() -> tuple[Thing, ...]:
    return tuple(_row(Thing, row) for row in _table()["thing"])


def _row(kind: Any, row: Mapping[str, Any], told: str = "", kept: str = "") -> Any:
    plain = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    if told in plain:
        plain[kept] = plain.pop(told)
    plain.setdefault("ages", ())
    names = {f.name for f in fields(kind)}
    return kind(**{k: v for k, v in plain.items() if k in names})


def _fits(wanted: tuple[str, ...], given: str) -> bool:
    return not wanted or given in wanted


def _fits_place(dress: Dress, place: str) -> bool:
    return not dress.kinds or place in dress.kinds


def _first(case: Case, key: str, age: str, place: str) -> Mapping[str, Any]:
    """Return the first row of ground, gate or wall that fits and that the gate lets pass."""
    rows = _table()[key]
    for row in rows:
        fits = _fits(tuple(row.get("ages", ())), age or "qing")
        fits = fits and _fits(tuple(row.get("places", ())), place)
        if fits and lawful(case, row.get("said", ())):
            return dict(row)
    return {} if key == "gate" else dict(rows[-1])


def _things(case: Case, age: str, place: str, does: frozenset[str]) -> tuple[Thing, ...]:
    site = case.known.site if case.known else ""
    found: list[Thing] = []
    for row in _all_things():
        usual = (
            _fits(row.ages, age) and _fits(row.places, place) and _fits(row.types, case.type)
            and (not row.site or site == row.site)
        )  # fmt: skip
        wanted = row.id in does and not row.site
        if any(row.id == one.id for one in found) or not (usual or wanted):
            continue
        if (wanted or len(found) < MOST_THINGS) and lawful(case, row.said):
            found.append(row)
    return tuple(found)


def _asked(words: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return what the words ask for, and those that ask for nothing known."""
    does: set[str] = set()
    undrawn = []
    for said in words:
        hits = [
            (at, at + len(word), row["does"])
            for row in _table()["word"] for word in row["said"]
            if (at := said.find(word)) >= 0 and not said[:at].endswith(_DENIED)
        ]  # fmt: skip
        kept = [h for h in hits if not any(
            a <= h[0] and h[1] <= b and b - a > h[1] - h[0] for a, b, _ in hits)]  # fmt: skip
        does.update(one for _, _, asked in kept for one in asked)
        if not kept and not any(said.startswith(no) for no in _DENIED):
            undrawn.append(said)
    return frozenset(does), tuple(dict.fromkeys(undrawn))
