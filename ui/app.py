"""The Gradio app: the whole journey, the review of a script that was brought, the knowledge base.

It calls nobody: no analytics, no fonts or scripts from elsewhere, no sharing, no server-side
rendering. Work runs in jobs beside the page; what a page shows comes from plain functions.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast

from ui.ui_verbs import quieten

quieten()  # gradio reads its switches when it is imported

import gradio as gr  # noqa: E402
from gradio.themes.utils.fonts import Font  # noqa: E402

from heritage_kb.home import home  # noqa: E402
from ui.catching_up import CatchUp  # noqa: E402
from ui.files_page import FilesPage  # noqa: E402
from ui.job_bar import QUIET, JobBar  # noqa: E402
from ui.jobs import open_room  # noqa: E402
from ui.kb_page import KbPage  # noqa: E402
from ui.plan_page import PlanPage  # noqa: E402
from ui.prereview_page import PrereviewPage  # noqa: E402
from ui.project_panel import ProjectPanel  # noqa: E402
from ui.projects import Desk  # noqa: E402
from ui.rendering import safe  # noqa: E402
from ui.revise_page import RevisePage  # noqa: E402
from ui.scene_page import ScenePage  # noqa: E402
from ui.script_page import ScriptPage  # noqa: E402
from ui.settings_page import SettingsPage  # noqa: E402
from ui.shelf_panel import LARGEST_MB  # noqa: E402
from ui.writers import SCAFFOLD, choices  # noqa: E402

SMALL_UPLOAD = "20mb"  # the longest script that is read
LARGEST_UPLOAD = f"{LARGEST_MB}mb"  # where a studio's own material may be kept
_STEPS = (
    ("step-brief", "题材"), ("step-plan", "方案"), ("step-script", "剧本"),
    ("step-revise", "改稿"), ("step-review", "审读"), ("step-set", "场景"), ("step-files", "下载"),
)  # fmt: skip


# The browser scrambles what it keeps with a word that every page is told: it protects nothing, and
# must be the same after a restart.
_SCRAMBLED = "sanjin"

# Until the page knows which project is open, whatever is pressed would be overtaken by the answer
# to that: start.js keeps the pages inert so long.
_READY = """(...sent) => {
  window.sanjinReady = true;
  document.getElementById("pages")?.removeAttribute("inert");
  return sent;
}"""


def build_app(
    root: Path | None = None,
    *,
    given: Path | None = None,
    collections: bool = False,
    shared: bool = False,
) -> gr.Blocks:
    """Return the app, ready to launch.

    Args:
        root: the folder for projects and jobs; Sanjin's home where none is given.
        given: the folder of copies that may be served, where Gradio serves files from.
        collections: whether a studio's own material can be kept and read here; whoever reaches
            the app then reads it.
        shared: whether everyone who reaches the app sees all projects; else each browser its own.
    """
    room = open_room(root or home(), given or private_folder(), shared=shared)
    app: gr.Blocks
    with gr.Blocks(title="三晋", analytics_enabled=False, delete_cache=(3600, 86400)) as app:
        gr.HTML(_masthead())
        # The browser keeps nothing but the word that opens its projects, and which one is open.
        desk = gr.BrowserState({}, storage_key="sanjin-desk", secret=_SCRAMBLED)
        with gr.Tabs(elem_id="pages") as tabs:
            with gr.Tab("创作", id="write"):
                gr.HTML(_rail())
                mine = ProjectPanel(room)
                script = ScriptPage(room)
                planning = PlanPage(room, script)
                script.script_step()
                revision = RevisePage(room)
                script.review_step()
                scene = ScenePage(room)
                files = FilesPage(room)
            with gr.Tab("预审", id="prereview"):
                own = PrereviewPage(room)
            with gr.Tab("知识库", id="kb"):
                kb = KbPage(script.form, room if collections else None)
            SettingsPage(app, alone=collections)
        gr.HTML(_footer())
        bar = JobBar(room)
        says = {
            "project-plan": script.said, "project-draft": script.write_said,
            "project-replan": planning.said, "project-redraft": script.write_said,
            "project-files": script.refile_said, "project-revise": revision.said,
            "render": scene.said, "paint": scene.made.painting.said, "project-read": own.said, "project-review": own.check_said,
        }  # fmt: skip
        bar.wire(desk, script.episode, [planning, script, revision, scene, files, own], says, mine)
        script.wire(desk, bar)
        planning.wire(desk, revision, bar)
        revision.wire(desk, script, files, bar)
        CatchUp(room, desk, script.episode, (planning, script, revision, files), revision)
        files.wire(desk)
        scene.wire(desk, bar)
        own.wire(desk, script, bar)
        mine.wire(desk, script, bar)
        kb.opened_by(
            tabs, (script.script_html, "click"), (planning.html, "click"),
            (planning.loglines, "select"), (scene.match, "click"),
        )  # fmt: skip
        kb.load(app)

        def restore(sent: object) -> list[Any]:
            found = Desk.of(sent)
            kept = room.projects.find(found)
            return [found.at(kept).to_json(), *script.form_of(kept), *bar.show(kept)]

        bar.after(
            app.load(restore, desk, [desk, *script.form.values(), *bar.views], **QUIET), js=_READY
        )
    return cast("gr.Blocks", app.queue(max_size=200, default_concurrency_limit=8, api_open=False))


def theme() -> gr.themes.Base:
    """Return the theme: ink on warm paper, one cinnabar accent, fonts of the system."""
    sans = [Font(name) for name in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC")]
    mono = [Font(name) for name in ("ui-monospace", "Consolas")]
    base = gr.themes.Base(
        primary_hue=gr.themes.colors.red, neutral_hue=gr.themes.colors.stone,
        text_size=gr.themes.sizes.text_lg, radius_size=gr.themes.sizes.radius_sm,
        font=[*sans, Font("sans-serif")], font_mono=[*mono, Font("monospace")],
    )  # fmt: skip
    both = {
        "body_background_fill": "var(--sj-paper)", "body_text_color": "var(--sj-ink)",
        "body_text_color_subdued": "var(--sj-faint)",
        "background_fill_primary": "var(--sj-sheet)",
        "background_fill_secondary": "var(--sj-paper)",
        "color_accent": "var(--sj-red)",
        "border_color_primary": "var(--sj-hair)", "border_color_accent": "var(--sj-red)",
        "block_background_fill": "transparent", "block_border_color": "var(--sj-hair)",
        "block_label_text_color": "var(--sj-ink)", "block_title_text_color": "var(--sj-ink)",
        "block_info_text_color": "var(--sj-faint)", "input_background_fill": "var(--sj-sheet)",
        "input_background_fill_focus": "var(--sj-sheet)",
        "input_border_color": "var(--sj-line)", "input_border_color_focus": "var(--sj-red)",
        "input_placeholder_color": "var(--sj-hint)",
        "button_primary_background_fill": "var(--sj-red)",
        "button_primary_background_fill_hover": "var(--sj-red-deep)",
        "button_primary_border_color": "var(--sj-red)",
        "button_primary_border_color_hover": "var(--sj-red-deep)",
        "button_primary_text_color": "var(--sj-on-red)",
        "button_secondary_background_fill": "var(--sj-sheet)",
        "button_secondary_background_fill_hover": "var(--sj-wash)",
        "button_secondary_text_color": "var(--sj-ink)",
        "button_secondary_border_color": "var(--sj-line)",
        "checkbox_background_color": "var(--sj-sheet)",
        "checkbox_background_color_selected": "var(--sj-red)",
        "checkbox_border_color": "var(--sj-line)",
        "checkbox_label_background_fill": "var(--sj-sheet)",
        "checkbox_label_background_fill_selected": "var(--sj-wash)",
        "checkbox_label_background_fill_hover": "var(--sj-wash)",
        "checkbox_label_text_color": "var(--sj-ink)",
        "checkbox_label_text_color_selected": "var(--sj-ink)",
    }  # fmt: skip
    dark = {f"{key}_dark": value for key, value in both.items() if key != "color_accent"}
    return base.set(
        **both, **dark, block_border_width="0px", block_border_width_dark="0px",
        block_shadow="none", block_label_background_fill="transparent", layout_gap="1rem",
        block_padding="0", input_border_width="1px", button_primary_shadow="none",
        button_secondary_shadow="none",
    )  # fmt: skip


def private_folder() -> Path:
    """Return a folder only this user can read, gone when the process ends."""
    root = Path(tempfile.mkdtemp(prefix="sanjin-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root


def _masthead() -> str:
    return (
        '<header class="sj-masthead">'
        '<h1><span class="sj-seal" aria-hidden="true">晋</span>三晋</h1>'
        "<p>写山西的微短剧，一句有一句的出处；造山西的布景，一朝是一朝的规矩。</p></header>"
    )


def _rail() -> str:
    items = "".join(
        f'<li><button type="button" data-step="{id}">{safe(name)}</button></li>'
        for id, name in _STEPS
    )
    quiet = '<li class="sj-quiet"><button type="button" data-one aria-pressed="false">一步一页</button></li>'
    return f'<nav class="sj-rail" aria-label="步骤"><ol>{items}{quiet}</ol></nav>'


def _footer() -> str:
    facts = (
        f"三晋 {_version()}", f"执笔：{_writers()}", "出图：Embree 光线投射（CPU）",
        "标识：GB 45438-2025，显式与隐式",
    )  # fmt: skip
    items = "".join(f"<li>{safe(fact)}</li>" for fact in facts)
    return f'<footer class="sj-footer"><ul aria-label="现在接着什么">{items}</ul></footer>'


def _writers() -> str:
    """Return who may write; only a model that is plugged in makes anything leave this machine."""
    more = [name for _, name in choices() if name != SCAFFOLD]
    return f"离线初稿；可选 {'、'.join(more)}" if more else "离线初稿（规则与知识库），不联网"


def _version() -> str:
    try:
        return version("sanjin")
    except PackageNotFoundError:
        return "（未安装）"
