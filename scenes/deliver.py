"""What a set is filed with beside its pictures: measured drawings, 3D files, the sheet of sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heritage_kb import label
from heritage_kb.errors import UnknownName
from scenes import gltf, manifest, rulebook
from scenes.camera import Camera
from scenes.handover import usd
from scenes.manifest import Written
from scenes.model import SetModel
from scenes.work import Built

# What is asked → file under model/, and whether the court is in it.
MODELS = {
    "glb": ("hall.glb", False), "glb-set": ("set.glb", True),
    "usd": ("hall.usd", False), "usd-set": ("set.usd", True),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Formats of drawings and kinds of 3D files; both empty when only pictures are wanted."""

    drawings: tuple[str, ...] = ()
    models: tuple[str, ...] = ()

    @classmethod
    def of(cls, drawings: Sequence[str], models: Sequence[str]) -> Wanted:
        """Return what was asked for, checked.

        Raises:
            UnknownName: a format or a kind of model that is not known.
            RefusedInput: a kind whose library is not installed.
        """
        from scenes.drawings.drawing import known_formats

        for name in models:
            if name not in MODELS:
                raise UnknownName(
                    f"三维文件没有“{name}”这一种；请用 {'、'.join(MODELS)}。",
                    f"No 3D file {name!r}; use {', '.join(MODELS)}.",
                )
            if "usd" in name:
                usd.library()
        return cls(drawings=known_formats(drawings), models=tuple(dict.fromkeys(models)))


def write_drawings(
    building: Built,
    model: SetModel,
    cameras: Sequence[Camera],
    wanted: Wanted,
    folder: Path,
    progress: Callable[[str, float], None],
) -> list[Written]:
    """Write the drawings asked for under ``drawings/`` and return them, unlabelled."""
    if not wanted.drawings:
        return []
    from scenes.drawings.drawing import write_set

    under = folder / "drawings"
    under.mkdir()
    filed = write_set(building, model, under, wanted.drawings, cameras, progress)
    return [Written(file=f"drawings/{f.file}", title=f.title, role="drawing") for f in filed]


def write_models(
    model: SetModel, title: str, wanted: Wanted, folder: Path, *, court: bool
) -> list[Written]:
    """Write what is asked for of the hall, or of the hall in its court, under ``model/``."""
    said = "殿宇与庭院三维模型" if court else "殿宇三维模型"
    written = []
    for kind in wanted.models:
        name, around = MODELS[kind]
        if around != court:
            continue
        path = folder / "model" / name
        path.parent.mkdir(exist_ok=True)
        if path.suffix == ".usd":
            usd.write_usd(model, title, path)
        else:
            path.write_bytes(gltf.export_glb(model, title))
        written.append(Written(file=f"model/{name}", title=said, role="model"))
    return written


def file_report(body: dict[str, Any], folder: Path) -> None:
    """Write the sheet of sources (考据单) of a manifest, labelled, and list it among its files."""
    path = folder / "report.md"
    path.write_text(report(body), encoding="utf-8", newline="\n")
    label.stamp(path)
    written = Written(file=path.name, title="考据单", role="report")
    body["files"].append(manifest.file_record(folder, written))


def report(body: Mapping[str, Any]) -> str:
    """Return the sheet of sources of a manifest: what is known, by what, and what is imagined."""
    age = body["building"]["period"]
    age = rulebook.titles().get(age, age)
    year = f"，{body['building']['year']} 年" if body["building"]["year"] else ""
    built = body["building"]
    form = built.get("form") or (
        f"屋顶 {built['roof']}；{built['bays']} 间 {built['rafters']} 椽" if "roof" in built else ""
    )
    rows = [
        f"# {body['title']}　考据单", "",
        f"{age}{year}；{form}。长度以米计，轴线到轴线。", "",
        "## 尺寸与依据", "",
        "| 项 | 数值 | 许可范围 | 依据 | 出处 | 可信度 | 条文 |",
        "|---|---|---|---|---|---|---|",
        *(_evidence(row) for row in body["evidence"]), "",
        "## 想象的部分", "", "下列各项没有直接依据，用在片中请勿当作史实。", "",
        *(f"- {_cell(item)}" for item in body["invented"]), "",
    ]  # fmt: skip
    if body["documented"]:
        rows += ["## 陈设的依据", "", *(f"- {_cell(item)}" for item in body["documented"]), ""]
    if body["wardrobe"]:
        worn = (
            f"- {one['name']}（{one['slot']}）：{_cell(one['why'])}" for one in body["wardrobe"]
        )
        rows += ["## 服化道（全册见 sanjin scene wardrobe）", "", *worn, ""]
    rows += [
        "## 怎样引用", "",
        f"《{body['title']}》，三晋（Sanjin {body['versions']['sanjin']}）依规则册"
        f" {body['versions']['rule_book'][:12]} 所建参数模型，模型散列 "
        f"{body['model']['model_hash'][:12]}。引用单个尺寸时请写上表中的出处与可信度；"
        "“推”得的数不可当作实测引用。", "",
    ]  # fmt: skip
    return "\n".join(rows)


def _evidence(row: Mapping[str, Any]) -> str:
    low, high = row["range"] or (0.0, 0.0)  # a form (鸱尾) has no figure and no range
    span = "—" if low == high else f"{low:g}–{high:g}"
    value = row["value"] if isinstance(row["value"], str) else f"{row['value']:g} {row['unit']}"
    cells = (
        row["item"], value, span, row["rule"], row["source"],
        rulebook.CONFIDENCE.get(row["confidence"], row["confidence"]), row["text"] or "—",
    )  # fmt: skip
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: object) -> str:
    """Return text that stays within a table's cell and is no markup."""
    plain = " ".join(str(text).split())
    for sign in "\\|<>*_`[]":
        plain = plain.replace(sign, "\\" + sign)
    return plain
