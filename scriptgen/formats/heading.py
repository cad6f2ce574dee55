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
from scriptgen.formats.grammar import TRIANGLES

IntExt = Literal["内", "外", "内外"]
Form = Literal["dash", "dot", "worded", "plain", "inserted", "slug", "tokens", "labelled"]

DASH = r"[-–—－−‐‑_／/]"
_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十百两]{1,5})"
_LETTER = r"(?P<letter>[A-Za-z](?![A-Za-z])|[（(]?[补加插增][）)]?|['′])?"
_WORD = r"(?:场次|场景|场号|场|SCENE|SC\.?|NO\.?|#)"
_STOP = r"[、.．:：,，。\s]*"
_NUMBERED = re.compile(
    rf"(?P<word>{_WORD}\s*[:：]?\s*)?第?(?P<ep>\d{{1,3}})\s*"
    rf"(?P<sign>{DASH}{{1,2}}|[.．])\s*(?P<sc>\d{{1,3}}){_LETTER}(?![\d])"
    rf"(?P<field>\s*(?:场(?!景)|#))?{_STOP}(?P<rest>.*)",
    re.IGNORECASE,
)
_CODED = re.compile(
    rf"(?:EP|E|第)\s*(?P<ep>\d{{1,3}})\s*集?\s*[-–—_·.,，]?\s*(?:SC|S|场)\s*(?P<sc>\d{{1,3}})"
    rf"{_LETTER}(?![\d]){_STOP}(?P<rest>.*)",
    re.IGNORECASE,
)
_EPISODE_AND_SCENE = re.compile(
    rf"第?\s*(?P<ep>{_COUNT})\s*集[\s、,，·:：-]*第?\s*(?P<sc>{_COUNT})\s*{_LETTER}\s*场"
    r"(?:[、.．:：,，。\s]+(?P<rest>.*)|$)"
)
_COUNTED = re.compile(
    rf"(?:第\s*(?P<a>{_COUNT})\s*(?P<al>[A-Za-z])?\s*(?:场(?!景)|场景)"
    rf"|(?:{_WORD})\s*[:：]?\s*[（(【]?\s*(?P<b>{_COUNT})(?P<bl>[A-Za-z])?\s*[）)】]?"
    r"|(?P<c>\d{1,3})\s*[、.．]?\s*(?:场景|场次|场|#)|S(?P<d>\d{1,3}))"
    rf"{_LETTER}(?=$|[\s、.．:：,，。【\[（(—–-]|地点|时间){_STOP}(?P<rest>.*)",
    re.IGNORECASE,
)
_BOXED_NUMBER = re.compile(
    rf"^[【\[]((?:第?\s*{_COUNT}\s*集\s*)?第?\s*[\d一二三四五六七八九十百.．-]{{1,7}}[A-Za-z]?\s*场?)[】\]]\s*(.+)$"
)
_NAMED = re.compile(r"(?:场景|场次)\s*[:：]\s*(?P<rest>.+)")
_INSERTED = re.compile(
    r"(?:[+＋]\s*场|[加补插增]\s*场(?:戏)?)(?:[、:：\s]+|(?=[（(【]))(?P<rest>.+)"
)
_PLAIN = re.compile(
    rf"(?:(?P<sc>\d{{1,3}}){_LETTER}\s*[、.．)）\s]|(?P<zh>[一二三四五六七八九十百]{{1,4}})\s*[、.．]"
    rf"|[（(]\s*(?P<br>{_COUNT})\s*[）)])\s*(?P<rest>.+)"
)
_SLUG = re.compile(
    r"(?P<rest>(?:(?:INT|EXT|I)\s*\.?\s*/\s*(?:INT|EXT|E)\b\.?|(?:INT|EXT)\b\.?"
    r"|内/外景|内外景|[内外]景)[\s:：.。、·/-].+)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(地点|(?<![一-鿿])[景时](?=\s*[:：])|场景|场号|场次|时间|时段|日夜|气氛|氛围|内外景?|内/外|景别"
    r"|(?:本场)?(?:出场人物|登场人物|出场角色|人物|角色|演员)|出场|登场)\s*[:：]"
)
CAST_LABEL = re.compile(
    r"[【\[]?(?:本场|主要)?(?:出场人物|登场人物|出场角色|人物|角色|演员|出场|登场)"
    r"(?:[】\]]\s*[:：]?|\s*[:：])\s*(?P<names>.*)"
)

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
_SEASON = r"(?:初|早|仲|暮|晚|深|隆|盛|严|寒)?[春夏秋冬](?:天|季|日|夜)?"
_YEAR = (
    r"(?:公元前?)?(?:\d{3,4}年|[一二三四五六七八九〇零○]{4}年"
    r"|[一-鿿]{2,4}(?:元|[一二三四五六七八九十]{1,3}|\d{1,2})年)"
    r"(?:[春夏秋冬末初]|[正腊\d一二三四五六七八九十]{1,2}月(?:[\d初一二三四五六七八九十]{1,3}[日号]?)?)?"
)
_HOUR = (
    r"(?:清晨|凌晨|早晨|早上|清早|大清早|上午|中午|正午|晌午|午间|午后|下午|黄昏|傍晚|薄暮|日暮|黎明"
    r"|拂晓|破晓|天明|天亮前?|深夜|午夜|半夜|子夜|夜晚|夜间|晚上|入夜|夜半|夜里|白天|白日|日间|日出"
    r"|日落|落日|[一二三四五]更天?|[雨雪月风雷]夜|[雨雪阴晴]日|晨昏|日景|夜景|黎明前|天黑|掌灯时分?"
    r"|日|夜|晨|昏|暮|早|晚|午)"
)
_DOUBLE_HOUR = r"[子丑寅卯辰巳午未申酉戌亥]时(?:初|正|末|[一二三四]刻)?"
_DAY = (
    r"(?:前夜|前一[日夜天]|隔夜|不久后|紧接前场|接前场|承前|当下|现在|次日|翌日|当日|同日|隔日|数日后|几日后|几天后|当天|当晚|次晨|当夜|第二天|第[二三四五六七八九十]+[天日]"
    r"|[一二三四五六七八九十两数几半\d]+(?:天|日|年|个?月|个时辰|小时|分钟)[后前]|稍后|片刻后|同时|连续|现代|当代|今日|今天|回忆|闪回)"
)
_CLOCK = r"\d{1,2}[:：]\d{2}"
_ENGLISH = r"(?:LATE|EARLY|NEXT|SAME|DAY|NIGHT|DAWN|DUSK|MORNING|NOON|AFTERNOON|EVENING|SUNSET|SUNRISE|LATER|CONTINUOUS)"
_PART = rf"(?:{_HOUR}|{_DOUBLE_HOUR})"
_ONE_TIME = (
    rf"(?:(?:{_DAY}|{_YEAR}|{_SEASON})(?:[·・，,]?{_SEASON})?(?:[·・，,的]?{_PART})?"
    rf"|{_PART}(?:[·・]{_PART})?|{_CLOCK}|{_ENGLISH})"
)
_TIME = re.compile(
    rf"{_ONE_TIME}(?:\s*(?:[/转至到→~－-]|—{{1,2}}>?|->|入)\s*{_ONE_TIME})*"
    r"(?:[（(][^（）()]{1,8}[）)])?",
    re.IGNORECASE,
)
_BOTH_WORDS = re.compile(
    rf"(?P<t>{_ONE_TIME})(?P<i>内外|内景|外景|内|外)|(?P<i2>内景|外景|内外|内|外)(?P<t2>{_ONE_TIME})"
)
_SENTENCE = re.compile(r"[。！？!?…“”]")
_SEPARATOR = re.compile(
    r"[\s，,|｜；;。]+|—{1,2}|(?<=\s)[-–—－−‐‑·・•]+(?=\s)|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f]$)"
)


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
    line = _BOXED_NUMBER.sub(r"\1 \2", bare(text))
    if not line or len(line) > 120:
        return None
    for read in (_numbered, _coded, _episode_and_scene, _counted, _unnumbered):
        found = read(line)
        if found:
            return found
    return None


