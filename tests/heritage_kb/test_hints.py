"""Search hints are of entries that there are."""

import heritage_kb
from heritage_kb.rules.hints import search_hints


def test_what_does_not_hold_is_said(tmp_path):
    lines = [
        '{"entry": "foguangsi", "hints": ["山里朝西的古殿"]}',
        '{"entry": "nothing", "hints": ["什么"]}',
        '{"entry": "foguangsi", "hints": []}',
        '{"entry": "foguangsi", "hints": ["佛光寺在哪"]}',
        "not json",
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = [one.code for _, one in search_hints(heritage_kb.open(), tmp_path)]
    assert found == ["HINT", "HINT", "HINT_NAMES", "HINT"]
