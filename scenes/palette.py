"""Materials as pigments: what a colour is, how it ages, and which grain it has.

Albedos are linear RGB. They are those of mineral pigments and weathered matter, low and muted:
red timber above 0.2 turns to plastic once the sun is on it. Shades are our own judgement of
土朱, 石绿, 白垩 and grey fired clay, not measurements.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Grain = Literal[
    "timber",
    "tile",
    "stone",
    "brick",
    "plaster",
    "paving",
    "strips",
    "slab",
    "earth",
    "soil",
    "leaf",
    "bark",
    "cloth",
    "metal",
    "plain",
    "glow",
    "room",
    "paper",
    "mat",
    "plank",
    "strata",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pigment:
    """``colour`` fresh, ``aged`` where wear has won; ``ink`` weighs its lines, 0..1."""

    colour: tuple[float, float, float]
    aged: tuple[float, float, float]
    grain: Grain
    ink: float = 1.0


def _p(
    colour: tuple[float, float, float],
    aged: tuple[float, float, float],
    grain: Grain,
    ink: float = 1.0,
) -> Pigment:
    return Pigment(colour=colour, aged=aged, grain=grain, ink=ink)


_BARE = (0.165, 0.105, 0.066)
_TILE_AGED = (0.155, 0.165, 0.120)

PIGMENTS: dict[str, Pigment] = {
    # the hall
    "redwood": _p((0.165, 0.048, 0.031), _BARE, "timber"),
    "bracket": _p((0.205, 0.070, 0.042), _BARE, "timber"),
    "rafter": _p((0.200, 0.066, 0.038), _BARE, "timber", 0.8),
    "door": _p((0.128, 0.034, 0.024), (0.13, 0.07, 0.045), "timber"),
    "lattice": _p((0.070, 0.155, 0.105), (0.12, 0.14, 0.10), "timber", 0.7),
    "wood": _p((0.200, 0.130, 0.080), (0.155, 0.120, 0.090), "timber", 0.8),
    "tile": _p((0.120, 0.130, 0.134), _TILE_AGED, "tile", 0.55),
    "tile_green": _p((0.050, 0.098, 0.052), (0.120, 0.128, 0.082), "tile", 0.55),
    "tile_yellow": _p((0.255, 0.140, 0.038), (0.190, 0.135, 0.062), "tile", 0.55),
    "tile_peacock": _p((0.036, 0.150, 0.170), (0.095, 0.135, 0.120), "tile", 0.55),
    "tile_end_green": _p((0.057, 0.108, 0.058), (0.120, 0.128, 0.082), "tile", 0.7),
    "tile_end_yellow": _p((0.275, 0.152, 0.045), (0.190, 0.135, 0.062), "tile", 0.7),
    "tile_end_peacock": _p((0.042, 0.165, 0.185), (0.095, 0.135, 0.120), "tile", 0.7),
    "tile_edge": _p((0.165, 0.172, 0.170), _TILE_AGED, "tile", 0.7),
    "ridge": _p((0.130, 0.138, 0.138), _TILE_AGED, "stone"),
    "ridge_green": _p((0.053, 0.102, 0.055), (0.125, 0.125, 0.080), "stone"),
    "ridge_yellow": _p((0.265, 0.145, 0.042), (0.200, 0.140, 0.065), "stone"),
    "ridge_peacock": _p((0.040, 0.150, 0.165), (0.100, 0.135, 0.115), "stone"),
    "stone": _p((0.400, 0.370, 0.315), (0.215, 0.205, 0.165), "stone"),
    "brick": _p((0.240, 0.235, 0.220), (0.155, 0.155, 0.130), "brick"),
    "plaster_white": _p((0.530, 0.490, 0.410), (0.370, 0.320, 0.250), "plaster"),
    "redplaster": _p((0.200, 0.082, 0.055), (0.240, 0.142, 0.100), "plaster"),
    "iron": _p((0.120, 0.095, 0.070), (0.12, 0.07, 0.04), "metal", 0.5),
    "paper": _p((0.560, 0.500, 0.380), (0.42, 0.36, 0.26), "paper", 0.6),
    "gold": _p((0.450, 0.300, 0.090), (0.25, 0.17, 0.07), "metal"),
    "dark": _p((0.022, 0.018, 0.015), (0.03, 0.025, 0.02), "room", 0.3),
    "board": _p((0.150, 0.085, 0.055), _BARE, "timber", 0.7),
    "floor": _p((0.260, 0.250, 0.230), (0.17, 0.17, 0.13), "paving", 0.8),
    "rafter_flying": _p((0.190, 0.060, 0.036), _BARE, "timber", 0.8),
    "over_board": _p((0.185, 0.062, 0.042), _BARE, "timber"),
    "bracket_eye": _p((0.500, 0.450, 0.360), (0.370, 0.320, 0.250), "plaster"),
    "bracket_eye_red": _p((0.180, 0.062, 0.040), (0.22, 0.13, 0.09), "plaster"),
    "gable_red": _p((0.175, 0.050, 0.034), _BARE, "timber"),
    "leaf_frame": _p((0.135, 0.038, 0.027), (0.13, 0.07, 0.045), "timber", 0.9),
    "leaf_lattice": _p((0.150, 0.044, 0.031), (0.13, 0.07, 0.045), "timber", 0.8),
    "leaf_board": _p((0.125, 0.034, 0.024), (0.13, 0.07, 0.045), "timber", 0.8),
    "window_paper": _p((0.400, 0.345, 0.245), (0.300, 0.250, 0.175), "paper", 0.4),
    "dark_wood": _p((0.072, 0.050, 0.036), (0.11, 0.085, 0.065), "timber"),
    "old_timber": _p((0.148, 0.082, 0.052), (0.150, 0.115, 0.085), "timber"),
    "old_bracket": _p((0.172, 0.105, 0.068), (0.165, 0.128, 0.096), "timber"),
    "old_board": _p((0.105, 0.062, 0.042), (0.120, 0.090, 0.066), "timber", 0.8),
    "tower_brick": _p((0.265, 0.235, 0.190), (0.205, 0.185, 0.145), "brick", 0.8),
    "lime_white": _p((0.560, 0.540, 0.490), (0.430, 0.405, 0.350), "plaster", 0.8),
    "gilt_bronze": _p((0.360, 0.245, 0.095), (0.200, 0.165, 0.095), "metal"),
    "column_late": _p((0.180, 0.044, 0.030), _BARE, "timber"),
    "marble": _p((0.430, 0.415, 0.370), (0.270, 0.262, 0.215), "stone"),
    # painting (彩画): azurite, malachite, cinnabar, shell white, ink, gold leaf
    "paint_blue": _p((0.055, 0.090, 0.170), (0.105, 0.110, 0.115), "timber", 0.7),
    "paint_green": _p((0.070, 0.145, 0.100), (0.115, 0.125, 0.090), "timber", 0.7),
    "paint_pale_blue": _p((0.175, 0.235, 0.290), (0.180, 0.180, 0.165), "timber", 0.5),
    "paint_pale_green": _p((0.200, 0.285, 0.210), (0.190, 0.195, 0.150), "timber", 0.5),
    "paint_red": _p((0.190, 0.048, 0.032), _BARE, "timber", 0.7),
    "paint_white": _p((0.500, 0.465, 0.385), (0.330, 0.290, 0.225), "timber", 0.5),
    "paint_ink": _p((0.030, 0.029, 0.028), (0.060, 0.055, 0.050), "timber", 0.5),
    "paint_gold": _p((0.420, 0.275, 0.080), (0.260, 0.175, 0.075), "metal", 0.6),
    "paint_jielv": _p((0.130, 0.098, 0.058), (0.150, 0.120, 0.080), "timber", 0.9),
    # signs and streets
    "sign_black": _p((0.022, 0.019, 0.018), (0.055, 0.047, 0.040), "timber", 0.6),
    "sign_cloth": _p((0.480, 0.445, 0.360), (0.360, 0.310, 0.230), "cloth", 0.7),
    "sign_blue": _p((0.045, 0.070, 0.125), (0.085, 0.100, 0.125), "cloth", 0.7),
    "lantern_light": _p((0.380, 0.230, 0.100), (0.330, 0.200, 0.090), "glow", 0.7),
    "lantern_red": _p((0.235, 0.032, 0.016), (0.200, 0.035, 0.020), "glow", 0.7),
    "lightbox": _p((0.300, 0.270, 0.200), (0.250, 0.225, 0.165), "glow", 0.6),
    "cement": _p((0.270, 0.262, 0.240), (0.175, 0.170, 0.150), "plaster", 0.9),
    "asphalt": _p((0.105, 0.103, 0.100), (0.140, 0.130, 0.115), "plaster", 0.85),
    "cement_pale": _p((0.400, 0.388, 0.350), (0.270, 0.260, 0.225), "plaster", 0.7),
    # streets of the Republic and of today
    "asphalt_dark": _p((0.072, 0.075, 0.080), (0.104, 0.105, 0.106), "plaster", 0.85),
    "road_gravel": _p((0.230, 0.212, 0.182), (0.165, 0.152, 0.128), "soil", 0.7),
    "glass_lit": _p((0.125, 0.135, 0.132), (0.110, 0.115, 0.110), "paper", 0.4),
    "glass_blue": _p((0.075, 0.140, 0.190), (0.075, 0.120, 0.150), "metal", 0.4),
    "glass_blue_lit": _p((0.080, 0.143, 0.190), (0.080, 0.125, 0.150), "paper", 0.4),
    "lamp_white": _p((0.400, 0.350, 0.280), (0.400, 0.350, 0.280), "glow", 0.4),
    "mast_grey": _p((0.255, 0.262, 0.268), (0.215, 0.215, 0.210), "metal", 0.6),
    "pavers": _p((0.300, 0.268, 0.235), (0.220, 0.205, 0.180), "strips", 0.6),
    "pavers_red": _p((0.270, 0.150, 0.115), (0.210, 0.140, 0.110), "strips", 0.6),
    "guide_tile": _p((0.430, 0.330, 0.110), (0.300, 0.245, 0.115), "paving", 0.6),
    "road_white": _p((0.520, 0.515, 0.490), (0.300, 0.295, 0.280), "plaster", 0.4),
    "road_yellow": _p((0.460, 0.330, 0.075), (0.300, 0.235, 0.100), "plaster", 0.4),
    "render_cream": _p((0.440, 0.385, 0.290), (0.330, 0.285, 0.215), "plaster", 0.6),
    "render_ochre": _p((0.360, 0.250, 0.150), (0.280, 0.205, 0.140), "plaster", 0.6),
    "render_grey": _p((0.330, 0.328, 0.315), (0.250, 0.245, 0.225), "plaster", 0.6),
    "fascia_red": _p((0.300, 0.040, 0.032), (0.240, 0.060, 0.046), "plain", 0.6),
    "fascia_blue": _p((0.040, 0.105, 0.230), (0.060, 0.105, 0.190), "plain", 0.6),
    "fascia_green": _p((0.045, 0.190, 0.100), (0.065, 0.160, 0.095), "plain", 0.6),
    "fascia_yellow": _p((0.480, 0.330, 0.055), (0.390, 0.285, 0.080), "plain", 0.6),
    "fascia_white": _p((0.500, 0.495, 0.470), (0.400, 0.390, 0.360), "plain", 0.6),
    "fascia_black": _p((0.030, 0.030, 0.032), (0.050, 0.048, 0.046), "plain", 0.6),
    "letter_white": _p((0.360, 0.345, 0.310), (0.360, 0.345, 0.310), "glow", 0.3),
    "letter_red": _p((0.300, 0.026, 0.018), (0.300, 0.026, 0.018), "glow", 0.3),
    "letter_gold": _p((0.360, 0.225, 0.070), (0.360, 0.225, 0.070), "glow", 0.3),
    "car_white": _p((0.480, 0.480, 0.470), (0.400, 0.395, 0.380), "metal", 0.7),
    "car_grey": _p((0.150, 0.155, 0.160), (0.150, 0.150, 0.148), "metal", 0.7),
    "car_blue": _p((0.045, 0.080, 0.140), (0.065, 0.085, 0.120), "metal", 0.7),
    "car_glass": _p((0.030, 0.036, 0.040), (0.036, 0.040, 0.042), "metal", 0.4),
    "shop_board": _p((0.105, 0.062, 0.040), (0.135, 0.100, 0.075), "timber", 0.9),
    "paper_dark": _p((0.270, 0.240, 0.185), (0.200, 0.170, 0.125), "cloth", 0.4),
    "thatch": _p((0.250, 0.195, 0.105), (0.150, 0.125, 0.080), "timber", 0.8),
    "grey_facing": _p((0.210, 0.207, 0.196), (0.140, 0.140, 0.120), "brick", 0.9),
    "road_earth": _p((0.255, 0.205, 0.140), (0.185, 0.150, 0.105), "soil"),
    "grass_slope": _p((0.150, 0.150, 0.080), (0.215, 0.180, 0.105), "soil", 0.4),
    "rammed": _p((0.265, 0.200, 0.122), (0.190, 0.140, 0.085), "plaster", 0.8),
    "red_brick": _p((0.275, 0.125, 0.085), (0.190, 0.110, 0.085), "brick", 0.9),
    "white_tile": _p((0.520, 0.525, 0.515), (0.400, 0.395, 0.370), "brick", 0.35),
    "aluminium": _p((0.470, 0.475, 0.480), (0.360, 0.360, 0.355), "metal", 0.4),
    "chroma_green": _p((0.055, 0.330, 0.085), (0.055, 0.300, 0.085), "plain", 0.2),
    "led_face": _p((0.230, 0.300, 0.420), (0.230, 0.300, 0.420), "glow", 0.4),
    "rubble": _p((0.330, 0.305, 0.260), (0.215, 0.205, 0.170), "stone", 1.0),
    # the court
    "paving": _p((0.255, 0.250, 0.236), (0.150, 0.156, 0.118), "paving"),
    "strips": _p((0.225, 0.224, 0.216), (0.140, 0.146, 0.118), "strips"),
    "slab": _p((0.345, 0.328, 0.290), (0.205, 0.205, 0.160), "slab"),
    "earth": _p((0.250, 0.205, 0.135), (0.150, 0.150, 0.085), "soil"),
    "earth_yard": _p((0.300, 0.245, 0.165), (0.240, 0.195, 0.130), "soil", 0.7),
    "loess": _p((0.400, 0.300, 0.175), (0.330, 0.245, 0.145), "earth", 0.85),
    "adobe": _p((0.360, 0.275, 0.170), (0.290, 0.220, 0.140), "plaster", 0.8),
    "sandstone": _p((0.330, 0.255, 0.165), (0.240, 0.190, 0.130), "stone", 0.9),
    "straw": _p((0.400, 0.310, 0.150), (0.300, 0.230, 0.120), "leaf", 0.5),
    "maize": _p((0.520, 0.320, 0.060), (0.420, 0.270, 0.070), "plain", 0.6),
    "cave_wood": _p((0.120, 0.085, 0.058), (0.150, 0.118, 0.088), "timber", 0.9),
    "glass": _p((0.110, 0.125, 0.130), (0.100, 0.110, 0.110), "metal", 0.4),
    "worn_earth": _p((0.205, 0.165, 0.110), (0.150, 0.130, 0.085), "soil", 0.0),
    "snow_print": _p((0.430, 0.470, 0.560), (0.430, 0.470, 0.560), "plain", 0.0),
    "fieldstone": _p((0.230, 0.205, 0.162), (0.165, 0.155, 0.118), "stone", 0.8),
    "pebble": _p((0.270, 0.240, 0.190), (0.190, 0.170, 0.130), "stone", 0.45),
    "fallen_leaf": _p((0.330, 0.190, 0.050), (0.230, 0.105, 0.038), "leaf", 0.25),
    "grass": _p((0.120, 0.145, 0.055), (0.215, 0.185, 0.085), "leaf", 0.15),
    "needles": _p((0.040, 0.085, 0.050), (0.105, 0.130, 0.060), "leaf", 0.0),
    "leaves": _p((0.085, 0.120, 0.050), (0.26, 0.145, 0.050), "leaf", 0.0),
    "bark": _p((0.120, 0.082, 0.060), (0.070, 0.062, 0.055), "bark"),
    "timber": _p((0.330, 0.235, 0.140), (0.24, 0.18, 0.12), "timber"),
    "grey_brick": _p((0.200, 0.200, 0.192), (0.15, 0.15, 0.13), "stone", 0.8),
    "loose_tile": _p((0.150, 0.158, 0.160), (0.13, 0.13, 0.12), "stone", 0.8),
    "earthenware": _p((0.150, 0.098, 0.066), (0.11, 0.085, 0.06), "metal", 0.9),
    "water": _p((0.040, 0.058, 0.048), (0.040, 0.058, 0.048), "plain", 0.3),
    "flame": _p((1.0, 0.62, 0.25), (1.0, 0.62, 0.25), "glow", 0.3),
    # rooms: furniture, cloth, gear
    "hardwood": _p((0.092, 0.046, 0.028), (0.115, 0.070, 0.046), "timber", 0.8),
    "walnut": _p((0.135, 0.082, 0.048), (0.120, 0.085, 0.060), "timber", 0.8),
    "counter": _p((0.150, 0.066, 0.040), (0.165, 0.100, 0.064), "timber", 0.8),
    "lacquer_black": _p((0.026, 0.022, 0.020), (0.060, 0.045, 0.035), "timber", 0.6),
    "lacquer_red": _p((0.175, 0.034, 0.022), (0.120, 0.055, 0.036), "timber", 0.8),
    "beam": _p((0.155, 0.105, 0.066), (0.105, 0.074, 0.052), "timber", 0.9),
    "reed_mat": _p((0.330, 0.255, 0.135), (0.240, 0.180, 0.100), "cloth", 0.7),
    "kang_mat": _p((0.350, 0.275, 0.150), (0.270, 0.205, 0.115), "mat", 0.6),
    "whitewash": _p((0.520, 0.500, 0.450), (0.360, 0.325, 0.265), "plaster", 0.8),
    "limewash": _p((0.430, 0.410, 0.360), (0.285, 0.255, 0.205), "plaster", 0.8),
    "mud_wall": _p((0.300, 0.235, 0.155), (0.205, 0.160, 0.110), "plaster", 0.8),
    "ceiling_paper": _p((0.490, 0.450, 0.370), (0.340, 0.295, 0.220), "plaster", 0.5),
    "floor_earth": _p((0.205, 0.165, 0.115), (0.140, 0.115, 0.085), "earth", 0.5),
    "floor_board": _p((0.170, 0.110, 0.066), (0.130, 0.095, 0.066), "plank", 0.7),
    "soot": _p((0.020, 0.018, 0.016), (0.03, 0.025, 0.02), "plain", 0.5),
    "embers": _p((1.0, 0.36, 0.09), (1.0, 0.36, 0.09), "glow", 0.2),
    "lamp_silk": _p((0.95, 0.66, 0.34), (0.95, 0.66, 0.34), "glow", 0.6),
    "linen": _p((0.430, 0.395, 0.320), (0.340, 0.305, 0.240), "cloth", 0.7),
    "curtain": _p((0.150, 0.190, 0.200), (0.140, 0.165, 0.170), "cloth", 0.8),
    "silk": _p((0.420, 0.355, 0.235), (0.320, 0.260, 0.170), "cloth", 0.7),
    "brocade": _p((0.300, 0.175, 0.050), (0.220, 0.125, 0.050), "cloth", 0.8),
    "quilt_red": _p((0.255, 0.050, 0.042), (0.205, 0.062, 0.050), "cloth", 0.8),
    "quilt_blue": _p((0.055, 0.085, 0.150), (0.085, 0.105, 0.145), "cloth", 0.8),
    "quilt_green": _p((0.070, 0.130, 0.085), (0.090, 0.120, 0.085), "cloth", 0.8),
    "quilt_flower": _p((0.330, 0.135, 0.120), (0.260, 0.140, 0.115), "cloth", 0.8),
    "felt_red": _p((0.220, 0.055, 0.042), (0.180, 0.065, 0.050), "cloth", 0.6),
    "felt_blue": _p((0.060, 0.105, 0.135), (0.085, 0.115, 0.130), "cloth", 0.6),
    "porcelain": _p((0.560, 0.560, 0.530), (0.480, 0.470, 0.430), "metal", 0.8),
    "porcelain_blue": _p((0.220, 0.270, 0.360), (0.330, 0.360, 0.400), "metal", 0.8),
    "glaze_brown": _p((0.070, 0.040, 0.024), (0.100, 0.065, 0.042), "metal", 0.8),
    "glass_green": _p((0.120, 0.190, 0.140), (0.120, 0.170, 0.130), "metal", 0.6),
    "enamel_white": _p((0.540, 0.545, 0.530), (0.400, 0.390, 0.360), "metal", 0.7),
    "mirror": _p((0.330, 0.350, 0.345), (0.250, 0.255, 0.240), "metal", 0.5),
    "brass": _p((0.330, 0.225, 0.080), (0.200, 0.140, 0.065), "metal", 0.6),
    "bronze": _p((0.120, 0.100, 0.055), (0.085, 0.105, 0.080), "metal", 0.7),
    "copper": _p((0.350, 0.155, 0.085), (0.190, 0.105, 0.065), "metal", 0.7),
    "pewter": _p((0.290, 0.290, 0.280), (0.200, 0.200, 0.190), "metal", 0.7),
    "silver": _p((0.480, 0.480, 0.460), (0.330, 0.325, 0.300), "metal", 0.6),
    "lead": _p((0.145, 0.150, 0.155), (0.110, 0.112, 0.115), "metal", 0.5),
    "book_blue": _p((0.075, 0.100, 0.145), (0.105, 0.120, 0.140), "cloth", 0.7),
    "book_paper": _p((0.480, 0.430, 0.320), (0.390, 0.335, 0.235), "cloth", 0.6),
    "paper_sheets": _p((0.500, 0.465, 0.370), (0.420, 0.380, 0.290), "strata", 0.6),
    "ink_black": _p((0.022, 0.021, 0.021), (0.04, 0.038, 0.036), "plain", 0.6),
    "candle_wax": _p((0.520, 0.450, 0.320), (0.44, 0.37, 0.26), "plain", 0.7),
    "candle_red": _p((0.300, 0.035, 0.025), (0.25, 0.04, 0.03), "plain", 0.7),
    "flour": _p((0.540, 0.500, 0.420), (0.46, 0.41, 0.33), "plain", 0.6),
    "mash": _p((0.200, 0.120, 0.060), (0.140, 0.085, 0.045), "earth", 0.5),
    "pulp": _p((0.440, 0.410, 0.330), (0.36, 0.33, 0.26), "plain", 0.5),
    "wet_clay": _p((0.230, 0.175, 0.125), (0.180, 0.135, 0.095), "plaster", 0.7),
    "chilli": _p((0.240, 0.028, 0.016), (0.17, 0.03, 0.02), "plain", 0.5),
    "corn": _p((0.400, 0.245, 0.060), (0.33, 0.20, 0.06), "plain", 0.5),
    "garlic": _p((0.480, 0.430, 0.350), (0.38, 0.33, 0.27), "plain", 0.5),
    "blackboard": _p((0.030, 0.038, 0.035), (0.085, 0.090, 0.085), "plaster", 0.5),
    "drumskin": _p((0.430, 0.350, 0.230), (0.30, 0.23, 0.15), "plaster", 0.7),
    "map_paper": _p((0.420, 0.380, 0.270), (0.34, 0.30, 0.21), "plaster", 0.6),
    # halls of worship: clay under colour and gold, painted walls
    "dais": _p((0.230, 0.180, 0.140), (0.170, 0.140, 0.110), "stone", 0.9),
    "lotus_seat": _p((0.150, 0.140, 0.095), (0.180, 0.130, 0.090), "metal", 0.8),
    "clay_gold": _p((0.320, 0.210, 0.075), (0.185, 0.120, 0.060), "metal", 0.8),
    "clay_face": _p((0.400, 0.290, 0.175), (0.300, 0.205, 0.125), "plaster", 0.8),
    "clay_red": _p((0.205, 0.062, 0.042), (0.180, 0.095, 0.066), "plaster", 0.8),
    "clay_green": _p((0.075, 0.130, 0.092), (0.120, 0.125, 0.095), "plaster", 0.8),
    "clay_blue": _p((0.062, 0.098, 0.150), (0.105, 0.115, 0.125), "plaster", 0.8),
    "clay_ochre": _p((0.275, 0.180, 0.080), (0.205, 0.145, 0.085), "plaster", 0.8),
    "halo": _p((0.330, 0.245, 0.110), (0.225, 0.165, 0.090), "metal", 0.7),
    "glory": _p((0.155, 0.062, 0.042), (0.145, 0.095, 0.062), "plaster", 0.8),
    "mural_ground": _p((0.260, 0.215, 0.145), (0.180, 0.150, 0.105), "plaster", 0.3),
    "mural_green": _p((0.080, 0.140, 0.100), (0.140, 0.150, 0.110), "plaster", 0.35),
    "mural_blue": _p((0.075, 0.115, 0.165), (0.130, 0.140, 0.140), "plaster", 0.35),
    "mural_red": _p((0.195, 0.068, 0.046), (0.200, 0.120, 0.085), "plaster", 0.35),
    "mural_white": _p((0.420, 0.385, 0.305), (0.315, 0.270, 0.195), "plaster", 0.35),
    "mural_ochre": _p((0.290, 0.195, 0.085), (0.235, 0.170, 0.095), "plaster", 0.35),
    "mural_gold": _p((0.330, 0.240, 0.105), (0.240, 0.175, 0.090), "plaster", 0.3),
    "mural_skin": _p((0.385, 0.300, 0.200), (0.300, 0.225, 0.150), "plaster", 0.5),
    "mural_ink": _p((0.048, 0.044, 0.040), (0.095, 0.082, 0.065), "plaster", 0.4),
    "ink_mist": _p((0.330, 0.315, 0.270), (0.300, 0.280, 0.235), "plaster", 0.05),
    "ink_wash": _p((0.205, 0.195, 0.170), (0.205, 0.190, 0.160), "plaster", 0.05),
    "ink_deep": _p((0.085, 0.080, 0.070), (0.105, 0.095, 0.080), "plaster", 0.1),
    "sea_screen": _p((0.085, 0.150, 0.175), (0.120, 0.150, 0.150), "plaster", 0.6),
    "sun_red": _p((0.330, 0.048, 0.030), (0.27, 0.06, 0.04), "plaster", 0.6),
    # people
    "hide_grey": _p((0.210, 0.195, 0.175), (0.19, 0.175, 0.155), "cloth", 0.8),
    "hide_bay": _p((0.150, 0.075, 0.040), (0.13, 0.07, 0.045), "cloth", 0.8),
    "hide_yellow": _p((0.330, 0.205, 0.095), (0.28, 0.18, 0.09), "cloth", 0.8),
    "hide_camel": _p((0.320, 0.225, 0.130), (0.28, 0.20, 0.12), "cloth", 0.8),
    "hide_wool": _p((0.480, 0.440, 0.360), (0.40, 0.36, 0.29), "cloth", 0.6),
    "hide_black": _p((0.045, 0.040, 0.038), (0.06, 0.055, 0.05), "cloth", 0.8),
    "hide_comb": _p((0.300, 0.060, 0.040), (0.26, 0.06, 0.05), "cloth", 0.7),
    "skin": _p((0.470, 0.300, 0.205), (0.40, 0.25, 0.17), "plain", 0.8),
    "hair": _p((0.025, 0.022, 0.022), (0.03, 0.03, 0.03), "plain", 0.8),
    "robe_ochre": _p((0.330, 0.175, 0.060), (0.26, 0.15, 0.07), "cloth", 0.9),
    "robe_grey": _p((0.230, 0.215, 0.190), (0.18, 0.17, 0.15), "cloth", 0.9),
    "robe_indigo": _p((0.065, 0.095, 0.140), (0.09, 0.11, 0.14), "cloth", 0.9),
    "robe_hemp": _p((0.420, 0.360, 0.260), (0.33, 0.27, 0.19), "cloth", 0.9),
    "robe_green": _p((0.110, 0.180, 0.120), (0.12, 0.16, 0.11), "cloth", 0.9),
    "robe_crimson": _p((0.300, 0.060, 0.052), (0.25, 0.07, 0.06), "cloth", 0.9),
    "robe_white": _p((0.600, 0.560, 0.480), (0.5, 0.45, 0.37), "cloth", 0.9),
    "robe_blue": _p((0.085, 0.140, 0.215), (0.12, 0.15, 0.19), "cloth", 0.9),
    "robe_brown": _p((0.120, 0.072, 0.050), (0.13, 0.09, 0.07), "cloth", 0.9),
    "lantern": _p((0.560, 0.420, 0.235), (0.48, 0.36, 0.22), "cloth", 0.7),
    "lantern_lit": _p((0.520, 0.390, 0.215), (0.44, 0.33, 0.20), "paper", 0.6),
    "black_cloth": _p((0.032, 0.030, 0.032), (0.05, 0.05, 0.05), "cloth", 0.8),
}
# Names that other builders of sets may use for the same matter, longest match first.
_KIN = (
    ("plaster_red", "redplaster"),
    ("needle", "needles"),
    ("leaf", "leaves"),
    ("bark", "bark"),
    ("chiwei", "ridge"),
    ("ridge", "ridge"),
    ("tile_end", "tile_edge"),
    ("tile", "tile"),
    ("brick", "brick"),
    ("stone", "stone"),
    ("white", "plaster_white"),
    ("plaster", "plaster_white"),
    ("lattice", "lattice"),
    ("bracket", "bracket"),
    ("rafter", "rafter"),
    ("door", "door"),
    ("red", "redwood"),
    ("timber", "wood"),
    ("wood", "wood"),
    ("iron", "iron"),
    ("metal", "iron"),
    ("paper", "paper"),
    ("ground", "earth"),
    ("robe", "robe_grey"),
)


def pigment(material: str) -> Pigment:
    """Return the pigment of a material; one that nobody painted is plain stone."""
    return PIGMENTS[known(material)]


def known(material: str) -> str:
    """Return the name of the pigment that a material is painted with."""
    if material in PIGMENTS:
        return material
    return next((name for part, name in _KIN if part in material), "stone")


# What grows, by season: fresh and aged colour; what is not here keeps its own (autumn's).
_GROWN = {
    ("leaves", "spring"): ((0.135, 0.190, 0.055), (0.195, 0.225, 0.080)),
    ("leaves", "summer"): ((0.058, 0.112, 0.038), (0.090, 0.150, 0.050)),
    ("leaves", "winter"): ((0.135, 0.090, 0.055), (0.190, 0.130, 0.075)),
    ("grass", "spring"): ((0.125, 0.185, 0.055), (0.165, 0.205, 0.075)),
    ("grass", "summer"): ((0.085, 0.140, 0.042), (0.130, 0.170, 0.060)),
    ("grass", "winter"): ((0.245, 0.200, 0.115), (0.290, 0.235, 0.135)),
    ("needles", "spring"): ((0.050, 0.105, 0.052), (0.120, 0.155, 0.065)),
    ("needles", "winter"): ((0.042, 0.072, 0.050), (0.100, 0.105, 0.066)),
    ("earth", "spring"): ((0.235, 0.210, 0.135), (0.135, 0.165, 0.072)),
    ("earth", "summer"): ((0.205, 0.180, 0.105), (0.105, 0.140, 0.055)),
    ("earth", "winter"): ((0.265, 0.225, 0.165), (0.220, 0.190, 0.135)),
}


def seasonal(material: str, season: str) -> Pigment:
    """Return the pigment of a material in spring, summer, autumn or winter."""
    name = known(material)
    if (name, season) not in _GROWN:
        return PIGMENTS[name]
    colour, aged = _GROWN[name, season]
    return replace(PIGMENTS[name], colour=colour, aged=aged)


def albedos(materials: list[str], season: str = "autumn") -> NDArray[np.float32]:
    """Return (m, 3) mean linear albedo, half aged, for light that bounces."""
    paints = [seasonal(m, season) for m in materials]
    mixed = [0.65 * np.array(p.colour) + 0.35 * np.array(p.aged) for p in paints]
    return np.array(mixed, np.float32).reshape(-1, 3)
