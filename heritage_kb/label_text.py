"""AI labels of texts: Markdown, plain text, JSON and SVG.

Markdown takes the record as front matter and a visible line at its end (TC260-PG-20258A §6.5);
plain text has no slot and carries the visible line only; JSON (no rule exists) takes the record
under ``AIGC`` and the visible sentence under ``AI提示``; SVG takes it in ``metadata`` and as text.
"""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from xml.sax.saxutils import escape

from heritage_kb.aigc import KEYS, MARK, NAMESPACE, as_json, is_notice, pairs
from heritage_kb.errors import RefusedInput

JSON_NOTICE = "AI提示"
_SVG = "{http://www.w3.org/2000/svg}"
_INK = 0.72  # capital height of a sans face in em, at the low end; CJK ink is about 0.9


# ------------------------------------------------------------------------------------- Markdown


def label_md(text: str, record: Mapping[str, str], notice: str) -> str:
    """Return Markdown with one front-matter record and a visible last line."""
    head, body = _front_matter(text)
    lines = _without_record(head)
    block = ["AIGC:", *(f"  {key}: {json.dumps(record[key])}" for key in KEYS)]
    if not is_notice(last_line(body)):
        body = f"{body.rstrip()}\n\n{notice}\n"
    return "\n".join(["---", *lines, *block, "---", ""]) + body


def md_records(text: str) -> list[str]:
    """Return the records in the front matter as JSON texts."""
    head, _ = _front_matter(text)
    found, at = [], 0
    while at < len(head):
        if re.match(r"AIGC\s*:", head[at]):
            end = _block_end(head, at)
            fields = (re.match(r"\s+(\w+)\s*:\s*(.*?)\s*$", line) for line in head[at + 1 : end])
            items = [(match[1], _scalar(match[2])) for match in fields if match]
            body = ",".join(f"{json.dumps(key)}:{json.dumps(value)}" for key, value in items)
            found.append(f"{{{body}}}")
            at = end
        else:
            at += 1
    return found


def _scalar(text: str) -> object:
    if re.fullmatch(r'"(?:[^"\\]|\\.)*"', text):
        return json.loads(text)
    if re.fullmatch(r"'.*'", text):
        return text[1:-1].replace("''", "'")
    return int(text) if text.isdecimal() else text  # a bare number is no string in YAML


def _front_matter(text: str) -> tuple[list[str], str]:
    match = re.match(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n)?---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if not match:
        return [], text.lstrip("\ufeff")
    return (match[1] or "").splitlines(), text[match.end() :]


def _block_end(lines: list[str], start: int) -> int:
    end = start + 1
    while end < len(lines) and lines[end][:1] in (" ", "\t"):
        end += 1
    return end


def _without_record(lines: list[str]) -> list[str]:
    at = next((n for n, line in enumerate(lines) if re.match(r"AIGC\s*:", line)), None)
    if at is None:
        return lines
    return _without_record(lines[:at] + lines[_block_end(lines, at) :])


# ----------------------------------------------------------------------------------- plain text


def label_txt(text: str, notice: str) -> str:
    """Return plain text whose first or last line is a visible label."""
    if txt_shown(text):
        return text
    return f"{text.rstrip()}\n\n{notice}\n"


def txt_shown(text: str) -> bool:
    """Tell whether the first or the last line with content is a visible label."""
    return is_notice(first_line(text)) or is_notice(last_line(text))


def label_fdx(text: str, notice: str) -> str:
    """Return a Final Draft file whose title page ends with the visible sentence."""
    if fdx_shown(text):
        return text
    row = f'<Paragraph Type="General"><Text>{escape(notice)}</Text></Paragraph>'
    page = re.search(r"<TitlePage>.*?(</Content>|<Content\s*/>)", text, re.DOTALL)
    if page is None:
        end = f"<TitlePage><Content>{row}</Content></TitlePage></FinalDraft>"
        return text.replace("</FinalDraft>", end, 1)
    close = f"{row}</Content>" if page[1] == "</Content>" else f"<Content>{row}</Content>"
    return text[: page.start(1)] + close + text[page.end(1) :]


def fdx_shown(text: str) -> bool:
    """Tell whether a paragraph of a Final Draft file is the visible sentence."""
    return any(is_notice(row) for row in re.findall(r"<Text[^>]*>([^<]*)</Text>", text))


def first_line(text: str) -> str:
    """Return the first line that is not blank."""
    return next((line for line in text.splitlines() if line.strip()), "")


