"""AI labels of Word and Excel files: the custom property and a visible line.

``docProps/custom.xml`` holds one property ``AIGC`` with the seven-field object, unwrapped; the
relationship and the content type are declared (TC260-PG-20258A). The visible line is a paragraph
at the start or end of the text, or a row of the first sheet.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from heritage_kb.aigc import as_json, is_notice
from heritage_kb.errors import RefusedInput

FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
PART = "docProps/custom.xml"
_PROPS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REACH = 64  # the visible line stands within this many characters of start or end
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes

Parts = dict[str, bytes]


def unpack(data: bytes) -> Parts:
    """Return the parts of an Office file, in their order.

    Raises:
        RefusedInput: it is no such file, or a damaged one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = box.namelist()
            if len(set(names)) != len(names):
                raise zipfile.BadZipFile("duplicate part")
            return {name: box.read(name) for name in names if not name.endswith("/")}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedInput(
            "这个文件不是完整的 Word/Excel 文件（或加了密码）；请另存为 .docx/.xlsx 再试。",
            "This is not a whole Word or Excel file, or it has a password.",
        ) from error


def pack(parts: Parts) -> bytes:
    """Return the parts as a file, with fixed dates, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, body in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            box.writestr(info, body)
    return out.getvalue()


# -------------------------------------------------------------------------------------- writing


def labelled(data: bytes, record: Mapping[str, str], notice: str) -> bytes:
    """Return the file with exactly one property ``AIGC`` and a visible line."""
    parts = unpack(data)
    parts[PART] = _custom_xml(parts.get(PART), as_json(record))
    _declare(parts)
    if not is_notice(_outer(visible_text(parts))):
        _show(parts, notice)
    return pack(parts)


def _custom_xml(old: bytes | None, value: str) -> bytes:
    ET.register_namespace("", _PROPS)
    ET.register_namespace("vt", _TYPES)
    root = ET.fromstring(old) if old else ET.Element(f"{{{_PROPS}}}Properties")
    for child in [child for child in root if child.get("name") == "AIGC"]:
        root.remove(child)
    pid = max([1, *(int(child.get("pid", "1")) for child in root)]) + 1
    entry = ET.SubElement(root, f"{{{_PROPS}}}property")
    entry.attrib.update({"fmtid": FMTID, "pid": str(pid), "name": "AIGC"})
    ET.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = value
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body: bytes = ET.tostring(root, encoding="utf-8")
    return head + body


def _declare(parts: Parts) -> None:
    rels = parts["_rels/.rels"].decode()
    if _RELATION not in rels:
        ids = set(re.findall(r'Id="([^"]+)"', rels))
        free = next(f"rIdAIGC{n}" for n in range(1, len(ids) + 2) if f"rIdAIGC{n}" not in ids)
        link = f'<Relationship Id="{free}" Type="{_RELATION}" Target="{PART}"/>'
        parts["_rels/.rels"] = _before_end(rels, "Relationships", link)
    types = parts["[Content_Types].xml"].decode()
    if f"/{PART}" not in types:
        kind = f'<Override PartName="/{PART}" ContentType="{_CONTENT}"/>'
        parts["[Content_Types].xml"] = _before_end(types, "Types", kind)


def _before_end(xml: str, root: str, addition: str) -> bytes:
    return re.sub(rf"</{root}>\s*$", lambda end: addition + end[0], xml).encode()


def _show(parts: Parts, notice: str) -> None:
    if _is_word(parts):
        _show_paragraph(parts, notice)
    else:
        _show_row(parts, notice)


def _show_paragraph(parts: Parts, notice: str) -> None:
    paragraph = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">'
        f"{escape(notice)}</w:t></w:r></w:p>"
    )
    xml = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub(
        r"<w:body>", lambda body: body[0] + paragraph, xml, count=1
    ).encode()


def _show_row(parts: Parts, notice: str) -> None:
    sheet = _first_sheet(parts)
    xml = parts[sheet].decode()
    row = max([0, *map(int, re.findall(r'<row [^>]*?\br="(\d+)"', xml))]) + 1
    cell = f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{escape(notice)}</t></is></c></row>'
    xml = re.sub(r"<sheetData\s*/>", "<sheetData></sheetData>", xml)
    parts[sheet] = xml.replace("</sheetData>", cell + "</sheetData>", 1).encode()


# -------------------------------------------------------------------------------------- reading


def records(parts: Parts) -> tuple[list[str], list[str]]:
    """Return the label texts found in the custom properties, and faults of their setting."""
    if PART not in parts:
        return [], []
    root = ET.fromstring(parts[PART])
    entries = [child for child in root if child.get("name") == "AIGC"]
    faults = []
    for entry in entries:
        if (entry.get("fmtid") or "").upper() != FMTID:
            faults.append("AIGC 属性的 fmtid 不合规定")
        if int(entry.get("pid") or 0) < 2:
            faults.append("AIGC 属性的 pid 应不小于 2")
    if entries and _RELATION.encode() not in parts.get("_rels/.rels", b""):
        faults.append("_rels/.rels 里没有声明自定义属性")
    if entries and f"/{PART}".encode() not in parts.get("[Content_Types].xml", b""):
        faults.append("[Content_Types].xml 里没有声明自定义属性")
    return ["".join(entry.itertext()).strip() for entry in entries], faults


def shown(parts: Parts) -> bool:
    """Tell whether the visible line stands near the start or the end."""
    return is_notice(_outer(visible_text(parts)))


def visible_text(parts: Parts) -> str:
    """Return the text of the document body, or of the first sheet, as one string."""
    if _is_word(parts):
        root = ET.fromstring(parts["word/document.xml"])
        return "".join(node.text or "" for node in root.iter(f"{_W}t"))
    return "".join(_cells(parts))


def _outer(text: str) -> str:
    return f"{text[:_REACH]}\n{text[-_REACH:]}"


def _is_word(parts: Parts) -> bool:
    if "word/document.xml" in parts:
        return True
    if "xl/workbook.xml" in parts:
        return False
    raise RefusedInput(
        "这个文件里没有 Word 正文，也没有 Excel 工作簿；请另存为 .docx/.xlsx 再试。",
        "The file holds neither a Word document nor an Excel workbook.",
    )


def _first_sheet(parts: Parts) -> str:
    book = ET.fromstring(parts["xl/workbook.xml"])
    sheet = book.find(f"{_S}sheets/{_S}sheet")
    links = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])
    wanted = sheet.get(f"{{{_DOC_RELS}}}id") if sheet is not None else None
    for link in links.iter(f"{{{_RELS}}}Relationship"):
        if link.get("Id") == wanted:
            target = link.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise RefusedInput("这个 Excel 文件里没有工作表；请检查后再试。", "The workbook has no sheet.")


def _cells(parts: Parts) -> list[str]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in parts:
        table = ET.fromstring(parts["xl/sharedStrings.xml"])
        shared = ["".join(n.text or "" for n in si.iter(f"{_S}t")) for si in table]
    texts = []
    for cell in ET.fromstring(parts[_first_sheet(parts)]).iter(f"{_S}c"):
        value = cell.find(f"{_S}v")
        if cell.get("t") == "inlineStr":
            texts.append("".join(n.text or "" for n in cell.iter(f"{_S}t")))
        elif cell.get("t") == "s" and value is not None:
            texts.append(shared[int(value.text or 0)])
        elif value is not None:
            texts.append(value.text or "")
    return texts
