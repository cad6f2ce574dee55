"""The verb ``sanjin classify``: which class a work is of on a day."""

from __future__ import annotations

import argparse
import re
from typing import Any

from ui.arguments import Outcome, verb


def add(verbs: Any) -> None:
    """Add the verb."""
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
