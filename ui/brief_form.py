"""The brief as a form: which fields there are, how each is explained, and how values map."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from heritage_kb.errors import RefusedInput

Shape = Literal["line", "text", "number", "names", "sentences", "choice", "open_choice", "genres"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of the form. ``more`` puts it behind 更多设定; ``wide`` gives it a whole row."""

    key: str
    label: str
    hint: str
    example: str
    shape: Shape = "line"
    choices: tuple[tuple[str, str], ...] = ()
    more: bool = False
    wide: bool = False
    lines: int = 1


def _same(*words: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words)


FIELDS: tuple[Field, ...] = (
    Field(key="title", label="片名", hint="暂名也行", example="梁上名"),
    Field(key="period", label="朝代", hint="与年份至少写一个", example="唐"),
    Field(key="year", label="年份", hint="公元；公元前写负数", example="857", shape="number"),
    Field(key="logline", label="一句话梗概", hint="谁，想要什么，被什么挡住，代价是什么",
          example="女徒替看不清墨线的师父看线，只求把亡父的名字写上大梁。",
          shape="text", wide=True, lines=3),
    Field(key="places", label="地点", hint="古迹、市县；几个之间用顿号", example="佛光寺",
          shape="names"),
    Field(key="crafts", label="技艺", hint="戏要长在手艺上", example="大木作", shape="names"),
    Field(key="episodes", label="集数", hint="1 到 120", example="12", shape="number"),
    Field(key="seconds", label="单集秒数", hint="常见 60 到 120", example="90", shape="number"),
    Field(key="programme", label="创作计划", hint="微短剧＋什么", example="微短剧+文旅",
          shape="open_choice", more=True,
          choices=_same("微短剧+文旅", "微短剧+非遗", "微短剧+科普", "微短剧+学法", "微短剧+榜样",
                        "微短剧+科技", "微短剧+产业", "微短剧+品牌")),
    Field(key="genre", label="类型", hint="选一种或几种，也可以自己写", example="悬疑",
          shape="genres", more=True, wide=True),
    Field(key="engine", label="故事引擎", hint="选梗概时填上；空着由题材定", example="留名",
          more=True),
    Field(key="products", label="物产", hint="要带到的特产，用顿号隔开", example="平遥推光漆器",
          shape="names", more=True),
    Field(key="chars", label="单集字数", hint="按字数写时填；画面与台词都算", example="500",
          shape="number", more=True),
    Field(key="cast", label="出场人数", hint="至多几个人；离线初稿至少五个", example="5",
          shape="number", more=True),
    Field(key="sets", label="场景数", hint="全剧至多几处景", example="4", shape="number",
          more=True),
    Field(key="business", label="商业模式", hint="免费看广告，或付费解锁", example="IAA",
          shape="choice", more=True,
          choices=(("不定", ""), ("IAA 免费", "IAA"), ("IAP 付费", "IAP"))),
    Field(key="audience", label="受众", hint="给谁看：写一种人", example="爱看手艺和古建的人",
          more=True, wide=True),
    Field(key="tone", label="调性", hint="几个词就够", example="手上见情，少解释", more=True,
          wide=True),
    Field(key="must", label="必须", hint="一行一条；“史实：”“虚构：”开头会分开列",
          example="史实：佛光寺东大殿建成于唐大中十一年（857）。", shape="sentences", more=True,
          wide=True, lines=5),
    Field(key="avoid", label="避免", hint="一行一条", example="神迹救人、托梦破案",
          shape="sentences", more=True, wide=True, lines=4),
    Field(key="seed", label="种子", hint="同一题材同一种子，写出来逐字相同", example="857",
          shape="number", more=True),
)  # fmt: skip


_GENRE = "·"


def genre_choices() -> list[tuple[str, str]]:
    """Return the genre packs, each with its one line, as choices of the field."""
    import scriptgen

    return [(f"{pack.name}　{pack.what}", pack.name) for pack in scriptgen.genres().values()]


def brief_data(values: Sequence[Any]) -> dict[str, Any]:
    """Return the form's values, in the order of FIELDS, as the keys of a brief; blanks omitted."""
    data: dict[str, Any] = {}
    for field, value in zip(FIELDS, values, strict=True):
        read = _read(field, value)
        if read is not None and read != "" and read != []:
            data[field.key] = read
    return data


def form_values(brief: Mapping[str, Any]) -> list[Any]:
    """Return a brief's values in the order of FIELDS, as the form shows them."""
    return [_shown(field, brief.get(field.key)) for field in FIELDS]


def with_name(names: str, name: str) -> str:
    """Return a field of names with one more, once."""
    present = _names(names)
    return "、".join(present if name in present else [*present, name])


def _read(field: Field, value: Any) -> Any:
    if field.shape == "number":
        return _whole(field, value)
    if isinstance(value, list):
        return _GENRE.join(str(one).strip() for one in value if str(one).strip())
    text = "" if value is None else str(value).strip()
    if field.shape == "names":
        return _names(text)
    if field.shape == "sentences":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return text


def _whole(field: Field, value: Any) -> int | None:
    """Return a whole number, full-width digits as well; None for a blank."""
    text = "" if value is None else str(value).strip().replace("−", "-").replace("－", "-")
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise RefusedInput(
            f"「{field.label}」要写整数，如 {field.example}；现在写的是“{text[:20]}”。",
            f"{field.key} must be a whole number.",
        ) from None


def _shown(field: Field, value: Any) -> Any:
    if field.shape == "number":
        return "" if value is None else str(value)
    if field.shape == "genres":
        return [one for one in re.split(r"[·、，,\s]+", value or "") if one]
    if field.shape == "names":
        return "、".join(value or ())
    if field.shape == "sentences":
        return "\n".join(value or ())
    return value or ""


def _names(text: str) -> list[str]:
    return [name for part in re.split(r"[、，,；;\n]", text) if (name := part.strip())]
