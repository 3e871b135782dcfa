"""Antialiased shapes on pygame surfaces, in pixels. Everything expensive is computed once and cached.

Rounded boxes come from exact distance fields for their corners; free shapes are drawn four times too large
and scaled down. Nothing depends on time or order, so the same calls give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pygame

from .text import Lru, picture_bytes
from .theme import Colour

SUPER = 4
MOST_BYTES = 20 << 20
"""Of pictures that are kept; the desk at 1920 x 1080 needs half of it."""
Point = tuple[float, float]
Box = tuple[int, int, int, int]


def within(box: Box, surface: pygame.Surface) -> pygame.Rect:
    """The part of a box that lies on a surface; nothing, in its corner, if none does."""
    found = pygame.Rect(box).clip(surface.get_rect())
    return found if found.w and found.h else pygame.Rect(0, 0, 0, 0)


def _coverage(width: int, height: int, radius: float, shrink: float) -> np.ndarray:
    """Share of each pixel of a width x height box that lies inside its rounded outline shrunk by `shrink`."""
    x = _from_middle(width)[:, None]
    y = _from_middle(height)[None, :]
    inner = max(0.0, radius - shrink)
    qx = x - (width / 2 - shrink) + inner
    qy = y - (height / 2 - shrink) + inner
    outside = np.hypot(np.maximum(qx, 0), np.maximum(qy, 0))
    distance = outside + np.minimum(np.maximum(qx, qy), 0) - inner
    return _mirrored(np.clip(0.5 - distance, 0, 1), width, height)


def _from_middle(length: int) -> np.ndarray:
    """How far the pixels of the first half are from the middle; of a large box a quarter says all."""
    return np.abs(np.arange((length + 1) // 2) + 0.5 - length / 2)


def _mirrored(quarter: np.ndarray, width: int, height: int) -> np.ndarray:
    """The whole of a picture that is the same from left and right, above and below."""
    x, y = np.arange(width), np.arange(height)
    return quarter[np.minimum(x, x[::-1])][:, np.minimum(y, y[::-1])]


def _shadow(size: tuple[int, int], radius: float, spread: int, alpha: int) -> pygame.Surface:
    """A black picture, `spread` larger than a box on each side; its rim is computed, the rest is even."""
    rim = spread + math.ceil(radius) + 1
    full = [length + 2 * spread for length in size]
    px, py = (
        _from_middle(whole)[:rim] - length / 2 + radius for whole, length in zip(full, size, strict=True)
    )
    distance = np.hypot(np.maximum(px[:, None], 0), np.maximum(py[None, :], 0)) - radius
    fade = np.clip(1 - np.maximum(distance, 0) / spread, 0, 1) ** 2
    corner = np.rint(fade * (alpha / 255) * 255).astype(np.uint8)
    image = pygame.Surface(full, pygame.SRCALPHA)
    x, y = (np.minimum(np.arange(whole), np.arange(whole)[::-1]) for whole in full)
    alphas = pygame.surfarray.pixels_alpha(image)
    alphas[:] = corner[np.minimum(x, len(px) - 1)][:, np.minimum(y, len(py) - 1)]
    del alphas
    return image


class Painter:
    """Draws on one target surface; the caches live as long as the painter."""

    def __init__(self, surface: pygame.Surface) -> None:
        self.surface = surface
        self._corners: Lru[tuple[object, ...], list[pygame.Surface]] = Lru(512)
        self._shapes: Lru[tuple[object, ...], pygame.Surface] = Lru(1024, MOST_BYTES, picture_bytes)
        self.inks: Lru[tuple[object, ...], tuple[pygame.Surface, int, int]] = Lru(256)

    def cached(self, key: tuple[object, ...]) -> pygame.Surface | None:
        """A picture that was kept under this key."""
        return self._shapes.get(key)

    def keep(self, key: tuple[object, ...], image: pygame.Surface) -> None:
        self._shapes.put(key, image)

    def box_image(self, size: tuple[int, int], radius: float, fill: Colour) -> pygame.Surface:
        """A rounded box as a picture of its own."""
        radius = min(radius, size[0] / 2, size[1] / 2)
        return image_from(np.array(fill, float), _coverage(*size, radius, 0))

    # boxes -------------------------------------------------------------------------------------------------

    def rect(self, box: Box, colour: Colour) -> None:
        self.surface.fill(colour, box)

    def veil(self, box: Box, colour: Colour, alpha: int) -> None:
        """A translucent rectangle."""
        key = ("veil", box[2], box[3], colour, alpha)
        image = self._shapes.get(key)
        if image is None:
            image = pygame.Surface((max(1, box[2]), max(1, box[3])), pygame.SRCALPHA)
            image.fill((*colour, alpha))
            self._shapes.put(key, image)
        self.surface.blit(image, box[:2])

    def box(
        self,
        box: Box,
        radius: float,
        fill: Colour | None,
        border: Colour | None = None,
        border_width: int = 1,
    ) -> None:
        """A rounded box, filled or only outlined, from four cached corners and plain strips."""
        x, y, w, h = box
        if w <= 0 or h <= 0:
            return
        radius = min(radius, w / 2, h / 2)
        size = min(math.ceil(max(radius, border_width)) + 1, w // 2, h // 2)
        if size < 1 or (fill is None and border is None):
            if fill is not None:
                self.rect(box, fill)
            return
        corners = self._corner_set(size, radius, fill, border, border_width)
        blit = self.surface.blit
        blit(corners[0], (x, y))
        blit(corners[1], (x + w - size, y))
        blit(corners[2], (x, y + h - size))
        blit(corners[3], (x + w - size, y + h - size))
        if fill is not None:
            self.rect((x + size, y, w - 2 * size, h), fill)
            self.rect((x, y + size, size, h - 2 * size), fill)
            self.rect((x + w - size, y + size, size, h - 2 * size), fill)
        if border is not None:
            t = border_width
            self.rect((x + size, y, w - 2 * size, t), border)
            self.rect((x + size, y + h - t, w - 2 * size, t), border)
            self.rect((x, y + size, t, h - 2 * size), border)
            self.rect((x + w - t, y + size, t, h - 2 * size), border)

    def _corner_set(
        self, size: int, radius: float, fill: Colour | None, border: Colour | None, width: int
    ) -> list[pygame.Surface]:
        key = (size, radius, fill, border, width)
        corners = self._corners.get(key)
        if corners is None:
            outer = _coverage(4 * size, 4 * size, radius, 0)[:size, :size]
            inner = _coverage(4 * size, 4 * size, radius, width)[:size, :size] if border else outer
            alpha = outer if fill is not None else outer - inner
            share = (inner / np.maximum(outer, 1e-9))[..., None]
            base = np.array(fill if fill is not None else border, float)
            edge = np.array(border if border is not None else fill, float)
            image = image_from(share * base + (1 - share) * edge, alpha)
            flip = pygame.transform.flip
            corners = [image, flip(image, True, False), flip(image, False, True), flip(image, True, True)]
            self._corners.put(key, corners)
        return corners

    def gradient_box(self, box: Box, radius: float, top: Colour, bottom: Colour, border: Colour) -> None:
        """A rounded box with a vertical gradient and a one-pixel border."""
        x, y, w, h = box
        if w <= 0 or h <= 0:
            return
        key = ("gradient", w, h, radius, top, bottom, border)
        image = self._shapes.get(key)
        if image is None:
            radius = min(radius, w / 2, h / 2)
            outer = _coverage(w, h, radius, 0)
            inner = _coverage(w, h, radius, 1)
            along = np.linspace(0, 1, h)[None, :, None]
            fill = (1 - along) * np.array(top, float) + along * np.array(bottom, float)
            share = (inner / np.maximum(outer, 1e-9))[..., None]
            image = image_from(share * fill + (1 - share) * np.array(border, float), outer)
            self._shapes.put(key, image)
        self.surface.blit(image, (x, y))

    def shadow(self, box: Box, radius: float, spread: int, alpha: int) -> None:
        """A soft shadow under a box that floats, a little below it."""
        x, y, w, h = box
        if alpha <= 0 or spread <= 0:
            return
        key = ("shadow", w, h, radius, spread, alpha)
        image = self._shapes.get(key)
        if image is None:
            image = self._shapes.put(key, _shadow((w, h), radius, spread, alpha))
        self.surface.blit(image, (x - spread, y - spread + spread // 3))

    # free shapes -------------------------------------------------------------------------------------------

    def shape(
        self, key: tuple[object, ...], size: tuple[int, int], colour: Colour, draw: Callable[[Canvas], None]
    ) -> pygame.Surface:
        """A cached one-colour picture of `size` pixels, drawn by `draw` on a canvas in the same pixels."""
        full_key = (*key, size, colour)
        image = self._shapes.get(full_key)
        if image is None:
            canvas = Canvas(size, colour)
            draw(canvas)
            image = self._shapes.put(full_key, canvas.finish())
        return image

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A filled circle; the centre is rounded to half pixels so that few pictures are needed."""
        self._round("disc", centre, radius, 0, colour)

    def ring(self, centre: Point, radius: float, width: float, colour: Colour) -> None:
        """A circle line of that outer radius and width."""
        self._round("ring", centre, radius, width, colour)

    def _round(self, kind: str, centre: Point, radius: float, width: float, colour: Colour) -> None:
        x, y = round(centre[0] * 2) / 2, round(centre[1] * 2) / 2
        half = math.ceil(radius) + 1
        left, top = math.floor(x) - half, math.floor(y) - half
        cx, cy = x - left, y - top

        def draw(canvas: Canvas) -> None:
            canvas.disc((cx, cy), radius)
            if width:
                canvas.disc((cx, cy), radius - width, erase=True)

        size = (2 * half + 1, 2 * half + 1)
        self.surface.blit(self.shape((kind, cx, cy, radius, width), size, colour, draw), (left, top))

    def glow(self, centre: Point, radius: int, colour: Colour, alpha: int) -> None:
        """Light that fades from the centre to `radius`."""
        if alpha <= 0 or radius < 2:
            return
        key = ("glow", radius, colour, alpha)
        image = self._shapes.get(key)
        if image is None:
            place = np.arange(2 * radius) + 0.5 - radius
            far = np.hypot(place[:, None], place[None, :]) / radius
            image = image_from(np.array(colour, float), np.clip(1 - far, 0, 1) ** 1.6 * (alpha / 255))
            self._shapes.put(key, image)
        self.surface.blit(image, (round(centre[0]) - radius, round(centre[1]) - radius))

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A small filled polygon (arrowheads, markers); cached by its form, so good for repeated ones."""
        left = math.floor(min(p[0] for p in points)) - 1
        top = math.floor(min(p[1] for p in points)) - 1
        width = math.ceil(max(p[0] for p in points)) - left + 1
        height = math.ceil(max(p[1] for p in points)) - top + 1
        local = tuple((round(x - left, 2), round(y - top, 2)) for x, y in points)
        image = self.shape(("polygon", local), (width, height), colour, lambda c: c.polygon(local))
        self.surface.blit(image, (left, top))


class Canvas:
    """A one-colour drawing board `fine` times as fine as the screen; coordinates are screen pixels."""

    def __init__(self, size: tuple[int, int], colour: Colour, alpha: int = 255, fine: int = SUPER) -> None:
        self.fine = fine
        self.size = (max(1, size[0]), max(1, size[1]))
        self._ink = (*colour, alpha)
        self._clear = (*colour, 0)
        self.big = pygame.Surface((self.size[0] * fine, self.size[1] * fine), pygame.SRCALPHA)
        self.big.fill(self._clear)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.fine, y * self.fine) for x, y in points]

    def disc(self, centre: Point, radius: float, erase: bool = False) -> None:
        if radius > 0:
            ink = self._clear if erase else self._ink
            (big,) = self._scaled([centre])
            pygame.draw.circle(self.big, ink, big, radius * self.fine)

    def polygon(self, points: Sequence[Point], erase: bool = False) -> None:
        pygame.draw.polygon(self.big, self._clear if erase else self._ink, self._scaled(points))

    def line(self, points: Sequence[Point], width: float) -> None:
        """A line with round joints and ends."""
        big = self._scaled(points)
        half = width * self.fine / 2
        for (ax, ay), (bx, by) in pairwise(big):
            length = math.hypot(bx - ax, by - ay)
            if length > 0:
                nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
                quad = [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)]
                pygame.draw.polygon(self.big, self._ink, quad)
        for centre in big:
            pygame.draw.circle(self.big, self._ink, centre, half)

    def arc(self, centre: Point, radius: float, width: float, start: float, end: float) -> None:
        """A thick arc between two angles in radians, clockwise from three o'clock, round ends."""
        steps = max(2, math.ceil(abs(end - start) * radius / 2))
        middle = radius - width / 2
        angles = [start + (end - start) * i / steps for i in range(steps + 1)]
        self.line(
            [(centre[0] + middle * math.cos(a), centre[1] + middle * math.sin(a)) for a in angles], width
        )

    def finish(self) -> pygame.Surface:
        return pygame.transform.smoothscale(self.big, self.size)


