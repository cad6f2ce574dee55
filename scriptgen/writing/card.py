"""What a scene has to do: its place and hour, its beats, who wants and hides what, its seconds."""

from __future__ import annotations

from dataclasses import dataclass

from scriptgen.duration import ACTION_SECONDS, SPEECH_CHARACTERS_A_SECOND, seconds
from scriptgen.series import Episode, EpisodePlan, Scene
from scriptgen.story.biblework import wording
from scriptgen.story.people import Person
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet

LONGEST_LINE = 25  # characters of speech in one breath
_ORDER = "主师敌友东长"
# A line of picture and one of speech take about as long together.
_A_LINE = (sum(ACTION_SECONDS) / 2 + 10 / SPEECH_CHARACTERS_A_SECOND) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class SceneCard:
    """The order for one scene; ``staged`` is how the plan's own writer plays it."""

    sheet: Sheet
    staged: Scene
    number: int  # 1-based in the episode
    of: int
    beats: tuple[str, ...]
    must: bool  # plays what the brief demands of the episode

    @property
    def last(self) -> bool:
        """Tell whether the episode ends with it."""
        return self.number == self.of

    @property
    def seconds(self) -> float:
        """Return how long it should last."""
        return seconds(self.staged.elements)

    @property
    def lines(self) -> int:
        """Return about how many lines that is."""
        return max(4, round(self.seconds / _A_LINE))


def cards(plan: Plan, sheet: Sheet, staged: Episode) -> list[SceneCard]:
    """Return the order for each scene of an episode, in order."""
    count = len(staged.scenes)
    row = plan.outline.episodes[sheet.number - 1]
    shared = _shared(row, count)
    return [
        SceneCard(
            sheet=sheet,
            staged=scene,
            number=number,
            of=count,
            beats=shared[number - 1],
            must=number == min(2, count),
        )
        for number, scene in enumerate(staged.scenes, 1)
    ]


def _shared(row: EpisodePlan, count: int) -> list[tuple[str, ...]]:
    """Share the beats of an episode among its scenes: it opens wanting and closes asking."""
    parts: dict[str, list[str]] = {"钩子": [], "阻": [], "必写": [], "转": []}
    for beat in row.beats:
        name = "钩子" if beat.kind == "求" else beat.kind if beat.kind in parts else "转"
        parts[name].append(f"必写：{beat.what}" if name == "必写" else beat.what)
    first, middle, must, last = parts.values()
    if count == 1:
        return [(*first, *middle, *must, *last)]
    if count == 2:
        return [(*first, *middle), (*must, *last)]
    between = [(*middle, *must), *[tuple(middle)] * (count - 3)]
    return [tuple(first), *between, tuple(last)]


def card_text(plan: Plan, card: SceneCard) -> str:
    """Return the order as text: heading, beats, how the episode before ended."""
    scene, row = card.staged, plan.outline.episodes[card.sheet.number - 1]
    lines = [
        f"第{card.sheet.number}集《{card.sheet.title}》第{card.number}场，共{card.of}场",
        f"场景：{scene.time} {scene.int_ext} {scene.place}",
        f"出场：{'、'.join(scene.cast)}",
        f"本集：{row.logline}",
        *(f"这一场：{beat}" for beat in card.beats),
    ]
    if card.number == 1 and row.hook_in:
        lines.append(f"开头要碰到上一集的问题：{row.hook_in}")
    if card.last:
        lines.append(f"最后一行停在这个问题上，不回答：{row.cliffhanger or '余味'}")
    return "\n".join(lines)


def people_text(plan: Plan, card: SceneCard) -> str:
    """Return who is there: what each wants, hides and sounds like, and how they call each other."""
    cast = plan.cast_for(card.sheet)
    here = [r for r in _ORDER if r in cast and cast[r].name in card.staged.cast]
    fill = wording(plan, card.sheet).fill
    filed = {one.name: one for one in plan.bible.characters}
    rows = []
    for role in here:
        sheet = card.sheet.arc.engine.roles.get(role)
        person = cast[role]
        parts = [f"{person.name}（{fill(person.job)}，{'女' if person.woman else '男'}）"]
        if person.documented:
            parts.append("史有其人：只写中性、体面的言行")
        elif sheet:
            # The bible is of the first arc; there it may have been edited.
            told = filed.get(person.name) if card.sheet.arc.number == 0 else None
            want, secret = (
                (told.want, told.secret) if told else (fill(sheet.want), fill(sheet.secret))
            )
            parts += [f"要：{want}", f"瞒：{secret}"]
            if person.wound:
                parts.append(f"伤：{person.wound}")
        parts.append(f"说话：{plan.voices[role].habit}")
        calls = [f"{cast[o].name}叫“{cast.call(role, o)}”" for o in here if o != role]
        rows.append("；".join([*parts, *calls]))
    return "\n".join(rows)


def people_of(plan: Plan, sheet: Sheet) -> list[Person]:
    """Return everybody who may be seen and heard in an episode."""
    cast = plan.cast_for(sheet)
    return [person for role, person in cast.people.items() if role != "遗"]


def own_names(plan: Plan, sheet: Sheet) -> set[str]:
    """Return the names of the people whom the story invents; of the others there is a record."""
    return {p.name for p in plan.cast_for(sheet).people.values() if not p.documented}
