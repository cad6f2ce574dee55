"""Things: what was broken and is whole, what was found and is still lost; who knew it all along."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told
from scriptgen.reviewing.words import tagged

_GONE = re.compile(
    r"摔碎|碎了|碎成|打碎|砸碎|毁了|烧了|烧成灰|烧掉|丢了|弄丢|掉进|没了|沉在|沉到|沉进|找不着|找不到|"
    r"不见了|断成|撕碎|撕了|卖了|当了|熔了|化了|埋了|失踪|被偷|偷走|裂成|裂口|缺了"
)
_WHOLE = re.compile(
    r"完好|无缝|崭新|一整块|合成|完整|原样|没有一丝|毫发无损|还你|还给|戴回|举着|捧着|举起|握着|拿出|取出|掏出|摸出|递给|放在|"
    r"塞进|揣|挂在|捞上来|找到|找回|追回|取回|戴着|佩着|别在|插在|抱着|攥着|托着|亮出|在我(?:手|这)|还在"
)
_MENDED = re.compile(
    r"粘|修|补|找回|找到|捞|追回|取回|赎回|还给|另一|新打|重打|重做|复制|仿|假的|赝|锔|焊|拼"
)
_STILL = re.compile(
    r"一直|还沉|从来|始终|至今|昨天|早就|早已|路上|上个?月|前[天些]|去年|前年|好几年|多年前|小时候"
)
_NEVER = re.compile(r"从没|从来没|从未|一直在我|没离过身|没动过|没拿出来过|没人碰过")
_NO_THING = frozenset(
    re.split(
        r" ",
        "东西 时候 地方 眼睛 声音 手里 门口 今天 明天 昨天 自己 心里 人家 师傅 大家 孩子 事情 银子 "
        "样子 日子 名字 脸上 身上 地上 桌上 门外 屋里 院子 后院 一声 半天 眼泪 消息 朝廷 大人 掌柜",
    )
)
_KNEW = re.compile(
    r"早就?知道|一直知道|早已知道|早晓得|早知道(?!会|今日)|早就?晓得|早就?看出|心里早有数|早就?听说|老早就?知|一清二楚|门儿清|早就?猜到|早料到|"
    r"一开始就知|打一开始就|从头就知|头一天就知|第一天就知|心里明镜|早有耳闻|早听[^，。]{1,4}说"
)
_NOT_KNOWN = re.compile(
    r"不知道|不知|不晓得|不清楚|没听说|谁|为什么|为何|怎么会|不认得|从没见过|"
    r"头一回听说|第一次听说|还有这(?:回)?事|蒙在鼓里|毫不知情|一无所知|没人(?:跟|和)?我?说过|才知道"
)
_SPEECH = re.compile(r"[，。！？…、“”]")
REPEATED = 9  # characters from which a line said twice is no small talk


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _props(story, {}, {})
    yield from _counts(story)
    yield from _knowing(story)
    yield from _secrets(story)
    yield from _been(story)
    yield from _repeats(story)


def nouns(story: Told, text: str) -> set[str]:
    """Return the things that a text names."""
    return {
        word
        for word, tag in tagged(text)
        if tag in ("n", "nz", "nr", "nrt", "ns") and len(word) > 1
        and word not in _NO_THING and not story.named(word)
    }  # fmt: skip


def standing(story: Told) -> tuple[dict[str, Spot], dict[str, Spot]]:
    """Return what is there and what is lost or broken when the script ends, with the lines."""
    held: dict[str, Spot] = {}
    lost: dict[str, Spot] = {}
    deque(_props(story, lost, held), maxlen=0)
    return held, lost


def _props(story: Told, lost: dict[str, Spot], held: dict[str, Spot]) -> Iterator[Break]:
    """Yield things that are lost and there again; ``lost`` and ``held`` are kept up to date."""
    words: Counter[str] = Counter()
    found: dict[int, set[str]] = {}
    for spot in story.spots:
        if spot.line.type in ("action", "dialogue"):
            found[spot.at] = nouns(story, spot.text)
            words.update(found[spot.at])
    kept = {word for word, count in words.items() if count > 1}
    stems = {word[-1] for word in kept}
    for spot in story.spots:
        if spot.back or spot.at not in found:
            continue
        for thing in sorted(_things(spot, found[spot.at], kept, stems)):
            yield from _state(spot, thing, lost, held)


def _things(spot: Spot, named: set[str], kept: set[str], stems: set[str]) -> set[str]:
    """Return the things of a line, each by the word that the script uses most."""
    here = {word for word in kept if word in spot.text}
    return here | {w for w in named if w in kept or w[-1] in stems}


def _state(spot: Spot, thing: str, lost: dict[str, Spot], held: dict[str, Spot]) -> Iterator[Break]:
    around = _clause(spot.text, thing)
    mended = _MENDED.search(around)
    if _GONE.search(around) and not _not_so(around):
        before = held.get(thing) or (lost.get(thing) if _STILL.search(spot.text) else None)
        if before is not None and spot.spoken:
            how = "这里说早没了" if _STILL.search(around) else "没有写它是怎么没的"
            yield Break(
                code="CONTINUITY.PROP", spot=spot, other=before, term=thing,
                what=f"{thing}前面还在，{how}",
            )  # fmt: skip
        lost[thing] = spot
        held.pop(thing, None)
    elif spot.spoken and _NEVER.search(spot.text) and thing in held:
        yield Break(
            code="CONTINUITY.PROP", spot=spot, other=held[thing], term=thing,
            what=f"{thing}前面动过，这里说从没动过",
        )  # fmt: skip
    elif _WHOLE.search(around):
        before = lost.get(thing)
        if before is not None and not mended:
            yield Break(
                code="CONTINUITY.PROP", spot=spot, other=before, term=thing,
                what=f"{thing}前面没了或坏了，这里又好好的",
            )  # fmt: skip
        lost.pop(thing, None)
        held[thing] = spot
    elif mended:
        lost.pop(thing, None)


_COUNTED = re.compile(
    r"([两三四五六七八九十百]{1,3})([封把只件枚块张本箱坛匹头座根颗幅尊口])([一-鿿]{1,3})"
)


def _counts(story: Told) -> Iterator[Break]:
    """Yield three letters where two were spoken of."""
    known: dict[tuple[str, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        for found in _COUNTED.finditer(spot.text):
            thing = next(
                (w for w in sorted(nouns(story, found[3])) if found[3].startswith(w)), found[3][:1]
            )
            first = known.setdefault((found[2], thing), (found[1], spot))
            if first[0] != found[1] and not spot.back:
                yield Break(
                    code="CONTINUITY.PROP", spot=spot, other=first[1], term=found[0],
                    what=f"{thing}前面是{first[0]}{found[2]}，这里是{found[1]}{found[2]}",
                )  # fmt: skip


def _not_so(text: str) -> bool:
    return bool(
        re.search(
            r"别|不能|不许|险些|差点|要是|若|怕|谁.{0,6}[？?]|吗[？?]|没.{0,2}[碎丢毁烧]", text
        )
    )


def _clause(text: str, thing: str) -> str:
    """Return the words about a thing: its sentence."""
    parts = re.split(r"(?<=[。！？；])", text)
    return next((part for part in parts if thing in part), text)


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
        if secret:
            scene = [s for s in story.scene(spot) if abs(s.at - spot.at) <= 3]
            about = {word for s in scene for word in nouns(story, s.text)}
            for name in story.named(secret[0]) or story.named(spot.text):
                kept[name] = (about, spot)
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


def _repeats(story: Told) -> Iterator[Break]:
    said: dict[str, Spot] = {}
    for spot in story.spots:
        if spot.back or not spot.spoken:
            continue
        plain = _SPEECH.sub("", spot.text)
        if len(plain) < REPEATED:
            continue
        first = said.setdefault(plain, spot)
        if first.at != spot.at:
            yield Break(
                code="CONTINUITY.REPEAT", spot=spot, other=first, what="这句台词前面一字不差说过",
                suggestion="换一句；有意重复就写明理由。",
            )  # fmt: skip
