"""Names of nations on the map: tags with flag and price for seats, quiet names for the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.desktop.desk.table import Table
from game.desktop.desk.whys import explained_tip
from game.desktop.desk.words import Words
from game.desktop.kit import Colour, Rect, Tip, TipRow, Tone, Ui, mix
from game.desktop.map_data import load_world
from game.play.view import NationOnMap

from .arcs import Curve
from .camera import Window
from .land import sea_colour
from .places import place_plants, thinned

DETAIL_K = 175.0  # pixels per radius at interface scale 1, from which quiet names show prices too
MOST_CAUSES = 5  # of a price, beside everything else that a nation's tooltip tells
DEAR = 0.08  # heat from which a price is marked
LEADER = 16.0  # units between a tag and its land, from which a line joins them
FAR = 22.0  # units from its land beyond which a bare name, which no line joins to it, is lost
OFFSETS = (-1.7, -1.3, -0.9, -0.5, 0.0, 0.5, 0.9, 1.3, 1.7)


@dataclass(frozen=True)
class Tag:
    """A name with its place, and the place of the land that it names; `figure` is the price of the good that
    is shown."""

    nation: NationOnMap
    rect: Rect
    name: str
    figure: str
    quota: bool
    anchor: tuple[float, float]


def name_tags(
    ui: Ui,
    rect: Rect,
    window: Window,
    table: Table,
    good: str,
    curves: Sequence[Curve],
    reserved: Sequence[Rect],
    w: Words,
) -> str:
    """Draw all names; returns the nation that was chosen."""
    chosen = ""
    shown = shown_good(table, good)
    key = ("tags", window, rect, tuple(reserved), good, w.language, ui.text_scale, ui.scale)
    for tag in table.kept_for_quarter(
        key, lambda: place_tags(ui, rect, window, table, good, curves, reserved, w)
    ):
        if _tag(ui, tag, table, shown, w):
            chosen = tag.nation.id
    return chosen


def shown_good(table: Table, good: str) -> str:
    """The good whose price tags and land show."""
    goods = table.view.goods_shown
    return good or (goods[0] if goods else "")


def place_tags(
    ui: Ui,
    rect: Rect,
    window: Window,
    table: Table,
    good: str,
    curves: Sequence[Curve],
    reserved: Sequence[Rect],
    w: Words,
) -> list[Tag]:
    """Where each name hides least: the seats' first, away from hubs, arcs and other names."""
    view = table.view
    anchors = load_world().anchors
    scale = ui.scale
    shown = shown_good(table, good)
    lines = [np.asarray(c.line[2:-1:2], dtype=np.float64).reshape(-1, 2) for c in curves]
    points = np.concatenate([*lines, np.empty((0, 2))]) / scale + (rect.x, rect.y)
    hubs = []
    for nation in view.map.nations:
        if nation.id in anchors and nation.id != "row":
            x, y = window.point(*anchors[nation.id].hub)
            hubs.append((rect.x + x / scale, rect.y + y / scale))
    places = thinned(table.kept("places", lambda: place_plants(view.map.plants)), window, scale)
    plants = [(place.plant.nation, *window.point(place.x, place.y)) for place in places]
    signs = [(nation, rect.x + x / scale, rect.y + y / scale) for nation, x, y in plants]
    taken = list(reserved)
    tags = []
    for nation in sorted(view.map.nations, key=lambda n: (not n.you, not n.seat, n.id)):
        if nation.id not in anchors:
            continue
        x, y = window.point(*anchors[nation.id].label)
        at = (rect.x + x / scale, rect.y + y / scale)
        if not rect.inset(-30).contains(at):
            continue
        price = nation.price_usd_kg.get(shown, math.nan)
        quiet = nation.id == "row" or (not nation.seat and window.k / scale < DETAIL_K)
        figure = "" if quiet or not math.isfinite(price) else w.value(price, "usd_kg")
        if not nation.seat and figure:
            figure = w.number(price, 0 if price >= 100 else 1)
        name = w.text(nation.name)
        quota = any(arc.quota and arc.origin == nation.id for arc in view.map.arcs)
        reach = 1.0 if nation.seat else 1.7  # a small name may stand further off, in its own measure
        width, height = _size(ui, nation, name, figure)
        near = [s for s in signs if abs(s[1] - at[0]) < width * 1.6 + 30 and abs(s[2] - at[1]) < 3 * height]
        own = [(x, y) for owner, x, y in near if owner == nation.id or nation.seat]
        foreign = [(x, y) for owner, x, y in near if owner != nation.id and not nation.seat]
        spot = _spot(rect, at, (width, height), reach, taken, hubs, points, own, foreign)
        taken.append(spot.inset(-2))
        home = at
        if not nation.seat:  # a line from a quiet name ends where the nation's trade does
            hx, hy = window.point(*anchors[nation.id].hub)
            home = (rect.x + hx / scale, rect.y + hy / scale)
        tags.append(Tag(nation, spot, name, figure, quota, home))
    return tags


