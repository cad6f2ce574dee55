"""A set as one USD file: metres, z up, pieces alike are instances of one prototype, two LODs.

The only module that imports ``pxr`` (usd-core, extra ``stage``).

The tree: ``/hall`` (assembly) → class (group) → piece (component). Pieces refer to
``/Prototypes``, whose pivot is the middle of the foot; prototypes take their matter from
``/Looks``. The variant set ``lod`` of the root is ``full`` or ``far``: tiles and nails left out,
brackets and column bases as boxes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
    ``class_id`` and the semantic label of their class. Everything is written into the layer
    itself: a stage over it would compose each of many thousand prims anew as it came.

    Raises:
        RefusedInput: usd-core is not installed.
    """
    pxr = library()
    sdf = pxr.Sdf
    layer: Any = sdf.Layer.CreateNew(str(path))
    placed = [i for i in model.instances if len(model.parts[i.part].faces)]
    times = Counter(i.part for i in placed)
    names = _names(pxr, times)
    kinds = {i.part: i.element for i in placed}
    with sdf.ChangeBlock():
        top = layer.pseudoRoot
        for key, value in (("metersPerUnit", 1.0), ("upAxis", "Z"), ("defaultPrim", ROOT)):
            top.SetInfo(key, value)
        layer.customLayerData = {"title": title, "AI提示": NOTICE}
        root = _xform(sdf, top, ROOT, kind="assembly")
        _looks(pxr, top, {model.parts[part].material for part in times})
        under = sdf.PrimSpec(top, "Prototypes", sdf.SpecifierClass)
        feet = {
            part: _prototype(pxr, under, names[part], model.parts[part], part, kinds[part])
            for part in sorted(times)
        }
        _hang(pxr, root, placed, names, feet, times)
    layer.Save()


def _names(pxr: Any, parts: Iterable[str]) -> dict[str, str]:
    """Return a valid identifier for each part, no two alike: Chinese letters all become ``_``."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for part in sorted(parts):
        name = plain = pxr.Tf.MakeValidIdentifier(part)
        number = 1
        while name in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name)
        found[part] = name
    return found


def _looks(pxr: Any, top: Any, materials: set[str]) -> None:
    """Define a preview surface for every material."""
    sdf, types = pxr.Sdf, pxr.Sdf.ValueTypeNames
    under = sdf.PrimSpec(top, "Looks", sdf.SpecifierClass)
    for name in sorted(materials):
        colour, rough, metal = gltf.finish_of(name)
        look = sdf.PrimSpec(under, pxr.Tf.MakeValidIdentifier(name), sdf.SpecifierDef, "Material")
        shader = sdf.PrimSpec(look, "surface", sdf.SpecifierDef, "Shader")
        _set(sdf, shader, "info:id", types.Token, "UsdPreviewSurface", fixed=True)
        _set(sdf, shader, "inputs:diffuseColor", types.Color3f, pxr.Gf.Vec3f(*colour))
        _set(sdf, shader, "inputs:roughness", types.Float, rough)
        _set(sdf, shader, "inputs:metallic", types.Float, metal)
        shown = _set(sdf, shader, "outputs:surface", types.Token)
        ends = _set(sdf, look, "outputs:surface", types.Token)
        ends.connectionPathList.explicitItems = [shown.path]


def _prototype(
    pxr: Any, under: Any, title: str, part: Part, name: str, element: str
) -> NDArray[np.float64]:
    """Define a prototype with its LODs; return its foot, which becomes its pivot."""
    sdf = pxr.Sdf
    low, high = part.vertices.min(0), part.vertices.max(0)
    foot: NDArray[np.float64] = np.array([*((low + high) / 2)[:2], low[2]])
    own = Part(part.vertices - foot, part.faces, part.material)
    prim = _xform(sdf, under, title, kind="component")
    look = sdf.PrimSpec(prim, "look", sdf.SpecifierDef, "Material")
    paint = f"/Looks/{pxr.Tf.MakeValidIdentifier(part.material)}"
    look.referenceList.prependedItems = [sdf.Reference("", paint)]
    variants = _variants(sdf, prim)
    far = _from_afar(own, name, element)
    if far is own:  # one mesh for both
        _mesh(pxr, prim, gltf.split(own), look.path)
        return foot
    _mesh(pxr, variants["full"], gltf.split(own), look.path)
    if far is not None:
        _mesh(pxr, variants["far"], gltf.split(far), look.path)
    return foot


def _variants(sdf: Any, prim: Any) -> dict[str, Any]:
    """Give a prim its LODs, the full one chosen; return the spec that each one writes into."""
    sets = sdf.VariantSetSpec(prim, "lod")
    prim.variantSetNameList.prependedItems = ["lod"]
    prim.variantSelections["lod"] = "full"
    return {lod: sdf.VariantSpec(sets, lod).primSpec for lod in LODS}


def _from_afar(part: Part, name: str, element: str) -> Part | None:
    """Return what is left of a part from afar: itself, its box, or nothing."""
    if name.endswith(_RELIEF):
        return None
    if element not in _BOXED or len(part.faces) <= _PLAIN:
        return part
    return Part(*box(part.vertices.min(0).tolist(), part.vertices.max(0).tolist()), part.material)


def _mesh(pxr: Any, prim: Any, shape: Shape, look: Any) -> None:
    vertices, faces, normals = shape
    sdf, vt, types = pxr.Sdf, pxr.Vt, pxr.Sdf.ValueTypeNames
    points = vertices.astype(np.float32)
    ends = np.stack([points.min(0), points.max(0)])
    mesh = sdf.PrimSpec(prim, "shape", sdf.SpecifierDef, "Mesh")
    mesh.SetInfo("apiSchemas", sdf.TokenListOp.Create(["MaterialBindingAPI"]))
    for key, kind, array in (
        ("points", types.Point3fArray, vt.Vec3fArray.FromNumpy(points)),
        ("faceVertexCounts", types.IntArray, vt.IntArray.FromNumpy(np.full(len(faces), 3, np.int32))),
        ("faceVertexIndices", types.IntArray, vt.IntArray.FromNumpy(faces.astype(np.int32).ravel())),
        ("extent", types.Float3Array, vt.Vec3fArray.FromNumpy(ends)),
    ):  # fmt: skip
        _set(sdf, mesh, key, kind, array)
    smooth = vt.Vec3fArray.FromNumpy(normals.astype(np.float32))
    _set(sdf, mesh, "normals", types.Normal3fArray, smooth).SetInfo("interpolation", "vertex")
    _set(sdf, mesh, "subdivisionScheme", types.Token, "none", fixed=True)
    bound = sdf.RelationshipSpec(mesh, "material:binding", custom=False)
    bound.targetPathList.explicitItems = [look]


def _hang(
    pxr: Any, root: Any, placed: list[Instance], names: dict[str, str],
    feet: dict[str, NDArray[np.float64]], times: Counter[str],
) -> None:  # fmt: skip
    """Write every piece, and into the root's variants which LOD the pieces show."""
    sdf = pxr.Sdf
    variants = _variants(sdf, root)
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
        _tell(sdf, prim, one, elements.index(one.element))
        over = sdf.PrimSpec(overs[one.element], name, sdf.SpecifierOver)
        over.variantSelections["lod"] = "far"


