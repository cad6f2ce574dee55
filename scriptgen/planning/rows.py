"""Taking a person, a place or a beat into a plan, out of it, or elsewhere; what follows comes along."""

from __future__ import annotations

import re
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.planning.changing import Change
from scriptgen.planning.following import scenes_of_beat
from scriptgen.planrows import locked_row, rows_at
from scriptgen.series import Episode, Scene, Series
from scriptgen.standing import ADDED, BYSTANDER, ROLES

_SAID = re.compile(r"\s*([^：:]{1,12})(?:[：:](.{1,300}))?\s*", re.S)
_BEAT = re.compile(r"episode\.(\d{1,4})\.beat(?:\.(\d{1,3}))?")
_EPISODE = re.compile(r"episode\.(\d{1,4})")
_HEADS = {"人物": "character", "地点": "place", "character": "character", "place": "place"}
_OF_EPISODE = re.compile(r"第?(\d{1,4})集?[.．·/]?(?:拍|beat)?(?:[.．·/]第?(\d{1,3})拍?)?")
_LONGEST = 300
_KEPT = ("钩子", "卡点")  # an episode opens on the one and ends on the other
_SPARE = "长"  # the one seat that a story can do without


def added(series: Series, at: str, to: str) -> tuple[Change, str]:
    """Work out a new person, place or beat; return the change and what is said of it.

    Args:
        series: whose plan it is.
        at: 人物, 地点, or 第3集 (a beat at its end, before its question; 第3集.拍.2 behind the 2nd).
        to: 名字：要什么 of a person, 名字：什么地方 of a place, the text of a beat.

    Raises:
        RefusedInput: there is no such list; the name is taken; one more is more than the brief asks.
    """
    head = _HEADS.get(at.strip())
    if head == "character":
        return _person(series, to)
    if head == "place":
        return _place(series, to)
    number, nth = _episode(series, at)
    return _beat(series, number, nth, to)


def deleted(change: Change, why: str = "删去") -> str:
    """Work out taking a person, a place or a beat out, into the change; return what is said of it.

    Raises:
        RefusedInput: it is no such element; it is locked, or needed; a scene would be left empty.
    """
    parts = change.address.split(".")
    if parts[0] == "character" and len(parts) == 2:
        return _person_gone(change, int(parts[1]) - 1)
    if parts[0] == "place" and len(parts) == 2:
        return _place_gone(change, int(parts[1]) - 1)
    if (found := _BEAT.fullmatch(change.address)) and found[2]:
        return _beat_gone(change, int(found[1]), int(found[2]) - 1)
    raise RefusedInput(
        f"“{change.address}”不能删；能删的是一个人（人物.名字）、一个地点（地点.名字）、一拍（第3集.拍.2）。",
        "Only a person, a place or a beat can be taken out.",
    )


def moved_to(change: Change, to: str) -> str:
    """Work out another place for a beat within its episode, or for an episode; say what it is.

    Args:
        change: of the beat (``episode.3.beat.2``) or the episode (``episode.3``).
        to: 上, 下, or which beat or episode it is to be, counted from 1.

    Raises:
        RefusedInput: it is neither; it is locked; an episode opens on its hook and ends on its
            question; an episode that is written stays where it is.
    """
    if whole := _EPISODE.fullmatch(change.address):
        return _episode_moved(change, int(whole[1]), to)
    found = _BEAT.fullmatch(change.address)
    if not found or not found[2]:
        raise RefusedInput(
            f"“{change.address}”挪不动；能挪的是一集（第3集）、一拍（第3集.拍.2）。",
            "Only an episode or a beat can be moved.",
        )
    number, at = int(found[1]), int(found[2]) - 1
    head = f"episode.{number}.beat"
    rows = _rows(change, head)
    last = next((n for n, row in enumerate(rows) if row["kind"] == "卡点"), len(rows))
    free = [n for n, row in enumerate(rows[:last]) if row["kind"] not in _KEPT]
    goal = _goal(at, to)
    if rows[at]["kind"] in _KEPT or goal not in free or goal == at:
        raise RefusedInput(
            f"第{number}集的这一拍挪不到那里：钩子在头、卡点在尾，中间的"
            f"第 {free[0] + 1 if free else 1}–{free[-1] + 1 if free else 1} 拍可以换位置。",
            "A beat moves between the hook and the question.",
        )
    beat = next(row for row in change.series.outline.episodes if row.number == number).beats[at]
    rows.insert(goal, rows.pop(at))
    why = f"第{number}集第 {at + 1} 拍挪成第 {goal + 1} 拍"
    _put(change, head, rows, why)
    if episode := change.drafted(number):
        for scene in scenes_of_beat(episode, beat):
            change.mark(f"scene.{scene.id}", why)
        change.note("离线初稿按故事的步子排戏，拍子的先后不改它的写法；请模型重写，或请人挪戏。")
    return f"{why}。"


