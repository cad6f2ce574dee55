"""The whole journey in a real browser: brief → plan → script → source → set → files → search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
FILLED = "[...document.querySelectorAll('textarea')].some(t => t.value.length > 60)"


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def make_a_set_and_walk_around_it(page: Any) -> None:
    page.locator("#set-preset label").first.click()
    page.get_by_label("三维模型", exact=True).check()
    page.wait_for_function("document.querySelector('#set-preview img')?.naturalWidth > 0")
    page.click("#do-set")
    page.wait_for_function(
        "[...document.querySelectorAll('#set-plate img')].some(i => i.naturalWidth >= 288)"
    )
    page.wait_for_selector("#set-sheet img[alt*='深度控制图']")
    page.click("#set-around [data-glb]")
    page.wait_for_selector("#set-around canvas[data-ready]")


def test_the_whole_journey(address: str, watched: tuple[Any, list[str], list[str]]) -> None:
    page, outside, errors = watched
    page.goto(address)
    page.click("#brief-foguang")
    page.wait_for_function(FILLED)
    page.click("#do-plan")
    page.wait_for_selector("#plan :text('郭楔娘')")
    page.click("#do-write")
    page.wait_for_selector("#script .sj-chip[data-passage]")
    script = page.inner_text("#script")
    assert "第1集" in script
    assert "△" in script
    chip = page.locator("#script .sj-chip[data-passage]").first
    name = chip.get_attribute("data-passage")
    chip.click()
    panel = page.locator("#sj-source-panel .sj-panel-body").first
    import heritage_kb

    passage = heritage_kb.open().passage(name)
    assert passage.text in panel.inner_text()
    assert page.locator("#findings .sj-finding").count() >= 1

    make_a_set_and_walk_around_it(page)
    page.wait_for_selector("#files :text('剧本.docx')")
    with page.expect_download() as download:
        page.click("#download-all")
    assert download.value.suggested_filename.endswith(".zip")
    assert Path(download.value.path()).stat().st_size > 100_000
    assert fits(page)

    page.reload()
    page.wait_for_selector("#script .sj-chip[data-passage]")  # a reload loses nothing

    page.get_by_role("tab", name="知识库").first.click()
    page.fill("#kb-query textarea, #kb-query input", "推光漆怎么阴干")
    page.click("#kb-ask")
    page.wait_for_selector("#kb-found :text('推光漆')")
    assert outside == []
    assert errors == []


def test_an_episode_moves_by_its_arrow_and_by_key(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, _, errors = watched
    page.goto(address)
    page.click("#brief-foguang")
    page.wait_for_function(FILLED)
    page.click("#do-plan")
    page.wait_for_selector("#plan li[data-episode='episode.3']")
    titles = page.locator("#plan [data-episode] h5 .sj-value").all_inner_texts()
    swapped = [titles[0], titles[2], titles[1], *titles[3:]]
    said = (
        "[...document.querySelectorAll('#plan [data-episode] h5 .sj-value')].map(e => e.innerText)"
    )
    page.click("#plan [data-episode='episode.2'] h5 [data-to='下']")
    page.wait_for_function(f"want => ({said}).join() === want.join()", arg=swapped)
    page.wait_for_function("document.activeElement?.dataset.at === 'episode.3.title'")
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function(f"want => ({said}).join() === want.join()", arg=titles)
    assert errors == []


@pytest.mark.parametrize("width", [1440, 390])
def test_no_sideways_scrolling(
    address: str, watched: tuple[Any, list[str], list[str]], width: int
) -> None:
    page, _, errors = watched
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    page.wait_for_selector("#do-plan")
    assert fits(page)
    page.click("#brief-pingyao")
    page.wait_for_function(FILLED)
    page.click("#do-plan")
    page.wait_for_selector("#plan :text('靳小满')")
    page.click("#do-write")
    page.wait_for_selector("#script .sj-chip[data-passage]")
    assert fits(page)
    page.locator("#script .sj-chip[data-passage]").first.click()
    assert fits(page)
    assert errors == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_script_is_brought_retagged_reviewed_and_taken_away(
    address: str, watched: tuple[Any, list[str], list[str]], width: int, tmp_path: Path
) -> None:
    page, outside, errors = watched
    file = tmp_path / "灰墙.txt"
    file.write_text(
        "第1集 墨线\n1-1 日 内 佛光寺东大殿\n△她把辣椒撒进锅里。\n走吧\n林夏：好。\n", "utf-8"
    )
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    page.get_by_role("tab", name="预审").first.click()
    page.set_input_files("#own-file input[type=file]", str(file))
    page.wait_for_selector("#own-rows [data-line='4'][data-role='action']")
    page.locator("#own-rows [data-line='4']").click()
    page.wait_for_function("document.querySelector('#own-line input').value === '4'")
    page.click("#own-role input")
    page.get_by_role("option", name="台词").click()
    page.click("#do-retag")
    page.wait_for_selector("#own-rows [data-line='4'][data-role='dialogue']")
    page.click("#do-undo")
    page.wait_for_selector("#own-rows [data-line='4'][data-role='action']")
    page.fill("#own-period textarea, #own-period input", "唐")
    page.click("#do-check")
    page.wait_for_selector("#own-findings :text('辣椒')")
    page.locator("#own-findings .sj-finding[data-line='3']").first.click()
    page.wait_for_selector("#own-rows [data-line='3'][aria-current]")
    page.wait_for_function(
        "document.querySelector('#own-about textarea, #own-about input').value.includes('辣椒')"
    )
    page.fill("#own-reason textarea, #own-reason input", "有意安排")
    page.fill("#own-by textarea, #own-by input", "王编剧")
    page.click("#do-waive")
    page.wait_for_selector("#own-findings :text('已说明：有意安排')")
    page.click("#do-report")
    page.wait_for_selector("#own-told :text('灰墙·批注稿')")
    page.click("#do-give")
    page.wait_for_selector("#own-out :text('灰墙')")
    page.reload()
    page.get_by_role("tab", name="预审").first.click()
    page.wait_for_selector("#own-findings :text('辣椒')")  # a reload loses nothing
    assert fits(page)
    assert outside == []
    assert errors == []


def ask(page: Any, words: str) -> None:
    page.fill("#kb-query textarea, #kb-query input", words)
    page.click("#kb-ask")


def open_kb_page(page: Any) -> None:
    page.get_by_role("tab", name="知识库").first.click()
    page.wait_for_selector("#kb-examples button")


def read_on(page: Any) -> None:
    """Ask, see why and what was meant, open an entry, and go on to one it has to do with."""
    ask(page, "唐代的木构大殿")
    page.wait_for_selector("#kb-found .sj-hit mark")
    assert "用词" in page.locator("#kb-found .sj-why").first.inner_text()
    page.locator("#kb-found [data-entry='st_foguangsidongdadian']").first.click()
    page.wait_for_selector("[data-shown='st_foguangsidongdadian']")
    page.wait_for_function("document.activeElement.matches('#kb-entry h4')")
    top = page.locator("#kb-entry h4").evaluate("h => h.getBoundingClientRect().top / innerHeight")
    assert 0 <= top < 1
    page.locator("#kb-relations [data-entry='foguangsi']").first.click()
    page.wait_for_selector("[data-shown='foguangsi']")


def bring(page: Any, name: str, file: Path) -> None:
    """Put a file into a new collection."""
    page.locator("#shelf > .label-wrap").click()
    page.fill("#shelf-name input", name)
    page.keyboard.press("Enter")
    page.fill("#shelf-title textarea, #shelf-title input", "青石峪资料")
    page.fill("#shelf-licence textarea, #shelf-licence input", "本村授权")
    page.set_input_files("#shelf-files input[type=file]", str(file))
    page.wait_for_selector(f"#shelf-files :text('{file.stem}')")
    page.click("#do-shelf")
    page.wait_for_selector("#shelf-say :text('收入 1')")
    page.wait_for_selector(f"#shelf-contents :text('{file.name}')")


def take_away(page: Any, name: str) -> None:
    """Remove the first file of a collection; it takes two presses."""
    page.locator("#shelf > .label-wrap").click()
    page.click("#shelf-name input")
    page.get_by_role("option", name=name).click()
    page.locator("#shelf-contents summary").first.click()
    page.locator("#shelf-contents [data-remove]").first.click()
    page.wait_for_selector("#shelf-say :text('已移出')")


@pytest.mark.parametrize("width", [1440, 390])
def test_ask_read_on_and_bring_ones_own_material(
    address: str, watched: tuple[Any, list[str], list[str]], tmp_path: Path, width: int
) -> None:
    page, outside, errors = watched
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    open_kb_page(page)
    read_on(page)
    assert fits(page)

    name, file = f"村志{width}", tmp_path / "青石峪村志.txt"
    file.write_text("光绪三年，村人凿出一眼甜水井。<b id=evil>井圈</b>刻着十七个名字。", "utf-8")
    bring(page, name, file)
    assert fits(page)

    page.reload()  # what is kept is still there
    open_kb_page(page)
    page.get_by_label(name, exact=True).check()
    ask(page, "刻着十七个名字的甜水井")
    page.wait_for_selector("#kb-found .sj-hit :text('青石峪村志')")
    assert page.locator("#evil").count() == 0
    take_away(page, name)
    ask(page, "刻着十七个名字的甜水井")
    page.wait_for_function("!document.querySelector('#kb-found').innerText.includes('青石峪村志')")
    assert outside == []
    assert errors == []


def test_a_bad_filter_is_one_sentence(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, _, errors = watched
    page.goto(address)
    open_kb_page(page)
    page.fill("#kb-city input", "洛阳")
    page.keyboard.press("Enter")
    page.fill("#kb-km textarea, #kb-km input", "很近")
    ask(page, "寺")
    page.wait_for_selector("#kb-found .sj-bad:has-text('市或县')")
    page.fill("#kb-near textarea, #kb-near input", "佛光寺")
    ask(page, "寺")
    page.wait_for_selector("#kb-found .sj-bad:has-text('公里要写')")
    assert errors == []


def test_a_bad_brief_is_told_beside_the_form(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, _, errors = watched
    page.goto(address)
    page.wait_for_selector("#do-plan")
    page.click("#do-plan")
    page.wait_for_selector("#brief-say :text('。')")
    said = page.inner_text("#brief-say")
    assert "Traceback" not in said
    assert "。" in said
    assert errors == []


def test_the_rail_shows_where_one_is_and_the_back_button_returns(
    address: str, watched: tuple[Any, list[str], list[str]]
) -> None:
    page, _, errors = watched
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector("#pages:not([inert])")
    page.wait_for_selector(".sj-rail [data-step=step-brief][aria-current=step]")
    page.locator(".sj-rail [data-step=step-set]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".sj-rail [data-step=step-set][aria-current=step]")
    assert page.url.endswith("#step-set")
    assert page.evaluate("document.activeElement.closest('#step-set') !== null")
    page.locator(".sj-rail [data-step=step-plan]").click()
    page.wait_for_selector(".sj-rail [data-step=step-plan][aria-current=step]")
    page.go_back()
    page.wait_for_selector(".sj-rail [data-step=step-set][aria-current=step]")
    assert errors == []
    page.reload()
    page.wait_for_selector(".sj-rail [data-step=step-set][aria-current=step]")


@pytest.mark.parametrize("width", [1440, 390])
def test_one_step_a_page_puts_the_others_away_until_one_goes_there(
    address: str, watched: tuple[Any, list[str], list[str]], width: int
) -> None:
    page, _, errors = watched
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector("#pages:not([inert])")
    page.wait_for_selector(".sj-rail [data-step=step-brief][aria-current=step]")
    assert page.locator(".sj-step:visible").count() > 1
    page.locator(".sj-rail [data-one]").click()
    page.wait_for_selector("[data-one][aria-pressed=true]")
    assert page.locator(".sj-step:visible").count() == 1
    page.locator(".sj-rail [data-step=step-set]").click()
    page.wait_for_selector("#step-set", state="visible")
    page.wait_for_selector("#step-brief", state="hidden")
    assert page.url.endswith("#step-set")
    page.evaluate("document.querySelector('#step-plan h2').scrollIntoView()")
    page.wait_for_selector("#step-plan", state="visible")
    page.wait_for_selector(".sj-rail [data-step=step-plan][aria-current=step]")
    page.reload()
    page.wait_for_selector("[data-one][aria-pressed=true]")
    page.wait_for_selector(".sj-rail [data-step=step-plan][aria-current=step]")
    assert page.locator(".sj-step:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".sj-rail [data-one]").click()
    page.wait_for_selector("[data-one][aria-pressed=false]")
    assert page.locator(".sj-step:visible").count() > 1
    assert errors == []


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious(
    address: str, watched: tuple[Any, list[str], list[str]], width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _, _ = watched
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    page.wait_for_selector("#pages:not([inert])")
    page.click("#brief-foguang")
    page.wait_for_function(FILLED)
    found: dict[str, list[str]] = {}
    for name in ("创作", "预审", "知识库", "设置"):
        page.get_by_role("tab", name=name).first.click()
        page.wait_for_timeout(400)
        rows = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        bad = [row for row in rows if row["impact"] in ("serious", "critical")]
        found |= {
            f"{name}: {row['id']}": [node["html"][:160] for node in row["nodes"]] for row in bad
        }
    assert found == {}
