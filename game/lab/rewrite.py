"""Writing computed figures into an author's YAML: a block or single numbers; all else stays as it is."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from game.content.reader import read_text

WIDTH = 110
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")


def replace_text(path: Path, text: str) -> None:
    """Put a text in a file's place at once; a link is followed, and an OSError leaves nothing behind."""
    target = Path(os.path.realpath(path))
    beside = target.with_name(target.name + ".new")
    try:
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def must_be_writable(*paths: Path) -> None:
    """PermissionError, with the path, where a file can't be replaced: told before a long computation."""
    for path in paths:
        target = Path(os.path.realpath(path))
        for place in (target.parent, target):
            if place.exists() and not os.access(place, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def set_keys(path: Path, block: str, entries: Mapping[str, Any]) -> None:
    """Set `entries` in the top-level mapping `block` of a YAML file; it is added if it is missing.

    Other entries of the block are kept with their comments. The file is replaced at once. Raises ValueError,
    in one sentence, if the file is not a mapping or if it would not read back.
    """
    text = path.read_bytes().decode("utf-8")
    yaml = _yaml()
    document = yaml.load(text)
    if not isinstance(document, CommentedMap):
        raise ValueError(f"{path} is not a mapping at its top, so nothing can be written into it.")
    old = document.get(block)
    merged = old if isinstance(old, CommentedMap) else CommentedMap()
    merged.fa.set_block_style()
    for key, value in entries.items():
        merged[key] = _styled(value)
    lines = text.splitlines(keepends=True)
    first, after = _place(document, block, lines)
    stream = io.StringIO()
    yaml.dump({block: merged}, stream)
    head = "".join(lines[:first])
    if head and not head.endswith("\n"):
        head += "\n"
    new = head + stream.getvalue().rstrip("\n") + "\n" + "".join(lines[after:])
    _check(path, new)
    replace_text(path, new)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _styled(value: Any) -> Any:
    """Mappings as blocks, lists in one flow."""
    if isinstance(value, Mapping):
        return CommentedMap({key: _styled(item) for key, item in value.items()})
    if isinstance(value, list):
        items = CommentedSeq(value)
        items.fa.set_flow_style()
        return items
    return value


def _place(document: CommentedMap, block: str, lines: list[str]) -> tuple[int, int]:
    """Lines [first, after) that the block takes; both at the end of the file for a new one."""
    if block not in document:
        return len(lines), len(lines)
    starts = sorted(document.lc.key(key)[0] for key in document)
    first = document.lc.key(block)[0]
    after = next((line for line in starts if line > first), len(lines))
    while after > first + 1 and _belongs_to_next(lines[after - 1]):
        after -= 1  # comments and blank lines above the next key are that key's
    return first, after


def _belongs_to_next(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _check(path: Path, text: str) -> None:
    """The file as it will be must read as the game reads it."""
    _, problems = read_text(text, str(path))
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        raise ValueError(f"{path} was left alone: written anew it would not read (line {errors[0].line}).")


def set_numbers(path: Path, numbers: Mapping[tuple[str | int, ...], float]) -> None:
    """Replace single numbers of a YAML file, each by its keys from the top; nothing else in it changes.

    Raises ValueError, in one sentence, if a place is not a number or if the file would not read back.
    """
    text = path.read_bytes().decode("utf-8")
    document = _yaml().load(text)
    lines = text.splitlines(keepends=True)
    places = [(*_number_at(path, document, keys, lines), number) for keys, number in numbers.items()]
    for line, start, end, number in sorted(places, reverse=True):
        lines[line] = f"{lines[line][:start]}{number:g}{lines[line][end:]}"
    new = "".join(lines)
    _check(path, new)
    replace_text(path, new)


def _number_at(
    path: Path, document: Any, keys: tuple[str | int, ...], lines: list[str]
) -> tuple[int, int, int]:
    """Line and columns [start, end) of a number."""
    place = ".".join(str(key) for key in keys)
    holder = document
    try:
        for key in keys[:-1]:
            holder = holder[key]
        line, start = holder.lc.value(keys[-1])
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ValueError(f"{path} has no {place}.") from None
    found = _NUMBER.match(lines[line], start)
    if found is None:
        raise ValueError(f"{path}: {place} is not a number.")
    return line, start, found.end()