def image_from(colours: np.ndarray, alpha: np.ndarray) -> pygame.Surface:
    """A picture from colours [w, h, 3] or one colour [3] in 0..255 and alpha [w, h] in 0..1."""
    image = pygame.Surface(alpha.shape, pygame.SRCALPHA)
    shades = np.clip(np.rint(colours), 0, 255).astype(np.uint8)
    if shades.ndim == 1:
        image.fill((*shades.tolist(), 0))
    else:
        pixels = pygame.surfarray.pixels3d(image)
        pixels[:] = shades
        del pixels
    alphas = pygame.surfarray.pixels_alpha(image)
    alphas[:] = np.rint(alpha * 255).astype(np.uint8)
    del alphas
    return image


def dashes(points: Sequence[Point], pattern: Sequence[float]) -> list[list[Point]]:
    """Cut a polyline into the drawn parts of a dash pattern (on, off, on, off... in pixels)."""
    if not pattern:
        return [list(points)]
    parts: list[list[Point]] = []
    index, left, drawing = 0, pattern[0], True
    current: list[Point] = [points[0]] if points else []
    for (ax, ay), (bx, by) in pairwise(points):
        length = math.hypot(bx - ax, by - ay)
        done = 0.0
        while length - done > left:
            done += left
            point = (ax + (bx - ax) * done / length, ay + (by - ay) * done / length)
            if drawing:
                parts.append([*current, point])
            drawing = not drawing
            current = [point]
            index = (index + 1) % len(pattern)
            left = pattern[index]
        left -= length - done
        if drawing:
            current.append((bx, by))
    if drawing and len(current) > 1:
        parts.append(current)
    return parts


def hatch(image: pygame.Surface, kind: int, step: int) -> None:
    """Cut a pattern into a picture's alpha: 0 none, 1 rising lines, 2 dots, 3 level lines, 4 falling lines,
    5 upright lines. The gaps keep two fifths of the ink, so that the colour stays legible."""
    if kind % 6 == 0:
        return
    width, height = image.get_size()
    x, y = np.arange(width)[:, None], np.arange(height)[None, :]
    step = max(3, step)
    thick = max(1, step // 3)
    gaps = {
        1: (x + y) % step < thick,
        2: ((x % step) < thick) & ((y % step) < thick),
        3: (y + 0 * x) % step < thick,
        4: (x - y) % step < thick,
        5: (x + 0 * y) % step < thick,
    }[kind % 6]
    alphas = pygame.surfarray.pixels_alpha(image)
    alphas[gaps] = (alphas[gaps] * 0.4).astype(np.uint8)
    del alphas
