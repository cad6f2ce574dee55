"""The comments part of a Word file: what is there stays, new comments get ids of their own."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import dirname, join
from typing import Any

from scriptgen.formats.word.package import Package, links_part, parsed
from scriptgen.formats.word.tags import R_NS, RELS_NS, STRICT, TYPES_NS, W_NS, W, whole_number

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY = f'<w:comments xmlns:w="{W_NS}"/>'.encode()
_LINKS = f'<Relationships xmlns="{RELS_NS}"/>'.encode()


class Comments:
    """Collects new comments; ``parts`` gives the parts of the file that they change."""

    def __init__(self, package: Package, author: str, initials: str, date: str) -> None:
        self.package = package
        self.author, self.initials, self.date = author, initials, date
        names = package.related("comments")
        self.is_new = not names
        self.name = names[0] if names else self._free_name()
        self.root = parsed(package.part(self.name)) if names else parsed(_EMPTY)
        marked = package.tree(package.main).iter(
            *(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
        )
        used = [node.get(f"{W}id") for node in (*self.root, *marked) if isinstance(node.tag, str)]
        self.next_id = max((whole_number(id, -1) for id in used), default=-1) + 1

    def add(self, rows: Sequence[str]) -> str:
        """Add a comment of some paragraphs and return its id."""
        comment = self._element(self.root, "comment")
        id = str(self.next_id)
        self.next_id += 1
        values = {"id": id, "author": self.author, "date": self.date, "initials": self.initials}
        for name, value in values.items():
            if value:
                comment.set(f"{W}{name}", value)
        for n, row in enumerate(rows):
            paragraph = self._element(comment, "p")
            if n == 0:
                self._element(self._element(paragraph, "r"), "annotationRef")
            text = self._element(self._element(paragraph, "r"), "t")
            text.text = row
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return id

    def parts(self) -> dict[str, bytes]:
        """Return the comments part, and what declares it where it is new."""
        changed = {self.name: self._written(self.root)}
        if self.is_new:
            changed[links_part(self.package.main)] = self._links()
            changed["[Content_Types].xml"] = self._types()
        return changed

    def _element(self, node: Any, name: str) -> Any:
        from lxml import etree

        return etree.SubElement(node, f"{W}{name}")

    def _free_name(self) -> str:
        folder = dirname(self.package.main)
        names = [join(folder, f"comments{n or ''}.xml") for n in range(len(self.package.names) + 1)]
        return next(name for name in names if name not in self.package.names)

    def _links(self) -> bytes:
        from lxml import etree

        name = links_part(self.package.main)
        root = parsed(self.package.part(name) if name in self.package.names else _LINKS)
        used = {link.get("Id") for link in root}
        link = etree.SubElement(root, f"{{{RELS_NS}}}Relationship")
        link.set(
            "Id", next(f"rIdReview{n}" for n in range(len(used) + 1) if f"rIdReview{n}" not in used)
        )
        link.set("Type", f"{R_NS}/comments")
        link.set("Target", self.name.rsplit("/", 1)[-1])
        return self._written(root)

    def _types(self) -> bytes:
        from lxml import etree

        root = parsed(self.package.part("[Content_Types].xml"))
        for old in root:
            if old.get("PartName") == f"/{self.name}":
                return self.package.part("[Content_Types].xml")
        kind = etree.SubElement(root, f"{{{TYPES_NS}}}Override")
        kind.set("PartName", f"/{self.name}")
        kind.set("ContentType", _KIND)
        return self._written(root)

    def _written(self, root: Any) -> bytes:
        from lxml import etree

        text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        if self.package.is_strict:
            for spelling, usual in STRICT.items():
                text = text.replace(usual, spelling)
        return text
