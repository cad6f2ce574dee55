"""Verbs of a studio's own material: ``sanjin kb add|collections|remove``."""

from __future__ import annotations

import argparse
from typing import Any

from heritage_kb.errors import RefusedInput, SanjinError
from ui.arguments import Outcome, verb
from ui.progress import shown

_NAMED = 20  # files that the text names; the JSON has all


def add(kinds: Any) -> None:
    """Add the verbs to the ``kb`` group."""
    adding = verb(kinds, "add", "把自己的资料收进资料夹：txt md docx pdf xlsx csv html epub", _add)
    adding.add_argument("files", nargs="+", metavar="FILE", help="文件或文件夹（连同其下的文件）")
    adding.add_argument("--collection", required=True, metavar="NAME", help="资料夹名")
    adding.add_argument("--title", default="", help="资料夹的标题，新建时必写")
    adding.add_argument("--licence", default="", help="许可或授权情况，新建时必写")
    adding.add_argument("--owner", default="", help="资料归谁所有")
    verb(kinds, "collections", "有哪些资料夹", _collections)
    removing = verb(kinds, "remove", "从资料夹移出文件，或移除整个资料夹（--all）", _remove)
    removing.add_argument("files", nargs="*", metavar="FILE", help="路径、文件名或编号")
    removing.add_argument("--collection", required=True, metavar="NAME", help="资料夹名")
    removing.add_argument("--all", action="store_true", help="移除整个资料夹")


def _add(args: argparse.Namespace) -> Outcome:
    from rich.markup import escape

    from heritage_kb.shelf import ingest

    with shown("收入资料", quiet=args.json) as progress:
        data = ingest(
            args.files,
            collection=args.collection,
            title=args.title,
            licence=args.licence,
            owner=args.owner,
            progress=lambda file, share: progress(escape(file), share),
        )
    if data["added"] or data["replaced"]:
        _index(args.collection, quiet=args.json)
    here = data["added"] or data["replaced"] or data["unchanged"]
    refused = [one for one in data["skipped"] if "duplicate_of" not in one]
    return Outcome(data, _told(data), code=1 if refused and not here else 0)


def _index(name: str, *, quiet: bool) -> None:
    """Bring the search index of a collection up to date; what fails is mended at the next search."""
    import heritage_kb
    from heritage_kb.finding.retrieval import HybridRetriever

    with shown("编索引", quiet=quiet) as progress:
        shelf = HybridRetriever(heritage_kb.open()).shelf(name)
        shelf.follow(lambda done, whole: progress(f"{done}/{whole} 段", done / max(whole, 1)))


def _told(data: dict[str, Any]) -> str:
    counts = "，".join(
        f"{word} {len(data[key])}"
        for key, word in (
            ("added", "新收"),
            ("replaced", "换新"),
            ("unchanged", "未变"),
            ("skipped", "跳过"),
        )
    )
    lines = [f"跳过 {one['file']}：{one['why']}" for one in data["skipped"][:_NAMED]]
    if len(data["skipped"]) > _NAMED:
        lines.append(f"跳过的还有 {len(data['skipped']) - _NAMED} 个，用 --json 看全部。")
    lines += [f"注意 {one['file']}：{one['note']}" for one in data["notes"][:_NAMED]]
    lines.append(f"资料夹「{data['collection']}」：{counts}；共 {data['passages']} 段。")
    return "\n".join(lines)


def _collections(args: argparse.Namespace) -> Outcome:
    from heritage_kb.shelf import collection_names

    rows = [row for name in collection_names() if (row := _row(name))]
    lines = [
        f"{row['name']}\t{row['title']}\t文件 {row['documents']}\t文段 {row['passages']}\t"
        f"许可 {row['licence']}"
        if "error" not in row
        else f"{row['name']}\t{row['error']}"
        for row in rows
    ]
    empty = (
        "还没有资料夹，用 sanjin kb add 文件 --collection 名称 --title 标题 --licence 许可 新建。"
    )
    return Outcome({"collections": rows}, "\n".join(lines) or empty)


def _row(name: str) -> dict[str, Any]:
    """Return what a collection is; empty for one that is just going, the trouble for a broken one."""
    from heritage_kb.errors import UnknownName
    from heritage_kb.shelf import Collection

    try:
        with Collection.open(name) as one:
            return {
                "name": name,
                "title": one.title,
                "licence": one.licence,
                "owner": one.owner,
                "documents": len(one.documents()),
                "passages": one.count(),
                "revision": one.revision,
            }
    except UnknownName:
        return {}
    except SanjinError as trouble:
        return {"name": name, "error": trouble.said_in("zh")}


def _remove(args: argparse.Namespace) -> Outcome:
    import heritage_kb
    from heritage_kb.finding.retrieval import HybridRetriever
    from heritage_kb.shelf import Collection

    if bool(args.files) == args.all:
        raise RefusedInput(
            "请写明要移出的文件；移除整个资料夹要写 --all，二者只取一样。",
            "Name the files to remove, or say --all for the whole collection.",
        )
    collection = Collection.open(args.collection)
    if args.all:
        documents = [document.path for document in collection.documents()]
        collection.drop()
        data = {"collection": args.collection, "removed": documents, "passages": 0}
        return Outcome(
            data, f"已移除资料夹「{args.collection}」和其中 {len(documents)} 个文件的文字。"
        )
    with collection:
        named = [collection.document(which) for which in args.files]  # all known, before any goes
        for document in named:
            collection.remove_document(document.id)
        data = {
            "collection": args.collection,
            "removed": [document.path for document in named],
            "passages": collection.count(),
        }
        HybridRetriever(heritage_kb.open()).shelf(args.collection).purge()
        text = f"已从「{args.collection}」移出 {len(named)} 个文件；还有 {data['passages']} 段。"
        if not collection.erased:
            text += "有别的程序正开着它，文件里的残迹到下次打开时清除。"
    return Outcome(data, text)
