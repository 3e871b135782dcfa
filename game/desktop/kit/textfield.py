"""A one-line text field: caret, selection, clipboard, and text composed by an input method."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from .geometry import Rect
from .scroll import ScrollWidgets
from .state import TipLike
from .theme import RADIUS_SMALL, STYLES, mix

BLINK = 0.53


@dataclass
class _Edit:
    """Caret and other end of the selection (positions in the text), units scrolled, time of the last move."""

    caret: int = 0
    anchor: int = 0
    shift: float = 0.0
    touched: float = 0.0

    @property
    def span(self) -> tuple[int, int]:
        return min(self.caret, self.anchor), max(self.caret, self.anchor)


@dataclass(frozen=True)
class FieldResult:
    """The text now, whether it changed in this pass, and whether Enter was pressed."""

    text: str
    changed: bool = False
    submitted: bool = False


def read_clipboard() -> str:
    """The clipboard's text, "" if there is none or it is no text."""
    try:
        return pygame.scrap.get_text()
    except (pygame.error, UnicodeDecodeError):
        return ""


def write_clipboard(text: str) -> None:
    """Put a text on the clipboard, if the system has one."""
    try:
        pygame.scrap.put_text(text)
    except pygame.error:
        return


def word_end(text: str, at: int, step: int) -> int:
    """The next word boundary from `at` in a direction."""
    while 0 <= at + min(step, 0) < len(text) and not text[at + min(step, 0)].isalnum():
        at += step
    while 0 <= at + min(step, 0) < len(text) and text[at + min(step, 0)].isalnum():
        at += step
    return at


