"""What of a stage's files is asked for, and the one place that makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from heritage_kb.errors import UnknownName
from scenes import plate, rulebook, sky
from scenes.building import Building
from scenes.camera import Camera
from scenes.frame import Frame
from scenes.handover import card, colours, exr, inventory, papers, wall
from scenes.handover.hdri import FOLDER
from scenes.handover.wall import Wall
from scenes.light import Light
from scenes.looks import Look
from scenes.manifest import Written
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.setting import Setting
from scenes.work import Built

Progress = Callable[[str, float], None]
KINDS = {
    "hdri": "环境光 EXR（含日与去日）", "depth": "深度 EXR", "papers": "机位卡、色彩脚本、置景单",
}  # fmt: skip
_HOURS = {"dawn": "晨", "day": "昼", "dusk": "暮", "night": "夜"}
_SEASONS = {"spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}
_RAYS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """Kinds of files, and the LED wall to paint for; nothing is asked for where both are empty."""

    kinds: tuple[str, ...] = ()
    wall: Wall | None = None

    @classmethod
    def of(cls, kinds: Sequence[str], wall_said: str = "") -> Order:
        """Return what was asked for, checked before any work is done.

        Raises:
            UnknownName: a kind that is not known.
            RefusedInput: a wall that cannot be painted for, or OpenEXR is not installed.
        """
        for name in kinds:
            if name not in KINDS:
                listed = "、".join(f"{key}（{said}）" for key, said in KINDS.items())
                raise UnknownName(
                    f"片场文件没有“{name[:20]}”这一种；请用 {listed}。",
                    f"No stage file {name[:20]!r}; use {', '.join(KINDS)}.",
                )
        asked = cls(
            kinds=tuple(dict.fromkeys(kinds)), wall=wall.read(wall_said) if wall_said else None
        )
        if asked.wall or {"hdri", "depth"} & set(kinds):
            exr.library()
        return asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A set as its plate shows it."""

    building: Built
    court: Setting
    model: SetModel
    triangles: Triangles
    caster: Caster
    camera: Camera
    light: Light
    frame: Frame
    pixels: NDArray[np.uint8]
    look: Look
    weather: str
    seed: int


@dataclass(slots=True)
class Handed:
    """Files, unlabelled, and what the manifest keeps of them."""

    files: list[Written] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)


def make(order: Order, taken: Taken, folder: Path) -> Handed:
    """Write what is asked for of the plate's own view under ``stage/``; the HDRI is not of it."""
    handed = Handed()
    if "depth" in order.kinds:
        (folder / FOLDER).mkdir(exist_ok=True)
        exr.write_depth(folder / FOLDER / "depth.exr", taken.frame.depth)
        size = (taken.camera.width, taken.camera.height)
        handed.files.append(
            Written(
                file=f"{FOLDER}/depth.exr", title="深度（米，平面深度）", role="data", size=size
            )
        )
    if order.wall:
        _wall(order.wall, taken, folder, handed)
    if "papers" in order.kinds:
        said = _papers(taken, order.wall)
        handed.files += papers.write(said, taken.pixels, folder, FOLDER)
        handed.record["camera_card"] = said.camera
        handed.record["colours"] = [
            {"srgb": one.hex, "name": one.name, "delta_e": one.off, "share": round(one.share, 4)}
            for one in said.swatches
        ]
    return handed


def _wall(asked: Wall, taken: Taken, folder: Path, handed: Handed) -> None:
    """Paint what belongs on the wall: all that stands behind it, for a review and linear."""
    camera = wall.camera_for(asked, taken.camera)
    real = wall.before(taken.model, camera, asked.away)
    model = wall.without(taken.model, real) if real else taken.model
    triangles = model.flatten() if real else taken.triangles
    caster = Caster(triangles.corners) if real else taken.caster
    wash = plate.washed(model, triangles, caster, camera, taken.light, rays=_RAYS)
    behind = sky.backdrop(camera, taken.light, taken.seed) * (1 - wash.cover[..., None])
    (folder / FOLDER).mkdir(exist_ok=True)
    exr.write_colour(folder / FOLDER / "led_wall.exr", (wash.colour + behind).astype(np.float32))
    shown = plate.drawn_over(wash, taken.light, taken.seed)
    Image.fromarray(shown).save(folder / FOLDER / "led_wall.png")
    size = (camera.width, camera.height)
    handed.files += [
        Written(file=f"{FOLDER}/led_wall.exr", title="LED 墙画面（线性）", role="data", size=size),
        Written(file=f"{FOLDER}/led_wall.png", title="LED 墙画面（审看）", role="plate", size=size),
    ]
    handed.record["led_wall"] = wall.record(asked, camera)


def _papers(taken: Taken, asked: Wall | None) -> papers.Papers:
    reach = asked.away if asked else inventory.REACH
    camera = wall.camera_for(asked, taken.camera) if asked else taken.camera
    real = wall.before(taken.model, camera, reach)
    building, light = taken.building, taken.light
    age = rulebook.titles().get(building.period, building.period)
    wide, deep = building.width, building.depth
    if isinstance(building, Building):
        wide, deep = (2 * half for half in building.platform_half)
    solid = taken.frame.depth[taken.frame.solid]
    hall = np.isin(
        taken.frame.ids(taken.triangles.element),
        taken.triangles.numbers(("column", "wall", "door")),
    )
    subject = taken.frame.depth[hall] if hall.any() else solid
    head = [
        ("场景名", building.title),
        ("时代", f"{age}{f'，{building.year} 年' if building.year else ''}"),
        ("尺寸 长×宽×高", f"{wide:.2f} × {deep:.2f} × {building.height:.2f} 米"),
        ("地／墙／顶", "见置景单“材料”“做法”两栏"),
        ("实搭范围", f"机位前 {reach:g} 米以内；其外由 LED 墙或后期接"),
        ("LED 墙", _said(asked) if asked else "未指定"),
        ("图号", "drawings/（plan 平面、elevation_* 立面、section_* 剖面、plan_cameras 机位）"),
        ("陈设依据", "；".join(taken.court.documented) or "—"),
        ("设想", "；".join(taken.court.invented) or "—"),
    ]
    return papers.Papers(
        title=building.title, head=head,
        camera=card.record(taken.camera, float(np.median(subject)) if subject.size else None),
        light=f"{_SEASONS[light.season]}　{_HOURS[light.hour]}　{taken.weather or '晴'}　"
        f"主光高 {light.height:.0f}°",
        swatches=colours.script(taken.pixels),
        items=inventory.items(
            taken.model, taken.triangles, taken.frame, frozenset(real), reach
        ),
    )  # fmt: skip


def _said(asked: Wall) -> str:
    columns, rows = asked.pixels
    near = "，机位偏近，留意摩尔纹" if asked.away < asked.pitch else ""
    return (
        f"{asked.width:g}×{asked.height:g} 米，点距 {asked.pitch:g} 毫米，{columns}×{rows} 像素，"
        f"机位离墙 {asked.away:g} 米{near}"
    )
