"""Rendered and painted pictures that a studio signs: last of all, with nothing else disturbed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import scenes
from heritage_kb import credential, label
from heritage_kb.errors import RefusedInput
from scenes import recipe as sets
from scenes.kept import seen
from scenes.painter import painting, recipe
from scenes.spec import SetSpec
from tests import certificates
from tests.certificates import Papers
from ui.cli import main

pytestmark = pytest.mark.filterwarnings("ignore")  # of the libraries, about themselves


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    certificates.needed()
    return certificates.made(tmp_path_factory.mktemp("papers"))


def told(path: Path) -> credential.Credential:
    made = credential.read(path)
    assert made is not None
    return made


@pytest.mark.parametrize("kind", ["png", "webp", "jpg"])
def test_a_painted_picture_is_signed_and_still_recalled(
    kind: str, render: Path, here: list[Any], papers: Papers, tmp_path: Path
) -> None:
    out = tmp_path / "画"
    body = scenes.paint(render, out, "tiny-z-image", seed=3, format=kind, signed_by=papers.files)
    row = body["renders"][0]["pictures"][0]
    file = out / row["file"]
    signed = told(file)
    assert (signed.state, signed.by) == ("intact", certificates.STUDIO)
    assert signed.source == "trainedAlgorithmicMedia"
    assert body["signed"]["by"] == certificates.STUDIO
    assert label.verify(file).status == "compliant"
    held = recipe.read(file)
    assert held["picture_sha256"] == row["picture_sha256"]
    side = recipe.read(file.with_name(file.name + recipe.SIDE_CAR))
    assert recipe.fingerprint(held) == recipe.fingerprint(side) == signed.recipe
    model, asked = painting.recalled(file)
    again = scenes.paint(render, tmp_path / "再", model, **asked)
    assert again["renders"][0]["pictures"][0]["picture_sha256"] == row["picture_sha256"]
    assert "signed" not in again
    written = "".join(p.read_text("utf-8") for p in out.rglob("*.json"))
    assert papers.key.name not in written


def test_only_a_region_painted_is_a_composite(
    render: Path, here: list[Any], papers: Papers, tmp_path: Path
) -> None:
    scenes.paint(render, tmp_path / "a", "tiny-sdxl", region="天空", signed_by=papers.files)
    assert told(tmp_path / "a/01-seed1.png").source == "compositeWithTrainedAlgorithmicMedia"


def test_what_cannot_sign_is_refused_before_anything_is_painted(
    render: Path, here: list[Any], papers: Papers, tmp_path: Path
) -> None:
    other = certificates.made(tmp_path / "别家")
    with pytest.raises(RefusedInput):
        scenes.paint(render, tmp_path / "a", "tiny-sdxl", signed_by=(papers.chain, other.key))
    assert here == []
    assert not (tmp_path / "a").exists()


def test_a_rendered_set_is_signed_as_drawn_by_rule(
    home: Path, papers: Papers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "settings.toml").write_text(
        f'[signing]\ncert = "{papers.chain}"\nkey = "{papers.key}"\nanchors = "{papers.root}"\n',
        encoding="utf-8",
    )
    try:
        spec, out = {"site": "nanchansi", "hour": "暮"}, tmp_path / "设定"
        body = scenes.render(spec, out, "draft", people=False)
        signed = told(out / "plate.png")
        assert (signed.state, signed.trusted) == ("intact", True)
        assert signed.source == "algorithmicMedia"
        assert signed.recipe == sets.digest(SetSpec.from_mapping(spec))
        assert sets.recipe(out / "plate.png")["site"] == "nanchansi"
        assert credential.read(out / "passes/depth.png") is None
        assert body["signed"]["by"] == certificates.STUDIO
        seen.read(out)  # the digests of the manifest hold
        assert main(["label", "verify", str(out / "plate.png"), "--json"]) == 0
        row = json.loads(capsys.readouterr().out)["files"][0]
        assert row["credential"]["state"] == "intact"
        data = bytearray((out / "plate.png").read_bytes())
        data[-40] ^= 1
        (out / "plate.png").write_bytes(data)
        assert told(out / "plate.png").state == "touched"
    finally:
        (home / "settings.toml").unlink()


def test_a_recipe_beside_that_is_another_is_told(
    render: Path,
    here: list[Any],
    papers: Papers,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scenes.paint(render, tmp_path / "a", "tiny-z-image", signed_by=papers.files)
    file = tmp_path / "a/01-seed1.png"
    assert main(["label", "verify", str(file)]) == 0
    assert f"{certificates.STUDIO}" in capsys.readouterr().out
    side = file.with_name(file.name + recipe.SIDE_CAR)
    side.write_text(side.read_text("utf-8").replace('"seed": 1', '"seed": 2'), encoding="utf-8")
    assert main(["label", "verify", str(file)]) == 1
    assert "不是同一份" in capsys.readouterr().out


def test_what_is_painted_is_not_lost_where_signing_fails_after_all(
    render: Path, here: list[Any], papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> None:
        raise RefusedInput("时间戳服务器没有答应。", "No answer.")

    monkeypatch.setattr(credential, "sign", gone)
    body = scenes.paint(render, tmp_path / "a", "tiny-z-image", signed_by=papers.files)
    row = body["renders"][0]["pictures"][0]
    assert row["unsigned"] == "时间戳服务器没有答应。"
    assert label.verify(tmp_path / "a" / row["file"]).status == "compliant"
    assert credential.read(tmp_path / "a" / row["file"]) is None
