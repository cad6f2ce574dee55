"""Verbs of choosing and dating a set: ``sanjin scene match|date``, and a heading read as a set."""

from __future__ import annotations

import argparse
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Outcome, verb


def add(kinds: Any) -> None:
    """Add the verbs to the ``scene`` group."""
    match = verb(kinds, "match", "给场景标题找实景与随附布景，说明为什么", _match)
    match.add_argument("--heading", required=True, help="场景标题，如 “1-1 暮 外 佛光寺·东大殿前”")
    match.add_argument("--period", default="", help="朝代，如 唐")
    match.add_argument("--year", type=int, help="公元年")
    match.add_argument("-k", "--k", type=int, default=5, dest="count", metavar="N", help="几条")
    library = verb(
        kinds, "library", "在随附布景里找：类型、朝代、地方、情调，附可改作的场", _library
    )
    library.add_argument("query", nargs="?", default="", help="随便几个字，如 雪夜 票号")
    library.add_argument("--type", default="", help="类型，如 票号、街、窑洞")
    library.add_argument("--period", default="", help="朝代，如 清")
    library.add_argument("--region", default="", help="地方，如 平遥")
    library.add_argument("--mood", default="", help="情调，如 悬疑；写错时列出全部")
    library.add_argument(
        "-k", "--k", type=int, default=0, dest="count", metavar="N", help="几套，默认全部"
    )
    date = verb(kinds, "date", "造出一座殿，量它的网格，看比例像哪个朝代", _date)
    date.add_argument("spec", nargs="?", metavar="SPEC", help="SetSpec 文件（TOML 或 JSON）")
    date.add_argument("--site", help="条目 id 或名称，如 佛光寺")


def read_heading(heading: str) -> Any:
    """Return a scene heading's parts.

    Raises:
        RefusedInput: it cannot be read.
    """
    import scriptgen

    found = scriptgen.read_heading(heading)
    if found is None:
        raise RefusedInput(
            f"场景标题「{heading[:40]}」看不懂，请写成 1-1 暮 外 佛光寺·东大殿前。",
            f"Cannot read the scene heading {heading[:40]!r}.",
        )
    return found


def spec_of_heading(
    heading: str, period: str = "", year: int | None = None, site: str = ""
) -> dict[str, Any]:
    """Return the set fields that a heading gives: place, kind, hour, weather."""
    import scenes

    found = read_heading(heading)
    made = scenes.spec_for(
        found.place, site=site, period=period, year=year, hour=found.time or "",
        int_ext=found.int_ext or "",
    )  # fmt: skip
    return made.spec


def _match(args: argparse.Namespace) -> Outcome:
    import scenes

    found = read_heading(args.heading)
    data = scenes.match(
        found.place, period=args.period, year=args.year, int_ext=found.int_ext or "",
        hour=found.time or "", k=args.count,
    )  # fmt: skip
    data |= {"spec": None, "documented": [], "invented": []}
    if args.period or args.year is not None:
        made = scenes.spec_for(
            found.place, period=args.period, year=args.year, hour=found.time or "",
            int_ext=found.int_ext or "",
        )  # fmt: skip
        data |= {"spec": made.spec, "documented": made.documented, "invented": made.invented}
    return Outcome(data, "\n".join(_line(row) for row in data["matches"]))


def _library(args: argparse.Namespace) -> Outcome:
    from scenes import library

    rows = library.search(
        args.query, type=args.type, period=args.period, region=args.region, mood=args.mood
    )
    kept = rows[: args.count] if args.count > 0 else rows
    lines = [
        f"{row['title']}（{row['id']}）　{row['type']}·{row['period']}·{row['region'] or '—'}　"
        f"{'、'.join(row['mood']) or '—'}　据：{row['rests_on']}" for row in kept
    ]  # fmt: skip
    return Outcome(
        {"sets": kept, "total": len(rows)}, "\n".join(lines) or "没有这样的布景：少写一项再找。"
    )


def _line(row: dict[str, Any]) -> str:
    kind = "布景" if row["kind"] == "set" else "实景"
    return f"{kind}　{row['title']}（{row['id']}）　{row['score']:.1f}　{'；'.join(row['reasons'])}"


def _date(args: argparse.Namespace) -> Outcome:
    import scenes
    from scenes import dating, spec

    if not args.spec and not args.site:
        raise RefusedInput("要量哪座殿：请给 SPEC 文件或 --site。", "Give a SPEC file or --site.")
    asked = spec.read_spec(args.spec) if args.spec else spec.SetSpec(site=args.site)
    building, model = scenes.build(asked)
    data: dict[str, Any] = {"title": building.title, "dated": dating.record(model, building.period)}
    said = "、".join(f"{p['title']} {p['probability']:.0%}" for p in data["dated"]["periods"])
    agrees = "与所造年代相合" if data["dated"]["agrees"] else "与所造年代不合"
    return Outcome(data, f"{building.title}　从比例看：{said}，{agrees}。")
