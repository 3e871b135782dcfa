"""A small picture of the desk beside each save, so that a game is recognised at a glance.

Pictures are a comfort: one that cannot be written or read is missing, and nothing else happens.
"""

from __future__ import annotations

import contextlib
import io
import struct
from pathlib import Path

import pygame

from game.content.places import content

__all__ = ["copy_picture", "picture_of", "read_picture", "remove_picture", "write_picture"]

WIDTH_PX = 640
MOST_PX = 2 * WIDTH_PX
MOST_BYTES = 4_000_000
HEADING = struct.Struct(">8sI4sII")  # of a PNG: mark, length, kind, width, height


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
    """The picture of a save, if there is one: a PNG no larger than ours, whatever may lie there."""
    data = content(picture_of(save), MOST_BYTES)
    if not _small(data):
        return None
    try:
        return pygame.image.load(io.BytesIO(data), "picture.png")
    except pygame.error:
        return None


def _small(data: bytes) -> bool:
    """Whether a PNG's heading tells no more pixels than ours have; a few bytes can unfold to gigabytes."""
    if len(data) < HEADING.size:
        return False
    mark, _, kind, width, height = HEADING.unpack_from(data)
    return mark == b"\x89PNG\r\n\x1a\n" and kind == b"IHDR" and max(width, height) <= MOST_PX


def copy_picture(save: Path, to: Path) -> None:
    """The same picture for a copy of the save."""
    data = content(picture_of(save), MOST_BYTES)
    if data:
        with contextlib.suppress(OSError):
            picture_of(to).write_bytes(data)


def remove_picture(save: Path) -> None:
    """The save is gone, and so is its picture."""
    with contextlib.suppress(OSError):
        picture_of(save).unlink(missing_ok=True)
