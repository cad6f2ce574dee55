"""The judged claims: the form of the set, not what any checker says of it."""

import json
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

import heritage_kb

FILE = Path(__file__).parents[2] / "benchmarks" / "judged" / "claims.jsonl"
KEYS = ["id", "text", "verdict", "about", "what", "split"]
VERDICTS = {"supported": 130, "contradicted": 130, "not_in_kb": 80, "fiction": 100}
WHATS = {
    *("year", "era", "dynasty", "number", "place", "level", "batch"),
    *("material", "process", "person", "form", "anachronism", "name", "other"),
}
SPLITS = {"tune": 220, "held": 220}
MOST_OF_AN_ENTRY = 3


@pytest.fixture(scope="module")
def claims():
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def test_lines_have_the_same_keys_and_running_ids(claims):
    assert all(list(claim) == KEYS for claim in claims)
    assert [claim["id"] for claim in claims] == [f"c{n:03d}" for n in range(1, len(claims) + 1)]


def test_verdicts_are_counted(claims):
    assert Counter(claim["verdict"] for claim in claims) == VERDICTS
    assert {claim["what"] for claim in claims} <= WHATS


def test_splits_alternate_inside_verdict_and_what(claims):
    assert Counter(claim["split"] for claim in claims) == SPLITS

    def group(claim):
        return claim["verdict"], claim["what"]

    for _, members in groupby(sorted(claims, key=group), key=group):
        splits = [claim["split"] for claim in members]
        assert all(one != two for one, two in zip(splits, splits[1:], strict=False))


def test_texts_are_short_and_different(claims):
    texts = [claim["text"] for claim in claims]
    assert len(set(texts)) == len(texts)
    assert all(2 < len(text) <= 40 and text == text.strip() for text in texts)


def test_entries_are_known_and_not_overused(claims, kb):
    about = Counter(claim["about"] for claim in claims if claim["about"])
    assert set(about) <= set(kb.entries)
    assert max(about.values()) <= MOST_OF_AN_ENTRY


def test_every_prefecture_is_asked_about(claims, kb):
    judged = [claim for claim in claims if claim["about"] and claim["verdict"] != "fiction"]
    cities = Counter(kb.entry(claim["about"]).city for claim in judged)
    assert len({city for city in cities if city}) == 11
