"""Checking what a text says about heritage, claim by claim.

A text is cut into sentences and clauses (``clauses``); the names in a clause say what it is about
(``linking``), or it is carried over from the one before. Each statement of a clause is judged
against that entry's fields first and its passages second (``judging``). What is left is a
statement that nothing here bears out or denies, or plain story (``fiction``). A model may be asked
about the former (``entailment``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heritage_kb.checking.aligning import aligner
from heritage_kb.checking.claim_subjects import MADE, MOST, mentions_in, subjects_of
from heritage_kb.checking.clauses import Clause, Sentence, clauses, sentences
from heritage_kb.checking.dates_said import of_a_part
from heritage_kb.checking.entailment import Entails, ask
from heritage_kb.checking.facts import quantities_in
from heritage_kb.checking.fiction import tells_story, weight
from heritage_kb.checking.judgement import Judgement, Said, Subject
from heritage_kb.checking.judging import judge, outcome
from heritage_kb.checking.judging_age import judge_age
from heritage_kb.checking.judging_compare import judge_compared
from heritage_kb.checking.judging_deed import judge_deeds
from heritage_kb.checking.judging_instead import judge_instead
from heritage_kb.checking.judging_name import judge_same
from heritage_kb.checking.judging_who import judge_who
from heritage_kb.checking.judging_whole import Whole, judge_whole, second_look
from heritage_kb.checking.judging_wrong import judge_wrong
from heritage_kb.checking.linking import Mention
from heritage_kb.checking.register import reads_stated
from heritage_kb.checking.units import letters_of
from heritage_kb.normal import folded
from heritage_kb.records import Claim, Verdict

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_GOES_ON = re.compile(
    "(?:就|便|也|都|正)?(?:是|建|修|属)?在|就是|它|其|该|此|这[座个处种是门]|那[座处]|寺内|殿内|塔身|殿[身顶高宽]|面阔|进深|高|建于|始建|位于|坐落|在"
)
# A sentence of a few words with a value in it says it of what was named before (元代建筑).
_BRIEF = 40
_VALUE = re.compile(
    "庑殿|歇山|悬山|硬山|攒尖|重檐|单檐|楼阁式|密檐|[四六八]角|国保|省保|[市县省]|[木石铁铜泥纸]"
)
_STORY = -3.0  # below this weight even a wrong number is somebody's talk
_QUOTES = "“”「」"
_SAYS = 4  # characters besides names by which a clause says something
_READS = -0.25  # how a clause must read to be called a statement that was not compared
_COMPARED = re.compile("[比跟和像同]$")  # 它比佛光寺还老: of 它
_SPEAKER = 8  # characters that name who speaks, or of what a note is (考古队长的笔记：)
_SURE = 9.0  # the weight of a deed that is known of another


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A clause read: what it is about and what was found of its statements."""

    said: Said
    span: tuple[int, int]
    subject: Subject | None
    found: tuple[Judgement, ...]


def check(text: str, kb: KnowledgeBase, entails: Entails | None = None) -> list[Claim]:
    """Return the claims of a text in order, each with a verdict and the reason.

    ``supported``: every statement is borne out, by the passage named. ``contradicted``: the
    knowledge base says otherwise; ``why`` gives both. ``not_in_kb``: a statement about heritage
    that nothing here bears out or denies. ``fiction``: nothing documented is stated.

    Args:
        text: any text; what only asks is passed over.
        kb: the knowledge base.
        entails: a model that is asked about what the rules leave ``not_in_kb``.
    """
    claims: list[Claim] = []
    topic: tuple[Subject, ...] = ()
    for sentence in sentences(folded(text)):
        topic, found = _sentence(sentence, topic, kb, entails)
        claims += found
    return [replace(claim, text=text[slice(*claim.span)]) for claim in claims]


def _sentence(
    sentence: Sentence, before: tuple[Subject, ...], kb: KnowledgeBase, entails: Entails | None
) -> tuple[tuple[Subject, ...], list[Claim]]:
    """Return what the next sentence may go on about, and the claims of this one."""
    mentions = mentions_in(sentence.text, kb)
    if sentence.asks:
        things = [m for m in mentions if m.entry.kind != "place"]
        return (
            tuple(Subject.of(e, kb) for e in things[0].entries[:MOST]) if things else before
        ), []
    carried = before if _goes_on(sentence.text, mentions, before, kb) else ()
    whole = (
        _repeated(sentence, mentions, carried, kb)
        or _aged(sentence, kb)
        or _done(sentence, mentions, kb)
    )
    if whole is not None:
        return carried, [whole]
    read = list(_read(sentence, mentions, carried, kb))
    last = next(((one.subject,) for one in reversed(read) if one.subject), carried)
    claims = [c for one in read if (c := _claim(one, sentence, kb)) is not None]
    doubted = any(
        o is not None and o.verdict == "not_in_kb" for o in (outcome(list(r.found)) for r in read)
    )
    if not claims or (doubted and all(c.verdict == "supported" for c in claims)):
        return last, [*claims, _rest(sentence, mentions, read, kb, entails)]
    if all(c.verdict == "supported" for c in claims):
        otherwise = _otherwise(claims, sentence, mentions, read, kb)
        if otherwise is not None:
            return last, [otherwise]
    return last, [*claims[:-1], _with_unread(claims, sentence, mentions, kb)]


