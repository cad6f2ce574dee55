"""How much one file may ask of this machine, and how a packed file is looked at before it is read.

A packed file says what it unpacks to; what it says is added up first, and Python's reader never
gives more than was said.
"""

from __future__ import annotations

import io
import stat
import sys
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO
from xml.parsers import expat

from heritage_kb.errors import RefusedInput

MEGABYTE = 1_000_000
FILE_BYTES = 200 * MEGABYTE
LINE_BYTES = MEGABYTE
UNPACKED_BYTES = 100 * MEGABYTE
MEMBERS = 2_000
RATIO = 100  # unpacked to packed, asked of what unpacks to a megabyte or more
XML_DEPTH = 200  # real documents stay below 60
PAGES = 2_000
CHARACTERS = 20 * MEGABYTE  # of text in one document; a long novel has one or two million
ROWS = 200_000  # of a workbook, all sheets together


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What reading one file may cost: seconds of CPU, seconds on the clock, bytes of memory."""

    cpu_s: float = 180
    wall_s: float = 400
    memory: int = 1_500 * MEGABYTE


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return a packed file (docx, xlsx, epub) whose members are few, small and well named.

    Raises:
        RefusedInput: not a whole archive, locked by a password, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RefusedInput(
            "文件不完整，或不是后缀所说的格式；请用原软件打开、另存后再试。",
            "The file is damaged or not of the format that its suffix says.",
        ) from error
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise RefusedInput(
            f"压缩包里有 {len(members)} 个文件，超过 {MEMBERS} 个的上限。",
            f"The archive has {len(members)} members; the limit is {MEMBERS}.",
        )
    for member in members:
        _refuse_member(member)
    unpacked = sum(member.file_size for member in members)
    if unpacked > UNPACKED_BYTES:
        raise _too_big_unpacked()
    if _swells(unpacked, len(data)):
        raise _bomb()
    return archive


def _refuse_member(member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    drive = bool(path.parts) and ":" in path.parts[0]
    linked = stat.S_ISLNK(member.external_attr >> 16)
    if path.is_absolute() or drive or linked or ".." in path.parts:
        raise RefusedInput(
            "压缩包里有指向包外的路径，不读。", "The archive holds a path that leads outside it."
        )
    if member.flag_bits & 0x1:
        raise RefusedInput(
            "文件有密码，请去掉密码后再试。", "The file is locked by a password; remove it."
        )
    if _swells(member.file_size, member.compress_size):
        raise _bomb()


def _swells(unpacked: int, packed: int) -> bool:
    return unpacked > MEGABYTE and unpacked > RATIO * max(packed, 1)


def _bomb() -> RefusedInput:
    return RefusedInput(
        f"压缩比超过 {RATIO} 倍，像是压缩炸弹，不读；若是正常文件请另存后再试。",
        f"It unpacks to more than {RATIO} times its size; not read.",
    )


def _too_big_unpacked() -> RefusedInput:
    return RefusedInput(
        f"解开后超过 {UNPACKED_BYTES // MEGABYTE} MB，请删去图片或拆开后再试。",
        f"It unpacks to more than {UNPACKED_BYTES // MEGABYTE} MB.",
    )


def refuse_hostile_xml(archive: zipfile.ZipFile) -> None:
    """Look through the XML of an office file before a library builds trees of it.

    Office files declare no document type; entities and external things need one.

    Raises:
        RefusedInput: a document type, or elements nested deeper than any real document.
    """
    for member in archive.infolist():
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(member) as stream:
                _look_through(stream)


def _look_through(stream: IO[bytes]) -> None:
    depth = 0
    parser = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise RefusedInput(
            "文件里的 XML 声明了实体或外部内容，不读。", "Its XML declares a document type."
        )

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > XML_DEPTH:
            raise RefusedInput(
                f"文件里的 XML 嵌套超过 {XML_DEPTH} 层，不读。",
                f"Its XML is nested deeper than {XML_DEPTH}.",
            )

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RefusedInput("文件里的 XML 是坏的，读不了。", "Its XML is damaged.") from error


def hold_down(memory: int) -> None:
    """Bound this process: memory, no file of its own, no core dump.

    Where the platform has no such bounds (Windows), the archive limits and the clock remain.
    """
    try:
        import resource
    except ImportError:
        return
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(kind, (bound, bound))


def allow_cpu(seconds: float) -> None:
    """Let this process use so many more seconds of CPU; the system kills it after that."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    bound = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (bound, resource.RLIM_INFINITY))


def memory_used() -> int:
    """Return the most memory that this process has held, in bytes; 0 where that is not told."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
