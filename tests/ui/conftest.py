"""A running app and an installed Chromium, for the tests that look at pages."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_path() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = f"no Chromium on PATH (looked for {', '.join(NAMES)})"
        if os.environ.get("SANJIN_NEEDS_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class App:
    """The app in a process of its own, which can be killed and started again at its address."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home, self.options = home, options
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        root = Path(__file__).resolve().parents[2]
        env = {**os.environ, "SANJIN_HOME": str(self.home)}
        env.pop("SANJIN_SETTINGS", None)
        self._server = subprocess.Popen(
            [sys.executable, "-m", "ui", "ui", "--port", str(self.port), *self.options], cwd=root,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env,
        )  # fmt: skip
        for _ in range(480):
            assert self._server.poll() is None, "the app did not start"
            try:
                urlopen(self.url, timeout=2).close()
                return
            except HTTPError:  # it wants a login
                return
            except OSError:
                time.sleep(0.25)
        raise AssertionError("the app does not answer")

    def kill(self) -> None:
        assert self._server is not None
        self._server.kill()
        self._server.wait(20)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    browser_path()
    app = App(tmp_path_factory.mktemp("家"))
    app.start()
    yield app.url
    app.kill()


@pytest.fixture
def app_at(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """What starts an app of one's own in a home, with options."""
    browser_path()
    started: list[App] = []

    def start(home: Path, *options: str) -> App:
        app = App(home, *options)
        started.append(app)
        app.start()
        return app

    yield start
    for app in started:
        app.kill()


@pytest.fixture(scope="module")  # no longer: its loop would be in the way of asyncio.run
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = browser_path()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


# A page that is loaded anew while it asks whether others have written drops that question.
ABANDONED = re.compile(
    r"signal is aborted without reason|BodyStreamBuffer was aborted"
    r"|Unexpected error Connection errored out"
)


@pytest.fixture
def watched(chromium: Any) -> Iterator[tuple[Any, list[str], list[str]]]:
    """A page, what it asked of other hosts (all refused), and its console errors."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    outside: list[str] = []
    errors: list[str] = []

    def guard(route: Any) -> None:
        url = route.request.url
        if url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            outside.append(url)
            route.abort()

    page.route("**/*", guard)

    def note(said: str) -> None:
        if not ABANDONED.search(said):
            errors.append(said)

    page.on("console", lambda m: note(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: note(str(e)))
    page.set_default_timeout(60_000)
    yield page, outside, errors
    page.close()
