"""Who may write: the scaffold, or a model of the settings; what it would use, and where it stops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from heritage_kb.errors import SanjinError
from scriptgen.models.request import Model, ModelFailed, Request

if TYPE_CHECKING:
    from scriptgen.jobs.ledger import Ledger
    from scriptgen.models.meter import Used
    from scriptgen.writer import OpensWriter
    from scriptgen.writing.cost import Estimate

SCAFFOLD = "scaffold"
OFFLINE = "离线初稿（规则与知识库，不联网）"
Shape = TypeVar("Shape")


def choices() -> list[tuple[str, str]]:
    """Return (what is said, name) of every writer; one that cannot be used says what is missing."""
    from scriptgen.models import listed

    try:
        rows = listed()
    except SanjinError:
        return [(OFFLINE, SCAFFOLD)]
    said = [
        (f"{one.name}（{one.model}）" + ("" if one.state == "ok" else "　缺东西"), one.name)
        for one in rows
    ]
    return [(OFFLINE, SCAFFOLD), *said]


def first_choice() -> str:
    """Return the writer that the settings name; the scaffold where none is named or usable."""
    from scriptgen.models.profiles import profiles

    try:
        known = profiles()
    except SanjinError:
        return SCAFFOLD
    return known.writer if known.writer in known.by_name else SCAFFOLD


def standing(name: str) -> tuple[bool, str]:
    """Return whether a writer can be used, and what to say of it."""
    if name == SCAFFOLD:
        return True, ""
    from scriptgen.models import listed

    try:
        row = next((one for one in listed() if one.name == name), None)
    except SanjinError as error:
        return False, error.zh
    if row is None:
        return False, f"设置里没有「{name}」了，请重选。"
    if row.state == "ok":
        leaves = "题材、文段和已写的稿子会送到那里。" if _leaves(name) else "在本机，不出这台电脑。"
        return True, f"{row.model}（{row.where}），{leaves}"
    return False, f"{name} 还用不了：{row.what}　→ {row.mend}"


def _leaves(name: str) -> bool:
    from scriptgen.models.profiles import EndpointProfile, profiles

    profile = profiles().named(name)
    return isinstance(profile, EndpointProfile) and profile.remote


# ------------------------------------------------------------------------------------ cost


def estimated(name: str, brief: Any, episodes: Sequence[int], ledger: Ledger) -> tuple[str, int]:
    """Return what writing would use in words, and the most tokens it can use.

    Raises:
        RefusedInput: as for a draft.
    """
    import heritage_kb
    from scriptgen.writing.cost import estimate

    found = estimate(brief, heritage_kb.open(), episodes=list(episodes))
    said = [found.said().rstrip("。"), _money(name, found), _time(name, found.scenes, ledger)]
    return "；".join(filter(None, said)) + "。", found.most_in + found.most_out


def reading_cost(what: Any, model: Any, context: dict[str, Any] | None = None) -> tuple[str, Used]:
    """Return what a model's reading of a script would use at most, in words and as it is counted.

    Raises:
        RefusedInput: as for a review.
    """
    import scriptgen

    used = scriptgen.reading_cost(what, model, context=context)
    cost = "" if used.money is None else f"，至多 {used.money:.4f} {used.currency}"
    said = (
        f"通读要问 {used.calls} 次，至多输入 {used.tokens_in}、输出 {used.tokens_out} 词元{cost}。"
    )
    return said, used


def limit(said: object) -> int | None:
    """Return the limit of tokens that stands in a field; None where none does."""
    return int(said) if isinstance(said, (int, float)) and said >= 0 else None


def _money(name: str, found: Estimate) -> str:
    from scriptgen.models.profiles import profiles

    price = profiles().named(name).price
    if price is None:
        return "设置里没有写单价，不估钱"
    least = (found.least_in * price.input + found.least_out * price.output) / 1_000_000
    most = (found.most_in * price.input + found.most_out * price.output) / 1_000_000
    return f"约 {least:.2f}–{most:.2f} {price.currency}"


def _time(name: str, scenes: int, ledger: Ledger) -> str:
    """Return how long it may take, by what this writer took before in this ledger."""
    done = [
        job for job in ledger.jobs(state="done")
        if job.kind == "project-draft" and job.inputs.get("writer") == name and job.result
    ]  # fmt: skip
    told = sum(int((job.result or {}).get("scenes", 0)) for job in done)
    if not told:
        return "还没有用它写过，时间写完头几集才知道"
    seconds = sum(job.seconds for job in done) / told * scenes
    return f"约 {max(1, round(seconds / 60))} 分钟（照以往）"


class Watched:
    """A model that can be stopped while it answers, and asks no more at its limit.

    Args:
        model: who is asked.
        poll: called while waiting; may raise to stop the work.
        most: tokens, in and out, that are used at most; None leaves it to the profile's budget.
    """

    def __init__(self, model: Any, poll: Callable[[], None], most: int | None = None) -> None:
        self._model, self._poll, self._most = model, poll, most

    @property
    def name(self) -> str:
        """Return the profile's name and the model's."""
        return str(self._model.name)

    def used(self) -> Any:
        """Return what was used since it was opened."""
        return self._model.used()

    def estimate(self, request: Request, shape: type[Any]) -> Any:
        """Return the most that one question can use; nothing is asked."""
        return self._model.estimate(request, shape)

    def ask(self, request: Request, shape: type[Any], **more: Any) -> Any:
        """Return the answer (see ``scriptgen.models.request.Model``).

        Raises:
            ModelFailed: the next answer could pass the limit; or as for the model.
        """
        if self._most is not None:
            used = self._model.used().tokens
            next_one = self._model.estimate(request, shape).tokens
            if used + next_one > self._most:
                raise ModelFailed(
                    f"这一次已用 {used} 词元，再问一次可能超过你定的 {self._most}，没有再问。",
                    f"{used} tokens used; another call could pass {self._most}.",
                )
        return self._model.ask(request, shape, **{**more, "poll": self._poll})


def opened(name: str, poll: Callable[[], None], most: int | None = None) -> Watched | None:
    """Return the model of a writer's name; None for the scaffold.

    Raises:
        SanjinError: the profile is gone or cannot be used.
    """
    if name == SCAFFOLD:
        return None
    from scriptgen.models import open_model

    return Watched(open_model(name), poll, most)


def opens(
    told: Callable[[str], None], poll: Callable[[], None], most: int | None
) -> Callable[[str], OpensWriter]:
    """Return what makes the writer of a name, telling where it stands and what it used."""

    def named(name: str) -> OpensWriter:
        from scriptgen.scaffold import Scaffold
        from scriptgen.writing import by_model

        model = opened(name, poll, most)
        if model is None:
            return Scaffold
        asked: Model = model
        return by_model(asked, told=lambda what: told(f"{what}　{model.used().said()}"))

    return named
