"""Sentences made from the data, true and corrupted, in many phrasings, and plain fiction.

A corrupted value is another value of the same kind (another county, another dynasty, bays more or
fewer), so its verdict is known without a judge. Nothing here is written for single entries.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from heritage_kb import Entry, KnowledgeBase

FICTION = Path(__file__).parent / "judged" / "fiction.txt"
_AGES = {
    "北魏": (398, 534),
    "唐": (618, 907),
    "北宋": (960, 1127),
    "金": (1115, 1234),
    "元": (1234, 1368),
    "明": (1368, 1644),
    "清": (1644, 1912),
}
_BUILT = (
    "{t}建于{w}。",
    "{t}是{w}建的。",
    "旁白：{t}，{w}所建。",
    "“这{t}啊，是{w}造的。”",
    "{t}始建于{w}。",
    "{t}这一座，是{w}修起来的。",
)
_OF_AGE = (
    "{t}是{a}代的建筑。",
    "字幕：{t}，{a}代木构。",
    "“师父，{t}是{a}代的吧。”",
    "{t}属于{a}代遗构。",
    "{t}是{a}朝盖的。",
)
_BAYS = ("{t}面阔{n}间。", "“{t}，面阔{n}间，你数数。”", "{t}开间是{n}间。", "解说：{t}面阔{n}间。")
_HEIGHT = ("{t}高{n}米。", "{t}通高{n}米。", "“{t}有{n}米高呢。”")
_ROOF = ("{t}是{n}顶。", "{t}的屋顶是{n}顶。", "导游说，{t}用的是{n}顶。")
_PLACE = (
    "{t}在{p}。",
    "{t}位于{p}。",
    "“{t}？就在{p}。”",
    "外景地：{t}，{p}。",
    "{t}坐落在{p}境内。",
    "要找{t}，得去{p}。",
)
_CRAFT = ("{t}是{p}的手艺。", "{t}出自{p}。", "“{t}是{p}的老手艺。”")
_OPERA = ("{t}是{p}的地方戏。", "{t}流行于{p}一带。", "{t}是{p}一带的戏。")
_PRODUCT = ("{t}产自{p}。", "{t}是{p}的特产。", "“掌柜的，{t}是{p}出的。”")
_NATIVE = ("{t}是{p}人。", "{t}的老家在{p}。", "“{t}，{p}人。”", "{t}籍贯是{p}。")
_LIVED = ("{t}是{a}代人。", "{t}，{a}朝人。", "“{t}是{a}代的{r}。”")
_BORN = ("{t}生于{y}年。", "{t}出生在{y}年。")
_DIED = ("{t}卒于{y}年。", "{t}死于{y}年。")
_BATCH = ("{t}是{b}全国重点文物保护单位。", "{t}是{b}国保。", "{t}列入{b}国保名单。")
_LISTED = ("{t}列入{b}国家级非遗名录。", "{t}是{b}国家级非物质文化遗产。")
_MEANS = ("“{t}”就是{m}的意思。", "{t}的意思是{m}。", "山西话里，{t}指{m}。", "“{t}，就是{m}。”")
_STEPS = ("做{t}，先{a}，再{b}。", "{t}的规矩是先{a}，然后{b}。")
_NEVER = (
    "{t}的后院里有过一口八角井。",
    "{t}的门槛高两尺三寸。",
    "旁白：{t}的匾是一位姓秦的秀才题的。",
    "{t}从前藏着一部血写的经。",
    "{t}重修那年，捐钱的有四十七户。",
    "{t}的墙里砌过一块无字碑。",
    "解说：{t}曾经出土过一枚金印。",
    "{t}东墙上的画，用了十一种颜色。",
    "{t}的铁钟重一千二百斤。",
    "相传{t}的地下埋着九口缸。",
    "{t}的看门人姓郝，守了三代。",
    "{t}的山门上原来有一副乌木楹联。",
)
_NEVER_CRAFT = (
    "{t}从前要拜一位姓吕的祖师。",
    "{t}里有一种花样叫“双喜临门结”。",
    "学{t}，旧时要拜师七年。",
    "光绪年间，{t}的匠人有一百三十多户。",
    "{t}最早是一个姓巩的货郎传来的。",
)
_NEVER_PERSON = (
    "{t}一生收过十一个弟子。",
    "{t}写过一部《河山杂咏》。",
    "{t}的夫人姓柴。",
    "{t}晚年养过两只白鹤。",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with the verdict that it should get; ``what`` is the kind of statement."""

    text: str
    verdict: str
    what: str


