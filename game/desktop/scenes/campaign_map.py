"""The map of a campaign: a pin for each step at its place, the ways between them, names where they fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pygame

from ..kit import Colour, Rect, Tip, TipRow, Ui, mix
from ..kit.draw import dashes
from ..map.camera import Camera, Window
from ..map.land import draw_land
from ..map_data import BOUNDS, load_world, project
from .base import Words
from .debrief_result import medal

if TYPE_CHECKING:
    from game.play.campaign import Journey, Standing

__all__ = ["STATE_ICONS", "Pin", "draw_campaign_map", "pins_of", "state_words"]

STATE_ICONS = {"closed": "lock", "open": "play", "finished": "check"}
RADIUS, SMALL = 16.0, 12.0
GLOW_SECONDS = 3.0
SHORT = 104.0  # units of a name that stands on one line
SUPER = 3
Point = tuple[float, float]


@dataclass(frozen=True)
class Pin:
    """A step with its point in the plane of the map, its number among the needed ones, and its words."""

    standing: Standing
    x: float
    y: float
    nation: str
    number: int  # 0 for an extra
    title: str

    @property
    def id(self) -> str:
        return self.standing.step.id

    @property
    def radius(self) -> float:
        return RADIUS if self.number else SMALL


def pins_of(journey: Journey, nations: Mapping[tuple[str, str], str], titles: Mapping[str, str]) -> list[Pin]:
    """`nations` maps (level, seat) to the nation, where the level can be read; `titles` are the steps'."""
    anchors = load_world().anchors
    number, found = 0, []
    for standing in journey.steps:
        step = standing.step
        number += not step.extra
        nation = nations.get((step.level, step.seat), step.seat)
        if step.place is not None:
            east, north = project(float(step.place.longitude), float(step.place.latitude))
            at = (float(east), float(north))
        else:
            at = anchors[nation].hub if nation in anchors else (0.0, 0.0)
        shown = 0 if step.extra else number
        found.append(Pin(standing, *at, nation, shown, titles[step.id]))
    return found


def state_words(w: Words, standing: Standing) -> str:
    """State of a step in words, with its best seal."""
    said = w(f"campaign.state.{standing.state}")
    if standing.best is None or not standing.best.seal:
        return said
    return w("campaign.state.sealed", state=said, seal=w(f"campaign.seal.{standing.best.seal}"))


def draw_campaign_map(
    ui: Ui, rect: Rect, w: Words, pins: Sequence[Pin], chosen: str, fresh: Sequence[str], since: float
) -> tuple[str, bool]:
    """Draw it into `rect`. Returns the step that was pointed at ("" if none) and whether Enter was pressed
    on a pin. `since` is the time at which the fresh steps opened."""
    box = ui.box(rect)
    window = Window(_camera(pins, rect, ui.text_scale), (box[2], box[3]))
    spots, plates = _places(ui, rect, window, pins)
    _ground(ui, box, window, pins, spots, rect)
    picked, entered = "", False
    if chosen not in plates:
        pin = next(pin for pin in pins if pin.id == chosen)
        places = _candidates(ui, pin, spots[pin.id], rect)
        best = min(places, key=lambda place: sum(_overlap(place, p) for p in plates.values()))
        plates = {**plates, chosen: best}
    with ui.clip(rect):
        for pin in pins:
            tip = _tip(w, pin)
            clicked, enter = _pin(ui, w, pin, spots[pin.id], pin.id == chosen, pin.id in fresh, since, tip)
            picked = pin.id if clicked else picked
            entered = entered or enter
        for pin in sorted(pins, key=lambda pin: pin.id == chosen):
            if pin.id in plates and _plate(ui, w, pin, plates[pin.id], pin.id == chosen, pin.id in fresh):
                picked = pin.id
    return picked, entered


# ------------------------------------------------------------------------------------------- the ground


def _camera(pins: Sequence[Pin], rect: Rect, text_scale: float) -> Camera:
    """So that every pin shows, with room for names at both sides."""
    west, east = min(pin.x for pin in pins), max(pin.x for pin in pins)
    south, north = min(pin.y for pin in pins), max(pin.y for pin in pins)
    margin = min(0.2, 78 * max(1.0, text_scale) / rect.w)
    wide = max(east - west, 1.2) / (1 - 2 * margin)
    tall = max(north - south, 0.7) / 0.62
    middle = ((west + east) / 2, (south + north) / 2)
    wanted = min(rect.w / wide, rect.h / tall)  # units per radius of the sphere
    least = max(rect.w / (BOUNDS[2] - BOUNDS[0]) * 0.9, rect.h / (BOUNDS[3] - BOUNDS[1]) * 0.8)
    one = Window(Camera(), (round(rect.w), round(rect.h))).k
    return Camera(*middle, max(wanted, min(least, wanted)) / one)


