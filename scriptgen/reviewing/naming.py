"""Where a word is somebody's name: 犯人雷达, 沙发卖的, 毛巾，毛家第七子 are a Lei, a Sha and a Mao."""

from __future__ import annotations

import re

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣"
    "邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮储靳邴糜松井段富巫乌焦巴弓牧车侯全班仰秋仲伊宫宁仇栾甘祖武符刘景"
    "詹束龙叶幸司韶黎白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔胥能苍双闻党翟谭劳逄姬申扶堵冉宰雍桑桂牛寿通边燕冀浦尚农温别庄晏柴瞿阎充"
    "连习艾鱼容向古易慎戈廖终居衡步都耿满弘匡国文寇广阙东沃利越师巩聂晁勾敖融冷辛阚那简饶空曾沙丰关相查后荆红游盖"
)
_NAMES_BEFORE = re.compile(
    r"(?:户主|犯人|人犯|囚犯|牙将|小将|偏将|名叫|名唤|唤作|唤做|取名|起名|小名|乳名|大名|本名|学名|外号|绰号|保人|证人|法号|道号|家丁|佃户|长工|徒弟|学徒|后生"
    r"|姓[一-鿿]，?名|喊名：|点名：|表字)$"
)
_NAMES_AFTER = re.compile(
    r"，?(?:[一-鿿]{1,6}人氏|[一-鿿]家(?:第|老|长|三|二|小)|这(?:孩子|娃|小子|丫头|孙儿|后生|厮)|是我(?:阿|家|兄|弟|儿|女|孙))"
)
_PERSON_AFTER = re.compile(
    r"(?:[卖买借送捎]的[，。]|回来了?(?:没有|吗|么)?[？。，][^。]{0,3}[他她]|，[^，。]{0,8}(?:今年|年[一二三四五六七八九十]|骁勇|画押|男|女[，。])|兄弟?|贤弟|老弟|师[兄弟]|大[哥叔伯爷]|[家店]的)"
)


def is_named(text: str, start: int, end: int) -> bool:
    """Tell whether characters ``start``–``end`` of a text are the name of somebody.

    A word after 户主, 小名 or before 这孩子, 某处人氏 always is; one that begins with a surname and
    is as short as a name also where only people do what follows.
    """
    before, after = text[:start], text[end:]
    if _NAMES_BEFORE.search(before) or _NAMES_AFTER.match(after):
        return True
    return (
        end - start in (2, 3)
        and text[start] in SURNAMES
        and (not before or not "一" <= before[-1] <= "鿿" or before[-1] in "是叫让")
        and bool(_PERSON_AFTER.match(after))
    )
