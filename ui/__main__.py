"""``python -m ui`` and the ``sanjin`` command: one door, which Ctrl-C closes quietly."""

from __future__ import annotations

import signal
import sys
from typing import Any


class _Stopped(KeyboardInterrupt):
    """Ctrl-C.

    A KeyboardInterrupt that passes through an exec() makes Python die by the signal at its end
    even where it was caught; one of another class does not.
    """


def _stop(*_: Any) -> None:
    raise _Stopped


def main() -> int:
    """Run the command and return its exit code: 130 also where it was stopped while loading."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    try:
        from ui.cli import main as run

        return run()
    except KeyboardInterrupt:
        sys.stderr.write("已停止；原有文件没有改动。\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
