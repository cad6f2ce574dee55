"""The report as one HTML file: the script on the left, findings beside their lines.

Nothing is loaded from anywhere and no script runs; everything that came from outside is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from typing import Any

from scriptgen.formats.grammar import Line, written
from scriptgen.formats.textfile import episode_row, heading_row
from scriptgen.reading import Reading, ReadLine, ReadScene
from scriptgen.reviewing.reports.plain import (
    NOTICE,
    SEVERITY,
    basis,
    evidence_of,
    headline,
    rule_of,
)

Finding = Mapping[str, Any]


def html_report(result: Mapping[str, Any], script: Reading, name: str) -> str:
    """Return the report as HTML; findings that name no line stand at their scene or episode."""
    title = f"《{script.title}》预审" if script.title else f"{name} 预审"
    style = files("scriptgen").joinpath("data", "report.css").read_text(encoding="utf-8")
    body = "".join(_body(_Shelf(result["findings"]), script))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
        f"<header><h1>{escape(title)}</h1><p>{escape(headline(result))}</p>"
        f"<p>{escape(basis(result))}</p><p><strong>{escape(NOTICE)}</strong></p>{_contents(result)}"
        f"</header><main>{body}</main></body></html>\n"
    )


class _Shelf:
    """Findings by where they belong; what is taken is gone, so that nothing stands twice."""

    def __init__(self, findings: list[Finding]) -> None:
        self.left = list(findings)

    def take(self, **where: Any) -> list[Finding]:
        """Return, and take away, the findings that have these values."""
        found = [one for one in self.left if all(one.get(k) == v for k, v in where.items())]
        taken = {id(one) for one in found}
        self.left = [one for one in self.left if id(one) not in taken]
        return found


def _contents(result: Mapping[str, Any]) -> str:
    counts: dict[str, int] = {}
    for one in result["findings"]:
        counts[one["code"]] = counts.get(one["code"], 0) + 1
    rows = "".join(
        f"<li>{escape(code)} <b>{count}</b></li>" for code, count in sorted(counts.items())
    )
    return (
        f"<details><summary>按规则看</summary><ul class='codes'>{rows}</ul></details>"
        if rows
        else ""
    )


def _body(shelf: _Shelf, script: Reading) -> Iterator[str]:
    whole = shelf.take(episode=None, scene=None)
    if whole:
        yield f"<section><h2>全剧</h2>{_row('', whole)}</section>"
    for episode in script.episodes:
        blocks = "".join(_scene(shelf, scene) for scene in episode.scenes)
        mine = shelf.take(episode=episode.number, scene=None)
        mine += shelf.take(episode=episode.number)
        yield f"<section><h2>{escape(episode_row(episode))}</h2>{_row('', mine) if mine else ''}{blocks}</section>"
    if shelf.left:
        yield f"<section><h2>其他</h2>{_row('', shelf.take())}</section>"


def _scene(shelf: _Shelf, scene: ReadScene) -> str:
    rows = []
    for line in scene.lines:
        mine = shelf.take(line=line.source_line) if line.source_line is not None else []
        rows.append(_row(_said(line), mine, line.source_line))
    heading = shelf.take(scene=scene.number, line=None) if scene.number else []
    cast = f"<p class='cast'>出场人物：{escape('、'.join(scene.cast))}</p>" if scene.cast else ""
    return f"<h3>{escape(heading_row(scene))}</h3>{cast}{_row('', heading) if heading else ''}{''.join(rows)}"


def _said(line: ReadLine) -> str:
    return written(Line(line.type, line.speaker, line.parenthetical, line.text))


def _row(text: str, findings: list[Finding], number: int | None = None) -> str:
    notes = "".join(_note(one) for one in findings)
    marked = " class='row found'" if findings else " class='row'"
    count = (
        f"<span class='no'>{number}</span>" if number is not None else "<span class='no'></span>"
    )
    said = _marked(text, findings) if text else ""
    return f"<div{marked}>{count}<p>{said}</p><div class='notes'>{notes}</div></div>"


def _marked(text: str, findings: list[Finding]) -> str:
    """Return a line with the terms of its findings marked."""
    terms = sorted({one["term"] for one in findings if one.get("term") and one["term"] in text})
    if not terms:
        return escape(text)
    first = min(terms, key=text.index)
    before, _, after = text.partition(first)
    rest = [one for one in findings if one.get("term") != first]
    return f"{escape(before)}<mark>{escape(first)}</mark>{_marked(after, rest)}"


def _note(one: Finding) -> str:
    name = SEVERITY.get(one["severity"], "提示")
    proof = "".join(f"<li>{escape(said)}</li>" for said in evidence_of(one))
    more = escape(rule_of(one))
    details = (
        f"<details><summary>依据</summary><p>{more}</p><ul>{proof}</ul></details>"
        if more or proof
        else ""
    )
    cure = f"<p class='cure'>{escape(one['suggestion'])}</p>" if one.get("suggestion") else ""
    state = f"<p class='waived'>已说明：{escape(one['waived'])}</p>" if one.get("waived") else ""
    return (
        f"<div class='note {escape(one['severity'])}{' is-waived' if one.get('waived') else ''}'>"
        f"<p><b>{escape(name)}</b> {escape(one['message'])} <code>{escape(one['code'])}</code></p>"
        f"{cure}{state}{details}</div>"
    )
