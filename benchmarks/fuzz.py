"""Break files on purpose and read them: ``python -m benchmarks.fuzz [--minutes 5] [--form docx]``.

Seeds are scripts written here in every format. Each is mutated – bytes flipped, cut, doubled, swapped
between files, parts of an archive rewritten – and read; whatever is not a reading or a refusal in a
sentence is a crash, whatever takes over ten seconds a hang. What crashed is kept beside ``--keep``.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

import scriptgen
from heritage_kb.errors import SanjinError
from scriptgen.formats.files import FORMATS
from scriptgen.formats.textfile import read_text

TEXT = """《灰墙》
第1集 墨线
1-1 日 内 祠堂
出场人物：王秀兰、林夏
△推门。灰落了一地。
王秀兰（压着火）：谁让你来的？
林夏（OS）：她第一次这样问我。
旁白：那年冬天雪大。
【字幕：三年前】
【闪回】
△灯灭了。
【闪回结束】
1-1A 夜 外 院
林夏：我自己来的。
第2集 梁上
2-1 亥时三刻 内外 佛光寺·殿前
△火把举起来。
众人：在那里！
【卡点】
"""
SLOW_S = 10.0
_TOKENS = (
    b"\x00", b"\xff\xfe", b"<", b">", b"&", b"]]>", b"<!--", b"\r", b"\n\n\n", b"(" * 40, b"\xef\xbc\x9a",
    b"1-1 ", b"%PDF", b"PK\x03\x04", b"/*", b"*/", b"#", b"@", b"9" * 30, b"\xe2\x80\xae", b"{", b'"',
)  # fmt: skip


def seeds() -> dict[str, list[bytes]]:
    """Return files of every format that is read."""
    reading = read_text(TEXT)
    found: dict[str, list[bytes]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMATS:
            file = Path(folder) / f"seed.{form}"
            scriptgen.write(reading, file, afresh=True)
            found[form] = [file.read_bytes()]
    found["txt"] += [TEXT.encode("gb18030"), TEXT.encode("utf-16"), TEXT.encode("big5", "ignore")]
    return found


def mutated(rng: random.Random, seed: bytes, others: list[bytes]) -> bytes:
    """Return a broken copy; an archive is mostly broken inside its parts."""
    if seed.startswith(b"PK") and rng.random() < 0.75:
        return _repacked(rng, seed)
    return _bytes(rng, seed, others)


def _bytes(rng: random.Random, seed: bytes, others: list[bytes]) -> bytes:
    data = bytearray(seed)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(6)
        if kind == 0 and data:
            data[at % len(data)] = rng.randrange(256)
        elif kind == 1:
            data[at:at] = rng.choice(_TOKENS)
        elif kind == 2:
            del data[at : at + rng.randrange(1, 40)]
        elif kind == 3:
            data[at:at] = data[at : at + rng.randrange(1, 400)] * rng.choice((1, 2, 30))
        elif kind == 4:
            del data[at:]
        else:
            other = rng.choice(others)
            start = rng.randrange(len(other))
            data[at:at] = other[start : start + rng.randrange(1, 300)]
    return bytes(data)


def _repacked(rng: random.Random, seed: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(seed)) as box,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        names = box.namelist()
        broken = rng.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            data = box.read(name)
            if name == broken:
                if rng.random() < 0.1:
                    continue
                data = _bytes(rng, data, [box.read(n) for n in names if box.read(n)])
            made.writestr(name, data)
    return out.getvalue()


class Tally:
    """What came of every file: read, refused, crashed, hung; where it crashed; the slowest."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.crashes: Counter[str] = Counter()
        self.slowest = 0.0

    def read(self, file: Path, form: str, keep: Path | None) -> None:
        """Read one file and count what came of it."""
        began = time.monotonic()
        try:
            scriptgen.read(file)
            self.counts[form, "read"] += 1
        except SanjinError:
            self.counts[form, "refused"] += 1
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            self._crashed(error, file, form, keep)
        spent = time.monotonic() - began
        self.slowest = max(self.slowest, spent)
        self.counts[form, "hung"] += spent > SLOW_S

    def _crashed(self, error: Exception, file: Path, form: str, keep: Path | None) -> None:
        self.counts[form, "crashed"] += 1
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{form}: {type(error).__name__} {Path(last.filename).name}:{last.lineno}"
        if where not in self.crashes and keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{len(self.crashes)}.{form}").write_bytes(file.read_bytes())
        self.crashes[where] += 1

    def show(self, forms: list[str], minutes: float) -> None:
        """Print the table."""
        print(f"{'':<10}{'read':>8}{'refused':>9}{'crashed':>9}{'hung':>6}")
        for form in forms:
            row = [self.counts[form, what] for what in ("read", "refused", "crashed", "hung")]
            print(f"{form:<10}{row[0]:>8}{row[1]:>9}{row[2]:>9}{row[3]:>6}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"slowest {self.slowest:.2f} s, peak {peak:.0f} MB, {minutes:g} minutes")
        for where, times in self.crashes.most_common():
            print(f"  {times:>5}  {where}")


def main() -> None:
    """Break, read, count, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=5.0)
    asked.add_argument("--form", choices=FORMATS)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path)
    told = asked.parse_args()
    rng, start = random.Random(told.seed), time.monotonic()
    material = {f: s for f, s in seeds().items() if told.form in (None, f)}
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() - start < 60 * told.minutes:
            form = rng.choice(sorted(material))
            file = Path(folder) / f"x.{form}"
            file.write_bytes(
                mutated(rng, rng.choice(material[form]), [s[0] for s in material.values()])
            )
            tally.read(file, form, told.keep)
    tally.show(list(material), told.minutes)


if __name__ == "__main__":
    main()
