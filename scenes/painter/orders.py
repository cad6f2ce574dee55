"""What is asked of a painter, checked before any weight is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from heritage_kb.errors import RefusedInput, UnknownName
from scenes.painter.families import ENDS, REFERS, SEVERAL
from scenes.painter.lock import REFERENCE, digest
from scenes.painter.region import is_mask
from scenes.painter.registry import Painter, painters
from scenes.painter.task import Adapter

KINDS = {"depth": "深度", "line": "线稿", "ids": "部件色块"}
LIKENESS = 0.5  # how much of a reference picture, where nothing is said
FORMATS = ("png", "webp", "jpg")
_MOST = 16  # pictures of one view at a time
_LONGEST = 4096  # pixels a side
_SIZE = re.compile(r"(\d{2,5})\s*[x×]\s*(\d{2,5})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What is asked, complete: nothing is left to a pipeline's own defaults.

    ``controls`` kind → (weight, end); ``size`` None where it follows the plate's shape.
    """

    painter: Painter
    count: int
    seed: int
    strength: float
    controls: Mapping[str, tuple[float, float]]
    size: tuple[int, int] | None
    steps: int
    guidance: float
    words: str
    passages: tuple[str, ...]
    region: str
    adapters: tuple[Adapter, ...]
    reference: str
    likeness: float
    upscale: int
    format: str

    @property
    def over_plate(self) -> bool:
        """Return whether the plate is the first image."""
        return self.strength < 1 or bool(self.region)

    def record(self) -> dict[str, Any]:
        """Return what a recipe needs to ask the same again."""
        return {
            "painter": self.painter.name, "strength": self.strength,
            "controls": {kind: list(told) for kind, told in self.controls.items()},
            "steps": self.steps, "guidance": self.guidance, "words": self.words,
            "passages": list(self.passages), "region": self.region, "upscale": self.upscale,
            "mask": _held(self.region, 1.0) if is_mask(self.region) else None,
            "lora": [_held(one.path, one.weight) for one in self.adapters],
            "reference": _held(self.reference, self.likeness) if self.reference else None,
        }  # fmt: skip


def _held(path: str, weight: float) -> dict[str, Any]:
    """Return what tells a file of an order again."""
    return {"path": path, "weight": weight, "sha256": digest(Path(path))}


def order(  # noqa: PLR0913 - each choice has its name
    painter: Painter, *, count: int = 1, seed: int = 1, strength: float | None = None,
    controls: Mapping[str, float | Sequence[float]] | None = None,
    size: str | Sequence[int] | None = None, steps: int | None = None,
    guidance: float | None = None, words: str = "",
    passages: Sequence[str] = (), region: str = "", lora: Mapping[str, float] | None = None,
    reference: str = "", likeness: float = LIKENESS, upscale: int = 1, format: str = "png",
) -> Order:  # fmt: skip
    """Return what is asked, complete and checked.

    Raises:
        RefusedInput: a number, size or file that cannot be used.
        UnknownName: a control that the model does not know.
    """
    _between("张数", count, 1, _MOST)
    _between("种子", seed, 0, 2**31 - 1)
    told = painter.strength if strength is None else strength
    _between("重绘强度", told, 0.05, 1)
    _between("步数", painter.steps if steps is None else steps, 1, 200)
    _between("引导", painter.guidance if guidance is None else guidance, 0, 30)
    _between("参考图的权重", likeness, 0.05, 1)
    _between("放大倍数", upscale, 1, 4)
    if format not in FORMATS:
        raise UnknownName(
            f"图片格式“{format}”不认识；请用 {'、'.join(FORMATS)}。", f"Unknown format {format!r}."
        )
    return Order(
        painter=painter, count=count, seed=seed, strength=float(told),
        controls=_controls(painter, controls), size=_size(painter, size),
        steps=painter.steps if steps is None else steps,
        guidance=painter.guidance if guidance is None else float(guidance),
        words=words, passages=tuple(passages), region=_region(region),
        adapters=_adapters(lora or {}), reference=_reference(painter, reference), likeness=float(likeness), upscale=upscale, format=format,
    )  # fmt: skip


def size_for(painter: Painter, plate: tuple[int, int]) -> tuple[int, int]:
    """Return the model's own size whose shape is nearest to a plate's, else one of like area."""
    shape = plate[0] / plate[1]
    nearest = min(painter.sizes.values(), key=lambda s: abs(s[0] / s[1] / shape - 1))
    if abs(nearest[0] / nearest[1] / shape - 1) <= 0.025:
        return nearest
    area = max(w * h for w, h in painter.sizes.values())
    step = painter.multiple
    high = (area / shape) ** 0.5
    return max(step, round(high * shape / step) * step), max(step, round(high / step) * step)


