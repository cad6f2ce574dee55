"""How a picture was made, in the picture itself and beside it, so that it can be made again.

On the same machine and versions the same recipe makes the same pixels; across machines and
releases diffusion promises no such thing, so versions and the plan are part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin
from pydantic import BaseModel, ValidationError

from heritage_kb.errors import RefusedInput

FORMAT = 1
SIDE_CAR = ".recipe.json"
_KEY = "sanjin-recipe"
_COMMENT = 0x9286  # Exif UserComment
_EXIF = 0x8769
_ASCII = b"ASCII\0\0\0"
_LABELS = ("AIGC", "AI提示")  # what a label adds to the side-car
_LARGEST = 2_000_000  # bytes of a recipe that is read


class _Held(BaseModel):
    """A file that went into a picture."""

    path: str
    weight: float
    sha256: str


class _Told(BaseModel):
    """What of a recipe is needed to paint again; it holds more."""

    painter: str
    seed: int
    strength: float
    controls: dict[str, tuple[float, float]]
    size: tuple[int, int]
    steps: int
    guidance: float
    words: str
    passages: list[str] = []
    region: str
    upscale: int
    lora: list[_Held]
    reference: _Held | None = None
    mask: _Held | None = None


def digest(picture: Image.Image) -> str:
    """Return the SHA-256 of a picture's pixels, before any mark is drawn into them."""
    return hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()


def fingerprint(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a recipe, the same for the one within a picture and the one beside it."""
    plain = {key: value for key, value in body.items() if key not in _LABELS}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def save(picture: Image.Image, path: Path, body: Mapping[str, Any]) -> None:
    """Write a picture with its recipe in it and beside it; the kind is by the file's ending."""
    text = json.dumps(body, ensure_ascii=True, sort_keys=True)
    if path.suffix == ".png":
        told = PngImagePlugin.PngInfo()
        told.add_itxt(_KEY, text)
        picture.save(path, pnginfo=told, optimize=True)
    else:
        exif = Image.Exif()
        exif.get_ifd(_EXIF)[_COMMENT] = _ASCII + text.encode("ascii")
        picture.save(path, exif=exif, quality=95)
    side = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True)
    path.with_name(path.name + SIDE_CAR).write_text(side + "\n", encoding="utf-8")


def read(path: str | Path) -> dict[str, Any]:
    """Return the recipe of a picture, from the file itself, else from what lies beside it.

    A messenger may strip a picture of all it carries: then keep the side-car with it.

    Raises:
        RefusedInput: no recipe, or one of another version.
    """
    file = Path(path)
    text = _beside(file) if file.name.endswith(SIDE_CAR) else _within(file)
    if not text:
        text = _beside(file.with_name(file.name + SIDE_CAR))
    try:
        body = json.loads(text) if len(text) <= _LARGEST else None
    except ValueError:
        body = None
    if not isinstance(body, dict) or "painter" not in body:
        raise RefusedInput(
            f"{file.name} 里没有画法的参数；请用 sanjin scene paint 写出的原图，或它旁边的 {SIDE_CAR}。",
            f"{file.name} carries no recipe.",
        )
    if body.get("format") != FORMAT:
        raise RefusedInput(
            f"{file.name} 的参数是另一版本写的，载入不了：请照它旁边 {SIDE_CAR} 里写的重新填一遍。",
            "The recipe is of another version.",
        )
    try:
        _Told.model_validate(body)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors()[0]["loc"])
        raise RefusedInput(
            f"{file.name} 的参数里 {where} 缺了或不对，像是手改过：请用没有改过的那一份。",
            f"{where} of the recipe of {file.name} is missing or wrong.",
        ) from wrong
    return body


def beside(path: str | Path, signed: str) -> str:
    """Return what is wrong with the recipe beside a signed picture; "" where nothing is.

    Args:
        path: of the picture.
        signed: the fingerprint that its signature names.
    """
    file = Path(path)
    side = file.with_name(file.name + SIDE_CAR)
    if not signed or not side.is_file():
        return ""
    try:
        same = fingerprint(read(side)) == signed
    except RefusedInput as wrong:
        return wrong.zh
    return "" if same else f"旁边的 {side.name} 与签名时的参数不是同一份"


def _within(file: Path) -> str:
    try:
        with Image.open(file) as picture:
            told = picture.info.get(_KEY)
            if isinstance(told, str):
                return str(told)
            comment = picture.getexif().get_ifd(_EXIF).get(_COMMENT, b"")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise RefusedInput(
            f"{file.name} 打不开；请给 PNG、JPEG 或 WebP。", f"{file.name} is no picture."
        ) from wrong
    raw = comment if isinstance(comment, bytes) else str(comment).encode("ascii", "ignore")
    return raw.removeprefix(_ASCII).decode("ascii", "ignore")


def _beside(file: Path) -> str:
    return file.read_text("utf-8", errors="replace") if file.is_file() else ""
