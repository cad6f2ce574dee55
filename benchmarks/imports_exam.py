"""How another author's files are read: ``python -m benchmarks.imports_exam [FOLDER] [--misses]``.

FOLDER holds ``files/`` and ``truth/`` (the reading of each file, as JSON of the contract); the
set that ships stands in ``benchmarks/judged/imports_exam``. Counted: spoken lines that come back
byte for byte with their speaker, scene boundaries, heading fields, and lines of the truth whose
text is nowhere in the reading.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import scriptgen

EXAM = Path(__file__).parent / "judged" / "imports_exam"
_SPOKEN = ("dialogue", "os", "vo")
_FIELDS = ("number", "time", "int_ext", "place")


def _scenes(script: dict[str, Any]) -> list[dict[str, Any]]:
    return [scene for episode in script["episodes"] for scene in episode["scenes"]]


def _lines(scenes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for scene in scenes for line in scene["lines"]]


def judge(file: Path, truth: dict[str, Any], misses: list[str]) -> Counter[str]:
    """Return what is right and what was asked, for one file."""
    count: Counter[str] = Counter()
    read = scriptgen.read(file).to_json()
    wanted, got = _scenes(truth), _scenes(read)
    count["scenes"], count["scenes_right"] = len(wanted), 0
    firsts = {(s["lines"][0]["text"] if s["lines"] else ""): s for s in got}
    for scene in wanted:
        first = scene["lines"][0]["text"] if scene["lines"] else ""
        mine = firsts.get(first)
        count["scenes_right"] += mine is not None
        if mine is None:
            misses.append(f"{file.name}: 场 {scene['number']} {first[:20]}")
            continue
        for key in _FIELDS:
            if scene.get(key) is not None:
                count["fields"] += 1
                count["fields_right"] += mine.get(key) == scene[key]
                if mine.get(key) != scene[key]:
                    misses.append(f"{file.name}: {key} {scene[key]!r} -> {mine.get(key)!r}")
    everything = json.dumps(read, ensure_ascii=False)
    there = Counter((x["speaker"], x["text"]) for x in _lines(got) if x["type"] in _SPOKEN)
    kinds = Counter((x["type"], x["text"]) for x in _lines(got))
    for line in _lines(wanted):
        if line["type"] in _SPOKEN:
            count["speech"] += 1
            right = there[line["speaker"], line["text"]] > 0
            count["speech_right"] += right
            if not right:
                misses.append(f"{file.name}: 台词 {line['speaker']}：{line['text'][:40]}")
        count["kinds"] += 1
        count["kinds_right"] += kinds[line["type"], line["text"]] > 0
        if json.dumps(line["text"], ensure_ascii=False)[1:-1] not in everything:
            count["lost"] += 1
            misses.append(f"{file.name}: 丢 {line['type']} {line['text'][:40]}")
    count["extra"] += max(0, len(got) - len(wanted))
    return count


def main() -> None:
    """Judge and print."""
    folders = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = Path(folders[0]) if folders else EXAM
    total: Counter[str] = Counter()
    by_suffix: dict[str, Counter[str]] = {}
    misses: list[str] = []
    for file in sorted((folder / "files").iterdir()):
        truth = json.loads((folder / "truth" / f"{file.stem}.json").read_text("utf-8"))
        count = judge(file, truth, misses)
        total += count
        by_suffix.setdefault(file.suffix, Counter()).update(count)
    for suffix, count in (*sorted(by_suffix.items()), ("all", total)):
        print(
            f"{suffix:<10}speech {count['speech_right']}/{count['speech']}"
            f"  scenes {count['scenes_right']}/{count['scenes']} (extra {count['extra']})"
            f"  fields {count['fields_right']}/{count['fields']}"
            f"  kinds {count['kinds_right']}/{count['kinds']}  lost {count['lost']}"
        )
    if "--misses" in sys.argv:
        print("\n".join(misses))


if __name__ == "__main__":
    main()
