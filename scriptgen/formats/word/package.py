"""The archive that a Word file is: opened with care, its parts found, written back part by part.

What the XML declares is never followed: a document type, an entity or an external thing refuses
the file.
"""

from __future__ import annotations

import copy
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from posixpath import dirname, join, normpath
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.formats.word.foreign import refuse_foreign
from scriptgen.formats.word.tags import RELS_NS, STRICT

MEGABYTE = 1024 * 1024
UNPACKED = 200 * MEGABYTE
XML_PART = 64 * MEGABYTE
MEMBERS = 5_000
RATIO = 150  # of XML parts above 4 MB; long scripts of one format reach 60
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    SyntaxError,
    NotImplementedError,
    RuntimeError,  # a password, or nested too deeply
    LookupError,
    OverflowError,
    MemoryError,
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn what a damaged file raises into a sentence.

    Raises:
        RefusedInput: in place of the library's error.
    """
    try:
        yield
    except RefusedInput:
        raise
    except _DAMAGE as error:
        raise RefusedInput(
            "这个文件不是完整的 Word 文件（可能没有传完，或被改坏了）；请用 Word 或 WPS 打开，另存为 .docx 再试。",
            "This is not a whole .docx file.",
        ) from error


class Package:
    """A Word file: ``main`` is the name of its body part; ``tree`` gives a part as XML."""

    def __init__(self, data: bytes) -> None:
        """Open a file.

        Raises:
            RefusedInput: no Word file, a damaged or locked one, or one that would swell.
        """
        refuse_foreign(data)
        with refusing_damage():
            self.box = zipfile.ZipFile(io.BytesIO(data))
            self.infos = self.box.infolist()
            _refuse_bombs(self.infos)
            self.names = {info.filename for info in self.infos}
            if len(self.names) != len(self.infos):
                raise zipfile.BadZipFile("duplicate part")
            self._bytes: dict[str, bytes] = {}
            self._trees: dict[str, Any] = {}
            self._refuse_declarations()
            self.main = self._main_part()
            self.body = self._body()

    # -- parts ------------------------------------------------------------------------------

    def part(self, name: str) -> bytes:
        """Return the bytes of a part."""
        if name not in self._bytes:
            self._bytes[name] = self.box.read(name)
        return self._bytes[name]

    def tree(self, name: str) -> Any:
        """Return the root element of an XML part, in the transitional namespaces."""
        if name not in self._trees:
            self._trees[name] = parsed(self.part(name))
        return self._trees[name]

    @property
    def is_strict(self) -> bool:
        """Tell whether the body speaks the strict namespaces."""
        return any(spelling in self.part(self.main) for spelling in STRICT)

    def related(self, kind: str) -> list[str]:
        """Return the parts that the body names by a relationship, such as ``comments``."""
        found = [target for type_, target in self.links(self.main).values() if type_ == kind]
        return [name for name in found if name in self.names]

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """Return id → (last word of the type, part) of a part's relationships inside the file."""
        name = links_part(part)
        if name not in self.names:
            return {}
        links = {}
        for link in self.tree(name).iter(f"{{{RELS_NS}}}Relationship"):
            if (link.get("TargetMode") or "").lower() == "external":
                continue
            target = link.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else join(dirname(part), target)
            kind = (link.get("Type") or "").rsplit("/", 1)[-1]
            links[link.get("Id") or ""] = (kind, normpath(path) if path else "")
        return links

    def _main_part(self) -> str:
        for kind, name in self.links("").values():
            if kind == "officeDocument" and name in self.names:
                return name
        if "word/document.xml" in self.names:
            return "word/document.xml"
        raise RefusedInput(
            "这个压缩包里没有 Word 正文，不是 .docx；请用 Word 或 WPS 另存为 .docx 再试。",
            "The archive holds no Word document.",
        )

    def _body(self) -> Any:
        from scriptgen.formats.word.tags import W

        body = self.tree(self.main).find(f"{W}body")
        if body is None:
            raise RefusedInput(
                "这个文件里没有 Word 正文（可能是表格或幻灯片改了后缀）；请另存为 .docx 再试。",
                "The file holds no Word document.",
            )
        return body

    def _refuse_declarations(self) -> None:
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                text = self.part(name)
                if b"\0" in text[:4]:  # UTF-16
                    text = text.replace(b"\0", b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise _declared()

    # -- writing ----------------------------------------------------------------------------

    def saved(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the file with some parts changed or added; all else as it was, in its order.

        Raises:
            RefusedInput: a part that should be carried over is damaged.
        """
        out = io.BytesIO()
        with refusing_damage(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
            box.comment = self.box.comment
            for info in self.infos:
                content = changed.get(info.filename)
                if content is None:
                    content = self.box.read(info)
                box.writestr(copy.copy(info), content, info.compress_type)
            for name in changed:
                if name not in self.names:
                    info = zipfile.ZipInfo(name, _EPOCH)
                    info.external_attr = 0o600 << 16
                    box.writestr(info, changed[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()


def parsed(text: bytes) -> Any:
    """Return the root element of XML that others wrote.

    Raises:
        RefusedInput: it declares a document type.
    """
    from lxml import etree

    for spelling, usual in STRICT.items():
        if spelling in text:
            text = text.replace(spelling, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(text, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declared()
    return root


def links_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _declared() -> RefusedInput:
    return RefusedInput(
        "这个文件的 XML 里声明了实体或外部内容，可能是恶意文件，不读；请用 Word 或 WPS 另存为 .docx 再试。",
        "Its XML declares a document type; not read.",
    )


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise RefusedInput(
            "这个压缩包加了密码；请去掉密码后再试。", "The archive is locked by a password."
        )
    if len(infos) > MEMBERS or sum(info.file_size for info in infos) > UNPACKED:
        raise RefusedInput(
            "这个 Word 文件解开后超过 200 MB；请删去图片后另存再试。",
            "The Word file unpacks to more than 200 MB.",
        )
    for info in infos:
        big_xml = re.search(r"\.(xml|rels|vml)$", info.filename, re.I) and info.file_size > XML_PART
        swollen = info.file_size > 4 * MEGABYTE and info.file_size > RATIO * info.compress_size
        picture = re.search(r"\.(bmp|emf|wmf|tiff?)$", info.filename, re.I)  # blank ones shrink so
        if big_xml or (swollen and not picture):
            raise RefusedInput(
                f"这个 Word 文件里的部件解开后大得反常（压缩比超过 {RATIO} 倍或超过 64 MB），像是压缩炸弹，不读；若是正常文件请另存后再试。",
                "A part unpacks to an abnormal size; not read.",
            )
