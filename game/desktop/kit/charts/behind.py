"""The table behind a chart: its figures as text, for whoever does not read curves, or wants the number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..geometry import Rect
from ..theme import RADIUS_SMALL, mix
from .frame import ChartFrame, Plot
from .scales import Axis, Series

SIZE = 22.0
"""Side of the switch in the chart's corner."""


class ChartTables(ChartFrame):
    """A small switch in the corner of a chart shows the table in the chart's place, and the chart again."""

    def table_behind(
        self,
        wid: str,
        rect: Rect,
        title: str,
        series: Sequence[Series],
        labels: Sequence[str],
        axis: Axis,
        plot: Plot,
    ) -> None:
        """Call last: the switch appears while the chart is pointed at or has the focus."""
        switch, key = f"{wid}/table", f"{wid}/tabled"
        is_open = bool(self.memory.get(key, False))
        spot = Rect(rect.right - SIZE - 2, rect.y + 2, SIZE, SIZE)
        if is_open:
            self._figures(wid, rect, title, series, labels, axis, plot)
        near = rect.contains(self.input.mouse) and self._mouse_reaches(rect)
        wanted = is_open or near or self.focused in (wid, switch)
        label = self.tr("kit.chart.curve" if is_open else "kit.chart.table")
        # the switch can be reached with Tab even while nobody points at the chart
        found = self.interact(switch, spot, tip=label)
        if found.clicked:
            self.memory[key] = not is_open
            self.request_frame()
        if wanted or found.focused:
            fill = self.theme.hover if found.hovered else mix(self.theme.panel, self.theme.raised, 0.7)
            self.painter.box(self.box(spot), self.px(RADIUS_SMALL), fill, self.theme.border)
            self.icon(spot.inset(4), "chart-line" if is_open else "table", colour="text")
        if found.focused:
            self.focus_ring(spot)
        self.note("button", label, wid=switch, rect=spot)

    def _figures(
        self,
        wid: str,
        rect: Rect,
        title: str,
        series: Sequence[Series],
        labels: Sequence[str],
        axis: Axis,
        plot: Plot,
    ) -> None:
        """One row for each label that has a figure, one column for each series."""
        self.painter.box(self.box(rect), self.px(RADIUS_SMALL), self.theme.panel, self.theme.border)
        line = self.line_h("small") + 4
        head, body = rect.inset(8, 4).split_top(line)
        if axis.unit:
            self.put_text(head, axis.unit, "caption", "muted", wid=wid, ellipsis=True)
        first = max((self.text_w(label, "small") for label in labels), default=0.0) + 16
        columns = head.pad(left=min(first, head.w * 0.5), right=SIZE + 6).columns(max(1, len(series)), gap=8)
        for one, column in zip(series, columns, strict=False):
            self.put_text(column, one.label or title, "small_strong", "text", "right", wid=wid, ellipsis=True)
        rows = [row for row in range(len(labels)) if any(math.isfinite(_at(one, row)) for one in series)]
        with self.scroll(f"{wid}/figures", body, label=title, padding=0) as area:
            for place, row in enumerate(rows):
                strip = Rect(area.x, area.y + place * line, area.w, line)
                self.touch(strip)
                self.put_text(strip, labels[row], "small", "muted", wid=wid)
                said = []
                for one, column in zip(series, columns, strict=False):
                    value = _at(one, row)
                    figure = plot.scale.figure(axis, value) if math.isfinite(value) else "–"
                    spot = Rect(column.x, strip.y, min(column.right, strip.right) - column.x, line)
                    self.put_text(spot, figure, "small", "text", "right", wid=wid)
                    said.append(f"{one.label} {figure}".strip())
                self.note("row", labels[row], value=", ".join(said), rect=strip)


def _at(series: Series, row: int) -> float:
    """A series' value at a label, NaN where it has none."""
    return float(series.values[row]) if row < len(series.values) else math.nan
