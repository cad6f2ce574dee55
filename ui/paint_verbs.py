"""The verb ``sanjin scene paint``: diffusion over a render's control images."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Outcome, sign_option, verb
from ui.progress import shown

if TYPE_CHECKING:
    from scenes.painter.painting import Asked

_NUMBERS = (
    "count", "seed", "strength", "size", "steps", "guidance", "upscale", "format", "likeness",
)  # fmt: skip
_WORDS = ("words", "region", "reference")


def add(kinds: Any) -> None:
    """Add the verb to the ``scene`` group."""
    paint = verb(kinds, "paint", "依一套布景的控制图，用扩散模型画概念图", _paint)
    paint.add_argument(
        "manifests", nargs="+", metavar="MANIFEST",
        help="scene render 写出的 manifest.json 或所在文件夹；可给几个镜头",
    )  # fmt: skip
    paint.add_argument("-o", "--out", required=True, metavar="DIR")
    paint.add_argument("--model", metavar="NAME", help="绘图模型，默认 z-image-turbo")
    paint.add_argument("-n", "--count", type=int, help="每个镜头画几张，种子依次加一")
    paint.add_argument("--seed", type=int, help="第一张的种子，默认 1")
    paint.add_argument(
        "--strength", type=float, help="重绘强度 0.05–1；越小越像设定图，1 不看设定图"
    )
    paint.add_argument(
        "--control", metavar="K=W,K=W",
        help="控制图与权重，如 depth=0.7,line=0.4；写 depth=0.7@0.8 只管前八成的步",
    )  # fmt: skip
    paint.add_argument("--size", metavar="宽x高", help="像素，默认随设定图的画幅取模型惯用的")
    paint.add_argument("--steps", type=int)
    paint.add_argument("--guidance", type=float)
    paint.add_argument("--words", default="", help="自己加的话；年代与建筑改不了")
    paint.add_argument(
        "--passage", action="append", default=[], metavar="ID",
        help="把知识库的一条文段写进提示（kb search 给的编号；可写几次）",
    )  # fmt: skip
    paint.add_argument(
        "--region", default="",
        help="只改哪里：天空 地面 树木 人物 屋顶 墙 门窗 台基 斗栱 陈设，或一张蒙版（白处可改）",
    )  # fmt: skip
    paint.add_argument("--lora", action="append", default=[], metavar="FILE=W", help="可写几次")
    paint.add_argument(
        "--reference", default="", metavar="PICTURE", help="学这张图的光色笔意（sdxl）"
    )
    paint.add_argument("--likeness", type=float, help="学几分，0.05–1，默认 0.5")
    paint.add_argument("--upscale", type=int, help="分块放大几倍，2–4")
    paint.add_argument("--format", choices=("png", "webp", "jpg"))
    sign_option(paint)
    before = paint.add_mutually_exclusive_group()
    before.add_argument("--recall", metavar="PICTURE", help="照这张图里的参数画（其余选项可再改）")
    before.add_argument(
        "--again", metavar="PICTURE", help="没守住建筑的那张：照它的参数，控制加重一档再画"
    )


def _paint(args: argparse.Namespace) -> Outcome:
    import scenes

    model, asked = _before(args)
    asked |= _asked(args)
    with shown("画概念图", quiet=args.json) as progress:
        body = scenes.paint(
            args.manifests, args.out, args.model or model, signed_by=args.signed_by,
            progress=progress, **asked,
        )  # fmt: skip
    every = [p for r in body["renders"] for p in r["pictures"]]
    failed = [p for p in every if not p["kept"]["kept"] or "unsigned" in p]
    return Outcome(body, "\n".join(_said(body, Path(args.out))), code=1 if failed else 0)


def _before(args: argparse.Namespace) -> tuple[str, Asked]:
    """Return the model and the choices of the picture that is painted again, if any."""
    from scenes.painter import painting, tighter

    if args.recall:
        return painting.recalled(args.recall)
    return tighter.tighter(args.again) if args.again else ("z-image-turbo", {})


def _asked(args: argparse.Namespace) -> Asked:
    told: dict[str, Any] = {
        name: getattr(args, name) for name in _NUMBERS if getattr(args, name) is not None
    }
    told |= {name: getattr(args, name) for name in _WORDS if getattr(args, name)}
    if args.passage:
        told["passages"] = args.passage
    if args.control:
        told["controls"] = dict(_control(one) for one in args.control.replace("，", ",").split(","))
    if args.lora:
        told["lora"] = dict(_lora(one) for one in args.lora)
    made: Asked = told  # type: ignore[assignment]
    return made


def _control(told: str) -> tuple[str, float | tuple[float, float]]:
    kind, _, rest = told.partition("=")
    weight, at, end = rest.partition("@")
    try:
        return kind.strip(), (float(weight), float(end)) if at else float(weight)
    except ValueError as wrong:
        raise RefusedInput(
            f"控制图“{told}”写成 种类=权重 或 种类=权重@终点，如 depth=0.7@0.8。",
            f"Write a control as depth=0.7 or depth=0.7@0.8, not {told!r}.",
        ) from wrong


def _lora(told: str) -> tuple[str, float]:
    path, sep, weight = told.rpartition("=")
    try:
        return (path, float(weight)) if sep else (told, 1.0)
    except ValueError:
        return told, 1.0


def _said(body: dict[str, Any], out: Path) -> list[str]:
    lines = [f"{body['painter']}　许可 {body['licence']}　{body['plan_said']}", *body["notes"]]
    for render in body["renders"]:
        prompt = render["prompt"]
        count = "实数" if prompt["counted_by"] == "tokenizer" else "估计"
        lines.append(f"{render['title']}　提示 {prompt['tokens']} 个词元（{count}）")
        lines += [f"  {note}" for note in prompt["notes"]]
        for one in render["pictures"]:
            kept = one["kept"]
            lines.append(f"  {out / one['file']}　{'守住了建筑' if kept['kept'] else '没有守住'}")
            lines += [f"    · {why}" for why in kept["why"]]
            lines += [f"    没有签名：{one['unsigned']}"] if "unsigned" in one else []
            if kept["try_next"]:
                lines.append(f"    控制加重再画：--again {out / one['file']}")
    return lines
