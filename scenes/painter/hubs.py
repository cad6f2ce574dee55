"""What lies on ModelScope and on the Hub: names, sizes and hashes of a repository's files."""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from heritage_kb.errors import RefusedInput, first_line

HUBS = {"modelscope": "ModelScope 魔搭", "hub": "Hugging Face"}
_BASES = {"modelscope": "https://www.modelscope.cn", "hub": "https://huggingface.co"}
_MIRRORS = {"modelscope": "MODELSCOPE_ENDPOINT", "hub": "HF_ENDPOINT"}  # environment variables
_BRANCH = {"modelscope": "master", "hub": "main"}
SAFE = (".safetensors", ".json", ".txt", ".model", ".jinja")  # what cannot run
TIMEOUT = 60.0  # seconds without a byte
_LARGEST_LISTING = 20_000_000
NETWORK = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of a repository: ``sha256``, or for small files of the Hub git's ``blob`` hash."""

    name: str
    size: int
    sha256: str = ""
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository at one commit."""

    hub: str
    repo: str
    revision: str
    files: tuple[Remote, ...]

    def address(self, name: str) -> str:
        """Return where a file is fetched from."""
        path = urllib.parse.quote(name)
        front = "/models" if self.hub == "modelscope" else ""
        return f"{base_of(self.hub)}{front}/{self.repo}/resolve/{self.revision}/{path}"


def base_of(hub: str) -> str:
    """Return the address of a hub, or of the mirror that the environment names."""
    return (os.environ.get(_MIRRORS[hub]) or _BASES[hub]).rstrip("/")


def listing(hub: str, repo: str, revision: str = "") -> Listing:
    """Return what lies in a repository.

    Args:
        hub: modelscope or hub.
        repo: owner/name.
        revision: a commit; the newest where "".

    Raises:
        RefusedInput: it cannot be reached or answers with something else.
    """
    wanted = urllib.parse.quote(revision or _BRANCH[hub], safe="")
    try:
        if hub == "modelscope":
            return _of_modelscope(repo, wanted)
        return _of_hub(repo, wanted)
    except urllib.error.HTTPError as error:
        raise RefusedInput(
            f"{HUBS[hub]} 上取不到 {repo}（{error.code}）：请核对名字，或换 --from。",
            f"{repo} cannot be listed on {hub} ({error.code}).",
        ) from error
    except NETWORK as error:
        raise RefusedInput(
            f"连不上 {HUBS[hub]}（{first_line(error)}）：请检查网络，或换 --from，或用 U 盘里的文件夹。",
            f"{hub} cannot be reached: {first_line(error)}.",
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedInput(
            f"{HUBS[hub]} 的答复读不懂：请稍后再试，或换 --from。", f"{hub} answered oddly."
        ) from error


def _of_modelscope(repo: str, revision: str) -> Listing:
    base = base_of("modelscope")
    said = _asked(f"{base}/api/v1/models/{repo}/repo/files?Revision={revision}&Recursive=true")
    rows = said["Data"]["Files"]
    files = [
        Remote(checked(row["Path"]), int(row["Size"]), str(row.get("Sha256") or ""))
        for row in rows if row.get("Type") != "tree"
    ]  # fmt: skip
    commit = str((said["Data"].get("LatestCommitter") or {}).get("Revision") or revision)
    return Listing("modelscope", repo, commit, tuple(files))


def _of_hub(repo: str, revision: str) -> Listing:
    said = _asked(f"{base_of('hub')}/api/models/{repo}/revision/{revision}?blobs=true")
    files = []
    for row in said["siblings"]:
        large: Mapping[str, Any] = row.get("lfs") or {}
        size = int(large.get("size", row["size"]))
        files.append(Remote(
            checked(row["rfilename"]), size, str(large.get("sha256", "")),
            "" if large else str(row.get("blobId", "")),
        ))  # fmt: skip
    return Listing("hub", repo, str(said["sha"]), tuple(files))


def _asked(address: str) -> Any:
    with opened(address) as answer:
        raw = answer.read(_LARGEST_LISTING + 1)
    if len(raw) > _LARGEST_LISTING:
        raise ValueError("too long")
    return json.loads(raw)


def opened(address: str, start: int = 0) -> Any:
    """Open an address over http(s), from a byte on.

    Raises:
        OSError, HTTPException: as ``urllib``; ValueError for another scheme.
    """
    if not address.startswith(("https://", "http://")):
        raise ValueError("http only")
    headers = {"User-Agent": "sanjin", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    request = urllib.request.Request(address, headers=headers)
    return urllib.request.urlopen(request, timeout=TIMEOUT)


def checked(name: str) -> str:
    """Return a file's name in a repository, if it stays within a folder.

    Raises:
        ValueError: it leads elsewhere.
    """
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or any(ord(c) < 32 for c in name)
    if not name or odd or path.is_absolute() or ".." in path.parts or len(name) > 300:
        raise ValueError(f"odd name {name[:60]!r}")
    return str(path)
