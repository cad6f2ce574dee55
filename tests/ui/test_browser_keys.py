"""The whole journey by keyboard alone: from an empty page to the files, and back by one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

MOST = 400  # stops; a way that is longer is none
BRIEF = {
    "title": "梁上名", "period": "唐", "year": "857", "logline": "女徒要把父亲的名字写进大殿。",
    "places": "佛光寺", "crafts": "大木作", "episodes": "2", "seconds": "45",
}  # fmt: skip

# What has the focus: whether it is the one that is looked for, and how it would be told of.
HELD = """([wanted, words]) => {
  const one = document.activeElement;
  const marked = (part) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const frame = one.matches("[role=combobox], [role=listbox]") && one.closest(".wrap");
  const said = one.getAttribute("aria-label") || one.placeholder || one.textContent || "";
  const box = one.getBoundingClientRect();
  return {
    found: one.matches(wanted) && said.includes(words),
    stop: one.matches("a, button, input, textarea, select, summary, [tabindex='0']"),
    seen: box.width > 0 && box.height > 0,
    ring: marked(one) || Boolean(frame && marked(frame)),
    name: `${one.localName} ${one.closest("[id]")?.id || ""} “${said.trim().slice(0, 30)}”`,
  };
}"""


def held(page: Any, wanted: str = "*", words: str = "") -> dict[str, Any]:
    """Return what has the focus; it must be to be seen and have a ring."""
    now: dict[str, Any] = page.evaluate(HELD, [wanted, words])
    if now["stop"]:
        assert now["seen"], f"what has the focus is not to be seen: {now['name']}"
        assert now["ring"], f"no ring shows that this has the focus: {now['name']}"
    return now


def reach(page: Any, wanted: str, words: str = "", *, by: str = "Tab") -> int:
    """Press Tab until what is wanted has the focus; return how often."""
    now, was = held(page, wanted, words), ""
    for count in range(MOST):
        if now["found"]:
            return count
        was = now["name"]
        page.keyboard.press(by)
        now = held(page, wanted, words)
    raise AssertionError(f"{MOST} × {by} do not reach {wanted} {words}; the last stop was {was}")


def kept(page: Any) -> None:
    """What was done has redrawn a part of the page; the focus is still somewhere, or soon is."""
    page.wait_for_function("document.activeElement !== document.body", timeout=5_000)
    held(page)


def press(page: Any, wanted: str, words: str = "", *, by: str = "Tab", key: str = "Enter") -> None:
    reach(page, wanted, words, by=by)
    page.keyboard.press(key)


def write(page: Any, wanted: str, text: str) -> None:
    reach(page, wanted)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def go_to(page: Any, step: str) -> None:
    """Go on to a step by its key."""
    for _ in range(7):
        if page.evaluate("document.activeElement.closest('.sj-step')?.id") == step:
            return
        page.keyboard.press("Alt+PageDown")
    raise AssertionError(f"no key leads to {step}")


def asks_for_a_plan(page: Any) -> None:
    for key, text in BRIEF.items():
        write(page, f"#brief-{key} textarea, #brief-{key} input", text)
    press(page, "#do-plan")
    page.wait_for_selector("#plan .sj-outline")
    kept(page)


def has_an_element_told_otherwise(page: Any) -> None:
    hook = "#plan [data-at='episode.1.cliffhanger']"
    value = page.locator(f"{hook} .sj-value")
    before = value.inner_text()
    go_to(page, "step-plan")
    press(page, hook)
    press(page, "#plan-tools [data-plan='regenerate']")
    page.wait_for_selector("#plan-offer .sj-plan-offer:focus")  # it stands below the whole plan
    assert value.inner_text() == before
    press(page, "#plan-offer [data-do='take']")
    page.wait_for_selector("#plan-say :text('采纳了')")
    assert value.inner_text() != before
    kept(page)
    assert held(page, hook)["found"]  # and one is back where one was


def edits_an_element(page: Any) -> None:
    voice = "#plan [data-at='character.1.voice']"
    reach(page, voice, by="Shift+Tab")
    page.keyboard.press("Enter")
    press(page, "#plan-tools [data-plan='edit']")
    write(page, f"{voice} .sj-edit textarea", "说半句，留半句")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{voice} :text('说半句，留半句')")
    kept(page)


def has_it_written(page: Any) -> None:
    go_to(page, "step-script")
    press(page, "#do-write")
    page.wait_for_selector("#script [data-pick]")
    page.wait_for_selector("#write-say :text('写好 2 集')")
    kept(page)


def turns_to_a_scene(page: Any) -> None:
    press(page, "#script .sj-chip[data-passage]")
    page.wait_for_selector("#sj-source-panel .sj-sources li")
    reach(page, "#script [data-scene='']", by="Shift+Tab")
    page.keyboard.press("ArrowDown")
    assert page.locator("#script section:visible").count() == 1


def types_and_locks(page: Any) -> None:
    press(page, "#script [data-pick]")
    press(page, "#script [data-revise]")
    write(page, "#revise-own textarea", "他掏出手机，照了一张相。")
    page.wait_for_selector("#own-line-say :text('存好了')")
    press(page, "#do-lock")
    page.wait_for_selector("#script .sj-locked :text('他掏出手机，照了一张相。')")
    kept(page)


def proposals(page: Any) -> Any:
    return page.locator("#revise-offers [data-offer]")


def has_a_scene_told_otherwise(page: Any) -> None:
    """Three proposals: one is put aside, of another one change is taken."""
    reach(page, "#revise-at textarea, #revise-at input", by="Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("1-1")
    before = page.locator("#script .sj-text").all_inner_texts()
    press(page, "#do-propose")
    page.wait_for_selector("#revise-say :text('个提案')")
    page.wait_for_selector("#revise-offers [data-op]")
    kept(page)
    count = proposals(page).count()
    press(page, "#revise-offers [data-do='reject']")
    page.wait_for_selector("#revise-say :text('放在一边了')")
    page.wait_for_function(
        f"document.querySelectorAll('#revise-offers [data-offer]').length === {count - 1}"
    )
    kept(page)
    press(page, "#revise-offers [data-op]", key="Space")
    press(page, "#revise-offers [data-do='take']", by="Shift+Tab")
    page.wait_for_selector("#revise-say :text('采纳了')")
    assert page.locator("#script .sj-text").all_inner_texts() != before
    kept(page)


def takes_it_back(page: Any) -> None:
    texts = "[...document.querySelectorAll('#script .sj-text')].map(one => one.innerText).join()"
    after = page.evaluate(texts)
    page.keyboard.press("Control+z")
    page.wait_for_selector("#undo-say :text('撤回了一步')")
    page.wait_for_function(f"was => {texts} !== was", arg=after)
    kept(page)


def has_it_reviewed(page: Any) -> None:
    """A finding leads to its line; another one stands for a reason."""
    go_to(page, "step-review")
    press(page, "#do-refile")
    page.wait_for_selector("#refile-say :text('审读过了')")
    kept(page)
    press(page, "#findings .sj-finding[data-line]:not([data-line=''])")
    page.wait_for_function("document.activeElement.matches('#script .sj-line')")
    go_to(page, "step-review")
    press(page, "#findings [data-explain]")
    page.keyboard.insert_text("穿越来的人，有意安排")
    page.keyboard.press("Enter")
    page.wait_for_selector("#findings :text('已说明：穿越来的人')")
    kept(page)


def makes_a_set(page: Any) -> None:
    go_to(page, "step-set")
    reach(page, "#set-scene input")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#set-gate .sj-good")
    hall = page.input_value("#set-site input")
    press(page, "#set-preset input[value=draft]", key="Space")
    assert page.input_value("#set-site input") == hall  # the lists that one passes change nothing
    press(page, "#do-set")
    page.wait_for_function("document.querySelector('#set-plate img')?.naturalWidth >= 288")
    kept(page)


def takes_the_files(page: Any) -> None:
    go_to(page, "step-files")
    page.wait_for_selector("#files :text('剧本.docx')")
    reach(page, "#download-all, #download-all *")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".zip")
    kept(page)


JOURNEY: tuple[Callable[[Any], None], ...] = (
    asks_for_a_plan, has_an_element_told_otherwise, edits_an_element, has_it_written,
    turns_to_a_scene, types_and_locks, has_a_scene_told_otherwise, takes_it_back,
    has_it_reviewed, makes_a_set, takes_the_files,
)  # fmt: skip


def test_the_whole_journey_by_keyboard(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, outside, errors = watched
    page.goto(address)
    page.wait_for_selector("#pages:not([inert])")
    for step in JOURNEY:
        step(page)
    assert outside == []
    assert errors == []


def test_a_key_leads_to_what_is_being_done_and_back(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, _, errors = watched
    page.goto(address)
    page.wait_for_selector("#pages:not([inert])")
    page.wait_for_selector("#set-gate .sj-good")
    page.locator("#set-preset input[value=final]").check()  # long enough to be stopped
    page.locator("#do-set").press("Enter")
    page.wait_for_selector("#job-stop", state="visible")
    page.keyboard.press("Alt+End")
    assert page.evaluate("document.activeElement.id") == "job-stop"
    page.keyboard.press("Alt+End")
    assert page.evaluate("document.activeElement.id") == "do-set"
    page.keyboard.press("Alt+End")
    page.keyboard.press("Enter")
    page.wait_for_selector("#job-say :text('已停下')")
    assert errors == []
