"""The app in English in a real browser: every fixed word of every page, and all of them taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.writing.fake import BRIEF
from tests.ui.conftest import App
from ui.accounts import Accounts

pytestmark = pytest.mark.browser
# What holds the words of a writer, a script, the knowledge base or a rule: they stay Chinese.
DATA = (
    "#brief-foguang", "#brief-pingyao", "#project-rows li > button:first-child",
    "#project-rows li > span",
    ".sj-loglines h4", ".sj-loglines dd", ".sj-offer article > p", ".sj-value:not(.sj-word)",
    ".sj-heading", ".sj-scenes span", ".sj-text", ".sj-speaker", ".sj-selected", ".sj-change",
    ".sj-message", ".sj-finding em", ".sj-finding small", ".sj-finding q", ".sj-gate .sj-notice",
    ".sj-passage", ".sj-sources", ".sj-cited",
    ".sj-hit h5", ".sj-hit small", ".sj-hit > p", ".sj-entry > h4", ".sj-entry dd",
    "#kb-relations .sj-link", ".sj-map svg",
    "#set-shelf", "#set-site", "#set-scene", "#kb-city", "#set-measures small", "#set-record li",
    ".sj-matches b", ".sj-matches .sj-notice", ".sj-row q", "#own-summary h4",
    ".sj-files th", ".stem", ".filename",
)  # fmt: skip
# Every text that can be seen or is read out, with where it stands; lists show what is chosen.
TEXTS = """data => {
  const found = [];
  const add = (one, text) => {
    if (!text.trim() || one.closest("script, style, .progress-text")) return;
    if (data && (one.closest(data) || one.matches(".sj-said"))) return;
    if (one.checkVisibility({ visibilityProperty: true }))
      found.push([`${one.closest("[id]")?.id} ${one.tagName}.${one.className}`, text.trim()]);
  };
  const each = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = each.nextNode(); node; node = each.nextNode())
    if (!node.parentElement.closest("textarea")) add(node.parentElement, node.data);
  for (const name of ["placeholder", "aria-label", "title", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) add(one, one.getAttribute(name));
  for (const one of document.querySelectorAll("[role=combobox], [role=listbox]"))
    if (one.value) add(one, one.value);
  return found;
}"""
SPEAK = """words => {
  localStorage.setItem("sanjin-words", words);
  const from = performance.now();
  window.sanjinLooks();
  return performance.now() - from;
}"""


def has(text: str, low: str, high: str) -> bool:
    return any(low <= letter <= high for letter in text)


def settled(page: Any) -> None:
    """Wait until nothing is being drawn or filled in any more."""
    last = None
    for _ in range(40):
        now = page.evaluate(TEXTS, None)
        if now == last:
            return
        last = now
        page.wait_for_timeout(500)


def chinese_left(page: Any) -> list[str]:
    """Return what is not said in English outside of data, and go on in English."""
    data = ", ".join(DATA)
    settled(page)
    page.evaluate(SPEAK, "")
    before = page.evaluate(TEXTS, None)
    plain = {text for _, text in before}
    page.evaluate(SPEAK, "en")
    english = page.evaluate(TEXTS, data)
    page.evaluate(SPEAK, "")
    assert page.evaluate(TEXTS, None) == before  # all is taken back, to the letter
    page.evaluate(SPEAK, "en")
    return [
        f"{where}: {text}"
        for where, text in english
        if has(text, "一", "鿿") and not text.startswith("e.g. ")
        # English words may stand around a name; a text as it was, or of Chinese alone, is left.
        if text in plain or not (has(text, "A", "Z") or has(text, "a", "z"))
    ]


class Reader:
    """One who goes through the app in English and writes down what is left in Chinese."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.left: dict[str, str] = {}

    def reads(self, where: str) -> None:
        """Open what is folded and read the page."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        self.page.wait_for_timeout(400)  # what a list shows is said a moment later
        self.left = dict.fromkeys(chinese_left(self.page), where) | self.left

    def said(self) -> str:
        return "\n".join(f"{where} | {text}" for text, where in self.left.items())

    def unfolds(self) -> None:
        """Open every part of the page that stands folded."""
        folds = self.page.locator(".label-wrap:not(.open):visible")
        while folds.count():
            folds.first.click()

    def presses(self, button: str, then: str) -> None:
        self.page.click(button)
        self.page.wait_for_selector(then)

    def turns_to(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab, exact=True).first.click()


@pytest.fixture
def reader(address: str, watched: tuple[Any, list[str], list[str]]) -> Any:
    page, _, errors = watched
    page.add_init_script("localStorage.setItem('sanjin-words', 'en')")
    page.goto(address)
    page.wait_for_selector("#do-plan:has-text('Plan the series')")
    page.wait_for_function("window.sanjinReady")
    yield Reader(page)
    assert errors == []


def test_the_four_pages_say_every_fixed_word_in_english(reader: Reader) -> None:
    page = reader.page
    page.wait_for_selector("#set-gate .sj-good")
    reader.unfolds()
    reader.reads("writing, empty")
    reader.presses("#do-plan", "#brief-say .sj-bad")
    reader.reads("a brief without a title")
    reader.turns_to("Pre-review")
    reader.reads("pre-review, empty")
    reader.turns_to("Knowledge")
    reader.unfolds()
    reader.reads("knowledge, empty")
    page.fill("#kb-query textarea, #kb-query input", "推光漆怎么阴干")
    reader.presses("#kb-ask", "#kb-found .sj-hit")
    reader.reads("what was found")
    reader.presses("#kb-found .sj-hit [data-entry]", ".sj-entry")
    reader.reads("an entry")
    reader.turns_to("Settings")
    reader.reads("settings")
    reader.presses("#do-health", "#set-health .sj-checks")
    reader.reads("the health check")
    assert not reader.left, reader.said()


def test_what_was_said_in_chinese_is_said_so_again(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, _, errors = watched
    page.goto(address)
    page.wait_for_selector("#set-gate .sj-good")
    page.wait_for_function("window.sanjinReady")
    page.wait_for_timeout(1500)
    before = page.evaluate(TEXTS, None)
    assert page.evaluate(SPEAK, "en") < 1000
    page.wait_for_timeout(500)
    english = page.evaluate(TEXTS, None)
    assert [one[0] for one in english] == [one[0] for one in before]
    assert page.input_value("#set-type input") == "Hall"
    page.evaluate(SPEAK, "")
    assert page.evaluate(TEXTS, None) == before
    page.click("#set-roof input")  # and a list that is typed in holds the word itself
    page.evaluate(SPEAK, "en")
    page.fill("#set-roof input", "悬山")
    page.keyboard.press("Enter")
    page.wait_for_selector("#set-gate .sj-notice")
    page.locator("#step-set h2").click()
    page.wait_for_function(
        "document.querySelector('#set-roof input').value === 'Overhanging gable'"
    )
    assert errors == []


def opened(reader: Reader, brief: Path) -> None:
    """Read in a brief, see loglines, plan, change the plan."""
    page = reader.page
    with page.expect_file_chooser() as chooser:
        page.click("#brief-file")
    chooser.value.set_files(str(brief))
    page.wait_for_selector("#brief-say .sj-good")
    reader.presses("#do-loglines", "#loglines [data-offer='3']")
    reader.reads("loglines")
    reader.presses("#do-plan", "#plan .sj-outline")
    reader.unfolds()
    page.wait_for_timeout(1000)
    reader.reads("plan")
    hook = page.locator("#plan [data-at='episode.1.cliffhanger']")
    hook.click()
    reader.reads("what can be done to an element")
    reader.presses("#plan-tools [data-plan='regenerate']", "#plan-offer .sj-plan-offer")
    reader.reads("a proposal about the plan")
    reader.presses("#plan-offer [data-do='take']", "#plan-say .sj-good")
    hook.click()
    reader.presses(
        "#plan-tools [data-plan='lock']", "#plan [data-at='episode.1.cliffhanger'].sj-held"
    )
    page.locator("#plan [data-add]:visible").first.click()
    reader.reads("a locked element, a new person")
    page.keyboard.press("Escape")


def written(reader: Reader) -> None:
    """Write, revise, name a version, review again, explain."""
    page = reader.page
    page.locator("#step-script input[type=radio][value=all]").check()
    reader.presses("#do-write", "#script [data-pick]")
    page.wait_for_selector("#write-say .sj-good")
    reader.presses("#script .sj-line .sj-chip", "#sj-source-panel .sj-passage")
    reader.reads("script")
    page.locator("#script section .sj-whole").first.click()
    page.click("#script [data-revise]")
    reader.unfolds()
    page.wait_for_selector("#revise-picked .sj-selected")
    reader.presses("#do-propose", "#revise-offers [data-op]")
    reader.reads("proposals")
    page.locator("#revise-offers .sj-take").first.click()
    page.wait_for_selector("#revise-say .sj-good")
    reader.presses("#do-version", "#version-say .sj-notice")
    page.fill("#replace-old textarea, #replace-old input", "的")
    reader.presses("#do-find", "#replace-hits mark")
    reader.presses("#do-refile", "#refile-say .sj-good")
    page.locator("#findings [data-explain]").first.click()
    reader.reads("findings")
    page.keyboard.type("有意")
    page.keyboard.press("Enter")
    page.wait_for_selector("#findings [data-unexplain]")
    reader.reads("a finding that is explained")


def set_and_projects(reader: Reader) -> None:
    """See what the gate refuses, choose a scene; copy a project and throw it away."""
    page = reader.page
    page.click("#set-roof input")
    page.get_by_role("option", name="Flush gable").click()
    page.wait_for_selector("#set-gate [data-fix]")
    reader.reads("a set that is refused")
    page.locator("#set-gate [data-fix]").first.click()
    page.wait_for_selector("#set-gate .sj-good")
    page.click("#set-scene input")
    page.get_by_role("option").first.click()
    page.wait_for_selector("#set-match .sj-matches")
    reader.reads("what fits a scene")
    page.locator("#project-rows [data-do='copy']").first.click()
    page.wait_for_function("document.querySelectorAll('#project-rows [data-do=drop]').length > 1")
    page.locator("#project-rows [data-do='drop']").last.click()
    page.wait_for_selector("#project-rows details")
    reader.reads("projects")


def test_an_open_project_says_every_fixed_word_in_english(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    brief = tmp_path / "题材.json"
    data = BRIEF | {"episodes": 2, "seconds": 45}
    brief.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    opened(reader, brief)
    written(reader)
    took = [page.evaluate(SPEAK, words) for words in ("", "en", "", "en")]
    assert max(took) < 1000, (
        took
    )  # ms, of a page with a plan, a script and all that is made of them
    set_and_projects(reader)
    assert not reader.left, reader.said()


def test_a_script_from_elsewhere_is_pre_reviewed_in_english(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    reader.turns_to("Pre-review")
    file = tmp_path / "来稿.txt"
    file.write_text(
        "第1集 夜\n1-1 夜 内 佛光寺·东大殿\n△ 她掏出手机照梁。\n阿荞：全部在这里。\n", "utf-8"
    )
    page.set_input_files("#own-file input[type=file]", str(file))
    page.wait_for_selector("#own-rows .sj-row")
    page.locator("#own-rows .sj-row").nth(2).click()
    reader.presses("#do-retag", "#retag-say .sj-notice")
    reader.reads("rows")
    page.fill("#own-period textarea, #own-period input", "唐")
    reader.presses("#do-check", "#own-findings .sj-finding")
    page.locator("#own-findings .sj-finding").first.click()
    reader.presses("#do-report", "#own-told .filename, #own-told .stem")
    reader.reads("findings")
    assert "全部" in page.inner_text("#own-rows")  # her own word, though the app has it too
    assert not reader.left, reader.said()


def test_signing_in_is_said_in_english(
    app_at: Callable[..., App], chromium: Any, tmp_path: Path
) -> None:
    home = tmp_path / "家"
    accounts = Accounts(home / "accounts.db")
    password = accounts.add("Zhang")
    accounts.close()
    app = app_at(home, "--accounts")
    page = chromium.new_context().new_page()
    page.add_init_script("localStorage.setItem('sanjin-words', 'en')")
    page.goto(app.url)
    page.fill("input[name=name]", "Zhang")
    page.fill("input[name=password]", "not-this-one")
    page.click("button:has-text('Sign in')")
    page.wait_for_selector("#said:has-text('Wrong name or password')")
    assert chinese_left(page) == []
    page.fill("input[name=password]", password)
    page.click("button")
    page.click(".sj-me button:has-text('Change password')")
    page.wait_for_selector("dialog")
    page.wait_for_selector("#set-gate .sj-good", state="attached")
    assert chinese_left(page) == []
    page.context.close()
