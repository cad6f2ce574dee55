"""Every row of a lexicon fires on its own bad samples and is silent on its good ones."""

from __future__ import annotations

import pytest

import scriptgen
from scriptgen.reviewing import lexicon
from scriptgen.reviewing.heroes_named import names_in
from scriptgen.reviewing.rulebook import rules

TABLES = ("content", "adlaw")


@pytest.mark.parametrize("table", TABLES)
def test_samples_decide(table: str) -> None:
    wrong = []
    for sense in lexicon.senses(table):
        assert sense.code in rules()
        for text in sense.bad:
            if sense.code not in {hit.sense.code for hit in lexicon.hits(text, table)}:
                wrong.append(("silent", sense.code, text))
        for text in sense.good:
            if any(hit.sense is sense for hit in lexicon.hits(text, table)):
                wrong.append(("fires", sense.code, text))
    assert wrong == []


def codes(text: str, **context: object) -> set[str]:
    found = scriptgen.review(text, context=dict(context))["findings"]
    return {one["code"].split(".")[0] for one in found if one["severity"] != "info"}


def test_a_boast_is_a_claim_only_where_something_is_sold() -> None:
    text = "掌柜：我这把刀全国第一。"
    assert "ADLAW" not in codes(text)
    assert "ADLAW" in codes("主播：这醋全国第一。", sponsor="老陈醋")
    assert "ADLAW" not in codes("恶霸：这醋全国第一。", sponsor="老陈醋", villain=True)


def test_a_county_named_after_a_martyr_is_no_martyr() -> None:
    assert list(names_in("左权县的核桃")) == []
    assert list(names_in("左权将军")) == ["左权"]


def test_dialect_is_told_unless_it_is_explained() -> None:
    assert "DIALECT" in codes("二虎：你圪蹴在兀搭作甚咧？")
    assert "DIALECT" not in codes("二虎：你圪蹴在兀搭作甚咧？", subtitle=True)
    assert "DIALECT" not in codes("二虎：你蹲在那儿做什么？")
