"""Proposals in a project: kept, taken as one revision, stale when a line changed, stopped by locks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.keeping.parts import Locked
from scriptgen.keeping.project import Project
from scriptgen.keeping.series_parts import give_out, take_in
from scriptgen.revising import steps
from scriptgen.revising.applying import apply
from scriptgen.revising.kept import is_of_plan, keep, kept, lying, take_up
from scriptgen.revising.operations import revise
from scriptgen.revising.proposal import Proposal, Stale

ME = {"kind": "person", "name": "王"}


@pytest.fixture
def project(tmp_path, series):
    series.episodes = series.episodes[:3]
    with Project(tmp_path / "稿.sanjin", who="王", create=True) as project:
        take_in(project, series)
        yield project


@pytest.mark.parametrize(
    ("do", "at", "to"),
    [
        ("condense", "3", "60秒"),
        ("expand", "3", "100秒"),
        ("options", "3-2", ""),
        ("place", "1", "云冈石窟·崖前"),
        ("continue", "3", ""),
        ("condense", "全剧", "45秒"),
    ],
)
def test_taken_is_what_apply_makes_and_one_revision(project, kb, do, at, to) -> None:
    series = give_out(project)
    proposal = revise(series, do, at, to=to, kb=kb, judge=False)[0]
    number = keep(project, proposal)
    assert [(one.number, one.stale) for one in kept(project)] == [(number, "")]
    before = project.revisions()[-1]["seq"]
    done = take_up(project, number)
    assert give_out(project) == done.series == apply(series, proposal).series
    assert project.revisions()[-1]["seq"] == before + 1
    assert kept(project) == []
    take_up(project, keep(project, done.undo))
    assert give_out(project) == series


def test_some_of_it(project, kb) -> None:
    [proposal] = revise(give_out(project), "condense", "3", to="60秒", kb=kb, judge=False)
    take_up(project, keep(project, proposal), [0, 2])
    assert len([p for p in project.parts(trashed=True) if p.kind == "line"]) == 2


def test_stale_and_locked_ones_change_nothing(project, kb) -> None:
    [proposal] = revise(give_out(project), "condense", "3", to="60秒", kb=kb, judge=False)
    number = keep(project, proposal)
    first, last = proposal.ops[0].id, [op for op in proposal.ops if op.what == "line"][-1].id
    project.lock(last)
    before = give_out(project)
    with pytest.raises((Locked, RefusedInput), match="锁定"):
        take_up(project, number)
    assert give_out(project) == before
    project.unlock(last)
    line = project.part(first)
    project.write(first, line.content | {"text": "改了。"}, base=line.state, author=ME)
    assert "改过" in kept(project)[0].stale
    with pytest.raises(Stale):
        take_up(project, number)
    project.reject(number)
    assert kept(project) == []


def test_neither_is_taken_for_the_other(project, kb) -> None:
    [proposal] = revise(give_out(project), "condense", "3", to="60秒", kb=kb, judge=False)
    with pytest.raises(RefusedInput, match="好几处"):
        project.accept(keep(project, proposal))
    line = project.part("e003s01l01")
    single = project.propose(line.id, line.content | {"text": "新的。"}, author=ME)
    with pytest.raises(RefusedInput, match="只改一处"):
        take_up(project, single)


def test_steps_are_found_without_reading_what_was_typed_before(project, kb, monkeypatch) -> None:
    [proposal] = revise(give_out(project), "condense", "3", to="60秒", kb=kb, judge=False)
    offer = keep(project, proposal)
    done = take_up(project, keep(project, proposal))
    first = steps.remember(project, replace(done.undo, do="undo"))
    monkeypatch.setattr(Proposal, "from_json", lambda _: pytest.fail("read whole"))
    assert steps.last(project, "undo") == first
    assert steps.last(project, "redo") == 0
    assert steps.last(project, "undo", is_of_plan) == 0
    assert [row.id for row in lying(project, lambda one: not steps.is_step(one))] == [offer]
