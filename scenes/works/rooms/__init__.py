"""Rooms seen from within: halls with their altar, rooms of houses, shops, schools, yamen and trades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scenes.kinds import kinds
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.resolve import resolve as resolve_hall
from scenes.spec import TYPES
from scenes.work import Mark
from scenes.works.naming import title_of
from scenes.works.rooms import altar, civic, domestic, general, premises, public, shell, trades
from scenes.works.rooms.dressing import Layout
from scenes.works.rooms.room import FITTINGS, SIZES, Room

_LATE = ("ming", "qing", "minguo", "dangdai")
_NEW = ("minguo", "dangdai")
_ITEMS = {"bay": "开间", "depth": "进深"}
LAYOUTS: Mapping[str, Layout] = {
    **domestic.LAYOUTS, **general.LAYOUTS, **premises.LAYOUTS, **public.LAYOUTS, **civic.LAYOUTS, **trades.LAYOUTS, **altar.LAYOUTS,
}  # fmt: skip
INVENTED = (
    "陈设的位置、疏密与器物大小：画面布置",
    "家具的线脚与用料深浅：按时代常式，编者自有知识",
    "院落与对面墙：只为采光与窗外之景",
)


def resolve(book: Ledger) -> Room:
    """Return the room that the ledger's spec asks for."""
    kind = str(book.case["kind"])
    if kind == "altar_hall":
        return _altar(book)
    book.case["trade"] = trade_of(book) if "trade" in kinds()[kind].asks else None
    fit = {name: book.chosen(f"room.{name}") for name in FITTINGS}
    size = {name: book.ruled(name if name not in ("seat", "table", "kang", "counter") else f"{name}_high",
                             f"room.{name}" if name not in ("seat", "table", "kang", "counter") else f"room.{name}_high")
            for name in SIZES}  # fmt: skip
    bays = (size["bay"],) * round(book.ruled("bays", "room.bays"))
    bays, size = _plot(book, bays, size, fit["shell"])
    made = Room(
        kind=kind, title=title_of(book, kinds()[kind].title), period=book.period, year=book.case["year"],
        site=book.hall.id if book.hall else "", form=_form(bays, size, fit), dimensions=book.rows, invented=INVENTED,
        xs=(-sum(bays) / 2, sum(bays) / 2), ys=(-size["depth"] / 2, size["depth"] / 2), heights=(), floor=0.0,
        cut=1.25, ground="room", measures={"width_m": "width", "depth_m": "depth", "clear_m": "clear"}, bays=bays,
        fit=fit, size=size, trade=str(book.case["trade"] or ""), door=0, opened=_opened(book), seed=book.spec.seed,
        late=book.period in _LATE,
    )  # fmt: skip
    top = shell.roof_top(made)
    made = replace(made, heights=(Mark(z=size["clear"], name="梁底" if fit["shell"] == "梁架" else "顶", key="clear"),
                                  Mark(z=top, name="屋顶")))  # fmt: skip
    layout = LAYOUTS[kind]
    return replace(made, views=layout.views(made), spots=layout.spots(made))


def raise_work(room: Room) -> SetModel:
    """Return the geometry of a settled room."""
    model = SetModel()
    if room.hall is None:
        shell.raise_shell(model, room)
    LAYOUTS[room.kind].furnish(model, room)
    return model


def trade_of(book: Ledger) -> str:
    """Return the trade of a workshop: said, or in the name it is asked for by; vinegar else."""
    told = f"{book.spec.trade}{book.spec.type}{book.spec.title}"
    words = {"酒": "酒烧", "漆": "漆", "陶": "陶窑瓷", "纸": "纸", "铜": "铜", "醋": "醋"}
    return next((trade for trade, hints in words.items() if any(h in told for h in hints)), "醋")


def _plot(
    book: Ledger, bays: tuple[float, ...], size: dict[str, float], shell_word: str
) -> tuple[tuple[float, ...], dict[str, float]]:
    """Fit bays and depth into the clear plot that a spec gives, and enter the room's width."""
    plot = book.spec.site_m
    if plot:
        count = max(1, round(plot[0] / size["bay"])) if shell_word != "券窑" else 1
        bays = (plot[0] / count,) * count
        if len(plot) > 1:
            size = {**size, "depth": book.asked("depth", "进深", plot[1])}
        book.asked("width", "室内净宽", plot[0])
    else:
        wide, one = sum(bays), book.rows["bay"]
        book.derived("width", "室内净宽", one.low * len(bays), wide, one.high * len(bays), "bay")
    return bays, size


def _form(bays: tuple[float, ...], size: Mapping[str, float], fit: Mapping[str, str]) -> str:
    return f"{len(bays)} 间，净宽 {sum(bays):.1f}、深 {size['depth']:.1f} 米，{fit['shell']}，{fit['floor']}地"


def _opened(book: Ledger) -> bool:
    """Return whether the door stands open: by day, and not in winter."""
    hour = 18.0 if book.spec.hour is None else book.spec.hour
    return book.spec.season != "冬" and 6.0 <= hour <= 18.6


def _altar(book: Ledger) -> Room:
    """Return the inside of a hall: the hall as its own rules settle it, and its altar."""
    spec = book.spec
    asked = TYPES.get(spec.type, "")
    outer = spec.type if asked in ("hall", "side") else "hall"
    hall = resolve_hall(replace(spec, interior=False, type=outer, site_m=()))
    size: dict[str, Any] = {
        "dais": book.ruled("dais", "altar.dais_high"), "depth": hall.depth,
        "figure": book.ruled("figure", "altar.figure", hall.column),
        "mural": book.ruled("mural", "altar.mural"),
    }  # fmt: skip
    told = (
        hall.title,
        book.hall.place if book.hall else "",
        spec.title,
        spec.kind if spec.kind != "temple" else "",
    )
    rows = {**hall.dimensions, **book.rows}
    made = Room(
        kind="altar_hall", title=hall.title if hall.site else spec.title or f"{hall.title}内", period=hall.period,
        year=hall.year, site=hall.site, form=f"面阔 {len(hall.bays)} 间，{hall.roof}，内设坛像", dimensions=rows,
        invented=(*hall.invented, "塑像只作形廓，尊格、面相与姿势不据实物", "壁画只作色块与行列，不摹原作", *INVENTED[:1]),
        xs=hall.xs, ys=hall.ys, floor=hall.platform, cut=1.3, ground="room",
        heights=(Mark(z=hall.platform, name="殿内地面", key="platform"), Mark(z=altar.top_of(hall), name="脊饰顶")),
        bays=hall.bays, fit={"shell": "殿"}, size=size, seed=spec.seed, late=hall.period in _LATE, hall=hall,
        faith=altar.faith_of(*told), measures={"width_m": "width", "depth_m": "depth"},
    )  # fmt: skip
    return replace(made, views=altar.views(made))
