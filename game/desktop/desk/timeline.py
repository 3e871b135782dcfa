"""The heart of the desk: arrows that land, days of cover, prices and the fan of the draft on one axis."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from game.desktop.ghost import Ghost
from game.desktop.kit import Rect, Tab, Tip, TipRow, Ui, mix
from game.play.view import View

from .advisers import advisers
from .axis import QuarterAxis, Still, line_ink
from .board import BoardState, board
from .forecasts import Forecaster
from .lanes import draw_lanes, lane_height, pack
from .strips import (
    GHOST,
    Strip,
    draw_strip,
    draw_title,
    ghost_colour,
    present,
    read_out,
    spoken,
    strip_of,
    title_spot,
)
from .table import Table
from .whys import explained_tip, figure_here
from .words import Words

__all__ = ["CHARTS", "TimelineState", "Wish", "timeline"]

TABS = (
    ("cover", "package"),
    ("price", "chart-line"),
    ("output", "magnet"),
    ("board", "construction"),
    ("advisers", "users"),
)
COLUMN = 30.0  # width of a quarter; a longer game is shown through a window round the present
LEAST_COLUMNS = 24  # but never fewer quarters than these
CHARTS = {  # tab: (series of the view, forecast of the same thing, look)
    "cover": (("cover", "cover_days", 2), ("price.light_oxide", "price_light", 0)),
    "price": (
        ("price.light_oxide", "price_light", 0),
        ("price.heavy_oxide", "price_heavy", 4),
        ("price.magnets", "price_magnets", 1),
    ),
    "output": (("magnets", "magnet_output", 1), ("confidence", "confidence", 5)),
}
RATION_DAYS = 45.0
Wish = str  # "", "board", "what_if", or "past/3": the desk of that quarter


@dataclass
class TimelineState:
    """Which chart is shown, and the quarter under the keyboard's cursor."""

    tab: str = "cover"
    cursor: int | None = None
    board: BoardState = field(default_factory=BoardState)
    still: Still = field(default_factory=Still)
    ghost: Ghost = field(default_factory=dict)


def timeline(
    ui: Ui,
    rect: Rect,
    table: Table,
    state: TimelineState,
    forecaster: Forecaster | None,
    w: Words,
    *,
    whole_board: bool,
    what_if: bool = False,
) -> Wish:
    """Draw the panel; says whether the whole board or a what-if is asked for."""
    view = table.view
    with ui.group(w("desk.timeline"), rect):
        inside = ui.panel(rect, padding=10)
        head, rest = inside.split_top(ui.control_h, gap=6)
        asked = False
        if what_if:
            head, spot = head.split_right(ui.control_h, gap=8)
            label = w("desk.keys.what_if")
            asked = ui.button("what-if", spot, "", icon="git-branch", kind="quiet", label=label, tip=label)
        alone = not table.match.information.advisers
        shown = [one for one in TABS if one[0] != "advisers" or not alone]
        tabs = [Tab(key, w(f"desk.tab.{key}"), icon) for key, icon in shown]
        if sum(ui.text_w(tab.text) + 30 for tab in tabs) <= head.w:
            state.tab = ui.tabs("timeline", head, tabs, state.tab)
        else:
            entries = [(tab.key, tab.text) for tab in tabs]
            state.tab = ui.drop_down("timeline", head, entries, state.tab, label=w("desk.timeline"))
        if state.tab == "advisers":
            advisers(ui, rest, table, w)
            return "what_if" if asked else ""
        if state.tab == "board":
            whole = board(ui, rest, table, state.board, w, whole_board=whole_board)
            return "board" if whole else "what_if" if asked else ""
        used = sum(ui.text_w(tab.text) + 30 + ui.line_h() * 0.8 + 6 for tab in tabs)
        _legend(ui, head.pad(left=used + 12), table, forecaster, w, bool(state.ghost))
        past = _axis_and_charts(ui, rest, table, view, state, forecaster, w)
    return "what_if" if asked else past


# ------------------------------------------------------------------------------------------- layout


