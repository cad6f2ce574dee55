"""One spelling for comparison: width, case and the commonest traditional forms.

Every mapping keeps the length of the text, so that a span found in the normal form is a span
of the original.
"""

from __future__ import annotations

import re
import unicodedata

# Traditional forms met in names of Shanxi sites, crafts and people; not a general converter.
_TRADITIONAL = (
    "東东應应縣县晉晋雲云岡冈遙遥懸悬廣广勝胜樂乐宮宫鎮镇國国雙双喬乔飾饰號号門门關关長长龍龙鳳凤華华嚴严興兴義义陽阳陰阴靈灵嶽岳廟庙聖圣觀观鐘钟鐵铁銅铜銀银錢钱鍛锻鑄铸釀酿紙纸麵面"
    "麥麦醬酱臘腊戲戏劇剧樁桩彈弹書书畫画磚砖樓楼閣阁臺台棟栋樑梁櫺棂欞棂間间寬宽闊阔進进層层級级頂顶獸兽歲岁曆历歷历後后漢汉趙赵齊齐遼辽澤泽渾浑靜静離离嵐岚濟济絳绛萬万榮荣聞闻鄉乡"
    "寧宁運运臨临呂吕陘陉壺壶窯窑窰窑黃黄鹽盐鍾钟鑼锣琺珐鈿钿師师學学製制藝艺術术傳传統统習习節节慶庆會会婦妇禮礼醫医藥药圖图記记題题誰谁麼么這这裡里裏里過过還还與与為为無无時时對对"
    "開开來来見见說说話话請请問问幾几"
    "於于築筑發发現现個个種种們们點点從从當当將将場场塊块處处實实體体區区帶带隻只條条簷檐額额鑿凿繪绘載载據据稱称總总數数兩两單单聲声殘残遺遗產产寶宝倉仓優优億亿儀仪劍剑動动勞劳勢势協协賣卖買买貨货貴贵賞赏質质賬账車车軍军轉转農农連连選选邊边郵邮釘钉鋪铺鋸锯錘锤鍋锅鏡镜閉闭聯联職职聽听膠胶臉脸藍蓝蟲虫補补襯衬親亲覺觉計计訂订訪访設设許许詞词該该詩诗誠诚調调談谈論论諸诸謝谢證证識识譜谱議议護护讓让負负財财貢贡貧贫責责費费貼贴資资賴赖贈赠趕赶跡迹軌轨軟软輕轻輪轮輯辑遠远遷迁適适郷乡鄭郑釋释鏟铲鑲镶陳陈隊队際际隱隐隨随險险難难雜杂電电霧雾韓韩韻韵響响頁页項项順顺須须預预頭头顏颜願愿類类顯显風风飛飞飯饭飲饮館馆馬马駐驻駱骆驗验驚惊髒脏鬆松鬥斗鬧闹魚鱼鮮鲜鳥鸟鴨鸭麗丽黨党齒齿"
)
_TABLE = {ord(a): b for a, b in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)}


class _Folding(dict[int, str]):
    """Code point -> its plain form, worked out when first met (``str.translate`` asks for it)."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        plain = unicodedata.normalize("NFKC", letter)
        plain = plain if len(plain) == 1 else letter
        plain = _TABLE.get(ord(plain), plain)
        self[point] = plain.lower() if len(plain.lower()) == 1 else plain
        return self[point]


_FOLDING = _Folding()
_BRACKETED = re.compile(r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]")
_NOISE = re.compile(r"[\s·•・“”\"'‘’《》「」『』—\-－]+")


def normal(text: str) -> str:
    """Return ``text`` in one width, case and script; the length is kept.

    >>> normal("應縣木塔Ａ")
    '应县木塔a'
    """
    return text.translate(_FOLDING)


_FULL_WIDTH = str.maketrans(",:;()?!", "，：；（）？！")


def folded(text: str) -> str:
    """Return ``normal(text)`` with Chinese marks where they have a half-width form.

    >>> folded("應縣木塔,高67.31米(約)")
    '应县木塔，高67.31米（約）'
    """
    return normal(text).translate(_FULL_WIDTH)


def name_key(name: str) -> str:
    """Return the form under which a name is filed: ``normal`` without spaces and marks.

    >>> name_key("晋剧（中路梆子）") == name_key("晋剧(中路梆子)")
    True
    """
    return _NOISE.sub("", normal(name))


def without_brackets(text: str) -> str:
    """Return ``text`` without what stands in brackets.

    >>> without_brackets("唐(740)")
    '唐'
    """
    return _BRACKETED.sub("", text).strip()
