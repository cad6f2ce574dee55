"""What is refused before anything is painted: numbers, sizes, weights, licences, renders, masks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import scenes
from heritage_kb.errors import RefusedInput, UnknownName
from scenes.painter import lock, orders, registry
from ui import cli


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"size": "721x1280"}, "倍数，721×1280 不是；最近的是 720x1280"),
        ({"size": "大"}, "宽x高"),
        ({"size": "16x16"}, "每边"),
        ({"strength": 0}, "重绘强度"),
        ({"count": 99}, "张数"),
        ({"seed": -1}, "种子"),
        ({"controls": {"depth": 9}}, "权重"),
        ({"controls": {"pose": 1}}, "不认识控制图"),
        ({"upscale": 9}, "放大倍数"),
        ({"steps": 0}, "步数"),
        ({"format": "gif"}, "图片格式"),
        ({"lora": {"没有.bin": 1.0}}, "LoRA"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusedInput, match=said):
        orders.order(registry.named("z-image-turbo"), **asked)


def test_the_size_follows_the_plate() -> None:
    painter = registry.named("z-image-turbo")
    assert orders.size_for(painter, (576, 1024)) == (720, 1280)
    assert orders.size_for(painter, (1024, 1024)) == (1024, 1024)
    odd = orders.size_for(painter, (700, 1024))
    assert odd[0] % 16 == odd[1] % 16 == 0
    assert abs(odd[0] / odd[1] - 700 / 1024) < 0.02


def test_an_unknown_model_and_weights_that_are_not_there(
    render: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    with pytest.raises(UnknownName, match="没有叫“梦”的绘图模型"):
        scenes.paint(render, tmp_path / "a", "梦")
    monkeypatch.setattr("scenes.painter.process.refuse_missing", lambda: None)
    with pytest.raises(RefusedInput, match="sanjin models pull z-image-turbo"):
        scenes.paint(render, tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_licence_for_research_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    monkeypatch.delenv("SANJIN_SETTINGS", raising=False)
    (tmp_path / "painters").mkdir()
    row = registry.named("z-image-turbo").model_dump(mode="json", exclude={"name"})
    row |= {"research_only": True, "licence": "只准研究"}
    lines = [
        f"{key} = {json.dumps(v, ensure_ascii=False)}" for key, v in row.items() if key != "sizes"
    ]
    text = "[study]\n" + "\n".join(lines) + '\nsizes = { "1:1" = [64, 64] }\n'
    (tmp_path / "painters" / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedInput, match="allow_research"):
        registry.named("study")
    (tmp_path / "settings.toml").write_text("[painting]\nallow_research = true\n", "utf-8")
    assert registry.named("study").licence == "只准研究"
    (tmp_path / "painters" / "b.toml").write_text("[坏]\n", encoding="utf-8")
    with pytest.raises(RefusedInput, match=r"b\.toml"):
        registry.painters()


def locked(folder: Path) -> Path:
    """Return a folder of weights with its lock; no library of models is needed for it."""
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}", encoding="utf-8")
    made = lock.Lock(
        model=folder.name, family="sdxl", licence="", vram_gb=1, revisions={},
        files=lock.seal(folder),
    )  # fmt: skip
    lock.write(folder, made)
    return folder


def test_a_folder_that_is_not_what_its_lock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    good = locked(tmp_path / "m")
    assert lock.verify(good).model == "m"

    def refused(said: str) -> None:
        with pytest.raises(RefusedInput, match=said):
            lock.verify(bad)

    bad = shutil.copytree(good, tmp_path / "b")
    (bad / "model.safetensors").write_bytes(b"Weights")  # of the same size
    refused("与锁文件不符")
    (bad / "model.safetensors").unlink()
    refused("缺少 model.safetensors")
    shutil.copy(good / "model.safetensors", bad)
    for name in ("model.bin", "code.py", "deep/weights.ckpt"):
        (bad / name).parent.mkdir(exist_ok=True)
        (bad / name).write_bytes(b"x")
        refused("夹带代码")
        (bad / name).unlink()
    (bad / "more.txt").write_text("x")
    refused("多出 more.txt")
    (bad / "more.txt").unlink()
    (bad / "config.json").write_text('{"auto_map": {}}', encoding="utf-8")
    refused("自带的代码")
    (bad / "config.json").unlink()
    (bad / "config.json").symlink_to(good / "config.json")
    refused("链接")
    (bad / lock.LOCK).unlink()
    (bad / "config.json").unlink()
    refused("没有锁文件")


def test_a_render_edited_by_hand_of_another_version_or_gone(
    render: Path, tmp_path: Path, home: Path
) -> None:
    mine = shutil.copytree(render, tmp_path / "r")
    body = json.loads((mine / "manifest.json").read_text("utf-8"))
    (mine / "manifest.json").write_text(json.dumps({**body, "format": 99}), encoding="utf-8")
    with pytest.raises(RefusedInput, match="另一版本"):
        scenes.paint(mine, tmp_path / "a", "tiny-z-image")
    (mine / "manifest.json").write_text(json.dumps(body), encoding="utf-8")
    Image.new("L", (288, 512)).save(mine / "passes/depth.png")
    with pytest.raises(RefusedInput, match=r"depth\.png 与清单所记不是同一份"):
        scenes.paint(mine, tmp_path / "a", "tiny-z-image")
    with pytest.raises(RefusedInput, match="清单"):
        scenes.paint(tmp_path / "没有", tmp_path / "a", "tiny-z-image")


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("title", None), ("documented", None), ("evidence", 5), ("light", 3), ("model", "x"),
        ("building", "x"), ("building.bays", 99), ("building.bays", "七"), ("camera.words", [1]),
        ("files", ["plate.png"]), ("measures", [1]), ("spec.period", "清"), ("versions", {}),
    ],
)  # fmt: skip
def test_whatever_was_edited_by_hand_is_one_sentence(
    render: Path, tmp_path: Path, where: str, value: object
) -> None:
    from scenes.kept import told

    body = json.loads((render / "manifest.json").read_text("utf-8"))
    *above, last = where.split(".")
    part = body[above[0]] if above else body
    part.pop(last) if value is None else part.update({last: value})
    edited = tmp_path / "manifest.json"
    edited.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(RefusedInput, match=r"手改过：.*重出一遍。$"):
        told.read(edited)
    assert told.read(render / "manifest.json")["title"]


def test_regions_and_masks(render: Path, tmp_path: Path) -> None:
    from scenes.kept import seen
    from scenes.painter.region import region

    made = seen.read(render)
    sky = region(made, "天空", (144, 256))
    assert sky is not None
    assert sky.shape == (256, 144)
    assert 0.1 < sky.mean() < 0.9
    both = region(made, "天空，地面", (144, 256))
    assert both is not None
    assert both.mean() > sky.mean()
    assert region(made, "", (144, 256)) is None
    with pytest.raises(UnknownName, match="这一张里有"):
        region(made, "飞船", (144, 256))
    drawn = tmp_path / "蒙版.png"
    Image.new("L", (100, 100), 255).save(drawn)
    with pytest.raises(RefusedInput, match="请照设定图的大小画"):
        region(made, str(drawn), (144, 256))
    with pytest.raises(RefusedInput, match=r"蒙版 没有\.jpg 打不开"):
        region(made, str(tmp_path / "没有.jpg"), (144, 256))
    Image.new("L", made.size, 0).save(drawn)
    with pytest.raises(RefusedInput, match="全黑"):
        region(made, str(drawn), (144, 256))
    half = np.zeros((made.size[1], made.size[0]), np.uint8)
    half[:, : made.size[0] // 2] = 255
    Image.fromarray(half).save(drawn)
    mask = region(made, str(drawn), (144, 256))
    assert mask is not None
    assert mask[:, :60].min() > 0.99
    assert mask[:, 90:].max() < 0.01


def test_words_out_of_their_age_are_refused(
    render: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_through(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(lock, "verify", read_through)  # gigabytes of weights, for nothing
    for model, said, why in (
        ("tiny-z-image", {"words": "檐下一排红灯笼"}, "年代"),
        ("tiny-sdxl", {"words": "乌云压檐"}, "只读英文"),
        ("tiny-sdxl", {"region": "护城河"}, "没有“护城河”这一部分"),
        ("tiny-z-image", {"passages": ["没有这一条"]}, "没有这一条"),
    ):
        with pytest.raises(RefusedInput, match=why):
            scenes.paint(render, tmp_path / "a", model, **said)  # type: ignore[arg-type]


def test_our_packages_import_no_torch() -> None:
    code = (
        "import sys, scenes, scriptgen, ui.cli, scenes.painter.painting, scenes.painter.registry\n"
        "assert not {'torch', 'diffusers', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_paints_is_not_installed(
    render: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenes.painter.process.find_spec", lambda name: None)
    with pytest.raises(RefusedInput, match=r"pip install 'sanjin\[paint\]'"):
        scenes.paint(render, tmp_path / "a")


def test_the_verb_says_it_in_one_sentence(
    render: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["scene", "paint", str(render), "-o", str(tmp_path / "a")]
    assert cli.main([*words, "--size", "721x1280"]) == 1
    assert "最近的是 720x1280" in capsys.readouterr().err
    assert cli.main([*words, "--control", "depth=深"]) == 1
    assert "种类=权重" in capsys.readouterr().err
    assert cli.main([*words, "--recall", str(render / "plate.png")]) == 1
    assert "没有画法的参数" in capsys.readouterr().err
