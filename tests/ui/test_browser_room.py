"""The writers' room in a real browser: cite, turn to a scene, type, take back, replace, explain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.writing.fake import BRIEF
from tests.ui.test_browser_desk import planned, write_first

pytestmark = pytest.mark.browser


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "题材.json"
    data = BRIEF | {"episodes": 1, "seconds": 60}
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return file


def lines(page: Any) -> list[str]:
    return list(page.locator("#script .sj-text").all_inner_texts())


def turns_and_cites(page: Any) -> None:
    """A scene at a time, by keys; a chip shows its source."""
    scenes = page.locator("#script [data-scene]")
    scenes.nth(0).focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#script section:visible").count() == 1
    scenes.nth(0).click()
    assert page.locator("#script section:visible").count() == scenes.count() - 1
    page.locator("#script .sj-line .sj-chip").last.click()
    page.wait_for_selector("#sj-source-panel .sj-sources li")


def types_and_takes_back(page: Any) -> None:
    """What is typed is marked as hers, and a key takes it back."""
    written = lines(page)
    page.locator("#script [data-pick]").first.click()
    page.click("#script [data-revise]")
    page.fill("#revise-own textarea", "他掏出手机，照了一张相。")
    page.wait_for_selector("#own-line-say :text('存好了')")
    page.locator("#step-revise h2").focus()
    page.wait_for_selector("#script .sj-line:has-text('他掏出手机') .sj-pen")
    page.keyboard.press("Control+z")
    page.wait_for_selector("#undo-say :text('撤回了一步')")
    page.wait_for_selector(f"#script .sj-text:text-is('{written[0]}')")
    assert lines(page) == written
    page.keyboard.press("Control+Shift+z")
    page.wait_for_selector("#undo-say :text('重做了一步')")
    page.wait_for_selector("#script .sj-line:has-text('他掏出手机') .sj-pen")
    page.keyboard.press("Control+z")
    page.wait_for_selector(f"#script .sj-text:text-is('{written[0]}')")
    assert lines(page) == written


def replaces(page: Any) -> None:
    """Words are found by the return key; other ones come as a proposal."""
    page.locator("#replacing .label-wrap").click()
    page.fill("#replace-old textarea, #replace-old input", lines(page)[0][:2])
    page.keyboard.press("Enter")
    page.wait_for_selector("#replace-hits mark")
    page.fill("#replace-new textarea, #replace-new input", "手机")
    page.click("#do-replace")
    page.wait_for_selector("#revise-offers [data-op]")
    page.click("#revise-offers .sj-take")
    page.wait_for_selector("#script .sj-text:has-text('手机')")


def explains(page: Any) -> None:
    """The sign beside a line leads to its finding, which stands for a reason."""
    page.click("#do-refile")
    page.wait_for_selector("#refile-say :text('审读过了')")
    page.locator("#script .sj-flag[data-finding]").first.click()
    page.locator("#findings li:focus-within [data-explain]").click()
    page.keyboard.type("穿越来的人，有意安排")
    page.keyboard.press("Enter")
    page.wait_for_selector("#findings :text('已说明：穿越来的人')")


def test_a_writers_evening(
    address: str, watched: tuple[Any, list[str], list[str]], brief: Path
) -> None:
    page, outside, errors = watched
    planned(page, address, brief)
    write_first(page)
    for step in (turns_and_cites, types_and_takes_back, replaces, explains):
        step(page)
    page.reload()
    page.wait_for_selector("#findings :text('已说明：穿越来的人')")
    assert outside == []
    assert errors == []
