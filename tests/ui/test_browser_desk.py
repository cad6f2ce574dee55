"""The desk in a real browser: nothing is lost by a reload or a kill, a model writes, lines are revised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.models.endpoint import Endpoint, Reply
from tests.scriptgen.writing.fake import BRIEF
from tests.scriptgen.writing.test_by_endpoint import scene

pytestmark = pytest.mark.browser
SHORT = BRIEF | {"episodes": 2, "seconds": 45}
PICK = "#script [data-pick]"


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "题材.json"
    file.write_text(json.dumps(SHORT, ensure_ascii=False), "utf-8")
    return file


def read_in(page: Any, brief: Path) -> None:
    """Have an open page read a brief's file into its form."""
    with page.expect_file_chooser() as chooser:
        page.click("#brief-file")
    chooser.value.set_files(str(brief))
    page.wait_for_selector("#brief-say .sj-good")


def planned(page: Any, url: str, brief: Path) -> None:
    """Open the app and have a plan made of a brief's file."""
    page.goto(url)
    page.wait_for_selector("#do-plan")
    read_in(page, brief)
    page.click("#do-plan")
    page.wait_for_selector("#plan .sj-outline")


def write_first(page: Any) -> None:
    page.get_by_label("第 1 集", exact=True).check()
    page.click("#do-write")
    page.wait_for_selector("#script [data-pick]")


def line(page: Any, number: int) -> str:
    return str(page.locator("#script .sj-text").nth(number).inner_text())


