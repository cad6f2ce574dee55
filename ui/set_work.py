"""Choosing a set and judging it while it is being chosen; what was made of it. No widgets here."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from heritage_kb.errors import RefusedInput
from ui import set_form
from ui.demo import hero_fields
from ui.giving import zipped
from ui.journey import file_name
from ui.projects import Project

_LISTS = ("features", "lamps", "dressing", "surroundings")
_MOST_WAYS = 2  # lawful alternatives that are offered of one refusal
# What the hall's own form depends on; hour, weather and camera leave an elevation as it is.
_FORM = (
    "site", "period", "year", "kind", "type", "bays", "bay_widths", "bay_depths", "rafters", "roof",
    "eaves", "brackets", "grade", "cai_cm", "features", "licence", "storeys", "sides", "count",
    "site_m", "trade", "signs", "interior",
)  # fmt: skip


# ------------------------------------------------------------------------- where it comes from


def script_scenes(project: Project | None) -> list[tuple[str, str]]:
    """Return the scenes of a script as (heading, id)."""
    from ui.rendering import heading

    series = project.series if project else None
    if series is None:
        return []
    return [(heading(scene), scene.id) for e in series.episodes for scene in e.scenes]


def of_scene(project: Project, id: str) -> tuple[dict[str, Any], str]:
    """Return the set that a scene of the script asks for, and its heading.

    Raises:
        RefusedInput: there is no such scene, or no hall of its time is built.
    """
    import scenes
    from ui.rendering import heading

    series: Any = project.series
    found = [s for e in (series.episodes if series else ()) for s in e.scenes if s.id == id]
    if not found:
        raise RefusedInput("剧本里没有这一场了，请再选一场。")
    scene, brief = found[0], series.brief
    made = scenes.spec_for(
        scene.place, site=scene.site or "", period=brief.period or "", year=brief.year,
        hour=scene.time or "",
    )  # fmt: skip
    title = f"{scene.number or scene.id} {scene.place}".strip()
    return made.spec | {"title": title[:80], "seed": brief.seed or 0}, heading(scene)


def of_script(project: Project | None) -> dict[str, Any]:
    """Return the set of the first scene that stands at a known place, or what nobody has said."""
    series = project.series if project else None
    if series is None or not series.episodes:
        return set_form.blank()
    scenes_of_one = series.episodes[0].scenes
    placed = next((s for s in scenes_of_one if s.site and s.int_ext == "外"), None)
    placed = placed or next((s for s in scenes_of_one if s.site), None)
    try:
        if placed is not None and project is not None:
            return of_scene(project, placed.id)[0] | {"camera": {"shape": "9:16"}}
    except RefusedInput:
        pass  # of another age than any hall's: the form says so
    return hero_fields(series) | {"camera": {"shape": "9:16"}}


def of_heading(
    heading: str, period: str, year: Any, site: str, project: Project | None = None
) -> dict[str, Any]:
    """Return the set that a heading asks for, in an age that is said beside it.

    A heading that names another hall than the form, or a place that shipped sets know, leaves the
    form's age behind: it was another one's. A project's story keeps its own.

    Raises:
        RefusedInput: the heading cannot be read, or no age is said.
    """
    from scenes.proposal import hall_at
    from ui.match_verbs import read_heading, spec_of_heading

    found = read_heading(heading)
    title = f"{found.number or ''} {found.place}".strip()[:80]
    hall = hall_at(found.place)
    if hall is None:
        period, year = _age_there(project, found.place, period, year)
    elif hall.id != site:
        age = age_beside(project, hall.id)
        period, year = age["period"], age["year"]
    return spec_of_heading(heading, period, _year(year), site) | {"title": title}


def _age_there(project: Project | None, place: str, period: str, year: Any) -> tuple[str, Any]:
    """Return the age of what stands at a place by the shipped sets there, where no story has one."""
    import scenes
    from scenes import library

    if _age_of_story(project) is not None:
        return period, year
    shipped = library.shelved()
    there = [shipped[row["id"]] for row in scenes.match(place)["matches"] if row["kind"] == "set"]
    ages = Counter(one.age for one in there if one.region and one.region in place)
    return (period, year) if not ages or period in ages else (ages.most_common(1)[0][0], "")


def age_beside(project: Project | None, site: str) -> dict[str, Any]:
    """Return the age (period, year) of a set at a hall: the story's, else the hall's own.

    Raises:
        RefusedInput: there is no such hall.
    """
    from scenes import rulebook, standing

    if (age := _age_of_story(project)) is not None:
        return age
    return {"period": rulebook.titles()[standing.hall(site).period], "year": ""}


def _age_of_story(project: Project | None) -> dict[str, Any] | None:
    """Return the age (period, year) of a project's story, None where it says none."""
    series = project.series if project else None
    if series is None or not (series.brief.period or series.brief.year is not None):
        return None
    year = series.brief.year
    return {"period": series.brief.period or "", "year": "" if year is None else year}


def _year(said: Any) -> int | None:
    return int(str(said)) if str(said).strip().lstrip("-").isdigit() else None


