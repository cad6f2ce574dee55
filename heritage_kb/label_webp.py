"""AI labels of WebP pictures and clips: the XMP chunk of the file, and the mark in every frame."""

from __future__ import annotations

import io
import struct

from PIL import Image

from heritage_kb.errors import RefusedInput

_XMP, _HEAD = b"XMP ", b"VP8X"
_HAS_XMP, _HAS_ALPHA = 0x04, 0x10
_QUALITY = 88


def is_webp(data: bytes) -> bool:
    """Return whether bytes are a WebP file."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the kinds and bodies of a WebP file's chunks.

    Raises:
        RefusedInput: the file is cut short.
    """
    found, at = [], 12
    end = 8 + int(struct.unpack("<I", data[4:8])[0])
    while at + 8 <= end:
        kind, size = data[at : at + 4], int(struct.unpack("<I", data[at + 4 : at + 8])[0])
        if at + 8 + size > len(data):
            break
        found.append((kind, data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    if at < end or not found:
        raise RefusedInput("这个 WebP 文件不完整，读不出来；请重新导出。", "This WebP is damaged.")
    return found


def xmp(data: bytes) -> list[bytes]:
    """Return the XMP packets of a WebP file."""
    return [body for kind, body in chunks(data) if kind == _XMP]


def with_xmp(data: bytes, packet: bytes) -> bytes:
    """Return the file with exactly this XMP packet, pixels untouched."""
    kept = [(kind, body) for kind, body in chunks(data) if kind != _XMP]
    if kept[0][0] == _HEAD:
        flags = kept[0][1][0] | _HAS_XMP
        kept[0] = (_HEAD, bytes([flags]) + kept[0][1][1:])
    else:
        kept.insert(0, (_HEAD, _head(data)))
    body = b"".join(_chunk(kind, part) for kind, part in [*kept, (_XMP, packet)])
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def encoded(frames: list[Image.Image], milliseconds: list[int]) -> bytes:
    """Return frames as one WebP: a clip that goes round for ever, or a picture."""
    out = io.BytesIO()
    if len(frames) == 1:
        frames[0].save(out, "WEBP", quality=_QUALITY, method=4)
    else:
        frames[0].save(
            out, "WEBP", save_all=True, append_images=frames[1:], duration=milliseconds, loop=0,
            quality=_QUALITY, method=4,
        )  # fmt: skip
    return out.getvalue()


def frames(image: Image.Image) -> tuple[list[Image.Image], list[int]]:
    """Return the frames of an opened WebP and how long each is shown, milliseconds."""
    shown, long = [], []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()
        shown.append(image.copy())
        long.append(int(image.info.get("duration", 0)))
    return shown, long


def _head(data: bytes) -> bytes:
    """Return the extended header of a plain file."""
    with Image.open(io.BytesIO(data)) as image:
        wide, high = image.size
        alpha = _HAS_ALPHA if "A" in image.getbands() else 0
    sizes = [(n - 1).to_bytes(3, "little") for n in (wide, high)]
    return bytes([_HAS_XMP | alpha, 0, 0, 0]) + b"".join(sizes)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
