"""The map in its frame: which good's trade is shown, nearer and farther, and the note on boundaries."""

from __future__ import annotations

from game.desktop.kit import Rect, Tab, Ui, mix
from game.desktop.map import MapState, world_map
from game.desktop.map.camera import Camera

from .table import Table
from .words import Words

__all__ = ["map_panel"]


def map_panel(ui: Ui, rect: Rect, table: Table, state: MapState, w: Words) -> str:
    """Draw the panel; returns the nation that was clicked, or ""."""
    view = table.view
    if state.good and state.good not in view.goods_shown:
        state.good = view.goods_shown[0] if view.goods_shown else ""
    with ui.group(w("desk.map"), rect):
        ui.painter.box(ui.box(rect), ui.px(8), ui.theme.panel, ui.theme.border, max(1, ui.px(1)))
        inside = rect.inset(2)
        nation = world_map(ui, inside, view, state, w)
        _rounded(ui, rect)
        _goods(ui, inside, table, state, w)
        _zoom(ui, inside, state, w)
        line = ui.line_h("caption")
        note = w("desk.map_note")
        room = Rect(inside.x + 8, inside.bottom - line - 3, inside.w - 130, line)
        ui.label(
            room,
            note,
            "caption",
            colour=mix(ui.theme.muted, ui.theme.panel, 0.25),
            ellipsis=True,
            name="map-note",
        )
    return nation


def _rounded(ui: Ui, rect: Rect) -> None:
    """The frame again, over the square corners of the map."""
    ui.painter.box(ui.box(rect), ui.px(8), None, ui.theme.border, max(2, ui.px(2)))


def _goods(ui: Ui, rect: Rect, table: Table, state: MapState, w: Words) -> None:
    """One good at a time, or all: tabs, or a list where they would not fit."""
    goods = [(good, w(f"good.{good}")) for good in table.view.goods_shown]
    entries = [*goods, ("", w("desk.all_goods"))]
    widths = sum(ui.text_w(text) + 30 for _, text in entries)
    spot = Rect(rect.x + 7, rect.y + 7, min(widths, rect.w - 14), ui.control_h)
    if widths <= rect.w - 90:
        state.good = ui.tabs("goods", spot, [Tab(key, text) for key, text in entries], state.good)
        return
    wide = min(rect.w - 14, max(ui.text_w(text) for _, text in entries) + 60)
    state.good = ui.drop_down(
        "goods", Rect(spot.x, spot.y, wide, spot.h), entries, state.good, label=w("desk.good")
    )


def _zoom(ui: Ui, rect: Rect, state: MapState, w: Words) -> None:
    size = 28.0
    x = rect.right - size - 7
    y = rect.bottom - 3 * (size + 3) - 4
    for key, icon, step in (("in", "plus", 1), ("out", "minus", -1), ("home", "maximize", 0)):
        if ui.button(f"zoom-{key}", Rect(x, y, size, size), "", icon=icon, label=w(f"desk.zoom.{key}")):
            state.camera = state.camera.stepped(step) if step else Camera()
        y += size + 3
