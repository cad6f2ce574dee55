"""Verbs of the knowledge base: ``sanjin kb search|show|stats|verify|check``.

``kb add|collections|remove`` stand in ``shelf_verbs``, ``kb sync`` in ``store_verbs``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from ui import plugged, shelf_verbs, store_verbs
from ui.arguments import Arguments, Outcome, batch, is_file, read_text, verb


def add(verbs: Any) -> None:
    """Add the ``kb`` group."""
    group = verbs.add_parser("kb", help="知识库：查、看、核")
    kinds = group.add_subparsers(
        dest="kb_verb", metavar="动作", required=True, parser_class=Arguments
    )
    _add_search(kinds)
    show = verb(kinds, "show", "看一个条目和它的全部文段", _show)
    show.add_argument("id", metavar="ID", help="条目的 id 或名称")
    verb(kinds, "stats", "条目、文段、来源各有多少", _stats)
    verify = verb(kinds, "verify", "用同一套规则校验随附数据", _verify)
    verify.add_argument(
        "folders",
        nargs="*",
        metavar="DIR",
        help="连同随附数据一起校验的资料夹，格式见 data/README.md",
    )
    check = verb(kinds, "check", "逐句核对：有据、相悖、查不到、虚构", _check)
    check.add_argument("file", nargs="?", metavar="FILE", help="要核对的文本文件")
    check.add_argument("--text", help="要核对的一段话")
    check.add_argument("--batch", metavar="FILE.jsonl", help="每行一个请求：id, text")
    shelf_verbs.add(kinds)
    store_verbs.add(kinds)


def _add_search(kinds: Any) -> None:
    search = verb(kinds, "search", "按自己的话查知识库", _search)
    search.add_argument("query", nargs="?", metavar="QUERY", help="要查的话")
    search.add_argument("--kind", help="类别，如 site craft person")
    search.add_argument("--city", help="市或县")
    search.add_argument("--period", help="朝代或年代，如 唐、清、1885")
    search.add_argument("--level", help="级别，如 国保、国家级、5A、世界遗产")
    search.add_argument(
        "--batch-no", dest="batch_no", metavar="第几批", help="批次，如 第一批 或 1"
    )
    search.add_argument("--near", metavar="ID", help="在某处附近：条目的 id 或名称")
    search.add_argument("--km", type=float, help="附近是多少公里以内，默认 30")
    search.add_argument(
        "--collection", action="append", metavar="NAME", help="连同自己的资料夹一起查，可写多次"
    )
    search.add_argument("-k", type=int, default=10, help="最多几个条目")
    search.add_argument("--batch", metavar="FILE.jsonl", help="每行一个请求：id, query, filters")


def _search(args: argparse.Namespace) -> Outcome:
    if args.batch:
        return batch(args.batch, _search_request)
    if not (args.query or "").strip():
        raise RefusedInput("没有要查的话，请写：sanjin kb search 推光漆。", "No query given.")
    only = {name: getattr(args, name) for name in ("kind", "city", "period", "level", "near", "km")}
    only |= {"batch": args.batch_no, "collections": args.collection}
    data = found(args.query, args.k, {k: v for k, v in only.items() if v is not None})
    return Outcome(data, _hits_text(data["hits"]))


def _search_request(request: dict[str, Any]) -> dict[str, Any]:
    query = request.get("query")
    if not isinstance(query, str) or not query.strip():
        raise RefusedInput("请求里没有 query。", "The request has no query.")
    filters = request.get("filters") or {}
    if not isinstance(filters, dict):
        raise RefusedInput('filters 应是对象，如 {"city":"大同"}。', "filters must be an object.")
    return found(query, request.get("k", 10), filters)


def found(query: str, k: Any, filters: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a search as the contract has it.

    Raises:
        RefusedInput: ``k`` or a filter that cannot be used.
    """
    import heritage_kb

    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= 200:
        raise RefusedInput(f"k 应是 1 到 200 的整数，收到 {k!r}。", f"k must be 1-200, got {k!r}.")
    kb = heritage_kb.open()
    hits = plugged.retriever(kb).search(query, k=k, **filters)
    data = {"hits": [heritage_kb.hit_json(hit, kb) for hit in hits]}
    return {**data, "close": any(hit.close for hit in hits)}


def _hits_text(hits: list[dict[str, Any]]) -> str:
    if not hits:
        return "没有查到。换个说法，或去掉筛选条件再试。"
    blocks = []
    if not any(hit["close"] for hit in hits):
        blocks.append("没有把握：库里没有贴近的说法，下面只是最接近的几条。")
    for number, hit in enumerate(hits, 1):
        sources = "；".join(_source_title(s) for s in hit["sources"])
        why = f"   因为：{'；'.join(hit['why'])}\n" if hit["why"] else ""
        blocks.append(
            f"{number}. {hit['title']}（{hit['kind']}，{hit['entry']}）\n"
            f"   {_marked(hit['text'], hit['spans'])}\n{why}   来源：{sources}"
        )
    return "\n".join(blocks)


