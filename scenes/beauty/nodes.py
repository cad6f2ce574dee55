"""Shader nodes by few words: what a material of the worker is wired from."""

from __future__ import annotations

from typing import Any

Plug = Any  # a socket of Blender's, or a number


class Nodes:
    """A node tree that is written as formulas."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        tree.nodes.clear()
        self._kept: dict[str, Any] = {}

    def add(self, kind: str, **settings: Any) -> Any:
        """Return a new node with attributes set."""
        node = self.tree.nodes.new(kind)
        for key, value in settings.items():
            setattr(node, key, value)
        return node

    def put(self, plug: Plug, socket: Any) -> None:
        """Give a socket a number, a colour, or what another socket brings."""
        if hasattr(plug, "is_output"):
            self.tree.links.new(plug, socket)
        else:
            socket.default_value = plug

    def math(self, operation: str, *plugs: Plug, clamp: bool = False) -> Any:
        """Return the socket of an arithmetic node."""
        node = self.add("ShaderNodeMath", operation=operation, use_clamp=clamp)
        for plug, socket in zip(plugs, node.inputs, strict=False):
            self.put(plug, socket)
        return node.outputs[0]

    def scaled(self, plug: Plug, low: float, high: float) -> Any:
        """Return where ``plug`` stands between two numbers, 0..1, clamped and smooth."""
        node = self.add("ShaderNodeMapRange", interpolation_type="SMOOTHSTEP")
        self.put(plug, node.inputs["Value"])
        node.inputs["From Min"].default_value = low
        node.inputs["From Max"].default_value = high
        return node.outputs["Result"]

    def mixed(self, part: Plug, one: Plug, other: Plug, blend: str = "MIX") -> Any:
        """Return a colour between two."""
        node = self.add("ShaderNodeMix", data_type="RGBA", blend_type=blend)
        self.put(part, node.inputs["Factor"])
        for plug, name in ((one, "A"), (other, "B")):
            socket = next(s for s in node.inputs if s.name == name and s.type == "RGBA")
            self.put(plug if hasattr(plug, "is_output") else (*plug, 1.0), socket)
        return next(s for s in node.outputs if s.type == "RGBA")

    def noise(self, scale: tuple[float, float, float], detail: float = 4.0, at: Any = None) -> Any:
        """Return 0..1 noise over the set's metres, ``scale`` in cells a metre along x, y, z."""
        stretch = self.add("ShaderNodeVectorMath", operation="MULTIPLY")
        self.tree.links.new(at or self.position, stretch.inputs[0])
        stretch.inputs[1].default_value = scale
        node = self.add("ShaderNodeTexNoise")
        node.inputs["Scale"].default_value = 1.0
        node.inputs["Detail"].default_value = detail
        self.tree.links.new(stretch.outputs[0], node.inputs["Vector"])
        return node.outputs[0]

    @property
    def position(self) -> Any:
        """Return the socket of the place in the set, metres."""
        return self._geometry.outputs["Position"]

    @property
    def normal(self) -> Any:
        """Return the socket of the normal in the set's frame."""
        return self._geometry.outputs["Normal"]

    @property
    def _geometry(self) -> Any:
        if "geometry" not in self._kept:
            self._kept["geometry"] = self.add("ShaderNodeNewGeometry")
        return self._kept["geometry"]

    def parts(self, vector: Any) -> tuple[Any, Any, Any]:
        """Return the sockets of x, y and z."""
        node = self.add("ShaderNodeSeparateXYZ")
        self.tree.links.new(vector, node.inputs[0])
        return node.outputs[0], node.outputs[1], node.outputs[2]

    def plane(self) -> Any:
        """Return coordinates in the face's own plane: along it level, and up it (or back)."""
        if "plane" not in self._kept:
            x, y, z = self.parts(self.position)
            nx, ny, nz = (self.math("ABSOLUTE", n) for n in self.parts(self.normal))
            side = self.math("GREATER_THAN", nx, ny)
            flat = self.math("GREATER_THAN", nz, self.math("MAXIMUM", nx, ny))
            side = self.math("MULTIPLY", side, self.math("SUBTRACT", 1.0, flat))
            u = self._either(side, y, x)
            v = self._either(flat, y, z)
            join = self.add("ShaderNodeCombineXYZ")
            self.put(u, join.inputs[0])
            self.put(v, join.inputs[1])
            self._kept["plane"] = join.outputs[0]
        return self._kept["plane"]

    def _either(self, part: Plug, one: Plug, other: Plug) -> Any:
        """Return ``one`` where ``part`` is 1, else ``other``."""
        less = self.math("SUBTRACT", one, other)
        return self.math("ADD", other, self.math("MULTIPLY", less, part))

    def courses(self, long: float, high: float, gap: float) -> tuple[Any, Any]:
        """Return (0..1 tone of each piece, 1 on joints) of a running bond, metres."""
        node = self.add("ShaderNodeTexBrick", offset=0.5)
        self.tree.links.new(self.plane(), node.inputs["Vector"])
        for name, value in (
            ("Color1", (0.0, 0.0, 0.0, 1.0)), ("Color2", (1.0, 1.0, 1.0, 1.0)),
            ("Mortar", (0.5, 0.5, 0.5, 1.0)), ("Scale", 1.0), ("Mortar Size", gap / 2),
            ("Mortar Smooth", 0.3), ("Bias", 0.0), ("Brick Width", long), ("Row Height", high),
        ):  # fmt: skip
            node.inputs[name].default_value = value
        tone = self.add("ShaderNodeRGBToBW")
        self.tree.links.new(node.outputs["Color"], tone.inputs[0])
        return tone.outputs[0], node.outputs["Factor" if "Factor" in node.outputs else "Fac"]
