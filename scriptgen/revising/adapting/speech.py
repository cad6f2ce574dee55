"""Who says what: quoted speech, word for word, with its speaker where the text tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from heritage_kb import KnowledgeBase
from scriptgen.reviewing.words import tagged
from scriptgen.revising.adapting.source import Paragraph, SourceText
from scriptgen.surnames import SURNAMES

_QUOTE = re.compile(r"“([^“”\n]*)”|「([^「」\n]*)」|『([^『』\n]*)』|\"([^\"\n]*)\"")
_VERB = (
    r"(?:说道|问道|答道|喊道|叫道|骂道|笑道|叹道|低声道|应道|嘀咕|嚷道|喝道|回答|开口|吩咐|介绍|表示|告诉"
    r"|坦言|回忆|感慨|嘱咐|提醒|念叨|说|问|答|道|喊|叫|骂|嚷|喝|应|念|叹)"
)
_JOB = (
    r"(?:老|小|大|二|三)?(?:师父|师傅|师兄|师姐|师弟|师妹|掌柜|东家|管事|监工|伙计|班主|老汉|老人|老者|老太太|老头"
    r"|奶奶|爷爷|父亲|母亲|爹|娘|妈|爸|哥哥|姐姐|弟弟|妹妹|媳妇|孩子|少年|姑娘|女人|男人|村长|主任|馆长"
    r"|导演|记者|法师|和尚|道士|县令|知县|差役|官差|先生|徒弟|学徒|木匠|石匠|铁匠)"
)
_NAME = rf"(?:[{SURNAMES}][一-鿿]{{1,2}}|[阿小老][一-鿿])"
_START = r"(?:^|(?<=[。！？；，、：”」』）\n—…\s　]))"
_BETWEEN = r"[^，。！？；：“”「」\n]"
_TAG = re.compile(rf"{_START}(?P<who>{_JOB}|{_NAME}){_BETWEEN}{{0,10}}?{_VERB}(?:[道着了过]|起来)?")
_NAMED = re.compile(rf"{_START}(?P<who>{_JOB}|{_NAME})[：:]“”")
_GIVEN = re.compile(rf"{_START}(?P<who>[一-鿿]{{2}})(?:[低轻冷大高]声|笑着|忙|便|才|又|也)?{_VERB}")
_INTRODUCED = re.compile(rf"(?:{_VERB}[道着了]?{_BETWEEN}{{0,4}}[：:，,]|[：:])\s*$")
_PRONOUN = re.compile(rf"[他她]{_BETWEEN}{{0,10}}?{_VERB}")
_SENTENCE_END = re.compile(r"[。！？…”」』\n]")
_NOT_THIRD = set(
    "的了在是和与把被让从为也都要想却就又还只他她它这那有不去来上下里外低轻笑冷怒忙便一点摇叹抬回转对向看没"
    "说是道问喊叫答着地得之正则接缓慢突忽大声淡沉哑连急终才再先俯仰苦厉柔抢插站坐走皱瞪指抱拉推伸"
)  # fmt: skip
_ROLE_WORD = re.compile(rf"{_JOB}$")
_MOST_COMMON = 40
_BACK = 300  # characters that are looked back over for whom he or she is


@dataclass(frozen=True, kw_only=True, slots=True)
class Speech:
    """One quoted speech; ``text`` is what stands between the quotes at ``start``–``end``.

    ``how`` says how the speaker is known: ``tag`` by 某某道, ``beside`` by who acts right beside it,
    ``pronoun`` he or she, by who was named last, ``turn`` two who speak in turn; empty where nobody
    is known.
    """

    start: int
    end: int
    text: str
    speaker: str = ""
    how: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Player:
    """Somebody in the source: how often named, how often heard."""

    name: str
    count: int
    speeches: int
    aliases: tuple[str, ...] = ()
    entry: str = ""


def speeches(source: SourceText, names: Sequence[str]) -> list[Speech]:
    """Return the quoted speech of a source in order; quoted words inside a sentence are left out.

    Args:
        source: the source.
        names: who is known to be in it; see ``names_in``.
    """
    who = _Who(names, source.text)
    found: list[tuple[int, Speech]] = []
    for number, paragraph in enumerate(source.texts()):
        found += [(number, one) for one in _of_paragraph(source, paragraph, who)]
    return _in_turn(found, source)


class _Who:
    """The people of a source by every form of their names."""

    def __init__(self, names: Sequence[str], text: str) -> None:
        self._full = {name: name for name in names}
        for name in names:
            if len(name) == 3 and name[0] in SURNAMES and text.count(name[1:]) > text.count(name):
                self._full.setdefault(name[1:], name)
        forms = sorted(self._full, key=len, reverse=True)
        known = "|".join(map(re.escape, forms)) or r"(?!)"
        anyone = rf"(?:{_JOB}(?={known}))?(?P<who>{known}|{_JOB})"
        self._named = re.compile(known)
        self._clause = re.compile(rf"{_START}{_BETWEEN}{{0,6}}?{anyone}")
        self._tag = re.compile(rf"{_BETWEEN}{{0,6}}?{anyone}{_BETWEEN}{{0,12}}?{_VERB}")
        self._acts = re.compile(anyone)

    def full(self, form: str) -> str:
        """Return the whole name of a form."""
        return self._full.get(form, form)

    def before(self, text: str) -> tuple[str, str]:
        """Return who is said to speak by what stands before a quote."""
        bare = text.rstrip()
        if not _INTRODUCED.search(bare):
            return "", ""
        at = max((m.end() for m in _SENTENCE_END.finditer(bare, 0, len(bare) - 1)), default=0)
        found = list(self._clause.finditer(bare[at:]))
        if found:
            return self.full(found[-1]["who"]), "tag"
        return "", "他" if _PRONOUN.search(bare[at:]) else ""

    def after(self, text: str) -> tuple[str, str]:
        """Return who is said to speak, or acts, by what stands behind a quote."""
        if found := self._tag.match(text):
            return self.full(found["who"]), "tag"
        if found := self._acts.match(text):
            return self.full(found["who"]), "beside"
        return "", "他" if _PRONOUN.match(text) else ""

    def beside(self, text: str) -> tuple[str, str]:
        """Return who spoke in the sentence before, where a quote goes on with it."""
        found = list(self._tag.finditer(text))
        return (self.full(found[-1]["who"]), "beside") if found else ("", "")

    def last(self, text: str) -> str:
        """Return who was named last, by name."""
        found = list(self._named.finditer(_QUOTE.sub("", text)))
        return self.full(found[-1][0]) if found else ""


def _of_paragraph(source: SourceText, paragraph: Paragraph, who: _Who) -> list[Speech]:
    text = source.text[paragraph.start : paragraph.end]
    quotes = list(_QUOTE.finditer(text))
    found: list[Speech] = []
    for n, quote in enumerate(quotes):
        group = next(g for g in range(1, 5) if quote[g] is not None)
        before = text[quotes[n - 1].end() if n else 0 : quote.start()]
        after = text[quote.end() : quotes[n + 1].start() if n + 1 < len(quotes) else len(text)]
        if not _is_speech(quote[group], before, after):
            continue
        speaker, how = _speaker(before, after, who)
        if how == "他":
            at = paragraph.start + quote.start()
            above = source.text[max(0, at - _BACK) : at]
            speaker, how = who.last(above), "pronoun"
        if not speaker and found:
            speaker, how = found[-1].speaker, found[-1].how
        found.append(
            Speech(
                start=paragraph.start + quote.start(group),
                end=paragraph.start + quote.end(group),
                text=quote[group],
                speaker=speaker,
                how=how if speaker else "",
            )
        )
    return found


def _is_speech(text: str, before: str, after: str) -> bool:
    """Tell speech from a word in quotes: it ends like a sentence, or is introduced."""
    if not text.strip():
        return False
    if re.search(r"[。！？…—，!?]$", text) or re.search(r"[：:]\s*$", before):
        return True
    return bool(re.search(rf"{_VERB}[，,]?\s*$", before)) and not re.match(r"[的一-鿿]", after)


def _speaker(before: str, after: str, who: _Who) -> tuple[str, str]:
    for found in (who.before(before), who.after(after)):
        if any(found):
            return found
    return who.beside(before)


def _in_turn(found: list[tuple[int, Speech]], source: SourceText) -> list[Speech]:
    """Give untagged lines of a talk between two, paragraph by paragraph, to the two in turn."""
    made: list[tuple[int, Speech]] = []
    for number, speech in found:
        if not speech.speaker and len(made) >= 2:
            (far, one), (near, two) = made[-2], made[-1]
            bare = source.text[two.end : speech.start].rpartition("\n")[2].strip()
            in_row = number - near == 1 and near - far == 1 and len(bare) <= 1
            if in_row and one.speaker and two.speaker and one.speaker != two.speaker:
                speech = replace(speech, speaker=one.speaker, how="turn")
        made.append((number, speech))
    return [speech for _, speech in made]


# ---------------------------------------------------------------------------------- who is in it


def names_in(source: SourceText, kb: KnowledgeBase) -> list[str]:
    """Return who is in a source, the longest name first: who speaks, whom history knows, who recurs."""
    spoken = Counter(_tagged_names(source))
    known = {
        source.text[start:end]
        for start, end, _ in kb.names_in(source.text, kinds=("person",))
        if end - start >= 2
    }
    often = Counter(_recurring(source))
    names = {name for name in spoken if source.text.count(name) >= 1}
    names |= known | {name for name, count in often.most_common(_MOST_COMMON) if count >= 3}
    names = {
        n
        for n in names
        if not any(n != m and m.startswith(n) and _same(source, n, m) for m in names)
    }
    return sorted(names, key=lambda n: (-len(n), n))


def _same(source: SourceText, short: str, long: str) -> bool:
    """Tell whether a shorter name only ever stands as the beginning of the longer one."""
    return source.text.count(short) == source.text.count(long)


def _tagged_names(source: SourceText) -> Iterator[str]:
    for paragraph in source.texts():
        outside = _QUOTE.sub("“”", source.text[paragraph.start : paragraph.end])
        for pattern in (_TAG, _NAMED):
            yield from (_trimmed(found) for found in pattern.finditer(outside))
        for found in _GIVEN.finditer(outside):
            yield from _full_names(source.text, found["who"])


def _full_names(text: str, given: str) -> list[str]:
    """Return the full name that a given name stands for in a text (望月 is 秦望月)."""
    return re.findall(rf"[{SURNAMES}]{given}", text)[:1]


def _trimmed(found: re.Match[str]) -> str:
    """Cut a third character that begins what somebody does: 王二低声说 is said by 王二."""
    who = found["who"]
    if len(who) == 3 and not _ROLE_WORD.search(who) and who[2] in _NOT_THIRD:
        return str(who[:2])
    return str(who)


def _recurring(source: SourceText) -> Iterator[str]:
    """Yield what is cut as a person's name, by its part of speech and its family name."""
    for paragraph in source.texts():
        for word, kind in tagged(source.text[paragraph.start : paragraph.end]):
            if kind == "nr" and 2 <= len(word) <= 3 and word[0] in SURNAMES:
                yield word


def players(
    source: SourceText, names: Sequence[str], said: Sequence[Speech], kb: KnowledgeBase
) -> list[Player]:
    """Return who is in a source, most present first, given names counted with the full ones."""
    heard = Counter(s.speaker for s in said if s.speaker)
    persons = {
        name: e.id for _, _, e in kb.names_in(source.text, kinds=("person",)) for name in e.names
    }
    given = {n: n[1:] for n in names if len(n) == 3 and n[0] in SURNAMES}
    rows = []
    for name in dict.fromkeys([*names, *heard]):
        if any(name == short for full, short in given.items() if full != name):
            continue
        short = given.get(name, "")
        alone = source.text.count(short) - source.text.count(name) if short else 0
        rows.append(
            Player(
                name=name,
                count=source.text.count(name) + alone,
                speeches=heard[name] + (heard[short] if short else 0),
                aliases=(short,) if alone > 0 else (),
                entry=persons.get(name, ""),
            )
        )
    return sorted(rows, key=lambda p: (-(p.count + 2 * p.speeches), p.name))
