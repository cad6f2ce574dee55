"""Verbs of the set: ``sanjin scene render|measure|match|date|wardrobe|kept|dataset``."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from ui import dataset_verbs, kept_verbs, match_verbs, paint_verbs, wardrobe_verbs
from ui.arguments import Arguments, Outcome, sign_option, verb
from ui.progress import shown

# Command-line options and the SetSpec field each one fills.
_SPEC_OPTIONS = (
    "site",
    "period",
    "year",
    "type",
    "bays",
    "rafters",
    "roof",
    "eaves",
    "cai_cm",
    "storeys",
    "sides",
    "count",
    "trade",
    "interior",
    "hour",
    "season",
    "weather",
    "look",
    "seed",
)

_ON_A_SHEET = 6  # cameras, where only a sheet is asked for


def add(verbs: Any) -> None:
    """Add the ``scene`` group."""
    group = verbs.add_parser("scene", help="布景：按年代规矩造殿、出图、量尺寸")
    kinds = group.add_subparsers(
        dest="scene_verb", metavar="动作", required=True, parser_class=Arguments
    )
    render = verb(kinds, "render", "出布景图、通道、立面与清单", _render)
    render.add_argument("spec", nargs="?", metavar="SPEC", help="SetSpec 文件（TOML 或 JSON）")
    render.add_argument("-o", "--out", required=True, metavar="DIR")
    render.add_argument("--preset", choices=("draft", "standard", "final"), default="standard")
    render.add_argument(
        "--drawings", action="store_true", help="另出图纸：平面、仰视、立面、剖面、机位"
    )
    render.add_argument(
        "--formats", metavar="F,F", default="svg,pdf,dxf", help="图纸格式，默认 svg,pdf,dxf"
    )
    render.add_argument(
        "--model",
        metavar="M,M",
        default="",
        help="三维文件：glb、usd（殿宇），glb-set、usd-set（连庭院）",
    )
    render.add_argument(
        "--stage", metavar="F,F", default="",
        help="片场文件：hdri（环境光 EXR）、depth（深度 EXR）、papers（机位卡、色彩脚本、置景单）",
    )  # fmt: skip
    render.add_argument(
        "--beauty", action="store_true", help="另用 Cycles 光线追踪精绘一张（要 sanjin[beauty]）"
    )
    render.add_argument("--move", default="", help="运镜短片：推 拉 摇 移 升 降")
    render.add_argument(
        "--wall", metavar="宽x高@点距", default="", help="LED 墙画面，如 6x3.5@2.6（米、毫米）"
    )
    sign_option(render)
    _spec_options(render)
    _camera_options(render)
    measure = verb(kinds, "measure", "由年代、间数、屋顶推出尺寸及许可范围", _measure)
    _spec_options(measure)
    match_verbs.add(kinds)
    wardrobe_verbs.add(kinds)
    kept_verbs.add(kinds)
    paint_verbs.add(kinds)
    dataset_verbs.add(kinds)


def _spec_options(parser: Arguments) -> None:
    parser.add_argument("--set", dest="shelved", metavar="ID", help="随附布景，见 scene library")
    parser.add_argument("--site", help="条目 id 或名称，如 佛光寺")
    parser.add_argument("--heading", help="场景标题，如 “1-1 暮 外 佛光寺·东大殿前”")
    parser.add_argument("--period", help="朝代，如 唐")
    parser.add_argument("--year", type=int, help="公元年")
    parser.add_argument("--bays", type=int, help="面阔间数")
    parser.add_argument("--rafters", type=int, help="进深椽数")
    parser.add_argument(
        "--type", help="类型：殿 山门 配殿 钟楼 戏台 塔 院 街 窑 城墙 …… 或英文 id；写错时列出全部"
    )
    parser.add_argument("--roof", help="屋顶：庑殿 歇山 悬山 硬山 攒尖")
    parser.add_argument("--eaves", help="檐：单檐 重檐；重檐的间数连副阶（周围廊）算")
    parser.add_argument(
        "--cai", dest="cai_cm", type=float, help="材高（厘米）；明清 11.5 以下读作斗口"
    )
    parser.add_argument("--storeys", type=int, help="层数（塔、楼、窑洞村的层）")
    parser.add_argument("--sides", type=int, help="几面（塔）")
    parser.add_argument("--count", type=int, help="几孔、几进、几家、几座")
    parser.add_argument("--plot", dest="site_m", metavar="宽x深", help="用地，米，如 24x60")
    parser.add_argument("--trade", help="行当：醋、酒、药、当、票号 ……")
    parser.add_argument("--sign", dest="signs", action="append", metavar="字",
                        help="匾额、招牌上的字，可写几次")  # fmt: skip
    parser.add_argument("--interior", action="store_true", default=None, help="看里面")
    parser.add_argument("--hour", help="时刻：晨 昼 暮 夜")
    parser.add_argument("--season", help="季节：春 夏 秋 冬")
    parser.add_argument("--weather", help="天气：晴 多云 阴 雾 雨 雨后 雪 雪后")
    parser.add_argument("--look", help="画法：工笔 水墨 素模 线稿")
    parser.add_argument("--seed", type=int)


def _camera_options(parser: Arguments) -> None:
    parser.add_argument("--shape", help="画幅：9:16 16:9 1:1 2.39:1")
    parser.add_argument("--shot", help="景别：大远景 远景 全景 中景 近景 特写")
    parser.add_argument("--angle", help="角度：平视 仰拍 俯拍 鸟瞰 虫视")
    parser.add_argument(
        "--camera", help="机位：正面 三分之四角 三分之四左角 檐下 穿门 侧面 院中回望"
    )
    parser.add_argument("--lens", help="焦距：毫米，或 超广角 广角 标准 中焦 长焦 超长焦")
    parser.add_argument("--eye", help="视高：米，或 席地 坐 站 高架 无人机")
    parser.add_argument("--panorama", nargs="?", type=int, const=True, metavar="宽",
                        help="另出全景，默认宽 2048 像素，至多 8192")  # fmt: skip
    parser.add_argument("--sheet", action="store_true", help="另出机位小样一张")
    parser.add_argument("--compositions", type=int, metavar="N", help="小样里几个机位，默认 6")


def _camera_of(args: argparse.Namespace) -> dict[str, Any]:
    """Return the keys of a spec's camera given on the command line."""
    said = {
        "shape": args.shape, "shot": args.shot, "angle": args.angle, "name": args.camera,
        "lens": args.lens, "eye": args.eye, "panorama": args.panorama,
        "compositions": _ON_A_SHEET if args.sheet and args.compositions is None else args.compositions,
    }  # fmt: skip
    return {key: value for key, value in said.items() if value is not None}


