"""Who is in the court: a few for scale by default, or the crowd a word of dressing asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from scenes import fairground, figures, furniture, props
from scenes.blocking import ROOM_FOR_MEETING, ROOM_FOR_MORE, Ground, facing

Spot = tuple[float, float]
MOST = 5  # people of a court that nobody asked to fill
CROWD = 26
# role, pose, and where each stands about the middle of the group, metres
_GROUPS: dict[str, tuple[tuple[str, str, float, float], ...]] = {
    "visit": (("monk", "staff", -0.60, 0.30), ("woman", "joined", 0.35, -0.35),
              ("girl", "carry", 1.10, 0.25)),
    "ask": (("monk", "joined", -0.50, 0.30), ("man", "joined", 0.50, -0.30)),
    "talk": (("man", "joined", -0.45, -0.25), ("man", "down", 0.50, 0.35)),
    "errand": (("man", "down", -0.50, 0.35), ("worker", "carry", 0.60, -0.30)),
    "family": (("woman", "joined", -0.45, 0.30), ("girl", "down", 0.40, -0.25)),
}  # fmt: skip
_USUAL = {
    "temple": (("visit", "ask"), ("family", "talk")),
    "shrine": (("ask", "family"), ("talk", "family")),
    "yamen": (("talk",), ("errand",)),
    "palace": (("talk",), ("errand",)),
}  # fmt: skip
_HOUSE = (("family", "errand"), ("talk", "errand"))


class _Cast:
    """Puts people in one by one and keeps who they are and what they wear."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.count = 0
        self.worn: dict[str, int] = {}
        self.texts: dict[str, int] = {}

    def put(self, role: str, pose: str, at: Spot, look: Spot | float) -> bool:
        """Stand one person where the ground is open; tell whether he stands."""
        ground = self.ground
        wears = ground.staging.wears(role)
        if role == "novice" and not wears:
            wears = ground.staging.wears("worker")
        if not wears or not ground.is_open(*at, 0.28):
            return False
        # No two alike while there is another dress.
        least = min(self.worn.get(d.id, 0) for d in wears)
        fresh = [d for d in wears if self.worn.get(d.id, 0) == least]
        dress = ground.dice(f"dress/{role}/{self.count}").choice(fresh)
        self.worn[dress.id] = least + 1
        turn = look if isinstance(look, float) else facing(*at, look)
        figures.stand(ground.model, dress, pose, at, turn, f"{role} {self.count}")
        ground.footing.take(*at, 0.30)
        self.count += 1
        self.texts[dress.text] = self.texts.get(dress.text, 0) + 1
        return True

    def group(self, name: str, at: Spot | None) -> None:
        """Stand a group about a point, side by side as the picture sees it, each turned to the others."""
        if at is None:
            return
        dice = self.ground.dice(f"group/{name}/{self.count}")
        right = self.ground.stage.axes[0]
        turn = float(np.arctan2(right[1], right[0])) + dice.uniform(-0.3, 0.3)
        c, s = np.cos(turn), np.sin(turn)
        for role, pose, u, v in _GROUPS[name]:
            stands = (float(at[0] + c * u - s * v), float(at[1] + s * u + c * v))
            middle = (at[0] + dice.uniform(-0.15, 0.15) + 0.2 * s, at[1] - 0.2 * c)
            self.put(role, pose, stands, middle)


def cast(ground: Ground) -> list[str]:
    """Put people into the court and return what they wear, with how many of each.

    Without a word of dressing there are two to five, in groups; nobody within eight metres of the
    camera, nobody inside anything. 空镜 leaves the court empty.
    """
    does = ground.staging.does
    if ground.staging.is_empty:
        return []
    made = _Cast(ground)
    asked = [act for word, act in _ACTS.items() if word in does]
    for act in asked:
        act(made)
    if not asked:
        _few(made)
    return [f"{text}×{n}" for text, n in made.texts.items()]


def _few(made: _Cast) -> None:
    ground, near = made.ground, made.ground.near
    dice = ground.dice("few")
    first, second = _USUAL.get(ground.staging.place, _HOUSE)
    column, chosen = dice.choice((0.16, 0.22, 0.30)), ""
    if near >= ROOM_FOR_MEETING:
        far = near * dice.uniform(0.62, 0.74) if near > 24 else 0.80 * near
        chosen = dice.choice(first)
        made.group(chosen, ground.spot(column, far, 0.9))
    sweeps = ground.spot(0.46 + dice.uniform(-0.06, 0.08), near * 0.95, 0.7)
    if sweeps and dice.random() < 0.7:
        made.put("novice", "sweep", sweeps, dice.uniform(-0.5, 0.5))
    if near >= ROOM_FOR_MORE and made.count <= MOST - 2:
        at = ground.spot(dice.choice((0.58, 0.68, 0.76)), near * dice.uniform(0.72, 0.86), 0.9)
        pairs = [
            name for name in second if name != chosen and len(_GROUPS[name]) + made.count <= MOST
        ]
        made.group(dice.choice(pairs or ["talk"]), at)
    if made.count < 2:
        for at in (ground.spot(0.5, near * 0.9), ground.spot(0.35, near * 1.05)):
            if at and made.count < 2:
                made.put("man", "down", at, dice.uniform(-1, 1))


