"""Shows a folder in the system's own file manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["open_folder"]

OPENERS = ("xdg-open", "gio")  # elsewhere than on Windows and macOS


def open_folder(folder: Path) -> bool:
    """Make the folder if need be and show it; False where nothing here can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sys.platform == "win32":
            os.startfile(folder)
            return True
        command = ["open"] if sys.platform == "darwin" else _command()
        if not command:
            return False
        quiet = subprocess.DEVNULL
        subprocess.Popen(
            [*command, str(folder)],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env=_environment(),
            start_new_session=True,
        )
    except OSError:
        return False
    return True


def _command() -> list[str]:
    found = next((name for name in OPENERS if shutil.which(name)), "")
    return [found, "open"] if found == "gio" else [found] if found else []


def _environment() -> dict[str, str]:
    """Without the libraries of a packed game, which are not the file manager's."""
    env = dict(os.environ)
    before = env.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        env["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        env.pop("LD_LIBRARY_PATH", None)
    return env
