"""Costume and props of an age: ``sanjin scene wardrobe``."""

from __future__ import annotations

import argparse
import re
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Outcome, verb


def add(kinds: Any) -> None:
    """Add the verb to the ``scene`` group."""
    parser = verb(kinds, "wardrobe", "服化道：这个年代穿什么、用什么，不许什么；出图册", _wardrobe)
    parser.add_argument("--period", default="", help="朝代，如 唐")
    parser.add_argument("--year", type=int, help="公元年")
    parser.add_argument(
        "--role",
        default="",
        metavar="R,R",
        help="角色：男 女 官员 士人 僧道 农人 工匠 商人 儿童 兵 艺人 …",
    )
    parser.add_argument("--kind", default="", help="场所：寺庙 衙门 民居 票号 醋坊 戏台 …")
    parser.add_argument("--season", default="", help="季节：春 夏 秋 冬")
    parser.add_argument(
        "--ask", action="append", default=[], metavar="名目", help="查一样能不能用，可写几次"
    )
    parser.add_argument("-o", "--out", metavar="DIR", help="出图册：每张 SVG，全册 PDF，清单 JSON")


def _wardrobe(args: argparse.Namespace) -> Outcome:
    from scenes import wardrobe

    if not args.period.strip() and args.year is None:
        raise RefusedInput(
            "要哪个年代的服化道：请写 --period（如 唐）或 --year。", "Give --period or --year."
        )
    asked: dict[str, Any] = {
        "period": args.period, "year": args.year, "roles": re.findall(r"[^,，、\s]+", args.role),
        "kind": args.kind, "season": args.season, "asked": args.ask,
    }  # fmt: skip
    if args.out:
        data = wardrobe.write_set(args.out, **asked)
    else:
        data = wardrobe.for_scene(**asked)
    return Outcome(data, "\n".join(_lines(data, args.out)), 1 if data["refused"] else 0)


def _lines(data: dict[str, Any], out: str | None) -> list[str]:
    lines = [row["sentence"] for row in data["refused"]]
    for key, title in (("garments", "服饰"), ("props", "道具")):
        lines.append(f"{data['period']}　{title} {len(data[key])} 件")
        lines += [
            f"  {row['name']}（{row['slot']}）　{row['text']}　忌：{'；'.join(row['mistakes'])}"
            for row in data[key]
        ]
    if out:
        lines.append(f"已写入 {out}：{len(data['files'])} 个文件")
    return lines
