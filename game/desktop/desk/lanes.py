"""Arrows on the quarter axis: where drafts and standing works land, one lane under the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from game.desktop.kit import Colour, Rect, Tip, TipRow, Ui, mix
from game.desktop.kit.draw import Canvas, Point
from game.play.view import Landing

from .axis import QuarterAxis, ink
from .options import SPEED_ICONS
from .table import Table
from .words import Words

__all__ = ["draw_lanes", "lane_height", "pack"]

SHAFT = {"fast": 2.0, "middle": 4.0, "slow": 7.0}
HEAD = {"fast": 4.5, "middle": 6.0, "slow": 7.5}


@dataclass(frozen=True)
class Arrow:
    """A landing with its place: shaft from `x0` to the tip at `x1`, effect until `x2`, its lane."""

    landing: Landing
    lane: int
    x0: float
    x1: float
    x2: float
    text: str
    text_x: float
    inside: bool


def lane_height(ui: Ui) -> float:
    """Height of one lane."""
    return max(21.0, ui.line_h("caption") + 4)


def pack(
    ui: Ui, axis: QuarterAxis, landings: tuple[Landing, ...], most: int, w: Words
) -> tuple[list[Arrow], list[Landing]]:
    """Give every landing the first lane with room, drafts first: (arrows, landings that are left out)."""
    ends: list[list[tuple[float, float]]] = []
    arrows: list[Arrow] = []
    hidden: list[Landing] = []
    order = sorted(landings, key=lambda one: (not one.draft, one.quarter, one.id))
    for landing in order:
        x0, x1 = axis.left(landing.begins), axis.mid(landing.quarter)
        if x1 - x0 < 14:
            x0 = max(axis.area.x, x1 - 14)
        x2 = axis.area.right if landing.until is None else axis.right(landing.until)
        text = w.text(landing.title) + (" ?" if landing.uncertain else "")
        width = ui.text_w(text, "caption") + 22
        inside = x1 + 6 + width > axis.area.right and x1 - x0 > axis.area.right - x1
        if inside:
            text_x = max(axis.area.x + 2, x1 - 12 - width)
            low, high = min(x0, text_x), x1 + 8
        else:
            text_x = x1 + 6
            low, high = x0, min(axis.area.right, x1 + 6 + width)
        lane = next(
            (n for n, used in enumerate(ends) if all(high <= a or low >= b for a, b in used)), len(ends)
        )
        if lane >= most:
            hidden.append(landing)
            continue
        if lane == len(ends):
            ends.append([])
        ends[lane].append((low - 4, high + 4))
        arrows.append(Arrow(landing, lane, x0, x1, x2, text, text_x, inside))
    return arrows, hidden


def draw_lanes(
    ui: Ui,
    rect: Rect,
    axis: QuarterAxis,
    arrows: list[Arrow],
    hidden: list[Landing],
    table: Table,
    w: Words,
) -> None:
    """Draw the arrows; each can be pointed at and focused, and so can the number of those left out."""
    step, line = lane_height(ui), ui.line_h("caption")
    more = w("desk.more_landings", n=len(hidden)) if hidden else ""
    width = ui.text_w(more, "caption") + 6 if more else 0.0
    last = max((arrow.lane for arrow in arrows), default=0)
    for arrow in arrows:
        room = rect.right - (width + 8 if more and arrow.lane == last else 0.0)
        _arrow(ui, Rect(rect.x, rect.y + arrow.lane * step, rect.w, step), axis, arrow, room, table, w)
    if more:
        spot = Rect(rect.right - width, rect.bottom - line, width - 2, line)
        rows = tuple(TipRow(w.text(one.title), _when(one, table, w)) for one in hidden)
        ui.label(
            spot, more, "caption", colour="muted", tip=Tip("", title=more, rows=rows), name="landings-more"
        )


def _arrow(ui: Ui, lane: Rect, axis: QuarterAxis, arrow: Arrow, room: float, table: Table, w: Words) -> None:
    """One arrow; its words end before `room`."""
    theme, landing = ui.theme, arrow.landing
    colour: Colour = theme.accent if landing.draft else mix(theme.info, theme.panel, 0.25)
    wid = f"landing/{landing.id}"
    width = ui.text_w(arrow.text, "caption") + 20
    area = Rect(arrow.x0, lane.y + 1, max(arrow.x1, arrow.text_x + width) - arrow.x0, lane.h - 2)
    area = area.intersect(Rect(axis.area.x, lane.y, axis.area.w, lane.h))
    found = ui.interact(wid, area, activates=False, tip=_tip(landing, table, w))
    _effect(ui, lane, arrow, colour)
    y = lane.cy
    half, head = SHAFT[landing.speed] / 2, HEAD[landing.speed]
    x0, x1 = arrow.x0, arrow.x1
    picture = Rect(x0 - 2, lane.y, x1 - x0 + 4, lane.h)
    dashed = landing.uncertain

    def draw(canvas: Canvas, local: Callable[[Point], Point]) -> None:
        x, gap = x0, 5.0
        end = x1 - head
        while x < end:
            stop = min(end, x + 7.0) if dashed else end
            canvas.polygon(
                [local(p) for p in ((x, y - half), (stop, y - half), (stop, y + half), (x, y + half))]
            )
            x = stop + gap
        canvas.polygon(
            [local(p) for p in ((x1, y), (x1 - head * 1.5, y - head), (x1 - head * 1.5, y + head))]
        )

    local_x = round((x0 * ui.scale) % 1, 2), round((x1 - x0) * ui.scale, 1)
    ink(ui, picture, ("arrow", landing.speed, dashed, *local_x), colour, draw)
    _text(ui, lane, arrow, room, wid)
    if found.focused or found.hovered:
        ui.painter.box(ui.box(area), ui.px(4), None, theme.focus if found.focused else theme.border_strong)
    kind = w("desk.landing.draft" if landing.draft else "desk.landing.underway")
    said = f"{kind}; {_when(landing, table, w)}"
    if landing.uncertain:
        said = f"{said}; {w('desk.landing.uncertain')}"
    ui.note("row", w.text(landing.title), value=said, wid=wid, rect=area)


def _effect(ui: Ui, lane: Rect, arrow: Arrow, colour: Colour) -> None:
    """A band from the landing to the end of the effect, fading for what wears off."""
    width = arrow.x2 - arrow.x1
    if width < 2:
        return
    band = Rect(arrow.x1, lane.y + 3, width, lane.h - 6)
    ground = mix(ui.theme.panel, ui.theme.field, 0.5)
    if arrow.landing.until is None:
        ui.painter.rect(ui.box(band), mix(ground, colour, 0.16))
        ui.painter.rect(ui.box(Rect(band.x, band.bottom - 1.5, band.w, 1.5)), mix(ground, colour, 0.55))
        return
    parts = 6
    for number, part in enumerate(band.columns(parts)):
        share = 0.22 * (1 - number / parts)
        ui.painter.rect(ui.box(part), mix(ground, colour, share))


def _text(ui: Ui, lane: Rect, arrow: Arrow, end: float, wid: str) -> None:
    theme = ui.theme
    line = ui.line_h("caption")
    ink_colour = theme.accent_text if arrow.landing.draft else theme.text
    x = arrow.text_x
    width = ui.text_w(arrow.text, "caption") + 20
    room = Rect(x, lane.cy - line / 2, min(width, end - x), line)
    if arrow.inside:
        ui.painter.box(ui.box(room.inset(-3, 0)), ui.px(4), mix(theme.panel, theme.field, 0.5))
    size = line * 0.82
    ui.icon(Rect(room.x, room.cy - size / 2, size, size), arrow.landing.icon, colour=ink_colour)
    ui.put_text(room.pad(left=size + 4), arrow.text, "caption", ink_colour, wid=wid, ellipsis=True)


def _when(landing: Landing, table: Table, w: Words) -> str:
    return w("desk.landing.in", quarter=w.quarter(table.calendar(landing.quarter)))


def _tip(landing: Landing, table: Table, w: Words) -> Tip:
    rows = [TipRow(w("desk.landing.lands"), w.quarter(table.calendar(landing.quarter)))]
    if landing.begins < table.view.quarter.number:
        begun = w.quarter(table.calendar(landing.begins))
        rows.insert(0, TipRow(w("desk.landing.begun"), begun))
    until = w("desk.landing.lasting")
    if landing.until is not None:
        until = w.quarter(table.calendar(landing.until))
    rows.append(TipRow(w("desk.landing.until"), until))
    text = f"[[{SPEED_ICONS[landing.speed]}]] {w(f'desk.speed.{landing.speed}')}"
    if landing.uncertain:
        text += f"\n{w('desk.landing.uncertain')}"
    return Tip(text, title=w.text(landing.title), rows=tuple(rows))
