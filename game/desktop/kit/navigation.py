"""Where the focus goes: along the order of drawing with Tab, to the nearest neighbour with the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from .state import Focusable

DIRECTIONS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def next_focus(items: Sequence[Focusable], current: str | None, step: int, fallback: int = 0) -> str | None:
    """The id `step` places on (wrapping round); from `fallback` when the current widget is gone."""
    if not items:
        return None
    ids = [item.id for item in items]
    if current not in ids:
        return ids[min(fallback, len(ids) - 1)] if step > 0 else ids[-1]
    return ids[(ids.index(current) + step) % len(ids)]


def spatial_focus(items: Sequence[Focusable], current: str | None, direction: str) -> str | None:
    """The nearest widget in that direction; sideways distance counts double. None if there is none."""
    here = next((item for item in items if item.id == current), None)
    if here is None:
        return items[0].id if items else None
    dx, dy = DIRECTIONS[direction]
    best: tuple[float, str] | None = None
    for item in items:
        if item is here:
            continue
        a, b = here.rect, item.rect
        if dx:
            ahead = (b.x - a.right if dx > 0 else a.x - b.right) + min(a.w, b.w) * 0.5
            forward = (b.cx - a.cx) * dx
            aside = max(0.0, b.y - a.bottom, a.y - b.bottom) + abs(b.cy - a.cy) * 0.1
        else:
            ahead = (b.y - a.bottom if dy > 0 else a.y - b.bottom) + min(a.h, b.h) * 0.5
            forward = (b.cy - a.cy) * dy
            aside = max(0.0, b.x - a.right, a.x - b.right) + abs(b.cx - a.cx) * 0.1
        if forward <= 1 or ahead < 0:
            continue
        score = max(0.0, ahead) + 2 * aside
        if best is None or score < best[0]:
            best = (score, item.id)
    return best[1] if best else None
