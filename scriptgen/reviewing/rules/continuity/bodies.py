"""Bodies: the dead who speak, wounds that change sides, clothes that change."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.told import PARENTS, Break, Spot, Told

_DEAD = re.compile(
    r"去世|过世|亡故|病故|辞世|归西|咽下最后|不在人世|早没了人|死于|死的那|没气了|没了气|断了?气|咽了?气|气绝|身亡|殒命|毙命|死了(?!心)|已死|死在|死去|被杀|遇害|丧命|"
    r"没了呼吸|没了脉|没挺过|没熬过|没救(?:过|回)来|撒手人寰|与世长辞|仙逝|作古|阵亡|捐躯|就义|问斩|溺亡|坠亡|遇难|丧生|暴毙|再没醒|心跳停|遗体|尸体|尸首|灵位|灵堂|牌位|入殓|下葬|出殡|坟前|新坟|合上.{0,8}双?眼|"
    r"坠下.{0,3}(?:山崖|悬崖|崖|楼|城)|胸口插着|已经没气|投井自尽|自尽|战死|牺牲"
)
_GONE_AWAY = re.compile(
    rf"(?:{PARENTS}|爷爷|奶奶|师父|师傅|老人)(?:就)?(?:是)?[^，。]{{0,8}}走(?:的|得早|了[^，。]{{0,4}}[年天月])"
)
_NOT_DEAD = re.compile(
    r"[没不未]死|诈死|假死|装死|死不了|活着|还活|醒|险些|差点|若|要是|如果|除非|就算|怕|"
    r"别死|不会|死也|打死|吓死|气死|累死|饿死|冻死|笑死|该死|找死|死活|死心|死守|害死|想死|送死|会死"
)
_RISEN = re.compile(r"活过来|没死|还活着|醒过来|醒了|活着回来|苏醒|诈死|假死")
_SIDE = re.compile(
    r"(左|右)(?:边|侧|半边)?(?:的|那)?(?:一)?(?:条|只|个|片)?(?:小|大)?"
    r"(手|腿|眼|臂|胳膊|肩|脚|膝|耳|腕|掌|肋|脸|颊|腰|胸|额|眉|踝|拇指|食指)"
)
_HURT = re.compile(
    r"缠着|伤|瘸|瞎|断|崩|血|疼|痛|砸|裹着|绷|吊着|肿|破了|烫|中[箭弹刀枪]|麻木|废了|拐|跛|夹板|夹着|看不见|疤|崴|"
    r"膏药|纱布|插着|骨折|石膏|绷带|换药|缝了?[一二三四五六七八九十几]*针|抬不起|使不上|一瘸|刀口|渗|脱臼|敷|淤|青紫|刺|扎|咬|砍|划|烧|摔|包着|血肉"
)
_SAME = {"臂": "手", "胳膊": "手", "腕": "手", "掌": "手", "膝": "腿", "脚": "腿", "颊": "脸"}
_WEAR = re.compile(
    r"([红青白黑蓝绿紫黄灰粉褐赭橙米墨月][一-鿿]{0,2}?"
    r"(?:长袍|长衫|旗袍|斗篷|工装|校服|制服|棉袄|棉服|毛衣|外套|衬衫|夹克|袍|衫|袄|褂|裙子|裙|马甲|大衣|风衣|西装|围巾|头巾|帽子|帽|鞋))"
)
_GARMENT = {"裙": "裙", "帽": "帽", "子": "裙帽", "鞋": "鞋", "巾": "巾"}  # others: on top
_CHANGED = re.compile(r"换|脱|披上|穿上|套上|改扮|易容|乔装")


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _dead(story, {})
    yield from _wounds(story, {})
    yield from _clothes(story)


def dead(story: Told) -> dict[str, Spot]:
    """Return who is dead when the script ends, with the line that says so."""
    gone: dict[str, Spot] = {}
    deque(_dead(story, gone), maxlen=0)
    return gone


def hurt(story: Told) -> dict[tuple[str, str], tuple[str, Spot]]:
    """Return (who, part of the body) → (side, line) of every wound that the script tells of."""
    known: dict[tuple[str, str], tuple[str, Spot]] = {}
    deque(_wounds(story, known), maxlen=0)
    return known


def _dead(story: Told, gone: dict[str, Spot]) -> Iterator[Break]:
    """Yield the dead who speak; ``gone`` is kept up to date on the way."""
    for spot in story.spots:
        speaker = spot.line.speaker
        if spot.back:
            continue
        if spot.spoken and speaker in gone and gone[speaker].at < spot.at:
            yield Break(
                code="CONTINUITY.DEAD", spot=spot, other=gone.pop(speaker), term=speaker,
                what=f"{speaker}前面已经死了，这里又说话",
                suggestion="改成别人说，或写成闪回、画外音。",
            )  # fmt: skip
        if _RISEN.search(spot.text):
            for name in story.named(spot.text):
                gone.pop(name, None)
        elif (_DEAD.search(spot.text) or _GONE_AWAY.search(spot.text)) and not _NOT_DEAD.search(
            spot.text
        ):
            died = _who_died(story, spot)
            if died:
                gone.setdefault(died, spot)


def _who_died(story: Told, spot: Spot) -> str | None:
    """Return who died: the last one named before the words of death, else who fell just before."""
    found = _DEAD.search(spot.text) or _GONE_AWAY.search(spot.text)
    assert found is not None
    named = [n for n in story.named(spot.text[: found.end()]) if n != spot.line.speaker]
    if spot.line.type == "action" and named:
        return named[-1] if "合上" in found[0] or len(named) == 1 else named[0]
    if named:
        return named[-1]
    kin = re.search(PARENTS, spot.text[: found.end()])
    if spot.spoken and kin:
        return story.role(kin[0]) or story.elder(spot.line.speaker)
    if spot.spoken and re.search(r"我|你|敌|鬼子|多少|谁|人都", spot.text):
        return None
    for before in reversed(story.spots[max(0, spot.at - 4) : spot.at]):
        if before.line.type == "action" and re.search(r"倒|坠|栽|摔|中[箭弹刀枪]|昏", before.text):
            named = story.named(before.text)
            return named[0] if named else None
    return None


def _wounds(story: Told, known: dict[tuple[str, str], tuple[str, Spot]]) -> Iterator[Break]:
    """Yield wounds that change sides; ``known`` is kept up to date on the way."""
    for spot in story.spots:
        if spot.line.type in ("mark", "caption"):
            continue
        for found in _SIDE.finditer(spot.text):
            if not _HURT.search(spot.text[max(0, found.start() - 6) : found.end() + 6]):
                continue
            side, part = found[1], found[2]
            who = story.subject(spot)
            if who is None:
                continue
            key = (who, _SAME.get(part, part))
            first = known.setdefault(key, (side, spot))
            if first[0] != side and first[1].at != spot.at:
                yield Break(
                    code="CONTINUITY.INJURY", spot=spot, other=first[1], term=side + part,
                    what=f"{who}伤的是{first[0]}{part}还是{side}{part}，前后不一",
                )  # fmt: skip


def _clothes(story: Told) -> Iterator[Break]:
    worn: dict[tuple[int, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        found = _WEAR.search(spot.text)
        if spot.back or found is None or spot.line.type != "action":
            continue
        named = story.named(spot.text[: found.start()])
        if not named:
            continue
        key = (spot.episode.number or spot.number, named[-1] + _GARMENT.get(found[1][-1], "衣"))
        if _CHANGED.search(spot.text):
            worn = {k: v for k, v in worn.items() if not k[1].startswith(named[-1])}
            continue
        first = worn.setdefault(key, (found[1], spot))
        if first[0] != found[1] and first[0][0] != found[1][0]:
            yield Break(
                code="CONTINUITY.COSTUME", spot=spot, other=first[1], term=found[1],
                what=f"{named[-1]}同一集里先是{first[0]}，后是{found[1]}",
            )  # fmt: skip
