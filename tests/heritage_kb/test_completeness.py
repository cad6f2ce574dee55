"""The shipped data holds what it promises, kind by kind, each with source and confidence."""

from collections import Counter

import pytest

import heritage_kb


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


@pytest.fixture(scope="module")
def by_kind(kb):
    kinds = {}
    for entry in kb.entries.values():
        kinds.setdefault(entry.kind, []).append(entry)
    return kinds


@pytest.fixture(scope="module")
def lists(kb):
    """Every row of an official list: (list, level) -> [(entry, row)]."""
    found = {}
    for entry in kb.entries.values():
        for row in entry.fields.get("lists", ()):
            found.setdefault((row["list"], row["level"]), []).append((entry, row))
    return found


def test_the_province_down_to_its_counties(by_kind):
    places = {e.fields.get("code"): e for e in by_kind["place"] if e.fields.get("code")}
    ranks = Counter(e.fields["admin_level"] for e in places.values())
    assert ranks == {"省": 1, "地级市": 11, "县级": 117}
    above = {e.title for e in places.values()}
    for code, place in places.items():
        assert len(code) == 6
        if code != "140000":
            assert place.fields["parent"] in above
            assert code[:2] + "0000" in places
        if not code.endswith("00"):
            assert places[code[:4] + "00"].title == place.fields["parent"] == place.city


def test_every_national_monument(by_kind):
    listed = [e for e in by_kind["site"] if e.level == "国保"]
    assert len(listed) == 532  # 531, and 五台山古建筑群, which the sixth batch joined to 显通寺
    numbers = [e.official_no for e in listed if e.official_no]
    assert len(numbers) == len(set(numbers)) == 530
    assert Counter(e.batch for e in listed)["第八批"] >= 78
    assert all(e.batch and e.fields["category"] and e.city and e.county for e in listed)
    without = [e for e in listed if not e.official_no]
    assert all(e.note or e.fields.get("official_no_note") for e in without)


def test_every_item_of_the_craft_lists(by_kind):
    items = [e for kind in ("craft", "opera", "custom") for e in by_kind[kind] if e.level]
    assert Counter(e.level for e in items) == {"国家级": 182, "省级": 24}
    national = [e for e in items if e.level == "国家级"]
    assert all(e.official_no and e.fields["official_no_note"] for e in national)
    assert all(e.batch or e.fields.get("batch_note") for e in national)
    assert all(e.fields["category"] and e.fields["area_declared"] for e in items)
    assert sum(len(e.fields.get("inheritors", ())) for e in items) == 197


@pytest.mark.parametrize(
    ("name", "level", "count"),
    [
        ("A级景区", "5A", 12),
        ("A级景区", "4A", 91),
        ("国家历史文化名城", "国家级", 6),
        ("中国历史文化名镇", "国家级", 15),
        ("中国历史文化名村", "国家级", 32),
        ("中国传统村落", "国家级", 34),
        ("世界遗产", "UNESCO", 4),
    ],
)
def test_scenic_lists_cities_towns_and_villages(lists, name, level, count):
    rows = lists[name, level]
    assert len(rows) == count
    assert all(row["sources"] for _, row in rows)


def test_dated_structures_stand_on_their_sites(kb, by_kind):
    assert len(by_kind["structure"]) >= 159
    for structure in by_kind["structure"]:
        site = kb.entry(structure.fields["site_id"])
        assert site.kind == "site"
        assert structure.fields["dynasty"] or structure.start_year is not None
        assert structure.confidence in ("high", "medium", "low")


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("site", 643),
        ("structure", 159),
        ("person", 160),
        ("event", 160),
        ("product", 70),
        ("word", 60),
        ("term", 590),
        ("period", 30),
    ],
)
def test_no_kind_falls_short(by_kind, kind, count):
    assert len(by_kind[kind]) >= count


def test_operas_and_song_forms(by_kind):
    performed = [
        e
        for kind in ("opera", "craft", "custom")
        for e in by_kind[kind]
        if e.fields.get("instruments") or e.fields.get("plays")
    ]
    assert len(performed) >= 30


def test_every_dynasty_says_what_exists_and_what_does_not_yet(kb, by_kind):
    told = {e.id: e.fields for e in by_kind["period"]}
    assert set(told) == {id for id, period in kb.periods.items() if not period.parts}
    assert all(fields["exists"] and fields["capital"] for fields in told.values())
    assert [id for id, fields in told.items() if not fields.get("not_yet")] == ["prc"]


def test_every_entry_names_its_source_its_confidence_and_its_precision(kb):
    for entry in kb.entries.values():
        assert entry.sources, entry.id
        assert entry.confidence in ("high", "medium", "low")
        if entry.lat is not None:
            assert entry.coord_precision in ("poi", "geocode", "manual-checked"), entry.id


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("唐", "tang"),
        ("平城时代", "bwei"),
        ("唢呐艺术（晋北鼓吹）", "ich-12505"),
        ("唢呐艺术", "ich-12505"),
        ("杨家将传说", "ich-12249"),
        ("伊尹/商汤伐夏", "h006"),
        ("下宫之难/赵氏孤儿", "h019"),
        ("阳城蚕桑/蚕丝", "product-yangchengcansang"),
        ("碗碗腔(孝义)", "ich-13249"),
        ("娃(娃娃)", "word-wa"),
        ("娃娃", "word-wa"),
        ("袄神楼", "xianshenlou"),
        ("长城（山西段属整体）", "changcheng"),
        ("关王庙正殿（阳泉）", "st_guanwangmiaozhengdian"),
    ],
)
def test_every_way_of_naming_it(kb, name, id):
    assert id in {entry.id for entry in kb.gazetteer.called(name)}
