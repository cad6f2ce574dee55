"""The whole journey on a shipped brief, as one straight line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput

Progress = Callable[[str, float], None]
DEMO_EPISODES = (1, 2, 3)


@dataclass(slots=True)
class Journey:
    """What the demo made: series, review, the set's manifest (None where no set fits yet)."""

    out: Path
    series: Any
    review: dict[str, Any]
    manifest: dict[str, Any] | None
    no_set: str = ""
    files: list[str] = field(default_factory=list)


def run(brief_name: str, out: Path, progress: Progress) -> Journey:
    """Draft the shipped brief, review it, render the hero set of episode 1, write it all.

    Either the complete output stands in ``out`` afterwards or what was there before.
    """
    import scriptgen
    from heritage_kb.publish import publish

    brief = scriptgen.read_brief(shipped_brief(brief_name))
    episodes = [number for number in DEMO_EPISODES if number <= brief.episodes]
    with publish(out) as staging:
        made = scriptgen.draft_to(
            brief, staging / "剧本", episodes=episodes, progress=_part(progress, 0.0, 0.25)
        )
        manifest, no_set = hero_set(made.series, staging / "场景", _part(progress, 0.25, 1.0))
        files = sorted(
            str(path.relative_to(staging))
            for path in staging.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        )
    return Journey(out, made.series, made.review, manifest, no_set, files)


def shipped_brief(name: str) -> Path:
    """Return the file of a shipped brief, by its short name."""
    import scriptgen

    briefs: dict[str, Path] = scriptgen.shipped_briefs()
    if name not in briefs:
        raise RefusedInput(
            f"没有名为 {name} 的随附题材，可选：{'、'.join(sorted(briefs))}。",
            f"No shipped brief {name!r}; choose from {', '.join(sorted(briefs))}.",
        )
    return briefs[name]


def hero_set(series: Any, out: Path, progress: Progress) -> tuple[dict[str, Any] | None, str]:
    """Render the set of episode 1, or say in a sentence why there is none yet."""
    import scenes

    try:
        spec = scenes.SetSpec.from_mapping(hero_fields(series))
        scenes.measure(spec)  # resolves it: what cannot be built yet is refused here
    except RefusedInput as refused:
        return None, f"这部戏的布景还造不了：{refused.zh}"
    return scenes.render(spec, out, preset="standard", progress=progress), ""


def hero_fields(series: Any) -> dict[str, Any]:
    """Return the SetSpec fields that the brief and episode 1's scenes give."""
    import scenes

    brief = series.brief
    first = series.episodes[0].scenes if series.episodes else []
    outside = sorted(first, key=lambda scene: (not scene.site, scene.int_ext != "外"))
    place, site, hour = (
        (outside[0].place, outside[0].site, outside[0].time) if outside else ("", None, None)
    )
    made = scenes.spec_for(
        place, site=site or "", period=brief.period or "", year=brief.year, hour=hour or ""
    )
    return {"seed": brief.seed or 0} | made.spec


def _part(progress: Progress, low: float, high: float) -> Progress:
    """Return a progress callable for a part of the whole."""
    return lambda what, share: progress(what, low + (high - low) * share)
