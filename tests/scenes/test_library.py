"""The library of sets: enough of them, each buildable and placed, found by words, redressed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.errors import RefusedInput
from scenes import gate, library
from scenes.hall import settle
from scenes.kinds import kinds
from ui import cli

FIRST = sorted(library.shelved())[0]


def test_there_are_enough_sets_of_every_kind_and_age() -> None:
    sets = library.shelved().values()
    assert len(sets) >= 500
    assert {one.kind for one in sets} >= {k.id for k in kinds().values() if not k.is_hall}
    assert len({one.age for one in sets}) >= 10
    assert len({one.spec.title for one in sets}) == len(sets)


@pytest.mark.parametrize("id", sorted(library.shelved()))
def test_every_set_is_lawful_and_settles(id: str) -> None:
    one = library.shelved()[id]
    assert one.spec.title
    assert gate.examine(one.spec) == []
    assert settle(one.spec).invented
    assert not one.entry or one.entry in heritage_kb.open().entries


def test_every_set_says_where_it_plays_and_in_what_mood() -> None:
    assert [id for id, one in library.shelved().items() if not one.region or not one.mood] == []


def test_most_sets_say_on_what_they_rest() -> None:
    sets = library.shelved().values()
    assert sum(bool(one.entry or one.spec.site) for one in sets) >= 305


def test_no_two_sets_are_one_building_at_one_hour_under_one_sky() -> None:
    seen = Counter(
        (s.site, s.period, s.year, s.type, s.trade, s.features, s.hour, s.season, s.weather, s.dressing, s.signs)
        for s in (one.spec for one in library.shelved().values())
    )  # fmt: skip
    assert [key for key, count in seen.items() if count > 1] == []


def test_a_readers_page_says_how_many_sets_there_are() -> None:
    root = Path(__file__).parents[2]
    assert len(library.shelved()) == 500
    assert "五百套" in (root / "README.md").read_text(encoding="utf-8")
    assert "五百套" in (root / "docs" / "scenes.md").read_text(encoding="utf-8")


def test_a_search_takes_every_word_given_and_ranks_by_text() -> None:
    rows = library.search(period="清", region="平遥", mood="悬疑")
    assert rows
    assert all(r["period"] == "清" and "平遥" in r["region"] and "悬疑" in r["mood"] for r in rows)
    assert library.search("雪夜 乔家")[0]["id"] == "qing_mansion_snow"
    assert {r["type"] for r in library.search(type="票号柜房")} == {kinds()["counting_room"].title}
    with pytest.raises(RefusedInput, match="情调"):
        library.search(mood="飞碟")
    with pytest.raises(RefusedInput, match="建筑类型"):
        library.search(type="飞碟")


def test_sets_of_one_fabric_are_redressed_into_one_another() -> None:
    found = library.redress("qing_bank_counter")
    night = next(row for row in found if row["set"] == "qing_bank_night")
    assert "时辰改为21" in night["change"]
    assert all(row["set"] != "qing_bank_counter" for row in found)


def test_the_command_line_finds_and_names_sets(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scene", "library", "雪", "--period", "清", "--json", "-k", "3"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["sets"]) == 3 <= answer["total"]
    assert cli.main(["scene", "measure", "--set", FIRST, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"]["height_m"] > 1
    assert cli.main(["scene", "measure", "--set", "没有这套"]) == 1
    assert "没有随附布景" in capsys.readouterr().err
