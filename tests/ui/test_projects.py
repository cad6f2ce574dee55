"""Projects on disk, jobs in the ledger, revision: nothing that was accepted is lost or overwritten."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.presence import Presence
from scriptgen.jobs.shift import Shift
from scriptgen.revising.proposal import Op, Proposal, line_values
from tests.scriptgen.writing.fake import BRIEF as LONG
from ui import journey, kinds, project_file, writers
from ui import revising_work as work
from ui.job_bar import JobBar, outcome, stopped
from ui.jobs import Room, follow, open_room
from ui.kinds import draft_inputs, plan_inputs
from ui.projects import Desk, Project, Projects, named

EVIL = "<img src=x onerror=alert(1)>\"'"
OWNER = Desk("w" * 24)
BRIEF = LONG | {"episodes": 2, "seconds": 45}


def done(room: Room, project: Project, kind: str, given: dict[str, Any]) -> Any:
    """Hand work in and wait for its end."""
    job = room.start(project, kind, given, "试")

    async def end() -> Any:
        return [now async for now in follow(room.ledger, job.id, every=0.02)][-1]

    return asyncio.run(end())


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one project: two short episodes planned, the first written."""
    home = tmp_path_factory.mktemp("家")
    with open_room(home, home / "给") as room:
        project = room.projects.new(OWNER)
        brief = scriptgen.read_brief(BRIEF)
        assert done(room, project, "project-plan", plan_inputs(project, brief)).state == "done"
        given = draft_inputs(project, brief, [1], writers.SCAFFOLD, None)
        job = done(room, project, "project-draft", given)
        assert job.result["added"] == [1]
    return home


