"""What a set is asked to be: SetSpec, read and checked before anything is built."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes.clock import hour_of

LARGEST_FILE = 1_000_000  # bytes; a spec is a page of text
TYPES = {
    "hall": "hall", "殿": "hall", "大殿": "hall", "殿堂": "hall", "殿阁": "hall", "佛殿": "hall",
    "厅堂": "hall", "正殿": "hall",
}  # fmt: skip
ROOFS = {
    "庑殿": "庑殿", "庑殿顶": "庑殿", "四阿": "庑殿", "四阿顶": "庑殿", "四阿殿": "庑殿",
    "hip": "庑殿", "wudian": "庑殿", "单檐庑殿": "庑殿", "单檐庑殿顶": "庑殿",
    "歇山": "歇山", "歇山顶": "歇山", "九脊": "歇山", "九脊殿": "歇山", "厦两头": "歇山",
    "厦两头造": "歇山", "xieshan": "歇山", "hip-gable": "歇山", "单檐歇山": "歇山",
    "单檐歇山顶": "歇山",
    "悬山": "悬山", "悬山顶": "悬山", "不厦两头": "悬山", "不厦两头造": "悬山", "gable": "悬山",
    "xuanshan": "悬山", "单檐悬山": "悬山", "单檐悬山顶": "悬山",
}  # fmt: skip

EAVES = {"单檐": "单檐"}

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class SetSpec:
    """A set as asked for. Only a period, a year or a site is needed.

    ``cai_cm`` centimetres; ``hour`` 0–24; ``bay_widths`` and ``bay_depths`` metres, where the
    bays are known one by one. ``features`` are things of form asked for by name (普拍枋, 隔扇 …),
    which the gate judges. ``licence`` lets pass what is only unusual, never what is impossible.
    """

    period: str = ""
    year: int | None = None
    site: str = ""
    kind: str = "temple"
    type: str = "hall"
    bays: int | None = None
    bay_widths: tuple[float, ...] = ()
    bay_depths: tuple[float, ...] = ()
    rafters: int | None = None
    roof: str = ""
    eaves: str = "单檐"
    brackets: str = ""
    grade: int | None = None
    cai_cm: float | None = None
    features: tuple[str, ...] = ()
    licence: bool = False
    surroundings: tuple[str, ...] = ()
    interior: bool = False
    hour: float | None = None
    season: str = ""
    weather: str = ""
    lamps: tuple[str, ...] = ()
    dressing: tuple[str, ...] = ()
    camera: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    seed: int = 0

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> SetSpec:
        """Return the spec of plain values, as from TOML or JSON.

        Raises:
            RefusedInput: a key that does not exist or a value of the wrong kind, named.
        """
        names = [f.name for f in fields(cls)]
        for key in given:
            if key not in names:
                raise RefusedInput(
                    f"制景单里没有“{key}”这一项：可写 {'、'.join(names)}。",
                    f"A set spec has no key {key!r}.",
                )
        return cls(**{k: _value(k, v) for k, v in given.items() if v is not None})


_WHOLE = {"year", "bays", "rafters", "grade", "seed"}
_REAL = {"cai_cm", "hour"}
_LENGTHS = {"bay_widths", "bay_depths"}
_LISTS = {"features", "surroundings", "lamps", "dressing"}
_YESNO = {"licence", "interior"}


def _value(key: str, value: Any) -> Any:
    """Return the value in the kind of its key, or refuse it by name."""
    if key == "hour" and isinstance(value, str):
        return hour_of(value)
    if key in _WHOLE:
        good: Any = value if _is_whole(value) else None
    elif key in _REAL:
        good = float(value) if _is_real(value) else None
    elif key in _LENGTHS:
        good = _tuple(value, _is_real)
    elif key in _LISTS:
        good = _tuple([value] if isinstance(value, str) else value, _is_text)
    elif key in _YESNO:
        good = value if isinstance(value, bool) else None
    elif key == "camera":
        good = value if isinstance(value, Mapping) else None
    else:
        good = value.strip() if _is_text(value) else None
    if good is None:
        shown = str(value)[:40]
        raise RefusedInput(
            f"制景单“{key}”的值“{shown}”不对：应是{_wanted(key)}。",
            f"The value {shown!r} of {key!r} in the set spec is of the wrong kind.",
        )
    return good


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_real(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return bool(number and abs(value) < 1e6)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 200


def _tuple(value: Any, good: Any) -> tuple[Any, ...] | None:
    listed = isinstance(value, list | tuple) and len(value) <= 50
    return tuple(value) if listed and all(good(v) for v in value) else None


def _wanted(key: str) -> str:
    if key in _WHOLE:
        return "整数"
    if key in _REAL:
        return "数"
    if key in _LENGTHS:
        return "一列以米计的数"
    if key in _LISTS:
        return "一列文字"
    if key in _YESNO:
        return "true 或 false"
    return "一组键值" if key == "camera" else "不超过二百字的文字"


def read_spec(path: str | Path) -> SetSpec:
    """Return the spec in a TOML or JSON file (UTF-8).

    Raises:
        RefusedInput: no such file, too large, not text, not TOML or JSON, or a bad value.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise RefusedInput(
                f"制景单 {file.name} 过大（上限 1 MB）：请检查是否选错了文件。",
                f"{file.name} is too large for a set spec.",
            )
        text = file.read_text(encoding="utf-8-sig")
        loaded = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as err:
        raise RefusedInput(
            f"制景单 {file.name} 打不开：请检查路径。", f"{file.name} cannot be opened."
        ) from err
    except (UnicodeDecodeError, json.JSONDecodeError, tomllib.TOMLDecodeError) as err:
        raise RefusedInput(
            f"制景单 {file.name} 读不懂：应是 UTF-8 的 TOML 或 JSON。",
            f"{file.name} is not UTF-8 TOML or JSON.",
        ) from err
    if not isinstance(loaded, dict):
        raise RefusedInput(
            f"制景单 {file.name} 应是一组键值。", f"{file.name} must hold keys and values."
        )
    return SetSpec.from_mapping(loaded)
