"""A project keeps every accepted text: locks, versions, the trash, two hands at once, a kill."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.keeping.parts import Locked, Overtaken
from scriptgen.keeping.project import Project
from scriptgen.keeping.series_parts import give_out, take_in

ME = {"kind": "person", "name": "王"}
MODEL = {"kind": "model", "name": "某模型", "temperature": 0.7}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "灰墙.sanjin"
    with Project(path, who="王", create=True) as project:
        project.add(
            [
                ("e1", "episode", "project", {"title": "墨线"}),
                ("s1", "scene", "e1", {"place": "祠堂"}),
                ("a", "line", "s1", {"text": "走。"}),
                ("b", "line", "s1", {"text": "好。"}),
            ],
            author=ME,
            what="起",
        )
    return path


def texts(project: Project, **more: Any) -> list[str]:
    return [part.content["text"] for part in project.parts("s1", **more)]


def test_a_change_leaves_what_was_there_readable(file: Path) -> None:
    with Project(file, who="李") as project:
        first = project.name_version("一稿")
        project.write("a", {"text": "快走。"}, base=project.part("a").state, author=MODEL)
        assert texts(project) == ["快走。", "好。"]
        assert texts(project, revision=first) == ["走。", "好。"]
        assert [part.content["text"] for part in project.history("a")] == ["走。", "快走。"]
        assert project.part("a").author == MODEL
        assert [one.after for one in project.compare(first)] == [{"text": "快走。"}]
        assert project.restore(first) == 1
        assert texts(project) == ["走。", "好。"]
        assert [row["who"] for row in project.revisions()][-1] == "李"


def test_who_comes_second_overwrites_nobody(file: Path) -> None:
    with Project(file, who="王") as mine, Project(file, who="李") as hers:
        base = mine.part("a").state
        hers.write("a", {"text": "她的。"}, base=base, author=ME)
        with pytest.raises(Overtaken) as overtaken:
            mine.write("a", {"text": "我的。"}, base=base, author=ME)
        assert texts(mine)[0] == "她的。"
        kept = mine.proposals("a", state="stale")
        assert [one.content["text"] for one in kept] == ["我的。"]
        assert overtaken.value.proposal == kept[0].id


@pytest.mark.parametrize("locked", ["a", "s1", "e1"])
def test_a_lock_holds_for_all_that_is_inside(file: Path, locked: str) -> None:
    with Project(file, who="王") as project:
        project.lock(locked)
        state = project.part("a").state
        with pytest.raises(Locked):
            project.write("a", {"text": "x"}, base=state, author=MODEL)
        with pytest.raises(Locked):
            project.trash("e1", author=ME)
        number = project.propose("a", {"text": "x"}, author=MODEL)
        with pytest.raises(Locked):
            project.accept(number)
        assert texts(project) == ["走。", "好。"]
        project.unlock(locked)
        assert project.accept(number).content == {"text": "x"}


def test_a_proposal_goes_stale_when_its_part_moves_on(file: Path) -> None:
    with Project(file, who="王") as project:
        old = project.propose("a", {"text": "甲"}, author=MODEL)
        new = project.propose("a", {"text": "乙"}, author=MODEL, why="更短")
        project.accept(new)
        with pytest.raises(Overtaken):
            project.accept(old)
        with pytest.raises(RefusedInput, match="没有待定"):
            project.accept(new)
        assert [one.id for one in project.proposals(state="stale")] == [old]
        project.reject(old)
        assert project.proposals(state="stale") == []


def test_what_is_thrown_away_comes_back_whole_and_in_its_place(file: Path) -> None:
    with Project(file, who="王") as project:
        project.trash("s1", author=ME)
        assert project.parts("s1") == []
        assert {part.id for part in project.parts(trashed=True)} == {"s1", "a", "b"}
        project.bring_back("s1", author=ME)
        assert texts(project) == ["走。", "好。"]
        project.move("b", parent="s1", after=None, author=ME)
        assert texts(project) == ["好。", "走。"]
        project.move("b", parent="s1", after="a", author=ME)
        assert texts(project) == ["走。", "好。"]


def test_the_file_itself_refuses_to_forget(file: Path) -> None:
    link = sqlite3.connect(file)
    for statement in ("DELETE FROM states", "UPDATE states SET content = '{}'"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            link.execute(statement)
    link.close()


def test_a_thousand_operations_never_touch_what_is_locked(file: Path) -> None:
    rng = random.Random(7)
    with Project(file, who="王") as project:
        project.add(
            [(f"l{n}", "line", "s1", {"text": str(n)}) for n in range(12)], author=ME, what="添"
        )
        project.lock("l3")
        project.lock("b")
        before = {id: project.part(id) for id in ("l3", "b")}
        for step in range(1000):
            id = rng.choice([f"l{n}" for n in range(12)] + ["a", "b", "s1"])
            doing = rng.choice(["write", "move", "trash", "back", "restore"])
            try:
                if doing == "write":
                    project.write(
                        id, {"text": str(step)}, base=project.part(id).state, author=MODEL
                    )
                elif doing == "move":
                    project.move(id, parent="s1", after=rng.choice(["a", None]), author=ME)
                elif doing == "trash" and id != "s1":
                    project.trash(id, author=ME)
                elif doing == "back":
                    project.bring_back(id, author=ME)
                elif doing == "restore" and step % 9 == 0:
                    project.restore(rng.randrange(2, 10))
            except (Locked, RefusedInput):
                continue
        after = {id: project.part(id) for id in ("l3", "b")}
    assert after == before


def _hammer(path: str, name: str, count: int) -> None:
    with Project(Path(path), who=name) as project:
        for n in range(count):
            project.add(
                [(f"{name}{n}", "line", "s1", {"text": f"{name}{n}"})], author=ME, what="添"
            )


def test_two_processes_lose_nothing(file: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    hands = [spawn.Process(target=_hammer, args=(str(file), name, 25)) for name in ("甲", "乙")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    with Project(file, who="王") as project:
        wanted = {f"{name}{n}" for name in ("甲", "乙") for n in range(25)}
        assert wanted <= set(texts(project))
        seqs = [row["seq"] for row in project.revisions()]
        assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_kill_leaves_whole_revisions_only(file: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    hand = spawn.Process(target=_hammer, args=(str(file), "丙", 100_000))
    hand.start()
    for _ in range(1200):
        time.sleep(0.05)
        with Project(file, who="王") as project:
            if len(project.revisions()) > 20:
                break
    os.kill(hand.pid or 0, signal.SIGKILL)
    hand.join(20)
    with Project(file, who="王") as project:
        made = [text for text in texts(project) if text.startswith("丙")]
        assert len(made) > 5
        assert made == [f"丙{n}" for n in range(len(made))]
        assert len(project.revisions()) == len(made) + 1


def test_a_series_goes_in_and_comes_out_the_same(tmp_path: Path) -> None:
    brief = scriptgen.read_brief(scriptgen.shipped_briefs()["foguang"])
    series = scriptgen.draft(brief, episodes=[1, 2])
    series.episodes[0].scenes[0].elements[0].locked = True
    with Project(tmp_path / "a.sanjin", who="王", create=True) as project:
        take_in(project, series)
        assert give_out(project).to_json() == series.to_json()
        assert project.locked(series.episodes[0].scenes[0].elements[0].id) == "王"
        project.back_up(tmp_path / "b.sanjin")
    with Project(tmp_path / "b.sanjin", who="李") as copy:
        assert give_out(copy).to_json() == series.to_json()


@pytest.mark.parametrize(
    ("data", "said"), [(b"not a database at all, no", "不是三晋的项目"), (None, "找不到项目文件")]
)
def test_what_is_no_project_is_refused(data: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.sanjin"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(RefusedInput) as refused:
        Project(path, who="王")
    assert said in refused.value.zh


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.sanjin"
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE t (x)")
    link.commit()
    link.close()
    with pytest.raises(RefusedInput, match="别的程序"):
        Project(path, who="王", create=True)
