"""PDF, by pypdf: the text layer, page by page. The only module that imports pypdf."""

from __future__ import annotations

import io
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.blocks import Block, Opened, within_limit
from heritage_kb.shelf.lettering import cleaned
from heritage_kb.shelf.limits import PAGES
from heritage_kb.shelf.pieces import chapter_level, unwrapped

_FOLIO = re.compile(r"[\s\-–—·第]*\d{1,4}\s*页?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[\s\-–—·]*")
# Not Latin, Greek, Cyrillic, kana, Chinese or their marks: what a font without a table gives.
_GARBLED = re.compile(
    "[^\t-\u04ff\u1e00-\u1eff\u2000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_REPEATED_PAGES = 5  # a running head is looked for in documents of so many pages
_NAMED = 12  # pages without text that are named one by one


def read_pdf(data: bytes, stem: str) -> Opened:
    """Return the text of a PDF; running heads and page numbers are left out.

    Raises:
        RefusedInput: locked, damaged, more than 2,000 pages, or without a text layer.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = _pages(data)
    lines = [cleaned(page.extract_text() or "").split("\n") for page in pages]
    heads = _running_heads(lines)
    blocks = list(within_limit(_blocks(lines, heads)))
    _refuse_unreadable("".join(block.text for block in blocks))
    return Opened(stem, len(lines), blocks, _without_text(blocks, len(lines)))


def read_rows(data: bytes, stem: str) -> Opened:
    """Return the rows of a PDF as they stand on the page, running heads and all.

    A block is one row; its text is the JSON ``[x0, x1, size, text]``: where it begins and about
    where it ends, in points from the left, and the size of its letters.

    Raises:
        RefusedInput: as for ``read_pdf``.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = _pages(data)
    blocks = [
        Block(json.dumps(row, ensure_ascii=False), number, at)
        for number, page in enumerate(pages, 1)
        for at, row in enumerate(_rows_of(page), 1)
    ]
    _refuse_unreadable("".join(json.loads(block.text)[3] for block in blocks))
    return Opened(stem, len(pages), list(within_limit(blocks)), _without_text(blocks, len(pages)))


def _rows_of(page: Any) -> list[tuple[float, float, float, str]]:
    """Return x0, x1, size and text of each row, top to bottom."""
    bits: list[tuple[float, float, float, str]] = []  # y, x, size, text

    def see(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        x = cm[4] + tm[4] * cm[0]
        y = cm[5] + tm[5] * cm[3]
        height = abs(float(size) * (tm[3] or 1.0) * (cm[3] or 1.0)) or 1.0
        if text.strip():
            bits.append((y, x, height, text.replace("\n", "")))

    page.extract_text(visitor_text=see)
    rows: list[list[tuple[float, float, float, str]]] = []
    for bit in bits:
        if rows and abs(rows[-1][0][0] - bit[0]) < 0.5 * max(bit[2], rows[-1][0][2]):
            rows[-1].append(bit)
        else:
            rows.append([bit])
    rows.sort(key=lambda row: -row[0][0])
    return [_row_of(row) for row in rows]


def _row_of(bits: list[tuple[float, float, float, str]]) -> tuple[float, float, float, str]:
    bits = sorted(bits, key=lambda bit: bit[1])
    text, end = "", None
    for _, x, size, said in bits:
        if end is not None and x - end > 1.2 * size:
            text += "\t" if x - end > 3 * size else " "
        text += cleaned(said)
        end = x + size * sum(1.0 if ord(sign) > 0x2E7F else 0.5 for sign in said)
    size = max(bit[2] for bit in bits)
    return round(bits[0][1], 1), round(end or 0.0, 1), round(size, 1), text.strip()


def _pages(data: bytes) -> Any:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not _unlocked(reader):
            raise RefusedInput(
                "PDF 有密码或加密方式不认识，请另存为不加密的 PDF 再试。",
                "The PDF is encrypted; save it without encryption.",
            )
        _refuse_claim(reader)
        count = len(reader.pages)
    except RefusedInput:
        raise
    except (PyPdfError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise RefusedInput(
            "PDF 是坏的，读不出页；请用原软件重新导出。", "The PDF is damaged."
        ) from error
    if count > PAGES:
        raise _too_many(count)
    return reader.pages


def _unlocked(reader: Any) -> bool:
    """Tell whether the PDF opens without a password; some ciphers need a library we lack."""
    from pypdf.errors import DependencyError, PyPdfError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, PyPdfError, NotImplementedError):
        return False


def _refuse_claim(reader: Any) -> None:
    """Refuse by what the page tree says of itself, before it is walked."""
    claimed = reader.root_object["/Pages"].get("/Count", 0)
    if isinstance(claimed, int) and claimed > PAGES:
        raise _too_many(claimed)


def _too_many(count: int) -> RefusedInput:
    return RefusedInput(
        f"PDF 有 {count} 页，超过 {PAGES} 页的上限，请拆开再试。",
        f"The PDF has {count} pages; the limit is {PAGES}.",
    )


def _running_heads(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return first and last lines, digits aside, that most pages share."""
    if len(pages) < _REPEATED_PAGES:
        return set()
    seen: Counter[str] = Counter()
    for lines in pages:
        filled = [line for line in lines if line.strip()]
        seen.update({_bare(line) for line in (*filled[:1], *filled[-1:])})
    return {line for line, times in seen.items() if line and times > 0.6 * len(pages)}


def _bare(line: str) -> str:
    return re.sub(r"[\d\s]+", "", line)


def _blocks(pages: Sequence[Sequence[str]], heads: set[str]) -> Iterator[Block]:
    for page, lines in enumerate(pages, 1):
        filled = [number for number, line in enumerate(lines) if line.strip()]
        edges = {
            number for number in (*filled[:1], *filled[-1:]) if _is_furniture(lines[number], heads)
        }
        kept = [line for number, line in enumerate(lines) if number not in edges]
        for number, text in enumerate(unwrapped(kept), 1):
            yield Block(text, page, number, chapter_level(text))


def _is_furniture(line: str, heads: set[str]) -> bool:
    return bool(_FOLIO.fullmatch(line)) or _bare(line) in heads


def _refuse_unreadable(text: str) -> None:
    if not text.strip():
        raise RefusedInput(
            "PDF 没有文字层，像是扫描件；请先做文字识别（OCR）再加入。",
            "The PDF has no text layer; run OCR first.",
        )
    if len(_GARBLED.findall(text)) > 0.3 * len(text):
        raise RefusedInput(
            "PDF 的文字层是乱码（字体没有对照表）；请从原稿重新导出，或做文字识别（OCR）。",
            "The text layer of the PDF is garbled; export it again or run OCR.",
        )


def _without_text(blocks: Sequence[Block], count: int) -> str:
    empty = sorted(set(range(1, count + 1)) - {block.page for block in blocks if block.page})
    if not empty:
        return ""
    named = "、".join(map(str, empty[:_NAMED])) + ("…" if len(empty) > _NAMED else "")
    return f"第 {named} 页没有文字层，共 {len(empty)} 页没有收入。"
