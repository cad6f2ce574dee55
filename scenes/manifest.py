"""The manifest of a rendered set: what was asked, built, seen, known, imagined, and written."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scenes.building import Building
from scenes.camera import FILM_MM, Camera
from scenes.light import Light
from scenes.setting import Setting
from scenes.spec import SetSpec
from scenes.viewfinder import Found

FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """One file of a set: ``role`` plate, pass, control, drawing or data; ``size`` in pixels."""

    file: str
    title: str
    role: str
    size: tuple[int, int] | None = None

    @property
    def is_control(self) -> bool:
        """Return whether a visible mark would spoil what the file is for."""
        return self.role in ("control", "pass")


def camera_record(camera: Camera) -> dict[str, Any]:
    """Return a camera as plain values; enough to take the same view again anywhere."""
    return {
        "name": camera.name, "eye_m": [round(v, 4) for v in camera.eye],
        "target_m": [round(v, 4) for v in camera.target], "lens_mm": camera.lens_mm,
        "film_long_side_mm": FILM_MM, "rise": round(camera.rise, 6),
        "size_px": [camera.width, camera.height], "focal_px": round(camera.focal_px, 4),
        "pitch_deg": round(camera.pitch, 4), "horizon_row_px": round(camera.horizon_px, 3),
        "camera_to_world": [[round(v, 6) for v in row] for row in camera.matrix().tolist()],
        "convention": "x 右 y 上 -z 前，米；世界坐标 x 沿面阔、y 向后、z 向上；深度为平面深度",
    }  # fmt: skip


def light_record(light: Light) -> dict[str, Any]:
    """Return the light as plain values."""
    return {
        "hour": light.hour, "toward_sun": [round(float(v), 5) for v in light.toward_sun],
        "sun_height_deg": light.height, "fog_m": round(light.fog, 2), "snow": light.snow,
        "wet": light.wet,
    }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """How the set was seen."""

    found: Found
    light: Light
    preset: str
    shape: str
    others: Mapping[str, Any] = field(default_factory=dict)  # panorama, compositions

    def record(self) -> dict[str, Any]:
        """Return the camera as plain values, with its words and why it stands there."""
        body = camera_record(self.found.camera)
        body |= {"shape": self.shape, "words": dict(self.found.words)}
        if self.found.chosen:
            body["chosen"] = dict(self.found.chosen)
        if self.found.moved:
            body["moved_m"] = self.found.moved
        return body


def compose(
    spec: SetSpec,
    building: Building,
    setting: Setting,
    view: View,
    files: Sequence[Written],
    folder: Path,
    **notes: Any,
) -> dict[str, Any]:
    """Return the manifest.

    Args:
        spec: what was asked.
        building: what was built.
        setting: what was put around it.
        view: camera, light and preset.
        files: what was written, already labelled, so that the digests hold.
        folder: where it lies.
        notes: ``seconds`` and ``when``, left out where None.
    """
    body: dict[str, Any] = {
        "format": FORMAT, "title": f"{building.title} 设定图", "preset": view.preset,
        "spec": _plain(spec), "seed": spec.seed,
        "camera": view.record(), "light": light_record(view.light),
        "measures": measures(building), "evidence": building.evidence,
        "documented": list(setting.documented),
        "invented": [*building.invented, *setting.invented],
        "files": [_file(folder, one) for one in files], "versions": versions(),
    }  # fmt: skip
    body |= view.others
    return body | {key: value for key, value in notes.items() if value is not None}


def write(body: Mapping[str, Any], path: Path) -> None:
    """Write a manifest as UTF-8 JSON."""
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measures(building: Building) -> dict[str, Any]:
    """Return the hall's chief measures in metres, axis to axis."""
    return {
        "width_m": round(building.width, 3), "depth_m": round(building.depth, 3),
        "column_m": round(building.column, 3), "bracket_m": round(building.bracket, 3),
        "eave_m": round(building.eave, 3), "rise_m": round(building.rise, 3),
        "height_m": round(building.height, 3), "platform_m": round(building.platform, 3),
        "cai_cm": round(building.cai * 100, 2),
    }  # fmt: skip


def versions() -> dict[str, str]:
    """Return the versions that pixels depend on."""
    found = {}
    for name in ("sanjin", "numpy", "embreex", "opencv-python-headless", "pillow"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "?"
    return found


def _plain(spec: SetSpec) -> dict[str, Any]:
    given = {k: getattr(spec, k) for k in spec.__dataclass_fields__ if k != "camera"}
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in given.items()}
    return {**plain, "camera": dict(spec.camera)}


def _file(folder: Path, one: Written) -> dict[str, Any]:
    digest = hashlib.sha256((folder / one.file).read_bytes()).hexdigest()
    row = {k: v for k, v in asdict(one).items() if v is not None}
    return {**row, "sha256": digest}
