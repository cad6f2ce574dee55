"""Weights onto this machine: from ModelScope, the Hub or a folder on a stick, hashed and locked.

A file appears under its own name only once its size and hash are right; what was begun lies beside
it as ``NAME.part`` and is gone on with. Nothing that could run code is ever fetched or copied.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput, UnknownName, first_line
from heritage_kb.home import home
from scenes import rulebook
from scenes.painter import hubs
from scenes.painter.hubs import HUBS, SAFE, Listing, Remote

Progress = Callable[[str, float], None]
LOCK = "models.lock.toml"
SPARE = 1_000_000_000  # bytes left free on the disk
TRIES = 6  # times a connection may break without a byte gained
_PAUSE = 1.0  # seconds before going on, doubled each time
_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """What can be pulled. ``repos`` by hub; ``take`` and ``leave`` are patterns of names."""

    name: str
    title: str
    repos: Mapping[str, str]
    licence: str
    research: bool = False
    take: tuple[str, ...] = ("*",)
    leave: tuple[str, ...] = ()

    def wants(self, name: str) -> bool:
        """Return whether a file belongs to it, and cannot run."""
        taken = any(
            fnmatch.fnmatch(name, p) or fnmatch.fnmatch(Path(name).name, p) for p in self.take
        )
        left = any(
            fnmatch.fnmatch(name, p) or fnmatch.fnmatch(Path(name).name, p) for p in self.leave
        )
        return taken and not left and name.endswith(SAFE) and not Path(name).name.startswith(".")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pulled:
    """What lies on this machine now: name → (bytes, sha256); ``verified`` by whom."""

    name: str
    folder: Path
    source: str
    repo: str
    revision: str
    licence: str
    research: bool
    verified: str
    files: Mapping[str, tuple[int, str]]


def known(*, research: bool = False) -> list[Weights]:
    """Return what can be pulled; research-only weights only where they are allowed."""
    rows = [_weights(row) for row in rulebook.table("weights")["weights"]]
    return [one for one in rows if research or not one.research]


def _weights(row: Mapping[str, Any]) -> Weights:
    return Weights(
        name=row["name"], title=row["title"], licence=row["licence"],
        repos={hub: row[hub] for hub in HUBS if hub in row}, research=row.get("research", False),
        take=tuple(row["take"]), leave=tuple(row.get("leave", ())),
    )  # fmt: skip


def named(name: str, *, research: bool = False) -> Weights:
    """Return weights by name.

    Raises:
        UnknownName: none is called so.
        RefusedInput: they are for research only, which is not allowed here.
    """
    found = next((one for one in known(research=True) if one.name == name), None)
    if found is None:
        raise UnknownName(
            f"没有叫“{name[:40]}”的权重；可取 {'、'.join(one.name for one in known())}。",
            f"No weights {name[:40]!r}; there are {', '.join(one.name for one in known())}.",
        )
    if found.research and not research:
        raise RefusedInput(
            f"{found.title} 的许可是 {found.licence}，不得商用：确为研究评估，请加 --allow-research。",
            f"{name} is for research only ({found.licence}); add --allow-research.",
        )
    return found


def pull(
    weights: Weights, source: str = "", folder: str | Path | None = None, *,
    revision: str = "", progress: Progress | None = None,
) -> Pulled:  # fmt: skip
    """Bring weights into a folder and write their lock.

    Args:
        weights: what.
        source: modelscope, hub, a folder, or "" for ModelScope and, where that fails, the Hub.
        folder: where to; by default ``models/NAME`` in the data folder.
        revision: a commit to hold to; the newest where "".
        progress: told what is done and how far it is, 0..1; raising stops, to be gone on with.

    Raises:
        RefusedInput: unreachable, too little room, another size or hash than listed, or a folder
            that is not what its lock says.
    """
    target = Path(folder) if folder else home() / "models" / weights.name
    say = progress or (lambda _said, _part: None)
    if source and source not in HUBS:
        return _copied(weights, Path(source), target, say)
    order = [source] if source else [hub for hub in HUBS if hub in weights.repos]
    for number, hub in enumerate(order):
        if hub not in weights.repos:
            raise RefusedInput(
                f"{HUBS[hub]} 上没有 {weights.name}：请换 --from {'、'.join(weights.repos)}。",
                f"{weights.name} is not on {hub}.",
            )
        try:
            return _fetched(weights, hubs.listing(hub, weights.repos[hub], revision), target, say)
        except RefusedInput:
            if number + 1 == len(order):
                raise
            say(f"{HUBS[hub]} 不成，改从 {HUBS[order[number + 1]]}", 0.0)
    raise RefusedInput(f"{weights.name} 没有写从哪里取。", f"{weights.name} has no source.")


def _fetched(weights: Weights, listed: Listing, target: Path, say: Progress) -> Pulled:
    wanted = sorted((f for f in listed.files if weights.wants(f.name)), key=lambda f: f.name)
    if not any(f.name.endswith(".safetensors") for f in wanted):
        raise RefusedInput(
            f"{listed.repo} 里没有 safetensors 权重：请换一处（--from）。",
            f"{listed.repo} holds no safetensors.",
        )
    _room(target, wanted)
    whole, past = sum(f.size for f in wanted) or 1, 0
    files = {}
    for one in wanted:
        begun = past

        def tell(done: int, name: str = one.name, before: int = begun) -> None:
            say(f"取 {name}", (before + done) / whole)

        files[one.name] = (one.size, _one(listed, one, target, tell))
        past += one.size
    bare = [f.name for f in wanted if not (f.sha256 or f.blob)]
    pulled = Pulled(
        name=weights.name, folder=target, source=listed.hub, repo=listed.repo,
        revision=listed.revision, licence=weights.licence, research=weights.research,
        verified="size" if bare else listed.hub, files=files,
    )  # fmt: skip
    return locked(pulled)


def _room(target: Path, wanted: Sequence[Remote]) -> None:
    """Refuse before the first byte where the disk has no room for what is still to come."""
    needed = sum(f.size - _begun(target / f.name) for f in wanted)
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


def _copied(weights: Weights, stick: Path, target: Path, say: Progress) -> Pulled:
    """Copy a folder, held to the lock that lies in it where there is one."""
    if not stick.is_dir():
        raise RefusedInput(
            f"来处“{str(stick)[:60]}”不是文件夹；--from 请写 modelscope、hub 或一个文件夹。",
            f"{str(stick)[:60]!r} is no folder.",
        )
    told = read_lock(stick) if (stick / LOCK).is_file() else None
    if told and told["name"] != weights.name:
        raise RefusedInput(
            f"{stick.name} 里锁的是 {told['name']}，不是 {weights.name}：请换一个文件夹。",
            f"{stick.name} holds {told['name']}, not {weights.name}.",
        )
    wanted = _of_folder(weights, stick, told)
    _room(target, wanted)
    whole, past, files = sum(f.size for f in wanted) or 1, 0, {}
    for one in wanted:
        say(f"抄 {one.name}", past / whole)
        files[one.name] = (one.size, _copy(stick / one.name, target / one.name, one))
        past += one.size
    origin = told or {"source": "folder", "repo": "", "revision": ""}
    return locked(Pulled(
        name=weights.name, folder=target, source=origin["source"], repo=origin["repo"],
        revision=origin["revision"], licence=weights.licence, research=weights.research,
        verified="lock" if told else "nobody", files=files,
    ))  # fmt: skip


def _of_folder(weights: Weights, stick: Path, told: Mapping[str, Any] | None) -> list[Remote]:
    if told:
        rows = [Remote(hubs.checked(n), size, sha) for n, (size, sha) in told["files"].items()]
    else:
        top = [stick / n for n in ("model_index.json", "config.json")]
        if not any(p.is_file() for p in top) and _astray(stick):
            raise RefusedInput(
                f"{stick.name} 不像一个模型的文件夹：--from 请写到 model_index.json 或 config.json 所在的那一层。",
                f"{stick.name} is not a model's folder: no model_index.json or config.json.",
            )
        names = sorted(p.relative_to(stick).as_posix() for p in stick.rglob("*") if _plain(p))
        rows = [Remote(n, (stick / n).stat().st_size) for n in names if weights.wants(n)]
    missing = [r.name for r in rows if not _plain(stick / r.name)]
    if missing or not any(r.name.endswith(".safetensors") for r in rows):
        what = f"缺 {missing[0]}" if missing else "没有 safetensors 权重"
        raise RefusedInput(
            f"{stick.name} 里{what}：请把整个文件夹重抄一遍。", f"{stick.name} is not complete."
        )
    return [r for r in rows if r.name.endswith(SAFE)]


def _astray(stick: Path) -> bool:
    """Return whether weights lie only deeper down: a folder of folders, not a model's."""
    return not any(stick.glob("*.safetensors")) and any(stick.glob("*/**/*.safetensors"))


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _copy(here: Path, there: Path, one: Remote) -> str:
    there.parent.mkdir(parents=True, exist_ok=True)
    part = _part(there)
    shutil.copyfile(here, part)
    found = _right(part, one) if part.stat().st_size == one.size else ""
    if not found:
        part.unlink()
        raise RefusedInput(
            f"{one.name} 与锁里记的不是同一份：U 盘里的这份坏了，请重抄。",
            f"{one.name} is not the file that the lock names.",
        )
    part.replace(there)
    return found


