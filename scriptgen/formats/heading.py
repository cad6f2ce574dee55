"""Scene headings: every way that Chinese crews write them, and the one way that we do.

The variants are those of the trade (``1-1 日 内 地点``, ``1-1、地点 深夜 外``, ``11.1 地点 内 日``,
``场次（1）地点：…，夜，内；出场人物：…``, ``INT. … - NIGHT`` …). A number alone proves nothing
(``1-2 天后``, ``3.5 米高``): a time or an inside/outside word must be there, or the next line must
bring it, and the dotted form needs both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from heritage_kb.periods import numeral

IntExt = Literal["内", "外", "内外"]
Form = Literal["dash", "dot", "worded", "plain", "inserted", "slug", "tokens"]

DASH = r"[-–—－−‐]"
_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十百两]{1,5})"
_NUMBERED = re.compile(
    rf"(?P<word>(?:场次|场景|场|SCENE|SC\.?)\s*[:：]?\s*)?第?(?P<ep>\d{{1,3}})\s*"
    rf"(?P<sign>{DASH}|[.．])\s*(?P<sc>\d{{1,3}})(?P<letter>[A-Za-z]?)(?![\d])(?P<field>\s*场)?"
    r"[、.．:：,，\s]*(?P<rest>.*)",
    re.IGNORECASE,
)
_EPISODE_AND_SCENE = re.compile(
    rf"第?\s*(?P<ep>{_COUNT})\s*集[\s、,，·-]*第?\s*(?P<sc>{_COUNT})(?P<letter>[A-Z]?)\s*场"
    r"(?:[、.．:：,，\s]+(?P<rest>.*)|$)"
)
_COUNTED = re.compile(
    rf"(?:第\s*(?P<a>{_COUNT})\s*场(?!景)|(?:场次|场景|场)\s*[（(]?\s*(?P<b>{_COUNT})\s*[）)]?"
    rf"|(?P<c>\d{{1,3}})\s*[、.．]?\s*(?:场景|场次))"
    r"(?P<letter>[A-Z]?)(?=$|[\s、.．:：,，【\[（(]|地点|时间)[、.．:：,，\s]*(?P<rest>.*)"
)
_NAMED = re.compile(r"(?:场景|场次)\s*[:：]\s*(?P<rest>.+)")
_INSERTED = re.compile(r"(?:[+＋]\s*场|加场|补场|插场)[、:：\s]*(?P<rest>.+)")
_PLAIN = re.compile(r"(?P<sc>\d{1,3})(?P<letter>[A-Z]?)\s*[、.．\s]\s*(?P<rest>.+)")
_SLUG = re.compile(
    r"(?P<rest>(?:(?:INT|EXT|I)\s*\.?\s*/\s*(?:INT|EXT|E)\b\.?|(?:INT|EXT)\b\.?|[内外]景|内外景)"
    r"[\s:：.、·/-].+)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(地点|场景|时间|内外景?|出场人物|登场人物|出场|人物)\s*[:：]")
_CAST_LABELS = ("出场人物", "登场人物", "出场", "人物")

_INSIDE_OUT: dict[str, IntExt] = {
    **dict.fromkeys(("内", "内景", "室内", "INT", "INT."), "内"),
    **dict.fromkeys(("外", "外景", "室外", "EXT", "EXT."), "外"),
    **dict.fromkeys(
        (
            "内外",
            "外内",
            "内/外",
            "外/内",
            "内外景",
            "内景/外景",
            "外景/内景",
            "内、外",
            "I/E",
            "I/E.",
            "INT/EXT",
            "INT./EXT.",
            "INT./EXT",
            "EXT./INT.",
            "EXT/INT",
            "内外结合",
        ),
        "内外",
    ),
}
_HOUR = (
    r"(?:清晨|凌晨|早晨|早上|清早|大清早|上午|中午|正午|晌午|午间|午后|下午|黄昏|傍晚|薄暮|日暮|黎明"
    r"|拂晓|破晓|天明|天亮前?|深夜|午夜|半夜|子夜|夜晚|夜间|晚上|入夜|夜半|夜里|白天|白日|日间|日出"
    r"|日落|落日|一更|二更|三更|四更|五更|[雨雪月风雷]夜|[雨雪]日|晨昏|日景|夜景"
    r"|日|夜|晨|昏|暮|早|晚|午)"
)
_DOUBLE_HOUR = r"[子丑寅卯辰巳午未申酉戌亥]时(?:初|正|末|[一二三四]刻)?"
_DAY = (
    r"(?:次日|翌日|当日|同日|隔日|数日后|几日后|几天后|当天|当晚|次晨|当夜|第二天|第[二三四五六七八九十]+[天日]"
    r"|[一二三四五六七八九十两数几半\d]+(?:天|日|年|个?月|个时辰|小时|分钟)[后前]|稍后|片刻后|同时|连续)"
)
_CLOCK = r"\d{1,2}[:：]\d{2}"
_ENGLISH = r"(?:DAY|NIGHT|DAWN|DUSK|MORNING|NOON|AFTERNOON|EVENING|SUNSET|SUNRISE|LATER|CONTINUOUS)"
_ONE_TIME = rf"(?:{_DAY}[·]?(?:{_HOUR}|{_DOUBLE_HOUR})?|{_HOUR}|{_DOUBLE_HOUR}|{_CLOCK}|{_ENGLISH})"
_TIME = re.compile(
    rf"{_ONE_TIME}(?:\s*[/转至到→~]\s*{_ONE_TIME})?(?:[（(][^（）()]{{1,8}}[）)])?", re.IGNORECASE
)
_BOTH_WORDS = re.compile(
    rf"(?P<t>{_HOUR}|{_DOUBLE_HOUR})(?P<i>内外|内景|外景|内|外)|(?P<i2>内景|外景|内外|内|外)(?P<t2>{_HOUR})"
)
_SENTENCE = re.compile(r"[。！？!?…“”]")
_SEPARATOR = re.compile(rf"[\s，,|｜；;]+|(?<=\s){DASH}+(?=\s)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A scene heading as read: ``number`` is 集-场 (``5-1A``), None where the line has none."""

    number: str | None = None
    int_ext: IntExt | None = None
    time: str = ""
    place: str = ""
    cast: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """What may be a heading: its form, its numbers, and the words read from the rest."""

    form: Form
    episode: int | None
    scene: str | None
    heading: Heading
    rest: str

    @property
    def words(self) -> int:
        """Return how many of time and inside/outside are there."""
        return bool(self.heading.time) + bool(self.heading.int_ext)


