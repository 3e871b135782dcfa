"""What all charts share: the frame with ticks, grid, guides and marks, the pointer's read-out, direct
labels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pygame

from ..draw import Canvas, Point, dashes, hatch
from ..geometry import Rect
from ..scroll import ScrollWidgets
from ..theme import Colour, Tone, mix
from .scales import DASHES, Axis, Guide, Mark, Scale, Series, spread_labels


@dataclass(frozen=True)
class Plot:
    """A chart's inner rectangle with its scales: places in logical units."""

    area: Rect
    scale: Scale
    count: int
    banded: bool = False

    def x(self, index: float) -> float:
        if self.banded:
            return self.area.x + self.area.w * (index + 0.5) / max(1, self.count)
        return self.area.x + self.area.w * index / max(1, self.count - 1)

    def y(self, value: float) -> float:
        return self.area.bottom - self.area.h * self.scale.share(value)


class ChartFrame(ScrollWidgets):
    """Frame, axes and read-out; the chart kinds build on it."""

    def _series_colour(self, series: Series) -> Colour:
        colour = series.colour or self.theme.series_colour(series.look)
        return mix(colour, self.theme.panel, 0.45) if series.faint else colour

    def _axes(
        self,
        rect: Rect,
        axis: Axis,
        scale: Scale,
        labels: Sequence[str],
        *,
        wid: str,
        right: float = 10.0,
        banded: bool = False,
        marks: Sequence[Mark] = (),
    ) -> Plot:
        """Reserve room for the texts, draw grid, ticks, unit and marks; returns the plot."""
        words = [scale.format(axis, t) for t in scale.ticks]
        line = self.line_h("caption")
        left = max(self.text_w(w, "caption") for w in words) + 10
        top = line + 9 if axis.unit or marks else line * 0.5
        bottom = line + 6 if any(labels) else line * 0.4
        area = rect.pad(left, top, right, bottom)
        plot = Plot(area, scale, len(labels), banded)
        thin = max(1, self.px(1))
        last = math.inf
        for tick, word in zip(scale.ticks, words, strict=True):
            y = plot.y(tick)
            strong = tick == 0 and scale.low < 0
            colour = self.theme.border_strong if strong else self.theme.grid
            self.painter.rect(
                (self.px(area.x), self.px(y), self.px(area.right) - self.px(area.x), thin), colour
            )
            if last - y >= line * 0.95:
                spot = Rect(rect.x, y - line / 2, left - 8, line)
                self.put_text(spot, word, "caption", "muted", "right", wid=wid)
                last = y
        if axis.unit:
            room = Rect(rect.x, rect.y, rect.w, line)
            self.put_text(room, axis.unit, "caption", "muted", wid=wid)
        self._x_labels(plot, labels, rect, wid)
        lead = self.text_w(axis.unit, "caption") + 10 if axis.unit else 0.0
        for mark in marks:
            self._mark(plot, mark, rect.pad(left=lead), wid)
        return plot

    def _x_labels(self, plot: Plot, labels: Sequence[str], rect: Rect, wid: str) -> None:
        """As many labels as fit without touching, evenly thinned (whole years of quarters if need be)."""
        if not any(labels):
            return
        line = self.line_h("caption")
        widest = max(self.text_w(word, "caption") for word in labels) + 14
        per = plot.area.w / max(1, plot.count if plot.banded else plot.count - 1)
        need = max(1, math.ceil(widest / max(1e-6, per)))
        step = next((s for s in (1, 2, 4, 8, 12, 16, 20, 40) if s >= need), need)
        last = -math.inf
        for index in range(0, len(labels), step):
            word = labels[index]
            if not word:
                continue
            width = self.text_w(word, "caption") + 2
            x = plot.x(index) - width / 2
            x = max(rect.x, min(x, rect.right - width))
            if x < last + 6:
                continue
            last = x + width
            self.put_text(
                Rect(x, plot.area.bottom + 5, width, line), word, "caption", "muted", "center", wid=wid
            )

    def _guide(self, plot: Plot, guide: Guide) -> None:
        if not plot.scale.low <= guide.value <= plot.scale.high:
            return
        y, colour = plot.y(guide.value), self.theme.tone(guide.tone)
        x = plot.area.x
        while x < plot.area.right:
            end = min(x + 5, plot.area.right)
            self.painter.rect((self.px(x), self.px(y), self.px(end) - self.px(x), max(1, self.px(1))), colour)
            x += 9

    def _guide_labels(
        self, plot: Plot, guides: Sequence[Guide], runs: Sequence[Sequence[Point]], wid: str
    ) -> None:
        """The guides over the lines, each name where the fewest points of the lines are in the way."""
        line = self.line_h("caption")
        dots = [
            (ax + (bx - ax) * part / 4, ay + (by - ay) * part / 4)
            for run in (runs if guides else ())
            for (ax, ay), (bx, by) in pairwise(run)
            for part in range(4)
        ]
        for guide in guides:
            self._guide(plot, guide)
            if not guide.label or not plot.scale.low <= guide.value <= plot.scale.high:
                continue
            y, width = plot.y(guide.value), min(self.text_w(guide.label, "caption") + 6, plot.area.w)
            spots = [
                Rect(x, top, width, line)
                for x in (plot.area.x + 4, plot.area.right - width - 2, plot.area.cx - width / 2)
                for top in (y - line - 1, y + 2)
                if plot.area.y - 2 <= top and top + line <= plot.area.bottom + 2
            ]
            if spots:
                spot = min(spots, key=lambda s: _inside(s.inset(-4, -3), dots))
                tone = self.theme.tone(guide.tone)
                self.put_text(spot, guide.label, "caption", tone, wid=wid, ellipsis=True)

    def _mark(self, plot: Plot, mark: Mark, rect: Rect, wid: str) -> None:
        x, colour = plot.x(mark.at), self.theme.tone(mark.tone)
        dim = mix(colour, self.theme.panel, 0.55)
        top, bottom = self.px(plot.area.y), self.px(plot.area.bottom)
        self.painter.rect((self.px(x), top, max(1, self.px(1)), bottom - top), dim)
        size = self.line_h("caption") * 0.85
        width = self.text_w(mark.label, "caption") + 4
        lead = size + 4 if mark.icon else 0.0
        left = max(rect.x, min(x - (lead + width) / 2, rect.right - lead - width))
        spot = Rect(left, rect.y, lead + width, self.line_h("caption"))
        if mark.icon:
            self.icon(Rect(spot.x, spot.cy - size / 2, size, size), mark.icon, colour=colour)
        if mark.label:
            self.put_text(spot.pad(left=lead), mark.label, "caption", colour, wid=wid, ellipsis=True)

    # ink ---------------------------------------------------------------------------------------------------

    def _local(self, plot: Plot, points: Sequence[Point]) -> tuple[tuple[float, float], ...]:
        """Logical points as pixels from the plot's corner, rounded so that equal pictures share a cache
        entry."""
        ox, oy = self.px(plot.area.x) - 4, self.px(plot.area.y) - 4
        s = self.scale
        return tuple((round(x * s - ox, 2), round(y * s - oy, 2)) for x, y in points)

    def _ink(
        self,
        plot: Plot,
        key: tuple[object, ...],
        colour: Colour,
        draw: Callable[[Canvas], None],
        *,
        look: int = 0,
        alpha: int = 255,
    ) -> None:
        """Draw once on a fine canvas over the plot (with a margin of four pixels), then reuse the picture."""
        _, _, w, h = self.box(plot.area)
        size = (w + 8, h + 8)
        full = ("ink", *key, look, alpha, size, colour)
        found = self.painter.inks.get(full)
        if found is None:
            canvas = Canvas(size, colour, alpha)
            draw(canvas)
            image = canvas.finish()
            hatch(image, look, self.px(6))
            inked = image.get_bounding_rect()
            found = self.painter.inks.put(full, (image.subsurface(inked).copy(), inked.x, inked.y))
        image, left, top = found
        self.surface.blit(image, (self.px(plot.area.x) - 4 + left, self.px(plot.area.y) - 4 + top))

    def _line(self, plot: Plot, points: Sequence[Point], colour: Colour, width: float, dash: int) -> None:
        """A polyline in a dash pattern."""
        local = self._local(plot, points)
        thick = width * self.scale
        pattern = [d * self.scale for d in DASHES[dash % len(DASHES)]]

        def draw(canvas: Canvas) -> None:
            for part in dashes(local, pattern):
                if len(part) > 1:
                    canvas.line(part, thick)

        self._ink(plot, ("line", local, thick, dash), colour, draw)

    def _runs(self, plot: Plot, series: Series) -> list[list[Point]]:
        """The points of a series in logical units, cut where values are missing."""
        runs: list[list[Point]] = [[]]
        for index, value in enumerate(series.values):
            if math.isfinite(value):
                runs[-1].append((plot.x(index), plot.y(float(value))))
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]

    def marker(self, at: Point, look: int, colour: Colour, radius: float = 4.0) -> None:
        """A series' sign at a logical point: disc, square, triangle, diamond, cross-shaped star, ring."""
        x, y, r = at[0] * self.scale, at[1] * self.scale, radius * self.scale
        kind = look % 6
        if kind == 0:
            self.painter.disc((x, y), round(r * 2) / 2, colour)
        elif kind == 5:
            self.painter.ring((x, y), round(r * 2) / 2, max(1.5, r * 0.4), colour)
        else:
            forms: dict[int, list[Point]] = {
                1: [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
                2: [(0, -1.1), (1.05, 0.8), (-1.05, 0.8)],
                3: [(0, -1.2), (1.1, 0), (0, 1.2), (-1.1, 0)],
                4: [(-1.05, -0.8), (1.05, -0.8), (0, 1.1)],
            }
            x, y = round(x * 2) / 2, round(y * 2) / 2
            self.painter.polygon([(x + px * r, y + py * r) for px, py in forms[kind]], colour)

    # labels and read-out -----------------------------------------------------------------------------------

    def label_room(self, texts: Sequence[str], rect: Rect) -> float:
        """Width to keep free at the right for direct labels; zero if they would take too much."""
        if not texts:
            return 10.0
        width = max(self.text_w(t, "small") for t in texts) + 30
        return width if width < rect.w * 0.4 else 0.0

    def _end_labels(self, plot: Plot, entries: Sequence[tuple[str, float, Colour, int]], wid: str) -> None:
        """Names beside the lines' ends: (text, wanted y, colour, look)."""
        height = self.line_h("small")
        places = spread_labels(
            [e[1] for e in entries], height, plot.area.y - height * 0.6, plot.area.bottom + height * 0.6
        )
        for (text, wanted, colour, look), y in zip(entries, places, strict=True):
            x = plot.area.right + 6
            self._leader((x, wanted), (x + 10, y), mix(colour, self.theme.panel, 0.4))
            self.marker((x + 15, y), look, colour, 3.5)
            room = Rect(x + 22, y - height / 2, self.text_w(text, "small") + 2, height)
            self.put_text(room, text, "small", colour, wid=wid)

    def _leader(self, start: Point, end: Point, colour: Colour) -> None:
        s = self.scale
        pygame.draw.aaline(self.surface, colour, (start[0] * s, start[1] * s), (end[0] * s, end[1] * s))

    def legend_h(self, width: float, texts: Sequence[str]) -> float:
        """Height of a legend at that width."""
        return self.line_h("small") * (
            1 + max((row for row, _ in self._legend_places(width, texts)), default=0)
        )

    def _legend_places(self, width: float, texts: Sequence[str]) -> list[tuple[int, float]]:
        """(row, distance from the left) of each name."""
        places, row, x = [], 0, 0.0
        for text in texts:
            need = self.text_w(text, "small") + 18
            if x > 0 and x + need > width:
                row, x = row + 1, 0.0
            places.append((row, x))
            x += need + 16
        return places

    def legend(self, rect: Rect, entries: Sequence[tuple[str, Colour, int]], wid: str = "legend") -> None:
        """Names with their signs in as many rows as they need: (text, colour, look)."""
        line = self.line_h("small")
        places = self._legend_places(rect.w, [text for text, _, _ in entries])
        for (text, colour, look), (row, x) in zip(entries, places, strict=True):
            top = rect.y + row * line
            self.marker((rect.x + x + 6, top + line / 2), look, colour, 4)
            room = Rect(rect.x + x + 16, top, self.text_w(text, "small") + 2, line)
            self.put_text(room, text, "small", "text", wid=wid)

    def _cursor(self, wid: str, rect: Rect, plot: Plot) -> int | None:
        """The index under the pointer, or chosen with left and right while the chart has the focus."""
        found = self.interact(wid, rect, activates=False)
        if self.memory.get(f"{wid}/tabled", False):  # its table lies over it
            if found.focused:
                self.focus_ring(rect)
            return None
        key = f"{wid}/cursor"
        if found.focused:
            self.focus_ring(rect)
            at = self.memory.get(key)
            index = at if isinstance(at, int) and at < plot.count else plot.count - 1
            for hotkey, change in (("left", -1), ("right", 1), ("home", -(10**6)), ("end", 10**6)):
                if self.take_key(hotkey):
                    index = max(0, min(plot.count - 1, index + change))
            self.memory[key] = index
            return index
        if not found.hovered or not plot.area.inset(-8, 0).contains(self.input.mouse):
            return None
        share = (self.input.mouse[0] - plot.area.x) / max(1.0, plot.area.w)
        index = math.floor(share * plot.count) if plot.banded else round(share * (plot.count - 1))
        return max(0, min(plot.count - 1, index))

    def _read_out(
        self, plot: Plot, index: int, title: str, rows: Sequence[tuple[str, str, Colour | None, int]]
    ) -> None:
        """A small box beside the cursor line: (name, figure, colour or None, look)."""
        x = self.px(plot.x(index))
        if not plot.banded:
            top, bottom = self.px(plot.area.y), self.px(plot.area.bottom)
            self.painter.rect((x, top, max(1, self.px(1)), bottom - top), self.theme.border_strong)
        line = self.line_h("small")
        names = max((self.text_w(r[0], "small") for r in rows), default=0.0)
        figures = max((self.text_w(r[1], "small_strong") for r in rows), default=0.0)
        width = max(names + figures + 52, self.text_w(title, "small_strong") + 24)
        height = line * len(rows) + (line + 3 if title else 0) + 14
        spot = Rect(plot.x(index) + 14, plot.area.y + 6, width, height)
        if spot.right > self.screen.right - 6:
            spot = Rect(plot.x(index) - 14 - width, spot.y, width, height)
        spot = spot.clamped_into(self.screen.inset(6))
        self.defer(lambda: self._read_out_box(spot, title, rows, line, figures))

    def _read_out_box(
        self,
        spot: Rect,
        title: str,
        rows: Sequence[tuple[str, str, Colour | None, int]],
        line: float,
        figures: float,
    ) -> None:
        self.floating(spot)
        area = spot.inset(11, 7)
        if title:
            head, area = area.split_top(line, gap=3)
            self.put_text(head, title, "small_strong", wid="read-out")
        for name, figure, colour, look in rows:
            row, area = area.split_top(line)
            if colour is not None:
                self.marker((row.x + 5, row.cy), look, colour, 4)
            self.put_text(row.pad(left=16, right=figures + 6), name, "small", "muted", wid="read-out")
            self.put_text(row, figure, "small_strong", "text", "right", wid="read-out")
        said = "; ".join(f"{name} {figure}" for name, figure, _, _ in rows)
        self.note("tooltip", title, value=said, rect=spot)

    def _tone_of(self, value: float, good_up: bool = True) -> Tone:
        return "neutral" if value == 0 else "good" if (value > 0) == good_up else "bad"


def _inside(rect: Rect, dots: Sequence[Point]) -> int:
    """How many of the points lie in the rectangle."""
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return sum(1 for x, y in dots if left <= x < right and top <= y < bottom)
