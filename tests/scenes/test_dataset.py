"""Training sets: the same by seed, gone on with, lawful, labelled, and said in both languages."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scenes import gate
from scenes.dataset.draw import drawn
from scenes.dataset.make import captions, make
from scenes.snapshot import snap
from ui.cli import main

SIZE = 128


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("set") / "set"
    make(out, 2, seed=7, size=SIZE)
    return out


def test_a_draw_depends_on_seed_and_number_only() -> None:
    first = next(drawn(7, 3))
    assert first == next(drawn(7, 3))
    assert first != next(drawn(7, 4))
    assert first != next(drawn(8, 3))


def test_what_is_drawn_is_lawful_and_of_many_ages() -> None:
    specs = [next(drawn(1, number)) for number in range(24)]
    assert not [one for one in specs if gate.examine(one)]
    assert len({one.period for one in specs}) >= 5
    assert len({one.type for one in specs}) >= 5
    assert len({(one.season, one.weather) for one in specs}) >= 6
    assert len(list(islice(drawn(1, 0), 3))) == 3


def test_a_sample_is_picture_passes_and_two_captions(folder: Path) -> None:
    rows = [
        json.loads(line) for line in (folder / "metadata.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) == 2
    for row in rows:
        for key in ("image_file_name", "conditioning_image_file_name", "line", "ids"):
            with Image.open(folder / row[key]) as image:
                assert image.size == (SIZE, SIZE)
                assert np.asarray(image).std() > 0
        assert "Shanxi" in row["text"]
        assert "山西" in row["text_zh"]
        assert not any("\u3400" <= c <= "\u9fff" for c in row["text"])


def test_every_picture_is_labelled_in_its_file(folder: Path) -> None:
    for path in folder.glob("*/*.png"):
        assert label.verify(path).status == "compliant", path


def test_the_same_again_and_the_shorter_is_the_start_of_the_longer(
    folder: Path, tmp_path: Path
) -> None:
    make(tmp_path / "one", 1, seed=7, size=SIZE)
    for kind in ("image", "depth", "line", "ids"):
        one = (tmp_path / "one" / kind / "000000.png").read_bytes()
        assert one == (folder / kind / "000000.png").read_bytes()


def test_it_is_gone_on_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "image/000001.png").read_bytes()
    (folder / "rows/000001.json").unlink()
    kept = (folder / "image/000000.png").stat().st_mtime_ns
    make(folder, 2, seed=7, size=SIZE)
    assert (folder / "image/000001.png").read_bytes() == before
    assert (folder / "image/000000.png").stat().st_mtime_ns == kept


@pytest.mark.parametrize(
    ("seed", "size", "control"), [(8, SIZE, "depth"), (7, 256, "depth"), (7, SIZE, "line")]
)
def test_a_folder_begun_otherwise_is_refused(
    folder: Path, seed: int, size: int, control: str
) -> None:
    with pytest.raises(RefusedInput, match="开的头"):
        make(folder, 2, seed=seed, size=size, control=control)


def test_what_cannot_be_made_is_refused(tmp_path: Path) -> None:
    for count, size, seed in ((0, 512, 0), (1, 100, 0), (1, 513, 0), (1, 512, -1)):
        with pytest.raises(RefusedInput, match="不能用"):
            make(tmp_path / "x", count, size=size, seed=seed)
    with pytest.raises(RefusedInput, match="控制图"):
        make(tmp_path / "x", 1, control="pose")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "a.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedInput, match="别的东西"):
        make(tmp_path / "theirs", 1)


def test_from_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scene", "dataset", "-n", "2", "--seed", "7", "--size", str(SIZE), "-o", str(folder)]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 2


def test_halls_are_seen_near_and_far_and_works_from_all_sides() -> None:
    cameras = [one.camera for n in range(60) if (one := next(drawn(1, n))).bays]
    assert len({c.get("shot") for c in cameras}) >= 4
    assert len({c.get("angle") for c in cameras}) >= 4
    asked = {"type": "石拱桥", "period": "明"}
    first, last = (snap(asked, 64, view=view) for view in (0.0, 0.999))
    assert first.spec.camera["name"] != last.spec.camera["name"]
    assert first.found.camera != last.found.camera
    again = snap(last.spec, 64)
    assert (again.pixels == last.pixels).all()


def test_a_caption_tells_what_is_in_sight() -> None:
    road = snap({"type": "官道", "period": "唐", "hour": 21.0, "lamps": ["油灯"]}, 96)
    told = captions(road)
    assert "油灯" not in told["text_zh"]
    assert "lamp" not in told["text"]
    assert "唐代，中国山西，夯土官道" in told["text_zh"]
    assert "people" in told["text"]
    hall = {
        "type": "殿", "period": "唐", "bays": 3, "rafters": 4, "roof": "歇山", "hour": 21.0,
        "lamps": ["油灯"],
    }  # fmt: skip
    whole = captions(snap(hall | {"camera": {"name": "三分之四角", "shot": "全景"}}, 96))
    assert "three bays wide" in whole["text"]
    assert "night, lamplight" in whole["text"]
    assert "lit " in whole["text"]
    near = captions(snap(hall | {"camera": {"name": "三分之四角", "shot": "近景"}}, 96))
    assert "bays wide" not in near["text"]
    assert "owl-tail" not in near["text"]
    assert "Buddhist temple hall" in near["text"]
    side = captions(snap(hall | {"camera": {"name": "侧面", "shot": "全景"}}, 96))
    assert "bays wide" not in side["text"]
    assert "歇山顶的殿" in side["text_zh"]
    assert "Buddhist temple hall, hip-and-gable roof" in side["text"]
