"""The straight line: a spec is built, dressed, lit, painted, drawn, labelled and published."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from heritage_kb import credential, label
from heritage_kb.errors import UnknownName
from heritage_kb.publish import publish
from heritage_kb.signatory import Signatory
from scenes import (
    compositions,
    dating,
    deliver,
    elevation,
    kinds,
    looks,
    manifest,
    moves,
    passes,
    plate,
    recipe,
    shots,
    signed,
    surroundings,
)
from scenes.beauty.trace import trace
from scenes.building import Building
from scenes.camera import Camera
from scenes.handover.order import Handed, Order, Taken, make
from scenes.light import light
from scenes.manifest import View, Written
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.spec import SetSpec, read_spec
from scenes.surroundings import Made
from scenes.work import Built, Viewpoint, Work

Progress = Callable[[str, float], None]
# Long side of the picture in pixels; rays of bounced light a pixel.
PRESETS = {"draft": (512, 4), "standard": (1024, 4), "final": (2048, 6)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Also:
    """What is asked for beside plate, passes and manifest."""

    order: Order
    papers: deliver.Wanted
    beauty: bool
    move: str
    preset: str


class _Clock:
    """Tells each step as it begins, and keeps the CPU seconds of those that ended."""

    def __init__(self, tell: Progress) -> None:
        self.tell = tell
        self._seconds: dict[str, float] = {}
        self._open, self._since = "", 0.0

    def __call__(self, name: str, said: str, part: float) -> None:
        self._close()
        self._open, self._since = name, time.process_time()
        self.tell(said, part)

    def between(self, low: float, high: float) -> Progress:
        """Return a teller whose 0..1 is a part of the whole."""
        return lambda said, part: self.tell(said, low + (high - low) * part)

    def _close(self) -> None:
        if self._open:
            self._seconds[self._open] = time.process_time() - self._since

    def so_far(self) -> dict[str, float]:
        """Return CPU seconds by step, the open one included."""
        self._close()
        return {name: round(s, 3) for name, s in self._seconds.items()}


def render(  # noqa: PLR0913 - each choice has its name
    spec: SetSpec | Mapping[str, Any] | str | Path,
    out_dir: str | Path,
    preset: str = "standard",
    *,
    shape: str | None = None,
    people: bool = True,
    when: str | None = None,
    timings: bool = False,
    drawings: Sequence[str] = (),
    models: Sequence[str] = (),
    stage: Sequence[str] = (),
    wall: str = "",
    beauty: bool = False,
    move: str = "",
    signed_by: Sequence[str | Path] | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Render a set into a folder: plate, passes, elevation and manifest, all labelled.

    Returns the manifest as it stands in ``manifest.json``.

    Args:
        spec: a SetSpec, its plain values, or the path of a TOML or JSON file.
        out_dir: appears whole or not at all.
        preset: draft 288×512, standard 576×1024 or final 1152×2048 (upright).
        shape: 9:16, 16:9, 1:1, 2.39:1 or a word; where not given, the spec's own, else 9:16.
        people: whether anyone stands in the court.
        when: a date or time to write into the manifest; none is read from a clock.
        timings: write CPU seconds into the manifest, which then differs from run to run.
        drawings: any of svg, pdf and dxf: measured drawings under ``drawings/``.
        models: any of glb, usd (the hall), glb-set, usd-set (its court as well) under ``model/``.
        stage: any of hdri, depth and papers: files for a stage and its crew under ``stage/``.
        wall: an LED wall to paint for, as ``6x3.5@2.6``: metres, and millimetres a pixel.
        beauty: trace the same view with Cycles as well (extra ``beauty``); where that fails the
            manifest's ``beauty`` says why and all else stands.
        move: 推 拉 摇 移 升 or 降: a clip of the camera moving so from the plate's view.
        signed_by: certificate chain and private key (PEM files) to sign the pictures with (C2PA); None
            leaves it to the settings' ``[signing]``. Signed files differ from run to run.
        progress: called with what is being done and how far it is, 0..1; raising cancels.

    Raises:
        RefusedInput: a spec, preset, shape or camera that cannot be used, or certificate and key
            that cannot sign.
        BrokenData: a label or a signature did not read back.
    """
    asked = _spec_of(spec)
    long, rays = _preset(preset)
    shape = shots.id_of("shape", str(shape or asked.camera.get("shape", "9:16")))
    also = _Also(
        order=Order.of(stage, wall), papers=deliver.Wanted.of(drawings, models), beauty=beauty,
        move=moves.named(move), preset=preset,
    )  # fmt: skip
    wanted = surroundings.read(asked.camera, hdri="hdri" in also.order.kinds)
    who, signs = signed.tried(signed_by)
    sky, painted = light(asked.hour, asked.weather, asked.season), looks.named(asked.look)
    step = _Clock(progress or (lambda _said, _part: None))
    with publish(out_dir) as folder:
        step("geometry", "搭建殿宇", 0.02)
        building, model = built_of(asked)
        sky = replace(sky, hills=kinds.hills(building.kind))
        bare, hall = surroundings.copied(model), model.flatten()
        step("camera", "选机位", 0.07)
        found, size = compositions.choose(asked.camera, hall, shape, long, views_of(building))
        camera = found.camera
        extra = _drawn(building, model, hall, camera, also, folder, step)
        notes = _notes(building, model)
        step("setting", "布置庭院", 0.18)
        standing = surroundings.Stage(asked, building, size, camera, sky, painted, people)
        taken = _taken(standing, building, model, rays, step)
        court = taken.court
        names, handed = _filed(asked, taken, hall.elements, also, folder, step)
        del taken, model, hall  # memory for what is seen from elsewhere
        made = surroundings.make(wanted, bare, standing, folder, step)
        step("label", "加标识", 0.97)
        files = _labelled(names, painted.title, made, [*extra, *handed.files], folder)
        _signed(files, asked, notes["model"]["model_hash"], folder, who)
        notes |= {"seconds": step.so_far() if timings else None, "when": when}
        notes |= {"signed": signs} if signs else {}
        view = View(
            found=found,
            light=sky,
            look=painted.id,
            preset=preset,
            shape=shape,
            others=made.record | handed.record,
        )
        body = manifest.compose(asked, building, court, view, files, folder, **notes)
        deliver.file_report(body, folder)
        manifest.write(body, folder / "manifest.json")
        label.stamp(folder / "manifest.json")
        written: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    step("", "完成", 1.0)
    return written


