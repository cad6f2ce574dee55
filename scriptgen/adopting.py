"""A script that was read becomes a series: its own words, and a plan of what they show."""

from __future__ import annotations

from heritage_kb.errors import RefusedInput
from scriptgen import duration
from scriptgen.brief import Brief
from scriptgen.reading import Reading, accept
from scriptgen.series import Bible, Character, EpisodePlan, Outline, Scene, Series


def as_series(reading: Reading, brief: Brief) -> Series:
    """Make a series of a reading: its screenplay, and a plan of what the script itself shows.

    The plan holds the people who are in a cast or speak, the places of the headings, and a row for
    every episode; all that a script does not say stays blank.

    Args:
        reading: what was read.
        brief: what a person says of it; it has at least as many episodes as the script.

    Raises:
        RefusedInput: there is no scene, or the brief has fewer episodes.
    """
    episodes = accept(reading)
    scenes = [scene for episode in episodes for scene in episode.scenes]
    if not scenes:
        raise RefusedInput(
            "没有认出一场戏，收不进来；请先在「认得对不对」里把场景标题改认好。",
            "No scene was read.",
        )
    for episode in episodes:
        lines = (line for scene in episode.scenes for line in scene.elements)
        episode.seconds = round(duration.seconds(lines), 1)
    most = max(episode.number for episode in episodes)
    if brief.episodes < most:
        raise RefusedInput(
            f"题材写 {brief.episodes} 集，稿子写到第 {most} 集；请改集数。", "Too few episodes."
        )
    told = (name for scene in scenes for name in (*scene.cast, *_speakers(scene)))
    people = [
        Character(name=name, role="", want="", need="", secret="", voice="")
        for name in dict.fromkeys(told)
    ]
    places = [{"name": name, "what": ""} for name in dict.fromkeys(s.place for s in scenes) if name]
    titles = {episode.number: episode.title for episode in episodes}
    rows = [
        EpisodePlan(number=n, title=titles.get(n, ""), logline="", hook_in="", cliffhanger="")
        for n in range(1, brief.episodes + 1)
    ]
    return Series(
        brief=brief,
        bible=Bible(characters=people, places=places),
        outline=Outline(premise=brief.logline, episodes=rows),
        episodes=episodes,
    )


def _speakers(scene: Scene) -> list[str]:
    return [line.speaker for line in scene.elements if line.speaker]
