"""Word files written part by part, as Word, WPS and LibreOffice write them, for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W_NS}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WHEN = (2024, 3, 5, 10, 20, 30)


def p(*inner: str, props: str = "") -> str:
    """Return a paragraph."""
    shape = f"<w:pPr>{props}</w:pPr>" if props else ""
    return f"<w:p>{shape}{''.join(inner)}</w:p>"


def r(text: str, props: str = "", tag: str = "t") -> str:
    """Return a run."""
    shape = f"<w:rPr>{props}</w:rPr>" if props else ""
    return f'<w:r>{shape}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def el(name: str) -> str:
    """Return a run with one empty element: br, tab …"""
    return f"<w:r><w:{name}/></w:r>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; a cell that starts with < is XML."""
    body = "".join(
        "<w:tr>"
        + "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


def tc(text: str, props: str = "") -> str:
    """Return a cell."""
    inner = text if text.startswith("<w:") else p(r(text) if text else "")
    shape = f"<w:tcPr>{props}</w:tcPr>" if props else ""
    return f"<w:tc>{shape}{inner}</w:tc>"


def word(
    *body: str, parts: Mapping[str, str] | None = None, main: str = "word/document.xml"
) -> bytes:
    """Return a docx; ``parts`` are further parts of the body by kind (comments, numbering …)."""
    parts = dict(parts or {})
    document = (
        f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(parts, 1)
    )
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    members = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{main}"/></Relationships>',
        main: document,
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{rels}">{links}</Relationships>',
        "customXml/item1.xml": "<a>任意</a>",
        **{f"word/{kind}.xml": f"{HEAD}{text}" for kind, text in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in members.items():
            box.writestr(zipfile.ZipInfo(name, WHEN), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


BOLD, KAI = "<w:b/>", '<w:rFonts w:eastAsia="楷体"/>'


def cue(name: str, mood: str, said: str) -> str:
    """Return a dialogue paragraph: bold name, kai-ti mood."""
    runs = [r(name, BOLD), *([r(f"（{mood}）", KAI)] if mood else []), r(f"：{said}")]
    return p(*runs, props='<w:ind w:left="480" w:hanging="480"/>')


def numbering(*levels: tuple[str, str]) -> str:
    """Return numbering.xml with one list: (format, text) of each level; style 2 uses level 0."""
    forms = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">{forms}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )


def listed(level: int = 0, num: int = 3) -> str:
    """Return the paragraph property of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def samples() -> dict[str, bytes]:
    """Return files of many layouts, each with a script in it."""
    plain = word(
        p(r("《花馍》")),
        p(r("编剧：某某")),
        p(r("第1集 面塑藏锋", BOLD), props="<w:keepNext/>"),
        p(r("1-1 日 内 ", BOLD), r("霍州·王家灶房", BOLD + "<w:u/>")),
        p(r("出场人物：王秀兰、林夏", KAI)),
        p(r("△王秀兰把面团按"), '<w:bookmarkStart w:id="9" w:name="b"/>', r("在案板上。", BOLD)),
        cue("王秀兰", "压着火", "这花馍，不是给你直播当道具的。"),
        p(r("林夏（OS）：她第一次", ""), '<w:bookmarkEnd w:id="9"/>', r("骂我。", BOLD)),
        p(r("【字幕：霍州年馍，捏的是年】")),
        p(r("【闪回】△门被推开。")),
        p(r("【卡点】")),
        p(r("1-2 夜 外 院门", BOLD)),
        p(r("△空。")),
        cue("林夏", "", "奶奶！"),
        p(r("第2集", BOLD)),
        p(r("2-1 晨 内 祠堂")),
        p(r("△她跪下。")),
        "<w:p/>",
        p(r("她没有说话")),
        "<w:p/>",
    )
    breaks = word(
        p(
            r("第1集 甲"),
            el("br"),
            r("1-1 日 内 堂"),
            el("br"),
            r("△他走。"),
            el("br"),
            r("乙：走。"),
        ),
        p(r("△她停。"), el("br"), r("甲（低声）："), r("你是谁？", BOLD)),
    )
    tabs = word(
        p(r("1-1场  堂屋"), el("tab"), r("夜"), el("tab"), r("外")),
        p(r("甲：")),
        p(r("走啊。")),
        p(r("△风停了。")),
        p(r("场景：院子 日 内")),
        p(r("旁白：那一年，下雪。")),
    )
    tracked = word(
        p(r("1-1 日 内 堂")),
        p(
            r("△他"),
            f'<w:ins w:id="1" w:author="a">{r("慢慢")}</w:ins><w:del w:id="2" w:author="a">{r("快", tag="delText")}</w:del>',
            r("走。"),
        ),
        p(r("乙：来。")),
    )
    speech = word(
        p(r("1-1 日 内 堂")),
        table(
            ("角色", "台词"),
            ("王秀兰", "这花馍不卖。"),
            ("林夏（低声）", "我懂。"),
            ("", "△门开。"),
        ),
        p(r("△散。")),
    )
    auto = word(
        p(r("面塑藏锋"), props=listed(0)),
        p(r(" 日 内 堂"), props=listed(1)),
        p(r("△他走。")),
        p(r(" 夜 外 街"), props=listed(1)),
        p(r("甲：冷。")),
        parts={"numbering": numbering(("decimal", "第%1集"), ("decimal", "%1-%2"))},
    )
    box = word(
        p(r("1-1 日 内 堂")),
        p(
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
            + p(r("△框里。"))
            + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
            + p(r("△框里。"))
            + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            r("△框外。"),
        ),
        f"<w:sdt><w:sdtContent>{p(r('甲：在控件里。'))}</w:sdtContent></w:sdt>",
        p('<w:hyperlink r:id="x">', r("△链接。"), "</w:hyperlink>"),
    )
    return {
        "plain": plain, "breaks": breaks, "tabs": tabs, "tracked": tracked, "speech": speech,
        "auto": auto, "box": box,
    }  # fmt: skip
