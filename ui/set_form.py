"""The set as a form: which fields there are, their words from the library, and how values map."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any, Literal

from heritage_kb.errors import RefusedInput

Shape = Literal["text", "number", "choice", "open", "yes", "several"]
WHOLE = ("year", "bays", "rafters", "storeys", "sides", "count")
FORM = ("bays", "rafters", "roof", "eaves", "brackets", "cai_cm", "storeys", "sides", "count",
        "trade", "signs", "interior")  # fmt: skip  # what a kind of building takes some of
CAMERA = ("shape", "name", "shot", "angle", "lens", "eye")
EXTRAS = (
    ("全景图", "panorama"), ("机位小样", "sheet"), ("图纸", "drawings"), ("三维模型", "model"),
    ("USD", "usd"), ("片场文件", "stage"), ("精绘（Cycles，几分钟）", "beauty"),
)  # fmt: skip
_ON_A_SHEET = 6
_BRACKETS = (
    "把头绞项", "斗口跳", "四铺作单杪", "四铺作单下昂", "五铺作双杪", "五铺作单杪单下昂",
    "六铺作单杪双下昂", "七铺作双杪双下昂", "三踩单昂", "五踩单翘单昂", "七踩单翘重昂",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class SetField:
    """One field of the form; ``group`` is the row of the form in which it stands."""

    key: str
    label: str
    group: str
    shape: Shape = "choice"
    hint: str = ""


FIELDS: tuple[SetField, ...] = (
    SetField(key="site", label="照哪座", group="什么", shape="open", hint="没有实物就空着"),
    SetField(key="period", label="朝代", group="什么", shape="open"),
    SetField(key="year", label="年份", group="什么", shape="number"),
    SetField(key="type", label="布景类型", group="形制"),
    SetField(key="bays", label="面阔（间）", group="形制", shape="number"),
    SetField(key="rafters", label="进深（椽）", group="形制", shape="number"),
    SetField(key="roof", label="屋顶", group="形制"),
    SetField(key="eaves", label="檐", group="形制"),
    SetField(key="brackets", label="斗栱", group="形制", shape="open"),
    SetField(key="cai_cm", label="材高（厘米）", group="形制", shape="number"),
    SetField(key="storeys", label="层数", group="形制", shape="number"),
    SetField(key="sides", label="几面", group="形制", shape="number"),
    SetField(key="count", label="孔、进、家、座数", group="形制", shape="number"),
    SetField(key="trade", label="行当", group="形制", shape="text", hint="如 醋、药、当"),
    SetField(key="signs", label="匾额招牌（顿号分开）", group="形制", shape="text"),
    SetField(key="interior", label="看里面", group="形制", shape="yes"),
    SetField(key="hour", label="时辰", group="何时", shape="open"),
    SetField(key="season", label="季节", group="何时"),
    SetField(key="weather", label="天气", group="何时"),
    SetField(key="look", label="画法", group="何时"),
    SetField(key="shape", label="画幅", group="怎么看"),
    SetField(key="name", label="机位", group="怎么看"),
    SetField(key="shot", label="景别", group="怎么看"),
    SetField(key="angle", label="角度", group="怎么看"),
    SetField(key="lens", label="镜头（词或毫米）", group="怎么看", shape="open"),
    SetField(key="eye", label="视高（词或米）", group="怎么看", shape="open"),
    SetField(key="title", label="名字", group="另出", shape="text", hint="可以空着"),
    SetField(key="licence", label="艺术处理：少见的照做，记在清单里", group="另出", shape="yes"),
    SetField(key="extras", label="另出", group="另出", shape="several"),
    SetField(key="move", label="运镜", group="片场"),
    SetField(
        key="wall",
        label="LED 墙（宽x高@点距）",
        group="片场",
        shape="text",
        hint="米、毫米，如 6x3.5@2.6",
    ),
)
ASKED = ("extras", "move", "wall")  # of the job, not of the set
KEYS = tuple(field.key for field in FIELDS)
LABELS = {field.key: re.sub(r"[（：].*", "", field.label) for field in FIELDS} | {
    "features": "形制细部", "lamps": "灯", "dressing": "陈设", "surroundings": "周围",
    "kind": "场所", "bay_widths": "各间面阔", "grade": "材等",
}  # fmt: skip


def choices(key: str) -> list[tuple[str, str]]:
    """Return the choices of a field as (what is shown, value); the first leaves it open."""
    from scenes import clock, kinds, light, looks, moves, rulebook, shots, spec

    if key == "site":
        return [("按规矩造", ""), *_halls()]
    if key == "look":
        return [("不定", ""), *((one.names[0], one.names[0]) for one in looks.LOOKS)]
    words: Mapping[str, Sequence[str]] = {
        "period": [p.title for p in rulebook.ages()],
        "type": list(dict.fromkeys(kinds.titles())),
        "roof": list(dict.fromkeys(spec.ROOFS.values())),
        "eaves": list(dict.fromkeys(spec.EAVES.values())),
        "brackets": _BRACKETS, "hour": ("晨", "昼", "暮", "夜"),
        "season": tuple(clock.SEASONS), "weather": light.SKIES,
        "name": shots.words_of("place"), "move": tuple(moves.WORDS),
    }  # fmt: skip
    listed = words.get(key) or shots.words_of(key)
    opened = {"name": "自己构图", "move": "不用"}.get(key, "不定")
    return [(opened, ""), *((word, word) for word in listed)]


def _halls() -> list[tuple[str, str]]:
    from scenes import rulebook, standing

    ages = rulebook.titles()
    known = [one for one in (*standing.halls(), *standing.works()) if not one.outside]
    rows = [
        (f"{one.title}（{ages[one.period]}{f'，{one.year}' if one.year else ''}）", one.id)
        for one in known
    ]
    return sorted(rows, key=lambda row: row[0])


def blank() -> dict[str, Any]:
    """Return the form of a set that nobody has said anything about but its age."""
    return {"period": "唐", "type": "殿", "bays": 5, "camera": {"shape": "9:16"}}


def values_of(spec: Mapping[str, Any], asked: Mapping[str, Any] | None = None) -> list[Any]:
    """Return a set's plain values in the order of FIELDS, as the form shows them.

    Args:
        spec: of the set.
        asked: what is asked for besides, of :func:`asked_of`.
    """
    beside = asked or {}
    from scenes import standing
    from scenes.spec import KIND_TITLES, ROOFS, TYPES

    camera = dict(spec.get("camera") or {})
    found: dict[str, Any] = {key: spec.get(key) for key in KEYS}
    found |= {key: camera.get(key, camera.get("lens_mm") if key == "lens" else None)
              for key in CAMERA}  # fmt: skip
    if isinstance(found["eye"], list | tuple):
        found["eye"] = None  # a point in the court: kept beside the form
    found["type"] = KIND_TITLES.get(TYPES.get(str(found["type"] or "hall"), ""), found["type"])
    found["roof"] = ROOFS.get(str(found["roof"] or ""), found["roof"])
    if found["site"]:
        with suppress(RefusedInput):  # a name that nobody knows: the gate says so by itself
            found["site"] = standing.hall(str(found["site"])).id
    found["hour"] = _hour(found["hour"])
    words = {"name": "place", "shot": "shot", "angle": "angle", "shape": "shape"}
    for key, kind in words.items():
        found[key] = _word(kind, found[key])
    found |= {key: beside.get(key) for key in ("move", "wall")}
    extras = [key for key in ("panorama",) if camera.get(key)]
    extras += ["sheet"] if camera.get("compositions") else []
    return [
        list(dict.fromkeys([*extras, *(beside.get("extras") or ())])) if key == "extras"
        else bool(found[key]) if key in ("licence", "interior")
        else "、".join(found[key] or ()) if key == "signs"
        else "" if found[key] is None
        else _shown(found[key])
        for key in KEYS
    ]  # fmt: skip


def _word(kind: str, said: Any) -> Any:
    from scenes import shots

    try:
        return shots.word_of(kind, shots.id_of(kind, said)) if said else said
    except RefusedInput:
        return said


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def rest_of(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a set says that the form has no field for: it goes along."""
    rest = {key: value for key, value in spec.items() if key not in KEYS and key != "camera"}
    camera = dict(spec.get("camera") or {})
    beside = {key: camera[key] for key in ("target", "rise", "pitch") if key in camera}
    if isinstance(camera.get("eye"), list | tuple):
        beside["eye"] = list(camera["eye"])
    return rest | ({"camera": beside} if beside else {})