def shelf() -> list[tuple[str, str]]:
    """Return the shipped sets as (what is shown, id), by kind of building and then by age."""
    from scenes import kinds, library, rulebook

    order = [*kinds.kinds()], [age.title for age in rulebook.ages()]
    rows = sorted(
        library.shelved().values(),
        key=lambda one: (order[0].index(one.kind), order[1].index(one.age), one.id),
    )
    return [(_shown(one), one.id) for one in rows]


def _shown(one: Any) -> str:
    """Return a set as the list shows it: all of it can be typed to find it."""
    from scenes import kinds

    told = [kinds.kinds()[one.kind].title, one.age, one.region, *one.mood]
    return f"{one.spec.title}　{' '.join(word for word in told if word)}"


def of_file(path: str) -> dict[str, Any]:
    """Return the set that a picture or a manifest was made of, as plain values.

    Raises:
        RefusedInput: the file carries no recipe.
    """
    from scenes.recipe import recipe

    return recipe(path)


def of_shelf(id: str) -> dict[str, Any]:
    """Return a shipped set as plain values.

    Raises:
        RefusedInput: there is no such set.
    """
    from scenes import library
    from scenes.recipe import said_by

    spec = said_by(library.named(id))
    return spec | {"camera": {"shape": "9:16", **spec.get("camera", {})}}


def matches(heading: str, period: str, year: Any) -> list[dict[str, Any]]:
    """Return real places and shipped sets that fit a heading.

    Raises:
        RefusedInput: the heading or the period cannot be read.
    """
    import scenes
    from ui.match_verbs import read_heading

    found = read_heading(heading)
    rows: list[dict[str, Any]] = scenes.match(
        found.place, period=period, year=_year(year), int_ext=found.int_ext or "",
        hour=found.time or "", k=8,
    )["matches"]  # fmt: skip
    return rows


# ----------------------------------------------------------------------------------- judging


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A lawful alternative: what is said of it, and the keys of the set that become others."""

    said: str
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What the gate says of a set: refusals with their ways out, what is odd, the measures."""

    refused: list[tuple[Any, list[Way]]] = field(default_factory=list)
    sentence: str = ""  # why nothing can be judged at all
    odd: list[str] = field(default_factory=list)
    measured: dict[str, Any] | None = None

    @property
    def lawful(self) -> bool:
        """Tell whether it can be built."""
        return not self.refused and not self.sentence


def judged(spec: Mapping[str, Any]) -> Judged:
    """Return what the gate says of a set, and what it measures where it can be built."""
    import scenes
    from scenes import gate

    try:
        made = scenes.SetSpec.from_mapping(spec)
        refused = scenes.examine(made)
        _camera_words(spec)
        if refused:
            return Judged(refused=[(one, ways(spec, one, len(refused))) for one in refused])
        return Judged(odd=gate.warnings(made), measured=scenes.measure(made))
    except RefusedInput as wrong:
        return Judged(sentence=set_form.as_in_the_form(wrong.zh))


def _camera_words(spec: Mapping[str, Any]) -> None:
    from scenes import shots

    camera = spec.get("camera") or {}
    for key in ("lens", "eye"):
        if isinstance(camera.get(key), str):
            shots.figure_of(key, camera[key])


def ways(spec: Mapping[str, Any], refusal: Any, count: int) -> list[Way]:
    """Return lawful alternatives to what is refused, the nearest first; each was examined.

    Args:
        spec: the set.
        refusal: of the gate.
        count: refusals of the set as it is: an alternative has fewer.
    """
    found: list[Way] = []
    for way in _candidates(spec, refusal):
        left = _refusals({**spec, **way.changes})
        if left is not None and len(left) < count and refusal.rule not in left:
            found.append(way)
        if len(found) == _MOST_WAYS:
            break
    if refusal.licensed:
        found.append(Way(said="勾上艺术处理，照做", changes={"licence": True}))
    return found


def _refusals(spec: Mapping[str, Any]) -> list[str] | None:
    import scenes

    try:
        return [one.rule for one in scenes.examine(scenes.SetSpec.from_mapping(spec))]
    except RefusedInput:
        return None


def _candidates(spec: Mapping[str, Any], refusal: Any) -> Iterator[Way]:
    key, now = refusal.field, spec.get(refusal.field)
    label = set_form.LABELS.get(key, key)
    if key in _LISTS:
        listed = list(now or ())
        for one in listed:
            kept = [other for other in listed if other != one]
            yield Way(said=f"{label}里去掉「{one}」", changes={key: kept or None})
        return
    for value in _values(key, now, refusal.instead):
        yield Way(said=f"{label}改为 {value}", changes={key: value})
    if now not in (None, ""):
        yield Way(said=f"不定{label}", changes={key: None})
    if spec.get("site") and key != "site":
        yield Way(said="不照实物，按规矩另造", changes={"site": None})


