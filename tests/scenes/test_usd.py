"""USD: opened again with usd-core, measured, validated; pieces alike are instances."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenes
from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scenes import deliver
from scenes.handover import usd
from scenes.model import SetModel

pxr = pytest.importorskip("pxr", reason="usd-core (extra stage) is not installed")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[SetModel, Path]:
    _, model = scenes.build({"site": "nanchansi"})
    path = tmp_path_factory.mktemp("usd") / "hall.usd"
    usd.write_usd(model, "南禅寺大殿", path)
    return model, path


def bounds(stage: Any) -> np.ndarray[Any, Any]:
    from pxr import Usd, UsdGeom

    cache = UsdGeom.BBoxCache(Usd.TimeCode.Default(), ["default"], useExtentsHint=False)
    box = cache.ComputeWorldBound(stage.GetDefaultPrim()).ComputeAlignedRange()
    return np.array([box.GetMin(), box.GetMax()])


def meshes(stage: Any) -> list[Any]:
    from pxr import Usd, UsdGeom

    every = Usd.PrimRange(stage.GetDefaultPrim(), Usd.TraverseInstanceProxies())
    return [UsdGeom.Mesh(prim) for prim in every if prim.IsA(UsdGeom.Mesh)]


def triangles(stage: Any) -> int:
    return sum(len(mesh.GetFaceVertexCountsAttr().Get()) for mesh in meshes(stage))


def test_it_opens_in_metres_with_z_up_and_the_models_bounds(filed: tuple[SetModel, Path]) -> None:
    from pxr import Usd, UsdGeom

    model, path = filed
    stage = Usd.Stage.Open(str(path))
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert UsdGeom.GetStageUpAxis(stage) == "Z"
    assert Usd.ModelAPI(stage.GetDefaultPrim()).GetKind() == "assembly"
    points = model.flatten().corners.reshape(-1, 3)
    np.testing.assert_allclose(bounds(stage), [points.min(0), points.max(0)], atol=1e-3)
    assert triangles(stage) == model.triangle_count


def test_no_validator_of_usd_finds_a_fault(filed: tuple[SetModel, Path]) -> None:
    from pxr import Usd, UsdValidation

    every = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    assert len(every) > 10
    faults = UsdValidation.ValidationContext(every).Validate(Usd.Stage.Open(str(filed[1])))
    assert [fault.GetMessage() for fault in faults] == []


def test_pieces_alike_are_instances_of_one_prototype(filed: tuple[SetModel, Path]) -> None:
    from pxr import Usd

    model, path = filed
    stage = Usd.Stage.Open(str(path))
    columns = stage.GetPrimAtPath("/hall/column").GetChildren()
    assert len(columns) == 12
    assert len({prim.GetPrototype().GetPath() for prim in columns if prim.IsInstance()}) == 1
    pieces = [p for group in stage.GetDefaultPrim().GetChildren() for p in group.GetChildren()]
    assert len(pieces) == len(model.instances)
    assert all(str(prim.GetPath()).isascii() for prim in stage.TraverseAll())
    assert {Usd.ModelAPI(prim).GetKind() for prim in pieces} == {"component"}


def test_pieces_named_in_chinese_keep_apart(tmp_path: Path) -> None:
    from pxr import Usd

    _, model = scenes.build({"period": "清", "type": "灶房"})
    usd.write_usd(model, "灶房", tmp_path / "kitchen.usd")
    stage = Usd.Stage.Open(str(tmp_path / "kitchen.usd"))
    pieces = [p for group in stage.GetDefaultPrim().GetChildren() for p in group.GetChildren()]
    assert len(pieces) == sum(bool(len(model.parts[i.part].faces)) for i in model.instances)


def test_every_mesh_is_bound_to_its_own_paint(filed: tuple[SetModel, Path]) -> None:
    from pxr import Usd, UsdShade

    stage = Usd.Stage.Open(str(filed[1]))
    for mesh in meshes(stage):
        look, _ = UsdShade.MaterialBindingAPI(mesh.GetPrim()).ComputeBoundMaterial()
        source, _, _ = look.ComputeSurfaceSource()
        assert 0 < source.GetInput("diffuseColor").Get()[0] < 0.6
        assert 0.4 < source.GetInput("roughness").Get() <= 1


def test_a_piece_tells_its_class_rule_and_stands_on_its_foot(
    filed: tuple[SetModel, Path],
) -> None:
    from pxr import Usd, UsdGeom, UsdSemantics

    stage = Usd.Stage.Open(str(filed[1]))
    column = stage.GetPrimAtPath("/hall/column/column_0001")
    assert column.GetAttribute("sanjin:rule").Get() == "column.height"
    assert list(UsdSemantics.LabelsAPI(column, "class").GetLabelsAttr().Get()) == ["column"]
    number = UsdGeom.PrimvarsAPI(column).GetPrimvar("class_id")
    assert number.Get() == sorted(p.GetName() for p in stage.GetDefaultPrim().GetChildren()).index(
        "column"
    )
    cache = UsdGeom.BBoxCache(Usd.TimeCode.Default(), ["default"])
    local = cache.ComputeUntransformedBound(column).ComputeAlignedRange()
    assert local.GetMin()[2] == pytest.approx(0, abs=1e-6)
    assert local.GetMin()[0] == pytest.approx(-local.GetMax()[0], abs=1e-6)


def test_from_afar_it_is_lighter_and_as_large(filed: tuple[SetModel, Path]) -> None:
    from pxr import Usd

    stage = Usd.Stage.Open(str(filed[1]))
    near = bounds(stage)
    sets = stage.GetDefaultPrim().GetVariantSets()
    assert sets.GetVariantSet("lod").GetVariantNames() == ["far", "full"]
    sets.SetSelection("lod", "far")
    assert triangles(stage) < 0.6 * filed[0].triangle_count
    np.testing.assert_allclose(bounds(stage), near, atol=0.35)


def test_the_same_model_gives_the_same_file(filed: tuple[SetModel, Path], tmp_path: Path) -> None:
    usd.write_usd(filed[0], "南禅寺大殿", tmp_path / "again.usd")
    assert (tmp_path / "again.usd").read_bytes() == filed[1].read_bytes()


def test_it_is_labelled_beside_and_says_so_within(boxes: SetModel, tmp_path: Path) -> None:
    from pxr import Sdf

    (tmp_path / "model").mkdir()
    wanted = deliver.Wanted.of((), ("usd", "usd-set"))
    (one,) = deliver.write_models(boxes, "盒", wanted, tmp_path, court=True)
    path = tmp_path / one.file
    assert label.stamp(path).status == "compliant"
    assert "AI" in Sdf.Layer.FindOrOpen(str(path)).customLayerData["AI提示"]


def test_without_the_library_one_sentence_says_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pxr"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(RefusedInput, match=r"sanjin\[stage\]"):
        deliver.Wanted.of((), ("usd",))