def locked(pulled: Pulled) -> Pulled:
    """Write what lies in a folder into its lock, and return it."""
    rows = [
        f"{key} = {json.dumps(getattr(pulled, key), ensure_ascii=False)}"
        for key in ("name", "source", "repo", "revision", "licence", "research", "verified")
    ]
    for name, (size, digest) in pulled.files.items():
        rows += ["", "[[file]]", f"name = {json.dumps(name, ensure_ascii=False)}",
                 f"size = {size}", f'sha256 = "{digest}"']  # fmt: skip
    part = pulled.folder / (LOCK + ".part")
    part.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    part.replace(pulled.folder / LOCK)
    return pulled


def read_lock(folder: str | Path) -> dict[str, Any]:
    """Return the lock in a folder; ``files`` is name → (bytes, sha256).

    Raises:
        RefusedInput: there is none or it cannot be read.
    """
    file = Path(folder) / LOCK
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        files = {hubs.checked(r["name"]): (int(r["size"]), str(r["sha256"])) for r in told["file"]}
        kept = {k: str(told[k]) for k in ("name", "source", "repo", "revision", "licence")}
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise RefusedInput(
            f"{Path(folder).name} 里的 {LOCK} 读不出：请用 sanjin models pull 重取。",
            f"{LOCK} in {Path(folder).name} cannot be read.",
        ) from wrong
    return {**kept, "research": bool(told.get("research")), "files": files}
