"""Lying bars with spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..draw import hatch
from ..geometry import Rect
from ..state import TipLike, with_title
from ..theme import Colour, mix
from .lines import LineCharts
from .scales import Axis, Guide, Scale, scale_for


@dataclass(frozen=True)
class Bar:
    """One bar with an optional spread (low, high), a look (colour and hatch) and an explanation.

    `under` stands small below the label, `beside` below the figure, where the row is high enough; `apart`
    sets the row off from those above it.
    """

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    look: int = 0
    tip: TipLike | None = None
    under: str = ""
    beside: str = ""
    apart: bool = False


@dataclass(frozen=True)
class LyingBar:
    """A row of a lying chart: a body between two values, its figure, and what is said of it."""

    label: str
    figure: str
    spoken: str
    start: float
    end: float
    spread: tuple[float, float] | None
    colour: Colour
    look: int
    tip: TipLike | None
    under: str = ""
    beside: str = ""
    apart: bool = False


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
        ends = [v for b in bars for v in (b.value, b.low, b.high) if v is not None and math.isfinite(v)]
        scale = scale_for(replace(axis, log=False, zero=True), [ends])
        rows = []
        for bar in bars:
            figure = scale.figure(axis, bar.value)
            spread = None if bar.low is None or bar.high is None else (bar.low, bar.high)
            spoken = figure
            if spread:
                spoken += f" ({scale.figure(axis, spread[0])} … {scale.figure(axis, spread[1])})"
            colour = self.theme.series_colour(bar.look)
            body = LyingBar(bar.label, figure, spoken, 0.0, bar.value, spread, colour, bar.look, bar.tip)
            rows.append(replace(body, under=bar.under, beside=bar.beside, apart=bar.apart))
        self.lying_bars(name, rect, rows, axis, scale, guides, title)

    def lying_bars(
        self,
        name: str,
        rect: Rect,
        rows: Sequence[LyingBar],
        axis: Axis,
        scale: Scale,
        guides: Sequence[Guide],
        title: str,
    ) -> None:
        """The common frame of charts whose bars lie."""
        wid = self.full_id(name)
        self.touch(rect)
        tall = (rect.h - self.line_h("caption") - 6) / max(1, len(rows))
        two = tall >= self.line_h() + self.line_h("caption") - 2
        rows = [row if two else replace(row, under="", beside="") for row in rows]
        names_w = max((max(self.text_w(r.label), self.text_w(r.under, "caption")) for r in rows), default=0.0)
        names_w = min(rect.w * 0.52, names_w + 14)
        figures = [max(self.text_w(r.figure, "strong"), self.text_w(r.beside, "caption")) for r in rows]
        figure_w = max(figures, default=0.0) + 14
        area = rect.pad(names_w, 0, figure_w, self.line_h("caption") + 6)
        self._upright_grid(area, rect, axis, scale, wid)
        self.note("chart", title, value=axis.unit, wid=wid, rect=rect)
        self._depth += 1
        for index, (bar, row) in enumerate(zip(rows, area.rows(max(1, len(rows))), strict=False)):
            line = Rect(rect.x, row.y, rect.w, row.h)
            self._bar_row(f"{wid}/{index}", line, row, bar, names_w, scale)
        self._depth -= 1
        for guide in guides:
            x, tone = area.x + area.w * scale.share(guide.value), self.theme.tone(guide.tone)
            self.painter.rect((self.px(x), self.px(area.y), max(1, self.px(1)), self.px(area.h)), tone)
            width = self.text_w(guide.label, "caption") + 2
            spot = Rect(min(x + 4, rect.right - width), area.y - 2, width, self.line_h("caption"))
            self.put_text(spot, guide.label, "caption", tone, wid=wid)

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

    def _bar_row(self, wid: str, line: Rect, row: Rect, bar: LyingBar, names_w: float, scale: Scale) -> None:
        cut = self.text_w(bar.label) > names_w - 10
        tip = with_title(bar.tip, bar.label) if cut else bar.tip
        found = self.interact(wid, line, tip=tip, focusable=tip is not None, activates=False)
        if found.hovered or found.focused:
            glow = mix(self.theme.panel, self.theme.hover, 0.5)
            self.painter.box(self.box(line.inset(-4, 1)), self.px(6), glow)
        if bar.apart:
            spot = Rect(line.x, line.y, line.w, 1)
            self.painter.rect(self.box(spot), self.theme.border_strong)
        name, under = self._two_lines(Rect(line.x, line.y, names_w - 10, line.h), "body", bar.under)
        self.put_text(name, bar.label, wid=wid, ellipsis=True)
        if bar.under:
            self.put_text(under, bar.under, "caption", "muted", wid=wid, ellipsis=True)
        if math.isfinite(bar.end):
            start, end = (row.x + row.w * scale.share(v) for v in (bar.start, bar.end))
            height = min(34.0, row.h * 0.52)
            body = Rect(min(start, end), row.cy - height / 2, abs(end - start), height)
            self.hatched(body, bar.colour, bar.look)
        if bar.spread:
            low, high = (row.x + row.w * scale.share(v) for v in bar.spread)
            self._whisker(row, low, high)
        spot = Rect(row.right + 4, line.y, line.right - row.right - 4, line.h)
        figure, beside = self._two_lines(spot, "strong", bar.beside)
        self.put_text(figure, bar.figure, "strong", "text", "right", wid=wid)
        if bar.beside:
            self.put_text(beside, bar.beside, "caption", "muted", "right", wid=wid)
        if found.focused:
            self.focus_ring(line)
        label = f"{bar.label} ({bar.under})" if bar.under else bar.label
        self.note("series", label, value=bar.spoken, hint=bar.tip, wid=wid, rect=line)

    def _two_lines(self, spot: Rect, style: str, second: str) -> tuple[Rect, Rect]:
        """The places of a line and of the small one below it, in the middle of `spot`; all of it for one."""
        if not second:
            return spot, spot
        upper, lower = self.line_h(style), self.line_h("caption")
        top = spot.cy - (upper + lower - 2) / 2
        return Rect(spot.x, top, spot.w, upper), Rect(spot.x, top + upper - 2, spot.w, lower)

    def hatched(self, body: Rect, colour: Colour, look: int) -> None:
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
        """The spread as a line with ends, set off from the bar by a rim in the panel's colour."""
        thick = max(1, self.px(1.5))
        y, left, right = self.px(row.cy), self.px(low), self.px(high)
        tall = self.px(min(5.0, row.h * 0.18))
        for rim, ink in ((1, self.theme.panel), (0, self.theme.text)):
            body = (left - rim, y - thick // 2 - rim, right - left + 2 * rim, thick + 2 * rim)
            self.painter.rect(body, ink)
            for x in (left, right):
                end = (x - thick // 2 - rim, y - tall - rim, thick + 2 * rim, 2 * tall + 2 * rim)
                self.painter.rect(end, ink)
