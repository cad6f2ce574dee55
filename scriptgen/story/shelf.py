"""The story shelf: every pattern, engine and trade that ships, read once.

The files are in ``scriptgen/data/story`` and, for a user's own, in ``story`` of Sanjin's home; what
they may say is in ``story/prose.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from heritage_kb.errors import BrokenData
from heritage_kb.home import home
from scriptgen.story.forms import Call, Calling, Engine, Pattern, RoleSheet, Step, Trade
from scriptgen.story.prose import Sheet, bars, listed, script_line, sheets, take

OF_THE_LOGLINE = ("梗概", "物")  # uses whose exchanges speak of one thing that the logline says
ANY_TWO = ("情", "旁", "查", "对")  # uses whose exchanges need no rank between the two
_CALL = re.compile(r"([一-鿿]+)\(([^()]*)\)")
_KEY = re.compile(r"# ([a-z]+|[一-鿿])")  # heads a group of lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """All that the scaffold writer draws on."""

    patterns: dict[str, Pattern]
    engines: dict[str, Engine]
    turns: tuple[Step, ...]  # complications that fit into any engine
    trades: dict[str, Trade]
    breaths: tuple[str, ...]  # one-line pauses of picture
    spare: tuple[str, ...]  # what masters say when the trade has no saying
    names: dict[str, dict[str, tuple[str, ...]]]
    tokens: tuple[dict[str, str], ...]
    wounds: dict[str, list[str]]  # by what they come from
    again: dict[str, list[str]]  # by topic: pictures of a second time in one episode
    callings: tuple[Calling, ...]  # what a brief's words say of the work

    @property
    def between_any_two(self) -> list[Pattern]:
        """Return the patterns that any two people may play in any story."""
        return [p for p in self.patterns.values() if set(p.uses) <= set(ANY_TWO)]

    def called(self, name: str) -> list[Pattern]:
        """Return the pattern of a name, or every pattern of a use (开场, 逼, 对 …)."""
        if name in self.patterns:
            return [self.patterns[name]]
        return [p for p in self.patterns.values() if name in p.uses]


@cache
def open_shelf() -> Shelf:
    """Read and validate the shelf.

    Raises:
        BrokenData: a file breaks its grammar or a step calls a pattern that is not there.
    """
    shelf = Shelf(
        patterns=_by_name(p for name, text in _texts("scenes") for p in _patterns(name, text)),
        engines={
            e.name: e
            for name, text in _texts("engines")
            if not _holds_turns(name)
            for e in (_engine(name, text),)
        },
        turns=_turns(),
        trades={t.name: t for name, text in _texts("trades") for t in _trades(name, text)},
        breaths=tuple(line.lstrip("△") for line in _plain("breaths.txt")),
        spare=tuple(_plain("spare.txt")),
        names=_names(),
        tokens=_tokens(),
        wounds=_grouped(_read("wounds.txt")),
        again=_grouped(_read("again.txt")),
        callings=_callings(),
    )
    _check_calls(shelf)
    return shelf


def _texts(folder: str) -> list[tuple[str, str]]:
    """Return name and text of every file of a folder: ours, then the user's own beside them."""
    ours = files("scriptgen") / "data" / "story" / folder
    own = home() / "story" / folder
    found = [(item.name, _text(item)) for item in ours.iterdir() if item.name.endswith(".txt")]
    return [*sorted(found), *((path.name, _text(path)) for path in sorted(own.glob("*.txt")))]


def _text(item: Traversable) -> str:
    try:
        return item.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenData(
            f"故事料“{item.name}”读不了；请存成 UTF-8 的文本。", f"Cannot read {item.name}."
        ) from error


def _read(name: str) -> str:
    return (files("scriptgen") / "data" / "story" / name).read_text(encoding="utf-8")


def _with_own(name: str) -> str:
    """Return our file and the user's own of the same name after it, without their first lines."""
    own = home() / "story" / name
    texts = [_read(name), *([_text(own)] if own.is_file() else [])]
    return "\n".join(text[text.index("\n# ") :] if "\n# " in text else text for text in texts)


