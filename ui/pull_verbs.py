"""The verb ``sanjin models pull``: weights of image models, from a hub or a stick."""

from __future__ import annotations

import argparse
from typing import Any

from heritage_kb.errors import RefusedInput
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
    pull.add_argument(
        "--reference", action="store_true", help="连同取参考图的权重（收参考图的模型才有）"
    )
    pull.add_argument(
        "--revision",
        action="append",
        default=[],
        metavar="仓库=COMMIT",
        help="守住哪一版；默认最新",
    )


def _pull(args: argparse.Namespace) -> Outcome:
    from scenes.painter import fetch, registry

    if not args.name:
        return _listed()
    painter = registry.named(args.name)
    with shown("取权重", quiet=args.json) as progress:
        progress(f"许可 {painter.licence}", 0.0)
        pulled = fetch.pull(
            painter,
            args.source,
            args.to,
            revisions=_revisions(args.revision),
            reference=args.reference,
            progress=progress,
        )
    return Outcome(_record(pulled), _said(pulled, research=painter.research_only))


def _listed() -> Outcome:
    """List what may be pulled here, each with its licence."""
    from scenes.painter import registry

    rows = [
        one for one in registry.painters().values()
        if not one.research_only or registry.research_allowed()
    ]  # fmt: skip
    lines = [
        f"{one.name}　{one.title}　显存 {one.vram_gb:g} GB 起　许可 {one.licence}"
        f"{'（不得商用）' if one.research_only else ''}"
        for one in rows
    ]
    data = [
        {"name": one.name, "title": one.title, "licence": one.licence, "vram_gb": one.vram_gb,
         "research": one.research_only, "base": one.base, "control": one.control} for one in rows
    ]  # fmt: skip
    return Outcome({"weights": data}, "\n".join(lines))


def _revisions(given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        repo, equals, commit = one.partition("=")
        if not (repo and equals and commit):
            raise RefusedInput(
                f"--revision “{one[:40]}”读不懂：请写 仓库=COMMIT，如 Qwen/Qwen-Image=75e0b4b。",
                "--revision is REPOSITORY=COMMIT.",
            )
        found[repo] = commit
    return found


def _record(pulled: Any) -> dict[str, Any]:
    return {
        "folder": str(pulled.folder), "source": pulled.source, "verified": pulled.verified,
        **pulled.lock.model_dump(mode="json"),
    }  # fmt: skip


_BY = {
    "lock": "与随带的锁逐一核对过散列", "nobody": "来处没有散列可对，只记下了现在的散列",
    "size": "有的文件来处没列散列，只对过大小", "modelscope": "与魔搭所列逐一核对过散列",
    "hub": "与 Hugging Face 所列逐一核对过散列",
}  # fmt: skip


def _said(pulled: Any, *, research: bool) -> str:
    total = sum(one.size for one in pulled.lock.files)
    warning = "　不得商用，只许研究评估" if research else ""
    return (
        f"{pulled.lock.model}　{len(pulled.lock.files)} 个文件，{total / 1e9:.2f} GB　{_BY[pulled.verified]}\n"
        f"许可 {pulled.lock.licence}{warning}\n放在 {pulled.folder}，锁在其中的 lock.json"
    )
