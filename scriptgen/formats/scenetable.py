"""The scene table (场景表.xlsx): a row a scene for the crew, and every line on a second sheet.

Second owner of openpyxl beside ``heritage_kb.workbook``. A cell is always text or a number, never a
formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, get_args

from heritage_kb.errors import RefusedInput
from heritage_kb.workbook import workbook_bytes
from scriptgen.duration import seconds, spoken_characters
from scriptgen.formats.textfile import one_row
from scriptgen.formats.titlepage import TitlePage
from scriptgen.reading import Loose, ReadEpisode, Reading, ReadLine, ReadScene, Role
from scriptgen.series import ElementType

_SCENES = "场景表"
_LINES = "正文"
_SCENE_HEAD = (
    ("集", 6), ("场次", 9), ("场景", 26), ("时间", 12), ("内/外", 7), ("出场人物", 26), ("行数", 7),
    ("台词字数", 9), ("估时（秒）", 10), ("主要内容", 46), ("备注", 18),
)  # fmt: skip
_LINE_HEAD = (
    ("集", 6), ("集名", 16), ("场次", 9), ("时间", 12), ("内/外", 7), ("场景", 22), ("出场人物", 24),
    ("类型", 8), ("说话人", 14), ("情绪", 14), ("文字", 60),
)  # fmt: skip
_TYPES = {
    "action": "动作", "dialogue": "台词", "vo": "画外", "os": "独白", "caption": "字幕", "mark": "标记",
}  # fmt: skip
_BY_NAME = {zh: en for en, zh in _TYPES.items()}
_SPOKEN = ("dialogue", "vo", "os")
_CAST_SIGN = "、"


# -------------------------------------------------------------------------------------- writing


def write_scenetable(reading: Reading, page: TitlePage) -> bytes:
    """Return the workbook; the same reading gives the same bytes."""
    import openpyxl

    book = openpyxl.Workbook()
    _scene_sheet(book.active, reading, page)
    _line_sheet(book.create_sheet(_LINES), reading)
    return workbook_bytes(book)


def _scene_sheet(sheet: Any, reading: Reading, page: TitlePage) -> None:
    sheet.title = _SCENES
    _head(sheet, _SCENE_HEAD, f"《{page.title}》场景表" if page.title else "场景表")
    for episode in reading.episodes:
        for scene in episode.scenes:
            _row(sheet, _scene_cells(episode, scene))
        lines = [line for scene in episode.scenes for line in scene.lines]
        _row(sheet, _total(f"第{episode.number}集 合计", len(episode.scenes), lines), bold=True)
    every = [line for e in reading.episodes for s in e.scenes for line in s.lines]
    count = sum(len(e.scenes) for e in reading.episodes)
    _row(sheet, _total("全剧 合计", count, every), bold=True)


def _scene_cells(episode: ReadEpisode, scene: ReadScene) -> list[Any]:
    first = next((line.text for line in scene.lines if line.type == "action"), "")
    return [
        episode.number, scene.number or "", scene.place, scene.time, scene.int_ext or "",
        _CAST_SIGN.join(scene.cast), len(scene.lines), _spoken(scene.lines),
        round(seconds(scene.lines), 1), first, "",
    ]  # fmt: skip


def _total(name: str, scenes: int, lines: list[ReadLine]) -> list[Any]:
    return [
        "", "", name, "", "", f"{scenes} 场", len(lines), _spoken(lines), round(seconds(lines), 1),
        "", "",
    ]  # fmt: skip


def _spoken(lines: list[ReadLine]) -> int:
    return sum(spoken_characters(line.text) for line in lines if line.type in _SPOKEN)


def _line_sheet(sheet: Any, reading: Reading) -> None:
    _head(sheet, _LINE_HEAD, f"《{reading.title}》" if reading.title else "")
    for episode in reading.episodes:
        for scene in episode.scenes or [ReadScene()]:
            start = [
                episode.number, episode.title, scene.number or "", scene.time,
                scene.int_ext or "", scene.place, _CAST_SIGN.join(scene.cast),
            ]  # fmt: skip
            if episode.scenes:
                _row(sheet, [*start, "场景", "", "", ""], bold=True)
            else:
                _row(sheet, [*start[:2], *([""] * 5), "集", "", "", ""], bold=True)
            for line in scene.lines:
                _row(
                    sheet,
                    [*([""] * 7), _TYPES[line.type], line.speaker or "", line.parenthetical or "",
                     line.text],
                )  # fmt: skip


def _head(sheet: Any, columns: tuple[tuple[str, int], ...], title: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.append([_safe(title)])
    sheet.cell(1, 1).font = Font(name="黑体", bold=True, size=14)
    sheet.append([name for name, _ in columns])
    for number, (_, width) in enumerate(columns, 1):
        cell = sheet.cell(2, number)
        cell.font = Font(name="黑体", bold=True)
        cell.fill = PatternFill("solid", fgColor="E7DECB")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _row(sheet: Any, cells: list[Any], *, bold: bool = False) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append([_safe(cell) for cell in cells])
    for cell in sheet[sheet.max_row]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(cell.value, str):
            cell.data_type = "s"  # what begins with = stays text
        if bold:
            cell.font = Font(name="宋体", bold=True)


def _safe(value: Any) -> Any:
    return one_row(value) if isinstance(value, str) else value


# -------------------------------------------------------------------------------------- reading


def read_scenetable(data: bytes, name: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a scene table that was written here; ``source_line`` is the row.

    Raises:
        RefusedInput: no workbook, or one without the sheet 正文.
    """
    sheet = _sheet(data, name)
    reading = Reading()
    for number, row in enumerate(sheet, 1):
        cells = [str(cell) if cell is not None else "" for cell in row]
        cells += [""] * (len(_LINE_HEAD) - len(cells))
        if number == 1:
            title = re.fullmatch(r"《(.+)》", cells[0])
            reading.title = title[1] if title else ""
        elif number > 2 and any(cells):
            _take(reading, number, cells)
    return reading


