"""The validator: shipped data is clean, each rule fires on data that breaks it."""

import json

import pytest

import heritage_kb


def test_shipped_data_has_no_error():
    issues = heritage_kb.verify()
    assert [i for i in issues if i["severity"] == "error"] == []
    assert all({"severity", "code", "where", "message"} == set(i) for i in issues)


ENTRY = {"id": "x", "kind": "site", "title": "某寺", "sources": ["own"]}
PASSAGE = {"id": "x.1", "entry": "x", "text": "某寺在村东，殿三间。", "sources": ["own"]}


@pytest.mark.parametrize(
    ("code", "entry", "passage"),
    [
        ("SHAPE", {"kind": "castle"}, {}),
        ("NO_SOURCE", {"sources": []}, {}),
        ("SOURCE", {"sources": ["nobody"]}, {}),
        ("LINK", {"related": ["nothing"]}, {}),
        ("PERIOD", {"periods": ["future"]}, {}),
        ("COORDINATES", {"lat": 31.2, "lon": 121.4}, {}),
        ("COORDINATES", {"lat": 38.0}, {}),
        ("NUMBER", {"official_no": "12345"}, {}),
        ("YEAR_ZERO", {"start_year": 0}, {}),
        ("YEAR_ORDER", {"start_year": 900, "end_year": 800}, {}),
        ("YEAR_AGE", {"start_year": 1500, "periods": ["tang"]}, {}),
        ("SHAPE", {"colour": "red"}, {}),
        ("NO_SOURCE", {}, {"sources": []}),
        ("TOPIC", {}, {"topic": "weather"}),
        ("CLAIM_KIND", {}, {"claim_kind": "猜测"}),
        ("LINK", {}, {"entry": "y"}),
        ("LINE_BEYOND", {}, {"actions": ["{who}走进面阔九间的殿。"]}),
        ("LINE_BEYOND", {}, {"says": ["这殿是857年的。"]}),
        ("SLOT", {}, {"says": ["{name}说。"]}),
        ("DERIVED_ID", {}, {"id": "x:1"}),
    ],
)
def test_each_rule_fires(tmp_path, code, entry, passage):
    for folder, row in (("entries", ENTRY | entry), ("passages", PASSAGE | passage)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    found = {i["code"]: i for i in heritage_kb.verify((tmp_path,)) if "a.jsonl:1" in i["where"]}
    assert code in found


def test_twice_the_same_text_and_unreadable_lines(tmp_path):
    (tmp_path / "passages").mkdir()
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries/a.jsonl").write_text(json.dumps(ENTRY) + "\nnot json\n", "utf-8")
    rows = [PASSAGE, PASSAGE | {"id": "x.2"}]
    (tmp_path / "passages/a.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    codes = {(i["code"], i["where"]) for i in heritage_kb.verify((tmp_path,))}
    assert ("TEXT_TWICE", "passages/a.jsonl:2") in codes
    assert ("JSON", "entries/a.jsonl:2") in codes
