"""The page on disk: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from game.i18n import Text

__all__ = ["HandoutError", "check_handout", "write_handout"]

SIGNATURE = '<meta name="generator" content="Lanthanide">'
"""Stands in every page of ours; a file without it is left alone."""
LOOKED_AT = 2_000  # characters of a file in which it must stand


class HandoutError(Exception):
    """The page can't be written; `text` says why in one sentence."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.id)
        self.text = text


def check_handout(path: Path) -> None:
    """Raises HandoutError if a page can't go there: no such folder, or something that is no page of ours."""
    try:
        if os.path.lexists(path) and not (path.is_file() and _ours(path)):
            raise HandoutError(Text("debrief.page.taken", {"path": str(path)}))
        if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            raise HandoutError(Text("debrief.page.folder", {"path": str(path.parent)}))
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


def write_handout(path: Path, text: str) -> None:
    """Write the page, whole or not at all. Raises HandoutError."""
    check_handout(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".debrief-", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        raise _unwritable(path, error) from error


def _ours(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        return SIGNATURE in file.read(LOOKED_AT)


def _unwritable(path: Path, error: Exception) -> HandoutError:
    why = getattr(error, "strerror", None) or type(error).__name__
    return HandoutError(Text("debrief.page.write", {"path": str(path), "why": why}))
