"""One line of a Chinese screenplay: action, dialogue, OS, VO, caption or mark; read and written."""

from __future__ import annotations

import re
from typing import NamedTuple

from scriptgen.series import ElementType

TRIANGLES = "△▲Δ∆▽▼⊿◬▴▵🔺🔼"
_ACTION = re.compile(rf"[{TRIANGLES}]\s*(.*)", re.DOTALL)
_CUT = re.compile(
    r"(?:切|转|切至|切换|切黑|切出|切回|转场|黑幕|黑场|黑屏|渐黑|渐隐|渐显|淡入|淡出|叠化|闪白|闪黑|闪回|闪出|闪回结束|闪回完"
    r"|闪回止|回忆|回忆结束|插入|插入结束|定格|划|CUT TO|FADE IN|FADE OUT|DISSOLVE TO|INTERCUT|卡点|片头|片尾"
    r"|(?:本集|全剧|全)?(?:完|终)|未完待续)[。.:：]?",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"字幕\s*[:：]\s*(.*)", re.DOTALL)
_NOTES = "字幕|特效|音效|音乐|配乐|空镜|画面|闪回|插入|SFX|BGM|SE"
_NOTED = re.compile(rf"[（(]\s*((?:{_NOTES})\s*[:：].*)[）)]", re.DOTALL | re.IGNORECASE)
_NOTED_BARE = re.compile(
    r"(?:字幕|特效|音效|空镜|配乐|BGM|SFX)\s*[:：].*", re.DOTALL | re.IGNORECASE
)
_BOXED = re.compile(r"【([^【】]*)】|〔([^〔〕]*)〕|\[([^\[\]]*)\]|［([^［］]*)］", re.DOTALL)
_OS = r"(?:O\.?S\.?|内心独白|内心OS|心声|独白)"
_VO = r"(?:V\.?O\.?|画外音|画外|旁白)"
_ASIDE = re.compile(rf"(?:(?P<os>{_OS})|(?P<vo>{_VO}))", re.IGNORECASE)
BRACKETED = r"[（(][^（）()]*[）)]"
_CUE = re.compile(
    rf"(?P<lead>(?:{BRACKETED}\s*)*)(?P<name>[^\s：:，。！？；…“”\"'《》【】（）(){TRIANGLES}][^：:，。！？；…“”\"《》【】（）(){TRIANGLES}]*?)?"
    rf"\s*(?P<before>(?:{BRACKETED}\s*)*)(?P<aside>{_OS}|{_VO})?\s*(?P<after>(?:{BRACKETED}\s*)*)"
    r"[：:]\s*(?P<text>.*)",
    re.DOTALL | re.IGNORECASE,
)
_TOLD = re.compile(
    rf"[（(](?P<aside>{_OS}|{_VO})[）)]\s*(?P<text>[^：:].*)", re.IGNORECASE | re.DOTALL
)
_NARRATION = re.compile(
    r"[他她它我你咱]们?.*(?:说|道|问|喊|叫|想)|.*(?:写着|写道|写的是|如下|心想|只见|听见|说道|问道|喊道|答道|笑道|骂道|叹道|低声说)"
    r"|.*(?:一[一-鿿]){2}|.{2,}(?:说|问|喊)|.*(?:才知道|原来|就是|不是|还是|可是|但是|于是|结果|最后|后来|忽然|突然|上面|下面|一行字).*"
)
_PERSON = re.compile(r"[人男女汉子员爷婆妈爹娘哥姐弟妹兵丁客官匠工师徒主生长童翁妪侠贼众声音]$")
_PROSE = re.compile(r"[着了是在]|.{3,}的.")
_LONGEST_CUE = 80
_NO_SPEAKER = frozenset(
    [
        "时间",
        "地点",
        "场景",
        "道具",
        "服装",
        "化妆",
        "服化道",
        "备注",
        "注",
        "说明",
        "提示",
        "梗概",
        "本集梗概",
        "剧情",
        "剧情梗概",
        "本集看点",
        "看点",
        "人物",
        "出场人物",
        "登场人物",
        "出场",
        "时长",
        "预计时长",
        "字数",
        "钩子",
        "卡点",
        "主题",
        "类型",
        "题材",
        "集数",
        "编剧",
        "导演",
        "作者",
        "剧名",
        "片名",
        "备案号",
        "内外",
        "内外景",
        "音乐",
        "画面",
    ]
)
LONGEST_NAME = 16


class Line(NamedTuple):
    """What a line is; unpacks as kind, speaker, parenthetical, text."""

    type: ElementType
    speaker: str | None
    parenthetical: str | None
    text: str


def read_line(row: str) -> Line:
    """Return what a line is; one that bears no sign is action.

    >>> read_line("林夏（低声）OS：她第一次骂我。")
    Line(type='os', speaker='林夏', parenthetical='低声', text='她第一次骂我。')
    """
    return signed(row) or Line("action", None, None, _plain(row))


def lines_of(row: str) -> list[Line]:
    """Return the lines of one row: marks that stand in front are lines of their own."""
    row = row.strip()
    found: list[Line] = []
    while lead := re.match(r"【([^【】]*)】\s*(?=[^\s:：])", row):
        found.append(_mark(lead[1]))
        row = row[lead.end() :]
    return [*found, read_line(row)]


