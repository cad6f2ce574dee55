"""The page 「设置」 as HTML: looks, what is in use, the label, the checks. Escaped HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heritage_kb.aigc import MARK, PRODUCER
from ui.doctor import Check
from ui.rendering import notice, safe

_SIGNS = {"ok": ("✓", "好"), "optional": ("○", "可选，没有装"), "missing": ("✗", "缺"),
          "broken": ("✗", "坏了")}  # fmt: skip
_LOOKS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("size", "字", (("small", "小"), ("", "中"), ("large", "大"), ("huge", "特大"))),
    ("light", "明暗", (("", "跟系统"), ("light", "亮"), ("dark", "暗"))),
    ("words", "语言 / Language", (("", "中文"), ("en", "English"))),
)
# What tells where things lie on the machine; only one who has it for themselves is told.
_PLACES = ("资料目录", "缓存目录", "向量库")


def head() -> str:
    """Return the title of the page."""
    return (
        '<header class="sj-head"><h2 tabindex="-1">设置</h2>'
        "<p>字的大小与明暗记在这个浏览器里；接什么模型、向量库，写在设置文件里。</p></header>"
    )


def looks() -> str:
    """Return how the page can look: the choices of this browser."""
    rows = ""
    for key, title, choices in _LOOKS:
        buttons = "".join(
            f'<button type="button" data-look="{key}" data-value="{value}" '
            f'aria-pressed="false">{safe(words)}</button>'
            for value, words in choices
        )
        rows += f'<p class="sj-does" role="group" aria-label="{safe(title)}"><b>{safe(title)}</b>{buttons}</p>'
    return f'<div class="sj-looks">{rows}</div>'


def in_use(rows: Sequence[Mapping[str, str]]) -> str:
    """Return who writes, paints and finds, each with what leaves the machine.

    Args:
        rows: of ``ui.doctor.in_use``.
    """
    items = "".join(
        f"<tr><th scope=row>{safe(row['what'])}</th><td>{safe(row['who'])}</td>"
        f"<td>{safe(row['leaves'])}</td></tr>"
        for row in rows
    )
    return (
        '<table class="sj-measures sj-checks"><caption>现在用着的</caption>'
        f"<thead><tr><th>做什么</th><th>用什么</th><th>出不出这台电脑</th></tr></thead>"
        f"<tbody>{items}</tbody></table>"
    )


def labels() -> str:
    """Return what stands in every file that goes out."""
    return (
        '<table class="sj-measures sj-checks"><caption>标识与许可</caption><tbody>'
        f"<tr><th scope=row>显式标识</th><td>{safe(MARK)}，依《人工智能生成合成内容标识办法》与 "
        "GB 45438-2025；关不掉，也没有去标识的功能</td></tr>"
        f"<tr><th scope=row>隐式标识</th><td>AIGC 元数据，生产者写作 {safe(PRODUCER)}</td></tr>"
        "<tr><th scope=row>三晋本身</th><td>Apache-2.0；知识库的每条来源在条目里写明许可</td></tr>"
        "<tr><th scope=row>随附字体</th><td>SIL OFL 1.1</td></tr></tbody></table>"
    )


def health(checks: Sequence[Check], *, alone: bool) -> str:
    """Return the checks, what is broken first, each with the command that mends it.

    Args:
        checks: of ``ui.doctor.examined``.
        alone: whether folders may be named.
    """
    order = ("broken", "missing", "ok", "optional")
    found = sorted(checks, key=lambda one: order.index(one.state))
    bad = sum(one.state in ("broken", "missing") for one in checks)
    said = notice(f"有 {bad} 项要补，在最上面。", "bad") if bad else notice("都好。", "good")
    rows = "".join(_check(one, alone=alone) for one in found)
    return f'{said}<table class="sj-measures sj-checks"><caption>体检</caption>{rows}</table>'


def _check(one: Check, *, alone: bool) -> str:
    sign, words = _SIGNS[one.state]
    hidden = not alone and one.name in _PLACES
    what = ("好" if one.state == "ok" else "请管三晋的人看 sanjin doctor") if hidden else one.what
    mend = f"<code>{safe(one.mend)}</code>" if one.mend and not hidden else ""
    return (
        f'<tr><th scope=row><span aria-hidden="true">{sign}</span> {safe(one.name)}'
        f"<small>{words}</small></th><td>{safe(what)}{mend}</td></tr>"
    )
