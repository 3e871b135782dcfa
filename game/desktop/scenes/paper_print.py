"""What is printed on the paper beside its words: inks, tables of figures, charts."""

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
    from game.play.view import Series

__all__ = ["Figure", "Graph", "Ink", "draw_graph", "draw_table", "paper_ink", "rule", "table_height"]


@dataclass(frozen=True)
class Ink:
    """Colours of the sheet and of what is printed on it."""

    paper: Colour
    text: Colour
    soft: Colour
    rule: Colour
    accent: Colour


@dataclass(frozen=True)
class Graph:
    """A line to be printed, and the name of each of its quarters."""

    series: Series
    labels: Sequence[str]


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


def rule(ui: Ui, rect: Rect, thick: float = 1.0) -> None:
    """A printed line across the top of `rect`."""
    x, y, w, _ = ui.box(rect)
    ui.painter.rect((x, y, w, max(1, ui.px(thick))), paper_ink(ui).text)


# ------------------------------------------------------------------------------------------- tables


def _widths(ui: Ui, rows: Sequence[Figure]) -> tuple[float, float, float]:
    """Widths of value and change, and the gap before the change."""
    change_w = max(ui.text_w(r.change, "small") for r in rows) + 2
    value_w = max(ui.text_w(r.value, "small_strong") for r in rows) + 2
    return value_w, change_w, 12.0 if change_w > 2 else 0.0


def table_height(ui: Ui, width: float, rows: Sequence[Figure]) -> float:
    """Height of the table that `draw_table` prints in that width."""
    value_w, change_w, gap = _widths(ui, rows)
    room = width - value_w - change_w - gap - 10
    return ui.line_h("small") + 4 + sum(ui.text_h(row.label, room, "small") + 4 for row in rows)


def draw_table(ui: Ui, flow: Flow, title: str, rows: Sequence[Figure]) -> None:
    """A printed table: what, how much, and the change, a hair-line below each row."""
    ink = paper_ink(ui)
    ui.put_text(flow.next(ui.line_h("small")), title, "small_strong", ink.accent, wid=title)
    ui.note("heading", title, rect=flow.area)
    flow.skip(4)
    value_w, change_w, gap = _widths(ui, rows)
    for row in rows:
        room = flow.area.w - value_w - change_w - gap - 10
        height = ui.text_h(row.label, room, "small")
        strip = flow.next(height + 4)
        ui.put_lines(Rect(strip.x, strip.y + 1, room, height), row.label, "small", ink.text, wid=row.label)
        line = Rect(strip.right - value_w - change_w - gap, strip.y + 1, value_w, ui.line_h("small"))
        ui.put_text(line, row.value, "small_strong", ink.text, "right", wid=row.label)
        spot = Rect(strip.right - change_w, strip.y + 1, change_w, line.h)
        ui.put_text(spot, row.change, "small", ink.soft, "right", wid=row.label)
        x, y, w, _ = ui.box(Rect(strip.x, strip.bottom - 1, strip.w, 1))
        ui.painter.rect((x, y, w, max(1, ui.px(0.8))), ink.rule)  # a box of 0.8 may round to no pixel at all
        ui.note(
            "figure", row.label, value=", ".join(part for part in (row.value, row.change) if part), rect=strip
        )


# ------------------------------------------------------------------------------------------- charts


def draw_graph(ui: Ui, rect: Rect, w: Words, graph: Graph) -> None:
    """A printed chart: a bold line over a light ground, three levels, first and last quarter, last figure."""
    ink, series = paper_ink(ui), graph.series
    line = ui.line_h("caption")
    title = w("scenes.paper.chart", what=series.label, n=len(series.values) - 1)
    ui.put_text(rect.split_top(line)[0], title, "caption", ink.soft, wid="paper-chart", ellipsis=True)
    values = [v for v in series.values if math.isfinite(v)]
    ticks = linear_ticks(0.0, max([*values, series.base or 0.0]), 3)
    left = max(ui.text_w(w.number(t), "caption") for t in ticks) + 8
    last = w.value(values[-1], series.unit)
    right = ui.text_w(last, "small_strong") + 12
    area = rect.pad(left, line + 8, right, line + 6)
    for tick in ticks:
        y = area.bottom - area.h * tick / ticks[-1]
        ui.painter.rect(ui.box(Rect(area.x, y, area.w, 1)), ink.rule)
        spot = Rect(rect.x, y - line / 2, left - 6, line)
        ui.put_text(spot, w.number(tick), "caption", ink.soft, "right", wid="paper-chart")
    points = [
        (area.x + area.w * i / (len(values) - 1), area.bottom - area.h * v / ticks[-1])
        for i, v in enumerate(values)
    ]
    _shade(ui, area, points, ink)
    _stroke(ui, area, points, ink.accent)
    _quarters(ui, area, graph.labels, line)
    x, y = points[-1]
    ui.painter.disc((x * ui.scale, y * ui.scale), round(4 * ui.scale, 1), ink.accent)
    spot = Rect(x + 8, y - ui.line_h("small") / 2, right, ui.line_h("small"))
    ui.put_text(spot, last, "small_strong", ink.text, wid="paper-chart")
    first = w.value(values[0], series.unit)
    ui.note("chart", title, value=f"{first} → {last}", rect=rect)


def _quarters(ui: Ui, area: Rect, labels: Sequence[str], line: float) -> None:
    """The names of the first and the last quarter below the chart, and of the middle one if there is room."""
    ink = paper_ink(ui)
    wide = max(ui.text_w(label, "caption") for label in labels)
    places = [0, len(labels) - 1]
    if len(labels) > 4 and area.w > 4 * wide:
        places.insert(1, len(labels) // 2)
    for place in places:
        x = area.x + area.w * place / max(1, len(labels) - 1)
        width = ui.text_w(labels[place], "caption") + 2
        spot = Rect(min(max(area.x, x - width / 2), area.right - width / 2), area.bottom + 4, width, line)
        ui.put_text(spot, labels[place], "caption", ink.soft, "center", wid="paper-chart")


def _shade(ui: Ui, area: Rect, points: Sequence[tuple[float, float]], ink: Ink) -> None:
    """The ground under the line, a little darker than the paper."""
    x0, y0, w, h = ui.box(area)
    local = [(round(x * ui.scale - x0, 1), round(y * ui.scale - y0, 1)) for x, y in points]
    local = [(0.0, float(h)), *local, (local[-1][0], float(h))]
    key = tuple(local)

    def draw(canvas: Canvas) -> None:
        canvas.polygon(list(key))

    image = ui.painter.shape(("paper-shade", key), (w + 1, h + 1), mix(ink.paper, ink.accent, 0.1), draw)
    ui.surface.blit(image, (x0, y0))


def _stroke(ui: Ui, area: Rect, points: Sequence[tuple[float, float]], colour: Colour) -> None:
    pad = ui.px(4)
    x0, y0, w, h = ui.box(area)
    local = tuple((round(x * ui.scale - x0 + pad, 1), round(y * ui.scale - y0 + pad, 1)) for x, y in points)

    def draw(canvas: Canvas) -> None:
        canvas.line(local, max(1.5, 2.2 * ui.scale))

    image = ui.painter.shape(("paper-line", local), (w + 2 * pad, h + 2 * pad), colour, draw)
    ui.surface.blit(image, (x0 - pad, y0 - pad))
