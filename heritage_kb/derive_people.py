"""Derived sentences of people, events, products, words, and of what is performed."""

from __future__ import annotations

from collections.abc import Iterator

from heritage_kb.records import ClaimKind, Entry
from heritage_kb.sentence import Said, joined, said, span_of, year_words


def person(entry: Entry) -> Iterator[Said]:
    """Say who someone was, when and from where."""
    fields, title, legend = entry.fields, entry.title, _legend(entry)
    who = joined(
        [part for part in (_of_age(fields.get("dynasty", "")), fields.get("role", "")) if part]
    )
    if who:
        yield said("who", "person", f"{title}，{who}。", claim_kind=legend)
    if entry.start_year is not None or entry.end_year is not None:
        born = f"生于{year_words(entry.start_year)}" if entry.start_year is not None else ""
        died = f"卒于{year_words(entry.end_year)}" if entry.end_year is not None else ""
        yield said(
            "life", "date", f"{title}{'，'.join(p for p in (born, died) if p)}。", claim_kind=legend
        )
    if fields.get("native_place"):
        yield said(
            "native",
            "place",
            f"{title}的籍贯或出身地：{fields['native_place']}。",
            claim_kind=legend,
        )
    if fields.get("sites_text"):
        yield said(
            "sites",
            "place",
            f"与{title}相关的地点：{joined(fields['sites_text'])}。",
            claim_kind=legend,
        )
    for number, one in enumerate(fields.get("remarks", ()), 1):
        yield said(f"note-{number}", "person", f"{title}：{one}。", claim_kind=legend)


def event(entry: Entry) -> Iterator[Said]:
    """Say what happened, when, where and to whom."""
    fields, title, legend = entry.fields, entry.title, _legend(entry)
    if entry.start_year is not None:
        age = f"（{fields['dynasty']}）" if fields.get("dynasty") else ""
        yield said(
            "when",
            "date",
            f"{title}：时在{span_of(entry.start_year, entry.end_year)}{age}。",
            claim_kind=legend,
        )
    elif fields.get("dynasty"):
        yield said("when", "date", f"{title}：时代为{fields['dynasty']}。", claim_kind=legend)
    if fields.get("place"):
        yield said("where", "place", f"{title}：地点为{fields['place']}。", claim_kind=legend)
    if fields.get("people"):
        yield said(
            "who", "person", f"{title}：涉及人物有{joined(fields['people'])}。", claim_kind=legend
        )
    for number, one in enumerate(fields.get("facts", ()), 1):
        yield said(f"fact-{number}", "history", f"{title}：{one}。", claim_kind=legend)
    if fields.get("disputed"):
        yield said(
            "disputed", "mistake", f"写{title}要留意，此事有争议或含传说：{fields['disputed']}。"
        )
    if fields.get("texts"):
        yield said(
            "texts",
            "history",
            f"{title}的记载见{fields['texts']}（凭记忆著录，引用前请核原书）。",
            confidence="medium",
        )


def product(entry: Entry) -> Iterator[Said]:
    """Say what a product is, where it is from and when it is in season."""
    fields, title = entry.fields, entry.title
    origin = fields.get("origin", "")
    if origin:
        yield said("place", "place", f"{title}出自{origin}。")
    if fields.get("category"):
        yield said("what", "overview", f"{title}属{fields['category']}类物产。")
    if fields.get("season"):
        yield said("season", "deadline", f"{title}的时令：{fields['season']}。")
    for number, one in enumerate(fields.get("remarks", ()), 1):
        yield said(f"note-{number}", "history", f"{title}：{one}。")


def word(entry: Entry) -> Iterator[Said]:
    """Say what a word of a dialect or a trade means and where it is said."""
    fields = entry.fields
    where = f"（{fields['region']}）" if fields.get("region") else ""
    # 娃(娃娃) is the dictionary's way of writing two names that stand here on their own.
    names = "、".join(f"“{name}”" for name in entry.names if "(" not in name)
    trade = fields.get("domain", "")
    kind = f"{trade}的行话" if trade else f"山西方言{where}"
    if fields.get("meaning"):
        yield said("meaning", "word", f"{names}是{kind}，意思是{fields['meaning']}。")
    for number, one in enumerate(fields.get("remarks", ()), 1):
        sort = "行话" if trade else "方言词"
        yield said(f"note-{number}", "word", f"{sort}“{entry.title}”：{one}。")


def opera_facts(entry: Entry, sources: tuple[str, ...]) -> Iterator[Said]:
    """Say where a form is performed, since when, with what, and which plays."""
    fields, title = entry.fields, entry.title
    for key, facet, topic, text in (
        ("region", "region", "place", "流行于{}"),
        ("era", "era", "date", "的形成年代：{}"),
        ("instruments", "instruments", "tool", "的乐器有{}"),
        ("plays", "plays", "history", "的代表剧目或曲目有{}"),
    ):
        value = fields.get(key)
        if value:
            shown = value if isinstance(value, str) else joined(value)
            yield said(facet, topic, f"{title}{text.format(shown)}。", sources=sources)
    for number, one in enumerate(fields.get("remarks", ()), 1):
        yield said(f"note-{number}", "history", f"{title}：{one}。", sources=sources)


def _of_age(dynasty: str) -> str:
    return dynasty if not dynasty or dynasty in ("传说", "演义") else f"{dynasty}人"


def _legend(entry: Entry) -> ClaimKind | None:
    return "传说" if entry.fields.get("legend") else None
