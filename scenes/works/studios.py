"""摄影棚: a steel shed with its great door open, a green wall, an LED wall, lights and dolly track.

Centred on x = y = 0; the door looks towards −y, with an apron of cement before it; metres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from heritage_kb.errors import RefusedInput
from scenes import solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works.naming import title_of

APRON = 16.0  # cement before the door
RISE = 2.2  # eave to ridge
BAY = 6.0  # frame to frame
_SHEET = 0.12


@dataclass(frozen=True, kw_only=True, slots=True)
class Studio(Work):
    """A studio: its shed over all, clear height under the eaves, and how high its screens are."""

    wide: float
    deep: float
    clear: float
    screen: float


def resolve(book: Ledger) -> Studio:
    """Return the studio that the ledger's spec asks for.

    Raises:
        RefusedInput: the plot has no room for the least shed and its apron.
    """
    wide, deep = book.ruled("wide", "studio.wide"), book.ruled("deep", "studio.deep")
    if book.spec.site_m:
        wide, deep = _fitted(book, *book.spec.site_m[:2])
    clear, screen = book.ruled("clear", "studio.clear"), book.ruled("screen", "studio.screen")
    top = clear + RISE + 0.25
    book.derived("height", "棚脊高", 0.9 * top, top, 1.1 * top, "studio.clear")
    x, y = wide / 2, deep / 2
    return Studio(
        kind=book.kind, title=title_of(book, "摄影棚"), period=book.period, year=book.case["year"],
        form=f"钢架棚宽 {wide:.0f} 深 {deep:.0f} 米，绿幕与 LED 屏高 {screen:.1f} 米", dimensions=book.rows,
        xs=(-x, x), ys=(-y, y), heights=(Mark(z=clear, name="檐下净高", key="clear"),
                                         Mark(z=top, name="棚脊", key="height")),
        views=_views(x, y, screen), spots=_spots(x, y),
        measures={"width_m": "wide", "depth_m": "deep", "clear_m": "clear", "screen_m": "screen"},
        invented=("棚的布置、器材与人：按常例设想，不指任何一家影视基地",), wide=wide, deep=deep, clear=clear,
        screen=screen,
    )  # fmt: skip


def _fitted(book: Ledger, across: float, along: float) -> tuple[float, float]:
    """Return breadth and depth of the shed on a plot, as far as the rules let it be."""
    for key, room in (("wide", across), ("deep", along - APRON)):
        row = book.rows[key]
        if room < row.low:
            raise RefusedInput(
                f"用地放不下摄影棚：{row.item}至少 {row.low:.0f} 米，棚前还要 {APRON:.0f} 米场地，"
                f"请把 site_m 改为 {book.rows['wide'].low:.0f}x{book.rows['deep'].low + APRON:.0f} 以上。",
                f"The plot is too small for a studio; {key} must be at least {row.low:.0f} m.",
            )
        book.rows[key] = replace(row, value=min(room, row.high))
    return book.rows["wide"].value, book.rows["deep"].value


def _views(x: float, y: float, screen: float) -> tuple[Viewpoint, ...]:
    return (
        Viewpoint(name="棚内", eye=(0.06 * x, -0.72 * y, 1.65), target=(-0.02 * x, y, 1.65), lens_mm=22, rise=0.14),
        Viewpoint(name="绿幕前", eye=(0.35 * x, -0.5 * y, 1.6), target=(-0.2 * x, y, 1.6), lens_mm=24, rise=0.10),
        Viewpoint(name="棚外", eye=(-x - 9.0, -y - 19.0, 1.7), target=(0.1 * x, -y, 1.7), lens_mm=28, rise=0.14),
        Viewpoint(name="屏前", eye=(-0.5 * x, -0.1 * y, 1.6), target=(0.6 * x, 0.25 * y, 0.5 * screen), lens_mm=28, rise=0.05),
    )  # fmt: skip


def _spots(x: float, y: float) -> tuple[Spot, ...]:
    return (
        Spot(at=(-0.30 * x, 0.30 * y, 0.0), turn=0.2, role="woman"),
        Spot(at=(-0.12 * x, 0.34 * y, 0.0), turn=-0.6),
        Spot(at=(0.10 * x, -0.40 * y, 0.0), turn=2.8),
        Spot(at=(0.25 * x, -0.9 * y, 0.0), turn=1.2),
    )


def raise_work(work: Studio) -> SetModel:
    """Return the geometry of a studio."""
    model = SetModel()
    _ground(model, work)
    _shed(model, work)
    _green(model, work)
    _led(model, work)
    _gear(model, work)
    return model


def _put(model: SetModel, name: str, mesh: Mesh, material: str, element: str, rule: str) -> None:
    model.add_part(name, *mesh, material)
    model.place(name, element, rule=rule, name=name if element == "prop" else "")


def _ground(model: SetModel, w: Studio) -> None:
    x, y = w.wide / 2, w.deep / 2
    apron = [(-x - 30, x + 30, -y - APRON - 12, y + 12, -0.3, -0.03)]
    _put(model, "apron", solids.boxes(apron), "cement", "ground", "invention")
    _put(
        model,
        "floor",
        solids.boxes([(-x, x, -y - 0.6, y, -0.2, 0.0)]),
        "cement_pale",
        "ground",
        "studio.deep",
    )


def _shed(model: SetModel, w: Studio) -> None:
    """Put frames, sheet walls and roof; the front has a door two thirds of its breadth."""
    x, y, z = w.wide / 2, w.deep / 2, w.clear
    frames = np.linspace(-y + 0.4, y - 0.4, max(2, round(w.deep / BAY) + 1))
    steel: list[Mesh] = []
    for at in frames:
        steel.append(solids.boxes([(s * (x - 0.35) - 0.2, s * (x - 0.35) + 0.2, at - 0.1, at + 0.1, 0.0, z)
                                   for s in (-1, 1)]))  # fmt: skip
        low, high = z - 0.55, z + RISE - 0.35
        ends = [(s * (x - 0.35), at, low) for s in (-1, 1)] + [
            (s * (x - 0.35), at, z - 0.05) for s in (-1, 1)
        ]
        tops = [(0.0, at, low + 0.5 * RISE)] * 2 + [(0.0, at, high + 0.2)] * 2
        steel.append(solids.bars(ends, tops, solids.rectangle(0.14, 0.14)))
    _put(model, "frames", solids.merge(*steel), "aluminium", "beam", "studio.wide")
    ribs = np.arange(-y + 0.25, y - 0.1, 0.5)
    side = [(s * (x - 0.06) - 0.06, s * (x - 0.06) + 0.06, -y, y, -0.1, z) for s in (-1, 1)]
    side += [
        (s * (x + 0.02) - 0.03, s * (x + 0.02) + 0.03, r - 0.06, r + 0.06, 0.0, z - 0.02)
        for s in (-1, 1)
        for r in ribs
    ]
    back = [(-x + 0.121, x - 0.121, y - 0.12, y - 0.004, -0.1, z)]
    _put(model, "sheets", solids.boxes(side + back), "enamel_white", "wall", "studio.clear")
    door, head = 0.66 * x, z - 1.4
    outline = [
        (-x, -0.1),
        (-door, -0.1),
        (-door, head),
        (door, head),
        (door, -0.1),
        (x, -0.1),
        (x, z),
        (0.0, z + RISE),
        (-x, z),
    ]
    front = solids.shifted(solids.prism(outline, _SHEET, "xz"), y=-y - 0.065)
    _put(model, "front", front, "enamel_white", "wall", "studio.clear")
    _put(
        model,
        "band",
        solids.boxes([(-door, door, -y - 0.18, -y - 0.127, head, head + 0.35)]),
        "sign_blue",
        "wall",
        "invention",
    )
    leaves = [
        (
            s * (door + 0.04),
            s * (door + 0.04) + s * 0.32 * x,
            -y - 0.34,
            -y - 0.22,
            0.02,
            head - 0.05,
        )
        for s in (-1, 1)
    ]
    _put(
        model,
        "leaves",
        solids.boxes([(min(a, b), max(a, b), *r) for a, b, *r in leaves]),
        "sign_blue",
        "door",
        "invention",
    )
    gable = solids.shifted(
        solids.prism([(-x + 0.13, z), (x - 0.13, z), (0.0, z + RISE)], _SHEET, "xz"), y=y - 0.064
    )
    _put(model, "gable", gable, "enamel_white", "wall", "studio.clear")
    skin = [
        (-x - 0.5, z - 0.04),
        (0.0, z + RISE + 0.05),
        (x + 0.5, z - 0.04),
        (x + 0.5, z + 0.14),
        (0.0, z + RISE + 0.24),
        (-x - 0.5, z + 0.14),
    ]
    _put(model, "roof", solids.prism(skin, w.deep + 1.0, "xz"), "sign_blue", "roof", "studio.wide")


def _green(model: SetModel, w: Studio) -> None:
    """Put the green wall along the back, curved where it meets a green floor, one wing round."""
    x, y = w.wide / 2, w.deep / 2
    radius, back = 1.2, y - 2.0
    turn = np.linspace(0.0, np.pi / 2, 9)
    cove = [(back - radius + radius * np.sin(a), 0.03 + radius - radius * np.cos(a)) for a in turn]
    line = [
        (0.05 * y, 0.03),
        *cove,
        (back, w.screen),
        (back + 0.1, w.screen),
        (back + 0.1, -0.01),
        (0.05 * y, -0.01),
    ]
    half = 0.42 * x
    body = solids.shifted(solids.prism(line, 2 * half, "yz"), x=-0.36 * x)
    _put(model, "green_wall", body, "chroma_green", "prop", "studio.screen")
    wing = [(-0.36 * x - half - 0.1, -0.36 * x - half, 0.3 * y, back, 0.0, w.screen)]
    _put(model, "green_wing", solids.boxes(wing), "chroma_green", "prop", "studio.screen")


def _led(model: SetModel, w: Studio) -> None:
    """Put an LED wall on an arc, of cabinets half a metre wide, over a low step."""
    x, y = w.wide / 2, w.deep / 2
    middle, radius = np.array([0.52 * x, 0.05 * y]), 0.38 * x
    turns = np.linspace(-0.25 * np.pi, 0.72 * np.pi, max(6, round(radius * 3.0 / 0.9)))
    cabinet = solids.boxes([(-0.45, 0.45, -0.06, 0.06, 0.25, w.screen)])
    face = solids.boxes([(-0.44, 0.44, -0.075, -0.055, 0.27, w.screen - 0.02)])
    places = [solids.placement(middle[0] + radius * np.cos(a), middle[1] + radius * np.sin(a), 0.0, a - np.pi / 2)
              for a in turns]  # fmt: skip
    _put(
        model,
        "led_wall",
        solids.merge(*(solids.moved(cabinet, p) for p in places)),
        "ink_black",
        "prop",
        "studio.screen",
    )
    _put(
        model,
        "led_face",
        solids.merge(*(solids.moved(face, p) for p in places)),
        "led_face",
        "prop",
        "studio.screen",
    )
    model.lamps.append(
        {
            "at": (float(middle[0]), float(middle[1]), 0.55 * w.screen),
            "power": 7.0,
            "colour": (0.62, 0.74, 1.0),
        }
    )


def _gear(model: SetModel, w: Studio) -> None:
    """Put lights on stands, a track with its dolly and camera, flight cases by the door."""
    x, y = w.wide / 2, w.deep / 2
    legs = solids.bars([(0.55 * np.cos(a), 0.55 * np.sin(a), 0.0) for a in (0.5, 2.6, 4.7)], [(0.0, 0.01, 0.9)] * 3,
                       solids.circle(0.018, 6))  # fmt: skip
    mast = solids.boxes([(-0.02, 0.02, -0.02, 0.02, 0.6, 2.7)])
    head = solids.boxes([(-0.42, 0.42, -0.10, 0.10, 2.65, 3.35)])
    panel = solids.boxes([(-0.38, 0.38, 0.095, 0.115, 2.69, 3.31)])
    model.add_part("light_stand", *solids.merge(legs, mast, head), "ink_black")
    model.add_part("light_panel", *panel, "lamp_silk")
    for at, turn in (
        ((-0.72 * x, -0.15 * y), -0.6),
        ((-0.05 * x, -0.22 * y), 0.45),
        ((0.40 * x, -0.45 * y), -0.3),
    ):
        for part in ("light_stand", "light_panel"):
            model.place(part, "lamp", solids.placement(*at, 0.0, turn), rule="invention")
        model.lamps.append(
            {
                "at": (at[0] - 0.4 * np.sin(turn), at[1] + 0.4, 3.0),
                "power": 6.0,
                "colour": (1.0, 0.93, 0.82),
            }
        )
    rails = [(-4.0, 4.0, s * 0.31 - 0.025, s * 0.31 + 0.025, 0.05, 0.10) for s in (-1, 1)]
    sleepers = [(a, a + 0.14, -0.45, 0.45, 0.0, 0.052) for a in np.arange(-3.9, 3.9, 0.8)]
    dolly = [(-0.55, 0.55, -0.40, 0.40, 0.18, 0.26), (-0.10, 0.10, -0.10, 0.10, 0.25, 1.25)]
    dolly += [
        (a - 0.07, a + 0.07, s * 0.31 - 0.05, s * 0.31 + 0.05, 0.09, 0.19)
        for a in (-0.42, 0.42)
        for s in (-1, 1)
    ]
    camera = [(-0.13, 0.13, -0.22, 0.22, 1.24, 1.52), (-0.07, 0.07, 0.21, 0.44, 1.31, 1.46)]
    parts = {"track": (rails + sleepers, "aluminium"), "dolly": (dolly + camera, "ink_black")}
    for name, (rows, stuff) in parts.items():
        model.add_part(name, *solids.boxes(rows), stuff)
        model.place(
            name, "prop", solids.placement(-0.28 * x, -0.34 * y), rule="invention", name=name
        )
    cases = [
        (a, a + 0.9, b, b + 0.55, 0.0, c)
        for a, b, c in ((0.0, 0.0, 0.6), (1.05, 0.1, 0.9), (0.3, 0.75, 0.7))
    ]
    model.add_part("flight_case", *solids.boxes(cases), "ink_black")
    model.place(
        "flight_case",
        "prop",
        solids.placement(0.35 * x, -0.85 * y),
        rule="invention",
        name="flight_case",
    )
