"""Weights onto this machine: from ModelScope, the Hub or a folder on a stick, hashed and locked.

A file appears under its own name only once its size and hash are right; what was begun lies beside
it as ``NAME.part`` and is gone on with. Nothing that could run code is ever fetched or copied.
"""

from __future__ import annotations

import fnmatch
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput, first_line
from scenes import rulebook
from scenes.painter import hubs, lock
from scenes.painter.hubs import HUBS, SAFE, Listing, Remote
from scenes.painter.lock import Lock, Locked
from scenes.painter.registry import Painter

Progress = Callable[[str, float], None]
SPARE = 1_000_000_000  # bytes left free on the disk
TRIES = 6  # times a connection may break without a byte gained
_PAUSE = 1.0  # seconds before going on, doubled each time
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository of a model and the ``folder`` it lies in: base, control or reference."""

    folder: str
    hub: str
    modelscope: str
    take: tuple[str, ...] = ("*",)
    leave: tuple[str, ...] = ()

    def wants(self, name: str) -> bool:
        """Return whether a file belongs to it, and cannot run."""
        return (
            name.endswith(SAFE) and not Path(name).name.startswith(".")
            and _matches(name, self.take) and not _matches(name, self.leave)
        )  # fmt: skip

    def on(self, hub: str) -> str:
        """Return its name on a hub; "" where it is not there."""
        return self.hub if hub == "hub" else self.modelscope


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatch(n, p) for p in patterns for n in (name, Path(name).name))


@dataclass(frozen=True, kw_only=True, slots=True)
class Pulled:
    """What lies in ``folder`` now; ``verified`` by modelscope, hub, lock, size or nobody."""

    lock: Lock
    folder: Path
    source: str
    verified: str


def repositories(painter: Painter, *, reference: bool = False) -> list[Repository]:
    """Return the two repositories of a model, and that of what reads a reference picture.

    Raises:
        RefusedInput: a reference is asked for of a model that reads none.
    """
    if reference and not painter.reference:
        raise RefusedInput(
            f"{painter.title} 没有取参考图的权重。", f"{painter.name} reads no reference picture."
        )
    known: Mapping[str, Any] = rulebook.table("repositories")
    found = []
    every = [(lock.BASE, painter.base), (lock.CONTROL, painter.control)]
    for folder, repo in [*every, *([(lock.REFERENCE, painter.reference)] if reference else [])]:
        row = known.get(repo, {})
        found.append(Repository(
            folder, repo, row.get("modelscope", repo), tuple(row.get("take", ("*",))),
            tuple(row.get("leave", ())),
        ))  # fmt: skip
    return found


def pull(
    painter: Painter, source: str = "", folder: str | Path | None = None, *,
    revisions: Mapping[str, str] | None = None, reference: bool = False,
    progress: Progress | None = None,
) -> Pulled:  # fmt: skip
    """Bring a model's weights into its folder and write their lock.

    Args:
        painter: which; research-only ones are refused by ``registry.named`` before.
        source: modelscope, hub, a folder, or "" for ModelScope and, where that fails, the Hub.
        folder: where to; by default the model's own.
        revisions: repository → commit to hold to; the newest where not given.
        reference: also what reads a reference picture, where the model has one.
        progress: told what is done and how far it is, 0..1; raising stops, to be gone on with.

    Raises:
        RefusedInput: unreachable, too little room, another size or hash than listed, or a folder
            that is not what its lock says.
    """
    target = Path(folder) if folder else painter.folder
    say = progress or (lambda _said, _part: None)
    lies = bool(painter.reference) and (target / lock.REFERENCE).is_dir()  # it is locked again
    if source and source not in HUBS:
        return _copied(painter, Path(source), target, say, reference=reference, lies=lies)
    wanted, held = repositories(painter, reference=reference or lies), revisions or {}
    order = [source] if source else list(HUBS)
    for hub, then in zip(order, order[1:], strict=False):
        try:
            return _from(painter, wanted, hub, held, target, say)
        except RefusedInput:
            say(f"{HUBS[hub]} 不成，改从 {HUBS[then]}", 0.0)
    return _from(painter, wanted, order[-1], held, target, say)


def _from(
    painter: Painter, wanted: Sequence[Repository], hub: str, held: Mapping[str, str],
    target: Path, say: Progress,
) -> Pulled:  # fmt: skip
    listed = [_listed(one, hub, held.get(one.hub, "")) for one in wanted]
    every = [(one.folder, there, file) for one, there in listed for file in there.files]
    _room(target, [(f"{folder}/{file.name}", file) for folder, _, file in every])
    whole, past, rows = sum(file.size for *_, file in every) or 1, 0, []
    for folder, there, file in every:
        begun = past

        def tell(done: int, name: str = file.name, before: int = begun) -> None:
            say(f"取 {name}", (before + done) / whole)

        digest = _one(there, file, target / folder, tell)
        rows.append(Locked(path=f"{folder}/{file.name}", size=file.size, sha256=digest))
        past += file.size
    bare = any(not (file.sha256 or file.blob) for *_, file in every)
    revisions = {one.hub: there.revision for one, there in listed}
    return _locked(painter, target, rows, revisions, hub, "size" if bare else hub)


def _listed(one: Repository, hub: str, revision: str) -> tuple[Repository, Listing]:
    """Return a repository with what it holds on a hub, only of files that are wanted."""
    if not one.on(hub):
        raise RefusedInput(
            f"{HUBS[hub]} 上没有 {one.hub}：请写 --from hub，或用 U 盘里的文件夹。",
            f"{one.hub} is not on {hub}.",
        )
    listed = hubs.listing(hub, one.on(hub), revision)
    files = tuple(sorted((f for f in listed.files if one.wants(f.name)), key=lambda f: f.name))
    if not any(f.name.endswith(".safetensors") for f in files):
        raise RefusedInput(
            f"{listed.repo} 里没有 safetensors 权重：请换一处（--from）。",
            f"{listed.repo} holds no safetensors.",
        )
    return one, replace(listed, files=files)


def _room(target: Path, wanted: Sequence[tuple[str, Remote]]) -> None:
    """Refuse before the first byte where the disk has no room for what is still to come."""
    needed = sum(max(file.size - _begun(target / path), 0) for path, file in wanted)
    free = shutil.disk_usage(
        next(p for p in (target, *target.absolute().parents) if p.exists())
    ).free
    if needed + SPARE > free:
        raise RefusedInput(
            f"磁盘只剩 {free / 1e9:.1f} GB，还要 {needed / 1e9:.1f} GB（另留 1 GB）：请腾出地方，或用 --to 换一处。",
            f"{needed / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are free.",
        )


def _begun(path: Path) -> int:
    for one in (path, _part(path)):
        if one.is_file():
            return one.stat().st_size
    return 0


def _part(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _one(listed: Listing, one: Remote, target: Path, tell: Callable[[int], None]) -> str:
    """Fetch a file, or find it there, and return its SHA-256."""
    path = target / one.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size == one.size and (found := _right(path, one)):
        tell(one.size)
        return found
    part = _part(path)
    idle = 0
    while not part.is_file() or part.stat().st_size < one.size:
        had = part.stat().st_size if part.is_file() else 0
        try:
            _stream(listed.address(one.name), part, one, tell)
        except hubs.NETWORK as error:
            gained = part.is_file() and part.stat().st_size > had
            idle = 0 if gained else idle + 1
            if idle >= TRIES:
                raise RefusedInput(
                    f"取 {one.name} 断了（{first_line(error)}）：再跑一次会接着取。",
                    f"{one.name} broke off: {first_line(error)}; run again to go on.",
                ) from error
            time.sleep(min(_PAUSE * 2**idle, 30.0))
        if not one.size:
            part.touch()
            break
    found = _right(part, one) if part.stat().st_size == one.size else ""
    if not found:
        part.unlink()
        raise RefusedInput(
            f"{one.name} 的散列与 {HUBS[listed.hub]} 所列不同，已丢弃：请再取一次，或换 --from。",
            f"{one.name} does not have the hash that {listed.hub} lists; it was thrown away.",
        )
    part.replace(path)
    return found


def _stream(address: str, part: Path, one: Remote, tell: Callable[[int], None]) -> None:
    """Go on with a file until the connection ends.

    Raises:
        OSError, HTTPException: it broke off early.
        RefusedInput: the server means another file than the one listed.
    """
    start = part.stat().st_size if part.is_file() else 0
    with hubs.opened(address, start) as answer:
        whole = answer.headers.get("Content-Range", "").rpartition("/")[2]
        if start and answer.status != 206:  # it begins anew
            start = 0
        told = int(answer.headers.get("Content-Length") or one.size - start) + start
        if told != one.size or (whole.isdigit() and int(whole) != one.size):
            raise RefusedInput(
                f"{one.name} 应有 {one.size} 字节，服务器说 {told}：请换 --from 或稍后再试。",
                f"{one.name} should be {one.size} bytes; the server says {told}.",
            )
        with part.open("ab" if start else "wb") as file:
            done = start
            while chunk := answer.read(_CHUNK):
                done += len(chunk)
                if done > one.size:
                    raise ConnectionError("more bytes than promised")
                file.write(chunk)
                tell(done)
    if done < one.size:
        raise ConnectionError("fewer bytes than promised")


def _right(path: Path, one: Remote) -> str:
    """Return a file's SHA-256, or "" where it is not the one listed."""
    digest, blob = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    blob.update(f"blob {path.stat().st_size}\0".encode())
    for chunk in _chunks(path):
        digest.update(chunk)
        if one.blob:
            blob.update(chunk)
    if one.sha256 and digest.hexdigest() != one.sha256.lower():
        return ""
    if one.blob and blob.hexdigest() != one.blob.lower():
        return ""
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _copied(
    painter: Painter, stick: Path, target: Path, say: Progress, *, reference: bool, lies: bool
) -> Pulled:
    """Copy a folder, held to the lock that lies in it where there is one.

    Args:
        painter: of the weights.
        stick: the folder.
        target: where to.
        say: told of every file.
        reference: what reads a reference picture is wanted too.
        lies: it lies in the target already, and stays locked whether the stick has it or not.
    """
    if not stick.is_dir():
        raise RefusedInput(
            f"来处“{str(stick)[:60]}”不是文件夹；--from 请写 modelscope、hub 或一个文件夹。",
            f"{str(stick)[:60]!r} is no folder.",
        )
    told = lock.read(stick) if (stick / lock.LOCK).is_file() else None
    if told and told.model != painter.name:
        raise RefusedInput(
            f"{stick.name} 里锁的是 {told.model}，不是 {painter.name}：请换一个文件夹。",
            f"{stick.name} holds {told.model}, not {painter.name}.",
        )
    wanted = _of_lock(stick, told) if told else _of_folder(painter, stick, reference=reference)
    carried = any(one.name.startswith(f"{lock.REFERENCE}/") for one in wanted)
    if reference and not carried:
        repositories(painter, reference=True)  # refuses a model that has none
        raise RefusedInput(
            f"{stick.name} 里没有取参考图的权重：请在有网的机器上用 sanjin models pull {painter.name} "
            "--reference 取全了再抄。",
            f"{stick.name} holds no reference weights.",
        )
    _room(target, [(one.name, one) for one in wanted])
    whole, past, rows = sum(f.size for f in wanted) or 1, 0, []
    for one in wanted:
        say(f"抄 {one.name}", past / whole)
        digest = _copy(stick / one.name, target / one.name, one)
        rows.append(Locked(path=one.name, size=one.size, sha256=digest))
        past += one.size
    if lies and not carried:
        rows += [
            one.model_copy(update={"path": f"{lock.REFERENCE}/{one.path}"})
            for one in lock.seal(target / lock.REFERENCE)
        ]
    revisions = told.revisions if told else {painter.base: "local", painter.control: "local"}
    return _locked(painter, target, rows, revisions, "folder", "lock" if told else "nobody")


