"""Sea, land, borders: one picture per look, drawn three times too large and scaled down."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pygame

from game.desktop.kit import Colour, Theme, mix
from game.desktop.map_data import BOUNDS, Shape, globe_edge, graticule, load_world

from .camera import Window

SUPER = 3
HATCH_PX = 5


def land_colour(theme: Theme, nation: str, tint: float | None) -> Colour:
    """Colour of a nation's land; `tint` -1 (cheap) to 1 (dear), None for nations outside the trade."""
    light = theme.name == "light"
    plain = mix(theme.panel, theme.border_strong, 0.6 if light else 0.52)
    if tint is None or nation in ("", "row"):
        return mix(theme.panel, theme.border_strong, 0.4 if light else 0.27)
    if tint >= 0:
        return mix(plain, theme.series[3], 0.1 + 0.62 * min(1.0, tint) if tint > 0.02 else 0.0)
    return mix(plain, theme.series[1], 0.1 + 0.5 * min(1.0, -tint) if tint < -0.02 else 0.0)


def sea_colour(theme: Theme) -> Colour:
    """What lies between the lands."""
    return mix(theme.panel, theme.field, 0.75)


def draw_land(window: Window, theme: Theme, tints: Mapping[str, float], you: str) -> pygame.Surface:
    """The land layer: sea, graticule, tinted nations, hatched disputed areas, borders, your own outline."""
    width, height = window.size
    big = pygame.Surface((width * SUPER, height * SUPER))
    big.fill(theme.panel)
    sea = sea_colour(theme)
    pygame.draw.polygon(big, sea, _points(window, globe_edge()))
    for line in graticule():
        pygame.draw.lines(big, mix(sea, theme.grid, 0.55), False, _points(window, line), SUPER)
    world = load_world()
    coast = mix(sea, theme.border_strong, 0.55)
    seen = [shape for shape in world.shapes if _visible(window, shape.box)]
    for shape in seen:
        points = _points(window, shape.ring)
        if shape.disputed:
            _hatched(big, points, theme)
        else:
            tint = tints.get(shape.nation)
            pygame.draw.polygon(big, land_colour(theme, shape.nation, tint), points)
    _dots(big, window, theme, tints)
    for outline in world.outlines:
        mine = outline.nation == you
        colour = theme.accent if mine else coast
        pygame.draw.lines(big, colour, True, _points(window, outline.ring), SUPER * 2 if mine else SUPER)
    return pygame.transform.smoothscale(big, window.size)


def _points(window: Window, ring: np.ndarray) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = window.points(ring, SUPER).tolist()
    return found


def _visible(window: Window, box: tuple[float, float, float, float]) -> bool:
    west, north = window.plane(0, 0)
    east, south = window.plane(*window.size)
    return box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south


def _hatched(big: pygame.Surface, points: list[tuple[float, float]], theme: Theme) -> None:
    """Falling lines over a neutral ground, cut out by the shape."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, top = int(min(xs)) - 1, int(min(ys)) - 1
    width, height = int(max(xs)) - left + 2, int(max(ys)) - top + 2
    if width < 2 or height < 2 or width > 4 * big.get_width():
        return
    ground = land_colour(theme, "", None)
    area = pygame.Surface((width, height), pygame.SRCALPHA)
    area.fill((*ground, 255))
    step = HATCH_PX * SUPER
    for x in range(-height - (left + top) % step, width, step):
        pygame.draw.line(area, mix(ground, theme.muted, 0.55), (x, height), (x + height, 0), SUPER)
    mask = pygame.Surface((width, height), pygame.SRCALPHA)
    pygame.draw.polygon(mask, (255, 255, 255, 255), [(x - left, y - top) for x, y in points])
    area.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    big.blit(area, (left, top))


def _dots(big: pygame.Surface, window: Window, theme: Theme, tints: Mapping[str, float]) -> None:
    for dot in load_world().dots:
        if not BOUNDS[1] < dot.y < BOUNDS[3]:
            continue
        x, y = window.point(dot.x, dot.y)
        colour = land_colour(theme, dot.nation, tints.get(dot.nation))
        pygame.draw.circle(big, colour, (x * SUPER, y * SUPER), 1.6 * SUPER)


def nation_outline(window: Window, nation: str) -> list[list[tuple[float, float]]]:
    """Rings of a nation's outline in pixels, for the highlight under the pointer."""
    rings = [o.ring for o in load_world().outlines if o.nation == nation]
    return [window.points(ring).tolist() for ring in rings]


def nation_box(nation: str) -> tuple[float, float, float, float]:
    """West, south, east, north of a nation's land in the plane."""
    boxes = np.array([shape.box for shape in _shapes(nation)])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _shapes(nation: str) -> list[Shape]:
    return [shape for shape in load_world().shapes if shape.nation == nation]
