"""What the offline writer gives on twelve unlike briefs: ``python -m benchmarks.writing``.

Factual lines are found by the claim checker on the finished text, not by where the writer put
citations. ``--long`` asks for 100 episodes each; ``--brief NAME`` takes one brief; ``--show`` prints
what fails; ``--folder DIR`` takes others: ``benchmarks/more_briefs`` were written after the writer
was tuned on ``benchmarks/briefs``. ``--loglines`` takes ``judged/loglines.tsv``: a period, a place and
one sentence each.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import heritage_kb
import scriptgen
from benchmarks.measure import machine
from benchmarks.misfits import judged, misfits
from heritage_kb import KnowledgeBase
from scriptgen.brief import Brief
from scriptgen.series import SOURCED_LINES, Element, Episode, Series

BRIEFS = Path(__file__).parent / "briefs"
LOGLINES = Path(__file__).parent / "judged" / "loglines.tsv"
_WINDOW, _RUN = 300, 8
_TOTALS = ("factual", "factual_cited", "cited", "borne_out", "contradicted", "dangling")
_TOTALS += ("misplaced", "pictures", "off_length", "thin", "episodes", "on_logline", "silent")
_HAN = re.compile(r"[^一-鿿]")
# another craft of the same kind of use, to be put in a brief's place
_OTHER = {"上党堆锦": "平遥推光漆器髹饰技艺", "中阳剪纸": "澄泥砚制作技艺"}
_SWAP = "清徐老陈醋酿制技艺"


@dataclass(slots=True)
class Figures:
    """What was counted on one series."""

    title: str
    lines: int = 0
    cpu: float = 0.0
    factual: int = 0  # lines the checker takes for a statement
    factual_cited: int = 0
    cited: int = 0  # lines filed as fact
    borne_out: int = 0
    contradicted: int = 0
    dangling: int = 0
    off_length: int = 0
    thin: int = 0  # episodes with fewer than three cited lines
    episodes: int = 0
    on_logline: int = 0  # episodes with a scene that speaks of what the logline has at stake
    silent: int = 0  # 1 where no episode has one
    errors: Counter[str] = field(default_factory=Counter)
    structure: Counter[str] = field(default_factory=Counter)
    windows: list[float] = field(default_factory=list)
    runs_twice: int = 0
    lines_twice: int = 0
    pictures: int = 0  # with a source
    misplaced: int = 0  # of them, in a scene that cannot show them
    passages: Counter[str] = field(default_factory=Counter)  # cited, by id
    shown: list[str] = field(default_factory=list)


def measure(brief: Brief, kb: KnowledgeBase) -> tuple[Figures, Series]:
    """Draft a brief and count."""
    started = time.process_time()
    series = scriptgen.draft(brief)
    made = Figures(title=brief.title, cpu=time.process_time() - started)
    for episode in series.episodes:
        _count_episode(made, episode, brief, kb)
        _count_windows(made, episode)
    _count_findings(made, scriptgen.review(series))
    _count_runs(made, series)
    wrong, made.pictures = misfits(series, kb)
    made.misplaced = len(wrong)
    rows = series.outline.episodes
    made.episodes = len(rows)
    made.on_logline = sum(any(beat.kind == "梗概" for beat in row.beats) for row in rows)
    made.silent = int(not made.on_logline)
    made.shown += wrong
    return made, series


def _elements(episode: Episode) -> Iterator[Element]:
    for scene in episode.scenes:
        yield from scene.elements


def _count_episode(made: Figures, episode: Episode, brief: Brief, kb: KnowledgeBase) -> None:
    filed = 0
    for element in _elements(episode):
        if element.type == "mark":
            continue
        made.lines += 1
        made.dangling += sum(c not in kb.passages for c in element.citations)
        fact = element.sourced
        filed += fact
        _count_statement(made, episode, element, kb)
        if fact:
            made.cited += 1
            made.passages.update(element.citations)
            good = not kb.check_against(element.text, element.citations)
            made.borne_out += good
            if not good:
                made.shown.append(f"越引 {episode.number} {element.text} {element.citations}")
    made.thin += filed < SOURCED_LINES
    if abs(episode.seconds - brief.seconds) > brief.seconds * 0.1:
        made.off_length += 1
        made.shown.append(f"时长 {episode.number} {episode.seconds}")


def _count_statement(made: Figures, episode: Episode, element: Element, kb: KnowledgeBase) -> None:
    verdicts = {c.verdict for c in kb.check(element.text)}
    if "contradicted" in verdicts:
        made.contradicted += 1
        made.shown.append(f"相悖 {episode.number} {element.text}")
    if verdicts - {"fiction"}:
        made.factual += 1
        made.factual_cited += bool(element.citations)
        if not element.citations:
            made.shown.append(f"无引 {episode.number} {element.text}")


def _count_windows(made: Figures, episode: Episode) -> None:
    text = "".join(
        _HAN.sub("", e.text) for e in _elements(episode) if e.type in ("dialogue", "action")
    )
    for at in range(0, max(1, len(text) - _WINDOW + 1), _WINDOW // 2):
        pairs = [text[n : n + 2] for n in range(at, min(at + _WINDOW, len(text)) - 1)]
        if len(pairs) > _WINDOW // 2:
            made.windows.append(len(set(pairs)) / len(pairs))


def _count_findings(made: Figures, report: dict) -> None:
    for found in report["findings"]:
        code = found["code"]
        if found["severity"] == "error":
            made.errors[code] += 1
            made.shown.append(f"{code} {found['episode']} {found['message']} ｜{found['text']}")
        elif code.split(".")[0] in ("HOOK", "RHYTHM", "LEN", "HEADING") and (
            found["severity"] != "info"
        ):
            made.structure[code] += 1
            made.shown.append(f"{code} {found['episode']} {found['message']} ｜{found['text']}")


def _count_runs(made: Figures, series: Series) -> None:
    seen: dict[str, tuple[int, int]] = {}
    twice: set[str] = set()
    said: Counter[str] = Counter()
    for episode in series.episodes:
        for number, element in enumerate(_elements(episode)):
            if element.type != "dialogue":
                continue
            said[element.text] += 1
            text = _HAN.sub("", element.text)
            for at in range(len(text) - _RUN + 1):
                run = text[at : at + _RUN]
                if seen.setdefault(run, (episode.number, number)) != (episode.number, number):
                    twice.add(run)
    made.runs_twice = len(twice)
    made.lines_twice = sum(n - 1 for n in said.values())
    made.shown += [f"重复 {run}" for run in sorted(twice)[:20]]


def beats(series: Series) -> Counter[str]:
    """Return the beats of the outline, names of people taken out."""
    names = [p.name for p in series.bible.characters]
    hide = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "$^")
    return Counter(hide.sub("某", beat.what) for ep in series.outline.episodes for beat in ep.beats)


def swapped(brief: Brief) -> float | None:
    """Return the share of beats that change when the craft does; None where there is none."""
    if not brief.crafts:
        return None
    other = _OTHER.get(brief.crafts[0], _SWAP if _SWAP not in brief.crafts else "晋剧")
    away = brief.model_copy(update={"crafts": (other,), "products": ()})
    one, two = beats(scriptgen.draft(brief, episodes=[])), beats(scriptgen.draft(away, episodes=[]))
    return 1 - sum((one & two).values()) / sum(one.values())


def voices(series: Series, shuffles: int = 20) -> tuple[float, float]:
    """Return how often a held-out fifth of the lines is given to its speaker: real, shuffled.

    Naive Bayes over single characters, pairs and the length of the line.
    """
    rows = [
        (e.speaker or "", e.text)
        for ep in series.episodes
        for e in _elements(ep)
        if e.type == "dialogue"
    ]
    often = {name for name, n in Counter(name for name, _ in rows).most_common(5) if n >= 20}
    rows = [row for row in rows if row[0] in often]
    if len(often) < 2:
        return 0.0, 0.0
    rng = random.Random(1)
    real = _guessed(rows)
    names = [name for name, _ in rows]
    shuffled = []
    for _ in range(shuffles):
        rng.shuffle(names)
        shuffled.append(_guessed([(n, t) for n, (_, t) in zip(names, rows, strict=True)]))
    return real, sum(shuffled) / len(shuffled)


def _marks(text: str) -> list[str]:
    pairs = [text[n : n + 2] for n in range(len(text) - 1)]
    return [*text, *pairs, f"#{min(6, len(text) // 3)}", f"^{text[:1]}", f"{text[-1:]}$"]


def _guessed(rows: list[tuple[str, str]]) -> float:
    right = 0
    for fold in range(5):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for name, text in (r for n, r in enumerate(rows) if n % 5 != fold):
            counts[name].update(_marks(text))
        for name, text in (r for n, r in enumerate(rows) if n % 5 == fold):
            right += max(counts, key=partial(_likely, counts, _marks(text))) == name
    return right / len(rows)


def _likely(counts: dict[str, Counter[str]], marks: list[str], who: str) -> float:
    """Return how likely somebody says these marks; who talks most gets no start."""
    words = len(set(itertools.chain(*counts.values())))
    total = sum(counts[who].values()) + 0.3 * words
    return sum(math.log((counts[who][m] + 0.3) / total) for m in marks)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "  –  "


def _row(made: Figures, swap: float | None, heard: tuple[float, float], episodes: int) -> str:
    low = min(made.windows, default=0)
    mean = sum(made.windows) / max(1, len(made.windows))
    return (
        f"{made.title:<5}{episodes:>4} 集 {made.cpu:>5.1f} s　引文准 {_share(made.borne_out, made.cited)}"
        f"（{made.cited}）　事实有引 {_share(made.factual_cited, made.factual)}（{made.factual}）　"
        f"相悖 {made.contradicted}　悬空 {made.dangling}　时长外 {made.off_length}　"
        f"不足三引 {made.thin}　错误 {sum(made.errors.values())}　结构 {sum(made.structure.values())}　"
        f"错景 {made.misplaced}/{made.pictures}　"
        f"文段 {len(made.passages)}，最多 {max(made.passages.values(), default=0)} 回　"
        f"八字重 {made.runs_twice}　句重 {made.lines_twice}　"
        f"异双 {mean:.3f}/{low:.3f}　"
        f"换手艺 {'–' if swap is None else f'{swap:.2f}'}　声口 {heard[0]:.2f}/{heard[1]:.2f}"
    )


def _briefs(folder: Path, only: str | None) -> Iterable[Brief]:
    for path in sorted(folder.glob("*.toml")):
        if only in (None, path.stem):
            yield scriptgen.read_brief(path)


def _of_loglines() -> Iterable[Brief]:
    """Yield briefs that say no more than a writer's first sentence: see ``judged/loglines.tsv``."""
    for n, row in enumerate(LOGLINES.read_text("utf-8").splitlines()):
        if row.startswith("#"):
            continue
        period, year, place, logline, *_ = row.split("\t")
        yield Brief(
            title=f"戏{n}", logline=logline, period=period, year=int(year) if year else None,
            places=(place,), episodes=12, seed=1,
        )  # fmt: skip


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--brief")
    asked.add_argument("--folder", type=Path, default=BRIEFS)
    asked.add_argument("--loglines", action="store_true")
    asked.add_argument("--long", action="store_true")
    asked.add_argument("--show", action="store_true")
    args = asked.parse_args()
    kb = heritage_kb.open()
    kb.check("佛光寺东大殿建于唐代。")
    print(machine())
    totals: Counter[str] = Counter()
    faults = 0
    for brief in _of_loglines() if args.loglines else _briefs(args.folder, args.brief):
        if args.long:
            brief = brief.model_copy(update={"episodes": 100})
        made, series = measure(brief, kb)
        print(_row(made, swapped(brief), voices(series), len(series.episodes)), flush=True)
        faults += sum(made.errors.values())
        for key in _TOTALS:
            totals[key] += getattr(made, key)
        if args.show:
            print("\n".join(f"   {line}" for line in made.shown))
    print(
        f"合计　引文准 {_share(totals['borne_out'], totals['cited'])}　"
        f"事实有引 {_share(totals['factual_cited'], totals['factual'])}　"
        f"相悖 {totals['contradicted']}　悬空 {totals['dangling']}　"
        f"时长外 {totals['off_length']}　不足三引 {totals['thin']}　错误 {faults}　"
        f"错景 {totals['misplaced']}/{totals['pictures']}　"
        f"说到梗概 {totals['on_logline']}/{totals['episodes']} 集，一集也没说的 {totals['silent']} 部　"
        f"内存 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    hit, wrong, refused = judged()
    print(f"人判过的画面：{wrong} 处错景，规则认出 {hit} 处，冤了好的 {refused} 处")


if __name__ == "__main__":
    main()
