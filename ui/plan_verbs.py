"""Verbs of planning: ``sanjin plan`` makes, shows and changes a plan, ``sanjin genres`` the packs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Arguments, Outcome, UsageError, verb
from ui.revise_verbs import kept_proposals, model_named, numbers, proposal_text, write_json

if TYPE_CHECKING:
    from scriptgen.brief import Brief
    from scriptgen.planning.loglines import Logline
    from scriptgen.revising.proposal import Proposal
    from scriptgen.series import Series


def add(verbs: Any) -> None:
    """Add the verbs of planning."""
    plan = verb(verbs, "plan", "方案：梗概挑选、成方案、逐处改、锁、换一种", _plan)
    plan.add_argument("source", metavar="BRIEF|FILE", help="题材书，或方案（series.json）")
    plan.add_argument("--loglines", type=int, metavar="N", help="给 N 个梗概挑，不成方案")
    plan.add_argument("--choose", type=int, metavar="N", help="用第 N 个梗概成方案")
    plan.add_argument("--elements", action="store_true", help="列出方案的每一处与地址")
    plan.add_argument(
        "--element", metavar="ADDRESS", help="哪一处，如 第3集.卡点、人物.石抱拙.秘密"
    )
    what = plan.add_mutually_exclusive_group()
    what.add_argument("--edit", metavar="TEXT", help="改成这样")
    what.add_argument("--add", metavar="TEXT", help="添：人物、地点写“名字：……”，第3集 写一拍")
    what.add_argument("--delete", action="store_true", help="删：一个人、一个地点、一拍")
    what.add_argument("--regenerate", action="store_true", help="换一种写法")
    what.add_argument("--lock", action="store_true", help="锁住，谁也不改")
    what.add_argument("--unlock", action="store_true", help="解锁")
    what.add_argument(
        "--refuse", nargs="?", const="", metavar="TEXT", help="这一种不要再提；缺省是现在的"
    )
    what.add_argument("--proposal", metavar="P.json", help="取一份存下的提案，不另提")
    plan.add_argument("-o", "--out", metavar="OUT", help="写到哪里：方案；不加 --accept 时是提案")
    plan.add_argument("--accept", action="store_true", help="采纳，写到 -o；不加只提案")
    plan.add_argument("--take", metavar="0,2", help="只采纳这几处（从 0 数）")
    plan.add_argument("--undo", metavar="UNDO.json", help="采纳时把撤回用的提案存在哪里")
    plan.add_argument("--seed", type=int, help="随机种子：换一批")
    plan.add_argument("--model", metavar="NAME", help="由哪个模型写；缺省用存货，不联网")

    packs = verbs.add_parser("genres", help="类型包")
    rows = packs.add_subparsers(
        dest="genres_verb", metavar="动作", required=True, parser_class=Arguments
    )
    verb(rows, "list", "有哪些类型包", _genres)
    show = verb(rows, "show", "一个类型包：偏好、快慢、观众要看什么、避开什么", _genre)
    show.add_argument("name", metavar="NAME", help="名字或别名")


def _plan(args: argparse.Namespace) -> Outcome:
    _refuse_words(args)
    from scriptgen.formats.files import read_plan

    if (series := read_plan(args.source)) is not None:
        return _changed(series, args)
    return _made(args)


def _refuse_words(args: argparse.Namespace) -> None:
    if args.accept and not args.out:
        raise UsageError("采纳要用 -o 写明方案写到哪里，可以就是原文件")
    if (args.take or args.undo) and not args.accept:
        raise UsageError("--take、--undo 要与 --accept 同用")
    if _do(args) and not args.element:
        raise UsageError("请用 --element 写明改哪一处，如 --element 第3集.卡点")
    if args.element and not _do(args):
        raise UsageError(
            "请说明要做什么：--edit、--add、--delete、--regenerate、--lock、--unlock 或 --refuse"
        )


def _do(args: argparse.Namespace) -> str:
    """Return which of the operations is asked for; empty for none."""
    given = {
        "edit": args.edit is not None,
        "add": args.add is not None,
        "delete": args.delete,
        "regenerate": args.regenerate,
        "lock": args.lock,
        "unlock": args.unlock,
        "refuse": args.refuse is not None,
    }
    return next((name for name, asked in given.items() if asked), "")


# ------------------------------------------------------------------------------ from a brief


def _made(args: argparse.Namespace) -> Outcome:
    """Offer loglines of a brief, or make its plan."""
    import scriptgen
    from scriptgen.brief import OPEN_LOGLINE, read_brief

    if args.elements or args.proposal or _do(args):
        raise RefusedInput(
            f"“{args.source}”是题材书，还没有方案；请先 sanjin plan {args.source} -o 方案.json。",
            f"“{args.source}” is a brief; make its plan first.",
        )
    wanted = args.choose if args.loglines is None else args.loglines
    brief = read_brief(args.source, open_logline=True)
    if wanted is None and brief.logline == OPEN_LOGLINE:
        raise RefusedInput(
            f"“{args.source}”还没有一句话梗概；先 --loglines 3 看几个，再 --choose 选一个，或在题材书里写上 logline。",
            f"“{args.source}” has no logline yet; see --loglines, then --choose.",
        )
    if wanted is not None:
        if wanted < 1:
            raise RefusedInput(
                f"--loglines 与 --choose 从 1 数起，收到 {wanted}。", f"Count from 1, not {wanted}."
            )
        model = model_named(args.model) if args.model else None
        options = scriptgen.loglines(brief, max(wanted, 3), model=model, seed=args.seed)
        if args.choose is None:
            return _offered(options[: args.loglines], args)
        brief = scriptgen.choose(brief, options[_chosen(args.choose, len(options))])
    return _planned(brief, args)


def _chosen(number: int, count: int) -> int:
    if not 1 <= number <= count:
        raise RefusedInput(
            f"只有 {count} 个梗概，没有第 {number} 个；请改 --choose。",
            f"There is no option {number}.",
        )
    return number - 1


def _offered(options: list[Logline], args: argparse.Namespace) -> Outcome:
    data = {"loglines": [one.to_json() for one in options]}
    if args.out:
        write_json(data, args.out)
    lines: list[str] = []
    for one in options:
        lines += [
            f"{one.number}　《{one.title}》　引擎：{one.engine}"
            + ("（梗概用你的原话）" if one.kept else ""),
            f"   {one.logline}",
            f"   问：{one.question}",
            f"   手艺：{one.craft}" + (f"〔{one.passage}〕" if one.passage else ""),
        ]
    lines.append(f"选定：sanjin plan {args.source} --choose 1 -o 方案.json")
    return Outcome(data, "\n".join(lines))


def _planned(brief: Brief, args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.planning.checking import plan_findings

    if args.seed is not None:
        brief = brief.model_copy(update={"seed": args.seed})  # what is asked of the plan later
    series = scriptgen.draft(brief, episodes=[])
    if args.out:
        scriptgen.write(series, Path(args.out), "json")
    data = {"plan": series.to_json(), "findings": plan_findings(series), "out": args.out}
    lines = [f"《{brief.title}》{brief.episodes} 集　{series.outline.premise}"]
    lines += [f"{one.name}（{one.role}）要：{one.want}" for one in series.bible.characters]
    lines += [f"第{row.number}集 {row.title}　{row.logline}" for row in series.outline.episodes]
    lines += [f"请留意：{text}" for text in series.bible.questions]
    if args.out:
        lines.append(f"已写入 {args.out}；每一处的地址：sanjin plan {args.out} --elements；")
        lines.append(f"照它写：sanjin draft {args.out} -o 出")
    return Outcome(data, "\n".join(lines))


# ----------------------------------------------------------------------------- from a plan


def _changed(series: Series, args: argparse.Namespace) -> Outcome:
    if args.loglines or args.choose:
        raise RefusedInput(
            "方案已经有了，梗概要从题材书挑；请给题材书。", "Loglines are chosen from a brief."
        )
    if not (_do(args) or args.proposal):
        return _listed(series)
    proposal = _proposal(series, args)
    data: dict[str, Any] = {"proposals": [proposal.to_json()], "accepted": None}
    said = [proposal_text(1, proposal)]
    if args.accept:
        data["accepted"], after = _accept(series, proposal, args)
        said.append(f"已采纳 {len(data['accepted']['taken'])} 处，写入 {args.out}。")
        said += _left(after)
    elif args.out:
        write_json({"proposals": data["proposals"]}, args.out)
        said.append(f"提案写入 {args.out}；采纳：--proposal {args.out} --accept -o 方案。")
    return Outcome(data, "\n".join(said))


def _proposal(series: Series, args: argparse.Namespace) -> Proposal:
    import scriptgen

    if args.proposal:
        several = kept_proposals(args.proposal)
        if len(several) != 1:
            raise RefusedInput(
                f"“{args.proposal}”里有 {len(several)} 份提案，这里一次取一份。",
                f"“{args.proposal}” holds {len(several)} proposals.",
            )
        return several[0]
    do = _do(args)
    return scriptgen.replan(
        series,
        do,  # type: ignore[arg-type]
        args.element,
        to={"edit": args.edit, "add": args.add}.get(do) or args.refuse or "",
        model=model_named(args.model) if args.model else None,
        seed=args.seed or 0,
    )


def _accept(
    series: Series, proposal: Proposal, args: argparse.Namespace
) -> tuple[dict[str, Any], Series]:
    import scriptgen

    done = scriptgen.apply(series, proposal, numbers(args.take))
    scriptgen.write(done.series, Path(args.out), "json")
    if args.undo:
        write_json(done.undo.to_json(), args.undo)
    taken = {"taken": list(done.taken), "file": args.out, "undo": args.undo}
    return taken, done.series


def _left(series: Series) -> list[str]:
    """Say what is still to be written anew, and how."""
    import scriptgen

    left = scriptgen.to_redraft(series)
    rows = [f"  待重写 {target}：{why}" for target, why in left.items()]
    how = "场用 sanjin revise --do options --at 场号，方案里的用 --element 地址 --regenerate 或 --edit。"
    return [f"还有 {len(left)} 处待重写：", *rows, how] if left else []


def _listed(series: Series) -> Outcome:
    import scriptgen

    elements = scriptgen.plan_elements(series)
    left = scriptgen.to_redraft(series)
    data = {
        "elements": [
            {
                "address": one.address,
                "label": one.label,
                "value": one.value,
                "citations": list(one.citations),
                "locked": one.locked,
            }
            for one in elements
        ],
        "todo": left,
    }
    lines = [
        f"{'锁 ' if one.locked else ''}{one.address}　{one.label}　{_shown(one.value)}"
        for one in elements
    ]
    return Outcome(data, "\n".join([*lines, *_left(series)]))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


# ------------------------------------------------------------------------------------ genres


def _genres(args: argparse.Namespace) -> Outcome:
    import scriptgen

    packs = scriptgen.genres()
    data = {
        "genres": [
            {"name": p.name, "aliases": list(p.aliases), "what": p.what} for p in packs.values()
        ]
    }
    lines = [
        f"{p.name}（{'、'.join(p.aliases)}）　{p.what}" if p.aliases else f"{p.name}　{p.what}"
        for p in packs.values()
    ]
    return Outcome(data, "\n".join(lines))


def _genre(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.planning.packs import pack_faults

    pack = scriptgen.genre(args.name)
    faults = pack_faults(pack)
    lines = [f"{pack.name}　{pack.what}", "观众要看：", *(f"  {text}" for text in pack.expects)]
    lines.append(f"语气：{'、'.join(pack.tone)}")
    for label, table in (
        ("引擎", pack.engines), ("岔子", pack.turns), ("转", pack.reversals), ("卡点", pack.hooks),
    ):  # fmt: skip
        lines.append(
            f"{label}：" + "、".join(f"{name} {weight:g}" for name, weight in table.items())
        )
    lines.append("快慢：")
    lines += [f"  {f.name} {f.value:g} {f.unit}　{f.source}（{f.confidence}）" for f in pack.pacing]
    lines += ["避开：", *(f"  {row.what}　{row.rule}" for row in pack.avoid)]
    lines += [f"有误：{text}" for text in faults]
    data = pack.model_dump(mode="json") | {"faults": faults}
    return Outcome(data, "\n".join(lines), code=1 if faults else 0)
