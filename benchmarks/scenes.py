"""Cost of a set, step by step, in one process: ``python -m benchmarks.scenes [SITE] [PRESET] [all]``.

Drawings and GLB are taken apart too: what all views share, the front elevation, each format.
``all`` adds the panorama and the contact sheet.

``python -m benchmarks.scenes drafts [NAME…]`` instead takes drafts as the app does when a field is
changed, for sets of every kind: the first of a process, the whole set anew, another hour, another
look; CPU and wall seconds.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import scenes
from benchmarks.measure import machine
from scenes import preview
from scenes.drawings import dxf, pdf, svg
from scenes.drawings.drawing import draw_sheets
from scenes.drawings.views import Subject
from scenes.shoot import PRESETS
from ui import set_work

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


# Sets of every family that take longest, and what is usual.
_DRAFTED: dict[str, dict[str, Any]] = {
    "殿五间": {"period": "宋", "bays": 5}, "殿七间": {"period": "清", "bays": 7},
    "圣母殿": {"site": "晋祠圣母殿"}, "应县木塔": {"site": "应县木塔"}, "戏台": {"type": "戏台", "period": "清"},
    "楼阁": {"type": "楼阁", "period": "明"}, "寺院": {"type": "寺院", "period": "宋"},
    "衙署": {"type": "衙署", "period": "清"}, "文庙": {"type": "文庙", "period": "清"},
    "晋中大院": {"type": "晋中大院", "period": "清"}, "农家院": {"type": "农家院", "period": "清"},
    "窑洞村": {"type": "窑洞村", "period": "清"}, "街": {"type": "街", "period": "清"},
    "民国街": {"type": "民国街", "period": "民国"}, "今街": {"type": "今街", "period": "当代"},
    "县城街": {"type": "县城街", "period": "当代"}, "集市": {"type": "集市", "period": "清"},
    "平遥城墙": {"site": "平遥城墙"}, "石窟": {"type": "石窟", "period": "宋"},
    "树林": {"type": "树林", "period": "清"}, "果园": {"type": "果园", "period": "清"},
    "茶肆": {"type": "茶肆", "period": "清"},
}  # fmt: skip


def drafts(names: Sequence[str]) -> None:
    """Print what drafts cost, each set after a hall, so that what all need has been loaded."""
    print(machine())
    print(f"{'CPU / 钟面秒':<14}{'头一次':>12}{'重搭':>12}{'换时辰':>12}{'换画法':>12}")
    with tempfile.TemporaryDirectory() as folder:
        set_work.draft({"period": "唐", "bays": 3}, Path(folder))
        for name in names or _DRAFTED:
            first = _DRAFTED[name]
            changes: tuple[dict[str, Any], ...] = (
                {},
                {"seed": 1},
                {"seed": 1, "hour": 19.5},
                {"seed": 1, "look": "水墨"},
            )
            rows = [_clocked({**first, **more}, Path(folder)) for more in changes]
            print(f"{name:<14}" + "".join(f"{c:>6.2f}{w:>6.2f}" for c, w in rows), flush=True)
    print(f"峰值内存 {_peak_mb():.0f} MB")


def _clocked(spec: Mapping[str, Any], folder: Path) -> tuple[float, float]:
    """Return the CPU and wall seconds of a draft; another seed's building is not the one kept."""
    if "hour" not in spec and "look" not in spec:
        preview.forget()
    cpu, wall = time.process_time(), time.perf_counter()
    set_work.draft(spec, folder)
    return time.process_time() - cpu, time.perf_counter() - wall


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
    if sys.argv[1:2] == ["drafts"]:
        drafts(sys.argv[2:])
        return
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
    print(f"{'峰值内存':<12}{_peak_mb():>8.0f} MB")


def _peak_mb() -> float:
    # ru_maxrss is in kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 if sys.platform != "darwin" else 1024) / 1024


if __name__ == "__main__":
    main()
