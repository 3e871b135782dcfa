"""Trade arcs: curves from seller to buyer, as thick as the tonnes they stand for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from game.desktop.kit import Colour, Theme, mix
from game.desktop.kit.draw import dashes
from game.desktop.map_data import load_world
from game.play.view import TradeArc

from .camera import Window

SUPER = 3
STEPS = 36
MOST = 16
GOOD_LOOKS = {
    "light_oxide": 0,
    "heavy_oxide": 4,
    "magnets": 1,
    "light_concentrate": 2,
    "heavy_concentrate": 6,
}

# Refused: short dashes; restricted: middle ones; slow: long ones; under a quota alone: the longest.
DASHES = {"refused": (5, 5), "restricted": (9, 5), "slow": (16, 4), "open": (22, 5)}

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """An arc on the screen: its middle line in pixels and its width at the arrow's end."""

    arc: TradeArc
    line: tuple[Point, ...]
    width: float

    @property
    def middle(self) -> Point:
        return self.line[len(self.line) // 2]


def chosen_arcs(arcs: Sequence[TradeArc], goods: Sequence[str], you: str) -> list[tuple[TradeArc, float]]:
    """The arcs worth drawing, each with its share (0..1) of the largest of its good; refused ones stay."""
    found: list[tuple[TradeArc, float]] = []
    for good in goods:
        own = [a for a in arcs if a.good == good and a.origin != a.destination]
        most = max((a.tonnes for a in own), default=0.0)
        if most <= 0:
            continue
        ranked = sorted(own, key=lambda a: -a.tonnes)
        for rank, arc in enumerate(ranked):
            share = arc.tonnes / most
            mine = you in (arc.origin, arc.destination)
            if (
                arc.licence == "refused"
                or share > 0.25
                or (share > (0.004 if mine else 0.02) and rank < MOST)
            ):
                found.append((arc, share))
    return sorted(found, key=lambda pair: pair[1])


def curves(window: Window, chosen: Sequence[tuple[TradeArc, float]], scale: float) -> list[Curve]:
    """The arcs as curves; goods between the same two nations are fanned out."""
    lanes: dict[tuple[str, str], int] = {}
    found = []
    for arc, share in chosen:
        lane = lanes.get((arc.origin, arc.destination), 0)
        lanes[arc.origin, arc.destination] = lane + 1
        line = _curve(window, arc.origin, arc.destination, lane)
        if line:
            found.append(Curve(arc, line, (1.6 + 6.4 * math.sqrt(share)) * scale))
    return found


def _curve(window: Window, origin: str, destination: str, lane: int) -> tuple[Point, ...]:
    anchors = load_world().anchors
    if origin not in anchors or destination not in anchors:
        return ()
    ax, ay = window.point(*anchors[origin].hub)
    bx, by = window.point(*anchors[destination].hub)
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    if length < 1:
        return ()
    # Always to the north, and a little higher on the way back, so that both directions can be told apart.
    bend = (0.26 if dx < 0 else 0.18) + 0.07 * lane + 0.6 * max(0.0, 1 - length / (0.6 * window.k))
    nx, ny = (dy / length, -dx / length) if dx >= 0 else (-dy / length, dx / length)
    cx, cy = (ax + bx) / 2 + nx * length * bend, (ay + by) / 2 + ny * length * bend
    t = np.linspace(0.0, 1.0, STEPS + 1)[:, None]
    start, control, end = np.array([ax, ay]), np.array([cx, cy]), np.array([bx, by])
    line = (1 - t) ** 2 * start + 2 * (1 - t) * t * control + t**2 * end
    return tuple((float(x), float(y)) for x, y in line)


def arc_colour(theme: Theme, arc: TradeArc) -> Colour:
    """The colour of an arc's good, or that of trouble: its licence is refused, or a quota holds it down."""
    return theme.bad if arc.licence == "refused" or arc.quota else good_colour(theme, arc)


def trouble(arcs: Iterable[TradeArc]) -> list[str]:
    """Kinds of broken line among the arcs, worst first (keys of `DASHES`; "open": a quota alone)."""
    kinds = {arc.licence for arc in arcs if arc.licence != "open" or arc.quota}
    return [kind for kind in DASHES if kind in kinds]


def good_colour(theme: Theme, arc: TradeArc) -> Colour:
    """The colour of an arc's good."""
    return theme.series_colour(GOOD_LOOKS.get(arc.good, 7))


def draw_arcs(size: tuple[int, int], found: Sequence[Curve], theme: Theme, scale: float) -> pygame.Surface:
    """All arcs as one clear picture: open ones taper towards the seller, others are broken lines.

    Under a quota the line is broken and in the colour of trouble; where several goods are shown, its arrow
    keeps the colour of its good.
    """
    several = len({curve.arc.good for curve in found}) > 1
    big = pygame.Surface((size[0] * SUPER, size[1] * SUPER), pygame.SRCALPHA)
    clear = mix(theme.panel, theme.background, 0.5)
    big.fill((*clear, 0))
    for curve in found:
        is_open = curve.arc.licence == "open" and not curve.arc.quota
        colour = (*arc_colour(theme, curve.arc), 235 if is_open else 255)
        pygame.draw.polygon(big, (*clear, 150), _head(curve, scale, 1.3 * scale))
        if is_open:
            body = _body(curve, scale)
            pygame.draw.polygon(big, (*clear, 150), _taper(body, curve.width + 1.6 * scale))
            pygame.draw.polygon(big, colour, _taper(body, curve.width))
        else:
            _broken(big, curve, colour, scale)
        refused = curve.arc.licence == "refused"
        head = (*good_colour(theme, curve.arc), 255) if several and not refused else colour
        pygame.draw.polygon(big, head, _head(curve, scale))
        if refused:
            _cross(big, curve.middle, colour, clear, scale)
    return pygame.transform.smoothscale(big, size)


def _body(curve: Curve, scale: float) -> Sequence[Point]:
    """The line as far as the middle of its arrow head."""
    (bx, by), reach = curve.line[-1], _head_size(curve, scale)
    kept = [p for p in curve.line if math.hypot(p[0] - bx, p[1] - by) > reach]
    if not kept:
        return curve.line[:2]
    (ax, ay) = kept[-1]
    share = reach / math.hypot(ax - bx, ay - by)
    return [*kept, (bx + (ax - bx) * share, by + (ay - by) * share)]


def _head_size(curve: Curve, scale: float) -> float:
    return max(4.2 * scale, curve.width * 0.95)


def _taper(body: Sequence[Point], width: float) -> list[Point]:
    left, right = [], []
    for index, (x, y) in enumerate(body):
        ax, ay = body[max(0, index - 1)]
        bx, by = body[min(len(body) - 1, index + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        half = width * (0.28 + 0.72 * index / (len(body) - 1)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append(((x + nx) * SUPER, (y + ny) * SUPER))
        right.append(((x - nx) * SUPER, (y - ny) * SUPER))
    return [*left, *reversed(right)]


def _broken(big: pygame.Surface, curve: Curve, colour: tuple[int, ...], scale: float) -> None:
    pattern = DASHES[curve.arc.licence]
    width = max(1.8 * scale, curve.width * 0.8) * SUPER
    body = list(_body(curve, scale))[::-1]  # from the arrow's end, so that a dash always reaches the arrow
    for part in dashes(body, [d * scale for d in pattern]):
        points = [(x * SUPER, y * SUPER) for x, y in part]
        if len(points) > 1:
            pygame.draw.lines(big, colour, False, points, round(width))


def _head(curve: Curve, scale: float, wider: float = 0.0) -> list[Point]:
    (ax, ay), (bx, by) = curve.line[-3], curve.line[-1]
    length = math.hypot(bx - ax, by - ay) or 1.0
    ux, uy = (bx - ax) / length, (by - ay) / length
    size = _head_size(curve, scale) + wider
    tip = (bx, by)
    base = (bx - ux * size * 1.9, by - uy * size * 1.9)
    points = [tip, (base[0] - uy * size, base[1] + ux * size), (base[0] + uy * size, base[1] - ux * size)]
    return [(x * SUPER, y * SUPER) for x, y in points]


def _cross(
    big: pygame.Surface, at: Point, colour: tuple[int, ...], ground: tuple[int, ...], scale: float
) -> None:
    x, y = at[0] * SUPER, at[1] * SUPER
    r = 6 * scale * SUPER
    pygame.draw.circle(big, ground, (x, y), r * 1.35)
    pygame.draw.circle(big, colour, (x, y), r * 1.35, round(1.4 * scale * SUPER))
    for sign in (1, -1):
        a, b = (x - r * 0.6, y - r * 0.6 * sign), (x + r * 0.6, y + r * 0.6 * sign)
        pygame.draw.line(big, colour, a, b, round(2 * scale * SUPER))


def nearest(found: Sequence[Curve], x: float, y: float, reach: float) -> Curve | None:
    """The curve within `reach` pixels of a point, the nearest one."""
    best: tuple[float, Curve] | None = None
    for curve in found:
        points = np.asarray(curve.line[4:-2])
        distance = float(np.hypot(points[:, 0] - x, points[:, 1] - y).min()) - curve.width / 2
        if distance < reach and (best is None or distance < best[0]):
            best = (distance, curve)
    return best[1] if best else None


def travellers(found: Sequence[Curve], seconds: float) -> list[tuple[Point, float, Curve]]:
    """Dots that run along the arcs for a moment after a quarter: (pixel, radius, curve)."""
    dots: list[tuple[Point, float, Curve]] = []
    for index, curve in enumerate(found):
        if curve.arc.licence == "refused" or curve.arc.tonnes <= 0:
            continue
        for lag in (0.0, 0.35, 0.7):
            share = (seconds - lag - 0.05 * (index % 5)) / 1.5
            if 0 < share < 1:
                at = curve.line[min(len(curve.line) - 1, round(share * (len(curve.line) - 1)))]
                dots.append((at, max(1.5, curve.width * 0.42), curve))
    return dots
