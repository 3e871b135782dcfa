"""Questions to the file system that are answered, never thrown: for paths that strangers name.

`pathlib` raises for a name that is too long, a folder that may not be entered or links in a circle; here
such a place is simply not a file, not a folder, or holds nothing.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

__all__ = ["content", "exists", "is_file", "is_folder", "listed", "real", "shown_path"]


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def exists(path: Path) -> bool:
    """Whether anything is there."""
    return _mode(path) != 0


def is_file(path: Path) -> bool:
    """Whether a regular file is there: no pipe or device, on which reading could wait for ever."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: Path) -> bool:
    """Whether a folder is there."""
    return stat.S_ISDIR(_mode(path))


def listed(folder: Path, pattern: str) -> list[Path]:
    """Regular files that match, sorted; none in a folder that cannot be read."""
    try:
        return sorted(path for path in folder.glob(pattern) if is_file(path))
    except OSError:
        return []


def content(path: Path, most_bytes: int) -> bytes:
    """What a regular file of at most `most_bytes` holds; nothing for anything else."""
    if not is_file(path):
        return b""
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError:
        return b""
    return data if len(data) <= most_bytes else b""


def real(path: Path) -> Path:
    """The path without links, as far as they lead anywhere."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def shown_path(path: Path) -> str:
    """A path as people read it: relative to the working directory where it lies below it."""
    try:
        return real(path).relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
