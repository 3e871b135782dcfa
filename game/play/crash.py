"""The last resort: what went wrong is kept in a file, for a report, instead of thrown at the player."""

from __future__ import annotations

import datetime
import platform
import traceback
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from game import __version__

__all__ = ["crash_note"]


def crash_note(error: BaseException, command: Sequence[str]) -> Path | None:
    """Write the traceback with versions and command beside the game's logs; None if even that fails."""
    now = datetime.datetime.now()
    lines = [
        f"lanthanide {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{now.isoformat(timespec='seconds')}  {' '.join(command)}",
        "",
        *traceback.format_exception(error),
    ]
    try:
        folder = platformdirs.user_log_path("lanthanide", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"crash-{now:%Y%m%d-%H%M%S}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
    except (OSError, RuntimeError):
        return None
    return path
