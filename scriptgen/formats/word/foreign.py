"""What is no .docx although it is called one: a sentence for each, with the way out."""

from __future__ import annotations

import re

from heritage_kb.errors import RefusedInput

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refuse_foreign(data: bytes) -> None:
    """Refuse what its first bytes, or its members, show to be another format.

    Raises:
        RefusedInput: locked, an old Word or WPS file, RTF, PDF, a web page, text, another archive.
    """
    if not data.strip():
        raise RefusedInput("这个文件是空的；请检查文件。", "The file is empty.")
    if data.startswith(_OLE):
        raise _ole(data)
    if not data.startswith(b"PK"):
        raise _plain(data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n"))
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        raise _said("这是 OpenDocument（.odt）文件改了后缀", "This is an OpenDocument file.")


def _ole(data: bytes) -> RefusedInput:
    names = [name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo")]
    if any(name in data for name in names):
        return RefusedInput(
            "这个 Word 文件加了密码；请在 Word 或 WPS 里去掉密码，另存为 .docx 再试。",
            "The Word file is locked by a password.",
        )
    return _said("这是旧的 .doc 或 .wps 文件（只改了后缀）", "This is an old .doc or .wps file.")


def _plain(head: bytes) -> RefusedInput:
    if head.startswith(b"{\\rtf"):
        return _said("这是 RTF 文件改了后缀", "This is an RTF file.")
    if head.startswith(b"%PDF"):
        return RefusedInput(
            "这是 PDF 文件改了后缀；请把后缀改回 .pdf 再试。", "This is a PDF file; rename it."
        )
    if re.match(rb"<(\?xml|!doctype|html|\?mso)", head, re.IGNORECASE):
        return _said("这是网页或单个 XML 文件改了后缀", "This is a web page or a single XML file.")
    if head and not re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        return RefusedInput(
            "这是纯文本改了后缀；请把后缀改回 .txt 再试。", "This is plain text; rename it to .txt."
        )
    return _said("这个文件不是 Word 文件，或开头已经损坏", "This is not a Word file.")


def _said(zh: str, en: str) -> RefusedInput:
    return RefusedInput(f"{zh}；请用 Word 或 WPS 打开，另存为 .docx 再试。", en)