def _goes_on(
    text: str, mentions: list[Mention], before: tuple[Subject, ...], kb: KnowledgeBase
) -> bool:
    """Tell whether a sentence is about what the one before was about."""
    if not before:
        return False
    if _GOES_ON.match(text) or before[0].part_in(text, kb):
        return True
    if any(m.entry.kind not in ("place", "word", "term") for m in mentions):
        return False
    if len(text) <= _BRIEF // 2 and any(m.entry.kind == "place" for m in mentions):
        return True
    return len(text) <= _BRIEF and bool(
        _VALUE.search(text) or quantities_in(text) or kb.calendar.years_in(text)
    )


# -- clauses -----------------------------------------------------------------------------


def _read(
    sentence: Sentence, mentions: list[Mention], topic: tuple[Subject, ...], kb: KnowledgeBase
) -> Iterator[_Read]:
    """Yield the clauses of a sentence; one that only names its topic goes with the next."""
    topic = topic or _named_later(sentence.text, mentions, kb)
    for clause in _units(sentence.text, mentions, kb):
        said = _said(clause, sentence, mentions)
        options = subjects_of(said, topic, kb)
        best: tuple[Subject | None, Said, list[Judgement]] = (None, said, [])
        for option, where in options:
            found = judge(where, option, kb)
            best = _better(best, (option, where, found))
        chosen, where, found = best
        others = tuple(one for one, _ in options if one is not chosen)[:2]
        topic = (chosen, *others) if chosen else topic
        yield _Read(said=where, span=clause.span, subject=chosen, found=tuple(found))


def _named_later(text: str, mentions: list[Mention], kb: KnowledgeBase) -> tuple[Subject, ...]:
    """Return what a sentence is about whose first clauses do not name it yet."""
    first = next(
        (m for m in mentions if m.entry.kind in MADE and not _COMPARED.search(text[: m.start])),
        None,
    )
    return tuple(Subject.of(e, kb) for e in first.entries[:MOST]) if first else ()


def _better(
    one: tuple[Subject | None, Said, list[Judgement]],
    two: tuple[Subject | None, Said, list[Judgement]],
) -> tuple[Subject | None, Said, list[Judgement]]:
    """Return the reading that knows more: support, then doubt, then denial, then nothing.

    Among things of one name the one that fits is meant; a wrong value is wrong of all of them.
    """
    order = {"supported": 0, "contradicted": 2, "not_in_kb": 1, None: 3, "fiction": 3}
    first, second = outcome(one[2]), outcome(two[2])
    if one[0] is None or two[0] is None:
        return two
    if first and second and "not_in_kb" in (first.verdict, second.verdict):
        same = one[0].title == two[0].title and one[0].entry.kind == two[0].entry.kind
        if not same and "contradicted" in (first.verdict, second.verdict):
            return one if first.verdict == "contradicted" else two
    rank = order[first.verdict if first else None], order[second.verdict if second else None]
    return two if rank[1] < rank[0] else one


def _units(text: str, mentions: list[Mention], kb: KnowledgeBase) -> Iterator[Clause]:
    start: int | None = None
    pieces = clauses(text)
    for number, piece in enumerate(pieces):
        begin = piece.start if start is None else start
        last = number == len(pieces) - 1
        if not last and _only_topic(piece, mentions, kb):
            start = begin
            continue
        start = None
        yield from _split(Clause(text=text[begin : piece.span[1]], start=begin), mentions)


def _only_topic(piece: Clause, mentions: list[Mention], kb: KnowledgeBase) -> bool:
    """Tell whether a clause only names (佛光寺东大殿，) or only dates (光绪十一年，)."""
    inside = [m for m in mentions if piece.span[0] <= m.start and m.end <= piece.span[1]]
    named = sum(m.end - m.start for m in inside)
    dated = (
        sum(len(w.text) for w in kb.calendar.years_in(piece.text)) if len(piece.text) < 14 else 0
    )
    if re.search("[在是属归]", piece.text) and len(inside) > 1:
        return False
    return len(piece.text) - named - dated <= 2 and bool(named or dated)


