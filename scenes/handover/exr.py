"""OpenEXR files: scene-linear colour in half floats, depth in floats.

The only module that imports OpenEXR (extra ``stage``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from heritage_kb.label import NOTICE

BEYOND = np.float32(1e10)  # the depth of sky, as compositors expect it
BRIGHTEST = 65504.0  # the largest half float
COLOURS = "lin_rec709_scene"  # the Color Interop Forum's id of what is written
MISSING = (
    "写 EXR 要用 OpenEXR，这里没有装；请运行 pip install 'sanjin[stage]'。",
    "EXR files need OpenEXR: pip install 'sanjin[stage]'.",
)
_REC709 = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)


def library() -> Any:
    """Return ``OpenEXR``.

    Raises:
        RefusedInput: it is not installed; the sentence says how to mend that.
    """
    try:
        import OpenEXR
    except ImportError as error:
        raise RefusedInput(*MISSING) from error
    return OpenEXR


def write_colour(path: Path, picture: NDArray[np.float32], *, sphere: bool = False) -> None:
    """Write (h, w, 3) linear Rec. 709 colour, scene-referred; ``sphere`` marks a lat-long map.

    Half floats, or floats where something is brighter than those hold.
    """
    openexr = library()
    kept = picture.astype(np.float16 if float(picture.max(initial=0)) <= BRIGHTEST else np.float32)
    more: dict[str, Any] = {"chromaticities": _REC709, "colorInteropID": COLOURS}
    if sphere:
        more["envmap"] = openexr.Envmap.ENVMAP_LATLONG
    _write(openexr, path, {"RGB": np.ascontiguousarray(kept)}, more)


def write_depth(path: Path, depth: NDArray[np.float32]) -> None:
    """Write (h, w) metres as channel Z; what is infinitely far becomes ``BEYOND``."""
    kept = np.where(np.isfinite(depth), depth, BEYOND).astype(np.float32)
    _write(library(), path, {"Z": np.ascontiguousarray(kept)}, {"unit": "metre"})


def _write(
    openexr: Any, path: Path, channels: dict[str, NDArray[Any]], more: dict[str, Any]
) -> None:
    header = {
        "compression": openexr.ZIP_COMPRESSION, "type": openexr.scanlineimage,
        "comments": NOTICE, **more,
    }  # fmt: skip
    with openexr.File(header, channels) as file:
        file.write(str(path))
