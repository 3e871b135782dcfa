"""The quarter axis that arrows and charts share, and ink on it that is drawn once and kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import pygame

from game.desktop.kit import Colour, Rect, Ui
from game.desktop.kit.draw import Canvas, Point, dashes, within
from game.desktop.kit.state import Overflow

__all__ = ["QuarterAxis", "Still", "ink", "line_ink"]

PARTS = 8  # of a pixel: so finely ink is placed


@dataclass(frozen=True)
class QuarterAxis:
    """A column per quarter over the width of `area`; places are logical units."""

    area: Rect
    first: int
    last: int
    now: int
    play_ends: int

    @property
    def step(self) -> float:
        return self.area.w / (self.last - self.first + 1)

    def left(self, quarter: float) -> float:
        """Left edge of a quarter's column, kept inside the axis."""
        x = self.area.x + (quarter - self.first) * self.step
        return min(max(x, self.area.x), self.area.right)

    def mid(self, quarter: float) -> float:
        return self.left(quarter) + self.step / 2 if quarter <= self.last else self.area.right

    def right(self, quarter: float) -> float:
        return self.left(quarter + 1)

    def at(self, x: float) -> int:
        """The quarter under a place."""
        return max(self.first, min(self.last, self.first + int((x - self.area.x) // self.step)))

    def within(self, rect: Rect) -> QuarterAxis:
        """The same columns, standing on another strip."""
        return QuarterAxis(
            Rect(self.area.x, rect.y, self.area.w, rect.h), self.first, self.last, self.now, self.play_ends
        )


class Still:
    """A part of the screen that is drawn when its key changes, else copied from the last time."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._image: pygame.Surface | None = None
        self._misfits: list[Overflow] = []

    def show(self, ui: Ui, rect: Rect, key: Hashable, draw: Callable[[], None]) -> None:
        """Draw `rect` by `draw`, which must not answer to anything; misfits of its texts are kept too."""
        box = within(ui.box(rect), ui.surface)
        full = (key, tuple(box), ui.scale, ui.text_scale, ui.theme.name, ui.language)
        if self._image is not None and full == self._key:
            ui.surface.blit(self._image, box.topleft)
            ui.state.overflows.extend(self._misfits)
            return
        start = len(ui.state.overflows)
        with ui.clip(rect):  # what stands out would be missing in the copy
            draw()
        self._misfits = ui.state.overflows[start:]
        self._image = ui.surface.subsurface(box).copy()
        self._key = full


def ink(
    ui: Ui,
    rect: Rect,
    key: tuple[object, ...],
    colour: Colour,
    draw: Callable[[Canvas, Callable[[Point], Point]], None],
    alpha: int = 255,
    *,
    around: Sequence[Point] = (),
    reach: float = 0.0,
) -> None:
    """Draw on a fine canvas over `rect` once; the same key, size and colour reuse the picture.

    `draw(canvas, local)` gets a function that turns logical points into the canvas's pixels. If all ink is
    known to be at most `reach` pixels from the hull of `around` (pixels from the corner of `rect`, part of
    the key), no larger canvas is made.
    """
    x, y, w, h = ui.box(rect)
    place = pygame.Rect(0, 0, w, h).inflate(8, 8)  # from the corner of `rect`
    if around:
        place = place.clip(_hull(around, reach))
    if w < 1 or h < 1 or place.w < 1 or place.h < 1:
        return
    # Where in its pixel it begins belongs to the picture, or an older one, half a pixel off, would be shown.
    dx, dy = (round((at * ui.scale - box) * PARTS) / PARTS for at, box in ((rect.x, x), (rect.y, y)))
    full = ("desk-ink", *key, w, h, dx, dy, colour, alpha)
    image = ui.painter.cached(full)
    if image is None:
        canvas = Canvas(place.size, colour, alpha)

        def local(point: Point) -> Point:
            here = (point[0] - rect.x) * ui.scale + dx, (point[1] - rect.y) * ui.scale + dy
            return here[0] - place.x, here[1] - place.y

        draw(canvas, local)
        image = canvas.finish()
        ui.painter.keep(full, image)
    ui.surface.blit(image, (x + place.x, y + place.y))


def _hull(points: Sequence[Point], reach: float) -> pygame.Rect:
    """Whole pixels that hold the points with so much around them."""
    (left, right), (top, bottom) = ((min(part), max(part)) for part in zip(*points, strict=True))
    x, y = math.floor(left - reach) - 1, math.floor(top - reach) - 1
    return pygame.Rect(x, y, math.ceil(right + reach) + 1 - x, math.ceil(bottom + reach) + 1 - y)


def line_ink(
    ui: Ui,
    rect: Rect,
    points: Sequence[Point],
    colour: Colour,
    width: float,
    pattern: Sequence[float] = (),
) -> None:
    """A polyline in logical units, dashed if a pattern is given."""
    if len(points) < 2:
        return
    x, y, _, _ = ui.box(rect)
    near = tuple((round(px * ui.scale - x, 1), round(py * ui.scale - y, 1)) for px, py in points)

    def draw(canvas: Canvas, local: Callable[[Point], Point]) -> None:
        for part in dashes([local(p) for p in points], [d * ui.scale for d in pattern]):
            if len(part) > 1:
                canvas.line(part, width * ui.scale)

    key = ("line", near, width, tuple(pattern))
    ink(ui, rect, key, colour, draw, around=near, reach=width * ui.scale / 2)
