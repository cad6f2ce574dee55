"""The one settings file: where it lies, a table of it, and what is said of a mistake in one.

The file is ``SANJIN_SETTINGS``, else ``settings.toml`` in Sanjin's home. Who owns a table (which
vector store, which models) reads and checks it there.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.home import home


def settings_file() -> Path:
    """Return where the settings lie: ``SANJIN_SETTINGS``, else ``settings.toml`` at home."""
    told = os.environ.get("SANJIN_SETTINGS")
    return Path(told) if told else home() / "settings.toml"


def settings_table(name: str, file: Path | None = None) -> Any:
    """Return a table of the settings; None where there is no file, or no such table in it.

    Args:
        name: of the table.
        file: the settings file; by default :func:`settings_file`. Only the default one may be
            missing.

    Raises:
        RefusedInput: no such file, or not TOML.
    """
    told = file or settings_file()
    if not told.is_file():
        if file is None and "SANJIN_SETTINGS" not in os.environ:
            return None
        raise RefusedInput(f"找不到设置文件 {told}，请核对路径。", f"No settings file {told}.")
    try:
        return tomllib.loads(told.read_text(encoding="utf-8-sig")).get(name)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise RefusedInput(
            f"设置文件 {told.name} 读不了，不是合法的 TOML：{wrong}。",
            f"{told.name} is not valid TOML: {wrong}.",
        ) from wrong


def mistake(
    error: Mapping[str, Any],
    at: tuple[str, str],
    kinds: tuple[str, str],
    page: str,
    quoted: Callable[[str], str] = "“{}”".format,
) -> tuple[str, str]:
    """Return one sentence, Chinese and English, for a mistake that a table's check found.

    What was written is not repeated: it may be a key.

    Args:
        error: of pydantic.
        at: where the table stands, in both languages.
        kinds: what ``kind`` must be, in both languages.
        page: of the documentation.
        quoted: how the name of a field is quoted.
    """
    zh, en = at
    where = ".".join(str(part) for part in error["loc"][1:])
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"{zh} 里不认识{quoted(where)}，请删去或核对拼写。", f"{en}: unknown key {where!r}."
    if kind.startswith(("union_tag", "dict_type", "model_")):
        return f"{zh} 要写 kind，取 {kinds[0]}。", f"{en}: kind is {kinds[1]}."
    if kind == "missing":
        return f"{zh} 里缺少{quoted(where)}。", f"{en} lacks {where!r}."
    if kind == "value_error":
        return f"{zh}：{error['ctx']['error']}。", f"{en}: {error['msg']}."
    return (
        f"{zh} 里{quoted(where or 'kind')}的值写法不对，请对照 docs/{page}。",
        f"{en}: bad value of {where or 'kind'!r}.",
    )
