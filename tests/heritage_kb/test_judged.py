"""The judged retrieval set: its form, so that what is measured on it can be trusted."""

import collections
import json
import pathlib

import pytest

import heritage_kb

JUDGED = pathlib.Path(__file__).parents[2] / "benchmarks" / "judged" / "queries.jsonl"
STYLES = ("keyword", "question", "paraphrase", "need", "filtered", "noisy")
SPLITS = ("tune", "held")
KEYS = {"id", "style", "query", "filters", "wanted", "split"}
# Function words and punctuation tell nothing of the entry: a paraphrase may share them.
FUNCTION = set("的是了在有和与把被从到那这个不就也都还要让给着得很没为以，、。？（） ")


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]


def test_rows_have_the_form(rows):
    assert [row["id"] for row in rows] == [f"q{n:03d}" for n in range(1, 421)]
    for row in rows:
        assert set(row) == KEYS
        assert row["query"].strip() == row["query"] != ""
        assert row["wanted"], row["id"]
        assert len(set(row["wanted"])) == len(row["wanted"]), row["id"]


def test_no_query_is_asked_twice(rows):
    asked = collections.Counter(
        (row["query"], json.dumps(row["filters"], ensure_ascii=False)) for row in rows
    )
    assert [query for query, times in asked.items() if times > 1] == []


def test_styles_and_splits_are_even(rows):
    counts = collections.Counter((row["style"], row["split"]) for row in rows)
    assert counts == {(style, split): 35 for style in STYLES for split in SPLITS}


def test_wanted_entries_exist_and_pass_the_filters(rows, kb):
    for row in rows:
        filters = row["filters"]
        assert set(filters) <= {"kind", "city", "period"}, row["id"]
        assert not filters or row["style"] == "filtered", row["id"]
        for wanted in row["wanted"]:
            assert wanted in kb.entries, (row["id"], wanted)
            entry = kb.entries[wanted]
            if "kind" in filters:
                assert entry.kind == filters["kind"], (row["id"], wanted)
            if "city" in filters:
                assert filters["city"] in (entry.city, entry.county), (row["id"], wanted)
            if "period" in filters:
                assert kb.in_period(entry, filters["period"]), (row["id"], wanted)


def test_half_of_the_filtered_carry_filters(rows):
    filtered = [row for row in rows if row["style"] == "filtered"]
    assert sum(bool(row["filters"]) for row in filtered) == 35


def test_a_paraphrase_shares_no_character_with_a_name_of_its_answer(rows, kb):
    for row in rows:
        if row["style"] != "paraphrase":
            continue
        names = "".join(name for wanted in row["wanted"] for name in kb.entries[wanted].names)
        shared = set(row["query"]) & set(names) - FUNCTION
        assert not shared, (row["id"], row["query"], shared)


def test_no_entry_is_the_first_answer_of_more_than_two_free_queries(rows):
    firsts = collections.Counter(row["wanted"][0] for row in rows if row["style"] != "filtered")
    assert [entry for entry, times in firsts.items() if times > 2] == []
