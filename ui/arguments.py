"""Command-line arguments whose mistakes are told in Chinese, and what a verb gives back."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from heritage_kb.errors import RefusedInput

# argparse speaks English only; these are all the mistakes our options can make.
_MISTAKES = (
    (r"the following arguments are required: (.+)", "缺少参数 {0}"),
    (r"unrecognized arguments: (.+)", "不认识的参数 {0}"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} 不能是 {1}，可选 {2}"),
    (r"argument (.+?): expected .*argument.*", "{0} 后面要跟一个值"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 的值 {1} 不是所要的数"),
    (r"ambiguous option: (\S+) could match (.+)", "{0} 有歧义，可能是 {1}"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 与 {1} 不能同时用"),
    (r"one of the arguments (.+) is required", "{0} 要给一个"),
)


@dataclass(slots=True)
class Outcome:
    """What a verb gives back: JSON for programs, text for people, and the exit code.

    ``code`` is 0 for fine and 1 for findings; refused input is raised instead.
    """

    data: Any
    text: str = ""
    code: int = 0
    lines: list[Any] = field(default_factory=list)  # one JSON answer a line (--batch)


class UsageError(Exception):
    """The words of the command are off; exit code 2."""


class Arguments(argparse.ArgumentParser):
    """An ArgumentParser that raises UsageError with a Chinese sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing English and leaving."""
        said = message
        for pattern, chinese in _MISTAKES:
            if found := re.fullmatch(pattern, message):
                said = chinese.format(*found.groups())
                break
        raise UsageError(f"命令写法有误：{said}。看用法：{self.prog} --help")


def verb(
    verbs: Any, name: str, what: str, run: Callable[[argparse.Namespace], Outcome]
) -> Arguments:
    """Add a verb that every caller can ask for ``--json`` and ``--lang``."""
    parser: Arguments = verbs.add_parser(name, help=what, description=what)
    parser.add_argument("--json", action="store_true", help="只输出 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="出错提示的语言")
    parser.set_defaults(run=run)
    return parser


def sign_option(parser: Arguments) -> None:
    """Add ``--signed-by`` to a verb that makes pictures."""
    parser.add_argument(
        "--signed-by", nargs=2, metavar=("证书.pem", "私钥.pem"),
        help="最后签上内容凭证（C2PA，要 sanjin[sign]）；也可写进设置的 [signing]",
    )  # fmt: skip


def is_file(path: str) -> bool:
    """Tell whether there is such a file; no name is too long to ask."""
    try:
        return Path(path).is_file()
    except OSError:
        return False


def read_text(path: str) -> str:
    """Return a user's text file; UTF-8 (with or without BOM) or GB18030.

    Raises:
        RefusedInput: no such file, not text, or larger than 10 MB.
    """
    file = Path(path)
    if not is_file(path):
        raise RefusedInput(f"找不到文件 {path[:80]}，请检查路径。", f"No such file: {path[:80]}.")
    if file.stat().st_size > 10_000_000:
        raise RefusedInput(f"{path} 超过 10 MB，请拆开再试。", f"{path} is larger than 10 MB.")
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise RefusedInput(
        f"{path} 不是文本文件或编码不认识，请另存为 UTF-8 文本。",
        f"{path} is not text in UTF-8 or GB18030.",
    )


def batch(path: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> Outcome:
    """Answer one request a line of a JSONL file, each with its own ``id``.

    A request that cannot be answered gives ``{"id","error"}``; the batch itself exits 0.
    """
    import json

    answers: list[dict[str, Any]] = []
    lines: Iterable[str] = read_text(path).splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        request: Any = None
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise RefusedInput(f"第 {number} 行不是一个 JSON 对象。")
            answers.append({"id": request.get("id"), **answer(request)})
        except json.JSONDecodeError as broken:
            answers.append({"id": None, "error": f"第 {number} 行不是合法 JSON：{broken.msg}。"})
        except RefusedInput as refused:
            name = request.get("id") if isinstance(request, dict) else None
            answers.append({"id": name, "error": refused.zh})
    return Outcome(data=None, lines=answers)


def episode_range(words: str | None, count: int, name: str = "--episodes") -> list[int] | None:
    """Return the episodes of ``1-3``, ``2`` or ``1,4-6``; None for all.

    ``name`` is what the field is called where it was filled in.

    Raises:
        RefusedInput: not such a range, or outside 1..count.
    """
    if words is None:
        return None
    chosen: set[int] = set()
    for part in words.replace("，", ",").split(","):
        found = re.fullmatch(r"\s*(\d{1,4})(?:\s*[-–—~至]\s*(\d{1,4}))?\s*", part)
        if not found:
            raise RefusedInput(
                f"{name} {words!r} 看不懂，请写成 1-3 或 1,4。",
                f"{name} {words!r} is not a range such as 1-3.",
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= count:
            raise RefusedInput(
                f"{name} {words} 超出范围，本剧共 {count} 集。",
                f"{name} {words} is outside 1-{count}.",
            )
        chosen.update(range(first, last + 1))
    return sorted(chosen)
