"""A model asked for one element of the plan: it may word it; what it may not is checked."""

from __future__ import annotations

from pydantic import BaseModel, Field

from heritage_kb import KnowledgeBase
from scriptgen.models.request import Material, Model, ModelFailed, Request
from scriptgen.planning.changing import Change
from scriptgen.planning.takes import Take
from scriptgen.story.gate import Gate
from scriptgen.story.people import story_year

_MOST = {"logline": 120, "premise": 160, "what": 80, "secret": 60}
_USUAL = 40  # characters of any other element
_TRIES = 2
_NEAR = 12  # elements beside this one that are shown
_TEXTS = 60  # characters of each


class Answer(BaseModel):
    """What a model answers of one element."""

    text: str = Field(min_length=1, max_length=400)
    why: str = Field(default="", max_length=200)


def asked(change: Change, kb: KnowledgeBase, model: Model, seed: int) -> tuple[Take | None, str]:
    """Return a model's take of the change's element and why, or None and what it said.

    Args:
        change: the element and the series.
        kb: what a text says against it is not taken.
        model: the model.
        seed: for models that take one.

    Raises:
        ModelFailed: no answer in the shape.
    """
    brief = change.series.brief
    gate = Gate(brief, kb, story_year(brief, kb))
    refused = list(change.series.planning.refused.get(change.address, []))
    said = ""
    for turn in range(_TRIES):
        answer = model.ask(_request(change, refused, seed + turn), Answer)
        said = " ".join(answer.text.split())
        wrong = _wrong(said, change, kb, gate, refused)
        if not wrong:
            return Take(value=said), answer.why
        change.note(f"模型的写法没有采用：{wrong}")
        refused.append(said)
    return None, said


def _wrong(said: str, change: Change, kb: KnowledgeBase, gate: Gate, refused: list[str]) -> str:
    if said == change.text(change.address) or said in refused:
        return f"“{said[:30]}”与现在的或不要的一样。"
    if len(said) > 2 * _most(change.address):
        return f"写了 {len(said)} 个字，太长。"
    if not gate.lets(said):
        return f"“{said[:30]}”有不合年代或题材要避开的字词。"
    claim = next((c for c in kb.check(said) if c.verdict == "contradicted"), None)
    return f"“{said[:30]}”与所知不合（{claim.why}）。" if claim else ""


def _most(address: str) -> int:
    return _MOST.get(address.rpartition(".")[2], _USUAL)


def _request(change: Change, refused: list[str], seed: int) -> Request:
    series, address = change.series, change.address
    brief = series.brief
    near = _neighbours(change)
    material = [
        Material(id="题材", text=f"《{brief.title}》{brief.genre}　{brief.logline}"),
        Material(
            id="人物",
            text="；".join(f"{c.name}（{c.role}）要{c.want}" for c in series.bible.characters),
        ),
        Material(id="现在的写法", text=change.text(address) or "（空）"),
        Material(id="旁边的写法", text="\n".join(near)),
    ]
    if refused:
        material.append(Material(id="不要的写法", text="\n".join(refused)))
    year = str(brief.year) if brief.year is not None else brief.period
    return Request(
        task="plan_element",
        slots={"what": change.label(address), "year": year, "most": str(_most(address))},
        material=tuple(material),
        most_tokens=500,
        seed=seed,
    )


def _neighbours(change: Change) -> list[str]:
    """Return what stands around the element, locked things marked as such."""
    order = list(change.elements)
    at = order.index(change.address)
    near = order[max(0, at - _NEAR) : at] + order[at + 1 : at + 1 + _NEAR]
    rows = [change.elements[address] for address in near]
    return [
        f"{row.label}{'（锁定，不能变）' if row.locked else ''}：{str(row.value)[:_TEXTS]}"
        for row in rows
        if isinstance(row.value, str) and row.value
    ]


__all__ = ["Answer", "ModelFailed", "asked"]
