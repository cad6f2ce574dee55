"""From a brief to the plan of a series: engines, episodes, beats, hooks, who is who.

``plan(brief, kb)`` chooses one story engine for every ten or twelve episodes, keeps or adds steps
to make the number, and sees that no two episodes running turn in the same way.
"""

from __future__ import annotations

from random import Random

from heritage_kb import KnowledgeBase
from heritage_kb.errors import RefusedInput
from scriptgen.brief import Brief
from scriptgen.genres import Taste
from scriptgen.story.biblework import bible_of, outline_of
from scriptgen.story.deadline import USUAL, limits
from scriptgen.story.forms import Call, Engine, Step, Trade
from scriptgen.story.musts import place_musts
from scriptgen.story.people import cast, dated, story_year
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Arc, Sheet
from scriptgen.story.shelf import Shelf, open_shelf, unsaid
from scriptgen.story.threads import scenes_of
from scriptgen.story.timely import dated_in
from scriptgen.story.tokens import token_of
from scriptgen.story.voices import voices_of
from scriptgen.story.weaving import weave
from scriptgen.story.work import Work, work_of
from scriptgen.story.wounds import lay_open, with_wounds

_SUITS = 3.0  # what it is worth to an engine that it suits the calling best; less for the next
_SAID = 1.8  # what a word of the logline is worth to the engine that it points to
_HANGS = 4  # of the work, that an engine hangs on where it counts for it in full
_HANDY = 6.0  # what it costs an engine of making things where nobody makes any
_WARES = 6.0  # the same for one of things made, where what is made is nothing to hold
_ARC = 11  # episodes that one engine carries


def plan(brief: Brief, kb: KnowledgeBase, seed: int | None = None) -> Plan:
    """Return the plan of a series; the same brief and seed give the same plan.

    Args:
        brief: what is asked for.
        kb: the knowledge base.
        seed: instead of the brief's own.

    Raises:
        UnknownName: a place, craft, product or period that the knowledge base does not carry.
        RefusedInput: a story engine that there is not, or not in those years.
    """
    shelf = open_shelf()
    number = brief.seed if seed is None else seed
    year = story_year(brief, kb)
    work = work_of(brief, kb, shelf, year)
    hands = "|".join(entry.id for entry in work.entries)  # another craft is another story
    rng = Random(f"{number}|{brief.title}|{brief.logline}|{hands}|plan")
    taste = Taste(brief.genre)
    engines = ranked_engines(brief, shelf, work, taste, rng, year)
    engines = _repeated(engines, max(1, round(brief.episodes / _ARC)))
    people, doubts = cast(brief, kb, work.trade, engines[0], shelf, rng)
    thing = token_of(brief.logline, _timely(shelf, year)) or {}
    arcs = _arcs(engines, shelf, year, thing, rng)
    turns = _Turns(tuple(t for t in shelf.turns if _at_home(t, work.trade, year)), taste, rng)
    sheets = _sheets(brief, arcs, turns, rng)
    people = with_wounds(people, Random(f"{number}|{brief.title}|wounds"))
    made = Plan(
        brief=brief,
        year=year,
        cast=people,
        work=work,
        arcs=arcs,
        sheets=sheets,
        doubts=doubts,
        thing=thing,
    )
    made.voices = voices_of((*people.people, "遗"), Random(f"{number}|{brief.title}|voices"))
    _absentees(made, brief, kb, shelf, rng)
    place_musts(made, kb)
    weave(made)
    _bring_up_the_stakes(made)
    lay_open(made)
    made.bible = bible_of(made, kb)
    made.outline = outline_of(made)
    return made


def _at_home(turn: Step, trade: Trade, year: int | None) -> bool:
    """Tell whether a complication may befall people of such a trade, in such a year."""
    if (turn.solid and not trade.solid) or (turn.handed and trade.quiet):
        return False
    words = unsaid(trade, year)[len(trade.avoids) :]
    told = "".join(text for line in (*turn.tail, *turn.reply) for text in line.text)
    return not any(word in told for word in words)


# ----------------------------------------------------------------------------------- engines


