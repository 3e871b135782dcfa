"""What an author wrote, made trustworthy: located YAML becomes frozen models, or located problems."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.content.packs import LoadedLevel, Origin, load_level, load_record
    from game.content.problem import ContentError, Problem

__all__ = ["ContentError", "LoadedLevel", "Origin", "Problem", "load_level", "load_record"]


def __getattr__(name: str) -> Any:
    """What `__all__` names, read when it is asked for: the models take a third of a second to build, which
    the title screen need not wait for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "problem" if name in ("ContentError", "Problem") else "packs"
    return getattr(import_module(f"{__name__}.{home}"), name)