def _split(clause: Clause, mentions: list[Mention]) -> Iterator[Clause]:
    """Cut a long clause without commas where a second building begins a new statement."""
    starts = [
        m
        for m in mentions
        if clause.span[0] <= m.start < clause.span[1] and m.entry.kind in ("site", "structure")
    ]
    at = clause.start
    for one, two in zip(starts, starts[1:], strict=False):
        between = clause.text[one.end - clause.start : two.start - clause.start]
        if len(between) >= 4 and not re.search(
            "[和与、的在比跟同及于从到离像叫称名是为即有指作如去往自见过给向]$|[“《（]", between
        ):
            yield _cut(clause, at, two.start)
            at = two.start
    yield _cut(clause, at, clause.span[1])


def _cut(clause: Clause, start: int, end: int) -> Clause:
    return Clause(text=clause.text[start - clause.start : end - clause.start], start=start)


def _said(clause: Clause, sentence: Sentence, mentions: list[Mention]) -> Said:
    inside = tuple(
        Mention(start=m.start - clause.start, end=m.end - clause.start, entries=m.entries)
        for m in mentions
        if clause.span[0] <= m.start and m.end <= clause.span[1]
    )
    return Said(text=clause.text, sentence=sentence.text, mentions=inside, spoken=sentence.spoken)


# -- claims ------------------------------------------------------------------------------


def _claim(read: _Read, sentence: Sentence, kb: KnowledgeBase) -> Claim | None:
    """Return the claim of a clause, None where nothing was found or somebody only talks."""
    one = outcome(list(read.found))
    if one is None or read.subject is None or one.verdict == "not_in_kb":
        return None
    if one.verdict == "contradicted" and of_a_part(sentence.text, read.said.text, kb):
        return None
    if read.subject.entry.kind != "word" and weight(read.said, read.subject, kb) < _STORY:
        return None
    return Claim(
        text=read.said.text,
        span=_at(sentence, read.span),
        verdict=one.verdict,
        entry=read.subject.entry.id,
        passage=one.passage,
        why=_why(one, read.found),
    )


def _otherwise(
    claims: list[Claim],
    sentence: Sentence,
    mentions: list[Mention],
    read: list[_Read],
    kb: KnowledgeBase,
) -> Claim | None:
    """Return the contradiction of a sentence that is borne out in one thing and wrong in another."""
    said = _whole(sentence, mentions)
    if (other := _by_another(said, sentence, kb, borne=True)) is not None:
        return other
    of = next((one.subject for one in read if one.subject and one.found), None)
    one = next(judge_instead(said, of, kb), None) if of else None
    if of and one:
        whole: Whole | None = Whole(verdict="contradicted", entry=of.entry.id, judgement=one)
    else:
        whole = second_look(said, _about(said, read, kb), kb, "".join(c.why for c in claims))
    if whole is None or whole.judgement is None:
        return None
    return _of_all(sentence, whole.entry, whole.judgement, kb)


def _with_unread(
    claims: list[Claim], sentence: Sentence, mentions: list[Mention], kb: KnowledgeBase
) -> Claim:
    """Return the last claim of a sentence; a supported one tells what else stands there unread."""
    claim = claims[-1]
    if claim.verdict != "supported" or claim.entry is None:
        return claim
    seen = [(c.span[0] - sentence.start, c.span[1] - sentence.start) for c in claims]
    stated = [
        one.text
        for one in clauses(sentence.text)
        if not any(a < one.span[1] and one.span[0] < b for a, b in seen)
        and len(letters_of(_nameless(one, mentions))) >= _SAYS
        and reads_stated(one.text) >= _READS
    ]
    unread = [text for text in stated if not aligner(kb).tells(kb.entry(claim.entry), text)]
    named = "、".join(f"“{text.strip(_QUOTES)}”" for text in unread)
    return replace(claim, why=f"{claim.why}同句的{named}没有对照到文段。") if unread else claim


def _nameless(clause: Clause, mentions: list[Mention]) -> str:
    """Return a clause without the names in it."""
    text = clause.text
    for one in mentions:
        start, end = one.start - clause.start, one.end - clause.start
        if 0 <= start < end <= len(text):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _of_all(sentence: Sentence, entry: str | None, one: Judgement, kb: KnowledgeBase) -> Claim:
    """Return the claim that a whole sentence makes of an entry."""
    return Claim(
        text=sentence.text,
        span=_at(sentence, (0, len(sentence.text))),
        verdict=one.verdict,
        entry=entry,
        passage=one.passage if one.passage in kb.passages else None,
        why=one.why + "。",
    )


def _at(sentence: Sentence, span: tuple[int, int]) -> tuple[int, int]:
    return sentence.start + span[0], sentence.start + span[1]


