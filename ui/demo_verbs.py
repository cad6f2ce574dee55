"""The verb ``sanjin demo``: the whole journey on a shipped brief."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ui.arguments import Outcome, verb
from ui.progress import shown

# What to open first, in this order, where it was made.
_OPEN_FIRST = (
    ("剧本/剧本.docx", "三集剧本，按剧组版式"),
    ("剧本/考据表.xlsx", "每句有据之言的出处"),
    ("场景/plate.png", "第 1 集主场景的设色图"),
    ("场景/elevation.png", "同一座建筑的立面图"),
)


def add(verbs: Any) -> None:
    """Add the verb ``demo``."""
    demo = verb(verbs, "demo", "走一遍全程：题材 → 剧本 → 审读 → 布景", _demo)
    demo.add_argument("-o", "--out", default="out/demo", metavar="DIR", help="输出目录")
    demo.add_argument(
        "--brief",
        default="foguang",
        metavar="NAME",
        help="随附题材：foguang（佛光寺 857）或 pingyao（平遥 1885）",
    )


def _demo(args: argparse.Namespace) -> Outcome:
    from ui import demo

    with shown("三晋", quiet=args.json) as progress:
        journey = demo.run(args.brief, Path(args.out), progress)
    data = {
        "out": str(journey.out),
        "files": journey.files,
        "review": journey.review["summary"],
        "no_set": journey.no_set,
    }
    return Outcome(data, _summary(journey))


def _summary(journey: Any) -> str:
    brief, cited = journey.series.brief, 0
    for episode in journey.series.episodes:
        cited += sum(bool(e.citations) for scene in episode.scenes for e in scene.elements)
    lines = [
        f"《{brief.title}》共 {brief.episodes} 集的方案与前 {len(journey.series.episodes)} 集剧本"
        f"已写好（{journey.series.draft_note}）。",
        f"{cited} 句引了出处；审读 {len(journey.review['findings'])} 条提示；"
        "每个文件都带 AI 标识。",
        "先看：",
    ]
    lines += [
        f"  {journey.out / name}　{what}" for name, what in _OPEN_FIRST if name in journey.files
    ]
    if journey.no_set:
        lines.append(journey.no_set)
    lines.append(f"全部 {len(journey.files)} 个文件在 {journey.out}。")
    return "\n".join(lines)
