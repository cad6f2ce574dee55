"""The bible and the outline of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from heritage_kb import KnowledgeBase
from scriptgen.brief import Brief
from scriptgen.genres import Taste, genres
from scriptgen.series import Beat, Bible, Character, EpisodePlan, Hook, Outline
from scriptgen.story.age import age_of
from scriptgen.story.forms import Call, Step
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet
from scriptgen.story.shelf import open_shelf
from scriptgen.story.things import place_word, things
from scriptgen.story.threads import question
from scriptgen.story.weaving import clause_of
from scriptgen.story.wording import Wording
from scriptgen.story.wounds import told

_ACTS = (("起势", 0.0, 0.15), ("攀升", 0.15, 0.45), ("风暴", 0.45, 0.80), ("决战", 0.80, 1.01))
# Episode of the first paid place, fewest episodes between two, one place for so many episodes:
# the middle of what the season rules take for usual (data/rules/season.json); a genre pack may
# have its own. Of every beat the share of an episode; the first image is over by the genre's hook.
_PAY_FIRST, _PAY_GAP, _PAY_EVERY = 8, 5, 10
_SHARES = (0.08, 0.30, 0.27, 0.25, 0.10)
_HOOK_SECONDS, _TOUCH_SECONDS = 5, 30
_SPECIAL = {
    "宗教": re.compile(r"寺|庙|僧|尼|道士|道观|佛|石窟|宗教|毁佛|法师|教堂|祭祀|信俗"),
    "军事": re.compile(r"军|战|八路|抗日|长城|边关|将军|司令部"),
    "司法": re.compile(r"公案|断案|官司|判|狱|衙门|学法|法庭"),
    "公安": re.compile(r"公安|警察|派出所|刑警"),
    "民族": re.compile(r"鲜卑|契丹|蒙古|匈奴|胡人|女真|民族"),
    "政治": re.compile(r"阎锡山|政变|革命|政协|人大"),
}


def bible_of(plan: Plan, kb: KnowledgeBase) -> Bible:
    """Return the bible: people, relations, places, rules, hooks, props, who knows what."""
    bible = Bible(
        characters=_characters(plan),
        relations=_relations(plan),
        places=_places(plan),
        rules=_rules(plan, kb),
        hooks=_hooks(plan),
    )
    if plan.thing.get("大"):
        bible.props.append({"name": plan.thing["名"], "what": plan.thing["全"], "since": "第1集"})
    for arc in plan.arcs:
        first = next(s for s in plan.sheets if s.arc is arc)
        bible.props.append(
            {
                "name": arc.token["名"],
                "what": f"{arc.token['全']}，{arc.token['记']}"
                f"“{arc.absent.name if arc.absent else ''}”",
                "since": f"第{first.number}集",
            }
        )
    for sheet in plan.sheets:
        fill = wording(plan, sheet).fill
        bible.knows += [
            {"who": plan.cast[who].name, "what": fill(what), "episode": sheet.number}
            for who, what in sheet.step.knows
        ]
    bible.documented = sorted(_documented(plan))
    bible.invented = _invented(plan)
    bible.questions = _questions(plan)
    return bible


def wording(plan: Plan, sheet: Sheet) -> Wording:
    """Return the wording of an episode without seats."""
    rng = Random(f"{plan.brief.seed}|{sheet.number}|things")
    return Wording(plan.cast_for(sheet), {}, things(plan, sheet, rng))


def _characters(plan: Plan) -> list[Character]:
    engine = plan.arcs[0].engine
    fill = wording(plan, plan.sheets[0]).fill
    rows = []
    for role in "主师敌友东长遗":
        if role not in plan.cast:
            continue
        person = plan.cast[role]
        sheet = engine.roles.get(role)
        job = fill(person.job)
        decent = person.documented
        note = (
            "史有其人：只安排中性、体面的言行，属合理虚构，不加罪于古人" if decent else "虚构人物"
        )
        want, need, secret = (
            (fill(t) for t in (sheet.want, sheet.need, sheet.secret))
            if sheet and not decent
            else ("看见这件事做成", "看见真的", "")
        )
        want = person.stake.will or want
        secret = "；".join(dict.fromkeys(t for t in (person.stake.word("事"), secret) if t))
        if role == "遗":
            want, need, secret = "", "", fill(engine.truth)
        rows.append(
            Character(
                name=person.name,
                role=f"{ROLE_NAMES[role]}·{job}",
                want=want,
                need=need,
                secret=secret,
                voice=plan.voices[role].habit,
                invented=not decent,
                entry=person.entry.id if person.entry else None,
                note=note,
                wound=told(person),
            )
        )
    return rows


ROLE_NAMES = {
    "主": "主角",
    "师": "师长",
    "敌": "对手",
    "友": "同伴",
    "东": "主事人",
    "长": "长者",
    "遗": "不在场的人",
}


def _relations(plan: Plan) -> list[dict[str, str]]:
    cast = plan.cast
    rows = [
        ("主", "师", f"叫{cast.call('主', '师')}；敬他，也要问他"),
        ("师", "主", "护着，也瞒着"),
        ("敌", "主", "要拿她的错处" if cast["主"].woman else "要拿他的错处"),
        ("友", "主", "天天在一处，有事没有说"),
        ("师", "遗", wording(plan, plan.sheets[0]).fill(plan.arcs[0].engine.absent)),
        ("东", "师", "托付这件事的人"),
    ]
    return [{"from": cast[a].name, "to": cast[b].name, "what": what} for a, b, what in rows]


def _places(plan: Plan) -> list[dict[str, str]]:
    rows = [
        {"name": e.title, "entry": e.id, "what": "真实地点；具体屋舍属虚构"}
        for e in plan.work.places
    ]
    return rows + [
        {"name": place_word(plan, key), "entry": "", "what": "虚构场所"}
        for key in ("坊", "院", "前", "屋", "库", "路")
    ]


def _rules(plan: Plan, kb: KnowledgeBase) -> list[str]:
    fill = wording(plan, plan.sheets[0]).fill
    rows = [fill(f"题眼：{plan.arcs[0].engine.heart}")]
    for topic in ("irreversible", "test", "error", "hide", "find", "mark", "deadline"):
        fact = next((f for f in plan.work.facts.get(topic, ()) if f.text), None)
        if fact:
            rows.append(f"{TOPIC_NAMES[topic]}：{fact.text}〔{fact.passage}〕")
    age = _age(plan, kb)
    if age:
        rows.append(f"时代：{age}；字词与器物以此年为限")
    return rows


TOPIC_NAMES = {
    "irreversible": "不可回头的一下",
    "test": "验真的法子",
    "error": "做坏的样子",
    "hide": "藏得住的地方",
    "find": "藏得住的地方",
    "mark": "留记号的地方",
    "deadline": "等不得的日子",
}


def _age(plan: Plan, kb: KnowledgeBase) -> str:
    period = age_of(plan.brief, kb, plan.year, plan.work.places)
    return f"{period.title}{'' if plan.brief.year is None else f'（{plan.brief.year}年）'}"


def _hooks(plan: Plan) -> list[Hook]:
    last = len(plan.sheets)
    rows = _first_hook(plan)
    for sheet in plan.sheets:
        if not sheet.step.question or sheet.number == last > 1:
            continue
        end = next(s.number for s in plan.sheets if s.arc is sheet.arc and s.last_of_arc)
        reply = sheet.step.reply and sheet.number < last
        answered = sheet.number + 1 if reply else _answered(plan, sheet, end)
        touched = sorted({n for n in (sheet.number + 1, answered) if n and n <= last})
        rows.append(
            Hook(
                id=f"h{sheet.number:03d}",
                question=wording(plan, sheet).fill(sheet.step.question),
                opened=sheet.number,
                touched=touched,
                answered=answered,
            )
        )
    return rows


def _first_hook(plan: Plan) -> list[Hook]:
    """Return the question of the logline, which the series opens with and ends on."""
    names = {role: p.name for role, p in plan.cast.people.items()}
    asked = question(plan.cast.stakes, names)
    if plan.thing and not asked:
        asked = f"{plan.thing['全']}，是谁留下的？"
    told = [s.number for s in plan.sheets if s.stake]
    if not asked or not told:
        return []
    return [
        Hook(
            id="h000", question=asked, opened=told[0], touched=told[1:],
            answered=told[-1] if len(told) > 1 else None,
        )
    ]  # fmt: skip


def _answered(plan: Plan, sheet: Sheet, end: int) -> int | None:
    later = [s for s in plan.sheets if s.arc is sheet.arc and s.number > sheet.number]
    for one in later:
        if sheet.step.name in one.step.answers:
            return one.number
    return end if later else None


def _documented(plan: Plan) -> list[str]:
    people = [p.name for p in plan.cast.people.values() if p.documented]
    return people + [e.title for e in (*plan.work.entries, *plan.work.places)]


def _invented(plan: Plan) -> list[str]:
    fill = wording(plan, plan.sheets[0]).fill
    people = [f"{p.name}（{fill(p.job)}）" for p in plan.cast.people.values() if not p.documented]
    arcs = [a.absent.name for a in plan.arcs[1:] if a.absent]
    props = dict.fromkeys(t["全"] for t in (plan.thing, *(a.token for a in plan.arcs)) if t)
    return [*people, *arcs, *props, "全部对白", "具体屋舍与当日经过"]


def _questions(plan: Plan) -> list[str]:
    brief = plan.brief
    text = (
        brief.title
        + brief.logline
        + brief.genre
        + brief.programme
        + "".join((*brief.must, *brief.places, *brief.crafts))
    )
    hits = [name for name, cue in _SPECIAL.items() if cue.search(text)]
    rows = [
        f"题材可能涉及“{name}”（特殊题材，一律按一类/重点管理）：主要剧情是否涉及，请人判断。"
        for name in hits
    ]
    rows += _of_genre(plan)
    rows += [m.removeprefix("需人工判断：") for m in brief.must if m.startswith("需人工判断")]
    rows += plan.doubts
    rows += [f"必写项只排进了大纲，离线初稿没有写成戏，请人落笔——{must}" for must in plan.unplayed]
    for person in plan.cast.people.values():
        if person.documented:
            rows.append(f"“{person.name}”史有其人，剧中言行为合理虚构，开机前请核。")
    return rows


def _of_genre(plan: Plan) -> list[str]:
    """Say what no pack is known for, and where an episode is too long for its genre's pace."""
    taste = Taste(plan.brief.genre)
    strange = taste.unknown(g for e in open_shelf().engines.values() for g in e.genres)
    rows = [
        f"类型“{'、'.join(strange)}”没有类型包，按题面与故事料排；有：{'、'.join(genres())}。"
    ] if strange else []  # fmt: skip
    touch = taste.figure("touch_seconds", _TOUCH_SECONDS)
    if max(beat_seconds(plan.brief)) > touch:
        rows.append(
            f"单集 {plan.brief.seconds} 秒，一拍超过 {touch:g} 秒：写时请在拍子中间添一处起伏。"
        )
    return rows


