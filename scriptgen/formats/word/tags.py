"""Names of the elements of a Word file, and the two spellings of their namespaces."""

from __future__ import annotations

from typing import Any

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
W = f"{{{W_NS}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# ISO 29500 strict files say the same in other namespaces.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W_NS.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R_NS.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1].encode(),
}
_OFF = ("0", "false", "off", "none")


def val(node: Any, path: str) -> str | None:
    """Return the ``w:val`` of the child at ``path`` (names without prefix), None without one."""
    found = child(node, path)
    return found.get(f"{W}val") if found is not None else None


def child(node: Any, path: str) -> Any:
    """Return the child at ``path``, such as ``pPr/numPr``; None where there is none."""
    for name in path.split("/"):
        if node is None:
            return None
        node = node.find(f"{W}{name}")
    return node


def is_on(node: Any) -> bool:
    """Tell whether a switch such as ``w:vanish`` is there and not turned off."""
    return node is not None and (node.get(f"{W}val") or "1").lower() not in _OFF


def whole_number(text: str | None, default: int) -> int:
    """Return the whole number of an attribute, else the default."""
    try:
        return int(text) if text is not None and len(text) < 10 else default
    except ValueError:
        return default
