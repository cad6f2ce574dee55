"""What a set is asked to be: SetSpec, read and checked before anything is built."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes import kinds
from scenes.clock import hour_of, season_of

_LINE = re.compile(r"line (\d+)")  # as the parsers of JSON and TOML say it
LARGEST_FILE = 1_000_000  # bytes; a spec is a page of text
TYPES = kinds.names()  # name → kind of building
KIND_TITLES = {one.id: one.title for one in kinds.kinds().values()}


def _roof_names(*plain: str) -> tuple[str, ...]:
    """Return names with 顶, and those with the number of eaves before."""
    topped = [n + end for n in plain for end in ("", "顶")]
    return tuple(eaves + n for eaves in ("", "单檐", "重檐") for n in topped)


ROOFS = {
    **dict.fromkeys((*_roof_names("庑殿", "四阿"), "四阿殿", "hip", "wudian"), "庑殿"),
    **dict.fromkeys(
        (*_roof_names("歇山", "九脊"), "九脊殿", "厦两头", "厦两头造", "xieshan", "hip-gable"),
        "歇山",
    ),
    **dict.fromkeys(
        (*_roof_names("悬山"), "不厦两头", "不厦两头造", "挑山", "gable", "xuanshan"), "悬山"
    ),
    **dict.fromkeys((*_roof_names("硬山"), "yingshan", "flush-gable"), "硬山"),
    **dict.fromkeys(
        (*_roof_names("攒尖"), "四角攒尖", "四角攒尖顶", "斗尖", "撮尖", "cuanjian"), "攒尖"
    ),
}
EAVES = {
    "单檐": "单檐", "一重檐": "单檐", "single": "单檐", "重檐": "重檐", "双檐": "重檐",
    "两重檐": "重檐", "副阶周匝": "重檐", "double": "重檐",
}  # fmt: skip


def eaves_of(spec: SetSpec) -> str:
    """Return 单檐 or 重檐 of a spec, which may say it in the roof's name; "" where it does not."""
    if spec.eaves:
        return EAVES.get(spec.eaves, spec.eaves)
    for word in ("单檐", "重檐"):
        if word in spec.roof:
            return word
    return ""


_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class SetSpec:
    """A set as asked for. Only a period, a year or a site is needed.

    ``type`` is a kind of building by name (``kinds``), ``kind`` the place it belongs to.
    ``storeys``, ``sides`` and ``count`` (caves, arches, courts, shops) are whole numbers, ``site_m``
    width and depth of the plot in metres, ``trade`` what is made or sold there, ``signs`` what
    stands on boards; each kind says which of them it takes. ``cai_cm`` centimetres; ``hour`` 0–24; ``bay_widths`` and ``bay_depths`` metres, where the
    bays are known one by one. ``features`` are things of form asked for by name (普拍枋, 隔扇 …),
    which the gate judges. ``licence`` lets pass what is only unusual, never what is impossible.
    """

    title: str = ""
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
    eaves: str = ""
    brackets: str = ""
    grade: int | None = None
    cai_cm: float | None = None
    storeys: int | None = None
    sides: int | None = None
    count: int | None = None
    site_m: tuple[float, ...] = ()
    trade: str = ""
    signs: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    licence: bool = False
    surroundings: tuple[str, ...] = ()
    interior: bool = False
    hour: float | None = None
    season: str = ""
    weather: str = ""
    look: str = ""
    lamps: tuple[str, ...] = ()
    dressing: tuple[str, ...] = ()
    camera: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    seed: int = 0

    @property
    def grain(self) -> int:
        """Seed of what the plate alone has: far mountains, grain of the paper, falling snow."""
        return _GRAIN + self.seed

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


_GRAIN = 5  # the mountains of seed 0 lie best so
_WHOLE = {"year", "bays", "rafters", "grade", "seed", "storeys", "sides", "count"}
_REAL = {"cai_cm", "hour"}
_LENGTHS = {"bay_widths", "bay_depths", "site_m"}
_LISTS = {"features", "surroundings", "lamps", "dressing", "signs"}
_YESNO = {"licence", "interior"}


def _value(key: str, value: Any) -> Any:
    """Return the value in the kind of its key, or refuse it by name."""
    if key == "hour" and isinstance(value, str):
        return hour_of(value)
    if key == "season" and isinstance(value, str) and value.strip():
        return season_of(value)
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
    """Return the spec in a TOML or JSON file.

    Raises:
        RefusedInput: as ``read_fields``, or a bad value.
    """
    return SetSpec.from_mapping(read_fields(path))


def read_fields(path: str | Path) -> dict[str, Any]:
    """Return the keys and values in a TOML or JSON file, in UTF-8 (BOM or not) or GB18030.

    Raises:
        RefusedInput: no such file, too large, not text, not TOML or JSON.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise RefusedInput(
                f"制景单 {file.name} 过大（上限 1 MB）：请检查是否选错了文件。",
                f"{file.name} is too large for a set spec.",
            )
        text = _text(file.read_bytes())
        loaded = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as err:
        raise RefusedInput(
            f"制景单 {file.name} 打不开：请检查路径。", f"{file.name} cannot be opened."
        ) from err
    except UnicodeDecodeError as err:
        raise RefusedInput(
            f"制景单 {file.name} 不是文本或编码不认识：请另存为 UTF-8 的 TOML 或 JSON。",
            f"{file.name} is not text in UTF-8 or GB18030.",
        ) from err
    except (ValueError, RecursionError) as err:
        line = _LINE.search(str(err))
        where = f"第 {line[1]} 行" if line else ""
        raise RefusedInput(
            f'制景单 {file.name} {where}写法有误：应是 TOML（如 period = "唐"）或 JSON（.json）。',
            f"{file.name} is not valid TOML or JSON{f' (line {line[1]})' if line else ''}.",
        ) from err
    if not isinstance(loaded, dict):
        raise RefusedInput(
            f'制景单 {file.name} 应是一组键值，如 period = "唐"。',
            f"{file.name} must hold keys and values.",
        )
    return loaded


def _text(raw: bytes) -> str:
    """Return the text of a file: UTF-8 with or without BOM, else the GB18030 of Windows."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    if "\0" in text:
        raise UnicodeDecodeError("gb18030", raw, raw.find(b"\0"), len(raw), "a zero byte")
    return text
