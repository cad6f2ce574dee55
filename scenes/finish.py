"""How the age finishes a hall: ties and their ends, ridges, tiles, colours, doors; what is imagined."""

from __future__ import annotations

from scenes import rulebook
from scenes.building import Building, Style
from scenes.carcass import system
from scenes.ledger import Ledger
from scenes.spec import KIND_TITLES

SECTION = tuple[float, float]  # thickness, height; metres


def settle_style(book: Ledger, rafters_out: float) -> Style:
    """Settle the style; ``rafters_out`` is what the eave reaches beyond its purlin, metres."""
    return Style(
        architrave=(book.ruled("architrave_thick", "architrave.thick"),
                    book.ruled("architrave_high", "architrave.high")),
        plate=settle_plate(book), small_architrave=_small_architrave(book),
        architrave_end=book.chosen("architrave.end"), column_form=book.chosen("column.form"),
        column_base=book.chosen("column.base"), ridge_end=book.chosen("ridge.end"),
        beasts=round(book.ruled("beasts", "beasts")), ridge_form=book.chosen("ridge.form"),
        tile=book.chosen("tile"), painting=book.chosen("painting"),
        flying=book.ruled("flying", "flying", rafters_out), rafter=book.ruled("rafter", "rafter"),
        railing=_has(book, "railing"),
    )  # fmt: skip


def _has(book: Ledger, name: str) -> bool:
    return book.chosen(name) == "有"


def _small_architrave(book: Ledger) -> SECTION | None:
    if not _has(book, "architrave.small"):
        return None
    return (book.ruled("architrave_small_thick", "architrave.small.thick"),
            book.ruled("architrave_small_high", "architrave.small.high"))  # fmt: skip


def settle_plate(book: Ledger) -> SECTION | None:
    """Settle 普拍枋 (平板枋): (width, height), or none."""
    known = book.hall.plate if book.hall else None
    if known is not None:
        book.form("plate", "普拍枋（平板枋）", "有" if known else "无")
    elif not _has(book, "plate"):
        return None
    if known is False:
        return None
    return book.ruled("plate_wide", "plate.wide"), book.ruled("plate_high", "plate.high")


def doors_of(book: Ledger) -> tuple[str, ...]:
    """Return what closes each front bay, by its letter."""
    n, hall = book.bays, book.hall
    if hall and len(hall.doors) == n:
        return hall.doors
    centre = book.chosen("doors.centre")
    if n == 1:
        return (centre,)
    half, end = n // 2, book.chosen("doors.end")
    beside = [book.chosen("doors.next")] * (half - 1) + [end]
    return (*beside[::-1], centre, *beside) if n % 2 else (*beside[::-1], *beside)


def back_of(book: Ledger) -> tuple[str, ...]:
    """Return what closes each back bay: a door in the middle, nothing, or (empty) all wall."""
    n = book.bays
    if book.kind in ("gate", "bell"):
        return ("O",) * n
    if book.kind == "stage" or book.chosen("back") != "有":
        return ()
    middle = n // 2
    return tuple("D" if i == middle else "P" for i in range(n))


def title_of(book: Ledger) -> str:
    """Return what to call a building that is no standing one."""
    age = rulebook.titles()[book.period]
    eaves = "重檐" if book.case["eaves"] == "重檐" else ""
    bays = book.bays + (2 if eaves else 0)
    return f"{age} {bays} 间 {book.rafters} 椽{eaves}{KIND_TITLES[book.kind]}"


_ALWAYS = (
    "门扇分幅、门钉行数与铺首样式",
    "墙体收分与下碱高度",
    "阶基、踏道的砌筑分块",
)
_BY_SYSTEM = {
    "fen": ("直棂窗棂条根数", "内部梁架的驼峰、托脚细部"),
    "doukou": ("隔扇棂花样式", "雀替、瓜柱、角背等细部"),
}
_BY_AGE = {
    "tang": ("朱白、绿等设色的深浅", "鸱尾的轮廓细部", "椽径与椽距；未作飞子（待考）"),
    "wudai": ("朱白、绿等设色的深浅", "鸱尾的轮廓细部", "椽径与椽距；未作飞子（待考）"),
    "liao": ("解绿、五彩的纹样与深浅", "鸱吻的轮廓细部"),
    "nsong": ("解绿、五彩的纹样与深浅", "鸱吻的轮廓细部"),
    "jin": ("彩画纹样与深浅", "鸱吻与琉璃剪边的细部"),
    "yuan": ("彩画纹样与深浅", "琉璃龙吻、脊饰的题材"),
    "ming": ("旋子彩画的等级与深浅", "琉璃吻兽与方心的花样"),
    "qing": ("彩画的等级与深浅", "琉璃吻兽的花样"),
}


def invented(book: Ledger) -> tuple[str, ...]:
    """Return what is imagined in any hall of that age, beside what rule or survey settles."""
    told = [*_ALWAYS, *_BY_SYSTEM[system(book)], *_BY_AGE[book.period]]
    if book.hall and book.hall.note:
        told.append(f"{book.hall.title}：{book.hall.note}")
    blanks = [
        name for key, name in (("bays", "间数"), ("rafters", "椽数"), ("roof", "屋顶"),
                               ("brackets", "斗栱"), ("year", "年代"))
        if book.hall and not getattr(book.hall, key)
    ]  # fmt: skip
    if blanks:
        told.append(f"{'、'.join(blanks)}未见记录，按时代通例补足（待考）")
    if book.hall and not {"width", "depth"} <= set(book.hall.facts):
        told.append("尺寸未见实测，按时代通例推定（待考）")
    return tuple(told)


def added(b: Building) -> tuple[str, ...]:
    """Return what this very hall is given by our own judgement: 月台, railings, ridge flowers."""
    drawn = {
        "月台：有无与大小": b.terraced,
        "栏杆（钩阑）的样式与望柱间距": b.style.railing,
        "脊筒花卉的题材与疏密": b.flowered,
        "脊刹的有无与样式": b.crested,
    }
    return tuple(said for said, there in drawn.items() if there)
