"""A small world map of the chairs: seats coloured and named, the chosen one in the accent colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pygame

from ..kit import Rect, Ui, mix
from ..kit.draw import Canvas
from ..map_data import BOUNDS, load_world

__all__ = ["draw_seat_map"]


def draw_seat_map(ui: Ui, rect: Rect, seats: Mapping[str, str], chosen: str) -> str | None:
    """`seats` maps nations to names; `chosen` is a nation. Returns the nation whose name was clicked."""
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
    picked: str | None = None
    plates: list[Rect] = []
    for nation, name in seats.items():
        if nation not in anchors:
            continue
        x, y = anchors[nation].label
        spot_x, spot_y = (left + (x - west) * scale) / ui.scale, (top + (north - y) * scale) / ui.scale
        plates.append(_plate(ui, rect, spot_x, spot_y, name, plates))
        if _tag(ui, plates[-1], nation, name, nation == chosen):
            picked = nation
    return picked


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


def _style(rect: Rect) -> str:
    return "small" if rect.w > 700 else "caption"


def _plate(ui: Ui, rect: Rect, x: float, y: float, name: str, others: Sequence[Rect]) -> Rect:
    """Where a name stands: at its place, or beside a name that is there already."""
    style = _style(rect)
    wide, tall = ui.text_w(name, style) + 16, ui.line_h(style) + 4
    plate = Rect(x - wide / 2, y - tall / 2, wide, tall).clamped_into(rect)
    for other in others:
        if plate.intersect(other).w and plate.intersect(other).h:
            left = other.right + 4 if plate.cx >= other.cx else other.x - wide - 4
            plate = Rect(left, plate.y, wide, tall).clamped_into(rect)
    return plate


def _tag(ui: Ui, plate: Rect, nation: str, name: str, chosen: bool) -> bool:
    """A name on a small plate, the chosen one filled; True when it was clicked. (Keys use the cards.)"""
    theme, style = ui.theme, "small" if plate.h > ui.line_h("caption") + 4.5 else "caption"
    fill = theme.accent if chosen else theme.panel
    ui.painter.box(ui.box(plate), ui.px(4), fill, theme.accent if chosen else theme.border_strong)
    ui.put_text(plate, name, style, theme.on_accent if chosen else "text", "center", wid=f"map-{name}")
    found = ui.interact(ui.full_id(f"map-{nation}"), plate, focusable=False, activates=False)
    if found.hovered:
        ui.state.cursor = "hand"
    return found.clicked
