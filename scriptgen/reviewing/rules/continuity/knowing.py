"""Knowing: who knew it all along and did not, what was kept from whom, who saw what she did not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.things import nouns
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told
from scriptgen.reviewing.words import tagged

_KNEW = re.compile(
    r"早就?知道|一直知道|早已知道|早晓得|早知道(?!会|今日)|早就?晓得|早就?看出|心里早有数|早就?听说|老早就?知|一清二楚|门儿清|早就?猜到|早料到|"
    r"一开始就知|打一开始就|从头就知|头一天就知|第一天就知|心里明镜|早有耳闻|早听[^，。]{1,4}说"
)
_NOT_KNOWN = re.compile(
    r"不知道|不知|不晓得|不清楚|没听说|谁|为什么|为何|怎么会|不认得|从没见过|"
    r"头一回听说|第一次听说|还有这(?:回)?事|蒙在鼓里|毫不知情|一无所知|没人(?:跟|和)?我?说过|才知道"
)


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _knowing(story)
    yield from _secrets(story)
    yield from _between_two(story)
    yield from _witness(story)
    yield from _told_anew(story)
    yield from _forgot(story)
    yield from _been(story)


def _knowing(story: Told) -> Iterator[Break]:
    ignorant: dict[str, list[Spot]] = {}
    for spot in story.spots:
        speaker = spot.line.speaker
        if not speaker or spot.back:
            continue
        if spot.spoken and _KNEW.search(spot.text):
            before = [s for s in ignorant.get(speaker, []) if _about(story, s, spot)]
            if before:
                yield Break(
                    code="CONTINUITY.KNOWLEDGE", spot=spot, other=before[-1], term=speaker,
                    what=f"{speaker}前面还不知道，这里说早就知道",
                )  # fmt: skip
        elif _NOT_KNOWN.search(spot.text):
            ignorant.setdefault(speaker, []).append(spot)


_SECRET = re.compile(
    r"(?:先别|别|不要|不能|莫)(?:告诉|让)(.{1,4}?)(?:知道|[，。]|[^，。]{0,12})|瞒着(.{2,4})"
)


def _secrets(story: Told) -> Iterator[Break]:
    """Yield what is kept from somebody and yet in her mouth before anybody told her."""
    kept: dict[str, tuple[set[str], Spot]] = {}
    named: dict[tuple[str, str], Spot] = {}
    for spot in story.spots:
        speaker = spot.line.speaker
        if spot.back or not speaker:
            continue
        secret = _SECRET.search(spot.text)
        if secret and "瞒着你" not in secret[0]:  # that is when it comes out
            scene = [s for s in story.scene(spot) if -6 <= s.at - spot.at <= 3]
            about = {word for s in scene for word in nouns(story, s.text)}
            for name in story.named(secret[0]) or story.named(spot.text):
                heard = "".join(s.text for s in story.spots[: spot.at] if _was_there(s, name))
                kept[name] = ({word for word in about if word not in heard}, spot)
        words, source = kept.get(speaker, (set(), spot))
        found = next((word for word in sorted(words) if word in spot.text), None)
        if found and source.number < spot.number:
            yield Break(
                code="CONTINUITY.KNOWLEDGE", spot=spot, other=source, term=found,
                what=f"前面瞒着{speaker}，还没有人告诉，这里已经知道{found}",
            )  # fmt: skip
            kept.pop(speaker)
        for other in (kept.keys() & story.talking(spot)) - {speaker}:  # who is told it here
            words, source = kept[other]
            if spot.number > source.number and any(word in spot.text for word in words):
                kept.pop(other)
        yield from _named_too_soon(story, spot, named)


def _was_there(spot: Spot, name: str) -> bool:
    return name in spot.scene.cast or spot.line.speaker == name


def _named_too_soon(story: Told, spot: Spot, named: dict[tuple[str, str], Spot]) -> Iterator[Break]:
    """Yield a name that somebody says and only later asks for."""
    speaker = spot.line.speaker or ""
    for kin, name in re.findall(
        r"你(妈|爸|爹|娘|爷爷|奶奶)([一-鿿]{2,3}?)(?=让|叫|是|在|说|给|当)", spot.text
    ):
        if name[:1] not in "什怎哪多":
            named.setdefault((speaker, kin), spot)
    asked = re.search(r"你(妈|爸|爹|娘|爷爷|奶奶)(?:叫什么|姓什么|是谁)", spot.text)
    first = named.get((speaker, asked[1])) if asked else None
    if asked and first is not None:
        yield Break(
            code="CONTINUITY.KNOWLEDGE", spot=first, other=spot, term=speaker,
            what=f"{speaker}后面才问起名字，这里已经叫得出",
        )  # fmt: skip


_NOT_BEEN = re.compile(r"没去过|没进过|没到过|一步也没|没踏进|从没来过|没来过|没上过")


def _been(story: Told) -> Iterator[Break]:
    """Yield who says she was never there and had a scene there."""
    for spot in story.spots:
        if not spot.spoken or not _NOT_BEEN.search(spot.text) or not spot.line.speaker:
            continue
        around = " ".join(p for p in re.split(r"[。！？]", spot.text) if _NOT_BEEN.search(p))
        for before in story.spots[: spot.at]:
            place = before.scene.place or ""
            there = (
                before.line.speaker == spot.line.speaker or spot.line.speaker in before.scene.cast
            )
            parts = [place[i : i + 2] for i in range(len(place) - 1)]
            if there and not before.back and any(part in around for part in parts):
                yield Break(
                    code="CONTINUITY.PLACE", spot=spot, other=before, term=place,
                    what=f"{spot.line.speaker}在“{place}”有过戏，这里说没去过",
                )  # fmt: skip
                break


def _about(story: Told, one: Spot, two: Spot) -> bool:
    """Tell whether two lines are about one thing: a scene, a person or a thing in common."""
    if two.number - one.number <= 1:
        return True
    shared = set(story.named(one.text)) & set(story.named(two.text))
    return bool(shared or nouns(story, one.text) & nouns(story, two.text))


_BETWEEN = re.compile(
    r"只(?:有)?你我|你我二人知|天知地知|没有?第三个人知|人不知鬼不觉|只有?咱们?(?:俩|两个)?知|没有?(?:别)?人知道(?:这|此)|神不知|封口|不许说出去|谁也不许说|谁也别说|谁都别说|不得外传|不准外传|别声张|烂在肚子里|不能走漏|别往外说"
)
_OUT = re.compile(
    r"听(?:人|谁|别人)?说|说破|告诉|供出|招了|泄露|走漏|偷听|窗外|门缝|屏风后|躲在|听见|隔壁|暗处|告发|传开|跟踪|偷看"
)
_SHARED = 2  # words of a secret in one line from which it is no chance


def _between_two(story: Told) -> Iterator[Break]:
    """Yield words of a talk 只你我二人知道 in the mouth of one who was not there."""
    talks: list[tuple[Spot, set[str], set[str]]] = []
    for spot in story.spots:
        if spot.back or not spot.line.speaker:
            continue
        if _OUT.search(spot.text):
            talks.clear()
        for first, about, there in talks:
            if first.number < spot.number and spot.line.speaker not in there:
                known = sorted(word for word in about if word in spot.text)
                if len(known) >= _SHARED:
                    yield Break(
                        code="CONTINUITY.KNOWLEDGE", spot=spot, other=first, term="、".join(known),
                        what=f"前面只有在场的人知道，{spot.line.speaker}不在场，这里说得出",
                    )  # fmt: skip
                    talks.remove((first, about, there))
                    break
        if _BETWEEN.search(spot.text):
            scene = story.scene(spot)
            there = {s.line.speaker or "" for s in scene} | set(spot.scene.cast)
            about = {word for s in scene for word in nouns(story, s.text)} | {
                name for name in there if len(name) > 1
            }
            earlier = "".join(s.text for s in story.spots[: scene[0].at])
            talks.append((spot, {word for word in about if word not in earlier}, there))


_SAW = re.compile(r"亲眼(?:看|瞧|见|目睹)|(?:我|俺)(?:都)?(?:看见|瞧见|撞见|瞅见)")


def _witness(story: Told) -> Iterator[Break]:
    """Yield who claims to have seen what happened in a scene in which she was not."""
    for spot in story.spots:
        speaker = spot.line.speaker
        if not (spot.spoken and speaker) or spot.back or not _SAW.search(spot.text):
            continue
        said = nouns(story, spot.text) | set(story.named(spot.text))
        for scene in story.scenes[: spot.number]:
            told = (
                "".join(s.text for s in scene) + scene[0].scene.place + "".join(scene[0].scene.cast)
            )
            there = {s.line.speaker for s in scene} | set(scene[0].scene.cast)
            shared = [word for word in said if word in told]
            if len(shared) > _SHARED and speaker not in there and speaker not in told:
                if any(_OUT.search(s.text) for s in scene) or not _denies(story, speaker):
                    continue
                yield Break(
                    code="CONTINUITY.KNOWLEDGE", spot=spot, other=scene[0], term=speaker,
                    what=f"{speaker}说亲眼看见，可那一场里没有{speaker}",
                )  # fmt: skip
                break


def _denies(story: Told, name: str) -> bool:
    """Tell whether somebody says that she was elsewhere: what else a witness saw may be off screen."""
    return any(
        s.line.speaker == name
        and re.search(r"没出门|不在|躺在家|没去|在家(?:里)?(?:睡|养|躺)|出远门", s.text)
        for s in story.spots
    )


_COMES_OUT = re.compile(
    r"瞒着你|瞒了你|没(?:敢)?告诉(?:过)?你|你(?:还)?不知道吧?|实话(?:告诉|跟)你|告诉你吧|实不相瞒|今天就告诉你"
)
_NEWS = re.compile(
    r"(?:头一回|第一次|头一遭|才|刚)(?:听说|知道|晓得)|还有这(?:回)?事|毫不知情|从没听说|没听说过|怎么不知道|竟不知"
)


def _matter(story: Told, text: str) -> set[str]:
    """Return what a line is about: people, things and deeds."""
    deeds = {w for w, tag in tagged(text) if tag.startswith("v") and len(w) > 1}
    return (deeds | nouns(story, text) | set(story.named(text))) - {"知道", "听说", "晓得", "告诉"}


def _told_anew(story: Told) -> Iterator[Break]:
    """Yield who speaks of what only later comes out to her."""
    for spot in story.spots:
        if not spot.spoken or spot.back or not _COMES_OUT.search(spot.text):
            continue
        listener, matter = story.addressee(spot), _matter(story, spot.text)
        people = set(story.named(spot.text)) - {listener or "", spot.line.speaker or ""}
        for before in story.spots[: spot.at]:
            if before.line.speaker != listener or not before.spoken or before.back:
                continue
            shared = _matter(story, before.text) & matter
            if shared & people and (len(shared) > 1 or _same_deed(before.text, spot.text)):
                yield Break(
                    code="CONTINUITY.KNOWLEDGE", spot=before, other=spot, term="、".join(shared),
                    what=f"{listener}后面才得知，这里已经说得出",
                )  # fmt: skip
                break


def _same_deed(one: str, two: str) -> bool:
    """Tell whether two lines have a verb of one character in common: 害死, 害的."""
    verbs = [{w[0] for w, tag in tagged(text) if tag.startswith("v")} for text in (one, two)]
    return bool(verbs[0] & verbs[1] - set("是有知说去来到想要会能瞒"))


def _forgot(story: Told) -> Iterator[Break]:
    """Yield who knew a thing all along, and later hears of it for the first time."""
    knew: dict[str, list[Spot]] = {}
    for spot in story.spots:
        speaker = spot.line.speaker
        if not (speaker and spot.spoken) or spot.back:
            continue
        if _KNEW.search(spot.text):
            knew.setdefault(speaker, []).append(spot)
        elif _NEWS.search(spot.text):
            around = spot.text + (story.spots[spot.at - 1].text if spot.at else "")
            for before in knew.get(speaker, []):
                if len(_matter(story, before.text) & _matter(story, around)) > 1:
                    yield Break(
                        code="CONTINUITY.KNOWLEDGE", spot=before, other=spot, term=speaker,
                        what=f"{speaker}后面才头一回听说，这里说早就知道",
                    )  # fmt: skip
                    break
