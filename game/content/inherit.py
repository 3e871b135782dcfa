"""A setting that takes the model's parameters from another, so that a new fit of that one carries over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from game.content.fields import shown
from game.content.parsing import did_you_mean
from game.content.places import is_file
from game.content.problem import Problem
from game.content.reader import Document, Mapping, Scalar, plain

__all__ = ["INHERITED", "Finder", "beside", "no_other", "with_inherited"]

Finder: TypeAlias = Callable[[str], tuple[Document | None, list[Problem]]]
"""Id of a setting -> its document, or None, and problems of reading it."""

INHERITED = ("technology", "defaults", "behaviour")
"""Tables of a setting whose missing entries are looked up in the other one."""


def no_other(name: str) -> tuple[Document | None, list[Problem]]:
    """A finder for a file that stands alone."""
    return None, []


def beside(path: Path, name: str) -> Path | None:
    """The file of a setting in the same folder as the one that names it, if there is one."""
    other = path.parent / f"{name}.yaml"
    return other if Path(name).name == name and is_file(other) else None


def with_inherited(
    document: Document, find: Finder, known: Iterable[str]
) -> tuple[Document, Document | None, list[Problem]]:
    """The document with what it inherits, the other document (None without one), and problems.

    `parameters_from: 2009` adds to each of the INHERITED tables the entries that the file does not
    state itself, and to `sources` the keys that they cite.
    """
    root = document.root
    entry = root.get("parameters_from") if isinstance(root, Mapping) else None
    if entry is None or not isinstance(root, Mapping):
        return document, None, []
    if not isinstance(entry.value, Scalar):
        found = shown(plain(entry.value))
        wrong = document.problem("word.expected", entry.value, what="parameters_from", found=found)
        return document, None, [wrong]
    name = entry.value.text
    base, problems = find(name)
    if base is None:
        hint = did_you_mean(name, known)
        return (
            document,
            None,
            [*problems, document.problem("setting.none", entry.value, hint=hint, name=name)],
        )
    if not isinstance(base.root, Mapping):
        return document, base, problems
    if base.root.get("parameters_from") is not None:
        return document, base, [*problems, document.problem("setting.chain", entry.value, name=name)]
    merged = Mapping(root.line, root.column, dict(root.by_key))
    for table in (*INHERITED, "sources"):
        theirs, ours = base.root.get(table), root.get(table)
        if theirs is None or not isinstance(theirs.value, Mapping):
            continue
        if ours is None:
            merged.by_key[table] = theirs
        elif isinstance(ours.value, Mapping):
            both = {**theirs.value.by_key, **ours.value.by_key}
            filled = Mapping(ours.value.line, ours.value.column, both)
            merged.by_key[table] = type(ours)(ours.key, filled)
    return Document(document.file, document.text, merged, document.lines), base, problems
