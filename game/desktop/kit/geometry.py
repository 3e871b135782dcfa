"""Rectangles in logical units (floats) and the few ways of cutting them that a layout needs.

A logical unit is one pixel at interface scale 1.0. Splits return the parts in the order in which they stand
on the screen (left before right, top before bottom), so that a layout reads like the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Rect(NamedTuple):
    """An axis-aligned rectangle: left edge, top edge, width, height, in logical units."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    def inset(self, dx: float, dy: float | None = None) -> Rect:
        """Shrink by `dx` on the left and right and `dy` (default `dx`) above and below; negative grows."""
        dy = dx if dy is None else dy
        return Rect(self.x + dx, self.y + dy, max(0.0, self.w - 2 * dx), max(0.0, self.h - 2 * dy))

    def pad(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Rect:
        """Shrink each side by its own amount."""
        return Rect(
            self.x + left, self.y + top, max(0.0, self.w - left - right), max(0.0, self.h - top - bottom)
        )

    def moved(self, dx: float, dy: float) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def split_top(self, height: float, gap: float = 0) -> tuple[Rect, Rect]:
        """(top strip of `height`, the rest below it)."""
        return (
            Rect(self.x, self.y, self.w, height),
            Rect(self.x, self.y + height + gap, self.w, max(0.0, self.h - height - gap)),
        )

    def split_bottom(self, height: float, gap: float = 0) -> tuple[Rect, Rect]:
        """(the rest, bottom strip of `height`)."""
        return (
            Rect(self.x, self.y, self.w, max(0.0, self.h - height - gap)),
            Rect(self.x, self.bottom - height, self.w, height),
        )

    def split_left(self, width: float, gap: float = 0) -> tuple[Rect, Rect]:
        """(left strip of `width`, the rest to its right)."""
        return (
            Rect(self.x, self.y, width, self.h),
            Rect(self.x + width + gap, self.y, max(0.0, self.w - width - gap), self.h),
        )

    def split_right(self, width: float, gap: float = 0) -> tuple[Rect, Rect]:
        """(the rest, right strip of `width`)."""
        return (
            Rect(self.x, self.y, max(0.0, self.w - width - gap), self.h),
            Rect(self.right - width, self.y, width, self.h),
        )

    def columns(self, weights: int | Sequence[float], gap: float = 0) -> list[Rect]:
        """Side by side parts: an equal number of them, or one per weight."""
        shares = [1.0] * weights if isinstance(weights, int) else list(weights)
        room = max(0.0, self.w - gap * (len(shares) - 1))
        total = sum(shares) or 1.0
        parts, x = [], self.x
        for share in shares:
            width = room * share / total
            parts.append(Rect(x, self.y, width, self.h))
            x += width + gap
        return parts

    def rows(self, weights: int | Sequence[float], gap: float = 0) -> list[Rect]:
        """Stacked parts: an equal number of them, or one per weight."""
        shares = [1.0] * weights if isinstance(weights, int) else list(weights)
        room = max(0.0, self.h - gap * (len(shares) - 1))
        total = sum(shares) or 1.0
        parts, y = [], self.y
        for share in shares:
            height = room * share / total
            parts.append(Rect(self.x, y, self.w, height))
            y += height + gap
        return parts

    def centred(self, w: float, h: float) -> Rect:
        """A rectangle of the given size in the middle of this one."""
        return Rect(self.cx - w / 2, self.cy - h / 2, w, h)

    def contains(self, point: tuple[float, float]) -> bool:
        return self.x <= point[0] < self.right and self.y <= point[1] < self.bottom

    def intersect(self, other: Rect) -> Rect:
        """The common part; width or height is zero when there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Rect(
            x,
            y,
            max(0.0, min(self.right, other.right) - x),
            max(0.0, min(self.bottom, other.bottom) - y),
        )

    def clamped_into(self, outer: Rect) -> Rect:
        """The same size, moved as little as possible to lie inside `outer` (top left wins)."""
        x = max(outer.x, min(self.x, outer.right - self.w))
        y = max(outer.y, min(self.y, outer.bottom - self.h))
        return Rect(x, y, self.w, self.h)


class Flow:
    """Stacks rectangles downwards inside a column: `flow.next(24)` is the next strip, 24 units high."""

    def __init__(self, area: Rect, gap: float = 8) -> None:
        self.area = area
        self.gap = gap
        self.y = area.y

    def next(self, height: float) -> Rect:
        strip = Rect(self.area.x, self.y, self.area.w, height)
        self.y += height + self.gap
        return strip

    def skip(self, height: float) -> None:
        self.y += height

    @property
    def rest(self) -> Rect:
        """What is left of the column."""
        return Rect(self.area.x, self.y, self.area.w, max(0.0, self.area.bottom - self.y))
