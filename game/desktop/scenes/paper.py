"""The newspaper: a front page on paper, drawn from a FrontPage and the price chart beside its lead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..kit import Colour, Flow, Rect, Ui, mix
from ..kit.charts.scales import linear_ticks
from ..kit.draw import Canvas
from .base import Words

if TYPE_CHECKING:
    from game.play.view import FrontPage, Headline, Line, Series

__all__ = ["Figure", "Ink", "draw_front_page", "draw_sheet", "paper_ink"]

PAD = 22.0


@dataclass(frozen=True)
class Ink:
    """Colours of the sheet and of what is printed on it."""

    paper: Colour
    text: Colour
    soft: Colour
    rule: Colour
    accent: Colour


@dataclass(frozen=True)
class Figure:
    """A line of the printed table: what, how much, and the change since the quarter before."""

    label: str
    value: str
    change: str = ""


INKS = {
    "dark": Ink((226, 217, 198), (30, 26, 22), (92, 82, 68), (164, 151, 128), (142, 48, 26)),
    "light": Ink((251, 247, 237), (28, 25, 22), (94, 85, 72), (188, 178, 158), (146, 46, 24)),
    "contrast": Ink((0, 0, 0), (255, 255, 255), (225, 225, 225), (190, 190, 190), (255, 221, 51)),
}


def paper_ink(ui: Ui) -> Ink:
    """The inks that go with the theme."""
    return INKS[ui.theme.name]


def draw_sheet(ui: Ui, rect: Rect) -> Rect:
    """A sheet of paper with a soft shadow; returns the printed part."""
    ink = paper_ink(ui)
    if ui.theme.shadow_alpha:
        ui.painter.shadow(ui.box(rect), ui.px(3), ui.px(12), ui.theme.shadow_alpha)
    ui.painter.box(ui.box(rect), ui.px(3), ink.paper, mix(ink.paper, ink.rule, 0.6))
    return rect.inset(PAD, PAD * 0.7)


def rule(ui: Ui, rect: Rect, thick: float = 1.0) -> None:
    """A printed line across the top of `rect`."""
    x, y, w, _ = ui.box(rect)
    ui.painter.rect((x, y, w, max(1, ui.px(thick))), paper_ink(ui).text)


def draw_front_page(
    ui: Ui,
    rect: Rect,
    w: Words,
    page: FrontPage,
    *,
    line: str,
    chart: Series | None = None,
    figures: Sequence[Figure] = (),
) -> None:
    """The whole page in `rect`, scrolled when it is longer. `line` stands under the paper's name.

    `figures` are printed as a table beside what the treasury paid and received.
    """
    inside = draw_sheet(ui, rect)
    label = w("scenes.paper.name")
    with (
        ui.group(f"{label}, {w.text(page.label)}", rect),
        ui.scroll("paper", inside.inset(-8, 0), label=label, padding=8) as area,
    ):
        flow = Flow(area.pad(top=-6), gap=0)
        _masthead(ui, flow, w, page, line)
        lead, *others = page.headlines
        columns = [story for story in others if story.size == 2]
        brief = [story for story in others if story.size == 1]
        below = _below_height(ui, w, columns, brief, area.w)
        _lead(ui, flow, w, lead, chart, inside.bottom - 16 - below)
        if columns:
            _columns(ui, flow, w, columns)
        if brief:
            _brief(ui, flow, w, brief)
        if figures:
            _tables(ui, flow, w, figures, page.lines)


def _masthead(ui: Ui, flow: Flow, w: Words, page: FrontPage, line: str) -> None:
    ink = paper_ink(ui)
    name = w("scenes.paper.name")
    height = ui.line_h("title")
    spot = flow.next(height)
    ui.put_text(spot, name, "title", ink.text, "center", wid="paper-name")
    flow.skip(4)
    rule(ui, flow.next(3), 2)
    date = w.text(page.label)
    wide = ui.text_w(date, "small_strong") + 4
    room = max(ui.text_h(line, flow.area.w - wide - 20, "small"), ui.line_h("small"))
    strip = flow.next(room + 2)
    left, right = strip.split_right(wide, gap=16)
    ui.put_lines(left.pad(top=1), line, "small", ink.soft, wid="paper-line")
    ui.put_text(Rect(right.x, right.y, right.w, ui.line_h("small")), date, "small_strong", ink.text, "right")
    ui.note("text", f"{date}. {line}", rect=strip)
    rule(ui, flow.next(3))
    flow.skip(10)


# ------------------------------------------------------------------------------------------- stories


def _figure(w: Words, story: Headline) -> str:
    """The story's figure in large type; a change of mood is told by its title alone."""
    if not story.amount or story.unit == "points":
        return ""
    signed = story.unit == "musd" or story.id.startswith("price:")
    return w.value(story.amount, story.unit, signed=signed)


