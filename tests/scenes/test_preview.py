"""The draft of a set: quick, and of what the plate would show."""

from __future__ import annotations

import numpy as np
import pytest

from scenes import distant, foliage, hidden, kinds, preview
from scenes.hall import settle
from scenes.spec import SetSpec

STAGE = {"type": "戏台", "period": "清"}


def test_a_draft_with_sparse_foliage_is_the_picture_with_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thin = preview.preview(STAGE, long=176)
    triangles = len(next(reversed(preview._standing.values())).triangles.corners)
    preview.forget()
    monkeypatch.setattr(foliage, "thinned", lambda model, camera: model)
    full = preview.preview(STAGE, long=176)
    assert triangles < 0.6 * len(next(reversed(preview._standing.values())).triangles.corners)
    apart = np.abs(full.astype(int) - thin).max(-1)
    assert (apart > 24).mean() < 0.02  # of the pixels, in the trees
    preview.forget()


def test_a_draft_of_a_tower_is_the_picture_with_all_its_faces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tower = {"site": "应县木塔"}
    thin = preview.preview(tower)
    triangles = len(next(reversed(preview._standing.values())).triangles.corners)
    preview.forget()
    monkeypatch.setattr(distant, "thinned", lambda model, camera: model)
    full = preview.preview(tower)
    assert triangles < 0.8 * len(next(reversed(preview._standing.values())).triangles.corners)
    apart = np.abs(full.astype(int) - thin).max(-1)
    assert (apart > 24).mean() < 0.02
    preview.forget()


def test_a_draft_without_what_is_hidden_is_the_picture_with_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    court = {"type": "晋中大院", "period": "清"}
    preview.forget()
    bare = preview.preview(court)
    triangles = len(next(reversed(preview._standing.values())).triangles.corners)
    preview.forget()
    monkeypatch.setattr(hidden, "unseen", lambda model, camera: model)
    monkeypatch.setattr(hidden, "faced", lambda model, triangles, camera: triangles)
    full = preview.preview(court)
    assert triangles < 0.3 * len(next(reversed(preview._standing.values())).triangles.corners)
    apart = np.abs(full.astype(int) - bare).max(-1)
    assert (apart > 24).mean() < 0.01
    preview.forget()


def test_another_hour_leaves_a_work_standing_and_another_seed_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[SetSpec] = []
    built_of = preview.built_of
    monkeypatch.setattr(preview, "built_of", lambda spec: made.append(spec) or built_of(spec))
    preview.forget()
    archway = {"type": "牌坊", "period": "清"}
    for more in ({}, {"hour": 19.5}, {"weather": "雨", "look": "水墨"}, {"seed": 3}):
        preview.preview({**archway, **more}, long=96)
    assert [one.seed for one in made] == [0, 3]
    preview.forget()


def test_snow_is_dressed_as_snow(monkeypatch: pytest.MonkeyPatch) -> None:
    dressed = []
    dress = preview._dressed
    monkeypatch.setattr(
        preview, "_dressed", lambda *of: dressed.append(of[0].weather) or dress(*of)
    )
    for weather in ("", "阴", "雪", "雪后"):
        preview.preview({**STAGE, "weather": weather}, long=96)
    assert dressed == ["", "雪", "雪后"]
    preview.forget()


def test_only_what_the_clock_opens_and_shuts_asks_for_the_hour() -> None:
    first = {one.family: one for one in reversed(kinds.kinds().values())}
    for family, kind in first.items():
        if family == "courts":
            continue  # a court's halls are functions, which are never equal
        years = {"period": kind.since, "year": kind.start}
        noon, night = (
            settle(SetSpec.from_mapping({"type": kind.id, **years, "hour": hour}))
            for hour in (12.0, 21.0)
        )
        assert noon == night or family in preview._BY_THE_CLOCK, family
