"""What is seen of a set besides its plate: the whole sphere, and a sheet of other cameras.

Both look at one court that is dressed for all sides rather than for the plate's camera.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from heritage_kb.errors import RefusedInput
from scenes import compositions, foreground, grounds, panorama, setting, sheet, stagecraft
from scenes.camera import Camera, Extent, Vector
from scenes.compositions import Composition
from scenes.handover import hdri
from scenes.light import Light
from scenes.looks import GONGBI, Look
from scenes.manifest import Written, camera_record
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.setting import Setting
from scenes.shots import Shot, figure_of, frame
from scenes.spec import SetSpec
from scenes.viewfinder import words
from scenes.work import Built, Work

WIDE = 2048  # pixels of a panorama that is only asked for
MOST = 12  # cameras on a sheet


class Steps(Protocol):
    """Tells each step as it begins."""

    def __call__(self, name: str, said: str, part: float) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pixels round of panorama and HDRI, cameras on the sheet; 0 where not wanted."""

    panorama: int = 0
    compositions: int = 0
    hdri: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A set as it is to be dressed and lit; ``camera`` is the plate's."""

    spec: SetSpec
    built: Built
    hall: Extent
    camera: Camera
    light: Light
    look: Look = GONGBI
    people: bool = True

    def dress(self, model: SetModel, around: bool = False) -> Setting:
        """Put the court around the hall, for the plate's camera or for all sides."""
        camera = self.camera
        if isinstance(self.built, Work) and self.built.ground != "court":
            made = grounds.lay(model, self.built, camera, self.spec, empty=not self.people)
            if self.built.ground == "own":
                made.invented += foreground.strew(model, camera, self.spec, self.built.kind)
            return made
        if around:  # people where they would stand for a view of the whole
            camera = frame(self.hall, Shot(), camera.width, camera.height)
        made = setting.dress(
            model, self.hall, camera, self.spec, around=around, lit=self.light.lamps > 0,
            empty=not self.people,
        )  # fmt: skip
        grounds.perform(model, stagecraft.players(self.built), camera, self.spec, made)
        made.invented += foreground.strew(model, self.camera, self.spec, self.built.kind)
        return made


@dataclass(frozen=True, slots=True)
class Made:
    """Files, those written beside the pictures as (path, title, role), and what is kept of them."""

    files: list[tuple[str, str, str]] = field(default_factory=list)
    extra: list[Written] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)


def read(given: Mapping[str, Any], hdri: bool = False) -> Wanted:
    """Return what a spec's ``camera`` wants besides the plate; the HDRI is as wide as a panorama.

    Raises:
        RefusedInput: a size or a number that cannot be made.
    """
    wide, count = given.get("panorama", False), given.get("compositions")
    wide = WIDE if wide is True else wide
    if not isinstance(wide, int):
        raise RefusedInput(
            f"机位的“panorama”应是 true 或全景的宽（像素），不是“{str(wide)[:20]}”。",
            "The camera's panorama is true or a width in pixels.",
        )
    if count is None:
        count = 0
    elif isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST:
        raise RefusedInput(
            f"小样张数“{str(count)[:20]}”不能用；请写 1 到 {MOST} 的整数。",
            f"The number of compositions must be 1-{MOST}.",
        )
    wide = 0 if wide is False else panorama.wide_of(wide)
    return Wanted(wide, count, (wide or WIDE) if hdri else 0)


def copied(model: SetModel) -> SetModel:
    """Return a model that can be dressed otherwise than this one."""
    return SetModel(
        dict(model.parts), list(model.instances), list(model.lamps), model.room, list(model.plumes)
    )


def make(wanted: Wanted, bare: SetModel, stage: Stage, folder: Path, step: Steps) -> Made:
    """Write panorama, sheet and HDRI where they are wanted.

    Args:
        wanted: what.
        bare: the hall alone; the court is put around it.
        stage: how it is dressed and lit.
        folder: where to.
        step: told what is begun.

    Raises:
        RefusedInput: there is no open place to take the panorama from.
    """
    made = Made()
    if wanted == Wanted():
        return made
    step("around", "布置四面", 0.88)
    stage.dress(bare, around=True)
    triangles = bare.flatten()
    caster = Caster(triangles.corners)
    if wanted.compositions:
        step("sheet", "绘小样", 0.90)
        _sheet(wanted.compositions, bare, triangles, caster, stage, folder, made)
    if wanted.panorama:
        step("panorama", "绘全景", 0.93)
        _panorama(wanted.panorama, bare, triangles, caster, stage, folder, made)
    if wanted.hdri:
        step("hdri", "写环境光", 0.95)
        files, made.record["hdri"] = hdri.write(
            bare, triangles, caster, _eye(stage, caster), stage.light, folder,
            wide=wanted.hdri, seed=stage.spec.grain,
        )  # fmt: skip
        made.extra.extend(files)
    return made


def _sheet(
    count: int, model: SetModel, triangles: Triangles, caster: Caster, stage: Stage, folder: Path,
    made: Made,
) -> None:  # fmt: skip
    camera = stage.camera
    rough = compositions.coarse(triangles)
    size = (camera.width, camera.height)
    if isinstance(stage.built, Work) and stage.built.views:
        chosen = compositions.of_views(stage.built.views[:count], size)
    else:
        chosen = compositions.ranked(rough, Caster(rough.corners), size, count)
    page = sheet.draw(
        model, triangles, caster, stage.hall, chosen, stage.light, look=stage.look,
        seed=stage.spec.grain,
    )  # fmt: skip
    page.save(folder / "sheet.png", optimize=True)
    made.files.append(("sheet.png", "机位小样（景别、焦距、视高与俯视图）", "plate"))
    made.record["compositions"] = [_kept(one) for one in chosen]


def _kept(one: Composition) -> dict[str, Any]:
    return {
        "title": one.shot.title, "words": words(one.shot), "score": one.score,
        "parts": dict(one.parts), "reasons": list(one.reasons), "camera": camera_record(one.camera),
    }  # fmt: skip


def _panorama(
    wide: int, model: SetModel, triangles: Triangles, caster: Caster, stage: Stage, folder: Path,
    made: Made,
) -> None:  # fmt: skip
    eye = _eye(stage, caster)
    pixels, distance = panorama.paint(
        model,
        triangles,
        caster,
        eye,
        stage.light,
        look=stage.look,
        wide=wide,
        seed=stage.spec.grain,
    )
    Image.fromarray(pixels).save(folder / "panorama.png")
    Image.fromarray(distance).save(folder / "panorama_depth16.png")
    made.files.extend(
        [
            ("panorama.png", "全景（等距柱状）", "plate"),
            ("panorama_depth16.png", "全景距离图（16 位，一格一厘米，65535 为天空）", "control"),
        ]
    )
    made.record["panorama"] = {
        "projection": "equirectangular", "eye_m": [round(v, 4) for v in eye],
        "size_px": [wide, wide // 2], "horizon_row_px": wide / 4, "centre": "+y",
        "convention": "左上角为 -180° 方位、天顶；方位自殿后 +y 起顺时针；距离为眼到物的直线距离",
    }  # fmt: skip


def _eye(stage: Stage, caster: Caster) -> Vector:
    """Return where the spec puts the eye, or an open place in the court at its eye's height."""
    given = stage.spec.camera.get("eye")
    if isinstance(stage.built, Work) and stage.built.ground != "court":
        return stage.camera.eye
    if isinstance(given, list | tuple):
        return stage.camera.eye
    height = panorama.EYE if given is None else figure_of("eye", given)
    return panorama.eye_in_court(stage.hall, caster, height)
