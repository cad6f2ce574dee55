"""The wound: what somebody suffered before the story began, and why they want what they want.

It is drawn by what the logline has them want, do or see, else by their seat; the words are ours
(``data/story/wounds.txt``) and the story's invention. One scene of the season has it spoken.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from scriptgen.story.forms import Call
from scriptgen.story.people import Cast, Person
from scriptgen.story.plan import Plan
from scriptgen.story.shelf import open_shelf

_LATE = 0.6  # of the season: where a wound is laid open


def with_wounds(cast: Cast, rng: Random) -> Cast:
    """Return the cast, everybody invented and present with a wound of their own."""
    left = {key: rng.sample(rows, len(rows)) for key, rows in open_shelf().wounds.items()}
    people = dict(cast.people)
    for role, person in people.items():
        rows = left.get(cause(person), []) or left.get(role, [])
        if rows and not person.documented and role != "遗":
            people[role] = replace(person, wound=rows.pop(0))
    return replace(cast, people=people)


def cause(person: Person) -> str:
    """Return what a wound comes from: 求, 事 or 见 of the logline, else the seat."""
    stake = person.stake
    return "求" if stake.want else "事" if stake.deed else "见" if stake.sight else person.role


def told(person: Person) -> str:
    """Return the wound as the bible has it, with what of the logline it stands behind."""
    stake = person.stake
    if not person.wound or not (behind := stake.want or stake.deed or stake.sight):
        return person.wound
    lead = {"求": f"为{behind}", "事": behind, "见": f"见过{behind}"}[cause(person)]
    return f"{lead}：{person.wound}"


def lay_open(plan: Plan) -> None:
    """Give the hero's wound, in place, an episode that has no scene of the logline's stake."""
    hero = plan.cast["主"]
    free = [s for s in plan.sheets if not s.stake] or plan.sheets[-1:]
    if not hero.wound or not free:
        return
    at = _LATE * len(plan.sheets)
    sheet = min(free, key=lambda s: (abs(s.number - at), s.number))
    sheet.wound = Call(pattern="旧伤", roles=("主", "友"))