@pytest.mark.parametrize("width", [1440, 390])
def test_a_line_is_typed_locked_revised_and_taken_back(
    address: str, watched: tuple[Any, list[str], list[str]], brief: Path, width: int
) -> None:
    page, outside, errors = watched
    page.set_viewport_size({"width": width, "height": 844})
    planned(page, address, brief)
    write_first(page)

    page.locator(PICK).nth(0).click()
    page.click("#script [data-revise]")
    page.fill("#revise-own textarea", "她把手里的灯举高了些。")
    page.wait_for_selector("#own-line-say :text('存好了')")
    page.click("#do-lock")  # straight after typing, as a writer does
    page.wait_for_selector("#script .sj-locked :text('她把手里的灯举高了些。')")
    assert page.locator("#revise-own textarea").count() == 0  # a locked line takes no typing

    page.fill("#revise-at textarea, #revise-at input", "1")
    page.locator("#revise-do").get_by_label("压缩", exact=True).check()
    page.fill("#revise-to textarea, #revise-to input", "70%")
    before = page.locator("#script .sj-text").all_inner_texts()
    page.click("#do-propose")
    page.wait_for_selector("#revise-offers [data-op]")
    assert page.locator("#script .sj-text").all_inner_texts() == before  # nothing is changed yet
    boxes = page.locator("#revise-offers [data-op]")
    for number in range(1, boxes.count()):
        boxes.nth(number).uncheck()
    page.click("#revise-offers .sj-take")
    page.wait_for_selector("#revise-say :text('采纳了 1 处')")
    changed = page.locator("#script .sj-text").all_inner_texts()
    assert changed != before
    assert changed[0] == before[0]  # the lock holds
    page.click("#do-takeback")
    page.wait_for_selector("#revise-say :text('撤回了')")
    assert page.locator("#script .sj-text").all_inner_texts() == before

    page.reload()
    page.wait_for_selector("#script .sj-locked :text('她把手里的灯举高了些。')")
    assert page.input_value("#brief-title textarea, #brief-title input") == SHORT["title"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert outside == []
    assert errors == []


def test_two_browsers_do_not_see_each_others_projects(
    address: str, chromium: Any, watched: tuple[Any, list[str], list[str]], brief: Path
) -> None:
    page, _, _ = watched
    planned(page, address, brief)
    page.locator("#projects > .label-wrap").click()
    page.wait_for_selector("#project-rows [aria-current] :text('梁上名')")
    other = chromium.new_page()
    try:
        other.goto(address)
        other.locator("#projects > .label-wrap").click()
        other.wait_for_selector("#project-rows :text('还没有项目')")
        assert other.locator("#plan .sj-outline").count() == 0
    finally:
        other.close()

    page.fill("#project-name textarea, #project-name input", "我的戏")
    page.click("#do-rename")
    page.wait_for_selector("#project-rows :text('我的戏')")
    page.locator("#project-rows [data-do='drop']").click()
    page.wait_for_selector("#project-rows summary:has-text('回收站')")
    assert page.locator("#plan .sj-outline").count() == 0
    page.locator("#project-rows summary").click()
    page.locator("#project-rows [data-do='back']").click()
    page.wait_for_selector("#plan .sj-outline")


@pytest.fixture
def plugged(tmp_path: Path, app_at: Any) -> Iterator[tuple[Any, Endpoint]]:
    """An app with a model of its own behind a local endpoint."""
    pytest.importorskip("langchain_openai")
    with Endpoint(scene) as endpoint:
        home = tmp_path / "家"
        home.mkdir()
        (home / "settings.toml").write_text(
            f'[models.main]\nkind = "openai"\nbase_url = "{endpoint.url}"\nmodel = "drama-1"\n'
            'retries = 0\nprice = {input = 2.0, output = 8.0}\n'
            '[models.keyless]\nkind = "openai"\nbase_url = "https://127.0.0.1:9/v1"\n'
            'model = "x"\napi_key_env = "NO_SUCH_KEY"\n', "utf-8",
        )  # fmt: skip
        yield app_at(home), endpoint


def slowly(body: dict[str, Any]) -> Reply:
    return Reply(text=json.dumps(scene(body), ensure_ascii=False), wait_s=30)


def test_a_model_writes_is_killed_and_goes_on(
    plugged: tuple[Any, Endpoint], watched: tuple[Any, list[str], list[str]], brief: Path
) -> None:
    page, outside, errors = watched
    app, endpoint = plugged
    planned(page, app.url, brief)
    page.get_by_label("全部", exact=True).check()
    page.locator("#writer").get_by_label("keyless").check()
    page.wait_for_selector("#writer-say .sj-bad:has-text('NO_SUCH_KEY')")
    page.locator("#writer").get_by_label("main").check()
    page.wait_for_selector("#writer-say :text('词元')")
    assert "CNY" in page.inner_text("#writer-say")

    endpoint.replies = [scene] * 2 + [slowly]  # the first scenes come, then the line is slow
    page.click("#do-write")
    page.wait_for_selector("#job-bar .sj-progress :text('问了')")
    page.goto("about:blank")  # the browser is closed, then the app dies
    app.kill()
    endpoint.replies = [scene]
    asked = len(endpoint.bodies)
    assert asked >= 1
    app.start()
    page.goto(app.url)
    page.wait_for_selector("#job-bar :text('三晋就关了')")
    errors.clear()  # of the line that was cut
    page.click("#job-again")
    page.wait_for_selector("#write-say :text('写好 2 集')")
    assert "问了" in page.inner_text("#write-say")
    said = {one["text"] for body in endpoint.bodies for one in scene(body)["lines"]}
    lines = page.locator("#script .sj-text").all_inner_texts()
    assert sum(one in said for one in lines) > len(lines) / 2
    assert not page.locator("#job-bar").is_visible()
    assert outside == []
    assert errors == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_logline_is_chosen_and_one_element_told_otherwise_and_taken_back(
    address: str, watched: tuple[Any, list[str], list[str]], brief: Path, width: int
) -> None:
    page, outside, errors = watched
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    read_in(page, brief)
    page.click("#do-loglines")
    page.wait_for_selector("#loglines [data-offer='3']")
    page.locator("#loglines [data-do='choose']").nth(1).click()
    page.wait_for_selector("#plan .sj-outline")
    assert page.input_value("#brief-logline textarea") == SHORT["logline"]

    hook = page.locator("#plan [data-at='episode.1.cliffhanger']")
    value = hook.locator(".sj-value")
    before = value.inner_text()
    hook.click()
    page.click("#plan-tools [data-plan='regenerate']")
    page.wait_for_selector("#plan-offer summary:has-text('牵动')")
    assert value.inner_text() == before  # nothing is changed yet
    page.click("#plan-offer [data-do='take']")
    page.wait_for_selector("#plan-say :text('采纳了')")
    assert value.inner_text() != before
    page.click("#do-plan-undo")
    page.wait_for_selector("#plan-say :text('撤回了')")
    assert value.inner_text() == before

    hook.click()
    page.click("#plan-tools [data-plan='lock']")
    page.wait_for_selector("#plan [data-at='episode.1.cliffhanger'].sj-held")
    voice = page.locator("#plan [data-at='character.1.voice']")
    voice.click()
    page.click("#plan-tools [data-plan='edit']")
    page.fill("#plan .sj-edit textarea", "说半句，留半句")
    page.click("#plan .sj-edit .sj-take")
    page.wait_for_selector("#plan [data-at='character.1.voice'] :text('说半句，留半句')")
    assert errors == []
    page.reload()
    page.wait_for_selector("#plan [data-at='character.1.voice'] :text('说半句，留半句')")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert outside == []


@pytest.mark.parametrize("width", [390])
def test_the_gate_answers_its_way_out_is_taken_and_the_set_is_made(
    address: str, watched: tuple[Any, list[str], list[str]], width: int
) -> None:
    page, outside, errors = watched
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    page.wait_for_selector("#set-gate .sj-good")
    page.locator("#set-gate").scroll_into_view_if_needed()  # a first look draws a draft
    page.wait_for_function("document.querySelector('#set-preview img')?.naturalHeight > 600")
    page.click("#set-roof input")
    page.get_by_role("option", name="硬山").click()
    page.wait_for_selector("#set-gate :text('roof.flush')")
    page.click("#do-set")
    page.wait_for_selector("#set-say :text('还造不了')")
    page.locator("#set-gate [data-fix]").first.click()
    page.wait_for_selector("#set-gate .sj-good")
    assert page.input_value("#set-roof input") == "悬山"
    page.wait_for_selector("#set-measures :text('通面阔')")
    page.wait_for_function("document.querySelector('#set-preview img')?.naturalHeight > 600")

    page.locator("#set-preset label").first.click()
    page.click("#do-set")
    page.wait_for_function(
        "document.querySelector('#set-plate img')?.naturalWidth >= 288", timeout=180_000
    )
    page.click("#set-facts > .label-wrap")
    page.wait_for_selector("#set-record :text('图中想象')")
    with page.expect_download() as download:
        page.click("#download-set")
    assert download.value.suggested_filename.endswith("布景.zip")
    assert errors == []
    page.reload()  # what was chosen and what was made are still there
    page.locator("#set-plate img").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('#set-plate img')?.naturalWidth >= 288")
    assert page.input_value("#set-roof input") == "悬山"
    page.fill("#set-heading textarea, #set-heading input", "1-1 日 外 村口")
    page.keyboard.press("Tab")  # without the enter key
    title = "document.querySelector('#set-title :is(input, textarea)').value"
    page.wait_for_function(f"{title}.includes('村口')")
    page.fill("#set-heading textarea, #set-heading input", "1-1 暮 外 镇国寺·万佛殿前")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#set-period input').value === '五代'")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert outside == []
