"""The straight line: a render's controls and facts become pictures, judged, labelled, published."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypedDict, Unpack

import numpy as np
from PIL import Image

import heritage_kb
from heritage_kb import credential, label
from heritage_kb.errors import RefusedInput, SanjinError
from heritage_kb.publish import publish
from heritage_kb.signatory import Signatory
from scenes import brush, signed
from scenes.kept import judge, seen
from scenes.kept.seen import Seen
from scenes.painter import lock, orders, process, recipe, region, registry, tiles
from scenes.painter.families import UNGUIDED
from scenes.painter.job import Job
from scenes.painter.orders import Order
from scenes.painter.prompts import Prompt, compile_prompt, refuse
from scenes.painter.task import Control, Task
from scenes.painter.tokens import Counter

Progress = Callable[[str, float], None]
RESULT = "painting.json"
_PASSES = {"depth": "passes/depth.png", "line": "passes/line.png", "ids": "passes/element.png"}
_TEMPLATE = 24  # tokens that a chat template may put around a prompt
_INVENTED = (
    "画面由扩散模型依控制图重绘：材质、光影、天气、人物与陈设的细节是想象，尺寸与构件以清单为准"
)
_VERSIONS = ("sanjin", "torch", "diffusers", "transformers", "peft", "pillow")


class Asked(TypedDict, total=False):
    """What may be asked beside the model; see :func:`scenes.painter.orders.order`."""

    count: int
    seed: int
    strength: float | None
    controls: Mapping[str, float | Sequence[float]] | None
    size: str | Sequence[int] | None
    steps: int | None
    guidance: float | None
    words: str
    passages: Sequence[str]
    region: str
    lora: Mapping[str, float] | None
    reference: str
    likeness: float
    upscale: int
    format: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One picture of one render."""

    render: Seen
    prompt: Prompt
    task: Task
    name: str


def paint(
    manifest: str | Path | Sequence[str | Path],
    out_dir: str | Path,
    model: str = "z-image-turbo",
    *,
    signed_by: Sequence[str | Path] | None = None,
    progress: Progress | None = None,
    **asked: Unpack[Asked],
) -> dict[str, Any]:
    """Paint over one render or several, and return what ``painting.json`` says of the pictures.

    Args:
        manifest: of a render (``manifest.json`` or its folder), or several: shots of one look.
        out_dir: appears whole or not at all.
        model: a painter's name; see ``scenes.painter.registry``.
        signed_by: certificate chain and private key (PEM files) to sign the pictures with (C2PA); None
            leaves it to the settings' ``[signing]``. They are tried before anything is painted; a
            picture that still cannot be signed stands unsigned, and its row's ``unsigned`` says why.
        progress: called with what is being done and how far it is, 0..1; raising cancels.
        asked: ``count`` pictures of each view with seeds ``seed``, ``seed`` + 1 …; ``strength``
            0..1 how far the plate is given up (1: words and controls alone); ``controls`` kind →
            weight or (weight, end); ``size`` in pixels; ``steps``; ``guidance``; ``words`` of
            one's own; ``passages`` of the knowledge base to cite, by id; ``region`` what alone may change; ``lora`` file → weight; ``reference`` a
            picture whose manner is taken, ``likeness`` how much of it (0..1); ``upscale`` times; ``format`` png, webp or jpg.

    Raises:
        RefusedInput: a render, model, licence, number or word that cannot be used, pictures painted
            before in ``out_dir``, nothing to paint with installed, memory that is full, or certificate and key that cannot sign.
        BrokenData: a label did not read back.
    """
    tell = progress or (lambda _said, _part: None)
    painter = registry.named(model)
    wanted_of = orders.order(painter, **asked)
    renders = _renders(manifest)
    _refuse_early(renders, wanted_of)
    process.refuse_missing()
    _spare(Path(out_dir).expanduser())
    who, signs = signed.tried(signed_by)
    tell("核对权重", 0.0)
    sealed = lock.verify(painter.folder, progress=_part(tell, 0.0, 0.05))
    fronts = _fronts(renders)
    wanted = [
        one
        for r, front in zip(renders, fronts, strict=True)
        for one in _wanted(r, wanted_of, front)
    ]
    with publish(out_dir) as folder, tempfile.TemporaryDirectory(prefix="sanjin-paint-") as place:
        last = 0.6 if wanted_of.upscale > 1 else 0.95
        made, told = _made(wanted, wanted_of, Path(place) / "a", _part(tell, 0.05, last))
        if wanted_of.upscale > 1:
            made, notes = _larger(
                wanted, made, wanted_of, Path(place) / "b", _part(tell, last, 0.95)
            )
            told["notes"] += notes
        tell("核对画面，加标识", 0.95)
        base = _base(wanted_of, sealed, told)
        rows = [
            _filed(one, picture, base, wanted_of, folder, who)
            for one, picture in zip(wanted, made, strict=True)
        ]
        body = _body(renders, wanted, rows, base) | ({"signed": signs} if signs else {})
        text = json.dumps(body, ensure_ascii=False, indent=1)
        (folder / RESULT).write_text(text + "\n", encoding="utf-8")
        label.stamp(folder / RESULT)
    tell("完成", 1.0)
    return body


