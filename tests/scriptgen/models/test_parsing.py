"""JSON out of talk: read where there is no doubt, left alone where there is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptgen.models.parsing import Unreadable, read_json

pytest.importorskip("json_repair")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ('{"a":1}', {"a": 1}),
        ('好的：\n```json\n{"a": [1,2,],}\n```\n希望有用', {"a": [1, 2]}),
        ('说：{"a":"他说"} 完', {"a": "他说"}),
        ('{"a":"x\ny"}', {"a": "x\ny"}),
        ('{"a":[{"b":1},{"b":2}', {"a": [{"b": 1}, {"b": 2}]}),
        ('{"a":1} {"a":1}', {"a": 1}),
        ("{'a': '他', 'b': True}", {"a": "他", "b": True}),
        ('<think>{"a":3}</think>{"a":1}', {"a": 1}),
        ('想一想 {"a":3}</think>{"a":1}', {"a": 1}),
        ('{"a":1 "b":2}', {"a": 1, "b": 2}),
        ('{"a": "他说"不行"", "b":1}', {"a": '他说"不行"', "b": 1}),
        ('{"l":[{"t":"一"}{"t":"二"}]}', {"l": [{"t": "一"}, {"t": "二"}]}),
        ('{"a":"\\u6c34"}', {"a": "水"}),
    ],
)
def test_what_leaves_no_doubt_is_read(said: str, value: dict[str, Any]) -> None:
    assert read_json(said) == value


@pytest.mark.parametrize(
    "said",
    [
        "", "没有", "[1, 2]", '{"a":"他走', '{"a":1}{"a":2}', '{"a":tr', '{"a":1,"b":', '{"a":1,"b"',
        '{"a":[{"b":1},', '{"a":1 // 注释\n}', "{" * 5000, '{"a":' * 5000, '{“a”：“好”}',
    ],
)  # fmt: skip
def test_what_leaves_a_doubt_is_not(said: str) -> None:
    with pytest.raises(Unreadable):
        read_json(said)


def test_what_was_cut_at_its_length_is_never_closed() -> None:
    with pytest.raises(Unreadable, match="没有写完"):
        read_json('{"a":[{"b":1}', cut=True)


_VALUES = st.recursive(
    st.integers() | st.booleans() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text(max_size=4), _VALUES, min_size=1, max_size=3), st.data())
def test_whatever_is_cut_off_is_read_whole_or_not_at_all(value: Any, data: Any) -> None:
    said = json.dumps(value, ensure_ascii=False)
    assert read_json(f"```json\n{said}\n```") == value
    at = data.draw(st.integers(0, len(said)))
    try:
        got = read_json(said[:at])
    except Unreadable:
        return
    # Only closing brackets may have been missing: every leaf that was said is there, no other.
    assert json.dumps(got, ensure_ascii=False).startswith(said[:at].rstrip("]} "))
