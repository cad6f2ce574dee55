"""Bombs and hostile files: refused, named, and costing nothing else."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.limits import Allowance, open_archive
from heritage_kb.shelf.worker import Worker
from tests.heritage_kb.shelf.conftest import epub, packed, pdf

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w>&i;</w>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
DEEP = "<a>" * 100_000 + "</a>" * 100_000


def refused(worker: Worker, file: Path, data: bytes) -> str:
    file.write_bytes(data)
    with pytest.raises(RefusedInput) as caught:
        worker.open(str(file), file.suffix[1:], file.stem)
    return str(caught.value)


def office(**members: bytes | str) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", **members})


@pytest.mark.parametrize("form", ["docx", "xlsx", "epub"])
def test_zip_bombs_are_not_unpacked(worker: Worker, papers: Path, form: str) -> None:
    bomb = packed({"word/document.xml": b"\0" * 20_000_000}, level=9)
    assert "压缩炸弹" in refused(worker, papers / f"a.{form}", bomb)


def test_large_archives_are_not_unpacked() -> None:
    bulky = {f"{n}.bin": b"\0" * 10_100_000 for n in range(10)}
    noise = {f"{n}.jpg": random.Random(n).randbytes(200_000) for n in range(6)}  # hides the ratio
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("heritage_kb.shelf.limits.RATIO", 10_000)
        with pytest.raises(RefusedInput, match="解开后超过"):
            open_archive(packed({**bulky, **noise}, level=9))


def test_archives_of_many_members_are_refused(worker: Worker, papers: Path) -> None:
    many = packed({f"{n}.xml": "" for n in range(2_001)})
    assert "2001 个文件" in refused(worker, papers / "a.xlsx", many)


@pytest.mark.parametrize("name", ["../../a.xml", "/etc/a.xml", "C:/a.xml", "..\\a.xml"])
def test_archives_that_lead_outside_are_refused(worker: Worker, papers: Path, name: str) -> None:
    assert "包外" in refused(worker, papers / "a.docx", packed({name: "<a/>"}))


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_entities_are_refused(worker: Worker, papers: Path, form: str, xml: str) -> None:
    data = office(**{"word/document.xml": xml, "xl/workbook.xml": xml})
    assert "实体" in refused(worker, papers / f"a.{form}", data)


def test_entities_in_utf_16_are_refused(worker: Worker, papers: Path) -> None:
    xml = LAUGHS.replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")
    assert "实体" in refused(worker, papers / "a.docx", office(**{"word/document.xml": xml}))


def test_deep_xml_is_refused(worker: Worker, papers: Path) -> None:
    data = office(**{"word/document.xml": DEEP})
    assert "嵌套" in refused(worker, papers / "a.docx", data)


def test_deep_pages_cost_only_themselves(worker: Worker, papers: Path) -> None:
    file = papers / "a.html"
    file.write_text("<p>起。" + "<div>" * 50_000 + "底" + "</div>" * 50_000, "utf-8")
    with contextlib.suppress(RefusedInput):  # read or refused, as the parser will have it
        worker.open(str(file), "html", "a")
    file.write_text("<p>好的", "utf-8")
    assert worker.open(str(file), "html", "a")[2].blocks[0].text == "好的"


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE])
def test_books_expand_no_entity(worker: Worker, papers: Path, xml: str) -> None:
    page = xml.replace("<w>", "<html><body><p>正文").replace("</w>", "</p></body></html>")
    file = papers / "a.epub"
    file.write_bytes(epub({"a.xhtml": page}))
    text = "".join(block.text for block in worker.open(str(file), "epub", "a")[2].blocks)
    assert "root:" not in text
    assert len(text) < 2_000
    container = packed({"META-INF/container.xml": xml})
    assert "电子书" in refused(worker, papers / "b.epub", container)


@pytest.mark.parametrize("claimed", [1_000_000, 2_001])
def test_pdf_that_claims_too_many_pages_is_refused(
    worker: Worker, papers: Path, claimed: int
) -> None:
    assert "页的上限" in refused(worker, papers / "a.pdf", pdf([["一页。"]], claimed=claimed))


def test_pdf_pages_that_run_in_a_ring_are_refused(worker: Worker, papers: Path) -> None:
    ring = pdf([["一页。"]]).replace(b"/Kids [8 0 R]", b"/Kids [2 0 R]")
    assert refused(worker, papers / "a.pdf", ring)


def test_time_and_memory_end_and_the_next_file_is_read(papers: Path) -> None:
    good, slow = papers / "好.txt", papers / "慢.pdf"
    good.write_text("好的。", "utf-8")
    slow.write_bytes(pdf([["字。" * 40] * 40] * 400))
    with Worker(Allowance(wall_s=0.01)) as hasty:
        with pytest.raises(RefusedInput, match="时间超过上限"):
            hasty.open(str(slow), "pdf", "慢")
        hasty.allowance = Allowance()
        assert hasty.open(str(good), "txt", "好")[2].blocks[0].text == "好的。"


def test_cpu_is_bounded(papers: Path) -> None:
    pytest.importorskip("resource")
    slow = papers / "慢.pdf"
    slow.write_bytes(pdf([["字。" * 60] * 60] * 300))
    with Worker(Allowance(cpu_s=0)) as poor, pytest.raises(RefusedInput, match="时间超过上限"):
        poor.open(str(slow), "pdf", "慢")


def test_memory_is_bounded(papers: Path) -> None:
    pytest.importorskip("resource")
    big = papers / "大.txt"
    big.write_bytes(b"a line\n" * 6_000_000)
    with Worker(Allowance(memory=300_000_000)) as poor, pytest.raises(RefusedInput) as caught:
        poor.open(str(big), "txt", "大")
    assert "内存" in str(caught.value)


def test_the_worker_gets_no_secret_and_writes_no_file(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from heritage_kb.shelf.worker import _environment

    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("HTTPS_PROXY", "http://x")
    assert not {"OPENAI_API_KEY", "HTTPS_PROXY"} & set(_environment())
