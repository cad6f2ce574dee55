"""The recipe of a set: what was asked for, carried in the picture itself and in its manifest.

It stands in the plate as a PNG text chunk; what strips a picture (chat programs do) strips it, and
then ``manifest.json`` still has it. The idea is ComfyUI's: a picture opens its own settings.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from heritage_kb.errors import RefusedInput
from scenes.spec import SetSpec

KEY = "sanjin:set"
_MOST_BYTES = 40 * 2**20
_MOST_TEXT = 200_000


def carried(spec: SetSpec) -> PngImagePlugin.PngInfo:
    """Return what a plate is saved with to carry its recipe."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt(KEY, _text(spec))
    return info


def digest(spec: SetSpec) -> str:
    """Return the SHA-256 of the recipe as a plate carries it."""
    return hashlib.sha256(_text(spec).encode()).hexdigest()


def _text(spec: SetSpec) -> str:
    return json.dumps(said_by(spec), ensure_ascii=False, sort_keys=True)


def said_by(spec: SetSpec) -> dict[str, Any]:
    """Return what a spec says as plain values; what nobody said is left out."""
    plain = {name: getattr(spec, name) for name in spec.__dataclass_fields__}
    return {
        key: list(value) if isinstance(value, tuple) else dict(value) if key == "camera" else value
        for key, value in plain.items() if value not in ((), "", None, False, {})
    }  # fmt: skip


def recipe(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the plain values of the set that a plate or a manifest was made of.

    Raises:
        RefusedInput: another kind of file, too large, without a recipe, or with one that no set
            can be made of.
    """
    file = Path(path)
    if not file.is_file() or file.stat().st_size > _MOST_BYTES:
        raise _none()
    told = _of_picture(file) if file.suffix.lower() == ".png" else _of_manifest(file)
    if not isinstance(told, Mapping):
        raise _none()
    known = {key: value for key, value in told.items() if key in SetSpec.__dataclass_fields__}
    return said_by(SetSpec.from_mapping({k: v for k, v in known.items() if v is not None}))


def _of_picture(file: Path) -> Any:
    try:
        with Image.open(file, formats=("PNG",)) as picture:
            text = str(picture.info.get(KEY, ""))
        return json.loads(text) if 0 < len(text) < _MOST_TEXT else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _of_manifest(file: Path) -> Any:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return told.get("spec") if isinstance(told, Mapping) else None


def _none() -> RefusedInput:
    return RefusedInput(
        "这个文件里没有布景的参数；请用三晋出的设定图（plate.png，没有转存压缩过的），或 manifest.json。",
        "The file carries no recipe; use a plate or manifest.json that Sanjin wrote.",
    )
