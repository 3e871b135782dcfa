"""Charts on the quarter axis: what was, and the fan of what may come under the drafts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from game.desktop.kit import Colour, Rect, Ui, mix
from game.desktop.kit.draw import Canvas, Point
from game.insight.forecast import Fan
from game.play.view import Series, Unit

from .axis import QuarterAxis, ink, line_ink
from .forecasts import Outlook
from .words import Words

__all__ = [
    "GHOST",
    "Strip",
    "draw_strip",
    "draw_title",
    "ghost_colour",
    "present",
    "read_out",
    "spoken",
    "strip_of",
    "strip_range",
    "strip_ticks",
    "title_spot",
]


GHOST = (1.5, 4.0)  # pattern of the last run's line
ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)  # first digits of a lone figure on an axis


@dataclass(frozen=True)
class Strip:
    """One chart: history by quarter, bands by quarter, a guide and the benchmark."""

    id: str
    title: str
    unit: Unit
    first: int
    values: tuple[float, ...]
    look: int
    fan_first: int = 0
    levels: tuple[float, ...] = ()
    bands: tuple[tuple[float, ...], ...] = ()
    idle: tuple[float, ...] = ()
    guide: tuple[float, str] | None = None
    base: float | None = None
    stale: bool = False
    figure: str = ""
    ghost: tuple[float, ...] = ()

    def value(self, quarter: int) -> float:
        """What was at the end of a quarter; NaN where nothing is known."""
        index = quarter - self.first
        return self.values[index] if 0 <= index < len(self.values) else math.nan

    def before(self, quarter: int) -> float:
        """What was in the last run at the end of a quarter; NaN where nothing is known."""
        index = quarter - self.first
        return self.ghost[index] if 0 <= index < len(self.ghost) else math.nan

    def ahead(self, quarter: int) -> tuple[float, ...]:
        """The bands' values in a quarter to come, lowest first; empty outside the fan."""
        index = quarter - self.fan_first
        if not self.bands or not 0 <= index < len(self.bands[0]):
            return ()
        return tuple(band[index] for band in self.bands)


def strip_of(
    series: Series,
    name: str,
    title: str,
    look: int,
    outlook: Outlook | None,
    *,
    guide: tuple[float, str] | None = None,
    stale: bool = False,
) -> Strip:
    """A strip of a series of the view with the forecast of the same name, if there is one."""
    parts: dict[str, object] = {}
    fan: Fan | None = outlook.draft if outlook else None
    if fan is not None and name in fan.bands:
        parts = {
            "fan_first": fan.first_quarter + 1,
            "levels": fan.levels,
            "bands": tuple(tuple(float(v) for v in band) for band in fan.bands[name]),
        }
        if outlook is not None and outlook.idle is not None:
            parts["idle"] = tuple(float(v) for v in outlook.idle.median(name))
    return Strip(
        series.id,
        title,
        series.unit,
        series.first,
        series.values,
        look,
        guide=guide,
        base=series.base,
        stale=stale,
        figure=series.figure,
        **parts,  # type: ignore[arg-type]
    )


def strip_range(strip: Strip, axis: QuarterAxis) -> tuple[float, float]:
    """0 to a little above everything that is drawn; the outer bands may be cut off."""
    seen = [v for q in range(axis.first, axis.last + 1) if math.isfinite(v := strip.value(q))]
    inner = max(strip.bands[-2], default=0.0) if len(strip.bands) > 1 else 0.0
    outer = max(strip.bands[-1], default=0.0) if strip.bands else 0.0
    fixed = [strip.base or 0.0, strip.guide[0] * 1.2 if strip.guide else 0.0]
    idle = min(max(strip.idle, default=0.0), 1.5 * max([*seen, inner], default=0.0))
    run = [v for q in range(axis.first, axis.last + 1) if math.isfinite(v := strip.before(q))]
    fixed.append(min(max(run, default=0.0), 2.0 * max([*seen, inner], default=0.0)))
    high = max([*seen, *fixed, min(outer, 1.5 * inner), idle], default=1.0)
    return 0.0, max(high * 1.12, 1e-6)


