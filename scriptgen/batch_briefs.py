"""What a batch is asked to draft: each brief with its name and the folder it goes to."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.textin import MEGABYTE, decode, read_bytes

_LIMIT = 64 * MEGABYTE
_LONGEST = 60
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One brief of a batch; ``wrong`` says why it is none."""

    name: str
    folder: str
    source: str | os.PathLike[str] | Mapping[str, Any]
    wrong: str = ""


def asked_of(
    briefs: str | os.PathLike[str] | Iterable[str | os.PathLike[str] | Mapping[str, Any]],
) -> list[Asked]:
    """Return what a folder, a JSONL file or a list asks for, each with a folder of its own.

    Raises:
        RefusedInput: there is nothing, or no such file.
    """
    if isinstance(briefs, (str, os.PathLike)):
        found = list(_of_path(Path(briefs)))
    else:
        found = [
            _of_mapping(one, f"第{n}份") if isinstance(one, Mapping) else _of_file(Path(one))
            for n, one in enumerate(briefs, 1)
        ]
    if not found:
        raise RefusedInput(
            f"“{briefs}”里没有题材（.toml、.json，或每行一份的 .jsonl）；请检查路径。",
            "There are no briefs.",
        )
    return _told_apart(found)


def _of_path(path: Path) -> Iterator[Asked]:
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if file.suffix.lower() in (".toml", ".json") and not file.name.startswith("."):
                yield _of_file(file)
    elif path.suffix.lower() == ".jsonl":
        text = decode(read_bytes(path, limit=_LIMIT), path.name)
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield _of_line(line, f"{path.name} 第{number}行")
    elif path.is_file():
        yield _of_file(path)
    else:
        raise RefusedInput(f"找不到“{path}”；请检查路径。", f"No such file or folder: {path}.")


def _of_file(file: Path) -> Asked:
    return Asked(name=file.name, folder=_safe(file.stem), source=file)


def _of_line(line: str, name: str) -> Asked:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return Asked(
            name=name, folder="", source={}, wrong="这一行不是一个 JSON 对象；请检查引号和括号。"
        )
    return _of_mapping(data, name)


def _of_mapping(data: Mapping[str, Any], name: str) -> Asked:
    """``id``, where there is one, names the folder; else the title does."""
    brief = {key: value for key, value in data.items() if key != "id"}
    said = str(data.get("id") or brief.get("title") or "")
    return Asked(name=f"{name}《{said}》" if said else name, folder=_safe(said), source=brief)


def _told_apart(found: list[Asked]) -> list[Asked]:
    """Where several would go to one folder, or to none, each gets a mark of its own content."""
    count = Counter(one.folder.casefold() for one in found)
    apart = []
    for one in found:
        if count[one.folder.casefold()] > 1 or not one.folder:
            mark = hashlib.sha256(_content(one)).hexdigest()[:8]
            one = replace(one, folder=f"{one.folder or '题材'}-{mark}")
        apart.append(one)
    names = Counter(one.name for one in apart)
    return [
        replace(one, name=f"{one.name}（{one.folder}）") if names[one.name] > 1 else one
        for one in apart
    ]


def _content(one: Asked) -> bytes:
    if isinstance(one.source, Mapping):
        return json.dumps(
            [one.source, one.wrong and one.name], sort_keys=True, ensure_ascii=False, default=str
        ).encode()
    return str(Path(one.source).absolute()).encode()


def _safe(said: str) -> str:
    """Return a folder name that is one on every system."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "_", said).strip(" .")[:_LONGEST].strip(" .")
    return f"_{name}" if name.casefold().split(".")[0] in _DEVICES else name
