"""Every rule: one fault planted in a clean collection, and the code that must come up."""

import json
import shutil
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.reading import DATA

SITE = {
    "id": "qingyunsi",
    "kind": "site",
    "title": "青云寺",
    "city": "忻州市",
    "county": "五台县",
    "lat": 38.75,
    "lon": 113.3,
    "coord_precision": "geocode",
    "periods": ["ming"],
    "start_year": 1555,
    "fields": {
        "category": "古建筑",
        "dynasty": "明",
        "remarks": ["明嘉靖三十四年乙卯（1555）重修"],
        "lists": [
            {
                "list": "中国传统村落",
                "level": "国家级",
                "batch": "第二批",
                "year": 2013,
                "sources": ["cunzhi"],
            }
        ],
    },
    "sources": ["cunzhi"],
}
HALL = {
    "id": "st_qingyunsidadian",
    "kind": "structure",
    "title": "青云寺大殿",
    "city": "忻州市",
    "county": "五台县",
    "fields": {"site_id": "qingyunsi", "dynasty": "明", "bays_wide": 3, "width_m": 11.5},
    "related": ["qingyunsi"],
    "sources": ["cunzhi"],
}
CRAFT = {
    "id": "qingyunnisu",
    "kind": "craft",
    "title": "青云泥塑",
    "level": "国家级",
    "batch": "第二批",
    "official_no": "Ⅶ-60",
    "fields": {
        "category": "传统美术",
        "year": 2008,
        "area_declared": "五台县",
        "inheritors": [{"name": "张三", "birth_year": 1950}],
    },
    "sources": ["cunzhi"],
}
PERSON = {
    "id": "my-person",
    "kind": "person",
    "title": "李青云",
    "start_year": 1500,
    "end_year": 1570,
    "sources": ["cunzhi"],
}
SOURCE = {"id": "cunzhi", "title": "青云村志", "licence": "自写"}
FIRST = {
    "id": "qingyunsi.process.1",
    "entry": "qingyunsi",
    "text": "修殿先搭架，木匠把旧椽编上号。",
    "topic": "process",
    "step": 1,
    "sources": ["cunzhi"],
    "actions": ["{who}把旧椽编上号。"],
    "says": ["先搭架！"],
}
SECOND = {
    "id": "qingyunsi.process.2",
    "entry": "qingyunsi",
    "text": "揭瓦从檐口起，一垄一垄往上退。",
    "topic": "process",
    "step": 2,
    "sources": ["cunzhi"],
}
TERM = {
    "id": "term-qingyunlu",
    "names": ["青云路"],
    "category": "object",
    "earliest": 1500,
    "latest": 1900,
    "confidence": "medium",
    "sources": ["cunzhi"],
}
CLEAN = {
    "entries": {e["id"]: e for e in (SITE, HALL, CRAFT, PERSON)},
    "passages": {p["id"]: p for p in (FIRST, SECOND)},
    "sources": {"cunzhi": SOURCE},
    "terms": {TERM["id"]: TERM},
}


@pytest.fixture(scope="module", autouse=True)
def little(tmp_path_factory):
    """Stand a little shipped data in for all of it: the ages, one site and its sources."""
    base = tmp_path_factory.mktemp("data")
    kb = heritage_kb.open()
    row = {n: getattr(kb.entry("foguangsi"), n) for n in ("id", "kind", "title", "city", "county")}
    row |= {"official_no": "1-0080-3-033", "level": "国保", "batch": "第一批", "sources": ["own"]}
    shutil.copy(DATA / "periods.jsonl", base)
    for name, one in (
        ("entries", row),
        ("sources", {"id": "own", "title": "自写", "licence": "自写"}),
    ):
        (base / name).mkdir()
        (base / name / "base.jsonl").write_text(json.dumps(one, ensure_ascii=False), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("heritage_kb.validate.DATA", base)
        yield


def plant(folder: Path, table: str = "", of: str = "", /, **changed):
    """Write the clean collection with one record changed; a field of None is left out."""
    for name, records in CLEAN.items():
        rows = []
        for key, record in records.items():
            row = record | changed if (name, key) == (table, of) else dict(record)
            rows.append({k: v for k, v in row.items() if v is not None})
        (folder / name).mkdir(exist_ok=True)
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / name / "qingyun.jsonl").write_text(text, encoding="utf-8")


