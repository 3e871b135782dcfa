"""Names of nations on the map: tags with flag and price for seats, quiet names for the others."""

from __future__ import annotations

import math

from game.desktop.desk.words import Words
from game.desktop.kit import Rect, Tip, TipRow, Ui, mix
from game.desktop.map_data import load_world
from game.play.view import NationOnMap, View

from .camera import Window

SHIFTS = ((0, 0), (0, 1), (0, -1), (0.55, 0), (-0.55, 0), (0.4, 1), (-0.4, 1), (0.4, -1), (-0.4, -1), (0, 2))


def name_tags(ui: Ui, rect: Rect, window: Window, view: View, good: str, w: Words) -> str:
    """Draw all names, the seats first, each where it hides least; returns the nation that was chosen."""
    taken: list[Rect] = []
    chosen = ""
    order = sorted(view.map.nations, key=lambda n: (not n.you, not n.seat, n.id))
    shown = good or (view.goods_shown[0] if view.goods_shown else "")
    for nation in order:
        anchor = load_world().anchors.get(nation.id)
        if anchor is None or nation.id == "row":
            continue
        x, y = window.point(*anchor.label)
        at = (rect.x + x / ui.scale, rect.y + y / ui.scale)
        if not rect.inset(-20).contains(at):
            continue
        price = nation.price_usd_kg.get(shown, math.nan)
        figure = w.number(price, 0 if price >= 100 else 1) if math.isfinite(price) else ""
        spot = _spot(ui, rect, at, _width(ui, nation, figure, w), taken)
        taken.append(spot)
        if _tag(ui, spot, nation, figure, view, w):
            chosen = nation.id
    return chosen


def _width(ui: Ui, nation: NationOnMap, figure: str, w: Words) -> float:
    name = ui.text_w(w.text(nation.name), "small_strong" if nation.seat else "caption")
    price = ui.text_w(figure, "caption") + 8 if figure else 0.0
    return name + price + (ui.line_h("caption") * 1.2 + 19 if nation.seat else 8)


def _spot(ui: Ui, rect: Rect, at: tuple[float, float], width: float, taken: list[Rect]) -> Rect:
    height = ui.line_h("small") + 3
    best: tuple[float, Rect] | None = None
    for number, (sx, sy) in enumerate(SHIFTS):
        spot = Rect(at[0] - width / 2 + sx * width, at[1] - height / 2 + sy * (height + 2), width, height)
        spot = spot.clamped_into(rect.inset(3))
        hidden = sum(spot.intersect(t).w * spot.intersect(t).h for t in taken)
        cost = hidden + number * 4
        if best is None or cost < best[0]:
            best = (cost, spot)
    assert best is not None
    return best[1]


def _tag(ui: Ui, rect: Rect, nation: NationOnMap, figure: str, view: View, w: Words) -> bool:
    """One name; a seat's is a button that opens its sheet."""
    theme = ui.theme
    name = w.text(nation.name)
    wid = f"map/nation/{nation.id}"
    found = ui.interact(wid, rect, tip=nation_tip(nation, view, w))
    inner = rect
    if nation.seat:
        ground = mix(theme.panel, theme.background, 0.3)
        fill = theme.hover if found.hovered else ground
        edge = theme.accent if nation.you else mix(theme.border, theme.border_strong, 0.5)
        ui.painter.box(ui.box(rect), ui.px(5), fill, edge, max(1, ui.px(1)))
        size = ui.line_h("caption")
        ui.flag(Rect(rect.x + 6, rect.cy - size * 0.38, size * 1.1, size * 0.76), nation.id)
        inner = rect.pad(left=size * 1.2 + 11, right=6)
        ui.put_text(inner, name, "small_strong", wid=wid)
        ui.put_text(inner, figure, "caption", _heat(ui, nation), "right", wid=wid)
        if found.hovered:
            ui.state.cursor = "hand"
    else:
        ink = theme.text if found.hovered else mix(theme.text, theme.muted, 0.5)
        ui.put_text(inner.pad(left=4, right=4), name, "caption", ink, wid=wid)
        ui.put_text(inner.pad(left=4, right=4), figure, "caption", _heat(ui, nation), "right", wid=wid)
    if found.focused:
        ui.focus_ring(rect, 5)
    role = "button" if nation.seat else "text"
    tip = nation_tip(nation, view, w)
    ui.note(role, name, value=figure, hint=tip, wid=wid, rect=rect)
    return found.clicked


def _heat(ui: Ui, nation: NationOnMap) -> tuple[int, int, int]:
    """Ink of a price: that of the land below, strong enough to read."""
    if nation.tint > 0.25:
        return ui.theme.tone("bad")
    if nation.tint > 0.08:
        return ui.theme.tone("warn")
    return ui.theme.muted


def nation_tip(nation: NationOnMap, view: View, w: Words) -> Tip:
    """Prices, output and use of a nation, good by good."""
    rows = []
    for good in view.goods_shown:
        price = nation.price_usd_kg.get(good)
        if price is None or not math.isfinite(price):
            continue
        ratio = nation.price_ratio.get(good, math.nan)
        tone = "bad" if ratio > 1.6 else "warn" if ratio > 1.15 else "neutral"
        figure = f"{w.value(price, 'usd_kg')}  ({w.value(ratio, 'ratio')})"
        rows.append(TipRow(w(f"good.{good}"), figure, tone))
    for good in view.goods_shown:
        made, used = nation.output_t.get(good, 0.0), nation.use_t.get(good, 0.0)
        if made >= 1 or used >= 1:
            figure = w("desk.map.made_used", made=w.number(made), used=w.number(used))
            rows.append(TipRow(w("desk.map.made_used_of", good=w(f"good.{good}")), figure))
    if nation.cover_days is not None:
        rows.append(TipRow(w("desk.map.cover"), w.value(nation.cover_days, "days")))
    text = w("desk.map.open_sheet") if nation.seat else w("desk.map.no_seat")
    return Tip(text, title=w.text(nation.name), rows=tuple(rows))
