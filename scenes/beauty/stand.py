"""The set in Blender: meshes shared by pieces alike, camera, sun, sky, lamps and air."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.beauty import develop, matter
from scenes.beauty.nodes import Nodes

Arrays = dict[str, NDArray[Any]]
_POINT = 2.2 * 4 * np.pi**2  # watts of a lamp of power one: the plate tells lamps by what they show
# The film curve takes strength and hue out of light that the plate shows as it is.
_SUN, _WARM = 1.45, 1.35


def build(bpy: Any, job: dict[str, Any], arrays: Arrays) -> Any:
    """Return the scene of a job, ready to render."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    _pieces(bpy, scene, job, arrays)
    _camera(bpy, scene, job)
    _sun(bpy, scene, job)
    _dome(bpy, scene, job, arrays["dome"])
    for lamp in job["lamps"]:
        _lamp(bpy, scene, lamp, job["light"]["lamps"])
    return scene


def _pieces(bpy: Any, scene: Any, job: dict[str, Any], arrays: Arrays) -> None:
    looks = [matter.material(bpy, row, job["light"]) for row in job["materials"]]
    alight = [row["grain"] == "glow" or row["name"] == matter.LANTERN for row in job["materials"]]
    meshes, v, f = [], 0, 0
    for k, (nv, nf) in enumerate(zip(arrays["vertex_counts"], arrays["face_counts"], strict=True)):
        own = int(arrays["material"][k])
        vertices, faces = arrays["vertices"][v : v + nv], arrays["faces"][f : f + nf]
        meshes.append(_mesh(bpy, vertices, faces, looks[own]))
        v, f = v + int(nv), f + int(nf)
    for number, part, matrix in zip(
        arrays["instance"], arrays["part"], arrays["matrix"], strict=True
    ):
        one = bpy.data.objects.new(f"i{number}", meshes[part])
        one.matrix_world = _matrix(matrix)
        one.pass_index = int(number) + 1
        if alight[int(arrays["material"][part])]:
            one.visible_shadow = False  # the lamp within shines out
        scene.collection.objects.link(one)


def _matrix(matrix: NDArray[np.float64]) -> Any:
    from mathutils import Matrix

    return Matrix(matrix.tolist())


def _mesh(bpy: Any, vertices: NDArray[Any], faces: NDArray[Any], look: Any) -> Any:
    mesh = bpy.data.meshes.new("part")
    mesh.vertices.add(len(vertices))
    mesh.vertices.foreach_set("co", np.ascontiguousarray(vertices, np.float32).ravel())
    mesh.loops.add(faces.size)
    mesh.loops.foreach_set("vertex_index", np.ascontiguousarray(faces, np.int32).ravel())
    mesh.polygons.add(len(faces))
    mesh.polygons.foreach_set("loop_start", np.arange(0, faces.size, 3, dtype=np.int32))
    mesh.update(calc_edges=True)
    mesh.shade_smooth()  # corners are parted where the surface is folded
    mesh.materials.append(look)
    return mesh


def _camera(bpy: Any, scene: Any, job: dict[str, Any]) -> None:
    lens = bpy.data.cameras.new("camera")
    lens.sensor_fit, lens.sensor_width = "AUTO", job["film_mm"]
    lens.lens, lens.shift_y = job["lens_mm"], job["rise"]
    lens.clip_start, lens.clip_end = 0.05, 5000.0
    camera = bpy.data.objects.new("camera", lens)
    camera.matrix_world = _matrix(np.array(job["camera"]))
    scene.collection.objects.link(camera)
    scene.camera = camera
    scene.render.resolution_x, scene.render.resolution_y = job["size"]
    scene.render.resolution_percentage = 100


def _sun(bpy: Any, scene: Any, job: dict[str, Any]) -> None:
    from mathutils import Vector

    light, strength = job["light"], max(job["light"]["sun"])
    if strength <= 0:
        return
    sun = bpy.data.lights.new("sun", "SUN")
    sun.color = [(c / strength) ** _WARM for c in light["sun"]]
    sun.energy = _SUN * np.pi * strength
    sun.angle = max(0.0093, light["spread"])
    one = bpy.data.objects.new("sun", sun)
    one.rotation_mode = "QUATERNION"
    one.rotation_quaternion = Vector(job["toward_sun"]).to_track_quat("Z", "Y")
    scene.collection.objects.link(one)


def _dome(bpy: Any, scene: Any, job: dict[str, Any], dome: NDArray[np.float32]) -> None:
    """Light the set by its own painted sky; the camera sees that sky at full size later."""
    high, wide = dome.shape[:2]
    image = bpy.data.images.new("dome", wide, high, float_buffer=True)
    image.colorspace_settings.name = "Linear Rec.709"
    turned = np.roll(dome, -wide // 4, axis=1)[::-1]  # Blender's middle looks to +x, rows go up
    pixels = np.ones((high, wide, 4), np.float32)
    pixels[..., :3] = turned
    image.pixels.foreach_set(pixels.ravel())
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    nodes = Nodes(world.node_tree)
    sky = nodes.add("ShaderNodeTexEnvironment", image=image)
    shine = nodes.add("ShaderNodeBackground")
    nodes.put(sky.outputs[0], shine.inputs["Color"])
    shine.inputs["Strength"].default_value = 1.5 * job["light"]["ambient"]
    out = nodes.add("ShaderNodeOutputWorld")
    nodes.put(shine.outputs[0], out.inputs["Surface"])
    world.mist_settings.start, world.mist_settings.depth = 0.0, develop.FAR
    world.mist_settings.falloff = "LINEAR"
    scene.world = world


def _lamp(bpy: Any, scene: Any, lamp: dict[str, Any], share: float) -> None:
    if share <= 0:
        return
    point = bpy.data.lights.new("lamp", "POINT")
    point.color, point.energy = lamp["colour"], _POINT * lamp["power"] * share
    point.shadow_soft_size = 0.09
    one = bpy.data.objects.new("lamp", point)
    one.location = lamp["at"]
    scene.collection.objects.link(one)
