"""Every file with machine-made content carries its label, written last and read back.

``stamp`` labels a file in place and proves it; ``verify`` reads any file's label. The rules are
those of GB 45438-2025, the 标识办法 of 2025-09-01 and TC260-PG-20258A.

A wholly human script is never given to ``stamp``: it carries no label.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from heritage_kb import aigc
from heritage_kb.aigc import MARK, NOTICE, NOTICE_EDITED, Record, Verdict
from heritage_kb.errors import BrokenData, RefusedInput
from heritage_kb.publish import write_file

__all__ = ["MARK", "NOTICE", "NOTICE_EDITED", "Verdict", "stamp", "verify"]

SIDECAR = ".aigc.json"
_TEXTS = (".txt", ".fountain", ".fdx", ".md", ".json", ".svg")
_OFFICE = (".docx", ".xlsx")
_MODELS = (".dxf", ".glb")
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")
_REFUSED = (".gif", ".tif", ".tiff", ".bmp", ".mp4", ".mov", ".mp3", ".wav")


def stamp(
    path: str | os.PathLike[str],
    *,
    produce_id: str | None = None,
    producer: str = aigc.PRODUCER,
    control: bool = False,
    notice: str = NOTICE,
) -> Verdict:
    """Label the file in place, as the last step, then read the label back.

    Args:
        path: docx, xlsx, pdf, png, jpg, webp, md, txt, fountain, fdx, json, svg, dxf or glb; any other
            file gets a sidecar ``NAME.aigc.json``.
        produce_id: the content number; by default taken from the content, so that the same
            content has the same number. A file already labelled keeps its own.
        producer: code of who generates, in the alphabet of Annex E.
        control: a control image (depth, normals, ids, lines): the record only, since a visible
            mark would spoil what it controls.
        notice: the visible sentence of texts; must name AI and 生成/合成.

    Raises:
        RefusedInput: no such file, a damaged one, a value the rules do not allow, or a format
            whose label Sanjin cannot write.
        BrokenData: the label did not read back as compliant.
    """
    path = _existing(path)
    if not aigc.is_notice(notice):
        raise RefusedInput(
            f"标识文字“{notice}”里要有“AI”或“人工智能”，也要有“生成”或“合成”。",
            "The visible notice must name AI and generation.",
        )
    data = path.read_bytes()
    record = _record(path, data, produce_id, producer)
    _write(path, data, record, control, notice)
    verdict = verify(path)
    if verdict.status != "compliant":
        raise BrokenData(
            f"“{path.name}”的标识写后读不回来：{'；'.join(verdict.reasons)}。",
            f"The label of “{path.name}” did not read back.",
        )
    return verdict


def verify(path: str | os.PathLike[str]) -> Verdict:
    """Say whether a file carries a compliant label, and why.

    ``not_found`` means neither a record nor a visible label; a file with only one of the two that
    its format asks for is ``noncompliant``.

    Raises:
        RefusedInput: no such file, or one too damaged to read.
    """
    path = _existing(path)
    suffix = path.suffix.lower()
    if suffix in _PICTURES:
        return _verify_picture(path)
    if suffix in _OFFICE:
        return _verify_office(path)
    if suffix == ".pdf":
        return _verify_pdf(path)
    if suffix in (*_TEXTS, *_MODELS):
        verdict = (_verify_text if suffix in _TEXTS else _verify_model)(path, suffix)
        if verdict.status != "not_found" or not _sidecar(path).is_file():
            return verdict
    return _verify_sidecar(path)


# -------------------------------------------------------------------------------------- writing


def _existing(path: str | os.PathLike[str]) -> Path:
    found = Path(path)
    if not found.is_file():
        raise RefusedInput(f"找不到文件“{found}”；请检查文件名。", f"No such file: “{found}”.")
    return found


def _record(path: Path, data: bytes, produce_id: str | None, producer: str) -> Record:
    """Return the record to write: the number of a file labelled before stays as it is."""
    old = _old_record(path, data)
    if produce_id is None and old and not aigc.faults(old):
        return old
    return aigc.annex_e(produce_id or aigc.produce_id(data), producer=producer)


def _old_record(path: Path, data: bytes) -> Record | None:
    if path.suffix.lower() not in _PICTURES:
        found = verify(path).record
        return dict(found) if found else None
    from heritage_kb import label_packet

    _picture_format(path, data)
    texts = label_packet.read_packet(data).records
    return aigc.faults_of_json(texts[0])[0] if len(texts) == 1 else None


def _write(path: Path, data: bytes, record: Record, control: bool, notice: str) -> None:
    suffix = path.suffix.lower()
    if suffix in _REFUSED:
        raise RefusedInput(
            f"还不能给 {suffix} 文件写标识；图片请存成 PNG、JPEG 或 WebP，文稿请存成 docx、md 或 txt。",
            f"Labels in {suffix} files are not supported; use PNG, JPEG, WebP, docx, md or txt.",
        )
    if suffix in _PICTURES:
        write_file(path, _picture(path, data, record, control))
    elif suffix in _OFFICE:
        from heritage_kb import label_office

        write_file(path, label_office.labelled(data, record, notice))
    elif suffix == ".pdf":
        from heritage_kb import label_pdf

        write_file(path, label_pdf.labelled(data, record))
    elif suffix in _TEXTS:
        _write_text(path, data, record, control, notice)
    elif suffix in _MODELS:
        _write_model(path, data, record, notice)
    else:
        _write_sidecar(path, data, record, notice)


def _picture(path: Path, data: bytes, record: Record, control: bool) -> bytes:
    from heritage_kb import label_image, label_packet

    if label_packet.is_signed(data):
        return _signed_already(path, data)
    if control:
        return label_packet.with_packet(data, label_packet.packet(record, role="control", box=None))
    old = label_packet.read_packet(data)
    box = old.box
    if box is None or old.role == "control" or verify(path).status != "compliant":
        data, box = label_image.drawn(data)
    return label_packet.with_packet(data, label_packet.packet(record, role="content", box=box))


def _signed_already(path: Path, data: bytes) -> bytes:
    """Return a signed picture as it is where it is labelled; a label now would break its signature."""
    if verify(path).status == "compliant":
        return data
    raise RefusedInput(
        f"“{path.name}”已经签过名，再加标识签名就作废；请先加标识，最后签名。",
        f"“{path.name}” is signed; label it before it is signed.",
    )


def _write_text(path: Path, data: bytes, record: Record, control: bool, notice: str) -> None:
    from heritage_kb import label_text

    text = _decoded(path, data)
    suffix = path.suffix.lower()
    if suffix == ".json":
        labelled = label_text.label_json(text, record, notice)
        if labelled is None:
            _write_sidecar(path, data, record, notice)
            return
    elif suffix == ".md":
        labelled = label_text.label_md(text, record, notice)
    elif suffix == ".fdx":
        labelled = label_text.label_fdx(text, notice)
    elif suffix == ".svg":
        labelled = label_text.label_svg(text, record, control=control)
    else:
        labelled = label_text.label_txt(text, notice)
    write_file(path, labelled.encode())


def _write_model(path: Path, data: bytes, record: Record, notice: str) -> None:
    from heritage_kb import label_model

    if path.suffix.lower() == ".glb":
        write_file(path, label_model.label_glb(data, record, notice))
    else:
        write_file(path, label_model.label_dxf(_decoded(path, data), record).encode())


def _write_sidecar(path: Path, data: bytes, record: Record, notice: str) -> None:
    content = {
        "file": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "AIGC": record,
        "AI提示": notice,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_file(_sidecar(path), text.encode())


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + SIDECAR)


# -------------------------------------------------------------------------------------- reading


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedInput(
            f"“{path.name}”不是 UTF-8 文本；请另存为 UTF-8 再试。",
            f"“{path.name}” is not UTF-8 text.",
        ) from error


def _verdict(
    path: Path, texts: list[str], faults: list[str], shown: bool, *, note: str, slot: bool = True
) -> Verdict:
    """Judge the records found and whether the visible label is right; ``faults`` come on top."""
    if not texts and not shown and not faults:
        return Verdict(path=str(path), status="not_found", reasons=("没有找到标识",))
    record: Record | None = None
    if len(texts) > 1:
        faults = [*faults, f"一个文件只能有一条隐式标识，实有 {len(texts)} 条"]
    elif texts:
        record, wrong = aigc.faults_of_json(texts[0])
        faults = [*faults, *wrong]
    elif slot:
        faults = [*faults, "没有隐式标识"]
    if not shown:
        faults = [*faults, "没有可见标识"]
    if faults:
        return Verdict(path=str(path), status="noncompliant", reasons=tuple(faults), record=record)
    return Verdict(path=str(path), status="compliant", reasons=(note,), record=record)


def _verify_text(path: Path, suffix: str) -> Verdict:
    from heritage_kb import label_text

    text = _decoded(path, path.read_bytes())
    if suffix == ".md":
        shown = aigc.is_notice(label_text.last_line(text))
        return _verdict(path, label_text.md_records(text), [], shown, note="文首元数据、文末标识")
    if suffix == ".json":
        try:
            texts, shown = label_text.json_label(text)
        except ValueError as error:
            raise RefusedInput(
                f"“{path.name}”不是合法的 JSON；请检查文件。", f"“{path.name}” is not JSON."
            ) from error
        return _verdict(path, texts, [], shown, note="顶层 AIGC 与提示语")
    if suffix == ".svg":
        texts, shown, control = label_text.svg_label(text)
        return _with_role(
            _verdict(path, texts, [], shown or control, note="元数据与图上文字"), control
        )
    if suffix == ".fdx":
        shown = label_text.fdx_shown(text)
        return _verdict(path, [], [], shown, note="扉页有标识", slot=False)
    shown = label_text.txt_shown(text)
    return _verdict(path, [], [], shown, note="首行或末行有标识", slot=False)


def _verify_model(path: Path, suffix: str) -> Verdict:
    from heritage_kb import label_model

    data = path.read_bytes()
    if suffix == ".glb":
        texts, shown = label_model.glb_label(data)
        return _verdict(path, texts, [], shown, note="asset.extras 里的标识与提示语")
    texts, shown = label_model.dxf_label(_decoded(path, data))
    return _verdict(path, texts, [], shown, note="文件头的标识与图上文字")


def _verify_office(path: Path) -> Verdict:
    from heritage_kb import label_office

    try:
        parts = label_office.unpack(path.read_bytes())
        texts, faults = label_office.records(parts)
        shown = label_office.shown(parts)
    except (KeyError, IndexError, SyntaxError) as error:  # ParseError is a SyntaxError
        raise RefusedInput(
            f"“{path.name}”是坏的，读不出标识；请重新导出。", f"“{path.name}” is damaged."
        ) from error
    return _verdict(path, texts, faults, shown, note="自定义属性与文内标识")


def _verify_pdf(path: Path) -> Verdict:
    from heritage_kb import label_pdf

    texts, shown = label_pdf.found(path.read_bytes())
    return _verdict(path, texts, [], shown, note="文档信息与页面上的标识")


def _picture_format(path: Path, data: bytes) -> None:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if not webp and not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise RefusedInput(
            f"“{path.name}”不是 PNG、JPEG 或 WebP 图片；请检查文件。",
            f"“{path.name}” is not PNG, JPEG or WebP.",
        )


def _verify_picture(path: Path) -> Verdict:
    from PIL import Image, UnidentifiedImageError

    from heritage_kb import label_image, label_packet

    data = path.read_bytes()
    _picture_format(path, data)
    packet = label_packet.read_packet(data)
    texts = list(packet.records)
    if packet.role == "control" and texts:
        return _with_role(_verdict(path, texts, [], shown=True, note=""), control=True)
    try:
        with Image.open(path) as image:
            last = getattr(image, "n_frames", 1) - 1
            image.load()
            mark = label_image.measure(image, packet.box)
            if last and mark is not None:  # a clip is marked to its end
                image.seek(last)
                mark = label_image.measure(image, packet.box)
            least = label_image.least_height(image.size)
            edge = mark is not None and label_image.at_edge(mark.box, image.size)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise RefusedInput(
            f"图片“{path.name}”打不开或不完整；请重新导出。", f"“{path.name}” is damaged."
        ) from error
    if mark is None:
        return _verdict(path, texts, [], shown=False, note="")
    return _verdict(
        path, texts, _mark_faults(mark, least, edge), shown=True, note=_said(mark, least)
    )


def _said(mark: object, least: int) -> str:
    height, contrast = getattr(mark, "height", 0), getattr(mark, "contrast", 0.0)
    return f"图上文字高 {height} 像素（应不小于 {least}），对比度 {contrast:.1f}"


def _mark_faults(mark: object, least: int, edge: bool) -> list[str]:
    height, contrast = getattr(mark, "height", 0), getattr(mark, "contrast", 0.0)
    faults = []
    if height < least:
        faults.append(f"可见标识高 {height} 像素，应不小于 {least}")
    if contrast < 4.5:
        faults.append(f"可见标识与底色的对比度 {contrast:.1f}，应不小于 4.5")
    if not edge:
        faults.append("可见标识不在图的边或角")
    return faults


def _with_role(verdict: Verdict, control: bool) -> Verdict:
    if not control:
        return verdict
    reasons = verdict.reasons
    if verdict.status == "compliant":
        reasons = ("控制图只带隐式标识：可见标识会改变它所控制的画面",)
    return Verdict(
        path=verdict.path,
        status=verdict.status,
        reasons=reasons,
        record=verdict.record,
        role="control",
    )


def _verify_sidecar(path: Path) -> Verdict:
    from heritage_kb import label_text

    sidecar = _sidecar(path)
    if not sidecar.is_file():
        return Verdict(path=str(path), status="not_found", reasons=("没有找到标识",))
    text = _decoded(sidecar, sidecar.read_bytes())
    try:
        texts, shown = label_text.json_label(text)
        said = json.loads(text).get("sha256")
    except (ValueError, AttributeError):
        return Verdict(path=str(path), status="noncompliant", reasons=("旁挂标识文件读不出来",))
    same = said == hashlib.sha256(path.read_bytes()).hexdigest()
    faults = [] if same else ["旁挂标识与文件内容对不上"]
    return _verdict(path, texts, faults, shown, note="旁挂标识文件")
