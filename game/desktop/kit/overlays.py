"""What lies above everything else, and the end of a pass: pop-ups, tooltips, messages, moving the focus."""

from __future__ import annotations

from collections.abc import Callable

from .geometry import Rect
from .navigation import DIRECTIONS, next_focus, spatial_focus
from .state import Focusable, Tip, TipLike, TipRow, Toast
from .theme import RADIUS, Tone
from .widgets_basic import BasicWidgets

TIP_DELAY = 0.45
BAR_W = 76.0
TIP_DELAY_FOCUS = 0.7
TONE_ICONS: dict[Tone, str] = {
    "neutral": "info",
    "good": "circle-check",
    "bad": "circle-x",
    "warn": "triangle-alert",
    "info": "info",
    "accent": "star",
}


class Overlays(BasicWidgets):
    """Ends a pass and draws the layers above the scene."""

    # pop-ups -----------------------------------------------------------------------------------------------

    def defer(self, draw: Callable[[], None], layers_up: int = 1) -> None:
        """Draw later in this pass, above the present layer (a list that drops down)."""
        self.state.deferred.append((self._layer + layers_up, draw))

    def block(self, rect: Rect | None) -> None:
        """Keep the pointer from what lies under `rect` (None: under everything) in lower layers."""
        self.state.blockers.append((self._layer, rect))

    def floating(self, rect: Rect, fill: str = "tooltip", radius: float = RADIUS) -> None:
        """A surface with a shadow."""
        self.painter.shadow(self.box(rect), self.px(radius), self.px(14), self.theme.shadow_alpha)
        thin = max(1, self.px(1))
        self.painter.box(
            self.box(rect), self.px(radius), self.theme.colour(fill), self.theme.border_strong, thin
        )

    def toast(self, text: str, tone: Tone = "info", seconds: float = 4.0) -> None:
        """Show a short message at the bottom of the screen for a while."""
        if any(t.text == text for t in self.toasts):
            return
        self.cue(tone)
        self.toasts.append(Toast(text, tone, self.now + seconds, self.now))
        del self.toasts[:-3]
        self.request_frame()

    # end of a pass -----------------------------------------------------------------------------------------

    def end(self) -> None:
        """Finish the pass: pop-ups, focus, tooltip and messages; then forget this pass's event."""
        state = self.state
        while state.deferred:
            layer, draw = state.deferred.pop(0)
            self._layer, self._depth = layer, 0
            draw()
        self._layer = 100
        if self.text_focus is not None and self.text_focus not in state.ids:
            self.text_focus = None
        self._close_dialogs()
        reachable = [f for f in state.focusables if f.layer >= state.modal]
        self._move_focus(reachable)
        self._keep_focus(reachable)
        self._draw_toasts()
        self._draw_tip()
        if (
            state.hot != self.last.hot
            or state.modal != self.last.modal
            or state.blockers != self.last.blockers
        ):
            self.request_frame()
        if self.input.released:
            self.active = None
        self._clear_input()

    def _close_dialogs(self) -> None:
        """Give the focus back to where it was before a dialog that is no longer drawn."""
        gone = [entry for entry in self._modals if entry[0] not in self.state.dialogs]
        if gone:
            self._modals = [entry for entry in self._modals if entry[0] in self.state.dialogs]
            self.focused = gone[0][1]
            self.request_frame()

    def _move_focus(self, items: list[Focusable]) -> None:
        found = self.input
        if found.key is None or self.state.key_used:
            return
        target: str | None = None
        if self.take_key("tab"):
            target = next_focus(items, self.focused, 1, self._focus_index)
        elif self.take_key("shift+tab"):
            target = next_focus(items, self.focused, -1, self._focus_index)
        else:
            for direction in DIRECTIONS:
                typing = self.text_focus is not None and direction in ("left", "right")
                if not typing and self.take_key(direction):
                    target = spatial_focus(items, self.focused, direction) or self.focused
        if target is not None:
            self.focus(target)

    def _keep_focus(self, items: list[Focusable]) -> None:
        """Drop the focus after a click on nothing; when its widget has gone, take the one now in its
        place."""
        if self.input.pressed and not self.state.taker:
            self.focused = None
        ids = [item.id for item in items]
        if self.focused in ids:
            self._focus_index = ids.index(self.focused)
        elif self.focused is not None and self.focused not in {f.id for f in self.state.focusables}:
            keep = ids and self.focus_visible
            self.focused = ids[min(self._focus_index, len(ids) - 1)] if keep else None
            self.request_frame()

    # tooltip -----------------------------------------------------------------------------------------------

    def _draw_tip(self) -> None:
        tip = self.state.tip
        if tip is None or self.input.down:
            self._tip.id = ""
            return
        wid, content, rect, by_focus = tip
        if self._tip.id != wid:
            self._tip.id, self._tip.since = wid, self.now
        left = (TIP_DELAY_FOCUS if by_focus else TIP_DELAY) - (self.now - self._tip.since)
        if left > 1e-6:
            self.request_wake(left)
            return
        self.draw_tip(content, rect)

    def draw_tip(self, content: TipLike, anchor: Rect) -> Rect:
        """Draw a tooltip below its anchor (above if there is no room); returns where."""
        tip = content if isinstance(content, Tip) else Tip(content)
        width, height = self._tip_size(tip)
        spot = Rect(anchor.x, anchor.bottom + 8, width, height)
        if spot.bottom > self.screen.bottom - 6:
            spot = Rect(anchor.x, anchor.y - 8 - height, width, height)
        if spot.y < 6 and anchor.right + 8 + width < self.screen.right:
            spot = Rect(anchor.right + 8, anchor.y, width, height)
        spot = spot.clamped_into(self.screen.inset(6))
        self.floating(spot)
        area = spot.inset(12, 9)
        if tip.title:
            head, area = area.split_top(self.text_h(tip.title, area.w, "strong"), gap=3)
            self.put_lines(head, tip.title, "strong", wid="tooltip")
        if tip.text:
            head, area = area.split_top(self.text_h(tip.text, area.w, "small", True), gap=4)
            self.put_lines(head, tip.text, "small", wid="tooltip", markup=True)
        for row in tip.rows:
            head, area = area.split_top(self.line_h("small"))
            self._tip_row(head, row)
        if tip.why:
            line, area = area.split_top(7)
            self.divider(line)
            head, area = area.split_top(self.line_h("small"))
            self.put_text(head, tip.why, "small_strong", wid="tooltip", ellipsis=True)
        for row in tip.causes:
            head, area = area.split_top(self.line_h("small"))
            self._tip_row(head, row)
        if tip.total:
            line, area = area.split_top(7)
            self.divider(line)
            head, area = area.split_top(self.line_h("small"))
            self._tip_row(head, tip.total, strong=True)
        if tip.foot:
            foot = area.pad(top=3).split_top(self.line_h("caption"))[0]
            self.put_text(foot, tip.foot, "caption", "muted", wid="tooltip", ellipsis=True)
        self.note("tooltip", tip.spoken(), rect=spot)
        return spot

    def pinned_tip(self, name: str, content: TipLike, anchor: Rect) -> bool:
        """A tooltip that stays until its cross is chosen, by pointer or key; returns whether it stays."""
        spot = self.draw_tip(content, anchor)
        size = 26.0 * max(1.0, self.text_scale * 0.8)
        cross = Rect(spot.right - size * 0.6, spot.y - size * 0.4, size, size)
        return not self.button(
            name, cross.clamped_into(self.screen), "", icon="x", label=self.tr("kit.unpin")
        )

    def _tip_size(self, tip: Tip) -> tuple[float, float]:
        rows = [*tip.rows, *tip.causes, *([tip.total] if tip.total else [])]
        widest = max((self._tip_row_w(row) for row in rows), default=0.0)
        words = max(
            (self.fonts.wrap(tip.text, "regular", self.font_px("small"), 10**6, True)),
            key=lambda line: line.width,
        )
        heads = self.text_w(tip.title, "strong"), self.text_w(tip.why, "small_strong")
        foot = self.text_w(tip.foot, "caption")
        one_line = max(words.width / self.scale + 2, *(width + 2 for width in (*heads, foot)))
        limit = min(self.screen.w - 40, 340 * max(1.0, self.text_scale * 0.9))
        inner = max(min(widest, 1.5 * limit), min(one_line, limit))
        inner = min(inner, self.screen.w - 40)
        height = 18.0
        if tip.title:
            height += self.text_h(tip.title, inner, "strong") + 3
        if tip.text:
            height += self.text_h(tip.text, inner, "small", True) + (4 if rows else 0)
        height += len(rows) * self.line_h("small") + (7 if tip.total else 0)
        if tip.why:
            height += 7 + self.line_h("small")
        if tip.foot:
            height += 3 + self.line_h("caption")
        return inner + 24, height

    def _tip_row_w(self, row: TipRow) -> float:
        extra = (self.line_h("small") + 2 if row.icon else 0.0) + (BAR_W + 12 if row.bar else 0.0)
        return self.text_w(row.label, "small") + self.text_w(row.value, "small_strong") + 28 + extra

    def _tip_row(self, rect: Rect, row: TipRow, strong: bool = False) -> None:
        style = "small_strong" if strong else "small"
        value_w = self.text_w(row.value, "small_strong") + 4
        left, right = rect.split_right(value_w, gap=12)
        ink = "text" if strong or row.tone == "neutral" else self.theme.tone(row.tone)
        if row.bar is not None:
            left, spot = left.split_right(BAR_W, gap=12)
            self.step_bar(spot, row.bar, row.tone)
        if row.icon:
            size = self.line_h("small") * 0.72
            self.icon(Rect(left.x, left.cy - size / 2, size, size), row.icon, colour="muted")
            left = left.pad(left=self.line_h("small") + 2)
        self.put_text(left, row.label, style, "text" if strong else "muted", wid="tooltip", ellipsis=True)
        self.put_text(right, row.value, "small_strong", ink, "right", wid="tooltip")

    def step_bar(self, rect: Rect, bar: tuple[float, float], tone: Tone) -> None:
        """One step of a waterfall: from where to where between the ends (0 and 1) of `rect`. Where neither is
        better a rise and a fall have colours of their own."""
        low, high = min(bar), max(bar)
        rise, fall = self.theme.accent, self.theme.info
        ink = (rise if bar[1] >= bar[0] else fall) if tone == "neutral" else self.theme.tone(tone)
        start = self.px(rect.x + rect.w * low)
        width = max(self.px(2), self.px(rect.w * (high - low)))
        self.painter.rect((start, self.px(rect.cy - 4), width, self.px(8)), ink)

    # messages ----------------------------------------------------------------------------------------------

    def _draw_toasts(self) -> None:
        self.toasts = [t for t in self.toasts if t.until > self.now]
        bottom = self.screen.bottom - 20
        for toast in reversed(self.toasts):
            width = min(self.screen.w - 80, self.text_w(toast.text) + 62)
            lines = self.text_h(toast.text, width - 60)
            height = lines + 20
            rise = self.animate(f"toast/{toast.born}/{toast.text}", 1.0)
            rect = Rect(self.screen.cx - width / 2, bottom - height + (1 - rise) * 12, width, height)
            self.floating(rect)
            tone = self.theme.tone(toast.tone)
            x, y, _, h = self.box(rect)
            self.painter.box(
                (x + self.px(5), y + self.px(6), self.px(3), h - self.px(12)), self.px(1.5), tone
            )
            size = self.line_h("body") * 0.85
            self.icon(Rect(rect.x + 16, rect.cy - size / 2, size, size), TONE_ICONS[toast.tone], colour=tone)
            self.put_lines(Rect(rect.x + 46, rect.y + 10, width - 58, lines), toast.text, wid="toast")
            self.note("toast", toast.text, rect=rect)
            self.request_wake(toast.until - self.now)
            bottom = rect.y - 10
