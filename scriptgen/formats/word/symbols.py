"""Characters of Word's symbol fonts, as the characters that they show.

The code charts of Wingdings, Wingdings 3, Webdings and Symbol; only what scripts use. Own
knowledge, checked against the fonts' published charts.
"""

from __future__ import annotations

_SHOWN = {
    "wingdings 3": {0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◀", 0x75: "▶"},
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0xA1: "○",
        0xA8: "◻", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "webdings": {0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼"},
    "symbol": {
        0x44: "Δ", 0x61: "α", 0x62: "β", 0xAE: "→", 0xAC: "←", 0xB0: "°", 0xB1: "±", 0xB4: "×",
        0xB7: "•", 0xB8: "÷", 0xBC: "…",
    },
}  # fmt: skip
_PRIVATE = range(0xF000, 0xF100)


def symbol(character: str, font: str) -> str:
    r"""Return what a character of a symbol font shows; any other character as it is.

    >>> symbol("\uf072", "Wingdings 3"), symbol("\uf0b7", "Symbol"), symbol("△", "宋体")
    ('△', '•', '△')
    """
    if not character:
        return ""
    code = ord(character[0])
    table = _SHOWN.get(font.lower(), {})
    if code in _PRIVATE:
        return table.get(code - 0xF000, character)
    return table.get(code, character)
