"""The layers of a drawing: what each class of things is called and how heavily it is drawn."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "column": "柱", "column_base": "柱础", "beam": "梁栿枋槫", "bracket": "铺作", "rafter": "椽",
    "roof": "屋面", "ridge": "脊饰", "wall": "墙壁", "door": "门", "window": "窗",
    "platform": "阶基", "floor": "地面", "step": "踏道", "railing": "栏杆", "cut": "剖断轮廓",
    "axis": "轴线", "dimension": "尺寸", "level": "标高", "eave": "檐口线", "ground": "地平线",
    "camera": "机位", "frame": "图框", "title": "图签", "note": "注记",
}  # fmt: skip
# Millimetres: against the sky, before something far behind, all others.
PENS = (0.35, 0.18, 0.10)
BEYOND = (0.18, 0.13, 0.09)  # in a section what lies beyond the cut stays light
DASH_DOT, EAVE_DASH = (8.0, 1.5, 0.6, 1.5), (3.0, 1.2)  # of axes, of what hangs overhead
CUT, PIECE = 0.50, 0.20  # the outline of all that is cut, and of each piece
# Tone of what is cut: masonry darker than timber, so that the frame reads.
TONES: Mapping[str, float] = {
    "wall": 0.62, "platform": 0.74, "floor": 0.66, "step": 0.74, "column_base": 0.62,
    "roof": 0.58, "ridge": 0.50, "beam": 0.88, "bracket": 0.90, "rafter": 0.84,
    "column": 0.80, "door": 0.78, "window": 0.78,
}  # fmt: skip
OTHER_TONE = 0.8


def title(layer: str) -> str:
    """Return what a layer is called in Chinese; a class without a name keeps its own."""
    return TITLES.get(layer, layer)
