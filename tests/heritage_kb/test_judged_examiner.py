"""The examiner's queries and claims are well formed and name entries that exist."""

import json
from collections import Counter
from pathlib import Path

import pytest

import heritage_kb

JUDGED = Path(__file__).parents[2] / "benchmarks" / "judged"
STYLES = ("keyword", "question", "paraphrase", "need", "filtered", "noisy")
VERDICTS = {"supported": 75, "contradicted": 75, "not_in_kb": 40, "fiction": 50}
WHATS = {
    *("year", "era", "dynasty", "number", "place", "level", "batch", "material", "process"),
    *("person", "form", "anachronism", "name", "other"),
}


def rows_of(name):
    text = (JUDGED / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def queries():
    return rows_of("queries_examiner.jsonl")


@pytest.fixture(scope="module")
def claims():
    return rows_of("claims_examiner.jsonl")


@pytest.fixture(scope="module")
def known():
    return {entry.id: entry for entry in heritage_kb.open().entries.values()}


def test_queries_are_well_formed(queries):
    assert Counter(row["style"] for row in queries) == dict.fromkeys(STYLES, 40)
    assert len({row["query"] for row in queries}) == len({row["id"] for row in queries}) == 240
    for row in queries:
        assert list(row) == ["id", "style", "query", "filters", "wanted", "split"], row["id"]
        assert row["split"] == "exam"
        assert set(row["filters"]) <= {"kind", "city", "period"}, row["id"]


def test_queries_want_entries_that_exist(queries, known):
    for row in queries:
        wanted = row["wanted"]
        assert wanted, row["id"]
        assert len(set(wanted)) == len(wanted), row["id"]
        assert set(wanted) <= set(known), row["id"]


def test_filters_admit_what_is_wanted(queries, known):
    for row in queries:
        for entry in (known[wanted] for wanted in row["wanted"]):
            filters = row["filters"]
            assert filters.get("kind", entry.kind) == entry.kind, row["id"]
            assert filters.get("city", entry.city) in (entry.city, entry.county), row["id"]
            assert "period" not in filters or filters["period"] in entry.periods, row["id"]


def test_claims_are_well_formed(claims, known):
    assert Counter(row["verdict"] for row in claims) == VERDICTS
    assert len({row["text"] for row in claims}) == len({row["id"] for row in claims}) == 240
    for row in claims:
        assert list(row) == ["id", "text", "verdict", "about", "what", "split"], row["id"]
        assert row["split"] == "exam"
        assert row["what"] in WHATS, row["id"]
        assert row["about"] is None or row["about"] in known, row["id"]


def test_half_of_the_fiction_happens_somewhere_known(claims):
    fiction = [row for row in claims if row["verdict"] == "fiction"]
    assert sum(row["about"] is not None for row in fiction) == 25
