"""What `lanthanide new` writes: small files that work, to change one thing at a time."""

from __future__ import annotations

import re
from pathlib import Path

from game.content.fields import is_id
from game.content.packs import discover
from game.content.problem import ContentError, Problem, Severity
from game.i18n import Text

__all__ = ["TEMPLATES", "new_files"]

TEMPLATES = ("level", "pack", "setting")
"""Kinds of thing that can be begun."""

_LEVEL = Path(__file__).with_name("template_level.yaml")

_PACK = """\
# What the pack is, who made it, and which game it was made for.
format: 1
kind: pack
id: {name}
version: 0.1.0
name: {{en: "{title}", zh-Hans: "{title}"}}
authors: ["Your name"]
licence: CC-BY-4.0
game: ">=0.1"
description:
  en: "One sentence about the pack."
  zh-Hans: "用一句话介绍这个内容包。"
"""


def new_files(kind: str, name: str) -> dict[str, str]:
    """Relative path -> text of a new level, pack or setting with this id.

    A level and a setting are one file; a pack is a folder with a first level. Raises ContentError when the
    name cannot be an id, KeyError for an unknown kind.
    """
    if not is_id(name):
        text = Text("content.id.form", {"found": name})
        raise ContentError([Problem(Severity.ERROR, "id.form", name, 0, 0, text)])
    if kind == "level":
        return {f"{name}.yaml": _level(name)}
    if kind == "pack":
        pack = _PACK.format(name=name, title=name.replace("_", " ").capitalize())
        return {f"{name}/pack.yaml": pack, f"{name}/levels/{name}_1.yaml": _level(f"{name}_1")}
    if kind == "setting":
        return {f"{name}.yaml": _setting(name)}
    raise KeyError(kind)


def _level(name: str) -> str:
    return _LEVEL.read_text(encoding="utf-8").replace("my_level", name)


def _setting(name: str) -> str:
    """The game's first setting under a new id: a benchmark is too much to begin from nothing."""
    file = discover(user=False).files("setting")[0]
    text = file.path.read_text(encoding="utf-8")
    return re.sub(r"^id:.*$", f"id: {name}", text, count=1, flags=re.MULTILINE)
