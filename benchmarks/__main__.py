"""Print the table of issue-one figures: ``python -m benchmarks [--runs 3]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Run, machine, median, process, python

SANJIN = (sys.executable, "-m", "ui")
DRAFT = (
    "import scriptgen;"
    "scriptgen.draft(scriptgen.read_brief(scriptgen.shipped_briefs()['foguang']),"
    " episodes=[1, 2, 3])"
)
QUERIES = "['佛光寺', '推光漆怎么阴干', '太原附近的宋代建筑', '票号密押', '唐代大殿', '应县木塔']"
SEARCH = (
    "import time, statistics, heritage_kb; kb = heritage_kb.open(); kb.search('佛光寺');"
    f"t = []\nfor q in {QUERIES} * 20:\n"
    "    a = time.process_time(); kb.search(q); t.append(time.process_time() - a)\n"
    "t.sort(); print(statistics.median(t) * 1000, t[int(len(t) * .95)] * 1000)"
)


def rows(runs: int, out: Path) -> list[tuple[str, Run, str]]:
    """Return (what, median run, aim) for every figure."""

    def many(*words: str) -> Run:
        return median([process(*words) for _ in range(runs)])

    def snippet(code: str) -> Run:
        return median([python(code) for _ in range(runs)])

    table = [
        (f"import {name}", snippet(f"import {name}"), "")
        for name in ("heritage_kb", "scriptgen", "scenes", "ui.cli")
    ]
    site = ("scene", "render", "--site", "foguangsi", "--hour", "暮")
    table += [
        ("sanjin --help", many(*SANJIN, "--help"), "0.5 s"),
        ("知识库载入", snippet("import heritage_kb; heritage_kb.open()"), ""),
        ("知识库首查（含建索引）", many(*SANJIN, "kb", "search", "佛光寺"), ""),
        (
            "方案＋3 集",
            snippet(DRAFT),
            "3 CPU-s",
        ),
        (
            "殿堂几何",
            snippet(
                "import scenes; scenes.build(scenes.SetSpec.from_mapping({'site': 'foguangsi'}))"
            ),
            "1.5 CPU-s",
        ),
        ("布景全套 576×1024（图、通道、立面）", many(*SANJIN, *site, "-o", str(out / "set")), ""),
        ("sanjin demo 全程", process(*SANJIN, "demo", "-o", str(out / "demo")), "1500 MB"),
    ]
    return table


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 3
    print(machine())
    print(f"{'':<40}{'CPU s':>8}{'wall s':>8}{'MB':>8}  目标")
    with tempfile.TemporaryDirectory() as out:
        for what, run, aim in rows(runs, Path(out)):
            print(f"{what:<40}{run.cpu_s:>8.2f}{run.wall_s:>8.2f}{run.peak_mb:>8.0f}  {aim}")
    from subprocess import run as call

    done = call([sys.executable, "-c", SEARCH], capture_output=True, text=True, check=True)
    p50, p95 = (float(x) for x in done.stdout.split())
    print(f"知识库查询 p50 {p50:.1f} ms，p95 {p95:.1f} ms（目标 10 ms）")


if __name__ == "__main__":
    main()
