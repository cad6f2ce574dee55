"""The list of projects. Escaped HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ui.jobs import Room
from ui.projects import Project
from ui.rendering import safe


def rows(kept: Sequence[Project], gone: Sequence[Project], open_: str, room: Room) -> str:
    """Return the projects with what can be done to each, and those in the trash."""
    if not kept and not gone:
        return '<p class="sj-hint">还没有项目。出一份方案就有了；关掉网页、关掉三晋都不会丢。</p>'
    items = "".join(_row(one, room, is_open=one.id == open_) for one in kept)
    body = f'<ul class="sj-projects">{items}</ul>' if kept else ""
    if not gone:
        return body
    thrown = "".join(
        f"<li><span>{safe(one.name)}</span>{_button('back', one, '找回')}</li>" for one in gone
    )
    return (
        f'{body}<details class="sj-group"><summary>回收站　{len(gone)}</summary>'
        f'<ul class="sj-projects">{thrown}</ul></details>'
    )


def _row(one: Project, room: Room, *, is_open: bool) -> str:
    series = one.series
    when = datetime.fromtimestamp(one.touched).astimezone().strftime("%m-%d %H:%M")
    facts = [when]
    if series is not None:
        facts.append(f"写了 {len(series.episodes)}/{series.brief.episodes} 集")
    job = room.job_of(one)
    if job is not None:
        facts.append("有一步没做完" if job.ended else "正在做")
    current = ' aria-current="true"' if is_open else ""
    return (
        f'<li{current}><button type="button" data-do="open" data-id="{safe(one.id)}">'
        f"{safe(one.name)}</button><span>{safe('　'.join(facts))}</span>"
        f"{_button('copy', one, '复制一份')}{_button('drop', one, '扔进回收站')}</li>"
    )


def _button(do: str, one: Project, words: str) -> str:
    label = f"{words}：{one.name}"
    return (
        f'<button type="button" class="sj-link" data-do="{do}" data-id="{safe(one.id)}" '
        f'aria-label="{safe(label)}">{safe(words)}</button>'
    )
