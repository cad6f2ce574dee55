"""Is the worker still there? The system holds its lock for it, and lets go when the process dies.

No clock and no process number comes into it: a lock falls with its process, however that ends.
Workers of other machines cannot be asked; their heartbeat tells.
"""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout


class Presence:
    """Holds a worker's lock until it is closed or the process ends.

    Args:
        folder: where locks lie.

    Attributes:
        name: the worker's name; no two are alike.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = f"{_here()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = _lock(folder / self.name)
        self._lock.acquire(timeout=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)


def is_gone(worker: str, folder: Path) -> bool:
    """Tell whether a worker of this machine has ended; False where that cannot be known."""
    if not worker.startswith(f"{_here()}-"):
        return False
    place = folder / worker
    lock = _lock(place)
    if not place.exists():
        return True
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    except (OSError, NotImplementedError):  # a file system without locks
        return False
    lock.release()
    place.unlink(missing_ok=True)
    return True


def _lock(place: Path) -> FileLock:
    return FileLock(place, thread_local=False)


def _here() -> str:
    """Return a name for this machine as long as it runs."""
    told = [platform.node()]
    boot = Path("/proc/sys/kernel/random/boot_id")
    if boot.is_file():
        told.append(boot.read_text("ascii"))
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:8]