# ---------------------------------------------------------------------------------- outline


def outline_of(plan: Plan) -> Outline:
    """Return the outline: acts, and a row for every episode."""
    fill = wording(plan, plan.sheets[0]).fill
    total = len(plan.sheets)
    acts = []
    for name, low, high in _ACTS:
        held = [s.number for s in plan.sheets if low <= (s.number - 0.5) / total < high]
        if held:
            acts.append(
                {
                    "name": name,
                    "from": held[0],
                    "to": held[-1],
                    "what": plan.sheets[held[0] - 1].step.name,
                }
            )
    pays, seconds = _paywalls(plan), beat_seconds(plan.brief)
    rows = [_row(plan, sheet, sheet.number in pays, seconds) for sheet in plan.sheets]
    return Outline(
        premise=f"{plan.brief.logline.rstrip('。')}。"  # the user's own words are not ours to fill
        + fill(f"{plan.arcs[0].engine.heart}。{plan.arcs[0].engine.truth}"),
        acts=acts,
        episodes=rows,
    )


def episode_logline(step: Step, fill: Callable[[str], str]) -> str:
    """Return an episode's logline: what is wanted, what is in the way, what turns."""
    return f"{fill(step.want)}；{fill(step.obstacle)}；{fill(step.turn)}。"


def _row(plan: Plan, sheet: Sheet, pays: bool, seconds: list[float]) -> EpisodePlan:
    fill = wording(plan, sheet).fill
    step = sheet.step
    before = plan.sheets[sheet.number - 2] if sheet.number > 1 else None
    hook_in = wording(plan, before).fill(before.step.question) if before else ""
    beats = _beats(plan, sheet, seconds)
    if sheet.stake:  # an episode ends on its question
        beats.insert(-1, Beat(seconds=0.0, what=_stake_said(plan, sheet.stake), kind="梗概"))
    beats += [Beat(seconds=0.0, what=must, kind="必写") for must in sheet.musts]
    return EpisodePlan(
        number=sheet.number,
        title=sheet.title,
        logline=episode_logline(step, fill),
        hook_in=hook_in,
        cliffhanger=fill(step.question),
        beats=beats,
        paywall=pays,
    )