def _values(key: str, now: Any, instead: str) -> list[Any]:
    """Return other values of a key: those that the gate names, then the nearest."""
    if key in ("bays", "rafters"):
        at = now if isinstance(now, int) else 3
        return sorted(range(1, 13), key=lambda n: (abs(n - at), n))
    if key in (*set_form.WHOLE, "cai_cm"):
        whole = key in set_form.WHOLE
        return [int(n) if whole else float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", instead)]
    if key not in set_form.KEYS or key in ("title", "licence", "extras", "site"):
        return []
    words = [value for _, value in set_form.choices(key) if value and value != now]
    return sorted(words, key=lambda word: word not in instead)


def elevation(spec: Mapping[str, Any], folder: Path) -> Path:
    """Return the hall's front elevation, drawn once for each form; one or two seconds.

    Raises:
        RefusedInput: the set cannot be built.
    """
    import scenes
    from heritage_kb import label
    from scenes.elevation import front_elevation

    form = {key: spec[key] for key in _FORM if spec.get(key)}
    key = hashlib.sha256(json.dumps(form, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    target = folder / key / "立面预览.png"
    if not target.is_file():
        building, model = scenes.build(scenes.SetSpec.from_mapping(form))
        drawn = front_elevation(model.flatten(), building, draft=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        drawn.save(target)
        label.stamp(target)
    return target


def draft(spec: Mapping[str, Any], folder: Path) -> Path:
    """Return a draft of a set's plate, painted once for each set; about a second.

    Raises:
        RefusedInput: the set cannot be built.
    """
    import scenes
    from heritage_kb import label
    from scenes.preview import preview

    said = {key: value for key, value in spec.items() if key != "title"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    target = folder / hashlib.sha256(f"draft|{text}".encode()).hexdigest() / "草图预览.png"
    if not target.is_file():
        drawn = Image.fromarray(preview(scenes.SetSpec.from_mapping(spec)))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{os.urandom(4).hex()}.png")
        ImageOps.scale(drawn, 2, Image.Resampling.LANCZOS).save(part, compress_level=1)
        label.stamp(part)  # it writes the file anew
        part.replace(target)
    return target


# -------------------------------------------------------------------------------- what was made


def name_of(spec: Mapping[str, Any]) -> str:
    """Return the name under which a set is filed."""
    from scenes import standing

    if title := str(spec.get("title") or "").strip():
        return file_name(title)
    try:
        hall = standing.hall(str(spec["site"])).title if spec.get("site") else ""
    except RefusedInput:
        hall = ""
    said = hall or f"{spec.get('period') or spec.get('year') or ''}{spec.get('type') or '殿'}"
    return file_name(said)


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a set: what it is, of which role (plate, control, pass, drawing …), where."""

    title: str
    role: str
    path: Path

    @property
    def is_picture(self) -> bool:
        """Tell whether a page can show it."""
        return self.path.suffix in (".png", ".webp")


def made(project: Project, name: str) -> list[Made]:
    """Return the files of a set, the plate first."""
    folder, manifest = project.set_folder(name), project.manifest(name) or {}
    found = [
        Made(str(row["title"]), str(row.get("role") or ""), folder / row["file"])
        for row in manifest.get("files") or ()
    ]
    return [one for one in found if one.path.is_file()]


def plates(project: Project) -> list[tuple[str, Path]]:
    """Return the sets of a project as (name, plate), the newest first."""
    found = ((name, project.set_folder(name) / "plate.png") for name in project.sets)
    return [(name, plate) for name, plate in found if plate.is_file()]


def model_file(project: Project, name: str) -> Path | None:
    """Return the 3D file of a set's hall, None where it was not asked for."""
    file = project.set_folder(name) / "model" / "hall.glb"
    return file if file.is_file() else None


def packed(project: Project, name: str, given: Path) -> Path | None:
    """Return a set as one zip, each file under the name of what it is; None where there is none.

    What reads the files by their own names (``manifest.json``) lies in it as it is.
    """
    folder, manifest = project.set_folder(name), project.manifest(name)
    if manifest is None:
        return None
    rows = {str(row["file"]): str(row["title"]) for row in manifest.get("files") or ()}
    state = f"{folder}|{(folder / 'manifest.json').stat().st_mtime_ns}"
    key = hashlib.sha256(state.encode()).hexdigest()
    target = given / key / f"{file_name(name)}·布景.zip"
    if target.is_file():
        return target
    return zipped(target, _members(folder, rows))


def _members(folder: Path, titles: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Yield each file of a set and its name in the zip; a label beside a file goes with it."""
    for path in sorted(folder.rglob("*")):
        own = path.relative_to(folder).as_posix()
        if not path.is_file() or path.name.startswith("."):
            continue
        base = own.removesuffix(".aigc.json")
        title = titles.get(base)
        if title is None:
            yield path, own
            continue
        plain = re.sub(r"[\\/:*?\"<>|\s]", " ", re.sub(r"（(?:SVG|PDF|DXF)）$", "", title)).strip()
        under = base.rpartition("/")[0]
        end = Path(base).suffix + own[len(base) :]
        yield path, f"{under}/{plain}{end}" if under else f"{plain}{end}"