def found(folder: Path, severity: str = "error"):
    return {
        issue["code"]
        for issue in heritage_kb.verify((folder,))
        if "qingyun" in issue["where"] and issue["severity"] == severity
    }


def site(**fields):
    return ("entries", "qingyunsi", {"fields": SITE["fields"] | fields})


def listed(**row):
    return site(lists=[SITE["fields"]["lists"][0] | row])


def text(said: str):
    return ("passages", "qingyunsi.process.1", {"text": said, "actions": None, "says": None})


def entry(of: str, /, **changed):
    return ("entries", of, changed)


def passage(**changed):
    return ("passages", "qingyunsi.process.1", changed)


FAULTS = {
    # ids and names
    "id with capitals": ("ID", entry("my-person", id="My-Person")),
    "passage id without its entry": ("ID", passage(id="other.1")),
    "passage id kept for fields": ("DERIVED_ID", passage(id="qingyunsi:1")),
    "id of another entry": ("DUPLICATE_ID", entry("my-person", id="foguangsi")),
    "empty title": ("NAME", entry("my-person", title=" ")),
    "alias twice": ("NAME_TWICE", entry("my-person", aliases=["青云", "青云"])),
    "same title, kind and county": ("TITLE_TWICE", entry("qingyunsi", title="佛光寺")),
    "term without names": ("SHAPE", ("terms", "term-qingyunlu", {"names": []})),
    # links and sources
    "link to nothing": ("LINK", entry("qingyunsi", related=["wuciren"])),
    "link to itself": ("LINK", entry("qingyunsi", related=["qingyunsi"])),
    "building without its site": ("LINK", entry("st_qingyunsidadian", fields={"site_id": "wu"})),
    "passage without its entry": ("LINK", passage(entry="wuciren", id="wuciren.process.1")),
    "unknown age": ("PERIOD", entry("qingyunsi", periods=["weilai"])),
    "sum of ages": ("PERIOD", entry("qingyunsi", periods=["qing"])),
    "no source": ("NO_SOURCE", entry("my-person", sources=[])),
    "passage without source": ("NO_SOURCE", passage(sources=[])),
    "list row without source": ("NO_SOURCE", listed(sources=[])),
    "unknown source": ("SOURCE", passage(sources=["nobody"])),
    "source without licence": ("LICENCE", ("sources", "cunzhi", {"licence": None})),
    "unknown confidence": ("CONFIDENCE", passage(confidence="sure")),
    "unknown topic": ("TOPIC", passage(topic="weather")),
    "unknown kind of claim": ("CLAIM_KIND", passage(claim_kind="猜测")),
    "unknown kind": ("SHAPE", entry("my-person", kind="castle")),
    # fields
    "unknown field": ("UNKNOWN_FIELD", site(colour="红")),
    "field of another shape": ("FIELD_SHAPE", site(remarks="一句话")),
    "blank field": ("EMPTY", site(village="")),
    "two readings and no note": ("CONFLICT", site(remarks=["建于1555年，一说1565年"])),
    "two years and no note": ("CONFLICT", site(remarks=["重修年1555/1565"])),
    # places
    "unknown city": ("CITY", entry("qingyunsi", city="石家庄市", county="正定县")),
    "unknown county": ("COUNTY", entry("qingyunsi", county="六台县")),
    "one coordinate": ("COORDINATES", entry("qingyunsi", lon=None)),
    "outside the province": ("COORDINATES", entry("qingyunsi", lat=31.2, lon=121.4)),
    "in another county": ("COORDINATES", entry("qingyunsi", lat=37.2, lon=112.17)),
    "coordinates without precision": ("PRECISION", entry("qingyunsi", coord_precision=None)),
    "precision without coordinates": ("PRECISION", entry("qingyunsi", lat=None, lon=None)),
    "building in another county": ("SITE_COUNTY", entry("st_qingyunsidadian", county="定襄县")),
    "building far from its site": (
        "FAR_FROM_SITE",
        entry("st_qingyunsidadian", lat=38.8692, lon=113.3878, coord_precision="poi"),
    ),
    "hall too wide": (
        "MEASURE",
        entry("st_qingyunsidadian", fields=HALL["fields"] | {"width_m": 115}),
    ),
    "mountain too high": ("MEASURE", text("青云寺所在的山海拔30610米。")),
    "distance absurd": ("MEASURE", text("青云寺距县城25000公里。")),
    # official lists
    "unknown level": ("LEVEL", entry("qingyunsi", level="特级")),
    "unknown scenic level": ("LEVEL", listed(list="A级景区", level="6A")),
    "number of another form": ("NUMBER", entry("qingyunsi", official_no="12345")),
    "number of another batch": (
        "NUMBER_BATCH",
        entry("qingyunsi", level="国保", batch="第二批", official_no="1-0034-3-001"),
    ),
    "number beyond its batch": (
        "NUMBER_RANGE",
        entry("qingyunsi", level="国保", batch="第一批", official_no="1-0999-3-099"),
    ),
    "number of another class": (
        "NUMBER_CATEGORY",
        entry("qingyunsi", level="国保", batch="第一批", official_no="1-0179-4-003"),
    ),
    "number of another site": (
        "NUMBER_TWICE",
        entry("qingyunsi", level="国保", batch="第一批", official_no="1-0080-3-033"),
    ),
    "craft number of another class": ("NUMBER_CATEGORY", entry("qingyunnisu", official_no="Ⅷ-60")),
    "craft number after its batch": ("NUMBER_BATCH", entry("qingyunnisu", official_no="Ⅶ-120")),
    "craft batch and year": (
        "BATCH_YEAR",
        entry("qingyunnisu", fields=CRAFT["fields"] | {"year": 2006}),
    ),
    "village batch and year": ("BATCH_YEAR", listed(year=2012)),
    "said batch and year": ("BATCH_YEAR", text("青云寺是第一批国保（1962）。")),
    "batch that never was": ("BATCH", listed(batch="第九批")),
    # dates
    "year zero": ("YEAR_ZERO", entry("my-person", start_year=0)),
    "died before birth": ("YEAR_ORDER", entry("my-person", start_year=1580)),
    "term that ends first": ("YEAR_ORDER", ("terms", "term-qingyunlu", {"latest": 1400})),
    "lived too long": ("LIFE", entry("my-person", end_year=1680)),
    "year outside its age": ("YEAR_AGE", entry("qingyunsi", start_year=1700)),
    "bearer born too early": (
        "BIRTH_YEAR",
        entry(
            "qingyunnisu",
            fields=CRAFT["fields"] | {"inheritors": [{"name": "张三", "birth_year": 1590}]},
        ),
    ),
    "reign year and figures": ("ERA_YEAR", text("青云寺建于唐大中十一年（858）。")),
    "figures and reign year": ("ERA_YEAR", text("青云寺建于858年（唐大中十一年）。")),
    "year of the Republic": ("ERA_YEAR", text("青云寺毁于民国二十六年（1938）。")),
    "reign year in a field": ("ERA_YEAR", site(remarks=["大中十一年（858）建"])),
    "reign too long": ("ERA_LENGTH", text("青云寺建于明嘉靖五十年。")),
    "reign of another dynasty": ("ERA_AGE", text("青云寺建于明大中十一年。")),
    "sexagenary year of the reign": ("SEXAGENARY", text("明嘉靖三十四年丙辰地震，殿倒。")),
    "sexagenary year and figures": ("SEXAGENARY", text("乙卯年（1556）地震，殿倒。")),
    "sexagenary year not in the reign": ("SEXAGENARY", text("明泰昌甲子重修。")),
    "dynasty and figures": ("AGE_YEAR", text("青云寺建于唐代（940）。")),
    # texts
    "no text": ("TEXT", text("")),
    "blank at the end": ("EMPTY", text("修殿先搭架。 ")),
    "markup": ("MARKUP", text("修殿先搭<b>架</b>。")),
    "invisible character": ("CONTROL", text("修殿先\u200b搭架。")),
    "line break": ("CONTROL", text("修殿\n先搭架。")),
    "half-width comma": ("HALF_WIDTH", text("修殿先搭架,木匠编号。")),
    "half-width brackets": ("HALF_WIDTH", site(remarks=["大殿(正殿)三间"])),
    "bracket never closed": ("BRACKETS", text("修殿（大殿先搭架。")),
    "quotation marks crossed": ("BRACKETS", text("“修殿（先搭”架）。")),
    "same text twice": ("TEXT_TWICE", text(SECOND["text"])),
    "step missing": ("STEP_GAP", ("passages", "qingyunsi.process.2", {"step": 4})),
    "line with a year beyond its passage": ("LINE_BEYOND", passage(actions=["这殿是857年的。"])),
    "line with a number beyond its passage": (
        "LINE_BEYOND",
        passage(actions=["{who}走进面阔九间的殿。"]),
    ),
    "wrong statement on another topic": ("WRONG", passage(wrong=["架子不用搭"])),
    "wrong statements in one string": ("SHAPE", passage(topic="mistake", wrong="架子不用搭")),
    "wrong statement twice": ("WRONG", passage(topic="mistake", wrong=["架子不用搭"] * 2)),
    "line with another slot": ("SLOT", passage(says=["{name}，先搭架！"])),
}


