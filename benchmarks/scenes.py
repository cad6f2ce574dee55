"""Cost of a set, step by step, in one process: ``python -m benchmarks.scenes [SITE] [PRESET] [all]``.

Drawings and GLB are taken apart too: what all views share, the front elevation, each format.
``all`` adds the panorama and the contact sheet.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import scenes
from benchmarks.measure import machine
from scenes.drawings import dxf, pdf, svg
from scenes.drawings.drawing import draw_sheets
from scenes.drawings.views import Subject
from scenes.shoot import PRESETS

_SAID = {
    "geometry": "殿宇几何",
    "camera": "选机位",
    "elevation": "正立面",
    "drawings": "全套图纸",
    "model": "GLB",
    "setting": "庭院与光线加速结构",
    "plate": "设定图",
    "passes": "通道图",
    "around": "四面庭院与光线加速结构",
    "sheet": "机位小样六个",
    "panorama": "全景 2048×1024",
    "stage": "片场文件",
    "label": "标识",
}


def papers(site: str) -> list[tuple[str, float]]:
    """Return what the parts of a set of drawings and the GLB cost, CPU seconds."""
    building, model = scenes.build({"site": site})
    rows = []

    def clocked(said: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        rows.append((said, time.process_time() - start))
        return made

    subject = clocked("图纸：准备", lambda: Subject.of(model))
    clocked("图纸：正立面", lambda: draw_sheets(building, subject, only=["elevation_front"]))
    sheets = clocked("图纸：七张", lambda: draw_sheets(building, subject))
    clocked("图纸：SVG", lambda: [svg.write_svg(sheet) for sheet in sheets])
    clocked("图纸：PDF", lambda: pdf.write_pdf(sheets, building.title))
    clocked("图纸：DXF", lambda: [dxf.write_dxf(sheet) for sheet in sheets])
    clocked("GLB", lambda: scenes.export_glb(model, building.title))
    return rows


def main() -> None:
    """Render once and print CPU seconds of each step and the peak resident memory."""
    site = sys.argv[1] if len(sys.argv) > 1 else "foguangsi"
    preset = sys.argv[2] if len(sys.argv) > 2 else "standard"
    wanted = "all" in sys.argv[3:]
    with tempfile.TemporaryDirectory() as out:
        camera = {"panorama": True, "compositions": 6} if wanted else {}
        made = scenes.render(
            {"site": site, "camera": camera}, Path(out) / "set", preset=preset, timings=True,
            drawings=["svg", "pdf", "dxf"], models=["glb"],
        )  # fmt: skip
    print(machine())
    print(f"{site}　{preset} {PRESETS[preset][0]} 像素长边")
    for name, seconds in made["seconds"].items():
        print(f"{_SAID[name]:<12}{seconds:>8.2f} CPU-s")
    print(f"{'合计':<12}{sum(made['seconds'].values()):>8.2f} CPU-s")
    for said, seconds in papers(site):
        print(f"  {said:<14}{seconds:>6.2f} CPU-s")
    # ru_maxrss is in kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'峰值内存':<12}{peak / (1 if sys.platform != 'darwin' else 1024) / 1024:>8.0f} MB")


if __name__ == "__main__":
    main()
