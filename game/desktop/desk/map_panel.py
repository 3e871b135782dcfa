"""The map in its frame: which good's trade is shown, nearer and farther, and the note on boundaries."""

from __future__ import annotations

import pygame

from game.desktop.kit import Colour, Rect, Ui, mix
from game.desktop.kit.keys import label as key_label
from game.desktop.map import MapState, world_map
from game.desktop.map.arcs import DASHES, GOOD_LOOKS, trouble
from game.desktop.map.camera import Camera
from game.desktop.map.labels import DEAR, heat, shown_good
from game.desktop.map.land import land_colour

from .axis import line_ink
from .header import in_trouble
from .table import Table
from .words import Words

__all__ = ["FIGURES", "map_panel"]

FIGURES = "/figures"
HEAT = "heat"
LEGEND_DASHES = {kind: [part * 0.6 for part in pattern] for kind, pattern in DASHES.items()}

ALARM = 26.0  # units that the light of a crisis reaches into the map
ZOOM = 26.0
LEGEND_SHARE = 0.8  # of the map's height that the legend may take
SWATCH = 36.0  # units before a legend's words


def map_panel(ui: Ui, rect: Rect, table: Table, state: MapState, w: Words) -> str:
    """Draw the panel; returns the nation that was clicked, FIGURES if the figures are asked for, or ""."""
    view = table.view
    if state.good and state.good not in view.goods_shown:
        state.good = view.goods_shown[0] if view.goods_shown else ""
    with ui.group(w("desk.map"), rect):
        ui.painter.box(ui.box(rect), ui.px(8), ui.theme.panel, ui.theme.border, max(1, ui.px(1)))
        inside = rect.inset(2)
        line = ui.line_h("caption")
        note = Rect(inside.x + 10, inside.bottom - line - 4, inside.w - 60, line)
        room = Rect(inside.x + 8, inside.y, inside.w, note.y - inside.y - 5)
        legend = _legend_box(ui, room, table, state, w)
        column = Rect(inside.right - ZOOM - 7, inside.bottom - 4 * (ZOOM + 3) - 4, ZOOM, 4 * (ZOOM + 3))
        nation = world_map(ui, inside, table, state, w, (legend, column.inset(-3)))
        edge = ui.theme.border
        if in_trouble(view):
            _alarm(ui, inside)
            edge = mix(ui.theme.border, ui.theme.bad, 0.7)
        ui.painter.box(ui.box(rect), ui.px(8), None, edge, max(2, ui.px(2)))
        ink = mix(ui.theme.muted, ui.theme.panel, 0.0 if in_trouble(view) else 0.25)
        ui.label(note, w("desk.map_note"), "caption", colour=ink, ellipsis=True, name="map-note")
        _goods(ui, legend, room.h, table, state, w)
        if _tools(ui, column, state, w):
            return FIGURES
    return nation


def _alarm(ui: Ui, rect: Rect) -> None:
    """A red light along the edges of the world while cover or the bill is out of bounds."""
    box, deep = ui.box(rect), ui.px(ALARM)
    key = ("map-alarm", box[2], box[3], ui.theme.bad)
    image = ui.painter.cached(key)
    if image is None:
        image = pygame.Surface((box[2], box[3]), pygame.SRCALPHA)
        for step in range(deep):
            alpha = round(90 * (1 - step / deep) ** 2)
            ring = pygame.Rect(step, step, box[2] - 2 * step, box[3] - 2 * step)
            pygame.draw.rect(image, (*ui.theme.bad, alpha), ring, 1)
        ui.painter.keep(key, image)
    x, y, w, h = box
    low = h - 2 * deep  # only the edges are copied: the middle is clear
    for part in ((0, 0, w, deep), (0, h - deep, w, deep), (0, deep, deep, low), (w - deep, deep, deep, low)):
        ui.surface.blit(image, (x + part[0], y + part[1]), part)


def _entries(table: Table, w: Words) -> list[tuple[str, str]]:
    goods = [(good, w(f"good.{good}")) for good in table.view.goods_shown]
    return [*goods, ("", w("desk.all_goods"))] if len(goods) > 1 else goods


def _legend_box(ui: Ui, rect: Rect, table: Table, state: MapState, w: Words) -> Rect:
    """Where the goods stand: over the empty ocean in the south west."""
    entries = _entries(table, w)
    row = ui.line_h("caption") + 7
    widest = _widest(table, state, w) if _lofty(rect, table, row) else ""
    signs = _signs(ui, rect, table, state)
    texts = [text for _, text in entries] + [_sign_words(sign, w) for sign in signs]
    wide = max(ui.text_w(text, "caption") for text in texts) + SWATCH + 10
    rows = len(entries) + (1 if widest else 0)
    height = row * rows + 6 + _sign_height(ui) * len(signs)
    return Rect(
        rect.x, rect.bottom - height, max(wide, ui.text_w(widest, "caption") + 16 if widest else 0.0), height
    )