def _goal(at: int, to: str) -> int:
    """Return the place, counted from 0, that 上, 下 or a number means; -1 for what means none."""
    near = {"上": at - 1, "下": at + 1}.get(to.strip())
    return near if near is not None else int(to) - 1 if to.strip().isdecimal() else -1


def _episode_moved(change: Change, number: int, to: str) -> str:
    rows = _rows(change, "episode")
    at = next(n for n, row in enumerate(rows) if row["number"] == number)
    goal = _goal(at, to)
    if not 0 <= goal < len(rows) or goal == at:
        raise RefusedInput(
            f"第{number}集挪不到那里：一共 {len(rows)} 集，写 上、下，或第几集。",
            f"There are {len(rows)} episodes.",
        )
    first, last = sorted((at, goal))
    written = [n + 1 for n in range(first, last + 1) if change.drafted(rows[n]["number"])]
    if written:
        raise RefusedInput(
            f"第{'、'.join(map(str, written))}集已经写成，前后的戏接着它写，不挪；没有写的集之间可以挪。",
            f"Episode {written[0]} is written; only what is not written moves.",
        )
    walls = [row["paywall"] for row in rows]
    rows.insert(goal, rows.pop(at))
    for n, (row, wall) in enumerate(zip(rows, walls, strict=True), 1):
        row["number"], row["paywall"] = n, wall
    why = f"第{number}集挪成第 {goal + 1} 集"
    _put(change, "episode", rows, why)
    change.note("付费点按集数定，留在原来的第几集；钩子账、谁几时知道，跟着这一集走。")
    change.note(
        f"第 {first + 1}–{last + 1} 集的开场接的是原来的上一集，请看一遍，要改就改“开场钩子”。"
    )
    return f"{why}。"


def _put(change: Change, head: str, rows: list[dict[str, Any]], why: str) -> None:
    before = rows_at(change.series, head) or []
    if lock := locked_row(head, before, rows, change.series.planning.locks):
        raise RefusedInput(
            f"{change.label(lock)}（{lock}）锁着，没有改动；要改请先解锁。", f"{lock} is locked."
        )
    change.rows(head, rows, why)


def _rows(change: Change, head: str) -> list[dict[str, Any]]:
    return rows_at(change.series, head) or []


# ------------------------------------------------------------------------------------ people


def _named(to: str, what: str) -> tuple[str, str]:
    found = _SAID.fullmatch(to)
    if not found or re.search(r"[\x00-\x1f\x7f]", to):
        raise RefusedInput(
            f"请写成“名字：{what}”，名字 12 字以内、后面 300 字以内，不换行；收到“{' '.join(to.split())[:20]}”。",
            "Write it as name: what.",
        )
    return found[1].strip(), (found[2] or "").strip()