def _hour(said: Any) -> Any:
    """Return the word of the form for an hour that is one of them: 暮 rather than 18.3."""
    from scenes.clock import hour_of

    named = {hour_of(value): value for _, value in choices("hour") if value}
    return named.get(said, said) if isinstance(said, int | float) else said


def spec_of(values: Sequence[Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a set, as ``SetSpec.from_mapping`` takes them.

    Args:
        values: the form's, in the order of FIELDS.
        rest: of :func:`rest_of`.

    Raises:
        RefusedInput: a figure is none; the sentence names the field.
    """
    said = dict(zip(KEYS, values, strict=True))
    spec = {key: value for key, value in rest.items() if key != "camera"}
    camera = dict(rest.get("camera") or {})
    taken = takes(said)
    for field in FIELDS:
        value = said[field.key]
        if field.key in FORM and field.key not in taken:
            continue  # left over from another kind of building
        if field.key in ASKED or value in (None, "", False, []):
            continue
        read = _figure(field, value) if field.shape == "number" else value
        if field.key == "signs":
            read = [one.strip() for one in re.split("[、，,；;]", str(value)) if one.strip()]
        (camera if field.key in CAMERA else spec)[field.key] = (
            read.strip() if isinstance(read, str) else read
        )
    extras = said["extras"] or ()
    camera |= {"panorama": True} if "panorama" in extras else {}
    camera |= {"compositions": _ON_A_SHEET} if "sheet" in extras else {}
    return spec | ({"camera": camera} if camera else {})


def takes(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys of form that the kind of building takes which a set or a form names."""
    from scenes import kinds, standing

    name = str(said.get("type") or "hall")
    with suppress(RefusedInput):
        if said.get("site"):
            name = standing.hall(str(said["site"])).kind
    one = kinds.kinds().get(kinds.names().get(name, name))
    if one is None:
        return FORM
    return (*one.takes, "interior") if one.inside else one.takes


def views(spec: Mapping[str, Any]) -> list[str]:
    """Return the names of a work's own views; none of a hall, or of what cannot be built."""
    import scenes
    from scenes.hall import settle

    try:
        built = settle(scenes.SetSpec.from_mapping(spec))
    except RefusedInput:
        return []
    return [view.name for view in getattr(built, "views", ())]


def asked_of(values: Sequence[Any]) -> dict[str, Any]:
    """Return what a form asks for besides the set itself."""
    said = dict(zip(KEYS, values, strict=True))
    return {
        "extras": list(said["extras"] or ()), "move": str(said["move"] or ""),
        "wall": str(said["wall"] or "").strip(),
    }  # fmt: skip


def files_of(asked: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a render job is to write besides pictures, as ``kinds.render_job`` takes it.

    Raises:
        RefusedInput: a wall that is none, or a move that a room has no way for.
    """
    from scenes import kinds
    from scenes.handover import wall

    extras = asked.get("extras") or ()
    kind = kinds.names().get(str(spec.get("type") or ""), "hall")
    if (spec.get("interior") or kinds.kinds()[kind].room) and asked.get("move") not in (
        None, "", "摇",
    ):  # fmt: skip
        raise RefusedInput(
            f"屋里没有{asked['move']}的余地；运镜请选「摇」。", "In a room the camera can only pan."
        )
    if asked.get("wall"):
        wall.read(asked["wall"])
    models = [kind for kind, key in (("glb", "model"), ("usd", "usd")) if key in extras]
    return {
        "drawings": ["svg", "pdf", "dxf"] if "drawings" in extras else [], "models": models,
        "stage": ["hdri", "depth", "papers"] if "stage" in extras else [],
        "wall": asked.get("wall") or "", "move": asked.get("move") or "",
        "beauty": "beauty" in extras,
    }  # fmt: skip


def _figure(field: SetField, value: Any) -> int | float:
    text = str(value).strip().translate(_HALF)
    try:
        return int(text) if field.key in WHOLE else float(text)
    except ValueError:
        wanted = "要写整数" if field.key in WHOLE else "要写数"
        raise RefusedInput(
            f"「{LABELS[field.key]}」{wanted}，现在写的是“{text[:20]}”。",
            f"{field.key} must be a number.",
        ) from None


_HALF = str.maketrans("０１２３４５６７８９．－−", "0123456789.--")


def as_in_the_form(sentence: str) -> str:
    """Return a sentence about a set's file with the names that the form uses."""
    from scenes.spec import SetSpec

    sentence = sentence.replace("licence = true", "勾上「艺术处理」")
    keys = sorted((f.name for f in fields(SetSpec)), key=len, reverse=True)
    pattern = rf"(?<![A-Za-z_.])({'|'.join(keys)})(?![A-Za-z_])"
    return re.sub(pattern, lambda m: f"「{LABELS.get(m[1], m[1])}」", sentence)
