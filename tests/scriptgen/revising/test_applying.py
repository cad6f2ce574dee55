"""Taking, taking back, refusing: what a proposal may and may not do to a series."""

from __future__ import annotations

import copy
from random import Random

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.revising.applying import apply
from scriptgen.revising.merging import merge
from scriptgen.revising.operations import revise
from scriptgen.revising.proposal import Op, Proposal, Stale, lines_of

WAYS = (
    ("condense", ("60秒", "70%", "500字", "75秒")),
    ("expand", ("100秒", "120%", "110秒")),
    ("options", ("",)),
    ("rewrite", ("",)),
    ("voice", ("师", "友", "东")),
    ("place", ("晋祠", "云冈石窟·崖前", "无名镇·河滩上")),
    ("continue", ("", "12秒")),
)


def lines(series):
    return {line.id: line for _, _, line in lines_of(series)}


def test_hundreds_of_random_operations_never_touch_a_locked_line(series, kb) -> None:
    rng = Random(12)
    series.episodes = series.episodes[:3]
    rows = list(lines_of(series))
    for _, _, line in rng.sample(rows, len(rows) // 6):
        line.locked = True
    for _, scene, _ in rng.sample(rows, 3):
        scene.locked = True
    before = copy.deepcopy(series)
    was = lines(before)
    locked = [line.id for _, scene, line in rows if line.locked or scene.locked]
    done, changed = 0, 0
    for n in range(300):  # benchmarks.revising does thousands
        do, wishes = rng.choice(WAYS)
        episode = rng.choice(series.episodes)
        scene = rng.choice(episode.scenes)
        at = rng.choice([str(episode.number), scene.id, rng.choice(scene.elements).id])
        try:
            offered = revise(series, do, at, to=rng.choice(wishes), kb=kb, seed=n % 7, judge=False)  # type: ignore[arg-type]
        except RefusedInput:
            continue
        proposal = rng.choice(offered)
        take = [i for i in range(len(proposal.ops)) if rng.random() < 0.6]
        made = apply(series, proposal, take)
        assert series == before
        assert apply(made.series, made.undo).series == series
        after, touched = lines(made.series), {proposal.ops[i].id for i in made.taken}
        assert all(after[id] == was[id] for id in locked)
        assert all(after[id] == line for id, line in was.items() if id not in touched)
        ids = [line.id for _, _, line in lines_of(made.series)]
        assert len(set(ids)) == len(ids)
        old = [id for id in was if id not in touched]
        assert [id for id in ids if id in was and id not in touched] == old
        done, changed = done + 1, changed + bool(made.taken)
    assert done > 150
    assert changed > 90


def test_what_is_not_touched_is_the_very_same_value(series, kb) -> None:
    [proposal] = revise(series, "condense", "3-2", to="20秒", kb=kb)
    made = apply(series, proposal).series
    assert all(a is b for a, b in zip(made.episodes, series.episodes, strict=True) if a.number != 3)
    assert made.episodes[2].scenes[0] is series.episodes[2].scenes[0]


def test_a_stale_proposal_is_refused(series, kb) -> None:
    [proposal] = revise(series, "condense", "3", to="60秒", kb=kb)
    gone = next(op for op in proposal.ops if op.kind == "delete")
    next(x for _, _, x in lines_of(series) if x.id == gone.id).text += "改了"
    with pytest.raises(Stale, match="重新提"):
        apply(series, proposal)
    rest = [n for n, op in enumerate(proposal.ops) if op.id != gone.id]
    assert apply(series, proposal, rest).taken


def test_a_lock_put_on_later_holds(series, kb) -> None:
    [proposal] = revise(series, "condense", "3", to="60秒", kb=kb)
    next(x for _, _, x in lines_of(series) if x.id == proposal.ops[0].id).locked = True
    with pytest.raises(RefusedInput, match="锁定"):
        apply(series, proposal)


def test_an_insert_follows_what_is_taken_of_its_chain(series, kb) -> None:
    [proposal] = revise(series, "continue", "3-2", kb=kb)
    last = len(proposal.ops) - 1
    last = max(n for n, op in enumerate(proposal.ops) if op.what == "line" and n <= last)
    made = apply(series, proposal, [last]).series
    assert made.episodes[2].scenes[1].elements[-1].id == proposal.ops[last].id


def test_wrong_numbers_and_double_changes_are_refused(series, kb) -> None:
    [proposal] = revise(series, "condense", "3", to="60秒", kb=kb)
    with pytest.raises(RefusedInput, match="没有第 999 处"):
        apply(series, proposal, [999])
    twice = Proposal(do="x", why="x", ops=(proposal.ops[0], proposal.ops[0]))
    with pytest.raises(RefusedInput, match="同一行"):
        apply(series, twice)
    lost = Op(
        kind="insert", id="neu", within="e003s02", behind="nirgends", after=proposal.ops[0].before
    )
    with pytest.raises(Stale):
        apply(series, Proposal(do="x", why="x", ops=(lost,)))


def test_merge_picks_line_by_line(series, kb) -> None:
    first, second, *_ = revise(series, "options", "3-1", kb=kb)
    insert = next(op for op in second.ops if op.kind == "insert")
    picked = merge(series, [first, second], {"*": 0, insert.id: 1})
    made = apply(series, picked).series
    ids = {x.id for _, _, x in lines_of(made)}
    assert {op.id for op in first.ops if op.kind == "insert"} <= ids
    assert insert.id in ids
    assert apply(made, apply(series, picked).undo).series == series
    with pytest.raises(RefusedInput, match="没有第 5 个"):
        merge(series, [first, second], {"*": 5})
    with pytest.raises(RefusedInput, match="都没有动"):
        merge(series, [first, second], {"e001s01l01": 1})


def test_a_proposal_survives_json(series, kb) -> None:
    [proposal] = revise(series, "condense", "3", to="60秒", kb=kb)
    assert Proposal.from_json(proposal.to_json()) == proposal
    with pytest.raises(RefusedInput, match="写得不对"):
        Proposal.from_json({"do": "x", "why": 3})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda op: op.pop("before"),
        lambda op: op.update(kind="replace"),
        lambda op: op.update(what="scene"),
        lambda op: op.update(id="e001s01l01"),
        lambda op: op["before"].pop("text"),
        lambda op: op["before"].update(surprise=1),
        lambda op: op["before"].update(type="song"),
        lambda op: op.update(kind="insert", before=None, after=op["before"] | {"locked": True}),
    ],
)
def test_a_spoilt_proposal_is_refused_in_one_sentence(series, kb, spoil) -> None:
    [proposal] = revise(series, "condense", "3", to="60秒", kb=kb, judge=False)
    data = copy.deepcopy(proposal.to_json())
    spoil(data["ops"][0])
    with pytest.raises(RefusedInput, match="写得不对"):
        Proposal.from_json(data)
