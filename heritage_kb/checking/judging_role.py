"""Judging what somebody is said to have been: 王允是个医家."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, borne
from heritage_kb.normal import folded

# Callings by group. Who is known for one group and no other was nothing of an exclusive one.
_CALLINGS = {
    "emperor": "皇帝|天子|帝王|君主|女皇|皇上",
    "monk": "高僧|和尚|僧人|僧|法师|禅师|方丈|住持|尼姑|道士|道人|真人",
    "trader": "商人|富商|大商人|掌柜|财东|票号东家|买卖人|生意人",
    "player": "演员|名伶|戏子|艺人|伶人|名角|角儿|乐户|歌女|优伶",
    "healer": "医家|医生|郎中|大夫|名医|太医",
    "craftsman": "木匠|石匠|铁匠|画匠|工匠|匠人|窑工|瓦匠",
    "soldier": "武将|将军|名将|大将|元帅|军事家|守将|猛将|武人|统帅",
    "writer": "诗人|词人|文学家|文人|作家|史学家|史家|学者|理学家|画家|书法家|思想家|戏曲家|剧作家|小说家|才子|诗僧",
    "officer": "宰相|丞相|大臣|政治家|官员|刺史|县令|尚书|御史|司徒|太守|节度使|巡抚|名臣|权臣|大学士|士大夫|清官",
}  # fmt: skip
_ALL = {group: re.compile(words) for group, words in _CALLINGS.items()}
_ALONE = ("emperor", "monk", "trader", "player", "healer", "craftsman")
_WORDS = "|".join(sorted("|".join(_CALLINGS.values()).split("|"), key=len, reverse=True))
_IS = re.compile(
    f"(?:是|当过|做过|当了|身份[是乃]|一辈子的?|本是|原是|乃|作为|：|，)(?:个|一个|位|一位|名|一名|有名的|著名的?|了不起的|大|老|当时的|有名|一代|[\u4e00-\u9fff]{{1,2}}朝的?|[\u4e00-\u9fff]代的?)*"
    f"({_WORDS})(?:出身|而已|嘛|呀|啊|呢|一个|哩|吧)?$"
)


def judge_roles(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Yield a judgement on the calling that a clause gives to somebody."""
    if subject.entry.kind != "person":
        return
    yield from _titles(said, subject)
    match = _IS.search(said.text.rstrip("。！"))
    told = subject.told("who")
    if match is None or told is None or match.start(1) < said.subject_end:
        return
    word = match.group(1)
    group = next(g for g, pattern in _ALL.items() if pattern.fullmatch(word))
    text = "".join(folded(affirmed(p)) for p in subject.every)
    known = {g for g, pattern in _ALL.items() if pattern.search(folded(told.text))}
    denied = said.denies(match.start(1))
    if word in text or group in known:
        fitting = next((p for p in subject.every if word in folded(affirmed(p))), told)
        if not denied:
            yield borne(word, fitting)
        return
    if group in _ALONE and known and not _ALL[group].search(text) and not denied:
        yield against(word, told)


_TITLE = re.compile(
    "(?:封|爵|册)[^，。]{0,4}?([\u4e00-\u9fff]{2}[侯公王]|[\u4e00-\u9fff]国公)(?=$|[，。”的了之])"
)
_TITLED = re.compile("封[^，。]{0,3}?[\u4e00-\u9fff]{2}[侯公王]")


def _titles(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge with what title a clause says that somebody was enfeoffed (封他做长平侯)."""
    match = _TITLE.search(said.text)
    if match is None or match.start(1) < said.subject_end or said.denies(match.start(1)):
        return
    title = match.group(1)
    fitting = next((p for p in subject.passages if title in folded(affirmed(p))), None)
    rival = next((p for p in subject.passages if _TITLED.search(folded(affirmed(p)))), None)
    if fitting is not None:
        yield borne(title, fitting)
    elif rival is not None:
        yield against(title, rival)