def _why(one: Judgement, found: tuple[Judgement, ...]) -> str:
    said = dict.fromkeys(f.why for f in found if f.verdict == one.verdict and f.why)
    return "；".join(said) + "。"


def _with_lead(sentence: Sentence) -> str:
    """Return a sentence after what was done when it was said; who only speaks is left out."""
    acts = len(sentence.lead) > _SPEAKER
    return f"{sentence.lead}，{sentence.text}" if acts else sentence.text


def _repeated(
    sentence: Sentence, mentions: list[Mention], carried: tuple[Subject, ...], kb: KnowledgeBase
) -> Claim | None:
    """Return the claim of a sentence that says what a passage on mistakes calls wrong."""
    topic = (id for one in carried for id in (one.entry.id, one.dated.id))
    found = judge_wrong(sentence.text, mentions, topic, kb)
    if found is None:
        return None
    entry, one = found
    return _of_all(sentence, entry, one, kb)


def _aged(sentence: Sentence, kb: KnowledgeBase) -> Claim | None:
    """Return the claim of a sentence that puts a dated thing into an age, where it is one."""
    found = list(judge_age(_with_lead(sentence), kb))
    chosen = next((row for row in found if row[1].verdict == "contradicted"), None) or next(
        iter(found), None
    )
    if chosen is None:
        return None
    term, one = chosen
    return _of_all(sentence, term, one, kb)


def _done(sentence: Sentence, mentions: list[Mention], kb: KnowledgeBase) -> Claim | None:
    """Return the claim of a sentence that gives somebody what another did (…的是某某)."""
    said = Said(text=sentence.text, sentence=sentence.text, mentions=tuple(mentions))
    for entry, one in (*judge_compared(said, kb), *judge_same(said), *judge_deeds(said, kb)):
        compared = (one.passage or ":names").endswith(
            (":built", ":size", ":bays", ":names", ":place")
        )
        if compared or (one.verdict == "contradicted" and not tells_story(sentence.text, _SURE)):
            return _of_all(sentence, entry, one, kb)
    return None


def _by_another(
    said: Said, sentence: Sentence, kb: KnowledgeBase, *, borne: bool = False
) -> Claim | None:
    """Return the contradiction of a sentence that gives somebody what is told of another."""
    for entry, one in judge_who(said, kb, borne=borne):
        return _of_all(sentence, entry, one, kb)
    return None


def _rest(
    sentence: Sentence,
    mentions: list[Mention],
    read: list[_Read],
    kb: KnowledgeBase,
    entails: Entails | None,
) -> Claim:
    """Return the one claim of a sentence in which no clause was judged."""
    said = _whole(sentence, mentions)
    if (other := _by_another(said, sentence, kb)) is not None:
        return other
    subject = next((one.subject for one in read if one.subject), None)
    whole = judge_whole(said, _about(said, read, kb), kb)
    verdict, one = whole.verdict, whole.judgement
    if verdict == "not_in_kb" and subject is not None:
        one = ask(sentence.text, subject, entails)
        verdict = one.verdict if one else verdict
    return Claim(
        text=sentence.text,
        span=_at(sentence, (0, len(sentence.text))),
        verdict=verdict,
        entry=whole.entry,
        passage=one.passage if one else None,
        why=one.why + "。" if one else _unjudged(verdict, subject),
    )


def _whole(sentence: Sentence, mentions: list[Mention]) -> Said:
    """Return a sentence as one thing said."""
    return Said(
        text=sentence.text,
        sentence=sentence.text,
        mentions=tuple(mentions),
        spoken=sentence.spoken,
    )


def _about(said: Said, read: list[_Read], kb: KnowledgeBase) -> list[Subject]:
    """Return what a sentence may be about: by its names, else what its clauses were read as."""
    topic = tuple(one.subject for one in read if one.subject)[:1]
    return [one for one, _ in subjects_of(said, topic, kb)] or [*topic]


def wholes(text: str, kb: KnowledgeBase) -> Iterator[tuple[Said, list[Subject]]]:
    """Yield the sentences of a text that state something, with what each may be about."""
    for sentence in sentences(folded(text)):
        if sentence.asks:
            continue
        mentions = mentions_in(sentence.text, kb)
        said = _whole(sentence, mentions)
        yield said, [one for one, _ in subjects_of(said, (), kb)]


def _unjudged(verdict: Verdict, subject: Subject | None) -> str:
    if verdict == "fiction":
        return "没有可核对的史实，按虚构处理。"
    if subject is None:
        return "像是文化遗产的说法，但知识库里没有所说的对象。"
    return f"知识库里没有关于{subject.title}的可对照的说法。"
