"""The hour, the season and the weather, as light.

Colours are linear RGB. The hall looks towards -y, south: the sun goes from the viewer's right to
the left, but stays in front of the hall and stands higher at dawn and dusk than it would, as a
painter places it. By night the moon stands behind, so that lit windows have the front to
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from heritage_kb.errors import RefusedInput, UnknownName
from scenes import clock
from scenes.clock import hour_of

Colour = tuple[float, float, float]

# Name → sky; the first name of a sky is the one shown.
WEATHERS = {
    **dict.fromkeys(("晴", "晴天", "clear", ""), "clear"),
    **dict.fromkeys(("多云", "云", "cloudy"), "cloudy"),
    **dict.fromkeys(("阴", "阴天", "overcast"), "overcast"),
    **dict.fromkeys(("雾", "薄雾", "大雾", "雾天", "mist", "fog"), "mist"),
    **dict.fromkeys(("雨", "小雨", "细雨", "大雨", "雨天", "rain"), "rain"),
    **dict.fromkeys(("雨后", "雨霁", "雨过天晴", "after rain"), "after_rain"),
    **dict.fromkeys(("雪", "小雪", "大雪", "飞雪", "雪天", "snow"), "snow"),
    **dict.fromkeys(("雪后", "雪霁", "after snow"), "after_snow"),
}
SKIES = tuple({sky: name for name, sky in reversed(WEATHERS.items())}.values())[::-1]
_YEAR = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Light:
    """One state of the sky.

    ``bearing`` is where the sun (or moon) stands, degrees from square in front of the hall to the
    viewer's left; ``height`` its elevation in degrees. ``fog`` is the distance in metres over
    which two thirds of a thing's own colour are lost. ``ambient`` scales what the sky gives to
    things against how it is painted; ``spread`` is the tangent of the sun's breadth. The rest is 0..1: ``cloud`` covers the sky, ``snow`` lies and
    ``flakes`` fall, ``wet`` darkens, ``pools`` stand and ``rain`` falls; ``stars`` shine.
    ``hills`` is how high the painted mountains stand: 1 at a range's foot, little in a plain.
    """

    hour: str
    bearing: float
    height: float
    sun: Colour
    zenith: Colour
    horizon: Colour
    glow: Colour
    mist: Colour
    ambient: float = 0.62
    spread: float = 0.016
    fog: float = 120.0
    exposure: float = 1.0
    lamps: float = 0.0
    stars: float = 0.0
    cloud: float = 0.56
    snow: float = 0.0
    flakes: float = 0.0
    wet: float = 0.0
    pools: float = 0.0
    rain: float = 0.0
    season: str = "autumn"
    hills: float = 1.0

    @property
    def toward_sun(self) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Return the unit vector to the sun."""
        around, up = np.radians(self.bearing), np.radians(self.height)
        return np.array(
            [-np.sin(around) * np.cos(up), -np.cos(around) * np.cos(up), np.sin(up)], np.float32
        )


