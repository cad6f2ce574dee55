"""A spec's file and its words: read whatever wrote them, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from heritage_kb.errors import SanjinError
from scenes import surroundings
from scenes.spec import SetSpec, read_spec

PLAIN = 'period = "唐"\nbays = 3\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_that_editors_write(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "制景 单.toml"
    file.write_bytes(PLAIN.encode(encoding))
    assert read_spec(file).period == "唐"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.toml", b'period = "'),
        ("cut.json", b'{"period": '),
        ("deep.json", b"[" * 100_000),
        ("deep.toml", b"a = " + b"[" * 5000 + b"]" * 5000),
        ("list.json", b"[1]"),
        ("zero.toml", b"a\0b"),
        ("noise.toml", bytes(range(128, 256)) * 9),
        ("huge.toml", b"#" * 2_000_000),
    ],
)
def test_a_broken_file_is_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(SanjinError, match=name) as refused:
        read_spec(file)
    assert "\n" not in refused.value.zh


def test_seasons_are_read_as_people_say_them() -> None:
    assert SetSpec.from_mapping({"season": "深秋"}).season == "秋"
    assert SetSpec.from_mapping({"season": "腊月"}).season == "冬"
    with pytest.raises(SanjinError, match="雨季"):
        SetSpec.from_mapping({"season": "雨季"})


@pytest.mark.parametrize("camera", [{"panorama": 0}, {"panorama": -4}, {"compositions": 0}])
def test_nothing_asked_for_is_not_the_same_as_none_of_it(camera: dict[str, int]) -> None:
    with pytest.raises(SanjinError):
        surroundings.read(camera)
    assert surroundings.read({}) == surroundings.Wanted()
