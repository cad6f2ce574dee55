"""A hundred episodes read, reviewed and printed: ``python -m benchmarks.long``.

The stories of ``benchmarks.imports`` over and over in one layout, to about 90,000 characters; every
figure is of a fresh process, start and knowledge base included.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.imports import LAYOUTS, stories, text_of
from benchmarks.measure import machine, python

EPISODES = 100
CHARACTERS = 90_000
_READ = "import scriptgen; r = scriptgen.read({file!r})"
_STEPS = (
    ("读入", ""),
    ("读入＋预审", "; scriptgen.review(r)"),
    ("读入＋写 docx", "; scriptgen.write(r, {out!r})"),
)


def text() -> str:
    """Return the script."""
    every = [episode for story in stories().values() for episode in story]
    scenes = [scene for episode in every for scene in episode["scenes"]]
    one = len(text_of(LAYOUTS[0], every)) // len(scenes)
    each = max(1, CHARACTERS // EPISODES // one)
    return text_of(
        LAYOUTS[0],
        [
            {
                "number": n + 1,
                "title": f"第{n + 1}回",
                "scenes": [scenes[(n * each + k) % len(scenes)] for k in range(each)],
            }
            for n in range(EPISODES)
        ],
    )


def main() -> None:
    """Measure and print."""
    script = text()
    print(machine())
    print(f"{EPISODES} 集，{len(script)} 字{'':<8}{'CPU s':>8}{'wall s':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "long.txt", Path(folder) / "long.docx"
        file.write_text(script, "utf-8")
        for what, more in _STEPS:
            run = python((_READ + more).format(file=str(file), out=str(out)))
            print(f"{what:<20}{run.cpu_s:>8.2f}{run.wall_s:>8.2f}{run.peak_mb:>8.0f}")


if __name__ == "__main__":
    main()
