"""Concept art in the app: what is missing is said, a run has a folder of its own, pictures show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import scenes
import scriptgen
from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scriptgen.keeping.series_parts import put_plan
from tests.scriptgen.writing.fake import BRIEF
from ui import kinds, paint_work
from ui.projects import Desk, Projects


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    made = Projects(tmp_path / "项目").new(Desk("a" * 24))
    folder = made.set_folder("佛光寺")
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    return made


def test_without_a_model_it_says_what_to_do(project: Any) -> None:
    found, said = paint_work.ready()
    assert found == []
    assert "sanjin models pull" in said


def test_a_run_is_checked_numbered_and_its_pictures_are_found(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RefusedInput, match="先造一套布景"):
        paint_work.inputs(project, "没有", "z-image-turbo", {})
    with pytest.raises(RefusedInput, match="重绘强度"):
        paint_work.inputs(project, "佛光寺", "z-image-turbo", {"strength": 9})
    given = paint_work.inputs(project, "佛光寺", "z-image-turbo", {"count": 1, "words": ""})
    assert given["asked"] == {"count": 1}
    asked: list[Any] = []

    def paint(manifest: str, out: str, model: str, **told: Any) -> dict[str, Any]:
        asked.append((manifest, model, told["count"]))
        Path(out).mkdir(parents=True)
        Image.new("RGB", (320, 512), "grey").save(Path(out) / "01-seed1.png")
        label.stamp(Path(out) / "01-seed1.png")
        row = {"file": "01-seed1.png", "seed": 1, "kept": {"kept": False, "why": ["柱没有守住"]}}
        body = {"painter": model, "renders": [{"pictures": [row]}]}
        (Path(out) / "painting.json").write_text(json.dumps(body), encoding="utf-8")
        return body

    monkeypatch.setattr(scenes, "paint", paint)
    made = kinds._painted(given, lambda _said, _part: None)
    assert made == {"out": given["out"], "pictures": 1, "kept": 0}
    assert asked == [(str(project.set_folder("佛光寺")), "z-image-turbo", 1)]
    shown = paint_work.painted(project, "佛光寺")
    assert [(one.seed, one.kept, one.why) for one in shown] == [(1, False, ("柱没有守住",))]
    failed = paint_work.failed(shown)
    assert failed is not None
    assert failed.seed == 1
    monkeypatch.setattr(
        "scenes.painter.tighter.tighter", lambda path: ("z-image-turbo", {"strength": 0.3})
    )
    held = paint_work.again(project, "佛光寺")
    assert held["asked"] == {"strength": 0.3}
    assert held["out"] != given["out"]
    again = paint_work.inputs(project, "佛光寺", "z-image-turbo", {})
    assert again["out"] != given["out"]  # nothing is painted over
    assert "paint" in kinds.KINDS


def test_passages_of_the_set_and_of_the_story_can_be_cited(project: Any) -> None:
    folder = project.set_folder("佛光寺")
    spec = {"site": "foguangsi", "period": "唐"}
    told = {"spec": spec, "building": {"title": "佛光寺东大殿", "site": "foguangsi"}}
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    offered = {id: said for said, id in paint_work.citable(project, "佛光寺")}
    assert offered["foguangsi.sense.1"].startswith("佛光寺：山坳里的寺")
    assert any(said.startswith("佛光寺东大殿：") for said in offered.values())
    assert not [id for id in offered if ".mistake." in id or ".filming." in id]
    assert not [said for said in offered.values() if "大木作：" in said]
    story = scriptgen.draft(scriptgen.read_brief(BRIEF | {"episodes": 1, "seconds": 45}))
    with project.open() as store:
        put_plan(store, story, author={"kind": "scaffold", "name": "scaffold"})
    offered = {id: said for said, id in paint_work.citable(project, "佛光寺")}
    assert any(said.startswith("大木作：") for said in offered.values())
    assert [said for said in offered.values() if said.endswith("（剧本引过）")]
    chosen = ["foguangsi.sense.1"]
    given = paint_work.inputs(project, "佛光寺", "z-image-turbo", {"passages": chosen})
    assert given["asked"]["passages"] == chosen
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    assert paint_work.citable(project, "佛光寺") == []
