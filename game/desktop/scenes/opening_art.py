"""Pictures of the opening pages: a car with the magnets of its motor, and a hundred dots, some in colour."""

from __future__ import annotations

import math
from collections.abc import Callable

import pygame

from ..kit import Colour, Rect, Ui, mix
from ..kit.draw import Canvas, Point

__all__ = ["draw_car", "draw_dots"]

BODY = [  # outline of a small car, x to the right and y down, in units of its length
    (0.02, 0.66), (0.03, 0.50), (0.08, 0.43), (0.22, 0.40), (0.36, 0.23), (0.43, 0.19), (0.66, 0.19),
    (0.75, 0.23), (0.88, 0.41), (0.96, 0.45), (0.985, 0.53), (0.98, 0.66),
]  # fmt: skip
GLASS = [
    [(0.29, 0.40), (0.39, 0.26), (0.45, 0.24), (0.53, 0.24), (0.53, 0.40)],
    [(0.56, 0.40), (0.56, 0.24), (0.66, 0.24), (0.71, 0.26), (0.81, 0.40)],
]
WHEELS = (0.225, 0.775)
AXLE, WHEEL, HEIGHT = 0.66, 0.105, 0.80  # height of the whole picture for a length of 1
LENS, LENS_SIZE = (-0.25, 0.36), 0.24  # where the motor is shown larger than life, left of the car
SPAN = 1.5  # width of the whole picture for a length of 1
MAGNETS = 8  # of a motor's rotor, drawn


def draw_car(ui: Ui, rect: Rect) -> None:
    """A car, and as through a lens the motor at its front axle, whose magnets glow."""
    length = min(rect.w / SPAN, rect.h / HEIGHT)
    left, top = rect.cx - length * (SPAN / 2 - 0.5), rect.cy - length * HEIGHT / 2

    def at(point: Point) -> Point:
        return (left + point[0] * length) * ui.scale, (top + point[1] * length) * ui.scale

    theme = ui.theme
    body = mix(theme.panel, theme.border_strong, 0.55)
    edge = mix(theme.muted, theme.panel, 0.25)
    _filled(ui, rect, ("car-body", length), [at(p) for p in BODY], body, edge, 2.0)
    for number, pane in enumerate(GLASS):
        _filled(ui, rect, ("car-glass", number, length), [at(p) for p in pane], theme.background, edge, 1.4)
    for wheel in WHEELS:
        centre = at((wheel, AXLE))
        ui.painter.disc(centre, round(WHEEL * length * ui.scale), theme.background)
        ui.painter.disc(centre, round(WHEEL * length * 0.86 * ui.scale), mix(theme.muted, theme.panel, 0.55))
        ui.painter.disc(centre, round(WHEEL * length * 0.5 * ui.scale), theme.background)
    axle, lens, radius = at((WHEELS[0], AXLE)), at(LENS), LENS_SIZE * length * ui.scale
    ui.painter.ring(axle, round(WHEEL * length * ui.scale), max(1.5, 2 * ui.scale), theme.accent)
    for turn in (-1.0, 2.13):  # sight lines that touch the rims of wheel and lens
        start, end = _round(axle, WHEEL * length * ui.scale, turn), _round(lens, radius, turn)
        pygame.draw.aaline(ui.surface, theme.accent, start, end)
    _motor(ui, rect, lens, radius)


def _motor(ui: Ui, rect: Rect, centre: Point, radius: float) -> None:
    """The rotor, larger than life: a ring of magnets round its shaft."""
    theme = ui.theme
    ui.painter.glow(centre, round(radius * 1.5), theme.accent, 90)
    ui.painter.disc(centre, round(radius), mix(theme.panel, theme.background, 0.5))
    ui.painter.ring(centre, round(radius), max(1.5, 2 * ui.scale), theme.accent)
    for part in range(MAGNETS):
        start = 2 * math.pi * (part + 0.14) / MAGNETS
        end = 2 * math.pi * (part + 0.86) / MAGNETS
        outer = [_round(centre, radius * 0.88, start + (end - start) * k / 8) for k in range(9)]
        inner = [_round(centre, radius * 0.58, end + (start - end) * k / 8) for k in range(9)]
        colour = theme.accent if part % 2 else mix(theme.accent, theme.panel, 0.42)
        _filled(ui, rect, ("car-magnet", part, round(radius)), [*outer, *inner], colour, colour, 0.5)
    ui.painter.disc(centre, round(radius * 0.28), mix(theme.muted, theme.panel, 0.4))


def _round(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _filled(
    ui: Ui, rect: Rect, key: tuple[object, ...], points: list[Point], fill: Colour, edge: Colour, width: float
) -> None:
    """A smooth shape in window pixels, drawn once for each size and colour."""
    x, y, w, h = ui.box(rect.inset(-40))
    near = [(px - x, py - y) for px, py in points]

    def shape(canvas: Canvas) -> None:
        canvas.polygon(near)

    def outline(canvas: Canvas) -> None:
        canvas.line([*near, near[0]], width * ui.scale)

    for name, colour, draw in (("fill", fill, shape), ("edge", edge, outline)):
        _inked(ui, (x, y, w, h), (*key, name), colour, draw)


def _inked(
    ui: Ui,
    box: tuple[int, int, int, int],
    key: tuple[object, ...],
    colour: Colour,
    draw: Callable[[Canvas], None],
) -> None:
    x, y, w, h = box
    full = ("opening", *key, w, h, colour)
    image = ui.painter.cached(full)
    if image is None:
        canvas = Canvas((w, h), colour)
        draw(canvas)
        image = canvas.finish()
        ui.painter.keep(full, image)
    ui.surface.blit(image, (x, y))


def draw_dots(ui: Ui, rect: Rect, share: float) -> None:
    """A hundred dots, ten by ten; so many in colour, the others hollow."""
    side = min(rect.w, rect.h)
    step = side / 10
    left, top = rect.cx - side / 2, rect.cy - side / 2
    meant = round(share * 100)
    for number in range(100):
        x = (left + (number % 10 + 0.5) * step) * ui.scale
        y = (top + (number // 10 + 0.5) * step) * ui.scale
        if number < meant:
            ui.painter.disc((x, y), round(step * 0.36 * ui.scale), ui.theme.accent)
        else:
            ui.painter.ring((x, y), round(step * 0.36 * ui.scale), 1.6 * ui.scale, ui.theme.muted)