def _of_lock(stick: Path, told: Lock) -> list[Remote]:
    for one in told.files:
        if not _plain(stick / one.path):
            raise RefusedInput(
                f"{stick.name} 里缺 {one.path}：请把整个文件夹重抄一遍。",
                f"{stick.name} lacks {one.path}.",
            )
    return [Remote(one.path, one.size, one.sha256) for one in told.files]


def _of_folder(painter: Painter, stick: Path, *, reference: bool) -> list[Remote]:
    """Return what lies in ``base/``, ``control/`` and, if wanted, ``reference/`` of a bare folder."""
    found = []
    for one in repositories(painter, reference=reference):
        inside = stick / one.folder
        names = sorted(p.relative_to(inside).as_posix() for p in inside.rglob("*") if _plain(p))
        mine = [n for n in names if one.wants(n)]
        if not any(n.endswith(".safetensors") for n in mine):
            raise RefusedInput(
                f"{stick.name} 里没有 {one.folder}/ 或其中没有 safetensors 权重：{one.hub} 的文件请放进 {one.folder}/。",
                f"{stick.name}/{one.folder} holds no safetensors; put {one.hub} there.",
            )
        found += [Remote(f"{one.folder}/{n}", (inside / n).stat().st_size) for n in mine]
    return found


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _copy(here: Path, there: Path, one: Remote) -> str:
    lock.refuse_code(here, one.name)
    if there.exists() and here.resolve() == there.resolve():
        return _held(here, one)
    known = there.is_file() and one.sha256 and there.stat().st_size == one.size
    if known and (found := _right(there, one)):
        return found  # copied already, before it was broken off
    there.parent.mkdir(parents=True, exist_ok=True)
    part = _part(there)
    shutil.copyfile(here, part)
    try:
        found = _held(part, one)
    except RefusedInput:
        part.unlink()
        raise
    part.replace(there)
    return found


def _held(path: Path, one: Remote) -> str:
    found = _right(path, one) if path.stat().st_size == one.size else ""
    if not found:
        raise RefusedInput(
            f"{one.name} 与锁里记的不是同一份：U 盘里的这份坏了，请从取来它的机器上重抄。",
            f"{one.name} is not the file that the lock names.",
        )
    return found


def _locked(
    painter: Painter, target: Path, rows: list[Locked], revisions: Mapping[str, str], source: str,
    verified: str,
) -> Pulled:  # fmt: skip
    """Write the lock, once nothing in the folder could run code."""
    for row in rows:
        lock.refuse_code(target / row.path, row.path)
    made = Lock(
        model=painter.name, family=painter.family, licence=painter.licence,
        vram_gb=painter.vram_gb, revisions=dict(revisions), files=tuple(rows),
    )  # fmt: skip
    lock.write(target, made)
    return Pulled(lock=made, folder=target, source=source, verified=verified)
