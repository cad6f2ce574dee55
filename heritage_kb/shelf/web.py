"""Web pages and EPUB books. Nothing is fetched; scripts, styles and hidden parts are not read."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.blocks import Block, Opened, column_names, row_text, within_limit
from heritage_kb.shelf.lettering import cleaned, decoded, one_line
from heritage_kb.shelf.limits import open_archive

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_SKIPPED = frozenset(
    ["script", "style", "template", "noscript", "svg", "math", "iframe", "object", "nav"]
    + ["button", "select", "head", "rt", "rp"]
)
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"]
    + ["div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"]
    + ["h1", "h2", "h3", "h4", "h5", "h6", "html", "legend", "li", "main", "ol", "p", "pre"]
    + ["section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"]
)
_UNSHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I
)
_BOOK = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_FONT_CIPHERS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read_page(data: bytes, stem: str) -> Opened:
    """Return a web page; its ``title`` names it."""
    tree = _tree(data)
    if tree is None:
        return Opened(stem, None, [])
    title = one_line("".join(tree.xpath("string(//title)"))[:1000])
    rows = within_limit(_numbered(_content(tree), 0))
    return Opened(title or stem, None, list(rows))


def _tree(data: bytes) -> Any:
    """Return the tree of a page, or None for an empty one; no DTD, no entity, no network."""
    from lxml import etree

    found = _CHARSET.search(data[:4096])
    text = cleaned(decoded(data, found[1].decode() if found else ""))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    return etree.fromstring(text.encode("utf-8"), parser) if text.strip() else None


def _numbered(content: Iterator[tuple[str, int, bool]], start: int) -> Iterator[Block]:
    number = start
    for text, level, row in content:
        if text.strip():
            number += 1
            yield Block(text, None, number, level, row)


def _content(root: Any) -> Iterator[tuple[str, int, bool]]:
    """Yield (text, heading level, is a row) of what stands in a page, in reading order."""
    held: list[str] = []
    for what, node in _walk(root):
        if what == "text":
            held.append(node)
        elif what == "table":
            yield _said(held), 0, False
            held = []
            yield from ((text, 0, True) for text in _table(node))
        else:  # a block begins or ends: what was gathered is a paragraph, or a heading
            level = int(node.tag[1]) if what == "end" and re.fullmatch("h[1-6]", node.tag) else 0
            yield _said(held), level, False
            held = []
    yield _said(held), 0, False


def _said(parts: list[str]) -> str:
    lines = "".join(parts).split("\v")
    return "\n".join(" ".join(line.split()) for line in lines)


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield texts, and the beginning and end of blocks, without going deep in calls."""
    waiting: list[tuple[str, Any]] = [("enter", root)]
    while waiting:
        what, node = waiting.pop()
        if what != "enter":
            yield what, node
            continue
        if node.tail and node is not root:
            waiting.append(("text", node.tail))
        if not isinstance(node.tag, str) or _unseen(node):
            continue
        if node.tag == "br":
            yield "text", "\v"
        elif node.tag == "table" and _is_data(node):
            yield "table", node
        else:
            waiting += _inside(node)


def _inside(node: Any) -> list[tuple[str, Any]]:
    """Return what stands in a node, last first."""
    block = node.tag in _BLOCKS
    steps: list[tuple[str, Any]] = [("start", node)] if block else []
    if node.tag in ("td", "th"):
        steps.append(("text", " "))
    steps += [("text", node.text)] if node.text else []
    steps += [("enter", child) for child in node]
    steps += [("end", node)] if block else []
    return steps[::-1]


def _unseen(node: Any) -> bool:
    return (
        node.tag in _SKIPPED
        or "hidden" in node.attrib
        or node.get("aria-hidden") == "true"
        or bool(_UNSHOWN.search(node.get("style") or ""))
    )


def _is_data(table: Any) -> bool:
    """Tell a table of data from one that only lays out the page."""
    return table.find(".//table") is None and table.find(".//p") is None


def _table(table: Any) -> Iterator[str]:
    names: list[str] | None = None
    for row in table.iter("tr"):
        cells = [_cell(cell) for cell in row if cell.tag in ("td", "th")]
        if names is None:
            names = column_names(cells)
            head = row_text([], cells)
            if names:
                continue
        head = ""
        yield row_text(names, cells)
    if names and head:
        yield head


def _cell(cell: Any) -> str:
    return " ".join("".join(text for what, text in _walk(cell) if what == "text").split())


# -------------------------------------------------------------------------------------- EPUB


def read_book(data: bytes, stem: str) -> Opened:
    """Return an EPUB: the parts of its spine in order; paragraphs are counted through the book.

    Raises:
        RefusedInput: damaged, or under copy protection.
    """
    with open_archive(data) as archive:
        _refuse_protected(archive)
        package = _package_path(archive)
        book = _xml(archive, package)
        blocks = list(within_limit(_parts(archive, book, posixpath.dirname(package))))
    title = one_line((book.findtext(f".//{_DC}title") or "")[:1000])
    return Opened(title or stem, None, blocks)


def _refuse_protected(archive: zipfile.ZipFile) -> None:
    """Refuse a locked book; fonts that are only scrambled do not matter."""
    try:
        locks = _xml(archive, "META-INF/encryption.xml")
    except RefusedInput:
        return
    ciphers = [node.get("Algorithm", "") for node in locks.iter() if "Method" in str(node.tag)]
    if "META-INF/rights.xml" in archive.namelist() or set(ciphers) - set(_FONT_CIPHERS):
        raise RefusedInput("这本电子书有版权保护（DRM），读不了。", "The book is under DRM.")


def _package_path(archive: zipfile.ZipFile) -> str:
    container = _xml(archive, "META-INF/container.xml")
    found = container.find(f".//{_CONTAINER}rootfile")
    path = found.get("full-path") if found is not None else None
    if not path:
        raise _no_book()
    return str(path)


def _xml(archive: zipfile.ZipFile, path: str) -> Any:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(archive.read(path))
    except (DefusedXmlException, ParseError, KeyError, ValueError) as error:
        raise _no_book() from error


def _no_book() -> RefusedInput:
    return RefusedInput(
        "电子书的目录文件缺失或有误，读不了；请换一份 EPUB。", "The EPUB's package is damaged."
    )


def _parts(archive: zipfile.ZipFile, book: Any, folder: str) -> Iterator[Block]:
    files = {item.get("id"): item.get("href") or "" for item in book.iter(f"{_BOOK}item")}
    count = 0
    for step in book.iter(f"{_BOOK}itemref"):
        page = _member(archive, folder, files.get(step.get("idref"), ""))
        tree = _tree(page) if page else None
        if tree is not None:
            for block in _numbered(_content(tree), count):
                count = block.paragraph
                yield block


def _member(archive: zipfile.ZipFile, folder: str, href: str) -> bytes:
    """Return a part of the book; nothing for one that lies elsewhere."""
    parts = urlsplit(href)
    if not href or parts.scheme or parts.netloc:
        return b""
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    try:
        return archive.read(path)
    except KeyError:
        return b""