def _drawn(
    building: Built, model: SetModel, hall: Triangles, camera: Camera, also: _Also,
    folder: Path, step: _Clock,
) -> list[Written]:  # fmt: skip
    """Write elevation, drawings and model of the hall before the court is put around it."""
    step("elevation", "绘正立面", 0.10)
    front = elevation.front_elevation(hall, building, draft=also.preset == "draft")
    front.save(folder / "elevation.png")
    step("drawings", "绘图纸", 0.12)
    made = deliver.write_drawings(
        building, model, [camera], also.papers, folder, step.between(0.12, 0.17)
    )
    step("model", "写三维模型", 0.17)
    return made + deliver.write_models(model, building.title, also.papers, folder, court=False)


def _taken(
    standing: surroundings.Stage, building: Built, model: SetModel, rays: int, step: _Clock
) -> Taken:
    """Dress the court around a hall and paint the plate."""
    court = standing.dress(model)
    full = model.flatten()
    caster = Caster(full.corners)
    step("plate", "设色", 0.25)
    seed = standing.spec.grain
    pixels, seen = plate.paint(
        model, full, caster, standing.camera, standing.light, look=standing.look, rays=rays,
        seed=seed, progress=step.between(0.25, 0.70),
    )  # fmt: skip
    return Taken(
        building=building, court=court, model=model, triangles=full, caster=caster,
        camera=standing.camera, light=standing.light, frame=seen, pixels=pixels,
        look=standing.look, weather=standing.spec.weather, seed=seed,
    )  # fmt: skip


