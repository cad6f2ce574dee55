"""Verbs of the script: ``sanjin draft|import|export`` and ``sanjin label verify``."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Arguments, Outcome, UsageError, episode_range, verb
from ui.progress import shown

FORMATS = ("docx", "pdf", "fountain", "fdx", "txt", "md", "xlsx", "json")


def add(verbs: Any) -> None:
    """Add the verbs that read and write scripts."""
    draft = verb(verbs, "draft", "由题材书起草：方案、分集剧本、考据表", _draft)
    draft.add_argument(
        "brief", metavar="BRIEF", help="题材书（TOML 或 JSON），或 sanjin plan 写出的方案"
    )
    draft.add_argument("-o", "--out", required=True, metavar="DIR", help="输出目录")
    draft.add_argument("--episodes", metavar="1-3", help="只写这几集的剧本；缺省写全部")
    draft.add_argument("--seed", type=int, help="随机种子，覆盖题材书里的 seed")
    draft.add_argument(
        "--writer", default="scaffold", metavar="NAME",
        help="执笔者：scaffold 为离线初稿；或一个模型的名字（见 sanjin models list）",
    )  # fmt: skip
    draft.add_argument("--estimate", action="store_true", help="只估模型要调用几次、多少词元，不写")

    read = verb(verbs, "import", "逐字读入剧本文件", _import)
    read.add_argument("file", metavar="FILE")
    read.add_argument("-o", "--out", metavar="OUT.json", help="写成 JSON；缺省输出到屏幕")
    read.add_argument("--preview", action="store_true", help="逐行看是怎么认的，不写文件")
    read.add_argument("--lint", action="store_true", help="列出要留意的地方：行号、什么、怎么改")
    read.add_argument(
        "--retag", metavar="行=类", help="改认某行，如 12=action,15=heading；类见 --preview"
    )

    export = verb(verbs, "export", "导出剧本", _export)
    export.add_argument("series", metavar="SERIES", help="series.json 或 import 得到的 JSON")
    export.add_argument("--to", required=True, choices=FORMATS)
    export.add_argument("-o", "--out", metavar="FILE", help="写到哪里；用 --check 时可省")
    export.add_argument("--check", action="store_true", help="只说这种格式会丢什么，不写文件")
    export.add_argument(
        "--afresh", action="store_true", help="按通行版式重排；缺省在原文件上只改动过的行"
    )

    label = verbs.add_parser("label", help="AI 标识")
    labels = label.add_subparsers(
        dest="label_verb", metavar="动作", required=True, parser_class=Arguments
    )
    verify = verb(labels, "verify", "核验 AI 标识（显式与隐式）", _label_verify)
    verify.add_argument("files", nargs="+", metavar="FILE", help="文件或目录")


def _draft(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.formats.files import read_plan
    from scriptgen.writing.opening import writer_named

    planned = read_plan(args.brief)
    brief = planned.brief if planned else scriptgen.read_brief(args.brief)
    episodes = episode_range(args.episodes, brief.episodes)
    if args.estimate:
        return _estimate(brief, episodes, args.seed)
    writer = writer_named(args.writer)
    with shown("起草", quiet=args.json) as progress:
        made = scriptgen.draft_to(
            brief, args.out, episodes=episodes, seed=args.seed, writer=writer, progress=progress,
            planned=planned,
        )  # fmt: skip
    rows = made.review["obeyed"]
    data = {
        "out": args.out,
        "files": list(made.files),
        "review": made.review["summary"],
        "obeyed": rows,
    }
    files = [f"已写入 {args.out}：", *(f"  {n}" for n in made.files)]
    return Outcome(data, "\n".join([*files, "", *_obeyed_lines(rows)]))


def _obeyed_lines(rows: list[dict[str, Any]]) -> list[str]:
    """Return the table of what was asked and what came, misses with what to do."""
    lines = ["要求对照："]
    for row in rows:
        lines.append(
            f"  {'✓' if row['met'] else '✗'} {row['wish']}　要：{row['asked']}　得：{row['got']}"
        )
        if row["advice"]:
            lines.append(f"      {row['advice']}")
    return lines


def _estimate(brief: Any, episodes: list[int] | None, seed: int | None) -> Outcome:
    import heritage_kb
    from scriptgen.writing.cost import estimate

    found = estimate(brief, heritage_kb.open(), episodes=episodes, seed=seed)
    return Outcome(found.to_json(), found.said())


def _import(args: argparse.Namespace) -> Outcome:
    import scriptgen

    reading = scriptgen.read(args.file, retags=_retags(args.retag))
    data = reading.to_json()
    remarks = [one.to_json() for one in scriptgen.lint(reading)]
    if args.preview:
        rows = [
            {"source_line": row.source_line, "role": row.role, "text": row.text}
            for row in reading.rows
        ]
        return Outcome({"rows": rows, "lint": remarks}, _preview_text(rows, remarks))
    if args.lint:
        data["lint"] = remarks
    if args.out is None:
        return Outcome(data, _remarks_text(remarks) if args.lint else "")
    from heritage_kb.publish import write_file

    write_file(Path(args.out), json.dumps(data, ensure_ascii=False, indent=2).encode())
    said = f"已读入 {args.file} → {args.out}；{len(data['unmapped'])} 行未能归类，原样保留。"
    more = f"有 {len(remarks)} 处可留意，用 --lint 看。" if remarks and not args.lint else ""
    return Outcome(data, "\n".join([said + more, *([_remarks_text(remarks)] if args.lint else [])]))


def _retags(said: str | None) -> dict[int, Any]:
    """Return line number → role of ``12=action,15=heading``."""
    from scriptgen.reading import ROLES

    found: dict[int, Any] = {}
    for part in re.split(r"[,，\s]+", said or ""):
        if not part:
            continue
        number, _, role = part.partition("=")
        role = ROLES.get(role, role)
        if not number.isdigit() or role not in ROLES.values():
            known = "、".join(f"{en}（{zh}）" for zh, en in ROLES.items())
            raise RefusedInput(
                f"--retag 里的“{part}”写法不对，应如 12=action；类有：{known}。",
                f"“{part}” is no retag; write 12=action.",
            )
        found[int(number)] = role
    return found


def _preview_text(rows: list[dict[str, Any]], remarks: list[dict[str, Any]]) -> str:
    """Return rows as a table of line, what it was read as, and the text."""
    from scriptgen.reading import ROLES

    names = {en: zh for zh, en in ROLES.items()}
    lines = [f"{row['source_line']:>5}　{names[row['role']]:　<4}　{row['text']}" for row in rows]
    return "\n".join([*lines, "", _remarks_text(remarks)])


def _remarks_text(remarks: list[dict[str, Any]]) -> str:
    names = {"blocking": "须改", "warning": "提醒", "ok": "留意"}
    lines = [
        f"[{names[one['level']]}] "
        + (f"第 {one['source_line']} 行：" if one["source_line"] else "")
        + f"{one['what']}。{one['fix']}"
        for one in remarks
    ]
    return "\n".join([*lines, f"共 {len(remarks)} 处。"])


def _export(args: argparse.Namespace) -> Outcome:
    import scriptgen

    text = scriptgen.read_any(args.series)
    if args.check:
        lost = scriptgen.losses(text, args.to)
        said = [f"{args.to} 会丢：", *lost] if lost else [f"{args.to} 一字不少。"]
        return Outcome({"lost": lost}, "\n".join(said), code=1 if lost else 0)
    if not args.out:
        raise UsageError("缺少参数 -o/--out")
    lost = scriptgen.write(text, Path(args.out), args.to, afresh=args.afresh)
    said = [f"已导出 {args.out}。", *(f"注意：{item}" for item in lost)]
    return Outcome({"file": args.out, "lost": lost}, "\n".join(said))


def _label_verify(args: argparse.Namespace) -> Outcome:
    from heritage_kb import credential, label
    from scenes.painter import recipe

    names = {"compliant": "合规", "noncompliant": "不合规", "not_found": "未发现标识"}
    verdicts: list[dict[str, Any]] = []
    lines, bad = [], False
    for file in _files(args.files):
        verdict, signed = label.verify(file), credential.read(file)
        row: dict[str, Any] = {
            "file": str(file),
            "status": verdict.status,
            "reasons": list(verdict.reasons),
        }
        lines.append(f"{names[verdict.status]}　{file}　{'；'.join(verdict.reasons)}")
        bad |= verdict.status != "compliant"
        if signed is not None:
            beside = recipe.beside(file, signed.recipe)
            lines += [f"    {signed.said()}", *([f"    {beside}"] if beside else [])]
            row["credential"] = signed.record() | ({"beside": beside} if beside else {})
            bad |= signed.state in ("touched", "invalid") or bool(beside)
        verdicts.append(row)
    return Outcome({"files": verdicts}, "\n".join(lines), code=1 if bad else 0)


def _files(names: list[str]) -> list[Path]:
    """Return the files named, folders opened; marker and side-car files are not content."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if not path.exists():
            raise RefusedInput(f"找不到 {name}，请检查路径。", f"No such file: {name}.")
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [
            p
            for p in inside
            if p.is_file() and not p.name.startswith(".") and not p.name.endswith(".aigc.json")
        ]
    return found
