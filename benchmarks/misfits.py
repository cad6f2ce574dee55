"""Pictures with a source that do not belong in their scene, counted on finished scripts.

A rule reads what a picture asks (``scriptgen/data/story/needs.toml``); here it is put to the scenes
as they were filed, wherever a picture came from. ``judged/pictures.tsv`` holds pictures in scenes as
a person judged them: how many of the misfits the rule finds, and how often it is right.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from heritage_kb import KnowledgeBase
from scriptgen.planner import plan
from scriptgen.series import Series
from scriptgen.story.facts import Fact
from scriptgen.story.setting import Setting, misfit, season_asked, season_of

JUDGED = Path(__file__).parent / "judged" / "pictures.tsv"


def misfits(series: Series, kb: KnowledgeBase) -> tuple[list[str], int]:
    """Return the misfits of a series, each in words, and the number of pictures with a source."""
    known = _facts(series, kb)
    story = season_asked(series.brief)
    found: list[str] = []
    pictures = 0
    for episode in series.episodes:
        season, flashback = story, False
        for scene in episode.scenes:
            for line in scene.elements:
                if line.type == "mark":
                    flashback = (flashback or line.text == "闪回") and line.text != "闪回结束"
                if line.type != "action" or not line.citations or flashback:
                    continue
                pictures += 1
                setting = Setting.of(scene, season)
                if why := misfit(known[line.citations[0]], line.text, setting):
                    where = f"{episode.number} {scene.time}{scene.int_ext} {scene.place}"
                    found.append(f"不合 {where} {line.text} ｜{why}")
                season = season or season_of(line.text)
    return found, pictures


def _facts(series: Series, kb: KnowledgeBase) -> dict[str, Fact]:
    """Return passage id → what it is to this story; what the story does not draw on is its air."""
    found = {
        p.id: replace(Fact.of(p, kb.entries[p.entry], p.topic or "custom"), air=True)
        for p in kb.passages.values()
    }
    for rows in plan(series.brief, kb).work.facts.values():
        found |= {fact.passage: fact for fact in rows if fact.passage}
    return found


def judged() -> tuple[int, int, int]:
    """Return how many judged misfits the rule finds, how many there are, how many good it refuses."""
    hit = wrong = missed = 0
    for row in JUDGED.read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        verdict, of, hour, inside, place, sort, text = row.split("\t")
        fact = Fact(topic="custom", actions=(), sort=sort, air=of == "air")
        setting = Setting(place=place, open_air=inside == "外", hour=hour)
        said = bool(misfit(fact, text, setting))
        hit += said and verdict == "misfit"
        missed += not said and verdict == "misfit"
        wrong += said and verdict == "fits"
    return hit, hit + missed, wrong
