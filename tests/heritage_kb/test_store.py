"""The shipped knowledge base: names, places, passages."""

import json
import subprocess
import sys

import pytest

import heritage_kb
from heritage_kb.errors import BrokenData, RefusedInput, UnknownName


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def test_import_and_open_stay_light():
    code = (
        "import sys, heritage_kb; kb = heritage_kb.open(); kb.entry('foguangsi');"
        "heavy = {'numpy', 'cv2', 'docx', 'openpyxl', 'gradio', 'pydantic', 'sqlite3'};"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_site_and_craft_of_the_lists_is_there(kb):
    kinds = kb.stats()["kinds"]
    assert kinds["site"] >= 643
    assert kinds["structure"] >= 159
    assert kinds["craft"] + kinds["opera"] + kinds["custom"] >= 206
    assert sum(e.level == "国保" and e.kind == "site" for e in kb.entries.values()) >= 532


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("佛光寺", "foguangsi"),
        ("佛光寺东大殿", "st_foguangsidongdadian"),
        ("云冈石窟景区", "yungangshiku"),
        ("云冈石窟", "yungangshiku"),
        ("应县木塔", "fogongsishijiata"),
        ("應縣木塔", "fogongsishijiata"),
        ("平遥推光漆器", "ich-14359"),
        ("晋剧（中路梆子）", "ich-13171"),
        ("晋剧(中路梆子)", "ich-13171"),
        ("平遥", "place-pingyaoxian"),
        ("太谷县", "place-taiguqu"),
        ("foguangsi", "foguangsi"),
    ],
)
def test_names_resolve(kb, name, id):
    assert kb.resolve(name).id == id


def test_unknown_name_offers_near_ones(kb):
    with pytest.raises(UnknownName, match="佛光寺") as refused:
        kb.resolve("佛光四")
    assert str(refused.value).count("。") + str(refused.value).count("？") == 1
    with pytest.raises(UnknownName):
        kb.resolve("不存在的地方")
    with pytest.raises(UnknownName):
        kb.resolve("佛光寺", kinds=("craft",))


def test_names_in_takes_the_longest_and_no_accidents(kb):
    text = "愿诚站在佛光寺东大殿前，求个长治久安，平定天下"
    found = [(text[a:b], e.id) for a, b, e in kb.names_in(text)]
    assert found == [("愿诚", "p202"), ("佛光寺东大殿", "st_foguangsidongdadian")]


def test_every_passage_can_be_fetched_and_has_a_source(kb):
    for id, passage in kb.passages.items():
        assert passage.sources
        assert passage.entry in kb.entries
        assert kb.passage(id) is not None
    with pytest.raises(UnknownName):
        kb.passage("foguangsi:nothing")


def test_process_passages_come_in_order(kb):
    steps = [
        p.step
        for p in kb.passages_of(
            "ich-14360" if "ich-14360" in kb.entries else "ich-14359", "process"
        )
        if p.derived
    ]
    assert steps == sorted(steps)
    assert steps


def test_blanks_say_nothing(kb):
    for passage in kb.passages.values():
        if passage.derived:
            assert "None" not in passage.text
            assert "（）" not in passage.text
            assert "。。" not in passage.text


def test_what_is_held_back_stays_blank(kb):
    hall = kb.resolve("崇福寺弥陀殿", kinds=("structure",))
    assert "width_m" not in hall.fields
    assert "height_m" not in hall.fields


def test_places(kb):
    assert {e.id for e in kb.in_county("五台")} == {e.id for e in kb.in_county("五台县")}
    assert "foguangsi" in {e.id for e in kb.in_county("忻州市")}
    near = kb.within_km("foguangsi", 60)
    assert [d for d, _ in near] == sorted(d for d, _ in near)
    assert "foguangsi" not in {e.id for _, e in near}
    assert near
    assert near[-1][0] <= 60
    with pytest.raises(RefusedInput):
        kb.within_km("place-pingyaoxian", 10)


def test_a_collection_is_read_beside_the_shipped_data(tmp_path):
    for folder in ("entries", "passages", "sources"):
        (tmp_path / folder).mkdir()
    _write(tmp_path / "sources/mine.jsonl", {"id": "mine", "title": "村志"})
    _write(
        tmp_path / "entries/mine.jsonl",
        {"id": "my-temple", "kind": "site", "title": "青云寺", "sources": ["mine"]},
        {"extends": "foguangsi", "aliases": ["佛光古刹"], "sources": ["mine"]},
    )
    _write(
        tmp_path / "passages/mine.jsonl",
        {"id": "my-temple.1", "entry": "my-temple", "text": "青云寺在村东。", "sources": ["mine"]},
    )
    kb = heritage_kb.open((tmp_path,))
    assert kb.resolve("青云寺").id == "my-temple"
    assert kb.resolve("佛光古刹").id == "foguangsi"
    assert "mine" in kb.entry("foguangsi").sources
    assert kb.search("青云寺")[0].passage.id == "my-temple.1"
    assert "my-temple" not in heritage_kb.open().entries


def test_broken_lines_are_refused_with_file_and_line(tmp_path):
    (tmp_path / "entries").mkdir()
    _write(
        tmp_path / "entries/twice.jsonl",
        {"id": "foguangsi", "kind": "site", "title": "又一个", "sources": ["own"]},
    )
    with pytest.raises(BrokenData, match=r"twice\.jsonl 第 1 行"):
        heritage_kb.open((tmp_path,))
    with pytest.raises(RefusedInput):
        heritage_kb.open((tmp_path / "none",))


def test_shapes(kb):
    hit = heritage_kb.hit_json(kb.search("佛光寺东大殿")[0], kb)
    assert {"entry", "title", "aliases", "kind", "passage", "text", "score", "sources"} <= set(hit)
    assert hit["sources"][0]["title"]
    json.dumps(hit)
    json.dumps(heritage_kb.entry_json(kb.entry("ich-13171"), kb))


def _write(path, *rows):
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
