"""Sheets as DXF: the drawing in metres at full size, layers by class, real dimensions.

The only module that imports ezdxf.
"""

from __future__ import annotations

import io
from typing import Any

from scenes.drawings import layers
from scenes.drawings.sheet import Area, Sheet, Span, Stroke, Words, drawn

_METRES = 6  # $INSUNITS
_STYLE = "SANJIN"


def write_dxf(sheet: Sheet) -> str:
    """Return the sheet as DXF text (AutoCAD 2010), one unit a metre, 0, 0 the set's own.

    Frame and title block stand in model space around the drawing, so large that printing at the
    stated scale fills the paper. The same sheet gives the same text.
    """
    from ezdxf._options import options

    fixed = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True  # no clock and no random id in the file
    try:
        doc = _document(sheet)
        lines = _polylines(doc, sheet)
        out = io.StringIO()
        doc.write(out)
    finally:
        options.write_fixed_meta_data_for_testing = fixed
    text = out.getvalue()
    end = text.index("  0\nENDSEC\n", text.index("  2\nENTITIES\n"))
    return text[:end] + lines + text[end:]


def _document(sheet: Sheet) -> Any:
    from ezdxf.filemanagement import new

    doc = new("R2010", units=_METRES)
    doc.linetypes.add("SANJIN_AXIS", [12.0, 8.0, -1.5, 0.6, -1.5], description="轴线")
    doc.linetypes.add("SANJIN_DASH", [4.2, 3.0, -1.2], description="虚线")
    doc.styles.add(_STYLE, font="NotoSansSC-Regular.otf")
    doc.header["$LTSCALE"] = sheet.scale / 1000.0
    doc.header["$MEASUREMENT"] = 1
    style = _dimension_style(doc, sheet.scale)
    space = doc.modelspace()
    for area in sheet.areas:
        _hatch(doc, space, sheet, area)
    for span in sheet.spans:
        _dimension(doc, space, sheet, span, style)
    for words in sheet.words:
        _text(doc, space, sheet, words)
    doc.classes.add_required_classes(doc.dxfversion)
    # ezdxf takes them from a set, whose order differs from one process to the next.
    doc.classes.classes = dict(sorted(doc.classes.classes.items()))
    return doc


def _layer(doc: Any, name: str) -> str:
    """Return the layer's name in the file; made with its Chinese name the first time."""
    full = f"{name}-{layers.title(name)}"
    if full not in doc.layers:
        doc.layers.add(full, color=7)
    return full


def _polyline(doc: Any, space: Any, sheet: Sheet, stroke: Stroke) -> None:
    how = {"layer": _layer(doc, stroke.layer), "lineweight": _weight(stroke.pen)}
    space.add_lwpolyline(sheet.metres(stroke.points).tolist(), dxfattribs=how)


def _polylines(doc: Any, sheet: Sheet) -> str:
    """Return the drawing's lines as entities of model space, ready to be put among the others.

    There are tens of thousands; ezdxf's own writer takes ten times as long for them.
    """
    owner, new = doc.modelspace().layout_key, doc.entitydb.handles
    parts = []
    for stroke in sheet.strokes:
        line = _line_type(stroke)
        points = "".join(f" 10\n{x:.6f}\n 20\n{y:.6f}\n" for x, y in sheet.metres(stroke.points))
        parts.append(
            f"  0\nLWPOLYLINE\n  5\n{new.next()}\n330\n{owner}\n100\nAcDbEntity\n"
            f"  8\n{_layer(doc, stroke.layer)}\n{f'  6{chr(10)}{line}{chr(10)}' if line else ''}"
            f"370\n{_weight(stroke.pen)}\n100\nAcDbPolyline\n 90\n{len(stroke.points)}\n"
            f" 70\n0\n{points}"
        )
    return "".join(parts)


def _line_type(stroke: Stroke) -> str:
    if not stroke.dash:
        return ""
    return "SANJIN_AXIS" if len(stroke.dash) > 2 else "SANJIN_DASH"


_WEIGHTS = (5, 9, 13, 18, 20, 25, 30, 35, 40, 50, 53, 60, 70, 80, 90, 100, 120, 140, 158, 200)


def _weight(pen: float) -> int:
    """Return the nearest line weight that DXF knows, hundredths of a millimetre."""
    return min(_WEIGHTS, key=lambda known: abs(known - 100 * pen))


def _hatch(doc: Any, space: Any, sheet: Sheet, area: Area) -> None:
    hatch = space.add_hatch(dxfattribs={"layer": _layer(doc, area.layer)})
    hatch.rgb = tuple(bytes.fromhex(area.fill[1:]))
    for number, ring in enumerate(area.rings):
        hatch.paths.add_polyline_path(
            sheet.metres(ring).tolist(), is_closed=True, flags=1 if number == 0 else 16
        )


_ALIGN = {"start": "LEFT", "middle": "CENTER", "end": "RIGHT"}


def _text(doc: Any, space: Any, sheet: Sheet, words: Words) -> None:
    from ezdxf.enums import TextEntityAlignment

    text = space.add_text(
        words.text,
        height=0.72 * words.size * sheet.scale / 1000.0,  # DXF counts the height of capitals
        dxfattribs={"layer": _layer(doc, words.layer), "style": _STYLE},
    )
    x, y = sheet.metres(words.at).tolist()
    text.set_placement((x, y), align=TextEntityAlignment[_ALIGN[words.anchor]])


def _dimension_style(doc: Any, scale: float) -> str:
    """Add the dimension style: oblique ticks, metres, sizes for the sheet's scale."""
    name, metre = "SANJIN", scale / 1000.0
    style = doc.dimstyles.new(name)
    style.dxf.dimtxsty = _STYLE
    style.dxf.dimscale = 1.0
    style.dxf.dimtxt = 2.2 * metre
    style.dxf.dimtsz = 0.8 * metre
    style.dxf.dimexo = 1.5 * metre
    style.dxf.dimexe = 1.5 * metre
    style.dxf.dimgap = 0.7 * metre
    style.dxf.dimtad = 1
    style.dxf.dimdec = 3
    return name


def _dimension(doc: Any, space: Any, sheet: Sheet, span: Span, style: str) -> None:
    """Add a dimension with its picture, so that no program has to redraw it to show it."""
    a, b, base = (sheet.metres(p).tolist() for p in (span.a, span.b, span.base))
    said = " ".join(part for part in span.texts if part)
    dimension = space.add_linear_dim(
        base=base, p1=a, p2=b, angle=90 if span.upright else 0, text=said, dimstyle=style,
        dxfattribs={"layer": _layer(doc, "dimension")},
    ).dimension  # fmt: skip
    block = doc.blocks.new_anonymous_block(type_char="D")
    strokes, words = drawn(span)
    for stroke in strokes:
        _polyline(doc, block, sheet, stroke)
    for one in words:
        _text(doc, block, sheet, one)
    dimension.dxf.geometry = block.name
    dimension.dxf.actual_measurement = abs(b[1] - a[1]) if span.upright else abs(b[0] - a[0])
