"""Two windows of one person with one project: neither writes over the other, each sees what is new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.writing.fake import BRIEF
from tests.ui.test_browser_desk import PICK, line, planned, write_first

pytestmark = pytest.mark.browser
OWN = "#revise-own textarea"


@pytest.fixture
def windows(address: str, chromium: Any, tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    """Two pages of one browser with one written project."""
    file = tmp_path / "题材.json"
    file.write_text(json.dumps(BRIEF | {"episodes": 1, "seconds": 45}, ensure_ascii=False), "utf-8")
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    one, other = context.new_page(), context.new_page()
    planned(one, address, file)
    write_first(one)
    one.wait_for_selector("#write-say :text('写好')")
    other.goto(address)
    other.wait_for_selector(PICK)
    yield one, other
    context.close()


def comes_to_the_front(page: Any) -> None:
    page.wait_for_timeout(600)
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def types(page: Any, number: int, text: str) -> None:
    page.locator(PICK).nth(number).click()
    page.wait_for_selector(OWN)
    page.fill(OWN, text)
    page.wait_for_selector("#own-line-say :text('存好了')")


def test_a_window_that_comes_to_the_front_shows_what_was_written_in_the_other(
    windows: tuple[Any, Any],
) -> None:
    one, other = windows
    types(one, 0, "她把手里的灯举高了些。")
    assert line(other, 0) != "她把手里的灯举高了些。"
    comes_to_the_front(other)
    other.wait_for_selector("#script .sj-text:text('她把手里的灯举高了些。')")
    assert "在别处改了 1 处" in other.inner_text("#catch-up-say")
    comes_to_the_front(one)  # its own words are no news to it
    one.wait_for_timeout(1500)
    assert one.inner_text("#catch-up-say") == ""

    hook = "[data-at='character.1.voice']"  # and what is decided of the plan
    one.locator(f"#plan {hook}").click()
    one.evaluate(
        "document.querySelector('#do-catch-up').click()"
    )  # the page asks while she presses
    one.click("#plan-tools [data-plan='edit']", timeout=5_000)
    one.fill("#plan .sj-edit textarea", "一句一顿")
    other.locator(f"#plan {hook}").click()
    other.click("#plan-tools [data-plan='edit']")
    other.fill("#plan .sj-edit textarea", "说半句，留半句")
    other.click("#plan .sj-edit .sj-take")
    other.click("#plan-offer [data-do='take']")
    other.wait_for_selector(f"#plan {hook} :text('说半句，留半句')")
    one.evaluate(
        "document.querySelector('#do-catch-up').click()"
    )  # asked a moment before she began
    one.wait_for_selector("#catch-up-say :text('在别处改了 1 处')")
    one.wait_for_selector(f"#plan {hook} :text('说半句，留半句')", state="attached")
    assert one.input_value("#plan .sj-edit textarea") == "一句一顿"  # what is being written stays
    one.click("#plan .sj-edit .sj-take")  # on what stood there before
    one.wait_for_selector("#plan-say :text('在别处先改了')")
    assert "说半句，留半句" in one.inner_text(f"#plan {hook} .sj-value")
    assert "一句一顿" in one.inner_text("#plan-offer")

    one.locator(f"#plan {hook}").click()  # and where its place is gone, it is shown to be copied
    one.click("#plan-tools [data-plan='edit']")
    one.fill("#plan .sj-edit textarea", "不带口音")
    one.evaluate("at => document.querySelector(at).remove()", f"#plan {hook}")
    one.wait_for_selector("#field-say :text('写的字抄在这里：不带口音')")


def test_words_for_a_line_that_was_changed_elsewhere_stand_beside_it(
    windows: tuple[Any, Any],
) -> None:
    one, other = windows
    for page in windows:
        page.locator(PICK).nth(0).click()
        page.wait_for_selector(OWN)
    one.fill(OWN, "她把手里的灯举高了些。")
    one.wait_for_selector("#own-line-say :text('存好了')")
    other.fill(OWN, "她吹灭了灯。")
    other.wait_for_selector("#own-line-say .sj-clash")
    said = other.inner_text("#own-line-say")
    assert "她把手里的灯举高了些。" in said
    assert "她吹灭了灯。" in said
    other.locator(OWN).press_sequentially("屋里黑下来。")  # she goes on: it is no second proposal
    other.wait_for_selector("#own-line-say dd:text('屋里黑下来。')")
    other.reload()  # nothing was laid over what stands, and nothing is lost
    other.wait_for_selector(PICK)
    assert line(other, 0) == "她把手里的灯举高了些。"
    assert other.locator("#revise-offers [data-offer]").count() == 1
    assert "屋里黑下来。" in other.inner_text("#revise-offers")
    other.locator(PICK).nth(0).click()
    other.wait_for_selector(OWN)
    one.fill(OWN, "她把灯放下。")
    one.wait_for_selector("#own-line-say :text('存好了')")
    other.fill(OWN, "她捂住了灯。")
    other.click("#own-line-say [data-do='take']")
    other.wait_for_selector("#script .sj-text:text('她捂住了灯。')")
    assert other.input_value(OWN) == "她捂住了灯。"
    comes_to_the_front(one)
    one.wait_for_selector("#script .sj-text:text('她捂住了灯。')")
    assert one.input_value(OWN) == "她捂住了灯。"  # nothing unsent stood in it


def test_back_returns_to_where_one_was_and_no_unsent_word_is_lost(windows: tuple[Any, Any]) -> None:
    page, other = windows
    other.close()
    page.click(".sj-rail [data-step='step-brief']")
    page.wait_for_function("location.hash === '#step-brief'")
    page.fill("#brief-logline textarea", "没有按出方案的话。")
    page.click(".sj-rail [data-step='step-review']")
    page.wait_for_function("location.hash === '#step-review'")
    page.keyboard.press("Home")  # one scrolls by oneself, and stays
    page.wait_for_function("location.hash === '#step-brief'")
    page.get_by_role("tab", name="知识库").first.click()
    page.wait_for_selector("#kb-query textarea, #kb-query input", state="visible")
    assert page.evaluate("location.hash") == "#tab-2"
    for where in ("#step-brief", "#step-review", "#step-brief"):
        page.go_back()
        page.wait_for_function("at => location.hash === at", arg=where)
        page.wait_for_selector("#step-brief", state="visible")
    assert page.input_value("#brief-logline textarea") == "没有按出方案的话。"
    page.reload()
    page.wait_for_selector(
        "#undo-say, .sj-toast:has-text('没有存的字放回了原处')", state="attached"
    )
    page.wait_for_function(
        "document.querySelector('#brief-logline textarea').value === '没有按出方案的话。'"
    )


def test_keys_turn_to_the_episode_before_and_the_next(
    address: str, watched: tuple[Any, list[str], list[str]], tmp_path: Path
) -> None:
    page, _, errors = watched
    file = tmp_path / "题材.json"
    file.write_text(json.dumps(BRIEF | {"episodes": 2, "seconds": 45}, ensure_ascii=False), "utf-8")
    planned(page, address, file)
    page.click("#do-write")
    page.wait_for_selector("#write-say :text('写好 2 集')")
    shown = "#script .sj-script h3, #script h3"
    first = page.locator(shown).first.inner_text()
    page.keyboard.press("Alt+Period")
    page.wait_for_function(
        "([where, was]) => document.querySelector(where).innerText !== was", arg=[shown, first]
    )
    assert "第2集" in page.input_value("#episode input")
    page.keyboard.press("Alt+Period")  # there is no third one
    page.wait_for_timeout(800)
    page.keyboard.press("Alt+Comma")
    page.wait_for_function(
        "([where, was]) => document.querySelector(where).innerText === was", arg=[shown, first]
    )
    assert errors == []


def test_a_page_shows_its_pictures_again_when_the_app_was_started_anew(
    app_at: Any, tmp_path: Path, chromium: Any
) -> None:
    app = app_at(tmp_path / "家")
    page = chromium.new_page()
    page.set_default_timeout(60_000)
    try:
        page.goto(app.url)
        shown = "document.querySelector('#set-preview img')?.naturalWidth > 0"
        page.wait_for_selector("#set-gate .sj-good")
        page.locator("#set-kind label").nth(1).click()
        page.wait_for_function(shown)
        page.fill("#brief-logline textarea", "没有按出方案的话。")
        page.evaluate("window.sanjinOld = true")
        app.kill()
        page.wait_for_timeout(8_000)
        app.start()
        page.wait_for_function("!window.sanjinOld && window.sanjinReady")  # by itself
        page.wait_for_function(
            "document.querySelector('#brief-logline textarea').value === '没有按出方案的话。'"
        )
        page.wait_for_selector("#set-gate .sj-good")
        page.evaluate(  # and a picture that is gone, once
            "() => { window.sanjinOld = true; const one = new Image();"
            " one.src = 'gradio_api/file=/没有.png'; document.body.append(one); }"
        )
        page.wait_for_function("!window.sanjinOld && window.sanjinReady")
        page.evaluate(
            "() => { window.sanjinOld = true; const one = new Image();"
            " one.src = 'gradio_api/file=/没有.png'; document.body.append(one); }"
        )
        page.wait_for_timeout(3_000)
        assert page.evaluate("window.sanjinOld")
    finally:
        page.close()