def _person(series: Series, to: str) -> tuple[Change, str]:
    name, want = _named(to, "要什么")
    people = series.bible.characters
    _refuse_taken(name, [one.name for one in people], "人物")
    most = series.brief.cast
    seen = [one for one in people if ROLES.get(one.role.split("·")[0]) != "遗"]
    if most is not None and len(seen) >= most:
        raise RefusedInput(
            f"题材书只许 {most} 人出场，已有 {len(seen)} 人；请先删一个，或改题材书的 cast。",
            f"The brief allows {most} people on screen.",
        )
    change = Change(series, "character")
    row = {
        "name": name, "role": f"{BYSTANDER}·", "want": want, "need": "", "secret": "", "voice": "",
        "invented": True, "entry": None, "note": "", "wound": "",
    }  # fmt: skip
    _put(change, "character", [*_rows(change, "character"), row], "添一个人")
    change.note("离线初稿只写有座次的人，新添的这一个不会自己上场；请模型写，或请人写进戏里。")
    return change, f"添一个人物：{name}。"


def _refuse_taken(name: str, names: list[str], what: str) -> None:
    if name in names:
        raise RefusedInput(f"{what}里已经有“{name}”；请换一个名字。", f"“{name}” is there already.")


def _person_gone(change: Change, at: int) -> str:
    person = change.series.bible.characters[at]
    seat = ROLES.get(person.role.split("·")[0])
    if seat and seat != _SPARE:
        raise RefusedInput(
            f"{person.name}坐的是“{person.role.split('·')[0]}”的座，故事少不了这个人；要换人请改名字与身份。",
            f"The story cannot do without {person.name}.",
        )
    scenes = [scene for _, scene in _scenes(change.series) if person.name in scene.cast]
    alone = [scene for scene in scenes if scene.cast == [person.name]]
    if alone:
        raise RefusedInput(
            f"场{alone[0].number}只有{person.name}一个人，删了就没有人了；请先改那一场。",
            f"Scene {alone[0].number} would be left with nobody.",
        )
    rows = _rows(change, "character")
    del rows[at]
    _put(change, "character", rows, f"删去{person.name}")
    why = f"{person.name}删去了"
    for head, keys in (("relation", ("from", "to")), ("knows", ("who",))):
        old = _rows(change, head)
        kept = [row for row in old if person.name not in (row[key] for key in keys)]
        if kept != old:
            _put(change, head, kept, why)
    for address, element in change.elements.items():
        told = isinstance(element.value, str) and person.name in element.value
        if told and address.startswith(("premise", "episode.", "act.", "hook.", "prop.", "rule.")):
            change.mark(address, why)
    for scene in scenes:
        change.mark(f"scene.{scene.id}", why)
    return f"删去人物：{person.name}。"


def _scenes(series: Series) -> list[tuple[Episode, Scene]]:
    return [(episode, scene) for episode in series.episodes for scene in episode.scenes]


# ------------------------------------------------------------------------------------ places


def _place(series: Series, to: str) -> tuple[Change, str]:
    name, what = _named(to, "什么地方")
    places = series.bible.places
    _refuse_taken(name, [row["name"] for row in places], "地点")
    most = series.brief.sets
    if most is not None and len(places) >= most:
        raise RefusedInput(
            f"题材书只许 {most} 个场景，已有 {len(places)} 个；请先删一个，或改题材书的 sets。",
            f"The brief allows {most} places.",
        )
    change = Change(series, "place")
    _put(change, "place", [*_rows(change, "place"), {"name": name, "what": what}], "添一个地点")
    change.note("离线初稿照行当定的地方写，新添的地点不会自己用上；请模型写，或在改稿里换地点。")
    return change, f"添一个地点：{name}。"


def _place_gone(change: Change, at: int) -> str:
    rows = _rows(change, "place")
    name = rows[at]["name"]
    played = [scene for _, scene in _scenes(change.series) if scene.place.split("·")[-1] == name]
    if played:
        raise RefusedInput(
            f"场{played[0].number}就在{name}；请先把那一场换个地方（sanjin revise --do place）。",
            f"Scene {played[0].number} plays there.",
        )
    if len(rows) == 1:
        raise RefusedInput(f"只剩{name}这一个地点了，删不得；请先添一个。", "It is the only place.")
    del rows[at]
    _put(change, "place", rows, f"删去{name}")
    for address, element in change.elements.items():
        if isinstance(element.value, str) and name in element.value and ".logline" in address:
            change.mark(address, f"{name}删去了")
    return f"删去地点：{name}。"


