"""Files of every form, made on the spot, and a home for collections."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from heritage_kb.shelf import Collection, ingest
from heritage_kb.shelf.worker import Worker

Put = Callable[..., dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "家"
    monkeypatch.setenv("SANJIN_HOME", str(folder))
    return folder


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "资料"
    folder.mkdir()
    return folder


@pytest.fixture
def put(home: Path) -> Put:
    """Ingest into the collection 素材."""

    def run(*paths: Path, **more: Any) -> dict[str, Any]:
        return ingest(paths, collection="素材", title="本剧素材", licence="自有", **more)

    return run


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """One worker for all tests of formats: starting it takes longer than they do."""
    with Worker() as one:
        yield one


@pytest.fixture
def texts(home: Path) -> Callable[[], list[str]]:
    def read() -> list[str]:
        with Collection.open("素材") as collection:
            return [passage.text for passage in collection.passages()]

    return read


def pdf(pages: Sequence[Sequence[str]], *, claimed: int | None = None) -> bytes:
    """Return a PDF whose letters are numbered glyphs, told apart only by its ToUnicode map."""
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    glyph = {letter: f"{number:04X}" for number, letter in enumerate(letters, 1)}
    chars = [f"<{code}> <{letter.encode('utf-16-be').hex()}>" for letter, code in glyph.items()]
    groups = [chars[at : at + 100] for at in range(0, len(chars), 100)]
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "\n".join(f"{len(g)} beginbfchar\n" + "\n".join(g) + "\nendbfchar" for g in groups)
        + "\nendcmap end end"
    )
    kids = " ".join(f"{8 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {claimed or len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor 6 0 R /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 /ItalicAngle 0 >>",
        "<< >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"<{''.join(glyph[c] for c in line)}> Tj 0 -20 Td " for line in lines)
        content = f"BT /F 12 Tf 50 780 Td {shown} ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {9 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return _numbered(objects)


def _numbered(objects: Sequence[str]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return bytes(out) + tail.encode()


def packed(members: dict[str, bytes | str], *, level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def epub(parts: dict[str, str], *, spine: Sequence[str] = (), title: str = "一本书") -> bytes:
    names = list(spine or parts)
    items = "".join(f'<item id="i{n}" href="{name}"/>' for n, name in enumerate(names))
    steps = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:'
            'opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/a.opf"/>'
            "</rootfiles></container>",
            "OEBPS/a.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
            f"<manifest>{items}</manifest><spine>{steps}</spine></package>",
            **{f"OEBPS/{name}": text for name, text in parts.items()},
        }
    )
