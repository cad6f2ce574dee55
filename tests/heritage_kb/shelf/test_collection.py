"""The file itself: removal, revisions, crowds, kill, full disk, other people's files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.errors import SanjinError, UnknownName
from heritage_kb.home import home as home_folder
from heritage_kb.shelf import Collection, collection_names
from heritage_kb.shelf.pieces import Piece
from heritage_kb.shelf.rows import Incoming
from tests.heritage_kb.shelf.conftest import Put

ROOT = Path(__file__).resolve().parents[3]
WORD = "琅嬛福地"  # stands nowhere else


def made(name: str = "素材") -> Collection:
    return Collection.create(name, title="题", licence="自有")


def incoming(number: int, content: str = "") -> Incoming:
    place = f"/不在/{number}.txt"
    return Incoming(place, place, f"{number}.txt", content or f"{number:08d}{'0' * 56}", title="题")


def pieces(*texts: str) -> list[Piece]:
    return [Piece(text, None, number, "") for number, text in enumerate(texts, 1)]


def bytes_of(home: Path) -> bytes:
    return b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())


def test_removed_text_is_gone_from_the_bytes(put: Put, papers: Path, home: Path) -> None:
    (papers / "留.txt").write_text("留下的一段。", "utf-8")
    (papers / "去.txt").write_text(f"{WORD}的一段。" * 2_000, "utf-8")
    put(papers)
    assert WORD.encode() in bytes_of(home)
    with Collection.open("素材") as collection:
        gone = collection.remove_document("去.txt")
        assert collection.erased
        assert WORD.encode() not in bytes_of(home)
        assert gone.sha256.encode() not in bytes_of(home)
        assert "去.txt".encode() not in bytes_of(home)
        assert [passage.text for passage in collection.passages()] == ["留下的一段。"]


def test_replaced_text_is_gone_from_the_bytes(put: Put, papers: Path, home: Path) -> None:
    (papers / "a.txt").write_text(f"{WORD}的一段。", "utf-8")
    put(papers)
    (papers / "a.txt").write_text("新的一段。", "utf-8")
    put(papers)
    assert WORD.encode() not in bytes_of(home)


def test_what_a_reader_holds_back_is_erased_at_the_next_opening(home: Path) -> None:
    with made() as collection:
        collection.add_document(incoming(1), pieces(f"{WORD}。"))
        reader = sqlite3.connect(collection.file, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM passages").fetchone()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("heritage_kb.shelf.collection._ERASING_MS", 10)
            collection.remove_document("1.txt")
        assert not collection.erased
        reader.close()
    with Collection.open("素材") as collection:
        assert collection.erased
    assert WORD.encode() not in bytes_of(home)


def test_dropping_takes_file_log_and_index(put: Put, papers: Path, home: Path) -> None:
    (papers / "a.txt").write_text(f"{WORD}的一段。", "utf-8")
    put(papers)
    index = home / "collections" / "素材.index"
    index.mkdir()
    (index / "x").write_text("x")
    Collection.open("素材").drop()
    assert list((home / "collections").iterdir()) == []
    with pytest.raises(UnknownName, match="没有资料夹"):
        Collection.open("素材")


def test_who_still_holds_a_dropped_collection_is_told(home: Path) -> None:
    with made() as other:
        Collection.open("素材").drop()
        with pytest.raises(UnknownName):
            other.add_document(incoming(1), pieces("一段。"))
    assert collection_names() == []


def test_an_index_can_follow(home: Path) -> None:
    with made() as collection:
        collection.add_document(incoming(1), pieces("甲。", "乙。"))
        first = collection.revision
        added, removed = collection.changes_since(0)
        assert ([one.text for one in added], removed) == (["甲。", "乙。"], [])
        collection.add_document(incoming(1, "b" * 64), pieces("丙。"))
        assert collection.revision == first + 1
        news, gone = collection.changes_since(first)
        assert [one.text for one in news] == ["丙。"]
        assert gone == [one.rowid for one in added]
        collection.remove_document(news[0].document)
        collection.add_document(incoming(2), pieces("丁。"))
        assert next(collection.passages()).rowid > news[0].rowid  # no rowid is used twice
        assert collection.changes_since(collection.revision) == ([], [])


def test_ids_that_are_not_here_are_unknown(home: Path) -> None:
    with made() as collection:
        settled = collection.add_document(incoming(1), pieces("甲。"))
        good = f"素材/{settled.document.id}"
        assert collection.passage(f"{good}-1").text == "甲。"
        for id in (f"{good}-2", good, f"别处/{settled.document.id}-1", "素材/../x", "' OR 1=1 --"):
            with pytest.raises(UnknownName):
                collection.passage(id)
        for id in (f"{good}-1", "素材/ffffffff", "x"):
            with pytest.raises(UnknownName):
                collection.source(id)
        with pytest.raises(UnknownName):
            collection.remove_document("无.txt")


def test_contents_whose_short_hash_collides_keep_apart(home: Path) -> None:
    with made() as collection:
        one = collection.add_document(incoming(1, "a" * 64), pieces("甲。"))
        other = collection.add_document(incoming(2, "a" * 8 + "b" * 56), pieces("乙。"))
        assert (one.document.id, other.document.id) == ("a" * 8, "a" * 8 + "b")
        assert collection.passage(f"素材/{other.document.id}-1").text == "乙。"


def test_a_full_disk_loses_nothing_that_was_in(home: Path) -> None:
    with made() as collection:
        collection.add_document(incoming(1), pieces("甲。"))
        pages = collection._connection.execute("PRAGMA page_count").fetchone()[0]
        collection._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(SanjinError, match="磁盘已满"):
            collection.add_document(incoming(2), pieces("长" * 100_000))
        assert [passage.text for passage in collection.passages()] == ["甲。"]
        collection.drop()  # making room must still be possible
    assert collection_names() == []


def test_home_is_where_it_was_said_or_where_the_platform_keeps_data(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home_folder() == home
    monkeypatch.delenv("SANJIN_HOME")
    assert home_folder().name == "sanjin"


def test_files_of_others_are_left_alone(home: Path) -> None:
    folder = home / "collections"
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "别人.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    (folder / "乱.db").write_bytes(b"not a database" * 100)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    for name in ("别人", "乱"):
        with pytest.raises(SanjinError):
            Collection.open(name)
        with pytest.raises(SanjinError):
            made(name)
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_a_disk_that_cannot_be_written_can_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made() as collection:
        collection.add_document(incoming(1), pieces("甲。"))
    monkeypatch.setattr("heritage_kb.shelf.schema._writable", lambda file: False)
    with Collection.open("素材") as collection:
        assert [passage.text for passage in collection.passages()] == ["甲。"]
        assert collection.changes_since(0)[0]
        with pytest.raises(SanjinError, match="只读"):
            collection.add_document(incoming(2), pieces("乙。"))
    assert [file.name for file in (home / "collections").iterdir()] == ["素材.db"]


def test_a_newer_file_is_not_touched(home: Path) -> None:
    with made() as collection:
        collection._connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SanjinError, match="升级"):
        Collection.open("素材")


def test_threads_may_share_a_collection(home: Path) -> None:
    with made() as collection:
        collection.add_document(incoming(0), pieces("甲。"))

        def add(number: int) -> None:
            collection.add_document(incoming(number), pieces(f"第{number}段。"))
            assert collection.count() > 0

        threads = [threading.Thread(target=add, args=(number,)) for number in range(1, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert collection.count() == 9


ADDING = """
import sys
from heritage_kb.shelf import Collection
from heritage_kb.shelf.rows import Incoming
from heritage_kb.shelf.pieces import Piece
who, count = sys.argv[1], int(sys.argv[2])
with Collection.create("素材", title="题", licence="自有") as collection:
    for n in range(count):
        place = f"/x/{who}-{n}"
        sha = f"{who}{n:063d}"
        collection.add_document(Incoming(place, place, place, sha), [Piece("字。" * 200, None, 1, "")] * 5)
        print(place, flush=True)
