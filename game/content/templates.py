"""What `lanthanide new` writes: small files that work, to change one thing at a time."""

from __future__ import annotations

import re
from pathlib import Path

from game.catalogues import LANGUAGES, is_code
from game.content.fields import is_id
from game.content.packs import discover
from game.content.problem import ContentError, Problem, Severity
from game.content.translation import language_template
from game.i18n import Text

__all__ = ["TEMPLATES", "new_files"]

TEMPLATES = ("level", "pack", "setting", "campaign", "language")
"""Kinds of thing that can be begun."""

_LEVEL = Path(__file__).with_name("template_level.yaml")

_CAMPAIGN = """\
# Games in an order of your own, on the world map. `after` says what opens a step; docs/modding.md lists all.
format: 1
kind: campaign
id: {name}
title: {{en: "{title}", zh-Hans: "{title}"}}
question: {{en: "What does the campaign ask?", zh-Hans: "这段历程问的是什么？"}}
teaser: {{en: "One line that makes one want to begin.", zh-Hans: "一句让人想开始的话。"}}
steps:
  - id: japan
    title: {{en: "Two factories short", zh-Hans: "缺两家厂的料"}}
    text:
      en: "Why this game matters now, in about two sentences. It is open from the start."
      zh-Hans: "用大约两句话说明这一局为什么要紧。它一开始就能玩。"
    level: quota
    seat: japan
  - id: china
    title: {{en: "The same year, the other chair", zh-Hans: "同一年，另一把椅子"}}
    text:
      en: "Opens once the first game is finished, and compares both under the same luck."
      zh-Hans: "第一局结束后开启，并比较同一运气下的两把椅子。"
    level: quota
    seat: china
    compare: japan
    after: [{{finished: japan}}]
"""

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
    """Relative path -> text of a new level, pack, setting or campaign with this id, or of a language's code.

    A pack is a folder with a first level, all others are one file. Raises ContentError when the name cannot
    be an id, KeyError for an unknown kind.
    """
    if kind == "language":
        return {f"{name}.po": _language(name)}
    if not is_id(name):
        text = Text("content.id.form", {"found": name})
        raise ContentError([Problem(Severity.ERROR, "id.form", name, 0, 0, text)])
    if kind == "level":
        return {f"{name}.yaml": _level(name)}
    if kind == "pack":
        pack = _PACK.format(name=name, title=_titled(name))
        return {f"{name}/pack.yaml": pack, f"{name}/levels/{name}_1.yaml": _level(f"{name}_1")}
    if kind == "campaign":
        return {f"{name}.yaml": _CAMPAIGN.format(name=name, title=_titled(name))}
    if kind == "setting":
        return {f"{name}.yaml": _setting(name)}
    raise KeyError(kind)


def _titled(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _language(code: str) -> str:
    if not is_code(code) or code in LANGUAGES:
        text = Text("content.po.taken" if code in LANGUAGES else "content.po.language", {"found": code})
        raise ContentError([Problem(Severity.ERROR, "po.language", code, 0, 0, text)])
    return language_template(code)


def _level(name: str) -> str:
    return _LEVEL.read_text(encoding="utf-8").replace("my_level", name)


def _setting(name: str) -> str:
    """The game's first setting under a new id: a benchmark is too much to begin from nothing."""
    file = discover(user=False).files("setting")[0]
    text = file.path.read_text(encoding="utf-8")
    return re.sub(r"^id:.*$", f"id: {name}", text, count=1, flags=re.MULTILINE)
