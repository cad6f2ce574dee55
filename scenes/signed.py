"""What a studio's signature says of a rendered set and of a picture painted over one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from heritage_kb import credential
from heritage_kb.credential import Ingredient, Origin, Source
from heritage_kb.signatory import Signatory, signatory
from scenes import manifest, recipe
from scenes.spec import SetSpec

Files = Sequence[str | Path]
_DRAWN = "依制景单与规则册建成参数模型，由光线投射绘出；没有用训练过的模型"
_PAINTED = "扩散模型依一套布景的控制图画成"


def tried(by: Files | None) -> tuple[Signatory | None, dict[str, str]]:
    """Return who signs, after a trial, and what a record says of it; None and {} where nobody does.

    Args:
        by: certificate chain and private key, two PEM files; None leaves it to the settings.

    Raises:
        RefusedInput: not two files, they cannot sign, or the library is missing.
    """
    who = signatory(*(by or ()))
    if who is None:
        return None, {}
    told = credential.tried(who)
    return who, {"by": told.by, "organisation": told.organisation}


def of_set(spec: SetSpec, model_hash: str, title: str) -> Origin:
    """Return what is signed of a picture of a set: drawn by rule, from the set's own recipe."""
    told = {"kind": "set", "rule_book": manifest.rule_book_hash(), "model_hash": model_hash}
    return Origin(
        title=title, source="algorithmic", agent="Sanjin", agent_version=_release(),
        recipe=recipe.digest(spec), said=_DRAWN, told=told,
    )  # fmt: skip


def of_painting(
    told: Mapping[str, Any], recipe_hash: str, title: str, files: Sequence[Path], *, partly: bool
) -> Origin:
    """Return what is signed of a painted picture.

    Args:
        told: its recipe.
        recipe_hash: the recipe's fingerprint.
        title: of the picture.
        files: pictures that went into it.
        partly: only a region was painted, the rest is the plate's.
    """
    source: Source = "composite" if partly else "trained"
    digest = told["weights"]["digest"]
    return Origin(
        title=title, source=source, agent=told["painter"], agent_version=digest[:12],
        recipe=recipe_hash, said=_PAINTED, ingredients=tuple(_ingredient(one) for one in files),
        told={
            "kind": "painting", "model_hash": told["model_hash"], "weights": digest,
            "licence": told["licence"], "pixels": told["picture_sha256"],
            "lora": [one["sha256"] for one in told["lora"]],
        },
    )  # fmt: skip


def _ingredient(path: Path) -> Ingredient:
    data = path.read_bytes()
    return Ingredient(data=data, title=path.name, sha256=hashlib.sha256(data).hexdigest())


def _release() -> str:
    return manifest.versions()["sanjin"]
