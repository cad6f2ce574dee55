"""Computed relations: both ways, near by distance, by the fields they follow from."""

import json

import pytest

import heritage_kb

INVERSE = {
    "near": "near",
    "part_of": "has_part",
    "took_part": "people",
    "at": "seen",
    "makes": "made_by",
    "of_period": "from_period",
    "stage": "opera",
    "bearer": "bears",
}


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def ids(kb, name, kind):
    return [r.entry.id for r in kb.relations(kb.resolve(name).id) if r.kind == kind]


@pytest.mark.parametrize(
    ("name", "kind", "other"),
    [
        ("佛光寺东大殿", "part_of", "foguangsi"),
        ("佛光寺", "has_part", "st_foguangsidongdadian"),
        ("佛光寺", "near", "wutaishannanshansi"),
        ("佛光寺", "in", "place-wutaixian"),
        ("五台县", "holds", "foguangsi"),
        ("忻州市", "holds", "place-wutaixian"),
        ("山西省", "holds", "place-xinzhoushi"),
        ("五台县", "in", "place-xinzhoushi"),
        ("忻州市", "in", "place-shanxisheng"),
        ("林徽因", "at", "foguangsi"),
        ("佛光寺", "seen", "p166"),
        ("h002", "at", "taosiyizhi"),
        ("陶寺遗址", "seen", "h002"),
        ("汾酒", "made_by", "ich-14367"),
        ("杏花村汾酒酿制技艺", "makes", "product-fenjiu"),
        ("佛光寺东大殿", "of_period", "tang"),
        ("唐", "from_period", "st_foguangsidongdadian"),
        ("牛王庙戏台", "has_part", "st_niuwangmiaoxitai"),
        ("st_niuwangmiaoxitai", "opera", "ich-13177"),
        ("晋剧", "bearer", "p162"),
        ("王爱爱", "bears", "ich-13171"),
        ("平遥古城", "craft_near", "ich-14359"),
        ("平遥推光漆器", "site_near", "pingyaogucheng"),
    ],
)
def test_relation(kb, name, kind, other):
    assert other in ids(kb, name, kind)


def test_people_and_events_name_each_other(kb):
    person = next(e for e in kb.entries.values() if e.kind == "person" and e.title == "豫让")
    events = ids(kb, person.id, "took_part")
    assert events
    assert all(person.id in ids(kb, event, "people") for event in events)


def test_relations_hold_both_ways(kb):
    asked = [e for n, e in enumerate(kb.entries.values()) if n % 7 == 0]
    for entry in asked:
        for one in kb.relations(entry):
            back = {r.entry.id: r.kind for r in kb.relations(one.entry)}
            if one.kind in INVERSE and not (one.kind == "near" and entry.kind == "structure"):
                assert entry.id in back, (entry.id, one.kind, one.entry.id)


def test_distance_and_reason(kb):
    near = [r for r in kb.relations("foguangsi") if r.kind == "near"]
    assert [r.km for r in near] == sorted(r.km for r in near)
    assert 0 < near[0].km <= near[-1].km <= 30
    for one in kb.relations("foguangsi"):
        assert one.why
        assert one.entry.id != "foguangsi"


def test_each_other_entry_comes_once_and_is_kept(kb):
    for id in ("foguangsi", "place-pingyaoxian", "ich-13171", "tang"):
        others = [r.entry.id for r in kb.relations(id)]
        assert len(others) == len(set(others))
        assert kb.relations(id) == kb.relations(id)


def test_shown_with_the_entry(kb):
    shape = heritage_kb.entry_json(kb.entry("foguangsi"), kb)
    assert {"kind", "entry", "title", "km", "why"} == set(shape["relations"][0])
    json.dumps(shape["relations"])


def test_a_collection_is_related_to_the_shipped_data(tmp_path):
    site = {
        "id": "qingyunsi",
        "kind": "site",
        "title": "青云寺",
        "city": "忻州市",
        "county": "五台县",
        "lat": 38.87,
        "lon": 113.39,
        "coord_precision": "geocode",
        "sources": ["own"],
    }
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries/mine.jsonl").write_text(json.dumps(site, ensure_ascii=False), "utf-8")
    kb = heritage_kb.open((tmp_path,))
    assert "foguangsi" in {r.entry.id for r in kb.relations("qingyunsi") if r.kind == "near"}
