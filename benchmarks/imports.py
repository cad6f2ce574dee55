"""How scripts of many layouts are read: ``python -m benchmarks.imports [--held] [--misses]``.

Stories (``benchmarks/scripts/*.json``) are written out by hand-made layouts, none of which is ours
alone, in several encodings and line ends; half of the layouts were looked at while the reader was
made (``tune``), the other half only counted (``held``). Counted: dialogue lines that come back
byte for byte, scene boundaries, heading fields, and characters of the file that are nowhere.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scriptgen
import scriptgen.formats.textfile
from scriptgen.reading import Reading

STORIES = Path(__file__).parent / "scripts"
_CHINESE = "〇一二三四五六七八九十"
Scene = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """How one hand writes: heading rows of a scene, its cast rows, a line; ``half`` of the set."""

    name: str
    half: str
    heading: Callable[[int, int, Scene], list[str]]
    cast: Callable[[list[str]], list[str]]
    line: Callable[[dict[str, Any]], list[str]]
    episode: Callable[[int, str], list[str]] = lambda n, title: [f"第{n}集 {title}", ""]
    encoding: str = "utf-8"
    newline: str = "\n"
    suffix: str = ".txt"
    fields: tuple[str, ...] = ("number", "time", "int_ext", "place")


def _zh(n: int) -> str:
    return _CHINESE[n] if n <= 10 else f"十{_CHINESE[n - 10]}"


def _line(
    mark: str = "△", colon: str = "：", mood: str = "（{}）", aside: str = "（{}）"
) -> Callable[[dict[str, Any]], list[str]]:
    def write(line: dict[str, Any]) -> list[str]:
        kind, text = line["type"], line["text"]
        if kind == "action":
            return [f"{mark}{text}"]
        if kind == "caption":
            return [f"【字幕：{text}】"]
        if kind == "mark":
            return [f"【{text}】"]
        feeling = mood.format(line["parenthetical"]) if line.get("parenthetical") else ""
        sign = aside.format(kind.upper()) if kind in ("os", "vo") else ""
        return [f"{line['speaker']}{feeling}{sign}{colon}{text}"]

    return write


def _cue_alone(line: dict[str, Any]) -> list[str]:
    if line["type"] in ("dialogue", "os", "vo"):
        sign = f"（{line['type'].upper()}）" if line["type"] != "dialogue" else ""
        mood = [f"（{line['parenthetical']}）"] if line.get("parenthetical") else []
        return ["", f"{line['speaker']}{sign}", *mood, line["text"], ""]
    return _line()(line)


def _people(label: str = "出场人物：", sign: str = "、") -> Callable[[list[str]], list[str]]:
    return lambda names: [f"{label}{sign.join(names)}"] if names else []


def _none(names: list[str]) -> list[str]:
    return []


PLAIN = _line()
LAYOUTS = (
    Layout("集-场 时 内外 地点", "tune", lambda e, s, x: [f"{e}-{s} {x['time']} {x['int_ext']} {x['place']}"], _people(), PLAIN),
    Layout("集-场、地点 时 内外", "tune", lambda e, s, x: [f"{e}-{s}、{x['place']} {x['time']} {x['int_ext']}"], _people("人物："), PLAIN, encoding="gb18030"),
    Layout("集.场 地点 内外 时", "tune", lambda e, s, x: [f"{e}.{s} {x['place']} {x['int_ext']} {x['time']}"], _people(), _line("▲"), newline="\r\n"),
    Layout("制表符", "tune", lambda e, s, x: [f"{e}-{s}场  {x['place']}\t{x['time']}\t{x['int_ext']}"], _people(), PLAIN),
    Layout("Markdown 粗体", "tune", lambda e, s, x: [f"**{e}-{s} {x['time']} {x['int_ext']} {x['place']}**"], _people(), PLAIN, suffix=".md"),
    Layout("### 场 + 下一行", "tune", lambda e, s, x: [f"### 场{e}-{s}", f"{x['time']} {x['int_ext']} {x['place']}"], _people(), PLAIN, suffix=".md"),
    Layout("场号、地点、时间各一行", "tune", lambda e, s, x: [f"{e}-{s}", x["place"], f"{x['time']} {x['int_ext']}"], _people(), PLAIN),
    Layout("场次（n）标签", "tune", lambda e, s, x: [f"场次（{s}）地点：{x['place']}，{x['time']}，{x['int_ext']}；出场人物：{'、'.join(x['cast'])}" if x["cast"] else f"场次（{s}）地点：{x['place']}，{x['time']}，{x['int_ext']}"], _none, PLAIN),
    Layout("内景 地点 - 时", "tune", lambda e, s, x: [f"{x['int_ext']}景 {x['place']} - {x['time']}"], _people(), PLAIN, fields=("time", "int_ext", "place")),
    Layout("第一场", "tune", lambda e, s, x: [f"第{_zh(s)}场 {x['time']} {x['int_ext']} {x['place']}"], _people(), _line(colon=":")),
    Layout("【第1场】", "tune", lambda e, s, x: [f"【第{s}场】{x['place']} {x['time']} {x['int_ext']}"], _people("登场人物："), PLAIN, encoding="utf-16"),
    Layout("名字单占一行", "tune", lambda e, s, x: [f"{e}-{s} {x['time']} {x['int_ext']} {x['place']}"], _people(), _cue_alone),
    Layout("【时 地 内外】", "tune", lambda e, s, x: [f"{s} 场景：【{x['time']} {x['place']} {x['int_ext']}】"], _people(), PLAIN),
    Layout("EP01-SC01", "held", lambda e, s, x: [f"EP{e:02}-SC{s:02} {x['int_ext']} · {x['place']} · {x['time']}"], _people(), PLAIN, episode=lambda n, t: [f"EP{n:02} {t}"]),
    Layout("场景一：", "held", lambda e, s, x: [f"场景{_zh(s)}：{x['place']}　{x['int_ext']}　{x['time']}"], _people("人物:", " "), _line(mood="({})", colon=":")),
    Layout("第n集第n场", "held", lambda e, s, x: [f"第{e}集 第{s}场 {x['time']} {x['int_ext']} {x['place']}"], _people(), PLAIN, episode=lambda n, t: []),
    Layout("标签分行", "held", lambda e, s, x: [f"第{s}场", f"时间：{x['time']}", f"地点：{x['place']}", f"内外：{x['int_ext']}"], _people("人物："), PLAIN, newline="\r"),
    Layout("n、地点 内外 时", "held", lambda e, s, x: [f"{s}、{x['place']} {x['int_ext']} {x['time']}"], _people(), PLAIN),
    Layout("一、地点", "held", lambda e, s, x: [f"{_zh(s)}、{x['place']}，{x['time']}，{x['int_ext']}"], _people(), PLAIN, encoding="utf-8-sig"),
    Layout("斜线", "held", lambda e, s, x: [f"{e}-{s} {x['time']}/{x['int_ext']}/{x['place']}"], _people(), _line("∆ ")),
    Layout("括号里的时与景", "held", lambda e, s, x: [f"{e}-{s} {x['place']}（{x['time']}，{x['int_ext']}）"], _people(), PLAIN),
    Layout("日内连写", "held", lambda e, s, x: [f"{e}-{s} {x['time']}{x['int_ext']} {x['place']}"], _people(), PLAIN),
    Layout("无动作号", "held", lambda e, s, x: [f"{e}-{s} {x['time']} {x['int_ext']} {x['place']}"], _people(), _line("")),
    Layout("书名号集名、竖线", "held", lambda e, s, x: [f"{e}-{s} | {x['time']} | {x['int_ext']} | {x['place']}"], _people(), PLAIN, episode=lambda n, t: [f"第{_zh(n)}集《{t}》"]),
    Layout("情绪在名前、OS 贴名", "held", lambda e, s, x: [f"{e}—{s} {x['place']} {x['int_ext']} {x['time']}"], _people(), _line(aside=" {}")),
    Layout("n场 时 内外", "held", lambda e, s, x: [f"{s}场 {x['time']} {x['int_ext']} {x['place']}"], _people(), PLAIN, encoding="utf-16"),
)  # fmt: skip


def stories() -> dict[str, list[dict[str, Any]]]:
    """Return the stories: name -> episodes."""
    return {f.stem: json.loads(f.read_text("utf-8")) for f in sorted(STORIES.glob("*.json"))}


def text_of(layout: Layout, episodes: list[dict[str, Any]]) -> str:
    """Return a story in a layout."""
    rows: list[str] = []
    for episode in episodes:
        rows += layout.episode(episode["number"], episode["title"])
        for number, scene in enumerate(episode["scenes"], 1):
            rows += layout.heading(episode["number"], number, scene)
            rows += layout.cast(scene["cast"])
            for line in scene["lines"]:
                rows += layout.line(line)
            rows.append("")
    return layout.newline.join(rows)


@dataclass(slots=True)
class Score:
    """Counts of one layout."""

    speech: int = 0
    speech_right: int = 0
    scenes: int = 0
    scenes_right: int = 0
    fields: int = 0
    fields_right: int = 0
    lost: int = 0


def judged(layout: Layout, episodes: list[dict[str, Any]], misses: list[str]) -> Score:
    """Return how a story in a layout is read."""
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"x{layout.suffix}"
        text = text_of(layout, episodes)
        file.write_bytes(text.encode(layout.encoding))
        reading = scriptgen.read(file)
    wanted = [(e, n, s) for e in episodes for n, s in enumerate(e["scenes"], 1)]
    found = [(e, s) for e in reading.episodes for s in e.scenes]
    score.scenes = len(wanted)
    score.scenes_right = (
        len(wanted)
        if len(found) == len(wanted)
        else max(0, len(wanted) - abs(len(found) - len(wanted)))
    )
    for (episode, number, scene), (_, read) in zip(wanted, found, strict=False):
        truth = {
            "number": f"{episode['number']}-{number}",
            **{k: scene[k] for k in ("time", "int_ext", "place")},
        }
        for key in layout.fields:
            score.fields += 1
            right = getattr(read, key) == truth[key]
            score.fields_right += right
            if not right:
                misses.append(f"{layout.name}: {key} {truth[key]!r} -> {getattr(read, key)!r}")
    said = [
        (x["speaker"], x["text"])
        for e in episodes
        for s in e["scenes"]
        for x in s["lines"]
        if x["type"] in ("dialogue", "os", "vo")
    ]
    read_lines = [
        (x.speaker, x.text)
        for e in reading.episodes
        for s in e.scenes
        for x in s.lines
        if x.type in ("dialogue", "os", "vo")
    ]
    score.speech = len(said)
    there = set(read_lines)
    score.speech_right = sum(one in there for one in said)
    misses += [f"{layout.name}: 台词 {one}" for one in said if one not in there]
    score.lost = _lost(text, reading, layout.name, misses)
    return score


def _lost(text: str, reading: Reading, name: str, misses: list[str]) -> int:
    """Return how many rows of the file have characters that are nowhere in the reading."""
    everything = json.dumps(reading.to_json(), ensure_ascii=False)
    lost = 0
    for row in re.split(r"\r\n|\n|\r", text):
        for word in re.findall(r"[一-鿿]{2,}", row):
            plain = re.sub(r"^(?:内外|[内外])景?|(?:内外|[内外])景?$", "", word)
            if (
                word not in everything
                and (not plain or plain not in everything)
                and not re.fullmatch(
                    r"(?:第?[一二三四五六七八九十]+[集场]?|场[次景]?|出场人物|登场人物|人物|时间|地点|内外|字幕|[内外]景|内外景|场景[一二三四五六七八九十]*|[日夜晨昏][内外])",
                    word,
                )
            ):
                lost += 1
                misses.append(f"{name}: 丢 {word} | {row}")
                break
    return lost


def rivals(python: str) -> None:
    """Print what other libraries make of the same stories, as Fountain and as crews write them.

    ``ours`` is our Fountain export, ``crew`` the canonical Chinese text under a Fountain suffix.
    """
    from scriptgen.formats.fountain import write_fountain
    from scriptgen.formats.titlepage import TitlePage

    canonical = LAYOUTS[0]
    with tempfile.TemporaryDirectory() as name:
        folder, truth = Path(name), {}
        for story, episodes in stories().items():
            text = text_of(canonical, episodes)
            reading = scriptgen.formats.textfile.read_text(text)
            (folder / f"crew·{story}.fountain").write_text(text, "utf-8")
            (folder / f"ours·{story}.fountain").write_bytes(write_fountain(reading, TitlePage()))
            lines = [x for e in episodes for s in e["scenes"] for x in s["lines"]]
            truth[story] = [x for x in lines if x["type"] in ("dialogue", "os", "vo")]
        done = subprocess.run(
            [python, str(Path(__file__).with_name("rivals.py")), name],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        found = json.loads(done.stdout)
        for kind in ("crew", "ours"):
            for library in ("三晋", *found):
                right = count = 0
                for story, said in truth.items():
                    got = (
                        _ours(folder / f"{kind}·{story}.fountain", kind)
                        if library == "三晋"
                        else found[library][f"{kind}·{story}"].get("said", [])
                    )
                    texts = {text.strip() for _, text in got}
                    count += len(said)
                    right += sum(one["text"] in texts for one in said)
                print(f"{kind:<6}{library:<20}{right:>5}/{count}")


def _ours(file: Path, kind: str) -> list[tuple[str, str]]:
    reading = scriptgen.read(file)
    return [
        (x.speaker or "", x.text)
        for e in reading.episodes
        for s in e.scenes
        for x in s.lines
        if x.type in ("dialogue", "os", "vo")
    ]


def halves(half: str) -> Iterator[Layout]:
    """Return the layouts of a half."""
    return (layout for layout in LAYOUTS if layout.half == half)


def main() -> None:
    """Read every story in every layout of a half, and print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--held", action="store_true")
    asked.add_argument("--misses", action="store_true")
    asked.add_argument("--rivals", metavar="PYTHON", help="an interpreter that has the others")
    told = asked.parse_args()
    if told.rivals:
        rivals(told.rivals)
        return
    every, misses = stories(), list[str]()
    total = Score()
    print(f"{'':<22}{'台词':>12}{'场界':>10}{'标题项':>12}{'丢行':>6}")
    for layout in halves("held" if told.held else "tune"):
        mine = Score()
        for episodes in every.values():
            one = judged(layout, episodes, misses)
            for name in Score.__slots__:
                setattr(mine, name, getattr(mine, name) + getattr(one, name))
                setattr(total, name, getattr(total, name) + getattr(one, name))
        _show(layout.name, mine)
    _show("合计", total)
    files = len(every) * sum(1 for _ in halves("held" if told.held else "tune"))
    print(f"{files} 份")
    if told.misses:
        print(*misses, sep="\n")


def _show(name: str, one: Score) -> None:
    print(
        f"{name:<22}{one.speech_right:>6}/{one.speech:<6}{one.scenes_right:>5}/{one.scenes:<5}"
        f"{one.fields_right:>6}/{one.fields:<6}{one.lost:>5}"
    )


if __name__ == "__main__":
    main()
