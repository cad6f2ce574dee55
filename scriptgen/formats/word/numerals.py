"""Numbers as Word's automatic lists print them (ISO 29500-1 §17.18.59, ST_NumberFormat)."""

from __future__ import annotations

import re
from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_OLD = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def numbered(number: int, kind: str, custom: str = "") -> str:
    """Return a number in a list format; one that is not known is printed in Arabic figures.

    >>> numbered(12, "chineseCountingThousand"), numbered(3, "upperRoman"), numbered(2, "ordinal")
    ('十二', 'III', '2nd')
    """
    number = max(min(number, 99_999), -99_999)
    if kind == "custom":
        zeros = re.match(r"0*1", custom.split(",")[0].strip())
        return str(number).zfill(len(zeros[0]) if zeros else 1)
    write = _FORMATS.get(kind)
    return write(number) if write and (number > 0 or kind == "decimalZero") else _bare(number, kind)


def _bare(number: int, kind: str) -> str:
    return "" if kind in ("none", "bullet") else str(number)


def _with_units(number: int, digits: str, units: str, first: str) -> str:
    """Return 一百零五; ``first`` is what stands before the unit ten of 10–19."""
    if number > 9_999:
        return str(number)
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += digits[0] if gap and text else ""
            text += digits[digit] + units[place].strip()
            gap = False
        else:
            gap = True
    ten = digits[1] + units[1]
    return first + text[1:] if text.startswith(ten) and number < 20 else text


def _chinese(number: int) -> str:
    return _with_units(number, "零" + _DIGITS[1:], " 十百千", "")


def _chinese_short(number: int) -> str:
    """Return 九十九, 一○○, 一○一: units only below a hundred."""
    return _chinese(number) if number < 100 else _digit_by_digit(number).replace("〇", "○")


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _letters(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 40)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _circled(number: int) -> str:
    for first, start, count in ((1, 0x2460, 20), (21, 0x3251, 15), (36, 0x32B1, 15)):
        if first <= number < first + count:
            return chr(start + number - first)
    return str(number)


def _bracketed(start: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(start + number - 1) if number <= count else f"({number})"


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(figure)) for figure in str(number))


def _ordinal(number: int) -> str:
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{last or 'th'}"


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: str(number).zfill(2),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "ordinal": _ordinal,
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting"), _chinese_short),
    **dict.fromkeys(
        ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"), _chinese
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digit_by_digit),
    "chineseLegalSimplified": lambda n: _with_units(n, _LEGAL, " 拾佰仟", "壹"),
    "ideographLegalTraditional": lambda n: _with_units(n, _LEGAL_OLD, " 拾佰仟", "壹"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalEnclosedParen": _bracketed(0x2474, 20),
    "decimalEnclosedFullstop": _bracketed(0x2488, 20),
    "ideographEnclosedCircle": _bracketed(0x3280, 10),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    "numberInDash": lambda number: f"- {number} -",
}  # fmt: skip