def _places(
    ui: Ui, rect: Rect, window: Window, pins: Sequence[Pin]
) -> tuple[dict[str, Point], dict[str, Rect]]:
    """Where pins and names stand; found anew only when something has changed."""
    states = tuple((pin.id, pin.title, pin.standing.state) for pin in pins)
    key = (rect, window, states, ui.scale, ui.text_scale, ui.language)
    kept = ui.memory.get("campaign/places")
    if not isinstance(kept, tuple) or kept[0] != key:
        spots = _spots(pins, rect, window, ui.scale)
        kept = (key, spots, _plates(ui, rect, pins, spots))
        ui.memory["campaign/places"] = kept
    return kept[1], kept[2]


def _spots(pins: Sequence[Pin], rect: Rect, window: Window, scale: float) -> dict[str, Point]:
    """Where pins stand, in units; those that would lie on each other move apart."""
    at = []
    for pin in pins:
        x, y = window.point(pin.x, pin.y)
        at.append([rect.x + x / scale, rect.y + y / scale])
    for _ in range(40):
        for a, one in enumerate(pins):
            for b in range(a + 1, len(pins)):
                dx, dy = at[b][0] - at[a][0], at[b][1] - at[a][1]
                far, least = math.hypot(dx, dy), one.radius + pins[b].radius + 7
                if far < least:
                    push = (least - far) / 2
                    ux, uy = (dx / far, dy / far) if far > 0.01 else (0.6, 0.8)
                    at[a][0], at[a][1] = at[a][0] - ux * push, at[a][1] - uy * push
                    at[b][0], at[b][1] = at[b][0] + ux * push, at[b][1] + uy * push
    inner = rect.inset(RADIUS + 4)
    return {
        pin.id: (min(max(x, inner.x), inner.right), min(max(y, inner.y), inner.bottom))
        for pin, (x, y) in zip(pins, at, strict=True)
    }


def _ground(
    ui: Ui,
    box: tuple[int, int, int, int],
    window: Window,
    pins: Sequence[Pin],
    spots: Mapping[str, Point],
    rect: Rect,
) -> None:
    """Sea and land, the campaign's nations a little clearer, and the ways between steps as one picture."""
    theme = ui.theme
    tints = dict.fromkeys((pin.nation for pin in pins), 0.0)
    states = tuple((pin.id, pin.standing.state) for pin in pins)
    places = tuple((round(x, 1), round(y, 1)) for x, y in spots.values())
    key = ("campaign", box[2:], window, theme.name, states, places, ui.scale)
    image = ui.painter.cached(key)
    if image is None:
        image = draw_land(window, theme, tints, "").convert_alpha()
        image.blit(_ways(ui, (box[2], box[3]), pins, spots, rect), (0, 0))
        _rounded(ui, image)
        ui.painter.keep(key, image)
    ui.surface.blit(image, box[:2])
    ui.painter.box(box, ui.px(9), None, theme.border, max(1, ui.px(1)))


def _rounded(ui: Ui, image: pygame.Surface) -> None:
    """Round corners, like every panel's."""
    mask = ui.painter.box_image(image.get_size(), ui.px(9), (255, 255, 255))
    image.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)


def _ways(
    ui: Ui, size: tuple[int, int], pins: Sequence[Pin], spots: Mapping[str, Point], rect: Rect
) -> pygame.Surface:
    """A line from each step to those that wait for it: whole once it is open, broken before."""
    big = pygame.Surface((size[0] * SUPER, size[1] * SUPER), pygame.SRCALPHA)
    big.fill((*ui.theme.panel, 0))
    by_id = {pin.id: pin for pin in pins}
    for pin in sorted(pins, key=lambda pin: pin.standing.state != "closed"):
        for opening in pin.standing.step.openings:
            for name in opening.steps:
                if name in by_id:
                    start, end = spots[name], spots[pin.id]
                    line = [(x - rect.x, y - rect.y) for x, y in _curve(start, end, rect.w)]
                    _way(big, ui, line, by_id[name], pin)
    return pygame.transform.smoothscale(big, size)