def stands_alone(found: Candidate) -> bool:
    """Tell whether a candidate needs no support from the next line."""
    if found.words == 2:
        return bool(found.heading.place) or found.form not in ("tokens", "plain")
    if _SENTENCE.search(found.rest):
        return False
    if found.form in ("worded", "slug", "labelled"):
        return True
    return found.form in ("dash", "inserted") and found.words == 1


def bare(text: str) -> str:
    """Return a line without Markdown marks and without brackets around the whole of it."""
    line = re.sub(r"^\s*(?:>\s*)*#{1,6}\s*", "", text).strip()
    line = re.sub(r"^(\*{1,3}|_{2})(.+)\1$", r"\2", line).strip()
    line = re.sub(r"^[=■◆●▶►★☆◎§]+\s*(.+?)\s*[=■◆●◀◄★☆◎§]*$", r"\1", line)
    whole = re.fullmatch(r"【([^【】]+)】|\[([^\[\]]+)\]|〔([^〔〕]+)〕|「([^「」]+)」", line)
    return next(part for part in whole.groups() if part).strip() if whole else line


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
    form: Form, episode: int | None, scene: str | None, rest: str, letter: str | None = ""
) -> Candidate:
    letter = re.sub(r"[（()）]", "", letter or "")
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


def _coded(line: str) -> Candidate | None:
    found = _CODED.fullmatch(line)
    if not found:
        return None
    scene = str(int(found["sc"]))
    return _made("worded", int(found["ep"]), scene, found["rest"], found["letter"])


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
    scene = numeral(found["a"] or found["b"] or found["c"] or found["d"])
    return _made(
        "worded", None, str(scene), found["rest"], found["al"] or found["bl"] or found["letter"]
    )


