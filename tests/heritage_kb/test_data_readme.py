"""The recipe for adding a site works as printed, and its tables name every field."""

import re

import pytest

import heritage_kb
from heritage_kb.reading import DATA
from heritage_kb.records import KINDS, TOPICS
from heritage_kb.rules.fields import known_fields

README = (DATA / "README.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(
    r"`((?:entries|passages|sources)/\w+\.jsonl)`[^\n]*\n\n```json\n(.*?)```", re.S
)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recipe")
    for name, lines in _EXAMPLE.findall(README):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(lines, encoding="utf-8")
    return folder


def test_the_example_is_verified_without_a_complaint(example):
    assert sorted(p.parent.name for p in example.glob("*/*.jsonl")) == [
        "entries",
        "passages",
        "sources",
    ]
    issues = heritage_kb.verify((example,))
    assert [i for i in issues if "qingyunsi" in i["where"]] == []


def test_the_example_is_found_told_and_related(example):
    kb = heritage_kb.open((example,))
    temple = kb.resolve("青云禅寺")
    assert temple.id == "qingyunsi"
    assert "st_qingyunsidadian" in temple.related  # written at the hall only
    assert {"qingyunsi.history.1", "qingyunsi:place"} <= {p.id for p in kb.passages_of(temple)}
    assert kb.search("青云寺 换瓦")[0].entry.id == "qingyunsi"
    assert "foguangsi" in {r.entry.id for r in kb.relations(temple) if r.kind == "near"}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"opera", "custom", "document"}))
def test_the_tables_name_every_field_of_the_kind(kind):
    section = README.partition(f"### {kind}（")[2].partition("\n#")[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.M)
    assert told == list(known_fields()[kind])


def test_every_topic_is_named():
    assert all(re.search(rf"\b{topic}\b", README) for topic in TOPICS)
