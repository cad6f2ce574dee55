"""The palette's pigments as Cycles materials: worn, jointed, snowed on, wet, lit from within."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scenes.beauty.nodes import Nodes

# How steep a face snow still clings to, by grain, as the cosine where it begins; as the plate.
_HOLDS = {"tile": 0.10, "leaf": 0.28, "bark": 0.45}
_USUALLY = 0.50
# Of the sky's half, how much must be open for snow to begin to lie, and to lie whole; the channels
# of tiles hide much of it from themselves.
_SHELTER, _USUAL_SHELTER = {"tile": (0.20, 0.34)}, (0.36, 0.50)
_THICK = 0.05  # metres up to which snow is seen on edges; boards are as thin, and stay bare
_DRY = ("glow", "room", "paper", "cloth", "plain")
_METALS = ("iron", "gold", "paint_gold")
_SNOW = (0.80, 0.83, 0.88)
LANTERN = "lantern_lit"  # paper with its lamp in it, which shines as one
_ROOMS_APART = 3.2  # metres between the lamps of rooms
_ROOM, _PAPER = (0.62, 0.27, 0.085), (0.60, 0.30, 0.095)  # lit rooms, as in the plate's wash


@dataclass(slots=True)
class Coat:
    """Sockets or numbers of one material on its way: colour, roughness and height in metres."""

    colour: Any
    rough: Any
    height: Any = None
    deep: float = 0.004  # metres that ``height`` 0..1 stands for
    joints: list[Any] = field(default_factory=list)


def material(bpy: Any, row: dict[str, Any], light: dict[str, Any]) -> Any:
    """Return the Cycles material of one row of the job."""
    made = bpy.data.materials.new(row["name"])
    made.use_nodes = True
    nodes = Nodes(made.node_tree)
    grain = row["grain"]
    out = nodes.add("ShaderNodeOutputMaterial")
    surface = nodes.add("ShaderNodeBsdfPrincipled")
    coat = _PAINTERS.get(grain, _plain)(nodes, row)
    if grain not in _DRY:
        _wetted(nodes, coat, light)
        _snowed(nodes, coat, grain, light)
    nodes.put(_coloured(coat.colour), surface.inputs["Base Color"])
    nodes.put(coat.rough, surface.inputs["Roughness"])
    surface.inputs["Metallic"].default_value = row["metal"] if row["name"] in _METALS else 0.0
    surface.inputs["Specular IOR Level"].default_value = 0.28
    if coat.height is not None:
        bump = nodes.add("ShaderNodeBump")
        bump.inputs["Strength"].default_value = 0.9
        bump.inputs["Distance"].default_value = coat.deep
        nodes.put(coat.height, bump.inputs["Height"])
        nodes.put(bump.outputs[0], surface.inputs["Normal"])
    _lit(nodes, surface, row, light)
    shader = surface.outputs[0]
    if row["name"] != LANTERN and (grain in ("leaf", "paper") or row["name"] == "lantern"):
        shader = _thin(nodes, coat, shader)
    nodes.put(shader, out.inputs["Surface"])
    return made


def _coloured(colour: Any) -> Any:
    return colour if hasattr(colour, "is_output") else (*colour, 1.0)


def _lit(nodes: Nodes, surface: Any, row: dict[str, Any], light: dict[str, Any]) -> None:
    """Let flames shine, and rooms behind paper and bars."""
    glow: tuple[float, ...] = (0.0, 0.0, 0.0)
    if row["grain"] == "glow":
        glow = tuple(c * (0.25 + 3.2 * light["lamps"]) for c in row["colour"])
    elif row["grain"] in ("room", "paper"):
        lit = _ROOM if row["grain"] == "room" else _PAPER
        glow = tuple(c * light["lamps"] for c in lit)
    strength: Any = max(glow)
    if strength <= 0:
        return
    surface.inputs["Emission Color"].default_value = (*(c / strength for c in glow), 1.0)
    if row["grain"] in ("room", "paper"):
        shown = 2.0 if row["name"] == LANTERN else _lamps_within(nodes)
        strength = nodes.math("MULTIPLY", strength, shown)
    nodes.put(strength, surface.inputs["Emission Strength"])


def _lamps_within(nodes: Nodes) -> Any:
    """Return how bright lit paper is: a lamp stands here and there behind it, near or far."""
    lamp = nodes.add("ShaderNodeTexVoronoi", feature="SMOOTH_F1")
    nodes.put(nodes.position, lamp.inputs["Vector"])
    for name, value in (("Scale", 1 / _ROOMS_APART), ("Smoothness", 1.0)):
        lamp.inputs[name].default_value = value
    power, _, _ = nodes.parts(lamp.outputs["Color"])
    near = nodes.math("SUBTRACT", 1.0, nodes.scaled(lamp.outputs["Distance"], 0.0, 0.75))
    return nodes.math("ADD", 0.12, nodes.math("MULTIPLY", near, _tone(nodes, power, 0.2, 3.4)))


def _thin(nodes: Nodes, coat: Coat, shader: Any) -> Any:
    """Let a third of the light through: leaves and paper against the sun."""
    through = nodes.add("ShaderNodeBsdfTranslucent")
    nodes.put(_coloured(coat.colour), through.inputs["Color"])
    mix = nodes.add("ShaderNodeMixShader")
    mix.inputs[0].default_value = 0.35
    nodes.put(shader, mix.inputs[1])
    nodes.put(through.outputs[0], mix.inputs[2])
    return mix.outputs[0]


# -------------------------------------------------------------------------------- weather


def _wetted(nodes: Nodes, coat: Coat, light: dict[str, Any]) -> None:
    """Darken what rain fell on, and let water stand in the hollows of level ground."""
    if not light["wet"]:
        return
    _, _, up = nodes.parts(nodes.normal)
    soaked = nodes.math("MULTIPLY", nodes.scaled(up, 0.0, 0.7), 0.42 * light["wet"])
    coat.colour = nodes.mixed(soaked, coat.colour, (0.02, 0.02, 0.02), "MIX")
    rough = nodes.math("SUBTRACT", coat.rough, nodes.math("MULTIPLY", soaked, 0.9), clamp=True)
    hollow = nodes.math(
        "ADD",
        nodes.math("MULTIPLY", nodes.noise((1 / 3.5, 1 / 2.2, 0.0)), 0.75),
        nodes.math("MULTIPLY", nodes.noise((1 / 0.7, 1 / 0.7, 0.0)), 0.25),
    )
    _, _, z = nodes.parts(nodes.position)
    level = nodes.math("MULTIPLY", nodes.scaled(up, 0.97, 0.995), nodes.math("LESS_THAN", z, 0.4))
    stands = nodes.scaled(hollow, 0.66 - 0.14 * light["pools"], 0.69 - 0.14 * light["pools"])
    pool = nodes.math("MULTIPLY", nodes.math("MULTIPLY", level, stands), light["pools"])
    coat.rough = nodes.math("MULTIPLY", rough, nodes.math("SUBTRACT", 1.0, pool))
    if coat.height is not None:
        coat.height = nodes.math("MULTIPLY", coat.height, nodes.math("SUBTRACT", 1.0, pool))


def _snowed(nodes: Nodes, coat: Coat, grain: str, light: dict[str, Any]) -> None:
    """Lay snow on what faces the open sky."""
    if not light["snow"]:
        return
    _, _, up = nodes.parts(nodes.normal)
    begins = _HOLDS.get(grain, _USUALLY)
    drift = nodes.noise((1.1, 1.1, 1.1), 5.0)
    faces = nodes.scaled(
        nodes.math("ADD", up, nodes.math("MULTIPLY", drift, 0.30)), begins + 0.10, begins + 0.32
    )
    shelter = nodes.math("ADD", _open(nodes, 30.0), nodes.math("MULTIPLY", drift, 0.16))
    lies = nodes.math(
        "MULTIPLY", faces, nodes.scaled(shelter, *_SHELTER.get(grain, _USUAL_SHELTER))
    )
    much = light["snow"] if light["snow"] >= 1 else 0.9 * light["snow"]
    if much < 1:  # old snow is left in patches
        lies = nodes.math("MULTIPLY", lies, nodes.scaled(drift, 0.62 - 0.3 * much, 0.70))
    if light["snow"] >= 1:
        lies = nodes.math("MAXIMUM", lies, _lip(nodes, up, shelter))
    coat.colour = nodes.mixed(lies, coat.colour, _SNOW)
    coat.rough = nodes.math("ADD", nodes.math("MULTIPLY", coat.rough, 1.0), 0.0, clamp=True)
    if coat.height is not None:
        bare = nodes.math("SUBTRACT", 1.0, nodes.math("MULTIPLY", lies, 0.8))
        coat.height = nodes.math("MULTIPLY", coat.height, bare)


def _open(nodes: Nodes, metres: float) -> Any:
    """Return how much of the upper half of all directions meets nothing within so far, 0..1."""
    opened = nodes.add("ShaderNodeAmbientOcclusion", samples=3)
    opened.inputs["Distance"].default_value = metres
    up = nodes.add("ShaderNodeCombineXYZ")
    up.inputs[2].default_value = 1.0
    nodes.put(up.outputs[0], opened.inputs["Normal"])
    return opened.outputs["AO"]


def _lip(nodes: Nodes, up: Any, shelter: Any) -> Any:
    """Return 0..1 where a steep face ends just above: the snow's own thickness is seen there.

    Short rays that go up from such a face into its own body meet the top of that from within.
    """
    hidden = nodes.math("SUBTRACT", 1.0, _open(nodes, _THICK))
    steep = nodes.math("LESS_THAN", nodes.math("ABSOLUTE", up), 0.6)
    lip = nodes.math("MULTIPLY", nodes.scaled(hidden, 0.28, 0.40), steep)
    return nodes.math("MULTIPLY", lip, nodes.scaled(shelter, 0.28, 0.40))


# ----------------------------------------------------------------------------- the grains


def _aged(nodes: Nodes, row: dict[str, Any], age: Any, tone: Any) -> Any:
    """Return the colour between fresh and aged, times a tone about 1."""
    colour = nodes.mixed(age, row["colour"], row["aged"])
    grey = nodes.add("ShaderNodeCombineColor")
    for socket in grey.inputs:
        nodes.put(tone, socket)
    return nodes.mixed(1.0, colour, grey.outputs[0], "MULTIPLY")


def _tone(nodes: Nodes, noise: Any, low: float, high: float) -> Any:
    return nodes.math("ADD", low, nodes.math("MULTIPLY", noise, high - low))


def _plain(nodes: Nodes, row: dict[str, Any]) -> Coat:
    return Coat(row["colour"], row["rough"])


def _timber(nodes: Nodes, row: dict[str, Any]) -> Coat:
    """Paint worn timber: paint rubbed off in streaks, most near the ground, bare grey beneath."""
    _, _, z = nodes.parts(nodes.position)
    streak = nodes.noise((6.0, 6.0, 0.45), 7.0)
    fine = nodes.noise((46.0, 46.0, 2.6), 4.0)
    worn = nodes.noise((0.55, 0.55, 0.75), 9.0)
    low = nodes.math("SUBTRACT", 1.0, nodes.scaled(z, 0.8, 3.0))
    rubbed = nodes.math(
        "ADD", nodes.math("MULTIPLY", worn, 0.62), nodes.math("MULTIPLY", streak, 0.38)
    )
    rubbed = nodes.math("ADD", rubbed, nodes.math("MULTIPLY", low, 0.07))
    age = nodes.math("MULTIPLY", nodes.scaled(rubbed, 0.45, 0.62), nodes.scaled(fine, 0.30, 0.55))
    tone = nodes.math("MULTIPLY", _tone(nodes, streak, 0.30, 1.42), _tone(nodes, fine, 0.74, 1.12))
    height = nodes.math("ADD", nodes.math("MULTIPLY", fine, 0.6), streak)
    return Coat(_aged(nodes, row, age, tone), _tone(nodes, worn, 0.55, 0.95), height, 0.010)


def _tile(nodes: Nodes, row: dict[str, Any]) -> Coat:
    each = nodes.add("ShaderNodeTexWhiteNoise", noise_dimensions="2D")
    cell = nodes.add("ShaderNodeVectorMath", operation="MULTIPLY")
    nodes.put(nodes.position, cell.inputs[0])
    cell.inputs[1].default_value = (1 / 0.31, 1 / 0.37, 0.0)
    whole = nodes.add("ShaderNodeVectorMath", operation="FLOOR")
    nodes.put(cell.outputs[0], whole.inputs[0])
    nodes.put(whole.outputs[0], each.inputs["Vector"])
    lichen = nodes.scaled(nodes.noise((0.55, 0.55, 0.55), 8.0), 0.50, 0.68)
    fine = nodes.noise((7.0, 7.0, 7.0), 5.0)
    tone = nodes.math(
        "MULTIPLY", _tone(nodes, each.outputs["Value"], 0.66, 1.22), _tone(nodes, fine, 0.7, 1.3)
    )
    age = nodes.math("MULTIPLY", lichen, nodes.scaled(fine, 0.30, 0.60))
    rough = 0.42 if row["name"].endswith(("green", "yellow", "peacock")) else 0.78
    return Coat(_aged(nodes, row, age, tone), rough, fine, 0.006)


def _stone(nodes: Nodes, row: dict[str, Any]) -> Coat:
    stain = nodes.scaled(nodes.noise((0.9, 0.9, 0.5), 9.0), 0.40, 0.60)
    fine = nodes.noise((9.0, 9.0, 9.0), 7.0)
    tone = _tone(nodes, fine, 0.66, 1.24)
    return Coat(_aged(nodes, row, stain, tone), 0.85, fine, 0.008)


def _laid(nodes: Nodes, row: dict[str, Any], long: float, high: float, gap: float) -> Coat:
    """Paint bricks, tiles or slabs with joints; ground is worn in patches."""
    each, joint = nodes.courses(long, high, gap)
    broad = nodes.scaled(nodes.noise((0.16, 0.16, 0.16), 8.0), 0.38, 0.60)
    fine = nodes.noise((5.0, 5.0, 5.0), 7.0)
    age = nodes.math("ADD", broad, nodes.math("MULTIPLY", joint, 0.8), clamp=True)
    age = nodes.math("MULTIPLY", age, nodes.scaled(fine, 0.20, 0.62))
    tone = nodes.math("MULTIPLY", _tone(nodes, each, 0.70, 1.16), _tone(nodes, fine, 0.50, 1.42))
    dark = nodes.math("SUBTRACT", 1.0, nodes.math("MULTIPLY", joint, 0.62))
    colour = _aged(nodes, row, age, nodes.math("MULTIPLY", tone, dark))
    height = nodes.math(
        "SUBTRACT",
        nodes.math("ADD", nodes.math("MULTIPLY", fine, 0.35), nodes.math("MULTIPLY", each, 0.25)),
        joint,
    )
    rough = _tone(nodes, nodes.noise((1.3, 1.3, 1.3), 4.0), 0.62, 0.95)
    return Coat(colour, rough, height, 0.012)


def _plaster(nodes: Nodes, row: dict[str, Any]) -> Coat:
    """Paint old plaster: rain runs down it, damp climbs, patches have come off."""
    drip = nodes.noise((2.4, 2.4, 0.13), 7.0)
    patch = nodes.noise((0.42, 0.42, 0.55), 9.0)
    fine = nodes.noise((17.0, 17.0, 17.0), 6.0)
    _, _, z = nodes.parts(nodes.position)
    foot = nodes.math("SUBTRACT", 1.0, nodes.scaled(z, 0.9, 2.4))
    stained = nodes.math(
        "ADD", nodes.math("MULTIPLY", drip, 0.48), nodes.math("MULTIPLY", patch, 0.52)
    )
    stained = nodes.math("ADD", stained, nodes.math("MULTIPLY", foot, 0.08))
    age = nodes.scaled(stained, 0.44, 0.58)
    tone = nodes.math("MULTIPLY", _tone(nodes, fine, 0.74, 1.10), _tone(nodes, patch, 0.45, 1.30))
    tone = nodes.math("MULTIPLY", tone, _tone(nodes, drip, 0.60, 1.25))
    return Coat(_aged(nodes, row, age, tone), 0.93, nodes.math("ADD", patch, fine), 0.020)


def _earth(nodes: Nodes, row: dict[str, Any]) -> Coat:
    broad = nodes.scaled(nodes.noise((0.06, 0.06, 0.06), 8.0), 0.38, 0.66)
    fine = nodes.noise((2.2, 2.2, 2.2), 9.0)
    return Coat(_aged(nodes, row, broad, _tone(nodes, fine, 0.62, 1.32)), 0.97, fine, 0.05)


def _leaf(nodes: Nodes, row: dict[str, Any]) -> Coat:
    clump = nodes.scaled(nodes.noise((0.5, 0.5, 0.5), 4.0), 0.36, 0.70)
    fine = nodes.noise((3.0, 3.0, 3.0), 4.0)
    return Coat(_aged(nodes, row, clump, _tone(nodes, fine, 0.55, 1.40)), 0.72)


def _bark(nodes: Nodes, row: dict[str, Any]) -> Coat:
    scale = nodes.noise((9.0, 9.0, 4.0), 5.0)
    tone = _tone(nodes, nodes.scaled(scale, 0.36, 0.62), 0.42, 1.35)
    age = nodes.scaled(nodes.noise((1.4, 1.4, 1.4)), 0.45, 0.7)
    return Coat(_aged(nodes, row, age, tone), 0.92, nodes.scaled(scale, 0.38, 0.60), 0.035)


def _cloth(nodes: Nodes, row: dict[str, Any]) -> Coat:
    fold = nodes.noise((5.0, 5.0, 0.7), 3.0)
    return Coat(_aged(nodes, row, 0.2, _tone(nodes, fold, 0.72, 1.20)), 0.92, fold, 0.03)


def _metal(nodes: Nodes, row: dict[str, Any]) -> Coat:
    patina = nodes.scaled(nodes.noise((2.5, 2.5, 2.5), 6.0), 0.40, 0.66)
    return Coat(_aged(nodes, row, patina, 1.0), _tone(nodes, patina, 0.42, 0.80), patina, 0.003)


_PAINTERS: dict[str, Callable[[Nodes, dict[str, Any]], Coat]] = {
    "timber": _timber, "tile": _tile, "stone": _stone, "plaster": _plaster, "earth": _earth, "soil": _earth,
    "leaf": _leaf, "bark": _bark, "cloth": _cloth, "metal": _metal,
    "brick": lambda nodes, row: _laid(nodes, row, 0.36, 0.072, 0.009),
    "paving": lambda nodes, row: _laid(nodes, row, 0.44, 0.44, 0.017),
    "strips": lambda nodes, row: _laid(nodes, row, 0.30, 0.15, 0.012),
    "slab": lambda nodes, row: _laid(nodes, row, 1.25, 0.78, 0.022),
}  # fmt: skip