def read_heading(text: str) -> Heading | None:
    r"""Return the heading that one line is by itself, or None.

    >>> read_heading("3-2场  晋祠圣母殿前\\t夜\\t外").place
    '晋祠圣母殿前'
    >>> read_heading("1-2 天后") is None
    True
    """
    found = candidate(text)
    return found.heading if found and stands_alone(found) else None


def candidate(text: str) -> Candidate | None:
    """Return what the line may be a heading of, before it is believed."""
    line = bare(text)
    if not line or len(line) > 120:
        return None
    for read in (_numbered, _episode_and_scene, _counted, _unnumbered):
        found = read(line)
        if found:
            return found
    return None


def stands_alone(found: Candidate) -> bool:
    """Tell whether a candidate needs no support from the next line."""
    if found.words == 2 and found.form != "plain":
        return bool(found.heading.place) or found.form != "tokens"
    if _SENTENCE.search(found.rest):
        return False
    if found.form in ("worded", "slug"):
        return True
    if found.form == "plain":
        return found.words == 2
    return found.form in ("dash", "inserted") and found.words == 1


def bare(text: str) -> str:
    """Return a line without Markdown marks and without brackets around the whole of it."""
    line = re.sub(r"^\s*(?:>\s*)*#{1,6}\s*", "", text).strip()
    line = re.sub(r"^(\*{1,3}|_{2})(.+)\1$", r"\2", line).strip()
    whole = re.fullmatch(r"【([^【】]+)】|\[([^\[\]]+)\]", line)
    return (whole[1] or whole[2]).strip() if whole else line


