"""A brief: what is asked for. Read from TOML or JSON; a bad one is refused in one sentence."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, ValidationError

import heritage_kb
from heritage_kb.errors import RefusedInput, UnknownName
from scriptgen.clashes import refuse_clashes
from scriptgen.textin import MEGABYTE, decode, read_bytes

EPISODES = (1, 120)
SECONDS = (30, 1199)  # an episode stays under twenty minutes: 总局令第16号 Art. 2

CHARS = (100, 6600)  # what the seconds above hold, at CHARACTERS_A_SECOND
CHARACTERS_A_SECOND = 5.6  # action and speech of our own drafts, measured: 5.1–6.1

_PLACES = ("site", "structure", "place")
_CRAFTS = ("craft", "opera", "custom")
_PRODUCTS = ("product", "craft", "custom")

_Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Name = Annotated[_Line, StringConstraints(min_length=1, max_length=100)]
_Prose = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$", max_length=4000
    ),
]
_Said = Annotated[_Prose, StringConstraints(min_length=1)]


class Brief(BaseModel):
    """What a writer or a studio asks for.

    ``places``, ``crafts`` and ``products`` are names or ids of the knowledge base; ``seconds`` is
    the wished length of one episode; ``chars`` asks for so many characters of action and speech
    instead. ``cast`` and ``sets`` are the most people on screen and the most places of the series.
    ``engine`` is the story engine of a logline that was chosen (see ``scriptgen.loglines``).
    A BCE ``year`` is negative. ``period`` is empty where only
    the year was given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: _Name
    logline: _Said
    programme: _Line = "微短剧+文旅"
    genre: _Line = ""
    engine: _Line | None = None
    period: _Line = ""
    year: Annotated[StrictInt, Field(ge=-3000, le=2100)] | None = None
    places: tuple[_Name, ...] = ()
    crafts: tuple[_Name, ...] = ()
    products: tuple[_Name, ...] = ()
    episodes: Annotated[StrictInt, Field(ge=EPISODES[0], le=EPISODES[1])]
    seconds: Annotated[StrictInt, Field(ge=SECONDS[0], le=SECONDS[1])] = 90
    chars: Annotated[StrictInt, Field(ge=CHARS[0], le=CHARS[1])] | None = None
    cast: Annotated[StrictInt, Field(ge=2, le=12)] | None = None
    sets: Annotated[StrictInt, Field(ge=1, le=12)] | None = None
    business: Literal["IAA", "IAP"] = "IAA"
    audience: _Prose = ""
    tone: _Prose = ""
    must: tuple[_Said, ...] = ()
    avoid: tuple[_Said, ...] = ()
    seed: Annotated[StrictInt, Field(ge=0, lt=2**63)] = 0


def shipped_briefs() -> dict[str, Path]:
    """Return the files of the shipped briefs by their short names."""
    folder = Path(str(resources.files("scriptgen").joinpath("data/briefs")))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


OPEN_LOGLINE = "（待选）"  # of a brief whose logline is still to be chosen


def read_brief(
    source: str | os.PathLike[str] | Mapping[str, Any], *, open_logline: bool = False
) -> Brief:
    """Read a brief from a TOML or JSON file, or from a mapping of its keys.

    Args:
        source: a path (UTF-8, UTF-16 with mark, or GB18030; at most 1 MB) or a mapping.
        open_logline: it may have no logline yet (see ``scriptgen.loglines``).

    Raises:
        RefusedInput: anything wrong with it; the sentence names the field and the cure.
        UnknownName: a period, place, craft or product that the knowledge base does not carry.
    """
    given = dict(source) if isinstance(source, Mapping) else _parsed(source)
    _refuse_size(given)
    _refuse_unknown_keys(given)
    _by_characters(given)
    if open_logline and not str(given.get("logline") or "").strip():
        given["logline"] = OPEN_LOGLINE
    _refuse_missing(given)
    try:
        brief = Brief.model_validate(given)
    except ValidationError as error:
        _refuse(error)
    brief = brief.model_copy(update={"crafts": _of_the_places(brief)})
    _refuse_unknown_things(brief)
    refuse_clashes(brief)
    return brief


