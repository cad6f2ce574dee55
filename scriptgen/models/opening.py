"""Opening a model by the name of its profile; saying what is plugged in, and whether it answers."""

from __future__ import annotations

import weakref
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from heritage_kb.errors import RefusedInput, SanjinError
from scriptgen.models.answering import Asked
from scriptgen.models.answers import Answers
from scriptgen.models.fallback import Fallback
from scriptgen.models.keys import key_of
from scriptgen.models.meter import Meter, Metered
from scriptgen.models.patience import breaker_of
from scriptgen.models.profiles import AnyProfile, EndpointProfile, Profiles, profiles
from scriptgen.models.request import Request
from scriptgen.models.speech import Channel

State = Literal["ok", "missing", "broken"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A profile: where its model is, whether it can be used, and what mends it.

    ``structured`` is how it is asked for a shape, empty until it was asked once.
    """

    name: str
    kind: str
    model: str
    where: str
    state: State
    what: str = ""
    mend: str = ""
    structured: str = ""
    used: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return asdict(self)


def open_model(name: str | None = None) -> Asked | Fallback:
    """Return a model (see ``request.Model``), with its fallbacks behind it.

    Beside ``ask`` it tells what was ``used()``, and by ``estimate()`` what a question may use.

    Args:
        name: of the profile; the one that ``[models] writer`` names where None.

    Raises:
        RefusedInput: no such profile, its key or its folder is not there, or none is named.
        SanjinError: the packages of its extra are not installed.
    """
    known = profiles()
    chosen = name or known.writer
    if chosen is None or chosen == "scaffold":
        raise RefusedInput(
            "没有指明用哪个模型；请给模型的名字，或在设置的 [models] 里写 writer。",
            "Name a model, or set writer in [models].",
        )
    first, *others = _line(chosen, known)
    meter = Meter()  # closed when nobody holds the model any more
    made = [_opened(one, known, meter) for one in (first, *others)]
    model: Asked | Fallback = Fallback(made) if others else made[0]
    weakref.finalize(model, meter.close)
    return model


def listed() -> list[Listed]:
    """Return every profile of the settings; no model is asked and nothing heavy is loaded.

    Raises:
        RefusedInput: the settings file cannot be read.
    """
    return [_row(name, profile) for name, profile in profiles().by_name.items()]


def check(name: str) -> Listed:
    """Return a profile after its model has been asked for one short answer in a shape.

    Raises:
        RefusedInput: no such profile, or the settings file cannot be read.
    """
    known = profiles()
    profile = known.named(name)
    row = _row(name, profile)
    if row.state != "ok":
        return row
    try:
        with Meter() as meter:
            model = _opened(name, known, meter, keep=False)
            got = model.ask(Request(task="check", most_tokens=300), _Greeting)
            used = model.used().said()
    except SanjinError as error:
        return _with(row, state="broken", what=error.zh, mend="按上面的话改好后再查一次")
    seen = _row(name, profile)  # how it is asked is known by now
    return _with(seen, what=f"答了：{got.line}", used=used)


class _Greeting(BaseModel):
    line: str = Field(min_length=1, max_length=60, description="一句问候")


def _line(name: str, known: Profiles) -> list[str]:
    """Return a profile's name and those behind it, each once."""
    line, queue = [], [name]
    while queue:
        one = queue.pop(0)
        if one not in line:
            line.append(one)
            queue += known.named(one).fallbacks
    return line


def _opened(name: str, known: Profiles, meter: Meter, *, keep: bool = True) -> Asked:
    profile = known.named(name)
    place = profile.base_url if isinstance(profile, EndpointProfile) else profile.path
    answers = Answers() if profile.cache and keep else None
    model = Asked(
        name, profile, Metered(_channel(profile), name, profile, meter), breaker_of(place), answers
    )
    if answers is not None:
        weakref.finalize(model, answers.close)
    return model


def _channel(profile: AnyProfile) -> Channel:
    if isinstance(profile, EndpointProfile):
        from scriptgen.models.endpoint import Endpoint

        return Endpoint(profile)
    from scriptgen.models.local import Local

    return Local(profile)


def _row(name: str, profile: AnyProfile) -> Listed:
    """Return what can be said of a profile without asking its model."""
    row = Listed(
        name=name,
        kind=profile.kind,
        model=profile.model,
        where=profile.base_url if isinstance(profile, EndpointProfile) else profile.path,
        state="ok",
        structured="" if profile.structured == "auto" else profile.structured,
    )
    if isinstance(profile, EndpointProfile):
        return _endpoint_row(row, profile)
    return _local_row(row, profile.path)


def _endpoint_row(row: Listed, profile: EndpointProfile) -> Listed:
    from scriptgen.models.capability import remembered

    if find_spec("langchain_openai") is None:
        return _with(
            row, state="missing", what="没有装接口的包", mend="pip install 'sanjin[models]'"
        )
    try:
        key_of(profile)
    except SanjinError as error:
        place = profile.api_key_env or profile.keyring
        return _with(row, state="missing", what=error.zh, mend=f"把钥匙放进 {place}")
    found = row.structured or remembered(profile) or ""
    return _with(row, structured=found, what="" if found else "还没有问过")


def _local_row(row: Listed, path: str) -> Listed:
    if find_spec("torch") is None or find_spec("transformers") is None:
        return _with(
            row, state="missing", what="没有装本地模型的包", mend="pip install 'sanjin[local]'"
        )
    from scriptgen.models.folder import refuse_unsafe

    try:
        refuse_unsafe(Path(path).expanduser())
    except SanjinError as error:
        return _with(row, state="broken", what=error.zh, mend=f"改好 {path}，或在设置里改 path")
    return _with(row, structured=row.structured or "json_schema")


def _with(row: Listed, **changes: Any) -> Listed:
    return Listed(**{**row.to_json(), **changes})
