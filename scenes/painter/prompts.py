"""A prompt compiled from what is known of a render, and a negative list from the gate's rules.

Every phrase has a rank. Where a model reads fewer tokens than there are, whole phrases are left
out, the highest rank number first, and named; nothing is ever cut in the middle. Rank 0 (the age
and what the building is) cannot be left out, and a writer's own words cannot contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes import case as cases
from scenes import gate, kinds, rulebook, things
from scenes.light import WEATHERS
from scenes.painter.tokens import Counter
from scenes.spec import SetSpec

_LONGEST_NAME = 10  # characters; longer is a sentence, not a thing
LONGEST = 300  # characters of a writer's own words
_NUMBERS = " 一二三四五六七八九十"
_ENGLISH = (
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
)
# What a prompt's own machinery would read as its: chat marks, LoRA tags, weights, control characters.
_MARKS = re.compile(r"<[^>]*>|[<>|\\{}\[\]()\x00-\x1f\x7f]")
# Words that take something back: a model reads the thing named after them, and paints it.
_UNSAYING = re.compile(
    r"不要|别画|去掉|改成|改为|换成|换为|变成|\b(?:instead of|change (?:to|into)|turn into)\b", re.I
)
_SHOWN = ("檐", "脊端", "瓦", "彩画", "柱身")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words of a prompt; ``en`` is empty where the glossary has none.

    ``basis`` is rule, asked (the spec said so), documented, passage, writer or look; ``passages`` cite.
    """

    zh: str
    en: str
    rank: int
    basis: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """What a model is told.

    ``text`` and ``negative`` as they go in; ``tokens`` and ``negative_tokens`` of them, by
    ``counted_by`` tokenizer or estimate, with ``limit`` the most the model reads (None: unknown).
    ``used`` and ``dropped`` are the phrases in and left out, ``untranslated`` what has no English.
    """

    text: str
    negative: str
    language: str
    tokens: int
    negative_tokens: int
    limit: int | None
    counted_by: str
    used: tuple[Phrase, ...]
    dropped: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def record(self) -> dict[str, Any]:
        """Return it as plain values, to stand in a recipe."""
        return {
            "prompt": self.text, "negative_prompt": self.negative, "language": self.language,
            "tokens": self.tokens, "negative_tokens": self.negative_tokens, "limit": self.limit,
            "counted_by": self.counted_by, "dropped": list(self.dropped),
            "untranslated": list(self.untranslated), "notes": list(self.notes),
            "phrases": [
                {"zh": p.zh, "en": p.en, "rank": p.rank, "basis": p.basis, "passages": list(p.passages)}
                for p in self.used
            ],
        }  # fmt: skip


def compile_prompt(
    manifest: Mapping[str, Any], *, language: str = "zh", extra: str = "",
    passages: Iterable[Mapping[str, Any]] = (), limit: int | None = None,
    counter: Counter | None = None, guided: bool = True,
) -> Prompt:  # fmt: skip
    """Return the prompt of a render.

    Args:
        manifest: of the render, as ``scenes.render`` returns it.
        language: ``zh`` for models that read Chinese, ``en`` for those that do not.
        extra: a writer's own words, in the same language.
        passages: what is cited, as ``{"id", "text"}``; used in Chinese only, whole or not at all, and
            not where it tells of what came after this set's age.
        limit: tokens the model reads; None leaves nothing out.
        counter: counts tokens; an estimate where None.
        guided: whether the model reads at all what is not wanted.

    Raises:
        RefusedInput: a manifest without a building, words out of their time, or a limit that not
            even the age and the building fit into.
    """
    if language not in ("zh", "en"):
        raise RefusedInput("提示语言请写 zh 或 en。", "The language is zh or en.")
    count = counter or Counter.estimated(language)
    spec = _spec(manifest)
    cited, unfit = _cited(passages, spec)
    given = [*facts(manifest), *cited, *_written(extra, spec, language)]
    table = rulebook.table("glossary_en")["always"]
    given.append(Phrase(table["look_zh"], table["look_en"], 6, "look"))
    given.sort(key=lambda one: one.rank)
    spoken = [one for one in given if language == "zh" or one.en]
    used, dropped = _fitting(spoken, language, limit, count)
    negative, left = _negative(spec, language, limit, count) if guided else ("", 0)
    untranslated = tuple(one.zh for one in given if one not in spoken)
    notes = (
        *unfit,
        *_told(dropped, left, limit),
        *([] if guided else ["这样的引导下模型不读反向词，没有给它"]),
        *([f"没有英文说法而略去：{'、'.join(untranslated)}"] if untranslated else []),
    )
    return Prompt(
        text=joined(used, language), negative=negative, language=language,
        tokens=count(joined(used, language)), negative_tokens=count(negative), limit=limit,
        counted_by=count.how, used=tuple(used), dropped=tuple(p.zh for p in dropped),
        untranslated=untranslated, notes=notes,
    )  # fmt: skip