def lines(kb: KnowledgeBase, seed: int = 7) -> list[Line]:
    """Return the suite, the same for the same data and seed."""
    draw = random.Random(seed)
    makers = (_buildings, _sites, _crafts, _people, _words, _unknown)
    made = [line for maker in makers for line in maker(kb, draw)]
    return made + [Line(text, "fiction", "fiction") for text in fiction()]


def fiction() -> list[str]:
    """Return the plain fiction, one sentence a line."""
    rows = FICTION.read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("#")]


def _of(kb: KnowledgeBase, *kinds: str) -> list[Entry]:
    return [entry for entry in kb.entries.values() if entry.kind in kinds]


def _pair(
    draw: random.Random,
    forms: tuple[str, ...],
    what: str,
    right: dict[str, object],
    wrong: dict[str, object],
) -> Iterator[Line]:
    yield Line(draw.choice(forms).format(**right), "supported", what)
    yield Line(draw.choice(forms).format(**{**right, **wrong}), "contradicted", what)


def _buildings(kb: KnowledgeBase, draw: random.Random) -> Iterator[Line]:
    for e in _of(kb, "structure"):
        if e.start_year and "note" not in str(e.fields.get("dynasty", "")):
            far = draw.choice(
                [
                    y
                    for a, b in _AGES.values()
                    for y in (a + 30, b - 20)
                    if abs(y - e.start_year) > 200
                ]
            )
            yield from _pair(
                draw,
                _BUILT[:4] + _BUILT[5:],
                "year",
                {"t": e.title, "w": f"{e.start_year}年"},
                {"w": f"{far}年"},
            )
            own = [a for a, (s, t) in _AGES.items() if s <= e.start_year <= t]
            other = [
                a for a, (s, t) in _AGES.items() if e.start_year < s - 40 or e.start_year > t + 40
            ]
            if len(own) == 1:
                yield from _pair(
                    draw, _OF_AGE, "dynasty", {"t": e.title, "a": own[0]}, {"a": draw.choice(other)}
                )
        bays = e.fields.get("bays_wide")
        if isinstance(bays, int) and "bays_wide_note" not in e.fields:
            digits = "零一二三四五六七八九"
            wrong = draw.choice([n for n in (1, 3, 5, 7, 9) if n != bays])
            yield from _pair(
                draw,
                _BAYS,
                "number",
                {"t": e.title, "n": digits[bays] if bays < 10 else bays},
                {"n": digits[wrong]},
            )
        high = e.fields.get("height_m")
        if high:
            yield from _pair(
                draw,
                _HEIGHT,
                "number",
                {"t": e.title, "n": f"{high:g}"},
                {"n": f"{high * 1.3:.1f}"},
            )
        roof = str(e.fields.get("roof", ""))
        if roof in ("庑殿", "歇山", "悬山", "硬山"):
            other_roof = draw.choice([r for r in ("庑殿", "歇山", "悬山", "硬山") if r != roof])
            yield from _pair(draw, _ROOF, "form", {"t": e.title, "n": roof}, {"n": other_roof})


def _sites(kb: KnowledgeBase, draw: random.Random) -> Iterator[Line]:
    counties = sorted({e.county for e in _of(kb, "site") if e.county.endswith("县")})
    titles = [e.title for e in _of(kb, "site")]
    for e in draw.sample(_of(kb, "site"), 220):
        if not e.county or titles.count(e.title) > 1 or "县境" in e.note:
            continue
        far = [
            c
            for c in counties
            if c != e.county
            and c[:-1] not in e.title + str(e.note) + "".join(map(str, e.fields.get("remarks", ())))
        ]
        yield from _pair(
            draw, _PLACE, "place", {"t": e.title, "p": e.county}, {"p": draw.choice(far)}
        )
        if e.level == "国保" and e.batch:
            batches = [f"第{n}批" for n in "一二三四五六七八" if f"第{n}批" != e.batch]
            yield from _pair(
                draw, _BATCH, "batch", {"t": e.title, "b": e.batch}, {"b": draw.choice(batches)}
            )