def _below_height(
    ui: Ui, w: Words, columns: Sequence[Headline], brief: Sequence[Headline], width: float
) -> float:
    """About how much room the smaller stories take, so that the lead can have what is left."""
    height = 14.0
    if columns:
        beside = _beside(ui, len(columns), width)
        each = (width - 28 * (beside - 1)) / beside
        tall = [_story_height(ui, w, story, each) for story in columns]
        height += 23 + (max(tall) if beside > 1 else sum(tall) + 12 * (len(tall) - 1))
    if brief:
        lines = -(-len(brief) // (2 if width > 620 * max(1.0, ui.text_scale) else 1))
        height += 16 + ui.line_h("small") * (lines + 1) + 5 * lines
    return height


def _beside(ui: Ui, count: int, width: float) -> int:
    """How many columns of stories fit."""
    return count if width / count > 250 * max(1.0, ui.text_scale * 0.9) else 1


def _lead(ui: Ui, flow: Flow, w: Words, story: Headline, chart: Series | None, bottom: float) -> None:
    """The largest story; its chart grows down to `bottom`, within reason."""
    ink = paper_ink(ui)
    title, text = w.text(story.title), w.text(story.text)
    big = flow.next(ui.text_h(title, flow.area.w, "display"))
    ui.put_lines(big, title, "display", ink.text, wid=story.id)
    flow.skip(8)
    wide = chart is not None and len(chart.values) > 1
    chart_w = min(flow.area.w * 0.56, 470.0) if wide else 0.0
    words_w = flow.area.w - chart_w - (24 if wide else 0)
    figure = _figure(w, story)
    body = ui.text_h(text, words_w) if text else 0.0
    figure_h = ui.line_h("display") + 2 if figure else 0.0
    free = min(bottom - flow.y, 330.0) if wide else 0.0
    strip = flow.next(max(body + figure_h, 140 * max(1.0, ui.text_scale) if wide else 0.0, free))
    column = Flow(strip.split_left(words_w)[0], gap=2)
    if figure:
        size = ui.line_h("title")
        spot = column.next(ui.line_h("display"))
        ui.icon(Rect(spot.x, spot.cy - size / 2, size, size), story.icon, colour=ink.accent)
        ui.put_text(spot.pad(left=size + 10), figure, "display", ink.accent, wid=story.id)
    if text:
        ui.put_lines(column.next(body), text, "body", ink.text, wid=story.id)
    said = "; ".join(part for part in (figure, text) if part)
    ui.note("heading", title, value=said, rect=Rect(big.x, big.y, big.w, strip.bottom - big.y))
    if chart is not None and wide:
        _chart(ui, strip.split_right(chart_w)[1], w, chart)
    flow.skip(14)


def _columns(ui: Ui, flow: Flow, w: Words, stories: Sequence[Headline]) -> None:
    """Stories beside each other with a line between them."""
    ink = paper_ink(ui)
    rule(ui, flow.next(1))
    flow.skip(10)
    beside = _beside(ui, len(stories), flow.area.w)
    for start in range(0, len(stories), beside):
        row = stories[start : start + beside]
        width = (flow.area.w - 28 * (beside - 1)) / beside
        tall = max(_story_height(ui, w, story, width) for story in row)
        strip = flow.next(tall)
        for place, story in enumerate(row):
            spot = Rect(strip.x + place * (width + 28), strip.y, width, tall)
            _story(ui, w, spot, story)
            if place:
                x, y = ui.px(spot.x - 14), ui.px(spot.y)
                ui.painter.rect((x, y, max(1, ui.px(1)), ui.px(tall)), ink.rule)
        flow.skip(12)


def _story_height(ui: Ui, w: Words, story: Headline, width: float) -> float:
    lead = ui.line_h("heading")
    height = ui.text_h(w.text(story.title), width - lead - 2, "heading")
    return height + (4 + ui.text_h(w.text(story.text), width, "small") if story.text else 0)


def _story(ui: Ui, w: Words, rect: Rect, story: Headline) -> None:
    ink = paper_ink(ui)
    title, text = w.text(story.title), w.text(story.text)
    size = ui.line_h("heading") * 0.82
    ui.icon(Rect(rect.x, rect.y + 2, size, size), story.icon, colour=ink.accent)
    head = rect.pad(left=ui.line_h("heading") + 2)
    used = ui.put_lines(head, title, "heading", ink.text, wid=story.id)
    if text:
        ui.put_lines(rect.pad(top=used + 4), text, "small", ink.text, wid=story.id)
    ui.note("heading", title, value=text, rect=rect)


def _brief(ui: Ui, flow: Flow, w: Words, stories: Sequence[Headline]) -> None:
    ink = paper_ink(ui)
    rule(ui, flow.next(1))
    flow.skip(6)
    name = w("scenes.paper.brief")
    ui.put_text(flow.next(ui.line_h("small")), name, "small_strong", ink.accent, wid="brief")
    ui.note("heading", name, rect=flow.area)
    flow.skip(3)
    beside = 2 if flow.area.w > 620 * max(1.0, ui.text_scale) else 1
    width = (flow.area.w - 28 * (beside - 1)) / beside
    lead = ui.line_h("small") + 6
    for start in range(0, len(stories), beside):
        row = stories[start : start + beside]
        tall = max(ui.text_h(w.text(s.title), width - lead, "small") for s in row)
        strip = flow.next(tall + 5)
        for place, story in enumerate(row):
            spot = Rect(strip.x + place * (width + 28), strip.y, width, tall)
            size = ui.line_h("small") * 0.8
            ui.icon(Rect(spot.x, spot.y + 2, size, size), story.icon, colour=ink.soft)
            ui.put_lines(spot.pad(left=lead), w.text(story.title), "small", ink.text, wid=story.id)
            ui.note("text", w.text(story.title), rect=spot)


def _tables(ui: Ui, flow: Flow, w: Words, figures: Sequence[Figure], lines: Sequence[Line]) -> None:
    """Two printed tables: the quarter in figures, and the treasury's ledger."""
    rule(ui, flow.next(1))
    flow.skip(8)
    ledger = [Figure(w.text(line.text), w.value(line.amount, "musd", signed=True)) for line in lines]
    parts = [(w("scenes.paper.figures"), figures)]
    if ledger:
        parts.append((w("scenes.paper.treasury"), ledger))
    beside = len(parts) if flow.area.w > 560 * max(1.0, ui.text_scale) else 1
    width = (flow.area.w - 28 * (beside - 1)) / beside
    top, lowest = flow.y, flow.y
    for place, (title, rows) in enumerate(parts):
        x = flow.area.x + (place % beside) * (width + 28)
        start = top if place < beside else lowest + 10
        column = Flow(Rect(x, start, width, 10_000), gap=2)
        _table(ui, column, title, rows)
        lowest = max(lowest, column.y)
    flow.y = lowest + 8


def _table(ui: Ui, flow: Flow, title: str, rows: Sequence[Figure]) -> None:
    ink = paper_ink(ui)
    ui.put_text(flow.next(ui.line_h("small")), title, "small_strong", ink.accent, wid=title)
    ui.note("heading", title, rect=flow.area)
    for row in rows:
        change_w = max(ui.text_w(r.change, "small") for r in rows) + 2
        value_w = max(ui.text_w(r.value, "small_strong") for r in rows) + 2
        gap = 12 if change_w > 2 else 0
        room = flow.area.w - value_w - change_w - gap - 10
        height = ui.text_h(row.label, room, "small")
        strip = flow.next(height)
        ui.put_lines(Rect(strip.x, strip.y, room, height), row.label, "small", ink.text, wid=row.label)
        line = Rect(strip.right - value_w - change_w - gap, strip.y, value_w, ui.line_h("small"))
        ui.put_text(line, row.value, "small_strong", ink.text, "right", wid=row.label)
        spot = Rect(strip.right - change_w, strip.y, change_w, line.h)
        ui.put_text(spot, row.change, "small", ink.soft, "right", wid=row.label)
        ui.painter.rect(ui.box(Rect(strip.x, strip.bottom, strip.w, 0.8)), ink.rule)
        ui.note("figure", row.label, value=f"{row.value} {row.change}".strip(), rect=strip)


# --------------------------------------------------------------------------------------------- chart


def _chart(ui: Ui, rect: Rect, w: Words, series: Series) -> None:
    """A printed price chart: a bold line, three levels, first and last figure."""
    ink = paper_ink(ui)
    line = ui.line_h("caption")
    title = w("scenes.paper.chart", what=series.label, n=len(series.values) - 1)
    ui.put_text(rect.split_top(line)[0], title, "caption", ink.soft, wid="paper-chart", ellipsis=True)
    values = [v for v in series.values if math.isfinite(v)]
    ticks = linear_ticks(0.0, max([*values, series.base or 0.0]), 3)
    left = max(ui.text_w(w.number(t), "caption") for t in ticks) + 8
    last = w.value(values[-1], series.unit)
    right = ui.text_w(last, "small_strong") + 12
    area = rect.pad(left, line + 8, right, 6)
    for tick in ticks:
        y = area.bottom - area.h * tick / ticks[-1]
        ui.painter.rect(ui.box(Rect(area.x, y, area.w, 1)), ink.rule)
        spot = Rect(rect.x, y - line / 2, left - 6, line)
        ui.put_text(spot, w.number(tick), "caption", ink.soft, "right", wid="paper-chart")
    points = [
        (area.x + area.w * i / (len(values) - 1), area.bottom - area.h * v / ticks[-1])
        for i, v in enumerate(values)
    ]
    _stroke(ui, area, points, ink.accent)
    x, y = points[-1]
    ui.painter.disc((x * ui.scale, y * ui.scale), round(4 * ui.scale, 1), ink.accent)
    spot = Rect(x + 8, y - ui.line_h("small") / 2, right, ui.line_h("small"))
    ui.put_text(spot, last, "small_strong", ink.text, wid="paper-chart")
    first = w.value(values[0], series.unit)
    ui.note("chart", title, value=f"{first} → {last}", rect=rect)


def _stroke(ui: Ui, area: Rect, points: Sequence[tuple[float, float]], colour: Colour) -> None:
    pad = ui.px(4)
    x0, y0, w, h = ui.box(area)
    local = tuple((round(x * ui.scale - x0 + pad, 1), round(y * ui.scale - y0 + pad, 1)) for x, y in points)

    def draw(canvas: Canvas) -> None:
        canvas.line(local, max(1.5, 2.2 * ui.scale))

    image = ui.painter.shape(("paper-line", local), (w + 2 * pad, h + 2 * pad), colour, draw)
    ui.surface.blit(image, (x0 - pad, y0 - pad))
