"""Searching a studio's own collection beside what ships."""

import pytest

import heritage_kb
from heritage_kb.errors import RefusedInput, UnknownName
from heritage_kb.finding.retrieval import HybridRetriever
from heritage_kb.shelf import Collection, ingest


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "home"))
    books = tmp_path / "books"
    books.mkdir()
    (books / "村志.txt").write_text(
        "青石峪在平遥县城东南四十里，村口有一株老槐，树洞能藏一个人。\n\n"
        "光绪三年大旱，村人凿出一眼甜水井，井圈上刻着十七个名字。\n",
        encoding="utf-8",
    )
    (books / "笔记.md").write_text(
        "# 采访\n\n老人说铜锣响三声，戏班子就不敢再唱。\n", encoding="utf-8"
    )
    ingest([books], collection="村里", title="青石峪资料", licence="本村授权")
    return books


@pytest.fixture
def retriever(made):
    return HybridRetriever(heritage_kb.open())


def test_a_collection_is_searched_only_where_it_is_asked_for(retriever):
    plain = retriever.search("刻着十七个名字的甜水井")
    assert all(hit.entry.kind != "document" for hit in plain)
    both = retriever.search("刻着十七个名字的甜水井", collections=["村里"])
    assert both[0].entry.kind == "document"
    assert "十七个名字" in both[0].passage.text
    assert both[0].passage.text[slice(*both[0].spans[0])] in "刻着十七个名字的甜水井"
    assert both[0].close


def test_what_ships_stays_first_where_it_answers(retriever):
    hits = retriever.search("佛光寺东大殿是哪一年建的", collections=["村里"])
    assert hits[0].entry.kind != "document"


def test_hits_are_shown_with_their_sources(retriever, made):
    kb = heritage_kb.open()
    hit = next(
        h for h in retriever.search("老槐 树洞", collections=["村里"]) if h.entry.kind == "document"
    )
    shown = heritage_kb.hit_json(hit, kb)
    assert shown["sources"][0]["licence"] == "本村授权"
    assert kb.passage(hit.passage.id).text == hit.passage.text
    assert kb.entry(hit.entry.id).title == "村志"


def test_filters_by_place_and_age_hold_in_a_collection(retriever):
    def documents(**only):
        hits = retriever.search("井 槐 锣", k=20, collections=["村里"], **only)
        return [h.passage.text for h in hits if h.entry.kind == "document"]

    assert any("老槐" in text for text in documents(city="平遥"))
    assert not any("铜锣" in text for text in documents(city="平遥"))
    assert any("甜水井" in text for text in documents(period="晚清"))
    assert documents(kind="craft") == documents(level="国保") == []


def test_the_index_follows_changes_and_forgets_what_is_removed(retriever, made):
    def found(query):
        hits = retriever.search(query, collections=["村里"])
        return [h.passage.text for h in hits if h.entry.kind == "document"]

    assert any("铜锣" in text for text in found("铜锣响三声"))
    (made / "笔记.md").write_text("# 采访\n\n老人改口，说的是木鱼。\n", encoding="utf-8")
    ingest([made], collection="村里")
    assert not any("铜锣" in text for text in found("铜锣响三声"))
    assert any("木鱼" in text for text in found("木鱼"))
    with Collection.open("村里") as one:
        one.remove_document("笔记.md")
    assert not any("木鱼" in text for text in found("木鱼"))


def test_a_purged_index_holds_no_word_of_what_was_removed(retriever, made, tmp_path):
    shelf = retriever.shelf("村里")
    shelf.follow()
    with Collection.open("村里") as one:
        one.remove_document("笔记.md")
    shelf.purge()
    files = [f for f in (tmp_path / "home/collections/村里.index").rglob("*") if f.is_file()]
    assert files
    assert not any("铜锣".encode() in f.read_bytes() for f in files)


def test_an_interrupted_index_goes_on(retriever, made):
    class Stop(Exception):
        pass

    def stop(done, whole):
        raise Stop

    shelf = retriever.shelf("村里")
    with pytest.raises(Stop):
        shelf.follow(stop)
    with Collection.open("村里") as one:
        whole = one.count()
    assert len(HybridRetriever(heritage_kb.open()).shelf("村里").follow()) == whole


def test_it_is_known_how_much_is_still_to_be_indexed(retriever, made):
    shelf, told = retriever.shelf("村里"), []
    whole = shelf.collection.count()
    assert shelf.waiting() == whole
    shelf.follow(lambda done, of: told.append((done, of)))
    assert told[-1] == (whole, whole)
    assert shelf.waiting() == 0
    assert HybridRetriever(heritage_kb.open()).shelf("村里").waiting() == 0


def test_a_damaged_index_is_built_again(retriever, made, tmp_path):
    folder = tmp_path / "home/collections/村里.index"
    retriever.shelf("村里").follow()
    for file in [f for f in folder.rglob("*") if f.is_file()]:
        file.write_bytes(b"\0" * 10)
    again = HybridRetriever(heritage_kb.open())
    found = again.search("刻着名字的甜水井", collections=["村里"])
    assert any(hit.entry.kind == "document" for hit in found)


def test_unknown_collections_and_filters_are_refused(retriever):
    with pytest.raises(UnknownName):
        retriever.search("井", collections=["没有"])
    with pytest.raises(RefusedInput):
        retriever.search("井", colour="red")
    with pytest.raises(RefusedInput):
        retriever.search("井", level="特级")


def test_filters_by_standing_and_distance():
    kb = heritage_kb.open()
    assert all(h.entry.level.startswith("国保") for h in kb.search("石窟", 8, level="国保"))
    assert {h.entry.batch for h in kb.search("寺", 8, batch=1)} == {"第一批"}
    near = kb.search("寺", 20, near="佛光寺", km=15)
    assert near
    assert {h.entry.city for h in near} <= {"忻州市"}
