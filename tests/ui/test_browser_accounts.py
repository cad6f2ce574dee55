"""Two people on one server: each their own files; a session that ends over an open page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.conftest import App, browser_path
from tests.ui.english import chinese_left, in_english
from ui.accounts import Accounts

pytestmark = pytest.mark.browser
FILLED = "[...document.querySelectorAll('textarea')].some(t => t.value.length > 60)"


def sign_in(page: Any, url: str, name: str, password: str) -> None:
    page.goto(url)
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", "not-this-one")
    page.click("button")
    page.wait_for_selector("#said:has-text('不对')")
    page.fill("input[name=password]", password)
    page.click("button")
    page.wait_for_selector(f".sj-me:has-text('{name}')")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, dict[str, str]]]:
    """An app that people sign in to, and their passwords."""
    browser_path()
    home = tmp_path_factory.mktemp("几家")
    accounts = Accounts(home / "accounts.db")
    secrets = {name: accounts.add(name) for name in ("张三", "李四", "Zhang")}
    accounts.close()
    app = App(home, "--accounts")
    app.start()
    yield app, secrets
    app.kill()


def test_each_has_their_own_and_nothing_is_lost_when_a_session_ends(
    server: tuple[App, dict[str, str]], chromium: Any
) -> None:
    app, secrets = server
    home = app.home
    pages = {}
    for name in ("张三", "李四"):
        password = secrets[name]
        pages[name] = chromium.new_context().new_page()
        pages[name].set_default_timeout(60_000)
        sign_in(pages[name], app.url, name, password)
    mine, other = pages.values()
    mine.click("#brief-foguang")
    mine.wait_for_function(FILLED)
    with sqlite3.connect(home / "accounts.db") as db:  # the night is over
        db.execute("DELETE FROM sessions WHERE account IN "
                   "(SELECT id FROM accounts WHERE name = '张三')")  # fmt: skip
    db.close()
    mine.click("#do-plan")
    mine.fill("dialog input[name=password]", secrets["张三"])
    mine.click("dialog form button")
    mine.wait_for_selector("#plan :text('郭楔娘')")  # what was sent is done, not lost
    mine.click("#projects > .label-wrap")
    mine.click("#do-pack")
    href = mine.get_attribute("#project-out a[href*='file=']", "href")
    assert mine.request.get(href).status == 200
    assert other.request.get(href).status == 403
    other.reload()
    other.click("#projects > .label-wrap")
    other.wait_for_selector("#project-rows :text('还没有项目')")
    other.get_by_role("tab", name="设置").first.click()
    other.click("[data-look=words][data-value=en]")
    other.wait_for_selector("#do-plan:has-text('Plan the series')", state="attached")
    other.click("[data-look=light][data-value=dark]")
    assert other.evaluate("document.body.classList.contains('dark')")
    other.reload()
    other.wait_for_selector("#do-plan:has-text('Plan the series')")  # this browser's own choice
    mine.click(".sj-me button:has-text('退出')")
    mine.wait_for_selector("#sign-in")
    for page in (mine, other):
        page.context.close()


def test_signing_in_is_said_in_english(server: tuple[App, dict[str, str]], chromium: Any) -> None:
    app, secrets = server
    page = chromium.new_context().new_page()
    in_english(page)
    page.goto(app.url)
    page.fill("input[name=name]", "Zhang")
    page.fill("input[name=password]", "not-this-one")
    page.click("button:has-text('Sign in')")
    page.wait_for_selector("#said:has-text('Wrong name or password')")
    assert chinese_left(page) == []
    page.fill("input[name=password]", secrets["Zhang"])
    page.click("button")
    page.click(".sj-me button:has-text('Change password')")
    page.wait_for_selector("dialog")
    page.wait_for_selector("#set-gate .sj-good", state="attached")
    assert chinese_left(page) == []
    page.context.close()
