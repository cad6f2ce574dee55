"""The hour, the season and the weather, as light.

Colours are linear RGB. The hall looks towards -y: the sun stands in front of it where a painter
would put it, except where the spec knows which way the hall really faces.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from heritage_kb.errors import RefusedInput, UnknownName
from scenes.clock import hour_of

Colour = tuple[float, float, float]

WEATHERS = {
    "晴": "clear",
    "clear": "clear",
    "": "clear",
    "雾": "mist",
    "mist": "mist",
    "fog": "mist",
    "阴": "mist",
    "雪": "snow",
    "snow": "snow",
    "雨": "rain",
    "rain": "rain",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Light:
    """One state of the sky.

    ``bearing`` is where the sun (or moon) stands, degrees from square in front of the hall to the
    viewer's left; ``height`` its elevation in degrees. ``fog`` is the distance in metres over
    which two thirds of a thing's own colour are lost. ``snow`` and ``wet`` are 0..1.
    ``ambient`` scales what the sky gives to things against how it is painted.
    """

    hour: str
    bearing: float
    height: float
    sun: Colour
    zenith: Colour
    horizon: Colour
    glow: Colour
    mist: Colour
    ambient: float = 1.0
    fog: float = 120.0
    exposure: float = 1.0
    lamps: float = 0.0
    snow: float = 0.0
    wet: float = 0.0

    @property
    def toward_sun(self) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Return the unit vector to the sun."""
        around, up = np.radians(self.bearing), np.radians(self.height)
        return np.array(
            [-np.sin(around) * np.cos(up), -np.cos(around) * np.cos(up), np.sin(up)], np.float32
        )


_SKIES = {
    "dawn": Light(
        hour="dawn",
        bearing=-62,
        height=11,
        sun=(2.9, 2.0, 1.15),
        zenith=(0.36, 0.47, 0.58),
        horizon=(0.95, 0.80, 0.62),
        glow=(1.08, 0.80, 0.52),
        mist=(0.82, 0.79, 0.73),
        fog=80,
        ambient=0.62,
        exposure=0.98,
        lamps=0.25,
    ),
    "day": Light(
        hour="day",
        bearing=42,
        height=40,
        sun=(2.75, 2.5, 2.05),
        zenith=(0.30, 0.45, 0.58),
        horizon=(0.82, 0.83, 0.76),
        glow=(0.95, 0.91, 0.80),
        mist=(0.78, 0.81, 0.78),
        fog=170,
        ambient=0.62,
        exposure=1.0,
    ),
    "dusk": Light(
        hour="dusk",
        bearing=42,
        height=9.0,
        sun=(3.3, 1.85, 0.86),
        zenith=(0.150, 0.225, 0.335),
        horizon=(0.92, 0.58, 0.38),
        glow=(1.15, 0.60, 0.28),
        mist=(0.62, 0.50, 0.43),
        fog=135,
        ambient=0.66,
        exposure=1.14,
        lamps=1.0,
    ),
    "night": Light(
        hour="night",
        bearing=42,
        height=36,
        sun=(0.34, 0.44, 0.58),
        zenith=(0.022, 0.040, 0.075),
        horizon=(0.085, 0.125, 0.175),
        glow=(0.14, 0.18, 0.22),
        mist=(0.085, 0.115, 0.155),
        fog=110,
        ambient=0.85,
        exposure=1.30,
        lamps=1.6,
    ),
}


def light(hour: str | float | None, weather: str = "clear") -> Light:
    """Return the light of an hour in a weather (晴 雾 雪 雨).

    Args:
        hour: a time word (see ``scenes.clock``) or 0-24; dusk where nothing is said.
        weather: by name; clear where nothing is said.

    Raises:
        UnknownName: no such hour or weather.
    """
    sky = WEATHERS.get(weather.strip())
    if sky is None:
        raise UnknownName(
            f"天气“{weather}”不认识；请用 晴、雾、雪、雨 之一。", f"Unknown weather {weather!r}."
        )
    clock = hour_of(hour) if isinstance(hour, str) else hour
    return _weathered(_SKIES["dusk" if clock is None else _named(clock)], sky)


def _named(clock: float) -> str:
    """Return the part of the day of an hour on the clock, by the mean sun of Shanxi."""
    if not 0 <= clock <= 24:
        raise RefusedInput(
            f"钟点 {clock:g} 不在 0 到 24 之间；请改 hour。", f"Hour {clock:g} is not in 0-24."
        )
    parts = ((5.0, "night"), (8.5, "dawn"), (16.5, "day"), (20.0, "dusk"), (24.1, "night"))
    return next(name for end, name in parts if clock < end)


def _weathered(clear: Light, weather: str) -> Light:
    if weather == "clear":
        return clear
    grey = {"mist": 0.55, "snow": 0.6, "rain": 0.8}[weather]
    dim = {"mist": 0.45, "snow": 0.4, "rain": 0.12}[weather]
    fog = {"mist": 0.42, "snow": 0.6, "rain": 0.5}[weather]
    return replace(
        clear,
        sun=_scaled(clear.sun, dim),
        zenith=_greyed(clear.zenith, grey, 1.25),
        horizon=_greyed(clear.horizon, grey, 1.05),
        glow=_greyed(clear.glow, grey * 0.8, 0.9),
        mist=_greyed(clear.mist, grey * 0.6, 1.0),
        fog=clear.fog * fog,
        snow=1.0 if weather == "snow" else 0.0,
        wet=1.0 if weather == "rain" else 0.0,
    )


def _scaled(colour: Colour, factor: float) -> Colour:
    return (colour[0] * factor, colour[1] * factor, colour[2] * factor)


def _greyed(colour: Colour, amount: float, gain: float) -> Colour:
    mean = sum(colour) / 3
    mixed = [(c + (mean - c) * amount) * gain for c in colour]
    return (mixed[0], mixed[1], mixed[2])
