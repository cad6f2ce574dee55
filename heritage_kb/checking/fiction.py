"""Telling a statement about heritage from plain story: who acts, feels, asks and orders is story.

Each mark adds to or takes from a sum. The weights are those of a logistic regression on judged
sentences (``benchmarks/fit_story.py``), the base is set by hand so that hardly any story is taken
for more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_kb.checking.facts import quantities_in
from heritage_kb.checking.judgement import Said, Subject
from heritage_kb.checking.lexicon import OUTER
from heritage_kb.checking.units import letters_of
from heritage_kb.normal import folded

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_STORY = -1.8
_ACTS = -1.0  # somebody acts; told beside a statement only where it is surely one
_SURELY = 2.5
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
    (1.1, "[寺庙塔殿窟祠观阁楼桥碑墓陵城][^，]{0,8}(?:是|有|高|长|宽|建|修|造|供|藏|为|叫|刻|画|塑|用|存|占)"),
    (0.3, "寺|庙|古塔|殿|石窟|古城|古镇|古村|大院|祠|道观|遗址|都江堰|长城|古渡|壁画|彩塑|塑像|大佛|佛像|斗[拱栱]|牌坊|城墙|戏台|石碑|经幢"),
    (1.2, "非遗|非物质|文物|国保|省保|世界遗产|传承人|技艺|手艺|票号|戏曲|剧种|秧歌|梆子|鼓书|剪纸|刺绣|皮影|漆器|琉璃|窑"),
    (0.4, "始建|建于|创建|重建|年号|题记|铭文|碑文|出土|考古|勘察|发掘|修葺|重修|募|捐"),
    (1.3, "从前|旧时|旧日|古时|早年间|历来|历代|相传|传说|据说|世代|祖师|先祖|祖上|老规矩|规矩|讲究|做法|花样|工序|自古|向来"),
    (1.0, "(?:是|为)[^，]{1,16}(?:的|建筑|所建|之一|制)$|是[^，]{1,10}(?:建|修|造|刻|画|写|塑|铸|传|创|立|编)[^，]{0,4}的$"),
    (0.5, "最[早大高老古长小多好]|唯一|第一座|孤例|仅存"),
    (0.5, "(?:里|内|上|中|有|现|院)藏|供过|供奉|供着|有过|出过|长在|只长|产自|产于|盛产|落差|通高|占地|主峰|海拔|周长|面阔|进深"),
    (0.3, "先[^，]{1,8}[，、][^，]{0,2}(?:再|后|然后)"),
    (0.1, "[\u4e00-\u9fff](?:人|匠|艺人|绣娘|工匠|匠人)(?:从前|旧时|正月|腊月|过年|都|爱|把|拿|用|拜|蒸|做|擀|绣|唱)"),
    (0.7, "里有(?:一种|座|一座|过|个)|(?:叫|名为|名叫|称)[“「《\"]"),
    (0.2, "一辈子|一生|生前|任过|做过|官至|升迁|写过|改过|画过|编过|拜过|到过|题过|有[一二三四五六七八九十]+个(?:儿子|女儿|弟子|孩子)"),
    (0.4, "壮观|规模|形制|样式|风格|结构|造型|图案|纹样|花纹|颜色|色彩|釉|胎|原料|配料|产量|价钱|银子$|银$"),
    (0.7, "每年|正月|腊月|初[一二三四五六七八九十]|庙会|社火|端午|寒食|清明|中秋|元宵"),
    (0.6, "(?<![见看去到听想没有走路经不越超])(?!说)[\u4e00-\u9fff]过(?![来去年日节了头程路世得河江山海桥门夜关道我你他她那这])"),
    (0.8, "姓[\u4e00-\u9fff](?!什|啥|名)|夫人|晚年|早年|拜师|收过|弟子|后人|后裔|出身"),
    (0.4, "[一二三四五六七八九十百千万两\\d](?:多|余|来|几)?[斤吨岁回股道副座头匹尊枚口架盏户代股亩](?![子人])"),
    (-0.2, "绣娘|匠人|艺人|[铜铁木石画瓦银锡皮纸]匠|窑工|船工|匠户|班主|山长|住持|守备|知县"),
    (0.1, "楹联|匾|门槛|碑|铁钟|经卷|藏经|牌位|香案|供桌|照壁|月台|台基|柱础|藻井|琉璃瓦|鸱吻"),
    (1.0, "要(?!是|不|命|走|来)|须|必得|讲究|先(?!生)|多用|用的是|拿[^起着出]|全靠|靠的"),
    # story
    (-1.9, "我|你|您|咱|俺|老子|爹|(?<!绣)(?<!渔)(?<!船)娘(?!子关|娘)|师父|师傅|师娘|掌柜的|少爷|小姐|兄弟|孩子们?|姑娘|老头|老汉|丫头"),
    (-2.3, "[他她]"),
    (-0.8, "阿[\u4e00-\u9fff]|[\u4e00-\u9fff](?:哥|姐|妹|叔|婶|嫂|姑)(?![\u4e00-\u9fff]?[县市庙])|(?:^|[，“])老[\u4e00-\u9fff](?:头|把|[咳点摇抬说笑坐站])|小[满二三红翠莲](?!仙)"),
    (-0.8, "给我|不许|不准|除非|要是|如果|只要|就别|别[再哭说怕动走跑忘]|让开|快[点走跑些]|休想|滚|求|饶|罚|保佑|对不起|谢谢|放心"),
    (-0.9, "[吗吧么呢啊呀]$|怎么|为什么|难道|究竟|到底|谁"),
    (-1.2, "哭|笑|喊|骂|跑|躲|跪|抱|摸|抬头|低头|回头|转身|撕|扔|踢|砸|推开|喘|叫起来|磕|撞|瞪|盯|望[着了]|看[着见了]|听见|坐[在着了]|站[在着了]|躺|睡|醒|走[进出过到来了]|拉[着住]|握|攥|叹|咳|愣|怔|抖|颤|眼泪|泪|心[里头]|害怕|想起|忘|等[着了我你他她]|约|梦|点[了起]"),
    (-1.2, "忽然|突然|猛地|一把|一脚|一拳|正[在要]|刚[刚才]?|半[天宿晌]|终于|渐渐|慢慢|悄悄|一声不|头也不"),
    (-0.8, "今[天日夜晚儿]|明[天日儿早晚]|昨|后天|那[年天夜晚]|这会儿|现在|刚才|天亮|半夜|夜里|三更|清早|一早|傍晚|黄昏|当晚|次日|雨[停下越]|雪[停落下]|风[停起吹]"),
    (-1.1, "这[碗根把方封件块张支顶间扇本门桌条味批包幅口][^，]{0,6}|那[碗根把方封件张支顶扇包口]"),
    (-0.5, "[\u4e00-\u9fff](?:起来|下来|出来|过去|下去|上去|回来|回去|出去|进去)(?!的)"),
    (-1.9, "追|逃|[\u4e00-\u9fff]了$|^走，|只剩|空荡荡|静得|黑透|叮叮|当当|簌簌|呜呜|一声"),
    (-1.0, "账|钥匙|信|刀|剑|马车|轿子|包袱|酒碗|茶碗|门口|门槛|院子|巷口|灯灭|影子|血"),
)  # fmt: skip
_COMPILED = tuple((weight, re.compile(pattern)) for weight, pattern in _MARKS)
_FOLK = re.compile(
    "^[\u4e00-\u9fff]{2,3}(?:人|山里|一带|地方|的[\u4e00-\u9fff]匠|城里)(?![来家都们])"
)
_OPENS = re.compile(
    "^(?:[^，]{0,6}(?:的|里|，)|最好的|最老的|清末|民国|明清|当年|从前|一架|一方)?$"
)


def weight(said: Said, subject: Subject | None, kb: KnowledgeBase) -> float:
    """Return how much a sentence looks like a statement about heritage."""
    return total_of(features(said, subject, kb))


def features(said: Said, subject: Subject | None, kb: KnowledgeBase) -> list[float]:
    """Return what is seen of a sentence, mark by mark, then what it names and counts."""
    text = folded(said.text)
    found = [float(bool(pattern.search(text))) for _, pattern in _COMPILED]
    things = [m for m in said.mentions if m.entry.kind not in ("place", "word", "term")]
    opens = bool(things) and _OPENS.match(said.text[: things[0].start]) is not None
    numbers = quantities_in(said.text)
    measured = any(n.unit in _MEASURES for n in numbers)
    return [
        *found,
        float(opens),
        float(bool(things) and not opens),
        float(not things and (bool(said.mentions) or subject is not None)),
        float(OUTER.match(text) is not None),
        float(OUTER.search(text) is not None),
        float(_FOLK.search(text) is not None),
        float(bool(kb.calendar.years_in(said.text))),
        float(measured),
        float(bool(numbers) and not measured),
        _shared(text, subject) if things else 0.0,
    ]


def names() -> list[str]:
    """Return what each of the ``features`` is."""
    return [p.pattern for _, p in _COMPILED] + list(_MORE)


_MORE = {
    "opens": 3.4, "names": 1.8, "carried": 2.8, "outer first": 0.9, "outer": 1.1, "folk": 0.5,
    "dated": 3.1, "measured": 1.5, "counted": 0.4, "shared": 2.5,
}  # fmt: skip
_BASE = -1.3


def total_of(found: list[float]) -> float:
    """Return the sum of what is seen of a sentence, each mark by its weight."""
    weights = [w for w, _ in _COMPILED] + list(_MORE.values())
    return _BASE + sum(w * f for w, f in zip(weights, found, strict=True))


def _shared(text: str, subject: Subject | None) -> float:
    """Return the share of the characters of a sentence that one passage of its subject has."""
    if subject is None:
        return 0.0
    for name in subject.entry.names:
        text = text.replace(folded(name), "|")
    mine = letters_of(text)
    if len(mine) < 2:
        return 0.0
    return max((len(mine & letters_of(folded(p.text))) for p in subject.passages), default=0) / len(
        mine
    )


def tells_story(text: str, total: float = 0.0) -> bool:
    """Tell whether somebody acts, feels or talks in a sentence beyond doubt.

    Args:
        text: the sentence.
        total: its ``weight``; the more it looks like a statement, the more story it may hold.
    """
    told = sum(w for w, pattern in _COMPILED if w < 0 and pattern.search(folded(text)))
    return told <= _STORY or (told <= _ACTS and total < _SURELY)


_TALKS = re.compile(
    "我|你|您|咱|俺|记[住着]|注意|知道|听着|别|放心|说实话|导演|编剧|美术|镜头|灯光|剧本|台词|服装|道具|分镜|采访|特写"
    "|无人机|拍|^(?:各位|诸位|大伙|妈|爹|老师|师傅|师父|老汉|老乡|孩子|同学|爷爷|奶奶)|还用问|气派|稀罕|了不得|厉害|信不信|对[吧吗不]|没得说"
)


def talks(text: str) -> bool:
    """Tell whether a clause only turns to somebody: 您数数就明白了, 灯光师注意."""
    return _TALKS.search(text) is not None


_N = "[一二两三四五六七八九十百千万半几\\d]+"
# How much a thing measures, who bears what name, what once was there: nobody says so of a thing by
# its name but to state it.
_SAYS = re.compile(
    "从前|原先|原来|曾经|曾[有是为任]|早先|一生|晚年|早年|生前|(?<!老百)姓[\u4e00-\u9fff](?!什|啥|名)"
    f"|[高长宽厚深重粗阔][^，]{{0,2}}{_N}[丈尺寸米里斤两]|{_N}[丈尺寸米里斤两亩][高长宽厚深重粗]"
    f"|有{_N}[多余来]?[丈尺寸米里斤两亩]|过{_N}[块座方口枚部件幅副孔道把尊通]|[画绘刻塑供藏嵌铸]着"
)
_NOT_THINGS = ("place", "word", "term", "period")


def says_of_a_thing(said: Said) -> bool:
    """Tell whether a sentence states something of the thing that it begins with the name of."""
    first = any(m.start == 0 and m.entry.kind not in _NOT_THINGS for m in said.mentions)
    return first and not tells_story(said.text, _SURELY) and bool(_SAYS.search(said.text))
