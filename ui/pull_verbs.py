"""The verb ``sanjin models pull``: weights of image models, from a hub or a stick."""

from __future__ import annotations

import argparse
from typing import Any

from ui.arguments import Outcome, verb
from ui.progress import shown


def add(kinds: Any) -> None:
    """Add the verb to the ``models`` group."""
    pull = verb(
        kinds, "pull", "取图像模型的权重：魔搭、Hugging Face 或 U 盘；不写名字就列出来", _pull
    )
    pull.add_argument("name", metavar="名字", nargs="?", help="如 z-image-turbo")
    pull.add_argument(
        "--from", dest="source", default="", metavar="modelscope|hub|DIR",
        help="从哪里取；默认先魔搭，不成再 Hugging Face",
    )  # fmt: skip
    pull.add_argument("--to", metavar="DIR", help="放到哪里；默认数据目录的 models/名字")
    pull.add_argument("--revision", default="", metavar="COMMIT", help="取哪一版；默认最新")
    pull.add_argument(
        "--allow-research", action="store_true", help="也列出、也取只许研究评估、不得商用的"
    )


def _pull(args: argparse.Namespace) -> Outcome:
    from scenes.painter import fetch

    if not args.name:
        rows = fetch.known(research=args.allow_research)
        lines = [
            f"{one.name}　{one.title}　许可 {one.licence}{'（不得商用）' if one.research else ''}"
            for one in rows
        ]
        data = [
            {"name": one.name, "title": one.title, "licence": one.licence,
             "research": one.research, "repos": dict(one.repos)} for one in rows
        ]  # fmt: skip
        return Outcome({"weights": data}, "\n".join(lines))
    weights = fetch.named(args.name, research=args.allow_research)
    with shown("取权重", quiet=args.json) as progress:
        progress(f"许可 {weights.licence}", 0.0)
        pulled = fetch.pull(
            weights, args.source, args.to, revision=args.revision, progress=progress
        )
    return Outcome(_record(pulled), _said(pulled))


def _record(pulled: Any) -> dict[str, Any]:
    return {
        "name": pulled.name, "folder": str(pulled.folder), "source": pulled.source,
        "repo": pulled.repo, "revision": pulled.revision, "licence": pulled.licence,
        "research": pulled.research, "verified": pulled.verified,
        "files": {n: {"size": s, "sha256": d} for n, (s, d) in pulled.files.items()},
    }  # fmt: skip


_BY = {
    "lock": "与随带的锁逐一核对过散列", "nobody": "来处没有散列可对，只记下了现在的散列",
    "size": "有的文件来处没列散列，只对过大小", "modelscope": "与魔搭所列逐一核对过散列",
    "hub": "与 Hugging Face 所列逐一核对过散列",
}  # fmt: skip


def _said(pulled: Any) -> str:
    total = sum(size for size, _ in pulled.files.values())
    warning = "　不得商用，只许研究评估" if pulled.research else ""
    return (
        f"{pulled.name}　{len(pulled.files)} 个文件，{total / 1e9:.2f} GB　{_BY[pulled.verified]}\n"
        f"许可 {pulled.licence}{warning}\n放在 {pulled.folder}，锁在其中的 models.lock.toml"
    )