def _axis_and_charts(
    ui: Ui,
    rect: Rect,
    table: Table,
    view: View,
    state: TimelineState,
    forecaster: Forecaster | None,
    w: Words,
) -> Wish:
    line = ui.line_h("caption")
    strips = _strips(table, view, state, forecaster, w)
    figures = ("0,000", *(w.unit(strip.unit) for strip in strips))
    margin = max(34.0, *(ui.text_w(text, "caption") + 10 for text in figures))
    body, labels = rect.split_bottom(line + 4)
    time = view.timeline
    room = body.pad(left=margin, right=2)
    axis = QuarterAxis(room, *_window(view, room.w), time.now, time.play_ends)
    step = lane_height(ui)
    need = max(52.0, 2.9 * line) if len(strips) > 1 else 70.0
    most = max(2, int((body.h - need * len(strips)) / step))
    arrows, hidden = pack(ui, axis, time.landings, most, w)
    lanes = max(1, 1 + max((a.lane for a in arrows), default=0))
    top, bottom = body.split_top(lanes * step + 2, gap=4)
    if bottom.h < need * len(strips) and len(strips) > 1:
        strips = strips[: max(1, int(bottom.h / need))]
    weights = [1.35 if s.id.startswith("cover") else 1.0 for s in strips]
    parts = [(strip, part) for strip, part in zip(strips, bottom.rows(weights, gap=5), strict=True)]

    def still() -> None:
        _columns(ui, top, axis)
        for strip, part in parts:
            draw_strip(ui, part, axis.within(part), strip, w)
        _quarter_labels(ui, labels, axis, view, w)
        _now(ui, body, axis, w)
        for strip, part in parts:
            draw_title(ui, part, axis.within(part), strip, w)

    state.still.show(ui, rect, (tuple(strips), axis, top, view.quarter.number, view.seed), still)
    said = w("desk.axis", first=w.text(time.labels[0]), last=w.text(time.labels[-1]))
    ui.note("text", said, rect=labels)
    _marks(ui, labels, axis, view, w)
    draw_lanes(ui, top, axis, arrows, hidden, table, w)
    if not time.landings:
        spot = Rect(axis.left(axis.now) + 12, top.y, axis.area.right - axis.left(axis.now) - 12, step)
        ui.label(spot, w("desk.no_landings"), "caption", colour="muted", ellipsis=True)
    chosen = _past(ui, labels, axis, view, w)
    _pointer(ui, bottom, axis, parts, table, state, w)
    for strip, part in parts:
        figure_here(
            ui,
            table.whys,
            f"strip/{strip.id}/now",
            title_spot(ui, part, axis.within(part), strip, w),
            strip.figure,
            w,
            title=strip.title,
            value=present(strip, w),
            good_when=_good(strip),
        )
    return chosen


def _strips(
    table: Table, view: View, state: TimelineState, forecaster: Forecaster | None, w: Words
) -> list[Strip]:
    """The charts of a tab, each with its forecast."""
    outlook = forecaster.outlook if forecaster else None
    stale = forecaster.stale(table) if forecaster else False
    lines = {series.id: series for series in view.charts}
    found = []
    for name, forecast, look in CHARTS[state.tab]:
        series = lines.get(name)
        if series is None:
            continue
        guide = (RATION_DAYS, w("desk.ration_below", days=int(RATION_DAYS))) if name == "cover" else None
        title = w.text(series.label)
        strip = strip_of(series, forecast, title, look, outlook, guide=guide, stale=stale)
        found.append(replace(strip, ghost=state.ghost.get(name, ())))
    return found