def words_of(text: str) -> Heading:
    """Return time, inside/outside, place and cast of what follows the number."""
    labels = list(_LABEL.finditer(text))
    if labels:
        return _labelled(text, labels)
    return _tokens(text)


def merged(first: Heading, second: Heading) -> Heading:
    """Return ``first`` with what it lacks taken from ``second``."""
    return replace(
        first,
        int_ext=first.int_ext or second.int_ext,
        time=first.time or second.time,
        place=first.place or second.place,
        cast=first.cast or second.cast,
    )


def people(text: str) -> tuple[str, ...]:
    """Return the names of a cast line; commas inside brackets separate nobody."""
    parts = re.split(r"[、，,；;/／](?![^（(]*[）)])|\s{2,}|\t", text.strip().rstrip("。"))
    names = tuple(part.strip() for part in parts if part.strip())
    if len(names) == 1 and " " in names[0] and re.fullmatch(r"[一-鿿 ·]+", names[0]):
        return tuple(names[0].split())
    return names


# ------------------------------------------------------------------------------------ the forms


def _made(
    form: Form, episode: int | None, scene: str | None, rest: str, letter: str = ""
) -> Candidate:
    number = f"{episode}-{scene}{letter}" if episode is not None and scene else None
    heading = replace(words_of(rest), number=number)
    return Candidate(form, episode, f"{scene}{letter}" if scene else None, heading, rest)


def _numbered(line: str) -> Candidate | None:
    found = _NUMBERED.fullmatch(line)
    if not found:
        return None
    dotted = found["sign"] in ".．"
    worded = bool(found["word"] or found["field"])
    form: Form = "worded" if worded else "dot" if dotted else "dash"
    scene = str(int(found["sc"]))
    return _made(form, int(found["ep"]), scene, found["rest"], found["letter"])


def _episode_and_scene(line: str) -> Candidate | None:
    found = _EPISODE_AND_SCENE.fullmatch(line)
    if not found:
        return None
    episode, scene = numeral(found["ep"]), numeral(found["sc"])
    return _made("worded", episode, str(scene), found["rest"] or "", found["letter"])


def _counted(line: str) -> Candidate | None:
    found = _COUNTED.fullmatch(line)
    if not found:
        return None
    scene = numeral(found["a"] or found["b"] or found["c"])
    return _made("worded", None, str(scene), found["rest"], found["letter"])


def _unnumbered(line: str) -> Candidate | None:
    for pattern, form in ((_INSERTED, "inserted"), (_NAMED, "worded"), (_SLUG, "slug")):
        found = pattern.fullmatch(line)
        if found:
            return _made(form, None, None, found["rest"])  # type: ignore[arg-type]
    found = _PLAIN.fullmatch(line)
    if found:
        return _made("plain", None, str(int(found["sc"])), found["rest"], found["letter"])
    if len(line) <= 40 and not _SENTENCE.search(line) and not re.search(r"[:：]", line):
        made = _made("tokens", None, None, line)
        return made if made.words == 2 else None
    return None


# ------------------------------------------------------------------------------------- the words


def _labelled(text: str, labels: list[re.Match[str]]) -> Heading:
    ends = [label.start() for label in labels[1:]] + [len(text)]
    said = {
        label[1]: text[label.end() : end].strip(" \t；;，,、")
        for label, end in zip(labels, ends, strict=True)
    }
    before = _tokens(text[: labels[0].start()])
    place = said.get("地点", said.get("场景", ""))
    inside = said.get("内外", said.get("内外景"))
    if "时间" in said and inside is not None:
        body = Heading(time=said["时间"], int_ext=_INSIDE_OUT.get(inside.upper()), place=place)
    else:
        body = _tokens(place)
        if "时间" in said:
            when = _tokens(said["时间"])
            body = replace(
                body, time=when.time or said["时间"], int_ext=body.int_ext or when.int_ext
            )
        if inside is not None:
            body = replace(body, int_ext=_INSIDE_OUT.get(inside.upper()))
    cast = next((people(said[label]) for label in _CAST_LABELS if label in said), ())
    return replace(merged(body, before), cast=cast)


