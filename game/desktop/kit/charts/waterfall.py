"""The waterfall: how one figure becomes another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..geometry import Rect
from ..state import TipLike
from ..theme import Tone
from .bars import BarCharts, LyingBar
from .scales import Axis, Scale, scale_for


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: a change, or with `total` the level reached (drawn from zero)."""

    label: str
    value: float
    total: bool = False
    tip: TipLike | None = None


class Waterfalls(BarCharts):
    """The waterfall, upright where the names fit, lying where they do not."""

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
        """Bars that start where the last one ended; totals stand on zero.

        Rises and falls differ in colour, hatch and sign; `good_up` says which of them is good.
        """
        axis = axis or Axis()
        spans, level = [], 0.0
        for step in steps:
            start = 0.0 if step.total else level
            level = step.value if step.total else level + step.value
            spans.append((start, level))
        scale = scale_for(replace(axis, log=False, zero=True), [[v for span in spans for v in span]])
        if self._names_fit(rect, steps):
            self._upright(name, rect, steps, spans, axis, scale, title, good_up)
            return
        rows = []
        for step, (start, end) in zip(steps, spans, strict=True):
            figure = _signed(step, scale.figure(axis, step.value))
            colour = self.theme.tone(_tone(step, good_up))
            rows.append(LyingBar(step.label, figure, figure, start, end, None, colour, _look(step), step.tip))
        self.lying_bars(name, rect, rows, axis, scale, (), title)

    def _names_fit(self, rect: Rect, steps: Sequence[Step]) -> bool:
        width = self._column_width(rect, steps)
        words = [word for step in steps for word in step.label.split()]
        return rect.h > 6 * self.line_h() and all(self.text_w(w, "caption") <= width for w in words)

    def _column_width(self, rect: Rect, steps: Sequence[Step]) -> float:
        return (rect.w - 60 * self.text_scale) / max(1, len(steps)) - 4

    def _upright(
        self,
        name: str,
        rect: Rect,
        steps: Sequence[Step],
        spans: Sequence[tuple[float, float]],
        axis: Axis,
        scale: Scale,
        title: str,
        good_up: bool,
    ) -> None:
        wid = self.full_id(name)
        self.touch(rect)
        width = self._column_width(rect, steps)
        foot_h = max((self.text_h(s.label, width, "caption") for s in steps), default=0.0)
        frame, foot = rect.split_bottom(foot_h + 6)
        plot = self._axes(frame, axis, scale, [""] * len(steps), wid=wid, banded=True)
        self.note("chart", title, value=axis.unit, wid=wid, rect=rect)
        self._depth += 1
        width = plot.area.w / max(1, len(steps))
        for index, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
            column = Rect(plot.area.x + index * width, rect.y, width, rect.h)
            figure = _signed(step, scale.figure(axis, step.value))
            self._column(f"{wid}/{index}", column, step, plot.y(start), plot.y(end), figure, good_up)
            names = Rect(column.x + 2, foot.y + 4, width - 4, foot.h - 4)
            self.put_lines(names, step.label, "caption", "muted", "center", wid=wid)
            if index + 1 < len(steps):
                x, far = self.px(column.cx + width * 0.31), self.px(column.right + width * 0.19)
                bridge = (x, self.px(plot.y(end)), far - x, max(1, self.px(1)))
                self.painter.rect(bridge, self.theme.border_strong)
        self._depth -= 1

    def _column(
        self, wid: str, column: Rect, step: Step, start: float, end: float, figure: str, good_up: bool
    ) -> None:
        found = self.interact(wid, column, tip=step.tip, focusable=step.tip is not None, activates=False)
        if found.focused:
            self.focus_ring(column.inset(3))
        top, height = min(start, end), max(1.5, abs(end - start))
        body = Rect(column.cx - column.w * 0.31, top, column.w * 0.62, height)
        self.hatched(body, self.theme.tone(_tone(step, good_up)), _look(step))
        line = self.line_h("small")
        spot = Rect(column.x, body.y - line - 1, column.w, line)
        if spot.y < column.y:
            spot = Rect(column.x, body.y + 3, column.w, line)
        self.put_text(spot, figure, "small_strong", "text", "center", wid=wid)
        self.note("series", step.label, value=figure, hint=step.tip, wid=wid, rect=column)


def _tone(step: Step, good_up: bool) -> Tone:
    if step.total:
        return "info"
    return "good" if (step.value >= 0) == good_up else "bad"


def _look(step: Step) -> int:
    return 1 if step.value < 0 and not step.total else 0


def _signed(step: Step, figure: str) -> str:
    return f"+{figure}" if step.value > 0 and not step.total and not figure.startswith("+") else figure