"""


def adding(who: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ADDING, who, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )


def test_two_processes_add_at_once(home: Path) -> None:
    both = [adding(who, 20) for who in "ab"]
    said = [process.communicate(timeout=60)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    with Collection.open("素材") as collection:
        assert sorted(one.path for one in collection.documents()) == sorted([*said[0], *said[1]])
        assert collection.count() == 200
        assert collection.revision == 41


def test_killed_in_the_middle_nothing_acknowledged_is_lost(home: Path) -> None:
    process = adding("c", 100_000)
    assert process.stdout is not None
    said = [process.stdout.readline().strip() for _ in range(15)]
    process.kill()
    said += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    with Collection.open("素材") as collection:
        kept = [one.path for one in collection.documents()]
        assert set(said) <= set(kept)
        assert len(kept) <= len(said) + 1
        assert collection.count() == 5 * len(kept)
        assert collection._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_collection_made_anew_is_not_mistaken_for_the_one_before(home: Path) -> None:
    kb = heritage_kb.open()
    with made() as first:
        first.add_document(incoming(1), pieces("从前的一段。"))
    held = kb.collection("素材")
    assert kb.collection("素材") is held
    assert held.current
    with Collection.open("素材") as other:
        other.drop()
    assert not held.current
    with made() as second:
        second.add_document(incoming(2), pieces("后来的一段。", "又一段。"))
    assert kb.collection("素材").count() == 2
    kb.collection("素材").drop()
    with pytest.raises(UnknownName):
        kb.collection("素材")
    with made() as third:
        third.add_document(incoming(3), pieces("第三回。"))
    assert kb.collection("素材").count() == 1
