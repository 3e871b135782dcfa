"""The manager of a home plant, drawn in code: at ease, worried, or with idle lines, as the plant fares."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Literal

from game.desktop.kit import Colour, Rect, Ui, mix
from game.desktop.kit.draw import Canvas
from game.play.view import Factory

__all__ = ["SCARCE_DAYS", "Fare", "face", "fare"]

Fare = Literal["well", "short", "idle"]
SCARCE_DAYS = 45.0  # below this much cover rationing is allowed
WORRY = 0.9  # share of the output below which a manager looks worried, whatever the stores hold
IDLE = 0.5

SKIN: tuple[Colour, ...] = ((236, 196, 160), (222, 178, 140), (205, 160, 122))
HAIR: tuple[Colour, ...] = ((44, 38, 40), (96, 92, 96), (70, 48, 36))
JACKET: tuple[Colour, ...] = ((92, 124, 156), (98, 136, 118), (150, 112, 96))
HELMET: Colour = (240, 204, 96)
INK: Colour = (38, 30, 30)
HATS = {"cars": "helmet", "electronics": "bun", "machines": "cap"}
NIGHT = 0.62  # how far a face sinks into the dark when its lamp is out

Point = tuple[float, float]
Put = Callable[[Canvas, Callable[[float, float], Point], float], None]


def fare(factory: Factory) -> Fare:
    """How a plant fares: idle with half of its work gone, short with little work lost or little in store."""
    if factory.work < IDLE:
        return "idle"
    return "short" if factory.work < WORRY or factory.days < SCARCE_DAYS else "well"


def face(ui: Ui, rect: Rect, factory: Factory, light: float, ground: Colour) -> None:
    """Head and shoulders in `rect`, in the light (0..1) of the plant's lamp; hat or hair by what it makes."""
    kind = zlib.crc32(factory.id.encode()) % len(SKIN)
    hat, mood = HATS.get(factory.use, "cap"), fare(factory)
    dark = round((1 - light) * NIGHT, 1)
    box = ui.box(rect)
    side = float(min(box[2], box[3]))

    def layer(part: str, colour: Colour, draw: Put) -> None:
        ink = mix(colour, ground, dark)

        def paint(canvas: Canvas) -> None:
            draw(canvas, lambda x, y: (x * side, y * side), side)

        key = ("plant-face", part, hat, mood)
        ui.surface.blit(ui.painter.shape(key, (box[2], box[3]), ink, paint), box[:2])

    if hat == "bun":
        layer("bun", HAIR[kind], _bun)
    layer("jacket", JACKET[kind], _jacket)
    layer("skin", SKIN[kind], _head)
    layer("hair", HAIR[kind], _hair)
    if hat != "bun":
        layer("hat", HELMET if hat == "helmet" else mix(JACKET[kind], (20, 24, 30), 0.45), _HATS[hat])
    layer("features", INK, _FEATURES[mood])
    if mood != "well":
        layer("sweat", (120, 190, 235), _sweat)


def _jacket(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    canvas.polygon(
        [at(0.12, 1.0), at(0.17, 0.86), at(0.36, 0.79), at(0.64, 0.79), at(0.83, 0.86), at(0.88, 1)]
    )
    canvas.polygon([at(0.42, 0.78), at(0.58, 0.78), at(0.5, 0.92)], erase=True)


def _head(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    canvas.polygon([at(0.42, 0.66), at(0.58, 0.66), at(0.58, 0.8), at(0.5, 0.91), at(0.42, 0.8)])
    for x, y, r in ((0.5, 0.42, 0.235), (0.5, 0.53, 0.205), (0.27, 0.5, 0.05), (0.73, 0.5, 0.05)):
        canvas.disc(at(x, y), r * side)


def _hair(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    """A fringe and temples; what a hat covers is drawn over."""
    outer = ((0.25, 0.47), (0.25, 0.3), (0.36, 0.18), (0.5, 0.15), (0.64, 0.18), (0.75, 0.3), (0.75, 0.47))
    inner = ((0.7, 0.36), (0.55, 0.33), (0.4, 0.3), (0.3, 0.37))
    canvas.polygon([at(x, y) for x, y in (*outer, *inner)])


def _bun(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    canvas.disc(at(0.5, 0.15), 0.1 * side)
    canvas.polygon([at(0.25, 0.35), at(0.75, 0.35), at(0.79, 0.68), at(0.21, 0.68)])


def _helmet(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    canvas.disc(at(0.5, 0.32), 0.265 * side)
    canvas.polygon([at(0.1, 0.34), at(0.9, 0.34), at(0.9, 0.7), at(0.1, 0.7)], erase=True)
    canvas.line([at(0.2, 0.34), at(0.8, 0.34)], 0.06 * side)


def _cap(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    canvas.disc(at(0.5, 0.31), 0.25 * side)
    canvas.polygon([at(0.1, 0.31), at(0.9, 0.31), at(0.9, 0.7), at(0.1, 0.7)], erase=True)
    canvas.line([at(0.27, 0.31), at(0.86, 0.34)], 0.06 * side)


def _eyes(canvas: Canvas, at: Callable[[float, float], Point], side: float, drop: float = 0.0) -> None:
    for x in (0.41, 0.59):
        canvas.disc(at(x, 0.475 + drop), 0.03 * side)


def _mouth(canvas: Canvas, at: Callable[[float, float], Point], side: float, bend: float) -> None:
    points = [at(0.5 + 0.1 * t, 0.625 + bend * (1 - t * t)) for t in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    canvas.line(points, 0.03 * side)


def _at_ease(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    _eyes(canvas, at, side)
    _mouth(canvas, at, side, 0.055)


def _worried(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    _eyes(canvas, at, side)
    canvas.line([at(0.34, 0.42), at(0.45, 0.39)], 0.025 * side)
    canvas.line([at(0.66, 0.42), at(0.55, 0.39)], 0.025 * side)
    _mouth(canvas, at, side, -0.015)


def _idle(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    """Eyes cast down, the mouth as well."""
    for x in (0.41, 0.59):
        canvas.line([at(x - 0.045, 0.485), at(x + 0.045, 0.485)], 0.028 * side)
    canvas.line([at(0.33, 0.44), at(0.45, 0.39)], 0.025 * side)
    canvas.line([at(0.67, 0.44), at(0.55, 0.39)], 0.025 * side)
    _mouth(canvas, at, side, -0.055)


def _sweat(canvas: Canvas, at: Callable[[float, float], Point], side: float) -> None:
    canvas.polygon([at(0.8, 0.36), at(0.845, 0.46), at(0.755, 0.46)])
    canvas.disc(at(0.8, 0.47), 0.045 * side)


_HATS: dict[str, Put] = {"helmet": _helmet, "cap": _cap}
_FEATURES: dict[Fare, Put] = {"well": _at_ease, "short": _worried, "idle": _idle}
