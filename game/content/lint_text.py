"""Placeholders of texts: the same in every language, and names that are filled in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from game.content.fields import PackText
from game.content.parsing import did_you_mean
from game.content.problem import Problem
from game.content.reader import Document, Steps, path_place
from game.i18n import placeholders

__all__ = ["found_names", "lint_text"]


def found_names(text: PackText) -> set[str]:
    """Placeholders of the text in any language; those of a broken text do not count."""
    names: set[str] = set()
    for words in (text.en, text.zh_hans):
        with suppress(ValueError):
            names |= set(placeholders(words))
    return names


def lint_text(text: PackText, document: Document, path: Steps, known: Iterable[str]) -> list[Problem]:
    """Problems of one text at this path of the document."""
    assert document.root is not None
    root = document.root
    found: dict[str, set[str]] = {}
    problems: list[Problem] = []
    for language, words in (("en", text.en), ("zh-Hans", text.zh_hans)):
        try:
            found[language] = set(placeholders(words))
        except ValueError:
            node = path_place(root, (*path, language)).node
            problems.append(document.problem("text.braces", node, example="{size}"))
    if len(found) < 2:
        return problems
    for name in sorted(found["en"] ^ found["zh-Hans"]):
        there, missing = ("en", "zh-Hans") if name in found["en"] else ("zh-Hans", "en")
        node = path_place(root, (*path, missing)).node
        where: dict[str, Any] = {"name": name, "there": there, "missing": missing}
        problems.append(document.problem("text.placeholders", node, **where))
    names = tuple(known)
    for name in sorted(found["en"] & found["zh-Hans"] - set(names)):
        node = path_place(root, (*path, "en")).node
        problems.append(document.problem("text.placeholder", node, hint=did_you_mean(name, names), name=name))
    return problems
