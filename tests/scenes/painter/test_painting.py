"""Real pipelines of random weights through the whole path: controls, cancelling, memory, recipes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import heritage_kb
import scenes
from heritage_kb import label
from heritage_kb.errors import RefusedInput, UnknownName
from scenes.painter import painting, recipe, registry, tighter

FAMILIES = ("z-image", "qwen-image", "sdxl")
pytestmark = pytest.mark.filterwarnings("ignore")  # of the libraries, about themselves


def pixels(path: Path) -> Any:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def one(body: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = body["renders"][0]["pictures"][0]
    return row


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_paints_the_same_again_and_another_seed_another(
    family: str, render: Path, here: list[Any], tmp_path: Path
) -> None:
    body = scenes.paint(render, tmp_path / "a", f"tiny-{family}", count=2, seed=5)
    first, second = body["renders"][0]["pictures"]
    again = one(scenes.paint(render, tmp_path / "b", f"tiny-{family}", seed=5))
    assert first["picture_sha256"] == again["picture_sha256"] != second["picture_sha256"]
    assert first["size"] == [144, 256]
    assert label.verify(tmp_path / "a" / first["file"]).status == "compliant"
    assert body["renders"][0]["invented"][-1].startswith("画面由扩散模型")
    assert body["renders"][0]["evidence"]
    assert "唐" in json.dumps(body["renders"][0]["prompt"], ensure_ascii=False)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_the_control_and_the_plate_matter(
    family: str, strength: float, render: Path, here: list[Any], tmp_path: Path
) -> None:
    changed = tmp_path / "改"
    shutil.copytree(render, changed)
    with Image.open(changed / "passes/depth.png") as depth:
        depth.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(changed / "passes/depth.png")
    relist(changed, "passes/depth.png")
    asked: dict[str, Any] = {"strength": strength, "controls": {"depth": (1.0, 1.0)}}
    name = f"tiny-{family}"
    right = one(scenes.paint(render, tmp_path / "a", name, **asked))
    other = one(scenes.paint(changed, tmp_path / "b", name, **asked))
    assert right["picture_sha256"] != other["picture_sha256"]
    assert (here[-1].tasks[0].picture is None) == (strength == 1.0)


@pytest.mark.parametrize("family", FAMILIES)
def test_only_the_region_changes(
    family: str, render: Path, here: list[Any], tmp_path: Path
) -> None:
    scenes.paint(render, tmp_path / "a", f"tiny-{family}", region="天空", strength=0.9)
    task = here[-1].tasks[0]
    made = pixels(tmp_path / "a" / "01-seed1.png")
    before = np.asarray(task.picture).astype(int)
    outside, inside = task.region < 1e-6, task.region > 0.999
    assert outside.any()
    assert inside.any()
    marked = np.zeros_like(outside)
    marked[-40:, -130:] = True  # the visible label
    assert (made[outside & ~marked] == before[outside & ~marked]).all()
    assert np.abs(made[inside] - before[inside]).mean() > 1


def test_several_controls_with_end_steps(render: Path, here: list[Any], tmp_path: Path) -> None:
    three = {"depth": (0.7, 0.9), "line": (0.4, 0.5), "ids": 0.3}
    scenes.paint(render, tmp_path / "a", "tiny-sdxl", controls=three)
    assert [c.kind for c in here[-1].tasks[0].controls] == ["depth", "line", "ids"]
    assert here[-1].tasks[0].controls[1].end == 0.5
    with pytest.raises(RefusedInput, match="一次只收一张控制图"):
        scenes.paint(render, tmp_path / "b", "tiny-z-image", controls={"depth": 1, "line": 1})
    with pytest.raises(RefusedInput, match="不能写终点"):
        scenes.paint(render, tmp_path / "b", "tiny-z-image", controls={"depth": (1, 0.5)})
    with pytest.raises(UnknownName, match="不认识控制图"):
        scenes.paint(render, tmp_path / "b", "tiny-qwen-image", controls={"pose": 1})


def test_a_recipe_makes_the_same_picture_again(
    render: Path, here: list[Any], tmp_path: Path
) -> None:
    asked: dict[str, Any] = {"words": "檐下有薄雾", "strength": 0.6, "seed": 11}
    for kind in ("png", "webp", "jpg"):
        out = tmp_path / kind
        made = one(scenes.paint(render, out, "tiny-z-image", format=kind, **asked))
        model, told = painting.recalled(out / made["file"])
        again = one(scenes.paint(render, tmp_path / f"{kind}2", model, **told))
        assert again["picture_sha256"] == made["picture_sha256"]
        bare = tmp_path / "转发.jpg"
        with Image.open(out / made["file"]) as picture:
            picture.convert("RGB").save(bare)  # as a messenger leaves it
        with pytest.raises(RefusedInput, match="没有画法的参数"):
            recipe.read(bare)
        shutil.copy(out / f"{made['file']}.recipe.json", tmp_path / "转发.jpg.recipe.json")
        assert recipe.read(bare)["seed"] == 11
        (tmp_path / "转发.jpg.recipe.json").unlink()


def test_cancelled_at_a_step_nothing_is_left(render: Path, here: list[Any], tmp_path: Path) -> None:
    heard: list[str] = []

    def stop(said: str, part: float) -> None:
        heard.append(said)
        if "第 2/3 步" in said:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scenes.paint(render, tmp_path / "a", "tiny-qwen-image", strength=1.0, progress=stop)
    assert not (tmp_path / "a").exists()
    assert not any("第 3/3 步" in said for said in heard)


def test_memory_that_runs_out_takes_a_thriftier_plan_once(
    render: Path, here: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from scenes.painter import memory

    laid: list[str] = []
    lay_out = memory.lay_out

    def full(pipe: Any, plan: Any) -> None:
        laid.append(plan.said)
        if len(laid) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        lay_out(pipe, plan)

    monkeypatch.setattr(memory, "lay_out", full)
    body = scenes.paint(render, tmp_path / "a", "tiny-z-image")
    assert len(laid) == 2
    assert body["plan"]["tiled"] is True
    assert body["notes"] == [f"内存不够：{laid[0]}"]

    def always(pipe: Any, plan: Any) -> None:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(memory, "lay_out", always)
    with pytest.raises(RefusedInput, match="画小一些"):
        scenes.paint(render, tmp_path / "b", "tiny-z-image")
    assert not (tmp_path / "b").exists()


def test_plans_follow_the_free_memory(home: Path) -> None:
    from scenes.painter import memory

    def lays(free: float) -> list[str]:
        made = memory.plans(20, 12, "cuda", free)
        return [f"{plan.lays}{' packed' * plan.packed}" for plan in made]

    assert lays(48) == ["whole", "models", "layers"]
    assert lays(24) == ["models", "layers"]
    assert lays(14) == ["models packed", "layers"]
    assert lays(8) == ["layers"]


@pytest.mark.parametrize("family", FAMILIES)
def test_weights_in_eight_bits_paint_nearly_the_same_picture(
    family: str, render: Path, here: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenes.painter import memory

    plain = one(scenes.paint(render, tmp_path / "a", f"tiny-{family}"))
    sizes: list[tuple[int, int]] = []
    pack = memory._pack

    def weighed(pipe: Any) -> None:
        before = _bytes(pipe)
        pack(pipe)
        sizes.append((before, _bytes(pipe)))

    monkeypatch.setattr(memory, "_pack", weighed)
    eight = memory.Plan(device="cpu", dtype="float32", lays="whole", tiled=False, packed=True)
    monkeypatch.setattr(memory, "plans", lambda *_: (eight,))
    body = scenes.paint(render, tmp_path / "b", f"tiny-{family}")
    assert body["plan"]["packed"] is True
    assert "权重压成八位" in body["plan_said"]
    ((before, after),) = sizes
    assert after < before
    first = pixels(tmp_path / "a" / plain["file"])
    second = pixels(tmp_path / "b" / one(body)["file"])
    assert 0 < np.abs(first - second).mean() < 4


def _bytes(pipe: Any) -> int:
    from scenes.painter import memory

    every = {id(p): p for model in memory._heavy(pipe) for p in model.parameters()}
    return sum(_held(p) for p in every.values())


def _held(weight: Any) -> int:
    """Return the bytes of a weight, of all parts of one that is packed."""
    parts = [weight]
    if hasattr(weight, "__tensor_flatten__"):
        parts = [getattr(weight, name) for name in weight.__tensor_flatten__()[0]]
    return sum(part.nbytes for part in parts)


def test_a_prompt_that_the_pipeline_would_cut_is_refused(
    render: Path, here: list[Any], tmp_path: Path
) -> None:
    body = scenes.paint(render, tmp_path / "a", "tiny-z-image", words="雨" * 130)
    prompt = body["renders"][0]["prompt"]
    assert prompt["tokens"] <= 512
    assert "雨" * 130 in prompt["prompt"]
    assert prompt["dropped"]  # what gave way is named, nothing is cut in the middle
    from dataclasses import replace

    from scenes.painter import engine

    job = here[-1]
    with pytest.raises(RefusedInput, match="只读 20 个"):
        engine.paint(replace(job, longest=20), lambda _said, _part: None)


def test_the_makers_single_file_is_opened_without_anybody_elses_configuration(
    render: Path, here: list[Any], tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenes.painter import lock

    mine = tmp_path / "家"
    shutil.copytree(home, mine)
    model = mine / "models" / "tiny-z-image"
    (model / "control" / "config.json").unlink()
    made = lock.read(model).model_copy(update={"files": lock.seal(model)})
    lock.write(model, made)
    whole = one(scenes.paint(render, tmp_path / "a", "tiny-z-image"))
    monkeypatch.setenv("SANJIN_HOME", str(mine))
    single = one(scenes.paint(render, tmp_path / "b", "tiny-z-image"))
    assert single["picture_sha256"] == whole["picture_sha256"]
    (model / "control" / "diffusion_pytorch_model.safetensors").unlink()
    lock.write(model, made.model_copy(update={"files": lock.seal(model)}))
    with pytest.raises(RefusedInput, match="只有一个 safetensors"):
        scenes.paint(render, tmp_path / "c", "tiny-z-image")


def test_a_lora_is_put_on_and_one_of_another_model_refused(
    render: Path, here: list[Any], tmp_path: Path, home: Path
) -> None:
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(3)
    rank, wide = 2, 32
    weights = {
        f"transformer.layers.0.attention.{to}.lora_{side}.weight": torch.randn(
            (rank, wide) if side == "A" else (wide, rank)
        )
        for to in ("to_q", "to_k", "to_v")
        for side in "AB"
    }
    save_file(weights, tmp_path / "唐风.safetensors")
    plain = one(scenes.paint(render, tmp_path / "a", "tiny-z-image"))
    worn = scenes.paint(
        render, tmp_path / "b", "tiny-z-image", lora={str(tmp_path / "唐风.safetensors"): 0.8}
    )
    assert one(worn)["picture_sha256"] != plain["picture_sha256"]
    assert worn["lora"][0]["weight"] == 0.8
    save_file({"nothing.like.it": torch.zeros(2, 2)}, tmp_path / "别的.safetensors")
    with pytest.raises(RefusedInput, match="用不到这个模型上"):
        scenes.paint(
            render, tmp_path / "c", "tiny-z-image", lora={str(tmp_path / "别的.safetensors"): 1.0}
        )
    with pytest.raises(RefusedInput, match="safetensors"):
        scenes.paint(render, tmp_path / "c", "tiny-z-image", lora={"没有.safetensors": 1.0})


@pytest.mark.parametrize("family", FAMILIES)
def test_what_did_not_keep_its_building_is_painted_again_held_more_tightly(
    family: str, render: Path, here: list[Any], tmp_path: Path
) -> None:
    name = f"tiny-{family}"
    first = scenes.paint(render, tmp_path / "a", name, seed=4, strength=0.6)
    row = one(first)
    assert not row["kept"]["kept"]  # random weights keep nothing
    model, asked = tighter.tighter(tmp_path / "a" / row["file"])
    assert model == name
    assert asked["seed"] == 4
    assert asked["strength"] < 0.6
    used = first["controls"]
    assert all(asked["controls"][kind][0] >= weight for kind, (weight, _) in used.items())
    again = one(scenes.paint(render, tmp_path / "b", model, **asked))
    assert again["picture_sha256"] != row["picture_sha256"]
    most = registry.named(name).scale_range[1]
    asked |= {"strength": 0.2, "controls": dict.fromkeys(asked["controls"], most)}
    last = tmp_path / "c" / one(scenes.paint(render, tmp_path / "c", model, **asked))["file"]
    with pytest.raises(RefusedInput, match="已经最强"):
        tighter.tighter(last)


def test_only_what_failed_is_painted_again(render: Path, here: list[Any], tmp_path: Path) -> None:
    body = scenes.paint(render, tmp_path / "a", "tiny-sdxl")
    body["renders"][0]["pictures"][0]["kept"]["kept"] = True
    (tmp_path / "a" / painting.RESULT).write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(RefusedInput, match="守住了建筑"):
        tighter.tighter(tmp_path / "a" / one(body)["file"])
    (tmp_path / "a" / painting.RESULT).unlink()
    with pytest.raises(RefusedInput, match="核对结果"):
        tighter.tighter(tmp_path / "a" / one(body)["file"])


def test_a_larger_picture_is_made_of_tiles(render: Path, here: list[Any], tmp_path: Path) -> None:
    body = scenes.paint(render, tmp_path / "a", "tiny-z-image", upscale=2)
    assert one(body)["size"] == [288, 512]
    tiles = here[-1].tasks
    assert len(tiles) == 9
    assert {task.size for task in tiles} == {(144, 256)}


def test_several_shots_of_one_look(
    render: Path, wide: Path, here: list[Any], tmp_path: Path
) -> None:
    """Two shots in folders of one name, of two shapes: each keeps its own pictures, enlarged too."""
    body = scenes.paint([render, wide], tmp_path / "a", "tiny-z-image", count=2, upscale=2)
    files = [p["file"] for r in body["renders"] for p in r["pictures"]]
    assert len({*files}) == 4
    sizes = [Image.open(tmp_path / "a" / name).size for name in files]
    assert sizes == [(288, 512), (288, 512), (512, 288), (512, 288)]
    assert len(here[-2].tasks) == 4
    assert {task.size for task in here[-1].tasks} == {(144, 256), (256, 144)}


def test_outside_the_region_an_enlarged_picture_is_the_plate(
    render: Path, here: list[Any], tmp_path: Path
) -> None:
    scenes.paint(render, tmp_path / "a", "tiny-z-image", region="天空", strength=0.9, upscale=2)
    made = pixels(tmp_path / "a" / "01-seed1.png")
    plate = np.asarray(Image.open(render / "plate.png").convert("RGB")).astype(int)
    assert made.shape == plate.shape  # the draft's plate is as large as the enlarged picture
    low = np.s_[int(0.75 * len(made)) : -60]  # the court, above the label
    assert (made[low] == plate[low]).all()


def test_a_mask_is_recalled_only_while_it_is_the_same(
    render: Path, here: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Image.open(render / "plate.png") as plate:
        half = np.zeros(plate.size[::-1], np.uint8)
    half[:200] = 255
    Image.fromarray(half).save(tmp_path / "蒙版.png")
    monkeypatch.chdir(tmp_path)
    made = one(scenes.paint(render, "a", "tiny-z-image", region="蒙版.png"))
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "b")
    model, told = painting.recalled(tmp_path / "a" / made["file"])
    again = one(scenes.paint(render, tmp_path / "c", model, **told))
    assert again["picture_sha256"] == made["picture_sha256"]
    Image.fromarray(255 - half).save(tmp_path / "蒙版.png")
    with pytest.raises(RefusedInput, match="蒙版"):
        painting.recalled(tmp_path / "a" / made["file"])


def test_what_was_painted_is_not_painted_over(
    render: Path, here: list[Any], tmp_path: Path
) -> None:
    made = one(scenes.paint(render, tmp_path / "a", "tiny-z-image"))
    with pytest.raises(RefusedInput, match=r"画好的 1 张.*换一个文件夹"):
        scenes.paint(render, tmp_path / "a", "tiny-z-image", seed=9)
    assert (tmp_path / "a" / made["file"]).is_file()


def test_a_cited_passage_goes_into_the_prompt_and_is_recalled(
    render: Path, here: list[Any], tmp_path: Path
) -> None:
    known = heritage_kb.open()
    id = next(iter(known.records.passages))
    body = scenes.paint(render, tmp_path / "a", "tiny-z-image", passages=[id])
    prompt = body["renders"][0]["prompt"]
    assert id in [n for p in prompt["phrases"] for n in p["passages"]] or id in str(prompt["notes"])
    assert painting.recalled(tmp_path / "a" / one(body)["file"])[1]["passages"] == [id]
    with pytest.raises(UnknownName, match="没有这"):
        scenes.paint(render, tmp_path / "b", "tiny-z-image", passages=["没有这条"])


@pytest.mark.parametrize("spoil", [{"strength": "多"}, {"lora": None}, {"size": [1]}])
def test_a_recipe_edited_by_hand_is_one_sentence(tmp_path: Path, spoil: dict[str, Any]) -> None:
    good = {
        "format": recipe.FORMAT, "painter": "x", "seed": 1, "strength": 0.4, "controls": {},
        "size": [64, 64], "steps": 3, "guidance": 0.0, "words": "", "region": "", "upscale": 1,
        "lora": [],
    }  # fmt: skip
    side = tmp_path / f"甲.png{recipe.SIDE_CAR}"
    side.write_text(json.dumps(good), encoding="utf-8")
    assert recipe.read(side)["seed"] == 1
    side.write_text(json.dumps(good | spoil), encoding="utf-8")
    with pytest.raises(RefusedInput, match=f"{next(iter(spoil))}.*手改过"):
        recipe.read(side)


def relist(folder: Path, name: str) -> None:
    """List a changed file anew, as a render would."""
    import hashlib

    path = folder / "manifest.json"
    body = json.loads(path.read_text("utf-8"))
    for row in body["files"]:
        if row["file"] == name:
            row["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def test_a_reference_picture_gives_its_manner_and_is_recalled(
    render: Path, here: list[Any], tmp_path: Path
) -> None:
    rng = np.random.default_rng(3)
    for name, tone in (("暖.png", (220, 120, 40)), ("冷.png", (30, 90, 200))):
        grain = rng.integers(0, 30, (96, 64, 3)) + np.array(tone) - 15
        Image.fromarray(grain.clip(0, 255).astype(np.uint8)).save(tmp_path / name)
    asked: dict[str, Any] = {"strength": 1.0, "likeness": 1.0}
    plain = one(scenes.paint(render, tmp_path / "a", "tiny-sdxl", strength=1.0))
    warm = one(
        scenes.paint(
            render, tmp_path / "b", "tiny-sdxl", reference=str(tmp_path / "暖.png"), **asked
        )
    )
    cold = one(
        scenes.paint(
            render, tmp_path / "c", "tiny-sdxl", reference=str(tmp_path / "冷.png"), **asked
        )
    )
    assert len({row["picture_sha256"] for row in (plain, warm, cold)}) == 3
    assert here[0].reference == ""
    assert here[1].tasks[0].reference is not None

    model, told = painting.recalled(tmp_path / "b" / warm["file"])
    assert told["likeness"] == 1.0
    again = one(scenes.paint(render, tmp_path / "d", model, **told))
    assert again["picture_sha256"] == warm["picture_sha256"]
    (tmp_path / "暖.png").write_bytes((tmp_path / "冷.png").read_bytes())
    with pytest.raises(RefusedInput, match="已不是同一张"):
        painting.recalled(tmp_path / "b" / warm["file"])


def test_a_reference_that_cannot_be_used_is_one_sentence(
    render: Path, home: Path, tmp_path: Path
) -> None:
    from scenes.painter import orders

    Image.new("RGB", (40, 30)).save(tmp_path / "参考.png")
    (tmp_path / "坏.png").write_text("不是图")
    good = str(tmp_path / "参考.png")
    with pytest.raises(RefusedInput, match="不收参考图；收的有 sdxl"):
        scenes.paint(render, tmp_path / "x", "tiny-z-image", reference=good)
    with pytest.raises(RefusedInput, match="打不开"):
        scenes.paint(render, tmp_path / "x", "tiny-sdxl", reference=str(tmp_path / "坏.png"))
    with pytest.raises(RefusedInput, match="参考图的权重"):
        scenes.paint(render, tmp_path / "x", "tiny-sdxl", reference=good, likeness=3)
    with pytest.raises(RefusedInput, match="models pull sdxl --reference"):
        orders.order(registry.named("sdxl"), reference=good)
    assert not (tmp_path / "x").exists()


def test_the_worker_is_handed_the_reference(render: Path, home: Path, tmp_path: Path) -> None:
    from scenes.kept import seen
    from scenes.painter import job, orders

    Image.new("RGB", (40, 30), (200, 80, 20)).save(tmp_path / "参考.png")
    wanted = orders.order(registry.named("tiny-sdxl"), reference=str(tmp_path / "参考.png"))
    tasks = tuple(w.task for w in painting._wanted(seen.read(render), wanted, ""))
    (tmp_path / "活").mkdir()
    made = job.Job(family="sdxl", base="b", control="c", longest=77, reference="r", tasks=tasks)
    back = job.read(job.write(made, tmp_path / "活"))
    assert back.reference == "r"
    assert back.tasks[0].reference is not None
    assert back.tasks[0].reference.getpixel((0, 0)) == (200, 80, 20)
    assert back.tasks[0].likeness == orders.LIKENESS