def refuse(words: str, manifest: Mapping[str, Any], language: str) -> None:
    """Refuse a writer's own words that cannot stand in a render's prompt; see :func:`compile_prompt`.

    Raises:
        RefusedInput: a manifest without a building, or words out of their time or language.
    """
    _written(words, _spec(manifest), language)


def fit(manifest: Mapping[str, Any], passages: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids of the passages that may stand in a render's prompt, in their order.

    Raises:
        RefusedInput: a manifest without a building.
    """
    found, _ = _cited(passages, _spec(manifest))
    return [id for one in found for id in one.passages]


def joined(phrases: Sequence[Phrase], language: str) -> str:
    """Return phrases as one line."""
    if language == "en":
        return ", ".join(one.en for one in phrases)
    return "，".join(one.zh for one in phrases)


def _fitting(
    phrases: Sequence[Phrase], language: str, limit: int | None, count: Callable[[str], int]
) -> tuple[list[Phrase], list[Phrase]]:
    """Return what fits and what had to go, the last of the highest rank first."""
    kept, gone = list(phrases), []
    while limit is not None and count(joined(kept, language)) > limit:
        if kept[-1].rank == 0:
            raise RefusedInput(
                f"模型只读 {limit} 个词元，连年代与建筑都写不下：请换一个读得更长的模型。",
                f"The model reads {limit} tokens, too few for the age and the building.",
            )
        gone.append(kept.pop())
    return kept, gone[::-1]


def _told(dropped: Sequence[Phrase], left: int, limit: int | None) -> list[str]:
    out = []
    if dropped:
        out.append(f"超过 {limit} 个词元，依次略去：{'、'.join(one.zh for one in dropped)}")
    if left:
        out.append(f"反向词超过 {limit} 个词元，略去末尾 {left} 条")
    return out


def _spec(manifest: Mapping[str, Any]) -> SetSpec:
    try:
        asked = {k: v for k, v in manifest["spec"].items() if v not in ("", None, [], {})}
        spec = SetSpec.from_mapping(asked | {"camera": {}})
        cases.age_of(spec, None if not spec.site else _known(spec))
        dict(manifest["building"])
    except (KeyError, TypeError, AttributeError) as wrong:
        raise RefusedInput(
            "清单里没有制景单或建筑：请指向 sanjin scene render 写出的 manifest.json。",
            "The manifest has no spec or building.",
        ) from wrong
    return spec


def _known(spec: SetSpec) -> Any:
    from scenes import standing

    return standing.hall(spec.site)


def facts(manifest: Mapping[str, Any]) -> list[Phrase]:
    """Return what a manifest says of a render, in order of rank."""
    spec, built = _spec(manifest), manifest["building"]
    words = rulebook.table("glossary_en")
    age = cases.age_of(spec, _known(spec) if spec.site else None).title
    kind = kinds.kinds()[kinds.names().get(spec.type, "hall")]
    year = built.get("year") or spec.year
    out = [
        Phrase(f"{age}代{f'（{year} 年）' if year else ''}，中国山西" if len(age) == 1 else f"{age}，中国山西",
               f"Shanxi, {words['ages'].get(age, '')}".rstrip(", "), 0, "rule"),
        Phrase(*_building(built, kind, words, age), 0, "rule"),
    ]  # fmt: skip
    out += _forms(manifest, words)
    out += _camera(manifest.get("camera", {}), words)
    out += _sky(manifest.get("light", {}), spec, words)
    for key in ("dressing", "lamps"):
        out += [Phrase(s, words["dressing"].get(s, ""), 5, "asked") for s in getattr(spec, key)]
    return [*out, *_documented(manifest, words)]


def _documented(manifest: Mapping[str, Any], words: Mapping[str, Any]) -> list[Phrase]:
    """Return the things of the court that a source tells of, by the name before its colon."""
    out = []
    for told in manifest.get("documented", ()):
        name = str(told).partition("：")[0]
        thing = max((one for one in words["dressing"] if one in name), key=len, default="")
        if thing and len(name) <= _LONGEST_NAME:
            out.append(Phrase(name, words["dressing"][thing], 5, "documented"))
    return out


def _building(
    built: Mapping[str, Any], kind: kinds.Kind, words: Mapping[str, Any], age: str
) -> tuple[str, str]:
    english = words["kinds"].get(kind.id, kind.id.replace("_", " "))
    bays, roof = built.get("bays"), built.get("roof")
    if not roof:
        return _work(built, kind, words, age, english)
    if not bays:
        return f"{roof}顶的{kind.title}", f"{english}, {words['roofs'].get(roof, '')}".rstrip(", ")
    named = f"{built['title']}，" if built.get("site") else ""
    count = _NUMBERS[bays] if bays <= 10 else "十一"
    return (
        f"{named}面阔{count}间、{roof}顶的{kind.title}",
        f"{english}, {_ENGLISH[bays]} bays wide, {words['roofs'].get(roof, '')}".rstrip(", "),
    )


def _work(
    built: Mapping[str, Any], kind: kinds.Kind, words: Mapping[str, Any], age: str, english: str
) -> tuple[str, str]:
    """Return what a work is: its name without the age, which was said, and its form."""
    whole = str(built.get("form", ""))
    name, form = str(built.get("title") or kind.title), whole.split("，")[0]
    if not built.get("site"):
        name = name.removeprefix(age).strip()
    told = [form] if name in form else [name, form]
    details = [said for part, said in words["details"].items() if part in whole]
    return "，".join(part for part in told if part), ", ".join([english, *details])


def _forms(manifest: Mapping[str, Any], words: Mapping[str, Any]) -> list[Phrase]:
    """Return bracket sets, ridge ends, tiles and paint of a hall."""
    told = {
        row["item"]: row["value"]
        for row in manifest.get("evidence", ())
        if isinstance(row.get("value"), str)
    }
    out = []
    if told.get("斗栱", "无") not in ("无", ""):
        out.append(
            Phrase(told["斗栱"], "timber bracket sets (dougong) under deep eaves", 2, "rule")
        )
    for item in _SHOWN:
        said = told.get(item, "")
        english = words["forms"].get(f"{item}：{said}", "")
        if english:
            zh = said if item in ("瓦", "脊端", "柱身", "檐") else f"{said}彩画"
            out.append(Phrase(zh, english, 4 if item in ("瓦", "彩画") else 5, "rule"))
    return out


def _camera(camera: Mapping[str, Any], words: Mapping[str, Any]) -> list[Phrase]:
    said = [str(v) for v in camera.get("words", {}).values() if isinstance(v, str) and v]
    if not said:
        return []
    english = ", ".join(words["camera"][w] for w in said if w in words["camera"])
    return [Phrase("，".join(said), english, 3, "asked")]


def _sky(light: Mapping[str, Any], spec: SetSpec, words: Mapping[str, Any]) -> list[Phrase]:
    names = {"dawn": "清晨", "morning": "早晨", "day": "白天", "noon": "正午", "dusk": "黄昏",
             "evening": "傍晚", "night": "夜"}  # fmt: skip
    seasons = {"spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}
    hour, season = str(light.get("hour", "")), str(light.get("season", ""))
    weather = WEATHERS.get(spec.weather, "")
    said = [names.get(hour, ""), seasons.get(season, "") and f"{seasons[season]}季", spec.weather]
    lit = "lamplit" if hour == "night" and light.get("lamps", 1) else ""
    english = [words["sky"].get(w, "") for w in (hour, lit, season, weather)]
    return [Phrase("，".join(s for s in said if s), ", ".join(s for s in english if s), 3, "asked")]


def _cited(passages: Iterable[Mapping[str, Any]], spec: SetSpec) -> tuple[list[Phrase], list[str]]:
    """Return cited passages, and why some of them do not stand in the prompt."""
    found, unfit = [], []
    for one in passages:
        said, id = plain(str(one["text"])).rstrip("。"), str(one["id"])
        if refused := _untimely(said, spec):
            unfit.append(f"引文 {id} 说到后来的事（{refused.message}），没有写进提示")
        else:
            found.append(Phrase(said, "", 5, "passage", (id,)))
    return found, unfit


def plain(text: str) -> str:
    """Return text in one line without anything that a prompt's own machinery would act on."""
    return " ".join(_MARKS.sub(" ", text).split())


def _written(extra: str, spec: SetSpec, language: str) -> list[Phrase]:
    """Return a writer's own words, which the gate reads as it reads a set's dressing."""
    if len(extra) > LONGEST:
        raise RefusedInput(
            f"自己加的话有 {len(extra)} 字：请写在 {LONGEST} 字以内。",
            f"The words of your own are longer than {LONGEST} characters.",
        )
    said = plain(extra)
    if not said:
        return []
    if language == "en" and re.search("[\u3400-\u9fff]", said):
        raise RefusedInput(
            "这个模型只读英文，自己加的话里有汉字：请用英文写。", "This model reads English only."
        )
    age = cases.age_of(spec, _known(spec) if spec.site else None).title
    for other, names in rulebook.table("glossary_en")["eras"].items():
        if other != age and (
            hit := next((n for n in names if re.search(rf"\b{n}\b", said.lower())), "")
        ):
            raise RefusedInput(
                f"自己加的话里有“{hit}”，与这套布景的年代（{age}）不合：请去掉它。",
                f"{hit!r} contradicts the age of this set ({age}).",
            )
    if unsaid := _UNSAYING.search(said):
        raise RefusedInput(
            f"自己加的话里有“{unsaid[0]}”：模型不懂“不要”与“改成”，写了什么就画什么；"
            "请只写画面里要有的，年代改不了。",
            f"{unsaid[0]!r}: a model paints what it reads; say only what is to be seen.",
        )
    if refused := _untimely(said, spec):
        raise RefusedInput(
            f"自己加的话不合年代：{refused.message}（{refused.source}），请从自己的话里去掉它。",
            refused.english,
        )
    return [Phrase(said, said, 1, "writer")]


def _untimely(said: str, spec: SetSpec) -> cases.Refusal | None:
    """Return the first thing that the gate would not have in this set, as its dressing."""
    asked = {
        k: getattr(spec, k) for k in ("period", "year", "site", "kind", "type") if getattr(spec, k)
    }
    parts = [part[:200] for part in re.split(r"[，。；、,;]", said) if part.strip()][:50]
    judged = SetSpec.from_mapping(asked | {"dressing": parts, "licence": spec.licence})
    return next((one for one in gate.examine(judged) if one.field == "dressing"), None)


def barred(spec: SetSpec, language: str) -> list[str]:
    """Return what this set may not show, by the gate, what models paint most often first."""
    words = rulebook.table("glossary_en")
    order = list(words["barred"])
    rows = things.barred(cases.case_of(spec, things.house_of(spec)))
    rows.sort(key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    if language == "en":
        said = [words["barred"][id] for id, _ in rows if id in words["barred"]]
    else:
        said = [name for _, name in rows]
    always = words["always"][f"negative_{language}"]
    return list(dict.fromkeys([*said[:6], *always, *said[6:]]))


def _negative(
    spec: SetSpec, language: str, limit: int | None, count: Callable[[str], int]
) -> tuple[str, int]:
    """Return the negative list that fits, and how many of its last names do not."""
    comma = ", " if language == "en" else "，"
    names = barred(spec, language)
    kept = list(names)
    while limit is not None and kept and count(comma.join(kept)) > limit:
        kept.pop()
    return comma.join(kept), len(names) - len(kept)
