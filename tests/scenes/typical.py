"""Typical halls of each age on which the frame is tested: as resolved, and a few told to differ."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from scenes.building import Building
from scenes.resolve import resolve
from scenes.spec import SetSpec

_SPECS: dict[str, dict[str, Any]] = {
    "唐·佛光寺": {"site": "foguangsi"},
    "唐·南禅寺": {"site": "nanchansi"},
    "五代·镇国寺": {"site": "zhenguosi"},
    "唐·斗口跳": {"period": "唐", "bays": 3, "rafters": 4, "brackets": "斗口跳"},
    "唐·把头绞项": {"period": "唐", "bays": 3, "rafters": 4, "roof": "悬山", "brackets": "把头绞项造"},
    "辽·大殿": {"period": "辽", "bays": 7, "rafters": 10, "roof": "庑殿"},
    "辽·斜栱": {"period": "辽", "bays": 5, "rafters": 8, "roof": "歇山",
              "brackets": "五铺作双杪斜栱计心"},
    "辽·山门": {"period": "辽", "type": "山门", "bays": 3},
    "宋·圣母殿": {"site": "圣母殿"},
    "宋·下昂": {"period": "北宋", "bays": 5, "rafters": 8, "roof": "歇山",
              "brackets": "六铺作单杪双昂计心真昂"},
    "金·减柱": {"period": "金", "bays": 5, "rafters": 8, "roof": "悬山"},
    "元·三清殿": {"site": "三清殿"},
    "明·七踩": {"period": "明", "bays": 7, "rafters": 8, "roof": "庑殿", "brackets": "七踩单翘重昂"},
    "明·山门": {"period": "明", "type": "山门", "bays": 3},
    "清·歇山": {"period": "清", "bays": 5, "rafters": 6, "roof": "歇山"},
    "清·硬山": {"period": "清", "bays": 3, "rafters": 6, "roof": "硬山", "brackets": "三踩单昂"},
    "清·小式": {"period": "清", "type": "配殿", "bays": 3, "brackets": "不用斗栱"},
    "清·一斗三升": {"period": "清", "type": "钟楼", "roof": "攒尖", "eaves": "单檐",
                "brackets": "一斗三升"},
    "清·钟楼": {"period": "清", "type": "钟楼", "eaves": "重檐"},
    "清·九间重檐": {"period": "清", "bays": 9, "rafters": 8, "roof": "歇山", "eaves": "重檐"},
}  # fmt: skip


@cache
def typical() -> dict[str, Building]:
    """Return the halls by name."""
    halls = {name: resolve(SetSpec.from_mapping(asked)) for name, asked in _SPECS.items()}
    jin = halls["金·减柱"]
    halls["金·减柱"] = replace(
        jin, inner_ring=True, omitted=((1, 1), (2, 1), (3, 3)), moved=((4, 1, -1.2, 0.0),)
    )
    return halls
