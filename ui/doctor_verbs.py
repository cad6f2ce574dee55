"""The verbs ``sanjin doctor`` and ``sanjin models list|check|pull``."""

from __future__ import annotations

import argparse
from typing import Any

from ui import pull_verbs
from ui.arguments import Arguments, Outcome, verb

_SIGNS = {"ok": "✓", "optional": "○", "missing": "✗", "broken": "✗"}


def add(verbs: Any) -> None:
    """Add the verbs."""
    verb(verbs, "doctor", "看接着什么、缺什么、怎么补", _doctor)
    group = verbs.add_parser("models", help="模型")
    kinds = group.add_subparsers(
        dest="models_verb", metavar="动作", required=True, parser_class=Arguments
    )
    verb(kinds, "list", "列出能用的模型", _list)
    one = verb(kinds, "check", "让接着的模型各答一次；会真的去问", _check)
    one.add_argument("name", metavar="名字", nargs="?", help="只问设置里的这一个")
    pull_verbs.add(kinds)


def _doctor(args: argparse.Namespace) -> Outcome:
    from ui.doctor import examined

    checks = examined()
    bad = [one for one in checks if one.state in ("missing", "broken")]
    lines = [
        f"{_SIGNS[one.state]} {one.name}　{one.what}" + (f"　→ {one.mend}" if one.mend else "")
        for one in checks
    ]
    lines.append("都好。" if not bad else f"有 {len(bad)} 项要补。")
    return Outcome(
        {"checks": [one.to_json() for one in checks], "ok": not bad},
        "\n".join(lines),
        code=1 if bad else 0,
    )


def _list(args: argparse.Namespace) -> Outcome:
    from ui.doctor import models

    return _told(models())


def _check(args: argparse.Namespace) -> Outcome:
    from ui.doctor import checked_models

    return _told(checked_models(args.name))


def _told(rows: list[dict[str, Any]]) -> Outcome:
    lines = [
        f"{_SIGNS[row['state']]} {row['name']}　{row['does']}　许可 {row['licence']}"
        + (f"　→ {row['mend']}" if row["mend"] else "")
        for row in rows
    ]
    bad = any(row["state"] in ("missing", "broken") for row in rows)
    return Outcome({"models": rows}, "\n".join(lines), code=1 if bad else 0)
