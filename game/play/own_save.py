"""Two windows at the same games: each leaves alone what the other has written."""

from __future__ import annotations

from itertools import count
from pathlib import Path

__all__ = ["OwnSave", "unused"]

Stamp = tuple[int, int, int]
NOTHING: Stamp = (0, 0, 0)


class OwnSave:
    """The file of a running game, as this window left it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._left = _stamp(path)

    def place(self) -> Path:
        """Where the game is to be written: its file, or one beside it if somebody else has written there."""
        if _stamp(self.path) not in (NOTHING, self._left):
            self.path = unused(self.path)
        return self.path

    def written(self) -> None:
        """The game has just been written there."""
        self._left = _stamp(self.path)


def unused(path: Path) -> Path:
    """The path, or with a number before its ending, so that nothing is there yet."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return path if _stamp(path) == NOTHING else next(name for name in names if _stamp(name) == NOTHING)


def _stamp(path: Path) -> Stamp:
    """What changes when a file is replaced; nothing if there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return NOTHING
    return found.st_ino, found.st_mtime_ns, found.st_size
