"""Which format a file really is: its first bytes decide where they are plain, else its suffix."""

from __future__ import annotations

import re

from heritage_kb.errors import RefusedInput

FORMS = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".txt": "txt", ".text": "txt",
    ".md": "md", ".markdown": "md", ".json": "json", ".fountain": "fountain", ".spmd": "fountain",
    ".fdx": "fdx", ".pdf": "pdf", ".xlsx": "xlsx",
}  # fmt: skip
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 docx 再试"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")


def form_of(data: bytes, suffix: str, name: str) -> str:
    """Return the format of a file: docx, txt, md, json, fountain, fdx, pdf or xlsx.

    Raises:
        RefusedInput: a format that is not read, told with what to do about it.
    """
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(_OLE):
        raise _refused(name, f"是旧版 Office 文件或加了密码，{_SAVE_AS}（先去掉密码）")
    if head.startswith(b"{\\rtf"):
        raise _refused(name, f"是 RTF，{_SAVE_AS}")
    if head.startswith(_PICTURES):
        raise _refused(name, "是图片，没有可读的文字；请先做文字识别，存成文本再试")
    if data.startswith(b"PK"):
        return _packed(data, suffix, name)
    if head.startswith(b"%PDF"):
        return "pdf"
    if re.match(rb"<\?xml|<FinalDraft", head) and b"<FinalDraft" in data[:4096]:
        return "fdx"
    known = FORMS.get(suffix)
    if known is None:
        raise _refused(name, "这种格式不在能读之列；请另存为 docx、txt 或 pdf 再试")
    if known in ("docx", "xlsx", "pdf"):
        raise _refused(
            name, f"后缀是 {suffix}，内容却不是（不完整，或改过后缀）；请用原软件打开另存再试"
        )
    return known


def _packed(data: bytes, suffix: str, name: str) -> str:
    if b"word/" in data:
        return "docx"
    if b"xl/" in data:
        return "xlsx"
    known = FORMS.get(suffix)
    if known in ("docx", "xlsx"):
        return known  # its reader says what is wrong with it
    raise _refused(name, "是压缩包；请解开后给出里面的剧本文件")


def _refused(name: str, said: str) -> RefusedInput:
    return RefusedInput(f"读不了“{name}”：{said}。", f"Cannot read “{name}”: not a script format.")
