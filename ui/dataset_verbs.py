"""The verb ``sanjin scene dataset``: training sets of our own renders."""

from __future__ import annotations

import argparse
from typing import Any

from ui.arguments import Outcome, verb
from ui.progress import shown


def add(kinds: Any) -> None:
    """Add the verb to the ``scene`` group."""
    made = verb(
        kinds,
        "dataset",
        "造训练集：画面、深度、线稿、编号与中英说明，diffusers 的脚本直接读",
        _dataset,
    )
    made.add_argument("-n", "--count", type=int, default=100, metavar="N", help="几份，默认 100")
    made.add_argument("--seed", type=int, default=0, help="种子；同一种子得同一套")
    made.add_argument("--size", type=int, default=512, help="边长，像素，8 的倍数，默认 512")
    made.add_argument(
        "--control", choices=("depth", "line"), default="depth", help="conditioning_image 用哪一样"
    )
    made.add_argument("-o", "--out", required=True, metavar="DIR", help="断了再跑会接着做")


def _dataset(args: argparse.Namespace) -> Outcome:
    from scenes.dataset.make import make

    with shown("造训练集", quiet=args.json) as progress:
        card = make(
            args.out, args.count, seed=args.seed, size=args.size, control=args.control,
            progress=progress,
        )  # fmt: skip
    ages = "，".join(f"{age} {count}" for age, count in card["periods"].items())
    return Outcome(card, f"{args.out}：{card['count']} 份，{card['size']}×{card['size']}\n{ages}")
