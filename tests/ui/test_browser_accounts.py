"""Two people on one server: each their own files; a session that ends over an open page."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import App
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


def test_each_has_their_own_and_nothing_is_lost_when_a_session_ends(
    app_at: Callable[..., App], chromium: Any, tmp_path: Path
) -> None:
    home = tmp_path / "家"
    accounts = Accounts(home / "accounts.db")
    secrets = {name: accounts.add(name) for name in ("张三", "李四")}
    accounts.close()
    app = app_at(home, "--accounts")
    pages = {}
    for name, password in secrets.items():
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