def _plain(name: str) -> list[str]:
    lines = (line.strip() for line in _read(name).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _by_name(patterns: Iterable[Pattern]) -> dict[str, Pattern]:
    found: dict[str, Pattern] = {}
    for pattern in patterns:
        if pattern.name in found:
            raise BrokenData(f"有两个场样都叫“{pattern.name}”；请改一个名字。")
        found[pattern.name] = pattern
    return found


def _patterns(where: str, text: str) -> list[Pattern]:
    return [_pattern(where, sheet) for sheet in sheets(text, where)]


def _pattern(where: str, sheet: Sheet) -> Pattern:
    return Pattern(
        name=sheet.name,
        want=sheet.need("求"),
        obstacle=sheet.need("阻"),
        turn=sheet.need("转"),
        uses=listed(sheet.need("用")),
        seats=sheet.need("人").replace(" ", ""),
        places=listed(sheet.get("地", "坊")),
        hours=listed(sheet.get("时", "日 夜")),
        rank=sheet.get("势"),
        blame=sheet.get("亏").replace(" ", ""),
        solid=sheet.get("实") == "是",
        works=sheet.get("工") == "是",
        takes=tuple(
            take(sheet.name, n, head, raw, where) for n, (head, raw) in enumerate(sheet.groups, 1)
        ),
    )


def _engine(where: str, text: str) -> Engine:
    head = next(sheets(text.split("\n## ")[0], where))
    steps = tuple(
        _step(where, s) for s in sheets("\n## " + text.split("\n## ", 1)[1], where, "## ")
    )
    roles = {key: _role(head.fields[key]) for key in "主师敌友东" if key in head.fields}
    first, _, last = head.get("年").partition("-")
    return Engine(
        name=head.name,
        genres=listed(head.need("合")),
        heart=head.need("题眼"),
        truth=head.need("真相"),
        absent=head.need("遗"),
        roles=roles,
        steps=steps,
        year_from=int(first) if first else None,
        year_to=int(last) if last else None,
        token=head.get("物"),
        cues=listed(head.get("认")),
        kin=head.get("亲") == "是",
        gender=head.get("遗性", "男"),
        solid=head.get("实") == "是",
    )


def _role(text: str) -> RoleSheet:
    want, need, secret = (part.strip() for part in text.split("｜"))
    return RoleSheet(want=want, need=need, secret=secret)


def _holds_turns(name: str) -> bool:
    return name.startswith("turns")


def _turns() -> tuple[Step, ...]:
    return tuple(
        _step(name, sheet)
        for name, text in _texts("engines")
        if _holds_turns(name)
        for sheet in sheets(text, name, "## ")
    )


def _step(where: str, sheet: Sheet) -> Step:
    kind, turn = sheet.need("转").split("｜", 1)
    groups = dict(reversed(sheet.groups))
    knows = [k.split(":", 1) for k in bars(sheet.get("知")) if ":" in k]
    return Step(
        name=sheet.name,
        rank=int(sheet.get("级", "5")),
        titles=bars(sheet.need("题")),
        want=sheet.need("求"),
        obstacle=sheet.need("阻"),
        turn_kind=kind.strip(),
        turn=turn.strip(),
        question=sheet.get("问"),
        echo=bars(sheet.get("余")),
        calls=tuple(
            Call(pattern=name, roles=tuple(roles.replace(" ", "").split(",")))
            for name, roles in _CALL.findall(sheet.need("场"))
        ),
        tail=tuple(script_line(line, f"{where} “{sheet.name}”") for line in groups.get("", [])),
        reply=tuple(script_line(line, f"{where} “{sheet.name}”") for line in groups.get("解", [])),
        place=sheet.get("地", "坊"),
        answers=listed(sheet.get("答")),
        knows=tuple((k[0], k[1]) for k in knows),
        tones=tuple(sheet.get("调")),
        solid=sheet.get("实") == "是",
        handed=sheet.get("艺") == "是",
    )


_TODAY = 1980  # from when a town has neither hearths nor wells
_NO_NOUNS = ("认", "虚", "重", "避", "静", "守", "城")


def _trades(where: str, text: str) -> list[Trade]:
    return [_trade(sheet) for sheet in sheets(text, where)]


def _trade(sheet: Sheet) -> Trade:
    lines: dict[str, list[str]] = {}
    says: dict[str, list[str]] = {}
    for topic, group in sheet.groups:
        for raw in group:
            spoken = raw.startswith("：")
            (says if spoken else lines).setdefault(topic, []).append(raw.removeprefix("：").strip())
    marks = listed(sheet.get("认"))
    words = {key: listed(text) for key, text in sheet.fields.items() if key not in _NO_NOUNS}
    quiet = sheet.get("静") == "是"
    return Trade(
        name=sheet.name,
        marks=marks,
        words=words,
        solid=sheet.get("虚") != "是",
        heavy=sheet.get("重") == "是",
        quiet=quiet,
        at_sites=sheet.get("守") == "是",
        urban=sheet.get("城") == "是",
        avoids=(*listed(sheet.get("避")), *(_quiet() if quiet else ())),
        lines={k: tuple(v) for k, v in lines.items()},
        says={k: tuple(v) for k, v in says.items()},
    )


def unsaid(trade: Trade, year: int | None) -> tuple[str, ...]:
    """Return the words that people of a trade do not say in a year: an office has no hearth today."""
    today = trade.urban and (year is None or year >= _TODAY)
    return (*trade.avoids, *(_town() if today else ()))


@cache
def _town() -> tuple[str, ...]:
    return tuple(word for line in _plain("town.txt") for word in listed(line))


@cache
def _quiet() -> tuple[str, ...]:
    """Return the words that trades without a craft do not say."""
    return tuple(word for line in _plain("quiet.txt") for word in listed(line))


def _names() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        sheet.name: {key: listed(text) for key, text in sheet.fields.items()}
        for sheet in sheets(_read("names.txt"), "names.txt")
    }


