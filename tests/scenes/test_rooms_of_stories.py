"""Every place in which a story is played has a set."""

from __future__ import annotations

import pytest

import scenes
from scenes import gate
from scenes.spec import SetSpec
from scriptgen.story.setting import is_outside
from scriptgen.story.shelf import open_shelf

_AGES = {
    "宫府": "明",
    "剧组": "当代",
    "直播": "当代",
    "公司": "当代",
    "导览": "当代",
    "送货": "当代",
}


@pytest.mark.parametrize(
    ("trade", "place", "years"),
    sorted(
        {
            (trade.name, *word.partition("@")[::2])
            for trade in open_shelf().trades.values()
            for key in "坊院前屋库路"
            for word in trade.words[key]
        }
    ),
)
def test_a_room_of_a_story_has_a_set(trade: str, place: str, years: str) -> None:
    if place == "巷道":
        pytest.skip("underground: refused with a sentence")
    outside = is_outside(place)
    made = scenes.spec_for(
        place, period="当代" if years.endswith("-") and years else _AGES.get(trade, "民国"), hour="日" if outside else "夜",
        int_ext="外" if outside else "内",
    )  # fmt: skip
    assert gate.examine(SetSpec.from_mapping(made.spec)) == []
    assert place == "崖前" or "荒野" not in "".join(made.invented)
