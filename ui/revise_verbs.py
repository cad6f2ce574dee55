"""Verbs of revising: ``sanjin revise`` proposes and takes changes, ``sanjin adapt`` adapts a text."""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Outcome, UsageError, verb

if TYPE_CHECKING:
    from scriptgen.models.request import Model
    from scriptgen.revising.proposal import Op, Proposal
    from scriptgen.series import Series

DOES = ("rewrite", "continue", "condense", "expand", "voice", "place", "options")
_KINDS = {"replace": "改", "insert": "添", "delete": "删"}
_SHOWN = 60  # operations that are printed of one proposal


def add(verbs: Any) -> None:
    """Add the verbs that change a draft."""
    revise = verb(
        verbs, "revise", "改稿：改写、续写、压缩、扩写、换口气、换地方、三个方案", _revise
    )
    revise.add_argument("series", metavar="SERIES", help="series.json")
    what = revise.add_mutually_exclusive_group(required=True)
    what.add_argument("--do", choices=DOES, help="怎么改")
    what.add_argument("--proposal", metavar="P.json", help="取一份存下的提案，不另提")
    revise.add_argument(
        "--at", metavar="IDS|3-2", help="改哪里：行 id（逗号、..）、场号、集号、全剧，或 id:2-6"
    )
    revise.add_argument(
        "--to", default="", help="多长（60秒、300字、80%%）、谁的口气、哪里、什么要求"
    )
    revise.add_argument(
        "-o", "--out", metavar="OUT", help="提案存成 JSON；用 --accept 时是改好的剧本"
    )
    revise.add_argument("--accept", action="store_true", help="采纳，写到 -o；不加只提案")
    revise.add_argument(
        "--pick", type=int, default=1, metavar="N", help="采纳第几个方案，缺省第 1 个"
    )
    revise.add_argument("--take", metavar="0,2", help="只采纳这几处（提案里 ops 从 0 数）")
    revise.add_argument("--undo", metavar="UNDO.json", help="采纳时把撤回用的提案存在哪里")
    revise.add_argument("--seed", type=int, default=0, help="换一批选择")
    revise.add_argument("--model", metavar="NAME", help="接哪个模型；缺省按规则与存货，不联网")

    adapt = verb(verbs, "adapt", "改编：小说章节、新闻稿 → 题材书与逐字有锚的大纲", _adapt)
    adapt.add_argument("file", metavar="FILE", help="txt、md、docx、pdf、epub、html")
    adapt.add_argument("-o", "--out", required=True, metavar="DIR", help="输出目录")
    adapt.add_argument("--episodes", type=int, metavar="N", help="几集；缺省约九百字一集")
    adapt.add_argument("--seconds", type=int, default=90, metavar="S", help="每集几秒，缺省 90")
    adapt.add_argument("--title", default="", help="剧名；缺省用原文的")
    adapt.add_argument("--model", metavar="NAME", help="由哪个模型写梗概；缺省全用原文的句子")


def _revise(args: argparse.Namespace) -> Outcome:
    import scriptgen

    if args.accept and not args.out:
        raise UsageError("采纳要用 -o 写明改好的剧本写到哪里，可以就是原文件")
    series = scriptgen.read_series(args.series)
    proposals = kept_proposals(args.proposal) if args.proposal else _proposed(series, args)
    data: dict[str, Any] = {"proposals": [p.to_json() for p in proposals], "accepted": None}
    said = [proposal_text(n, p) for n, p in enumerate(proposals, 1)]
    if args.accept:
        data["accepted"] = _accept(series, proposals, args)
        said.append(
            f"已采纳第 {args.pick} 个方案 {len(data['accepted']['taken'])} 处，写入 {args.out}。"
        )
    elif args.out:
        write_json({"proposals": data["proposals"]}, args.out)
        said.append(f"提案写入 {args.out}；采纳用 --proposal {args.out} --accept -o 剧本。")
    return Outcome(data, "\n".join(said))


def _proposed(series: Series, args: argparse.Namespace) -> list[Proposal]:
    from scriptgen.revising.operations import revise

    if not args.at:
        raise UsageError("请用 --at 写明改哪里，如 --at 3-2")
    return revise(
        series,
        args.do,
        args.at,
        to=args.to,
        model=model_named(args.model) if args.model else None,
        seed=args.seed,
    )


def kept_proposals(path: str) -> list[Proposal]:
    """Return the proposals of a file: what -o wrote, or the one that takes back."""
    from scriptgen import jsonfile
    from scriptgen.revising.proposal import Proposal
    from ui.arguments import read_text

    data = jsonfile.loads(read_text(path), Path(path).name)
    several = data.get("proposals", [data])
    if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
        raise RefusedInput(
            f"“{path}”不是 revise 存下的提案；请用 -o 写出的文件。",
            f"“{path}” holds no proposals.",
        )
    return [Proposal.from_json(one) for one in several]


