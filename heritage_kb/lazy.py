"""Front doors that load nothing until a name is asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


class _Package(ModuleType):
    """A package whose public names are loaded from their modules at first use.

    A verb may share its name with its module (``scriptgen.draft``, ``scenes.measure``): importing
    that module does not replace the verb.
    """

    _homes: Mapping[str, str]

    def __getattr__(self, name: str) -> Any:
        if name not in self._homes:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{self.__name__}.{self._homes[name]}"), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in self._homes and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def open_lazily(package: str, homes: Mapping[str, str]) -> None:
    """Let a package load its public names at first use.

    Args:
        package: its ``__name__``.
        homes: public name → the module of the package that holds it.
    """
    module = sys.modules[package]
    module.__dict__["_homes"] = homes
    module.__class__ = _Package