_DAWN = Light(
    hour="dawn", bearing=-62, height=11, sun=(2.9, 2.0, 1.15), zenith=(0.36, 0.47, 0.58),
    horizon=(0.95, 0.80, 0.62), glow=(1.08, 0.80, 0.52), mist=(0.82, 0.79, 0.73), fog=80,
    exposure=0.98, lamps=0.25,
)  # fmt: skip
_DAY = Light(
    hour="day", bearing=-28, height=42, sun=(2.75, 2.5, 2.05), zenith=(0.30, 0.45, 0.58),
    horizon=(0.82, 0.83, 0.76), glow=(0.95, 0.91, 0.80), mist=(0.78, 0.81, 0.78), fog=170,
)  # fmt: skip
_DUSK = Light(
    hour="dusk", bearing=46, height=9, sun=(3.3, 1.85, 0.86), zenith=(0.150, 0.225, 0.335),
    horizon=(0.92, 0.58, 0.38), glow=(1.15, 0.60, 0.28), mist=(0.62, 0.50, 0.43), fog=135,
    ambient=0.66, exposure=1.14, lamps=1.0,
)  # fmt: skip
_TWILIGHT = Light(
    hour="dusk", bearing=48, height=6, sun=(0.20, 0.16, 0.17), zenith=(0.052, 0.092, 0.175),
    horizon=(0.34, 0.25, 0.25), glow=(0.50, 0.29, 0.20), mist=(0.19, 0.19, 0.24), fog=120,
    ambient=0.85, exposure=1.35, lamps=1.5, stars=0.15,
)  # fmt: skip
_NIGHT = Light(
    hour="night", bearing=142, height=33, sun=(0.36, 0.46, 0.60), zenith=(0.016, 0.030, 0.062),
    horizon=(0.075, 0.112, 0.165), glow=(0.13, 0.17, 0.22), mist=(0.070, 0.098, 0.140), fog=110,
    ambient=1.0, exposure=1.40, lamps=1.6, stars=1.0, cloud=0.40,
)  # fmt: skip
# What the sky is at these hours; between two it goes evenly from one to the other.
_HOURS = (
    (0.0, _NIGHT),
    (4.4, _NIGHT),
    (5.2, replace(_TWILIGHT, bearing=-74, glow=(0.48, 0.33, 0.26), lamps=0.8)),
    (6.0, _DAWN),
    (8.0, replace(_DAY, bearing=-50, height=27, sun=(2.85, 2.4, 1.75), fog=125)),
    (10.0, _DAY),
    (12.0, replace(_DAY, bearing=20, height=55)),
    (15.0, replace(_DAY, bearing=42, height=38)),
    (17.0, replace(_DAY, bearing=44, height=20, sun=(3.0, 2.3, 1.5), glow=(1.05, 0.86, 0.62))),
    (18.3, _DUSK),
    (19.3, _TWILIGHT),
    (20.2, _NIGHT),
    (24.0, _NIGHT),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sky:
    """What a weather does to a clear sky: ``grey`` mixes colour away, ``dim`` scales the sun.

    ``zenith`` scales its colour, ``sky`` what the sky gives to things: more than a clear one, against
    how it is painted. ``fog`` scales the reach of sight; the rest are the fields of ``Light``.
    """

    grey: float
    dim: float
    fog: float
    zenith: float = 1.25
    sky: float = 1.5
    cloud: float = 0.75
    snow: float = 0.0
    flakes: float = 0.0
    wet: float = 0.0
    pools: float = 0.0
    rain: float = 0.0


_SKIES = {
    "cloudy": _Sky(grey=0.15, dim=0.72, fog=0.9, zenith=1.08, sky=1.10, cloud=0.80),
    "overcast": _Sky(grey=0.60, dim=0.08, fog=0.75, sky=1.55, cloud=0.86),
    "mist": _Sky(grey=0.55, dim=0.14, fog=0.32, sky=1.45),
    "rain": _Sky(grey=0.72, dim=0.04, fog=0.62, sky=1.65, cloud=0.84, wet=1, pools=0.75, rain=1),
    "after_rain": _Sky(grey=0.10, dim=0.85, fog=1.15, zenith=1.05, sky=1.05, cloud=0.74, wet=1,
                       pools=1),
    "snow": _Sky(grey=0.50, dim=0.16, fog=0.60, zenith=1.5, sky=1.60, cloud=0.84, snow=1, flakes=1),
    "after_snow": _Sky(grey=0.05, dim=0.92, fog=1.1, zenith=1.10, sky=1.0, cloud=0.48, snow=1),
}  # fmt: skip


def light(hour: str | float | None, weather: str = "clear", season: str = "") -> Light:
    """Return the light of an hour in a weather and a season.

    Args:
        hour: a time word (see ``scenes.clock``) or 0-24; dusk where nothing is said.
        weather: 晴 多云 阴 雾 雨 雨后 雪 雪后; clear where nothing is said.
        season: 春 夏 秋 冬; autumn where nothing is said.

    Raises:
        UnknownName: no such hour, weather or season.
        RefusedInput: an hour outside 0-24.
    """
    sky = WEATHERS.get(weather.strip())
    if sky is None:
        raise UnknownName(
            f"天气“{weather}”不认识；请用 {'、'.join(SKIES)} 之一。",
            f"Unknown weather {weather!r}.",
        )
    time = hour_of(hour) if isinstance(hour, str) else hour
    year = season_of(season)
    clear = _at(18.3 if time is None else time)
    return _weathered(_seasoned(clear, year), sky)


def season_of(said: str) -> str:
    """Return spring, summer, autumn or winter of a word (春, 深秋, winter); autumn of none.

    Raises:
        UnknownName: no season is in the word.
    """
    return _YEAR[clock.season_of(said)] if said.strip() else "autumn"


def _at(time: float) -> Light:
    """Return the clear sky of an hour on the time, by the mean sun of Shanxi."""
    if not 0 <= time <= 24:
        raise RefusedInput(
            f"钟点 {time:g} 不在 0 到 24 之间；请改 hour。", f"Hour {time:g} is not in 0-24."
        )
    parts = ((5.0, "night"), (8.5, "dawn"), (16.5, "day"), (20.0, "dusk"), (24.1, "night"))
    named = next(name for end, name in parts if time < end)
    for (first, before), (last, after) in zip(_HOURS[:-1], _HOURS[1:], strict=True):
        if time <= last:
            part = (time - first) / (last - first)
            return replace(_between(before, after, part), hour=named)
    raise AssertionError(time)  # the last of _HOURS is 24


def _between(before: Light, after: Light, part: float) -> Light:
    def mixed(name: str) -> float:
        low, high = getattr(before, name), getattr(after, name)
        return float(low + (high - low) * part)

    def colour(name: str) -> Colour:
        low, high = getattr(before, name), getattr(after, name)
        r, g, b = (float(p + (q - p) * part) for p, q in zip(low, high, strict=True))
        return (r, g, b)

    return Light(
        hour=before.hour, bearing=mixed("bearing"), height=mixed("height"), sun=colour("sun"),
        zenith=colour("zenith"), horizon=colour("horizon"), glow=colour("glow"),
        mist=colour("mist"), ambient=mixed("ambient"), fog=mixed("fog"),
        exposure=mixed("exposure"), lamps=mixed("lamps"), stars=mixed("stars"),
        cloud=mixed("cloud"),
    )  # fmt: skip


def _seasoned(sky: Light, season: str) -> Light:
    """Return a sky in its season; autumn's is the one the hours are given for.

    The noon sun stands 23 degrees higher or lower at the solstices.
    """
    noon = float(np.clip((sky.height - 12) / 43, 0, 1)) if sky.hour in ("day", "dawn") else 0.0
    if season == "summer":
        return replace(
            sky, season=season, height=sky.height + 17 * noon, sun=_times(sky.sun, 1.05, 1.03, 0.98),
            zenith=_times(sky.zenith, 0.86, 0.97, 1.06), mist=_times(sky.mist, 0.95, 1.0, 0.98),
            fog=0.88 * sky.fog,
        )  # fmt: skip
    if season == "winter":
        # Old snow is left on what the sun does not reach.
        return replace(
            sky, season=season, height=sky.height - 21 * noon, sun=_times(sky.sun, 0.96, 0.93, 0.94),
            zenith=_times(sky.zenith, 1.05, 1.06, 1.04), horizon=_times(sky.horizon, 0.96, 1.0, 1.10),
            mist=_times(sky.mist, 0.97, 1.0, 1.07), fog=1.1 * sky.fog, snow=0.30,
        )  # fmt: skip
    if season == "spring":
        return replace(
            sky, season=season, sun=_times(sky.sun, 0.98, 1.0, 1.03), fog=0.82 * sky.fog,
            horizon=_times(sky.horizon, 1.0, 1.02, 1.02), mist=_times(sky.mist, 1.02, 1.03, 1.01),
        )  # fmt: skip
    return sky


def _weathered(clear: Light, weather: str) -> Light:
    if weather == "clear":
        return clear
    sky = _SKIES[weather]
    return replace(
        clear,
        sun=_times(clear.sun, sky.dim, sky.dim, sky.dim),
        zenith=_greyed(clear.zenith, sky.grey, sky.zenith),
        horizon=_greyed(clear.horizon, sky.grey, 1.0 + 0.2 * (sky.zenith - 1)),
        glow=_greyed(clear.glow, sky.grey * 0.8, 0.95),
        mist=_greyed(clear.mist, sky.grey * 0.6, 1.0),
        fog=clear.fog * sky.fog,
        ambient=clear.ambient * sky.sky,
        cloud=max(clear.cloud, sky.cloud) if sky.cloud > 0.5 else sky.cloud,
        stars=clear.stars * float(np.clip(3 - 4 * sky.cloud, 0, 1)),
        snow=max(clear.snow if not sky.wet else 0.0, sky.snow),
        flakes=sky.flakes, wet=sky.wet, pools=sky.pools, rain=sky.rain,
    )  # fmt: skip


def _times(colour: Colour, red: float, green: float, blue: float) -> Colour:
    return (colour[0] * red, colour[1] * green, colour[2] * blue)


def _greyed(colour: Colour, amount: float, gain: float) -> Colour:
    mean = sum(colour) / 3
    mixed = [(c + (mean - c) * amount) * gain for c in colour]
    return (mixed[0], mixed[1], mixed[2])