def _unnumbered(line: str) -> Candidate | None:
    for pattern, form in ((_INSERTED, "inserted"), (_NAMED, "worded"), (_SLUG, "slug")):
        found = pattern.fullmatch(line)
        if found:
            return _made(form, None, None, found["rest"])  # type: ignore[arg-type]
    found = _PLAIN.fullmatch(line)
    if found:
        scene = numeral(found["sc"] or found["zh"] or found["br"])
        return _made("plain", None, str(scene), found["rest"], found["letter"])
    labels = list(_LABEL.finditer(line))
    if labels and not labels[0].start() and labels[0][1] in ("时间", "地点", "时段"):
        made = _made("labelled", None, None, line)
        return made if len(labels) > 1 else None
    if line[0] in TRIANGLES:  # it says itself that it is action: bare words do not outweigh that
        return None
    if len(line) <= 40 and not _SENTENCE.search(line) and not re.search(r"[:：]", line):
        made = _made("tokens", None, None, line)
        return made if made.words == 2 else None
    return None


# ------------------------------------------------------------------------------------- the words


def _labelled(text: str, labels: list[re.Match[str]]) -> Heading:
    ends = [label.start() for label in labels[1:]] + [len(text)]
    said = {
        label[1]: text[label.end() : end].strip(" \t\u3000；;，,、")
        for label, end in zip(labels, ends, strict=True)
    }
    before = _tokens(text[: labels[0].start()])
    place = said.get("地点", said.get("场景", said.get("景", "")))
    inside = _first(said, ("内外", "内外景", "内/外", "景别"))
    hour = _first(said, ("时间", "时", "时段", "日夜", "气氛", "氛围"))
    if hour is not None and inside is not None:
        body = Heading(time=hour, int_ext=_INSIDE_OUT.get(inside.upper()), place=place)
    else:
        body = _tokens(place)
        if hour is not None:
            when = _tokens(hour)
            body = replace(body, time=when.time or hour, int_ext=body.int_ext or when.int_ext)
        if inside is not None:
            body = replace(body, int_ext=_INSIDE_OUT.get(inside.upper()))
    cast = next((people(said[key]) for key in said if CAST_LABEL.match(f"{key}：")), ())
    return replace(merged(body, before), cast=cast)


def _first(said: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((said[key] for key in keys if key in said), None)


def _tokens(text: str) -> Heading:
    """Sort the words of ``text``; what is no time and no inside/outside is the place, verbatim."""
    text = _opened(_unboxed(text.strip()))
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


def _unboxed(text: str) -> str:
    """Return ``text`` with 【清晨】【外景】 as words of their own."""
    opened = re.sub(
        r"[【\[]([^【】\[\]]{1,8})[】\]]",
        lambda box: f" {box[1]} " if any(_kinds(box[1].strip())) else box[0],
        text,
    ).strip()
    place = re.search(r"(?:^|\s)[【\[]([^【】\[\]]+)[】\]]$", opened)
    return f"{opened[: place.start()]} {place[1]}" if place and opened != text else opened


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
