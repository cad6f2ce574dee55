from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from heritage_kb.errors import UnknownName
from scenes import hills, lamps, plate, sky, solids, weather
from scenes.camera import Camera, Extent
from scenes.frame import Frame, look
from scenes.light import WEATHERS, light, season_of
from scenes.model import SetModel, Triangles
from scenes.palette import seasonal
from scenes.raycast import Caster
from scenes.shots import Shot, frame
from scenes.turned import box
from scenes.view import Sphere

Stood = tuple[SetModel, Triangles, Caster]


@pytest.fixture(scope="module")
def stood(boxes: SetModel) -> Stood:
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    model.add_part("ground", *box((-160, -160, -1), (160, 160, 0)), "paving")
    model.place("ground", "ground")
    model.add_part("window", *box((-1, -4.46, 2), (1, -4.42, 3.4)), "window_paper")
    model.place("window", "window")
    triangles = model.flatten()
    return model, triangles, Caster(triangles.corners)


@pytest.fixture(scope="module")
def camera(hall: Extent) -> Camera:
    return frame(hall, Shot(), 144, 256)


@pytest.fixture(scope="module")
def seen(stood: Stood, camera: Camera) -> Frame:
    return look(stood[2], stood[1], camera)


def painted(stood: Stood, camera: Camera, *when: str) -> np.ndarray:
    return plate.paint(*stood, camera, light(*when), rays=1)[0].astype(float)


def of(frame: Frame, element: str) -> np.ndarray:
    wanted = frame.triangles.elements.index(element)
    return np.asarray(frame.ids(frame.triangles.element) == wanted)


def test_snow_whitens_what_looks_up_and_lies_under_the_sky(
    stood: Stood, camera: Camera, seen: Frame
) -> None:
    dry, snow = painted(stood, camera, "昼", "阴"), painted(stood, camera, "昼", "雪后")
    ground, wall = of(seen, "ground"), of(seen, "wall")
    assert snow[ground].mean() > dry[ground].mean() + 50
    assert snow[ground].mean() > 185
    colours = [p[wall].mean(0) for p in (dry, snow)]
    assert np.abs(colours[1] / colours[1].sum() - colours[0] / colours[0].sum()).max() < 0.05


def test_snow_lies_on_tops_and_on_their_edges_but_not_under_the_roof(stood: Stood) -> None:
    _, triangles, caster = stood
    above = Camera(eye=(0.0, -20.0, 14.0), target=(0.0, 0.0, 0.0), width=640, height=640,
                   pitch=-32, lens_mm=30)  # fmt: skip
    seen = look(caster, triangles, above)
    out = weather.exposed(seen, seen.points(), light("昼", "雪"))
    at, up = seen.points().at, seen.points().normal[:, 2]
    roof = (at[:, 2] > 5.59) & (at[:, 2] < 5.61) & (up > 0.9) & (np.abs(at[:, 1]) > 1.5)
    assert out.open[roof].mean() > 0.95
    sheltered = (np.abs(at[:, 0]) < 7) & (np.abs(at[:, 1]) < 5.0) & (at[:, 2] < 0.81) & (up > 0.9)
    assert sheltered.any()
    assert out.open[sheltered].mean() < 0.1
    eave = (np.abs(at[:, 1] + 7.0) < 0.01) & (up < 0.1)
    assert out.lip[eave & (at[:, 2] > 5.56)].mean() > 0.9
    assert out.lip[eave & (at[:, 2] < 5.42)].mean() < 0.1


def test_rain_darkens_the_ground_and_leaves_the_sheltered_dry(
    stood: Stood, camera: Camera, seen: Frame
) -> None:
    dry, rain = light("昼", "阴"), light("昼", "雨")
    assert rain.wet == 1
    one, two = painted(stood, camera, "昼", "阴"), painted(stood, camera, "昼", "雨")
    near = of(seen, "ground") & (seen.depth < 25)
    assert np.median(two[near]) < 0.92 * np.median(one[near])
    assert dry.wet == 0


def test_pools_mirror_the_hall(stood: Stood, camera: Camera, seen: Frame) -> None:
    after = light("昼", "雨后")
    albedo = np.full((len(seen.triangles.materials), 3), 0.2, np.float32)
    amount, colour = weather.mirrored(seen, seen.normal(), after, albedo, 0 * albedo)
    assert amount.max() > 0.3
    assert ((amount >= 0) & (amount <= 1)).all()
    assert (amount[~of(seen, "ground") & ~of(seen, "platform")] < 0.35).all()
    strong = amount > 0.3
    assert colour[strong].std() > 0.05  # sky here, hall there


def test_rain_streaks_and_flakes_fall_only_when_they_should(camera: Camera) -> None:
    assert weather.falling(camera, light("昼", "雨后")) is None
    assert weather.falling(camera, light("昼", "雪后")) is None
    for name in ("雨", "雪"):
        veil = weather.falling(camera, light("昼", name))
        assert veil is not None
        assert veil.min() >= 0
        assert 0.01 < (veil > 0.2).mean() < 0.35


