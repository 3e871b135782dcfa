"""A small picture of the desk beside each save, so that a game is recognised at a glance.

Pictures are a comfort: one that cannot be written or read is missing, and nothing else happens.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pygame

__all__ = ["copy_picture", "picture_of", "read_picture", "remove_picture", "write_picture"]

WIDTH_PX = 640


def picture_of(save: Path) -> Path:
    """Where the picture of a save lies; it need not exist."""
    return save.parent / "pictures" / f"{save.stem}.png"


def write_picture(surface: pygame.Surface, save: Path) -> None:
    """Keep what a surface shows, made small."""
    width, height = surface.get_size()
    small = pygame.transform.smoothscale(surface, (WIDTH_PX, max(1, round(WIDTH_PX * height / width))))
    place = picture_of(save)
    beside = place.with_suffix(".part.png")
    with contextlib.suppress(OSError, pygame.error):
        place.parent.mkdir(parents=True, exist_ok=True)
        pygame.image.save(small, str(beside))
        beside.replace(place)


def read_picture(save: Path) -> pygame.Surface | None:
    """The picture of a save, if there is one."""
    try:
        return pygame.image.load(str(picture_of(save)))
    except (OSError, pygame.error):
        return None


def copy_picture(save: Path, to: Path) -> None:
    """The same picture for a copy of the save."""
    with contextlib.suppress(OSError):
        shutil.copyfile(picture_of(save), picture_of(to))


def remove_picture(save: Path) -> None:
    """The save is gone, and so is its picture."""
    with contextlib.suppress(OSError):
        picture_of(save).unlink(missing_ok=True)
