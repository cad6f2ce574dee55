"""From bytes to clean text: which encoding, and which characters have no business in it."""

from __future__ import annotations

import codecs
import re
import unicodedata

from heritage_kb.errors import RefusedInput

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Asked of the detector only where the text is neither UTF-8 nor plausible GB18030.
_OTHERS = ["big5", "big5hkscs", "utf_16_le", "utf_16_be", "shift_jis", "euc_kr", "cp1252"]
_DETECTED_BYTES = 200_000
_PLAUSIBLE = 0.9  # share of its characters that everyday Chinese (GB 2312) has

_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, soft hyphen, zero-width and direction marks, annotation anchors, tag characters,
# surrogates and non-characters: nothing that a reader of the page would see.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_RADICALS = re.compile("[\u2e80-\u2fdf]")  # PDF fonts print characters by these look-alikes
_CHINESE_OR_LATIN = re.compile("[\t-\r -~\u2010-\u2027\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_ASCII = re.compile("[\x00-\x7f]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def cleaned(text: str) -> str:
    """Return text in NFC, with line ends as LF and without characters that nobody sees.

    >>> cleaned("佛\u202e光\u200b寺")
    '佛光寺'
    """
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    text = _RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return clean text on one line, blanks drawn together.

    >>> one_line(" 东大殿　 面阔七间 ")
    '东大殿 面阔七间'
    """
    return " ".join(cleaned(text).split())


def decoded(data: bytes, declared: str = "") -> str:
    """Return the text of a file: its mark decides, then UTF-8, GB18030, then a detector.

    Args:
        data: the whole file.
        declared: the encoding that the file itself names (HTML), where it does.

    Raises:
        RefusedInput: not text, or in no encoding that is known.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _text(_nearly(data, encoding))
    if b"\x00" in data:
        return _text(_without_mark(data))
    text = _tried(data, "utf-8")
    if text is None and declared:
        text = _tried(data, declared)
    if text is None:
        text = _nearly(data, "utf-8")
    if text is None:
        text = _chinese_or_other(data)
    return _text(text)


def _text(text: str | None) -> str:
    if text is None or "\x00" in text or len(_CONTROL.findall(text)) > 10 + len(text) / 200:
        raise RefusedInput(
            "不是文本，或编码不认识；请另存为 UTF-8 文本再试。",
            "Not text, or in an unknown encoding; save it as UTF-8.",
        )
    return text


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _nearly(data: bytes, encoding: str) -> str | None:
    """Return the text where only a byte here and there is broken (a file cut short), as �."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(_ASCII.findall(text)) - broken
    return text if broken * 20 <= whole else None


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: the order that gives more Chinese and Latin, else nothing."""
    texts = [_tried(data, encoding) for encoding in ("utf-16-le", "utf-16-be")]
    best = max((text for text in texts if text), key=_written, default=None)
    return best if best is not None and _written(best) >= _PLAUSIBLE else None


def _written(text: str) -> float:
    """Return the share of a text that is ASCII print, Chinese, or their marks."""
    sample = text[:_DETECTED_BYTES]
    return len(_CHINESE_OR_LATIN.findall(sample)) / max(len(sample), 1)


def _chinese_or_other(data: bytes) -> str | None:
    chinese = _nearly(data, "gb18030")
    if chinese is not None and _everyday(chinese) >= _PLAUSIBLE:
        return chinese
    from charset_normalizer import from_bytes

    sample = data[:_DETECTED_BYTES].rpartition(b"\n")[0] or data[:_DETECTED_BYTES]
    best = from_bytes(sample, cp_isolation=_OTHERS).best()
    other = _tried(data, best.encoding) if best is not None else None
    return other if other is not None else chinese


def _everyday(text: str) -> float:
    """Return which share of a text's characters beyond ASCII is in GB 2312."""
    sample = _ASCII.sub("", text[:_DETECTED_BYTES])
    known = sample.encode("gb2312", "ignore").decode("gb2312", "ignore")
    return len(known) / len(sample) if sample else 1.0
