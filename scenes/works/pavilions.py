"""Storeyed pavilions (楼阁) and towers on a brick terrace: rings of eaves under a hall's own roof."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from heritage_kb.errors import RefusedInput
from scenes import signs
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.raising import raise_hall
from scenes.resolve import resolve as resolve_hall
from scenes.solids import placement
from scenes.spec import SetSpec
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import eaves, members, ngon, plinths, storeys, terraces
from scenes.works.naming import numeral, title_of
from scenes.works.storeys import Craft, Storey

BAND = 0.40
LEAST = 1.1
REACH = 11.0  # metres that four rafters span
UNDER = ("platform", "step", "floor", "railing")  # of the hall: it stands on a storey
ROOF = ("roof", "ridge", "rafter", "gable")
HIP = 20.0  # fen: a ridge so high is as broad as none of the arms and blocks that it runs under


@dataclass(frozen=True, kw_only=True, slots=True)
class Pavilion(Work):
    """A square tower of timber storeys; metres.

    ``rings`` are the storeys under rings of eaves, from below; ``balconies`` says which of those
    above the first, and the top, have one; ``top`` is the hall on them, its columns at ``top_z``;
    ``crossed`` whether a second roof crosses it (十字歇山); ``terrace`` the brick one's height.
    """

    terrace: float
    terrace_half: float
    gate: float  # breadth of the vault, 0 for a low base without one
    rings: tuple[Storey, ...]
    balconies: tuple[bool, ...]
    top: Building
    craft: Craft  # of the rings, and of what closes the top
    top_z: float
    crossed: bool
    eave_out: float
    slope: float
    walk: float
    boards: tuple[str, ...]  # great boards under the top eave, front and back


def resolve(book: Ledger) -> Pavilion:
    """Return the pavilion that the ledger's spec asks for.

    Raises:
        RefusedInput: so many storeys leave no room for columns.
    """
    form = book.hall.form if book.hall else {}
    said = form.get("storeys") or book.spec.storeys
    count = int(
        book.asked("storeys", "层数", said, "层")
        if said
        else book.ruled("storeys", "pavilion.storeys")
    )
    extra = round(book.settled("extra", "pavilion.extra"))
    side = book.settled("side", "pavilion.side")
    step = book.ruled("step", "pavilion.step", side / 2)
    lower = count - 1 + extra
    half = side / 2 - lower * step
    if half < 1.4:
        raise RefusedInput(
            f"{numeral(count)}层楼阁底边 {side:.1f} 米，顶层只剩 {max(2 * half, 0):.1f} 米，立不住；请减 storeys。",
            f"A pavilion of {count} storeys leaves too small a top.",
        )
    top = _top(book, half)
    crossed = book.chosen("pavilion.roof") == "十字歇山"
    terrace, gate = book.settled("terrace", "pavilion.terrace"), book.ruled("gate", "pavilion.gate")
    craft = storeys.craft(book.period, book.rows["pavilion.brackets"].word, 100 * top.cai, side / 3)
    rings, top_z, height = _rings(book, (lower, extra), (side / 2, step), top, craft, terrace)
    kind = book.kind
    roof = "十字歇山" if crossed else "歇山"
    return Pavilion(
        kind=kind, title=title_of(book, "楼阁" if kind == "storeyed_pavilion" else "台上楼"), period=book.period,
        site=book.hall.id if book.hall else "", year=book.case["year"],
        form=f"{numeral(count)}层{numeral(count + extra)}檐{roof}{'' if gate == 0 else '，下为砖台券门'}",
        dimensions=book.rows, invented=_invented(book), xs=(-side / 2, side / 2), ys=(-side / 2, side / 2),
        floor=terrace, terrace=terrace,
        terrace_half=side / 2 + (book.settled("terrace_out", "pavilion.terrace.out") if gate else 1.5), gate=gate,
        rings=rings, balconies=(*(n > 0 for n in range(lower - extra)), *(() if not extra else (False,)), not extra)[1:],
        top=top, craft=craft, top_z=top_z, crossed=crossed,
        eave_out=book.rows["eave"].value, slope=book.rows["slope"].value, walk=0.85,
        boards=tuple(form.get("signs", ())),
        heights=_marks(rings, terrace, top, top_z, height), ground="court", views=_views(height, side, terrace),
        measures={"side_m": "side", "terrace_m": "terrace", "total_m": "height"},
        spots=(Spot(at=(1.2, -side / 2 - 7, 0.0), turn=0.4),),
    )  # fmt: skip


def _top(book: Ledger, half: float) -> Building:
    """Return the hall that is the top storey: open, square, of three bays (one where it is small)."""
    bays = 3 if half > 2.6 else 1
    middle = 2 * half * 0.42 if bays == 3 else 2 * half
    widths = ((2 * half - middle) / 2, middle, (2 * half - middle) / 2) if bays == 3 else (middle,)
    name = book.chosen("pavilion.brackets")
    made = resolve_hall(SetSpec(
        period=book.period, bays=bays, bay_widths=widths, bay_depths=widths,
        rafters=4 if 2 * half < REACH else 6, roof="歇山", brackets=name,
        licence=True,
    ))  # fmt: skip
    open_ = ("O",) * bays
    column = min(made.column, 3.0)
    return replace(made, kind="bell", doors=open_, back_doors=open_, inner_ring=False, ceiling=False, omitted=(),
                   door_row=0, column=column, style=replace(made.style, railing=False))  # fmt: skip


def _rings(
    book: Ledger,
    many: tuple[int, int],
    plan: tuple[float, float],
    top: Building,
    craft: Craft,
    terrace: float,
) -> tuple[tuple[Storey, ...], float, float]:
    """Settle the storeys under the top; return them, the floor of the top and the whole height."""
    (lower, extra), (half, step) = many, plan
    book.ruled("eave", "pavilion.eave")
    slope = book.ruled("slope", "pavilion.slope")
    fixed = [craft.high + (craft.reach + step) * slope + 0.16 + BAND] * lower
    balcony = craft.high + 0.1
    walked = [n < lower - 1 or not extra for n in range(lower)]
    fixed = [f + (balcony if w else 0.0) for f, w in zip(fixed, walked, strict=True)]
    crown = members.top_of(top) - top.platform
    known = book.fact("height") if lower else None
    shares = [1.25, *([1.0] * (lower - 1))][:lower]
    if extra:
        shares[-1] = 0.9
    if known:
        height = book.enter("height", "总高", known)
        each = (height - terrace - sum(fixed) - crown) / sum(shares)
    else:
        each = book.ruled("column", "pavilion.column")
        height = terrace + sum(fixed) + crown + each * sum(shares)
        book.derived("height", "总高", 0.9 * height, height, 1.1 * height, "台、柱、斗栱、屋面")
    if each < LEAST:
        raise RefusedInput(
            f"楼高 {height:.1f} 米分到各层，柱只剩 {max(each, 0):.1f} 米；请减 storeys，或去掉 site。",
            f"A pavilion of {height:.1f} m leaves no room for columns.",
        )
    if known:
        book.derived("column", "各层柱高", 0.9 * each, each, 1.1 * each, "总高、斗栱、屋面")
    floor, rings = terrace, []
    for n in range(lower):
        rings.append(Storey(
            sides=4, apothem=half - n * step, floor=floor, column=each * shares[n], diameter=0.42 - 0.03 * n,
            bays=3, between=1, craft=craft, fills=("POP", "PPP") if n == 0 and terrace < 3 else ("WDW",),
            late=book.period in ("ming", "qing"),
        ))  # fmt: skip
        floor += each * shares[n] + fixed[n]
    return tuple(rings), floor, height


def _invented(book: Ledger) -> tuple[str, ...]:
    said = ["各层柱高、出入与门窗：按常例设想", "楼内梯与梁架不造"]
    if not book.fact("side"):
        said.append("底边尺寸无实测可据")
    return tuple(said)


def _marks(
    rings: tuple[Storey, ...], terrace: float, top: Building, top_z: float, height: float
) -> tuple[Mark, ...]:
    rows = [Mark(z=terrace, name="台面", key="terrace")]
    rows += [
        Mark(z=s.floor, name=f"{numeral(n)}层", key="column") for n, s in enumerate(rings[1:], 2)
    ]
    eave = top_z + top.column + top.bracket
    return (
        *rows,
        Mark(z=top_z, name="顶层", key="column"),
        Mark(z=eave, name="顶檐檩背"),
        Mark(z=height, name="脊刹", key="height"),
    )


def _views(height: float, side: float, terrace: float) -> tuple[Viewpoint, ...]:
    away = 1.02 * height + side
    return (
        Viewpoint(name="斜角", eye=(-0.62 * away, -0.80 * away, 1.7), target=(0, 0, 1.7), lens_mm=22, rise=0.2),
        Viewpoint(name="正面", eye=(0.3, -0.98 * away, 1.7), target=(0, 0, 1.7), lens_mm=22, rise=0.2),
        Viewpoint(name="仰望", eye=(-0.6 * side, -side - 4, 1.5), target=(0, 0, 1.5), lens_mm=19, pitch=30.0),
        Viewpoint(name="远望", eye=(-1.3 * away, -1.6 * away, 2.2), target=(0, 0, 2.2), lens_mm=42, rise=0.16),
    )  # fmt: skip


def raise_work(work: Pavilion) -> SetModel:
    """Return the geometry of a storeyed pavilion."""
    model = SetModel()
    if work.gate:
        terraces.raise_terrace(model, work.terrace_half, work.terrace, work.gate)
    else:
        plinths.tier(model, 4, work.terrace_half, 0.0, work.terrace, "base_")
        plinths.flight(model, work.terrace_half, 0.0, work.terrace, 1.5, "base_", (0.0, math.pi))
    for n, s in enumerate(work.rings):
        name = f"s{n + 1}_"
        storeys.raise_storey(model, s, name, "puzuo_")
        storeys.lay_floor(model, 4, s.apothem - 0.1, s.head + 0.3, 0.05, f"{name}ceiling")
        inner = work.rings[n + 1].apothem if n + 1 < len(work.rings) else work.top.width / 2
        eaves.lay(model, _eave(work, s, inner), f"{name}roof_", "pavilion.slope")
        foot = _surface(s) + (s.apothem + s.craft.reach - inner) * work.slope
        _above(model, work, n, s, (inner, foot))
    hall = raise_hall(work.top)
    at = placement(z=work.top_z - work.top.platform)
    model.take(members.without(hall, UNDER), "top_", at)
    if work.crossed:
        crossing = members.only(hall, ROOF)
        model.take(crossing, "top_", at @ placement(z=-0.006, turn=math.pi / 2))
    _close_top(model, work)
    _boards(model, work)
    return model


def _boards(model: SetModel, work: Pavilion) -> None:
    """Hang great boards before the bracket sets of the ring under the top, or of the top."""
    under = work.rings[-1] if work.rings else _top_storey(work)
    high = 0.5 * under.column
    for text, turn in zip(work.boards, (0.0, math.pi), strict=False):
        board = signs.Sign(
            text=text, form="plaque", wide=8 / 3 * high, high=high, style="black",
            leftward=signs.leftward(work.period, work.year),
        )  # fmt: skip
        out = under.apothem + 0.35
        at = placement(turn=turn) @ placement(0.0, -out, under.floor + under.column - 0.5 * high)
        signs.hang(model, board, at)


def _above(model: SetModel, work: Pavilion, n: int, s: Storey, at: tuple[float, float]) -> None:
    """Put the balcony of the storey above, or the band that its columns stand behind."""
    inner, foot = at
    floor = work.rings[n + 1].floor if n + 1 < len(work.rings) else work.top_z
    upper = replace(
        s, apothem=inner + 0.04, floor=floor, bays=3 if inner > 2.6 else 1, fills=("P",)
    )
    if work.balconies[n]:
        storeys.balcony(model, upper, foot, work.walk, f"s{n + 2}_balcony_", "pingzuo_")
        return
    half = ngon.half_side(4, inner)
    storeys.lay_floor(model, 4, half - 0.05, floor, 0.1, f"s{n + 2}_floor")
    storeys.band(model, replace(upper, apothem=inner), foot - 0.5, floor + 0.02, f"s{n + 2}_")


def _close_top(model: SetModel, work: Pavilion) -> None:
    """Put leaves between the columns of the top storey."""
    b, one = work.top, _top_storey(work)
    storeys.lay_floor(model, 4, b.width / 2 - 0.05, work.top_z + 0.01, 0.1, "top_floor")
    if b.column > 1.9:
        storeys.close_with(model, one, list(b.xs), "top_side_", b.column - 0.55)


def _top_storey(work: Pavilion) -> Storey:
    b = work.top
    return Storey(
        sides=4, apothem=b.width / 2, floor=work.top_z, column=b.column, diameter=b.column_diameter,
        bays=len(b.bays), between=1, craft=work.craft, fills=("DDD",), late=b.period in ("ming", "qing"),
    )  # fmt: skip


def _surface(s: Storey) -> float:
    return s.top + 0.20


def _eave(work: Pavilion, s: Storey, inner: float) -> eaves.Eave:
    out, reach, slope = work.eave_out, s.craft.reach, work.slope
    rows = eaves.curve(
        out, s.apothem + reach - inner - 0.09, 0.8 * slope, (0.96 * slope, 1.05 * slope)
    )
    return eaves.Eave(
        sides=4, apothem=s.apothem + reach + out, z=_surface(s) - 0.8 * out * slope, curve=rows, lift=0.38, push=0.2,
        rafter=0.105, rafter_in=out + reach - 0.1, pitch=0.24, ridge=HIP * s.craft.fen,
        tiles=_glaze(work),
    )  # fmt: skip


def _glaze(work: Pavilion) -> tuple[str, str, str]:
    """Return the tiles of the rings: they follow the top roof's."""
    edge = work.top.style.tile
    if "绿" in edge or edge == "方心":
        return ("tile", "ridge_green", "tile_end_green")
    return (
        ("tile", "ridge_yellow", "tile_end_yellow")
        if "黄" in edge
        else ("tile", "ridge", "tile_end")
    )
