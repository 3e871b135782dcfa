"""A small world map of the chairs: seats coloured and named, the chosen one in the accent colour."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from ..kit import Rect, Ui, mix
from ..kit.draw import Canvas
from ..map_data import BOUNDS, load_world

__all__ = ["draw_seat_map"]


def draw_seat_map(ui: Ui, rect: Rect, seats: Mapping[str, str], chosen: str) -> None:
    """`seats` maps nations to names; `chosen` is a nation."""
    key = ("seat-map", ui.box(rect), tuple(seats), chosen, ui.theme.name)
    image = ui.painter.cached(key)
    west, south, east, north = BOUNDS
    scale = min(rect.w / (east - west), rect.h / (north - south)) * ui.scale
    if image is None:
        image = _paint(ui, rect, tuple(seats), chosen, scale)
        ui.painter.keep(key, image)
    box = ui.box(rect)
    left = box[0] + (box[2] - image.get_width()) // 2
    top = box[1] + (box[3] - image.get_height()) // 2
    ui.surface.blit(image, (left, top))
    anchors = load_world().anchors
    for nation, name in seats.items():
        if nation not in anchors:
            continue
        x, y = anchors[nation].label
        spot_x, spot_y = (left + (x - west) * scale) / ui.scale, (top + (north - y) * scale) / ui.scale
        _tag(ui, rect, spot_x, spot_y, name, nation == chosen)


def _paint(ui: Ui, rect: Rect, seats: tuple[str, ...], chosen: str, scale: float) -> pygame.Surface:
    west, south, east, north = BOUNDS
    size = (max(1, round((east - west) * scale)), max(1, round((north - south) * scale)))
    theme = ui.theme
    image = pygame.Surface(size, pygame.SRCALPHA)
    layers = {
        "rest": mix(theme.background, theme.border_strong, 0.3),
        "seat": mix(theme.background, theme.border_strong, 0.95),
        "chosen": theme.accent,
    }
    for layer, colour in layers.items():
        canvas = Canvas(size, colour)
        for shape in load_world().shapes:
            own = "chosen" if shape.nation == chosen else "seat" if shape.nation in seats else "rest"
            if shape.disputed:
                own = "rest"
            if own == layer and len(shape.ring) > 2:
                canvas.polygon([((x - west) * scale, (north - y) * scale) for x, y in shape.ring])
        image.blit(canvas.finish(), (0, 0))
    return image


def _tag(ui: Ui, rect: Rect, x: float, y: float, name: str, chosen: bool) -> None:
    """A name on a small plate; the chosen one is filled."""
    theme = ui.theme
    wide, tall = ui.text_w(name, "caption") + 14, ui.line_h("caption") + 2
    plate = Rect(x - wide / 2, y - tall / 2, wide, tall).clamped_into(rect)
    fill = theme.accent if chosen else theme.panel
    ui.painter.box(ui.box(plate), ui.px(4), fill, theme.accent if chosen else theme.border_strong)
    ui.put_text(plate, name, "caption", theme.on_accent if chosen else "text", "center", wid=f"map-{name}")
