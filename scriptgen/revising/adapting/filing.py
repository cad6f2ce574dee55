"""An adaptation on disk: the brief to draft from, what was found, the source, the script so far."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from heritage_kb import label
from heritage_kb.publish import publish, write_file
from scriptgen import jsonfile
from scriptgen.formats.files import write
from scriptgen.revising.adapting.adaptation import Adaptation

SOURCE = "原文.txt"


def write_adaptation(made: Adaptation, out: str | os.PathLike[str]) -> tuple[str, ...]:
    """Write ``brief.toml``, ``adaptation.json``, ``series.json``, ``改编稿.docx`` and ``原文.txt``.

    All or nothing; what is machine-made is labelled, the source is not touched.

    Raises:
        RefusedInput: a folder that cannot be written.
    """
    series = made.series()
    with publish(out) as folder:
        _labelled(
            _toml(made.brief.model_dump(mode="json", exclude_none=True)), folder / "brief.toml"
        )
        _labelled(jsonfile.dumps(made.to_json()), folder / "adaptation.json")
        write(series, folder / "series.json")
        write(series, folder / "改编稿.docx")
        write_file(folder / SOURCE, made.source.text.encode())
        return tuple(sorted(p.name for p in folder.iterdir() if not p.name.startswith(".")))


def _labelled(data: bytes, path: Path) -> None:
    write_file(path, data)
    label.stamp(path)


def _toml(values: Mapping[str, object]) -> bytes:
    """Return flat values as TOML: its strings, numbers and lists are written as JSON's are."""
    rows = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return ("\n".join(rows) + "\n").encode()
