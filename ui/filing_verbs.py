"""Verbs of filing: ``sanjin classify`` and ``sanjin case …`` (预审 → 终审 → 签字)."""

from __future__ import annotations

import argparse
import re
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Arguments, Outcome, verb


def add(verbs: Any) -> None:
    """Add the verbs."""
    _add_case(verbs)
    one = verb(verbs, "classify", "微短剧分类：一类、二类、三类，附规定与生效日", _classify)
    one.add_argument("--date", required=True, metavar="D", help="备案或上线的日期，如 2026-10-01")
    one.add_argument("--budget", required=True, type=float, metavar="WAN", help="投资额，万元")
    kind = one.add_mutually_exclusive_group()
    kind.add_argument("--ai", action="store_true", default=None, help="是 AI 微短剧")
    kind.add_argument("--live", action="store_true", help="是实拍；两个都不写就两种都答")
    one.add_argument("--themes", nargs="+", default=[], help="主要剧情涉及的题材，如 宗教 司法")
    one.add_argument("--voluntary", metavar="类", help="自愿按更高一类办理")
    one.add_argument("--promoted", action="store_true", help="平台首页首屏或招商主推")
    one.add_argument("--script", metavar="FILE", help="剧本：找出写到特殊题材的行，请人来定")


def _classify(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.filing.classify import classify

    ai = True if args.ai else (False if args.live else None)
    found = classify(
        args.date,
        args.budget,
        ai=ai,
        themes=[one for said in args.themes for one in re.split(r"[,，、\s]+", said) if one],
        voluntary=args.voluntary,
        promoted=args.promoted or None,
        script=scriptgen.read(args.script) if args.script else None,
    )
    lines = [
        f"{found.name}：{found.rule}。",
        f"依据：{found.source}，自 {found.effective_from} 起。",
        *(
            f"若{'是' if one['ai'] else '不是'} AI 微短剧：{one['class']}（{one['why']}）"
            for one in found.alternatives
        ),
        *(f"请人来定：{one}" for one in found.questions),
        *(f"　第 {one['line']} 行：{one['text']}" for one in found.evidence),
        "以上为提示，非审核结论。",
    ]
    return Outcome(found.to_json(), "\n".join(lines))


# ---------------------------------------------------------------------------------------- case


def _add_case(verbs: Any) -> None:
    group = verbs.add_parser("case", help="预审到终审：送审、附结果、退改、终审、签字、核验")
    kinds = group.add_subparsers(
        dest="case_verb", metavar="动作", required=True, parser_class=Arguments
    )
    for name, help, run in (
        ("submit", "送审一稿（退改后再送也用它）", _submit),
        ("findings", "附上 review 的 JSON 结果", _findings),
        ("revise", "退回修改，写明改什么", _revise),
        ("final", "进入终审", _final),
        ("opine", "写意见", _opine),
        ("sign", "签字：只能是有名有姓、写明职务的人", _sign),
        ("status", "看现在到哪一步", _status),
        ("log", "看全部记录", _log),
        ("verify", "核验记录有没有被动过", _verify),
        ("baseline", "存备案底本", _baseline),
        ("diff", "现在的剧本与备案底本差在哪里（第十六条）", _diff),
    ):
        one = verb(kinds, name, help, run)
        one.add_argument("case", metavar="CASE", help="这部戏的预审目录")
        if name in ("submit", "findings", "baseline", "diff"):
            one.add_argument("file", metavar="FILE")
        if name in ("baseline", "diff"):
            one.add_argument("--maker", default="", help="制作机构")
        if name not in ("status", "log", "verify", "diff"):
            one.add_argument("--by", required=True, help="谁（姓名）")
            one.add_argument("--role", default="", help="职务")
        if name in ("revise", "opine", "sign"):
            one.add_argument("--note", required=True, help="意见")


def _case(args: argparse.Namespace) -> Any:
    from pathlib import Path

    from scriptgen.filing.case import Case

    return Case(Path(args.case))


def _actor(args: argparse.Namespace) -> Any:
    from scriptgen.filing.case import Actor

    return Actor(name=args.by, role=args.role)


def _told(case: Any, row: dict[str, Any]) -> Outcome:
    from scriptgen.filing.case import STATES

    said = f"第 {row['seq']} 步：{row['actor']['name']}，现在是“{STATES[row['state']]}”。"
    return Outcome(row | {"head": case.head()}, said)


def _submit(args: argparse.Namespace) -> Outcome:
    from scriptgen.formats.files import LIMIT
    from scriptgen.textin import read_bytes

    case = _case(args)
    return _told(case, case.submit(read_bytes(args.file, limit=LIMIT), _actor(args)))


def _findings(args: argparse.Namespace) -> Outcome:
    from scriptgen.jsonfile import loads
    from scriptgen.textin import MEGABYTE, decode, read_bytes

    data = loads(decode(read_bytes(args.file, limit=50 * MEGABYTE), args.file), args.file)
    if not isinstance(data.get("findings"), list):
        raise RefusedInput(
            f"“{args.file}”不是审读结果；请用 sanjin review … --report 结果.json 写一份。",
            f"“{args.file}” holds no findings.",
        )
    case = _case(args)
    return _told(case, case.attach(data, _actor(args)))


def _revise(args: argparse.Namespace) -> Outcome:
    case = _case(args)
    return _told(case, case.ask_revision(args.note, _actor(args)))


def _final(args: argparse.Namespace) -> Outcome:
    case = _case(args)
    return _told(case, case.start_final(_actor(args)))


def _opine(args: argparse.Namespace) -> Outcome:
    case = _case(args)
    return _told(case, case.opine(args.note, _actor(args)))


def _sign(args: argparse.Namespace) -> Outcome:
    case = _case(args)
    return _told(case, case.sign(args.note, _actor(args)))


def _status(args: argparse.Namespace) -> Outcome:
    from scriptgen.filing.case import STATES

    case = _case(args)
    data = {"state": case.state, "name": STATES[case.state], "head": case.head()}
    return Outcome(data, f"“{data['name']}”，共 {data['head']['rows']} 步。")


def _log(args: argparse.Namespace) -> Outcome:
    rows = _case(args).log()
    lines = [
        f"{row['seq']}　{row['time']}　{row['actor']['name']}　{row['actor']['role']}　"
        f"{row['action']}　{row['note']}"
        for row in rows
    ]
    return Outcome({"rows": rows}, "\n".join(lines) or "还没有记录。")


def _verify(args: argparse.Namespace) -> Outcome:
    found = _case(args).verify()
    data = {"whole": found.whole, "rows": found.rows, "touched": found.touched, "why": found.why}
    said = (
        f"{found.rows} 行，没有被动过。"
        if found.whole
        else f"第 {found.touched} 行起被动过：{found.why}"
    )
    return Outcome(data, said, code=0 if found.whole else 1)


def _baseline(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.filing.baseline import snapshot

    case = _case(args)
    kept = snapshot(scriptgen.read_any(args.file), maker=args.maker)
    return _told(case, case.set_baseline(kept, _actor(args)))


def _diff(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.filing.baseline import difference, snapshot

    now = snapshot(scriptgen.read_any(args.file), maker=args.maker)
    found = [one.to_json() for one in difference(_case(args).baseline(), now)]
    lines = [
        f"{one['asks']}：{one['what']}（{one['before']} → {one['after']}；"
        f"把握 {'高' if one['sure'] == 'high' else '中'}）"
        for one in found
    ]
    lines = lines or ["与备案底本没有须办手续的差别。"]
    return Outcome(
        {"differences": found}, "\n".join([*lines, "以上为提示，非审核结论。"]),
        code=1 if found else 0,
    )  # fmt: skip
