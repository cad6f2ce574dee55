"""Verbs of the review: ``sanjin review`` and ``sanjin waive``."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Outcome, batch, verb


def add(verbs: Any) -> None:
    """Add the verbs that judge scripts."""
    review = verb(verbs, "review", "预审：结构、时长、钩子、年代、引文、文物场所", _review)
    review.add_argument("file", nargs="?", metavar="FILE|DIR")
    review.add_argument("--text", help="审一段话")
    review.add_argument("--period", help="朝代")
    review.add_argument("--year", type=int, help="公元年")
    review.add_argument("--context", metavar="JSON", help="场所、级别等上下文")
    review.add_argument("--profile", metavar="NAME", help="规则档，如 iap、iaa")
    review.add_argument("--date", metavar="D", help="按哪一天有效的规则审，如 2026-10-01")
    review.add_argument(
        "--report", metavar="OUT", help="报告：.html、.docx（批注稿）、.sarif、.json 或 .txt"
    )
    review.add_argument("--hooks", action="store_true", help="附钩子账：开在哪、答在哪、还悬着的")
    review.add_argument("--waivers", metavar="FILE.json", help="已说明的提示，由 waive 写成")
    review.add_argument(
        "--read", action="store_true", help="另请模型通读找前后矛盾（设置 [models] 的 reader）"
    )
    review.add_argument("--model", metavar="NAME", help="由设置里的哪个模型通读；写了就是 --read")
    review.add_argument(
        "--most", type=int, metavar="N", help="通读至多用多少词元（--batch 是各份合计），到了就停"
    )
    review.add_argument("--estimate", action="store_true", help="只估通读要多少词元，不审")
    review.add_argument("--batch", metavar="FILE.jsonl", help="每行一个请求：id, text, context")

    waive = verb(verbs, "waive", "说明一条提示为何保留（有意安排）", _waive)
    waive.add_argument("file", metavar="FILE")
    waive.add_argument("--waivers", required=True, metavar="OUT.json", help="记在哪个文件里")
    waive.add_argument("--code", required=True, help="哪条规则")
    waive.add_argument("--line", type=int, help="第几行；不写就看 --term")
    waive.add_argument("--term", help="哪个词")
    waive.add_argument("--reason", required=True, help="理由")
    waive.add_argument("--by", required=True, help="谁的决定")
    waive.add_argument("--period", help="朝代")
    waive.add_argument("--year", type=int, help="公元年")
    waive.add_argument("--context", metavar="JSON", help="同 review")


def _review(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.reviewing.hooks import hook_text
    from scriptgen.reviewing.reports.plain import text_report
    from scriptgen.reviewing.waivers import read_waivers

    if args.batch:
        answers = partial(_review_request, model=_reader(args), estimate=args.estimate)
        return batch(args.batch, answers)
    if (args.text is None) == (args.file is None):
        raise RefusedInput("请给一个文件或目录，或用 --text 给一段话。", "Give a FILE or --text.")
    context = _context(args)
    what = args.text if args.text is not None else scriptgen.read_any(args.file)
    model = _reader(args)
    if args.estimate:
        return _estimate(what, context, model)
    waivers = read_waivers(Path(args.waivers)) if args.waivers else []
    data = scriptgen.review(what, context=context, waivers=waivers, model=model)

    if args.report and args.text is None:
        scriptgen.write_report(data, what, args.report)
    said = text_report(data) + (f"\n已写入 {args.report}。" if args.report else "")
    if args.hooks:
        data["hooks"] = scriptgen.hook_ledger(what, context=context)
        said += f"\n\n{hook_text(data['hooks'])}"
    return Outcome(
        data, said, code=1 if data["summary"]["total"] > data["summary"]["waived"] else 0
    )


def _reads(args: argparse.Namespace) -> bool:
    return bool(args.read or args.model or args.estimate or args.most is not None)


def _reader(args: argparse.Namespace) -> Any:
    """Return the model that reads the script through; None where none is asked for.

    Raises:
        RefusedInput: none is named, it cannot be used, or the limit is none.
    """
    from scriptgen.models.profiles import profiles
    from ui.writers import opened

    if not _reads(args):
        return None
    if args.most is not None and args.most < 1:
        raise RefusedInput(f"--most 应是正整数，收到 {args.most}。", "--most must be positive.")
    name = args.model or profiles().reader
    if not name:
        raise RefusedInput(
            "没有指明由哪个模型通读；请写 --model 名字，或在设置的 [models] 里写 reader。",
            "Name a model with --model, or set reader in [models].",
        )
    model = opened(name, lambda: None, args.most)
    if model is None:
        raise RefusedInput(
            "scaffold 不懂意思，不能通读；请另写一个模型的名字。", "The scaffold cannot read."
        )
    return model


def _estimate(what: Any, context: dict[str, Any], model: Any) -> Outcome:
    from ui.writers import reading_cost

    said, used = reading_cost(what, model, context)
    return Outcome({"estimate": used.to_json()}, said)


def _waive(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.reviewing.waivers import read_waivers, waive, write_waivers

    file = Path(args.waivers)
    kept = read_waivers(file)
    result = scriptgen.review(scriptgen.read_any(args.file), context=_context(args))
    found = [
        one
        for one in result["findings"]
        if one["code"] == args.code
        and (args.line is None or one["line"] == args.line)
        and (args.term is None or one["term"] == args.term)
    ]
    if not found:
        raise RefusedInput(
            f"没有这样一条提示（{args.code}）；请照 review 的结果写规则、行号或词。",
            f"There is no such finding ({args.code}).",
        )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kept += [waive(one, reason=args.reason, by=args.by, when=now) for one in found]
    write_waivers(file, kept)
    data = {"waived": len(found), "file": str(file)}
    return Outcome(data, f"已说明 {len(found)} 条，记在 {file}；审时加 --waivers {file}。")


def _context(args: argparse.Namespace) -> dict[str, Any]:
    """Return the context of --context with --period and --year laid over it."""
    context: dict[str, Any] = {}
    if args.context:
        try:
            context = json.loads(args.context)
        except json.JSONDecodeError as broken:
            raise RefusedInput(
                f"--context 不是合法 JSON（{broken.msg}），请检查引号。",
                f"--context is not JSON ({broken.msg}).",
            ) from broken
        if not isinstance(context, dict):
            raise RefusedInput(
                '--context 应是 JSON 对象，如 {"year":857}。', "--context must be a JSON object."
            )
    given = {key: getattr(args, key, None) for key in ("period", "year", "profile", "date")}
    return context | {key: value for key, value in given.items() if value is not None}


def _review_request(
    request: dict[str, Any], *, model: Any = None, estimate: bool = False
) -> dict[str, Any]:
    """Return the review of one request of a batch, or what its reading by a model would use."""
    import scriptgen

    text, context = request.get("text"), request.get("context") or {}
    if not isinstance(text, str) or not isinstance(context, dict):
        raise RefusedInput(
            "请求要有 text（文字）和 context（对象，可省）。",
            "A request needs text and an optional context object.",
        )
    if estimate:
        return {"estimate": scriptgen.reading_cost(text, model, context=context).to_json()}
    result: dict[str, Any] = scriptgen.review(text, context=context, model=model)
    return result
