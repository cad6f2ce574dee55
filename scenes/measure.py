"""The measures of a hall or a work without building it: ``sanjin scene measure``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenes.building import Building, Dimension
from scenes.hall import settle
from scenes.spec import ROOFS, SetSpec, eaves_of
from scenes.work import Built, Work

# name in the answer → rows of the ledger, the first that is there; metres, cai in centimetres
_KEYS = {
    "width_m": ("width",), "depth_m": ("depth",), "column_m": ("column",),
    "eave_m": ("skirt_eave", "eave"), "rise_m": ("rise",), "cai_cm": ("cai",),
    "bracket_m": ("bracket",), "rise_ratio": ("rise_ratio",),
}  # fmt: skip
# what stacks up to the height
_UP = (("platform",), ("body_column", "column"), ("bracket",), ("rise",), ("ridge",))


def measure(spec: SetSpec | None = None, **asked: Any) -> dict[str, Any]:
    """Return ``{"measures", "range", "rules"}`` of a hall, axis to axis.

    Args:
        spec: what to measure; or give its fields by name, with ``cai`` for ``cai_cm``.
        asked: ``period``, ``bays``, ``roof``, ``rafters``, ``cai``, ``type``, ``site`` …

    Returns:
        ``measures`` name → metres (``cai_cm`` centimetres, ``rise_ratio`` rise over the distance
        of the eave purlins); ``range`` name → [low, high] that rule or survey allows; ``rules``
        name → {rule, source, confidence, text}. Of a double-eaved hall ``width_m``, ``depth_m``,
        ``column_m`` and ``eave_m`` are those of its ring (副阶); of Ming and Qing ``doukou_cm``
        is given too, the cai being one and a half.

    Raises:
        RefusedInput, UnknownName: as ``resolve``.
    """
    if spec is None:
        if "cai" in asked:
            asked["cai_cm"] = asked.pop("cai")
        spec = SetSpec.from_mapping(asked)
        if not asked.get("kind") and ROOFS.get(spec.roof) == "庑殿" and eaves_of(spec) == "重檐":
            # how large such a hall is may be asked of 太和殿 too: its form alone says a palace's
            spec = replace(spec, kind="palace")
    return measures_of(settle(spec))


def measures_of(built: Built) -> dict[str, Any]:
    """Return the measures of what was resolved, as ``measure`` does."""
    return _of_work(built) if isinstance(built, Work) else _of_hall(built)


def _of_work(work: Work) -> dict[str, Any]:
    """Return a work's plan and height, and what its own family measures."""
    whole = {"width_m": work.width, "depth_m": work.depth, "height_m": work.height}
    measures = {name: round(value, 4) for name, value in whole.items()}
    spread: dict[str, list[float]] = {}
    rules: dict[str, dict[str, str]] = {
        name: {"item": item, "rule": "derived:axes", "source": "由各项推得", "confidence": "medium",
               "text": text}
        for name, item, text in (
            ("width_m", "总宽", "最外轴线到最外轴线"), ("depth_m", "总深", "最前轴线到最后轴线"),
            ("height_m", "总高", "地面至最高处"),
        )
    }  # fmt: skip
    for name, key in work.measures.items():
        row = work.dimensions[key]
        measures[name] = round(row.value, 4)
        spread[name] = [round(row.low, 4), round(row.high, 4)]
        rules[name] = {
            "item": row.item, "rule": row.rule, "source": row.source, "confidence": row.confidence, "text": row.text,
        }  # fmt: skip
    return {"measures": measures, "range": spread, "rules": rules}


def _of_hall(building: Building) -> dict[str, Any]:
    rows: dict[str, tuple[Dimension, float]] = {
        name: (_row(building, keys), 100.0 if name == "cai_cm" else 1.0)
        for name, keys in _KEYS.items()
    }
    measures = {name: round(d.value * k, 4) for name, (d, k) in rows.items()}
    spread = {name: [round(d.low * k, 4), round(d.high * k, 4)] for name, (d, k) in rows.items()}
    rules = {
        name: {"rule": d.rule, "source": d.source, "confidence": d.confidence, "text": d.text}
        for name, (d, _) in rows.items()
    }
    if building.system == "doukou":
        rules["doukou_cm"] = rules["cai_cm"]
        measures["doukou_cm"] = round(measures["cai_cm"] / 1.5, 4)
        spread["doukou_cm"] = [round(v / 1.5, 4) for v in spread["cai_cm"]]
    measures["height_m"] = round(building.height, 4)
    spread["height_m"] = _height_range(building)
    rules["height_m"] = {
        "rule": "derived:platform+column+bracket+rise+ridge", "source": "由上列各项推得",
        "confidence": "medium", "text": "庭院地面至正脊顶",
    }  # fmt: skip
    return {"measures": measures, "range": spread, "rules": rules}


def _row(b: Building, keys: tuple[str, ...]) -> Dimension:
    return next(b.dimensions[key] for key in keys if key in b.dimensions)


def _height_range(b: Building) -> list[float]:
    parts = [_row(b, keys) for keys in _UP]
    rest = b.height - sum(p.value for p in parts)
    return [round(rest + sum(p.low for p in parts), 4), round(rest + sum(p.high for p in parts), 4)]