def ranked_engines(
    brief: Brief, shelf: Shelf, work: Work, taste: Taste, rng: Random, year: int | None
) -> list[Engine]:
    """Return the story engines that fit a brief, the one it names first, then the best.

    Args:
        brief: its title, logline and musts are read for an engine's cues.
        shelf: has the engines.
        work: what it knows with a source carries an engine.
        taste: of the brief's genres; an engine that they exclude is left out.
        rng: tells equals apart.
        year: of the story; None where it is not known.
    """
    text = brief.title + brief.logline + "".join(brief.must)
    timely = [
        e
        for e in sorted(shelf.engines.values(), key=lambda e: e.name)
        if dated_in(e.year_from, e.year_to, year)
    ]
    rank = {
        e.name: taste.engine(e.name, e.genres) + _cued(e, text) + _carried(e, work)
        + _suited(e, work) - _handy(e, work) - _WARES * (e.solid and not work.trade.solid)
        + rng.random() * 2.5
        for e in timely
    }  # fmt: skip
    wished = _wished(brief, timely)
    pool = [e for e in timely if not taste.excludes(e.name)] or timely
    rest = sorted((e for e in pool if e not in wished), key=lambda e: -rank[e.name])
    return [*wished, *rest]


def _wished(brief: Brief, timely: list[Engine]) -> list[Engine]:
    if brief.engine is None:
        return []
    found = [e for e in timely if e.name == brief.engine]
    if not found:
        known = "、".join(e.name for e in timely)
        raise RefusedInput(
            f"字段 engine（故事引擎）“{brief.engine}”没有，或不合这个年份；可用：{known}。",
            f"No story engine “{brief.engine}” for that year.",
        )
    return found


def _repeated(engines: list[Engine], count: int) -> list[Engine]:
    """Return as many as asked, from the first on, beginning anew where there are not enough."""
    return [engines[n % len(engines)] for n in range(count)]


def _cued(engine: Engine, text: str) -> float:
    return min(6.0, _SAID * sum(min(3, text.count(cue)) for cue in engine.cues))


def _suited(engine: Engine, work: Work) -> float:
    if engine.name not in work.engines:
        return 0.0
    return _SUITS - work.engines.index(engine.name) * _SUITS / len(work.engines)


def _handy(engine: Engine, work: Work) -> float:
    """Return how much of an engine turns on work being made, where the story has none (0–``_HANDY``)."""
    if not work.trade.quiet:
        return 0.0
    made = [any(line.topics for line in step.tail) for step in engine.steps]
    return _HANDY * sum(made) / len(made)


def _carried(engine: Engine, work: Work) -> float:
    """Return how far the work has, with a source, what the steps of an engine hang on (0–2)."""
    asked = [t for step in engine.steps for line in step.tail for t in line.topics[:1]]
    known = sum(any(fact.passage for fact in work.facts.get(topic, ())) for topic in asked)
    return 2.0 * known / max(_HANGS, len(asked))


def _arcs(
    engines: list[Engine], shelf: Shelf, year: int | None, thing: dict[str, str], rng: Random
) -> list[Arc]:
    pool = [t for t in _timely(shelf, year) if "认" not in t] or [
        t for t in shelf.tokens if "认" not in t
    ]
    order = rng.sample(pool, len(pool))
    if thing and "大" not in thing:  # what the story is about is what proves it
        order.insert(0, thing)
    return [
        Arc(number=n, engine=engine, token=order[n % len(order)])
        for n, engine in enumerate(engines)
    ]


def _timely(shelf: Shelf, year: int | None) -> list[dict[str, str]]:
    return [t for t in shelf.tokens if _in_years(t.get("年", "-"), year)]


def _in_years(span: str, year: int | None) -> bool:
    return dated((f"是@{span}", "否"), year) == "是"


# ------------------------------------------------------------------------------------ sheets


