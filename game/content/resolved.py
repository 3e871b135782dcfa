"""A level as the game understands it, printed as YAML with the origin of every line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from game.content.fields import CalendarQuarter
from game.content.packs import LoadedLevel
from game.content.reader import Document, Steps, path_place

__all__ = ["resolved_text"]


def resolved_text(loaded: LoadedLevel) -> str:
    """YAML of the level, its history script and its rivals after parsing.

    Each line ends with `file:line`, or with `default` where the file says nothing. Skipped entries of the
    script are left out.
    """
    parts = [_document(loaded.level, loaded.files[("level", loaded.level.id)])]
    if loaded.history is not None and loaded.level.history is not None:
        used = loaded.history.model_copy(
            update={"entries": loaded.history.without(loaded.level.history.skip)}
        )
        parts.append(_document(used, loaded.files[("history", used.id)]))
    parts += [_document(rival, loaded.files[("rival", name)]) for name, rival in loaded.rivals.items()]
    return "---\n".join(parts)


def _document(model: BaseModel, document: Document) -> str:
    root = document.root
    assert root is not None

    def origin(path: Steps) -> str:
        place = path_place(root, path)
        if place.rest:
            return "default"
        at_key = place.key is not None and isinstance(path[-1], str)
        return f"{document.file}:{place.key.line if place.key and at_key else place.node.line}"

    return "\n".join(_lines(model, (), 0, origin)) + "\n"


def _lines(value: Any, path: Steps, depth: int, origin: Any) -> Iterator[str]:
    """Lines of a mapping's entries or a list's items, indented by `depth`."""
    pad = "  " * depth
    for step, item in _children(value):
        # By id where there is one: positions shift when entries are skipped.
        below = (*path, getattr(item, "id", step))
        head = f"{pad}- " if isinstance(step, int) else f"{pad}{_word(step)}:"
        if _is_leaf(item):
            space = "" if isinstance(step, int) else " "
            yield f"{head}{space}{_word(item)}  # {origin(below)}"
        else:
            yield f"{head.rstrip()}  # {origin(below)}"
            yield from _lines(item, below, depth + 1, origin)


def _children(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            item = getattr(value, name)
            if item is not None:
                yield info.alias or name, item
    elif isinstance(value, Mapping):
        yield from ((str(key), item) for key, item in value.items())
    else:
        yield from enumerate(value)


def _is_leaf(value: Any) -> bool:
    if isinstance(value, BaseModel | Mapping | tuple):
        return not isinstance(value, BaseModel) and not value
    return True


def _word(value: Any) -> str:
    """A scalar so that YAML reads it back as the same text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{float(value):.12g}"
    if isinstance(value, int | CalendarQuarter):
        return str(value)
    if isinstance(value, str):
        plain = value.isidentifier() and value.isascii()
        return value if plain else json.dumps(value, ensure_ascii=False)
    return "{}" if isinstance(value, Mapping) else "[]"
