"""What a Word file says beside its text: comments, foot- and endnotes, page headers and footers.

None of it is a line of the script; all of it is kept, with the paragraph that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scriptgen.formats.word.package import Package
from scriptgen.formats.word.pieces import shown
from scriptgen.formats.word.styles import Styles
from scriptgen.formats.word.tags import W
from scriptgen.reading import Loose

_PARTS = {"comment": "comments", "footnote": "footnotes", "endnote": "endnotes"}
_SAID = {"footnote": "脚注：", "endnote": "尾注："}


class Notes:
    """The notes of one file, by kind and id."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self.package = package
        self.styles = styles
        self.found = {kind: self._read(kind) for kind in _PARTS}
        self.told: set[tuple[str, str]] = set()

    def of(self, kind: str, id: str) -> Iterator[str]:
        """Yield the note that a mark in the text refers to, the first time it is met."""
        text = self.found[kind].get(id)
        if text and (kind, id) not in self.told:
            self.told.add((kind, id))
            yield text

    def outside(self) -> list[Loose]:
        """Return what belongs to no paragraph: headers, footers, macros, stray comments."""
        texts = []
        for kind, name in (("header", "页眉："), ("footer", "页脚：")):
            for part in dict.fromkeys(self.package.related(kind)):
                text = " ".join(self._paragraphs(self.package.tree(part))).strip()
                texts += [f"{name}{text}"] if text else []
        texts = list(dict.fromkeys(texts))
        if any(name.lower().endswith("vbaproject.bin") for name in self.package.names):
            texts.append("文件带有宏，没有运行；只读了文字")
        for kind, found in self.found.items():
            texts += [text for id, text in found.items() if (kind, id) not in self.told and text]
        return [Loose(source_line=0, text=text) for text in texts]

    def _read(self, kind: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in self.package.related(_PARTS[kind]):
            for note in self.package.tree(part).iterchildren(f"{W}{kind}"):
                text = " ".join(self._paragraphs(note)).strip()
                author = note.get(f"{W}author") or ""
                head = _SAID.get(kind) or f"批注{' ' if author else ''}{author}："
                id = note.get(f"{W}id") or ""
                if text:
                    found.setdefault(id, head + text)
        return found

    def _paragraphs(self, node: Any) -> Iterator[str]:
        for paragraph in node.iter(f"{W}p"):
            text = "".join(piece.text for piece in shown(paragraph, self.styles).pieces)
            if text.strip():
                yield text.strip().replace("\n", " ")