def _of_the_places(brief: Brief) -> Any:
    """Return the crafts, a general name (老陈醋, 剪纸) made that of the one practised there."""
    kb = heritage_kb.open()
    there = {e.id for name in brief.places for e in kb.in_county(name)}
    crafts = []
    for name in brief.crafts:
        held = [e for e in kb.gazetteer.holding(name) if e.kind in _CRAFTS]
        near = [e for e in held if e.id in there]
        said = name in kb.entries or any(e.title == name for e in held)
        crafts.append(near[0].title if len(near) == 1 and not said else name)
    return type(brief.crafts)(crafts)


# -------------------------------------------------------------------------------------- reading


def _parsed(path: str | os.PathLike[str]) -> dict[str, Any]:
    name = Path(path).name
    text = decode(read_bytes(path, limit=MEGABYTE), name)
    is_json = name.lower().endswith(".json") or text.lstrip().startswith("{")
    try:
        data = json.loads(text) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        at = re.search(r"line (\d+)", str(error))
        where = f"第 {at[1]} 行" if at else "某处"
        kind, example = ("JSON", '"episodes": 12') if is_json else ("TOML", "episodes = 12")
        raise RefusedInput(
            f"题材文件“{name}”{where}的 {kind} 写法有误；请检查引号、逗号和括号，如 {example}。",
            f"“{name}” is not valid {kind}: {error}.",
        ) from error
    if not isinstance(data, dict):
        raise RefusedInput(
            f"题材文件“{name}”应是“字段：值”的对象，不是列表或单个值；请参照随附的题材改写。",
            f"“{name}” must hold an object of fields.",
        )
    return data


def _refuse_size(given: dict[str, Any]) -> None:
    size = len(repr(given))
    if size > MEGABYTE:
        raise RefusedInput(
            f"题材有 {size // 10000} 万字，太长了；请删减到一百万字以内，正文请另行导入。",
            "The brief is longer than a million characters.",
        )


def _by_characters(given: dict[str, Any]) -> None:
    """Let a wish in characters set the seconds, or refuse two wishes that cannot both be met."""
    chars, wished = given.get("chars"), given.get("seconds")
    if not isinstance(chars, int) or isinstance(chars, bool):
        return
    held = round(chars / CHARACTERS_A_SECOND)
    if not isinstance(wished, int):
        given["seconds"] = min(SECONDS[1], max(SECONDS[0], held))
    elif not 0.6 * wished <= held <= 1.6 * wished:
        raise RefusedInput(
            f"字段 chars（单集字数）{chars} 与 seconds（单集秒数）{wished} 对不上："
            f"{chars} 字约演 {held} 秒；请改其中一个，或只留一个。",
            f"{chars} characters take about {held} s, not {wished} s.",
        )


# ------------------------------------------------------------------------------------- refusing

_TITLES = {
    "title": "片名", "logline": "一句话梗概", "programme": "创作计划", "genre": "类型", "engine": "故事引擎",
    "period": "朝代", "year": "年份", "places": "地点", "crafts": "技艺", "products": "物产",
    "episodes": "集数", "seconds": "单集秒数", "chars": "单集字数", "cast": "出场人数", "sets": "场景数", "business": "商业模式", "audience": "受众",
    "tone": "调性", "must": "必须", "avoid": "避免", "seed": "种子",
}  # fmt: skip
_CURES = {
    "title": "请写一行 100 字以内的片名，如 title = \"梁上名\"",
    "logline": "请写一段 4000 字以内的文字",
    "year": "请写整数年份，公元前为负，如 year = 857",
    "episodes": f"请写 {EPISODES[0]}–{EPISODES[1]} 之间的整数，如 episodes = 12",
    "seconds": f"请写 {SECONDS[0]}–{SECONDS[1]} 之间的整数（单集须少于二十分钟），如 seconds = 90",
    "chars": f"请写 {CHARS[0]}–{CHARS[1]} 之间的整数，如 chars = 500",
    "cast": "请写 2–12 之间的整数，如 cast = 5",
    "sets": "请写 1–12 之间的整数，如 sets = 3",
    "business": "请写 \"IAA\"（免费）或 \"IAP\"（付费）",
    "seed": "请写不小于 0 的整数，如 seed = 1",
}  # fmt: skip
_LISTS = ("places", "crafts", "products", "must", "avoid")


