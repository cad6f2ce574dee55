"""The command ``sanjin``: verbs in, one clear answer out.

Exit codes: 0 fine, 1 findings or refused input, 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import json
import os
import sys
from itertools import pairwise
from typing import Any, TextIO

from heritage_kb.errors import RefusedInput, SanjinError
from ui import (
    accounts_verbs,
    demo_verbs,
    doctor_verbs,
    filing_verbs,
    jobs_verbs,
    kb_verbs,
    plan_verbs,
    review_verbs,
    revise_verbs,
    scene_verbs,
    script_verbs,
    ui_verbs,
)
from ui.arguments import Arguments, Outcome, UsageError

_BROKEN_WORDS = SanjinError(
    "命令里有不成字的字节；请用 UTF-8 的终端，或把内容写进文件。",
    "The command holds bytes that are no text; use a UTF-8 terminal or a file.",
)


def parser() -> Arguments:
    """Return the parser of every verb there is."""
    top = Arguments(prog="sanjin", description="三晋：有据可查的山西微短剧剧本，合乎年代的虚拟制景")
    top.add_argument("--version", action="store_true", help="显示版本")
    verbs = top.add_subparsers(dest="verb", metavar="动作", parser_class=Arguments)
    demo_verbs.add(verbs)
    script_verbs.add(verbs)
    plan_verbs.add(verbs)
    revise_verbs.add(verbs)
    review_verbs.add(verbs)
    scene_verbs.add(verbs)
    kb_verbs.add(verbs)
    ui_verbs.add(verbs)
    accounts_verbs.add(verbs)
    filing_verbs.add(verbs)
    jobs_verbs.add(verbs)
    doctor_verbs.add(verbs)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8(sys.stdout, sys.stderr)
    words = sys.argv[1:] if argv is None else argv
    language = _language(words)
    try:
        args = parser().parse_args(words)
        if args.version:
            return _version()
        if not hasattr(args, "run"):
            raise UsageError("请说明要做什么，例如：sanjin demo。全部动作：sanjin --help")
        return _tell(args.run(args), as_json=args.json)
    except UsageError as usage:
        print(usage, file=sys.stderr)
        return 2
    except SanjinError as error:
        return _refuse(error, language, as_json="--json" in words)
    except KeyboardInterrupt:
        print("已停止；原有文件没有改动。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UnicodeEncodeError:  # half a character, from a shell of another code page
        return _refuse(_BROKEN_WORDS, language, as_json="--json" in words)
    except OSError as error:
        return _refuse(_disk_trouble(error), language, as_json="--json" in words)


def _tell(outcome: Outcome, *, as_json: bool) -> int:
    """Print what the verb gave back."""
    if outcome.lines:
        for line in outcome.lines:
            print(json.dumps(line, ensure_ascii=False))
    elif as_json or not outcome.text:
        if outcome.data is not None:
            print(json.dumps(outcome.data, ensure_ascii=False, indent=2))
    else:
        print(outcome.text)
    return outcome.code


def _refuse(error: SanjinError, language: str, *, as_json: bool) -> int:
    """Print one sentence; with --json also as JSON on the standard output."""
    if as_json:
        details = dict(error.details) if isinstance(error, RefusedInput) else {}
        print(json.dumps({"error": error.said_in(language), **details}, ensure_ascii=False))
    print(error.said_in(language), file=sys.stderr)
    return 1


def _disk_trouble(error: OSError) -> SanjinError:
    """Return the sentence for a file that could not be read or written."""
    where = f"（{error.filename}）" if error.filename else ""
    return SanjinError(
        f"读写文件出错{where}：{error.strerror or error}。请检查磁盘空间和权限后再试。",
        f"File trouble{where}: {error.strerror or error}. Check space and permissions.",
    )


def _language(words: list[str]) -> str:
    """Return the language asked for, before the words are parsed."""
    following: dict[str, Any] = dict(pairwise(words))
    return "en" if following.get("--lang") == "en" or "--lang=en" in words else "zh"


def _version() -> int:
    """Print the installed version."""
    from importlib.metadata import version

    print(f"sanjin {version('sanjin')}")
    return 0


def _speak_utf8(*streams: TextIO) -> None:
    """Print Chinese also where the terminal's code page is another one (Windows)."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
