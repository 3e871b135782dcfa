"""The map as a widget: cached layers, then names, plants and the pointer on top."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pygame

from game.desktop.desk.table import Table
from game.desktop.desk.words import Words
from game.desktop.kit import Colour, Rect, Tip, TipRow, Ui, mix
from game.desktop.kit.draw import Canvas
from game.desktop.map_data import load_world
from game.play.view import TradeArc, View

from . import arcs as trade
from . import labels
from .camera import Camera, Window
from .land import draw_land, nation_outline, sea_colour
from .places import PLANT_ICONS, Place, place_plants, thinned

TRAVEL_SECONDS = 2.4
WIDGET = "map"
TWELVE = -math.pi / 2  # o'clock


@dataclass
class MapState:
    """What the map remembers between frames. `good` is the one whose trade is shown, "" = all shown goods."""

    camera: Camera = field(default_factory=Camera)
    good: str = "light_oxide"
    drag: tuple[float, float] | None = None
    dragged: bool = False
    born: tuple[object, float] = (None, 0.0)
    drawn: Camera = field(default_factory=Camera)
    layers: dict[str, tuple[object, pygame.Surface]] = field(default_factory=dict)

    def layer(self, name: str, key: object, draw: Callable[[], pygame.Surface]) -> pygame.Surface:
        """A picture that is drawn anew only when its key has changed."""
        kept = self.layers.get(name)
        if kept is None or kept[0] != key:
            kept = (key, draw())
            self.layers[name] = kept
        return kept[1]


def world_map(
    ui: Ui, rect: Rect, table: Table, state: MapState, w: Words, reserved: Sequence[Rect] = ()
) -> str:
    """Draw the map into `rect`; returns the nation that was clicked, or "". Names keep off `reserved`."""
    view = table.view
    box = ui.box(rect)
    window = Window(state.camera, (box[2], box[3]))
    key = ("curves", window, state.good, ui.scale)
    found = table.kept_for_quarter(key, lambda: _curves(ui, window, view, state))
    with ui.clip(rect):
        _ground(ui, box, found, table, state)
        clicked, hovered = _pointer(ui, rect, window, table, state, found, w)
        if hovered:
            _highlight(ui, box, window, hovered)
        _travellers(ui, box, found, state, view)
        _plants(ui, rect, window, table, w)
        named = labels.name_tags(ui, rect, window, table, state.good, found, reserved, w)
    return named or clicked


# ------------------------------------------------------------------------------------------- layers


def _ground(
    ui: Ui,
    box: tuple[int, int, int, int],
    found: Sequence[trade.Curve],
    table: Table,
    state: MapState,
) -> None:
    """Land and arcs as one picture; while the map is dragged, the last one is moved along."""
    view, theme = table.view, ui.theme
    size = (box[2], box[3])
    if state.drag is not None and "whole" in state.layers:
        _shifted(ui, box, state)
        return
    window = Window(state.camera, size)
    shown = labels.shown_good(table, state.good)
    tints = {n.id: round(labels.heat(n, shown), 2) for n in view.map.nations}
    look = (window, theme.name, tuple(sorted(tints.items())), view.nation)
    land = state.layer("land", look, lambda: draw_land(window, theme, tints, view.nation))

    def whole() -> pygame.Surface:
        image = land.copy()
        image.blit(trade.draw_arcs(size, found, theme, ui.scale), (0, 0))
        return image

    trades = (state.good, view.seed, view.quarter.number, view.map.arcs, ui.scale)
    ui.surface.blit(state.layer("whole", (look, trades), whole), box[:2])
    state.drawn = state.camera


def _shifted(ui: Ui, box: tuple[int, int, int, int], state: MapState) -> None:
    size = (box[2], box[3])
    ax, ay = Window(state.drawn, size).point(0, 0)
    bx, by = Window(state.camera, size).point(0, 0)
    ui.painter.rect(box, sea_colour(ui.theme))
    ui.surface.blit(state.layers["whole"][1], (box[0] + round(bx - ax), box[1] + round(by - ay)))


def _curves(ui: Ui, window: Window, view: View, state: MapState) -> list[trade.Curve]:
    goods = [state.good] if state.good else list(view.goods_shown)
    return trade.curves(window, trade.chosen_arcs(view.map.arcs, goods, view.nation), ui.scale)


def _travellers(
    ui: Ui,
    box: tuple[int, int, int, int],
    found: Sequence[trade.Curve],
    state: MapState,
    view: View,
) -> None:
    """Something moved last quarter: dots run along the arcs once."""
    stamp = (view.seed, view.quarter.number, state.good)
    if state.born[0] != stamp:
        state.born = (stamp, ui.now)
    seconds = ui.now - state.born[1]
    if ui.reduced_motion or seconds > TRAVEL_SECONDS or state.drag is not None:
        return
    for (x, y), radius, curve in trade.travellers(found, seconds):
        colour = mix(trade.arc_colour(ui.theme, curve.arc), (255, 255, 255), 0.7)
        ui.painter.disc((box[0] + x, box[1] + y), round(radius * 2) / 2, colour)
    ui.request_frame()


# ------------------------------------------------------------------------------------------ pointer


def _pointer(
    ui: Ui,
    rect: Rect,
    window: Window,
    table: Table,
    state: MapState,
    curves: Sequence[trade.Curve],
    w: Words,
) -> tuple[str, str]:
    """Dragging, wheel, keys and what lies under the pointer: (clicked nation, nation under the pointer)."""
    box = ui.box(rect)
    view = table.view
    px, py = ui.input.mouse[0] * ui.scale - box[0], ui.input.mouse[1] * ui.scale - box[1]
    over = rect.contains(ui.input.mouse) and ui.last.hot == WIDGET
    under = load_world().nation_at(*window.plane(px, py)) if over else None
    nation = next((n for n in view.map.nations if n.id == under), None)
    curve = trade.nearest(curves, px, py, 5 * ui.scale) if over and state.drag is None else None
    tip: Tip | None = None
    if curve is not None:
        tip = arc_tip(curve.arc, view, w)
    elif nation is not None and nation.id != "row":
        tip = labels.nation_tip(nation, table, w)
    found = ui.interact(WIDGET, rect, activates=False, tip=tip)
    said = table.kept(("map words", state.good, w.language), lambda: map_words(view, state.good, w))
    ui.note("image", w("desk.map"), value=said, wid=WIDGET, rect=rect)
    _drag(ui, found.held, window, px, py, state)
    inside = found.hovered or (rect.contains(ui.input.mouse) and (ui.last.hot or "").startswith("map/"))
    if inside and ui.input.wheel[1] and not ui.state.wheel_used:
        ui.state.wheel_used = True
        state.camera = window.zoomed_at(px, py, 1 if ui.input.wheel[1] > 0 else -1)
        ui.request_frame()
    if found.focused:
        ui.focus_ring(rect.inset(3))
        _keys(ui, window, state)
    clicked = ""
    if ui.input.released and found.hovered and not state.dragged and nation is not None:
        clicked = nation.id
    if found.hovered and nation is not None and nation.seat and curve is None:
        ui.state.cursor = "hand"
    named = nation is not None and nation.id != "row" and found.hovered
    return clicked, nation.id if named and nation is not None else ""


def _drag(ui: Ui, held: bool, window: Window, px: float, py: float, state: MapState) -> None:
    if not held:
        if state.drag is not None:
            state.drag = None
            ui.request_frame()
        if not ui.input.released:
            state.dragged = False
        return
    if ui.input.pressed:
        state.drag, state.dragged = None, False
        ui.memory["map/pressed"] = (px, py)
        return
    start = ui.memory.get("map/pressed")
    last = state.drag or (start if isinstance(start, tuple) else (px, py))
    if not state.dragged and abs(px - last[0]) + abs(py - last[1]) < 5:
        return
    state.dragged = True
    state.camera = window.moved(px - last[0], py - last[1])
    state.drag = (px, py)


def _keys(ui: Ui, window: Window, state: MapState) -> None:
    """With the focus on the map: arrows move it, plus and minus change its size, 0 goes home."""
    step = window.size[0] * 0.08
    moves = {"left": (step, 0.0), "right": (-step, 0.0), "up": (0.0, step), "down": (0.0, -step)}
    for key, (dx, dy) in moves.items():
        if ui.take_key(key):
            state.camera = window.moved(dx, dy)
    for key, change in (("+", 1), ("=", 1), ("-", -1)):
        if ui.take_key(key):
            state.camera = state.camera.stepped(change)
    if ui.take_key("0"):
        state.camera = Camera()


def _highlight(ui: Ui, box: tuple[int, int, int, int], window: Window, nation: str) -> None:
    for ring in nation_outline(window, nation):
        points = [(box[0] + x, box[1] + y) for x, y in ring]
        pygame.draw.aalines(ui.surface, mix(ui.theme.text, ui.theme.panel, 0.25), True, points)


# ------------------------------------------------------------------------------------------- plants


def _plants(ui: Ui, rect: Rect, window: Window, table: Table, w: Words) -> None:
    places = table.kept("places", lambda: place_plants(table.view.map.plants))
    for place in table.kept(("thinned", window, ui.scale), lambda: thinned(places, window, ui.scale)):
        x, y = window.point(place.x, place.y)
        at = (rect.x + x / ui.scale, rect.y + y / ui.scale)
        if rect.inset(-10).contains(at):
            _plant(ui, at, place, table, w)


def _plant(ui: Ui, at: tuple[float, float], place: Place, table: Table, w: Words) -> None:
    """A project stands on a disc with a ring for its progress; plain capacity is a small quiet sign."""
    theme, plant = ui.theme, place.plant
    radius = 9.0 if plant.project else 6.0
    centre = (at[0] * ui.scale, at[1] * ui.scale)
    area = Rect(at[0] - radius - 2, at[1] - radius - 2, 2 * radius + 4, 2 * radius + 4)
    ink = theme.accent_text if plant.yours else theme.text if plant.project else theme.muted
    ground = mix(theme.panel, theme.background, 0.4)
    r = round(radius * ui.scale * 2) / 2
    ui.painter.disc(centre, r, ground)
    if plant.project:
        ui.painter.ring(centre, r, max(1.0, round(1.4 * ui.scale, 1)), mix(ink, ground, 0.6))
        _ring(ui, centre, r, plant.progress, ink)
    size = radius * 1.25
    ui.icon(Rect(at[0] - size / 2, at[1] - size / 2, size, size), PLANT_ICONS[plant.plant], colour=ink)
    tip = table.kept(("plant", plant.id, w.language), lambda: plant_tip(place, w))
    ui.interact(f"map/plant/{plant.id}", area, focusable=False, tip=tip)


def _ring(ui: Ui, centre: tuple[float, float], radius: float, share: float, ink: Colour) -> None:
    """A thick arc from twelve o'clock that grows with the work."""
    half = int(radius) + 3
    width = 2.2 * ui.scale

    def draw(canvas: Canvas) -> None:
        canvas.arc((half, half), radius, width, TWELVE, TWELVE + math.tau * max(0.03, share))

    key = ("map-ring", radius, round(share, 2))
    image = ui.painter.shape(key, (2 * half, 2 * half), ink, draw)
    ui.surface.blit(image, (round(centre[0]) - half, round(centre[1]) - half))


