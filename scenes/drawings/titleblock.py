"""Frame and title block: what is drawn, of when, at which scale, from what, and what is imagined."""

from __future__ import annotations

from dataclasses import dataclass

from heritage_kb.label import NOTICE
from scenes import rulebook
from scenes.drawings import measures
from scenes.drawings.measures import Chi
from scenes.drawings.sheet import BIND, EDGE, Sheet, wide, wrapped
from scenes.work import Built, Work


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """What every sheet of a set shares, and which of how many this one is."""

    building: Built
    chi: Chi
    period: str
    number: int
    of: int


def frame(sheet: Sheet, issue: Issue) -> None:
    """Draw the frame and fill the title block along the foot of a sheet."""
    named, sourced, imagined = ruled(sheet)
    _named(sheet, issue, *named)
    _sourced(sheet, issue, *sourced)
    _imagined(sheet, issue, *imagined)


def ruled(sheet: Sheet) -> tuple[tuple[float, float, float], ...]:
    """Draw the frame and the notice, and return three columns as x, top and room, millimetres."""
    paper = sheet.paper
    left, low, right, high = BIND, EDGE, paper.width - EDGE, paper.height - EDGE
    sheet.box("frame", (left, low), (right, high), 0.5)
    top = low + paper.mark[1]
    slot = right - paper.mark[0]
    sheet.line("frame", [(left, top), (right, top)], 0.35)
    columns = [left, left + 0.36 * (slot - left), left + 0.64 * (slot - left), slot]
    for x in columns[1:]:
        sheet.line("frame", [(x, low), (x, top)], 0.18)
    sheet.write("mark", (slot + 3, low + 3), NOTICE, 3.0)
    return tuple((a + 3, top, b - a - 6) for a, b in zip(columns[:-1], columns[1:], strict=True))


def _named(sheet: Sheet, issue: Issue, x: float, top: float, room: float) -> None:
    b = issue.building
    large = min(6.0, 6.0 * room / wide(f"{b.title}　{sheet.title}", 6.0))
    sheet.write("title", (x, top - 8.0), f"{b.title}　{sheet.title}", large)
    year = f"{b.year} 年" if b.year and b.year > 0 else f"前 {-b.year} 年" if b.year else "年份未定"
    rows = [
        f"{issue.period}　{year}　{_form(b)}",
        f"{sheet.paper.name} 横幅　比例 1:{sheet.scale:g}　图 {issue.number:02d}／{issue.of:02d}",
        f"尺寸：上（左）米，下（右）尺；{issue.chi.said()}",
    ]
    at = top - 13.5
    for row in rows:
        for part in wrapped(row, 2.5, room):
            sheet.write("title", (x, at), part, 2.5)
            at -= 3.8
    _scale_bar(sheet, x, EDGE + 4.0, room)


def _form(b: Built) -> str:
    if isinstance(b, Work):
        return b.form
    brackets = b.brackets.name or f"{b.brackets.number} 铺作"
    return f"{b.roof}　{len(b.bays)} 间 {b.rafters} 椽　{brackets}"


def _scale_bar(sheet: Sheet, x: float, y: float, room: float) -> None:
    """Draw five equal parts of whole metres, as long as fits in half the room."""
    metre = 1000.0 / sheet.scale
    unit = next((u for u in (5.0, 2.0, 1.0, 0.5) if 5 * u * metre <= 0.8 * room), 0.2)
    for k in range(5):
        a, c = x + k * unit * metre, x + (k + 1) * unit * metre
        sheet.box("title", (a, y), (c, y + 1.6), 0.13)
        if k % 2 == 0:
            sheet.line("title", [(a, y + 0.8), (c, y + 0.8)], 1.6)
    for k in range(6):
        name = f"{k * unit:g}" + (" 米" if k == 5 else "")
        sheet.write("title", (x + k * unit * metre, y + 2.4), name, 2.3, "middle")


def _sourced(sheet: Sheet, issue: Issue, x: float, top: float, room: float) -> None:
    rows = list(issue.building.dimensions.values())
    by_source: dict[str, list[str]] = {}
    for row in rows:
        key = f"{row.source}（{rulebook.CONFIDENCE.get(row.confidence, row.confidence)}）"
        by_source.setdefault(key, []).append(row.item)
    said = [f"{'、'.join(dict.fromkeys(items))}：{key}。" for key, items in by_source.items()]
    column(sheet, x, top, room, [measures.LEGEND, "依据　" + "".join(said)])


def _imagined(sheet: Sheet, issue: Issue, x: float, top: float, room: float) -> None:
    text = "图中想象的部分　" + "；".join(issue.building.invented) + "。"
    column(sheet, x, top, room, [text, "每个数的出处与范围见考据单 report.md。"])


def column(
    sheet: Sheet,
    x: float,
    top: float,
    room: float,
    texts: list[str],
    rest: str = "考据单 report.md",
) -> None:
    """Fill a column with small rows; what does not fit is said to stand in ``rest``."""
    size, lead = 2.1, 3.0
    most = int((top - EDGE - 3.0) / lead)
    rows = [row for text in texts for row in wrapped(text, size, room)]
    if len(rows) > most:
        rows = [*rows[: most - 1], f"……余见{rest}。"]
    for k, row in enumerate(rows):
        sheet.write("title", (x, top - 4.0 - k * lead), row, size)