def _controls(
    painter: Painter, told: Mapping[str, float | Sequence[float]] | None
) -> dict[str, tuple[float, float]]:
    given: Mapping[str, float | Sequence[float]] = told or (
        {"depth": painter.scale, "line": round(painter.scale * 0.6, 3)}
        if SEVERAL[painter.family]
        else {"depth": painter.scale}
    )
    if len(given) > 1 and not SEVERAL[painter.family]:
        raise RefusedInput(
            f"{painter.title} 一次只收一张控制图；请在 {'、'.join(given)} 里留一样。",
            f"{painter.name} takes one control image at a time.",
        )
    out: dict[str, tuple[float, float]] = {}
    for kind, value in given.items():
        if kind not in set(painter.controls):
            known = "、".join(f"{one}（{KINDS[one]}）" for one in painter.controls)
            raise UnknownName(
                f"{painter.title} 不认识控制图“{kind}”；有 {known}。",
                f"{painter.name} has no control {kind!r}.",
            )
        weight, end = (value, painter.ends) if isinstance(value, int | float) else tuple(value)
        _between(f"{KINDS[kind]}的权重", weight, 0, 2)
        _between(f"{KINDS[kind]}的终点", end, 0, 1)
        if end < 1 and not ENDS[painter.family]:
            raise RefusedInput(
                f"{painter.title} 的控制一直管到最后一步，不能写终点；请去掉它。",
                f"{painter.name} has no end step for a control.",
            )
        out[kind] = (float(weight), float(end))
    return out


def _size(painter: Painter, told: str | Sequence[int] | None) -> tuple[int, int] | None:
    if told is None or told == "":
        return None
    if isinstance(told, str):
        match = _SIZE.fullmatch(told.strip())
        if match is None:
            raise RefusedInput(
                f"尺寸“{told}”写成 宽x高，如 720x1280。", "Write the size as 720x1280."
            )
        told = [int(match[1]), int(match[2])]
    wide, high = told
    if max(wide, high) > _LONGEST or min(wide, high) < 2 * painter.multiple:
        raise RefusedInput(
            f"尺寸 {wide}×{high} 不行：每边 {2 * painter.multiple} 到 {_LONGEST} 像素。",
            f"Each side is {2 * painter.multiple} to {_LONGEST} pixels.",
        )
    if wide % painter.multiple or high % painter.multiple:
        step = painter.multiple
        near = [max(step, round(side / step) * step) for side in (wide, high)]
        raise RefusedInput(
            f"{painter.title} 的边长要是 {step} 的倍数，{wide}×{high} 不是；最近的是 {near[0]}x{near[1]}。",
            f"Sides must be multiples of {step}; the nearest is {near[0]}x{near[1]}.",
        )
    return wide, high


def _region(told: str) -> str:
    """Return a region as told; of a mask its whole path, so that a recipe finds it again."""
    return str(Path(told.strip()).expanduser().absolute()) if is_mask(told) else told


def _adapters(told: Mapping[str, float]) -> tuple[Adapter, ...]:
    made = []
    for path, weight in told.items():
        file = Path(path).expanduser()
        if file.suffix != ".safetensors" or not file.is_file():
            raise RefusedInput(
                f"LoRA “{file.name}”不是能读的 safetensors 文件；请核对路径。",
                f"{file.name} is no safetensors file.",
            )
        _between(f"LoRA {file.name} 的权重", weight, -2, 2)
        made.append(Adapter(path=str(file.absolute()), weight=float(weight)))
    return tuple(made)


def _reference(painter: Painter, told: str) -> str:
    """Return the path of a reference picture, "" where none is given."""
    if not told:
        return ""
    if not REFERS[painter.family]:
        able = "、".join(one.name for one in painters().values() if REFERS[one.family])
        raise RefusedInput(
            f"{painter.title} 不收参考图；收的有 {able}。", f"{painter.name} takes no reference."
        )
    file = Path(told).expanduser()
    try:
        with Image.open(file) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError) as wrong:
        raise RefusedInput(
            f"参考图 {file.name} 打不开；请给一张 PNG、JPEG 或 WebP。", f"{file.name} is no image."
        ) from wrong
    if not (painter.folder / REFERENCE).is_dir():
        raise RefusedInput(
            f"取参考图要另一份权重；请运行 sanjin models pull {painter.name} --reference。",
            f"Run sanjin models pull {painter.name} --reference first.",
        )
    return str(file.absolute())


def _between(what: str, value: float, low: float, high: float) -> None:
    if isinstance(value, bool) or not low <= value <= high:
        raise RefusedInput(f"{what}要在 {low:g} 到 {high:g} 之间，不能是 {value}。",
                           f"{what}: {value} is not within {low:g}..{high:g}.")  # fmt: skip
