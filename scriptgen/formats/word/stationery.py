"""The parts of a printed script that are the same in every script: styles, page foot, settings.

Sizes are half-points, lengths twips (a twentieth of a point): a Chinese character of the text
(小四, 12 pt) is 240 twips wide.
"""

from __future__ import annotations

from scriptgen.formats.word.tags import R_NS, RELS_NS, TYPES_NS, W_NS

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def part_head(root: str) -> bytes:
    """Return the start of a WordprocessingML part; a document's body is opened too."""
    body = "<w:body>" if root == "document" else ""
    return f'{_DECLARATION}<w:{root} xmlns:w="{W_NS}" xmlns:r="{R_NS}">{body}'.encode()


def fonts(face: str) -> str:
    """Set a Chinese face for Chinese text; Latin letters and figures keep Times New Roman."""
    latin = "Times New Roman"
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face}" w:cs="{latin}" '
        'w:hint="eastAsia"/>'
    )


def _style(
    id: str, name: str, shape: str, face: str = "", size: int = 0, *, bold: bool = False
) -> str:
    """Return a paragraph style based on the text's; ``shape`` is its paragraph properties."""
    letters = fonts(face) if face else ""
    letters += "<w:b/><w:bCs/>" if bold else ""
    letters += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    own = "" if name.startswith(("heading", "Title", "header", "footer")) else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="a"/><w:qFormat/><w:pPr>{shape}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def _indent(characters: int) -> str:
    """Hang what runs on under the text, not under the sign or the name."""
    width = 240 * characters
    return (
        f'<w:ind w:left="{width}" w:leftChars="{100 * characters}" w:hanging="{width}" '
        f'w:hangingChars="{100 * characters}"/>'
    )


def _space(before: int, after: int, line: int = 360) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


_CENTRED = '<w:jc w:val="center"/>'
_STYLES = (
    f'{_DECLARATION}<w:styles xmlns:w="{W_NS}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(SONG)}'
    '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/>'
    f"<w:pPr><w:widowControl/>{_space(0, 0)}</w:pPr></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="a0">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    '<w:basedOn w:val="a1"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
    + _style(
        "1",
        "heading 1",
        f'<w:keepNext/><w:keepLines/><w:pageBreakBefore/>{_space(0, 240)}<w:outlineLvl w:val="0"/>',
        HEI,
        32,
        bold=True,
    )
    + _style(
        "2",
        "heading 2",
        "<w:keepNext/><w:keepLines/>"
        '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="808080"/></w:pBdr>'
        f'{_space(300, 80)}<w:outlineLvl w:val="1"/>',
        HEI,
        24,
        bold=True,
    )
    + _style("Title", "Title", f"{_space(2400, 480)}{_CENTRED}", HEI, 52, bold=True)
    + _style("Notice", "AI Notice", _CENTRED, SONG, 21)
    + _style("Fact", "Fact", _space(40, 40))
    + _style("People", "People", f"<w:keepNext/>{_space(240, 120)}", HEI, bold=True)
    + _style("Cell", "Cell", _space(60, 60, 276), SONG, 21)
    + _style("Cast", "Cast", f"<w:keepNext/>{_indent(5)}", KAI)
    + _style("Action", "Action", _indent(1), FANG)
    + _style("Dialogue", "Dialogue", _indent(2), SONG)
    + _style("Mark", "Mark", "", HEI)
    + _style(
        "Header",
        "header",
        '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="808080"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="8732"/></w:tabs>{_space(0, 0, 240)}',
        SONG,
        18,
    )
    + _style("Footer", "footer", f"{_space(0, 0, 240)}{_CENTRED}", SONG, 18)
    + "</w:styles>"
)


def _field(code: str) -> str:
    kinds = ("begin", "code", "separate", "value", "end")
    runs = {kind: f'<w:fldChar w:fldCharType="{kind}"/>' for kind in kinds}
    runs["code"] = f'<w:instrText xml:space="preserve"> {code} </w:instrText>'
    runs["value"] = "<w:t>1</w:t>"
    return "".join(f"<w:r>{runs[kind]}</w:r>" for kind in kinds)


def _footer() -> bytes:
    words = (
        "<w:r><w:t>第</w:t></w:r>"
        + _field("PAGE")
        + "<w:r><w:t>页　共</w:t></w:r>"
        + _field("NUMPAGES")
        + "<w:r><w:t>页</w:t></w:r>"
    )
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{words}</w:p>'
    return part_head("ftr") + paragraph.encode() + b"</w:ftr>"


def _types() -> bytes:
    kinds = {
        "word/document.xml": f"{_KIND}.document.main+xml",
        "word/styles.xml": f"{_KIND}.styles+xml",
        "word/settings.xml": f"{_KIND}.settings+xml",
        "word/header1.xml": f"{_KIND}.header+xml",
        "word/footer1.xml": f"{_KIND}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items()
    )
    return (
        f'{_DECLARATION}<Types xmlns="{TYPES_NS}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _links(*links: tuple[str, str]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{RELS_NS}">{rows}</Relationships>'.encode()


_SETTINGS = (
    f'{_DECLARATION}<w:settings xmlns:w="{W_NS}"><w:zoom w:percent="100"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

PARTS: dict[str, bytes] = {
    "[Content_Types].xml": _types(),
    "_rels/.rels": _links(
        (f"{R_NS}/officeDocument", "word/document.xml"),
        (f"{RELS_NS}/metadata/core-properties", "docProps/core.xml"),
    ),
    "word/document.xml": b"",
    "word/_rels/document.xml.rels": _links(
        (f"{R_NS}/styles", "styles.xml"),
        (f"{R_NS}/settings", "settings.xml"),
        (f"{R_NS}/header", "header1.xml"),
        (f"{R_NS}/footer", "footer1.xml"),
    ),
    "word/styles.xml": _STYLES.encode(),
    "word/settings.xml": _SETTINGS.encode(),
    "word/header1.xml": b"",
    "word/footer1.xml": _footer(),
    "docProps/core.xml": b"",
}