def signed(row: str) -> Line | None:
    """Return the line where the row bears a sign (△, brackets, a cue); None for plain prose."""
    row = _unbolded(row.strip())
    action = _ACTION.fullmatch(row)
    if action:
        kind: ElementType = "mark" if _CUT.fullmatch(action[1]) else "action"
        return Line(kind, None, None, action[1].strip())
    mark = _BOXED.fullmatch(row)
    if mark:
        return _mark(next((part for part in mark.groups() if part is not None), ""))
    cut = re.fullmatch(r"[（(]([^（）()]*)[）)]", row)
    if _CUT.fullmatch(cut[1].strip() if cut else row):
        return _mark(cut[1] if cut else row)
    noted = _NOTED.fullmatch(row)
    if noted:
        return _mark(noted[1])
    if _NOTED_BARE.fullmatch(row):
        return _mark(row)
    return _spoken(row)


def written(line: Line) -> str:
    """Return the canonical row of a line."""
    kind, speaker, aside, text = line
    if kind == "action":
        return f"△{text}"
    if kind == "caption":
        return f"【字幕：{text}】"
    if kind == "mark":
        return f"【{text}】"
    mood = f"（{aside}）" if aside else ""
    if kind == "dialogue":
        return f"{speaker or '众人'}{mood}：{text}"
    sign = kind.upper()
    if speaker is None or _ASIDE.fullmatch(speaker):
        return f"{speaker or ('旁白' if kind == 'vo' else '内心独白')}{mood}：{text}"
    return f"{speaker}{mood}{sign}：{text}" if mood else f"{speaker}（{sign}）：{text}"


def empty_cue(row: str) -> bool:
    """Tell whether a row is a cue whose speech stands on the next line."""
    line = signed(row)
    return line is not None and line.type in ("dialogue", "os", "vo") and not line.text


def _mark(body: str) -> Line:
    body = body.strip()
    caption = _CAPTION.fullmatch(body)
    if caption:
        return Line("caption", None, None, caption[1].strip())
    return Line("mark", None, None, body)


def _plain(row: str) -> str:
    return row.strip()


def _unbolded(row: str) -> str:
    """Return a row without Markdown bold around its cue or around the whole of it."""
    return re.sub(r"^\*\*([^*]+?)([:：]?)\*\*", r"\1\2", row)


def _spoken(row: str) -> Line | None:
    told = _TOLD.fullmatch(row)
    if told:
        return Line(_kind(told["aside"]), None, None, told["text"].strip())
    colon = re.search("[:：]", row[:_LONGEST_CUE])
    if colon is None:
        return None
    row = re.sub(r"^(?:【([^【】]+)】|「([^「」]+)」)(?=\s*[（(:：])", r"\1\2", row)
    cue = _CUE.fullmatch(row)
    if not cue or not (cue["name"] or cue["aside"]):
        return None
    name, kind = (cue["name"] or "").strip(), None
    if cue["aside"] and name and not _may_follow(name, cue):
        name, kind = name + cue["aside"], None
    elif cue["aside"]:
        kind = _kind(cue["aside"])
    moods, noted = _moods(cue["lead"] + cue["before"] + cue["after"])
    kind = kind or noted or _said_after(cue["text"]) or "dialogue"
    speaker = name or cue["aside"]
    if _ASIDE.fullmatch(speaker):
        kind = _kind(speaker)
    if not _is_name(speaker, cue["text"]):
        return None
    return Line(kind, speaker, "，".join(moods) or None, cue["text"].strip())


def _said_after(text: str) -> ElementType | None:
    """OS or VO in brackets after the colon says what the line is; it stays in the text."""
    lead = re.match(r"[（(]([^（）()]*)[）)]", text.strip())
    return _kind(lead[1]) if lead and _ASIDE.fullmatch(lead[1].strip()) else None


def _may_follow(name: str, cue: re.Match[str]) -> bool:
    """OS and VO close a cue after a Chinese name, a space or a bracket; BOSS is a name."""
    return (
        bool(cue["before"])
        or not re.search(r"[A-Za-z.]$", name)
        or cue.start("aside") > cue.end("name")
    )


def _moods(brackets: str) -> tuple[list[str], ElementType | None]:
    """Return what brackets before the colon say of the mood, and the OS or VO among it."""
    kind: ElementType | None = None
    moods = []
    for inner in re.findall(r"[（(]([^（）()]*)[）)]", brackets):
        parts = re.split(r"([，,、/\s]+)", inner.strip())
        asides = [part for part in parts if _ASIDE.fullmatch(part)]
        if asides:
            kind = _kind(asides[0])
            inner = "".join(part for part in parts if not _ASIDE.fullmatch(part))
            inner = inner.strip("，,、/ \t")
        if inner.strip():
            moods.append(inner.strip())
    return moods, kind


def _kind(aside: str) -> ElementType:
    found = _ASIDE.fullmatch(aside)
    return "os" if found and found["os"] else "vo"


def _is_name(name: str, text: str) -> bool:
    if len(name) > LONGEST_NAME or name in _NO_SPEAKER or _NARRATION.fullmatch(name):
        return False
    if text.startswith("//") or (name[-1].isdigit() and text[:1].isdigit()):
        return False
    if _PROSE.search(name) and not _PERSON.search(name):
        return False
    return not re.fullmatch(r"[\d\s.、-]+", name)
