"""Too much for a field, in a real browser: nothing hangs, nothing is lost, a sentence says why."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

# A paste and a drop as the browser tells of them; true where the page left it to the browser.
GIVE = """([field, kind, length]) => {
  const given = new DataTransfer();
  given.setData("text/plain", "字".repeat(length));
  const more = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...more, clipboardData: given })
    : new DragEvent("drop", { ...more, dataTransfer: given });
  return document.querySelector(field).dispatchEvent(event);
}"""
SAY = "#field-say :text('没有放进去')"


def test_fifty_megabytes_do_not_reach_a_field(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, outside, errors = watched
    page.goto(address)
    page.wait_for_selector("#pages:not([inert])")
    field = "#brief-logline textarea"
    page.fill(field, "她想要的")
    for kind in ("paste", "drop"):
        begun = time.perf_counter()
        assert page.evaluate(GIVE, [field, kind, 17_500_000]) is False  # 3 bytes each
        page.wait_for_selector(f"{SAY}:has-text('最多写 20000 个字')")
        assert time.perf_counter() - begun < 3
        page.evaluate("document.getElementById('field-say').replaceChildren()")
    assert page.input_value(field) == "她想要的"
    assert page.evaluate(GIVE, [field, "paste", 19_996]) is True
    assert page.evaluate(GIVE, [field, "paste", 19_997]) is False

    page.locator("#brief-more .label-wrap").click()
    page.locator("#brief-genre input").focus()  # a field that names no limit of its own
    assert page.evaluate("document.activeElement.maxLength") == 20_000
    page.fill("#brief-year input, #brief-year textarea", "857")
    assert page.evaluate(GIVE, ["#brief-year input, #brief-year textarea", "paste", 30]) is False
    assert outside == []
    assert errors == []


def test_words_that_no_key_wrote_are_heard(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    """An input method, a paste by the mouse and a deletion write no key; the gate answers them."""
    page, outside, errors = watched
    page.goto(address)
    page.wait_for_selector("#set-gate .sj-good")
    bays = page.locator("#set-bays textarea, #set-bays input")
    bays.select_text()
    page.keyboard.insert_text("九十")
    page.wait_for_selector("#set-gate :text('要写整数，现在写的是“九十”')")
    bays.select_text()
    page.keyboard.press("Backspace")
    page.wait_for_selector("#set-gate .sj-good")
    bays.select_text()
    page.keyboard.insert_text("90")
    page.wait_for_selector("#set-gate :text('面阔 90 间造不了')")
    assert outside == []
    assert errors == []


def test_what_is_too_large_or_no_script_is_said_in_chinese(
    address: str, watched: tuple[Any, list[str], list[str]], tmp_path: Path
) -> None:
    page, _, _ = watched
    page.goto(address)
    page.get_by_role("tab", name="预审").first.click()
    page.wait_for_selector("#own-file [aria-label='点这里选文件，或拖进来']")
    large = tmp_path / "大.txt"
    with large.open("wb") as file:
        file.truncate(201_000_000)
    page.set_input_files("#own-file input[type=file]", str(large))
    page.wait_for_selector(".toast-body :text('文件太大')")
    (tmp_path / "照片.png").write_bytes(b"\x89PNG")
    page.set_input_files("#own-file input[type=file]", str(tmp_path / "照片.png"))
    page.wait_for_selector(".toast-body :text('这种文件读不了：照片.png')")
    (tmp_path / "假.docx").write_bytes(b"\x89PNG no script")
    page.set_input_files("#own-file input[type=file]", str(tmp_path / "假.docx"))
    page.wait_for_selector("#job-bar :text('读入没成')")
    assert not page.locator("#job-again").is_visible()  # the same file fails again
    page.wait_for_selector("#own-file input[type=file]", state="attached")  # the next one can come


def test_what_is_written_while_the_network_is_away_comes_back(address: str, chromium: Any) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.click("#brief-foguang")
    page.wait_for_function("document.querySelector('#brief-logline textarea').value.length > 60")
    page.fill("#brief-episodes textarea, #brief-episodes input", "1")
    page.click("#do-plan")
    page.wait_for_selector("#plan .sj-outline")
    page.click("#do-write")
    page.wait_for_selector("#write-say .sj-good")
    picks = page.locator("#script [data-pick]")
    picks.nth(0).click()
    page.fill("#revise-own textarea", "她先听了听风。")
    page.wait_for_selector("#own-line-say :text('存好了')")
    picks.nth(2).click()  # another line, not this one as well
    at = picks.nth(2).get_attribute("data-pick")
    page.wait_for_function(f"document.querySelector('#revise-at textarea').value === '{at}'")
    before = page.input_value("#revise-own textarea")
    context.set_offline(True)
    page.locator("#revise-own textarea").select_text()
    page.keyboard.insert_text("断网时写的一句。")
    page.wait_for_selector(".toast-body :text('连不上三晋了')")
    context.set_offline(False)
    page.wait_for_selector("#field-say :text('已放回原处')")
    page.wait_for_selector("#own-line-say :text('存好了')")
    page.locator("#step-revise h2").focus()
    page.wait_for_selector("#script .sj-text:has-text('断网时写的一句。')")
    assert before not in page.locator("#script .sj-text").all_inner_texts()[2]
    context.close()
