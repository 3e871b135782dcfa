"""The picture behind the title: the price that this game is about, over the world it moved.

The points are the observations that the model is fitted to (levels/core/history/observations.csv): full where
the figure was read in its source, hollow where it is recalled. The line between them only guides the eye.
"""

from __future__ import annotations

import csv
import functools
import math
from dataclasses import dataclass

import numpy as np
import pygame

from game.paths import levels_dir

from ..kit import Rect, Theme, Ui, mix
from ..kit.draw import Canvas, image_from
from ..map_data import BOUNDS, load_world

__all__ = [
    "Observation",
    "backdrop",
    "backdrop_key",
    "draw_backdrop",
    "draw_spike",
    "observations",
    "spike_place",
]

GOOD, WHERE = "light_oxide", "outside"
BANDS = 4
GRAIN = 12.0  # of 255: land and ground are few steps of colour apart, and a smooth fade would show each
FIRST_YEAR, LAST_YEAR = 2009.6, 2018.6


@dataclass(frozen=True)
class Observation:
    """A price that was observed: its middle in time (year with fraction), USD/kg, and how sure it is."""

    year: float
    usd_kg: float
    confidence: str


@functools.cache
def observations() -> tuple[Observation, ...]:
    """Oxide prices outside China, in order of time; empty when the game ships without them."""
    path = levels_dir() / "core" / "history" / "observations.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["good"] == GOOD and r["where"] == WHERE]
    found = [
        Observation(_middle(r["from"], r["to"], r["statistic"]), float(r["usd_kg"]), r["confidence"])
        for r in rows
        if r["id"] != "nd_out_2010q2_4"  # overlaps the two points beside it
    ]
    return tuple(sorted(found, key=lambda o: o.year))


def _middle(start: str, end: str, statistic: str) -> float:
    """Middle of a span of quarters; its end for a figure of the year's last day."""
    first, last = (int(q[:4]) + (int(q[5]) - 1) / 4 for q in (start, end))
    return last + 0.25 if statistic == "end" else (first + last + 0.25) / 2


# ------------------------------------------------------------------------------------------ backdrop


def draw_backdrop(ui: Ui, strength: float = 0.22, *, words_left: bool = True) -> None:
    """The world, hardly lighter than the ground; hidden behind the title's words at the left."""
    key = backdrop_key(ui, strength)
    image = ui.painter.cached(key)
    if image is None:
        image = backdrop(ui.surface.get_size(), ui.theme, strength, words_left)
        ui.painter.keep(key, image)
    ui.surface.blit(image, (0, 0))


def backdrop_key(ui: Ui, strength: float) -> tuple[object, ...]:
    """What the picture of `draw_backdrop` is kept under."""
    return ("backdrop", ui.surface.get_size(), ui.theme.name, strength)