def _sheet(data: bytes, name: str) -> list[tuple[Any, ...]]:
    import openpyxl

    from heritage_kb.shelf.limits import open_archive

    try:
        open_archive(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(book[_LINES].iter_rows(values_only=True)) if _LINES in book.sheetnames else None
        book.close()
    except RefusedInput:
        raise
    except Exception as error:
        raise RefusedInput(
            f"“{name}”不是完整的 Excel 文件；请用 Excel 或 WPS 打开另存再试。",
            f"“{name}” is no whole workbook.",
        ) from error
    if rows is None:
        raise RefusedInput(
            f"“{name}”里没有“{_LINES}”一页，不是三晋导出的场景表；请把剧本存成 docx 或 txt 再读。",
            f"“{name}” has no sheet {_LINES}.",
        )
    return rows


def _take(reading: Reading, number: int, cells: list[str]) -> None:
    kind = _BY_NAME.get(cells[7])
    if cells[7] in ("场景", "集"):
        episode = int(cells[0]) if cells[0].isdigit() else 1
        if not reading.episodes or reading.episodes[-1].number != episode:
            reading.episodes.append(ReadEpisode(number=episode, title=cells[1]))
        if cells[7] == "场景":
            reading.episodes[-1].scenes.append(
                ReadScene(
                    number=cells[2] or None,
                    time=cells[3],
                    int_ext=cells[4] if cells[4] in ("内", "外", "内外") else None,  # type: ignore[arg-type]
                    place=cells[5],
                    cast=cells[6].split(_CAST_SIGN) if cells[6] else [],
                    source_line=number,
                )
            )
    elif kind in get_args(ElementType) and reading.episodes and reading.episodes[-1].scenes:
        reading.episodes[-1].scenes[-1].lines.append(
            ReadLine(
                type=kind,  # type: ignore[arg-type]
                speaker=cells[8] or None,
                parenthetical=cells[9] or None,
                text=cells[10],
                source_line=number,
            )
        )
    else:
        said = "　".join(cell for cell in cells if cell)
        reading.unmapped.append(Loose(source_line=number, text=said))