def _window(view: View, width: float) -> tuple[int, int]:
    """First and last quarter to show: everything if there is room, else from a little before now."""
    time = view.timeline
    count = min(time.last - time.first + 2, max(LEAST_COLUMNS, int(width / COLUMN)))
    first = max(time.first - 1, min(time.now - 1 - count // 4, time.last - count + 1))
    return first, first + count - 1


# --------------------------------------------------------------------------------------------- axis


def _columns(ui: Ui, rect: Rect, axis: QuarterAxis) -> None:
    """Years as faint stripes, so that the eye finds the quarter below an arrow."""
    theme = ui.theme
    shade = mix(theme.panel, theme.stripe, 0.7)
    for quarter in range(axis.first, axis.last + 1):
        if ((quarter - 1) // 4) % 2:
            left, right = axis.left(quarter), axis.right(quarter)
            ui.painter.rect(ui.box(Rect(left, rect.y, right - left, rect.h)), shade)


def _quarter_labels(ui: Ui, rect: Rect, axis: QuarterAxis, view: View, w: Words) -> None:
    """The year under its first quarter, the others by their number where there is room."""
    label = view.quarter
    free = rect.x
    for quarter in range(axis.first, axis.last + 1):
        index = label.year * 4 + label.quarter - 1 + quarter - label.number
        year, part = divmod(index, 4)
        text = str(part + 1) if part else str(year)
        width = ui.text_w(text, "caption")
        left = axis.mid(quarter) - width / 2 if part else axis.left(quarter) + 2
        crowded = left < free or (part == 3 and left + width + 6 > axis.right(quarter))
        if crowded or left + width > rect.right + 2:
            continue
        free = left + width + 5
        colour = "accent_text" if quarter == axis.now else "muted" if part else "text"
        ui.put_text(Rect(left, rect.y + 2, width + 2, rect.h - 2), text, "caption", colour, wid="axis")


def _now(ui: Ui, rect: Rect, axis: QuarterAxis, w: Words) -> None:
    """Where we stand and where office ends."""
    theme = ui.theme
    line = ui.line_h("caption")
    x = axis.left(axis.now)
    ui.painter.rect((ui.px(x), ui.px(rect.y), max(1, ui.px(1.5)), ui.px(rect.h)), theme.accent)
    if axis.first <= axis.play_ends < axis.last:
        x = axis.right(axis.play_ends)
        line_ink(ui, rect, [(x, rect.y), (x, rect.bottom)], theme.border_strong, 1.2, (4, 4))
        text = w("desk.office_ends")
        width = ui.text_w(text, "caption") + 6
        spot = Rect(min(x + 5, axis.area.right - width), rect.bottom - line - 3, width, line)
        ui.painter.veil(ui.box(spot), mix(theme.panel, theme.field, 0.55), 215)
        ui.put_text(spot, text, "caption", "muted", wid="axis")


def _marks(ui: Ui, labels: Rect, axis: QuarterAxis, view: View, w: Words) -> None:
    """The acts that have begun; those to come are not given away."""
    for quarter, title in view.timeline.marks:
        if not axis.first <= quarter <= min(axis.last, axis.now):
            continue
        at = axis.left(quarter)
        tip = Tip(w.quarter(_calendar(view, quarter)), title=w.text(title))
        ui.interact(f"mark/{quarter}", Rect(at - 6, labels.y - 5, 12, 12), focusable=False, tip=tip)
        ui.marker((at, labels.y + 1), 3, ui.theme.text if quarter == axis.now else ui.theme.muted, 3.6)


def _past(ui: Ui, labels: Rect, axis: QuarterAxis, view: View, w: Words) -> Wish:
    """The quarters that were played: a click on one leads back to its desk."""
    chosen = ""
    for quarter in range(max(1, axis.first), min(axis.now, axis.last + 1)):
        spot = Rect(axis.left(quarter), labels.y, axis.step, labels.h)
        tip = Tip(w("desk.past.look"), title=w.quarter(_calendar(view, quarter)))
        found = ui.interact(f"past/{quarter}", spot, focusable=False, tip=tip)
        if found.hovered:
            ui.focus_ring(spot, 3)
        if found.clicked:
            chosen = f"past/{quarter}"
    return chosen


def _calendar(view: View, quarter: int) -> tuple[int, int]:
    index = view.quarter.year * 4 + view.quarter.quarter - 1 + quarter - view.quarter.number
    return index // 4, index % 4 + 1


def _legend(ui: Ui, rect: Rect, table: Table, forecaster: Forecaster | None, w: Words, ghost: bool) -> None:
    """Arrows and fan in words, as many as there is room for."""
    theme = ui.theme
    entries = [("draft", theme.accent), ("underway", mix(theme.info, theme.panel, 0.25))]
    x = rect.right
    busy = forecaster is not None and forecaster.stale(table) and not table.view.finished
    text = w("desk.legend.thinking" if busy else "desk.legend.fan")
    width = ui.text_w(text, "caption") + 22
    if x - width > rect.x:
        spot = Rect(x - width, rect.y, width, rect.h)
        ui.icon(Rect(spot.x, spot.cy - 7, 14, 14), "hourglass" if busy else "chart-area", colour="muted")
        ui.label(spot.pad(left=19), text, "caption", colour="muted", tip=w("desk.legend.fan_tip"), name="fan")
        x -= width + 12
    if ghost:
        text = w("desk.legend.ghost")
        width = ui.text_w(text, "caption") + 24
        if x - width < rect.x:
            return
        spot = Rect(x - width, rect.y, width, rect.h)
        line_ink(ui, spot, [(spot.x, spot.cy), (spot.x + 18, spot.cy)], ghost_colour(ui), 1.6, GHOST)
        tip = w("desk.legend.ghost_tip")
        ui.label(spot.pad(left=22), text, "caption", colour="muted", tip=tip, name="ghost")
        x -= width + 12
    for key, colour in entries:
        text = w(f"desk.landing.{key}")
        width = ui.text_w(text, "caption") + 24
        if x - width < rect.x:
            return
        spot = Rect(x - width, rect.y, width, rect.h)
        y = spot.cy
        ui.painter.rect(ui.box(Rect(spot.x, y - 2, 10, 4)), colour)
        head = [(spot.x + 18, y), (spot.x + 10, y - 5), (spot.x + 10, y + 5)]
        ui.painter.polygon([(px * ui.scale, py * ui.scale) for px, py in head], colour)
        ui.label(spot.pad(left=22), text, "caption", colour="muted")
        x -= width + 12


# ------------------------------------------------------------------------------------------ pointer


def _pointer(
    ui: Ui,
    rect: Rect,
    axis: QuarterAxis,
    parts: list[tuple[Strip, Rect]],
    table: Table,
    state: TimelineState,
    w: Words,
) -> None:
    """The figures of the quarter under the pointer, or chosen with left and right; of a quarter that was
    played also why the figure of the chart under the pointer (with the keyboard: the first) moved."""
    wid = "timeline/charts"
    found = ui.interact(wid, rect)
    quarter: int | None = None
    if found.focused:
        ui.focus_ring(rect)
        quarter = state.cursor if state.cursor is not None else axis.now - 1
        for key, step in (("left", -1), ("right", 1)):
            if ui.take_key(key):
                quarter += step
        quarter = max(axis.first, min(axis.last, quarter))
        state.cursor = quarter
    elif found.hovered and axis.area.x <= ui.input.mouse[0] <= axis.area.right:
        quarter = axis.at(ui.input.mouse[0])
    ui.note("chart", w("desk.charts"), wid=wid, rect=rect)
    for strip, _ in parts:
        ui.note("series", strip.title, value=spoken(strip, axis.now, w), wid=f"strip/{strip.id}", rect=rect)
    if quarter is None:
        return
    rows_found = [TipRow(name, value) for strip, _ in parts for name, value in read_out(strip, quarter, w)]
    if not rows_found:
        return
    x = axis.mid(quarter)
    ui.painter.rect((ui.px(x), ui.px(rect.y), max(1, ui.px(1)), ui.px(rect.h)), ui.theme.border_strong)
    tip = Tip("", title=w.quarter(table.calendar(quarter)), rows=tuple(rows_found))
    if 1 <= quarter < axis.now:
        over = (strip for strip, part in parts if found.hovered and part.contains(ui.input.mouse))
        strip = next(over, parts[0][0])
        heading = w("desk.why.series", series=strip.title)
        tip = explained_tip(
            ui,
            table.whys,
            wid,
            tip,
            strip.figure,
            w,
            good_when=_good(strip),
            quarter=quarter,
            heading=heading,
        )
        if found.clicked:
            table.whys.pin(strip.figure, quarter)
    anchor = Rect(x + 8, rect.y, 1, 1)
    ui.defer(lambda: _show(ui, tip, anchor), layers_up=90)


def _good(strip: Strip) -> int:
    """Whether more of a figure is better: 0 for prices, which are somebody's cost and somebody's income."""
    return 0 if strip.id.startswith("price") else 1


def _show(ui: Ui, tip: Tip, anchor: Rect) -> None:
    ui.draw_tip(tip, anchor)
