"""A wound stands behind a want, is in the bible, is spoken once, and may be edited."""

from __future__ import annotations

import pytest

import scriptgen
from scriptgen.series import Series

BRIEF = {
    "title": "老缸",
    "logline": "孙女要改配方，爷爷要封缸。",
    "year": 1930,
    "episodes": 5,
    "seconds": 60,
    "crafts": ["清徐老陈醋酿制技艺"],
}


@pytest.fixture(scope="module")
def planned() -> Series:
    return scriptgen.draft(scriptgen.read_brief(BRIEF), episodes=[])


def spoken(series: Series) -> str:
    lines = (line for e in series.episodes for s in e.scenes for line in s.elements)
    return "\n".join(line.text for line in lines if line.type == "dialogue")


def test_everybody_invented_has_a_wound_that_the_logline_leads_to(planned: Series) -> None:
    people = [p for p in planned.bible.characters if not p.role.startswith("不在场")]
    assert all(p.wound for p in people)
    assert len({p.wound for p in people}) == len(people)
    assert people[0].wound.startswith("为")


def test_a_wound_is_spoken_as_it_was_edited(planned: Series) -> None:
    offer = scriptgen.replan(planned, "edit", "人物.1.伤口", to="为改配方：摔过一只碗，没有人扶")
    edited = scriptgen.apply(planned, offer).series
    assert edited.bible.characters[0].wound.endswith("没有人扶")
    whole = scriptgen.draft(edited.brief, planned=edited)
    assert "摔过一只碗" in spoken(whole)  # a voice may say it shorter


def test_another_wound_may_be_had(planned: Series) -> None:
    offer = scriptgen.replan(planned, "regenerate", "人物.1.伤口")
    changed = scriptgen.apply(planned, offer).series
    assert changed.bible.characters[0].wound not in ("", planned.bible.characters[0].wound)


def test_the_wound_is_in_the_file_and_an_older_file_is_read(planned: Series) -> None:
    data = planned.to_json()
    assert data["bible"]["characters"][0]["wound"]
    for character in data["bible"]["characters"]:
        del character["wound"]
    assert Series.from_json(data).bible.characters[0].wound == ""
