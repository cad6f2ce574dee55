"""The verb ``sanjin scene kept``: did pictures keep the building, and the forms that people fill."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Outcome, verb


def add(kinds: Any) -> None:
    """Add the verb to the ``scene`` group."""
    kept = verb(kinds, "kept", "图守住了建筑没有：柱、脊、檐的线，间数，远近，颜色；评分表", _kept)
    kept.add_argument("manifest", metavar="MANIFEST", help="这套图的 manifest.json 或所在的文件夹")
    kept.add_argument("pictures", nargs="*", metavar="PICTURE", help="依它画的图")
    kept.add_argument(
        "--depth", metavar="FILE", help="另一模型估的深度图（近白远黑；只查一张图时）"
    )
    kept.add_argument("--form", metavar="DIR", help="每张图另写一份空评分表（TOML）")
    kept.add_argument("--forms", nargs="+", default=(), metavar="FILE", help="汇总填好的评分表")


def _kept(args: argparse.Namespace) -> Outcome:
    from scenes.kept import judge, rubric, seen

    if args.depth and len(args.pictures) != 1:
        raise RefusedInput(
            "--depth 只配一张图：请一次查一张。", "--depth goes with exactly one picture."
        )
    if not args.pictures and not args.forms:
        raise RefusedInput(
            "没有图：请给要查的图，或用 --forms 汇总评分表。", "No picture was given."
        )
    render = seen.read(args.manifest)
    depth = seen.open_grey(args.depth) if args.depth else None
    verdicts = {str(p): judge.examine(render, p, depth=depth) for p in args.pictures}
    data: dict[str, Any] = {"pictures": {p: v.record() for p, v in verdicts.items()}}
    lines = [line for p, v in verdicts.items() for line in _said(Path(p).name, v)]
    for picture in args.pictures if args.form else ():
        lines.append(f"评分表　{_write_form(Path(args.form), picture, render.body['title'])}")
    if args.forms:
        data["rubric"] = rubric.report(args.forms)
        lines.append(rubric.said(data["rubric"]))
    failed = any(not v.kept for v in verdicts.values())
    return Outcome(data, "\n".join(lines), code=1 if failed else 0)


def _write_form(folder: Path, picture: str, title: str) -> Path:
    """Write an empty form; one that is there already may be filled and stays."""
    from scenes.kept import rubric

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{Path(picture).stem}.评分.toml"
    if file.exists():
        raise RefusedInput(
            f"{file.name} 已经在了，可能填过：请换一个文件夹，或先把它移开。",
            f"{file.name} exists and may be filled; choose another folder.",
        )
    file.write_text(rubric.form(Path(picture).name, title), encoding="utf-8", newline="\n")
    return file


_TRY = {
    "line": "线稿控制不低于 {:g}",
    "depth": "深度控制不低于 {:g}",
    "strength": "重绘强度不高于 {:g}",
}


def _said(name: str, verdict: Any) -> list[str]:
    from scenes.kept.lines import PARTS

    found = "，".join(f"{PARTS[k]} F1 {v.f1:.2f}" for k, v in verdict.parts.items())
    rows = [
        f"{name}　{'守住了' if verdict.kept else '没有守住'}　{found}；最差三成 {verdict.weakest:.0%}"
    ]
    rows += [f"  · {why}" for why in verdict.why]
    if verdict.try_next:
        cures = "，".join(_TRY[k].format(v) for k, v in verdict.try_next.items())
        rows.append(f"  再试：{cures}")
    if verdict.bays and not verdict.bays.sure:
        rows.append(f"  间数看不真切：像是 {verdict.bays.told} 间")
    return rows