def recalled(picture: str | Path) -> tuple[str, Asked]:
    """Return the model and the choices that made a picture, for :func:`paint`.

    Raises:
        RefusedInput: the picture carries no recipe, or a LoRA, a reference or a mask of it is
            gone or another now.
    """
    told = recipe.read(picture)
    loras = dict(_still(" LoRA", "同一份", one) for one in told["lora"])
    manner, mask = told.get("reference"), told.get("mask")
    region_told = _still("蒙版", "同一张", mask)[0] if mask else told["region"]
    reference, likeness = _still("参考图", "同一张", manner) if manner else ("", orders.LIKENESS)
    return told["painter"], Asked(
        count=1, seed=told["seed"], strength=told["strength"], controls=told["controls"],
        size=told["size"], steps=told["steps"], guidance=told["guidance"], words=told["words"],
        passages=told.get("passages", []), region=region_told, lora=loras,
        upscale=told["upscale"], reference=reference, likeness=likeness,
    )  # fmt: skip


def _still(what: str, same: str, held: Mapping[str, Any]) -> tuple[str, float]:
    """Return the path and the weight of a file that a recipe names, where it is the same still."""
    file = Path(held["path"])
    if not file.is_file() or lock.digest(file) != held["sha256"]:
        raise RefusedInput(
            f"参数里的{what} {file.name} 不在了，或已不是{same}；请放回原处 {file}。",
            f"{file.name} of the recipe is gone or changed.",
        )
    return str(file), float(held["weight"])


def _spare(out: Path) -> None:
    """Refuse to paint over what was painted: minutes of a GPU, and a seed that somebody chose."""
    if (out / RESULT).is_file() and (painted := [*out.glob(f"*{recipe.SIDE_CAR}")]):
        raise RefusedInput(
            f"{out.name} 里已有画好的 {len(painted)} 张，不盖掉：请用 -o 换一个文件夹，或先把它们移走。",
            f"{out.name} holds {len(painted)} painted pictures; choose another folder.",
        )


def _fronts(renders: Sequence[Seen]) -> list[str]:
    """Return what the names of each render's pictures begin with, no two alike; "" where it is one."""
    if len(renders) == 1:
        return [""]
    names = [render.folder.name for render in renders]
    return [
        f"{name}-" if names.count(name) == 1 else f"{name}-{names[:n].count(name) + 1}-"
        for n, name in enumerate(names)
    ]


def _renders(manifest: str | Path | Sequence[str | Path]) -> list[Seen]:
    told = [manifest] if isinstance(manifest, str | Path) else list(manifest)
    if not told:
        raise RefusedInput("没有给清单；请指向 manifest.json。", "No manifest was given.")
    return [seen.read(one) for one in told]


