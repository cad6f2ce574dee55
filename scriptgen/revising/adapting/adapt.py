"""The straight line: source → who, when, what → scenes → episodes → brief and outline with anchors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import heritage_kb
from heritage_kb import KnowledgeBase
from heritage_kb.errors import RefusedInput, UnknownName
from scriptgen.brief import EPISODES, Brief, read_brief
from scriptgen.models.request import Model
from scriptgen.revising.adapting.adaptation import Adaptation, Anchor, EpisodeAnchors
from scriptgen.revising.adapting.ages import Age, Found, age_of, found_in
from scriptgen.revising.adapting.cuts import episodes as cut_episodes
from scriptgen.revising.adapting.cuts import scenes, tension
from scriptgen.revising.adapting.source import SourceText, read_source
from scriptgen.revising.adapting.speech import Player, Speech, names_in, players, speeches
from scriptgen.series import Beat, EpisodePlan, Outline

_AN_EPISODE = 900  # characters of a source that fill an episode, where nobody says how many
_LINES = 4  # speeches that an episode keeps as anchors
_LEADS = 6
_SHORT = 60
_TOLD = 8  # characters outside quotes that tell something
_FIELDS = {
    "places": ("site", "structure", "place"),
    "crafts": ("craft", "opera", "custom"),
    "products": ("product",),
}


def adapt(
    given: str | Path,
    kb: KnowledgeBase | None = None,
    *,
    episodes: int | None = None,
    seconds: int = 90,
    title: str = "",
    model: Model | None = None,
) -> Adaptation:
    """Return a brief and an outline made of a chapter or a news story.

    Offline everything quotes: loglines are put together of sentences of the source. A model may
    write better loglines; its anchors are kept only where they stand in the source word for word.

    Args:
        given: a ``Path`` (txt, md, docx, pdf, epub, html), or the text itself.
        kb: the knowledge base; by default the shipped one.
        episodes: how many; by default one for some 900 characters.
        seconds: of each episode.
        title: of the series; by default the source's.
        model: writes loglines.

    Raises:
        RefusedInput: the source cannot be read, or a number is out of bounds.
    """
    kb = kb or heritage_kb.open()
    source = read_source(given)
    count = _count(source, episodes)
    names = names_in(source, kb)
    said = speeches(source, names)
    cast = players(source, names, said, kb)
    age, found = age_of(source, kb), found_in(source, kb)
    cuts = scenes(source, kb)
    bounds = cut_episodes(source, cuts, count)
    rows = [_anchors(source, n, start, end, said) for n, (start, end) in enumerate(bounds, 1)]
    traces = []
    if len(rows) < count:
        traces.append(f"原文只有 {len(rows)} 段，分不出 {count} 集，按 {len(rows)} 集排。")
    plans = [_plan(source, row, seconds) for row in rows]
    made = Adaptation(
        source=source,
        brief=_brief(source, title, plans, cast, age, found, seconds),
        outline=Outline(premise=plans[0].logline, episodes=plans),
        episodes=tuple(rows),
        age=age,
        found=tuple(found),
        cast=tuple(cast),
        speeches=tuple(said),
        scenes=tuple(cuts),
        traces=tuple(traces),
        questions=_questions(age, found, said, cast),
    )
    if model is None:
        return made
    from scriptgen.revising.adapting.retelling import retold

    return retold(made, model)


def _count(source: SourceText, episodes: int | None) -> int:
    low, high = EPISODES
    if episodes is None:
        size = sum(p.end - p.start for p in source.texts())
        return max(low, min(high, round(size / _AN_EPISODE)))
    if not low <= episodes <= high:
        raise RefusedInput(
            f"集数应在 {low} 到 {high} 之间，收到 {episodes}；请改 --episodes。",
            f"Episodes must be {low} to {high}, not {episodes}.",
        )
    return episodes


# -------------------------------------------------------------------------------------- anchors


def _anchors(
    source: SourceText, number: int, start: int, end: int, said: Sequence[Speech]
) -> EpisodeAnchors:
    told = list(source.sentences(start, end))
    late = told[len(told) // 2 : -1] or told[:-1] or told
    turn = max(late, key=lambda s: (_tells(s.text), tension(s.text), len(s.text)))
    lines = sorted(
        (s for s in said if start <= s.start and s.end <= end and s.speaker),
        key=lambda s: (-tension(s.text), s.start),
    )[:_LINES]
    rows = [("hook", told[0]), ("turn", turn), ("cliffhanger", told[-1])]
    anchors = [Anchor(role=r, start=s.start, end=s.end, text=s.text) for r, s in rows]
    anchors += [
        Anchor(role="line", start=s.start, end=s.end, text=s.text)
        for s in sorted(lines, key=lambda s: s.start)
    ]
    return EpisodeAnchors(number=number, start=start, end=end, anchors=tuple(anchors))


def _plan(source: SourceText, row: EpisodeAnchors, seconds: int) -> EpisodePlan:
    by_role = {a.role: a for a in reversed(row.anchors)}
    hook, turn, end = (by_role[role].text for role in ("hook", "turn", "cliffhanger"))
    told = [s for s in source.sentences(row.start, row.end) if s.text not in (hook, turn, end)]
    told.sort(key=lambda s: (-_tells(s.text), -tension(s.text), s.start))
    middle = told[0].text if told else turn
    beats = [
        Beat(seconds=round(seconds * 0.08, 1), what=f"钩：{hook}", kind="钩子"),
        Beat(seconds=round(seconds * 0.57, 1), what=f"事：{middle}", kind="求"),
        Beat(seconds=round(seconds * 0.25, 1), what=f"转：{turn}", kind="转"),
        Beat(seconds=round(seconds * 0.10, 1), what=f"问：{end}", kind="卡点"),
    ]
    return EpisodePlan(
        number=row.number,
        title=_title(source, row),
        logline="；".join(dict.fromkeys(map(_short, (hook, middle, turn)))) + "。",
        hook_in=hook,
        cliffhanger=end,
        beats=beats,
    )


def _title(source: SourceText, row: EpisodeAnchors) -> str:
    """Return the chapter's title where an episode begins with one, else its first words."""
    chapter = next(
        (
            p.title
            for p in reversed(source.paragraphs)
            if p.kind == "chapter" and p.end <= row.start
        ),
        "",
    )
    begins = any(p.kind == "chapter" and 0 <= row.start - p.end < _SHORT for p in source.paragraphs)
    return chapter if begins and chapter else _short(row.anchors[0].text, 12)