def plant_tip(place: Place, w: Words) -> Tip:
    """Name, kind, tonnes and state of a plant."""
    plant = place.plant
    rows = [
        TipRow(w("desk.map.plant"), w(f"plant.{plant.plant}")),
        TipRow(w("desk.map.capacity"), w("desk.per_year", amount=w.value(plant.tonnes_year, "t"))),
    ]
    if plant.project:
        rows.append(TipRow(w("desk.map.state"), w(f"play.status.{plant.status}")))
        if plant.progress < 1:
            rows.append(TipRow(w("desk.map.progress"), w.value(plant.progress, "share")))
    where = w.local(place.site.name) if place.site is not None else ""
    return Tip(where, title=w.text(plant.name), rows=tuple(rows))


# -------------------------------------------------------------------------------------------- words


def nation_name(view: View, nation: str, w: Words) -> str:
    """A nation's name as the map gives it."""
    return next((w.text(n.name) for n in view.map.nations if n.id == nation), nation)


def arc_tip(arc: TradeArc, view: View, w: Words) -> Tip:
    """What an arc stands for."""
    rows = [
        TipRow(w("desk.map.tonnes"), w.value(arc.tonnes, "t")),
        TipRow(w("desk.map.against_2009"), w.value(arc.change, "share", signed=True)),
    ]
    if arc.licence != "open":
        rows.append(TipRow(w("desk.map.licence"), w(f"desk.licence.{arc.licence}"), "bad"))
    if arc.quota:
        rows.append(TipRow(w("desk.map.quota"), w("desk.map.quota_on"), "warn"))
    route = w(
        "desk.map.route",
        origin=nation_name(view, arc.origin, w),
        destination=nation_name(view, arc.destination, w),
    )
    return Tip(route, title=w(f"good.{arc.good}"), rows=tuple(rows))


def map_words(view: View, good: str, w: Words) -> str:
    """The map in words: its arcs, the largest first."""
    goods = [good] if good else list(view.goods_shown)
    chosen = trade.chosen_arcs(view.map.arcs, goods, view.nation)
    parts = []
    for arc, _ in reversed(chosen):
        measures = [] if arc.licence == "open" else [w(f"desk.licence.{arc.licence}")]
        measures += [w("scenes.world.quota")] if arc.quota else []
        held = f" ({', '.join(measures)})" if measures else ""
        route = w(
            "desk.map.route",
            origin=nation_name(view, arc.origin, w),
            destination=nation_name(view, arc.destination, w),
        )
        parts.append(f"{w(f'good.{arc.good}')}, {route}: {w.value(arc.tonnes, 't')}{held}")
    return "; ".join(parts[:12])