def _size(ui: Ui, nation: NationOnMap, name: str, figure: str) -> tuple[float, float]:
    line = ui.line_h("caption")
    if nation.seat:
        words = max(ui.text_w(name, "small_strong") + 16, ui.text_w(figure, "caption"))
        return words + line * 1.5 + 22, ui.line_h("small_strong") + line + 4
    gap = 7 if figure else 0
    return ui.text_w(name, "caption") + gap + ui.text_w(figure, "caption") + 6, line + 2


def _spot(
    rect: Rect,
    at: tuple[float, float],
    size: tuple[float, float],
    reach: float,
    taken: Sequence[Rect],
    hubs: Sequence[tuple[float, float]],
    points: NDArray[np.float64],
    own: Sequence[tuple[float, float]],
    foreign: Sequence[tuple[float, float]],
) -> Rect:
    """The cheapest of a ring of places: overlaps, hubs, arcs below it and the way from its anchor count; and
    plant signs, those of other nations already beside it, where a bare name would seem to name them."""
    width, height = size
    best: tuple[float, Rect] | None = None
    for dy in OFFSETS:
        for dx in OFFSETS:
            x, y = at[0] + dx * width * 0.6, at[1] + dy * height * reach
            wanted = Rect(x - width / 2, y - height / 2, width, height)
            spot = wanted.clamped_into(rect.inset(4))
            cost = abs(x - at[0]) * 0.5 + abs(y - at[1]) * 0.6
            cost += max(0.0, math.hypot(x - at[0], y - at[1]) - FAR * reach) * (0.0 if reach == 1.0 else 4.0)
            cost += 3 * (abs(spot.x - wanted.x) + abs(spot.y - wanted.y))
            if best is not None and cost >= best[0]:  # the rest only adds to it
                continue
            cost += sum((part := spot.intersect(t)).w * part.h for t in taken) * 4.0
            if best is not None and cost >= best[0]:
                continue
            cost += 90 * sum(spot.inset(-5).contains(hub) for hub in hubs)
            cost += 7 * _inside(spot, points)
            cost += 22 * sum(spot.inset(-6).contains(sign) for sign in own)
            cost += 40 * sum(spot.inset(-2).contains(sign) for sign in own)
            cost += 70 * sum(spot.inset(-10, -9).contains(sign) for sign in foreign)
            cost += 12 * sum(spot.inset(-24, -2).contains(sign) for sign in foreign)
            if best is None or cost < best[0]:
                best = (cost, spot)
    assert best is not None
    return best[1]


def _inside(spot: Rect, points: NDArray[np.float64]) -> int:
    """How many of the points [n, 2] lie in the rectangle."""
    x, y = points[:, 0], points[:, 1]
    return int(np.count_nonzero((x >= spot.x) & (x < spot.right) & (y >= spot.y) & (y < spot.bottom)))


def _tag(ui: Ui, tag: Tag, table: Table, good: str, w: Words) -> bool:
    """One name; a seat's is a button that opens its sheet. Its price explains itself."""
    theme, nation, rect = ui.theme, tag.nation, tag.rect
    wid = f"map/nation/{nation.id}"
    tip = table.kept((wid, w.language), lambda: nation_tip(nation, table, w))
    if tag.figure:
        heading = w("desk.why.price", good=w(f"good.{good}"))
        figure = f"price.{good}.{nation.id}"
        foot = "desk.why.pin_key"
        tip = explained_tip(ui, table.whys, wid, tip, figure, w, heading=heading, foot=foot, most=MOST_CAUSES)
    found = ui.interact(wid, rect, tip=tip)
    if nation.seat:
        _seat_tag(ui, tag, good, wid, found.hovered)
    else:
        ink = theme.text if found.hovered else mix(theme.text, theme.muted, 0.6)
        if nation.id != "row":
            _leader(ui, tag, mix(theme.muted, sea_colour(theme), 0.25))
        inner = rect.pad(left=3, right=3)
        _halo(ui, inner, tag.name)
        ui.put_text(inner, tag.name, "caption", ink, wid=wid)
        ui.put_text(inner, tag.figure, "caption", _heat(ui, nation, good), "right", wid=wid)
    if found.focused:
        ui.focus_ring(rect, 5)
    if found.hovered and nation.seat:
        ui.state.cursor = "hand"
    ui.note("button" if nation.seat else "text", tag.name, value=tag.figure, hint=tip, wid=wid, rect=rect)
    return found.clicked


