"""Clothes: what each person has on within an episode, and what cannot be on the same body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told, clauses

_SLOTS = {
    "外": "斗篷 披风 大氅 风衣 军大衣 大衣 雨衣 蓑衣",
    "衣": "长袍 长衫 旗袍 工装 校服 制服 军装 警服 棉袄 皮袄 夹袄 棉服 毛衣 外套 衬衫 夹克 马甲 坎肩 背心 马褂 布衫 短褂 短打 袍 衫 袄 褂 "
    "铁甲 铠甲 盔甲 戏衣 戏服 蟒袍 官服 僧袍 道袍 孝服 嫁衣 喜服 西装 中山装 囚衣 夜行衣 睡衣 工作服 制服 连衣裙 白大褂",
    "裙": "长裙 短裙 裙子 裙",
    "帽": "草帽 斗笠 毡帽 礼帽 安全帽 军帽 帽子 帽 头巾 盖头",
    "鞋": "草鞋 布鞋 棉鞋 高跟鞋 胶鞋 皮鞋 球鞋 绣花鞋 官靴 马靴 皮靴 雨靴 靴子 靴 鞋子 鞋",
    "巾": "围巾 围脖",
}
_SLOT = {word: slot for slot, words in _SLOTS.items() for word in words.split()}
_HEAD = "|".join(sorted(_SLOT, key=len, reverse=True))
_COLOURS = "红青白黑蓝绿紫黄灰粉褐赭橙米墨月绛"
_WEAR = re.compile(rf"([一-鿿]{{0,4}}?)({_HEAD})(?!店|铺|柜|箱|匠|厂|底下|盒|架|摊)")
_CHANGED = re.compile(r"换|改扮|易容|乔装|卸")
_PUTS_ON = re.compile(r"披上|穿上|套上|戴上|蹬上|系上|裹上|披了|套了|穿好")
_TAKES_OFF = re.compile(r"脱|解下|摘下|甩掉|扯下|扔下|褪")
_NOT_ON = re.compile(
    r"放在|提着[^，。]{0,3}鞋|拎着[^，。]{0,3}鞋|洒在|鞋跟|帽檐|有人|补|缝|绣|裁|叠|洗|晾|晒|抱着|捧着|递|拿|取|挂|箱|买|卖|做|送|收|翻出|掏|里衬|地上|墙上|架上|那件|这件|一件件|一堆|照片|画|像|盖在"
)
_BAREFOOT = re.compile(r"光着?(?:两只|一双)?脚(?!踏车)|赤着?(?:双)?(?:脚|足)|打着赤脚")


@dataclass(frozen=True, slots=True)
class Garment:
    """One thing worn, its colours, and the line that says so."""

    head: str
    colours: frozenset[str]
    said: str
    spot: Spot


@dataclass
class Outfit:
    """What somebody has on; ``whole`` where she changed into it and nothing else."""

    worn: dict[str, list[Garment]] = field(default_factory=dict)  # by slot, what is worn over what
    before: dict[str, Garment] = field(default_factory=dict)  # what she changed out of
    changed: Spot | None = None


def check(story: Told) -> Iterator[Break]:
    """Yield clothes that change without a change."""
    outfits: dict[str, Outfit] = {}
    episode: object = None
    for spot in story.spots:
        if spot.episode.number != episode or spot.later():
            outfits, episode = {}, spot.episode.number
        if spot.back or spot.line.type != "action":
            continue
        who: str | None = None
        for clause in clauses(spot.text):
            who = next(iter(story.named(clause)), None) or who or story.meant(spot, clause)
            if who:
                yield from _seen(spot, clause, who, outfits.setdefault(who, Outfit()))


def _seen(spot: Spot, clause: str, who: str, outfit: Outfit) -> Iterator[Break]:
    """Yield what a clause shows on somebody against what she has on, and keep it."""
    if _BAREFOOT.search(clause):
        if who not in clause:
            return  # whose feet they are is not said
        outfit.worn["鞋"] = [Garment("光脚", frozenset(), "光着脚", spot)]
        return
    if re.search(r"光着头(?!顶)|没戴帽", clause):
        outfit.worn["帽"] = [Garment("光头", frozenset(), "光着头", spot)]
        return
    found = [
        (m.start(), Garment(m[2], frozenset(set(m[1] + m[2]) & set(_COLOURS)), _short(m), spot))
        for m in _WEAR.finditer(clause)
    ]
    if not found or "别人" in clause:
        return
    if _CHANGED.search(clause):
        on = [one for at, one in found if not _off(clause, at)]
        outfit.before |= {slot: worn[0] for slot, worn in outfit.worn.items()}
        outfit.worn = {_SLOT[one.head]: [one] for one in on}
        outfit.changed = spot
        return
    for at, one in found:
        slot = _SLOT[one.head]
        if _off(clause, at):
            outfit.before[slot] = outfit.worn.pop(slot, [one])[0]
            outfit.changed = spot
        elif _PUTS_ON.search(spot.text):
            outfit.worn.setdefault(slot, []).append(one)
        elif not _NOT_ON.search(clause):
            yield from _against(one, slot, who, outfit)


def _off(clause: str, at: int) -> bool:
    """Tell whether the garment at a character is one that is taken off."""
    off = _TAKES_OFF.search(clause[:at])
    on = re.search(r"换上|穿上|披上|套上", clause[:at])
    return off is not None and (on is None or on.start() < off.start())


def _short(found: re.Match[str]) -> str:
    return re.sub(r"^.*?[着了的身件条双顶领把将里外头上]", "", found[1]) + found[2]


def _against(one: Garment, slot: str, who: str, outfit: Outfit) -> Iterator[Break]:
    """Yield what cannot be on with what is on."""
    now = outfit.worn.get(slot, [])
    gone = outfit.before.get(slot)
    other: Garment | None = None
    if now and not any(_same(g, one) for g in now):
        other = now[0]
    elif not now and gone is not None and outfit.worn and gone.head == one.head:
        other = next(iter(outfit.worn.values()))[0]
    elif slot == "衣" and gone is not None and gone.head == one.head and outfit.changed:
        other = next((worn[0] for worn in outfit.worn.values() if worn), None)
    if other is None:
        if not now:
            outfit.worn[slot] = [one]
        return
    yield Break(
        code="CONTINUITY.COSTUME", spot=one.spot, other=other.spot, term=one.said,
        what=f"{who}前面是{other.said}，没有写换，这里是{one.said}",
    )  # fmt: skip


def _same(one: Garment, two: Garment) -> bool:
    """Tell whether two garments may be one: colours that meet, and names that do."""
    if one.colours and two.colours and not one.colours & two.colours:
        return False
    if one.colours and one.colours & two.colours:
        return True
    return one.head[-1] == two.head[-1] and (
        len(one.head) == 1 or len(two.head) == 1 or one.head == two.head or _plain(one, two)
    )


def _plain(one: Garment, two: Garment) -> bool:
    """Tell whether one of two names says no more than the other: 靴子, 官靴."""
    return any(g.head in ("鞋子", "靴子", "帽子", "裙子") for g in (one, two)) or (
        set(one.head[:-1]) <= set(two.said) or set(two.head[:-1]) <= set(one.said)
    )
