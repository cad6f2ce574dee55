"""A training set on disk: plates, passes and captions, in the layout diffusers' scripts read.

One row a sample in ``metadata.jsonl``: ``image_file_name`` and ``conditioning_image_file_name``
(``datasets`` makes columns ``image`` and ``conditioning_image`` of them), ``text`` in English and
``text_zh``. A sample is done once its row lies under ``rows/``; what was begun is begun again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from heritage_kb import label
from heritage_kb.errors import RefusedInput, SanjinError
from heritage_kb.label import NOTICE
from scenes import manifest, passes
from scenes.dataset.draw import drawn
from scenes.painter import prompts
from scenes.snapshot import Snapshot, snap
from scenes.spec import SetSpec

Progress = Callable[[str, float], None]
FORMAT = 1
CARD = "dataset.json"
CONTROLS = ("depth", "line")
SMALLEST, LARGEST, MOST = 128, 2048, 100_000
STYLE_ZH, STYLE_EN = "工笔设色画面", "ink and mineral colour rendering"
_LEAST, _GREATEST = 0.10, 0.95  # part of the picture that the building covers
_DARKEST, _FLATTEST = 42.0, 11.0  # mean and spread of its grey below which nothing is seen
_RAYS = 3  # bounce rays a pixel
# What else is in sight: classes of element, the least part of the picture, and what is said of it.
_ALSO = (
    ("person", 0.002, "有人物", "people"), ("animal", 0.0006, "有禽畜", "farm animals"),
    ("statue", 0.01, "塑像", "statues"), ("furniture", 0.02, "家具", "furniture"),
    ("water", 0.02, "水面", "water"), ("tree", 0.02, "树", "trees"),
    ("bird", 0.0001, "飞鸟", "flying birds"),
)  # fmt: skip
# Forms that are told only where the part is in sight; shots too near to see a roof, and those whose
# bays cannot be counted.
_PARTS = {"脊端": "ridge", "瓦": "roof", "斗栱": "bracket", "柱身": "column", "彩画": "bracket"}
_PART = 0.002
_NEAR, _BAYLESS = ("中景", "近景", "特写"), ("侧面", "鸟瞰")
_LIT = (
    ("lamp", 0.0001, 0.3, "灯亮着", "lit lamps"),
    ("window", 0.003, 0.5, "窗里透光", "lit windows"),
)


def make(
    folder: str | Path, count: int, *, seed: int = 0, size: int = 512, control: str = "depth",
    progress: Progress | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Make a training set, or go on with one, and return what stands in its card.

    Args:
        folder: where to; an empty or new one, or one begun with the same seed and size.
        count: samples; the first of a longer set are those of a shorter one.
        seed: of the draw.
        size: pixels a side.
        control: depth or line: which pass is the ``conditioning_image``; both are written.
        progress: told what is done and how far it is, 0..1; raising stops, to be gone on with.

    Raises:
        RefusedInput: a figure out of range, or a folder that is not ours or was begun otherwise.
    """
    if not (1 <= count <= MOST and SMALLEST <= size <= LARGEST and size % 8 == 0 and seed >= 0):
        raise RefusedInput(
            f"训练集 {count} 份、{size} 像素、种子 {seed} 不能用：份数 1–{MOST}，边长 {SMALLEST}–{LARGEST} 且是 8 的倍数，种子不小于 0。",
            "A training set has 1-100000 samples of 128-2048 px (a multiple of 8), seed >= 0.",
        )
    if control not in CONTROLS:
        raise RefusedInput("控制图请写 depth 或 line。", "The control is depth or line.")
    root, say = Path(folder), progress or (lambda _said, _part: None)
    card = _begun(root, seed, size, control)
    for number in range(count):
        if not _row(root, number).is_file():
            say(f"第 {number + 1} 份", number / count)
            _sample(root, number, seed, size, control)
    rows = [json.loads(_row(root, n).read_text(encoding="utf-8")) for n in range(count)]
    _write(root / "metadata.jsonl", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
    card |= {"count": count, "periods": _tally(rows, "period"), "types": _tally(rows, "type")}
    _write(root / CARD, json.dumps(card, ensure_ascii=False, indent=1) + "\n")
    _write(root / "README.md", _readme(card))
    for name in ("README.md", "metadata.jsonl"):
        label.stamp(root / name)
    say("完成", 1.0)
    return card


def _begun(root: Path, seed: int, size: int, control: str) -> dict[str, Any]:
    """Return the card of a folder, new or begun with the same figures by the same programme."""
    card = {
        "format": FORMAT, "seed": seed, "size": size, "control": control,
        "versions": manifest.versions() | {"rule_book": manifest.rule_book_hash()},
        "licence": "Apache-2.0", "notice": NOTICE,
    }  # fmt: skip
    if not root.exists() or not any(root.iterdir()):
        root.mkdir(parents=True, exist_ok=True)
        _write(root / CARD, json.dumps(card, ensure_ascii=False, indent=1) + "\n")
        return card
    try:
        old = json.loads((root / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise RefusedInput(
            f"{root.name} 里已有别的东西：请换一个空的文件夹。", f"{root.name} is not empty."
        ) from wrong
    for key, said in (
        ("seed", "种子"),
        ("size", "边长"),
        ("control", "控制图"),
        ("versions", "版本"),
    ):
        if old.get(key) != card[key]:
            raise RefusedInput(
                f"{root.name} 是用别的{said}开的头：接着做请照旧，重做请换一个空的文件夹。",
                f"{root.name} was begun with another {key}.",
            )
    return card


def _row(root: Path, number: int) -> Path:
    return root / "rows" / f"{number:06d}.json"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def _sample(root: Path, number: int, seed: int, size: int, control: str) -> None:
    one = _seen(seed, number, size)
    name = f"{number:06d}.png"
    grey = passes.control_depth(one.frame, one.subject)
    line = passes.control_line(one.frame)
    triangles = one.frame.triangles
    pictures: dict[str, NDArray[np.uint8]] = {
        "image": one.pixels, "depth": np.rint(grey * 255).astype(np.uint8),
        "line": np.rint(line * 255).astype(np.uint8),
        "ids": passes.id_colour(_by_name(one.frame.ids(triangles.element), triangles.elements)),
    }  # fmt: skip
    for kind, pixels in pictures.items():
        path = root / kind / name
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(pixels).save(path, optimize=True)
        # The mark in the picture would be learnt; the one in the file is there.
        label.stamp(path, control=True)
    row = {
        "image_file_name": f"image/{name}", "conditioning_image_file_name": f"{control}/{name}",
        **captions(one), "depth": f"depth/{name}", "line": f"line/{name}", "ids": f"ids/{name}",
        "period": one.building.period, "type": one.spec.type, "spec": _asked(one.spec),
        "camera": manifest.camera_record(one.found.camera), "light": manifest.light_record(one.light),
    }  # fmt: skip
    _write(_row(root, number), json.dumps(row, ensure_ascii=False) + "\n")


# Classes of element that builders of sets place; its place is a class's number in ids/.
ELEMENTS = (
    "animal", "beam", "bird", "bracket", "cave", "ceiling", "cliff", "column", "column_base", "door",
    "enclosure", "floor", "furniture", "gate", "grass", "ground", "lamp", "mural", "person", "plaque",
    "platform", "prop", "rafter", "railing", "ridge", "roof", "screen", "shrub", "sign", "signboard",
    "smoke", "statue", "step", "stone", "tree", "wall", "water", "window",
)  # fmt: skip


def _by_name(numbers: NDArray[np.int32], elements: list[str]) -> NDArray[np.int32]:
    """Return ids that mean the same in every sample; a class that has none shows as the last."""
    places = [ELEMENTS.index(e) if e in ELEMENTS else len(ELEMENTS) for e in elements]
    table = np.array([*places, -1], np.int32)
    return table[numbers]


def _seen(seed: int, number: int, size: int) -> Snapshot:
    """Return the first set drawn for a number that shows its building well."""
    rng = np.random.default_rng([seed, number, 1])
    for spec in drawn(seed, number):
        try:
            one = snap(spec, size, "1:1", view=float(rng.random()), rays=_RAYS)
        except SanjinError:
            continue
        if shows(one):
            return one
    raise RefusedInput(
        f"第 {number + 1} 份抽不出看得清的布景：请换一个种子。",
        f"No set for sample {number} can be seen well; choose another seed.",
    )


def shows(one: Snapshot) -> bool:
    """Tell whether a picture is worth learning from: enough of the building, and light on it."""
    triangles = one.frame.triangles
    mine = np.isin(one.frame.ids(triangles.element), triangles.numbers(one.subject))
    if not _LEAST < mine.mean() < _GREATEST:
        return False
    grey = one.pixels.mean(-1)[mine]
    return bool(grey.mean() > _DARKEST and grey.std() > _FLATTEST)


def captions(one: Snapshot) -> dict[str, str]:
    """Return ``text`` and ``text_zh``: what the set is and what is in sight, as in a prompt.

    Lamps are told where they are seen to burn, not where they were asked for.
    """
    share = _shares(one)
    lit = [
        (zh, en) for name, least, lamps, zh, en in _LIT
        if share.get(name, 0) >= least and one.light.lamps > lamps
    ]  # fmt: skip
    also = [(zh, en) for name, least, zh, en in _ALSO if share.get(name, 0) >= least]
    built, seen = manifest.building_record(one.building), set(one.found.words.values())
    if seen & {*_NEAR, *_BAYLESS}:
        built |= {"bays": 0, "roof": "" if seen & set(_NEAR) else built.get("roof", "")}
    if "rafters" in built:
        built["title"] = one.spec.type
    body = {
        "spec": {k: v for k, v in _asked(one.spec).items() if k != "lamps"},
        "building": built, "camera": {"words": dict(one.found.words)},
        "light": manifest.light_record(one.light) | ({} if lit else {"lamps": 0}),
        "evidence": [
            row for row in one.building.evidence
            if row["item"] not in _PARTS or share.get(_PARTS[row["item"]], 0) >= _PART
        ],
    }  # fmt: skip
    said = [(f.zh, f.en) for f in prompts.facts(body)] + lit + also + [(STYLE_ZH, STYLE_EN)]
    return {
        "text": ", ".join(en for _, en in said if en),
        "text_zh": "，".join(zh for zh, _ in said if zh),
    }


def _shares(one: Snapshot) -> dict[str, float]:
    """Return the part of the picture that each class of element covers."""
    triangles = one.frame.triangles
    numbers = one.frame.ids(triangles.element)
    counts = np.bincount(numbers[numbers >= 0], minlength=len(triangles.elements))
    return dict(zip(triangles.elements, (counts / numbers.size).tolist(), strict=True))


def _asked(spec: SetSpec) -> dict[str, Any]:
    said = {k: getattr(spec, k) for k in spec.__dataclass_fields__}
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in said.items()}
    plain["camera"] = dict(spec.camera)
    return {k: v for k, v in plain.items() if v not in ("", None, [], {}, False)}


def _tally(rows: list[Mapping[str, Any]], key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row[key]] = found.get(row[key], 0) + 1
    return dict(sorted(found.items()))


def _readme(card: Mapping[str, Any]) -> str:
    colours = passes.id_colour(np.arange(len(ELEMENTS), dtype=np.int32)[None])[0].tolist()
    legend = "、".join(
        f"{e} #{r:02x}{g:02x}{b:02x}" for e, (r, g, b) in zip(ELEMENTS, colours, strict=True)
    )
    return "\n".join([
        "# 布景训练集", "",
        f"{card['count']} 份，{card['size']}×{card['size']}，种子 {card['seed']}，全由三晋依规则册所建的参数模型绘出，"
        "不含任何他人的图片或文字；许可 Apache-2.0。画面由程序生成，文件内带隐式标识；为免模型学会水印，画面上没有加字。", "",
        "年代：" + "，".join(f"{k} {v}" for k, v in card["periods"].items()),
        "类型：" + "，".join(f"{k} {v}" for k, v in card["types"].items()), "",
        "- `metadata.jsonl`：`image`、`conditioning_image`、`text`（英）、`text_zh`（中），另有年代、类型、制景单、机位、光",
        "- `image/` 画面，`depth/` 深度（近白远黑，天空为零），`line/` 线稿（黑底白线），`ids/` 构件类别", "",
        f"`ids/` 的颜色：{legend}；天空 #000000。", "",
    ])  # fmt: skip
