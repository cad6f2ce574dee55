"""Sets that were made, as small pictures: the shelf of a project, the sheet of one set. HTML."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ui.rendering import safe
from ui.set_work import Made

_GROUPS = (
    ("别的画面", ("plate", "clip")), ("图纸", ("drawing",)),
    ("控制图：给扩散模型与合成用，几何与设定图分毫不差", ("control",)), ("通道", ("pass",)),
)  # fmt: skip
_REST = "别的图"
_CONTROL = '<p class="sj-hint">点开就是原图，可以直接放进 ComfyUI 等的 ControlNet；三晋自己画在下面「概念图」里。</p>'
# What a control image or a pass is for, by the file's name.
_FOR = {
    "depth": "定远近：ControlNet 的 depth", "depth16": "同上，16 位，不丢层次",
    "normal": "定面的朝向：ControlNet 的 normal", "line": "定轮廓：ControlNet 的 canny、lineart",
    "ao": "暗角与缝隙，合成时压暗", "element": "按构件选区：柱、铺作、瓦各一色",
    "instance": "一件一色，单独抠一根柱", "material": "按材料选区",
    "panorama_depth16": "全景的远近，一格一厘米", "elevation": "正立面",
}  # fmt: skip


def shelf(rows: Sequence[tuple[str, str]], shown: str) -> str:
    """Return the sets of a project as (name, address of its picture); one of them is looked at."""
    if len(rows) < 2:
        return ""
    items = "".join(
        f'<li><button type="button" data-set="{safe(name)}"'
        f"{' aria-current=true' if name == shown else ''}>"
        f'<img src="{safe(small)}" alt="" loading="lazy"><span>{safe(name)}</span></button></li>'
        for name, small in rows
    )
    return f'<ul class="sj-shelf" aria-label="这个项目造过的布景">{items}</ul>'


def viewer(model: str, panorama: str, name: str) -> str:
    """Return the place to walk around a set: buttons for its 3D file and its panorama."""
    buttons = ""
    if model:
        buttons += _press("glb", model, "转着看三维模型", f"{name}，三维模型")
    if panorama:
        buttons += _press("pano", panorama, "站在全景里看", f"{name}，全景")
    if not buttons:
        return '<p class="sj-hint">要转着看、站进去看，造景前在「另出」里勾上三维模型、全景图。</p>'
    return (
        f'<div class="sj-viewer"><p class="sj-does">{buttons}</p>'
        '<p class="sj-hint" role="status"></p></div>'
    )


def _press(key: str, address: str, does: str, words: str) -> str:
    return (
        f'<button type="button" aria-pressed="false" data-{key}="{safe(address)}" '
        f'data-words="{safe(words)}">{does}</button>'
    )


def sheet(rows: Sequence[tuple[Made, str, str]]) -> str:
    """Return the other pictures of a set as (what it is, small address, whole address), grouped."""
    found = sorted(rows, key=lambda row: _group(row[0]))
    body = ""
    for number, tiles in groupby(found, key=lambda row: _group(row[0])):
        title = _GROUPS[number][0] if number < len(_GROUPS) else _REST
        items = "".join(_tile(*row) for row in tiles)
        hint = _CONTROL if number == 2 else ""
        body += f'<h3>{safe(title)}</h3>{hint}<ul class="sj-sheet">{items}</ul>'
    return body


def _group(one: Made) -> int:
    return next((n for n, (_, roles) in enumerate(_GROUPS) if one.role in roles), len(_GROUPS))


def _tile(one: Made, small: str, whole: str) -> str:
    use = _FOR.get(one.path.stem, "")
    said = f"<small>{safe(use)}</small>" if use else ""
    return (
        f'<li><a href="{safe(whole)}" target="_blank" rel="noopener">'
        f'<img src="{safe(small)}" alt="{safe(one.title)}" loading="lazy"></a>'
        f"<span>{safe(one.title)}</span>{said}</li>"
    )