def last_line(text: str) -> str:
    """Return the last line that is not blank."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")


# ----------------------------------------------------------------------------------------- JSON


def label_json(text: str, record: Mapping[str, str], notice: str) -> str | None:
    """Return a JSON object with its label, or None where the top level is no object."""
    data = json.loads(text)
    if not isinstance(data, dict):
        return None
    data["AIGC"] = dict(record)
    data.setdefault(JSON_NOTICE, notice)
    indent = re.match(r"\s*\{\r?\n([ \t]+)", text)
    if indent:
        return json.dumps(data, ensure_ascii=False, indent=indent[1]) + "\n"
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def json_label(text: str) -> tuple[list[str], bool]:
    """Return the records under the top-level ``AIGC`` keys, and whether the sentence is there."""
    data = pairs(text)
    items = list(data.items()) if isinstance(data, dict) else data
    if not isinstance(items, list) or not all(isinstance(i, tuple) and len(i) == 2 for i in items):
        return [], False
    found = [_spelled(value) for key, value in items if key == "AIGC"]
    shown = any(
        key != "AIGC" and isinstance(value, str) and key.startswith("AI") and is_notice(value)
        for key, value in items
    )
    return found, shown


def _spelled(value: object) -> str:
    if isinstance(value, list):  # duplicate keys inside the record
        body = ",".join(f"{json.dumps(key)}:{json.dumps(item)}" for key, item in value)
        return f"{{{body}}}"
    return json.dumps(value)


# ------------------------------------------------------------------------------------------ SVG


def label_svg(text: str, record: Mapping[str, str], *, control: bool) -> str:
    """Return an SVG with the record in ``metadata`` and the words on a plate at bottom right."""
    root = _svg_root(text)
    x, y, width, height = _view(root)
    kept = re.sub(
        r'<metadata id="sanjin-aigc".*?</metadata>\n?|<g id="sanjin-mark".*?</g>\n?',
        "",
        text,
        flags=re.DOTALL,
    )
    role = ' data-role="control"' if control else ""
    addition = (
        f'<metadata id="sanjin-aigc"{role}><TC260:AIGC xmlns:TC260="{NAMESPACE}">'
        f"{escape(as_json(record))}</TC260:AIGC></metadata>\n"
    )
    if not control and not svg_label(kept)[1]:  # its maker may have left a place for the words
        addition += _svg_mark(x, y, width, height)
    prefix = re.search(r"</(\w+:)?svg>\s*$", kept)
    if prefix is None or prefix[1]:
        raise RefusedInput(
            "这个 SVG 文件的写法认不出来；请用普通的 <svg> 根元素重新导出。",
            "The SVG does not end with a plain </svg>; export it again.",
        )
    return kept[: prefix.start()] + addition + kept[prefix.start() :]


def _svg_mark(x: float, y: float, width: float, height: float) -> str:
    short = min(width, height)
    size = 1.04 * 0.05 * short / _INK
    pad, margin = 0.3 * size, 0.015 * short
    wide = 3.05 * size + 2 * pad
    left, top = x + width - margin - wide, y + height - margin - size - 2 * pad
    return (
        f'<g id="sanjin-mark"><rect x="{left:.3f}" y="{top:.3f}" width="{wide:.3f}"'
        f' height="{size + 2 * pad:.3f}" fill="#fcfaf4"/>'
        f'<text x="{left + pad:.3f}" y="{top + pad + 0.88 * size:.3f}" font-size="{size:.3f}"'
        f' font-family="sans-serif" fill="#121214">{MARK}</text></g>\n'
    )


def svg_label(text: str) -> tuple[list[str], bool, bool]:
    """Return an SVG's records, whether its words are legible, whether it is a control image."""
    root = _svg_root(text)
    nodes = list(root.iter(f"{{{NAMESPACE}}}AIGC"))
    control = any(n.get("data-role") == "control" for n in root.iter(f"{_SVG}metadata"))
    x, y, width, height = _view(root)
    shown = any(
        is_notice("".join(node.itertext())) and _legible(node, (x, y, width, height))
        for node in root.iter(f"{_SVG}text")
    )
    return ["".join(node.itertext()).strip() for node in nodes], shown, control


def _legible(node: ET.Element, view: tuple[float, float, float, float]) -> bool:
    x, y, width, height = view
    short = min(width, height)
    size, left, base = (_number(node.get(key)) for key in ("font-size", "x", "y"))
    if node.get("fill") == "none" or node.get("visibility") == "hidden":
        return False
    near = base >= y + height - 0.25 * short or base <= y + 0.25 * short
    return size * _INK >= 0.05 * short and near and x <= left < x + width


def _svg_root(text: str) -> ET.Element:
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise RefusedInput("这个 SVG 文件不完整，读不出来；请重新导出。", "Damaged SVG.") from error
    if root.tag != f"{_SVG}svg":
        raise RefusedInput("这个文件的根元素不是 <svg>；请检查文件。", "The root is not <svg>.")
    return root


def _view(root: ET.Element) -> tuple[float, float, float, float]:
    numbers = [_number(part) for part in re.split(r"[\s,]+", (root.get("viewBox") or "").strip())]
    if len(numbers) == 4 and all(math.isfinite(n) for n in numbers) and min(numbers[2:]) > 0:
        return numbers[0], numbers[1], numbers[2], numbers[3]
    return 0.0, 0.0, _number(root.get("width")) or 100.0, _number(root.get("height")) or 100.0


def _number(text: str | None) -> float:
    match = re.match(r"\s*(-?\d+(?:\.\d+)?)", text or "")
    return float(match[1]) if match else 0.0