def test_the_clean_collection_is_green(tmp_path):
    plant(tmp_path)
    assert found(tmp_path) == found(tmp_path, "warning") == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.replace(" ", "_"))
def test_a_planted_fault_turns_red(tmp_path, fault):
    code, (table, id, changed) = FAULTS[fault]
    plant(tmp_path, table, id, **changed)
    assert code in found(tmp_path)


@pytest.mark.parametrize(
    ("code", "planted"),
    [
        ("UNUSED_SOURCE", ("sources", "cunzhi", {"id": "qingyunzhi"})),
        ("LONG", text("修殿先搭架，" * 40)),
        ("STEP", passage(step=None)),
        ("SLUG", entry("qingyunsi", id="qwyxzsi")),
        ("YEAR_AGE", entry("qingyunsi", start_year=1700, note="碑记作1700年")),
    ],
)
def test_what_only_asks_for_a_second_look(tmp_path, code, planted):
    table, id, changed = planted
    plant(tmp_path, table, id, **changed)
    assert code in found(tmp_path, "warning")


def test_a_pattern_that_comes_back_too_often_is_named(tmp_path):
    plant(tmp_path)
    rows = [
        FIRST
        | {"id": f"qingyunsi.word.{n}", "topic": "word", "step": None, "actions": []}
        | {
            "text": f"谁也说不清{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'东西南北'[n // 10]}墙为何如此。",
            "says": [],
        }
        for n in range(40)
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "passages/qingyun2.jsonl").write_text(lines, encoding="utf-8")
    patterns = [i for i in heritage_kb.verify((tmp_path,)) if i["code"] == "PATTERN"]
    assert any("谁也说" in issue["message"] for issue in patterns)


@pytest.mark.parametrize(
    "said",
    [
        "青云寺建于唐大中十一年（857）。",
        "后唐同光元年（923）重修。",
        "建安三年十二月（199）吕布死。",
        "元后至元三年（1337）重修，元至元三年（1266）初建。",
        "明嘉靖乙卯地震，1555年乙卯殿倒。",
        "北汉天会七年（963）建殿。",
        "罗汉（1079）像尚存。",
        "857年（唐大中十一年）建。",
        "李青云生于1638或1639年（崇祯十一年）。",
        "1937年（民国二十六年）寺毁。",
    ],
)
def test_dates_that_agree_pass(tmp_path, said):
    plant(tmp_path, *text(said)[:2], **text(said)[2])
    assert found(tmp_path) == set()