def _signs(ui: Ui, rect: Rect, table: Table, state: MapState) -> list[str]:
    """What else the map shows now and has to explain: kinds of broken arcs, and land in the heat of prices.

    As many as the map has room for; the worst come first. A low map explains only the worst.
    """
    goods = [state.good] if state.good else table.view.goods_shown
    shown = shown_good(table, state.good)
    found = trouble(arc for arc in table.view.map.arcs if arc.good in goods)
    if any(heat(nation, shown) > DEAR for nation in table.view.map.nations):
        found.append(HEAT)
    row = ui.line_h("caption") + 7
    if not _lofty(rect, table, row):
        return found[:1] if found[0:1] != [HEAT] else []
    used = row * (len(table.view.goods_shown) + 2)
    return found[: max(0, int((rect.h * LEGEND_SHARE - used) // _sign_height(ui)))]


def _lofty(rect: Rect, table: Table, row: float) -> bool:
    """Whether the whole legend leaves the north west of the map free, with the nations in it."""
    return rect.h * 0.58 >= row * (len(table.view.goods_shown) + 2)


def _sign_height(ui: Ui) -> float:
    return ui.line_h("caption") + 2


def _sign_words(sign: str, w: Words) -> str:
    return w(f"desk.map.legend.{'quota' if sign == 'open' else sign}")


def _sign(ui: Ui, rect: Rect, sign: str, colour: Colour, w: Words) -> None:
    """A row: the same dashes as on the map, or land in the colours of the heat."""
    theme, text = ui.theme, _sign_words(sign, w)
    left, right = rect.x + 7, rect.x + 29
    if sign == HEAT:
        width = (right - left) / 3
        for step, hot in enumerate((0.15, 0.45, 0.9)):
            part = Rect(left + step * width, rect.cy - 4, width, 8)
            ui.painter.rect(ui.box(part), land_colour(theme, "any", hot))
    else:
        line_ink(ui, rect, [(left, rect.cy), (right, rect.cy)], colour, 2.2, LEGEND_DASHES[sign])
        if sign == "refused":
            ui.icon(Rect(rect.x + 12, rect.cy - 6, 12, 12), "circle-x", colour="bad")
    ui.put_text(rect.pad(left=SWATCH), text, "caption", wid=f"legend-{sign}", ellipsis=True)
    said = w("desk.map.legend.land" if sign == HEAT else "desk.map.legend.line", text=text)
    ui.note("text", said, wid=f"legend-{sign}", rect=rect)


def _goods(ui: Ui, box: Rect, room: float, table: Table, state: MapState, w: Words) -> None:
    """Which good's trade is shown; at the same time the legend of the arcs."""
    row = ui.line_h("caption") + 7
    ui.painter.veil(ui.box(box), mix(ui.theme.panel, ui.theme.background, 0.4), 205)
    y = box.y + 3
    goods = list(table.view.goods_shown)
    for good, text in _entries(table, w):
        if _good(ui, Rect(box.x + 3, y, box.w - 6, row), good, text, state.good == good, goods):
            state.good = good
        y += row
    widest = _widest(table, state, w)
    if widest and _lofty(Rect(box.x, 0, box.w, room), table, row):
        ui.label(Rect(box.x + 9, y, box.w - 12, row), widest, "caption", colour="muted")
        y += row
    own = ui.theme.series_colour(GOOD_LOOKS.get(state.good, 7)) if state.good else ui.theme.text
    for sign in _signs(ui, Rect(box.x, 0, box.w, room), table, state):
        bad = sign in ("refused", "open")
        _sign(ui, Rect(box.x + 3, y, box.w - 6, _sign_height(ui)), sign, ui.theme.bad if bad else own, w)
        y += _sign_height(ui)


def _widest(table: Table, state: MapState, w: Words) -> str:
    if not state.good:
        return ""
    tonnes = max((arc.tonnes for arc in table.view.map.arcs if arc.good == state.good), default=0.0)
    return w("desk.map.widest", tonnes=w.value(tonnes, "t")) if tonnes > 0 else ""


def _good(ui: Ui, rect: Rect, good: str, text: str, on: bool, goods: list[str]) -> bool:
    """A row: a piece of arc in the good's colour, and its name."""
    theme = ui.theme
    wid = f"goods/{good or 'all'}"
    found = ui.interact(wid, rect)
    if on or found.hovered:
        ui.painter.box(ui.box(rect), ui.px(5), theme.selected if on else theme.hover)
    looks = [good] if good else goods
    for number, one in enumerate(looks):
        colour = theme.series_colour(GOOD_LOOKS.get(one, 7))
        y = rect.cy + (number - (len(looks) - 1) / 2) * 5
        ui.painter.box(ui.box(Rect(rect.x + 7, y - 1.5, 16, 3)), ui.px(1.5), colour)
        tip = [(rect.x + 29, y), (rect.x + 22, y - 4), (rect.x + 22, y + 4)]
        if good:
            ui.painter.polygon([(x * ui.scale, py * ui.scale) for x, py in tip], colour)
    ui.put_text(rect.pad(left=36, right=4), text, "caption", theme.on_selected if on else theme.text, wid=wid)
    if found.hovered:
        ui.state.cursor = "hand"
    if found.focused:
        ui.focus_ring(rect, 5)
    ui.note("choice", text, state=("selected",) if on else (), wid=wid, rect=rect)
    return found.clicked


def _tools(ui: Ui, column: Rect, state: MapState, w: Words) -> bool:
    """Nearer, farther, whole; and the same in figures, which is for the caller."""
    asked = ui.button(
        "figures",
        Rect(column.x, column.y, ZOOM, ZOOM),
        "",
        icon="table",
        label=w("desk.map.figures"),
        tip=f"{w('desk.map.figures')} ({key_label(ui.key('world'), ui.tr)})",
    )
    y = column.y + ZOOM + 3
    for key, icon, step in (("in", "plus", 1), ("out", "minus", -1), ("home", "maximize", 0)):
        spot = Rect(column.x, y, ZOOM, ZOOM)
        if ui.button(f"zoom-{key}", spot, "", icon=icon, label=w(f"desk.zoom.{key}")):
            state.camera = state.camera.stepped(step) if step else Camera()
        y += ZOOM + 3
    return asked
