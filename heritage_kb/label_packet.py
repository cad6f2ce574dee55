"""AI labels of pictures, the implicit half: the XMP packet inside a PNG, JPEG or WebP file.

The record goes where TC260-PG-20258A puts it: PNG iTXt ``XML:com.adobe.xmp``, JPEG APP1, element
``TC260:AIGC``. Only the packet is added: pixels are not re-encoded, so control images stay exact.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from heritage_kb import label_webp
from heritage_kb.aigc import NAMESPACE, as_json
from heritage_kb.errors import RefusedInput

OWN_NAMESPACE = "urn:sanjin:label:1"  # role and place of the mark
PNG = b"\x89PNG\r\n\x1a\n"
_XMP_JPEG = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_PNG = b"XML:com.adobe.xmp\0"

Box = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Packet:
    """What the XMP of a picture says: records as JSON text, our role, the place of the mark."""

    records: tuple[str, ...] = ()
    role: str = "content"
    box: Box | None = None


def packet(record: Mapping[str, str], *, role: str, box: Box | None) -> bytes:
    """Return an XMP packet with one ``TC260:AIGC``, our role and the place of the mark."""
    place = f' sanjin:mark="{",".join(map(str, box))}"' if box else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:TC260="{NAMESPACE}"'
        f' xmlns:sanjin="{OWN_NAMESPACE}" sanjin:role="{role}"{place}>'
        f"<TC260:AIGC>{escape(as_json(record))}</TC260:AIGC>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def read_packet(data: bytes) -> Packet:
    """Return what the labels in a PNG, JPEG or WebP say, Annex B's tEXt form included."""
    texts = [text.decode("utf-8", "replace") for text in _xmp_texts(data)]
    records = [
        unescape(body, {"&quot;": '"', "&#34;": '"'})
        for text in texts
        for body in re.findall(r"<TC260:AIGC>(.*?)</TC260:AIGC>", text, re.DOTALL)
    ]
    records += [
        unescape(body, {"&quot;": '"', "&#34;": '"'})
        for text in texts
        for body in re.findall(r"""TC260:AIGC=(?:"([^"]*)")""", text)
    ]
    records += _annex_b(data)
    everything = "".join(texts)
    role = re.search(r'sanjin:role="(\w+)"', everything)
    box = re.search(r'sanjin:mark="(\d+),(\d+),(\d+),(\d+)"', everything)
    return Packet(
        records=tuple(records),
        role=role[1] if role else "content",
        box=(int(box[1]), int(box[2]), int(box[3]), int(box[4])) if box else None,
    )


def is_signed(data: bytes) -> bool:
    """Return whether a PNG, JPEG or WebP carries content credentials (C2PA), good or broken."""
    if data.startswith(PNG):
        return any(kind == b"caBX" for kind, _ in chunks(data))
    if label_webp.is_webp(data):
        return any(kind == b"C2PA" for kind, _ in label_webp.chunks(data))
    return data.startswith(b"\xff\xd8") and any(
        code == 0xEB and b"jumb" in body[:64] for code, body in _segments(data)
    )


def _annex_b(data: bytes) -> list[str]:
    if not data.startswith(PNG):
        return []
    bodies = [body for kind, body in chunks(data) if kind == b"tEXt" and body[:5] == b"AIGC\0"]
    wrapped = [body[5:].decode("latin-1") for body in bodies]
    return [re.sub(r'^\s*\{\s*"AIGC"\s*:\s*(\{.*\})\s*\}\s*$', r"\1", text) for text in wrapped]


def _xmp_texts(data: bytes) -> list[bytes]:
    if data.startswith(PNG):
        bodies = [body for kind, body in chunks(data) if kind == b"iTXt"]
        return [_itxt(body) for body in bodies if body.startswith(_XMP_PNG)]
    if label_webp.is_webp(data):
        return label_webp.xmp(data)
    cut = len(_XMP_JPEG)
    return [body[cut:] for code, body in _segments(data) if _is_xmp(code, body)]


def _itxt(body: bytes) -> bytes:
    packed = body[len(_XMP_PNG)] == 1
    text = body[len(_XMP_PNG) + 2 :].split(b"\0", 2)[-1]
    return zlib.decompress(text) if packed else text


def _is_xmp(code: int, body: bytes) -> bool:
    return code == 0xE1 and body.startswith(_XMP_JPEG)


def with_packet(data: bytes, xmp: bytes) -> bytes:
    """Return the file with exactly this XMP label, pixels untouched.

    An XMP packet of other content is kept beside it only where it holds no label; label texts
    in the older tEXt form give way to the one record.
    """
    if data.startswith(PNG):
        return _png_with(data, xmp)
    if label_webp.is_webp(data):
        return label_webp.with_xmp(data, xmp)
    return _jpeg_with(data, xmp)


def _png_with(data: bytes, xmp: bytes) -> bytes:
    kept = [(kind, body) for kind, body in chunks(data) if not _labels(kind, body)]
    label = (b"iTXt", _XMP_PNG + b"\0\0\0\0" + xmp)
    kept.insert(1, label)
    return PNG + b"".join(chunk(kind, body) for kind, body in kept)


def _labels(kind: bytes, body: bytes) -> bool:
    return (kind == b"iTXt" and body.startswith(_XMP_PNG)) or (
        kind == b"tEXt" and body.startswith(b"AIGC\0")
    )


def _jpeg_with(data: bytes, xmp: bytes) -> bytes:
    head = b"".join(
        _segment(code, body)
        for code, body in _segments(data)
        if code in (0xE0,) or _is_exif(code, body)
    )
    label = _segment(0xE1, _XMP_JPEG + xmp)
    rest = b"".join(
        _segment(code, body)
        for code, body in _segments(data)
        if code != 0xE0 and not _is_exif(code, body) and not _is_xmp(code, body)
    )
    return b"\xff\xd8" + head + label + rest + data[_scan_start(data) :]


def _is_exif(code: int, body: bytes) -> bool:
    return code == 0xE1 and body.startswith(b"Exif\0")


def _segment(code: int, body: bytes) -> bytes:
    return bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body


def _segments(data: bytes) -> list[tuple[int, bytes]]:
    return _walk_jpeg(data)[0]


def _scan_start(data: bytes) -> int:
    return _walk_jpeg(data)[1]


def _walk_jpeg(data: bytes) -> tuple[list[tuple[int, bytes]], int]:
    """Return the marker segments before the scan, and the offset of the scan marker."""
    found: list[tuple[int, bytes]] = []
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        found.append((data[at + 1], data[at + 4 : at + 2 + length]))
        at += 2 + length
    if at + 4 > len(data) or data[at] != 0xFF:
        raise RefusedInput("这个 JPEG 文件不完整，读不出来；请重新导出。", "This JPEG is damaged.")
    return found, at


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one PNG chunk with its length and check sum."""
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the kinds and bodies of a PNG file's chunks."""
    found: list[tuple[bytes, bytes]] = []
    at = len(PNG)
    while at + 12 <= len(data):
        length = int(struct.unpack(">I", data[at : at + 4])[0])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        found.append((kind, body))
        at += 12 + length
        if kind == b"IEND":
            return found
    raise RefusedInput("这个 PNG 文件不完整，读不出来；请重新导出。", "This PNG is damaged.")