def _fair(made: _Cast) -> None:
    """A temple fair: stalls along the way and before the hall, and people at them."""
    ground = made.ground
    tables = stalls(ground)
    dice = ground.dice("fair")
    roles = ("man", "man", "man", "woman", "woman", "worker", "girl", "monk")
    far = max(ground.near, 14.0)
    plays = any(one.element == "screen" for one in ground.model.instances)  # they watch the stage
    for k in range(4 * CROWD):
        if made.count >= CROWD:
            return
        # Thicker toward the stalls and the hall; the picture's foot stays open.
        away = 10.0 + (far - 10.0) * dice.random() ** 0.6
        at = ground.spot(0.06 + 0.88 * ((k * 0.382) % 1.0), away, 0.5)
        if at is None:
            continue
        near = min(tables, key=lambda t: (t[0] - at[0]) ** 2 + (t[1] - at[1]) ** 2, default=at)
        for n in range(dice.choice((1, 2, 2, 3))):
            around = dice.uniform(0, 6.28)
            by = (float(at[0] + 0.8 * n * np.cos(around)), float(at[1] + 0.8 * n * np.sin(around)))
            role = dice.choice(roles)
            pose = "carry" if role == "worker" else dice.choice(("joined", "down", "down"))
            home = dice.random() < (0.15 if plays else 0.66)
            goes = (dice.uniform(-8.0, 8.0), at[1] - 9.0) if home else (0.0, at[1] + 9.0)
            look = (
                goes
                if plays
                else at
                if n
                else near
                if dice.random() < 0.45 and near != by
                else goes
            )
            made.put(role, pose, by, look)


def stalls(ground: Ground) -> list[Spot]:
    """Set stalls on both sides of the way and in a row before the hall; return where they stand."""
    hall, court = ground.court.hall, ground.court
    dice = ground.dice("stalls")
    across, front = court.path + 1.9, hall.front
    rows: list[tuple[float, float, float]] = []
    for k in range(7):
        x = across + 1.0 + 3.9 * k
        if x < hall.base_x + court.reach - 3:
            line = front - 1.9 if x < 0.8 * hall.base_x else -hall.base_y - 3.0
            rows += [
                (s * x, line + dice.uniform(-0.5, 0.3), dice.uniform(-0.1, 0.1)) for s in (-1, 1)
            ]
    for k in range(5):
        rows += [(s * across, front - 6.4 - 3.9 * k, -s * np.pi / 2) for s in (-1, 1)]
    stand: list[Spot] = []
    for x, y, turn in rows:
        if ground.is_open(x, y, 1.5) and ground.spares(x, y, 2.5, 1.3):
            fairground.stall(ground.model, x, y, turn, len(stand), sign=len(stand) % 2 == 0)
            ground.footing.take(x, y, 1.45)
            stand.append((x, y))
    colours = ("robe_crimson", "robe_ochre", "robe_green", "robe_white")
    for k, (x, y) in enumerate((x + 1.95, y + 0.4) for x, y in stand[::2]):
        if ground.footing.is_free(x, y, 0.2) and ground.spares(x, y, 5.2, 0.6):
            furniture.pennant(ground.model, x, y, 5.2, 0.3, colours[k % 4])
            ground.footing.take(x, y, 0.2)
    return stand


def _files(made: _Cast, roles: Sequence[str], pose: str, ranks: int) -> None:
    """Two files on the way to the steps, or, where that is out of the picture, before the hall."""
    ground = made.ground
    front = ground.court.hall.front - 4.6
    start: Spot | None = (0.0, front)
    if not ground.shows(0.0, front - 1.5):
        start = ground.spot(0.34, 0.80 * ground.near, 1.2)
    if start is None:
        return
    for k in range(ranks):
        for side in (-0.75, 0.75):
            at = (start[0] + side, start[1] - 1.35 * k)
            made.put(roles[(2 * k + (side > 0)) % len(roles)], pose, at, float(np.pi))


def _incense(made: _Cast) -> None:
    _files(made, ("man", "woman", "woman", "man", "girl"), "incense", 5)
    near = made.ground.near
    made.group("ask", made.ground.spot(0.2, near * 0.75, 0.9))


def _monks(made: _Cast) -> None:
    _files(made, ("monk",), "joined", 5)


def _sweeping(made: _Cast) -> None:
    dice = made.ground.dice("sweeping")
    for column, part in ((0.30, 0.78), (0.48, 0.95), (0.66, 0.84)):
        at = made.ground.spot(column, made.ground.near * part, 0.8)
        if at:
            made.put("novice", "sweep", at, dice.uniform(-0.9, 0.9))


def _work(made: _Cast) -> None:
    """Carpenters at their timber, with what they use: only where it was asked for."""
    ground, near = made.ground, made.ground.near
    at = ground.spot(0.62, near * 0.70, 2.2)
    if at:
        turn = 0.5
        props.trestles(ground.model, *at, turn)
        c, s = np.cos(turn), np.sin(turn)
        for pose, u, v in (("plane", -0.7, -0.60), ("saw", 0.8, 0.62), ("watch", 2.6, -0.5)):
            stands = (float(at[0] + c * u - s * v), float(at[1] + s * u + c * v))
            line = (float(at[0] + c * u), float(at[1] + s * u))
            made.put("worker", pose, stands, line)
        ground.footing.take(*at, 2.2)
    seed = ground.seed
    heaps: tuple[tuple[Callable[..., None], float, float, float, float], ...] = (
        (props.timber_pile, 0.86, 0.88, 2.8, 0.35), (props.brick_stack, 0.12, 0.62, 1.0, 0.9),
        (props.tile_stack, 0.28, 0.80, 0.9, 0.7),
    )  # fmt: skip
    for put, column, part, radius, turn in heaps:
        stands_at = ground.spot(column, near * part, radius)
        if stands_at:
            put(ground.model, *stands_at, turn, seed)
            ground.footing.take(*stands_at, radius)


_ACTS: dict[str, Callable[[_Cast], None]] = {
    "work": _work, "fair": _fair, "incense": _incense, "monks": _monks, "sweeping": _sweeping,
}  # fmt: skip
