"""Too much for a field, in a real browser: nothing hangs, nothing is lost, a sentence says why."""

from __future__ import annotations

import time
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