def _curve(start: Point, end: Point, width: float) -> list[Point]:
    """A shallow arc to the north."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    bend = min(0.22, 0.1 + 0.16 * length / width)
    nx, ny = (dy / length, -dx / length) if dx >= 0 else (-dy / length, dx / length)
    cx, cy = (start[0] + end[0]) / 2 + nx * length * bend, (start[1] + end[1]) / 2 + ny * length * bend
    line = []
    for step in range(41):
        t = step / 40
        a, b, c = (1 - t) ** 2, 2 * (1 - t) * t, t**2
        line.append((a * start[0] + b * cx + c * end[0], a * start[1] + b * cy + c * end[1]))
    return line


def _way(big: pygame.Surface, ui: Ui, line: list[Point], source: Pin, target: Pin) -> None:
    theme, k = ui.theme, ui.scale * SUPER
    points = [(x * k, y * k) for x, y in line]
    walked = source.standing.state == "finished" and target.standing.state != "closed"
    colour = theme.accent if walked else mix(theme.panel, theme.muted, 0.75)
    ground = (*mix(theme.panel, theme.background, 0.5), 170)
    width = (2.6 if target.number else 1.8) * k
    parts = [points] if walked else dashes(points, [7 * k, 6 * k])
    if walked:
        _stroke(big, points, width + 2.4 * k, ground)
    for part in parts:
        _stroke(big, part, width if walked else width * 0.72, (*colour, 255))


def _stroke(big: pygame.Surface, points: Sequence[Point], width: float, colour: tuple[int, ...]) -> None:
    """A line with round joints."""
    if len(points) < 2:
        return
    half = width / 2
    for (ax, ay), (bx, by) in pairwise(points):
        length = math.hypot(bx - ax, by - ay)
        if length:
            nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
            quad = [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)]
            pygame.draw.polygon(big, colour, quad)
    for centre in points:
        pygame.draw.circle(big, colour, centre, half)


# ------------------------------------------------------------------------------------------- the pins


def _pin(
    ui: Ui, w: Words, pin: Pin, at: Point, chosen: bool, fresh: bool, since: float, tip: Tip
) -> tuple[bool, bool]:
    """One step: shape and sign say its state beside the colour. Returns whether it was pointed at, and
    whether Enter was pressed while it had the focus."""
    radius = pin.radius
    spot = Rect(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)
    wid = ui.full_id(f"pin-{pin.id}")
    found = ui.interact(wid, spot.inset(-3), activates=False, tip=tip)
    entered = found.focused and ui.take_key("enter")
    centre = (at[0] * ui.scale, at[1] * ui.scale)
    state, best = pin.standing.state, pin.standing.best
    _halo(ui, centre, pin, chosen, fresh, since)
    if best is not None and best.seal:
        medal(ui, spot, best.seal)
    else:
        fill, edge, ink = _pin_colours(ui, state)
        r = round(radius * ui.scale, 1)
        ui.painter.disc(centre, r, fill)
        ui.painter.ring(centre, r, max(1.5, round(1.8 * ui.scale, 1)), edge)
        size = radius * (1.0 if state == "finished" else 0.9)
        ui.icon(spot.centred(size, size), STATE_ICONS[state], colour=ink)
    if found.hovered:
        ui.state.cursor = "hand"
    if found.focused:
        ui.focus_ring(spot, radius)
    states = ("selected",) if chosen else ()
    value = state_words(w, pin.standing) + (f", {w('campaign.new')}" if fresh else "")
    ui.note("choice", pin.title, value=value, state=states, hint=tip, wid=wid, rect=spot)
    return found.clicked or found.focused, entered


def _pin_colours(ui: Ui, state: str) -> tuple[Colour, Colour, Colour]:
    """Fill, edge and sign."""
    theme = ui.theme
    if state == "open":
        return theme.accent, mix(theme.accent, theme.on_accent, 0.25), theme.on_accent
    if state == "finished":
        return mix(theme.panel, theme.good, 0.25), theme.good, theme.good
    return theme.panel, theme.border_strong, theme.muted


def _halo(ui: Ui, centre: Point, pin: Pin, chosen: bool, fresh: bool, since: float) -> None:
    """Light round what is open, stronger for some seconds when it is new; a ring round the chosen."""
    theme, radius = ui.theme, pin.radius * ui.scale
    if pin.standing.state == "open":
        alpha, wide = 90, 2.1
        seconds = ui.now - since
        if fresh and not ui.reduced_motion and seconds < GLOW_SECONDS:
            beat = 0.5 - 0.5 * math.cos(seconds * math.tau / 1.5)
            alpha, wide = round(90 + 120 * beat), 2.1 + round(beat * 8) / 10
            ui.request_frame()
        ui.painter.glow(centre, round(radius * wide), theme.accent, alpha // 10 * 10)
    if chosen:
        ui.painter.ring(centre, round(radius + 5 * ui.scale, 1), max(2.0, round(2 * ui.scale, 1)), theme.text)


def _tip(w: Words, pin: Pin) -> Tip:
    rows = [TipRow(w("campaign.step"), state_words(w, pin.standing))]
    points = pin.standing.best.points if pin.standing.best is not None else None
    if points is not None:
        rows.append(TipRow(w("campaign.points"), w.number(points)))
    needs = "\n".join(w.text(need.text) for need in pin.standing.needs if not need.met)
    return Tip(needs if pin.standing.state == "closed" else "", title=pin.title, rows=tuple(rows))


# ------------------------------------------------------------------------------------------- the names


def _style(pin: Pin) -> str:
    return "small" if pin.number else "caption"


def _name(pin: Pin) -> str:
    return f"{pin.number}  {pin.title}" if pin.number else pin.title


def _plate_size(ui: Ui, pin: Pin) -> Point:
    """On one line if the name is short, else as narrow as two lines allow."""
    style, text = _style(pin), _name(pin)
    scale = max(1.0, ui.text_scale)
    wide = whole = ui.text_w(text, style) + 1
    if whole > SHORT * scale:
        steps = (SHORT / 2 * scale + 6 * step for step in range(40))
        wide = min(whole, next((w for w in steps if _lines(ui, pin, w) <= 2), whole))
    return wide + 18, ui.text_h(text, wide, style) + 7


def _lines(ui: Ui, pin: Pin, width: float) -> int:
    return round(ui.text_h(_name(pin), width, _style(pin)) / ui.line_h(_style(pin)))


def _candidates(ui: Ui, pin: Pin, at: Point, rect: Rect) -> list[Rect]:
    """Places for a name beside its pin, the best first."""
    wide, tall = _plate_size(ui, pin)
    x, y, r = at[0], at[1], pin.radius + 6
    corners = [
        (x + r, y - tall / 2), (x - r - wide, y - tall / 2),
        (x - wide / 2, y + r), (x - wide / 2, y - r - tall),
        (x + r * 0.6, y + r * 0.7), (x - r * 0.6 - wide, y + r * 0.7), (x + r * 0.6, y - r * 0.7 - tall),
        (x - r * 0.6 - wide, y - r * 0.7 - tall),
    ]  # fmt: skip
    inner = rect.inset(5)
    found = [Rect(a, b, wide, tall) for a, b in corners]
    inside = [p for p in found if p.clamped_into(inner) == p]
    return inside or [found[0].clamped_into(inner)]


def _plates(ui: Ui, rect: Rect, pins: Sequence[Pin], spots: Mapping[str, Point]) -> dict[str, Rect]:
    """Where names stand: one after the other, each where it covers nothing; what finds no room has none."""
    discs = {p.id: Rect(spots[p.id][0], spots[p.id][1], 0, 0).inset(-p.radius - 2) for p in pins}
    found: dict[str, Rect] = {}
    for pin in sorted(pins, key=lambda pin: (not pin.number, pin.standing.state == "closed")):
        for plate in _candidates(ui, pin, spots[pin.id], rect):
            others = [*found.values(), *(disc for name, disc in discs.items() if name != pin.id)]
            if not any(_overlap(plate, other) > 0.5 for other in others):
                found[pin.id] = plate
                break
    return found


def _overlap(one: Rect, other: Rect) -> float:
    """The area that both cover."""
    common = one.intersect(other)
    return max(0.0, common.w) * max(0.0, common.h)


def _plate(ui: Ui, w: Words, pin: Pin, plate: Rect, chosen: bool, fresh: bool) -> bool:
    """The name of a step on a small plate, the chosen one filled; True when it was clicked."""
    theme, closed = ui.theme, pin.standing.state == "closed"
    found = ui.interact(ui.full_id(f"name-{pin.id}"), plate, focusable=False, activates=False)
    fill = theme.accent if chosen else mix(theme.panel, theme.hover, 0.8 if found.hovered else 0.0)
    edge = theme.accent if chosen or fresh else theme.border_strong
    ui.painter.box(ui.box(plate), ui.px(5), fill, edge, max(1, ui.px(1)))
    ink = theme.on_accent if chosen else theme.muted if closed else theme.text
    ui.put_lines(plate.inset(9, 3.5), _name(pin), _style(pin), ink, wid=f"name-{pin.id}")
    if found.hovered:
        ui.state.cursor = "hand"
    return found.clicked
