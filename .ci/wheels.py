"""Check that the base of pyproject resolves to wheels on Linux, Windows and macOS.

Asks pip for a dry-run install of the declared dependencies, wheels only, once a platform. Needs
the package index; exits 1 and names the platform that fails.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS = {
    "Linux x86-64": ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64"],
    "Windows x86-64": ["win_amd64"],
    "macOS 14 arm64": ["macosx_14_0_arm64"],
}
# pip asks the markers of this machine, whatever platform it resolves for: we ask those of that one.
MARKERS = {
    "Linux x86-64": {"sys_platform": "linux", "platform_machine": "x86_64"},
    "Windows x86-64": {"sys_platform": "win32", "platform_machine": "AMD64"},
    "macOS 14 arm64": {"sys_platform": "darwin", "platform_machine": "arm64"},
}
PYTHONS = ["3.11", "3.12", "3.13"]


def resolves(platform: list[str], python: str, needs: list[str]) -> str:
    """Return an empty string, or the last line of what pip said."""
    with tempfile.TemporaryDirectory() as target:
        flags = [part for tag in platform for part in ("--platform", tag)]
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--dry-run",
                "--quiet",
                "--target",
                target,
                "--only-binary=:all:",
                "--python-version",
                python,
                "--no-cache-dir",
                "--constraint",
                str(ROOT / "constraints.txt"),
                *flags,
                *needs,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["?"])[-1]


def needed(needs: list[str], markers: dict[str, str]) -> list[str]:
    """Return the requirements that hold on a platform, without their markers."""
    kept = []
    for need in map(Requirement, needs):
        if need.marker is None or need.marker.evaluate(markers):
            need.marker = None
            kept.append(str(need))
    return kept


def main() -> int:
    """Print one line a platform and Python; return 1 if any fails."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    failed = 0
    for name, tags in PLATFORMS.items():
        for python in PYTHONS:
            said = resolves(tags, python, needed(project["dependencies"], MARKERS[name]))
            failed += bool(said)
            sys.stdout.write(f"{name}, Python {python}: {said or 'wheels only, ok'}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