# ------------------------------------------------------------------------------------- beats


def _episode(series: Series, at: str) -> tuple[int, int | None]:
    found = _OF_EPISODE.fullmatch(at.strip()) or _BEAT.fullmatch(at.strip())
    numbers = [row.number for row in series.outline.episodes]
    if not found or int(found[1]) not in numbers:
        raise RefusedInput(
            f"“{at}”里添不了；可以添在：人物、地点、第{min(numbers, default=1)}–{max(numbers, default=1)}集。",
            f"Nothing can be added to “{at}”.",
        )
    return int(found[1]), int(found[2]) if found[2] else None


def _beat(series: Series, number: int, nth: int | None, to: str) -> tuple[Change, str]:
    text = to.strip()
    if not text or len(text) > _LONGEST or re.search(r"[\x00-\x1f\x7f]", text):
        raise RefusedInput(
            f"一拍要写成一句，{_LONGEST} 字以内，不换行。", "A beat is one line of text."
        )
    head = f"episode.{number}.beat"
    change = Change(series, head)
    rows = _rows(change, head)
    last = next((n for n, row in enumerate(rows) if row["kind"] == "卡点"), len(rows))
    at = last if nth is None else nth
    if not 0 < at <= last:
        raise RefusedInput(
            f"第{number}集的拍添在第 1–{last} 拍之后（末拍是卡点）；收到 {at}。",
            f"A beat goes behind one of 1–{last}.",
        )
    rows.insert(at, {"seconds": 0.0, "what": text, "kind": ADDED, "citations": []})
    _put(change, head, rows, f"第{number}集添一拍")
    why = f"第{number}集添了一拍“{text[:20]}”"
    _redraft(change, number, why)
    change.note("新添的一拍还没有秒数；要给它几秒，请改它的“秒”，别的拍子跟着让。")
    change.note("离线初稿不写添上的拍子；请模型写，或请人写进戏里。")
    return change, f"{why}。"


def _redraft(change: Change, number: int, why: str) -> None:
    for scene in ((e := change.drafted(number)) and e.scenes[:1]) or ():
        change.mark(f"scene.{scene.id}", why)


def _beat_gone(change: Change, number: int, at: int) -> str:
    head = f"episode.{number}.beat"
    outline = next(row for row in change.series.outline.episodes if row.number == number)
    beat = outline.beats[at]
    if beat.kind in _KEPT:
        raise RefusedInput(
            f"第{number}集的“{beat.kind}”删不得：一集从钩子进、在卡点收；请改它的内容。",
            f"An episode needs its {beat.kind}.",
        )
    rows = _rows(change, head)
    gone = rows.pop(at)
    _share(rows, gone["seconds"])
    _put(change, head, rows, f"第{number}集删去一拍，秒数分给别的拍子")
    why = f"第{number}集“{beat.kind}”这一拍删去了"
    said = beat.what.split("——")[0].partition("：")[2]
    if said and said in outline.logline:
        change.mark(f"episode.{number}.logline", why)
    if episode := change.drafted(number):
        for scene in scenes_of_beat(episode, beat):
            change.mark(f"scene.{scene.id}", why)
    return f"{why}。"


def _share(rows: list[dict[str, Any]], seconds: float) -> None:
    """Give the other beats the seconds of one that goes; the opening image stays as short as it is."""
    free = [row for row in rows if row["seconds"] and row["kind"] != "钩子"]
    free = free or [row for row in rows if row["seconds"]]
    held, left = sum(row["seconds"] for row in free), round(seconds, 1)
    for row in free:
        part = left if row is free[-1] else round(seconds * row["seconds"] / held, 1)
        left = round(left - part, 1)
        row["seconds"] = round(row["seconds"] + part, 1)
