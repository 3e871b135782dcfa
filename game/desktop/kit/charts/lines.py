"""Line chart, fan chart, stacked area, sparkline."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..draw import Canvas, Point
from ..geometry import Rect
from ..theme import Colour, Tone, mix
from .behind import ChartTables
from .frame import Plot
from .scales import Axis, Guide, Mark, Series, Values, scale_for


class LineCharts(ChartTables):
    """Charts over time. `labels` names the places of the horizontal axis, one per value."""

    def line_chart(
        self,
        name: str,
        rect: Rect,
        series: Sequence[Series],
        labels: Sequence[str],
        *,
        axis: Axis | None = None,
        guides: Sequence[Guide] = (),
        marks: Sequence[Mark] = (),
        title: str = "",
    ) -> int | None:
        """Several lines with names at their ends; returns the index under the pointer or keyboard cursor."""
        axis = axis or Axis()
        wid = self.full_id(name)
        self.touch(rect)
        room = self.label_room([s.label for s in series if s.label], rect)
        chart = rect if room else self._legend(rect, series, wid)
        scale = scale_for(axis, [s.values for s in series])
        plot = self._axes(chart, axis, scale, labels, wid=wid, right=room or 10, marks=marks)
        for one in series:
            colour = self._series_colour(one)
            for run in self._runs(plot, one):
                if len(run) == 1:
                    self.marker(run[0], one.look, colour, 3)
                else:
                    self._line(plot, run, colour, 1.6 if one.faint else 2.2, one.look)
        self._guide_labels(plot, guides, [run for s in series for run in self._runs(plot, s)], wid)
        if room:
            self._end_labels(plot, [e for s in series if (e := self._end_of(plot, s)) is not None], wid)
        index = self._cursor(wid, rect, plot)
        if index is not None:
            self._point_out(plot, index, labels[index], series, axis)
        self._describe_chart(wid, rect, title, series, labels, axis, plot)
        return index

    def _legend(self, rect: Rect, series: Sequence[Series], wid: str) -> Rect:
        entries = [(s.label, self._series_colour(s), s.look) for s in series if s.label]
        head, rest = rect.split_top(self.legend_h(rect.w, [e[0] for e in entries]), gap=4)
        self.legend(head, entries, wid)
        return rest

    def _end_of(self, plot: Plot, series: Series) -> tuple[str, float, Colour, int] | None:
        runs = self._runs(plot, series)
        if not runs or not series.label:
            return None
        ink = self.theme.muted if series.faint else self._series_colour(series)
        return series.label, runs[-1][-1][1], ink, series.look

    def _point_out(self, plot: Plot, index: int, title: str, series: Sequence[Series], axis: Axis) -> None:
        rows = []
        for one in series:
            value = float(one.values[index]) if index < len(one.values) else math.nan
            if math.isfinite(value):
                colour = self._series_colour(one)
                self.marker((plot.x(index), plot.y(value)), one.look, colour, 4.5)
                rows.append((one.label, self._figure(plot, axis, value), colour, one.look))
        if rows:
            self._read_out(plot, index, title, rows)

    def _figure(self, plot: Plot, axis: Axis, value: float) -> str:
        text = plot.scale.figure(axis, value)
        return f"{text} {axis.unit}" if axis.unit and axis.format is None else text

    def _describe_chart(
        self,
        wid: str,
        rect: Rect,
        title: str,
        series: Sequence[Series],
        labels: Sequence[str],
        axis: Axis,
        plot: Plot,
    ) -> None:
        span = f"{labels[0]} – {labels[-1]}" if labels else ""
        self.note("chart", title, value=", ".join(p for p in (axis.unit, span) if p), wid=wid, rect=rect)
        self._depth += 1
        for one in series:
            values = np.asarray(one.values, float)
            values = values[np.isfinite(values)]
            if values.size:
                first, last = (
                    self._figure(plot, axis, float(values[0])),
                    self._figure(plot, axis, float(values[-1])),
                )
                low, high = (
                    self._figure(plot, axis, float(values.min())),
                    self._figure(plot, axis, float(values.max())),
                )
                self.note("series", one.label or title, value=f"{first} → {last} ({low} … {high})")
        self._depth -= 1
        self.table_behind(wid, rect, title, series, labels, axis, plot)

    # fan ---------------------------------------------------------------------------------------------------

    def fan_chart(
        self,
        name: str,
        rect: Rect,
        history: Values,
        bands: np.ndarray,
        labels: Sequence[str],
        *,
        levels: Sequence[float] = (0.1, 0.25, 0.5, 0.75, 0.9),
        look: int = 0,
        label: str = "",
        axis: Axis | None = None,
        guides: Sequence[Guide] = (),
        marks: Sequence[Mark] = (),
        others: Sequence[Series] = (),
        title: str = "",
    ) -> int | None:
        """A line of what was, and quantiles of what may come.

        `bands` is [level, quarter ahead], in the order of `levels` (symmetric, the middle one the median);
        `labels` covers history and future. The fan starts at the last value of the history. `others` are
        further lines over the whole axis (a ghost of the last run).
        """
        axis = axis or Axis()
        wid = self.full_id(name)
        self.touch(rect)
        past = [float(v) for v in history]
        paths = np.asarray(bands, float)
        if past and paths.size:
            paths = np.concatenate([np.full((paths.shape[0], 1), past[-1]), paths], axis=1)
        start = max(0, len(past) - 1)
        colour = self.theme.series_colour(look)
        scale = scale_for(axis, [past, paths, *[s.values for s in others]])
        room = self.label_room([s.label for s in others if s.label] + ([label] if label else []), rect)
        plot = self._axes(rect, axis, scale, labels, wid=wid, right=room or 10, marks=marks)
        with self.clip(plot.area.inset(-4)):
            self._fan_bands(plot, paths, start, colour)
            for one in others:
                for run in self._runs(plot, one):
                    self._line(plot, run, self._series_colour(one), 1.5, one.look or 1)
            runs = self._runs(plot, Series(label, past))
            for run in runs:
                if len(run) > 1:
                    self._line(plot, run, colour, 2.4, 0)
            if past:
                self.marker((plot.x(start), plot.y(past[-1])), 0, colour, 4)
        ahead = [[(plot.x(start + t), plot.y(float(v))) for t, v in enumerate(path)] for path in paths]
        self._guide_labels(plot, guides, [*runs, *ahead], wid)
        if room:
            ends = [e for s in others if (e := self._end_of(plot, s)) is not None]
            middle = float(paths[len(levels) // 2, -1]) if paths.size else past[-1] if past else math.nan
            if label and math.isfinite(middle):
                ends.append((label, plot.y(middle), colour, look))
            self._end_labels(plot, ends, wid)
        index = self._cursor(wid, rect, plot)
        if index is not None:
            self._fan_read_out(plot, index, labels[index], past, paths, start, levels, label, colour, axis)
        middle_path = paths[len(levels) // 2] if paths.size else []
        parts = [Series(label, past)]
        if paths.size:
            parts += [
                Series(f"{levels[0]:.0%}", paths[0]),
                Series(f"{levels[len(levels) // 2]:.0%}", middle_path),
            ]
            parts.append(Series(f"{levels[-1]:.0%}", paths[-1]))
        self._describe_chart(wid, rect, title or label, parts, labels, axis, plot)
        return index

    def _fan_bands(self, plot: Plot, paths: np.ndarray, start: int, colour: Colour) -> None:
        if not paths.size:
            return
        count = paths.shape[0]
        steps = range(paths.shape[1])
        for band in range(count // 2):
            low, high = paths[band], paths[count - 1 - band]
            points: list[Point] = [(plot.x(start + t), plot.y(float(high[t]))) for t in steps]
            points += [(plot.x(start + t), plot.y(float(low[t]))) for t in reversed(steps)]
            if not all(math.isfinite(p[1]) for p in points):
                continue
            local = self._local(plot, points)
            strength = 0.16 + 0.16 * band
            shade = mix(self.theme.panel, colour, min(0.6, strength + 0.06))

            def draw(canvas: Canvas, local: Sequence[Point] = local) -> None:
                canvas.polygon(local)

            self._ink(plot, ("fan", local), shade, draw, alpha=235)
        if count % 2:
            median = paths[count // 2]
            points = [
                (plot.x(start + t), plot.y(float(median[t]))) for t in steps if math.isfinite(median[t])
            ]
            if len(points) > 1:
                self._line(plot, points, colour, 1.8, 1)

    def _fan_read_out(
        self,
        plot: Plot,
        index: int,
        title: str,
        past: Sequence[float],
        paths: np.ndarray,
        start: int,
        levels: Sequence[float],
        label: str,
        colour: Colour,
        axis: Axis,
    ) -> None:
        if index <= start or not paths.size:
            if index < len(past) and math.isfinite(past[index]):
                self.marker((plot.x(index), plot.y(past[index])), 0, colour, 4.5)
                self._read_out(
                    plot, index, title, [(label, self._figure(plot, axis, past[index]), colour, 0)]
                )
            return
        ahead = min(index - start, paths.shape[1] - 1)
        rows = []
        for level, value in reversed(list(zip(levels, paths[:, ahead], strict=True))):
            middle = abs(level - 0.5) < 1e-9
            rows.append(
                (f"{level:.0%}", self._figure(plot, axis, float(value)), colour if middle else None, 0)
            )
            if middle:
                self.marker((plot.x(index), plot.y(float(value))), 0, colour, 4.5)
        self._read_out(plot, index, title, rows)

    # stacked area ------------------------------------------------------------------------------------------

    def area_chart(
        self,
        name: str,
        rect: Rect,
        series: Sequence[Series],
        labels: Sequence[str],
        *,
        axis: Axis | None = None,
        title: str = "",
    ) -> int | None:
        """Non-negative series stacked on each other; hatches beside colours."""
        axis = axis or Axis(zero=True)
        wid = self.full_id(name)
        self.touch(rect)
        values = np.nan_to_num(np.array([np.asarray(s.values, float) for s in series]))
        tops = np.cumsum(values, axis=0) if len(series) else values
        room = self.label_room([s.label for s in series if s.label], rect)
        chart = rect if room else self._legend(rect, series, wid)
        scale = scale_for(Axis(axis.unit, axis.low, axis.high, False, True, axis.format, axis.ticks), [tops])
        plot = self._axes(chart, axis, scale, labels, wid=wid, right=room or 10)
        base = np.zeros(len(labels))
        entries = []
        for one, top in zip(series, tops, strict=True):
            colour = self._series_colour(one)
            upper: list[Point] = [(plot.x(i), plot.y(float(v))) for i, v in enumerate(top)]
            lower: list[Point] = [(plot.x(i), plot.y(float(v))) for i, v in reversed(list(enumerate(base)))]
            local = self._local(plot, [*upper, *lower])
            shade = mix(self.theme.panel, colour, 0.62)

            def draw(canvas: Canvas, local: Sequence[Point] = local) -> None:
                canvas.polygon(local)

            self._ink(plot, ("area", local), shade, draw, look=one.look)
            self._line(plot, upper, colour, 1.6, 0)
            if one.label:
                entries.append((one.label, plot.y(float(base[-1] + top[-1]) / 2), colour, one.look))
            base = top
        if room:
            self._end_labels(plot, entries, wid)
        index = self._cursor(wid, rect, plot)
        if index is not None:
            rows = [
                (s.label, self._figure(plot, axis, float(v[index])), self._series_colour(s), s.look)
                for s, v in reversed(list(zip(series, values, strict=True)))
            ]
            self._read_out(plot, index, labels[index], rows)
        self._describe_chart(wid, rect, title, series, labels, axis, plot)
        return index

    # sparkline ---------------------------------------------------------------------------------------------

    def sparkline(
        self, rect: Rect, values: Values, *, tone: Tone = "accent", band: tuple[float, float] | None = None
    ) -> None:
        """A small line without axes, its last point marked; `band` shades a normal range. Not described: the
        figure beside it is."""
        finite = [(i, float(v)) for i, v in enumerate(values) if math.isfinite(v)]
        self.touch(rect)
        if len(finite) < 2:
            return
        lows, highs = [v for _, v in finite], [v for _, v in finite]
        if band:
            lows, highs = [*lows, band[0]], [*highs, band[1]]
        low, high = min(lows), max(highs)
        axis = Axis(low=low, high=high if high > low else low + 1)
        scale = scale_for(axis, [])
        exact = type(scale)((axis.low or 0.0, axis.high or 1.0), low, high if high > low else low + 1, False)
        plot = Plot(rect.inset(3), exact, len(values))
        if band:
            top, bottom = plot.y(band[1]), plot.y(band[0])
            self.painter.rect(self.box(Rect(rect.x, top, rect.w, max(1.0, bottom - top))), self.theme.raised)
        colour = self.theme.tone(tone)
        points = [(plot.x(i), plot.y(v)) for i, v in finite]
        self._line(plot, points, mix(colour, self.theme.panel, 0.15), 1.6, 0)
        self.marker(points[-1], 0, colour, 2.5)
