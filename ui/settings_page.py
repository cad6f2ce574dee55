"""The page 「设置」: how the page looks, what is plugged in, what is missing and what mends it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from heritage_kb.errors import SanjinError
from ui import settings_cards
from ui.job_bar import QUIET
from ui.rendering import notice
from ui.static_files import static

_log = logging.getLogger("sanjin.ui")


class SettingsPage:
    """The tab, its widgets and handlers.

    Args:
        app: the app, on whose loading it says what is plugged in.
        alone: whether one person has this machine for themselves: only then are folders named.
    """

    def __init__(self, app: gr.Blocks, *, alone: bool) -> None:
        self._alone = alone
        with gr.Tab("设置", id="settings"):
            self._widgets()
        app.load(self.stand, None, self.plugged, **QUIET)
        self.look.click(self.examine, None, [self.health, self.look], **QUIET)

    def _widgets(self) -> None:
        gr.HTML(settings_cards.head())
        gr.HTML(settings_cards.looks(), js_on_load=static("settings.js"), elem_id="set-looks")
        self.plugged = gr.HTML(elem_id="set-plugged")
        self.labels = gr.HTML(settings_cards.labels(), elem_id="set-labels")
        self.look = gr.Button("体检：看接着什么、缺什么", elem_id="do-health", min_width=220)
        self.health = gr.HTML(elem_id="set-health")

    def stand(self) -> str:
        """Return which writer, painter and store are in use."""
        from ui.doctor import in_use

        return settings_cards.in_use(in_use())

    def examine(self) -> Iterator[list[Any]]:
        """Return the checks of ``sanjin doctor``."""
        from ui.doctor import examined

        yield [gr.skip(), gr.Button("在看…", interactive=False)]
        try:
            told = settings_cards.health(examined(), alone=self._alone)
        except SanjinError as error:
            told = notice(error.zh, "bad")
        except Exception:  # noqa: BLE001 - a fault of ours becomes a sentence; the log has it
            _log.exception("health check failed")
            told = notice("没有看成，出了没有料到的错；请在终端跑 sanjin doctor。", "bad")
        yield [told, gr.Button("再看一遍", interactive=True)]