def _given(args: argparse.Namespace) -> dict[str, Any]:
    """Return the SetSpec fields given on the command line, over those of a SPEC file."""
    fields: dict[str, Any] = {}
    if getattr(args, "spec", None):
        from scenes.spec import read_fields

        fields = read_fields(args.spec)
    if getattr(args, "shelved", None):
        from scenes import library
        from scenes.recipe import said_by

        fields |= said_by(library.named(args.shelved))
    if args.heading:
        said: dict[str, Any] = {
            key: getattr(args, key) or fields.get(key) for key in ("period", "site", "year")
        }
        fields |= match_verbs.spec_of_heading(
            args.heading, said["period"] or "", said["year"], said["site"] or ""
        )
    options = {name: getattr(args, name, None) for name in _SPEC_OPTIONS}
    fields |= {name: value for name, value in options.items() if value is not None}
    if getattr(args, "site_m", None):
        fields["site_m"] = _plot(args.site_m)
    if getattr(args, "signs", None):
        fields["signs"] = args.signs
    return fields


def _plot(said: str) -> list[float]:
    """Return width and depth of a plot written as 24x60.

    Raises:
        RefusedInput: it cannot be read so.
    """
    try:
        return [float(part) for part in re.split("[x×X*,，]", said)]
    except ValueError:
        raise RefusedInput(
            f"用地“{said[:20]}”读不懂：--plot 请写宽x深，单位米，如 24x60。",
            "--plot is width x depth in metres, e.g. 24x60.",
        ) from None


def _render(args: argparse.Namespace) -> Outcome:
    import scenes

    fields = _given(args)
    camera = fields.get("camera") or {}
    if isinstance(camera, dict):  # what is not one, the spec refuses
        fields["camera"] = {**camera, **_camera_of(args)}
    spec = scenes.SetSpec.from_mapping(fields)
    with shown("造景", quiet=args.json) as progress:
        manifest = scenes.render(
            spec, Path(args.out), preset=args.preset, progress=progress,
            drawings=_listed(args.formats) if args.drawings else (),
            models=_listed(args.model), stage=_listed(args.stage), wall=args.wall,
            beauty=args.beauty, move=args.move, signed_by=args.signed_by,
        )  # fmt: skip
    lines = [f"已写入 {args.out}："]
    lines += [f"  {file['file']}　{file.get('title', file['role'])}" for file in manifest["files"]]
    if manifest.get("beauty", {}).get("status") == "not_made":
        lines.append(manifest["beauty"]["said"])
    return Outcome(manifest, "\n".join(lines))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _measure(args: argparse.Namespace) -> Outcome:
    import scenes

    data = scenes.measure(**_given(args))
    return Outcome(data, measures_text(data))


def measures_text(data: dict[str, Any]) -> str:
    """Return measures as lines a person reads."""
    names = {
        "width_m": "通面阔",
        "depth_m": "通进深",
        "column_m": "檐柱高",
        "eave_m": "檐出",
        "rise_m": "举高",
        "height_m": "总高",
        "cai_cm": "材高",
        "bracket_m": "铺作高",
        "rise_ratio": "举高比",
    }
    lines = []
    for key, value in data["measures"].items():
        unit = "厘米" if key.endswith("_cm") else "" if key.endswith("_ratio") else "米"
        low, high = data["range"].get(key, (None, None))
        allowed = f"（许可 {low:.2f}–{high:.2f}）" if low is not None else ""
        name = names.get(key) or data["rules"].get(key, {}).get("item", key)
        lines.append(f"{name}　{value:.2f} {unit}{allowed}　{_rule(data, key)}")
    return "\n".join(lines)


def _rule(data: dict[str, Any], key: str) -> str:
    rule = data["rules"].get(key, "")
    return str(rule.get("rule", rule)) if isinstance(rule, dict) else str(rule)