def _refuse_early(renders: Sequence[Seen], order: Order) -> None:
    """Refuse what no weight is needed to refuse: gigabytes of them are read through before the rest."""
    _texts(order.passages)
    for render in renders:
        refuse(order.words, render.body, order.painter.language)
        region.region(render, order.region, render.size)


def _wanted(render: Seen, order: Order, front: str) -> list[_Wanted]:
    """Return the pictures wanted of one render: one a seed, all of one camera and one prompt."""
    painter = order.painter
    size = order.size or orders.size_for(painter, render.size)
    counter = Counter.of(painter.folder / lock.BASE / "tokenizer", painter.language)
    spare = _TEMPLATE if painter.language == "zh" else 0
    prompt = compile_prompt(
        render.body, language=painter.language, extra=order.words,
        passages=_texts(order.passages), limit=painter.tokens - spare, counter=counter,
        guided=order.guidance > UNGUIDED[painter.family],
    )  # fmt: skip
    controls = tuple(
        Control(kind=kind, image=_pass(render, kind, size), weight=weight, end=end)
        for kind, (weight, end) in order.controls.items()
    )
    plate = Image.fromarray(render.plate).resize(size, Image.Resampling.LANCZOS)
    where = region.region(render, order.region, size)
    manner = _picture(order.reference) if order.reference else None
    return [
        _Wanted(
            render, prompt,
            Task(
                prompt=prompt.text, negative=prompt.negative, size=size, steps=order.steps,
                guidance=order.guidance, seed=seed, controls=controls,
                picture=plate if order.over_plate else None, strength=order.strength,
                region=where, adapters=order.adapters, reference=manner,
                likeness=order.likeness if manner else 0.0,
            ),
            f"{front}{n:02d}-seed{seed}.{order.format}",
        )
        for n, seed in enumerate(range(order.seed, order.seed + order.count), 1)
    ]  # fmt: skip


def _texts(ids: Sequence[str]) -> list[dict[str, str]]:
    """Return passages of the knowledge base as the prompt takes them; UnknownName where there is none."""
    known = heritage_kb.open()
    return [{"id": one, "text": known.passage(one).text} for one in ids]


def _picture(path: str) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def _pass(render: Seen, kind: str, size: tuple[int, int]) -> Image.Image:
    file = render.checked(_PASSES[kind])
    with Image.open(file) as image:
        how = Image.Resampling.NEAREST if kind == "ids" else Image.Resampling.LANCZOS
        return image.convert("RGB").resize(size, how)


def _made(
    wanted: Sequence[_Wanted], order: Order, place: Path, tell: Progress
) -> tuple[list[Image.Image], dict[str, Any]]:
    pictures, told = _worked([one.task for one in wanted], order, place, tell)
    whole = [_outside(one, made) for one, made in zip(wanted, pictures, strict=True)]
    return whole, told


def _larger(
    wanted: Sequence[_Wanted], made: Sequence[Image.Image], order: Order, place: Path,
    tell: Progress,
) -> tuple[list[Image.Image], list[str]]:  # fmt: skip
    """Return the pictures enlarged, every tile held to the controls again, and notes on it."""
    plans = [tiles.tiling(one.task.size, order.upscale) for one in wanted]
    each = [
        tiles.tasks(one.task, picture, plan)
        for one, picture, plan in zip(wanted, made, plans, strict=True)
    ]
    done, told = _worked([task for some in each for task in some], order, place, tell)
    left = iter(done)
    whole = [tiles.joined([next(left) for _ in plan.places], plan) for plan in plans]
    notes = [f"放大时{note}" for note in told["notes"]]
    return [_outside(one, large) for one, large in zip(wanted, whole, strict=True)], notes


def _outside(one: _Wanted, made: Image.Image) -> Image.Image:
    """Return a picture with all that lies outside its region as the plate has it, at any size."""
    mask = one.task.region
    if mask is None:
        return made
    plate = Image.fromarray(one.render.plate).resize(made.size, Image.Resampling.LANCZOS)
    there = mask if mask.shape == made.size[::-1] else np.clip(brush.resize(mask, *made.size), 0, 1)
    return region.kept_outside(made, plate, there)


