"""An archway that stands by itself across a way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage_kb.errors import RefusedInput
from scenes import signs
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works.naming import title_of
from scenes.works.streets import archways, paving
from scenes.works.streets.archways import Archway
from scenes.works.streets.kit import Kit

NARROWEST = 2.0  # metres clear between the middle pillars: a cart passes

WORDS = ("晋阳春秀", "汾水长流")  # our own, where nobody gives any


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchwayWork(Work):
    """An archway and the way under it."""

    archway: Archway
    slabs: bool


def settled(book: Ledger, said: tuple[str, ...]) -> Archway:
    """Settle the archway of a spec; ``said`` are the words on its front and its back."""
    period, year = book.period, book.case["year"]
    span = book.ruled("span", "archway.span")
    if book.spec.site_m:
        ratio = book.rule("archway.side").value
        room = book.spec.site_m[0] - 3.0
        least = 3.0 + NARROWEST * (1 + 2 * ratio)
        if book.spec.site_m[0] < least:
            raise RefusedInput(
                f"用地宽 {book.spec.site_m[0]:g} 米立不下四柱三间的牌坊，明间过不了人车"
                f"（编者自有知识）：site_m 的宽写 {least + 0.05:.1f} 米以上。",
                f"A plot {book.spec.site_m[0]:g} m wide is too narrow for an archway.",
            )
        span = book.asked("span", "牌坊明间净宽", round(room / (1 + 2 * ratio), 2))
    texts = (*said, *WORDS[len(said) :])
    old = period == "dangdai"
    front, back = (signs.worded(text, period, year, old=old) for text in texts[:2])
    return Archway(
        span=span,
        side=book.ruled("side", "archway.side", span),
        tall=book.ruled("pillar", "archway.height", span),
        text=front,
        back=back,
        leftward=signs.leftward(period, year),
    )


def resolve(book: Ledger) -> ArchwayWork:
    """Return the archway that the ledger's spec asks for."""
    one = settled(book, book.spec.signs)
    slabs = book.chosen("street.paving") == "条石"
    away = one.xs[3] + 6.5
    return ArchwayWork(
        kind="archway",
        title=title_of(book, "牌坊"),
        period=book.period,
        year=book.case["year"],
        form=f"四柱三间三楼木牌坊，匾曰“{one.text}”",
        dimensions=book.rows,
        archway=one,
        slabs=slabs,
        xs=one.xs,
        ys=(-0.65, 0.65),
        cut=1.6,
        heights=(
            Mark(z=one.low, name="次间柱头"),
            Mark(z=one.tall, name="明间柱头", key="pillar"),
            Mark(z=one.top, name="脊"),
        ),
        measures={"span_m": "span"},
        invented=("匾文与彩画：编者自拟", "四周旷地：画面布置"),
        views=(
            Viewpoint(
                name="正看",
                eye=(-1.1, -away - 2.0, 1.5),
                target=(0.0, 0.0, 1.5),
                lens_mm=28,
                rise=0.16,
            ),
            Viewpoint(
                name="斜看",
                eye=(-0.62 * away, -0.8 * away, 1.5),
                target=(0.4, 0.0, 1.5),
                lens_mm=26,
                rise=0.14,
            ),
            Viewpoint(name="仰看", eye=(0.9, -3.6, 1.3), target=(0.0, 0.3, one.tall), lens_mm=24),
        ),
        spots=(
            Spot(at=(0.7, -1.6, 0.0), turn=0.3),
            Spot(at=(-0.8, 2.6, 0.0), turn=2.8, role="woman"),
        ),
    )


def raise_archway(work: ArchwayWork) -> SetModel:
    """Return an archway and the way under it."""
    model, kit = SetModel(), Kit()
    archways.put(model, work.archway, np.eye(4))
    paving.lay(kit, work.archway.span / 2 - 0.3, -16.0, 16.0, slabs=work.slabs)
    model.take(kit.model("street.paving"), "way.")
    return model
