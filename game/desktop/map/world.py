"""The map as a widget: cached layers, then names, plants and the pointer on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pygame

from game.desktop.desk.words import Words
from game.desktop.kit import Rect, Tip, TipRow, Ui, mix
from game.desktop.map_data import load_world
from game.play.view import NationOnMap, TradeArc, View

from . import arcs as trade
from . import labels
from .camera import Camera, Window
from .land import draw_land, land_colour, nation_outline
from .places import PLANT_ICONS, Place, place_plants

TRAVEL_SECONDS = 2.4
WIDGET = "map"


@dataclass
class MapState:
    """What the map remembers between frames. `good` is the one whose trade is shown, "" = all shown goods."""

    camera: Camera = field(default_factory=Camera)
    good: str = "light_oxide"
    drag: tuple[float, float] | None = None
    dragged: bool = False
    born: tuple[object, float] = (None, 0.0)
    layers: dict[str, tuple[object, pygame.Surface]] = field(default_factory=dict)
    places: tuple[object, list[Place]] = (None, [])

    def layer(self, name: str, key: object, draw: Callable[[], pygame.Surface]) -> pygame.Surface:
        """A picture that is drawn anew only when its key has changed."""
        kept = self.layers.get(name)
        if kept is None or kept[0] != key:
            kept = (key, draw())
            self.layers[name] = kept
        return kept[1]


def world_map(ui: Ui, rect: Rect, view: View, state: MapState, w: Words) -> str:
    """Draw the map into `rect`; returns the nation that was clicked, or ""."""
    box = ui.box(rect)
    settled = replace(state.camera) if state.drag is None else None
    window = Window(state.camera, (box[2], box[3]))
    with ui.clip(rect):
        _layers(ui, box, view, state, settled)
        clicked, hovered = _pointer(ui, rect, window, view, state, w)
        if hovered:
            _highlight(ui, box, window, hovered)
        found = _curves(ui, window, view, state)
        _arcs(ui, box, found, state, settled, view)
        _travellers(ui, box, found, state, view)
        _plants(ui, rect, window, view, state, w)
        named = labels.name_tags(ui, rect, window, view, state.good, w)
    return named or clicked


# ------------------------------------------------------------------------------------------- layers


def _layers(
    ui: Ui, box: tuple[int, int, int, int], view: View, state: MapState, settled: Camera | None
) -> None:
    """Land; while the map is dragged, the last picture is moved along instead of being drawn again."""
    tints = {n.id: round(n.tint, 2) for n in view.map.nations}
    size = (box[2], box[3])
    if settled is None and "land" in state.layers:
        _shifted(ui, box, "land", state)
        return
    camera = settled or state.camera
    key = (size, camera, ui.theme.name, tuple(sorted(tints.items())), view.nation)
    image = state.layer("land", key, lambda: draw_land(Window(camera, size), ui.theme, tints, view.nation))
    ui.surface.blit(image, box[:2])


def _shifted(ui: Ui, box: tuple[int, int, int, int], name: str, state: MapState) -> None:
    key, image = state.layers[name]
    old = key[1] if isinstance(key, tuple) and isinstance(key[1], Camera) else state.camera
    ax, ay = Window(old, (box[2], box[3])).point(0, 0)
    bx, by = Window(state.camera, (box[2], box[3])).point(0, 0)
    if name == "land":
        ui.painter.rect(box, land_colour(ui.theme, "", None))
        ui.painter.rect(box, ui.theme.field)
    ui.surface.blit(image, (box[0] + round(bx - ax), box[1] + round(by - ay)))


def _curves(ui: Ui, window: Window, view: View, state: MapState) -> list[trade.Curve]:
    goods = [state.good] if state.good else list(view.goods_shown)
    return trade.curves(window, trade.chosen_arcs(view.map.arcs, goods, view.nation), ui.scale)


def _arcs(
    ui: Ui,
    box: tuple[int, int, int, int],
    found: Sequence[trade.Curve],
    state: MapState,
    settled: Camera | None,
    view: View,
) -> None:
    if settled is None and "arcs" in state.layers:
        _shifted(ui, box, "arcs", state)
        return
    size = (box[2], box[3])
    key = (size, settled, ui.theme.name, state.good, view.quarter.number, view.map.arcs)
    image = state.layer("arcs", key, lambda: trade.draw_arcs(size, found, ui.theme, ui.scale))
    ui.surface.blit(image, box[:2])


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


def _pointer(ui: Ui, rect: Rect, window: Window, view: View, state: MapState, w: Words) -> tuple[str, str]:
    """Dragging, wheel, keys and what lies under the pointer: (clicked nation, nation under the pointer)."""
    box = ui.box(rect)
    px, py = ui.input.mouse[0] * ui.scale - box[0], ui.input.mouse[1] * ui.scale - box[1]
    inside = rect.contains(ui.input.mouse)
    under = load_world().nation_at(*window.plane(px, py)) if inside else None
    nation = next((n for n in view.map.nations if n.id == under), None)
    curve = None
    if inside and state.drag is None:
        curve = trade.nearest(_curves(ui, window, view, state), px, py, 5 * ui.scale)
    tip: Tip | None = None
    if curve is not None:
        tip = arc_tip(curve.arc, view, w)
    elif nation is not None:
        tip = labels.nation_tip(nation, view, w)
    found = ui.interact(WIDGET, rect, activates=False, tip=tip)
    ui.note("image", w("desk.map"), value=map_words(view, state.good, w), wid=WIDGET, rect=rect)
    _drag(ui, found.held, window, px, py, state)
    if found.hovered and ui.input.wheel[1] and not ui.state.wheel_used:
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
    return clicked, nation.id if nation is not None and found.hovered else ""


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


def _plants(ui: Ui, rect: Rect, window: Window, view: View, state: MapState, w: Words) -> None:
    if state.places[0] is not view.map.plants:
        state.places = (view.map.plants, place_plants(view.map.plants))
    for place in state.places[1]:
        x, y = window.point(place.x, place.y)
        spot = Rect(rect.x + x / ui.scale, rect.y + y / ui.scale, 0, 0)
        if rect.inset(-10).contains((spot.x, spot.y)):
            _plant(ui, spot, place, w)


def _plant(ui: Ui, at: Rect, place: Place, w: Words) -> None:
    """A project stands on a disc with a ring for its progress; plain capacity is a small quiet sign."""
    theme, plant = ui.theme, place.plant
    radius = 9.0 if plant.project else 6.5
    centre = (at.x * ui.scale, at.y * ui.scale)
    area = at.inset(-radius - 2)
    area = Rect(at.x - radius - 2, at.y - radius - 2, 2 * radius + 4, 2 * radius + 4)
    ink = theme.accent_text if plant.yours else theme.text if plant.project else theme.muted
    ground = mix(theme.panel, theme.background, 0.4)
    r = round(radius * ui.scale * 2) / 2
    ui.painter.disc(centre, r, ground)
    ui.painter.ring(centre, r, max(1.0, round(1.2 * ui.scale, 1)), mix(ink, ground, 0.45))
    if plant.project and plant.progress < 1:
        _ring(ui, centre, r, plant.progress, ink)
    size = radius * 1.25
    ui.icon(Rect(at.x - size / 2, at.y - size / 2, size, size), PLANT_ICONS[plant.plant], colour=ink)
    ui.interact(f"map/plant/{plant.id}", area, focusable=False, tip=plant_tip(place, w))


def _ring(
    ui: Ui, centre: tuple[float, float], radius: float, share: float, ink: tuple[int, int, int]
) -> None:
    """A thick arc from twelve o'clock that grows with the work."""
    half = int(radius) + 3
    turn = -1.5708

    def draw(canvas: object) -> None:
        from game.desktop.kit.draw import Canvas

        assert isinstance(canvas, Canvas)
        canvas.arc((half, half), radius + 1, 2.6 * ui.scale, turn, turn + 6.2832 * max(0.04, share))

    image = ui.painter.shape(("map-ring", radius, round(share, 2)), (2 * half, 2 * half), ink, draw)
    ui.surface.blit(image, (round(centre[0]) - half, round(centre[1]) - half))


def plant_tip(place: Place, w: Words) -> Tip:
    """Name, kind, tonnes and state of a plant."""
    plant = place.plant
    rows = [
        TipRow(w("desk.map.plant"), w(f"plant.{plant.plant}")),
        TipRow(w("desk.map.capacity"), w("desk.per_year", amount=w.value(plant.tonnes_year, "t"))),
    ]
    if plant.project:
        rows.append(TipRow(w("desk.map.state"), w(f"desk.status.{plant.status}")))
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
        licence = "" if arc.licence == "open" else f" ({w(f'desk.licence.{arc.licence}')})"
        route = w(
            "desk.map.route",
            origin=nation_name(view, arc.origin, w),
            destination=nation_name(view, arc.destination, w),
        )
        parts.append(f"{w(f'good.{arc.good}')}, {route}: {w.value(arc.tonnes, 't')}{licence}")
    return "; ".join(parts[:12])


def owner_of(view: View, nation: str) -> NationOnMap | None:
    """The nation on the map with this id."""
    return next((n for n in view.map.nations if n.id == nation), None)