def _refuse_unknown_keys(given: dict[str, Any]) -> None:
    for key in sorted(map(str, given)):
        if key in Brief.model_fields:
            continue
        by_title = [name for name, title in _TITLES.items() if title == key]
        near = by_title or difflib.get_close_matches(key.lower(), Brief.model_fields, 1, 0.5)
        hint = f"是不是 {near[0]}（{_TITLES[near[0]]}）？" if near else "请删去。"
        known = "、".join(Brief.model_fields)
        raise RefusedInput(
            f"题材里有不认识的字段“{key[:40]}”，{hint}可用的字段：{known}。",
            f"Unknown field “{key[:40]}”" + (f"; did you mean {near[0]}?" if near else "."),
        )


def _refuse_missing(given: Mapping[str, Any]) -> None:
    """Refuse several missing fields in one sentence: nobody wants to hear of them one by one."""
    missing = [
        key for key, field in Brief.model_fields.items() if field.is_required() and key not in given
    ]
    said = [f"字段 {key}（{_TITLES[key]}）" for key in missing]
    if not given.get("period") and given.get("year") is None:
        said.append("字段 period（朝代）或 year（年份）")
    if len(said) > 1:
        raise RefusedInput(
            f"题材缺少{'、'.join(said)}；请都补上。",
            f"The brief needs {', '.join(missing)}{' and a period or a year' * (len(said) > len(missing))}.",
        )


def _refuse(error: ValidationError) -> NoReturn:
    first = min(
        error.errors(), key=lambda item: list(Brief.model_fields).index(str(item["loc"][0]))
    )
    key = str(first["loc"][0])
    kind, value = str(first["type"]), first.get("input")
    item = f"第 {int(first['loc'][1]) + 1} 项" if len(first["loc"]) > 1 and key in _LISTS else ""
    if kind == "missing":
        wrong = "缺少"
    elif kind == "string_pattern_mismatch":
        wrong = "含有换行或控制字符：" if key != "logline" else "含有控制字符："
    elif kind == "string_too_short":
        wrong = "不能为空："
    elif kind == "string_too_long":
        wrong = f"太长（{len(str(value))} 字）："
    else:
        wrong = f"写成 {_shown(value)} 不行："
    cure = _CURES.get(key) or (
        f'请写成文字列表，如 {key} = ["…"]' if key in _LISTS else "请写成一行文字"
    )
    subject = f"字段 {key}（{_TITLES[key]}）{item}"
    sentence = (
        f"题材{wrong}{subject}；{cure}。" if kind == "missing" else f"{subject}{wrong}{cure}。"
    )
    raise RefusedInput(sentence, f"Field {key}: {first['msg']}.") from error


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _refuse_unknown_things(brief: Brief) -> None:
    _refuse_period(brief)
    kb = heritage_kb.open()
    asked = (("places", _PLACES), ("crafts", _CRAFTS), ("products", _PRODUCTS))
    for key, kinds in asked:
        for name in getattr(brief, key):
            if key == "places" and kb.in_county(name):
                continue
            try:
                kb.resolve(name, kinds)
            except UnknownName as error:
                raise UnknownName(
                    f"字段 {key}（{_TITLES[key]}）：{error.zh}", f"Field {key}: {error.en}"
                ) from error


def _refuse_period(brief: Brief) -> None:
    if not brief.period and brief.year is None:
        raise RefusedInput(
            "题材缺少字段 period（朝代）或 year（年份），至少写一个，如 year = 857。",
            "The brief needs a period or a year.",
        )
    if brief.year == 0:
        raise RefusedInput(
            "字段 year（年份）不能是 0：公元没有零年；公元前 1 年请写 -1。", "There is no year 0."
        )
    kb = heritage_kb.open()
    try:
        period = kb.period(brief.period or brief.year or 0, brief.year)
    except UnknownName as error:
        key = "period" if brief.period else "year"
        raise UnknownName(
            f"字段 {key}（{_TITLES[key]}）：{error.zh}", f"Field {key}: {error.en}"
        ) from error
    year = brief.year
    if year is None:
        return
    start, end = period.start, period.end
    if (start is not None and year < start) or (end is not None and year > end):
        raise RefusedInput(
            f"字段 year（年份）{_year(year)}不在{period.title}（{_year(start)}至{_year(end)}）"
            "之内；请改 year 或 period。",
            f"Year {year} is outside {period.id} ({start} to {end}).",
        )


def _year(year: int | None) -> str:
    if year is None:
        return "今"
    return f"公元前{-year}年" if year < 0 else f"{year}年"
