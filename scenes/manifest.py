"""The manifest of a rendered set: what was asked, built, seen, known, imagined, and written."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from heritage_kb.label import NOTICE
from scenes import gate
from scenes.camera import FILM_MM, Camera
from scenes.light import Light
from scenes.measure import measures_of
from scenes.model import SetModel
from scenes.setting import Setting
from scenes.spec import SetSpec
from scenes.viewfinder import Found
from scenes.wardrobe import choice
from scenes.work import Built, Work

FORMAT = 1
_PACKAGES = ("sanjin", "numpy", "embreex", "opencv-python-headless", "pillow", "shapely", "trimesh",
             "ezdxf", "fpdf2")  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """One file of a set; ``size`` in pixels.

    ``role`` is plate, pass, control, drawing, model, report, clip or data.
    """

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
        "sun_height_deg": round(light.height, 3), "fog_m": round(light.fog, 2),
        "snow": light.snow, "wet": light.wet, "season": light.season, "rain": light.rain,
        "flakes": light.flakes, "lamps": round(light.lamps, 3),
    }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """How the set was seen."""

    found: Found
    light: Light
    look: str
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
    building: Built,
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
        notes: ``model`` (``model_record``), ``dated`` (``dating.record``), ``seconds``, ``when``,
            ``signed``; not where None.
    """
    body: dict[str, Any] = {
        "format": FORMAT, "title": f"{building.title} 设定图", "preset": view.preset, "look": view.look,
        "spec": _plain(spec), "seed": spec.seed,
        "camera": view.record(), "light": light_record(view.light),
        "building": building_record(building), "measures": measures(building),
        "rules": rules_used(building), "evidence": building.evidence,
        "documented": list(setting.documented),
        "invented": [*gate.liberties(spec), *building.invented, *setting.invented],
        "wardrobe": choice.brief(
            spec.period or building.period, spec.year, spec.kind or "temple", spec.season
        ),
        "warnings": [*gate.warnings(spec), *(f"没有画：{said}" for said in setting.undrawn)],
        "files": [file_record(folder, one) for one in files],
        "versions": versions() | {"rule_book": rule_book_hash(), "spec": spec_hash(spec)},
        "label": {"status": "compliant", "notice": NOTICE},
    }  # fmt: skip
    body |= view.others
    return body | {key: value for key, value in notes.items() if value is not None}


def building_record(building: Built) -> dict[str, Any]:
    """Return what was built, in words of the trade and counts."""
    if isinstance(building, Work):
        return {
            "title": building.title, "site": building.site, "period": building.period,
            "year": building.year, "type": building.kind, "form": building.form,
            "width_m": round(building.width, 4), "depth_m": round(building.depth, 4),
        }  # fmt: skip
    return {
        "title": building.title, "site": building.site, "period": building.period,
        "year": building.year, "roof": building.roof, "bays": len(building.bays),
        "depth_bays": len(building.depth_bays), "rafters": building.rafters,
        "bay_widths_m": [round(w, 4) for w in building.bays],
        "bay_depths_m": [round(w, 4) for w in building.depth_bays],
        "purlins_m": [[round(p, 4), round(h, 4)] for p, h in building.purlins],
    }  # fmt: skip


def model_record(hall: SetModel) -> dict[str, Any]:
    """Return the geometry of a hall as counts and a hash that tells whether it is the same."""
    return {
        "model_hash": hall.digest(), "triangles": hall.triangle_count,
        "instances": len(hall.instances), "parts": len({i.part for i in hall.instances}),
    }  # fmt: skip


def rules_used(building: Built) -> list[dict[str, Any]]:
    """Return every rule and measured fact that settled a figure, once each, in order of id."""
    found: dict[str, dict[str, Any]] = {}
    for row in building.dimensions.values():
        if row.rule == "asked" or row.rule.startswith("derived:"):
            continue
        one = found.setdefault(
            row.rule,
            {"id": row.rule, "text": row.text, "source": row.source,
             "confidence": row.confidence, "settles": []},
        )  # fmt: skip
        one["settles"].append(
            {"item": row.item, "unit": row.unit, "range": [round(row.low, 4), round(row.high, 4)]}
        )
    return [found[key] for key in sorted(found)]


def rule_book_hash() -> str:
    """Return the SHA-256 of the rules and measured halls that sets are built from."""
    whole = hashlib.sha256()
    folder = resources("scenes") / "data"
    within = [folder, folder / "rules", folder / "works"]
    tables = [file for one in within for file in one.iterdir()]
    for file in sorted(tables, key=lambda one: one.name):
        if file.name.endswith(".toml"):
            whole.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()


def spec_hash(spec: SetSpec) -> str:
    """Return the SHA-256 of what was asked, key by key."""
    text = json.dumps(_plain(spec), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write(body: Mapping[str, Any], path: Path) -> None:
    """Write a manifest as UTF-8 JSON."""
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measures(building: Built) -> dict[str, Any]:
    """Return the hall's measures as ``measure`` tells them, and its platform's height, metres.

    Of a double-eaved hall column and eave are its ring's; ``body_column_m`` is the hall's own.
    """
    found: dict[str, Any] = measures_of(building)["measures"]
    if isinstance(building, Work):
        return found
    found["platform_m"] = round(building.platform, 4)
    if building.skirt is not None:
        found["body_column_m"] = round(building.column, 4)
    return found


def versions() -> dict[str, str]:
    """Return the versions that pixels depend on."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "?"
    return found


def _plain(spec: SetSpec) -> dict[str, Any]:
    given = {k: getattr(spec, k) for k in spec.__dataclass_fields__ if k != "camera"}
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in given.items()}
    return {**plain, "camera": dict(spec.camera)}


def file_record(folder: Path, one: Written) -> dict[str, Any]:
    """Return a file's row of the manifest, with the digest of what lies there now."""
    digest = hashlib.sha256((folder / one.file).read_bytes()).hexdigest()
    row = {k: v for k, v in asdict(one).items() if v is not None}
    return {**row, "sha256": digest}
