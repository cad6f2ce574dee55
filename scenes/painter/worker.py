"""The worker: paints one job in a process of its own and writes its pictures beside it.

Run as ``python -m scenes.painter.worker JOB.json``. Lines on standard output that begin with ``@``
are ours: ``@0.42 what`` or ``@error [zh, en]``. One worker paints on a device at a
time; the next one waits for it.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path

from filelock import FileLock, Timeout

from heritage_kb.errors import SanjinError, first_line
from heritage_kb.home import cache
from scenes.painter import engine, job
from scenes.painter.process import DONE

_BEAT = 0.5  # seconds between two looks at the device's lock


def main(arguments: list[str]) -> int:
    """Paint the job named; return 0, or 1 after saying what went wrong."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    path = Path(arguments[0]).resolve()
    try:
        _paint(path)
    except SanjinError as error:
        _say(f"error {json.dumps([error.zh, error.en], ensure_ascii=False)}")
        return 1
    except Exception as error:  # noqa: BLE001 - whatever a library raises is told in one line
        traceback.print_exc()
        said = f"画图的进程出错：{first_line(error)}"
        _say(f"error {json.dumps([said, first_line(error)], ensure_ascii=False)}")
        return 1
    return 0


def _paint(path: Path) -> None:
    asked = job.read(path)
    with _alone():
        made = engine.paint(asked, lambda said, part: _say(f"{part:.4f} {said}"))
    for number, picture in enumerate(made.pictures):
        picture.save(path.parent / job.out_name(number))
    told = {"plan": made.plan.record(), "plan_said": made.plan.said, "notes": made.notes}
    (path.parent / DONE).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _alone() -> FileLock:
    """Return the device's lock, held; others are waited for."""
    name = os.environ.get("CUDA_VISIBLE_DEVICES", "all").replace(",", "-") or "none"
    place = cache() / "painting"
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / f"device-{name[:40]}.lock")
    while True:
        try:
            lock.acquire(timeout=0)
            return lock
        except Timeout:
            _say("0 排队中：别的图正在画")
            time.sleep(_BEAT)


def _say(line: str) -> None:
    sys.stdout.write(f"\n@{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
