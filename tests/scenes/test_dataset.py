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
from scenes.dataset.make import make
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
