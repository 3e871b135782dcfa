"""Where the files that belong to the game lie, in a source checkout and in an installed wheel.

A wheel carries `assets/` and `levels/` inside the package as `game/_data/assets` and
`game/_data/levels`; a source checkout (and an editable install) has both beside `game/`.
Nothing here depends on the working directory.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["assets_dir", "levels_dir"]

_PACKAGE = Path(__file__).resolve().parent


def assets_dir() -> Path:
    """Folder with fonts, icons, flags, map, sound and interface texts.

    Raises FileNotFoundError with one sentence for people when the installation is incomplete.
    """
    return _data_folder("assets")


def levels_dir() -> Path:
    """Folder with the packs shipped with the game, one subfolder each.

    Raises FileNotFoundError with one sentence for people when the installation is incomplete.
    """
    return _data_folder("levels")


def _data_folder(name: str) -> Path:
    """First of the installed and the checkout place that exists."""
    places = (_PACKAGE / "_data" / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"The game's folder '{name}' is missing (looked in {places[0]} and {places[1]}): "
        "install the game again, or run it from a complete checkout."
    )
