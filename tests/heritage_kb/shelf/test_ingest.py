"""The whole way in: idempotent, named refusals, one bad file costs only itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heritage_kb.errors import RefusedInput, SanjinError
from heritage_kb.shelf import Collection, collection_names, ingest
from tests.heritage_kb.shelf.conftest import Put, packed, pdf

Texts = Callable[[], list[str]]


def whys(report: dict[str, Any]) -> dict[str, str]:
    return {Path(one["file"]).name: one["why"] for one in report["skipped"]}


def test_a_folder_goes_in_and_bad_files_are_named(put: Put, papers: Path, texts: Texts) -> None:
    (papers / "下").mkdir()
    (papers / "乙.txt").write_text("乙文。", "utf-8")
    (papers / "下" / "甲.md").write_text("甲文。", "utf-8")
    (papers / "坏.docx").write_bytes(b"PK nonsense")
    (papers / "弹.xlsx").write_bytes(packed({"a.xml": b"0" * 9_000_000}, level=9))
    (papers / "旧.doc").write_bytes(b"old")
    (papers / "图.png").write_bytes(b"png")
    (papers / "空.txt").write_bytes(b"")
    (papers / "白.txt").write_text(" \n", "utf-8")
    (papers / ".DS_Store").write_bytes(b"x")
    (papers / "~$稿.docx").write_bytes(b"x")
    steps: list[tuple[str, float]] = []
    report = put(papers, progress=lambda what, share: steps.append((what, share)))
    assert [Path(file).name for file in report["added"]] == ["甲.md", "乙.txt"]
    assert sorted(whys(report)) == sorted(
        ["坏.docx", "弹.xlsx", "旧.doc", "图.png", "空.txt", "白.txt"]
    )
    assert all(why.endswith("。") for why in whys(report).values())
    assert report["passages"] == 2
    assert sorted(texts()) == ["乙文。", "甲文。"]
    assert len(steps) == 9
    assert steps[-1][1] == 1.0


def test_again_changes_nothing_and_an_edit_replaces(put: Put, papers: Path, texts: Texts) -> None:
    file = papers / "a.txt"
    file.write_text("旧的说法。", "utf-8")
    put(papers)
    with Collection.open("素材") as collection:
        before = collection.revision
    again = put(papers)
    assert again["unchanged"] == [str(file)]
    with Collection.open("素材") as collection:
        assert collection.revision == before
    file.write_text("新的说法。", "utf-8")
    report = put(papers)
    assert report["replaced"] == [str(file)]
    assert report["passages"] == 1
    assert texts() == ["新的说法。"]


def test_the_same_content_goes_in_once(put: Put, papers: Path, texts: Texts) -> None:
    for name in ("a.txt", "b.txt"):
        (papers / name).write_text("同一段。", "utf-8")
    report = put(papers)
    assert report["skipped"][0]["duplicate_of"] == str(papers / "a.txt")
    (papers / "b.txt").write_text("另一段。", "utf-8")
    put(papers)
    (papers / "b.txt").write_text("同一段。", "utf-8")
    put(papers)
    assert texts() == ["同一段。"]


def test_a_moved_file_keeps_its_passages(put: Put, papers: Path) -> None:
    (papers / "a.txt").write_text("一段。", "utf-8")
    put(papers)
    with Collection.open("素材") as collection:
        ids = [passage.id for passage in collection.passages()]
    (papers / "a.txt").rename(papers / "b.txt")
    assert put(papers)["unchanged"] == [str(papers / "b.txt")]
    with Collection.open("素材") as collection:
        assert [passage.id for passage in collection.passages()] == ids
        assert collection.documents()[0].name == "b.txt"


def test_order_does_not_follow_the_disk(put: Put, papers: Path) -> None:
    names = [f"{n}.txt" for n in (3, 1, 2)]
    for name in names:
        (papers / name).write_text(f"{name} 的内容。", "utf-8")
    report = put(*(papers / name for name in names), papers)
    assert report["added"] == [str(papers / name) for name in sorted(names)]


def test_a_collection_needs_title_and_licence_once(home: Path, papers: Path) -> None:
    file = papers / "a.txt"
    file.write_text("一段。", "utf-8")
    with pytest.raises(RefusedInput, match="--licence"):
        ingest([file], collection="素材", title="题")
    assert collection_names() == []
    ingest([file], collection="素材", title="题", licence="自有", owner="某社")
    ingest([file], collection="素材")
    with Collection.open("素材") as collection:
        assert (collection.title, collection.licence, collection.owner) == ("题", "自有", "某社")


def test_nothing_is_made_where_everything_is_refused(put: Put, papers: Path) -> None:
    (papers / "a.png").write_bytes(b"x")
    assert put(papers)["added"] == []
    assert collection_names() == []
    with pytest.raises(RefusedInput, match="没有找到文件"):
        ingest([], collection="素材", title="题", licence="自有")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../x",
        "/x",
        "a/b",
        "a\\b",
        "CON",
        "com1",
        "NUL",
        "a.b",
        "-x",
        "x" * 41,
        "a b",
        "名\u202e",
        "a:b",
    ],
)
def test_names_that_play_tricks_are_refused(home: Path, papers: Path, name: str) -> None:
    (papers / "a.txt").write_text("一段。", "utf-8")
    with pytest.raises(RefusedInput, match="资料夹名"):
        ingest([papers], collection=name, title="题", licence="自有")
    assert not home.exists()


def test_names_that_differ_only_in_case_are_refused(home: Path, papers: Path) -> None:
    (papers / "a.txt").write_text("一段。", "utf-8")
    ingest([papers], collection="Film", title="题", licence="自有")
    with pytest.raises(RefusedInput, match="大小写"):
        ingest([papers], collection="FILM", title="题", licence="自有")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_that_lead_out_are_not_followed(put: Put, papers: Path, tmp_path: Path) -> None:
    secret = tmp_path / "别处"
    secret.mkdir()
    (secret / "密.txt").write_text("别处的秘密。", "utf-8")
    (papers / "a.txt").write_text("一段。", "utf-8")
    (papers / "外.txt").symlink_to(secret / "密.txt")
    (papers / "外夹").symlink_to(secret)
    (papers / "环").symlink_to(papers)
    (papers / "断.txt").symlink_to(papers / "无.txt")
    os.mkfifo(papers / "管.txt")
    report = put(papers)
    assert report["added"] == [str(papers / "a.txt")]
    assert sorted(whys(report)) == sorted(["外.txt", "外夹", "环", "断.txt", "管.txt"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_hostile_file_names_are_only_names(put: Put, papers: Path, texts: Texts) -> None:
    names = [
        b"\xff\xfe.txt",
        b"a\x1b[2J.txt",
        "名\u202etxt.txt".encode(),
        b"; rm -rf x.txt",
        b"CON.txt",
    ]
    for number, name in enumerate(names):
        Path(os.fsdecode(os.fsencode(papers) + b"/" + name)).write_text(f"第{number}段。", "utf-8")
    report = put(papers)
    assert len(report["added"]) == len(names)
    assert not {"\x1b", "\u202e"} & set("".join(report["added"]))
    assert len(texts()) == len(names)


def test_pages_are_kept_and_cited(put: Put, papers: Path) -> None:
    (papers / "勘察.pdf").write_bytes(pdf([["首页说殿。"], ["次页说塔。"]]))
    put(papers)
    with Collection.open("素材") as collection:
        stored = list(collection.passages())
        assert [(one.page, one.text) for one in stored] == [(1, "首页说殿。"), (2, "次页说塔。")]
        passage = collection.passage(stored[1].id)
        source = collection.source(passage.sources[0])
        entry = collection.entry(passage.entry)
        assert collection.passages_of(entry.id) == [collection.passage(one.id) for one in stored]
    assert (source.title, source.where, source.licence) == ("勘察", "第2页", "自有")
    assert source.used_for == "本剧素材"
    assert passage.confidence == "low"
    assert (entry.kind, entry.title, entry.fields["pages"]) == ("document", "勘察", 2)


def test_rows_and_paragraphs_are_cited_too(put: Put, papers: Path) -> None:
    import openpyxl

    (papers / "a.txt").write_text("一段。", "utf-8")
    book = openpyxl.Workbook()
    book.active.title = "古建"
    book.active.append(["名", "年"])
    book.active.append(["佛光寺", "857"])
    book.save(papers / "b.xlsx")
    put(papers)
    with Collection.open("素材") as collection:
        wheres = [
            collection.source(collection.passage(one.id).sources[0]).where
            for one in collection.passages()
        ]
        document = collection.documents()[0]
        assert collection.source(f"素材/{document.id}").where == ""
    assert wheres == ["第1段", "表「古建」第2行"]


def test_stopping_between_files_keeps_what_is_in(put: Put, papers: Path, texts: Texts) -> None:
    for number in range(3):
        (papers / f"{number}.txt").write_text(f"第{number}段。", "utf-8")

    def stop(what: str, share: float) -> None:
        if what == "1.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(papers, progress=stop)
    assert texts() == ["第0段。"]
    put(papers)
    assert len(texts()) == 3


def test_a_home_that_cannot_be_made_is_one_sentence(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "file"))
    (papers / "a.txt").write_text("一段。", "utf-8")
    with pytest.raises(SanjinError, match="SANJIN_HOME"):
        ingest([papers], collection="素材", title="题", licence="自有")