def _tells(text: str) -> bool:
    """Tell whether a sentence says what happens, beside what is said in it."""
    return len(re.sub(r"“[^”]*”|「[^」]*」", "", text)) >= _TOLD


def _short(text: str, most: int = _SHORT) -> str:
    """Return a text's beginning, to a pause where it is long; every word is the source's."""
    bare = text.strip("。！…，；： ")
    if re.fullmatch(r"“[^“”]*”|「[^「」]*」", bare):
        bare = bare[1:-1].rstrip("。！")
    if len(bare) <= most:
        return bare
    cut = max(bare.rfind(mark, 0, most) for mark in "，。；：！？、")
    return bare[: cut if cut >= most // 3 else most]


# ---------------------------------------------------------------------------------------- brief


def _brief(
    source: SourceText,
    title: str,
    plans: Sequence[EpisodePlan],
    cast: Sequence[Player],
    age: Age,
    found: Sequence[Found],
    seconds: int,
) -> Brief:
    named = title or _name(source)
    values: dict[str, object] = {
        "title": named[:40],
        "logline": " ".join(plan.logline for plan in plans)[:1500],
        "period": age.period,
        "episodes": len(plans),
        "seconds": seconds,
        "must": [_person(p) for p in cast[:_LEADS] if p.speeches or p.count > 2],
    }
    if age.year is not None:
        values["year"] = age.year
    for key, kinds in _FIELDS.items():
        values[key] = [f.title for f in found if f.kind in kinds][:2]
    return _valid(values)


def _valid(values: dict[str, object]) -> Brief:
    """Return a brief; a place or craft that a brief may not name goes back out."""
    try:
        return read_brief(values)
    except UnknownName:
        bare = {key: value for key, value in values.items() if key not in _FIELDS}
        kept = dict(bare)
        for key in _FIELDS:
            for name in values.get(key, ()):  # type: ignore[attr-defined]
                try:
                    read_brief(bare | {key: [name]})
                except UnknownName:
                    continue
                kept[key] = [*kept.get(key, []), name]  # type: ignore[misc]
        return read_brief(kept)


def _name(source: SourceText) -> str:
    chapters = [p.title for p in source.paragraphs if p.kind == "chapter"]
    if len(chapters) == 1:
        return chapters[0]
    first = source.texts()[0]
    stem = Path(source.name).stem if source.name else ""
    return stem or next(iter(chapters), "") or _short(source.text[first.start : first.end], 12)


def _person(player: Player) -> str:
    kind = "史有其人，只安排体面的言行" if player.entry else "取自原文"
    return f"人物：{player.name}，{kind}；原文出现{player.count}次，说话{player.speeches}次"


def _questions(
    age: Age, found: Sequence[Found], said: Sequence[Speech], cast: Sequence[Player]
) -> tuple[str, ...]:
    rows = []
    if age.sure != "year":
        rows.append(f"年代：{age.why}。")
    unknown = sum(not s.speaker for s in said)
    guessed = sum(s.how in ("pronoun", "turn") for s in said)
    if unknown:
        rows.append(f"有 {unknown} 句话看不出是谁说的，没有派给人。")
    if guessed:
        rows.append(f"有 {guessed} 句按“他/她”或轮流推定说话人，请核。")
    if not found:
        rows.append(
            "原文没有提到知识库里的地方、手艺或人物；要有据，请在题材书里补 places 或 crafts。"
        )
    rows += [f"{p.name}史有其人，改编前请核史实与肖像。" for p in cast if p.entry]
    rows.append("改编须得原作者或报道单位许可。")
    return tuple(rows)