def backdrop(size: tuple[int, int], theme: Theme, strength: float, words_left: bool) -> pygame.Surface:
    """The picture itself; it takes a tenth of a second and may be painted off the window's thread."""
    width, height = size
    image = pygame.Surface((width, height))
    image.fill(theme.background)
    west, south, east, north = BOUNDS
    scale = max(width * 0.86 / (east - west), height * 0.92 / (north - south))
    left = width - (east - west) * scale * 0.97 if words_left else (width - (east - west) * scale) / 2
    top = height * 0.52 - (north - south) * scale * 0.5
    ink = mix(theme.background, theme.border_strong, strength * (0.7 if theme.name == "contrast" else 1.0))
    rings = [
        [((x - west) * scale + left, (north - y) * scale + top) for x, y in shape.ring]
        for shape in load_world().shapes
        if len(shape.ring) > 2
    ]
    step = -(-height // BANDS)
    for above in range(0, height, step):  # a fine board of the whole screen would take 32 MB
        land = Canvas((width, min(step, height - above)), ink, fine=2)
        for ring in rings:
            land.polygon([(x, y - above) for x, y in ring])
        image.blit(land.finish(), (0, above))
    if words_left:
        image.blit(_shade(width, height, theme.background), (0, 0))
    return image


def _shade(width: int, height: int, colour: tuple[int, int, int]) -> pygame.Surface:
    """Hides the map behind the words at the left and fades it out at the edges."""
    x, y = np.linspace(0, 1, width), np.linspace(0, 1, height)
    left = np.clip((0.46 - x) / 0.30, 0, 1)
    edge = np.clip((np.abs(y - 0.5) - 0.34) / 0.16, 0, 1) * 0.9
    grain = np.random.default_rng(0).uniform(-GRAIN, GRAIN, (width, height)).astype(np.float32)
    image = pygame.Surface((width, height), pygame.SRCALPHA)
    image.fill((*colour, 0))
    alphas = pygame.surfarray.pixels_alpha(image)
    cover = np.maximum.outer((left * 255).astype(np.float32), (edge * 255).astype(np.float32))
    grain[(cover <= 0) | (cover >= 255)] = 0
    alphas[:] = np.clip(np.rint(cover + grain), 0, 255).astype(np.uint8)
    del alphas
    return image


# ------------------------------------------------------------------------------------------- the curve


def spike_place(rect: Rect, observation: Observation, top_usd_kg: float) -> tuple[float, float]:
    """Where an observation stands inside `rect`, logical units."""
    share = (observation.year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
    return rect.x + rect.w * share, rect.bottom - rect.h * observation.usd_kg / top_usd_kg


def draw_spike(ui: Ui, rect: Rect, shown: float, captions: dict[float, str], axis: str) -> None:
    """The price as a glowing line that has been drawn up to `shown` (0..1 of its width).

    `captions` names observations by their price; `axis` says what is drawn.
    """
    points = observations()
    if len(points) < 3 or rect.w <= 0 or rect.h <= 0:  # nothing to draw, or a window that leaves no room
        return
    top = max(o.usd_kg for o in points)
    _years(ui, rect)
    key = ("title-spike", ui.box(rect), ui.theme.name, ui.scale)
    image = ui.painter.cached(key)
    if image is None:
        image = _curve(ui, rect, top)
        ui.painter.keep(key, image)
    x, y, w, h = ui.box(rect)
    pad = ui.px(24)
    area = pygame.Rect(0, 0, round((w + 2 * pad) * shown), h + 2 * pad)
    ui.surface.blit(image, (x - pad, y - pad), area)
    reach = rect.x + rect.w * shown
    for one in points:
        px, py = spike_place(rect, one, top)
        if px > reach + 1:
            break
        _point(ui, (px, py), one.confidence == "sourced")
        caption = captions.get(one.usd_kg)
        if caption:
            _caption(ui, rect, (px, py), caption, high=one.usd_kg > top * 0.5)
    ui.label(
        Rect(rect.x, rect.bottom + 8 + ui.line_h("caption"), rect.w, ui.text_h(axis, rect.w, "caption")),
        axis,
        "caption",
        colour="muted",
        wrap=True,
    )


def _years(ui: Ui, rect: Rect) -> None:
    """A hair line for the ground and the years under it."""
    ui.painter.rect(ui.box(Rect(rect.x, rect.bottom, rect.w, 1)), ui.theme.border_strong)
    line = ui.line_h("caption")
    for year in range(math.ceil(FIRST_YEAR), math.floor(LAST_YEAR) + 1):
        x = rect.x + rect.w * (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
        ui.painter.rect(ui.box(Rect(x, rect.bottom, 1, 4)), ui.theme.border_strong)
        if ui.text_w("2010", "caption") * 1.5 < rect.w / 9 or year % 2 == 0:
            spot = Rect(x - 30, rect.bottom + 4, 60, line)
            ui.put_text(spot, str(year), "caption", "muted", "center", wid="years")


def _curve(ui: Ui, rect: Rect, top: float) -> pygame.Surface:
    """Line, glow and the fading surface under it, as one picture with a margin of 24 units."""
    theme = ui.theme
    pad = ui.px(24)
    x0, y0, w, h = ui.box(rect)
    size = (w + 2 * pad, h + 2 * pad)
    places = [spike_place(rect, o, top) for o in observations()]
    line = _smooth([(px * ui.scale - x0 + pad, py * ui.scale - y0 + pad) for px, py in places])
    image = pygame.Surface(size, pygame.SRCALPHA)
    if theme.name != "contrast":
        image.blit(_under(line, size, h + pad, theme.accent), (0, 0))
        for width, alpha in ((ui.px(14), 14), (ui.px(8), 26), (ui.px(5), 46)):
            glow = Canvas(size, theme.accent, alpha, fine=2)
            glow.line(line, width)
            image.blit(glow.finish(), (0, 0))
    stroke = Canvas(size, theme.accent_text)
    stroke.line(line, max(2.0, 2.4 * ui.scale))
    image.blit(stroke.finish(), (0, 0))
    return image


def _under(
    line: list[tuple[float, float]], size: tuple[int, int], ground: int, colour: tuple[int, int, int]
) -> pygame.Surface:
    xs, ys = np.array([p[0] for p in line]), np.array([p[1] for p in line])
    columns = np.interp(np.arange(size[0]), xs, ys, left=ground, right=ground)[:, None]
    rows = np.arange(size[1])[None, :]
    inside = (rows >= columns) & (rows <= ground)
    fade = np.clip(1 - (rows - ys.min()) / max(1.0, ground - ys.min()), 0, 1)
    ends = np.clip((xs.max() - np.arange(size[0])[:, None]) / (0.2 * size[0]), 0, 1)
    return image_from(np.array(colour, float), inside * (0.05 + 0.22 * fade) * ends)


def _smooth(points: list[tuple[float, float]], steps: int = 14) -> list[tuple[float, float]]:
    """A monotone cubic through the points (Fritsch and Carlson), so that it never overshoots one."""
    x, y = (np.array(axis, float) for axis in zip(*points, strict=True))
    gap, slope = np.diff(x), np.diff(y) / np.diff(x)
    tangent = np.zeros_like(y)
    inner = slope[:-1] * slope[1:] > 0
    safe = np.where(inner, slope[:-1] * slope[1:], 1.0)
    total = np.where(inner, slope[:-1] + slope[1:], 1.0)
    tangent[1:-1] = np.where(inner, 2 * safe / total, 0.0)
    tangent[0], tangent[-1] = slope[0], slope[-1]
    curve: list[tuple[float, float]] = []
    for i in range(len(gap)):
        for step in range(steps):
            t = step / steps
            h00, h10 = (1 + 2 * t) * (1 - t) ** 2, t * (1 - t) ** 2
            h01, h11 = t * t * (3 - 2 * t), t * t * (t - 1)
            value = h00 * y[i] + h10 * gap[i] * tangent[i] + h01 * y[i + 1] + h11 * gap[i] * tangent[i + 1]
            curve.append((float(x[i] + t * gap[i]), float(value)))
    return [*curve, points[-1]]


def _point(ui: Ui, place: tuple[float, float], full: bool) -> None:
    x, y = place[0] * ui.scale, place[1] * ui.scale
    radius = round(4.5 * ui.scale, 1)
    ui.painter.disc((x, y), radius, ui.theme.accent_text)
    if not full:
        ui.painter.disc((x, y), round(radius - 1.8 * ui.scale, 1), ui.theme.background)


def _caption(ui: Ui, rect: Rect, place: tuple[float, float], text: str, high: bool) -> None:
    line = ui.line_h("small")
    lines = text.split("\n")
    wide = max(ui.text_w(part, "small_strong") for part in lines) + 4
    x = place[0] + 14 if high else place[0] - wide / 2
    y = place[1] - line * 0.5 if high else place[1] - 22 - line * len(lines)
    if not high and place[0] < rect.x + rect.w * 0.1:
        x, y = place[0] - wide * 0.8, y - 8
    x = min(x, rect.right - wide)
    for number, part in enumerate(lines):
        spot = Rect(x, y + number * line, wide, line)
        style, ink = ("small_strong", "text") if number == 0 else ("small", "muted")
        ui.put_text(spot, part, style, ink, "left" if high else "center", wid="caption")
    ui.note("text", " ".join(lines), rect=Rect(x, y, wide, line * len(lines)))
