"""A set as one USD file: metres, z up, pieces alike are instances of one prototype, two LODs.

The only module that imports ``pxr`` (usd-core, extra ``stage``).

The tree: ``/hall`` (assembly) → class (group) → piece (component). Pieces refer to
``/Prototypes``, whose pivot is the middle of the foot; prototypes take their matter from
``/Looks``. The variant set ``lod`` of the root is ``full`` or ``far``: tiles and nails left out,
brackets and column bases as boxes.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from heritage_kb.label import NOTICE
from scenes import gltf
from scenes.drawings import layers
from scenes.model import Instance, Part, SetModel
from scenes.turned import box

ROOT = "hall"
LODS = ("full", "far")
MISSING = (
    "写 USD 要用 usd-core，这里没有装；请运行 pip install 'sanjin[stage]'。",
    "USD files need usd-core: pip install 'sanjin[stage]'.",
)
_RELIEF = ("tube_tiles", "tile_disc", "tile_lip", "door_stud", "door_ring")  # left out from afar
_BOXED = ("bracket", "column_base")  # classes whose pieces are boxes from afar
Shape = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]  # as gltf.split
_PLAIN = 24  # triangles up to which a piece is no heavier than a box is worth


def library() -> Any:
    """Return ``pxr``, with the parts of it that are asked for below.

    Raises:
        RefusedInput: it is not installed; the sentence says how to mend that.
    """
    try:
        import pxr
        import pxr.UsdSemantics
        import pxr.UsdShade
    except ImportError as error:
        raise RefusedInput(*MISSING) from error
    return pxr


def write_usd(model: SetModel, title: str, path: Path) -> None:
    """Write a model as binary USD; the same model gives the same file.

    Pieces carry ``sanjin:class``, ``sanjin:rule`` and ``sanjin:name_zh``, the primvar
    ``class_id`` and the semantic label of their class.

    Raises:
        RefusedInput: usd-core is not installed.
    """
    pxr = library()
    usd, geom, tf = pxr.Usd, pxr.UsdGeom, pxr.Tf
    stage: Any = usd.Stage.CreateNew(str(path))
    geom.SetStageMetersPerUnit(stage, 1.0)
    geom.SetStageUpAxis(stage, geom.Tokens.z)
    root = geom.Xform.Define(stage, f"/{ROOT}").GetPrim()
    usd.ModelAPI(root).SetKind("assembly")
    stage.SetDefaultPrim(root)
    stage.GetRootLayer().customLayerData = {"title": title, "AI提示": NOTICE}
    placed = [i for i in model.instances if len(model.parts[i.part].faces)]
    times = Counter(i.part for i in placed)
    names = {part: tf.MakeValidIdentifier(part) for part in times}
    _looks(pxr, stage, {model.parts[part].material for part in times})
    kinds = {i.part: i.element for i in placed}
    stage.CreateClassPrim("/Prototypes")
    feet = {
        part: _prototype(pxr, stage, f"/Prototypes/{names[part]}", model.parts[part], part,
                         kinds[part])
        for part in sorted(times)
    }  # fmt: skip
    with pxr.Sdf.ChangeBlock():
        _hang(pxr, stage.GetRootLayer(), placed, names, feet, times)
    stage.GetRootLayer().Save()


def _looks(pxr: Any, stage: Any, materials: set[str]) -> None:
    """Define a preview surface for every material."""
    shade, value = pxr.UsdShade, pxr.Sdf.ValueTypeNames
    stage.CreateClassPrim("/Looks")
    for name in sorted(materials):
        colour, rough, metal = gltf.finish_of(name)
        look = shade.Material.Define(stage, f"/Looks/{pxr.Tf.MakeValidIdentifier(name)}")
        shader = shade.Shader.Define(stage, look.GetPath().AppendChild("surface"))
        shader.CreateIdAttr("UsdPreviewSurface")
        shader.CreateInput("diffuseColor", value.Color3f).Set(pxr.Gf.Vec3f(*colour))
        shader.CreateInput("roughness", value.Float).Set(rough)
        shader.CreateInput("metallic", value.Float).Set(metal)
        look.CreateSurfaceOutput().ConnectToSource(shader.ConnectableAPI(), "surface")


def _prototype(
    pxr: Any, stage: Any, path: str, part: Part, name: str, element: str
) -> NDArray[np.float64]:
    """Define a prototype with its LODs; return its foot, which becomes its pivot."""
    low, high = part.vertices.min(0), part.vertices.max(0)
    foot: NDArray[np.float64] = np.array([*((low + high) / 2)[:2], low[2]])
    own = Part(part.vertices - foot, part.faces, part.material)
    prim = pxr.UsdGeom.Xform.Define(stage, path).GetPrim()
    pxr.Usd.ModelAPI(prim).SetKind("component")
    look = pxr.UsdShade.Material.Define(stage, f"{path}/look")
    look.GetPrim().GetReferences().AddInternalReference(
        f"/Looks/{pxr.Tf.MakeValidIdentifier(part.material)}"
    )
    lods = prim.GetVariantSets().AddVariantSet("lod")
    near, far = gltf.split(own), _from_afar(own, name, element)
    meshes: dict[str, Shape | None] = {"full": near, "far": near}
    if far is not own:
        meshes["far"] = None if far is None else gltf.split(far)
    for lod in LODS:
        lods.AddVariant(lod)
        lods.SetVariantSelection(lod)
        mesh = meshes[lod]
        if mesh is not None:
            with lods.GetVariantEditContext():
                _mesh(pxr, stage, f"{path}/shape", mesh, look)
    lods.SetVariantSelection("full")
    return foot


def _from_afar(part: Part, name: str, element: str) -> Part | None:
    """Return what is left of a part from afar: itself, its box, or nothing."""
    if name.endswith(_RELIEF):
        return None
    if element not in _BOXED or len(part.faces) <= _PLAIN:
        return part
    return Part(*box(part.vertices.min(0).tolist(), part.vertices.max(0).tolist()), part.material)


def _mesh(pxr: Any, stage: Any, path: str, shape: Shape, look: Any) -> None:
    vertices, faces, normals = shape
    vt, mesh = pxr.Vt, pxr.UsdGeom.Mesh.Define(stage, path)
    points = vertices.astype(np.float32)
    mesh.CreatePointsAttr(vt.Vec3fArray.FromNumpy(points))
    mesh.CreateFaceVertexCountsAttr(vt.IntArray.FromNumpy(np.full(len(faces), 3, np.int32)))
    mesh.CreateFaceVertexIndicesAttr(vt.IntArray.FromNumpy(faces.astype(np.int32).ravel()))
    mesh.CreateNormalsAttr(vt.Vec3fArray.FromNumpy(normals.astype(np.float32)))
    mesh.SetNormalsInterpolation(pxr.UsdGeom.Tokens.vertex)
    mesh.CreateSubdivisionSchemeAttr(pxr.UsdGeom.Tokens.none)
    ends = np.stack([points.min(0), points.max(0)])
    mesh.CreateExtentAttr(vt.Vec3fArray.FromNumpy(np.ascontiguousarray(ends)))
    pxr.UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(look)


def _hang(
    pxr: Any, layer: Any, placed: list[Instance], names: dict[str, str],
    feet: dict[str, NDArray[np.float64]], times: Counter[str],
) -> None:  # fmt: skip
    """Write every piece, and into the root's variants which LOD the pieces show."""
    sdf = pxr.Sdf
    root = layer.GetPrimAtPath(f"/{ROOT}")
    sets = sdf.VariantSetSpec(root, "lod")
    variants = {lod: sdf.VariantSpec(sets, lod).primSpec for lod in LODS}
    root.variantSetNameList.prependedItems = ["lod"]
    root.variantSelections["lod"] = "full"
    elements = sorted({i.element for i in placed})
    counts = dict.fromkeys(elements, 0)
    groups, overs = {}, {}
    for element in elements:
        groups[element] = _xform(sdf, root, element, kind="group")
        _say(sdf, groups[element], "title_zh", layers.title(element))
        overs[element] = sdf.PrimSpec(variants["far"], element, sdf.SpecifierOver)
    for one in placed:
        counts[one.element] += 1
        name = f"{one.element}_{counts[one.element]:04d}"
        prim = _xform(sdf, groups[one.element], name)
        prim.referenceList.prependedItems = [sdf.Reference("", f"/Prototypes/{names[one.part]}")]
        if times[one.part] > 1:
            prim.instanceable = True
        _place(pxr, prim, one.matrix, feet[one.part])
        _tell(sdf, pxr, prim, one, elements.index(one.element))
        over = sdf.PrimSpec(overs[one.element], name, sdf.SpecifierOver)
        over.variantSelections["lod"] = "far"


