"""Heroes and martyrs: whoever names one is sent to a person; mockery and commerce are warned of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.reviewing.heroes_named import names_in

_HERO = re.compile(r"烈士|革命|抗日|八路|英雄|红军|牺牲")
_COMMERCE = re.compile(
    r"烧烤|火锅|奶茶|酒就叫|商标|品牌|牌子|新酒|代言|下单|卖得动|打折|门店|加盟|一口入魂|辣酱|的名字做|联名|开业"
)
_MOCKERY = re.compile(
    r"鬼脸|大笑|哄笑|哈哈|有一腿|搞笑|恶搞|脚滑|摔的|站不住|蹦迪|打卡|傻|笨|蠢|装的|假的|编的|吹|骗|调戏|洗澡|小三|私生|风流|绯闻|怂|逃兵|胆小|白死|活该|不值|P图|表情包|cos|模仿"
)


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding about heroes and martyrs."""
    for episode, scene, line in review.script.lines():
        for name in _named(review, line):
            code = _code(review, line)
            yield review.finding(
                code,
                f"写到“{name}”，{review.book[code].what}。",
                term=name,
                suggestion="由专人审看姓名、称谓与言行。",
                evidence=[{"source": review.book[code].source}],
                **in_scene(episode, scene, line),
            )


def _named(review: Review, line: Line) -> list[str]:
    found = list(names_in(line.text))
    for start, end, entry in review.kb.names_in(line.text):
        about = " ".join(str(value) for value in entry.fields.values())
        name = line.text[start:end]
        if entry.kind == "person" and _HERO.search(about) and len(name) > 1:
            found.append(name)
    if isinstance(review.context.hero, str) and review.context.hero in line.text:
        found.append(review.context.hero)
    return list(dict.fromkeys(found))


def _code(review: Review, line: Line) -> str:
    if review.context.sponsor or _COMMERCE.search(line.text):
        return "HERO.COMMERCE"
    if review.context.villain or _MOCKERY.search(line.text):
        return "HERO.DISRESPECT"
    return "HERO"
