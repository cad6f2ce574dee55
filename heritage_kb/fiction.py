"""Telling a statement about heritage from plain story: who acts, feels, asks and orders is story.

Each mark adds to or takes from a sum. The weights were set by hand on judged sentences; a
sentence is taken for a statement only where the sum reaches ``STATEMENT``: in doubt it is story.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_kb.facts import quantities_in
from heritage_kb.judgement import Said, Subject
from heritage_kb.lexicon import OUTER
from heritage_kb.normal import folded

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

STATEMENT = 1.5
_STORY = -1.2
_MEASURES = (
    "米",
    "平方米",
    "间",
    "层",
    "级",
    "椽",
    "亩",
    "里",
    "尺",
    "丈",
    "石",
    "尊",
    "座",
    "窟",
    "孔",
    "进",
    "卷",
    "种",
)

_MARKS: tuple[tuple[float, str], ...] = (
    # statements
    (1.0, "[寺庙塔殿窟祠观阁楼桥碑墓陵城][^，]{0,8}(?:是|有|高|长|宽|建|修|造|供|藏|为|叫|刻|画|塑|用|存|占)"),
    (1.0, "寺|庙|古塔|殿|石窟|古城|古镇|古村|大院|祠|道观|遗址|都江堰|长城|古渡|壁画|彩塑|塑像|大佛|佛像|斗[拱栱]|牌坊|城墙|戏台|石碑|经幢"),
    (1.0, "非遗|非物质|文物|国保|省保|世界遗产|传承人|技艺|手艺|票号|戏曲|剧种|秧歌|梆子|鼓书|剪纸|刺绣|皮影|漆器|琉璃|窑"),
    (1.0, "始建|建于|创建|重建|年号|题记|铭文|碑文|出土|考古|勘察|发掘|修葺|重修|募|捐"),
    (0.8, "从前|旧时|旧日|古时|早年间|历来|历代|相传|传说|据说|世代|祖师|先祖|祖上|老规矩|规矩|讲究|做法|花样|工序|自古|向来"),
    (1.0, "(?:是|为)[^，]{1,16}(?:的|建筑|所建|之一|制)$|是[^，]{1,10}(?:建|修|造|刻|画|写|塑|铸|传|创|立|编)[^，]{0,4}的$"),
    (0.8, "最[早大高老古长小多好]|唯一|第一座|孤例|仅存"),
    (0.8, "(?:里|内|上|中|有|现|院)藏|供过|供奉|供着|有过|出过|长在|只长|产自|产于|盛产|落差|通高|占地|主峰|海拔|周长|面阔|进深"),
    (1.0, "先[^，]{1,8}[，、][^，]{0,2}(?:再|后|然后)"),
    (0.6, "[\u4e00-\u9fff](?:人|匠|艺人|绣娘|工匠|匠人)(?:从前|旧时|正月|腊月|过年|都|爱|把|拿|用|拜|蒸|做|擀|绣|唱)"),
    (0.8, "里有(?:一种|座|一座|过|个)|(?:叫|名为|名叫|称)[“「《\"]"),
    (0.6, "一辈子|一生|生前|任过|做过|官至|升迁|写过|改过|画过|编过|拜过|到过|题过|有[一二三四五六七八九十]+个(?:儿子|女儿|弟子|孩子)"),
    (0.6, "壮观|规模|形制|样式|风格|结构|造型|图案|纹样|花纹|颜色|色彩|釉|胎|原料|配料|产量|价钱|银子$|银$"),
    (0.6, "每年|正月|腊月|初[一二三四五六七八九十]|庙会|社火|端午|寒食|清明|中秋|元宵"),
    (0.8, "(?<![见看去到听想没有走路经不越超])(?!说)[\u4e00-\u9fff]过(?![来去年日节了头程路世得河江山海桥门夜关道我你他她那这])"),
    (0.7, "姓[\u4e00-\u9fff](?!什|啥|名)|夫人|晚年|早年|拜师|收过|弟子|后人|后裔|出身"),
    (0.6, "[一二三四五六七八九十百千万两\\d](?:多|余|来|几)?[斤吨岁回股道副座头匹尊枚口架盏户代股亩](?![子人])"),
    (0.6, "绣娘|匠人|艺人|[铜铁木石画瓦银锡皮纸]匠|窑工|船工|匠户|班主|山长|住持|守备|知县"),
    (0.7, "楹联|匾|门槛|碑|铁钟|经卷|藏经|牌位|香案|供桌|照壁|月台|台基|柱础|藻井|琉璃瓦|鸱吻"),
    (0.5, "要(?!是|不|命|走|来)|须|必得|讲究|先(?!生)|多用|用的是|拿[^起着出]|全靠|靠的"),
    # story
    (-1.6, "我|你|您|咱|俺|老子|爹|(?<!绣)(?<!渔)(?<!船)娘(?!子关|娘)|师父|师傅|师娘|掌柜的|少爷|小姐|兄弟|孩子们?|姑娘|老头|老汉|丫头"),
    (-1.0, "[他她]"),
    (-1.5, "阿[\u4e00-\u9fff]|[\u4e00-\u9fff](?:哥|姐|妹|叔|婶|嫂|姑)(?![\u4e00-\u9fff]?[县市庙])|(?:^|[，“])老[\u4e00-\u9fff](?:头|把|[咳点摇抬说笑坐站])|小[满二三红翠莲](?!仙)"),
    (-1.2, "给我|不许|不准|除非|要是|如果|只要|就别|别[再哭说怕动走跑忘]|让开|快[点走跑些]|休想|滚|求|饶|罚|保佑|对不起|谢谢|放心"),
    (-1.2, "[吗吧么呢啊呀]$|怎么|为什么|难道|究竟|到底|谁"),
    (-1.5, "哭|笑|喊|骂|跑|躲|跪|抱|摸|抬头|低头|回头|转身|撕|扔|踢|砸|推开|喘|叫起来|磕|撞|瞪|盯|望[着了]|看[着见了]|听见|坐[在着了]|站[在着了]|躺|睡|醒|走[进出过到来了]|拉[着住]|握|攥|叹|咳|愣|怔|抖|颤|眼泪|泪|心[里头]|害怕|想起|忘|等[着了我你他她]|约|梦|点[了起]"),
    (-0.8, "忽然|突然|猛地|一把|一脚|一拳|正[在要]|刚[刚才]?|半[天宿晌]|终于|渐渐|慢慢|悄悄|一声不|头也不"),
    (-1.0, "今[天日夜晚儿]|明[天日儿早晚]|昨|后天|那[年天夜晚]|这会儿|现在|刚才|天亮|半夜|夜里|三更|清早|一早|傍晚|黄昏|当晚|次日|雨[停下越]|雪[停落下]|风[停起吹]"),
    (-0.8, "这[碗根把方封件块张支顶间扇本门桌条味批包幅口][^，]{0,6}|那[碗根把方封件张支顶扇包口]"),
    (-0.6, "[\u4e00-\u9fff](?:起来|下来|出来|过去|下去|上去|回来|回去|出去|进去)(?!的)"),
    (-0.5, "追|逃|[\u4e00-\u9fff]了$|^走，|只剩|空荡荡|静得|黑透|叮叮|当当|簌簌|呜呜|一声"),
    (-0.6, "账|钥匙|信|刀|剑|马车|轿子|包袱|酒碗|茶碗|门口|门槛|院子|巷口|灯灭|影子|血"),
)  # fmt: skip
_COMPILED = tuple((weight, re.compile(pattern)) for weight, pattern in _MARKS)
_FOLK = re.compile(
    "^[\u4e00-\u9fff]{2,3}(?:人|山里|一带|地方|的[\u4e00-\u9fff]匠|城里)(?![来家都们])"
)
_OPENS = re.compile(
    "^(?:[^，]{0,6}(?:的|里|，)|最好的|最老的|清末|民国|明清|当年|从前|一架|一方)?$"
)


def weight(said: Said, subject: Subject | None, kb: KnowledgeBase) -> float:
    """Return how much a sentence looks like a statement about heritage; see ``STATEMENT``."""
    text = folded(said.text)
    total = sum(mark for mark, pattern in _COMPILED if pattern.search(text))
    total += _known(said, subject)
    total += 1.2 if OUTER.match(text) else 0.8 if OUTER.search(text) else 0.0
    total += 0.8 if _FOLK.search(text) else 0.0
    total += 0.9 if kb.calendar.years_in(said.text) else 0.0
    numbers = quantities_in(said.text)
    if numbers:
        total += 0.9 if any(n.unit in _MEASURES for n in numbers) else 0.5
    return total


def _known(said: Said, subject: Subject | None) -> float:
    """Return what the names of a sentence add: a thing it opens with more than a place in it."""
    things = [m for m in said.mentions if m.entry.kind not in ("place", "word", "term")]
    if not things:
        return 0.5 if said.mentions or subject else 0.0
    opens = _OPENS.match(said.text[: things[0].start]) is not None
    return 1.2 if opens else 0.8


def tells_story(text: str) -> bool:
    """Tell whether somebody acts, feels or talks in a sentence beyond doubt."""
    return sum(w for w, pattern in _COMPILED if w < 0 and pattern.search(folded(text))) <= _STORY
