"""Things: what was broken and is whole, given away and still in hand, counted, made of what."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told
from scriptgen.reviewing.words import tagged

_GONE = re.compile(
    r"摔碎|碎了|碎成|打碎|砸碎|毁了|烧了|烧成|烧掉|烧尽|烧作|灰烬|付之一炬|丢了|弄丢|掉进|没了|沉在|沉到|沉进|沉入|找不着|找不到|"
    r"不见了|断成|撕碎|撕了|撕成|卖了|卖给|卖掉|当了|当给|输了|输给|输掉|熔了|化了|埋了|失踪|被偷|偷走|裂成|裂口|缺了|投进|扔进|喝干|"
    r"卷走|没影|烧没|烧光|落进[^，。]{0,2}[河江湖水井沟]|滚进|冲没|碾成|碾碎|死当|当掉|砸扁|拼不回|成了灰|断作|折断|扯断|断了半?截|豁了|踩碎|砸烂|冲走|冲进|化为|(?:摔|砸|打|劈|撕|折|踩|剪|掰|烧|斩)(?:得(?:粉碎|稀烂)|成(?:两|几|八|碎|灰)|[断烂毁坏])|粉碎"
)
_WHOLE = re.compile(
    r"还您|奉还|在此|请过目|囫囵|完好|无缝|崭新|一整块|合成|完整|原样|没有一丝|毫发无损|还你|还给|戴回|举着|捧着|举起|握着|拿出|取出|掏出|摸出|递给|放在|"
    r"塞进|揣|挂在|捞上来|找到|找回|追回|取回|戴着|佩着|别在|插在|抱着|攥着|托着|亮出|在我(?:手|这)|还在"
)
_IN_HAND = re.compile(  # what a shown line does to a thing that is there
    r"收起|抖了抖|擦了擦|捏着|蹬着|开着|推着|晃了晃|紧了紧|理了理|拂了拂|扶了扶|摘下|解下|捧出|端着|敲着|吹着|研墨|磨墨|抽出|呈上|双手奉|摩挲|吆喝|牵着|牵出|骑着|骑上|赶着|系着|系上|抖开|翻开|展开|打开|端详|挥着|撑着|撑开|提着|背着|"
    r"点亮|吹响|拉起|弹着|弹起|拨着|拎着|别着|抚着|抚摸|擦拭|披着|穿着|戴上|插进|握住|拿着|拿起|拔出|拍在|搁在|铺开|念着|收进|藏进|举过"
)
_MENDED = re.compile(
    r"粘|修|补|从.{1,3}[里中底下](?:摸|捞|挖|拾|捡|刨)|找回|找到|捞|追回|取回|赎回|赎出|还给|另一|新打|重打|重做|重写|抄本|副本|复制|仿|假的|赝|锔|焊|拼|新的|又买|再买"
)
_DONE = re.compile(r"[粘修补锔焊接拼]好|捞上来|找回|追回|取回|赎回")
_SCAR = re.compile(r"断了半截|断了一截|磕了个?口|裂口|裂痕|裂纹|道缝|疤|豁口|缺角")
_FLAWLESS = re.compile(r"囫囵|没伤着|完好无|无缝|崭新|没有一丝|完完整整|光洁如新|毫发无损|一点裂")
_STILL = re.compile(
    r"一直|还沉|从来|始终|至今|昨天|早就|早已|路上|上个?月|前[天些]|去年|前年|好几年|多年前|小时候"
)
_NEVER = re.compile(r"从没|从来没|从未|一直在我|没离过身|没动过|没拿出来过|没人碰过")
_NO_THING = frozenset(
    re.split(
        " ",
        "东西 时候 地方 眼睛 声音 手里 门口 今天 明天 昨天 自己 心里 人家 师傅 大家 孩子 事情 银子 "
        "样子 日子 名字 脸上 身上 地上 桌上 门外 屋里 院子 后院 一声 半天 眼泪 消息 朝廷 大人 掌柜",
    )
)
_MEASURED = re.compile(
    r"[一两三半几那这][封把只件枚块张本箱坛匹头座根颗幅尊口支条顶盏面串]([一-鿿]{2})(?![一-鿿]?[店铺楼])"
)
_OBJECT = re.compile(
    r"[金银铜铁锡玉木瓷竹石绣](?:锁|牌|簪|镯|印|刀|剑|佩|环|壶|杯|碗|匣|盒|箱|铃|镜|尺|笔|扇|哨|笛|箫|梳|钗|坠|戒|链|章|符|币|像|炉|灯|瓶|罐|鞋|帕|球|囊)"
)
_HANDED = re.compile(
    r"把?(?:那|这)?[一-鿿]{0,4}?(?:交给|递给|塞给|送给|还给|抛给|交到|递到|塞到|塞进|裹在|披在|盖在|套到|戴到|卖给|赠给|赠与|托付给|系在|戴在|套在)([一-鿿]{1,8})"
)
_SPEECH = re.compile(r"[，。！？…、“”]")
REPEATED = 9  # characters from which a line said twice is no small talk


_NO_THINGS = frozenset("了着的一进塞缺这那些影脚")


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _props(story, Props())
    yield from _counts(story)
    yield from _totals(story)
    yield from _made_of(story)
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
    props = Props()
    deque(_props(story, props), maxlen=0)
    return props.held, props.lost


@dataclass
class Props:
    """Where things stand: there, lost or broken, mended with a scar, and given to whom."""

    held: dict[str, Spot] = field(default_factory=dict)
    lost: dict[str, Spot] = field(default_factory=dict)
    scarred: dict[str, Spot] = field(default_factory=dict)
    given: dict[str, tuple[str, str, Spot]] = field(default_factory=dict)  # giver, taker, line


def _props(story: Told, props: Props) -> Iterator[Break]:
    """Yield things that are lost and there again; ``props`` is kept up to date."""
    named = _headed(story)
    found: dict[int, set[str]] = {}
    for spot in story.spots:
        if spot.line.type in ("action", "dialogue"):
            found[spot.at] = nouns(story, spot.text) | measured(story, spot.text)
            named |= found[spot.at]
    named = {w for w in named if not set(w) & _NO_THINGS and not any(w in n for n in story.names)}
    longest = max(map(len, named), default=0)
    there = {s.at: _within(s.text, named, longest) for s in story.spots if s.at in found}
    words = Counter(chain(*map(sorted, there.values())))  # a word is not cut alike everywhere
    called = _one_thing(words)
    kept = {word for word, count in words.items() if count > 1 or called[word] != word}
    last: dict[int, set[str]] = {}
    for spot in story.spots:
        if spot.back or spot.at not in found:
            continue
        if spot.later():
            props.lost.clear()
            props.given.clear()
        things = there[spot.at] & kept
        if not things and re.search(r"那[块只封把件枚支张](?=在|被|早|也|就|，)", spot.text):
            things = last.get(spot.number, set())
        if not things and _ALONE.search(spot.text):
            things = last.get(spot.number, set())
        last[spot.number] = things or last.get(spot.number, set())
        for thing in sorted(things, key=lambda word: (-len(word), word)):
            if not any(thing != other and thing in other for other in things):
                yield from _state(spot, thing, called[thing], things, props)
                yield from _holder(story, spot, thing, called[thing], props)


_HEADS = "表刀剑印簪镯佩环壶杯碗匣盒箱铃镜尺笔扇哨笛箫琴梳钗坠戒链章符像炉灯瓶罐鞋帕囊牌锁信书册谱票据契证状旗鼓锣伞车船弓枪斧锤锅瓮缸砚珠靴帽"
_THINGS = [
    "披风",
    "斗篷",
    "大氅",
    "荷包",
    "香囊",
    "算盘",
    "灯笼",
    "包袱",
    "头面",
    "钢笔",
    "怀表",
    "手表",
    "账本",
    "账簿",
    "借据",
    "欠条",
    "地契",
    "房契",
    "药方",
    "图纸",
    "胶卷",
    "银票",
    "剪刀",
    "拐杖",
    "油灯",
    "马灯",
    "眼镜",
    "烟袋",
    "照片",
    "日记",
    "奖状",
    "存折",
    "钥匙",
    "二胡",
    "胡琴",
    "琵琶",
    "唢呐",
    "风筝",
    "手帕",
    "红绳",
    "自行车",
    "当票",
    "车票",
    "录取通知书",
]
_GRAM = re.compile(rf"(?=([一-鿿]{{2}}[{_HEADS}]))")
_NO_MODIFIER = set(
    "的了着把那这只个支件块张本一两三几各每在从给是有拿接扔丢摔掏又还也就不没很上下里外出来去看听用我你他她您它们和与跟被让叫"
)


def _headed(story: Told) -> set[str]:
    """Return things told by their last character, as long as they come back: 上海表, 铜哨."""
    longer: Counter[str] = Counter()
    for spot in story.spots:
        longer.update(m[1] for m in _GRAM.finditer(f"　{spot.text}"))
    shorter: Counter[str] = Counter()
    for spot in story.spots:
        shorter.update(
            spot.text[i - 1 : i + 1]
            for i, c in enumerate(spot.text)
            if i and c in _HEADS and "一" <= spot.text[i - 1] <= "鿿"
        )
    found = {word for word in _THINGS if any(word in spot.text for spot in story.spots)}
    for word, count in shorter.items():
        if count < 2 or set(word) & _NO_MODIFIER or word in _NO_THING:
            continue
        if story.named(word) or any(word in name for name in story.names):
            continue
        whole = next((w for w, n in longer.items() if w[1:] == word and n == count), word)
        found.add(word if set(whole) & _NO_MODIFIER else whole)
    return found


def _within(text: str, words: Collection[str], longest: int) -> set[str]:
    """Return the words that stand anywhere in a text; none has more than ``longest`` characters."""
    return {
        word
        for size in range(1, min(len(text), longest) + 1)
        for at in range(len(text) - size + 1)
        if (word := text[at : at + size]) in words
    }


def measured(story: Told, text: str) -> set[str]:
    """Return things by their measure word, however the text is cut: 半块对牌."""
    named = {m[1] for m in _MEASURED.finditer(text)} | {m[0] for m in _OBJECT.finditer(text)}
    return named - _NO_THING - story.names


_MATERIAL = "金银铜铁锡玉木瓷竹石纸布绸皮"
_COLOUR = "红青白黑蓝绿紫黄灰粉"
_PLAIN_ENDS = frozenset("人家房门口面水书地天事路山村店铺场手脚心头上下中里外边官员爷娘")


def _one_thing(words: Counter[str]) -> dict[str, str]:
    """Return for each word the one that the script uses most for that thing: 泥鹿, 小鹿."""
    stems: dict[str, list[str]] = {}
    for word, _ in words.most_common():
        stem = word.rstrip("子儿")[-1:]
        if stem and stem not in _PLAIN_ENDS and len(word) <= 3:
            stems.setdefault(stem, []).append(word)
    called = {word: word for word in words}
    for same in stems.values():
        made = {c for word in same for c in word[:-1] if c in _MATERIAL + _COLOUR}
        if 1 < len(same) <= 3 and len(made) < 2:
            called |= dict.fromkeys(same, sorted(same, key=lambda w: (-words[w], w))[0])
    return called


def _state(spot: Spot, word: str, thing: str, things: set[str], props: Props) -> Iterator[Break]:
    around = _clause(spot.text, word, things)
    lost, held = props.lost, props.held
    there = _WHOLE.search(around) or (not spot.spoken and _IN_HAND.search(around))
    if _SCAR.search(around):
        props.scarred[thing] = spot
    elif _FLAWLESS.search(around) and thing in props.scarred:
        yield prop(spot, props.scarred.pop(thing), thing, "前面留着裂痕，这里完好")
    if _DONE.search(around) and "没" not in around:
        lost.pop(thing, None)
        held[thing] = spot
    elif _GONE.search(around) and not _not_so(around):
        before = held.get(thing) or (lost.get(thing) if _STILL.search(spot.text) else None)
        if before is not None and spot.spoken and _STILL.search(around):
            yield prop(spot, before, thing, "前面还在，这里说早没了")
        lost[thing] = spot
        held.pop(thing, None)
    elif spot.spoken and _NEVER.search(spot.text) and thing in held:
        yield prop(spot, held[thing], thing, "前面动过，这里说从没动过")
    elif there:
        before = lost.pop(thing, None)
        if before is not None and not _MENDED.search(spot.text):
            yield prop(spot, before, thing, "前面没了或坏了，这里又好好的")
        held[thing] = spot
    elif _MENDED.search(around):
        lost.pop(thing, None)
    else:
        yield from _shown_again(spot, thing, around, lost)


def _shown_again(spot: Spot, thing: str, around: str, lost: dict[str, Spot]) -> Iterator[Break]:
    """Yield a thing that is gone for good and is shown in a later scene, whatever is done with it."""
    gone = lost.get(thing)
    if gone is None or spot.spoken or gone.number == spot.number or _REMNANT.search(around):
        return
    if _FOR_GOOD.search(gone.text) and (thing[-1] in _HEADS or thing in _THINGS):
        yield replace(prop(spot, lost.pop(thing), thing, "前面没了或坏了，这里又写到"), sure=False)


_FOR_GOOD = re.compile(
    r"[摔打砸踩]?碎|[烧熔化]|灰烬|沉[在到进入]|埋|死当|当[了掉给]|卖[了掉给]|劈|撕|[折扯斩]断|断[成作]|裂成|掉进|落进|投进|扔进|喝干|冲走|散了一地|拼不回"
)
_REMNANT = re.compile(r"[碎残断破灰焦渣片屑痕迹影梦画想空半]|剩|曾|没|不|疤|缺|裂")
_ALONE = re.compile(r"^[一-鿿]{1,4}，(?:死当|卖了|当了)[。！]")


def _holder(story: Told, spot: Spot, word: str, thing: str, props: Props) -> Iterator[Break]:
    """Yield what is in the hand of one who gave it away, when the taker is not there."""
    if spot.line.type != "action":
        return
    around = _clause(spot.text, word, {word})
    handed = _HANDED.search(around)
    taker = story.named(handed[1])[:1] if handed else []
    giver = story.named(spot.text[: spot.text.find(word)]) or (
        [name] if (name := story.shown(spot)) else []
    )
    if taker and giver and taker[0] != giver[-1]:
        props.given[thing] = (giver[-1], taker[0], spot)
        return
    took_it = re.search(
        rf"^([一-鿿]{{2,4}}?)(?:收下|收了|接过|收走|拿走)[^，。]{{0,4}}{re.escape(word)}", around
    )
    others = sorted(
        {
            s.line.speaker
            for s in story.scene(spot)
            if s.line.speaker in story.names and s.line.speaker
        }
    )
    if took_it and (who := story.named(took_it[1])) and len({who[0], *others}) == 2:
        gave_it = [name for name in others if name != who[0]]
        if gave_it:
            props.given[thing] = (gave_it[0], who[0], spot)
        return
    hand = (
        _IN_HAND.search(around)
        or _WHOLE.search(around)
        or re.search(r"[手腕腰头颈脖身脚][里中上间]的", around)
    )
    if thing not in props.given or not hand or _MENDED.search(spot.text):
        return
    gave, took, before = props.given[thing]
    there = {s.line.speaker for s in story.scene(spot)} | set(spot.scene.cast)
    if giver and giver[-1] == gave and took not in there and before.number < spot.number:
        del props.given[thing]
        yield prop(spot, before, thing, f"前面给了{took}，这里又在{gave}手上")


def prop(spot: Spot, other: Spot, thing: str, what: str) -> Break:
    """Return a break of a thing."""
    return Break(code="CONTINUITY.PROP", spot=spot, other=other, term=thing, what=f"{thing}{what}")


_OF_THE_BODY = ("指头", "手指", "指", "牙", "脚趾", "肋骨")
_COUNTED = re.compile(
    r"([两三四五六七八九十百]{1,3})([封把只件枚块张本箱坛匹头座根颗幅尊口])([一-鿿]{1,3})"
)


_PART_OF = re.compile(
    r"撒下|放下|拿|取|射|搬|吃|卖|送|剩|少|给|先|头|第|又|再|另|多|各|每|还有|断|丢|打碎|换|买|添|加|搭|出$"
)


def _counts(story: Told) -> Iterator[Break]:
    """Yield three letters where two were spoken of."""
    known: dict[tuple[str, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        for found in _COUNTED.finditer(spot.text):
            thing = next(
                (w for w in sorted(nouns(story, found[3])) if found[3].startswith(w)), found[3][:1]
            )
            if thing in _OF_THE_BODY or thing[0] in "手脚眼腿" or found[3][0] in "手脚":
                continue  # three fingers lost leave two
            if _PART_OF.search(spot.text[: found.start()][-4:]) or _PART_OF.search(found[0]):
                continue
            first = known.setdefault((found[2], thing), (found[1], spot))
            if first[0] != found[1] and not spot.back:
                yield prop(
                    spot, first[1], thing, f"前面是{first[0]}{found[2]}，这里是{found[1]}{found[2]}"
                )


_TOTAL = re.compile(
    r"(?<!第)(?<![说到第一二三四五六七八九十百])([一二三四五六七八九十百]{1,3})([级层进孔卷折幕章扇])(?![一-鿿]{0,2}[台阶])"
)
_PARTLY = re.compile(r"砌到|修到|剩|还有|拆|多了|少了|上了|爬|写到|唱到|才|差")


def _totals(story: Told) -> Iterator[Break]:
    """Yield a tower of thirteen storeys that has eleven."""
    known: dict[str, tuple[str, Spot]] = {}
    for spot in story.spots:
        for found in _TOTAL.finditer(spot.text):
            if _PARTLY.search(spot.text) or spot.back or (numeral(found[1]) or 0) < 3:
                continue
            first = known.setdefault(found[2], (found[1], spot))
            if first[0] != found[1]:
                yield prop(
                    spot, first[1], found[2], f"前面共{first[0]}{found[2]}，这里是{found[0]}"
                )


_WHICH = re.compile(
    rf"([那这一同])(支|把|只|枚|条|件|块|顶|面|盏|匹|头|双|串)([{_MATERIAL}]|[{_COLOUR}]色?|[{_COLOUR}][{_MATERIAL}])([一-鿿])"
)


def _made_of(story: Told) -> Iterator[Break]:
    """Yield the jade pin that is later that golden pin; only one such thing may be about."""
    known: dict[str, tuple[str, Spot]] = {}
    for spot in story.spots:
        for found in _WHICH.finditer(spot.text):
            made, head = found[3].removesuffix("色"), found[4]
            first = known.setdefault(head, (made, spot))
            if first[1].at == spot.at or set(first[0]) & set(made) or found[1] == "一":
                continue
            alike = (first[0][-1] in _MATERIAL) == (made[-1] in _MATERIAL)
            if alike and not re.search(r"另|不是|换", spot.text):
                yield prop(spot, first[1], f"{made}{head}", f"前面是{first[0]}的，这里是{made}的")


def _not_so(text: str) -> bool:
    return bool(
        re.search(
            r"别|不能|不许|险些|差点|要是|若|怕|谁.{0,6}[？?]|吗[？?]|没.{0,2}[碎丢毁烧]", text
        )
    )


_OWN_SUBJECT = re.compile(
    r"(?!表|穗|盖|柄|边|角|口|盘|芯|蒙|面|底|绳|链|把|耳)[一-鿿]{1,2}(?:都|也|早|却)"
)


def _clause(text: str, thing: str, things: set[str]) -> str:
    """Return the words about a thing: its clause, and what follows up to the next thing."""
    sentence = next((part for part in re.split(r"(?<=[。！？；])", text) if thing in part), text)
    parts = re.split(r"(?<=，)", sentence)
    at = next((i for i, part in enumerate(parts) if thing in part), 0)
    told = parts[at]
    for part in parts[at + 1 :]:
        if any(other in part for other in things if other not in thing):
            break
        if _OWN_SUBJECT.match(part) and part[0] not in thing:
            break
        told += part
    return (parts[at - 1] if at and re.search(r"把|将", parts[at - 1]) else "") + told


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