def draw_strip(ui: Ui, rect: Rect, axis: QuarterAxis, strip: Strip, w: Words) -> None:
    """Ticks at the left, title inside, guide, benchmark, line, fan."""
    theme = ui.theme
    low, high = strip_range(strip, axis)
    area = Rect(axis.area.x, rect.y + 2, axis.area.w, rect.h - 4)
    colour = theme.series_colour(strip.look)

    def y(value: float) -> float:
        return area.bottom - area.h * (min(value, high * 1.5) - low) / (high - low)

    _grid(ui, rect, area, strip, low, high, y, w)
    if strip.guide:
        top = y(strip.guide[0])
        shade = mix(mix(theme.panel, theme.field, 0.55), theme.warn, 0.07)
        ui.painter.rect(ui.box(Rect(area.x, top, area.w, area.bottom - top)), shade)
    with ui.clip(Rect(rect.x, area.y - 1, area.right - rect.x + 4, area.h + 2)):
        if strip.base:
            points = [(area.x, y(strip.base)), (area.right, y(strip.base))]
            line_ink(ui, area, points, mix(theme.muted, theme.panel, 0.35), 1.0, (2, 4))
        if strip.guide:
            points = [(area.x, y(strip.guide[0])), (area.right, y(strip.guide[0]))]
            line_ink(ui, area, points, mix(theme.warn, theme.panel, 0.25), 1.2, (6, 4))
            _guide_text(ui, area, axis, y(strip.guide[0]), strip)
        _fan(ui, area, axis, strip, colour, y)
        run = [
            (axis.mid(q), y(strip.before(q)))
            for q in range(axis.first, axis.last + 1)
            if math.isfinite(strip.before(q))
        ]
        line_ink(ui, area, run, ghost_colour(ui), 1.6, GHOST)
        past = [
            (axis.mid(q), y(strip.value(q)))
            for q in range(axis.first, axis.last + 1)
            if math.isfinite(strip.value(q))
        ]
        line_ink(ui, area, past, colour, 2.2)
        if strip.guide:  # what lies below it is trouble, and looks like it
            below = Rect(area.x, y(strip.guide[0]), area.w, area.bottom - y(strip.guide[0]) + 2)
            with ui.clip(below):
                line_ink(ui, area, past, theme.bad, 3.0)
        if past:
            troubled = strip.guide is not None and past[-1][1] > y(strip.guide[0])
            ui.marker(past[-1], strip.look, theme.bad if troubled else colour, 3.6)


def ghost_colour(ui: Ui) -> Colour:
    """Of the last run's line."""
    return mix(ui.theme.text, ui.theme.panel, 0.45)


def _grid(
    ui: Ui,
    rect: Rect,
    area: Rect,
    strip: Strip,
    low: float,
    high: float,
    y: Callable[[float], float],
    w: Words,
) -> None:
    theme = ui.theme
    line = ui.line_h("caption")
    ground = mix(theme.panel, theme.field, 0.55)
    ui.painter.rect(ui.box(area), ground)
    thin = max(1, ui.px(1))
    x, _, width, _ = ui.box(area)
    top, floor, wid = rect.y - 2, rect.bottom + 2, f"strip/{strip.id}"
    unit, reach = w.unit(strip.unit), high
    spot = Rect(rect.x, top, area.x - rect.x - 6, line)
    if unit and area.h >= 3.4 * line and ui.text_w(unit, "caption") <= spot.w:
        ui.put_text(spot, unit, "caption", mix(theme.muted, theme.panel, 0.25), "right", wid=wid)
        top, reach = top + line, high * (1 - 1.3 * line / area.h)
    for tick in strip_ticks(reach, (floor - top) / line):
        at = y(tick)
        ui.painter.rect((x, min(ui.px(at), ui.px(area.bottom) - thin), width, thin), theme.grid)
        beside = min(max(at - line / 2, top), floor - line)
        if tick == low or beside + line <= floor - line + 1:  # a figure never stands on the zero
            label = Rect(spot.x, beside, spot.w, line)
            ui.put_text(label, w.number(tick, None), "caption", "muted", "right", wid=wid)


def strip_ticks(high: float, lines: float) -> list[float]:
    """Zero and round figures up to `high`: as many as `lines` of text have room for, but always one more."""
    most = max(1, min(4, int(lines / 1.6) - 1))
    size = 10.0 ** math.floor(math.log10(high))
    if most == 1:
        return [0.0, size * max(part for part in ROUND if part * size <= high * 0.98 or part == 1.0)]
    steps = (size * part for part in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0))
    step = next(s for s in steps if high / s < most + 1)
    return [round(step * n, 12) for n in range(int(high / step + 1e-9) + 1)]


