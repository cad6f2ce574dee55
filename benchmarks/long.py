"""A long script read, reviewed and printed: ``python -m benchmarks.long``.

A hundred episodes of three drafts, 90,000 characters in which hardly a line is said twice; every
figure is of a fresh process, start and knowledge base included.
"""

from __future__ import annotations

import re
import tempfile
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import scriptgen
from benchmarks.measure import machine, python

BRIEFS = Path(__file__).parent / "briefs"
DRAFTED = ("laocu", "piaohao", "taihang")
CHARACTERS = 90_000
_READ = "import scriptgen; r = scriptgen.read({file!r})"
_STEPS = (
    ("读入", ""),
    ("读入＋预审", "; scriptgen.review(r)"),
    ("读入＋写 docx", "; scriptgen.write(r, {out!r})"),
)


def text(folder: Path) -> str:
    """Return the script: the episodes of three drafts, in which hardly a line is said twice."""
    file, number = folder / "part.txt", count(1)
    parts = []
    for name in DRAFTED:
        scriptgen.write(scriptgen.draft(scriptgen.read_brief(BRIEFS / f"{name}.toml")), file)
        _, first, rest = file.read_text("utf-8").partition("\n第1集")
        parts.append(first + rest)
    told = "\n".join(parts)[:CHARACTERS]
    return re.sub("(?m)^第[0-9]+集", lambda _: f"第{next(number)}集", told)


def main() -> None:
    """Measure and print."""
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        with get_context("spawn").Pool(1) as apart:  # a child is taken to be as large as its parent
            script = apart.apply(text, (Path(folder),))
        print(f"{len(script)} 字{'':<16}{'CPU s':>8}{'wall s':>8}{'MB':>8}")
        file, out = Path(folder) / "long.txt", Path(folder) / "long.docx"
        file.write_text(script, "utf-8")
        for what, more in _STEPS:
            run = python((_READ + more).format(file=str(file), out=str(out)))
            print(f"{what:<20}{run.cpu_s:>8.2f}{run.wall_s:>8.2f}{run.peak_mb:>8.0f}")


if __name__ == "__main__":
    main()