def _marked(text: str, spans: list[list[int]]) -> str:
    """Return the text with what was asked for between 「」."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], f"「{text[start:end]}」"]
        at = end
    return "".join([*parts, text[at:]])


def _source_title(source: Any) -> str:
    return str(source.get("title", source.get("id"))) if isinstance(source, dict) else str(source)


def _show(args: argparse.Namespace) -> Outcome:
    import heritage_kb

    kb = heritage_kb.open()
    entry = kb.resolve(args.id)
    data = heritage_kb.entry_json(entry, kb)
    lines = [f"{entry.title}（{entry.kind}，{entry.id}）"]
    if entry.aliases:
        lines.append("又名：" + "、".join(entry.aliases))
    place = "".join(part for part in (entry.city, entry.county) if part)
    lines += [f"所在：{place}"] if place else []
    lines += [f"级别：{entry.level} {entry.official_no}".rstrip()] if entry.level else []
    lines += [f"存疑：{entry.note}"] if entry.note else []
    lines += ["核对：只初核过一遍，未得旁证"] if entry.fields.get("checked") == "first-pass" else []
    for passage in kb.passages_of(entry.id):
        lines.append(
            f"· [{passage.id}] {passage.text}（{passage.claim_kind}，"
            f"可信度 {passage.confidence}，来源 {'、'.join(passage.sources)}）"
        )
    lines += _relation_lines(data["relations"])
    return Outcome(data, "\n".join(lines))


_RELATIONS = {
    "in": "所在",
    "holds": "境内",
    "near": "三十公里内",
    "part_of": "所属",
    "has_part": "建筑",
    "craft_near": "附近的技艺",
    "site_near": "本县的遗产点",
    "took_part": "参与的事件",
    "people": "人物",
    "at": "地点",
    "seen": "到过或发生于此",
    "makes": "物产",
    "made_by": "技艺",
    "of_period": "时代",
    "from_period": "同时代",
    "stage": "戏台",
    "opera": "剧种",
    "bearer": "传承人",
    "bears": "传承",
    "linked": "相关",
}
_SHOWN = 8  # of each kind; --json gives all


def _relation_lines(relations: list[dict[str, Any]]) -> list[str]:
    """Return one line for each kind of relation, the first few of it by title."""
    kinds: dict[str, list[str]] = {}
    for one in relations:
        far = f"（{one['km']:g} 公里）" if one["km"] is not None else ""
        kinds.setdefault(one["kind"], []).append(f"{one['title']}{far}")
    return [
        f"→ {_RELATIONS[kind]}：{'、'.join(titles[:_SHOWN])}"
        + (f" 等 {len(titles)} 个" if len(titles) > _SHOWN else "")
        for kind, titles in kinds.items()
    ]


def _stats(args: argparse.Namespace) -> Outcome:
    import heritage_kb

    data = heritage_kb.open().stats()
    text = "\n".join(f"{name}\t{_flat(value)}" for name, value in data.items())
    return Outcome(data, text)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{key} {count}" for key, count in value.items())
    return str(value)


def _verify(args: argparse.Namespace) -> Outcome:
    import heritage_kb

    missing = next((folder for folder in args.folders if not Path(folder).is_dir()), None)
    if missing is not None:
        raise RefusedInput(f"找不到资料夹 {missing}，请核对路径。", f"No folder {missing}.")
    issues = heritage_kb.verify(args.folders)
    errors = [issue for issue in issues if issue["severity"] == "error"]
    data = {"issues": issues, "errors": len(errors), "warnings": len(issues) - len(errors)}
    lines = [f"{i['severity']} {i['code']} {i['where']}：{i['message']}" for i in issues]
    lines.append(f"错误 {data['errors']}，提醒 {data['warnings']}。")
    return Outcome(data, "\n".join(lines), code=1 if errors else 0)


def _check(args: argparse.Namespace) -> Outcome:
    if args.batch:
        return batch(args.batch, _check_request)
    if (args.text is None) == (args.file is None):
        raise RefusedInput("请给一个文件，或用 --text 给一段话。", "Give a FILE or --text.")
    text = args.text
    if text is None:
        if any(mark in args.file for mark in "。，！？") and not is_file(args.file):
            raise RefusedInput(
                "没有这样一个文件，像是一段话；核对一段话请写 sanjin kb check --text “……”。",
                "No such file; to check a text, give it with --text.",
            )
        text = read_text(str(Path(args.file)))
    data = checked(text)
    wrong = any(claim["verdict"] == "contradicted" for claim in data["claims"])
    lines = [f"{_VERDICTS[c['verdict']]}　{c['text']}　{c['why']}" for c in data["claims"]]
    return Outcome(data, "\n".join(lines) or "没有可核对的说法。", code=1 if wrong else 0)


_VERDICTS = {"supported": "有据", "contradicted": "相悖", "not_in_kb": "查不到", "fiction": "虚构"}


def _check_request(request: dict[str, Any]) -> dict[str, Any]:
    text = request.get("text")
    if not isinstance(text, str):
        raise RefusedInput("请求里没有 text。", "The request has no text.")
    return checked(text)


def checked(text: str) -> dict[str, Any]:
    """Return the claims of a text as the contract has them."""
    import heritage_kb

    return {"claims": [heritage_kb.claim_json(claim) for claim in heritage_kb.open().check(text)]}