@pytest.fixture
def home(drafted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "家"
    shutil.copytree(drafted, copy)
    monkeypatch.setenv("SANJIN_HOME", str(copy))
    return copy


@pytest.fixture
def room(home: Path) -> Iterator[Room]:
    with open_room(home, home / "给") as opened:
        yield opened


@pytest.fixture
def project(home: Path) -> Project:
    return Projects(home / "projects").all(OWNER)[0]


def first_lines(project: Project) -> list[Any]:
    series: Any = project.series
    return [x for x in series.episodes[0].scenes[0].elements if x.type != "mark"]


def texts(project: Project) -> dict[str, str]:
    series: Any = project.series
    return {x.id: x.text for e in series.episodes for s in e.scenes for x in s.elements}


# ------------------------------------------------------------------------------- projects


def test_nobody_reaches_anothers_project(home: Path, project: Project) -> None:
    projects, other = Projects(home / "projects"), Desk("x" * 24, project.id)
    assert projects.find(OWNER, project.id) == project
    assert projects.find(other) is None
    assert projects.all(other) == []
    assert OWNER.who not in str(project.folder)
    assert Projects(home / "projects", shared=True).find(other) == project


@pytest.mark.parametrize("sent", [None, {}, "x", {"who": "../../etc"}, {"who": "短"}, {"who": 3}])
def test_what_is_no_desk_becomes_a_new_one(sent: object) -> None:
    found = Desk.of(sent)
    assert found.who != Desk.of(sent).who
    assert found.project == ""
    assert Desk.of({**found.to_json(), "project": "../../x"}).project == ""


def test_a_copy_has_the_text_and_goes_its_own_way(home: Path, project: Project) -> None:
    projects = Projects(home / "projects")
    copy = projects.duplicate(project, OWNER)
    assert texts(copy) == texts(project)
    line = first_lines(copy)[0]
    work.typed(copy, line_values(line), "副本里的一行。")
    assert texts(copy)[line.id] != texts(project)[line.id]
    assert copy.name.endswith("（副本）")


def test_what_is_thrown_away_comes_back(home: Path, project: Project) -> None:
    projects, before = Projects(home / "projects"), texts(project)
    project.note(trashed=True)
    assert projects.all(OWNER) == []
    assert projects.all(OWNER, trashed=True) == [project]
    project.note(trashed=False)
    assert texts(projects.all(OWNER)[0]) == before


def test_a_name_is_cut_and_never_empty(project: Project) -> None:
    named(project, f"  {EVIL}  " + "长" * 99)
    assert len(project.name) == 40
    with pytest.raises(RefusedInput, match="写个名字"):
        named(project, "  ")


def test_a_project_is_packed_and_unpacked_whole(
    home: Path, project: Project, tmp_path: Path
) -> None:
    named(project, "我的戏")
    line = first_lines(project)[0]
    work.typed(project, line_values(line), "人写的一行。")
    file = tmp_path / "戏.sanjin.zip"
    project_file.pack(project, file)
    other = Desk("y" * 24)
    made = project_file.unpack(Projects(home / "projects"), other, file)
    assert (made.name, texts(made)) == ("我的戏", texts(project))
    assert made.revision == project.revision  # its history came along
    assert (made.script_folder / "剧本.docx").is_file()
    with zipfile.ZipFile(file) as archive:
        assert "project.sanjin.aigc.json" in archive.namelist()  # machine text leaves labelled


def hostile(path: Path, kind: str, project: Project) -> None:
    """Write a file that is no project of ours."""
    store = path.with_suffix(".sanjin")
    if kind != "nothing":
        with project.open() as texts_:
            texts_.back_up(store)
    if kind == "trigger":
        link = sqlite3.connect(store)
        link.execute("CREATE TRIGGER evil AFTER INSERT ON revisions BEGIN DELETE FROM locks; END")
        link.commit()
        link.close()
    with zipfile.ZipFile(path, "w") as archive:
        if kind == "outside":
            archive.writestr("../evil.txt", "x")
        if kind == "damaged":
            archive.writestr("project.sanjin", store.read_bytes()[:5000])
        elif kind != "nothing":
            archive.write(store, "project.sanjin")


@pytest.mark.parametrize("kind", ["nothing", "trigger", "outside", "damaged"])
def test_what_is_no_project_of_ours_is_refused(
    home: Path, project: Project, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "来.zip"
    hostile(file, kind, project)
    with pytest.raises(RefusedInput):
        project_file.unpack(Projects(home / "projects"), OWNER, file)
    assert Projects(home / "projects").all(OWNER) == [project]


# ----------------------------------------------------------------------------------- jobs


def test_an_app_that_was_killed_leaves_a_job_to_go_on_with(home: Path, project: Project) -> None:
    brief = scriptgen.read_brief(BRIEF)
    with Ledger(home / "jobs") as ledger:
        given = {"project": str(project.folder)} | draft_inputs(
            project, brief, [1, 2], writers.SCAFFOLD, None
        )
        job = ledger.submit("project-draft", given, owner=project.owner, title="写")
        project.note(job=job.id)
        with Presence(ledger.hands) as dying:
            claimed = ledger.claim(dying.name, ["project-draft"])
            assert claimed is not None

            class Power(Exception):
                pass

            class Cut(Shift):
                def step(self, name: str, *rest: Any, **more: Any) -> Any:
                    if name == "episode 002":
                        raise Power
                    return super().step(name, *rest, **more)

            with Cut(ledger, claimed) as shift, pytest.raises(Power):
                kinds.draft_job(given, shift)
    with open_room(home, home / "给") as room:
        found = room.job_of(project)
        assert found is not None
        assert found.state == "cancelled"
        assert "三晋就关了" in stopped(room, found)
        assert "都留着" in stopped(room, found)
        assert set(texts(project)) == {x for x in texts(project) if x.startswith("e001")}
        room.again(found)

        async def end() -> Any:
            return [now async for now in follow(room.ledger, found.id, every=0.02)][-1]

        ended = asyncio.run(end())
        assert ended.state == "done"
        assert ended.result["added"] == [2]
        shifts = [one["shift"] for one in room.ledger.steps(found.id)]
        assert shifts[:2] == [1, 1]  # the plan and the first episode were not done again
    series: Any = project.series
    assert [e.number for e in series.episodes] == [1, 2]


def test_writing_again_offers_and_overwrites_nothing(room: Room, project: Project) -> None:
    mine, locked = first_lines(project)[:2]
    work.typed(project, line_values(mine), "这一行是我写的。")
    work.set_lock(project, locked.id, locked=True)
    before = texts(project)
    brief = scriptgen.read_brief(BRIEF | {"seed": 99})
    given = draft_inputs(project, brief, [1], writers.SCAFFOLD, None)
    job = done(room, project, "project-draft", given)
    assert job.result["added"] == []
    assert len(job.result["offered"]) == 1
    assert "没有动" in outcome(job)
    after = texts(project)
    assert {id: text for id, text in after.items() if id in before} == before
    offer = work.offered(project)[0]
    assert not [op for op in offer.proposal.ops if op.id == locked.id]
    assert any(op.id == mine.id for op in offer.proposal.ops)
    with project.open() as store:  # the same again lies there once
        assert kinds._kept_once(store, offer.proposal) == offer.number


def test_the_files_tell_when_they_are_old(room: Room, project: Project) -> None:
    assert not project.behind
    line = first_lines(project)[0]
    work.typed(project, line_values(line), "改过的一行。")
    assert project.behind
    given = {"episodes": [1], "revision": project.revision}
    assert done(room, project, "project-files", given).state == "done"
    assert not project.behind
    assert "改过的一行。" in (project.script_folder / "第01集.txt").read_text("utf-8")


def test_a_page_that_turned_to_another_project_is_not_shown_the_old_one(
    room: Room, project: Project
) -> None:
    bar = JobBar.__new__(JobBar)
    bar._room, bar._pages, bar._says, bar._open = room, [], {}, {}
    job = room.ledger.submit("nobody-does-this", {}, owner=project.owner, title="长")
    project.note(job=job.id)
    request: Any = SimpleNamespace(session_hash="页")

    async def look() -> list[Any]:
        seen = []
        async for shown in bar.attend(OWNER.at(project).to_json(), 1, request):
            seen.append(shown)
            bar._open["页"] = "另一个"
            room.ledger.cancel(job.id)
        return seen

    assert len(asyncio.run(look())) == 1


# -------------------------------------------------------------------------------- revising


def test_a_persons_words_stand_with_her_name_and_lie_about_no_source(project: Project) -> None:
    cited = next(x for x in first_lines(project) if x.sourced and x.type != "caption")
    base = line_values(cited)
    now, said = work.typed(project, base, "这座殿是明代永乐年间建的。")
    assert now["author"] == "person"
    assert now["claim_kind"] == "合理虚构"
    assert "改标" in said
    assert work.typed(project, now, now["text"]) == (now, "")
    with pytest.raises(RefusedInput, match="不能空着"):
        work.typed(project, now, "  ")
    with project.open() as store:
        assert store.part(cited.id).author["kind"] == "person"


def test_a_late_hand_lays_nothing_over_another(project: Project) -> None:
    line = first_lines(project)[0]
    base = line_values(line)
    work.typed(project, base, "先到的。")
    for text in ("后到", "后到的。"):  # letter by letter: it stays one proposal
        with pytest.raises(work.Clash, match="存成了提案") as clash:
            work.typed(project, base, text)
    assert (clash.value.theirs, clash.value.mine) == ("先到的。", "后到的。")
    assert texts(project)[line.id] == "先到的。"
    (offered,) = work.offered(project)
    assert offered.number == clash.value.number
    assert offered.stale == ""
    work.take(project, offered.number, [0])
    assert texts(project)[line.id] == "后到的。"
    assert work.typed(project, base, "后到的。")[0]["text"] == "后到的。"  # the same: no clash
    with project.open() as store:
        store.trash(line.id, author={"kind": "person"})
    with pytest.raises(RefusedInput, match="在别处删掉了"):
        work.typed(project, base, "再改。")


def test_a_lock_holds_against_typing_and_taking(project: Project) -> None:
    line = first_lines(project)[0]
    number = offer(project, line, "提案里的。")
    assert "锁好了" in work.set_lock(project, line.id, locked=True)
    assert work.picked(project, line.id).alone is None
    with pytest.raises(RefusedInput, match="锁定"):
        work.typed(project, line_values(line), "硬改。")
    with pytest.raises(RefusedInput, match="锁定"):
        work.take(project, number, [0])
    assert texts(project)[line.id] == line.text
    assert "可以改了" in work.set_lock(project, line.id, locked=False)
    work.take(project, number, [0])
    assert texts(project)[line.id] == "提案里的。"


def test_a_locked_scene_is_opened_before_the_lines_locked_in_it(project: Project) -> None:
    series: Any = project.series
    scene = series.episodes[0].scenes[0]
    work.set_lock(project, scene.elements[0].id, locked=True)
    work.set_lock(project, scene.id, locked=True)
    assert "都锁着" in work.picked(project, scene.id).held
    assert "还有 1 行" in work.set_lock(project, scene.id, locked=False)
    assert "可以改了" in work.set_lock(project, scene.id, locked=False)


def offer(project: Project, line: Any, *words: str) -> int:
    """Keep a proposal for a line, and one more with other words for each more; return the first."""
    from scriptgen.revising.kept import keep

    series: Any = project.series
    within = next(s.id for e in series.episodes for s in e.scenes
                  if any(x.id == line.id for x in s.elements))  # fmt: skip
    values = line_values(line)
    with project.open() as store:
        numbers = [
            keep(store, Proposal(do="rewrite", why="试", ops=(
                Op(kind="replace", id=line.id, within=within, before=values | {"locked": False},
                   after=values | {"text": one, "locked": False}),)))
            for one in words
        ]  # fmt: skip
    project.note(shown=numbers)
    return numbers[0]


def test_taking_one_of_three_puts_the_others_aside_and_can_be_taken_back(project: Project) -> None:
    line = first_lines(project)[0]
    before = texts(project)
    number = offer(project, line, "甲。", "乙。", "丙。")
    assert len(work.offered(project)) == 3
    assert not work.can(project, "undo")
    assert work.take(project, number, [0]) == (1, line.id)
    assert texts(project)[line.id] == "甲。"
    assert work.offered(project) == []
    assert work.step(project, "undo") == (1, line.id)
    assert texts(project) == before
    assert not work.can(project, "undo")
    with pytest.raises(RefusedInput, match="没有可撤回"):
        work.step(project, "undo")


BY_HAND = {"kind": "person", "name": "别处"}


def test_an_undo_does_not_lay_over_what_was_written_since(project: Project) -> None:
    line = first_lines(project)[0]
    work.take(project, offer(project, line, "采纳的。"), [0])
    with project.open() as store:  # in another program, which keeps no way back here
        part = store.part(line.id)
        store.write(
            line.id, part.content | {"text": "后来我改的。"}, base=part.state, author=BY_HAND
        )
    with pytest.raises(RefusedInput, match="过期"):
        work.step(project, "undo")
    assert texts(project)[line.id] == "后来我改的。"


def test_a_version_comes_back_and_what_stood_is_not_lost(project: Project) -> None:
    line = first_lines(project)[0]
    with project.open() as store:
        store.name_version("一稿")
    work.typed(project, line_values(line), "二稿的一行。")
    assert [one.id for one in work.compare(project, "一稿") if one.kind == "line"] == [line.id]
    assert work.restore(project, "一稿") >= 1
    assert texts(project)[line.id] == line.text
    with project.open() as store:
        assert "二稿的一行。" in [p.content["text"] for p in store.history(line.id)]
    assert work.versions(project) == ["一稿"]


def test_proposals_are_made_by_a_job_and_change_nothing(room: Room, project: Project) -> None:
    before = texts(project)
    given = {
        "do": "condense", "at": "1", "to": "80%", "writer": writers.SCAFFOLD,
        "revision": project.revision, "seed": 1,
    }  # fmt: skip
    job = done(room, project, "project-revise", given)
    assert job.state == "done"
    assert len(job.result["offered"]) == len(work.offered(project)) == 1
    assert texts(project) == before


def test_the_desk_survives_a_damaged_note(project: Project) -> None:
    (project.folder / "desk.json").write_text("{半", "utf-8")
    assert project.desk == {}
    project.note(name="好了")
    assert json.loads((project.folder / "desk.json").read_text("utf-8")) == {"name": "好了"}


# --------------------------------------------------------------------------------- writers


class Model:
    """A model that rewrites the line it is asked of, and counts what it used."""

    name = "试用/假模型"

    def __init__(self, id: str, text: str) -> None:
        self.change = {"do": "replace", "id": id, "type": "action", "text": text}
        self.calls = 0

    def used(self) -> Any:
        return SimpleNamespace(tokens=100 * self.calls)

    def estimate(self, request: Any, shape: Any) -> Any:
        return SimpleNamespace(tokens=100)

    def ask(self, request: Any, shape: Any, **more: Any) -> Any:
        more["poll"]()
        self.calls += 1
        return shape.model_validate({"why": "试", "changes": [self.change]})


def test_a_model_proposes_for_a_line_under_its_own_name(
    room: Room, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = next(x for x in first_lines(project) if x.type == "action" and not x.citations)
    model = Model(line.id, "她把手里的灯举高了些。")
    monkeypatch.setattr(
        writers, "opened", lambda name, poll, most=None: writers.Watched(model, poll, most)
    )
    given = {
        "do": "rewrite", "at": line.id, "to": "更静", "writer": "假", "seed": 1,
        "revision": project.revision,
    }  # fmt: skip
    job = done(room, project, "project-revise", given)
    assert job.state == "done"
    offered = work.offered(project)[0]
    assert offered.proposal.author == "试用/假模型"
    work.take(project, offered.number, [0])
    assert texts(project)[line.id] == "她把手里的灯举高了些。"


def test_a_limit_is_not_passed_by_one_call() -> None:
    model = Model("x", "y")
    watched = writers.Watched(model, lambda: None, most=250)
    from scriptgen.revising.asking import Answer

    for _ in range(2):
        watched.ask(None, Answer)  # type: ignore[arg-type]
    with pytest.raises(RefusedInput, match="没有再问"):
        watched.ask(None, Answer)  # type: ignore[arg-type]
    assert model.calls == 2


def test_a_writer_says_what_it_lacks(home: Path) -> None:
    assert writers.choices() == [(writers.OFFLINE, writers.SCAFFOLD)]
    (home / "settings.toml").write_text(
        '[models]\nwriter = "far"\n[models.far]\nkind = "openai"\nmodel = "m"\n'
        'base_url = "https://api.example.com/v1"\napi_key_env = "NO_SUCH_KEY"\n', "utf-8",
    )  # fmt: skip
    assert writers.first_choice() == "far"
    usable, said = writers.standing("far")
    assert not usable
    assert "far" in said
    assert not writers.standing("无此人")[0]
    (home / "settings.toml").write_text("[models\n", "utf-8")
    assert writers.choices() == [(writers.OFFLINE, writers.SCAFFOLD)]
    assert writers.first_choice() == writers.SCAFFOLD


def test_episodes_that_are_there_are_written_again_only_where_they_are_named(
    project: Project,
) -> None:
    assert journey.to_write(project.series, "all", "") == [2]
    assert journey.to_write(project.series, "own", "1-2") == [1, 2]
    with pytest.raises(RefusedInput, match="都有了"):
        journey.to_write(project.series, "first", "")
