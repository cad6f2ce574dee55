"""The app in English in a real browser: every fixed word of every page, and all of them taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.writing.fake import BRIEF
from tests.ui.english import AT_REST, MOST, SPEAK, SWITCH, TEXTS, chinese_left, in_english, rests
from tests.ui.test_browser_desk import read_in
from ui.static_files import english, static

pytestmark = pytest.mark.browser


class Reader:
    """One who goes through the app in English and writes down what is left in Chinese."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.left: dict[str, str] = {}

    def reads(self, where: str) -> None:
        """Open what is folded and read the page."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        self.left = dict.fromkeys(chinese_left(self.page), where) | self.left

    def said(self) -> str:
        return "\n".join(f"{where} | {text}" for text, where in self.left.items())

    def unfolds(self) -> None:
        """Open every part of the page that stands folded."""
        folded = ".label-wrap:not(.open):visible"
        rests(self.page)
        while self.page.locator(folded).count():
            self.page.evaluate(
                "document.querySelectorAll('.label-wrap:not(.open)')"
                ".forEach(one => one.checkVisibility() && one.click())"
            )
            rests(self.page)

    def presses(self, button: str, then: str) -> None:
        self.page.click(button)
        self.page.wait_for_selector(then)

    def turns_to(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab, exact=True).first.click()


@pytest.fixture(scope="module")
def browser(chromium: Any) -> Iterator[Any]:
    """One browser for all of these tests: what it has fetched once it has."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of somebody who was never here; there must be no errors."""
    page, errors = browser.new_page(), []
    page.add_init_script("localStorage.clear()")
    page.add_init_script(AT_REST)
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    yield page
    assert errors == []
    page.close()


@pytest.fixture
def reader(address: str, page: Any) -> Reader:
    page.add_init_script("localStorage.setItem('sanjin-words', 'en')")
    page.goto(address)
    page.wait_for_selector("#do-plan:has-text('Plan the series')")
    page.wait_for_function("window.sanjinReady")
    return Reader(page)


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


def test_what_was_said_in_chinese_is_said_so_again(address: str, page: Any) -> None:
    page.goto(address)
    page.wait_for_selector("#set-gate .sj-good")
    page.wait_for_function("window.sanjinReady")
    rests(page)
    before = page.evaluate(TEXTS, None)
    told = page.evaluate(SWITCH, "html")
    assert (told["back"], told["places"]) == (None, None)
    assert told["again"] is not None
    assert told["took"] < MOST
    rests(page)
    assert page.input_value("#set-type input") == "Hall"
    page.evaluate(SPEAK, "")
    rests(page)
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


def opened(reader: Reader, brief: Path) -> None:
    """Read in a brief, see loglines, plan, change the plan."""
    page = reader.page
    read_in(page, brief)
    reader.presses("#do-loglines", "#loglines [data-offer='3']")
    reader.reads("loglines")
    reader.presses("#do-plan", "#plan .sj-outline")
    reader.unfolds()
    reader.reads("plan")
    hook = page.locator("#plan [data-at='episode.1.cliffhanger']")
    hook.click()
    reader.reads("what can be done to an element")
    hook.click()  # what was opened and turned has moved under the mouse, and the buttons with it
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
    page.locator("#step-script input[type=radio][value=first]").check()
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
    brief = tmp_path / "题材.json"
    data = BRIEF | {"episodes": 2, "seconds": 45}
    brief.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    opened(reader, brief)
    written(reader)
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


def test_every_line_of_the_english_turns_what_it_stands_for(page: Any) -> None:
    """None is taken for another one, and each name and figure comes back in its place."""
    words = json.dumps(english(), ensure_ascii=False)
    samples = [sample(chinese, said) for chinese, said in english().items()]
    body = (
        f'<script type="application/json" id="sanjin-english">{words}</script>'
        f"<script>{static('looks.js')}</script>"
    )
    html = "text/html; charset=utf-8"
    page.route("**/*", lambda route: route.fulfill(body=body, content_type=html))
    page.goto("http://words.test/")
    turned = page.evaluate(
        """samples => {
          for (const [chinese] of samples)
            document.body.append(Object.assign(document.createElement("p"), { textContent: chinese }));
          localStorage.setItem("sanjin-words", "en");
          window.sanjinLooks();
          return [...document.querySelectorAll("p")].map(one => one.textContent);
        }""",
        samples,
    )
    wrong = [(*pair, was) for pair, was in zip(samples, turned, strict=True) if was != pair[1]]
    assert wrong == []


def sample(chinese: str, said: str) -> tuple[str, str]:
    """Return both with a word, or a figure where there must be one, in each place."""
    places = re.findall(r"\{[*#]?\}", said)
    for n in range(chinese.count("{}")):
        given = str(n + 2) if "{s}" in said or places[n : n + 1] == ["{#}"] else f"甲{n}乙"
        chinese = chinese.replace("{}", given, 1)
        said = re.sub(r"\{[*#]?\}", given, said, count=1)
    return chinese, said.replace("{s}", "s")


def test_the_gate_refuses_in_english(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, _, errors = watched
    in_english(page)
    page.goto(address)
    page.wait_for_selector("#set-gate .sj-good")
    for said, refused in (
        ("90", "A width of 90 bays cannot be built."), ("4", "4 bays is an even number"),
        ("two", "takes a whole number; it says “two”."),
    ):  # fmt: skip
        page.locator("#set-bays textarea, #set-bays input").select_text()
        page.keyboard.insert_text(said)
        page.wait_for_selector(f"#set-gate :text('{refused}')")
    assert errors == []


def test_what_the_review_and_the_gate_say_is_english_but_for_what_they_quote(
    address: str, page: Any
) -> None:
    page.goto(address)
    page.wait_for_selector("#set-gate .sj-good")
    rests(page)
    page.evaluate(SPEAK, "en")
    said = page.evaluate(
        """async () => {
      const box = document.createElement("div");
      box.innerHTML = `<div class="sj-finding"><span class="sj-message">一集 4 场，偏碎。</span>
        <q>一集 4 场，偏碎。</q><em>合并到三场以内。</em></div>
        <ol class="sj-hits-in"><li><span class="sj-message">补地点。</span></li></ol>
        <p class="sj-notice"><span>唐不该有“辣椒”，约1590年以后才有。</span>
        <span>从 「陈设」 里去掉它，或把 「年份」 改到它在用的年份。</span></p>`;
      document.body.append(box);
      await new Promise((done) => setTimeout(done, 500));
      return [...box.querySelectorAll("span, q, em")].map((one) => one.textContent);
    }"""
    )
    assert said == [
        "4 scenes in one episode: choppy.", "一集 4 场，偏碎。", "Join them into three at most.",
        "补地点。", "Tang cannot have “辣椒”: 约1590年以后才有.",
        "Take it out of dressing, or make the year one in which it was in use.",
    ]  # fmt: skip