def _crafts(kb: KnowledgeBase, draw: random.Random) -> Iterator[Line]:
    cities = ["大同市", "运城市", "吕梁市", "晋城市", "忻州市", "阳泉市"]
    for e in _of(kb, "craft", "opera", "product", "custom"):
        forms = {"craft": _CRAFT, "opera": _OPERA, "product": _PRODUCT}.get(e.kind)
        told = "".join(p.text for p in kb.passages_of(e)) + e.title
        far = [c for c in cities if c != e.city and c[:-1] not in told]
        wide = any(w in told for w in ("晋北", "晋南", "雁北", "河东", "上党", "晋东南"))
        if forms and e.county and far and not wide:
            yield from _pair(
                draw, forms, "place", {"t": e.title, "p": e.county}, {"p": draw.choice(far)}
            )
        if e.batch and e.level == "国家级":
            batches = [f"第{n}批" for n in "一二三四五" if f"第{n}批" not in told]
            yield from _pair(
                draw, _LISTED, "batch", {"t": e.title, "b": e.batch}, {"b": draw.choice(batches)}
            )
        steps = [
            s for s in e.fields.get("process_steps", ()) if len(str(s)) <= 7 and str(s).isalpha()
        ]
        if len(steps) >= 3:
            a, b = steps[0], steps[-1]
            yield from _pair(
                draw, _STEPS, "process", {"t": e.title, "a": a, "b": b}, {"a": b, "b": a}
            )
        tools = [t for t in e.fields.get("tools_materials", ()) if len(str(t)) >= 2]
        if tools and e.kind == "craft":
            yield Line(f"做{e.title}要用{draw.choice(tools)}。", "supported", "material")


def _people(kb: KnowledgeBase, draw: random.Random) -> Iterator[Line]:
    for e in _of(kb, "person"):
        native = str(e.fields.get("native_place", ""))
        if e.county and native and native in e.county:
            far = draw.choice(
                [
                    c
                    for c in ("灵丘县", "阳高县", "平陆县", "保德县", "壶关县")
                    if c != e.county and c[:-1] not in str(e.fields)
                ]
            )
            yield from _pair(draw, _NATIVE, "place", {"t": e.title, "p": native}, {"p": far})
        year = e.start_year or e.end_year
        own = [
            a
            for a, (s, t) in _AGES.items()
            if e.start_year and e.end_year and s <= e.start_year and e.end_year <= t
        ]
        if len(own) == 1 and year and str(e.fields.get("dynasty", ""))[-1:] == own[0][-1]:
            other = [a for a, (s, t) in _AGES.items() if year < s - 150 or year > t + 150]
            right = {"t": e.title, "a": own[0], "r": e.fields.get("role", "人")}
            yield from _pair(draw, _LIVED, "dynasty", right, {"a": draw.choice(other)})
        for forms, when in ((_BORN, e.start_year), (_DIED, e.end_year)):
            if (
                when
                and when > 0
                and not any("年" in str(r) or "说" in str(r) for r in e.fields.get("remarks", ()))
            ):
                yield from _pair(
                    draw,
                    forms,
                    "year",
                    {"t": e.title, "y": when},
                    {"y": when + draw.choice((-47, 38))},
                )


def _words(kb: KnowledgeBase, draw: random.Random) -> Iterator[Line]:
    words = [e for e in _of(kb, "word") if e.fields.get("region") and len(e.title) > 1]
    for e in words:
        meaning = str(e.fields["meaning"]).split("/")[0].split("、")[0].split("（")[0]
        wrong = str(
            draw.choice(
                [
                    w
                    for w in words
                    if not set(str(w.fields["meaning"])) & set(str(e.fields["meaning"]))
                ]
            ).fields["meaning"]
        )
        yield from _pair(
            draw,
            _MEANS,
            "word",
            {"t": e.title, "m": meaning},
            {"m": wrong.split("/")[0].split("、")[0].split("（")[0]},
        )


def _unknown(kb: KnowledgeBase, draw: random.Random) -> Iterator[Line]:
    rows = (
        (_NEVER, _of(kb, "site"), 90),
        (_NEVER_CRAFT, _of(kb, "craft", "opera"), 40),
        (_NEVER_PERSON, _of(kb, "person"), 40),
    )
    for forms, entries, many in rows:
        for e in draw.sample(entries, many):
            yield Line(draw.choice(forms).format(t=e.title), "not_in_kb", "unknown")
