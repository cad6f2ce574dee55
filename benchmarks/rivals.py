"""What other readers make of the same stories: run under an interpreter that has them.

``PYTHON benchmarks/rivals.py FOLDER`` reads every ``NAME.fountain`` and ``NAME.fdx`` of a folder and
prints, as JSON, the dialogue (speaker, text) and the number of scenes that each library found.
``python -m benchmarks.imports --rivals PYTHON`` makes the folder and counts.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

Found = tuple[list[list[str]], int]


def _screenplain(text: str) -> Found:
    from screenplain.parsers import fountain

    script = list(fountain.parse(io.StringIO(text)))
    said = []
    for part in script:
        if type(part).__name__ == "Dialog":
            words = [_rich(block[1]) for block in part.blocks if not block[0]]
            said.append([_rich(part.character), "".join(words)])
    return said, sum(type(part).__name__ == "Slug" for part in script)


def _rich(value: Any) -> str:
    return "".join(getattr(s, "text", str(s)) for s in getattr(value, "segments", [value]))


def _fountain_parser(text: str) -> Found:
    import fountain_parser

    said: list[list[str]] = []
    scenes = 0
    stack = [fountain_parser.FountainParser().parse(text)]
    seen: set[int] = set()
    while stack:
        node = stack.pop(0)
        if id(node) in seen:
            continue
        seen.add(id(node))
        name = type(node).__name__
        scenes += name == "SceneHeading"
        if name == "DialogueBlock":
            who = getattr(node, "character", None)
            words = [
                getattr(e, "text", "")
                for e in getattr(node, "elements", []) or []
                if type(e).__name__ == "Dialogue"
            ]
            said.append([str(getattr(who, "name", getattr(who, "text", who))), "".join(words)])
        for value in vars(node).values() if hasattr(node, "__dict__") else ():
            stack += [
                v for v in (value if isinstance(value, list) else [value]) if hasattr(v, "__dict__")
            ]
    return said, scenes


def _screenplay_tools(text: str) -> Found:
    from screenplay_tools.fountain.parser import Parser

    parser = Parser()
    parser.add_text(text)
    said: list[list[str]] = []
    scenes, who = 0, ""
    for one in parser.script.elements:
        kind = str(one.type).split(".")[-1].upper()
        scenes += kind in ("HEADING", "SCENE_HEADING", "SCENEHEADING")
        if kind == "CHARACTER":
            who = str(getattr(one, "name", "") or getattr(one, "text", ""))
        elif kind == "DIALOGUE":
            said.append([who, str(one.text)])
    return said, scenes


READERS = {
    "screenplain": _screenplain,
    "fountain-parser": _fountain_parser,
    "screenplay-tools": _screenplay_tools,
}


def main() -> None:
    """Read the folder with every library and print what they found."""
    told: dict[str, dict[str, Any]] = {}
    for file in sorted(Path(sys.argv[1]).glob("*.fountain")):
        for name, reader in READERS.items():
            try:
                said, scenes = reader(file.read_text("utf-8"))
                told.setdefault(name, {})[file.stem] = {"said": said, "scenes": scenes}
            except Exception as error:  # noqa: BLE001 - a library that fails is counted as such
                told.setdefault(name, {})[file.stem] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
