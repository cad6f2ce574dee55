"""The diffusion models that can paint: where they come from, their licence, their own habits.

A pipeline's own defaults are wrong for distilled models and say nothing of it, so steps, guidance
and sizes are kept here for each model. Shipped ones are in ``data/painters.toml``; a person adds
her own as TOML files in ``painters/`` of Sanjin's home.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from heritage_kb.errors import BrokenData, RefusedInput, UnknownName
from heritage_kb.home import home
from heritage_kb.settings import settings_table

Family = Literal["z-image", "qwen-image", "sdxl"]
Kind = Literal["depth", "line", "ids"]
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,47}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96}")


class Painter(BaseModel):
    """One model: sizes in pixels (width, height), memory in GB, prompt length in tokens.

    Raises:
        RefusedInput: where a research-only one is opened and the settings do not allow it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    family: Family
    licence: str
    research_only: bool
    base: str
    control: str
    reference: str = ""  # repository of what reads a picture for its manner; "" where none is known
    controls: tuple[Kind, ...]
    language: Literal["zh", "en"]
    tokens: int = Field(ge=16)
    steps: int = Field(ge=1, le=200)
    guidance: float = Field(ge=0, le=30)
    multiple: int = Field(ge=1)
    sizes: dict[str, tuple[int, int]]
    scale: float = Field(gt=0, le=2)
    scale_range: tuple[float, float]
    ends: float = Field(gt=0, le=1)
    strength: float = Field(gt=0, le=1)
    vram_gb: float = Field(ge=0)
    source: str
    confidence: Literal["high", "medium", "low", "own-knowledge"]

    @field_validator("base", "control", "reference")
    @classmethod
    def _repository(cls, told: str) -> str:
        if told and not _REPOSITORY.fullmatch(told):
            raise ValueError("写成 主人/仓库")
        return told

    @property
    def folder(self) -> Path:
        """Return where its weights lie: ``models/NAME`` of Sanjin's home."""
        return models_folder() / self.name


def models_folder() -> Path:
    """Return the folder of diffusion models: the settings' ``[painting] folder``, else home's."""
    told = _settings().get("folder")
    if told is not None and not (isinstance(told, str) and told):
        raise RefusedInput(
            "设置里 [painting] 的 folder 要写成一个文件夹的路径。",
            "[painting] folder must be a path.",
        )
    return Path(told).expanduser() if told else home() / "models"


def painters() -> dict[str, Painter]:
    """Return every model that is known, shipped ones first.

    Raises:
        RefusedInput: a file of one's own that cannot be read as a model.
    """
    own: dict[str, Painter] = {}
    for path in sorted((home() / "painters").glob("*.toml")):
        try:
            own |= _read(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as wrong:
            raise RefusedInput(
                f"绘图模型的说明 {path.name} 写得不对：{_why(wrong)}；请对照 docs/painting.md。",
                f"{path.name} does not describe a painter: {_why(wrong)}.",
            ) from wrong
    return {**_shipped(), **own}


def named(name: str) -> Painter:
    """Return a model by name.

    Raises:
        UnknownName: there is none.
        RefusedInput: it may be used for research only, and the settings do not allow that.
    """
    known = painters()
    if name not in known:
        shown = [n for n, p in known.items() if not p.research_only or research_allowed()]
        raise UnknownName(
            f"没有叫“{name}”的绘图模型；有 {'、'.join(shown)}。",
            f"No painter {name!r}; there are {', '.join(shown)}.",
        )
    painter = known[name]
    if painter.research_only and not research_allowed():
        raise RefusedInput(
            f"{painter.title} 的许可（{painter.licence}）只准研究与评估；确是这样用，"
            "请在设置的 [painting] 里写 allow_research = true。",
            f"{name} is licensed for research only; set allow_research in [painting].",
        )
    return painter


def research_allowed() -> bool:
    """Return whether the settings allow models that are licensed for research only."""
    return _settings().get("allow_research") is True


def _settings() -> dict[str, object]:
    told = settings_table("painting")
    if told is None:
        return {}
    if not isinstance(told, dict):
        raise RefusedInput("设置里的 [painting] 要写成一个表。", "[painting] must be a table.")
    return told


@cache
def _shipped() -> dict[str, Painter]:
    text = files("scenes").joinpath("data/painters.toml").read_text(encoding="utf-8")
    try:
        return _read(text)
    except ValueError as wrong:
        raise BrokenData(f"data/painters.toml：{_why(wrong)}") from wrong


def _read(text: str) -> dict[str, Painter]:
    found = {}
    for name, table in tomllib.loads(text).items():
        if not _NAME.fullmatch(name) or not isinstance(table, dict):
            raise ValueError(f"“{name}”不能作名字；用小写字母、数字、点和连字符")
        found[name] = Painter(name=name, **table)
    return found


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])} {first['msg']}"
    return str(error)
