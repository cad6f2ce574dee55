"""The stock of moves: no two of them may put the same words into a mouth."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.errors import BrokenData
from scriptgen.story.forms import Line
from scriptgen.story.shelf import open_shelf

_UTTERED = 6  # characters in which a line states nothing
_RUN = 8  # characters that a series must not say twice


def _moves() -> Iterator[tuple[str, Iterable[Line]]]:
    shelf = open_shelf()
    for pattern in shelf.patterns.values():
        for take in pattern.takes:
            yield take.id, take.lines
    for engine in shelf.engines.values():
        for step in engine.steps:
            yield f"{engine.name}·{step.name}", (*step.tail, *step.reply)
    for step in shelf.turns:
        yield f"岔子·{step.name}", (*step.tail, *step.reply)


def test_no_run_of_eight_characters_is_spoken_in_two_moves() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for name, lines in _moves():
        for line in lines:
            if line.type in ("action", "fact", "mark", "caption"):
                continue
            for text in line.text:
                for piece in re.split(r"\{[^}]*\}", text):
                    for at in range(len(piece) - _RUN + 1):
                        where[piece[at : at + _RUN]].add(name)
    twice = {run: sorted(names) for run, names in where.items() if len(names) > 1}
    assert not twice


def test_no_picture_is_shown_in_two_moves() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for name, lines in _moves():
        for line in lines:
            if line.type == "action":
                for text in line.text:
                    where[re.sub(r"\{[^}]*\}", "", text)].add(name)
    twice = {t: sorted(names) for t, names in where.items() if len(names) > 1 and len(t) > 6}
    assert not twice


def test_a_writers_own_scenes_stand_beside_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    folder = tmp_path / "story" / "scenes"
    folder.mkdir(parents=True)
    mine = "# 借火\n求: 甲要借个火\n阻: 乙的火也快灭了\n转: 两处火并成一处\n用: 情\n人: 甲乙\n--\n△{甲}举着灭了的灯。\n甲：借个火。\n"
    (folder / "mine.txt").write_text(mine, encoding="utf-8")
    open_shelf.cache_clear()
    try:
        assert open_shelf().patterns["借火"].takes
        (folder / "mine.txt").write_text(mine * 2, encoding="utf-8")
        open_shelf.cache_clear()
        with pytest.raises(BrokenData, match="借火"):
            open_shelf()
    finally:
        open_shelf.cache_clear()


def test_no_line_of_our_own_that_ends_an_episode_is_taken_for_a_statement() -> None:
    kb = heritage_kb.open()
    taken = [
        text
        for name, lines in _moves()
        if "·" in name
        for line in lines
        for text in line.text
        if "{" not in re.sub(r"\{[主师敌友东遗]其?\}", "", text) and len(text) > _UTTERED
        and any(
            claim.verdict in ("contradicted", "not_in_kb")
            for claim in kb.check(re.sub(r"\{[主师敌友东遗]其?\}", "郭石头", text))
        )
    ]  # fmt: skip
    assert not taken