def _xform(sdf: Any, parent: Any, name: str, kind: str = "") -> Any:
    prim = sdf.PrimSpec(parent, name, sdf.SpecifierDef, "Xform")
    if kind:
        prim.kind = kind
    return prim


def _set(
    sdf: Any, prim: Any, key: str, kind: Any, value: Any = None, *, fixed: bool = False
) -> Any:
    """Give a prim an attribute and return it; ``fixed`` where it can never vary in time."""
    varies = sdf.VariabilityUniform if fixed else sdf.VariabilityVarying
    spec = sdf.AttributeSpec(prim, key, kind, varies)
    if value is not None:
        spec.default = value
    return spec


def _place(pxr: Any, prim: Any, matrix: NDArray[np.float64], foot: Any) -> None:
    """Set where a piece stands; USD writes a vector as a row."""
    moved = np.array(matrix, np.float64)
    moved[:3, 3] += moved[:3, :3] @ foot
    types = pxr.Sdf.ValueTypeNames
    _set(pxr.Sdf, prim, "xformOp:transform", types.Matrix4d, pxr.Gf.Matrix4d(moved.T))
    order = ["xformOp:transform"]
    _set(pxr.Sdf, prim, "xformOpOrder", types.TokenArray, order, fixed=True)


def _tell(sdf: Any, prim: Any, one: Instance, number: int) -> None:
    """Write what a piece is: class, rule and name; as text, as a primvar and as a label."""
    _say(sdf, prim, "class", one.element)
    for key, said in (("rule", one.rule), ("name_zh", one.name)):
        if said:
            _say(sdf, prim, key, said)
    types = sdf.ValueTypeNames
    id = _set(sdf, prim, "primvars:class_id", types.Int, number)
    id.SetInfo("interpolation", "constant")
    _set(sdf, prim, "semantics:labels:class", types.TokenArray, [one.element])
    prim.SetInfo("apiSchemas", sdf.TokenListOp.Create(["SemanticsLabelsAPI:class"]))


def _say(sdf: Any, prim: Any, key: str, text: str) -> None:
    said = _set(sdf, prim, f"sanjin:{key}", sdf.ValueTypeNames.String, text)
    said.custom = True
