"""Choosing a number: slider and stepper."""

from __future__ import annotations

from collections.abc import Callable

from .geometry import Rect
from .state import Interaction, TipLike
from .theme import RADIUS_SMALL, mix
from .widgets_choice import ChoiceWidgets


def snap(value: float, low: float, high: float, step: float) -> float:
    """The nearest allowed value; the ends are always allowed."""
    if step > 0:
        value = low + round((value - low) / step) * step
    return min(high, max(low, round(value, 9)))


class NumberWidgets(ChoiceWidgets):
    """Widgets that hold a number; each returns the new value."""

    def slider(
        self,
        name: str,
        rect: Rect,
        value: float,
        low: float,
        high: float,
        *,
        step: float = 0.0,
        label: str = "",
        text: str = "",
        marks: tuple[float, ...] = (),
        band: tuple[float, float] | None = None,
        disabled: str = "",
        tip: TipLike | None = None,
    ) -> float:
        """A track with a knob; drag, click, arrows (Shift: ten steps, Home, End) or wheel while focused.

        `text` is the value in words for the description; `marks` are small ticks (the value now in force),
        `band` a range that is marked under the track (what is known to occur).
        """
        wid = self.full_id(name)
        step = step or (high - low) / 100
        found = self.interact(wid, rect, enabled=not disabled, activates=False, tip=disabled or tip)
        knob = min(rect.h / 2 - 1, max(8.0, 8.5 * self.text_scale**0.5))
        track = Rect(rect.x + knob, rect.cy - 2.5, max(1.0, rect.w - 2 * knob), 5)
        value = min(high, max(low, value))
        if found.held:
            value = snap(low + (self.input.mouse[0] - track.x) / track.w * (high - low), low, high, step)
        if found.focused and not disabled:
            value = self._number_keys(value, low, high, step)
        self._slider_face(
            wid, rect, track, knob, (value - low) / (high - low) if high > low else 0.0, found, disabled
        )
        if band is not None and high > low:
            start, end = (track.x + track.w * (limit - low) / (high - low) for limit in band)
            strip = Rect(start, track.bottom + 4, max(2.0, end - start), 3)
            self.painter.box(self.box(strip), self.px(1.5), mix(self.theme.info, self.theme.panel, 0.25))
        for mark in marks:
            x = track.x + track.w * (mark - low) / (high - low)
            self.painter.rect(
                (self.px(x), self.px(track.bottom + 3), max(1, self.px(1.5)), self.px(4)), self.theme.muted
            )
        states = ("disabled",) if disabled else ()
        self.note(
            "slider",
            label,
            value=text or f"{value:g}",
            state=states,
            hint=disabled or tip,
            wid=wid,
            rect=rect,
        )
        return value

    def _number_keys(
        self, value: float, low: float, high: float, step: float, vertical: bool = False
    ) -> float:
        more, less = ("up", "down") if vertical else ("right", "left")
        moves: list[tuple[str, Callable[[float], float]]] = [
            (more, lambda v: v + step),
            (less, lambda v: v - step),
            (f"shift+{more}", lambda v: v + 10 * step),
            (f"shift+{less}", lambda v: v - 10 * step),
            ("pageup", lambda v: v + 10 * step),
            ("pagedown", lambda v: v - 10 * step),
            ("home", lambda v: low),
            ("end", lambda v: high),
        ]
        for hotkey, move in moves:
            if self.take_key(hotkey):
                return snap(move(value), low, high, step)
        return value

    def _slider_face(
        self, wid: str, rect: Rect, track: Rect, knob: float, share: float, found: Interaction, disabled: str
    ) -> None:
        theme, paint = self.theme, self.painter
        full = theme.disabled if disabled else theme.accent
        radius = self.px(2.5)
        paint.box(self.box(track), radius, theme.field, mix(theme.border, theme.border_strong, 0.3))
        x = track.x + track.w * share
        if share > 0:
            paint.box(self.box(Rect(track.x, track.y, max(5.0, x - track.x), track.h)), radius, full)
        glow = round(self.animate(f"{wid}/glow", 1.0 if found.hovered or found.held else 0.0) * 10) / 10
        centre = (x * self.scale, rect.cy * self.scale)
        if glow and not disabled:
            paint.disc(
                centre,
                round((knob + 3 * glow) * self.scale * 2) / 2,
                mix(theme.panel, theme.accent, 0.35 * glow),
            )
        face = theme.disabled if disabled else mix(theme.accent, (255, 255, 255), 0.62)
        paint.disc(centre, round(knob * self.scale * 2) / 2, mix(face, (0, 0, 0), 0.35))
        paint.disc(centre, round((knob - 1) * self.scale * 2) / 2, face)
        if found.hovered and not disabled:
            self.state.cursor = "hand"
        if found.focused:
            self.focus_ring(rect)

    def stepper(
        self,
        name: str,
        rect: Rect,
        value: float,
        low: float,
        high: float,
        *,
        step: float = 1.0,
        label: str = "",
        text: str = "",
        disabled: str = "",
        tip: TipLike | None = None,
    ) -> float:
        """A number between a minus and a plus; one stop for the keyboard, where the arrows change it."""
        wid = self.full_id(name)
        self.touch(rect)
        found = self.interact(wid, rect, enabled=not disabled, activates=False, tip=disabled or tip)
        theme = self.theme
        if found.focused and not disabled:
            value = self._number_keys(value, low, high, step)
            value = self._number_keys(value, low, high, step, vertical=True)
        off = theme.disabled if disabled else None
        self.painter.box(
            self.box(rect), self.px(RADIUS_SMALL), theme.field, mix(theme.border, theme.border_strong, 0.35)
        )
        side = min(rect.h, rect.w / 3)
        ends = (("less", "minus", rect.x, low, -step), ("more", "plus", rect.right - side, high, step))
        for end, icon, x, limit, change in ends:
            part = Rect(x, rect.y, side, rect.h)
            stuck = bool(disabled) or value == limit
            tap = self.interact(f"{wid}/{end}", part, enabled=not stuck, focusable=False)
            if tap.clicked:
                value = snap(value + change, low, high, step)
            if tap.hovered and not stuck:
                self.painter.box(self.box(part.inset(2)), self.px(RADIUS_SMALL - 1), theme.hover)
                self.state.cursor = "hand"
            size = self.line_h() * 0.7
            ink = off or (theme.disabled if stuck else theme.text)
            self.icon(Rect(part.cx - size / 2, part.cy - size / 2, size, size), icon, colour=ink)
            said = self.tr("kit.increase" if change > 0 else "kit.decrease")
            state = ("disabled",) if stuck else ()
            self.note("button", said, value=label, state=state, wid=f"{wid}/{end}", rect=part)
        shown = text or f"{value:g}"
        self.put_text(rect.inset(side, 0), shown, "body", off or theme.text, "center", wid=wid, weight="bold")
        if found.focused:
            self.focus_ring(rect)
        states = ("disabled",) if disabled else ()
        self.note("stepper", label, value=shown, state=states, hint=disabled or tip, wid=wid, rect=rect)
        return value