def _sheets(brief: Brief, arcs: list[Arc], turns: _Turns, rng: Random) -> list[Sheet]:
    sheets: list[Sheet] = []
    own = limits(brief)
    for arc, length in zip(arcs, _lengths(brief.episodes, len(arcs)), strict=True):
        steps = _steps(arc.engine, length, turns)
        for at, step in enumerate(steps, 1):
            number = len(sheets) + 1
            if own:  # one deadline runs through the whole series
                left = own[int(len(own) * (number - 1) / brief.episodes)]
            else:
                left = USUAL[int((len(USUAL) - 1) * at / max(1, len(steps)))]
            sheets.append(
                Sheet(
                    number=number,
                    arc=arc,
                    step=step,
                    limit=left,
                    last_of_arc=at == len(steps),
                    title="",
                )
            )
    _name_titles(sheets, rng)
    return sheets


def _lengths(episodes: int, arcs: int) -> list[int]:
    base, extra = divmod(episodes, arcs)
    return [base + (n < extra) for n in range(arcs)]


class _Turns:
    """Complications, those first that the genres favour, each used before any comes twice."""

    def __init__(self, turns: tuple[Step, ...], taste: Taste, rng: Random) -> None:
        drawn = []
        for step in turns:
            weight, luck = taste.turn(step.name, step.turn_kind), rng.random()
            if weight and (not step.tones or taste.colours & set(step.tones)):
                # Weighted drawing without putting back: the largest of u^(1/w) comes first.
                drawn.append((luck ** (1 / weight), step))
        self._queue = [step for _, step in sorted(drawn, key=lambda row: -row[0])]
        self._used: set[str] = set()

    def next(self, *kinds: str) -> Step:
        """Return the next one whose turn is of another kind than its neighbours'."""
        fresh = len(self._queue) - len(self._used)  # those used before stand at the end
        rows = self._queue[:fresh] or self._queue
        at = next((n for n, t in enumerate(rows) if t.turn_kind not in kinds), 0)
        step = self._queue.pop(at)
        self._queue.append(step)
        self._used.add(step.name)
        return step


def _steps(engine: Engine, length: int, turns: _Turns) -> list[Step]:
    keep = min(length, len(engine.steps))
    best = sorted(range(len(engine.steps)), key=lambda n: (engine.steps[n].rank, n))[:keep]
    steps = [engine.steps[n] for n in sorted(best)]
    for gap in _gaps(len(steps), length - keep):
        kinds = [s.turn_kind for s in steps[max(0, gap - 1) : gap + 1]]
        steps.insert(gap, turns.next(*kinds))
    return _varied(steps, turns)


def _gaps(steps: int, turns: int) -> list[int]:
    """Where complications go in: spread over the middle, never first or last."""
    places = [2 + n * max(1, steps - 3) // max(1, turns) for n in range(turns)]
    return [min(place + n, steps + n - 1) for n, place in enumerate(places)]


def _varied(steps: list[Step], turns: _Turns) -> list[Step]:
    """Replace a middle step that would turn like a neighbour."""
    for n in range(1, len(steps) - 1):
        around = steps[n - 1].turn_kind, steps[n + 1].turn_kind
        if steps[n].turn_kind in around:
            steps[n] = turns.next(*around)
    return steps


def _name_titles(sheets: list[Sheet], rng: Random) -> None:
    used: set[str] = set()
    for sheet in sheets:
        titles = [t for t in sheet.step.titles if t not in used] or list(sheet.step.titles)
        sheet.title = rng.choice(titles)
        used.add(sheet.title)


def _bring_up_the_stakes(made: Plan) -> None:
    """Give the scenes that speak of what the logline has at stake their episodes."""
    thing = made.thing.get("类", "")
    for number, (pattern, *roles) in scenes_of(made.cast.stakes, len(made.sheets), thing).items():
        made.sheets[number - 1].stake = Call(pattern=pattern, roles=tuple(roles))


def _absentees(made: Plan, brief: Brief, kb: KnowledgeBase, shelf: Shelf, rng: Random) -> None:
    """Give every later arc an absent one of its own."""
    made.arcs[0].absent = made.cast["遗"]
    taken = {p.name for p in made.cast.people.values()}
    for arc in made.arcs[1:]:
        people, _ = cast(
            brief.model_copy(update={"must": ()}),
            kb,
            made.work.trade,
            arc.engine,
            shelf,
            rng,
        )
        person = people["遗"]
        arc.absent = person if person.name not in taken else made.cast["遗"]
        taken.add(arc.absent.name)