def _filed(
    asked: SetSpec, taken: Taken, subject: Collection[str], also: _Also, folder: Path, step: _Clock
) -> tuple[list[str], Handed]:
    """Write the plate, its passes, and what else is asked for of its view."""
    Image.fromarray(taken.pixels).save(
        folder / "plate.png", optimize=True, pnginfo=recipe.carried(asked)
    )
    step("passes", "出通道图", 0.70)
    names = passes.write_passes(taken.frame, folder / "passes", subject)
    step("stage", "写片场文件", 0.72)
    handed = make(also.order, taken, folder)
    handed.files[:0] = deliver.write_models(
        taken.model, taken.building.title, also.papers, folder, court=True
    )
    if also.move:
        step("move", "运镜", 0.73)
        clip, handed.record["move"] = moves.film(
            also.move, taken, folder, step.between(0.73, 0.78)
        )  # fmt: skip
        handed.files.append(clip)
    if also.beauty:
        step("beauty", "精绘", 0.78)
        traced = trace(
            taken.model, taken.camera, taken.light, folder, also.preset, taken.seed,
            step.between(0.78, 0.88),
        )  # fmt: skip
        handed.files += traced.files
        handed.record |= traced.record
    return names, handed


def _spec_of(given: SetSpec | Mapping[str, Any] | str | Path) -> SetSpec:
    if isinstance(given, SetSpec):
        return given
    return SetSpec.from_mapping(given) if isinstance(given, Mapping) else read_spec(given)


def _preset(preset: str) -> tuple[int, int]:
    if preset not in PRESETS:
        raise UnknownName(
            f"出图档次“{preset}”不认识；请用 {'、'.join(PRESETS)} 之一。",
            f"Unknown preset {preset!r}.",
        )
    return PRESETS[preset]


def built_of(spec: SetSpec) -> tuple[Built, SetModel]:
    """Return a set as a building of its age, and its bare model."""
    import scenes

    built: tuple[Built, SetModel] = scenes.build(spec)
    return built


def views_of(building: Built) -> Sequence[Viewpoint]:
    """Return the views that a building itself offers; a hall has none of its own."""
    return building.views if isinstance(building, Work) else ()


def _notes(building: Built, model: SetModel) -> dict[str, Any]:
    """Return what the bare model says of itself; only a hall's proportions tell its age."""
    notes: dict[str, Any] = {"model": manifest.model_record(model)}
    if isinstance(building, Building):
        notes["dated"] = dating.record(model, building.period)
    return notes


def _labelled(
    names: list[str], look: str, made: Made, extra: Sequence[Written], folder: Path
) -> list[Written]:
    """Label the files of a set and return them in reading order."""
    control = ("depth.png", "depth16.png", "normal.png", "line.png")
    rows = [("plate.png", f"设定图（{look}）", "plate"), ("elevation.png", "正立面图", "drawing")]
    rows += made.files
    for name in names:
        role = "control" if name in control else "pass" if name.endswith(".png") else "data"
        rows.append((f"passes/{name}", passes.TITLES[name], role))
    files = [Written(file=p, title=t, role=r, size=_pixels(folder / p)) for p, t, r in rows]
    files += [*extra, *made.extra]
    for one in files:
        label.stamp(folder / one.file, control=one.is_control)
    return files


def _signed(
    files: Sequence[Written], asked: SetSpec, model_hash: str, folder: Path, who: Signatory | None
) -> None:
    """Sign the pictures of a set that are for the eye; what controls a model stays as it is."""
    if who is None:
        return
    for one in files:
        if not one.is_control and Path(one.file).suffix in credential.PICTURES:
            origin = signed.of_set(asked, model_hash, one.title)
            credential.sign(folder / one.file, who, origin)


def _pixels(path: Path) -> tuple[int, int] | None:
    if path.suffix != ".png":
        return None
    with Image.open(path) as image:
        return image.size