def test_falling_things_meet_at_the_seam_of_a_sphere() -> None:
    around = Sphere(eye=(0.0, 0.0, 1.6), wide=512, top=0, bottom=256)
    for name in ("雨", "雪"):
        veil = weather.falling(around, light("昼", name))
        assert veil is not None
        joined = np.abs(veil[:, 0] - veil[:, -1]).mean()
        assert joined < 1.5 * np.abs(np.diff(veil, axis=1)).mean() + 0.02


def test_night_is_dark_and_its_windows_are_lit(stood: Stood, camera: Camera, seen: Frame) -> None:
    day, night = painted(stood, camera, "昼"), painted(stood, camera, "夜")
    assert night.mean() < 0.5 * day.mean()
    window = of(seen, "window")
    assert window.any()
    assert night[window][:, 0].mean() > 1.6 * night[of(seen, "wall")][:, 0].mean()
    assert night[window][:, 0].mean() > 1.3 * night[window][:, 2].mean()


def test_a_lit_window_throws_light_before_it(stood: Stood) -> None:
    found = lamps.windows(stood[1], stood[0])
    assert len(found) == 1
    x, y, z = np.array(found[0]["at"], float)
    assert abs(x) < 0.01
    assert y < -4.46
    assert 2 < z < 3.4


def test_a_window_turned_with_its_house_lights_the_side_it_looks_to(stood: Stood) -> None:
    turned = SetModel()
    turned.take(stood[0], "", solids.placement(turn=np.pi / 2))
    found = lamps.windows(turned.flatten(), turned)
    assert [one["faces"] for one in found] == [(1.0, 0.0, 0.0)]
    assert np.array(found[0]["at"], float)[0] > 4.46


def test_stars_are_points_and_the_moon_stands_where_the_light_comes_from() -> None:
    night = light("夜")
    around = Sphere(eye=(0.0, 0.0, 1.6), wide=1024, top=0, bottom=512)
    picture = sky.backdrop(around, night).mean(-1)[:200]
    background = np.median(picture)
    shining = picture > background + 0.25
    assert 0.0002 < shining.mean() < 0.02
    row, column = np.unravel_index(picture.argmax(), picture.shape)
    to = night.toward_sun
    turn, lift = np.arctan2(to[0], to[1]), np.arcsin(to[2])
    assert abs(column - (turn / (2 * np.pi) + 0.5) * 1024) < 4
    assert abs(row - (0.5 - lift / np.pi) * 512) < 4
    by_day = sky.backdrop(around, light("昼"))[:120].mean(-1)
    assert np.abs(np.diff(by_day, axis=1)).max() < 0.1


def test_the_hour_runs_evenly() -> None:
    clock = np.arange(0, 24.01, 0.25)
    lights = [light(float(h)) for h in clock]
    for one, two in zip(lights[:-1], lights[1:], strict=True):
        assert np.abs(np.subtract(one.sun, two.sun)).max() < 0.9
        assert np.abs(np.subtract(one.zenith, two.zenith)).max() < 0.14
    day = [one for h, one in zip(clock, lights, strict=True) if 6 <= h <= 18.25]
    bearings = [one.bearing for one in day]
    assert bearings == sorted(bearings)  # east, the viewer's right, to west
    assert max(range(len(day)), key=lambda k: day[k].height) in range(20, 29)  # about noon


def test_seasons_change_what_grows_and_how_high_the_sun_stands() -> None:
    noon = [light(12.0, "晴", s).height for s in "夏秋冬"]
    assert noon == sorted(noon, reverse=True)
    green = [seasonal("leaves", s).colour for s in ("spring", "summer", "autumn", "winter")]
    assert len(set(green)) == 4
    assert seasonal("redwood", "winter") == seasonal("redwood", "summer")
    assert light("昼", "晴", "冬").snow < light("昼", "雪", "冬").snow
    assert light("昼", "雨", "冬").snow == 0
    assert season_of("深秋") == "autumn"


def test_every_weather_differs_from_the_others() -> None:
    assert len({light("昼", name) for name in set(WEATHERS)}) == len(set(WEATHERS.values()))


@pytest.mark.parametrize(("weather_", "season", "listed"), [
    ("冰雹", "", "雨后"), ("晴", "雨季", "春、夏、秋、冬"), ("晴", "春秋", "春、夏、秋、冬"),
])  # fmt: skip
def test_unknown_words_are_refused_with_the_list(weather_: str, season: str, listed: str) -> None:
    with pytest.raises(UnknownName, match=listed):
        light("昼", weather_, season)


def test_no_far_ridge_is_brighter_than_the_air_it_stands_in(hall: Extent) -> None:
    """What hides a far ridge is the air before it: paler than the sky it looks cut out of paper."""
    dusk, camera = light("暮"), frame(hall, Shot(), 144, 256)
    land = hills.stand(camera, rise=dusk.hills)
    _, toward = camera.rays()
    toward = toward.reshape(*land.far.shape, 3)
    rise = toward[..., 2] / np.hypot(toward[..., 0], toward[..., 1])
    ridge = np.isfinite(land.far) & (land.far > 1500) & (rise > 0.25)
    bare = sky.overhead(toward[ridge], replace(dusk, cloud=0.0))
    assert ridge.sum() > 200
    painted = sky.backdrop(camera, dusk)[ridge]
    assert (painted.mean(-1) < bare.mean(-1)).mean() > 0.98
