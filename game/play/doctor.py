"""What this computer has and lacks for the game, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from dataclasses import dataclass

from game.catalogues import languages, text_dir
from game.i18n import Text
from game.paths import assets_dir, levels_dir

__all__ = ["Finding", "examine", "has_display"]

PYTHON = (3, 11)
PACKAGES = (
    "numpy",
    "pydantic",
    "yaml",
    "babel",
    "pygame",
    "typer",
    "rich",
    "platformdirs",
    "jinja2",
    "ruamel.yaml",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `needed` for every use; else only for a part of the game."""

    id: str
    good: bool
    needed: bool
    text: Text


def has_display() -> bool:
    """Whether a window could open here."""
    if os.environ.get("SDL_VIDEODRIVER"):
        return True
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def examine() -> list[Finding]:
    """Look at Python, packages, files, the folders for saves and packs, and the display."""
    version = ".".join(map(str, sys.version_info[:3]))
    found = [_finding("python", sys.version_info[:2] >= PYTHON, True, version=version)]
    missing = [name for name in PACKAGES if not _installed(name)]
    found.append(_finding("packages", not missing, True, names=", ".join(missing)))
    found.append(_files())
    found.append(_languages())
    found.append(_saves())
    found.append(_packs())
    found.append(_finding("display", has_display(), False))
    return found


def _installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _files() -> Finding:
    from game.content.packs import discover

    try:
        assets, packs = assets_dir(), levels_dir()
    except FileNotFoundError as error:
        return Finding("files", False, True, Text("play.doctor.files.bad", {"why": str(error)}))
    levels = [file.id for file in discover().files("level")]
    lacking = [name for name in ("fonts", "icons", "flags", "map", "text") if not (assets / name).is_dir()]
    good = bool(levels) and not lacking
    return _finding("files", good, True, levels=", ".join(levels), why=", ".join(lacking) or str(packs))


def _languages() -> Finding:
    """The languages spoken; a catalogue in the player's folder that is not one of them can't be read."""
    known = languages()
    lost = sorted(path.name for path in text_dir().glob("*.po") if path.stem not in known)
    return _finding(
        "languages", not lost, False, names=", ".join(known), path=str(text_dir()), lost=", ".join(lost)
    )


def _saves() -> Finding:
    from game.play.record import saves_dir

    folder = saves_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return _finding("saves", False, False, path=str(folder), why=error.strerror or str(error))
    return _finding("saves", True, False, path=str(folder))


def _packs() -> Finding:
    """The player's packs, and the first error of each that has one."""
    from game.content.packs import user_packs_dir
    from game.content.shelf import survey

    folder = user_packs_dir()
    own = [sheet for sheet in survey((), folder) if sheet.own]
    names = [sheet.pack.id for sheet in own if sheet.on]
    broken = [
        Text("play.doctor.packs.broken", {"where": f"{p.file}:{p.line}", "why": p.message})
        for sheet in own
        for p in sheet.problems[:1]
        if p.is_error
    ]
    args = {"path": str(folder), "n": len(names), "names": ", ".join(names), "broken": broken}
    state = "bad" if broken else "good" if names else "none"
    return Finding("packs", not broken, False, Text(f"play.doctor.packs.{state}", args))


def _finding(name: str, good: bool, needed: bool, **args: str) -> Finding:
    return Finding(name, good, needed, Text(f"play.doctor.{name}.{'good' if good else 'bad'}", args))
