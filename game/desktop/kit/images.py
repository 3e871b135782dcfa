"""Icons and flags from the assets folder, tinted and scaled once per size."""

from __future__ import annotations

import numpy as np
import pygame

from game.paths import assets_dir

from .draw import image_from
from .text import Lru
from .theme import Colour


class Images:
    """Loads `icons/<name>.png` (white on clear) and `flags/<nation>.png`; None when there is no such file."""

    def __init__(self) -> None:
        self._files: dict[str, pygame.Surface | None] = {}
        self._ready: Lru[tuple[object, ...], pygame.Surface] = Lru(1024)

    def _file(self, name: str) -> pygame.Surface | None:
        if name not in self._files:
            path = assets_dir() / f"{name}.png"
            self._files[name] = pygame.image.load(str(path)).convert_alpha() if path.is_file() else None
        return self._files[name]

    def icon(self, name: str, size_px: int, colour: Colour) -> pygame.Surface | None:
        """The icon as a square of `size_px`, in that colour."""
        key = ("icon", name, size_px, colour)
        image = self._ready.get(key)
        if image is None:
            source = self._file(f"icons/{name}")
            if source is None or size_px < 1:
                return None
            alpha = pygame.surfarray.array_alpha(pygame.transform.smoothscale(source, (size_px, size_px)))
            image = self._ready.put(key, image_from(np.array(colour, float), alpha / 255))
        return image

    def flag(self, nation: str, width_px: int, height_px: int) -> pygame.Surface | None:
        """The flag in that box, its own proportions kept and centred."""
        key = ("flag", nation, width_px, height_px)
        image = self._ready.get(key)
        if image is None:
            source = self._file(f"flags/{nation}")
            if source is None or width_px < 1 or height_px < 1:
                return None
            factor = min(width_px / source.get_width(), height_px / source.get_height())
            size = (max(1, round(source.get_width() * factor)), max(1, round(source.get_height() * factor)))
            image = self._ready.put(key, pygame.transform.smoothscale(source, size))
        return image
