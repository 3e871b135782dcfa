"""Bars with spread, and the waterfall."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..draw import hatch
from ..geometry import Rect
from ..state import TipLike
from ..theme import Colour, Tone, mix
from .lines import LineCharts
from .scales import Axis, Guide, Scale, scale_for


@dataclass(frozen=True)
class Bar:
    """One bar with an optional spread (low, high), a look (colour and hatch) and an explanation."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    look: int = 0
    tip: TipLike | None = None


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: a change, or with `total` the level reached (drawn from zero)."""

    label: str
    value: float
    total: bool = False
    tip: TipLike | None = None


class BarCharts(LineCharts):
    """Charts that compare."""

    def bar_chart(
        self,
        name: str,
        rect: Rect,
        bars: Sequence[Bar],
        *,
        axis: Axis | None = None,
        guides: Sequence[Guide] = (),
        title: str = "",
    ) -> None:
        """Lying bars, one row each: name, bar from zero, whiskers for the spread, the figure at the end.

        Every row can be pointed at or focused and shows its `tip`.
        """
        axis = axis or Axis()
        wid = self.full_id(name)
        self.touch(rect)

        ends = [v for b in bars for v in (b.value, b.low, b.high) if v is not None and math.isfinite(v)]
        scale = scale_for(Axis(axis.unit, axis.low, axis.high, False, True, axis.format, axis.ticks), [ends])
        figures = [scale.figure(axis, b.value) for b in bars]
        names_w = min(rect.w * 0.4, max((self.text_w(b.label) for b in bars), default=0.0) + 14)
        figure_w = max((self.text_w(f, "strong") for f in figures), default=0.0) + 14
        area = rect.pad(names_w, 0, figure_w, self.line_h("caption") + 6)
        self._upright_grid(area, rect, axis, scale, wid)
        self.note("chart", title, value=axis.unit, wid=wid, rect=rect)
        self._depth += 1
        for index, (bar, row) in enumerate(zip(bars, area.rows(max(1, len(bars))), strict=False)):
            line = Rect(rect.x, row.y, rect.w, row.h)
            self._bar_row(f"{wid}/{index}", line, row, bar, figures[index], names_w, scale, axis)
        self._depth -= 1
        for guide in guides:
            x = self.px(area.x + area.w * scale.share(guide.value))
            self.painter.rect(
                (x, self.px(area.y), max(1, self.px(1)), self.px(area.h)), self.theme.tone(guide.tone)
            )
            self._under(area, rect, area.x + area.w * scale.share(guide.value), guide.label, guide.tone, wid)

    def _upright_grid(self, area: Rect, rect: Rect, axis: Axis, scale: Scale, wid: str) -> None:
        """Upright grid lines with their figures below; the unit stands at the right of them."""
        thin, top, high = max(1, self.px(1)), self.px(area.y), self.px(area.bottom) - self.px(area.y)
        line = self.line_h("caption")
        last = -math.inf
        unit_w = self.text_w(axis.unit, "caption") + 2 if axis.unit else 0.0
        for tick in scale.ticks:
            x = area.x + area.w * scale.share(tick)
            colour = self.theme.border_strong if tick == 0 else self.theme.grid
            self.painter.rect((self.px(x), top, thin, high), colour)
            word = scale.format(axis, tick)
            width = self.text_w(word, "caption") + 2
            if x - width / 2 > last + 8 and x + width / 2 < rect.right - unit_w - 8:
                spot = Rect(x - width / 2, area.bottom + 4, width, line)
                self.put_text(spot, word, "caption", "muted", "center", wid=wid)
                last = x + width / 2
        if axis.unit:
            room = Rect(rect.right - unit_w, area.bottom + 4, unit_w, line)
            self.put_text(room, axis.unit, "caption", "muted", "right", wid=wid)

    def _under(self, area: Rect, rect: Rect, x: float, text: str, tone: Tone, wid: str) -> None:
        width = self.text_w(text, "caption") + 2
        left = min(max(x + 4, rect.x), rect.right - width)
        spot = Rect(left, area.y - 2, width, self.line_h("caption"))
        self.put_text(spot, text, "caption", self.theme.tone(tone), wid=wid)

    def _bar_row(
        self, wid: str, line: Rect, row: Rect, bar: Bar, figure: str, names_w: float, scale: Scale, axis: Axis
    ) -> None:
        found = self.interact(wid, line, tip=bar.tip, focusable=bar.tip is not None, activates=False)
        if found.hovered or found.focused:
            self.painter.box(
                self.box(line.inset(-4, 1)), self.px(6), mix(self.theme.panel, self.theme.hover, 0.5)
            )
        cut = self.put_text(Rect(line.x, line.y, names_w - 10, line.h), bar.label, wid=wid, ellipsis=True)
        if cut and bar.tip is None and found.hovered:
            self.state.tip = (wid, bar.label, line, False)
        colour = self.theme.series_colour(bar.look)
        zero = row.x + row.w * scale.share(0.0)
        if math.isfinite(bar.value):
            end = row.x + row.w * scale.share(bar.value)
            height = min(22.0, row.h * 0.58)
            body = Rect(min(zero, end), row.cy - height / 2, abs(end - zero), height)
            self._hatched(body, colour, bar.look)
        if bar.low is not None and bar.high is not None:
            self._whisker(row, row.x + row.w * scale.share(bar.low), row.x + row.w * scale.share(bar.high))
        spot = Rect(row.right + 4, line.y, line.right - row.right - 4, line.h)
        self.put_text(spot, figure, "strong", "text", "right", wid=wid)
        if found.focused:
            self.focus_ring(line)
        said = (
            figure
            if bar.low is None or bar.high is None
            else f"{figure} ({scale.figure(axis, bar.low)} … {scale.figure(axis, bar.high)})"
        )
        self.note("series", bar.label, value=said, hint=bar.tip, wid=wid, rect=line)

    def _hatched(self, body: Rect, colour: Colour, look: int) -> None:
        """A bar's body with its hatch and a firm outline."""
        x, y, w, h = self.box(body)
        if w < 1 or h < 1:
            return
        key = ("bar", w, h, colour, look, self.theme.name)
        image = self.painter.cached(key)
        if image is None:
            image = self.painter.box_image((w, h), self.px(3), mix(self.theme.panel, colour, 0.78))
            hatch(image, look, self.px(6))
            self.painter.keep(key, image)
        self.surface.blit(image, (x, y))
        self.painter.box((x, y, w, h), self.px(3), None, colour, max(1, self.px(1.2)))

    def _whisker(self, row: Rect, low: float, high: float) -> None:
        thick = max(1, self.px(1.5))
        ink, y = self.theme.text, self.px(row.cy)
        left, right = self.px(low), self.px(high)
        tall = self.px(min(5.0, row.h * 0.18))
        for back, colour in ((1, self.theme.panel), (0, ink)):
            self.painter.rect(
                (left - back, y - thick // 2 - back, right - left + 2 * back, thick + 2 * back), colour
            )
            for x in (left, right):
                self.painter.rect(
                    (x - thick // 2 - back, y - tall - back, thick + 2 * back, 2 * tall + 2 * back), colour
                )

    # waterfall ---------------------------------------------------------------------------------------------

    def waterfall(
        self,
        name: str,
        rect: Rect,
        steps: Sequence[Step],
        *,
        axis: Axis | None = None,
        title: str = "",
        good_up: bool = True,
    ) -> None:
        """Columns that start where the last one ended; totals stand on zero. Rises and falls differ in
        colour, hatch and sign."""
        axis = axis or Axis()
        wid = self.full_id(name)
        self.touch(rect)
        levels, level = [0.0], 0.0
        for step in steps:
            level = step.value if step.total else level + step.value
            levels.append(level)
        scale = scale_for(
            Axis(axis.unit, axis.low, axis.high, False, True, axis.format, axis.ticks), [levels]
        )
        lines = self._wrapped_names(rect, steps)
        frame, foot = rect.split_bottom(lines * self.line_h("caption") + 6)
        plot = self._axes(frame, axis, scale, [""] * len(steps), wid=wid, banded=True)
        self.note("chart", title, value=axis.unit, wid=wid, rect=rect)
        self._depth += 1
        level = 0.0
        for index, step in enumerate(steps):
            start = 0.0 if step.total else level
            level = step.value if step.total else level + step.value
            width = plot.area.w / len(steps)
            column = Rect(plot.area.x + index * width, rect.y, width, rect.h)
            self._column(
                f"{wid}/{index}",
                column,
                step,
                plot.y(start),
                plot.y(level),
                scale.figure(axis, step.value),
                good_up,
            )
            names = Rect(column.x + 2, foot.y + 4, width - 4, foot.h - 4)
            self.put_lines(names, step.label, "caption", "muted", "center", wid=wid)
            if index + 1 < len(steps):
                x = self.px(column.cx + width * 0.31)
                end = self.px(column.right + width * 0.19)
                self.painter.rect(
                    (x, self.px(plot.y(level)), end - x, max(1, self.px(1))), self.theme.border_strong
                )
        self._depth -= 1

    def _wrapped_names(self, rect: Rect, steps: Sequence[Step]) -> int:
        width = (rect.w - 60) / max(1, len(steps)) - 4
        measure: Callable[[Step], float] = lambda s: self.text_h(s.label, width, "caption")  # noqa: E731
        return max(1, round(max(map(measure, steps), default=0.0) / self.line_h("caption")))

    def _column(
        self, wid: str, column: Rect, step: Step, start: float, end: float, figure: str, good_up: bool
    ) -> None:
        found = self.interact(wid, column, tip=step.tip, focusable=step.tip is not None, activates=False)
        if found.focused:
            self.focus_ring(column.inset(3))
        tone: Tone = "info" if step.total else "good" if (step.value >= 0) == good_up else "bad"
        look = 0 if step.total else 0 if step.value >= 0 else 1
        body = Rect(column.cx - column.w * 0.31, min(start, end), column.w * 0.62, max(1.5, abs(end - start)))
        self._hatched(body, self.theme.tone(tone), look)

        if not step.total and step.value > 0:
            figure = f"+{figure}"
        line = self.line_h("small")
        spot = Rect(column.x, body.y - line - 1, column.w, line)
        if spot.y < column.y:
            spot = Rect(column.x, body.y + 3, column.w, line)
        self.put_text(spot, figure, "small_strong", "text", "center", wid=wid)
        self.note("series", step.label, value=figure, hint=step.tip, wid=wid, rect=column)