def _seat_tag(ui: Ui, tag: Tag, good: str, wid: str, hovered: bool) -> None:
    """Flag, name, and the price below it in the colour of the land's heat."""
    theme, rect, nation = ui.theme, tag.rect, tag.nation
    ground = mix(theme.panel, theme.background, 0.35)
    edge = theme.accent if nation.you else mix(theme.border, theme.border_strong, 0.6)
    _leader(ui, tag, theme.accent if nation.you else theme.muted)
    ui.painter.box(ui.box(rect), ui.px(6), theme.hover if hovered else ground, edge, max(1, ui.px(1.2)))
    size = ui.line_h("caption") * 1.5
    ui.flag(Rect(rect.x + 6, rect.cy - size * 0.36, size, size * 0.72), nation.id)
    words = rect.pad(left=size + 12, right=5, top=2, bottom=2)
    top, below = words.split_top(ui.line_h("small_strong"))
    ui.put_text(top, tag.name, "small_strong", wid=wid)
    ui.put_text(below, tag.figure, "caption", _heat(ui, nation, good), wid=wid)
    if tag.quota:
        ui.icon(Rect(words.right - 15, words.y + 1, 14, 14), "file-lock", colour=theme.warn)


def _halo(ui: Ui, rect: Rect, name: str) -> None:
    """The sea's colour round a quiet name, so that it can be read over arcs and coasts."""
    step = 1 / ui.scale
    for dx, dy in ((-step, 0.0), (step, 0.0), (0.0, -step), (0.0, step)):
        ui.put_text(rect.moved(dx, dy), name, "caption", sea_colour(ui.theme), ellipsis=True)


def _leader(ui: Ui, tag: Tag, ink: Colour) -> None:
    """A thin line from a tag to its land, where the tag had to stand aside."""
    rect, (x, y) = tag.rect, tag.anchor
    edge = (min(max(x, rect.x), rect.right), min(max(y, rect.y), rect.bottom))
    if math.hypot(edge[0] - x, edge[1] - y) < LEADER:
        return
    start, end = ((px * ui.scale, py * ui.scale) for px, py in (edge, (x, y)))
    pygame.draw.aaline(ui.surface, ink, start, end)
    ui.painter.disc(end, round(2.4 * ui.scale, 1), ink)


def heat(nation: NationOnMap, good: str) -> float:
    """How dear a good has become in a nation: 0 as in 2009, 1 eight times that (below 0: cheaper)."""
    ratio = nation.price_ratio.get(good, math.nan)
    return max(-1.0, min(1.0, math.log2(max(ratio, 1e-3)) / 3.0)) if math.isfinite(ratio) else nation.tint


def _heat(ui: Ui, nation: NationOnMap, good: str) -> Colour:
    """Ink of a price: that of the land below, strong enough to read."""
    hot = heat(nation, good)
    if hot > 0.25:
        return ui.theme.tone("bad")
    if hot > DEAR:
        return ui.theme.tone("warn")
    return ui.theme.muted


def nation_tip(nation: NationOnMap, table: Table, w: Words) -> Tip:
    """Prices, output and use of a nation, good by good."""
    rows = []
    goods = table.view.goods_shown
    for good in goods:
        price = nation.price_usd_kg.get(good)
        if price is None or not math.isfinite(price):
            continue
        ratio = nation.price_ratio.get(good, math.nan)
        tone: Tone = "bad" if ratio > 1.6 else "warn" if ratio > 1.15 else "neutral"
        figure = f"{w.value(price, 'usd_kg')}  ({w.value(ratio, 'ratio')})"
        rows.append(TipRow(w(f"good.{good}"), figure, tone))
    for good in goods:
        made, used = nation.output_t.get(good, 0.0), nation.use_t.get(good, 0.0)
        if made >= 1 or used >= 1:
            figure = w("desk.map.made_used", made=w.number(made), used=w.number(used))
            rows.append(TipRow(w("desk.map.made_used_of", good=w(f"good.{good}")), figure))
    if any(arc.quota and arc.origin == nation.id for arc in table.view.map.arcs):
        rows.append(TipRow(w("desk.map.quota"), w("desk.map.quota_on"), "warn"))
    if nation.cover_days is not None:
        rows.append(TipRow(w("desk.map.cover"), w.value(nation.cover_days, "days")))
    text = w("desk.map.open_sheet") if nation.seat else w("desk.map.no_seat")
    return Tip(text, title=w.text(nation.name), rows=tuple(rows))