def _fan(
    ui: Ui, area: Rect, axis: QuarterAxis, strip: Strip, colour: Colour, y: Callable[[float], float]
) -> None:
    """Bands from the last known value on, the middle line dashed, and a dotted one for giving no orders."""
    if not strip.bands:
        return
    theme = ui.theme
    start = strip.value(strip.fan_first - 1)
    table = np.asarray(strip.bands)
    ground = mix(theme.panel, theme.field, 0.55)

    def places(values: Sequence[float]) -> list[Point]:
        points = [(axis.mid(strip.fan_first + i), y(float(v))) for i, v in enumerate(values)]
        points = [p for i, p in enumerate(points) if strip.fan_first + i <= axis.last]
        if math.isfinite(start):
            points.insert(0, (axis.mid(strip.fan_first - 1), y(start)))
        return points

    for band in range(table.shape[0] // 2):
        outline = [*places(table[-1 - band]), *reversed(places(table[band]))]
        if len(outline) < 4:
            continue
        shade = mix(ground, colour, (0.16 if strip.stale else 0.22) + 0.17 * band)
        x0, y0, _, _ = ui.box(area)
        near = tuple((round(px * ui.scale - x0, 1), round(py * ui.scale - y0, 1)) for px, py in outline)

        def draw(canvas: Canvas, local: Callable[[Point], Point], outline: list[Point] = outline) -> None:
            canvas.polygon([local(p) for p in outline])

        ink(ui, area, ("fan", near), shade, draw, around=near)
    if strip.idle:
        line_ink(ui, area, places(strip.idle), mix(theme.text, theme.panel, 0.3), 1.5, (1.5, 3.5))
    middle = table[table.shape[0] // 2]
    line_ink(ui, area, places(middle), mix(colour, theme.text, 0.25), 1.8, (6, 3))


def present(strip: Strip, w: Words) -> str:
    """The figure as it stands now."""
    last = next((v for v in reversed(strip.values) if math.isfinite(v)), math.nan)
    return w.value(last, strip.unit) if math.isfinite(last) else ""


def title_spot(ui: Ui, rect: Rect, axis: QuarterAxis, strip: Strip, w: Words) -> Rect:
    """Where the name stands, with the present figure: in the corner where the future is still empty."""
    area = Rect(axis.area.x, rect.y + 2, axis.area.w, rect.h - 4)
    width = ui.text_w(strip.title, "caption") + ui.text_w(present(strip, w), "small_strong") + 30
    width = min(width, area.w - 10)
    return Rect(area.right - width - 4, area.y + 3, width, ui.line_h("caption") + 2)


def draw_title(ui: Ui, rect: Rect, axis: QuarterAxis, strip: Strip, w: Words) -> None:
    """The name with the present figure."""
    figure, spot = present(strip, w), title_spot(ui, rect, axis, strip, w)
    ui.painter.veil(ui.box(spot), mix(ui.theme.panel, ui.theme.field, 0.55), 215)
    ui.marker((spot.x + 7, spot.cy), strip.look, ui.theme.series_colour(strip.look), 3.5)
    name = spot.pad(left=15)
    ui.put_text(name, strip.title, "caption", "muted", wid=f"strip/{strip.id}", ellipsis=True)
    rest = name.pad(left=ui.text_w(strip.title, "caption") + 7)
    if rest.w > ui.text_w(figure, "small_strong"):
        ui.put_text(rest, figure, "small_strong", "text", wid=f"strip/{strip.id}")


def _guide_text(ui: Ui, area: Rect, axis: QuarterAxis, y: float, strip: Strip) -> None:
    """What the dashed level means, at its right end; the line where office ends is not drawn through it."""
    assert strip.guide is not None
    line, text = ui.line_h("caption"), strip.guide[1]
    width = ui.text_w(text, "caption") + 4
    below = y - line < area.y + line + 6
    if width < area.w * 0.6 and y + line < area.bottom:
        right = area.right - 4
        office_ends = axis.right(axis.play_ends)
        if right - width - 4 < office_ends < right:
            right = office_ends - 6
        spot = Rect(right - width, y + 1 if below else y - line, width, line)
        ui.put_text(spot, text, "caption", "warn", "right", wid=f"strip/{strip.id}")


def read_out(strip: Strip, quarter: int, w: Words) -> list[tuple[str, str]]:
    """Lines about one quarter for a tooltip: what was, or the middle and the range of what may be."""
    run = strip.before(quarter)
    ghost = [(w("desk.legend.ghost"), w.value(run, strip.unit))] if math.isfinite(run) else []
    past = strip.value(quarter)
    if math.isfinite(past):
        return [(strip.title, w.value(past, strip.unit)), *ghost]
    ahead = strip.ahead(quarter)
    if not ahead:
        return [(strip.title, ""), *ghost] if ghost else []
    rows = [(strip.title, w.value(ahead[len(ahead) // 2], strip.unit))]
    span = w("desk.range", low=w.value(ahead[0], strip.unit), high=w.value(ahead[-1], strip.unit))
    rows.append((w("desk.nine_in_ten"), span))
    index = quarter - strip.fan_first
    if strip.idle and index < len(strip.idle):
        rows.append((w("desk.without_orders"), w.value(strip.idle[index], strip.unit)))
    return [*rows, *ghost]


def spoken(strip: Strip, now: int, w: Words) -> str:
    """A chart in words: where it began, where it stands, and what the forecast says of its last quarter."""
    known = [v for v in strip.values if math.isfinite(v)]
    parts = []
    if known:
        first, last = w.value(known[0], strip.unit), w.value(known[-1], strip.unit)
        parts.append(w("desk.chart.was", first=first, last=last))
    if strip.bands and strip.bands[0]:
        end = strip.fan_first + len(strip.bands[0]) - 1
        low, *_, high = strip.ahead(end)
        middle = w.value(strip.ahead(end)[len(strip.bands) // 2], strip.unit)
        span = w("desk.range", low=w.value(low, strip.unit), high=w.value(high, strip.unit))
        parts.append(w("desk.chart.may", n=end - now + 1, middle=middle, span=span))
    if strip.guide:
        parts.append(strip.guide[1])
    return "; ".join(parts)
