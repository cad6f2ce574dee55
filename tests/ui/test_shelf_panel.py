"""The panel 「我的资料」 as functions: in, replaced, refused, stopped, out, and nothing left lying."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import heritage_kb
from heritage_kb.errors import RefusedInput
from heritage_kb.shelf import collection_names, ingest
from scriptgen.jobs.job import Cancelled
from ui import shelf_cards, shelf_work
from ui.jobs import open_room
from ui.shelf_panel import ShelfDesk
from ui.ui_verbs import is_loopback

EVIL = "<img src=x onerror=alert(1)>\"'"
NEW = ("村里", "青石峪资料", "本村授权", "村委会")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "家"
    monkeypatch.setenv("SANJIN_HOME", str(folder))
    return folder


@pytest.fixture
def desk(home: Path, tmp_path: Path) -> Iterator[ShelfDesk]:
    with open_room(home, tmp_path / "给") as room:
        yield ShelfDesk(room)


def upload(tmp_path: Path, name: str, text: str, number: int = 0) -> str:
    """Return a temporary file as the app would hold it after an upload."""
    folder = tmp_path / f"缓存{number}{abs(hash((name, text)))}"
    folder.mkdir()
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def last(steps: AsyncIterator[Any]) -> list[Any]:
    async def run() -> list[Any]:
        return [shown async for shown in steps]

    return list(asyncio.run(run())[-1])


def put(desk: ShelfDesk, *files: str, settings: tuple[str, ...] = NEW) -> list[Any]:
    return last(desk.put(*settings, list(files), []))  # type: ignore[arg-type]


def texts(name: str = "村里") -> list[str]:
    return [row.text for row in heritage_kb.open().collection(name).passages()]


def test_files_go_in_are_indexed_and_no_copy_is_left(
    desk: ShelfDesk, tmp_path: Path, home: Path
) -> None:
    files = [upload(tmp_path, "a.txt", "甜水井。"), upload(tmp_path, "坏.pdf", "x")]
    said, *_, chosen = put(desk, *files)
    assert "收入 1" in said
    assert "坏.pdf" in said
    assert chosen.choices == [("村里", "村里")]
    assert chosen.value == []
    assert not [file for file in files if Path(file).exists()]
    assert not (home / "uploads" / "村里").exists()
    assert str(tmp_path) not in said
    hits = heritage_kb.open().search("甜水井", kind="document", collections=["村里"])
    assert hits[0].passage is not None
    assert "甜水井" in hits[0].passage.text


def test_the_same_name_again_replaces_and_the_same_content_changes_nothing(
    desk: ShelfDesk, tmp_path: Path
) -> None:
    put(desk, upload(tmp_path, "a.txt", "旧的一段。"))
    assert "未变 1" in put(desk, upload(tmp_path, "a.txt", "旧的一段。", 1))[0]
    assert "换新 1" in put(desk, upload(tmp_path, "a.txt", "新的一段。"))[0]
    assert texts() == ["新的一段。"]
    said = put(
        desk, upload(tmp_path, "b.txt", "甲。"), upload(tmp_path, "B.txt", "乙。", 1)
    )[0]  # fmt: skip
    assert "同名" in said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (("", "题", "自有", ""), "起个新名字"),
        (("../x", "题", "自有", ""), "不能用"),
        (("新", "", "自有", ""), "标题和许可"),
        (("新", "题", " ", ""), "标题和许可"),
        ((EVIL, "题", "自有", ""), "不能用"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    desk: ShelfDesk, tmp_path: Path, settings: tuple[str, ...], said: str
) -> None:
    shown = put(desk, upload(tmp_path, "a.txt", "甲。"), settings=settings)
    assert said in shown[0]
    assert "sj-bad" in shown[0]
    assert "<img" not in shown[0]
    assert collection_names() == []


def test_no_file_is_refused_and_an_old_collection_needs_no_title(
    desk: ShelfDesk, tmp_path: Path
) -> None:
    assert "先选文件" in put(desk)[0]
    put(desk, upload(tmp_path, "a.txt", "甲。"))
    assert "收入 1" in put(
        desk, upload(tmp_path, "b.txt", "乙。"), settings=("村里", "", "", "")
    )[0]  # fmt: skip
    title, licence, owner, contents, _ = desk.choose("村里")
    assert (title, licence, owner) == NEW[1:]
    assert "b.txt" in contents
    assert desk.choose("没有")[3] == ""
    assert desk.choose(EVIL)[3] == ""


def test_more_files_than_at_once_are_named(tmp_path: Path, home: Path) -> None:
    files = [
        upload(tmp_path, f"{n}.txt", f"第{n}份。") for n in range(shelf_work.MOST_FILES + 1)
    ]  # fmt: skip
    taken, skipped = shelf_work.received("村里", files)
    assert len(taken) == shelf_work.MOST_FILES
    assert [row["file"] for row in skipped] == [f"{shelf_work.MOST_FILES}.txt"]
    assert not [file for file in files if Path(file).exists()]


def test_stopping_leaves_no_upload_behind(tmp_path: Path, home: Path) -> None:
    files = [upload(tmp_path, "a.txt", "甲。"), upload(tmp_path, "b.txt", "乙。")]
    settings = shelf_work.settled(*NEW)
    work = shelf_work.putting(settings, files)

    def step(what: str, share: float) -> None:
        if "b.txt" in what:
            raise Cancelled

    with pytest.raises(Cancelled):
        work(step)
    assert not (home / "uploads" / "村里").exists()
    assert not [file for file in files if Path(file).exists()]
    assert texts() == ["甲。"]


def test_progress_names_files_and_counts_passages(tmp_path: Path, home: Path) -> None:
    said: list[tuple[str, float]] = []
    work = shelf_work.putting(shelf_work.settled(*NEW), [upload(tmp_path, "a.txt", "甲。")])
    work(lambda what, share: said.append((what, share)))
    assert ("读 a.txt", 0.0) in said
    assert said[-1] == ("编索引 1/1 段", 1.0)
    assert [share for _, share in said] == sorted(share for _, share in said)


def test_one_thing_at_a_time(desk: ShelfDesk, tmp_path: Path) -> None:
    desk._begin("another-kind", "别的", {})  # that nobody here does
    file = upload(tmp_path, "a.txt", "甲。")
    assert desk.busy_with() == "别的"
    assert "没做完" in put(desk, file)[0]
    assert collection_names() == []
    desk.halt()
    assert desk.busy_with() == ""


def test_what_is_unindexed_is_left_out_and_indexed_beside(
    desk: ShelfDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([upload(tmp_path, "a.txt", "甜水井。")], collection="村里", title="题", licence="自有")
    assert desk.left_out(["村里"]) == []  # a few passages are indexed while one waits
    monkeypatch.setattr(shelf_work, "_AT_ONCE", 0)
    assert desk.left_out([]) == []
    assert desk.left_out(["村里"]) == ["村里"]
    assert "编好了" in last(desk.resume("", []))[0]
    assert desk.left_out(["村里"]) == []


def test_a_page_loaded_again_shows_what_is_there(desk: ShelfDesk, tmp_path: Path) -> None:
    put(desk, upload(tmp_path, "a.txt", "甲。"))
    said, _, _, _, there, name, contents, _, chosen = last(desk.resume("", ["村里", "没了"]))
    assert said == ""
    assert "村里" in there
    assert (name.value, contents) == ("", "")
    assert chosen.value == ["村里"]


def test_a_document_and_then_everything_comes_out(
    desk: ShelfDesk, tmp_path: Path, home: Path
) -> None:
    put(desk, upload(tmp_path, "a.txt", "琅嬛福地。"), upload(tmp_path, "b.txt", "乙。"))
    kb = heritage_kb.open()
    first = next(one for one in kb.collection("村里").documents() if one.name == "a.txt")
    event: Any = SimpleNamespace(_data={"document": first.id})
    said, *_, contents, _, _ = last(desk.remove("村里", [], event))
    assert "已移出「a.txt」" in said
    assert "a.txt" not in contents
    left = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert "琅嬛福地".encode() not in left
    event._data = {"document": EVIL}
    assert "<img" not in last(desk.remove("村里", [], event))[0]

    assert "没有移除" in last(desk.remove_all("村里", "村", []))[0]
    assert collection_names() == ["村里"]
    said, *_, chosen, typed = last(desk.remove_all("村里", "村里", ["村里"]))
    assert "已移除资料夹「村里」" in said
    assert collection_names() == []
    assert (chosen.value, typed) == ([], "")
    put(desk, upload(tmp_path, "c.txt", "丙。"))  # the name is free again, and means the new one
    assert texts() == ["丙。"]
    assert kb.search("丙", kind="document", collections=["村里"])


def test_nothing_of_a_file_reaches_the_page_unescaped() -> None:
    row = SimpleNamespace(id=EVIL, name=EVIL, passages=1, pages=2, added=EVIL, note=EVIL)
    settings = shelf_work.Settings(name=EVIL, title=EVIL, licence=EVIL, owner=EVIL)
    report = {
        "collection": EVIL, "added": [EVIL], "unchanged": [], "replaced": [], "passages": 1,
        "skipped": [{"file": EVIL, "why": EVIL}], "notes": [{"file": EVIL, "note": EVIL}],
    }  # fmt: skip
    pages = [
        shelf_cards.contents(shelf_work.Kept(settings=settings, documents=(row,), passages=1)),
        shelf_cards.contents(shelf_work.Kept(settings=settings, trouble=EVIL)),
        shelf_cards.report(report),
        shelf_cards.on_shelf([EVIL]),
    ]
    for page in pages:
        assert "onerror" in page
        assert "<img" not in page


def test_a_report_names_no_folder() -> None:
    report = {
        "collection": "村里", "added": ["/家/uploads/村里/a.txt"], "unchanged": [], "replaced": [],
        "passages": 1, "notes": [],
        "skipped": [{"file": "/家/b.txt", "why": "与已有的「/别处/c.txt」内容相同，不重复收。",
                     "duplicate_of": "/别处/c.txt"}],
    }  # fmt: skip
    said = shelf_work.bare(report)
    assert said["added"] == ["a.txt"]
    assert said["skipped"][0]["file"] == "b.txt"
    assert "「c.txt」" in said["skipped"][0]["why"]


def test_settings_are_cut_to_length(home: Path) -> None:
    assert len(shelf_work.settled("新", "题" * 999, "自有", "").title) == 200
    with pytest.raises(RefusedInput):
        shelf_work.settled("新", "", "", "")


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("", False), ("名", False)],
)  # fmt: skip
def test_only_this_machine_counts_as_alone(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
