"""Captions: where and when, once; and a word of the trade, right after the picture shows it."""

from __future__ import annotations

from heritage_kb import KnowledgeBase
from scriptgen.story.age import age_of
from scriptgen.story.pieces import Piece
from scriptgen.story.plan import Plan
from scriptgen.story.things import short_name

_NUMERALS = "〇一二三四五六七八九"


def opening_caption(plan: Plan, kb: KnowledgeBase) -> Piece:
    """Return the caption of place and time, cited as far as the knowledge base bears it out."""
    age, cites = _age(plan, kb)
    where = [short_name(p.title) for p in plan.work.places[:1]] or list(plan.brief.places[:1])
    text = " ".join([age, *where]).strip()
    if any(claim.verdict == "contradicted" for claim in kb.check(text)):
        text = age  # a year beside a building's name would be read as the year it was built
    elif plan.work.places:
        where_it_is = f"{plan.work.places[0].id}:place"
        cites += [where_it_is] if where_it_is in kb.passages else []
    real = bool(cites) and not kb.check_against(text, cites)
    return Piece(
        type="caption",
        text=text,
        citations=cites,
        kind="史实" if real else "合理虚构",
    )


def _age(plan: Plan, kb: KnowledgeBase) -> tuple[str, list[str]]:
    period = age_of(plan.brief, kb, plan.year, plan.work.places)
    year = plan.brief.year
    cites = [p.id for p in kb.passages_of(period.id)] if period.id in kb.entries else []
    name = period.title.split("（")[0].split("(")[0]
    if year is None:
        return plan.brief.period or name, cites[:3]
    if year >= 1912:
        return f"{year}年", cites[:3]
    eras = [(first, era) for era, first in period.eras.items() if first <= year]
    if not eras:
        return f"{name}", cites[:3]
    first, era = max(eras)
    near = [c for c in cites if era in kb.passage(c).text or c.endswith(":years")]
    return f"{_dynasty(name)}{era}{_count(year - first + 1)}年", near or cites[:3]


def _dynasty(name: str) -> str:
    return {"晚清": "清", "清前中期": "清"}.get(name, name)


def _count(number: int) -> str:
    if number == 1:
        return "元"
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return head + (_NUMERALS[ones] if ones else "")


def word_caption(plan: Plan, text: str, done: set[str]) -> Piece | None:
    """Return a caption that glosses a word of the trade in ``text``, each word once."""
    for name, gloss, passage in plan.work.words:
        if name in text and name not in done and len(gloss) <= 26:
            done.add(name)
            return Piece(type="caption", text=f"{name}：{gloss}", citations=[passage], kind="史实")
    return None