def _worked(
    tasks: Sequence[Task], order: Order, place: Path, tell: Progress
) -> tuple[list[Image.Image], dict[str, Any]]:
    place.mkdir()
    base, control = (order.painter.folder / name for name in (lock.BASE, lock.CONTROL))
    job = Job(
        family=order.painter.family, base=str(base), control=str(control),
        longest=order.painter.tokens, tasks=tuple(tasks),
        reference=str(order.painter.folder / lock.REFERENCE) if order.reference else "",
    )  # fmt: skip
    return process.run(job, place, tell)


def _base(order: Order, sealed: lock.Lock, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every recipe of an order says alike."""
    return {
        "format": recipe.FORMAT, **order.record(), "family": order.painter.family,
        "licence": order.painter.licence, "research_only": order.painter.research_only,
        "weights": {"digest": sealed.digest, "revisions": dict(sealed.revisions)},
        "plan": dict(told["plan"]), "plan_said": told["plan_said"], "notes": list(told["notes"]),
        "versions": {name: _version(name) for name in _VERSIONS},
    }  # fmt: skip


def _filed(
    one: _Wanted, picture: Image.Image, base: Mapping[str, Any], order: Order, folder: Path,
    who: Signatory | None,
) -> dict[str, Any]:  # fmt: skip
    """Write a picture, its recipe, its label and last its signature; return its row."""
    verdict = judge.examine(one.render, np.asarray(picture.convert("RGB")))
    told = {
        **base, "seed": one.task.seed, "size": list(one.task.size), "prompt": one.prompt.record(),
        "title": one.render.body["title"], "spec": one.render.body["spec"],
        "model_hash": one.render.body.get("model", {}).get("model_hash"),
        "negative_used": bool(one.task.negative), "picture_sha256": recipe.digest(picture),
    }  # fmt: skip
    path = folder / one.name
    recipe.save(picture, path, told)
    label.stamp(path)
    label.stamp(path.with_name(path.name + recipe.SIDE_CAR))
    unsigned = _unsigned(path, told, _inputs(one, order), order, who)
    return {
        "file": one.name, "size": list(picture.size), "seed": one.task.seed,
        "picture_sha256": told["picture_sha256"], "kept": verdict.record(),
    } | ({"unsigned": unsigned} if unsigned else {})  # fmt: skip


def _unsigned(
    path: Path, told: Mapping[str, Any], files: Sequence[Path], order: Order, who: Signatory | None
) -> str:
    """Sign a picture; return why it could not be, "" where it is: what is painted is not lost."""
    if who is None:
        return ""
    origin = signed.of_painting(
        told, recipe.fingerprint(told), path.name, files, partly=bool(order.region)
    )
    try:
        credential.sign(path, who, origin)
    except SanjinError as wrong:
        return wrong.zh
    return ""


def _inputs(one: _Wanted, order: Order) -> list[Path]:
    """Return the pictures that went into a painted one."""
    files = ["plate.png"] if one.task.picture is not None else []
    files += [_PASSES[control.kind] for control in one.task.controls]
    reference = [Path(order.reference)] if order.reference else []
    return [*(one.render.folder / name for name in files), *reference]


def _body(
    renders: Sequence[Seen], wanted: Sequence[_Wanted], rows: Sequence[Mapping[str, Any]],
    base: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Return ``painting.json``: the pictures, and what is known and imagined of each render."""
    prompts = {id(one.render): one.prompt for one in wanted}
    per = len(rows) // len(renders)
    return {
        **base,
        "renders": [
            {
                "title": render.body["title"], "prompt": prompts[id(render)].record(),
                "pictures": list(rows[n * per : (n + 1) * per]),
                "evidence": render.body["evidence"], "documented": render.body["documented"],
                "invented": [*render.body["invented"], _INVENTED],
            }
            for n, render in enumerate(renders)
        ],
        "label": label.NOTICE,
    }  # fmt: skip


def _part(tell: Progress, low: float, high: float) -> Progress:
    return lambda said, part: tell(said, low + (high - low) * part)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
