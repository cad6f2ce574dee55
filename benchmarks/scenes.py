"""Cost of a set, step by step, in one process: ``python -m benchmarks.scenes [SITE] [PRESET] [all]``.

``all`` adds the panorama and the contact sheet.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

import scenes
from benchmarks.measure import machine
from scenes.shoot import PRESETS

_SAID = {
    "geometry": "殿宇几何",
    "camera": "选机位",
    "elevation": "正立面",
    "setting": "庭院与光线加速结构",
    "plate": "设定图",
    "passes": "通道图",
    "around": "四面庭院与光线加速结构",
    "sheet": "机位小样六个",
    "panorama": "全景 2048×1024",
    "label": "标识",
}


def main() -> None:
    """Render once and print CPU seconds of each step and the peak resident memory."""
    site = sys.argv[1] if len(sys.argv) > 1 else "foguangsi"
    preset = sys.argv[2] if len(sys.argv) > 2 else "standard"
    wanted = "all" in sys.argv[3:]
    with tempfile.TemporaryDirectory() as out:
        camera = {"panorama": True, "compositions": 6} if wanted else {}
        made = scenes.render(
            {"site": site, "camera": camera}, Path(out) / "set", preset=preset, timings=True
        )
    print(machine())
    print(f"{site}　{preset} {PRESETS[preset][0]} 像素长边")
    for name, seconds in made["seconds"].items():
        print(f"{_SAID[name]:<12}{seconds:>8.2f} CPU-s")
    print(f"{'合计':<12}{sum(made['seconds'].values()):>8.2f} CPU-s")
    # ru_maxrss is in kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'峰值内存':<12}{peak / (1 if sys.platform != 'darwin' else 1024) / 1024:>8.0f} MB")


if __name__ == "__main__":
    main()
