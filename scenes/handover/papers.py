"""Papers for the crew: the camera card as a picture, and one workbook and one text with all three.

机位卡, 色彩脚本, 置景单. What only people know (dates, who answers for it) stays an empty cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.workbook import Table, tables_bytes
from scenes.handover import card
from scenes.handover.colours import Swatch
from scenes.handover.inventory import UNSEEN, Item
from scenes.manifest import Written

_LIST = ("类别", "名目", "材料", "做法（建议）", "件数", "表面积 m²", "单件尺寸 宽×深×高 m",
         "入画", "最近 m", "怎么做", "规矩")  # fmt: skip
_WIDE = (10, 12, 16, 34, 8, 12, 22, 8, 8, 18, 40)
_RULES = {"own": "编者", "invention": "设想"}
_BLANK = ("对应场次", "可复用（换景方案）", "完成日", "责任人")


@dataclass(frozen=True, kw_only=True, slots=True)
class Papers:
    """What the three papers say; ``head`` are (item, text) rows of the set as a whole."""

    title: str
    head: Sequence[tuple[str, str]]
    camera: dict[str, Any]
    light: str
    swatches: Sequence[Swatch]
    items: Sequence[Item]


def write(said: Papers, pixels: NDArray[np.uint8], folder: Path, under: str) -> list[Written]:
    """Write ``card.png``, ``papers.xlsx`` and ``papers.md`` and return them, unlabelled."""
    place = folder / under
    place.mkdir(exist_ok=True)
    page = card.draw(said.title, pixels, said.camera, said.swatches, said.light)
    page.save(place / "card.png", optimize=True)
    tables = _tables(said)
    (place / "papers.xlsx").write_bytes(tables_bytes(tables))
    (place / "papers.md").write_text(_text(said.title, tables), encoding="utf-8", newline="\n")
    return [
        Written(file=f"{under}/card.png", title="机位卡与色彩脚本", role="report", size=page.size),
        Written(file=f"{under}/papers.xlsx", title="机位卡、色彩脚本、置景单", role="report"),
        Written(file=f"{under}/papers.md", title="机位卡、色彩脚本、置景单", role="report"),
    ]


def _tables(said: Papers) -> list[Table]:
    head = [*said.head, *((blank, "") for blank in _BLANK)]
    camera = [*card.rows(said.camera), ("光", said.light)]
    colours = [
        (n, one.name if one.off < 10 else f"近 {one.name}", one.hex, "{} {} {}".format(*one.srgb),
         f"{one.share:.1%}", one.off)
        for n, one in enumerate(said.swatches, 1)
    ]  # fmt: skip
    return [
        Table("总表", ("项", "内容"), (22, 80), head),
        Table("机位卡", ("项", "数"), (22, 48), camera),
        Table("色彩脚本", ("序", "色名", "十六进制", "sRGB", "占画面", "与色名之差 ΔE"),
              (6, 14, 12, 16, 10, 14), colours),
        Table("置景单", _LIST, _WIDE, [_row(one) for one in said.items if one.how != UNSEEN]),
        Table("不入画", _LIST, _WIDE, [_row(one) for one in said.items if one.how == UNSEEN]),
    ]  # fmt: skip


def _row(one: Item) -> tuple[Any, ...]:
    return (
        one.element, one.piece, one.matter, one.made, one.count, one.area,
        "×".join(f"{v:g}" for v in one.size), f"{one.seen:.1%}",
        "" if one.nearest is None else one.nearest, one.how, "、".join(_RULES.get(rule, rule) for rule in one.rules),
    )  # fmt: skip


def _text(title: str, tables: Sequence[Table]) -> str:
    rows = [f"# {title}　机位卡、色彩脚本、置景单", ""]
    for table in tables:
        rows += [f"## {table.title}", "", _cells(table.head), _cells(["---"] * len(table.head))]
        rows += [*(_cells(row) for row in table.rows), ""]
    return "\n".join(rows)


def _cells(row: Sequence[Any]) -> str:
    shown = (" ".join(str(cell).split()).replace("|", "\\|").replace("<", "\\<") for cell in row)
    return "| " + " | ".join(shown) + " |"