def _tokens(text: str) -> Heading:
    """Sort the words of ``text``; what is no time and no inside/outside is the place, verbatim."""
    text = _opened(text.strip())
    spans = [span for part in _spans(text, _SEPARATOR) for span in _split(text, *part)]
    kinds = [_kinds(text[a:b]) for a, b in spans]
    inside = {ie for _, ie in kinds if ie}
    when = _first_run([bool(time) and not ie for time, ie in kinds])
    joined = next((time for time, ie in kinds if time and ie), "")
    time = text[spans[when[0]][0] : spans[when[-1]][1]] if when else joined
    rest = [
        span
        for n, (span, (t, ie)) in enumerate(zip(spans, kinds, strict=True))
        if not ie and (not t or n not in when)
    ]
    return Heading(time=time, int_ext=_union(inside), place=_place(text, spans, rest))


def _opened(text: str) -> str:
    """Return ``text`` with the brackets opened that hold its words: （日，内）, 【夜 殿 外】."""
    whole = re.fullmatch(r"[【\[（(]([^【】\[\]（）()]*)[】\]）)]", text)
    if whole:
        return whole[1].strip()
    tail = re.search(r"[（(]([^（）()]*)[）)]$", text)
    if tail:
        inner = [tail[1][a:b] for a, b in _spans(tail[1], re.compile(r"[\s，,/、·]+"))]
        if inner and all(any(_kinds(word)) for word in inner):
            return f"{text[: tail.start()]} {' '.join(inner)}"
    return text


def _spans(text: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    edges = [(match.start(), match.end()) for match in separator.finditer(text)]
    starts = [0, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(text)]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split 日/内/客厅 and 日·内·客厅, but neither 霍州·王家 nor 内/外."""
    word = text[start:end]
    if any(_kinds(word)):
        return [(start, end)]
    for sign, least in (("/", 1), ("／", 1), ("·", 2), ("-", 1), ("、", 2)):
        parts = _spans(word, re.compile(re.escape(sign)))
        known = sum(any(_kinds(word[a:b])) for a, b in parts)
        if len(parts) > 1 and known >= least:
            return [(start + a, start + b) for a, b in parts]
    return [(start, end)]


def _kinds(word: str) -> tuple[str, IntExt | None]:
    """Return the time and the inside/outside that a word is; empty where it is neither."""
    inside = _INSIDE_OUT.get(word.upper())
    if inside:
        return "", inside
    if _TIME.fullmatch(word):
        return word, None
    both = _BOTH_WORDS.fullmatch(word)
    if both:
        return both["t"] or both["t2"], _INSIDE_OUT[both["i"] or both["i2"]]
    return "", None


def _first_run(flags: list[bool]) -> list[int]:
    if True not in flags:
        return []
    start = end = flags.index(True)
    while end + 1 < len(flags) and flags[end + 1]:
        end += 1
    return list(range(start, end + 1))


def _union(found: set[IntExt]) -> IntExt | None:
    if not found:
        return None
    return "内外" if len(found) > 1 else next(iter(found))


def _place(text: str, spans: list[tuple[int, int]], rest: list[tuple[int, int]]) -> str:
    if not rest:
        return ""
    first, last = spans.index(rest[0]), spans.index(rest[-1])
    if last - first + 1 == len(rest):
        return text[rest[0][0] : rest[-1][1]].strip(" \t-–—：:")
    return " ".join(text[a:b] for a, b in rest)