class FieldWidgets(ScrollWidgets):
    """The text field."""

    def text_field(
        self,
        name: str,
        rect: Rect,
        text: str,
        *,
        label: str = "",
        placeholder: str = "",
        max_length: int = 200,
        icon: str = "",
        disabled: str = "",
        tip: TipLike | None = None,
    ) -> FieldResult:
        """Edit `text`; the caller keeps it. Enter submits, Esc is left to the scene, Tab goes on."""
        wid = self.full_id(name)
        found = self.interact(wid, rect, enabled=not disabled, activates=False, tip=disabled or tip)
        kept = self.memory.get(f"{wid}/edit")
        edit = kept if isinstance(kept, _Edit) else _Edit(len(text), len(text))
        self.memory[f"{wid}/edit"] = edit
        edit.caret, edit.anchor = min(edit.caret, len(text)), min(edit.anchor, len(text))
        typing = self.focused == wid and not disabled and self._keyboard_reaches()
        if typing and self.text_focus != wid:
            self.text_focus = wid
            edit.touched = self.now
            if self.focus_visible:
                edit.anchor, edit.caret = 0, len(text)
        elif not typing and self.text_focus == wid:
            self.text_focus = None
            self.input.composition = None
        inner = rect.pad(left=12 + (self.line_h() * 0.75 + 8 if icon else 0), right=12)
        before, submitted = text, False
        if typing:
            self._field_mouse(rect, inner, text, edit)
            if not self.input.composition:
                text, submitted = self._field_keys(text, edit)
            if self.input.text:
                text = self._insert(text, edit, self.input.text)
                self.input.composition = None
            if len(text) > max_length:
                text = text[:max_length]
                edit.caret = edit.anchor = min(edit.caret, max_length)
            if text != before:
                edit.touched = self.now
                self.request_frame()
        self._field_face(rect, icon, typing, bool(disabled), found.hovered)
        self._field_text(wid, rect, inner, text, placeholder, edit, typing, bool(disabled))
        if found.hovered and not disabled:
            self.state.cursor = "text"
        if found.focused:
            self.focus_ring(rect)
        states = ("disabled",) if disabled else ()
        hint = disabled or tip or placeholder
        self.note("field", label or placeholder, value=text, state=states, hint=hint, wid=wid, rect=rect)
        return FieldResult(text, text != before, submitted)

    def _insert(self, text: str, edit: _Edit, piece: str) -> str:
        low, high = edit.span
        piece = "".join(c for c in piece.replace("\n", " ") if c.isprintable())
        edit.caret = edit.anchor = low + len(piece)
        return text[:low] + piece + text[high:]

    def _field_mouse(self, rect: Rect, inner: Rect, text: str, edit: _Edit) -> None:
        if self.active != self.focused or not self.input.down:
            return
        at = self._position(text, self.input.mouse[0] - inner.x + edit.shift)
        if self.input.pressed and rect.contains(self.input.mouse):
            edit.caret = edit.anchor = at
            if self._double:
                edit.anchor, edit.caret = word_end(text, at, -1), word_end(text, at, 1)
        elif not self._double:
            edit.caret = at
        edit.touched = self.now

    def _position(self, text: str, x: float) -> int:
        """The gap between characters nearest to `x` units from the text's start."""
        places = [self.text_w(text[:i]) for i in range(len(text) + 1)]
        return min(range(len(places)), key=lambda i: abs(places[i] - x))

    def _field_keys(self, text: str, edit: _Edit) -> tuple[str, bool]:
        """Apply this pass's key; returns the text and whether Enter was pressed."""
        low, high = edit.span
        moves = {
            "left": low if low != high else max(0, edit.caret - 1),
            "right": high if low != high else min(len(text), edit.caret + 1),
            "ctrl+left": word_end(text, edit.caret, -1),
            "ctrl+right": word_end(text, edit.caret, 1),
            "home": 0,
            "end": len(text),
        }
        for hotkey, goal in moves.items():
            if self.take_key(hotkey):
                edit.caret = edit.anchor = goal
                edit.touched = self.now
                return text, False
        stretches = moves | {"left": max(0, edit.caret - 1), "right": min(len(text), edit.caret + 1)}
        for hotkey, goal in stretches.items():
            selecting = hotkey.replace("ctrl+", "ctrl+shift+") if "+" in hotkey else f"shift+{hotkey}"
            if self.take_key(selecting):
                edit.caret = goal
                edit.touched = self.now
                return text, False
        if self.take_key("ctrl+a"):
            edit.anchor, edit.caret = 0, len(text)
        elif self.take_key("ctrl+c"):
            write_clipboard(text[low:high])
        elif self.take_key("ctrl+x"):
            write_clipboard(text[low:high])
            text = self._insert(text, edit, "")
        elif self.take_key("ctrl+v"):
            text = self._insert(text, edit, read_clipboard())
        elif self.take_key("enter"):
            return text, True
        else:
            text = self._field_erase(text, edit)
        return text, False

    def _field_erase(self, text: str, edit: _Edit) -> str:
        goals = {
            "backspace": max(0, edit.caret - 1),
            "ctrl+backspace": word_end(text, edit.caret, -1),
            "delete": min(len(text), edit.caret + 1),
            "ctrl+delete": word_end(text, edit.caret, 1),
        }
        for hotkey, goal in goals.items():
            if self.take_key(hotkey):
                if edit.caret == edit.anchor:
                    edit.anchor = goal
                return self._insert(text, edit, "")
        if self.input.key is not None and self.input.key_text and self.input.key_text.isprintable():
            self.state.key_used = True  # the letter itself arrives as a text event
        return text

    def _field_face(self, rect: Rect, icon: str, typing: bool, off: bool, over: bool) -> None:
        theme = self.theme
        edge = (
            theme.accent
            if typing
            else theme.border_strong
            if over
            else mix(theme.border, theme.border_strong, 0.35)
        )
        fill = theme.panel if off else theme.field
        self.painter.box(
            self.box(rect), self.px(RADIUS_SMALL), fill, edge, max(1, self.px(1.4 if typing else 1))
        )
        if icon:
            size = self.line_h() * 0.75
            self.icon(Rect(rect.x + 11, rect.cy - size / 2, size, size), icon, colour="muted")

    def _field_text(
        self,
        wid: str,
        rect: Rect,
        inner: Rect,
        text: str,
        placeholder: str,
        edit: _Edit,
        typing: bool,
        off: bool,
    ) -> None:
        theme = self.theme
        composed = (self.input.composition or "") if typing else ""
        low, high = edit.span
        shown = text[:low] + composed + text[high:] if composed else text
        caret = low + len(composed) if composed else edit.caret
        caret_x = self.text_w(shown[:caret])
        if typing:
            edit.shift = min(max(edit.shift, caret_x - inner.w + 2), max(0.0, caret_x - 2))
        else:
            edit.shift = 0.0
        with self.clip(inner.inset(-2, 0)):
            left = inner.x - edit.shift
            if typing and low != high and not composed:
                a, b = self.text_w(text[:low]), self.text_w(text[:high])
                spot = Rect(left + a, rect.cy - self.line_h() / 2, b - a, self.line_h())
                self.painter.rect(
                    self.box(spot), mix(theme.field, theme.selected, 0.8 if theme.name == "dark" else 0.3)
                )
            if shown:
                room = Rect(left, rect.y, self.text_w(shown) + 4, rect.h)
                self.put_text(room, shown, colour="disabled" if off else "text", wid=wid)
            elif placeholder:
                self.put_text(inner, placeholder, colour="disabled", wid=wid, ellipsis=True)
            if composed:
                a, b = self.text_w(shown[:low]), caret_x
                base = rect.cy + STYLES["body"].size * self.text_scale * 0.62
                self.painter.rect(self.box(Rect(left + a, base, b - a, 1.5)), theme.accent)
            if typing:
                self._caret(
                    Rect(left + caret_x, rect.cy - self.line_h() * 0.42, 1.6, self.line_h() * 0.84), edit
                )

    def _caret(self, spot: Rect, edit: _Edit) -> None:
        beat = int((self.now - edit.touched) / BLINK)
        if self.reduced_motion or beat % 2 == 0:
            self.painter.rect(self.box(spot), self.theme.accent_text)
        if not self.reduced_motion:
            self.request_wake((beat + 1) * BLINK - (self.now - edit.touched) + 0.001)
        pygame.key.set_text_input_rect(pygame.Rect(self.box(spot)))