def _stake_said(plan: Plan, call: Call) -> str:
    """Return what a scene of the logline is about, in a line."""
    one, other = (plan.cast[role] for role in call.roles)
    stake = one.stake
    if call.pattern.endswith("物"):
        return f"{call.pattern}：{one.name}；{plan.thing['全']}；{other.name}"
    about = {
        **dict.fromkeys(("瞒事", "险露", "破事", "讨还"), stake.word("事")),
        **dict.fromkeys(("报信", "查见", "疑见", "试见", "见底"), f"看见{stake.sight}"),
        **dict.fromkeys(("传遇", "问遇", "拿遇", "认遇"), stake.word("遇")),
        "又提": f"还放不下{stake.word('指')}",
    }.get(call.pattern, stake.will)  # fmt: skip
    return f"{call.pattern}：{one.name}{about}；{other.name}"


def _beats(plan: Plan, sheet: Sheet, seconds: list[float]) -> list[Beat]:
    """Return the five beats with their seconds; what the work does in them is cited."""
    fill = wording(plan, sheet).fill
    step = sheet.step
    first, firsts = "头一个画面带险", []
    if sheet.doing:
        shown = sheet.doing.actions[0].replace("{who}", plan.cast["主"].name)
        first, firsts = f"头一个画面：{shown.rstrip('。')}", [sheet.doing.passage]
    doing = f"——手上正做到“{clause_of(sheet.doing)}”" if sheet.doing else ""
    snag = f"——偏是“{clause_of(sheet.snag)}”" if sheet.snag else ""
    hangs = f"——应在“{clause_of(sheet.hinge)}”" if sheet.hinge else ""
    snags = [sheet.snag.passage] if sheet.snag else []
    hinges = [sheet.hinge.passage] if sheet.hinge else []
    rows = [
        (first, "钩子", firsts),
        (f"求：{fill(step.want)}{doing}", "求", firsts),
        (f"阻：{fill(step.obstacle)}{snag}", "阻", snags),
        (f"转：{fill(step.turn)}{hangs}", step.turn_kind, hinges),
        (f"问：{fill(step.question) or '余味'}", "卡点", []),
    ]
    return [
        Beat(seconds=length, what=what, kind=kind, citations=list(ids))
        for length, (what, kind, ids) in zip(seconds, rows, strict=True)
    ]


def beat_seconds(brief: Brief) -> list[float]:
    """Return the seconds of the five beats of an episode: the first image no longer than its genre bears."""
    hook = min(_SHARES[0] * brief.seconds, Taste(brief.genre).figure("hook_seconds", _HOOK_SECONDS))
    rest = (brief.seconds - hook) / (1 - _SHARES[0])
    return [round(hook, 1), *(round(rest * share, 1) for share in _SHARES[1:])]


def _paywalls(plan: Plan) -> set[int]:
    total = len(plan.sheets)
    if plan.brief.business != "IAP" or total < 10:
        return set()
    taste = Taste(plan.brief.genre)
    first, gap = int(taste.figure("pay_first", _PAY_FIRST)), int(taste.figure("pay_gap", _PAY_GAP))
    places = max(4, round(total / _PAY_EVERY))
    return set(range(first, total - 1, max(gap, (total - first) // places)))