def _xform(sdf: Any, parent: Any, name: str, kind: str = "") -> Any:
    prim = sdf.PrimSpec(parent, name, sdf.SpecifierDef, "Xform")
    if kind:
        prim.kind = kind
    return prim


def _place(pxr: Any, prim: Any, matrix: NDArray[np.float64], foot: Any) -> None:
    """Set where a piece stands; USD writes a vector as a row."""
    sdf = pxr.Sdf
    moved = np.array(matrix, np.float64)
    moved[:3, 3] += moved[:3, :3] @ foot
    types = sdf.ValueTypeNames
    at = sdf.AttributeSpec(prim, "xformOp:transform", types.Matrix4d)
    at.default = pxr.Gf.Matrix4d(*moved.T.ravel().tolist())
    order = sdf.AttributeSpec(prim, "xformOpOrder", types.TokenArray, sdf.VariabilityUniform)
    order.default = ["xformOp:transform"]


def _tell(sdf: Any, pxr: Any, prim: Any, one: Instance, number: int) -> None:
    """Write what a piece is: class, rule and name; as text, as a primvar and as a label."""
    _say(sdf, prim, "class", one.element)
    for key, said in (("rule", one.rule), ("name_zh", one.name)):
        if said:
            _say(sdf, prim, key, said)
    types = sdf.ValueTypeNames
    id = sdf.AttributeSpec(prim, "primvars:class_id", types.Int)
    id.default = number
    id.SetInfo("interpolation", "constant")
    labels = sdf.AttributeSpec(prim, "semantics:labels:class", types.TokenArray)
    labels.default = [one.element]
    prim.SetInfo("apiSchemas", sdf.TokenListOp.Create(["SemanticsLabelsAPI:class"]))


def _say(sdf: Any, prim: Any, key: str, text: str) -> None:
    said = sdf.AttributeSpec(prim, f"sanjin:{key}", sdf.ValueTypeNames.String)
    said.custom = True
    said.default = text
