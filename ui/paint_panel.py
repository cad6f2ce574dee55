"""Painting over a set by diffusion, where a model is plugged in; else what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import paint_work
from ui.giving import address, give, thumbnail
from ui.job_bar import BUSY, QUIET
from ui.jobs import Room
from ui.paint_work import Painted
from ui.projects import Desk, Project
from ui.rendering import notice, safe

if TYPE_CHECKING:
    from ui.job_bar import JobBar

_EVERYWHERE = "整幅"
_MOST = 8
_CITED = 6  # passages in a prompt; more leave the model no words for the building


class PaintPanel:
    """Widgets and handlers of concept art.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Accordion("概念图（扩散模型）", open=False, elem_id="set-paint"):
            self.standing = gr.HTML(elem_id="paint-standing")
            with gr.Column(visible=False) as self.asking:
                with gr.Row(elem_classes="sj-fields"):
                    self.model = gr.Dropdown([], label="模型", filterable=False, min_width=160)
                    self.count = gr.Slider(1, _MOST, value=2, step=1, label="画几张", min_width=160)
                    self.strength = gr.Slider(
                        0.2, 1.0, value=0.45, step=0.05, label="重绘强度",
                        info="越小越像设定图；1 不看设定图，只看控制图", min_width=160,
                    )  # fmt: skip
                    self.seed = gr.Number(
                        value=1, precision=0, minimum=0, label="种子", min_width=160
                    )
                with gr.Row(elem_classes="sj-fields"):
                    self.words = gr.Textbox(
                        label="自己加的话", max_length=300, scale=2,
                        info="如 檐下有薄雾；年代与建筑改不了，与年代不合的不收",
                    )  # fmt: skip
                    self.region = gr.Dropdown(
                        [_EVERYWHERE, *paint_work.parts()], value=_EVERYWHERE, label="只改哪里",
                        filterable=False,
                    )  # fmt: skip
                self.cited = gr.Dropdown(
                    [], multiselect=True, label="写进提示的文段", elem_id="paint-cited",
                    max_choices=_CITED,
                    info="这处古迹与这部戏手艺的文段，整条写进中文提示；读英文的模型不用它",
                )  # fmt: skip
                self.button = gr.Button("画概念图", variant="primary", elem_id="do-paint")
            self.said = gr.HTML(elem_id="paint-say")
            self.shown = gr.HTML(elem_id="set-paintings")
            self.again = gr.Button(visible=False, elem_id="do-paint-again")

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [self.standing, self.asking, self.model, self.cited, self.shown, self.again]

    def wire(self, desk: gr.BrowserState, bar: JobBar) -> None:
        """Connect the widgets."""
        asked = [
            self.model, self.count, self.strength, self.seed, self.words, self.region, self.cited,
        ]  # fmt: skip
        bar.after(self.button.click(self.paint, [desk, *asked], self.said, **QUIET))
        bar.after(self.again.click(self.repaint, desk, self.said, **QUIET))

    def view(self, project: Project | None, name: str = "") -> list[Any]:
        """Return the values of :attr:`results` for the set of a project that is looked at."""
        found, lacking = paint_work.ready()
        models = gr.Dropdown(found, value=found[0][1]) if found else gr.skip()
        pictures = paint_work.painted(project, name) if project and name else []
        passages = paint_work.citable(project, name) if found and project and name else []
        return [
            notice(lacking) if lacking else "", gr.Column(visible=bool(found)), models,
            gr.Dropdown(passages, value=[], visible=bool(passages)), self._sheet(pictures),
            self._offer(pictures if found else []),
        ]  # fmt: skip

    def paint(self, desk: object, model: str, *told: Any) -> str:
        """Hand in a painting of the set that is looked at."""
        project = self._room.projects.find(Desk.of(desk))
        count, strength, seed, words, region, cited = told
        asked = {
            "count": int(count), "strength": float(strength), "seed": int(seed or 0),
            "words": str(words).strip(), "region": "" if region == _EVERYWHERE else str(region),
            "passages": [str(id) for id in cited or ()],
        }  # fmt: skip
        return self._start(project, lambda p, name: paint_work.inputs(p, name, model, asked))

    def repaint(self, desk: object) -> str:
        """Hand in the picture that did not keep its building once more, held more tightly."""
        return self._start(self._room.projects.find(Desk.of(desk)), paint_work.again)

    def _start(
        self, project: Project | None, inputs: Callable[[Project, str], dict[str, Any]]
    ) -> str:
        try:
            if project is None or not project.sets:
                raise RefusedInput("先造一套布景，再依它画概念图。", "Make a set first.")
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            seen = project.desk.get("seen")
            name = seen if seen in project.sets else project.sets[0]
            self._room.start(
                project, "paint", inputs(project, name), f"{project.name} 概念图 {name}"
            )
        except RefusedInput as refused:
            return notice(refused.zh, "bad")
        return ""

    @staticmethod
    def _offer(pictures: list[Painted]) -> Any:
        """Return the button that paints once more, shown where a picture of the last run failed."""
        one = paint_work.failed(pictures)
        said = f"种子 {one.seed} 没守住建筑：控制加重一档再画" if one else ""
        return gr.Button(said, visible=one is not None)

    def _sheet(self, pictures: list[Painted]) -> str:
        room = self._room.given
        items = "".join(
            _tile(one, address(thumbnail(one.path, room)), address(give(one.path, room)))
            for one in pictures
        )
        return f'<ul class="sj-sheet">{items}</ul>' if items else ""


def _tile(one: Painted, small: str, whole: str) -> str:
    verdict = "守住了建筑" if one.kept else "没有守住：" + "；".join(one.why)
    return (
        f'<li><a href="{safe(whole)}" target="_blank" rel="noopener">'
        f'<img src="{safe(small)}" alt="概念图，种子 {one.seed}" loading="lazy"></a>'
        f"<span>{safe(one.model)}　种子 {one.seed}</span><small>{safe(verdict)}</small></li>"
    )
