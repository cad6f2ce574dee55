"""What stands before the first episode: title, filing number, logline, people, and the AI notice.

A filing number is never made up: a draft prints 待取得.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from heritage_kb.aigc import NOTICE, is_notice
from scriptgen.reading import Reading, as_reading
from scriptgen.series import Series

FILING = "备案号：待取得"


@dataclass(frozen=True, kw_only=True, slots=True)
class TitlePage:
    """``facts`` are rows of ``name：value``; ``people`` are (name, who, note)."""

    title: str = ""
    facts: tuple[str, ...] = ()
    people: tuple[tuple[str, str, str], ...] = ()
    notice: str = ""
    revised: str = ""  # 修订日期, as the writer puts it; empty where nobody said it
    rows: tuple[str, ...] = field(default=())  # of an imported file, as they stood


def title_page(text: Series | Reading) -> TitlePage:
    """Return the title page of a series, or the one that an imported file had."""
    if isinstance(text, Reading):
        notice = next((label for label in text.labels if is_notice(label)), "")
        return TitlePage(
            title=text.title,
            notice=notice or (NOTICE if text.labels else ""),
            rows=tuple(row.text for row in text.front),
        )
    return TitlePage(
        title=text.brief.title,
        facts=(FILING, *_facts(text)),
        people=tuple(
            (person.name, person.role, "虚构" if person.invented else "有史可据")
            for person in text.bible.characters
        ),
        notice=NOTICE if made_by_machine(text) else "",
    )


def made_by_machine(text: Series | Reading) -> bool:
    """Tell whether a text holds machine-made content and so must carry the AI label."""
    if isinstance(text, Reading):
        return bool(text.labels)
    if text.draft_note:
        return True
    lines = (line for e in text.episodes for scene in e.scenes for line in scene.elements)
    return any(line.author != "person" for line in lines)


def reading_of(text: Series | Reading) -> Reading:
    """Return the reading of either."""
    if isinstance(text, Reading):
        return text
    return as_reading(text.episodes, text.brief.title)


def plain_rows(page: TitlePage) -> list[str]:
    """Return the page as rows of plain text; the notice is the very first."""
    rows = [page.notice] if page.notice else []
    rows += [f"《{page.title}》"] if page.title else []
    rows += [*page.facts]
    rows += [f"修订日期：{page.revised}"] if page.revised else []
    rows += [*page.rows]
    if page.people:
        rows += ["主要人物", *("\t".join(person) for person in page.people)]
    return rows


def _facts(series: Series) -> list[str]:
    brief = series.brief
    age = brief.period + (f"（{brief.year}）" if brief.year and brief.period else "")
    age = age or (str(brief.year) if brief.year else "")
    facts = [
        f"一句话梗概：{brief.logline}",
        f"创作计划：{brief.programme}" if brief.programme else "",
        f"类型：{brief.genre}" if brief.genre else "",
        f"年代：{age}" if age else "",
        f"集数：{brief.episodes} 集，每集约 {brief.seconds} 秒",
        f"稿次：{series.draft_note}" if series.draft_note else "",
    ]
    return [fact for fact in facts if fact]
