"""What a set is filed with: drawings, 3D, the sheet of sources; all in the manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import scenes
from heritage_kb import label
from heritage_kb.errors import UnknownName
from scenes import deliver, manifest
from scenes.wardrobe import choice
from scenes.wardrobe.items import years_of
from ui import cli

NANCHAN = {"site": "nanchansi", "dressing": ["空镜"]}


def test_a_set_is_filed_with_drawings_and_models(tmp_path: Path) -> None:
    out = tmp_path / "南禅寺"
    heard: list[float] = []
    body = scenes.render(
        NANCHAN, out, preset="draft", drawings=["pdf"], models=["glb", "glb-set"],
        progress=lambda _s, p: heard.append(p),
    )  # fmt: skip
    assert heard == sorted(heard)
    files = {one["file"]: one for one in body["files"]}
    assert files["drawings/set.pdf"]["role"] == "drawing"
    assert files["model/hall.glb"]["role"] == "model"
    assert {"report.md", "model/set.glb"} <= set(files)
    for name, one in files.items():
        path = out / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == one["sha256"]
        assert label.verify(path).status == "compliant"
    assert len((out / "model/set.glb").read_bytes()) > len((out / "model/hall.glb").read_bytes())
    _, model = scenes.build(NANCHAN)
    assert body["model"]["model_hash"] == model.digest()
    assert body["model"]["triangles"] == len(model.flatten().corners)
    text = (out / "report.md").read_text("utf-8")
    for row in body["evidence"]:
        assert row["item"] in text
        assert row["source"][:6] in text
    assert all(item in text for item in body["invented"])
    assert body["model"]["model_hash"][:12] in text
    assert {row["kind"] for row in body["wardrobe"]} == {"garment", "prop"}
    for row in body["wardrobe"]:
        assert row["name"] in text
        assert not choice.judge(row["name"], years_of("唐"))


def test_rules_are_told_once_with_their_source() -> None:
    building, _ = scenes.build({"period": "唐", "bays": 5})
    rules = manifest.rules_used(building)
    ids = [one["id"] for one in rules]
    assert ids == sorted(set(ids))
    assert all(one["source"] and one["settles"] for one in rules)
    assert not any(one.startswith("derived:") for one in ids)


def test_hashes_follow_what_they_stand_for() -> None:
    one = scenes.SetSpec.from_mapping({"period": "唐", "bays": 5})
    other = scenes.SetSpec.from_mapping({"period": "唐", "bays": 7})
    assert manifest.spec_hash(one) != manifest.spec_hash(other)
    assert len(manifest.rule_book_hash()) == 64


@pytest.mark.parametrize("name", ["rules/roof.toml", "measured.toml"])
def test_the_hash_of_the_rule_book_follows_every_table(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Path(manifest.__file__).parent / "data", tmp_path / "data")
    monkeypatch.setattr(manifest, "resources", lambda _package: tmp_path)
    before = manifest.rule_book_hash()
    with (tmp_path / "data" / name).open("a", encoding="utf-8") as file:
        file.write("# one more word\n")
    assert manifest.rule_book_hash() != before


def test_text_in_the_report_is_no_markup() -> None:
    assert deliver._cell("a|b\n<c> *d*") == "a\\|b \\<c\\> \\*d\\*"


@pytest.mark.parametrize("how", [{"drawings": ["dwg"]}, {"models": ["fbx"]}])
def test_unknown_papers_are_refused_before_anything_is_written(
    how: dict[str, list[str]], tmp_path: Path
) -> None:
    with pytest.raises(UnknownName):
        scenes.render(NANCHAN, tmp_path / "out", **how)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_says_which_formats_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["scene", "render", "--site", "南禅寺", "-o", str(tmp_path / "x"), "--json"]
    assert cli.main([*words, "--drawings", "--formats", "svg,dwg"]) == 1
    assert "dwg" in json.loads(capsys.readouterr().out)["error"]
    assert cli.main([*words, "--model", "fbx"]) == 1
    assert "glb" in json.loads(capsys.readouterr().out)["error"]