def _accept(series: Series, proposals: list[Proposal], args: argparse.Namespace) -> dict[str, Any]:
    import scriptgen
    from scriptgen.revising.applying import apply

    if not 1 <= args.pick <= len(proposals):
        raise RefusedInput(
            f"只有 {len(proposals)} 个方案，没有第 {args.pick} 个；请改 --pick。",
            f"There are {len(proposals)} proposals; --pick {args.pick} is none.",
        )
    done = apply(series, proposals[args.pick - 1], numbers(args.take))
    scriptgen.write(done.series, Path(args.out))
    if args.undo:
        write_json(done.undo.to_json(), args.undo)
    return {"pick": args.pick, "taken": list(done.taken), "file": args.out, "undo": args.undo}


def numbers(said: str | None) -> list[int] | None:
    """Return the numbers of ``0,2``; None for all."""
    if said is None:
        return None
    parts = [part.strip() for part in said.replace("，", ",").split(",") if part.strip()]
    if not all(part.isdigit() for part in parts):
        raise UsageError(f"--take “{said}” 看不懂，应如 0,2")
    return [int(part) for part in parts]


def _adapt(args: argparse.Namespace) -> Outcome:
    from scriptgen.brief import SECONDS
    from scriptgen.revising.adapting.adapt import adapt
    from scriptgen.revising.adapting.filing import write_adaptation

    low, high = SECONDS
    if not low <= args.seconds <= high:
        raise RefusedInput(
            f"--seconds 应在 {low} 到 {high} 之间，收到 {args.seconds}。",
            f"--seconds must be {low} to {high}.",
        )
    made = adapt(
        Path(args.file),
        episodes=args.episodes,
        seconds=args.seconds,
        title=args.title,
        model=model_named(args.model) if args.model else None,
    )
    files = write_adaptation(made, args.out)
    data = made.to_json() | {"out": args.out, "files": list(files)}
    cast = "、".join(f"{p.name}（{p.speeches} 句）" for p in made.cast[:8]) or "没有认出"
    said = [
        f"《{made.brief.title}》{made.brief.episodes} 集，{made.age.why}。",
        f"人物：{cast}",
        *(f"第{p.number}集 {p.title}：{p.logline}" for p in made.outline.episodes),
        *(f"注意：{text}" for text in (*made.traces, *made.questions)),
        f"已写入 {args.out}：{'、'.join(files)}",
        f"接着：sanjin draft {args.out}/brief.toml -o 新稿；或 sanjin revise "
        f"{args.out}/series.json --do condense --at 全剧 --to {args.seconds}秒",
    ]
    return Outcome(data, "\n".join(said))


def model_named(name: str) -> Model:
    """Return the model of a name.

    Raises:
        RefusedInput: this installation reaches no models.
    """
    # Named, not imported: this package may be installed without what reaches models.
    opened: Any = getattr(import_module("scriptgen.models"), "open_model", None)
    if opened is None:
        raise RefusedInput(
            f"这一版还接不上模型，用不了 --model {name}；去掉 --model 就按规则改。",
            f"No model can be reached in this version; leave out --model {name}.",
        )
    model: Model = opened(name)
    return model


def write_json(data: Any, path: str) -> None:
    """Write readable JSON, whole or not at all."""
    from heritage_kb.publish import write_file

    write_file(Path(path), (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())


# -------------------------------------------------------------------------------------- text


def proposal_text(number: int, proposal: Proposal) -> str:
    """Return a proposal as a person reads it: each operation with what was and what would be."""
    before, after = proposal.seconds
    gone, come = _difference(proposal)
    head = f"方案 {number}（{proposal.author}）：{proposal.why}"
    if before or after:
        head += f"　{before:g} 秒 → {after:g} 秒"
    rows = [_row(n, op) for n, op in enumerate(proposal.ops[:_SHOWN])]
    if len(proposal.ops) > _SHOWN:
        rows.append(f"  …… 共 {len(proposal.ops)} 处，全部见 --json")
    rows += [f"  预审多出：{text}" for text in come] + [f"  预审少了：{text}" for text in gone]
    return "\n".join([head, *rows, *(f"  注意：{note}" for note in proposal.notes)])


def _difference(proposal: Proposal) -> tuple[list[str], list[str]]:
    """Return the messages of findings that went, and of those that came."""
    keys = [
        {(f["code"], f["episode"], f["term"], f["text"]): f["message"] for f in side}
        for side in proposal.findings
    ]
    gone = [text for key, text in keys[0].items() if key not in keys[1]]
    return gone, [text for key, text in keys[1].items() if key not in keys[0]]


def _row(number: int, op: Op) -> str:
    sides = [_said(op.what, side) for side in (op.before, op.after) if side]
    why = f"　（{op.why}）" if op.what == "plan" and op.why else ""
    return f"  {number:>3} {_KINDS[op.kind]} {op.id}　{' → '.join(sides)}{why}"


def _said(what: str, values: dict[str, Any]) -> str:
    if what == "plan":
        from scriptgen.planrows import rows_said

        value = values["value"]
        return "待重写" if isinstance(value, dict) else "锁" if value is True else rows_said(value)
    if what == "line":
        speaker = f"{values['speaker']}：" if values.get("speaker") else ""
        return speaker + str(values["text"])
    if what == "scene":
        return " ".join(str(values[k] or "") for k in ("number", "time", "int_ext", "place"))
    return f"第{values['number']}集 {values['title']}"
