"""A person, a place or a thing gets another name: everywhere at once, and nowhere by halves."""

from __future__ import annotations

import re
from collections.abc import Callable

import heritage_kb
from heritage_kb.errors import RefusedInput
from scriptgen.planning.changing import NAME, Change
from scriptgen.planning.naming import Form, Renamed, forms, renamed
from scriptgen.series import Element, Episode, Scene

_NAME = re.compile(r"[一-鿿A-Za-z·]{2,12}")
_WHY = "名字改了，这里跟着改"
_CALLED = "称呼跟着名字改"
Texts = Callable[[str, bool], Renamed]


def rename_person(change: Change, new: str) -> None:
    """Work out a person's new name: bible, outline, brief, casts, speakers and lines.

    The whole name changes everywhere or nowhere (one group); forms of address are offered apart;
    what may be another word is left and named in the notes.

    Raises:
        RefusedInput: no name, somebody else's, that of a documented person; or a locked place has it.
    """
    at = int(change.address.split(".")[1]) - 1
    people = change.series.bible.characters
    person = people[at]
    others = [one.name for one in people if one is not person]
    _refuse_name(new, others)
    if person.entry or not person.invented:
        raise RefusedInput(
            f"“{person.name}”史有其人，不能改名；要虚构的人请另起。",
            f"{person.name} is a documented person.",
        )
    if heritage_kb.open().names_in(new, kinds=("person",)):
        change.note(f"“{new}”与知识库里的人同名，剧中不可当作他写；请核。")
    called = forms(person.name, new, others)
    change.put(change.address, new, "改名", group=NAME)
    _everywhere(
        change, person.name, new, lambda text, here: renamed(text, called, others, here=here)
    )


def rename_thing(change: Change, old: str, new: str) -> None:
    """Work out another name of a thing: wherever the word stands by itself.

    Raises:
        RefusedInput: no name, or one that something else has; or a locked place has it.
    """
    bible = change.series.bible
    _refuse_name(new, [row["name"] for row in (*bible.props, *bible.places)])
    others = [one.name for one in bible.characters]
    form = [Form(said=old, new=new, full=True)]
    change.put(change.address, new, "改名", group=NAME)
    _everywhere(change, old, new, lambda text, here: renamed(text, form, others, here=True))


def rename_place(change: Change, old: str, new: str, *, real: bool) -> None:
    """Work out another name of an invented place: the scene headings that are there.

    Raises:
        RefusedInput: a real place, no name, or one that another place has; or a locked scene is there.
    """
    if real:
        raise RefusedInput(
            f"“{old}”是真实地点，不能改名；要换地方请用 sanjin revise --do place。",
            f"{old} is a real place.",
        )
    _refuse_name(new, [row["name"] for row in change.series.bible.places])
    change.put(change.address, new, "改名", group=NAME)
    for episode in change.series.episodes:
        for scene in episode.scenes:
            parts = scene.place.split("·")
            if old not in parts:
                continue
            _refuse_locked(change, scene.locked or episode.locked, f"场{scene.number}", old)
            place = "·".join(new if part == old else part for part in parts)
            change.heading(episode, scene, {"place": place}, _WHY, NAME)
    change.note(f"台词与画面里说到“{old}”的没有动：多半是平常的词，请看一遍。")


def _refuse_name(new: str, others: list[str]) -> None:
    if not _NAME.fullmatch(new):
        raise RefusedInput(
            f"名字“{new[:20]}”不行；请写 2–12 个汉字或字母。", f"“{new[:20]}” is no name."
        )
    taken = next((name for name in others if new in name or name in new), None)
    if taken:
        raise RefusedInput(
            f"“{new}”与“{taken}”分不开，没有改；请换一个名字。", f"“{new}” clashes with “{taken}”."
        )


def _refuse_locked(change: Change, locked: bool, where: str, old: str) -> None:
    if locked:
        raise RefusedInput(
            f"{where}锁着，里面有“{old}”，改名会对不上；请先解锁，或不改这个名字。",
            f"{where} is locked and holds “{old}”.",
        )


def _everywhere(change: Change, old: str, new: str, texts: Texts) -> None:
    for address, element in change.elements.items():
        if isinstance(element.value, str) and address != change.address:
            made = texts(element.value, True)
            if made.full:
                _refuse_locked(change, element.locked, element.label, old)
            _doubt(change, element.label, element.value, made)
            change.put(
                address, made.text, _WHY if made.full else _CALLED, group=NAME if made.full else ""
            )
    for episode in change.series.episodes:
        title = texts(episode.title, True)
        if title.text != episode.title:
            _refuse_locked(change, episode.locked and title.full, f"第{episode.number}集", old)
            change.episode(episode, title.text, _WHY, NAME if title.full else "")
        for scene in episode.scenes:
            _scene(change, episode, scene, old, new, texts)


def _scene(
    change: Change, episode: Episode, scene: Scene, old: str, new: str, texts: Texts
) -> None:
    where = f"场{scene.number or scene.id}"
    shut = scene.locked or episode.locked
    cast = [new if name == old else name for name in scene.cast]
    place = texts(scene.place, True).text
    if cast != scene.cast or place != scene.place:
        _refuse_locked(change, shut, where, old)
        change.heading(episode, scene, {"cast": cast, "place": place}, _WHY, NAME)
    here = old in scene.cast or any(line.speaker == old for line in scene.elements)
    for line in scene.elements:
        _line(change, scene, line, old, new, lambda text: texts(text, here), shut)


def _line(
    change: Change,
    scene: Scene,
    line: Element,
    old: str,
    new: str,
    texts: Callable[[str], Renamed],
    shut: bool,
) -> None:
    made = texts(line.text)
    manner = texts(line.parenthetical or "")
    speaks = line.speaker == old
    _doubt(change, line.id, line.text, made)
    changes = {
        "text": made.text,
        "speaker": new if speaks else line.speaker,
        "parenthetical": manner.text or line.parenthetical,
    }
    full = made.full or manner.full or speaks
    if all(getattr(line, key) == value for key, value in changes.items()):
        return
    if full:
        _refuse_locked(change, shut or line.locked, line.id, old)
    elif shut or line.locked:
        change.note(f"{line.id} 锁着，称呼没有跟着改：“{line.text}”")
        return
    change.line(scene, line, changes, _WHY if full else _CALLED, NAME if full else "")


def _doubt(change: Change, where: str, text: str, made: Renamed) -> None:
    for form in made.doubts:
        change.note(f"{where}“{text[:40]}”里的“{form}”拿不准是不是人名，没有动；请看。")
