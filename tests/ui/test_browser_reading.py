"""In 「预审」, in a real browser: a model reads a script through where one is plugged in, else nobody can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.models.endpoint import Endpoint, Reply
from tests.ui.english import AT_REST, chinese_left, rests
from tests.ui.test_prereview import CLASH, TWO

pytestmark = pytest.mark.browser


@pytest.fixture
def plugged(tmp_path: Path, app_at: Any) -> Iterator[tuple[str, Endpoint]]:
    """An app with a reader behind a local endpoint, and one that lacks its key."""
    pytest.importorskip("langchain_openai")
    with Endpoint({"clashes": [CLASH], "keep": []}) as endpoint:
        home = tmp_path / "家"
        home.mkdir()
        (home / "settings.toml").write_text(
            f'[models.reads]\nkind = "openai"\nbase_url = "{endpoint.url}"\nmodel = "drama-1"\n'
            'retries = 0\nprice = {input = 2.0, output = 8.0}\n'
            '[models.keyless]\nkind = "openai"\nbase_url = "https://127.0.0.1:9/v1"\n'
            'model = "x"\napi_key_env = "NO_SUCH_KEY"\n', "utf-8",
        )  # fmt: skip
        yield app_at(home).url, endpoint


def brought(page: Any, url: str, tmp_path: Path, tab: str = "预审") -> None:
    page.goto(url)
    page.get_by_role("tab", name=tab, exact=True).first.click()
    file = tmp_path / "两集.txt"
    file.write_text(TWO, "utf-8")
    page.set_input_files("#own-file input[type=file]", str(file))
    page.wait_for_selector("#own-rows .sj-row")


def choose(page: Any, name: str) -> None:
    page.click("#own-reader input")
    page.get_by_role("option").filter(has_text=name).first.click()


def test_a_model_reads_through_is_stopped_fails_and_says_so(
    plugged: tuple[str, Endpoint], watched: tuple[Any, list[str], list[str]], tmp_path: Path
) -> None:
    page, outside, errors = watched
    url, endpoint = plugged
    brought(page, url, tmp_path)
    choose(page, "keyless")
    page.wait_for_selector("#reader-say .sj-bad:has-text('NO_SUCH_KEY')")
    choose(page, "reads")
    page.wait_for_selector("#reader-say :text('通读要问 1 次')")
    assert "CNY" in page.inner_text("#reader-say")
    assert int(page.input_value("#own-reader-most input")) > 0
    assert endpoint.calls == 0
    page.click("#do-check")
    page.wait_for_selector("#own-findings :text('模型读出（物件）')")
    assert "通读了 1 段" in page.inner_text("#own-findings")

    endpoint.replies = [Reply(text="{}", wait_s=30)]
    page.click("#do-check")
    page.wait_for_selector("#job-bar :text('通读第 1 段')")
    page.click("#job-stop")
    page.wait_for_selector("#job-bar :text('已停下')")
    endpoint.replies = [Reply(status=500, error="broken")]
    page.click("#job-again")
    page.wait_for_selector("#own-findings .sj-bad:has-text('只按规则审')")
    assert outside == []
    assert errors == []


def test_the_reading_is_told_in_english(
    plugged: tuple[str, Endpoint], watched: tuple[Any, list[str], list[str]], tmp_path: Path
) -> None:
    page, _, errors = watched
    page.add_init_script(AT_REST)
    page.add_init_script("localStorage.setItem('sanjin-words', 'en')")
    brought(page, plugged[0], tmp_path, "Pre-review")
    choose(page, "reads")
    page.wait_for_selector("#reader-say :text('A reading takes 1 question')")
    page.click("#do-check")
    page.wait_for_selector("#own-findings :text('Read by a model')")
    rests(page)
    assert chinese_left(page) == []
    assert errors == []


def test_nobody_is_offered_where_no_model_is_plugged_in(
    address: str, watched: tuple[Any, list[str], list[str]], tmp_path: Path
) -> None:
    page, _, _ = watched
    brought(page, address, tmp_path)
    assert not page.is_visible("#own-reader")
