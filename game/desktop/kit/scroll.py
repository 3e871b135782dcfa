"""A window on content higher than itself: wheel, drag bar, page keys, and following the focus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .geometry import Rect
from .theme import mix
from .widgets_number import NumberWidgets

BAR = 10.0
WHEEL_STEP = 56.0


class ScrollWidgets(NumberWidgets):
    """The scroll area. The content's height is learnt from what was drawn in the pass before."""

    @contextmanager
    def scroll(
        self, name: str, rect: Rect, *, label: str = "", padding: float = 4, focusable: bool = True
    ) -> Iterator[Rect]:
        """Yields the content's rectangle (as wide as fits beside the bar, endlessly high); draw into it.

        The area takes the focus only if nothing inside can (and `focusable`); otherwise it follows the
        focused widget.
        """
        wid = self.full_id(name)
        offset = self._number(f"{wid}/offset")
        height = self._number(f"{wid}/height")
        limit = max(0.0, height - rect.h)
        needs_bar = limit > 0.5
        offset = min(limit, max(0.0, offset))
        over = self._mouse_reaches(rect)
        self.register(wid)
        start = len(self.state.focusables)
        content = Rect(
            rect.x + padding,
            rect.y + padding - offset,
            rect.w - 2 * padding - (BAR + 4 if needs_bar else 0),
            100_000.0,
        )
        self._extents.append(content.y)
        self.note("scroll", label, wid=wid, rect=rect)
        self._depth += 1
        with self.clip(rect):
            yield content
        self._depth -= 1
        bottom = self._extents.pop()
        self.touch(rect)
        measured = bottom - content.y + 2 * padding
        if abs(measured - height) > 0.5:
            self.memory[f"{wid}/height"] = measured
            self.state.relayout = True
            self.request_frame()
        inside = self.state.focusables[start:]
        offset = self._follow(rect, offset, [f.id for f in inside], [f.rect for f in inside])
        if needs_bar:
            if not inside and focusable:
                found = self.interact(f"{wid}/bar-focus", rect, activates=False)
                if found.focused:
                    self.focus_ring(rect.inset(3))
            offset = self._scroll_keys(wid, rect, offset, limit, [f.id for f in inside])
            if over and self.input.wheel[1] and not self.state.wheel_used:
                self.state.wheel_used = True
                offset -= self.input.wheel[1] * WHEEL_STEP
                self.request_frame()
            offset = self._bar(wid, rect, min(limit, max(0.0, offset)), measured)
        self.memory[f"{wid}/offset"] = min(limit, max(0.0, offset))

    def _number(self, key: str) -> float:
        value = self.memory.get(key, 0.0)
        return float(value) if isinstance(value, int | float) else 0.0

    def scroll_to(self, name: str, offset: float = 0.0) -> None:
        """Set how far a scroll area (full id) is scrolled, in units from the top."""
        self.memory[f"{name}/offset"] = offset
        self.request_frame()

    def _follow(self, rect: Rect, offset: float, ids: list[str], rects: list[Rect]) -> float:
        """Bring a newly focused widget into view."""
        if self._reveal is None or self._reveal not in ids:
            return offset
        target = rects[ids.index(self._reveal)]
        self._reveal = None
        if target.y < rect.y + 6:
            offset -= rect.y + 6 - target.y
        elif target.bottom > rect.bottom - 6:
            offset += min(target.bottom - rect.bottom + 6, target.y - rect.y - 6)
        self.request_frame()
        return offset

    def _scroll_keys(self, wid: str, rect: Rect, offset: float, limit: float, inside: list[str]) -> float:
        if not self._keyboard_reaches() or self.text_focus:
            return offset
        own = self.focused == f"{wid}/bar-focus" and self.focus_visible
        if not own and not (self.focused in inside and self.focus_visible):
            return offset
        moves = {"pagedown": rect.h * 0.9, "pageup": -rect.h * 0.9}
        if own:
            moves |= {"down": 40.0, "up": -40.0, "home": -1e9, "end": 1e9}
        for hotkey, change in moves.items():
            if self.take_key(hotkey):
                return min(limit, max(0.0, offset + change))
        return offset

    def _bar(self, wid: str, rect: Rect, offset: float, content_h: float) -> float:
        """Draw and drag the bar; returns the new offset."""
        track = Rect(rect.right - BAR - 1, rect.y + 3, BAR, rect.h - 6)
        limit = max(1.0, content_h - rect.h)
        length = max(28.0, track.h * rect.h / content_h)
        room = max(1.0, track.h - length)
        thumb = Rect(track.x, track.y + room * min(1.0, offset / limit), BAR, length)
        found = self.interact(f"{wid}/bar", track, focusable=False)
        if found.held:
            grip = self.memory.get(f"{wid}/grip")
            if self.input.pressed or not isinstance(grip, float):
                on_thumb = thumb.contains(self.input.mouse)
                grip = self.input.mouse[1] - thumb.y if on_thumb else length / 2
                self.memory[f"{wid}/grip"] = grip
            offset = min(limit, max(0.0, (self.input.mouse[1] - grip - track.y) / room * limit))
            thumb = Rect(track.x, track.y + room * offset / limit, BAR, length)
            self.request_frame()
        else:
            self.memory.pop(f"{wid}/grip", None)
        glow = round(self.animate(f"{wid}/bar-glow", 1.0 if found.hovered or found.held else 0.0) * 10) / 10
        colour = mix(mix(self.theme.panel, self.theme.border_strong, 0.55), self.theme.muted, glow)
        slim = thumb.inset(2.5 - glow, 0)
        self.painter.box(self.box(slim), self.px(slim.w / 2), colour)
        return offset