def _tokens() -> tuple[dict[str, str], ...]:
    return tuple(
        {"名": sheet.name, **sheet.fields} for sheet in sheets(_read("tokens.txt"), "tokens.txt")
    )


def _grouped(text: str) -> dict[str, list[str]]:
    """Return the lines of a text by the ``# key`` above them."""
    rows: dict[str, list[str]] = {}
    key = ""
    for line in text.splitlines():
        if found := _KEY.fullmatch(line):
            key = found[1]
        elif line and not line.startswith("#"):
            rows.setdefault(key, []).append(line)
    return rows


@cache
def seat_words() -> dict[str, tuple[str, ...]]:
    """Return seat → the words for people that a logline may speak of; 称 stands before names."""
    groups = _grouped(_with_own("seats.txt"))
    return {seat: tuple(" ".join(lines).split()) for seat, lines in groups.items()}


def _callings() -> tuple[Calling, ...]:
    return tuple(
        Calling(
            name=sheet.name,
            marks=listed(sheet.need("认")),
            trade=sheet.need("行"),
            arts=listed(sheet.get("艺")),
            engines=listed(sheet.get("戏")),
            sites=listed(sheet.get("地")),
            first=int(sheet.get("从")) if sheet.get("从") else None,
            last=int(sheet.get("到")) if sheet.get("到") else None,
        )
        for sheet in sheets(_with_own("callings.txt"), "callings.txt")
    )


def _check_calls(shelf: Shelf) -> None:
    for calling in shelf.callings:
        if calling.trade not in shelf.trades:
            raise BrokenData(f"“{calling.name}”的行当“{calling.trade}”没有。")
        if gone := set(calling.engines) - set(shelf.engines):
            raise BrokenData(f"“{calling.name}”的故事引擎“{'、'.join(sorted(gone))}”没有。")
    steps = [*shelf.turns, *(step for engine in shelf.engines.values() for step in engine.steps)]
    for step in steps:
        for call in step.calls:
            if not any(len(p.seats) == len(call.roles) for p in shelf.called(call.pattern)):
                raise BrokenData(f"“{step.name}”要的场样“{call.pattern}”没有，或座次不合。")
